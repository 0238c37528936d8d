"""Of whom a sentence speaks: of the report's own patients, of the literature, or of the disease in general."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from ..text.vocabulary import Kinds, Mention, terms

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
            reported to date, to date, first described, were reported,
            have been recorded, has been recorded, previous reports, published reports,
            previously described, previously published, have been published, embase, scopus, reviewed cases,
            meta analysis, prior reports, published series, been documented, world literature, earlier authors,
            from journals, other authors, earlier reports, such patients are known, such cases are known,
            earlier series, other groups, are on record, previous authors
            """
        ),
    },
    "imagined": {
        "": terms(
            """
            imagine, suppose, hypothetical, fictitious, fictional, imaginary, vignette, let us consider,
            typical scenario, clinical scenario, typical patient
            """
        ),
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
            located, arising, compressing, causing, obtained, lay, shrank, sank, fell, arose, stood, went, bled, drew,
            saw, bore, wore, put in evidence, stayed, overtook, withdrew, ceased, lost consciousness, lost power
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
    if reading.has("imagined", sentence.start, sentence.end) or _supposed(reading, sentence):
        return "general"
    person = reading.has("person", sentence.start, sentence.end)
    cites = reading.has("literature", sentence.start, sentence.end) or _elsewhere(reading, sentence)
    if cites and not _told(reading, sentence):
        return "literature"
    if (
        person
        or _REPORTED.search(reading, sentence.start, sentence.end)
        or _terse(reading, sentence)
        or _status_told(reading, sentence)
    ):
        return "own"
    return "general" if _general(reading, sentence) else "own"


_SERIES = Phrase(
    r"\b(?:previous|earlier|other|largest|larger|prior|published|older|historical|most|several|many)\s+(?:[\w-]+\s+){0,2}?(?:series|studies|reports|authors|reviews|investigators)\b"
)
_BY = Phrase(
    r"\b(?:series|study|report|review|patients?|cases?)\s+(?:of|by|from)\s+(?:dr\.?\s+)?(?P<who>[a-z]+)(?=\s*[,;(]|\s+in\s+(?:19|20)\d\d"
    r"|\s+and\s+[a-z]+\s*[,(]|\s+et\s+al)"
)


def _elsewhere(reading: Reading, sentence: Sentence) -> bool:
    """Whether it tells of another series: `In the series of Guthrie, metastases developed in 10 of 44 patients`."""
    start, end = sentence.start, sentence.end
    if any(
        reading.text[one.start("who")].isupper() and not one["who"].isupper()
        for one in _BY.finditer(reading, start, end)
    ):
        return not _OURS.search(reading, start, end)
    return _SERIES.search(reading, start, end) is not None and not _OURS.search(reading, start, end)


_SUPPOSED = Phrase(
    r"\b(?:typical(?:ly)?|classic(?:al)?|usual|common|characteristic)\s+(?:scenario|patient|case|clinical\s+(?:scenario|picture|course))\b|\ban?\s+(?:[\w-]+\s+){0,3}(?:patient|person|individual|m[ae]n|wom[ae]n)\b[^.;]{0,80}?\b(?:may|might|would|should|can|must)\b"
)


def _supposed(reading: Reading, sentence: Sentence) -> bool:
    """`A 50-year-old patient may be labelled`: somebody who is thought of, and of whom nothing is told."""
    start, end = sentence.start, sentence.end
    return bool(_SUPPOSED.search(reading, start, end)) and not reading.has("past tense", start, end)


_REPORTED = Phrase(
    r"(?<!about\s)(?<!only\s)(?<!than\s)(?<!over\s)(?<!approximately\s)\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})\s+"
    r"(?:[\w-]+\s+){0,3}(?:cases|patients|men|women)\b[^.]{0,160}?\bare\s+(?:reported|described|presented)\b"
)
"""`Two cases (48 F and 53 M) are reported.`"""

_TERSE = Phrase(
    r"\b(?:(?:fe)?male|(?<=:\s)(?:(?:wo)?man|girl|boy))\s*[,(]\s*\d{1,2}\b|\b\d{1,2}[\s-]*(?:years?|yrs?|y)\b\.?[\s,]*(?:fe)?male\b"
)
"""A patient in the style of a chart, without a verb: `Female, 52 years.`"""

_CHART = Phrase(
    r"(?:(?:[a-z]+\s+)?(?:19|20)\d\d|(?:(?:past|previous|medical|clinical|present|main|chief|family|neurological|physical|surgical|local|further|postoperative)\s+){0,2}"
    r"(?:history|complaints?|symptoms?|course|status|anamnesis|examination|therapy|findings?|follow-?up|radiotherapy|chemotherapy|outcome)"
    r"|MRI?|CT|PET|X-?rays?|radiographs?|imaging|myelogra\w+|angiogra\w+|histolog\w+|(?:histo)?patholog\w+|microscop\w+|biops\w+"
    r"|immuno\w+|autopsy|necropsy|surgery|operation|treatment|(?:final\s+)?diagnosis)(?:\s+[\w-]+){0,3}\s?:\s"
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
    aged = [one.start for one in mentions if _AGE.search(reading.low, one.start, one.end) and not _bounds(reading, one)]
    return bool(aged) and not _cited(reading, sentence, min(aged))


_AGE = re.compile(r"old|age")
_BETWEEN = re.compile(r"\b(?:between|from|to)\s+\d+\s+(?:and|to)\s+\d+\s*$|\d\s?[-–]\s?\d+\s*$")


def _bounds(reading: Reading, one: Mention) -> bool:
    """Whether an age is the end of a range: `they were between 22 and 68 years old`."""
    return _BETWEEN.search(reading.low, max(0, one.start - 30), one.start) is not None


_OURS = Phrase(r"\b(?:we|our|ours|this|present|here|herein|first|current|authors?)\b")
_THEIRS = Phrase(
    r"\b(?:only|one|single|another|previous(?:ly)?|other|earlier)\s+(?:[\w-]+\s+){0,3}(?:case|report|patient)\b"
)


def _cited(reading: Reading, sentence: Sentence, aged: int) -> bool:
    """Whether the person is one of the literature: `one case has been reported, in a 56-year-old woman`."""
    before = reading.has("literature", sentence.start, aged) or _THEIRS.search(reading, sentence.start, aged)
    return bool(before) and not _OURS.search(reading, sentence.start, sentence.end)


_LASTED = Phrase(
    r"\b(?:at|after|for|over|during|since|to|last|by|than|in|within|on)\s+(?:\w+\s+){0,3}?(?:\d+|\w+)[\s-](?:years?|yrs?|months?|mos?|weeks?|wks?)\b"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?)[\s-](?:years?|yrs?|months?|mos?|weeks?|wks?)\s+"
    r"(?:after|later|post\w*|have\s+passed|have\s+elapsed|following|since|on)\b|\blast\s+follow|\bfollow(?:ed)?[\s-]?up(?:\s+(?:of|for|was|is|now|at|period|time|about|approximately|almost|nearly|over|some)){0,4}\s+(?:\d+,?\s+(?:and\s+)?){0,6}(?:\d+|\w+)[\s-](?:years?|months?)\b"
    r"|\(\s*(?:\d+|\w+)[\s-](?:years?|months?)\s*\)"
    r"|\bwith\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}(?:hindsight|setback|recoil|distance)\s+of\s+(?:\d+|\w+)[\s-](?:years?|months?)\b"
)
_STATUS = Phrase(
    r"\b(?:no|without|free|alive|dead|died|death|follow(?:ed)?[\s-]?up|stable|unchanged|remain\w*|well|recurred"
    r"|recurrence|walks?|resolved|intact|improved|progress\w*|remission|not\s+(?:changed|grown|recurred)|control(?:led)?|persists?|maintained"
    r"|last\s+(?:examined|seen|reviewed|contacted|visit))\b"
)
_AS_OF = Phrase(r"\bas\s+of\s+(?:[a-z]+\s+)?(?:19|20)\d\d\b")
_OF_MANY = Phrase(r"\b(?:patients|cases|rates?|mean|median|average|lifelong|long[\s-]term|%)")


def _status_told(reading: Reading, sentence: Sentence) -> bool:
    """`There is no evidence of disease at 36 months`: a state with a time is one patient's, in whatever tense."""
    start, end = sentence.start, sentence.end
    dated = _AS_OF.search(reading, start, end) is not None
    if not dated and not reading.has("duration unit", start, end):
        return False
    if "background" in sentence.label or not (dated or _LASTED.search(reading, start, end)):
        return False
    if not _STATUS.search(reading, start, end) or _OF_MANY.search(reading, start, end):
        return False
    return not any(_says(reading, *one[:2]) for one in reading.mentions("general", start, end))


def _general(reading: Reading, sentence: Sentence) -> bool:
    if "background" in sentence.label or any(
        _says(reading, *one[:2]) for one in reading.mentions("general", *sentence[:2])
    ):
        return True
    if of_a_kind(reading, sentence):
        return True
    past = reading.has("past tense", *sentence[:2]) or _ended(reading, sentence) or _noted(reading, sentence)
    past = past or _SINCE.match(reading, *sentence[:2]) is not None
    return not past or sentence.label.startswith(GENERAL_SECTIONS)


_SINCE = Phrase(r"\s*(?:so\s+far,?\s+|to\s+date,?\s+)?there\s+(?:has|have)\s+been\s+(?:no|neither)\b")
"""`There has been no recurrence.`"""

_IS = Phrase(
    r"\b(?:is|are|remains?|represents?|occurs?|arises?|accounts?|metastasi[sz]es?|seems?|needs?|carry|carries|brings?|offers?|facilitates|spreads|affects?|shows?|tends?|grows?)\b"
)
_DID = Phrase(
    r"\b(?:was|were|had|did|underwent|became|began|felt|died|gave|grew|showed|rose|complained|made|took|came|suffered|refused|lay|shrank|sank|fell|arose"
    r"|stood|went|bled|drew|saw|bore|wore|overtook|withdrew|ceased|lost|led|we\s+\w+ed)\b"
    r"|(?<!\bis\s)(?<!\bare\s)(?<!\bbeen\s)(?<!\bbe\s)\b(?:revealed|demonstrated|disclosed|confirmed|suggested|indicated|required|contained|performed"
    r"|presented|developed|responded|improved|increased|recurred|remained|received|recovered|resolved|disappeared|returned|experienced)\b"
)
_THE_ONE = Phrase(
    r"\s*(?:(?:the|this|his|her|our)\s+(?:[\w-]+\s+){0,2}(?:tumou?r|lesion|mass|metastas[ie]s|patient|case|specimen|man|woman|interval)\b"
    r"|(?:[\w-]+\s+){0,6}(?:CT|MRI?|PET|X-?ray|radiographs?|imaging|scans?|scintigra\w+|tomogra\w+|resonance|myelogra\w+|angiogra\w+|histolog\w+|(?:histo)?patholog\w+"
    r"|microscop\w+|biops\w+|stain\w*|immuno\w+|cells|examination|analysis|follow-?\s?ups?|recurrence|years?|months?|admission)\b)"
)
"""How a sentence begins that tells of one lesion, in whatever tense."""


def of_a_kind(reading: Reading, sentence: Sentence) -> bool:
    """`Hemangiopericytoma is mainly located in the legs`: said of the disease, though a word ends like a past tense."""
    start, end = sentence.start, sentence.end
    if not _IS.search(reading, start, end) or _DID.search(reading, start, end):
        return False
    return not (
        _THE_ONE.match(reading, start, end) or _FACT.search(reading, start, end) or _ONCE.search(reading, start, end)
    )


_ONCE = Phrase(
    r"\b(?:we|now|currently|at\s+present|today|still|ever\s+since|presented|\d+\s+(?:years?|months?|weeks?))\b"
)
_BE = frozenset(("is", "are", "be", "been", "being", "can", "may", "well", "poorly", "highly", "often", "usually"))


def _ended(reading: Reading, sentence: Sentence) -> bool:
    """Whether a verb of the sentence ends like a past tense (`consulted`), and is no participle of the present."""
    lows = reading.lows_between(sentence.start, sentence.end)
    return any(word.endswith("ed") and before not in _BE for before, word in pairwise(lows))


_FACT = Phrase(
    r"\b(?:[ctls]-?\d{1,2}|(?:gy|mg)\b|(?:years?|months?)\s+(?:before|ago|earlier|previously|later)|(?:in|since)\s+(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+)?(?:19|20)\d\d)\b"
)
_PRESENT = Phrase(
    r"\b(?:is|are|has|have|do|does|can|cannot|may(?!\s+(?:\d{1,2},?\s+)?(?:19|20)\d\d)|will|would|should|must|occurs?|remains?|represents?|shows?|requires?|makes?|arises?"
    r"|appears?|seems?|accounts?|leads?|causes?|involves?|suggests?|tends?|include[s]?|emphasi[sz]es?|highlights?|stress(?:es)?|consists?|affects?"
    r"|spreads?|needs?|becomes?|depends?|illustrates?|metastasi[sz]es?|provides?|offers?|yields?|allows?|gives?|carries|bears?)\b"
)


def _noted(reading: Reading, sentence: Sentence) -> bool:
    """A note without a verb that has a level, a dose or a date: `Laminectomy T8, radiation with 44 Gy.`"""
    start, end = sentence.start, sentence.end
    return _FACT.search(reading, start, end) is not None and _PRESENT.search(reading, start, end) is None


_COUNTED = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w*ty|consecutive"
    r"|our|these))\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


_UNABLE = re.compile(
    r"\s+(?:not|only|no\s+longer|again|then|hardly|barely)\b|\s+(?:[a-z]+ly\s+)?(?:walk|stand|move|return|resume|work|leave|feel|climb|perform)\b"
    r"|\s+(?:[a-z]+ly\s+)?be\s+(?:[a-z]+ly\s+)?(?:(?:re)?moved|resected|excised|demonstrated|detected|identified|seen|shown|palpated|felt|achieved"
    r"|obtained|found|dissected|separated|preserved|discharged|traced|excluded|established|confirmed|made|performed|carried|visuali[sz]ed|embolized"
    r"|occluded|mobili[sz]ed|spared|delivered|reached|weaned|followed|examined|controlled|stopped|reduced|ascertained|localized|verified)\b"
)
"""`The tumor could only be removed in part`, `could be demonstrated`: what happened, and no advice."""

_OFTEN = frozenset(("often", "usually", "commonly", "typically", "frequently", "rarely", "especially"))
_WERE = Phrase(r"\b(?:was|were|had)\b")
_NOW = Phrase(r"\b(?:is|are|has|have)\b")


def _says(reading: Reading, start: int, end: int) -> bool:
    """A general cue that is one here: the month of May says nothing, and `14 patients with` are counted."""
    words = reading.text[start:end]
    if words == "May" or (words == "could" and _UNABLE.match(reading.text, end)):
        return False
    if words.lower() in _OFTEN:
        sentence = reading.sentence_at(start)
        return not _WERE.search(reading, *sentence[:2]) or _NOW.search(reading, *sentence[:2]) is not None
    return not (words.lower().startswith("patients") and _COUNTED.search(reading.text[max(0, start - 60) : start]))
