"""How much of the lesion at the target was taken out (`resection`): en bloc, subtotal, gross total, biopsy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text.assertion import negated_before
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Place, Reading
from ..text.vocabulary import Mention
from .aims import Aims
from .withheld import advised, in_general, refused


class Extent(NamedTuple):
    """A way to say an extent; `whole` says that the words hold their own negation, or none that counts."""

    name: str
    pattern: Phrase
    whole: bool = False


_OPERATED = (
    r"(?:resect\w*|remov\w*|excis\w*|extirpat\w*|spondylectom\w*|vertebrectom\w*|corpectom\w*|sacrectom\w*"
    r"|exeres\w+|ablation"
    r"|enucleat\w*|curett\w*|dissect\w*|taken\s+out|(?:tumou?r|surgical)\s+(?:resection|removal|excision"
    r"|exeresis|extirpation))"
)
_DONE = r"(?:resected|removed|excised|extirpated|curetted|dissected|taken\s+out|debulked|evacuated|suck\w+\s+away)"
_TUMOUR = (
    r"(?:tumou?rs?|mass|lesion|metastas[ie]s|neoplasm|growth|deposit|component|portion|part|rim|sheet"
    r"|layer|capsule|remnant|residue|nodules?)"
)
_LESS = (
    r"(?:sub[\s-]?total(?:ly)?|partial(?:ly)?|incomplete(?:ly)?|near[\s-]total(?:ly)?"
    r"|nearly\s+total(?:ly)?|almost\s+(?:total|complete)(?:ly)?)"
)
_WHOLE = r"(?:totally|completely|in\s+toto|radically|entirely|wholly|in\s+(?:its|their)\s+entirety|as\s+a\s+whole)"
_ALL = (
    r"(?<!sub)(?<!sub-)(?<!near-)(?<!near )(?<!nearly )(?<!almost )"
    r"(?:(?:macroscopically|grossly|radiologically|microscopically|apparently"
    r"|seemingly)\s+(?:complete(?:ly)?|total(?:ly)?)|gross[\s-]total(?:ly)?"
    r"|grossly|total(?:ly)?|complete(?:ly)?|radical(?:ly)?|in\s+toto)"
)
_JUDGED = (
    r"(?:(?:was|were)\s+|(?:was\s+|were\s+)?(?:seemed|appeared|proved|considered|judged|deemed|thought|felt"
    r"|regarded\s+as|believed)\s+(?:to\s+(?:be|have\s+been)\s+)?)"
)
_PERFORMED = r"(?:performed|carried\s+out|undertaken|done|attempted)"
_NOT = r"(?:not|never|only)\s+(?:be\s+|been\s+)?"
_LEFT = r"left\s+(?:behind|in\s+place|in\s+situ|untouched|attached|on\b|alone|unresected)"

_REST = (
    r"(?:remnants?|residues?|residuum|rims?|portions?|parts?|pieces?|fragments?|sheets?|slivers?|layers?|cuffs?"
    r"|remainder|rest|extensions?)"
)
_PREVENTED = (
    r"(?:prevent(?:ed|ing)|preclud(?:ed|ing)|hinder(?:ed|ing)|imped(?:ed|ing)|prohibit(?:ed|ing)|hamper(?:ed|ing)|forbade|(?:did|could)\s+not\s+(?:allow|permit)"
    r"|not\s+(?:allowing|permitting)|(?:made|rendered|rendering|making)\s+impossible)"
)
_CLEAR = r"(?:negative|clear|free|uninvolved|clean|tumou?r[\s-]free|disease[\s-]free|R0)"

_EXTENTS = (
    Extent(
        "en bloc",
        Phrase(
            rf"\ben[\s-]?bloc\b(?:[^.;]{{0,40}}?{_OPERATED})?|{_OPERATED}[^.;]{{0,40}}?\ben[\s-]?bloc\b"
            rf"|\bTES\b|\bmono-?bloc\b"
            rf"|(?:{_OPERATED}|delivered|lifted\s+out|brought\s+out)\s+(?:(?!and\b|was\b|were\b)[\w-]+\s+){{0,4}}?"
            r"(?:in|as)\s+(?:one|a\s+single|a)\s+(?:piece|block|bloc|specimen)\b"
        ),
    ),
    Extent(
        "subtotal",
        Phrase(
            rf"\b(?:(?:could|was|were|can|be)\s+{_NOT}(?:\w+\s+)?(?:{_WHOLE}\s+)?\b{_DONE}\b(?=\s|[.,;])"
            rf"|not\s+(?:be\s+)?{_WHOLE}\s+{_OPERATED}|(?:partially|partly|in\s+part)\s+{_DONE}"
            rf"|{_DONE}\s+(?:only\s+)?(?:partially|partly|in\s+part|incompletely)\b"
            r"|(?:complete|total|radical|gross[\s-]total)\s+(?:\w+\s+)?\b(?:resection|removal|excision|exeresis|extirpation)"
            r"\s+(?:was|were|could|proved)\s+(?:therefore\s+)?(?:not|impossible|never|unfeasible|precluded|prevented)\b"
            r"(?:\s+be)?(?:\s+(?:possible|achieved|feasible|attempted|accomplished))?"
            r"|(?:resection|removal|excision|dissection|operation)\s+(?:was|had\s+to\s+be)\s+(?:abandoned|interrupted"
            r"|stopped|discontinued|terminated|incomplete|halted)"
            r"|(?:bulk|most|majority|part|parts|portion|much|\d{2}\s*%|per\s?cent|two[\s-]thirds|half)\s+of\s+"
            rf"(?:the|this|its|his|her)\s+(?:[\w-]+\s+){{0,3}}?{_TUMOUR}\s+"
            rf"(?:(?:was|were|could|be|being|had|been)\s+){{1,2}}(?:\w+ly\s+)?\b{_DONE}"
            rf"|\d{{2}}\s*%\s+(?:of\s+(?:it|which)\s+)?(?:could\s+(?:only\s+)?be|was|were)\s+{_DONE}"
            r"|(?:resection|removal|excision)\s+of\s+(?:\d{2}\s*%|(?:the\s+)?(?:bulk|most|majority|(?:\w+\s+)?largest"
            r"|part|greater\s+part))\b)"
        ),
        whole=True,
    ),
    Extent(
        "subtotal",
        Phrase(
            rf"\b(?:(?:{_TUMOUR}|other|(?:upper|lower|smaller|larger|other)\s+one)\s+(?:[\w-]+\s+){{0,6}}?"
            rf"(?:was|were|had\s+to\s+be|being|is)\s+(?:deliberately\s+|intentionally\s+|therefore\s+)?\b{_LEFT}"
            rf"|(?:tissue|tumou?r|{_REST})\s+(?:[\w-]+\s+){{0,7}}?had\s+to\s+be\s+left\b"
            rf"|leaving\s+(?:(?:[\w-]+\s+){{0,5}}?(?:{_TUMOUR}|residual|film|{_REST})|behind|in\s+place)\b"
            r"|as\s+(?:much|far|completely|radically|extensively|thoroughly)\s+(?:[\w,-]+\s+){0,7}?as\s+(?:was\s+|were\s+|safely\s+)?\b(?:possible|feasible)"
            rf"(?:[\s,]+(?:was|were)\s+(?:\w+\s+)?{_DONE})?"
            r"|postoperative\s+(?:MRI|imaging|CT|scans?)\s+(?:\w+\s+){0,2}?(?:showed|revealed|disclosed|demonstrated"
            r"|confirmed)\s+(?:(?!no\b|without\b|absence\b|neither\b)[\w-]+\s+){0,3}?\bresidual\b)"
        ),
        whole=True,
    ),
    Extent(
        "subtotal",
        Phrase(
            rf"\b(?:(?:except(?:ing)?(?:\s+for)?|apart\s+from|save\s+for|other\s+than)\s+(?:[\w-]+\s+){{1,4}}?{_REST}\b"
            rf"|{_REST}\s+(?:[\w-]+\s+){{0,9}}?(?:was|were|had\s+to\s+be|being)\s+(?:\w+ly\s+)?(?:{_LEFT}|left(?=\s*[.,;])|not\s+(?:accessible"
            r"|resectable|removable|reached|touched)|inaccessible|unresectable|preserved)"
            rf"|(?:upper|lower|lowest|uppermost|highest|largest|smaller|smallest|other|anterior|ventral|lateral|deepest|second|third)\s+(?:one|ones|two|{_TUMOUR})\s+"
            r"(?:was|were)\s+(?:not\s+(?:accessible|resectable|removable|reached)|inaccessible|unresectable)"
            rf"|{_PREVENTED}\s+(?:an?\s+|the\s+|us\s+from\s+)?(?:[\w-]+\s+)?(?:complete|total|radical|full|gross[\s-]total|completely|totally)\s+"
            rf"(?:[\w-]+\s+){{0,2}}?{_OPERATED}"
            rf"|{_OPERATED}\s+(?:[\w-]+\s+){{0,6}}?with\s+(?:an?\s+)?(?:\w+\s+){{0,2}}?(?:residual\s+{_TUMOUR}|(?:tumou?r\s+)?(?:residue|remnant))"
            r"|residual\s+(?:[\w-]+\s+)?(?:tumou?r|mass|lesion|disease)\s+(?:was|were)\s+(?:then\s+|later\s+|subsequently\s+)?(?:treated|irradiated|managed)"
            r"|non-?(?:radical|total|complete)ly?\s+(?:\w+\s+)?(?:resect|remov|excis)\w*)"
        ),
        whole=True,
    ),
    Extent(
        "subtotal",
        Phrase(
            rf"\b(?:(?!partial\s+(?:[\w-]+\s+){{0,2}}(?:corp|vertebr)ectom){_LESS}\s+(?:[\w-]+\s+){{0,4}}?{_OPERATED}"
            rf"|{_OPERATED}[\s,]+(?:(?!and\b)[\w-]+,?\s+){{0,3}}?{_LESS}\b(?!\s+(?:[ctl]\d\S*\s+)?\w+ectom)"
            rf"|{_OPERATED}\s+(?:(?:which|that)\s+)?{_JUDGED}(?:as\s+)?(?:only\s+|therefore\s+|necessarily\s+)?(?:subtotal|partial|incomplete)"
            rf"|{_LESS},\s+(?:[\w-]+\s+)?{_OPERATED}"
            rf"|{_OPERATED}\s+(?:of\s+(?:[\w-]+\s+){{1,5}}?)?was\s+{_PERFORMED},?\s+(?:which|but|and|although\s+it)\s+(?:was|proved|remained|had\s+to\s+be)\s+(?:only\s+)?(?:subtotal|partial|incomplete)"
            r"|debulk\w*|STR\b|cytoreducti(?:ve|on)\b)"
        ),
    ),
    Extent(
        "gross total",
        Phrase(
            rf"\b(?:{_ALL}\s+(?:(?!or\b|response|remission|paralysis|block|recovery|blood|dose|of\b|relief"
            rf"|regression|resolution)[\w-]+\s+){{0,4}}?{_OPERATED}"
            rf"|{_OPERATED}\s+(?:(?:piecemeal|microsurgically)\s+(?:and|but),?\s+(?:as\s+far\s+as\s+[\w\s]{{3,30}},\s+)?)?(?:(?!and\b)[\w-]+\s+){{0,3}}?{_WHOLE}(?!\s+(?:relie|resolv|recover|improv|disappear))\b"
            rf"|{_OPERATED}(?:,\s+which)?\s+(?:(?:with|of|by)\s+(?:[\w-]+\s+){{1,4}}?)?{_JUDGED}(?:[\w-]+\s+)?{_ALL}\b"
            rf"|{_OPERATED}\s+(?:entire\b|(?:\w+\s+){{0,2}}until\s+(?:none|no\s+\w+)\s+(?:was|remained|could))"
            rf"|(?:completely|entirely|fully|wholly)\s+(?:surgically\s+)?{_OPERATED}"
            r"|gross[\s-]total\b|GTR\b|R0\s+resection|Simpson(?:\s+grade)?\s+(?:I{1,2}|[12])\b"
            rf"|{_OPERATED}\s+(?:[\w-]+\s+){{0,6}}?with\s+(?:[\w-]+\s+){{0,2}}?{_CLEAR}\s+(?:[\w-]+\s+){{0,2}}?margins?\b"
            rf"|{_OPERATED}\s+(?:of\s+(?:[\w-]+\s+){{0,5}}?)?[\w-]+,\s+(?:which\s+was\s+)?(?:apparently\s+|macroscopically\s+|grossly\s+|judged\s+)?complete\b"
            r"|postoperative\s+(?:MRI?|imaging|CT|scans?|magnetic\s+resonance\s+(?:imaging|images?))\s+(?:\w+\s+){0,2}?(?:showed|revealed|disclosed"
            r"|demonstrated|confirmed)\s+(?:that\s+there\s+was\s+)?(?:no|the\s+absence\s+of|absence\s+of)\s+(?:\w+\s+)?(?:residual|residue|remnant)"
            r"|no\s+(?:residual|remnant|remaining)\s+(?:tumou?r\s+|lesion\s+|mass\s+)?(?:was\s+|could\s+be\s+)?(?:\w+\s+)?(?:on|at|by)\s+(?:the\s+)?(?:immediate\s+|early\s+)?post-?operative\s"
            r"|(?:no|without)\s+(?:macroscopic\s+|visible\s+)?residual\s+(?:tumou?r\s+)?(?:was\s+left|left\s+behind)"
            r"|(?:no|without)\s+(?:macroscopic(?:ally)?|visible|gross)\s+(?:\w+\s+)?(?:tumou?r|disease|remnant|residue)\s+(?:was\s+|being\s+|having\s+been\s+)?left)"
        ),
    ),
    Extent(
        "biopsy",
        Phrase(
            r"\bbiops(?:y|ies|ied)\b|\b(?:needle|CT-?\s?guided|ultrasound-?\s?guided|percutaneous|trocar"
            r"|fine[\s-]needle|image-?\s?guided|transpedicular)\s+(?:[\w-]+\s+){0,2}?(?:puncture|aspirat\w+|sampling|cytology)|\bFNAC?\b"
            r"|\bpuncture\s+of\s+the\s+(?:\w+\s+)?(?:mass|lesion|tumou?r|vertebra)|\btissue\s+(?:was"
            r"|being)\s+(?:\w+\s+)?(?:obtained|taken|sampled)"
        ),
        whole=True,
    ),
)
"""The extents in the order in which the first one stated wins."""


def _several(reading: Reading, piece: Place, possible: list[Extent]) -> bool:
    """Whether a sentence on all patients gives several extents: nobody knows whose is which."""
    said: dict[str, list[Place]] = {}
    for one in possible:
        for found in one.pattern.finditer(reading, *piece):
            taken = (place for name, places in said.items() if name != one.name for place in places)
            # The words of `total en bloc spondylectomy` tell one extent.
            if not any(start < found.end() and found.start() < end for start, end in taken):
                said.setdefault(one.name, []).append(found.span())
    return len(said) > 1


_TOTAL = next(one for one in _EXTENTS if one.name == "gross total")

_CUT = Phrase(
    rf"\b(?:{_OPERATED}|{_DONE}|partial|part\b|subtotal|sub\b|near|almost|debulk|str\b|gtr\b|tes\b|r0\b|cytoreduc"
    r"|gross|en\b|mono|enbloc|bloc|piece|specimen|leaving|left|much|far\b|postoperative|residual|biops"
    r"|puncture|operation|aspirat|tissue|trocar|needle|percutaneous|fine|margin|simpson|fnac|except|apart|save|other|accessible"
    r"|inaccessible|unresectable|preserved|image|transpedicular|prevent|preclud|non)"
)
"""A word that comes with every way to say an extent."""


def find(reading: Reading, pieces: Pieces, aim: Aims, *, removed: bool) -> Iterator[Finding]:
    """`resection` of one patient's lesion at the target; a biopsy tells the extent only where nothing was removed."""
    told = tuple(one for one in pieces if _CUT.may_stand(reading, *one) and not reading.sentence_at(one[0]).title)
    if not told:
        return
    low, high = told[0][0], told[-1][1]
    possible = [one for one in _EXTENTS if one.pattern.may_stand(reading, low, high)]
    for extent in possible:
        if removed and extent.name == "biopsy":
            return
        for start, end in told:
            if (start, end) in reading.shared and _several(reading, (start, end), possible):
                continue
            for found in extent.pattern.finditer(reading, start, end):
                if _of_lesion(reading, found, extent, aim):
                    rest = _completed(reading, found.end(), told, aim) if extent.name == "subtotal" else None
                    name, place = (_TOTAL.name, rest.span()) if rest else (extent.name, found.span())
                    yield Finding("resection", name, (place,), "treatments.resection")
                    return


_STAGE = Phrase(
    r"\bdebulk\w*|\b(?:second|two|2nd)[\s-]+(?:stage\w*|step|session)\b|\b(?:second|another|re)[\s-]?(?:operation|surgery|procedure)\b|\bstaged\b|\bthe\s+(?:remaining|residual)\s"
)
_CAME_BACK = Phrase(r"\b(?:recur\w*|relaps\w*|regr[eo]w\w*|years?\s+(?:later|after))\b")


def _completed(reading: Reading, at: int, told: Pieces, aim: Aims) -> re.Match[str] | None:
    """The total removal in a second stage, or after debulking, behind the partial one that ends at a place."""
    stage = _STAGE.search(reading, max(told[0][0], at - 12), min(at + _SOON, told[-1][1]))
    if not stage:
        return None
    found = _TOTAL.pattern.search(reading, stage.start(), min(stage.end() + _SOON, told[-1][1]))
    if not found or _CAME_BACK.search(reading, at, found.start()) or not _of_lesion(reading, found, _TOTAL, aim):
        return None
    return found


_SOON = 250
"""So near behind the first stage the second is told."""


def _of_lesion(reading: Reading, found: re.Match[str], extent: Extent, aim: Aims) -> bool:
    start, end = found.span()
    if _DATES.search(reading, max(reading.sentence_at(start).start, start - 60), start):
        return False
    if not extent.whole and (
        negated_before(reading, start)
        or _NOT_SO.match(reading, end)
        or refused(reading, start, end)
        or _ATTEMPT.search(reading, max(0, start - 40), start)
    ):
        return False
    if _ADVICE.search(reading, reading.sentence_at(start).start, start):
        return False
    if _SUPPOSED.search(reading, max(reading.sentence_at(start).start, start - 40), start) or in_general(
        reading, start, end
    ):
        return False
    if extent.name == "biopsy" and (
        _OTHER_TISSUE.search(reading, max(0, start - 25), start)
        or _NO_TISSUE.search(reading, max(0, start - 20), start)
        or _NO_TUMOUR.match(reading, end)
        or _OF_ORGAN.match(reading, end)
    ):
        return False
    return not advised(reading, Mention(start, end, "", "")) and aim.at_target(start, end)


_ATTEMPT = Phrase(r"\b(?:attempt(?:s|ed|ing)?|efforts?|hope|hoping)\s+(?:at|of|to|for)\s+(?:[\w-]+\s+){0,2}$")
"""`reoperation in an attempt at complete removal` tells no extent."""
_DATES = Phrase(
    r"\b(?:years?|months?|weeks?|days)\s+(?:after|following|post|since|from)\s+"
    r"(?:(?!and\b|underwent\b|was\b|were\b|received\b|had\b|by\b|with\b)[\w-]+\s+){0,4}$"
)
_OTHER_TISSUE = Phrase(
    r"\b(?:marrow|node|lung|liver|muscle|skin|iliac|pulmonary|hepatic|transbronchial|endometrial|renal"
    r"|breast)\s+(?:[\w-]+\s+)?$"
)
_OF_ORGAN = Phrase(
    r"\s+of\s+(?:(?:the|an?|one|his|her|left|right|enlarged)\s+){0,2}(?:pelvic|lung|pulmonary|liver|hepatic|renal|kidney|pleural|breast|iliac|inguinal"
    r"|axillary|lymph|skin|thigh|rib|femoral|scapular|skull|calvarial|retroperitoneal|mediastinal|intracranial|brain|thyroid)\b"
)
_NO_TISSUE = Phrase(r"\b(?:no|without|previous|nondiagnostic|non-diagnostic|inconclusive)\s+(?:[\w-]+\s+)?$")
_NO_TUMOUR = Phrase(
    r"[^.;]{0,60}?\b(?:contained|showed|revealed|disclosed|yielded|was|were)\s+(?:no\s+(?:\w+\s+)?(?:tumou?r|malignan\w+"
    r"|neoplas\w+)|(?:negative|free)\b|benign\b)"
)
_NOT_SO = Phrase(
    r"\s+(?:of\s+(?:[\w-]+\s+){1,6}?)?(?:(?:was|were|is|could|had|has|did|proved)\s+(?:therefore\s+|thus\s+|been\s+|be\s+|deemed\s+"
    r"|considered\s+|judged\s+)*(?:not|never|impossible|unfeasible|refused|declined|precluded|omitted|withheld|too\b|unsafe))\b"
)
"""`Total resection was not possible`; a negation further on is of something else."""

_ADVICE = Phrase(r"\b(?:should|must|ought|mandatory|advocate\w*)\b")
_SUPPOSED = Phrase(r"\b(?:in\s+(?:whom|which|those)|if|whenever|unless|should|should\s+be)\s+(?:[\w-]+\s+){0,3}$")
