"""Two citations -> why they are two reports however much they resemble each other, or why a person has to look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .citation import Citation
from .evidence import Evidence
from .report_evidence import begins_at_one, same_but_version, same_page
from .title_agreement import GOES_ON, SAME, SPELLED
from .venues import same_journal
from .words import differ


def apart(left: Citation, right: Citation) -> str:
    """Why these are two reports and nobody needs to look, or nothing: a notice and its paper, part I and part II."""
    return _notices(left, right) or _parts(left, right)


def doubt(left: Citation, right: Citation) -> str:
    """Why a person has to look before these are one report, or nothing."""
    return next(
        filter(None, (check(left, right) for check in (_untitled, _places, _venues, _meeting, _update, _dois, _pmids))),
        "",
    )


def _untitled(left: Citation, right: Citation) -> str:
    """One page holds several letters or abstracts of one group, so a place alone says too little."""
    return "" if left.titles and right.titles else "one has no title"


def _places(left: Citation, right: Citation) -> str:
    """Printed in two places: an abstract and its paper, an erratum that does not say so, a paper in two journals."""
    if begins_at_one(left, right) or same_page(left, right):
        return ""
    pages = differ(left.first_page, right.first_page)
    other_volume = differ(left.volume, right.volume) or same_journal(left, right) is False
    other_issue = differ(left.issue, right.issue)
    placed = left.first_page or right.first_page
    if (
        (pages and (other_volume or other_issue))
        or (other_volume and left.year != right.year)
        or (other_issue and not placed)
    ):
        return f"printed in two places: {_place(left)} and {_place(right)}"
    return ""


def _venues(left: Citation, right: Citation) -> str:
    """Two journals without a volume or page in common, or a meeting and a journal: one text may be printed twice.

    The names of meetings are written in too many ways to tell two of them apart.
    """
    if same_journal(left, right) is not False or same_page(left, right) or (left.conference and right.conference):
        return ""
    if left.volume and left.volume == right.volume and left.conference == right.conference:
        return ""
    return "in two journals, or a meeting and a journal"


def _place(one: Citation) -> str:
    return f"{one.volume}{f'({one.issue})' if one.issue else ''}:{one.first_page}"


def _notices(left: Citation, right: Citation) -> str:
    """A notice and what it is about: by title, by publication type, or by the link that NLM keeps between the two."""
    kinds = [_notice(one) for one in (left, right)]
    if kinds[0] != kinds[1]:
        return f"a notice ({'; '.join(sorted(kinds[0] | kinds[1]))}) and what it is about"
    return "one is a notice about the other" if _linked(left, right) or _linked(right, left) else ""


def _notice(one: Citation) -> set[str]:
    by_type = {_NOTICE_TYPES[kind] for kind in one.record.publication_types if kind in _NOTICE_TYPES}
    return by_type | {title.notice for title in one.titles if title.notice}


_NOTICE_TYPES = {
    "Published Erratum": "correction",
    "Retraction of Publication": "retraction",
    "Retraction Notice": "retraction",
    "Expression of Concern": "concern",
    "Comment": "reply",
}


def _linked(one: Citation, other: Citation) -> bool:
    links = (link for link in one.record.corrections if link.kind.startswith(_NOTICE_LINKS))
    return bool(other.pmid) and any(link.pmid == other.pmid for link in links)


_NOTICE_LINKS = ("Comment", "Erratum", "Retraction", "ExpressionOfConcern", "UpdateOf", "UpdateIn")


def _parts(left: Citation, right: Citation) -> str:
    if not left.titles or not right.titles:
        return ""
    one, other = left.titles[0], right.titles[0]
    if one.letters == other.letters or one.numerals == other.numerals:
        return ""
    if left.first_page and left.first_page == right.first_page:
        return ""
    return f"numbers {' '.join(one.numerals) or 'none'} and {' '.join(other.numerals) or 'none'} in the titles"


def _meeting(left: Citation, right: Citation) -> str:
    """A meeting takes place each year, and what was presented there is often printed in full later."""
    if (left.conference or right.conference) and left.year != right.year:
        return "presented at a meeting and of different years"
    if left.abstracts == right.abstracts or (left.first_page and right.first_page):
        return ""
    other = right if left.abstracts else left
    if other.first_page and other.last_page in {"", other.first_page}:
        return ""  # one page: an abstract too, of a database that does not say so
    return "one stands among a meeting's abstracts, and the other does not say where"


def _update(left: Citation, right: Citation) -> str:
    """An update is a report of its own; another version of one text within a year is not."""
    said = [bool(_UPDATE.search(one.record.title)) for one in (left, right)]
    if any(said):
        return "" if all(said) else "one says that it is an update"
    years_apart = abs(left.year - right.year) if left.year and right.year else 0
    return "versions of different years" if years_apart > 1 and same_but_version(left, right) else ""


_UPDATE = re.compile(
    r"\b(?:an|\d{4}|guidelines?|review|cochrane)[ :-]+update\b"
    r"|\bupdated?\b\W*$|^update\b|\bupdated (?:review|guide)",
    re.I,
)


def _dois(left: Citation, right: Citation) -> str:
    if not differ(left.doi, right.doi) or same_but_version(left, right):
        return ""
    return f"different DOIs {left.doi} and {right.doi}"


def _pmids(left: Citation, right: Citation) -> str:
    """PubMed holds a report once, but for one that came ahead of print, so two PMIDs take a proof in common."""
    if not differ(left.pmid, right.pmid) or left.ahead != right.ahead:
        return ""
    if same_page(left, right) or (left.doi and left.doi == right.doi) or (left.pmcid and left.pmcid == right.pmcid):
        return ""
    return f"two records of PubMed, {left.pmid} and {right.pmid}, without a page or DOI in common"


def uncorroborated(evidence: Iterable[Evidence]) -> str:
    """Why a title that is not quite the same proves too little, or nothing.

    A subtitle more takes authors in common and no other journal; other words take the same page besides.
    """
    found = {one.about: one for one in evidence}
    title = found.get("title")
    if title is None or title.words in (SAME, SPELLED):
        return ""
    if not _speaks_for(found, "authors"):
        return f"{title.words} and no authors to confirm it"
    if _speaks_against(found, "journal") or _speaks_against(found, "pages"):
        return f"{title.words} and another place"
    if title.words == GOES_ON or _speaks_for(found, "pages"):
        return ""
    return f"{title.words} and no page to confirm it"


def _speaks_for(found: Mapping[str, Evidence], about: str) -> bool:
    return about in found and found[about].weight > 0


def _speaks_against(found: Mapping[str, Evidence], about: str) -> bool:
    return about in found and found[about].weight < 0
