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
from ..text.vocabulary import Kinds, terms
from . import markers, marks, sexes
from .ages import Age, ages

name_of = markers.name_of

CUES: Kinds = {
    "shared": {
        "": terms(
            """
            both, all of them, each patient,
            in each case, in every case, every patient, neither, they, all
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


def shares(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> Iterator[Person]:
    """The marked patients, each with what is told of it alone and what is told of all; the others stay untold."""
    first = marks.marks(reading, own, singles, count)
    if not first:
        return
    alone: dict[int, list[tuple[int, int]]] = {one: [] for one in sorted({mark.number for mark in first})}
    shared: list[tuple[int, int]] = []
    by_sex = marks.one_of_each_sex(first)
    all_marks = sorted({*first, *marks.again(reading, own, first, by_sex)}, key=marks.place)
    starts = [one.at for one in all_marks]
    current: int | None = None
    of_some = False
    for sentence in own:
        of_some, after_some = _counts_some(reading, sentence, count), of_some
        if after_some and _THESE.match(reading, *sentence[:2]):
            of_some = True
            continue
        either = _ONE_OTHER.search(reading, *sentence[:2])
        if either and not _told_which(reading, sentence):
            shared.extend(_before(reading, sentence, either.start()) if _of_each(reading, sentence) else ())
            current = None
            continue
        inside = all_marks[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside and _one_list(reading.text, inside):
            shared.append((sentence.start, sentence.end))
            current = None
        elif inside:
            for number, start, stop in _between(reading, inside, sentence, alone):
                (alone[number] if number else shared).append((start, stop))
            of_all = _of_all(reading, sentence.start, inside[0].at)
            current = inside[-1].number if len({one.number for one in inside}) == 1 and not of_all else None
        elif sentence.title:
            shared.append((sentence.start, sentence.end))
        elif (current is None and _NONE.match(reading, *sentence[:2])) or _shared(
            reading, sentence, count, alone=current is not None
        ):
            shared.extend(_said_of_all(reading, sentence, count))
        elif index := current or _by_pronoun(reading, sentence, by_sex):
            alone[index].append((sentence.start, sentence.end))
    reading.shared |= set(shared)
    for index, pieces in alone.items():
        found = tuple(mark.age for mark in all_marks if mark.number == index and mark.age)
        found = tuple(sorted({*found, *_ages_in(reading, pieces)}))
        everything = tuple(sorted({*pieces, *shared}))
        yield Person(index, everything, found, sexes.of_person(reading, found, pieces), (index, count))


CLAUSE = Phrase(
    rf"\s*(?:;|,\s+(?:and\s+|but\s+|with\s+)?(?:in\s+)?(?:{COUNT}|one|most|some)\b|,\s+but\b|\bexcept\b"
    rf"|\s(?:and|while|whereas|with)\s+(?:in\s+)?(?:{COUNT}|one|most|some)\s+(?:of\s+(?:them|these)\s+|patients?\s+)?"
    r"(?:were|was|had|also|additionally|underwent|received|presented|suffered|developed|showed|complained|died|are|is|could|required)\b"
    rf"|,\s+(?:and|while|whereas)\s+(?=[^.;,]{{0,80}}\b(?:was|were|had|occurred|developed)\s[^.;,]{{0,40}}\bin\s+(?:{COUNT}|one|most|some)\b(?!\s+(?:of\s+)?(?:the\s+)?(?:stage|session|piece|block|fraction|month|year))))"
)
"""Where a clause begins that is on some of the patients: `all had pain, and two were unable to walk`."""
_SOME_OF_THEM = Phrase(
    rf"[\s,;]*(?:(?:and|but|while|whereas|with)\s+)?(?:in\s+)?(?:(?P<n>{COUNT})|most|some)\b(?!\s+(?:years?|months?|weeks?|days?))"
)


_FIGURES = Phrase(r"\d\s*,\s+(?:[\d.]+\s*,\s+){0,9}(?:and\s+)?\d")
"""A list of figures, of which each may be one patient's."""


def _said_of_all(reading: Reading, sentence: Sentence, count: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence on all patients but for those that are on some of them only."""
    start, end = sentence.start, sentence.end
    cuts = [cut.start() for cut in CLAUSE.finditer(reading, start + 1, end)]
    cuts = [start, *(at for at in cuts if reading.low.count("(", start, at) == reading.low.count(")", start, at)), end]
    kept = [(a, b) for a, b in pairwise(cuts) if a == start or not _on_some(reading, a, b, count)]
    if len(kept) == len(cuts) - 1 or reading.has("respectively", start, end) or _FIGURES.search(reading, start, end):
        yield start, end
    else:
        reading.partial |= set(pairwise(cuts)) - set(kept)
        yield from kept


def _on_some(reading: Reading, start: int, end: int, count: int) -> bool:
    found = _SOME_OF_THEM.match(reading, start, end)
    return found is not None and (not found["n"] or number(found["n"]) < count)


_ONE_OTHER = Phrase(
    r"\b(?:in\s+)?one\b(?!\s+(?:year|month|week|day))[^.;]{0,140}\b(?:in\s+)?the\s+(?:other|second)\b(?!\s+(?:hand|side|two|three|four|tumou?r|lesion|metastas|level|site|leg|arm))"
)


def _before(reading: Reading, sentence: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """What is said of all before a comma or colon: `Both were operated on, one by laminectomy`."""
    stop = max(reading.low.rfind(mark, sentence.start, at) for mark in (",", ";", ":"))
    if stop > sentence.start:
        yield sentence.start, stop


def _told_which(reading: Reading, sentence: Sentence) -> bool:
    """Whether something else than `one` and `the other` tells which is which: an age, a sex, a name."""
    if ages(reading, sentence) or reading.has("sex", *sentence[:2]):
        return True
    return any(not one["other"] for one in markers.MARKER.finditer(reading, *sentence[:2]))


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


# ------------------------------------------------------------------------------------------------- what is told of whom


def _ages_in(reading: Reading, pieces: list[tuple[int, int]]) -> tuple[Age, ...]:
    """Every age in the parts that tell of one patient alone, but for those that bring others on stage."""
    within = [(start, end, age) for start, end in pieces for age in ages(reading, reading.sentence_at(start))]
    return tuple(age for start, end, age in within if start <= age.start < end and not age.introduced)


def _one_list(text: str, inside: list[marks.Mark]) -> bool:
    """Whether the patients of a sentence are only enumerated by age, and all else in it is said of all."""
    aged = [(mark.age, mark.number) for mark in inside if mark.age]
    gaps = [_NUMBERED.sub("", text[one.end : other.start]) for (one, _), (other, _) in pairwise(aged)]
    return len({index for _, index in aged}) > 1 and all(len(gap) <= 20 and "(" not in gap for gap in gaps)


_NUMBERED = re.compile(r"\((?:case|patient|no\.?|observation)\s?(?:no\.?\s?)?\w{1,3}\)", re.IGNORECASE)
"""`a 44-year-old man (case 1)`: the bracket names him and tells nothing."""


def _between(
    reading: Reading, inside: list[marks.Mark], sentence: Sentence, everyone: Iterable[int]
) -> Iterator[tuple[int, int, int]]:
    """Cut a sentence that tells of several patients before each of them; number 0 is for what is told of all."""
    groups = _joined(reading, [(at, list(group)) for at, group in groupby(inside, key=lambda one: one.at)])
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


_AND_THE_NEXT = re.compile(
    r"(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:m[ae]n|wom[ae]n|patient|case|boy|girl|one|first|second|third|fourth|fifth)(?:\s+\d)?\s+and\s+(?:the\s+)?",
    re.IGNORECASE,
)


def _joined(reading: Reading, groups: list[tuple[int, list[marks.Mark]]]) -> list[tuple[int, list[marks.Mark]]]:
    """The marks of a sentence, where `the first and the third patient` are one subject."""
    found = groups[:1]
    for at, group in groups[1:]:
        last, before = found[-1]
        if _AND_THE_NEXT.fullmatch(reading.text, last, at) and not any(one.back for one in (*before, *group)):
            found[-1] = (last, [*before, *group])
        else:
            found.append((at, group))
    return found


_RELATIVE = re.compile(r"\s*,?\s*(?:who|whose|in\s+whom|for\s+whom|followed|but\s+s?he|because|as\s+s?he)\b[^,;]*")


def _goes_on(reading: Reading, back: int, stop: int, *, final: bool) -> int:
    """Where ends what is told of the patient whose name ends at `back`: `in patient 3, who received radiotherapy`."""
    more = _RELATIVE.match(reading.low, back, stop)
    return stop if final else more.end() if more else back


def _of_all(reading: Reading, start: int, at: int) -> bool:
    """Whether what stands before the first person of a sentence is said of several: `All had pain, and the man`."""
    if at - start < 8 or _BUT.search(reading.low, max(start, at - 12), at):
        return False
    return _of_all_persons(reading, start, at) or bool(
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
_PLURALS = Phrase(
    r"\b(?:patients|cases|men|women|they|them|their|tumou?rs|lesions|metastases\s+(?:were|had|developed|appeared|occurred))\b"
)


_PART = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:of\s+(?:the|these|our|them)\s+)?(?:{COUNT}\s+)?(?:patients|cases|tumou?rs|lesions|metastases|had|were|underwent|received|died)\b"
)


_ALL = Phrase(
    r"\b(?:both|all|each|every|neither|(?:the|our|these|those)(?:\s+\w+)?|in)\s+(?:of\s+)?(?:the\s+|our\s+|these\s+|the\s+\w+\s+)?(?:patients?|cases?|men|women|sisters|brothers|siblings)\b"
    r"|\b(?:both|all|neither|none)\s+of\s+them\b|\brespectively\b|\bin\s+(?:both|all(?:\s+(?:two|three|four|five|six))?)(?=\s*[,.;)])|\b(?:both|all)\s+(?:had|were|underwent|received|are|died|presented)\b"
    r"|^they\s"
)
_ALL_TUMOURS = Phrase(
    r"\s*(?:the|these|both|all)\s+(?:[\w-]+\s+){0,2}?(?:tumou?rs|lesions|metastases|patients|cases)\s|\s*(?:both|neither|none|all|each)\b"
)


def _shared(reading: Reading, sentence: Sentence, count: int, *, alone: bool) -> bool:
    """Whether a sentence is on all patients; `alone`: it stands in what is told of one."""
    if alone and not (_of_each(reading, sentence) or _ALL_TUMOURS.match(reading, *sentence[:2])):
        return False
    part = _PART.match(reading, *sentence[:2])
    if part and number(part["n"]) < count:
        return False
    return sentence.title or _of_all_persons(reading, *sentence[:2]) or _plural(reading, sentence, count)


_PARTS = Phrase(
    r"\s+(?:the\s+|of\s+the\s+|of\s+his\s+|of\s+her\s+|his\s+|her\s+)?(?:(?:\w+\s+)?(?:levels?|sites?|legs?|limbs?|arms?|feet|hands|sides|lungs"
    r"|extremities|kidneys|lobes|vertebrae|segments?|roots?|operations?|surgeries|procedures|occasions|lower|upper|hemithoraces|iliac"
    r"|femora|four|modalities|resections?|craniotomies|directions|surfaces)\b|[ctls]h?-?\d)"
)
"""What one patient has several of: `both levels`, `all four limbs`."""


def _of_all_persons(reading: Reading, start: int, end: int) -> bool:
    """Whether a word for all of them stands there, and not for all parts of one of them."""
    return any(not _PARTS.match(reading, one.end, end) for one in reading.mentions("shared", start, end))


def _of_each(reading: Reading, sentence: Sentence) -> bool:
    found = _ALL.finditer(reading, *sentence[:2])
    return sentence.title or any(not _ONE_PATIENT.match(one.group()) for one in found)


_ONE_PATIENT = re.compile(r"(?:the|our|these|those|in)\s(?:.*\s)?(?:patient|case)$")


def _plural(reading: Reading, sentence: Sentence, count: int) -> bool:
    """Whether a sentence speaks of all patients, and does not only count some of them."""
    if reading.has("respectively", *sentence[:2]) or _ONE_AND_OTHER.search(reading, *sentence[:2]):
        return True
    if not _PLURALS.search(reading, sentence.start, sentence.end):
        return False
    return all(number(one["n"]) >= count for one in _PART.finditer(reading, *sentence[:2]))


_ONE_AND_OTHER = Phrase(
    r"\b(?:in|for)\s+the\s+first(?:\s+one)?(?:,|\s+and)\s[^.;]{0,60}?\b(?:in|for)\s+the\s+(?:second|other)(?:\s+one)?\b"
)
"""`at T5 in the first and at L2 in the second`."""


def _by_pronoun(reading: Reading, sentence: Sentence, by_sex: dict[str, int]) -> int | None:
    kinds = {one.name for kind in ("pronoun", "sex") for one in reading.mentions(kind, sentence.start, sentence.end)}
    return by_sex.get(kinds.pop()) if len(kinds) == 1 else None
