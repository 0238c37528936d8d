"""A strategy and a mirror -> the PMIDs it finds, and what PubMed would say about the words it does not find."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Container
from dataclasses import replace

from harvester.records import QueryError
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

_ALL = next(known for known in FIELDS if known.tag == "all")


def evaluate(strategy: str, connection: sqlite3.Connection, context: Context) -> Found:
    """The records of an open mirror that a strategy finds.

    Raises QueryError where it cannot be read, or not be evaluated here.
    """
    return _Evaluation(connection, context).run(_placed(parse(strategy), context))


def _placed(node: Node, context: Context) -> Node:
    """The strategy with what was sent beside it; numbers alone are PMIDs."""
    if isinstance(node, Term) and not node.tag and context.tag:
        node = replace(node, tag=context.tag)
    if isinstance(node, Term) and not node.tag and not node.quoted and re.fullmatch(r"[\d\s]+", node.text):
        numbers = tuple(Term(number, "uid") for number in node.text.split())
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
        return looked if looked.found or looked.shown else self.notes.not_found(term)

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
        if looked.found or term.quoted or "*" in term.text or "-" in term.text or len(spelt) < 2:
            return looked if looked.found else NOWHERE
        return self._taken_apart(spelt, found)

    def _taken_apart(self, spelt: tuple[str, ...], found: Field) -> Looked:
        """A tagged phrase that nothing holds: its last word keeps the tag, the others are searched untagged."""
        wanted = [word for word in spelt[:-1] if word not in STOPWORDS]
        parts = [self._untagged_word(word) for word in wanted]
        last = self._term(Term(spelt[-1], found.tag))
        parts.append(replace(last, shown=last.shown or spelt[-1]))
        shown = " AND ".join(one.shown for one in parts)
        return Looked(self.joiner.join("AND", [one.plan for one in parts]), f"({shown})")

    # ---------------------------------------------------------------------------------------------------- untagged

    def _untagged(self, term: Term) -> Looked:
        """Words in all fields, each for itself; PubMed would first map them to headings, journals and authors."""
        if (name := fold(term.text)) in KEYWORDS and not term.quoted:
            return Looked(self.values.keyword(name), term.text.lower())
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


def _grouped(operand: Node, shown: str) -> str:
    return f"({shown})" if isinstance(operand, Boolean) or (isinstance(operand, Term) and " AND " in shown) else shown
