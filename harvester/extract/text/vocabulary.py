"""Terms -> one matcher: every word list of the package and of the query, found in a single pass over the words.

The rules of a term are those of `records.Vocabulary`: caseless, a space also standing for a hyphen, the last word in
singular or plural, `*` for a truncated word, capitals only for an abbreviation that is matched as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
HYPHENS = "-‐‑‒–—−"
APOSTROPHES = "'’ʼ"

Kinds = Mapping[str, Mapping[str, Sequence[str]]]
"""kind of word -> canonical name -> terms as written."""


def terms(listed: str) -> tuple[str, ...]:
    """The terms of a list written in one string with commas."""
    return tuple(" ".join(term.split()) for term in listed.split(","))


class Words(NamedTuple):
    """The runs of letters and digits of a text in order: where they begin and end, and what they are in lower case."""

    starts: list[int]
    ends: list[int]
    lows: list[str]


class Mention(NamedTuple):
    """A term found in the text: its place, the kind of word it is, and its canonical name."""

    start: int
    end: int
    kind: str
    name: str


class _Entry(NamedTuple):
    tokens: tuple[str, ...]
    gaps: tuple[str, ...]
    kind: str
    name: str
    cased: bool
    truncated: bool
    plain: bool
    """Whether it is found by its one word, and nothing is left to compare."""


def words_of(low: str) -> Words:
    """The words of a text in lower case."""
    spans = [found.span() for found in WORD.finditer(low)]
    return Words([start for start, _ in spans], [end for _, end in spans], [low[start:end] for start, end in spans])


class _First(NamedTuple):
    """What may begin at a word: terms of several words by their second, and terms of it alone, the longest first."""

    several: dict[str, list[_Entry]]
    single: list[_Entry]


class Matcher:
    """All terms of all kinds, compiled once; within a kind the longest term wins and mentions do not overlap."""

    def __init__(self, kinds: Kinds) -> None:
        self._first: dict[str, _First] = {}
        self._truncated: dict[str, list[_Entry]] = {}
        for entry in sorted(_entries(kinds), key=lambda entry: -len("".join(entry.tokens))):
            self._file(entry)

    def _file(self, entry: _Entry) -> None:
        low = entry.tokens[0].lower()
        if entry.truncated:
            self._truncated.setdefault(low[:4], []).append(entry)
            return
        first = self._first.setdefault(low, _First({}, []))
        if len(entry.tokens) == 1:
            first.single.append(entry)
        else:
            first.several.setdefault(entry.tokens[1].lower(), []).append(entry)

    def find(self, text: str, words: Words) -> dict[str, list[Mention]]:
        """The mentions of every kind, in reading order."""
        found: dict[str, list[Mention]] = {}
        for index, entries in self._candidates(words.lows):
            start = words.starts[index]
            for entry in entries:
                taken = found.get(entry.kind)
                if taken and start < taken[-1].end:
                    continue
                end = words.ends[index] if entry.plain else _match(entry, text, words, index)
                if not end:
                    continue
                if taken is None:
                    taken = found[entry.kind] = []
                taken.append(Mention(start, end, entry.kind, entry.name))
        return found

    def _candidates(self, lows: list[str]) -> Iterator[tuple[int, Sequence[_Entry]]]:
        """The words at which entries may begin, by their places in the list; entries of several words come first."""
        first, truncated = self._first, self._truncated
        for index, low in enumerate(lows):
            begun = first.get(low)
            found: Sequence[_Entry] = ()
            if begun:
                found = begun.single
                if begun.several and (longer := begun.several.get(lows[index + 1] if index + 1 < len(lows) else "")):
                    found = [*longer, *found]
            if low[:4] in truncated:
                found = sorted([*found, *truncated[low[:4]]], key=lambda entry: -len(entry.tokens))
            if found:
                yield index, found


def _entries(kinds: Kinds) -> Iterator[_Entry]:
    for kind, names in kinds.items():
        for name, terms in names.items():
            for term in terms:
                yield from _forms(kind, name, term)


def _forms(kind: str, name: str, term: str) -> Iterator[_Entry]:
    truncated = term.endswith("*")
    tokens = tuple(WORD.findall(term))
    if not tokens:
        return
    gaps = tuple(gap.strip() or " " for gap in WORD.split(term)[1:-1])
    cased = term.isupper()
    for last in {tokens[-1]} if truncated else _numbers(tokens[-1], cased=cased):
        forms = (*tokens[:-1], last)
        plain = len(forms) == 1 and not cased and not truncated
        yield _Entry(forms if cased else tuple(map(str.lower, forms)), gaps, kind, name, cased, truncated, plain)


def _numbers(word: str, *, cased: bool) -> set[str]:
    """The word in singular and plural, with the Latin and Greek plurals that medicine uses."""
    if cased:
        return {word, word + "s"}
    low = word.lower()
    forms = {low, low + "s"}
    for singular, plural in (("y", "ies"), ("is", "es"), ("ma", "mata"), ("a", "ae"), ("us", "i")):
        if low.endswith(singular):
            forms.add(low[: -len(singular)] + plural)
    if low.endswith(("s", "x", "ch", "sh")):
        forms.add(low + "es")
    if low.endswith("s") and not low.endswith(("ss", "is", "us")):
        forms.add(low[:-1])
    return forms


def _match(entry: _Entry, text: str, words: Words, index: int) -> int:
    """Where the entry ends when it stands at this word, else 0."""
    tokens = entry.tokens
    last = index + len(tokens) - 1
    if last >= len(words.lows):
        return 0
    for offset, token in enumerate(tokens, index):
        seen = text[words.starts[offset] : words.ends[offset]] if entry.cased else words.lows[offset]
        if seen != token and not (entry.truncated and offset == last and seen.startswith(token)):
            return 0
        if offset > index:
            between = text[words.ends[offset - 1] : words.starts[offset]]
            if not _gap(between, entry.gaps[offset - index - 1]):
                return 0
    return words.ends[last]


def _gap(seen: str, wanted: str) -> bool:
    if wanted == " " or wanted in HYPHENS:
        return seen == " " or seen.isspace() or (len(seen) > 0 and seen.strip() in HYPHENS)
    if wanted in APOSTROPHES:
        return seen in APOSTROPHES and seen != ""
    return seen.strip() == wanted
