"""An article as a row of the table: its credits, its days, and what they say against each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import pandas as pd
import pyarrow as pa

from utils.load.bylines import Byline, read_byline
from utils.load.dispatches import Article
from utils.load.fields import Document
from utils.load.stamps import Stamp, read_stamp
from utils.tables import SCHEMAS, from_arrow
from utils.text.folding import fold

COLUMNS = [name for name in SCHEMAS["articles"].names if name != "reprint_of"]


def as_table(rows: list[tuple]) -> pd.DataFrame:
    """The rows of `article_row` as a table of the schema (`reprint_of` empty)."""
    schema = SCHEMAS["articles"]
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else {}
    empty = [None] * len(rows)
    columns["body"] = [body.encode() for body in columns.get("body", ())]   # five times sooner
    arrays = [pa.array(columns.get(field.name, empty), pa.binary() if field.name == "body"
                       else field.type).cast(field.type) for field in schema]
    return from_arrow(pa.Table.from_arrays(arrays, schema=schema))


def article_row(file: str, sha256: str, document: Document, view: str, article: Article,
                article_id: str, parent: str | None, first: bool) -> tuple:
    """One row of `articles`, in the order of `COLUMNS`.

    The document's fields speak of the `first` article in it; what is glued on inherits nothing.
    """
    fields = document.fields if first else {}
    headline = fields.get("headline", "")
    if article.headline:
        headline = view[slice(*article.headline)]
    start, end = article.body
    outlet, author, source, place, stamped = _credits(article, fields)
    times, words = _times(article, fields, stamped, printed_first=document.kind == "page")
    crawled = read_stamp(fields["crawled"]) if fields.get("crawled") else None
    flags = [*document.flags, *article.flags, *_contradictions(times, fields, crawled)]
    anchor, basis = _anchor(times, crawled)
    return (
        article_id, parent, file, document.record, article.start, article.end,
        headline.strip() or None, view[start:end], start, outlet, author, source, place,
        _when(times["published"]), _when(times["updated"]), words or None,
        fields.get("url") or article.labels.get("url") or None,
        anchor, basis, "; ".join(dict.fromkeys(flags)) or None, sha256,
    )


def _times(article: Article, fields: Mapping[str, str], stamped: Stamp | None,
           printed_first: bool) -> tuple[dict[str, Stamp | None], str | None]:
    """The stamps of publishing and updating, and the words of the first.

    A record's own field goes before what is printed in its text; a page's head, which often names
    the day it was stored, does not (`printed_first`). `stamped` stands in the author field.
    """
    times, words = {}, article.labels.get("published")
    for role in ("published", "updated"):
        times[role] = article.stamps.get(role)
        given = read_stamp(fields[role]) if fields.get(role) else None
        if given and not (printed_first and times[role]):
            times[role] = given
            words = fields[role] if role == "published" else words
    if times["published"] is None and stamped:
        return {**times, "published": stamped}, words or fields["author"]
    return times, words or fields.get("published")


_NOBODY = Byline()


def _credits(article: Article, fields: Mapping[str, str]):
    """Outlet, author, source, place, and the stamp of the author field."""
    line = article.byline or _NOBODY
    given = read_byline(fields["author"]) if fields.get("author") else _NOBODY
    labelled = read_byline(article.labels["author"]) if article.labels.get("author") else _NOBODY
    place = article.labels.get("place") or line.place or labelled.place or given.place
    source = article.labels.get("source") or fields.get("source")
    outlet = fields.get("outlet") or article.labels.get("outlet")
    if fields.get("place"):
        dateline = read_byline(fields["place"])
        place = place or dateline.place or fields["place"]
        source = source or dateline.source
    credit = line if line.source else labelled if labelled.source else given
    if credit.source and not outlet and not credit.agency:
        outlet = credit.source
    for credited in (credit.source, article.labels.get("signature")):
        if credited and not source and not _is_part(credited, outlet):
            source = credited
    author = line.author or labelled.author or given.author
    if author and _is_part(author, outlet):
        author = None
    return outlet or None, author, source or None, place, given.stamp


@lru_cache(maxsize=4096)
def _is_part(name: str | None, whole: str | None) -> bool:
    """Whether a credit only repeats the outlet's own name, or its short form.

    >>> _is_part("المشحوف", "شبكة المشحوف الإخبارية")
    True
    """
    return bool(name and whole) and set(fold(name).key.split()) <= set(fold(whole).key.split())


def _contradictions(times, fields, crawled) -> list[str]:
    """What the stamps of an article say against each other or against the calendar."""
    flags = []
    published, updated = times["published"], times["updated"]
    for role, stamp in times.items():
        if stamp and stamp.when is None:
            flags.append(f"{role} is no day of the calendar")
        elif stamp and stamp.misfit:
            flags.append(f"weekday of {role} does not fit")
        elif fields.get(role, "").strip() and stamp is None:
            flags.append(f"{role} could not be read: {fields[role].strip()[:60]}")
    if published and updated and published.when and updated.when:
        later = published.when > updated.when
        if not (published.clock and updated.clock):
            later = published.when.date() > updated.when.date()
        if later:
            flags.append("published after updated")
    if published and crawled and published.when and crawled.when and (
            published.when.date() > crawled.when.date()):
        flags.append("published after it was fetched")
    return flags


def _anchor(times, crawled):
    """The day that relative dates count from, and what it rests on."""
    for basis, stamp in (("published", times["published"]), ("updated", times["updated"]),
                         ("crawled", crawled)):
        if stamp and stamp.when is not None:
            return stamp.when.replace(hour=0, minute=0, second=0, microsecond=0), basis
    return None, "none"


def _when(stamp: Stamp | None) -> datetime | None:
    return stamp.when if stamp else None
