"""What notebooks call to show something: tables, sentences, figures, a passage with its finds."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from utils.asking import ANY_TABLE, AXES, SWITCH, TEXT, asks, instance, refuse, whole
from utils.plots.figures import as_image, description, lift_title
from utils.show.markup import (
    MORE_ROWS,
    extent,
    figure_html,
    passage_html,
    sentences_html,
    table_html,
)
from utils.show.phrases import phrase, quote
from utils.stored import Stored

__all__ = ["highlight", "quote", "say", "show_figure", "show_table"]

_SHOWN = instance((pd.DataFrame, Stored, list), "a table, or a list of rows",
                  "Give a DataFrame, or pd.DataFrame(rows).")


@asks(table=_SHOWN, caption=TEXT, rows=whole(0), of=whole(0))
def show_table(table, caption: str, rows: int = 10, columns: list[str] | None = None,
               opens: Callable[[object], pd.DataFrame] | None = None,
               of: int | None = None) -> None:
    """Shows the first `rows` rows of a table, in memory or stored, or of a list, with a caption.

    The caption goes on to say how many rows there are, or that they are the first `of` so many.
    `columns` gives the headers of a list.
    With `opens`, each row opens to the sentences it rests on: `opens(index label)` gives them,
    with the columns of `evidence.in_sentences`.
    """
    if isinstance(table, Stored):
        frame, of = table.head(max(rows, MORE_ROWS)), len(table)
    else:
        frame = table if isinstance(table, pd.DataFrame) else _listed(table, columns)
    caption, number = phrase("caption", caption), len(frame) if of is None else of
    plain = f"{caption} ({extent(number, rows)})"
    _show(table_html(frame, caption, rows, opens, of=number), plain, "table")


@asks(sentences=TEXT, finding=SWITCH)
def say(sentences: str, /, finding: bool = False, **values: object) -> None:
    """Shows computed sentences, written in Markdown; a finding also goes to the front page.

    The values are put into their places in braces, so that the sentence can be said in the
    language of the pages: say("**{dated:,}** articles give a date.", dated=1412). Put corpus text
    through `quote`, or its asterisks and brackets will be read as Markdown.
    """
    sentences = phrase("sentence", sentences, **values)
    _show(sentences_html(sentences), sentences, "finding" if finding else "said")


@asks(axes=AXES, alt=TEXT, data=ANY_TABLE, cover=SWITCH)
def show_figure(axes: Axes, alt: str | None = None, data: pd.DataFrame | None = None,
                cover: bool = False,
                opens: Callable[[object], pd.DataFrame] | None = None) -> None:
    """Shows the figure of the axes as an image with its description, its data one click away.

    The functions of `utils.plots` describe what they draw; for axes of your own give `alt`.
    With `cover` the figure also stands on the front page; with `opens` each row of its data opens
    to its sentences, as in `show_table`.
    """
    told = description(axes, alt, data)
    title = lift_title(axes)
    source, width = as_image(axes.figure)
    plt.close(axes.figure)   # or JupyterLab would draw it a second time, without a description
    _show(figure_html(source, width, told, title, opens), told.alt, "cover" if cover else "figure")


@asks(text=TEXT)
def highlight(text: str, spans) -> None:
    """Shows a passage with its finds marked; `spans` are pairs (start, end), or such a table."""
    pairs = spans[["start", "end"]].itertuples(index=False) if isinstance(
        spans, pd.DataFrame) and {"start", "end"} <= set(spans) else spans
    try:
        markup = passage_html(text, [(int(start), int(end)) for start, end in pairs])
    except (TypeError, ValueError):
        refuse("highlight", "spans", spans, "pairs of numbers, or a table with start and end",
               "Give them: spans=[(0, 4)]")
    _show(markup, text, "passage")


def _listed(rows: list, columns: list[str] | None) -> pd.DataFrame:
    try:
        return pd.DataFrame(rows, columns=columns)
    except (TypeError, ValueError):
        refuse("show_table", "columns", columns, "a name for each column of the rows",
               'Give them: columns=["who", "count"]')


def _show(markup: str, plain: str, kind: str) -> None:
    """Displays the HTML; its kind tells the report what belongs on the front page."""
    display({"text/html": markup, "text/plain": plain}, raw=True, metadata={"masar": kind})
