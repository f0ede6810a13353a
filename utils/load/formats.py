"""Files and what archives hold, opened: one level of archives in archives.

Nothing is unpacked to disk. What cannot be read becomes an `Unread` with its reason, and the files
beside it go on. The limits below keep a hostile archive from filling the memory; each can be set
(`formats.MAX_FILE = 4 << 30`), and whatever meets one says so by name.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

from utils.load.cut_zip import ZST, whole_members, zst_is_cut
from utils.load.paths import told_apart

MAX_FILE = 1 << 30               # bytes of one file or member, decompressed
MAX_ARCHIVE = 8 << 30            # bytes of all members of an archive, decompressed
MAX_MEMBERS = 1_000_000          # members of an archive
MAX_RATIO = 100                  # times its packed size that a file may unpack to ...
BOMB = 32 << 20                  # ... from so many bytes on
MAX_NESTING = 2                  # an archive (1), and archives in it (2)

_CHUNK = 1 << 20
_PLANNED = ("README", "LICENSE", "LICENCE", "CITATION", "CHANGELOG")
_OFFICE = {"[Content_Types].xml": "an Office document", "mimetype": "an EPUB or OpenDocument file"}
_NOT_TEXT = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"), (b"\x7fELF", "a program"), (b"{\\rtf", "an RTF document"),
)
_BROKEN = (
    OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError,
    zstandard.ZstdError, NotImplementedError, RuntimeError, ValueError, UnicodeError,
)


class File(NamedTuple):
    """The bytes of a file or of an archive's member, and its name below the corpus folder."""

    name: str
    data: bytes


class Unread(NamedTuple):
    """A file that is no input, and why."""

    name: str
    reason: str


class _TooLargeError(Exception):
    """A limit of this module was met; the message is the reason."""


class _BombError(_TooLargeError):
    """One file alone passes a limit; those beside it can be read."""


def open_files(name: str, path: Path, asked: bool = False) -> Iterator[File | Unread]:
    """The file, or the members of the archive that it is; `Unread` where that fails.

    `asked`: the path itself was given, so that it is read whatever it is called.
    """
    if not asked and (reason := _unwanted(name)):
        yield Unread(name, reason)
        return
    try:
        if not path.is_file():
            yield Unread(name, "unreadable: no regular file (a broken link, a pipe or a device)")
            return
        if path.stat().st_size > MAX_FILE:
            yield Unread(name, f"too large: over formats.MAX_FILE ({MAX_FILE:,} bytes)")
            return
        data = path.read_bytes()
    except OSError as error:
        yield Unread(name, f"unreadable: {error.strerror or error}")
        return
    yield from _unpack(File(name, data), depth=0)


def _unwanted(name: str) -> str | None:
    """Why a file of this name is not read, or None."""
    last = name.rsplit("/", 1)[-1]
    if last.startswith(".") or "__MACOSX/" in name or last in ("Thumbs.db", "desktop.ini"):
        return "not read: a hidden file of the system"
    if last.split(".")[0].upper() in _PLANNED:
        return "not read: by its name it describes the corpus"
    return None


def _unpack(file: File, depth: int) -> Iterator[File | Unread]:
    """The file itself, or what it holds when it is an archive (told by its bytes, not its name)."""
    if not file.data:
        yield Unread(file.name, "empty file")
        return
    for mark, what in _NOT_TEXT:
        if file.data.startswith(mark):
            yield Unread(file.name, f"binary: {what}; save its text as .txt or .html")
            return
    opened = _opener(file)
    if opened is None:
        yield file
        return
    if depth == MAX_NESTING:
        yield Unread(file.name, f"archive in archive, deeper than formats.MAX_NESTING "
                                f"({MAX_NESTING}); unpack the outer one")
        return
    count, taken = 0, {}
    try:
        for count, member in enumerate(opened(file), 1):
            if count > MAX_MEMBERS:
                raise _TooLargeError(f"more members than formats.MAX_MEMBERS ({MAX_MEMBERS:,})")
            if isinstance(member, Unread):
                yield member
            elif member.name != file.name and (reason := _unwanted(member.name)):
                yield Unread(member.name, reason)
            else:
                member = member._replace(name=told_apart(member.name, taken))
                yield from _unpack(member, depth + 1)
    except _TooLargeError as error:
        yield Unread(file.name, f"too large: {error}")
    except _BROKEN as error:
        yield Unread(file.name, f"broken archive: {str(error) or type(error).__name__}")
    else:
        if not count:
            yield Unread(file.name, "archive without a file")


def _opener(file: File):
    """The function that yields the members of this kind of archive, or None for a plain file."""
    data = file.data
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_members
    if data[257:262] == b"ustar":
        return _tar_members
    if data.startswith(b"\x1f\x8b"):
        return None if file.name.lower().endswith(".warc.gz") else _compressed(gzip.open)
    if data.startswith(b"BZh"):
        return _compressed(bz2.open)
    if data.startswith(b"\xfd7zXZ\x00"):
        return _compressed(lzma.open)
    if data.startswith(ZST):
        return _compressed(zstandard.open)
    return None


def _read(stream, spent: int = 0, packed: int = 0) -> bytes:
    """All bytes of the stream, as long as the limits allow; `packed`: its size in the archive."""
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > MAX_FILE:
            raise _BombError(f"over formats.MAX_FILE ({MAX_FILE:,} bytes) when decompressed")
        if packed and size > max(BOMB, MAX_RATIO * packed):
            raise _BombError(f"unpacks to more than formats.MAX_RATIO ({MAX_RATIO}) times its size")
        if spent + size > MAX_ARCHIVE:
            raise _TooLargeError(f"its members together pass formats.MAX_ARCHIVE "
                                 f"({MAX_ARCHIVE:,} bytes)")
        pieces.append(piece)
    return b"".join(pieces)


def _zip_members(file: File) -> Iterator[File | Unread]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
    except zipfile.BadZipFile as error:
        yield from _members_of_cut_zip(file, str(error))
        return
    spent = 0
    with archive:
        for office, what in _OFFICE.items():
            if office in archive.namelist():
                yield Unread(file.name, f"binary: {what}; save its text as .txt or .html")
                return
        for member in archive.infolist():
            if member.is_dir():
                continue
            name = f"{file.name}/{member.filename}"
            if member.flag_bits & 1:
                yield Unread(name, "encrypted: unpack it with its password first")
                continue
            try:
                with archive.open(member) as stream:
                    data = _read(stream, spent, max(1, member.compress_size))
            except _BombError as error:
                yield Unread(name, f"too large: {error}")
                continue
            except _BROKEN as error:
                yield Unread(name, f"broken in its archive: {str(error) or type(error).__name__}")
                continue
            spent += len(data)
            yield File(name, data)


def _members_of_cut_zip(file: File, error: str) -> Iterator[File | Unread]:
    """The members of a zip that lie whole before the place where it was cut."""
    count = spent = 0
    for member in whole_members(file.data, MAX_FILE, MAX_RATIO, BOMB):
        count, spent = count + 1, spent + len(member.data)
        if spent > MAX_ARCHIVE:
            raise _TooLargeError(f"its members together pass formats.MAX_ARCHIVE "
                                 f"({MAX_ARCHIVE:,} bytes)")
        yield File(f"{file.name}/{member.name}", member.data)
    yield Unread(file.name, f"broken archive: {error}"
                            + (f"; its first {count} members were read" if count else ""))


def _tar_members(file: File) -> Iterator[File | Unread]:
    with tarfile.open(fileobj=io.BytesIO(file.data), mode="r:") as archive:
        yield from _members(file.name, archive)


def _members(name: str, archive: tarfile.TarFile) -> Iterator[File]:
    spent = 0
    for member in archive:
        if member.isfile():
            data = _read(archive.extractfile(member), spent)
            if len(data) < member.size:
                raise tarfile.ReadError(f"{member.name} ends after {len(data):,} of "
                                        f"{member.size:,} bytes")
            spent += len(data)
            yield File(f"{name}/{member.name.removeprefix('./')}", data)


def _compressed(opener):
    """Members of a compressed file: the one file in it, or those of the tar in it, streamed."""
    def members(file: File) -> Iterator[File | Unread]:
        with opener(io.BytesIO(file.data), "rb") as stream:
            head = b""
            try:
                while len(head) < 512 and (piece := stream.read1(512 - len(head))):
                    head += piece
            except _BROKEN as error:
                yield from _cut(file.name, head, error)
                return
            whole = _Again(head, stream)
            if head[257:262] == b"ustar":
                with tarfile.open(fileobj=whole, mode="r|") as archive:
                    yield from _members(file.name, archive)
            else:
                # The member keeps the archive's name: x.txt.gz holds one text and no name for it.
                yield from _whole_or_cut(file, whole)
    return members


def _whole_or_cut(file: File, stream) -> Iterator[File | Unread]:
    """The one file in a compressed one; where that is cut short, what is left of it."""
    spared = _Spared(stream)
    try:
        data = _read(spared, packed=len(file.data))
    except _TooLargeError:
        raise
    except _BROKEN as error:
        yield from _cut(file.name, b"".join(spared.pieces), error)
        return
    nothing = not spared.pieces
    spared.pieces.clear()                 # else all of it is there twice while the file is read
    if file.data.startswith(ZST) and data and zst_is_cut(file.data):
        yield from _cut(file.name, data, EOFError("its compressed data ends too early"))
    elif data:
        yield File(file.name, data)
    elif nothing:
        yield Unread(file.name, "broken archive: nothing in it could be unpacked")


def _cut(name: str, data: bytes, error: Exception) -> Iterator[File | Unread]:
    """What could be unpacked of a broken file, and why it is not all."""
    what = str(error) or type(error).__name__
    if not data:
        yield Unread(name, f"broken archive: {what}")
        return
    yield Unread(name, f"broken archive, read up to its byte {len(data):,}: {what}")
    yield File(name, data)


class _Spared:
    """A stream read in small pieces, which are kept where a later one fails."""

    def __init__(self, stream):
        self.stream, self.pieces = stream, []

    def read(self, size: int) -> bytes:
        """The next bytes."""
        piece = self.stream.read1(min(size, 1 << 16))
        self.pieces.append(piece)
        return piece


class _Again:
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, stream):
        self.head, self.stream = head, stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes, those of `head` first."""
        if self.head:
            piece, self.head = self.head[:size], self.head[size:]
            return piece
        return self.stream.read(size)

    def read1(self, size: int) -> bytes:
        """The next bytes as far as they are at hand: those before a damaged place are not lost."""
        return self.read(size) if self.head else self.stream.read1(size)
