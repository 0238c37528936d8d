"""A search for other metastases that found none, and nodules in an organ that say as much as the word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..spine.levels import levels
from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, remembered
from ..text.vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "further organ": {
        "brain": terms(
            "cerebellar, cerebellum, intraparenchymal, supratentorial, infratentorial, central nervous system"
        ),
        "lung": terms("right upper lobe, left upper lobe, right lower lobe, left lower lobe, middle lobe"),
        "scalp": terms("scalp"),
        "acetabulum": terms("acetabulum, acetabular"),
        "scapula": terms("scapular"),
        "rib": terms("costal"),
        "tibia": terms("tibia, tibial"),
        "clavicle": terms("clavicle, clavicular"),
        "mandible": terms("mandible, mandibular"),
        "stomach": terms("stomach, gastric"),
        "colon": terms("colon, colonic"),
        "small bowel": terms("small bowel, jejunum, jejunal, ileum, ileal, duodenum, duodenal"),
        "gallbladder": terms("gallbladder"),
        "orbit": terms("orbit, orbital"),
        "parotid": terms("parotid"),
        "spleen": terms("splenic"),
        "ovary": terms("ovarian"),
        "heart": terms("atrium, ventricle, myocardial, myocardium, pericardial"),
        "peritoneum": terms("omentum, omental, mesentery, mesenteric"),
    },
}
"""Organs that take no part in telling where a tumour came from, only in where it went to."""


_BODY = (
    r"(?:chest|thora\w+|abdom\w+|pelvi\w+|trunk|viscera\w*|whole[\s-]body|total[\s-]body|body|systemic"
    r"|staging|restaging|extension|metastatic|dissemination"
    r"|skeletal|skeleton|bone|brain|cranial|head|skull|cerebral|lungs?|pulmonary|livers?|hepatic|elsewhere"
    r"|neuraxis|PET\w*|extraspinal|extracranial|oncolog\w+)"
)
_SEARCH = (
    r"(?:CT|MRI?|PET(?:[-/]\s?CT)?|scans?|scanning|scintigra\w+|imaging|images|tomogra\w+|work-?\s?up"
    r"|staging|restaging|investigations?|stud(?:y|ies)|surveys?|search"
    r"|radiogra\w+|roentgenogra\w+|films?|x[\s-]?rays?|ultraso\w+|examinations?|evaluation|screening|resonance)"
)
_CLEAR = (
    r"(?:negative|normal|unremarkable|clear|unrevealing|clean|non-?contributory"
    r"|free\s+of\s+(?:disease|tumou?r|metastas[ei]s))"
)
_OTHER = (
    r"(?:other|further|additional|another|second|remote|distant|extraspinal|extracranial|systemic"
    r"|visceral|synchronous|concomitant|separate|suspicious)"
)
_LESION = (
    r"(?:lesions?|foc(?:us|i)|tumou?rs?|metasta\w+|deposits?|disease|abnormalit(?:y|ies)|mass(?:es)?"
    r"|spread|sites?|involvement|dissemination|nodes|organs?|origin|primary|primaries)"
)
_SHOWED = (
    r"(?:show\w*|reveal\w*|demonstrat\w*|disclos\w*|detect\w*|identif\w+|found|find|yield\w*|uncover\w*|displa\w+)"
)

_NEGATIVE = tuple(
    Phrase(pattern)
    for pattern in (
        rf"\b{_BODY}\b[^.;]{{0,110}}?\bwith\s+(?:a\s+)?(?:negative|normal)\s+(?:results?|findings?)\b",
        rf"\b{_BODY}\b[^.;]{{0,110}}?\b(?:was|were|is|are|proved|remained|came\s+back|returned)\s+(?:all\s+|both\s+"
        rf"|also\s+|repeatedly\s+|completely\s+|otherwise\s+|entirely\s+)?{_CLEAR}\b",
        rf"\b{_SEARCH}\b[^.;]{{0,80}}?\b{_BODY}\b[^.;]{{0,60}}?\b(?:was|were|proved|remained)\s+(?:\w+\s+)?{_CLEAR}\b",
        rf"\b{_SEARCH}\b[^.;]{{0,110}}?\b(?:{_SHOWED}\s+(?:no|neither)|(?:did|could)\s+not\s+{_SHOWED}"
        rf"|failed\s+to\s+{_SHOWED}|{_SHOWED}\s+nothing)\s+(?:[\w-]+\s+){{0,4}}?"
        rf"(?:{_OTHER}\s+(?:[\w-]+\s+){{0,2}}?{_LESION}|metasta\w+|abnormalit(?:y|ies)"
        rf"|(?:[\w-]+\s+){{0,2}}?{_LESION}\s+(?:elsewhere|outside|in\s+the\s+(?:{_BODY})))\b",
        rf"\b(?:exclud\w+|ruled\s+out)\s+(?:any\s+|a\s+"
        rf"|the\s+presence\s+of\s+)*(?:{_OTHER}\s+(?:[\w-]+\s+){{0,2}}?{_LESION}|(?:[\w-]+\s+)?{_LESION}\s+elsewhere|metasta\w+)\b",
        rf"\bno\s+(?:evidence\s+of\s+|signs?\s+of\s+|evident\s+)?(?:any\s+)?{_OTHER}\s+(?:[\w-]+\s+){{0,2}}?{_LESION}\b",
        rf"\bno\s+(?:evidence\s+of\s+|signs?\s+of\s+)?(?:[\w-]+\s+){{0,2}}?{_LESION}\s+(?:was\s+|were\s+"
        rf"|could\s+be\s+)?(?:found\s+|seen\s+|detected\s+|present\s+|identified\s+|noted\s+)*elsewhere\b",
        rf"\bno\s+{_LESION}\s+(?:was|were)\s+(?:found|seen|detected|present)\s+(?:on|in|at)\s+[^.;]{{0,80}}\b{_BODY}\b",
        r"\bno\s+(?:evidence\s+of\s+)?metasta(?:sis|ses|tic\s+disease)\s+(?:was|were|has"
        r"|had)?\s*(?:ever\s+)?(?:been\s+)?(?:found|seen|detected|present|identified|noted|developed|appeared|occurred)",
        rf"\b(?:staging|restaging|work-?\s?up|{_SEARCH}\s+of\s+[^.;]{{0,60}}?\b{_BODY})\b[^.;]{{0,110}}?\b(?:yielded|showed|shown|revealed|found|disclosed)"
        rf"\s+(?:nothing|no\s+{_LESION}\s+outside)\b",
        rf"\bno\s+(?:evidence\s+of\s+)?metasta(?:sis|ses|tic\s+(?:disease|lesions?|spread))\s+(?:on|at|by|in)\s+(?:\w+\s+){{0,2}}?{_SEARCH}",
        rf"\bno\s+{_OTHER}\s+{_LESION}\s+(?:was|were|came|had|has|could)\b",
        r"\b(?:neither|no)\s+[^.;]{0,70}?\b(?:was|were|has|have|had)\s+(?:ever\s+)?(?:shown|revealed|disclosed|detected|demonstrated)\s+"
        r"(?:a\s+|any\s+)?metasta\w+|\b(?:never|not)\s+metastasi[sz]ed\b",
        r"\b(?:neither|no)\s+[^.;]{0,40}?\b(?:distant|other|remote)\s+organs?\s+(?:was|were|has|had|is)\b",
        rf"\bneither\s+(?:had|showed)\s+(?:another|other|further)\s+{_LESION}",
        rf"\b{_SEARCH}\s+(?:for|of)\s+[^.;]{{0,60}}?\b(?:was|were|proved|remained)\s+(?:\w+\s+)?(?:negative"
        rf"|fruitless|unsuccessful|unrevealing|in\s+vain)",
    )
)
"""Where nothing else was found; the spine's own images are told with the words of the spine."""

_REGION = re.compile(r"\b(?:chest|thora|abdom|pelvi|brain|crani|head|skull|lung|liver|bone|skelet)")
_BROAD = Phrase(
    r"\b(?:other|another|further|additional|elsewhere|metasta\w*|staging|restaging|systemic|work-?\s?up"
    r"|extension|visceral?|distant|remote|body|PET\w*|separate|outside|neither|extraspinal)\b"
)
"""What tells that the whole body was looked at, where not two parts of it are named."""

_OWN = Phrase(
    r"\b(?:primary(?!\s+(?:\w+\s+)?elsewhere)|neoplasm|cytolog\w+|cultures?|margins?|immuno\w+|stain\w*|nodes\s+resected|CSF|cerebrospinal|reactiv\w+"
    r"|for\s+(?:EMA|S-?100|desmin))\b"
)


_PLAIN = Phrase(r"\b(?:normal|unremarkable)$")
_ONE_SYSTEM = Phrase(
    r"\s+(?:\w+\s+){0,2}?(?:on|in|at)\s+(?:the\s+)?(?:remaining\s+|rest\s+of\s+the\s+)?(?:skeleton|bones?|brain|cranium|head|spine)\b"
)


def clear(reading: Reading, pieces: Pieces) -> tuple[int, int] | None:
    """Where a search outside the lesion is said to have found nothing; a normal film of an organ or two is none."""
    phrases = _present(reading)
    for start, end in pieces if phrases else ():
        if reading.sentence_at(start).title:
            continue
        for phrase in phrases:
            found = phrase.search(reading, start, end)
            if found and _wide(reading, *found.span()) and not _OWN.search(reading, *found.span()):
                return found.span()
    return None


@remembered
def _present(reading: Reading) -> list[Phrase]:
    return [phrase for phrase in _NEGATIVE if reading.may_hold(phrase, 0, len(reading.text))]


def _wide(reading: Reading, start: int, end: int) -> bool:
    """Whether what was searched is the body, or two parts of it that were said to be clear."""
    if _ONE_SYSTEM.match(reading, end):
        return False
    if _BROAD.search(reading, start, end):
        return True
    return len(set(_REGION.findall(reading.low, start, end))) > 1 and not _PLAIN.search(reading, start, end)


def named(reading: Reading, start: int, end: int) -> list[Mention]:
    """The organs that are named between two places; the closer name of one outdoes the wider (`scalp`, `skin`)."""
    further = reading.mentions("further organ", start, end)
    taken = {one.start for one in further}
    plain = [one for one in reading.mentions("organ", start, end) if one.start not in taken]
    return sorted([*plain, *further]) if further else plain


_NODULE = r"(?:nodules?|deposits?|opacit(?:y|ies)|foci|lesions|masses|seedlings)"
_AFTER = Phrase(
    rf"(?:\s*,\s*(?:and\s+)?[\w-]+|\s+and\s+[\w-]+){{0,3}}\s+(?:[\w-]+\s+)?{_NODULE}\b(?!\s+(?:of"
    rf"|resected\s+from)\s+the\s+spin)"
)
_IMAGED = Phrase(
    r"(?:,\s+[^.;,]{0,60},|\s+on\s+[^.;,]{0,30})?\s+(?:show|reveal|disclos|demonstrat|depict|display)\w*\s+(?:(?!no\b|spin)[\w-]+\s+){0,3}?"
    r"(?:nodules|masses|deposits)\b"
)
"""`MRI of the liver showed three enhancing masses`."""
_BEFORE = Phrase(
    r"\b(?:nodules?|deposits?|masses|lesions|foci|nodes)\s+(?:[\w-]+\s+){0,3}?(?:in|of|within|throughout"
    r"|involving|affecting)\s+(?:(?!spin|vertebr|and\b)[\w-]+,?\s+){0,5}(?:and\s+(?:[\w-]+\s+){0,2})?$"
)
_LISTED = Phrase(
    r"\b(?:lesions|masses|foci|uptake|accumulations?|deposits|tumou?rs|nodules|involvement)\s+(?:\([^()]{1,40}\)\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:in|of|at|to|involving|within|affecting|throughout)\s"
)
_CAME_TO = Phrase(
    r"\b(?:recurred|relapsed|progress(?:ed|ion)|spread|disseminated|recurrences?|relapses?)\s+(?:\w+ly\s+)?(?:and\s+)?"
    r"(?:to|in|into|within|throughout)\s"
)
_STOP = Phrase(
    r"[;:]|\b(?:with|from|was|were|after|resect\w*|underwent|primary|while|but|which|who|had|has|is|are|although|years?|months?"
    r"|before|without|treated|compress\w+|caus\w+|measur\w+|suggest\w+|arising|removed)\b"
)
_REACH = 200


def strewn(reading: Reading, start: int, end: int, floor: int) -> Iterator[tuple[int, int]]:
    """The spans that list where a known tumour sits or came: `lesions in T2 and L4, the iliac wing and the liver`."""
    for found in _LISTED.finditer(reading, start, end):
        span = _list_after(reading, found.end(), end)
        if _holds_target(reading, *span) and _is_so(reading, *found.span()):
            yield span
    for found in _CAME_TO.finditer(reading, max(start, floor), end):
        if _is_so(reading, *found.span()):
            yield _list_after(reading, found.end(), end)


def _holds_target(reading: Reading, start: int, end: int) -> bool:
    return any(reading.has(kind, start, end) for kind in ("target", "region")) or bool(levels(reading, start, end))


def _is_so(reading: Reading, start: int, end: int) -> bool:
    return not negated(reading, start, end) and not uncertain(reading, start, end)


def _list_after(reading: Reading, start: int, end: int) -> tuple[int, int]:
    limit = min(end, start + _REACH)
    stop = _STOP.search(reading, start, limit)
    return start, stop.start() if stop else limit


_SMALL_SIGN = ("brain", "bone", "skull", "soft tissue", "skin", "pleura", "thyroid", "breast", "neck")
"""Organs in which a nodule or a mass may as well be the primary, or another tumour."""


_HARMLESS = Phrase(r"\b(?:granuloma\w*|benign|cysts?|hamartoma|h[ae]+mangiomas?|thought\s+to\s+be|not\s+changed)\b")


def nodules(reading: Reading, start: int, end: int, first: int) -> Iterator[Mention]:
    """Organs that hold nodules: `pulmonary and hepatic nodules`, told once the lesion at the target is known."""
    for one in named(reading, max(start, first), end):
        if one.name in _SMALL_SIGN or negated(reading, one.start, one.end) or uncertain(reading, one.start, one.end):
            continue
        if _HARMLESS.search(reading, one.end, end):
            continue
        if (
            _AFTER.match(reading, one.end, end)
            or _IMAGED.match(reading, one.end, end)
            or _BEFORE.search(reading, max(start, one.start - 80), one.start)
        ):
            yield one
