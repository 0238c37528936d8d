"""cases.docx: the table's head on every page, the same bytes for the same series, and a file that others open."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from harvester.export.document import document_bytes
from harvester.export.manuscript import manuscript
from harvester.records import Report, Series
from manuscripts import SERIES, libreoffice, record


def opened(series: Series = SERIES) -> docx.document.Document:
    return docx.Document(BytesIO(document_bytes(series)))


def test_the_document_holds_the_table_its_notes_and_the_references_in_order() -> None:
    told, document = manuscript(SERIES), opened()
    (table,) = document.tables
    cells = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert cells == [told.heads, *told.rows]
    texts = [(one.style.name if one.style else "", one.text) for one in document.paragraphs]
    assert texts == [
        ("Table title", told.title),
        *(("Table note", note) for note in told.notes),
        ("Heading 1", "References"),
        *(("Reference", f"{number}.\t{said}") for number, said in enumerate(told.references, start=1)),
    ]


def test_the_title_stands_above_the_table_and_the_notes_below() -> None:
    order = [child.tag.rpartition("}")[2] for child in opened().element.body]
    assert order[:3] == ["p", "tbl", "p"]


def test_the_head_is_repeated_and_no_row_is_torn() -> None:
    head, *rows = opened().tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rows))


def test_the_page_is_landscape_and_the_table_as_wide_as_it() -> None:
    document = opened()
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    widths = [column.width.cm for column in document.tables[0].columns if column.width]
    assert sum(widths) == pytest.approx(29.7 - 2 * 1.6, abs=0.05)


def test_the_same_series_gives_the_same_bytes_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    first = document_bytes(SERIES)
    later = time.localtime(time.time() + 86_400 * 400)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert document_bytes(SERIES) == first
    with ZipFile(BytesIO(first)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_properties_are_of_the_series_and_of_no_clock() -> None:
    properties = opened().core_properties
    assert (properties.title, properties.author) == (SERIES.query.title, "harvester")
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == datetime(2026, 3, 5, 12, 30)
    assert properties.modified == properties.created


def test_a_series_without_patients_is_a_table_without_rows() -> None:
    document = opened(replace(SERIES, patients=()))
    assert len(document.tables[0].rows) == 1
    assert "No patient is active." in [one.text for one in document.paragraphs]


def test_words_that_are_no_xml_are_written_as_words() -> None:
    odd = record("101", 1976, "A \x00 <w:t> & \x0b\ud800 title\nand more", "Fer\x01ris & <b>Sons</b>")
    reports = tuple(Report(record=odd) if one.record.pmid == "101" else one for one in SERIES.reports)
    document = opened(replace(SERIES, reports=reports))
    assert document.tables[0].rows[1].cells[0].text == "Fer\ufffdris & <b>Sons</b>, 1976 [1, 2]"
    assert any("A \ufffd <w:t> & \ufffd title and more. J Inv" in one.text for one in document.paragraphs)


def test_libreoffice_opens_it_with_all_its_words(tmp_path: Path) -> None:
    converted = libreoffice(tmp_path)
    file = tmp_path / "cases.docx"
    file.write_bytes(document_bytes(SERIES))
    text = converted(file, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    told = manuscript(SERIES)
    for said in (told.title, *told.heads, *told.notes, *told.references, *(cell for row in told.rows for cell in row)):
        assert said in text
