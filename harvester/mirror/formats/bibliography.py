"""How PubMed prints a date, the place where a report appeared, and what it is linked with: the same in every format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.records import Correction, PartialDate, Record, Section

from ..record_fields import LANGUAGES

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = re.compile(r"(?P<year>\d{4})(?: (?P<month>0?[1-9]|1[0-2]|[A-Za-z]{3}))?(?: (?P<day>\d{1,2}))?")
_DATED_ELECTRONICALLY = ("Electronic", "Electronic-Print", "Electronic-eCollection")


# -------------------------------------------------------------------------------------------------------------- dates


def printed_date(date: PartialDate | None) -> str:
    """A date as MEDLINE's DP: `2003 Jul 14`, day unpadded; a range or season in its own words (`1998 Dec-1999 Jan`)."""
    if date is None:
        return ""
    raw = date.raw or date.iso.replace("-", " ")
    found = _NUMBERS.fullmatch(raw)
    if not found:
        return raw
    month, day = found["month"] or "", found["day"] or ""
    return " ".join(filter(None, (found["year"], _month(month), day.lstrip("0"))))


def _month(word: str) -> str:
    return _MONTHS[int(word) - 1] if word.isdecimal() else word


def compact_date(date: PartialDate | None) -> str:
    """A date as MEDLINE's DEP, DCOM and LR: `20030714`, as far as it is known."""
    return date.iso.replace("-", "") if date else ""


def timestamp(date: PartialDate | None) -> str:
    """A date as histories have it: `2003/07/14 00:00`. No record holds the hour; what else is missing is the first."""
    return f"{date.year:04d}/{date.month or 1:02d}/{date.day or 1:02d} 00:00" if date else ""


def history(record: Record) -> Iterator[tuple[str, str]]:
    """Status and timestamp of the entries of a record's history that it holds, in the order that XML has most often."""
    dates = record.dates
    for status, date in (("entrez", dates.entrez), ("pubmed", dates.pubmed), ("medline", dates.medline)):
        if date:
            yield status, timestamp(date)


# ------------------------------------------------------------------------------------------------------------- source


def source(record: Record) -> str:
    """Where a report appeared, as MEDLINE's SO: journal, date, volume, issue, pages, DOI, and its other date.

    PubMed states the DOI where the article itself does (ELocationID). A record does not tell that from a DOI which only
    stands in the list beside the article; nearly all of those since 2010 are both, so that any DOI is printed.
    """
    name = record.journal.abbreviation or record.journal.title
    doi = f"doi: {record.doi}." if record.doi else ""
    return " ".join(filter(None, (_stopped(name), _stopped(place(record)), doi, _other_date(record))))


def place(record: Record) -> str:
    """Date, volume, issue and pages: `2003 Jul;3(3):296-302`, which a docsum of version 1 has as SO."""
    issue = f"({record.issue})" if record.issue else ""
    number = f";{record.volume}{issue}" if record.volume or issue else ""
    pages = f":{record.pages}" if record.pages else ""
    return f"{printed_date(_cited_date(record))}{number}{pages}"


def _cited_date(record: Record) -> PartialDate | None:
    """The date of the issue; of the electronic version where that was the first or the only one."""
    electronic = record.dates.electronic if record.publication_model in _DATED_ELECTRONICALLY else None
    return electronic or record.dates.published


def _stopped(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words}."


def _other_date(record: Record) -> str:
    """The date that is not cited: `Epub 2003 Jun 2.`, `Print 2003 Jul.`, `eCollection 2003.`"""
    electronic, issue = printed_date(record.dates.electronic), printed_date(record.dates.print)
    if not (electronic and issue):
        return ""
    if record.publication_status == "aheadofprint":
        return "Online ahead of print."
    words = {
        "Print-Electronic": f"Epub {electronic}.",
        "Electronic-Print": f"Print {issue}.",
        "Electronic-eCollection": f"eCollection {issue}.",
    }
    return words.get(record.publication_model, "")


def linked_source(correction: Correction) -> str:
    """Where a linked paper appeared, with NLM's note on it."""
    return " ".join(filter(None, (_stopped(correction.source), _stopped(correction.note))))


# --------------------------------------------------------------------------------------------------------------- text


def language(code: str) -> str:
    """A language in English (`eng` is English); one that the mirror has no name for stays a code."""
    return LANGUAGES.get(code.lower(), "").title() or code


def labelled(section: Section) -> str:
    """A section of an abstract as every format prints it: `METHODS: We asked.`"""
    return f"{section.label}: {section.text}" if section.label else section.text


def lines_of(text: str, width: int) -> Iterator[str]:
    """Text in lines of `width` characters, broken at spaces only, so that a longer word makes a longer line.

    A space at which a line is broken stays where it still fits into the line, as the recorded MEDLINE texts have it
    throughout: there it is the last character of a full line.
    """
    start = 0
    while len(text) - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        cut = text.find(" ", start + width) if cut < 0 else cut
        if cut < 0:
            break
        yield text[start : cut + 1] if cut == start + width - 1 else text[start:cut]
        start = cut + 1
    yield text[start:]
