"""Edited tables taken back: a changed cell is one word of one person, everything else is nobody's."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from harvester.edits import Edits, edited, read_edits
from harvester.errors import HarvesterError
from harvester.query import find_query, read_query
from harvester.records import Series
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store
from harvester.written import parse_value
from manuscripts import libreoffice

QUERY = read_query(find_query("hpc-spine"))


def silent(*_: object) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harvested")
    with open_source("demo") as entrez, Store.at(folder / "series.db") as store:
        Review(query=QUERY, store=store, folder=folder / "out").run(entrez, silent)
    return folder


@pytest.fixture
def review(harvested: Path, tmp_path: Path) -> Any:
    (tmp_path / "series.db").write_bytes((harvested / "series.db").read_bytes())
    with Store.at(tmp_path / "series.db") as store:
        made = Review(query=QUERY, store=store, folder=tmp_path / "out")
        made.export()
        yield made


def change(review: Review, name: str, **cells: Any) -> Path:
    """Edit the first patient's row of the workbook, and save it under another name as a person would."""
    book = openpyxl.load_workbook(review.folder / "cases.xlsx")
    sheet = book["cases"]
    columns = {cell.value: at for at, cell in enumerate(sheet[1], start=1)}
    for column, value in cells.items():
        sheet.cell(row=2, column=columns[column]).value = value
    path = review.folder / name
    book.save(path)
    return path


def edits(review: Review, path: Path, by: str = "Anna", hours: int = 0) -> Edits:
    return read_edits(path, review.series, by, datetime.now(UTC) + timedelta(hours=hours))


def first(series: Series) -> dict[str, object]:
    case = series.patients[0].cases[0]
    return {name: case.value(name) for name in ("age_years", "spinal_levels", "sex")}


def test_an_untouched_workbook_says_nothing(review: Review) -> None:
    assert edited(review.folder / "cases.xlsx") == "cases"
    found = edits(review, change(review, "opened and saved.xlsx"))
    assert (found.decisions, found.refusals) == ((), ())


def test_a_workbook_that_libreoffice_saved_says_what_was_changed_and_nothing_else(
    review: Review, tmp_path: Path
) -> None:
    converted = libreoffice(tmp_path)
    untouched = converted(review.folder / "cases.xlsx", "xlsx:Calc MS Excel 2007 XML")
    assert edits(review, untouched) == Edits(decisions=(), refusals=())
    saved = converted(change(review, "edited.xlsx", age_years="40", spinal_levels="C6-T2"), "xlsx")
    found = edits(review, saved)
    assert {one.field: one.value for one in found.decisions} == {
        "age_years": 40,
        "spinal_levels": ("C6", "C7", "T1", "T2"),
    }
    assert found.refusals == ()


def test_a_person_whose_reason_looks_like_a_formula_is_not_taken_for_two(review: Review) -> None:
    said = edits(review, change(review, "edited.xlsx", age_years="40")).decisions[0]
    review.decide([replace(said, reason="=looked it up\n-twice")])
    found = read_edits(review.folder / "decisions.csv", review.series, "Anna", datetime.now(UTC))
    assert found == Edits(decisions=(), refusals=())


def test_a_changed_cell_is_a_check_with_what_its_author_saw(review: Review) -> None:
    before = review.series()
    (check,) = edits(review, change(review, "edited.xlsx", age_years="40")).decisions
    case = before.patients[0].cases[0]
    (age,) = [one for one in case.extractions if one.field == "age_years"]
    assert (check.kind, check.subject, check.field, check.by) == ("check", case.key, "age_years", "Anna")
    assert (check.value, check.was, check.quote) == (40, age.value, age.spans[0].quote)
    done = review.decide([check])
    assert first(done.series)["age_years"] == 40
    assert done.series.patients[0].checked_by == "Anna"
    assert edits(review, change(review, "again.xlsx")).decisions == ()


def test_what_a_spreadsheet_does_to_a_cell_is_no_edit(review: Review) -> None:
    age = first(review.series())["age_years"]
    sex = first(review.series())["sex"]
    assert isinstance(age, int)
    found = edits(review, change(review, "touched.xlsx", age_years=float(age), sex=f" {sex} "))
    assert (found.decisions, found.refusals) == ((), ())


def test_an_emptied_cell_says_that_the_report_does_not_state_it(review: Review) -> None:
    (check,) = edits(review, change(review, "emptied.xlsx", age_years=None)).decisions
    assert (check.verdict, check.value) == ("no", None)
    assert first(review.decide([check]).series)["age_years"] is None


def test_what_cannot_be_taken_is_refused_by_row_and_column(review: Review) -> None:
    path = change(review, "wrong.xlsx", age_years="old", spinal_levels="C9", title="Another", sex="F; M")
    assert [one.why.split(":")[0] for one in edits(review, path).refusals] == [
        "row 2, column title",
        "row 2, column age_years",
        "row 2, column sex",
        "row 2, column spinal_levels",
    ]
    unknown = edits(review, change(review, "added.xlsx", patient_id="P1-1")).refusals
    assert unknown[0].why == "row 2, no patient 'P1-1' was in this table: rows cannot be added"


@pytest.mark.parametrize(
    ("break_it", "why"),
    [
        (lambda path: path.write_bytes(b"no workbook"), "is no workbook that can be read"),
        (lambda path: _without(path, "about"), "lacks the sheet cases or about"),
    ],
)
def test_another_file_is_refused_whole(review: Review, break_it: Callable[[Path], object], why: str) -> None:
    path = change(review, "broken.xlsx")
    break_it(path)
    with pytest.raises(HarvesterError, match=why):
        edits(review, path)


def _without(path: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(path)
    del book[sheet]
    book.save(path)


def test_an_edit_takes_a_persons_name(review: Review) -> None:
    for name in ("", "rule:mine/1"):
        with pytest.raises(HarvesterError, match="takes the name of a person"):
            edits(review, review.folder / "cases.xlsx", by=name)


def test_two_people_who_edit_the_same_table_disagree_and_neither_is_lost(review: Review) -> None:
    one, other = change(review, "anna.xlsx", age_years="40"), change(review, "ben.xlsx", age_years="50")
    review.decide(edits(review, one, "Anna").decisions)
    done = review.decide(edits(review, other, "Ben", hours=1).decisions)
    (conflict,) = done.series.conflicts
    assert (conflict.earlier.by, conflict.earlier.value) == ("Anna", 40)
    assert (conflict.later.by, conflict.later.value) == ("Ben", 50)
    assert first(done.series)["age_years"] == 50
    settled = change(review, "settled.xlsx", age_years="40")
    after = review.decide(edits(review, settled, "Anna", hours=2).decisions)
    assert (after.series.conflicts, first(after.series)["age_years"]) == ((), 40)


def test_what_a_refresh_changed_since_is_nobodys_edit(review: Review) -> None:
    """The table was written before another's correction; a cell that nobody touched in it stays as it is now."""
    old = change(review, "old.xlsx", sex="M" if first(review.series())["sex"] == "F" else "F")
    review.decide(edits(review, change(review, "new.xlsx", age_years="40"), "Ben").decisions)
    (check,) = edits(review, old, "Anna").decisions
    assert check.field == "sex"


def test_the_decisions_of_another_copy_are_taken_in_once(review: Review) -> None:
    """decisions.csv goes round: rows of people that the log lacks are appended, those of rules are the rules' own."""
    review.decide(edits(review, change(review, "anna.xlsx", age_years="40", spinal_levels="C6-T1")).decisions)
    path = review.folder / "decisions.csv"
    assert edited(path) == "decisions"
    assert edits(review, path).decisions == ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    mine = [row for row in rows if not row["by"].startswith("rule:")]
    assert [row["value"] for row in sorted(mine, key=lambda row: row["field"])] == ["40", "C6; C7; T1"]
    copy = review.folder / "copy.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([{**row, "by": "Ben"} for row in mine])
        writer.writerow({**mine[0], "verdict": "perhaps"})
    found = edits(review, copy)
    assert sorted((one.by, one.field, one.value) for one in found.decisions) == [
        ("Ben", "age_years", 40),
        ("Ben", "spinal_levels", ("C6", "C7", "T1")),
    ]
    assert [(one.position, one.why.split(":")[0]) for one in found.refusals] == [(3, "no decision")]


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("age_years", "48", 48),
        ("age_years", "0.5", 0.5),
        ("sex", "F", "F"),
        ("spinal_levels", "T1; C6", ("C6", "T1")),
        ("spinal_levels", "C6-T1", ("C6", "C7", "T1")),
        ("compartment", "extradural; vertebral", ("extradural", "vertebral")),
        ("surgery", "yes", "yes"),
        ("grade", "WHO grade 2", "WHO grade 2"),
        ("interval_months", " ", None),
    ],
)
def test_a_cell_is_the_value_of_its_field(field: str, written: str, value: object) -> None:
    assert parse_value(written, field, QUERY) == value


@pytest.mark.parametrize(
    ("field", "written", "why"),
    [
        ("age_years", "forty", "'forty' is no number"),
        ("age_years", "480", "480 is no number from 0 to 120"),
        ("sex", "female", "'female' is none of F, M"),
        ("spinal_levels", "C9", "'C9' is none of"),
        ("colour", "blue", "'colour' is no field of this query"),
    ],
)
def test_a_cell_that_is_none_says_what_is_expected(field: str, written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_value(written, field, QUERY)
