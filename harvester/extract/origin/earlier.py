"""A tumour known elsewhere before the one at the target: told of the past, come back, or called the primary."""

from __future__ import annotations

import re

from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, Sentence
from .primaries import places
from .sitephrases import Site
from .sites import CALLED

_EARLIER = Phrase(
    r"\b(?:earlier|previously|ago|before|prior|(?:years?|months?|decades?)\s+back|back(?=[,;]|\s+(?:presented|and|with|,))|known\s+case"
    r"|history\s+of|had\s+had|had\s+(?:undergone|been)|(?:operated|resected|removed|excised|treated|surgery|craniotomy)\b[^.;]{0,60}?\bin\s+(?:19|20)\d\d"
    r"|years\s+after|years\s+later|years\s+following|previous)\b"
)


def earlier_elsewhere(reading: Reading, found: list[Site], lesion: tuple[Place, ...]) -> Place | None:
    """A tumour told elsewhere with words of the past, or with a year before that of the lesion at the target."""
    for site in found:
        sentence = reading.sentence_at(site.start)
        if site.score < 3 or sentence.title or _another_cancer(reading, sentence):
            continue
        if _EARLIER.search(reading, sentence.start, sentence.end) or _LATER.match(reading, sentence.end):
            return site.start, site.end
        if 0 < _year(reading, sentence) < max(_year(reading, reading.sentence_at(start)) for start, _ in lesion):
            return site.start, site.end
    return None


_BACK = Phrase(
    r"\b(?:recur(?:red|ring|s|rences?|rent)|relaps(?:ed|es?|ing)|reappear(?:ed|ance)|resurfaced|came\s+back|regrowth|progress(?:ed|ion)|implant(?:s|ed|ation)"
    r"|disseminat(?:ed|ion)|seed(?:ed|ing)|spread)\b[^.;]{0,50}?\b(?:in|at|to|within|along|on|of|with|as)\s"
)
_REACHED = Phrase(
    r"\binvolvement\s+of\s|\b(?:involv|affect|reach)(?:ed|ing)\s|\bwith\s+(?=[\w-]+\s+(?:and\s+[\w-]+\s+)?involvement\b)"
)
_REACH = 45


def came_back(reading: Reading, pieces: Pieces, found: list[Site]) -> Place | None:
    """`the meningeal tumour recurred in the L4 vertebra`: a tumour elsewhere that came back at the target."""
    first = min((site.end for site in found if site.score >= 3), default=len(reading.text))
    for start, end in pieces:
        late = _PASSED.search(reading, start, end)
        for pattern in (_BACK, _REACHED) if late else (_BACK,):
            for back in pattern.finditer(reading, max(start, first), end):
                near = places(reading, back.end(), min(end, back.end() + _REACH))
                if near and not _denied(reading, back.start(), near[0]):
                    return back.start(), near[0][1]
    return next((place for site in found if (place := _recurrence_of(reading, site))), None)


def _recurrence_of(reading: Reading, site: Site) -> Place | None:
    """`spinal recurrence of an intracranial tumour`: the place where it came back stands before."""
    start = max(reading.sentence_at(site.start).start, site.start - 80)
    back = _RECURRENCE.search(reading, start, site.start) if site.score >= 3 else None
    there = places(reading, start, back.start()) if back else []
    near = there and not reading.text[there[-1][1] : back.start()].strip() if back else False
    return (there[-1][0], site.end) if near and not _denied(reading, there[-1][0], there[-1]) else None


_RECURRENCE = Phrase(r"\b(?:recurrences?|relapses?|re-?growth)\s+(?:of|from)\s+(?:[\w-]+\s+){0,3}$")


def _denied(reading: Reading, start: int, place: Place) -> bool:
    return any(test(reading, *span) for test in (negated, uncertain) for span in ((start, start + 4), place))


_PASSED = Phrase(
    r"\b(?:years?|months?|decades?)\s+(?:later|after(?:wards?)?|thereafter|following|post\w*|subsequently|since|from)\b"
    r"|\bafter\s+(?:an?\s+)?(?:[\w.-]+\s+){0,4}?(?:years?|months?|decades?)\b|\b[\w.]+-(?:year|month)s?\s+follow-?\s?up\b"
    r"|\bat\s+(?:\w+\s+)?[\w.]+\s+(?:years|months)\b(?!\s+(?:of\s+age|old))"
    r"|\b(?:at|by)\s+(?:the\s+)?age\s+(?:of\s+)?\d|\b(?:subsequently|later|thereafter)\b|\bin\s+(?:\w+\s+)?(?:19|20)\d\d\b"
)


def later_there(reading: Reading, found: list[Site], lesion: tuple[Place, ...]) -> Place | None:
    """A tumour told elsewhere in a sentence before that of the lesion at the target, and time that passed between."""
    told = [reading.sentence_at(start) for start, _ in lesion]
    there = next((one for one in told if not one.title), None)
    for site in found if there else ():
        sentence = reading.sentence_at(site.start)
        if there is None or site.score < 3 or sentence.title or sentence.start >= there.start:
            continue
        if _another_cancer(reading, sentence):
            continue
        if _year(reading, sentence) or _PASSED.search(reading, max(site.end, sentence.end), there.end):
            return site.start, site.end
    return None


_SAME = Phrase(
    r"\b(?:identical|similar\w*|same|consistent|indistinguishable|resembl\w+|comparable|compatible|correspond\w*|match\w+|like\s+that)\b[^.;]{0,50}?\b(?:previous(?:ly)?|first|original"
    r"|earlier|initial|primary|prior|former|(?:intra)?cranial|known|resected|specimen\s+of)\b"
)


def same_as_before(reading: Reading, pieces: Pieces, found: list[Site]) -> Place | None:
    """`identical to the previous tumour`: the tumour at the target is the one known elsewhere."""
    if not any(site.score >= 3 for site in found):
        return None
    told = (_SAME.search(reading, start, end) for start, end in pieces)
    return next((one.span() for one in told if one and not negated(reading, *one.span())), None)


_YEAR = re.compile(r"\b(?:19[3-9]\d|20[0-4]\d)\b")


def _year(reading: Reading, sentence: Sentence) -> int:
    """The first year that a sentence names, 0 where it names none."""
    found = _YEAR.search(reading.text, sentence.start, sentence.end)
    return int(found.group()) if found else 0


_LATER = Phrase(
    r"\s+(?:(?:about|approximately|some|more\s+than|almost|nearly|after)\s+)?[\w.-]+\s+(?:years?|months?|decades?)\s+"
    r"(?:later|after(?:wards?)?|thereafter|following|subsequently)\b|\s+after\s+[\w.-]+\s+(?:years?|months?|decades?)\b"
)
CANCERS = ("carcinoma", "renal cell carcinoma", "lymphoma", "melanoma", "myeloma")
"""Tumours that no one takes for the one asked for, and that come to the target as metastases."""


OTHERS = (
    *CANCERS,
    *("schwannoma", "neurofibroma", "glioblastoma", "ependymoma", "medulloblastoma", "paraganglioma", "thymoma"),
    *("neuroblastoma", "angiolipoma", "desmoid tumor", "osteosarcoma", "chordoma"),
)
"""The same, with tumours whose names are not taken for it either."""
_CANCER = Phrase(r"\b(?:cancer|adenoma|leuk[a]?emia)\b")


def _another_cancer(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence tells of a tumour that no one takes for this one, and does not name this one."""
    if reading.has("diagnosis", sentence.start, sentence.end):
        return False
    others = reading.mentions("other_diagnosis", sentence.start, sentence.end)
    return any(one.name in OTHERS for one in others) or bool(_CANCER.search(reading, sentence.start, sentence.end))


def primary_elsewhere(reading: Reading, found: list[Site], lesion: tuple[Place, ...]) -> Place | None:
    """A place outside the target that is called the primary's, in another sentence than the lesion there."""
    told = {reading.sentence_at(start) for start, end in lesion if reading.text[start:end].lower() != "leptomeningeal"}
    for site in found:
        if site.score >= CALLED and told - {reading.sentence_at(site.start)}:
            return site.start, site.end
    return None
