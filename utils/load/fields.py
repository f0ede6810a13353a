"""Records to documents: which field plays which role, and what a field's value says.

The names that papers, crawlers and archives give their fields stand in
data/lexicon/field_names.csv; `fields` names them by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from utils.calendars import variants
from utils.lexicon_rows import read_rows
from utils.load.encodings import repair, without_surrogates
from utils.tables import LEXICON
from utils.text.folding import fold

_NOT_A_NAME = re.compile(r"[\s_\-.:@#]+")


class Document(NamedTuple):
    """A text that holds one article or many, and the fields given beside it."""

    text: str
    kind: str                    # dump, record, newswire, page
    record: int = 0
    fields: Mapping[str, str] = {}
    start: int = 0               # where this document begins in the text, and ends
    end: int | None = None
    inner: tuple[int, int] | None = None      # where the running text lies in it
    flags: tuple[str, ...] = ()


class Rejected(NamedTuple):
    """A part of a file that is in no document, and why."""

    reason: str
    words: str | None = None
    record: int = 0
    start: int | None = None
    end: int | None = None


def _name_key(name: str) -> str:
    return _NOT_A_NAME.sub("", fold(str(name)).key)


_RANKED = [
    (_NOT_A_NAME.sub("", key), row["role"])
    for row in read_rows(LEXICON, "field_names") for key in variants(row["names"])
]
_ROLE = {key: (role, rank) for rank, (key, role) in reversed(list(enumerate(_RANKED)))}


def field_roles(names: Iterable[str], fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which of a record's fields plays which role; `fields` by hand goes before the lexicon.

    >>> field_roles(["العنوان", "النص", "source", "outlet"])
    {'headline': 'العنوان', 'body': 'النص', 'source': 'source', 'outlet': 'outlet'}
    """
    names = [name for name in names if name is not None]
    chosen = {role: name for role, name in (fields or {}).items() if name in names}
    ranked = sorted(
        (_ROLE[key][1], _ROLE[key][0], name)
        for name in names if (key := _name_key(name)) in _ROLE and name not in chosen.values()
    )
    roles = dict(chosen)
    for _, role, name in ranked:
        # An outlet of its own leaves "source" to whom the article credits.
        if role == "outlet" and "outlet" in roles and "source" not in roles and (
                _name_key(name) in ("source", _name_key("المصدر"))):
            role = "source"
        roles.setdefault(role, name)
    return {role: name for name in names for role, given in roles.items() if given == name}


class RecordReader:
    """Records to documents; remembers which fields were used, and which were left."""

    def __init__(self, fields: Mapping[str, str] | None, halves: bool = False):
        """`halves`: what was read may spell half a surrogate pair, which no table can hold."""
        self.fields, self.halves = fields, halves
        self.roles: dict[tuple, dict[str, str]] = {}
        self.left: dict[str, None] = {}

    def document(self, record, number: int) -> Document | Rejected:
        """The record as a document, or why it is none."""
        if isinstance(record, str) and record.strip():
            record = {"text": record}
        if not isinstance(record, dict):
            kind = type(record).__name__
            return Rejected(f"record {number} is {kind}, expected fields and values",
                            shown(record), number)
        if isinstance(record.get("_source"), dict):          # as Elasticsearch exports them
            record = record["_source"]
        record = self._unwrapped(record)
        names = tuple(record)
        roles = self.roles.get(names)
        if roles is None:
            roles = self.roles[names] = field_roles(names, self.fields)
            used = set(roles.values()) - ({roles.get("lead")} if "body" in roles else set())
            self.left.update(dict.fromkeys(name for name in names if name not in used))
        values = {role: _words(record[name]) for role, name in roles.items()}
        body = values.pop("body", "") or ("" if "body" in roles else values.get("lead", ""))
        values.pop("lead", None)
        if not body.strip() and not values.get("headline", "").strip():
            known = "its text and headline are empty"
            if "body" not in roles and "headline" not in roles:
                known = f"no known field of text among {', '.join(map(str, names))}"
            return Rejected(f"record without text: {known}; name them by hand: "
                            'fields={"body": "...", "headline": "..."}', shown(record), number)
        fixed = repair(body)
        if fixed.note:
            values = {role: repair(value).text for role, value in values.items()}
        sound = fixed.text
        flags = (fixed.note,) if fixed.note else ()
        if self.halves and not _can_be_stored(sound, values):
            values = {role: without_surrogates(value).text for role, value in values.items()}
            sound, note = without_surrogates(sound)
            flags += (note or "half a surrogate pair replaced",)
        return Document(sound, "record", number, values, 0, len(sound), flags=flags)

    def _unwrapped(self, record: dict) -> dict:
        """The record with the fields of an object inside it that holds headline and text."""
        for name, value in record.items():
            if isinstance(value, dict) and {"headline", "body"} <= set(
                    field_roles(value, self.fields)):        # {"article": {"title": ...}}
                beside = {key: other for key, other in record.items() if key != name}
                return {**beside, **value}
        return record

    def leftover(self) -> Iterator[Rejected]:
        """One row for the columns that nothing was read from."""
        if self.left:
            names = ", ".join(map(str, self.left))
            yield Rejected("columns not used: their values are in no article", names)


def _can_be_stored(body: str, values: Mapping[str, str]) -> bool:
    """Whether no half of a surrogate pair is in a record (JSON can spell one)."""
    try:
        "".join([body, *values.values()]).encode()
    except UnicodeEncodeError:
        return False
    return True


def _words(value) -> str:
    """A field's value as text: lists joined, the text of nested objects, nothing for null."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        joiner = "\n" if any(isinstance(item, str) and len(item) > 60 for item in value) else "، "
        return joiner.join(filter(None, map(_words, value)))
    if isinstance(value, dict):
        for name in ("rendered", "name", "text", "#text", "value", "$date", "label"):
            if name in value:
                return _words(value[name])
        return ""
    return "" if value != value else str(value)                 # NaN is not itself


def shown(value) -> str:
    """The value as words that a table can hold: text as it is, anything else as JSON."""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return without_surrogates(words).text
