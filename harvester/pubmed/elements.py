"""Steps from an element to its children and attributes; where something is missing, the steps lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

MATHML = "http://www.w3.org/1998/Math/MathML"
"""The namespace of formulas."""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child by each tag of the path in turn; never a search, for PMID, Title and Year stand everywhere."""
    for tag in path:
        if element is None:
            return None
        element = element.find(tag)
    return element


def children(element: Element | None, tag: str) -> Sequence[Element]:
    """The children by that tag, in their order."""
    return () if element is None else element.findall(tag)


def attribute(element: Element | None, name: str) -> str:
    """An attribute without the blanks around it; empty where it is missing."""
    return "" if element is None else (element.get(name) or "").strip()
