"""Happenings as iCalendar (RFC 5545): whole days that any calendar program can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from utils.direction import direction, harmless

LINE = 75                    # octets in a line, by the RFC; a longer one goes on behind a blank
STATUS = {"held": "CONFIRMED", "planned": "TENTATIVE", "cancelled": "CANCELLED",
          "denied": "CANCELLED"}
_SIGN = re.compile(r"[\\;,]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def escaped(text: str) -> str:
    r"""The text as a value of the property kind TEXT, on one line, unseen controls spelled out.

    >>> print(escaped("قمة؛ بغداد, دمشق"))
    قمة؛ بغداد\, دمشق
    """
    text = harmless(_LINE_ENDS.sub("\n", text))
    return _SIGN.sub(r"\\\g<0>", text).replace("\n", r"\n")


def folded_line(line: str) -> str:
    """The line cut into stretches of at most 75 octets, no letter cut in two, each ended by CRLF.

    >>> folded_line("SUMMARY:" + "ق" * 40).splitlines()[1][:2]
    ' ق'
    """
    pieces, piece, room = [], [], LINE
    for letter in line:
        octets = len(letter.encode("utf-8"))
        if octets > room:
            pieces.append("".join(piece))
            piece, room = [], LINE - 1         # the blank that marks a line as going on counts too
        piece.append(letter)
        room -= octets
    return "\r\n ".join([*pieces, "".join(piece)]) + "\r\n"


def day_number(day: pd.Timestamp) -> str:
    """The day as eight digits.

    >>> day_number(pd.Timestamp("2025-01-15"))
    '20250115'
    """
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(name: str, text: str) -> str:
    language = ";LANGUAGE=ar" if direction(text) == "rtl" else ""
    return f"{name}{language}:{escaped(text)}"


def calendar_text(entries: Iterable[dict]) -> str:
    """The calendar with an all-day event for each entry, the same for the same entries.

    An entry has uid, first, last (days), stamp (the day it was first told), summary, place,
    words, kind and status (of `STATUS`). The day after the last ends an event, as the RFC asks.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Masar//happenings//EN",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for entry in entries:
        ends = entry["last"] + pd.Timedelta(days=1)
        lines += [
            "BEGIN:VEVENT", f"UID:{escaped(entry['uid'])}@masar",
            # When it was first told, not when it was written down: the same input, the same bytes.
            f"DTSTAMP:{day_number(entry['stamp'])}T000000Z",
            f"DTSTART;VALUE=DATE:{day_number(entry['first'])}",
            f"DTEND;VALUE=DATE:{day_number(ends)}",
            _text("SUMMARY", entry["summary"]),
        ]
        if entry["place"]:
            lines.append(_text("LOCATION", entry["place"]))
        lines += [_text("DESCRIPTION", entry["words"]), f"CATEGORIES:{escaped(entry['kind'])}",
                  f"STATUS:{STATUS[entry['status']]}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(map(folded_line, [*lines, "END:VCALENDAR"]))
