"""Which lesion the words at a place speak of: the one at the query's target, or another one of the same patient.

A story of a metastasis is told in episodes. The nearest marker decides: a place of the primary, an operation on the
head or a date in the past speak of elsewhere; a vertebra, a spinal operation or `the metastasis` of the target. Without
a marker in the clause the episode before goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import NamedTuple

from harvester.records import Target

from ..origin.origins import Origin
from ..spine.levels import levels
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, remembered
from ..text.vocabulary import Kinds, terms

CUES: Kinds = {
    "spinal operation": {
        "": terms(
            """
            laminectomy, corpectomy, vertebrectomy, spondylectomy, laminoplasty, hemilaminectomy,
            vertebroplasty, spinal fusion, instrumentation, fixation, stabilization, stabilisation,
            kyphoplasty, pedicle screw, decompression, decompressive, laminotomy, spinal decompression,
            paraplegia, paraparesis, myelopathy, back pain, low back pain, lower back pain, sciatica,
            lumbago, radiculopathy, neck pain, radicular pain, lumbar pain, thoracic pain, girdle pain,
            occipitocervical fusion, posterior fusion, anterior fusion, instrumented fusion, spondylodesis,
            arthrodesis, costotransversectomy, facetectomy, foraminotomy, sacrectomy, discectomy,
            cementoplasty, separation surgery,
            dorsal pain, interscapular pain, paraplegic, paraparetic, tetraparesis, quadriparesis
            """
        ),
    },
    "elsewhere": {
        "": terms(
            """
            craniotomy, craniectomy, primary tumor, primary tumour, primary lesion, primary site, primary
            surgery, initial surgery, initial operation, first operation, initial resection, initial
            diagnosis, whole brain, primary resection, primary, first surgery, whole brain radiotherapy
            """
        ),
    },
}

_CLAUSE = re.compile(
    r";|,\s+(?=(?:and|but|which|who|whose|he|she|the|a|an|his|her|it|they|MRI|magnetic|imaging"
    r"|computed|after|followed\s+by|with)\b)"
    r"|\b(?=(?:presented|was\s+(?:re)?admitted|was\s+referred|complained|developed|visited|presents|is\s+presented)\b)",
    re.IGNORECASE,
)
_PAST = Phrase(
    r"\b(?:earlier|previously|ago|years?\s+back|had\s+(?:previously\s+)?(?:undergone|been|received"
    r"|had)|history\s+of(?=\s+(?!\w+\s+(?:back|neck|pain)))|years\s+before|years\s+prior"
    r"|(?<=\w\s)at\s+the\s+age\s+of"
    r"|previous(?=\s+(?:resection|surgery|operation|craniotomy|excision|treatment|tumou?r)))\b"
)


class Clause(NamedTuple):
    """A part of the story with what it speaks of by its own words and by the story so far."""

    start: int
    end: int
    markers: tuple[tuple[int, bool], ...]
    past: bool
    inherited: bool


class Story:
    """The clauses of one patient's text; `at_target` tells of which lesion a place speaks."""

    def __init__(self, reading: Reading, pieces: Pieces, origin: Origin, target: Target) -> None:
        self._text = reading.text
        self._told = reading, pieces, origin, target
        self.whole: bool | None = _one_lesion(origin, target)
        self.doubtful = False
        """Whether the report leaves open which lesion is the primary."""
        self.clauses: list[Clause] = []
        self._starts: list[int] = []
        if self.whole is None:
            self._tell(reading, pieces)

    @cached_property
    def apart(self) -> Story:
        """The story; where it is left open whether the lesion at the target is a metastasis, told as if it were one."""
        reading, pieces, origin, target = self._told
        if not _left_open(origin):
            return self
        story = Story(reading, pieces, origin._replace(verdict="yes"), target)
        story.doubtful = True
        return story

    def opens_there_in_doubt(self) -> bool:
        """Whether it is left open what metastasised, and the lesion at the target is spoken of first."""
        if not self.doubtful:
            return False
        marked = next((clause.markers for clause in self.clauses if clause.markers), ())
        return any(there for _, there in marked)

    def _tell(self, reading: Reading, pieces: Pieces) -> None:
        inherited: bool | None = None
        pending = [
            (start, end, _markers(reading, start, end))
            for piece in pieces
            if not reading.sentence_at(piece[0]).title
            for start, end in _clauses(reading.text, *piece)
        ]
        for (start, end, markers), after in zip_longest(pending, pending[1:]):
            if inherited is None:
                inherited = next((marks[0][1] for _, _, marks in pending if marks), True)
            past = bool(_PAST.search(reading, start, end))
            ahead = after[2] if after and _leads(reading, start, after[0]) else ()
            self.clauses.append(Clause(start, end, markers, past, ahead[0][1] if ahead else inherited))
            self._starts.append(start)
            if markers:
                inherited = any(there for _, there in markers)

    def at_target(self, place: int) -> bool:
        """Whether the words at a place speak of the lesion at the target."""
        if self.whole is not None:
            return self.whole
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return False
        clause = self.clauses[index]
        return _nearest(clause if place < clause.end else self._between(clause, place), place, self._text)

    def _between(self, before: Clause, place: int) -> Clause:
        """A sentence that was taken in later, and tells the story on from the clause before."""
        reading = self._told[0]
        start, end = reading.sentence_at(place)[:2]
        inherited = any(there for _, there in before.markers) if before.markers else before.inherited
        return Clause(start, end, _markers(reading, start, end), bool(_PAST.search(reading, start, end)), inherited)

    def first_target(self) -> int:
        """Where the text first speaks of the lesion at the target, 0 where it does from the start."""
        return next((at for clause in self.clauses for at, there in clause.markers if there), 0)


def _one_lesion(origin: Origin, target: Target) -> bool | None:
    """True or False where the whole story is of one lesion: at the target, or nowhere near it."""
    if origin.verdict == "yes":
        return None
    if not target.terms:
        return True
    return bool(origin.lesion)


def _left_open(origin: Origin) -> bool:
    """Whether a lesion at the target may be a metastasis of a tumour elsewhere, and the report does not say."""
    return origin.verdict == "unclear" and bool(origin.lesion)


_ADVERBIAL = Phrase(
    r"(?:in|at|on|after|following|during|since|when|\w+\s+(?:years?|months?|weeks?)\s+(?:later|after))\b"
)


def _leads(reading: Reading, start: int, after: int) -> bool:
    """Whether a clause only leads up to the next one of its sentence: `In 2008, a lesion was found in the sacrum`."""
    sentence = reading.sentence_at(start)
    return sentence.start == start and after < sentence.end and bool(_ADVERBIAL.match(reading, start, after))


_ITS = re.compile(
    r"\w*(?:[\s-]+\w+){0,2}?\s+(?:of|for|on)\s+"
    r"(?:(?!\d|from\b|before\b|after\b|years?\b|who\b|which\b|that\b|and\b|with\b)[\w-]+\s+){0,5}$",
    re.IGNORECASE,
)


def _nearest(clause: Clause, place: int, text: str) -> bool:
    before = [there for at, there in clause.markers if at <= place]
    after = [(at, there) for at, there in clause.markers if at > place]
    if after and _ITS.match(text[place : after[0][0]]):
        return after[0][1]
    if before:
        return before[-1]
    if clause.past:
        return False if not after else all(there for _, there in after)
    return after[0][1] if after else clause.inherited


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(found.end() for found in _CLAUSE.finditer(text, start, end) if found.end() > start), end]
    return [(first, second) for first, second in pairwise(cuts) if second > first]


_OF_METASTASIS = Phrase(r"[\s,]*(?:(?:and|or|/)\s+[\w-]+\s+){0,2}(?:nodule|metasta|disseminat|deposit)")


def _markers(reading: Reading, start: int, end: int) -> tuple[tuple[int, bool], ...]:
    target = {one.start for kind in ("target", "spinal operation") for one in reading.mentions(kind, start, end)}
    target |= {one.start for one in levels(reading, start, end)}
    spread = reading.mentions("spread", start, end)
    organs = [one for one in reading.mentions("organ", start, end) if _OF_METASTASIS.match(reading, one.end, end)]
    target |= {one.start for one in spread if not any(0 <= one.start - organ.end <= 30 for organ in organs)}
    other = {one.start for one in reading.mentions("elsewhere", start, end)}
    other |= {one.start for one in organs if one.start not in target}
    other |= {
        one.start
        for one in reading.mentions("primary_site", start, end)
        if one.start not in target
        and _tumour_place(reading, one.end, end)
        and not _COMPLAINT_OF.search(reading, max(start, one.start - 50), one.start)
    }
    other = {at for at in other if not _only_compared(reading, start, at)}
    return tuple(sorted([*((at, True) for at in target), *((at, False) for at in other - target)]))


_COMPLAINT_OF = Phrase(
    r"\b(?:pains?|ache|weakness|numbness|floppiness|pares[ei]s|paralysis|strength|power|sensation|movements?|use|deficits?|paraesthesias?|paresthesias?"
    r"|hyp(?:o|er)?a?esthesia|cramps?|stiffness|spasticity|burning|tingling)\s+(?:in|of|down|into|to)\s+(?:[\w-]+\s+){0,3}$"
)
"""`weakness of the lower limbs` places no tumour there."""
_COMPARED = Phrase(
    r"\b(?:identical|identity|similar|same|resembl\w+|consistent|compatible|compared|comparison|known|that\s+of|considered(?:\s+to\s+be|\s+as)?|regarded\s+as|presumed|interpreted\s+as|labell?ed"
    r"|those\s+of|typical\s+of)\s+(?:[\w-]+\s+){0,5}$"
)


def _only_compared(reading: Reading, start: int, at: int) -> bool:
    """`Its histology was that of the cranial growth` and `no lesion of the lungs` stay where they are."""
    return bool(_COMPARED.search(reading, max(start, at - 60), at)) or negated(reading, at, at)


_NOT_A_PLACE = Phrase(
    r"[\w\s,]{0,30}?\b(?:was|were|is|are)\s+(?:normal|clear|intact|unremarkable|free|negative)"
    r"|\s*(?:route|approach|space|exposure|corridor|incision|films?|x[\s-]?rays?|radiograph\w*|function|enzymes?)\b"
    r"|\s*(?:pain|ache|headache|weakness|numb|pares|swelling|stiff|symptom|artery|vein|drop)"
)


def _tumour_place(reading: Reading, at: int, end: int) -> bool:
    return not _NOT_A_PLACE.match(reading, at, end)


@remembered
def first_treated(reading: Reading, pieces: Pieces, story: Story) -> int:
    """Where the lesion at the target is first treated; a recurrence told before is of another one."""
    return next(
        (
            one.start
            for start, end in pieces
            for one in reading.mentions("treatment", start, end)
            if not reading.sentence_at(start).title and story.at_target(one.start)
        ),
        len(reading.text),
    )
