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


class Word(NamedTuple):
    """A run of letters and digits with its place in the text; `low` is its lower case."""

    start: int
    end: int
    low: str


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


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(found.start(), found.end(), found.group().lower()) for found in WORD.finditer(text)]


class Matcher:
    """All terms of all kinds, compiled once; within a kind the longest term wins and mentions do not overlap."""

    def __init__(self, kinds: Kinds) -> None:
        self._single: dict[str, list[_Entry]] = {}
        self._several: dict[str, dict[str, list[_Entry]]] = {}
        self._truncated: dict[str, list[_Entry]] = {}
        for entry in sorted(_entries(kinds), key=lambda entry: -len("".join(entry.tokens))):
            self._file(entry)

    def _file(self, entry: _Entry) -> None:
        first = entry.tokens[0].lower()
        if entry.truncated:
            self._truncated.setdefault(first[:4], []).append(entry)
        elif len(entry.tokens) == 1:
            self._single.setdefault(first, []).append(entry)
        else:
            self._several.setdefault(first, {}).setdefault(entry.tokens[1].lower(), []).append(entry)

    def find(self, text: str, words: Sequence[Word]) -> dict[str, list[Mention]]:
        """The mentions of every kind, in reading order."""
        found: dict[str, list[Mention]] = {}
        for index, word in enumerate(words):
            for entry in self._candidates(words, index):
                end = _match(entry, text, words, index)
                taken = found.get(entry.kind)
                if end and not (taken and word.start < taken[-1].end):
                    found.setdefault(entry.kind, []).append(Mention(word.start, end, entry.kind, entry.name))
        return found

    def _candidates(self, words: Sequence[Word], index: int) -> Sequence[_Entry]:
        """The entries that may begin at a word, those of several words before those of one."""
        low = words[index].low
        found: Sequence[_Entry] = self._single.get(low, ())
        several = self._several.get(low)
        if several and index + 1 < len(words) and (longer := several.get(words[index + 1].low)):
            found = [*longer, *found]
        if self._truncated and (truncated := self._truncated.get(low[:4])):
            found = sorted([*found, *truncated], key=lambda entry: -len(entry.tokens))
        return found


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
        yield _Entry(forms if cased else tuple(map(str.lower, forms)), gaps, kind, name, cased, truncated)


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


def _match(entry: _Entry, text: str, words: Sequence[Word], index: int) -> int:
    """Where the entry ends when it stands at this word, else 0."""
    last = index + len(entry.tokens) - 1
    if last >= len(words):
        return 0
    for offset, token in enumerate(entry.tokens):
        word = words[index + offset]
        seen = text[word.start : word.end] if entry.cased else word.low
        if seen != token and not (entry.truncated and index + offset == last and seen.startswith(token)):
            return 0
        if offset and not _gap(text[words[index + offset - 1].end : word.start], entry.gaps[offset - 1]):
            return 0
    return words[last].end


def _gap(seen: str, wanted: str) -> bool:
    if wanted == " " or wanted in HYPHENS:
        return seen.isspace() or (len(seen) > 0 and seen.strip() in HYPHENS)
    if wanted in APOSTROPHES:
        return seen in APOSTROPHES and seen != ""
    return seen.strip() == wanted
