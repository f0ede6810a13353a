"""Figures of the tables: a table goes in, its axes come out.

Each title states what the data say, each figure carries a description in words and the rows it
was drawn from (`utils.figures.description`). Arabic passes through `arabic` where it is drawn.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from utils.arabic import arabic
from utils.figures import BLUE, FAINT, INK, QUIET, describe, empty, new_axes, wrapped
from utils.timeline import plot_timeline

__all__ = ["arabic", "plot_days", "plot_heatmap", "plot_network", "plot_tally", "plot_timeline",
           "plot_volume"]

LABEL_WIDTH = 28             # characters in one line of a label
OUTLETS_SHOWN = 14


def plot_tally(tally: pd.DataFrame, top: int = 15, ax: Axes | None = None) -> Axes:
    """Bars of the entities named in most articles, the largest on top, each with its count.

    Reads the columns label and articles of `entities.tally_entities`.
    """
    shown = tally.nlargest(top, "articles")
    ax = new_axes(ax, 7.2, 1.1 + 0.33 * max(3, len(shown)))
    if shown.empty:
        return empty(ax, "Articles that name each entity", "Nobody was found in these articles.")
    places = range(len(shown) - 1, -1, -1)
    bars = ax.barh(places, shown["articles"], height=0.68, color=BLUE)
    ax.bar_label(bars, [f"{count:,}" for count in shown["articles"]], padding=4, color=QUIET)
    ax.set_yticks(places, [wrapped(label, LABEL_WIDTH) for label in shown["label"]])
    ax.set_xlabel("articles that name it")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.margins(y=0.02)
    first = shown.iloc[0]
    told = "; ".join(f"{row.label} {row.articles:,}" for row in shown.itertuples())
    return describe(
        ax, f"{first['label']} is named in most articles: {first['articles']:,}",
        f"Bar chart of the {len(shown)} entities named in most articles. {told}.",
        data=shown,
    )


def plot_volume(articles: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Articles of each outlet over time: one lane an outlet, one bar a day, week or month.

    Reads the columns anchor and outlet; articles without a day are counted in the note.
    """
    dated = articles.dropna(subset="anchor")
    counts = _by_period(dated)
    ax = new_axes(ax, 7.2, 1.3 + 0.42 * max(3, counts.shape[1]))
    if dated.empty:
        return empty(ax, "Articles over time", "No article of this corpus has a day.")
    step = counts.index.freqstr.partition("-")[0]
    unit, days = {"D": ("day", 1), "W": ("week", 7), "M": ("month", 28)}[step]
    starts = mdates.date2num(counts.index.start_time)
    most = counts.to_numpy().max()
    for lane, outlet in enumerate(counts):
        ax.bar(starts, 0.8 * counts[outlet] / most, width=0.9 * days, bottom=-lane, align="edge",
               color=BLUE)
        ax.axhline(-lane, color=FAINT, linewidth=0.6)
    names = [f"{outlet} ({counts[outlet].sum():,})" for outlet in counts]
    ax.set_yticks([0.3 - lane for lane in range(len(names))],
                  [wrapped(name, LABEL_WIDTH) for name in names])
    ax.spines["left"].set_visible(False)
    ax.set(xlabel=f"{unit} of publication; the tallest bar is {most:,}",
           ylim=(0.2 - len(names), 1.1))
    date_axis(ax, starts.min(), starts.max() + days)
    busiest = counts.sum(axis=1).idxmax()
    undated = len(articles) - len(dated)
    return describe(
        ax, f"Most articles fall in the {unit} of {busiest.start_time:%Y-%m-%d}: "
            f"{counts.sum(axis=1).max():,} of {len(dated):,}",
        f"Articles by {unit} and outlet, {dated['anchor'].min():%Y-%m-%d} to "
        f"{dated['anchor'].max():%Y-%m-%d}. In all: {'; '.join(names)}.",
        note=f"One row an outlet, with its articles in all; one bar a {unit}."
             + (f" {undated:,} articles without a day are not drawn." if undated else ""),
        data=counts.rename_axis(unit).rename(index=str).reset_index(),
    )


def _by_period(dated: pd.DataFrame) -> pd.DataFrame:
    """Articles by period (rows, none left out) and outlet (columns, the largest first)."""
    days = (dated["anchor"].max() - dated["anchor"].min()).days if len(dated) else 0
    period = dated["anchor"].dt.to_period("D" if days <= 60 else "W" if days <= 1100 else "M")
    outlet = dated["outlet"].fillna("not named")
    order = outlet.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    if len(order) > OUTLETS_SHOWN:
        outlet = outlet.where(outlet.isin(order[:OUTLETS_SHOWN - 1]), "all others")
        order = [*order[:OUTLETS_SHOWN - 1], "all others"]
    counts = pd.crosstab(period, outlet)
    if len(counts):
        counts = counts.reindex(pd.period_range(period.min(), period.max()), fill_value=0)
    return counts.reindex(columns=order)


def date_axis(ax: Axes, first: float, last: float) -> None:
    """Sets the x axis from day to day (matplotlib's numbers), with few and plain labels."""
    ax.set_xlim(first, last)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=7)
    ax.xaxis.set_major_locator(locator)
    days = last - first
    ax.xaxis.set_major_formatter(
        mdates.DateFormatter("%Y" if days > 3000 else "%Y-%m" if days > 100 else "%Y-%m-%d")
    )


def plot_heatmap(table: pd.DataFrame, what: str = "articles", ax: Axes | None = None) -> Axes:
    """A field of counts: the table's index (entities) by its columns (weeks, outlets, senses).

    Each cell says its count where there is room for it.
    """
    ax = new_axes(ax, 7.2, 1.4 + 0.34 * max(3, len(table)))
    names = table.index.name or "row", table.columns.name or "column"
    title = f"{what.capitalize()} by {names[0]} and {names[1]}"
    if table.empty or not table.to_numpy().any():
        return empty(ax, title, "There is nothing to count.")
    counts = table.to_numpy(dtype=float)
    most = counts.max()
    ax.imshow(np.where(counts > 0, counts, np.nan), aspect="auto", cmap="cividis_r", vmin=0)
    ax.set_xticks(range(table.shape[1]), [wrapped(_day(name), 14) for name in table.columns],
                  rotation=90 if table.shape[1] > 8 else 0)
    ax.set_yticks(range(table.shape[0]), [wrapped(_day(name), LABEL_WIDTH) for name in table.index])
    ax.spines[:].set_visible(False)
    ax.set_xlabel(str(table.columns.name or ""))
    if table.shape[1] <= 20:
        for row, column in zip(*np.nonzero(counts), strict=True):
            ax.text(column, row, f"{counts[row, column]:,.0f}", ha="center", va="center",
                    fontsize=8, color="white" if counts[row, column] > most / 2 else INK)
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    names = _day(table.index[row]), _day(table.columns[column])
    return describe(
        ax, f"Most {what}: {names[0]}, {names[1]} ({most:,.0f})",
        f"{title}: {table.shape[0]} rows, {table.shape[1]} columns. The largest cell is "
        f"{names[0]} at {names[1]} with {most:,.0f}; the sum is {counts.sum():,.0f}.",
        note="Empty cells are zero.", data=table.rename(columns=_day).reset_index(),
    )


def _day(name: object) -> str:
    if isinstance(name, pd.Period):
        name = name.start_time
    return f"{name:%Y-%m-%d}" if isinstance(name, pd.Timestamp) else str(name)


def plot_network(pairs: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Who is named together: `pairs` has the columns one, other (labels) and together (a count)."""
    ax = new_axes(ax, 7.2, 5.6)
    if pairs.empty:
        return empty(ax, "Who is named together", "No two entities are named together.")
    graph = nx.Graph()
    for row in pairs.itertuples():
        graph.add_edge(row.one, row.other, together=int(row.together))
    places = nx.spring_layout(graph, weight="together", seed=1, k=1.9 / np.sqrt(len(graph)),
                              iterations=200)
    most = pairs["together"].max()
    for one, other, count in graph.edges(data="together"):
        ax.plot(*zip(places[one], places[other], strict=True), color=FAINT, zorder=1,
                linewidth=0.6 + 5 * count / most, solid_capstyle="round")
    for name, (x, y) in places.items():
        ax.text(x, y, wrapped(name, 18), ha="center", va="center", color=INK, zorder=3,
                bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": BLUE,
                      "linewidth": 0.9})
    ax.set_axis_off()
    ax.margins(0.12)
    first = pairs.loc[pairs["together"].idxmax()]
    told = "; ".join(f"{row.one} and {row.other} {row.together:,}" for row in pairs.itertuples())
    return describe(
        ax, f"{first['one']} and {first['other']} are named together most often: "
            f"{first['together']:,} times",
        f"Network of {len(graph)} names, tied where they are named together: {told}.",
        note="The thicker the line, the more often the two are named together.", data=pairs,
    )


def plot_days(dated: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Which days the coverage speaks of, against the day on which it was written.

    Reads the columns anchor and earliest; days more than a year from their article are counted in
    the note.
    """
    ax = new_axes(ax, 7.2, 4.4)
    known = dated.dropna(subset=["anchor", "earliest"])
    if known.empty:
        return empty(ax, "Days spoken of", "No date of these articles is resolved.")
    ahead = (known["earliest"] - known["anchor"]).dt.days
    near = known[ahead.abs() <= 366]
    days = mdates.date2num(known["anchor"])
    ax.axhline(0, color=FAINT, linewidth=0.8)
    ax.scatter(mdates.date2num(near["anchor"]), ahead[near.index], s=14, color=BLUE, alpha=0.45,
               linewidths=0)
    date_axis(ax, days.min() - 3, days.max() + 3)
    ax.set(xlabel="day of the article", ylabel="days from it to the day spoken of")
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    same, past, coming = (ahead.abs() <= 1).mean(), (ahead < -1).mean(), (ahead > 1).mean()
    far = len(known) - len(near)
    return describe(
        ax, f"{same:.0%} of the dates are news of the day, {past:.0%} look back, "
            f"{coming:.0%} look ahead",
        f"Scatter plot of {len(known):,} dates: {same:.0%} lie within a day of their article, "
        f"{past:.0%} before it, {coming:.0%} after it.",
        note="Points on the line are news of the day; below it is memory, above it announcement."
             + (f" {far:,} dates more than a year away are not drawn." if far else ""),
        data=known[["surface", "anchor", "earliest", "latest"]].head(200)
             if "surface" in known else None,
    )
