"""The times of a course: from the primary to the metastasis (`interval_months`), and how long was followed up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .episodes import Story
from .levels import levels
from .reading import Finding, Reading
from .times import Duration, durations, moments, rounded
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "duration unit": {
        "": terms("year, yr, month, mo, week, wk, day, decade, mth"),
    },
    "presenting now": {
        "": terms(
            """
            presented, admitted, developed, readmitted, complained, diagnosed with, found to have,
            presenting
            """
        ),
    },
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

Pieces = tuple[tuple[int, int], ...]

_AGO = re.compile(
    r"\s*(?:\w+\s+)?(?:earlier|previously|ago|before\b|prior\b|beforehand|in\s+the\s+past|back\b)", re.IGNORECASE
)
_AFTER_PRIMARY = re.compile(
    r"\s*(?:after|following|since|from|post)\s+(?:(?:the|a|an|his|her|their"
    r"|its)\s+)?(?:[\w-]+\s+){0,3}?(?:first|initial|primary|original|intracranial|brain|cranial"
    r"|previous|prior|craniotomy|total|complete|gross|subtotal"
    r"|resection|removal|excision|diagnos\w+|treatment|surgery|operation|onset|mening\w+|hemangiopericytoma)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\s*(?:later|afterwards?|thereafter|subsequently|after\s+(?:that|this|which|the\s+(?:recurrence|second|last)\b))",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:interval|latency|delay|lapse|latent\s+period|disease[\s-]free\s+(?:interval|period))\s+(?:of"
    r"|was|being)\s+(?:(?:about|approximately|almost|nearly|more\s+than|over)\s+)?$",
    re.IGNORECASE,
)
_SPAN_AFTER = re.compile(
    r"[\s-]*(?:disease[\s-]free\s+|latent\s+|symptom[\s-]free\s+)?(?:interval|latency|delay|course"
    r"|journey)\b|\s*history\s+of\s+(?:[\w-]+\s+){0,3}?(?:hemangiopericyt|haemangiopericyt|solitary"
    r"|mening|intracranial|chordoma|tumou?r|SFT|HPC)",
    re.IGNORECASE,
)
_GENERAL_SPAN = re.compile(r"\b(?:mean|median|average|range[ds]?|ranging|up\s+to|between)\b[^.;]{0,25}$", re.IGNORECASE)


def find(
    reading: Reading, pieces: Pieces, story: Story, *, metastatic: bool, share: tuple[int, int]
) -> Iterator[Finding]:
    """`interval_months` and `followup_months` of one patient; `share` deals out what is listed with `respectively`."""
    times = [
        one
        for start, end in pieces
        if reading.has("duration unit", start, end)
        for one in durations(reading.text, start, end)
        if not _general(reading, one) and not _an_age(reading.text, one)
    ]
    interval = _interval(reading, pieces, story, times) if metastatic else None
    if interval:
        yield interval
    used = {start for start, _ in interval.places} if interval else set()
    yield from _followup(reading, story, [one for one in times if one.start not in used], share)


def _general(reading: Reading, one: Duration) -> bool:
    sentence = reading.sentence_at(one.start)
    return bool(_GENERAL_SPAN.search(reading.text[max(sentence.start, one.start - 45) : one.start]))


def _an_age(text: str, one: Duration) -> bool:
    return bool(re.match(r"[\s-]*(?:old|of\s+age)\b", text[one.end : one.end + 10])) or bool(
        re.search(r"\b(?:aged?|age\s+of)\s+$", text[max(0, one.start - 12) : one.start])
    )


def _interval(reading: Reading, pieces: Pieces, story: Story, times: list[Duration]) -> Finding | None:
    return _direct(reading, story, times) or _chained(reading, story, times) or _dated(reading, pieces, story)


def _direct(reading: Reading, story: Story, times: list[Duration]) -> Finding | None:
    """One figure that says it: `removed 8 years earlier`, `15 years after the first surgery`."""
    for one in sorted(times, key=lambda one: reading.sentence_at(one.start).title):
        rest = reading.text[one.end : min(reading.sentence_at(one.start).end, one.end + 90)]
        before = reading.text[max(reading.sentence_at(one.start).start, one.start - 60) : one.start]
        if _SPAN.search(before) or _SPAN_AFTER.match(rest) or (_AGO.match(rest) and _of_primary(reading, story, one)):
            return _stated(reading, one)
        since = _AFTER_PRIMARY.match(rest)
        if since and _before_target(reading, one) and _from_primary(reading, story, one, since.group()):
            return _stated(reading, one)
    return None


_TAIL = re.compile(
    r"\s+(?:earlier|previously|ago|before|prior|later|afterwards?)\b|\s+after\s+(?:that|this)\b", re.IGNORECASE
)


def _stated(reading: Reading, one: Duration) -> Finding:
    return Finding("interval_months", rounded(one.months), (_place(reading, one),), "courses.interval")


def _place(reading: Reading, one: Duration) -> tuple[int, int]:
    """The words of a duration with those that say from when: `8 years earlier`."""
    tail = _TAIL.match(reading.text, one.end)
    return one.start, tail.end() if tail else one.end


def _of_primary(reading: Reading, story: Story, one: Duration) -> bool:
    sentence = reading.sentence_at(one.start)
    window = (max(sentence.start, one.start - 140), min(sentence.end, one.end + 140))
    tumour = any(reading.has(kind, *window) for kind in ("diagnosis", "primary_site", "elsewhere", "treatment"))
    return tumour and one.months >= 1


_SAID = re.compile(
    r"\b(?:first|initial|primary|original|intracranial|brain|cranial|mening\w+|craniotomy)\b", re.IGNORECASE
)
_LAST = re.compile(r"\s*(?:after|following)\s+(?:the\s+|his\s+|her\s+)?(?:second|last|spinal)", re.IGNORECASE)


def _from_primary(reading: Reading, story: Story, one: Duration, since: str) -> bool:
    """Whether `after surgery` means that of the primary: told before the target, or called the first."""
    after = (one.end, min(reading.sentence_at(one.start).end, one.end + len(since) + 40))
    if _LAST.match(since) or levels(reading, one.end, one.end + len(since)):
        return False
    told = any(
        at < reading.sentence_at(one.start).start for clause in story.clauses for at, there in clause.markers if there
    )
    return not told or bool(_SAID.search(since)) or reading.has("primary_site", *after)


def _before_target(reading: Reading, one: Duration) -> bool:
    """Whether the lesion at the target is told in the same sentence, and the time is not one of follow-up."""
    sentence = reading.sentence_at(one.start)
    window = (sentence.start, sentence.end)
    there = any(reading.has(kind, *window) for kind in ("target", "spread", "region", "spinal operation"))
    there = there or reading.has("presenting now", *window)
    return there and not re.search(
        r"follow(?!ing)|\bno\s+(?:evidence|recurr|sign)|alive|free\b|\bdied|without",
        reading.text[sentence.start : sentence.end],
    )


def _chained(reading: Reading, story: Story, times: list[Duration]) -> Finding | None:
    """Steps told one after the other until the target: 14 years to a recurrence, then 3 years, make 204 months."""
    first = story.first_target()
    steps = [one for one in times if _LATER.match(reading.text, one.end) or _then(reading.text, one)]
    until = [one for one in steps if one.start <= first or reading.sentence_at(one.start) == reading.sentence_at(first)]
    until = [one for one in until if not story.clauses or story.clauses[0].start <= one.start]
    if not until or not _primary_before(reading, story, until[0].start):
        return None
    if not any(
        reading.sentence_at(one.start) == reading.sentence_at(first) or one.start <= first for one in until[-1:]
    ):
        return None
    total = sum(one.months for one in until)
    return Finding(
        "interval_months",
        rounded(total),
        tuple(_place(reading, one) for one in until),
        "courses.sum" if len(until) > 1 else "courses.later",
    )


def _then(text: str, one: Duration) -> bool:
    """`After 14 years it recurred`, and not `after 14 years of follow-up`."""
    before = text[max(0, one.start - 25) : one.start]
    return bool(_AFTER.search(before)) and not re.match(r"\s+of\b", text[one.end : one.end + 5])


_AFTER = re.compile(r"\bafter\s+(?:another\s+|a\s+further\s+|about\s+|approximately\s+)?$", re.IGNORECASE)


def _primary_before(reading: Reading, story: Story, place: int) -> bool:
    return any(clause.start < place and any(not there for _, there in clause.markers) for clause in story.clauses)


def _dated(reading: Reading, pieces: Pieces, story: Story) -> Finding | None:
    """Two dates: the first of the primary, the second of the target."""
    dates = [one for start, end in pieces for one in moments(reading.text, start, end)]
    there = [one for one in dates if story.at_target(one.start) or _now(reading, one.start)]
    elsewhere = [one for one in dates if one not in there]
    if not elsewhere or not there or there[0].months <= elsewhere[0].months:
        return None
    exact = elsewhere[0].exact and there[0].exact
    months = (
        there[0].months - elsewhere[0].months if exact else 12 * (there[0].months // 12 - elsewhere[0].months // 12)
    )
    places = tuple((one.start, one.end) for one in (elsewhere[0], there[0]))
    return Finding("interval_months", months, places, "courses.dates") if months > 0 else None


def _now(reading: Reading, place: int) -> bool:
    """Whether a date is that of the visit: `In 2016 he presented with`."""
    return reading.has("presenting now", place, min(place + 60, reading.sentence_at(place).end))


# ----------------------------------------------------------------------------------------------------- follow-up

_FOLLOWED = re.compile(r"\b(?:follow(?:ed)?[\s-]?(?:up)?|surveillance|observation)\b", re.IGNORECASE)
_FOLLOW_AFTER = re.compile(
    r"[\s-]*(?:of\s+)?(?:clinical\s+|postoperative\s+|imaging\s+)?(?:follow[\s-]?up|surveillance"
    r"|postoperative|post-operative|after\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:surgery|operation|resection"
    r"|treatment|radiotherapy|radiosurgery|discharge|removal|procedure|excision|diagnosis|completion)"
    r"|later|afterwards?|thereafter|following\s+(?:the\s+)?(?:\w+\s+)?(?:surgery|operation|resection"
    r"|treatment|removal))",
    re.IGNORECASE,
)
_FOLLOW_BEFORE = re.compile(
    r"\b(?:follow(?:ed)?[\s-]?(?:up)?(?:\s+(?:period|time|for|of|was|at))*|after|at|for"
    r"|survived(?:\s+for)?|during(?:\s+(?:a|the))?|over(?:\s+a)?|next|in\s+the"
    r"|following)\s+(?:(?:about|approximately|almost|nearly|more\s+than|over|a|the|least)\s+){0,2}$",
    re.IGNORECASE,
)
_SYMPTOM_TIME = re.compile(
    r"[\s-]*(?:of\s+|'s?\s+|’s?\s+)?(?:history|duration|course\s+of|before|prior|ago|earlier|previously)", re.IGNORECASE
)


def _followup(reading: Reading, story: Story, times: list[Duration], share: tuple[int, int]) -> Iterator[Finding]:
    first = story.first_target() if story.whole is None else 0
    if story.whole is False:
        return
    fit = [one for one in times if one.start >= first and _follows(reading, one)]
    if fit:
        last = _dealt(reading, fit, share)
        yield Finding("followup_months", rounded(last.months), (_place(reading, last),), "courses.followup")


def _dealt(reading: Reading, fit: list[Duration], share: tuple[int, int]) -> Duration:
    """The last one told; of a list with `respectively` the patient's own."""
    index, count = share
    sentence = reading.sentence_at(fit[-1].start)
    listed = [one for one in fit if sentence.start <= one.start < sentence.end]
    if count > 1 and len(listed) == count and reading.has("respectively", sentence.start, sentence.end):
        return listed[index - 1]
    return fit[-1]


def _follows(reading: Reading, one: Duration) -> bool:
    text = reading.text
    sentence = reading.sentence_at(one.start)
    if sentence.title or _SYMPTOM_TIME.match(text, one.end) or not reading.has("status", sentence.start, sentence.end):
        return False
    before = text[max(sentence.start, one.lead - 40) : one.lead]
    return bool(_FOLLOW_AFTER.match(text, one.end) or _FOLLOW_BEFORE.search(before) or _FOLLOWED.search(before))
