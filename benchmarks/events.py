"""Events of the sample against hand labels, as a table.

    python benchmarks/events.py                 precision, recall, F1 and what of the found is right
    python benchmarks/events.py --show          each miss, each event too many, each wrong cell

A found event is a label's when both are of one kind and share a participant, or share day and
place. Labels that begin with `in passing` count neither way. Kinds meeting, visit, call and
agreement are measured, in the dispatches that `data/gold/labelled.csv` says are labelled whole.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from utils import load, pipeline
from utils.lexicon import read_lexicon

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
KINDS = ("meeting", "visit", "call", "agreement")
CELLS = ("status", "day", "venue", "reported_by")      # compared for each event that was found


class Told(NamedTuple):
    """An event as a label or a found row tells it; names are English labels."""

    kind: str
    participants: frozenset
    venues: tuple
    day: tuple
    status: str
    reported_by: tuple
    words: str
    passing: bool = False

    @property
    def venue(self) -> str:
        """The most specific place, "" for none."""
        return self.venues[0] if self.venues else ""


def _rows(name: str) -> list[dict]:
    with (GOLD / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _many(cell: str) -> tuple:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def read_labels() -> dict[tuple[str, int], list[Told]]:
    """The labels of each dispatch that is labelled whole, by file and ordinal."""
    labels = {(row["file"], int(row["ordinal"])): []
              for row in _rows("labelled") if row["events"] == "yes"}
    for row in _rows("events"):
        place = row["file"], int(row["ordinal"])
        if row["kind"] in KINDS and place in labels:
            labels[place].append(Told(
                row["kind"], frozenset(_many(row["participants"])), _many(row["venue"]),
                (row["earliest"], row["latest"]), row["status"], _many(row["reported_by"]),
                row["trigger"], row["note"].startswith("in passing"),
            ))
    return labels


def _day(value) -> str:
    return "" if pd.isna(value) else f"{value:%Y-%m-%d}"


def read_found(tables: pipeline.Tables) -> dict[tuple[str, int], list[Told]]:
    """The events that were found, by file and ordinal of their article."""
    english = {key: entity.label_en for key, entity in read_lexicon().entities.items()}
    english |= dict(zip(tables.mentions["entity_id"], tables.mentions["label_en"], strict=True))
    places, last = {}, Counter()
    for row in tables.articles.itertuples():
        last[row.file] += 1
        places[row.article_id] = row.file, last[row.file]
    found = defaultdict(list)
    for event in tables.events.itertuples():
        if event.kind in KINDS:
            venue = (event.venue,) if isinstance(event.venue, str) else ()
            found[places[event.article_id]].append(Told(
                event.kind, frozenset(english.get(one, one) for one in event.participants),
                tuple(english.get(one, one) for one in venue),
                (_day(event.earliest), _day(event.latest)), event.status,
                tuple(event.reported_by), event.trigger,
            ))
    return found


def fit(label: Told, found: Told) -> int:
    """How well a found event fits a label; 0 when it is another."""
    if label.kind != found.kind:
        return 0
    shared = len(label.participants & found.participants)
    same_day = bool(label.day[0]) and label.day == found.day
    same_place = bool(found.venue) and found.venue in label.venues
    if not shared and not (same_day and same_place):
        return 0
    return 10 * shared + 5 * same_day + 3 * same_place + (label.status == found.status)


def pair(labels: list[Told], found: list[Told]) -> list[tuple[int, int]]:
    """Pairs of places (label, found), the best fits first, each place once."""
    fits = sorted(
        ((fit(label, one), -i, -j) for i, label in enumerate(labels)
         for j, one in enumerate(found)), reverse=True)
    pairs, used = [], (set(), set())
    for score, i, j in fits:
        if score and -i not in used[0] and -j not in used[1]:
            pairs.append((-i, -j))
            used[0].add(-i)
            used[1].add(-j)
    return pairs


def compare(labels: dict, found: dict, show: bool) -> Counter:
    """Counts over all dispatches: right, missed, too many, and the right cells of the right."""
    counts = Counter()
    for place, wanted in labels.items():
        got = found.get(place, [])
        pairs = pair(wanted, got)
        for i, j in pairs:
            if wanted[i].passing:
                continue
            counts["right"] += 1
            for cell in CELLS:
                same = getattr(wanted[i], cell) == getattr(got[j], cell)
                same |= cell == "venue" and got[j].venue in wanted[i].venues
                counts[cell] += same
                if show and not same:
                    print(f"{cell}: {place} {wanted[i].words}: {getattr(wanted[i], cell)!r} "
                          f"found {getattr(got[j], cell)!r}")
            counts["participants"] += len(wanted[i].participants & got[j].participants)
            counts["of participants"] += len(wanted[i].participants)
            counts["named"] += len(got[j].participants)
        missed = [label for i, label in enumerate(wanted)
                  if not label.passing and i not in {i for i, _ in pairs}]
        extra = [one for j, one in enumerate(got) if j not in {j for _, j in pairs}]
        counts["missed"] += len(missed)
        counts["too many"] += len(extra)
        for what, events in (("missed", missed), ("too many", extra)) if show else ():
            for one in events:
                print(f"{what}: {place} {one.kind} {one.status} {one.words} "
                      f"{sorted(one.participants)} {one.venue} {one.day}")
    return counts


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--show", action="store_true")
    show = arguments.parse_args().show
    articles = load.read_articles(ROOT / "data" / "sample").articles
    started = time.perf_counter()
    tables = pipeline.analyse(articles)
    seconds = time.perf_counter() - started
    counts = compare(read_labels(), read_found(tables), show)
    right = counts["right"]
    precision = right / max(1, right + counts["too many"])
    recall = right / max(1, right + counts["missed"])
    print(f"labels {right + counts['missed']}, found {right + counts['too many']}, right {right}")
    print(f"precision {precision:.2f}, recall {recall:.2f}, "
          f"F1 {2 * precision * recall / max(1e-9, precision + recall):.2f}")
    cells = ", ".join(f"{cell} {counts[cell] / max(1, right):.2f}" for cell in CELLS)
    print(f"of those found: {cells}, participants "
          f"{counts['participants'] / max(1, counts['of participants']):.2f} found, "
          f"{counts['participants'] / max(1, counts['named']):.2f} of the named")
    print(f"whole chain: {len(articles) / seconds:.0f} articles/s")


if __name__ == "__main__":
    main()
