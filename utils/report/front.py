"""The front page: what was found, on which data, how sure, and how to get the same again.

It is composed as a notebook, so that it becomes a page the way the others do.
"""

from __future__ import annotations

import base64
import hashlib
import platform
import re
from importlib.metadata import version
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from utils.show.markup import table_html
from utils.show.phrases import phrase
from utils.stored import Stored, in_parts
from utils.tables import SCHEMAS, TableError
from utils.words import word


class PictureError(ValueError):
    """The front page's figure cannot be written so; the message says what was expected."""


def front_page(executed: dict[str, nbformat.NotebookNode], corpus: Path, processed: Path,
               pages: list) -> nbformat.NotebookNode:
    """The front page as a notebook: its findings and its cover come from the executed ones."""
    tables = _tables(processed)
    data, doubts = _data(tables), _doubts(tables)
    cells = [
        new_markdown_cell(f"# {word('question')}\n\n{_lead(tables)}"),
        _shown(_findings(executed)),
        *(_shown(one) for one in _collected(executed, "cover")),
        *([new_markdown_cell(f"## {word('data_title')}\n\n{' '.join(data)}")] if data else []),
        *([new_markdown_cell(f"## {word('sure_title')}\n\n{word('sure_more')}\n\n"
                             + "\n".join(f"* {doubt}" for doubt in doubts))] if doubts else []),
        new_markdown_cell(f"## {word('pages_title')}\n\n" + "\n".join(
            f"1. [{page.title}]({page.name}.html)" for page in pages)),
        new_markdown_cell(f"## {word('record_title')}\n\n{word('record_more')}"),
        _shown(table_html(_record(corpus, tables), word("record_caption"), rows=40)),
    ]
    return new_notebook(cells=cells)


def _lead(tables: dict[str, Stored]) -> str:
    """What the question is asked of, in a sentence or two."""
    said = [word("question_more")]
    if "articles" in tables:
        articles = tables["articles"]
        outlets = articles[["outlet"]].read()["outlet"].nunique()
        said.insert(0, word("question_of" if outlets else "question_unnamed",
                            articles=len(articles), outlets=outlets))
    return " ".join(said)


def _data(tables: dict[str, Stored]) -> list[str]:
    """What was read, in sentences."""
    if "articles" not in tables:
        return []
    articles = tables["articles"][["file", "outlet", "anchor", "reprint_of"]].read()
    said = [word("data_articles", articles=len(articles), files=articles["file"].nunique(),
                 outlets=articles["outlet"].nunique())]
    if articles["anchor"].notna().any():
        first, last = (f"{day:%Y-%m-%d}" for day in articles["anchor"].agg(["min", "max"]))
        said.append(word("data_day", day=first) if first == last else
                    word("data_days", first=first, last=last))
    if articles["reprint_of"].notna().any():
        said.append(word("data_reprints", count=articles["reprint_of"].notna().sum()))
    return said


def _doubts(tables: dict[str, Stored]) -> list[str]:
    """What could be wrong on this corpus, counted, in sentences; what is not there is left out."""
    count = [
        ("articles", "anchor", "sure_undated", pd.Series.isna),
        ("set_aside", "reason", "sure_aside", pd.Series.notna),
        ("dates", "earliest", "sure_dates", pd.Series.isna),
        ("events", "anonymity", "sure_unnamed", lambda told: told.eq("unnamed")),
        ("happenings", "outlets", "sure_alone", lambda told: told.le(1)),
        ("happenings", "disagreement", "sure_disputed", pd.Series.notna),
    ]
    doubts = [
        (key, sum(int(weak(part[column]).sum()) for part in in_parts(tables[name][[column]])),
         len(tables[name]))
        for name, column, key, weak in count if name in tables
    ]
    return [word(key, count=weak, all=every) for key, weak, every in doubts if weak]


def _shown(markup: str) -> nbformat.NotebookNode:
    cell = new_code_cell("", outputs=[new_output("display_data", {"text/html": markup})])
    cell.metadata["transient"] = {"remove_source": True}
    return cell


def _collected(executed: dict, kind: str) -> list[str]:
    """The HTML of what the notebooks showed as that kind, in order."""
    return [
        output.data["text/html"]
        for notebook in executed.values() for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.get("metadata", {}).get("masar") == kind
    ]


def write_picture(executed: dict[str, nbformat.NotebookNode], file: Path) -> None:
    """Writes the figure of the front page to the file, in the form that its name ends with.

    Raises PictureError where no notebook shows a cover, or shows it in another form.
    """
    covers = "".join(_collected(executed, "cover"))
    forms = dict(re.findall(r'src="data:image/([\w+]+);base64,([\w+/=]+)"', covers))
    form = {".svg": "svg+xml", ".png": "png"}.get(file.suffix)
    if form not in forms:
        raise PictureError(
            f"{file}: the front page's figure is {' or '.join(forms) or 'missing'}; expected a "
            "name that ends so (.svg or .png), and a notebook with show_figure(..., cover=True)."
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(base64.b64decode(forms[form]))


def _findings(executed: dict) -> str:
    """The findings as a list, each with the page that shows how it was come by."""
    items = "".join(
        f'<li>{markup} <a href="{name}.html">{word("how", page=_short(name))}</a></li>'
        for name, notebook in executed.items() for markup in _collected({name: notebook}, "finding")
    )
    return f'<ol class="findings">{items}</ol>' if items else ""


def _short(name: str) -> str:
    """The notebook's name as the navigation has it."""
    return phrase("page", name.replace("-", " "))


def _tables(processed: Path) -> dict[str, Stored]:
    """The tables that the run wrote; one that no notebook wrote is left out."""
    found = {}
    for name in SCHEMAS:
        try:
            found[name] = Stored(name, processed)
        except TableError:
            continue
    return found


def _record(corpus: Path, tables: dict[str, Stored]) -> pd.DataFrame:
    """What somebody needs to get these pages again, and to see that they are the same."""
    rows = {
        word("corpus"): corpus.name,
        word("corpus_sha256"): corpus_sha256(corpus),
        **{word("rows_of_table", table=name): f"{len(table):,}" for name, table in tables.items()},
        **{name: version(name) for name in ("masar", "pandas", "matplotlib")},
        "Python": ".".join(platform.python_version_tuple()[:2]),
    }
    return pd.DataFrame({word("what"): rows.keys(), word("value"): rows.values()})


def corpus_sha256(corpus: Path) -> str:
    """One hash over the corpus: of every file's path below it and of the file's bytes."""
    files = [corpus] if corpus.is_file() else sorted(p for p in corpus.rglob("*") if p.is_file())
    whole = hashlib.sha256()
    for path in files:
        name = path.name if path == corpus else path.relative_to(corpus).as_posix()
        with path.open("rb") as file:
            whole.update(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n".encode())
    return whole.hexdigest()
