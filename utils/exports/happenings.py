"""The happenings for other programs: spreadsheet, calendar, web timeline, event data.

All texts are made from the tables alone: the same input gives the same bytes. Names come from the
mentions; an id without a name stands for itself. What has no day cannot stand on a calendar or a
timeline: `write_exports` counts it. What would turn a line round unseen is spelled out, as in
pages; the Parquet tables hold it as it was printed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pandas as pd

from utils.asking import ANY_TABLE, NAMES, PATH, TEXT, ask, asks, table_of, whole
from utils.direction import direction, escape, harmless
from utils.events.happenings import with_names
from utils.events.homes import state_of
from utils.exports.calendar_file import calendar_text, day_number
from utils.stored import Stored
from utils.tables import PROCESSED, write_file
from utils.words import coded, word

EXPORTS = PROCESSED / "exports"
MOST = 10_000                # happenings of a large corpus that are written for other programs
# What a spreadsheet may take for a formula, also behind blanks; full width forms too.
_FORMULA = re.compile("'*\\s*[=+\\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                      "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]")
_BLANKS = re.compile("[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# What the files tell of a happening.
TOLD = ("happening_id", "kind", "participants", "mediator", "venue", "earliest", "latest", "status",
        "articles", "outlets", "first_reported", "disagreement")
_EVENTS = table_of("events", "happening_id", "plover")
_DYADS = ("EventId", "SQLDATE", "SQLDATE_End", "EventType", "Kind", "Status",
          "Actor1Code", "Actor1Name", "Actor1CountryCode",
          "Actor2Code", "Actor2Name", "Actor2CountryCode", "Mediator", "Venue", "VenueName",
          "NumArticles", "NumSources", "DATEADDED", "Disagreement")


@asks(text=TEXT)
def defused(text: str) -> str:
    """The text as a cell that no spreadsheet reckons: an apostrophe before what looks like a sum.

    Take one leading apostrophe away from such a cell, and what was printed is back.

    >>> defused("=1+1"), defused("قمة = لقاء"), defused("'-5")
    ("'=1+1", 'قمة = لقاء', "''-5")
    """
    return "'" + text if _FORMULA.match(text) else text


def in_sight(text: str) -> str:
    r"""The text with unseen controls spelled out; the ends of its lines stay.

    >>> in_sight("فيدان\u202e\r\nشيباني")
    'فيدان⟨U+202E⟩\r\nشيباني'
    """
    return "\r".join(map(harmless, text.split("\r")))


def _cell(value: object) -> str:
    if isinstance(value, list):
        return defused(in_sight(" | ".join(map(str, value))))
    if pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else (
        defused(in_sight(value)) if isinstance(value, str) else str(value))


@asks(table=ANY_TABLE)
def as_csv(table: pd.DataFrame) -> str:
    """The table for a spreadsheet: one row a row, lists joined by " | ", formulas defused.

    Write it as UTF-8 with a byte order mark (`write_exports` does), or Excel shows no Arabic.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False):
        writer.writerow(map(_cell, row))
    return lines.getvalue()


def headline(row) -> str:
    """A happening in one line: what, and who.

    >>> headline(pd.Series({"kind": "meeting", "participants": ["تركيا", "سوريا"]}))
    'meeting: تركيا، سوريا'
    """
    who = "، ".join(row.participants)
    return f"{coded(row.kind)}: {who}" if who else coded(row.kind)


def _lines(row) -> list[str]:
    """What else is known of a happening, a line each."""
    told = word("export_told", articles=row.articles, outlets=row.outlets)
    said = [word("export_status", status=row.status), told]
    if isinstance(row.mediator, str):
        said.append(word("export_mediator", mediator=row.mediator))
    if isinstance(row.disagreement, str):
        said.append(word("export_disagreement", sides=row.disagreement))
    return said


def _dated(happenings: pd.DataFrame) -> pd.DataFrame:
    return happenings.dropna(subset=["earliest", "latest"])


def _named(happenings: pd.DataFrame, labels: Mapping[str, str]):
    """The rows of the happenings that have a day, with names in place of ids."""
    named = with_names(_dated(happenings), labels)
    return named.assign(venue=named["venue"].astype("str").fillna("")).itertuples(index=False)


@asks(happenings=table_of("happenings", *TOLD), labels=NAMES)
def as_icalendar(happenings: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """The happenings that have a day as an iCalendar file; planned ones are tentative."""
    return calendar_text(
        {"uid": row.happening_id, "first": row.earliest, "last": row.latest,
         "stamp": row.earliest if pd.isna(row.first_reported) else row.first_reported,
         "summary": headline(row), "place": row.venue, "words": "\n".join(_lines(row)),
         "kind": row.kind, "status": row.status}
        for row in _named(happenings, labels)
    )


def _slide_day(day: pd.Timestamp) -> dict:
    return {"year": day.year, "month": day.month, "day": day.day}


def _html(tag: str, text: str) -> str:
    way = direction(text)
    language = ' lang="ar"' if way == "rtl" else ""
    return f'<{tag} dir="{way}"{language}>{escape(text)}</{tag}>'


@asks(happenings=table_of("happenings", *TOLD), labels=NAMES)
def as_timelinejs(happenings: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """The happenings that have a day as the JSON that TimelineJS 3 reads.

    The widget sets its own words by its option `language` ("ar"), and reads no direction from the
    file; so each text carries its own, and `rtl` says whether most do for pages that embed it.
    """
    slides, ways = [], []
    for row in _named(happenings, labels):
        title = headline(row)
        ways.append(direction(title) == "rtl")
        words = [row.venue, *_lines(row)]
        slide = {
            "unique_id": re.sub(r"[^\w-]", "-", row.happening_id), "group": coded(row.kind),
            "start_date": _slide_day(row.earliest),
            "text": {"headline": _html("span", title),
                     "text": "".join(_html("p", one) for one in words if one)},
        }
        if row.latest > row.earliest:
            slide["end_date"] = _slide_day(row.latest)
        slides.append(slide)
    whole = {"rtl": sum(ways) > len(ways) / 2, "scale": "human", "events": slides}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _dyads(row) -> list[tuple[str, str]]:
    """The pairs of participants that two states stand behind; all pairs where none are known."""
    pairs = list(combinations(row.participants, 2))
    apart = [(one, other) for one, other in pairs
             if (state_of(one) or one) != (state_of(other) or other)]
    return apart or pairs or [(*row.participants, "", "")[:2]]


@asks(happenings=table_of("happenings", *TOLD), events=_EVENTS, labels=NAMES)
def as_plover(happenings: pd.DataFrame, events: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """The happenings as tab-separated event data: one line a pair of actors, PLOVER event types.

    Columns that hold what GDELT's do bear its names; country codes are ISO 3166. `EventId` ends
    in the pair's number: a meeting of three is three lines. Happenings without a day are kept.
    """
    types = dict(zip(events["happening_id"], events["plover"], strict=True))
    lines = ["\t".join(_DYADS)]
    named = with_names(happenings, labels)["venue"].astype("str").fillna("")
    gaps = happenings.fillna({"mediator": "", "venue": "", "disagreement": ""})
    for row, place in zip(gaps.itertuples(index=False), named, strict=True):
        days = ["" if pd.isna(day) else day_number(day)
                for day in (row.earliest, row.latest, row.first_reported)]
        for number, pair in enumerate(_dyads(row), 1):
            actors = [cell for one in pair for cell in (one, labels.get(one, one), _country(one))]
            cells = [f"{row.happening_id}:{number}", *days[:2], types.get(row.happening_id, ""),
                     row.kind, row.status, *actors, row.mediator, row.venue, place,
                     row.articles, row.outlets, days[2], row.disagreement]
            lines.append("\t".join(
                defused(harmless(_BLANKS.sub(" ", str(cell)))) for cell in cells))
    return "\n".join(lines) + "\n"


def _country(entity_id: str) -> str:
    """The ISO code of the state itself, or of who acts for it."""
    return entity_id if re.fullmatch("[A-Z]{3}", entity_id) else state_of(entity_id)


@asks(happenings=table_of("happenings", "happening_id", "articles"), most=whole(1))
def most_told(happenings: pd.DataFrame, events: pd.DataFrame | Stored,
              most: int = MOST) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The happenings that most articles tell of, and their events; all where there are no more.

    More of them no calendar and no sheet shows; the Parquet tables hold all.
    """
    stored = isinstance(events, Stored)
    if not stored:
        events = ask("most_told", "events", events, table_of("events", "happening_id"))
    if len(happenings) <= most:
        return happenings, events.read() if stored else events
    kept = happenings.loc[happenings["articles"].nlargest(most).index.sort_values()]
    ids = kept["happening_id"]
    return kept, (events.where("happening_id", ids) if stored
                  else events[events["happening_id"].isin(ids)])


@asks(happenings=table_of("happenings", *TOLD), events=_EVENTS, labels=NAMES, folder=PATH)
def write_exports(happenings: pd.DataFrame, events: pd.DataFrame, labels: Mapping[str, str],
                  folder: Path | str = EXPORTS) -> pd.DataFrame:
    """The files written into the folder: file, happenings in it, left_out (those without a day).

    `events` need their happening_id (`events.link_events`); `labels` as `events.labels` gives them.
    """
    folder = Path(folder)
    names = with_names(happenings, labels)
    named = happenings.assign(who=names["participants"], where=names["venue"])
    undated = len(happenings) - len(_dated(happenings))
    texts = {
        "happenings.csv": (as_csv(named), "utf-8-sig", 0),
        "events.csv": (as_csv(events), "utf-8-sig", 0),
        "happenings.ics": (as_icalendar(happenings, labels), "utf-8", undated),
        "timeline.json": (as_timelinejs(happenings, labels), "utf-8", undated),
        "plover.tsv": (as_plover(happenings, events, labels), "utf-8", 0),
    }
    for name, (text, encoding, _) in texts.items():
        write_file(text.encode(encoding), folder / name)
    return pd.DataFrame([
        {"file": name, "happenings": len(happenings) - left_out, "left_out": left_out}
        for name, (_, _, left_out) in texts.items()
    ])
