"""What a marker announces: an article with its headline, a list of links, or nothing.

"إقرأ أيضاً:" stands before all three. Lines that can be headlines are gathered behind it until
running text comes; how they look, and which words that text takes up again, decides.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.load.byline_parts import is_person
from utils.load.guises import TAKEN_UP, is_byline, kinship, looks_like_head
from utils.load.layouts import Layout
from utils.load.pieces import PASSED_OVER
from utils.load.stamp_lines import STAMPS

# A link between paragraphs looks like an article glued on. Shares of words taken up: of the title
# at most, of the text above at least. On 620 real articles, 87% of the links and 1.4% of what was
# glued on are taken for links where marker and title share a line; else 71% and 0.5%.
ON_A_LINE = (0.2, 0.08)
ON_TWO_LINES = (0.1, 0.12)
TEASER = 260                     # characters of a sentence under a link
AMONG_LINKS = (0.3, 0.0)         # where no title behind a marker has a date, and articles have


class Announced(NamedTuple):
    """What stands behind a marker, as places of pieces."""

    headline: int | None = None
    links: tuple[int, ...] = ()
    inside: bool = False         # nothing: the marker is a button inside an article


def announced(layout: Layout, place: int, above: list[int], given: bool,
              second: bool = False) -> Announced:
    """What the marker at this place announces; `above` are the places of the article it ends.

    `given`: headlines come in a field, so that short lines without a marker are only text.
    `second`: another marker with its link stands right above this one.
    """
    stop = _end(layout, place)
    if place + 1 < stop and layout.pieces[place + 1].role == "address":
        return Announced(links=(place + 1,))           # "للمزيد: https://..."
    if given and layout.pieces[place].kind == "links":
        found = _sorted_out(layout, place, *_heads(layout, place, stop), above)
        if found.headline is not None:
            return found
        # Behind "the writer's other articles" a record holds nothing else, often on one line.
        return Announced(links=tuple(number for number in range(place + 1, stop)
                                     if layout.pieces[number].kind == "text"))
    if layout.only_links and (teasers := _teasers(layout, place, stop)):
        return Announced(links=tuple(teasers))
    heads, body = _heads(layout, place, stop)
    found = _sorted_out(layout, place, heads, body, above)
    if found.headline is not None or not (above or given):
        return found
    if not found.links:
        return found._replace(inside=stop > place + 1)
    if above and not second and _is_link_before_marker(layout, place, found.links, stop):
        return Announced(inside=True) if announced(
            layout, stop, above, given, second=True).inside else found
    behind = _text_behind(layout, found.links[-1] + 1, stop)
    goes_on = behind is not None and (given or not looks_like_head(
        layout.text, layout.pieces[behind]))
    return Announced(inside=True) if goes_on else found


def _is_link_before_marker(layout: Layout, place: int, links: tuple[int, ...], stop: int) -> bool:
    """Whether a marker and one link on its line stand right above another such line."""
    pieces = layout.pieces
    return links == (place + 1,) and stop == place + 2 and pieces[place + 1].fused and (
        stop + 1 < len(pieces) and pieces[stop].kind == "glue" and pieces[stop + 1].fused)


def _end(layout: Layout, place: int) -> int:
    """The place behind the last piece that this marker can announce."""
    for following in range(place + 1, len(layout.pieces)):
        piece = layout.pieces[following]
        if piece.kind in ("glue", "links", "rule") or piece.role == "closing":
            return following                       # the foot of a page ends what stands on it
    return len(layout.pieces)


def _teasers(layout: Layout, place: int, stop: int) -> list[int]:
    """The links behind a marker where each has one sentence of its article under it; else none."""
    found: list[int] = []
    for following in range(place + 1, stop):
        piece = layout.pieces[following]
        if piece.kind != "text" or found and piece.blanks > layout.pieces[found[0]].blanks:
            break
        found.append(following)
    running = [layout.running(number) for number in found]
    pairs = len(found) >= 4 and len(found) % 2 == 0 and running[1::2] == [True] * (len(found) // 2)
    short = all(layout.pieces[number].end - layout.pieces[number].start <= TEASER
                for number in found)
    return found if pairs and short and not any(running[::2]) else []


def _text_behind(layout: Layout, place: int, stop: int) -> int | None:
    return next((number for number in range(place, stop)
                 if layout.pieces[number].kind == "text"), None)


def _heads(layout: Layout, place: int, stop: int) -> tuple[list[int], int | None]:
    """The lines behind a marker that can be headlines, and where what they head begins."""
    heads: list[int] = []
    least = 0 if layout.pieces[place].kind == "links" else 1     # they end at any gap
    for following in range(place + 1, stop):
        piece = layout.pieces[following]
        if heads and piece.blanks > max(least, layout.pieces[heads[0]].blanks):
            break                                  # what comes after a wide gap stands by itself
        if piece.kind == "text":
            bylined = heads and not piece.bullet and (
                is_byline(layout.text, piece) or is_person(layout.words(following, 60))) and (
                layout.next_running(following) is not None)
            opens = not heads and looks_like_head(layout.text, piece)
            if bylined or (layout.running(following) and not opens):
                return heads, following
            heads.append(following)
        elif piece.role == "headline":
            return [*heads, following], following
        elif piece.kind in ("label", "stamp"):
            if piece.role == "address" and piece.fused:
                continue
            if len(heads) > 1 and layout.labels_first and piece.blanks > max(
                    layout.pieces[head].blanks for head in heads[1:]):
                return heads, None                 # behind a gap the day opens the next article
            if heads and not _is_dated_link(layout, following, stop, heads):
                return heads, following
        elif piece.kind not in ("ending", *PASSED_OVER):
            break
    return heads, None


def _is_dated_link(layout: Layout, place: int, stop: int, heads: list[int]) -> bool:
    """Whether a day stands under one link of several: the next line has its day under it too.

    The last of them has nothing under its day, or a wide gap.
    """
    below = place + 1
    while below < stop and layout.pieces[below].kind in PASSED_OVER and (
            layout.pieces[below].blanks == 0):
        below += 1                                 # the department of the link, below its day
    if below == stop:
        return True
    if layout.pieces[below].blanks > max(1, layout.pieces[heads[0]].blanks):
        return len(heads) > 1
    if layout.pieces[below].kind not in ("text", "label", "stamp") or (
            layout.pieces[below].role in ("category", "number", "record")):
        following = layout.next_text(below)        # the list ends: the foot of its page comes
        return len(heads) > 1 and (following is None or not layout.running(following))
    lines = [layout.pieces[place], *layout.pieces[below:min(stop, below + 2)]]
    return len(lines) == 3 and not any(line.fused for line in lines) and (
        lines[0].role == lines[2].role == "published" and lines[1].kind == "text"
        and not layout.running(below))


def _sorted_out(layout: Layout, place: int, heads: list[int], body: int | None,
                above: list[int]) -> Announced:
    """Headline and links among the lines behind a marker."""
    if body is None:
        # A whole sentence alone is no link: the marker was a button inside the article.
        alone = len(heads) == 1 and layout.running(heads[0])
        return Announced() if alone else Announced(links=tuple(heads))
    if layout.pieces[body].role == "headline":
        return Announced(body, tuple(heads[:-1]))
    if worn := [head for head in heads if head in layout.decorated and layout.is_link(head)]:
        return Announced(worn[-1], tuple(head for head in heads if head < worn[-1]))
    plain = [head for head in heads if not layout.pieces[head].bullet]
    if not plain:
        return Announced(links=tuple(heads))
    headline = _choose(layout, plain, body)
    words = _words_from(layout, body)
    if layout.pieces[place].kind == "links" and not layout.stamped(headline) and (
            kinship(layout.words(headline), words) < TAKEN_UP):
        return Announced(links=tuple(heads))
    if _resumed(layout, place, body, above) or (
            headline == place + 1 and _is_inline_link(layout, place, headline, body, above)):
        return Announced()
    return Announced(headline, tuple(head for head in heads if head < headline))


def _choose(layout: Layout, heads: list[int], body: int) -> int:
    """Which of the short lines before running text is its headline."""
    if len(heads) == 1:
        return heads[0]
    if len(heads) > 2 and (layout.pieces[body].kind in ("label", "stamp")
                           or is_byline(layout.text, layout.pieces[body])
                           and layout.pieces[min(body + 1, len(layout.pieces) - 1)].role in STAMPS):
        return heads[-1]
    words = _words_from(layout, body)
    kin = [kinship(layout.words(head), words) for head in heads]
    if len(heads) == 2 and (kin[0] > 0 or kin[1] < TAKEN_UP):
        return heads[0]                           # a headline and its deck
    if len(heads) > 2 and kin[0] >= 0.5 and kin[0] > kin[-1]:
        return heads[0]
    return heads[-1]


def _words_from(layout: Layout, body: int) -> str:
    """The first words of the text that begins at a piece."""
    texts = [number for number in range(body, min(body + 6, len(layout.pieces)))
             if layout.pieces[number].kind == "text"]
    return " ".join(layout.words(number, 800) for number in texts[:3])


def _resumed(layout: Layout, place: int, body: int, above: list[int]) -> bool:
    """Whether the text behind some links goes on with the article above the marker."""
    return layout.resumes(body) and not layout.closed(place) and any(map(layout.running, above))


def _is_inline_link(layout: Layout, place: int, headline: int, body: int,
                    above: list[int]) -> bool:
    """Whether a marker with one title in the running text of an article only links elsewhere.

    Then what follows takes up the words of the article above, and none of the title's.
    """
    if not above or layout.pieces[body].kind != "text" or layout.bylined(body):
        return False
    on_its_line = layout.pieces[headline].fused and not layout.pieces[place].fused
    title_at_most, above_at_least = ON_A_LINE if on_its_line else ON_TWO_LINES
    if layout.only_links:
        title_at_most, above_at_least = AMONG_LINKS
    words = _words_from(layout, body)
    if kinship(layout.words(headline), words) > title_at_most:
        return False
    before = " ".join(layout.words(number, 800) for number in above[-4:])
    return kinship(words[:300], before) >= above_at_least
