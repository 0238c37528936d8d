"""What is wrong in a strategy, and where: the finding, the error, and the line with carets below it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from harvester.errors import QueryError


@dataclass(frozen=True, slots=True)
class Finding:
    """What PubMed would silently ignore or misread: code points `start` to `end` of the strategy, and why.

    `code` is short and never changes its meaning (`unknown-tag`); the message may be worded anew.
    """

    code: str
    start: int
    end: int
    message: str


class StrategyError(QueryError):
    """A strategy that cannot be evaluated: code points `start` to `end` of it are at fault, and `why`."""

    def __init__(self, strategy: str, finding: Finding) -> None:
        super().__init__(pointed(strategy, finding.start, finding.end, finding.message))
        self.code = finding.code
        self.start = finding.start
        self.end = finding.end
        self.why = finding.message


def pointed(strategy: str, start: int, end: int, why: str) -> str:
    """The message with line and column, then the line at fault, then carets below code points `start` to `end`.

    Carets stop at the end of the line. A tab is repeated below a tab, a wide character takes two columns and a
    combining one none, so that the carets stand where a terminal shows the fault.
    """
    opening = strategy.rfind("\n", 0, start) + 1
    number = strategy.count("\n", 0, start) + 1
    line = strategy[opening:].split("\n", 1)[0].rstrip("\r")
    before, marked = line[: start - opening], line[start - opening : max(end, start) - opening]
    carets = "^" * max(1, sum(map(_columns, marked)))
    return f"strategy, line {number}, column {start - opening + 1}: {why}\n{line}\n{_blank(before)}{carets}"


def _blank(text: str) -> str:
    return "".join("\t" if character == "\t" else " " * _columns(character) for character in text)


def _columns(character: str) -> int:
    """How many columns a terminal gives a character."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
