"""The PRISMA 2020 flow diagram as SVG and PNG: of a new or an updated review, with and without other sources.

Boxes are as high as their words need, and a row as high as its highest box, so that nothing overlaps whatever a
platform or a reason is called. Lengths are in inches from the upper left corner; the same counts give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from math import isclose
from typing import Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.textpath import text_to_path

from .prisma import Column, Included, Prisma

POINTS = 8.0
LINE = POINTS * 1.3 / 72
PADDING = 0.09
GAP = 0.3
SIDE = 0.3
WIDTH = 2.45
FONT = FontProperties(family=["DejaVu Sans"], size=POINTS)

UNKNOWN = "(not known to this tool)"

Colour = Literal["white", "title", "other", "stage"]
COLOURS: Mapping[Colour, str] = {"white": "#ffffff", "title": "#ffc000", "other": "#d9d9d9", "stage": "#9dc3e6"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One box of the diagram: its words by line, where it stands, and how large it is."""

    name: str
    lines: tuple[str, ...]
    left: float = 0
    top: float = 0
    width: float = WIDTH
    height: float = 0
    colour: Colour = "white"

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All boxes of a diagram, what arrow leads from which to which, and how large the sheet is."""

    boxes: tuple[Drawn, ...]
    arrows: tuple[tuple[str, str], ...]
    width: float
    height: float


def diagram_svg(counts: Prisma) -> bytes:
    """The diagram as SVG, its words as text."""
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "harvester"}):
        return _drawn(layout(counts), "svg")


def diagram_png(counts: Prisma) -> bytes:
    """The diagram as PNG, 200 dots an inch."""
    return _drawn(layout(counts), "png")


# ------------------------------------------------------------------------------------------------------ what it says


def layout(counts: Prisma) -> Layout:
    """Where each box stands: rows from above, as high as their highest box; columns from the left."""
    lefts = _lefts(_columns(counts))
    heads = [
        _box(f"title {at}", [said], lefts[at], 0.15, width, colour)
        for at, said, width, colour in _titles(counts, lefts)
    ]
    top = max(head.bottom for head in heads) + GAP
    placed: list[Drawn] = []
    sides: list[Drawn] = []
    for stage, rows in _stages(counts):
        began = top
        for row in rows:
            boxes = [_box(name, words, lefts[column], top) for column, name, words in row]
            height = max(box.height for box in boxes)
            placed += [replace(box, top=top + (height - box.height) / 2) for box in boxes]
            top += height + GAP
        sides.append(_side(stage, began, top - GAP))
    return Layout(
        boxes=(*heads, *sides, *placed),
        arrows=tuple(_arrows(box.name for box in placed)),
        width=max(box.left + box.width for box in (*heads, *placed)) + 0.15,
        height=top - GAP + 0.15,
    )


def _columns(counts: Prisma) -> Sequence[str]:
    other = ("other", "other out") if counts.others.identified else ()
    return (*(("previous",) if counts.previous else ()), "main", "main out", *other)


def _lefts(columns: Sequence[str]) -> dict[str, float]:
    start = 0.15 + SIDE + 0.2
    return {name: start + place * (WIDTH + GAP) for place, name in enumerate(columns)}


def _titles(counts: Prisma, lefts: Mapping[str, float]) -> Iterator[tuple[str, str, float, Colour]]:
    new = "new studies" if counts.previous else "studies"
    if "previous" in lefts:
        yield "previous", "Previous studies", WIDTH, "other"
    yield "main", f"Identification of {new} via databases and registers", 2 * WIDTH + GAP, "title"
    if "other" in lefts:
        yield "other", f"Identification of {new} via other methods", 2 * WIDTH + GAP, "other"


Cells = Sequence[tuple[str, str, Sequence[str]]]
"""The boxes of a row: column, name, words."""


def _stages(counts: Prisma) -> Iterator[tuple[str, Sequence[Cells]]]:
    main, other = counts.databases, counts.others
    has_other = bool(other.identified)
    first: list[tuple[str, str, Sequence[str]]] = [
        ("main", "identified", ["Records identified from:", *_sources(main)]),
        ("main out", "removed", ["Records removed before screening:", *_removed(main)]),
    ]
    if counts.previous:
        first.insert(0, ("previous", "previous", _previous(counts.previous)))
    if has_other:
        first.append(("other", "other identified", ["Records identified from:", *_sources(other), *_again(other)]))
    yield "Identification", [first]
    sought: list[tuple[str, str, Sequence[str]]] = [
        ("main", "sought", ["Reports sought for retrieval", UNKNOWN, *_left(main)]),
        ("main out", "not retrieved", ["Reports not retrieved", UNKNOWN]),
    ]
    assessed: list[tuple[str, str, Sequence[str]]] = [
        ("main", "assessed", ["Reports assessed for eligibility", UNKNOWN]),
        ("main out", "reports excluded", ["Reports excluded", UNKNOWN]),
    ]
    if has_other:
        sought.append(("other", "other sought", ["Reports sought for retrieval", UNKNOWN, *_screened(other)]))
        sought.append(("other out", "other not retrieved", ["Reports not retrieved", UNKNOWN]))
        assessed.append(("other", "other assessed", ["Reports assessed for eligibility", UNKNOWN]))
        assessed.append(("other out", "other excluded", ["Reports excluded", UNKNOWN]))
    screened: Cells = [
        ("main", "screened", ["Records screened", f"(n = {main.screened:,})"]),
        ("main out", "excluded", _excluded(main)),
    ]
    yield "Screening", [screened, sought, assessed]
    yield "Included", list(_ends(counts))


def _ends(counts: Prisma) -> Iterator[Cells]:
    if not counts.previous:
        yield [("main", "new", ["Studies included in review", *_included(counts.new), *_standing(counts)])]
        return
    yield [("main", "new", ["New studies included in review", *_included(counts.new)])]
    moved = (("no longer included", counts.no_longer), ("included only now", counts.only_now))
    notes = [f"Reports of previous studies {what} (n = {n:,})" for what, n in moved if n]
    total = ["Total studies included in review", *_included(counts.total), *_standing(counts), *notes]
    yield [("main", "total", total)]


def _sources(column: Column) -> Iterator[str]:
    """Each kind with its sum, and below it each source."""
    names = {
        "database": "Databases",
        "register": "Registers",
        "website": "Websites",
        "organisation": "Organisations",
        "citations": "Citation searching",
    }
    for kind, name in names.items():
        given = {key: n for key, n in column.sources.items() if key == kind}
        for sources in given.values():
            yield f"{name} (n = {sum(sources.values()):,})"
            yield from (f"  {source} (n = {n:,})" for source, n in sources.items())


def _removed(column: Column) -> Iterator[str]:
    yield f"Duplicate records (n = {column.duplicates:,})"
    yield "Records marked as ineligible by automation tools (n = 0)"
    yield f"Records removed for other reasons (n = {sum(column.removed.values()):,})"
    yield from (f"  {reason} (n = {n:,})" for reason, n in column.removed.items())


def _excluded(column: Column) -> list[str]:
    n, people = column.boxes["excluded"], column.by_person
    words = [
        f"Records excluded (n = {n:,})",
        f"By automation tools (n = {n - people:,})",
        f"By people (n = {people:,})",
    ]
    return [*words, *(f"  {reason} (n = {count:,})" for reason, count in column.reasons.items())]


def _left(column: Column) -> list[str]:
    """What screening left for full text: those that are in by their abstract, and those that wait for a person."""
    left = column.boxes["included"] + column.boxes["unsure"]
    return [f"Left by screening (n = {left:,})", f"  of them waiting for a person (n = {column.boxes['unsure']:,})"]


def _again(column: Column) -> list[str]:
    words = [f"of them duplicates (n = {column.duplicates:,})"] if column.duplicates else []
    return words + [f"of them {reason} (n = {n:,})" for reason, n in column.removed.items()]


def _screened(column: Column) -> list[str]:
    excluded = f"Excluded by title and abstract (n = {column.boxes['excluded']:,})"
    return [f"Screened (n = {column.screened:,})", excluded, *_left(column)]


def _previous(included: Included) -> list[str]:
    return [
        f"Studies included in previous version of review (n = {included.studies:,})",
        f"Reports of studies included in previous version of review (n = {included.reports:,})",
        f"Patients (n = {included.patients:,})",
    ]


def _included(included: Included) -> list[str]:
    return [
        f"(n = {included.studies:,})",
        f"Reports of included studies (n = {included.reports:,})",
        f"Patients (n = {included.patients:,})",
    ]


def _standing(counts: Prisma) -> list[str]:
    """Of all patients, those whose reports are retracted or under concern, where there are any."""
    told = (("retracted", counts.retracted_patients), ("under concern", counts.concern_patients))
    return [f"  of them {what} (n = {n:,})" for what, n in told if n]


def _arrows(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    there = set(names)
    chains = (
        ("identified", "screened", "sought", "assessed", "new", "total"),
        ("other identified", "other sought", "other assessed", "new"),
    )
    aside = (
        ("identified", "removed"),
        ("screened", "excluded"),
        ("sought", "not retrieved"),
        ("assessed", "reports excluded"),
        ("other sought", "other not retrieved"),
        ("other assessed", "other excluded"),
        ("previous", "total"),
    )
    pairs = [pair for chain in chains for pair in pairwise(chain)] + list(aside)
    yield from (pair for pair in pairs if there.issuperset(pair))


# ---------------------------------------------------------------------------------------------------- how it is drawn


def _box(  # noqa: PLR0913, PLR0917 - what a box is
    name: str, words: Iterable[str], left: float, top: float, width: float = WIDTH, colour: Colour = "white"
) -> Drawn:
    """A box as high as its words need when they are wrapped to its width."""
    lines = tuple(line for paragraph in words for line in wrapped(paragraph, width - 2 * PADDING))
    height = len(lines) * LINE + 2 * PADDING
    return Drawn(name=name, lines=lines, left=left, top=top, width=width, height=height, colour=colour)


def _side(stage: str, top: float, bottom: float) -> Drawn:
    return Drawn(
        name=f"stage {stage}", lines=(stage,), left=0.15, top=top, width=SIDE, height=bottom - top, colour="stage"
    )


def wrapped(paragraph: str, width: float) -> list[str]:
    """A paragraph in lines no wider than that; what is indented stays so, and a word that is too long is cut.

    A count in brackets stays on one line.
    """
    indent = " " * (len(paragraph) - len(paragraph.lstrip()))
    lines, line = [], indent
    for word in re.findall(r"\(n = [\d,]+\)|\S+", paragraph):
        for piece in _pieces(word, width - text_width(indent)):
            longer = f"{line} {piece}" if line.strip() else indent + piece
            if line.strip() and text_width(longer) > width:
                lines.append(line)
                longer = indent + piece
            line = longer
    return [*lines, line]


def _pieces(word: str, width: float) -> Iterator[str]:
    while text_width(word) > width:
        fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or text_width(word[:n]) <= width)
        yield word[:fits]
        word = word[fits:]
    yield word


def text_width(text: str) -> float:
    """The width of a line of text in inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, FONT, ismath=False)
    return float(width) / 72


def _drawn(what: Layout, kind: Literal["svg", "png"]) -> bytes:
    figure = Figure(figsize=(what.width, what.height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, what.width)
    axes.set_ylim(what.height, 0)
    boxes = {box.name: box for box in what.boxes}
    for box in what.boxes:
        axes.add_patch(_patch(box))
        _write(axes, box)
    for one, other in what.arrows:
        axes.add_patch(_arrow(boxes[one], boxes[other]))
    out = BytesIO()
    if kind == "svg":
        about = {"Date": None, "Creator": None, "Title": "PRISMA 2020 flow diagram"}
        FigureCanvasSVG(figure).print_figure(out, format="svg", metadata=about)
    else:
        FigureCanvasAgg(figure).print_figure(out, format="png", dpi=200, metadata={"Software": None})
    return out.getvalue()


def _patch(box: Drawn) -> FancyBboxPatch:
    rounded = box.colour != "white"
    return FancyBboxPatch(
        (box.left, box.top),
        box.width,
        box.height,
        boxstyle="round,pad=0,rounding_size=0.06" if rounded else "square,pad=0",
        facecolor=COLOURS[box.colour],
        edgecolor="#000000",
        linewidth=0.8,
    )


def _write(axes: Axes, box: Drawn) -> None:
    """Titles in the middle, stages upright, all else from the upper left; a $ is a dollar and no mathematics."""
    if box.colour == "stage":
        at, y = box.middle
        axes.text(at, y, box.lines[0], fontproperties=FONT, parse_math=False, rotation=90, ha="center", va="center")
        return
    centred = box.colour != "white"
    for number, line in enumerate(box.lines):
        words = line.lstrip()
        indent = text_width(line[: len(line) - len(words)])  # as a length: SVG drops spaces
        at = box.middle[0] if centred else box.left + PADDING + indent
        y = box.top + PADDING + (number + 0.5) * LINE
        across = "center" if centred else "left"
        axes.text(at, y, words, fontproperties=FONT, parse_math=False, ha=across, va="center_baseline")


def _arrow(one: Drawn, other: Drawn) -> FancyArrowPatch:
    """Down where the other stands below, to the right where it stands beside, else round a corner."""
    corner = None
    if one.left == other.left:
        ends = (one.middle[0], one.bottom), (one.middle[0], other.top)
    elif isclose(one.middle[1], other.middle[1]) and one.left < other.left:
        ends = (one.left + one.width, one.middle[1]), (other.left, one.middle[1])
    else:
        side, angle = (other.left, 180) if one.left < other.left else (other.left + other.width, 0)
        ends, corner = ((one.middle[0], one.bottom), (side, other.middle[1])), f"angle,angleA=-90,angleB={angle},rad=0"
    return FancyArrowPatch(
        *ends,
        connectionstyle=corner or "arc3",
        arrowstyle="-|>",
        mutation_scale=9,
        linewidth=0.9,
        color="#000000",
        shrinkA=0,
        shrinkB=0,
    )
