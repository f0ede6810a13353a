"""Cleaning, sentences, reprints.

In `cases/clean.csv` and `cases/sentences.csv` what the eye cannot see is written \\uXXXX, the
end of a line \\n. In `cases/sentences.csv` the expected sentences stand between bars.
"""

import re
import time
import unicodedata

import numpy as np
import pandas as pd
import pytest
from bidi import get_display
from casebook import read_cases
from hypothesis import example, given
from hypothesis import strategies as st

from utils import tables, text
from utils.text import breaks, cleaning, copies, shingles, visual
from utils.text.folding import fold
from utils.text.splitting import sentence_spans


def seen(written):
    """The text with \\uXXXX and \\n read."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), written).replace(
        "\\n", "\n")


def articles(*bodies, **columns):
    """Articles a-1, a-2, ... with these bodies."""
    ids = [f"a-{number}" for number in range(1, len(bodies) + 1)]
    return pd.DataFrame({"article_id": ids, "body": list(bodies), **columns})


def letters(printed):
    """The letters and digits of a text, folded, without accents."""
    apart = unicodedata.normalize("NFKD", fold(printed).key)
    return "".join(filter(str.isalnum, apart))


PIECES = (
    "&amp;", "&nbsp;", "&nbsp", "&#39;", "&#x200f;", "&lt", "amp;", "nbsp;", "&zwnj;",
    "«", "»", '"', "“", "”", "(", ")", "-", "–", ".", "..", "...", "؟", "!", "…", "،",
    " ", "  ", "\n", "\r\n", "\t", "\x1a", "\x1c", "\x85", "\N{NO-BREAK SPACE}",
    "1", "٣", "3.5", "د.", "أ.ف.ب", "بي.بي.سي", "www.sana.sy", "NATO", "a", "هـ", "ـ", "ـــ",
    "وقال", "بغداد", "غزّة", "الحكومة السورية", "ةيروسلا ةموكحلا", "ىلع", "لا", "ب", "ة", "ا",
    "اﻷحمر", "ﺔﻴﺑﺮﻌﻟﺍ", "ﷺ", "\ufc60", "\ufe70", "😀", "👩\N{ZERO WIDTH JOINER}🚒", "\U00010330",
    "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH SPACE}",
    "\N{RIGHT-TO-LEFT MARK}", "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{SOFT HYPHEN}",
    "\N{ARABIC FATHA}", "\N{ARABIC SHADDA}", "\N{ARABIC HAMZA ABOVE}", "\N{COMBINING ACUTE ACCENT}",
)
messy = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=60)


# ---------------------------------------------------------------- clean


@pytest.mark.parametrize("case", read_cases("clean.csv"))
def test_cleans(case):
    assert text.clean(seen(case["text"])) == seen(case["expected"])


@given(messy)
@example("&amp;" * 3 + "lt;")
@example("ةيروسلا \ud800 ةموكحلا")                  # half a character, as broken JSON gives
@example("&nb\N{ZERO WIDTH SPACE}sp;")
def test_cleaning_clean_text_changes_nothing(dirty):
    done = text.clean(dirty)
    assert text.clean(done) == done


@given(messy)
def test_no_text_that_needs_cleaning_takes_the_short_way(dirty):
    if not cleaning._needs_steps(dirty):
        for step in cleaning.STEPS:
            assert step(dirty) == dirty, step.__name__


@given(messy)
@example("\tىلع")                     # nothing in the body proves it turned; alone, it would
def test_each_sentence_reads_as_if_cleaned_alone(body):
    found = text.sentences(articles(body))
    for start, end, shown in zip(found["start"], found["end"], found["text"], strict=True):
        printed = body[start:end]
        if visual.turn_round(body) == body and visual.turn_round(printed) == printed:
            assert shown == text.clean(printed)


@given(st.lists(messy, max_size=70))
@example(["قال.\r", "\nوصل. ثم\r\nغادر", "", "ة.\x0bب", "😀. وصل"])
def test_bodies_together_are_cut_as_each_alone(bodies):
    """The plain twin of the look-up of signs: line ends and stops found text by text."""
    found = text.sentences(articles(*bodies))
    for article, body in zip(articles(*bodies)["article_id"], bodies, strict=True):
        if visual.turn_round(body) == body:
            rows = found[found["article_id"] == article]
            assert list(zip(rows["start"], rows["end"], strict=True)) == sentence_spans(body)


@given(messy)
def test_explains_every_change_and_ends_at_the_clean_text(dirty):
    changes = text.explain(dirty)
    steps = [step.__name__ for step in text.STEPS]
    assert {name for name, _ in changes} <= set(steps)
    assert [dirty, *(after for _, after in changes)][-1] == text.clean(dirty)
    for (_, before), (_, after) in zip([("", dirty), *changes], changes, strict=False):
        assert before != after


def test_explain_names_the_steps_in_order():
    assert text.explain("غـزّة&nbsp;اليوم") == [
        ("unescape", "غـزّة\xa0اليوم"), ("drop_tatweel", "غزّة\xa0اليوم"),
        ("join_spaces", "غزّة اليوم"),
    ]


@given(messy)
def test_cleaning_keeps_every_letter_of_logical_text(dirty):
    """Nothing that carries meaning is dropped: letters and digits, in order, by the folded key."""
    if "&" not in dirty and "turn_round" not in dict(text.explain(dirty)):
        assert letters(text.clean(dirty)) == letters(cleaning.drop_invisible(dirty))


@pytest.mark.parametrize(("one", "other"), [
    ("إسطنبول", "اسطنبول"), ("موسكى", "موسكي"), ("القاهرة", "القاهره"), ("١٨ آذار", "18 اذار"),
    ("العـــراق  اليوم", "العراق اليوم"), ("مُحَمّد", "محمد"), ("غزة&nbsp;اليوم", "غزة\nاليوم"),
    ("اﻷحمر", "الاحمر"), ("NATO", "nato"),
])
def test_one_key_for_two_spellings(one, other):
    assert text.match_key(one) == text.match_key(other)


def test_different_words_have_different_keys():
    assert len(set(map(text.match_key, ("سوريا", "سوريه", "روسيا", "سوري")))) == 4


@pytest.mark.parametrize("logical", [
    "المدين ةالعربية الكبيرة", "عن الشرك ةالعالمية", "كلا فضلا وقليلا", "الجيل (ةز8) الجديد",
    "ة", "ىٰ",
])
def test_typing_errors_are_no_proof(logical):
    assert not visual.is_visual(logical)


def test_only_reshaped_lines_turn(shared):
    """No line of the seed is called visual; each, turned by hand, is turned back."""
    lines = [line for file in (shared / "corpora/seed").iterdir()
             for line in file.read_text(encoding="utf-8").splitlines() if len(line) > 100]
    assert len(lines) > 5
    for line in lines:
        assert not visual.is_visual(line)
        drawn = get_display(line, base_dir="R")
        assert visual.turn_round(drawn) == line


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize("case", read_cases("sentences.csv"))
def test_cuts_into_sentences(case):
    found = text.sentences(articles(seen(case["text"])))
    assert " | ".join(found["text"]) == case["expected"]


def check_spans(body):
    """The sentences cover the body in their order; their table."""
    found = text.sentences(articles(body))
    assert list(found["start"]) == sorted(found["start"])
    covered = [False] * len(body)
    for start, end in zip(found["start"], found["end"], strict=True):
        assert body[start:end] == body[start:end].strip() != ""
        assert not any(covered[start:end])
        covered[start:end] = [True] * (end - start)
    assert not any(body[place].strip() for place, is_in in enumerate(covered) if not is_in)
    return found


@given(messy)
@example("وصل.\x1cغادر")
def test_spans_cover_the_body_in_order(body):
    check_spans(body)


@given(messy)
@example("وصل  الوفد")
def test_what_has_no_end_is_cut(body):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("utils.text.splitting.LONGEST", 4)
        check_spans(body)
        assert all(end - start <= 4 for start, end in sentence_spans(body))


def test_a_cut_falls_on_a_blank():
    body = "كلمة أخرى " * 1000
    found = check_spans(body)
    assert len(found) == 3 and found["text"].str.endswith(("كلمة", "أخرى")).all()


def test_a_long_quotation_is_split():
    speech = "«" + "وصل الوفد إلى العاصمة أمس. " * 20 + "»."
    assert len(text.sentences(articles(speech))) == 20


def test_ids_sort_as_the_sentences_stand():
    found = text.sentences(articles("وصل الوفد. " * 12, "وصل."))
    assert list(found["sentence_id"]) == sorted(found["sentence_id"])
    assert found["sentence_id"].is_unique
    assert set(found["article_id"]) == {"a-1", "a-2"}


@pytest.mark.parametrize("body", ["", " \n ", None, float("nan"), pd.NA])
def test_no_body_no_sentence(body):
    found = text.sentences(articles(body))
    assert found.empty
    tables.to_arrow(found, "sentences")            # the columns and types of the schema


def test_no_article_no_sentence():
    assert list(text.sentences(articles()).columns) == tables.SCHEMAS["sentences"].names


@pytest.mark.parametrize("find", [text.sentences, text.find_reprints])
def test_missing_columns_are_named(find):
    with pytest.raises(ValueError, match="without the columns article_id, body .it has headline"):
        find(pd.DataFrame({"headline": ["خبر"]}))


@pytest.mark.parametrize("hostile", [
    "." * 200_000, ". " * 100_000, "«" * 200_000, '"' * 200_000, "(" * 100_000 + ")" * 100_000,
    ". (" * 70_000, '."' * 100_000, "ة" * 200_000, "ـ" * 200_000, "&amp;" * 40_000, "&#" * 100_000,
    "أ." * 100_000, "وقال.وقال" * 30_000, "﴿" * 200_000, "\N{ZERO WIDTH NON-JOINER}ب" * 100_000,
    " " * 200_000 + ".", "1." * 100_000, "ﺔﻴ" * 100_000, "\n" * 200_000,
], ids=lambda hostile: ascii(hostile[:9]))
def test_time_is_linear(hostile):
    began = time.process_time()
    text.clean(hostile)
    text.sentences(articles(hostile))
    text.find_reprints(articles(hostile, hostile))
    assert time.process_time() - began < 20        # quadratic ones take minutes


def test_abbreviations_are_whole():
    kinds = set(breaks.ABBREVIATIONS.values())
    assert kinds == {"never", "maybe", "always", "letter", "suffix"}


# ---------------------------------------------------------------- reprints


def story(number, words=120):
    """A body of invented words that no other number shares."""
    chosen = np.random.default_rng(number).integers(0, 4000, words)
    named = [f"كلمة{'ابتثجحخدذر'[word % 10]}{word}" for word in chosen]
    return " ".join(word + ("." if place % 20 == 19 else "") for place, word in enumerate(named))


def changed(body, share, number=0):
    """The body with this share of its words replaced."""
    random = np.random.default_rng(number)
    return " ".join(f"بديل{random.integers(9999)}" if random.random() < share else word
                    for word in body.split())


def links(*bodies, **columns):
    """The earliest copy of each, empty for none."""
    return list(text.find_reprints(articles(*bodies, **columns)).fillna(""))


def test_exact_copies_point_to_the_first():
    assert links(story(1), story(2), story(1), story(1)) == ["", "", "a-1", "a-1"]


def test_copies_that_differ_in_print_only():
    assert links("وصل الوفدُ إلى أنقرة.", " وصل  الوفد الى انقره") == ["", "a-1"]


@pytest.mark.parametrize("share", [0.05, 0.10, 0.15])
def test_copies_with_words_changed(share):
    originals = [story(number, 200) for number in range(20)]
    copies = [changed(body, share, number) for number, body in enumerate(originals)]
    found = links(*originals, *copies)
    right = sum(found[20 + number] == f"a-{number + 1}" for number in range(20))
    assert right >= 18 and found[:20] == [""] * 20


def test_a_copy_cut_at_the_end_and_one_with_a_byline():
    body = story(7, 200)
    cut, signed = " ".join(body.split()[:130]), "بغداد - وكالات: " + body
    assert links(body, cut, signed) == ["", "a-1", "a-1"]


def test_the_earliest_day_wins_over_the_order_of_rows():
    days = pd.to_datetime(["2024-06-20", "2024-06-18", None])
    assert links(story(1), story(1), story(1), published=days) == ["a-2", "", "a-2"]
    anchors = {"published": pd.to_datetime([None, None]),
               "anchor": pd.to_datetime(["2024-06-20", "2024-06-18"])}
    assert links(story(1), story(1), **anchors) == ["a-2", ""]


def test_a_copy_of_a_copy_points_to_the_first():
    first = story(3, 200)
    second = changed(first, 0.1, 1)
    assert links(first, second, second, changed(second, 0.08, 2)) == ["", "a-1", "a-1", "a-1"]


def test_short_bodies_link_only_when_equal():
    one = "وصل وفد عسكري تركي إلى القاعدة الجوية صباح اليوم"
    assert links(one, one, one.replace("اليوم", "أمس")) == ["", "a-1", ""]
    assert links("صورة", "صورة", "صورة", headline=["وفد", "وفد", "قمة"]) == ["", "a-1", ""]


def test_missing_and_empty_bodies_are_no_copies():
    assert links(None, None, "", " ", float("nan")) == [""] * 5
    assert links() == []


def test_links_keep_the_labels_of_the_articles():
    table = articles(story(1), story(2), story(1)).set_index(pd.Index([7, 5, 3]))
    assert text.find_reprints(table).dropna().to_dict() == {3: "a-1"}


def test_links_fit_the_schema():
    table = articles(story(1), story(1))
    tables.to_arrow(tables.typed(table.assign(reprint_of=text.find_reprints(table)), "articles"),
                    "articles")


def test_chains_tell_who_ran_whose_story():
    body = story(4, 200)
    table = articles(story(9), body, " ".join(body.split()[:120]), story(8),
                     outlet=["س", "سانا", "الأيام", "ص"],
                     published=pd.to_datetime(["2024-06-18"] * 2 + ["2024-06-20"] * 2))
    chains = text.reprint_chains(table)
    told = chains[["reprint_of", "article_id", "outlet", "days_later", "copies"]]
    assert told.values.tolist() == [["a-2", "a-2", "سانا", 0, 2], ["a-2", "a-3", "الأيام", 2, 2]]
    assert list(chains["share"]) == [1.0, 1.0]
    assert text.reprint_chains(table, text.find_reprints(table)).equals(chains)
    assert text.reprint_chains(articles(story(1))).empty


@given(st.lists(messy, max_size=5))
def test_hashes_stand_for_the_plain_words(bodies):
    """The fast kernel against its slow twin: equal hashes exactly where the words are equal."""
    words, bounds = shingles.hash_words(articles(*bodies))
    plain = [shingles.plain_words(body) for body in bodies]
    assert list(np.diff(bounds)) == list(map(len, plain))
    flat = [word for some in plain for word in some]
    assert pd.factorize(words)[0].tolist() == pd.factorize(np.array(flat, dtype=object))[0].tolist()


@given(st.integers(0, 6), st.integers(0, 2**32), st.integers(1, 32))
def test_candidates_are_the_pairs_that_the_slow_twin_finds(count, seed, at_once):
    numbers = np.random.default_rng(seed)
    values = numbers.choice([3, 8, 20])                  # so that many bands agree, a few or none
    signed = numbers.integers(0, values, (count, copies.SIGNATURE), dtype=np.uint32)
    same = (signed[:, None] == signed).reshape(
        count, count, copies.SIGNATURE // copies.ROWS, copies.ROWS)
    alike = same.all(axis=3).any(axis=2) & (same.mean(axis=(2, 3)) >= copies.ALIKE / 2)
    expected = [(one, other) for other in range(count) for one in range(other) if alike[one, other]]
    found = copies.candidates(np.ascontiguousarray(signed.T), at_once)
    assert list(map(tuple, found.tolist())) == expected


def test_links_do_not_hang_on_batches(monkeypatch):
    bodies = [story(number % 7, 60) for number in range(20)]
    whole = links(*bodies)
    monkeypatch.setattr(shingles, "BATCH", 3)
    assert links(*bodies) == whole
