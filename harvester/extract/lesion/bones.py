"""Whether the tumour is in the bone: a level or a region that is destroyed, and bones that only lie beside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..spine.levels import levels
from ..spine.notation import notations
from ..spine.otherharm import bone_is_gone, harmless, may_be_harmless
from ..text.phrases import Phrase
from ..text.reading import Reading, remembered
from ..text.vocabulary import Mention

_NEUTRAL = (
    r"(?:the|a|an|both|all|left|right|anterior|posterior|lateral|bod(?:y|ies)|vertebra[el]?|arch(?:es)?|lamina[e]?"
    r"|pedicles?|levels?|aspects?|surfaces?|walls?|yellow|ligaments?|ligamentum|flavum|of|and|or|to|from|[ctdls]h?-?\d{1,2})"
)
_BESIDE = Phrase(
    r"\b(?:behind|opposite|(?:posterior|anterior|ventral|dorsal|adjacent|lateral|next|opposed|apposed|close|proximity)\s+to|contact\s+with|near|beneath"
    r"|below|above|abutting|touching|sparing|spared|without|(?:at|to)\s+(?:the\s+)?(?:same\s+)?levels?\s+of"
    r"|scallop\w*|remodell?\w*|indent\w*|thinning|widening|widened|pressure\s+(?:erosions?|defects?))"
    rf"(?:[\s,/–-]+{_NEUTRAL}){{0,12}}[\s,/–-]*$"
)
"""Before a bone that the tumour lies beside, spares or only moulds."""
_SOUND = Phrase(
    r"(?:\s+(?:itself|themselves|bod(?:y|ies)|elements?|arch(?:es)?|of\s+[ctdls]h?-?\d{1,2}))*\s*,?\s*"
    r"(?:(?:(?:was|were|is|are|being|remained|appeared|seemed|looked|having|had)\s+(?:\w+ly\s+|all\s+|both\s+|been\s+)?"
    r"(?:intact|normal|spared|uninvolved|unremarkable|unaffected|preserved|sound|of\s+(?:a\s+)?normal"
    r"|not\s+(?:involved|affected|invaded|eroded|destroyed|infiltrated))|showed\s+no)\b"
    r"|[\s-]+(?:scallop|remodel|indentation)|\s+in\s+(?:place|situ)\b)"
)
"""Behind a bone that is sound, or only moulded."""
_SWOLLEN = Phrase(r"\b(?:expansile|ballooned|ballooning|moth-?eaten|radiolucent|sclerotic|blastic)\b[^.;]{0,50}$")
"""Before a level whose bone the tumour is in."""
_PART = Phrase(
    r"\s*(?:vertebra[el]?\s+)?(?:bod(?:y|ies)|vertebra[el]?\b(?!\s+(?:levels?|canal|column|arter|segment))"
    r"|pedicles?|lamina[e]?\b"
    r"|spinous|transverse\s+process|facet"
    r"|posterior\s+(?:arch|elements?)|lateral\s+mass)"
)
_PART_OF = re.compile(
    r"\b(?:bod(?:y|ies)|vertebra[el]?|pedicles?|lamina[e]?|lateral\s+mass(?:es)?|arch|collapse|destruction"
    r"|erosion|osteolysis|fracture"
    r"|replacement|infiltration|(?:bone|bony|osseous)\s+(?:metastas[ie]s|lesions?|deposits?|disease))\s+(?:of|at|in|to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def bones(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where a part of the text places the tumour in the bone of a level or of a region."""
    yield from _of_levels(reading, start, end)
    yield from _lytic(reading, start, end)


def no_tumour_in(reading: Reading, start: int, one: Mention, end: int) -> bool:
    """Whether the bone that a word names is another's, lies beside the tumour or tells how far it went."""
    return (
        _moulded(reading, max(start, one.start - 80), one.start, one.end)
        or _of_another(reading, one.start, one.end)
        or _only_height(reading, one)
        or _broken_later(reading, start, one, end)
    )


def _of_levels(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """`the T8 body`, `collapse of C5`, `a lytic lesion of L3`: a level whose bone the tumour is in."""
    text = reading.text
    without = _harmless(reading)
    for level in levels(reading, start, end):
        if without and not without.isdisjoint(level.names):
            continue
        before = text[max(start, level.start - 45) : level.start]
        damaged = reading.has("damage", max(start, level.start - 50), min(end, level.end + 40))
        if _moulded(reading, max(start, level.start - 80), level.start, level.end):
            continue
        damaged = damaged or _SWOLLEN.search(reading, max(start, level.start - 60), level.start) is not None
        damaged = damaged or bone_is_gone(reading, level.start)
        damaged = damaged or reading.low.startswith(("odontoid", "dens"), level.start)
        if not damaged and _height_of_range(reading, level.start, level.end):
            continue
        if _PART.match(reading, level.end, end) or _PART_OF.search(before) or damaged:
            yield "vertebral", (level.start, level.end)


_LYTIC = Phrase(
    r"\b(?:osteolytic|lytic|osteolysis|osteoblastic|sclerotic|destruction|destructive|destroy\w+|erod\w+|erosion|lysis|pathologic(?:al)?\s+fractures?"
    r"|(?:bone|bony|osseous|skeletal)\s+(?:metasta\w+|lesions?|destruction|involvement|deposits?|disease))\b[^.;]{0,60}?"
    r"(?:\s|\()(?:(?:(?:the|upper|lower|mid|whole|entire|cervical|thoracic|lumbar|dorsal|thoraco-?lumbar|lumbo-?sacral|and|,|vertebral)[\s-]+){0,6}"
    r"(?P<where>spine|sacrum|vertebral\s+column|vertebrae)\b(?!\s+(?:and\s+pelvic\s+)?(?:surgery|radiograph|x-?ray|film|mri|ct\b|scan))"
    r"|sacral\s+(?:bone|ala|wing|promontory))"
)


def _lytic(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """`osteolytic lesions in the thoracic spine`, `destruction of the sacrum`: a region whose bone the tumour is in."""
    found = _LYTIC.search(reading, start, end)
    if found and not _moulded(reading, max(start, found.end() - 80), found.end(), found.end()):
        yield "vertebral", found.span()


_IN_CANAL = ("extradural", "intradural", "intramedullary")
_EXTENT = Phrase(
    r"\b(?:extend\w*|span\w*|reach\w*|stretch\w*|from|between|along|over)\s[^.;:]{0,50}\b(?:to|through|and|until)\s[^.;:]{0,30}$"
)


def _only_height(reading: Reading, one: Mention) -> bool:
    """Whether the bones only tell how far a tumour of the canal went: `a cord tumour from T2 to the T5 vertebra`."""
    inside = _in_canal(reading, one.start) if reading.low.startswith("vertebra", one.start) else None
    return (
        inside is not None
        and _EXTENT.search(reading, inside.end, one.start) is not None
        and not reading.has("damage", inside.start, one.end)
    )


_RANGE_OF = Phrase(r"\b(?:extend\w*|span\w*|reach\w*|stretch\w*|from|between|along|over)\s+(?:from\s+)?(?:the\s+)?$")


def _height_of_range(reading: Reading, start: int, end: int) -> bool:
    """The same of a range in one: `from the second cervical to the first thoracic vertebrae`."""
    inside = _in_canal(reading, start)
    return (
        inside is not None
        and _RANGE_OF.search(reading, inside.end, start) is not None
        and reading.low.startswith(" vertebra", end)
        and not _BODY.match(reading, end)
    )


_BODY = Phrase(r"\s+vertebral\s+bod")


def _in_canal(reading: Reading, at: int) -> Mention | None:
    """The tumour of the canal that the sentence names shortly before a place."""
    start = max(reading.sentence_at(at).start, at - 130)
    return next((one for one in reversed(reading.mentions("compartment", start, at)) if one.name in _IN_CANAL), None)


_BROKEN = Phrase(r"\s+(?:bod(?:y|ies)\s+)?(?:compression\s+|insufficiency\s+)?(?:fractures?|collapse)\b")
_BEAM = Phrase(r"\b(?:SBRT|SABR|SRS|radiosurgery|radiotherapy|radiation|irradiat\w+|cgy|gy|cyberknife)\b")


def _broken_later(reading: Reading, start: int, one: Mention, end: int) -> bool:
    """Whether a bone broke after the treatment: `SBRT abolished the pain but a vertebral fracture at 8 months`."""
    return (
        _BROKEN.match(reading, one.end, end) is not None
        and (beam := _BEAM.search(reading, start, one.start)) is not None
        and not reading.has("damage", start, beam.start())
    )


def _of_another(reading: Reading, start: int, end: int) -> bool:
    """Whether a bone is named by a level that is not the tumour's: `a haemangioma in the T10 vertebral body`."""
    near = notations(reading, max(0, start - _BONE_NEAR), min(len(reading.text), end + _BONE_NEAR))
    named = [one for one in near if _NO_WORD.fullmatch(reading.low[one.end : start] or reading.low[end : one.start])]
    if not named:
        return False
    sentence = reading.sentence_at(start)
    told = levels(reading, sentence.start, sentence.end)
    return not any(one.start <= named[0].start < one.end or named[0].start <= one.start < named[0].end for one in told)


_BONE_NEAR = 15
_NO_WORD = re.compile(r"\s|\s+(?:of|at)\s+(?:the\s+)?")


@remembered
def _harmless(reading: Reading) -> set[str]:
    """The levels whose lesion turned out to be no tumour."""
    whole = 0, len(reading.text)
    return harmless(reading, *whole) if may_be_harmless(reading, *whole) else set()


def _moulded(reading: Reading, before: int, start: int, end: int) -> bool:
    """Whether a bone is sound: the tumour is behind it, spares it or has only pressed upon it."""
    return bool(_BESIDE.search(reading, before, start) or _SOUND.match(reading, end))
