"""Of whom a sentence speaks: of the report's own patients, of the literature, or of the disease in general."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from .phrases import Phrase
from .reading import Reading, Sentence
from .vocabulary import Kinds, terms

Voice = Literal["own", "literature", "general"]


class Told(NamedTuple):
    """A sentence with its voice."""

    sentence: Sentence
    voice: Voice


CUES: Kinds = {
    "person": {
        "": terms(
            """
            year old, years old, years of age, yr old, month old, y o, y/o, the patient, our patient, this
            patient, a patient, one patient, our case, present case, this case, he, she, his, her, him, both
            patients, all patients, our patients, the patients, these patients, case 1, case 2, patient 1,
            patient 2, first patient, second patient, herein, our series, our institution, we treated, the
            woman, the man, the girl, the boy, the child, same patient, years old, the authors report, the
            authors describe, the authors present, we report, we present, we describe, present patient, is
            reported, is described, is presented, reported case, current case, aged, is reported here, our
            hospital, our department, presented herein, reported here, the index patient
            """
        ),
    },
    "literature": {
        "": terms(
            """
            literature, previously reported, have been reported, has been reported, have been described, has
            been described, reported cases, published cases, et al, systematic review, pubmed, medline,
            reported to date, to date, first described, were reported, previous reports, published reports,
            previously described, previously published, have been published, embase, scopus, reviewed cases,
            meta analysis, prior reports, published series, been documented, world literature, earlier authors,
            other authors, previous authors, earlier reports, such patients are known, such cases are known, earlier
            series, other groups, are on record, previous authors
            """
        ),
    },
    "imagined": {
        "": terms("imagine, suppose, hypothetical, fictitious, fictional, imaginary, vignette, let us consider"),
    },
    "general": {
        "": terms(
            """
            should, may, can, must, might, could, usually, often, commonly, typically, frequently, rarely,
            recommended, we recommend, we suggest, suggest that, patients with, treatment of choice, is
            important, in general, generally, is a rare, are rare, is rare, are uncommon, is uncommon, tend
            to, tends to, accounts for, account for, known to, are considered, is considered, need to, is
            essential, is necessary, is mandatory, is recommended, are recommended, extremely rare, is an
            effective, is effective, would be, especially, remains controversial, are characterized, is
            characterized, are aggressive, unpredictable, notorious, propensity, tendency, patients who
            """
        ),
    },
    "past tense": {
        "": terms(
            """
            was, were, had, did, underwent, became, began, felt, died, gave, grew, showed, rose, revealed,
            presented, developed, demonstrated, disclosed, confirmed, performed, received, found, noted,
            complained, led, made, took, came, improved, resolved, disappeared, recurred, suffered, refused,
            remained, identified, detected, admitted, achieved, involved, treated, experienced, suggested,
            proved, recovered, required, resected, removed, appeared, diagnosed, metastasized, metastasised,
            located, arising, compressing, causing, obtained
            """
        ),
    },
}
"""The words that give a voice away; a sentence of the patient tells what happened, one of the disease what happens."""

GENERAL_SECTIONS = terms(
    """
    background, introduction, objective, purpose, aim, importance, summary of, rationale, context,
    conclusion, discussion, interpretation, lesson, literature, significance, implication, key
    """
)


def voice(reading: Reading, sentence: Sentence) -> Voice:
    """The voice of a sentence; a title is the report's own unless it announces only a review."""
    if sentence.title:
        return "own"
    if reading.has("imagined", sentence.start, sentence.end):
        return "general"
    person = reading.has("person", sentence.start, sentence.end)
    if reading.has("literature", sentence.start, sentence.end) and not _told(reading, sentence):
        return "literature"
    if person or _terse(reading, sentence) or _status_told(reading, sentence):
        return "own"
    return "general" if _general(reading, sentence) else "own"


_TERSE = Phrase(r"\b(?:fe)?male\s*[,(]\s*\d{1,2}\b|\b\d{1,2}[\s-]*(?:years?|yrs?|y)\b\.?[\s,]*(?:fe)?male\b")
"""A patient in the style of a chart, without a verb: `Female, 52 years.`"""

_CHART = Phrase(
    r"(?:MRI?|CT|PET|X-?rays?|radiographs?|imaging|myelogra\w+|angiogra\w+|histolog\w+|(?:histo)?patholog\w+|microscop\w+|biops\w+"
    r"|immuno\w+|autopsy|necropsy|surgery|operation|treatment|(?:final\s+)?diagnosis)(?:\s+[\w-]+){0,3}\s*:\s"
)
"""A finding in the style of a chart: `Histology: hemangiopericytoma.`"""


def _terse(reading: Reading, sentence: Sentence) -> bool:
    start, end = sentence.start, sentence.end
    told = bool(_CHART.match(reading, start, end)) and "background" not in sentence.label
    return told or bool(_TERSE.search(reading, start, end))


def _told(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence that cites the literature still tells of a person by age or pronoun."""
    strong = {"he", "she", "his", "her", "the patient", "our patient", "this patient"}
    mentions = reading.mentions("person", *sentence[:2])
    seen = {reading.text[one.start : one.end].lower(): one.start for one in reversed(mentions)}
    ours = ("we ", "the auth", "our institution", "our hospital", "our department")
    if any(word in strong or word.startswith(ours) for word in seen):
        return True
    aged = [start for word, start in seen.items() if "old" in word or "age" in word]
    return bool(aged) and not _cited(reading, sentence, min(aged))


_OURS = Phrase(r"\b(?:we|our|ours|this|present|here|herein|first|current|authors?)\b")
_THEIRS = Phrase(
    r"\b(?:only|one|single|another|previous(?:ly)?|other|earlier)\s+(?:[\w-]+\s+){0,3}(?:case|report|patient)\b"
)


def _cited(reading: Reading, sentence: Sentence, aged: int) -> bool:
    """Whether the person is one of the literature: `one case has been reported, in a 56-year-old woman`."""
    before = reading.has("literature", sentence.start, aged) or _THEIRS.search(reading, sentence.start, aged)
    return bool(before) and not _OURS.search(reading, sentence.start, sentence.end)


_LASTED = Phrase(
    r"\b(?:at|after|for|over|during|since|to|last|by|than|in|within)\s+(?:\w+\s+){0,3}?(?:\d+|\w+)[\s-](?:years?|months?|weeks?)\b"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?)[\s-](?:years?|months?|weeks?)\s+"
    r"(?:after|later|post\w*|following|since|on)\b|\blast\s+follow|\bfollow(?:ed)?[\s-]?up(?:\s+(?:of|for|was|at|period))*\s+(?:\d+|\w+)[\s-](?:years?|months?)\b"
)
_STATUS = Phrase(
    r"\b(?:no|without|free|alive|dead|died|death|follow(?:ed)?[\s-]?up|stable|unchanged|remain\w*|well|recurred"
    r"|recurrence|walks?|resolved|intact|improved|progress\w*|remission)\b"
)
_OF_MANY = Phrase(r"\b(?:patients|cases|rates?|mean|median|average|lifelong|long[\s-]term|%)")


def _status_told(reading: Reading, sentence: Sentence) -> bool:
    """`There is no evidence of disease at 36 months`: a state with a time is one patient's, in whatever tense."""
    start, end = sentence.start, sentence.end
    if not reading.has("duration unit", start, end):
        return False
    if "background" in sentence.label or not _LASTED.search(reading, start, end):
        return False
    if not _STATUS.search(reading, start, end) or _OF_MANY.search(reading, start, end):
        return False
    return not any(_says(reading, *one[:2]) for one in reading.mentions("general", start, end))


def _general(reading: Reading, sentence: Sentence) -> bool:
    if "background" in sentence.label or any(
        _says(reading, *one[:2]) for one in reading.mentions("general", *sentence[:2])
    ):
        return True
    past = reading.has("past tense", sentence.start, sentence.end) or _ended(reading, sentence)
    return not past or sentence.label.startswith(GENERAL_SECTIONS)


_BE = frozenset(("is", "are", "be", "been", "being", "can", "may", "well", "poorly", "highly", "often", "usually"))


def _ended(reading: Reading, sentence: Sentence) -> bool:
    """Whether a verb of the sentence ends like a past tense (`consulted`), and is no participle of the present."""
    lows = reading.lows_between(sentence.start, sentence.end)
    return any(word.endswith("ed") and before not in _BE for before, word in pairwise(lows))


_COUNTED = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w*ty|consecutive"
    r"|our|these))\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)


_UNABLE = re.compile(r"\s+(?:not|only)\b")
"""`The tumor could only be removed in part` tells what happened."""


def _says(reading: Reading, start: int, end: int) -> bool:
    """A general cue that is one here: the month of May says nothing, and `14 patients with` are counted."""
    words = reading.text[start:end]
    if words == "May" or (words == "could" and _UNABLE.match(reading.text, end)):
        return False
    return not (words.lower().startswith("patients") and _COUNTED.search(reading.text[max(0, start - 30) : start]))
