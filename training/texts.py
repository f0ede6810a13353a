"""The texts that the tagger is made from: labelled sentences, and newspapers without labels."""

from __future__ import annotations

import html
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from utils.text.folding import fold
from utils.text.tokens import TOKEN, spell

DEV_SHARE = 0.15
SAME = 200                   # articles that begin with the same characters are copies
_FIELD = re.compile(r"<(TITLE|ABSTRACT|TEXT)>(.*?)</\1>", re.DOTALL)


class Sentence(NamedTuple):
    """A labelled sentence: its words as the tagger splits them, their tags, their printed word."""

    words: list[str]
    tags: list[str]
    printed: list[int]       # which printed word each word is a part of
    gold: list[str]          # the tags of the printed words


def split_words(text: str) -> list[str]:
    """The words and signs of a text in the tagger's spelling.

    >>> split_words("قال د.أحمد (2015)")
    ['قال', 'د', '.', 'احمد', '(', '0000', ')']
    """
    return [spell(word) for word in TOKEN.findall(fold(text).key)]


def read_labelled(path: Path) -> list[Sentence]:
    """The sentences of a file with one `word TAG` a line and a blank line after each sentence."""
    sentences, rows = [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            rows.append(line.rsplit(maxsplit=1))
        elif rows:
            sentences.append(sentence([word for word, _ in rows], [tag for _, tag in rows]))
            rows = []
    return sentences


def sentence(printed_words: list[str], gold: list[str]) -> Sentence:
    """The sentence with signs split off: they carry no name, unless they stand inside one."""
    words, tags, printed = [], [], []
    goes_on = [tag.startswith("I-") and last[2:] == tag[2:]
               for last, tag in zip(["O", *gold], gold, strict=False)]
    for place, (word, tag) in enumerate(zip(printed_words, gold, strict=True)):
        pieces = split_words(word) or ["_"]
        lettered = [n for n, piece in enumerate(pieces) if piece[0].isalnum()] or [0]
        first = 0 if goes_on[place] else lettered[0]
        last = len(pieces) - 1 if any(goes_on[place + 1:place + 2]) else lettered[-1]
        for number, piece in enumerate(pieces):
            inside = tag != "O" and first <= number <= last
            begins = number == first and not goes_on[place]
            words.append(piece)
            tags.append(("B-" if begins else "I-") + tag[2:] if inside else "O")
            printed.append(place)
    return Sentence(words, tags, printed, gold)


def parts(sentences: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences to learn from, and the last DEV_SHARE of them to measure on."""
    cut = round(len(sentences) * (1 - DEV_SHARE))
    return sentences[:cut], sentences[cut:]


def read_articles(corpora: Path) -> Iterator[tuple[str, str]]:
    """(author, text) of every article of SaudiNewsNet and Jawhara, copies left out."""
    seen = set()
    for author, text in [*_saudi(corpora / "saudinewsnet"), *_jawhara(corpora / "jawhara")]:
        if text[:SAME] not in seen:
            seen.add(text[:SAME])
            yield author, text


def _saudi(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if not name.endswith("/"):
                    for row in json.loads(archive.read(name)):
                        text = f"{row.get('title') or ''}\n{row.get('content') or ''}"
                        yield row.get("author") or "", html.unescape(text)


def _jawhara(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in sorted(filter(tarfile.TarInfo.isfile, archive), key=lambda m: m.name):
                page = archive.extractfile(member).read().decode("utf-8", "replace")
                yield "", html.unescape("\n".join(text for _, text in _FIELD.findall(page)))


def split_sentences(text: str) -> list[list[str]]:
    """The words of each sentence of an article, cut as the tagger cuts while reading."""
    lines = re.split(r"[\n\r]+|(?<=[.!?؟])\s+", text)
    return [words for line in lines if (words := split_words(line))]
