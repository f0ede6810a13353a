"""Figures of the tables: a table goes in, its axes come out.

Each title states what the data say, each figure carries a description in words and the rows it
was drawn from (`figures.description`). Arabic passes through `arabic` where it is drawn.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from utils.asking import AXES, COUNTED, TEXT, asks, table, whole
from utils.plots.figures import (
    BLUE,
    FAINT,
    INK,
    QUIET,
    day_ticks,
    dense_stretch,
    describe,
    empty,
    new_axes,
    sentence,
    turn,
    wrapped,
)
from utils.plots.network import plot_network
from utils.plots.reporting import plot_lag, plot_relays
from utils.plots.shaping import arabic
from utils.plots.timeline import plot_timeline
from utils.words import word

__all__ = ["arabic", "plot_days", "plot_heatmap", "plot_lag", "plot_network", "plot_relays",
           "plot_tally", "plot_timeline", "plot_volume"]

LABEL_WIDTH = 30             # characters in one line of a label
OUTLETS_SHOWN = 14
COLUMNS = 160                # of marks, where there are too many to draw each
SHADES = LinearSegmentedColormap.from_list("masar", ["#EAF3F9", BLUE, "#002F4D"])
_DATED = "dates.merge(articles[[\"article_id\", \"anchor\"]])"
PERIODS = {"D": ("day", 1, "%Y-%m-%d"), "W": ("week", 7, "%Y-%m-%d"), "M": ("month", 28, "%Y-%m")}


@asks(tally=table("label", "articles", gives="entities.tally_entities"), top=whole(1), ax=AXES)
def plot_tally(tally: pd.DataFrame, top: int = 15, ax: Axes | None = None) -> Axes:
    """Bars of the entities named in most articles, the largest on top, each with its count.

    Reads the columns label and articles of `entities.tally_entities`.
    """
    shown = tally.nlargest(top, "articles")
    ax = new_axes(ax, 7.2, 1.1 + 0.34 * max(3, len(shown)))
    if shown.empty:
        return empty(ax, word("tally_empty"))
    places = range(len(shown) - 1, -1, -1)
    bars = ax.barh(places, shown["articles"].astype(int), height=0.68, color=BLUE)
    turn(ax)                     # before the counts, which stand at the far end of their bars
    ax.bar_label(bars, [f"{count:,}" for count in shown["articles"]], padding=4, color=QUIET)
    ax.set_yticks(places, [wrapped(label, LABEL_WIDTH) for label in shown["label"]])
    ax.set_xlabel(sentence(word("articles_axis"), LABEL_WIDTH))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.margins(y=0.02)
    told = "; ".join(f"{row.label} {row.articles:,}" for row in shown.itertuples())
    first = shown.iloc[0]
    return describe(
        ax, word("tally_title", label=first["label"], count=first["articles"]),
        word("tally_alt", shown=len(shown), told=told), data=shown,
    )


@asks(articles=table("anchor", "outlet", gives="load.read_articles(...).articles"), ax=AXES)
def plot_volume(articles: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Articles of each outlet over time: one lane an outlet, one bar a day, week or month.

    Reads the columns anchor and outlet; articles that are not drawn are counted in the note.
    """
    dated = articles.dropna(subset="anchor")
    if dated.empty:
        return empty(new_axes(ax, 7.2, 2), word("volume_empty"))
    dated = dated[dense_stretch(dated["anchor"], 0.98)]
    counts = _by_period(dated)
    ax = new_axes(ax, 7.2, 1.2 + 0.42 * max(2, counts.shape[1]))
    key, days, form = PERIODS[counts.index.freqstr.partition("-")[0]]
    starts, most = mdates.date2num(counts.index.start_time), int(counts.to_numpy().max())
    for lane, outlet in enumerate(counts):
        ax.bar(starts, 0.8 * counts[outlet] / most, width=0.88 * days, bottom=-lane, align="edge",
               color=BLUE)
        ax.axhline(-lane, color=FAINT, linewidth=0.6)
    names = [f"{outlet} ({counts[outlet].sum():,})" for outlet in counts]
    ax.set_yticks([0.3 - lane for lane in range(len(names))],
                  [wrapped(name, LABEL_WIDTH) for name in names])
    ax.spines["left"].set_visible(False)
    ax.set(ylim=(0.6 - len(names), 1.0))
    ax.set_xlabel(sentence(word("volume_axis", period=word(key), most=most), 80))
    _show_days(ax, starts.min(), starts.max() + days)
    turn(ax)
    busiest = counts.sum(axis=1).idxmax()
    span = {"first": f"{dated['anchor'].min():%Y-%m-%d}",
            "last": f"{dated['anchor'].max():%Y-%m-%d}"}
    note = word("volume_note", period=word(key))
    if len(articles) > len(dated):
        note += " " + word("undated_note", count=len(articles) - len(dated))
    return describe(
        ax, word("volume_title", period=word(key), when=f"{busiest.start_time:{form}}",
                 count=counts.sum(axis=1).max(), all=len(dated)),
        word("volume_alt", period=word(key), told="; ".join(names), **span),
        note, counts.set_axis(counts.index.start_time.rename(word(key))).reset_index(),
    )


def _by_period(dated: pd.DataFrame) -> pd.DataFrame:
    """Articles by period (rows, none left out) and outlet (columns, the largest first)."""
    days = (dated["anchor"].max() - dated["anchor"].min()).days
    period = dated["anchor"].dt.to_period("D" if days <= 60 else "W" if days <= 1100 else "M")
    outlet = dated["outlet"].fillna(word("not_named"))
    counts = outlet.value_counts().rename_axis("outlet").reset_index(name="articles")
    order = counts.sort_values(["articles", "outlet"], ascending=[False, True])["outlet"].tolist()
    if len(order) > OUTLETS_SHOWN:
        order = order[:OUTLETS_SHOWN - 1]
        outlet = outlet.where(outlet.isin(order), word("all_others"))
        order.append(word("all_others"))
    every = pd.period_range(period.min(), period.max())
    return pd.crosstab(period, outlet).reindex(every, fill_value=0).reindex(columns=order)


def _show_days(ax: Axes, first: float, last: float) -> None:
    """Sets the x axis from day to day, with few and plain labels."""
    ax.set_xlim(first, last)
    ticks = day_ticks(first, last)
    ax.set_xticks([day for day, _ in ticks], [text for _, text in ticks])


@asks(table=COUNTED, what=TEXT, ax=AXES)
def plot_heatmap(table: pd.DataFrame, what: str = "articles", ax: Axes | None = None) -> Axes:
    """A field of counts: the table's index (entities) by its columns (weeks, outlets, senses).

    `what` is counted. Each cell says its count where there is room for it.
    """
    ax = new_axes(ax, 7.2, 1.4 + 0.34 * max(3, len(table)))
    if table.empty or not table.to_numpy().any():
        return empty(ax, word("heatmap_empty"))
    counts = table.to_numpy(dtype=float)
    most = counts.max()
    ax.imshow(np.where(counts > 0, counts, np.nan), aspect="auto", cmap=SHADES, vmin=0)
    ax.set_xticks(range(table.shape[1]), [wrapped(_named(name), 14) for name in table.columns],
                  rotation=90 if table.shape[1] > 8 else 0)
    ax.set_yticks(range(table.shape[0]), [wrapped(_named(name), 28) for name in table.index])
    ax.spines[:].set_visible(False)
    ax.set_xlabel(wrapped(table.columns.name or "", LABEL_WIDTH))
    if table.shape[1] <= 20:
        for row, column in zip(*np.nonzero(counts), strict=True):
            ax.text(column, row, f"{counts[row, column]:,.0f}", ha="center", va="center",
                    fontsize=8.5, color="white" if counts[row, column] > 0.45 * most else INK)
    turn(ax)
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    told = {"row": _named(table.index[row]), "most": int(most),
            "what": what.removesuffix("s") if most == 1 else what,
            "column": " ".join(filter(None, [table.columns.name, _named(table.columns[column])]))}
    return describe(
        ax, word("heatmap_title", **told),
        word("heatmap_alt", rows=table.shape[0], columns=table.shape[1], all=int(counts.sum()),
             **told),
        word("heatmap_note"), table.rename(columns=_named).reset_index(),
    )


def _named(name: object) -> str:
    """A row's or column's name; a period or day by its first day."""
    name = name.start_time if isinstance(name, pd.Period) else name
    return f"{name:%Y-%m-%d}" if isinstance(name, pd.Timestamp) else str(name)


@asks(dated=table("anchor", "earliest", perhaps=("dates",), gives=_DATED), ax=AXES)
def plot_days(dated: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Which days the coverage speaks of, against the day on which it was written.

    Reads the columns anchor and earliest; of very many dates counts of both, in a column `dates`.
    """
    ax = new_axes(ax, 7.2, 4.6)
    known = dated.dropna(subset=["anchor", "earliest"])
    known = known if "dates" in known else known.assign(dates=1)
    far = int(known["dates"].sum())
    known = known[dense_stretch(known["anchor"], 0.98)]      # one misread year bends the axis
    far -= int(known["dates"].sum())
    if known.empty:
        return empty(ax, word("days_empty"))
    ahead = (known["earliest"] - known["anchor"]).dt.days
    days = mdates.date2num(known["anchor"])
    ax.axhline(0, color=FAINT, linewidth=0.8)
    if known["dates"].max() > 1:
        _scatter_thinned(ax, days, ahead, known["dates"])
    else:
        ax.scatter(days, ahead, s=15, color=BLUE, alpha=0.4, linewidths=0)
    ax.set_yscale("symlog", linthresh=7, linscale=1.2)
    steps = [step for step in (7, 30, 365, 3650, 36500) if step <= 1.2 * ahead.abs().max()]
    ticks = [*(-step for step in reversed(steps)), 0, *steps]
    ax.set_yticks(ticks, [f"{tick:+,}" if tick else "0" for tick in ticks])
    ax.minorticks_off()
    _show_days(ax, days.min() - 3, days.max() + 3)
    ax.set_xlabel(sentence(word("days_x"), 60))
    ax.set_ylabel(sentence(word("days_y"), 60))
    turn(ax)
    number = int(known["dates"].sum())
    shares = {name: float(known.loc[which, "dates"].sum() / number) for name, which in (
        ("same", ahead.abs() <= 1), ("past", ahead < -1), ("coming", ahead > 1))}
    columns = [name for name in ("surface", "anchor", "earliest", "latest") if name in dated]
    return describe(
        ax, word("days_title", **shares), word("days_alt", all=number, **shares),
        word("days_note") + (" " + word("days_left_out", count=far) if far else ""),
        known[columns if "dates" not in dated else [*columns, "dates"]],
    )


def _scatter_thinned(ax: Axes, days: np.ndarray, ahead: pd.Series, dates: pd.Series) -> None:
    """One mark for all dates that would lie upon one another, the darker the more there are."""
    step = max(1.0, (days.max() - days.min()) / COLUMNS)
    size = np.arcsinh(ahead / 7)                       # the steps of the scale: days, then years
    cells = pd.DataFrame({"x": np.floor(days / step), "y": (size * 8).round(), "dates": dates,
                          "ahead": ahead})
    drawn = cells.groupby(["x", "y"], as_index=False).agg(
        dates=("dates", "sum"), ahead=("ahead", "median"))
    shade = np.log1p(drawn["dates"].astype(float)) / np.log1p(drawn["dates"].max())
    ax.scatter((drawn["x"] + 0.5) * step, drawn["ahead"], s=10, color=BLUE, linewidths=0,
               alpha=0.12 + 0.88 * shade, marker="s")
