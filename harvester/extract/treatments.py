"""What was done to the lesion at the target: surgery and its extent, irradiation, drugs, embolization.

The primary's treatment, advice and plans are left out; a treatment refused, or said not to have been given, is `no`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated
from .episodes import Story
from .reading import Finding, Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "treatment": {
        "surgery": terms(
            """
            surgery, operation, operated, resection, resected, removal, removed, excision, excised,
            spondylectomy, laminectomy, corpectomy, vertebrectomy, decompression, decompressed, debulking,
            debulked, reoperation, surgical, surgically, extirpation, extirpated, laminoplasty,
            hemilaminectomy, stabilization, stabilisation, fixation, enucleation, metastasectomy,
            sacrectomy, laminotomy, microsurgery, microsurgical, ablation
            """
        ),
        "radiotherapy": terms(
            """
            radiotherapy, radiation, irradiation, irradiated, radiation therapy, stereotactic radiotherapy,
            chemoradiotherapy, stereotactic body radiotherapy, stereotactic body radiation therapy, SBRT,
            radiated, proton therapy, IMRT, radiochemotherapy, proton beam, carbon ion, tomotherapy, radio
            therapy, x ray therapy, chemoradiation
            """
        ),
        "radiosurgery": terms(
            """
            radiosurgery, stereotactic radiosurgery, gamma knife, cyberknife, radiosurgical,
            radiosurgically, gammaknife, gamma knife radiosurgery, cyber knife, SRS, gamma knife surgery,
            cyberknife surgery, stereotactic radio surgery
            """
        ),
        "chemotherapy": terms(
            """
            chemotherapy, chemotherapeutic, temozolomide, doxorubicin, ifosfamide, dacarbazine, trabectedin,
            adriamycin, chemoradiotherapy, radiochemotherapy, cisplatin, vincristine, cyclophosphamide,
            gemcitabine, docetaxel
            """
        ),
        "embolization": terms(
            """
            embolization, embolisation, embolized, embolised, embolizations, embolise, embolize
            """
        ),
    },
    "advised": {
        "": terms(
            """
            recommended, planned, considered, advised, suggested, offered, scheduled, should, proposed,
            awaiting, indicated, discussed, will, role of, may, can, referred for, option
            """
        ),
    },
    "extent": {
        "": terms(
            """
            bloc, subtotal, subtotally, total, totally, partial, partially, incomplete, incompletely, near,
            debulking, debulked, complete, completely, radical, radically, toto, biopsy, biopsied, gross,
            grossly, debulk, piecemeal, enbloc
            """
        ),
    },
}

FIELDS = ("surgery", "radiotherapy", "radiosurgery", "chemotherapy", "embolization")

Pieces = tuple[tuple[int, int], ...]


def find(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """The yes/no fields of treatment and `resection`, of one patient's lesion at the target."""
    found = [
        one
        for start, end in pieces
        for one in reading.mentions("treatment", start, end)
        if _of_lesion(reading, one, story)
    ]
    for field in FIELDS:
        yield from _given(reading, field, [one for one in found if one.name == field])
    yield from _resection(reading, pieces, story)


def _of_lesion(reading: Reading, one: Mention, story: Story) -> bool:
    sentence = reading.sentence_at(one.start)
    dated = _DATES.search(reading.text[max(sentence.start, one.start - 60) : one.start])
    return not sentence.title and not dated and story.at_target(one.start)


_DATES = re.compile(
    r"\b(?:years?|months?|weeks?|days?)\s+(?:after|following|post|since)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE
)
"""`Seven years after surgery` gives a date and tells no operation."""


_NOT_DONE = re.compile(
    r"\s*(?:was|were|is|has\s+been)?\s*(?:not\s+(?:given|performed|done|administered|possible|feasible"
    r"|undertaken)|refused|declined)",
    re.IGNORECASE,
)


def _given(reading: Reading, field: str, found: list[Mention]) -> Iterator[Finding]:
    done = [one for one in found if not _withheld(reading, one) and not _advised(reading, one)]
    withheld = [one for one in found if _withheld(reading, one)]
    if done:
        yield Finding(field, "yes", ((done[0].start, done[0].end),), f"treatments.{field}")
    elif withheld:
        one = withheld[0]
        yield Finding(field, "no", ((one.start, one.end),), f"treatments.{field}", "negated")


def _withheld(reading: Reading, one: Mention) -> bool:
    sentence = reading.sentence_at(one.start)
    before = reading.text[max(sentence.start, one.start - 50) : one.start]
    if _REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(reading.text, one.end, sentence.end):
        return True
    near = negated(reading, one.start, one.end) and not _REACHED.search(before)
    return near or bool(_NOT_DONE.match(reading.text, one.end, sentence.end))


_REACHED = re.compile(r"\bevidence\b|\b(?:by|with|after|and|despite)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
"""Words between a negation and a treatment that belong to the treatment: `without disease after surgery`."""

_REFUSED_BEFORE = re.compile(r"\b(?:refus\w+|declin\w+|reject\w+)\s+(?:[\w-]+,?\s+){0,5}$", re.IGNORECASE)
_REFUSED_AFTER = re.compile(
    r"(?:\s+(?:of|for|to)\s+[^.;,]{1,40}?)?[\s,]*(?:(?:but|which|however|and|was|were|she|he|the"
    r"|patient|offered|recommended|advised|suggested|proposed|by|him|her|to|it"
    r"|this)[\s,;]+){0,9}(?:refused|declined|rejected)\b"
    r"(?!\s+(?:[\w-]+\s+){0,2}(?:radio|chemo|irradi|surg|treat|further|adjuv))",
    re.IGNORECASE,
)


def _advised(reading: Reading, one: Mention) -> bool:
    sentence = reading.sentence_at(one.start)
    return reading.has("advised", max(sentence.start, one.start - 45), min(sentence.end, one.end + 50))


_OPERATED = (
    r"(?:resect\w*|remov\w*|excis\w*|extirpat\w*|spondylectom\w*|vertebrectom\w*|corpectom\w*|sacrectom\w*|ablat\w*"
    r"|enucleat\w*|(?:tumou?r|surgical)\s+(?:resection|removal|excision))"
)
_EXTENTS = (
    (
        "en bloc",
        re.compile(
            rf"\ben[\s-]?bloc\b(?:[^.;]{{0,40}}?{_OPERATED})?|{_OPERATED}[^.;]{{0,40}}?\ben[\s-]?bloc\b", re.IGNORECASE
        ),
    ),
    (
        "subtotal",
        re.compile(
            rf"\b(?:sub[\s-]?total(?:ly)?|partial(?:ly)?|incomplete(?:ly)?|near[\s-]total|piecemeal\s+subtotal"
            rf"|intralesional)\s+(?:[\w-]+\s+){{0,4}}?{_OPERATED}"
            rf"|{_OPERATED}[\s,]+(?:[\w-]+\s+){{0,2}}?(?:sub[\s-]?totally|partially|incompletely)\b|\bdebulk\w+",
            re.IGNORECASE,
        ),
    ),
    (
        "gross total",
        re.compile(
            rf"(?<!sub)(?<!sub-)(?<!near-)(?<!near )\b(?:gross(?:ly)?[\s-]total(?:ly)?|total(?:ly)?|complete(?:ly)?"
            rf"|radical(?:ly)?|in\s+toto|macroscopically\s+complete)\s+(?:[\w-]+\s+){{0,4}}?{_OPERATED}"
            rf"|{_OPERATED}\s+(?:[\w-]+\s+){{0,3}}?(?<!sub)(?<!near-)(?:totally|completely|in\s+toto"
            rf"|radically)\b|\bgross[\s-]total\b|\bcompletely\s+(?:surgically\s+)?{_OPERATED}",
            re.IGNORECASE,
        ),
    ),
    ("biopsy", re.compile(r"\bbiops(?:y|ies|ied)\b", re.IGNORECASE)),
)
"""The extents in the order in which the first one stated wins."""


def _resection(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    for name, pattern in _EXTENTS:
        for start, end in pieces:
            if not reading.has("extent", start, end):
                continue
            for found in pattern.finditer(reading.text, start, end):
                if reading.sentence_at(start).title or not story.at_target(found.start()) or _only_said(reading, found):
                    continue
                yield Finding("resection", name, ((found.start(), found.end()),), "treatments.resection")
                return


def _only_said(reading: Reading, found: re.Match[str]) -> bool:
    near = (max(reading.sentence_at(found.start()).start, found.start() - 45), found.end() + 30)
    if _DATES.search(reading.text[max(near[0], found.start() - 60) : found.start()]):
        return True
    return negated(reading, found.start(), found.end()) or reading.has("advised", *near)
