"""The pages in a browser: read by everybody, run by nobody, complete without a network.

Two reports are looked at: one of toy notebooks full of hostile text, and the one of the sample.
"""

import contextlib
import io
import re

import pytest
from toy_report import build

from utils import report, tables
from utils.direction import ARABIC

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
FILLER = "No description has been provided"

OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
IN_KEYBOARD_ORDER = "a[href], summary, [tabindex='0']"
# All that the tests ask of a page, gathered in one go.
FACTS = """() => {
    const all = pattern => [...document.querySelectorAll(pattern)];
    const style = one => getComputedStyle(one);
    return {
        title: document.title,
        runs: all('script, iframe, link[rel=stylesheet]').length,
        links: all('a').map(one => one.getAttribute('href')),
        ids: all('[id]').map(one => one.id),
        images: all('main img').map(one => [one.alt, one.complete && one.naturalWidth]),
        blocks: all('main :is(p,li,h1,h2,h3,td,th,caption,figcaption,blockquote,summary,table,ul)')
            .map(one => [one.tagName, one.textContent, style(one).direction,
                         one.closest('[lang]').lang]),
        fonts: [...document.fonts].map(one => one.status),
        family: style(document.body).fontFamily,
        parts: ['main', 'h1', 'header nav', 'footer', 'a.skip', 'header [aria-current=page]']
            .map(part => [part, all(part).length]),
        headings: all('main h2').length, contents: all('nav.contents li').length,
        text: document.querySelector('main').innerText,
        tallest: Math.max(0, ...all('td').map(one => one.offsetHeight)),
    }
}"""
WIDER_THAN_WINDOW = """() => [...document.querySelectorAll('body *')]
    .filter(one => !one.closest('.scroll, pre, .top ul, .skip'))
    .filter(one => { const box = one.getBoundingClientRect();
                     return box.width && (box.right > innerWidth + 1 || box.left < -1) })
    .map(one => one.outerHTML.slice(0, 120))"""
NOTE_FOCUS = """() => { window.reached = new Set();
    document.addEventListener('focusin', event => window.reached.add(event.target)) }"""
NOT_REACHED = f"""() => [...document.querySelectorAll("{IN_KEYBOARD_ORDER}")]
    .filter(one => !one.closest('details:not([open]) > :not(summary)') && !window.reached.has(one))
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module", params=["toy", "sample"])
def pages(request, tmp_path_factory):
    """The pages of one report."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "toy":
        return sorted(build(folder).glob("*.html"))
    with contextlib.redirect_stderr(io.StringIO()):
        return sorted(report.render(tables.ROOT / "data" / "sample", folder))


@pytest.fixture(scope="module")
def look(browser, pages):
    """A function that opens each page offline and gives back what `see(page)` saw, by name."""
    def each(see, viewport=WIDE, **more) -> dict:
        seen = {}
        for path in pages:
            context = browser.new_context(offline=True, viewport=viewport, **more)
            page = context.new_page()
            page.asked, page.said = [], []
            page.on("request", lambda one, page=page: page.asked.append(one.url))
            page.on("console", lambda one, page=page: page.said.append(one.text))
            page.on("pageerror", lambda one, page=page: page.said.append(str(one)))
            page.goto(path.as_uri())
            seen[path.name] = see(page)
            context.close()
        return seen
    return each


@pytest.fixture(scope="module")
def facts(look):
    """What stands in each page, and what it asked for while everything in it was opened."""
    def see(page):
        page.evaluate(OPEN_ALL)
        page.evaluate("document.fonts.ready")
        return {**page.evaluate(FACTS), "asked": page.asked, "said": page.said}
    return look(see)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(look, scheme):
    from axe_playwright_python.sync_playwright import Axe

    def see(page):
        page.evaluate(OPEN_ALL)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]

    assert {name: found for name, found in look(see, color_scheme=scheme).items() if found} == {}


def test_pages_ask_the_network_for_nothing_and_run_nothing(facts):
    for name, page in facts.items():
        outside = [url for url in page["asked"] if not url.startswith(("data:", "file:"))]
        assert (outside, page["said"], page["runs"]) == ([], [], 0), name
        assert page["title"] != "taken", name


def test_links_stay_with_the_report_or_lead_to_the_open_web(facts):
    for name, page in facts.items():
        assert len(page["ids"]) == len(set(page["ids"])), name
        for link in page["links"]:
            file, _, place = link.partition("#")
            assert file in {*facts, ""} or re.match(r"https?://", link), f"{name}: {link}"
            if place and file in {*facts, ""}:
                assert place in facts[file or name]["ids"], f"{name}: {link}"


def test_every_image_is_described_from_its_data(facts):
    assert any(page["images"] for page in facts.values())
    for name, page in facts.items():
        for alt, width in page["images"]:
            assert len(alt) > 30 and FILLER not in alt and width > 100, f"{name}: {alt}"


def test_every_block_runs_as_its_letters_do(facts):
    for name, page in facts.items():
        for tag, text, runs, lang in page["blocks"]:
            letters = len(re.findall(r"[^\W\d_]", text))
            share = len(ARABIC.findall(text)) / letters if letters else 0
            if share < 0.3 or share >= 0.65:         # between them, it depends on whose words
                wanted = ("ltr", "en") if share < 0.3 else ("rtl", "ar")
                assert (runs, lang) == wanted, f"{name}, {tag}, {share:.0%}: {text[:80]}"


def test_fonts_are_in_the_page_and_used(facts):
    for name, page in facts.items():
        assert set(page["fonts"]) == {"loaded"} and "IBM Plex" in page["family"], name


def test_each_page_has_its_parts(facts):
    for name, page in facts.items():
        assert all(count == 1 for _, count in page["parts"]), f"{name}: {page['parts']}"
        assert page["headings"] == page["contents"], name


def test_hostile_text_is_shown_and_breaks_nothing(facts):
    if "01-first.html" not in facts:
        pytest.skip("the sample holds no hostile text")
    page = facts["01-first.html"]
    for text in ("<script>document.title = 'taken'</script>", "</style></table><h1>خبر",
                 "⟨U+202E⟩", "marks⟩", "<img src=x onerror=a>", "a pixel"):
        assert text in page["text"], text
    assert page["tallest"] < 3000


def test_nothing_is_wider_than_a_phone(look):
    def see(page):
        page.evaluate(OPEN_ALL)
        width = page.evaluate("document.documentElement.scrollWidth")
        return page.evaluate(WIDER_THAN_WINDOW) + ([width] if width > 360 else [])

    assert {name: found for name, found in look(see, NARROW).items() if found} == {}


def test_keyboard_skips_to_the_text_reaches_everything_and_is_seen(look):
    def see(page):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] >= 0, "to be seen while it has the focus"
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(outline.removesuffix("px")) >= 2
        page.goto(page.url)
        page.evaluate(NOTE_FOCUS)
        for _ in range(page.locator(IN_KEYBOARD_ORDER).count() + 2):
            page.keyboard.press("Tab")
        missed = page.evaluate(NOT_REACHED)
        page.goto(page.url)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        return missed

    assert {name: found for name, found in look(see).items() if found} == {}


def test_pages_print_without_their_furniture(look):
    def see(page):
        page.emulate_media(media="print")
        return page.locator("header").is_visible(), page.locator("h1").is_visible()

    assert set(look(see).values()) == {(False, True)}


def test_pages_are_light(pages):
    for path in pages:
        size = len(re.sub(rb'"data:image/[^"]+"', b"", path.read_bytes()))
        assert size <= 400_000, f"{path.name}: {size:,} bytes without its figures"
