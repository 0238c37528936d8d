"""MEDLINE tagged text against NCBI's own: what the real texts say, read into records, is printed as they print it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.mirror.formats.medline import medline
from harvester.records import (
    Author,
    Dates,
    Journal,
    MeshHeading,
    PartialDate,
    Qualifier,
    Record,
    Section,
    Substance,
)

SAMPLES = Path(__file__).parents[1].parent / "shared" / "data" / "pubmed_xml" / "biopython" / "Medline"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the real MEDLINE texts are not in ../shared")

NOT_HELD = {"SB"}  # printed to this day
ABOLISHED = {"DA", "PUBM"}  # in texts of 2002 to 2012, and in none of today
CHANGED = {"IS", "AD", "EDAT", "MHDA", "CRDT", "PHST", "LID"}  # each has a test of its own, or its reason there


def test_lines_are_those_of_the_real_texts() -> None:
    """Every break and every space at the end of a line included."""
    texts = list(_texts())
    assert len(texts) == 6
    for text in texts:
        left_out = NOT_HELD | ABOLISHED | CHANGED
        ours = [entry for entry in _entries(medline(_record(text))) if entry[0] not in left_out]
        assert ours == [entry for entry in _entries(text) if entry[0] not in left_out]


def test_affiliations_are_wrapped_as_in_the_real_texts() -> None:
    """Since 2014 they stand under their author and not before all of them."""
    for text in _texts():
        ours, theirs = _entries(medline(_record(text))), _entries(text)
        assert [entry for entry in ours if entry[0] == "AD"] == [entry for entry in theirs if entry[0] == "AD"]


def test_dates_and_linking_issn_are_those_of_the_real_texts_but_for_the_hour() -> None:
    for text in _texts():
        ours, theirs = _entries(medline(_record(text))), _entries(text)
        for tag in ("EDAT", "MHDA", "CRDT"):
            assert _values(ours, tag) == [f"{when[:10]} 00:00" for when in _values(theirs, tag)]
        linking = [issn for issn in _values(theirs, "IS") if issn.endswith("(Linking)")]
        assert [issn for issn in _values(ours, "IS") if issn.endswith("(Linking)")] == linking


def test_tags_stand_in_the_order_of_the_real_texts() -> None:
    for text in _texts():
        ours = dict.fromkeys(tag for tag, _ in _entries(medline(_record(text))))
        theirs = dict.fromkeys(tag for tag, _ in _entries(text) if tag in ours and tag != "AD")
        assert [tag for tag in ours if tag in theirs] == list(theirs)
        assert set(_order(text)) - set(ours) <= NOT_HELD | ABOLISHED | {"PHST"}


def _texts() -> Iterator[str]:
    for path in sorted(SAMPLES.glob("*.txt")):
        yield from (text for text in path.read_text("utf-8").split("\n\n") if text.strip())


def _order(text: str) -> list[str]:
    return [tag for tag, _ in _entries(text)]


def _entries(text: str) -> list[tuple[str, str]]:
    """Tags with their lines as they stand."""
    lines = re.findall(r"^([A-Z]{2,4}) *- (.*(?:\n {6}.*)*)", text, re.MULTILINE)
    return [(str(tag), str(value)) for tag, value in lines]


def _values(entries: list[tuple[str, str]], wanted: str) -> list[str]:
    return [re.sub(r" ?\n {6}", " ", value) for tag, value in entries if tag == wanted]


def _record(text: str) -> Record:
    entries = _entries(text)

    def one(tag: str) -> str:
        return next(iter(_values(entries, tag)), "")

    names = dict.fromkeys(one_id for one_id in _values(entries, "AID"))
    dois = [name.removesuffix(" [doi]") for name in names if name.endswith(" [doi]")]
    stated = f"doi: {dois[0]}" in one("SO") if dois else False
    listed = tuple((name.split(" [")[1].rstrip("]"), name.split(" [")[0]) for name in names)
    return Record(
        pmid=one("PMID"),
        title=one("TI"),
        sections=(Section(text=one("AB")),),
        authors=tuple(_authors(entries)),
        journal=Journal(
            title=one("JT"),
            abbreviation=one("TA"),
            issn=_values(entries, "IS")[0].split(" ")[0],
            issn_linking=next((issn.split(" ")[0] for issn in _values(entries, "IS") if "Linking" in issn), ""),
            nlm_id=one("JID"),
            country=one("PL"),
        ),
        volume=one("VI"),
        issue=one("IP"),
        pages=one("PG"),
        dates=_dates(entries),
        doi=dois[0] if stated else "",  # a DOI that only the list beside the article has is none of SO
        other_ids=() if stated else listed,
        pmcid=one("PMC"),
        languages=tuple(_values(entries, "LA")),
        publication_types=tuple(_values(entries, "PT")),
        mesh=tuple(_heading(value) for value in _values(entries, "MH")),
        substances=tuple(_substance(value) for value in _values(entries, "RN")),
        status=one("STAT"),
        publication_status=one("PST"),
        publication_model=one("PUBM"),
    )


def _authors(entries: list[tuple[str, str]]) -> Iterator[Author]:
    """The one affiliation of older texts is the first author's."""
    places = tuple(_values(entries, "AD"))
    for full, short in zip(_values(entries, "FAU"), _values(entries, "AU"), strict=True):
        last, fore = full.split(", ")
        yield Author(last=last, fore=fore, initials=short.removeprefix(f"{last} "), affiliations=places)
        places = ()


def _dates(entries: list[tuple[str, str]]) -> Dates:
    def date(tag: str) -> PartialDate | None:
        found = re.match(r"(\d{4})/?(\d\d)/?(\d\d)", next(iter(_values(entries, tag)), ""))
        return PartialDate(year=int(found[1]), month=int(found[2]), day=int(found[3])) if found else None

    printed = _values(entries, "DP")[0]
    return Dates(
        print=PartialDate(year=int(printed[:4]), raw=printed),
        electronic=date("DEP"),
        entrez=date("CRDT"),
        pubmed=date("EDAT"),
        medline=date("MHDA"),
        completed=date("DCOM"),
        revised=date("LR"),
    )


def _heading(printed: str) -> MeshHeading:
    descriptor, *qualifiers = printed.split("/")
    return MeshHeading(
        descriptor=descriptor.removeprefix("*"),
        major=descriptor.startswith("*"),
        qualifiers=tuple(Qualifier(name=name.removeprefix("*"), major=name.startswith("*")) for name in qualifiers),
    )


def _substance(printed: str) -> Substance:
    registry, name = printed.removesuffix(")").split(" (")
    return Substance(name=name, registry=registry)
