"""At which lesion a treatment was aimed: the one at the query's target, or another one of the patient.

What the words next to a treatment name decides first (`laminectomy`, `radiotherapy to the liver`, `whole-brain
irradiation`, `the T9 tumour was removed`). Without such words, what is told as past is of the primary, and else the
lesion goes on that was spoken of last.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from ..story.episodes import Story
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, Sentence
from ..text.vocabulary import Mention
from .marks import CUES, NO_PLACE, Mark, marks_of

__all__ = ["CUES", "Aims"]


class Aims:
    """The marks of one patient's text; `at_target` tells at which lesion what is done at a place was aimed."""

    def __init__(self, reading: Reading, pieces: Pieces, story: Story, *, shared: bool = False) -> None:
        self._reading = reading
        self._whole = story.whole
        self.nowhere = story.whole is False
        """Whether no lesion at the target is told at all."""
        told = () if story.whole is False else pieces
        self._own = tuple(one for one in told if not reading.sentence_at(one[0]).title)
        self._among_others = shared

    @cached_property
    def _marks(self) -> list[Mark]:
        reading = self._reading
        found = marks_of(reading, self._own, alone=bool(self._whole))
        if _at_sacrum(reading, found):
            return [mark for mark in found if mark.there or not _PELVIS.match(reading, mark.start)]
        return found

    @cached_property
    def _sacral(self) -> bool:
        return _at_sacrum(self._reading, self._marks)

    @cached_property
    def _starts(self) -> list[int]:
        return [mark.start for mark in self._marks]

    @cached_property
    def _shared(self) -> bool:
        """Whether the words may be of several patients, of whom each is told in parts of sentences."""
        return self._among_others or any(
            self._reading.sentence_at(start)[:2] != (start, end) for start, end in self._own
        )

    @cached_property
    def _first(self) -> int:
        """Where the story comes to the lesion at the target; 0 where it begins with it."""
        if self._whole or not self._marks or self._marks[0].there:
            return 0
        return next((mark.start for mark in self._marks if mark.there), 0)

    def at_target(self, start: int, end: int, *, systemic: bool = False) -> bool:
        """Whether what is done between two places is aimed at the target's lesion; drugs are, once it is known."""
        if self._whole is False:
            return False
        named = self._named(start, end)
        if named is not None:
            return named
        if self._past(start):
            return False
        if systemic:
            return self._known(start)
        return self._spoken_of(start, end)

    # ----------------------------------------------------------------------------------------- by the words next to it

    def _named(self, start: int, end: int) -> bool | None:
        reading = self._reading
        low, high = _clause(reading, start, end)
        marks = self._marks[bisect_left(self._starts, low) : bisect_left(self._starts, high)]
        if _ALL_SITES.search(reading, max(low, start - 60), min(high, end + 60)):
            return True
        own = [mark for mark in marks if mark.start < end and start < mark.end]
        if own:
            return own[-1].there
        object_ = _OBJECT.match(reading, end, high)
        behind = [mark for mark in marks if mark.start >= end]
        if object_ and behind and _governed(reading, object_.end(), behind[0].start):
            linked = [mark for mark in behind if mark.start - behind[0].start < _COORDINATED]
            return behind[0].there or any(mark.there and _joined(reading, behind[0], mark) for mark in linked)
        if object_ and not self._whole and self._elsewhere(object_.end(), high, behind):
            return False
        before = [mark for mark in marks if mark.end <= start]
        if before and (
            _MODIFIES.match(reading, before[-1].end, start) or not _FOREIGN.search(reading, before[-1].end, start)
        ):
            return before[-1].there or any(mark.there and _joined(reading, mark, before[-1]) for mark in before[:-1])
        return None

    def _elsewhere(self, start: int, end: int, behind: list[Mark]) -> bool:
        """Whether the object is a place outside the target: `resected from his right thigh`."""
        stop = min([end, start + 40, *(mark.start for mark in behind)])
        found = [one for one in self._reading.mentions("primary_site", start, stop) if self._is_elsewhere(one)]
        return bool(found) and _governed(self._reading, start, found[0].start)

    def _is_elsewhere(self, one: Mention) -> bool:
        if one.name == "spine" or NO_PLACE.match(self._reading, one.end):
            return False
        return not (self._sacral and _PELVIS.match(self._reading, one.start))

    # ------------------------------------------------------------------------------------------------- by what is told

    def _past(self, start: int) -> bool:
        if self._whole:
            return False
        sentence = self._reading.sentence_at(start)
        arrived = [
            found.end() for found in _ARRIVES.finditer(self._reading, max(sentence.start, start - _FURTHEST), start)
        ]
        reason = _REASON.match(self._reading, sentence.start, start)
        low = max([sentence.start, start - _FURTHEST, *arrived, reason.end() if reason else 0])
        before = _PAST.search(self._reading, low, start)
        return bool(before) or bool(_AGO.match(self._reading, start, sentence.end))

    def _known(self, start: int) -> bool:
        """Whether the lesion at the target was there when a drug was given, and none that was found later."""
        index = bisect_right(self._starts, start) - 1
        sentence = self._reading.sentence_at(start)
        if _GIVEN_TO.search(self._reading, sentence.start, start):
            return True
        if self._for_others(start):
            return False
        if self._whole:  # a lone lesion's metastases elsewhere are what a drug is given for, once they are told
            return not any(self._came_later(mark) for mark in self._marks[: index + 1])
        if start < self._first or index < 0:
            return False
        if self._marks[index].there:
            return True
        last = next((mark.end for mark in reversed(self._marks[: index + 1]) if mark.there), 0)
        begun = _LATER.search(self._reading, max(last, self._marks[index].start - _FURTHEST), self._marks[index].start)
        return not begun

    def _for_others(self, start: int) -> bool:
        """Whether a drug is given for `these`, which are lesions elsewhere."""
        sentence = self._reading.sentence_at(start)
        if not _FOR_THESE.match(self._reading, start, sentence.end):
            return False
        organs = [
            *self._reading.mentions("organ", sentence.start, start),
            *self._reading.mentions("primary_site", sentence.start, start),
        ]
        told = self._marks[bisect_left(self._starts, sentence.start) : bisect_right(self._starts, start)]
        return any(one.name != "spine" for one in organs) or not any(mark.there for mark in told)

    def _came_later(self, mark: Mark) -> bool:
        """Whether a lesion elsewhere is told with a later date: `seven years later, nodules were seen in the liver`."""
        if mark.there:
            return False
        sentence = self._reading.sentence_at(mark.start)
        near = max(sentence.start, mark.start - _REACH), min(sentence.end, mark.end + _REACH)
        if any(not negated(self._reading, *one[:2]) for one in self._reading.mentions("recurrence", *near)):
            return False  # the lesion at the target came back as well
        begin = next((one.end for one in self._marks if one.there and one.end < mark.start), sentence.start)
        return bool(_LATER.search(self._reading, begin, sentence.end))

    def _spoken_of(self, start: int, end: int) -> bool:
        if self._whole and not self._starts:
            return True
        index = bisect_right(self._starts, start) - 1
        sentence = self._reading.sentence_at(start)
        if self._shared and _OF_ALL.match(self._reading, sentence.start, sentence.end):
            first = bisect_left(self._starts, sentence.start)
            if first == bisect_left(self._starts, sentence.end):
                return True
        ahead = self._marks[index + 1 : bisect_left(self._starts, sentence.end)]
        within = index >= 0 and self._marks[index].start >= sentence.start
        if (
            ahead
            and not within
            and not (ahead[0].start > end + _FURTHEST or _THEN.search(self._reading, end, ahead[0].start))
        ):
            return ahead[0].there
        if index >= 0 and not within:
            index = self._foreground(index, sentence)
        if index < 0:
            return bool(self._whole) or not self._marks
        return self._marks[index].there

    def _foreground(self, index: int, sentence: Sentence) -> int:
        """The last mark that a sentence goes on from: behind the history told aside, the story of now goes on."""
        if _AT_THAT_TIME.search(self._reading, sentence.start, min(sentence.end, sentence.start + _SENTENCE)):
            return index
        back = index
        while back >= 0 and not self._marks[back].there and self._aside(self._marks[back]):
            back -= 1
        return back if back >= 0 and self._marks[back].there else index

    def _aside(self, mark: Mark) -> bool:
        """Whether another lesion is only compared with, or told in the past before the past."""
        sentence = self._reading.sentence_at(mark.start)
        low, high = max(sentence.start, mark.start - _FURTHEST), min(sentence.end, mark.start + _FURTHEST)
        compared = _COMPARED.search(self._reading, low, high)
        return bool(compared) or bool(_PLUPERFECT.search(self._reading, low, mark.start))


_COMPARED = Phrase(
    r"\b(?:identical|similar|same|analogous|resembl\w+|compar\w+|match\w+|consistent|compatible|as\s+in|recall\w+)\b[^.;]{0,60}"
    r"\b(?:primary|previous|first|original|initial|intracranial|meningeal|earlier|cranial|brain)\b"
)
"""`Histology was identical with that of the primary tumour.`"""
_PLUPERFECT = Phrase(r"\bhad\s+(?:\w+ly\s+|already\s+|once\s+|twice\s+|also\s+){0,2}(?:undergone|been|received|had)\b")
_AT_THAT_TIME = Phrase(
    r"\b(?:had\s+(?:\w+\s+)?(?:been|undergone|received|had|not|recurred)|at\s+that\s+time|at\s+the\s+time|back\s+then|subsequently|recur\w*"
    r"|relaps\w*|in\s+(?:19|20)\d\d|later|intracranial\w*|cranial\w*|brain|primary|craniotom\w+)\b"
)
"""Words by which a sentence stays with the history."""


def _at_sacrum(reading: Reading, marks: list[Mark]) -> bool:
    """Whether the lesion at the target is in the sacrum, so that the pelvis is no other place."""
    return any(mark.there and reading.low.startswith("sacr", mark.start) for mark in marks)


_PELVIS = Phrase(r"pelvi[sc]\b")
_OF_ALL = Phrase(
    r"(?:in\s+)?(?:all|each|every|both)\s+(?:(?:of\s+)?(?:the\s+|these\s+|our\s+)?(?:[\w-]+\s+)?(?:patients?|cases?|operations?|procedures?|surger\w+"
    r"|resections?|of\s+them)\b|(?:was|were|had|underwent|received)\b)"
    r"|(?:no|none|neither)\s+(?:[\w-]+\s+){1,5}?(?:was|were|had|received|underwent|required)\b"
)
"""A sentence that is said of each patient of a series: it is of the lesion that the series is about."""

_COORDINATED = 70
_SENTENCE = 600
"""No sentence that tells something is longer."""
_FURTHEST = 300
"""So far back in a sentence a word still tells of when or where something was done."""
_REACH = 90


def _joined(reading: Reading, one: Mark, other: Mark) -> bool:
    """`to the cranial (54 Gy) and spinal (45 Gy) sites`: two places in one breath."""
    return bool(_AND.fullmatch(reading.text[one.end : other.start]))


_AND = re.compile(
    r"(?:\s+[\w-]+){0,4}\s*(?:\([^)]{0,30}\)\s*)?,?\s*(?:and|as\s+well\s+as|/)\s+(?:[\w-]+\s+){0,4}", re.IGNORECASE
)
_ALL_SITES = Phrase(
    r"\b(?:both|all|each|every)\s+(?:of\s+(?:the|these|them)\s*)?(?:[\w-]+\s+){0,2}?(?:tumou?rs?|lesions?"
    r"|sites?|beds?|mass(?:es)?|metastas[ei]s"
    r"|locations?|foci|cavit(?:y|ies)|were\s+(?:\w+\s+)?(?:resected|removed|excised|irradiated|operated|treated))\b"
)
_OBJECT = Phrase(
    r"(?:\s+(?:therapy|treatment|surgery|alone|only|procedure|dose|was|were|given|delivered|applied"
    r"|directed|administered|performed|done"
    r"|carried\s+out|undertaken|with|\(?\d[\d.,]*\s*c?Gy\)?|in\s+\d+\s+fractions))*"
    r"(?:\s*\([^)]{0,60}\))?\s+(?:of|for|to|at|on(?!\s+account)|from|in(?!\s+(?:view|spite|order|light))|over|involving|upon|through|because\s+of|against)\b"
)
_FAR = Phrase(
    r"[;:]|\b(?:followed|and\s+(?:then|was|were|she|he|the\s+patient)|before|after|years?|months?|weeks?"
    r"|because|who|which|while"
    r"|but|showed|revealed|using|without|owing|due)\b"
)


def _governed(reading: Reading, start: int, end: int) -> bool:
    """Whether a place is still the object: `of the tumour at T9`."""
    if end - start >= _REACH or _FAR.search(reading, start, end):
        return False
    return reading.low.count(")", start, end) <= reading.low.count("(", start, end)  # none behind the bracket it is in


_MODIFIES = Phrase(r"(?:\s+(?!and\b|with\b|was\b|were\b)[\w-]+){0,2}\s*$")
_FOREIGN = Phrase(
    r"[;:]|\b(?:presented|admitted|complained|developed|and\s+(?:s?he|the\s+patient|it)|who|with|for|after"
    r"|by|since|years?|months?)\b"
)
_CLAUSE = Phrase(
    r";|:\s|,?\s+(?:but|while|whereas|although|who|whose)\b|,\s+(?:and\s+)?(?=(?:s?he|it|the|a|an|his|her"
    r"|they)\b)|,\s+(?=(?:which|after|then|and)\b)"
)


def _clause(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence around two places."""
    sentence = reading.sentence_at(start)
    first, last = max(sentence.start, start - _FURTHEST), min(sentence.end, end + _FURTHEST)
    low = max((found.end() for found in _CLAUSE.finditer(reading, first, start)), default=first)
    behind = _CLAUSE.search(reading, end, last)
    return low, behind.start() if behind else last


_UNITS = r"(?:years?|yrs?|months?|weeks?|decades?)"
_PAST = Phrase(
    r"\b(?:(?:had|having)\s+(?:\w+ly\s+|already\s+|once\s+|twice\s+|also\s+|first\s+){0,2}(?:undergone|been"
    r"|received|had)"
    r"|history\s+of|previously|earlier|ago|formerly|status\s+post|s/p"
    rf"|{_UNITS}\s+(?:before|prior|previous))\b"
    r"(?![^.;]{0,40}\b(?:now|presented|admitted)\b)|\b(?:previous|prior|earlier|former|initial)\s+(?:[\w-]+\s+){0,3}$"
)
_REASON = Phrase(r"(?:because|as|since|although|though|given\s+that)\b[^,;]{3,200},")
"""`As the cord had been irradiated before, no dose was given`: the past of the reason is not that of the treatment."""

_AGO = Phrase(
    rf"[\w\s,()./-]{{0,90}}?\b(?:{_UNITS}\s+(?:earlier|before|previously|ago|back|prior)\b|in\s+(?:19"
    rf"|20)\d\d\b[^.;]{{0,120}}?,?\s+(?:who\s+)?"
    r"(?:presented|was\s+(?:re)?admitted|was\s+referred|complained|now)\b)"
)
"""A treatment that is dated back: `resected in 2009 and irradiated, who presented`."""

_ARRIVES = Phrase(
    r"\b(?:presented|presents|was\s+(?:re)?admitted|was\s+(?:re)?hospitali[sz]ed|was\s+referred|complained"
    r"|developed|now|returned"
    r"|underwent|;)\b|;|,\s+(?:was|were)\s+(?:then\s+|subsequently\s+|therefore\s+)?(?:treated|managed|irradiated|given|emboli[sz]ed|operated|reoperated)\b"
)
_LATER = Phrase(
    rf"\b(?:{_UNITS}\s+(?:later|after\w*|following|post\w*|on)|(?:in|by)\s+(?:[a-z]+\s+)?(?:19|20)\d\d"
    rf"|at\s+(?:(?:the\s+)?age\s+(?:of\s+)?)?\d{{2}}(?=,)|at\s+\d+\s+{_UNITS}|follow[\s-]?up|thereafter"
    r"|at\s+present|by\s+(?:autumn|spring|summer|winter))\b"
)
_FOR_THESE = Phrase(
    r"[\s\w,]{0,40}\b(?:for|because\s+of|owing\s+to|against)\s+(?:these|this|those|them|it|the\s+latter)\b"
)
_GIVEN_TO = Phrase(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|these|all)\s+(?:[\w-]+\s+){0,3}?(?:patients|cases)\s+(?:who\s+(?:were\s+)?)?"
    r"(?:(?:were\s+)?treated\s+with|received|given)\s+[^.;]{0,60}$"
)
"""`We describe three patients treated with denosumab and pazopanib`: the drug is what the series is of."""
_THEN = Phrase(r"\b(?:followed\s+by|and(?!\s+\d)|later|then|before|but|until)\b|;")
