"""Saved HTML pages and web archives: their visible text, and what their heads say of them.

The text of a page is all that a reader of it sees, line by line; offsets count in it. Which of its
lines are the article, resiliparse says: on the pages that were tried it keeps the line with the
date, which trafilatura drops (and puts a date of its own guess in its place).
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from utils.load.encodings import decode, repair, without_surrogates
from utils.text.folding import fold

_PIECE = 1 << 20                 # bytes unpacked at a time, and forgotten
MAX_DEPTH = 500              # elements in one another; browsers stop at 512
_FEW = 4000                  # tags: a page with fewer cannot be deep enough to take long

_META = {
    "headline": ("og:title", "twitter:title", "dc.title"),
    "published": ("article:published_time", "datepublished", "pubdate", "dc.date", "date",
                  "publishdate", "dcterms.created"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "lastmod"),
    "author": ("author", "article:author", "dc.creator"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url",),
}
_LINKED = {"datePublished": "published", "dateModified": "updated", "headline": "headline"}


class Page(NamedTuple):
    """A page's visible text and fields, or the reason why it has none."""

    text: str
    fields: dict[str, str]
    record: int = 0
    reason: str = ""
    flags: tuple[str, ...] = ()


def read_page(markup: str, record: int = 0, url: str = "") -> Page:
    """The page's visible text; in `fields` what its head says, and `main`: its article's lines.

    >>> page = read_page("<html><title>خبر</title><body><p>عقد وفدان محادثات.</p></body></html>")
    >>> page.text
    'عقد وفدان محادثات.'
    """
    try:
        tree = HTMLTree.parse(markup)
        if markup.count("<") > _FEW and _too_deep(tree):
            return Page(markup, {}, record, "HTML nested deeper than pages.MAX_DEPTH "
                                            f"({MAX_DEPTH}); save the page's text as .txt")
        shown = extract_plain_text(tree, preserve_formatting=True, main_content=False,
                                   list_bullets=False, links=False, alt_texts=False, noscript=True)
        main = extract_plain_text(tree, preserve_formatting=True, main_content=True,
                                  list_bullets=False, links=False, alt_texts=False)
    except (ValueError, RuntimeError, UnicodeError) as error:
        return Page(markup, {}, record, f"broken HTML: {error}")
    text = without_surrogates(shown.replace("\r", "\n")).text
    if not text.strip():
        return Page("", {}, record, "HTML page without visible text")
    fields = _head(tree)
    if url:
        fields.setdefault("url", url)
    fields["main"] = without_surrogates(main).text
    return Page(text, fields, record)


def _too_deep(tree) -> bool:
    """Whether elements stand deeper in one another than the limit allows."""
    node, depth = tree.document, 0
    while node is not None:
        inner = node.first_child
        if inner is not None:
            node, depth = inner, depth + 1
            if depth > MAX_DEPTH:
                return True
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    return False


def _head(tree) -> dict[str, str]:
    """The fields that a page's head gives: metas, linked data, the first headline."""
    metas = {}
    for meta in tree.document.query_selector_all("meta"):
        name = (meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop") or "")
        metas.setdefault(name.lower(), (meta.getattr("content") or "").strip())
    fields = {}
    for role, names in _META.items():
        if value := next((metas[name] for name in names if metas.get(name)), ""):
            fields[role] = value
    for role, value in _linked_data(tree):
        fields[role] = value
    link = tree.document.query_selector("link[rel=canonical]")
    if link is not None and "url" not in fields and link.getattr("href"):
        fields["url"] = link.getattr("href")
    headings = [node.text.strip() for node in tree.document.query_selector_all("h1")]
    title = next(filter(None, [fields.get("headline", ""), tree.title or ""]), "")
    best = [heading for heading in headings if heading and _same_start(heading, title)]
    fields["headline"] = " ".join([*best, title, *headings, ""][0].split())
    return {role: without_surrogates(value).text for role, value in fields.items() if value}


def _same_start(heading: str, title: str) -> bool:
    """Whether the heading is the title, which often has the site's name behind it."""
    short = " ".join(fold(heading).key.split())
    return bool(short) and short[:40] in " ".join(fold(title).key.split())


def _linked_data(tree) -> Iterator[tuple[str, str]]:
    for node in tree.document.query_selector_all('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text)
        except (ValueError, RecursionError):
            continue                       # broken linked data: the metas and the text remain
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else []:
            if isinstance(item, dict) and "Article" in str(item.get("@type", "")):
                for name, role in _LINKED.items():
                    if isinstance(item.get(name), str):
                        yield role, item[name]


def read_warc(data: bytes) -> Iterator[Page]:
    """The pages among the responses of a web archive; other records with the reason."""
    number, other, cut = 0, Counter(), False
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(data), parse_http=True), 1):
            if record.record_type != WarcRecordType.response:
                other[record.headers.get("WARC-Type", "unknown")] += 1
                continue
            url = record.headers.get("WARC-Target-URI", "")
            kind = record.http_content_type or ""
            if "html" not in kind:
                yield Page("", {}, number, f"not an HTML page: {kind or 'no content type'} ({url})")
                continue
            wanted = record.content_length
            body = record.reader.read()
            cut = len(body) < wanted
            text, note = decode(body)
            if text is None:
                yield Page("", {}, number, f"{note} ({url})")
                continue
            page = read_page(repair(text).text, number, url)
            when = record.headers.get("WARC-Date")
            fields = {**page.fields, **({"crawled": when} if when else {})}
            flags = (note, "its record in the web archive is cut short" if cut else None)
            yield page._replace(fields=fields, flags=tuple(filter(None, flags)))
            if cut:
                yield Page("", {}, number, f"broken web archive: record {number} ends after "
                                           f"{len(body):,} of {wanted:,} bytes")
    except (zlib.error, OSError, ValueError, EOFError, RuntimeError) as error:
        yield Page("", {}, number, f"broken web archive after record {number}: {error}")
    if not cut and data.startswith(b"\x1f\x8b") and _is_cut(data):
        yield Page("", {}, number, "broken web archive: its compressed data ends too early; what "
                                   f"stands behind record {number} is lost")
    if other or number == 0:
        told = ", ".join(f"{count} {name}" for name, count in sorted(other.items()))
        reason = f"records of the web archive that are no pages: {told or 'none at all'}"
        yield Page("", {}, 0, reason)


def _is_cut(data: bytes) -> bool:
    """Whether compressed data ends before it should."""
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while stream.read(_PIECE):
                pass
    except EOFError:
        return True
    except (OSError, zlib.error):
        return False                       # broken, not cut: the reader has said so
    return False
