"""The sample corpus keeps what its README says of it.

Read here without the loader, by the plainest means: what is claimed of the sample must not rest
on the code that the sample is there to test.
"""

import csv
import gzip
import io
import json
import re
import tarfile
import zipfile
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as parquet
import pytest
from hijridate import Hijri

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
README = (SAMPLE / "README.md").read_text(encoding="utf-8")

WEEKDAYS = [
    "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد",
]
# One line a month: Gulf and Egypt, the Levant, the Maghreb, Morocco.
MONTHS = [
    "يناير|كانون الثاني|جانفي",
    "فبراير|شباط|فيفري",
    "مارس|آذار",
    "أبريل|نيسان|أفريل",
    "مايو|أيار|ماي",
    "يونيو|حزيران|جوان",
    "يوليو|تموز|جويلية|يوليوز",
    "أغسطس|آب|أوت|غشت",
    "سبتمبر|أيلول|شتنبر",
    "أكتوبر|تشرين الأول",
    "نوفمبر|تشرين الثاني|نونبر",
    "ديسمبر|كانون الأول|دجنبر",
]
MONTH_NUMBER = {name: n for n, line in enumerate(MONTHS, 1) for name in line.split("|")}
ENGLISH = "January February March April May June July August September October November December"
HIJRI = [
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان",
    "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
]

A_WEEKDAY = "|".join(WEEKDAYS)
A_MONTH = "|".join(sorted(MONTH_NUMBER, key=len, reverse=True))
A_DATE = rf"(?P<day>\d+) (?P<month>{A_MONTH})(?:/(?:{A_MONTH}))?(?![ء-ي])(?: (?P<year>\d{{4}}))?"
MARKERS = [
    "إقرأ أيضاً:", "اقرأ أيضا:", "اقرأ أيضاً:", "قد يهمك أيضاً:", "شاهد أيضاً:", "أخبار ذات صلة",
    "مواضيع ذات صلة:", "موضوعات ذات صلة",
]
ENCODINGS = {"windows-1256": "cp1256", "UTF-16": "utf-16", "UTF-8 with BOM": "utf-8-sig",
             "ISO-8859-6": "iso8859-6"}

# Spelled so that no ordinary Arabic word meets them; none may lend its name to these texts.
REAL_OUTLETS = [
    "رويترز", "سبوتنيك", "آيدنليك", "الأناضول", "الجزيرة", "فرانس برس", "أ ف ب", "سانا", "شينخوا",
    "بي بي سي", "سي إن إن", "الميادين", "روسيا اليوم", "ريا نوفوستي", "إنترفاكس", "أسوشيتد",
    "بلومبرغ", "سكاي نيوز", "الأهرام", "اليوم السابع", "النهار", "عكاظ", "الجوهرة", "هسبريس",
    "شبكة أخبار العراق", "وكالة الأنباء السعودية",
]


class Dispatch(NamedTuple):
    file: str
    ordinal: int
    headline: str
    published: date | None
    glued: bool
    text: str
    outlet: str = ""    # what a record's own field says; a page says it in its text


def listed_files() -> dict[str, dict[str, str]]:
    """The README's table of files, by path."""
    rows = re.findall(r"^\| `(\S+\.\S+)` \| (.+?) \| (.+?) \| (\d+) \| (\d+) \|$", README, re.M)
    keys = ("format", "encoding", "dispatches", "glued")
    return {path: dict(zip(keys, cells, strict=True)) for path, *cells in rows}


def western(text: str) -> str:
    """The text with 0-9 for the Arabic-Indic digits.

    >>> western("٢٠ يوليو ٢٠٢٢")
    '20 يوليو 2022'
    """
    return re.sub("[٠-٩]", lambda digit: str(ord(digit[0]) - ord("٠")), text)


def printed_day(line: str) -> date | None:
    """The first whole date on a label's line, or None."""
    line = western(line)
    if found := re.search(r"(\d{4})-(\d\d)-(\d\d)", line):
        return date(*map(int, found.groups()))
    if found := re.search(r"(\d\d)/(\d\d)/(\d{4})", line):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := re.search(r"(\d+)(?:st|nd|rd|th), (\w+) (\d{4}) GMT", line):
        return date(int(found[3]), ENGLISH.split().index(found[2]) + 1, int(found[1]))
    for found in re.finditer(A_DATE, line):
        if found["year"]:
            return date(int(found["year"]), MONTH_NUMBER[found["month"]], int(found["day"]))
    return None


def pieces(page: str) -> list[list[str]]:
    """The page's articles as lists of lines; a list of links after a marker is none."""
    parts, current = [], []
    for line in page.strip().split("\n"):
        if line.strip() in MARKERS:
            parts.append(current)
            current = []
        else:
            current.append(line.strip())
    parts.append(current)
    return [part for part in parts if max(map(len, part), default=0) > 90]


def page_dispatches(file: str, page: str):
    """The dispatches of one text page: its own and those glued on."""
    for ordinal, lines in enumerate(pieces(page)):
        labels = [line for line in lines[1:4] if len(line) < 90]
        days = [day for day in map(printed_day, labels) if day]
        yield Dispatch(file, ordinal, lines[0], days[0] if days else None, ordinal > 0,
                       "\n".join(lines))


def newswire_dispatches(file: str, text: str, first: int = 0):
    for ordinal, doc in enumerate(re.findall(r"<DOC>.*?</DOC>", text, re.S), first):
        field = dict(re.findall(r"<(TITLE|TIME|TEXT)>\s*(.*?)\s*</\1>", doc, re.S))
        yield Dispatch(file, ordinal, field["TITLE"], printed_day(field["TIME"]), False,
                       field["TEXT"])


def record_dispatches(file: str, records: list[dict]):
    """One dispatch a record, whatever its fields are called."""
    title = ("title", "headline", "العنوان")
    body = ("content", "body", "story", "النص")
    day = ("date_extracted", "published", "تاريخ النشر", "التاريخ")
    outlet = ("source", "outlet", "agency", "المصدر")

    def pick(record, names):
        return next(record[name] for name in names if name in record)

    for ordinal, record in enumerate(records):
        yield Dispatch(file, ordinal, pick(record, title), printed_day(str(pick(record, day))),
                       False, f"{pick(record, day)}\n{pick(record, body)}", pick(record, outlet))


def html_dispatches(file: str, page: str):
    """The page's article and the one glued into it, tags taken off."""
    article = re.search(r"<article>(.*?)</article>", page, re.S)[1]
    article = re.sub(r'<ul class="share">.*?</ul>', "", article, flags=re.S)
    lines = [unescape(re.sub("<[^>]+>", "", line)).strip() for line in article.split("\n")]
    yield from page_dispatches(file, "\n".join(line for line in lines if line))


def read_dispatches(file: str, encoding: str):
    path = SAMPLE / file
    raw = path.read_bytes()
    if file.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield from page_dispatches(f"{file}/{name}", archive.read(name).decode())
        return
    if file.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            for member in archive:
                text = archive.extractfile(member).read().decode()
                yield from newswire_dispatches(f"{file}/{member.name}", text)
        return
    if file.endswith(".parquet"):
        yield from record_dispatches(file, parquet.read_table(path).to_pylist())
        return
    if file.endswith(".gz"):
        raw = gzip.decompress(raw)
    text = raw.decode(ENCODINGS.get(encoding, "utf-8"))
    if file.endswith((".csv", ".tsv")):
        comma = "," if file.endswith(".csv") else "\t"
        yield from record_dispatches(file, list(csv.DictReader(io.StringIO(text), delimiter=comma)))
    elif file.endswith(".jsonl"):
        yield from record_dispatches(file, [json.loads(line) for line in text.splitlines()])
    elif file.endswith(".json"):
        yield from record_dispatches(file, json.loads(text))
    elif file.endswith(".sgml"):
        yield from newswire_dispatches(file, text)
    elif file.endswith(".html"):
        yield from html_dispatches(file, text)
    else:
        yield from page_dispatches(file, text)


LISTED = listed_files()
DISPATCHES = {file: list(read_dispatches(file, row["encoding"])) for file, row in LISTED.items()}
ALL = [dispatch for dispatches in DISPATCHES.values() for dispatch in dispatches]


def weekday_dates(dispatch: Dispatch):
    """Weekday and date side by side: what was printed, the day it means.

    Where the year is left out it is the one nearest the day of publication.
    """
    text = western(dispatch.text)
    for found in re.finditer(rf"(?P<weekday>{A_WEEKDAY})،? {A_DATE}", text):
        month, day = MONTH_NUMBER[found["month"]], int(found["day"])
        if found["year"]:
            yield found[0], found["weekday"], date(int(found["year"]), month, day)
        elif dispatch.published:
            near = [date(dispatch.published.year + step, month, day) for step in (-1, 0, 1)]
            meant = min(near, key=lambda day: abs(day - dispatch.published))
            yield found[0], found["weekday"], meant


def test_readme_lists_every_file_and_no_other():
    stored = {str(path.relative_to(SAMPLE)) for path in SAMPLE.rglob("*") if path.is_file()}
    assert set(LISTED) == stored - {"README.md"}


@pytest.mark.parametrize("file", LISTED)
def test_readme_counts_the_dispatches(file):
    counted = len(DISPATCHES[file]), sum(dispatch.glued for dispatch in DISPATCHES[file])
    assert counted == (int(LISTED[file]["dispatches"]), int(LISTED[file]["glued"]))


def test_readme_states_the_total():
    stated = re.search(r"\*\*(\d+) dispatches\*\* in (\d+) files, (\d+) of them glued on", README)
    glued = sum(dispatch.glued for dispatch in ALL)
    assert stated.groups() == (str(len(ALL)), str(len(LISTED)), str(glued))


@pytest.mark.parametrize("name", ENCODINGS)
def test_one_file_is_kept_in_each_old_encoding(name):
    (file,) = [file for file, row in LISTED.items() if row["encoding"] == name]
    raw = (SAMPLE / file).read_bytes()
    marks = {"UTF-16": b"\xff\xfe", "UTF-8 with BOM": b"\xef\xbb\xbf"}
    assert raw.startswith(marks.get(name, b""))
    if name not in marks:
        with pytest.raises(UnicodeDecodeError):
            raw.decode("utf-8")
    assert re.search("[ء-ي]{4}", raw.decode(ENCODINGS[name]))


def test_the_dispatches_lie_between_2022_and_2025():
    years = {dispatch.published.year for dispatch in ALL if dispatch.published}
    assert years == {2022, 2023, 2024, 2025}


def test_only_the_listed_dispatches_have_no_day():
    undated = [f"{dispatch.file}, {dispatch.headline}"
               for dispatch in ALL if not dispatch.published]
    assert undated == re.findall(r"^- undated: `(.+)`$", README, re.M)


def test_weekdays_fit_their_dates_except_the_listed_misfits():
    misfits = [f"{dispatch.file}: {words}" for dispatch in ALL
               for words, weekday, day in weekday_dates(dispatch)
               if WEEKDAYS[day.weekday()] != weekday]
    assert sorted(misfits) == sorted(re.findall(r"^- misfit: `(.+)`", README, re.M))


def test_there_are_many_weekdays_to_check():
    assert sum(1 for dispatch in ALL for _ in weekday_dates(dispatch)) > 60


def test_today_yesterday_and_tomorrow_fall_on_the_weekday_named_beside_them():
    shift = {"اليوم": 0, "أمس": -1, "غداً": 1, "غدا": 1, "بعد غد": 2, "أول من أمس": -2}
    words = "|".join(sorted(shift, key=len, reverse=True))
    fetched_late = re.findall(r"^- fetched late: `(.+)`$", README, re.M)
    assert fetched_late
    wrong = []
    for dispatch in ALL:
        late = f"{dispatch.file}, {dispatch.headline}" in fetched_late
        for found in re.finditer(rf"({words})،? ({A_WEEKDAY})", dispatch.text):
            if dispatch.published and not late:
                day = dispatch.published + timedelta(days=shift[found[1]])
                if WEEKDAYS[day.weekday()] != found[2]:
                    wrong.append(f"{dispatch.file} {dispatch.published}: {found[0]}")
    assert wrong == []


def test_hijri_dates_are_the_days_printed_beside_them():
    twins = [(dispatch, found) for dispatch in ALL for found in re.finditer(
        rf"(\d+) ({'|'.join(HIJRI)}) (\d{{4}})هـ الموافق {A_DATE}م", dispatch.text)]
    assert len(twins) >= 7
    for dispatch, found in twins:
        hijri = Hijri(int(found[3]), HIJRI.index(found[2]) + 1, int(found[1]))
        assert hijri.to_gregorian() == printed_day(found[0].split("الموافق")[1]), dispatch.file


def test_every_habit_of_naming_months_occurs():
    text = "\n".join(dispatch.text for dispatch in ALL)
    habits = "كانون الأول/ديسمبر|حزيران 2024|جانفي|جويلية|أوت|غشت|شتنبر|دجنبر|رجب|شوال|٢٠٢٤|ديسمبر"
    for habit in habits.split("|"):
        assert habit in text, habit


def test_no_real_outlet_lends_its_name():
    found = [(dispatch.file, name) for dispatch in ALL for name in REAL_OUTLETS
             if re.search(rf"(?<![ء-ي]){name}(?![ء-ي])", f"{dispatch.headline}\n{dispatch.text}")]
    assert found == []


def test_every_outlet_of_the_readme_occurs_under_each_of_its_names():
    table = README.split("| outlet | names used | habits |")[1].split("\n\n")[0]
    names = [row.split(" | ")[1].split("، ") for row in table.strip().splitlines()[1:]]
    texts = "\n".join(f"{dispatch.outlet} {dispatch.text}" for dispatch in ALL)
    assert len(names) >= 12
    assert [name for forms in names for name in forms if name not in texts] == []


def test_dispatches_are_prose_of_a_dispatch_s_length():
    lengths = {dispatch.headline: len(dispatch.text.split()) for dispatch in ALL}
    assert {headline: n for headline, n in lengths.items() if not 25 <= n <= 260} == {}


def test_reprints_are_there_exact_and_near():
    """Each reprint of the README's list shares its words with the dispatch it repeats."""
    by_headline = {}
    for dispatch in ALL:
        by_headline.setdefault(dispatch.headline, []).append(dispatch)
    pairs = re.findall(r"^- (exact|near): `(.+?)` from `(.+?)`$", README, re.M)
    assert len(pairs) >= 8
    for kind, reprint, original in pairs:
        copy = next(d for d in DISPATCHES["records/tahouna.json"] if d.headline == reprint)
        source = next(d for d in by_headline[original] if d.file != copy.file)
        shared = set(copy.text.split()) & set(source.text.split())
        share = len(shared) / len(set(copy.text.split()))
        assert share > (0.95 if kind == "exact" else 0.75), (reprint, share)
