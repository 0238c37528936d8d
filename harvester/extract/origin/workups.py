"""A search of the body outside the lesion that found nothing: staging, a work-up, scans of brain and trunk."""

from __future__ import annotations

import re

from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, remembered

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
    r"|spread|sites?|involvement|dissemination|nodes|organs?|uptake|origin|primary|primaries|locations?|locali[sz]ations?|malignanc(?:y|ies)|neoplasms?)"
)
_SHOWED = (
    r"(?:show\w*|reveal\w*|demonstrat\w*|disclos\w*|detect\w*|identif\w+|found|find|yield\w*|uncover\w*|displa\w+)"
)

_NEGATIVE = tuple(
    Phrase(pattern)
    for pattern in (
        # the style of a chart: `CT of chest and abdomen negative for primary.`
        rf"\b{_BODY}\b[^.;:]{{0,60}}?[\s:]\s?{_CLEAR}(?:\s+for\s+(?:an?\s+|any\s+|other\s+|another\s+)*(?:primar(?:y|ies)|metasta\w+"
        r"|tumou?rs?|malignanc\w+|disease|lesions?)(?:\s+(?:tumou?r|lesion|site|disease))?)?(?=\s*(?:[.;]|$))",
        rf"\b{_BODY}\b[^.;]{{0,110}}?\bwith\s+(?:a\s+)?(?:negative|normal)\s+(?:results?|findings?)\b",
        rf"\b{_BODY}\b[^.;]{{0,110}}?\b(?:was|were|is|are|proved|remained|came\s+back|returned)\s+(?:all\s+|both\s+"
        rf"|also\s+|repeatedly\s+|completely\s+|otherwise\s+|entirely\s+)?{_CLEAR}\b",
        rf"\b{_SEARCH}\b[^.;]{{0,80}}?\b{_BODY}\b[^.;]{{0,60}}?\b(?:was|were|proved|remained)\s+(?:\w+\s+)?{_CLEAR}\b",
        rf"\b{_SEARCH}\b[^.;]{{0,110}}?\b(?:{_SHOWED}\s+(?:no|neither)|(?:did\s+not|didn['’]t|could\s+not)\s+{_SHOWED}"
        rf"|failed\s+to\s+{_SHOWED}|{_SHOWED}\s+nothing|without)\s+(?:[\w-]+\s+){{0,8}}?"
        rf"(?:{_OTHER}\s+(?:[\w-]+\s+){{0,2}}?{_LESION}|metasta\w+|abnormalit(?:y|ies)"
        rf"|(?:[\w-]+\s+){{0,2}}?{_LESION}\s+(?:elsewhere|outside|in\s+the\s+(?:{_BODY})))\b",
        rf"\b(?:exclud\w+|ruled\s+out)\s+(?:any\s+|a\s+"
        rf"|the\s+presence\s+of\s+)*(?:{_OTHER}\s+(?:[\w-]+\s+){{0,2}}?{_LESION}|(?:[\w-]+\s+)?{_LESION}\s+elsewhere|metasta\w+)\b",
        rf"\bno\s+(?:evidence\s+of\s+|signs?\s+of\s+|evident\s+)?(?:any\s+)?{_OTHER}\s+(?:[\w-]+\s+){{0,2}}?{_LESION}\b",
        rf"\bno\s+(?:evidence\s+of\s+|signs?\s+of\s+)?(?:[\w-]+\s+){{0,2}}?{_LESION}\s+(?:was\s+|were\s+"
        rf"|could\s+be\s+)?(?:found\s+|seen\s+|detected\s+|present\s+|identified\s+|noted\s+)*elsewhere\b",
        rf"\bno\s+{_LESION}\s+(?:was|were)\s+(?:found|seen|detected|present)\s+(?:on|in|at)\s+[^.;]{{0,80}}\b{_BODY}\b",
        r"\bno\s+(?:evidence\s+of\s+)?(?:distant\s+|other\s+)?metasta(?:sis|ses|tic\s+(?:disease|lesions?|spread|deposits?|foci|tumou?rs?))\s+(?:was|were|has"
        r"|had)?\s*(?:ever\s+)?(?:been\s+)?(?:found|seen|detected|present|identified|noted|developed|appeared|occurred)",
        rf"\b(?:staging|restaging|work-?\s?up|{_SEARCH}\s+of\s+[^.;]{{0,60}}?\b{_BODY})\b[^.;]{{0,110}}?\b(?:yielded|showed|shown|revealed|found|disclosed)"
        rf"\s+(?:nothing|no\s+{_LESION}\s+outside)\b",
        rf"\bno\s+(?:evidence\s+of\s+)?metasta(?:sis|ses|tic\s+(?:disease|lesions?|spread))\s+(?:on|at|by|in)\s+(?:\w+\s+){{0,2}}?{_SEARCH}",
        rf"\bno\s+{_OTHER}\s+{_LESION}\s+(?:was|were|came|had|has|could)\b",
        rf"\bneither\s+(?:had|showed)\s+(?:another|other|further)\s+{_LESION}",
        # `CT of the trunk, mammography and cranial MRI were obtained, all of which were negative`
        rf"\b{_SEARCH}\b[^.;]{{0,120}}?\b(?:all|both|each|none)\s+of\s+which\s+(?:was|were|proved|showed|had)\s+(?:\w+\s+)?(?:{_CLEAR}|no\b|nothing)",
        rf"\b{_SEARCH}\s+(?:for|of)\s+[^.;]{{0,60}}?\b(?:was|were|proved|remained)\s+(?:\w+\s+)?(?:negative"
        rf"|fruitless|unsuccessful|unrevealing|in\s+vain)",
    )
)
"""Where nothing else was found; the spine's own images are told with the words of the spine."""
_COURSE = (
    Phrase(
        r"\b(?:neither|no)\s+[^.;]{0,70}?\b(?:was|were|has|have|had)\s+(?:ever\s+)?(?:shown|revealed|disclosed|detected|demonstrated)\s+"
        r"(?:a\s+|any\s+)?metasta\w+|\b(?:never|not)\s+metastasi[sz]ed\b"
    ),
    Phrase(r"\b(?:neither|no)\s+[^.;]{0,40}?\b(?:distant|other|remote)\s+organs?\s+(?:was|were|has|had|is)\b"),
)
"""What never came in the course of the disease: it does not tell where the tumour began."""


_REGION = re.compile(r"\b(?:chest|thora|abdom|pelvi|brain|crani|head|skull|lung|liver|bone|skelet)")
_BROAD = Phrase(
    r"\b(?:other|another|further|additional|elsewhere|metasta\w*|staging|restaging|systemic|work-?\s?up"
    r"|extension|visceral?|distant|remote|body|trunk|PET\w*|separate|outside|neither|extraspinal)\b"
)
"""What tells that the whole body was looked at, where not two parts of it are named."""

_OWN = Phrase(
    r"\b(?:primary(?!\s+(?:\w+\s+)?elsewhere)|neoplasm|cytolog\w+|cultures?|margins?|immuno\w+|stain\w*|nodes\s+resected|CSF|cerebrospinal|reactiv\w+"
    r"|for\s+(?:EMA|S-?100|desmin))\b"
)


_TRUNK = Phrase(
    r"\b(?:CT|tomogra\w+|MRI?|resonance|scans?)\b[^.;]{0,40}\b(?:chest|thora\w+|lungs?)\b[^.;]{0,30}\b(?:abdom\w+|pelvi\w+|liver)\b"
    r"|\b(?:thoraco-?abdomin\w+|chest|thora\w+)[\s,/-]+(?:and\s+)?(?:abdom\w+|pelvi\w+)?[^.;]{0,20}\b(?:CT|tomogra\w+|MRI?|scans?)\b"
)
"""Slices of chest and abdomen show the organs; a plain film of the chest does not."""
_PLAIN = Phrase(r"\b(?:normal|unremarkable)$")
_ONE_SYSTEM = Phrase(
    r"\s+(?:\w+\s+){0,2}?(?:on|in|at)\s+(?:the\s+)?(?:remaining\s+|rest\s+of\s+the\s+)?(?:skeleton|bones?|brain|cranium|head|spine)\b"
    r"(?!\s+[\w-]+\s*(?:,|and\b))"
)


def clear(reading: Reading, pieces: Pieces) -> Place | None:
    """Where a search outside the lesion is said to have found nothing; a normal film of an organ or two is none."""
    return searched(reading, pieces) or _clear_by(reading, pieces, _COURSE)


def searched(reading: Reading, pieces: Pieces) -> Place | None:
    """The same of a work-up only, and not of the years after it."""
    return _clear_by(reading, pieces, _NEGATIVE)


def _clear_by(reading: Reading, pieces: Pieces, patterns: tuple[Phrase, ...]) -> Place | None:
    phrases = _present(reading, patterns)
    for start, end in pieces if phrases else ():
        if reading.sentence_at(start).title:
            continue
        for phrase in phrases:
            found = phrase.search(reading, start, end)
            if found and _wide(reading, *found.span()) and not _OWN.search(reading, *found.span()):
                return found.span()
    return None


@remembered
def _present(reading: Reading, patterns: tuple[Phrase, ...]) -> list[Phrase]:
    return [phrase for phrase in patterns if phrase.may_stand(reading, 0, len(reading.text))]


def _wide(reading: Reading, start: int, end: int) -> bool:
    """Whether what was searched is the body, or two parts of it that were said to be clear."""
    if _ONE_SYSTEM.match(reading, end):
        return False
    if _BROAD.search(reading, start, end) or _TRUNK.search(
        reading, max(reading.sentence_at(start).start, start - 45), end
    ):
        return True
    return len(set(_REGION.findall(reading.low, start, end))) > 1 and not _PLAIN.search(reading, start, end)


_NOTHING_ELSE = Phrase(
    r"\bno\s+(?:evidence\s+of\s+)?(?:an?\s+)?(?:other|another|extraspinal|extra-spinal|intracranial|cranial|additional|different"
    r"|distant|underlying)?\s*(?:primary|primaries|lesions?|tumou?rs?|neoplasms?|mass(?:es)?|disease|focus|foci|malignancy)"
    r"(?:\s+(?:tumou?rs?|lesions?|sites?|neoplasms?|focus|disease))?"
    r"(?:\s+(?:was|were|could\s+be|had\s+been|has\s+been)\s+(?:\w+\s+)?(?:found|detected|identified|seen|demonstrated|discovered"
    r"|present|revealed|disclosed|noted))?\s+(?:elsewhere|in\s+(?:other|any\s+other|the\s+rest|the\s+brain)|outside|anywhere)\b"
    r"|\b(?:no|neither|without(?:\s+an?)?)\s+(?:evidence\s+of\s+)?(?:[\w-]+\s+){0,6}?primary(?:\s+(?:tumou?r|lesion|site|focus))?"
    r"(?=\s*(?:[.,;]|was|were|could|$))"
    r"|\b(?:revealed|showed|disclosed|demonstrated|found|detected|was|were)\s+no\s+(?:other|further|additional|intracranial|extraspinal)"
    r"\s+(?:[\w-]+\s+)?(?:lesions?|tumou?rs?|neoplasms?|primary|mass(?:es)?|disease)\b"
    r"|\b(?:ruled\s+out|excluded|excluding|ruling\s+out)\s+(?:an?|any|another|other)\s+(?:other\s+|second\s+|occult\s+|possible\s+)?"
    r"(?:primary|primaries|lesions?|focus|foci|origin|tumou?rs?|neoplasms?|source)\b"
    r"|\b(?:neither|no|nor|not|failed\s+to)\s+(?:[\w-]+\s+){0,8}?(?:reveal|show|disclose|detect|find|demonstrate|identify|suggest)\w*\s+"
    r"(?:(?:an?|any|another)\s+(?:other\s+|occult\s+)?(?:origin|source|primary|second\s+\w+)|another\s+(?:tumou?r|neoplasm|lesion))\b"
    r"|\bno\s+(?:other|second|further|additional)\s+(?:tumou?rs?|lesions?|neoplasms?|mass(?:es)?|foc(?:us|i)|disease)\s+(?:was|were|could\s+be|had\s+been)"
    r"\s+(?:found|identified|seen|detected|demonstrated|present|noted|discovered|revealed)\b"
    r"|\b(?:fdg-?\s?pet|pet(?:[/-]ct)?|staging|(?:whole[\s-])?body\s+(?:ct|imaging|mri?|scans?|pet))(?:\s+(?:[\w,-]+\s+){0,8}?)?\s*(?:was|were|proved|remained)\s+"
    r"(?:also\s+|otherwise\s+|all\s+)?(?:negative|unremarkable|clear|normal)\b"
    r"|\b(?:had|have|has)\s+(?:another|a\s+second)\s+(?:lesion|tumou?r)\s+(?:on|elsewhere|in)\b"
    r"|\b(?:search|screening|work-?\s?up|staging|survey|investigations?)\s+(?:for\s+(?=[^.;]{0,60}\b(?:metasta|primar|tumou?r|malign|neoplas|lesion|spread|dissemin|cancer|occult|origin|source|other|second)))?(?:(?!for\b)[\w-]+\s+){0,6}?(?:was|were|remained|proved)"
    r"\s+(?:fruitless|negative|unremarkable|unrevealing|in\s+vain)\b"
)


def nothing_else(reading: Reading, pieces: Pieces) -> Place | None:
    """`no primary was detected elsewhere`, `a search for another tumour was fruitless`: the work-up found nothing."""
    for start, end in pieces:
        found = _NOTHING_ELSE.search(reading, start, end)
        if found:
            return found.span()
    return None


_REFUTED = re.compile(
    r"\b(?:mimick\w+|simulat\w+|masquerad\w+\s+as|misdiagnosed\s+as|mistaken\s+for|misinterpreted\s+as|instead\s+of"
    r"|rather\s+than|not)\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PRESUMED = re.compile(
    r"[^.;]{0,50}\b(?:was|were|had\s+been)\s+(?:presumed|suspected|assumed|considered|expected)\b[^.;]{0,20}\bbut\b",
    re.IGNORECASE,
)


def refuted(reading: Reading, pieces: Pieces) -> Place | None:
    """`mimicking a metastasis`, `metastasis was presumed, but`: a lesion that was held for one and is none."""
    for start, end in pieces:
        for one in reading.mentions("spread", start, end):
            if _REFUTED.search(reading.text[max(start, one.start - 60) : one.start]) or _PRESUMED.match(
                reading.text, one.end, end
            ):
                return one.start, one.end
    return None


_ASPECT = (
    r"(?:intra-?cranial|cranial|cerebral|mening\w+|brain|extra-?spinal|systemic|metastatic|secondary|other|another|distant"
    r"|visceral|pleural)"
)
_DISMISSED = r"(?:exclud\w+|ruled\s+out|ruling\s+out|rul(?:es|e)\s+out|dismissed|refuted)"
_CONCLUDED = tuple(
    Phrase(pattern)
    for pattern in (
        # `staging excluded an intracranial origin`, `a metastatic lesion was ruled out`
        rf"\b{_DISMISSED}\s+(?:(?:an?|any|the|possible|possibility|of|presence|existence|both|either)\s+){{0,4}}(?:{_ASPECT}\s+(?:(?:and|or)\s+)?){{1,3}}"
        rf"(?:[\w-]+\s+)?{_LESION}\b",
        rf"\b(?:{_ASPECT}\s+(?:[\w-]+\s+)?{_LESION}|metasta(?:sis|ses))\s+(?:was|were|had\s+been|could\s+be|has\s+been)\s+"
        rf"(?:\w+ly\s+)?{_DISMISSED}\b(?!\s+(?:from|as\s+in))",
        # `there was no history of an intracranial tumour`, `no known tumour elsewhere`
        r"\b(?:no|without(?:\s+any)?|denied(?:\s+any)?)\s+(?:\w+\s+){0,2}?history\s+of\s+(?:an?\s+|any\s+)?(?:(?:previous|prior|known|other)\s+)?"
        rf"(?:{_ASPECT}\s+|h[a]?emangiopericytoma|solitary\s+fibrous|HPC\b|SFT\b)",
        # `no intracranial or other extraspinal lesion was present`
        rf"\b(?:no|without(?:\s+any)?|absence\s+of(?:\s+any)?|neither|nor|lack\s+of)\s+(?:(?:an?|any|evidence|signs?|of|the|known|concomitant|previous|associated)\s+){{0,4}}"
        rf"(?:{_ASPECT},?\s+(?:(?:and|or|nor)\s+)?){{1,4}}(?:primary\s+|[\w-]+\s+)?(?:lesions?|tumou?rs?|mass(?:es)?|primary|primaries|neoplasms?|counterpart|source"
        r"|origin|focus|foci|component|involvement|abnormalit(?:y|ies))\b",
        # `neither chest CT nor cranial MRI showed a tumour`, `brain imaging did not show any mass`
        rf"\b(?:neither|no|nor)\s+[^.;]{{0,70}}?\b{_SEARCH}\b[^.;]{{0,20}}?\b{_SHOWED}\s+(?:an?\s+|any\s+|another\s+)?(?:[\w-]+\s+){{0,2}}?{_LESION}\b",
        rf"\b(?:brain|cranial|cerebral|head|intracranial|chest|thora\w+|abdom\w+|body)\s+(?:[\w-]+\s+){{0,3}}?{_SEARCH}\b[^.;]{{0,60}}?\b(?:did\s+not|failed\s+to|could\s+not)\s+{_SHOWED}\s+"
        rf"(?:an?\s+|any\s+|another\s+)?(?:[\w-]+\s+){{0,2}}?{_LESION}\b",
        # `no clinical or radiological evidence of tumour elsewhere`
        rf"\b(?:no|without|lack\s+of)\s+(?:[\w-]+\s+){{0,4}}?(?:evidence|signs?|indications?)\s+of\s+(?:[\w-]+\s+){{0,3}}?{_LESION}\s+(?:elsewhere|outside|in\s+(?:any\s+)?other|at\s+(?:any\s+)?other)\b",
        # `brain MRI was normal`, `MRI of the head was unremarkable`, `did not show any intracranial mass`
        rf"\b(?:brain|cranial|cerebral|head|craniocerebral|intracranial)\s+(?:[\w-]+\s+){{0,3}}?{_SEARCH}\b[^.;]{{0,60}}?\b(?:was|were|proved|remained)\s+"
        rf"(?:\w+\s+)?{_CLEAR}\b",
        rf"\b{_SEARCH}\s+of\s+(?:the\s+|his\s+|her\s+)?(?:[\w-]+\s+){{0,2}}?(?:brain|head|cranium|neuraxis|skull)\b[^.;]{{0,60}}?\b(?:was|were|proved|remained)\s+"
        rf"(?:\w+\s+)?{_CLEAR}\b",
    )
)
"""Of a tumour at the target: another place that it might have come from, and that is said not to be one."""


def not_from_elsewhere(reading: Reading, pieces: Pieces) -> Place | None:
    """Where the report says that a tumour at the target has no other to come from: work-up, history or conclusion."""
    found = nothing_else(reading, pieces) or searched(reading, pieces) or _concluded(reading, pieces)
    return None if found and _NO_MORE.search(reading, *found) else found


_NO_MORE = Phrase(
    r"\bno\s+(?:[\w-]+\s+){0,3}?(?:other|further|additional|more)\s+(?:[\w-]+\s+)?(?:secondar|metasta)\w*"
)
"""`no other secondary sites`: so the one that was found is held for such a one."""


def _concluded(reading: Reading, pieces: Pieces) -> Place | None:
    for start, end in pieces:
        for phrase in _CONCLUDED:
            found = phrase.search(reading, start, end)
            if found:
                return found.span()
    return None
