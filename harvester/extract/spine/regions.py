"""The regions of the spine: `thoracic spine`, `thoracolumbar junction`, `cauda equina`, and not `thoracic surgery`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Place, Reading
from ..text.vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "junction": {
        "": terms("junction, transition, hinge"),
    },
    "region": {
        "craniocervical": terms(
            """
            craniocervical, cranio cervical, craniovertebral, cranio vertebral, occipitocervical, occipito cervical,
            atlantoaxial, atlanto axial, cervicomedullary, cervico medullary, craniospinal junction, bulbomedullary
            junction
            """
        ),
        "cervical": terms("cervical, C spine"),
        "cervicothoracic": terms("cervicothoracic, cervico thoracic, cervicodorsal, cervico dorsal"),
        "thoracic": terms("thoracic, dorsal, midthoracic, mid thoracic, T spine, D spine"),
        "thoracolumbar": terms("thoracolumbar, thoraco lumbar, dorsolumbar, dorso lumbar"),
        "lumbar": terms("lumbar, L spine"),
        "lumbosacral": terms("lumbosacral, lumbo sacral"),
        "sacral": terms("sacrum, sacral, sacrococcygeal"),
        "conus medullaris": terms("conus medullaris, conus"),
        "cauda equina": terms("cauda equina, filum terminale, filum"),
    },
    "spinal noun": {
        "": terms(
            """
            spine, vertebra, vertebral, vertebrae, cord, spinal, epidural, extradural, intradural, canal, column,
            intraspinal, intramedullary, extramedullary, junction, leptomeningeal, level, paraspinal, subdural,
            bodies, body, segment, foramen, neural foramen, metastasis, metastatic, lesion, tumor, tumour, mass,
            levels, subarachnoid, paravertebral, osseous, laminae, roots, enlargement, myelon, medulla, thecal,
            rachis, ala, bone, wing, promontory
            """
        ),
    },
}

REGIONS = terms(
    """
    craniocervical, craniocervical junction, cervical, cervicothoracic, cervicothoracic junction, thoracic,
    thoracolumbar, thoracolumbar junction, lumbar, lumbosacral, lumbosacral junction, sacral, conus medullaris,
    cauda equina
    """
)
"""The region words, from the top down; used where no level is given."""


class Region(NamedTuple):
    """A place in the text that names a region, under its canonical name."""

    start: int
    end: int
    name: str


_NOT_REGION = Phrase(
    r"\s*(?:lymph|node|puncture|pain|surg|aort|esoph|oesoph|wall|cavity|duct|outlet|inlet|cancer"
    r"|carcinoma|drain|region\s+pain|root"
    r"|nerve|plexus|trunk|laminectom|fusion|adenopath|uter|cervix|muscle|fascia|disc|disk|lordos|kyphos"
    r"|spondyl|discomfort|CT|comput|approach|stenosis|hernia|myelopath|cage|radiculo|corset)"
)
_LISTED = Phrase(r"\s*(?:,|/|and|or|to|-|–|&)\s*(?:and\s+)?(?:the\s+)?(?:(?:upper|lower|mid|middle)[\s-]+)?$")


def regions(reading: Reading, start: int, end: int) -> Iterator[Region]:
    """The regions of the spine that a part of the text names for the tumour, from the last to the first."""
    found = [one for one in reading.mentions("region", start, end) if not _no_place(reading, one, end)]
    spinal = sound = False
    for index in range(len(found) - 1, -1, -1):
        one = found[index]
        linked = index + 1 < len(found) and spinal and _LISTED.match(reading, one.end, found[index + 1].start)
        sound = bool(_SOUND.match(reading, one.end, end)) or (sound and bool(linked))
        spinal = (
            bool(linked)
            or _spinal(reading, one, end)
            or one.name in _NERVES
            or reading.low[one.start : one.end] == "sacrum"
            or reading.low.endswith("spine", one.start, one.end)
        )
        if spinal and not sound and not negated(reading, one.start, one.end) and not apart(reading.text, one.start):
            yield _region(reading, one, end)


def _no_place(reading: Reading, one: Mention, end: int) -> bool:
    """Whether the word is of a nerve, a node or a syndrome; the roots of the cauda equina are the place itself."""
    if one.name in _NERVES:
        return _SYNDROME.match(reading, one.end, end) is not None
    if reading.low.startswith("dorsal", one.start) and _DIRECTION.match(reading, one.end, end):
        return True
    return any(phrase.match(reading, one.end, end) for phrase in (_NOT_REGION, _WORN))


_DIRECTION = Phrase(
    r"\s+(?:to|aspects?|surfaces?|sides?|parts?|midline|margins?|borders?|columns?|dura|decubitus|elements?)\b"
)
_WORN = Phrase(
    r"\s+(?:spine|spinal|vertebra\w*|column)\s+(?:surgery|arthro\w+|spondyl\w+|osteo(?:arthr|por|chond|pen)\w+|degenerat\w+|stenosis"
    r"|trauma|injur\w+|pain|mobil\w+|movement|operation|canal\s+stenosis)\b"
)
"""Behind a region whose spine is only worn or was operated on: `cervical spine arthrosis`."""
_NERVES = ("cauda equina", "conus medullaris")
_SYNDROME = Phrase(r"[\s-]*(?:syndrome|symptom|sign|lesion\s+syndrome|dysfunction|deficit)")

_SOUND = Phrase(
    r"(?:\s+(?:spine|spinal|cord|column|canal|vertebra[e]?|segments?|regions?))+(?:\s+and\s+(?:the\s+)?[\w-]+)?\s*(?:\([^)]{1,30}\)\s*)?"
    r"(?:(?:was|were|is|are|had\s+been|remained|appeared)\s+(?:all\s+|both\s+|\w+ly\s+)?(?:unremarkable|normal|negative|clear|osteopor\w+|osteopenic|degenerat\w+|arthritic|spondylotic|scoliotic"
    r"|free\b|intact|without|not\s+involved)|(?:showed|revealed|disclosed|demonstrated|displayed|yielded|found)\s+"
    r"(?:no\b|nothing|neither))"
)
"""Behind a part of the spine that was looked at in vain: `MRI of the cervical and thoracic spine was unremarkable`."""
_NUMBERED_AS = {"cervical": "C", "thoracic": "T", "lumbar": "L", "sacral": "S"}
_BONE = (
    r"(?:ribs?|ilium|iliac|bones?|femur|pelvis|sternum|scapula|skull|humerus|acetabulum|crest|wings?|clavicle|pubis"
    r"|ischium)"
)
_PART = (
    r"(?:the|an?|in|at|of|on|to|throughout|within|along|around|into|left|right|both|upper|lower|mid|distal|proximal|bony|entire|whole"
    r"|vertebra[el]?|bod(?:y|ies)|levels?|region|another|one|also|dorsal|ventral|surfaces?|cord|ala|sides?|half|part|nodules?|lesions?|deposits?)"
)
_GLUE = Phrase(
    rf"(?:\s*\))?(?:\s*\([^()]{{1,40}}\))?(?:\s+{_PART}\b){{0,3}}(?:\s*,|\s+(?:and|plus|as\s+well\s+as|to|through)\b|\s?[&–-])\s*"
    rf"(?:(?:(?:and|as\s+well\s+as|{_PART}|{_BONE})\b|,)\s*){{0,9}}$"
)
_THEN = Phrase(r"\s*,\s+(?:in|at|within)\s+the\s+(?:(?:upper|lower|mid)\s+)?")
_AND = Phrase(r"\b(?:and|plus|as\s+well)\b|&")
_VERB = Phrase(
    r"(?:\s+(?:roots?|spine|nerves?))?\s+(?:was|is|had|has|appeared|showed|remained|could|did|compress\w*)\b"
)


def beside(reading: Reading, levels: list[Place], letters: set[str]) -> Iterator[Region]:
    """The regions that stand in one list with levels of the tumour and hold none of them: `L3 and the sacrum`."""
    for one in {reading.sentence_at(start): None for start, _ in levels}:
        if not reading.has("region", one.start, one.end):
            continue
        near = [place for place in levels if one.start <= place[0] < one.end]
        for region in regions(reading, one.start, one.end):
            if region.name not in _ALONGSIDE or _NUMBERED_AS.get(region.name) in letters:
                continue
            if _behind(reading, near, region) or _before(reading, near, region):
                yield region


_BONES_BEFORE = Phrase(rf"\b(?:vertebra[e]?|spine|{_BONE})\s*(?:,|and|,\s*and)\s+(?:(?:the|left|right|in)\s+){{0,2}}$")
_BONES_BEHIND = Phrase(rf"\s*(?:,|and|,\s*and)\s+(?:(?:the|both|in|left|right)\s+){{0,3}}{_BONE}\b")
_SPREAD = Phrase(r"\b(?:metasta\w+|deposits?|lesions?|uptake|foci)\b")


def among_bones(reading: Reading, start: int, end: int) -> Iterator[Region]:
    """The sacrum in a list of bones with metastases: `bone metastases in the ribs, sacrum and right ischium`."""
    for one in regions(reading, start, end) if reading.has("region", start, end) else ():
        listed = _BONES_BEHIND.match(reading, one.end, end) or _BONES_BEFORE.search(reading, start, one.start)
        if one.name == "sacral" and listed and _SPREAD.search(reading, start, one.start):
            yield one


_ALONGSIDE = (*_NUMBERED_AS, "cauda equina", "conus medullaris")


def _behind(reading: Reading, near: list[Place], region: Region) -> bool:
    """Whether the region follows a level: `at C7, T3 and within the cauda equina`."""
    last = max((end for _, end in near if end <= region.start), default=None)
    if last is None or not _GLUE.match(reading, last, region.start):
        return False
    if region.name == "sacral":
        return True
    joined = _AND.search(reading, last, region.start) or _THEN.fullmatch(reading, last, region.start)
    return joined is not None and not _VERB.match(reading, region.end)


def _before(reading: Reading, near: list[Place], region: Region) -> bool:
    """Whether a level follows the region: `in the sacrum and L3`."""
    first = min((start for start, _ in near if start >= region.end), default=None)
    if first is None or not _GLUE.match(reading, region.end, first):
        return False
    return _AND.search(reading, region.end, first) is not None


_IMAGE_OF = Phrase(
    r"\b(?:mri?|ct|scans?|scanning|imaging|images?|tomograph\w+|radiograph\w*|x-?rays?|films?|myelogra\w+|resonance)\b[^.;,]{0,12}?\s(?:of|through)\s+"
    r"(?:(?:the|his|her|cervical|thoracic|lumbar|dorsal|sacral|whole|entire|upper|lower|total|and|spine)[\s,-]+){0,7}$"
)


def told_of_tumour(reading: Reading, found: list[Region]) -> list[Region]:
    """Without those that were only imaged, where the same sentence places the tumour in another."""
    placed = [one for one in found if not _IMAGE_OF.search(reading, max(0, one.start - 90), one.start)]
    sentences = {reading.sentence_at(one.start).start for one in placed if one.name in _NUMBERED_AS}
    return [one for one in found if one in placed or reading.sentence_at(one.start).start not in sentences]


_APART = re.compile(
    r"\b(?:(?:separated?|distinct|away|remote|spar(?:ed|ing|es)|clear|normal|negative|unremarkable)\s+(?:from\s+)?"
    r"|(?:scoliosis|kyphosis|lordosis|spondylosis|arthritis|degenerati(?:on|ve\s+changes)|fusion|fixation|pain|osteoporosis|osteopenia"
    r"|arthrosis|absorptiometry|densitometry|stiffness|tenderness|stabili[sz]ation|instrumentation|immobili[sz]ation|injury"
    r"|fractures?\s+after\s+a\s+fall)"
    r"\s+(?:of|in)\s+)(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|close\s+to|next\s+to|adjacent\s+to|(?:anterior|ventral|lateral)\s+to|in\s+front\s+of|between\s+(?:the\s+|her\s+|his\s+)?\w+\s+and)"
    r"\s+(?:the\s+)?$"
)
_BONY = re.compile(r"(?:sacrum|\w+\s+(?:spine|vertebra|column))")


def apart(text: str, start: int) -> bool:
    """Whether what begins at a place is said to be left alone by the tumour: `separate from the bony sacrum`."""
    before = max(0, start - 40)
    return bool(_APART.search(text, before, start) or (_BONY.match(text, start) and _NEAR.search(text, before, start)))


def _region(reading: Reading, one: Mention, end: int) -> Region:
    """The region, with the word where it is written as a junction."""
    joint = reading.mentions("junction", one.end, min(end, one.end + 12))
    if joint and reading.text[one.end : joint[0].start].isspace() and f"{one.name} junction" in REGIONS:
        return Region(one.start, joint[0].end, f"{one.name} junction")
    return Region(one.start, one.end, one.name)


def _spinal(reading: Reading, one: Mention, end: int) -> bool:
    """Whether the noun of the region follows: `thoracic epidural space`, and not `thoracic surgery`."""
    start = one.end
    if _IMAGED.match(reading, start, end):
        return True
    found = reading.mentions("spinal noun", start, min(end, start + 24))
    tumour = not found and any(name.start <= start + 16 for name in reading.mentions("diagnosis", start, end)[:1])
    noun = found[0].start if found else start + 1
    if not (found or tumour) or re.search(r"[;,.]", reading.text[start:noun]):
        return False
    if one.name == "cervical" and _CERVIX.search(reading, max(0, one.start - _WOMB), one.end + _WOMB):
        return False
    vague = tumour or reading.text[noun : found[0].end].lower() in VAGUE
    sentence = reading.sentence_at(start)
    if not vague or reading.has("target", sentence.start, start - 9) or reading.has("target", start, sentence.end):
        return True
    if _THROUGH_ARCHES.search(reading, sentence.start, sentence.end):
        return True
    return one.name in _NO_OTHER and reading.has("target", 0, len(reading.text))


_THROUGH_ARCHES = Phrase(r"\b(?:hemi)?(?:laminectom|laminoplast|corpectom|vertebrectom|spondylectom)\w+")
_IMAGED = Phrase(
    r"\s+(?:spine\s+|spinal\s+)?(?:mri?|magnetic\s+resonance(?:\s+imag\w+)?(?:\s*\(mri?\))?|myelogra\w+)\s+(?:scans?\s+|images?\s+)?"
    r"(?:show|reveal|demonstrat|disclos|depict|identif|detect|confirm)\w*\s+(?!no\b|that\b)(?:[\w-]+\s+){0,6}?"
    r"(?:metasta\w+|tumou?rs?|mass|lesions?|nodules?)\b"
)
_CERVIX = Phrase(
    r"\b(?:uter(?:us|ine|i)|vagin\w+|hysterectom\w+|cervix|endometri\w+|colposcop\w+|intraepithelial|obstetric\w*)\b"
)
_WOMB = 60
"""How near words of the womb make `cervical` a word of it."""

_NO_OTHER = ("thoracolumbar", "lumbar", "lumbosacral", "sacral")
"""A tumour of these regions is one of the spine in a report that speaks of it; a thoracic one may be of the chest."""


VAGUE = frozenset(
    [
        "lesion",
        "lesions",
        "tumor",
        "tumors",
        "tumour",
        "tumours",
        "mass",
        "masses",
        "level",
        "levels",
        "body",
        "bodies",
        "segment",
        "segments",
    ]
)
"""A cervical mass may be in the neck: these nouns want a spinal word elsewhere in the sentence."""
