"""Whatever is on disk as two tables: the articles, and every stretch that is in none of them.

`read_articles` holds a corpus in memory, `read_batches` streams one of any size. What `start`,
`end` and `body_start` count in, by format:

- text dump, SGML newswire: the decoded file (`record` 0);
- JSON, CSV, Parquet: the record's text field (its headline lies outside of it);
- HTML, WARC: the page's visible text, as `pages.read_page` gives it.

`body` is text[body_start:body_start + len(body)]; where tags stand in a body (<P> in newswire,
markup in a record's field) they are blanks of the same length, so that every offset still holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from utils.asking import FIELDS, PATH, asks, whole
from utils.load.fields import Document, Rejected
from utils.load.formats import File, Unread, open_files
from utils.load.parting import split_document, without_tags
from utils.load.paths import LoadError, find_paths
from utils.load.records import read_documents
from utils.load.rows import article_row, as_table
from utils.tables import typed

BATCH = 5000                     # articles
MANY = 50                        # files from which on progress is shown
MAX_BODY = 1_000_000             # characters of an article; a book of 500 pages has as many


class Corpus(NamedTuple):
    """The articles of some files, and what was set aside; columns as in `tables.SCHEMAS`."""

    articles: pd.DataFrame
    set_aside: pd.DataFrame


@asks(paths=PATH, fields=FIELDS)
def read_articles(*paths: str | Path, fields: Mapping[str, str] | None = None) -> Corpus:
    """All articles of the files, folders and archives, and all that is in none of them.

    `fields` names columns by hand where the lexicon does not know them: {"body": "texte"}.
    Raises LoadError when a path is missing or no file holds an article.
    """
    corpora = list(read_batches(*paths, fields=fields))
    if len(corpora) == 1:
        return corpora[0]
    return Corpus(*(pd.concat(tables, ignore_index=True) for tables in zip(*corpora, strict=True)))


@asks(paths=PATH, size=whole(1), fields=FIELDS)
def read_batches(*paths: str | Path, size: int = BATCH,
                 fields: Mapping[str, str] | None = None) -> Iterator[Corpus]:
    """The same rows in the same order, `size` articles at a time (the last may be fewer)."""
    if not paths:
        raise LoadError("No path was given; expected a file, a folder or an archive of news.")
    files = find_paths(*paths)
    asked = {Path(path) for path in paths}
    reader = _Reader(fields)
    total = 0
    for name, path in tqdm(files, desc="read", unit=" files", leave=False,
                           disable=None if len(files) >= MANY else True):
        for file in open_files(name, path, asked=path in asked):
            for _ in reader.read(file):
                if len(reader.articles) >= size:
                    total += size
                    yield reader.batch(size)
    total += len(reader.articles)
    if total == 0:
        raise LoadError(_nothing_found(paths, reader.set_aside))
    yield reader.batch(size)


def _nothing_found(paths, set_aside: list[dict]) -> str:
    """The message for files of which none holds an article."""
    reasons = "".join(f"\n  {row['file']}: {row['reason']}" for row in set_aside[:5])
    more = f"\n  ... and {len(set_aside) - 5} more" if len(set_aside) > 5 else ""
    return (
        f"{', '.join(map(str, paths))}: no readable article; expected text dumps, JSON, CSV, "
        "Parquet, SGML newswire, HTML or WARC in Arabic, plain or in archives. "
        f"What was found:{reasons}{more}"
        "\nGive another path, or name the columns by hand: "
        'read_articles(path, fields={"body": "...", "headline": "..."}).'
    )


class _Reader:
    """Files to rows; remembers the files it has seen, so that none is read twice."""

    def __init__(self, fields: Mapping[str, str] | None):
        self.fields = fields
        self.articles: list[tuple] = []
        self.set_aside: list[dict] = []
        self.seen: dict[str, str] = {}

    def batch(self, size: int) -> Corpus:
        """The first rows that were read, as tables; they are forgotten here."""
        rows, self.articles = self.articles[:size], self.articles[size:]
        aside, self.set_aside = typed(self.set_aside, "set_aside"), []
        return Corpus(as_table(rows), aside)

    def read(self, file: File | Unread) -> Iterator[None]:
        """Takes in a file; yields after each document, so that batches can be taken out."""
        if isinstance(file, Unread):
            self._aside(file.name, 0, file.reason)
            return
        sha256 = hashlib.sha256(file.data).hexdigest()
        first = self.seen.setdefault(sha256, file.name)
        again = f"the same bytes as {first}: its articles are there" if first != file.name else ""
        ordinal = 0
        try:
            for document in read_documents(file, self.fields):
                if isinstance(document, Rejected):
                    self._aside(file.name, document.record, document.reason, document.words,
                                document.start, document.end)
                elif again:
                    self._aside(file.name, document.record, again,
                                document.text[document.start:document.end], document.start,
                                document.end)
                else:
                    ordinal = self._document(file.name, sha256, document, ordinal)
                yield
        except (ValueError, LookupError, TypeError, RecursionError, MemoryError) as error:
            # Hostile input finds ways that no list of kinds foresees; the files beside it go on.
            reason = f"could not be read to its end: {type(error).__name__}: {error}"
            self._aside(file.name, 0, reason)
            yield

    def _aside(self, file: str, record: int, reason: str, words: str | None = None,
               start: int | None = None, end: int | None = None) -> None:
        if words is not None and start is None and not reason.startswith("columns"):
            start, end = 0, len(words)
        self.set_aside.append({"file": file, "record": record, "start": start, "end": end,
                               "reason": reason, "words": words})

    def _document(self, file: str, sha256: str, document: Document, ordinal: int) -> int:
        """Takes in a document; the ordinal of its last article."""
        view = without_tags(document)
        articles, asides = split_document(document, view)
        hosts = {}
        for number, article in enumerate(articles):
            ordinal += 1
            if article.body[1] - article.body[0] > MAX_BODY:     # no news; it would fill the memory
                hosts[number] = None
                self._aside(file, document.record, f"too large: its body passes load.MAX_BODY "
                            f"({MAX_BODY:,} characters)",
                            document.text[article.start:article.end], article.start, article.end)
                continue
            hosts[number] = f"{sha256[:12]}-{ordinal}"
            parent = None if article.host is None else hosts[article.host]
            self.articles.append(
                article_row(file, sha256, document, view, article, hosts[number], parent,
                            first=number == 0))
        for aside in asides:
            self._aside(file, document.record, aside.reason,
                        document.text[aside.start:aside.end], aside.start, aside.end)
        return ordinal
