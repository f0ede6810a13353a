"""Executed notebooks as pages: one HTML file each, that asks nothing of the network.

nbconvert turns the cells into HTML; one pass over the tree then takes out what could run or load
something, gives every block its direction, and makes tables, headings and images what a keyboard
and a screen reader need.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from functools import cache

import jinja2
import nbformat
from bs4 import BeautifulSoup, NavigableString, Tag
from fontTools import subset
from fontTools.ttLib import TTFont
from nbconvert.exporters import HTMLExporter

from utils.direction import ARABIC_RUN, direction
from utils.plots.shaping import FONTS
from utils.report.execution import NotebookError
from utils.show.phrases import phrase
from utils.tables import ROOT
from utils.words import page_language, sentence_share, word

TEMPLATES = ROOT / "utils" / "templates"
BLOCKS = ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "ul", "ol", "table",
          "caption", "figcaption", "summary", "blockquote", "dt", "dd"]
REMOVED = ["script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "input",
           "button", "template"]
MADE_UP = "No description has been provided for this image"     # nbconvert's filler
# Whatever a corpus might smuggle in: the page loads nothing and runs its one script only.
POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{style}'; "
    "script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
)
WEIGHTS = {400: "Regular", 600: "SemiBold"}
_SAFE_LINK = re.compile(r"(?:https?:|mailto:|#|[\w./%-]*(?:[#?]|$))(?!//)", re.I)
_SAFE_VALUE = re.compile(r"data:image/[\w+.-]+;base64,[\w+/=\s]*")
_SIDE = re.compile(r"text-align:\s*(left|right);?")
# A day in a line would turn round, or be broken at a hyphen.
_DAY = re.compile(r"(?<![\w/-])\d{4}-\d\d(?:-\d\d)?(?![\d-])")
_NOTEBOOK_LINK = re.compile(r"^(?:[\w./-]*/)?([\w-]+)\.(?:ipynb|html)(#.*)?$")


@dataclass(frozen=True)
class Page:
    """A page's name (of its file), its short name for the navigation, its title and its body."""

    name: str
    short: str
    title: str
    body: str
    contents: tuple[tuple[str, str, str], ...]


def page_of(name: str, notebook: nbformat.NotebookNode) -> Page:
    """The page that an executed notebook makes.

    Raises NotebookError when it shows an image without a description.
    """
    soup = BeautifulSoup(_cells_html(notebook), "html.parser")
    for step in (remove_what_runs, make_links_ours, mark_directions, let_images_scroll,
                 head_tables, name_headings):
        step(soup)
    if any(not image.get("alt") or image["alt"] == MADE_UP for image in soup.find_all("img")):
        raise NotebookError(
            f"{name}.ipynb shows an image without a description; expected one for those who do "
            "not see it. Show it with utils.report.show_figure(ax, alt='...')."
        )
    first = soup.find("h1")
    return Page(
        name=name,
        short=phrase("page", name.replace("-", " ")),
        title=first.get_text(" ", strip=True) if first else name,
        body=str(soup),
        contents=tuple((h["id"], h.get_text(" ", strip=True), h["dir"])
                       for h in soup.find_all("h2")),
    )


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(
        template_name="classic", template_file="cells.html.j2",
        extra_template_basedirs=[str(TEMPLATES)], extra_template_paths=[str(TEMPLATES)],
    )


def _cells_html(notebook: nbformat.NotebookNode) -> str:
    """The cells as HTML, without what a progress bar left behind."""
    quiet = nbformat.from_dict(notebook)
    for cell in quiet.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if not _is_progress(one)]
    resources = {"masar": {"code": word("code")}}
    markup, _ = _exporter().from_notebook_node(quiet, resources=resources)
    return markup


def _is_progress(output: nbformat.NotebookNode) -> bool:
    drawn = output.get("data", {})
    widget = "application/vnd.jupyter.widget-view+json" in drawn
    return widget or output.output_type == "stream" and "\r" in output.text


# ---------------------------------------------------------------- the pass over the tree


def remove_what_runs(soup: BeautifulSoup) -> None:
    """Takes out scripts, styles, frames, forms, event handlers, and images from elsewhere."""
    for tag in soup.find_all(REMOVED):
        tag.decompose()
    for tag in soup.find_all(True):
        for name in [name for name in tag.attrs if name.lower().startswith("on")]:
            del tag[name]
        if side := _SIDE.fullmatch(str(tag.get("style", ""))):
            tag["class"] = [*tag.get("class", []), side[1]]     # the policy wants no style here
        del tag["style"]
        for name in ("src", "srcset", "poster", "background"):
            if name in tag.attrs and not _SAFE_VALUE.fullmatch(str(tag[name])):
                del tag[name]
        if tag.name == "img" and "src" not in tag.attrs:
            tag.replace_with(tag.get("alt", ""))


def make_links_ours(soup: BeautifulSoup) -> None:
    """Links to notebooks lead to their pages; links that run something lead nowhere."""
    for tag in soup.find_all("a", href=True):
        if not _SAFE_LINK.match(tag["href"]):
            tag.unwrap()
            continue
        tag["href"] = _NOTEBOOK_LINK.sub(r"\1.html\2", tag["href"])


def mark_directions(soup: BeautifulSoup) -> None:
    """Gives each block its direction and language, and sets Arabic names in English text apart."""
    for tag in soup.find_all(["pre", "code"]):
        tag["dir"] = "ltr"
    for tag in soup.find_all("a", dir=False):
        if not ARABIC_RUN.search(tag.get_text()):
            tag["dir"] = "ltr"       # or 02-clean would read clean-02 in an Arabic line
    for tag in soup.find_all("pre"):
        tag["tabindex"] = "0"        # wide code scrolls, by keyboard too
    for tag in soup.find_all(BLOCKS):
        if not tag.get("dir"):
            tag["dir"] = "rtl" if tag.name == "table" and page_language() == "ar" else \
                direction(tag.get_text(" "), sentence_share())
            tag["lang"] = "ar" if tag["dir"] == "rtl" else "en"
    for piece in list(soup.find_all(string=_DAY)):
        block = piece.find_parent(BLOCKS)
        if type(piece) is NavigableString and block and block.name in ("p", "li", "td") \
                and not piece.find_parent(["pre", "code", "bdi"]) and str(piece) != block.string:
            piece.replace_with(*_set_apart(str(piece), _DAY, "ltr"))
    for piece in list(soup.find_all(string=ARABIC_RUN)):
        block = piece.find_parent(dir=True)
        if type(piece) is NavigableString and (block is None or block["dir"] == "ltr") \
                and not piece.find_parent(["pre", "code", "bdi"]):
            piece.replace_with(*_set_apart(str(piece), ARABIC_RUN, "rtl"))
    for item in soup.select("ul > li, ul > li > blockquote, ul > li > p"):
        around = item.find_parent(dir=True)           # hundreds of sentences on a page inherit
        if (item.get("dir"), item.get("lang")) == (around["dir"], around.get("lang")):
            item.attrs = {key: one for key, one in item.attrs.items() if key not in ("dir", "lang")}


def _set_apart(text: str, kind: re.Pattern, side: str) -> list[NavigableString | Tag]:
    """The text with what is of that kind in elements of their own, which run to that side."""
    pieces, done = [], 0
    for run in kind.finditer(text):
        name = Tag(name="bdi", attrs={"dir": side, **({"lang": "ar"} if side == "rtl" else {})})
        name.string = run[0]
        pieces += NavigableString(text[done:run.start()]), name
        done = run.end()
    return [*pieces, NavigableString(text[done:])]


def let_images_scroll(soup: BeautifulSoup) -> None:
    """Puts every image into a region that scrolls on narrow screens, by keyboard too."""
    for image in soup.find_all("img"):
        image.wrap(Tag(name="div", attrs={
            "class": "scroll picture", "role": "group", "tabindex": "0",
            "aria-label": word("scroll_figure"),
        }))


def head_tables(soup: BeautifulSoup) -> None:
    """Scopes the headers, and puts every table into a region that scrolls by keyboard too."""
    for number, table in enumerate(soup.find_all("table"), 1):
        for cell in table.find_all("th"):
            if not cell.get_text(strip=True):
                cell.name = "td"
            elif not cell.get("scope"):
                cell["scope"] = "col" if cell.find_parent("thead") else "row"
        caption = table.find("caption")
        told = caption.get_text(" ", strip=True) if caption else str(number)
        table.wrap(Tag(name="div", attrs={
            "class": "scroll", "role": "group", "tabindex": "0",
            "aria-label": word("scroll_table", caption=told),
            "dir": table["dir"],             # it begins to scroll where its rows begin
        }))
        # As wide as the table, so that what searches it stands over its first column.
        table.parent.wrap(Tag(name="div", attrs={"class": "board", "dir": table["dir"]}))


def name_headings(soup: BeautifulSoup) -> None:
    """Gives each heading an id made of its words, so that links to it outlive a rebuild."""
    taken = set()
    for heading in soup.find_all(["h1", "h2", "h3", "h4"]):
        for anchor in heading.find_all("a", class_="anchor-link"):
            anchor.decompose()
        name = re.sub(r"\W+", "-", heading.get_text(" ", strip=True).lower()).strip("-") or "part"
        number = next(n for n in range(1, len(taken) + 2) if (name, n) not in taken)
        taken.add((name, number))
        heading["id"] = name if number == 1 else f"{name}-{number}"


# ---------------------------------------------------------------- whole files


def whole_pages(pages: list[Page]) -> dict[str, str]:
    """The HTML of each page by its file's name; the first page is the front page."""
    lang = page_language()
    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
    ).get_template("layout.html.j2")
    words = {key: word(key) for key in ("skip", "pages", "contents", "footer")}
    tools = _tools()
    plain = [BeautifulSoup(page.body, "html.parser").get_text() + page.title for page in pages]
    style = _style(frozenset("".join([*plain, *words.values(), *tools.values(), "Masar مسار"])))
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    policy = POLICY.format(style=_sum(style), script=_sum(script))
    safe = jinja2.utils.markupsafe.Markup
    return {
        f"{page.name}.html": template.render(
            lang=lang, dir="rtl" if lang == "ar" else "ltr", site=word("site"), words=words,
            tools=tools, policy=policy, style=safe(style), script=safe(script),
            pages=pages[1:], name=page.name, title=page.title, contents=page.contents,
            body=safe(page.body),
        )
        for page in pages
    }


def _tools() -> dict[str, str]:
    """What the script of the pages says, with the places that it fills itself."""
    return {
        "search": word("table_search"), "more": word("table_more", count="{count}"),
        "found": word("table_found", found="{found}", all="{all}"),
        "sorted": word("table_sorted", column="{column}"),
    }


def _sum(text: str) -> str:
    """The sum by which a policy lets this text alone be style or script."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _style(characters: frozenset[str]) -> str:
    """The style sheet with the fonts in it, cut down to the characters of the pages."""
    faces = "".join(
        "@font-face{font-family:'IBM Plex Sans Arabic';font-style:normal;font-display:swap;"
        f"font-weight:{weight};src:url(data:font/woff2;base64,{_woff2(name, characters)}) "
        "format('woff2')}"
        for weight, name in WEIGHTS.items()
    )
    return faces + (TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def _woff2(name: str, characters: frozenset[str]) -> str:
    """The font with nothing but the shapes that the characters need, in base64."""
    font = TTFont(FONTS / f"IBMPlexSansArabic-{name}.ttf", recalcTimestamp=False)
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    options.drop_tables += ["meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, characters)))
    cutter.subset(font)
    font.flavor = "woff2"
    stream = io.BytesIO()
    font.save(stream)
    return base64.b64encode(stream.getvalue()).decode("ascii")
