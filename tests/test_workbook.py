"""cases.xlsx: text in every cell, links, lists to choose from, a dictionary; and what LibreOffice makes of it."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from harvester.errors import HarvesterError
from harvester.export.dictionary import dictionary
from harvester.export.links import of_doi, of_pmids
from harvester.export.tables import cases
from harvester.export.workbook import HOW, LONGEST, MOST_LINKS, workbook_bytes
from harvester.model.fields import fields
from harvester.model.shapes import OneOf
from harvester.query import find_query, read_query
from harvester.records import Query, Report, Series
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store
from manuscripts import RECORDS, SERIES, libreoffice, record

SHEETS = ["cases", "references", "dictionary", "about"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Series:
    folder = tmp_path_factory.mktemp("demo")
    with open_source("demo") as entrez, Store.at(folder / "series.db") as store:
        review = Review(query=read_query(find_query("hpc-spine")), store=store, folder=folder)
        return review.run(entrez, lambda *_: None).series


def opened(series: Series = SERIES) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(series, cases(series))))


def rows(book: Workbook, sheet: str) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in book[sheet].values]


def column(book: Workbook, sheet: str, name: str) -> int:
    return rows(book, sheet)[0].index(name) + 1


# --------------------------------------------------------------------------------------------------------------- cells


def test_the_sheets_hold_the_tables_word_for_word() -> None:
    book, table = opened(), cases(SERIES)
    assert book.sheetnames == SHEETS
    assert rows(book, "cases") == [list(table.columns), *(list(map(str, row)) for row in table.values.tolist())]
    assert rows(book, "about") == [
        ["query", "hpc-spine"],
        ["as_of", "2026-03-05T12:30:00+00:00"],
        ["edit", HOW],
    ]


def test_every_cell_is_text_and_none_a_formula() -> None:
    packed = ZipFile(BytesIO(workbook_bytes(SERIES, cases(SERIES))))
    sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    for name in sheets:
        xml = packed.read(name).decode()
        assert "<f>" not in xml
        assert "<v>" not in re.sub(r'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")? t="s"><v>', "", xml)


def test_the_same_series_gives_the_same_bytes_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook_bytes(SERIES, cases(SERIES))
    later = time.localtime(time.time() + 86_400 * 400)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert workbook_bytes(SERIES, cases(SERIES)) == first


def test_the_header_stays_in_sight_and_filters() -> None:
    book = opened()
    for sheet, rows_and_columns, frozen in (("cases", "A1:AH6", "B2"), ("references", "A1:G7", "B2")):
        assert book[sheet].auto_filter.ref == rows_and_columns
        assert book[sheet].freeze_panes == frozen


def test_columns_are_as_wide_as_their_words_and_those_wrap() -> None:
    long = replace(RECORDS[1], title="words " * 20)
    reports = tuple(Report(record=long) if one.record.pmid == "102" else one for one in SERIES.reports)
    sheet = opened(replace(SERIES, reports=reports))["cases"]
    spans = [(one.min or 0, one.max or 0, one.width) for one in sheet.column_dimensions.values()]
    widths = {at: width for first, last, width in spans for at in range(first, last + 1)}
    names = {at: str(cell.value) for at, cell in enumerate(sheet[1], start=1)}
    assert all(len(names[at]) + 4 <= widths[at] <= 63 for at in names)
    assert all(cell.alignment.wrap_text for cell in sheet[2])
    heights = [sheet.row_dimensions[row].height for row in (2, 4)]
    assert heights == [27.75, None]  # two lines in points, to the next pixel; that of one line is every row's


def test_a_row_that_the_literature_withdrew_is_coloured() -> None:
    sheet = opened()["cases"]
    colours = {row[0].value: row[0].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)}
    assert (colours["P104-1"], colours["P105-1"]) == ("FFF8D7DA", "FFFFF3CD")
    assert colours["P101-1"] == colours["P102-1"] == "00000000"


@pytest.mark.parametrize(("letter", "kept"), [("x", LONGEST - 1), ("\U0001d400", (LONGEST - 1) // 2)])
def test_a_cell_longer_than_a_workbook_takes_is_cut_and_says_so(letter: str, kept: int) -> None:
    long = replace(RECORDS[1], title=letter * (LONGEST + 1))
    reports = tuple(Report(record=long) if one.record.pmid == "102" else one for one in SERIES.reports)
    book = opened(replace(SERIES, reports=reports))
    assert rows(book, "cases")[1][column(book, "cases", "title") - 1] == letter * kept + "…"


def repeated(times: int) -> pd.DataFrame:
    return pd.concat([cases(SERIES)] * times, ignore_index=True)


def test_a_table_with_more_rows_than_a_sheet_holds_is_refused() -> None:
    with pytest.raises(HarvesterError, match=r"the sheet cases would have 1,048,580 rows.*cases\.csv"):
        workbook_bytes(SERIES, repeated(1_048_580 // len(cases(SERIES))))


# --------------------------------------------------------------------------------------------------------------- links


def test_pmids_and_dois_are_links_and_several_dois_none() -> None:
    two = replace(RECORDS[2], doi="10.5555/three")
    reports = tuple(replace(one, record=two) if one.record.pmid == "103" else one for one in SERIES.reports)
    book = opened(replace(SERIES, reports=reports))
    linked = {
        (sheet, row[0].value, cell.value): cell.hyperlink.target
        for sheet in ("cases", "references")
        for row in book[sheet].iter_rows(min_row=2)
        for cell in row
        if cell.hyperlink
    }
    pubmed = "https://pubmed.ncbi.nlm.nih.gov"
    assert linked[("cases", "P102-1", "102")] == f"{pubmed}/102/"
    assert linked[("cases", "P101-1", "101; 109; 103")] == f"{pubmed}/?term=101+109+103"
    assert linked[("cases", "P102-1", "10.5555/two")] == "https://doi.org/10.5555/two"
    assert ("cases", "P101-1", "10.5555/a(1)<b>; 10.5555/three") not in linked
    assert linked[("references", "101", "10.5555/a(1)<b>")] == "https://doi.org/10.5555/a(1)%3Cb%3E"
    assert linked[("references", "103", "10.5555/three")] == "https://doi.org/10.5555/three"


@pytest.mark.filterwarnings("error")
def test_cells_beyond_the_links_a_sheet_holds_are_text() -> None:
    table = repeated(9_000)[["pmids", "dois", "status"]]
    packed = workbook_bytes(SERIES, table)
    assert ZipFile(BytesIO(packed)).read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == MOST_LINKS
    sheet = openpyxl.load_workbook(BytesIO(packed), read_only=True)["cases"]
    told = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(2, values_only=True)]
    assert told == table.to_numpy().tolist()


@pytest.mark.filterwarnings("error")
def test_a_cell_whose_address_would_be_too_long_is_text() -> None:
    table = cases(SERIES)
    table.loc[0, "pmids"] = "; ".join(str(pmid) for pmid in range(10_000_000, 10_000_300))
    sheet = openpyxl.load_workbook(BytesIO(workbook_bytes(SERIES, table)))["cases"]
    cell = sheet.cell(2, list(table.columns).index("pmids") + 1)
    assert (cell.value, cell.hyperlink) == (table.loc[0, "pmids"], None)


def test_addresses() -> None:
    assert of_pmids(["7"]) == "https://pubmed.ncbi.nlm.nih.gov/7/"
    assert of_pmids(["7", "import-0123456789ab", "9"]) == "https://pubmed.ncbi.nlm.nih.gov/?term=7+9"
    assert of_pmids(["import-0123456789ab"]) == ""
    assert of_doi("10.1000/a b#c?d%e") == "https://doi.org/10.1000/a%20b%23c%3Fd%25e"
    assert of_doi("javascript:alert(1)") == ""


def test_the_references_name_the_rows_that_rest_on_them() -> None:
    told = rows(opened(), "references")
    assert told[0] == ["pmid", "doi", "pmcid", "reference", "year", "status", "patient_ids"]
    assert [(row[0], row[5], row[6]) for row in told[1:]] == [
        ("101", "active", "P101-1"),
        ("102", "active", "P102-1; P102-2"),
        ("103", "active", "P101-1"),
        ("104", "retracted", "P104-1"),
        ("105", "concern", "P105-1"),
        ("106", "active", ""),
    ]
    assert (
        told[2][3]
        == "Müller AB, Tanaka AB, King AB. Two metastases. J Inv Spines. 2003;7(2):213-8. doi: 10.5555/two. PMID: 102."
    )


# --------------------------------------------------------------------------------------------- dictionary, lists, hints


@pytest.mark.parametrize("name", ["hpc-spine", "chordoma-metastatic"])
def test_the_dictionary_tells_of_every_column_of_the_two_tables(name: str) -> None:
    series = replace(SERIES, query=read_query(find_query(name)))
    book = opened(series)
    head, *told = rows(book, "dictionary")
    assert head == ["sheet", "column", "means", "unit", "allowed", "change imported"]
    for sheet in ("cases", "references"):
        assert [row[1] for row in told if row[0] == sheet] == rows(book, sheet)[0]
    assert all(row[2] and row[4] for row in told)
    assert {row[1] for row in told if row[5] == "yes"} == set(series.query.fields)


def test_units_and_allowed_values() -> None:
    told = {(one.sheet, one.name): one for one in dictionary(SERIES.query)}
    assert (told["cases", "age_years"].unit, told["cases", "age_years"].allowed) == ("years", "a number from 0 to 120")
    assert told["cases", "interval_months"].unit == "months"
    assert told["cases", "sex"].allowed == "one of: F; M"
    assert told["cases", "compartment"].allowed.startswith("one or more, parted by ;, of: vertebral; extradural;")
    assert told["cases", "recurrence_sites"].allowed == "words, parted by ;"
    assert told["cases", "diagnosis"].allowed == "words; known are: HPC/SFT; hemangiopericytoma; solitary fibrous tumor"
    assert not told["cases", "status"].imported


def validations(book: Workbook) -> dict[str, DataValidation]:
    """The rule of each column by its name; one that covers anything but the rows is an error here."""
    letters = [get_column_letter(at) for at in range(1, book["cases"].max_column + 1)]
    names = {f"{letter}2:{letter}6": name for letter, name in zip(letters, rows(book, "cases")[0], strict=True)}
    return {names[str(rule.sqref)]: rule for rule in book["cases"].data_validations.dataValidation}


def test_what_has_a_closed_set_can_be_chosen_from_a_list_and_the_rest_has_a_hint() -> None:
    rules, known = validations(opened()), fields(SERIES.query)
    assert set(rules) == set(SERIES.query.fields)
    closed = {name for name in rules if isinstance(known[name].shape, OneOf)}
    assert {name for name, rule in rules.items() if rule.type == "list"} == closed
    assert rules["sex"].formula1 == '"F,M"'
    assert rules["outcome"].formula1 == '"no evidence of disease,alive with disease,improved,stable,worse,died"'
    assert rules["sex"].showErrorMessage
    assert rules["age_years"].prompt == "A number from 0 to 120, in years."
    assert rules["spinal_levels"].prompt == (
        "C1 to C7, T1 to T12, L1 to L5, S1 to S5, Co, parted by ; (a range as C6-T2); else the region: thoracic."
    )
    assert all(0 < len(rule.prompt or "") <= 255 for rule in rules.values())


def test_every_value_of_the_demo_is_in_its_list(demo: Series) -> None:
    table = cases(demo)
    for one in dictionary(demo.query):
        if one.choices:
            assert set(table[one.name]) - {""} <= set(one.choices), one.name


def test_names_with_a_comma_or_too_long_for_a_list_have_a_hint() -> None:
    names = {"head, neck": ("head",), **{f"site number {n} of a long list": ("x",) for n in range(12)}}
    vocabulary = replace(SERIES.query.vocabulary, primary_site=names)
    rule = validations(opened(_asking(replace(SERIES.query, vocabulary=vocabulary))))["primary_site"]
    assert rule.type is None
    assert str(rule.prompt).startswith("One of: head, neck; site number 0 of a long list;")
    assert str(rule.prompt).endswith(" … (all on the sheet dictionary)")


def _asking(query: Query) -> Series:
    return replace(SERIES, query=query)


def test_a_series_without_patients_has_its_header_and_no_rule() -> None:
    book = opened(replace(SERIES, patients=()))
    assert len(rows(book, "cases")) == 1
    assert book["cases"].data_validations.dataValidation == []


# --------------------------------------------------------------------------------------------------------- LibreOffice


def test_libreoffice_recalculates_it_without_formula_or_error(tmp_path: Path) -> None:
    converted = libreoffice(tmp_path)
    odd = record("102", 2003, "=1+1", "=HYPERLINK(A1)", "@SUM(A1)", "+cmd|' /C calc'!A0")
    reports = tuple(replace(one, record=odd) if one.record.pmid == "102" else one for one in SERIES.reports)
    series = replace(SERIES, reports=reports)
    file = tmp_path / "cases.xlsx"
    file.write_bytes(workbook_bytes(series, cases(series)))
    saved = openpyxl.load_workbook(converted(file, "xlsx:Calc MS Excel 2007 XML"))
    before = opened(series)
    assert saved.sheetnames == SHEETS
    for sheet in SHEETS:
        assert rows(saved, sheet) == rows(before, sheet)
        assert {cell.data_type for row in saved[sheet].iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert saved["cases"].auto_filter.ref == "A1:AH6"
    assert {rule.type for rule in saved["cases"].data_validations.dataValidation} >= {"list"}
