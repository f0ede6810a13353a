"""Who ran whose story: exact and near copies of a body, linked to the earliest.

A wire story runs in several papers: whole, cut at the end, with a byline, with words changed. Two
bodies are compared by their sequences of three words (shingles), spelled by the house's folding.
Exact copies have the same words. Near copies are looked for with rensa (minhash and bands), and
each pair so found is then counted exactly: no link rests on an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
from rensa import RMinHash

from utils.shingles import SHINGLE, hash_words, plain_words, sequences, shingles

# Where the limits come from: benchmarks/text.py prints how many planted copies and how many
# different stories SaudiNewsNet's pairs hold on either side of them.
SHARED = 0.5                 # of the shorter body's shingles, for a near copy
# A wire story spreads within a day. One paper's columns, and the reports that come back days later
# (weather, telegrams, sentences carried out), repeat whole phrases: there more must be common,
# either of the sequences, or of the single words, which formulas do not share but edits leave.
SHARED_FORMULAS = 0.7
SAME_WORDS = 0.8
ALIKE = 0.25                 # of both bodies' shingles together
FEW_WORDS = 20               # a shorter body has too few shingles: only exact copies count
FEWER_WORDS = 5              # so short that the headline must agree too
SIGNATURE, ROWS = 64, 2      # 32 bands of 2: a pair that shares 30% is missed once in 20 times
SEED = 20240618
NEIGHBOURS = 5               # pairs tried for a body in one band, so that the time stays linear

_NEEDED = ("article_id", "body")


def find_reprints(articles: pd.DataFrame) -> pd.Series:
    """The article_id of the earliest copy of each body, NA for the earliest and for unique ones.

    Earliest by `published`, else `anchor`, then by the order of the rows.

    >>> articles = pd.DataFrame({"article_id": ["a-1", "b-1"], "body": ["وصل الوفد إلى بغداد."] * 2,
    ...                          "published": pd.to_datetime(["2024-06-19", "2024-06-18"])})
    >>> find_reprints(articles).tolist()
    ['b-1', nan]
    """
    order = _by_time(articles)
    rows = articles.iloc[order]
    words, bounds = hash_words(rows)
    own = np.arange(len(rows))
    firsts = _exact(words, bounds, _column(rows, "headline"))
    long = np.flatnonzero((firsts == own) & (np.diff(bounds) >= FEW_WORDS))
    rows_of_three = sequences(words)
    pieces = {place: rows_of_three[bounds[place]:bounds[place + 1] - SHINGLE + 1] for place in long}
    common = _Common(
        words, bounds, pieces, _column(rows, "outlet"),
        _times(rows).to_numpy().astype("datetime64[D]"),
    )
    firsts = _led_on(firsts, _near(pieces, common), common)
    ids = rows["article_id"].to_numpy(dtype=object)
    earliest = np.where(firsts == own, None, ids[firsts])
    links = pd.Series(earliest, index=order, dtype="str").sort_index()
    return links.set_axis(articles.index).rename("reprint_of")


def reprint_chains(articles: pd.DataFrame, reprints: pd.Series | None = None) -> pd.DataFrame:
    """One row an article that has copies or is one: who ran it, when, and how much is common.

    Columns: reprint_of (the chain: the earliest article's id), article_id, outlet, day, days_later,
    share (of the shorter body's three-word sequences that the two have in common; 1 for the
    earliest), copies (articles in the chain). The longest chains come first.
    """
    links = find_reprints(articles) if reprints is None else reprints
    chains = pd.DataFrame({
        "reprint_of": links.fillna(articles["article_id"]).to_numpy(),
        "article_id": articles["article_id"].to_numpy(),
        "outlet": articles["outlet"].to_numpy() if "outlet" in articles else pd.NA,
        "day": _times(articles).dt.normalize().to_numpy(),
        "body": articles["body"].to_numpy(),
    })
    chains["copies"] = chains.groupby("reprint_of")["article_id"].transform("size")
    chains = chains[chains["copies"] > 1].reset_index(drop=True)
    words, bounds = hash_words(chains)
    shingled = {
        article: shingles(words[start:end])
        for article, (start, end) in zip(chains["article_id"], pairwise(bounds), strict=True)
    }
    chains["share"] = [
        share(shingled[first], shingled[copy])
        for first, copy in zip(chains["reprint_of"], chains["article_id"], strict=True)
    ]
    days = dict(zip(chains["article_id"], chains["day"], strict=True))
    first_day = pd.Series(map(days.get, chains["reprint_of"]), dtype="datetime64[us]")
    chains["days_later"] = (chains["day"] - first_day).dt.days.astype("Int64")
    is_copy = chains["reprint_of"] != chains["article_id"]
    return (
        chains.assign(is_copy=is_copy, place=range(len(chains)))
        .sort_values(["copies", "reprint_of", "is_copy", "day", "place"],
                     ascending=[False, True, True, True, True], ignore_index=True)
        [["reprint_of", "article_id", "outlet", "day", "days_later", "share", "copies"]]
    )


def share(one: np.ndarray, other: np.ndarray) -> float:
    """The part of the shorter body's shingles that both have; 1 for two bodies without any."""
    fewer = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / fewer if fewer else 1.0


def _times(articles: pd.DataFrame) -> pd.Series:
    """When each article came out, as far as it is known."""
    missing = [column for column in _NEEDED if column not in articles]
    if missing:
        raise ValueError(
            f"find_reprints: the articles lack {missing}; they have {list(articles.columns)}. "
            "Expected the table `articles` that load.read_articles gives (data/README.md)."
        )
    times = pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us]")
    for column in ("published", "anchor"):
        if column in articles:
            times = times.fillna(articles[column].astype("datetime64[us]"))
    return times


def _column(articles: pd.DataFrame, name: str) -> np.ndarray:
    """The column's values; None for each row when there is no such column."""
    return (articles[name] if name in articles else pd.Series(index=articles.index)).to_numpy(
        dtype=object)


def _by_time(articles: pd.DataFrame) -> np.ndarray:
    """The places of the rows from the earliest to the latest; those without a day come last."""
    times = _times(articles).reset_index(drop=True)
    return times.sort_values(kind="stable", na_position="last").index.to_numpy()


def _exact(words: np.ndarray, bounds: np.ndarray, headlines: list) -> np.ndarray:
    """For each body the place of the first one with the same words; its own place if it is that."""
    first_of, firsts = {}, np.arange(len(bounds) - 1)
    for place, (start, end) in enumerate(pairwise(bounds.tolist())):
        if end > start:
            few = end - start < FEWER_WORDS
            key = (words[start:end].tobytes(), tuple(plain_words(headlines[place])) if few else ())
            firsts[place] = first_of.setdefault(key, place)
    return firsts


class _Common:
    """What two bodies have in common, counted exactly."""

    def __init__(self, words: np.ndarray, bounds: np.ndarray, pieces: dict[int, np.ndarray],
                 outlets: np.ndarray, days: np.ndarray):
        self.shingles = cache(lambda place: np.unique(pieces[place]))
        self.words = cache(lambda place: np.unique(words[bounds[place]:bounds[place + 1]]))
        self.outlets, self.days = outlets, days

    def share_of_copy(self, earlier: int, later: int) -> float:
        """The common part of the shorter body's shingles; 0 when that makes no near copy."""
        one, other = self.shingles(earlier), self.shingles(later)
        shared = share(one, other)
        common = shared * min(len(one), len(other))
        if shared < SHARED or common < ALIKE * (len(one) + len(other) - common):
            return 0.0
        if shared < SHARED_FORMULAS and self.may_be_formula(earlier, later):
            same = share(self.words(earlier), self.words(later))
            return shared if same >= SAME_WORDS else 0.0
        return shared

    def may_be_formula(self, earlier: int, later: int) -> bool:
        """Whether the two are from one paper, or two days or more lie between them."""
        outlet = self.outlets[earlier]
        one_paper = not pd.isna(outlet) and outlet == self.outlets[later]
        return bool(one_paper or self.days[later] - self.days[earlier] >= np.timedelta64(2, "D"))


def _near(pieces: dict[int, np.ndarray], common: _Common) -> Iterator[tuple[int, int, float]]:
    """Pairs among these bodies, in time order, that are near copies: earlier, later, share."""
    places = list(pieces)
    for one, other in _candidates(list(pieces.values())):
        shared = common.share_of_copy(places[one], places[other])
        if shared:
            yield places[one], places[other], shared


def _candidates(pieces: list[np.ndarray]) -> list[list[int]]:
    """Pairs of places, the earlier first, whose signatures agree in a band and look alike."""
    if len(pieces) < 2:
        return []
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        np.concatenate(pieces), np.cumsum([0, *map(len, pieces)], dtype=np.uint64), SIGNATURE, SEED,
    )
    signatures = np.array(matrix.to_rows(), dtype=np.uint32)
    found = [_agreeing(signatures[:, band:band + ROWS]) for band in range(0, SIGNATURE, ROWS)]
    numbers = np.unique(np.concatenate(found))
    pairs = np.column_stack([numbers // len(pieces), numbers % len(pieces)])
    pairs = pairs[np.argsort(pairs[:, 1], kind="stable")]
    alike = [
        (signatures[some[:, 0]] == signatures[some[:, 1]]).mean(axis=1) >= ALIKE / 2
        for some in np.array_split(pairs, len(pairs) // 100_000 + 1)     # a few MB at a time
    ]
    return pairs[np.concatenate(alike)].tolist()


def _agreeing(band: np.ndarray) -> np.ndarray:
    """Pairs of places with the same values in this band, each as earlier * count + later.

    In a large group only neighbours are paired, so that the time stays linear.
    """
    keys = band[:, 0].astype(np.uint64) << np.uint64(32) | band[:, 1]
    order = np.argsort(keys, kind="stable")            # stable: the earlier of equals stays first
    keys = keys[order]
    pairs = []
    for step in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        agree = keys[step:] == keys[:-step]
        pairs.append(order[:-step][agree] * len(keys) + order[step:][agree])
    return np.concatenate(pairs)


def _led_on(firsts: np.ndarray, pairs: Iterator[tuple[int, int, float]],
            common: _Common) -> np.ndarray:
    """The places with near copies led on to the earliest of their chain.

    A chain ends where the last is no near copy of the first: copies of copies drift, and the fifth
    aid flight is reported in the words of the third.
    """
    firsts = firsts.copy()
    best = {}
    for earlier, later, shared in pairs:
        best[later] = max(best.get(later, (0.0, 0)), (shared, -earlier))   # the earliest of equals
    for later in sorted(best):                   # earlier places are settled before later ones
        earlier = -best[later][1]
        first = firsts[earlier]
        if first == earlier or common.share_of_copy(first, later):
            firsts[later] = first
    return firsts[firsts]                        # exact copies follow the body that they repeat
