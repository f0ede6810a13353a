"""Who speaks, to whom and in what: the words between a verb of speech and what was said.

وقال وزير الخارجية التركي هاكان فيدان في مؤتمر صحفي إن ...: the speaker is the noun phrase behind
the verb, up to the first word that cannot belong to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from utils.lexicon_rows import read_rows
from utils.quotations.sayings import roles_of
from utils.quotations.utterances import Token
from utils.tables import LEXICON
from utils.text.folding import fold

REMEMBERED = 50              # speakers of before whom a short name can mean
LONGEST = 25                 # words of a speaker's name with all its titles
STOPS = frozenset("،,؛;:.()[]-–—!؟?…") | frozenset("«»\"“”„")
OPENERS, CLOSERS = frozenset("«\"“”„"), frozenset("»\"“”")
OF = {"من", "في", "عن", "لدي", "قرب", "داخل"}       # مصادر مقربة من X: X is another
IN = {"في", "عبر", "خلال", "علي", "ضمن"}          # before the medium
COMMAS = ("،", ",")
APPOSED = (*COMMAS, "(")
BODIES = {"organisation", "outlet", "country"}
SENSES = {"name", "metonym"}
TANWIN = ("اً", "ًا")         # what one does, or when: no part of a name
ENDS = {"edge", "particle", "addressee", "saying"}     # roles of words behind a name


@lru_cache(maxsize=1)
def given_names() -> frozenset:
    """The folded given names of data/lexicon."""
    return frozenset(fold(name).key for row in read_rows(LEXICON, "given_names")
                     for name in row.many("names"))


class Speaker(NamedTuple):
    """Whom words are put down to."""

    entity_id: str | None
    label: str
    label_en: str | None
    key: str                 # as printed, folded
    unnamed: bool
    feminine: bool = False


class Around(NamedTuple):
    """What stands between a verb of speech and what was said."""

    speaker: Speaker | None
    addressee: str | None = None
    medium: str | None = None


def _addressee(tokens: list[Token], place: int, text: str,
               mentions: list) -> tuple[str, int] | None:
    """Whom words are said to, and the token behind it: ل«عكاظ», لوكالة الأناضول, للصحفيين."""
    token = tokens[place]
    if "addressee" in token.roles:
        told = text[token.start + 1:token.end]
        return "ا" * told.startswith("ل") + told, place + 1           # للصحفيين, لنظيره
    if token.key in ("ل", "لصحيفه", "لجريده", "لوكاله", "لقناه", "لموقع", "لاذاعه", "لشبكه") and (
            place + 1 < len(tokens) and tokens[place + 1].key in OPENERS):
        for last in range(place + 2, min(place + 8, len(tokens))):
            if tokens[last].key in CLOSERS:
                return text[tokens[place + 1].end:tokens[last].start].strip(), last + 1
    for mention in mentions:
        if mention.kind == "outlet" and token.start < mention.start <= token.end + 12:
            behind = next((n for n in range(place, len(tokens))
                           if tokens[n].start >= mention.end), len(tokens))
            return mention.label, behind
    return None


def _medium(tokens: list[Token], place: int, text: str) -> tuple[str, int] | None:
    """What words are said in, and the token behind it: في مؤتمر صحفي, عبر حسابه."""
    first = place + 1
    if first == len(tokens) or "medium" not in tokens[first].roles:
        return None
    last = first + 1
    while last < len(tokens) and "medium kind" in tokens[last].roles:
        last += 1
    return text[tokens[first].start:tokens[last - 1].end], last


def _ends_name(tokens: list[Token], place: int, text: str, unnamed: bool) -> bool:
    """Whether the noun phrase is over before this token, as before محملا in مصدر محملاً الحكومة."""
    token = tokens[place]
    if token.key in STOPS or token.verb or token.roles & ENDS or (
            text[token.start:token.end].endswith(TANWIN)):
        return True
    if "weekday" in token.roles:               # أحمد الخميس is a man
        return not place or tokens[place - 1].key not in given_names()
    if token.key == "في":
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        return not unnamed and (following is None or bool(
            following.roles & {"medium", "edge", "turn"}))
    return False


def _apposed(tokens: list[Token], place: int, words: list[Token], mentions: list) -> int:
    """Where the name ends that stands between commas or brackets behind its title, else 0."""
    if place >= len(tokens) or "unnamed" in words[0].roles:
        return 0
    people = [one for one in mentions if one.kind == "person"]
    if any(words[0].start <= one.start < words[-1].end and one.sense != "office"
           for one in people):
        return 0                                            # قال زيد، عمرو: two men
    one = next((one for one in people if one.start == tokens[place].start), None)
    last = next((n for n in range(place, len(tokens)) if one and tokens[n].start >= one.end),
                len(tokens)) if one else 0
    ends = last == len(tokens) or tokens[last].key in STOPS or bool(
        tokens[last].roles & ENDS) if one else False
    return last if ends else 0


def look_around(tokens: list[Token], text: str, mentions: list) -> Around:
    """Speaker, addressee and medium in the tokens behind a verb; a speaker without words is None.

    `mentions` are those of the sentence, by their first character.
    """
    addressee = medium = None
    words: list[Token] = []
    place, over = 0, False
    while place < len(tokens):
        key, roles = tokens[place].key, tokens[place].roles
        found = (key[0] == "ل" or "addressee" in roles) and _addressee(
            tokens, place, text, mentions)
        if found:
            addressee, over = addressee or found[0], over or bool(words)
            place = found[1]
            continue
        found = key in IN and _medium(tokens, place, text)
        if found:
            medium, place = medium or found[0], found[1]
            over = over or bool(words) or place < len(tokens) and "relayed" in tokens[place].roles
            continue
        if not over and not words and key in (*COMMAS, "-"):
            place += 1
            continue
        if key == "." and words and not over and len(words[-1].key) == 1:       # د. فلان
            place += 1
            continue
        if tokens[place].key in OPENERS and not over and (
                not words or "body" in words[-1].roles):       # مجلة «المرفأ», أوضح "الراشد"
            close = next((n for n in range(place + 1, min(place + 6, len(tokens)))
                          if tokens[n].key in CLOSERS), None)
            if close:
                words += tokens[place + 1:close]
                place = close + 1
                continue
        if words and not over and key in APPOSED and (
                name := _apposed(tokens, place + 1, words, mentions)):
            words, over = tokens[place + 1:name], True     # قال الرئيس الأوكراني، فلان، أمس إن
            place = name
            continue
        unnamed = bool(words) and "unnamed" in words[0].roles
        leads = not words and "link" in tokens[place].roles          # ذكر في يونيو names nobody
        if over or leads or _ends_name(tokens, place, text, unnamed):
            over = True
        else:
            words.append(tokens[place])
        place += 1
    return Around(name_speaker(words[:LONGEST], text, mentions), addressee, medium)


def name_speaker(words: list[Token], text: str, mentions: list) -> Speaker | None:
    """The speaker that a noun phrase names: an entity where one is meant, else the words."""
    if words and "medium" in words[0].roles:           # ختم حديثه: what he ended, not who
        return None
    while words and (words[-1].roles & {"link", "turn"} or words[-1].key in ("و", "مع")):
        words = words[:-1]
    if not words:
        return None
    start, end = words[0].start, words[-1].end
    printed = text[start:end]
    if not any(len(word.key) > 1 for word in words):       # تحدثت لـ(X): the preposition by itself
        return None
    inside = [one for one in mentions if start <= one.start and one.end <= end + 2]
    found = _entity(words, printed, inside)
    if found:
        return Speaker(found.entity_id, found.label, found.label_en, fold(printed).key, False)
    return Speaker(None, printed, None, fold(printed).key, "unnamed" in words[0].roles)


def _entity(words: list[Token], printed: str, inside: list):
    """The mention that the noun phrase speaks of, None when it only describes the speaker."""
    people = [one for one in inside if one.kind == "person"]
    for one in reversed(people):
        before = [word.key for word in words if word.end <= one.start]
        if "unnamed" in words[0].roles and not OF.isdisjoint(before):
            continue
        if any("باسم" in key or key in ("نجل", "شقيق", "مستشار", "مساعد") for key in before[-4:]):
            continue
        if one.sense == "office" and one.start > words[0].start:
            continue                                        # نائب وزير الخارجية
        return one
    for one in inside:
        lead = [word for word in words if word.end <= one.start]
        rest = [word for word in words if word.start >= one.end]
        if one.kind in BODIES and one.sense in SENSES and not rest and (
                not lead or len(lead) == 1 and "body" in lead[0].roles):
            return one
    return None


def same_speaker(one: Speaker, earlier: Iterable[Speaker]) -> Speaker:
    """The speaker of before whom a short name means (الفهد, المصدر, المجموعة), or `one` itself.

    `earlier` are the speakers of before, the last one first.
    """
    key = one.key
    if one.entity_id or " " in key and not key.startswith("ال"):
        return one
    head, *rest = key.split()
    bare = head.removeprefix("ال")
    for other in earlier:
        words = other.key.split()
        if "himself" in roles_of(key):
            return other
        if rest:                                # الوزير المصري, ناصر الدين
            told = bare in words[:2] and set(rest) <= set(words) and head != bare
            if told or other.key.endswith(" " + key):
                return other
        elif len(words) > 1 and (words[-1] == key or bare in words or key in words):
            return other
    return one


class Heard:
    """The speakers whom an article has named so far, the last REMEMBERED of them."""

    def __init__(self):
        self.speakers: deque[Speaker] = deque(maxlen=REMEMBERED)

    def remember(self, speaker: Speaker | None, feminine: bool) -> Speaker | None:
        """The speaker, or the one of before whom he is, kept for verbs that name nobody."""
        if speaker is None:
            return None
        speaker = same_speaker(speaker, self.speakers)._replace(feminine=feminine)
        self.speakers.appendleft(speaker)
        return speaker

    def last(self, feminine: bool) -> Speaker | None:
        """Who spoke last with a verb of that gender, None when nobody did."""
        return next((one for one in self.speakers if one.feminine == feminine), None)
