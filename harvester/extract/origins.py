"""Where the tumour came from: the primary's site, and whether the lesion at the query's target is a metastasis of it.

`yes` wants words that put a metastasis at the target place, or a metastasis and a tumour there with a primary named
elsewhere; `no` a tumour there that is said to be primary, or work-up that found nothing else; `unclear` several lesions
without a primary, or bone without its name. A tumour there of which neither is said has no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harvester.records import Target

from .assertion import negated
from .phrases import Phrase
from .primaries import found_free, free, nothing_else, places, primary_there, refuted, spread_from
from .reading import Finding, Reading, Sentence
from .regions import apart
from .sites import Pieces, Place, Site, best, named, phrase, regions, sites
from .spreads import organ_after, organ_before, put_there, regional, unsaid
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "spread": {
        "": terms(
            """
            metastasis, metastases, metastatic, metastasize, metastasized, metastasised, metastasizing,
            metastasising, disseminated, dissemination, disseminating, seeding, drop metastasis, spread,
            secondary deposit, secondary lesion, secondaries, secondary manifestation, secondary tumor,
            secondary tumour, metastatically, metastasise, seeded, metastastic, metatasis, metatases,
            metastized, deposit
            """
        ),
    },
    "tumour": {
        "": terms(
            """
            tumor, tumour, mass, lesion, neoplasm, meningioma, sarcoma, metastasis, metastatic, growth,
            malignancy, nodule, deposit
            """
        ),
    },
    "damage": {
        "": terms(
            """
            destruction, osteolytic, lytic, osteolysis, collapse, collapsed, pathological fracture, pathologic fracture,
            destroyed, destroying, destructive, eroded, eroding, erosion, sclerotic lesion, osteoblastic
            """
        )
    },
    "craniotomy": {
        "": terms("craniotomy, craniectomy, nephrectomy, lobectomy, pneumonectomy, thoracotomy"),
    },
    "multifocal": {
        "": terms(
            """
            multifocal, multicentric, synchronous, simultaneous, simultaneously, local invasion, locally
            invasive
            """
        ),
    },
    "bone": {
        "": terms("bone, bony, skeletal, osseous, skeleton"),
    },
    "organ": {
        "lung": terms("lung, pulmonary, pulmonum"),
        "liver": terms("liver, hepatic"),
        "bone": terms("bone, skeletal, bony, skeleton, osseous"),
        "brain": terms("brain, cerebral, intracranial, cranial"),
        "kidney": terms("kidney, renal"),
        "pleura": terms("pleura, pleural"),
        "pancreas": terms("pancreas, pancreatic"),
        "adrenal": terms("adrenal, adrenal gland"),
        "breast": terms("breast"),
        "skin": terms("skin, cutaneous, scalp"),
        "soft tissue": terms("soft tissue, subcutaneous, muscle"),
        "lymph node": terms("lymph node, lymph nodes, nodal, node"),
        "rib": terms("rib"),
        "pelvis": terms("pelvis, pelvic"),
        "ilium": terms("ilium, iliac, iliac bone"),
        "femur": terms("femur, femora, femoral"),
        "humerus": terms("humerus, humeral"),
        "skull": terms("skull, calvarium, calvarial"),
        "scapula": terms("scapula"),
        "sternum": terms("sternum, sternal"),
        "hip": terms("hip, acetabulum"),
        "pubis": terms("pubis, pubic"),
        "ischium": terms("ischium"),
        "peritoneum": terms("peritoneum, peritoneal, retroperitoneum, retroperitoneal"),
        "mediastinum": terms("mediastinum, mediastinal"),
        "thyroid": terms("thyroid"),
        "chest wall": terms("chest wall"),
        "thigh": terms("thigh"),
        "neck": terms("neck"),
        "heart": terms("heart, cardiac"),
        "spleen": terms("spleen"),
        "ovary": terms("ovary, ovaries"),
    },
}

MIXED = "origins.mixed-series"
"""The rule's name where a series holds several kinds of tumour: what is said of all is said of none in particular."""

ALONE = "origins.lesion-there"
"""The rule's name where a tumour is at the target and nothing is said of where it came from."""


class Origin(NamedTuple):
    """What was found about where a tumour is and came from; `verdict` is yes, no, unclear or empty."""

    verdict: str
    proof: tuple[Place, ...]
    rule: str
    lesion: tuple[Place, ...]


# --------------------------------------------------------------------------------------------------------- target


def origin(reading: Reading, pieces: Pieces, target: Target) -> Origin:
    """Whether the lesion at the target place is a metastasis."""
    spread = [one for start, end in pieces for one in reading.mentions("spread", start, end)]
    told = [one for one in spread if not unsaid(reading, one)]
    if not target.terms:
        return _anywhere(reading, told, spread)
    lesion = tuple(_lesions(reading, pieces))
    there = [place for one in told if (place := put_there(reading, one) or regional(reading, one, lesion))]
    if there:
        return Origin("yes", _best_proof(reading, there), "origins.metastasis-there", lesion)
    if not lesion:
        return _not_there(reading, pieces, told)
    return _weighed(reading, pieces, told, lesion)


def of_group(reading: Reading, pieces: Pieces, about: Pieces, target: Target) -> Origin:
    """The same of a series: what is said of all of it; where only some have it, they cannot be told apart."""
    whole = origin(reading, about, target)
    if whole.verdict:
        return whole
    some = origin(reading, pieces, target)
    if some.verdict == "yes":
        return some._replace(verdict="unclear", rule="origins.some-of-series")
    spread = [
        one
        for start, end in pieces
        for one in reading.mentions("spread", start, end)
        if not negated(reading, one.start, one.end)
    ]
    there = [*some.lesion, *(place for start, end in pieces for place in places(reading, start, end))]
    if some.verdict in ("no", "") and there and spread:
        return Origin("unclear", ((spread[0].start, spread[0].end), there[0]), "origins.some-of-series", some.lesion)
    return some if some.verdict == "unclear" else Origin("", (), "", ())


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
            if seen and not negated(reading, *place) and not _left_alone(reading, place, end):
                yield place


def _left_alone(reading: Reading, place: Place, end: int) -> bool:
    return bool(found_free(reading, place, end)) or apart(reading.text, place[0])


def _not_there(reading: Reading, pieces: Pieces, told: list[Mention]) -> Origin:
    for one in told:
        near = reading.mentions("bone", max(0, one.start - 25), one.end + 25)
        if near:
            proof = (min(near[0].start, one.start), max(near[0].end, one.end))
            return Origin("unclear", (proof,), "origins.bone-not-named", ())
    denied = next(free(reading, pieces), None)
    return Origin("no", (denied,), "origins.free", ()) if denied else Origin("", (), "", ())


_EARLIER = Phrase(
    r"\b(?:earlier|previously|ago|before|prior|back(?=,|\s+(?:presented|and|with|,))|known\s+case"
    r"|history\s+of|had\s+had|had\s+(?:undergone|been)|(?:operated(?:\s+on)?|resected|removed|excised|treated)\s+in\s+(?:19|20)\d\d"
    r"|years\s+after|years\s+later|years\s+following|previous)\b"
)


def _weighed(reading: Reading, pieces: Pieces, told: list[Mention], lesion: tuple[Place, ...]) -> Origin:
    at_home = primary_there(reading, pieces) or spread_from(reading, told, pieces)
    if at_home:
        return Origin("no", (at_home,), "origins.primary-there", lesion)
    elsewhere = list(sites(reading, pieces, spinal=False))
    loose = [one for one in told if not organ_before(reading, one) and not organ_after(reading, one)]
    if elsewhere and loose:
        return Origin("yes", ((loose[0].start, loose[0].end), lesion[0]), "origins.metastasis-and-lesion", lesion)
    earlier = _earlier_elsewhere(reading, elsewhere) or _primary_elsewhere(reading, elsewhere, lesion)
    if earlier:
        return Origin("yes", (earlier, lesion[0]), "origins.earlier-elsewhere", lesion)
    return _alone(reading, pieces, lesion)


def _alone(reading: Reading, pieces: Pieces, lesion: tuple[Place, ...]) -> Origin:
    """A tumour at the target and none told elsewhere: `no` only where the report says so."""
    doubtful = [one for start, end in pieces for one in reading.mentions("multifocal", start, end)]
    if doubtful:
        return Origin("unclear", ((doubtful[0].start, doubtful[0].end),), "origins.multifocal", lesion)
    denied = nothing_else(reading, pieces) or refuted(reading, pieces)
    if denied:
        return Origin("no", (denied,), "origins.nothing-elsewhere", lesion)
    return Origin("", (lesion[0],), ALONE, lesion)


def _earlier_elsewhere(reading: Reading, found: list[Site]) -> Place | None:
    for site in found:
        sentence = reading.sentence_at(site.start)
        if site.score < 3 or sentence.title or _another_cancer(reading, sentence):
            continue
        if _EARLIER.search(reading, sentence.start, sentence.end) or _LATER.match(reading, sentence.end):
            return site.start, site.end
    return None


_LATER = Phrase(
    r"\s+(?:(?:about|approximately|some|more\s+than|almost|nearly|after)\s+)?[\w.-]+\s+(?:years?|months?|decades?)\s+"
    r"(?:later|after(?:wards?)?|thereafter|following|subsequently)\b|\s+after\s+[\w.-]+\s+(?:years?|months?|decades?)\b"
)
_CANCERS = ("carcinoma", "renal cell carcinoma", "lymphoma", "melanoma", "myeloma")


def _another_cancer(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence tells of a cancer that no one takes for the tumour, and does not name the tumour."""
    others = reading.mentions("other_diagnosis", sentence.start, sentence.end)
    return any(one.name in _CANCERS for one in others) and not reading.has("diagnosis", sentence.start, sentence.end)


def _primary_elsewhere(reading: Reading, found: list[Site], lesion: tuple[Place, ...]) -> Place | None:
    """A place outside the target that is called the primary's, in another sentence than the lesion there."""
    told = {reading.sentence_at(start) for start, end in lesion if reading.text[start:end].lower() != "leptomeningeal"}
    for site in found:
        if site.score >= 6 and told - {reading.sentence_at(site.start)}:
            return site.start, site.end
    return None


# ----------------------------------------------------------------------------------------------------------- site


def find_site(reading: Reading, pieces: Pieces, found: Origin, target: Target) -> Iterator[Finding]:
    """`primary_site` and `primary_site_text` of a patient or a group; absent where the report does not place it."""
    if found.rule in ("origins.multifocal", MIXED):
        return
    at_home = (bool(found.lesion) and found.verdict in ("no", "")) or not target.terms
    known = [one for one in sites(reading, pieces, spinal=at_home) if one.score >= 3]
    if at_home and target.terms:
        there = [one for one in known if one.name == target.name or reading.has("target", one.start, one.end)]
        there = there or list(regions(reading, pieces, target.name))
        if found.verdict != "no":
            there = [one for one in there if named(reading, one)]
        known = there or [one for one in known if one.name != target.name]
    if known:
        site = best(reading, known)
        start, end = phrase(reading, site)
        yield Finding("primary_site", site.name, ((start, end),), "origins.site")
        yield Finding("primary_site_text", reading.text[start:end], ((start, end),), "origins.site")
