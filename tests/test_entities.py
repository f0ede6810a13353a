"""Who is named where: the cases of tests/cases/names.csv, offsets, tallies, and a plain twin."""

import csv
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils import entities
from utils.entities.matches import Text, candidates
from utils.lexicon import spotting
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.text.folding import fold
from utils.text.tokens import read_tokens

CASES = Path(__file__).with_name("cases") / "names.csv"
SEED = "corpora/seed/000_94337a6bc9c15610.txt"


def read_cases() -> list:
    """The cases as parameters, known failures marked."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [
            pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(strict=True)] * (
                case["kind"] == "known failure"))
            for case in csv.DictReader(lines)
        ]


def short(found: pd.DataFrame) -> str:
    """The mentions as the cases write them: surface = id, and the sense unless it is a name."""
    return " | ".join(
        f"{row.surface} = {row.entity_id}" + f" {row.sense}" * (row.sense != "name")
        for row in found.itertuples()
    )


@pytest.fixture(scope="module")
def lexicon():
    return entities.read_lexicon()


@pytest.fixture(scope="module")
def real_texts(shared) -> pd.Series:
    """The bodies of one day of SaudiNewsNet."""
    with zipfile.ZipFile(shared / "corpora/saudinewsnet/2015-08-03.zip") as archive:
        articles = json.loads(archive.read(archive.namelist()[0]).decode("utf-8-sig"))
    return pd.Series([article["content"] for article in articles], dtype="str")


@pytest.mark.parametrize("case", read_cases())
def test_names(case):
    text = case["text"].replace("\\n", "\n")
    found = entities.find_entities(text, on=case["on"] or None, tagger=False)
    assert short(found) == case["expected"]


def test_there_are_300_cases_and_each_has_its_own_reason():
    why = [case.values[0]["why"] for case in read_cases()]
    assert len(why) >= 300
    assert len(set(why)) == len(why)


# ---------------------------------------------------------------- the seed page


def test_seed_page(shared):
    text = (shared / SEED).read_text(encoding="utf-8")
    found = entities.find_entities(text)
    states = set(found.loc[found["kind"] == "country", "label_en"])
    assert states >= {"Turkey", "Syria", "Russia", "Iran", "Iraq", "Egypt"}
    assert set(found.loc[found["kind"] == "person", "label_en"]) == {
        "Vladimir Putin", "Hakan Fidan", "Alexander Lavrentiev", "Asaad al-Shaibani"}
    assert set(found.loc[found["kind"] == "place", "label_en"]) >= {
        "Hmeimim", "Latakia", "Idlib", "Baghdad", "Moscow"}
    assert set(found.loc[found["kind"] == "outlet", "label_en"]) == {
        "Sputnik", "Aydinlik", "Iraq News Network"}
    acting = found[found["sense"] == "metonym"]
    assert acting[["surface", "entity_id"]].values.tolist() == [
        ["موسكو", "RUS"], ["أنقرة", "TUR"], ["دمشق", "SYR"], ["دمشق", "SYR"]]
    parts = found[found["sense"] == "part"]
    assert parts[["surface", "label_en", "via"]].values.tolist() == [
        ["الشيباني", "Asaad al-Shaibani", "part"]]


# ---------------------------------------------------------------- the table


def test_doc_is_the_index_label_of_the_text():
    texts = pd.Series(["في سوريا", None, "لا أحد", "تركيا"], index=["a", "b", "c", "d"])
    found = entities.find_entities(texts)
    assert found[["doc", "start", "end", "surface"]].values.tolist() == [
        ["a", 3, 8, "سوريا"], ["d", 0, 5, "تركيا"]]


def test_no_text_and_no_name_give_an_empty_table_with_all_columns():
    for texts in ("", "لا أحد هنا", pd.Series([], dtype="str")):
        found = entities.find_entities(texts)
        assert found.empty
        assert list(found) == ["doc", *entities.COLUMNS]


@pytest.mark.parametrize("day", [
    "2024-06-11", pd.Timestamp("2024-06-11 23:00", tz="Asia/Riyadh"), date(2024, 6, 11),
    pd.Series([pd.Timestamp("2024-06-11", tz="UTC")]),
], ids=["text", "with a time zone", "date", "Series with a time zone"])
def test_a_day_may_be_written_in_many_ways(day):
    found = entities.find_entities("وزير الخارجية التركي", on=day)
    assert "Hakan Fidan" in set(found["label_en"])


@pytest.mark.parametrize("day", [None, pd.NaT, float("nan"), pd.Series([None])],
                         ids=["None", "NaT", "NaN", "Series of None"])
def test_without_a_day_no_office_finds_its_holder(day):
    found = entities.find_entities("وزير الخارجية التركي", on=day)
    assert found["sense"].tolist() == ["demonym"]


@pytest.mark.parametrize(("texts", "on", "expected"), [
    (None, None, "expected one text or a Series"), (["تركيا"], None, "Wrap several"),
    (pd.Series(["تركيا", 5], dtype=object), None, "texts holds 5"),
    ("تركيا", "yesterday", "expected a day"), ("تركيا", ["2024-06-11"], "expected a day"),
], ids=["no text", "a list", "a number", "no day", "days without labels"])
def test_what_is_no_text_or_day_is_told(texts, on, expected):
    with pytest.raises((TypeError, ValueError), match=expected):
        entities.find_entities(texts, on=on)


def test_each_text_has_its_own_day():
    texts = pd.Series(["وزير الخارجية التركي"] * 3, index=[7, 8, 9])
    days = pd.Series(["2022-12-28", None, "2024-06-11"], index=[7, 8, 9])
    found = entities.find_entities(texts, on=days)
    people = found[found["kind"] == "person"]
    assert people[["doc", "label_en"]].values.tolist() == [
        [7, "Mevlut Cavusoglu"], [9, "Hakan Fidan"]]


def test_labels_that_repeat_are_kept_as_they_are():
    texts = pd.Series(["وزير الخارجية التركي"] * 2, index=[5, 5])
    days = pd.Series(["2022-12-28", "2024-06-11"], index=[5, 5])
    found = entities.find_entities(texts, on=days)
    assert found["doc"].tolist() == [5] * 4
    assert found.loc[found["kind"] == "person", "label_en"].tolist() == [
        "Mevlut Cavusoglu", "Hakan Fidan"]


def test_parts_do_not_cross_articles():
    found = entities.find_entities(pd.Series(["قال أسعد الشيباني", "قال الشيباني"]))
    assert found.loc[found["entity_id"] == "person:asaad-al-shaibani", "doc"].tolist() == [0]


def test_a_name_does_not_run_from_one_text_into_the_next():
    assert entities.find_entities(pd.Series(["زار الولايات", "المتحدة"])).empty


def test_surfaces_are_what_stands_at_the_offsets_of_real_articles(real_texts):
    found = entities.find_entities(real_texts)
    assert len(found) > 10_000
    for row in found.itertuples():
        assert real_texts[row.doc][row.start:row.end] == row.surface


def test_texts_give_the_same_alone_and_in_a_batch(real_texts):
    some = real_texts.iloc[:150]
    together = entities.find_entities(some)
    alone = pd.concat([
        entities.find_entities(text).assign(doc=doc) for doc, text in some.items()
    ], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone, check_dtype=False)


def test_only_organs_and_offices_overlap_other_mentions(real_texts):
    found = entities.find_entities(real_texts.iloc[:400], on="2015-08-03")
    for _, rows in found.groupby("doc"):
        end, holder = 0, None
        for row in rows.sort_values(["start", "end"], ascending=[True, False]).itertuples():
            if row.start < end:
                assert holder.kind == "organisation" or holder.sense == "office", (holder, row)
            if row.end > end:
                end, holder = row.end, row


# ---------------------------------------------------------------- the plain twin


def plain_forms() -> dict[tuple[str, ...], bool]:
    """The names in the files as folded words, and whether the first of them has the article."""
    forms: dict[tuple[str, ...], bool] = {}
    for file in ("countries", "places", "organisations", "outlets", "people"):
        for row in read_rows(LEXICON, file):
            for name in row.many("names"):
                words = tuple(re.findall(r"[^\W\d_]+|\d+", fold(name).key))
                forms[words] = forms.get(words, False) or name.startswith("ال")
    return forms


def plain_names(key: str, forms: dict, longest: int) -> set[tuple[int, int, tuple]]:
    """Every name in a folded text by brute force: (word, characters written onto it, name).

    Each word loses each thing that can be written onto it, unless it is a given name (فاطمة is no
    ف and أطمة); what is left is looked for.
    """
    given = {fold(name).key for row in read_rows(LEXICON, "given_names")
             for name in row.many("names")}
    words = re.findall(r"[^\W\d_]+|\d+", key)
    found = set()
    for place, word in enumerate(words):
        for onto in (c + p for c in ("", "و", "ف") for p in ("", "ب", "ل", "ك")):
            if not word.startswith(onto) or onto and word in given:
                continue
            rest = word[len(onto):]
            firsts = {(rest, False), (rest, True)}
            if onto.endswith("ل"):                     # swallows the alef, and one of three lams
                firsts = {(rest, False)}
                if rest.startswith("ل"):
                    firsts |= {("ا" + rest, True)} if rest[1:2] != "ل" else set()
                    firsts |= {("ال" + rest, True)}
            for first, article in firsts:
                for count in range(1, longest + 1):
                    name = (first, *words[place + 1:place + count])
                    if len(name) != count or name not in forms or (
                            onto and count == 1 and len(first) < 3):
                        continue
                    if forms[name] == article or not onto.endswith("ل"):
                        found.add((place, len(onto), name))
    return found


def test_what_the_plain_twin_finds_is_found(real_texts, lexicon):
    names = plain_forms()
    longest = max(map(len, names))
    for text in real_texts.iloc[:150]:
        key = fold(text).key
        words = spotting.find_words(read_tokens(key), lexicon.table)
        starts, ends = words.starts.tolist(), words.ends.tolist()
        whole = Text(key, starts, ends, 0, len(starts), 0, fold(text))
        found = set()
        for place in words.known.tolist():
            forms = lexicon.firsts.get(whole.word(place), ())
            for count, skip, readings in candidates(whole, place, forms):
                if any(reading.sense == "name" for reading in readings):
                    found.add((place, count, skip))
        plain = {
            (place, len(name), skip) for place, skip, name in plain_names(key, names, longest)
            if whole.joined(place, len(name))
        }
        assert found == plain


@given(st.lists(st.text("ابتسيورلمكن", min_size=1, max_size=20), min_size=1, max_size=30))
def test_a_word_has_one_number_wherever_it_stands(words):
    table = spotting.Table(*[spotting.bit_table([words[-1]])] * len(spotting.Table._fields))
    found = spotting.find_words(read_tokens(" ".join(words)), table)
    assert {place for place, word in enumerate(words) if word == words[-1]} <= set(
        found.known.tolist())


@given(st.text(max_size=200))
def test_any_text_is_read_and_offsets_fit(text):
    for row in entities.find_entities(text).itertuples():
        assert text[row.start:row.end] == row.surface


NAMES = [
    "تركيا", "وسوريا", "لأنقرة", "بموسكو", "للسعودية", "وَرُوسيا", "الجيش", "السوري", "الرئيس",
    "الأميركي", "باراك", "أوباما", "وزير", "الخارجية", "التركي", "،", ".", "قال", "في", "«الحياة»",
]


@given(st.lists(st.sampled_from(NAMES), max_size=25))
def test_any_row_of_names_gives_sorted_mentions_within_the_text(words):
    text = " ".join(words)
    found = entities.find_entities(text, on="2015-08-03")
    assert found["start"].is_monotonic_increasing
    assert (found["end"] <= len(text)).all()
    assert (found["surface"].str.len() > 0).all()


# ---------------------------------------------------------------- tallies


def test_tally_counts_articles_outlets_and_mentions_most_first():
    mentions = pd.DataFrame({
        "article_id": ["a", "a", "b", "b", "c"], "outlet": ["x", "x", "x", "x", "y"],
        "entity_id": ["SYR", "SYR", "SYR", "TUR", "TUR"],
        "label": ["سوريا"] * 3 + ["تركيا"] * 2, "label_en": ["Syria"] * 3 + ["Turkey"] * 2,
        "kind": "country", "sense": ["name", "demonym", "name", "name", "name"],
    })
    tally = entities.tally_entities(mentions)
    assert tally[["entity_id", "label_en", "articles", "outlets", "mentions"]].values.tolist() == [
        ["SYR", "Syria", 2, 1, 3], ["TUR", "Turkey", 2, 2, 2]]
    by_sense = entities.tally_entities(mentions, by=["entity_id", "sense"])
    assert by_sense[["entity_id", "sense", "mentions"]].values.tolist() == [
        ["SYR", "name", 2], ["TUR", "name", 2], ["SYR", "demonym", 1]]


def test_tally_of_ties_is_in_the_order_of_the_ids_whatever_the_order_of_rows():
    mentions = pd.DataFrame({"doc": [1, 1, 1], "entity_id": ["b", "c", "a"]})
    for rows in (mentions, mentions.iloc[::-1]):
        assert entities.tally_entities(rows)["entity_id"].tolist() == ["a", "b", "c"]
