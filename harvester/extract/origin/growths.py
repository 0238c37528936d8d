"""A tumour that reached the target by growing into it from beside: contiguity, direct extension, invasion."""

from __future__ import annotations

from collections.abc import Iterable

from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading
from .primaries import places
from .sites import Site

_BY_GROWTH = Phrase(
    r"\b(?:by|through|via|due\s+to|owing\s+to|per|by\s+way\s+of|as\s+a\s+result\s+of)\s+(?:direct\s+|local\s+)?(?:contiguity|continuitatem|contiguous\s+(?:spread|extension"
    r"|invasion|growth|involvement)|(?:direct|local)\s+(?:invasion|extension|spread|growth|infiltration|destruction))\b"
)


def by_growth(reading: Reading, pieces: Pieces) -> Place | None:
    """`through local invasion from a paravertebral tumour`, `invaded by contiguity`: growth said in so many words."""
    for start, end in pieces:
        for found in _BY_GROWTH.finditer(reading, start, end):
            if places(reading, start, end) and not negated(reading, *found.span()):
                return found.span()
    return None


_INTO = Phrase(
    r"\b(?:(?:invad|infiltrat|erod|penetrat|destroy|involv|widen|scallop|compress|displac|abut|encroach|engulf|encas)(?:ed|es|ing|s)?"
    r"|(?:extend|reach|enter|protrud|descend|creep|continu|bulg|prolong|propagat)(?:ed|es|s|ing)?|passing|passed|gr(?:ew|own|owing|ows?)|crept"
    r"|(?:extension|invasion|erosion|involvement|infiltration|destruction|ingrowth|prolongation|growth|component|portion|tongue|part|continuity)\s+(?:\w+ly\s+)?"
    r"(?:of|in(?:to)?|to|through|with|via|within|towards?)"
    r"|adherent\s+to|adjacent\s+to|continuous\s+with|contiguous\s+with|in\s+contact\s+with)\s"
)
_REACH = 70
_FAR = 160
_GROWTH = Phrase(
    r"\s+(?:(?:canal|column|body|bodies|cord|neural|foraminal|foramen|epidural|space|bone|nerve|root|and|or)\s+){0,3}(?:extension|invasion|infiltration"
    r"|erosion|ingrowth|growth|component|portion|prolongation|encroachment|involvement)\b"
)
"""What grows at the target, named after it: `intraspinal extension`, `with vertebral erosion`."""


def grown_into(reading: Reading, elsewhere: Iterable[Site]) -> Place | None:
    """`a retroperitoneal tumour which had eroded the L2 body`: a tumour beside the target that grows into it."""
    for site in elsewhere:
        sentence = reading.sentence_at(site.start)
        for found in _INTO.finditer(reading, site.end, min(sentence.end, site.end + _FAR)):
            near = _at_target(reading, found.end(), min(sentence.end, found.end() + _REACH))
            if near and _one_growth(reading, site, found.start()):
                return found.start(), near[0][1]
        for place in places(reading, site.end, sentence.end)[:1]:
            if (named := _GROWTH.match(reading, place[1], sentence.end)) and _one_growth(reading, site, place[0]):
                return place[0], named.end()
    return None


_BESIDE = Phrase(
    r"\b(?:paravertebral|paraspinal|prevertebral|presacral|psoas)\s+(?:[\w-]+\s+){0,3}?(?:tumou?rs?|mass(?:es)?|lesions?|neoplasms?|\w+omas?|SFTs?|HPCs?)\b"
)
_ENTRY = Phrase(r"(?:[\w/,-]+\s+){0,6}?(?:foramen|foramina|canal)\b")


def from_beside(reading: Reading, pieces: Pieces) -> Place | None:
    """`a paravertebral mass entering the canal by the foramina`: a tumour beside the target that grew into it."""
    for start, end in pieces:
        for mass in _BESIDE.finditer(reading, start, end):
            for found in _INTO.finditer(reading, mass.end(), min(end, mass.end() + 90)):
                entry = _ENTRY.match(reading, found.end(), end)
                if (
                    entry
                    and not _STORY.search(reading, mass.end(), found.start())
                    and not negated(reading, *found.span())
                ):
                    return mass.start(), entry.end()
    return None


_CANAL = Phrase(r"\s+(?:spinal\s+)?(?:canal|spine|cord|vertebrae?|level|column)\b")


def _at_target(reading: Reading, start: int, end: int) -> list[Place]:
    """The places of the target, and its regions where a part of it is named: `the upper cervical canal`."""
    canals = (
        (one.start, found.end())
        for one in reading.mentions("region", start, end)
        if (found := _CANAL.match(reading, one.end))
    )
    return sorted([*places(reading, start, end), *canals])


def into_target(reading: Reading, start: int) -> bool:
    """Whether the sentence goes on to say that what it speaks of grew into the target."""
    end = reading.sentence_at(start).end
    return any(
        places(reading, found.end(), min(end, found.end() + _REACH))
        and not _STORY.search(reading, start, found.start())
        for found in _INTO.finditer(reading, start, end)
    )


_STORY = Phrase(r"\b(?:years?|months?|after|later|ago|previously|subsequently|then|presented)\b")


def _one_growth(reading: Reading, site: Site, verb: int) -> bool:
    """Whether the verb still speaks of the tumour at the site: no metastasis, no other place, no time between."""
    between = site.end, verb
    return not (reading.has("spread", *between) or places(reading, *between) or _STORY.search(reading, *between))
