"""How long the patient was followed up: the last figure told of the lesion at the target, to death where it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..text.assertion import of_family
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.times import place_of, rounded
from ..text.vocabulary import Kinds, terms
from .episodes import Story, first_treated
from .followdates import between
from .happenings import clause, happened
from .lists import dealt
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


class Times(NamedTuple):
    """What is told of one patient: the steps that no interval has used; how a list is dealt out; since when.

    `since` are the words that date the metastasis, where an interval ends with them; `base`
    what the interval counts from.
    """

    steps: tuple[Step, ...]
    share: tuple[int, int]
    since: tuple[int, int] | None = None
    base: str = ""


def find(reading: Reading, pieces: Pieces, story: Story, times: Times) -> Iterator[Finding]:
    """`followup_months` of one patient, or between two dates told."""
    if story.whole is False:
        return
    follows = [one for one in times.steps if _follows(reading, story, one) and not _as_interval(reading, times, one)]
    if not follows and not _DATED.search(reading.text):
        return
    first = _from(reading, pieces, story)
    fit = [one for one in follows if one.begin >= first]
    if not fit and story.whole is None:
        begun = reading.sentence_at(story.first_target()).end
        late = story.first_target()
        fit = [
            one
            for one in follows
            if (one.begin >= begun and happened(reading, one) == "status")
            or (one.begin > late and _of_death(reading, one))
        ]
    last = _last(reading, fit, times.share) if fit else None
    if last and _overtaken(reading, pieces, last):
        return
    if last:
        chain = [*_leads_to(reading, times.steps, last), last]
        months = rounded(sum(one.one.months for one in chain))
        places = tuple(place_of(reading.text, one.one) for one in chain)
        yield Finding("followup_months", months, places, "followups.last")
    elif not fit:
        yield from between(reading, pieces, story, first, times.since)


def _as_interval(reading: Reading, times: Times, one: Step) -> bool:
    """Whether a time counts from the primary, as the interval does: `15 years after diagnosis`."""
    if one.way != "after" or times.since is None:
        return False
    same = base_of(reading, one) == times.base and _DIAGNOSIS.search(reading, one.anchor, one.stop) is not None
    return same or bool(_FIRST_DEED.fullmatch(reading, one.anchor, one.stop))


_OF_TREATMENT = Phrase(
    r"\b(?:surgery|operation|operatively|resection|treatment|radiotherapy|irradiation|discharge|laminectomy)\b"
)
_LATER = Phrase(r"\s*(?:later|afterwards?|thereafter)\b")


def _leads_to(reading: Reading, steps: tuple[Step, ...], last: Step) -> list[Step]:
    """`four months after surgery … and died 3 months later`: the time that the last one counts from."""
    if not _LATER.match(reading, last.one.tail):
        return []
    start = reading.sentence_at(last.begin).start
    before = [one for one in steps if start <= one.begin < last.begin and one.way != "span"]
    counted = [one for one in before if one.way == "after" and _OF_TREATMENT.search(reading, one.one.tail, one.stop)]
    return counted if len(before) == len(counted) == 1 else []


_CAME_BACK = Phrase(
    r"\b(?:recurred|relapsed|regrew|(?:recurrence|relapse|regrowth|dissemination|nodules|metastas[ei]s)\s+(?:\w+\s+)?(?:was|were|had|occurred|developed|appeared)"
    r"|suffered\s+(?:an?\s+)?(?:local\s+)?(?:recurrence|relapse)|came\s+back)\b"
)
_NONE = Phrase(r"\b(?:no|not|without|neither|nor|never|none)\b")
_WENT_ON = Phrase(
    r"\b(?:died|alive|improved|walk\w*|relie\w+|stable|irradiat\w+|radiotherapy|re-?operat\w+|resect\w+|chemotherapy|surgery|recovered|resolved)\b"
)


def _overtaken(reading: Reading, pieces: Pieces, one: Step) -> bool:
    """Whether a time is that of a relapse, and what became of the patient is told behind it without a time."""
    sentence = reading.sentence_at(one.begin)
    part = max(sentence.start, reading.text.rfind(";", sentence.start, one.begin) + 1)
    if not _CAME_BACK.search(reading, part, sentence.end) or _FARES.search(reading, part, sentence.end):
        return False
    if _NONE.search(reading, part, sentence.end):
        return False
    return any(_WENT_ON.search(reading, max(start, sentence.end), end) for start, end in pieces if end > sentence.end)


_DIAGNOSIS = Phrase(r"\b(?:diagnosis|presentation|onset|discovery|detection)\b")


def base_of(reading: Reading, one: Step) -> str:
    """What a step counts from, to be compared; `-` where it is not said."""
    return reading.low[one.anchor : one.stop].strip(" .,") or "-"


_DATED = re.compile(r"(?:19|20)\d\d|\b(?:died|deceased|death|dead|passed|succumbed)\b")


def _from(reading: Reading, pieces: Pieces, story: Story) -> int:
    """From where on the text may tell how the lesion at the target fared."""
    first = story.first_target() if story.whole is None else 0
    floor = first_treated(reading, pieces, story)
    return max(first, reading.sentence_at(floor).start) if floor < len(reading.text) else first


def _last(reading: Reading, fit: list[Step], share: tuple[int, int]) -> Step | None:
    """The one told with the death, else the last one; of a list the longest, or the patient's own."""
    deaths = [one for one in fit if _of_death(reading, one)]
    chosen = (deaths or fit)[-1]
    sentence = reading.sentence_at(chosen.begin)
    listed = [one for one in fit if sentence.start <= one.begin < sentence.end]
    if share[1] > 1:
        sexes = {one.name for one in reading.mentions("sex", sentence.start, sentence.end)}
        each = len({one.begin for one in listed}) == len(listed) == share[1] == len(sexes)
        own = listed[share[0] - 1] if each else dealt(reading, chosen, fit, share)
        rest = [one for one in fit if one.begin != chosen.begin]
        return own or (_last(reading, rest, share) if rest and _theirs(reading, chosen, fit) else None)
    steps = [one for one in listed if one.begin <= chosen.begin and one.way == "later"]
    if len(steps) > 1 and not _from_one_event(reading, steps) and steps[-1] == chosen:
        summed = chosen.one._replace(start=steps[0].one.start, months=sum(one.one.months for one in steps))
        return chosen._replace(one=summed)
    same = [one for one in listed if one.begin == chosen.begin]
    if not deaths and chosen.way != "later":
        same += [one for one in listed if one.way != "later"]
    return max(same, key=_months)


_FURTHER_ON = Phrase(r"\b(?:another|further|additional|more|then|subsequent\w*|next|that|this)\b")


def _from_one_event(reading: Reading, steps: list[Step]) -> bool:
    """`recurred after 8 months and again after 20 months`: both count from the operation."""
    grows = all(first.one.months < second.one.months for first, second in pairwise(steps))
    ahead = all(one.stop == one.one.tail for one in steps)
    return grows and ahead and not _FURTHER_ON.search(reading, steps[0].stop, steps[-1].begin)


_RESPECTIVELY = Phrase(r"[^.;]{0,60}\brespectively\b")


def _theirs(reading: Reading, one: Step, fit: list[Step]) -> bool:
    """Whether a time stands in a list that is dealt out, and not to this patient."""
    several = sum(other.begin == one.begin for other in fit) > 1
    return several and bool(_RESPECTIVELY.match(reading, one.stop))


def _months(one: Step) -> float:
    return one.one.months


_DIED = Phrase(
    r"\b(?:died|dead|death|succumbed|passed\s+away|expired|deceased|fatal\w*|lost\s+(?:because|due|from|owing|her\s+life|his\s+life))\b"
)
_DIED_STOP = re.compile(r"\bbefore\s+(?:his|her|the)?\s*$", re.IGNORECASE)


def _of_death(reading: Reading, one: Step) -> bool:
    sentence = reading.sentence_at(one.begin)
    part = reading.text.rfind(";", sentence.start, one.begin) + 1
    last = cut if (cut := reading.text.find(";", one.stop, sentence.end)) > 0 else sentence.end
    found = _DIED.search(reading, max(sentence.start, part, one.begin - 90), min(last, one.stop + 70))
    return found is not None and not of_family(reading, found.start())


# ------------------------------------------------------------------------------------------------ what is follow-up

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


def _follows(reading: Reading, story: Story, one: Step) -> bool:
    """Whether a step tells how long after the lesion at the target something was seen."""
    return _may_follow(reading, one) and _as_followup(reading, story, one)


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
_FARES = Phrase(r"\b(?:died|dead|alive|free|no\s+(?:recurrence|evidence|sign)|without|stable|well|follow)")


def _as_followup(reading: Reading, story: Story, one: Step) -> bool:
    if not _tells_state(reading, one) or _of_another(reading, story, one):
        return False
    if one.way in ("after", "later", "follow") and one.stop > one.one.tail:
        return True
    before = reading.text[max(reading.sentence_at(one.begin).start, one.begin - 60) : one.begin]
    if _today(reading, one):
        return True
    if _REGIMEN.search(before) and not _of_death(reading, one):
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
    organs = {organ.name for organ in reading.mentions("organ", start, end)} - {"bone", "brain", "skull", "neck"}
    return bool(organs) and not _FARES.search(reading, start, end) and told(reading, start, end) != "target"


_FIRST_DEED = Phrase(
    r"\s*(?:the|his|her|its)?\s*(?:first|initial|index|original)\s+(?:operation|surgery|procedure|presentation|diagnosis|treatment|resection|admission|symptoms?|intervention)[\s.]*"
)


def _of_the_spine(reading: Reading, story: Story, one: Step) -> bool:
    """`29 months after the first operation` counts from that of the spine where the story opens there."""
    if not _FIRST_DEED.fullmatch(reading, one.anchor, one.stop):
        return False
    opening = next((clause for clause in story.clauses if clause.markers), None)
    if opening is None or opening.past or not opening.markers[0][1]:
        return False
    sentence = reading.sentence_at(opening.start)
    return not _GONE.search(reading, sentence.start, sentence.end)


_GONE = Phrase(
    r"\b(?:earlier|previously|ago|years\s+(?:before|prior|after)|history\s+of\s+(?:an?\s+)?(?:\w+\s+){0,3}(?:h(?:a)?emangio|solitary|tumou?r|mening))"
)
_CRANIAL = Phrase(r"\b(?:brain|cranial|intracranial|head|skull|mening\w+|cerebral)\b")
_NEWS = Phrase(r"\b(?:recurr\w+|metasta\w+|new|regrowth|relapse\w*|second|further|progress\w+)\b")
_DISCOVERED = Phrase(r"\b(?:revealed|showed|disclosed|demonstrated|evidenced|depicted|detected|discovered)\b")


def _found_elsewhere(reading: Reading, story: Story, one: Step) -> bool:
    """`Two months after radiotherapy, MRI of the brain revealed a mass`: of a tumour elsewhere, and no state."""
    end = reading.sentence_at(one.begin).end
    end = cut if (cut := reading.text.find(";", one.stop, end)) > 0 else end
    if _FARES.search(reading, one.begin, end) or not _DISCOVERED.search(reading, one.stop, end):
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
    r"|passed\s+away|demise|new|further|manifestations?|clean|clear|negative|unremarkable|uneventful\w*|quiescent|patent|fell|failed|return|seen|detectable|apparent|visible|neither|still|showed?|demonstrated|revealed|disclosed|independent\w*|lived)\b"
)


def _status(reading: Reading, start: int, end: int) -> bool:
    if any(reading.has(kind, start, end) for kind in ("status", "recurrence")):
        return True
    return bool(_STATE.search(reading, start, end))
