"""The tables of cases in `tests/cases/`: a linguist adds rows there, without Python."""

import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list:
    """One pytest parameter a row, named by its `why`; a `known failure` must fail."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(row, id=row["why"], marks=[
            pytest.mark.xfail(strict=True, reason=row["why"])
        ] if row["kind"] == "known failure" else [])
        for row in rows
    ]
