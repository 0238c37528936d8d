"""How long the patient was followed up: the last figure told of the lesion at the target, to death where it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.times import place_of, rounded
from .episodes import Story, first_treated
from .fares import FARES, FIRST_DEED, follows, of_death
from .followdates import between
from .happenings import happened
from .lists import dealt
from .steps import Step


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
    fares = [one for one in times.steps if follows(reading, story, one) and not _as_interval(reading, times, one)]
    if not fares and not _DATED.search(reading.text):
        return
    first = _from(reading, pieces, story)
    fit = [one for one in fares if one.begin >= first] or _before_treatment(reading, story, fares)
    last = _last(reading, fit, times.share) if fit else None
    if last and _overtaken(reading, pieces, last):
        return
    stated = _stated(reading, times, last) if last else None
    if not fit or (last and not of_death(reading, last) and _DATED.search(reading.text, last.stop)):
        dated = next(between(reading, pieces, story, first, times.since), None)
        if dated and (not fit or (stated and last and _outlasts(dated, stated, last))):
            stated = dated
    if stated:
        yield stated


def _before_treatment(reading: Reading, story: Story, fares: list[Step]) -> list[Step]:
    """Where none is told after the treatment: the times of how the patient was, from the lesion at the target on."""
    late = story.first_target()
    if story.whole is not None:
        return []
    begun = reading.sentence_at(late).end
    return [
        one
        for one in fares
        if (one.begin >= begun and happened(reading, one) == "status") or (one.begin > late and of_death(reading, one))
    ]


def _stated(reading: Reading, times: Times, last: Step) -> Finding:
    chain = [*_leads_to(reading, times.steps, last), last]
    months = rounded(sum(one.one.months for one in chain))
    return Finding("followup_months", months, tuple(place_of(reading.text, one.one) for one in chain), "followups.last")


def _outlasts(dated: Finding, stated: Finding, last: Step) -> bool:
    """Whether a date is told later and is later: `relief within 2 weeks. In May 2013 he was free of pain`."""
    return dated.places[-1][0] > last.stop and float(str(dated.value)) > float(str(stated.value))


def _as_interval(reading: Reading, times: Times, one: Step) -> bool:
    """Whether a time counts from the primary, as the interval does: `15 years after diagnosis`."""
    if one.way != "after" or times.since is None:
        return False
    same = base_of(reading, one) == times.base and _DIAGNOSIS.search(reading, one.anchor, one.stop) is not None
    return same or bool(FIRST_DEED.fullmatch(reading, one.anchor, one.stop))


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
    if not _CAME_BACK.search(reading, part, sentence.end) or FARES.search(reading, part, sentence.end):
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
    deaths = [one for one in fit if of_death(reading, one)]
    chosen = (deaths or fit)[-1]
    sentence = reading.sentence_at(chosen.begin)
    listed = [one for one in fit if sentence.start <= one.begin < sentence.end]
    if share[1] > 1:
        sexes = {one.name for one in reading.mentions("sex", sentence.start, sentence.end)}
        each = len({one.begin for one in listed}) == len(listed) == share[1] == len(sexes)
        own = listed[share[0] - 1] if each else dealt(reading, chosen, fit, share)
        rest = [one for one in fit if one.begin != chosen.begin]
        return own or (_last(reading, rest, share) if rest and _theirs(reading, chosen, fit) else None)
    begun = [one for one in listed if one.begin <= chosen.begin and one.way == "later"]
    steps = [max((one for one in begun if one.begin == at), key=_months) for at in sorted({one.begin for one in begun})]
    chosen = steps[-1] if steps and steps[-1].begin == chosen.begin else chosen
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
