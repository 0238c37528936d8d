"""What is said of a tumour's origin: the verdict, the words that prove it, and the rules that others ask about."""

from __future__ import annotations

from typing import NamedTuple

from ..text.reading import Place

MIXED = "origins.mixed-series"
"""The rule's name where a series holds several kinds of tumour: what is said of all is said of none in particular."""

ALONE = "origins.lesion-there"
"""The rule's name where a tumour is at the target and nothing is said of where it came from."""

SOME = "origins.some-of-series"
"""The rule's name where only some patients of a series have it."""

MULTIFOCAL = "origins.multifocal"
"""The rule's name where several lesions appeared together and none is called the primary."""

DOUBTED = "origins.left-open"
"""The rule's name where the report asks whether it is a metastasis and does not answer."""

OR_GROWN = "origins.metastasis-or-growth"
"""The rule's name where a tumour elsewhere is known, and it is open whether it metastasized or grew to the target."""

NOT_FROM_THERE = ("origins.grown-into", "origins.denied", "origins.free")
"""The rules by which the target is free of a metastasis and the tumour is at home elsewhere."""


class Origin(NamedTuple):
    """What was found about where a tumour is and came from; `verdict` is yes, no, unclear or empty."""

    verdict: str
    proof: tuple[Place, ...]
    rule: str
    lesion: tuple[Place, ...]
