"""How soon an event is told, and who relays whom: the figures say what the tables say."""

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.text import Annotation

from utils import plots, tables
from utils.plots import reporting
from utils.plots.figures import description


@pytest.fixture(autouse=True)
def closed_figures():
    """No figure stays open after a test."""
    yield
    pyplot.close("all")


def told(*rows):
    """Events of (days from article to event, status), each of an article of its own."""
    anchor = pd.Timestamp("2024-06-18")
    days = [anchor + pd.Timedelta(days=off) for off, _ in rows]
    return pd.DataFrame({"anchor": anchor, "earliest": days, "latest": days,
                         "status": [status for _, status in rows]})


@pytest.mark.parametrize(("off", "name"), [
    (0, "the same day"), (-1, "the day after"), (-2, "2–7 days later"), (-7, "2–7 days later"),
    (-8, "8–30 days later"), (-31, "more than a month later"), (1, "the day before"),
    (2, "2–7 days ahead"), (7, "2–7 days ahead"), (8, "8–30 days ahead"),
    (30, "8–30 days ahead"), (31, "more than a month ahead"),
])
def test_days_fall_into_their_bar(off, name):
    rows = description(plots.plot_lag(told((off, "held")))).data
    assert rows.loc[rows["held"] > 0, "lag"].tolist() == [name]


def test_title_counts_held_events_and_what_is_told_ahead():
    axes = plots.plot_lag(told((0, "held"), (-1, "held"), (-5, "held"), (4, "planned"),
                               (0, "denied")))
    assert description(axes).title == (
        "2 of 3 held events (67%) are told within a day; 1 event is told ahead")
    rows = description(axes).data.set_index("lag")
    assert rows.loc["the same day", ["held", "planned", "cancelled"]].tolist() == [1, 0, 1]


def test_an_event_without_one_day_is_counted_in_the_note():
    rows = told((0, "held"), (0, "held"), (0, "held"))
    rows.loc[0, "latest"] = pd.Timestamp("2024-06-30")
    rows.loc[1, "anchor"] = pd.NaT
    axes = plots.plot_lag(rows)
    assert "Not drawn: 2 events" in description(axes).note
    assert description(axes).data["held"].sum() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_counts_stand_beyond_their_bars(monkeypatch, language):
    monkeypatch.setenv("MASAR_LANG", language)
    axes = plots.plot_lag(told((0, "held"), (0, "held"), (9, "planned")))
    axes.figure.canvas.draw()
    bars = [bar.get_window_extent() for bar in axes.patches]
    for text in axes.texts:
        box = text.get_window_extent()
        assert not any(bar.overlaps(box) for bar in bars), text.get_text()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_counts_of_a_tally_stand_beyond_their_bars(monkeypatch, language):
    monkeypatch.setenv("MASAR_LANG", language)
    axes = plots.plot_tally(pd.DataFrame({"label": ["تركيا", "سوريا"], "articles": [40, 9]}))
    axes.figure.canvas.draw()
    bars = [bar.get_window_extent() for bar in axes.patches]
    for text in axes.texts:
        assert not any(bar.overlaps(text.get_window_extent()) for bar in bars), text.get_text()


# ---------------------------------------------------------------- relays


def relayed(*chains):
    """The relays of events of one article each: (outlet, voices)."""
    articles = tables.typed([{"article_id": f"a-{n}", "outlet": outlet}
                             for n, (outlet, _) in enumerate(chains)], "articles")
    events = tables.typed([{"article_id": f"a-{n}", "reported_by": voices}
                           for n, (_, voices) in enumerate(chains)], "events")
    return reporting.relays(events, articles)


def test_each_voice_relays_the_next():
    rows = relayed(("وكالة سدر", ["سبوتنيك", "آيدنليك"]), ("وكالة سدر", ["سبوتنيك"]),
                   ("وكالة سدر", []))
    assert rows.to_numpy().tolist() == [
        ["وكالة سدر", "سبوتنيك", 2], ["سبوتنيك", "آيدنليك", 1]]


def test_an_outlet_does_not_relay_itself_and_one_without_a_name_is_said_to_have_none():
    rows = relayed(("رويترز", ["رويترز"]), (None, ["رويترز"]))
    assert rows.to_numpy().tolist() == [["not named", "رويترز", 1]]


def test_nobody_relayed_is_an_empty_table_and_a_figure_that_says_so():
    rows = relayed(("وكالة سدر", []))
    assert rows.empty and list(rows) == ["outlet", "source", "times"]
    assert "No article" in description(plots.plot_relays(rows)).alt


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [1, 5, 40])
def test_names_of_relays_never_cover_each_other(monkeypatch, language, count):
    monkeypatch.setenv("MASAR_LANG", language)
    rows = pd.DataFrame({
        "outlet": [f"وكالة الأنباء الطويلة الاسم رقم {n}" for n in range(count)],
        "source": [f"صحيفة بعيدة {n % 30}" for n in range(count)], "times": range(count, 0, -1)})
    axes = plots.plot_relays(rows)
    axes.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    named = [text for text in axes.texts if isinstance(text, Annotation)]
    assert len(named) == min(count, 12) + min(count, 30, 12)
    page = axes.figure.bbox
    for place, box in enumerate(boxes):
        assert page.x0 <= box.x0 and box.x1 <= page.x1
        assert not any(box.overlaps(other) for other in boxes[:place])


def test_the_side_that_reads_first_relays(monkeypatch):
    rows = relayed(("وكالة سدر", ["رويترز"]))
    for language, first in (("en", True), ("ar", False)):
        monkeypatch.setenv("MASAR_LANG", language)
        axes = plots.plot_relays(rows)
        axes.figure.canvas.draw()
        outlet, source = (text.get_window_extent().x0 for text in axes.texts
                          if isinstance(text, Annotation))
        assert (outlet < source) == first
