"""A strategy and the records -> the PMIDs it finds, and what PubMed would say about the words it does not find."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce

from harvester.records import MeshHeading, QueryError, Record
from harvester.syntax import FIELDS, Boolean, Field, Node, Range, Stored, Term, parse

from .corpus import (
    DATES,
    NAMES,
    TEXTS,
    VALUES,
    Corpus,
    Day,
    Words,
    day,
    fold,
    holds_abstract,
    holds_foreign_abstract,
    name_words,
    words,
)
from .headings import BELOW, PUBLICATION_TYPES_BELOW, QUALIFIER_CODES, QUALIFIERS_BELOW, explode

VARIANTS = 600
"""How many words a truncation stands for at most, as in PubMed."""

STOPWORDS = frozenset(
    words(
        """a about again all almost also although always among an and another any are as at be because been before being
    between both but by can could did do does done due during each either enough especially etc for found from further
    had has have having here how however i if in into is it its itself just kg km made mainly make may mg might ml mm
    most mostly must nearly neither no nor obtained of often on our overall perhaps pmid quite rather really regarding
    seem seen several should show showed shown shows significantly since so some such than that the their theirs them
    then there therefore these they this those through thus to upon various very was we were what when which while with
    within without would"""
    )
)
"""PubMed's stop words: alone they find nothing, among untagged words they are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a strategy finds, how it was understood, and what was not; the names are those of esearch's answer."""

    pmids: frozenset[str]
    translation: str
    phrases_not_found: tuple[str, ...] = ()
    fields_not_found: tuple[str, ...] = ()
    phrases_ignored: tuple[str, ...] = ()
    quoted_not_found: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a strategy may refer to besides the records: earlier results by their number, and today.

    `tag` is put on the whole strategy where it is a single untagged term, and `window` is ANDed to it.
    """

    stored: Mapping[int, frozenset[str]] = field(default_factory=dict)
    today: date = date.max
    tag: str = ""
    window: Range | None = None


def evaluate(strategy: str, corpus: Corpus, context: Context) -> Found:
    """The records that a strategy finds. Raises QueryError where it cannot be read, or not be evaluated here."""
    node = _placed(parse(strategy), context)
    return _Evaluation(corpus, context).run(node)


def _placed(node: Node, context: Context) -> Node:
    if isinstance(node, Term) and not node.tag and context.tag:
        node = replace(node, tag=context.tag)
    if isinstance(node, Term) and not node.tag and not node.quoted and re.fullmatch(r"[\d\s]+", node.text):
        numbers = tuple(Term(number, "uid") for number in node.text.split())
        node = Boolean("OR", numbers) if len(numbers) > 1 else numbers[0]
    return Boolean("AND", (node, context.window)) if context.window else node


@dataclass(frozen=True, slots=True)
class _Result:
    """PMIDs, and the words that say how they were looked up; `shown` is empty where nothing was looked up."""

    pmids: frozenset[str]
    shown: str


_NOTHING: frozenset[str] = frozenset()
_JOINS: Mapping[str, Callable[[frozenset[str], frozenset[str]], frozenset[str]]] = {
    "AND": lambda one, other: one & other,
    "OR": lambda one, other: one | other,
    "NOT": lambda one, other: one - other,
}


class _Evaluation:
    """One evaluation; it gathers what is to be said about it."""

    def __init__(self, corpus: Corpus, context: Context) -> None:
        self.corpus = corpus
        self.context = context
        self.said: dict[str, dict[str, None]] = {}
        self.unmapped: dict[str, None] = {}
        self.unexploded: dict[str, None] = {}

    def run(self, node: Node) -> Found:
        result = self._node(node)
        return Found(
            pmids=result.pmids,
            translation=result.shown or str(node),
            phrases_not_found=tuple(self.said.get("phrases_not_found", ())),
            fields_not_found=tuple(self.said.get("fields_not_found", ())),
            phrases_ignored=tuple(self.said.get("phrases_ignored", ())),
            quoted_not_found=tuple(self.said.get("quoted_not_found", ())),
            messages=(*self._limits_of_the_mirror(), *self.said.get("messages", ())),
        )

    def _limits_of_the_mirror(self) -> Iterator[str]:
        if self.unmapped:
            listed = ", ".join(self.unmapped)
            yield f"No automatic term mapping in this mirror; searched in All Fields as written: {listed}"
        if self.unexploded:
            listed = ", ".join(self.unexploded)
            yield f"No MeSH tree in this mirror for these headings; searched without the ones below them: {listed}"

    def _say(self, kind: str, what: str) -> None:
        self.said.setdefault(kind, {})[what] = None

    def _node(self, node: Node) -> _Result:
        match node:
            case Boolean():
                return self._boolean(node)
            case Range():
                return self._range(node)
            case Stored():
                return self._stored(node)
            case Term():
                return self._term(node)

    # ------------------------------------------------------------------------------------------------------ joining

    def _boolean(self, node: Boolean) -> _Result:
        results = [(operand, self._node(operand)) for operand in node.operands]
        shown = [
            _grouped(operand, result.shown or str(operand))
            for operand, result in results
            if result.shown or node.operator != "OR"
        ]
        return _Result(
            reduce(_JOINS[node.operator], (one.pmids for _, one in results)), f" {node.operator} ".join(shown)
        )

    def _stored(self, node: Stored) -> _Result:
        if node.key not in self.context.stored:
            raise QueryError(f"Unable to obtain query #{node.key}")
        return _Result(self.context.stored[node.key], str(node))

    # ------------------------------------------------------------------------------------------------------- ranges

    def _range(self, node: Range) -> _Result:
        found = node.field
        if found is None:
            self._say("fields_not_found", node.tag)
            raise QueryError(f"{node}: a range needs a field tag that PubMed knows; write [dp], [edat] or [uid]")
        if found.tag == "uid":
            return self._pmids_between(node)
        if found.tag in DATES:
            return self._between(found, _day(node.low, 1, 1), _day(node.high, 12, 31))
        raise QueryError(f"{node}: this mirror evaluates ranges of dates and of PMIDs only")

    def _pmids_between(self, node: Range) -> _Result:
        if "/" in node.low + node.high:
            raise QueryError(f"{node}: a range of PMIDs goes from a number to a number")
        low, high = int(node.low), int(node.high)
        return _Result(frozenset(pmid for pmid in self.corpus.pmids if low <= int(pmid) <= high), str(node))

    def _between(self, found: Field, low: Day, high: Day) -> _Result:
        read = DATES[found.tag]
        pmids = (
            pmid
            for pmid, record in self.corpus.records.items()
            if any(one is not None and low <= day(one) <= high for one in read(record))
        )
        return _Result(frozenset(pmids), f"{_slashed(low)}:{_slashed(high)}[{found.name}]")

    # -------------------------------------------------------------------------------------------------------- terms

    def _term(self, term: Term) -> _Result:
        if not term.tag:
            return self._untagged(term)
        if (found := term.field) is None:
            self._say("fields_not_found", term.tag)
            return self._untagged(replace(term, tag="", modifier=""))
        result = self._in_field(term, found)
        return result if result.pmids or result.shown else self._not_found(term)

    def _in_field(self, term: Term, found: Field) -> _Result:
        ways: tuple[tuple[Container[str], Callable[[Term, Field], _Result]], ...] = (
            (TEXTS, self._text),
            (("mh", "majr"), self._heading),
            (VALUES, self._value),
            (NAMES, self._name),
            (DATES, self._date),
            (("uid",), self._uid),
            (("filter",), self._filter),
        )
        for tags, look_up in ways:
            if found.tag in tags:
                return look_up(term, found)
        self._say("messages", f"This mirror holds no index of {found.name}; {term} finds nothing here")
        return _Result(_NOTHING, "")

    def _not_found(self, term: Term) -> _Result:
        self._say("quoted_not_found" if term.quoted else "phrases_not_found", str(term) if term.quoted else term.text)
        return _Result(_NOTHING, "")

    def _untagged(self, term: Term) -> _Result:
        """Words in all fields, each for itself; PubMed would first map them to headings, journals and authors."""
        if (keep := _KEYWORDS.get(fold(term.text))) and not term.quoted:
            return _Result(self._where(keep), term.text.lower())
        if term.quoted or "-" in term.text:
            result = self._phrase(term, _ALL)
            return result if result.pmids else self._not_found(term)
        parts = [self._untagged_word(word) for word in self._wanted(term)]
        if not parts:
            return self._not_found(term)
        self.unmapped[term.text] = None
        pmids = frozenset.intersection(*(part.pmids for part in parts))
        lost = len(parts) == 1 and not pmids
        return _Result(pmids, "" if lost else " AND ".join(one.shown for one in parts))

    def _wanted(self, term: Term) -> list[str]:
        spelt = _patterns(term.text)
        wanted = [word for word in spelt if word not in STOPWORDS]
        for word in spelt if wanted else ():
            if word in STOPWORDS:
                self._say("phrases_ignored", word)
        return wanted

    def _untagged_word(self, word: str) -> _Result:
        result = self._phrase(Term(word), _ALL)
        return result if result.pmids else replace(self._not_found(Term(word)), shown=word)

    # ------------------------------------------------------------------------------------------------ running text

    def _text(self, term: Term, found: Field) -> _Result:
        if (apart := term.within) is not None:
            return self._near(term, found, apart)
        result = self._phrase(term, found)
        spelt = _patterns(term.text)
        if result.pmids or term.quoted or "*" in term.text or "-" in term.text or len(spelt) < 2:
            return result if result.pmids else _Result(_NOTHING, "")
        return self._taken_apart(spelt, found)

    def _taken_apart(self, spelt: Sequence[str], found: Field) -> _Result:
        """A tagged phrase that nothing holds: its last word keeps the tag, the others are searched untagged."""
        wanted = [word for word in spelt[:-1] if word not in STOPWORDS]
        parts = [self._untagged_word(word) for word in wanted]
        last = self._term(Term(spelt[-1], found.tag))
        parts.append(replace(last, shown=last.shown or spelt[-1]))
        shown = " AND ".join(one.shown for one in parts)
        return _Result(frozenset.intersection(*(one.pmids for one in parts)), f"({shown})")

    def _phrase(self, term: Term, found: Field) -> _Result:
        """The records in which the words stand side by side in this order; the last word may be truncated."""
        spelt = _patterns(term.text)
        if not spelt or (len(spelt) == 1 and spelt[0] in STOPWORDS):
            return _Result(_NOTHING, "")
        variants = [self._variants(word, found) for word in spelt]
        pmids = self._holding(variants, found)
        if len(variants) > 1:
            passages = self.corpus.passages(found.tag)
            pmids = frozenset(pmid for pmid in pmids if any(_runs(one, variants) for one in passages[pmid]))
        return _Result(pmids, f'"{" ".join(spelt)}"[{found.name}]')

    def _holding(self, variants: Sequence[frozenset[str]], found: Field) -> frozenset[str]:
        """The records that hold one variant of each word, anywhere in the field."""
        postings = self.corpus.postings(found.tag)
        each = (frozenset[str]().union(*(postings.get(word, ()) for word in words_)) for words_ in variants)
        return reduce(frozenset.intersection, each)

    def _variants(self, word: str, found: Field) -> frozenset[str]:
        """The words that one stands for: itself, or with a star every word of the field that begins so."""
        if "*" not in word:
            return frozenset((word,))
        if len(word.partition("*")[0]) < 4:
            self._say("messages", f"Truncation needs four characters; {word} was searched without it")
            return frozenset((word.replace("*", ""),))
        pattern = re.compile(".*".join(re.escape(part) for part in word.split("*")))
        matched = sorted(filter(pattern.fullmatch, self.corpus.postings(found.tag)))
        if len(matched) > VARIANTS:
            self._say("messages", f"Wildcard search for '{word}' used only the first {VARIANTS} variations")
        return frozenset(matched[:VARIANTS])

    def _near(self, term: Term, found: Field, apart: int) -> _Result:
        """The records in which the words stand in any order with at most so many others between them."""
        spelt = words(term.text)
        passages = self.corpus.passages(found.tag)
        candidates = self._holding([frozenset((word,)) for word in spelt], found)
        pmids = (pmid for pmid in candidates if any(_stand_near(one, spelt, apart) for one in passages[pmid]))
        return _Result(frozenset(pmids), f'"{" ".join(spelt)}"[{found.name}:~{apart}]')

    # ------------------------------------------------------------------------------------------------- whole values

    def _value(self, term: Term, found: Field) -> _Result:
        spelt = _patterns(_qualifier(term.text) if found.tag == "sh" else term.text)
        wanted = _below(spelt, found.tag) if term.explodes else [spelt]
        passages = self.corpus.passages(found.tag)
        pmids = frozenset(
            pmid
            for pmid, values in passages.items()
            if any(_is_value(one, value) for one in wanted for value in values)
        )
        known = bool(pmids) or (found.tag == "sh" and spelt in _QUALIFIERS)
        return _Result(pmids, f'"{" ".join(spelt)}"[{found.name}]' if known else "")

    def _name(self, term: Term, found: Field) -> _Result:
        """Last name and initials, the initials open at the end unless quoted; [fau] and [fir] want the full name."""
        spelt = _patterns(term.text.replace("'", "").replace("’", ""))
        full = found.tag in ("fau", "fir")
        read = NAMES[found.tag]
        pmids = frozenset(
            pmid
            for pmid, record in self.corpus.records.items()
            if any(_is_name(spelt, name, exact=term.quoted) for author in read(record) for name in _names(author, full))
        )
        return _Result(pmids, f"{term.text}[{found.name}]" if pmids else "")

    def _where(self, claim: Callable[[Record], bool]) -> frozenset[str]:
        return frozenset(pmid for pmid, record in self.corpus.records.items() if claim(record))

    # -------------------------------------------------------------------------------------------------------- dates

    def _date(self, term: Term, found: Field) -> _Result:
        if last := re.fullmatch(r"last (\d+) (day|month|year)s?", fold(term.text)):
            begin = _back(self.context.today, int(last[1]), last[2])
            return self._between(found, (begin.year, begin.month, begin.day), (3000, 12, 31))
        if not re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}", term.text):
            return _Result(_NOTHING, "")
        low, high = _day(term.text, 1, 1), _day(term.text, 12, 31)
        between = self._between(found, low, high)
        if found.tag != "dp":
            return between
        return replace(between, pmids=frozenset(one for one in between.pmids if self._shown_between(one, low, high)))

    def _shown_between(self, pmid: str, low: Day, high: Day) -> bool:
        """[dp] without a range does not reach an electronic date that is later than print (PubMed help)."""
        dates = self.corpus.records[pmid].dates
        shown = [day(dates.print)] if dates.print else []
        if dates.electronic and (not shown or day(dates.electronic) <= shown[0]):
            shown.append(day(dates.electronic))
        return any(low <= one <= high for one in shown)

    # --------------------------------------------------------------------------------------------------------- MeSH

    def _heading(self, term: Term, found: Field) -> _Result:
        """Records with the heading or one below it, and with the subheading or one of its family on that heading."""
        heading, qualifier = term.heading
        names = self._exploded(heading, term, found)
        qualifiers = _family(qualifier, term) if qualifier else None
        major = found.tag == "majr"
        pmids = self._where(lambda record: any(_indexes(one, names, qualifiers, major) for one in record.mesh))
        known = bool(pmids) or words(heading) in _TREE
        shown = f'"{" ".join(words(heading))}{"/" + " ".join(words(_qualifier(qualifier))) if qualifier else ""}"'
        noexp = ":noexp" if not term.explodes else ""
        return _Result(pmids, f"{shown}[{found.name}{noexp}]" if known else "")

    def _exploded(self, heading: str, term: Term, found: Field) -> frozenset[Words]:
        spelt = words(heading)
        if not term.explodes:
            return frozenset((spelt,))
        if spelt not in _TREE:
            self.unexploded[heading] = None
            return frozenset((spelt,))
        return frozenset(words(name) for name in explode(_TREE[spelt], BELOW))

    # ---------------------------------------------------------------------------------------------- PMIDs and filters

    def _uid(self, term: Term, found: Field) -> _Result:
        """PMIDs, one or several."""
        numbers = re.findall(r"\d+", term.text)
        pmids = frozenset(number.lstrip("0") for number in numbers) & self.corpus.pmids
        return _Result(pmids, f"{term.text}[{found.name}]" if numbers else "")

    def _filter(self, term: Term, found: Field) -> _Result:
        """A subset of PubMed, by the record's status and properties."""
        name = " ".join(fold(term.text).split())
        keep = _SUBSETS.get(name) or _KEYWORDS.get(name)
        if keep is None:
            self._say("messages", f"This mirror cannot tell which records are in the filter {term.text}")
            return _Result(_NOTHING, "")
        return _Result(self._where(keep), f'"{name}"[{found.name}]')


_ALL = next(known for known in FIELDS if known.tag == "all")


# ------------------------------------------------------------------------------------------------------ words, phrases


def _grouped(operand: Node, shown: str) -> str:
    return f"({shown})" if isinstance(operand, Boolean) or (isinstance(operand, Term) and " AND " in shown) else shown


def _patterns(text: str) -> Words:
    """The words of a term, a star staying where it stands in or behind a word."""
    return tuple(re.findall(r"[^\W_][^\W_*]*(?:\*[^\W_]*)*|\*", fold(text)))


def _runs(passage: Words, variants: Sequence[frozenset[str]]) -> bool:
    """Whether the passage holds one variant of each word, side by side in this order."""
    last = len(passage) - len(variants)
    return any(
        passage[start] in variants[0] and all(passage[start + at] in one for at, one in enumerate(variants))
        for start in range(last + 1)
    )


def _stand_near(passage: Words, spelt: Words, apart: int) -> bool:
    """Whether all the words stand within a window with at most `apart` others."""
    wanted = Counter(spelt)
    places = [at for at, word in enumerate(passage) if word in wanted]
    widest = len(spelt) + apart
    return any(
        wanted <= Counter(passage[at] for at in places[begin:] if at < place + widest)
        for begin, place in enumerate(places)
    )


def _is_value(spelt: Words, value: Words) -> bool:
    """Whether the words are the whole value, or its beginning where the last one is truncated."""
    if not spelt or not spelt[-1].endswith("*"):
        return spelt == value
    stem, last = spelt[:-1], spelt[-1].rstrip("*")
    return value[: len(stem)] == stem and len(value) > len(stem) and value[len(stem)].startswith(last)


def _is_name(spelt: Words, name: Words, *, exact: bool) -> bool:
    if not spelt or not name:
        return False
    if exact and "*" not in spelt[-1]:
        return spelt == name
    last = spelt[-1].rstrip("*")
    at = len(spelt) - 1
    if name[:at] != spelt[:-1] or len(name) <= at:
        return False
    opened = at > 0 or spelt[-1].endswith("*")
    return name[at].startswith(last) if opened else name[at] == last


def _names(author: object, full: bool) -> Iterator[Words]:
    """The names by which an author is indexed."""
    last, fore, initials, suffix, collective = (
        str(getattr(author, part)) for part in ("last", "fore", "initials", "suffix", "collective")
    )
    if full:
        yield name_words(f"{last} {fore}")
        yield name_words(f"{fore} {last}")
    else:
        yield name_words(collective or f"{last} {initials} {suffix}")


# --------------------------------------------------------------------------------------------------------------- dates


def _day(text: str, month: int, of_month: int) -> Day:
    """A date as a day, what is not given filled in."""
    parts = [int(part) for part in text.split("/")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else month
    if not 1 <= month <= 12:
        raise QueryError(f"{text}: there is no month {month}; write YYYY, YYYY/MM or YYYY/MM/DD")
    longest = calendar.monthrange(max(year, 1), month)[1] if year <= 9999 else 31
    return year, month, parts[2] if len(parts) > 2 else min(of_month, longest)


def _slashed(one: Day) -> str:
    return f"{one[0]:04d}/{one[1]:02d}/{one[2]:02d}"


def _back(today: date, count: int, unit: str) -> date:
    """So many days, months or years before today; a day the month does not have becomes its last."""
    if unit == "day":
        return today - timedelta(days=min(count, today.toordinal() - 1))
    months = max(12, today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1))
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


# ---------------------------------------------------------------------------------------------------------------- MeSH


_TREE = {words(name): name for name in BELOW}
_QUALIFIERS = frozenset(words(name) for name in QUALIFIER_CODES.values())


def _qualifier(text: str) -> str:
    """A subheading's name, from its name or its two-letter code."""
    return QUALIFIER_CODES.get(fold(text).strip(), text)


def _family(qualifier: str, term: Term) -> frozenset[Words]:
    name = fold(_qualifier(qualifier))
    names: Iterable[str] = explode(name, QUALIFIERS_BELOW) if term.explodes else (name,)
    return frozenset(words(one) for one in names)


def _below(spelt: Words, tag: str) -> list[Words]:
    """The value and those below it: a subheading's family, a publication type's kinds."""
    below = QUALIFIERS_BELOW if tag == "sh" else PUBLICATION_TYPES_BELOW
    spellings = {words(name): name for name in below}
    if spelt not in spellings:
        return [spelt]
    return [words(name) for name in explode(spellings[spelt], below)]


def _indexes(heading: MeshHeading, names: frozenset[Words], qualifiers: frozenset[Words] | None, major: bool) -> bool:
    """Whether a record's heading is one of these, with one of these subheadings if any are asked for, and major."""
    if words(heading.descriptor) not in names:
        return False
    asked = [one for one in heading.qualifiers if qualifiers is None or words(one.name) in qualifiers]
    if qualifiers is not None and not asked:
        return False
    return not major or heading.major or any(one.major for one in asked)


# ------------------------------------------------------------------------------------------------------------- filters


def _corrected(kind: str) -> Callable[[Record], bool]:
    return lambda record: any(fold(one.kind) == kind for one in record.corrections)


_RELATIONS = words(
    "associateddataset associatedpublication commentin commenton correctedrepublishedin correctedrepublishedfrom"
    " erratumin erratumfor expressionofconcernin expressionofconcernfor republishedin republishedfrom"
    " retractedandrepublishedin retractedandrepublishedfrom retractionin retractionof updatein updateof"
    " summaryforpatientsin originalreportin"
)
_SPELT_BY_NLM = {
    "correctedrepublishedin": "correctedandrepublishedin",
    "correctedrepublishedfrom": "correctedandrepublishedfrom",
}

_KEYWORDS: Mapping[str, Callable[[Record], bool]] = {
    "hasabstract": holds_abstract,
    "hasstructuredabstract": lambda record: any(section.label for section in record.sections),
    "hasnonenglishabstract": holds_foreign_abstract,
    "haskeyword": lambda record: bool(record.keywords),
    "hascois": lambda record: bool(record.conflict_of_interest),
    "hasdatabanklist": lambda record: bool(record.accessions),
    "pubstatusaheadofprint": lambda record: record.publication_status == "aheadofprint",
    **{f"has{name}": _corrected(_SPELT_BY_NLM.get(name, name)) for name in _RELATIONS},
}
"""Filters that are written without a tag."""

_SUBSETS: Mapping[str, Callable[[Record], bool]] = {
    "all": lambda record: True,
    "medline": lambda record: record.status in ("MEDLINE", "OLDMEDLINE", "Completed"),
    "inprocess": lambda record: record.status in ("In-Process", "In-Data-Review"),
    "publisher": lambda record: record.status == "Publisher",
    "pubmednotmedline": lambda record: record.status == "PubMed-not-MEDLINE",
    "pubmed books": lambda record: record.kind == "book",
    "pubmed pmc": lambda record: bool(record.pmcid),
    "systematic": lambda record: "Systematic Review" in record.publication_types,
}
"""Filters that are written with [sb] or [filter]."""
