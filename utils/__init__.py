"""Masar: from raw Arabic news to articles, names, dated events and a timeline.

Imports go one way: tables <- folding <- text <- calendars <- load <- dates <- tagger <- entities
<- events <- plots <- report, with pipeline beside report. Import what you need, where you need it:
``from utils import load, text`` costs nothing for the modules you leave out.
"""

__version__ = "0.1.0"
