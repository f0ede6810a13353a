"""Masar: from raw Arabic news to articles, names, dated events and a timeline.

The doors are tables, text, load, dates, entities, events, plots, report and pipeline; the other
modules are the rooms behind them, one line a door. Imports go one way only, each module importing
nothing but what stands left of it:

    tables
    <- breaks <- folding <- visual <- cleaning <- shingles <- copies <- reprints <- signs
    <- sentences <- text
    <- calendars <- encodings <- fields <- formats <- stamps <- byline_parts <- bylines <- datelines
    <- shapes <- marks <- looks <- pieces <- flattened <- ornaments <- layouts <- announced
    <- dealing <- dispatches <- dumps <- parting <- newswire <- pages <- records <- rows <- load
    <- date_words <- date_grammar <- date_patterns <- date_tense <- date_today <- date_readings
    <- date_days <- date_months <- date_years <- date_units <- dates
    <- lattices <- traits <- tokens <- weights <- tagger
    <- forms <- lexicon_rows <- clashes <- spotting <- readings <- lexicon <- matches <- senses
    <- passages <- offices <- unlisted <- merging <- evidence <- entities
    <- pairs <- shares
    <- cues <- casting <- clauses <- scenes <- subjects <- tenses <- voices
    <- drafts <- joining <- readable <- told <- likeness <- linking <- happenings <- events
    <- sayings <- utterances <- speakers <- attribution <- quoted <- quotations
    <- direction <- arabic <- words <- figures <- lanes <- timeline <- reporting <- plots
    <- calendar_file <- exports <- name_exports
    <- opening <- phrases <- overview <- markup <- show <- execution <- report_pages <- front
    <- building <- beginning
    <- sums <- licences <- runs <- reprints_across <- happenings_across
    <- report and pipeline <- verify

Import what you need, where you need it: ``from utils import load, text`` costs nothing for the
modules you leave out.
"""

__version__ = "0.1.0"
