"""One person under two spellings: offered as merges to confirm, never merged silently.

Two names are offered as one when their consonants agree as transliteration leaves them (لافرنتيف,
لافرينتييف), or when one leaves out the father's name of the other. Write yes or no into the column
`decision`, keep the table as CSV, and give it to `apply_merges`.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import NamedTuple

import pandas as pd

from utils.asking import asks, instance, table
from utils.entities.naming import PREFIX, name_words
from utils.lexicon import read_lexicon
from utils.lexicon.forms import ARTICLE
from utils.lexicon.readings import Lexicon

COLUMNS = ["keep", "keep_label", "keep_label_en", "merge", "merge_label", "articles", "likeness",
           "why", "decision"]
DECISIONS = ("", "yes", "no")
SPELLING, SHORTER = "spelling", "part of the name left out"
ALIKE = 0.75                 # of the letters, for foreign names whose consonants agree
NATIVE = 0.85                # for those that begin with an Arab given name: سعد is not سعيد
FEWEST = 3                   # consonants; with fewer, too many names agree

# Letters that papers choose between for one foreign sound; long vowels come and go.
_SOUNDS = str.maketrans({
    **dict.fromkeys("طث", "ت"), **dict.fromkeys("ذضظ", "د"), "ص": "س", "ڤ": "ف", "پ": "ب",
    **dict.fromkeys("قجغگ", "ك"), "ح": "ه", **dict.fromkeys("اويءع", None),
})


class MergeError(ValueError):
    """A row of the merges cannot be followed; the message says which and what to do."""


class _Name(NamedTuple):
    """A person as one can be merged with another."""

    entity_id: str
    label: str
    label_en: str
    articles: int
    words: tuple[str, ...]

    @property
    def listed(self) -> bool:
        """Whether the lexicon has the person."""
        return not self.entity_id.startswith(PREFIX)


def skeleton(words: tuple[str, ...]) -> str:
    """The consonants of a name, as two spellings of one foreign name share them.

    >>> skeleton(("لافرنتيف",)) == skeleton(("لافرينتييف",)), skeleton(("سيرجي", "لافروف"))
    (True, 'سركلفرف')
    """
    bare = (word.removeprefix(ARTICLE) for word in words)
    letters = "".join(word.removesuffix("ه") for word in bare).translate(_SOUNDS)
    return "".join(letter for letter, last in zip(letters, " " + letters, strict=False)
                   if letter != last)


def _tally(mentions: pd.DataFrame) -> pd.DataFrame:
    """How many articles name each entity: entity_id, label, articles."""
    article = "article_id" if "article_id" in mentions else "doc"
    return mentions.groupby("entity_id", as_index=False).agg(
        label=("label", "last"), articles=(article, "nunique"))


def _names(mentions: pd.DataFrame, lexicon: Lexicon) -> list[_Name]:
    """The persons of the mentions and of the lexicon, the lexicon's first, then most named."""
    people = mentions[mentions["kind"] == "person"]
    if "articles" not in people:
        people = _tally(people)
    counts = dict(zip(people["entity_id"], people["articles"], strict=True))
    labels = dict(zip(people["entity_id"], people["label"], strict=True))
    names = [
        _Name(one.entity_id, one.label, one.label_en, counts.get(one.entity_id, 0),
              name_words(one.label))
        for one in lexicon.entities.values() if one.kind == "person"
    ]
    names += [_Name(entity_id, label, "", counts[entity_id], tuple(
        entity_id.removeprefix(PREFIX).split("-"))) for entity_id, label in labels.items()
        if entity_id.startswith(PREFIX)]
    return sorted(names, key=lambda one: (not one.listed, -one.articles, one.entity_id))


def _likeness(one: _Name, other: _Name) -> float:
    return SequenceMatcher(None, "".join(one.words), "".join(other.words)).ratio()


def _spelt_alike(one: _Name, other: _Name, given: frozenset) -> bool:
    """Whether two names whose consonants agree can be one name under two spellings."""
    first, second = one.words[0], other.words[0]
    if first != second and first in given and second in given:
        return False
    return _likeness(one, other) >= (NATIVE if {first, second} & given else ALIKE)


def _leaves_out(one: _Name, other: _Name) -> bool:
    """Whether the words of the shorter name stand in the longer one in the same order."""
    short, long = sorted((one.words, other.words), key=len)
    left = iter(long)
    return len(short) < len(long) and all(word in left for word in short)


@asks(mentions=table("entity_id", "label", "kind", gives="entities.find_entities",
                     either=("articles", "article_id", "doc")),
      lexicon=instance(Lexicon, "a lexicon", "Take it from entities.read_lexicon()."))
def offer_merges(mentions: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Pairs of persons that may be one: keep, merge, their labels, likeness, why, decision.

    `merge` is always somebody whom no list has; `keep` is the lexicon's person, or of two unlisted
    ones the more often named. `articles` name `merge`. Most articles first. `decision` is empty.
    A tally (with a column articles) will do in place of the mentions.
    """
    lexicon = lexicon or read_lexicon()
    given = lexicon.words["bare given name"]
    alike: dict[str, _Name] = {}
    ends: dict[tuple[str, str], list[_Name]] = defaultdict(list)
    rows = []
    for name in _names(mentions, lexicon):
        if len(name.words) < 2:
            continue
        sound, keep, why = skeleton(name.words), None, SPELLING
        if len(sound) >= FEWEST:
            keep = alike.setdefault(sound, name)
        if keep is None or keep is name or not _spelt_alike(keep, name, given):
            around = ends[name.words[0], name.words[-1]]
            keep, why = next((one for one in around if _leaves_out(one, name)), None), SHORTER
            around.append(name)
        if keep is not None and not name.listed:
            rows.append((keep.entity_id, keep.label, keep.label_en or None, name.entity_id,
                         name.label, name.articles, round(_likeness(keep, name), 2), why, ""))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(["articles", "likeness", "merge"], ascending=[False, False, True],
                             kind="stable", ignore_index=True)


def _followed(merges: pd.DataFrame) -> dict[str, str]:
    """For each merged id the one that it ends at."""
    steps: dict[str, str] = {}
    for line, (keep, merge, decision) in enumerate(
            zip(merges["keep"], merges["merge"], merges["decision"].fillna(""), strict=True), 2):
        if decision not in DECISIONS:
            raise MergeError(f"merges, line {line} ({merge}): decision is {decision!r}, expected "
                             "yes, no or nothing. Put one of them there.")
        if decision == "yes":
            if steps.get(merge, keep) != keep:
                raise MergeError(f"merges, line {line}: {merge} is merged into {keep!r} and into "
                                 f"{steps[merge]!r}, expected one of them. Say no to the other.")
            steps[merge] = keep
    ended = {}
    for merge, keep in steps.items():
        passed = {merge}
        while keep in steps and keep not in passed:
            passed.add(keep)
            keep = steps[keep]
        if keep in passed:
            raise MergeError(f"merges: {merge} is merged in a ring ({', '.join(sorted(passed))}), "
                             "expected one that is kept. Say no to one of these rows.")
        ended[merge] = keep
    return ended


@asks(mentions=table("entity_id", "label", "label_en", gives="entities.find_entities"),
      merges=table("keep", "merge", "decision", perhaps=("keep_label", "keep_label_en"),
                   gives="entities.offer_merges"))
def apply_merges(mentions: pd.DataFrame, merges: pd.DataFrame) -> pd.DataFrame:
    """The mentions with the merges followed whose decision is yes; all other rows as they were.

    Raises MergeError where a decision is not yes, no or empty, or where merges contradict.
    """
    ended = _followed(merges)
    hit = mentions["entity_id"].isin(ended)
    told = mentions.drop_duplicates("entity_id").set_index("entity_id")[["label", "label_en"]]
    offered = merges.drop_duplicates("keep").set_index("keep").reindex(
        columns=["keep_label", "keep_label_en"])
    offered.columns = told.columns
    told = pd.concat([told, offered[~offered.index.isin(told.index)]])
    ids = mentions["entity_id"].where(~hit, mentions["entity_id"].map(ended))
    columns = {
        column: mentions[column].where(~hit, ids.map(told[column]).astype(mentions[column].dtype))
        for column in told
    }
    return mentions.assign(entity_id=ids, **columns)
