"""A Series -> the files of a review's folder, each replaced whole or left as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec
import pandas as pd

from ..records import Series
from . import tables
from .bibliography import reference_files
from .digest import Digest
from .digest_page import digest_html, digest_markdown
from .figures import write_figures
from .files import csv_bytes, write
from .lately import Lately
from .prisma import Prisma, prisma, prisma_table
from .search_report import search_report
from .series_page import series_html
from .summary import summary
from .tables import cases
from .workbook import workbook_bytes


class Format(StrEnum):
    """What can be asked for by itself: the tables as CSV, the report of the search, the workbook, …"""

    CSV = "csv"
    SEARCH = "search"
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    REFERENCES = "references"
    SUMMARY = "summary"
    PRISMA = "prisma"
    FIGURES = "figures"


def write_exports(
    series: Series, folder: Path, previous: Series | None = None, formats: Collection[Format] = tuple(Format)
) -> tuple[Path, ...]:
    """Write the files of a review's folder (cases.csv, … prisma.svg, figures/), and say where they are.

    The flow diagram is that of a new review; with `previous` there is another, of the review that updates that version
    (prisma-updated.svg). Each file is replaced whole or not at all, and left untouched where nothing changed. The
    folder is made if need be; HarvesterError where it or a file cannot be written.
    """
    table = cases(series)
    contents = {
        name: one for kind, made in _MADE.items() if kind in formats for name, one in made(series, table).items()
    }
    written = [write(folder / name, content) for name, content in contents.items()]
    if Format.PRISMA in formats:
        written += _write_flow(prisma(series), folder, "")
        if previous:
            written += _write_flow(prisma(series, previous), folder, "-updated")
    if Format.FIGURES in formats:
        written += write_figures(series, table, folder / "figures")
    return tuple(written)


def _tables(series: Series, table: pd.DataFrame) -> Mapping[str, bytes]:
    """The tables as CSV; flow.csv is among them and PRISMA.csv, in the template's keys, beside the diagram."""
    made = {
        "cases": table,
        "reports": tables.reports(series),
        "evidence": tables.evidence(series),
        "decisions": tables.decisions(series),
        "history": tables.history(series),
        "flow": tables.flow(series),
    }
    return {f"{name}.csv": csv_bytes(one) for name, one in made.items()}


def _document(series: Series, _: pd.DataFrame) -> Mapping[str, bytes]:
    from .document import document_bytes  # noqa: PLC0415 - python-docx is for this file only

    return {"cases.docx": document_bytes(series)}


_MADE: Mapping[Format, Callable[[Series, pd.DataFrame], Mapping[str, bytes]]] = {
    Format.CSV: _tables,
    Format.SEARCH: lambda series, _: {"search.md": search_report(series).encode()},
    Format.XLSX: lambda series, table: {"cases.xlsx": workbook_bytes(series, table)},
    Format.DOCX: _document,
    Format.HTML: lambda series, table: {"series.html": series_html(series, table)},
    Format.REFERENCES: lambda series, _: reference_files(series),
    Format.SUMMARY: lambda series, _: {"summary.md": summary(series).encode()},
}
"""What is asked for -> the files of it by name; the flow diagram is drawn only where it changed."""


_lately: Lately[bytes] = Lately(4)


def _write_flow(counts: Prisma, folder: Path, kind: str) -> list[Path]:
    """The flow diagram and its numbers; the picture, which takes the longest, only where the drawing is another."""
    from .diagram import diagram_png, diagram_svg  # noqa: PLC0415 - matplotlib takes longer to import than all else

    drawing, picture = folder / f"prisma{kind}.svg", folder / f"prisma{kind}.png"
    svg = diagram_svg(counts)
    if not (picture.is_file() and drawing.is_file() and drawing.read_bytes() == svg):
        write(picture, _lately.made(svg, lambda: diagram_png(counts)))
    numbers = write(folder / f"PRISMA{kind}.csv", csv_bytes(prisma_table(counts)))
    return [numbers, write(drawing, svg), picture]


def write_digest(digest: Digest, folder: Path) -> tuple[Path, ...]:
    """Write digest.md, .html and .json, and the same under the digest's number where it tells of anything."""
    contents = {
        "md": digest_markdown(digest).encode(),
        "html": digest_html(digest).encode(),
        "json": msgspec.json.format(msgspec.json.encode(digest)) + b"\n",
    }
    numbered = [folder / "digests" / f"{digest.number:04}.{kind}" for kind in contents] if digest.items else []
    paths = [*numbered, *(folder / f"digest.{kind}" for kind in contents)]
    return tuple(write(path, contents[path.suffix[1:]]) for path in paths)
