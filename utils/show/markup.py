"""Tables, sentences, passages and figures as HTML that reads the same wherever it is opened.

JupyterLab takes styles and scripts out of notebooks it does not trust; `dir` and `lang` survive.
So every block says its own direction, and everything that comes from a corpus is escaped here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

import mistune
import pandas as pd

from utils.direction import ARABIC_SHARE, direction, escape, harmless, set_apart
from utils.plots.figures import Description
from utils.show.phrases import CODED, header, value
from utils.words import page_language, sentence_share, word

SHOWN_CHARACTERS = 260       # of a cell, before the rest is folded away
KEPT_CHARACTERS = 4000       # of a cell, folded rest included
FIGURE_ROWS = 200            # of the data behind a figure
SENTENCES = 5                # that a row opens to
FIGURE_SENTENCES = 1         # that a row behind a figure opens to
PREVIEW = 5                  # rows of a table that only shows what its rows look like
MORE_ROWS = 100              # of a table in pages, folded rows included
MORE_CHARACTERS = 9000       # of HTML for the folded ones

_OPENED = '<tr class="opened">'
_FOLDED = {"<tr>": '<tr class="more">', _OPENED: '<tr class="opened more">'}
_MARKDOWN = mistune.create_markdown(escape=True)
_TAG = re.compile(r"(<[^>]*>)")
_LTR = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?!\d)|\b[a-z]+:")    # 2024-06-11, and `venue:`
_ONE_PIECE = re.compile(r"[\d.,:%+ -]{1,16}")      # days and counts, never broken
_BLOCK = re.compile(r"<(p|li|h[1-6])>(.*?)(?=</\1>)", re.S)


def runs(text: str, share: float = ARABIC_SHARE) -> str:
    """The attributes that say which way a block with this text runs, and its language."""
    return 'dir="rtl" lang="ar"' if direction(text, share) == "rtl" else 'dir="ltr" lang="en"'


def sentence_runs(markup: str) -> str:
    """The same for a sentence of ours, in which Arabic names do not turn the line."""
    return runs(words_of(markup), sentence_share())


def words_of(markup: str) -> str:
    """The HTML without its tags."""
    return _TAG.sub("", markup)


def names_apart(markup: str) -> str:
    """The HTML of an English line with its Arabic names set apart.

    >>> names_apart("by سبوتنيك, 2024")
    'by <bdi dir="rtl" lang="ar">سبوتنيك</bdi>, 2024'
    """
    pieces = _TAG.split(markup)
    pieces[::2] = [set_apart(one, '<bdi dir="rtl" lang="ar">', "</bdi>") for one in pieces[::2]]
    return "".join(pieces)


def days_apart(markup: str) -> str:
    """The HTML of an Arabic line in which no day turns round: 2024-06-11 would read 11-06-2024.

    >>> days_apart("في 2024-06-11")
    'في <bdi dir="ltr">2024-06-11</bdi>'
    """
    pieces = _TAG.split(markup)
    pieces[::2] = [_LTR.sub(r'<bdi dir="ltr">\g<0></bdi>', one) for one in pieces[::2]]
    return "".join(pieces)


def _apart(markup: str) -> str:
    """The HTML of a sentence of ours with what would turn round in it set apart."""
    return (days_apart if "rtl" in sentence_runs(markup) else names_apart)(markup)


def sentences_html(markdown: str) -> str:
    """The sentences as HTML blocks, each with its direction; raw tags are shown, not obeyed.

    >>> sentences_html("**3** meetings <b>")
    '<p dir="ltr" lang="en"><strong>3</strong> meetings &lt;b&gt;</p>'
    """
    def with_direction(block: re.Match) -> str:
        return f"<{block[1]} {sentence_runs(block[2])}>{_apart(block[2])}"

    return _BLOCK.sub(with_direction, _MARKDOWN(harmless(markdown)).strip())


def passage_html(text: str, spans) -> str:
    """The passage as a block quotation with each span marked."""
    return f'<blockquote class="passage" {runs(text)}>{marked(text, spans)}</blockquote>'


def marked(text: str, spans) -> str:
    """The text as HTML with a mark around each span (start, end); overlaps go to the first.

    >>> marked("زار فيدان بغداد", [(4, 9)])
    'زار <mark>فيدان</mark> بغداد'
    """
    pieces, done = [], 0
    for start, end in sorted((int(start), -int(end)) for start, end in spans):
        if done <= start < -end <= len(text):
            pieces += escape(text[done:start]), f"<mark>{escape(text[start:-end])}</mark>"
            done = -end
    return "".join([*pieces, escape(text[done:])])


# ---------------------------------------------------------------- tables


def extent(count: int, rows: int) -> str:
    """How many of the rows are shown, in words."""
    if count > rows:
        return word("rows_of", shown=rows, all=count)
    return word({0: "rows_none", 1: "rows_one"}.get(count, "rows_all"), all=count)


def table_html(frame: pd.DataFrame, caption: str, rows: int = 10,
               opens: Callable[[object], pd.DataFrame] | None = None,
               sentences: int = SENTENCES, of: int | None = None) -> str:
    """The first rows of the frame as an HTML table, every cell with its own direction.

    With `opens`, each row opens to the first `sentences` that `opens(its index label)` gives. The
    frame is the beginning of a table of so many rows, where `of` is given.
    """
    kept = max(rows, MORE_ROWS) if in_pages() and rows > PREVIEW else rows
    shown, heads = frame.head(kept), [header(name) for name in frame]
    cells = _cells(shown)
    table = _table_side(" ".join([*heads, *(text for row in cells for text in row)]))
    sides = [_side(frame.iloc[:, place], [row[place] for row in cells], table)
             for place in range(frame.shape[1])]
    head = "".join(
        f'<th scope="col" {runs(name)}{_endless(name)} style="text-align:{side}">'
        f"{_header(name)}</th>"
        for name, side in zip(heads, sides, strict=True)
    )
    body = _few((
        f"<tr>{''.join(map(_cell, row, sides))}</tr>"
        + (_opened(evidence_html(opens(label), sentences), len(row), table) if opens else "")
        for label, row in zip(shown.index, cells, strict=True)
    ), rows)
    return (
        f'<table dir="{table}" lang="{"ar" if table == "rtl" else "en"}">'
        f"{_caption(caption, extent(len(frame) if of is None else of, rows), table)}"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _few(rows: Iterable[str], shown: int) -> str:
    """The rows to show, then as many more as are light enough, folded away."""
    found, room = [], MORE_CHARACTERS
    for number, row in enumerate(rows):
        if number >= shown:
            for row_tag, folded in _FOLDED.items():
                row = row.replace(row_tag, folded)
            room -= len(row)
        if room < 0:
            break
        found.append(row)
    return "".join(found)


def in_pages() -> bool:
    """Whether what is shown goes into a page, where a script unfolds rows, not into JupyterLab."""
    return bool(os.environ.get("MASAR_PAGES"))


def _cells(shown: pd.DataFrame) -> list[list[str]]:
    """The text of each cell by rows, coded values in the language of the pages."""
    columns = [
        list(map(value, _texts(shown.iloc[:, place]))) if name in CODED
        else _texts(shown.iloc[:, place])
        for place, name in enumerate(shown)
    ]
    return list(map(list, zip(*columns, strict=True)))


def _texts(column: pd.Series) -> list[str]:
    """The text of each cell of a column; where one has decimals, all numbers have them."""
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1).any():
        return [word("missing") if pd.isna(one) else f"{one:,.2f}" for one in column]
    return [shown_value(one) for one in column]


def _table_side(text: str) -> str:
    """Where a table with this text begins; in Arabic pages all do at the right."""
    return "rtl" if page_language() == "ar" else direction(text, sentence_share())


def _opened(markup: str, width: int, table: str) -> str:
    """A row below a row, over all its columns, which begins where the table does."""
    return f'{_OPENED}<td colspan="{width}" dir="{table}">{markup}</td></tr>' if markup else ""


def evidence_html(told: pd.DataFrame, most: int = SENTENCES) -> str:
    """Sentences folded under their number, each with outlet, day, file and place in the file.

    Columns as `evidence.in_sentences` gives them; the words of a column `surface` are marked. Of
    many sentences the first are shown, and all are counted: those of the frame, or as many as its
    column `of` says.
    """
    shown = told.head(most)
    count = int(told["of"].iloc[0]) if "of" in told and len(told) else len(told)
    items = "".join(
        f"<li><blockquote {runs(row.sentence)}>"
        f"{marked(row.sentence, _found(row.sentence, getattr(row, 'surface', None)))}</blockquote>"
        f"<p {sentence_runs(_source(row))}>{_apart(escape(_source(row)))}</p></li>"
        for row in shown.itertuples()
    )
    key = "sentences" if len(shown) == count else "sentences_of"
    summary = word(key, shown=len(shown), count=count)
    return f"<details><summary>{summary}</summary><ul>{items}</ul></details>" if items else ""


def _source(row) -> str:
    """Where a sentence stands, in words."""
    place = shown_value(row.file) + (f", {word('record')} {row.record}" if row.record else "")
    return word("source", outlet=shown_value(row.outlet), day=shown_value(row.day), file=place,
                start=row.start, end=row.end)


def _found(text: str, surface) -> list[tuple[int, int]]:
    """Where the surface (or each of several) first stands in the text."""
    surfaces = [surface] if isinstance(surface, str) else surface or []
    return [(text.find(one), text.find(one) + len(one)) for one in surfaces if one in text]


def _caption(caption: str, more: str, table: str) -> str:
    """The caption, on the side of the table's first column."""
    side = "right" if table == "rtl" else "left"
    return (f'<caption {sentence_runs(escape(caption))} style="text-align:{side}">'
            f"{_apart(escape(caption))} <small {runs(more)}>({more})</small></caption>")


def _side(column: pd.Series, texts: list[str], table: str) -> str:
    """Where a column's cells begin: numbers and Arabic at the right, all of an Arabic table too."""
    number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    arabic = direction(" ".join(texts), sentence_share()) == "rtl"
    return "right" if number or table == "rtl" or arabic else "left"


def _header(name: object) -> str:
    return escape(str(name)).replace("_", "_<wbr>")


def _endless(text: str) -> str:
    """The class of a cell with a word that must be broken to fit."""
    return ' class="endless"' if max(map(len, text.split()), default=0) > 50 else ""


def _cell(text: str, side: str) -> str:
    fit = _endless(text) or (' class="long"' if len(text) > 44 else
                             ' class="whole"' if _ONE_PIECE.fullmatch(text) else "")
    return f'<td {runs(text)}{fit} style="text-align:{side}">{_folded(text)}</td>'


def _folded(text: str) -> str:
    """The cell's text, folded where it is long and cut where it is endless."""
    if len(text) <= SHOWN_CHARACTERS:
        apart = days_apart if direction(text) == "rtl" else names_apart
        return apart(escape(text))
    place = text.rfind(" ", SHOWN_CHARACTERS // 2, SHOWN_CHARACTERS)
    place = place if place > 0 else SHOWN_CHARACTERS
    rest, left_out = text[place:KEPT_CHARACTERS], len(text) - KEPT_CHARACTERS
    more = f" {escape(word('more_characters', count=left_out))}" if left_out > 0 else ""
    return f"<details><summary>{escape(text[:place])} …</summary>{escape(rest)}{more}</details>"


def shown_value(value: object) -> str:
    """The value as a reader expects it: dates by day, counts with commas, no value as a dash.

    >>> shown_value(pd.Timestamp("2024-06-18 13:10")), shown_value(1412), shown_value(pd.NaT)
    ('2024-06-18 13:10', '1,412', '–')
    """
    if isinstance(value, str):
        return harmless(value) or word("missing")
    if isinstance(value, Iterable):
        return _listed([shown_value(one) for one in value])
    if pd.isna(value):
        return word("missing")
    if pd.api.types.is_bool(value):
        return word("yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
    return f"{value:,}" if pd.api.types.is_number(value) else harmless(str(value))


def _listed(items: list[str]) -> str:
    between = "، " if direction(" ".join(items)) == "rtl" else ", "
    return between.join(items) or word("missing")


# ---------------------------------------------------------------- figures


def figure_html(source: str, width: int, told: Description, title: str = "",
                opens: Callable[[object], pd.DataFrame] | None = None) -> str:
    """The figure: its title and image with a description, how to read it, its data folded below.

    With `opens`, each row of the data opens to its sentences.
    """
    parts = [f'<img src="{source}" width="{width}" alt="{escape(told.alt)}">']
    if title:
        said = escape(title)
        parts.insert(0, f'<p class="title" {sentence_runs(said)}>'
                        f"<strong>{_apart(said)}</strong></p>")
    if told.note:
        note = escape(told.note)
        parts.append(f"<figcaption {sentence_runs(note)}>{_apart(note)}</figcaption>")
    if told.data is not None:
        table = table_html(told.data, told.title, FIGURE_ROWS, opens, FIGURE_SENTENCES)
        parts.append(f"<details><summary>{word('data_behind')}</summary>{table}</details>")
    return f"<figure>{''.join(parts)}</figure>"
