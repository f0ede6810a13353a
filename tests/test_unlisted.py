"""Names that no list has: the cases of tests/cases/unlisted.csv, where <...> is what is tagged.

What the tagger itself finds is not asked here: its weights may change, these rules hold for any.
"""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils import entities, tagger
from utils.text.folding import fold

CASES = Path(__file__).with_name("cases") / "unlisted.csv"


def read_cases() -> list:
    """The cases as parameters, known failures marked."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [
            pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(strict=True)] * (
                case["kind"] == "known failure"))
            for case in csv.DictReader(lines)
        ]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without < and >, and the spans of its key that they marked."""
    plain, spans = "", []
    for piece in text.split("<"):
        name, _, rest = piece.rpartition(">")
        if name:
            spans.append((len(fold(plain).key), len(fold(plain + name).key)))
        plain += name + rest
    return plain, spans


def columns(names: list[tuple[int, int, str]]) -> np.ndarray:
    """Names (start, end, kind) of the first text as the tagger gives them."""
    kinds = list(tagger.KIND.values())
    rows = [(0, start, end, kinds.index(kind)) for start, end, kind in names]
    return np.array(rows, np.int64).reshape(-1, 4).T


@pytest.fixture
def tag(monkeypatch):
    """Makes the tagger find the given spans in the only text there is."""
    def set_spans(spans, kind="person"):
        monkeypatch.setattr(entities, "find_spans", lambda chunks: columns(
            [(*span, kind) for span in spans]))
    return set_spans


@pytest.mark.parametrize("case", read_cases())
def test_unlisted(case, tag):
    text, spans = unmarked(case["text"])
    tag(spans)
    found = entities.find_entities(text)
    assert " | ".join(
        f"{row.surface} = {row.entity_id}" + f" {row.sense}" * (row.sense != "name")
        for row in found[found["kind"] == "person"].itertuples()
    ) == case["expected"]


def test_an_office_gives_way_to_a_name_beside_it_that_no_list_has(tag):
    text, spans = unmarked("قال وزير الخارجية التركي <زورغان الرندي> إن الأمر صعب")
    tag(spans)
    people = entities.find_entities(text, on="2024-06-11").query("kind == 'person'")
    assert people["entity_id"].tolist() == ["name:زورغان-الرندي"]
    text, spans = unmarked("التقى وزير الخارجية التركي أمس <زورغان الرندي>")
    tag(spans)
    people = entities.find_entities(text, on="2024-06-11").query("kind == 'person'")
    assert people["entity_id"].tolist() == ["person:hakan-fidan", "name:زورغان-الرندي"]


@pytest.mark.parametrize(("kind", "text", "expected"), [
    ("place", "اندلع حريق في <تيلبورغن> أمس", "name:place:تيلبورغن"),
    ("place", "اندلع حريق ب<تيلبورغن> أمس", "name:place:تيلبورغن"),
    ("place", "سافر إلى جزيرة <جورج إيلاندز> الصغيرة", "name:place:جورج-ايلاندز"),
    ("place", "شكر <تيلبورغن> الحضور", ""),
    ("place", "مشى في <الريف> وحده", ""),
    ("place", "مشى في <حلب> وحده", "place:aleppo"),
    ("place", "سافر إلى <الرباط> في زيارة", "place:rabat"),
    ("place", "بحسب ولاية <الفقيه> هناك", ""),
    ("place", "في شرق <أوسطية> جديدة", ""),
    ("organisation", "أعلنت شركة <سواتشينغ> أرباحها", "name:org:سواتشينغ"),
    ("organisation", "ذكرت صحيفة <لاليبرتين> الخبر", "name:org:لاليبرتين"),
    ("organisation", "أعلنت <سواتشينغ> أرباحها", ""),
    ("organisation", "رفع <ستاندرد بروز> توقعاته", "name:org:ستاندرد-بروز"),
    ("organisation", "قالت يو.<بي.إكس> أمس", ""),
    ("organisation", "في مستشفى <الملك الرنداوي> أمس", ""),
    ("organisation", "باستخدام <deep learning> فقط", ""),
], ids=str)
def test_places_and_organisations_that_no_list_has(kind, text, expected, tag):
    text, spans = unmarked(text)
    tag(spans, kind)
    found = entities.find_entities(text)
    assert " ".join(found["entity_id"]) == expected
    if expected.startswith("name:"):
        assert found[["kind", "via", "sense"]].values.tolist() == [[kind, "tagger", "name"]]


def test_no_place_is_taken_from_a_person(tag, monkeypatch):
    text = "سافر سعيد الرندي إلى الرندي"
    monkeypatch.setattr(entities, "find_spans", lambda chunks: columns(
        [(5, 16, "person"), (10, 16, "place")]))
    found = entities.find_entities(text)
    assert found["entity_id"].tolist()[0] == "name:سعيد-الرندي"
    assert "place" not in set(found["kind"])


def test_how_an_unlisted_person_was_found_is_said(tag):
    text, spans = unmarked("وصل <عبد الله الرندي> أمس. وقال الرندي إنه راض")
    tag(spans)
    found = entities.find_entities(text)
    assert found[["surface", "kind", "sense", "via", "label"]].values.tolist() == [
        ["عبد الله الرندي", "person", "name", "tagger", "عبد الله الرندي"],
        ["الرندي", "person", "part", "part", "عبد الله الرندي"],
    ]
    assert found["label_en"].isna().all()


def test_without_the_tagger_only_the_lexicon_speaks():
    text = "التقى جون كيري في موسكو سهيل الرندي"
    found = entities.find_entities(text, tagger=False)
    assert found["surface"].tolist() == ["جون كيري", "موسكو"]


def test_nobody_is_carried_into_the_next_article():
    texts = pd.Series(["وقال الدكتور سهيل الرندي إنه راض", "وفي رأي الرندي أن الوقت ضيق"])
    assert set(entities.find_entities(texts)["doc"]) == {0}


@given(st.data())
def test_any_spans_give_mentions_in_order_that_do_not_overlap(data):
    words = data.draw(st.lists(st.sampled_from([
        "سهيل", "الرندي", "وعلي", "بن", "آل", "عبد", "الله", "الدكتور", "سوريا", "قال", "،", "ملعب",
        "جون", "كيري", "صلى", "للرندي", "\n",
    ]), min_size=1, max_size=25))
    text = " ".join(words)
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12, unique=True).map(sorted))
    spans = [span for span in zip(cuts[::2], cuts[1::2], strict=False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entities, "find_spans", lambda chunks: columns(
            [(*span, "person") for span in spans]))
        found = entities.find_entities(text)
    end = 0
    for row in found.itertuples():
        assert text[row.start:row.end] == row.surface
        assert row.start >= end
        end = row.end
