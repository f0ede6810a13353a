"""Quotations: whose words, which verb, direct or indirect, through whom, to whom.

In `cases/quotations.csv` a text carries its own names: {surface kind id}, a part of a name or
another sense as kind:sense. Expected is one quotation after another, `;` between them: speaker
(an id, the printed words, or -), verb, form, the words said, then `by` and `to` where they are.
"""

import re

import pandas as pd
import pytest
from casebook import read_cases
from hypothesis import given
from hypothesis import strategies as some

from utils import quotations, tables, text
from utils.events.readable import Sorted
from utils.quotations import sayings
from utils.quotations.utterances import find_utterances
from utils.text.folding import fold
from utils.text.tokens import make_ready

SCHEMA = tables.SCHEMAS["quotations"]
NAME = re.compile(r"\{(?P<name>[^{}]+?) (?P<kind>\w+)(?::(?P<sense>\w+))? (?P<id>\S+)\}")
MARKS = re.compile("[«»\"“”.]")


def read_named(marked):
    """The plain text of a case, and its mentions."""
    plain, mentions, done = "", [], 0
    for match in NAME.finditer(marked):
        plain += marked[done:match.start()]
        done = match.end()
        mentions.append({
            "article_id": "a-1", "start": len(plain), "end": len(plain) + len(match["name"]),
            "kind": match["kind"], "sense": match["sense"] or "name", "entity_id": match["id"],
            "label": match["name"],
        })
        plain += match["name"]
    return plain + marked[done:], mentions


def quotations_of(marked):
    """The quotations of one article whose body is the case's text, and the body."""
    body, mentions = read_named(marked)
    articles = tables.typed([{"article_id": "a-1", "body": body}], "articles")
    mentions = tables.typed(mentions, "mentions")
    return quotations.find_quotations(articles, text.sentences(articles), mentions), body


def written(one, body):
    """A quotation as the cases write it."""
    said = " ".join(MARKS.sub("", body[one.start:one.end]).split())
    words = [one.speaker if isinstance(one.speaker, str) else "-", one.verb, one.form, said]
    words += [f"by {' '.join(one.reported_by)}"] if one.reported_by else []
    words += [f"to {one.addressee}"] if isinstance(one.addressee, str) else []
    return " ".join(words)


@pytest.mark.parametrize("case", read_cases("quotations.csv"))
def test_finds_quotations(case):
    found, body = quotations_of(case["text"])
    assert "; ".join(written(one, body) for one in found.itertuples()) == case["expected"]


def test_columns_and_types_are_those_of_the_table():
    found, _ = quotations_of("وقالت مصادر في بيان إن اللقاء تأجل.")
    assert tables.to_arrow(found, "quotations").schema == SCHEMA
    row, = found.to_dict("records")
    assert (row["anonymity"], row["medium"], row["article_id"]) == ("unnamed", "بيان", "a-1")
    assert pd.isna(row["label_en"]) and row["sentence_id"].startswith("a-1")


def test_it_can_be_saved_and_read_again(tmp_path):
    found, _ = quotations_of("وقالت مصادر إن اللقاء تأجل.")
    tables.save_table(found, "quotations", tmp_path)
    pd.testing.assert_frame_equal(tables.read_table("quotations", tmp_path), found)
    with pytest.raises(tables.TableError, match="04-events"):
        tables.read_table("quotations", tmp_path / "none")


def test_its_columns_are_in_the_data_dictionary():
    page = (tables.ROOT / "data" / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## quotations\n(.*?)^## ", page, re.MULTILINE | re.DOTALL)[1]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", section, re.MULTILINE)[1:]
    assert rows == [(field.name, str(field.type)) for field in SCHEMA]


def test_words_stand_beside_their_outlet():
    body = "وقالت مصادر إن اللقاء تأجل."
    articles = tables.typed([{"article_id": "a-1", "body": body, "outlet": "سدر"}], "articles")
    found = quotations.find_quotations(
        articles, text.sentences(articles), tables.typed([], "mentions"))
    row, = quotations.with_words(found, articles).to_dict("records")
    assert (row["outlet"], row["words"]) == ("سدر", "اللقاء تأجل")
    assert "body" not in row and quotations.with_words(found[:0], articles).empty


def test_no_article_borrows_the_speaker_of_another():
    said = "وقال مدير الميناء سليم البيطار إن الحركة عادت."
    articles = tables.typed([{"article_id": "a-1", "body": said},
                             {"article_id": "a-2", "body": "وأضاف أن السفن وصلت."}], "articles")
    found = quotations.find_quotations(
        articles.iloc[::-1], text.sentences(articles), tables.typed([], "mentions"))
    assert found.set_index("article_id")["anonymity"].to_dict() == {"a-1": "named", "a-2": "none"}


def test_nothing_gives_an_empty_table():
    found, _ = quotations_of("")
    assert found.empty and list(found) == SCHEMA.names


# ---------------------------------------------------------------- any text

PIECES = ["قال", "وأضاف", "أن ", "إن", "«", "»", "\"", ":", "،", ".", "\n", "الوزير", "في بيان",
          "عن", "على ما", "بين", "عبر", "ـ", "\N{ARABIC FATHA}", "\N{ARABIC LETTER YEH}", " ", "ل",
          "مصدر", "a", "1", "\N{GRINNING FACE}", "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}"]
any_text = some.lists(some.sampled_from(PIECES), max_size=60).map(" ".join)


@given(any_text)
def test_spans_lie_in_their_sentence_and_hold_words(body):
    articles = tables.typed([{"article_id": "a-1", "body": body}], "articles")
    sentences = text.sentences(articles)
    found = quotations.find_quotations(articles, sentences, tables.typed([], "mentions"))
    begins = dict(zip(sentences["sentence_id"], sentences["start"], strict=True))
    for one in found.itertuples():
        assert begins[one.sentence_id] <= one.start < one.end <= len(body)
        assert body[one.start:one.end].strip()


def utterances(bodies):
    """(number of the body, tokens, moving places) of each sentence that has a verb of speech."""
    articles = pd.DataFrame({"article_id": [f"a-{place}" for place in range(len(bodies))],
                             "body": pd.Series(bodies, dtype="str")})
    places = dict(zip(articles["article_id"], range(len(bodies)), strict=True))
    sentences = Sorted(text.sentences(articles), places, ("sentence_id",))
    return [(int(sentences.place[row]), tokens[:], tokens.moving)
            for row, tokens in find_utterances(make_ready(bodies), sentences)]


@given(some.lists(any_text, max_size=5))
def test_words_and_marks_are_cut_alike_in_a_batch_and_alone(bodies):
    found = utterances(bodies)
    alone = [(place, *one[1:]) for place, body in enumerate(bodies) for one in utterances([body])]
    assert found == alone
    for place, tokens, moving in found:
        assert moving == sorted(set(moving)) and any(tokens[one].verb for one in moving)
        for token in tokens:
            printed = bodies[place][token.start:token.end]
            assert printed == printed.strip() and fold(printed).key == token.key


def test_a_number_written_onto_a_verb_makes_it_none():
    found, _ = quotations_of("وصل الوفد أمس، 2قال")
    assert found.empty


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize(("name", "line", "told"), [
    ("speech_words.csv", "في أثناء,edge,", "line 2: words is 'في أثناء', expected one word"),
    ("speech_words.csv", "في,edge", "line 2"),
    ("speech_verbs.csv", "قال,قال,يقول,,", "line 2"),
])
def test_a_broken_row_says_where(tmp_path, name, line, told):
    for file in ("speech_verbs.csv", "speech_words.csv"):
        rows = (tables.LEXICON / file).read_text(encoding="utf-8").splitlines()[:1]
        rows += [line] if file == name else []
        (tmp_path / file).write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(told)):
        sayings.read_sayings(tmp_path)


def test_every_role_of_the_words_is_described():
    page = (tables.ROOT / "data" / "README.md").read_text(encoding="utf-8")
    roles = {role for _, roles in sayings.read_sayings().words.values() for role in roles}
    assert all(role in page for role in roles)
