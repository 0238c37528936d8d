"""In which compartments of the spine the lesion lay: in the bone, outside or inside the dura, in the cord, beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..origin.primaries import places
from ..spine.levels import levels
from ..spine.otherharm import bone_is_gone
from ..story.episodes import Story
from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Kinds, Mention, terms
from .bones import bones, no_tumour_in

CUES: Kinds = {
    "compartment": {
        "vertebral": terms(
            """
            vertebral body, vertebral bodies, vertebra, vertebrae, vertebral, osseous, bony, intraosseous, pedicle,
            lamina, laminae, vertebral collapse, marrow, bone marrow, posterior element, neural arch
            """
        ),
        "extradural": terms("extradural, epidural, peridural, extra dural, epi dural, epiduritis"),
        "intradural": terms(
            """
            intradural, intra dural, subdural, intrathecal, juxtamedullary, inside the dural sac, within the dural
            sac, inside the dura, within the dura, within the thecal sac, inside the thecal sac,
            surface of the spinal cord, surface of the cord, spinal subarachnoid space
            """
        ),
        "intramedullary": terms("intramedullary, intra medullary, within the spinal cord, inside the spinal cord"),
        "dumbbell": terms("dumbbell, dumb bell, hourglass, hour glass, dumbell"),
        "paraspinal": terms(
            """
            paraspinal, paravertebral, paraspinous, para spinal, para vertebral, erector spinae, psoas, multifidus
            """
        ),
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


COMPARTMENTS = ("vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal")

_NOT_PLACE = Phrase(
    r"[\s-]*(?:arter|anesth|anaesth|analges|catheter|injection|metastases\s+in\s+general|level|column|canal"
    r"|h[ae]+matoma|abscess"
    r"|fat\b|vein|plexus|bodies?\s+height|steroid|screw|fixation|fusion|reconstruction|replacement|augmentation"
    r"|cement|chemotherap|methotrexate|cytarabine|pump|infusion|drug|contrast|baclofen|morphine|administration"
    r"|therapy|opioid|needle|nail|rod\b|venous|osteomyel|abscess|access|side\b|margins?\b)"
)
_LEFT_BEHIND = Phrase(r"\b(?:residual|remaining|recurrent|remnant|regrown)\s+(?:\w+\s+)?$")
_JOINT = Phrase(
    r"\b(?:(?P<first>intra|extra)-?\s*(?:,|and|/|or|&)\s*(?:extra|intra)-?dural"
    r"|intradural[-/\s]+(?:and\s+)?extradural"
    r"|(?:intra-?extra|extra-?intra)dural)"
)
_JOINT_CORD = Phrase(
    r"\b(?:intra-?\s*(?:,|and|/|or|&)\s*extra-?medullary|extra-?\s*(?:,|and|/|or|&)\s*intra-?medullary"
    r"|intramedullary[-/\s]+(?:and\s+|to\s+)?extramedullary|extramedullary[-/\s]+(?:and\s+|to\s+)?intramedullary)"
)


def find(reading: Reading, pieces: Pieces, story: Story, share: tuple[int, int] = (1, 1)) -> Iterator[Finding]:
    """`compartment` of one patient, who is one of `share`; none where no lesion at the target is told."""
    if story.whole is False:
        return
    pieces = (*pieces, *_aims(reading, pieces)) if share[1] == 1 else pieces
    titles = [one for one in pieces if reading.sentence_at(one[0]).title]
    titled = _asserted(reading, titles, story)
    found = _asserted(reading, [one for one in pieces if one not in titles], story)
    # A title that names several compartments of several patients is dealt out by what is told of each.
    if share[1] == 1 or not found or len(titled) < 2:
        found |= titled
    if found:
        names = sorted(found, key=COMPARTMENTS.index)
        yield Finding("compartment", tuple(names), tuple(found[name] for name in names), "compartments.named")


_AIM = Phrase(
    r"\b(?:to|we|authors?)\s+(?:\w+ly\s+)?(?:report|describe|present|document|discuss)\s+(?:on\s+|upon\s+)?"
    r"(?:(?:an?|the|our|rare|unusual|first|unique|exceptional|case|of|extremely|very)\s+){1,7}(?P<what>\w)"
    r"|\bthis\s+is\s+the\s+(?:\w+\s+){0,2}(?:report(?:ed)?|case|description)\s+(?:case\s+)?(?:of\s+)?(?P<is>an?\s)"
    r"|\bto\s+(?:report|describe|present|illustrate|discuss)\s+(?:[\w-]+\s+){1,4}of\s+(?P<of>an?\s)"
)
_ONE = ("intradural", "intramedullary", "extradural")
_OF_BONE = Phrase(r"\s+(?:metastas[ie]s|lesions?|tumou?rs?|deposits?)\b")


def _aims(reading: Reading, pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Where the one case is named outside of what is told of it: `PURPOSE: To report an intramedullary metastasis`."""
    own = {reading.sentence_at(start).start for start, _ in pieces}
    for one in reading.sentences:
        if one.start in own or not reading.has("compartment", one.start, one.end):
            continue
        found = _AIM.search(reading, one.start, one.end)
        if found:
            named = reading.mentions("compartment", found.end() - 1, min(one.end, found.end() + 60))
            for name in named:
                if name.name in _ONE or (name.name == "vertebral" and _OF_BONE.match(reading, name.end)):
                    yield found.end() - 1, name.end


def _asserted(reading: Reading, pieces: Iterable[tuple[int, int]], story: Story) -> dict[str, tuple[int, int]]:
    """The compartments that parts of the text give to the lesion, each with its first place."""
    found: dict[str, tuple[int, int]] = {}
    for start, end in pieces:
        for name, place in (*_words(reading, start, end), *bones(reading, start, end)):
            if (
                name not in found
                and (name == "dumbbell" or reading.sentence_at(place[0]).title or _told_there(reading, story, place))
                and (not negated(reading, *place) or bone_is_gone(reading, place[0]))
                and not (name == "dumbbell" and uncertain(reading, *place))
            ):
                found[name] = place
    return found


def _told_there(reading: Reading, story: Story, place: tuple[int, int]) -> bool:
    """Whether the words are of the lesion at the target: by the story, or by a level or a spinal word close behind."""
    if story.at_target(place[0]):
        return True
    sentence = reading.sentence_at(place[0])
    stop = min(sentence.end, place[1] + 40)
    if story.whole is None and _WITH.search(reading, max(sentence.start, place[0] - 60), place[0]):
        bones = reading.mentions("compartment", sentence.start, place[0])
        if any(one.name == "vertebral" and story.at_target(one.start) for one in bones):
            return True
    if story.whole is None and _goes_on(reading, max(sentence.start, place[0] - _FAR), place[0], story):
        return True
    near = places(reading, max(place[0], place[1] - 11), stop)[:1]
    return story.whole is None and any(not re.search(r"[,;]", reading.text[place[1] : at]) for at, _ in near)


_FAR = 80
_ELSEWHERE = Phrase(
    r"[;:]|\b(?:from|primary|original(?:ly)?|previous(?:ly)?|earlier|ago|initial(?:ly)?|had|cranial|intracranial|lungs?|pleura\w*"
    r"|pelvi\w+|but|while|whereas)\b"
)


def _goes_on(reading: Reading, start: int, at: int, story: Story) -> bool:
    """Whether a level of the lesion at the target stands shortly before, with no word of another place between."""
    told = [one for one in levels(reading, start, at) if not one.doubtful and story.at_target(one.start)]
    return bool(told) and _ELSEWHERE.search(reading, told[-1].end, at) is None


_WITH = Phrase(
    r"\b(?:with|and|(?:exten\w+|grow\w*|invad\w+|spread\w*|infiltrat\w+|reach\w+|protrud\w+|bulg\w+)(?:\s+(?:in)?to)?)\s+(?:(?:an?|the|adjacent|associated|large|small|left|right|huge|sizeable)\s+){0,3}$"
)
"""What goes `with` the lesion of a bone is beside it."""

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
    for joint in _JOINT.finditer(reading, start, end):
        yield from (("intradural", joint.span()), ("extradural", joint.span()))
    for joint in _JOINT_CORD.finditer(reading, start, end):
        yield from (("intradural", joint.span()), ("intramedullary", joint.span()))
    if sum(1 for _ in _COUNTED.finditer(reading, start, end)) > 1:
        return
    for one in reading.mentions("compartment", start, end):
        before = max(start, one.start - 80)
        if _NOT_PLACE.match(reading, one.end, end) or _LEFT_BEHIND.search(reading, before, one.start):
            continue
        if one.name == "vertebral" and no_tumour_in(reading, start, one, end):
            continue
        if one.name == "paraspinal" and _muscle_only(reading, before, one):
            continue
        if _IN_SOME.match(reading, one.end, end):
            continue
        if _spinal(reading, one.start, one.end):
            yield one.name, (one.start, one.end)


_MUSCLE_CUT = Phrase(
    r"\b(?:cuff|rim|margin|layer|flap|atrophy|spasm|wasting|tenderness|dissection|splitting|sparing|displac\w+|displacement|preservation)\s+"
    r"(?:of\s+)?(?:the\s+|a\s+|healthy\s+|normal\s+|left\s+|right\s+|overlying\s+|adjacent\s+|both\s+){0,3}$"
)
_MUSCLE_MOVED = Phrase(
    r"\s+(?:muscles?|musculature)\s+(?:was|were)\s+(?:\w+ly\s+)?(?:dissected|retracted|stripped|detached|split|elevated|mobili[sz]ed|incised)\b"
)
_INTO = Phrase(
    r"\b(?:into|in|within|to|invad\w+|infiltrat\w+|involv\w+|occup\w+|reach\w+|engulf\w+|and|(?:invasion|infiltration|involvement|encasement|replacement)\s+of)\s+"
    r"(?:the\s+|left\s+|right\s+|both\s+|adjacent\s+|neighbou?ring\s+|ipsilateral\s+|epidural\s+space\s+and\s+){0,4}$"
)


def _muscle_only(reading: Reading, before: int, one: Mention) -> bool:
    """Whether a muscle is only what the surgeon cut, or, of the psoas, what the tumour does not reach."""
    if _MUSCLE_CUT.search(reading, before, one.start) or _MUSCLE_MOVED.match(reading, one.end):
        return True
    return reading.low.startswith("psoas", one.start) and not _INTO.search(reading, before, one.start)


_IN_SOME = Phrase(
    rf"[^.;,]{{0,50}}?\s(?:in|of)\s+(?:only\s+)?(?!one\b){_NUMBER}(?:\s+(?:of\s+(?:them|these|the\s+\w+)|patients|cases|instances|others))?"
    r"\s*(?:[,.;)]|and\b|$)"
)
"""Behind what some of a series had: `epidural compression was found in 4`."""


def _spinal(reading: Reading, start: int, end: int) -> bool:
    """`osseous` or `subdural` alone may be of the skull: a spinal word must stand in the sentence."""
    word = reading.text[start:end].lower()
    if (
        word.startswith(("vertebra", "intra", "para", "dumb", "inside", "within", "surface", "erector", "spinal"))
        and word != "intraosseous"
    ):
        return True
    sentence = reading.sentence_at(start)
    if reading.has("spinal place", sentence.start, sentence.end) or levels(reading, sentence.start, sentence.end):
        return True
    return word.startswith(("extradural", "epidural")) and not any(
        one.name == "intracranial" for one in reading.mentions("primary_site", sentence.start, sentence.end)
    )
