"""Whether the lesion at the query's target is a metastasis: one patient's text, weighed.

`yes` wants words that put a metastasis at the target place, or a metastasis and a tumour there with a primary named
elsewhere; `no` a tumour there that is said to be primary, or work-up that found nothing else; `unclear` several lesions
without a primary, or bone without its name. A tumour there of which neither is said has no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from harvester.records import Target

from ..text.assertion import negated, of_family
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, remembered
from ..text.vocabulary import Mention
from .absent import not_there
from .answers import ALONE, DOUBTED, MULTIFOCAL, OR_GROWN, Origin
from .doubts import asked, called, favoured, left_open
from .earlier import came_back, earlier_elsewhere, later_there, primary_elsewhere, same_as_before
from .growths import by_growth, from_beside, grown_into
from .primaries import (
    at_source,
    begun_there,
    called_primary,
    places,
    primary_there,
    spread_from,
)
from .sites import opened, sites
from .spared import of_no_tumour
from .spreads import adjective_of, organ_after, organ_before, put_there, regional, unsaid
from .workups import not_from_elsewhere, nothing_else, refuted

# --------------------------------------------------------------------------------------------------------- target


@remembered
def origin(reading: Reading, pieces: Pieces, target: Target) -> Origin:
    """Whether the lesion at the target place is a metastasis."""
    spread = [one for start, end in pieces for one in reading.mentions("spread", start, end)]
    told = [one for one in spread if not (unsaid(reading, one) or _both_kinds(reading, one))]
    if not target.terms:
        return _anywhere(reading, told, spread)
    lesion = tuple(_lesions(reading, pieces))
    if lesion and all(reading.sentence_at(start).title for start, _ in lesion):
        lesion = (*lesion, *_regional(reading, pieces))
    return (
        _settled(reading, pieces, lesion)
        or _there(reading, pieces, told, lesion)
        or (_weighed(reading, pieces, told, lesion) if lesion else not_there(reading, pieces, told, spread))
    )


_BOTH_KINDS = Phrase(
    r"\bprimary\b[^.;:]{0,30}?\b(?:and|versus|vs|or)\b[^.;:]{0,30}?\bmetasta\w+|\bmetasta\w+[^.;:]{0,30}?\b(?:and|versus|vs|or)\b[^.;:]{0,30}?\bprimary\b"
)


def _both_kinds(reading: Reading, one: Mention) -> bool:
    """`one primary and two metastatic cases`: a title that tells of patients of both kinds."""
    sentence = reading.sentence_at(one.start)
    return sentence.title and _of_both_kinds(reading, sentence.start, sentence.end)


@remembered
def _of_both_kinds(reading: Reading, start: int, end: int) -> bool:
    return _BOTH_KINDS.search(reading, start, end) is not None


def _settled(reading: Reading, pieces: Pieces, lesion: tuple[Place, ...]) -> Origin | None:
    """What the report itself calls the lesion, or that it leaves the question open: the last word counts."""
    if not pieces:
        return None
    if not reading.has("spread", 0, len(reading.text)):
        return _which_is_open(reading, pieces, lesion)
    open_question = left_open(reading, pieces)
    metastasis, home = called(reading, pieces), called_primary(reading, pieces)
    if open_question and not (metastasis and metastasis > open_question):
        return Origin("unclear", (open_question,), _kind_of_doubt(reading, open_question), lesion)
    said_of = lesion or (tuple(places(reading, *reading.sentence_at(metastasis[0])[:2])) if metastasis else ())
    if metastasis and said_of and not (home and home > metastasis):
        return Origin("yes", (metastasis,), "origins.called", said_of)
    return _asked(reading, pieces, lesion, said_of)


def _which_is_open(reading: Reading, pieces: Pieces, lesion: tuple[Place, ...]) -> Origin | None:
    """Several tumours of which nobody knows the first, in a report without a word of spread."""
    question = left_open(reading, pieces) if lesion else None
    return Origin("unclear", (question,), DOUBTED, lesion) if question else None


def _asked(reading: Reading, pieces: Pieces, lesion: tuple[Place, ...], said_of: tuple[Place, ...]) -> Origin | None:
    """What a title asks, as the text answers it."""
    question = asked(reading, pieces)
    answer = favoured(reading, pieces) if question else None
    if answer and said_of:
        return Origin("yes", (answer,), "origins.called", said_of)
    if question and not called_primary(reading, pieces) and not nothing_else(reading, pieces):
        return Origin("unclear", (question,), _kind_of_doubt(reading, question), lesion)
    return None


_GROWTH = Phrase(r"\b(?:invasion|invaded|extension|extended|contiguity|grown|growth\s+into)\b")


def _kind_of_doubt(reading: Reading, place: Place) -> str:
    """Whether it is asked how a known tumour reached the target, or which tumour is the primary."""
    return OR_GROWN if _GROWTH.search(reading, *reading.sentence_at(place[0])[:2]) else DOUBTED


def _there(reading: Reading, pieces: Pieces, told: list[Mention], lesion: tuple[Place, ...]) -> Origin | None:
    """A metastasis that is put at the target place."""
    outward = [one for one in told if adjective_of(reading, one) or not at_source(reading, one)]
    there = [place for one in outward if (place := put_there(reading, one) or regional(reading, one, lesion))]
    if not there:
        return None
    grown = by_growth(reading, pieces)
    if grown:
        return Origin("unclear", (there[0], grown), OR_GROWN, lesion)
    return Origin("yes", _best_proof(reading, there), "origins.metastasis-there", lesion)


def _anywhere(reading: Reading, told: list[Mention], spread: list[Mention]) -> Origin:
    of_tumour = [one for one in spread if _of_tumour(reading, one)]
    said = next((one for one in of_tumour if one in told), None)
    if said:
        return Origin("yes", ((said.start, said.end),), "origins.metastasis", ())
    if of_tumour:
        return Origin("no", ((of_tumour[0].start, of_tumour[0].end),), "origins.denied", ())
    return Origin("", (), "", ())


def _of_tumour(reading: Reading, one: Mention) -> bool:
    """Whether it is a tumour that spreads: an infection does so too, but does not metastasize."""
    sentence = reading.sentence_at(one.start)
    a_tumour = any(
        reading.has(kind, sentence.start, sentence.end) for kind in ("tumour", "diagnosis", "other_diagnosis")
    )
    return a_tumour or reading.text[one.start : one.end].lower().startswith("metasta")


def _best_proof(reading: Reading, places: list[Place]) -> tuple[Place, ...]:
    """The words of the abstract before those of the title."""
    return (next((place for place in places if not reading.sentence_at(place[0]).title), places[0]),)


def _lesions(reading: Reading, pieces: Pieces) -> Iterator[Place]:
    """The mentions of the target place where a tumour is: near a tumour word, and not negated."""
    for start, end in pieces:
        for place in places(reading, start, end):
            near = (max(start, place[0] - 70), min(end, place[1] + 50))
            seen = any(reading.has(kind, *near) for kind in ("tumour", "diagnosis", "other_diagnosis", "damage"))
            if seen and not (
                negated(reading, *place) or of_family(reading, place[0]) or of_no_tumour(reading, place, end)
            ):
                yield place


_GROWTH_THERE = Phrase(
    r"\s+(?:(?:spine|spinal|cord|epidural|extradural|intradural|vertebral|enhancing|large|new)\s+){0,3}(?:tumou?r|mass|lesion|neoplasm)\b(?!s)"
)


def _regional(reading: Reading, pieces: Pieces) -> Iterator[Place]:
    """`A thoracic tumor was found`, where only the title says that the thoracic spine is meant."""
    for start, end in pieces:
        for one in reading.mentions("region", start, end) if not reading.sentence_at(start).title else ():
            found = _GROWTH_THERE.match(reading, one.end, end)
            if found and not negated(reading, one.start, one.end):
                yield one.start, found.end()


def _weighed(reading: Reading, pieces: Pieces, told: list[Mention], lesion: tuple[Place, ...]) -> Origin:
    at_home = primary_there(reading, pieces) or spread_from(reading, told, pieces)
    if at_home:
        return Origin("no", (at_home,), "origins.primary-there", lesion)
    together = _together(reading, pieces)
    if together:
        return Origin("unclear", (together,), MULTIFOCAL, lesion)
    elsewhere = [*sites(reading, pieces, spinal=False), *opened(reading, pieces)]
    grown = (
        by_growth(reading, pieces)
        or grown_into(reading, elsewhere)
        or (not told and from_beside(reading, pieces))
        or None
    )
    if grown:
        return Origin("no", (grown,), "origins.grown-into", lesion)
    loose = [one for one in told if not organ_before(reading, one) and not organ_after(reading, one)]
    if elsewhere and loose:
        return Origin("yes", ((loose[0].start, loose[0].end), lesion[0]), "origins.metastasis-and-lesion", lesion)
    earlier = (
        earlier_elsewhere(reading, elsewhere, lesion)
        or came_back(reading, pieces, elsewhere)
        or same_as_before(reading, pieces, elsewhere)
        or later_there(reading, elsewhere, lesion)
        or primary_elsewhere(reading, elsewhere, lesion)
    )
    if earlier:
        return Origin("yes", (earlier, lesion[0]), "origins.earlier-elsewhere", lesion)
    return _alone(reading, pieces, told, lesion)


def _alone(reading: Reading, pieces: Pieces, told: list[Mention], lesion: tuple[Place, ...]) -> Origin:
    """A tumour at the target and none told elsewhere: `no` only where the report says so."""
    doubtful = [one for start, end in pieces for one in reading.mentions("multifocal", start, end)]
    if doubtful:
        return Origin("unclear", ((doubtful[0].start, doubtful[0].end),), MULTIFOCAL, lesion)
    denied = not_from_elsewhere(reading, pieces) or refuted(reading, pieces) or begun_there(reading, pieces)
    if denied:
        return Origin("no", (denied,), "origins.nothing-elsewhere", lesion)
    sent = next(
        (one for one in told if one.start > lesion[0][0] and (organ_after(reading, one) or organ_before(reading, one))),
        None,
    )
    if sent:
        return Origin("no", (lesion[0], sent[:2]), "origins.spread-from-there", lesion)
    return Origin("", (lesion[0],), ALONE, lesion)


_TOGETHER = Phrase(
    r"\b(?:multicentr(?!e\b)\w+(?!\s+(?:series|study|cohort|trial|experience|retrospective|analysis|data\w*))|multifocal\w*|meningiomatosis)\b"
)


def _together(reading: Reading, pieces: Pieces) -> Place | None:
    """`multicentric tumours`: several lesions that nobody has traced to one."""
    for start, end in pieces:
        found = _TOGETHER.search(reading, start, end)
        if found and not negated(reading, *found.span()):
            return found.span()
    return None
