"""PubMed's query language: text -> tree, and what PubMed would silently ignore or misread.

The language is the one of PubMed's help page: field tags in brackets, upper-case Booleans read strictly from left to
right, phrases in quotes, truncation by `*`, ranges by `:`. A strategy is only ever read, never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from harvester.records import QueryError

# ---------------------------------------------------------------------------------------------------------- fields


@dataclass(frozen=True, slots=True)
class Field:
    """A searchable field: the tag it goes by here, einfo's name and full name, and every other way to write it."""

    tag: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()


FIELDS = (
    Field("all", "ALL", "All Fields"),
    Field("uid", "UID", "UID", ("pmid",)),
    Field("filter", "FILT", "Filter", ("sb", "subset")),
    Field("ti", "TITL", "Title"),
    Field("mh", "MESH", "MeSH Terms"),
    Field("majr", "MAJR", "MeSH Major Topic"),
    Field("ta", "JOUR", "Journal", ("jo",)),
    Field("ad", "AFFL", "Affiliation"),
    Field("rn", "ECNO", "EC/RN Number"),
    Field("nm", "SUBS", "Supplementary Concept"),
    Field("dp", "PDAT", "Date - Publication", ("publication date",)),
    Field("edat", "EDAT", "Date - Entry", ("entry date",)),
    Field("vi", "VOL", "Volume"),
    Field("pg", "PAGE", "Pagination"),
    Field("pt", "PTYP", "Publication Type"),
    Field("la", "LANG", "Language"),
    Field("ip", "ISS", "Issue"),
    Field("sh", "SUBH", "MeSH Subheading", ("mesh subheadings", "subheading")),
    Field("si", "SI", "Secondary Source ID"),
    Field("mhda", "MHDA", "Date - MeSH", ("mesh date",)),
    Field("tiab", "TIAB", "Title/Abstract"),
    Field("ot", "OTRM", "Other Term"),
    Field("cn", "COLN", "Author - Corporate", ("corporate author",)),
    Field("pl", "CNTY", "Place of Publication"),
    Field("pa", "PAPX", "Pharmacological Action"),
    Field("gr", "GRNT", "Grants and Funding", ("grant number", "grants")),
    Field("lr", "MDAT", "Date - Modification", ("modification date", "last revision")),
    Field("dcom", "CDAT", "Date - Completion", ("completion date",)),
    Field("aid", "PID", "Publisher ID", ("article identifier", "article id")),
    Field("1au", "FAUT", "Author - First", ("first author", "first author name")),
    Field("fau", "FULL", "Full Author Name", ("full author",)),
    Field("fir", "FINV", "Full Investigator Name", ("full investigator",)),
    Field("ir", "INVR", "Investigator"),
    Field("tt", "TT", "Transliterated Title"),
    Field("lastau", "LAUT", "Author - Last", ("last author", "last author name")),
    Field("ppdat", "PPDT", "Print Publication Date"),
    Field("epdat", "EPDT", "Electronic Publication Date"),
    Field("lid", "LID", "Location ID"),
    Field("crdt", "CRDT", "Date - Create", ("create date",)),
    Field("book", "BOOK", "Book"),
    Field("ed", "ED", "Editor"),
    Field("isbn", "ISBN", "ISBN"),
    Field("pubn", "PUBN", "Publisher"),
    Field("auid", "AUID", "Author - Identifier"),
    Field("au", "AUTH", "Author", ("author name",)),
    Field("ps", "PS", "Subject - Personal Name", ("personal name as subject",)),
    Field("cois", "COIS", "Conflict of Interest Statements", ("conflict of interest statement",)),
    Field("tw", "WORD", "Text Word", ("text words",)),
    Field("jid", "JID", "NLM Unique ID"),
)
"""PubMed's help page names the tags, einfo the codes and the full names; both are understood in any case."""

_EXPLODING = ("mh", "majr", "sh", "pt")
_NEARING = ("ti", "tiab", "ad")


def _by_spelling() -> dict[str, Field]:
    spellings: dict[str, Field] = {}
    for known in FIELDS:
        for spelling in (known.tag, known.code, known.name, *known.aliases):
            spellings[spelling.casefold()] = known
    return spellings


_SPELLINGS = _by_spelling()


def find_field(tag: str) -> Field | None:
    """The field a tag names, in any case and with any spacing; None where PubMed knows no such tag."""
    return _SPELLINGS.get(" ".join(tag.split()).casefold())


# ------------------------------------------------------------------------------------------------------------ tree

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
        return self.modifier.casefold() != "noexp" and self.field is not None and self.field.tag in _EXPLODING

    @property
    def within(self) -> int | None:
        """How many words may stand between these; None where it is no proximity search or PubMed would ignore that."""
        found = re.fullmatch(r"~(\d+)", self.modifier)
        heeded = self.quoted and "*" not in self.text and len(self.text.split()) > 1
        if not found or not heeded or self.field is None or self.field.tag not in _NEARING:
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
    if not tag:
        return ""
    return f"[{tag}:{modifier}]" if modifier else f"[{tag}]"


class StrategyError(QueryError):
    """A strategy that cannot be evaluated: code points `start` to `end` of it are at fault, and `why`."""

    def __init__(self, strategy: str, start: int, end: int, why: str) -> None:
        super().__init__(_pointed(strategy, start, end, why))
        self.start = start
        self.end = end
        self.why = why


def _pointed(strategy: str, start: int, end: int, why: str) -> str:
    """The message, then the line at fault with carets below it."""
    opening = strategy.rfind("\n", 0, start) + 1
    number = strategy.count("\n", 0, start) + 1
    line = strategy[opening:].split("\n", 1)[0]
    carets = "^" * max(1, min(end, opening + len(line)) - start)
    return f"strategy, line {number}, column {start - opening + 1}: {why}\n{line}\n{' ' * (start - opening)}{carets}"


# ---------------------------------------------------------------------------------------------------------- tokens

_STRAIGHT = str.maketrans("\u201c\u201d\u201e\u201f\u2033", '"""""')
_TOKEN = re.compile(
    r"""
    "(?P<phrase>[^"]*)"
  | \[(?P<tag>[^\[\]]*)\]
  | (?P<operator>[&|]|(?:AND|OR|NOT)(?=[\s()"&|]|$))
  | \#(?P<key>\d+)(?=[\s()&|]|$)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<colon>:)
  | (?P<word>[^\s()\[\]"&|:]+)
    """,
    re.VERBOSE,
)
_OPERATORS: dict[str, Operator] = {"AND": "AND", "&": "AND", "OR": "OR", "|": "OR", "NOT": "NOT"}
_UNREAD = {
    '"': 'this quotation mark is never closed; close it with another "',
    "[": "this bracket is never closed; close it with ]",
    "]": "this bracket was never opened; open it with [",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def _tokens(strategy: str) -> Iterator[_Token]:
    """The strategy cut up; curly quotes read as straight ones, and any white space only separates."""
    straight = strategy.translate(_STRAIGHT)
    position = _after_space(straight, 0)
    while position < len(straight):
        found = _TOKEN.match(straight, position)
        if found is None:
            raise StrategyError(strategy, position, position + 1, _UNREAD[straight[position]])
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind], position, found.end())
        position = _after_space(straight, found.end())


def _after_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


# ---------------------------------------------------------------------------------------------------------- parser

DEEPEST = 200
"""How deep a strategy may nest; far beyond any real one, and well within what can be walked."""


def parse(strategy: str) -> Node:
    """The tree of a strategy, read strictly from left to right without precedence; side by side means AND.

    A tag on a group that holds operators is ignored, as PubMed does; `lint` names it. Raises StrategyError, with the
    place, on what cannot be evaluated: an unbalanced parenthesis or quotation mark, an operator without an operand.
    """
    return _Parser(strategy).parse()


@dataclass(slots=True)
class _Group:
    """What has been read since a parenthesis opened (or since the beginning)."""

    opened: _Token | None = None
    operator: Operator | None = None
    operands: list[Node] = field(default_factory=list)
    waiting: _Token | None = None
    depth: int = 0

    def add(self, node: Node) -> None:
        """Join one more operand, by the operator that waits for it or else by AND."""
        operator = _OPERATORS[self.waiting.text] if self.waiting else "AND"
        self.waiting = None
        if self.operands and self.operator not in (None, operator):
            self.operands = [self.node]
            self.depth += 1
        if self.operands:
            self.operator = operator
        self.operands.append(node)

    @property
    def node(self) -> Node:
        return Boolean(self.operator, tuple(self.operands)) if self.operator else self.operands[0]


class _Parser:
    def __init__(self, strategy: str) -> None:
        self.strategy = strategy
        self.tokens = tuple(_tokens(strategy))
        self.at = 0
        self.groups = [_Group()]

    def parse(self) -> Node:
        while self.at < len(self.tokens):
            self._step(self.tokens[self.at])
        if (opened := self.groups[-1].opened) is not None:
            raise self._fault(opened, "this parenthesis is never closed; close it with )")
        return self._finished(self.groups[0]).node

    def _step(self, token: _Token) -> None:
        match token.kind:
            case "open":
                self._open(token)
            case "close":
                self._close(token)
            case "operator":
                self._operator(token)
            case _:
                self.groups[-1].add(self._operand(token))
        if self.groups[-1].depth + len(self.groups) > DEEPEST:
            raise self._fault(token, f"nested more than {DEEPEST} deep; write it flatter")

    def _open(self, token: _Token) -> None:
        self.at += 1
        self.groups.append(_Group(opened=token))

    def _close(self, token: _Token) -> None:
        self.at += 1
        if len(self.groups) == 1:
            raise self._fault(token, "this parenthesis was never opened; open it with ( or leave it out")
        group = self._finished(self.groups.pop())
        outer = self.groups[-1]
        outer.depth = max(outer.depth, group.depth + 1)
        outer.add(self._tagged_group(group.node))

    def _tagged_group(self, node: Node) -> Node:
        """A tag reaches into parentheses around a single bare term; on anything more it is ignored."""
        tag = self._taken("tag")
        if tag and isinstance(node, Term) and not node.tag:
            return Term(node.text, *_split_tag(tag.text), node.quoted)
        return node

    def _finished(self, group: _Group) -> _Group:
        if group.waiting:
            raise self._fault(
                group.waiting, f"nothing follows {group.waiting.text}; name what it joins, or leave it out"
            )
        if not group.operands and group.opened:
            raise self._fault(group.opened, "parentheses with nothing between them; fill them or leave them out")
        if not group.operands:
            raise StrategyError(self.strategy, 0, 1, "the strategy is empty; write at least one term")
        return group

    def _operator(self, token: _Token) -> None:
        self.at += 1
        group = self.groups[-1]
        if not group.operands:
            raise self._fault(token, f"nothing stands before {token.text}; name what it joins, or leave it out")
        if group.waiting and (_OPERATORS[group.waiting.text], token.text) != ("AND", "NOT"):
            raise self._fault(token, f"{token.text} follows {group.waiting.text}; leave one of them out")
        group.waiting = token

    def _operand(self, token: _Token) -> Node:
        if found := self._range():
            return found
        match token.kind:
            case "key":
                self.at += 1
                return Stored(int(token.text))
            case "phrase":
                return self._phrase(token)
            case "tag":
                raise self._fault(token, "a tag without a term before it; write the term first")
            case _:
                return self._words()

    def _range(self) -> Range | None:
        """`2000/01/01:2003[dp]`, or with a tag on either end: `"2000/01/01"[edat] : "2003"[edat]`."""
        found = _RANGE.match("".join(_KINDS.get(token.kind, "?") for token in self.tokens[self.at : self.at + 5]))
        if not found:
            return None
        tokens = self.tokens[self.at : self.at + found.end()]
        ends = [token for token in tokens if token.kind in ("word", "phrase")]
        tags = [token for token in tokens if token.kind == "tag"]
        if not tags or not all(_END.fullmatch(end.text) for end in ends):
            return None
        self.at += len(tokens)
        if len({find_field(tag.text) for tag in tags}) > 1:
            raise self._fault(tags[0], f"a range from one field to another, [{tags[-1].text}]; write one tag")
        return Range(ends[0].text, ends[1].text, _split_tag(tags[-1].text)[0])

    def _phrase(self, token: _Token) -> Term:
        self.at += 1
        text = " ".join(token.text.split())
        if not text:
            raise self._fault(token, "quotation marks with nothing between them; write the phrase or leave them out")
        tag = self._taken("tag")
        return Term(text, *_split_tag(tag.text if tag else ""), True)

    def _words(self) -> Term:
        """Words side by side are one term; they end before a range, which begins a term of its own."""
        first = self.at
        self.at += 1
        while self._is("word", "colon") and not self._peeked_range():
            self.at += 1
        self._take_parenthesised()
        text = " ".join(self.strategy[self.tokens[first].start : self.tokens[self.at - 1].end].split())
        tag = self._taken("tag")
        return Term(text, *_split_tag(tag.text if tag else ""))

    def _peeked_range(self) -> bool:
        here = self.at
        found = self._range()
        self.at = here
        return found is not None

    def _take_parenthesised(self) -> None:
        """Parentheses inside one value, as in `Front Endocrinol (Lausanne)[ta]`: part of a name, not a group."""
        inside = self.at + 1
        while inside < len(self.tokens) and self.tokens[inside].kind == "word":
            inside += 1
        kinds = [token.kind for token in self.tokens[self.at : inside + 2]]
        if kinds[:1] != ["open"] or kinds[-2:] != ["close", "tag"] or len(kinds) < 4:
            return
        named = find_field(_split_tag(self.tokens[inside + 1].text)[0])
        if named and named.tag in _NAMED:
            self.at = inside + 1

    def _is(self, *kinds: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in kinds

    def _taken(self, kind: str) -> _Token | None:
        """The next token if it is of this kind, which is then read."""
        if not self._is(kind):
            return None
        self.at += 1
        token = self.tokens[self.at - 1]
        if kind == "tag" and not token.text.strip():
            raise self._fault(token, "brackets with nothing between them; write a field tag such as [tiab]")
        return token

    def _fault(self, token: _Token, why: str) -> StrategyError:
        return StrategyError(self.strategy, token.start, token.end, why)


_KINDS = {"word": "w", "phrase": "w", "tag": "t", "colon": ":"}
_RANGE = re.compile("wt?:wt?")
_END = re.compile(r"\d+(?:/\d+){0,2}")
_NAMED = ("ta", "mh", "majr", "nm", "pt", "book")


def _split_tag(text: str) -> tuple[str, str]:
    """A bracket's content as tag and modifier: `tiab:~3` is `tiab` and `~3`."""
    tag, _, modifier = " ".join(text.split()).partition(":")
    return tag.strip(), modifier.strip()


# ------------------------------------------------------------------------------------------------------------ lint


@dataclass(frozen=True, slots=True)
class Finding:
    """What PubMed would silently ignore or misread: code points `start` to `end` of the strategy, and why."""

    start: int
    end: int
    message: str


_ASTERISKS = "\u2217\u204e\ufe61\uff0a\u2731\u066d"
_ENTITY = re.compile(r"&(?:[A-Za-z]+|#\d+);")
_SHORT = re.compile(r"(?<![\w*])\w{0,3}\*")


def lint(strategy: str) -> tuple[Finding, ...]:
    """Everything in a strategy that PubMed would not do as written, in reading order; nothing is ever corrected."""
    found = [*_characters(strategy)]
    try:
        tokens = tuple(_tokens(strategy))
        found += [*_unknown_tags(tokens), *_tagged_groups(strategy, tokens)]
        parse(strategy)
    except StrategyError as fault:
        found.append(Finding(fault.start, fault.end, fault.why))
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def _characters(strategy: str) -> Iterator[Finding]:
    for found in re.finditer(f"[{_ASTERISKS}]", strategy):
        yield Finding(*found.span(), f"{found[0]} (U+{ord(found[0]):04X}) does not truncate; write a plain *")
    for found in _ENTITY.finditer(strategy):
        yield Finding(*found.span(), f"{found[0]} is HTML and finds nothing; write the character it stands for")
    for found in _SHORT.finditer(strategy):
        yield Finding(*found.span(), f"{found[0]} has fewer than four characters before *; PubMed does not truncate it")


def _unknown_tags(tokens: Sequence[_Token]) -> Iterator[Finding]:
    for token in tokens:
        if token.kind == "tag" and token.text.strip() and find_field(_split_tag(token.text)[0]) is None:
            why = f"PubMed knows no tag [{token.text}]; it drops the tag and searches all fields"
            yield Finding(token.start, token.end, why)


def _tagged_groups(strategy: str, tokens: Sequence[_Token]) -> Iterator[Finding]:
    """Tags behind a parenthesis that closes a group with an operator or with several terms in it."""
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(index)
        elif token.kind == "close" and opened:
            inside = tokens[opened.pop() + 1 : index]
            if _is_tag(tokens, index + 1) and _holds_several(strategy, inside):
                tag = tokens[index + 1]
                yield Finding(tag.start, tag.end, f"PubMed ignores [{tag.text}] on a group; tag every term in it")


def _is_tag(tokens: Sequence[_Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind == "tag"


def _holds_several(strategy: str, inside: Sequence[_Token]) -> bool:
    if not inside:
        return False
    try:
        node = parse(strategy[inside[0].start : inside[-1].end])
    except StrategyError:
        return False
    return not isinstance(node, Term) or bool(node.tag)
