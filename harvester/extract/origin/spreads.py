"""The words of spread: whether they are meant, and whether they put a metastasis at the target place or in an organ."""

from __future__ import annotations

import re

from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Place, Reading
from ..text.vocabulary import Mention
from .primaries import places
from .sites import left_out

_SOURCE = re.compile(r"\b(?:from|of\s+an?|originating|primary)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_BLOCK = re.compile(
    r"[;]|\b(?:with|presented|presenting|underwent|revealed|showed|who|treated|after|following|without"
    r"|but|resected|developed|compression\s+due)\b",
    re.IGNORECASE,
)
_FORWARD = 100
_LISTED = 200
_BACKWARD = 38
"""How many characters from a word of spread a place may stand: behind it, in a list behind it, and before it."""

_LIST = Phrase(
    r"\s+(?:(?:were|was|had|have|been|also|present|found|seen|detected|identified|noted|discovered|diagnosed|developed|appeared"
    r"|occurred)\s+){0,4}(?:to|in|of|at|involving|affecting)\s+(?:[\w-]+\s+){0,4}[\w-]+,\s"
)


def put_there(reading: Reading, one: Mention) -> Place | None:
    """The words that put a metastasis at the target place: `spinal metastasis`, `metastatic tumour to the spine`."""
    return _itself(reading, one) or _before(reading, one) or _after(reading, one) or _of_its_kind(reading, one)


def _of_its_kind(reading: Reading, one: Mention) -> Place | None:
    """`spinal hemangiopericytoma metastases`: the tumour's name stands between the place and the noun."""
    if not reading.low.startswith(("metastasis", "metastases"), one.start) or _WENT.match(reading, one.end):
        return None
    named = reading.mentions("diagnosis", max(0, one.start - 45), one.start)[-1:]
    if not named or not reading.text[named[0].end : one.start].isspace():
        return None
    near = places(reading, max(reading.sentence_at(one.start).start, named[0].start - 14), named[0].start)[-1:]
    return next(((start, one.end) for start, end in near if reading.text[end : named[0].start].isspace()), None)


_WENT = Phrase(r"\s+(?:to|in|into|involving|within|from)\b")


def _itself(reading: Reading, one: Mention) -> Place | None:
    """A term of the target that holds the word of spread: `drop metastasis`, `metastatic paraplegia`."""
    around = reading.mentions("target", max(0, one.start - 12), one.end + 24)
    return next(((found.start, found.end) for found in around if found.start <= one.start < one.end <= found.end), None)


def _before(reading: Reading, one: Mention) -> Place | None:
    floor = max(reading.sentence_at(one.start).start, one.start - _BACKWARD)
    apart = organ_after(reading, one)
    found = [
        place
        for place in places(reading, floor, one.start)
        if not _blocked(reading, place[1], one.start) and not (apart and _AND.search(reading, place[1], one.start))
    ]
    return (found[-1][0], one.end) if found else None


_AND = Phrase(r"\band\b|,")
"""`recurrence at C5 and metastases in both lungs`: two things at two places."""
_VAGUE_REGIONS = ("cervical", "thoracic")
"""Regions of the spine that also name the neck and the chest: they want a tumour told to be in the spine."""


def regional(reading: Reading, one: Mention, lesion: tuple[Place, ...]) -> Place | None:
    """`thoracic metastasis`, `lumbar drop metastases`: a region named for the spine."""
    for region in reading.mentions("region", max(reading.sentence_at(one.start).start, one.start - 40), one.start):
        between = reading.text[region.end : one.start]
        plain = re.fullmatch(r"\s+(?:(?:drop|bone|bony|osseous|solitary|single|isolated|late|delayed)\s+)*", between)
        if plain and (lesion or region.name not in _VAGUE_REGIONS):
            return region.start, one.end
    return None


_CAUSED = re.compile(
    r"\s*(?:[\w-]+\s+){0,3}?(?:compression|fracture|collapse|lesion|mass|myelopathy|laminectomy|corpectomy|decompression|surgery)\s+"
    r"(?:from|by|for|due\s+to|caused\s+by|secondary\s+to|because\s+of)\s+(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
"""`T5 compression from metastatic tumour`: what the metastasis did or what was done for it is at its place."""


def adjective_of(reading: Reading, one: Mention) -> bool:
    """Whether the target stands right before a word of spread: `spinal metastasis of`, whatever it is said to be of."""
    floor = max(reading.sentence_at(one.start).start, one.start - _BACKWARD)
    return any(not reading.text[end : one.start].strip(" -") for _, end in places(reading, floor, one.start))


def _blocked(reading: Reading, start: int, end: int) -> bool:
    between = reading.text[start:end]
    if _CAUSED.fullmatch(between):
        return False
    return (
        bool(_BLOCK.search(between))
        or reading.has("diagnosis", start, end)
        or bool(re.search(r"\b(?:to|from|had|was|were|as|in|by)\b", between))
    )


def _after(reading: Reading, one: Mention) -> Place | None:
    sentence = reading.sentence_at(one.start)
    ceiling = min(sentence.end, one.end + (_LISTED if _LIST.match(reading, one.end, sentence.end) else _FORWARD))
    stop = _BLOCK.search(reading.text, one.end, ceiling)
    limit = stop.start() if stop else ceiling
    elsewhere = organ_before(reading, one)
    for start, end in places(reading, one.end, limit):
        before = reading.text[one.end : start]
        source = reading.text[end : end + 30]
        if (
            _SOURCE.search(before)
            or (elsewhere and re.search(r"\b(?:of|from)\b", before))
            or _spinal_tumour(reading, before, end, source)
        ):
            continue
        return one.start, end
    return None


def _spinal_tumour(reading: Reading, before: str, end: int, source: str) -> bool:
    """`metastasis of spinal hemangiopericytoma` names the source and not the place."""
    named = reading.mentions("diagnosis", end, end + 40)[:1]
    return (
        bool(re.search(r"\b(?:of|from)\s+(?:\w+\s+){0,2}$", before))
        and bool(named)
        and not source.startswith((",", "."))
        and not _SOURCE_BEHIND.search(reading.text, end, named[0].start)
    )


_SOURCE_BEHIND = re.compile(r"\b(?:from|secondary|after|arising|originating|deriv\w+|due)\b")
"""`metastasis of T10 from an intracranial tumour`: the place stands first, then the source."""


_DESCRIBED = Phrase(r"(?:[\s,/&-]+(?:and|or|[\w-]*[aio](?:l|c|r|d)|bone|liver|lung|multiple|late|node|nodes))*[\s-]*")


def organ_before(reading: Reading, one: Mention) -> bool:
    """Whether an organ other than bone has the spread: `pulmonary and hepatic metastases`, `liver biopsy confirmed`."""
    start = max(reading.sentence_at(one.start).start, one.start - 90)
    found = [found for found in reading.mentions("organ", start, one.start) if found.name != "bone"]
    if found and _SPECIMEN.match(reading, found[-1].end, one.start):
        return True
    near = max(start, one.start - 25)
    found = [found for found in found if found.start >= near]
    if reading.low.startswith(("metastasis", "metastases"), one.start):
        # `a cerebellar metastasis`: the place of a tumour, as an adjective
        found = found or [
            found
            for found in reading.mentions("primary_site", near, one.start)
            if found.name != "spine" and reading.low[found.end - 2 : found.end] in ("al", "ar", "ic")
        ]
    described = _DESCRIBED.match(reading, found[-1].end, one.start) if found else None
    return described is not None and described.end() == one.start


_SPECIMEN = Phrase(
    r"\s+(?:(?:lesions?|nodules?|mass(?:es)?|tumou?rs?|nodes?|biops(?:y|ies)|specimens?|deposits?)\s+){0,2}(?:\([^)]{0,20}\)\s+)?"
    r"(?:was|were|had|confirm\w*|prov\w+|show\w+|reveal\w+|demonstrat\w+|disclos\w+|yield\w+|turned\s+out|identified|diagnos\w+)"
    r"\s+(?:[\w-]+\s+){0,5}$"
)


_TUMOUR_NEXT = Phrase(r"\s+(?:tumou?rs?|neoplasms?|primar(?:y|ies)|lesions?|ones)\b")
_SOURCE_LINK = re.compile(r"\s+(?:of|from)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE)


def organ_after(reading: Reading, one: Mention) -> bool:
    """Whether an organ is where it spread to (`metastasis to the lung`), and not where it came from."""
    found = reading.mentions("organ", one.end, one.end + 45)
    if not found or not re.match(r"\s+(?:to|in|of|at|involving)\b", reading.text[one.end : found[0].start]):
        return False
    named = any(reading.has(kind, found[0].end, found[0].end + 40) for kind in ("diagnosis", "other_diagnosis"))
    named = named or _TUMOUR_NEXT.match(reading, found[0].end) is not None
    return not (named and _SOURCE_LINK.match(reading.text[one.end : found[0].start]))


def unsaid(reading: Reading, one: Mention) -> bool:
    """Whether a word of spread is denied, asked, suspected, left out, of a relative or of no tumour."""
    return (
        negated(reading, one.start, one.end)
        or bool(_STUFF.search(reading, max(0, one.start - 20), one.start))
        or _asked(reading, one)
        or uncertain(reading, one.start, one.end)
        or _of_relative(reading, one)
        or of_others(reading, one)
        or bool(_SOUGHT.search(reading, max(0, one.start - 60), one.start))
    )


_SOUGHT = Phrase(
    r"\b(?:(?:in\s+)?search(?:es|ed|ing)?\s+(?:of|for)|look(?:ing|ed)\s+for|screen(?:ing|ed)?\s+for|such\s+as|including)\s+"
    r"(?:[\w-]+\s+){0,2}$"
)
"""What is looked for, or is an example of many, is not said to be there."""


def of_others(reading: Reading, one: Mention) -> bool:
    """Whether a word of spread is of patients who were left out, or one of a list of diagnoses."""
    return left_out(reading, one.end) or _one_of_many(reading, one)


_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"
_SO_MANY = Phrase(
    rf"(?<!patient\s)(?<!case\s)(?<!no\.\s)\b{_NUMBER}\s+(?:(?:of\s+(?:them|these|whom|the\s+\w+)|patients|cases|others)\s+)?(?:(?:later|eventually|subsequently|also)\s+)?"
    r"(?:had|developed|showed|exhibited|experienced|suffered|presented\s+with|died\s+of)\s+(?:(?!and\b)[\w-]+\s+){0,4}$"
)
_IN_SO_MANY = Phrase(rf"[^.;]{{0,60}}?\bin\s+{_NUMBER}\s+of\s+(?:the\s+)?(?:\d+|{_NUMBER})\b")


def of_several(reading: Reading, one: Mention) -> bool:
    """`three developed metastases to the lung`: told of so many of a series, and of no one in particular."""
    sentence = reading.sentence_at(one.start)
    before = max(sentence.start, one.start - 70), one.start
    return (
        _SO_MANY.search(reading, *before) is not None or _IN_SO_MANY.match(reading, one.end, sentence.end) is not None
    )


_LISTED_AFTER = re.compile(
    r"(?:\s+(?:disease|lesions?|tumou?rs?))?\s*(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)(?:an?\s+)?$", re.IGNORECASE
)
_LISTED_BEFORE = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or)\s+(?:an?\s+)?$", re.IGNORECASE)


def _one_of_many(reading: Reading, one: Mention) -> bool:
    """One of a list of diagnoses: `metastasis, meningioma and schwannoma`, `chordoma or a deposit`."""
    sentence = reading.sentence_at(one.start)
    behind = reading.mentions("other_diagnosis", one.end, min(sentence.end, one.end + 30))[:1]
    ahead = reading.mentions("other_diagnosis", max(sentence.start, one.start - 30), one.start)[-1:]
    bare = reading.text[one.start : one.end].lower().startswith(("metastas", "deposit", "secondar"))
    return bare and any(
        (
            *(_LISTED_AFTER.fullmatch(reading.text[one.end : found.start]) for found in behind),
            *(_LISTED_BEFORE.fullmatch(reading.text[found.end : one.start]) for found in ahead),
        )
    )


_STUFF = Phrase(
    r"\b(?:calci\w+|fat\w*|amyloid|h[a]?emosiderin|iron|crystals?|urate|immune|collagen|gouty|contrast|mineral)\s+$"
)
"""What is deposited and is no tumour."""
_WHO = Phrase(r",?\s+(?:who|whose|had|has|having|died|dead|with|was|suffered)\b")


def _of_relative(reading: Reading, one: Mention) -> bool:
    """`an uncle, who died of spinal metastases`: the spread of somebody else's tumour."""
    found = reading.mentions("family before", reading.sentence_at(one.start).start, one.start)[-1:]
    return any(bool(_WHO.match(reading, family.end)) for family in found)


def _asked(reading: Reading, one: Mention) -> bool:
    """A question is no statement: `primary or metastatic?`."""
    near = reading.text[max(0, one.start - 20) : one.end + 20]
    return bool(re.search(r"\b(?:or|versus|vs\.?)\s", near)) and bool(
        _OR_ELSE.search(reading.text, max(0, one.start - 40), one.end + 40)
    )


_OR_ELSE = re.compile(
    r"primary|recurren|\blocal|multicentr[i]|multifocal|independent|contigui|invasion|de\s+novo", re.IGNORECASE
)
