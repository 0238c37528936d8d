"""What was done to the lesion at the target: surgery and its extent, irradiation, drugs, embolization.

The primary's treatment, advice and plans are left out; a treatment refused, or said not to have been given, is `no`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated
from .episodes import Story
from .phrases import Phrase
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
            sacrectomy, laminotomy, microsurgery, microsurgical, operated, reoperated, curettage, curetted,
            sacral amputation, cordectomy, instrumentation, spinal fusion, open biopsy, surgical biopsy,
            surgeries, myelotomy
            """
        ),
        "radiotherapy": terms(
            """
            radiotherapy, radiation, irradiation, irradiated, radiation therapy, stereotactic radiotherapy,
            chemoradiotherapy, radiated, proton therapy, IMRT, VMAT, radiochemotherapy, proton beam, carbon ion,
            tomotherapy, radio therapy, x ray therapy, chemoradiation, reirradiation, re irradiation,
            re irradiated, reirradiated, radiotherapeutic, cobalt therapy, brachytherapy, cobalt, EBRT, XRT,
            chemo and radiotherapy, Gy, cGy
            """
        ),
        "radiosurgery": terms(
            """
            radiosurgery, stereotactic radiosurgery, gamma knife, cyberknife, radiosurgical,
            radiosurgically, gammaknife, gamma knife radiosurgery, cyber knife, SRS, gamma knife surgery,
            cyberknife surgery, stereotactic radio surgery, stereotactic body radiotherapy, stereotactic
            body radiation therapy, stereotactic body radiation, stereotactic body radiosurgery, SBRT, SABR,
            stereotactic ablative radiotherapy, stereotactic ablative body radiotherapy, stereotactic ablative
            radiation therapy, stereotactic body irradiation, stereotactic body RT, LINAC radiosurgery
            """
        ),
        "chemotherapy": terms(
            """
            chemotherapy, chemotherapeutic, temozolomide, doxorubicin, ifosfamide, dacarbazine, trabectedin,
            adriamycin, chemoradiotherapy, radiochemotherapy, cisplatin, vincristine, cyclophosphamide,
            gemcitabine, docetaxel, paclitaxel, bevacizumab, pazopanib, sunitinib, sorafenib, axitinib,
            regorafenib, anlotinib, apatinib, imatinib, dasatinib, everolimus, figitumumab, eribulin,
            epirubicin, carboplatin, etoposide, actinomycin D, methotrexate, interferon, interferon alpha,
            interferon alfa, octreotide, pembrolizumab, nivolumab, lenvatinib, cabozantinib, thalidomide,
            tyrosine kinase inhibitor, chemo, chemoradiation, immunotherapy, targeted therapy,
            antiangiogenic therapy, anti angiogenic therapy, liposomal doxorubicin, fluorouracil, olaratumab
            """
        ),
        "embolization": terms(
            """
            embolization, embolisation, embolized, embolised, embolizations, embolise, embolize,
            chemoembolization, devascularization
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
            grossly, debulk, piecemeal, enbloc, GTR, STR, TES, intralesional, fully, macroscopically
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
        given = list(_given(reading, field, [one for one in found if one.name == field]))
        yield from given or (_alone(reading, pieces, story) if field == "surgery" else ())
    yield from _resection(reading, pieces, story)


def _of_lesion(reading: Reading, one: Mention, story: Story) -> bool:
    sentence = reading.sentence_at(one.start)
    dated = _DATES.search(reading.text[max(sentence.start, one.start - 60) : one.start])
    if sentence.title or dated or not story.at_target(one.start) or _of_organ(reading, one.start):
        return False
    if _FOR_CANCER.match(reading, one.end, sentence.end) or _PART.match(reading, one.end):
        return False
    return not (_DOSE.match(reading, one.start) and _radiated(reading, sentence.start, one.start))


_PART = Phrase(r"\s+(?:margins?|specimens?|cavity|edges?)\b")
"""`The resection margins were negative` speaks of no operation that was not done."""

_FOR_CANCER = Phrase(
    r"[^.;,]{0,30}?\bfor\s+(?:[\w-]+\s+){0,5}?(?:carcinoma|cancer|lymphoma|leuk[ae]+mia|melanoma|myeloma)\b"
)
"""What was done for another tumour: `irradiated in 2013 for a carcinoma of the larynx`."""

_DOSE = Phrase(r"c?Gy\b")
"""A dose with the word for the irradiation before it tells nothing more; alone it is radiotherapy."""


def _radiated(reading: Reading, start: int, end: int) -> bool:
    return any(one.name in ("radiotherapy", "radiosurgery") for one in reading.mentions("treatment", start, end))


_DEPOSIT = Phrase(r"(?:metasta|nodule|deposit|secondar)")


def _of_organ(reading: Reading, place: int) -> bool:
    """`Lung metastases were resected`: what was done to another metastasis is not done to the lesion."""
    start = max(reading.sentence_at(place).start, place - 70, *(reading.text.rfind(stop, 0, place) for stop in ",;"))
    return (
        reading.has("organ", start, place)
        and bool(_DEPOSIT.search(reading, start, place))
        and not any(reading.has(kind, start, place) for kind in ("target", "region", "spinal operation"))
    )


_DATES = re.compile(
    r"\b(?:years?|months?|weeks?|days?)\s+(?:after|following|post|since|from)\s+"
    r"(?:(?!and\b|underwent\b|was\b|were\b|received\b|had\b|by\b|with\b)[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
"""`Seven years after surgery` gives a date and tells no operation."""


_NOT_DONE = Phrase(
    r"(?:,\s+which\s+[^.;,]{0,80},)?\s*(?:(?:was|were|is|has\s+been|had\s+been)?\s*(?:discussed|considered|offered"
    r"|planned|proposed|recommended|suggested|advised),?\s+(?:but|and|yet|although)\s+)?(?:it\s+|this\s+)?(?:was|were|is|has\s+been|had\s+been|could)?"
    r"\s*(?:(?:not|never)\s+(?:be\s+)?(?:given|performed|done|administered|possible|feasible|undertaken|used|added"
    r"|delivered|applied|received|offered|attempted|required|considered|carried\s+out)"
    r"|refused|declined|omitted|withheld|contraindicated|precluded|impossible|rejected)\b"
)


def _given(reading: Reading, field: str, found: list[Mention]) -> Iterator[Finding]:
    done = [one for one in found if not _withheld(reading, one) and not _advised(reading, one)]
    withheld = [one for one in found if _withheld(reading, one) and not _more_of_it(reading, one)]
    if done:
        yield Finding(field, "yes", ((done[0].start, done[0].end),), f"treatments.{field}")
    elif withheld:
        one = withheld[0]
        yield Finding(field, "no", ((one.start, one.end),), f"treatments.{field}", "negated")


_MORE = Phrase(
    r"\b(?:complete(?:ly)?|total(?:ly)?|radical(?:ly)?|fully|entirely|gross|en[\s-]bloc|further|additional|second|repeat|more|other|any\s+other|subsequent)[\s-]+"
    r"(?:[\w-]+\s+){0,2}$"
)


def _more_of_it(reading: Reading, one: Mention) -> bool:
    """`Complete resection was not possible`, `she declined further chemotherapy`: some of it was done."""
    return bool(_MORE.search(reading, max(reading.sentence_at(one.start).start, one.start - 40), one.start))


def _withheld(reading: Reading, one: Mention) -> bool:
    sentence = reading.sentence_at(one.start)
    before = reading.text[max(sentence.start, one.start - 50) : one.start]
    if _REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(reading, one.end, sentence.end):
        return True
    near = negated(reading, one.start, one.end) and not _REACHED.search(before)
    return near or bool(_NOT_DONE.match(reading, one.end, sentence.end))


_REACHED = re.compile(
    r"\bevidence\b|\b(?:by|with|after|and|despite)\s+(?:(?!without|no\b|not\b|nor\b)[\w-]+\s+){0,2}$", re.IGNORECASE
)
"""Words between a negation and a treatment that belong to the treatment: `without disease after surgery`."""

_REFUSED_BEFORE = re.compile(
    r"\b(?:refus\w+|declin\w+|reject\w+|preclud\w+|contraindicat\w+|forgo|forwent|g[ai]ve\s+up|omitt?(?:ed|ing)"
    r"|withheld|withhold\w*|opted\s+against|decided\s+against|abandon(?:ed|ing)|no\s+(?:chemo|radio)-?\s*(?:and|or|/))"
    r"\s+(?:[\w-]+,?\s+){0,5}$",
    re.IGNORECASE,
)
_REFUSED_AFTER = Phrase(
    r"(?:\s+(?:of|for|to)\s+[^.;,]{1,40}?)?[\s,]*(?:(?:but|which|however|and|was|were|she|he|the"
    r"|patient|offered|recommended|advised|suggested|proposed|by|him|her|to|it"
    r"|this)[\s,;]+){0,9}(?:refused|declined|rejected)\b"
    r"(?!\s+(?:[\w-]+\s+){0,2}(?:radio|chemo|irradi|surg|treat|further|adjuv))"
)


def _advised(reading: Reading, one: Mention) -> bool:
    sentence = reading.sentence_at(one.start)
    near = reading.mentions("advised", max(sentence.start, one.start - 45), min(sentence.end, one.end + 50))
    return any(reading.text[cue.start : cue.end] != "May" for cue in near)


_ALONE = Phrase(
    r"\b(?:treated|managed|received|receiving|given|treatment|underwent|had)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:radiotherapy|irradiation|radiation(?:\s+therapy)?|radiosurgery|chemotherapy|SBRT)\s+(?:alone|only)\b"
)


def _alone(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """`She received radiotherapy alone` says that there was no operation."""
    for start, end in pieces:
        found = None if reading.sentence_at(start).title else _ALONE.search(reading, start, end)
        if found and story.at_target(found.start()):
            yield Finding("surgery", "no", ((found.start(), found.end()),), "treatments.alone", "negated")
            return


# ------------------------------------------------------------------------------------------------------- the extent

_OPERATED = (
    r"(?:resect\w*|remov\w*|excis\w*|extirpat\w*|spondylectom\w*|vertebrectom\w*|corpectom\w*|sacrectom\w*"
    r"|enucleat\w*|curett\w*|(?:tumou?r|surgical)\s+(?:resection|removal|excision))"
)
_LESS = r"(?:sub[\s-]?total(?:ly)?|partial(?:ly)?|incomplete(?:ly)?|near[\s-]total(?:ly)?|nearly\s+total(?:ly)?)"
_ALL = (
    r"(?<!sub)(?<!sub-)(?<!near-)(?<!near )(?<!nearly )(?<!almost )"
    r"(?:(?:macroscopically|grossly|radiologically)\s+(?:complete(?:ly)?|total(?:ly)?)|gross[\s-]total(?:ly)?"
    r"|grossly|total(?:ly)?|complete(?:ly)?|radical(?:ly)?|in\s+toto)"
)
_EXTENTS = (
    (
        "en bloc",
        Phrase(rf"\ben[\s-]?bloc\b(?:[^.;]{{0,40}}?{_OPERATED})?|{_OPERATED}[^.;]{{0,40}}?\ben[\s-]?bloc\b|\bTES\b"),
    ),
    (
        "subtotal",
        Phrase(
            rf"\b(?:{_LESS}|intralesional)\s+(?:[\w-]+\s+){{0,4}}?{_OPERATED}"
            rf"|{_OPERATED}[\s,]+(?:[\w-]+\s+){{0,3}}?{_LESS}\b(?!\s+\w+ectom)|\bdebulk\w+|\bSTR\b"
            rf"|\bnot\s+(?:be\s+)?(?:completely|totally|fully|entirely)\s+{_OPERATED}"
        ),
    ),
    (
        "gross total",
        Phrase(
            rf"\b{_ALL}\s+(?:[\w-]+\s+){{0,4}}?{_OPERATED}"
            rf"|{_OPERATED}\s+(?:[\w-]+\s+){{0,3}}?(?:totally|completely|in\s+toto|radically|entirely)\b"
            rf"|{_OPERATED}\s+(?:was|were)\s+(?:[\w-]+\s+)?{_ALL}\b|\bgross[\s-]total\b|\bGTR\b"
            rf"|\b(?:completely|entirely|fully)\s+(?:surgically\s+)?{_OPERATED}"
        ),
    ),
    ("biopsy", Phrase(r"\bbiops(?:y|ies|ied)\b")),
)
"""The extents in the order in which the first one stated wins."""


def _resection(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    told = [one for one in pieces if reading.has("extent", *one) and not reading.sentence_at(one[0]).title]
    for name, pattern in _EXTENTS:
        for start, end in told:
            for found in pattern.finditer(reading, start, end):
                if story.at_target(found.start()) and not _only_said(reading, found):
                    yield Finding("resection", name, ((found.start(), found.end()),), "treatments.resection")
                    return


def _only_said(reading: Reading, found: re.Match[str]) -> bool:
    near = (max(reading.sentence_at(found.start()).start, found.start() - 45), found.end() + 30)
    if _DATES.search(reading.text[max(near[0], found.start() - 60) : found.start()]):
        return True
    if _of_organ(reading, found.start()) or negated(reading, found.start(), found.end()):
        return True
    return reading.has("advised", *near)
