"""Saved mail to documents: .eml files and mailboxes, also where their text is packed for transport.

The subject is the headline, the text part of the message the body; of an HTML part the visible
text. Attachments are named in set_aside, not read.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from utils.load.encodings import decode
from utils.load.fields import Document, RecordReader, Rejected
from utils.load.pages import read_page

_HEAD = 20_000                   # bytes that hold the head of a message
_FIELD = rb"[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*){0,200}\r?\n"
_MESSAGE = re.compile(rb"(?:From [^\r\n]{1,200}\r?\n)?(?:" + _FIELD + rb"){2,200}?"
                      rb"(?=Content-Type:|MIME-Version:|Content-Transfer-Encoding:)", re.I)
_NEXT = re.compile(rb"(?m)^From [^\r\n]{1,200}\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,40}:)")


def is_mail(data: bytes) -> bool:
    """Whether a file begins with the head of a message.

    >>> is_mail(b"From: a@b.org\\nSubject: x\\nMIME-Version: 1.0\\n\\nText")
    True
    """
    head = data[:_HEAD]
    return head[:1].isalpha() and b":" in head[:200] and _MESSAGE.match(head) is not None


def read_mail(data: bytes) -> Iterator[Document | Rejected]:
    """A document each message, and what of the messages is not read."""
    reader = RecordReader(None)
    parts = _NEXT.split(data)[1:] if data.startswith(b"From ") else [data]
    for number, part in enumerate(parts, 1):
        message = email.message_from_bytes(part)
        text, reason = _text_of(message)
        if reason:
            yield Rejected(reason, text or None, number)
        else:
            yield reader.document({"title": _printed(message["Subject"]), "content": text,
                                   "author": _sender(message), "date": _day(message)}, number)
        for part in message.walk():
            if name := part.get_filename():
                yield Rejected(f"attachment of the message, not read: {_printed(name)}", None,
                               number)


def _text_of(message: Message) -> tuple[str, str]:
    """The text of a message, and why it has none."""
    parts = [part for part in message.walk() if not part.get_filename()]
    plain = [_decoded(part) for part in parts if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n\n".join(plain), ""
    for part in parts:
        if part.get_content_type() == "text/html":
            page = read_page(_decoded(part))
            return page.text, page.reason
    return "", "message without a text"


def _decoded(part: Message) -> str:
    """The text of a part, by the encoding that it names, or by its bytes where that does not fit.
    """
    data = part.get_payload(decode=True) or b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data).text or ""


def _printed(field: str | None) -> str:
    """A field of the head as mail programs show it."""
    try:
        pieces = decode_header(str(field or ""))
    except ValueError:
        return str(field)
    return "".join(piece if isinstance(piece, str) else _named(piece, charset)
                   for piece, charset in pieces).replace("\r\n", "").replace("\n", "")


def _named(piece: bytes, charset: str | None) -> str:
    try:
        return piece.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(piece).text or ""


def _sender(message: Message) -> str:
    """The name of the sender; an address alone is nobody's name."""
    return parseaddr(_printed(message["From"]))[0]


def _day(message: Message) -> str:
    """When the message was sent, by the clock of its sender."""
    try:
        return parsedate_to_datetime(str(message["Date"])).replace(tzinfo=None).isoformat(" ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return str(message["Date"] or "")
