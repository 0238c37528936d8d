"""The mirror's evaluation done the slow way: every record is walked through word by word at every question.

It shares with the mirror what a field holds (corpus), what a filter asks (filters), the few facts of MeSH and how a
strategy is parsed; it has no index, no SQL, and nothing of how results are looked up and joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from harvester.mirror.filters import KEYWORDS, SUBSETS
from harvester.mirror.mesh.bundled import (
    BELOW,
    PUBLICATION_TYPES_BELOW,
    PUBLICATION_TYPES_BELOW_IN_PART,
    QUALIFIER_CODES,
    QUALIFIERS_BELOW,
    explode,
)
from harvester.mirror.record_fields import (
    DATES,
    NAMES,
    PASSAGES,
    TEXTS,
    VALUES,
    Day,
    Words,
    day,
    fold,
    indexed_names,
    words,
)
from harvester.records import MeshHeading, Record
from harvester.syntax import STOPWORDS, Boolean, Node, Range, Stored, Term, parse

VARIANTS = 600
TYPES = {**PUBLICATION_TYPES_BELOW, **PUBLICATION_TYPES_BELOW_IN_PART}
KNOWN = {
    "pt": {words(one) for name, under in TYPES.items() for one in (name, *under)},
    "sh": {words(name) for name in QUALIFIER_CODES.values()},
    "mh": {words(one) for name, under in BELOW.items() for one in (name, *under)},
}
KNOWN["majr"] = KNOWN["mh"]


class Oracle:
    """Records, and what a strategy finds among them."""

    def __init__(self, records: Sequence[Record], today: date) -> None:
        self.records = records
        self.today = today

    def find(self, strategy: str) -> set[str]:
        """The PMIDs."""
        node = parse(strategy)
        if (
            isinstance(node, Term)
            and not node.tag
            and not node.quoted
            and re.fullmatch(r"[\d\s,]*\d[\d\s,]*", node.text)
        ):
            return {one.pmid for one in self.records if one.pmid in node.text.replace(",", " ").split()}
        return self.node(node)

    def node(self, node: Node) -> set[str]:
        match node:
            case Boolean():
                return self.boolean(node)
            case Range():
                return self.range(node)
            case Stored():
                raise AssertionError("there is no history here")
            case Term():
                return self.term(node)

    def boolean(self, node: Boolean) -> set[str]:
        found = self.node(node.operands[0])
        for operand in node.operands[1:]:
            other = self.node(operand)
            found = {"AND": found & other, "OR": found | other, "NOT": found - other}[node.operator]
        return found

    def where(self, claim: Callable[[Record], bool]) -> set[str]:
        return {record.pmid for record in self.records if claim(record)}

    def term(self, term: Term) -> set[str]:
        tag = term.field.tag if term.field else ""
        if not tag:
            return self.untagged(term)
        found = self.in_field(term, tag)
        several = len(term.text.split()) > 1 and not term.quoted and "*" not in term.text
        if found or not several or tag not in (*VALUES, *DATES, "mh", "majr") or self.known(term, tag):
            return found
        return self.value_apart(term, tag)

    def value_apart(self, term: Term, tag: str) -> set[str]:
        """The longest ending that is a value keeps the tag."""
        written = term.text.split()
        endings = [replace(term, text=" ".join(written[at:])) for at in range(1, len(written))]
        for at, ending in enumerate(endings, start=1):
            if (found := self.in_field(ending, tag)) or self.known(ending, tag):
                return found & self.before(written[:at])
        return set()

    def before(self, written: list[str]) -> set[str]:
        """The words before an ending: stop words alone ask for nothing."""
        if all(word in STOPWORDS for one in written for word in patterns(one)):
            return {one.pmid for one in self.records}
        return self.untagged(Term(" ".join(written)))

    def known(self, term: Term, tag: str) -> bool:
        """Whether a value is one that need not be in any record."""
        if tag in DATES:
            return re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}|last \d+ days", term.text) is not None
        if tag == "sh" and term.text.lower() in QUALIFIER_CODES:
            return True
        return words(term.heading[0] if tag in ("mh", "majr") else term.text) in KNOWN.get(tag, set())

    def in_field(self, term: Term, tag: str) -> set[str]:
        if tag in TEXTS:
            return self.text(term, tag)
        ways = {"mh": self.heading, "majr": self.heading, "uid": self.uid, "filter": self.filter}
        if tag in ways:
            return ways[tag](term)
        if tag in NAMES:
            return self.where(lambda record: is_author(record, tag, term))
        if tag in DATES:
            return self.date(term, tag)
        return self.value(term, tag) if tag in VALUES else set()

    # ------------------------------------------------------------------------------------------------ running text

    def text(self, term: Term, tag: str) -> set[str]:
        if term.within is not None:
            wanted, apart = words(term.text), term.within
            return self.where(lambda record: any(near(one, wanted, apart) for one in passages(record, tag)))
        found = self.phrase(term.text, tag)
        spelt = patterns(term.text)
        if found or term.quoted or "*" in term.text or "-" in term.text or len(spelt) < 2:
            return found
        return self.before(spelt[:-1]) & self.term(Term(spelt[-1], tag))

    def phrase(self, text: str, tag: str) -> set[str]:
        spelt = patterns(text)
        spelt = [*filter(None, (word.replace("*", "") for word in spelt[:-1])), *spelt[-1:]]
        if not spelt or (len(spelt) == 1 and spelt[0] in STOPWORDS):
            return set()
        choices = [self.choices(word, tag) for word in spelt]
        return self.where(lambda record: any(side_by_side(one, choices) for one in passages(record, tag)))

    def choices(self, word: str, tag: str) -> set[str]:
        stem = word.partition("*")[0]
        if "*" not in word or len(stem) < 4:
            return {word.replace("*", "")}
        pattern = re.escape(word).replace(r"\*", ".*")
        every = {one for record in self.records for passage in passages(record, tag) for one in passage}
        return set(sorted(one for one in every if re.fullmatch(pattern, one))[:VARIANTS])

    def untagged(self, term: Term) -> set[str]:
        written = [] if term.quoted else term.text.split()
        asked = [KEYWORDS[fold(word)] for word in written if fold(word) in KEYWORDS]
        if asked:
            passed = self.where(lambda record: all(claim(record) for claim in asked))
            return passed & self.before([word for word in written if fold(word) not in KEYWORDS])
        if term.quoted or "-" in term.text:
            return self.phrase(term.text, "all")
        wanted = [word for word in patterns(term.text) if word not in STOPWORDS]
        return set.intersection(*(self.phrase(word, "all") for word in wanted)) if wanted else set()

    # ------------------------------------------------------------------------------------------------ whole values

    def value(self, term: Term, tag: str) -> set[str]:
        text = term.text.replace("-", "") if tag == "isbn" else term.text
        names = [" ".join(patterns(text))]
        if tag == "sh" and "*" not in text:
            names = family(text, exploded=term.explodes)
        if tag == "pt" and term.explodes:
            spellings = {name.lower(): name for name in TYPES}
            names += [one for name in names if name in spellings for one in below(spellings[name])]
        return self.where(
            lambda record: any(is_value(name.split(), words(held)) for held in VALUES[tag](record) for name in names)
        )

    def heading(self, term: Term) -> set[str]:
        descriptor, qualifier = term.heading
        spellings = {words(name): name for name in BELOW}
        name = spellings.get(words(descriptor), descriptor)
        headings = {words(one) for one in (explode(name, BELOW) if term.explodes else (name,))}
        wanted = {words(one) for one in family(qualifier, exploded=term.explodes)} if qualifier else None
        major = term.field is not None and term.field.tag == "majr"
        return self.where(lambda record: any(indexes(one, headings, wanted, major) for one in record.mesh))

    def uid(self, term: Term) -> set[str]:
        return self.where(lambda record: int(record.pmid) in map(int, re.findall(r"\d+", term.text)))

    def filter(self, term: Term) -> set[str]:
        name = " ".join(fold(term.text).split())
        claims = {**KEYWORDS, **SUBSETS}
        return self.where(claims[name]) if name in claims else set()

    # -------------------------------------------------------------------------------------------------------- dates

    def date(self, term: Term, tag: str) -> set[str]:
        if last := re.fullmatch(r"last (\d+) days", term.text):
            begin = self.today - timedelta(days=int(last[1]))
            return self.where(lambda one: dated(one, tag, (begin.year, begin.month, begin.day), (3000, 12, 31)))
        if not self.known(term, tag):
            return set()
        low, high = first_day(term.text), last_day(term.text)
        if tag != "dp":
            return self.where(lambda one: dated(one, tag, low, high))
        return self.where(lambda one: any(low <= shown <= high for shown in shown_days(one)))

    def range(self, node: Range) -> set[str]:
        assert node.field is not None
        if (tag := node.field.tag) == "uid":
            return self.where(lambda record: int(node.low) <= int(record.pmid) <= int(node.high))
        return self.where(lambda record: dated(record, tag, first_day(node.low), last_day(node.high)))


def passages(record: Record, tag: str) -> Iterator[Words]:
    return (words(text) for column in TEXTS[tag] for text in PASSAGES[column](record))


def patterns(text: str) -> list[str]:
    return re.findall(r"[^\W_][^\W_*]*(?:\*[^\W_]*)*|\*", fold(text))


def side_by_side(passage: Words, choices: list[set[str]]) -> bool:
    return any(
        len(passage) >= start + len(choices)
        and all(word in one for word, one in zip(passage[start:], choices, strict=False))
        for start in range(len(passage))
    )


def near(passage: Words, spelt: Words, apart: int) -> bool:
    """Whether there are places for the words, each its own, with at most `apart` other words between first and last."""
    places = [[at for at, word in enumerate(passage) if word == wanted] for wanted in spelt]
    return any(
        len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) + 1 - len(chosen) <= apart
        for chosen in product(*places)
        if chosen
    )


def is_value(spelt: list[str], held: Words) -> bool:
    *stem, last = spelt or [""]
    if not last.endswith("*"):
        return tuple(spelt) == held and bool(spelt)
    return list(held[: len(stem)]) == stem and len(held) > len(stem) and held[len(stem)].startswith(last.rstrip("*"))


def is_author(record: Record, tag: str, term: Term) -> bool:
    spelt = patterns(term.text.replace("'", "").replace("’", ""))
    return any(is_name(spelt, name, term.quoted) for one in NAMES[tag](record) for name in indexed_names(tag, one))


def is_name(spelt: list[str], name: Words, exact: bool) -> bool:
    if not spelt or len(name) < len(spelt):
        return False
    *before, last = spelt
    if exact and "*" not in last:
        return tuple(spelt) == name
    opened = bool(before) or last.endswith("*")
    mine = name[len(before)]
    return list(name[: len(before)]) == before and (
        mine.startswith(last.rstrip("*")) if opened else mine == last.rstrip("*")
    )


def family(text: str, *, exploded: bool) -> list[str]:
    name = QUALIFIER_CODES.get(text.lower(), text.lower())
    return [" ".join(words(one)) for one in (explode(name, QUALIFIERS_BELOW) if exploded else (name,))]


def below(name: str) -> list[str]:
    return [one.lower() for one in explode(name, TYPES)]


def indexes(heading: MeshHeading, names: set[Words], wanted: set[Words] | None, major: bool) -> bool:
    asked = [one for one in heading.qualifiers if wanted is None or words(one.name) in wanted]
    if words(heading.descriptor) not in names or (wanted is not None and not asked):
        return False
    return not major or heading.major or any(one.major for one in asked)


def first_day(text: str) -> Day:
    year, month, of_month = [*map(int, text.split("/")), 1, 1][:3]
    return year, month, of_month


def last_day(text: str) -> Day:
    parts = [*map(int, text.split("/"))]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return end.year, end.month, end.day


def dated(record: Record, tag: str, low: Day, high: Day) -> bool:
    return any(low <= day(one) <= high for one in DATES[tag](record) if one)


def shown_days(record: Record) -> list[Day]:
    printed, electronic = record.dates.print, record.dates.electronic
    late = printed and electronic and day(electronic) > day(printed)
    return [day(one) for one in (printed, None if late else electronic) if one]
