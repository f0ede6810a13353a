"""What all figures share: fresh axes in the house style, a description, and the finished image."""

from __future__ import annotations

import base64
import io
import textwrap
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from utils.arabic import arabic, use_style
from utils.direction import ARABIC_SHARE, harmless
from utils.words import sentence_share

# Okabe and Ito's palette, by what the house means with each.
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
)
INK, QUIET, FAINT = "#22272B", "#5B6166", "#B9BDC0"
TITLE_WIDTH = 68             # characters in one line of a title


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


def wrapped(text: object, width: int, lines: int = 3, share: float = ARABIC_SHARE) -> str:
    """The text as a label to draw: in lines of at most `width` characters, the rest cut, prepared.
    """
    cut = textwrap.wrap(harmless(str(text)), width, max_lines=lines, placeholder=" …")
    return arabic("\n".join(cut), share)


def sentence(text: str, width: int) -> str:
    """A sentence of ours as a label to draw; Arabic names do not turn it round."""
    return wrapped(text, width, share=sentence_share())


def set_title(ax: Axes, title: str) -> None:
    """Writes the finding over the axes, wrapped by hand."""
    ax.set_title(sentence(title, TITLE_WIDTH))


def describe(ax: Axes, title: str, alt: str, note: str = "",
             data: pd.DataFrame | None = None) -> Axes:
    """The axes, with the title written over them and the description kept for `show_figure`."""
    set_title(ax, title)
    _DESCRIPTIONS[ax.figure] = Description(alt=alt, title=title, note=note, data=data)
    return ax


def description(ax: Axes, alt: str | None = None, data: pd.DataFrame | None = None) -> Description:
    """What is known of the axes' figure; `alt` and `data` given here come first.

    Raises ValueError when nobody described it: an image without words is lost on many readers.
    """
    known = _DESCRIPTIONS.get(ax.figure)
    if known is None and not alt:
        raise ValueError(
            "This figure has no description; expected one from utils.plots, or alt= with a "
            "sentence that says what it shows: show_figure(ax, alt='bars of ...')."
        )
    known = known or Description(alt="", title=alt)
    return Description(alt or known.alt, known.title, known.note,
                       known.data if data is None else data)


def empty(ax: Axes, title: str, reason: str) -> Axes:
    """The axes with nothing but the reason why they are empty."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, sentence(reason, 50), ha="center", va="center", color=QUIET, fontsize=11,
            transform=ax.transAxes)
    return describe(ax, title, f"An empty figure: {reason}")


def as_image(figure: Figure) -> tuple[str, int]:
    """The figure as a data: address, SVG where that is lighter, and its width in CSS pixels."""
    use_style()
    drawn = {
        "svg+xml": _bytes(figure, "svg", {"Date": None, "Creator": None}),
        "png": _bytes(figure, "png", {"Software": None}),
    }
    kind = min(drawn, key=lambda kind: len(drawn[kind]))
    address = f"data:image/{kind};base64,{base64.b64encode(drawn[kind]).decode('ascii')}"
    return address, round(figure.get_figwidth() * 100)


def _bytes(figure: Figure, form: str, metadata: dict) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format=form, metadata=metadata)
    return stream.getvalue()
