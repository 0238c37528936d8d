"""The report's own patients: how many there are, and which part of the text tells of which of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .ages import Age, ages
from .numbers import COUNT, number, ordinal
from .reading import Finding, Reading, Sentence
from .vocabulary import Kinds, terms
from .voices import Voice, voice

CUES: Kinds = {
    "counted": {
        "": terms("patient, case, individual, subject, adult, child, man, woman, male, female, boy, girl, lady"),
    },
    "registry": {
        "": terms("SEER, registry, database, national cancer, surveillance epidemiology"),
    },
    "shared": {
        "": terms(
            """
            both, all patients, all cases, each patient, all of them, all three, all four, both patients,
            all the patients, in each case, neither, these patients, the patients, our patients, they, all
            """
        ),
    },
}


class Told(NamedTuple):
    """A sentence with its voice."""

    sentence: Sentence
    voice: Voice


class Person(NamedTuple):
    """One own patient: number, the parts of the text that tell of it, and its ages as found there."""

    number: int
    pieces: tuple[tuple[int, int], ...]
    ages: tuple[Age, ...]
    sex: tuple[str, int, int] | None = None
    share: tuple[int, int] = (1, 1)
    """Which item of a list with `respectively` is this person's, and how many the list must have."""


class People(NamedTuple):
    """All own patients: the number with its words (None where not told), and those who are told one by one."""

    size: Finding | None
    persons: tuple[Person, ...]
    told: tuple[Told, ...]

    @property
    def own(self) -> tuple[tuple[int, int], ...]:
        """Every part of the text that speaks of the report's own patients, title first."""
        return tuple((one.sentence.start, one.sentence.end) for one in self.told if one.voice == "own")


def people(reading: Reading) -> People:
    """Who the report's own patients are."""
    told = _reviewed_left_out(reading, tuple(Told(one, voice(reading, one)) for one in reading.sentences))
    persons = _introduced(reading, told)
    count = _count(reading, told, persons)
    if count is None:
        return People(None, (), told)
    return People(count, _persons(reading, told, persons, int(count.value)), told)  # type: ignore[arg-type]


_CITED_NUMBER = re.compile(rf"(?<![\w.,-])(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,4}}?(?:patients|cases)\b", re.IGNORECASE)
_THE_NUMBER = re.compile(
    rf"\b(?:the|these|those|all|of|in)\s+(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,3}}?(?:patients|cases)\b", re.IGNORECASE
)


def _reviewed_left_out(reading: Reading, told: tuple[Told, ...]) -> tuple[Told, ...]:
    """A sentence that goes on about `the nine patients` of a review speaks of the literature too."""
    cited = {
        number(found["n"])
        for sentence, spoken in told
        if spoken == "literature"
        for found in _CITED_NUMBER.finditer(reading.text, sentence.start, sentence.end)
    }
    if not cited:
        return told
    return tuple(Told(one.sentence, "literature") if _goes_on(reading, one, cited) else one for one in told)


def _goes_on(reading: Reading, one: Told, cited: set[float]) -> bool:
    if one.voice != "own" or one.sentence.title:
        return False
    found = _THE_NUMBER.search(reading.text, one.sentence.start, one.sentence.end)
    return found is not None and number(found["n"]) in cited


# ------------------------------------------------------------------------------------------------------ how many

_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?P<n>{COUNT}|both)\s+(?P<between>(?:[A-Za-z/'’-]+\s+){{0,6}}?)(?P<noun>patients?"
    rf"|cases?|individuals|subjects|adults|children)\b",
    re.IGNORECASE,
)
_NOT_OWN = re.compile(
    r"\b(?:reported|published|described|documented|literature|previous|previously|known|reviewed"
    r"|articles?|studies|reports?"
    r"|of|in|and|or|with|to|control|control|other|additional|percent|years?|months?|weeks?|days?|grade"
    r"|cm|mm|gy|the|case)\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:literature|previously|published|reported\s+(?:to\s+date|so\s+far|in)|have\s+been|has\s+been"
    r"|et\s+al|studies|articles"
    r"|systematic|pubmed|medline|were\s+(?:found|reported|published|described))\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:(?:re)?port(?:s|ed|ing)?|describ(?:e|es|ed|ing)|present(?:s|ed|ing)?|stud(?:y|ied)"
    r"|analy[sz]ed?|(?:retrospectively\s+)?review(?:ed|s)?"
    r"|treated|identified|examined|evaluated|enrolled|included?|series\s+of|total\s+of|report\s+of"
    r"|experience\s+(?:with|of)"
    r"|investigated|encountered|data\s+(?:of|from|on)|records\s+of|operated\s+on|assessed|collected"
    r"|consist(?:s|ed)\s+of|managed)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\s*(?:\([^)]{0,40}\)\s*)?(?:with|who|were|underwent|had|presenting|treated|of|from|suffering"
    r"|diagnosed|harbou?ring|,|\(|are|is)\b",
    re.IGNORECASE,
)
_SUBSET = re.compile(
    r"\b(?:in|for|among|except|only|remaining|other|another|additional|whom|which)\s+$|(?:[;.(]\s*|\band\s+)$",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:we|here(?:in)?|authors?)\s+(?:here(?:in)?\s+|we\s+)?(?:report|describe|present)", re.IGNORECASE
)
_SUBSET_OF = re.compile(r"\b(?:of|among|in)\s+(?:the|these|our|all|those)?\s*$", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:(?:a|an|the|this|our|single|rare|unusual|present|first|case)\s+(?:[\w-]+\s+){0,3}?(?:case"
    r"|patient)\b(?!\s*[-–]?\s*(?:series|control))"
    r"|one\s+(?:[\w-]+\s+){0,2}?case\b|an?\s+(?:[\w-]+\s+){0,3}?(?:man|woman|boy|girl|lady|gentleman|child)\b"
    r"|case\s+(?:report|study|presentation|description|illustration)\b)",
    re.IGNORECASE,
)
_PLURAL_REPORT = re.compile(r"\bcase\s+series\b|\breport\s+of\s+\w+\s+cases\b", re.IGNORECASE)


class _Candidate(NamedTuple):
    score: int
    n: int
    start: int
    end: int


def _count(reading: Reading, told: tuple[Told, ...], persons: list[tuple[Age, bool]]) -> Finding | None:
    best = max(_candidates(reading, told), key=lambda one: (one.score, -one.start), default=None)
    singles = _distinct(reading, persons)
    if not singles and _REVIEW.search(reading.text, 0, reading.sentences[0].end if reading.sentences else 0):
        return None
    if len(singles) == 1 and best and best.score < 5 and _single(reading, told):
        best = None
    if best and best.n >= 2 and best.score >= 3 and best.n >= len(singles):
        return Finding("n_patients", best.n, ((best.start, best.end),), "patients.counted")
    if singles:
        places = tuple((one.start, one.sex_end if one.sex_start >= one.end else one.end) for one in singles)
        return Finding("n_patients", len(singles), places, "patients.introduced")
    if best and best.score >= 2:
        return Finding("n_patients", best.n, ((best.start, best.end),), "patients.counted")
    return _single(reading, told)


_REVIEW = re.compile(
    r"\b(?:systematic(?:\s+literature)?\s+review|meta-?\s?analysis|scoping\s+review|pooled\s+analysis"
    r"|literature\s+review|individual\s+patient\s+data)\b"
    r"(?![^.]{0,60}\b(?:case|patients?|report|experience|institution\w*)\b)",
    re.IGNORECASE,
)
"""A title that announces a review and no case."""


def _candidates(reading: Reading, told: tuple[Told, ...]) -> Iterator[_Candidate]:
    for sentence, spoken in told:
        if spoken == "general" or not reading.has("counted", sentence.start, sentence.end):
            continue
        if reading.has("registry", sentence.start, sentence.end):
            continue
        for found in _COUNTED.finditer(reading.text, sentence.start, sentence.end):
            score = _score(reading.text, sentence, found, spoken)
            if score and found["n"].lower() != "both":
                yield _Candidate(score, int(number(found["n"])), found.start(), found.end())
            elif score:
                yield _Candidate(min(score, 2), 2, found.start(), found.end())


def _score(text: str, sentence: Sentence, found: re.Match[str], spoken: Voice) -> int:
    """How well a number of patients is told to be the report's own, 0 for not at all."""
    before = text[max(sentence.start, found.start() - REACH) : found.start()]
    after = text[found.end() : min(sentence.end, found.end() + 60)]
    if _of_others(before, found, after, spoken):
        return 0
    if _VERB.search(before) or (sentence.title and not _SUBSET_OF.search(before)):
        return 5
    if _SUBSET_OF.search(before) or _HERE.search(before):
        return 3
    return 1 if not _FOLLOWED.match(after) or (before.strip() and _SUBSET.search(before)) else 4


REACH = 200
"""How many characters before a number may say whose patients it counts."""

_CITED_BEFORE = re.compile(r"\b(?:literature|previous|only|studies|articles|reports)\b[^.;]{0,30}$")


def _of_others(before: str, found: re.Match[str], after: str, spoken: Voice) -> bool:
    """Whether the number is of reported patients and not of the report's own."""
    if _NOT_OWN.search(found["between"]) or _CITED.search(after) or _CITED_BEFORE.search(before):
        return True
    return spoken == "literature" and not re.search(r"\b(?:we|our)\b", before, re.IGNORECASE)


def _single(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    for sentence, spoken in told:
        if spoken == "general" or not reading.has("counted", sentence.start, sentence.end):
            continue
        found = _ONE.search(reading.text, sentence.start, sentence.end)
        if found and (spoken == "own") and not _PLURAL_REPORT.search(reading.text, sentence.start, sentence.end):
            return Finding("n_patients", 1, ((found.start(), found.end()),), "patients.single")
    return None


# ------------------------------------------------------------------------------------------------------ who is who


def _introduced(reading: Reading, told: tuple[Told, ...]) -> list[tuple[Age, bool]]:
    """The ages of persons on stage, in reading order, each with whether it stands in the title."""
    return [
        (age, sentence.title)
        for sentence, spoken in told
        if spoken == "own"
        for age in ages(reading, sentence)
        if age.introduced
    ]


def _distinct(reading: Reading, persons: list[tuple[Age, bool]]) -> list[Age]:
    """One age a person: the abstract's, else the title's; a second age of the same person is none."""
    inside = [age for age, titled in persons if not titled] or [age for age, _ in persons]
    return [age for index, age in enumerate(inside) if index == 0 or _another(reading, age, inside[:index])]


_NEXT = re.compile(
    r"\b(?:an?|another|second|third|one|other|and|case\s+\w+|patient\s+\w+)\W+(?:[\w-]+\W+){0,2}$|[,&(]\s*$",
    re.IGNORECASE,
)


def _another(reading: Reading, age: Age, before: list[Age]) -> bool:
    if any((other.years, other.sex) == (age.years, age.sex) for other in before):
        return False
    if age.sex and all(other.sex and other.sex != age.sex for other in before):
        return True
    return bool(_NEXT.search(reading.text[max(0, age.start - 30) : age.start]))


_MARKER = re.compile(
    r"\b(?:(?:case|patient)\s+(?:no\.?\s*|#\s*)?(?P<n>\d|one|two|three|four|five|I{1,3}|IV|V)\b"
    r"|(?:the\s+)?(?P<ord>first|second|third|fourth|fifth)\s+(?:patient|case|one|woman|man)\b"
    r"|(?P<other>the\s+other(?:\s+(?:patient|case|one|woman|man))?\b|the\s+latter|another\s+(?:patient"
    r"|case))|(?P<former>the\s+former))",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def _persons(
    reading: Reading, told: tuple[Told, ...], persons: list[tuple[Age, bool]], count: int
) -> tuple[Person, ...]:
    own = [one.sentence for one in told if one.voice == "own"]
    if count == 1:
        return (Person(1, tuple((one.start, one.end) for one in own), _every_age(reading, own)),)
    singles = _distinct(reading, persons)
    marks = list(_marks(reading, own, singles, count))
    if not marks:
        return tuple(_by_sex(reading, own, count))
    return tuple(_shares(reading, own, marks, count))


def _every_age(reading: Reading, own: list[Sentence]) -> tuple[Age, ...]:
    return tuple(age for sentence in own for age in ages(reading, sentence))


class _Mark(NamedTuple):
    """From here on the text tells of this patient."""

    at: int
    number: int
    age: Age | None = None


def _marks(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> Iterator[_Mark]:
    named = [
        _Mark(found.start(), index)
        for sentence in own
        if not sentence.title
        for found in _MARKER.finditer(reading.text, sentence.start, sentence.end)
        if 1 <= (index := _index(found, count)) <= count
    ]
    following = 0
    for age in singles:
        following = _number_near(reading, age, named) or following + 1
        if following <= count:
            yield _Mark(age.start, following, age)
    yield from named


def _number_near(reading: Reading, age: Age, named: list[_Mark]) -> int:
    """The number that a person is given: in brackets behind the age, or before it in the sentence; 0 for none."""
    behind = [
        one for one in named if 0 < one.at - max(age.end, age.sex_end) <= 12 and "(" in reading.text[age.end : one.at]
    ]
    before = [
        one for one in named if one.at <= age.start and reading.sentence_at(one.at) == reading.sentence_at(age.start)
    ]
    return behind[0].number if behind else before[-1].number if before else 0


def _index(found: re.Match[str], count: int) -> int:
    if found["n"]:
        low = found["n"].lower()
        return _ROMAN.get(low) or int(number(low))
    if found["ord"]:
        return ordinal(found["ord"])
    return 1 if found["former"] else count if count == 2 else 0


def _shares(reading: Reading, own: list[Sentence], marks: list[_Mark], count: int) -> Iterator[Person]:
    pieces: dict[int, list[tuple[int, int]]] = {index: [] for index in range(1, count + 1)}
    by_sex = _one_of_each_sex(marks)
    current: int | None = None
    for sentence in own:
        inside = sorted(mark for mark in marks if sentence.start <= mark.at < sentence.end)
        if inside and _one_list(reading.text, inside):
            for mark in marks:
                pieces[mark.number].append((sentence.start, sentence.end))
            current = None
        elif inside:
            for mark, start, stop in _between(reading.text, inside, sentence):
                pieces[mark.number].append((start, stop))
            current = inside[-1].number if len({one.number for one in inside}) == 1 else None
        elif sentence.title or reading.has("shared", sentence.start, sentence.end) or _plural(reading, sentence):
            for own_pieces in pieces.values():
                own_pieces.append((sentence.start, sentence.end))
        else:
            index = current or _by_pronoun(reading, sentence, by_sex)
            if index:
                pieces[index].append((sentence.start, sentence.end))
    for index, own_pieces in pieces.items():
        found = tuple(mark.age for mark in sorted(marks) if mark.number == index and mark.age)
        if own_pieces:
            yield Person(index, tuple(dict.fromkeys(own_pieces)), found, None, (index, count))


def _one_list(text: str, inside: list[_Mark]) -> bool:
    """Whether the patients of a sentence are only enumerated by age, and all else in it is said of all."""
    aged = [(mark.age, mark.number) for mark in inside if mark.age]
    gaps = [text[one.end : other.start] for (one, _), (other, _) in pairwise(aged)]
    return len({index for _, index in aged}) > 1 and all(len(gap) <= 20 for gap in gaps)


def _between(text: str, inside: list[_Mark], sentence: Sentence) -> Iterator[tuple[_Mark, int, int]]:
    """Cut a sentence that tells of several patients before each of them."""
    for place, mark in enumerate(inside):
        start = sentence.start if place == 0 else mark.at
        stop = inside[place + 1].at if place + 1 < len(inside) else sentence.end
        yield mark, start, stop


_PLURALS = re.compile(r"\b(?:patients|cases|they|them|their|tumou?rs|lesions)\b", re.IGNORECASE)


def _plural(reading: Reading, sentence: Sentence) -> bool:
    return bool(_PLURALS.search(reading.text, sentence.start, sentence.end)) or reading.has(
        "respectively", *sentence[:2]
    )


def _one_of_each_sex(marks: list[_Mark]) -> dict[str, int]:
    sexes: dict[str, set[int]] = {}
    for mark in marks:
        if mark.age and mark.age.sex:
            sexes.setdefault(mark.age.sex, set()).add(mark.number)
    return {sex: numbers.pop() for sex, numbers in sexes.items() if len(numbers) == 1}


def _by_pronoun(reading: Reading, sentence: Sentence, by_sex: dict[str, int]) -> int | None:
    kinds = {one.name for kind in ("pronoun", "sex") for one in reading.mentions(kind, sentence.start, sentence.end)}
    return by_sex.get(kinds.pop()) if len(kinds) == 1 else None


# ------------------------------------------------------------------------------------------------------ sexes only

_SEXES = re.compile(
    rf"(?<![\w.,/])(?P<n>{COUNT}|an?)\s+(?:[a-z]+\s+)?(?P<s>men|man|males?|boys?|women|woman|females?"
    rf"|girls?)(?:\s+patients?)?\b"
    rf"[^.;\d]{{0,30}}?(?:and|,|/|;)\s*(?:\(?\s*)(?P<n2>{COUNT}|an?)\s+(?:[a-z]+\s+)?(?P<s2>men|man"
    rf"|males?|boys?|women|woman|females?|girls?)\b",
    re.IGNORECASE,
)
_ALL_ONE = re.compile(
    r"\b(?:all|both)\s+(?:(?:of\s+)?(?:them|whom|the)\s+)?(?:patients?\s+)?(?:were\s+)?(?P<s>men"
    r"|males?|women|females?)\b(?!\s+(?:with|who|aged))",
    re.IGNORECASE,
)
MOST_ROWS = 20
"""Above so many patients a series is a cohort, and its sexes are an aggregate and no list of persons."""


def _by_sex(reading: Reading, own: list[Sentence], count: int) -> Iterator[Person]:
    """`6 men and 2 women` has eight known sexes: one person each, of whom nothing else is told."""
    if count > MOST_ROWS:
        return
    for sentence in own:
        found = _SEXES.search(reading.text, sentence.start, sentence.end)
        if (
            found
            and _amount(found["n"]) + _amount(found["n2"]) == count
            and _letter(found["s"]) != _letter(found["s2"])
        ):
            first = _amount(found["n"])
            for index in range(1, count + 1):
                group = ("n", "s") if index <= first else ("n2", "s2")
                yield Person(index, (), (), (_letter(found[group[1]]), found.start(group[0]), found.end(group[1])))
            return
        same = _ALL_ONE.search(reading.text, sentence.start, sentence.end)
        if same:
            for index in range(1, count + 1):
                yield Person(index, (), (), (_letter(same["s"]), same.start(), same.end()))
            return


def _amount(words: str) -> int:
    return 1 if words.lower() in ("a", "an") else int(number(words))


def _letter(word: str) -> str:
    return "F" if word.lower().startswith(("w", "f", "g")) else "M"
