"""Tables of references: CSV of PubMed, Scopus, Embase, Zotero, EndNote, Web of Science, ASySD, CoLRev and by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

import msgspec

from ..errors import HarvesterError
from ..records import Dates, Refusal
from .columns import Columns, plain_cell
from .dates import partial_date
from .entry import Entry, Stated
from .people import complete, people
from .record import entry

_PREFACE = re.compile(r"\A(?:[ \t]*[\r\n]+)*(?:sep=.[ \t]*[\r\n]+)?", re.IGNORECASE)
"""What may stand before the header: blank lines, and Excel's own line on the separator."""
_SEPARATORS = (",", "\t", ";")
_CITED = re.compile(
    r"^[^;]*?\.\s+(?P<date>[12][0-9]{3}[^;:]*)(?:;(?P<volume>[^(:;]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.;]*))?)?"
)
_NAMES_DATABASE = re.compile(
    r"\b(?:medline|pubmed|embase|scopus|web of science|wos|central|cochrane|cinahl|psycinfo|lilacs)\b", re.IGNORECASE
)
_WORDS_APART = re.compile(r"\s*[;|\n]\s*|,\s+(?!.*;)")


def is_table(text: str) -> bool:
    """Whether the first line that is not blank is a header that names a title."""
    header = _header_line(text)
    return any("title" in _columns(header, separator).places for separator in _SEPARATORS)


def _header_line(text: str) -> str:
    return _PREFACE.sub("", text[:20_000], count=1).split("\n")[0].split("\r")[0]


def _columns(header: str, separator: str) -> Columns:
    return Columns(next(csv.reader([header], delimiter=separator), []))


def entries(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each row, or a refusal for one whose cells are not those of the header.

    Counted as an entry: each row below the header that has anything in it. A quoted cell may run over several lines;
    where a quote is never closed, the lines from there to the next one that reads as a whole row are one refusal.
    """
    header = _header_line(text)
    separator = _separator(header, source)
    columns = _columns(header, separator)
    lines = list(io.StringIO(text, newline=""))
    begin = next(at for at, line in enumerate(lines, start=1) if line.rstrip("\r\n") == header)
    for position, row in enumerate(_rows(lines, begin, separator, len(columns.names)), start=1):
        if isinstance(row, str):
            yield Refusal(source=source, why=row, position=position)
        else:
            found = _entry(row, columns, position)
            yield Refusal(source=source, why=found, position=position) if isinstance(found, str) else found


def _separator(header: str, source: str) -> str:
    """The separator that makes most columns of the header known; HarvesterError where none makes one a title."""
    separator = max(_SEPARATORS, key=lambda one: len(_columns(header, one).places))
    columns = _columns(header, separator)
    if "title" not in columns.places:
        found = ", ".join(columns.names) or "none"
        raise HarvesterError(
            f"{source}: no column is a title; found: {found[:300]}; name the one with the titles `title`"
        )
    return separator


def _rows(lines: Sequence[str], begin: int, separator: str, width: int) -> Iterator[list[str] | str]:
    """The rows from a line on as cells, or as the words why one cannot be read; blank rows are none."""
    at = begin
    while at < len(lines):
        row, end = _row_at(lines, at, separator)
        if isinstance(row, list) and (len(row) == width or not any(map(str.strip, row))):
            if any(map(str.strip, row)):
                yield row
        else:
            yield f"line {at + 1}: {row if isinstance(row, str) else _miscounted(row, width)}"
            end = next((line for line in range(at + 1, end) if _is_whole(lines, line, separator, width)), end)
        at = end


def _row_at(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | str, int]:
    """The row that begins at a line, or why it cannot be read, and the line after it."""
    reader = csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=separator, strict=True)
    try:
        row = next(reader)
    except csv.Error as error:
        return f"its quotes do not close where a cell ends ({error})", at + reader.line_num
    return row, at + reader.line_num


def _miscounted(row: list[str], width: int) -> str:
    return f"it has {len(row)} cells where the header has {width}; put a cell that holds the separator in quotes"


def _is_whole(lines: Sequence[str], at: int, separator: str, width: int) -> bool:
    row, _ = _row_at(lines, at, separator)
    return isinstance(row, list) and len(row) == width


def _entry(row: list[str], columns: Columns, position: int) -> Entry | str:
    """The entry of a row, or why there is none."""
    stated = _stated(list(map(plain_cell, row)), columns)
    if not stated.says_something:
        return "it states nothing: no title, no author, no identifier"
    raw = msgspec.json.encode(dict(zip(columns.names, row, strict=True)))
    return entry(stated, position, raw)


def _stated(row: list[str], columns: Columns) -> Stated:
    first, every = columns.first, columns.all
    authors = first(row, "author_full") or first(row, "author")
    cited = _CITED.match(first(row, "citation"))
    source, journal = first(row, "source"), first(row, "journal")
    of_database = bool(journal or not source or _NAMES_DATABASE.search(source))
    return Stated(
        id=first(row, "id"),
        title=first(row, "title"),
        vernacular_title=first(row, "vernacular_title"),
        abstract=first(row, "abstract"),
        authors=people(authors),
        authors_complete=complete(authors),
        editors=people(first(row, "editor")),
        journal=journal or first(row, "book") or ("" if of_database else source),
        abbreviation=first(row, "abbreviated"),
        issn=" ".join(every(row, "issn")),
        volume=_number(first(row, "volume") or _of(cited, "volume")),
        issue=_number(first(row, "issue") or _of(cited, "issue")),
        pages=_pages(row, columns) or _of(cited, "pages"),
        year=_number(first(row, "year")),
        date=f"{first(row, 'date') or _of(cited, 'date')} {first(row, 'month')}".strip(),
        history=Dates(entrez=partial_date(first(row, "entrez"))),
        pmids=every(row, "pmid"),
        dois=every(row, "doi"),
        pmcids=every(row, "pmcid"),
        accessions=every(row, "accession"),
        database=first(row, "database") or (source if of_database else ""),
        other_ids=tuple(("Scopus", eid) for eid in every(row, "eid")),
        links=every(row, "url"),
        notes=every(row, "note"),
        languages=every(row, "language"),
        types=tuple(kind for cell in every(row, "type") for kind in cell.split(";")),
        keywords=tuple(word for cell in every(row, "keywords") for word in _WORDS_APART.split(cell)),
    )


def _of(cited: re.Match[str] | None, part: str) -> str:
    return (cited[part] or "").strip() if cited else ""


def _number(cell: str) -> str:
    """What a spreadsheet made of a whole number (`12.0`) is that number again."""
    return cell.removesuffix(".0")


def _pages(row: list[str], columns: Columns) -> str:
    """The pages, else from first to last page, else the article number."""
    first, last = _number(columns.first(row, "first_page")), _number(columns.first(row, "last_page"))
    stated = columns.first(row, "pages") or "-".join(filter(None, (first, last if last != first else "")))
    return stated or columns.first(row, "article_number")
