"""MEDLINE text (.nbib): PubMed's, and ERIC's that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from Bio import Medline

from ..records import Author, Correction, Dates, MeshHeading, PartialDate, Qualifier, Refusal
from .dates import partial_date
from .entry import Entry, Stated
from .people import person
from .record import entry

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?")
_FOLD = re.compile(r"\n[ \t]+(?=\S)")
_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+|\n(?=PMID- )")
_PMID = re.compile(r"\s*PMID:\s*([0-9]+)\.?")
CORRECTIONS = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "RPI": "RepublishedIn",
    "RPF": "RepublishedFrom",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
    "SPIN": "SummaryForPatientsIn",
    "ORI": "OriginalReportIn",
}
"""Tags for another paper that this one stands to in a relation -> NLM's RefType in XML."""


def entries(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each block of tagged lines, or a refusal for one in which a line is neither tagged nor folded.

    Counted as an entry: what stands between blank lines, and what begins with a line PMID- even where none is blank.
    """
    blocks = (block for block in _BETWEEN.split(text.replace("\r\n", "\n").replace("\r", "\n")) if block.strip())
    for position, block in enumerate(blocks, start=1):
        why = _fault(block)
        stated = None if why else _stated(_FOLD.sub(" ", block.strip("\n")))
        if stated is None:
            yield Refusal(source=source, why=why, pmid=_pmid(block), position=position)
        else:
            yield entry(stated, position, block.strip("\n").encode())


def _pmid(block: str) -> str | None:
    found = re.match(r"\s*PMID- ([0-9]+)", block)
    return found[1] if found else None


def _fault(block: str) -> str:
    """Why the block is no entry; empty where it is one."""
    for line in block.strip("\n").split("\n"):
        if not line.startswith((" ", "\t")) and not _TAG.match(line):
            return f"a line of it is neither tagged (`TI  - `) nor folded (six blanks): {line[:60]!r}"
    if not _TAG.match(block.lstrip("\n")):
        return "it does not begin with a MEDLINE tag (`PMID- `), but with a folded line"
    stated = {line[:4].strip() for line in block.split("\n")}
    return "" if stated - {"PMID", "OWN", "STAT", "DA"} else "it states nothing but its number"


def _stated(block: str) -> Stated:
    """The block's tags as Bio.Medline reads them, once its lines are unfolded."""
    lines = block.split("\n")
    found = Medline.read(lines)  # type: ignore[no-untyped-call]
    history = {
        **{"electronic": _date(found, "DEP"), "entrez": _date(found, "CRDT") or _date(found, "EDAT")},
        **{"pubmed": _date(found, "EDAT"), "medline": _date(found, "MHDA")},
        **{"completed": _date(found, "DCOM"), "revised": _date(found, "LR")},
    }
    owner = _one(found, "OWN")
    return Stated(
        id=_one(found, "PMID") or _one(found, "OID"),
        title=_one(found, "TI") or _one(found, "CTI") or _one(found, "BTI"),
        vernacular_title=_one(found, "TT"),
        abstract=_one(found, "AB"),
        authors=_people(lines, ("FAU", "AU", "CN")),
        editors=_people(lines, ("FED", "ED")),
        journal=_one(found, "JT") or (_one(found, "BTI") if "CTI" in found else ""),
        abbreviation=_one(found, "TA"),
        issn=_one(found, "IS") or _one(found, "ISSN").removeprefix("ISSN-"),
        volume=_one(found, "VI"),
        issue=_one(found, "IP"),
        pages=_one(found, "PG"),
        date=_one(found, "DP"),
        history=Dates(**history),
        pmids=_many(found, "PMID"),
        dois=tuple(value for value in (*_many(found, "AID"), *_many(found, "LID")) if _is_doi(value)),
        pmcids=(*_many(found, "PMC"), *_many(found, "OID")),
        accessions=_many(found, "OID"),
        database="" if owner == "NLM" else owner,
        other_ids=tuple((kind, value) for value in _many(found, "AID") for kind, value in _labelled(value)),
        languages=_many(found, "LA"),
        types=_many(found, "PT"),
        keywords=tuple(word.removeprefix("*") for word in _many(found, "OT")),
        mesh=tuple(map(_heading, _many(found, "MH"))),
        corrections=tuple(_correction(kind, text) for tag, kind in CORRECTIONS.items() for text in _many(found, tag)),
        status=_one(found, "STAT"),
    )


def _many(found: Medline.Record, tag: str) -> tuple[str, ...]:
    """The values of a tag; Bio.Medline gives one string or a list, by the tag."""
    values = found.get(tag, [])
    return tuple(value.strip() for value in ([values] if isinstance(values, str) else values) if value.strip())


def _one(found: Medline.Record, tag: str) -> str:
    return " ".join(_many(found, tag))


def _date(found: Medline.Record, tag: str) -> PartialDate | None:
    """The first date of a tag, which stands beside the hour (`2006/01/13 09:00`)."""
    return next(map(partial_date, _many(found, tag)), None)


def _is_doi(value: str) -> bool:
    """Whether an identifier is a DOI: `10.1000/x [doi]`, or an address."""
    return value.endswith("[doi]") or "doi.org/" in value


def _labelled(value: str) -> Iterator[tuple[str, str]]:
    number, opened, kind = value.rpartition(" [")
    if opened and kind != "doi]":
        yield kind.removesuffix("]"), number


def _people(lines: Sequence[str], tags: tuple[str, ...]) -> tuple[Author, ...]:
    """The people of these tags in the file's order, which Bio.Medline does not keep across tags.

    A full name (FAU) is followed by the short one (AU) of the same person, which tells initials and suffix apart.
    """
    named = [
        (match[1], line[match.end() :].strip()) for line in lines if (match := _TAG.match(line)) and match[1] in tags
    ]
    full = any(tag.startswith("F") for tag, _ in named)
    found: list[Author] = []
    for tag, name in named:
        if tag == "CN":
            found.append(Author(collective=name))
        elif tag.startswith("F") or not full:
            found.append(person(name))
        elif found and name.startswith(found[-1].last + " "):
            found[-1] = _with_short(found[-1], name.removeprefix(found[-1].last).split())
    return tuple(found)


def _with_short(author: Author, rest: Sequence[str]) -> Author:
    initials, *suffix = rest
    fore = author.fore.removesuffix(f" {' '.join(suffix)}") if suffix else author.fore
    return replace(author, fore=fore, initials=initials, suffix=" ".join(suffix))


def _heading(text: str) -> MeshHeading:
    """`Lung Neoplasms/*pathology/surgery`: descriptor and qualifiers, a star on what the paper is mainly about."""
    descriptor, *qualifiers = text.split("/")
    return MeshHeading(
        descriptor=descriptor.removeprefix("*"),
        major=descriptor.startswith("*"),
        qualifiers=tuple(Qualifier(name=name.removeprefix("*"), major=name.startswith("*")) for name in qualifiers),
    )


def _correction(kind: str, text: str) -> Correction:
    stated = _PMID.search(text)
    return Correction(kind=kind, source=_PMID.sub("", text).strip(), pmid=stated[1] if stated else "")
