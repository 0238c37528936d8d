"""Which part of a text tells of which of several patients: by name, by age, by sex, by place in a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, Sentence
from ..text.vocabulary import Kinds, Mention, terms
from . import markers, sexes
from .ages import Age, ages

name_of = markers.name_of

CUES: Kinds = {
    "shared": {
        "": terms(
            """
            both, all patients, all cases, each patient, all of them, all three, all four, both patients,
            all the patients, in each case, neither, these patients, the patients, our patients, they, all
            """
        ),
    },
    "all of them": {"": terms("all, both, each, every, neither, none, respectively")},
}


class Person(NamedTuple):
    """One own patient: number, the parts of the text that tell of it, and its ages as found there."""

    number: int
    pieces: Pieces
    ages: tuple[Age, ...]
    sex: sexes.Sex | None = None
    share: tuple[int, int] = (1, 1)
    """Which item of a list with `respectively` is this person's, and how many the list must have."""


class _Mark(NamedTuple):
    """From here on the text tells of this patient; `back` where it told of it up to here (`T12 (patient 1)`)."""

    at: int
    number: int
    age: Age | None = None
    sex: str = ""
    back: int = 0
    """Where a name in brackets ends that stands behind what it is the name of; 0 for a name that goes before."""


def shares(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> Iterator[Person]:
    """The marked patients, each with what is told of it alone and what is told of all; the others stay untold."""
    marks = sorted(_marks(reading, own, singles, count), key=_place)
    if not marks:
        return
    alone: dict[int, list[tuple[int, int]]] = {one: [] for one in sorted({mark.number for mark in marks})}
    shared: list[tuple[int, int]] = []
    by_sex = _one_of_each_sex(marks)
    marks = sorted({*marks, *_again(reading, own, marks, by_sex)}, key=_place)
    starts = [one.at for one in marks]
    current: int | None = None
    of_some = False
    for sentence in own:
        of_some, after_some = _counts_some(reading, sentence, count), of_some
        if after_some and _THESE.match(reading, *sentence[:2]):
            of_some = True
            continue
        inside = marks[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside and _one_list(reading.text, inside):
            shared.append((sentence.start, sentence.end))
            current = None
        elif inside:
            for number, start, stop in _between(reading, inside, sentence, alone):
                (alone[number] if number else shared).append((start, stop))
            of_all = _of_all(reading, sentence.start, inside[0].at)
            current = inside[-1].number if len({one.number for one in inside}) == 1 and not of_all else None
        elif (current is None and _NONE.match(reading, *sentence[:2])) or _shared(reading, sentence, count):
            shared.append((sentence.start, sentence.end))
        elif index := current or _by_pronoun(reading, sentence, by_sex):
            alone[index].append((sentence.start, sentence.end))
    for index, pieces in alone.items():
        found = tuple(mark.age for mark in marks if mark.number == index and mark.age)
        found = tuple(sorted({*found, *_ages_in(reading, pieces)}))
        everything = tuple(sorted({*pieces, *shared}))
        yield Person(index, everything, found, sexes.of_person(reading, found, pieces), (index, count))


_THESE = Phrase(
    r"\s*(?:they|their|these|(?:all|both|none|most|some)\s+of\s+(?:them|these)|in\s+these)\b(?!\s+(?:two|three|four)\b)"
)
"""What goes on about those who were counted last."""


def _counts_some(reading: Reading, sentence: Sentence, count: int) -> bool:
    """Whether a sentence tells only of so many of the patients: `Four tumours were primary.`"""
    part = _PART.match(reading, *sentence[:2])
    return part is not None and 1 < number(part["n"]) < count and not sentence.title


_NONE = Phrase(
    r"\s*(?:[a-z]+ly,\s+)?(?:(?:after|at|during|with)\s[^.;]{0,60}?,?\s)?(?:there\s+(?:was|were|has\s+been|have\s+been)\s+(?:no|neither)\b"
    r"|no\s+[^.;]{1,60}?\b(?:was|were|occurred|had|has|have)\b"
    r"|none\b|neither\b|nobody\b)"
)
"""`No radiotherapy was given`, where nobody is told of just then: said of all."""


def untold(marked: tuple[Person, ...], count: int) -> Iterator[Person]:
    """The patients of whom nothing is told alone."""
    known = {one.number for one in marked}
    return (Person(index, (), ()) for index in range(1, count + 1) if index not in known)


# ---------------------------------------------------------------------------------------------------------- the marks


def _marks(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> list[_Mark]:
    named = list(_named(reading, own, count))
    if not singles and 1 not in {one.number for one in named}:
        return list(_by_nouns(reading, own, count))
    found, following = list(named), 0
    for age in singles:
        following = _number_near(reading, age, named) or following + 1
        if following <= count:
            found.append(_Mark(age.start, following, age, age.sex))
    return found


def _named(reading: Reading, own: list[Sentence], count: int) -> Iterator[_Mark]:
    for sentence in own:
        if sentence.title:
            continue
        all_found = list(markers.MARKER.finditer(reading, sentence.start, sentence.end))
        behind = bool(all_found) and _stands_behind(reading, sentence, all_found[0])
        for found in all_found:
            back = _back(reading, found, behind=behind)
            for index in markers.indices(reading, found, count):
                if 1 <= index <= count:
                    yield _Mark(found.start(), index, back=back)


def _back(reading: Reading, found: re.Match[str], *, behind: bool) -> int:
    """Where a name ends that stands behind what it is the name of: in brackets, or `T3 in patient A, T11 in B`."""
    if reading.text[found.start() - 1] == "(":
        closed = _BEHIND.match(reading.text, found.end())
        return closed.end("close") if closed else 0
    if not behind or not _IN.search(reading.low, max(0, found.start() - 8), found.start()):
        return 0
    ended = _ENDED.match(reading.low, found.end())
    return ended.end("names") if ended else 0


def _stands_behind(reading: Reading, sentence: Sentence, first: re.Match[str]) -> bool:
    """Whether the first name of a sentence follows what is said of it, so that the others do."""
    start = first.start()
    said = reading.low[sentence.start : start]
    return bool(_IN.search(said)) and len(said) > SAID and not _OPENED.search(said)


SAID = 12
"""So many characters at least before a name say something of it."""

_IN = re.compile(r"\b(?:in|for|of|by|to)\s+(?:the\s+)?$")
_OPENED = re.compile(r"[,;:]\s+(?:and\s+|but\s+|while\s+|whereas\s+)?(?:in|for)\s+(?:the\s+)?$")
_ENDED = re.compile(
    r"(?P<names>(?:(?:\s?[,&]\s?|\s(?:and|or)\s|\s?[-–]\s?)(?:and\s)?(?:\d{1,2}|[a-h])\b(?!\s*(?:years?|months?)))*)"
    r"(?=\s*(?:[,.;]|$|(?:and|while|whereas|but)\b))"
)
_BEHIND = re.compile(r"[\s\d,&A-H]{0,12}(?:and\s(?:\d{1,2}|[A-H]))?(?P<close>\))\s*(?:[,;.]|and\b)")
"""What closes the name in `T12 (patient 1), L4 (patient 2)`."""


def _number_near(reading: Reading, age: Age, named: list[_Mark]) -> int:
    """The number that a person is given: in brackets behind the age, or before it in the sentence; 0 for none."""
    at = bisect_left(named, (age.start,))
    stop = max(age.end, age.sex_end)
    if at < len(named) and 0 < named[at].at - stop <= 12 and "(" in reading.text[age.end : named[at].at]:
        return named[at].number
    last = bisect_left(named, (age.start + 1,)) - 1
    if last > 0 and named[last - 1].at == named[last].at:
        return 0
    if last >= 0 and reading.sentence_at(named[last].at) == reading.sentence_at(age.start):
        return named[last].number
    return 0


_NOUN = Phrase(
    r"\b(?:an?|one)\s+(?:(?!(?:and|or|of|in|with)\b)[a-z-]+\s+){0,2}?(?P<s>woman|man|girl|boy|lady|gentleman|(?:fe)?male)\b(?!\s*[-:/])"
)


def _by_nouns(reading: Reading, own: list[Sentence], count: int) -> Iterator[_Mark]:
    """`Two of them had it: a man whose … and a woman with …`: persons without an age or a name."""
    for sentence in own:
        if sentence.title or not reading.has("sex", *sentence[:2]):
            continue
        found = list(_NOUN.finditer(reading, *sentence[:2]))
        letters = ["F" if one["s"] in ("woman", "girl", "lady", "female") else "M" for one in found]
        apart = all(other.start() - one.end() > APART for one, other in pairwise(found))
        if 2 <= len(found) <= count and apart:
            yield from (
                _Mark(one.start(), index, sex=sex)
                for index, (one, sex) in enumerate(zip(found, letters, strict=True), start=1)
            )
            return


APART = 25
"""How many characters stand at least between persons of whom something is told each; else they are only listed."""


def _again(reading: Reading, own: list[Sentence], marks: list[_Mark], by_sex: dict[str, int]) -> Iterator[_Mark]:
    """Where a person is named again: by the age, as the only man or woman, as the oldest or youngest."""
    aged = {one.number: one.age for one in reversed(marks) if one.age}
    known = {one.at for one in marks}
    for sentence in own:
        if sentence.title:
            continue
        for age in ages(reading, sentence):
            if age.start not in known and age.introduced and (number := _of_age(age, aged)):
                yield _Mark(age.start, number)
        for one in reading.mentions("sex", *sentence[:2]):
            start = _THE.search(reading.text, max(sentence.start, one.start - 30), one.start)
            if start and one.name in by_sex and not _plural_noun(reading, one):
                yield _Mark(start.start(), by_sex[one.name])
        for found in _EXTREME.finditer(reading, *sentence[:2]) if len(aged) > 1 else ():
            pick = min if found["who"].startswith("young") else max
            years = pick(age.years for age in aged.values())
            numbers = [number for number, age in aged.items() if age.years == years]
            if len(numbers) == 1:
                yield _Mark(found.start(), numbers[0])


_THE = re.compile(r"\b[Tt]he\s+(?:(?!\d)[\w-]+\s+){0,1}$")
_EXTREME = Phrase(
    r"\bthe\s+(?P<who>younge(?:r|st)|olde(?:r|st)|elde(?:r|st))(?:\s+(?:patient|of\s+(?:them|these|the\s+two)|case|one|m[ae]n|wom[ae]n|was|had|underwent"
    r"|died|received|presented|is|of\s+(?:his|her|both|the))\b|(?=\s?[,.;]))"
)


def _of_age(age: Age, aged: dict[int, Age]) -> int:
    """The number of the one patient of that age; 0 where none or several are."""
    same = [
        number
        for number, one in aged.items()
        if one.years == age.years and (not one.sex or one.sex == age.sex or not age.sex)
    ]
    return same[0] if len(same) == 1 else 0


def _plural_noun(reading: Reading, one: Mention) -> bool:
    return reading.low[one.start : one.end].endswith(("men", "males", "boys", "girls", "ladies"))


def _one_of_each_sex(marks: list[_Mark]) -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for mark in marks:
        if mark.sex:
            found.setdefault(mark.sex, set()).add(mark.number)
    return {sex: numbers.pop() for sex, numbers in found.items() if len(numbers) == 1}


def _place(mark: _Mark) -> tuple[int, int]:
    return mark.at, mark.number


# ------------------------------------------------------------------------------------------------- what is told of whom


def _ages_in(reading: Reading, pieces: list[tuple[int, int]]) -> tuple[Age, ...]:
    """Every age in the parts that tell of one patient alone, but for those that bring others on stage."""
    within = [(start, end, age) for start, end in pieces for age in ages(reading, reading.sentence_at(start))]
    return tuple(age for start, end, age in within if start <= age.start < end and not age.introduced)


def _one_list(text: str, inside: list[_Mark]) -> bool:
    """Whether the patients of a sentence are only enumerated by age, and all else in it is said of all."""
    aged = [(mark.age, mark.number) for mark in inside if mark.age]
    gaps = [text[one.end : other.start] for (one, _), (other, _) in pairwise(aged)]
    return len({index for _, index in aged}) > 1 and all(len(gap) <= 20 and "(" not in gap for gap in gaps)


def _between(
    reading: Reading, inside: list[_Mark], sentence: Sentence, everyone: Iterable[int]
) -> Iterator[tuple[int, int, int]]:
    """Cut a sentence that tells of several patients before each of them; number 0 is for what is told of all."""
    groups = [(at, list(group)) for at, group in groupby(inside, key=lambda one: one.at)]
    stops = [*(at for at, _ in groups[1:]), sentence.end]
    within = {one.number for one in inside}
    several = len(within) > 1
    begin, last = sentence.start, -1
    if not groups[0][1][0].back and _of_all(reading, sentence.start, groups[0][0]):
        begin = groups[0][0]
        some = several and not reading.has("all of them", sentence.start, begin)
        yield from ((number, sentence.start, begin) for number in (within if some else (0,)))
    for place, ((at, group), stop) in enumerate(zip(groups, stops, strict=True)):
        numbers = {one.number for one in group}
        if group[0].back and numbers != {last}:
            end = _goes_on(reading, group[0].back, stop, final=place == len(groups) - 1)
            yield from ((number, begin, end) for number in numbers)
            begin = end
            continue
        start = at if place else begin
        rest = _OTHERS.search(reading, at + 4, stop)
        end = rest.start() if rest else stop
        yield from ((number, start, end) for number in numbers)
        if rest:
            listed = _IN_TURN.search(reading, rest.end(), stop)
            until = listed.start() if listed else stop
            yield from ((number, rest.start(), until) for number in everyone if number not in within)
        begin = stop
        last = next(iter(numbers)) if len(numbers) == 1 else -1


_RELATIVE = re.compile(r"\s*,?\s*(?:who|whose|in\s+whom|for\s+whom|followed|but\s+s?he|because|as\s+s?he)\b[^,;]*")


def _goes_on(reading: Reading, back: int, stop: int, *, final: bool) -> int:
    """Where ends what is told of the patient whose name ends at `back`: `in patient 3, who received radiotherapy`."""
    more = _RELATIVE.match(reading.low, back, stop)
    return stop if final else more.end() if more else back


def _of_all(reading: Reading, start: int, at: int) -> bool:
    """Whether what stands before the first person of a sentence is said of several: `All had pain, and the man`."""
    if at - start < 8 or _BUT.search(reading.low, max(start, at - 12), at):
        return False
    return reading.has("shared", start, at) or bool(
        reading.has("respectively", start, at)
        or _PLURALS.search(reading, start, at)
        or _SEVERAL.search(reading, start, at)
    )


_BUT = re.compile(r"\b(?:but|except(?:\s+for)?|(?<![;,]\s)in)\s+$")
_SEVERAL = Phrase(r"\bthe\s+other\s+(?:two|three|four|five)\b")
_IN_TURN = Phrase(r"\s(?:at|after|for|with)\s[^.;]{0,60}?\d[^.;]{0,60}\brespectively\b")
_OTHERS = Phrase(
    r"\b(?:the\s+(?:other\s+(?:two|three|four|five|six|patients|cases)|(?:two|three|four|five)\s+others?|others|remaining|rest)|all\s+others)\b"
)
_PLURALS = Phrase(r"\b(?:patients|cases|men|women|they|them|their|tumou?rs|lesions)\b")


_PART = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:of\s+(?:the|these|our|them)\s+)?(?:{COUNT}\s+)?(?:patients|cases|tumou?rs|lesions|metastases|had|were|underwent|received|died)\b"
)


def _shared(reading: Reading, sentence: Sentence, count: int) -> bool:
    part = _PART.match(reading, *sentence[:2])
    if part and number(part["n"]) < count:
        return False
    return sentence.title or reading.has("shared", *sentence[:2]) or _plural(reading, sentence, count)


def _plural(reading: Reading, sentence: Sentence, count: int) -> bool:
    """Whether a sentence speaks of all patients, and does not only count some of them."""
    if reading.has("respectively", *sentence[:2]):
        return True
    if not _PLURALS.search(reading, sentence.start, sentence.end):
        return False
    return all(number(one["n"]) >= count for one in _PART.finditer(reading, *sentence[:2]))


def _by_pronoun(reading: Reading, sentence: Sentence, by_sex: dict[str, int]) -> int | None:
    kinds = {one.name for kind in ("pronoun", "sex") for one in reading.mentions(kind, sentence.start, sentence.end)}
    return by_sex.get(kinds.pop()) if len(kinds) == 1 else None
