"""The timeline: happenings on lanes of actors, each as wide as its day is uncertain.

A held happening is filled, a planned one hollow, a cancelled or denied one crossed out; a ring
marks those on which outlets disagree; the more outlets tell of one, the larger it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from types import SimpleNamespace

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from utils.asking import AXES, NAMES, SWITCH, TEXT, asks, refuse, table_of
from utils.direction import ARABIC_SHARE
from utils.plots.figures import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    SKY,
    VERMILION,
    day_ticks,
    dense_stretch,
    describe,
    empty,
    new_axes,
    right_to_left,
    wrapped,
)
from utils.plots.lanes import Mark, lanes_of, lay_out, name_lanes, near_coverage, states
from utils.plots.shaping import use_style
from utils.words import word

COLOURS = {"meeting": BLUE, "visit": SKY, "call": PURPLE, "agreement": GREEN,
           "statement": QUIET, "strike": VERMILION}
OFF = ("cancelled", "denied")
MOST = 500                   # happenings drawn; more cannot be told apart on a page
CROWDED = 5                  # times as long an axis for the last third of the happenings
# In points, of which an inch has 72.
WIDTH, SIDE, TOP, BOTTOM = 604, 8, 92, 34
ROW, BARE, HEAD, FOOT = 14, 2.6, 21, 6      # a row with words; the room around marks without
KEY = 30                     # above the lanes; the title stands over it
SMALL = 8
_READ = ("happening_id", "kind", "participants", "venue", "earliest", "latest", "status", "outlets",
         "first_reported", "disagreement")


@asks(happenings=table_of("happenings", *_READ), labels=NAMES, lanes=TEXT, rtl=SWITCH, ax=AXES)
def plot_timeline(happenings: pd.DataFrame, labels: Mapping[str, str] | None = None,
                  lanes: str | None = None, rtl: bool | None = None,
                  ax: Axes | None = None) -> Axes:
    """Happenings over time, in lanes by their actors, or by a column such as "venue".

    `labels` names the entity ids (`events.labels`). With `rtl` time runs from the right; it does
    in Arabic pages. Reads the columns of the table happenings.
    """
    labels = {**states()[1], **(labels or {})}       # a state whose office alone is named has none
    rtl = right_to_left() if rtl is None else rtl
    if lanes is not None and lanes not in happenings:
        refuse("plot_timeline", "lanes", lanes, "a column of the happenings",
               'Give one of them: lanes="venue"')
    shown = _drawn(happenings)
    if shown.empty:
        return empty(new_axes(ax, 7.6, 2), word("timeline_empty"))
    names = name_lanes(shown, labels) if lanes is None else lanes_of(shown[lanes], labels)
    days = _ends(shown)
    width = WIDTH if ax is None else ax.get_window_extent().width * 72 / ax.figure.dpi
    use_style()
    marks = lay_out(shown, names, labels, days, width, _length)
    tops, middles, height = _stack(marks)
    ax = ax or _paper(height)
    _draw_lanes(ax, marks, tops, height, width, rtl)
    _draw_marks(ax, marks, middles, rtl)
    _draw_days(ax, days, width, height)
    _draw_key(ax, marks, rtl)
    return _described(ax, happenings, shown, names, labels)


def _drawn(happenings: pd.DataFrame) -> pd.DataFrame:
    """The happenings in the stretch of time where nearly all are, within a year of the coverage;
    of too many, those that most outlets tell of.
    """
    dated = near_coverage(happenings)
    dated = dated[dense_stretch(dated["earliest"], 0.95)]
    # a week of news that recalls a year would be drawn as one column of marks, metres high
    core = dated[dense_stretch(dated["earliest"], 0.66)]["earliest"]
    span = core.max() - core.min()
    if span.days * CROWDED < (dated["earliest"].max() - dated["earliest"].min()).days:
        dated = dated[dated["earliest"].between(core.min() - span, core.max() + span)]
    return dated.nlargest(MOST, "outlets").sort_values(["earliest", "happening_id"], kind="stable")


def _ends(shown: pd.DataFrame) -> tuple[float, float]:
    """The first and last day of the axis, with a little room at both ends."""
    first = mdates.date2num(shown["earliest"].min())
    last = mdates.date2num(shown["latest"].max()) + 1
    room = max(2.0, 0.03 * (last - first))
    return first - room, last + room


def _length(label: str) -> float:
    """How long the label is on paper, in points."""
    figure = Figure(dpi=72)
    FigureCanvasAgg(figure)
    return figure.text(0, 0, _words(label, 80), fontsize=SMALL).get_window_extent().width


def _words(text: str, width: int) -> str:
    """The text in one line that runs as the pages do, whatever names it holds."""
    return wrapped(text, width, 1, ARABIC_SHARE if right_to_left() else math.inf)


def _stack(marks: list[Mark]) -> tuple[dict[str, float], dict[tuple[str, int], float], float]:
    """Where each lane begins, counted down from the top, the middle of its rows, all their height.

    A row is as high as what stands in it: many marks without words take little room.
    """
    deep: dict[tuple[str, int], float] = {}
    for mark in marks:
        need = ROW if mark.label else mark.size + BARE
        deep[mark.lane, mark.row] = max(deep.get((mark.lane, mark.row), 0), need)
    count = Counter(mark.lane for mark in marks)
    tops, middles, height = {}, {}, 0.0
    for lane in sorted(count, key=lambda lane: (lane == word("all_others"), -count[lane], lane)):
        tops[lane] = height
        height += HEAD
        for _, row in sorted(key for key in deep if key[0] == lane):
            middles[lane, row] = height + deep[lane, row] / 2
            height += deep[lane, row]
        height += FOOT
    return tops, middles, height


def _paper(height: float) -> Axes:
    """Fresh axes on which a point is a point."""
    across, down = WIDTH + 2 * SIDE, height + TOP + BOTTOM
    ax = new_axes(None, across / 72, down / 72, layout=None)
    ax.figure.subplots_adjust(left=SIDE / across, right=1 - SIDE / across,
                              bottom=BOTTOM / down, top=1 - TOP / down)
    return ax


def _draw_lanes(ax: Axes, marks: list[Mark], tops: dict[str, float], height: float, width: float,
                rtl: bool) -> None:
    """Writes the name of each lane, with a line over it, and turns the axes to points."""
    ax.set(xlim=(width, 0) if rtl else (0, width), ylim=(height, 0))
    count = Counter(mark.lane for mark in marks)
    for lane, top in tops.items():
        ax.axhline(top, color=FAINT, linewidth=0.7)
        ax.text(0, top + 5, _words(f"{lane} ({count[lane]:,})", 70), va="top", color=INK,
                ha="right" if rtl else "left", fontweight="bold", fontsize=9.5)
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)


def _draw_marks(ax: Axes, marks: list[Mark], middles: dict[tuple[str, int], float],
                rtl: bool) -> None:
    """Draws the marks, each with its words beside it."""
    for mark in marks:
        y = middles[mark.lane, mark.row]
        draw_mark(ax, mark, y)
        if mark.label:
            x = mark.left - 4 if mark.before else mark.right + 4
            ax.text(x, y, _words(mark.label, 80), va="center", fontsize=SMALL, color=QUIET,
                    ha="right" if mark.before != rtl else "left")


def draw_mark(ax: Axes, mark: Mark, y: float) -> None:
    """Draws one mark: its shape says status, size, width and disagreement, its colour the kind."""
    status, size = mark.happening.status, mark.size
    colour = COLOURS.get(mark.happening.kind, INK)

    def pill(pad: float, **style) -> None:
        length = max(mark.right - mark.left - size, 0.01)
        ax.add_patch(FancyBboxPatch((mark.left + size / 2, y), length, 0.01, clip_on=False,
                                    boxstyle=f"round,pad={pad}", **style))

    if isinstance(mark.happening.disagreement, str):
        pill(size / 2 + 1.6, facecolor="white", edgecolor=ORANGE, linewidth=1.6, zorder=2)
    pill(size / 2 - 0.6, facecolor=colour if status == "held" else "white", edgecolor=colour,
         linewidth=1.2, zorder=3)
    if status in OFF:
        middle, arm = (mark.left + mark.right) / 2, size * 0.28
        for up in (arm, -arm):
            ax.plot([middle - arm, middle + arm], [y - up, y + up], color=colour, linewidth=1.2,
                    zorder=4, clip_on=False)


def _draw_days(ax: Axes, days: tuple[float, float], width: float, height: float) -> None:
    """Writes the days below, and above too where the figure is tall; a faint line leads down."""
    scale = width / (days[1] - days[0])
    ticks = [((day - days[0]) * scale, text) for day, text in day_ticks(*days)]
    ax.set_xticks([x for x, _ in ticks], [text for _, text in ticks])
    ax.vlines([x for x, _ in ticks], 0, height, color="#EFECE5", linewidth=0.8, zorder=0)
    ax.tick_params(top=False, labeltop=height > 420)


def _draw_key(ax: Axes, marks: list[Mark], rtl: bool) -> None:
    """A line over the lanes that names what the marks look like: only what is there."""
    kinds = Counter(mark.happening.kind for mark in marks)
    statuses = {"cancelled" if mark.happening.status in OFF else mark.happening.status
                for mark in marks}
    told = [(kind, "held", None) for kind in COLOURS if kind in kinds]
    told += [(None, status, None) for status in ("planned", "cancelled") if status in statuses]
    if any(isinstance(mark.happening.disagreement, str) for mark in marks):
        told.append((None, "held", "disputed"))
    x, y = 4.0, -KEY
    for kind, status, disputed in told:
        like = SimpleNamespace(kind=kind, status=status, disagreement=disputed)
        draw_mark(ax, Mark(like, "", x, x + 8, 8), y)
        name = word(kind or disputed or status)
        ax.text(x + 12, y, _words(name, 40), va="center", ha="right" if rtl else "left",
                fontsize=SMALL, color=QUIET)
        x += 12 + _length(name) + 13


def _described(ax: Axes, happenings: pd.DataFrame, shown: pd.DataFrame, names: list[str],
               labels: Mapping[str, str]) -> Axes:
    count = shown["status"].replace("denied", "cancelled").value_counts()
    told = {"count": len(shown), "held": int(count.get("held", 0)),
            "planned": int(count.get("planned", 0))}
    lanes = Counter(names).most_common()
    first = next((one for one in lanes if one[0] != word("all_others")), lanes[0])
    note = word("timeline_note")
    if len(happenings) > len(shown):
        note += " " + word("timeline_left_out", count=len(happenings) - len(shown))
    data = shown.assign(
        lane=names, participants=[[labels.get(one, one) for one in ids]
                                  for ids in shown["participants"]],
        venue=[labels.get(one, one) if isinstance(one, str) else one for one in shown["venue"]])
    columns = ["lane", "kind", "participants", "venue", "earliest", "status", "outlets"]
    return describe(
        ax, word("timeline_title", lane=first[0], most=first[1], **told),
        word("timeline_alt", first=f"{shown['earliest'].min():%Y-%m-%d}",
             last=f"{shown['latest'].max():%Y-%m-%d}", off=int(count.get("cancelled", 0)),
             disputed=int(shown["disagreement"].notna().sum()),
             told="; ".join(f"{lane} {many:,}" for lane, many in lanes), **told),
        note, data[columns], KEY + 12,
    )
