"""A strategy as a tree: terms, ranges and earlier results, joined by Booleans; printed, it reads as it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .fields import EXPLODING, NEARING, Field, find_field

Operator = Literal["AND", "OR", "NOT"]


@dataclass(frozen=True, slots=True)
class Term:
    """Words to look up: a phrase where quoted, else as PubMed maps them. `tag` and `modifier` stand as written.

    `modifier` is what follows the colon in the brackets: `noexp`, or `~3` for at most three words between.
    """

    text: str
    tag: str = ""
    modifier: str = ""
    quoted: bool = False

    @property
    def field(self) -> Field | None:
        """The field searched, None where there is no tag or PubMed does not know it."""
        return find_field(self.tag) if self.tag else None

    @property
    def explodes(self) -> bool:
        """Whether the headings below this one are searched too."""
        return self.modifier.casefold() != "noexp" and self.field is not None and self.field.tag in EXPLODING

    @property
    def within(self) -> int | None:
        """How many words may stand between these; None where it is no proximity search or PubMed would ignore that."""
        found = re.fullmatch(r"~(\d{1,9})", self.modifier)
        heeded = self.quoted and "*" not in self.text and len(re.findall(r"\w+", self.text)) > 1
        if not found or not heeded or self.field is None or self.field.tag not in NEARING:
            return None
        return int(found[1])

    @property
    def heading(self) -> tuple[str, str]:
        """A MeSH heading and its subheading: `Spinal Neoplasms/secondary` gives both, a bare heading an empty one."""
        descriptor, _, qualifier = self.text.partition("/")
        return descriptor.strip(), qualifier.strip()

    def __str__(self) -> str:
        words = f'"{self.text}"' if self.quoted else self.text
        return words + _brackets(self.tag, self.modifier)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included: PMIDs, or dates as `YYYY`, `YYYY/MM` or `YYYY/MM/DD`."""

    low: str
    high: str
    tag: str

    @property
    def field(self) -> Field | None:
        """The field searched, None where PubMed does not know the tag."""
        return find_field(self.tag)

    def __str__(self) -> str:
        return f"{self.low}:{self.high}{_brackets(self.tag, '')}"


@dataclass(frozen=True, slots=True)
class Stored:
    """An earlier result in the same history: `#2`."""

    key: int

    def __str__(self) -> str:
        return f"#{self.key}"


@dataclass(frozen=True, slots=True)
class Boolean:
    """Operands joined by one operator; NOT takes every later operand away from the first."""

    operator: Operator
    operands: tuple[Node, ...]

    def __str__(self) -> str:
        shown = (f"({operand})" if isinstance(operand, Boolean) else str(operand) for operand in self.operands)
        return f" {self.operator} ".join(shown)


Node = Term | Range | Stored | Boolean


def _brackets(tag: str, modifier: str) -> str:
    if modifier:
        return f"[{tag}:{modifier}]"
    return f"[{tag}]" if tag else ""
