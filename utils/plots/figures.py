"""What all figures share: fresh axes in the house style, a description, and the finished image."""

from __future__ import annotations

import base64
import io
import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib import dates as mdates
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from utils.asking import ArgumentError
from utils.direction import ARABIC_SHARE, harmless
from utils.plots.shaping import arabic, plain_letters, use_style
from utils.words import page_language, sentence_share

# Okabe and Ito's palette, by what the house means with each.
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
)
INK, QUIET, FAINT = "#22272B", "#5B6166", "#B9BDC0"
TITLE_WIDTH = 68             # characters in one line of a title
SIDES = ("left", "center", "right")


@dataclass(frozen=True)
class Description:
    """What a figure says: `alt` in words, `title` its finding, `note` how to read it, `data`."""

    alt: str
    title: str = ""
    note: str = ""
    data: pd.DataFrame | None = None


_DESCRIPTIONS: WeakKeyDictionary[Figure, Description] = WeakKeyDictionary()


def new_axes(ax: Axes | None, width: float, height: float,
             layout: str | None = "constrained") -> Axes:
    """The given axes, or fresh ones of that size in inches, in the house style."""
    use_style()
    return ax or plt.subplots(figsize=(width, height), layout=layout)[1]


def wrapped(text: object, width: int, lines: int = 2, share: float = ARABIC_SHARE) -> str:
    """The text as a label to draw, in lines of at most `width` characters; what is over is cut."""
    plain = plain_letters(harmless(str(text)))
    return arabic("\n".join(textwrap.wrap(plain, width, max_lines=lines, placeholder=" …")), share)


def sentence(text: str, width: int) -> str:
    """A sentence of ours as a label to draw; Arabic names do not turn it round."""
    return wrapped(text, width, lines=4, share=sentence_share())


def right_to_left() -> bool:
    """Whether figures run from the right, as the pages do."""
    return page_language() == "ar"


def turn(ax: Axes) -> None:
    """Lets the axes run from the right where the pages do."""
    if right_to_left():
        ax.invert_xaxis()
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")
        ax.spines["right"].set(visible=ax.spines["left"].get_visible())
        ax.spines["left"].set_visible(False)


def set_title(ax: Axes, title: str, pad: float | None = None) -> None:
    """Writes the finding over the axes, wrapped by hand, on the side where reading begins."""
    side = "right" if right_to_left() else "left"
    ax.set_title(sentence(title, TITLE_WIDTH), loc=side, pad=pad, multialignment=side)


def day_ticks(first: float, last: float) -> list[tuple[float, str]]:
    """A few days between the two (matplotlib's numbers), as numbers and in words."""
    locator = mdates.AutoDateLocator(minticks=3, maxticks=7)
    margin = 0.05 * (last - first)
    days = locator.tick_values(mdates.num2date(first), mdates.num2date(last))
    days = sorted({float(round(day)) for day in days if first + margin <= day <= last - margin})
    years = days and all(mdates.num2date(day).timetuple().tm_yday == 1 for day in days)
    form = "%Y-%m-%d" if last - first <= 120 else "%Y" if years else "%Y-%m"
    return [(day, f"{mdates.num2date(day):{form}}") for day in days or [round((first + last) / 2)]]


def describe(ax: Axes, title: str, alt: str, note: str = "",
             data: pd.DataFrame | None = None, pad: float | None = None) -> Axes:
    """The axes, with the title written over them and the description kept for `show_figure`."""
    set_title(ax, title, pad)
    _DESCRIPTIONS[ax.figure] = Description(alt=alt, title=title, note=note, data=data)
    return ax


def description(ax: Axes, alt: str | None = None, data: pd.DataFrame | None = None) -> Description:
    """What is known of the axes' figure; `alt` and `data` given here come first.

    Raises ArgumentError when nobody described it: an image without words is lost on many readers.
    """
    known = _DESCRIPTIONS.get(ax.figure)
    if known is None and not alt:
        raise ArgumentError(
            "This figure has no description; expected one from utils.plots, or alt= with a "
            "sentence that says what it shows: show_figure(ax, alt='bars of ...')."
        )
    known = known or Description(alt="", title=alt)
    return Description(alt or known.alt, known.title, known.note,
                       known.data if data is None else data)


def lift_title(ax: Axes) -> str:
    """The title of a described figure, which is no longer drawn: a page says it in its own words.

    There it is never cut off, on a phone neither. Axes that nobody described keep their title.
    """
    known = _DESCRIPTIONS.get(ax.figure)
    if known is None or not any(ax.get_title(loc=side) for side in SIDES):
        return ""
    for side in SIDES:
        ax.set_title("", loc=side)
    return known.title


def empty(ax: Axes, reason: str) -> Axes:
    """The axes with nothing but the reason why they are empty."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, sentence(reason, 50), ha="center", va="center", color=QUIET, fontsize=11,
            transform=ax.transAxes)
    _DESCRIPTIONS[ax.figure] = Description(alt=reason, title=reason)
    return ax


def dense_stretch(days: pd.Series, share: float) -> pd.Series:
    """Which of the days lie in the shortest stretch that holds this share of them.

    All do where there are few, or where the stretch would not be shorter by half: a day misread
    by four years must not press a week of news into one bar.
    """
    ordered = days.sort_values().reset_index(drop=True)
    held = math.ceil(share * len(ordered))
    if len(ordered) < 20 or held == len(ordered):
        return days.notna()
    widths = ordered.iloc[held - 1:].reset_index(drop=True) - ordered.iloc[:len(ordered) - held + 1]
    start = int(widths.argmin())
    first, last = ordered[start], ordered[start + held - 1]
    if last - first > (ordered.iloc[-1] - ordered.iloc[0]) / 2:
        return days.notna()
    return days.between(first, last)


def as_image(figure: Figure) -> tuple[str, int]:
    """The figure as a data: address, SVG where that is lighter, and its width in CSS pixels."""
    use_style()
    drawn = {"svg+xml": _saved(figure, "svg", {"Date": None, "Creator": None}),
             "png": _few_colours(_saved(figure, "png", {"Software": None}))}
    kind = min(drawn, key=lambda kind: len(drawn[kind]))
    address = f"data:image/{kind};base64,{base64.b64encode(drawn[kind]).decode('ascii')}"
    return address, round(figure.get_figwidth() * 100)


def _saved(figure: Figure, form: str, metadata: Mapping) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format=form, metadata=metadata, bbox_inches=_used(figure))
    return stream.getvalue()


def _used(figure: Figure) -> Bbox | None:
    """The figure without the room that a lifted title left, where no layout closes it."""
    if figure.get_layout_engine() is not None:
        return None
    width, height = figure.get_size_inches()
    return Bbox([[0, 0], [width, min(height, figure.get_tightbbox().y1 + 0.1)]])


def _few_colours(png: bytes) -> bytes:
    """The same picture from 96 colours, which no eye tells apart: a third of the bytes.

    Those are chosen for the range they cover, not for their number, or a rare mark's colour would
    be taken for another one's.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(96, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    stream = io.BytesIO()
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()
