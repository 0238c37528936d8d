"""Whole values, names, dates, headings, PMIDs and filters: what is in the index as one token each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harvester.errors import QueryError
from harvester.syntax import Field, Range, Term

from ..columns import JOIN, SHOWN, day_words, token, with_subheading
from ..filters import KEYWORDS, SUBSETS
from ..mesh.tree import Mesh, Tree
from ..record_fields import DATES, Day, Words, fold, words
from .days import back, parse_day, slashed, spans
from .found import NOWHERE, Context, Looked, Notes
from .lookup import HIGHEST, Index
from .plan import NOTHING, Between, Match, Plan, Pmids
from .text_field import patterns

_MANY = 40
"""So many tokens are quicker read one by one than joined in FTS5, which asks each of them at every record."""

_END_OF_TIME = (3000, 12, 31)


class ValueFields:
    """Looks terms up in fields of whole values."""

    def __init__(self, index: Index, mesh: Mesh, notes: Notes, context: Context) -> None:
        self.index = index
        self.mesh = mesh
        self.notes = notes
        self.context = context

    def _any_of(self, tokens: Iterable[str]) -> Plan:
        """The records that hold any of the tokens, as far as there are such."""
        held = [one for one in tokens if self.index.holds(_in_values(one))]
        if not held:
            return NOTHING
        if len(held) < _MANY:
            return Match(_in_values(" OR ".join(held)))
        return Pmids(frozenset[int]().union(*(self.index.find(_in_values(one)) for one in held)))

    # ------------------------------------------------------------------------------------------------------- values

    def value(self, term: Term, found: Field) -> Looked:
        """The records with the value; those of a subheading's family or below a publication type too."""
        trees = {"sh": self.mesh.subheadings, "pt": self.mesh.publication_types}
        if found.tag in trees and "*" not in term.text and patterns(term.text):
            return self._in_tree(term, found, trees[found.tag])
        name = patterns(term.text.replace("-", "") if found.tag == "isbn" else term.text)
        plan = self._any_of(_value_tokens(found.tag, name))
        return Looked(plan, f'"{" ".join(name)}"[{found.name}]') if plan != NOTHING else NOWHERE

    def _in_tree(self, term: Term, found: Field, tree: Tree) -> Looked:
        """Where it is not known what stands below a value, the translation says that it was not exploded."""
        name = self.mesh.subheading(term.text) if found.tag == "sh" else patterns(term.text)
        wanted = sorted(tree.with_below(name)) if term.explodes else [name]
        plan = self._any_of(_quoted(token(found.tag, spelt)) for spelt in wanted)
        noexp = "" if term.explodes and tree.knows_below(name) else ":noexp"
        known = plan != NOTHING or tree.knows(name)
        return Looked(plan, f'"{" ".join(name)}"[{found.name}{noexp}]' if known else "")

    def name(self, term: Term, found: Field) -> Looked:
        """Last name and initials, the initials open at the end unless quoted; [fau] and [fir] want the full name."""
        spelt = patterns(term.text.replace("'", "").replace("’", ""))
        plan = self._any_of(_name_tokens(found.tag, spelt, exact=term.quoted))
        return Looked(plan, f"{term.text}[{found.name}]") if plan != NOTHING else NOWHERE

    # -------------------------------------------------------------------------------------------------------- dates

    def date(self, term: Term, found: Field) -> Looked:
        """A year, a month, a day, or the last so many of them."""
        if last := re.fullmatch(r"last (\d+) (day|month|year)s?", fold(term.text)):
            begin = back(self.context.today, int(last[1]), last[2])
            return self._between(found, (begin.year, begin.month, begin.day), _END_OF_TIME)
        if not re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}", term.text):
            return NOWHERE
        low, high = parse_day(term.text, 1, 1), parse_day(term.text, 12, 31)
        return self._between(found, low, high, shown=True)

    def range(self, node: Range, found: Field) -> Looked:
        """A span of dates or of PMIDs; QueryError for a range of anything else."""
        if found.tag == "uid":
            return self._pmids_between(node)
        if found.tag in DATES:
            return self._between(found, parse_day(node.low, 1, 1), parse_day(node.high, 12, 31))
        raise QueryError(f"{node}: this mirror evaluates ranges of dates and of PMIDs only")

    def _pmids_between(self, node: Range) -> Looked:
        if "/" in node.low + node.high:
            raise QueryError(f"{node}: a range of PMIDs goes from a number to a number")
        return Looked(Between(min(int(node.low), HIGHEST + 1), min(int(node.high), HIGHEST)), str(node))

    def _between(self, found: Field, low: Day, high: Day, *, shown: bool = False) -> Looked:
        """[dp] is of print or electronic; one that is no range does not reach an electronic date later than print."""
        tags = [found.tag] if found.tag != "dp" else ["ppdat", SHOWN if shown else "epdat"]
        parts = list(spans(low, high, self.index.years()))
        plan = self._any_of(one for tag in tags for part in parts for one in _date_tokens(tag, part))
        return Looked(plan, f"{slashed(low)}:{slashed(high)}[{found.name}]")

    # --------------------------------------------------------------------------------------------------------- MeSH

    def heading(self, term: Term, found: Field) -> Looked:
        """Records with the heading or one below it, and with the subheading or one of its family on that heading."""
        descriptor, qualifier = term.heading
        spelt = self.mesh.headings.named(words(descriptor))
        names: Iterable[Words] = sorted(self.mesh.headings.with_below(spelt)) if term.explodes else [spelt]
        shown = " ".join(spelt)
        known_below = self.mesh.headings.knows_below(spelt)
        if qualifier:
            family = self._subheadings(qualifier, term)
            names = [with_subheading(name, one) for name in names for one in family]
            subheading = self.mesh.subheading(qualifier)
            known_below = known_below and self.mesh.subheadings.knows_below(subheading)
            shown += "/" + " ".join(subheading)
        plan = self._any_of(_quoted(token(found.tag, name)) for name in names)
        noexp = "" if term.explodes and known_below else ":noexp"
        known = plan != NOTHING or self.mesh.headings.knows(spelt)
        return Looked(plan, f'"{shown}"[{found.name}{noexp}]' if known else "")

    def _subheadings(self, text: str, term: Term) -> list[Words]:
        name = self.mesh.subheading(text)
        return sorted(self.mesh.subheadings.with_below(name)) if term.explodes else [name]

    # ---------------------------------------------------------------------------------------------- PMIDs and filters

    def uid(self, term: Term, found: Field) -> Looked:
        """PMIDs, one or several."""
        numbers = {int(number) for number in re.findall(r"\d+", term.text)}
        held = self.index.held(number for number in numbers if number <= HIGHEST)
        return Looked(Pmids(held), f"{term.text}[{found.name}]" if numbers else "")

    def filter(self, term: Term, found: Field) -> Looked:
        """A subset of PubMed, by the record's status and properties."""
        name = " ".join(fold(term.text).split())
        if name not in SUBSETS and name not in KEYWORDS:
            message = f"This mirror cannot tell which records are in the filter {term.text}"
            self.notes.messages[message] = None
            return NOWHERE
        return Looked(self.keyword(name), f'"{name}"[{found.name}]')

    def keyword(self, name: str) -> Plan:
        """The records that a filter lets through."""
        return self._any_of([_quoted(token("filter", tuple(name.split())))])


def _in_values(tokens: str) -> str:
    return f"v : ({tokens})"


def _quoted(one: str) -> str:
    return f'"{one}"'


def _value_tokens(tag: str, spelt: Words) -> Iterator[str]:
    """The whole value, or its beginning where the last word is truncated."""
    bare = spelt[-1].rstrip("*") if spelt else ""
    if not spelt or "*" in "".join((*spelt[:-1], bare)):
        return
    truncated = spelt[-1].endswith("*")
    yield _quoted(token(tag, (*spelt[:-1], bare))) + ("*" if truncated else "")


def _name_tokens(tag: str, spelt: Words, *, exact: bool) -> Iterator[str]:
    """A name, open at its end unless it is exact; a last name alone is that of everyone who bears it."""
    if not spelt or exact or spelt[-1].endswith("*") or "*" in "".join(spelt):
        yield from _value_tokens(tag, spelt)
    elif len(spelt) > 1:
        yield _quoted(token(tag, spelt)) + "*"
    else:
        yield _quoted(token(tag, spelt))
        yield _quoted(token(tag, spelt) + JOIN) + "*"


def _date_tokens(tag: str, part: tuple[int, ...]) -> Iterator[str]:
    """A year and a day are tokens; a month is all the days that begin so."""
    spelt = _quoted(token(tag, day_words(*part)))
    yield spelt + "*" if len(part) == 2 else spelt
