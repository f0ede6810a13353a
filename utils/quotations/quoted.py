"""One sentence read for what is said in it, from its first word to its last.

A verb of speech waits for what was said: a particle, a colon or a quotation mark; the words between
name the speaker. Where they name none (وأضاف أن), the speaker of before goes on.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.quotations.attribution import Attribution
from utils.quotations.speakers import Around, Heard, Speaker
from utils.quotations.utterances import QUOTES, Token, Tokens

REACH = 40                   # words between a verb and what was said
SENTENCE = 4                 # words between quotation marks that make a saying, not a title
LONGEST = 2500               # characters of one direct quotation
_CLOSING = {mark: re.compile(f"[{closers}\n]") for mark, closers in QUOTES.items()}
_BARE = ("ان", "بان")
_TRIM = " \t\n\r،,؛;:.-–—\N{NO-BREAK SPACE}"
_FORMULA = {"ذكر", "أشار", "قال"}     # يذكر أن, يشار إلى أن: the desk's own


class Quotation(NamedTuple):
    """One saying in a text: its words at characters start..end of the body."""

    start: int
    end: int
    speaker: Speaker | None
    verb: str
    around: Around
    form: str
    by: tuple[str, ...] = ()


class _Waiting(NamedTuple):
    """A verb of speech that waits for what was said."""

    place: int
    token: Token
    cut: int                 # where the saying before it ends, should this one begin another
    turns: bool              # whether it opens a clause of its own


def _closing(text: str, start: int) -> int:
    """Where the quotation ends whose mark stands at `start`; -1 when its line does not close it."""
    found = _CLOSING[text[start]].search(text, start + 1, start + LONGEST)
    return -1 if found is None or found[0] == "\n" else found.start()


class Reading:
    """One sentence while it is read from its first token to its last."""

    def __init__(self, tokens: Tokens, mentions: list, end: int, heard: Heard, done: int = 0):
        self.tokens, self.text, self.end = tokens, tokens.text, end
        self.who = Attribution(tokens, mentions, heard)
        self.done = done                         # what stands before is read: a long quotation
        self.found: list[Quotation] = []
        self.waiting: _Waiting | None = None
        self.open: int | None = None             # the saying that goes on: its place in `found`
        self.spare: tuple[int, int, int] | None = None     # a quotation nobody has said yet

    def read(self) -> list[Quotation]:
        """The sayings of the sentence, those inside others too."""
        for place in self.tokens.moving:
            token = self.tokens[place]
            if token.start < self.done:
                continue
            if token.verb and not self.who.is_name(token):
                self._verb(place, token)
            elif "particle" in token.roles and self._takes(place):
                self._indirect(place)
            elif token.key == ":" and self._takes_mark(place):
                self._said_after(place)
            elif token.key in QUOTES:
                self._quoted(place)
        self._drop()
        self._close(self.end)
        return [one for one in self.found if one.end - one.start > 3]

    def _before(self, place: int) -> Token | None:
        return self.tokens[place - 1] if place else None

    def _verb(self, place: int, token: Token) -> None:
        """A verb begins to wait, or takes the quotation that stands right before it."""
        before = self._before(place)
        if self._credits(place):
            self._credited(place, token)
            return
        if before and "not before a verb" in before.roles or self._is_no_verb(place, token):
            return
        if self._said_before(place, token):
            return
        if self.waiting and token.verb.tense == "participle" and (
                self.waiting.token.verb.verb == "تحدث" or not self._is_comma(place)):
            return                           # تحدث قائلا: the first verb's subject is his
        self._drop()
        first = self._turn(place)
        turns = token.verb.joined or first < place or not place
        self.waiting = _Waiting(place, token, self.tokens[first].start, turns)

    def _turn(self, place: int) -> int:
        """Where the phrase begins that leads to the verb: من جهته، قال."""
        while place and (self.tokens[place - 1].roles & {"turn"} or self.tokens[place - 1].key in
                         ("،", ",", "من", "و", "وفي", "في", "قد", "فقد")):
            place -= 1
        return place

    def _is_no_verb(self, place: int, token: Token) -> bool:
        """Whether the form is another word here (بين, عبر), or says nothing new (أكد ذلك)."""
        takes, behind = token.verb.takes, self.tokens[place + 1:place + 3]
        if behind and "object" in behind[0].roles:
            return True
        if "in" in takes:                    # جاء في بيان
            return len(behind) < 2 or behind[0].key != "في" or "medium" not in behind[1].roles
        printed = self.text[token.start:token.end]
        if token.verb.tense != "past" or token.verb.feminine or "\N{ARABIC SHADDA}" in printed:
            return False
        if "first" in takes and (behind and behind[0].roles & {"medium", "channel"} or (
                not token.verb.joined and place and self._turn(place) == place)):
            return True                      # أضاف X، عبر وسائل التواصل، أنه
        turned = any("own turn" in one.roles for one in self.tokens[self._turn(place):place])
        return "next" in takes and not turned and not self._particle_follows(place)

    def _credits(self, place: int) -> int:
        """How many words before the verb credit the sentence to its subject: على ما, حسبما."""
        before = self._before(place)
        if before is None or place < SENTENCE + 2:
            return 0
        if "credit that" in before.roles:
            return 1
        return 2 * (before.key in ("ما", "لما") and "credit" in self.tokens[place - 2].roles)

    def _credited(self, place: int, token: Token) -> None:
        """وصل الوفد أمس، على ما أوضح الوزير: he says what stands before."""
        around = self.who.around(self.tokens[place + 1:place + REACH])
        if around.speaker is None or self.found or self.waiting:
            return
        first = self.tokens[0].start
        end = self._trimmed(first, self.tokens[place - self._credits(place)].start)
        speaker = self.who.speaker(place, around)
        self.found.append(Quotation(first, end, speaker, token.verb.verb, around, "indirect"))

    def _trimmed(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in _TRIM:
            end -= 1
        return end

    def _is_comma(self, place: int) -> bool:
        before = self._before(place)
        return before is None or before.key in ("،", ",", "؛") or self.tokens[place].verb.joined

    def _particle_follows(self, place: int) -> bool:
        behind = self.tokens[place + 1:place + 3]
        return bool(behind) and ("particle" in behind[0].roles or behind[0].key == ":" or (
            "link" in behind[0].roles and len(behind) > 1 and "particle" in behind[1].roles))

    def _takes(self, place: int) -> bool:
        """Whether the particle opens what the waiting verb says."""
        if self.waiting is None or place - self.waiting.place > REACH or (
                "that" not in self.waiting.token.verb.takes):
            return False
        before = self._before(place)
        if "link" in before.roles:
            before = self._before(place - 1)
        if before is self.waiting.token:
            return True
        return not before.roles & {"before"}

    def _takes_mark(self, place: int) -> bool:
        """Whether a colon opens what the waiting verb says; not in 12:30, nor before a list."""
        if self.waiting is None or place - self.waiting.place > REACH:
            return False
        before = self._before(place)
        return not before.key.isdigit() and "list" not in before.roles

    def _drop(self) -> None:
        """Ends the waiting of a verb that nothing followed; it still can name who speaks next."""
        if self.waiting and self.open is None:
            self.who.name_only(self.waiting.place)
        self.waiting = None

    def _is_formula(self, speaker_between: Speaker | None) -> bool:
        """يذكر أن and يشار إلى أن name nobody, and mean nobody."""
        verb = self.waiting.token.verb
        return verb.tense == "present" and verb.verb in _FORMULA and speaker_between is None

    def _add(self, start: int, end: int, form: str, place: int) -> None:
        """Puts down what the waiting verb says, and ends the saying before it."""
        between = self.tokens[self.waiting.place + 1:place]
        around = self.who.around(between)
        if self._is_formula(around.speaker) and not self.who.subject_before(self.waiting.place):
            self.waiting = None
            return
        by: tuple[str, ...] = ()
        outer = self.found[self.open] if self.open is not None else None
        if outer and self.waiting.turns:
            self._close(self.waiting.cut)
        elif outer and outer.speaker:
            by = (outer.speaker.label,)
        verb = self.waiting.token.verb
        speaker = self.who.speaker(self.waiting.place, around)
        inner = self.who.handed_on(between) if "hands on" in verb.takes else None
        if inner:
            around, by = around._replace(addressee=None), (*by, speaker.label) if speaker else by
            speaker = inner
        self.found.append(Quotation(start, end, speaker, verb.verb, around, form, by))
        if form == "indirect" and not (outer and not self.waiting.turns):
            self.open = len(self.found) - 1
        self.waiting = None

    def _indirect(self, place: int) -> None:
        """The words behind أن are what the waiting verb says; a quotation right there is direct."""
        token = self.tokens[place]
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if following and following.key in QUOTES:
            close = _closing(self.text, following.start)
            if close > 0 and len(self.text[following.end:close].split()) >= SENTENCE:
                rest = self.text[close + 1:min(self.end, close + 100)].strip(_TRIM)
                if not rest or self.text[close + 1:close + 2] in ("،", ",", ".", "") or (
                        len(rest.split()) < SENTENCE):
                    self._add(following.end, close, "direct", place)
                    self.done = close + 1
                    return
        start = token.end if token.key in _BARE else token.start
        while start < self.end and self.text[start] in " \N{NO-BREAK SPACE}:":
            start += 1
        self._add(start, self.end, "indirect", place)

    def _said_after(self, place: int) -> None:
        """The words behind a colon."""
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if following is None or "particle" in following.roles:     # وأضاف: إن ... is indirect
            return
        if following.key in QUOTES:
            close = _closing(self.text, following.start)
            again = self.text.find(following.key, following.end, close) if close > 0 else -1
            if close > self.end > 0 and again >= self.end:     # never closed; another is opened
                close = -1
            start, end = following.end, close if close > 0 else self.end
        else:
            start, end = following.start, self.end
        if len(self.text[start:end].split()) < 2:
            return
        self._add(start, end, "direct", place)
        self._close(self.end)
        self.done = end

    def _quoted(self, place: int) -> None:
        """A quotation without a colon: said by the waiting verb, or left for one that follows."""
        token = self.tokens[place]
        close = _closing(self.text, token.start)
        if close < 0:
            return
        if len(self.text[token.end:close].split()) < SENTENCE:
            self.done = max(self.done, close + 1)      # a title; its end is like its beginning
            return
        before = self._before(place)
        behind = self.tokens.after(close)
        titled = before is not None and ("title" in before.roles or before.key == "ل"
                                         or "link" in before.roles)
        if self.waiting and not titled and place - self.waiting.place <= REACH:
            self._add(token.end, close, "direct", place)
        elif not titled and self.open is None:
            self.spare = token.end, close, behind
        self.done = close + 1

    def _said_before(self, place: int, token: Token) -> bool:
        """«...»، قال الوزير: the verb takes the quotation before it, where no other follows."""
        if not self.spare or self.spare[2] not in (place, place - 1) or (
                token.verb.tense == "participle"):
            return False
        start, close, _ = self.spare
        behind = self.tokens[place + 1:place + REACH]
        if token.verb.joined or any("particle" in one.roles or one.key == ":" for one in behind):
            return False
        around = self.who.around(behind)
        speaker = self.who.speaker(place, around)
        self.found.append(Quotation(start, close, speaker, token.verb.verb, around, "direct"))
        self.spare = None
        return True

    def _close(self, end: int) -> None:
        """Ends the saying that goes on."""
        if self.open is None:
            return
        one = self.found[self.open]
        end = self._trimmed(one.start, min(one.end, end))
        self.found[self.open], self.open = one._replace(end=end), None
