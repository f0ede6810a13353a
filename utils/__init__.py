"""Masar: from raw Arabic news to articles, names, dated events and a timeline.

Imports go one way only, each module importing nothing but what stands left of it:

    tables <- folding <- breaks <- cleaning <- sentences <- text
    <- calendars <- stamps <- formats <- dumps <- load <- dates
    <- forms <- spotting <- lexicon_rows <- clashes <- lexicon <- matches <- senses
    <- offices <- entities <- cues <- casting <- voices <- happenings
    <- events <- plots <- report and pipeline

Import what you need, where you need it: ``from utils import load, text`` costs nothing for the
modules you leave out.
"""

__version__ = "0.1.0"
