"""Treatments of a series: how many patients a figure is of, and sentences that tell the refusal of one patient."""

from __future__ import annotations

from collections.abc import Container

from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, remembered

_UNIT = (
    r"\s*(?:-|fractions?|sessions?|stages?|weeks?|days?|doses?|steps?|pieces?|months?|years?|cycles?|parts?|hours?"
    r"|operations?|procedures?|sittings?|blocks?)"
)
_COUNTED = Phrase(
    r"(?:\s+(?:therapy|treatment|alone))?\s*(?:\([^)]{0,30}\)\s*)?(?:was\s+|were\s+)?(?:(?:performed|given|administered|used|done|achieved|possible|applied)\s+)?"
    rf"in\s+(?P<n>{COUNT})(?<!\d{{4}})\b(?!{_UNIT}|[.,:/]\d|\s+of\s+them)"
)


def counted(reading: Reading, end: int) -> bool:
    """Whether a treatment that ends at a place is only counted: `surgery was performed in 19, radiotherapy in 17`."""
    found = _COUNTED.match(reading, end)
    return found is not None and number(found["n"]) > 2


_FEW = ("some", "most", "several", "many", "half")
_VERB = r"(?:was|were|had|underwent|received|required|needed)"
_WITH = r"(?:with|without|whose|who\s+had)\s+(?:(?!received\b|underwent\b)[\w-]+\s+){1,4}?"
_SOME = Phrase(
    rf"\b(?P<n>{COUNT}|{'|'.join(_FEW)})\s+(?:(?:(?:of\s+)?(?:them|(?:the\s+|these\s+|our\s+)?(?:\w+\s+)?(?:patients?|cases?))\s+)(?:{_WITH})?(?:{_VERB}\s+)?|{_VERB}\s+)"
    r"(?:(?!and\b|who\b)[\w-]+\s+){0,2}$"
    rf"|\b(?P<m>{COUNT}|{'|'.join(_FEW)})\s+$"
)
"""A number of patients, and not `at least one operation`: a bare number counts only those who are `irradiated`."""

_IN_SOME = Phrase(
    r"(?:\s+(?!in\b|and\b)[\w-]+){0,3}?\s+in\s+(?:the\s+)?(?:(?:latter|former|remaining|others?|rest|some|most|several|half|selected)\b"
    rf"|(?P<n>{COUNT})\b(?!{_UNIT}|[.,:/]\d))"
)


def of_some(reading: Reading, place: tuple[int, int], size: int) -> bool:
    """Whether words on a treatment are of some patients only: `two were operated on and two irradiated`."""
    sentence = reading.sentence_at(place[0])
    behind = _IN_SOME.match(reading, place[1], sentence.end)
    if behind and (behind["n"] is None or number(behind["n"]) != size):
        return True
    if _BUT_FEW.match(reading, place[1], sentence.end):
        return True
    return _numbered(reading, place, size)


def _numbered(reading: Reading, place: tuple[int, int], size: int) -> bool:
    """Whether the words before a treatment give the number of those who had it, and they are not all."""
    sentence = reading.sentence_at(place[0])
    found = _SOME.search(reading, max(sentence.start, place[0] - 90), place[0])
    if found is None or (found["m"] and not reading.low.endswith("ed", 0, place[1])):
        return False
    many = found["n"] or found["m"]
    return many in _FEW or number(many) != size


_ONE = Phrase(
    r"\b(?:(?:only|just)\s+one(?:\s+of\s+(?:them|these|the\s+\w+))?|one\s+(?:patient|case|of\s+(?:them|these|the\s+(?:patients|cases|two|three|four|five))))\s+(?:patient\s+|case\s+)?"
    r"(?:was|had|underwent|received|required|needed|refused|declined)\s+(?:[\w-]+\s+){0,3}$"
    r"|\b(?:all|each|everyone|both)\s+(?:of\s+(?:them|these)\s+)?(?:patients\s+|cases\s+)?(?:but|except|save)\b[^.;]{0,50}$"
)


def of_one(reading: Reading, place: tuple[int, int], among: int) -> bool:
    """Whether a treatment is of some `among` several patients, nobody knows of which: `only one was irradiated`."""
    low = max(reading.sentence_at(place[0]).start, place[0] - 90)
    if _ONE.search(reading, low, place[0]) or _BUT_FEW.match(reading, place[1], reading.sentence_at(place[0]).end):
        return True
    return among > 1 and _numbered(reading, place, among) and not _THE_OTHERS.search(reading, low, place[0])


_BUT_FEW = Phrase(r"[^.;]{0,60}?\bin\s+(?:all|each|every|both)\s+(?:\w+\s+)?(?:but|except|save)\b")


_THE_OTHERS = Phrase(
    rf"\b(?:other|remaining|first|last|latter|former|these|those|both|youngest|oldest)\s+(?:{COUNT})\b"
    r"|\b(?:patients?|cases?|nos?\.?)\s+(?:#\s*)?(?:\d{1,2}|one|two|three|four|five|six)\b"
)


_EACH = Phrase(
    r"\b(?:all|each|every|both|either|any)\b|\b(?:no|none|neither)\s+(?:of|patient|case|had|has|was|were|developed|experienced)\b"
)


def in_each(reading: Reading, start: int, end: int) -> bool:
    """Whether the sentence around two places speaks of each patient: `gross total removal in all cases`."""
    sentence = reading.sentence_at(start)
    return bool(_EACH.search(reading, sentence.start, max(sentence.end, end)))


_OUTRIGHT = Phrase(
    r"(?:(?:subsequent|adjuvant|postoperative|further|additional|local|spinal|external(?:[\s-]beam)?)\s+)*(?:radiotherapy|radiation|irradiation|chemotherapy|radiosurgery"
    r"|surgery|embolization|embolisation)\b[^.;]{0,60}\b(?:refused|declined|rejected)\b"
    r"|(?:no|neither)\s+(?:(?:adjuvant|postoperative|further|additional|spinal)\s+)*(?:radio|chemo|irradiat|radiation|embol)[^.;]{0,60}\b(?:was|were|had\s+been)\s+"
    r"(?:given|used|administered|performed|added|delivered|applied|undertaken|offered|necessary|needed|required)\b"
    r"|(?:open|sacral|spinal|vertebral|needle|core|ct-guided|incisional|excisional|percutaneous)[\s\w-]{0,20}\bbiopsy\s*:"
)


def beside(reading: Reading, pieces: Pieces) -> Pieces:
    """The pieces, and the sentences behind them that are of no one else: `Radiotherapy was advised, but refused.`"""
    own = {reading.sentence_at(start).start: (start, end) for start, end in pieces}
    added = [
        one[:2]
        for index, one in enumerate(reading.sentences)
        if one.start not in own
        and _OUTRIGHT.may_stand(reading, one.start, one.end)
        and _near(reading, index, own)
        and _OUTRIGHT.match(reading, one.start, one.end)
    ]
    if not added or len(own) < len(pieces) or any(one != reading.sentence_at(at)[:2] for at, one in own.items()):
        return pieces
    return tuple(sorted([*pieces, *added]))


_OF_ANOTHER = Phrase(
    r"(?:in\s+)?(?:the|our)\s+(?:first|second|third|fourth|fifth|last|other|latter|former|elder|younger|next)(?:\s+of\s+(?:these|them))?"
    r"(?:\s+(?:had|was|underwent|received|died|patient|case|observation|one|is|has|man|woman)\b|,\s+(?:who|whose|an?)\b)|another\s+(?:patient|case|man|woman)\b"
)
_AGED = Phrase(r"(?:[\w-]+,?\s+){0,4}?(?:\d{1,2}|[a-z]+(?:-[a-z]+)?)[\s-]years?[\s-]old\b")
"""How a patient is introduced; a sentence may introduce two."""


_OF_SEVERAL = Phrase(
    r"\b(?:both|all|neither|none)\s+(?:of|patients|were|had|received|underwent)\b"
    r"|\bin\s+the\s+(?:first|former)\b[^.]{0,90}\bthe\s+(?:second|third|latter)\b"
)


def without_others(reading: Reading, own: Pieces, pieces: Pieces) -> Pieces:
    """The pieces less those that are not `own` and stand behind the opening of another patient: `The second had`."""
    if len(own) == len(pieces):
        return pieces
    starts, others = {start for start, _ in own}, set()
    other = False
    for one in reading.sentences:
        opens = _OF_ANOTHER.match(reading, one.start, one.end)
        if one.start in starts or (not opens and any(one.start <= start < one.end for start in starts)):
            other = False
        elif opens or _AGED.match(reading, one.start, one.end):
            other = True
        if other and not _OF_SEVERAL.search(reading, *one[:2]):
            others.add(one.start)
    return tuple(one for one in pieces if one in own or reading.sentence_at(one[0]).start not in others)


_OPENING = Phrase(r"(?:case|patient|observation)\s+(?:no\.?\s*)?(?:\d{1,2}|[a-d]|i{1,3}|one|two|three)\b\s*[:.,(-]?")
_OF_OTHERS = Phrase(
    rf"\b{COUNT}\s+(?:(?!of\b|our\b)[\w-]+\s+){{0,4}}?(?:patients|cases|examples|instances|reports)\b[^.]{{0,120}}?"
    r"\b(?:been\s+(?:recorded|reported|published|described)|were\s+(?:collected|traced|found\s+in\s+the\s+literature)|collected\s+from|previously\s+(?:published|reported))\b"
    rf"|\bin\s+\d{{2,3}}(?:\s*\([^)]{{0,12}}\))?,\s+(?:and\s+)?{COUNT}\s+(?:experienced|developed|had|died|suffered|recurred|relapsed|showed)\b"
)
"""`Eleven patients have been recorded, in four of whom the head was free of tumour` tells no one's end."""
_RESUMED = Phrase(
    r"\b(?:former|latter|first|second|third|fourth|other|another|elder|younger|oldest|youngest|(?:patients?|cases?)\s+(?:\d|[a-d]\b|with\b)|the\s+(?:wo)?man|\d{1,2}[\s-]year"
    r"|both\s+(?:of|were|had|are|have|underwent|received|patients|cases|men|women|(?:\w+\s+)?(?:tumou?rs|lesions|metastases|specimens))|all|each|every|neither|none|no\s+patient|two|three|patients|respectively)\b"
)


@remembered
def mine(reading: Reading, pieces: Pieces) -> Pieces:
    """The pieces less the sentences of one person that stand in another patient's part of the text.

    A sentence of `the patient` is of the one who was spoken of last; one that names its patient, or several, stays.
    """
    own = {reading.sentence_at(start).start: (start, end) for start, end in pieces}
    begun = {start for start, _ in pieces}
    other, dropped = False, {place for place in own.values() if _OF_OTHERS.search(reading, *place)}
    for one in reading.sentences:
        ordinal = _OF_ANOTHER.match(reading, one.start, one.end) or _OPENING.match(reading, one.start, one.end)
        if one.start not in begun:
            partly = one.start in own and not ordinal
            other = not partly and bool(other or ordinal or _AGED.match(reading, one.start, one.end))
        elif other and own.get(one.start) == one[:2] and not _RESUMED.search(reading, *one[:2]):
            dropped.add(one[:2])
        else:
            other = False
    return tuple(piece for piece in pieces if piece not in dropped) if dropped else pieces


_ITEM = Phrase(r",\s+and\s+|,\s+|\s+and\s+|\s+or\s+")
_WAY = Phrase(
    r"\b(?:total(?:ly)?|complete(?:ly)?|subtotal(?:ly)?|partial(?:ly)?|incomplete(?:ly)?|en[\s-]bloc|biops(?:y|ies)|debulking|gross|radical(?:ly)?|gtr|str|piecemeal)\b"
)


def dealt(reading: Reading, pieces: Pieces, share: tuple[int, int]) -> Pieces:
    """The pieces with the patient's own item of a list of treatments: `laminectomy and radiosurgery, respectively`."""
    which, count = share
    if count < 2 or not reading.has("respectively", 0, len(reading.text)):
        return pieces
    return tuple(part for one in pieces for part in _own_part(reading, one, which, count))


def _own_part(reading: Reading, piece: Place, which: int, count: int) -> list[Place]:
    """A piece without the items of a list of treatments that are the others'."""
    listed = reading.mentions("respectively", *piece) if piece in reading.shared else []
    if not listed or which > count:
        return [piece]
    begun = max(piece[0], listed[0].start - _ITEM_LENGTH * count)
    stop = begun + len(reading.low[begun : listed[0].start].rstrip(" ,"))
    cuts = [at for found in _ITEM.finditer(reading, begun, stop) for at in found.span()]
    bounds = [begun, *cuts, stop]
    items = list(zip(bounds[::2], bounds[1::2], strict=True))[-count:]
    if len(items) < count or not all(reading.has("treatment", *one) or _WAY.search(reading, *one) for one in items):
        return [piece]
    if which == 1:  # the words before the list are those of its first item
        return [(piece[0], items[0][1]), (stop, piece[1])]
    return [one for one in ((piece[0], items[0][0]), items[which - 1], (stop, piece[1])) if one[0] < one[1]]


_ITEM_LENGTH = 60


def _near(reading: Reading, index: int, own: Container[int]) -> bool:
    """Whether one of the two sentences before is of the patient."""
    return any(one.start in own and not one.title for one in reading.sentences[max(index - 2, 0) : index])
