"""Whether quotes name a value, by the words that the rules of this project and the query's vocabulary know."""

from __future__ import annotations

import re

from harvester.extract.origin import origins
from harvester.extract.people import ages
from harvester.extract.spine import levels
from harvester.extract.text.phrases import lower
from harvester.extract.text.vocabulary import Matcher, terms, words_of
from harvester.records import Query, Span

_KIN = {
    "F": terms("Mrs, Ms, Miss, mother, grandmother, sister, daughter, wife, aunt, gravida, pregnant"),
    "M": terms("Mr, father, grandfather, brother, son, husband, uncle"),
}
"""Words that show a sex when a person points at them; the rules, which read alone, must not take a wife for one."""


class Names:
    """The known terms of one query and of the rules, compiled once; a kind of names is called after its field."""

    def __init__(self, query: Query) -> None:
        vocabulary = query.vocabulary
        diagnoses = {**vocabulary.other_diagnosis, **vocabulary.diagnosis}
        self._diagnoses = frozenset(diagnoses)
        self._matcher = Matcher(
            {
                "diagnosis": diagnoses,
                "primary_site": vocabulary.primary_site,
                "sex": {sex: (*ages.CUES["sex"][sex], *ages.CUES["pronoun"][sex], *_KIN[sex]) for sex in _KIN},
                "spinal_levels": levels.CUES["region"],
                "organ": origins.CUES["organ"],
            }
        )

    def named(self, kind: str, quotes: tuple[Span, ...]) -> set[str]:
        """The names of a kind that the quotes hold in any of their terms."""
        found = (self._matcher.find(one.quote, words_of(lower(one.quote))) for one in quotes)
        return {mention.name for kinds in found for mention in kinds.get(kind, ())}

    def carry(self, field: str, value: str, quotes: tuple[Span, ...]) -> bool:
        """Whether the quotes name a diagnosis, a sex or a primary site.

        A site may be named in words that are on no list; then at least they must not name another one. A diagnosis
        that is on no list must stand in a quote as it is.
        """
        named = self.named(field, quotes)
        if field == "primary_site" and not named:
            return True
        if field == "sex" and any(re.search(rf"\b{value}\b", one.quote) for one in quotes):
            return True
        if field == "diagnosis" and value not in self._diagnoses:
            return stands(value, quotes)
        return value in named


def stands(words: str, quotes: tuple[Span, ...]) -> bool:
    """Whether words are found in a quote, whatever their case and spaces."""
    wanted = " ".join(words.split()).casefold()
    return any(wanted in " ".join(one.quote.split()).casefold() for one in quotes)
