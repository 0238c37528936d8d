"""What stands below what in MeSH: from NLM's files where the mirror holds them, else the few facts that are bundled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from ..record_fields import Words, words
from .bundled import (
    BELOW,
    PUBLICATION_TYPES_BELOW,
    PUBLICATION_TYPES_BELOW_IN_PART,
    QUALIFIER_CODES,
    QUALIFIERS_BELOW,
    explode,
)


class Tree(Protocol):
    """Names, and what stands below each."""

    def named(self, spelt: Words) -> Words:
        """The name that is meant: an entry term's heading; what is unknown stays as it is."""

    def knows(self, spelt: Words) -> bool:
        """Whether it is a name of the tree."""

    def with_below(self, spelt: Words) -> frozenset[Words]:
        """The name with all that stands below it, at any depth, as far as that is known."""

    def knows_below(self, spelt: Words) -> bool:
        """Whether that is all that MeSH has below it."""


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

    def knows_below(self, spelt: Words) -> bool:
        """NLM's file is the whole of MeSH; what is not in it has nothing below it."""
        return True


class BundledTree:
    """A few facts of MeSH; no entry terms are among them."""

    def __init__(
        self,
        below: Mapping[str, tuple[str, ...]],
        in_part: Mapping[str, tuple[str, ...]] | None = None,
        names: Iterable[str] = (),
    ) -> None:
        self.wholly = below
        self.below = {**below, **(in_part or {})}
        self.names = {words(name): name for name in (*names, *self.below, *chain.from_iterable(self.below.values()))}

    def named(self, spelt: Words) -> Words:
        """The name as it is."""
        return spelt

    def knows(self, spelt: Words) -> bool:
        """Whether it is among the facts."""
        return spelt in self.names

    def with_below(self, spelt: Words) -> frozenset[Words]:
        """The name with those that are known to stand below it."""
        return frozenset((spelt, *map(words, self._below(spelt))))

    def _below(self, spelt: Words) -> frozenset[str]:
        return explode(self.names[spelt], self.below) if spelt in self.names else frozenset()

    def knows_below(self, spelt: Words) -> bool:
        """Whether of the name and of each below it is known what stands directly below."""
        return spelt in self.names and self._below(spelt) <= self.wholly.keys()


_HEADINGS = BundledTree(BELOW)
_SUBHEADINGS = BundledTree(QUALIFIERS_BELOW, names=QUALIFIER_CODES.values())
_PUBLICATION_TYPES = BundledTree(PUBLICATION_TYPES_BELOW, PUBLICATION_TYPES_BELOW_IN_PART)

BUNDLED = Mesh(_HEADINGS, _SUBHEADINGS, _PUBLICATION_TYPES)
"""The facts that are known without NLM's files."""
