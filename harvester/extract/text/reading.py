"""A record's text read once: its sentences with their sections, its words, and the mentions of every word list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import chain
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from harvester.records import Assertion, Extraction, Record, Span, Value

from .phrases import ANYWHERE, Phrase, lower
from .stems import NUMBER, SHORT, STEM
from .vocabulary import Matcher, Mention, Words, terms, words_of

Place = tuple[int, int]
"""Where words stand: start and end, code points of the text."""
Pieces = tuple[Place, ...]
"""The parts of a text that speak of one patient, in their order."""


class Sentence(NamedTuple):
    """A sentence: `start` to `end` of the text, the label of its section in lower case, and whether it is the title."""

    start: int
    end: int
    label: str = ""
    title: bool = False


class Finding(NamedTuple):
    """A value of a field before it is given to a case: the places that prove it, and the rule that found it."""

    field: str
    value: Value
    places: Pieces
    rule: str
    assertion: Assertion = "present"

    def extraction(self, text: str, pmid: str, case: int, version: str) -> Extraction:
        """The finding as evidence: its places, in reading order and once each, become spans of the text."""
        return Extraction(
            pmid=pmid,
            case=case,
            field=self.field,
            value=self.value,
            spans=tuple(Span.of(text, start, end) for start, end in sorted(set(self.places))),
            assertion=self.assertion,
            rule=self.rule,
            rule_version=version,
        )


class Stand(dict[Phrase, list[int]]):
    """Where the stems of each phrase begin in a text; looked up when it is first asked for."""

    def __init__(self, words: Words) -> None:
        self._stems: dict[str, list[int]] = defaultdict(list)
        for start, low in zip(words.starts, words.lows, strict=True):
            self._stems[low[:STEM]].append(start)
        self._begun = {stem[:SHORT] + "*" for stem in self._stems}
        self._begun.update(self._stems, (NUMBER,))  # few texts hold no number

    def __missing__(self, phrase: Phrase) -> list[int]:
        places = self[phrase] = self._places(phrase.stems)
        return places

    def _places(self, sets: tuple[frozenset[str], ...]) -> list[int]:
        begun = self._begun
        for stems in sets:
            if begun.isdisjoint(stems):
                return _NOWHERE
        if not sets:
            return ANYWHERE
        found = list(chain.from_iterable(map(self._begin, sets[0] & begun)))
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def _begin(self, stem: str) -> list[list[int]]:
        """Where words with a stem begin."""
        if stem == NUMBER:
            return [places for one, places in self._stems.items() if one[0].isdecimal()]
        if stem.endswith("*"):
            return [places for one, places in self._stems.items() if one.startswith(stem[:-1])]
        return [self._stems[stem]]


_NOWHERE: list[int] = []


class Reading:
    """The text of a record with its sentences, words and mentions; the mentions of a kind are in reading order."""

    def __init__(self, record: Record, matcher: Matcher) -> None:
        self.text = record.text
        self.low = lower(self.text)
        self.words = words_of(self.low)
        self.sentences = tuple(_sentences(record))
        self.levels: dict[tuple[int, int], list[Any]] = {}
        """What `levels` read of a part of the text before: it is asked by several rooms."""
        self.shared: set[Place] = set()
        """The parts of the text that tell of all of several patients, as `people` found them."""
        self.partial: set[Place] = set()
        """The same of what tells of some of them, nobody knows of whom."""
        self.ages: dict[int, list[Any]] = {}
        """The same of `ages`, by the start of a sentence."""
        self._mentions = matcher.find(self.text, self.words)
        self._mention_starts = {kind: [one.start for one in found] for kind, found in self._mentions.items()}
        self._sentence_starts = [0, *(sentence.start for sentence in self.sentences[1:])]
        self.stand = Stand(self.words)
        self.answers: dict[tuple[object, ...], Any] = {}
        """What `remembered` functions answered before."""

    def mentions(self, kind: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """The mentions of a kind that lie between two places of the text."""
        starts = self._mention_starts.get(kind)
        if not starts:
            return []
        found = self._mentions[kind]
        stop = len(self.text) if end is None else end
        first = bisect_left(starts, start)
        return [one for one in found[first : bisect_left(starts, stop, first)] if one.end <= stop]

    def has(self, kind: str, start: int, end: int) -> bool:
        """Whether a kind of word is mentioned between two places."""
        starts = self._mention_starts.get(kind)
        if not starts:
            return False
        at = bisect_left(starts, start)
        return at < len(starts) and self._mentions[kind][at].end <= end

    def lows_between(self, start: int, end: int) -> list[str]:
        """The words in lower case that begin between two places."""
        starts = self.words.starts
        return self.words.lows[bisect_left(starts, start) : bisect_left(starts, end)]

    def sentence_at(self, place: int) -> Sentence:
        """The sentence that holds a place of the text; the nearest before it where the place is between two."""
        return self.sentences[bisect_right(self._sentence_starts, place) - 1]


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def remembered(
    function: Callable[Concatenate[Reading, Asked], Answer],
) -> Callable[Concatenate[Reading, Asked], Answer]:
    """A function of a reading whose answers are kept with the reading: several rooms ask the same of the same words.

    The other arguments are given by their places and can be hashed; nobody may change an answer.
    """

    @wraps(function)
    def asked(reading: Reading, /, *args: Asked.args, **named: Asked.kwargs) -> Answer:
        key = (function, *args, *named.items())
        answers = reading.answers
        if key not in answers:
            answers[key] = function(reading, *args, **named)
        answer: Answer = answers[key]
        return answer

    return asked


ABBREVIATIONS = frozenset(
    terms(
        """
        dr, mr, mrs, ms, prof, st, fig, figs, no, nos, vs, e.g, i.e, eg, ie, cf, al, approx, ca, etc, resp, ref, refs,
        vol, pp, p, jan, feb, mar, apr, jun, jul, aug, sept, sep, oct, nov, dec, dept, univ, yr, yrs, mo, mos, y.o, wk
        """
    )
)
"""Words before a full stop that ends no sentence."""

_BREAK = re.compile(r"[.!?][\"'”’)\]]{0,2}(?:\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])|(?=[A-Z][a-z]))|\n+")
_BEFORE = re.compile(r"[\w.]+$")
_LABEL = re.compile(r"[A-Z][A-Za-z]{2,20}(?:[ ,/&]{1,3}[A-Za-z]{2,20}){0,5}:\s+")
LABELS = terms(
    """
    background, introduction, objective, purpose, aim, method, material, result, conclusion, discussion,
    case, patient, clinical, presentation, finding, summary, context, importance, design, setting,
    intervention, outcome, observation, interpretation, literature, study
    """
)
"""How the labels of an abstract's parts begin, when they stand inside one running text."""
_HEADING = re.compile(
    r"(?:backgrounds?|introduction|objectives?|purpose|aims?|(?:materials?\s+and\s+|patients?\s+and\s+)?methods?(?:\s+and\s+results)?"
    r"|results?|conclusions?|discussion|(?:clinical\s+)?case(?:\s+(?:reports?|presentations?|descriptions?|history|summary))?"
    r"|clinical\s+(?:case|presentation|findings?|features)|(?:case\s+)?outcomes?|interventions?|observations?|context|summary)"
    r"(?:\s*[.:—–-]\s*$|\s*[—–-]\s+|\s+(?=[A-Z][A-Za-z-]*[\s,])(?!of\b|and\b|reports?\b|[IVX]+\b|[B-H]\s|(?<=case\s)A\s(?!\d)))",
    re.IGNORECASE,
)
"""A label that stands as a sentence (`CASE REPORT.`), or before one without a colon (`Methods A 38-year-old`)."""


def _sentences(record: Record) -> Iterator[Sentence]:
    text = record.text
    if record.title:
        yield from _split(text, 0, len(record.title), "", title=True)
    at = len(record.title) + 2
    for section in record.sections:
        start = at + (len(section.label) + 2 if section.label else 0)
        at = start + len(section.text) + 1
        yield from _split(text, start, at - 1, section.label.lower())


def _split(text: str, start: int, end: int, label: str, *, title: bool = False) -> Iterator[Sentence]:
    pieces = [
        (begin, stop, None if title else _inline_label(text, begin, stop))
        for whole in _pieces(text, start, end)
        for begin, stop in _cut(text, *whole)
    ]
    lone = sum(inside is not None for *_, inside in pieces) == 1
    for begin, stop, inside in pieces:
        said = inside.group().rstrip(".:—–- \n").lower() if inside else label
        told = inside.end() if inside else begin
        if text[told:stop].strip():
            yield Sentence(told, stop, said, title)
        label = label if lone and said.startswith(_OPENING) else said


_OPENING = ("objective", "purpose", "aim")
"""A label that, where no other follows, is of its own sentence only: an abstract without parts may begin with it."""


def _inline_label(text: str, start: int, end: int) -> re.Match[str] | None:
    found = _LABEL.match(text, start, end)
    if found and found.group().lower().startswith(LABELS):
        return found
    bare = _HEADING.match(text, start, end)
    return bare if bare and text[start].isupper() and (bare.end() == end or text[bare.end()].isupper()) else None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _BREAK.finditer(text, start, end):
        if not _abbreviated(text, begin, found.start()) or found.group().startswith("\n"):
            yield begin, found.end() - len(found.group()) + len(found.group().rstrip())
            begin = found.end()
    if begin < end:
        yield begin, end


LONGEST = 3000
"""Nobody writes so long a sentence: what goes on longer is cut, so that no rule searches a whole book for each word."""


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence without an end, cut between words."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = blank if blank > 0 else start + LONGEST
        yield start, stop
        start = stop
    yield start, end


def _abbreviated(text: str, begin: int, stop: int) -> bool:
    before = _BEFORE.search(text, max(begin, stop - 12), stop)
    if text[stop] != "." or before is None or _LITRES.search(text, max(begin, stop - 8), stop):
        return False
    return _short(before.group())


_LITRES = re.compile(r"\d\s?L$")
"""`Blood loss was 2.1 L.` ends a sentence."""


def _short(word: str) -> bool:
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper())
