"""How many own patients a report has: the number it counts, or the patients it brings on stage one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text.phrases import Phrase
from ..text.reading import Finding, Reading, Sentence
from ..text.vocabulary import Kinds, terms
from . import foreign, kin, markers
from .ages import Age
from .sexcounts import pair
from .tallies import HERE, Tally, tallies
from .voices import Told

CUES: Kinds = {
    "counted": {
        "": terms(
            """
            patient, case, individual, subject, adult, child, children, man, men, woman, women, male, female, boy, girl,
            lady, gentleman, gentlemen, observation, persons, person, infant, neonate, newborn, baby, babies,
            toddler, teenager, sisters, brothers, siblings, twins
            """
        ),
    },
    "registry": {
        "": terms(
            """
            SEER, surveillance epidemiology and end results, surveillance epidemiology end results, NCDB,
            national cancer database, national cancer data base, national inpatient sample, nationwide inpatient
            sample, cancer registry, population based registry, nationwide registry, national registry
            """
        ),
    },
}
"""`registry` are the files of a whole country: nobody's own patients. A department's own registry is none of them."""

_ONE = Phrase(
    r"\b(?:(?:a|an|the|this|our|single|rare|unusual|present|first|case)\s+(?:[\w-]+\s+){0,3}?(?:case"
    r"|patient)\b(?!\s*[-–]?\s*(?:series|control|reports\b|studies\b|descriptions\b|observations\b|histories\b))"
    r"|one\s+(?:[\w-]+\s+){0,2}?case\b|an?\s+(?:[\w-]+\s+){0,3}?(?:man|woman|boy|girl|lady|gentleman|child)\b"
    r"|an?\s+(?:[\w-]+\s+){0,3}?(?:fe)?male\b(?!\s*(?:pre|to\b|sex|gender|ratio|:|-))"
    r"|(?:^|[.:])\s*(?:patient\s*:\s*)?(?:fe)?male\s*[,(]\s*\d"
    r"|case\s+(?:report|study|presentation|description|illustration)\b)"
)
_PLURAL_REPORT = Phrase(r"\bcase\s+series\b|\breport\s+of\s+\w+\s+cases\b")


def count(reading: Reading, told: tuple[Told, ...], singles: list[Age]) -> Finding | None:
    """`n_patients`; None where the report tells of no own patient. `singles` are those it introduces one by one."""
    title = reading.text[: reading.sentences[0].end] if reading.sentences else ""
    if foreign.tells_of_none(reading, title, introduced=bool(singles)):
        return None
    candidates = [one for one in tallies(reading, told) if one.n > 1 or not _THE_OTHER.search(reading, one.end)]
    best = max(candidates, key=lambda one: (one.score, -one.start), default=None)
    if best and len(singles) <= 1 and _of_one_case(reading, told, best, singles):
        best = None
    both = _of_both_sexes(reading, told) if singles and not (best and best.score >= _SURE) else None
    if both and int(both.value) > len(singles) and both.places[0][1] < singles[0].start:  # type: ignore[arg-type]
        return both  # `2 men and 3 women were treated; a 70-year-old woman died`: one of them is told of apart
    named = _named(reading, told)
    if named and not best and int(named.value) > len(singles):  # type: ignore[arg-type]
        return named  # the age of one of them is told in passing: `Patient 2 presented at 39 years of age`
    return (
        _chosen(best, singles)
        or named
        or _of_both_sexes(reading, told)
        or _related(reading, told)
        or _single(reading, told)
    )


def _named(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    """`Patient 1 … Patient 2 … Patient 3`, when nothing else counts them."""
    row = markers.numbered(reading, [one.sentence for one in told if one.voice == "own"])
    return Finding("n_patients", len(row), tuple(row), "patients.named") if row else None


def _of_one_case(reading: Reading, told: tuple[Told, ...], best: Tally, singles: list[Age]) -> bool:
    """Whether the report is of one case, so that a number of patients in it counts others."""
    if best.n == _PAIR and _THE_OTHER.search(reading, best.end):
        return False
    title = reading.sentences[0]
    named = title.title and _CASE_TITLE.search(reading, 0, title.end)
    if singles and title.title and best.start > title.end and _BESIDE.search(reading.text[: title.end]):
        return not _OWN_NUMBER.search(reading, reading.sentence_at(best.start).start, best.end + 60)
    if best.start < title.end and title.title:
        return bool(named and _REVIEW_OF.search(reading.text[: best.start]))
    if not singles:
        return best.score < 5 and (bool(named) or _announced(reading, told, best))
    return bool(named or (best.score < 5 and _single(reading, told))) or _announced(reading, told, best)


_PAIR = 2
_SURE = 3
"""A number of patients with this score is the report's own."""
_THE_OTHER = Phrase(
    r"\b(?:the\s+other\s+(?:patient|case|one)|both\s+(?:patients|cases)|the\s+second\s+(?:patient|case|one))\b"
)
"""Words on two patients that were counted before."""
_CASE_TITLE = Phrase(
    r"\b(?:case\s+(?:report|illustration|study|presentation)\b(?!s)|report\s+of\s+(?:an?|one|1|the)\s+(?:[\w-]+\s+){0,3}?case\b"
    r"|(?:an?|one)\s+(?:[\w-]+\s+){0,2}?case\b)(?!\s+series)"
)
_BESIDE = re.compile(
    r"\b(?:and|with|plus)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}review\b|\breview\s+of\s+(?:the\s+)?literature\b",
    re.IGNORECASE,
)
"""A case beside a review: the patients that are numbered are the reviewed ones, unless they are called the own."""

_OWN_NUMBER = Phrase(
    r"\b(?:our|consecutive|treated|operated|institution\w*|department|hospital|centre|center|report|present|describe|underwent|own)\b"
)
_REVIEW_OF = re.compile(r"\breview\s+(?:and\s+analysis\s+)?of\s+(?:the\s+|all\s+)?$", re.IGNORECASE)
_ANNOUNCED = Phrase(
    r"\b(?:we|authors|here(?:in)?|paper|article|reports?)\s+(?:[\w,]+\s+){0,3}?(?:report(?:s|ed)?|present(?:s|ed)?|describe[sd]?)\s+"
    r"(?:here\s+|on\s+)?(?:an?|one|the\s+(?:\w+\s+)?case)\b"
)
_EXAMPLE = Phrase(r"\b(?:illustrat|representative|exempl|example)")


def _announced(reading: Reading, told: tuple[Told, ...], best: Tally) -> bool:
    """Whether a sentence before the number says that one patient is reported, and not as an example of many."""
    return any(
        _ANNOUNCED.search(reading, *one.sentence[:2]) and not _EXAMPLE.search(reading, *one.sentence[:2])
        for one in told
        if one.voice == "own" and one.sentence.end <= best.start
    )


def _chosen(best: Tally | None, singles: list[Age]) -> Finding | None:
    if best and best.n >= 2 and best.score >= 3 and best.n >= len(singles):
        return Finding("n_patients", best.n, ((best.start, best.end),), "patients.counted")
    if singles:
        places = tuple((one.start, one.sex_end if one.sex_start >= one.end else one.end) for one in singles)
        return Finding("n_patients", len(singles), places, "patients.introduced")
    if best and best.score >= 2:
        return Finding("n_patients", best.n, ((best.start, best.end),), "patients.counted")
    return None


def _of_both_sexes(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    """`Three men and two women with` are five patients, when nothing counts them better."""
    if reading.has("registry", 0, len(reading.text)):
        return None
    own = (one.sentence for one in told if one.voice == "own" and reading.has("sex", *one.sentence[:2]))
    for first, many, second, more in (found for sentence in own for found in pair(reading, sentence)):
        if not many + more:
            continue
        return Finding("n_patients", many + more, ((first[1], second[2]),), "patients.counted")
    return None


def _related(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    """`A mother and her daughter` are two."""
    both = (kin.pair(reading, *one.sentence[:2]) for one in told if one.voice == "own")
    two = next((one for one in both if one), None)
    return Finding("n_patients", len(two), ((two[0][1], two[-1][2]),), "patients.related") if two else None


def _single(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    own = [one.sentence for one in told if one.voice == "own"]
    place = next(_ones(reading, own), None) or _by_pronoun(reading, own)
    return Finding("n_patients", 1, (place,), "patients.single") if place else None


def _ones(reading: Reading, own: list[Sentence]) -> Iterator[tuple[int, int]]:
    for sentence in own:
        if reading.has("counted", *sentence[:2]) and not _PLURAL_REPORT.search(reading, *sentence[:2]):
            yield from (
                found.span() for found in _ONE.finditer(reading, *sentence[:2]) if _of_event(reading, sentence, found)
            )
        for job in reading.mentions("occupation", *sentence[:2]):
            article = _ARTICLE.search(reading, sentence.start, job.start)
            if article and _DOES.match(reading, job.end, sentence.end):
                yield article.start(), job.end


_KNOWN = re.compile(r"(?:the|this)\s")


def _of_event(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether something happened to `the patient`: of anybody's patient the present tense tells."""
    if not _KNOWN.match(found.group()):
        return not _PLEA.match(reading.text, found.end())
    return sentence.title or reading.has("past tense", *sentence[:2]) or bool(HERE.search(reading.text, *sentence[:2]))


_PLEA = re.compile(r"\s+for\b")
_ARTICLE = Phrase(r"\b(?:an?|the|this|our)\s+(?:[\w-]+\s+){0,2}$")
_DOES = Phrase(
    r"\s*(?:,|\(|(?:who|whose|with|was|had|has|presented|presents|developed|noticed|complained|suffered|underwent|aged|born|came"
    r"|consulted|experienced|reported|attended|sought|of\s+\d|in\s+(?:his|her))\b)"
)
_PRONOUN = Phrase(r"(?<!or\s)(?<!/)\b(?:s?he|her|his)\b(?!\s+or\b|/)")
_PATIENTS = Phrase(r"\b(?:patients|cases|men|women)\b")


def _by_pronoun(reading: Reading, own: list[Sentence]) -> tuple[int, int] | None:
    """A patient who is only `she` or `he`, in a text that tells of no patients in the plural."""
    if any(_PATIENTS.search(reading, *one[:2]) for one in own):
        return None
    told = (one for one in own if not one.title and reading.has("past tense", *one[:2]))
    found = (_PRONOUN.search(reading, *one[:2]) for one in told)
    return next((one.span() for one in found if one and not reading.text[one.start() : one.end()].isupper()), None)
