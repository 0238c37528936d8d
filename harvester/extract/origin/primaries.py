"""Whether a tumour at the target is said to be at home there."""

from __future__ import annotations

import re

from ..spine.levels import levels
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, remembered
from ..text.vocabulary import Mention
from .sites import sites


@remembered
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


_AIMS = ("objec", "purpose", "aim", "study objec")
"""Sections that say what the report is of."""


def primary_there(reading: Reading, pieces: Pieces) -> Place | None:
    """`primary intradural hemangiopericytoma`, `was regarded as primary`: a tumour that began at the target."""
    aims = tuple((one.start, one.end) for one in reading.sentences if one.label.startswith(_AIMS))
    told = (_primary_at(reading, start, end) for start, end in (*pieces, *aims))
    return next((place for place in told if place), None) or called_primary(reading, pieces)


def _primary_at(reading: Reading, start: int, end: int) -> Place | None:
    for found in _PRIMARY.finditer(reading, start, end):
        near = places(reading, found.end(), min(end, found.end() + 60))
        if (
            near
            and not _COUNTED.search(reading.text[max(start, found.start() - 40) : found.end()])
            and not reading.has("spread", found.end(), near[0][0])
            and not negated(reading, found.start(), found.end())
            and not _EITHER.match(reading, found.end())
        ):
            return found.start(), near[0][1]
    return None


_EITHER = Phrase(r"\s*(?:versus|vs\.?|or|and|as\s+well\s+as|/)\s*(?:\w+\s+)?(?:secondary|metasta\w+)\b")
"""`primary or metastatic`: both are told of, or one is asked for."""


_CALLED = Phrase(
    r"\b(?:(?:regarded|considered|classified|interpreted|accepted|diagnosed|viewed|labell?ed|judged|taken|held|accepted)\s+(?:(?:it|this|that|the\s+\w+)\s+)?(?:(?:as|to\s+be|to\s+have|to)\s+)?"
    r"|(?:concluded|proved|shown|found)\s+to\s+be\s+|deemed\s+(?:to\s+be\s+)?|(?:was|were|is)\s+(?:therefore\s+|thus\s+|hence\s+)?)"
    r"(?:as\s+)?(?:having\s+|being\s+)?(?:an?\s+|the\s+)?primary"
    r"(?=\s*(?:[.,;)]|tumou?rs?\b|lesion|neoplasm|disease|one\b|growth|\w+oma\b|\w+\s+fibrous|since|because|as\b|in\s+view|given|and\b|on\s|$))"
    r"|\bprimary\s+(?:nature|character)\b"
    r"|\b(?:spine|spinal\s+\w+|spinal\s+cord|cord|vertebra|sacrum|cauda\s+equina)\s+was\s+(?:thus\s+|therefore\s+)?the\s+(?:origin|source|primary\s+site)\b"
)
_BEGUN = Phrase(
    r"\b(?:(?:thought|believed|presumed|assumed|felt|considered|regarded|suspected)\s+(?:\w+\s+)?(?:to\s+be|to\s+represent|as)\s+(?:an?\s+|the\s+)?primary\b"
    r"|(?:considered|regarded|thought|believed|presumed|found|shown|seemed|appeared)\s+to\s+(?:have\s+)?(?:originated?|ar(?:ise|isen)|begun|developed?)"
    r"\s+(?:primarily\s+)?(?:in|from|within|at)"
    r"|(?:regard|consider|view|interpret|classif)\w*\s+(?:it|this|the\s+\w+)\s+as\s+(?:arising|originating|having\s+(?:arisen|originated))\s+(?:in|from|within)"
    r"|of\s+(?:spinal|vertebral|intraspinal|intradural|epidural|sacral|cord|nerve\s+root|medullary|osseous)\s+origin)\b"
)


def begun_there(reading: Reading, pieces: Pieces) -> Place | None:
    """`thought to be primary`, `primary tumours of the cord are rare`: of a tumour there, where no other is told."""
    for start, end in pieces:
        found = _BEGUN.search(reading, start, end)
        if found and not negated(reading, *found.span()):
            return found.span()
    first = min((start for start, _ in pieces if not reading.sentence_at(start).title), default=0)
    for sentence in reading.sentences:
        if sentence.title or reading.has("spread", sentence.start, sentence.end):
            continue
        place = _primary_at(reading, sentence.start, sentence.end)
        if place and (sentence.start > first or _RARE.search(reading, sentence.start, sentence.end)):
            return place
    return None


_RARE = Phrase(r"\b(?:rare\w*|uncommon|unusual|infrequent\w*|exceptional\w*|few|scarce|seldom|scant)\b")


_GUESSED = Phrase(
    r"\b(?:not|never|thought|presumed|suspected|assumed|possibly|probably|may|might|initially|first|whether|which|at\s+that\s+time)\b"
)


@remembered
def called_primary(reading: Reading, pieces: Pieces) -> Place | None:
    """`was regarded as primary`, `deemed primary`: the tumour at the target, where no other place is named."""
    for start, end in pieces:
        found = _CALLED.search(reading, start, end)
        if not found:
            continue
        near = max(start, found.start() - 40)
        if _GUESSED.search(reading, near, found.end()) or _COUNTED.search(reading.text[near : found.end()]):
            continue
        if not any(True for _ in sites(reading, (reading.sentence_at(found.start())[:2],), spinal=False)):
            return found.span()
    return _titled(reading, pieces)


_COUNTED = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|remaining|others?)\s+(?:[\w-]+\s+){0,2}(?:was|were)\s+primary",
    re.IGNORECASE,
)
"""`Six tumours were primary`: so many of a series."""
_TITLED = Phrase(r"\bprimary\s+(?:[\w-]+\s+){0,3}(?:tumou?r|lesion|neoplasm|growth)s?\b")


def _titled(reading: Reading, pieces: Pieces) -> Place | None:
    """A title that calls the tumour at the target primary: `hemangiopericytoma from C6 to T2: primary tumor`."""
    for sentence in reading.sentences:
        if not sentence.title or (sentence.start, sentence.end) not in pieces:
            continue
        found = _TITLED.search(reading, sentence.start, sentence.end)
        asked = "?" in reading.text[sentence.start : sentence.end + 2] or reading.has("spread", *sentence[:2])
        if found and not asked and (places(reading, *sentence[:2]) or reading.has("region", *sentence[:2])):
            return found.span()
    return None


_ORIGIN = re.compile(
    r"\s*(?:from|of|in)\s+(?:(?:an?|the|his|her|their|this)\s*)?(?:(?:primary|original|previous|malignant|recurrent|anaplastic|benign"
    r"|known|grade|WHO|I{1,3}|[123]|cervical|thoracic|lumbar|dorsal|lumbosacral|cervicothoracic|thoracolumbar|upper|lower|mid)[\s-]+){0,4}$",
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
    found = (place for one in told if (place := at_source(reading, one)))
    return next(found, None) or _first(_ORIGINAL, reading, pieces)


@remembered
def at_source(reading: Reading, one: Mention) -> Place | None:
    """The words that say that a metastasis came from a tumour at the target."""
    sentence = reading.sentence_at(one.start)
    for kind in ("diagnosis", "tumour"):
        for named in reading.mentions(kind, one.end, min(sentence.end, one.end + 120))[:1]:
            place = _source(reading, one, named, sentence.end)
            if place:
                return one.start, place
    starts = (_named_with(reading, one, sentence.start), _of_target_with(reading, one, sentence.start))
    return next(((start, one.end) for start in starts if start is not None), None)


_SPREADS = re.compile(
    r"(?:[\s,]+(?:in|with|and|which|that|its|later|late|subsequent|subsequently|delayed|multiple|bilateral|distant|solitary|showing|having"
    r"|had|has|developing|followed|by|a|an|extensive|[CTDLS]\d{1,2}|lung|liver|pulmonary|hepatic|bone|visceral|brain|cerebral|intracranial|remote))+\s*",
    re.IGNORECASE,
)


def _of_target_with(reading: Reading, one: Mention, floor: int) -> int | None:
    """Where `tumour of the spinal cord with late metastases to the liver` begins, where such words end here."""
    text = reading.text
    near = places(reading, max(floor, one.start - 90), one.start)[-1:]
    if not near or not _SPREADS.fullmatch(text[near[0][1] : one.start]):
        return None
    named = reading.mentions("diagnosis", max(floor, near[0][0] - 60), near[0][0])[-1:]
    organ = reading.has("organ", near[0][1], min(reading.sentence_at(one.start).end, one.end + 45))
    there = bool(named) and organ and _TUMOUR_OF.match(text[named[0].end : near[0][0]])
    return named[0].start if there else None


_WITH = re.compile(
    r"\s+(?:with|and)\s+(?:an?\s+|its\s+)?(?:(?:later|late|subsequent|delayed|multiple|bilateral|distant|solitary)\s+){0,2}$",
    re.IGNORECASE,
)


def _named_with(reading: Reading, one: Mention, floor: int) -> int | None:
    """Where `spinal hemangiopericytoma with pulmonary metastases` begins, where such words end in a metastasis."""
    text = reading.text
    organ = reading.mentions("organ", max(floor, one.start - 25), one.start)[-1:]
    named = reading.mentions("diagnosis", max(floor, one.start - 90), organ[0].start) if organ else []
    if not named or not _WITH.match(text[named[-1].end : organ[0].start]):
        return None
    near = places(reading, max(floor, named[-1].start - 30), named[-1].start)
    return next((start for start, end in near if text[end : named[-1].start].isspace()), None)


def _source(reading: Reading, one: Mention, named: Mention, end: int) -> int:
    """Where the words end that place the tumour a metastasis came from at the target, 0 where they do not."""
    text = reading.text
    before = [
        place
        for place in (*places(reading, one.end, named.start), *_regions(reading, one.end, named.start))
        if text[place[1] : named.start].isspace()
    ]
    if before and _came(text[one.end : before[-1][0]]):
        return named.end
    if not _came(text[one.end : named.start]):
        return 0
    after = places(reading, named.end, min(end, named.end + 50))[:1]
    return next(
        (
            place[1]
            for place in after
            if _TUMOUR_OF.match(text[named.end : place[0]]) and not _is_there(reading, one, named, place)
        ),
        0,
    )


_OF = re.compile(r"\s*of\b", re.IGNORECASE)
_AT = re.compile(r"\s*at\b", re.IGNORECASE)
_IN = re.compile(r"\s*in\b", re.IGNORECASE)


def _is_there(reading: Reading, one: Mention, named: Mention, place: Place) -> bool:
    """`a metastasis of hemangiopericytoma at T5`: the place is that of the metastasis, which has no other."""
    between = reading.text[named.end : place[0]]
    there = _AT.match(between) or (_IN.match(between) and _OF.match(reading.text, one.end))
    organs = reading.mentions("organ", max(0, one.start - 25), one.start)
    return bool(there) and all(organ.name == "bone" for organ in organs)


_ALONG = re.compile(r"\s+(?:along|to|in|through|throughout|within)\s[^.;:]{1,60}?(?=\s+from\s)", re.IGNORECASE)


_AFTER_REMOVAL = re.compile(
    r"[^.;:]{0,70}?\b(?:after|following|since)\s+(?:[\w-]+\s+){0,4}?(?:removal|resection|excision|surgery|operation|treatment|extirpation)"
    r"(?=\s+(?:of|from)\s)",
    re.IGNORECASE,
)
"""`metastases to the lung nine years after removal of a lumbar hemangiopericytoma`: removal of what it came from."""


def _came(between: str) -> bool:
    """Whether `from a` or `of the` leads from a word of spread to its source, past the place it went to."""
    along = _ALONG.match(between) or _AFTER_REMOVAL.match(between)
    return bool(_ORIGIN.match(between, along.end() if along else 0))


def _regions(reading: Reading, start: int, end: int) -> list[Place]:
    """Regions of the target that may name a tumour (`a lumbar hemangiopericytoma`), where it is told of elsewhere."""
    found = [one for one in reading.mentions("region", start, end) if not reading.has("organ", one.start, one.end)]
    lesion = bool(found) and any(place[0] > end or place[1] < start for place in places(reading, 0, len(reading.text)))
    return [(one.start, one.end) for one in found] if lesion else []


def _first(pattern: re.Pattern[str], reading: Reading, pieces: Pieces) -> Place | None:
    for start, end in pieces:
        found = pattern.search(reading.text, start, end)
        if found:
            return found.span()
    return None
