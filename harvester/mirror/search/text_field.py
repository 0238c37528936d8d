"""Words, phrases, truncation and proximity in the fields of running text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from harvester.syntax import STOPWORDS, Field, Term

from ..record_fields import TEXTS, Words, fold, words
from .found import NOWHERE, Looked, Notes
from .lookup import Index
from .plan import NOTHING, Match, Plan, Pmids

VARIANTS = 600
"""How many words a truncation stands for at most, as in PubMed."""

SHORTEST = 4
"""How many characters must stand before the star."""


class TextFields:
    """Looks terms up in fields of running text."""

    def __init__(self, index: Index, notes: Notes) -> None:
        self.index = index
        self.notes = notes

    def phrase(self, term: Term, found: Field) -> Looked:
        """The records in which the words stand side by side in this order; a star stands for any end of the last."""
        spelt = self._starred_last(patterns(term.text))
        if not spelt or (len(spelt) == 1 and spelt[0] in STOPWORDS):
            return NOWHERE
        columns = TEXTS[found.tag]
        return Looked(self._side_by_side(spelt, columns), f'"{" ".join(spelt)}"[{found.name}]')

    def _starred_last(self, spelt: Words) -> Words:
        """PubMed truncates only the last word of a phrase; a star on another one is dropped, and that is said."""
        for word in spelt[:-1]:
            if "*" in word:
                message = f"Only the last word of a phrase can be truncated; {word} was searched without its star"
                self.notes.messages[message] = None
        before = (word.replace("*", "") for word in spelt[:-1])
        return (*filter(None, before), *spelt[-1:])

    def _side_by_side(self, spelt: Words, columns: Collection[str]) -> Plan:
        """All but the last word are as they are: FTS5 knows where they stand."""
        before = "".join(f"{word} " for word in spelt[:-1])
        phrases = [f'"{before}{ending}' for ending in self._endings(spelt[-1], columns)]
        return _held(self.index, _in_columns(phrases, columns)) if phrases else NOTHING

    def _endings(self, word: str, columns: Collection[str]) -> list[str]:
        """How the last word of a phrase ends for FTS5, which truncates by a star behind the closing quotation mark."""
        stem, _, rest = word.partition("*")
        if "*" in word and len(stem) >= SHORTEST:
            few = not rest.strip("*") and self.index.count_words(stem, VARIANTS + 1) <= VARIANTS
            return [f'{stem}"*'] if few else [f'{variant}"' for variant in self._variants(word, columns)]
        return [f'{one}"' for one in self._without_star(word)]

    def _without_star(self, word: str) -> Iterator[str]:
        if "*" in word:
            self.notes.messages[f"Truncation needs four characters; {word} was searched without it"] = None
        if bare := word.replace("*", ""):
            yield bare

    def _variants(self, word: str, columns: Collection[str]) -> list[str]:
        """The words of the columns that a truncated one stands for."""
        pattern = re.compile(".*".join(re.escape(part) for part in word.split("*")))
        matched = list(filter(pattern.fullmatch, self.index.words(word.partition("*")[0], columns)))
        if len(matched) > VARIANTS:
            self.notes.messages[f"Wildcard search for '{word}' used only the first {VARIANTS} variations"] = None
        return matched[:VARIANTS]

    def near(self, term: Term, found: Field, apart: int) -> Looked:
        """The records in which the words stand in any order with at most so many others between them.

        FTS5 counts between the first and the last word, the ones wanted included, and past the end of a passage: what
        it finds is more, and looked at one by one.
        """
        spelt = words(term.text)
        shown = f'"{" ".join(spelt)}"[{found.name}:~{apart}]'
        if not spelt:
            return Looked(NOTHING, shown)
        columns = TEXTS[found.tag]
        quoted = " ".join(f'"{word}"' for word in dict.fromkeys(spelt))
        candidates = self.index.find(_in_columns([f"NEAR({quoted}, {apart + len(spelt)})"], columns))
        return Looked(self._confirmed(candidates, columns, lambda passage: stand_near(passage, spelt, apart)), shown)

    def _confirmed(self, pmids: Collection[int], columns: Collection[str], holds: Callable[[Words], bool]) -> Plan:
        read = self.index.passages(pmids, columns)
        return Pmids(frozenset(pmid for pmid, passages in read if any(map(holds, passages))))


def _in_columns(phrases: Sequence[str], columns: Collection[str]) -> str:
    return f"{{{' '.join(columns)}}} : ({' OR '.join(phrases)})"


def _held(index: Index, expression: str) -> Plan:
    return Match(expression) if index.holds(expression) else NOTHING


def patterns(text: str) -> Words:
    """The words of a term as they are looked up, a star staying where it stands in or behind a word."""
    return pieces(fold(text))


def pieces(text: str) -> Words:
    """The words of a term as they are written."""
    return tuple(re.findall(r"[^\W_][^\W_*]*(?:\*[^\W_]*)*|\*", unicodedata.normalize("NFC", text)))


def stand_near(passage: Words, spelt: Words, apart: int) -> bool:
    """Whether all the words stand within a window with at most `apart` others."""
    wanted = Counter(spelt)
    places = [at for at, word in enumerate(passage) if word in wanted]
    widest = len(spelt) + apart
    return any(
        wanted <= Counter(passage[at] for at in places[begin:] if at < place + widest)
        for begin, place in enumerate(places)
    )
