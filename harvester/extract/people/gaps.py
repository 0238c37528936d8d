"""Sentences of a patient's story that tell what was done without a verb or a person: `Postoperative CyberKnife, 24 Gy.`

A short sentence between two of the same patient is of that patient, unless it cites, advises or generalises.
"""

from __future__ import annotations

from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, Sentence, remembered
from .patients import people
from .voices import GENERAL_SECTIONS, of_a_kind

_WIDEST = 3
"""So many sentences after an own one are taken in."""

_GENERAL = Phrase(
    r"\b(?:should|may|might|can|must|would|usually|often|commonly|typically|frequently|rarely"
    r"|(?<!was )(?<!were )(?<!was not )(?<!were not )recommend\w*"
    r"|suggest|patients|cases|series"
    r"|rare|tumou?rs\s+(?:are|have|tend)|treatment\s+of\s+choice|mandatory|essential|controvers\w+|authors?"
    r"|reports?|we\s+(?:believe|think)|remains"
    r"|the\s+(?:wo)?man|the\s+(?:girl|boy)|described|up\s+to|lifelong|we\s+obtain|latter|former|elder|younger|(?:first|second|third|fourth"
    r"|other)\s+(?:patient|case|one)|(?:case|patient)\s+\d"
    r"|(?:first|second|third|fourth|fifth|last|other)\s+was\s+an?\b|an?\s+(?:\w+\s+)?(?:wo)?man\s+(?:aged|of\s+\d)"
    r"|\d{1,2}[\s-]years?[\s-]old\s+(?:\w+\s+)?(?:wo)?man)\b"
)
_HAPPENED = Phrase(
    r"\b(?:was|were|had|received|underwent|performed|followed|postop\w*|post-op\w*|\w*therapy|treatment|brought|led"
    r"|resulted|showed|achieved|treated|removed|resected|gave|given|no|could|has|is|irradiation|surgery|resection|removal"
    r"|excision|\w+ectomy|embolization|alive|dead|died|recovery|at\s+(?:the\s+)?(?:last|latest|final|most\s+recent)"
    r"|last\s+(?:seen|examined)|follow[\s-]?up|(?:months?|years?|weeks?)\s+(?:later|after\w*|post\w*)"
    r"|recurred|relapsed|regrew|persist(?:s|ed))\b"
)

_AT_LAST = Phrase(
    r"(?:when|at)\s+(?:he\s+was\s+|she\s+was\s+)?(?:(?:the|his|her|our)\s+)?(?:last|latest|final|most\s+recent|\d+[\s-]\w+)\s+(?:follow|seen|exam|visit|review|evaluat|control)"
    r"|(?:[\w-]+\s+){1,3}(?:months?|years?|weeks?)\s+(?:later|after\s+(?:the\s+)?(?:surgery|operation|treatment)|postoperatively)\b"
)
"""How an abstract ends a story under the heading of its conclusion."""


def filled(reading: Reading, pieces: Pieces, *, alone: bool = False) -> Pieces:
    """The pieces of a patient, and the sentences next to them; `alone`: only where none is shared with others."""
    own = {reading.sentence_at(start).start: (start, end) for start, end in pieces}
    shared = len(own) < len(pieces) or any(own[at] != reading.sentence_at(at)[:2] for at in own)
    if shared and alone:
        return pieces
    others = _told_of_others(reading, pieces)
    added: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    since = _WIDEST
    for one in reading.sentences:
        if one.start in own:
            added += waiting
            waiting, since = [], _WIDEST if one.title else 0
        elif reading.has("literature", one.start, one.end):
            since = _WIDEST
        elif since < _WIDEST:
            since += 1
            waiting += [(one.start, one.end)] if one.start not in others and _of_patient(reading, one) else []
    added += [] if shared else waiting
    return tuple(sorted([*pieces, *added])) if added else pieces


def _told_of_others(reading: Reading, pieces: Pieces) -> frozenset[int]:
    """Where the sentences begin that tell of another patient, or of others' patients."""
    return _told(reading) - {reading.sentence_at(start).start for start, _ in pieces}


@remembered
def _told(reading: Reading) -> frozenset[int]:
    everybody = people(reading)
    others = frozenset(one.sentence.start for one in everybody.told if one.voice == "literature")
    if len(everybody.persons) < 2:
        return others
    return others | {reading.sentence_at(start).start for one in everybody.persons for start, _ in one.pieces}


def _of_patient(reading: Reading, one: Sentence) -> bool:
    if one.title or "background" in one.label:
        return False
    if one.label.startswith(GENERAL_SECTIONS) and not _AT_LAST.match(reading, one.start, one.end):
        return False
    if reading.has("literature", one.start, one.end) or not _HAPPENED.search(reading, one.start, one.end):
        return False
    return not (_GENERAL.search(reading, one.start, one.end) or of_a_kind(reading, one))
