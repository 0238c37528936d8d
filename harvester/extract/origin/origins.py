"""Where the tumour came from: its first site, and whether the lesion at the query's target is a metastasis of it."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.records import Target

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from .answers import DOUBTED, MIXED, MULTIFOCAL, NOT_FROM_THERE, SOME, Origin
from .cohorts import HOME, of_each, of_group, of_one
from .earlier import earlier_elsewhere
from .sitephrases import Site, best, phrase, plain, shared, sided, vague
from .sites import CALLED, named, parents, regions, sites, vertebrae
from .spreadwords import CUES
from .verdicts import origin

__all__ = ["CUES", "HOME", "MIXED", "SOME", "Origin", "find_site", "of_each", "of_group", "of_one", "origin"]


def find_site(
    reading: Reading, pieces: Pieces, found: Origin, target: Target, share: tuple[int, int] = (1, 1)
) -> Iterator[Finding]:
    """`primary_site` and `primary_site_text` of a patient or a group; absent where the report does not place it.

    `share` says which item of a list with `respectively` is the patient's, and how many such a list has.
    """
    if found.rule in (MULTIFOCAL, MIXED) or (found.rule == DOUBTED and not _first_elsewhere(reading, pieces, found)):
        return
    known = _known(reading, pieces, found, target) or (_of_report(reading) if found.verdict == "yes" else [])
    if known:
        site = sided(reading, shared(reading, best(reading, parents(reading, known)), known, share), pieces)
        start, end = plain(reading, phrase(reading, site))
        yield Finding("primary_site", site.name, ((start, end),), "origins.site")
        yield Finding("primary_site_text", reading.text[start:end], ((start, end),), "origins.site")


def _first_elsewhere(reading: Reading, pieces: Pieces, found: Origin) -> bool:
    """Whether of two tumours, whose kinship is open, the one elsewhere came first."""
    elsewhere = list(sites(reading, pieces, spinal=False))
    return bool(found.lesion) and earlier_elsewhere(reading, elsewhere, found.lesion) is not None


def _known(reading: Reading, pieces: Pieces, found: Origin, target: Target) -> list[Site]:
    """The places where the primary may be: those at the target only where the tumour is at home there."""
    at_home = (
        bool(found.lesion) and found.verdict in ("no", "") and found.rule not in NOT_FROM_THERE
    ) or not target.terms
    known = [one for one in sites(reading, pieces, spinal=at_home) if one.score >= 3]
    if not (at_home and target.terms):
        return known
    there = [one for one in known if one.name == target.name or reading.has("target", one.start, one.end)]
    if all(vague(reading, one) for one in there):
        there = [*regions(reading, pieces, target.name), *there]
    there = there or list(vertebrae(reading, pieces, target.name))
    if found.verdict != "no":
        there = [one for one in there if named(reading, one)]
    return there or [one for one in known if one.name != target.name]


_REPORTED = Phrase(
    r"\b(?:we|our|report\w*|describ\w+|present\w*|cases?|patients?|wom[ae]n|m[ae]n|underwent|treated|reviewed|features|authors?)\b"
)
_GENERAL = Phrase(
    r"\b(?:usually|typically|rare\w*|common\w*|frequent\w*|known|tend|seldom|may|can|literature|previous\w*)\b"
)


def _of_report(reading: Reading) -> list[Site]:
    """Where the report says its metastases come from: `a vertebral metastasis of meningeal ... is described`."""
    pieces = tuple(
        (one.start, one.end)
        for one in reading.sentences
        if reading.has("spread", one.start, one.end)
        and (one.title or _REPORTED.search(reading, one.start, one.end))
        and not _GENERAL.search(reading, one.start, one.end)
    )
    known = [one for one in sites(reading, pieces, spinal=False) if one.score >= CALLED - 1]
    return known if len({one.name for one in known}) == 1 else []
