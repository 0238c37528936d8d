"""Disease that is left elsewhere where the treated lesion is free: `no local recurrence, but hepatic metastases`."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Place, Reading

_BUT = Phrase(r"[,;(]|\b(?:but|however|although|though|while|whereas|yet|and|except|despite|with)\b")
_LESION = Phrase(r"\b(?:lesions?|nodules?|foc(?:us|i)|deposits?|mass(?:es)?|tumou?rs?)\b")
_GONE = Phrase(
    r"\b(?:resect|remov|excis|treated|operated|ablat|emboli[sz]|disappear|resolv|vanish|regress|cured|lobectom|metastasectom|hepatectom|wedge|negative|ruled|exclud)\w*"
)
_SINCE = Phrase(r"\b(?:after|following|since|from|before|of|for|at)\s+(?:(?!in\b|to\b)[\w-]+\s+){0,5}$")
"""`no recurrence, 3 years after removal of the metastasis`."""
_FAR = 300
"""How many characters behind it what is left may be told."""
_NEAR = 45
"""How many characters an organ may stand from the lesion in it."""


def left_elsewhere(reading: Reading, start: int, end: int) -> Place | None:
    """Where the words behind a lesion's freedom tell of disease that remains, is new or is watched elsewhere."""
    end = min(end, start + _FAR)
    return next((one for one in _lesions(reading, start, end) if _remains(reading, one, start, end)), None)


def _lesions(reading: Reading, start: int, end: int) -> Iterator[Place]:
    yield from ((one.start, one.end) for one in reading.mentions("spread", start, end))
    organs = [one for one in reading.mentions("organ", start, end) if one.name not in ("brain", "skull", "bone")]
    for found in _LESION.finditer(reading, start, end) if organs else ():
        if any(found.start() - _NEAR <= one.start < found.end() + _NEAR for one in organs):
            yield found.span()


def _remains(reading: Reading, one: Place, start: int, end: int) -> bool:
    begin = max(start, one[0] - 90)
    if not _BUT.search(reading, start, one[0]) or negated(reading, *one) or uncertain(reading, *one):
        return False
    return not _SINCE.search(reading, begin, one[0]) and not _GONE.search(reading, begin, min(end, one[1] + 90))
