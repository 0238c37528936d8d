"""Numbers of patients that a text names, each with how well it is told to be the report's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from .voices import Told, Voice

_COUNTED = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT}|both)\s+(?P<between>(?:(?!(?:in|with|from|to|of\s+(?:the|these|our))\s)[A-Za-z/'’-]+\s+){{0,6}}?)(?P<noun>patients?"
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
HERE = re.compile(
    r"\b(?:we|here(?:in)?|authors?)\s+(?:here(?:in)?\s+|we\s+)?(?:report|describe|present)", re.IGNORECASE
)
_SUBSET_OF = re.compile(r"\b(?:of|among|in)\s+(?:the|these|our|all|those)?\s*$", re.IGNORECASE)


class Tally(NamedTuple):
    """A number of patients: how plainly they are the own ones (0 not at all to 6), the number, and its place."""

    score: int
    n: int
    start: int
    end: int


def tallies(reading: Reading, told: tuple[Told, ...]) -> Iterator[Tally]:
    """Every number of patients that may be that of the own ones; none in a study of a whole country's registry."""
    if reading.has("registry", 0, len(reading.text)):
        return
    for sentence, spoken in told:
        chosen = (*_CHOSEN.finditer(reading, *sentence[:2]), *_FULFILLED.finditer(reading, *sentence[:2]))
        for found in chosen if spoken == "own" else ():
            if 0 < number(found["n"]) <= MOST:
                yield Tally(6, int(number(found["n"])), found.start("n"), found.end())
        for found in _OF_OURS.finditer(reading, *sentence[:2]) if "background" not in sentence.label else ():
            which = next(name for name in ("n", "n2", "n3", "n4") if found[name])
            if (which == "n4" or number(found[which]) > 1) and 0 < number(found[which]) <= MOST:
                yield Tally(6, int(number(found[which])), found.start(which), found.end())
        if spoken == "general" or not reading.has("counted", sentence.start, sentence.end):
            continue
        for found in _COUNTED.finditer(reading, sentence.start, sentence.end):
            if _part_or_one(reading.text, found):
                continue
            score = _score(reading.text, sentence, found, spoken)
            if score and found["n"].lower() != "both":
                yield Tally(score, int(number(found["n"])), found.start(), found.end())
            elif score:
                yield Tally(min(score, 2), 2, found.start(), found.end())


_OF_OURS = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:(?:new|more|further|additional|personal|cases|patients)\s+){{0,2}}of\s+(?:our|my)\s+own\b"
    rf"|\b(?:add(?:s|ed|ing)?|contribut(?:es?|ed|ing))\s+(?:a\s+(?:further|total\s+of)\s+)?(?P<n2>{COUNT})\s+(?:(?:new|more|further|additional|personal|own)\s+){{1,2}}(?:cases|patients|observations|ones)\b"
    rf"|\bseries\s+of\s+(?P<n3>{COUNT})\s+(?:[\w-]+\s+){{0,4}}?(?:[\w-]*omas|tumou?rs|metastases|SFTs|HPCs)\s+(?:is|are|was|were)\s+(?:presented|reported|described)\b"
    rf"|\b(?P<n4>{COUNT})\s+(?:new\s+|further\s+|additional\s+)?(?:cases?|patients?)\s+of\s+[^.;,]{{3,80}}\b(?:is|are|was|were)\s+(?:presented|added)\b"
)
"""`88 cases were reviewed, and three of our own are added`; `a series of 8 sacral tumours is reported`."""
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
    if _SUBSET_OF.search(before) or HERE.search(before):
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
_CITED_BEFORE = re.compile(
    r"\b(?:literature|previous|only|studies|articles|reports|publications|papers)\b[^.;]{0,30}$"
    r"|\b(?:and|with|plus)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}review\s+of\s+(?:the\s+)?$"
    r"|\b(?:around|approximately|roughly|circa|nearly|almost|fewer\s+than|less\s+than)\s+$",
    re.IGNORECASE,
)
"""Before a number that others counted; nobody has around thirty patients of his own."""


_FROM_LITERATURE = re.compile(
    r"\b(?:from|in|of|by)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}(?:literature|journals|publications|papers|textbooks|articles)\b"
    r"|\b(?:collected|gathered|compiled|pooled|culled|summari[sz]ed|analy[sz]ed)\s+(?:in|from|by)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:reviews?|reports|series|authors|meta-?analys[ei]s)\b",
    re.IGNORECASE,
)


_AND_REVIEW = re.compile(
    r"\s*[,:;]?\s+(?:and|with|plus)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}(?:review|analysis|meta-?analysis)\b",
    re.IGNORECASE,
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
