"""Article text made fit to read and to compare: cleaning, keys, sentences, reprints.

The parts live beside this module, in the order in which they lean on each other: `breaks` (where
sentences end) <- `visual` (lines stored as drawn) <- `cleaning` <- `sentences` <- `shingles` (words
as numbers) <- `reprints`. This page is the door.
"""

from utils.text.cleaning import STEPS, clean, explain, match_key
from utils.text.reprints import find_reprints, reprint_chains
from utils.text.splitting import sentences

__all__ = ["STEPS", "clean", "explain", "find_reprints", "match_key", "reprint_chains", "sentences"]
