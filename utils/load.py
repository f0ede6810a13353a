"""Whatever is on disk as two tables: the articles, and every stretch that is in none of them.

`read_articles` holds a corpus in memory, `read_batches` streams one of any size. What a character of
`start`, `end` and `body_start` counts in, by format:

- text dump, SGML newswire: the decoded file (`record` 0);
- JSON, CSV, Parquet: the record's text field (its headline lies outside of it);
- HTML, WARC: the page's visible text, as `pages.read_page` gives it.

`body` is text[body_start:body_start + len(body)]; where tags stand in a body (<P> in newswire, markup
in a record's field) they are blanks of the same length in it, so that every offset still holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from utils.bylines import Byline, read_byline
from utils.dumps import LONG_LINE, Article, Aside, split_dump
from utils.folding import fold
from utils.formats import File, LoadError, Unread, find_paths, open_files
from utils.records import Document, Rejected, read_documents
from utils.stamps import read_stamp, timestamp
from utils.tables import SCHEMAS, typed

BATCH = 5000                     # articles
MANY = 50                        # files from which on progress is shown

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,2000}|!--.{0,2000}?--)>", re.S)
_MARKUP = re.compile(r"</?(?:p|br|div|span|a|h[1-6]|ul|li|strong|em|b|i|img|blockquote)\b[^<>]*>", re.I)
_OPENS_LINE = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|tr|table|blockquote|figure)\b", re.I)


class Corpus(NamedTuple):
    """The articles of some files, and what was set aside; columns as in `tables.SCHEMAS`."""

    articles: pd.DataFrame
    set_aside: pd.DataFrame


def read_articles(*paths: str | Path, fields: Mapping[str, str] | None = None) -> Corpus:
    """All articles of the files, folders and archives, and all that is in none of them.

    `fields` names columns by hand where the lexicon does not know them: {"body": "texte"}.
    Raises LoadError when a path is missing or no file holds an article.
    """
    corpora = list(read_batches(*paths, fields=fields))
    if len(corpora) == 1:
        return corpora[0]
    return Corpus(*(pd.concat(tables, ignore_index=True) for tables in zip(*corpora, strict=True)))


def read_batches(*paths: str | Path, size: int = BATCH,
                 fields: Mapping[str, str] | None = None) -> Iterator[Corpus]:
    """The same rows in the same order, `size` articles at a time (the last batch may be smaller)."""
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
        f"{', '.join(map(str, paths))}: no readable article; expected text dumps, JSON, CSV, Parquet, "
        f"SGML newswire, HTML or WARC in Arabic, plain or in archives. What was found:{reasons}{more}"
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
        columns = zip(*rows, strict=True) if rows else [[] for _ in _COLUMNS]
        articles = typed(pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True))), "articles")
        aside, self.set_aside = typed(self.set_aside, "set_aside"), []
        return Corpus(articles, aside)

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
            self._aside(file.name, 0, f"could not be read to its end: {type(error).__name__}: {error}")
            yield

    def _aside(self, file: str, record: int, reason: str, words: str | None = None,
               start: int | None = None, end: int | None = None) -> None:
        if words is not None and start is None and not reason.startswith("columns"):
            start, end = 0, len(words)
        self.set_aside.append({"file": file, "record": record, "start": start, "end": end,
                               "reason": reason, "words": words})

    def _document(self, file: str, sha256: str, document: Document, ordinal: int) -> int:
        """Takes in a document; the ordinal of its last article."""
        view = _without_tags(document)
        articles, asides = _split(document, view)
        hosts = {}
        for number, article in enumerate(articles):
            ordinal += 1
            hosts[number] = f"{sha256[:12]}-{ordinal}"
            parent = None if article.host is None else hosts[article.host]
            self.articles.append(_row(file, sha256, document, view, article, hosts[number], parent))
        for aside in asides:
            self._aside(file, document.record, aside.reason,
                        document.text[aside.start:aside.end], aside.start, aside.end)
        return ordinal


def _without_tags(document: Document) -> str:
    """The document's text with tags as blanks of the same length, where it holds any."""
    text = document.text
    if document.kind == "newswire":
        start, end = document.inner
    elif document.kind == "record" and "<" in text and _MARKUP.search(text):
        start, end = 0, len(text)
    else:
        return text
    if "<" not in text[start:end]:
        return text
    return text[:start] + _TAG.sub(_blank, text[start:end]) + text[end:]


def _blank(tag: re.Match) -> str:
    first = "\n" if _OPENS_LINE.match(tag[0]) else " "
    return first + " " * (len(tag[0]) - 1)


def _split(document: Document, view: str) -> tuple[list[Article], list[Aside]]:
    """The articles of a document and what is outside of them."""
    if document.kind == "dump":
        return split_dump(view)
    headline = document.fields.get("headline", "")
    if document.kind == "record":
        articles, asides = split_dump(view, given=True, headline=headline)
        return articles or [_empty(0, len(view.strip()))], asides
    if document.kind == "newswire":
        return _split_newswire(document, view, headline)
    return _split_page(document.text, document.fields.get("main", ""), headline)


def _empty(start: int, end: int) -> Article:
    return Article(start, end, None, (end, end), {}, {}, None, None, ("no body",))


def _split_newswire(document: Document, view: str, headline: str):
    """The articles of a <DOC>: its tags and fields lie in the span of the first."""
    inner, stop = document.inner
    articles, asides = split_dump(view, inner, stop, given=True, headline=headline)
    if not articles:
        asides = []
        articles = [_empty(document.start, document.end)._replace(body=(inner, inner))]
    last = max([article.end for article in articles] + [aside.end for aside in asides])
    articles[0] = articles[0]._replace(start=document.start)
    first_end = min([aside.start for aside in asides] + [a.start for a in articles[1:]],
                    default=None)
    if first_end is None:
        articles[0] = articles[0]._replace(end=document.end)
    elif document.text[last:document.end].strip():
        tail = document.text[last:document.end]
        start = last + len(tail) - len(tail.lstrip())
        asides.append(Aside(start, last + len(tail.rstrip()), "closing tags"))
    if first_end is not None and first_end < articles[0].body[0]:
        # Something was set aside before the text: the document's head is its own stretch.
        head = Aside(document.start, first_end, "tags and fields of the document")
        articles[0] = articles[0]._replace(start=articles[0].body[0])
        asides.insert(0, head)
    return articles, asides


def _split_page(text: str, main: str, headline: str):
    """The articles of a page: the lines of its main part, from its headline on."""
    start, end = _main_part(text, main, headline)
    articles, asides = split_dump(text, start, end, given=False)
    outside = [Aside(*_trimmed(text, *stretch), "page outside of the article")
               for stretch in ((0, start), (end, len(text))) if text[slice(*stretch)].strip()]
    return articles, sorted(asides + outside)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _main_part(text: str, main: str, headline: str) -> tuple[int, int]:
    """Where the article stands in a page: from its headline to the last line that is main."""
    title = " ".join(fold(headline).key.split())
    lines = [line.strip() for line in main.split("\n") if line.strip()]
    # Menus and mottoes are short: the article begins before the first line that is long.
    long = [line for length in (LONG_LINE, 40) for line in lines
            if len(line) > length and not _is_title(line, title)]
    first = next((found for line in long if (found := text.find(line)) >= 0), -1)
    if first < 0:
        return 0, len(text)
    end = place = first
    for line in lines[lines.index(next(line for line in long if text.startswith(line, first))):]:
        found = text.find(line, place)
        if found >= 0:
            place = end = found + len(line)
    start = first
    for line in re.finditer(r"[^\n]+", text[:first]):
        if _is_title(line[0], title):
            start = line.start()
    return start, end


def _is_title(line: str, title: str) -> bool:
    """Whether a line is the page's title, which may have the site's name behind it."""
    key = " ".join(fold(line).key.split())
    short, long = sorted((key, title), key=len)
    return key == title or len(short) > 15 and long.startswith(short) and len(long) < 250


# ---------------------------------------------------------------- rows

_COLUMNS = [name for name in SCHEMAS["articles"].names if name != "reprint_of"]


def _row(file: str, sha256: str, document: Document, view: str, article: Article,
         article_id: str, parent: str | None) -> tuple:
    """One row of `articles`, in the order of `_COLUMNS`."""
    own = article.host is None                     # a glued-on article inherits nothing
    fields = document.fields if own else {}
    flags = [*document.flags, *article.flags] if own else list(article.flags)
    headline = fields.get("headline")
    if article.headline:
        headline = view[slice(*article.headline)]
    start, end = article.body
    outlet, author, source, place, stamped = _credits(article, fields, document.kind)
    times = {}
    words = article.labels.get("published")
    for role in ("published", "updated"):
        times[role] = article.stamps.get(role)
        if fields.get(role):
            given = read_stamp(fields[role])
            if times[role] is None or given and document.kind != "page":
                times[role] = given
                words = fields[role] if role == "published" else words
    if times["published"] is None and stamped:
        times["published"], words = stamped, article.labels.get("published") or fields["author"]
    crawled = read_stamp(fields["crawled"]) if fields.get("crawled") else None
    flags += _contradictions(times, fields, crawled)
    anchor, basis = _anchor(times, crawled)
    return (
        article_id, parent, file, document.record, article.start, article.end,
        _clean_headline(headline), view[start:end], start, outlet, author, source, place,
        timestamp(times["published"]), timestamp(times["updated"]), words or None,
        article.labels.get("url") or fields.get("url") or None,
        anchor, basis, "; ".join(dict.fromkeys(flags)) or None, sha256,
    )


def _clean_headline(headline: str | None) -> str | None:
    return (headline or "").strip() or None


def _credits(article: Article, fields: Mapping[str, str], kind: str):
    """Outlet, author, source, place, and the stamp of the author field."""
    line = article.byline or Byline()
    given = read_byline(fields["author"]) if fields.get("author") else Byline()
    labelled = read_byline(article.labels["author"]) if article.labels.get("author") else Byline()
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
    if _is_part(author, outlet):
        author = None
    return outlet or None, author, source or None, place, given.stamp


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
            return pd.Timestamp(stamp.when.date()), basis
    return pd.NaT, "none"
