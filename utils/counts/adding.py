"""Counts of many parts added up as they come, so that no more than the sums is in memory."""

from __future__ import annotations

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
        self.waiting: list[pd.DataFrame] = []
        self.size = self.done = 0

    def add(self, rows: pd.DataFrame) -> None:
        """Takes the rows of one more part."""
        self.waiting.append(rows)
        self.size += len(rows)
        if self.size > max(WAITING, 2 * self.done):
            self.rows()

    def rows(self) -> pd.DataFrame:
        """The sums so far, in the order in which their keys came first."""
        rows = pd.concat(self.waiting, ignore_index=True)
        total = rows.groupby(self.keys, as_index=False, sort=False, dropna=False).agg(self.rules)
        self.waiting, self.size, self.done = [total], len(total), len(total)
        return total
