"""From the CSV files of the lexicon to its forms, each spread over what is written onto it."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from utils.lexicon.forms import demonym_forms, has_article, key_words, spread
from utils.lexicon.readings import Entity, Form, Lexicon, Reading, Rule
from utils.lexicon.spotting import Table, bit_table
from utils.lexicon_rows import LexiconError, Row, read_rows
from utils.text.folding import fold

KINDS = {"places": "place", "organisations": "organisation", "outlets": "outlet",
         "people": "person"}
STATE_ORGANS = {"army", "ministry", "body"}      # a state's adjective inside their name counts
SHORTEST = 3                   # letters of a name that takes more onto it: باب is not ب and إب
SPOKEN_FOR = "باسم"                             # المتحدث باسم وزارة الخارجية
# groups of words that nothing is written onto
BARE = ("joint", "son", "father", "given or word", "title or family")
WARY = ("family", "given name", "name head", "name titles", "named for", "named for a noble")
NEEDS = {"place": "place head", "organisation": "organisation head", "person": "person title"}


@contextmanager
def uncollected() -> Iterator[None]:
    """A pause of the garbage collector: it would walk the lexicon again and again, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spread_words(words: list[str]) -> frozenset:
    """The folded words with conjunctions and prepositions written onto them."""
    return frozenset(
        form for word in words for form, _ in spread(fold(word).key, has_article(word))
        if len(word) > 1 or form == word                  # ولد is no و and ل before د
    )


def bare_words(words: list[str]) -> frozenset:
    """The folded words with nothing written onto them."""
    return frozenset(fold(word).key for word in words)


def read_groups(folder: Path) -> dict[str, frozenset]:
    """The groups of context words by name; `given name` comes from given_names.csv."""
    groups = {
        row["group"]: (bare_words if row["group"] in BARE else spread_words)(row.many("words"))
        for row in read_rows(folder, "context_words")
    }
    names = [name for row in read_rows(folder, "given_names") for name in row.many("names")]
    groups["given name"] = spread_words(names)
    groups["bare given name"] = bare_words(names)
    return groups


def _rule(row: Row, groups: dict[str, frozenset]) -> Rule:
    """The rule of one row of readings.csv, with its groups put in."""
    cells = []
    for column in Rule._fields:
        found = set()
        for part in row.many(column):
            if part.startswith("@"):
                if part[1:] not in groups:
                    raise LexiconError(row.complaint(column, "a group of context_words.csv"))
                found |= groups[part[1:]]
            elif part.endswith("-"):                       # ب- : written onto the form
                found.add(part)
            else:
                found |= spread_words([part])
        cells.append(frozenset(found))
    return Rule(*cells)


def _is_plain(reading: Reading) -> bool:
    """Whether a reading needs no look at its neighbours."""
    return reading.sense == "name" and reading.rule is None and reading.entity.kind != "person"


def _form(readings: tuple[Reading, ...], node: dict | None) -> Form:
    """A word by itself, with what can be told once of all that may be written onto it."""
    parts = node is None and all(reading.sense == "part" for reading in readings)
    return Form(
        0, readings, node, sure=len(readings) == 1 and readings[0].plain,
        parts=frozenset(reading.entity.entity_id for reading in readings) if parts else None,
        guard=_guard(readings),
    )


def _guard(readings: tuple[Reading, ...]) -> Rule | None:
    """The words of which one must stand beside a form, if it can be nothing but an outlet."""
    if not readings or any(one.entity.kind != "outlet" or one.rule is None
                           or not (one.rule.before or one.rule.after) for one in readings):
        return None
    return Rule(frozenset().union(*(one.rule.before for one in readings)),
                frozenset().union(*(one.rule.after for one in readings)))


def _forms(found: dict[tuple[int, str], Form]) -> tuple[Form, ...]:
    """The ways to read a written word, least written onto it first; of several none is sure."""
    if len(found) == 1:
        return tuple(found.values())
    return tuple(Form(*found[key][:3]) for key in sorted(found))


class Builder:
    """Collects the forms while the files are read; the order of the methods is the files'."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.groups = read_groups(folder)
        self.entities: dict[str, Entity] = {}
        self.forms: dict[tuple[str, ...], dict[tuple, Reading]] = defaultdict(dict)
        self.articles: dict[str, set[bool]] = defaultdict(set)      # of the first words
        self.marked: dict[tuple, set[str]] = defaultdict(set)
        self.rules = {
            (key_words(form), row["entity_id"], row["sense"] or "name"): _rule(row, self.groups)
            for row in read_rows(folder, "readings") for form in row.many("form")
        }

    def entity(self, entity: Entity, row: Row) -> Entity:
        """The entity, now known by its id."""
        if entity.entity_id in self.entities:
            raise LexiconError(row.complaint("entity_id", "an id that no other row has"))
        self.entities[entity.entity_id] = entity
        return entity

    def add(self, form: str, entity: Entity, sense: str = "name", ambiguous: bool = False) -> None:
        """One more form as the files write it, with the rule that readings.csv has for it."""
        words = key_words(form)
        self.add_words(words, has_article(form), entity, sense, ambiguous=ambiguous)
        if words and len("".join(words)) < len(form.replace(" ", "")):
            self.marked[words, entity.entity_id].add(form)

    def add_words(self, words: tuple[str, ...], article: bool, entity: Entity, sense: str,
                  definite: bool = False, ambiguous: bool = False) -> None:
        """One more form as folded words; `article` says whether the first has the article."""
        if not words:
            return
        self.articles[words[0]].add(article)
        rule = self.rules.get((words, entity.entity_id, sense))
        if rule is None and ambiguous:
            group = NEEDS.get(entity.kind) or f"{entity.type} head"
            rule = Rule(before=self.groups[group])
        key = (entity.entity_id, sense)
        if key not in self.forms[words]:
            self.forms[words][key] = Reading(entity, sense, definite, rule)

    def countries(self) -> None:
        """Adds the states by name and adjective."""
        for row in read_rows(self.folder, "countries"):
            state = self.entity(
                Entity(row["entity_id"], "country", row["label"], row["label_en"],
                       row["entity_id"]), row)
            for name in row.many("names"):
                self.add(name, state)
            for form in row.many("demonyms"):
                for words, definite in demonym_forms(form):
                    self.add_words(words, definite, state, "demonym", definite)

    def named(self, file: str) -> None:
        """Adds the entities of one file by their names, people also by parts of them."""
        kind = KINDS[file]
        for row in read_rows(self.folder, file):
            cells = row.cells
            entity = self.entity(
                Entity(row["entity_id"], kind, row["label"], row["label_en"], row["country"],
                       cells.get("type", ""), cells.get("capital_of", "")), row)
            guarded = row.many("ambiguous") if "ambiguous" in cells else []
            for name in row.many("names"):
                self.add(name, entity, ambiguous=name in guarded or guarded == ["yes"])
            for part in row.many("parts") if kind == "person" else ():
                self.add(part, entity, "part")

    def titles(self) -> None:
        """Adds the titles that wait for a state beside them."""
        for file, kind in (("office_titles", "office"), ("organs", "organ")):
            for row in read_rows(self.folder, file):
                key = row[kind]
                title = Entity(key, kind, row.cells.get("label", ""), row["label_en"])
                for form in row.many("title"):
                    self.add(form, title, "title")
                for form in row.many("construct"):
                    self.add(form, title, "construct")
                for form in row.many("alone"):
                    words, _, state = form.partition(":")
                    self.add(words, title._replace(country=state), "alone")

    def inside(self) -> None:
        """Notes the demonyms in the names of state organs, and the organs in spokesmen's titles."""
        for words, readings in self.forms.items():
            for key, reading in readings.items():
                kind, within = reading.entity.kind, []
                if kind == "organisation" and reading.entity.type in STATE_ORGANS:
                    within = [
                        (place, other) for place, word in enumerate(words) if place
                        for other in self.forms.get((word,), {}).values()
                        if other.sense == "demonym"       # هيئة السوق المالية counts no Malian
                        and reading.entity.country in ("", other.entity.entity_id)
                    ]
                elif kind == "office" and SPOKEN_FOR in words:
                    place = words.index(SPOKEN_FOR) + 1
                    within = [
                        (place, other) for other in self.forms.get(words[place:], {}).values()
                        if other.entity.kind == "organ" and other.sense == "title"
                    ]
                if within:
                    readings[key] = reading._replace(inside=tuple(within[:1]))

    def holders(self) -> dict:
        """The holders of each office of each state, with the days from and to."""
        found = defaultdict(list)
        first, last = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")
        for row in read_rows(self.folder, "offices"):
            if row["holder"] not in self.entities:
                raise LexiconError(row.complaint("holder", "an entity_id of people.csv"))
            days = []
            for column, otherwise in (("from", first), ("to", last)):
                try:
                    days.append(pd.Timestamp(row[column]) if row[column] else otherwise)
                except ValueError:
                    raise LexiconError(row.complaint(column, "YYYY-MM-DD or nothing")) from None
            found[row["office"], row["country"]].append((*days, row["holder"]))
        return dict(found)

    @uncollected()
    def lexicon(self) -> Lexicon:
        """All that was collected, spread over what is written onto the first words."""
        self.countries()
        for file in KINDS:
            self.named(file)
        self.titles()
        self.inside()
        forms: dict = {}
        for words, readings in self.forms.items():
            node = forms
            for word in words:
                node = node.setdefault(word, {})
            node[""] = tuple(reading._replace(plain=_is_plain(reading))
                             for reading in readings.values())
        written: dict[str, dict[tuple[int, str], Form]] = defaultdict(dict)
        names = self.groups["bare given name"]
        for first, articles in self.articles.items():
            readings = forms[first].get("", ())
            node = forms[first] if len(forms[first]) > bool(readings) else None
            if len(first) >= SHORTEST:
                onto = bare = _form(readings, node)
            else:                                            # وتل أبيب, but no و onto a bare تل
                bare, onto = _form(readings, node), node and _form((), node)
            for article in articles:
                for form, skip in spread(first, article):
                    if skip and form in names:               # فاطمة is no ف and أطمة
                        continue
                    if (one := onto if skip else bare) is not None:
                        written[form][skip, first] = Form(skip, *one[1:])
        return Lexicon(
            self.entities, {form: _forms(found) for form, found in written.items()},
            self.groups, self.holders(), dict(self.marked), self.states(),
            frozenset().union(*(self.groups[group] for group in WARY)), self.common(), self.table(),
        )

    def states(self) -> frozenset:
        """The words that begin a state's name or adjective."""
        return frozenset(words[0] for words, readings in self.forms.items() if any(
            reading.entity.kind == "country" for reading in readings.values()))

    def common(self) -> frozenset:
        """The commonest words of news."""
        return frozenset(word for row in read_rows(self.folder, "ordinary_words")
                         for word in row.many("words"))

    def table(self) -> Table:
        """The bit tables over all written forms."""
        alone, begins, pairs, triples, titles, glued = [], [], [], [], [], []
        for words, readings in self.forms.items():
            waits = all(reading.sense in ("title", "construct") for reading in readings.values())
            first = {form for article in self.articles[words[0]]
                     for form, _ in spread(words[0], article)}
            if len(words) == 1 and len(words[0]) < SHORTEST:
                first = {words[0]}
            if len(words) == 1:
                (titles if waits else alone).extend(first)
            else:
                begins += [(form, words[1]) for form in first]
                glued += [form + words[1] for form in first]
                (pairs if len(words) == 2 else triples).extend(
                    (form, *words[1:3]) for form in first)
        return Table(*map(bit_table, (alone, begins, pairs, triples, titles, self.states(), glued)))
