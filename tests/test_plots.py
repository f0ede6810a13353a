"""Figures: Arabic as it should be drawn, on both matplotlibs, and axes that say what they show.

The proof by pixels draws a label here and in Pillow (raqm), with the same font, and compares the
two. Drawn backwards or unjoined, a label still looks like Arabic to whoever cannot read it, and
no error is raised; its pixels differ.

This file also runs under the second environment (tests/test_plots_old.py): it needs matplotlib,
pandas and Pillow alone.
"""

import re
import warnings

import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image, ImageDraw, ImageFilter, ImageFont, features

from utils import plots, tables
from utils.direction import ARABIC, SENTENCE_SHARE
from utils.plots import lanes
from utils.plots import shaping as house
from utils.plots.figures import as_image, description

FONT = str(house.FONTS / "IBMPlexSansArabic-Regular.ttf")
SIZE = 40
LIMIT = 0.10                 # right: at most .055 was measured; mirrored or unjoined: at least .398
WRONG = 0.30

PROBES = {
    "a name": "المستشارية الألمانية",
    "a phrase with a word written onto another": "لقاءات عسكرية سورية تركية",
    "Latin first, in an Arabic line": "NATO يعلن دعمه الكامل",
    "Latin within": "قال موقع Aydinlik إن اللقاء تأجل",
    "digits and a percent sign": "وافق 50% من النواب",
    "brackets are mirrored": "قمة بغداد (2024)",
    "quotation marks": "صحيفة «العربي الجديد» القطرية",
    "a day keeps its order": "بغداد 2024-06-11",
    "lam-alef in one": "الاجتماع الثلاثي الأول",
    "an English line with a name": "Named most often: السعودية, 84",
    "brackets after a name in an English line": "Visits to إسطنبول (7 of 12)",
}

needs_raqm = pytest.mark.skipif(
    not features.check("raqm"), reason="Pillow finds no raqm to compare with (libfribidi0)"
)


def ink(picture: np.ndarray) -> Image.Image:
    """The dark part of a picture, cut to its edges."""
    rows, columns = np.where(picture < 128)
    return Image.fromarray(picture[rows.min():rows.max() + 1, columns.min():columns.max() + 1])


def drawn(label: str) -> Image.Image:
    """The label as matplotlib draws it, in the font named by its file."""
    figure = Figure(figsize=(22, 3), dpi=72)
    canvas = FigureCanvasAgg(figure)
    font = font_manager.FontProperties(fname=FONT, size=SIZE)
    figure.text(0.02, 0.4, label, fontproperties=font, parse_math=False)
    canvas.draw()
    return ink(np.asarray(canvas.buffer_rgba())[..., :3].mean(axis=2).astype("uint8"))


def expected(text: str, direction: str = "rtl") -> Image.Image:
    """The text as raqm draws it."""
    font = ImageFont.truetype(FONT, SIZE, layout_engine=ImageFont.Layout.RAQM)
    picture = Image.new("L", (1700, 160), 255)
    ImageDraw.Draw(picture).text((30, 40), text, fill=0, font=font, direction=direction,
                                 language="ar")
    return ink(np.asarray(picture))


def distance(one: Image.Image, other: Image.Image) -> float:
    """1 - the best correlation of the two pictures, blurred, over small shifts."""
    def field(picture):
        blurred = picture.resize(other.size).filter(ImageFilter.GaussianBlur(5))
        return 255.0 - np.asarray(blurred, dtype=float)

    still, moved = field(other), field(one)
    best = max(
        np.corrcoef(still.ravel(), np.roll(moved, (down, right), (0, 1)).ravel())[0, 1]
        for down in range(-4, 5, 2) for right in range(-8, 9, 2)
    )
    return 1 - best


# What the line is to look like, where its plain letters would not come out so by themselves.
APART = {
    "بغداد 2024-06-11": "بغداد \u20662024-06-11\u2069",
    "Named most often: السعودية, 84":
        "Named most often: \u2067السعودية\u2069, 84",
    "Visits to إسطنبول (7 of 12)": "Visits to \u2067إسطنبول\u2069 (7 of 12)",
}


@needs_raqm
@pytest.mark.parametrize("text", PROBES.values(), ids=PROBES.keys())
def test_label_has_the_pixels_of_another_program(text):
    direction = "ltr" if text[:5] in ("Named", "Visit") else "rtl"
    label = house.arabic(text, SENTENCE_SHARE)
    assert distance(drawn(label), expected(APART.get(text, text), direction)) <= LIMIT


@needs_raqm
@pytest.mark.parametrize("wrong", ["mirrored", "reversed", "unjoined"])
def test_pixels_tell_a_wrong_label(wrong):
    text = PROBES["a phrase with a word written onto another"]
    right = expected(text)
    bad = {
        "mirrored": lambda: right.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "reversed": lambda: expected(text[::-1]),
        "unjoined": lambda: expected("\N{ZERO WIDTH NON-JOINER}".join(text)),
    }[wrong]()
    assert distance(bad, right) >= WRONG


@needs_raqm
def test_text_prepared_for_the_other_matplotlib_is_drawn_wrong():
    """The test would see it if the label were prepared on 3.11, or left raw before it."""
    from arabic_reshaper import reshape
    from bidi.algorithm import get_display

    text = PROBES["a phrase with a word written onto another"]
    other = get_display(reshape(text)) if house.SHAPES_ITSELF else text
    assert distance(drawn(other), expected(text)) >= WRONG


def test_prepared_text_is_refused():
    with pytest.raises(ValueError, match="ARABIC LETTER .* FORM"):
        house.arabic("\N{ARABIC LETTER TEH INITIAL FORM}ركيا")


def test_letters_that_a_paper_printed_in_one_piece_are_drawn():
    """A name with ﷲ in it stopped the report of a whole corpus."""
    axes = plots.plot_tally(tally(3).assign(label=["عبد ﷲ بن زايد", "ﻫﺎﻛﺎﻥ", "صلاح"]))
    shown = " ".join(label.get_text() for label in axes.get_yticklabels())
    assert "\N{ARABIC LIGATURE ALLAH ISOLATED FORM}" not in shown


def test_latin_text_is_left_alone():
    assert house.arabic("NATO, 50% of $3") == "NATO, 50% of $3"


def test_every_line_is_prepared_by_itself():
    label = house.arabic("قمة بغداد\nNATO يعلن")
    assert len(label.split("\n")) == 2
    if house.SHAPES_ITSELF:
        assert all(re.fullmatch("\u2067[^\u2066-\u2069]*\u2069", one) for one in label.split("\n"))


def test_vowel_marks_and_the_name_of_god_survive():
    label = house.arabic("عبدُ اللهِ")
    assert label.count("\N{ARABIC DAMMA}") == label.count("\N{ARABIC KASRA}") == 1
    assert "\N{ARABIC LIGATURE ALLAH ISOLATED FORM}" not in label


@pytest.mark.parametrize("text", [
    "a\N{RIGHT-TO-LEFT OVERRIDE}b", "م" + "\N{ARABIC FATHA}" * 10_000, "北京 \U0001f54a ق",
    "$x$ $", "", "كلمة" * 500,
], ids=["override", "marks", "unknown letters", "dollars", "empty", "endless"])
def test_hostile_labels_are_drawn_without_a_warning(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tally = pd.DataFrame({"label": [text], "articles": [3]})
        address, _ = as_image(plots.plot_tally(tally).figure)
    assert address.startswith("data:image/")


def test_half_a_character_is_spelled_out():
    assert house.arabic("a\ud800") == "a⟨U+D800⟩"


# ---------------------------------------------------------------- the figures


LABELS = {"TUR": "تركيا", "SYR": "سوريا", "RUS": "روسيا", "IRN": "إيران", "IRQ": "العراق",
          "EGY": "مصر", "SAU": "السعودية", "QAT": "قطر", "place:hmeimim": "حميميم",
          "place:moscow": "موسكو", "place:baghdad": "بغداد"}


def happenings(count: int) -> pd.DataFrame:
    """As many happenings, of every kind and status, over three years."""
    chance = np.random.default_rng(5)
    states = [one for one in LABELS if ":" not in one]
    rows = []
    for number in range(count):
        day = pd.Timestamp("2022-07-01") + pd.Timedelta(days=int(chance.integers(1200)))
        actors = chance.choice(states, size=int(chance.choice([1, 2, 2, 3, 4])), replace=False)
        rows.append({
            "happening_id": f"h:{number:04}", "kind": str(chance.choice(list(plots_kinds()))),
            "participants": list(map(str, actors)), "venue": str(chance.choice(list(LABELS)[8:])),
            "earliest": day, "latest": day + pd.Timedelta(days=int(chance.choice([0, 0, 6, 30]))),
            "status": str(chance.choice(["held", "planned", "cancelled", "denied"])),
            "articles": 3, "outlets": int(chance.choice([1, 1, 2, 5])), "first_reported": day,
            "disagreement": "day: a / b" if number % 9 == 0 else None,
        })
    return tables.typed(rows, "happenings")


def plots_kinds():
    """The kinds of happenings that have a colour."""
    from utils.plots.timeline import COLOURS

    return COLOURS


def articles(count: int) -> pd.DataFrame:
    """As many articles of four outlets, a tenth without a day."""
    chance = np.random.default_rng(3)
    day = pd.Timestamp("2024-06-01") + pd.to_timedelta(chance.integers(0, 400, count), unit="D")
    outlet = chance.choice(["وكالة سدر", "مرافئ مرمرة", "Aydinlik", "صحيفة الدواة"], count)
    return pd.DataFrame({"anchor": day.where(np.arange(count) % 10 < 9), "outlet": outlet})


def tally(count: int) -> pd.DataFrame:
    """As many entities, each in fewer articles than the one before."""
    labels = ["NATO", "حزب $العدالة$ والتنمية", *LABELS.values()]
    return pd.DataFrame({"label": [labels[n % len(labels)] for n in range(count)],
                         "articles": range(count, 0, -1)})


def pairs(count: int) -> pd.DataFrame:
    """As many pairs of names."""
    names = list(LABELS.values())
    rows = [(one, other, 3 * n + 1) for n, (one, other) in enumerate(
        (one, other) for place, one in enumerate(names) for other in names[:place])]
    return pd.DataFrame(rows[:count], columns=["one", "other", "together"])


def days(count: int) -> pd.DataFrame:
    """As many dates, from 40 years before their article to a month after it."""
    anchors = pd.Series(pd.date_range("2024-01-01", periods=count))
    off = pd.Series(np.resize([0, 0, -1, -14600, 30, -7], count)).astype("int64")
    return pd.DataFrame({"surface": "أمس", "anchor": anchors, "latest": anchors,
                         "earliest": anchors + pd.to_timedelta(off, unit="D")})


def field(count: int) -> pd.DataFrame:
    """A table of counts with as many rows."""
    index = pd.Index([f"سوريا {n}" for n in range(count)], name="entity")
    return pd.DataFrame({"وكالة سدر": range(count), "Aydinlik": 2}, index=index)


def told(count: int) -> pd.DataFrame:
    """As many events, from a season before their article to a month ahead of it."""
    anchors = pd.Series(pd.date_range("2024-01-01", periods=count)).astype("datetime64[us]")
    off = pd.Series(np.resize([0, 0, -1, -90, 30, -7, 1, 3], count)).astype("int64")
    days = anchors + pd.to_timedelta(off, unit="D")
    status = np.where(off > 0, "planned", np.where(off == -7, "cancelled", "held"))
    return pd.DataFrame({"anchor": anchors, "earliest": days, "latest": days, "status": status})


def relayed(count: int) -> pd.DataFrame:
    """As many pairs of who relays and who is relayed."""
    names = ["وكالة سدر", "مرافئ مرمرة", "Aydinlik", "صحيفة الدواة"]
    rows = [(names[n % 4], f"وكالة {n % 17}", 2 * (count - n)) for n in range(count)]
    return pd.DataFrame(rows, columns=["outlet", "source", "times"]).astype({"outlet": "str"})


PLOTS = {
    "tally": (plots.plot_tally, tally), "volume": (plots.plot_volume, articles),
    "heatmap": (plots.plot_heatmap, field), "network": (plots.plot_network, pairs),
    "days": (plots.plot_days, days), "lag": (plots.plot_lag, told),
    "relays": (plots.plot_relays, relayed),
    "timeline": (lambda table: plots.plot_timeline(table, LABELS), happenings),
}
CASES = [(name, count) for name in PLOTS for count in (0, 1, 20)]


@pytest.fixture(autouse=True)
def closed_figures():
    """No figure stays open after a test."""
    yield
    from matplotlib import pyplot

    pyplot.close("all")


def plotted(name: str, count: int):
    """The axes of a plot of that many rows."""
    plot, rows = PLOTS[name]
    return plot(rows(count))


@pytest.mark.parametrize(("name", "count"), CASES)
def test_figure_is_drawn_described_and_repeated(name, count):
    axes = plotted(name, count)
    told = description(axes)
    assert len(told.alt) > 15 and told.title
    assert (told.data is None) == (count == 0)
    assert as_image(axes.figure) == as_image(plotted(name, count).figure)    # same bytes


@pytest.mark.parametrize(("name", "count"), CASES)
def test_all_arabic_in_a_figure_passed_through_the_helper(name, count):
    figure = plotted(name, count).figure
    figure.canvas.draw()
    drawn_texts = [text.get_text() for text in figure.findobj(Text) if text.get_text().strip()]
    assert drawn_texts
    for line in "\n".join(drawn_texts).split("\n"):
        prepared = re.search("[\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]", line)
        if house.SHAPES_ITSELF:
            assert not prepared
            assert not ARABIC.search(line) or re.fullmatch("(?s)[\u2066\u2067].*\u2069", line), line
        else:
            assert not re.search("[\u0628-\u064a]{2}", line), line


def test_title_and_alt_say_what_the_table_says():
    told = description(plots.plot_tally(tally(30)))
    assert told.title == "NATO is named in most articles: 30"
    assert told.alt.startswith("Bar chart of the 15 entities named in most articles: NATO 30; حزب")


def test_counts_have_whole_ticks():
    axes = plots.plot_tally(tally(2))
    axes.figure.canvas.draw()
    assert all(float(tick) == round(tick) for tick in axes.get_xticks())


def test_articles_without_a_day_are_counted_in_the_note():
    assert "Not drawn: 2 articles" in description(plots.plot_volume(articles(20))).note


def test_one_day_misread_by_years_does_not_press_the_rest_into_one_bar():
    rows = articles(200).assign(anchor=pd.Timestamp("2015-08-03"))
    rows.loc[0, "anchor"] = pd.Timestamp("2011-10-24")
    told = description(plots.plot_volume(rows))
    assert "Not drawn: 1 article without" in told.note
    assert told.title == "The day with most articles is 2015-08-03: 199 of 199"


def test_many_outlets_share_the_last_row_and_none_is_lost():
    rows = articles(300).assign(outlet=[f"outlet {n % 40}" for n in range(300)])
    told = description(plots.plot_volume(rows))
    assert told.data.shape[1] == 15                      # the period and 14 outlets
    assert told.data.drop(columns=told.data.columns[0]).to_numpy().sum() == 270


def test_names_of_a_network_cover_no_other_also_in_parts_that_nothing_ties():
    apart = pd.DataFrame([(f"جدة {n}", f"United Nations {n}", 9) for n in range(4)],
                         columns=["one", "other", "together"])
    axes = plots.plot_network(pd.concat([pairs(40), apart], ignore_index=True))
    axes.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == 18
    for place, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:place])
        assert axes.figure.bbox.x0 <= box.x0 and box.x1 <= axes.figure.bbox.x1


# ---------------------------------------------------------------- the timeline


@pytest.mark.parametrize("column", ["articles", "participants", "earliest", "status"])
def test_any_column_makes_lanes(column):
    axes = plots.plot_timeline(happenings(20), LABELS, lanes=column)
    assert len(axes.texts) > 20


def test_a_state_that_no_mention_names_has_its_name_all_the_same():
    rows = happenings(1).assign(venue="SWE")
    axes = plots.plot_timeline(rows, {}, lanes="kind")
    drawn_texts = "".join(text.get_text() for text in axes.findobj(Text))
    assert re.search("[\u0600-\u06ff\ufe70-\ufefc]", drawn_texts) and "SWE" not in drawn_texts


def marks_of(table: pd.DataFrame, width: float = 540.0):
    """The marks of a timeline, with labels of six points a letter."""
    names = lanes.name_lanes(table, LABELS)
    ends = (pd.Timestamp("2022-06-01").toordinal() - 719163.0, 20600.0)
    return lanes.lay_out(table, names, LABELS, ends, width, lambda label: 6.0 * len(label))


@pytest.mark.parametrize("count", [1, 20, 500])
def test_marks_and_words_never_cover_each_other(count):
    taken = {}
    for mark in marks_of(happenings(count)):
        words = 6.0 * len(mark.label) + 4 if mark.label else 0
        left = mark.left - words if mark.before else mark.left
        right = mark.right if mark.before else mark.right + words
        taken.setdefault((mark.lane, mark.row), []).append((left, right))
    for row in taken.values():
        row.sort()
        assert all(one[1] <= other[0] for one, other in zip(row, row[1:], strict=False))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [20, 500])
def test_no_words_of_a_drawn_timeline_cover_others(monkeypatch, language, count):
    monkeypatch.setenv("MASAR_LANG", language)
    axes = plots.plot_timeline(happenings(count), LABELS)
    axes.figure.canvas.draw()
    drawn_texts = [text for text in axes.figure.findobj(Text)
                   if text.get_text().strip() and text.get_visible()]
    boxes = [text.get_window_extent() for text in drawn_texts]
    page = axes.figure.bbox
    for place, (text, box) in enumerate(zip(drawn_texts, boxes, strict=True)):
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
        assert not any(box.overlaps(other) for other in boxes[:place]), text.get_text()


def test_days_that_recall_a_year_are_drawn_as_days():
    table = happenings(100)
    table["earliest"] = table["latest"] = [
        pd.Timestamp("2024-06-01") + pd.Timedelta(days=n % 8 if n < 80 else -n) for n in range(100)]
    told_of = description(plots.plot_timeline(table, LABELS))
    assert set(told_of.data["earliest"].dt.year) == {2024} and len(told_of.data) == 80
    assert "Not drawn: 20 happenings" in told_of.note


def test_every_happening_of_500_has_its_mark():
    table = happenings(500)
    assert {mark.happening.happening_id for mark in marks_of(table)} == set(table["happening_id"])


def test_a_vague_day_is_drawn_wider_than_a_known_one():
    table = happenings(1).assign(earliest=pd.Timestamp("2024-03-01"))
    wide, = marks_of(table.assign(latest=pd.Timestamp("2024-03-31")))
    narrow, = marks_of(table.assign(latest=pd.Timestamp("2024-03-01")))
    assert wide.right - wide.left > 1.5 * (narrow.right - narrow.left)


def test_what_is_not_drawn_is_counted():
    table = happenings(20)
    table.loc[:3, ["earliest", "latest"]] = pd.NaT
    assert "Not drawn: 4 happenings" in description(plots.plot_timeline(table, LABELS)).note


def test_time_runs_from_the_right_when_asked():
    axes = plots.plot_timeline(happenings(20), LABELS, rtl=True)
    assert axes.get_xlim()[0] > axes.get_xlim()[1]


def test_lanes_can_be_places():
    told = description(plots.plot_timeline(happenings(20), LABELS, lanes="venue"))
    assert set(told.data["lane"]) == {"حميميم", "موسكو", "بغداد"}


def test_a_figure_without_words_is_refused():
    from matplotlib import pyplot

    with pytest.raises(ValueError, match="no description"):
        description(pyplot.subplots()[1])
