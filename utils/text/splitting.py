"""Bodies cut into sentences, each with its place in the body as printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from utils.asking import asks, table_of
from utils.tables import SCHEMAS, from_arrow
from utils.text.breaks import LINE_ENDS, STOPS, breaks_between, find_breaks, line_ends
from utils.text.cleaning import UNCLEAN_SIGNS, clean, unclean
from utils.text.signs import read_signs, sign_kinds
from utils.text.visual import VISUAL_SIGNS, turn_round

# Characters; the longest sentence in SaudiNewsNet has 2,391. What reads a sentence closely looks
# from each of its words to all others: without an end, that takes time without end.
LONGEST = 4000

_NEEDED = ("article_id", "body")


@asks(articles=table_of("articles", *_NEEDED))
def sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence of a body: its id, its span in the body, its text cleaned for display.

    The spans do not overlap and cover every character of the body that is not white space; an
    empty or missing body gives no rows. What goes on for more than `LONGEST` characters is cut at
    a blank. The ordinal in the id has leading zeros, so ids sort.

    >>> articles = pd.DataFrame({"article_id": ["a-1"], "body": ["وصل الوفد.وغادر أمس. "]})
    >>> sentences(articles)[["sentence_id", "start", "end", "text"]].values.tolist()
    [['a-1:0001', 0, 10, 'وصل الوفد.'], ['a-1:0002', 10, 20, 'وغادر أمس.']]
    """
    ids, bodies = (articles[name].to_numpy(dtype=object) for name in _NEEDED)
    whole = [row for row, body in enumerate(bodies) if isinstance(body, str)]   # not NA nor None
    counts, starts, ends, shown = [], [], [], []
    for read in _read(bodies[whole].tolist()):
        rows = _sentences_of(*read)
        counts.append(len(rows))
        starts += [start for start, _, _ in rows]
        ends += [end for _, end, _ in rows]
        shown += [text for _, _, text in rows]
    return from_arrow(pa.table({
        "sentence_id": [f"{article}:{ordinal:04d}"
                        for article, count in zip(ids[whole], counts, strict=True)
                        for ordinal in range(1, count + 1)],
        "article_id": np.repeat(ids[whole], counts), "start": starts, "end": ends, "text": shown,
    }, schema=SCHEMAS["sentences"]))


_KINDS = sign_kinds(*UNCLEAN_SIGNS, LINE_ENDS)
_STOP, _LINE_END = UNCLEAN_SIGNS.index(STOPS), len(UNCLEAN_SIGNS)


def _read(bodies: list[str]) -> Iterator[tuple[str, list[int], list[int], list[int]]]:
    """Each body with the places of its line ends and of its stops, and where it may be unclean."""
    for group, signs in read_signs(bodies, _KINDS):
        yield from zip(
            group, signs.places(signs.kinds & 1 << _LINE_END > 0),
            signs.places(signs.kinds & 1 << _STOP > 0), signs.places(unclean(signs.kinds)),
            strict=True,
        )


def _sentences_of(body: str, lines_end: list[int], stops: list[int],
                  unclean_at: list[int]) -> list[tuple[int, int, str]]:
    """Start, end and cleaned text of each sentence of the body.

    A visually stored line is one sentence: its stops stand on the wrong side of their words.
    """
    turned = turn_round(body) if any(body[at] in VISUAL_SIGNS for at in unclean_at) else body
    if turned == body:
        ends = line_ends(body) if "\r" in body else [*(at + 1 for at in lines_end[:-1]), len(body)]
        return [
            (start, end, clean(body[start:end]) if _any_between(unclean_at, start, end)
             else body[start:end])
            for start, end in _spans(body, breaks_between(body, ends, stops))
        ]
    found, begin = [], 0
    both = zip(body.splitlines(keepends=True), turned.splitlines(keepends=True), strict=True)
    for line, right in both:
        if line != right:
            first = begin + len(line) - len(line.lstrip())
            found.append((first, first + len(line.strip()), clean(right)))
        else:
            found += [(begin + start, begin + end, clean(line[start:end]))
                      for start, end in sentence_spans(line)]
        begin += len(line)
    return found


def _any_between(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, lies between the two."""
    nearest = bisect_left(places, start)
    return nearest < len(places) and places[nearest] < end


def sentence_spans(body: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of the body, white space at its edges left out.

    >>> sentence_spans(" وصل الوفد. وغادر.")
    [(1, 11), (12, 18)]
    """
    return list(_spans(body, find_breaks(body)))


def _spans(body: str, breaks: list[int]) -> Iterator[tuple[int, int]]:
    """Start and end of what stands between the breaks, without the white space at its edges."""
    begin = 0
    for stop in breaks:
        start, end = _trim(body, begin, stop)
        while end - start > LONGEST:
            blank = body.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = blank if blank > 0 else start + LONGEST
            yield _trim(body, start, cut)
            start = _trim(body, cut, end)[0]
        if start < end:
            yield start, end
        begin = stop


def _trim(body: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its edges."""
    while start < end and body[start].isspace():
        start += 1
    while start < end and body[end - 1].isspace():
        end -= 1
    return start, end
