"""Every number can be shown: from rows and from pages back to the characters in the file.

The pages are walked with readers of this file's own, so that an error of the loader cannot hide
behind itself.
"""

import gzip
import io
import json
import re
import tarfile
import zipfile
from functools import cache

import built
import pandas as pd
import printed
import pytest
from bs4 import BeautifulSoup

from utils import entities, load, tables, text
from utils.evidence import EvidenceError, as_printed, evidence

SAMPLE = tables.ROOT / "data" / "sample"
PLACED = ("mentions", "dates", "events", "quotations", "sentences")
SENTENCE = "التقى وزير الخارجية التركي هاكان فيدان نظيره السوري أسعد الشيباني في دمشق أمس الأحد."


@pytest.fixture(scope="module")
def report():
    """The folder of a report on the sample: pages/ and tables/."""
    return built.sample()


@pytest.fixture(scope="module")
def read(report):
    """Reads a table of that report."""
    return cache(lambda name: tables.read_table(name, report / "tables"))


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize("name", PLACED)
def test_every_row_is_found_in_its_file(read, name):
    rows = read(name)
    found = evidence(rows, read("articles"), read("sentences"))
    assert len(found) == len(rows)
    assert as_printed(found, SAMPLE).tolist() == found["surface"].tolist()
    if "surface" in rows:
        assert sorted(found["surface"]) == sorted(rows["surface"])
    assert found["sentence"].notna().all()


def test_a_count_of_a_name_is_as_many_places(read):
    mentions = read("mentions")
    tally = entities.tally_entities(mentions)
    found = evidence(tally, read("articles"), read("sentences"), mentions)
    assert len(found) == tally["mentions"].sum() == len(mentions)
    for row in tally.head(40).itertuples():
        own = evidence(tally[tally["entity_id"] == row.entity_id], read("articles"),
                       read("sentences"), mentions)
        assert (len(own), own["article_id"].nunique()) == (row.mentions, row.articles)
        assert own["day"].is_monotonic_increasing or own["day"].isna().any()


def test_a_happening_is_as_many_articles(read):
    first = read("articles").set_index("article_id")["reprint_of"]
    for _, row in read("happenings").iterrows():
        found = evidence(row, read("articles"), read("sentences"), read("events"))
        assert found["article_id"].map(lambda one: first[one] if isinstance(first[one], str)
                                       else one).nunique() == row["articles"]
        assert found["outlet"].nunique() == row["outlets"]


def test_documents_of_one_newswire_file_keep_their_own_tags(tmp_path):
    document = ("<DOC id='{}' type='story'>\n<HEADLINE>\nخبر {}\n</HEADLINE>\n<TEXT>\n<P>\n{}\n"
                "</P>\n<P>\n{}\n</P>\n</TEXT>\n</DOC>\n")
    (tmp_path / "a.sgml").write_text(
        "".join(document.format(n, n, SENTENCE, f"وصل {n} منهم. {SENTENCE}") for n in range(3)),
        encoding="utf-8")
    articles = load.read_articles(tmp_path).articles
    sentences = text.sentences(articles)
    found = evidence(sentences, articles, sentences)
    assert len(found) >= 6
    assert as_printed(found, tmp_path).tolist() == found["surface"].tolist()


@pytest.mark.parametrize("ask, told", [
    (lambda read: evidence(read("happenings").head(1), read("articles"), read("sentences")),
     "count events; expected the table events as the fourth argument"),
    (lambda read: evidence(pd.DataFrame({"entity_id": ["XXX"]}), read("articles"),
                           read("sentences"), read("mentions")),
     "The mentions hold no entity_id 'XXX'; expected ids"),
    (lambda read: evidence(read("set_aside"), read("articles"), read("sentences")),
     "columns file, record, .* have no place in a text; expected rows of mentions"),
    (lambda read: evidence(read("dates"), read("articles").head(3), read("sentences")),
     "belong to articles that the given articles do not hold.*expected.*Read all tables from one"),
    (lambda read: as_printed(evidence(read("dates").head(1), read("articles"), read("sentences")),
                             tables.ROOT / "data" / "gold"),
     "no such file below .*gold; expected the corpus.*Give its folder"),
])
def test_rows_that_lead_nowhere_say_what_to_do(read, ask, told):
    with pytest.raises(EvidenceError, match=told):
        ask(read)


def test_a_file_that_changed_since_is_no_evidence(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"خبر\n{SENTENCE}", encoding="utf-8")
    articles = load.read_articles(path).articles
    sentences = text.sentences(articles)
    path.write_text(f"خبر\n{SENTENCE} وعاد", encoding="utf-8")
    with pytest.raises(EvidenceError, match="a.txt: has changed since it was read.*make report"):
        as_printed(evidence(sentences, articles, sentences), path)


# ---------------------------------------------------------------- pages

def source_of(place: str, lang: str) -> re.Match | None:
    """Outlet, day, file, record, start and end, as a page says them."""
    whole = printed.templates(lang)["source"].pattern
    record = rf"(?:, {printed.word('record', lang)} (?P<record>[\d,]+))?"
    return re.fullmatch(whole.replace("(?P<file>.*?)", f"(?P<file>.+?){record}"), place)


@cache
def data_of(name: str) -> bytes:
    """The bytes of a file of the sample, out of its archive where it lies in one."""
    path, inner = SAMPLE / name, ""
    while not path.exists():
        path, inner = path.parent, f"{path.name}/{inner}".rstrip("/")
    data = path.read_bytes()
    if not inner:
        return gzip.decompress(data) if path.suffix == ".gz" else data
    if path.suffix == ".zip":
        return zipfile.ZipFile(io.BytesIO(data)).read(inner)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = next(one for one in archive if one.name.removeprefix("./") == inner)
        return archive.extractfile(member).read()


def decoded(data: bytes) -> str:
    """The text of the bytes."""
    for encoding in ("utf-16", "utf-8-sig", "iso8859_6", "cp1256"):      # each refuses the next
        if encoding != "utf-16" or data.startswith((b"\xff\xfe", b"\xfe\xff")):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise AssertionError("no encoding fits")


def strings(value) -> list[str]:
    """All texts in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(strings, value), []) if isinstance(value, list) else (
        [value] if isinstance(value, str) else [])


def texts_of(name: str) -> list[str]:
    """What the characters of a file may be counted in: the file, or its records' texts."""
    data = data_of(name)
    if data.startswith(b"PAR1"):
        cells = pd.read_parquet(io.BytesIO(data)).to_numpy().ravel().tolist()
        return [cell for cell in cells if isinstance(cell, str)]
    whole = decoded(data)
    if name.endswith((".json", ".jsonl")):
        lines = [whole] if name.endswith(".json") else whole.splitlines()
        return sum((strings(json.loads(line)) for line in lines if line.strip()), [])
    if name.endswith((".csv", ".tsv")):
        frame = pd.read_csv(io.StringIO(whole), sep=None, engine="python", dtype=str)
        return frame.fillna("").to_numpy().ravel().tolist()
    return [whole]


def plain(words: str) -> str:
    """The words with single blanks between them, as cleaning shows them."""
    return " ".join(text.clean(re.sub(r"<[^>]*>", " ", words)).split())


def stands_there(source: re.Match, sentence: str) -> bool:
    """Whether the sentence is what the file holds at the characters that the page gives."""
    start, end = (number(source[name]) for name in ("start", "end"))
    if ".html" in source["file"]:                    # counted in the page's visible text
        words = plain(BeautifulSoup(data_of(source["file"]), "html.parser").get_text(" "))
        return plain(sentence) in words and end - start >= len(sentence)
    return any(plain(one[start:end]) == plain(sentence) for one in texts_of(source["file"]))


def heads_there(source: re.Match, headline: str) -> bool:
    """Whether the headline stands in the article's characters; a record has it beside its text."""
    start, end = (number(source[name]) for name in ("start", "end"))
    texts = texts_of(source["file"])
    if source["record"]:
        return any(plain(one) == plain(headline) for one in texts)
    if ".html" in source["file"]:
        return plain(headline) in plain(BeautifulSoup(texts[0], "html.parser").get_text(" "))
    return plain(headline) in plain(texts[0][start:end])


def number(words: str) -> int:
    """The count that a page shows."""
    return int(words.replace(",", ""))


@pytest.fixture(scope="module", params=printed.LANGUAGES)
def opened(request):
    """Each row of each page that opens: page, cells by their English head, count, sentences.

    A sentence has its text, the words marked in it, and its source.
    """
    lang, found = request.param, []
    names = printed.english("header", lang)
    for path in sorted((built.sample(lang) / "pages").glob("*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for row in page.select("tr.opened"):
            heads = [head.get_text() for head in row.find_parent("table").select("th")]
            texts = [cell.get_text() for cell in row.find_previous_sibling("tr")("td")]
            cells = {name: text for head, text in zip(heads, texts, strict=False)
                     for name in names.get(head, [head])}
            shown, count = re.match(r"\D*(?:([\d,]+)\D+)?([\d,]+)\D*$", row.summary.get_text()
                                    ).groups()
            items = [(item.blockquote.get_text(), [mark.get_text() for mark in item("mark")],
                      source_of(item.p.get_text(), lang)) for item in row.select("li")]
            assert number(shown or count) == len(items)
            found.append((path.name, cells, number(count), items))
    return found


def test_every_sentence_that_a_page_opens_to_stands_where_the_page_says(opened):
    assert {page for page, *_ in opened} >= {"03-entities.html", "05-timeline.html"}
    for page, cells, count, items in opened:
        assert 1 <= len(items) <= count, (page, cells)
        for sentence, marks, source in items:
            assert source, (page, cells)
            there = heads_there if page == "01-load.html" else stands_there
            assert there(source, sentence), (page, source, sentence)
            assert all(mark in sentence for mark in marks)


def test_the_counts_of_names_and_articles_in_pages_are_the_sentences_they_open_to(opened):
    tallies = [(page, cells, count, items) for page, cells, count, items in opened
               if page in ("01-load.html", "03-entities.html")]
    assert {"outlet", "label"} <= set().union(*(cells for _, cells, _, _ in tallies))
    for page, cells, count, items in tallies:
        assert number(cells["articles"]) == count, cells
        assert page == "01-load.html" or all(marks for _, marks, _ in items), cells


def test_the_counts_of_happenings_in_pages_are_their_articles(opened, read):
    articles = read("articles").set_index("article_id")
    events = read("events").merge(articles[["file", "record", "body_start", "outlet"]],
                                  left_on="article_id", right_index=True)
    sentences = read("sentences").set_index("sentence_id")
    begins = events["body_start"] + events["sentence_id"].map(sentences["start"])
    counted = read("happenings").set_index("happening_id").astype({"articles": str, "outlets": str})
    rows = [(cells, count, items) for page, cells, count, items in opened
            if page in ("05-timeline.html", "index.html")]
    assert len(rows) >= 100
    for cells, count, items in rows:
        own = {happening for *_, source in items for happening in _told(source, events, begins)}
        same = [name for name in cells if name in ("articles", "outlets")]
        assert any(counted.loc[name, same].tolist() == [cells[one] for one in same]
                   and all(counted.loc[name, one] in printed.values(cells[one], "ar")
                           for one in ("status", "kind") if one in cells)
                   and (events["happening_id"] == name).sum() == count
                   for name in sorted(own)), cells


def _told(source: re.Match, events: pd.DataFrame, begins: pd.Series) -> list[str]:
    """The happenings that are told in the sentence at this place."""
    here = ((events["file"] == source["file"])
            & (events["record"] == number(source["record"] or "0"))
            & (begins == number(source["start"])))
    return events.loc[here, "happening_id"].tolist()


def test_what_was_set_aside_stands_in_the_files(read):
    placed = read("set_aside").dropna(subset=["start", "words"])
    for row in placed[~placed["file"].str.contains(r"\.html")].itertuples():
        assert any(one[row.start:row.end] == row.words for one in texts_of(row.file)), row
