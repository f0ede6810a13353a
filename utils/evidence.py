"""Back from any row to what was printed: the sentence, the file, the characters in it.

    rows = evidence(tally.head(3), articles, sentences, mentions)     # where each count comes from
    rows.assign(printed=as_printed(rows, "data/sample"))              # and what stands there today

`entities.in_context`, `events.evidence` and what rows open to in pages are `in_sentences` of some
rows, in an order of their own.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from utils.asking import ANY_TABLE, FIELDS, PATH, ask, asks, table, table_of
from utils.load.fields import Document
from utils.load.formats import File, open_files
from utils.load.parting import without_tags
from utils.load.paths import find_paths
from utils.load.records import read_documents

PLACED = ("article_id", "outlet", "anchor", "file", "record", "body_start")   # of articles
SENTENCE = ("sentence_id", "start", "end", "text")
_PLACES = ["article_id", "start", "end"]
# Rows that count others name them by an id; the table that holds the places is given beside them.
_COUNTS = {"happening_id": "events", "entity_id": "mentions"}


class EvidenceError(ValueError):
    """A row cannot be followed back; the message says which, why, and what to do."""


@asks(articles=table_of("articles", *PLACED, "body", "sha256"),
      sentences=table_of("sentences", "sentence_id", "text"))
def evidence(rows: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame,
             told: pd.DataFrame | None = None) -> pd.DataFrame:
    """Where the rows come from: one line a mention, date, event or quotation, earliest first.

    `rows` are some of the tables mentions, dates, events, quotations or sentences; or of a tally,
    with the mentions as `told`; or of the happenings, with the events as `told`. Columns: outlet,
    day (the article's anchor), sentence, surface (as printed), file, record, start, end (of the
    surface in the file, as `articles.start` counts), sha256 (of the file), article_id.
    Raises EvidenceError for rows that lead nowhere.
    """
    placed = _placed(rows, told)
    refuse_lost(placed, articles)
    columns = ["outlet", "anchor", "file", "record", "body", "body_start", "sha256", "article_id"]
    found = placed.merge(articles[columns], on="article_id", how="left", validate="many_to_one")
    found = found.sort_values(["anchor", "file", "record", "start", "end"], kind="stable",
                              ignore_index=True)
    texts = dict(zip(sentences["sentence_id"], sentences["text"], strict=True))
    starts = found["body_start"].fillna(0) + found["start"]
    return pd.DataFrame({
        "outlet": found["outlet"], "day": found["anchor"],
        "sentence": found["sentence_id"].map(texts).astype("str"),
        "surface": [body[start:end] for body, start, end in zip(
            found["body"].fillna(""), found["start"], found["end"], strict=True)],
        "file": found["file"], "record": found["record"],
        "start": starts, "end": starts + found["end"] - found["start"],
        "sha256": found["sha256"], "article_id": found["article_id"],
    })


def refuse_lost(rows: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Raises EvidenceError where rows belong to articles that are not given."""
    lost = rows.loc[~rows["article_id"].isin(articles["article_id"]), "article_id"]
    if len(lost):
        raise EvidenceError(
            f"{len(lost):,} rows belong to articles that the given articles do not hold, the first "
            f"to {lost.iloc[0]!r}; expected rows that were found in these articles. Read all "
            "tables from one folder (tables.read_table)."
        )


@asks(rows=table("article_id", "sentence_id", gives="pipeline.analyse"),
      articles=table_of("articles", *PLACED), sentences=table_of("sentences", *SENTENCE))
def in_sentences(rows: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame,
                 *kept: str) -> pd.DataFrame:
    """The sentence that each row stands in, a line a row; order and index labels are the rows'.

    Columns: outlet, day (the article's anchor), sentence, the columns `kept` of the rows, file,
    record, start, end: the sentence's characters in the file (in the record's text field for JSON,
    CSV and Parquet). A row in no sentence has none.
    """
    refuse_lost(rows, articles)
    found = (
        rows[["article_id", "sentence_id", *kept]]
        .merge(sentences[["sentence_id", "start", "end", "text"]], on="sentence_id", how="left",
               validate="many_to_one")
        .merge(articles[["article_id", "outlet", "anchor", "file", "record", "body_start"]],
               on="article_id", validate="many_to_one")
        .set_axis(rows.index)
    )
    return pd.DataFrame({
        "outlet": found["outlet"], "day": found["anchor"], "sentence": found["text"],
        **found[list(kept)], "file": found["file"], "record": found["record"],
        "start": found["body_start"] + found["start"], "end": found["body_start"] + found["end"],
    })


def _placed(rows: pd.DataFrame, told: pd.DataFrame | None) -> pd.DataFrame:
    """The rows themselves where they have places, else those of `told` that they count."""
    if isinstance(rows, pd.Series):
        rows = rows.to_frame().T
    rows = ask("evidence", "rows", rows, ANY_TABLE)
    key = next((name for name in _COUNTS if name in rows and "article_id" not in rows), None)
    if key:
        if told is None or not isinstance(told, pd.DataFrame) or not {key, *_PLACES} <= set(told):
            raise EvidenceError(
                f"These rows count {_COUNTS[key]}; expected the table {_COUNTS[key]} as the fourth "
                f"argument: evidence(rows, articles, sentences, {_COUNTS[key]})."
            )
        told = ask("evidence", "told", told, table(key, *_PLACES, gives="pipeline.analyse"))
        rows = ask("evidence", "rows", rows, table(key, gives="entities.tally_entities"))
        wanted = told[told[key].isin(rows[key])]
        missing = sorted(set(rows[key]) - set(wanted[key]))
        if missing:
            raise EvidenceError(
                f"The {_COUNTS[key]} hold no {key} {missing[0]!r}; expected ids of its column "
                f"{key}. Count the rows anew from this table."
            )
        rows = wanted
    if not {*_PLACES, "sentence_id"} <= set(rows):
        raise EvidenceError(
            f"Rows with the columns {', '.join(map(str, rows.columns))} have no place in a text; "
            "expected rows of mentions, dates, events, quotations or sentences, of a tally, or of "
            "happenings (data/README.md says what each holds)."
        )
    rows = ask("evidence", "rows", rows, table(*_PLACES, "sentence_id", gives="pipeline.analyse"))
    return rows[[*_PLACES, "sentence_id"]].astype({"start": "int64", "end": "int64"})


@asks(found=table("file", "record", "start", "end", "sha256", gives="evidence.evidence"),
      paths=PATH, fields=FIELDS)
def as_printed(found: pd.DataFrame, *paths: Path | str,
               fields: Mapping[str, str] | None = None) -> pd.Series:
    """What stands in the files today at the places that `evidence` gave; tags are blanks.

    `paths` and `fields` as they were given to `load.read_articles`. Raises EvidenceError for a file
    that is gone or has changed since it was read.
    """
    if found[["file", "record", "sha256"]].isna().any(axis=None):
        raise EvidenceError("as_printed: a row says of no file, record or sha256 where it was; "
                            "expected rows of articles that were read from files. Read them with "
                            "load.read_articles.")
    texts = _texts(dict(zip(found["file"], found["sha256"], strict=True)), paths, fields)
    return pd.Series([texts[row.file, row.record][row.start:row.end]
                      for row in found.itertuples()], found.index, dtype="str")


def _texts(wanted: dict[str, str], paths: tuple, fields) -> dict[tuple[str, int], str]:
    """The texts of the wanted files, by file and record."""
    texts, seen = defaultdict(list), set()
    asked = {Path(path) for path in paths}
    for name, path in find_paths(*paths):
        if not any(one == name or one.startswith(f"{name}/") for one in wanted):
            continue
        for file in open_files(name, path, asked=path in asked):
            if not isinstance(file, File) or file.name not in wanted:
                continue
            sha256 = hashlib.sha256(file.data).hexdigest()
            if sha256 != wanted[file.name]:
                raise EvidenceError(
                    f"{file.name}: has changed since it was read (sha256 {sha256[:12]}, expected "
                    f"{wanted[file.name][:12]}). Put the file back as it was, or make the tables "
                    "anew: make report"
                )
            seen.add(file.name)
            for document in read_documents(file, fields):
                if isinstance(document, Document):
                    texts[file.name, document.record].append(document)
    if missing := sorted(wanted.keys() - seen):
        raise EvidenceError(
            f"{missing[0]}: no such file below {', '.join(map(str, paths)) or 'no path'}; expected "
            "the corpus that the tables were made from. Give its folder."
        )
    return {place: _whole(documents) for place, documents in texts.items()}


def _whole(documents: list[Document]) -> str:
    """The text that the documents share, each with its tags as blanks."""
    pieces, done, text = [], 0, documents[0].text
    for document in documents:
        end = len(text) if document.end is None else document.end
        pieces += text[done:document.start], without_tags(document)[document.start:end]
        done = end
    return "".join([*pieces, text[done:]])
