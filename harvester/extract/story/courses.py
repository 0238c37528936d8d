"""The times of a course: from the primary to the metastasis (`interval_months`), and how long was followed up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from sys import maxsize

from ..people.voices import voice
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading, remembered
from ..text.times import DAY, LONGEST, Duration, durations
from ..text.vocabulary import Kinds, terms
from . import fares, followups, intervals
from .episodes import Story
from .lists import own, whose
from .steps import shared, step

CUES: Kinds = {
    **fares.CUES,
    "duration unit": {
        "": terms("year, yr, month, mo, week, wk, day, decade, mth"),
    },
}


def find(
    reading: Reading, pieces: Pieces, story: Story, *, metastatic: bool, share: tuple[int, int]
) -> Iterator[Finding]:
    """`interval_months` and `followup_months` of one patient; `share` deals out what is listed with `respectively`."""
    times = _times(reading, _with_lists(reading, pieces, share[1]) if share[1] > 1 else pieces)
    steps = shared(reading, tuple(step(reading, one, _next(times, one)) for one in times))
    steps = tuple(own(reading, steps, share)) if share[1] > 1 else steps
    apart = story.apart
    interval = None
    if metastatic or apart.whole is None:
        interval = intervals.find(reading, pieces, apart, steps, share)
    if interval:
        yield interval
    used = interval.places if interval else ()
    left = tuple(one for one in steps if not any(start <= one.one.start < end for start, end in used))
    bases = [followups.base_of(reading, one) for one in steps if one not in left]
    since = used[-1] if used else None
    yield from followups.find(reading, pieces, story, followups.Times(left, share, since, "".join(bases[:1])))


def _times(reading: Reading, pieces: Pieces) -> tuple[Duration, ...]:
    found = {
        one
        for piece in pieces
        for start, end in _around_units(reading, *piece)
        for one in durations(reading, start, end)
        if _SHORTEST <= one.months <= LONGEST and not _general(reading, one) and not _an_age(reading.text, one)
    }
    listed = sorted(found)
    return tuple(listed if len(listed) <= 2 * MOST else [*listed[:MOST], *listed[-MOST:]])


def _around_units(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a stretch in which a duration may stand: around the words for a unit of time."""
    units = reading.mentions("duration unit", start, end)
    for index, unit in enumerate(units):
        if index == 0 or unit.start > units[index - 1].end + _LIST + _REST:
            last = index
            while last + 1 < len(units) and units[last + 1].start <= units[last].end + _LIST + _REST:
                last += 1
            stop = units[last].end + _REST
            while stop < end and reading.text[stop - 1 : stop + 1].isalpha():
                stop += 1
            yield max(start, unit.start - _LIST), min(end, stop)


_LIST, _REST = 64, 30
"""So many characters before and behind its unit a duration may reach: `6, 2.5, 11 and 15 years and two months`."""

_SHORTEST = 0.9 * DAY
"""Hours are those of an operation or an admission."""

MOST = 40
"""Of so many times from the start and from the end a story is read; only a text that is none has more."""


def _next(times: tuple[Duration, ...], one: Duration) -> int:
    """Where the next time of the story begins that is no part of the same list."""
    return next((other.lead for other in times if other.lead > one.lead), maxsize)


def _with_lists(reading: Reading, pieces: Pieces, count: int) -> Pieces:
    """The parts that tell of a patient; a sentence cut between several is whole from where it deals out a list."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        sentence = reading.sentence_at(start)
        dealt = reading.mentions("respectively", end, sentence.end) if end < sentence.end else []
        found.append((start, end))
        if dealt:
            found.append((max(end, reading.text.rfind(";", end, dealt[0].start) + 1), sentence.end))
    return tuple(sorted({*found, *_lists(reading, pieces, count)}))


def _lists(reading: Reading, pieces: Pieces, count: int) -> Iterator[tuple[int, int]]:
    """The sentences that give each of so many patients his time: `The intervals were 7, 9 and 12 years.`

    One that names them behind their times (`7 years in the first and 9 in the second`) is taken whole, and so is one
    that ends with the list (`a man (Case 1) and a woman (Case 2) had metastases after 3 and 17 years`).
    """
    for start, end, _, title in reading.sentences:
        if title or (start, end) in pieces or not reading.has("duration unit", start, end):
            continue
        times = durations(reading, start, end)
        inside = [last for first, last in pieces if first < end and start < last]
        lead = next((lead for lead, many in Counter(one.lead for one in times).items() if many == count), 0)
        each = lead and (lead >= max(inside) if inside else _EACH.search(reading, start, end))
        named = each or len({whose(reading, one, count) for one in times} - {0}) > 1
        if named and voice(reading, reading.sentence_at(start)) == "own":
            yield start, end


_EACH = Phrase(r"\b(?:intervals?|latency|latencies|delays?|time|follow(?:ed)?-?\s?up|followed|survival|survived)\b")

_GENERAL = Phrase(
    r"\b(?:mean|median|average|range[ds]?|ranging|longest(?!\s+surviv)|shortest|maximum|maximal|minimum|var(?:y|ied|ying|ies)\s+(?:from|between))\b[^.;)]{0,45}$|\bbetween\s+(?:\d+\s+and\s+)?$"
)


@remembered
def _general(reading: Reading, one: Duration) -> bool:
    """Whether a figure is that of a series."""
    sentence = reading.sentence_at(one.start)
    return bool(_GENERAL.search(reading, max(sentence.start, one.start - 65), one.start))


_OLD = re.compile(r"[\s-]*(?:old|of\s+age)\b")
_AGED = re.compile(
    r"\b(?:aged?|(?:age|man|woman|boy|girl|lady|gentleman|male|female|patient|child|\w+(?:er|ress|wife|ist|man|woman))"
    r"\s+of|female,|male,)\s+$",
    re.IGNORECASE,
)


def _an_age(text: str, one: Duration) -> bool:
    return bool(_OLD.match(text, one.end, one.end + 10)) or bool(_AGED.search(text, max(0, one.start - 20), one.start))
