"""Whether a tumour at the target is said to be at home there, or the target was looked at and found free."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated, uncertain
from .levels import levels
from .phrases import Phrase
from .reading import Reading
from .sites import Pieces, Place, sites
from .vocabulary import Mention


def places(reading: Reading, start: int, end: int) -> list[Place]:
    """The mentions of the target place, by its terms or by a level, in reading order."""
    named = [
        (one.start, one.end)
        for one in reading.mentions("target", start, end)
        if not _NOT_TARGET.match(reading, one.end, end)
    ]
    return sorted({*named, *((one.start, one.end) for one in levels(reading, start, end))})


_NOT_TARGET = Phrase(r"\s+(?:plexus|trunk|promontory|an(?:a)?esthesia|puncture|needle|tap|fluid|accessory|muscular)\b")
# ------------------------------------------------------------------------------------------------------- at home

_PRIMARY = Phrase(r"\bprimary\b(?!\s+(?:site|tumou?r|lesion|care|treatment|surgery|closure|brain|intracranial|mening))")


def primary_there(reading: Reading, pieces: Pieces) -> Place | None:
    """`primary intradural hemangiopericytoma`, `was regarded as primary`: a tumour that began at the target."""
    for start, end in pieces:
        for found in _PRIMARY.finditer(reading, start, end):
            near = places(reading, found.end(), min(end, found.end() + 60))
            if (
                near
                and not reading.has("spread", found.end(), near[0][0])
                and not negated(reading, found.start(), found.end())
            ):
                return found.start(), near[0][1]
    return _called_primary(reading, pieces)


_CALLED = Phrase(
    r"\b(?:(?:regarded|considered|classified|interpreted|accepted|diagnosed|viewed)\s+(?:as|to\s+be|to\s+have|to)"
    r"|concluded\s+to\s+be|proved\s+to\s+be|deemed(?:\s+to\s+be)?|(?:was|were|is)\s+(?:therefore\s+|thus\s+)?)"
    r"\s*(?:as\s+)?(?:having\s+|being\s+)?(?:an?\s+|the\s+)?primary"
    r"(?=\s*(?:[.,;]|tumou?r\b|lesion|neoplasm|disease|one\b|growth|$))"
)


def _called_primary(reading: Reading, pieces: Pieces) -> Place | None:
    for start, end in pieces:
        found = _CALLED.search(reading, start, end)
        if not found or negated(reading, *found.span()) or uncertain(reading, *found.span()):
            continue
        if not any(True for _ in sites(reading, (reading.sentence_at(found.start())[:2],), spinal=False)):
            return found.span()
    return None


_NOTHING_ELSE = Phrase(
    r"\bno\s+(?:evidence\s+of\s+)?(?:an?\s+)?(?:other|another|extraspinal|extra-spinal|intracranial|cranial|additional|different"
    r"|distant|underlying)?\s*(?:primary|primaries|lesions?|tumou?rs?|neoplasms?|mass(?:es)?|disease|focus|foci|malignancy)"
    r"(?:\s+(?:tumou?rs?|lesions?|sites?|neoplasms?|focus|disease))?"
    r"(?:\s+(?:was|were|could\s+be|had\s+been|has\s+been)\s+(?:\w+\s+)?(?:found|detected|identified|seen|demonstrated|discovered"
    r"|present|revealed|disclosed|noted))?\s+(?:elsewhere|in\s+(?:other|any\s+other|the\s+rest|the\s+brain)|outside|anywhere)\b"
    r"|\b(?:no|neither|without(?:\s+an?)?)\s+(?:evidence\s+of\s+)?(?:[\w-]+\s+){0,6}?primary(?:\s+(?:tumou?r|lesion|site|focus))?"
    r"(?=\s*(?:[.,;]|was|were|could|$))"
    r"|\b(?:revealed|showed|disclosed|demonstrated|found|detected|was|were)\s+no\s+(?:other|further|additional|intracranial|extraspinal)"
    r"\s+(?:[\w-]+\s+)?(?:lesions?|tumou?rs?|neoplasms?|primary|mass(?:es)?|disease)\b"
    r"|\b(?:search|screening|work-?\s?up|staging|survey|investigations?)\s+(?:for\s+)?(?:[\w-]+\s+){0,6}?(?:was|were|remained|proved)"
    r"\s+(?:fruitless|negative|unremarkable|unrevealing|in\s+vain)\b"
)


def nothing_else(reading: Reading, pieces: Pieces) -> Place | None:
    """`no primary was detected elsewhere`, `a search for another tumour was fruitless`: the work-up found nothing."""
    for start, end in pieces:
        found = _NOTHING_ELSE.search(reading, start, end)
        if found:
            return found.span()
    return None


_ORIGIN = re.compile(
    r"\s*(?:from|of)\s+(?:an?|the|his|her|their|this)?\s*(?:(?:primary|original|previous|malignant|recurrent|anaplastic)\s+){0,2}$",
    re.IGNORECASE,
)
_TUMOUR_OF = re.compile(r"\s*(?:of|in|at|arising\s+(?:from|in))\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"\b(?:original|primary)\s+(?:[\w-]+\s+)?(?:spinal|vertebral|intraspinal|intramedullary|sacral|cauda\s+equina)"
    r"\s+(?:tumou?r|lesion|mass|neoplasm)\b",
    re.IGNORECASE,
)


def spread_from(reading: Reading, told: list[Mention], pieces: Pieces) -> Place | None:
    """`lung metastases from a hemangiopericytoma of the spinal cord`, `the original spinal tumour`."""
    for one in told:
        sentence = reading.sentence_at(one.start)
        for kind in ("diagnosis", "tumour"):
            for named in reading.mentions(kind, one.end, min(sentence.end, one.end + 90))[:1]:
                place = _source(reading, one, named, sentence.end)
                if place:
                    return one.start, place
        if place := _named_with(reading, one, sentence.start):
            return place, one.end
    return _first(_ORIGINAL, reading, pieces)


_WITH = re.compile(
    r"\s+(?:with|and)\s+(?:an?\s+|its\s+)?(?:(?:later|late|subsequent|delayed|multiple|bilateral|distant|solitary)\s+){0,2}$",
    re.IGNORECASE,
)


def _named_with(reading: Reading, one: Mention, floor: int) -> int:
    """Where `spinal hemangiopericytoma with pulmonary metastases` begins, 0 where no such words end in a metastasis."""
    text = reading.text
    organ = reading.mentions("organ", max(floor, one.start - 25), one.start)[-1:]
    named = reading.mentions("diagnosis", max(floor, one.start - 90), organ[0].start) if organ else []
    if not named or not _WITH.match(text[named[-1].end : organ[0].start]):
        return 0
    near = places(reading, max(floor, named[-1].start - 30), named[-1].start)
    return next((start for start, end in near if text[end : named[-1].start].isspace()), 0)


def _source(reading: Reading, one: Mention, named: Mention, end: int) -> int:
    """Where the words end that place the tumour a metastasis came from at the target, 0 where they do not."""
    text = reading.text
    before = [place for place in places(reading, one.end, named.start) if text[place[1] : named.start].isspace()]
    if before and _ORIGIN.match(text[one.end : before[-1][0]]):
        return named.end
    if not _ORIGIN.match(text[one.end : named.start]):
        return 0
    after = places(reading, named.end, min(end, named.end + 50))[:1]
    return next((place[1] for place in after if _TUMOUR_OF.match(text[named.end : place[0]])), 0)


def _first(pattern: re.Pattern[str], reading: Reading, pieces: Pieces) -> Place | None:
    for start, end in pieces:
        found = pattern.search(reading.text, start, end)
        if found:
            return found.span()
    return None


_REFUTED = re.compile(
    r"\b(?:mimick\w+|simulat\w+|masquerad\w+\s+as|misdiagnosed\s+as|mistaken\s+for|misinterpreted\s+as|instead\s+of"
    r"|rather\s+than|not)\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PRESUMED = re.compile(
    r"[^.;]{0,50}\b(?:was|were|had\s+been)\s+(?:presumed|suspected|assumed|considered|expected)\b[^.;]{0,20}\bbut\b",
    re.IGNORECASE,
)


def refuted(reading: Reading, pieces: Pieces) -> Place | None:
    """`mimicking a metastasis`, `metastasis was presumed, but`: a lesion that was held for one and is none."""
    for start, end in pieces:
        for one in reading.mentions("spread", start, end):
            if _REFUTED.search(reading.text[max(start, one.start - 60) : one.start]) or _PRESUMED.match(
                reading.text, one.end, end
            ):
                return one.start, one.end
    return None


# -------------------------------------------------------------------------------------------------- looked at, free

_FREE = Phrase(
    r"(?:\s+(?:and|spine|spinal|vertebral|rest|of|column|cord|canal|MRI?|MR|CT|imaging|scans?|magnetic|resonance|the|survey"
    r"|radiographs?|films?|body|bodies|levels?))*\s+(?:(?:was|were|is|are|remained|remains)\s+(?:all\s+|both\s+|entirely\s+)?(?:free|normal|clear|negative"
    r"|uninvolved|unremarkable|not\s+involved|tumou?r-free)"
    r"|(?:showed|revealed|disclosed|demonstrated|found|showing|detected)\s+no\s+(?:[\w-]+\s+){0,2}?(?:deposit|metasta|lesion|tumou?r"
    r"|dissemin|spread|seeding|abnormalit|evidence))"
)


def free(reading: Reading, pieces: Pieces) -> Iterator[Place]:
    """The target said to have been looked at and found without a tumour."""
    for start, end in pieces:
        for place in places(reading, start, end):
            if stop := found_free(reading, place, end):
                yield place[0], stop
            elif negated(reading, *place) and _spread_by(reading, place):
                yield place


def found_free(reading: Reading, place: Place, end: int) -> int:
    """Where the words end that say of a place that nothing was found there, 0 where they do not."""
    found = _FREE.match(reading, place[1], end)
    return found.end() if found else 0


def _spread_by(reading: Reading, place: Place) -> bool:
    """Whether a word of spread stands by, so that it is the tumour that is denied."""
    sentence = reading.sentence_at(place[0])
    return reading.has("spread", max(sentence.start, place[0] - 40), min(sentence.end, place[1] + 30))
