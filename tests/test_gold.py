"""The hand labels of the sample agree with its texts, with the calendar and with each other.

Nothing here runs the program that the labels measure: the texts come from the plain readers of
test_sample.py, the calendars from the standard library and from hijridate.
"""

import calendar
import csv
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hijridate import Gregorian, Hijri
from test_sample import DISPATCHES, HIJRI, MONTH_NUMBER, README, SAMPLE, WEEKDAYS, western

GOLD = SAMPLE.parent / "gold"
NOTES = (GOLD / "README.md").read_text(encoding="utf-8")


def read(name: str) -> list[dict[str, str]]:
    """The rows of one table of labels."""
    with (GOLD / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ARTICLES, DATES, MENTIONS, EVENTS = map(read, ("articles", "dates", "mentions", "events"))
LABELLED = read("labelled")


def key(row: dict[str, str]) -> tuple[str, int]:
    """File and ordinal: which dispatch the row is about."""
    return row["file"], int(row["ordinal"])


def parts(cell: str) -> list[str]:
    """The several values of one cell.

    >>> parts("Turkey|Syria")
    ['Turkey', 'Syria']
    """
    return cell.split("|") if cell else []


SAMPLED = {(d.file, d.ordinal + 1): d for listed in DISPATCHES.values() for d in listed}
ARTICLE = {key(row): row for row in ARTICLES}


def body(row: dict[str, str]) -> str:
    """The dispatch's body: from the first words of it to the last, both as labelled."""
    text = SAMPLED[key(row)].text
    start = text.index(row["body_begins"])
    return text[start:text.index(row["body_ends"], start) + len(row["body_ends"])]


BODY = {key(row): body(row) for row in ARTICLES}


def place(row: dict[str, str], column: str) -> int:
    """Where the row's words stand in the body: their first character; -1 when they do not."""
    start = -1
    for _ in range(int(row["occurrence"])):
        start = BODY[key(row)].find(row[column], start + 1)
        if start < 0:
            break
    return start


def day(cell: str) -> date | None:
    """The day that a cell gives, its time of day left out."""
    return date.fromisoformat(cell[:10]) if cell else None


def interval(row: dict[str, str]) -> tuple[date | None, date | None]:
    return day(row["earliest"]), day(row["latest"])


def anchor(row: dict[str, str]) -> date | None:
    return day(ARTICLE[key(row)]["anchor"])


def letters_around(row: dict[str, str], column: str) -> tuple[str, str]:
    """The letters that are written onto the words, before and after."""
    text, start = BODY[key(row)], place(row, column)
    end = start + len(row[column])
    return re.search("[ء-ي]*$", text[:start])[0], re.match("[ء-ي]*", text[end:])[0]


# --- the articles ------------------------------------------------------------------------------

def test_every_dispatch_is_an_article_once():
    assert [key(row) for row in ARTICLES] == list(ARTICLE)
    assert set(ARTICLE) == set(SAMPLED)


def test_headlines_and_days_are_the_printed_ones():
    for where, row in ARTICLE.items():
        dispatch = SAMPLED[where]
        assert row["headline"] == dispatch.headline.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
        assert day(row["anchor"]) == dispatch.published, where


def test_the_anchor_is_what_its_basis_says():
    for row in ARTICLES:
        basis = row["anchor_basis"]
        assert basis in ("published", "crawled", "none")
        assert (basis == "none") == (not row["anchor"])
        if basis == "published":
            assert day(row["published"]) == day(row["anchor"])
        else:
            assert row["published"] == row["updated"] == ""
        if row["updated"]:
            assert row["updated"] >= row["published"], key(row)


def test_glued_articles_and_no_others_have_a_parent():
    for where, row in ARTICLE.items():
        assert bool(row["parent_ordinal"]) == SAMPLED[where].glued, where
        if row["parent_ordinal"]:
            assert int(row["parent_ordinal"]) < where[1]


def test_bodies_hold_no_label_of_the_page():
    furniture = r"تاريخ النشر|آخر تحديث|المصدر:|شارك:|// انتهى|\(أرجوان\)|\(صواري\)|أيضاً:"
    assert [where for where, text in BODY.items() if re.search(furniture, text)] == []
    assert min(map(len, BODY.values())) > 150


# --- what is labelled --------------------------------------------------------------------------

@pytest.mark.parametrize(("kind", "rows", "least"), [
    ("dates", DATES, 60), ("mentions", MENTIONS, 25), ("events", EVENTS, 80),
])
def test_labels_belong_to_the_dispatches_listed_as_labelled(kind, rows, least):
    listed = {key(row) for row in LABELLED if row[kind] == "yes"}
    assert {key(row) for row in rows} <= listed
    assert len(listed) >= least
    assert f"| {kind} | {len(listed)} | {len(rows)} |" in NOTES


def test_every_dispatch_is_listed_once():
    assert [key(row) for row in LABELLED] == list(ARTICLE)


@pytest.mark.parametrize(("rows", "column"), [
    (DATES, "surface"), (MENTIONS, "surface"), (EVENTS, "trigger"),
])
def test_the_words_stand_in_the_body_that_many_times(rows, column):
    missing = [(key(row), row[column]) for row in rows if place(row, column) < 0]
    assert missing == []


@pytest.mark.parametrize(("rows", "column"), [
    (DATES, "surface"), (MENTIONS, "surface"), (EVENTS, "trigger"),
])
def test_the_words_are_whole_but_for_what_is_written_onto_them(rows, column):
    torn = []
    for row in rows:
        before, after = letters_around(row, column)
        if after or not re.fullmatch("[وف]?[بلكس]?", before):
            torn.append((key(row), before, row[column], after))
    assert torn == []


@pytest.mark.parametrize("rows", [DATES, MENTIONS, EVENTS], ids=["dates", "mentions", "events"])
def test_no_row_is_there_twice(rows):
    same = Counter(tuple(row.values()) for row in rows)
    assert [row for row, times in same.items() if times > 1] == []


@pytest.mark.parametrize(("rows", "column"), [
    (DATES, "surface"), (MENTIONS, "surface"), (EVENTS, "trigger"),
])
def test_rows_stand_in_the_order_of_the_text(rows, column):
    for one, two in pairwise(rows):
        if key(one) == key(two):
            assert place(one, column) <= place(two, column), (key(one), one[column], two[column])


# --- the dates ---------------------------------------------------------------------------------

def test_dates_do_not_overlap():
    for one, two in pairwise(DATES):
        if key(one) == key(two):
            assert place(one, "surface") + len(one["surface"]) <= place(two, "surface")


def test_intervals_fit_their_grain():
    for row in DATES:
        first, last = interval(row)
        assert row["grain"] in ("day", "week", "month", "quarter", "year", "other")
        assert (first is None) == (last is None)
        if first is None:
            continue
        assert first <= last
        days = (last - first).days + 1
        if row["grain"] == "day":
            assert days == 1, row
        if row["grain"] == "week":
            assert (first.weekday(), days) == (0, 7), row
        if row["grain"] == "month":
            assert (first.day, days) == (1, calendar.monthrange(first.year, first.month)[1]), row
        if row["grain"] == "quarter":
            assert first.month % 3 == 1 and first.day == 1 and 90 <= days <= 92, row
        if row["grain"] == "year":
            assert days in ((365, 366) if row["calendar"] == "gregorian" else (354, 355)), row
        if row["grain"] == "other":
            assert days > 1 and row["basis"] in ("absolute", "relative"), row


def test_only_what_leans_on_something_is_unresolved_and_says_on_what():
    for row in DATES:
        assert row["basis"] in ("absolute", "relative", "event", "none")
        if row["basis"] in ("absolute", "relative"):
            assert row["earliest"], row
        else:
            assert row["note"], row
        if row["basis"] == "none":
            assert not row["earliest"]
        if row["basis"] == "relative":
            assert anchor(row), row


def test_absolute_dates_print_the_year_that_they_lie_in():
    for row, after in zip(DATES, [*DATES[1:], {}], strict=True):
        if row["surface"].isdecimal():    # "24" of "24 و25 جانفي 2024": its year stands there
            assert (key(row), row["basis"]) == (key(after), after["basis"])
            continue
        years = re.findall(r"(?<!\d)\d{4}(?!\d)", western(row["surface"]))
        assert bool(years) == (row["basis"] == "absolute"), row
        if years:
            assert str(interval(row)[0].year) in years, row


def test_weekdays_fit_except_the_misfits_that_the_sample_lists():
    listed = re.findall(r"^- misfit: `\S+: (.+?)`", README, re.M)
    for row in DATES:
        first, _ = interval(row)
        named = [name for name in WEEKDAYS if re.search(f"(?<![ء-ي]){name}", row["surface"])]
        if first and named and not any(words in row["surface"] for words in listed):
            assert WEEKDAYS[first.weekday()] == named[0], row


def test_today_yesterday_and_tomorrow_are_counted_from_the_anchor():
    shift = {"أول من أمس": -2, "أمس": -1, "بعد غد": 2, "الغد": 1, "غد": 1, "اليوم": 0}
    late = re.findall(r"^- fetched late: `.+?, (.+)`$", README, re.M)
    counted = 0
    for row in DATES:
        if row["basis"] != "relative" or ARTICLE[key(row)]["headline"] in late:
            continue
        word = next((word for word in shift if re.search(
            f"(?<![ء-ي]){word}(?:ا|اً)?(?![ء-ي])", row["surface"])), None)
        if word and "مثل هذا" not in row["surface"]:
            counted += 1
            assert interval(row) == (anchor(row) + timedelta(days=shift[word]),) * 2, row
    assert counted > 150


def test_day_and_month_are_the_printed_ones():
    months = "|".join(sorted(MONTH_NUMBER, key=len, reverse=True))
    counted = 0
    for row in DATES:
        if found := re.search(rf"(\d+) ({months})(?![ء-ي])", western(row["surface"])):
            counted += 1
            first, last = interval(row)
            assert first == last, row
            assert (first.day, first.month) == (int(found[1]), MONTH_NUMBER[found[2]]), row
    assert counted > 90


def test_hijri_days_are_the_printed_ones():
    months = "|".join(HIJRI)
    counted = 0
    for row in DATES:
        found = re.search(rf"(\d+) ({months})", row["surface"])
        assert bool(found) <= (row["calendar"] == "hijri"), row
        if found:
            counted += 1
            first, last = interval(row)
            hijri = Gregorian.fromdate(first).to_hijri()
            assert first == last, row
            assert (hijri.day, hijri.month) == (int(found[1]), HIJRI.index(found[2]) + 1), row
    assert counted >= 5


def test_a_hijri_year_is_the_whole_of_it():
    years = [row for row in DATES if (row["calendar"], row["grain"]) == ("hijri", "year")]
    assert years
    for row in years:
        year = int(re.search(r"(\d{4})هـ", row["surface"])[1])
        first, last = interval(row)
        assert first == Hijri(year, 1, 1).to_gregorian()
        assert last == Hijri(year + 1, 1, 1).to_gregorian() - timedelta(days=1)


def test_a_label_of_an_unprinted_year_lies_within_a_year_of_the_anchor():
    carried = "year carried on"
    for row in DATES:
        first, last = interval(row)
        if first and row["basis"] == "relative" and carried not in row["note"]:
            near = min(abs((first - anchor(row)).days), abs((last - anchor(row)).days))
            assert near <= 366 or "قبل عامين" in row["surface"], row


# --- the mentions ------------------------------------------------------------------------------

SENSES = {
    "person": {"name", "part", "office"},
    "country": {"name", "demonym", "metonym"},
    "place": {"name"},
    "organisation": {"name"},
    "outlet": {"name"},
}


def test_kinds_and_senses_go_together():
    assert [row for row in MENTIONS if row["sense"] not in SENSES[row["kind"]]] == []


def test_mentions_overlap_only_where_one_lies_within_another():
    for one, two in pairwise(MENTIONS):
        if key(one) == key(two):
            end = place(one, "surface") + len(one["surface"])
            inner = place(two, "surface") + len(two["surface"])
            assert place(two, "surface") >= end or inner <= end, (one, two)


def test_a_name_means_one_thing():
    meant = {}
    for row in MENTIONS:
        if row["sense"] == "name":
            meant.setdefault((row["surface"], row["kind"]), set()).add(row["label_en"])
    assert {name: labels for name, labels in meant.items() if len(labels) > 1} == {}


def test_a_part_of_a_name_belongs_to_a_person_named_in_full_somewhere():
    full = {}
    for row in MENTIONS:
        if (row["kind"], row["sense"]) == ("person", "name"):
            full.setdefault(row["label_en"], set()).update(row["surface"].split())
    for row in MENTIONS:
        if row["sense"] == "part":    # للشرع leaves لشرع: its article lost the alif
            assert {row["surface"], "ا" + row["surface"]} & full[row["label_en"]], row


# --- the events --------------------------------------------------------------------------------

def test_events_use_the_known_words():
    kinds = {"meeting", "visit", "call", "agreement", "statement", "strike"}
    assert {row["kind"] for row in EVENTS} == kinds
    assert {row["status"] for row in EVENTS} == {"held", "planned", "cancelled", "denied"}
    assert {row["anonymity"] for row in EVENTS} == {"none", "named", "unnamed"}


def test_voices_are_printed_in_the_body():
    for row in EVENTS:
        voices = parts(row["reported_by"])
        assert (row["anonymity"] == "none") == (not voices), row
        printed = BODY[key(row)].replace("ا\N{ARABIC FATHATAN}", "")    # مصدراً تركياً
        for voice in voices:
            assert voice in printed, (row, voice)


def test_event_days_are_in_order():
    for row in EVENTS:
        first, last = interval(row)
        assert (first is None) == (last is None)
        assert first is None or first <= last, row


def test_held_events_do_not_lie_after_the_anchor_nor_planned_ones_before_it():
    for row in EVENTS:
        first, last = interval(row)
        if first and anchor(row) and row["status"] == "held":
            assert first <= anchor(row), row
        if last and anchor(row) and row["status"] == "planned":
            assert last >= anchor(row), row


def test_events_take_place_on_days_that_the_dispatch_speaks_of():
    """Each day is that of a date label, or the row's note says where it comes from."""
    dated = {}
    for row in DATES:
        dated.setdefault(key(row), []).append(interval(row))
    strange = []
    for row in EVENTS:
        first, last = interval(row)
        spans = [span for span in dated.get(key(row), []) if span[0]]
        inside = any(a <= first and first <= b for a, b in spans) if first else True
        ends = any(a <= last and last <= b for a, b in spans) if last else True
        if not (inside or ends or row["note"]):
            strange.append((key(row), row["trigger"], first, last))
    assert strange == []


def test_nobody_takes_part_twice():
    for row in EVENTS:
        names = parts(row["participants"])
        assert len(names) == len(set(names)), row
        if row["kind"] == "visit":
            assert names, row
