"""A strategy beside PubMed's translation of it: what was altered, and PubMed did not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from harvester.syntax import Boolean, Node, StrategyError, Term, parse

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
