"""The exports are read back by readers of their formats, and no cell does what it should not."""

import csv
import io
import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from utils import direction, exports, tables
from utils.exports import calendar_file

LABELS = {"TUR": "تركيا", "SYR": "سوريا", "person:hakan-fidan": "هاكان فيدان",
          "place:ankara": "أنقرة"}


def happenings(*changes):
    """Happenings, one for each dict of changes; by default a meeting held on one day."""
    rows = [{
        "happening_id": f"h:a-{number}:e01", "kind": "meeting", "participants": ["TUR", "SYR"],
        "mediator": None, "venue": "place:ankara", "earliest": pd.Timestamp("2025-01-15"),
        "latest": pd.Timestamp("2025-01-15"), "status": "held", "articles": 2, "outlets": 2,
        "first_reported": pd.Timestamp("2025-01-16"), "disagreement": None, **change,
    } for number, change in enumerate(changes or [{}], 1)]
    return tables.typed(rows, "happenings")


def events(table):
    """One event for each happening."""
    return tables.typed([
        {"event_id": row.happening_id[2:], "article_id": "a-1", "plover": "CONSULT",
         "participants": list(row.participants), "reported_by": [], "trigger": "=لقاء",
         "happening_id": row.happening_id} for row in table.itertuples()], "events")


# ---------------------------------------------------------------- spreadsheet


def read_csv(text):
    """The rows of a CSV as dicts."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1",
                                  " =1", "＝1", "＋1", "－1", "＠a", "'=1"])
def test_no_cell_is_a_formula(text):
    row, = read_csv(exports.as_csv(pd.DataFrame({"words": [text]})))
    assert row["words"] == "'" + text


@settings(deadline=None)
@given(some.lists(some.text(), min_size=1))
def test_what_was_printed_can_be_had_back_but_for_what_nobody_sees(texts):
    rows = read_csv(exports.as_csv(pd.DataFrame({"n": range(len(texts)), "words": texts})))
    seen = ["\r".join(map(direction.harmless, text.split("\r"))) for text in texts]
    assert [re.sub("^'", "", row["words"]) if exports.defused(text) != text else row["words"]
            for row, text in zip(rows, seen, strict=True)] == seen
    assert all(one == text for one, text in zip(seen, texts, strict=True)
               if text.isprintable() and not re.search("[\u0300-\u08ff\u0e31-\uffff]{7}", text))


def test_lists_days_and_gaps_are_cells():
    row, = read_csv(exports.as_csv(happenings({"latest": pd.NaT})))
    assert (row["participants"], row["earliest"], row["latest"], row["mediator"], row["outlets"]
            ) == ("TUR | SYR", "2025-01-15", "", "", "2")


# ---------------------------------------------------------------- calendar


def read_calendar(text):
    """The events of an iCalendar file: a list of dicts, keys with their parameters cut off."""
    assert text.endswith("\r\n") and not re.search("(?<!\r)\n|\r(?!\n)", text)
    lines = re.sub("\r\n ", "", text).split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    found, now = [], None
    for line in lines:
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        if line == "BEGIN:VEVENT":
            now = {}
        elif line == "END:VEVENT":
            found.append(now)
            now = None
        elif now is not None:
            assert name not in now
            now[name] = re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), value)
            if name in ("DTSTART", "DTEND"):
                assert parameters == "VALUE=DATE"
    return found


def test_a_day_is_a_whole_day_and_ends_on_the_next():
    event, = read_calendar(exports.as_icalendar(happenings(), LABELS))
    assert (event["DTSTART"], event["DTEND"]) == ("20250115", "20250116")
    assert (event["SUMMARY"], event["LOCATION"]) == ("meeting: تركيا، سوريا", "أنقرة")
    assert event["DTSTAMP"] == "20250116T000000Z" and event["UID"] == "h:a-1:e01@masar"


@pytest.mark.parametrize(("status", "shown"), [
    ("held", "CONFIRMED"), ("planned", "TENTATIVE"), ("cancelled", "CANCELLED"),
    ("denied", "CANCELLED")])
def test_what_was_only_announced_is_tentative(status, shown):
    event, = read_calendar(exports.as_icalendar(happenings({"status": status}), LABELS))
    assert event["STATUS"] == shown and status in event["DESCRIPTION"]


@settings(deadline=None)
@given(some.text(max_size=200), some.text(max_size=60))
def test_any_words_go_through_a_calendar(words, place):
    entry = {"uid": "h:1", "first": pd.Timestamp("2025-01-15"), "last": pd.Timestamp("2025-01-17"),
             "stamp": pd.Timestamp("2025-01-16"), "summary": words, "place": place, "words": words,
             "kind": "meeting", "status": "held"}
    text = calendar_file.calendar_text([entry])
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    event, = read_calendar(text)
    kept = re.sub("\r\n|[\r\n\x85\u2028\u2029]", "\n", words)
    assert event["SUMMARY"] == event["DESCRIPTION"] == direction.harmless(kept)


# ---------------------------------------------------------------- web timeline


def test_a_slide_has_its_days_and_the_direction_of_its_words():
    told = happenings({"latest": pd.Timestamp("2025-01-17")}, {"disagreement": "day: a / b"})
    whole = json.loads(exports.as_timelinejs(told, LABELS))
    first, second = whole["events"]
    assert first["start_date"] == {"year": 2025, "month": 1, "day": 15}
    assert first["end_date"]["day"] == 17 and "end_date" not in second
    assert first["text"]["headline"] == '<span dir="rtl" lang="ar">meeting: تركيا، سوريا</span>'
    assert "day: a / b" in second["text"]["text"] and whole["rtl"]
    assert first["unique_id"] != second["unique_id"]


def test_hostile_names_stay_words_on_a_slide():
    told = happenings({"participants": ["<script>alert(1)</script>"], "venue": "<img src=x>"})
    text = exports.as_timelinejs(told, {})
    assert "<script" not in text and "<img" not in text and "&lt;script&gt;" in text


# ---------------------------------------------------------------- event data


def read_tsv(text):
    """The rows of a TSV as dicts; every line has as many cells as the head."""
    lines = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    assert {len(line) for line in lines} == {len(lines[0])}
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_a_meeting_of_three_is_three_pairs():
    told = happenings({"participants": ["TUR", "SYR", "RUS"]})
    rows = read_tsv(exports.as_plover(told, events(told), LABELS))
    assert [(row["Actor1Code"], row["Actor2Code"]) for row in rows] == [
        ("TUR", "SYR"), ("TUR", "RUS"), ("SYR", "RUS")]
    assert {row["EventType"] for row in rows} == {"CONSULT"} and rows[0]["SQLDATE"] == "20250115"
    assert len({row["EventId"] for row in rows}) == 3


def test_a_minister_bears_the_code_of_his_state_and_is_no_pair_with_it():
    told = happenings({"participants": ["person:hakan-fidan", "TUR", "SYR"]})
    rows = read_tsv(exports.as_plover(told, events(told), LABELS))
    assert [(row["Actor1CountryCode"], row["Actor2CountryCode"]) for row in rows] == [
        ("TUR", "SYR"), ("TUR", "SYR")]
    assert rows[0]["Actor1Name"] == "هاكان فيدان"


@pytest.mark.parametrize(("who", "codes"), [([], ("", "")), (["TUR"], ("TUR", ""))])
def test_who_met_nobody_known_is_kept(who, codes):
    told = happenings({"participants": who, "earliest": pd.NaT, "latest": pd.NaT})
    row, = read_tsv(exports.as_plover(told, events(told), LABELS))
    assert (row["Actor1Code"], row["Actor2Code"]) == codes and row["SQLDATE"] == ""


def test_tabs_and_line_ends_make_no_cell():
    told = happenings({"venue": "a\tb\nc", "disagreement": "day:\r\nx / y"})
    row, = read_tsv(exports.as_plover(told, events(told), {}))
    assert row["Venue"] == "a b c" and row["Disagreement"] == "day: x / y"


# ---------------------------------------------------------------- all of them


def test_the_files_are_the_same_each_time_and_what_is_left_out_is_counted(tmp_path):
    told = happenings({}, {"earliest": pd.NaT, "latest": pd.NaT})
    written = [exports.write_exports(told, events(told), LABELS, tmp_path / name)
               for name in ("one", "other")]
    assert written[0].equals(written[1])
    assert dict(zip(written[0]["file"], written[0]["left_out"], strict=True)) == {
        "happenings.csv": 0, "events.csv": 0, "happenings.ics": 1, "timeline.json": 1,
        "plover.tsv": 0}
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_outlets_that_disagree_are_told_by_name():
    told = happenings({"disagreement": "venue: place:ankara (a) / SYR (b)"})
    event, = read_calendar(exports.as_icalendar(told, LABELS))
    assert "venue: أنقرة (a) / سوريا (b)" in event["DESCRIPTION"]


def test_no_happenings_make_valid_files(tmp_path):
    none = happenings().head(0)
    exports.write_exports(none, events(none), LABELS, tmp_path)
    assert read_calendar((tmp_path / "happenings.ics").read_bytes().decode()) == []
    assert json.loads((tmp_path / "timeline.json").read_text("utf-8"))["events"] == []
    assert read_tsv((tmp_path / "plover.tsv").read_text("utf-8")) == []
    assert (tmp_path / "happenings.csv").read_bytes().startswith(b"\xef\xbb\xbfhappening_id")


@pytest.mark.parametrize("name", ["happenings.csv", "events.csv", "happenings.ics", "timeline.json",
                                  "plover.tsv"])
def test_marks_that_turn_a_line_round_are_seen_in_every_file(tmp_path, name):
    """A spreadsheet would show what stands behind U+202E backwards, as somebody else's name."""
    odd = "فيدان\u202e abc\u2067\x01\u2028"
    told = happenings({"venue": odd, "participants": [odd, "SYR"], "disagreement": odd})
    rows = events(told).assign(trigger=odd)
    exports.write_exports(told, rows, {"SYR": odd}, tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "⟨U+202E⟩" in text
    assert not re.search("[\x01\u2028\u202a-\u202e\u2066-\u2069]", text)
