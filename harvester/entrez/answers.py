"""What esearch says -> a count, PMIDs, how the strategy was understood, and what was altered in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harvester.records import Busy, EntrezError
from harvester.syntax import Boolean, Node, StrategyError, Term, parse

from .faults import excerpt

CEILING = 9_999
"""How many records of one search PubMed gives out (since November 2022); beyond it a search is cut into slices."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of esearch: the count, the PMIDs given out, the translation, and what NCBI warns of."""

    count: int
    pmids: tuple[str, ...]
    translation: str
    warnings: tuple[str, ...]


def read_found(body: bytes, redact: Callable[[str], str], *, ids: bool = True) -> Found:
    """What esearch said, which must hold a count and a list of PMIDs; anything less is no answer and no zero.

    With `ids`, every PMID up to the ceiling must be there: a short page, which NCBI sends without a word, is Busy.
    """
    root = _read_xml(body)
    count = root.findtext("Count", "").strip()
    listed = root.find("IdList")
    if listed is None or not count.isdecimal():
        raise EntrezError(f"esearch: an answer without Count and IdList: {excerpt(body, redact)}", utility="esearch")
    found = Found(
        count=int(count),
        pmids=tuple(dict.fromkeys((one.text or "").strip() for one in listed.findall("Id"))),
        translation=redact(root.findtext("QueryTranslation", "")),
        warnings=tuple(redact(said) for said in _warnings(root)),
    )
    if ids and len(found.pmids) < min(found.count, CEILING):
        raise Busy(
            f"esearch: {found.count} records counted but {len(found.pmids)} PMIDs given out; "
            "the search is incomplete, run it again",
            utility="esearch",
        )
    return found


def _read_xml(body: bytes) -> ET.Element:
    """The document; control characters that XML forbids are no reason to lose a search."""
    try:
        return ET.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", body))  # noqa: S314 - no entities: faults
    except ET.ParseError as error:
        raise Busy(f"esearch: an answer that is no XML: {error}; run it again", utility="esearch") from error


_CONSEQUENCE = {
    "PhraseNotFound": "not found, and left out of the search",
    "FieldNotFound": "no such field; the tag was dropped and all fields were searched",
    "QuotedPhraseNotFound": "the quoted phrase was not found",
    "PhraseIgnored": "ignored",
}


def _warnings(root: ET.Element) -> Iterator[str]:
    """What PubMed changed or dropped; `No items found.` only marks zero hits."""
    for name, consequence in _CONSEQUENCE.items():
        for found in root.iter(name):
            yield f"{name}: {(found.text or '').strip()} ({consequence})"
    for found in root.iter("OutputMessage"):
        if (said := (found.text or "").strip()) and said != "No items found.":
            yield f"OutputMessage: {said}"


# ------------------------------------------------------------------------------------------------- what was not said

_SHOWN = ("ti", "tiab", "tw", "mh", "majr", "pt", "la")
"""Fields whose full name PubMed is known to print in its translation."""


def unsaid(strategy: str, translation: str, warnings: Iterable[str]) -> Iterator[str]:
    """What a strategy asks for and its translation shows no trace of, though PubMed did not say that it dropped it.

    A tag on a group, a proximity in a field that knows none: such things vanish without a warning. What `warnings` name
    already is not named again.
    """
    named = {re.sub(r"^\w+: | \([^()]*\)$", "", said).casefold() for said in warnings}
    terms = [term for term in _terms(strategy) if not named & {term.text.casefold(), str(term).casefold()}]
    for term in terms if translation else ():
        name = term.field.name if term.field and term.field.tag in _SHOWN else ""
        if name and not any(f"[{shown}" in translation for shown in (name, term.tag)):
            yield f"TagDropped: [{term.tag}] of {term} is not in the translation"
        elif re.fullmatch(r"~\d+|noexp", term.modifier) and f":{term.modifier}]" not in translation:
            yield f"ModifierDropped: :{term.modifier} of {term} is not in the translation"
        elif term.explodes and f'"{term.text}"[{name}:noexp]'.casefold() in translation.casefold():
            yield f"NotExploded: {term} was searched without the headings below it"


def _terms(strategy: str) -> list[Term]:
    """The terms of a strategy; none where it cannot be read, of which the linter and NCBI both speak."""
    try:
        waiting: list[Node] = [parse(strategy)]
    except StrategyError:
        return []
    terms = []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Term):
            terms.append(node)
        elif isinstance(node, Boolean):
            waiting[:0] = node.operands
    return terms
