"""Masar: from raw Arabic news to articles, names, dated events and a timeline.

The doors are tables, text, load, dates, entities, events, plots, report and pipeline; the other
modules are the rooms behind them, one line a door. Imports go one way only, each module importing
nothing but what stands left of it:

    tables <- folding
    <- breaks <- visual <- cleaning <- sentences <- shingles <- reprints <- text
    <- calendars <- stamps <- formats <- encodings <- pages <- records <- marks <- bylines
    <- dumps <- load
    <- date_words <- date_patterns <- date_readings <- date_spans <- date_days <- dates
    <- traits <- tokens <- lattices <- tagger
    <- spotting <- forms <- lexicon_rows <- clashes <- lexicon <- matches <- senses <- offices
    <- entities <- pairs
    <- cues <- casting <- voices <- drafts <- happenings <- evidence
    <- events
    <- direction <- words <- arabic <- figures <- lanes <- timeline <- plots
    <- overview <- markup <- show <- execution <- front <- report_pages <- report and pipeline

Import what you need, where you need it: ``from utils import load, text`` costs nothing for the
modules you leave out.
"""

__version__ = "0.1.0"
