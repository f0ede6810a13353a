"""Bodies cut into sentences, each with its place in the body as printed."""

from __future__ import annotations

from bisect import bisect_left

import pandas as pd
import pyarrow as pa

from utils.breaks import find_breaks
from utils.cleaning import clean, unclean_places
from utils.tables import SCHEMAS, from_arrow
from utils.visual import VISUAL_SIGNS, turn_round

_NEEDED = ("article_id", "body")


def sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence of a body: its id, its span in the body, its text cleaned for display.

    The spans do not overlap and cover every character of the body that is not white space; an
    empty or missing body gives no rows. The ordinal in the id has leading zeros, so ids sort.

    >>> articles = pd.DataFrame({"article_id": ["a-1"], "body": ["وصل الوفد.وغادر أمس. "]})
    >>> sentences(articles)[["sentence_id", "start", "end", "text"]].values.tolist()
    [['a-1:0001', 0, 10, 'وصل الوفد.'], ['a-1:0002', 10, 20, 'وغادر أمس.']]
    """
    missing = [column for column in _NEEDED if column not in articles]
    if missing:
        raise ValueError(
            f"sentences: the articles lack {missing}; they have {list(articles.columns)}. "
            "Expected the table `articles` that load.read_articles gives (data/README.md)."
        )
    found = {name: [] for name in SCHEMAS["sentences"].names}
    for article, body in zip(articles["article_id"], articles["body"], strict=True):
        if not isinstance(body, str):                 # a missing body: NA, NaN or None
            continue
        rows = _sentences_of(body)
        found["sentence_id"] += [f"{article}:{ordinal:04d}" for ordinal in range(1, len(rows) + 1)]
        found["article_id"] += [article] * len(rows)
        found["start"] += [start for start, _, _ in rows]
        found["end"] += [end for _, end, _ in rows]
        found["text"] += [text for _, _, text in rows]
    return from_arrow(pa.table(found, schema=SCHEMAS["sentences"]))


def _sentences_of(body: str) -> list[tuple[int, int, str]]:
    """Start, end and cleaned text of each sentence of the body.

    A visually stored line is one sentence: its stops stand on the wrong side of their words.
    """
    unclean = unclean_places(body)
    turned = turn_round(body) if any(body[place] in VISUAL_SIGNS for place in unclean) else body
    if turned == body:
        return [
            (start, end, clean(body[start:end]) if _any_between(unclean, start, end)
             else body[start:end])
            for start, end in sentence_spans(body)
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
    spans, begin = [], 0
    for end in find_breaks(body):
        start, begin = begin, end
        while start < end and body[start].isspace():
            start += 1
        while start < end and body[end - 1].isspace():
            end -= 1
        if start < end:
            spans.append((start, end))
    return spans
