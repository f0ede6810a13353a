"""The numbers of the report's tables counted anew: each cell, and how many rows there are."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable

import pandas as pd
from printed import Table, in_arabic, numbers, plain
from recounts import Run, count, day, shown

from utils import tables, text

TEXTS = {"headline", "file", "surface", "text", "outlet", "body", "published_words", "words",
         "verb", "trigger", "sentence"}           # as printed, in either language
CODED = {"kind", "status"}                        # as one of a few words of either language
NAMED = frozenset(["participants", "venue"])
CUT = 250                # characters of a long text that stand before it is folded


def rows_of(found: pd.DataFrame, table: Table, names: frozenset = frozenset()) -> None:
    """Fails unless each printed row is a row of `found`, number for number and word for word.

    `names` are columns of names as the page prints them.
    """
    columns = [name for name in found if table.rows and name in table.rows[0]]
    left = Counter(_key(columns, (shown(value) for value in row), names)
                   for row in found[columns].itertuples(index=False, name=None))
    for row in table.rows:
        key = _key(columns, (row[name] for name in columns), names)
        assert left[key], f"{table.caption}: no row of the table has {key}"
        left[key] -= 1


def _key(columns: Iterable[str], cells: Iterable[str],
         names: frozenset = frozenset()) -> tuple:
    """What must agree: all numbers, the texts of the corpus, and what kind of thing a row is of."""
    return tuple((plain(cell).replace(" …", "")[:CUT - 20] if name in TEXTS else
                  in_arabic(plain(cell)) if name in CODED else
                  plain(cell) if name in names else
                  tuple(sorted(numbers(cell)))) for name, cell in zip(columns, cells, strict=True))


def _all(name: str, where: Callable[[Run], pd.Series] | None = None) -> Callable:
    """The table of that name, or the rows of it that `where` chooses."""
    def check(run: Run, table: Table) -> int:
        rows = getattr(run, name)
        rows = rows if where is None else rows[where(run)]
        rows_of(rows, table)
        return len(rows)
    return check


def _drawn(name: str, most: int = 10) -> Callable:
    """Some rows of the table of that name, for reading by eye."""
    def check(run: Run, table: Table) -> int:
        rows, names = _with_text(run, getattr(run, name)), frozenset()
        if name == "happenings":
            rows, names = run.with_names(rows), NAMED
        rows_of(rows, table, names)
        return min(most, len(rows))
    return check


def _with_text(run: Run, rows: pd.DataFrame) -> pd.DataFrame:
    return rows if "text" in rows or "sentence_id" not in rows else rows.merge(
        run.sentences[["sentence_id", "text"]], on="sentence_id", how="left")


def _family(run: Run, table: Table) -> int:
    host = run.articles["parent_id"].dropna().iloc[0]
    family = run.articles[(run.articles["article_id"] == host)
                          | (run.articles["parent_id"] == host)]
    rows_of(family, table)
    return len(family)


def _outlets(run: Run, table: Table) -> int:
    outlet = run.articles["outlet"].map(run.outlet)
    for row in table.rows:
        days = run.articles.loc[outlet == row["outlet"], "anchor"]
        assert (count(row["articles"]), count(row["dated"])) == (len(days), days.count())
        assert (row["first"], row["last"]) == (shown(days.min()), shown(days.max()))
    return outlet.nunique()


def _reasons(run: Run, table: Table) -> int:
    groups = Counter((len(rows), rows["words"].str.len().sum(), _first(rows["words"]))
                     for _, rows in run.set_aside.groupby("reason"))
    for row in table.rows:
        assert groups[count(row["stretches"]), count(row["characters"]),
                      row["example"][:20]], row
    return len(groups)


def _first(words: pd.Series) -> str:
    """How the first that is printed of them begins."""
    return next((plain(one)[:20] for one in words if isinstance(one, str)), "–")


def _steps(run: Run, table: Table) -> int:
    steps = Counter(step for body in run.articles["body"].dropna() for step, _ in
                    text.explain(body))
    bodies = plain(" ".join(run.articles["body"].dropna()))
    for row in table.rows:
        assert count(row["bodies"]) == steps[row["step"]]
        assert plain(row["before"].replace("⏎", " ").replace("⍽", " ")) in bodies
    return len(steps)


def _one_body(run: Run, table: Table) -> int:
    return max(len(text.explain(body)) for body in run.articles["body"].dropna())


def _chains(run: Run, table: Table) -> int:
    rows = run.chains
    first = rows.set_index("article_id")
    moment = rows["published"].fillna(rows["anchor"])
    begins = dict(zip(rows["article_id"], moment, strict=True))
    length = rows["chain"].value_counts()
    known = Counter()
    for row, when in zip(rows.itertuples(), moment, strict=True):
        late = (when.normalize() - begins[row.chain].normalize()).days
        share = _common(first.loc[row.chain, "body"], row.body)
        known[plain(row.headline), day(when), f"{late}", f"{share:.0%}",
              f"{length[row.chain]}"] += 1
    for row in table.rows:
        key = (row["headline"], row["day"], row["days_later"], row["share"], row["copies"])
        assert known[key], key
    return len(rows)


def _common(one: str, other: str) -> float:
    """The share of the shorter body's three-word sequences that the two have in common."""
    def threes(body: str) -> set:
        words = re.findall(r"\w+", text.match_key(body))
        return set(zip(words, words[1:], words[2:], strict=False))

    a, b = threes(one), threes(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _passage(run: Run, table: Table) -> int:
    assert not any(numbers(row["surface"]) for row in table.rows)
    assert len(table.before("mark")) == len(table.rows)
    assert any(plain(table.before.get_text()) == plain(one) for one in run.sentences["text"])
    return len(table.rows)


def _names(where: Callable[[pd.DataFrame], pd.Series]) -> Callable:
    def check(run: Run, table: Table) -> int:
        chosen = run.counted[where(run.counted)]
        groups = Counter((rows["label"].iloc[0], rows["article_id"].nunique(), len(rows))
                         for _, rows in chosen.groupby("entity_id"))
        outlets = {(rows["label"].iloc[0], rows["outlet"].nunique())
                   for _, rows in chosen.groupby("entity_id")}
        for row in table.rows:
            assert groups[row["label"], count(row["articles"]), count(row["mentions"])], row
            assert "outlets" not in row or (row["label"], count(row["outlets"])) in outlets, row
        return chosen["entity_id"].nunique()
    return check


def _shares(run: Run, table: Table) -> int:
    for row in table.rows:
        own = run.first[run.first["outlet"] == row["outlet"]]["article_id"]
        assert count(row["articles"]) == len(own)
        for name in table.heads[2:]:
            hits = own.isin(run.named(name)["article_id"]).sum()
            assert row[name] == _interval(hits, len(own)), (row["outlet"], name)
    return run.first["outlet"].nunique()


def _interval(hits: int, of: int) -> str:
    """The share and Wilson's interval, by the roots of his equation."""
    z2, share = 1.96**2, hits / of
    a, b, c = 1 + z2 / of, -(2 * share + z2 / of), share**2
    root = max(0.0, b * b - 4 * a * c) ** 0.5
    low, high = ((-b + sign * root) / (2 * a) for sign in (-1, 1))
    return f"{share:.0%} ({max(0, low):.0%}–{min(1, high):.0%})"


def _senses(run: Run, table: Table) -> int:
    states = run.counted[run.counted["kind"] == "country"]
    for row in table.rows:
        own = states[states["name"] == row["label"]]
        assert count(row["all"]) == own["article_id"].nunique()
        for sense in set(states["sense"]) & set(row):
            assert count(row[sense]) == own.loc[own["sense"] == sense, "article_id"].nunique()
    return states["entity_id"].nunique()


def _new(run: Run, table: Table) -> int:
    month = run.counted["anchor"].dt.to_period("M")
    last = run.first["anchor"].dt.to_period("M").max()
    before = set(run.counted.loc[month < last, "entity_id"])
    fresh = run.counted[(month == last) & ~run.counted["entity_id"].isin(before)]
    for row in table.rows:
        own = fresh[fresh["name"] == row["label"]]
        assert (row["first"], count(row["articles"])) == (
            day(own["anchor"].min()), own["article_id"].nunique())
    return fresh["entity_id"].nunique()


def _none(run: Run, table: Table) -> int:
    assert not table.rows, "the sample has such rows now: count them here"
    return 0


def _dates_of_one(run: Run, table: Table) -> int:
    bodies = run.articles.set_index("article_id")["body"].dropna()
    one, = [key for key, body in bodies.items() if plain(body) == plain(table.before.get_text())
            and len(body) <= 1500]
    own = run.dates[run.dates["article_id"] == one]
    most = run.dates[run.dates["article_id"].isin(bodies[bodies.str.len() <= 1500].index)]
    assert len(own) == most["article_id"].value_counts().max() == len(table.before("mark"))
    rows_of(own, table)
    return len(own)


def _open_dates(run: Run, table: Table) -> int:
    left = run.dates[run.dates["earliest"].isna()]
    groups = left.groupby(["basis", "reason"], dropna=False)
    known = {(len(rows), plain(one)) for _, rows in groups for one in rows["surface"]}
    for row in table.rows:
        assert (count(row["dates"]), row["example"]) in known, row
    return groups.ngroups


def _kinds(run: Run, table: Table) -> int:
    known = Counter()
    for _, rows in run.events.groupby("kind"):
        known[tuple((rows["status"] == one).sum() for one in STATUSES), len(rows)] += 1
    for row in table.rows:
        assert known[tuple(count(row[one]) if one in row else 0 for one in STATUSES),
                     count(row["all"])], row
    return run.events["kind"].nunique()


STATUSES = ("held", "planned", "cancelled", "denied")


def _fullest(run: Run, table: Table) -> int:
    """The events in the order of how much each of them tells, the latest of like ones first."""
    def said(event) -> tuple[int, pd.Timestamp]:
        known = [event.mediator, event.venue, event.earliest]
        return (min(2, len(event.participants)) + sum(map(pd.notna, known))
                + bool(len(event.reported_by)),
                pd.Timestamp.min if pd.isna(event.earliest) else event.earliest)

    found = sorted(run.events.itertuples(), key=said, reverse=True)
    columns = [name for name in run.events if table.rows and name in table.rows[0]]
    for event, row in zip(found, table.rows, strict=False):
        assert _key(columns, (shown(getattr(event, name)) for name in columns)) == _key(
            columns, (row[name] for name in columns)), f"{table.caption}: not in their order"
    return len(found)


def _quotations(run: Run, table: Table) -> int:
    bodies = run.articles.set_index("article_id")["body"]
    outlets = run.articles.set_index("article_id")["outlet"]
    rows = run.quotations.assign(
        words=[bodies[row.article_id][row.start:row.end] for row in run.quotations.itertuples()],
        outlet=run.quotations["article_id"].map(outlets))
    rows_of(rows[["outlet", "verb", "words"]], table)
    return len(rows)


def _most_told(run: Run, table: Table) -> int:
    outlets = run.told.groupby("happening_id")["outlet"].nunique()
    files = {(row["file"], row["start"]) for row in table.rows}
    places = run.told.merge(run.sentences, on="sentence_id", suffixes=("", "_sentence"))
    places = places.assign(place=[
        (row.file, f"{row.body_start + row.start_sentence:,}") for row in places.itertuples()])
    one, = {rows["happening_id"].iloc[0] for _, rows in places.groupby("happening_id")
            if files <= set(rows["place"])}
    own = places[places["happening_id"] == one]
    assert outlets[one] == outlets.max()
    for row in table.rows:
        here = own[[place == (row["file"], row["start"]) for place in own["place"]]].iloc[0]
        assert (row["day"], row["sentence"][:CUT - 20]) == (
            shown(here["anchor"]), plain(here["text"])[:CUT - 20])
    return own["sentence_id"].nunique()


def _disputes(run: Run, table: Table) -> int:
    points = Counter()
    for row in run.disputed.itertuples():
        for point in re.split("; (?=day: |venue: |participants: )", row.disagreement):
            points[tuple(sorted(numbers(point)))] += 1
    for row in table.rows:
        assert points[tuple(sorted(numbers(row["one"] + " " + row["other"])))], row
    return points.total()


def _once(run: Run) -> pd.Series:
    weak = set(run.events.loc[run.events["anonymity"] == "unnamed", "happening_id"])
    return run.happenings["happening_id"].isin(weak) & (run.happenings["articles"] == 1)


def _files(run: Run, table: Table) -> int:
    folder = run.folder / "exports"
    for row in table.rows:
        path = folder / row["file"]
        held = _entries(path, run)
        if "left_out" in row:
            undated = run.happenings["earliest"].isna().sum()
            dated = path.suffix in (".ics", ".json")
            assert count(row["left_out"]) == (undated if dated else 0)
            assert row["file"] == "events.csv" or held == count(row["happenings"]), row
        else:
            assert held == count(row["rows"]), row
    return len(table.rows)


def _entries(path, run: Run) -> int:
    """How many things an exported file holds, by a reader of its own format."""
    data = path.read_text(encoding="utf-8-sig") if path.suffix != ".parquet" else ""
    if path.suffix == ".csv":
        return len(list(csv.DictReader(io.StringIO(data, newline=""))))
    if path.suffix == ".gexf":
        return sum(one.tag.endswith("}node") for one in ET.fromstring(data).iter())
    if path.suffix == ".ics":
        return data.count("BEGIN:VEVENT")
    if path.suffix == ".json":
        return len(json.loads(data)["events"])
    if path.suffix == ".tsv":
        return len({line.split("\t")[0].rsplit(":", 1)[0] for line in data.splitlines()[1:]})
    if path.suffix == ".conll":
        return len(re.findall(r"(?:^[^#\n].*\n)+", data, re.M))
    return len(pd.read_parquet(path))


def _record(run: Run, table: Table) -> int:
    sizes = Counter(len(getattr(run, name)) for name in tables.SCHEMAS)
    here = Counter(count(row["value"]) for row in table.rows
                   if re.fullmatch(r"[\d,]+", row["value"]))
    assert here == sizes
    return len(table.rows)               # versions and the corpus's sum are `make verify`'s


TABLES: dict[str, Callable[[Run, Table], int]] = {
    "This run": _record,
    "As read": _all("articles"),
    "One file, taken apart": _family,
    "Articles by outlet": _outlets,
    "Articles to read by eye, drawn with a fixed seed": _drawn("articles"),
    "What is in no article, and why": _reasons,
    "Articles whose printed facts contradict each other": _all(
        "articles", lambda run: run.articles["flags"].fillna("") != ""),
    "Bodies as printed": _all("articles"),
    "What each step changed in it, first place": _one_body,
    "Sentences": _all("sentences"),
    "Cleaning steps that changed something": _steps,
    "Who ran whose story: the earliest first in each chain": _chains,
    "Sentences to read by eye, drawn with a fixed seed": _drawn("sentences"),
    "Articles without one sentence": _all("articles", lambda run: ~run.articles[
        "article_id"].isin(run.sentences["article_id"])),
    "The mentions in it": _passage,
    "Who is named in most articles": _names(lambda rows: rows["entity_id"].notna()),
    "Share of each outlet's articles that name the three most named": _shares,
    "States by sense: articles": _senses,
    "Who is named for the first time in the last month": _new,
    "Mentions to read by eye, drawn with a fixed seed": _drawn("mentions"),
    "Names that no list has": _names(lambda rows: rows["entity_id"].str.startswith("name:")),
    "Two names that may be one person": _none,
    "Articles in which nobody was found": _all("articles", lambda run: ~run.articles[
        "article_id"].isin(run.mentions["article_id"])),
    "Files for other programs, in data/processed/exports": _files,
    "Its dates": _dates_of_one,
    "Dates that could not be resolved, and why": _open_dates,
    "Dates to read by eye, drawn with a fixed seed": _drawn("dates"),
    "Events, the fullest first": _fullest,
    "Events by kind and status": _kinds,
    "Quotations": _quotations,
    "Events to read by eye, drawn with a fixed seed": _drawn("events"),
    "Events that rest on an unnamed source": _all(
        "events", lambda run: run.events["anonymity"] == "unnamed"),
    "The happening that most outlets tell of": _most_told,
    "The happenings that most outlets tell of": _all("happenings"),
    "Where outlets disagree": _disputes,
    "Happenings to read by eye, drawn with a fixed seed": _drawn("happenings"),
    "Told once, and on an unnamed source": _all("happenings", _once),
    "Announced, and not reported as held here": _all(
        "happenings", lambda run: run.happenings["status"] == "planned"),
}
