"""What the figures share: a sheet with a title and notes, the style, the palette, and how they are saved.

Lengths are in millimetres from the upper left corner, as journals state them (columns of 85 and 180 mm). No text is
read as mathematics, and the SVG holds it as text. The colours are Okabe and Ito's, which the colour-blind can tell
apart (Color Universal Design, 2008); no difference is told by colour alone.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from ...diagram import POINTS, text_width
from ..people import Numbers

COLUMN, PAGE = 85.0, 180.0
"""The widths of a column and of a page."""

BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, BLACK = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#56b4e9",
    "#cc79a7",
    "#000000",
)
INK, QUIET, FAINT = "#222222", "#6b6b6b", "#e4e4e4"

HEAD, MARGIN = 8.0, 3.0
NOTE_POINTS, NOTE_LINE = 5.5, 2.6
INCH = 25.4

_STYLE: Mapping[Any, Any] = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
    "font.size": 6.5,
    "text.color": INK,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "harvester",
    "hatch.linewidth": 0.5,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.labelsize": 6.5,
    "axes.labelpad": 3,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 6,
    "ytick.labelsize": 6,
    "xtick.major.size": 2,
    "ytick.major.size": 2,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.pad": 2,
    "ytick.major.pad": 2,
}

_ALONE = threading.RLock()


@contextmanager
def style() -> Iterator[None]:
    """The style of all figures, whatever a user's own settings are; drawing and saving both need it.

    A name in a script that the font has no letters for is boxes in the PNG, and no warning to the reader.
    """
    # matplotlib's settings are those of the whole process, and the checking page has several threads.
    with _ALONE, matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A figure with its title and notes written, and between them a body of `width` by `body` mm."""

    figure: Figure
    width: float
    height: float
    body: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place of the body."""
        bottom = self.height - HEAD - top - height
        return self.figure.add_axes((left / self.width, bottom / self.height, width / self.width, height / self.height))

    def canvas(self) -> Axes:
        """Axes over the whole body, in mm, with nothing drawn."""
        axes = self.axes(0, 0, self.width, self.body)
        axes.set_xlim(0, self.width)
        axes.set_ylim(self.body, 0)
        axes.set_axis_off()
        return axes

    def text(self, left: float, top: float, words: str, **looks: object) -> Text:
        """Words at a place of the body, from there to the right unless `ha` says otherwise."""
        place = left / self.width, 1 - (HEAD + top) / self.height
        return self.figure.text(*place, words, **looks)  # type: ignore[arg-type]


def sheet(numbers: Numbers, *, width: float, body: float) -> Sheet:
    """A sheet with the title of a figure above and its notes below, as high as they need."""
    lines = _lines(numbers.notes, width - 2 * MARGIN)
    height = HEAD + body + 2 + NOTE_LINE * len(lines) + MARGIN
    figure = Figure(figsize=(width / INCH, height / INCH))
    made = Sheet(figure=figure, width=width, height=height, body=body)
    made.text(MARGIN, 3 - HEAD, numbers.title, fontsize=8, fontweight="bold", va="top")
    for at, line in enumerate(lines):
        made.text(MARGIN, body + 2 + at * NOTE_LINE, line, fontsize=NOTE_POINTS, color=QUIET, va="top")
    return made


def _lines(notes: Sequence[str], width: float) -> list[str]:
    """The notes, each beginning a line, in lines no wider than that; a count in brackets stays on one line."""
    lines: list[str] = []
    for note in filter(None, notes):
        lines.append("")
        for word in re.findall(r"\(n = \d+\)\S*|\S+", note):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and wide(longer, NOTE_POINTS) > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


def wide(words: str, points: float) -> float:
    """The width of words in mm at a size of type."""
    return text_width(words) * INCH * points / POINTS


def blank(numbers: Numbers) -> Figure:
    """The figure of a series that has no patient to draw."""
    made = sheet(numbers, width=COLUMN, body=24)
    made.text(COLUMN / 2, 12, "No patient to draw", ha="center", va="center", color=QUIET, fontsize=8)
    return made.figure


def shade(share: float, colour: str = BLUE) -> str:
    """A colour as strong as a share from 0 (white) to 1."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def fitted(words: str, width: float, points: float) -> str:
    """Words of the literature as a label: on one line, without what no font draws, cut to a width in mm."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:200]
    cut = plain
    while cut and wide(cut + "…" * (cut != plain), points) > width:
        cut = cut[:-1].rstrip()
    return cut if cut == plain else f"{cut}…"


def ticks(most: float, about: int = 6) -> list[float]:
    """Round numbers from 0 to at least `most`, in steps of 1, 2 or 5 (and tens of them), about so many."""
    steps = (unit * 10**power for power in range(9) for unit in (1, 2, 5))
    step = next(step for step in steps if most <= step * about)
    return [step * at for at in range(int(-(-most // step)) + 1)]


def svg_bytes(figure: Figure, title: str, mark: str) -> bytes:
    """A figure as SVG: its words as text, no date, and the mark as its identifier."""
    about = {"Date": None, "Creator": None, "Title": title, "Identifier": mark}
    out = BytesIO()
    FigureCanvasSVG(figure).print_figure(out, format="svg", metadata=about)
    return out.getvalue()


def png_bytes(figure: Figure) -> bytes:
    """A figure as PNG, 300 dots an inch."""
    out = BytesIO()
    FigureCanvasAgg(figure).print_figure(out, format="png", dpi=300, metadata={"Software": None})
    return out.getvalue()
