"""Happenings and names for other programs: spreadsheet, calendar, web timeline, network, corpus.

`happenings` writes what took place, `names` who is named; both are made without a clock, so that
the same tables give the same bytes.
"""

from utils.exports.happenings import (
    EXPORTS,
    as_csv,
    as_icalendar,
    as_plover,
    as_timelinejs,
    defused,
    most_told,
    write_exports,
)
from utils.exports.names import (
    as_conll,
    as_gexf,
    named_together,
    write_name_exports,
    write_tally,
)

__all__ = ["EXPORTS", "as_conll", "as_csv", "as_gexf", "as_icalendar", "as_plover", "as_timelinejs",
           "defused", "most_told", "named_together", "write_exports", "write_name_exports",
           "write_tally"]
