"""A title as any database prints it -> what it is compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .notices import announced
from .words import folded


@dataclass(frozen=True, kw_only=True)
class Title:
    """A title without what databases add to it; false where there is none.

    `letters` are its folded words without spaces, `words` those that carry meaning, in order; `notice` is the kind of
    notice that it announces, `translated` whether it stands in brackets, as NLM prints a translation.
    """

    letters: str
    words: tuple[str, ...]
    notice: str = ""
    translated: bool = False

    def __bool__(self) -> bool:
        return bool(self.letters)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)

    @cached_property
    def numerals(self) -> tuple[str, ...]:
        """Its numbers in order, Roman ones as Arabic: what tells part I from part II."""
        return tuple(_ROMAN.get(word, word) for word in self.words if word.isdigit() or word in _ROMAN)


def title_of(written: str) -> Title:
    """Read a title; a placeholder (`[Not Available]`, UNKNOWN) is none."""
    bare = written.strip()
    for pattern in _ADDED:
        bare = pattern.sub(" ", bare)
    text = folded(bare)
    return Title(
        letters="" if text in _PLACEHOLDERS else text.replace(" ", ""),
        words=tuple(word for word in _apart(text).split() if word not in _STOPWORDS),
        notice=announced(written),
        translated=written.strip().startswith("["),
    )


def _apart(text: str) -> str:
    """Han and Kana, which are written without spaces, as a word each."""
    return text if text.isascii() else _UNSPACED.sub(r" \g<0> ", text)


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PLACEHOLDERS = frozenset({"", "not available", "unknown", "untitled", "no title", "no title available"})
_LIGHT = "a an and as at by for from in into is its of on or the to with"
_STOPWORDS = frozenset(_LIGHT.split())
_NUMBERS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv"
_ROMAN = {roman: str(at) for at, roman in enumerate(_NUMBERS.split(), start=1)}

_INSIDE = r"(?:[^\[\]]|\[[^\[\]]*\])*"
_SAID = "|".join(("appears? in", "see comments?", "comment", "erratum", "republished", r"retract\w+", "corrected"))
_ADDED = (
    re.compile(r"<[^<>]{1,30}>"),
    re.compile(rf"\[{_INSIDE}\b(?:{_SAID})\b{_INSIDE}\]?", re.I),
    re.compile(r"\[(?:review|\d+ refs?|letter|editorial|abstract|article in [\w ]+|proceedings|\d+)\]", re.I),
    re.compile(r"(?<=[\])?!.\w])\s*\[[A-Z][a-z]+(?:[,;/ ]+(?:and )?[A-Z][a-z]+)*\]\s*$"),
    re.compile(r"\((?:multiple letters|provisional abstract|letter|editorial|review)\)", re.I),
    re.compile(r"^\W*(?:retracted|withdrawn)(?: article)?\s*[:.\])-]", re.I),
    re.compile(
        r"^\W*(?:publisher'?s?|author'?s?)?\s*(?:erratum|errata|corrigend(?:um|a)|correction)(?: to| for)?\s*[:.]", re.I
    ),
    re.compile(r"\(vol(?:ume)?\.? ?\d+[^()]*\)", re.I),
)
"""What databases add: mark-up, notes in brackets, the number of references, the language, what a notice is about."""
