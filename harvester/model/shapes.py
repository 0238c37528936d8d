"""The shapes a value may have: each says itself as JSON schema, and reads what a model gave or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from harvester.extract.spine.levels import ORDER
from harvester.extract.spine.regions import REGIONS
from harvester.extract.text.numbers import plain
from harvester.records import StatedCount, Value

Schema = dict[str, Any]


class Shape(Protocol):
    """What a field's value looks like."""

    @property
    def schema(self) -> Schema:
        """The shape as JSON schema, in the words that every strict server knows."""

    def read(self, given: object) -> Value:
        """The value as an Extraction holds it; ValueError where what was given has another shape."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds, in whole steps or not; true and "48" are none."""

    least: float
    most: float
    whole: bool = False

    @property
    def schema(self) -> Schema:
        """`integer` or `number`; the bounds are ours, not every server knows them."""
        return {"type": "integer" if self.whole else "number"}

    def read(self, given: object) -> Value:
        """48.0 is 48; two decimals are kept."""
        if isinstance(given, bool) or not isinstance(given, int | float) or not self.least <= given <= self.most:
            raise ValueError(f"{given!r} is no number from {self.least:g} to {self.most:g}")
        if self.whole and given != int(given):
            raise ValueError(f"{given!r} is no whole number")
        return plain(given)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One name of a closed vocabulary, written as it is there."""

    names: tuple[str, ...]

    @property
    def schema(self) -> Schema:
        """An enumeration."""
        return {"type": "string", "enum": list(self.names)}

    def read(self, given: object) -> Value:
        """The name."""
        return _name(given, self.names)


@dataclass(frozen=True, slots=True)
class Several:
    """One or more names of a closed vocabulary, each once."""

    names: tuple[str, ...]

    @property
    def schema(self) -> Schema:
        """A list of an enumeration."""
        return {"type": "array", "items": {"type": "string", "enum": list(self.names)}}

    def read(self, given: object) -> Value:
        """The names in the order given."""
        return tuple(dict.fromkeys(_name(one, self.names) for one in _list(given)))


@dataclass(frozen=True, slots=True)
class Levels:
    """Vertebrae from the top down, and behind them regions where no vertebra is named."""

    @property
    def schema(self) -> Schema:
        """A list of the names of both."""
        return {"type": "array", "items": {"type": "string", "enum": [*ORDER, *REGIONS]}}

    def read(self, given: object) -> Value:
        """The names sorted from the top down."""
        known = (*ORDER, *REGIONS)
        return tuple(sorted({_name(one, known) for one in _list(given)}, key=known.index))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text, or a list of such in lower case; a name that is `known` is written as it is known."""

    several: bool = False
    known: tuple[str, ...] = ()

    @property
    def schema(self) -> Schema:
        """A string, or a list of strings."""
        return {"type": "array", "items": {"type": "string"}} if self.several else {"type": "string"}

    def read(self, given: object) -> Value:
        """The words with single spaces; a list in the order given, each once."""
        if self.several:
            return tuple(dict.fromkeys(_words(one).lower() for one in _list(given)))
        words = _words(given)
        return next((name for name in self.known if name.casefold() == words.casefold()), words)


@dataclass(frozen=True, slots=True)
class Stated:
    """How many cases were known: an object of four keys."""

    @property
    def schema(self) -> Schema:
        """An object that must have all four."""
        keys: Schema = {
            "n": {"type": "integer"},
            "unit": {"type": "string", "enum": ["patients", "reports"]},
            "scope": {"type": "string"},
            "includes_own": {"type": "boolean"},
        }
        return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}

    def read(self, given: object) -> Value:
        """The count."""
        if not isinstance(given, Mapping) or set(given) != set(self.schema["required"]):
            raise ValueError(f"{given!r} does not have the four keys of a stated count")
        unit, scope, own = given["unit"], given["scope"], given["includes_own"]
        number = Number(0, 99_999, whole=True).read(given["n"])
        if unit not in ("patients", "reports") or not isinstance(scope, str) or not isinstance(own, bool):
            raise ValueError(f"{given!r} is no stated count")
        return StatedCount(n=int(str(number)), unit=unit, scope=" ".join(scope.split()), includes_own=own)


def _list(given: object) -> list[Any]:
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
        raise ValueError(f"{given!r} is no list of words")
    return given


def _name(given: object, names: tuple[str, ...]) -> str:
    if not isinstance(given, str) or given not in names:
        raise ValueError(f"{given!r} is none of {', '.join(names)}")
    return given


def _words(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"{given!r} is no word")
    return " ".join(given.split())
