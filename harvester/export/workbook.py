"""A Series -> cases.xlsx: the case table for a person to read and correct, with what its columns mean.

Every cell is text, so that a spreadsheet makes no date of C5-6 and runs no formula: it is written as a string, in the
number format of text, with an apostrophe where it would begin a formula if someone typed or copied it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ..errors import HarvesterError
from ..records import Series
from . import links
from .bibliography import references
from .cells import instant, neutralised
from .dictionary import Column, dictionary

CASES, REFERENCES, DICTIONARY, ABOUT = "cases", "references", "dictionary", "about"
"""The sheets; `about` says of which query and moment the table is, so that edits can be told from what changed."""

HOW = "Change a cell of a field, save, and `harvester import QUERY cases.xlsx --by NAME`; leave this sheet as it is."

LONGEST = 32_767
"""So many characters a cell holds, in units of UTF-16 (Excel's specification, as the three below)."""

MOST_ROWS = 1_048_575
"""So many rows a sheet holds below its head."""

MOST_LINKS = 65_530
"""So many links a sheet holds; the cells after them are text alone."""

LONGEST_ADDRESS = 2_079
"""So many characters the address of a link holds; a longer one is not written."""


def workbook_bytes(series: Series, table: pd.DataFrame) -> bytes:
    """The workbook of a series and its case table: cases, references, dictionary, about.

    The same series gives the same bytes, so its file is left untouched where nothing changed. HarvesterError where a
    table has more rows than a sheet holds.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    known_at = series.known_at or datetime(1980, 1, 1, tzinfo=UTC)
    book.set_properties({"title": series.query.title, "created": known_at.replace(tzinfo=None)})
    columns = dictionary(series.query)
    looks = _looks(book)
    of_cases = {one.name: one for one in columns if one.sheet == CASES}
    _write_validation(_write_table(book.add_worksheet(CASES), table, of_cases, looks), table, of_cases)
    of_references = {one.name: one for one in columns if one.sheet == REFERENCES}
    _write_table(book.add_worksheet(REFERENCES), references(series), of_references, looks)
    _write_dictionary(book.add_worksheet(DICTIONARY), columns, looks)
    _write_about(book.add_worksheet(ABOUT), series)
    book.close()
    return file.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """How cells look: the head of what can be edited and of what cannot, and a row and its links by its standing."""

    edited: Any
    fixed: Any
    rows: Mapping[str, Any]
    links: Mapping[str, Any]


_BACK = {"active": None, "concern": "#FFF3CD", "retracted": "#F8D7DA"}
"""Colours behind a row by its standing."""


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    font = {"font_name": "Arial", "font_size": 10}
    head = font | {"bold": True, "font_color": "#FFFFFF", "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}
    row = font | {"num_format": "@", "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#D5DBE1"}
    back = {name: row | ({"bg_color": colour} if colour else {}) for name, colour in _BACK.items()}
    return _Looks(
        edited=book.add_format(head | {"bg_color": "#1F4E79"}),
        fixed=book.add_format(head | {"bg_color": "#5F6B76"}),
        rows={name: book.add_format(look) for name, look in back.items()},
        links={name: book.add_format(look | {"font_color": "#0563C1", "underline": 1}) for name, look in back.items()},
    )


# ------------------------------------------------------------------------------------------------ cases and references

_Addressed = Callable[[Sequence[str]], str]
_ADDRESSES: Mapping[str, _Addressed] = {
    "pmids": links.of_pmids,
    "pmid": links.of_pmids,
    "dois": lambda dois: links.of_doi(dois[0]) if len(dois) == 1 else "",
    "doi": lambda dois: links.of_doi(dois[0]),
}
"""Column -> the address of what its cell names. A cell has one link, so of several DOIs none is singled out."""


def _write_table(sheet: Any, table: pd.DataFrame, columns: Mapping[str, Column], looks: _Looks) -> Any:
    """A header that stays in sight and filters, and a row a row, coloured where the literature withdrew it."""
    if len(table) > MOST_ROWS:
        raise HarvesterError(
            f"cases.xlsx: the sheet {sheet.name} would have {len(table):,} rows, and a sheet holds {MOST_ROWS:,}; "
            "leave xlsx out of the formats and take cases.csv"
        )
    widths = [_width(str(name), table[name]) for name in table.columns]
    for at, (name, width) in enumerate(zip(map(str, table.columns), widths, strict=True)):
        sheet.write_string(0, at, name, looks.edited if columns[name].imported else looks.fixed)
        sheet.set_column(at, at, width)
    standings, links_left = table["status"], MOST_LINKS
    for row, (standing, words) in enumerate(zip(standings, table.itertuples(index=False), strict=True), start=1):
        sheet.set_row(row, _height(words, widths))
        for at, (name, cell) in enumerate(zip(table.columns, map(str, words), strict=True)):
            address = _ADDRESSES[name](cell.split("; ")) if name in _ADDRESSES and cell else ""
            if address and links_left and len(address) <= LONGEST_ADDRESS:
                sheet.write_url(row, at, address, looks.links[standing], _fit(cell))
                links_left -= 1
            else:
                sheet.write_string(row, at, _fit(cell), looks.rows[standing])
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(table.columns) - 1)}1048576"})
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
    return sheet


def _fit(cell: str) -> str:
    safe = neutralised(cell)
    if len(safe) <= LONGEST // 2:
        return safe
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return safe
    return f"{units[: 2 * (LONGEST - 1)].decode('utf-16-le', errors='ignore')}…"


def _width(name: str, cells: pd.Series[Any]) -> int:
    """As wide as nine cells of ten need, in characters: no narrower than its name with the filter's arrow.

    The link of several PMIDs does not wrap, so that column is as wide as its longest.
    """
    lengths = sorted(map(len, map(str, cells))) or [0]
    most = lengths[-1] if name == "pmids" else lengths[len(lengths) * 9 // 10]
    return max(min(most + 2, _WIDEST.get(name, 34)), len(name) + 4, 8)


_WIDEST = {"title": 60, "reference": 90, "pmids": 60, "dois": 60}


def _height(words: Sequence[Any], widths: Sequence[int]) -> float:
    """In points, up to twelve lines: Excel finds the height of wrapped text by itself, LibreOffice does as it is told.

    A width counts digits; of letters, which are narrower, a fifth more find room.
    """
    lines = max(len(wrap(str(cell), int(width * 1.2))) for cell, width in zip(words, widths, strict=True))
    return 2 + 13.0 * min(max(lines, 1), 12)


def _write_validation(sheet: Any, table: pd.DataFrame, columns: Mapping[str, Column]) -> None:
    """A list to choose from where one of a closed set stands in a cell, and else what is expected there.

    A number has no rule: the cells are text, and a spreadsheet would refuse every text for no number.
    """
    for at, name in enumerate(map(str, table.columns)):
        column = columns[name]
        if not (column.imported and len(table)):
            continue
        unit = f", in {column.unit}" if column.unit else ""
        rule: dict[str, Any] = {"validate": "any"}
        if _can_be_listed(column.choices):
            told = "An empty cell: the report does not state it."
            rule = {"validate": "list", "source": list(column.choices), "error_title": name[:32]}
            rule["error_message"] = _cut(f"Only one of: {'; '.join(column.choices)}; or leave it empty.")
        else:
            told = f"{column.allowed[:1].upper()}{column.allowed[1:]}{unit}."
        sheet.data_validation(1, at, len(table), at, rule | {"input_title": name[:32], "input_message": _cut(told)})


def _can_be_listed(choices: Sequence[str]) -> bool:
    """A list stands in the file as words parted by commas, 255 characters at most (Excel's specification)."""
    return bool(choices) and len(",".join(choices)) <= 255 and not any(set(one) & set(',"') for one in choices)


def _cut(message: str) -> str:
    """A message of 255 characters at most, cut between two words."""
    if len(message) <= 255:
        return message
    return f"{message[:215].rsplit(' ', 1)[0]} … (all on the sheet {DICTIONARY})"


# ------------------------------------------------------------------------------------------------- dictionary and about


def _write_dictionary(sheet: Any, columns: Sequence[Column], looks: _Looks) -> None:
    heads = (("sheet", 12), ("column", 24), ("means", 70), ("unit", 14), ("allowed", 60), ("change imported", 17))
    for at, (name, width) in enumerate(heads):
        sheet.write_string(0, at, name, looks.fixed)
        sheet.set_column(at, at, width)
    for row, one in enumerate(columns, start=1):
        back = "yes" if one.imported else "no"
        cells = (one.sheet, one.name, one.means, one.unit, one.allowed, back)
        sheet.set_row(row, _height(cells, [width for _, width in heads]))
        for at, cell in enumerate(cells):
            sheet.write_string(row, at, _fit(cell), looks.rows["active"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(columns), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_about(sheet: Any, series: Series) -> None:
    stated = (
        ("query", series.query.name),
        ("as_of", instant(series.known_at) if series.known_at else ""),
        ("edit", HOW),
    )
    for at, pair in enumerate(stated):
        for column, cell in enumerate(pair):
            sheet.write_string(at, column, cell)
