"""How well glued dumps come apart again: real articles, glued in many layouts, and counted.

    python benchmarks/glue.py [--dumps 600] [--seed 1] [--held] [--show 10]

Articles are taken from the corpora beside the repository (nothing is stored). A layout is drawn
part by part: marker, order of head and labels, date format, separator, link lists, share bars. The
layouts whose names begin with HELD were kept out of sight while the rules were first written;
`--held` measures them.
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

from utils.lexicon_rows import read_rows
from utils.load.dumps import split_dump
from utils.tables import LEXICON
from utils.text.folding import fold

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"

MARKERS = [
    "إقرأ أيضاً:", "اقرأ أيضا:", "اقرأ أيضاً", "إقرأ أيضًا :", "اقرأ ايضا", "إقرأ أيضا..",
    "شاهد أيضاً:", "شاهد ايضا", "مواضيع ذات صلة", "مواضيع ذات صلة:", "موضوعات متعلقة",
    "أخبار ذات صلة", "أخبار ذات صلة :", "اخبار متعلقة:", "قد يهمك أيضاً:", "قد يهمك أيضا",
    "قد يهمك", "اقرأ المزيد:", "إقرأ المزيد", "طالع أيضا:", "مقالات ذات صلة", "قد يعجبك أيضاً",
    "تابع أيضا:", "** اقرأ أيضا **", "» اقرأ أيضاً:", "■ إقرأ أيضاً", "(اقرأ أيضا)", "ذات صلة:",
    "للمزيد:", "ربما يهمك أيضا:",
]
HELD_MARKERS = [
    "وإقرأ أيضاً:", "اقرأ كذلك:", "موضوعات ذات صلة :", "نرشح لك:", "اقرأ أيضا على موقعنا:",
    "خبر ذو صلة", "[إقرأ أيضاً]", "اخترنا لكم", "انظر أيضًا:", "*اقرأ أيضاً*", "👈 اقرأ أيضا:",
    "أخبار متعلقة ...", "اقرأ أيضاً من أخبارنا:", "المزيد:", "تقرير ذو صلة:",
]
MONTHS = [row for row in read_rows(LEXICON, "months") if row["calendar"] == "gregorian"]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


def month(number: int, rng: random.Random) -> str:
    """One of the Arabic names of a month."""
    return rng.choice([name for row in MONTHS if int(row["number"]) == number
                       for name in row["names"].split("|") if not name.isascii()])


def stamp(when: datetime, rng: random.Random, held: bool) -> str:
    """The date in one of the ways that pages print it."""
    ends = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
    ordinal = ends.get(when.day, "th")
    half = "ص" if when.hour < 12 else "م"
    weekday = WEEKDAYS[when.weekday()]
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    ways = [
        f"{when.day}{ordinal}, {when:%B} {when.year} GMT",
        f"{when.day} {month(when.month, rng)} {when.year} - "
        f"{when.hour % 12 or 12}:{when:%M} {half}",
        f"{when:%d/%m/%Y}", f"{when:%Y-%m-%d %H:%M}", f"{when:%Y-%m-%dT%H:%M:%S}+03:00",
        f"{weekday} {when.day} {month(when.month, rng)} {when.year}",
        f"{weekday}، {when.day} {month(when.month, rng)}، {when.year} {when:%H:%M}",
        f"{when:%d-%m-%Y}", f"{when:%A, %d %B %Y} - {when:%H:%M}",
        f"{when.day} {month(when.month, rng)} {when.year}".translate(arabic),
    ]
    kept_back = [
        f"{when:%b} {when.day}, {when.year}", f"{when:%H:%M} | {when:%Y/%m/%d}",
        f"{weekday} {when:%d.%m.%Y}",
        f"{when.day} {month(when.month, rng)} {when.year} الساعة {when:%H:%M}",
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


def body_of(body: str, way: str) -> str:
    """The body with its paragraphs as this dump sets them."""
    lines = [line for line in (" ".join(line.split()) for line in body.split("\n")) if line]
    return {"one line": " ", "spaced": "\n\n"}.get(way, "\n").join(lines)


def links(titles: list[str], rng: random.Random) -> str:
    """A list of links."""
    bullet = rng.choice(["", "", "- ", "• ", "* ", "{n}. ", "» "])
    return "\n".join(bullet.replace("{n}", str(n)) + title for n, title in enumerate(titles, 1))


ORDERS = ["head labels body", "head labels body", "head body", "head byline body",
          "labels head body", "named", "head fused body", "head body labels"]
HELD_ORDERS = ["head bar body", "head body labels", "head deck labels body",
               "head share labels body", "head fused body", "head stamp body"]
BETWEEN = ["marker", "marker", "marker", "marker line", "marker fused", "rule", "blank", "mixed"]
HELD_BETWEEN = ["marker", "marker line", "marker fused", "rule"]
RULES = ["====================", "--------------", "***", "* * *", "______", "—————", "=" * 130]
HELD_RULES = ["~~~~~~~~", "#####", "• • •", "=-=-=-=-="]
OUTLETS = ["شبكة أخبار العراق", "رويترز", "وكالات", "الجزيرة", "سانا", "موقع الميدان",
           "صحيفة المدى"]
SHARES = ["شارك", "شارك الخبر: فيسبوك تويتر واتساب", "فيسبوك | تويتر | واتساب",
          "شارك عبر: Facebook Twitter WhatsApp"]


def make(rng: random.Random, corpus: list[tuple[str, str]], held: bool) -> Dump:
    """One dump."""
    paragraphs = rng.choice(["as is", "as is", "one line", "spaced"])
    order = rng.choice(HELD_ORDERS if held else ORDERS)
    between = rng.choice(HELD_BETWEEN if held else BETWEEN)
    rule = rng.choice(HELD_RULES if held else RULES)
    markers = HELD_MARKERS if held else MARKERS
    outlet = rng.choice(OUTLETS)
    told, parts = [], []
    for number in range(rng.choice([1, 2, 2, 3, 3, 4, 6])):
        headline, body = rng.choice(corpus)
        body = body_of(body, paragraphs)
        when = datetime(2011, 1, 1) + timedelta(minutes=rng.randrange(12 * 365 * 24 * 60))
        glued = number > 0 and between.startswith(("marker", "mixed"))
        dated = order == "named" or rng.random() < (0.4 if glued else 0.85)
        dated = dated or number > 0 and not glued and rng.random() < 0.7
        laid = order if dated or order == "head byline body" else "head body"
        text, day = lay(laid, headline, body, when, outlet, rng, held)
        if number and between == "rule":
            parts.append(f"\n{rule}\n")
        elif number and between == "blank":
            plain = laid in ("head body", "head byline body") or paragraphs == "spaced"
            parts.append("\n" * (3 if plain or day is None else rng.choice([2, 3])))
        elif number:
            way = between if between != "mixed" else rng.choice(HELD_BETWEEN[:3])
            parts.append(marked(way, rng.choice(markers), order, parts[-1], rng))
        parts.append(text)
        told.append(Told(headline, body, day, glued))
        if rng.random() < 0.15:
            parts.append("\n" + rng.choice(SHARES))
        if rng.random() < 0.25 and (between not in ("rule", "blank") or rng.random() < 0.5):
            titles = [rng.choice(corpus)[0] for _ in range(rng.randint(2, 5))]
            parts.append("\n" + rng.choice(markers) + "\n" + links(titles, rng))
    return Dump("".join(parts), told, f"{order} / {between} / {paragraphs}")


def marked(way: str, marker: str, order: str, before: str, rng: random.Random) -> str:
    """The marker as it stands between two articles."""
    bare = marker.rstrip(" :.")
    if way == "marker line" and order == "head body":
        return f"\n{bare}: "
    if way == "marker fused" and re.search(r"[.!؟»\"]$", before):
        return f" {bare}:\n"
    return "\n" * rng.choice([1, 1, 2]) + marker + "\n" * rng.choice([1, 1, 2])


LABELS = ["تاريخ النشر: ", "نشر في: ", "نُشر في ", "التاريخ: ", "تم النشر: ", "نشر بتاريخ: "]
HELD_LABELS = ["أضيف في: ", "تاريخ الخبر: ", "تم النشر بتاريخ: ", "حُرر في "]
BYLINES = ["بغداد - رويترز", "دمشق / سانا", "القاهرة: أ ش أ", "واس (الرياض)", "بيروت - (أ ف ب)",
           "خالد الحربي - جدة"]
DATELINES = ["بغداد/ شبكة أخبار العراق- ", "دمشق - سانا: ", "القاهرة (د ب أ) - ",
             "بيروت – رويترز: ", ""]


def lay(order: str, headline: str, body: str, when: datetime, outlet: str, rng: random.Random,
        held: bool):
    """One article in its layout, and the day that it tells."""
    if order == "head body":
        return f"{headline}\n{body}", None
    if order == "head byline body":
        return f"{headline}\n{rng.choice(BYLINES)}\n{body}", None
    words = stamp(when, rng, held)
    label = rng.choice(HELD_LABELS if held else LABELS)
    by = rng.choice(["", "", f"المصدر: {outlet}\n", "بقلم: خالد المنصور\n", "كتب أحمد سالم\n",
                     "الكاتب: هدى ناصر\n"])
    deck = " ".join(body.split()[:9])
    colon = label.strip().rstrip(":") + ":"
    return {
        "head labels body": f"{headline}\n{label}{words}\n{by}{body}",
        "head stamp body": f"{headline}\n{words}\n{body}",
        "labels head body": f"{label}{words}\n{by}{headline}\n{body}",
        "named": (f"العنوان: {headline}\nالتاريخ: {words}\nالمصدر: {outlet}\nالنص: {body}"),
        "head fused body": f"{headline}\n{colon} {words} {rng.choice(DATELINES)}{body}",
        "head body labels": f"{headline}\n{body}\nالمصدر: {outlet}\n{label}{words}",
        "head bar body": f"{headline}\n{outlet} | {words}\n{body}",
        "head deck labels body": f"{headline}\n{deck}\n{label}{words}\n{body}",
        "head share labels body": (
            f"{headline}\nفيسبوك تويتر واتساب تلغرام\n{label}{words}\n{by}{body}"),
    }[order], when.date()


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
        # Tags and notices behind the last sentence are set aside: nearly the same length is right.
        body, meant = _key(dump.text[slice(*article.body)]), _key(told.body)
        middle = meant[len(meant) // 2:][:60]
        bodies += middle in body and 0.8 * len(meant) < len(body) < 1.1 * len(meant) + 60
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
