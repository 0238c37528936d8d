"""How many own patients a report has: the number it counts, or the patients it brings on stage one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .ages import Age
from .numbers import COUNT, number
from .phrases import Phrase
from .reading import Finding, Reading, Sentence
from .sexes import SEXES, amount, letter
from .vocabulary import Kinds, terms
from .voices import Told, Voice

CUES: Kinds = {
    "counted": {
        "": terms("patient, case, individual, subject, adult, child, man, woman, male, female, boy, girl, lady"),
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

_COUNTED = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT}|both)\s+(?P<between>(?:[A-Za-z/'’-]+\s+){{0,6}}?)(?P<noun>patients?"
    rf"|cases?|individuals|subjects|adults|children)\b"
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
_ONE = Phrase(
    r"\b(?:(?:a|an|the|this|our|single|rare|unusual|present|first|case)\s+(?:[\w-]+\s+){0,3}?(?:case"
    r"|patient)\b(?!\s*[-–]?\s*(?:series|control))"
    r"|one\s+(?:[\w-]+\s+){0,2}?case\b|an?\s+(?:[\w-]+\s+){0,3}?(?:man|woman|boy|girl|lady|gentleman|child)\b"
    r"|an?\s+(?:[\w-]+\s+){0,3}?(?:fe)?male\b(?!\s*(?:pre|to\b|sex|gender|ratio|:|-))"
    r"|(?:^|[.:])\s*(?:patient\s*:\s*)?(?:fe)?male\s*[,(]\s*\d"
    r"|case\s+(?:report|study|presentation|description|illustration)\b)"
)
_PLURAL_REPORT = Phrase(r"\bcase\s+series\b|\breport\s+of\s+\w+\s+cases\b")


class _Candidate(NamedTuple):
    score: int
    n: int
    start: int
    end: int


def count(reading: Reading, told: tuple[Told, ...], singles: list[Age]) -> Finding | None:
    """`n_patients`; None where the report tells of no own patient. `singles` are those it introduces one by one."""
    title = reading.text[: reading.sentences[0].end] if reading.sentences else ""
    if _NOTICE.match(title) or (_ANIMAL.search(title) and not _HUMAN.search(reading.text)):
        return None
    best = max(_candidates(reading, told), key=lambda one: (one.score, -one.start), default=None)
    if not singles and _REVIEW.search(title):
        return None
    if best and len(singles) <= 1 and _of_one_case(reading, told, best, singles):
        best = None
    return _chosen(best, singles) or _of_both_sexes(reading, told) or _single(reading, told)


_NOTICE = re.compile(
    r"\W*(?:retraction(?:\s+no(?:te|tice))?|notice\s+of\s+retraction|expression\s+of\s+concern|erratum|errata|corrigend(?:um|a)"
    r"|(?:author|publisher)(?:\s+|['’]s\s+)(?:correction|note)|correction)(?:\s+(?:to|for)|\s*[:.—–-])",
    re.IGNORECASE,
)
"""A title of a notice about a report, which tells of no patient itself; a retracted report says RETRACTED."""

_ANIMAL = re.compile(
    r"\b(?:canine|dogs?|feline|cats?|equine|horses?|mare|bovine|cows?|rats?|mice|mouse|murine|rabbits?|ferrets?|veterinary"
    r"|labrador|sheep|ovine|porcine|pigs?|zebrafish|xenografts?)\b",
    re.IGNORECASE,
)
_HUMAN = re.compile(r"\b(?:m[ae]n|wom[ae]n|boys?|girls?|lady|gentleman|humans?)\b", re.IGNORECASE)


def _of_one_case(reading: Reading, told: tuple[Told, ...], best: _Candidate, singles: list[Age]) -> bool:
    """Whether the report is of one case, so that a number of patients in it counts others."""
    title = reading.sentences[0]
    named = title.title and _CASE_TITLE.search(reading, 0, title.end)
    if best.start < title.end and title.title:
        return bool(named and _REVIEW_OF.search(reading.text[: best.start]))
    if not singles:
        return bool(named and best.score < 5)
    return bool(named or (best.score < 5 and _single(reading, told))) or _announced(reading, told, best)


_CASE_TITLE = Phrase(
    r"\b(?:case\s+(?:report|illustration|study|presentation)\b(?!s)|report\s+of\s+(?:an?|one|1|the)\s+(?:[\w-]+\s+){0,3}?case\b"
    r"|(?:an?|one)\s+(?:[\w-]+\s+){0,2}?case\b)(?!\s+series)"
)
_REVIEW_OF = re.compile(r"\breview\s+(?:and\s+analysis\s+)?of\s+(?:the\s+|all\s+)?$", re.IGNORECASE)
_ANNOUNCED = Phrase(
    r"\b(?:we|authors|here(?:in)?|paper|article|reports?)\s+(?:[\w,]+\s+){0,3}?(?:report(?:s|ed)?|present(?:s|ed)?|describe[sd]?)\s+"
    r"(?:here\s+|on\s+)?(?:an?|one|the\s+(?:\w+\s+)?case)\b"
)
_EXAMPLE = Phrase(r"\b(?:illustrat|representative|exempl|example)")


def _announced(reading: Reading, told: tuple[Told, ...], best: _Candidate) -> bool:
    """Whether a sentence before the number says that one patient is reported, and not as an example of many."""
    return any(
        _ANNOUNCED.search(reading, *one.sentence[:2]) and not _EXAMPLE.search(reading, *one.sentence[:2])
        for one in told
        if one.voice == "own" and one.sentence.end <= best.start
    )


def _chosen(best: _Candidate | None, singles: list[Age]) -> Finding | None:
    if best and best.n >= 2 and best.score >= 3 and best.n >= len(singles):
        return Finding("n_patients", best.n, ((best.start, best.end),), "patients.counted")
    if singles:
        places = tuple((one.start, one.sex_end if one.sex_start >= one.end else one.end) for one in singles)
        return Finding("n_patients", len(singles), places, "patients.introduced")
    if best and best.score >= 2:
        return Finding("n_patients", best.n, ((best.start, best.end),), "patients.counted")
    return None


_REVIEW = re.compile(
    r"\b(?:systematic(?:\s+literature)?\s+review|meta-?\s?analysis|scoping\s+review|pooled\s+analysis"
    r"|literature\s+review|individual\s+patient\s+data)\b"
    r"(?![^.]{0,60}\b(?:case|patients?|report|experience|institution\w*)\b)",
    re.IGNORECASE,
)
"""A title that announces a review and no case."""


def _candidates(reading: Reading, told: tuple[Told, ...]) -> Iterator[_Candidate]:
    if reading.has("registry", 0, len(reading.text)):
        return
    for sentence, spoken in told:
        if spoken == "general" or not reading.has("counted", sentence.start, sentence.end):
            continue
        for found in _COUNTED.finditer(reading, sentence.start, sentence.end):
            score = _score(reading.text, sentence, found, spoken)
            if score and found["n"].lower() != "both":
                yield _Candidate(score, int(number(found["n"])), found.start(), found.end())
            elif score:
                yield _Candidate(min(score, 2), 2, found.start(), found.end())


def _of_both_sexes(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    """`Three men and two women with` are five patients, when nothing counts them better."""
    if reading.has("registry", 0, len(reading.text)):
        return None
    own = (one.sentence for one in told if one.voice == "own" and reading.has("sex", *one.sentence[:2]))
    for found in (SEXES.search(reading, *one[:2]) for one in own):
        if found and letter(found["s"]) != letter(found["s2"]):
            n = amount(found["n"]) + amount(found["n2"])
            return Finding("n_patients", n, ((found.start(), found.end()),), "patients.counted")
    return None


def _score(text: str, sentence: Sentence, found: re.Match[str], spoken: Voice) -> int:
    """How well a number of patients is told to be the report's own, 0 for not at all."""
    before = text[max(sentence.start, found.start() - REACH) : found.start()]
    after = text[found.end() : min(sentence.end, found.end() + 140)]
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


_FROM_LITERATURE = re.compile(r"\b(?:from|in|of)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}literature\b", re.IGNORECASE)


def _of_others(before: str, found: re.Match[str], after: str, spoken: Voice) -> bool:
    """Whether the number is of reported patients and not of the report's own."""
    if _NOT_OWN.search(found["between"]) or _CITED.search(after[:60]) or _CITED_BEFORE.search(before):
        return True
    if _FROM_LITERATURE.search(after):
        return True
    return spoken == "literature" and not re.search(r"\b(?:we|our)\b", before, re.IGNORECASE)


def _single(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    own = [one.sentence for one in told if one.voice == "own"]
    place = next(_ones(reading, own), None) or _by_pronoun(reading, own)
    return Finding("n_patients", 1, (place,), "patients.single") if place else None


def _ones(reading: Reading, own: list[Sentence]) -> Iterator[tuple[int, int]]:
    for sentence in own:
        if reading.has("counted", *sentence[:2]) and not _PLURAL_REPORT.search(reading, *sentence[:2]):
            found = _ONE.search(reading, sentence.start, sentence.end)
            if found:
                yield found.span()
        for job in reading.mentions("occupation", *sentence[:2]):
            article = _ARTICLE.search(reading, sentence.start, job.start)
            if article and _DOES.match(reading, job.end, sentence.end):
                yield article.start(), job.end


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
    return next((one.span() for one in found if one), None)
