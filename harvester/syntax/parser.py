"""Text -> tree, strictly from left to right; and the same reading for those who want to know where everything stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from .fields import find_field
from .findings import Finding, StrategyError
from .outline import outline
from .tokens import Refuse, Token, tokens
from .tree import Boolean, Node, Operator, Range, Stored, Term

DEEPEST = 200
"""How deep a strategy may nest; far beyond any real one, and well within what can be walked."""


def parse(strategy: str) -> Node:
    """The tree of a strategy, read strictly from left to right without precedence; side by side means AND.

    A tag on a group that holds operators is ignored, as PubMed does; `lint` names it. Raises StrategyError, with the
    place, on what cannot be evaluated: an unbalanced parenthesis or quotation mark, an operator without an operand.
    """

    def refuse(finding: Finding) -> NoReturn:
        raise StrategyError(strategy, finding)

    return Reader(strategy, refuse).read().node


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf of the tree and where it stood: its words from `start` to `end`, its tag behind them.

    `follows` and `leads` say whether an operand stands directly before or behind it, with no operator between.
    """

    node: Term | Range | Stored
    start: int
    end: int
    tag: Token | None
    follows: bool
    leads: bool


@dataclass(slots=True)
class Group:
    """What has been read since a parenthesis opened (or since the beginning).

    `mixed` is the place where AND first meets OR.
    """

    opened: Token | None = None
    operator: Operator | None = None
    operands: list[Node] = field(default_factory=list)
    waiting: Token | None = None
    depth: int = 0
    joined: set[Operator] = field(default_factory=set)
    mixed: tuple[int, int] | None = None

    def add(self, node: Node, place: tuple[int, int]) -> None:
        """Join one more operand, by the operator that waits for it or else by AND; it stands at `place`."""
        operator = _OPERATORS[self.waiting.text] if self.waiting else "AND"
        if self.operands:
            self._join(operator, (self.waiting.start, self.waiting.end) if self.waiting else place)
        self.waiting = None
        self.operands.append(node)

    def _join(self, operator: Operator, place: tuple[int, int]) -> None:
        if self.operator not in (None, operator):
            self.operands = [self.node]
            self.depth += 1
        self.operator = operator
        self.joined.add(operator)
        if self.mixed is None and {"AND", "OR"} <= self.joined:
            self.mixed = place

    @property
    def node(self) -> Node:
        """The tree of the group, which must hold something."""
        return Boolean(self.operator, tuple(self.operands)) if self.operator else self.operands[0]


class Reader:
    """One reading of a strategy: `placed` are the leaves, `notes` what was read otherwise than it looks.

    `refuse` is told what cannot be read. Where it does not raise, that piece is left out and the reading goes on.
    """

    def __init__(self, strategy: str, refuse: Refuse) -> None:
        self.strategy = strategy
        self.refuse = refuse
        self.tokens = tuple(tokens(strategy, refuse))
        self.at = 0
        self.groups = [Group()]
        self.placed: list[Placed] = []
        self.notes: list[Finding] = []

    def read(self) -> Group:
        """The whole strategy. Raises StrategyError where it nests deeper than `DEEPEST`."""
        while self.at < len(self.tokens):
            self._step(self.tokens[self.at])
        while (opened := self.groups[-1].opened) is not None:
            self._fault("unbalanced-parenthesis", opened, "this parenthesis is never closed; close it with )")
            self._leave()
        return self._finished(self.groups[0])

    def _step(self, token: Token) -> None:
        match token.kind:
            case "open":
                self._open(token)
            case "close":
                self._close(token)
            case "operator":
                self._operator(token)
            case "tag":
                self.at += 1
                self._fault("tag-without-term", token, "a tag without a term before it; write the term first")
            case _:
                self._operand(token)
        if self.groups[-1].depth + len(self.groups) > DEEPEST:
            why = f"nested more than {DEEPEST} deep; write it flatter"
            raise StrategyError(self.strategy, Finding("too-deep", token.start, token.end, why))

    def _open(self, token: Token) -> None:
        self.at += 1
        self.groups.append(Group(opened=token))

    def _close(self, token: Token) -> None:
        self.at += 1
        if len(self.groups) > 1:
            self._leave()
        else:
            why = "this parenthesis was never opened; open it with ( or leave it out"
            self._fault("unbalanced-parenthesis", token, why)

    def _leave(self) -> None:
        """Out of the innermost group into the one around it."""
        group = self._finished(self.groups.pop())
        outer = self.groups[-1]
        outer.depth = max(outer.depth, group.depth + 1)
        tag = self._taken_tag()
        if group.operands and group.opened:
            outer.add(self._tagged_group(group.node, tag), (group.opened.start, group.opened.end))

    def _tagged_group(self, node: Node, tag: Token | None) -> Node:
        """A tag reaches into parentheses around a single bare term or range; on anything more it is ignored."""
        if tag is None:
            return node
        tagged = _reached(node, tag)
        if tagged is None:
            why = f"PubMed ignores [{tag.text}] on a group; tag every term in it"
            self.notes.append(Finding("tag-on-group", tag.start, tag.end, why))
            return node
        inside = self.placed.pop()
        self.placed.append(Placed(tagged, inside.start, inside.end, tag, inside.follows, inside.leads))
        return tagged

    def _finished(self, group: Group) -> Group:
        if group.waiting:
            why = f"nothing follows {group.waiting.text}; name what it joins, or leave it out"
            self._fault("operator-without-term", group.waiting, why)
        if not group.operands:
            self._empty(group)
        if group.mixed:
            why = f"AND and OR without parentheses are read from left to right, here: {outline(group.node)}"
            self.notes.append(Finding("mixed-operators", *group.mixed, f"{why}; write the parentheses that you mean"))
        return group

    def _empty(self, group: Group) -> None:
        """Anything written in a strategy that holds nothing was refused before."""
        if group.opened:
            why = "parentheses with nothing between them; fill them or leave them out"
            self._fault("empty-parentheses", group.opened, why)
        elif not self.strategy.strip():
            why = "the strategy is empty; write at least one term"
            self.refuse(Finding("empty-strategy", 0, min(1, len(self.strategy)), why))

    def _operator(self, token: Token) -> None:
        self.at += 1
        group = self.groups[-1]
        if not group.operands:
            why = f"nothing stands before {token.text}; name what it joins, or leave it out"
            self._fault("operator-without-term", token, why)
        elif group.waiting and (_OPERATORS[group.waiting.text], token.text) != ("AND", "NOT"):
            self._fault("two-operators", token, f"{token.text} follows {group.waiting.text}; leave one of them out")
        else:
            group.waiting = token

    def _operand(self, token: Token) -> None:
        if self._range():
            return
        self.at += 1
        if token.kind == "key":
            self._place(Stored(int(token.text)), (token,), None)
        elif token.kind == "phrase":
            self._phrase(token)
        else:
            self._words()

    def _range(self) -> bool:
        """Read `2000/01/01:2003[dp]`, or with a tag on either end: `"2000/01/01"[edat] : "2003"[edat]`."""
        ahead = self._range_ahead()
        if not ahead:
            return False
        self.at += len(ahead)
        low, high = [token for token in ahead if token.kind in ("word", "phrase")]
        tags = [token for token in ahead if token.kind == "tag"]
        if len({find_field(split_tag(tag.text)[0]) for tag in tags}) > 1:
            why = f"a range from one field to another, [{tags[-1].text}]; write one tag"
            self._fault("range-of-two-fields", tags[0], why)
        self._place(Range(low.text, high.text, split_tag(tags[-1].text)[0]), (low, high), tags[-1])
        return True

    def _range_ahead(self) -> Sequence[Token]:
        found = _RANGE.match("".join(_KINDS.get(token.kind, "?") for token in self.tokens[self.at : self.at + 5]))
        ahead = self.tokens[self.at : self.at + found.end()] if found else ()
        bounds = all(_BOUND.fullmatch(token.text) for token in ahead if token.kind in ("word", "phrase"))
        return ahead if bounds and any(token.kind == "tag" for token in ahead) else ()

    def _phrase(self, token: Token) -> None:
        text = " ".join(token.text.split())
        tag = self._taken_tag()
        if text:
            self._place(_tagged(Term(text, quoted=True), tag), (token,), tag)
        else:
            why = "quotation marks with nothing between them; write the phrase or leave them out"
            self._fault("empty-quotes", token, why)

    def _words(self) -> None:
        """Words side by side are one term; they end before a range, which begins a term of its own."""
        first = self.at - 1
        while self._is("word", "colon") and not self._range_ahead():
            self.at += 1
        self._take_parenthesised()
        words = self.tokens[first : self.at]
        text = " ".join(self.strategy[words[0].start : words[-1].end].split())
        tag = self._taken_tag()
        self._place(_tagged(Term(text), tag), words, tag)

    def _take_parenthesised(self) -> None:
        """Parentheses inside one value, as in `Front Endocrinol (Lausanne)[ta]`: part of a name, not a group."""
        inside = self.at + 1
        while inside < len(self.tokens) and self.tokens[inside].kind == "word":
            inside += 1
        kinds = [token.kind for token in self.tokens[self.at : inside + 2]]
        if kinds[:1] != ["open"] or kinds[-2:] != ["close", "tag"] or len(kinds) < 4:
            return
        named = find_field(split_tag(self.tokens[inside + 1].text)[0])
        if named and named.tag in _NAMED:
            self.at = inside + 1

    def _place(self, node: Term | Range | Stored, words: Sequence[Token], tag: Token | None) -> None:
        """Add a leaf whose words, and the tag behind them, have just been read."""
        start, end = words[0].start, words[-1].end
        group = self.groups[-1]
        follows = bool(group.operands) and group.waiting is None
        leads = self._is("word", "phrase", "key", "open")
        self.placed.append(Placed(node, start, end, tag, follows, leads))
        group.add(node, (start, end))

    def _is(self, *kinds: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in kinds

    def _taken_tag(self) -> Token | None:
        """The tag that stands here, which is then read; None where there is none, or nothing in its brackets."""
        if not self._is("tag"):
            return None
        self.at += 1
        token = self.tokens[self.at - 1]
        if any(split_tag(token.text)):
            return token
        self._fault("empty-brackets", token, "brackets with nothing between them; write a field tag such as [tiab]")
        return None

    def _fault(self, code: str, token: Token, why: str) -> None:
        self.refuse(Finding(code, token.start, token.end, why))


_OPERATORS: dict[str, Operator] = {"AND": "AND", "&": "AND", "OR": "OR", "|": "OR", "NOT": "NOT"}
_KINDS = {"word": "w", "phrase": "w", "tag": "t", "colon": ":"}
_RANGE = re.compile("wt?:wt?")
_BOUND = re.compile(r"[0-9]{1,18}(?:/[0-9]{1,18}){0,2}")
_BARE_RANGE = re.compile(rf"(?<![^\s:])({_BOUND.pattern})\s*:\s*({_BOUND.pattern})$")
_NAMED = ("ta", "mh", "majr", "nm", "pt", "book")


def split_tag(text: str) -> tuple[str, str]:
    """A bracket's content as tag and modifier: `tiab:~3` is `tiab` and `~3`."""
    tag, _, modifier = " ".join(text.split()).partition(":")
    return tag.strip(), modifier.strip()


def _tagged(term: Term, tag: Token | None) -> Term:
    return Term(term.text, *split_tag(tag.text), term.quoted) if tag else term


def _reached(node: Node, tag: Token) -> Term | Range | None:
    """What a tag behind parentheses makes of the only leaf in them; None where it does not reach it."""
    if not isinstance(node, Term) or node.tag or node.modifier:
        return None
    bounds = None if node.quoted else _BARE_RANGE.search(node.text)
    if bounds is None:
        return _tagged(node, tag)
    return Range(bounds[1], bounds[2], split_tag(tag.text)[0]) if bounds[0] == node.text else None
