"""A Series -> cases.docx: the table of its active patients, with footnotes and numbered references, to be edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table

from ..records import Series
from .manuscript import Manuscript, manuscript

FONT = "Arial"
MARGIN = 1.6
"""Around the page, in cm."""


def document_bytes(series: Series) -> bytes:
    """The document, A4 landscape; the same series gives the same bytes.

    Heading and cells are styles of their own (Table title, Table text, …), so that a journal's look is a change of
    styles. The head of the table is repeated on each page, and no row is torn between two.
    """
    told = manuscript(series)
    document = Document()
    _set_page(document)
    _set_styles(document)
    _set_properties(document, series)
    document.add_paragraph(_clean(told.title), style="Table title")
    _add_table(document, told)
    _add_paragraphs(document, map(_clean, told.notes), style="Table note")
    document.add_paragraph("References", style="Heading 1")
    numbered = (f"{number}.\t{_clean(reference)}" for number, reference in enumerate(told.references, start=1))
    _add_paragraphs(document, numbered, style="Reference")
    file = BytesIO()
    document.save(file)
    return _undated(file.getvalue())


def _add_paragraphs(document: Docx, lines: Iterable[str], *, style: str) -> None:
    """Each line a paragraph, as XML (ECMA-376, 17.3): python-docx would look at all there are for each of them."""
    end = document.element.body.sectPr
    look = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{document.styles[style].style_id}"/></w:pPr>'
    for line in lines:
        words = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))
        end.addprevious(parse_xml(f"{look}<w:r>{words}</w:r></w:p>"))


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(words: str) -> str:
    """In one line, and without what XML cannot hold (XML 1.0, 2.2); a blank that must not break stays one."""
    return re.sub(r"[ \t\r\n]+", " ", _NOT_XML.sub("\ufffd", words)).strip(" ")


# ------------------------------------------------------------------------------------------------------ page and styles


def _set_page(document: Docx) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _append(footer._p, "w:fldSimple", instr="PAGE")


def _append(parent: Any, tag: str, **values: str) -> Any:
    """A new element behind those there are; python-docx has no words for fields, borders and heads that repeat."""
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _set_styles(document: Docx) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    heading = document.styles["Heading 1"]
    heading.element.rPr.remove(heading.element.rPr.rFonts)  # the theme's fonts would outrank ours
    heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(11), RGBColor(0, 0, 0)
    title = _style(document, "Table title", 10, after=4)
    title.font.bold, title.paragraph_format.keep_with_next = True, True
    _style(document, "Table head", 8).font.bold = True
    _style(document, "Table text", 8)
    _style(document, "Table note", 8, before=3)
    reference = _style(document, "Reference", 9, after=2)
    reference.paragraph_format.left_indent, reference.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
    reference.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))


def _style(document: Docx, name: str, size: float, *, before: float = 0, after: float = 0) -> ParagraphStyle:
    """A new paragraph style on the font of all others; lengths in points."""
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(size)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    return style


def _set_properties(document: Docx, series: Series) -> None:
    """Who and when; the moment is that of the newest thing the table rests on, and of no clock."""
    at = (series.known_at or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _clean(series.query.title), "harvester", ""
    properties.created, properties.modified = at, at


# --------------------------------------------------------------------------------------------------------------- table


def _add_table(document: Docx, told: Manuscript) -> None:
    """Rules above, below and under the head, thin ones between the rows, none upright."""
    whole = 29.7 - 2 * MARGIN
    widths = [Cm(width * whole / sum(told.widths)) for width in told.widths]
    table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_rules(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    twips = [round(width.twips) for width in widths]
    ids = {name: str(document.styles[name].style_id) for name in ("Table head", "Table text")}
    head = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="000000"/></w:tcBorders>'
    table._tbl.append(_row(told.heads, twips, "<w:tblHeader/>", head, ids["Table head"]))
    for row in told.rows:
        table._tbl.append(_row(row, twips, "", "", ids["Table text"]))


def _row(words: Sequence[str], twips: Sequence[int], of_row: str, of_cell: str, style: str) -> BaseOxmlElement:
    """A row as one piece of XML (ECMA-376, 17.4): through python-docx's cells a hundred of them take seconds."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{of_cell}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'</w:pPr><w:r><w:t xml:space="preserve">{escape(_clean(said))}</w:t></w:r></w:p></w:tc>'
        for said, width in zip(words, twips, strict=True)
    )
    row: BaseOxmlElement = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{of_row}</w:trPr>{cells}</w:tr>")
    return row


def _set_rules(table: Table) -> None:
    properties = table._tbl.tblPr
    rules = _append(properties, "w:tblBorders")
    _append(rules, "w:top", val="single", sz="12", color="000000")
    _append(rules, "w:bottom", val="single", sz="12", color="000000")
    _append(rules, "w:insideH", val="single", sz="2", color="BFBFBF")
    margins = _append(properties, "w:tblCellMar")
    for side, twips in (("top", "30"), ("left", "60"), ("bottom", "30"), ("right", "60")):
        _append(margins, f"w:{side}", w=twips, type="dxa")


# --------------------------------------------------------------------------------------------------------------- bytes


def _undated(packed: bytes) -> bytes:
    """The same file with the first date that zip knows on each of its parts, where python-docx puts the clock's."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for part in given.infolist():
            made.writestr(ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), given.read(part), ZIP_DEFLATED)
    return out.getvalue()
