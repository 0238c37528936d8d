"""Whether a time tells how the patient fared after the lesion at the target, and not of a regimen or a visit."""

from __future__ import annotations

import re

from ..text.assertion import of_family
from ..text.phrases import Phrase
from ..text.reading import Reading
from ..text.vocabulary import Kinds, terms
from .episodes import Story
from .happenings import clause
from .steps import Step, anchor, told

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


_DIED = Phrase(
    r"\b(?:died|dead|death|succumbed|passed\s+away|expired|deceased|dying|fatal\w*|lost\s+(?:because|due|from|owing|her\s+life|his\s+life))\b"
)


def of_death(reading: Reading, one: Step) -> bool:
    """Whether a time is told with the patient's death."""
    sentence = reading.sentence_at(one.begin)
    part = reading.text.rfind(";", sentence.start, one.begin) + 1
    last = cut if (cut := reading.text.find(";", one.stop, sentence.end)) > 0 else sentence.end
    found = _DIED.search(reading, max(sentence.start, part, one.begin - 90), min(last, one.stop + 70))
    return found is not None and not of_family(reading, found.start())


_COMES = Phrase(r"\b(?:presented|complained|(?:re)?admitted|consulted|referred|experiencing|suffering|sought)\b")
"""Words of a visit for something new: the time before it is none of follow-up."""
_SINCE = Phrase(r"\b(?:free|well|stable|alive|asymptomatic|no\s+[\w-]+)\b[^.;]{0,30}\bsince\b[^.;]{0,40}$")
"""`free of tumor since treatment was ended 41 months ago`."""
_PRECEDED = Phrase(
    r"\bhad\s+(?:[\w-]+\s+){0,2}(?:deteriorat|progress|worsen|increas|suffer|experienc|complain|noticed)\w*\s+(?:[\w-]+\s+){0,5}$"
    r"|\bdischarged?\s+(?:home\s+)?(?:(?:on|after)\s+)?(?:the\s+)?$|\b(?:preceded|antedated|predated)\b[^.;]{0,80}\bby\s+(?:[\w-]+\s+){0,2}$"
)
_REGIMEN = re.compile(
    r"\b(?:cycles?|courses?|doses?|daily|weekly|monthly|every|each|per|thrice|twice|once|fractions?|regimen|prescribed"
    r"|administered|delivered|given|interval|latency|history|complain(?:ed|ing|s)?\s+of|symptoms?\s+(?:of|for)|brace|orthosis|hospital"
    r"|aged?|wear\w*|treated\s+with|received|discharged|duration"
    r"|(?:put|placed|started|kept|maintained)\s+(?:(?:her|him|the\s+patient)\s+)?(?:on|under)|planned\s+for)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_SYMPTOM_TIME = Phrase(
    r"[\s-]*(?:of\s+|'s?\s+|’s?\s+)?(?:(?:\w+\s+)?history|duration|course\s+of"
    r"|of\s+(?:[\w-]+\s+){0,3}(?:pain|weakness|numbness|symptoms|treatment|chemotherapy|pazopanib|sunitinib|imatinib|temozolomide|therapy))"
)
_ONE_SIDE = Phrase(r"\s*(?:apart|between|in\s+total|of\s+(?:age|life)|every)\b")


def follows(reading: Reading, story: Story, one: Step) -> bool:
    """Whether a step tells how long after the lesion at the target something was seen."""
    return _may_follow(reading, one) and _as_followup(reading, story, one) and not _workup(reading, one)


_SCAN = Phrase(r"\b(?:acquired|performed|obtained|repeated|done|taken|scans?|imaging|CT|MRI?|PET)\s+$")


def _workup(reading: Reading, one: Step) -> bool:
    """`PET acquired 3 days later revealed`: a step of the diagnosis."""
    sentence = reading.sentence_at(one.begin)
    if one.one.months >= 1 or not _SCAN.search(reading, max(sentence.start, one.begin - 20), one.begin):
        return False
    return bool(_DISCOVERED.search(reading, one.stop, sentence.end)) and not FARES.search(
        reading, one.stop, sentence.end
    )


def _may_follow(reading: Reading, one: Step) -> bool:
    sentence = reading.sentence_at(one.begin)
    since = one.way == "ago" and _SINCE.search(reading, max(sentence.start, one.begin - 70), one.begin)
    if (
        sentence.title
        or (one.way in ("span", "history", "ago") and not since)
        or _ONE_SIDE.match(reading, one.one.tail)
    ):
        return False
    if _COMES.search(reading, max(sentence.start, one.begin - 60), min(sentence.end, one.stop + 60)):
        return False
    if _PRECEDED.search(reading, max(sentence.start, one.begin - 90), one.begin):
        return False
    if _SYMPTOM_TIME.match(reading, one.one.tail) or _ENDED.search(
        reading, max(sentence.start, one.begin - 45), one.begin
    ):
        return False
    return not (
        _UNTIL.search(reading, max(sentence.start, one.begin - 15), one.begin) and _WHEN.match(reading, one.stop)
    )


_UNTIL = Phrase(r"\buntil\s+(?:[\w-]+\s+){0,2}$")
_WHEN = Phrase(r"\s*,?\s*(?:when|at\s+which|before)\b")


_ENDED = Phrase(
    r"\b(?:progression[\s-]free\s+survival|did\s+not\s+come"
    r"|until(?!\s+(?:(?:about|almost|nearly|at\s+least|the|his|her)\s+)?$)(?!\s+(?:(?:his|her|the|s?he|our|their)\s+)?(?:last|latest|final|most\s+recent|death|died|demise|now|today|present)))\b"
)
_GREW = Phrase(r"\b(?:re)?gr[eo]wn?\b[^;]{0,60}$|\b(?:recurred|relapsed|progressed)\b[^;]{0,60}$")
"""`The remnant grew, and it was irradiated 19 months after surgery`: the treatment is of what was seen then."""
_GENERAL = Phrase(
    r"\b(?:should|must|may|might|can\s+be|ought|propos(?:e|ed|al)|advocat\w+|advis(?:e|ed|able)|mandatory|warranted)\b"
)
FARES = Phrase(r"\b(?:died|dead|alive|free|no\s+(?:recurrence|evidence|sign)|without|stable|well|follow)")


def _as_followup(reading: Reading, story: Story, one: Step) -> bool:
    if not _tells_state(reading, one) or _of_another(reading, story, one):
        return False
    if one.way in ("after", "later", "follow") and one.stop > one.one.tail:
        return True
    before = reading.text[max(clause(reading, one)[0], one.begin - 60) : one.begin]
    if _today(reading, one):
        return True
    if _REGIMEN.search(before) and not of_death(reading, one):
        return False
    return one.way != "" or one.one.nth or bool(_STAYS.search(before))


_TODAY = Phrase(
    r"\b(?:to\s+date|till\s+date|so\s+far|up\s+to\s+now|until\s+now|at\s+present|currently|still|at\s+the\s+time\s+of\s+(?:this\s+)?(?:the\s+)?(?:writing|report|publication"
    r"|submission|manuscript)|at\s+(?:the\s+)?(?:last|latest|final|most\s+recent)\b)"
)


def _today(reading: Reading, one: Step) -> bool:
    """`no progression to date (16 months)`, `at the time of writing progression-free after 21 cycles (17 months)`."""
    sentence = reading.sentence_at(one.begin)
    inside = reading.text[sentence.start : one.begin].endswith("(") and reading.text.startswith(")", one.stop)
    return inside and bool(_TODAY.search(reading, sentence.start, sentence.end))


def _tells_state(reading: Reading, one: Step) -> bool:
    """Whether the words around a step tell how the patient was, and not what was given then or is advised."""
    start, end = clause(reading, one)
    sentence = reading.sentence_at(one.begin)
    treated = reading.has("treatment", start, one.begin) or reading.has("treatment", one.stop, end)
    here = not treated or _status(reading, start, end) or _GREW.search(reading, sentence.start, one.begin) is not None
    return here and not _GENERAL.search(reading, start, end) and _status(reading, sentence.start, sentence.end)


def _of_another(reading: Reading, story: Story, one: Step) -> bool:
    """Whether a step counts from the primary, or tells only of another organ."""
    start, end = clause(reading, one)
    if story.whole is None:
        primary = one.way == "after" and anchor(reading, one) == "primary" and not _of_the_spine(reading, story, one)
        return primary or _found_elsewhere(reading, story, one)
    if one.way == "after" and _CRANIAL.search(reading, one.anchor, one.stop):
        return True
    organs = {organ.name for organ in reading.mentions("organ", start, end)} - {"bone", "brain", "skull", "neck"}
    return bool(organs) and not FARES.search(reading, start, end) and told(reading, start, end) != "target"


FIRST_DEED = Phrase(
    r"\s*(?:the|his|her|its)?\s*(?:first|initial|index|original)\s+(?:operation|surgery|procedure|presentation|diagnosis|treatment|resection|admission|symptoms?|intervention)[\s.]*"
)


def _of_the_spine(reading: Reading, story: Story, one: Step) -> bool:
    """`29 months after the first operation` counts from that of the spine where the story opens there."""
    if not FIRST_DEED.fullmatch(reading, one.anchor, one.stop):
        return False
    opening = next((clause for clause in story.clauses if clause.markers), None)
    if opening is None or opening.past or not opening.markers[0][1]:
        return False
    sentence = reading.sentence_at(opening.start)
    return not _GONE.search(reading, sentence.start, sentence.end)


_GONE = Phrase(
    r"\b(?:earlier|previously|ago|years\s+(?:before|prior|after)|history\s+of\s+(?:an?\s+)?(?:\w+\s+){0,3}(?:h(?:a)?emangio|solitary|tumou?r|mening))"
)
_CRANIAL = Phrase(r"\b(?:brain|cranial|intracranial|craniotom\w+|head|skull|mening\w+|cerebral)\b")
_NEWS = Phrase(r"\b(?:recurr\w+|metasta\w+|new|regrowth|relapse\w*|second|further|progress\w+)\b")
_DISCOVERED = Phrase(r"\b(?:revealed|showed|disclosed|demonstrated|evidenced|depicted|detected|discovered)\b")


def _found_elsewhere(reading: Reading, story: Story, one: Step) -> bool:
    """`Two months after radiotherapy, MRI of the brain revealed a mass`: of a tumour elsewhere, and no state."""
    end = reading.sentence_at(one.begin).end
    end = cut if (cut := reading.text.find(";", one.stop, end)) > 0 else end
    if FARES.search(reading, one.begin, end) or not _DISCOVERED.search(reading, one.stop, end):
        return False
    if not _CRANIAL.search(reading, one.stop, end) or _NEWS.search(reading, one.stop, end):
        return False
    told_of = [there for part in story.clauses for at, there in part.markers if one.stop <= at < end]
    return bool(told_of) and not any(told_of)


_STAYS = re.compile(
    r"\b(?:free|stable|well|alive|remission|intact|unchanged|follow-?up|asymptomatic)\b[^.;]{0,20}$", re.I
)
_STATE = Phrase(
    r"\b(?:walk\w*|wheelchair|lives?|living|working|returned|developed|progressed|detected|appeared|uptake|lesion"
    r"|remain\w*|regain\w*|gait|intact|response|normal\w*|resolved|recover\w*|improve\w*|deteriorat\w*|unchanged|control\w*"
    r"|evidence|signs?|grew|grown|growth|pain\w*|symptom\w*|function\w*|healthy|condition|maintained|complaints?|lost|deficits?|good\s+(?:health|shape)|fine|doing|surviv\w+|resumed|employed|active|shr[iu]nk\w*|reduc\w+|decreas\w+"
    r"|regress\w*|survived|expired|deceased|dead|voids?|ambula\w+|enlarged?|necrosis|disease|complications?|recidi\w+|progressi\w+|indication|tumou?r-free"
    r"|passed\s+away|demise|relie\w+|ned|dod|awd|new|further|manifestations?|clean|clear|negative|unremarkable|uneventful\w*|quiescent|patent|fell|failed|return|seen|detectable|apparent|visible|neither|still|showed?|demonstrated|revealed|disclosed|independent\w*|lived)\b"
)


def _status(reading: Reading, start: int, end: int) -> bool:
    if any(reading.has(kind, start, end) for kind in ("status", "recurrence")):
        return True
    return bool(_STATE.search(reading, start, end))
