"""Bytes to text: which encoding, and two kinds of broken text put right.

UTF-8, UTF-16, windows-1256 and ISO-8859-6 are told apart by what the letters say, never by what a
page claims of itself. Whatever was decided or repaired is told in `Decoded.note`, which goes into
the articles' `flags`.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

SAMPLE = 20_000                 # bytes that decide
MOST_BAD = 0.02                 # of a UTF-8 text's bytes may be broken before it counts as binary

_MARKS = (                      # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN_LETTERS = re.compile("[^\\W\\d_]")
# Among the commonest of any Arabic page: the article, and four prepositions between spaces.
_COMMON = re.compile(
    "ال(?=[\u0621-\u064a]{2})|(?<![\u0621-\u064a])(?:في|من|على|إلى|أن|عن)(?![\u0621-\u064a])"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# UTF-8 read byte by byte: a lead byte of Arabic (0xD8-0xDB) and one that goes on, as Latin letters.
_UTF8_AS_LATIN = re.compile("[ØÙÚÛ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# ... and that once more: the two bytes of each of those letters.
_READ_AS_LATIN = "mojibake repaired (UTF-8 read as windows-1252)"
_TWICE = re.compile("[ÃÂâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# "ال" of windows-1256, as Latin letters.
_1256_AS_LATIN = re.compile("Çá")


class Decoded(NamedTuple):
    """The text of some bytes, and what to say of how it was read ("" when nothing)."""

    text: str | None               # None: no text
    note: str = ""                 # of a text: a flag; of None: the reason


def decode(data: bytes) -> Decoded:
    """The text of the bytes, mojibake repaired; text None and the reason when they hold no text.

    >>> decode("عقد وفدان".encode("utf-16"))
    Decoded(text='عقد وفدان', note='')
    >>> decode("عقد وفدان من تركيا في دمشق".encode("cp1256")).note
    'decoded as windows-1256'
    >>> decode(bytes(range(256))).note
    'binary: no encoding of text fits'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_bad_bytes(data[len(mark):], encoding)
    encoding = _wide(data)
    if encoding:
        return _with_bad_bytes(data, encoding)._replace(note=f"decoded as {encoding}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data)
    repaired = repair(text)
    if _is_binary(repaired.text):
        return Decoded(None, "binary: control characters all through")
    return repaired


def repair(text: str) -> Decoded:
    """The text with mojibake turned back into what was meant, and a note if there was any.

    >>> repair("Ø¯Ù…Ø´Ù‚")
    Decoded(text='دمشق', note='mojibake repaired (UTF-8 read as windows-1252)')
    >>> repair("عقد وفدان")
    Decoded(text='عقد وفدان', note='')
    """
    if text.isascii() or not ("Ø" in text or "Ù" in text or "Çá" in text or "Ã" in text):
        return Decoded(text)
    sample = text[:SAMPLE]
    if len(_TWICE.findall(sample)) > len(sample) / 8:
        once = _lines(text, _from_utf8)
        if once == text:
            return Decoded(text)
        again = repair(once)
        return again._replace(note=again.note or _READ_AS_LATIN)
    letters = len(_LATIN_LETTERS.findall(sample))
    if 2 * len(_UTF8_AS_LATIN.findall(sample)) > letters / 4:
        return Decoded(_lines(text, _from_utf8), _READ_AS_LATIN)
    if len(_1256_AS_LATIN.findall(sample)) > letters / 60:
        meant = _lines(text, _from_1256)
        if len(_ARABIC.findall(meant[:SAMPLE])) > letters / 2:
            return Decoded(meant, "mojibake repaired (windows-1256 read as windows-1252)")
    return Decoded(text)


def without_surrogates(text: str) -> Decoded:
    """The text with each half of a broken surrogate pair as U+FFFD, so that it can be stored.

    >>> without_surrogates("دمشق \\ud83d").text
    'دمشق \N{REPLACEMENT CHARACTER}'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return Decoded(text)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if len(whole) != len(text):              # pairs that belong together were joined
        return Decoded(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", whole), "surrogates joined")
    return Decoded(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text),
                   "half a surrogate pair replaced")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is 0 or the 6 of Arabic's block."""
    sample = data[:SAMPLE - SAMPLE % 2]
    if len(sample) < 4 or len(data) % 2:
        return None
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[first::2]
        if (high.count(0) + high.count(6)) / len(high) > 0.9 and high.count(6) > len(high) / 3:
            return encoding
    return None


def _with_bad_bytes(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}") - data.count("\ufffd".encode(encoding))
    note = f"{bad} undecodable bytes replaced" if bad > 0 else ""
    repaired = repair(text)
    if bad > max(3, MOST_BAD * len(text)) or _is_binary(repaired.text):
        return Decoded(None, f"binary: begins like {encoding}, but is no text")
    return Decoded(repaired.text, "; ".join(filter(None, [note, repaired.note])))


def _not_utf8(data: bytes) -> Decoded:
    """Bytes that are not UTF-8: broken UTF-8, one of the two old Arabic encodings, or no text."""
    sample = data[:SAMPLE].decode("utf-8", "replace")
    bad = sample.count("\N{REPLACEMENT CHARACTER}")
    if _ARABIC.search(sample) and (mixed := _by_lines(data)) is not None:
        return Decoded(mixed, "some lines decoded as UTF-8, some as windows-1256")
    if bad <= max(3, MOST_BAD * len(sample)) and _ARABIC.search(sample):
        return _with_bad_bytes(data, "utf-8")
    readings = []
    for codec, name in (("cp1256", "windows-1256"), ("iso8859_6", "ISO-8859-6")):
        text = data[:SAMPLE].decode(codec, "replace")
        fits = len(_COMMON.findall(text)) - 2 * text.count("\N{REPLACEMENT CHARACTER}")
        readings.append((fits / max(1, len(text.split())), -len(readings), codec, name))
    fits, _, codec, name = max(readings)
    if fits > 0.1 and not _is_binary(data[:SAMPLE].decode(codec, "replace"), codec):
        return Decoded(data.decode(codec, "replace"), f"decoded as {name}")
    latin = data[:SAMPLE].decode("cp1252", "replace")
    if not _is_binary(latin) and latin.isprintable():
        return Decoded(data.decode("cp1252", "replace"), "decoded as windows-1252")
    return Decoded(None, "binary: no encoding of text fits")


def _by_lines(data: bytes) -> str | None:
    """The text of files joined without care: UTF-8 lines and windows-1256 lines; else None."""
    lines, sound, words, fits = [], False, 0, 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            sound = sound or _ARABIC.search(lines[-1]) is not None
        except UnicodeDecodeError:
            lines.append(line.decode("cp1256", "replace"))
            words += len(lines[-1].split())
            fits += len(_COMMON.findall(lines[-1]))
    return "\n".join(lines) if sound and fits > 0.1 * words else None


def _is_binary(text: str, codec: str = "utf-8") -> bool:
    """Whether control characters stand where none stand in a text (NULs between Arabic may)."""
    sample = text[:SAMPLE]
    if "\0" in sample:
        rest = sample.replace("\0", "")
        sample = rest if 3 * len(_ARABIC.findall(rest)) > len(rest) else sample
    allowed = 0.3 if codec == "iso8859_6" else 0.05
    return len(_CONTROL.findall(sample)) > allowed * len(sample) + 3


def _lines(text: str, turn) -> str:
    """The text with `turn` applied to each line by itself: one bad line leaves the others whole."""
    return "\n".join(map(turn, text.split("\n")))


def _as_bytes(line: str) -> bytes:
    """The bytes that were read as windows-1252 or, where that has no letter, as Latin-1."""
    return b"".join(
        character.encode("latin-1") if "\x80" <= character <= "\x9f"
        else character.encode("utf-8") if character == "\N{REPLACEMENT CHARACTER}"
        else character.encode("cp1252")
        for character in line
    )


def _from_utf8(line: str) -> str:
    try:
        return _as_bytes(line).decode("utf-8")
    except UnicodeEncodeError:
        return line                     # the line holds other letters: it was not misread
    except UnicodeDecodeError:
        return _as_bytes(line).decode("utf-8", "replace")


def _from_1256(line: str) -> str:
    try:
        return _as_bytes(line).decode("cp1256")
    except UnicodeEncodeError:
        return line
