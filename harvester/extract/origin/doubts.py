"""What a report says of its own doubt: metastasis or primary is asked, left open, or settled in so many words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, Sentence, remembered
from .primaries import places

# ------------------------------------------------------------------------------------------------------- left open

_OTHERWISE = Phrase(
    r"\b(?:primary|primaries|independent|multicent(?!er|re\b)\w+|multifocal\w*|multipl\w+|invasion|invaded|extension|contiguity"
    r"|synchronous|metachronous|de\s+novo|separate|recurrence|regrowth|local|two\s+(?:distinct|different|tumou?rs|primaries))\b"
)
"""What a lesion may be if it is no metastasis."""

_OPEN = Phrase(
    r"\b(?:could\s+not|can\s*not|cannot|impossible|not\s+(?:been\s+)?possible|unable|did\s+not|do(?:es)?\s+not"
    r"|no\s+(?:[\w-]+[\s,]+){1,8}(?:possible|able|us|permit\w*|allow\w*)|never)\s+(?:to\s+)?(?:[\w-]+\s+){0,4}?"
    r"(?:settled?|decided?|decision|determined?|distinguish\w*|establish\w*|resolved?|clarif\w+|discriminat\w+|conclu\w+"
    r"|answered?|differentiat\w+|ascertain\w*|known)\b"
    r"|\b(?:neither|nothing|no|not)\b[^.;]{1,80}?\b(?:permit|allow|enabl|help)\w*\s+(?:us\s+)?(?:to\s+)?(?:a\s+)?"
    r"(?:decid|decision|distin|settl|determin|differentiat|conclu|establish)\w*"
    r"|\b(?:remain\w*|is|was|are|were|it\s+is|left)\s+(?:\w+\s+){0,2}?(?:unclear|uncertain|unsettled|undetermined|unresolved"
    r"|unknown|undecided|open|debatable|speculative)\b"
    r"|\b(?:proof|evidence)\s+(?:\w+\s+){0,3}?(?:is|was)\s+lacking|\bequally\s+(?:likely|possible|plausible|conceivable)"
    r"|\bas\s+(?:likely|plausible|probable)\s+as\b|\b(?:both|all)\s+(?:\w+\s+){0,3}?(?:conceivable|possible|plausible)\b"
)


@remembered
def left_open(reading: Reading, pieces: Pieces) -> Place | None:
    """`whether it had metastasized or was a second primary could not be settled`."""
    for sentence in _ours(reading, pieces):
        found = _OPEN.search(reading, sentence.start, sentence.end)
        if found and (_of_origin(reading, sentence) or _WHICH.search(reading, sentence.start, sentence.end)):
            return found.span()
    return None


_WHICH = Phrase(
    r"\bwhich\s+(?:(?:one\s+)?of\s+(?:the|these|them|both|his|her)\b|(?:lesion|tumou?r|mass|one|site|location|focus)\b)[^.;]{0,50}\b(?:primary|origin\w*|first|source|metasta\w+)\b"
    r"|\b(?:true|actual|exact)\s+(?:primary|origin)\b"
)
"""`Which of the lesions was the primary could not be established`."""


def _of_origin(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence, or the one before it, sets a spread against another explanation."""
    index = reading.sentences.index(sentence)
    start = (
        reading.sentences[max(0, index - 1)].start
        if index and not reading.sentences[index - 1].title
        else sentence.start
    )
    return any(
        reading.has("spread", begin, sentence.end) and bool(_OTHERWISE.search(reading, begin, sentence.end))
        for begin in {start, sentence.start}
    )


_OR = Phrase(r"\b(?:or|versus|vs)\b")


def asked(reading: Reading, pieces: Pieces) -> Place | None:
    """A title that asks: `multicentricity or dissemination?`, `primary or metastatic?`."""
    for sentence in reading.sentences:
        if not sentence.title or (sentence.start, sentence.end) not in pieces:
            continue
        found = _OR.search(reading, sentence.start, sentence.end)
        if found and reading.has("spread", sentence.start, sentence.end):
            mark = reading.text.find("?", found.end(), sentence.end + 2)
            if mark > 0 and _OTHERWISE.search(reading, sentence.start, sentence.end):
                return found.span()
    return None


# --------------------------------------------------------------------------------------------------------- settled

_HELD = (
    r"\b(?:regard\w*|classif\w+|reclassif\w+|accept\w*|recogni[sz]\w+|conclu\w+|confirm\w+|consider\w*|interpret\w*|view\w*"
    r"|judged|deemed|diagnos\w+|prov(?:ed|en)|found|shown|turned\s+out|understood|treated)"
)
_CALLED = Phrase(
    rf"{_HELD}\s+(?:(?!but\b|not\b|no\b|or\b|primary\b)[\w-]+\s+){{0,6}}?(?:as|to\s+be|to\s+represent)\s+"
    r"(?:an?\s+|the\s+)?(?:(?!not\b|possible|primary)[\w-]+\s+){0,3}?(?:metasta\w+|secondar(?:y|ies)|deposits?|dissemination)\b"
    r"|\b(?:conclu\w+|confirm\w+|prov(?:ed|es|ing)|show(?:ed|n|ing)?|establish\w+|demonstrat\w+|clear|evident)\s+that\s+(?:[\w-]+\s+){1,6}?(?:was|were|is|represented|had\s+been)\s+"
    r"(?:(?:indeed|actually|therefore|thus|really|in\s+fact|an?|the)\s+){0,3}(?:metasta\w+|secondary)\b"
)
_OURS = Phrase(r"\b(?:we|us|our|this|present|his|her|he|she)\b")


def called(reading: Reading, pieces: Pieces) -> Place | None:
    """`was therefore regarded as a metastasis`: what the report holds the lesion at the target for, in the end."""
    last = None
    for sentence in _ours(reading, pieces):
        found = _CALLED.search(reading, sentence.start, sentence.end)
        if found and not negated(reading, *found.span()) and _of_target(reading, sentence):
            last = found.span()
    return last


_FAVOURED = Phrase(
    r"\b(?:favou?r(?:ed|s|ing)?|support(?:ed|s|ing)?|indicat(?:ed?|es|ing)|(?:consistent|compatible)\s+with|in\s+keeping\s+with|prefer(?:red)?|argu\w+\s+(?:for|in\s+favou?r\s+of)"
    r"|points?\s+to|pointed\s+to|(?:most|more)\s+(?:likely|probably)(?:\s+(?:to\s+be|was|is))?|due\s+to|caused\s+by|revealed\s+by)\s+(?:(?:an?|the|its|that|of|it|was|is|were)\s+){0,3}(?:[\w-]+\s+){0,2}?"
    r"(?:metasta\w+|secondary|dissemination|seeding)\b"
)


def favoured(reading: Reading, pieces: Pieces) -> Place | None:
    """`we favor metastasis`: how a report answers the question of its own title."""
    for sentence in _ours(reading, pieces):
        found = None if sentence.title else _FAVOURED.search(reading, sentence.start, sentence.end)
        if found and not negated(reading, *found.span()):
            return found.span()
    return None


def _of_target(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence speaks of the target place, or of no organ."""
    return bool(places(reading, sentence.start, sentence.end)) or not reading.has("organ", sentence.start, sentence.end)


def _ours(reading: Reading, pieces: Pieces) -> Iterator[Sentence]:
    """The sentences of the pieces, and those behind them in which the authors speak of their case."""
    if not pieces:
        return
    starts = sorted(start for start, _ in pieces)
    ends = list(accumulate((end for _, end in sorted(pieces)), max))
    first = starts[0]
    for sentence in reading.sentences:
        at = bisect_right(starts, sentence.start)
        told = (at > 0 and ends[at - 1] > sentence.start) or (at < len(starts) and starts[at] < sentence.end)
        late = not sentence.title and sentence.start > first and "background" not in sentence.label
        if told or (late and _OURS.search(reading, sentence.start, sentence.end)):
            yield sentence
