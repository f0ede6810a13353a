"""The numbers of the report's figures counted anew: titles, descriptions, notes, and their data."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise

import pandas as pd
from printed import Figure, Table, numbers, plain, values, word
from recounts import Run, count, day, shown


def _pairs_told(words: str) -> Counter:
    """The counts in "a 3; b 2" and in "a (3); b (2)"."""
    found = [re.fullmatch(r"(.*?) \(?([\d,]+)\)?", plain(one)) for one in words.split("; ")]
    return Counter({one[1]: int(one[2].replace(",", "")) for one in found})


def volume(run: Run, figure: Figure, said: dict) -> None:
    """Articles by month and outlet."""
    dated = run.articles.dropna(subset="anchor")
    month = dated["anchor"].dt.strftime("%Y-%m-01")
    outlets = figure.table.heads[1:]
    who = dated["outlet"].map(run.outlet)
    who = who.where(who.isin(outlets), word("all_others", run.lang))
    for row in figure.table.rows:
        own = who[month == row[figure.table.heads[0]]].value_counts()
        assert [count(row[one]) for one in outlets] == [own.get(one, 0) for one in outlets]
    assert month.isin([row[figure.table.heads[0]] for row in figure.table.rows]).all()
    assert _pairs_told(said["told"]) == Counter(who)
    when, most = month.value_counts().sort_index().idxmax(), month.value_counts().max()
    assert (said["when"], said["count"], said["all"]) == (when[:7], f"{most}", f"{len(dated)}")
    assert (said["first"], said["last"]) == (day(dated["anchor"].min()), day(dated["anchor"].max()))
    assert figure.note.count(f"{len(run.articles) - len(dated)} ") == 1


def tally(run: Run, figure: Figure, said: dict) -> None:
    """Names by the articles that print them."""
    names = [row["label"] for row in figure.table.rows]
    own = Counter({one: run.named(one)["article_id"].nunique() for one in names})
    assert _pairs_told(said["told"]) == own
    assert said["count"] == f"{own[said['label']]:,}" == f"{max(own.values()):,}"
    assert said["shown"] == f"{len(names)}"
    for row in figure.table.rows:
        own_rows = run.named(row["label"])
        assert [count(row[name]) for name in ("articles", "outlets", "mentions")] == [
            own[row["label"]], own_rows["outlet"].nunique(), len(own_rows)]
    every = run.counted.groupby("entity_id")["article_id"].nunique()
    assert sorted(own.values()) == sorted(every.nlargest(len(names)))


def heatmap(run: Run, figure: Figure, said: dict) -> None:
    """People by quarter."""
    heads = figure.table.heads[1:]
    who = run.counted[(run.counted["kind"] == "person") & run.counted["anchor"].notna()]
    begins = who["anchor"].dt.to_period("Q").dt.start_time.dt.strftime("%Y-%m")
    cells = []
    for row in figure.table.rows:
        mine = who["name"] == row[figure.table.heads[0]]
        cells += [(count(row[head]), row[figure.table.heads[0]], head) for head in heads]
        assert [count(row[head]) for head in heads] == [
            who.loc[mine & (begins == head), "article_id"].nunique() for head in heads]
    most = max(cells)[0]
    assert (most, said["row"], said["column"].split()[-1]) in cells
    assert (said["most"], said["all"]) == (f"{most}", f"{sum(many for many, *_ in cells)}")
    assert (said["rows"], said["columns"]) == (f"{len(figure.table.rows)}", f"{len(heads)}")


def network(run: Run, figure: Figure, said: dict) -> None:
    """Pairs of names by the sentences that hold both."""
    together = Counter(pair for _, rows in run.counted.groupby("sentence_id")
                       for pair in combinations(sorted(rows["entity_id"].unique()), 2))
    ids = dict(zip(run.counted["name"], run.counted["entity_id"], strict=True))
    rows = figure.table.rows
    for row in rows:
        pair = tuple(sorted((ids[row["one"]], ids[row["other"]])))
        assert count(row["together"]) == together[pair], row
        assert f"{row['other']} {row['together']}" in plain(said["told"])
    assert sorted(together.values())[-len(rows):] == sorted(
        count(row["together"]) for row in rows)
    assert said["count"] == f"{max(together.values()):,}"
    assert said["names"] == f"{len({row[side] for row in rows for side in ('one', 'other')})}"
    assert len(numbers(said["told"])) == len(rows)


def days(run: Run, figure: Figure, said: dict) -> None:
    """Dates by how far they lie from their article."""
    rows = run.dates.merge(run.articles[["article_id", "anchor"]]).dropna(
        subset=["anchor", "earliest"])
    away = (rows["earliest"] - rows["anchor"]) // pd.Timedelta("1D")
    shares = {"same": away.between(-1, 1), "past": away < -1, "coming": away > 1}
    for name, share in shares.items():
        assert said[name] == f"{share.mean():.0%}", name
    assert said["all"] == f"{len(rows):,}"
    known = Counter((row.surface, shown(row.anchor), shown(row.earliest), shown(row.latest))
                    for row in rows.itertuples())
    here = Counter(tuple(row[name] for name in ("surface", "anchor", "earliest", "latest"))
                   for row in figure.table.rows)
    assert here <= Counter({(plain(one), *rest): n for (one, *rest), n in known.items()})


SPANS = [(-10**6, -31), (-30, -8), (-7, -2), (-1, -1), (0, 0), (1, 1), (2, 7), (8, 30),
         (31, 10**6)]


def lag(run: Run, figure: Figure, said: dict) -> None:
    """Events by the days until they are told."""
    exact = run.told[(run.told["earliest"] == run.told["latest"]) & run.told["anchor"].notna()]
    late = (exact["anchor"].dt.normalize() - exact["earliest"]).dt.days
    told = Counter()
    for row, (first, last) in zip(figure.table.rows, SPANS, strict=True):
        status = exact.loc[late.between(first, last), "status"]
        assert [count(row[one]) for one in ("held", "planned", "cancelled")] == [
            (status == "held").sum(), (status == "planned").sum(),
            status.isin(["cancelled", "denied"]).sum()], row
        told[plain(row["lag"])] = len(status)
    assert _pairs_told(said["told"]) == +told
    held = late[(exact["status"] == "held") & (late >= 0)]
    assert (said["past"], said["soon"]) == (f"{len(held):,}", f"{(held <= 1).sum():,}")
    assert said["share"] == f"{(held <= 1).mean():.0%}"
    assert (said["ahead"], said["all"]) == (f"{(late < 0).sum():,}", f"{len(exact):,}")
    assert numbers(figure.note) == [f"{len(run.events) - len(exact):,}"]


def relays(run: Run, figure: Figure, said: dict) -> None:
    """Who relays whom: by the chains of voices of events, or by copies."""
    outlet = run.articles.set_index("article_id")["outlet"].map(run.outlet)
    copied = run.articles.dropna(subset="reprint_of")
    by_copies = Counter(zip(copied["article_id"].map(outlet), copied["reprint_of"].map(outlet),
                            strict=True))
    by_voices = Counter(pair for row in run.events.itertuples()
                        for pair in pairwise([outlet[row.article_id], *row.reported_by])
                        if len(set(pair)) == 2)
    here = Counter({(row["outlet"], row["source"]): count(row["times"])
                    for row in figure.table.rows})
    assert here in ({(plain(one), plain(other)): n for (one, other), n in counts.items()}
                    for counts in (by_copies, by_voices))
    assert said["all"] == f"{here.total():,}"
    for name, side, times in (("one", 0, "count"), ("other", 1, "times")):
        sums = Counter()
        for pair, many in here.items():
            sums[pair[side]] += many
        assert said[times] == f"{sums[said[name]]:,}" == f"{max(sums.values()):,}"
    assert sum(map(int, numbers(" ".join(one.rsplit(" ", 1)[1] for one in
                                         said["told"].split("; "))))) == here.total()


def timeline(run: Run, figure: Figure, said: dict) -> None:
    """Happenings by lane and status; the rows behind it open to their sentences."""
    rows, held = figure.table.rows, run.happenings
    assert said["count"] == f"{len(rows):,}"
    assert _pairs_told(said["told"]) == Counter(plain(row["lane"]) for row in rows)
    assert said["most"] == f"{_pairs_told(said['told'])[plain(said['lane'])]:,}"
    drawn = _drawn(run, rows)
    status = Counter(drawn["status"])
    off = status["cancelled"] + status["denied"]
    assert (said["held"], said["planned"], said["off"]) == (
        f"{status['held']:,}", f"{status['planned']:,}", f"{off:,}")
    assert said["disputed"] == f"{drawn['disagreement'].count():,}"
    assert (said["first"], said["last"]) == (day(drawn["earliest"].min()),
                                             day(drawn["latest"].max()))
    assert numbers(figure.note) == [f"{len(held) - len(rows):,}"]


def _drawn(run: Run, rows: list[dict]) -> pd.DataFrame:
    """The happenings that these rows are: in each, day and outlets are those of the table."""
    dated = run.happenings.dropna(subset="earliest").sort_values(["earliest", "happening_id"])
    left = list(dated.itertuples())
    found = []
    for row in rows:
        place = next(n for n, one in enumerate(left)
                     if (day(one.earliest), f"{one.outlets:,}") == (row["earliest"], row["outlets"])
                     and one.status in values(row["status"], run.lang))
        found.append(left.pop(place).Index)
    return run.happenings.loc[found]


FIGURES = {one.__name__: one for one in
           (volume, tally, heatmap, network, days, lag, relays, timeline)}
def of_all(run: Run, kind: str, table: Table) -> int:
    """How many rows there are; of the days alone more than stand behind the figure."""
    if kind != "days":
        return len(table.rows)
    days = run.articles.set_index("article_id")["anchor"]
    return (run.dates["earliest"].notna() & run.dates["article_id"].map(days).notna()).sum()
