"""A strategy and a mirror -> the PMIDs it finds, and what PubMed would say about the words it does not find."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import lru_cache

from harvester.errors import QueryError
from harvester.syntax import FIELDS, STOPWORDS, Boolean, Field, Node, Range, Stored, Term, parse

from ..filters import KEYWORDS
from ..mesh.tree import open_mesh
from ..record_fields import DATES, NAMES, TEXTS, VALUES, fold
from .found import NOWHERE, Context, Found, Looked, Notes
from .lookup import Index
from .plan import Joiner, Pmids
from .text_field import TextFields, patterns, pieces
from .value_field import ValueFields

__all__ = ["Context", "Found", "evaluate"]

_TAKEN_APART = frozenset(("mh", "majr", *VALUES, *DATES))
_NUMBERS = re.compile(r"[\s,]*\d[\d\s,]*")
"""PMIDs with spaces or commas between them."""

_ALL = next(known for known in FIELDS if known.tag == "all")


def evaluate(strategy: str, connection: sqlite3.Connection, context: Context) -> Found:
    """The records of an open mirror that a strategy finds.

    Raises QueryError where it cannot be read, or not be evaluated here.
    """
    return _Evaluation(connection, context).run(_placed(_parsed(strategy), context))


_parsed = lru_cache(maxsize=64)(parse)
"""A tree is never changed; a scan asks the same strategies of file after file, a client those of page after page."""


def _placed(node: Node, context: Context) -> Node:
    """The strategy with what was sent beside it; numbers alone are PMIDs."""
    if isinstance(node, Term) and not node.tag and context.tag:
        node = replace(node, tag=context.tag)
    if isinstance(node, Term) and not node.tag and not node.quoted and _NUMBERS.fullmatch(node.text):
        numbers = tuple(Term(number, "uid") for number in re.findall(r"\d+", node.text))
        node = Boolean("OR", numbers) if len(numbers) > 1 else numbers[0]
    return Boolean("AND", (node, context.window)) if context.window else node


class _Evaluation:
    """One evaluation; it gathers what is to be said about it."""

    def __init__(self, connection: sqlite3.Connection, context: Context) -> None:
        index = Index(connection)
        self.context = context
        self.notes = Notes()
        self.joiner = Joiner(index)
        self.text = TextFields(index, self.notes)
        self.values = ValueFields(index, open_mesh(connection), self.notes, context)

    def run(self, node: Node) -> Found:
        looked = self._node(node)
        return Found(
            pmids=frozenset(map(str, self.joiner.pmids(looked.plan))),
            translation=looked.shown or str(node),
            phrases_not_found=tuple(self.notes.phrases_not_found),
            fields_not_found=tuple(self.notes.fields_not_found),
            phrases_ignored=tuple(self.notes.phrases_ignored),
            quoted_not_found=tuple(self.notes.quoted_not_found),
            messages=tuple(self.notes.messages),
        )

    def _node(self, node: Node) -> Looked:
        match node:
            case Boolean():
                return self._boolean(node)
            case Range():
                return self._range(node)
            case Stored():
                return self._stored(node)
            case Term():
                return self._term(node)

    # ------------------------------------------------------------------------------------------------------ joining

    def _boolean(self, node: Boolean) -> Looked:
        parts = [(operand, self._node(operand)) for operand in node.operands]
        shown = [
            _grouped(operand, looked.shown or str(operand))
            for operand, looked in parts
            if looked.shown or node.operator != "OR"
        ]
        plan = self.joiner.join(node.operator, [looked.plan for _, looked in parts])
        return Looked(plan, f" {node.operator} ".join(shown))

    def _stored(self, node: Stored) -> Looked:
        if node.key not in self.context.stored:
            raise QueryError(f"Unable to obtain query #{node.key}")
        return Looked(Pmids(frozenset(map(int, self.context.stored[node.key]))), str(node))

    def _range(self, node: Range) -> Looked:
        if node.field is None:
            self.notes.fields_not_found[node.tag] = None
            raise QueryError(f"{node}: a range needs a field tag that PubMed knows; write [dp], [edat] or [uid]")
        return self.values.range(node, node.field)

    # -------------------------------------------------------------------------------------------------------- terms

    def _term(self, term: Term) -> Looked:
        if not term.tag:
            return self._untagged(term)
        if (found := term.field) is None:
            self.notes.fields_not_found[term.tag] = None
            return self._untagged(replace(term, tag="", modifier=""))
        looked = self._in_field(term, found)
        if looked.found or looked.shown:
            return looked
        whole = self.context.whole_phrases or found.tag not in _TAKEN_APART or term.quoted or "*" in term.text
        return self.notes.not_found(term) if whole or " " not in term.text else self._value_apart(term, found)

    def _in_field(self, term: Term, found: Field) -> Looked:
        ways: tuple[tuple[Container[str], Callable[[Term, Field], Looked]], ...] = (
            (TEXTS, self._text),
            (("mh", "majr"), self.values.heading),
            (VALUES, self.values.value),
            (NAMES, self.values.name),
            (DATES, self.values.date),
            (("uid",), self.values.uid),
            (("filter",), self.values.filter),
        )
        for tags, look_up in ways:
            if found.tag in tags:
                return look_up(term, found)
        message = f"This mirror holds no index of {found.name}; {term} finds nothing here"
        self.notes.messages[message] = None
        return NOWHERE

    def _text(self, term: Term, found: Field) -> Looked:
        if (apart := term.within) is not None:
            return self.text.near(term, found, apart)
        looked = self.text.phrase(term, found)
        spelt = patterns(term.text)
        whole = self.context.whole_phrases or term.quoted or "*" in term.text or "-" in term.text
        if looked.found or whole or len(spelt) < 2:
            return looked if looked.found else NOWHERE
        return self._taken_apart(spelt, found)

    def _taken_apart(self, spelt: tuple[str, ...], found: Field) -> Looked:
        """A tagged phrase that nothing holds: its last word keeps the tag, the others are searched untagged."""
        return self._apart(spelt[:-1], self._term(Term(spelt[-1], found.tag)), spelt[-1])

    def _value_apart(self, term: Term, found: Field) -> Looked:
        """A tagged value that nothing holds: its longest ending that is one keeps the tag, else the last word."""
        written = term.text.split()
        for at in range(1, len(written)):
            ending = replace(term, text=" ".join(written[at:]))
            looked = self._in_field(ending, found)
            if looked.found or looked.shown:
                return self._apart(written[:at], looked, ending.text)
        return self._apart(written[:-1], self.notes.not_found(replace(term, text=written[-1])), written[-1])

    def _apart(self, before: Sequence[str], last: Looked, ending: str) -> Looked:
        """The words before are ANDed to what kept the tag; stop words among them are not looked up."""
        parts = [replace(last, shown=last.shown or ending)]
        if _searchable(before):
            text = " ".join(before)
            first = self._untagged(Term(text))
            parts.insert(0, replace(first, shown=first.shown or text))
        shown = " AND ".join(one.shown for one in parts)
        return Looked(self.joiner.join("AND", [one.plan for one in parts]), f"({shown})")

    # ---------------------------------------------------------------------------------------------------- untagged

    def _untagged(self, term: Term) -> Looked:
        """Words in all fields, and among them the filters that are words."""
        written = [] if term.quoted else term.text.split()
        keywords = [word for word in written if fold(word) in KEYWORDS]
        if not keywords:
            return self._words(term)
        parts = [Looked(self.values.keyword(fold(word)), word.lower()) for word in keywords]
        others = [word for word in written if fold(word) not in KEYWORDS]
        if _searchable(others):
            rest = " ".join(others)
            looked = self._words(replace(term, text=rest))
            parts.insert(0, replace(looked, shown=looked.shown or rest))
        else:
            self.notes.phrases_ignored.update(dict.fromkeys(others))
        shown = " AND ".join(part.shown for part in parts)
        return Looked(self.joiner.join("AND", [part.plan for part in parts]), shown)

    def _words(self, term: Term) -> Looked:
        """Each word for itself; PubMed would first map them to headings, journals and authors."""
        if term.quoted or "-" in term.text:
            looked = self.text.phrase(term, _ALL)
            return looked if looked.found else self.notes.not_found(term)
        parts = [self._untagged_word(word) for word in self._wanted(term)]
        if not parts:
            return self.notes.not_found(term)
        plan = self.joiner.join("AND", [part.plan for part in parts])
        lost = len(parts) == 1 and not parts[0].found
        return Looked(plan, "" if lost else " AND ".join(one.shown for one in parts))

    def _wanted(self, term: Term) -> list[str]:
        """The words that are looked up, as they are written: NCBI echoes what it does not find so."""
        written = pieces(term.text)
        wanted = [word for word in written if fold(word) not in STOPWORDS]
        ignored = [word for word in written if fold(word) in STOPWORDS] if wanted else []
        self.notes.phrases_ignored.update(dict.fromkeys(ignored))
        return wanted

    def _untagged_word(self, word: str) -> Looked:
        looked = self.text.phrase(Term(word), _ALL)
        return looked if looked.found else replace(self.notes.not_found(Term(word)), shown=word)


def _searchable(written: Sequence[str]) -> bool:
    """Whether there is a word in it that is no stop word."""
    return any(word not in STOPWORDS for one in written for word in patterns(one))


def _grouped(operand: Node, shown: str) -> str:
    return f"({shown})" if isinstance(operand, Boolean) or (isinstance(operand, Term) and " AND " in shown) else shown
