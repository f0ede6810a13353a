"""Counts of many parts added up as they come, so that no more than the sums is in memory."""

from __future__ import annotations

import numpy as np
import pandas as pd

WAITING = 100_000            # rows that wait to be added up, at least


class Sum:
    """Rows with the same keys made one; each other column by its rule (sum, min, max or first).

    >>> total = Sum(["outlet"], articles="sum")
    >>> for count in (2, 3):
    ...     total.add(pd.DataFrame({"outlet": ["الأرجوان"], "articles": [count]}))
    >>> total.rows()["articles"].tolist()
    [5]
    """

    def __init__(self, keys: list[str], **rules: str):
        self.keys, self.rules = keys, rules
        self.numbers: dict[str, dict[str, int]] = {}     # of the words in each key
        self.waiting: list[pd.DataFrame] = []
        self.size = self.done = 0

    def add(self, rows: pd.DataFrame) -> None:
        """Takes the rows of one more part."""
        words = [key for key in self.keys if isinstance(rows[key].dtype, pd.StringDtype)]
        self.waiting.append(rows.assign(**{key: self._numbered(key, rows[key]) for key in words}))
        self.size += len(rows)
        if self.size > max(WAITING, 2 * self.done):
            self._add_up()

    def _numbered(self, key: str, words: pd.Series) -> np.ndarray:
        """A number for each word of a key, which takes less room; -1 for none."""
        codes, different = pd.factorize(words)
        known = self.numbers.setdefault(key, {})
        found = [known.setdefault(word, len(known)) for word in different]
        return np.array([*found, -1], np.int32)[codes]

    def _add_up(self) -> pd.DataFrame:
        rows = pd.concat(self.waiting, ignore_index=True)
        total = rows.groupby(self.keys, as_index=False, sort=False, dropna=False).agg(self.rules)
        self.waiting, self.size, self.done = [total], len(total), len(total)
        return total

    def rows(self) -> pd.DataFrame:
        """The sums so far, in the order in which their keys came first."""
        total = self._add_up()
        return total.assign(**{
            key: pd.array([*number], dtype="str").take(total[key].to_numpy(), allow_fill=True)
            for key, number in self.numbers.items()})
