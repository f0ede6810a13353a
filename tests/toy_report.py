"""Small notebooks for the tests of the report, hostile text and all, and pages built from them."""

import contextlib
import io
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SETTINGS = new_code_cell('CORPUS = "elsewhere"', metadata={"tags": ["parameters"]})

HOSTILE = r"""
import pandas as pd
from utils.report import quote, say, show_table
hostile = [
    "<script>document.title = 'taken'</script>", "</style></table><h1>خبر", "<img src=x onerror=a>",
    "[اضغط](javascript:document.title='taken')", "رئيس\u202eالوزراء abc", "م" + "\u064e" * 10_000,
    "كلمة" * 2_000, "https://example.org/" + "a" * 3_000, "نص " * 5_000, "$x$ & \x00 \u2067",
]
table = pd.DataFrame({"text": hostile, "file": hostile[::-1], "count": range(10)})
show_table(table, "Hostile <b>texts</b> & تركيا", rows=9)
"""

SHOWN = """
from utils import plots
from utils.report import highlight, show_figure
tally = pd.DataFrame({"label": ["تركيا", "NATO يعلن", *hostile], "articles": range(12, 0, -1)})
show_figure(plots.plot_tally(tally), cover=True)
highlight("زار فيدان بغداد أمس", [(4, 9)])
for text in hostile:
    say("In the corpus: " + quote(text))
say("<script>alert(1)</script> [x](javascript:alert) **تركيا** leads.", finding=True)
say("قالت وكالة **سبوتنيك** إن 50% من NATO حضروا.")
"""

EVIDENCE = """
told = pd.DataFrame({"outlet": ["وكالة سدر"], "day": [pd.Timestamp("2024-06-18")], "record": [0],
                     "sentence": ["زار فيدان بغداد."], "file": ["a/b.txt"], "start": [10],
                     "end": [26], "surface": ["فيدان"]})
people = pd.DataFrame({"name": ["هاكان فيدان"], "day": [pd.Timestamp("2024-06-18 13:10")],
                       "share": [0.25], "sure": [True], "others": [["سوريا", "تركيا"]],
                       "missing": [None]})
show_table(people, "Who", opens=lambda label: told)
show_table(people.head(0), "Nobody")
"""

PROSE = """# Which notebook is this?

The line إقرأ أيضاً opens a link list. See [02](02-second.ipynb#again) or [the web](https://example.org).

| Reads | Writes |  |
|---|---|---|
| files | – | x |

<script>document.title = "taken"</script>
<img src="https://example.org/pixel.png" alt="a pixel"><a href="javascript:alert(1)">run</a>
"""


def notebook(*sources: str) -> nbformat.NotebookNode:
    """A notebook of these cells; those that begin with # or a letter of prose are Markdown."""
    cells = [SETTINGS]
    for source in sources:
        make = new_markdown_cell if source.startswith("#") else new_code_cell
        cells.append(make(source.strip()))
    return new_notebook(cells=cells)


def write(folder: Path, **notebooks: nbformat.NotebookNode) -> Path:
    """The folder with the notebooks in it, named as the arguments with - for _."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in notebooks.items():
        nbformat.write(made, folder / f"{name.strip('_').replace('_', '-')}.ipynb")
    return folder


def build(folder: Path, lang: str = "en") -> Path:
    """The folder of pages built from the two toy notebooks."""
    from utils.report import render

    notebooks = write(
        folder / "notebooks",
        _01_first=notebook(PROSE, HOSTILE, "## What is shown\n\nهذا سطر عربي مع NATO في وسطه.",
                           SHOWN, "## Evidence", EVIDENCE),
        _02_second=notebook("# A second one", "## Again\n\nText.", "CORPUS", "## Again\n\nText."),
    )
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    (corpus / "article.txt").write_text("خبر", encoding="utf-8")
    with contextlib.redirect_stderr(io.StringIO()):
        render(corpus, folder / "pages", lang, notebooks=notebooks, processed=folder / "none")
    return folder / "pages"
