"""Whether اليوم is today and أمس yesterday, or whether they mean nowadays, once, or a day as such.

A report says today beside what has happened or is to come (أعلنت الوزارة اليوم, في بيان اليوم); an
opinion says nowadays beside what lasts (العالم اليوم, كما نعرفها اليوم). Where a text is past its
beginning and nothing beside the word reports, it is taken for nowadays: a wrong day is worse than
none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from utils.dates.patterns import Found
from utils.dates.tense import (
    WORD,
    has_happened,
    text_before,
    word_tense,
    words_after,
    words_before,
)
from utils.dates.words import listed

AFTER_THE_DAY = {"ordinal", "the day's", "past", "future", "previous", "same", "article",
                 "season"}
BEFORE_THE_DAY = {"this", "names the day", "part of year", "middle", "finish", "start", "to",
                  "since", "before", "after", "in", "every", "same", "that"}
BEGINNING = 300                # characters of a text within which a report says what is new
BESIDE = 16                    # words before it among which something reports
_REACH = 160                   # characters that so many words may take


def is_the_day(found: Found) -> bool:
    """Whether اليوم means the day (اليوم الأول, ذلك اليوم) or nowadays, and not today."""
    start, end = found.start, found.end
    if found.kind(end) in AFTER_THE_DAY or found.word(end) == "الاخير" or (
        found.kind(end) == "month end" and found.word(end).startswith("ال")        # اليوم الآخر
    ):
        return True
    if found.has("part"):                                                 # صباح اليوم
        return False
    before = found.kind(start - 1)
    if before == "this":                             # حالة الطقس لهذا اليوم, لاحق من هذا اليوم
        return listed("report").isdisjoint(words_before(found)[-4:-1])
    if _is_an_outlet(found):
        return True
    joined = before == "joined preposition" and found.word(start - 1) in ("ب", "ك", "ل")
    if before in BEFORE_THE_DAY or joined:
        return True
    if before == "and" and not _goes_on(found):                # كانت صغيرة واليوم صارت مدينة
        return True
    said = next((place for place in range(end, end + 8) if _SAID.fullmatch(found.word(place))),
                end + 8)                                   # أعلن اليوم أن كذا أصبح كذا
    clause = [*_clause(found, range(start - 1, start - 11, -1)), *_clause(found, range(end, said))]
    if "nowadays" in clause and word_tense(found.word(start - 1)) <= 0:   # التي ستدور اليوم
        return True
    if found.kind(end) == "and" and found.kind(end + 1) in UNITS:          # تطابق اليوم والشهر
        return True
    if _is_compared(found):
        return True
    return is_quoted(found) or _argues(found) or not reports(found)


_GOES_ON = {"yesterday", "weekday", "day", "tomorrow", "today", "night", "month"}


def _goes_on(found: Found) -> bool:
    """Whether واليوم goes on from a day right before it: أمس واليوم, بين يوم الاثنين واليوم."""
    places = range(found.start - 4, found.start - 1)
    kinds = [found.kind(place) for place in places]
    if any(found.kind(place - 1) == "joined preposition" and found.word(place) == "الامس"
           for place in places):                          # بالأمس ... واليوم
        return False
    return not _GOES_ON.isdisjoint(kinds) and kinds[-1] not in ("\n", ".", ";")


UNITS = {"the month", "the year", "units", "unit", "the unit"}


def _is_compared(found: Found) -> bool:
    """Whether what lasts is compared with something: كما هو الحال اليوم, كما نراها اليوم."""
    near = words_before(found)[-4:]
    place = next((at for at, word in enumerate(near) if word in ("كما", "مثلما")), None)
    return place is not None and not any(map(word_tense, near[place + 1:])) and \
        listed("report").isdisjoint(near[place + 1:])


def _is_an_outlet(found: Found) -> bool:
    """Whether the word ends an outlet's name: نقلا عن روسيا اليوم, قال لروسيا اليوم."""
    head, names = found.word(found.start - 1), listed("outlet of today")
    if head[:1] == "ل" and (head[1:] in names or "ا" + head[1:] in names):
        return True
    before, tells = found.word(found.start - 2), listed("outlet")
    told = before in tells or before.removeprefix("و") in tells
    return head in names and (told or before in ('"', "“", "«", "("))


def is_once(found: Found) -> bool:
    """Whether أمس means the past as such: بالأمس ... واليوم, بين الأمس واليوم."""
    ahead = range(found.end, found.end + 12)
    paired = any(found.kind(place) == "and" and found.kind(place + 1) == "today" for place in ahead)
    if found.kind(found.start - 1) == "between":
        return paired
    return paired and (not reports(found) or found.kind(found.start - 1) == "joined preposition")


_ACCUSATIVE = re.compile(r"(?!ال)\w{3,}ا")          # غدا واضحا
_PRESENT = re.compile(r"[وف]?[يتن]\w{2,}")


_NEED = "الحاجه"


def is_no_day(found: Found) -> bool:
    """Whether أمس means the past and غد the future, or غدا became: أعداء الأمس, الغد المشرق."""
    if found.has("part"):
        return found.word(found.end - 1) in ("الغد", "الامس") and \
            (_argues(found) or not reports(found))
    word, before = found.word(found.end - 1), found.kind(found.start - 1)
    if before == "what" or _NEED in (found.word(found.end), "ال" + found.word(found.end)):
        return True                                           # ما بعد غد; في أمس الحاجة
    if word == "غدا":
        return _became(found)
    if word == "البارحه" and found.word(found.start - 2) == "الليله":
        return True
    if found.end - found.start > 1 or word not in ("غد", "الغد", "الامس"):
        return False                                          # بعد غد; أمس; البارحة
    joined = found.key[found.tokens.starts[found.start] - 1:][:1] == "ب"
    if before == "day word" or (word == "الامس" and (joined or before in ("since", "to", "in"))):
        return False
    head = found.word(found.start - 1)
    if any(form in listed(kind) for kind in ("report", "of one day")
           for form in (head, head[1:])):                     # مباراة الغد
        return False
    if found.kind(found.end) == "_" and found.word(found.end).startswith("ال"):
        return True                                           # الغد المشرق
    if before in ("since", "to", "from", "in", "joined preposition"):
        return word != "غد" and (_argues(found) or not reports(found)) or \
            found.word(found.end) in listed("of a morrow")
    return True


def _became(found: Found) -> bool:
    """Whether غدا is the verb: حتى غدا واضحا, كما غدا من المسلمات."""
    before, after = found.word(found.start - 1), found.word(found.end)
    if found.kind(found.end) == "since" or after in listed("of a morrow") or \
            after == "لا":                                    # غدا لا مباليا
        return True
    if before in listed("became") and after[:1].isalpha():
        return True
    stated = found.kind(found.end) == "_" and _ACCUSATIVE.fullmatch(after) and \
        after not in listed("at a time of day")
    return bool(stated) and not _PRESENT.fullmatch(before) and \
        not any(word_tense(one) > 0 for one in words_before(found)[-BESIDE:])


def _clause(found: Found, places: range) -> list[str]:
    """The kinds of the words there, up to the end of the sentence."""
    kinds = [found.kind(place) for place in places]
    ends = ("\n", ".", ":")
    return kinds[:next((at for at, kind in enumerate(kinds) if kind in ends), len(kinds))]


_MARKS = {*'«»"“”()'}
_OPENED = re.compile(r'[«"“”][^«"“”»]*\Z')
_ARGUES = ("؟", " لماذا ", " هل ", " نحن ", " اننا ", "لقد كنا ")
_AROUND = 700                            # characters; two such signs there are no report


def is_quoted(found: Found) -> bool:
    """Whether the word ends a short name in quotation marks: «المصري اليوم», «نجمة أغسطس»."""
    start, end = found.tokens.starts[found.start], found.tokens.ends[found.end - 1]
    if found.key[start - 1:start] in _MARKS and found.key[end:end + 1] in _MARKS:     # لـ(اليوم)
        return True
    opened = _OPENED.search(found.key[max(0, start - 14):start])
    return bool(opened) and found.key[end:end + 2].lstrip()[:1] in ("»", '"', "”", "“")


def _argues(found: Found) -> bool:
    """Whether the text around argues, as opinion does, and does not report."""
    key, start = found.key, found.tokens.starts[found.start]
    first = max(key.rfind("\0", max(0, start - _AROUND), start), start - _AROUND, 0)
    end = key.find("\0", start, start + _AROUND)
    last = end if end >= 0 else start + _AROUND
    return sum(key.count(sign, first, last) for sign in _ARGUES) > 1


# A word like وتوجهت at the head of a sentence is a verb of the past; nouns end in ات.
_OPENING_VERB = re.compile(r"و?\w{3,}[^\Wا]ت")


# What opens a clause of its own (قال إن العالم اليوم ...): the report before it tells nothing of
# the day within it. Past its beginning a text tells of the times in all other clauses as well.
_SAID = re.compile(r"(?<!\w)(?:[وفب]?ان(?:ه|ها|هم|نا|ني|ك|كم)?|[وف]?لان\w*|[وف]?لكن\w*)(?!\w)"
                   r"|[«\"“]")
_CLAUSE = re.compile(_SAID.pattern + r"|(?<!\w)(?:التي|الذي|الذين|ما|مما|بما|فيما|حيث|كما)(?!\w)"
                     r"|[:;؛]|[,،]\s*(?=[وف]\w)")
_QUOTED = re.compile(r'[«"“][^«»"“”]*[»"”]')
_QUOTES = {*'«"“'}
_LASTED = {"كان", "كانت", "وكان", "وكانت"}
_THEY_DID = re.compile(r"[وف]?(?![يتن])\w{3,}وا")        # التحقوا, and no يعودوا


def reports(found: Found) -> bool:
    """Whether something beside the word reports what has happened or is to come."""
    text, after = text_before(found, _REACH), words_after(found)[:1]
    before, lasting = WORD.findall(text)[-BESIDE:], listed("of our time")
    if before and not lasting.isdisjoint((before[-1], before[-1][1:])):
        return False
    if after and word_tense(after[0]):
        return True
    if not before or before == ["و"]:                     # it opens a sentence: اليوم نعيش ...
        return False
    if len(before) == 1 and before[0].startswith("ال") and not word_tense(before[0]):
        return False                                      # so does its noun: الإعلام اليوم سلطة
    if any(form in listed("report") for word in before[-3:] for form in (word, word[1:])):
        return True
    key, start = found.key, found.tokens.starts[found.start]
    beginning = start < BEGINNING or "\0" in key[start - BEGINNING:start]
    return _clause_reports(text, _SAID if beginning else _CLAUSE, beginning)


def _clause_reports(text: str, opens: re.Pattern, beginning: bool) -> bool:
    """Whether the last clause of a text reports; at an article's beginning any lone clause does."""
    if not _QUOTES.isdisjoint(text):
        text = _QUOTED.sub(" ", text)
    clauses = opens.split(text)
    words = WORD.findall(clauses[-1])[-BESIDE:]
    if any(map(_has_happened, words)) or (beginning and len(clauses) == 1):
        return True
    if len(clauses) > 1:
        led = WORD.findall(clauses[-2])[-1:]
        if led and word_tense(led[0]) > 0:                # من المقرر أن
            return True
    return bool(words and _OPENING_VERB.fullmatch(words[0])) and \
        words[0].removeprefix("و") not in listed("of our time")


@lru_cache(maxsize=4096)
def _has_happened(word: str) -> bool:
    """Whether a word is a verb that reports: of the past, or of what is to come."""
    if word in _LASTED or word in listed("of our time"):
        return False
    return bool(word_tense(word) or has_happened(word) or _THEY_DID.fullmatch(word))
