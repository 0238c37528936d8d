"""What a strategy may refer to, what it finds, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from harvester.syntax import Range, Term

from .plan import NOTHING, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a strategy finds, how it was understood, and what was not; the names are those of esearch's answer."""

    pmids: frozenset[str]
    translation: str
    phrases_not_found: tuple[str, ...] = ()
    fields_not_found: tuple[str, ...] = ()
    phrases_ignored: tuple[str, ...] = ()
    quoted_not_found: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a strategy may refer to besides the records: earlier results by their number, and today.

    `tag` is put on the whole strategy where it is a single untagged term, and `window` is ANDed to it. With
    `whole_phrases` a phrase that no record holds is not taken apart.
    """

    stored: Mapping[int, frozenset[str]] = field(default_factory=dict)
    today: date = date.max
    tag: str = ""
    window: Range | None = None
    whole_phrases: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A plan, and the words that say how it was looked up; `shown` is empty where nothing was looked up."""

    plan: Plan
    shown: str

    @property
    def found(self) -> bool:
        """Whether there is anything in it; a plan that is not known to be empty counts as not empty."""
        return self.plan != NOTHING


NOWHERE = Looked(NOTHING, "")


class Notes:
    """What is to be said about an evaluation, each thing once, in the order in which it came up."""

    def __init__(self) -> None:
        self.phrases_not_found: dict[str, None] = {}
        self.fields_not_found: dict[str, None] = {}
        self.phrases_ignored: dict[str, None] = {}
        self.quoted_not_found: dict[str, None] = {}
        self.messages: dict[str, None] = {}

    def not_found(self, term: Term) -> Looked:
        """Note that nothing holds a term."""
        if term.quoted:
            self.quoted_not_found[str(term)] = None
        else:
            self.phrases_not_found[term.text] = None
        return NOWHERE
