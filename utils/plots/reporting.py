"""Figures of the reporting: how long after its day an event is told, and who relays whom."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from utils.asking import AXES, asks, table, table_of
from utils.plots.figures import (
    BLUE,
    FAINT,
    INK,
    QUIET,
    describe,
    empty,
    new_axes,
    sentence,
    turn,
    wrapped,
)
from utils.words import word

SIDES = 12                   # names on each side of the relays; the rest shares one
NAME = 26                    # characters in one line of a name
# Days from the event to the article that tells of it: the last day of each bar, and its words.
SPANS = [(-31, "lag_far_ahead"), (-8, "lag_weeks_ahead"), (-2, "lag_days_ahead"),
         (-1, "lag_day_ahead"), (0, "lag_same"), (1, "lag_day_later"), (7, "lag_days_later"),
         (30, "lag_weeks_later"), (float("inf"), "lag_far_later")]
_TOLD = "events.merge(articles[[\"article_id\", \"anchor\"]])"
SHOWN = {"held": (BLUE, BLUE), "planned": ("white", BLUE), "off": (FAINT, FAINT)}


@asks(told=table("anchor", "earliest", "latest", "status", gives=_TOLD), ax=AXES)
def plot_lag(told: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Bars of events by the days between the event and the article that tells of it.

    Held events are filled, planned ones hollow, cancelled or denied ones grey. Reads the columns
    anchor, earliest, latest and status; events without one exact day are counted in the note.
    """
    exact = told.dropna(subset=["anchor", "earliest"])
    exact = exact[exact["earliest"] == exact["latest"]]
    ax = new_axes(ax, 7.2, 1.2 + 0.36 * len(SPANS))
    if exact.empty:
        return empty(ax, word("lag_empty"))
    days = (exact["anchor"].dt.normalize() - exact["earliest"]).dt.days
    counts = _by_span(days, exact["status"])
    names = [word(key) for _, key in SPANS]
    places, done = range(len(SPANS) - 1, -1, -1), pd.Series(0, index=counts.index)
    for status, (fill, edge) in SHOWN.items():
        drawn = counts[status] > 0
        bars = ax.barh([place for place, some in zip(places, drawn, strict=True) if some],
                       counts.loc[drawn, status], left=done[drawn], height=0.68,
                       facecolor=fill, edgecolor=edge, linewidth=1.0)
        bars.set_label(status)
        done += counts[status]
    ax.set_yticks(places, [wrapped(name, NAME) for name in names])
    ax.set_xlabel(sentence(word("lag_axis"), 60))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.margins(x=0.12)
    ax.set_ylim(-0.6, len(SPANS) - 0.4)
    turn(ax)
    for place, count in zip(places, done, strict=True):
        if count:
            ax.annotate(f"{count:,}", (count, place), (4, 0) if ax.get_xlim()[0] < 1 else (-4, 0),
                        textcoords="offset points", va="center", color=QUIET,
                        ha="left" if ax.get_xlim()[0] < 1 else "right")
    past = days[(days >= 0) & (exact["status"] == "held")]
    said = {"all": len(exact), "past": len(past), "soon": int((past <= 1).sum()),
            "share": float((past <= 1).mean()) if len(past) else 0.0,
            "ahead": int((days < 0).sum())}
    note = word("lag_note")
    if len(told) > len(exact):
        note += " " + word("lag_left_out", count=len(told) - len(exact))
    data = counts.set_axis(names).rename_axis("lag").reset_index().rename(
        columns={"off": "cancelled"})
    return describe(
        ax, word("lag_title", **said),
        word("lag_alt", told="; ".join(f"{name} {count:,}" for name, count in
                                       zip(names, done, strict=True) if count), **said),
        note, data,
    )


def _by_span(days: pd.Series, status: pd.Series) -> pd.DataFrame:
    """Events by span (rows, none left out) and status held, planned or off."""
    ends = [float("-inf"), *(last for last, _ in SPANS)]
    span = pd.cut(days, ends, labels=range(len(SPANS))).astype(int)
    kind = status.replace({"cancelled": "off", "denied": "off"})
    return pd.crosstab(span, kind).reindex(index=range(len(SPANS)), columns=list(SHOWN),
                                           fill_value=0)


@asks(told=table("article_id", "reported_by", gives="events.find_events"),
      articles=table_of("articles", "article_id", "outlet"))
def relays(told: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Who relays whom: columns outlet, source and times, the most frequent first.

    `told` are events or quotations: an article's outlet relays the first of `reported_by`, that
    one the second, and so on. An outlet that is its own source is left out.
    """
    chains = told[["article_id", "reported_by"]].merge(
        articles[["article_id", "outlet"]], on="article_id", validate="many_to_one")
    pairs = [
        pair for outlet, voices in zip(chains["outlet"].fillna(word("not_named")),
                                       chains["reported_by"], strict=True)
        for pair in zip([outlet, *voices], voices, strict=False) if pair[0] != pair[1]
    ]
    counts = pd.DataFrame(pairs, columns=["outlet", "source"], dtype="str").value_counts()
    return counts.rename("times").reset_index().sort_values(
        ["times", "outlet", "source"], ascending=[False, True, True], ignore_index=True)


@asks(articles=table_of("articles", "article_id", "outlet", "reprint_of"))
def copies(articles: pd.DataFrame) -> pd.DataFrame:
    """Who reprints whom: columns outlet, source (of the earliest copy) and times, as `relays`."""
    outlet = articles.set_index("article_id")["outlet"].fillna(word("not_named"))
    copied = articles.dropna(subset="reprint_of")
    pairs = pd.DataFrame({"outlet": copied["article_id"].map(outlet),
                          "source": copied["reprint_of"].map(outlet)}, dtype="str")
    counts = pairs.value_counts().rename("times").reset_index()
    return counts.sort_values(["times", "outlet", "source"], ascending=[False, True, True],
                              ignore_index=True)


@asks(relayed=table("outlet", "source", "times", gives="plots.reporting.relays"), ax=AXES)
def plot_relays(relayed: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Lines from those who relay to those whom they relay, the thicker the more often.

    Reads the columns outlet, source and times of `relays`. The side where reading begins relays,
    the other is relayed.
    """
    relayed = relayed.groupby(["outlet", "source"], as_index=False, sort=False)["times"].sum()
    if relayed.empty:
        return empty(new_axes(ax, 7.2, 2), word("relays_empty"))
    few = relayed.assign(outlet=_few(relayed, "outlet"), source=_few(relayed, "source"))
    few = few.groupby(["outlet", "source"], as_index=False, sort=False)["times"].sum()
    sides = [_stacked(few, column) for column in ("outlet", "source")]
    ax = new_axes(ax, 7.2, 1.2 + 0.36 * max(3, *map(len, sides)))
    most = relayed["times"].max()
    for row in few.sort_values("times").itertuples():
        ends, share = (sides[0][row.outlet], sides[1][row.source]), row.times / most
        named = word("all_others") not in (row.outlet, row.source)
        ax.plot([0, 1], ends, color=BLUE if named else FAINT, solid_capstyle="butt",
                zorder=1 + named, alpha=0.25 + 0.55 * share if named else 0.5,
                linewidth=0.8 + 5 * share if named else 0.8)
    turn(ax)
    begins, ends = ("right", "left") if ax.xaxis_inverted() else ("left", "right")
    for x, places, column, side in ((0, sides[0], "outlet", ends), (1, sides[1], "source", begins)):
        sums = few.groupby(column)["times"].sum()
        for name, y in places.items():
            ax.annotate(wrapped(f"{name} ({sums[name]:,})", NAME, 1), (x, y),
                        (6 if side == "left" else -6, 0), textcoords="offset points", ha=side,
                        va="center", color=INK, annotation_clip=False)
            ax.plot([x], [y], marker="o", markersize=5, color=BLUE, zorder=3)
    for x, key in ((0, "relays_by"), (1, "relays_of")):
        ax.text(x, 0.9, sentence(word(key), NAME), ha="center", va="center", color=QUIET)
    ax.set_axis_off()
    ax.set_ylim(min(min(side.values()) for side in sides) - 0.6, 1.3)
    ax.margins(x=0.02)
    told = "; ".join(word("relays_pair", one=row.outlet, other=row.source, count=row.times)
                     for row in few.itertuples())
    one, other = (relayed.groupby(column)["times"].sum().sort_index().sort_values(
        ascending=False, kind="stable") for column in ("outlet", "source"))
    return describe(
        ax, word("relays_title", one=one.index[0], count=one.iloc[0], other=other.index[0],
                 times=other.iloc[0], all=int(relayed["times"].sum())),
        word("relays_alt", told=told), word("relays_note"), relayed,
    )


def _few(relayed: pd.DataFrame, column: str) -> pd.Series:
    """The names of a side, those beyond `SIDES` taken together."""
    sums = relayed.groupby(column, sort=True)["times"].sum().sort_values(
        ascending=False, kind="stable")
    if len(sums) <= SIDES:
        return relayed[column]
    return relayed[column].where(relayed[column].isin(sums.index[:SIDES - 1]), word("all_others"))


def _stacked(few: pd.DataFrame, column: str) -> dict[str, float]:
    """How far down each name of a side stands, the most frequent at the top, the rest last."""
    sums = few.groupby(column, sort=True)["times"].sum()
    order = sorted(sums.index, key=lambda name: (name == word("all_others"), -sums[name], name))
    return {name: float(-place) for place, name in enumerate(order)}
