"""Names from lists: what is found, what is false, how fast, beside two tools that people use.

    python benchmarks/names.py [a zip of SaudiNewsNet]

All three get the same forms of the lexicon and the same folded spelling; none has the tagger. Found
and false are counted by span on the sentences of tests/cases/names.csv, which were written for what
is hard about Arabic names; speed is processor time on one core over one day of news (or, without
that corpus, over the same sentences many times). pyahocorasick and spaCy come with the extra
`bench`.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd

from utils.entities import find_entities, read_lexicon
from utils.lexicon.forms import demonym_forms, key_words
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.text.folding import fold

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "names.csv"
DAY = ROOT.parent / "shared" / "corpora" / "saudinewsnet" / "2015-08-03.zip"
ROUNDS = 3                   # the fastest counts: machines have other work


def all_forms() -> list[str]:
    """Every name and adjective of the lexicon as folded words with one space between."""
    forms = set()
    for file in ("countries", "places", "organisations", "outlets", "people"):
        for row in read_rows(LEXICON, file):
            forms |= {" ".join(key_words(name)) for name in row.many("names")}
            for form in row.many("demonyms") if file == "countries" else ():
                forms |= {" ".join(words) for words, _ in demonym_forms(form)}
    return sorted(forms - {""})


def read_cases() -> list[tuple[str, set]]:
    """The sentences, each with the spans of its mentions."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        cases = []
        for row in csv.DictReader(lines):
            text, spans, done = row["text"].replace("\\n", "\n"), set(), 0
            for mention in filter(None, row["expected"].split(" | ")):
                surface, told = mention.split(" = ")
                match = re.compile(re.escape(surface) + r"(?![^\W_])").search(text, done)
                holds_others = told.startswith("org:") or told.endswith(" office")
                done = match.start() + 1 if holds_others else match.end()
                if not told.endswith((" office", " part")):          # no list can know these
                    spans.add(match.span())
            cases.append((text, spans))
    return cases


def ours():
    """A function from texts to the spans found in each, by the project."""
    lexicon = read_lexicon()

    def find(texts: list[str]) -> list[set]:
        found = find_entities(pd.Series(texts, dtype="str"), lexicon, tagger=False)
        spans: list[set] = [set() for _ in texts]
        for row in found.itertuples():
            if row.sense not in ("office", "part"):
                spans[row.doc].add((row.start, row.end))
        return spans
    return find


def by_automaton(forms: list[str]):
    """The same by pyahocorasick: every form, longest first, where no letter stands beside it."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form, len(form))
    automaton.make_automaton()

    def find(texts: list[str]) -> list[set]:
        spans = []
        for text in texts:
            folded, found, done = fold(text), set(), 0
            key = folded.key
            for end, length in automaton.iter_long(key):
                start, end = end - length + 1, end + 1
                edge = not key[start - 1:start].isalnum() and not key[end:end + 1].isalnum()
                if edge and start >= done:
                    found.add(folded.span(start, end))
                    done = end
            spans.append(found)
        return spans
    return find


def by_matcher(forms: list[str]):
    """The same by spaCy's PhraseMatcher over its Arabic tokenizer."""
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("ar")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("NAME", list(nlp.tokenizer.pipe(forms)))

    def find(texts: list[str]) -> list[set]:
        folded = [fold(text) for text in texts]
        return [
            {one.span(span.start_char, span.end_char)
             for span in filter_spans(matcher(doc, as_spans=True))}
            for one, doc in zip(folded, nlp.tokenizer.pipe(f.key for f in folded), strict=True)
        ]
    return find


def read_day(path: Path, cases: list[tuple[str, set]]) -> list[str]:
    """The articles that speed is taken on."""
    if not path.exists():
        print(f"{path} is not there: speed is taken on the cases, 20 times over")
        return [text for text, _ in cases] * 20
    with zipfile.ZipFile(path) as archive:
        articles = json.loads(archive.read(archive.namelist()[0]).decode("utf-8-sig"))
    return [article["content"] for article in articles]


def measure(find, cases, articles) -> tuple[int, int, float]:
    """Right spans, false spans, articles a second."""
    found = find([text for text, _ in cases])
    right = sum(len(spans & wanted) for spans, (_, wanted) in zip(found, cases, strict=True))
    false = sum(len(spans - wanted) for spans, (_, wanted) in zip(found, cases, strict=True))
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        find(articles)
        seconds.append(time.process_time() - begun)
    return right, false, len(articles) / min(seconds)


def main() -> None:
    """Prints the table."""
    cases = read_cases()
    articles = read_day(Path(sys.argv[1]) if len(sys.argv) > 1 else DAY, cases)
    forms = all_forms()
    wanted = sum(len(spans) for _, spans in cases)
    letters = sum(map(len, articles)) / len(articles)
    print(f"{len(forms):,} forms; {len(cases)} sentences with {wanted} mentions; "
          f"{len(articles):,} articles of {letters:,.0f} characters")
    tools = [("masar", ours, ()), ("pyahocorasick + edges", by_automaton, (forms,)),
             ("spaCy PhraseMatcher", by_matcher, (forms,))]
    base = None
    for name, build, given in tools:
        try:
            find = build(*given)
        except ImportError as error:
            print(f"{name:24} not installed ({error.name}): pip install -e '.[bench]'")
            continue
        right, false, speed = measure(find, cases, articles)
        base = base or speed
        print(f"{name:24} found {right:4} of {wanted} ({right / wanted:.1%})   false {false:4}   "
              f"{speed:8,.0f} articles/s   ({speed / base:.2f} x masar)")


if __name__ == "__main__":
    main()
