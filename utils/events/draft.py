"""One mention of an event, as a sentence tells of it, and what was told before it."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from utils.events.casting import Party
from utils.events.cues import Mark
from utils.events.subjects import Lines
from utils.events.voices import Voices


class Draft(NamedTuple):
    """One mention of an event, before mentions of the same event are joined."""

    sentence_id: str
    mark: Mark
    participants: tuple[str, ...]
    mediator: tuple[str, ...]
    host: tuple[str, ...]
    venue: str | None
    status: str | None               # None: nothing says so, and it stands as held
    earliest: pd.Timestamp
    latest: pd.Timestamp
    refers_back: bool
    firm: bool                       # an event in its own right, not only talk of one
    cast: tuple[Party, ...] = ()
    voices: Voices = Voices()
    stops: tuple[Party, ...] = ()    # of a tour, each another visit
    older: bool = False              # said to be older than what the article tells of
    going_on: bool = False           # a visit under way, told only to say who somebody is
    another: bool = False            # said to come after another: it is not the one told before
    lent: bool = False               # its day is that of the stay on which it is
    lasts: int = 1                   # days that it goes on for
    until: pd.Timestamp = pd.NaT     # its last day, where only that is told


class Told(NamedTuple):
    """What was told before a trigger is read."""

    earlier: Lines                   # gives the lines before its sentence, nearest first
    anchor: pd.Timestamp             # the article's day
    kinds: set[str]                  # of the events told before: to them a noun may refer back
    pair: tuple[Party, ...] = ()     # whom الجانبان and البلدان stand for: those of the last event
    goes: tuple | None = None        # who travels in the sentence, and the place and state whereto
    agreed: Draft | None = None      # the agreement to hold what the trigger names
