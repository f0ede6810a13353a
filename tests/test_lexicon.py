"""The lexicon's files: what they must hold, what is refused and how, and the command on them."""

import csv
import re
import shutil

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import calendars, lexicon, tables
from utils.lexicon.clashes import find_clashes
from utils.lexicon_rows import COLUMNS, KEYS, LexiconError, read_rows
from utils.tables import LEXICON

SETTLEMENTS = {"city", "town", "region", "camp", "base", "border", "sea", "strait", "district"}


@pytest.fixture
def folder(tmp_path):
    """A copy of the lexicon that a test may spoil."""
    return shutil.copytree(LEXICON, tmp_path / "lexicon")


def rows(name):
    return [row.cells for row in read_rows(LEXICON, name)]


def append(folder, name, line):
    with (folder / f"{name}.csv").open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")


def run(capsys, *words) -> tuple[int, str]:
    """The command's exit code and what it printed."""
    code = lexicon.main(list(words))
    return code, capsys.readouterr().out


# ---------------------------------------------------------------- what the files hold


def test_lexicon_is_in_order():
    assert find_clashes(LEXICON) == []


@pytest.mark.parametrize("path", sorted(LEXICON.glob("*.csv")), ids=lambda path: path.stem)
def test_each_row_has_its_note(path):
    with path.open(encoding="utf-8", newline="") as lines:
        told = list(csv.DictReader(lines))
    assert told and [row for row in told if not row["note"].strip()] == []


def test_every_state_has_a_capital_and_nearly_every_one_an_adjective():
    states = rows("countries")
    assert len(states) == 198
    assert all(len(state["entity_id"]) == 3 for state in states)
    assert sum(bool(state["demonyms"]) for state in states) >= 165


def test_adjectives_of_the_region_have_both_genders_duals_and_plurals():
    region = "SYR TUR IRQ IRN LBN JOR PSE ISR EGY SAU ARE QAT KWT BHR OMN YEM LBY TUN DZA MAR SDN"
    forms = {state["entity_id"]: state["demonyms"].split("|") for state in rows("countries")}
    for state in region.split():
        for ending in ("ي", "ية", "يان", "يين", "يتان", "يتين", "يات", "يون"):
            assert any(form.endswith(ending) for form in forms[state]), (state, ending)


def test_there_are_enough_of_each_kind():
    assert sum(place["type"] in SETTLEMENTS for place in rows("places")) >= 500
    assert len(rows("organisations")) >= 300
    assert len(rows("outlets")) >= 150


def test_every_entity_has_a_label_in_latin_letters():
    for name in ("countries", "places", "organisations", "outlets"):
        for row in rows(name):
            assert row["label_en"]
            assert not any("\u0600" <= letter <= "\u06ff" for letter in row["label_en"]), row


# ---------------------------------------------------------------- what is refused


def test_an_id_in_two_rows_is_a_clash(folder):
    append(folder, "outlets", "outlet:sputnik,سبوتنيك,Sputnik,سبوتنيك الثانية,agency,RUS,,")
    assert any("entity_id is 'outlet:sputnik', expected another id" in clash
               for clash in find_clashes(folder))
    with pytest.raises(LexiconError, match=r"outlets.csv, line \d+: entity_id is 'outlet:sputnik'"):
        lexicon.read_lexicon(folder)


def test_a_form_of_two_entities_is_a_clash_unless_the_files_tell_them_apart(folder):
    append(folder, "places", "place:new-idlib,إدلب,New Idlib,SYR,إدلب,town,,,")
    assert [clash for clash in find_clashes(folder) if "place:idlib" in clash]
    told = shutil.copytree(LEXICON, folder.parent / "told")
    append(told, "places", "place:new-idlib,إدلب,New Idlib,SYR,إدلب,town,,إدلب,")
    assert find_clashes(told) == []


def test_an_ordinary_word_is_a_clash_unless_it_is_ambiguous(folder):
    append(folder, "places", "place:today,اليوم,Today,SYR,اليوم,town,,,")
    clashes = find_clashes(folder)
    assert any("'اليوم', which is an ordinary word" in clash for clash in clashes)


def test_an_unknown_state_is_a_clash(folder):
    append(folder, "places", "place:nowhere,لامكانستان,Nowhere,XXX,لامكانستان,town,,,")
    line = len((folder / "places.csv").read_text(encoding="utf-8").splitlines())
    assert find_clashes(folder) == [
        f"places.csv, line {line}: country is 'XXX', expected an entity_id of countries.csv"]


def test_a_holder_whom_nobody_knows_is_refused(folder):
    append(folder, "offices", "foreign-minister,TUR,person:nobody-at-all,2030-01-01,,")
    with pytest.raises(LexiconError, match="holder is 'person:nobody-at-all', expected"):
        lexicon.read_lexicon(folder)


def test_a_day_that_is_none_is_refused(folder):
    append(folder, "offices", "foreign-minister,TUR,person:hakan-fidan,June 2023,the end,")
    with pytest.raises(LexiconError, match="to is 'the end', expected YYYY-MM-DD or nothing"):
        lexicon.read_lexicon(folder)


def test_a_group_of_words_that_does_not_exist_is_refused(folder):
    append(folder, "readings", "إدلب,place:idlib,name,@no such group,,,,")
    with pytest.raises(LexiconError, match="@no such group.*a group of context_words.csv"):
        lexicon.read_lexicon(folder)


@pytest.mark.parametrize("broken, message", [
    ("entity_id,label\nTUR,تركيا\n", r"line 1: columns .* Add label_en"),
    ("entity_id,label,label_en,names,demonyms,capital,note\nTUR,تركيا\n",
     r"line 2: 2 cells .* expected 7"),
    ('entity_id,label,label_en,names,demonyms,capital,note\nTUR,"تركيا\n', r"not readable as CSV"),
], ids=["a column is missing", "a row is short", "a quotation mark is open"])
def test_a_broken_file_is_refused_by_place(folder, broken, message):
    (folder / "countries.csv").write_text(broken, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        lexicon.read_lexicon(folder)


def test_a_missing_file_is_refused_with_the_next_move(folder):
    (folder / "outlets.csv").unlink()
    with pytest.raises(LexiconError, match=r"outlets.csv: no such file.*git checkout data"):
        lexicon.read_lexicon(folder)


def test_a_file_that_is_not_utf8_is_refused(folder):
    (folder / "places.csv").write_bytes("entity_id\nمكان\n".encode("cp1256"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        lexicon.read_lexicon(folder)


def test_a_changed_file_is_read_again(folder):
    before = lexicon.read_lexicon(folder)
    assert lexicon.read_lexicon(folder) is before
    append(folder, "places", "place:newtown,نيوتاون الجديدة,Newtown,SYR,نيوتاون الجديدة,town,,,")
    assert "place:newtown" in lexicon.read_lexicon(folder).entities


# ---------------------------------------------------------------- offices


def test_a_holder_is_found_from_the_first_to_the_last_day():
    lexicon_ = lexicon.read_lexicon()
    days = {"2022-12-28": "Mevlut Cavusoglu", "2024-06-11": "Hakan Fidan"}
    for day, name in days.items():
        holder = lexicon_.holder("foreign-minister", "TUR", pd.Timestamp(day))
        assert holder.label_en == name
    assert lexicon_.holder("foreign-minister", "TUR", pd.NaT) is None
    assert lexicon_.holder("foreign-minister", "TUR", None) is None
    assert lexicon_.holder("foreign-minister", "XXX", pd.Timestamp("2024-06-11")) is None


def test_two_holders_on_one_day_are_nobody(folder):
    append(folder, "offices", "foreign-minister,TUR,person:vladimir-putin,2024-01-01,2024-12-31,")
    found = lexicon.read_lexicon(folder)
    assert found.holder("foreign-minister", "TUR", pd.Timestamp("2024-06-11")) is None


# ---------------------------------------------------------------- the command


def test_check_says_that_all_is_in_order(folder, capsys):
    code, printed = run(capsys, "--folder", str(folder), "check")
    assert (code, printed) == (0, f"{folder}: in order\n")


def test_check_prints_clashes_and_fails(folder, capsys):
    append(folder, "places", "place:today,اليوم,Today,SYR,اليوم,town,,,")
    code, printed = run(capsys, "--folder", str(folder), "check")
    assert code == 1
    assert "ordinary word" in printed


def test_add_writes_a_row_that_does_not_clash(folder, capsys):
    row = 'person:new-name,فلان الفلاني,Fulan al-Fulani,فلان الفلاني,,SYR,"a note, with a comma"'
    code, printed = run(capsys, "--folder", str(folder), "add", "people", row)
    assert (code, printed) == (0, "added to people.csv\n")
    with (folder / "people.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines))[-1][-1] == "a note, with a comma"


@pytest.mark.parametrize("file, row, message", [
    ("people", "person:hakan-fidan,هاكان فيدان,Hakan Fidan,هاكان فيدان,,TUR,", "another id"),
    ("people", "person:x,فلان,Fulan", "3 cells"),
    ("nobody", "a,b", "name is 'nobody'; expected one of"),
    ("outlets", "outlet:x,اليوم,Today,اليوم,newspaper,SYR,,", "which is an ordinary word"),
], ids=["known id", "too few cells", "unknown file", "a form that needs context"])
def test_add_refuses_and_writes_nothing(folder, capsys, file, row, message):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, printed = run(capsys, "--folder", str(folder), "add", file, row)
    assert code == 1
    assert message in printed
    assert f"not added to {file}.csv" in printed
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def damaged(data: bytes) -> dict[str, tuple[bytes | None, str]]:
    """A file of the lexicon spoiled in each of the ways that people and disks spoil one."""
    head, first, *rest = data.splitlines(keepends=True)
    column = head.split(b",")[0]
    return {
        "gone": (None, "no such file"),
        "empty": (b"", "line 1: columns \\[\\]"),
        "a folder": (b"folder", "cannot be read"),
        "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not UTF-8"),
        "of another encoding": (data.decode().encode("utf-16"), "not UTF-8"),
        "a column less": (b"".join(line.partition(b",")[2] for line in (head, first, *rest)),
                          f"line 1: columns .*Add .*{column.decode()}"),
        "other commas": (data.replace(b",", b";"), "line 1: columns .*Add"),
        "a cell too many": (head + b"a," + first + b"".join(rest), "line 2: .* cells .*expected"),
        "a cell too few": (data + b"a\n", r"line \d+: 1 cells \['a'\], expected \d"),
        "cut off in its head": (head[:-3], "line 1: columns .*Add"),
        "cut off in a row": (head + first[:first.index(b",")], "line 2: 1 cells"),
        "cut off in quotes": (data + b'"open', "not readable as CSV"),
    }


DAMAGES = list(damaged(b"a,b\nc,d\n"))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", COLUMNS)
def test_a_broken_file_of_the_lexicon_is_refused_by_place(tmp_path, name, damage):
    data, told = damaged((LEXICON / f"{name}.csv").read_bytes())[damage]
    if data == b"folder":
        (tmp_path / f"{name}.csv").mkdir()
    elif data is not None:
        (tmp_path / f"{name}.csv").write_bytes(data)
    with pytest.raises(LexiconError, match=f"(?s)^{tmp_path}/{name}.csv.*{told}") as error:
        read_rows(tmp_path, name)
    assert re.search("(?s)expected.*git checkout data/lexicon/", str(error.value))


@pytest.mark.parametrize("name", KEYS)
def test_a_row_that_stands_twice_is_refused(tmp_path, name):
    told = read_rows(LEXICON, name)
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerows([told[0].cells, *(row.cells.values() for row in told),
                          told[0].cells.values()])
    with pytest.raises(LexiconError, match=f"{name}.csv, line {len(told) + 2}: {KEYS[name][0]} is "
                                           ".*expected another: line 2 has the same.*Join"):
        read_rows(tmp_path, name)


@given(data=st.data(), name=st.sampled_from(sorted(COLUMNS)))
@settings(deadline=None, max_examples=150)
def test_a_file_of_the_lexicon_spoiled_anyhow_is_read_or_refused(data, name, tmp_path_factory):
    whole = (LEXICON / f"{name}.csv").read_bytes()[:3000]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    put = data.draw(st.binary(max_size=20) | st.sampled_from([b'"', b",", b"\n", b"\x00", b"|"]))
    folder = tmp_path_factory.mktemp("spoiled")
    (folder / f"{name}.csv").write_bytes(whole[:start] + put + whole[end:])
    try:
        rows = read_rows(folder, name)
    except LexiconError as error:
        assert f"{name}.csv" in str(error) and "expected" in str(error)
    else:
        assert all(set(COLUMNS[name]) <= set(row.cells) for row in rows)


def test_whoever_reads_the_lexicon_asks_for_checked_rows():
    readers = {path.stem for path in (tables.ROOT / "utils").rglob("*.py")
               if (source := path.read_text(encoding="utf-8")) and "LEXICON" in source
               and re.search(r"read_csv|csv\.(reader|DictReader)", source)}
    assert readers == set()


def test_a_check_of_the_lexicon_looks_at_files_of_words_too(folder, capsys):
    append(folder, "months", "gregorian,1")
    code, printed = run(capsys, "--folder", str(folder), "check")
    assert code == 1 and "months.csv, line" in printed and "expected 6" in printed


def test_files_of_words_may_come_from_a_spreadsheet(tmp_path):
    data = (LEXICON / "months.csv").read_bytes()
    (tmp_path / "months.csv").write_bytes(
        b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") + b"\r\n")
    assert [row.cells for row in read_rows(tmp_path, "months")] == rows("months")


def test_a_month_without_a_number_is_named(tmp_path):
    (tmp_path / "weekdays.csv").write_text("number,names,note\nlast,الأحد,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="weekdays.csv, line 2: number is 'last', expected a"):
        calendars._numbers(read_rows(tmp_path, "weekdays"))
