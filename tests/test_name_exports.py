"""The mentions for other programs, read back by other readers than those that wrote them."""

import csv
import html
import io
import re
import xml.etree.ElementTree as ET

import networkx as nx
import pandas as pd
import pytest

from utils import exports, load, pipeline, tables

PAGES = tables.ROOT / "data" / "sample" / "pages"


@pytest.fixture(scope="module")
def made():
    """The tables of three pages."""
    return pipeline.analyse(load.read_articles(*sorted(PAGES.glob("*.txt"))[:3]).articles)


@pytest.fixture(scope="module")
def written(made, tmp_path_factory):
    """The folder of the exports, and what was said of them."""
    folder = tmp_path_factory.mktemp("exports")
    return folder, exports.write_name_exports(*made[:3], folder)


def test_every_file_is_told_and_there(written):
    folder, told = written
    assert sorted(told["file"]) == sorted(path.name for path in folder.iterdir())
    assert (told["rows"] > 0).all()


def test_the_same_mentions_give_the_same_bytes(made, written, tmp_path):
    exports.write_name_exports(*made[:3], tmp_path)
    for path in written[0].iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_spreadsheet_reckons_nothing(made, tmp_path):
    odd = made.mentions.head(1).assign(surface="=1+1", label="@SUM(A1)")
    exports.write_name_exports(*made[:2], odd, tmp_path)
    text = (tmp_path / "mentions.csv").read_bytes().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["surface"], row["label"]) == ("'=1+1", "'@SUM(A1)")


def test_parquet_brings_the_mentions_back(made, written):
    pd.testing.assert_frame_equal(
        tables.read_table("mentions", written[0]),
        tables.from_arrow(tables.to_arrow(made.mentions, "mentions")))


def test_gexf_holds_every_entity_and_the_ties_of_sentences(made, written):
    graph = nx.read_gexf(written[0] / "names.gexf")
    assert set(graph) == set(made.mentions["entity_id"])
    together = made.mentions.groupby("sentence_id")["entity_id"].agg(set)
    for one, other, tie in graph.edges(data=True):
        assert tie["weight"] == sum({one, other} <= named for named in together)
    assert graph.number_of_edges() > 10


def test_gexf_bears_no_day_and_is_xml_whatever_was_printed(made):
    odd = made.mentions.head(3).assign(label="<&\x01>")
    text = exports.as_gexf(odd)
    ET.fromstring(text)
    assert "lastmodified" not in text


def test_marks_that_turn_a_line_round_are_seen_in_every_file(tmp_path):
    body = "زار محمد\u202e الشيباني\u2067 أنقرة"
    articles = tables.typed([{"article_id": "a", "file": "a.txt", "outlet": "سدر\u202e",
                              "body": body, "body_start": 0}], "articles")
    found = pipeline.analyse(articles)
    assert "\u202e" in "".join(found.mentions["surface"])
    exports.write_name_exports(found.articles, found.sentences, found.mentions, tmp_path)
    for name in ("names.csv", "mentions.csv", "names.gexf", "names.conll"):
        text = html.unescape((tmp_path / name).read_text(encoding="utf-8-sig"))
        assert "⟨U+202E⟩" in text, name
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text), name


def test_weak_ties_can_be_left_out(made):
    graph = exports.named_together(made.mentions, least=2)
    weights = {weight for *_, weight in graph.edges(data="weight")}
    assert weights
    assert min(weights) >= 2


def read_conll(text: str):
    """The sentences of a CoNLL file as lists of rows."""
    for block in text.split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("# ")]
        if rows:
            yield rows


def test_conll_gives_every_outer_mention_back(made, written):
    text = (written[0] / "names.conll").read_text(encoding="utf-8")
    found = []
    for rows in read_conll(text):
        for _, start, end, entity_id, tag in rows:
            if tag.startswith("B-"):
                found.append([int(start), int(end), entity_id])
            elif tag.startswith("I-"):
                assert found[-1][2] == entity_id
                found[-1][1] = int(end)
    expected = []
    for _, rows in made.mentions.groupby("article_id"):
        end = 0
        for row in rows.sort_values(["start", "end"], ascending=[True, False]).itertuples():
            if row.start >= end:
                end = row.end
                expected.append([row.start, row.end, row.entity_id])
    assert found == expected


def test_conll_parts_what_is_written_onto_a_name():
    body = "زار تركيا وسوريا."
    articles = pd.DataFrame({"article_id": ["a"], "body": [body]})
    sentences = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [len(body)]})
    mentions = pd.DataFrame({
        "article_id": "a", "start": [4, 11], "end": [9, 16], "entity_id": ["TUR", "SYR"],
        "kind": "country"})
    assert exports.as_conll(articles, sentences, mentions).splitlines() == [
        "# article_id = a", "زار\t0\t3\t_\tO", "تركيا\t4\t9\tTUR\tB-country", "و\t10\t11\t_\tO",
        "سوريا\t11\t16\tSYR\tB-country", ".\t16\t17\t_\tO", ""]


def test_conll_of_nothing_is_empty():
    none = pd.DataFrame({"article_id": [], "body": [], "start": [], "end": [], "entity_id": [],
                         "kind": []})
    assert exports.as_conll(none, none, none) == ""
