"""What stands below what in MeSH: from NLM's files where the mirror holds them, else the few facts that are bundled."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ..record_fields import Words, words
from .bundled import BELOW, PUBLICATION_TYPES_BELOW, QUALIFIER_CODES, QUALIFIERS_BELOW, explode


class Tree(Protocol):
    """Names, and what stands below each; `whole` where it is all of MeSH's."""

    whole: bool

    def named(self, spelt: Words) -> Words:
        """The name that is meant: an entry term's heading; what is unknown stays as it is."""

    def knows(self, spelt: Words) -> bool:
        """Whether it is a name of the tree."""

    def with_below(self, spelt: Words) -> frozenset[Words]:
        """The name with all that stands below it, at any depth."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """The trees of headings, of subheadings and of publication types."""

    headings: Tree
    subheadings: Tree
    publication_types: Tree

    def subheading(self, text: str) -> Words:
        """A subheading's name, from its name, its two-letter code or another term for it."""
        return self.subheadings.named(words(QUALIFIER_CODES.get(text.strip().casefold(), text)))


HEADINGS = "heading"
SUBHEADINGS = "subheading"
"""The two trees that a mirror can hold; the publication types are headings."""


def open_mesh(connection: sqlite3.Connection) -> Mesh:
    """The trees of an open mirror."""
    held = {tree for (tree,) in connection.execute("SELECT DISTINCT tree FROM mesh_place")}
    headings: Tree = StoredTree(connection, HEADINGS) if HEADINGS in held else _HEADINGS
    subheadings: Tree = StoredTree(connection, SUBHEADINGS) if SUBHEADINGS in held else _SUBHEADINGS
    return Mesh(headings, subheadings, headings if HEADINGS in held else _PUBLICATION_TYPES)


class StoredTree:
    """A tree from NLM's file, in the mirror."""

    whole = True

    def __init__(self, connection: sqlite3.Connection, tree: str) -> None:
        self.connection = connection
        self.tree = tree

    def named(self, spelt: Words) -> Words:
        """The name that is meant."""
        asked = "SELECT name FROM mesh_name WHERE tree = ? AND words = ?"
        row = self.connection.execute(asked, (self.tree, " ".join(spelt))).fetchone()
        return words(row[0]) if row else spelt

    def knows(self, spelt: Words) -> bool:
        """Whether it is a name of the tree, or an entry term of one."""
        asked = "SELECT 1 FROM mesh_name WHERE tree = ? AND words = ?"
        return self.connection.execute(asked, (self.tree, " ".join(spelt))).fetchone() is not None

    def with_below(self, spelt: Words) -> frozenset[Words]:
        """The name with all whose tree numbers continue one of its own (`/` is the character behind the dot)."""
        asked = """
            SELECT DISTINCT below.name FROM mesh_name JOIN mesh_place AS here USING (tree, name)
            JOIN mesh_place AS below ON below.tree = here.tree
            AND below.number > here.number || '.' AND below.number < here.number || '/'
            WHERE mesh_name.tree = ? AND mesh_name.words = ?
        """
        rows = self.connection.execute(asked, (self.tree, " ".join(spelt)))
        return frozenset((self.named(spelt), *(words(name) for (name,) in rows)))


class BundledTree:
    """A few facts of MeSH; no entry terms are among them."""

    def __init__(self, below: Mapping[str, tuple[str, ...]], known: frozenset[Words], *, whole: bool) -> None:
        self.below = below
        self.known = known
        self.whole = whole
        self.names = {words(name): name for name in below}

    def named(self, spelt: Words) -> Words:
        """The name as it is."""
        return spelt

    def knows(self, spelt: Words) -> bool:
        """Whether it is among the facts."""
        return spelt in self.known

    def with_below(self, spelt: Words) -> frozenset[Words]:
        """The name with those that are known to stand below it."""
        below = explode(self.names[spelt], self.below) if spelt in self.names else ()
        return frozenset((spelt, *(words(name) for name in below)))


_HEADINGS = BundledTree(BELOW, frozenset(words(name) for name in BELOW), whole=False)
_SUBHEADINGS = BundledTree(QUALIFIERS_BELOW, frozenset(words(name) for name in QUALIFIER_CODES.values()), whole=True)
_PUBLICATION_TYPES = BundledTree(
    PUBLICATION_TYPES_BELOW, frozenset(words(name) for name in PUBLICATION_TYPES_BELOW), whole=True
)
