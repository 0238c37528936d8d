"""The vertebrae and how those that are named one after the other make lists and ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..text.reading import Reading

ORDER = (
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
    "Co",
)
"""The vertebrae from the top down."""

PLACES = {name: at for at, name in enumerate(("C0", *ORDER))}
"""Where each stands; C0 is the occiput, which is no vertebra but may begin a range."""


class Level(NamedTuple):
    """A place in the text that names levels; `items` are those of each member of a list, `T5-T6` being one member."""

    start: int
    end: int
    items: tuple[tuple[str, ...], ...]
    doubtful: bool = False
    """Whether it is the level of a treatment, which is the tumour's where no other is told."""

    @property
    def names(self) -> tuple[str, ...]:
        """The levels as they are named."""
        return tuple(name for item in self.items for name in item)


REGION_LETTER = {"c": "C", "t": "T", "d": "T", "l": "L", "s": "S"}


class Part(NamedTuple):
    """One level of a chain, with what joins it to the one before."""

    join: str
    name: str
    start: int
    end: int


def items(parts: Sequence[Part], *, between: bool) -> tuple[tuple[str, ...], ...]:
    """`C6-T2` -> C6 C7 T1 T2 as one, `T3, 5 and 7` -> T3, T5, T7."""
    found: list[list[str]] = []
    for number, part in enumerate(parts):
        if found and (_is_range(part.join) or (between and number == 1)):
            found[-1] += span(parts[number - 1].name, part.name)[1:]
        elif found and part.join == "/":
            found[-1].append(part.name)
        else:
            found.append([part.name])
    return tuple(tuple(name for name in item if name != "C0") for item in found)


def _is_range(join: str) -> bool:
    return bool(re.match(r"[-–—‐‑−~～∼]|to\b|down|up|through|all|thru|till|until|as\s+(?:far|low|high)", join))


def span(one: str, other: str) -> list[str]:
    """The levels from one to another, from the top down."""
    top, bottom = sorted((PLACES[one], PLACES[other]))
    run = ["C0", *ORDER][top : bottom + 1]
    return run if run[0] == one else run[::-1]


_BETWEEN = re.compile(
    r"\bbetween\s+(?:the\s+)?(?:levels?\s+(?:of\s+)?|vertebra[el]?\s+|bodies\s+of\s+)?$", re.IGNORECASE
)


def is_between(reading: Reading, start: int, at: int) -> bool:
    """Whether `between` stands before the first of two levels, which makes them the ends of a range."""
    return bool(_BETWEEN.search(reading.text, max(start, at - 40), at))
