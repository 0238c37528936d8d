"""How long the patient was followed up where it is not said: from the date or the age at the metastasis to the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.times import Moment, moments
from .episodes import Story
from .happenings import Mark, happened
from .timemarks import ill_since, marks


def between(
    reading: Reading, pieces: Pieces, story: Story, first: int, since: tuple[int, int] | None
) -> Iterator[Finding]:
    """`followup_months` between two dates told, else between two ages."""
    found = next(_dated(reading, pieces, story, first, since), None) or _aged(reading, pieces)
    if found:
        yield found


_SEEN_AT = re.compile(
    r"\b(?:died|deceased|death|dead|passed\s+away|succumbed|alive|well|now|currently|disease[\s-]free)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def _aged(reading: Reading, pieces: Pieces) -> Finding | None:
    """`died at 54 years of age`, of a patient who had the metastasis at 49."""
    ages = [one for one in marks(reading, pieces, ()) if one.kind == "age"]
    ends = [one for one in ages if _SEEN_AT.search(reading.text[max(0, one.begin - 80) : one.begin])]
    begins = [one for one, after in pairwise([*ages, None]) if one and one not in ends and _met(reading, one, after)]
    if not (ends and begins) or ends[-1].months <= begins[0].months:
        return None
    return Finding(
        "followup_months", int(ends[-1].months - begins[0].months), (begins[0].place, ends[-1].place), "followups.ages"
    )


def _met(reading: Reading, one: Mark, after: Mark | None) -> bool:
    """Whether the words up to the next age, if there is one, tell of the lesion at the target."""
    return (happened(reading, one, following=after.begin) if after else happened(reading, one)) == "target"


_SEEN = Phrase(
    r"\b(?:died|dead|death|deceased|succumbed|passed\s+away|expired|alive|last\s+(?:seen|reviewed|contacted|follow|examined|visit|check|control|examination|evaluation|assessment|imaging|MRI|CT|scan)|"
    r"(?:most\s+recent|latest|final)\s+(?:\w+[\s-]+){0,2}(?:follow|visit|check|control|examination|MRI|imaging)|follow-?up|free\s+of|as\s+of|no\s+(?:new|evidence|signs?|recurrence|further|local|progress\w+)|without\s+(?:evidence|signs?|recurrence)|stable|unchanged|(?:disease|tumou?r|recurrence)[\s-]free)\b"
)


_MOST = 60


def _before(reading: Reading, one: Moment, dates: list[Moment]) -> tuple[int, int]:
    """The words between a date and the one before it: `T4 metastasis in 1997, died in 1999`."""
    return max(
        [reading.sentence_at(one.start).start, *(other.end for other in dates if other.end <= one.start)]
    ), one.start


def _dated(
    reading: Reading, pieces: Pieces, story: Story, first: int, since: tuple[int, int] | None
) -> Iterator[Finding]:
    """From the first date of the lesion at the target to the last one told with how the patient is."""
    dates = [
        (one, reading.sentence_at(one.start))
        for start, end in pieces
        if not reading.sentence_at(start).title
        for one in moments(reading.text, start, end)
        if not ill_since(reading, one.start)
    ][:_MOST]
    told = since[0] if since and not reading.sentence_at(since[0]).title else 0
    since = since if any((one.start, one.end) == since for one, _ in dates) else None
    ends = [one for one, where in dates if one.start >= first and _SEEN.search(reading, where.start, where.end)]
    if len(ends) == len(dates) or any((one.start, one.end) == since for one in ends):
        ends = [one for one in ends if _SEEN.search(reading, *_before(reading, one, ends))]
    begins = [one for one, _ in dates if ends and one not in ends and one.start < ends[-1].start]
    begins = [
        one
        for one in begins
        if (one.start, one.end) == since or (not since and one.start >= told and story.at_target(one.start))
    ]
    if not begins:
        return
    months = ends[-1].months - begins[0].months
    if not (begins[0].exact and ends[-1].exact):
        months = 12 * (ends[-1].months // 12 - begins[0].months // 12)
    if months > 0:
        places = tuple((one.start, one.end) for one in (begins[0], ends[-1]))
        yield Finding("followup_months", months, places, "followups.dates")
