"""Spinal levels of the tumour: `C6 to T2`, `Th7`, `third lumbar vertebra`, `eleventh dorsal`, or the region alone.

A level that is operated through, oedematous, normal or only felt (a dermatome, a root) is no level of the tumour; nor
is the T1 of a magnetic resonance sequence, of a TNM stage or of the complement system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .assertion import negated
from .numbers import ORDINAL, ordinal
from .phrases import Phrase
from .reading import Finding, Reading
from .regions import REGIONS, regions
from .vocabulary import Kinds, terms

ORDER = (
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
    "Co",
)
"""The vertebrae from the top down."""

CUES: Kinds = {
    "junction": {
        "": terms("junction, transition, hinge"),
    },
    "respectively": {
        "": terms("respectively"),
    },
    "region": {
        "craniocervical": terms("craniocervical, cranio cervical, craniovertebral, occipitocervical, atlantoaxial"),
        "cervical": terms("cervical"),
        "cervicothoracic": terms("cervicothoracic, cervico thoracic, cervicodorsal"),
        "thoracic": terms("thoracic, dorsal"),
        "thoracolumbar": terms("thoracolumbar, thoraco lumbar, dorsolumbar"),
        "lumbar": terms("lumbar"),
        "lumbosacral": terms("lumbosacral, lumbo sacral"),
        "sacral": terms("sacrum, sacral, sacrococcygeal"),
        "conus medullaris": terms("conus medullaris, conus"),
        "cauda equina": terms("cauda equina"),
    },
    "spelled": {
        "": terms(
            """
            cervical, thoracic, dorsal, lumbar, sacral, axis, odontoid, dens, atlas, coccyx, coccygeal
            """
        ),
    },
    "spinal noun": {
        "": terms(
            """
            spine, vertebra, vertebral, vertebrae, cord, spinal, epidural, extradural, intradural, canal,
            column, intraspinal, intramedullary, extramedullary, junction, leptomeningeal, level,
            paraspinal, subdural, bodies, body, segment, foramen, neural foramen, metastasis, metastatic,
            lesion, tumor, tumour, mass, levels, subarachnoid, paravertebral, osseous, laminae, roots
            """
        ),
    },
    "level word": {
        "": terms(
            """
            level, vertebra, vertebral, body, bodies, spine, spinal, epidural, metastasis, cord, lesion,
            mass, tumor, tumour, corpectomy, vertebrectomy, spondylectomy, lamina, pedicle, fracture,
            collapse, extradural, intradural, intramedullary, levels, compression, involving, metastatic,
            sacrum, intraspinal, canal, destruction, thoracic, paraspinal, dumbbell
            """
        ),
    },
}

_LETTER = r"(?:C|Th|T|D|L|S)"
_ONE = rf"(?P<letter>{_LETTER})[\s-]?(?P<n>\d{{1,2}})"
_COUNTED = r"[\s-]*(?:years?|yrs?|months?|weeks?|days?|cm|mm|Gy|cGy|fractions?|patients?|cases?|%)"
"""What a bare number counts when it is no vertebra: `at C4, 6 years after the craniotomy`."""
_CHAIN = re.compile(
    rf"(?<![\w/.-]){_LETTER}\s?-?\d{{1,2}}(?!\d|\.\d)"
    rf"(?:\s?(?:vertebra[el]?\s+|level\s+)?(?:-|–|—|‐|−|/|,|,?\s*and|&|\+|to|through|till|until"
    rf"|down\s+to|thru)\s?(?:{_LETTER}?-?\d{{1,2}}(?![\w.]*\d|\w)(?!{_COUNTED})))*"
    r"(?![\w])"
)
_PART = re.compile(
    rf"(?P<join>-|–|—|‐|−|to|through|till|until|thru|/|,|and|&|\+)?\s*(?:(?P<letter>{_LETTER})\s?-?)?(?P<n>\d{{1,2}})"
)
_REGION_LETTER = {"c": "C", "t": "T", "d": "T", "l": "L", "s": "S"}
_NAMED = Phrase(
    rf"\b(?P<more>(?:{ORDINAL}\s*,\s*(?:the\s+)?){{0,6}})(?P<o>{ORDINAL})"
    rf"(?:\s*(?P<join>,?\s*and|,|to|through|-|–|or)\s*(?:the\s+)?(?P<o2>{ORDINAL}))?"
    r"\s+(?P<region>cervical|thoracic|dorsal|lumbar|sacral)\b(?!\s+(?:nerve|root|rib|dermatom))"
)
_ORDINALS = re.compile(ORDINAL, re.IGNORECASE)
_NUMBERED = Phrase(
    r"\b(?P<region>cervical|thoracic|dorsal|lumbar|sacral)[\s-]+(?:vertebra[el]?\s+|spine\s+"
    r"|level\s+)?(?:bod(?:y|ies)\s+)?(?P<n>\d{1,2})"
    r"(?:\s*(?P<join>-|–|to|through|and|,|/)\s*(?P<n2>\d{1,2}))?(?!\w|\.\d|\s*(?:cm|mm|x|×|%|months?"
    r"|years?|days?|weeks?|patients?|cases?))"
)
_WORDS = Phrase(r"\b(?:(?P<c2>axis|odontoid|dens)|(?P<c1>atlas)|(?P<co>coccyx|coccygeal))\b")
_MRI = Phrase(
    r"(?:-|\s)*(?:and|or|/|,)?\s*(?:T?[12])?[\s-]*(?:weight|wheight|hyper|hypo|iso|signal|image"
    r"|sequence|relax|contrast|w\b|wi\b|MR|gadolinium|fat|FLAIR|post|enhanc)"
)
_MRI_BEFORE = re.compile(
    r"(?:weighted|hyperintens\w*|hypointens\w*|isointens\w*|signal|intensit\w+|images?|sequences?|both|enhanc\w*)\b[^.;]{0,30}$"
    r"|\bon\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NOT_TUMOUR_AFTER = Phrase(
    r"[\s-]*(?:(?:vertebra[el]?|levels?|bilateral|total|partial|posterior|anterior|wide|right|left|midline|limited|plate|plates"
    r"|titanium|interbody|instrumented|transpedicular|segment(?:al)?|long|short|open|percutaneous|subtotal|complete"
    r"|cervical|thoracic|lumbar|posterolateral|rigid|internal|osteoplastic|bony|screw"
    r"|spinal|pedicle|lateral|decompressive)[\s-]+)*"
    r"(?:(?:(?:and|or|to)\s+)?(?:[CTDLS]\d{1,2}\s+)?(?:vertebra[el]?\s+|bod(?:y|ies)\s+)?(?:(?:was|were|is|are|remained)\s+)"
    r"(?:both\s+)?(?:intact|normal|spared|uninvolved|unremarkable|unaffected|preserved|free)"
    r"|laminectom|laminotom|laminoplast|hemilaminectom|hemilaminotom|plat(?:e|ing)\b|cages?\b|strut|function|motor|reflex"
    r"|squamous|carcinoma|cancer|adenocarcinoma|,?\s*N[0-3xX]\b|strength"
    r"|fixat|fusion|instrument|stabili[sz]|arthrodes|\+|plus|monotherapy|chemotherapy|nerve"
    r"|root|radicul|dermatom"
    r"|sensory|hypo?esthes|hypaesthes|myotom|screw|rod|complement|esterase|antibod|cell|lymph|oedema"
    r"|edema|syrin|palsy|innervat|distribution|muscle|normal|N[0-3x]|M[01x])"
)
_NOT_TUMOUR_BEFORE = Phrase(
    r"(?:laminectom\w+|laminoplast\w+|hemilaminectom\w+|laminotom\w+|fixation|fixated|fixed|fusion"
    r"|fused|instrumentation|stabili[sz]ation|stabili[sz]ed|arthrodesis|screws?|edema|oedema"
    r"|syrinx|syringomyelia|dermatomes?|sensory\s+(?:level|loss|deficit|disturbance)s?|hypo?esthesia"
    r"|hypaesthesia|anaesthesia|anesthesia|numbness|radiculopathy|root|kyphosis|hepatic\s+segments?|liver|segment\s+\d\s*|normal|paraplegia"
    r"|complement|stage|signal|paresthesia|implants?)"
    r"(?:,(?=\s+\(?$))?\s*(?:(?:was|were)\s+(?:performed|done|carried\s+out)\s+)?(?:(?:of|from|at|between|in|below|over"
    r"|extending|the|level|levels|vertebra[el]?|involving|to|up|down|a|starting|segments?|spanning"
    r"|above|with|was|were|performed|extended|extends|seen|present|noted|found|spread|reaching"
    r"|extension)\s+){0,6}\(?$"
)
_SPINE_NEAR = 45


class Level(NamedTuple):
    """A place in the text that names levels, from the top down."""

    start: int
    end: int
    names: tuple[str, ...]


def levels(reading: Reading, start: int, end: int) -> list[Level]:
    """The levels that a part of the text gives to the tumour, in reading order."""
    known = reading.levels.get((start, end))
    if known is None:
        known = reading.levels[start, end] = sorted(_read(reading, start, end))
    return known


def _read(reading: Reading, start: int, end: int) -> Iterator[Level]:
    spelled = _spelled(reading, start, end) if reading.has("spelled", start, end) else ()
    for level in (*_chains(reading, start, end), *spelled):
        if level.names and not _elsewhere(reading, start, level, end) and not negated(reading, level.start, level.end):
            yield level


def find(reading: Reading, pieces: tuple[tuple[int, int], ...], share: tuple[int, int] = (1, 1)) -> Iterator[Finding]:
    """`spinal_levels` of one patient: levels where there are any, else regions; `share` deals out `respectively`."""
    found = [
        level for start, end in pieces for level in _dealt(reading, levels(reading, start, end), start, end, share)
    ]
    named = sorted({name for level in found for name in level.names}, key=ORDER.index)
    if found:
        places = _new(found)
        yield Finding("spinal_levels", tuple(named), places, "levels.range" if len(named) > 1 else "levels.single")
        return
    areas = [Level(one.start, one.end, (one.name,)) for start, end in pieces for one in regions(reading, start, end)]
    if areas:
        names = sorted({one.names[0] for one in areas}, key=REGIONS.index)
        yield Finding("spinal_levels", tuple(names), _new(areas), "levels.region")


def _dealt(reading: Reading, found: list[Level], start: int, end: int, share: tuple[int, int]) -> list[Level]:
    """Of levels listed with `respectively` each patient gets the own one."""
    index, count = share
    if count == 1 or not reading.has("respectively", start, end):
        return found
    if len(found) == count:
        return [found[index - 1]]
    if len(found) == 1 and len(found[0].names) == count:
        return [found[0]._replace(names=(found[0].names[index - 1],))]
    return found


def _new(found: list[Level]) -> tuple[tuple[int, int], ...]:
    """The places that add a name not seen before."""
    seen: set[str] = set()
    places = []
    for level in found:
        if set(level.names) - seen:
            seen |= set(level.names)
            places.append((level.start, level.end))
    return tuple(places)


# ------------------------------------------------------------------------------------------------------- notation


def _chains(reading: Reading, start: int, end: int) -> Iterator[Level]:
    for found in _CHAIN.finditer(reading.text, start, end):
        names = _expand(_ranged(reading.text, start, found))
        if names and not _magnetic(reading, found, start, end):
            yield Level(found.start(), found.end(), names)


_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?(?:levels?\s+(?:of\s+)?)?$", re.IGNORECASE)


def _ranged(text: str, start: int, found: re.Match[str]) -> str:
    """`between L2 and L4` is a range, though it is joined like a list."""
    if _BETWEEN.search(text, max(start, found.start() - 30), found.start()):
        return re.sub(r"\band\b", "to", found.group(), count=1)
    return found.group()


def _expand(chain: str) -> tuple[str, ...]:
    """`C6-T2` -> C6 C7 T1 T2, `T3, 5 and 7` -> T3 T5 T7; empty where a part names no vertebra."""
    names: list[str] = []
    letter = ""
    for part in _PART.finditer(chain):
        letter = _REGION_LETTER[part["letter"][0].lower()] if part["letter"] else letter
        name = f"{letter}{int(part['n'])}"
        if name not in ORDER:
            return ()
        names += _until(names[-1], name) if names and _is_range(part["join"]) else [name]
    return tuple(names)


def _is_range(join: str | None) -> bool:
    return join is not None and join not in (",", "and", "&", "+", "/")


def _until(top: str, bottom: str) -> list[str]:
    first, last = ORDER.index(top), ORDER.index(bottom)
    return list(ORDER[first + 1 : last + 1]) if first <= last else [bottom]


_T12 = re.compile(r"T\s?-?[12](?:\D+[12])?$")


def _magnetic(reading: Reading, found: re.Match[str], start: int, end: int) -> bool:
    """Whether T1 or T2 is a sequence and no vertebra: unless vertebral words stand by, and never with image words."""
    if not _T12.match(found.group()):
        return bool(re.match(r"D2-40|S100|S-100", reading.text[found.start() : found.start() + 6]))
    text = reading.text
    if _MRI.match(reading, found.end(), min(end, found.end() + 40)) or _MRI_BEFORE.search(
        text[max(start, found.start() - 60) : found.start()]
    ):
        return True
    near = reading.has("level word", max(start, found.start() - _SPINE_NEAR), min(end, found.end() + 25))
    return not near and not _among_levels(reading, found)


_IMAGES = Phrase(r"\b(?:MRI?|magnetic|weighted|signal|\w*intens\w*|enhanc\w*|gadolinium|contrast)\b")


def _among_levels(reading: Reading, found: re.Match[str]) -> bool:
    """Whether the sentence names other levels and speaks of no images: then T1 is one of them."""
    sentence = reading.sentence_at(found.start())
    if _IMAGES.search(reading, sentence.start, sentence.end):
        return False
    others = _CHAIN.finditer(reading.text, sentence.start, sentence.end)
    return any(_expand(other.group()) and not _T12.match(other.group()) for other in others)


def _spelled(reading: Reading, start: int, end: int) -> Iterator[Level]:
    for found in _NAMED.finditer(reading, start, end):
        named = _series(found["region"], ordinal(found["o"]), found["o2"] and ordinal(found["o2"]), found["join"])
        more = [_series(found["region"], ordinal(one), None, None) for one in _ORDINALS.findall(found["more"])]
        yield Level(found.start(), found.end(), (*(name for one in more for name in one), *named))
    for found in _NUMBERED.finditer(reading, start, end):
        yield Level(
            found.start(),
            found.end(),
            _series(found["region"], int(found["n"]), found["n2"] and int(found["n2"]), found["join"]),
        )
    for found in _WORDS.finditer(reading, start, end):
        name = "C2" if found["c2"] else "C1" if found["c1"] else "Co"
        if (
            (name == "C1" and _ATLAS.search(reading.text[max(start, found.start() - 25) : found.end() + 15]))
            or name == "Co"
            or re.search(r"vertebra|cervical|body|odontoid|C1|C2|spine|dens", reading.text[start:end])
        ):
            yield Level(found.start(), found.end(), (name,))


_ATLAS = re.compile(
    r"(?:mass(?:es)?|arch(?:es)?|vertebra|body|metastas[ie]s|lesion|tumou?r|destruction|fracture)\s+(?:of|in|to)\s+(?:the\s+)?atlas"
    r"\b(?!-|\s+(?:of|based))|\batlas\s+(?:metasta|lesion|vertebra|fracture|tumou?r)"
)
"""The vertebra, and no book of maps."""


def _series(region: str, first: int, last: int | str | None, join: str | None) -> tuple[str, ...]:
    letter = _REGION_LETTER[region[0].lower()]
    second = int(last) if last else None
    names = [f"{letter}{first}"] if second is None else [f"{letter}{first}", f"{letter}{second}"]
    if second is not None and join and join.lower() in ("to", "through", "-", "–"):
        names = [f"{letter}{n}" for n in range(first, second + 1)]
    return tuple(names) if all(name in ORDER for name in names) else ()


def _elsewhere(reading: Reading, start: int, level: Level, end: int) -> bool:
    """Whether the level is of an operation, an oedema, a nerve or a stage, and not of the tumour."""
    before = max(start, level.start - 110)
    return bool(
        _NOT_TUMOUR_AFTER.match(reading, level.end, end) or _NOT_TUMOUR_BEFORE.search(reading, before, level.start)
    )
