"""In which compartments of the spine the lesion lay: in the bone, outside or inside the dura, in the cord, beside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated, uncertain
from .episodes import Story
from .levels import levels
from .phrases import Phrase
from .primaries import places
from .reading import Finding, Reading
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "compartment": {
        "vertebral": terms(
            """
            vertebral body, vertebral bodies, vertebra, vertebrae, vertebral, osseous, bony, intraosseous, pedicle,
            lamina, laminae, vertebral collapse, marrow, bone marrow, posterior element, neural arch
            """
        ),
        "extradural": terms("extradural, epidural, peridural, extra dural, epi dural"),
        "intradural": terms(
            """
            intradural, intra dural, subdural, intrathecal, juxtamedullary, inside the dural sac, within the dural
            sac, inside the dura, within the dura, within the thecal sac, inside the thecal sac
            """
        ),
        "intramedullary": terms("intramedullary, intra medullary, within the spinal cord, inside the spinal cord"),
        "dumbbell": terms("dumbbell, dumb bell, hourglass, hour glass, dumbell"),
        "paraspinal": terms("paraspinal, paravertebral, paraspinous, para spinal, para vertebral"),
    },
    "spinal place": {
        "": terms(
            """
            vertebra, vertebrae, vertebral, spine, spinal, sacrum, sacral, cervical, thoracic, lumbar, cord, cauda
            equina, conus, coccyx
            """
        ),
    },
}

Pieces = tuple[tuple[int, int], ...]

COMPARTMENTS = ("vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal")

_NOT_PLACE = Phrase(
    r"[\s-]*(?:arter|anesth|anaesth|analges|catheter|injection|metastases\s+in\s+general|level|column|canal"
    r"|h[ae]+matoma|abscess"
    r"|fat\b|vein|plexus|bodies?\s+height|steroid|screw|fixation|fusion|reconstruction|replacement|augmentation"
    r"|cement|chemotherap|methotrexate|cytarabine|pump|infusion|drug|contrast|baclofen|morphine|administration"
    r"|therapy|opioid|needle|nail|rod\b)"
)
_BESIDE = re.compile(
    r"\b(?:behind|opposite|posterior\s+to|anterior\s+to|ventral\s+to|dorsal\s+to|adjacent\s+to|lateral\s+to|near"
    r"|beneath|below|above"
    r"|abutting|sparing|without|(?:at|to)\s+(?:the\s+)?(?:same\s+)?levels?\s+of)\s+(?:(?:the|a|an|left|right)\s+)?"
    r"(?:[CTDLS]h?-?\d{1,2}(?:\s*(?:,|and|to|-|–|/))*\s*)*$",
    re.IGNORECASE,
)
_JOINT = Phrase(
    r"\b(?:(?P<first>intra|extra)-?\s*(?:,|and|/|or|&)\s*(?:extra|intra)-?dural"
    r"|intradural[-/\s]+(?:and\s+)?extradural"
    r"|(?:intra-?extra|extra-?intra)dural)"
)
_PART = Phrase(
    r"\s*(?:vertebra[el]?\s+)?(?:bod(?:y|ies)|vertebra[el]?\b(?!\s+(?:levels?|canal|column|arter|segment))"
    r"|pedicles?|lamina[e]?\b"
    r"|spinous|transverse\s+process|facet"
    r"|posterior\s+(?:arch|elements?)|lateral\s+mass)"
)
_PART_OF = re.compile(
    r"\b(?:bod(?:y|ies)|vertebra[el]?|pedicles?|lamina[e]?|lateral\s+mass(?:es)?|arch|collapse|destruction"
    r"|erosion|osteolysis|fracture"
    r"|replacement|infiltration)\s+(?:of|at|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def find(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """`compartment` of one patient; none where no lesion at the target is told."""
    if story.whole is False:
        return
    found: dict[str, tuple[int, int]] = {}
    for start, end in pieces:
        for name, place in (*_words(reading, start, end), *_bones(reading, start, end)):
            if (
                (name == "dumbbell" or _told_there(reading, story, place) or reading.sentence_at(place[0]).title)
                and not negated(reading, *place)
                and not (name == "dumbbell" and uncertain(reading, *place))
            ):
                found.setdefault(name, place)
    if found:
        names = sorted(found, key=COMPARTMENTS.index)
        yield Finding("compartment", tuple(names), tuple(found[name] for name in names), "compartments.named")


def _told_there(reading: Reading, story: Story, place: tuple[int, int]) -> bool:
    """Whether the words are of the lesion at the target: by the story, or by a level or a spinal word close behind."""
    if story.at_target(place[0]):
        return True
    stop = min(reading.sentence_at(place[1]).end, place[1] + 40)
    near = places(reading, max(place[0], place[1] - 11), stop)[:1]
    return story.whole is None and any(not re.search(r"[,;]", reading.text[place[1] : at]) for at, _ in near)


_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_COUNTED = Phrase(
    rf"\b{_NUMBER}\s+(?:(?:cases?|tumou?rs?|lesions?|patients?|were|was|purely|of|which)\s+){{0,3}}"
    r"(?:intradural|extradural|epidural|intramedullary|dumbbell|vertebral|osseous|paraspinal|extramedullary)\b"
    r"|\b(?:intradural|extradural|epidural|intramedullary|dumbbell|vertebral|osseous|paraspinal"
    r"|extramedullary)\s+(?:(?:tumou?rs?|lesions?)\s+)?"
    rf"(?:in\s+)?\(?{_NUMBER}\b(?!\s*(?:years?|months?|cm|mm))"
)
"""The compartments of a series with their numbers: `three intradural, two extradural`, which are no one's."""


def _words(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The compartments that are named."""
    text = reading.text
    for joint in _JOINT.finditer(reading, start, end):
        yield from (("intradural", joint.span()), ("extradural", joint.span()))
    if sum(1 for _ in _COUNTED.finditer(reading, start, end)) > 1:
        return
    for one in reading.mentions("compartment", start, end):
        if _NOT_PLACE.match(reading, one.end, end) or _BESIDE.search(text[max(start, one.start - 45) : one.start]):
            continue
        if _spinal(reading, one.start, one.end):
            yield one.name, (one.start, one.end)


def _bones(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """`the T8 body`, `collapse of C5`, `a lytic lesion of L3`: a level whose bone the tumour is in."""
    text = reading.text
    for level in levels(reading, start, end):
        before = text[max(start, level.start - 45) : level.start]
        damaged = reading.has("damage", max(start, level.start - 50), min(end, level.end + 40))
        if _BESIDE.search(before):
            continue
        if _PART.match(reading, level.end, end) or _PART_OF.search(before) or damaged:
            yield "vertebral", (level.start, level.end)


def _spinal(reading: Reading, start: int, end: int) -> bool:
    """`osseous` or `subdural` alone may be of the skull: a spinal word must stand in the sentence."""
    word = reading.text[start:end].lower()
    if word.startswith(("vertebra", "intra", "para", "dumb", "inside", "within")) and word != "intraosseous":
        return True
    sentence = reading.sentence_at(start)
    if reading.has("spinal place", sentence.start, sentence.end) or levels(reading, sentence.start, sentence.end):
        return True
    return word.startswith(("extradural", "epidural")) and not any(
        one.name == "intracranial" for one in reading.mentions("primary_site", sentence.start, sentence.end)
    )
