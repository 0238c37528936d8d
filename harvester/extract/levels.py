"""Spinal levels of the tumour: `C6 to T2`, `Th7`, `third lumbar vertebra`, `eleventh dorsal`, or the region alone.

`notation` reads what is written, `lookalikes` knows what is no level at all, `roles` tells whose level it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import regions, roles
from .assertion import negated
from .dealing import dealt
from .notation import ORDER, Level, notations
from .reading import Finding, Reading
from .regions import REGIONS
from .roles import Role
from .vocabulary import Kinds, terms

__all__ = ["CUES", "ORDER", "Level", "find", "levels"]

CUES: Kinds = {
    **regions.CUES,
    **roles.CUES,
    "respectively": {
        "": terms("respectively"),
    },
    "spelled": {
        "": terms("cervical, thoracic, dorsal, lumbar, sacral, axis, odontoid, dens, atlas, coccyx, coccygeal"),
    },
    "level word": {
        "": terms(
            """
            level, vertebra, vertebral, body, bodies, spine, spinal, epidural, metastasis, cord, lesion, mass,
            tumor, tumour, corpectomy, vertebrectomy, spondylectomy, lamina, pedicle, fracture, collapse,
            extradural, intradural, intramedullary, levels, compression, involving, metastatic, sacrum, intraspinal,
            canal, destruction, thoracic, paraspinal, dumbbell
            """
        ),
    },
}


def levels(reading: Reading, start: int, end: int) -> list[Level]:
    """The levels that a part of the text gives to the tumour or to its treatment, in reading order."""
    known = reading.levels.get((start, end))
    if known is None:
        known = reading.levels[start, end] = list(_read(reading, start, end))
    return known


def _read(reading: Reading, start: int, end: int) -> Iterator[Level]:
    found = notations(reading, start, end)
    for level, role in zip(found, roles.roles(reading, start, end, found), strict=True):
        if role is not Role.OTHER and not negated(reading, level.start, level.end):
            yield level._replace(doubtful=role is Role.TREATED)


def find(reading: Reading, pieces: tuple[tuple[int, int], ...], share: tuple[int, int] = (1, 1)) -> Iterator[Finding]:
    """`spinal_levels` of one patient: levels where there are any, else regions; `share` deals out `respectively`."""
    told = [one for start, end in pieces for one in dealt(reading, start, end, share, levels)]
    found = [one for one in told if not one.doubtful] or told
    if not found:
        yield from _regional(reading, pieces)
        return
    names = sorted({name for level in found for name in level.names}, key=ORDER.index)
    places = _new([(one.start, one.end, one.names) for one in found])
    yield Finding("spinal_levels", tuple(names), places, "levels.range" if len(names) > 1 else "levels.single")


def _regional(reading: Reading, pieces: tuple[tuple[int, int], ...]) -> Iterator[Finding]:
    """The regions, of which a junction says more than its bare name."""
    areas = [one for start, end in pieces for one in regions.regions(reading, start, end)]
    names = {one.name for one in areas}
    kept = [one for one in areas if f"{one.name} junction" not in names]
    if kept:
        listed = sorted({one.name for one in kept}, key=REGIONS.index)
        yield Finding("spinal_levels", tuple(listed), _new([(*one[:2], (one.name,)) for one in kept]), "levels.region")


def _new(found: list[tuple[int, int, tuple[str, ...]]]) -> tuple[tuple[int, int], ...]:
    """The places that add a name not seen before."""
    seen: set[str] = set()
    places = []
    for start, end, names in found:
        if set(names) - seen:
            seen |= set(names)
            places.append((start, end))
    return tuple(places)
