"""The words that name a place of a patient's story: the lesion at the query's target, or one elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..spine.levels import levels
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading
from ..text.vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "at target": {
        "": terms(
            """
            laminectomy, corpectomy, corporectomy, somatectomy, vertebrectomy, hemivertebrectomy, spondylectomy,
            laminoplasty, laminotomy, hemilaminectomy, sacrectomy, hemisacrectomy, sacral amputation, cordectomy,
            myelotomy,
            costotransversectomy, facetectomy, vertebroplasty, kyphoplasty, spinal fusion, pedicle screw,
            transpedicular,
            instrumentation, decompressive, spinal decompression, cord decompression, decompression, separation surgery,
            coccygectomy,
            posterior fixation, posterior stabilization, posterior stabilisation, spinal stabilization,
            spinal stabilisation, spondylodesis, TES, craniospinal, cord compression, laminectomies,
            corpectomies, vertebrectomies, spondylectomies,
            hemilaminectomies
            """
        ),
    },
    "at head": {
        "": terms(
            """
            craniotomy, craniectomy, whole brain, lobectomy, nephrectomy, pneumonectomy, hepatectomy, amputation,
            enucleation
            of the eye, exenteration, cystectomy, hysterectomy, WBRT,
            retrosigmoid, suboccipital, transsphenoidal, trisegmentectomy, primary tumor, primary tumour,
            primary lesion, primary surgery, initial surgery, initial operation, first operation, initial resection,
            first surgery, primary resection, initial tumor, initial tumour, original tumor, original tumour,
            the primary
            """
        ),
    },
}


class Mark(NamedTuple):
    """A word that names a place of the story: where it stands, and whether the place is at the target."""

    start: int
    end: int
    there: bool


def marks_of(reading: Reading, pieces: Pieces, *, alone: bool) -> list[Mark]:
    """The places named in the pieces, in reading order; `alone`: all is told of one lesion."""
    if not pieces:
        return []
    there = _there(reading, pieces)
    if alone:  # what is told is of one lesion, which is the primary
        there |= {
            (one.start, one.end)
            for one, _, _ in _within(reading, "at head", pieces)
            if _THE_FIRST.match(reading, one.start)
        }
    starts, ends = {place[0] for place in there}, {place[1] for place in there}  # `sacral amputation` is no amputation
    other: set[tuple[int, int]] = set()
    for kind in ("at head", "organ", "primary_site"):
        for one, start, end in _within(reading, kind, pieces):
            if one.start in starts or (kind == "at head" and one.end in ends):
                continue
            there_too = kind == "at head" or _lesion_there(reading, one, start, end, alone=alone)
            if one.name != "spine" and there_too and not _only_named(reading, one, start, end, there):
                other.add((one.start, one.end))
    found = [Mark(*place, there=True) for place in there]
    return sorted([*found, *(Mark(*place, there=False) for place in other)])


_THE_FIRST = Phrase(r"(?:the\s+)?(?:primary|initial|first|original)\b")
"""A word for the first lesion or operation: of another place only where there is one."""


def _there(reading: Reading, pieces: Pieces) -> set[tuple[int, int]]:
    """The places at the target."""
    found: list[tuple[int, int, int]] = []
    for kind in ("target", "at target", "region", "primary_site", "spread"):
        for one, start, end in _within(reading, kind, pieces):
            if kind == "region" and _NECK.match(reading, one.end, end):
                continue
            if kind == "primary_site" and one.name != "spine":
                continue
            if kind == "spread" and _of_organ(reading, one, start, end):
                continue
            found.append((one.start, one.end, start))
    found += [(one.start, one.end, start) for start, end in pieces for one in levels(reading, start, end)]
    return {(start, end) for start, end, begin in found if not _compared(reading, begin, start)}


def _within(reading: Reading, kind: str, pieces: Pieces) -> Iterator[tuple[Mention, int, int]]:
    """The mentions of a kind that lie in one of the pieces, with the piece."""
    left = iter(pieces)
    start, end = next(left)
    for one in reading.mentions(kind, start, pieces[-1][1]):
        while one.start >= end:
            start, end = next(left)
        if start <= one.start and one.end <= end:
            yield one, start, end


def _only_named(reading: Reading, one: Mention, start: int, end: int, there: set[tuple[int, int]]) -> bool:
    """Whether a place elsewhere is named only as clear, as a way in, for comparison, or for the date of a lesion."""
    if (
        NO_PLACE.match(reading, one.end, end)
        or negated(reading, one.start, one.end)
        or _compared(reading, start, one.start)
    ):
        return True
    reached = _REACHED.search(reading, max(start, one.start - 70), one.start)
    if reached and any(start <= place[0] < reached.start() for place in there):
        return True
    dates = _DATES.search(reading, max(start, one.start - 80), one.start)
    return bool(dates) and any(start <= place[0] < one.start for place in there)


NO_PLACE = Phrase(
    r"\s*(?:arter(?:y|ies)|vessels?|veins?|branch(?:es)?|route|approach|space|exposure|corridor|incision|access|surgeons?|department"
    r"|functions?|capacity|failure|reserve|disease|status)\b"
    r"|\s*(?:irradiation|radiation|radiotherapy|surgery)\s+for\s+(?:[\w-]+\s+){0,4}?(?:cancer|carcinoma|lymphoma|leuk[ae]+mia)\b"
)
"""A place that names a way in, or what was done for a cancer of another kind."""

_REACHED = Phrase(
    r"\b(?:exten(?:d\w*|ding|sion)|inva(?:d\w+|sion)|infiltrat\w+|protru\w+|bulg\w+|growing|grew|spill\w*|adher\w+|attached|adjacent|abut\w*|encas\w+|displac\w+)\s+"
    r"(?:(?!and\b|with\b)[\w-]+\s+){0,5}$"
)
"""`a lytic lesion of L4 with extension into the psoas muscle`: what the lesion touches is no other lesion."""

_DATES = Phrase(
    r"\b(?:(?:years?|months?|weeks?)\s+(?:following|post|from|since)|after)\s+(?:(?!and\b|with\b|was\b|were\b|had\b|by\b|which\b)[\w-]+\s+){0,7}$"
)
"""`A T5 metastasis, ten years after resection of a frontal tumour`: the place only dates the lesion named before."""

_COMPARED = Phrase(
    r"\b(?:identical|identity|similar|same|shar(?:ed|ing)|resembl\w+|matched|comparable|indistinguishable"
    r"|duplicat\w+|(?:was|were)\s+(?:that|those))\b[^.;,]{0,50}"
    r"\b(?:to|with|of|as|in|from)\s+(?:that\s+of\s+|those\s+of\s+)?(?:the\s+|his\s+|her\s+)(?:[\w-]+\s+){0,2}$"
)


def _compared(reading: Reading, start: int, at: int) -> bool:
    """Whether a place is named for comparison: `identical to the cranial growth`."""
    return bool(_COMPARED.search(reading, max(start, at - 90), at))


_NECK = Phrase(r"\s*(?:lymph|node|surg|surgeon|aort|esoph|oesoph|wall|cavity|duct|cancer|carcinoma|uter)")
_OF_ORGAN = Phrase(
    r"[\s,]*(?:(?:and|or|/|,)\s+[\w-]+\s+){0,3}(?:nodul|metasta|disseminat|deposit|lesion|mass|tumou?r|recurren)"
)
_IN_ORGAN = Phrase(
    r"\b(?:metasta\w+|nodul\w+|deposits?|spread|lesions?|mass(?:es)?|tumou?rs?|recurrences?|SFTs?|HPCs?"
    r"|\w+omas?|resection|removal|excision)\s+"
    r"(?:(?:were|was|had|have|been|found|seen|detected|appeared|developed|arising|located"
    r"|also)\s+){0,4}(?:to|in|of|at|within|involving|from)\s+"
    r"(?:(?!and\b|with\b)[\w-]+,?\s+){0,4}$"
)
_IMAGED = Phrase(
    r"\s*(?:MRI?\b|CT\b|scan|imag|comput|magnetic|radiogra|ultraso|x[\s-]?ray|tomogra|angiogra|pain|ache|drop)"
)
_IMAGING = Phrase(
    r"\b(?:MRI?|CT|PET|scans?|imaging|images|tomogra\w+|ultraso\w+|radiogra\w+|x[\s-]?rays?"
    r"|angiogra\w+)\s+of\s+(?:[\w-]+,?\s+){0,5}$"
)
_SOURCE = Phrase(r"\bmetasta\w+\s+(?:\([^()]{1,40}\)\s+)?(?:[\w-]+\s+){0,3}?(?:of|from)\s+(?:[\w-]+\s+){0,4}$")
_CLEAR = Phrase(
    r"[\w\s,]{0,40}?\b(?:was|were|is|are|remained)\s+(?:normal|clear|intact|unremarkable|free|negative|uninvolved|quiescent|quiet"
    r"|unaltered|unchanged|silent)\b"
)
_TUMOUR_THERE = Phrase(
    r"(?:\s+(?!and\b|with\b|was\b|after\b|to\b)[\w-]+){0,3}?\s*[\s,-]+(?:tumou?r|mass|lesion|SFT|HPC"
    r"|h?a?emangio\w+|solitary\s+fibrous|meningioma|residu"
    r"|recurren|resection|growth|relapse|sites?|surgery|cavity|craniotomy|metasta|nodul|irradiat|radio)"
)
_WEAK = (
    "dura",
    "dural",
    "meningeal",
    "meninges",
    "foramen magnum",
    "pelvis",
    "pelvic",
    "retroperitoneal",
    "retroperitoneum",
)
"""Places that a tumour of the spine itself may reach or touch."""


def _lesion_there(reading: Reading, one: Mention, start: int, end: int, *, alone: bool) -> bool:
    """Whether a place outside the target is that of a tumour, and not only imaged, clear, or where it came from."""
    low = max(start, one.start - 70)
    if (
        _IMAGED.match(reading, one.end, end)
        or _IMAGING.search(reading, low, one.start)
        or _CLEAR.match(reading, one.end, end)
    ):
        return False
    if _SOURCE.search(reading, low, one.start):
        return False
    if alone and (
        one.name not in ("intracranial", "brain", "lung", "liver", "lung or thorax")
        or reading.text[one.start : one.end].lower() in _WEAK
    ):
        return False
    if one.kind == "organ":
        return bool(_OF_ORGAN.match(reading, one.end, end) or _IN_ORGAN.search(reading, low, one.start))
    return bool(_TUMOUR_THERE.match(reading, one.end, end) or _IN_ORGAN.search(reading, low, one.start))


def _of_organ(reading: Reading, one: Mention, start: int, end: int) -> bool:
    """Whether a metastasis is that of an organ; `the metastasis was resected` is of the target."""
    organs = reading.mentions("organ", max(start, one.start - 60), min(end, one.end + 60))
    return any(0 <= one.start - organ.end <= 30 or 0 <= organ.start - one.end <= 30 for organ in organs)
