"""What esearch says -> a count, PMIDs, how the strategy was understood, and what was altered in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Set
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
    if ids and (len(found.pmids) != min(found.count, CEILING) or not all(map(str.isdecimal, found.pmids))):
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
    "PhraseNotFound": "found nowhere: in an OR it is left out, ANDed it is left out or leaves nothing",
    "FieldNotFound": "no such field; the tag was dropped and all fields were searched",
    "QuotedPhraseNotFound": "no index holds this phrase: it is searched as words, or finds nothing",
    "PhraseIgnored": "ignored",
}


def _warnings(root: ET.Element) -> Iterator[str]:
    """All that PubMed says it changed or dropped, in words we know or not; `No items found.` only marks zero hits."""
    for found in (*root.findall("ErrorList/*"), *root.findall("WarningList/*")):
        said = (found.text or "").strip()
        if said and said != "No items found.":
            consequence = _CONSEQUENCE.get(found.tag)
            yield f"{found.tag}: {said}" + (f" ({consequence})" if consequence else "")


# ------------------------------------------------------------------------------------------------- what was not said

_WORDS = ("ti", "tiab", "tw")
"""Fields whose terms PubMed prints in its translation as they were searched: `"spinal cord"[Title/Abstract]`."""

_SHOWN = re.compile(r'"([^"]*)"\[([^\]:]+)(?::([^\]]*))?\]')


def unsaid(strategy: str, translation: str, warnings: Iterable[str]) -> Iterator[str]:
    """What became of a term in PubMed's translation, where PubMed itself says nothing of it.

    A tag that was dropped, a phrase that was taken apart, a proximity that was passed over, a heading that was not
    exploded. Of a tag on a group the tree holds nothing: the linter names it before anything is sent.
    """
    named = {re.sub(r"^\w+: | \([^()]*\)$", "", said).casefold() for said in warnings}
    shown = {(_plain(text), name.casefold(), (how or "").casefold()) for text, name, how in _SHOWN.findall(translation)}
    for term in _terms(strategy) if translation else ():
        if not named & {term.text.casefold(), str(term).casefold()} and str(term) not in translation:
            yield from _altered(term, shown)


def _altered(term: Term, shown: Set[tuple[str, str, str]]) -> Iterator[str]:
    name, modifier = term.field.name.casefold() if term.field else "", term.modifier.casefold()
    ways = {how for text, field, how in shown if (text, field) == (_plain(term.text), name)}
    if not ways:
        if term.field and term.field.tag in _WORDS and term.text.isascii():
            yield f"NotAsWritten: {term} is not in the translation as it was written"
    elif re.fullmatch(r"~\d+|noexp", modifier) and modifier not in ways:
        yield f"ModifierDropped: :{term.modifier} of {term} is not in the translation"
    elif term.explodes and ways == {"noexp"}:
        why = "a mirror learns them from NLM's descYYYY.xml"
        yield f"NotExploded: {term} was searched without the headings below it; {why}"


def _plain(text: str) -> str:
    """The words of a term as PubMed prints them: punctuation as space, no case."""
    return " ".join(re.sub(r"[^\w*]+", " ", text).split()).casefold()


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
