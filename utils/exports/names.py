"""The mentions for other programs: spreadsheet, Gephi, annotation tools; all made without a clock.

The same mentions give the same bytes. Every row keeps ids and offsets, so that what another program
makes of it can be brought back.
"""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import pandas as pd

from utils.asking import ANY_TABLE, PATH, asks, table, table_of, whole
from utils.direction import harmless
from utils.entities import tally_entities
from utils.evidence import refuse_lost
from utils.exports.happenings import EXPORTS, as_csv
from utils.tables import SCHEMAS, save_table, write_file

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MADE_ON = re.compile(' lastmodifieddate="[^"]*"')
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIED = ("sentence_id", "entity_id", "label", "label_en", "kind")
_ARTICLE = ("article_id", "doc")
OUTSIDE, NOBODY = "O", "_"


@asks(mentions=table(*_TIED, gives="pipeline.analyse", either=_ARTICLE), least=whole(1))
def named_together(mentions: pd.DataFrame, least: int = 1) -> nx.Graph:
    """The entities as nodes, tied where one sentence names both; `weight` counts the sentences.

    Nodes carry label, label_en, kind and the articles that name them. `least` leaves out ties of
    fewer sentences.
    """
    graph = nx.Graph()
    article = "article_id" if "article_id" in mentions else "doc"
    nodes = mentions.groupby("entity_id").agg(
        label=("label", "first"), label_en=("label_en", "first"), kind=("kind", "first"),
        articles=(article, "nunique"),
    )
    for node in nodes.itertuples():
        graph.add_node(node.Index, label=_xml(node.label), label_en=_xml(node.label_en),
                       kind=node.kind, articles=int(node.articles))
    named = mentions[["sentence_id", "entity_id"]].dropna().drop_duplicates()
    both = named.merge(named, on="sentence_id", suffixes=("", "_other"))
    both = both[both["entity_id"] < both["entity_id_other"]]
    ties = both.groupby(["entity_id", "entity_id_other"]).size()
    graph.add_weighted_edges_from(
        (one, other, int(weight)) for (one, other), weight in ties.items() if weight >= least)
    return graph


def _xml(text: object) -> str:
    """The text with unseen controls spelled out, as XML can hold it; nothing for a missing one."""
    return _NO_XML.sub("", harmless(text)) if isinstance(text, str) else ""


@asks(mentions=table(*_TIED, gives="pipeline.analyse", either=_ARTICLE), least=whole(1))
def as_gexf(mentions: pd.DataFrame, least: int = 1) -> str:
    """The network of `named_together` as GEXF, which Gephi reads; without the day it was made.

    >>> mentions = pd.DataFrame({"doc": 0, "sentence_id": "a", "entity_id": ["SYR", "TUR"],
    ...     "label": ["سوريا", "تركيا"], "label_en": ["Syria", "Turkey"], "kind": "country"})
    >>> as_gexf(mentions).count("<node "), as_gexf(mentions).count("<edge ")
    (2, 1)
    """
    text = "\n".join(nx.generate_gexf(named_together(mentions, least)))
    return _MADE_ON.sub("", text, count=1) + "\n"


@asks(articles=table_of("articles", "article_id", "body"),
      sentences=table_of("sentences", "article_id", "start", "end"),
      mentions=table_of("mentions", "article_id", "start", "end", "kind", "entity_id"))
def as_conll(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame) -> str:
    """The sentences a token a line: token, start, end, entity_id, tag; an empty line between.

    Offsets count in the body. Tags are BIO over the kinds (B-person). A token ends where a mention
    begins, so that وسوريا is two: و and سوريا. Of mentions within one another the longest counts.
    """
    refuse_lost(sentences, articles)
    bodies = articles.set_index("article_id")["body"].fillna("")
    spans = {article: _outermost(rows) for article, rows in mentions.groupby("article_id")}
    lines = []
    for article_id, rows in sentences.groupby("article_id", sort=True):
        lines.append(f"# article_id = {article_id}")
        found = spans.get(article_id, [])
        for start, end in rows.sort_values("start")[["start", "end"]].itertuples(index=False):
            lines += _tagged(bodies[article_id], int(start), int(end), found)
            lines.append("")
    return "\n".join([*lines, ""]) if lines else ""


def _outermost(rows: pd.DataFrame) -> list[tuple[int, int, str, str]]:
    """(start, end, entity_id, kind) of the mentions that lie in no other, in their order."""
    found: list[tuple[int, int, str, str]] = []
    for row in rows.sort_values(["start", "end"], ascending=[True, False]).itertuples():
        if not found or row.start >= found[-1][1]:
            found.append((int(row.start), int(row.end), row.entity_id, row.kind))
    return found


def _tagged(body: str, start: int, end: int, found: list[tuple[int, int, str, str]]) -> list[str]:
    """The lines of one sentence."""
    lines, done = [], start
    for first, last, entity_id, kind in found:
        if not start <= first < end:
            continue
        lines += [_line(token, NOBODY, OUTSIDE) for token in _TOKEN.finditer(body, done, first)]
        done = min(last, end)
        for number, token in enumerate(_TOKEN.finditer(body, first, done)):
            lines.append(_line(token, entity_id, f"{'I' if number else 'B'}-{kind}"))
    return lines + [_line(token, NOBODY, OUTSIDE) for token in _TOKEN.finditer(body, done, end)]


def _line(token: re.Match, entity_id: str, tag: str) -> str:
    return f"{harmless(token[0])}\t{token.start()}\t{token.end()}\t{entity_id}\t{tag}"


@asks(tally=ANY_TABLE, folder=PATH)
def write_tally(tally: pd.DataFrame, folder: Path | str = EXPORTS) -> pd.DataFrame:
    """`names.csv` alone, of a corpus whose mentions no spreadsheet can hold; what it tells."""
    text = as_csv(tally)
    write_file(text.encode("utf-8-sig", errors="replace"), Path(folder) / "names.csv")
    return pd.DataFrame([("names.csv", len(tally), "spreadsheet: the tally")],
                        columns=["file", "rows", "for"])


@asks(articles=table_of("articles", "article_id", "body", "outlet"),
      sentences=table_of("sentences", "sentence_id", "article_id", "start", "end"),
      mentions=table_of("mentions", *SCHEMAS["mentions"].names), folder=PATH)
def write_name_exports(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame,
                       folder: Path | str = EXPORTS) -> pd.DataFrame:
    """The files written into the folder: file, rows in it, what for.

    `names.csv` and `mentions.csv` open in a spreadsheet, cells that look like formulas defused;
    `mentions.parquet` keeps the types; `names.gexf` is for Gephi, `names.conll` for annotation.
    """
    folder = Path(folder)
    outlets = articles[["article_id", "outlet"]]
    tally = tally_entities(mentions.merge(outlets, on="article_id", validate="many_to_one"))
    texts = {
        "names.csv": (as_csv(tally), "utf-8-sig", len(tally), "spreadsheet: the tally"),
        "mentions.csv": (as_csv(mentions), "utf-8-sig", len(mentions), "spreadsheet: each mention"),
        "names.gexf": (as_gexf(mentions), "utf-8", len(tally), "Gephi: who is named together"),
        "names.conll": (as_conll(articles, sentences, mentions), "utf-8", len(sentences),
                        "annotation tools: a token a line"),
    }
    for name, (text, encoding, _, _) in texts.items():
        write_file(text.encode(encoding), folder / name)
    save_table(mentions, "mentions", folder)
    rows = [(name, rows, what) for name, (_, _, rows, what) in texts.items()]
    rows.append(("mentions.parquet", len(mentions), "programs: each mention with its types"))
    return pd.DataFrame(rows, columns=["file", "rows", "for"])
