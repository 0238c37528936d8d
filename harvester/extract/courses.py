"""The times of a course: from the primary to the metastasis (`interval_months`), and how long was followed up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import followups
from .assertion import negated
from .episodes import Story
from .levels import levels
from .phrases import Phrase
from .reading import Finding, Reading
from .times import Duration, durations, moments, place_of, rounded
from .vocabulary import Kinds, terms

CUES: Kinds = {
    **followups.CUES,
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
}

Pieces = tuple[tuple[int, int], ...]

_AGO = re.compile(
    r"\s*(?:\w+\s+)?(?:earlier|previously|ago|before\b|prior\b|beforehand|in\s+the\s+past|back\b)", re.IGNORECASE
)
_AFTER_PRIMARY = re.compile(
    r"\s*(?:after|following|since|from|post)\s+(?:(?:the|a|an|his|her|their|its"
    r"|its)\s+)?(?:[\w-]+\s+){0,3}?(?:first|initial|primary|original|intracranial|brain|cranial"
    r"|previous|prior|craniotomy|total|complete|gross|subtotal"
    r"|resection|removal|excision|diagnos\w+|treatment|surgery|operation|onset|craniectomy|nephrectomy|lobectomy|pneumonectomy|hysterectomy|thoracotomy"
    r"|amputation|mastectomy|mening\w+|hemangiopericytoma)",
    re.IGNORECASE,
)
_LATER = Phrase(
    r"\s*(?:later|afterwards?|thereafter|subsequently|after\s+(?:that|this|which|the\s+(?:recurrence|second|last)\b))"
)
_SPAN = re.compile(
    r"(?:interval|latency|delay|lapse|latent\s+period|disease[\s-]free\s+(?:interval|period|survival))\s+(?:[\w-]+\s+){0,10}?"
    r"(?:of|was|being|is)\s+(?:(?:about|approximately|almost|nearly|more\s+than|over)\s+)?$",
    re.IGNORECASE,
)
_SPAN_AFTER = re.compile(
    r"[\s-]*(?:disease[\s-]free\s+|latent\s+|symptom[\s-]free\s+)?(?:interval|latency|delay|course"
    r"|journey)\b|\s*history\s+of\s+(?:[\w-]+\s+){0,3}?(?:hemangiopericyt|haemangiopericyt|solitary"
    r"|mening|intracranial|chordoma|tumou?r|SFT|HPC)",
    re.IGNORECASE,
)
_GENERAL_SPAN = re.compile(
    r"\b(?:mean|median|average|range[ds]?|ranging)\b[^.;]{0,25}$|\bbetween\s+(?:\d+\s+and\s+)?$", re.IGNORECASE
)


def find(
    reading: Reading, pieces: Pieces, story: Story, *, metastatic: bool, share: tuple[int, int]
) -> Iterator[Finding]:
    """`interval_months` and `followup_months` of one patient; `share` deals out what is listed with `respectively`."""
    times = [
        one
        for start, end in pieces
        if reading.has("duration unit", start, end)
        for one in durations(reading, start, end)
        if not _general(reading, one) and not _an_age(reading.text, one)
    ]
    interval = _interval(reading, pieces, story, times) if metastatic else None
    if interval:
        yield interval
    used = {start for start, _ in interval.places} if interval else set()
    yield from followups.find(reading, pieces, story, [one for one in times if one.start not in used], share)


def _general(reading: Reading, one: Duration) -> bool:
    sentence = reading.sentence_at(one.start)
    return bool(_GENERAL_SPAN.search(reading.text[max(sentence.start, one.start - 45) : one.start]))


def _an_age(text: str, one: Duration) -> bool:
    return bool(re.match(r"[\s-]*(?:old|of\s+age)\b", text[one.end : one.end + 10])) or bool(
        re.search(
            r"\b(?:aged?|(?:age|man|woman|boy|girl|lady|gentleman|male|female|patient|child)\s+of)\s+$",
            text[max(0, one.start - 20) : one.start],
        )
    )


def _interval(reading: Reading, pieces: Pieces, story: Story, times: list[Duration]) -> Finding | None:
    times = [one for one in times if not reading.text[max(0, one.start - 7) : one.start].endswith("up to ")]
    return (
        _direct(reading, story, times)
        or _chained(reading, story, times)
        or _dated(reading, pieces, story)
        or _aged(reading, pieces, story)
    )


def _direct(reading: Reading, story: Story, times: list[Duration]) -> Finding | None:
    """One figure that says it: `removed 8 years earlier`, `15 years after the first surgery`."""
    for one in sorted(times, key=lambda one: reading.sentence_at(one.start).title):
        rest = reading.text[one.end : min(reading.sentence_at(one.start).end, one.end + 90)]
        before = reading.text[max(reading.sentence_at(one.start).start, one.start - 60) : one.start]
        if _SPAN.search(before) or _SPAN_AFTER.match(rest) or (_AGO.match(rest) and _of_primary(reading, story, one)):
            return _stated(reading, one)
        if _metastasis_after(reading, story, one):
            return _stated(reading, one)
        since = _AFTER_PRIMARY.match(rest)
        if since and _before_target(reading, one) and _from_primary(reading, story, one, since.group()):
            return _stated(reading, one)
    return None


def _stated(reading: Reading, one: Duration) -> Finding:
    return Finding("interval_months", rounded(one.months), (place_of(reading.text, one),), "courses.interval")


def _of_primary(reading: Reading, story: Story, one: Duration) -> bool:
    sentence = reading.sentence_at(one.start)
    window = (max(sentence.start, one.start - 140), min(sentence.end, one.end + 140))
    if _OTHER_CANCER.search(reading, *_segment(reading, one)) and not reading.has(
        "diagnosis", _segment(reading, one)[0], one.start
    ):
        return False
    tumour = any(reading.has(kind, *window) for kind in ("diagnosis", "primary_site", "elsewhere", "treatment"))
    return tumour and one.months >= 1


_OTHER_CANCER = Phrase(r"\b(?:cancer|carcinoma|lymphoma|leuk[ae]+mia|melanoma|myeloma)\b")
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
    return there and not _OF_FOLLOWUP.search(reading, *_clause(reading, one))


def _clause(reading: Reading, one: Duration) -> tuple[int, int]:
    """The words that go with a duration's verb: `developed a metastasis 9 years after surgery and died`."""
    start, end = _segment(reading, one)
    before = [found.end() for found in _NEXT_VERB.finditer(reading, start, one.start)]
    after = _NEXT_VERB.search(reading, one.end, end)
    return (before[-1] - 1 if before else start), (after.start() if after else end)


_NEXT_VERB = Phrase(
    r"\b(?:and|but)\s+(?:(?:then|later|finally|s?he|is|was|has|had|ha[sd]\s+been|remain\w*)\s+)*(?=died|alive|doing|well|free|remain"
    r"|without|follow|surviv|lived|recur|underwent|received)"
)
_OF_FOLLOWUP = Phrase(
    r"follow(?!ing|ed\s+by)|\bno\s+(?:evidence|recurr|sign)|\balive\b|\bfree\b|\bdied|\bwithout|\bremain|\bdoing\b|\bwell\b"
)


def _segment(reading: Reading, one: Duration) -> tuple[int, int]:
    """The words between the commas around a duration."""
    sentence = reading.sentence_at(one.start)
    start = max(sentence.start, *(reading.text.rfind(stop, sentence.start, one.start) + 1 for stop in ",;"))
    stops = [at for stop in ",;" if (at := reading.text.find(stop, one.end, sentence.end)) > 0]
    return start, min([sentence.end, *stops])


_UPON = Phrase(r"\bafter\s+(?:(?:an?|about|approximately|interval|latency|some|of|nearly|almost)\s+)*$")


def _metastasis_after(reading: Reading, story: Story, one: Duration) -> bool:
    """`He developed a vertebral metastasis at L3 after 8 years`: the first thing told of the target, with its time."""
    start, end = _segment(reading, one)
    spread = reading.mentions("spread", start, one.start)
    if story.whole is not None or not spread or not _UPON.search(reading, start, one.start):
        return False
    spinal = levels(reading, start, one.start) or reading.has("target", start, one.start)
    told = _OF_FOLLOWUP.search(reading, start, end) or reading.has("treatment", start, end)
    return bool(spinal) and not told and not negated(reading, spread[0].start, spread[0].end)


def _chained(reading: Reading, story: Story, times: list[Duration]) -> Finding | None:
    """Steps told one after the other until the target: 14 years to a recurrence, then 3 years, make 204 months."""
    first = story.first_target()
    steps = [one for one in times if _LATER.match(reading, one.end) or _then(reading.text, one)]
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
        tuple(place_of(reading.text, one) for one in until),
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


_AGE = Phrase(
    r"\b(?:(?:at|aged)\s+(?:the\s+)?(?:age\s+(?:of\s+)?)?|when\s+s?he\s+was\s+)(?P<at>\d{1,2})\b(?!\s*(?:months?|weeks?|days?|Gy|cGy|mm|cm|%|[.,]\d|mg|hours?|years?\s+(?!of\s+age|old)))"
    r"|\b(?P<old>\d{1,2})[\s-]years?[\s-]old\b"
)


def _aged(reading: Reading, pieces: Pieces, story: Story) -> Finding | None:
    """Two ages: `resected at the age of 40 … at 49 she developed back pain`."""
    told = [
        found
        for start, end in pieces
        if not reading.sentence_at(start).title
        for found in _AGE.finditer(reading, start, end)
    ]
    there = [one for one in told if story.at_target(one.start()) or _now(reading, one.start()) or _comes(reading, one)]
    elsewhere = [one for one in told if one not in there]
    if not there or not elsewhere:
        return None
    years = int(there[0]["at"] or there[0]["old"]) - int(elsewhere[0]["at"] or elsewhere[0]["old"])
    places = tuple(one.span() for one in (elsewhere[0], there[0]))
    return Finding("interval_months", 12 * years, places, "courses.ages") if years > 0 else None


def _comes(reading: Reading, age: re.Match[str]) -> bool:
    """Whether the age introduces the patient who presents now: `A 49-year-old man … presented with`."""
    return bool(age["old"]) and reading.has("presenting now", age.end(), reading.sentence_at(age.start()).end)


def _now(reading: Reading, place: int) -> bool:
    """Whether a date is that of the visit: `In 2016 he presented with`."""
    return reading.has("presenting now", place, min(place + 60, reading.sentence_at(place).end))
