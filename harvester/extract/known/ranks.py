"""Claims of a place in the row of known cases: `the ninth case`, `the first report`, `bringing the total to 14`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text.numbers import ORDINAL, ordinal
from ..text.phrases import Phrase
from ..text.reading import Reading
from .claims import Claim, Unit, aim_of, quantity
from .countwords import ADVERB, NUMBER, TOLD

_UNIT = (
    r"(?:case\s+reports?|cases?|patients?|reports?|instances?|examples?|descriptions?|observations?|accounts?"
    r"|publications?|articles?|papers?|occurrences?|documentations?|mentions?|records?(?=\s+of)|demonstrations?)"
)
_THING = r"(?:[\w'’/()-]+,?\s+)"
_THIS = (
    r"(?:this|ours?|it|these|(?:our|(?:the\s+)?(?:present|current|presented|reported|described)|this"
    r"|the\s+above)\s+(?:\w+\s+){0,2}?"
    r"(?:cases?|patients?|reports?|ones?|article|paper|observation|lesion|tumou?r|example|instance)"
    r"|the\s+(?:case|patient|report)\s+(?:presented|reported|described)(?:\s+here(?:in)?)?)"
)
_IS = (
    r"(?:,[^,.;]{1,60},)?\s+(?:(?!study|trial|analysis|survey|work|series|technique|method)\w+\s+)?(?:is|was|are|were"
    r"|represents?|represented|constitutes?|constituted|seems?"
    r"|appears?|appeared|becomes?|may\s+be|would\s+be|describes?"
    r"|reports?|documents?|presents?|concerns|being|to\s+be|as)(?:\s+(?:to\s+be|to\s+represent|only|thus|therefore"
    r"|probably|believed\s+to\s+be|considered"
    r"|perhaps|just|also|likely|apparently|indeed|hence|now|then|possibly|in\s+fact|about"
    r"|on)){0,3}(?:\s*[,(][^,.;]{1,70}[,)])?(?:\s+(?:to|in)\s+(?:the\s+)?[\w\s'’]{1,40}knowledge,?)?\s+"
)
_EVENT = re.compile(
    r"\s*-?\s*(?:\w+\s+)?(?:recurrence|operation|surgery|surgical|procedure|relapse|craniotomy|resection|decade|line"
    r"|time\s+(?:she|he|that\s+(?:she|he))|admission|visit|lesion|biopsy"
    r"|metastas[ei]s\s+(?:in\s+(?:this|the\s+same|our)|of\s+the\s+patient)|year|month|week|day|cycle|course"
    r"|postoperative|pregnancy|examination|sign|symptom"
    r"|manifestation|presentation\s+of\s+the|most|largest|longest|step|stage|choice|author|recurrent"
    r"|tumou?r\s+in\s+(?:this|the\s+same)|primary|malignancy|lumbar|thoracic|cervical|sacral)\b"
)
_CLAIMED = (
    rf"(?:\b(?:literature|worldwide|on\s+record|ever|knowledge|published|so\s+far|to\s+date|previously|unique)\b"
    rf"|\b{TOLD}\b|\bin\s+(?:the\s+)?world\b|\bsince\s+\d|\bin\s+wh(?:ich|om)\b"
    r"|\bsuch\b|\bof\s+(?:its|this|the)\s+kind\b|\bof\s+this\s+sort\b|^\s*to\s+(?:have|develop|harbou?r|exhibit|describe|report|document|demonstrate"
    r"|show|present|involve|address)\b)"
)

_ARTICLE = re.compile(r"\b(?:the|an?|our)\s+(?:only\s+|very\s+)?$")
_OPENS = re.compile(r"(?:^|[.:]\s)(?:a|the)\s+$")
_REPORTED_HERE = re.compile(
    rf"\s+{_UNIT}\s+(?:[^.;,]{{1,80}}\s)?(?:is|was)\s+(?:here\s+|herein\s+)?(?:reported|described|presented|added)\b"
)
_AT_OURS = re.compile(
    r"[^.;]{0,120}?\b(?:in|at|from|by)\s+our\s+(?:own\s+)?(?:hospital|institut\w+|department|unit|cent(?:er|re)|clinic"
    r"|series|experience)\b"
)
"""`The first case seen in our hospital` is first there only."""
_HEADED = re.compile(r"[:.?]\s+(?:report\s+of\s+)?(?:the\s+|a\s+)?$")
_MINE = re.compile(r"ours|(?:our|the\s+(?:present|current))\s+(?:case|patient|one)")
_OF_A_KIND = re.compile(r"\s+(?:with|in|of|from|involving|affecting|arising)\b")
_RANKED = Phrase(rf"\b(?P<o>{ORDINAL})(?=[\s,.;)]|$)")
_SUBJECT = re.compile(rf"\b{_THIS}{_IS}(?:(?:only|just)\s+)?(?:(?:the|a|an)\s+)?(?:only\s+|very\s+)?$")
_OF_THIS_CASE = re.compile(r"\b(?:this|our)\s+$")
_ANNOUNCED = re.compile(
    r"\b(?:report(?:s|ed|ing)?|describ\w+|present(?:s|ed|ing)?|document\w*|publish\w*|add\w*|knowledge|aware"
    r"|believe\w*|represent\w*|constitut\w*|literature|date|search|only|to\s+be|as|know)\b"
    r"(?:\s+(?:here|herein|on|of|about|what|is|we|be|believe|the|to|this|that|case|a|an|our|may|now|hereby|case\s+of"
    r"|and|treat|review|[\w']+ly|us|as|are)|,)*\s+(?:(?:only|what\s+is)\s+)?(?:the|a|an)\s+(?:only\s+|very\s+)?$"
)
_OWN_THING = rf"(?:(?!(?:this|our|his|her|the|an?|these|study|studies|trial|analysis|series|cohort|time)\b){_THING})"
_NOUN = re.compile(rf"\s*-?\s*(?:ever\s+|(?:and|or)\s+\w+\s+)?{_OWN_THING}{{0,10}}?(?P<unit>{_UNIT})\b")
_NEAR_NOUN = re.compile(rf"\s*-?\s*{_OWN_THING}{{0,7}}?(?P<unit>{_UNIT})\b")
_TOLD_NOUN = re.compile(
    rf"\s*-?\s*(?:\w+\s+)?(?:ever\s+)?(?:{TOLD}|known|recorded|recognized|recognised|confirmed"
    rf"|proven)\b(?:\s+{_THING}{{0,6}}?(?P<unit>{_UNIT})\b)?"
)
_APPOSED = re.compile(r"(?:[,;(:–—-]\s*|\b(?:only|knowledge)\s+)(?:the|a)\s+$")
_SO_FAR = re.compile(rf"\s+(?:(?:to\s+be|ever|so\s+far|to\s+have\s+been)\s+)+{TOLD}\b")
_LISTED = re.compile(
    r"\s*(?:case|patient|one|cases|patients)?\s*(?:\(|,|was|were|had|is|received|died|underwent|presented|developed"
    r"|in\s+(?:this|our)\s+series)(?:\s|$|\w)"
)
_PAST = re.compile(
    r"\b(?:since|after|following|until|before|from|by)\s+(?:its\s+|their\s+|his\s+)?(?:the\s+)?(?:very\s+)?$|\b(?:in"
    r"|of|from|at|with|between|for)\s+(?:the|his|her|our|their)\s+$"
)
_BY_OTHERS = re.compile(
    r"\b(?:in|since|of|from|by|dates?\s+(?:back\s+)?(?:to|from))\s+1[89]\d\d\b|\b(?:was|were)\s+(?:\w+\s+)?(?:reported"
    r"|described|published|recognized|introduced|made|given|by)\b|\bet\s+al\b"
    r"|\bby\s+[a-z]+\s+(?:and\s+[a-z]+\s+)?(?:in|et)\b"
)
_US = re.compile(r"\b(?:we|our|ours|this|present|here|herein|knowledge|authors|believe)\b")


def ranked(reading: Reading, start: int, end: int, *, title: bool) -> Iterator[Claim]:
    """Claims of being the nth, and of being the first (n = 0), in a sentence."""
    for found in _RANKED.finditer(reading, start, end):
        place = _place(reading.low, start, end, found, title=title)
        proof = _proof(place)
        if proof:
            unit, left = proof
            begin, stop = max(start, found.start() - left), found.end() + place.reach
            yield _placed(place, unit, begin, stop)


def _place(low: str, start: int, end: int, found: re.Match[str], *, title: bool) -> _Place:
    after = low[found.end() : min(end, found.end() + 190)]
    return _Place(
        rank=ordinal(found["o"]),
        sentence=low[start:end],
        before=low[max(start, found.start() - 150) : found.start()],
        after=after,
        title=title,
        noun=_NOUN.match(after),
        told=_TOLD_NOUN.match(after),
    )


class _Place(NamedTuple):
    """An ordinal with the words of its sentence before and after it, and the noun that it may rank."""

    rank: int
    sentence: str
    before: str
    after: str
    title: bool
    noun: re.Match[str] | None
    told: re.Match[str] | None

    @property
    def reach(self) -> int:
        """How far the noun reaches behind the ordinal."""
        found = self.noun or self.told
        return found.end() if found else 0

    @property
    def claims(self) -> bool:
        """Whether something says that others' cases were counted."""
        said = self.told or re.search(_CLAIMED, self.after)
        return bool(said) or "knowledge" in self.sentence or " aware " in self.sentence


def _proof(place: _Place) -> tuple[str, int] | None:
    """The noun that is ranked and how far the words reach to the left, where an ordinal ranks the report."""
    if not _may_rank(place):
        return None
    subject = _SUBJECT.search(place.before)
    unit = next((one["unit"] for one in (place.told, place.noun) if one and one["unit"]), _unit_of(subject))
    if subject and _says_of_itself(place, subject.group()):
        return unit, len(place.before) - subject.start()
    return (unit, left) if (left := _announced(place)) is not None else None


def _may_rank(place: _Place) -> bool:
    """Whether it is neither an event (`the second recurrence`) nor, as an adverb, a time (`first noticed`)."""
    if _EVENT.match(place.after) and not _NEAR_NOUN.match(place.after):
        return False
    if _AT_OURS.match(place.after):
        return False
    if place.rank > 1 or _ARTICLE.search(place.before):
        return True
    return (place.title or not place.before) and bool(place.noun or (place.told and place.told["unit"]))


def _says_of_itself(place: _Place, subject: str) -> bool:
    """`Ours is the ninth`, `this is the third case`, `it is the first to be reported`."""
    if place.noun or place.told or not place.after.strip(" .,;)") or re.search(_CLAIMED, place.after):
        return True
    return bool(_MINE.match(subject) and _OF_A_KIND.match(place.after))


def _announced(place: _Place) -> int | None:
    """How far to the left the words reach that make an ordinal without a subject a claim; None where none do."""
    before, after, told = place.before, place.after, place.told
    if _APPOSED.search(before) and (
        _SO_FAR.match(after) or ("knowledge" in before[-40:] and after.lstrip()[:1] == ",")
    ):
        return 4
    if place.rank > 2 and _REPORTED_HERE.match(after) and _OPENS.search(before):
        return 2
    if (_LISTED.match(after) and not told) or (place.rank == 1 and _old(place)):
        return None
    near = _NEAR_NOUN.match(after)
    if near and place.claims and _OF_THIS_CASE.search(before):
        return 5
    verb = _ANNOUNCED.search(before)
    past = bool(_PAST.search(before))
    if verb and (told or near) and (place.rank > 1 or place.claims or not past):
        return len(before) - verb.start()
    stands = told and not past and (place.title or place.rank == 1 or before.endswith(("the ", "a ", ": ")))
    headed = near and (place.title or _HEADED.search(before))
    return (4 if before.endswith("the ") else 0) if stands or headed else None


def _unit_of(subject: re.Match[str] | None) -> str:
    """`The present report is the second to describe it` ranks reports."""
    return "report" if subject and re.search(r"\b(?:report|article|paper)\b", subject.group()) else "case"


def _old(place: _Place) -> bool:
    """Whether `first` is of long ago: `since the first report`, `the first case, by Stout in 1942`."""
    if _PAST.search(place.before):
        return True
    return bool(_BY_OTHERS.search(place.after)) and not _US.search(place.sentence)


def _placed(place: _Place, unit: str, start: int, end: int) -> Claim:
    aim = aim_of(place.sentence)
    if place.rank == 1:
        return Claim(0, "patients", "first case", own=False, start=start, end=end, aim=aim)
    kind: Unit = (
        "reports" if unit.startswith(("report", "case report", "article", "paper", "publication")) else "patients"
    )
    return Claim(place.rank, kind, "including the present case", own=True, start=start, end=end, aim=aim)


_TOTAL = Phrase(
    rf"\b(?:bring|brought|rais|increas|tak|mak|push|expand|extend|add|amount|come"
    rf"|number)\w*\s+(?:[^.;]{{0,100}}?\b(?:total|number|count|tally|sum|cases|patients|reports|series"
    rf"|literature)\b)?[^.;\d]{{0,110}}?"
    rf"\b(?:to|of)\s+(?:only\s+|about\s+|approximately\s+|at\s+least\s+)?(?P<n>{NUMBER})(?=[\s.,;)]|$)"
)
_ONLY_TIMES = Phrase(
    rf"\b(?:has|have)\s+(?:{ADVERB}\s+)?been\s+(?:{ADVERB}\s+)?(?P<v>{TOLD})\s+(?:(?:\w+\s+)?(?:only|just|but)\s+)?"
    rf"(?P<t>once|twice|thrice|(?P<n>{NUMBER})\s+times)(?=\s*[.,;)]|\s+(?:before|previously|in|so|to)\b)"
)


def totals(reading: Reading, start: int, end: int) -> Iterator[Claim]:
    """`bringing the total to 14` counts the own case in; `has been reported only twice` does not."""
    for found in _TOTAL.finditer(reading, start, end):
        words = found.group()
        if (
            re.search(r"\b(?:total|number|count|tally|sum)\b", words)
            and re.search(
                r"\b(?:cases?|patients?|reports?|literature|record|reported|published|known|instances?|examples?)\b",
                reading.low[start:end],
            )
            and re.match(r"(?:bring|brought|rais|increas|tak|mak|push|expand|extend)", words)
        ):
            yield Claim(
                quantity(found["n"]),
                "patients",
                "including the present case",
                own=True,
                start=found.start(),
                end=found.end(),
                aim=1,
            )
    for found in _ONLY_TIMES.finditer(reading, start, end):
        n = {"once": 1, "twice": 2, "thrice": 3}.get(found["t"]) or quantity(found["n"])
        yield Claim(
            n,
            "reports" if found["v"] == "published" else "patients",
            "reported",
            own=False,
            start=found.start(),
            end=found.end(),
        )
