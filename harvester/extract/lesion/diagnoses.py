"""The tumour that a report gives its own patients, under the canonical name of the query, and its grade.

A name that is only suspected, ruled out, likened to (`hemangiopericytoma-like vessels`) or told of the past when it was
corrected later is not the tumour; what the pathologist concluded and the title names is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..story.episodes import Story
from ..text.assertion import historical, negated, negated_before, of_family, uncertain
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading, Sentence
from ..text.vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "pathology": {
        "": terms(
            """
            pathology, pathologic, pathological, pathologically, histology, histologic, histological, biopsy,
            histologically, histopathology, histopathological, histopathologic, histopathologically, specimen,
            immunohistochemistry, immunohistochemical, immunohistochemically, diagnosis, diagnosed, diagnosis of,
            confirmed, consistent with, proved, proven, microscopic, microscopically, STAT6, CD34
            """
        ),
    },
}

_LIKE = Phrase(
    r"s?(?:[\s-]*like\b|\s+(?:vascular|vessel|appearance|pattern|component|variant\s+of|vasculature"
    r"|areas?|features?|differentiation|was\s+(?:initially\s+)?suspected))"
)
_FIRST_CALLED = Phrase(
    r"(?:misdiagnos\w+|misclassif\w+|mislabel\w+|mistaken|misread|misinterpret\w+|label?led|formerly\s+(?:\w+\s+)?(?:as|called)"
    r"|(?:reported|read|called|diagnosed|classified)\s+(?:at\s+(?:that|the)\s+time|elsewhere|then|initially"
    r"|originally)\s+(?:as|to\s+be)"
    r"|frozen\s+sections?\b[^.;]{0,50}(?:reported|read|called|interpreted|suggest\w*|diagnos\w+)"
    r"|(?:initially|originally|formerly|previously|first)\s+(?:reported|classified|interpreted|regarded"
    r"|considered|thought"
    r"|coded|read|signed\s+out)|initial(?:ly)?\s+diagnos\w+|first\s+diagnos\w+"
    r"|had\s+(?:\w+ly\s+)?been\s+(?:\w+ly\s+)?(?:reported|read|called|label\w+|interpreted|signed\s+out|taken)\s+(?:as|for)"
    r"|original(?:ly)?\s+diagnos\w+|previous(?:ly)?\s+diagnos\w+\s+as"
    r"|suggest\w*|unlike|comparison\s+(?:with|to)|compared\s+(?:with|to)|contrast\s+(?:to|with)|opposed\s+to"
    r"|rather\s+than|mimic\w*|resembl\w*|such\s+as|differential\w*|suspected"
    r"|suspicio\w+|distinguish\w*|from\s+other)\b[^.;]{0,70}$"
)
_OLD_NAME = Phrase(
    r"\b(?:formerly|previously\s+(?:known|called|termed|named)|(?:also|otherwise|historically|once)\s+(?:known"
    r"|called|termed)"
    r"|old\s+name|hitherto)\s+(?:(?:as|called|known|termed|named|a|an|the|meningeal|intracranial)\s+){0,3}$"
)
"""Before a name that the tumour had: `solitary fibrous tumor, formerly hemangiopericytoma`."""
_OTHER_LESION = Phrase(
    r"\b(?:[ctdls]h?-?\d{1,2}|second|other|smaller|another|additional|renal|hepatic|liver|thyroid|adrenal|lung|pulmonary)\s+"
    r"(?:\w+\s+){0,1}(?:nodules?|lesions?|mass|focus|one|abnormality|incidentaloma)\s+"
    r"(?:turned\s+out\s+to\s+be|proved(?:\s+to\s+be)?|was|were|is|represented|corresponded\s+to|being)\s+"
    r"(?:(?:an?|found|shown|to\s+be|diagnosed\s+as|consistent\s+with|considered|typical|benign|incidental|only)\s+){0,4}$"
)
"""Before the name of another lesion than the one reported: `the renal mass proved to be an angiomyolipoma`."""
_FINAL = Phrase(
    r"(?:turned\s+out\s+to\s+(?:be|have)|(?:amended|revised|changed|corrected|converted)\s+(?:to|into)"
    r"|re-?classified\s+as|settled\s+on"
    r"|final(?:ly)?\s+(?:\w+\s+){0,2}diagnos\w+(?:\s+\w+){0,3}|re-?diagnosed\s+as|(?:pointed|points)\s+to"
    r"|permanent\s+(?:section|slide)s?"
    r"\s+(?:\w+\s+){0,4})\s*(?:(?:a|an|the|of|was|that|to|be|as|is)\s+){0,4}(?:[\w-]+\s+){0,2}$"
)
"""Before the name that was concluded after another one."""
_JOIN = re.compile(r"\s*(?:/|\(|-|–|or)\s*\(?")


class Named(NamedTuple):
    """A tumour name that may be the patient's, with how much speaks for it."""

    score: int
    mention: Mention
    name: str
    asked: bool


def named(reading: Reading, pieces: Pieces, combined: str) -> Iterator[Named]:
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
    if not _asserted(reading, one, asked=asked):
        return 0
    titled = sentence.title and not _beside_another(reading, sentence, asked=asked)
    proved = reading.has("pathology", max(sentence.start, one.start - 160), one.start)
    return 1 + 3 * titled + 12 * _final(reading, one) + 3 * proved


def _asserted(reading: Reading, one: Mention, *, asked: bool) -> bool:
    """Whether a tumour is said to be there, and not only suspected, likened to, or what it was called before."""
    if _LIKE.match(reading, one.end) or of_family(reading, one.start):
        return False
    if negated(reading, one.start, one.end) and (negated_before(reading, one.start) or not _set_apart(reading, one)):
        return False
    start = reading.sentence_at(one.start).start
    if _OLD_NAME.search(reading, max(start, one.start - 60), one.start):
        return False
    if not asked and (_OTHER_LESION.search(reading, max(start, one.start - 90), one.start) or _quoted(reading, one)):
        return False
    doubted = _FIRST_CALLED.search(reading, max(start, one.start - 110), one.start) or uncertain(
        reading, one.start, one.end
    )
    return _final(reading, one) or not (doubted or (not asked and historical(reading, one.start)))


_IS_NOT = Phrase(
    r"(?:\s+of\s+(?:\w+\s+){1,4})?\s*(?:is|are|was|were)\s+not\s+(?:(?:an?|the|all|always|identical|synonymous|to|with)\s+){0,3}"
    r"[\"'“‘(]?(?=\w)"
)


def _set_apart(reading: Reading, one: Mention) -> bool:
    """Whether the negation behind a name is of another name: `angiomatous meningioma is not hemangiopericytoma`."""
    found = _IS_NOT.match(reading, one.end)
    return found is not None and any(
        other.name != one.name
        for kind in ("diagnosis", "other_diagnosis")
        for other in reading.mentions(kind, found.end(), found.end() + 45)
    )


_OPENED = Phrase(r"(?:^|[\s(])[\"'“‘](?:[\w-]+\s+){0,4}$")
_CLOSED = Phrase(r"[,.]?[\"'”’](?!\w)")


def _quoted(reading: Reading, one: Mention) -> bool:
    """`removed as a "frontal meningioma"`: what others had called it."""
    return bool(_CLOSED.match(reading, one.end) and _OPENED.search(reading, max(0, one.start - 50), one.start))


def _final(reading: Reading, one: Mention) -> bool:
    start = max(reading.sentence_at(one.start).start, one.start - 80)
    return bool(_FINAL.search(reading, start, one.start))


def _beside_another(reading: Reading, title: Sentence, *, asked: bool) -> bool:
    """Whether a title tells of tumours that are asked for and of others: then it is of several patients."""
    others = reading.mentions("other_diagnosis" if asked else "diagnosis", title.start, title.end)
    own = reading.mentions("diagnosis" if asked else "other_diagnosis", title.start, title.end)
    apart = (one for one in others if not any(name.start < one.end and one.start < name.end for name in own))
    return any(_asserted(reading, one, asked=not asked) for one in apart)


def find(
    reading: Reading,
    pieces: Pieces,
    diagnoses: Mapping[str, tuple[str, ...]],
    story: Story | None = None,
    *,
    mixed: bool = False,
) -> Iterator[Finding]:
    """`diagnosis` and `grade` of one patient or of a group (which has no story).

    Of several kinds of tumour that are counted together (`mixed`) the one asked for is the report's, if it is there.
    """
    combined = next((name for name in diagnoses if "/" in name), "")
    found = list(named(reading, pieces, combined))
    # A title that names tumours of both kinds is of several patients: what the text says of this one counts.
    found = [one for one in found if not _shared(reading, one)] or found
    if mixed:
        found = [one for one in found if one.asked] or found
    if found:
        yield _best(reading, found, combined)
    yield from _grade(reading, pieces, story)


def _shared(reading: Reading, one: Named) -> bool:
    sentence = reading.sentence_at(one.mention.start)
    return sentence.title and _beside_another(reading, sentence, asked=one.asked)


def _best(reading: Reading, found: list[Named], combined: str) -> Finding:
    totals: dict[str, int] = {}
    for one in found:
        totals[one.name] = totals.get(one.name, 0) + one.score + one.asked
    titled = {one.name for one in found if one.asked and reading.sentence_at(one.mention.start).title}
    joint = sum(one.name == combined for one in _merged(reading, reading.mentions("diagnosis"), combined))
    if totals.get(combined, 0) >= 3 and (joint > 1 or not titled or combined in titled):
        totals[combined] += 100
    name = max(totals, key=lambda key: totals[key])
    proof = max((one for one in found if one.name == name), key=lambda one: (one.score % 4 == 0, one.score))
    return Finding("diagnosis", name, ((proof.mention.start, proof.mention.end),), "diagnoses.named")


_GRADE = Phrase(
    r"\b(?:(?:CNS\s+)?(?:World\s+Health\s+Organi[sz]ation\s+(?:\(WHO\)\s+)?"
    r"|WHO\s+)(?:CNS\s+)?(?:classification\s+)?(?:\(\d{4}\)\s+)?(?:grade\s+)?|FNCLCC\s+grade\s+|grade\s+)"
    r"(?P<g>I{1,3}V?|IV|[1-4])(?:\s*[-/–]\s*(?P<g2>I{1,3}|IV|[1-4]))?(?![\w/.]*\d|\w)"
)
_OTHER_SCALE = re.compile(
    r"(?:Frankel|ASIA|Simpson|Nurick|MRC|Rankin|Meyerding|muscle|(?<!high-)(?<!high )power|strength|toxicity|Bilsky"
    r"|ESCC|Spetzler|Hunt|impairment|AIS|Fuhrman|Gleason|histologic\s+necrosis|necrosis|motor|weakness|resection"
    r"|paresis|CTCAE|adverse|embolization|Cormack|McCormick|laryngoscop\w+|view)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_NO_TUMOUR_GRADE = re.compile(
    r"\s*(?:view|toxicity|adverse|weakness|strength|power|impairment|resection|removal|cord|compression)"
)


def _grade(reading: Reading, pieces: Pieces, story: Story | None) -> Iterator[Finding]:
    """The grade as written, with its system; of several that of the lesion at the target, then the last one told."""
    found = list(_grades(reading, pieces))
    if not found:
        return
    late = [place for place in found if not _of_the_past(reading, place)] or found
    there = [place for place in late if story is not None and story.at_target(place[0])]
    chosen = there[-1] if there else late[-1] if len(late) < len(found) else late[0]
    start, end = _fullest(reading.text, found, chosen) if reading.sentence_at(chosen[0]).title else chosen
    value = " ".join(reading.text[start:end].split())
    if start == reading.sentence_at(start).start and value.startswith("Grade"):
        value = value.lower() if value[-1].isdigit() else "g" + value[1:]
    yield Finding("grade", value, ((start, end),), "diagnoses.grade")


def _fullest(text: str, found: list[tuple[int, int]], chosen: tuple[int, int]) -> tuple[int, int]:
    """Where the grade of a title is told with its system, which titles leave out."""
    start, end = chosen
    if not text[start:end].lower().startswith("grade"):
        return chosen
    number = _last_word(text, (start, end))
    return next((one for one in found if _SYSTEM.match(text, *one) and _last_word(text, one) == number), chosen)


def _last_word(text: str, place: tuple[int, int]) -> str:
    return text[slice(*place)].rsplit(maxsplit=1)[-1]


_SYSTEM = re.compile(r"(?:CNS|WHO|World)\b", re.IGNORECASE)


def _of_the_past(reading: Reading, place: tuple[int, int]) -> bool:
    """Whether a grade is told of an earlier specimen, by words before it in the clause or close behind it."""
    sentence = reading.sentence_at(place[0])
    start, end = max(sentence.start, place[0] - 110), min(sentence.end, place[1] + 45)
    turns = [found.end() for found in _TURN.finditer(reading, start, place[0])]
    return bool(
        _PAST.search(reading, turns[-1] if turns else start, place[0]) or _PAST_AFTER.match(reading, place[1], end)
    )


_TURN = Phrase(
    r"[;:]|\b(?:whereas|while|but|and\s+(?:now|the\s+(?:spinal|metasta\w+))|had\s+progressed|progressed|now"
    r"|recurren\w+|revealed)\b"
)
_PAST = Phrase(
    r"\b(?:ago|earlier|previous(?:ly)?|history|before|prior|initial\w*|original\w*|first|known|primary"
    r"|craniotomy|intracranial|(?:in|of)\s+(?:19|20)\d\d)\b"
)
_PAST_AFTER = Phrase(
    r"\s+to\s+(?:(?:WHO|CNS)\s+)*grade\s|"
    r"[),]*\s*(?:,\s*)?(?:(?:tumou?r|hemangiopericytoma|haemangiopericytoma|lesion)\s+)?(?:(?:(?:which|that)\s+)?(?:was"
    r"|were|had\s+been)\s+)?(?:(?:\w+ly|gross|gross-?totally)\s+){0,2}"
    r"(?:resected|excised|removed|operated|treated)?\s*(?:on\s+)?(?:in\s+(?:19|20)\d\d|\w+\s+(?:years"
    r"|months)\s+(?:ago|earlier|before|previously|prior))"
)


def _grades(reading: Reading, pieces: Pieces) -> Iterator[tuple[int, int]]:
    for start, end in pieces:
        for found in _GRADE.finditer(reading, start, end):
            own = _SYSTEM.match(reading.text, found.start())
            if not own and _OTHER_SCALE.search(reading.text[max(start, found.start() - 50) : found.start()]):
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
