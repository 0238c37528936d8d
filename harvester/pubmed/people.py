"""Authors, editors, investigators, and where they work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from ..records import Author
from .elements import attribute
from .marked_text import text, texts

_ORCID = re.compile(r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9Xx])(?![0-9])")


def authors(lists: Iterable[Element]) -> tuple[Author, ...]:
    """The authors of the AuthorLists, which hold the editors of a book, too."""
    return _people((group for group in lists if attribute(group, "Type") != "editors"), "Author")


def editors(lists: Iterable[Element]) -> tuple[Author, ...]:
    """The editors among the AuthorLists."""
    return _people((group for group in lists if attribute(group, "Type") == "editors"), "Author")


def investigators(lists: Iterable[Element]) -> tuple[Author, ...]:
    """The people of the InvestigatorLists: members of a group that is an author."""
    return _people(lists, "Investigator")


def complete(lists: Iterable[Element]) -> bool:
    """Whether none of the AuthorLists says that it leaves somebody out."""
    return all(attribute(group, "CompleteYN") != "N" for group in lists)


def credited(people: tuple[Author, ...], affiliation: str) -> tuple[Author, ...]:
    """The authors with the one affiliation of XML before 2013, which stood beside them and was the first author's."""
    if not (people and affiliation):
        return people
    return (replace(people[0], affiliations=(*people[0].affiliations, affiliation)), *people[1:])


def _people(lists: Iterable[Element], tag: str) -> tuple[Author, ...]:
    """The people of the lists; ValidYN="N" is a name that NLM has corrected in the entry next to it."""
    return tuple(_person(person) for group in lists for person in group.findall(tag) if person.get("ValidYN") != "N")


def _person(person: Element) -> Author:
    stated = {part.tag: part for part in person}
    return Author(
        last=text(stated.get("LastName")),
        fore=text(stated.get("ForeName")),
        initials=text(stated.get("Initials")),
        suffix=text(stated.get("Suffix")),
        collective=text(stated.get("CollectiveName")),
        affiliations=_affiliations(person) if "AffiliationInfo" in stated or "Affiliation" in stated else (),
        orcid=_orcid(person) if "Identifier" in stated else "",
    )


def _affiliations(person: Element) -> tuple[str, ...]:
    """As of 2015 each in its AffiliationInfo, before that directly in the author."""
    stated = [affiliation for info in person.findall("AffiliationInfo") for affiliation in info.findall("Affiliation")]
    return texts(stated + person.findall("Affiliation"))


def _orcid(person: Element) -> str:
    """The bare identifier (`0000-0002-1825-0097`), which PubMed has with and without its address and hyphens."""
    for identifier in person.findall("Identifier"):
        found = _ORCID.search(text(identifier)) if identifier.get("Source") == "ORCID" else None
        if found:
            return "-".join(found.groups()).upper()
    return ""
