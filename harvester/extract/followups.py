"""How long the patient was followed up: the last figure told of the lesion at the target, to death where it came."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import of_family
from .episodes import Story
from .phrases import Phrase
from .reading import Finding, Reading, Sentence
from .relapses import treated
from .times import Duration, place_of, rounded
from .vocabulary import Kinds, terms

Pieces = tuple[tuple[int, int], ...]

CUES: Kinds = {
    "status": {
        "": terms(
            """
            recurrence, recurrent, recurred, alive, died, death, disease free, asymptomatic, follow up,
            followup, followed, free of, metastasis, metastases, tumor free, tumour free, well, survived,
            survival, remission, relapse, residual, symptom free, no evidence, progression, succumbed,
            stable, pain free, neurologically intact, ambulatory, symptoms, local control, tumor control
            """
        ),
    },
}

_EVENT = (
    r"(?:surgery|operation|resection|treatment|radiotherapy|radiosurgery|discharge|removal|procedure|excision|diagnosis"
    r"|completion|irradiation|\w+ectomy|decompression|intervention|stabili[sz]ation|fixation|chemotherapy|embolization"
    r"|spondylectomy|presentation|reoperation|metasta\w+|SBRT|therapy|vertebroplasty)"
)
_AFTER = Phrase(
    r"[\s-]*(?:of\s+|'\s*|’\s*)?(?:(?:clinical|post-?operative|imaging|radiological|radiographic|further|regular|outpatient)\s+){0,2}"
    r"(?:follow(?:ed|ing)?[\s-]?up|surveillance|post[\s-]?operative(?:ly)?|control\b|visit|check[\s-]?up|examination"
    r"|observation|postoperative|post[\s-]?op\b|post[\s-]?(?:treatment|surgery|radiosurgery|radiation|procedure)"
    r"|(?:after|following|since|from|post)\s+(?:(?:the|her|his|their|this|that|last|final|first|second|third|initial|spinal"
    rf"|surgical|of|en|bloc|vertebral|cord|total|tumou?r|lumbar|thoracic|cervical|\w+)\s+){{0,4}}?{_EVENT}"
    r"|(?:MRI|CT|PET|imaging|scan|magnetic)\b|later|afterwards?|thereafter|on\b(?!\s+(?:the|each))|hence)"
)
_BEFORE = re.compile(
    r"\b(?:follow(?:ed)?[\s-]?(?:up)?(?:\s+(?:period|time|for|of|was|at|to|duration))*|after|at|for|by"
    r"|survived(?:\s+for)?|during(?:\s+(?:a|the))?|over(?:\s+a)?|next|within|in\s+the|last|past|up\s+to|until"
    r"|following|free|lived|than|through)\s+(?:(?:about|approximately|almost|nearly|some|only|more\s+than|over|a|an|the"
    r"|another|further|at|least|around|now|full|good|last|next|following|subsequent|ensuing|first|period|of|her|his)\s+){0,4}$",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"\b(?:follow(?:ed)?[\s-]?(?:up)?|surveillance|observation)\b", re.IGNORECASE)
_SYMPTOM_TIME = Phrase(
    r"[\s-]*(?:of\s+|'s?\s+|’s?\s+)?(?:(?:\w+\s+)?history|duration|course\s+of|before|prior|ago|earlier|previously"
    r"|of\s+(?:[\w-]+\s+){0,3}(?:pain|weakness|numbness|symptoms))"
)
_REGIMEN = re.compile(
    r"\b(?:cycles?|courses?|doses?|daily|weekly|monthly|every|each|per|thrice|twice|once|fractions?|regimen|prescribed"
    r"|administered|delivered|given|interval|latency|history|complain(?:ed|ing|s)?\s+of|symptoms?\s+(?:of|for)|brace|orthosis|hospital"
    r"|aged?|wear\w*|treated\s+with)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)


def find(
    reading: Reading, pieces: Pieces, story: Story, times: list[Duration], share: tuple[int, int]
) -> Iterator[Finding]:
    """`followup_months` of one patient: of the durations that no interval has used, or between two years told."""
    if story.whole is False:
        return
    first = story.first_target() if story.whole is None else 0
    floor = treated(reading, pieces, story)
    if floor < len(reading.text):
        first = max(first, reading.sentence_at(floor).start)
    fit = [one for one in times if one.start >= first and _follows(reading, one)]
    if fit:
        last = _last(reading, fit, share)
        yield Finding("followup_months", rounded(last.months), (place_of(reading.text, last),), "followups.last")


def _last(reading: Reading, fit: list[Duration], share: tuple[int, int]) -> Duration:
    """The one told with the death, else the last one; of a list the longest, with `respectively` the patient's own."""
    deaths = [one for one in fit if _of_death(reading, one)]
    chosen = (deaths or fit)[-1]
    sentence = reading.sentence_at(chosen.start)
    index, count = share
    listed = [one for one in fit if sentence.start <= one.start < sentence.end]
    if count > 1 and len(listed) == count and reading.has("respectively", sentence.start, sentence.end):
        return listed[index - 1]
    steps = [one for one in listed if one.start <= chosen.start and _LATER.match(reading, one.end)]
    if len(steps) > 1 and steps[-1] == chosen:
        return chosen._replace(start=steps[0].start, months=sum(one.months for one in steps))
    together = [one for one in listed if one.lead == chosen.lead] or [chosen]
    return max(together, key=lambda one: one.months)


_LATER = Phrase(r"\s+(?:later|afterwards?|thereafter)\b")
"""One step after the other in a sentence: `18 months later metastases developed and she died 3 months later`."""

_DIED = Phrase(r"\b(?:died|death|succumbed|passed\s+away|expired|deceased)\b")


def _of_death(reading: Reading, one: Duration) -> bool:
    sentence = reading.sentence_at(one.start)
    found = _DIED.search(reading, max(sentence.start, one.start - 90), min(sentence.end, one.end + 70))
    return found is not None and not of_family(reading, found.start())


_COMES = Phrase(r"\b(?:presented|complained|(?:re)?admitted|consulted|referred|experiencing|suffering)\b")
"""Words of a visit for something new: the time before it is none of follow-up."""


def _follows(reading: Reading, one: Duration) -> bool:
    text = reading.text
    sentence = reading.sentence_at(one.start)
    if _COMES.search(reading, max(sentence.start, one.start - 60), min(sentence.end, one.end + 60)):
        return False
    if sentence.title or _SYMPTOM_TIME.match(reading, one.end) or not _status(reading, sentence):
        return False
    before = text[max(sentence.start, one.lead - 60) : one.lead]
    if _AFTER.match(reading, one.end):
        return True
    if _REGIMEN.search(before) and not _of_death(reading, one):
        return False
    return bool(_BEFORE.search(before) or _FOLLOWED.search(before))


_STATE = Phrase(
    r"\b(?:walk\w*|wheelchair|lives?|living|working|works|returned|developed|progressed|detected|appeared|uptake|lesion"
    r"|remain\w*|regain\w*|gait|intact|response|normal|resolved|recover\w*|improve\w*|deteriorat\w*|unchanged|control\w*"
    r"|evidence|signs?|grew|grown|growth|pain\w*|symptom\w*|function\w*|healthy|condition|maintained|complaints?|lost|deficits?|shr[iu]nk\w*|reduc\w+|decreas\w+|regress\w*|survived|expired|deceased)\b"
)


def _status(reading: Reading, sentence: Sentence) -> bool:
    if any(reading.has(kind, sentence.start, sentence.end) for kind in ("status", "recurrence")):
        return True
    return bool(_STATE.search(reading, sentence.start, sentence.end))
