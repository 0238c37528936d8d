"""Nodules in an organ and lists of sites, which say as much as the word metastasis; and the names of organs."""

from __future__ import annotations

from collections.abc import Iterator

from ..spine.levels import levels
from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Reading
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


def named(reading: Reading, start: int, end: int) -> list[Mention]:
    """The organs that are named between two places; the closer name of one outdoes the wider (`scalp`, `skin`)."""
    further = reading.mentions("further organ", start, end)
    taken = {one.start for one in further}
    plain = [one for one in reading.mentions("organ", start, end) if one.start not in taken]
    return sorted([*plain, *further]) if further else plain


_NODULE = (
    r"(?:nodules?|nodularit(?:y|ies)|deposits?|opacit(?:y|ies)|opacifications|densities|shadows|coin\s+lesions|foci|lesions|masses|seedlings|implants"
    r"|involvement|progression|relapse|dissemination)"
)
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
    r"\b(?:nodules?|deposits?|masses|lesions|foci|nodes|densities|opacities|shadows|implants|uptake)\s+(?:[\w-]+\s+){0,3}?(?:in|of|within|throughout|over|on|at"
    r"|involving|affecting)\s+(?:(?!spin|vertebr|and\b)[\w-]+,?\s+){0,5}(?:and\s+(?:[\w-]+\s+){0,5})?$"
)
_ANOTHER = Phrase(
    r"\b(?:another|second|third|further|additional|new|other|synchronous|smaller)\s+(?:[\w.-]+\s+){0,2}?(?:one|lesions?|mass(?:es)?|nodules?|tumou?rs?|deposits?|foc(?:us|i))\s+"
    r"(?:(?:was|were|found|seen|present|also|detected|situated|located)\s+){0,3}(?:in|of|at|on|within|involving)\s+(?:(?!spin|vertebr|and\b)[\w-]+\s+){0,4}$"
)
"""`a second one in the right acetabulum`."""
_SINGLE = Phrase(
    r"\b(?:mass|tumou?r|lesion|nodule|swelling|growth|focus|foci|uptake|area|opacity|shadow)\s+(?:in|of|within|on|at)\s+(?:(?!spin|vertebr|and\b)[\w-]+\s+){0,5}$"
)
_SAME = Phrase(
    r"\b(?:same|identical|similar|indistinguishable|metasta\w+|STAT6|histolog\w+|biops\w+|proved|proven|confirmed)\b"
)
"""What tells of one mass in an organ that it is the tumour again."""
_MASS = Phrase(
    r"\s+(?:mass|nodule|tumou?r|lesion)\b[^.;,]{0,50}?\b(?:prov\w+|found|shown|confirmed|diagnosed|identified|revealed|turned\s+out|represented|was|were)\s+"
    r"(?:(?:to|be|as|an?|have|been|by|biopsy)\s+){0,4}metasta\w+"
)
"""`a pancreatic mass proved to be metastatic`."""
_AUTOPSY = Phrase(
    r"\b(?:autopsy|necropsy|post-?\s?mortem(?:\s+examination)?)\b[^.;]{0,60}?\b(?:tumou?rs?|lesions?|foci|nodules?|masses|disease|involvement|spread)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:in|of|to|involving|throughout)\s"
)
_CHEST = Phrase(
    r"\b(?:chest|thora\w+|pulmonary)\s+(?:(?:plain|follow-up|repeat|computed|CT|x-?ray|of|the)\s+){0,3}(?:x-?rays?|radiogra\w+|roentgenogra\w+|films?|CTs?|scans?|imaging|tomogra\w+)\b"
    r"[^.;]{0,70}?\b(?:show|reveal|disclos|demonstrat|detect|depict|display|contain)\w*\s+(?:(?!no\b|not\b)[\w-]+\s+){0,5}?"
    r"(?P<sign>(?:coin\s+lesions?|nodules|opacities|densities|masses|shadows|metastatic\s+nodules?))\b"
)
"""`chest films revealed multiple coin lesions`: the lung is not named."""
_LISTED = Phrase(
    r"\b(?:lesions|masses|foci|hot\s+spots|uptake|accumulations?|deposits|tumou?rs|nodules|involvement)\s+(?:\([^()]{1,40}\)\s+)?(?:[\w-]+\s+){0,3}?"
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


_HARMLESS = Phrase(
    r"\b(?:granuloma\w*|benign|cysts?|hamartomas?|h[ae]+mangiomas?|adenomas?|lipid-rich|incidentaloma|angiomyolipoma|thought\s+to\s+be|not\s+changed|unrelated"
    r"|(?:under|kept\s+under|for)\s+(?:\w+\s+)?(?:observation|surveillance|review)|indeterminate|uncertain|non-?specific|inflammatory|infectious|calcified)\b"
)


def nodules(reading: Reading, start: int, end: int, first: int) -> Iterator[Mention]:
    """Organs that hold nodules: `pulmonary and hepatic nodules`, told once the lesion at the target is known."""
    yield from _in_chest(reading, max(start, first), end)
    for found in _AUTOPSY.finditer(reading, max(start, first), end):
        if not negated(reading, found.end() - 1, found.end()):
            yield from named(reading, *_list_after(reading, found.end(), end))
    for one in named(reading, max(start, first), end):
        if (
            (one.name in _SMALL_SIGN and not _sprung(reading, one, start, end))
            or negated(reading, one.start, one.end)
            or uncertain(reading, one.start, one.end)
        ):
            continue
        if _HARMLESS.search(reading, one.end, min(end, one.end + _REACH)):
            continue
        if (
            _AFTER.match(reading, one.end, end)
            or _shown_there(reading, one, end)
            or _BEFORE.search(reading, max(start, one.start - 80), one.start)
            or _ANOTHER.search(reading, max(start, one.start - 80), one.start)
            or _MASS.match(reading, one.end, end)
            or (
                _SINGLE.search(reading, max(start, one.start - 60), one.start)
                and _SAME.search(reading, one.end, min(end, one.end + 90))
            )
        ):
            yield one


def _shown_there(reading: Reading, one: Mention, end: int) -> bool:
    """Whether imaging of an organ showed nodules, and those are of no other organ: `pelvis revealed lung nodules`."""
    found = _IMAGED.match(reading, one.end, end)
    return found is not None and not named(reading, one.end, found.end())


_NEW = Phrase(r"\b(?:appeared|developed|emerged|arose|occurred|new|multiple|several|numerous|erupted|cropped\s+up)\b")


def _sprung(reading: Reading, one: Mention, start: int, end: int) -> bool:
    """Whether nodules of the skin or the pleura are told as new or many, so that they are the tumour's."""
    return one.name in ("skin", "soft tissue", "pleura") and bool(
        _NEW.search(reading, max(start, one.start - 50), min(end, one.end + 40))
    )


def _in_chest(reading: Reading, start: int, end: int) -> Iterator[Mention]:
    for found in _CHEST.finditer(reading, start, end):
        if not negated(reading, *found.span("sign")) and not _HARMLESS.search(reading, found.end(), end):
            yield Mention(*found.span("sign"), "organ", "lung")
