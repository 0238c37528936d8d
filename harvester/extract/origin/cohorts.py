"""Of a series: what is said of all its patients, of some who cannot be told apart, or of one who is told alone."""

from __future__ import annotations

from harvester.records import Target

from ..people.patients import people
from ..text.assertion import negated
from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading
from .answers import ALONE, SOME, Origin
from .earlier import CANCERS
from .primaries import places
from .spreads import of_others, of_several
from .verdicts import origin

HOME = "origins.primary-there"
"""The rule's name where a tumour is said to be at home at the target."""


def of_each(reading: Reading, about: Pieces, target: Target) -> Origin:
    """What is said of every patient of a series: a metastasis, or that the series is of tumours at home there."""
    whole = origin(reading, about, target)
    if whole.verdict == "yes" and _of_part(reading, whole):
        return whole._replace(verdict="", rule=SOME)
    home = None if whole.verdict in ("yes", "unclear") else _home_of_all(reading) or _others_left_out(reading)
    return whole._replace(verdict="no", proof=(home,), rule=HOME) if home else whole


def of_one(reading: Reading, pieces: Pieces, target: Target) -> Origin:
    """What is said of one patient, to which the title or the aim of the report may add that the tumour is primary."""
    own = origin(reading, _of_one_alone(reading, pieces), target)
    if own.verdict == "yes" and own.lesion and all(_several_before(reading, start) for start, _ in own.lesion):
        return own._replace(verdict="unclear", rule=SOME)
    home = _home_of_all(reading) if own.rule == ALONE else None
    return own._replace(verdict="no", proof=(home,), rule=HOME) if home else own


def _of_one_alone(reading: Reading, pieces: Pieces) -> Pieces:
    """The pieces without the sentences that count the metastases of many: those are of a series or the literature."""
    return tuple(
        (start, end)
        for start, end in pieces
        if not any(of_several(reading, one) for one in reading.mentions("spread", start, end))
    )


def of_group(reading: Reading, pieces: Pieces, about: Pieces, target: Target) -> Origin:
    """The same of a series: what is said of all of it; where only some have it, they cannot be told apart."""
    whole = origin(reading, about, target)
    if whole.verdict == "yes" and _of_part(reading, whole):
        return whole._replace(verdict="unclear", rule=SOME)
    if whole.verdict:
        return whole
    home = _home_of_all(reading)
    if home:
        return Origin("no", (home,), HOME, (home,))
    told = (*pieces, *_counted_spread(reading, pieces))
    some = origin(reading, told, target)
    if some.verdict == "yes":
        alone = _one_told(reading, some)
        return some._replace(rule="origins.one-of-series") if alone else some._replace(verdict="unclear", rule=SOME)
    if some.verdict == "unclear" or some.rule == "origins.free":
        return some
    return _of_some(reading, told, some.lesion) or Origin("", (), "", ())


_PART = Phrase(
    r"\b(?:(?:in|of)\s+(?:one|1)\b|(?:in|with)\s+(?:only\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|half|some|several|\d{1,2}\b)(?!\s+(?:patients|cases|women|men|of\b|months|years))"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|half|some|most|several|\d{1,2}\b)\s+of\s+(?:the|them|these|whom|our|which)\b)[^.;]{0,60}$"
    r"|\b(?:intra)?cranial\b[^.;]{0,40}\b(?:and|or)\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:\w+\s+)?$"
)


def _of_part(reading: Reading, whole: Origin) -> bool:
    """`in two the vertebral column was affected too`: what is told of the target is of some patients only."""
    there = whole.lesion or whole.proof
    if all(_mixed_lot(reading, start) for start, _ in whole.proof):
        return True
    return all(_part_before(reading, start) for start, _ in there) or _counted_apart(reading, whole)


def _counted_apart(reading: Reading, whole: Origin) -> bool:
    """`Nine tumours were primary and three had metastasized from the brain`: a title says nothing else of all."""
    if any(reading.has("spread", one.start, one.end) for one in reading.sentences if one.title):
        return False
    told = [place for place in whole.proof if reading.has("spread", *place)]
    return bool(told) and all(_fewer_before(reading, reading.sentence_at(start).start, start) for start, _ in told)


_MIXED_LOT = Phrase(
    r"\b(?:recurrent|residual|primary|local(?:ly)?(?:\s+recurrent)?|progressive|advanced)\s*(?:,\s*\w+\s*,?\s*)?(?:and/or|or|and|/)\s*metasta\w+"
)


def _mixed_lot(reading: Reading, place: int) -> bool:
    """`24 recurrent or metastatic tumours`: some of them are metastases."""
    sentence = reading.sentence_at(place)
    return not sentence.title and _MIXED_LOT.search(reading, sentence.start, sentence.end) is not None


def _part_before(reading: Reading, place: int) -> bool:
    sentence = reading.sentence_at(place)
    if sentence.title or _of_so_many_lesions(reading, sentence.start, place):
        return False
    return _PART.search(reading, sentence.start, place) is not None or _fewer_before(reading, sentence.start, place)


_LESIONS = Phrase(
    rf"\b(?:patients|cases|women|men)\s+with\s+{COUNT}\s+(?:[\w-]+\s+){{0,4}}?(?:metastases|lesions|tumou?rs|deposits|targets)\b"
)


def _of_so_many_lesions(reading: Reading, start: int, place: int) -> bool:
    """`11 patients with 19 spinal metastases` counts lesions, and no part of the patients."""
    return any(one.start() <= place < one.end() for one in _LESIONS.finditer(reading, start))


_SO_MANY_HAD = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:(?!(?:in|with|from|to|of|and|or)\s)[\w-]+\s+){{0,3}}?(?:patients\s+|cases\s+|tumou?rs\s+|lesions\s+|others\s+)?(?:\(\d[\d.]*\s?%\)\s+)?"
    r"(?:had|were|was|are|have|presented\s+with|showed|developed|represented|suffered|harbou?red|experienced|exhibited|came|arose|originated|with|metastasi[sz]ed|spread)\b[^.;]{0,70}$"
)


def _fewer_before(reading: Reading, start: int, place: int) -> bool:
    """`Nine had a primary tumour and three had metastases`: fewer than there are patients."""
    size = people(reading).size
    found = list(_SO_MANY_HAD.finditer(reading, start, place)) if size else []
    return bool(found) and 0 < number(found[-1]["n"]) < int(size.value)  # type: ignore[arg-type,union-attr]


_SEVERAL = Phrase(
    r"\bin\s+(?:only\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|half|some|several|\d{1,2}\b)(?:\s+(?:of\s+(?:the|them|these|whom)\b|patients\b))?"
    r"(?!\s+(?:months|years|of))[^.;:]{0,30}$"
)


def _several_before(reading: Reading, place: int) -> bool:
    sentence = reading.sentence_at(place)
    return not sentence.title and _SEVERAL.search(reading, sentence.start, place) is not None


def _of_some(reading: Reading, told: Pieces, lesion: tuple[Place, ...]) -> Origin | None:
    """A series at the target, some patients of which have metastases or cancers: whose they are is not told."""
    there = [*lesion, *(place for start, end in told for place in places(reading, start, end))]
    spread = [
        one
        for start, end in told
        for one in reading.mentions("spread", start, end)
        if not (negated(reading, one.start, one.end) or of_others(reading, one))
    ]
    if there and spread:
        return Origin("unclear", ((spread[0].start, spread[0].end), there[0]), SOME, lesion)
    return Origin("unclear", (there[0],), SOME, lesion) if there and _with_cancers(reading, told) else None


_HAPPENED = Phrase(
    r"\b(?:was|were|had|developed|occurred|appeared|arose|seen|found|detected|diagnosed|observed|noted)\b"
)
_NOT_RESULTS = ("background", "introduction", "conclusion", "discussion", "object", "purpose", "aim")


def _counted_spread(reading: Reading, pieces: Pieces) -> Pieces:
    """Sentences that tell what became of the series, however general they sound: `most frequently in bone`."""
    first = min((start for start, _ in pieces if not reading.sentence_at(start).title), default=len(reading.text))
    return tuple(
        (one.start, one.end)
        for one in reading.sentences
        if one.start > first
        and (one.start, one.end) not in pieces
        and not one.label.startswith(_NOT_RESULTS)
        and not reading.has("literature", one.start, one.end)
        and reading.has("spread", one.start, one.end)
        and _HAPPENED.search(reading, one.start, one.end)
    )


def _with_cancers(reading: Reading, pieces: Pieces) -> bool:
    """Whether a series at the target counts carcinomas too, so that its tumours there are in part metastases."""
    return any(one.name in CANCERS for start, end in pieces for one in reading.mentions("other_diagnosis", start, end))


_ONE = Phrase(
    r"\b(?:one|a|an|another|single|third|fourth|fifth|second|first|(?:last|first|latter)[\s-]mentioned|latter|this)\s+(?:[\w-]+[\s,]+){0,5}?"
    r"(?:patient|woman|man|girl|boy|male|female|case|individual)\b"
)
_AGED = Phrase(r"\b(?:years?[\s-]old|aged|at\s+the\s+age|years?\s+of\s+age|woman|man|girl|boy)\b")


_MANY = Phrase(r"\b(?:patients|cases)\b")


def _one_told(reading: Reading, some: Origin) -> bool:
    """Whether one patient of the series is told apart, with facts of her own, in the sentence of the metastasis."""
    for place in (*some.proof, *some.lesion):
        start, end = reading.sentence_at(place[0])[:2]
        if _MANY.search(reading, start, end):
            continue
        if _ONE.search(reading, start, end) and _AGED.search(reading, start, end):
            return True
    return False


_ALL_PRIMARY = Phrase(r"\bprimary\b(?!\s+(?:as\s+well|and|or|site))")


def _home_of_all(reading: Reading) -> Place | None:
    """A series whose title or aim is of primary tumours at the target: `primary hemangiopericytoma of the spine`."""
    named = [one for one in reading.sentences if one.title or one.label.startswith(("objec", "purpose", "aim"))]
    for one in named:
        found = _ALL_PRIMARY.search(reading, one.start, one.end)
        if not found or not places(reading, one.start, one.end) or reading.has("spread", one.start, one.end):
            continue
        after = found.end(), min(one.end, found.end() + 60)
        if places(reading, *after) or any(reading.has(kind, *after) for kind in ("diagnosis", "tumour")):
            return found.span()
    return None


_FROM_ELSEWHERE = (
    r"(?:intra-?cranial|cranial|extra-?spinal|cerebral|brain|mening\w+|pleural|thoracic|soft[\s-]tissue|metasta\w+|secondar(?:y|ies)|disseminat\w+"
    r"|spread|elsewhere|other\s+(?:primar\w+|sites?|locations?))"
)
_OUT = (
    r"(?:exclu\w+|ineligible|not\s+(?:be\s+)?(?:eligible|considered|included|enrol\w+|analy[sz]ed|accepted|counted"
    r"|admitted)|left\s+out|omitted|ruled\s+out|disregarded)"
)
_LEFT_OUT = Phrase(
    rf"\b(?:patients?|subjects?|cases?|those|tumou?rs?|lesions?|individuals?|metasta\w+|persons?)\b[^.;]{{0,90}}?\b{_FROM_ELSEWHERE}\b[^.;]{{0,90}}?\b{_OUT}\b"
    rf"|\b{_FROM_ELSEWHERE}\s+(?:[\w/-]+\s+){{0,3}}?(?:was|were|had\s+been|being)\s+(?:\w+\s+)?{_OUT}\b"
    rf"|\b(?:exclud\w+|exclusion\s+of|after\s+excluding)\s+(?:[\w-]+\s+){{0,4}}?(?:patients?|subjects?|cases?|those|tumou?rs?|lesions?|metasta\w+|SFTs?|HPCs?)\b"
    rf"[^.;]{{0,60}}?\b{_FROM_ELSEWHERE}\b"
)


def _others_left_out(reading: Reading) -> Place | None:
    """`Patients with an intracranial counterpart were excluded`, of a series at the target."""
    titles = [one for one in reading.sentences if one.title]
    if not any(places(reading, one.start, one.end) or reading.has("region", one.start, one.end) for one in titles):
        return None
    found = (_LEFT_OUT.search(reading, one.start, one.end) for one in reading.sentences if not one.title)
    return next((one.span() for one in found if one), None)
