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


def words_of(low: str) -> Words:
    """The words of a text in lower case."""
    spans = [found.span() for found in WORD.finditer(low)]
    return Words([start for start, _ in spans], [end for _, end in spans], [low[start:end] for start, end in spans])


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

    def find(self, text: str, words: Words) -> dict[str, list[Mention]]:
        """The mentions of every kind, in reading order."""
        found: dict[str, list[Mention]] = {}
        single, several, truncated = self._single, self._several, self._truncated
        for index, low in enumerate(words.lows):
            if low in single or low in several or low[:4] in truncated:
                start = words.starts[index]
                for entry in self._candidates(words.lows, index):
                    taken = found.setdefault(entry.kind, [])
                    if not (taken and start < taken[-1].end) and (end := _match(entry, text, words, index)):
                        taken.append(Mention(start, end, entry.kind, entry.name))
        return found

    def _candidates(self, lows: Sequence[str], index: int) -> Sequence[_Entry]:
        """The entries that may begin at a word, those of several words before those of one."""
        low = lows[index]
        found: Sequence[_Entry] = self._single.get(low, ())
        several = self._several.get(low)
        if several and index + 1 < len(lows) and (longer := several.get(lows[index + 1])):
            found = [*longer, *found]
        if truncated := self._truncated.get(low[:4]):
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


def _match(entry: _Entry, text: str, words: Words, index: int) -> int:
    """Where the entry ends when it stands at this word, else 0."""
    tokens = entry.tokens
    last = index + len(tokens) - 1
    if last == index and not entry.cased and not entry.truncated:
        return words.ends[index]  # the entry was found by this very word
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
