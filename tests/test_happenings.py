"""Happenings: the same event across articles is one row, and nothing else is."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from utils import events, tables
from utils.events import likeness, linking

FIDAN, SHAIBANI = "person:hakan-fidan", "person:asaad-al-shaibani"
LAVROV, PUTIN = "person:sergey-lavrov", "person:vladimir-putin"
ANKARA, DAMASCUS, MOSCOW = "place:ankara", "place:damascus", "place:moscow"


def told(*rows, anchor="2025-01-16"):
    """Events and articles: each row is one article of its own outlet with one event.

    A row is (day, participants, venue) and, where it differs from a meeting held, a dict.
    """
    articles, found = [], []
    for number, (day, participants, venue, *more) in enumerate(rows, 1):
        other = dict(*more)
        first, _, last = (day or "").partition("..")
        articles.append({
            "article_id": f"a-{number}", "outlet": other.pop("outlet", f"outlet {number}"),
            "anchor": pd.Timestamp(other.pop("anchor", anchor)), "body": "", "file": "f",
            "record": 0, "body_start": 0, "reprint_of": other.pop("reprint_of", None),
        })
        found.append({
            "event_id": f"a-{number}:e01", "article_id": f"a-{number}",
            "sentence_id": f"a-{number}:0001", "start": 0, "end": 1, "trigger": "لقاء",
            "kind": "meeting", "plover": "CONSULT", "participants": participants, "venue": venue,
            "earliest": pd.Timestamp(first) if first else pd.NaT,
            "latest": pd.Timestamp(last or first) if first else pd.NaT,
            "status": "held", "reported_by": [], "anonymity": "none", **other,
        })
    return tables.typed(found, "events"), tables.typed(articles, "articles")


def merged(*rows, **more):
    """The happenings that the rows are merged into."""
    return events.merge_events(*told(*rows, **more))


def test_states_and_their_ministers_are_one_meeting():
    table = merged(
        ("2025-01-15", ["TUR", "SYR"], ANKARA), ("2025-01-15", [FIDAN, SHAIBANI], ANKARA))
    assert table["participants"].tolist() == [[FIDAN, SHAIBANI]]
    assert table[["articles", "outlets"]].values.tolist() == [[2, 2]]


def test_whom_one_of_many_articles_names_takes_no_part_in_the_happening():
    many = [("2025-01-15", ["TUR", "SYR"], ANKARA)] * 9
    table = merged(*many, ("2025-01-15", [FIDAN, "SYR"], ANKARA))
    assert [set(one) for one in table["participants"]] == [{"TUR", "SYR"}]
    few = merged(*many[:3], ("2025-01-15", [FIDAN, "SYR"], ANKARA))
    assert [set(one) for one in few["participants"]] == [{FIDAN, "SYR"}]


def test_a_state_stays_where_far_more_articles_name_it_than_its_man():
    table = merged(*[("2025-01-15", ["TUR", "SYR"], ANKARA)] * 9,
                   *[("2025-01-15", [FIDAN, "SYR"], ANKARA)] * 2)
    assert [set(one) for one in table["participants"]] == [{"TUR", "SYR", FIDAN}]


def test_other_ministers_of_the_same_states_are_another_meeting():
    assert len(merged(("2025-01-15", [FIDAN, LAVROV], MOSCOW),
                      ("2025-01-15", [FIDAN, PUTIN], MOSCOW))) == 2


def test_two_visitors_of_one_state_are_two_visits():
    visit = {"kind": "visit"}
    assert len(merged(("2025-01-15", [FIDAN, "SYR"], DAMASCUS, visit),
                      ("2025-01-15", [LAVROV, "SYR"], DAMASCUS, visit))) == 2


def test_a_visit_and_the_meeting_held_on_it_are_two():
    assert len(merged(("2025-01-15", [FIDAN, "SYR"], DAMASCUS, {"kind": "visit"}),
                      ("2025-01-15", [FIDAN, "SYR"], DAMASCUS))) == 2


def test_days_that_outlets_give_differently_are_both_shown():
    table = merged(("2025-01-15", ["TUR", "SYR"], ANKARA), ("2025-01-16", ["TUR", "SYR"], ANKARA))
    assert table["disagreement"].tolist() == [
        "day: 2025-01-15 (outlet 1) / 2025-01-16 (outlet 2)"]


def test_places_that_outlets_give_differently_are_both_shown():
    table = merged(
        ("2025-01-15", [FIDAN, SHAIBANI], ANKARA), ("2025-01-15", [FIDAN, SHAIBANI], DAMASCUS))
    assert table["disagreement"].tolist() == [
        f"venue: {ANKARA} (outlet 1) / {DAMASCUS} (outlet 2)"]


def test_participants_that_outlets_give_differently_are_both_shown():
    table = merged(("2025-01-15", [FIDAN, SHAIBANI, "IRN"], ANKARA),
                   ("2025-01-15", [FIDAN, SHAIBANI, LAVROV], ANKARA))
    assert table["disagreement"].str.startswith("participants: ").all()
    assert "outlet 1" in table["disagreement"][0] and "outlet 2" in table["disagreement"][0]


def test_a_state_and_its_capital_are_no_disagreement():
    table = merged(("2025-01-15", ["TUR", "SYR"], "SYR"), ("2025-01-15", ["TUR", "SYR"], DAMASCUS))
    assert table["disagreement"].isna().all() and len(table) == 1


def test_a_planned_meeting_that_was_held_is_held():
    table = merged(
        ("2025-01-15", ["TUR", "SYR"], ANKARA, {"status": "planned", "anchor": "2025-01-10"}),
        ("2025-01-15", ["TUR", "SYR"], ANKARA))
    assert table["status"].tolist() == ["held"]
    assert table["first_reported"].tolist() == [pd.Timestamp("2025-01-10")]


def test_a_planned_meeting_that_was_called_off_is_cancelled():
    table = merged(
        ("2025-01-15", ["TUR", "SYR"], ANKARA, {"status": "planned", "anchor": "2025-01-10"}),
        ("2025-01-15", ["TUR", "SYR"], ANKARA, {"status": "cancelled"}))
    assert table["status"].tolist() == ["cancelled"]


def test_an_announcement_without_a_day_joins_what_came_of_it():
    table = merged(
        (None, ["TUR", "SYR"], ANKARA, {"status": "planned", "anchor": "2025-01-10"}),
        ("2025-01-15", ["TUR", "SYR"], ANKARA))
    assert table[["articles", "status"]].values.tolist() == [[2, "held"]]


def test_a_vague_date_ties_no_two_meetings_together():
    table = merged(
        ("2025-01-05", ["TUR", "SYR"], ANKARA), ("2025-01-20", ["TUR", "SYR"], ANKARA),
        ("2025-01-01..2025-01-31", ["TUR", "SYR"], ANKARA))
    assert len(table) == 3


def test_a_vague_date_joins_the_only_meeting_it_can_mean():
    assert len(merged(("2025-01-05", ["TUR", "SYR"], ANKARA),
                      ("2025-01-01..2025-01-31", ["TUR", "SYR"], ANKARA))) == 1


def test_meetings_of_every_day_are_not_chained():
    days = [(f"2025-01-{day:02}", ["TUR", "SYR"], ANKARA) for day in range(1, 13)]
    table = merged(*days)
    width = table["latest"] - table["earliest"]
    assert width.max() <= pd.Timedelta(days=likeness.DAYS_APART + likeness.EXACT - 1)


def test_two_powers_at_a_summit_are_not_the_summit():
    summit = ["RUS", "USA", "CHN", "JPN", "AUS", "org:eu", "org:asean"]
    assert len(merged(("2025-01-15", summit, MOSCOW), ("2025-01-15", ["RUS", "USA"], MOSCOW))) == 2


def test_the_host_state_alone_makes_no_two_meetings_one():
    assert len(merged(("2025-01-15", ["TUR"], ANKARA), ("2025-01-15", ["TUR", "RUS"], ANKARA))) == 2
    assert len(merged(("2025-01-15", [FIDAN], ANKARA), ("2025-01-15", [FIDAN, "RUS"], ANKARA))) == 1


def test_an_agreement_of_one_day_is_one_however_many_sign_it():
    def agreed(*rows):
        return merged(*((*row, {"kind": "agreement"}) for row in rows))

    six = ["IRN", "USA", "RUS"]
    assert len(agreed(("2015-07-14", six, None), ("2015-07-14", ["IRN", "USA"], MOSCOW))) == 1
    assert len(agreed(("2015-07-14", six, MOSCOW), ("2015-07-14", ["IRN"], MOSCOW))) == 1
    assert len(agreed(("2015-07-14", six, MOSCOW), ("2015-07-14", ["IRN"], None))) == 2
    assert len(agreed(("2015-07-14", six, MOSCOW), ("2015-07-14", ["IRN", "IRQ"], MOSCOW))) == 2


def test_an_agreement_told_without_its_day_is_the_one_that_everybody_dates():
    def agreed(*rows):
        return merged(*((*row, {"kind": "agreement"}) for row in rows), anchor="2015-08-10")

    dated = [("2015-07-14", ["IRN", "USA"], None)] * 3
    assert agreed(*dated, (None, ["IRN"], None))["articles"].tolist() == [4]
    assert agreed(*dated, ("2015-07-01..2015-07-31", ["IRN"], None))["articles"].tolist() == [4]
    assert len(agreed(*dated[:2], (None, ["IRN"], None))) == 2         # two articles are few
    assert len(agreed(*dated, (None, ["IRN", "IRQ"], None))) == 2      # another side
    with_iran = [("2015-07-14", ["IRN", *others], MOSCOW)
                 for others in (["USA", "RUS"], ["RUS", "USA"], ["USA", "RUS"], [])]
    assert len(agreed(*with_iran, (None, ["USA", "RUS"], None))) == 2  # theirs, and not with Iran
    other = [("2015-07-20", ["IRN", "RUS"], None)] * 3
    assert len(agreed(*dated, *other, (None, ["IRN"], None))) == 3     # either may be meant


def test_two_guests_pay_two_visits():
    visit = {"kind": "visit"}
    assert len(merged(("2025-01-15", [FIDAN, "SYR"], DAMASCUS, visit),
                      (None, [SHAIBANI, "TUR"], None, visit))) == 2


def test_an_outlet_that_gives_both_days_contradicts_nobody():
    days = ("2025-01-15", "2025-01-16")
    stay = [(day, [FIDAN, "SYR"], DAMASCUS, {"kind": "visit", "outlet": outlet})
            for outlet in ("A", "B") for day in days]
    assert merged(*stay)["disagreement"].isna().all()
    assert merged(*stay, ("2025-01-17", [FIDAN, "SYR"], DAMASCUS, {
        "kind": "visit", "outlet": "C"}))["disagreement"].isna().all()
    assert merged(*stay[:3], ("2025-01-16", [FIDAN, "SYR"], DAMASCUS, {
        "kind": "visit", "outlet": "C"}))["disagreement"].tolist() == [
        "day: 2025-01-15 (B) / 2025-01-16 (C)"]


def test_a_host_without_a_day_may_mean_any_of_his_guests():
    assert len(merged(("2025-01-15", [FIDAN, "RUS"], ANKARA), (None, [FIDAN], ANKARA))) == 2


def test_a_conference_without_names_is_told_by_its_exact_day_and_place():
    assert len(merged(("2025-01-15", [], ANKARA), ("2025-01-15", [], ANKARA))) == 1
    assert len(merged(("2025-01-15", [], ANKARA), (None, [], ANKARA))) == 2
    assert len(merged(("2025-01-15", [], ANKARA), ("2025-01-15", [FIDAN], ANKARA))) == 2


def test_strikes_of_every_day_are_not_one():
    strike = {"kind": "strike"}
    two = ["USA", "org:isis"]
    assert len(merged(("2025-01-15", two, "SYR", strike), (None, two, "SYR", strike))) == 2
    assert len(merged(("2025-01-15", two, "SYR", strike), ("2025-01-16", two, "SYR", strike))) == 2
    assert len(merged(("2025-01-15", two, "SYR", strike), ("2025-01-15", two, None, strike))) == 1


def test_a_visit_to_another_state_is_another_visit():
    visit = {"kind": "visit"}
    assert len(merged(("2025-01-15", [FIDAN, "SYR"], DAMASCUS, visit),
                      (None, [FIDAN, "SYR", "RUS"], MOSCOW, visit))) == 2


def test_an_event_without_a_day_joins_only_what_nothing_speaks_against():
    known = ("2025-01-15", ["TUR", "SYR"], ANKARA)
    assert len(merged(known, (None, ["TUR", "SYR"], DAMASCUS))) == 2
    assert len(merged(known, (None, ["TUR", "SYR"], None))) == 1
    assert len(merged(("2025-01-15", ["TUR", "SYR", "IRN"], ANKARA),
                      (None, ["TUR", "SYR", "RUS"], ANKARA))) == 2


def test_reprints_count_once():
    table = merged(("2025-01-15", ["TUR", "SYR"], ANKARA),
                   ("2025-01-15", ["TUR", "SYR"], ANKARA, {"reprint_of": "a-1"}))
    assert table[["articles", "outlets"]].values.tolist() == [[1, 2]]


def test_no_events_make_no_happenings():
    table = events.merge_events(*told())
    assert table.empty and list(table) == tables.SCHEMAS["happenings"].names


def test_evidence_lays_the_sentences_side_by_side():
    found, articles = told(("2025-01-15", ["TUR", "SYR"], ANKARA, {"anchor": "2025-01-17"}),
                           ("2025-01-15", ["TUR", "SYR"], ANKARA))
    found = found.assign(happening_id=events.link_events(found, articles))
    sentences = tables.typed([
        {"sentence_id": f"{article}:0001", "article_id": article, "start": 3, "end": 9,
         "text": f"جملة {article}"} for article in articles["article_id"]], "sentences")
    table = events.evidence(found["happening_id"][0], found, articles, sentences)
    assert table["sentence"].tolist() == ["جملة a-2", "جملة a-1"]
    with pytest.raises(ValueError, match="h:nobody"):
        events.evidence("h:nobody", found, articles, sentences)


def test_labels_stand_in_for_ids_also_in_a_disagreement():
    table = merged(
        ("2025-01-15", [FIDAN, SHAIBANI], ANKARA), ("2025-01-15", [FIDAN, SHAIBANI], DAMASCUS))
    mentions = tables.typed([
        {"entity_id": FIDAN, "label": "فيدان"}, {"entity_id": SHAIBANI, "label": "الشيباني"},
        {"entity_id": ANKARA, "label": "أنقرة"}, {"entity_id": DAMASCUS, "label": "دمشق"},
    ], "mentions")
    shown = events.with_labels(table, mentions)
    assert shown["participants"].tolist() == [["فيدان", "الشيباني"]]
    assert shown["disagreement"].tolist() == ["venue: أنقرة (outlet 1) / دمشق (outlet 2)"]


def test_an_id_that_no_mention_holds_has_the_lexicons_name():
    table = merged(("2025-01-15", [FIDAN, SHAIBANI], ANKARA),
                   ("2025-01-15", [FIDAN, SHAIBANI, "name:سليم"], DAMASCUS))
    shown = events.with_labels(table, tables.typed([], "mentions"))
    assert shown["disagreement"].tolist() == ["venue: أنقرة (outlet 1) / دمشق (outlet 2)"]
    assert shown["participants"][0][-1] == "name:سليم" and ":" not in shown["participants"][0][0]


def test_who_names_fewer_parties_does_not_contradict():
    table = merged(("2025-01-15", ["TUR", "SYR", "IRN"], ANKARA),
                   ("2025-01-15", ["TUR", "SYR", "RUS"], ANKARA),
                   ("2025-01-15", ["TUR", "SYR"], ANKARA))
    assert table["disagreement"].tolist() == [
        "participants: IRN، SYR، TUR (outlet 1) / RUS، SYR، TUR (outlet 2)"]


quick = settings(max_examples=30, deadline=None)     # a merge takes pandas some milliseconds
days = some.dates(pd.Timestamp("2025-01-01").date(), pd.Timestamp("2025-01-09").date())
parties = some.lists(
    some.sampled_from(["TUR", "SYR", "RUS", FIDAN, SHAIBANI, LAVROV, PUTIN, "org:nato"]),
    max_size=3, unique=True)
rows = some.lists(some.tuples(
    some.one_of(some.none(), days.map(str), days.map(lambda day: f"{day}..2025-01-31")), parties,
    some.sampled_from([None, ANKARA, DAMASCUS, MOSCOW, "SYR"]),
    some.fixed_dictionaries({"kind": some.sampled_from(["meeting", "visit"]),
                             "status": some.sampled_from(["held", "planned", "cancelled"])}),
), max_size=8)


@quick
@given(rows, some.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    found, articles = told(*rows)
    order = list(found.index)
    random.shuffle(order)
    shuffled = found.loc[order].reset_index(drop=True)
    mixed = articles.loc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        events.merge_events(found, articles), events.merge_events(shuffled, mixed))


@quick
@given(rows)
def test_every_event_is_in_exactly_one_happening(rows):
    found, articles = told(*rows)
    linked = events.link_events(found, articles)
    assert linked.notna().all() and list(linked.index) == list(found.index)
    table = events.merge_events(found, articles)
    assert set(table["happening_id"]) == set(linked) and table["articles"].sum() == len(found)


# ---------------------------------------------------------------- many events


class Everywhere(linking._Groups):
    """Looks at every group of the kind with a day in reach: slow, and certain to miss none."""

    def near(self, event, first, last):
        return (place for place, core in enumerate(self.cores)
                if core.told and core.told.kind == event.kind
                and core.told.first <= last and first <= core.told.last)


@quick
@given(some.lists(rows, min_size=1, max_size=3).map(lambda lists: sum(lists, [])))
def test_keys_miss_no_group_that_fits(rows):
    found, articles = told(*rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "_Groups", Everywhere)
        expected = linking.link_events(found, articles)
    pd.testing.assert_series_equal(linking.link_events(found, articles), expected)


def test_ten_times_the_events_are_compared_ten_times_as_often(monkeypatch):
    compared = []
    monkeypatch.setattr(linking, "likeness", lambda *two: compared.append(1) or 0)
    counts = []
    for number in (60, 600):
        compared.clear()
        days = pd.date_range("2020-01-01", periods=number).strftime("%Y-%m-%d")
        linking.link_events(*told(*((day, ["TUR", "SYR", "RUS"], ANKARA) for day in days)))
        counts.append(len(compared))
    assert 0 < counts[1] <= 11 * counts[0]


def test_busy_days_of_others_are_not_looked_at(monkeypatch):
    compared = []
    monkeypatch.setattr(linking, "likeness", lambda *two: compared.append(1) or 0)
    linking.link_events(*told(*(
        ("2025-01-15", [f"org:{number}", "SAU"], ANKARA) for number in range(50))))
    assert not compared
