"""An element -> its text, mark-up resolved without changing a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from .elements import MATHML

# Characters that XML forbids, so that no text holds them: they mark where mark-up stood until it is resolved.
_SUP, _SUB, _END, _LEAF = "\x01", "\x02", "\x03", "\x04"
_MARKS = {"sup": _SUP, "sub": _SUB}
_FORMULA_MARKS = {  # what stands before the children of a MathML element, from the first
    f"{{{MATHML}}}msup": ("", _SUP),
    f"{{{MATHML}}}msub": ("", _SUB),
    f"{{{MATHML}}}msubsup": ("", _SUB, _SUP),
    f"{{{MATHML}}}mfrac": ("", "/"),
}
_SEAM = re.compile(r"[\x01-\x04]+")
_NUMBER_ENDS = re.compile(r"\d[.,·]?$")
_EXPONENT = re.compile(r"[-+±−–‐‑]?(?:\x04|\x03\x01)*[.·]?\d")
_BREAKS = re.compile(r"[ \t\r\n]+")  # and no other space: U+2009 and its like are characters of the text


def text(element: Element | None) -> str:
    """The text of an element, mark-up resolved without changing a number, and breaks and indents one space.

    A superscript reads `^` where a number would otherwise swallow it (`10^-6`, `2003^1`; but `mm2`, `18F`, `CD4+`),
    a subscript `_` likewise (`5_2`, but `CO2`), and a number after either stands apart (`mc2 155`). Other mark-up
    vanishes. MathML gives its text, its scripts and fractions (`1/2`) likewise.
    """
    if element is None:
        return ""
    words = _marked_up(element) if len(element) else element.text or ""
    return words if words.isalnum() else collapsed(words).strip()


def _marked_up(element: Element) -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    words = "".join(pieces)
    return _SEAM.sub(_seam, words) if _END in words or _LEAF in words else words


def _seam(marks: re.Match[str]) -> str:
    """What to print where mark-up begins or ends, so that no number runs into the next."""
    whole, start, end = marks.string, marks.start(), marks.end()
    if _SUP in marks[0]:
        return "^" if _NUMBER_ENDS.search(whole[max(start - 2, 0) : start]) and _EXPONENT.match(whole, end) else ""
    if not (whole[max(start - 1, 0) : start].isdecimal() and whole[end : end + 1].isdecimal()):
        return ""
    return "_" if _SUB in marks[0] else " "


def _gather(element: Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        tag = str(child.tag)
        if tag.startswith("{"):
            _gather_formula(child, pieces)
        else:
            pieces.append(_MARKS.get(tag, ""))
            _gather(child, pieces)
            pieces.append(_END if tag in _MARKS else "")
        pieces.append(child.tail or "")


def _gather_formula(element: Element, pieces: list[str]) -> None:
    """The leaves; what stands between the elements of a formula is indentation."""
    if not len(element):
        pieces += (_LEAF, element.text or "", _LEAF)
    marks = _FORMULA_MARKS.get(str(element.tag), ())
    for place, child in enumerate(element):
        mark = marks[place] if place < len(marks) else ""
        pieces.append(mark)
        _gather_formula(child, pieces)
        pieces += (_END if mark else "", (child.tail or "").strip())


def collapsed(words: str) -> str:
    """The words with each run of breaks, tabs and spaces as one space, for in XML they are layout."""
    broken = "\n" in words or "  " in words or "\t" in words or "\r" in words
    return _BREAKS.sub(" ", words) if broken else words


def texts(elements: Iterable[Element]) -> tuple[str, ...]:
    """The texts of the elements that have any, each once."""
    return tuple(dict.fromkeys([words for element in elements if (words := text(element))]))
