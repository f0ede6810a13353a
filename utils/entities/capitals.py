"""Capitals told from the governments that sit in them: أنقرة رفضت, but في أنقرة.

What stands around a capital mostly says which is meant: a preposition or a noun of place, or a verb
and what only governments have. Where nothing says it, the rest of the text does: a capital that
mostly acts in it acts here too.
"""

from __future__ import annotations

from collections import Counter

from utils.entities.matches import Match, Text, listed
from utils.lexicon.readings import Lexicon

PARTIES = ("country", "organisation")
REACH = 7                              # words back to a journey (زيارة الوفد الروسي لدمشق)
# The word before a capital, and the group of words before it that make the capital its government.
NOT_ALONE = {"علي": "metonym on", "من": "metonym from", "عن": "metonym off", "لدي": "metonym at",
             "بين": "route"}
LIFTED = ("علي", "عن")                 # what sanctions lie on and are lifted from
ADJECTIVE = ("ي", "ه", "ا")            # how the key spells the end of most
CONJUNCTIONS = "وفل"
# How the key spells the beginning and the end of verbs, and the ends of nouns that begin so.
FUTURE, FEMININE, OBJECT = ("ست", "سي"), "ت", ("تها", "تهم")
NOUN_ENDS = ("ه", "ات", "ي")


def find_governments(matches: list[Match], text: Text, lexicon: Lexicon) -> None:
    """Decides of each capital among the matches of one text whether its government is meant."""
    capitals, acting = [], Counter()
    for last, match in zip([None, *matches], matches, strict=False):
        if match.reading.entity.speaks_for:
            match.metonym = _is_government(match, last, text, lexicon)
            capitals.append(match)
            if match.metonym is not None:
                acting[match.reading.entity.entity_id] += 1 if match.metonym else -1
    following = None
    for match in reversed(capitals):
        if match.metonym is None:                            # القاهرة وواشنطن ترفضان
            match.metonym = following is not None and following.metonym and listed(
                text, match, following) or bool(match.before) and not match.onto and (
                acting[match.reading.entity.entity_id] > 0)
        following = match


def _is_government(match: Match, last: Match | None, text: Text, lexicon: Lexicon) -> bool | None:
    """Whether a capital acts (أنقرة رفضت) or is only a place (في أنقرة); None if nothing says it.

    `last` is the match before.
    """
    words, before, after = lexicon.words, match.before, match.after
    onto = match.onto[-1:]
    town = match.count > 1 and match.word[match.skip:] in words["place before"]
    if onto == "ب" or town:                                  # مدينة الكويت
        return False
    if match.reading.entity.type == "seat":
        return before not in words["in a building"]
    if onto == "ل":
        return not any(text.word(match.first - back) in words["travel"] for back in range(1, REACH))
    if last is not None and listed(text, last, match) and last.reading is not None:
        if last.metonym is not None:
            return last.metonym
        if last.reading.entity.kind in PARTIES and last.before in words["metonym before"]:
            return True
    if before in NOT_ALONE:
        return _after_preposition(match, before, text, words)
    if before in words["place before"] or before in words["place verbs"]:
        return False
    if words["capital"] & {*match.heads[1:2], text.word(match.next - 1)}:
        return False
    if before in words["metonym before"] or before in words["state acts"] or (
            _is_verb(before, words)):
        return True
    if last is not None and last.metonym and last.next == match.first and not onto:
        return True                                          # دعت باريس طهران إلى
    if after in words["state acts"] or after in words["metonym joins"] or (
            after.startswith(FEMININE) and after.endswith("ان")):              # ترفضان
        return True
    return None


def _after_preposition(match: Match, preposition: str, text: Text, words: dict) -> bool | None:
    """What a preposition before the capital and the noun before that say of it."""
    place = match.first - 1
    nouns = [text.before(place)]
    if nouns[0].endswith(ADJECTIVE) and not nouns[0].startswith(("ب", "ل")):
        nouns.append(text.before(place - 1))                 # ضغوط دولية على
    found = not words[NOT_ALONE[preposition]].isdisjoint(nouns)
    if preposition == "بين":
        return not found
    if preposition in LIFTED and not found:                  # فرضها مجلس الأمن أمس على طهران
        found = any(text.word(place - back) in words["sanctions"] for back in range(1, REACH))
    return True if found else None if preposition == "عن" else False


def _is_verb(word: str, words: dict) -> bool:
    """Whether the spelling shows a verb with a state for its subject or object.

    So do the feminine past (أبرمت), present (تستغل) and future, and what has an object (اعتبرتها);
    states are feminine. A masdar such as تراجع passes for one, and means the same.
    """
    if word in words["no verb"]:
        return False
    if len(word) > 3 and word.endswith(FEMININE) and not word.endswith("ات"):
        return True
    if len(word) > 5 and word.endswith(OBJECT):
        return True
    bare = word[1:] if word[:1] in CONJUNCTIONS and word[1:2] in ("ت", "س") else word
    if bare.startswith(FUTURE):
        return len(bare) > 4 and (bare.endswith("ها") or not bare.endswith(NOUN_ENDS))
    masdar = len(bare) == 5 and bare[3] == "ي"               # تحرير دمشق
    return bare.startswith(FEMININE) and len(bare) > 3 and not masdar and (
        bare.endswith("ها") or not bare.endswith(NOUN_ENDS))
