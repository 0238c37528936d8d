"""How a place is written: the run of words that names it, the plainest of several, and the one with its side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading


class Site(NamedTuple):
    """A place that may be the primary's; the score says how plainly, 3 and more that a tumour is there."""

    score: int
    start: int
    end: int
    name: str


WHERE = (
    r"left|right|bilateral|midline|anterior|posterior|upper|lower|inferior|superior|medial|lateral|middle|distal|proximal"
    r"|greater|lesser|inner|outer|deep|superficial|visceral|internal|external|sided|cervical|thoracic|lumbar|sacral|dorsal"
    r"|cervicothoracic|thoracolumbar|lumbosacral|(?:lower|upper|mid)-?(?:thoracic|cervical|lumbar)|first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|[CTDLS]\d{1,2}"
)
"""Words that say which side or part of a place is meant."""


GENERIC = frozenset(
    (
        "brain",
        "cranial",
        "cerebral",
        "intracranial",
        "meningeal",
        "meninges",
        "supratentorial",
        "infratentorial",
        "spinal",
        "spine",
        "dura",
        "dural",
        "coverings",
        "skull",
        "base",
    )
)
"""Words that place a tumour less narrowly than the names of parts do."""
COMPARTMENTS = frozenset(
    ("epidural", "extradural", "intradural", "intramedullary", "intraspinal", "vertebral", "osseous")
)
"""Words that say in which layer of a place a tumour lies, and not where along it."""


def vague(reading: Reading, site: Site) -> bool:
    """Whether only the layer is named: `epidural`."""
    start, end = phrase(reading, site)
    return set(reading.low[start:end].split()) <= COMPARTMENTS


def best(reading: Reading, found: list[Site]) -> Site:
    """The site told most plainly; of those the one with most words, and the noun before the adjective."""
    return max(found, key=lambda one: _rank(reading, one))


def _rank(reading: Reading, site: Site) -> tuple[int, int, bool, bool, int]:
    start, end = phrase(reading, site)
    words = reading.text[start:end].lower().split()
    told = site.score - 3 * (set(words) <= GENERIC | COMPARTMENTS) - (set(words) <= COMPARTMENTS)
    noun = reading.text[max(0, start - 4) : start].lower() in ("the ", " of ")
    told += bool(_SIDE.match(reading, start, end))
    return told, len(words), noun, reading.text[start].islower(), -site.start


_SIDE = Phrase(r"(?:left|right|bilateral)\b")
_TOLD = Phrase(r"\b(?:swelling|lump|mass|tumou?r|lesion|growth|excis\w+|resect\w+|remov\w+|\w+oma)\b")


def sided(reading: Reading, site: Site, pieces: Pieces) -> Site:
    """The same place where it is first named with its side: `the thigh` of a title, `his left thigh` of the text."""
    if _SIDE.match(reading, phrase(reading, site)[0]):
        return site
    word = reading.low[site.start : site.end]
    for start, end in pieces:
        for one in reading.mentions("primary_site", start, end):
            same = Site(site.score, one.start, one.end, site.name)
            if reading.low[one.start : one.end] == word and _SIDE.match(reading, phrase(reading, same)[0]):
                return same if _of_the_tumour(reading, one.start) else site
    return site


_CRANIOTOMY = Phrase(r"[\w-]+\s+(?:cranio\w+|craniectomy|resection|excision|removal)\b")


def _of_the_tumour(reading: Reading, place: int) -> bool:
    """Whether a tumour stands before the place in its sentence, and none that has spread."""
    start = reading.sentence_at(place).start
    near = max(start, place - 90), place
    behind = bool(_CRANIOTOMY.match(reading, place) or _A_TUMOUR.match(reading, place))
    return not reading.has("spread", *near) and (
        behind or reading.has("diagnosis", *near) or bool(_TOLD.search(reading, *near))
    )


_A_TUMOUR = Phrase(r"[\w-]+\s+(?:(?!metasta)[\w-]+\s+){0,2}?(?:tumou?r|mass|lesion|growth|neoplasm|[\w-]+oma)\b")


def plain(reading: Reading, place: Place) -> Place:
    """The same words where they stand inside a sentence: `Meningeal` is a capital of the title only."""
    words = reading.text[place[0] : place[1]]
    if words[:1].islower() or words[1:] != words[1:].lower() or place[0] != reading.sentence_at(place[0]).start:
        return place
    found = re.search(rf"\b{re.escape(words.lower())}\b", reading.text)
    return found.span() if found else place


_BEFORE = Phrase(rf"(?:(?<=[\s(\"'“‘])|^)(?:(?:{WHERE})[\s-]+){{1,4}}$")
_AFTER = Phrase(
    r"(?:[\s-]+(?:apex|edge|notch|space|lobe|cord|canal|coverings|cavity|soft\s+tissues?|meninges|dura|nerve\s+root|cerebri|wall"
    r"|trigone|hemisphere|tonsil|gland|muscles?|fossa|sinus|bone|vertebrae?|vertebral\s+bod(?:y|ies)|spine|lamina|pedicle"
    r"|extramedullary|extra-axial|convexity|ridge|wing|angle|leaf|leaflet|region)\b){1,2}"
)


def phrase(reading: Reading, site: Site) -> Place:
    """The places named in one breath, with the side: `left parieto-occipital falx`, `lumbar epidural space`."""
    start, end = site.start, site.end
    near = reading.mentions("primary_site", max(0, start - 60), min(len(reading.text), end + 60))
    for one in near:
        if one.start >= end and _JOINED.fullmatch(reading.text[end : one.start]):
            end = one.end
    for one in reversed([one for one in near if one.end <= start]):
        if _JOINED.fullmatch(reading.text[one.end : start]) or (
            one.name == site.name and _BOTH.match(reading.text, one.start) and reading.text[one.end : start] == " and "
        ):
            start = one.start
    after = _AFTER.match(reading, end)
    floor = max(reading.sentence_at(start).start, start - 50)
    before = _BEFORE.search(reading, floor, start)
    return (before.start() if before else start), (after.end() if after else end)


_JOINED = re.compile(r"[ /-]{1,2}|\s")
_BOTH = re.compile(
    r"\w+(?:al|ar|ic|ary) and \w+(?:al|ar|ic|ary)(?=\s+(?:\w+\s+)?(?:mass|lesion|tumou?r|\w+oma)\b)", re.IGNORECASE
)
"""`an intrasellar and suprasellar mass`."""


def shared(reading: Reading, site: Site, known: list[Site], share: tuple[int, int]) -> Site:
    """The site of one patient where a list gives those of all: `of the falx, the pleura and the calf, respectively`."""
    for one in (site, *known) if share[1] > 1 else ():
        sentence = reading.sentence_at(one.start)
        listed = list(_list(reading, one, sentence.end))
        each = one == site or not sentence.title or reading.has("respectively", sentence.start, sentence.end)
        if each and len(listed) == share[1]:
            return listed[share[0] - 1]
    return site


_NEXT = re.compile(
    r"(?:,|,?\s+and|\s+or)\s+(?:(?:the|a|an|his|her|left|right|of|in)\s+){0,3}[\w-]{0,20}\s?", re.IGNORECASE
)


def _list(reading: Reading, site: Site, end: int) -> Iterator[Site]:
    """The places of a list, from the one that is said to be the tumour's."""
    at = site
    yield at
    for one in reading.mentions("primary_site", site.end, end):
        if _NEXT.fullmatch(reading.text[phrase(reading, at)[1] : one.start]):
            at = Site(site.score, one.start, one.end, one.name)
            yield at
