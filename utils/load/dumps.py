"""Decoded text to articles: headlines, labelled lines, datelines, and what is glued on.

A text is cut into pieces, and the pieces are dealt out: each goes to one article or is set aside
with its reason. A text dump is searched for headlines; in a record and a newswire document the
headline is given, and only a marker (إقرأ أيضاً) can begin another article in it.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.load.dealing import FURNITURE, Dealer, Draft
from utils.load.dispatches import Article, read_dispatch, read_running, same_line
from utils.load.flattened import is_flat, unfolded
from utils.load.marks import Mark, holds_mark, tail_mark
from utils.load.pieces import Piece, find_pieces, lines_apart, trim


class Aside(NamedTuple):
    """A stretch that is in no article."""

    start: int
    end: int
    reason: str


def split_dump(text: str, start: int = 0, end: int | None = None,
               given: bool = False, headline: str = "") -> tuple[list[Article], list[Aside]]:
    """The articles in text[start:end] and what lies outside of them.

    `given`: the headline came in a field of its own (`headline`, which may be repeated as the first
    line), so that the text is one article, with or without a body, and what its markers glue on.

    >>> text = "وفدان في حميميم\\nعقد وفدان محادثات في القاعدة.\\nإقرأ أيضاً:\\nدمشق والقاهرة"
    >>> articles, asides = split_dump(text)
    >>> [text[slice(*article.body)] for article in articles]
    ['عقد وفدان محادثات في القاعدة.']
    >>> [aside.reason for aside in asides]
    ['marker before a list of links', 'list of links']
    """
    end = len(text) if end is None else end
    tail = tail_mark(text, start, end)
    if given and not holds_mark(text, start, tail.start if tail else end):
        return _plain(text, start, end, tail, headline)
    pieces = find_pieces(text, start, tail.start if tail else end)
    if tail:
        pieces.append(Piece(tail.start, trim(text, start, end)[1], tail.kind, tail.role))
    if not given and is_flat(text, start, end):
        pieces = unfolded(text, pieces)
    dealer = Dealer(text, pieces, given)
    articles, ordinals = [], {}
    asides = [Aside(pieces[place].start, pieces[place].end, reason)
              for place, reason in dealer.asides]
    for number, draft in enumerate(dealer.drafts):
        first, last, cut = _bounds(pieces, draft, given and number == 0)
        asides += cut
        if first is not None:
            own = headline if number == 0 and given else None
            article = read_dispatch(text, pieces, draft, first, last, own)
        elif given and number == 0:
            article = bodiless(start)
        else:
            continue
        ordinals[number] = len(articles)
        articles.append(article._replace(host=ordinals.get(draft.host)))
    return articles or [bodiless(start)] if given else articles, sorted(asides)


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


def _bounds(pieces: list[Piece], draft: Draft, given: bool):
    """First and last place of an article's own pieces, and the furniture cut from its ends."""
    own = list(draft.places)
    cut = []
    while own and pieces[own[-1]].kind in FURNITURE and pieces[own[-1]].kind != "ending":
        place = own.pop()
        cut.append(Aside(pieces[place].start, pieces[place].end, FURNITURE[pieces[place].kind]))
    while given and own and pieces[own[0]].kind in FURNITURE:
        place = own.pop(0)
        cut.append(Aside(pieces[place].start, pieces[place].end, FURNITURE[pieces[place].kind]))
    if not own:
        return None, None, cut
    return own[0], own[-1], cut
