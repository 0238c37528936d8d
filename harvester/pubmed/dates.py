"""The dates of an article, each as precise as it is printed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from xml.etree.ElementTree import Element

from ..records import Dates, PartialDate
from .elements import attribute, child, children
from .marked_text import text

_DATE_PARTS = frozenset(("Year", "Month", "Day", "Season", "MedlineDate"))
_RAW_DATE = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])(?:\s+([0-9]{1,2}\b|[A-Za-z]+)(?:\s+([0-9]{1,2})\b)?)?")
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
    **{"win": 1, "spr": 4, "sum": 7, "fal": 10, "aut": 10},  # PubMed's own reading of a season
}


def article_dates(article: Element | None, citation: Element | None, data: Element | None) -> Dates:
    """`print` is the date of the journal issue (MEDLINE's DP) under every PubModel: it is what a bibliography prints.

    An electronic-only article has an issue too; `publication_model` tells that the issue was never on paper.
    """
    history = _history(data)
    return Dates(
        print=_date(child(article, "Journal", "JournalIssue", "PubDate")),
        electronic=next((_date(day) for day in children(article, "ArticleDate") if _is_electronic(day)), None),
        entrez=history.get("entrez"),
        pubmed=history.get("pubmed"),
        medline=history.get("medline"),
        completed=_date(child(citation, "DateCompleted")),
        revised=_date(child(citation, "DateRevised")),
    )


def _is_electronic(day: Element) -> bool:
    return day.get("DateType", "Electronic") == "Electronic"


def book_dates(document: Element | None, book: Element | None, data: Element | None) -> Dates:
    """`print` is the book's date and `electronic` that on which the chapter was contributed to it."""
    history = _history(data)
    return Dates(
        print=_date(child(book, "PubDate")),
        electronic=_date(child(document, "ContributionDate")),
        entrez=history.get("entrez"),
        pubmed=history.get("pubmed"),
        medline=history.get("medline"),
        revised=_date(child(document, "DateRevised")),
    )


def _history(data: Element | None) -> dict[str, PartialDate | None]:
    """The first date of each status."""
    dates: dict[str, PartialDate | None] = {}
    for day in children(child(data, "History"), "PubMedPubDate"):
        status = attribute(day, "PubStatus")
        if status in ("entrez", "pubmed", "medline"):
            dates.setdefault(status, _date(day))
    return dates


def _date(element: Element | None) -> PartialDate | None:
    """A date from its parts as printed; hour and minute are left in the XML."""
    if element is None:
        return None
    return _partial(" ".join([words for part in element if part.tag in _DATE_PARTS and (words := text(part))]))


@lru_cache(maxsize=1 << 14)
def _partial(raw: str) -> PartialDate | None:
    """A date in words. Of a range it is the begin, of a season PubMed's month; None where no year can be found."""
    found = _RAW_DATE.search(raw)
    if not found:
        return None
    year, month = int(found[1]), _month(found[2] or "")
    day = int(found[3]) if month and found[3] else None
    return PartialDate(year=year, month=month, day=day if _exists(year, month, day) else None, raw=raw)


def _month(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    return _MONTHS.get(word[:3].lower())


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 0, day or 0)
    except ValueError:
        return False
    return True
