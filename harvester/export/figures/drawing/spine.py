"""A spine seen from its left side, drawn plainly: bodies that grow downwards, a curved column, sacrum and coccyx.

A schematic of our own, not to anatomical measure. Lengths are in millimetres, downwards from the top of C1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, pi, sin

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....extract.spine.vertebrae import ORDER
from .sheet import QUIET, shade

MIDDLE = 12.5
"""Where the column stands, measured from the left."""

Place = tuple[float, float]

CORD, BONE = "#f3e3b3", "#efece6"

_REGIONS = {"C": (7, 3.2, 3.5), "T": (12, 3.6, 4.7), "L": (5, 5.3, 5.6), "S": (5, 3.9, 2.9), "Co": (1, 4.2, 4.2)}
"""Vertebrae of each region, and the heights of its first and last, with the disc below."""

_HALF_WIDTHS = {"C": (2.5, 3.0), "T": (3.1, 4.5), "L": (4.8, 5.0), "S": (4.6, 2.0), "Co": (1.3, 1.3)}
_BENDS = {"C": -1.3, "T": 2.6, "L": -2.2, "S": 2.0, "Co": -0.4}
"""How far the middle of each region stands out: forwards (left) in neck and loins, backwards in chest and sacrum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertebra:
    """One vertebra: its centre, half its width and its height, and how far its axis leans (radians)."""

    name: str
    across: float
    down: float
    half: float
    height: float
    lean: float


def vertebrae() -> Mapping[str, Vertebra]:
    """All vertebrae by name, the uppermost first; the sacrum as five, the coccyx as one."""
    return {one.name: one for one in _placed()}


def _placed() -> Iterator[Vertebra]:
    top, names = 0.0, iter(ORDER)
    for region, (n, first, last) in _REGIONS.items():
        heights = [_between(first, last, at, n) for at in range(n)]
        length = sum(heights)
        begun = top
        for at, height in enumerate(heights):
            along = (top + height / 2 - begun) / length
            slope = _BENDS[region] * pi / length * cos(pi * along)
            yield Vertebra(
                name=next(names),
                across=MIDDLE + _BENDS[region] * sin(pi * along),
                down=top + height / 2,
                half=_between(*_HALF_WIDTHS[region], at, n),
                height=height,
                lean=atan2(slope, 1),
            )
            top += height


def _between(first: float, last: float, at: int, n: int) -> float:
    return first + (last - first) * at / max(n - 1, 1)


def draw_spine(canvas: Axes, top: float, counts: Mapping[str, int]) -> None:
    """Draw the column on a canvas in mm, the first vertebra at `top`, each body as dark as its count."""
    most = max(counts.values()) or 1
    column = vertebrae()
    _cord(canvas, top, column)
    for one in column.values():
        _arch(canvas, top, one)
    sacrum = _sacrum(top, column)
    for name, one in column.items():
        share = counts[name] / most
        colour = shade(0.12 + 0.88 * share) if share else BONE
        outline = sacrum.get(name) or _body(one, top)
        canvas.add_patch(Polygon(outline, facecolor=colour, edgecolor=QUIET, linewidth=0.5, joinstyle="round"))


def _cord(canvas: Axes, top: float, column: Mapping[str, Vertebra]) -> None:
    """The cord behind the bodies down to L1, and below it the thinner cauda equina down to S2."""
    names = [*column]
    for first, last, thickness in (("C1", "L1", 3.2), ("L1", "S2", 1.4)):
        part = [column[name] for name in names[names.index(first) : names.index(last) + 1]]
        places = [_at(one, top, one.half + 1.1, 0) for one in part]
        canvas.plot(*zip(*places, strict=True), color=CORD, linewidth=thickness, solid_capstyle="round", zorder=0.6)


def _arch(canvas: Axes, top: float, one: Vertebra) -> None:
    """The spinous process behind the canal: short in the neck, long and steep in the chest, stout in the loins."""
    looks = {"C": (2.2, 0.5, 1.5), "T": (3.4, 2.0, 1.5), "L": (3.6, 0.7, 2.8)}
    region = one.name.rstrip("0123456789")
    if region in looks:
        length, fall, thickness = looks[region]
        begin = _at(one, top, one.half + 2.2, 0.1 * one.height)
        end = _at(one, top, one.half + 2.2 + length * (0.6 if one.name == "C1" else 1), 0.1 * one.height + fall)
        canvas.plot(
            *zip(begin, end, strict=True), color=QUIET, linewidth=thickness + 1, solid_capstyle="round", zorder=0.7
        )
        canvas.plot(*zip(begin, end, strict=True), color=BONE, linewidth=thickness, solid_capstyle="round", zorder=0.8)


def _body(one: Vertebra, top: float) -> list[Place]:
    """The outline of a vertebra: a rounded box with a slight waist (a superellipse, drawn in)."""
    outline = []
    for step in range(48):
        angle = 2 * pi * step / 48
        x, y = (abs(part) ** 0.42 * (1 if part > 0 else -1) for part in (cos(angle), sin(angle)))
        outline.append(_at(one, top, x * one.half * (0.9 + 0.1 * y * y), y * one.height * 0.41))
    return outline


def _sacrum(top: float, column: Mapping[str, Vertebra]) -> Mapping[str, list[Place]]:
    """The outlines of S1 to S5, each sharing its edge with the next as they are one bone, and of the coccyx."""
    parts = [column[name] for name in ORDER if name.startswith("S")]
    edges = [_edge(top, parts[0], -0.5)]
    for one, below in pairwise(parts):
        edges.append([_middle(*ends) for ends in zip(_edge(top, one, 0.5), _edge(top, below, -0.5), strict=True)])
    edges.append(_edge(top, parts[-1], 0.5))
    outlines = {one.name: [*upper, *lower[::-1]] for one, (upper, lower) in zip(parts, pairwise(edges), strict=True)}
    tip = column["Co"]
    return outlines | {
        "Co": [*_edge(top, tip, -0.42), _at(tip, top, 0.1, tip.height / 2), _at(tip, top, -0.8, tip.height * 0.4)]
    }


def _edge(top: float, one: Vertebra, share: float) -> list[Place]:
    """The front and the back end of a vertebra's upper (-0.5) or lower (0.5) edge."""
    return [_at(one, top, side * one.half, share * one.height) for side in (-1, 1)]


def _middle(one: Place, other: Place) -> Place:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _at(one: Vertebra, top: float, backwards: float, down: float) -> Place:
    """A place given from the centre of a vertebra, along its own axes, on the canvas."""
    return (
        one.across + backwards * cos(one.lean) + down * sin(one.lean),
        top + one.down - backwards * sin(one.lean) + down * cos(one.lean),
    )
