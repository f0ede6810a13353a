"""Documents to articles, each kind in its way: dumps, records, newswire, pages.

In a newswire document the tags and fields lie in the span of its article; in a page what stands
around the article is set aside as one stretch before it and one behind it.
"""

from __future__ import annotations

import re

from utils.load.dispatches import Article
from utils.load.dumps import Aside, split_dump
from utils.load.fields import Document
from utils.load.guises import LONG_LINE, TAKEN_UP, is_byline, is_headline, is_running, kinship
from utils.load.lines import trim
from utils.load.pieces import Piece, find_pieces
from utils.load.stamp_lines import STAMPS
from utils.text.folding import fold

NAMED = 4                        # words from which on a line is no name of a menu
WHOLE = 500                      # characters of the least that is no teaser but an article
HEAD_OF_PAGE = 600               # characters below a headline that hold its labelled lines
ABOVE = 8                        # pieces above a page's first long line that can head its article
LEAD = 800                       # characters of a text that can take a headline up
_BARS = ("|", "-", "–", "—", "•", "»")      # between a page's title and its site
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,2000}|!--.{0,500}?--)>", re.S)
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|h[1-6]|ul|li|strong|em|b|i|img|blockquote)\b[^<>]*>", re.I
)
_TAGS = re.compile(rf"(?:{_TAG.pattern}\s*)+", re.S)
_OPENS_LINE = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|tr|table|blockquote|figure)\b", re.I)
_ONE_LINE = re.compile(r"</?(?:br|li|tr)\b", re.I)


def without_tags(document: Document) -> str:
    """The document's text with tags as blanks of the same length, where it holds any."""
    text = document.text
    if document.kind == "newswire":
        start, end = document.inner
    elif document.kind in ("record", "dump") and "<" in text and _MARKUP.search(text):
        start, end = 0, len(text)
    else:
        return text
    if "<" not in text[start:end]:
        return text
    view = text[:start] + _TAGS.sub(_blank, text[start:end]) + text[end:]
    return view if view.strip() else text


def _blank(tags: re.Match) -> str:
    """Tags in a row as blanks; they begin a new line, paragraphs one behind an empty line.

    Lines that are there already count, so that no gap grows wider than it looks on the page.
    """
    opening = [tag for tag in _TAG.findall(tags[0]) if _OPENS_LINE.match(tag)]
    lines = 2 if any(not _ONE_LINE.match(tag) for tag in opening) else min(2, len(opening))
    lacking = max(0, lines - tags[0].count("\n"))

    def blank(tag: re.Match) -> str:
        nonlocal lacking
        first = " "
        if lacking and _OPENS_LINE.match(tag[0]):
            first, lacking = "\n", lacking - 1
        return first + " " * (len(tag[0]) - 1)

    return _TAG.sub(blank, tags[0])


def split_document(document: Document, view: str) -> tuple[list[Article], list[Aside]]:
    """The articles of a document and what is outside of them."""
    if document.kind == "dump":
        articles, asides = split_dump(view)
        return (articles, asides) if view is document.text else (
            _with_tags(document.text, articles, asides))
    headline = document.fields.get("headline", "")
    if document.kind == "record":
        dump = not headline.strip() and _opens_dump(view)
        articles, asides = split_dump(view) if dump else (
            split_dump(view, given=True, headline=headline))
        if not headline.strip() and not dump:
            articles[0] = _headed(view, articles[0])
        return (articles, asides) if view is document.text else (
            _with_tags(document.text, articles, asides))
    if document.kind == "newswire":
        return _split_newswire(document, view, headline)
    return _split_page(document.text, document.fields.get("main", ""), headline)


def _opens_dump(text: str) -> bool:
    """Whether a record without a headline holds a page: a headline, labelled lines, running text.

    >>> _opens_dump("وفدان في حميميم\\nتاريخ النشر: 18 يونيو 2024\\nعقد وفدان محادثات هناك.")
    True
    """
    start, end = trim(text, 0, len(text))
    first = text.find("\n", start, end)
    if first < 0 or not is_headline(text, Piece(*trim(text, start, first), "text")):
        return False
    below = find_pieces(text, first, min(end, first + HEAD_OF_PAGE))
    labels = [piece for piece in below[:3] if piece.kind in ("label", "stamp")]
    return below[:1] == labels[:1] and labels != [] and any(
        piece.role in STAMPS for piece in labels)


def _headed(text: str, article: Article) -> Article:
    """The article of a record without a headline: a first line that heads the text is one."""
    start, end = article.body
    first = text.find("\n", start, end)
    if first < 0:
        return article
    line, below = Piece(*trim(text, start, first), "text"), trim(text, first, end)
    lead = _first_line(text, *below)
    if is_byline(text, lead) and lead.end < below[1]:
        lead = _first_line(text, *trim(text, lead.end, end))       # who wrote it, on a line
    if article.byline or not is_headline(text, line) or is_byline(text, line) or (
            not is_running(text, lead)):
        return article
    return article._replace(headline=(line.start, line.end), body=below)


def _first_line(text: str, start: int, end: int) -> Piece:
    stop = text.find("\n", start, end)
    return Piece(start, stop if stop >= 0 else end, "text")


def _with_tags(text: str, articles: list[Article], asides: list[Aside]):
    """The same stretches, each reaching over the tags behind it, the first over those before."""
    stretches = sorted([*articles, *asides], key=lambda stretch: stretch.start)
    edges = [0, *(stretch.start for stretch in stretches[1:]), len(text)]
    reached = []
    for stretch, start, end in zip(stretches, edges, edges[1:], strict=False):
        first, last = trim(text, start, end)
        reached.append(stretch._replace(start=min(first, stretch.start), end=last))
    return ([stretch for stretch in reached if isinstance(stretch, Article)],
            [stretch for stretch in reached if isinstance(stretch, Aside)])


def _split_newswire(document: Document, view: str, headline: str):
    """The articles of a <DOC>: its tags and fields lie in the span of the first."""
    inner, stop = document.inner
    articles, asides = split_dump(view, inner, stop, given=True, headline=headline, wires=True)
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
    inlined = [article for article in split_dump(text, end, len(text))[0]
               if _is_whole(text, article)] if articles else []
    edges = [end, *(place for article in inlined for place in article[:2]), len(text)]
    around = [(0, start), *zip(edges[::2], edges[1::2], strict=True)]
    outside = [Aside(*trim(text, *stretch), "page outside of the article")
               for stretch in around if text[slice(*stretch)].strip()]
    return (articles + [article._replace(host=0) for article in inlined],
            sorted(asides + outside))


def _is_whole(text: str, article: Article) -> bool:
    """Whether what looks like an article beside that of the page is one, and no teaser of it."""
    start, end = article.body
    return article.headline is not None and end - start >= WHOLE and (
        kinship(text[slice(*article.headline)], text[start:start + LEAD]) >= TAKEN_UP)


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
    titles = [line.start() for line in re.finditer(r"[^\n]+", text[:first])
              if _is_title(line[0], title)]
    return titles[-1] if titles else _from_headline(text, first), end


def _from_headline(text: str, first: int) -> int:
    """Where the headline stands above a long line, in a page whose title is not printed.

    It is the topmost line that the text takes up, else the nearest that is no name of a menu.
    """
    lead, taken_up, lines = text[first:first + LEAD], [], []
    for piece in reversed(find_pieces(text, 0, first)[-ABOVE:]):
        words = text[piece.start:piece.end]
        if piece.kind not in ("text", "label", "stamp"):
            break
        if piece.kind == "text" and is_running(text, piece):
            lead = f"{words} {lead}"
        elif is_headline(text, piece) and not is_byline(text, piece):
            if kinship(words, lead) >= TAKEN_UP:
                taken_up.append(piece.start)
            elif len(words.split()) >= NAMED:
                lines.append(piece.start)
    return taken_up[-1] if taken_up else lines[0] if lines else first


def _is_title(line: str, title: str) -> bool:
    """Whether a line is the page's title, which may have the site's name behind it."""
    key = " ".join(fold(line).key.split())
    short, long = sorted((key, title), key=len)
    rest = long[len(short):].lstrip()
    return key == title or long.startswith(short) and len(long) < 250 and (
        len(short) > 15 or short != "" and rest[:1] in _BARS)
