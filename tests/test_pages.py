"""The pages in a browser: read by everybody, run by nobody, complete without a network.

Two reports are looked at: one of toy notebooks full of hostile text, and the one of the sample.
"""

import re

import built
import pytest
from toy_report import build

from utils.direction import ARABIC

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
FILLER = "No description has been provided"

OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
IN_KEYBOARD_ORDER = "a[href], summary, button, input, [tabindex='0']"
# All that the tests ask of a page, gathered in one go.
FACTS = """() => {
    const all = pattern => [...document.querySelectorAll(pattern)];
    const style = one => getComputedStyle(one);
    // Of a table what its rows say, not the sentences they open to.
    const words = one => [...one.matches('table') ? one.querySelectorAll('th, tr:not(.opened) > td')
        : [one]].map(part => part.textContent).join(' ').replace(
        one.querySelector(':scope > small')?.textContent ?? '', '');
    return {
        title: document.title,
        runs: all('script, iframe, link[rel=stylesheet], [style]')
            .filter(one => one !== document.body.lastElementChild).length,
        links: all('a').map(one => one.getAttribute('href')),
        ids: all('[id]').map(one => one.id),
        images: all('main img').map(one => [one.alt, one.complete && one.naturalWidth]),
        blocks: all('main :is(p,li,h1,h2,h3,td,th,caption,figcaption,blockquote,summary,table,ul)')
            .filter(one => !one.matches('.opened > td'))
            .map(one => [one.tagName, words(one), style(one).direction,
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
    .filter(one => !one.closest('.scroll, pre, .skip'))
    .filter(one => { const box = one.getBoundingClientRect();
                     return box.width && (box.right > innerWidth + 1 || box.left < -1) })
    .map(one => one.outerHTML.slice(0, 120))"""
CUT_OFF = """() => [...document.querySelectorAll('caption, figure > .title')]
    .filter(one => one.checkVisibility())
    .filter(one => { const box = one.getBoundingClientRect();
                     return box.right > innerWidth + 1 || box.left < -1 })
    .map(one => one.textContent)"""
TURNED_DAYS = """() => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const turned = [];
    for (let piece; piece = walker.nextNode();)
        if (/(?<![\\w/-])\\d{4}-\\d\\d-\\d\\d/.test(piece.data)
            && getComputedStyle(piece.parentElement).direction === 'rtl') turned.push(piece.data);
    return turned;
}"""
NOTE_FOCUS = """() => { window.reached = new Set();
    document.addEventListener('focusin', event => window.reached.add(event.target)) }"""
NOT_REACHED = f"""() => [...document.querySelectorAll("{IN_KEYBOARD_ORDER}")]
    .filter(one => one.checkVisibility() && !window.reached.has(one))
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module", params=["en", "ar"])
def lang(request):
    """The language of the pages that are looked at."""
    return request.param


@pytest.fixture(scope="module", params=["toy", "sample"])
def pages(request, lang, tmp_path_factory):
    """The pages of one report."""
    if request.param == "toy":
        return sorted(build(tmp_path_factory.mktemp("toy"), lang).glob("*.html"))
    return sorted((built.sample(lang) / "pages").glob("*.html"))


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


def test_every_block_runs_as_its_letters_do(facts, lang):
    for name, page in facts.items():
        for tag, text, runs, page_lang in page["blocks"]:
            letters = len(re.findall(r"[^\W\d_]", text))
            share = len(ARABIC.findall(text)) / letters if letters else 0
            if tag == "TABLE" and lang == "ar":      # columns begin at the right, whatever is in
                assert (runs, page_lang) == ("rtl", "ar"), f"{name}: {text[:80]}"
            elif share < 0.3 or share >= 0.65:       # between them, it depends on whose words
                wanted = ("ltr", "en") if share < 0.3 else ("rtl", "ar")
                assert (runs, page_lang) == wanted, f"{name}, {tag}, {share:.0%}: {text[:80]}"


def test_no_day_is_turned_round_in_an_arabic_line(look):
    assert {name: days for name, days in look(lambda page: page.evaluate(TURNED_DAYS)).items()
            if days} == {}


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


def test_titles_and_captions_can_be_read_on_a_phone_without_scrolling(look):
    assert {name: cut for name, cut in look(lambda page: page.evaluate(CUT_OFF), NARROW).items()
            if cut} == {}


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


# ---------------------------------------------------------------- tables that sort and search

ROWS = "main table tbody tr:not(.opened)"


@pytest.fixture(scope="module")
def numbers(look, pages):
    """What happened to the longest table with numbers, step by step, on the page that has it."""
    def see(page):
        tools = page.locator(".tools:has(input):not(details *)").first
        table = page.locator(".tools:has(input):not(details *) + .scroll table").first
        if not table.count():
            return None
        rows = table.locator("tbody tr:not(.opened):visible")
        heads, told = table.locator("thead th button"), tools.locator("[role=status]")
        place = heads.count() - 1
        seen = {"first": rows.count(), "kept": table.locator("tbody tr:not(.opened)").count()}
        for way in ("ascending", "descending"):
            heads.nth(place).focus()
            page.keyboard.press("Enter")
            seen[way] = [row.locator("td").nth(place).inner_text() for row in rows.all()]
            seen[f"{way} said"] = (heads.nth(place).locator("..").get_attribute("aria-sort"),
                                   told.inner_text())
        words = re.findall(r"\w{3,}", rows.first.inner_text())[0]
        tools.locator("input").fill(words)
        seen["found"] = [row.text_content() for row in rows.all()], words, told.inner_text()
        tools.locator("input").fill("ا nowhere ☃")
        seen["nothing"] = rows.count(), told.inner_text()
        tools.locator("input").fill("")
        seen["again"] = rows.count()
        if tools.locator("button").count():
            tools.locator("button").click()
            seen["all"] = rows.count()
        page.emulate_media(media="print")
        seen["printed"] = tools.is_visible()
        return seen
    return {name: seen for name, seen in look(see).items() if seen}


def test_a_head_sorts_its_column_both_ways_and_says_so(numbers):
    assert numbers
    for name, seen in numbers.items():
        up, down = seen["ascending"], seen["descending"]
        values = [text.replace(",", "") for text in up if text != "–"]
        if all(re.fullmatch(r"-?[\d.]+%?", text) for text in values):
            assert list(map(float, values)) == sorted(map(float, values)), name
        for texts in (up, down):
            assert "–" not in texts[:len(texts) - texts.count("–")], f"{name}: no value comes last"
        for way in ("ascending", "descending"):
            said = seen[f"{way} said"]
            assert said[0] == way and said[1], f"{name}: nothing is announced"


def test_search_shows_the_rows_that_hold_the_words_and_says_how_many(numbers):
    for name, seen in numbers.items():
        rows, words, told = seen["found"]
        assert any(words in row for row in rows), f"{name}: {words}"
        assert str(len(rows)) in told and str(seen["kept"]) in told
        assert seen["nothing"][0] == 0 and "0" in seen["nothing"][1]
        assert seen["again"] == seen["first"]
        assert seen.get("all", seen["first"]) == seen["kept"]
        assert seen["printed"] is False


def test_pages_read_without_scripts(look):
    def see(page):
        return page.locator(".tools").count(), page.locator(f"{ROWS}:visible").count()

    seen = look(see, java_script_enabled=False).values()
    assert not any(tools for tools, _ in seen) and any(rows for _, rows in seen)


def test_a_policy_lets_the_one_script_run_and_nothing_else(pages):
    for path in pages:
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"',
                           path.read_text(encoding="utf-8"))[1]
        assert "default-src &#39;none&#39;" in policy
        assert len(re.findall("sha256-", policy)) == 2 and "unsafe" not in policy


def test_what_a_corpus_smuggles_in_is_stopped_by_the_policy(browser, pages, tmp_path):
    """Were a tag ever to come through the escaping, the page would still run nothing of it."""
    page = browser.new_context(offline=True).new_page()
    markup = pages[0].read_text(encoding="utf-8").replace(
        "</main>", "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = "
        "'taken'\"></main>")
    (tmp_path / "taken.html").write_text(markup, encoding="utf-8")
    page.goto((tmp_path / "taken.html").as_uri())
    assert page.title() != "taken"


def test_the_script_is_small():
    script = built.tables.ROOT / "utils" / "templates" / "page.js"
    assert len(script.read_bytes()) < 3000


def test_pages_are_light(pages):
    for path in pages:
        size = len(re.sub(rb'"data:image/[^"]+"', b"", path.read_bytes()))
        assert size <= 400_000, f"{path.name}: {size:,} bytes without its figures"
