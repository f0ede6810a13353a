"""Who says what a verb of speech says: named behind it, before it, or in a sentence before."""

from __future__ import annotations

from bisect import bisect_left

from utils.quotations.speakers import Around, Heard, Speaker, given_names, look_around, name_speaker
from utils.quotations.utterances import Token, Tokens

_LONGEST = 10                # words before a verb that can name its subject
_FAR = 25                    # words behind a sentence's first that can name its man


class Attribution:
    """The speakers of one sentence: whom its verbs name, and whom they mean where they do not."""

    def __init__(self, tokens: Tokens, mentions: list, heard: Heard):
        self.tokens, self.mentions, self.heard = tokens, mentions, heard
        self.starts = [one.start for one in mentions]
        self.main: Speaker | None = None         # whom the sentence has named

    def named(self, start: int, end: int) -> list:
        """The mentions that begin between two characters."""
        first = bisect_left(self.starts, start)
        return self.mentions[first:bisect_left(self.starts, end, first)]

    def is_name(self, token: Token) -> bool:
        """Whether the word is part of a name (حزب العدالة والتنمية, دار ...)."""
        behind = bisect_left(self.starts, token.end)
        return any(one.start <= token.start and token.end <= one.end
                   for one in self.mentions[max(0, behind - 3):behind])

    def around(self, words: list[Token]) -> Around:
        """Speaker, addressee and medium in these words."""
        if not words:
            return Around(None)
        return look_around(words, self.tokens.text, self.named(words[0].start, words[-1].end))

    def speaker(self, place: int, around: Around) -> Speaker | None:
        """Who says what the verb at `place` says, with these words around it."""
        verb = self.tokens[place].verb
        if "in" in verb.takes:                       # جاء في بيان: a document, which is the medium
            return None
        speaker = around.speaker if verb.tense != "participle" else None
        if speaker is None and verb.tense != "participle":
            speaker = self.subject_before(place)
        if speaker:
            self.main = speaker = self.heard.remember(speaker, verb.feminine)
        elif verb.tense == "participle" and (self.main or not self.heard.speakers):
            speaker = self.main or self._first_subject(place)
        else:
            speaker = self.heard.last(verb.feminine)
        return speaker

    def subject_before(self, place: int) -> Speaker | None:
        """Who stands before the verb: أما المواطن يحيى العبيد فقد أشار."""
        if place > _FAR:
            return None
        words = self.tokens[:place]
        while words and words[-1].key in ("قد", "فقد", "كان", "كانت", "وقد"):
            words = words[:-1]
        if words and words[0].key in ("وكان", "كان", "وكانت", "كانت", "لكن", "ولكن"):
            words = words[1:]
        if words and "topic" in words[0].roles:             # أما الباحثة، آمال الفلانية، فقد
            return self.around(words[1:]).speaker
        if not words or self.tokens[place].verb.joined or len(words) > _LONGEST:
            return None
        if words[0].roles & {"link", "edge", "turn", "before", "particle"} or any(
                word.verb or word.key in "،,:«»\"" for word in words):
            return None
        return name_speaker(words, self.tokens.text, self.named(words[0].start, words[-1].end))

    def _first_subject(self, place: int) -> Speaker | None:
        """The man behind the sentence's first word, whatever it tells of him: أبدى خالد الزيلعي."""
        behind = []
        for token in self.tokens[1:min(place, _FAR)]:
            if "link" in token.roles and token.key != "في":
                break
            behind.append(token)
        if not place or self.tokens[0].roles & {"link", "edge", "turn", "before"}:
            return None
        speaker = self.around(behind).speaker
        named = speaker and (speaker.entity_id or any(
            token.key in given_names() for token in behind[:12]))
        return self.heard.remember(speaker, self.tokens[place].verb.feminine) if named else None

    def name_only(self, place: int) -> None:
        """Keeps whom a verb names that nothing followed (أثنى المدير على ..., مضيفا)."""
        verb = self.tokens[place].verb
        if verb.tense != "past" or "name" not in verb.takes:
            return
        words = []
        for token in self.tokens[place + 1:place + 12]:
            of_many = token.key == "من" and len(words) == 1 and words[0].key[:2] != "ال"
            if "link" in token.roles and token.key != "في" and not of_many or (
                    token.key[:1] == "ب" and len(words) != 1 and not self.is_name(token)):
                break                        # أشاد عدد من الأعيان بكذا, طالب بإجراء كذا
            words.append(token)
        speaker = self.around(words).speaker
        if speaker:
            self.main = self.heard.remember(speaker, verb.feminine)

    def handed_on(self, between: list[Token]) -> Speaker | None:
        """نقلت وكالة X عن Y قوله إن, علمت X من مصادرها أن: Y speaks, and X hands it on."""
        for number, token in enumerate(between):
            if token.key in ("عن", "من"):
                behind = self.around(between[number + 1:])
                if behind.speaker:
                    return self.heard.remember(behind.speaker, False)
        return None
