"""Numbers as case reports write them: 12, twelve, twenty-two, a dozen; and ordinals: 11th, eleventh, first."""

from __future__ import annotations

import re

from .vocabulary import terms

UNITS = terms(
    """
    zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen,
    fifteen, sixteen, seventeen, eighteen, nineteen
    """
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = terms(
    """
    first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth,
    thirteenth, fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, nineteenth, twentieth
    """
)

_WORDS = {word: value for value, word in enumerate(UNITS)}
_WORDS |= {word: 20 + 10 * index for index, word in enumerate(TENS)} | {"dozen": 12, "hundred": 100, "fourty": 40}
_ORDINALS = {word: value + 1 for value, word in enumerate(ORDINALS)}

_SMALL = "|".join(sorted(UNITS, key=len, reverse=True))
_TEN = "|".join((*TENS, "fourty"))

WRITTEN = rf"(?:(?:{_TEN})(?:[\s-]?(?:one|two|three|four|five|six|seven|eight|nine)\b)?|{_SMALL})"
"""A number below one hundred in words, as a pattern."""

COUNT = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,2}}|[1-9]\d{{0,2}}\s\d{{3}}(?![\s,]?\d)|\d{{1,5}}|a\s+dozen|{WRITTEN})"
"""A whole number in digits or words, as a pattern."""

ORDINAL = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|(?:{_TEN})[\s-](?:{'|'.join(ORDINALS[:9])})|{'|'.join(ORDINALS)})"
"""An ordinal number in digits or words, as a pattern."""


def number(words: str) -> float:
    """The value of a number in digits or words; ValueError for anything that is none."""
    low = words.lower().replace(",", "").strip()
    if low[:1].isdigit():
        return float(low.replace(" ", ""))
    parts = [part for part in re.split(r"[\s-]+", low) if part not in ("a", "and")]
    if not parts:
        raise ValueError(f"{words!r} is no number")
    return float(sum(_word(part) for part in parts))


def ordinal(words: str) -> int:
    """The value of an ordinal: `11th` and `eleventh` are 11."""
    low = words.lower().strip()
    if low[:1].isdigit():
        return int(low[:-2])
    *tens, last = re.split(r"[\s-]+", low)
    return sum(_WORDS[ten] for ten in tens) + _ORDINALS[last]


def plain(value: float) -> int | float:
    """A whole number as int, another rounded to two decimals."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _word(part: str) -> int:
    if part in _WORDS:
        return _WORDS[part]
    return next(
        (
            _WORDS[ten] + _WORDS[part[len(ten) :]]
            for ten in (*TENS, "fourty")
            if part.startswith(ten) and part[len(ten) :] in _WORDS
        ),
        0,
    )
