"""What each column of the workbook is: meaning, unit, allowed values, and whether a change of it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.fields import fields
from ..model.shapes import Levels, Number, OneOf, Several, Shape, Words
from ..records import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet. `choices` are all its values where one of a closed set stands in it alone.

    `imported` says that `harvester import` takes a changed cell back as a person's word.
    """

    sheet: str
    name: str
    means: str
    unit: str = ""
    allowed: str = ""
    choices: tuple[str, ...] = ()
    imported: bool = False


def dictionary(query: Query) -> tuple[Column, ...]:
    """The columns of the sheets cases and references, in their order; an empty cell is always `not stated`."""
    return (*_before(), *_of_fields(query), *_behind(), *_of_references())


def _before() -> Iterator[Column]:
    for name, means, allowed in (
        ("patient_id", "The patient: a row of its own, however many reports describe him or her.", "P, PMID, number"),
        ("n_reports", "How many reports describe the patient.", "a whole number"),
        ("pmids", "The PMIDs of these reports, the earliest first; the cell links to PubMed.", "PMIDs, parted by ;"),
        (
            "dois",
            "Their DOIs; one alone is a link, several are links on the sheet references.",
            "DOIs, parted by ;",
        ),
        ("first_author", "First author of the earliest report.", "as PubMed prints it"),
        ("year", "Year of publication of the earliest report.", "four digits"),
        ("journal", "Journal of the earliest report.", "words"),
        ("title", "Title of the earliest report.", "words"),
    ):
        yield Column(sheet="cases", name=name, means=means, allowed=allowed, unit=_UNITS.get(name, ""))


_UNITS = {"n_reports": "reports", "year": "calendar year"}


def _of_fields(query: Query) -> Iterator[Column]:
    known = fields(query)
    for name in query.fields:
        shape = known[name].shape
        yield Column(
            sheet="cases",
            name=name,
            means=known[name].means,
            unit=next((unit for unit in ("years", "months") if name.endswith(f"_{unit}")), ""),
            allowed=_allowed(shape),
            choices=shape.names if isinstance(shape, OneOf) else (),
            imported=True,
        )


def _allowed(shape: Shape) -> str:
    if isinstance(shape, Number):
        return f"a number from {shape.least:g} to {shape.most:g}"
    if isinstance(shape, OneOf):
        return f"one of: {'; '.join(shape.names)}"
    if isinstance(shape, Several):
        return f"one or more, parted by ;, of: {'; '.join(shape.names)}"
    if isinstance(shape, Levels):
        return "C1 to C7, T1 to T12, L1 to L5, S1 to S5, Co, parted by ; (a range as C6-T2); else the region: thoracic"
    if isinstance(shape, Words) and shape.several:
        return "words, parted by ;"
    return f"words; known are: {'; '.join(shape.known)}" if isinstance(shape, Words) and shape.known else "words"


def _behind() -> Iterator[Column]:
    yield Column(
        sheet="cases",
        name="status",
        means="What the literature says of the reports today: all of them retracted or under an expression of concern.",
        allowed="one of: active; retracted; concern",
    )
    yield Column(sheet="cases", name="checked_by", means="Who has checked a value of this row.", allowed="names")


def _of_references() -> Iterator[Column]:
    for name, means, allowed in (
        ("pmid", "The report's PMID, or a name of ours (import-…) where a file gave none.", "a PMID"),
        ("doi", "Its DOI.", "a DOI"),
        ("pmcid", "Its number in PubMed Central.", "PMC and digits"),
        ("reference", "The reference in Vancouver style (ICMJE, NLM).", "words"),
        ("year", "Year of publication.", "four digits"),
        ("status", "What the literature says of the report today.", "one of: active; retracted; concern"),
        ("patient_ids", "The rows of the sheet cases that rest on it; none where it tells no patient apart.", "names"),
    ):
        yield Column(sheet="references", name=name, means=means, allowed=allowed)
