"""Who ran whose story: exact and near copies of a body, linked to the earliest.

A wire story runs in several papers: whole, cut at the end, with a byline, with words changed. Two
bodies are compared by their sequences of three words (shingles), spelled by the house's folding.
Exact copies have the same words. Near copies are looked for with rensa (minhash and bands), and
each pair so found is then counted exactly: no link rests on an estimate.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from utils.asking import asks, refuse, table_of
from utils.text.copies import (
    Common,
    as_numbers,
    candidates,
    digest,
    firsts_of,
    lead_on,
    share,
    signatures,
)
from utils.text.shingles import SHINGLE, hash_words, plain_words, sequences, shingles

FEW_WORDS = 20               # a shorter body has too few shingles: only exact copies count
FEWER_WORDS = 5              # so short that the headline must agree too

_NEEDED, _TIMES = ("article_id", "body"), ("published", "anchor")


@asks(articles=table_of("articles", *_NEEDED, perhaps=_TIMES))
def find_reprints(articles: pd.DataFrame) -> pd.Series:
    """The article_id of the earliest copy of each body, NA for the earliest and for unique ones.

    Earliest by `published`, else `anchor`, then by the order of the rows.

    >>> articles = pd.DataFrame({"article_id": ["a-1", "b-1"], "body": ["وصل الوفد إلى بغداد."] * 2,
    ...                          "published": pd.to_datetime(["2024-06-19", "2024-06-18"])})
    >>> find_reprints(articles).tolist()
    ['b-1', nan]
    """
    order = by_time(times_of(articles))
    rows = articles.iloc[order]
    words, bounds = hash_words(rows)
    own = np.arange(len(rows))
    firsts = firsts_of(digests(words, bounds, column(rows, "headline")))
    long = np.flatnonzero((firsts == own) & (np.diff(bounds) >= FEW_WORDS))
    pieces = pieces_of(words, bounds, long)
    common = Common(
        cache(lambda place: np.unique(pieces[place])),
        cache(lambda place: np.unique(words[bounds[place]:bounds[place + 1]])),
        column(rows, "outlet"), times_of(rows).to_numpy().astype("datetime64[D]"),
    )
    signed = signatures(list(pieces.values()))
    pairs = long[candidates(np.ascontiguousarray(signed.T))]
    firsts = lead_on(firsts, pairs, common)
    ids = rows["article_id"].to_numpy(dtype=object)
    earliest = np.where(firsts == own, None, ids[firsts])
    links = pd.Series(earliest, index=order, dtype="str").sort_index()
    return links.set_axis(articles.index).rename("reprint_of")


@asks(articles=table_of("articles", *_NEEDED, perhaps=_TIMES))
def reprint_chains(articles: pd.DataFrame, reprints: pd.Series | None = None) -> pd.DataFrame:
    """One row an article that has copies or is one: who ran it, when, and how much is common.

    Columns: reprint_of (the chain: the earliest article's id), article_id, outlet, day, days_later,
    share (of the shorter body's three-word sequences that the two have in common; 1 for the
    earliest), copies (articles in the chain). The longest chains come first.
    """
    links = find_reprints(articles) if reprints is None else reprints
    if not isinstance(links, pd.Series) or not links.index.equals(articles.index):
        refuse("reprint_chains", "reprints", links, "a Series with the index of the articles",
               "Take it from find_reprints(articles), or leave it out.")
    chains = pd.DataFrame({
        "reprint_of": links.fillna(articles["article_id"]).to_numpy(),
        "article_id": articles["article_id"].to_numpy(),
        "outlet": articles["outlet"].to_numpy() if "outlet" in articles else pd.NA,
        "day": times_of(articles).dt.normalize().to_numpy(),
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


def times_of(articles: pd.DataFrame) -> pd.Series:
    """When each article came out, as far as it is known."""
    times = pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us]")
    for column in _TIMES:
        if column in articles:
            times = times.fillna(articles[column].astype("datetime64[us]"))
    return times


def column(articles: pd.DataFrame, name: str) -> np.ndarray:
    """The column's values; None for each row when there is no such column."""
    return (articles[name] if name in articles else pd.Series(index=articles.index)).to_numpy(
        dtype=object)


def by_time(times: pd.Series) -> np.ndarray:
    """The places of the rows from the earliest to the latest; those without a day come last."""
    return times.reset_index(drop=True).sort_values(
        kind="stable", na_position="last").index.to_numpy()


def digests(words: np.ndarray, bounds: np.ndarray, headlines: np.ndarray) -> np.ndarray:
    """The digest of each body; where it has few words, of its headline too."""
    return as_numbers(
        digest(words[start:end], plain_words(headline) if end - start < FEWER_WORDS else ())
        for (start, end), headline in zip(pairwise(bounds.tolist()), headlines, strict=True)
    )


def pieces_of(words: np.ndarray, bounds: np.ndarray, places: np.ndarray) -> dict[int, np.ndarray]:
    """The sequences of three words of the bodies at these places, by the place."""
    rows = sequences(words)
    return {place: rows[bounds[place]:bounds[place + 1] - SHINGLE + 1] for place in places}
