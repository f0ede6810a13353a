"""The timeline: happenings on lanes of actors, each as wide as its day is uncertain.

A held happening is filled, a planned one hollow, a cancelled or denied one crossed out; a ring marks
the ones on which outlets disagree; the more outlets tell of it, the larger it is. Happenings and
their labels are packed into rows before they are drawn, so that none covers another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from utils.figures import (
    BLUE, FAINT, GREEN, INK, ORANGE, PURPLE, QUIET, SKY, VERMILION, describe, empty, new_axes,
    wrapped,
)

COLOURS = {"meeting": BLUE, "visit": SKY, "call": PURPLE, "agreement": GREEN,
           "statement": QUIET, "strike": VERMILION}
LANES = 12                   # before the rest shares one
MOST = 500                   # happenings drawn; more cannot be told apart on a page
LABELLED = 30                # happenings with a label of their own
ROW = 15                     # points from one row of a lane to the next
HEAD = 20                    # points for a lane's name
GAP = 5                      # points between neighbours in a row
OTHERS = "all others"


@dataclass
class Mark:
    """One happening on its way to paper: its lane, its place in points, its row in the lane."""

    happening: object
    lane: str
    left: float
    right: float
    size: float
    label: str = ""
    label_at: float = 0.0
    row: int = 0


def name_lanes(happenings: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """The lane of each happening: the two of its actors that meet most often in all of them.

    With more pairs than `LANES`, the rarer ones share a lane.
    """
    people = [list(dict.fromkeys(ids)) for ids in happenings["participants"]]
    pairs = Counter(pair for ids in people for pair in combinations(sorted(ids), 2))
    single = Counter(one for ids in people for one in ids)
    lanes = []
    for ids in people:
        found = max(combinations(sorted(ids), 2), key=lambda pair: (pairs[pair], pair), default=None)
        found = found or tuple(sorted(ids, key=lambda one: -single[one])[:1])
        lanes.append(" – ".join(labels.get(one, one) for one in found) or OTHERS)
    often = [lane for lane, _ in Counter(lanes).most_common() if lane != OTHERS]
    kept = often if len(often) <= LANES else often[:LANES - 1]
    return [lane if lane in kept else OTHERS for lane in lanes]


def plot_timeline(happenings: pd.DataFrame, labels: Mapping[str, str] | None = None,
                  lanes: str | None = None, rtl: bool = False, ax: Axes | None = None) -> Axes:
    """Happenings over time, in lanes by their actors (or by a column, such as "venue").

    `labels` names the entity ids (`events.labels`). With `rtl` time runs from the right.
    """
    labels = labels or {}
    dated = happenings.dropna(subset=["earliest", "latest"])
    shown = _in_window(dated).nlargest(MOST, "outlets").sort_values(
        ["earliest", "happening_id"], kind="stable")
    if shown.empty:
        return empty(new_axes(ax, 7.6, 2), "Happenings over time", "No happening has a day.")
    names = name_lanes(shown, labels) if lanes is None else [
        labels.get(name, name) for name in shown[lanes].fillna(OTHERS)]
    first, last = _limits(shown)
    width = 7.6 * 72 - 16 if ax is None else ax.get_window_extent().width * 72 / ax.figure.dpi
    marks = lay_out(shown, names, labels, first, last, width)
    tops, height = _stack(marks)
    if ax is None:
        ax = new_axes(None, 7.6, (height + 96) / 72, layout=None)
        ax.figure.subplots_adjust(left=8 / 547, right=1 - 8 / 547, bottom=44 / (height + 96),
                                  top=1 - 52 / (height + 96))
    _draw(ax, marks, tops, height, width, rtl)
    return _described(ax, happenings, shown, names, first, last, width, rtl)


def _in_window(dated: pd.DataFrame) -> pd.DataFrame:
    """The happenings from a year before the first article to a year after the last."""
    if dated.empty or dated["first_reported"].isna().all():
        return dated
    year = pd.Timedelta(days=366)
    return dated[(dated["earliest"] >= dated["first_reported"].min() - year)
                 & (dated["latest"] <= dated["first_reported"].max() + year)]


def _limits(shown: pd.DataFrame) -> tuple[float, float]:
    first = mdates.date2num(shown["earliest"].min())
    last = mdates.date2num(shown["latest"].max()) + 1
    margin = max(2.0, 0.03 * (last - first))
    return first - margin, last + margin


def lay_out(shown: pd.DataFrame, lanes: Iterable[str], labels: Mapping[str, str],
            first: float, last: float, width: float) -> list[Mark]:
    """The marks with their places: in a row of a lane, no mark or label touches another."""
    scale = width / (last - first)
    told = set(shown.nlargest(LABELLED, "outlets")["happening_id"])
    marks = []
    for happening, lane in zip(shown.itertuples(), lanes, strict=True):
        size = min(6.5 + 1.6 * (int(happening.outlets) - 1), 13)
        left = (mdates.date2num(happening.earliest) - first) * scale
        right = (mdates.date2num(happening.latest) + 1 - first) * scale
        middle, half = (left + right) / 2, max(right - left, size) / 2
        mark = Mark(happening, lane, middle - half, middle + half, size)
        if happening.happening_id in told:
            mark.label = label_of(happening, labels)
        marks.append(mark)
    rows: dict[str, list[list[tuple[float, float]]]] = {}
    for mark in sorted(marks, key=lambda one: (not one.label, one.left)):
        _place(mark, rows.setdefault(mark.lane, []), width)
    return marks


def label_of(happening, labels: Mapping[str, str]) -> str:
    """The words beside a happening: where it was, else what it was, and its day."""
    venue = happening.venue if isinstance(happening.venue, str) else happening.kind
    venue = "، ".join(labels.get(one, one) for one in venue.split("، "))
    exact = happening.earliest == happening.latest
    day = f"{happening.earliest:%Y-%m-%d}" if exact else f"{happening.earliest:%Y-%m}"
    return f"{venue[:24]} {day}"


def _place(mark: Mark, rows: list[list[tuple[float, float]]], width: float) -> None:
    """Puts the mark, label and all, into the first row of its lane that has room for it."""
    length = 5.0 * len(mark.label) + 6 if mark.label else 0
    to_the_right = mark.right + length <= width
    mark.label_at = mark.right + 4 if to_the_right else mark.left - 4
    taken = (mark.left, mark.right + length) if to_the_right else (mark.left - length, mark.right)
    for number, row in enumerate(rows):
        if all(taken[1] + GAP <= left or right + GAP <= taken[0] for left, right in row):
            mark.row = number
            row.append(taken)
            return
    mark.row = len(rows)
    rows.append([taken])


def _stack(marks: list[Mark]) -> tuple[dict[str, float], float]:
    """Where each lane begins, counted down from the top in points, and the height of all."""
    deep = {}
    for mark in marks:
        deep[mark.lane] = max(deep.get(mark.lane, 0), mark.row + 1)
    count = Counter(mark.lane for mark in marks)
    tops, height = {}, 0.0
    for lane in sorted(deep, key=lambda lane: (lane == OTHERS, -count[lane], lane)):
        tops[lane] = height
        height += HEAD + ROW * deep[lane] + 8
    return tops, height


def _draw(ax: Axes, marks: list[Mark], tops: dict[str, float], height: float, width: float,
          rtl: bool) -> None:
    """Draws in points: x from the first day, y down from the top."""
    ax.set(xlim=(width, 0) if rtl else (0, width), ylim=(height, -4))
    count = Counter(mark.lane for mark in marks)
    for lane, top in tops.items():
        ax.axhline(top, color=FAINT, linewidth=0.6)
        ax.text(0, top + 4, wrapped(f"{lane} ({count[lane]})", 60, lines=1), va="top",
                ha="right" if rtl else "left", fontsize=9.5, fontweight="bold", color=INK)
    for mark in marks:
        _draw_mark(ax, mark, tops[mark.lane] + HEAD + ROW * (mark.row + 0.5), rtl)
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)


def _draw_mark(ax: Axes, mark: Mark, y: float, rtl: bool) -> None:
    happening, size = mark.happening, mark.size
    colour = COLOURS.get(happening.kind, INK)
    held = happening.status == "held"
    wide = max(mark.right - mark.left - size, 0)
    ax.add_patch(FancyBboxPatch(
        (mark.left + size / 2, y), wide, 0, boxstyle=f"round,pad={size / 2}", linewidth=1.3,
        facecolor=colour if held else "white", edgecolor=colour, zorder=3,
    ))
    if happening.status in ("cancelled", "denied"):
        middle, arm = (mark.left + mark.right) / 2, size * 0.45
        for up in (arm, -arm):
            ax.plot([middle - arm, middle + arm], [y - up, y + up], color=colour, linewidth=1.3,
                    zorder=4)
    if isinstance(happening.disagreement, str):
        ax.add_patch(FancyBboxPatch(
            (mark.left + size / 2, y), wide, 0, boxstyle=f"round,pad={size / 2 + 2}", zorder=2,
            linewidth=1.2, facecolor="none", edgecolor=ORANGE,
        ))
    if mark.label:
        outward = mark.label_at >= mark.right
        ax.text(mark.label_at, y, wrapped(mark.label, 60, lines=1), va="center", fontsize=8,
                color=QUIET, ha="left" if outward != rtl else "right")


def _described(ax: Axes, happenings: pd.DataFrame, shown: pd.DataFrame, names: list[str],
               first: float, last: float, width: float, rtl: bool) -> Axes:
    locator = mdates.AutoDateLocator(minticks=3, maxticks=7)
    days = locator.tick_values(*mdates.num2date([first, last]))
    days = [day for day in days if first <= day <= last]
    form = "%Y" if last - first > 3000 else "%Y-%m" if last - first > 100 else "%Y-%m-%d"
    ax.set_xticks([(day - first) * width / (last - first) for day in days],
                  [f"{mdates.num2date(day):{form}}" for day in days])
    ax.set_xlabel("day of the happening")
    held, planned = (int((shown["status"] == status).sum()) for status in ("held", "planned"))
    disputed = int(shown["disagreement"].notna().sum())
    most, count = Counter(names).most_common(1)[0]
    left_out = len(happenings) - len(shown)
    return describe(
        ax, f"{len(shown):,} happenings, {held:,} held and {planned:,} only announced; "
            f"most between {most} ({count:,})",
        f"Timeline of {len(shown):,} happenings from {shown['earliest'].min():%Y-%m-%d} to "
        f"{shown['latest'].max():%Y-%m-%d}: {held:,} held, {planned:,} planned, {disputed:,} on which "
        f"outlets disagree. Most are in the lane {most}: {count:,}.",
        note="Filled: held. Hollow: planned. Crossed: cancelled or denied. Ring: outlets give "
             "different days or places. The wider, the less is known of the day; the larger, the "
             "more outlets tell of it."
             + (f" {left_out:,} happenings without a day, or far from the coverage, are not drawn."
                if left_out else ""),
        data=shown.assign(lane=names)[["lane", "kind", "earliest", "latest", "status", "articles",
                                       "outlets", "disagreement"]],
    )
