"""Masar: from raw Arabic news to articles, names, dated events and a timeline.

Each package is a door: what it is for stands on its own page, the rooms behind it beside that. In
the order below a module imports nothing but what stands before it, doors and rooms alike:

    tables
    <- memory
    <- stored
    <- asking
    <- locks
    <- lexicon_rows
    <- text: breaks <- folding <- tokens <- visual <- cleaning <- shingles <- copies <- reprints
      <- signs <- splitting <- text
    <- calendars
    <- load: encodings <- fields <- cut_zip <- paths <- formats <- stamps <- byline_parts
      <- bylines <- datelines <- shapes <- marks <- inner_marks <- calls <- credits <- looks
      <- wrapped <- stamp_lines <- page_breaks <- lines
      <- pieces <- openings <- guises <- comments <- verses <- ornaments <- own_fields
      <- titles <- chrome <- flattened <- worn <- layouts
      <- announced <- anew <- below_comments <- stories <- traces <- recurring <- drafts
      <- dealing <- headlines <- dispatches <- dumps <- parting <- newswire
      <- pages <- mail <- feeds <- tabular <- records <- rows <- load
    <- evidence
    <- dates: words <- tokens <- grammar <- patterns <- tense <- today <- readings <- weekdays
      <- days <- months <- year_parts <- years <- units <- dates
    <- tagger: lattices <- traits <- weights <- tagger
    <- lexicon: forms <- clashes <- spotting <- readings <- building <- lexicon
    <- entities: gluing <- matches <- naming <- bare <- senses <- capitals <- passages <- offices
      <- stretches <- unlisted <- bodies <- merging <- evidence <- entities <- pairs <- shares
    <- events: cues <- homes <- meant <- titles <- casting <- clauses <- company <- needs <- scenes
      <- subjects <- others <- deals <- staging <- people <- days <- tenses <- dating <- voices
      <- draft <- asides <- actors <- sequels <- stays <- weighing <- titled <- partaking
      <- standing <- drafts <- sources <- carrying <- joining <- readable <- likely <- anaphora
      <- told <- likeness <- linking <- happenings <- events
    <- quotations: sayings <- utterances <- speakers <- attribution <- quoted <- quotations
    <- counts: adding <- names <- events <- counts
    <- sums
    <- pipeline: batches <- runs <- stages <- workers <- reprints_across <- happenings_across
      <- pipeline
    <- direction
    <- words
    <- plots: shaping <- figures <- lanes <- timeline <- network <- reporting
      <- plots
    <- exports: calendar_file <- happenings <- names <- exports
    <- show: opening <- phrases <- translated <- overview <- markup <- show
    <- licences
    <- report: execution <- pages <- front <- building <- beginning <- report
    <- verify

Import what you need, where you need it: ``from utils import load, text`` costs nothing for the
packages you leave out.
"""

__version__ = "0.1.0"
