"""Loading: every format and encoding, broken input among good, every character accounted for."""

import bz2
import gzip
import io
import json
import os
import random
import sys
import tarfile
import time
import zipfile
from collections import defaultdict

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from utils.load import formats, read_articles, read_batches
from utils.load.fields import Document, field_roles
from utils.load.formats import File, open_files
from utils.load.paths import LoadError, find_paths
from utils.load.records import read_documents
from utils.tables import SCHEMAS, save_table

HEADLINE = "وفدان عسكريان يلتقيان في قاعدة حميميم"
BODY = (
    "عقد وفدان عسكريان من تركيا وسوريا محادثات في قاعدة حميميم الجوية، وبحثا آخر التطورات.\n"
    "وأوضحت المصادر أن الاجتماع المقبل سيعقد في بغداد، من دون أن تحدد له موعداً."
)
DUMP = f"{HEADLINE}\nتاريخ النشر: 18 يونيو 2024 - 1:10 م\n{BODY}\nالمصدر: وكالات\n"
RECORD = {"title": HEADLINE, "content": BODY, "published": "2024-06-18", "source": "المشحوف",
          "author": "بغداد - رويترز", "url": "https://mashhuf.example/1"}
SGML = (
    "<DOC>\n<DOCNO>MA-1-20240618</DOCNO>\n<SRC>Mashmoum FM</SRC>\n"
    f"<TITLE>{HEADLINE}</TITLE>\n<TIME>18/06/2024</TIME>\n<TEXT>\n{BODY}\n</TEXT>\n</DOC>\n"
)
PAGE = (
    f"<!DOCTYPE html><html><head><title>{HEADLINE} - الدحنون</title></head><body><nav><a>الرئيسية"
    f"</a></nav><article><h1>{HEADLINE}</h1><p>نشر في: 18 يونيو 2024</p>"
    + "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    + "</article><footer>جميع الحقوق محفوظة</footer></body></html>"
)


def write(folder, files: dict):
    """The folder with the files in it; bytes as they are, text in UTF-8."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(members: dict, **options) -> bytes:
    """A zip archive of the members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **options)
    return whole.getvalue()


def tarred(members: dict, mode: str = "w") -> bytes:
    """A tar archive of the members."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=mode) as archive:
        for name, content in members.items():
            data = content if isinstance(content, bytes) else content.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return whole.getvalue()


def parquet(records: list[dict]) -> bytes:
    """The records as a Parquet file."""
    whole = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), whole)
    return whole.getvalue()


def warc(page: str) -> bytes:
    """A web archive with one response."""
    whole = io.BytesIO()
    body = page.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://dahnoun.example/1\r\n"
            f"WARC-Date: 2024-06-19T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n").encode()
    whole.write(head + http + b"\r\n\r\n")
    return whole.getvalue()


def uncovered(corpus, *paths) -> list[str]:
    """Where a character of a decoded text is in no row, or in two."""
    spans = defaultdict(list)
    for table in corpus:
        for row in table[table["start"].notna()].itertuples():
            spans[row.file, row.record].append((row.start, row.end))
    wrong = []
    for name, path in find_paths(*paths):
        for file in open_files(name, path):
            if not isinstance(file, File):
                continue
            texts = {found.record: found.text for found in read_documents(file)
                     if isinstance(found, Document)}
            for record, text in texts.items():
                times = [0] * len(text)
                for start, end in spans[file.name, record]:
                    for place in range(start, end):
                        times[place] += 1
                wrong += [f"{file.name} {record} {place}: {letter!r} {count} times"
                          for place, (letter, count) in enumerate(zip(text, times, strict=True))
                          if count != 1 and not letter.isspace()]
    return wrong


# ---------------------------------------------------------------- every format

FEED = (
    "<?xml version='1.0'?><rss><channel><title>المحار</title><image><title>المحار</title></image>"
    f"<item><title>{HEADLINE}</title><link>http://example.org/1</link><description>{BODY}&nbsp;"
    "</description><pubDate>Tue, 18 Jun 2024 10:30:00 +0300</pubDate></item></channel></rss>"
)
ATOM = (
    f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{HEADLINE}</title><link href="x"/>'
    f"<published>2024-06-18T10:30:00Z</published><content>{BODY}</content></entry></feed>"
)

FORMATS = {
    "page.txt": DUMP,
    "array.json": json.dumps([RECORD, {**RECORD, "title": "خبر آخر من بغداد"}], ensure_ascii=False),
    "nested.json": json.dumps({"status": "ok", "articles": [RECORD]}),
    "one.json": json.dumps(RECORD),
    "hits.json": json.dumps({"hits": {"hits": [{"_id": "1", "_source": RECORD}]}}),
    "lines.jsonl": "\n".join(json.dumps(RECORD, ensure_ascii=False) for _ in range(2)),
    "comma.csv": f'title,content,published\n"{HEADLINE}","{BODY}",2024-06-18\n',
    "tab.tsv": (f"العنوان\tالنص\tتاريخ النشر\n"
                f"{HEADLINE}\t{BODY.replace(chr(10), ' ')}\t18/06/2024\n"),
    "semicolon.txt": f'العنوان;النص;التاريخ\n"{HEADLINE}";"{BODY}";2024-06-18\n',
    "table.parquet": parquet([RECORD]),
    "wire.sgml": SGML * 2,
    "page.html": PAGE,
    "crawl.warc": warc(PAGE),
    "crawl.warc.gz": gzip.compress(warc(PAGE)),
    "zipped.zip": zipped({"a/page.txt": DUMP, "b.json": json.dumps([RECORD])}),
    "tarred.tar": tarred({"page.txt": DUMP}),
    "tarred.tar.gz": tarred({"page.txt": DUMP}, "w:gz"),
    "tarred.tgz": tarred({"page.txt": DUMP}, "w:gz"),
    "tarred.tar.bz2": tarred({"page.txt": DUMP}, "w:bz2"),
    "packed.tar.zst": zstandard.compress(tarred({"page.txt": DUMP})),
    "page.txt.gz": gzip.compress(DUMP.encode()),
    "page.txt.zst": zstandard.compress(DUMP.encode()),
    "page.txt.bz2": bz2.compress(DUMP.encode()),
    "lines.jsonl.gz": gzip.compress(json.dumps(RECORD).encode()),
    "nested.zip": zipped({"inner.zip": zipped({"page.txt": DUMP})}),
    "gz-in.zip": zipped({"page.txt.gz": gzip.compress(DUMP.encode())}),
    "wrong-name.pdf": DUMP,
    "feed.rss": FEED,
    "atom.xml": ATOM,
    "columns.json": json.dumps({name: {"0": value, "1": value} for name, value in RECORD.items()}),
    "rows.json": json.dumps([[*RECORD], [*RECORD.values()]]),
    "pasted.txt": "".join(f"2024-06-18\t{headline}\t{BODY.replace(chr(10), ' ')}\n"
                          for headline in (HEADLINE, "خبر آخر من بغداد", HEADLINE)),
    "names of their own.csv": f'x;y;z\n2024-06-18;"{HEADLINE}";"{BODY}"\n',
    "script.json": f"var data = {json.dumps([RECORD])}",
    "line ends.json": json.dumps([RECORD]).replace("\\n", "\n"),
    "excel.csv": f'sep=;\ntitle;content;published\n"{HEADLINE}";"{BODY}";2024-06-18\n',
    "program.jsonl": json.dumps({**RECORD, "published": "Tue Jun 18 10:30:00 +0000 2024"}),
}


LEAD = ("عقد وفدان من تركيا وسوريا محادثات في قاعدة حميميم في لقاء حضره ممثلون عن المنظمات "
        "الدولية، واتفقا على جدول أعمال للجولة المقبلة.")
RELATED = " ".join(["أكد الوزير أن دمشق تتطلع إلى علاقات جديدة مع القاهرة."] * 12)


def test_a_page_without_a_title_begins_with_the_line_that_its_text_takes_up(tmp_path):
    page = tmp_path / "old.html"
    page.write_text(f"<html><title>الصحيفة</title><body><b>وفدان في حميميم</b><br>18 يونيو 2024<br>"
                    f"{LEAD}<br>{LEAD}</body></html>", encoding="utf-8")
    articles = read_articles(page).articles
    assert articles["headline"].tolist() == ["وفدان في حميميم"]
    assert str(articles["published"][0].date()) == "2024-06-18"


def test_a_whole_article_beside_that_of_a_page_is_one_and_a_teaser_is_none(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><head><title>وفدان في حميميم</title></head><body><article><h1>وفدان في حميميم</h1>"
        f"<p>{LEAD}</p></article><div class=related><h3>إقرأ أيضاً:</h3>"
        f"<h2>دمشق والقاهرة تتقاربان</h2><p>{RELATED}</p></div>"
        f"<h3>الأكثر قراءة</h3><h2>أسعار القمح ترتفع</h2><p>ارتفعت أسعار القمح أمس.</p>"
        "</body></html>", encoding="utf-8")
    corpus = read_articles(page)
    assert corpus.articles["headline"].tolist() == ["وفدان في حميميم", "دمشق والقاهرة تتقاربان"]
    assert corpus.articles["parent_id"][1] == corpus.articles["article_id"][0]
    assert "أسعار القمح" in " ".join(corpus.set_aside["words"])


@pytest.mark.parametrize("name", FORMATS)
def test_reads_format(name, tmp_path):
    corpus = read_articles(write(tmp_path, {name: FORMATS[name]}))
    assert set(corpus.articles["headline"]) <= {HEADLINE, "خبر آخر من بغداد"}
    assert (corpus.articles["published"].dt.normalize() == pd.Timestamp("2024-06-18")).all()
    assert (corpus.articles["anchor_basis"] == "published").all()
    for row in corpus.articles.itertuples():
        assert " ".join(row.body.split()) == " ".join(BODY.split())
    assert uncovered(corpus, tmp_path) == []
    assert corpus.articles["article_id"].is_unique
    for table, which in zip(corpus, ("articles", "set_aside"), strict=True):
        save_table(table, which, tmp_path / "out")


def test_members_are_named_below_their_archive(tmp_path):
    corpus = read_articles(write(tmp_path, {"b/zipped.zip": FORMATS["zipped.zip"]}))
    assert corpus.articles["file"].tolist() == ["b/zipped.zip/a/page.txt", "b/zipped.zip/b.json"]
    assert corpus.articles["record"].tolist() == [0, 1]


def test_a_single_file_is_called_by_its_name(tmp_path):
    write(tmp_path, {"page.txt": DUMP})
    assert read_articles(tmp_path / "page.txt").articles["file"].tolist() == ["page.txt"]


def test_two_folders_with_the_same_names_stay_apart(tmp_path):
    write(tmp_path, {"a/page.txt": DUMP, "b/page.txt": DUMP.replace("حميميم", "طرطوس")})
    corpus = read_articles(tmp_path / "a", tmp_path / "b")
    assert corpus.articles["file"].tolist() == ["a/page.txt", "b/page.txt"]


def test_same_bytes_twice_are_articles_once(tmp_path):
    corpus = read_articles(write(tmp_path, {"a.txt": DUMP, "b.txt": DUMP}))
    assert corpus.articles["file"].tolist() == ["a.txt"]
    [row] = corpus.set_aside.itertuples()
    assert (row.file, row.words) == ("b.txt", DUMP) and "a.txt" in row.reason


def test_identifier_is_of_the_file_and_its_order(tmp_path):
    corpus = read_articles(write(tmp_path, {"array.json": FORMATS["array.json"]}))
    assert corpus.articles["article_id"].tolist() == [
        f"{corpus.articles['sha256'][0][:12]}-1", f"{corpus.articles['sha256'][0][:12]}-2"]


def test_batches_are_the_same_rows(tmp_path):
    records = [{**RECORD, "title": f"{HEADLINE} {number}"} for number in range(23)]
    write(tmp_path, {"a.json": json.dumps(records[:11]), "b.json": json.dumps(records[11:])})
    batches = list(read_batches(tmp_path, size=5))
    assert [len(batch.articles) for batch in batches] == [5, 5, 5, 5, 3]
    whole = read_articles(tmp_path)
    for number in range(2):
        together = pd.concat([batch[number] for batch in batches], ignore_index=True)
        pd.testing.assert_frame_equal(together, whole[number])


def test_columns_are_those_of_the_schema(tmp_path):
    corpus = read_articles(write(tmp_path, {"page.txt": DUMP}))
    assert list(corpus.articles) == SCHEMAS["articles"].names
    assert list(corpus.set_aside) == SCHEMAS["set_aside"].names


# ---------------------------------------------------------------- fields


def test_fields_can_be_named_by_hand(tmp_path):
    write(tmp_path, {"a.csv": "kopf,texte_long\nوفدان في حميميم,عقد وفدان محادثات في القاعدة.\n"})
    corpus = read_articles(tmp_path, fields={"headline": "kopf", "body": "texte_long"})
    assert corpus.articles[["headline", "body"]].values.tolist() == [
        ["وفدان في حميميم", "عقد وفدان محادثات في القاعدة."]]


def test_unused_columns_are_told_once_a_file(tmp_path):
    records = [{**RECORD, "likes": 3, "title": f"خبر {number}"} for number in range(3)]
    corpus = read_articles(write(tmp_path, {"a.json": json.dumps(records)}))
    told = corpus.set_aside[corpus.set_aside["reason"].str.startswith("columns not used")]
    assert told["words"].tolist() == ["likes"]


@pytest.mark.parametrize("names, roles", [
    (["source", "content"], {"source": "outlet", "content": "body"}),
    (["source", "outlet", "text"], {"source": "source", "outlet": "outlet", "text": "body"}),
    (["العنوان", "النص", "تاريخ النشر", "المصدر", "الكاتب", "الرابط"],
     {"العنوان": "headline", "النص": "body", "تاريخ النشر": "published", "المصدر": "outlet",
      "الكاتب": "author", "الرابط": "url"}),
    (["Date_Extracted", "datePublished", "articleBody"],
     {"Date_Extracted": "crawled", "datePublished": "published", "articleBody": "body"}),
])
def test_field_names_are_recognised(names, roles):
    assert {name: role for role, name in field_roles(names).items()} == roles


def test_values_of_nested_objects_and_lists_are_read(tmp_path):
    record = {"title": {"rendered": HEADLINE}, "content": BODY.split("\n"),
              "source": {"id": None, "name": "المشحوف"}, "authors": ["أحمد علي", "هدى ناصر"]}
    [row] = read_articles(write(tmp_path, {"a.json": json.dumps([record])})).articles.itertuples()
    assert (row.headline, row.body, row.outlet) == (HEADLINE, BODY, "المشحوف")
    assert row.author == "أحمد علي، هدى ناصر"


def test_columns_told_by_what_they_hold_are_flagged(tmp_path):
    name = "names of their own.csv"
    [flags] = read_articles(write(tmp_path, {name: FORMATS[name]})).articles["flags"]
    assert flags == "columns told by what they hold"


def test_crawl_day_is_the_last_resort(tmp_path):
    record = {"title": HEADLINE, "content": BODY, "date_extracted": "2015-08-08 06:15:33"}
    [row] = read_articles(write(tmp_path, {"a.json": json.dumps([record])})).articles.itertuples()
    assert row.published is pd.NaT
    assert (row.anchor, row.anchor_basis) == (pd.Timestamp("2015-08-08"), "crawled")


def test_tags_in_a_body_are_blanks_and_offsets_hold(tmp_path):
    markup = "<p>عقد <b>وفدان</b> محادثات.</p><p>وأكد الوزير ذلك.</p>"
    record = {"title": HEADLINE, "content": markup}
    [row] = read_articles(write(tmp_path, {"a.json": json.dumps([record])})).articles.itertuples()
    assert row.body.split() == ["عقد", "وفدان", "محادثات.", "وأكد", "الوزير", "ذلك."]
    place = row.body.index("الوزير")
    assert markup[row.body_start + place:].startswith("الوزير")


def test_tags_in_a_text_file_part_its_lines_and_are_no_text(tmp_path):
    dump = (f"<h1>{HEADLINE}</h1>\n<span class=day>18 يونيو 2024</span><p>{LEAD}</p>\n"
            "<p>وأكد <b>الوزير</b> ذلك أمام الصحفيين في ختام اللقاء.</p>\n\n"
            "<h1>دمشق والقاهرة تتقاربان</h1>\n"
            f"<span class=day>19 يونيو 2024</span>\n<p>{RELATED}</p>\n<!-- end -->")
    path = write(tmp_path, {"a.txt": dump})
    corpus = read_articles(path)
    assert list(corpus.articles["headline"]) == [HEADLINE, "دمشق والقاهرة تتقاربان"]
    assert "<" not in "".join(corpus.articles["body"])
    first = corpus.articles.iloc[0]
    assert dump[first["body_start"] + first["body"].index("الوزير"):].startswith("الوزير</b>")
    assert uncovered(corpus, path) == []


def test_a_text_of_nothing_but_tags_loses_none(tmp_path):
    path = write(tmp_path, {"a.txt": "<p></p><br/>\n<b></b>", "b.txt": f"<p>{BODY}</p>"})
    assert uncovered(read_articles(path), path) == []


def test_paragraph_tags_of_newswire_are_no_text(tmp_path):
    wire = ('<DOC id="XXX_ARB_20040715.0001" type="story">\n'
            "<HEADLINE>\nوفدان في حميميم\n</HEADLINE>\n"
            "<DATELINE>\nدمشق 15-7 (اف ب)\n</DATELINE>\n<TEXT>\n<P>\nعقد وفدان محادثات.\n</P>\n"
            "<P>\nوأكد الوزير ذلك.\n</P>\n</TEXT>\n</DOC>\n")
    [row] = read_articles(write(tmp_path, {"w.sgm": wire})).articles.itertuples()
    assert row.headline == "وفدان في حميميم" and "<" not in row.body
    assert row.published == pd.Timestamp("2004-07-15")
    assert (row.start, row.end) == (0, len(wire.strip()))


# ---------------------------------------------------------------- encodings

ENCODINGS = {
    "utf-8": "", "utf-8-sig": "", "utf-16": "", "utf-16-le": "decoded as utf-16-le",
    "utf-16-be": "decoded as utf-16-be", "cp1256": "decoded as windows-1256",
    "iso8859_6": "decoded as ISO-8859-6",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_reads_encoding(encoding, tmp_path):
    corpus = read_articles(write(tmp_path, {"page.txt": DUMP.encode(encoding)}))
    [row] = corpus.articles.fillna("").to_dict("records")
    assert (row["headline"], row["body"], row["flags"]) == (HEADLINE, BODY, ENCODINGS[encoding])


@pytest.mark.parametrize("meant, read", [
    ("utf-8", "latin-1"), ("cp1256", "latin-1"), ("cp1256", "cp1252"),
])
def test_repairs_mojibake(meant, read, tmp_path):
    broken = DUMP.encode(meant).decode(read, "replace")
    [row] = read_articles(write(tmp_path, {"page.txt": broken})).articles.to_dict("records")
    assert (row["headline"], row["body"]) == (HEADLINE, BODY)
    assert row["flags"].startswith("mojibake repaired")


def test_what_a_reader_lost_for_good_is_shown_as_lost(tmp_path):
    broken = DUMP.encode("utf-8").decode("cp1252", "replace")
    [row] = read_articles(write(tmp_path, {"page.txt": broken})).articles.to_dict("records")
    assert "\N{REPLACEMENT CHARACTER}" in row["body"] and row["body"].startswith("عقد و")


# ---------------------------------------------------------------- what the dates say


@pytest.mark.parametrize("labels, flag", [
    ("تاريخ النشر: 20 يونيو 2024\nآخر تحديث: 18 يونيو 2024", "published after updated"),
    ("تاريخ النشر: الأحد 18 يونيو 2024", "weekday of published does not fit"),
    ("تاريخ النشر: 31/02/2024", "published is no day of the calendar"),
    ("تاريخ النشر: 18 يونيو 2024\nتاريخ النشر: 19 يونيو 2024", "published is given twice"),
])
def test_contradictions_are_kept_and_flagged(labels, flag, tmp_path):
    corpus = read_articles(write(tmp_path, {"page.txt": f"{HEADLINE}\n{labels}\n{BODY}"}))
    assert flag in corpus.articles["flags"][0]


def test_unreadable_date_is_told_and_not_guessed(tmp_path):
    record = {**RECORD, "published": "أمس الأول"}
    [row] = read_articles(write(tmp_path, {"a.json": json.dumps([record])})).articles.itertuples()
    assert row.published is pd.NaT and row.anchor_basis == "none"
    assert "أمس الأول" in row[SCHEMAS["articles"].names.index("flags") + 1]


# ---------------------------------------------------------------- broken input

DEEP = "[" * 200_000 + "]" * 200_000
BROKEN = {
    "empty.txt": b"",
    "only spaces.txt": " \n\t \n",
    "binary.txt": random.Random(1).randbytes(5000),
    "program.json": b"\x7fELF" + bytes(3000),
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "document.pdf": b"%PDF-1.4\n%\xe2\xe3\n",
    "letter.docx": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "garbage.zip": b"PK\x03\x04" + random.Random(2).randbytes(900),
    "cut.zip": zipped({"page.txt": DUMP * 50})[:200],
    "cut.gz": gzip.compress(random.Random(3).randbytes(9000))[:4000],
    "cut.tar.gz": tarred({"big.txt": random.Random(4).randbytes(90_000)}, "w:gz")[:60_000],
    "cut.zst": zstandard.compress(random.Random(5).randbytes(9000))[:4000],
    "cut.parquet": parquet([RECORD])[:100],
    "cut.json": json.dumps([RECORD, RECORD], ensure_ascii=False)[:-150],
    "broken inside.json": json.dumps([RECORD, RECORD]).replace('"url"', "url", 1),
    "deep.json": DEEP,
    "scalars.json": "[1, null, true, 3.5]",
    "bad line.jsonl": json.dumps(RECORD) + "\n{broken\n" + json.dumps({**RECORD, "title": "آخر"}),
    "unknown columns.csv": "a,b,c\n1,2,3\n",
    "ragged.csv": f"title,content\n{HEADLINE},نص قصير للخبر,فضلة\n{HEADLINE},نص آخر للخبر\n",
    "open quote.csv": f'title,content\n"{HEADLINE},{BODY}\n',
    "unknown.parquet": parquet([{"x": 1, "y": 2}]),
    "open.sgml": SGML.replace("</DOC>", "").replace("</TEXT>", ""),
    "no text.sgml": "<DOC>\n<DOCNO>1</DOCNO>\n</DOC>\n",
    "feed.xml": "<?xml version='1.0'?><rss><channel><item>خبر</item></channel></rss>",
    "hollow.html": "<html><body><script>1</script></body></html>",
    "broken.html": "<html><body><p>عقد <div><b>وفدان</p></html" + "<" * 3000,
    "nul.txt": DUMP.replace(" ", " \x00", 5),
    "long line.txt": "كلمة أخرى في سطر واحد طويل " * 230_000,
    "long markers.txt": "نص. إقرأ أيضاً: عنوان قصير " * 60_000,
    "colons.txt": "نص : " * 400_000,
    "many labels.txt": "المصدر: وكالات\n" * 60_000,
    "many heads.txt": "عنوان قصير جدا\n" * 100_000,
    "wide gaps.txt": "نص" + " " * 500_000 + "\n" * 200_000 + "نص آخر",
    "tags.json": json.dumps([{"title": HEADLINE, "content": "<p" * 200_000}]),
    "surrogates.json": '[{"title": "نصف \\ud83d زوج", "content": "نص فيه \\udc00 لا يكتب."}]',
    "digits.txt": "شارك " + "1" * 70 + "ا\n" + "1" * 80 + "ا",
    "many docs.sgml": "<DOC>\n" * 60_000,
    "many titles.sgml": "<DOC>" + "<TITLE>" * 100_000 + "<TEXT>نص الخبر</TEXT></DOC>",
    "many comments.html": "<!-- -->" * 400 + "<p>نص" + "<!--" * 60_000,
    "comments.json": json.dumps([{"title": HEADLINE, "content": "<p>نص</p>" + "<!--" * 100_000}]),
    "long author.json": json.dumps([{**RECORD, "author": " " * 300_000 + "علي" + " -" * 90_000}]),
    "line ends.txt": DUMP.replace("\n", "\r\n", 2).replace("\n", "\r"),
    "impossible.txt": f"{HEADLINE}\nتاريخ النشر: 99/99/2024\n{BODY}",
    "epoch.json": json.dumps([{**RECORD, "published": 99999999999999999999}]),
    "latin.txt": "caf\xe9 au lait et th\xe9 \xe0 la menthe".encode("latin-1"),
    "cut utf-8.txt": DUMP.encode()[:-1],
    "broken.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nHTTP",
    "nothing.warc": b"WARC/1.0\r\n",
    "padded.txt": DUMP.encode() + bytes(9000),
    "joined.txt": DUMP.encode() + b"\n\n" + DUMP.encode("cp1256"),
    "twice.txt": DUMP.encode().decode("latin-1").encode().decode("latin-1"),
    "half.txt.gz": gzip.compress((DUMP + "\n").encode() * 3 + random.Random(6).randbytes(90))[:-60],
    "letter.txt": "{\\rtf1 " + DUMP,
    "english.txt": "The ministers met.\n\nThey talked.",
    "number.json": "42",
    "no files.zip": zipped({}),
    "cut feed.xml": FEED.replace("</channel></rss>", "<item><title>"),
    os.fsdecode(b"\xff\xfe.txt"): DUMP + " ",
    "written together.txt": "اقرأ أيضاًعنوان قصير هنا\n" * 10_000,
    "markers with dots.txt": "نص. شاهد أيضا .. عنوان قصير \n" * 10_000,
    "addresses.txt": DUMP + "[عنوان قصير](http://a.b/1)\n" * 20_000,
    "addresses on a line.txt": "عنوان قصير هنا http://a.b/1 " * 30_000,
    "cut export.txt": "TY  - NEWS\nTI  - وفدان\nAB  -",
    "underlined.txt": "عنوان قصير هنا\n=====\n" * 10_000,
    "labelled heads.txt": "العنوان: عنوان قصير\n" * 20_000,
    "angles.txt": "<<" * 50_000 + "عنوان" + ">>" * 50_000 + "\n" + DUMP,
    "marks.txt": "ا" + "\N{ARABIC FATHATAN}" * 100_000 + "\n" + DUMP,
    "related.html": PAGE.replace("</body>", "<h2>عنوان قصير</h2><p>نص آخر</p>" * 5_000 + "</body>"),
    "no main.html": "<html><body>" + "<p>سطر قصير</p>" * 20_000 + "</body></html>",
    "nothing after the comment.json": "// كلام\n[\n/* x */ " + json.dumps(RECORD) + ",\n]",
    "quotes.csv": "title,content\n" + '"' * 20_001 + "\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_ends_as_rows_and_stops_nothing(name, tmp_path):
    write(tmp_path, {"a good.txt": DUMP, "z good.json": json.dumps([RECORD])})
    write(tmp_path, {name: BROKEN[name]})
    started = time.process_time()
    corpus = read_articles(tmp_path)
    assert time.process_time() - started < 20
    assert {"a good.txt", "z good.json"} <= set(corpus.articles["file"])
    name = os.fsencode(name).decode("utf-8", "backslashreplace")
    rows = pd.concat([table[table["file"] == name] for table in corpus])
    assert len(rows)
    assert corpus.set_aside["reason"].str.len().gt(5).all()
    assert uncovered(corpus, tmp_path) == []
    for table, which in zip(corpus, ("articles", "set_aside"), strict=True):
        save_table(table, which, tmp_path / "out")


REASONS = {
    "empty.txt": "empty", "binary.txt": "binary", "garbage.zip": "broken archive",
    "cut.gz": "broken archive", "letter.docx": "Office", "deep.json": "deeply",
    "scalars.json": "record 1 is int", "unknown columns.csv": "fields=", "ragged.csv": "3 cells",
    "bad line.jsonl": "broken JSON", "cut.parquet": "broken Parquet", "feed.xml": "XML",
    "half.txt.gz": "read up to its byte", "letter.txt": "RTF", "english.txt": "no Arabic letter",
    "no files.zip": "without a file", "cut feed.xml": "broken XML after record 1",
}


@pytest.mark.parametrize("name", REASONS)
def test_reason_says_what_is_wrong(name, tmp_path):
    corpus = read_articles(write(tmp_path, {"a good.txt": DUMP, name: BROKEN[name]}))
    told = corpus.set_aside.loc[corpus.set_aside["file"] == name, "reason"]
    assert told.str.contains(REASONS[name]).any(), told.tolist()


def test_good_records_beside_broken_ones_are_kept(tmp_path):
    corpus = read_articles(write(tmp_path, {
        "bad line.jsonl": BROKEN["bad line.jsonl"], "cut.json": BROKEN["cut.json"]}))
    assert corpus.articles["file"].value_counts().to_dict() == {"bad line.jsonl": 2, "cut.json": 1}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_cut_web_archive_says_so(pack, tmp_path):
    whole = warc(PAGE) + warc(PAGE)
    name = "a.warc" if pack is bytes else "a.warc.gz"
    corpus = read_articles(write(tmp_path, {name: pack(whole)[:-40]}))
    assert len(corpus.articles) >= 1
    assert corpus.set_aside["reason"].str.startswith("broken web archive: ").sum() == 1
    whole = read_articles(write(tmp_path / "whole", {"b.warc.gz": gzip.compress(whole)}))
    assert not whole.set_aside["reason"].str.startswith("broken").any()


@pytest.mark.parametrize("text", [
    '{"data": {"items": [{"article": {"title": "وفدان في حميميم", "text": "%s"}}]}}',
    '{"a": {"b": {"c": {"d": {"e": [{"title": "وفدان في حميميم", "text": "%s"}]}}}}}',
    '[{"title": "وفدان في حميميم", "text": "%s",},]',
    '[{"text": "وفدان في حميميم\\n%s"}]',
], ids=["an object around each", "far down", "commas before the end", "text alone"])
def test_records_in_other_forms_are_read(text, tmp_path):
    body = "عقد وفدان محادثات، {هنا,} في القاعدة اليوم."
    [article] = read_articles(write(tmp_path, {"a.json": text % body})).articles.itertuples()
    assert (article.headline, article.body) == ("وفدان في حميميم", body)


def test_related_articles_inside_a_record_are_records(tmp_path):
    """An interface gives them in full beside the article; links and comments are no articles."""
    related = [{"title": "دمشق والقاهرة تتقاربان", "content": "أكد الوزير ذلك في دمشق اليوم."}]
    records = [{**RECORD, "related": related, "links": [{"title": "رابط", "url": "https://x"}],
                "comments": [{"author": "قارئ", "text": "شكرا لكم على هذا الخبر."}]},
               {**RECORD, "title": "موسكو تسلم خارطة الطريق"}]
    whole = json.dumps({"articles": records})
    lines = "\n".join(map(json.dumps, records))
    corpus = read_articles(write(tmp_path, {"a.json": whole, "b.jsonl": lines}))
    headlines = [HEADLINE, "دمشق والقاهرة تتقاربان", "موسكو تسلم خارطة الطريق"]
    assert corpus.articles["headline"].tolist() == headlines * 2
    assert corpus.articles["record"].tolist() == [1, 2, 3] * 2
    assert all("links" in words for words in corpus.set_aside["words"])


def test_tags_in_a_row_make_no_wider_gap_than_a_page_shows(tmp_path):
    """A headline glued on in a box of its own still stands right above its article."""
    content = (f'<p>{BODY}</p>\n<div class="related"><b>اقرأ أيضاً</b><br>دمشق والقاهرة تتقاربان'
               "</div>\n<p>أكد وزير الخارجية أن دمشق والقاهرة تتقاربان منذ شهر.</p>\n")
    record = {"title": HEADLINE, "html": content}
    rows = read_articles(write(tmp_path, {"a.json": json.dumps([record])})).articles
    assert rows["headline"].tolist() == [HEADLINE, "دمشق والقاهرة تتقاربان"]


def test_the_whole_text_of_a_feed_is_read_without_its_notice(tmp_path):
    """WordPress gives it beside a summary, and says behind it where it appeared first."""
    notice = f'<p>The post <a href="https://x.example">{HEADLINE}</a> appeared first on المحار.</p>'
    item = (f"<item><title>{HEADLINE}</title><description>عقد وفدان ...</description>"
            f"<content:encoded><![CDATA[<p>{BODY}</p>{notice}]]></content:encoded></item>")
    feed = ('<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel>{item}</channel></rss>")
    corpus = read_articles(write(tmp_path, {"a.xml": feed}))
    assert corpus.articles["body"].tolist() == [BODY]
    assert "link to the article itself" in set(corpus.set_aside["reason"])


def test_a_column_of_pages_is_read_as_pages(tmp_path):
    """Where a table has a page's text and no headline, each row is taken apart as a dump is."""
    page = f"{DUMP}إقرأ أيضاً:\nدمشق والقاهرة تتقاربان\nأكد وزير الخارجية أن دمشق والقاهرة تتقاربان."
    corpus = read_articles(write(tmp_path, {"a.json": json.dumps([{"id": 1, "text": page}])}))
    assert corpus.articles["headline"].tolist() == [HEADLINE, "دمشق والقاهرة تتقاربان"]
    assert corpus.articles["body"].tolist()[0] == BODY
    assert str(corpus.articles["published"][0]) == "2024-06-18 13:10:00"


def test_who_wrote_it_can_stand_between_the_headline_of_a_text_and_its_body(tmp_path):
    text = f"{HEADLINE}\nسليم الحداد – دمشق\n{BODY}"
    (tmp_path / "a.csv").write_text(f'id,text\n1,"{text}"\n', encoding="utf-8")
    assert read_articles(tmp_path).articles["headline"].tolist() == [HEADLINE]


def test_text_alone_without_a_headline_has_none(tmp_path):
    text = "عقد وفدان محادثات في القاعدة اليوم.\nوأكد الوزير أن اللقاء المقبل في بغداد."
    corpus = read_articles(write(tmp_path, {"a.json": json.dumps([{"text": text}])}))
    assert corpus.articles["headline"].isna().all() and corpus.articles["body"].tolist() == [text]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_file_without_permission_is_set_aside(tmp_path):
    write(tmp_path, {"a good.txt": DUMP, "locked.txt": DUMP})
    (tmp_path / "locked.txt").chmod(0)
    [row] = read_articles(tmp_path).set_aside.itertuples()
    assert row.file == "locked.txt" and "unreadable" in row.reason


def test_links_that_lead_back_or_nowhere_stop_nothing(tmp_path):
    write(tmp_path, {"a/good.txt": DUMP})
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing.txt")
    corpus = read_articles(tmp_path)
    assert len(corpus.articles) == 1
    assert corpus.set_aside["file"].tolist() == ["nowhere.txt"]


def test_encrypted_member_is_named(tmp_path):
    data = bytearray(zipped({"page.txt": DUMP, "other.txt": DUMP + "."}))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    corpus = read_articles(write(tmp_path, {"a.zip": bytes(data)}))
    [row] = corpus.set_aside.itertuples()
    assert row.file == "a.zip/page.txt" and "encrypted" in row.reason
    assert corpus.articles["file"].tolist() == ["a.zip/other.txt"]


@pytest.mark.parametrize("limit, value", [
    ("MAX_FILE", 1000), ("MAX_ARCHIVE", 1000), ("MAX_MEMBERS", 3), ("MAX_NESTING", 0)])
def test_limits_are_named_where_they_bite(limit, value, tmp_path, monkeypatch):
    write(tmp_path, {"good.txt": "وفدان في بغداد\nعقد وفدان محادثات في بغداد اليوم السبت.",
                     "big.zip": zipped({f"{n}.txt": DUMP + str(n) * 90 for n in range(9)})})
    monkeypatch.setattr(formats, limit, value)
    corpus = read_articles(tmp_path)
    assert corpus.set_aside["reason"].str.contains(limit).any()
    assert "good.txt" in set(corpus.articles["file"])


def test_a_bomb_is_told_by_its_ratio(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "BOMB", 1 << 20)
    write(tmp_path, {"a.zip": zipped({"bomb.txt": "\0" * (4 << 20), "page.txt": DUMP}),
                     "b.txt.gz": gzip.compress(bytes(4 << 20))})
    corpus = read_articles(tmp_path)
    assert corpus.articles["file"].tolist() == ["a.zip/page.txt"]
    assert corpus.set_aside["reason"].str.contains("MAX_RATIO").tolist() == [True, True]


@pytest.mark.parametrize("name", ["padded.txt", "joined.txt", "twice.txt", "half.txt.gz"])
def test_what_can_be_read_of_a_broken_text_is_read(name, tmp_path):
    corpus = read_articles(write(tmp_path, {name: BROKEN[name]}))
    assert corpus.articles["headline"][0] == HEADLINE
    assert " ".join(BODY.split()) in " ".join(corpus.articles["body"][0].split())


def test_zip_bomb_ends_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MAX_FILE", 1 << 20)
    write(tmp_path, {"good.txt": DUMP, "bomb.gz": gzip.compress(bytes(50 << 20))})
    assert "MAX_FILE" in read_articles(tmp_path).set_aside["reason"][0]


def test_files_of_the_system_and_notes_on_the_corpus_are_not_read(tmp_path):
    corpus = read_articles(write(tmp_path, {
        "page.txt": DUMP, ".DS_Store": "x", "README.md": "about", "LICENSE": "free",
        "a.zip": zipped({"__MACOSX/._a": "x", "b.txt": DUMP + "."})}))
    assert corpus.articles["file"].tolist() == ["a.zip/b.txt", "page.txt"]
    assert set(corpus.set_aside["file"]) == {".DS_Store", "README.md", "LICENSE",
                                             "a.zip/__MACOSX/._a"}


@pytest.mark.parametrize("files, said", [
    (None, "no such file or folder"), ({}, "holds no file"),
    ({"a.txt": b""}, "no readable article"), ({"README.md": "x"}, "no readable article"),
])
def test_nothing_to_read_is_an_error_that_helps(files, said, tmp_path):
    folder = tmp_path / "corpus"
    if files is not None:
        folder.mkdir()
        write(folder, files)
    with pytest.raises(LoadError, match=said) as error:
        read_articles(folder)
    assert str(folder) in str(error.value) and "expected" in str(error.value)


# ---------------------------------------------------------------- the real corpora


def test_seed_page(shared):
    corpus = read_articles(shared / "corpora" / "seed")
    first, second = corpus.articles.to_dict("records")
    assert first["headline"] == "محادثات عسكرية سورية تركية بوساطة روسية"
    assert first["published"] == pd.Timestamp("2024-06-18")
    assert first["updated"] == pd.Timestamp("2024-06-18 13:10")
    assert (first["place"], first["outlet"]) == ("بغداد", "شبكة أخبار العراق")
    assert first["body"].startswith("عقد وفدان") and first["body"].endswith("الجانبين.")
    assert second["headline"] == "الإدارة السورية الجديدة تعلن موقفها من العلاقات مع مصر"
    assert second["parent_id"] == first["article_id"]
    assert pd.isna(second["published"]) and pd.isna(second["anchor"])
    assert second["anchor_basis"] == "none" and pd.isna(second["outlet"])
    assert uncovered(corpus, shared / "corpora" / "seed") == []


@pytest.mark.parametrize("name, articles", [
    ("saudinewsnet/2015-08-03.zip", 1343), ("jawhara", 10_078), ("html", 3)])
def test_real_corpora_are_covered(name, articles, shared):
    path = shared / "corpora" / name
    corpus = read_articles(path)
    assert len(corpus.articles) == articles
    assert uncovered(corpus, path) == []
