"""Bodies cut into sentences, each with its place in the body as printed."""

from __future__ import annotations

import pandas as pd

from utils.breaks import find_breaks
from utils.cleaning import clean, turn_round
from utils.tables import typed

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
    found = {"sentence_id": [], "article_id": [], "start": [], "end": [], "text": []}
    for article, body in zip(articles["article_id"], articles["body"], strict=True):
        if not isinstance(body, str):                 # a missing body: NA, NaN or None
            continue
        for ordinal, (start, end, text) in enumerate(_sentences_of(body), 1):
            found["sentence_id"].append(f"{article}:{ordinal:04d}")
            found["article_id"].append(article)
            found["start"].append(start)
            found["end"].append(end)
            found["text"].append(text)
    return typed(pd.DataFrame(found), "sentences")


def _sentences_of(body: str) -> list[tuple[int, int, str]]:
    """Start, end and cleaned text of each sentence of the body.

    A visually stored line is one sentence: its stops stand on the wrong side of their words.
    """
    turned = turn_round(body)
    if turned == body:
        return [(start, end, clean(body[start:end])) for start, end in sentence_spans(body)]
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


def sentence_spans(body: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of the body, white space at its edges left out.

    >>> sentence_spans(" وصل الوفد. وغادر.")
    [(1, 11), (12, 18)]
    """
    spans, start = [], 0
    for end in find_breaks(body):
        piece = body[start:end]
        words = piece.strip()
        if words:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(words)))
        start = end
    return spans
