"""The sexes that a series tells of its patients: `6 men and 2 women`, `all women`, `the second was a man`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..text.numbers import COUNT, ORDINALS, number
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from . import kin
from .ages import Age
from .sexes import Sex

_SEX = r"men|man|males?|boys?|gentlemen|women|woman|females?|girls?|ladies|lady"
SEXES = Phrase(
    rf"(?<![\w.,/])(?P<n>{COUNT}|an?)\s+(?:(?!and\b)[a-z-]+\s+)?(?P<s>{_SEX})(?:\s+patients?)?\b"
    rf"(?:\s*\([^)]{{0,25}}\))?[^.;\d]{{0,30}}?(?:\band|,|/|;)\s*(?:\(?\s*)(?P<n2>{COUNT}|an?)\s+(?:[a-z-]+\s+)?(?P<s2>{_SEX})\b"
)
"""So many of the one sex and so many of the other."""

_LETTERS = Phrase(
    r"(?<![\w.])(?P<n>\d{1,3})\s?(?P<s>[MF])\b\s*(?:,|/|and|:|;)\s*(?P<n2>\d{1,3})\s?(?P<s2>[MF])\b(?![-/])"
)
"""`3 F, 1 M`."""

_WERE = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:of\s+(?:the|these|our|them)\s+)?(?:[a-z]+\s+)?(?:patients|cases|individuals|adults)?\s*"
    rf"(?:\([^)]{{0,25}}\)\s*)?(?:were|was|are)\s+(?:an?\s+)?(?P<s>{_SEX})\b[^.;]{{0,40}}?(?:\band|,|;)\s*(?P<n2>{COUNT})\s+"
    rf"(?:(?:patients?|cases?)\s*)?(?:\([^)]{{0,25}}\)\s*)?(?:were|was|are)?\s*(?:an?\s+)?(?P<s2>{_SEX})\b"
)
"""`Six patients were male and two were female`."""

_EQUAL = Phrase(
    rf"\b(?P<s>{_SEX})\s*(?:patients\s*)?[,:(]?\s*(?:n\s*)?[=:]?\s*(?P<n>\d{{1,3}})\b\)?\s*[,;/]?\s*(?:and\s+)?"
    rf"(?P<s2>{_SEX})\s*(?:patients\s*)?[,:(]?\s*(?:n\s*)?[=:]?\s*(?P<n2>\d{{1,3}})\b(?!\s*(?:years|%|\.\d|[-–]))"
)
"""`male, n = 5; female, n = 3`."""

_RATIO = Phrase(
    rf"\b(?P<s>{_SEX}|m|f)\s*(?:[:/-]|-?to-?|\s+to\s+)\s*(?P<s2>{_SEX}|m|f)(?:\s+(?:ratio|distribution))?\)?\s*"
    r"(?:(?:of|was|is|were)\s+|[=:,(]\s*|\s)\(?(?P<n>\d{1,3})\s*(?::|/|\s+to\s+)\s*(?P<n2>\d{1,3})(?![\d.])"
)
"""`male:female = 5:3`: a ratio whose parts add up to the patients counts them."""

_PAIRS = (SEXES, _LETTERS, _WERE, _EQUAL, _RATIO)

_ALL_ONE = Phrase(
    rf"\b(?:all|both)\s+(?:(?:of\s+)?(?:them|whom|the|these|our)\s+)?(?:(?P<all>{COUNT})\s+)?(?:[a-z]+\s+)?(?:patients?\s+|cases\s+)?(?:were\s+)?(?P<s>men"
    r"|males?|women|females?|boys|girls)\b(?!\s+(?:with|who|aged|patients))"
)
ONLY = Phrase(
    rf"(?<![\w.,/])(?P<n>{COUNT})\s+(?:(?!and\b|or\b)[a-z-]+\s+){{0,2}}?(?P<s>men|women|boys|girls|ladies|gentlemen|sisters|brothers"
    r"|(?:fe)?male\s+(?:patients|cases|adults|subjects|individuals)|(?:fe)?males)\b"
)
"""`Two women with`: all of them, where that is the whole number."""

MOST_ROWS = 99
"""Above so many patients a series is a cohort, and its sexes are an aggregate and no list of persons."""


class Listed(NamedTuple):
    """The sexes of all patients, one each, and whether they stand in the order of the patients (`respectively`)."""

    sexes: tuple[Sex, ...] = ()
    ordered: bool = False


def of_all(reading: Reading, own: Iterable[Sentence], count: int) -> Listed:
    """The sexes of all patients of a series; empty where they are not told of all of them."""
    if count > MOST_ROWS:
        return Listed()
    for sentence in own:
        if found := _in(reading, sentence, count):
            return Listed(found, _ordered(reading, sentence, found))
    return Listed()


def _ordered(reading: Reading, sentence: Sentence, found: tuple[Sex, ...]) -> bool:
    """Whether the sexes are told in the order of the patients."""
    end = found[-1][2]
    if reading.has("respectively", end, sentence.end) or found == kin.pair(reading, sentence.start, sentence.end):
        return True
    return _IN_ORDER.search(reading, end, sentence.end) is not None


_IN_ORDER = Phrase(r"\bin\s+(?:that|this|the\s+same|the\s+given)\s+(?:order|sequence)\b")


def pair(reading: Reading, sentence: Sentence) -> Iterator[tuple[Sex, int, Sex, int]]:
    """Both sexes of a sentence with the number of each: `three men and two women`."""
    for pattern in _PAIRS:
        for found in pattern.finditer(reading, sentence.start, sentence.end):
            first, second = _letter(found["s"]), _letter(found["s2"])
            if first != second:
                yield (
                    (first, *_place(found, "")),
                    _amount(found["n"]),
                    (second, *_place(found, "2")),
                    _amount(found["n2"]),
                )


def _place(found: re.Match[str], which: str) -> tuple[int, int]:
    places = *found.span("n" + which), *found.span("s" + which)
    return min(places), max(places)


def _in(reading: Reading, sentence: Sentence, count: int) -> tuple[Sex, ...]:
    related = kin.pair(reading, sentence.start, sentence.end) if count == _TWO else ()
    if related:
        return related
    if not (
        reading.has("sex", *sentence[:2])
        or _SIBLINGS.search(reading, *sentence[:2])
        or _MF.search(reading.text, sentence.start, sentence.end)
    ):
        return ()
    for one, first, other, second in pair(reading, sentence):
        if first + second == count:
            return (*[one] * first, *[other] * second)
    for found in _ALL_ONE.finditer(reading, sentence.start, sentence.end):
        if not found["all"] or number(found["all"]) == count:
            return ((_letter(found["s"]), *found.span()),) * count
    for found in ONLY.finditer(reading, sentence.start, sentence.end):
        if number(found["n"]) == count and not _OF_THE.search(reading.low, max(0, found.start() - 12), found.start()):
            return ((_letter(found["s"]), *found.span()),) * count
    return _with_complement(reading, sentence, count)


_OF_THE = re.compile(r"\bof\s+(?:the|these|our)\s+$")
_OTHER_SEX = {"F": "M", "M": "F"}
_PART_OF = Phrase(
    rf"(?<![\w.,/-])(?P<all>{COUNT})\s+(?:(?!(?:in|with|from|to|and|or)\s)[a-z/'’-]+\s+){{0,6}}?(?:patients|cases|individuals|subjects|adults|persons)"
    rf"(?:\s+(?:with|who|treated|operated|undergoing|harbou?ring)\s[^.;,()\d]{{1,80}}(?=\s\())?(?:\s*\((?:n\s*=\s*)?|,\s+)(?:(?:of\s+whom|including|among\s+them)\s+)?(?P<n>{COUNT})\s+(?:\(\d[\d.]*\s?%\)\s+)?"
    rf"(?:(?:of\s+(?:whom|them)|(?:were|was))\s+){{0,2}}(?P<s>{_SEX})\b(?!\s*(?:with|who|aged))"
    rf"|(?<![\w.,/-])(?P<n2>{COUNT})\s*(?:/|out\s+of|of)\s*(?:the\s+|these\s+|our\s+)?(?P<all2>{COUNT})\s+(?:patients\s+|cases\s+)?(?:\(\d[\d.]*\s?%\)\s+)?"
    rf"were\s+(?P<s2>{_SEX})\b(?!\s+(?:with|who|aged))"
    rf"|\bthere\s+(?:were|was)\s+(?P<n3>{COUNT})\s+(?P<s3>{_SEX})(?:\s+patients)?(?=\s*(?:[.,;(]|$))"
    rf"|(?:(?<=[.;:]\s)|(?<=^))(?P<n4>{COUNT})\s+(?:of\s+(?:them|the\s+patients|these)\s+|patients\s+|\(\d[\d.]*\s?%\)\s+){{0,2}}were\s+(?P<s4>{_SEX})(?=\s*(?:[.,;(]|\band\s+(?:the|mean|median)\b|$))"
)
"""Only the patients of one sex are counted: `seven patients (four males)`, `four of the seven were women`."""


_ALL_BUT = Phrase(
    rf"\ball\s+(?:patients\s+)?(?:but|except(?:\s+for)?)\s+(?P<n>{COUNT})\s+(?:of\s+(?:the|these|our)\s+(?:(?P<all>{COUNT})\s+)?)?(?:patients?\s+|cases?\s+)?were\s+(?P<s>{_SEX})\b"
)
"""`All but two of the eight patients were men.`"""


def _with_complement(reading: Reading, sentence: Sentence, count: int) -> tuple[Sex, ...]:
    """So many of the one sex, where all are known to be so many more: the rest is of the other."""
    if len({one.name for one in reading.mentions("other_diagnosis")}) > 1:
        return ()  # of several diseases: nobody asks for the rest
    but = _ALL_BUT.search(reading, sentence.start, sentence.end)
    if but and (but["all"] is None or number(but["all"]) == count):
        left = _amount(but["n"])
        sex, place = _letter(but["s"]), _place(but, "")
        return (*[(sex, *place)] * (count - left), *[(_OTHER_SEX[sex], *place)] * left) if left < count else ()
    for found in _PART_OF.finditer(reading, sentence.start, sentence.end):
        which = next(one for one in ("", "2", "3", "4") if found["n" + one])
        whole = found.groupdict().get("all" + which)
        part = int(number(found["n" + which]))
        if 0 < part <= count and (whole is None or number(whole) == count):
            sex, place = _letter(found["s" + which]), _place(found, which)
            return (*[(sex, *place)] * part, *[(_OTHER_SEX[sex], *place)] * (count - part))
    return ()


_TWO = 2
_SIBLINGS = Phrase(r"\b(?:sisters|brothers)\b")
_MF = re.compile(r"\b\d*\s?[MF]\b")


def left_over(listed: Sequence[Sex], known: Sequence[Sex | None]) -> Sex | None:
    """The sex of every patient whose own is not known, where the list of all leaves only one."""
    left = Counter(one[0] for one in listed) - Counter(one[0] for one in known if one)
    if len(left) != 1 or left.total() != sum(one is None for one in known) + len(listed) - len(known):
        return None
    return next(one for one in listed if one[0] in left)


def rest(listed: Sequence[Sex], known: Sequence[Sex | None], unknown: int = 0) -> list[Sex]:
    """The sexes of a list that are left when those of the known patients are taken out; none where they do not fit.

    So many more are taken out as are told of without a sex: of the sex that more of them have.
    """
    taken = Counter(one[0] for one in known if one)
    if taken - Counter(one[0] for one in listed):
        return []
    left = []
    for one in listed:
        if taken[one[0]]:
            taken[one[0]] -= 1
        else:
            left.append(one)
    for _ in range(unknown):
        most = Counter(one[0] for one in left).most_common(1)
        left.remove(next(one for one in left if one[0] == most[0][0]))
    return left


_WHICH = rf"(?:{'|'.join(ORDINALS[:10])}|last|oldest|eldest|youngest)"
_ROLE = Phrase(
    rf"\bthe\s+(?P<who>{_WHICH}(?:(?:,\s*|\s+and\s+|,\s+and\s+)(?:the\s+)?{_WHICH}){{0,5}})\s*(?:patients?|cases?|ones?)?,?\s+"
    rf"(?:was|were|is|being)\s+(?:both\s+|an?\s+)?(?:[a-z-]+\s+)?(?P<s>{_SEX})\b"
)
_OTHERS = Phrase(
    rf"\bthe\s+(?:others?|rest|remaining(?:\s+(?:{COUNT}|ones|patients?))?|other\s+(?:{COUNT}|patients?))"
    rf"(?:\s+patients?)?,?\s+(?:was|were|being)?\s*(?:both\s+|all\s+|an?\s+)?(?P<s>{_SEX})\b"
)
_SOME = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:of\s+(?:them|the\s+patients)\s+)?(?:patients?\s+)?(?:were|was)\s+(?:an?\s+)?(?P<s>{_SEX})\b"
)
_EACH = re.compile(_WHICH, re.IGNORECASE)


def by_role(reading: Reading, own: Iterable[Sentence], ages: Sequence[Age | None]) -> dict[int, Sex]:
    """The sexes of patients that are named by their place (`the second was a man`) or age (`the oldest was a woman`).

    `ages` are those of the patients in order; the numbers of the patients begin with 1.
    """
    told: dict[int, Sex] = {}
    rest: list[tuple[Sex, int]] = []
    for sentence in own:
        if not reading.has("sex", *sentence[:2]):
            continue
        for found in _ROLE.finditer(reading, *sentence[:2]):
            for which in _EACH.findall(found["who"]):
                told[_index(which, ages)] = (_letter(found["s"]), *found.span())
        rest += [((_letter(one["s"]), *one.span()), 0) for one in _OTHERS.finditer(reading, *sentence[:2])]
        rest += [
            ((_letter(one["s"]), *one.span()), int(number(one["n"]))) for one in _SOME.finditer(reading, *sentence[:2])
        ]
    told.pop(0, None)
    return told | _remaining(told, rest, len(ages))


def _remaining(told: dict[int, Sex], rest: list[tuple[Sex, int]], count: int) -> dict[int, Sex]:
    """The sex of those not named by their place, where one statement is of just these."""
    unnamed = [index for index in range(1, count + 1) if index not in told]
    if not told or not unnamed:
        return {}
    fitting = [sex for sex, size in rest if size in (0, len(unnamed))]
    return dict.fromkeys(unnamed, fitting[0]) if fitting else {}


def _index(which: str, ages: Sequence[Age | None]) -> int:
    """The number of the patient that is meant; 0 where that is not clear."""
    if which in ORDINALS:
        at = ORDINALS.index(which) + 1
        return at if at <= len(ages) else 0
    if which == "last":
        return len(ages)
    years = [one.years for one in ages if one]
    wanted = min(years, default=-1) if which == "youngest" else max(years, default=-1)
    return years.index(wanted) + 1 if len(years) == len(ages) and years.count(wanted) == 1 else 0


def _amount(words: str) -> int:
    """The number before a sex: `a` is one."""
    return 1 if words.lower() in ("a", "an") else int(number(words))


def _letter(word: str) -> str:
    """F or M for a noun of a sex."""
    return "F" if word.lower().startswith(("w", "f", "g", "l", "s")) and not word.lower().startswith("gentle") else "M"
