"""What each part promises for any input at all: `test_hostile.py` and `fuzz.py` try to break it.

Each promise takes bytes, which are read as a file or as a text.
"""

from __future__ import annotations

import shutil
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from utils import dates, direction, events, load, pipeline, quotations, tables, text
from utils.evidence import as_printed, evidence
from utils.load.paths import LoadError
from utils.show import markup

DAY = pd.Timestamp("2024-06-18")
NAMES = ("a.txt", "a.json", "a.jsonl", "a.csv", "a.html", "a.sgml", "a.zip", "a.warc", "a.parquet",
         "a.gz", "a.tsv", "a.tar")
TAGS = {"blockquote", "mark", "table", "caption", "small", "thead", "tbody", "tr", "th", "td", "p",
        "details", "summary", "ul", "ol", "li", "bdi", "strong", "em", "code", "pre", "wbr", "hr",
        "br", "a", "h1", "h2", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {"dir", "lang", "class", "style", "scope", "colspan", "href", "id",
              "start"}              # of a list that begins at another number


def letters(data: bytes) -> str:
    """The input as a text; what is no UTF-8 becomes a replacement mark."""
    return data.decode("utf-8", "replace")


def once_each(whole: str, spans: list[tuple[int, int]]) -> None:
    """Every character but blanks lies in exactly one span."""
    covered = [0] * len(whole)
    for start, end in spans:
        assert 0 <= start <= end <= len(whole), (start, end)
        for place in range(start, end):
            covered[place] += 1
    wrong = [place for place, count in enumerate(covered)
             if count > 1 or not count and not whole[place].isspace()]
    assert not wrong, wrong[:5]


def loads(data: bytes) -> None:
    """Any bytes under any name are articles, rows set aside, or one error that says so."""
    folder = Path(tempfile.mkdtemp(prefix="masar-hostile-"))
    try:
        _loads(folder / NAMES[data[0] % len(NAMES)] if data else folder / "a.txt", data[1:])
    finally:
        shutil.rmtree(folder)


def _loads(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        corpus = load.read_articles(path)
    except LoadError as error:
        assert path.name in str(error) and "expected" in str(error)
        return
    for name, table in corpus._asdict().items():
        tables.to_arrow(table, name)
    spans = pd.concat([corpus.articles, corpus.set_aside])[["file", "record", "start", "end"]]
    for _, rows in spans.dropna().sort_values(["start", "end"]).groupby(["file", "record"]):
        assert (rows["start"].to_numpy()[1:] >= rows["end"].to_numpy()[:-1]).all(), rows
    sentences = text.sentences(corpus.articles)
    found = evidence(sentences, corpus.articles, sentences)
    assert as_printed(found, path).tolist() == found["surface"].tolist()


def cleans(data: bytes) -> None:
    """Cleaning twice is cleaning once; sentences hold every word of the body in order."""
    body = letters(data)
    clean = text.clean(body)
    assert text.clean(clean) == clean
    changes = text.explain(body)
    assert not changes or changes[-1][1] == clean
    found = text.sentences(tables.typed([{"article_id": "a-1", "body": body}], "articles"))
    once_each(body, list(zip(found["start"], found["end"], strict=True)))
    tables.to_arrow(found, "sentences")


def dates_days(data: bytes) -> None:
    """A surface stands where its row says; a date has an interval, or a reason for having none."""
    body = letters(data)
    for row in dates.find_dates(body, anchors=DAY).itertuples():
        assert body[row.start:row.end] == row.surface
        assert pd.isna(row.earliest) == pd.isna(row.latest)
        assert pd.isna(row.earliest) or row.earliest <= row.latest
        assert not pd.isna(row.earliest) or isinstance(row.reason, str) and row.reason


def finds(data: bytes) -> None:
    """All that is found in a body stands in it, and every table keeps its schema."""
    body = letters(data)
    articles = tables.typed([{"article_id": "a-1", "file": "a.txt", "body": body, "body_start": 0,
                              "outlet": "صحيفة", "anchor": DAY}], "articles")
    found = pipeline.analyse(articles)
    linked = found.events.assign(happening_id=events.link_events(found.events, found.articles))
    said = quotations.find_quotations(found.articles, found.sentences, found.mentions)
    merged = events.merge_events(linked, found.articles)
    every = {**found._asdict(), "events": linked, "quotations": said, "happenings": merged}
    for name, table in every.items():
        tables.to_arrow(table, name)
    for name in ("mentions", "dates"):
        for row in every[name].itertuples():
            assert body[row.start:row.end] == row.surface
    for name in ("events", "quotations"):
        rows = every[name]
        assert ((rows["start"] >= 0) & (rows["start"] < rows["end"])
                & (rows["end"] <= len(body))).all(), name
    assert set(merged["happening_id"]) == set(linked["happening_id"])
    told = evidence(merged, found.articles, found.sentences, linked)
    assert len(told) == len(linked)


class _Tags(HTMLParser):
    """Fails on a tag, attribute or link that is none of ours."""

    def handle_starttag(self, tag, attrs):
        """One tag and its attributes."""
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            assert name != "href" or not (value or "").strip().lower().startswith(
                ("javascript", "data", "vbs")), value


def shows(data: bytes) -> None:
    """Whatever is shown, nothing but our own tags and attributes stands in the page."""
    words = letters(data)
    shown = pd.DataFrame({"text": [words], words[:20]: [words[::-1]], "list": [words.split()]})
    told = pd.DataFrame({"outlet": [words[:40]], "day": [DAY], "sentence": [words],
                         "surface": [words[3:9]], "file": [words[:9]], "record": [0],
                         "start": [0], "end": [len(words)]})
    for page in (markup.table_html(shown, words[:300], opens=lambda _: told),
                 markup.passage_html(words, [(0, 3), (2, 6), (4, 900)]),
                 markup.sentences_html(words), markup.evidence_html(told)):
        parser = _Tags()
        parser.feed(page)
        parser.close()
        assert not any("\u202a" <= mark <= "\u202e" for mark in page)
    assert direction.harmless(direction.harmless(words)) == direction.harmless(words)


PROMISES = {"load": loads, "text": cleans, "dates": dates_days, "chain": finds, "pages": shows}
