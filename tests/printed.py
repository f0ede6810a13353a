"""What a page prints: sentences, tables and figures, each with the template it was made from."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag

from utils import tables

NUMBER = re.compile(r"\d(?:[\d,.:%-]*[\d%])?")
LANGUAGES = ("en", "ar")
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_FORMS = {",": r"[\d,]+", ".0%": r"\d+%", ".1f": r"[\d,.]+", "%Y-%m-%d": r"[\d-]+"}
# Names that hold a number: of notebooks, and what the prose quotes as an example.
_NAMES = re.compile(r"\b0\d[ -][\w-]+|\"آذار 2024\"|«آذار 2024»")


def numbers(text: str) -> list[str]:
    """The numbers that stand in a text, in their order."""
    return NUMBER.findall(text)


def plain(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Table:
    """A table: its caption, what it says of its extent, its rows by English heads.

    `shown` rows stand open; the others unfold. Each row also has what it opens to.
    """

    caption: str
    extent: str
    heads: list[str]
    rows: list[dict[str, str]]
    shown: int
    opens: list[Tag | None]
    before: Tag | None


@dataclass(frozen=True)
class Figure:
    """A figure: title, description, note, the table behind it."""

    title: str
    alt: str
    note: str
    table: Table | None


# ---------------------------------------------------------------- the words of the interface


@cache
def _rows(name: str) -> list[dict[str, str]]:
    path = tables.ROOT / {"interface": "utils/templates/interface.csv",
                          "notebooks": "data/interface/ar.csv"}[name]
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@cache
def templates(lang: str) -> dict[str, re.Pattern]:
    """The patterns of all sentences with a number: by the key of the interface, or the English."""
    found = {row["key"]: row[lang] for row in _rows("interface")
             if not row["key"].endswith("_pair")}           # those stand within others
    found |= {row["en"]: row[lang] for row in _rows("notebooks") if row["kind"] == "sentence"}
    return {key: re.compile(pattern(text), re.S) for key, text in found.items()}


def word(key: str, lang: str) -> str:
    """The interface's word for the key."""
    return next(row[lang] for row in _rows("interface") if row["key"] == key)


@cache
def english(kind: str, lang: str) -> dict[str, list[str]]:
    """The English phrases of a kind (caption, header) that are shown so in the language."""
    found = {row[lang]: [row["en"]] for row in _rows("interface")}
    for row in _rows("notebooks"):
        if row["kind"] == kind:
            found.setdefault(row[lang], []).append(row["en"])
    return found


def in_arabic(word: str) -> str:
    """The coded value as the Arabic pages print it, whether it is English or Arabic here."""
    return next((row["ar"] for row in _rows("notebooks")
                 if row["kind"] == "value" and row["en"] == word), word)


def values(cell: str, lang: str) -> list[str]:
    """The coded values that a cell may stand for, in English."""
    return [cell, *english("value", lang).get(cell, [])]


def pattern(template: str) -> str:
    """The template as a regular expression with a group for each of its values.

    >>> pattern("**{n:,}** {n:file|files}")
    '(?P<n>[\\\\d,]+)\\\\ (?:file|files)'
    """
    template, done, pieces, named = re.sub(r"[*`]", "", template), 0, [], set()
    for place in _PLACE.finditer(template):
        pieces.append(re.escape(template[done:place.start()]))
        name, form = place[1], place[2] or ""
        if "|" in form:
            pieces.append(f"(?:{'|'.join(map(re.escape, form.split('|')))})")
        elif name in named:
            pieces.append(f"(?P={name})")
        else:
            pieces.append(f"(?P<{name}>{_FORMS.get(form, '.*?')})")
            named.add(name)
        done = place.end()
    return "".join([*pieces, re.escape(template[done:])])


def told(text: str, lang: str) -> list[tuple[str, dict[str, str]]] | None:
    """The templates that a text is made of, one behind the other, with their values.

    None where it is made of none.
    """
    ends = [one.start() for one in re.finditer(r"(?<=[.؟?]) ", text)]
    for end in [*ends, len(text)]:
        for key, form in templates(lang).items():
            if match := form.fullmatch(text[:end]):
                rest = told(text[end + 1:], lang) if end < len(text) else []
                if rest is not None:
                    return [(key, match.groupdict()), *rest]
    return None


def said(key: str, text: str, lang: str) -> dict[str, str]:
    """The values in a text that was made from the template of the key."""
    return templates(lang)[key].fullmatch(text).groupdict()


@cache
def prose(lang: str) -> frozenset[str]:
    """What the notebooks' own prose says, in the language, without Markdown."""
    said = [row[lang] for row in _rows("notebooks") if row["kind"] == "prose"]
    said += [row[lang] for row in _rows("interface")]
    if lang == "en":
        for path in sorted(Path(tables.ROOT, "notebooks").glob("*.ipynb")):
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "markdown":
                    said += re.split(r"\n\s*\n", cell.source)
    return frozenset(_bare(one) for one in said)


def _bare(markdown: str) -> str:
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown)
    return plain(re.sub(r"[*`#]", "", text))


# ---------------------------------------------------------------- pages


class Page:
    """One page of a report, taken apart."""

    def __init__(self, path: Path, lang: str):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        self.name, self.lang, self.main = path.stem, lang, soup.find("main")
        for code in self.main.select("details.code, pre"):
            code.decompose()
        self.passages = [plain(one.get_text()) for one in self.main.select("blockquote.passage")]
        self.figures = [self._figure(one) for one in self.main("figure")]
        self.tables = [self._table(one) for one in self.main("table")
                       if one.caption and not one.find_parent("figure")]

    def _figure(self, figure: Tag) -> Figure:
        title, note = figure.select_one("p.title"), figure.find("figcaption")
        return Figure(plain(title.get_text()) if title else "", figure.img["alt"],
                      plain(note.get_text()) if note else "",
                      self._table(figure.table) if figure.table else None)

    def _table(self, table: Tag) -> Table:
        small = table.caption.small.get_text()
        caption = plain(table.caption.get_text().removesuffix(small))
        heads = [one.get_text() for one in table.thead.find_all(["th", "td"])]
        names = english("header", self.lang)
        rows, opens, shown = [], [], 0
        for row in table.tbody.find_all("tr", recursive=False):
            if "opened" in row.get("class", []):
                opens[-1] = row
                continue
            shown += "more" not in row.get("class", [])
            cells = [plain(cell.get_text()) for cell in row.find_all("td", recursive=False)]
            opens.append(None)
            rows.append({name: cell for head, cell in zip(heads, cells, strict=True)
                         for name in [head, *names.get(head, [])]})
        phrases = english("caption", self.lang).get(caption, [caption])
        return Table(phrases[0], small, heads, rows, shown, opens,
                     table.find_previous("blockquote", class_="passage"))

    def sentences(self) -> list[str]:
        """The texts that hold a number and stand in no table, figure or passage, each once.

        Left out: the first column of a list that a link follows ("How we know: 05 timeline").
        """
        left = BeautifulSoup(str(self.main), "html.parser")
        for one in left.select("table, figure, blockquote.passage"):
            if not one.caption and one.name == "table":
                continue                            # Reads | Writes: prose in cells
            one.decompose()
        for link in left.select("ol.findings a"):
            link.decompose()
        blocks = [one for one in left.find_all(["p", "li", "h1", "h2", "h3", "td", "th", "dd"])
                  if not one.find(["p", "li"])]
        texts = [plain(one.get_text()) for one in blocks]
        for one in blocks:
            one.decompose()
        texts.append(plain(left.get_text()))        # whatever stands in no block
        return [one for one in texts if numbers(_NAMES.sub("", one))]
