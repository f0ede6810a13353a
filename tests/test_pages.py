"""The pages in a browser: read by everybody, run by nobody, complete without a network.

Two reports are looked at: one of toy notebooks full of hostile text, and the one of the sample.
"""

import contextlib
import io
import re

import pytest
from toy_report import build

from utils import report
from utils.direction import ARABIC

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
BLOCKS = "p,li,h1,h2,h3,td,th,caption,figcaption,blockquote,summary,table,ul,ol"
FILLER = "No description has been provided"

TEXTS_WITH_DIRECTION = f"""
[...document.querySelectorAll('main :is({BLOCKS})')].map(one =>
    [one.tagName, one.innerText, getComputedStyle(one).direction, one.closest('[lang]').lang])
"""
WIDER_THAN_WINDOW = """
[...document.querySelectorAll('body *')].filter(one => !one.closest('.scroll, pre, .top ul')
    && one.getBoundingClientRect().width > 0
    && (one.getBoundingClientRect().right > innerWidth + 1
        || one.getBoundingClientRect().left < -1)
    && !one.classList.contains('skip')).map(one => one.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="module", params=["toy", "sample"])
def pages(request, tmp_path_factory):
    """The pages of one report, the front page last."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "toy":
        made = build(folder)
    else:
        with contextlib.redirect_stderr(io.StringIO()):
            report.render(report.ROOT / "data" / "sample", folder)
        made = folder
    return sorted(made.glob("*.html"))


@pytest.fixture
def visit(browser, pages):
    """Calls back with each page, opened offline, with what it asked the network for and said."""
    def each(look, viewport=WIDE, **more):
        for path in pages:
            context = browser.new_context(offline=True, viewport=viewport, **more)
            page = context.new_page()
            page.asked, page.said = [], []
            page.on("request", lambda one, page=page: page.asked.append(one.url))
            page.on("console", lambda one, page=page: page.said.append(one.text))
            page.on("pageerror", lambda one, page=page: page.said.append(str(one)))
            page.goto(path.as_uri())
            look(page, path.name)
            context.close()
    return each


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, scheme):
    from axe_playwright_python.sync_playwright import Axe

    def look(page, name):
        page.evaluate(OPEN_ALL)
        found = Axe().run(page).response["violations"]
        told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
        assert told == [], f"{name}, {scheme}: {told}"

    visit(look, color_scheme=scheme)


def test_pages_ask_the_network_for_nothing_and_run_nothing(visit):
    def look(page, name):
        outside = [url for url in page.asked if not url.startswith(("data:", "file:"))]
        assert outside == [] and page.said == [], name
        assert page.title() != "taken"
        assert page.locator("script, iframe, link[rel=stylesheet]").count() == 0

    visit(look)


def test_links_stay_with_the_report_or_lead_to_the_open_web(visit, pages):
    names = {path.name for path in pages}

    def look(page, name):
        links = page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
        for link in links:
            file, _, place = link.partition("#")
            assert file in names | {""} or re.match(r"https?://", link), f"{name}: {link}"
            if place and file in ("", name):
                assert page.locator(f"[id='{place}']").count() == 1, f"{name}: {link}"
        assert page.evaluate("[...document.querySelectorAll('[id]')].length"
                             " == new Set([...document.querySelectorAll('[id]')]"
                             ".map(one => one.id)).size")

    visit(look)


def test_every_image_is_described_from_its_data(visit):
    def look(page, name):
        for image in page.locator("main img").all():
            alt = image.get_attribute("alt")
            assert len(alt) > 30 and FILLER not in alt, f"{name}: {alt}"
            assert image.evaluate("one => one.complete && one.naturalWidth > 100"), name

    visit(look)


def test_every_block_runs_as_its_letters_do(visit):
    def look(page, name):
        page.evaluate(OPEN_ALL)
        for tag, text, runs, lang in page.evaluate(TEXTS_WITH_DIRECTION):
            letters = len(re.findall(r"[^\W\d_]", text))
            share = len(ARABIC.findall(text)) / letters if letters else 0
            if share >= 0.6:
                assert (runs, lang) == ("rtl", "ar"), f"{name}, {tag}: {text[:80]}"
            if share < 0.3:
                assert (runs, lang) == ("ltr", "en"), f"{name}, {tag}: {text[:80]}"

    visit(look)


def test_nothing_is_wider_than_a_phone(visit):
    def look(page, name):
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        assert page.evaluate(WIDER_THAN_WINDOW) == [], name

    visit(look, viewport=NARROW)


def test_keyboard_skips_to_the_text_and_reaches_everything(visit):
    def look(page, name):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        box = page.locator(".skip").bounding_box()
        assert box["x"] >= 0, "the skip link is to be seen when it has the focus"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        wanted = page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')"
                               ".length")
        page.goto(page.url.partition("#")[0])
        reached = set()
        for _ in range(wanted + 30):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(
                "[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        closed = page.evaluate(     # what a closed <details> hides is reached when it is opened
            "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].filter(one =>"
            " one.closest('details:not([open]) > :not(summary)')).length")
        assert len(reached - {-1, 0, 1, 2}) >= wanted - closed - 1, name

    visit(look)


def test_the_focus_can_be_seen(visit):
    def look(page, name):
        for _ in range(3):
            page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(width.removesuffix("px")) >= 2, name

    visit(look)


def test_fonts_are_in_the_page_and_used(visit):
    def look(page, name):
        page.evaluate("document.fonts.ready")
        assert page.evaluate("[...document.fonts].every(one => one.status == 'loaded')"), name
        assert "IBM Plex Sans Arabic" in page.evaluate("getComputedStyle(document.body).fontFamily")

    visit(look)


def test_each_page_has_its_parts(visit):
    def look(page, name):
        for part in ("main", "h1", "header nav", "footer", "a.skip"):
            assert page.locator(part).count() == 1, f"{name}: {part}"
        assert page.locator("header nav [aria-current=page]").count() == 1, name
        headings = page.locator("main h2").count()
        assert page.locator("nav.contents li").count() == headings, name

    visit(look)


def test_hostile_text_is_shown_and_breaks_nothing(visit, pages):
    if len(pages) != 3:
        pytest.skip("the sample holds no hostile text")

    def look(page, name):
        if name != "01-first.html":
            return
        page.evaluate(OPEN_ALL)
        shown = page.locator("main").inner_text()
        for text in ("<script>document.title = 'taken'</script>", "</style></table><h1>خبر",
                     "⟨U+202E⟩", "marks⟩", "<img src=x onerror=a>"):
            assert text in shown, text
        heights = page.eval_on_selector_all("td", "all => all.map(one => one.offsetHeight)")
        assert max(heights) < 3000
        assert page.locator("main h1").count() == 1

    visit(look)


def test_pages_print_without_their_furniture(visit):
    def look(page, name):
        page.emulate_media(media="print")
        assert not page.locator("header").is_visible() and page.locator("h1").is_visible()
        assert not page.locator("details.code").first.is_visible()

    visit(look)


def test_pages_are_light(pages):
    for path in pages:
        size = len(re.sub(rb'"data:image/[^"]+"', b"", path.read_bytes()))
        assert size <= 400_000, f"{path.name}: {size:,} bytes without its figures"
