"""Who is quoted as saying what: direct speech («...») and indirect speech behind أن and إن.

A sentence is read once from its beginning. A verb of speech waits for what was said: a particle,
a colon or a quotation mark; the words between name the speaker. Where they name none (وأضاف أن),
the speaker of before goes on. The words of speech stand in two files of data/lexicon.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

import pandas as pd

from utils.sayings import Token, read_tokens
from utils.speakers import (
    Around,
    Speaker,
    given_names,
    look_around,
    name_speaker,
    same_speaker,
)
from utils.tables import typed

REACH = 40                   # words between a verb and what was said
SENTENCE = 4                 # words between quotation marks that make a saying, not a title
LONGEST = 2500               # characters of one direct quotation
CLOSERS = {"«": "»", "\"": "\"“”", "“": "”\"“", "”": "“\"”", "„": "“”\""}
_QUOTED_AT = re.compile("[«\"“”„]|:")
_BARE = ("ان", "بان")
_TRIM = " \t\n\r،,؛;:.-–—\N{NO-BREAK SPACE}"
_ONLY_NEXT = {"بين"}                 # the preposition, unless أن follows at once
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
    closers = CLOSERS[text[start]]
    for place in range(start + 1, min(len(text), start + LONGEST)):
        if text[place] in closers:
            return place
        if text[place] == "\n":
            break
    return -1


class _Article:
    """An article while it is read, with the speakers that it has named so far."""

    def __init__(self, body: str, sentences: list, mentions: list):
        self.body, self.sentences, self.mentions = body, sentences, mentions
        self.starts = [one.start for one in mentions]
        self.speakers: list[Speaker] = []
        self.done = 0                            # what stands before is read: a long quotation
        self.found: list[tuple[str, Quotation]] = []

    def quotations(self) -> list[tuple[str, Quotation]]:
        """The sayings of all sentences, each with its sentence_id."""
        for sentence in self.sentences:
            self.found += [(sentence.sentence_id, one) for one in self._read(sentence)]
        return self.found

    def _within(self, start: int, end: int) -> list:
        first = bisect_left(self.starts, start)
        return self.mentions[first:bisect_left(self.starts, end, lo=first)]

    def _read(self, sentence) -> list[Quotation]:
        """The sayings of one sentence."""
        tokens = read_tokens(self.body, sentence.start, sentence.end)
        if not any(token.verb for token in tokens):
            return []
        reading = _Sentence(self, tokens, self._within(sentence.start, sentence.end), sentence.end)
        return reading.read()

    def remember(self, speaker: Speaker | None, feminine: bool) -> Speaker | None:
        """The speaker, or the one of before whom he is, kept for verbs that name nobody."""
        if speaker is None:
            return None
        speaker = same_speaker(speaker, self.speakers)._replace(feminine=feminine)
        self.speakers.append(speaker)
        return speaker

    def last(self, feminine: bool) -> Speaker | None:
        """Who spoke last, of the verb's gender if anybody did."""
        for speaker in reversed(self.speakers):
            if speaker.feminine == feminine:
                return speaker
        return self.speakers[-1] if self.speakers else None


class _Sentence:
    """One sentence while it is read from its first token to its last."""

    def __init__(self, article: _Article, tokens: list[Token], mentions: list, end: int):
        self.article, self.tokens, self.mentions, self.end = article, tokens, mentions, end
        self.text = article.body
        self.found: list[Quotation] = []
        self.waiting: _Waiting | None = None
        self.open: int | None = None             # the saying that goes on: its place in `found`
        self.main: Speaker | None = None         # whom the sentence has named
        self.spare: tuple[int, int, int] | None = None     # a quotation nobody has said yet

    def read(self) -> list[Quotation]:
        """The sayings of the sentence, those inside others too."""
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.start < self.article.done:
                place += 1
                continue
            if token.verb and not self._is_name(token):
                self._verb(place, token)
            elif "particle" in token.roles and self._takes(place):
                self._indirect(place)
            elif token.key == ":" and self._takes_mark(place):
                place = self._said_after(place)
            elif token.key in CLOSERS:
                place = self._quoted(place)
            place += 1
        self._name_only()
        self._close(self.end)
        return [one for one in self.found if one.end - one.start > 3]

    def _is_name(self, token: Token) -> bool:
        """Whether the word is part of a name (حزب العدالة والتنمية, دار ...)."""
        return any(one.start <= token.start and token.end <= one.end for one in self.mentions)

    def _before(self, place: int) -> Token | None:
        return self.tokens[place - 1] if place else None

    def _verb(self, place: int, token: Token) -> None:
        """A verb begins to wait, or takes the quotation that stands right before it."""
        before = self._before(place)
        if token.verb.verb in _ONLY_NEXT and token.verb.tense == "past" and (
                not token.verb.feminine) and not self._particle_follows(place):
            return
        if before and "not before a verb" in before.roles:
            return
        if self._said_before(place, token):
            return
        if self.waiting and token.verb.tense == "participle" and (
                self.waiting.token.verb.verb == "تحدث" or not self._is_comma(place)):
            return                           # تحدث قائلا: the first verb's subject is his
        self._name_only()
        first = place
        while first and (self.tokens[first - 1].roles & {"turn"} or self.tokens[first - 1].key in
                         ("،", ",", "من", "و", "وفي", "في", "قد", "فقد")):
            first -= 1
        turns = token.verb.joined or first < place or not place
        self.waiting = _Waiting(place, token, self.tokens[first].start, turns)

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

    def _around(self, place: int) -> tuple[Around, Speaker | None]:
        """Speaker, addressee and medium of the waiting verb, whose words begin at `place`."""
        verb = self.waiting.token.verb
        between = self.tokens[self.waiting.place + 1:place]
        around = look_around(between, self.text, self.mentions)
        speaker = around.speaker if verb.tense != "participle" else None
        if speaker is None and verb.tense != "participle":
            speaker = self._subject_before()
        if speaker:
            self.main = speaker = self.article.remember(speaker, verb.feminine)
        elif verb.tense == "participle" and (self.main or not self.article.speakers):
            speaker = self.main or self._first_subject()
        else:
            speaker = self.article.last(verb.feminine)
        return around, speaker

    def _subject_before(self) -> Speaker | None:
        """Who stands before the verb: أما المواطن يحيى العبيد فقد أشار."""
        words = self.tokens[:self.waiting.place]
        while words and words[-1].key in ("قد", "فقد", "كان", "كانت", "وقد"):
            words = words[:-1]
        if words and words[0].key in ("وكان", "كان", "وكانت", "كانت", "لكن", "ولكن"):
            words = words[1:]
        topic = bool(words) and "topic" in words[0].roles
        if topic:
            words = words[1:]
        verb = self.waiting.token.verb
        if not words or verb.joined and not topic or len(words) > 10:
            return None
        if words[0].roles & {"link", "edge", "turn", "before", "particle"} or any(
                word.verb or word.key in "،,:«»\"" for word in words):
            return None
        return name_speaker(words, self.text, self.mentions)

    def _first_subject(self) -> Speaker | None:
        """The man behind the sentence's first word, whatever it tells of him: أبدى خالد الزيلعي."""
        behind = []
        for token in self.tokens[1:min(self.waiting.place, 25)]:
            if "link" in token.roles and token.key != "في":
                break
            behind.append(token)
        if not self.waiting.place or self.tokens[0].roles & {"link", "edge", "turn", "before"}:
            return None
        speaker = look_around(behind, self.text, self.mentions).speaker
        named = speaker and (speaker.entity_id or any(
            token.key in given_names() for token in behind[:12]))
        return self.article.remember(speaker, self.waiting.token.verb.feminine) if named else None

    def _name_only(self) -> None:
        """A verb that nothing followed still names who speaks next (أثنى المدير على ..., مضيفا)."""
        if self.waiting is None:
            return
        words = []
        for token in self.tokens[self.waiting.place + 1:self.waiting.place + 12]:
            if "link" in token.roles or token.key[:1] == "ب" and len(words) > 1:
                break
            words.append(token)
        verb = self.waiting.token.verb
        if verb.tense == "past" and "name" in verb.takes:
            speaker = look_around(words, self.text, self.mentions).speaker
            if speaker and self.open is None:
                self.main = self.article.remember(speaker, verb.feminine)
        self.waiting = None

    def _is_formula(self, speaker_between: Speaker | None) -> bool:
        """يذكر أن and يشار إلى أن name nobody, and mean nobody."""
        verb = self.waiting.token.verb
        return verb.tense == "present" and verb.verb in _FORMULA and speaker_between is None

    def _add(self, start: int, end: int, form: str, place: int) -> None:
        """Puts down what the waiting verb says, and ends the saying before it."""
        between = look_around(self.tokens[self.waiting.place + 1:place], self.text, self.mentions)
        if self._is_formula(between.speaker) and self._subject_before() is None:
            self.waiting = None
            return
        by: tuple[str, ...] = ()
        outer = self.found[self.open] if self.open is not None else None
        if outer and self.waiting.turns:
            self._close(self.waiting.cut)
        elif outer and outer.speaker:
            by = (outer.speaker.label,)
        around, speaker = self._around(place)
        verb = self.waiting.token.verb
        if verb.verb in ("نقل", "علم"):
            around, speaker, by = self._handed_on(place, around, speaker, by)
        self.found.append(Quotation(start, end, speaker, verb.verb, around, form, by))
        if form == "indirect" and not (outer and not self.waiting.turns):
            self.open = len(self.found) - 1
        self.waiting = None

    def _handed_on(self, place: int, around: Around, speaker: Speaker | None, by: tuple):
        """نقلت وكالة X عن Y قوله إن, علمت X من مصادرها أن: Y speaks, and X hands it on."""
        between = self.tokens[self.waiting.place + 1:place]
        for number, token in enumerate(between):
            if token.key in ("عن", "من"):
                behind = look_around(between[number + 1:], self.text, self.mentions)
                if behind.speaker:
                    voice = (*by, speaker.label) if speaker else by
                    named = self.article.remember(behind.speaker, False)
                    return around._replace(addressee=None), named, voice
        return around, speaker, by

    def _indirect(self, place: int) -> None:
        """The words behind أن are what the waiting verb says; a quotation right there is direct."""
        token = self.tokens[place]
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if following and following.key in CLOSERS:
            close = _closing(self.text, following.start)
            if close > 0 and len(self.text[following.end:close].split()) >= SENTENCE:
                rest = self.text[close + 1:self.end].strip(_TRIM)
                if not rest or self.text[close + 1:close + 2] in ("،", ",", ".", "") or (
                        len(rest.split()) < SENTENCE):
                    self._add(following.end, close, "direct", place)
                    self.article.done = close + 1
                    return
        start = token.end if token.key in _BARE else token.start
        while start < self.end and self.text[start] in " \N{NO-BREAK SPACE}:":
            start += 1
        self._add(start, self.end, "indirect", place)

    def _said_after(self, place: int) -> int:
        """The words behind a colon; the token that reading goes on from."""
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if following is None or "particle" in following.roles:     # وأضاف: إن ... is indirect
            return place
        if following.key in CLOSERS:
            close = _closing(self.text, following.start)
            again = self.text.find(following.key, following.end, close) if close > 0 else -1
            if close > self.end > 0 and again >= self.end:     # never closed; another is opened
                close = -1
            start, end = following.end, close if close > 0 else self.end
        else:
            start, end = following.start, self.end
        if len(self.text[start:end].split()) < 2:
            return place
        self._add(start, end, "direct", place)
        self._close(self.end)
        self.article.done = end
        return place

    def _quoted(self, place: int) -> int:
        """A quotation without a colon: said by the waiting verb, or left for one that follows."""
        token = self.tokens[place]
        close = _closing(self.text, token.start)
        if close < 0 or len(self.text[token.end:close].split()) < SENTENCE:
            return place
        before = self._before(place)
        behind = next((n for n in range(place, len(self.tokens))
                       if self.tokens[n].start > close), len(self.tokens))
        titled = before is not None and ("title" in before.roles or before.key == "ل"
                                         or "link" in before.roles)
        if self.waiting and not titled and place - self.waiting.place <= REACH:
            self._add(token.end, close, "direct", place)
        elif not titled and self.open is None:
            self.spare = token.end, close, behind
        self.article.done = close + 1
        return behind - 1

    def _said_before(self, place: int, token: Token) -> bool:
        """«...»، قال الوزير: the verb takes the quotation before it, where no other follows."""
        if not self.spare or self.spare[2] not in (place, place - 1) or (
                token.verb.tense == "participle"):
            return False
        start, close, _ = self.spare
        behind = self.tokens[place + 1:place + REACH]
        if token.verb.joined or any("particle" in one.roles or one.key == ":" for one in behind):
            return False
        self.waiting = _Waiting(place, token, token.start, True)
        around, speaker = self._around(len(self.tokens))
        self.found.append(Quotation(start, close, speaker, token.verb.verb, around, "direct"))
        self.waiting = self.spare = None
        return True

    def _close(self, end: int) -> None:
        """Ends the saying that goes on."""
        if self.open is None:
            return
        one = self.found[self.open]
        end = min(one.end, end)
        while end > one.start and self.text[end - 1] in _TRIM:
            end -= 1
        self.found[self.open], self.open = one._replace(end=end), None


class _Mention(NamedTuple):
    start: int
    end: int
    kind: str
    sense: str
    entity_id: str
    label: str
    label_en: str


class _Span(NamedTuple):
    start: int
    end: int
    sentence_id: str


def _row(article_id: str, sentence_id: str, one: Quotation) -> dict:
    speaker = one.speaker
    known = {} if speaker is None else {
        "speaker": speaker.entity_id or speaker.label, "label": speaker.label,
        "label_en": speaker.label_en}
    return {
        "article_id": article_id, "sentence_id": sentence_id, "start": one.start, "end": one.end,
        **known, "verb": one.verb, "addressee": one.around.addressee, "medium": one.around.medium,
        "reported_by": list(one.by), "form": one.form,
        "anonymity": "none" if speaker is None else "unnamed" if speaker.unnamed else "named",
    }


def _groups(table: pd.DataFrame, columns: list[str], row, wanted: set) -> dict[str, list]:
    """The rows of the wanted articles, by article and first character."""
    few = table[table["article_id"].isin(wanted)]
    groups: dict[str, list] = {}
    cells = [few[column].tolist() for column in columns]
    for article_id, *values in zip(few["article_id"].tolist(), *cells, strict=True):
        groups.setdefault(article_id, []).append(row(*values))
    for rows in groups.values():
        rows.sort()
    return groups


def find_quotations(articles: pd.DataFrame, sentences: pd.DataFrame,
                    mentions: pd.DataFrame) -> pd.DataFrame:
    """The sayings in the articles: columns of `tables.SCHEMAS["quotations"]`.

    start..end are the words in the article's body; speaker is an entity id, or the printed words
    where no entity is meant, NA where the article does not say; form is direct or indirect.
    """
    ids, bodies = articles["article_id"].tolist(), articles["body"].fillna("").tolist()
    wanted = set(ids)
    lines = _groups(sentences, ["start", "end", "sentence_id"], _Span, wanted)
    named = _groups(mentions, list(_Mention._fields), _Mention, wanted)
    rows = [
        _row(article_id, sentence_id, one)
        for article_id, body in zip(ids, bodies, strict=True)
        for sentence_id, one in _Article(
            body, lines.get(article_id, []), named.get(article_id, [])).quotations()
    ]
    return typed(rows, "quotations")
