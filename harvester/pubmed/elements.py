"""Steps from an element to its children and attributes; where something is missing, the steps lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

MATHML = "http://www.w3.org/1998/Math/MathML"
"""The namespace of formulas."""


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child by each tag of the path in turn; never a search, for PMID, Title and Year stand everywhere."""
    for tag in path:
        if element is None:
            return None
        element = next(element.iterchildren(tag), None)
    return element


def children(element: _Element | None, tag: str) -> Iterator[_Element]:
    """The children by that tag, in their order."""
    return iter(()) if element is None else element.iterchildren(tag)


def attribute(element: _Element | None, name: str) -> str:
    """An attribute without the blanks around it; empty where it is missing."""
    return "" if element is None else (element.get(name) or "").strip()
