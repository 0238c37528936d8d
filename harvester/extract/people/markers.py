"""The words that name one of several patients: `Case 2`, `patient B`, `the first patient`, `the former`."""

from __future__ import annotations

import re

from ..text.numbers import number, ordinal
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from .ages import Age

_NTH = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth)"
_STOPS = r"\s*(?:[,.;)]|$|\s(?:and|while|whereas|but|or)\b)"
_STATE = (
    r"(?:(?:still|currently|now|later|subsequently|also|initially|again)\s+)?(?:diagnosed|treated|operated|reoperated|re-operated|irradiated|managed|given"
    r"|well|free|alive|dead|living|lost|stable|asymptomatic|symptom|tumou?r-free|disease|walking|doing|discharged|improved|able|unable"
    r"|neurologically|last\s+seen|followed|admitted|referred|ambulat\w+|in\s+(?:good|complete|remission|excellent))"
)
"""What a patient is, and no operation or lesion."""
MARKER = Phrase(
    rf"\b(?:(?:the\s+)?(?P<ords>{_NTH}(?:(?:,\s*|\s+and\s+|,\s+and\s+|\s*&\s*)(?:in\s+)?(?:the\s+)?{_NTH}){{1,5}})"
    rf"(?:\s+(?:patients?|cases?|ones|individuals|m[ae]n|wom[ae]n)\b|(?={_STOPS}|\s+(?:had|were|was|underwent|received|died|are|is|remain)\b))"
    rf"|(?<=\bin\s)the\s+(?P<last>{_NTH})(?={_STOPS}|\s+(?:only|merely|just|there|an?|the|because|subtotal|total|partial|complete|incomplete|gross|radical|en\s+bloc|it|they)\b|\s+(?:at\s+)?[ctls]h?-?\d)"
    r"|the\s+(?:latter|last)\s+(?P<lasts>two|three|four)(?=\s*[,.;)]|\s+(?:patients|cases|ones|were|had|underwent|died|remain|received|and"
    r"|an?|there|no)\b)"
    r"|(?:case|patient|observation|pt)s?\s+(?:report\s+)?(?:no\.?\s*|number\s+|#\s*)?(?P<n>\d{1,2}(?!\s*(?:of|patients|cases|years?|months?|%|/|\.\d))"
    r"|one|two|three|four|five|six|seven|i{1,3}|iv|vi{0,3}|ix|x|[a-h])\b(?!['’])"
    r"|(?:the\s+|in\s+)?(?P<ord>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+(?:patient|case|observation|individual|woman|man|boy|girl|lady|gentleman"
    r"|one(?!\s+(?:\d|in\s+(?:\w+\s+)?(?:19|20)\d\d|[\w-]+\s+(?:years?|months?|weeks?))))\b"
    rf"|\bthe\s+(?P<bare>first|second|third|fourth|fifth|sixth)(?=,?\s+(?:(?:was|is)\s+(?:an?\b|\d|{_STATE})|had\b|presented"
    r"|died|of\s+(?:these|them|the\s+two)(?:\s+patients)?(?:,|\s+(?:was\s+(?:an?\b|\d)|had|presented|who|died|aged|underwent))"
    r"|an?\s|aged|who|underwent|remain|developed|received|complained|suffered|responded|recovered|survived|refused|declined|came\b))"
    r"|(?:the|in)\s+(?:the\s+)?first\s+(?P<firsts>two|three|four|five)(?=\s*,|\s+(?:patients|cases|ones|of\s+(?:them|these)|were|had|underwent|died|remain|received|and)\b)"
    r"|(?P<other>the\s+other(?:\s+(?:patient|case|one|woman|man))?\b|the\s+latter\b(?!\s+(?:two|three|four)\b)|another\s+(?:patient"
    r"|case)|the\s+(?:last|latter)-?\s?(?:mentioned|named)\s+(?:patient|case))|(?P<former>the\s+former)\b(?!\s+(?:two|three|four)\b))"
)
_MORE = re.compile(
    r"(?:\s?,\s?(?:and\s)?|\s(?:and|&|or)\s)(?P<n>\d{1,2}|[A-H])\b(?![.,]\d|\s*(?:years?|months?|%|patients|cases)|[/-])"
)
"""What follows the first of `patients 1, 3 and 4`."""

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


def indices(reading: Reading, found: re.Match[str], count: int) -> list[int]:
    """The numbers of all patients that a marker names: `patients 1, 3 and 4`, `the first two`."""
    if found["firsts"]:
        return list(range(1, int(number(found["firsts"])) + 1))
    if found["lasts"]:
        return list(range(count - int(number(found["lasts"])) + 1, count + 1))
    if found["ords"]:
        return [ordinal(one) for one in _EACH.findall(found["ords"])]
    named = [index(reading, found, count)]
    at = found.end()
    to = _TO.match(reading.text, at) if found["n"] else None
    if to and (last := _of(to["n"])) > named[0] > 0:
        return list(range(named[0], min(last, MOST_NAMED) + 1))
    while found["n"] and len(named) < MOST_NAMED and (more := _MORE.match(reading.text, at)):
        named.append(_of(more["n"]))
        at = more.end()
    return named


def _of(name: str) -> int:
    return int(name) if name.isdigit() else "ABCDEFGH".index(name) + 1


_EACH = re.compile(_NTH)
_TO = re.compile(r"\s?(?:[-–]|to|through)\s?(?P<n>\d{1,2}|[A-H])\b(?![.,]\d|\s*(?:years?|months?|%))")
"""What follows the first of `patients 1-4`."""


MOST_NAMED = 12
"""How many patients one marker may name."""


def index(reading: Reading, found: re.Match[str], count: int) -> int:
    """The number of the patient that a marker means; 0 where that is not clear, or it is an article and no letter."""
    if found["n"]:
        low = found["n"]
        if len(low) == 1 and low.isalpha():
            return _of_letter(reading.text[found.start("n")], low)
        return _ROMAN.get(low) or int(number(low))
    if nth := found["ord"] or found["bare"] or found["last"]:
        return ordinal(nth)
    if found["firsts"] or found["lasts"] or found["ords"]:
        return 0
    if found["former"] or (count > 2 and found["other"].endswith(_SINGLED_OUT)):
        return 1
    return count if count == 2 else 0


_SINGLED_OUT = ("mentioned patient", "mentioned case", "named patient", "named case")
"""The one patient of a series whose history is told."""


def _of_letter(written: str, low: str) -> int:
    """`Patient A` and `Case I`: in capitals, for `case a` is no name."""
    if not written.isupper():
        return 0
    return _ROMAN.get(low) or "abcdefgh".find(low) + 1


def numbered(reading: Reading, own: list[Sentence]) -> list[tuple[int, int]]:
    """The places where the patients 1, 2, 3 … are first named, when they are named in a row; else none."""
    firsts: dict[int, tuple[int, int]] = {}
    for sentence in own:
        for found in MARKER.finditer(reading, sentence.start, sentence.end) if not sentence.title else ():
            if found["n"] or found["ord"]:
                firsts.setdefault(index(reading, found, 0), found.span())
    row = [firsts[at] for at in range(1, len(firsts) + 1) if at in firsts]
    return row if len(row) >= 2 and len(row) == len([at for at in firsts if at]) else []


_OF_AGE = re.compile(
    r"\W+(?:(?:was|is|in|of|an?|the|this|concerns?|involved|patient|report|presentation)\W+){0,5}(?:[\w-]+\W+){0,3}$",
    re.IGNORECASE,
)


def name_of(reading: Reading, age: Age) -> int:
    """The number of the marker that stands right before an age, even at the end of the sentence before; 0 for none."""
    begin = max(reading.sentence_at(age.start).start - 20, age.start - _NEAR, 0)
    near = [
        one for one in MARKER.finditer(reading, begin, age.start) if _OF_AGE.match(reading.text, one.end(), age.start)
    ]
    return index(reading, near[-1], 0) if near else 0


_NEAR = 90
"""How many characters before an age its marker may begin."""
