"""Where the tumour came from: the primary's site, and whether the lesion at the query's target is a metastasis of it.

`yes` wants words that put a metastasis at the target place, or a metastasis and a tumour there with a primary named
elsewhere; `no` a tumour there without either; `unclear` several lesions without a primary, or bone without its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harvester.records import Target

from .assertion import negated, uncertain
from .levels import levels
from .reading import Finding, Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "spread": {
        "": terms(
            """
            metastasis, metastases, metastatic, metastasize, metastasized, metastasised, metastasizing,
            metastasising, disseminated, dissemination, disseminating, seeding, drop metastasis, spread,
            secondary deposit, secondary lesion, secondaries, secondary manifestation, secondary tumor,
            secondary tumour, metastatically, metastasise, seeded, metastastic, metatasis, metatases,
            metastized
            """
        ),
    },
    "tumour": {
        "": terms(
            """
            tumor, tumour, mass, lesion, neoplasm, meningioma, sarcoma, metastasis, metastatic, growth,
            malignancy
            """
        ),
    },
    "damage": {
        "": terms("destruction, osteolytic, lytic, osteolysis, collapse, pathological fracture, pathologic fracture")
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

Pieces = tuple[tuple[int, int], ...]
Place = tuple[int, int]


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
    told = [one for one in spread if not _unsaid(reading, one)]
    if not target.terms:
        return _anywhere(reading, told, spread)
    lesion = tuple(_lesions(reading, pieces))
    there = [place for one in told if (place := _there(reading, one))]
    if there:
        return Origin("yes", _best_proof(reading, there), "origins.metastasis-there", lesion)
    if not lesion:
        return _not_there(reading, told)
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
    if some.verdict == "no" and some.lesion and spread:
        return Origin(
            "unclear", ((spread[0].start, spread[0].end), some.lesion[0]), "origins.some-of-series", some.lesion
        )
    return some if some.verdict == "unclear" else Origin("", (), "", ())


def _unsaid(reading: Reading, one: Mention) -> bool:
    return negated(reading, one.start, one.end) or _asked(reading, one) or uncertain(reading, one.start, one.end)


def _asked(reading: Reading, one: Mention) -> bool:
    """A question is no statement: `primary or metastatic?`."""
    near = reading.text[max(0, one.start - 14) : one.end + 14]
    return bool(re.search(r"\bor\b", near)) and bool(
        re.search(r"primary|recurren|local", reading.text[max(0, one.start - 30) : one.end + 30], re.IGNORECASE)
    )


def _anywhere(reading: Reading, told: list[Mention], spread: list[Mention]) -> Origin:
    if told:
        return Origin("yes", ((told[0].start, told[0].end),), "origins.metastasis", ())
    if spread:
        return Origin("no", ((spread[0].start, spread[0].end),), "origins.denied", ())
    return Origin("", (), "", ())


def _best_proof(reading: Reading, places: list[Place]) -> tuple[Place, ...]:
    """The words of the abstract before those of the title."""
    return (next((place for place in places if not reading.sentence_at(place[0]).title), places[0]),)


_SOURCE = re.compile(r"\b(?:from|of\s+an?|originating|primary)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_BLOCK = re.compile(
    r"[;]|\b(?:with|presented|presenting|underwent|revealed|showed|who|treated|after|following|without"
    r"|but|resected|developed|compression\s+due)\b",
    re.IGNORECASE,
)
_FORWARD = 100
_BACKWARD = 38


def _there(reading: Reading, one: Mention) -> Place | None:
    """The words that put a metastasis at the target place: `spinal metastasis`, `metastatic tumour to the spine`."""
    return _before(reading, one) or _after(reading, one)


def _before(reading: Reading, one: Mention) -> Place | None:
    floor = max(reading.sentence_at(one.start).start, one.start - _BACKWARD)
    found = [place for place in _places(reading, floor, one.start) if not _blocked(reading, place[1], one.start)]
    return (found[-1][0], one.end) if found else None


def _blocked(reading: Reading, start: int, end: int) -> bool:
    between = reading.text[start:end]
    return (
        bool(_BLOCK.search(between))
        or reading.has("diagnosis", start, end)
        or bool(re.search(r"\b(?:to|from|had|was|were|as|in|by)\b", between))
    )


def _after(reading: Reading, one: Mention) -> Place | None:
    ceiling = min(reading.sentence_at(one.start).end, one.end + _FORWARD)
    stop = _BLOCK.search(reading.text, one.end, ceiling)
    limit = stop.start() if stop else ceiling
    elsewhere = _organ_before(reading, one)
    for start, end in _places(reading, one.end, limit):
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
    return (
        bool(re.search(r"\b(?:of|from)\s+(?:\w+\s+){0,2}$", before))
        and reading.has("diagnosis", end, end + 40)
        and not source.startswith((",", "."))
    )


def _organ_before(reading: Reading, one: Mention) -> bool:
    found = reading.mentions("organ", max(0, one.start - 25), one.start)
    return bool(found) and not re.search(r"[,;.]", reading.text[found[-1].end : one.start])


def _places(reading: Reading, start: int, end: int) -> list[Place]:
    """The mentions of the target place, by its terms or by a level, in reading order."""
    terms = [(one.start, one.end) for one in reading.mentions("target", start, end)]
    return sorted({*terms, *((one.start, one.end) for one in levels(reading, start, end))})


def _lesions(reading: Reading, pieces: Pieces) -> Iterator[Place]:
    """The mentions of the target place where a tumour is: near a tumour word, and not negated."""
    for start, end in pieces:
        for place in _places(reading, start, end):
            near = (max(start, place[0] - 70), min(end, place[1] + 50))
            seen = any(reading.has(kind, *near) for kind in ("tumour", "diagnosis", "damage"))
            if seen and not negated(reading, *place):
                yield place


def _not_there(reading: Reading, told: list[Mention]) -> Origin:
    for one in told:
        near = reading.mentions("bone", max(0, one.start - 25), one.end + 25)
        if near:
            return Origin(
                "unclear", ((min(near[0].start, one.start), max(near[0].end, one.end)),), "origins.bone-not-named", ()
            )
    return Origin("", (), "", ())


_PRIMARY = re.compile(
    r"\bprimary\b(?!\s+(?:site|tumou?r|lesion|care|treatment|surgery|closure|brain|intracranial|mening))", re.IGNORECASE
)
_EARLIER = re.compile(
    r"\b(?:earlier|previously|ago|before|prior|back(?=,|\s+(?:presented|and|with|,))|known\s+case"
    r"|history\s+of|years\s+after|years\s+later|years\s+following|previous)\b",
    re.IGNORECASE,
)


def _weighed(reading: Reading, pieces: Pieces, told: list[Mention], lesion: tuple[Place, ...]) -> Origin:
    primary = _primary_there(reading, pieces)
    if primary:
        return Origin("no", (primary,), "origins.primary-there", lesion)
    elsewhere = list(_sites(reading, pieces, spinal=False))
    free = [one for one in told if not _organ_before(reading, one) and not _organ_after(reading, one)]
    if elsewhere and free:
        return Origin("yes", ((free[0].start, free[0].end), lesion[0]), "origins.metastasis-and-lesion", lesion)
    earlier = _earlier_elsewhere(reading, elsewhere)
    if earlier:
        return Origin("yes", (earlier, lesion[0]), "origins.earlier-elsewhere", lesion)
    doubtful = [one for start, end in pieces for one in reading.mentions("multifocal", start, end)]
    if doubtful:
        return Origin("unclear", ((doubtful[0].start, doubtful[0].end),), "origins.multifocal", lesion)
    return Origin("no", (lesion[0],), "origins.lesion-there", lesion)


def _primary_there(reading: Reading, pieces: Pieces) -> Place | None:
    for start, end in pieces:
        for found in _PRIMARY.finditer(reading.text, start, end):
            places = _places(reading, found.end(), min(end, found.end() + 60))
            if (
                places
                and not reading.has("spread", found.end(), places[0][0])
                and not negated(reading, found.start(), found.end())
            ):
                return found.start(), places[0][1]
    return None


def _organ_after(reading: Reading, one: Mention) -> bool:
    found = reading.mentions("organ", one.end, one.end + 45)
    return bool(found) and bool(re.match(r"\s+(?:to|in|of|at|involving)\b", reading.text[one.end : found[0].start]))


def _earlier_elsewhere(reading: Reading, sites: list[_Site]) -> Place | None:
    for site in sites:
        sentence = reading.sentence_at(site.start)
        if site.score >= 3 and not sentence.title and _EARLIER.search(reading.text, sentence.start, sentence.end):
            return site.start, site.end
    return None


# ----------------------------------------------------------------------------------------------------------- site


class _Site(NamedTuple):
    score: int
    start: int
    end: int
    name: str


_SYMPTOM = re.compile(
    r"\s*(?:pain|ache|headache|weakness|numb|pares|paralys|swelling|stiff|dissection|symptom"
    r"|discomfort|x-ray|radiograph|function|lymph|artery|vein|sensation|cramp|mobility|edema)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s*(?:,\s*)?(?:\([\w\s/,-]{1,30}\)\s*)?(?:of|in|at|from|arising\s+(?:from|in)|involving|on"
    r"|within|located\s+(?:in|at|on)|originating\s+(?:from|in)|affecting|near|attached\s+to|over"
    r"|around)\s+(?:(?:the|his|her|a|an|left|right|bilateral|anterior|posterior|upper|lower|inferior"
    r"|superior|medial|lateral|middle|side|-|region|cervical|thoracic|lumbar|sacral|dorsal"
    r"|cervicothoracic|thoracolumbar|lumbosacral|upper)\s+){0,5}$",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?:left|right|bilateral)(?:[\s-]+(?:sided\s+)?)$", re.IGNORECASE)
_METASTASIS_NEAR = re.compile(
    r"[\s,]*(?:(?:and|or|/)\s+[\w-]+\s+){0,2}(?:nodule|metasta|disseminat|secondar|deposit|spread)", re.IGNORECASE
)
_TO = re.compile(
    r"(?:metasta\w+|disseminat\w+|spread\w*|seeding)\s+(?:(?!after|following|from|years|months"
    r"|ago)[\w-]+\s+){0,5}?(?P<link>to|in|at|into|of|involving|on)\s+(?:(?!after|following|from|years"
    r"|months|ago)[\w,-]+\s+){0,8}$",
    re.IGNORECASE,
)


def find_site(reading: Reading, pieces: Pieces, found: Origin, target: Target) -> Iterator[Finding]:
    """`primary_site` and `primary_site_text` of a patient or a group; absent where the report does not place it."""
    if found.rule in ("origins.multifocal", MIXED):
        return
    at_home = found.verdict == "no" or not target.terms
    sites = [one for one in _sites(reading, pieces, spinal=at_home) if one.score >= 3]
    if found.verdict == "no" and target.terms:
        sites = [one for one in sites if _at_target(reading, one)] or sites
    if not sites:
        return
    best = max(sites, key=lambda one: (one.score, -one.start))
    start, end = _phrase(reading, best)
    yield Finding("primary_site", best.name, ((start, end),), "origins.site")
    yield Finding("primary_site_text", reading.text[start:end], ((start, end),), "origins.site")


def _at_target(reading: Reading, site: _Site) -> bool:
    return reading.has("target", site.start, site.end) or reading.has("target", site.start, site.end + 10)


def _sites(reading: Reading, pieces: Pieces, *, spinal: bool) -> Iterator[_Site]:
    """The places in the pieces where a tumour is said to be that is not told to be a metastasis there."""
    for start, end in pieces:
        for one in reading.mentions("primary_site", start, end):
            if not spinal and reading.has("target", one.start, one.end):
                continue
            score = _site_score(reading, one, start, end)
            if score:
                yield _Site(score, one.start, one.end, one.name)


def _site_score(reading: Reading, one: Mention, start: int, end: int) -> int:
    text = reading.text
    before = text[max(start, one.start - 100) : one.start]
    if _SYMPTOM.match(text, one.end, end) or _METASTASIS_NEAR.match(text, one.end, end):
        return 0
    metastatic = _TO.search(before)
    if metastatic and not _source_of(reading, one, start, end, metastatic["link"].lower()):
        return 0
    if negated(reading, one.start, one.end):
        return 0
    score = 0
    if _named_after(reading, one, end) or _named_before(reading, one, start):
        score = 4
    elif reading.has("craniotomy", one.end, min(end, one.end + 30)) or re.search(r"craniotom\w+[^.;]{0,25}$", before):
        score = 3
    if re.search(r"\bprimary\s+(?:[\w-]+\s+){0,4}$", before) or re.match(
        r"(?:\s+[\w-]+){0,2}\s+(?:primary|origin)\b", text[one.end : one.end + 40]
    ):
        score += 2
    sided = bool(_SIDE.search(text, max(start, one.start - 20), one.start))
    return score + (score > 0 and sided) - (score > 3 and reading.sentence_at(one.start).title)


def _source_of(reading: Reading, one: Mention, start: int, end: int, link: str) -> bool:
    """`metastases of a tumour of the thigh`, `metastasis of meningeal hemangiopericytoma`: the place it came from."""
    return link == "of" and (_named_after(reading, one, end) or _named_before(reading, one, start))


def _named_after(reading: Reading, one: Mention, end: int) -> bool:
    """`meningeal hemangiopericytoma`, `left occipital tumour`."""
    for kind in ("diagnosis", "other_diagnosis", "tumour"):
        for found in reading.mentions(kind, one.end, min(end, one.end + 45))[:1]:
            if not re.search(
                r"[,;.:]|\b(?:with|of|to|in|from|and\s+(?:a|the)|was|were|is|had|revealed|showed|after)\b",
                reading.text[one.end : found.start],
            ):
                return not found.name.startswith("metasta") and not reading.text[
                    found.start : found.end
                ].lower().startswith("metasta")
    return False


def _named_before(reading: Reading, one: Mention, start: int) -> bool:
    """`hemangiopericytoma of the left occipital lobe`."""
    for kind in ("diagnosis", "other_diagnosis", "tumour"):
        found = reading.mentions(kind, max(start, one.start - 75), one.start)
        if found and (
            _OF.match(reading.text, found[-1].end, one.start) or _through_sites(reading, found[-1].end, one.start)
        ):
            return not reading.text[found[-1].start : found[-1].end].lower().startswith("metasta")
    return False


def _through_sites(reading: Reading, start: int, end: int) -> bool:
    """Whether only places lie between: `tumour of the left parieto-occipital falx`."""
    between = reading.mentions("primary_site", start, end)
    return bool(between) and bool(_OF.match(reading.text, start, between[0].start)) and end - between[-1].end <= 6


def _phrase(reading: Reading, site: _Site) -> Place:
    """The places named in one breath, with the side: `left parieto-occipital falx`."""
    start, end = site.start, site.end
    for one in reading.mentions("primary_site", max(0, start - 60), min(len(reading.text), end + 60)):
        if one.start >= end and re.fullmatch(r"[\s-]{1,2}", reading.text[end : one.start]):
            end = one.end
    for one in reversed(reading.mentions("primary_site", max(0, start - 60), start)):
        if re.fullmatch(r"[\s-]{1,2}", reading.text[one.end : start]):
            start = one.start
    region = next((one for one in reversed(reading.mentions("region", max(0, start - 20), start))), None)
    if region and reading.text[region.end : start].isspace():
        start = region.start
    side = _SIDE.search(reading.text, max(0, start - 20), start)
    return (side.start() if side else start), end
