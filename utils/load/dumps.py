"""Decoded text to articles: headlines, labelled lines, datelines, and what is glued on.

A text is cut into pieces, and the pieces are dealt out: each goes to one article or is set aside
with its reason. A text dump is searched for headlines; in a record and a newswire document the
headline is given, and only a marker (إقرأ أيضاً) or a story that stands apart can begin another.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from utils.load.byline_parts import is_person
from utils.load.chrome import with_bars, without_chrome
from utils.load.datelines import holds_wire
from utils.load.dealing import Dealer
from utils.load.dispatches import (
    NO_HABITS,
    Article,
    read_dispatch,
    read_running,
    same_line,
)
from utils.load.drafts import Draft
from utils.load.flattened import unfolded
from utils.load.guises import hangs, is_byline, is_headline, is_running, kinship
from utils.load.headlines import find_habits
from utils.load.inner_marks import holds_mark, tail_mark
from utils.load.lines import trim
from utils.load.marks import Mark
from utils.load.pieces import FURNITURE, Piece, find_pieces, lines_apart
from utils.load.stamp_lines import stops
from utils.load.stories import KNOWN, holds_story


class Aside(NamedTuple):
    """A stretch that is in no article."""

    start: int
    end: int
    reason: str


def split_dump(text: str, start: int = 0, end: int | None = None,
               given: bool = False, headline: str = "",
               wires: bool = False) -> tuple[list[Article], list[Aside]]:
    """The articles in text[start:end] and what lies outside of them.

    `given`: the headline came in a field of its own (`headline`, which may be repeated as the first
    line), so that the text is one article, with or without a body, and what its markers glue on.
    `wires`: a line above a town and an agency can head a second story in it without any marker.

    >>> text = "وفدان في حميميم\\nعقد وفدان محادثات في القاعدة.\\nإقرأ أيضاً:\\nدمشق والقاهرة"
    >>> articles, asides = split_dump(text)
    >>> [text[slice(*article.body)] for article in articles]
    ['عقد وفدان محادثات في القاعدة.']
    >>> [aside.reason for aside in asides]
    ['marker before a list of links', 'list of links']
    """
    end = len(text) if end is None else end
    tail = tail_mark(text, start, end)
    if given and not holds_mark(text, start, tail.start if tail else end) and (
            not holds_wire(text, start, end) if wires else not holds_story(text, start, end)):
        return _plain(text, start, end, tail, headline)
    pieces = with_bars(text, find_pieces(text, start, tail.start if tail else end))
    if tail:
        pieces.append(Piece(tail.start, trim(text, start, end)[1], tail.kind, tail.role))
    pieces = unfolded(text, pieces if given else without_chrome(text, pieces), given)
    dealer = Dealer(text, pieces, given, wires)
    pieces = dealer.pieces
    articles, ordinals = [], {}
    asides = [Aside(pieces[place].start, pieces[place].end, reason)
              for place, reason in dealer.asides]
    outside = {place for place, _ in dealer.asides} | {
        draft.places[0] for draft in dealer.drafts[1:]}
    drafts = [*enumerate(dealer.drafts)]
    if not given and _begins_with_title(text, pieces, dealer.drafts):
        asides += [Aside(pieces[place].start, pieces[place].end, "title of the dump")
                   for place in drafts.pop(0)[1].places]
    habits = NO_HABITS if given else find_habits(
        [text[pieces[draft.headline].start:pieces[draft.headline].end]
         for _, draft in drafts if draft.headline is not None])
    for number, draft in drafts:
        if not given and draft.headline is None and number and all(
                pieces[place].kind in ("label", "stamp") for place in draft.places):
            asides += [Aside(pieces[place].start, pieces[place].end, "labelled line of no article")
                       for place in draft.places]
            continue
        first, last, cut = _bounds(text, pieces, draft, given and number == 0, outside)
        asides += cut
        if first is not None:
            own = headline if number == 0 and given else None
            article = read_dispatch(text, pieces, draft, first, last, own, habits)
            if not given and article.headline is None and article.body[0] == article.body[1]:
                asides += [Aside(pieces[place].start, pieces[place].end, FURNITURE.get(
                    pieces[place].kind, "lines between articles"))
                    for place in draft.places if first <= place <= last]
                continue
        elif given and number == 0:
            article = bodiless(start)
        else:
            continue
        ordinals[number] = len(articles)
        articles.append(article._replace(host=ordinals.get(draft.host)))
    asides = _with_signs(text, articles, asides)
    return articles or [bodiless(start)] if given else articles, asides


def _with_signs(text: str, articles: list[Article], asides: list[Aside]) -> list[Aside]:
    """The stretches set aside in their order, each with the sign behind it that parted two pieces.

    Such a sign is neither headline nor report: "وفدان في حميميم. عقد وفدان ..."
    """
    starts = sorted(row.start for row in (*articles, *asides))
    found = []
    for aside in sorted(asides):
        number = bisect_left(starts, aside.end)
        stop = starts[number] if number < len(starts) else aside.end
        found.append(aside._replace(end=trim(text, aside.start, max(stop, aside.end))[1]))
    return found


def bodiless(place: int) -> Article:
    """An article of which only a headline was given."""
    return Article(place, place, None, (place, place), {}, {}, None, None, ("no body",))


def _plain(text: str, start: int, end: int, tail: Mark | None,
           headline: str) -> tuple[list[Article], list[Aside]]:
    """The article of a record that holds no mark but its tail, as most records: all is body.

    Only its first line has to be told from the rest, as it can be the headline again.
    """
    asides = []
    if tail:
        asides.append(Aside(tail.start, trim(text, start, end)[1], FURNITURE[tail.kind]))
    first, last = trim(text, start, tail.start if tail else end)
    pieces = lines_apart(text, first, last)
    if not pieces:
        return [bodiless(first)], asides
    texts = [*range(len(pieces))]
    if headline and len(texts) > 1 and same_line(text, pieces[0], headline):
        texts = texts[1:]
    body, byline, labels, stamps = read_running(text, pieces, texts)
    return [Article(first, last, None, body, labels, stamps, byline, None)], asides


def _begins_with_title(text: str, pieces: list[Piece], drafts: list[Draft]) -> bool:
    """Whether the first article is only a line above the others: the name of the collection."""
    if len(drafts) < 2 or drafts[1].host is not None:
        return False
    kinds = [pieces[place] for place in drafts[0].places]
    # Its day can stand below it, above a list of what follows or headlines that all wear something;
    # there a letter greets.
    dressed = drafts[0].ornament is None and drafts[1].ornament is not None
    listed = dressed or pieces[drafts[0].places[-1] + 1].role == "contents" or any(
        piece.role == "title" for piece in kinds)
    texts = [piece for piece in kinds if piece.kind == "text" and not (
        dressed and hangs(text[piece.start:piece.end]))]
    return len(texts) <= 2 and not any(is_running(text, piece) for piece in texts) and all(
        piece.kind in ("text", "furniture", "section", *(["stamp"] if listed else []))
        for piece in kinds)


FEET = ("tags", "contact", "share", "permalink", "furniture")
FEWEST_LINKS = 2
MOST_LINKS = 6                   # below words that no list knows
MOST_NAMES = 4                   # lines below an article that are of its page
PART_OF_PAGE = 4                 # words of such a line
COUNTED = ("number", "record", "category")     # labelled lines that say nothing of the article


def _bounds(text: str, pieces: list[Piece], draft: Draft, given: bool, outside: set[int]):
    """First and last place of an article's own pieces, and the furniture cut from its ends."""
    own = list(draft.places)
    cut = []
    if not given:
        foot = _foot(text, pieces, own, draft.headline)
        if own and own[-1] + 1 in outside:
            foot -= _last_lines(text, pieces, own[:foot])
        if foot == len(own):
            foot -= _last_links(text, pieces, own)
        for place in own[foot:]:
            reason = FURNITURE.get(pieces[place].kind, "foot of the page")
            cut.append(Aside(pieces[place].start, pieces[place].end, reason))
        own = own[:foot]
    while own and pieces[own[-1]].kind in FURNITURE and pieces[own[-1]].kind != "ending":
        place = own.pop()
        cut.append(Aside(pieces[place].start, pieces[place].end, FURNITURE[pieces[place].kind]))
    while own and pieces[own[-1]].kind in ("glue", "links"):
        place = own.pop()                          # a button below the text: "تابع القراءة"
        cut.append(Aside(pieces[place].start, pieces[place].end, "marker that announces nothing"))
    while given and own and pieces[own[0]].kind in FURNITURE and pieces[own[0]].role != "page":
        place = own.pop(0)
        cut.append(Aside(pieces[place].start, pieces[place].end, FURNITURE[pieces[place].kind]))
    if not own:
        return None, None, cut
    return own[0], own[-1], cut


def _last_lines(text: str, pieces: list[Piece], own: list[int]) -> int:
    """How many lines below an article's last sentence only name parts of the page below it."""
    count = 0
    while count < min(MOST_NAMES, len(own) - 1) and _names_part_of_page(
            text, pieces[own[-1 - count]]):
        count += 1
    while count and _signs(text, pieces[own[-count]]):
        count -= 1                                 # who wrote it, right below it
    return count if own and _ends(text, pieces[own[-1 - count]]) else 0


def _last_links(text: str, pieces: list[Piece], own: list[int]) -> int:
    """How many lines below an article's end are links under a few words that no list knows.

    The article has none of their words, as it would of the items of a list of its own.
    """
    count = 0
    while count < min(MOST_LINKS, len(own) - 2) and _can_be_link(text, pieces[own[-1 - count]]):
        count += 1
    marker = pieces[own[-1 - count]] if count >= FEWEST_LINKS else None
    if marker is None or not _names_part_of_page(text, marker) or _signs(text, marker) or (
            not _ends(text, pieces[own[-2 - count]])):
        return 0
    article = text[pieces[own[0]].start:marker.start]
    links = [text[pieces[place].start:pieces[place].end] for place in own[-count:]]
    return count + 1 if sum(kinship(link, article) for link in links) <= KNOWN * count else 0


def _can_be_link(text: str, piece: Piece) -> bool:
    return piece.kind == "text" and is_headline(text, piece) and (
        len(text[piece.start:piece.end].split()) >= PART_OF_PAGE)


def _ends(text: str, piece: Piece) -> bool:
    """Whether an article can end with a piece: with a sentence, or with who wrote it."""
    words = text[piece.start:piece.end]
    return piece.kind == "text" and (is_running(text, piece) and stops(words)
                                     or _signs(text, piece)
                                     or words[-1] == ")" and len(words.split()) <= PART_OF_PAGE + 1)


def _names_part_of_page(text: str, piece: Piece) -> bool:
    words = text[piece.start:piece.end]
    empty = piece.kind == "label" and piece.role in COUNTED and (
        not text[piece.value:piece.end].strip())
    return empty or piece.kind in ("text", "section") and (
        len(words.split()) <= PART_OF_PAGE and (words[-1].isalpha() or words[-1] == ":"))


def _signs(text: str, piece: Piece) -> bool:
    return is_person(text[piece.start:piece.end]) or is_byline(text, piece)


def _foot(text: str, pieces: list[Piece], own: list[int], headline: int | None) -> int:
    """From which of its pieces on an article is only the foot of its page; else how many it has.

    A share bar, tags or a notice stand below its running text, and behind them only short lines.
    """
    foot = len(own)
    for number in reversed(range(len(own))):
        piece = pieces[own[number]]
        if own[number] == headline:
            return foot
        told = piece.kind in ("label", "stamp") and piece.role not in COUNTED
        if told or piece.role == "page break" or piece.kind == "text" and is_running(text, piece):
            return foot
        if piece.kind in FEET and piece.role != "page":
            foot = number
        elif piece.kind == "ending" and len(own) - number <= MOST_NAMES and number and (
                pieces[own[number - 1]].kind == "ending"
                or is_running(text, pieces[own[number - 1]])):
            foot = number + 1                      # what stands below an agency's end is no text
    return len(own)
