"""The verdict where no tumour is told at the target: another bone, a spine that is free, or bone without a name."""

from __future__ import annotations

from ..spine.levels import levels
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading
from ..text.vocabulary import Mention
from .answers import Origin
from .earlier import came_back
from .growths import grown_into
from .primaries import at_source, places
from .sites import sites
from .spared import free, of_no_tumour
from .spreads import organ_after, organ_before


def not_there(reading: Reading, pieces: Pieces, told: list[Mention], spread: list[Mention]) -> Origin:
    """The verdict where no tumour is told at the target: another bone, a spine that is free, or bone without a name."""
    named_there = any(places(reading, *piece) or reading.has("region", *piece) for piece in pieces)
    elsewhere = list(sites(reading, pieces, spinal=False)) if named_there else []
    grown = None if told else grown_into(reading, elsewhere)
    back = None if grown else came_back(reading, pieces, elsewhere)
    if grown or back:
        return _reached(grown, back)
    in_bone = [place for one in told if (place := _in_bone(reading, one))]
    named = [(start, found.end()) for start, end in in_bone if (found := _BONES.match(reading, end))]
    denied = next(free(reading, pieces), None) if spread or _a_tumour(reading) else None
    if named or denied:
        rule = "origins.other-bones" if named else "origins.free"
        return Origin("no", tuple(named[:1]) or ((denied,) if denied else ()), rule, ())
    there = _vertebra_named(reading, pieces) if in_bone else None
    if there:
        return Origin("yes", (in_bone[0], there), "origins.bone-named", (there,))
    if in_bone:
        return Origin("unclear", (in_bone[0],), "origins.bone-not-named", ())
    titled = _titled(reading, pieces, told)
    if titled:
        return Origin("yes", titled, "origins.metastatic-and-level", ())
    return _denied(reading, told, spread)


def _vertebra_named(reading: Reading, pieces: Pieces) -> Place | None:
    """`Bone metastases were seen in two; in one the twelfth thoracic vertebra was affected`: the bone has its name."""
    for start, end in pieces:
        if reading.sentence_at(start).title or reading.has("spread", start, end):
            continue
        for one in levels(reading, start, end):
            place = one.start, one.end
            if not (negated(reading, *place) or of_no_tumour(reading, place, end)):
                return place
    return None


def _reached(grown: Place | None, back: Place | None) -> Origin:
    """The target was reached, by growth or by a tumour that came back there."""
    if grown:
        return Origin("no", (grown,), "origins.grown-into", ())
    return Origin("yes", (back,), "origins.came-back", (back,)) if back else Origin("", (), "", ())


def _denied(reading: Reading, told: list[Mention], spread: list[Mention]) -> Origin:
    absent = [one for one in spread if negated(reading, one.start, one.end) and not _OTHER.search(reading, *_near(one))]
    found = absent and not told
    return Origin("no", (absent[0][:2],), "origins.denied", ()) if found else Origin("", (), "", ())


def _a_tumour(reading: Reading) -> bool:
    """Whether the report is of a tumour at all, so that a spine without one tells something."""
    return any(reading.has(kind, 0, len(reading.text)) for kind in ("diagnosis", "other_diagnosis", "spread"))


def _titled(reading: Reading, pieces: Pieces, told: list[Mention]) -> tuple[Place, ...]:
    """A title of a metastatic tumour, and its levels told without a tumour's name: `a 38-year-old woman (T8)`."""
    loose = [
        one
        for one in told
        if reading.sentence_at(one.start).title
        and not (organ_before(reading, one) or organ_after(reading, one) or at_source(reading, one))
    ]
    at = next((one for start, end in pieces for one in levels(reading, start, end)), None) if loose else None
    return (loose[0][:2], (at.start, at.end)) if at else ()


_TO_BONE = Phrase(
    r"[^.;]{0,60}?(?:\b(?:to|in|involving|affecting|and)|,)\s+(?:the\s+)?(?:bones?|skeleton)\b(?!\s+(?:marrow|graft|scan|window|flap|cement|scinti))"
)


def _in_bone(reading: Reading, one: Mention) -> Place | None:
    """`bone metastases`, `metastases, of which three were to bone`."""
    start, end, *_ = reading.sentence_at(one.start)
    near = reading.mentions("bone", max(start, one.start - 25), min(end, one.end + 25))
    if near:
        return min(near[0].start, one.start), max(near[0].end, one.end)
    found = _TO_BONE.match(reading, one.end)
    return (one.start, found.end()) if found else None


_BONES = Phrase(
    r"\s+(?:of|in|to|involving|affecting)\s+(?:the\s+|his\s+|her\s+)?(?:(?:left|right|proximal|distal|both)\s+)*"
    r"(?:pelvi\w+|femur|femora\w*|humer\w+|ribs?|scapula\w*|skull|calvari\w+|sternum|tibia\w*|ili(?:um|ac)|clavic\w+|mandib\w+"
    r"|acetabul\w+|ischium|pub(?:is|ic)|fibula\w*|radius|ulna|foot|hand|sphenoid|maxill\w+)\b"
)
"""Bone metastases whose bones are named, the target not among them."""
_OTHER = Phrase(r"\b(?:other|further|additional|new|more|lymph|nodal|late)\b")


def _near(one: Mention) -> Place:
    return max(0, one.start - 30), one.end
