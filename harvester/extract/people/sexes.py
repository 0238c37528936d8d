"""The sex of one patient: said with the age, by the nouns and pronouns of what tells of this one, or by a sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ..text.assertion import of_family
from ..text.reading import Reading
from ..text.vocabulary import Mention
from .ages import Age

Sex = tuple[str, int, int]
"""F or M, and where the word stands that says so."""

_FORM = re.compile(r"\b(?P<form>Mrs|Mr|Ms)\b\.?(?=\s+[A-Z])")


def of_person(reading: Reading, ages: Iterable[Age], pieces: Sequence[tuple[int, int]]) -> Sex | None:
    """The sex said with the person's age, else by the nouns, else by the pronouns of what tells of this one alone."""
    said = next((age for age in ages if age.sex), None)
    if said:
        return said.sex, said.sex_start, said.sex_end
    spoken = next((one for piece in pieces for one in _FORM.finditer(reading.text, *piece)), None)
    if spoken:
        return "M" if spoken["form"] == "Mr" else "F", spoken.start("form"), spoken.end("form")
    for kind in ("sex", "pronoun", "sex sign"):
        found = [one for start, end in pieces for one in reading.mentions(kind, start, end) if _of_one(reading, one)]
        if found:
            most, _ = Counter(one.name for one in found).most_common(1)[0]
            one = next(one for one in found if one.name == most)
            return one.name, one.start, one.end
    return None


_KIN = re.compile(r"(?:mother|father)", re.IGNORECASE)


def _of_one(reading: Reading, one: Mention) -> bool:
    words = reading.text[one.start : one.end]
    if _KIN.search(words):
        return bool(_BROUGHT.search(reading.text, max(0, one.start - 40), one.start))
    stain = words.isupper() and len(words) > 1
    return not stain and not of_family(reading, one.start) and not _of_many(reading.text, one.start, one.end)


_BROUGHT = re.compile(r"\b(?:old|aged|an?)\s+(?:\w+\s+)?$")
"""`a 74-year-old grandmother` is the patient, `her grandmother` is not."""

_PLURALS = ("men", "women", "males", "females", "boys", "girls", "ladies", "gentlemen")


def _of_many(text: str, start: int, end: int) -> bool:
    return text[start:end].lower() in _PLURALS or bool(
        re.match(r"\s*(?:predominan|preponder|to\s+female|:|ratio)", text[end : end + 14], re.IGNORECASE)
    )
