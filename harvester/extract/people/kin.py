"""Relatives who are both patients: `a mother and her daughter, aged 62 and 35 years`, `two brothers`."""

from __future__ import annotations

from ..text.phrases import Phrase
from ..text.reading import Reading, remembered

_KIN = (
    r"(?:mother|father|daughter|son|sister|brother|aunt|uncle|niece|nephew|grandmother|grandfather|granddaughter"
    r"|grandson|wife|husband)"
)
_PAIR = Phrase(
    rf"(?<!\bher\s)(?<!\bhis\s)(?<!\btheir\s)(?<!\bwhose\s)\b(?P<one>{_KIN})(?P<gap>(?:\s*[,(][^.;()]{{0,40}}\)?|\s+aged\s+[^.;,()]{{1,20}}|\s+\([^()]{{1,20}}\))?)"
    rf",?\s+and\s+(?:(?:her|his|their|an?|the)\s+)?(?:[\w-]+\s+){{0,2}}?(?P<other>{_KIN})\b"
)
_ARE_CASES = Phrase(
    r"\b(?:we|authors?|report\w*|describ\w+|present\w*|both|case|cases|patients|affected|operated|developed|were|two|occurr\w+|observed)\b"
)
_HISTORY = Phrase(
    r"\b(?:family\s+history|history\s+of|had\s+died|died\s+of|healthy|unaffected|without\s+any|no\s+(?:\w+\s+)?history)\b"
)
_SEVERAL = Phrase(r"\b(?:two|three|four|the|these|both)\s+(?:[\w-]+\s+){0,2}(?:sisters|brothers|siblings|twins)\b")
_FEMALE = frozenset(("mother", "daughter", "sister", "aunt", "niece", "grandmother", "granddaughter", "wife"))

Kin = tuple[str, int, int]
"""F or M, and where the word for the relative stands."""


@remembered
def pair(reading: Reading, start: int, end: int) -> tuple[Kin, ...]:
    """The two relatives of a sentence who are both told of as patients, in order; empty where there are none."""
    found = _PAIR.search(reading, start, end)
    if not found or not _ARE_CASES.search(reading, start, end) or _HISTORY.search(reading, start, end):
        return ()
    return tuple(("F" if found[one] in _FEMALE else "M", *found.span(one)) for one in ("one", "other"))


def are_patients(reading: Reading, start: int, end: int) -> bool:
    """Whether a sentence tells of relatives who are patients."""
    return bool(pair(reading, start, end)) or _SEVERAL.search(reading, start, end) is not None
