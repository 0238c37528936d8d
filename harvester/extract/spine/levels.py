"""Spinal levels of the tumour: `C6 to T2`, `Th7`, `third lumbar vertebra`, `eleventh dorsal`, or the region alone.

`notation` reads what is written, `lookalikes` knows what is no level at all, `roles` tells whose level it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..text.assertion import negated
from ..text.reading import Finding, Pieces, Place, Reading, remembered
from ..text.vocabulary import Kinds, terms
from . import otherharm, regions, roles
from .dealing import dealt, listed
from .notation import ORDER, Level, notations, spoken_of
from .regions import REGIONS
from .roles import Role

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
            metastasized, metastasised, metastases, spread, secondaries, canal, destruction, thoracic, paraspinal,
            dumbbell
            """
        ),
    },
}


def levels(reading: Reading, start: int, end: int) -> list[Level]:
    """The levels that a part of the text gives to the tumour or to its treatment, in reading order."""
    told = _whole(reading)
    if not told.starts:
        return []
    first = bisect_left(told.starts, start)
    stop = bisect_left(told.starts, end, first)
    if (first and told.levels[first - 1].end > start) or (first < stop and told.levels[stop - 1].end > end):
        return _part(reading, start, end)
    return [one for one, asserted in zip(told.levels[first:stop], told.asserted[first:stop], strict=True) if asserted]


class _Told(NamedTuple):
    """Every level that a text names, and which of them are of the tumour or of its treatment."""

    starts: list[int]
    levels: list[Level]
    asserted: list[bool]


@remembered
def _whole(reading: Reading) -> _Told:
    """The levels of the whole text, sentence by sentence: the rooms ask for them by clauses and by pairs of words."""
    read = [pair for sentence in spoken_of(reading) for pair in _read(reading, sentence.start, sentence.end)]
    return _Told([one.start for one, _ in read], [one for one, _ in read], [asserted for _, asserted in read])


@remembered
def _part(reading: Reading, start: int, end: int) -> list[Level]:
    """The levels of a part of the text that cuts one in two: `T5 and T7` where each is of another patient."""
    return [one for one, asserted in _read(reading, start, end) if asserted]


def _read(reading: Reading, start: int, end: int) -> Iterator[tuple[Level, bool]]:
    found = notations(reading, start, end)
    for level, role in zip(found, roles.roles(reading, start, end, found), strict=True):
        free = False
        asserted = role is not Role.OTHER and (
            not negated(reading, level.start, level.end)
            or otherharm.bone_is_gone(reading, level.start)
            or (free := otherharm.free_since(reading, level.start))
        )
        yield level._replace(doubtful=role is Role.TREATED or free), asserted


def find(reading: Reading, pieces: Pieces, share: tuple[int, int] = (1, 1)) -> Iterator[Finding]:
    """`spinal_levels` of one patient: levels where there are any, else regions; `share` deals out `respectively`."""
    told = [one for start, end in pieces for one in dealt(reading, start, end, share, levels)]
    found = _harmful(reading, pieces, [one for one in told if not one.doubtful] or told)
    if not found:
        yield from _regional(reading, pieces)
        return
    named = {name for level in found for name in level.names}
    sure = [one[:2] for one in found if not one.doubtful and not _dealt_out(reading, pieces, share)]
    beside = _harmful_areas(reading, pieces, _areas(reading, pieces if share[1] == 1 else (), sure, named))
    names = [*sorted(named, key=ORDER.index), *sorted({one.name for one in beside}, key=REGIONS.index)]
    told_at = [(one.start, one.end, one.names) for one in found] + [(*one[:2], (one.name,)) for one in beside]
    yield Finding("spinal_levels", tuple(names), _new(told_at), "levels.range" if len(names) > 1 else "levels.single")


def _areas(reading: Reading, pieces: Pieces, levels: list[Place], named: set[str]) -> Iterator[regions.Region]:
    """The regions that are told beside the levels, and hold none of them."""
    letters = {name[0] for name in named}
    yield from regions.beside(reading, levels, letters)
    if "S" not in letters:
        yield from (one for piece in pieces for one in regions.among_bones(reading, *piece))


def _dealt_out(reading: Reading, pieces: Pieces, share: tuple[int, int]) -> bool:
    """Whether the patient's share is one of several: then what stands beside his levels may be another's."""
    return (
        share[1] > 1
        and reading.has("respectively", 0, len(reading.text))
        and any(reading.has("respectively", *piece) for piece in pieces)
    )


def of_each(reading: Reading, pieces: Pieces, count: int) -> Iterator[Finding]:
    """`spinal_levels` of patients of whom each has one item of a list: `the lesions were at C7, T4 and L2` of three."""
    for level in listed(reading, pieces, count, levels):
        yield Finding("spinal_levels", level.names, ((level.start, level.end),), "levels.listed")


def _harmful(reading: Reading, pieces: Pieces, found: list[Level]) -> list[Level]:
    """The levels but those whose lesion turned out to be a haemangioma or the like."""
    searched = (piece for piece in pieces if otherharm.may_be_harmless(reading, *piece)) if found else ()
    without = {name for piece in searched for name in otherharm.harmless(reading, *piece)}
    return [one for one in found if without.isdisjoint(one.names)] if without else found


def _harmful_areas(reading: Reading, pieces: Pieces, found: Iterable[regions.Region]) -> list[regions.Region]:
    """The regions but those of which the same is told."""
    searched = [piece for piece in pieces if otherharm.may_be_harmless(reading, *piece)]
    named = [one for piece in searched for one in reading.mentions("region", *piece)]
    without = {one.name for one in named if otherharm.was_harmless(reading, one.end)}
    return [one for one in found if one.name not in without]


def _regional(reading: Reading, pieces: Pieces) -> Iterator[Finding]:
    """The regions, of which a junction says more than its bare name."""
    areas = _harmful_areas(
        reading, pieces, (one for start, end in pieces for one in regions.regions(reading, start, end))
    )
    names = {one.name for one in areas}
    kept = regions.told_of_tumour(reading, [one for one in areas if f"{one.name} junction" not in names])
    if kept:
        listed = sorted({one.name for one in kept}, key=REGIONS.index)
        yield Finding("spinal_levels", tuple(listed), _new([(*one[:2], (one.name,)) for one in kept]), "levels.region")


def _new(found: list[tuple[int, int, tuple[str, ...]]]) -> Pieces:
    """The places that add a name not seen before."""
    seen: set[str] = set()
    places = []
    for start, end, names in found:
        if set(names) - seen:
            seen |= set(names)
            places.append((start, end))
    return tuple(places)
