"""What can still be read of a cut zip, whose list of members is missing, and whether a .zst is cut.

Before each member stands a header of its own. Members that are whole come out; the last one, which
was cut, does not.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_HEADER = struct.Struct("<4s5H3I2H")
_MARK = b"PK\x03\x04"
_ENCRYPTED, _UTF8 = 1, 1 << 11
_STORED, _DEFLATED = 0, 8
_PIECE = 1 << 14
ZST = b"\x28\xb5\x2f\xfd"
_RUN = 1                         # a block of zstandard data that is one byte many times


class Member(NamedTuple):
    """A member that is whole: its name and its bytes."""

    name: str
    data: bytes


def whole_members(data: bytes, limit: int, ratio: int, bomb: int) -> Iterator[Member]:
    """The whole members of a cut zip; it ends before one that is larger than the limits.

    `limit` and `bomb` count bytes, `ratio` says how often its packed size a member may be.
    """
    place = data.find(_MARK)
    while 0 <= place <= len(data) - _HEADER.size:
        (_, _, flags, way, _, _, crc, packed, size, named, extra) = _HEADER.unpack_from(data, place)
        begins = place + _HEADER.size + named + extra
        name = data[place + _HEADER.size:place + _HEADER.size + named]
        body = b"" if flags & _ENCRYPTED else _unpacked(
            data, begins, way, packed, size, min(limit, max(bomb, ratio * max(1, packed))))
        if body is not None and body and (not crc or zlib.crc32(body) == crc):
            yield Member(name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"), body)
        place = data.find(_MARK, begins + packed)


def _unpacked(data: bytes, begins: int, way: int, packed: int, size: int,
              limit: int) -> bytes | None:
    """The bytes of a member; None where it is cut, too large, or packed in another way."""
    if way == _STORED:
        return data[begins:begins + size] if size <= limit and begins + size <= len(data) else None
    if way != _DEFLATED:
        return None
    unpacker, body, left = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), b""
    stop = min(begins + packed, len(data)) if packed else len(data)
    # Piece by piece: what stands behind a member's end would be copied for each of them.
    while not unpacker.eof and len(body) < limit and (left or begins < stop):
        piece = left or data[begins:min(begins + _PIECE, stop)]
        begins += 0 if left else len(piece)
        try:
            body += unpacker.decompress(piece, limit - len(body))
        except zlib.error:
            return None
        left = unpacker.unconsumed_tail
    return bytes(body) if unpacker.eof else None


def zst_is_cut(data: bytes) -> bool:
    """Whether zstandard data ends before its last block: its reader stops there without a word.

    >>> import zstandard
    >>> whole = zstandard.compress("عقد وفدان محادثات".encode() * 90)
    >>> zst_is_cut(whole), zst_is_cut(whole[:-3])
    (False, True)
    """
    place = 0
    while data.startswith(ZST, place):
        if len(data) < place + 6:
            return True
        told = data[place + 4]
        window = 0 if told & 0x20 else 1
        size = (1 if told & 0x20 else 0, 2, 4, 8)[told >> 6]
        place += 5 + window + (0, 1, 2, 4)[told & 3] + size
        last = False
        while not last:
            if len(data) < place + 3:
                return True
            block = int.from_bytes(data[place:place + 3], "little")
            last, kind = bool(block & 1), block >> 1 & 3
            place += 3 + (1 if kind == _RUN else block >> 3)
        place += 4 if told & 4 else 0
    return place > len(data)
