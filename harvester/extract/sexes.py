"""The sex of one patient, and the sexes that a series tells of all its patients: `6 men and 2 women`, `all women`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .ages import Age
from .assertion import of_family
from .numbers import COUNT, number
from .phrases import Phrase
from .reading import Reading, Sentence
from .vocabulary import Mention

Sex = tuple[str, int, int]
"""F or M, and where the word stands that says so."""

_SEX = r"men|man|males?|boys?|women|woman|females?|girls?"
SEXES = Phrase(
    rf"(?<![\w.,/])(?P<n>{COUNT}|an?)\s+(?:[a-z]+\s+)?(?P<s>{_SEX})(?:\s+patients?)?\b"
    rf"(?:\s*\([^)]{{0,25}}\))?[^.;\d]{{0,30}}?(?:and|,|/|;)\s*(?:\(?\s*)(?P<n2>{COUNT}|an?)\s+(?:[a-z]+\s+)?(?P<s2>{_SEX})\b"
)
"""So many of the one sex and so many of the other."""

_ALL_ONE = Phrase(
    r"\b(?:all|both)\s+(?:(?:of\s+)?(?:them|whom|the|these|our)\s+)?(?:patients?\s+|cases\s+)?(?:were\s+)?(?P<s>men"
    r"|males?|women|females?|boys|girls)\b(?!\s+(?:with|who|aged|patients))"
)
_ONLY = Phrase(
    rf"(?<![\w.,/])(?P<n>{COUNT})\s+(?:(?!and\b|or\b)[a-z-]+\s+)?(?P<s>men|women|boys|girls|(?:fe)?male\s+(?:patients|cases|adults|subjects))\b"
)
"""`Two women with`: all of them, where that is the whole number."""
MOST_ROWS = 99
"""Above so many patients a series is a cohort, and its sexes are an aggregate and no list of persons."""


_FORM = re.compile(r"\b(?P<form>Mrs|Mr|Ms)\b\.?(?=\s+[A-Z])")


def of_person(reading: Reading, ages: Iterable[Age], pieces: Sequence[tuple[int, int]]) -> Sex | None:
    """The sex said with the person's age, else by the nouns, else by the pronouns of what tells of this one alone."""
    said = next((age for age in ages if age.sex), None)
    if said:
        return said.sex, said.sex_start, said.sex_end
    spoken = next((one for piece in pieces for one in _FORM.finditer(reading.text, *piece)), None)
    if spoken:
        return "M" if spoken["form"] == "Mr" else "F", spoken.start("form"), spoken.end("form")
    for kind in ("sex", "pronoun"):
        found = [one for start, end in pieces for one in reading.mentions(kind, start, end) if _of_one(reading, one)]
        if found:
            most, _ = Counter(one.name for one in found).most_common(1)[0]
            one = next(one for one in found if one.name == most)
            return one.name, one.start, one.end
    return None


def _of_one(reading: Reading, one: Mention) -> bool:
    return not of_family(reading, one.start) and not _of_many(reading.text, one.start, one.end)


def _of_many(text: str, start: int, end: int) -> bool:
    return text[start:end].lower() in ("men", "women", "males", "females", "boys", "girls") or bool(
        re.match(r"\s*(?:predominan|preponder|to\s+female|:|ratio)", text[end : end + 14], re.IGNORECASE)
    )


def of_all(reading: Reading, own: Iterable[Sentence], count: int) -> tuple[Sex, ...]:
    """The sexes of all patients of a series, one each; empty where they are not told of all of them."""
    if count > MOST_ROWS:
        return ()
    return next((found for sentence in own if (found := _in(reading, sentence, count))), ())


def _in(reading: Reading, sentence: Sentence, count: int) -> tuple[Sex, ...]:
    for found in SEXES.finditer(reading, sentence.start, sentence.end):
        first, second = amount(found["n"]), amount(found["n2"])
        if first + second == count and letter(found["s"]) != letter(found["s2"]):
            return (
                *[(letter(found["s"]), found.start("n"), found.end("s"))] * first,
                *[(letter(found["s2"]), found.start("n2"), found.end("s2"))] * second,
            )
    same = _ALL_ONE.search(reading, sentence.start, sentence.end)
    same = same or next((one for one in _ONLY.finditer(reading, *sentence[:2]) if number(one["n"]) == count), None)
    return ((letter(same["s"]), same.start(), same.end()),) * count if same else ()


def left_over(listed: Sequence[Sex], known: Sequence[Sex | None]) -> Sex | None:
    """The sex of every patient whose own is not known, where the list of all leaves only one."""
    left = Counter(one[0] for one in listed) - Counter(one[0] for one in known if one)
    if len(left) != 1 or left.total() != sum(one is None for one in known) + len(listed) - len(known):
        return None
    return next(one for one in listed if one[0] in left)


def amount(words: str) -> int:
    """The number before a sex: `a` is one."""
    return 1 if words.lower() in ("a", "an") else int(number(words))


def letter(word: str) -> str:
    """F or M for a noun of a sex."""
    return "F" if word.lower().startswith(("w", "f", "g")) else "M"
