"""A Series -> cases.xlsx: the case table for a person to read and correct."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pandas as pd
import xlsxwriter

from ..records import Series
from .cells import instant

CASES, ABOUT = "cases", "about"
"""The sheets; `about` says of which query and moment the table is, so that edits can be told from what changed."""

HOW = "Change a cell of a field, save, and `harvester import QUERY cases.xlsx --by NAME`; leave this sheet as it is."


def workbook_bytes(series: Series, table: pd.DataFrame) -> bytes:
    """The workbook of a series and its case table.

    The same series gives the same bytes, so its file is left untouched where nothing changed. Every cell is text: a
    spreadsheet must make no date of C5-6, and run no formula.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    known_at = series.known_at or datetime(1980, 1, 1, tzinfo=UTC)
    book.set_properties({"title": series.query.title, "created": known_at.replace(tzinfo=None)})
    head, words = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(CASES)
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, str(name), head)
    for at, row in enumerate(table.itertuples(index=False), start=1):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, str(cell), words)
    about = book.add_worksheet(ABOUT)
    stated = (
        ("query", series.query.name),
        ("as_of", instant(series.known_at) if series.known_at else ""),
        ("edit", HOW),
    )
    for at, pair in enumerate(stated):
        for column, cell in enumerate(pair):
            about.write_string(at, column, cell)
    book.close()
    return file.getvalue()
