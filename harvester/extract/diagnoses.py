"""The tumour that a report gives its own patients, under the canonical name of the query, and its grade.

A name that is only suspected, ruled out, likened to (`hemangiopericytoma-like vessels`) or told of the past when it was
corrected later is not the tumour; what the pathologist concluded and the title names is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .assertion import historical, negated, of_family, uncertain
from .episodes import Story
from .phrases import Phrase
from .reading import Finding, Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "pathology": {
        "": terms(
            """
            pathology, pathologic, pathological, pathologically, histology, histologic, histological,
            biopsy, histologically, histopathology, histopathological, histopathologic, histopathologically,
            specimen, immunohistochemistry, immunohistochemical, immunohistochemically, diagnosis,
            diagnosed, diagnosis of, confirmed, consistent with, proved, proven, microscopic,
            microscopically, STAT6, CD34
            """
        ),
    },
}

_LIKE = Phrase(
    r"s?(?:[\s-]*like\b|\s+(?:vascular|vessel|appearance|pattern|component|variant\s+of|vasculature"
    r"|areas?|features?|differentiation|was\s+(?:initially\s+)?suspected))"
)
_FIRST_CALLED = Phrase(
    r"(?:misdiagnos\w+|mistaken|misinterpret\w+|label?led|formerly\s+(?:\w+\s+)?(?:as|called)"
    r"|(?:initially|originally|formerly|previously|first)\s+(?:reported|classified|interpreted|regarded|considered|thought"
    r"|coded|read|signed\s+out)|initial(?:ly)?\s+diagnos\w+|first\s+diagnos\w+"
    r"|original(?:ly)?\s+diagnos\w+|previous(?:ly)?\s+diagnos\w+\s+as"
    r"|suggest\w*|unlike|rather\s+than|mimic\w*|resembl\w*|such\s+as|differential\w*|suspected"
    r"|suspicio\w+|distinguish\w*|from\s+other)\b[^.;]{0,70}$"
)
_JOIN = re.compile(r"\s*(?:/|\(|-|–|or)\s*\(?")


class Named(NamedTuple):
    """A tumour name that may be the patient's, with how much speaks for it."""

    score: int
    mention: Mention
    name: str
    asked: bool


def named(reading: Reading, pieces: tuple[tuple[int, int], ...], combined: str) -> Iterator[Named]:
    """Every tumour name in the pieces that is asserted of the patient, with its weight."""
    for start, end in pieces:
        asked = _merged(reading, reading.mentions("diagnosis", start, end), combined)
        for one in asked:
            if (score := _weight(reading, one, asked=True)) > 0:
                yield Named(score, one, one.name, True)
        for one in reading.mentions("other_diagnosis", start, end):
            inside = any(other.start <= one.start and one.end <= other.end for other in asked)
            if not inside and (score := _weight(reading, one, asked=False)) > 0:
                yield Named(score, one, one.name, False)


def _merged(reading: Reading, found: list[Mention], combined: str) -> list[Mention]:
    """`solitary fibrous tumor (hemangiopericytoma)` names one entity when the vocabulary has a name for both."""
    merged: list[Mention] = []
    for one in found:
        last = merged[-1] if merged else None
        if last and combined and last.name != one.name and _JOIN.fullmatch(reading.text, last.end, one.start):
            merged[-1] = last._replace(end=one.end, name=combined)
        else:
            merged.append(one)
    return merged


def _weight(reading: Reading, one: Mention, *, asked: bool) -> int:
    sentence = reading.sentence_at(one.start)
    if _LIKE.match(reading, one.end) or negated(reading, one.start, one.end) or of_family(reading, one.start):
        return 0
    if _FIRST_CALLED.search(reading, max(sentence.start, one.start - 110), one.start) or uncertain(
        reading, one.start, one.end
    ):
        return 0
    if not asked and historical(reading, one.start):
        return 0
    return 1 + 3 * sentence.title + 3 * reading.has("pathology", max(sentence.start, one.start - 160), one.start)


def find(
    reading: Reading,
    pieces: tuple[tuple[int, int], ...],
    diagnoses: Mapping[str, tuple[str, ...]],
    story: Story | None = None,
) -> Iterator[Finding]:
    """`diagnosis` and `grade` of one patient or of a group (which has no story)."""
    combined = next((name for name in diagnoses if "/" in name), "")
    found = list(named(reading, pieces, combined))
    if found:
        yield _best(found, combined)
    yield from _grade(reading, pieces, story)


def _best(found: list[Named], combined: str) -> Finding:
    totals: dict[str, int] = {}
    for one in found:
        totals[one.name] = totals.get(one.name, 0) + one.score + one.asked
    if totals.get(combined, 0) >= 3:
        totals[combined] += 100
    name = max(totals, key=lambda key: totals[key])
    proof = max((one for one in found if one.name == name), key=lambda one: (one.score % 4 == 0, one.score))
    return Finding("diagnosis", name, ((proof.mention.start, proof.mention.end),), "diagnoses.named")


_GRADE = Phrase(
    r"\b(?:(?:CNS\s+)?WHO\s+(?:CNS\s+)?(?:classification\s+)?(?:\(\d{4}\)\s+)?(?:grade\s+)?|FNCLCC\s+grade\s+|grade\s+)"
    r"(?P<g>I{1,3}V?|IV|[1-4])(?:\s*[-/–]\s*(?P<g2>I{1,3}|IV|[1-4]))?(?![\w/.]*\d|\w)"
)
_OTHER_SCALE = re.compile(
    r"(?:Frankel|ASIA|Simpson|Nurick|MRC|Rankin|Meyerding|muscle|power|strength|toxicity|Bilsky|ESCC"
    r"|Spetzler|Hunt|impairment|AIS|Fuhrman|Gleason|histologic\s+necrosis|necrosis|motor|weakness|resection"
    r"|paresis|CTCAE|adverse|embolization|Cormack|McCormick|laryngoscop\w+|view)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_NO_TUMOUR_GRADE = re.compile(
    r"\s*(?:view|toxicity|adverse|weakness|strength|power|impairment|resection|removal|cord|compression)"
)


def _grade(reading: Reading, pieces: tuple[tuple[int, int], ...], story: Story | None) -> Iterator[Finding]:
    """The grade as written, with its system; of several that of the lesion at the target, then the last one told."""
    found = list(_grades(reading, pieces))
    if not found:
        return
    there = [place for place in found if story is not None and story.at_target(place[0])]
    start, end = there[-1] if there else found[-1] if _told_on(reading, found) else found[0]
    yield Finding("grade", " ".join(reading.text[start:end].split()), ((start, end),), "diagnoses.grade")


def _told_on(reading: Reading, found: list[tuple[int, int]]) -> bool:
    """Whether the last grade is told of a later specimen: the first one stands behind words of the past."""
    sentence = reading.sentence_at(found[0][0])
    return len(found) > 1 and bool(_PAST.search(reading, sentence.start, sentence.end))


_PAST = Phrase(r"\b(?:ago|earlier|previously|history\s+of|before|prior|initial\w*|first)\b")


def _grades(reading: Reading, pieces: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    for start, end in pieces:
        for found in _GRADE.finditer(reading, start, end):
            if _OTHER_SCALE.search(reading.text[max(start, found.start() - 50) : found.start()]):
                continue
            if _NO_TUMOUR_GRADE.match(reading.text, found.end(), end):
                continue
            if not found["g2"] and _of_tumour(reading, found, start, end):
                yield found.span()


def _of_tumour(reading: Reading, found: re.Match[str], start: int, end: int) -> bool:
    near = (max(start, found.start() - 70), min(end, found.end() + 60))
    if re.match(r"(?:CNS|WHO|FNCLCC)", found.group(), re.IGNORECASE):
        return True
    return any(reading.has(kind, *near) for kind in ("diagnosis", "other_diagnosis", "tumour"))
