"""A strategy -> the words that a record must hold to be found by it: a condition that is necessary, and cheap to test.

A term in a field of words needs each of its words somewhere in the record's XML, a heading those of its name or of a
name below it. What no word decides (dates, filters, names, numbers, earlier results) is open: every record may meet it.
A NOT takes only what is parsed, so what stands behind it is no part of the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harvester.mirror.filters import KEYWORDS
from harvester.mirror.mesh.tree import Mesh
from harvester.mirror.record_fields import LANGUAGES, TEXTS, Words, words
from harvester.mirror.search.text_field import patterns
from harvester.syntax import Boolean, Node, Range, Stored, Term


@dataclass(frozen=True, slots=True)
class Word:
    """A word or the beginning of one, without case and diacritics."""

    stem: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these; none is no condition."""

    parts: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of these; none is what nothing meets."""

    parts: tuple[Need, ...]


Need = Word | Every | Either

OPEN = Every()
"""What every record may meet."""

_WORDS_OF_VALUES = ("pt", "nm", "cn", "sh")
"""Fields of whole values whose words stand in the XML as they are."""

_DERIVED = frozenset(word for name in (*LANGUAGES.values(), *KEYWORDS) for word in words(name))
"""Words that an untagged term finds though they do not stand in the XML: languages have codes there."""


def needs_of(node: Node, mesh: Mesh) -> Need:
    """What a record must hold to be found by a strategy, as far as words tell."""
    match node:
        case Boolean(operator="OR"):
            return Either(tuple(needs_of(operand, mesh) for operand in node.operands))
        case Boolean(operator="NOT"):
            return needs_of(node.operands[0], mesh)
        case Boolean():
            return Every(tuple(needs_of(operand, mesh) for operand in node.operands))
        case Term():
            return _of_term(node, mesh)
        case Range() | Stored():
            return OPEN


def _of_term(term: Term, mesh: Mesh) -> Need:
    tag = term.field.tag if term.field else "all"
    if tag in ("mh", "majr"):
        return _of_heading(term, mesh)
    if tag in TEXTS or tag in _WORDS_OF_VALUES:
        tree = {"sh": mesh.subheadings, "pt": mesh.publication_types}.get(tag)
        if tree and term.explodes:
            name = mesh.subheading(term.text) if tag == "sh" else patterns(term.text)
            return _any_name(tree.with_below(name))
        return _all_words(patterns(term.text))
    return OPEN


def _of_heading(term: Term, mesh: Mesh) -> Need:
    """The words of the heading or of one below it, and of the subheading or one of its family."""
    descriptor, qualifier = term.heading
    name = mesh.headings.named(words(descriptor))
    need = _any_name(mesh.headings.with_below(name) if term.explodes else [name])
    if not qualifier:
        return need
    of_qualifier = mesh.subheading(qualifier)
    family = mesh.subheadings.with_below(of_qualifier) if term.explodes else [of_qualifier]
    return Every((need, _any_name(family)))


def _any_name(names: Iterable[Words]) -> Need:
    return Either(tuple(_all_words(name) for name in sorted(names)))


def _all_words(spelt: Iterable[str]) -> Need:
    """Each word, up to its star; words that may be derived are open."""
    stems = (word.partition("*")[0] for word in spelt)
    return Every(tuple(Word(stem) for stem in stems if stem and stem not in _DERIVED))


def meets(need: Need, text: str) -> bool:
    """Whether a text without case and diacritics holds what is needed."""
    match need:
        case Word():
            return need.stem in text
        case Every():
            return all(meets(part, text) for part in need.parts)
        case Either():
            return any(meets(part, text) for part in need.parts)


def stems_of(need: Need) -> Iterator[str]:
    """All the words of a condition."""
    if isinstance(need, Word):
        yield need.stem
    else:
        for part in need.parts:
            yield from stems_of(part)


def rarest(need: Need, cost: Callable[[frozenset[str]], float]) -> frozenset[str] | None:
    """Words of which a record must hold one at least: of all such sets the one that costs least to search for.

    None where there is no such set, so that every record has to be looked at. The cost decides on the speed alone: any
    of the sets is right.
    """
    match need:
        case Word():
            return frozenset((need.stem,)) if _searchable(need.stem) else None
        case Every():
            sets = {found for part in need.parts if (found := rarest(part, cost)) is not None}
            return min(sorted(sets, key=sorted), key=cost, default=None)
        case Either():
            return _of_each(need.parts, cost)


def _of_each(parts: Iterable[Need], cost: Callable[[frozenset[str]], float]) -> frozenset[str] | None:
    """A set for each part, all in one; words that are searched for anyhow cost the next part nothing."""
    chosen: set[str] = set()

    def added(stems: frozenset[str]) -> float:
        return cost(stems - chosen)

    for part in parts:
        found = rarest(part, added)
        if found is None:
            return None
        chosen |= found
    return _shortened(chosen)


_SHORTEST = 3


def _searchable(stem: str) -> bool:
    """Whether a word can be searched for in bytes: other letters than ASCII's have several forms, and case."""
    return stem.isascii() and len(stem) >= _SHORTEST


def _shortened(stems: Iterable[str]) -> frozenset[str]:
    """The words without those that hold another one of them."""
    given = frozenset(stems)
    return frozenset(one for one in given if not any(other in one and other != one for other in given))


def notes_of(node: Node, mesh: Mesh) -> tuple[str, ...]:
    """What of a strategy a scan cannot decide as PubMed would, each thing once, for people."""
    return tuple(dict.fromkeys(_notes(node, mesh)))


def _notes(node: Node, mesh: Mesh) -> Iterator[str]:
    match node:
        case Boolean():
            for operand in node.operands:
                yield from _notes(operand, mesh)
        case Stored():
            yield f"{node} is an earlier result, which a scan does not know: it finds nothing"
        case Term() if not node.tag:
            yield f"{node} has no tag: PubMed would map it to headings and synonyms, a scan searches the words alone"
        case Term() if node.field and node.field.tag in ("mh", "majr") and node.explodes:
            yield from _unknown_below(node, mesh)
        case Term() if not node.quoted and "*" not in node.text and _is_phrase(node):
            yield f"{node} is searched as a phrase; PubMed would take it apart if no record at all held the phrase"


def _is_phrase(term: Term) -> bool:
    return term.field is not None and term.field.tag in TEXTS and len(patterns(term.text)) > 1


def _unknown_below(term: Term, mesh: Mesh) -> Iterator[str]:
    name = mesh.headings.named(words(term.heading[0]))
    if not mesh.headings.knows_below(name):
        yield (
            f"{term}: not all that MeSH has below it is known here, so a record filed only under a narrower heading is "
            "not found"
        )
