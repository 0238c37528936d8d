"""What an article is filed under: headings, substances and keywords; grants and data bank numbers."""

from __future__ import annotations

from itertools import chain
from xml.etree.ElementTree import Element

from ..records import Grant, MeshHeading, Qualifier, Substance
from .elements import attribute, child, children
from .marked_text import text, texts


def mesh(headings: Element | None) -> tuple[MeshHeading, ...]:
    """The MeSH headings with their qualifiers, in NLM's order."""
    return tuple(
        MeshHeading(
            descriptor=text(descriptor),
            ui=attribute(descriptor, "UI"),
            major=_is_major(descriptor),
            qualifiers=tuple(
                Qualifier(name=text(qualifier), ui=attribute(qualifier, "UI"), major=_is_major(qualifier))
                for qualifier in heading.findall("QualifierName")
            ),
        )
        for heading in children(headings, "MeshHeading")
        for descriptor in heading.findall("DescriptorName")
    )


def _is_major(name: Element) -> bool:
    return name.get("MajorTopicYN") == "Y"


def substances(citation: Element | None) -> tuple[Substance, ...]:
    """Chemicals, whose registry number 0 is NLM's word for none, then supplementary concepts."""
    chemicals = (
        Substance(name=text(name), ui=attribute(name, "UI"), registry=text(child(chemical, "RegistryNumber")))
        for chemical in children(child(citation, "ChemicalList"), "Chemical")
        for name in chemical.findall("NameOfSubstance")
    )
    concepts = (
        Substance(name=text(name), ui=attribute(name, "UI"), kind=attribute(name, "Type"))
        for name in children(child(citation, "SupplMeshList"), "SupplMeshName")
    )
    return tuple(chain(chemicals, concepts))


def keywords(citation: Element | None) -> tuple[str, ...]:
    """The keywords of authors and indexers alike, each once."""
    return texts(keyword for group in children(citation, "KeywordList") for keyword in group.findall("Keyword"))


def grants(entries: Element | None) -> tuple[Grant, ...]:
    """Each once, though NLM repeats them."""
    return tuple(
        dict.fromkeys(
            Grant(
                number=text(child(grant, "GrantID")),
                acronym=text(child(grant, "Acronym")),
                agency=text(child(grant, "Agency")),
                country=text(child(grant, "Country")),
            )
            for grant in children(entries, "Grant")
        )
    )


def accessions(banks: Element | None) -> tuple[tuple[str, str], ...]:
    """Data bank and number; a bank that is named without numbers stands with an empty one."""
    return tuple(
        (text(child(bank, "DataBankName")), number)
        for bank in children(banks, "DataBank")
        for number in texts(children(child(bank, "AccessionNumberList"), "AccessionNumber")) or ("",)
    )
