"""Every locked package has a licence that we may pass on, and an unknown one stops the command."""

import re

import pytest

from utils import licences


def test_every_locked_package_is_under_an_allowed_licence():
    found = licences.licences()
    assert len(found) > 100
    assert [one for one in found if one.refused] == []


def test_versions_beside_the_lock_are_named(lists):
    """Equal results are promised for the locked versions; `make verify` names the others."""
    (told,) = licences.unlocked(lists / "lock")
    assert re.fullmatch(r"pandas \S+ is installed, the lock says 3\.0\.0", told)


def test_no_row_speaks_of_a_package_that_is_not_locked():
    rows = licences._rows(licences.FOLDER / "packages.csv", ["package", "licence", "note"])
    assert {row["package"] for row in rows} <= set(licences.locked_versions())
    assert all(row["note"] for row in rows)


@pytest.fixture
def lists(tmp_path, monkeypatch):
    """Lists of our own that allow MIT alone, and a lock of two packages."""
    (tmp_path / "allowed.csv").write_text("licence,names,note\nMIT,,x\n", encoding="utf-8")
    (tmp_path / "packages.csv").write_text("package,licence,note\n", encoding="utf-8")
    (tmp_path / "lock").write_text("pandas==3.0.0 \\\nno-such-package==1.0\n", encoding="utf-8")
    return tmp_path


def test_another_licence_and_a_missing_one_are_refused(lists):
    pandas, unknown = sorted(licences.licences(lists / "lock", lists),
                             key=lambda one: one.package != "pandas")
    assert pandas.licences == ("BSD-3-Clause",) and "not allowed" in pandas.refused
    assert unknown.installed == "" and "says no licence" in unknown.refused


def test_the_command_fails_and_names_the_package(lists, monkeypatch, capsys):
    found = licences.licences(lists / "lock", lists)
    monkeypatch.setattr(licences, "licences", lambda: found)
    assert licences.main() == 1
    assert "pandas 3.0.0: BSD-3-Clause; not allowed" in capsys.readouterr().err


def test_a_missing_lock_names_the_word_that_makes_it(tmp_path):
    with pytest.raises(licences.LicenceError, match="make lock"):
        licences.locked_versions(tmp_path / "requirements.lock")


def test_a_lock_without_pins_is_no_lock(tmp_path):
    (tmp_path / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(licences.LicenceError, match="no line such as"):
        licences.locked_versions(tmp_path / "requirements.lock")


def test_a_list_with_other_columns_is_refused(lists):
    (lists / "allowed.csv").write_text("name,note\nMIT,x\n", encoding="utf-8")
    with pytest.raises(licences.LicenceError, match="allowed.csv, line 1: columns"):
        licences.licences(lists / "lock", lists)


@pytest.mark.parametrize("printed, allowed", [
    ("MIT AND", False), ("", False), ("(MIT", False), ("MIT)", True), ("MIT OR MIT", True),
])
def test_broken_expressions_are_not_allowed_by_accident(printed, allowed):
    assert licences.judge(printed, {"mit": "MIT"})[1] is allowed
