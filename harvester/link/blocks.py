"""Blocks of cases -> the pairs worth comparing, in a time that grows with the number of members and no faster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from .facts import Facts

WINDOW = 200
"""How many of its block a member is compared with: those that follow it (sorted neighbourhood, Hernández 1995)."""


def neighbours(block: Sequence[Facts]) -> Iterator[tuple[Facts, Facts]]:
    """All pairs of a block of ordinary size; of a huge one each with those next to it, so that time stays linear.

    Two of one report are no pair and take up no room in the window.
    """
    for index, left in enumerate(block):
        others = (right for right in islice(block, index + 1, None) if right.pmid != left.pmid)
        yield from ((left, right) for right in islice(others, WINDOW))
