"""How many own patients a report has: the number it counts, or the patients it brings on stage one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Finding, Reading, Sentence
from ..text.vocabulary import Kinds, terms
from . import foreign, markers
from .ages import Age
from .sexcounts import pair
from .voices import Told, Voice

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

_COUNTED = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT}|both)\s+(?P<between>(?:(?!(?:in|with|from|to)\s)[A-Za-z/'’-]+\s+){{0,6}}?)(?P<noun>patients?"
    r"|cases?|individuals?|subjects|persons|observations|adults|children|sisters|brothers|siblings|twins"
    r"|men|women|males|females|boys|girls|ladies|gentlemen)\b"
)
_SEXED = ("men", "women", "males", "females", "boys", "girls", "ladies", "gentlemen")
_PAIRED = re.compile(
    rf"\s*(?:\([^)]*\)\s*)?(?:[^.;\d]{{0,40}}\band|,|/|;)\s*(?:\(\s*)?(?:{COUNT}|an?)\s+(?:[a-z-]+\s+)?"
    r"(?:wom[ae]n|m[ae]n|(?:fe)?males?|boys?|girls?)\b",
    re.IGNORECASE,
)
"""`Three men` with another sex behind are a part, and no number of all."""
_NOT_OWN = re.compile(
    r"\b(?:reported|published|described|documented|literature|previous|previously|known|reviewed"
    r"|articles?|studies|reports?"
    r"|of|in|and|or|with|to|control|control|other|additional|percent|years?|months?|weeks?|days?|grade"
    r"|cm|mm|gy|the|case)\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:literature|previously\s+(?:reported|published|described|documented|known)|published|reported\s+(?:to\s+date|so\s+far|in)|have\s+been|has\s+been"
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
    r"|managed|add(?:s|ed)?)\b[^.;]{0,60}$|\bconsist(?:s|ed|ing)\s+of\s+(?:a\s+total\s+of\s+|the\s+)?$",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\s*(?:\([^)]{0,40}\)\s*)?(?:(?:with|who|were|underwent|had|presenting|treated|of|from|suffering"
    r"|diagnosed|harbou?ring|are|is|aged|fulfill?ed|met|satisfied)\b|,|\()",
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
    r"|patient)\b(?!\s*[-–]?\s*(?:series|control|reports\b|studies\b|descriptions\b|observations\b|histories\b))"
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
    if foreign.tells_of_none(reading, title, introduced=bool(singles)):
        return None
    candidates = [one for one in _candidates(reading, told) if one.n > 1 or not _THE_OTHER.search(reading, one.end)]
    best = max(candidates, key=lambda one: (one.score, -one.start), default=None)
    if best and len(singles) <= 1 and _of_one_case(reading, told, best, singles):
        best = None
    return _chosen(best, singles) or _named(reading, told) or _of_both_sexes(reading, told) or _single(reading, told)


def _named(reading: Reading, told: tuple[Told, ...]) -> Finding | None:
    """`Patient 1 … Patient 2 … Patient 3`, when nothing else counts them."""
    row = markers.numbered(reading, [one.sentence for one in told if one.voice == "own"])
    return Finding("n_patients", len(row), tuple(row), "patients.named") if row else None


def _of_one_case(reading: Reading, told: tuple[Told, ...], best: _Candidate, singles: list[Age]) -> bool:
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


def _candidates(reading: Reading, told: tuple[Told, ...]) -> Iterator[_Candidate]:
    if reading.has("registry", 0, len(reading.text)):
        return
    for sentence, spoken in told:
        chosen = (*_CHOSEN.finditer(reading, *sentence[:2]), *_FULFILLED.finditer(reading, *sentence[:2]))
        for found in chosen if spoken == "own" else ():
            if 0 < number(found["n"]) <= MOST:
                yield _Candidate(6, int(number(found["n"])), found.start("n"), found.end())
        if spoken == "general" or not reading.has("counted", sentence.start, sentence.end):
            continue
        for found in _COUNTED.finditer(reading, sentence.start, sentence.end):
            if _part_or_one(reading.text, found):
                continue
            score = _score(reading.text, sentence, found, spoken)
            if score and found["n"].lower() != "both":
                yield _Candidate(score, int(number(found["n"])), found.start(), found.end())
            elif score:
                yield _Candidate(min(score, 2), 2, found.start(), found.end())


_FULFILLED = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:\([^)]{{1,12}}\)\s+)?(?:of\s+(?:them|these|which|whom|those)\s+|patients\s+|cases\s+)(?:finally\s+|eventually\s+)?"
    r"(?:fulfill?ed|met|satisfied)\s+(?:the|these|our|all|both|inclusion|entry|selection|eligibility)\b"
)
MOST = 99_999
"""A greater number counts no report's patients."""

_CHOSEN = Phrase(
    rf"\b(?:among|of|from|out\s+of)\s+(?:the\s+|all\s+|these\s+|a\s+total\s+of\s+)?{COUNT}\s+(?:[\w/-]+\s+){{0,5}}?(?:patients|cases|records|files)\b"
    rf"[^.;]{{0,80}}?,\s+(?:only\s+)?(?P<n>{COUNT})\s+(?:patients?\s+|cases?\s+|\([^)]{{1,12}}\)\s+)?"
    r"(?:(?:were|was)\s+(?:finally\s+|retrospectively\s+)?(?:identified|eligible|selected|included|enrolled|retained|suitable|analy[sz]ed)"
    r"|(?:fulfill?ed|met|satisfied)\s+(?:the|these|our|all|both|inclusion|entry|selection|eligibility))\b(?!\s+as\b)"
)
"""`Among 164 patients, eight were identified`: the chosen ones are those that the report is of."""


def _part_or_one(text: str, found: re.Match[str]) -> bool:
    """Whether the words name one patient (`a 64 male patient`), or the men among men and women."""
    noun, n = found["noun"], found["n"]
    if noun in _SEXED and n not in ("both", "0", "zero"):
        return bool(
            _PAIRED.match(text, found.end()) or _AND_BEFORE.search(text[max(0, found.start() - 12) : found.start()])
        )
    if n != "both" and not 0 < number(n) <= MOST:
        return True
    if n == "both" or noun.endswith("s") or noun == "children":
        return False
    return number(n) != 1 and not text.startswith((" report", " series"), found.end())


_AND_BEFORE = re.compile(r"(?:\band|[,/;(])\s*$")


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


def _score(text: str, sentence: Sentence, found: re.Match[str], spoken: Voice) -> int:
    """How well a number of patients is told to be the report's own, 0 for not at all."""
    before = text[max(sentence.start, found.start() - REACH) : found.start()]
    after = text[found.end() : min(sentence.end, found.end() + 140)]
    if _of_others(before, found, after, spoken):
        return 0
    if found["noun"] in _SEXED:
        if _VERB.search(before) or sentence.title or _ALL_THESE.search(found["between"]):
            return 4
        return 1 if before.strip() or not _FOLLOWED.match(after) else 2
    if _OF_TISSUE.search(before):
        return 1
    return _fit(sentence, found, before, after)


def _fit(sentence: Sentence, found: re.Match[str], before: str, after: str) -> int:
    """The same of a number that is not told of others."""
    every = _ALL_THESE.search(found["between"]) and not _REST.search(before)
    if (
        every
        or _VERB.search(before)
        or (sentence.title and (not _SUBSET_OF.search(before) or before.lower().endswith(" in ")))
    ):
        return 5
    if _SHARE.match(after):
        return 1
    if _OF.fullmatch(before):
        return 4
    if _SUBSET_OF.search(before) or _HERE.search(before):
        return 3
    if not _FOLLOWED.match(after) or (before.strip() and _SUBSET.search(before)):
        return 1
    return 5 if _ENROLLED.search(after) else 4


_SHARE = re.compile(r"\s*\(\s*\d+(?:\.\d+)?\s?%")
"""`Four patients (4.9%)` are a part of others."""
_OF = re.compile(r"\s*(?:of|among|amongst|out\s+of)\s+(?:a\s+total\s+of\s+|our\s+)?", re.IGNORECASE)
"""`Of 81 patients with the disease, 22 had` begins with all of them."""
_REST = re.compile(r"\b(?:except|only|remaining|other|another|additional|further|next|last)\s+$", re.IGNORECASE)
_OF_TISSUE = re.compile(r"\b(?:samples?|specimens?|lines)\s+(?:of|from)\s+(?:the\s+)?$", re.IGNORECASE)
"""Whose tissue was examined is not told of by that."""
_ENROLLED = re.compile(
    r"\bwere\s+(?:[a-z]+ly\s+)?(?:enrolled|included|eligible|identified|recruited|selected|analy[sz]ed|reviewed|studied|evaluated)\b"
    r"|^[^.;,]{0,120}?\bare\s+(?:here(?:in)?\s+)?(?:presented|reported|described|discussed|added)\b(?!\s+in\s+the\s+literature)",
    re.IGNORECASE,
)
_ALL_THESE = re.compile(r"\b(?:consecutive|unselected)\b")

REACH = 200
"""How many characters before a number may say whose patients it counts."""

_NEXT_NUMBER = re.compile(r"(?<![(\d])\b\d")
_CITED_BEFORE = re.compile(r"\b(?:literature|previous|only|studies|articles|reports)\b[^.;]{0,30}$")


_FROM_LITERATURE = re.compile(
    r"\b(?:from|in|of)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}(?:literature|journals|publications|papers|textbooks|articles)\b",
    re.IGNORECASE,
)


_AND_REVIEW = re.compile(
    r"\s*[,:;]?\s+(?:and|with|plus)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}(?:review|analysis|meta-?analysis)\b", re.IGNORECASE
)
"""What a title puts beside its own cases: `two cases, with a review of the literature`."""


def _of_others(before: str, found: re.Match[str], after: str, spoken: Voice) -> bool:
    """Whether the number is of reported patients and not of the report's own."""
    review = _AND_REVIEW.match(after)
    after = "" if review else after
    if (
        _NOT_OWN.search(found["between"])
        or _CITED.search(_NEXT_NUMBER.split(after[:60])[0])
        or _CITED_BEFORE.search(before)
    ):
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
    return sentence.title or reading.has("past tense", *sentence[:2]) or bool(_HERE.search(reading.text, *sentence[:2]))


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
