"""How well glued dumps come apart again: real articles, glued in many layouts, and counted.

    python benchmarks/glue.py [--dumps 600] [--seed 1] [--held] [--show 10]

Articles are taken from the corpora beside the repository (nothing is stored). A layout is drawn part
by part: marker, order of head and labels, date format, separator, link lists, share bars. The
layouts of `HELD` are kept out of sight while the rules are written; `--held` measures them.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from utils.calendars import read_names
from utils.dumps import split_dump
from utils.folding import fold

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"

MARKERS = [
    "إقرأ أيضاً:", "اقرأ أيضا:", "اقرأ أيضاً", "إقرأ أيضًا :", "اقرأ ايضا", "إقرأ أيضا..", "شاهد أيضاً:", "شاهد ايضا",
    "مواضيع ذات صلة", "مواضيع ذات صلة:", "موضوعات متعلقة", "أخبار ذات صلة", "أخبار ذات صلة :", "اخبار متعلقة:",
    "قد يهمك أيضاً:", "قد يهمك أيضا", "قد يهمك", "اقرأ المزيد:", "إقرأ المزيد", "طالع أيضا:", "مقالات ذات صلة", "قد يعجبك أيضاً",
    "تابع أيضا:", "** اقرأ أيضا **", "» اقرأ أيضاً:", "■ إقرأ أيضاً", "(اقرأ أيضا)", "ذات صلة:", "للمزيد:", "ربما يهمك أيضا:",
]
HELD_MARKERS = [
    "وإقرأ أيضاً:", "اقرأ كذلك:", "موضوعات ذات صلة :", "نرشح لك:", "اقرأ أيضا على موقعنا:", "خبر ذو صلة", "[إقرأ أيضاً]",
    "اخترنا لكم", "انظر أيضًا:", "*اقرأ أيضاً*", "👈 اقرأ أيضا:", "أخبار متعلقة ...", "اقرأ أيضاً من أخبارنا:", "المزيد:", "تقرير ذو صلة:",
]
MONTHS = [row["names"].split("|") for row in read_names("months.csv") if row["calendar"] == "gregorian"]


def month(number: int, rng: random.Random, english: bool = False) -> str:
    """One of the names of a month."""
    names = [
        name for row in read_names("months.csv")
        if row["calendar"] == "gregorian" and int(row["number"]) == number
        for name in row["names"].split("|") if name.isascii() == english
    ]
    return rng.choice(names)


def stamp(when: datetime, rng: random.Random, held: bool) -> str:
    """The date in one of the ways that pages print it."""
    ordinal = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(when.day, "th")
    half = "ص" if when.hour < 12 else "م"
    weekday = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"][when.weekday()]
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    ways = [
        f"{when.day}{ordinal}, {when:%B} {when.year} GMT",
        f"{when.day} {month(when.month, rng)} {when.year} - {when.hour % 12 or 12}:{when:%M} {half}",
        f"{when:%d/%m/%Y}", f"{when:%Y-%m-%d %H:%M}", f"{when:%Y-%m-%dT%H:%M:%S}+03:00",
        f"{weekday} {when.day} {month(when.month, rng)} {when.year}",
        f"{weekday}، {when.day} {month(when.month, rng)}، {when.year} {when:%H:%M}",
        f"{when:%d-%m-%Y}", f"{when:%A, %d %B %Y} - {when:%H:%M}",
        f"{when.day} {month(when.month, rng)} {when.year}".translate(arabic),
    ]
    kept_back = [
        f"{when:%b} {when.day}, {when.year}", f"{when:%H:%M} | {when:%Y/%m/%d}",
        f"{weekday} {when:%d.%m.%Y}", f"{when.day} {month(when.month, rng)} {when.year} الساعة {when:%H:%M}",
        f"{when.day}/{when.month}/{when.year}م",
    ]
    return rng.choice(kept_back if held else ways)


class Told(NamedTuple):
    """What a dump was made of."""

    headline: str
    body: str
    day: object            # date, or None
    glued: bool


class Dump(NamedTuple):
    """A dump and its truth."""

    text: str
    articles: list[Told]
    layout: str


def read_corpus() -> list[tuple[str, str]]:
    """(headline, body) of the real articles that are fit for gluing, without double ones."""
    found = []
    for path in sorted((CORPORA / "saudinewsnet").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                found += [(r["title"], r["content"]) for r in json.loads(archive.read(name))]
    with tarfile.open(CORPORA / "jawhara" / "jawhara.tar.gz") as archive:
        for member in archive:
            if member.name.endswith(".txt"):
                text = io.TextIOWrapper(archive.extractfile(member), encoding="utf-8").read()
                title = re.search(r"<TITLE>(.*?)</TITLE>", text, re.S)
                body = re.search(r"<TEXT>(.*?)</TEXT>", text, re.S)
                if title and body:
                    found.append((title[1], body[1]))
    seen, fit = set(), []
    for title, body in found:
        title, body = " ".join(title.split()), body.strip()
        if 3 <= len(title.split()) <= 22 and len(body) > 250 and title not in seen:
            seen.add(title)
            fit.append((title, body))
    return fit


def body_of(body: str, rng: random.Random, layout: list[str]) -> str:
    """The body with its paragraphs set as this dump sets them."""
    lines = [" ".join(line.split()) for line in body.split("\n")]
    lines = [line for line in lines if line]
    way = layout[0]
    if way == "one line":
        return " ".join(lines)
    return ("\n\n" if way == "spaced" else "\n").join(lines)


def links(titles: list[str], rng: random.Random) -> str:
    """A list of links."""
    bullet = rng.choice(["", "", "- ", "• ", "* ", "{n}. ", "» "])
    return "\n".join(bullet.replace("{n}", str(n)) + title for n, title in enumerate(titles, 1))


def make(rng: random.Random, corpus: list[tuple[str, str]], held: bool) -> Dump:
    """One dump."""
    paragraphs = rng.choice(["as is", "as is", "one line", "spaced"])
    order = rng.choice(["head labels body", "head labels body", "head body", "head byline body",
                        "labels head body", "named", "head fused body", "head body labels"]
                       if not held else ["head bar body", "head body labels", "head deck labels body",
                                         "head share labels body", "head fused body", "head stamp body"])
    between = rng.choice(["marker", "marker", "marker", "marker line", "marker fused", "rule", "blank",
                          "mixed"] if not held else ["marker", "marker line", "marker fused", "rule"])
    rule = rng.choice(["====================", "--------------", "***", "* * *", "______", "—————"]
                      if not held else ["~~~~~~~~", "#####", "• • •", "=-=-=-=-="])
    markers = HELD_MARKERS if held else MARKERS
    told, parts = [], []
    count = rng.choice([1, 2, 2, 3, 3, 4, 6])
    outlet = rng.choice(["شبكة أخبار العراق", "رويترز", "وكالات", "الجزيرة", "سانا", "موقع الميدان", "صحيفة المدى"])
    for number in range(count):
        headline, body = rng.choice(corpus)
        body = body_of(body, rng, [paragraphs])
        when = datetime(2011, 1, 1) + timedelta(minutes=rng.randrange(12 * 365 * 24 * 60))
        glued = number > 0 and between.startswith(("marker", "mixed"))
        dated = rng.random() < (0.4 if glued else 0.85) or order == "named"
        if number and between in ("rule", "blank") and not rng.random() < 0.3:
            dated = True
        text, day = lay(order if dated or order in ("head body", "head byline body") else "head body",
                        headline, body, when, outlet, rng, held)
        if number:
            if between == "rule":
                parts.append(f"\n{rule}\n")
            elif between == "blank":
                parts.append("\n" * (3 if order in ("head body", "head byline body")
                                     or paragraphs == "spaced" or day is None else rng.choice([2, 3])))
            else:
                marker = rng.choice(markers)
                way = rng.choice(["marker", "marker line", "marker fused"]) if between == "mixed" else between
                if way == "marker line" and order == "head body":
                    parts.append(f"\n{marker.rstrip(' :.')}: ")
                elif way == "marker fused" and re.search(r"[.!؟»\"]$", parts[-1]):
                    parts.append(f" {marker.rstrip(' :.')}:\n")
                else:
                    parts.append("\n" * rng.choice([1, 1, 2]) + marker + "\n" * rng.choice([1, 1, 2]))
        parts.append(text)
        told.append(Told(headline, body, day, glued))
        if rng.random() < 0.15:
            parts.append("\n" + rng.choice(["شارك", "شارك الخبر: فيسبوك تويتر واتساب", "فيسبوك | تويتر | واتساب",
                                            "شارك عبر: Facebook Twitter WhatsApp"]))
        if rng.random() < 0.25:
            titles = [rng.choice(corpus)[0] for _ in range(rng.randint(2, 5))]
            if not between.startswith(("rule", "blank")) or rng.random() < 0.5:
                parts.append("\n" + rng.choice(markers) + "\n" + links(titles, rng))
    return Dump("".join(parts), told, f"{order} / {between} / {paragraphs}")


def lay(order: str, headline: str, body: str, when: datetime, outlet: str, rng: random.Random,
        held: bool):
    """One article in its layout, and the day that it tells."""
    words = stamp(when, rng, held)
    label = rng.choice(["تاريخ النشر: ", "نشر في: ", "نُشر في ", "التاريخ: ", "تم النشر: ", "نشر بتاريخ: "]
                       if not held else ["أضيف في: ", "تاريخ الخبر: ", "تم النشر بتاريخ: ", "حُرر في "])
    by = rng.choice(["", "", f"المصدر: {outlet}\n", "بقلم: خالد المنصور\n", "كتب أحمد سالم\n", "الكاتب: هدى ناصر\n"])
    day = when.date()
    if order == "head labels body":
        return f"{headline}\n{label}{words}\n{by}{body}", day
    if order == "head stamp body":
        return f"{headline}\n{words}\n{body}", day
    if order == "head body":
        return f"{headline}\n{body}", None
    if order == "head byline body":
        line = rng.choice(["بغداد - رويترز", "دمشق / سانا", "القاهرة: أ ش أ", "واس (الرياض)", "بيروت - (أ ف ب)", "خالد الحربي - جدة"])
        return f"{headline}\n{line}\n{body}", None
    if order == "labels head body":
        return f"{label}{words}\n{by}{headline}\n{body}", day
    if order == "named":
        return f"العنوان: {headline}\nالتاريخ: {words}\nالمصدر: {outlet}\nالنص: {body}", day
    if order == "head fused body":
        place = rng.choice(["بغداد/ شبكة أخبار العراق- ", "دمشق - سانا: ", "القاهرة (د ب أ) - ", "بيروت – رويترز: ", ""])
        return f"{headline}\n{label.strip().rstrip(':')}: {words} {place}{body}", day
    if order == "head body labels":
        return f"{headline}\n{body}\nالمصدر: {outlet}\n{label}{words}", day
    if order == "head bar body":
        return f"{headline}\n{outlet} | {words}\n{body}", day
    if order == "head deck labels body":
        deck = " ".join(body.split()[:9])
        return f"{headline}\n{deck}\n{label}{words}\n{body}", day
    return f"{headline}\nفيسبوك تويتر واتساب تلغرام\n{label}{words}\n{by}{body}", day


class Counted(NamedTuple):
    """What came out of one dump."""

    wanted: int
    found: int
    right: int
    bodies: int
    days: int
    uncovered: int
    missed: list[str]
    extra: list[str]


def count(dump: Dump) -> Counted:
    """The dump taken apart and held against what it was made of."""
    articles, asides = split_dump(dump.text)
    covered = [0] * len(dump.text)
    for stretch in [*articles, *asides]:
        for place in range(stretch.start, stretch.end):
            covered[place] += 1
    uncovered = sum(times != 1 for times, letter in zip(covered, dump.text, strict=True)
                    if not letter.isspace())
    wanted = defaultdict(list)
    for told in dump.articles:
        wanted[_key(told.headline)].append(told)
    right = bodies = days = 0
    extra = []
    for article in articles:
        headline = dump.text[slice(*article.headline)] if article.headline else ""
        if not wanted[_key(headline)]:
            extra.append(headline or "(no headline) " + dump.text[article.start:article.start + 80])
            continue
        told = wanted[_key(headline)].pop()
        right += 1
        body = _key(dump.text[slice(*article.body)])
        bodies += _key(told.body)[-60:] in body and len(body) < 1.1 * len(_key(told.body)) + 60
        found = article.stamps.get("published") or (article.byline and article.byline.stamp)
        days += (found.when.date() if found and found.when else None) == told.day
    missed = [told.headline for rest in wanted.values() for told in rest]
    return Counted(len(dump.articles), len(articles), right, bodies, days, uncovered, missed, extra)


def _key(words: str) -> str:
    return " ".join(fold(words).key.split())


def main() -> None:
    """Prints found, too many, bodies and days, in all and by layout."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--dumps", type=int, default=600)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--held", action="store_true")
    options.add_argument("--show", type=int, default=0)
    chosen = options.parse_args()
    if not CORPORA.is_dir():
        sys.exit(f"{CORPORA} is not there: this benchmark glues real articles, which stay there.")
    rng = random.Random(chosen.seed)
    corpus = read_corpus()
    total, layouts, shown = Counter(), defaultdict(Counter), 0
    for _ in range(chosen.dumps):
        dump = make(rng, corpus, chosen.held)
        result = count(dump)
        numbers = Counter(wanted=result.wanted, found=result.found, right=result.right,
                          bodies=result.bodies, days=result.days, uncovered=result.uncovered)
        total += numbers
        for part in dump.layout.split(" / "):
            layouts[part] += numbers
        if (result.missed or result.extra) and shown < chosen.show:
            shown += 1
            print(f"--- {dump.layout}\n  missed {result.missed}\n  extra {result.extra}")
            for missed in result.missed[:1]:
                place = dump.text.find(missed)
                print("  ...", dump.text[max(0, place - 150):place + 250].replace("\n", "⏎"))
    for name, numbers in [*sorted(layouts.items()), ("ALL", total)]:
        wanted = numbers["wanted"]
        print(f"{name:28} {wanted:5} articles  found {numbers['right'] / wanted:6.1%}  "
              f"too many {(numbers['found'] - numbers['right']) / wanted:5.1%}  "
              f"body {numbers['bodies'] / wanted:6.1%}  day {numbers['days'] / wanted:6.1%}  "
              f"characters lost {numbers['uncovered']}")


if __name__ == "__main__":
    main()
