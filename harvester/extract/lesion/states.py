"""The words for the state of a patient or of the disease: died, free of disease, stable, worse, improved.

Each phrase is looked for on its own, and only where one of its words stands in the abstract at all: together they are
long, and most abstracts hold few of them.
"""

from __future__ import annotations

from bisect import bisect
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Reading, remembered


class State(NamedTuple):
    """A state told of the patient: its place, and its name."""

    start: int
    end: int
    name: str


_QUALITY = (
    r"(?:(?:any|clinical|clinically|radiological|radiologic|radiographic|radiographically|imaging|further|local|locally"
    r"|tumou?r|tumou?ral|regional|intracranial|cranial|brain|mri|definite|obvious|apparent|residual|disease|or|and"
    r"|detectable|visible|spinal|of|the|distant|evident|remote|metastatic|new|signs?|evidence|symptomatic|metastas[ei]s"
    r"|active|either|systemic|neoplastic|macroscopic|lumbar|thoracic|cervical|sacral|vertebral|epidural|both|overt"
    r"|indication|hint|suggestion|recurrent|primary|to|suggest|loco|at|site|other|additional|suspicious|imageable"
    r"|remaining|argument|for|identifiable|such|on|presence|a|progression|complications?|instability|subsequent|late|early|post|e/o)[\s,/-]+)"
)
_NO = r"(?:no|without|nor|neither|free\s+(?:of|from)|absence\s+of|negative\s+for|never|not\s+shown?|lack\s+of)"
_BACK = (
    r"(?:recurrences?|recidiv\w+|(?:local|tumou?r)\s+failure|failure|recurrent\s+(?:disease|tumou?rs?|lesions?|mass)"
    r"|relapses?|regrowth)"
)
_FOUND = (
    r"(?:noted|detected|observed|seen|found|identified|evident|demonstrated|occur\w*|recogni[sz]ed|apparent|present"
    r"|detectable|visible|discernible|demonstrable|visuali[sz]ed)"
)
_NOT_GROWN = r"(?!\s+(?:progress|growth|elsewhere|enlarge))"
_SYMPTOM = (
    r"(?:pains?|symptoms?|weakness|numbness|deficits?|paresis|paraparesis|headaches?|ataxia|complaints?|paresthesias?"
    r"|radiculopathy|incontinence|edema|\w+algia)"
)
_LEFT = (
    r"(?:resolved|disappeared|subsided|abated|ceased|ceded|vanished|diminished|decreased|reduced|relieved|alleviated"
    r"|eased|gone|reversed|settled|remitted|lessened|fell|dropped|ameliorated|abolished|palliated|regressed|much\s+less)"
)
_GAIN = (
    r"(?:recovery|improvement|return\s+of\s+(?:power|strength|function|movement|sensation)"
    r"|change\s+in\s+(?:neurolog\w+|motor|strength))"
)

_WORDS: dict[str, tuple[str, ...]] = {
    "died": (
        r"\b(?:died|dies|dying|death|demise|succumbed|passed\s+away|expired|deceased|dead|fatal|lethal)\b(?!\s+certificate)",
        r"\b(?:did|could)\s+not\s+survive\b|\b(?:was|is)\s+lost\s+(?:because|due|owing|on|at)\b"
        r"(?![^.;]{0,30}\bfollow)|\blost\s+(?:his|her)\s+life\b",
        r"\b(?:autops(?:y|ied)|necropsy|post-?\s?mortem|exitus|dod)\b",
    ),
    "no evidence of disease": (
        rf"\b{_NO}\s+{_QUALITY}{{0,8}}?{_BACK}\b",
        rf"\b{_NO}\s+(?:\w+\s+){{0,3}}?(?:evidence|signs?|indication|hint|argument)\s+(?:of|for)\s+{_QUALITY}{{0,4}}?"
        rf"(?:disease|tumou?r|malignancy|neoplasm|cancer)\b{_NOT_GROWN}",
        r"\b(?:free\s+(?:of|from)|without)\s+(?:any\s+|all\s+|detectable\s+|residual\s+|local\s+|spinal\s+|active\s+|visible\s+)*(?:disease|tumou?r|malignancy)"
        r"\b(?!\s+(?:progress|growth|enlarge))",
        r"\b(?:disease|tumou?r|recurrence|relapse|cancer)[\s-]free\b(?!\s+(?:interval|survival|period|margin))",
        r"\b(?:mri?|ct|imaging|scans?)\s+(?:\w+\s+){0,3}?(?:shows?|showed|reveals?|revealed|demonstrated)\s+no\s+"
        r"(?:tumou?r|disease)\b(?!\s+(?:progress|growth))",
        r"\bno\s+(?:residual|detectable|visible|demonstrable|viable|active)\s+(?:or\s+recurrent\s+)?"
        r"(?:tumou?r|disease|lesion|mass)\b",
        r"\bno\s+(?:tumou?r|disease|mass)\s+(?:was|is|could\s+be|can\s+be)\s+"
        rf"(?:(?:longer|now|then)\s+)?{_FOUND}\b",
        r"\bneither\s+(?:local|residual|recurrent)\s+n?or\s+(?:[\w-]+\s+){0,2}?(?:tumou?rs?|disease|recurrence"
        r"|metastas[ei]s|lesion)\b",
        r"\bgave\s+no\s+indication\s+of\s+disease\b",
        r"\b(?:did|does|do|has|have|had)\s+not\s+(?:\w+\s+)?(?:show|reveal|disclose|demonstrate|detect|find)(?:n|ed|d)?\s+"
        rf"(?:(?:a|an|any)\s+)?{_QUALITY}{{0,5}}?(?:tumou?r|disease|recurren\w+|relapses?|regrowth|lesions?)\b{_NOT_GROWN}",
        r"\bfailed\s+to\s+(?:show|reveal|disclose|demonstrate|detect)\s+(?:(?:a|an|any)\s+)?"
        rf"{_QUALITY}{{0,5}}?(?:tumou?r|disease|recurren\w+|relapses?|regrowth|lesions?)\b{_NOT_GROWN}",
        r"\b(?:follow[\s-]?up|control|subsequent|serial|annual|yearly|neuroradiologic\w*)\s+(?:[\w-]+\s+){0,5}?"
        r"(?:was|were|is|are|has\s+been|have\s+been|remain(?:s|ed)?)\s+(?:\w+ly\s+|still\s+|all\s+)?(?:negative|clear)\b",
        r"\bno\s+(?:evidence|signs?)\s+of\s+(?:[\w-]+\s+){0,2}disease\b(?!\s+(?:progress|growth))",
        r"\bno\s+further\s+manifestations?\b|\b(?:has|have|is|are)\s+no\s+(?:detectable\s+)?disease\b",
        rf"\b{_BACK}\s+(?:or\s+(?:\w+\s+){{0,2}}?metastas[ie]s\s+)?(?:was|were|has|have|had)\s+(?:not|never)\s+"
        rf"(?:been\s+)?{_FOUND}",
        r"\b(?:not|never)\s+recur(?:red)?\b|\b(?:none|neither)\s+(?:has|have|had)\s+(?:recurred|relapsed)\b",
        r"(?<!almost )(?<!nearly )(?<!near-)\bcomplete\s+disappearance\s+of\s+"
        r"(?:[\w-]+\s+){0,4}?(?:tumou?rs?|lesions?|mass|nodules?|metastas[ie]s|disease)\b",
        r"\bcomplete\s+(?:\w+\s+)?(?:remission|response|regression)\b|\bin\s+remission\b|\bned\b",
        r"\b(?:mri|scans?|imaging|control)\b[^.;]{0,60}\b(?:was|were|is|are|remains?)\s+clean\b",
    ),
    "alive with disease": (
        r"\b(?:alive|living|lives|survives|surviv(?:ing|ed))\s+(?:(?!no\b|without\b|free\b|and\b)[\w.-]+\s+){0,8}?with\s+"
        r"(?:(?!no\b|without\b|any\b)[\w-]+\s+){0,4}?(?:disease|tumou?rs?|metastas[ei]s|recurrence|lesions?|residue|nodules?|deposits?)\b",
        r"\b(?:hepatic|liver|pulmonary|lung|intracranial|cerebral|distant|metastatic|residual|remaining|other|visceral)\s+(?:\w+\s+)?"
        r"(?:lesions?|metastas[ei]s|nodules?|deposits?|disease)\s+(?:is|are)\s+(?:\w+ly\s+|still\s+)*(?:progress\w+|growing|enlarging|increasing|present)\b",
        r"\b(?:tumou?r|disease|lesion|it)\s+has\s+(?:since\s+|now\s+|\w+ly\s+)?(?:recurred|relapsed|spread)\b",
        r"\b(?:new|additional)\s+(?:[\w-]+\s+){0,4}?(?:lesions|metastas[ei]s|nodules|deposits)\b",
        r"\bawd\b|\b(?:persistent|residual)\s+disease\s+at\s+(?:the\s+)?(?:last|final|latest)",
    ),
    "stable": (
        r"\bstable\b(?!\s+(?:angina|vital|h[ae]+modynamic|construct|spine|disease\s+in\s+(?:one|two|three|\d)))"
        r"|\bun(?:changed|altered)\b|\bstatic\s+on\b|\b(?:is|was|been|remain\w*)\s+static\b",
        r"\b(?:not|never)\s+(?:\w+\s+)?(?:enlarged|increased\s+in\s+size|progressed|grown|changed)\b",
        r"\bstabili[sz]ed\s+(?:her|his|the\s+(?:disease|tumou?r|lesion|condition))"
        r"|\b(?:disease|tumou?r|lesion|condition|symptoms|residue)\s+(?:had\s+|has\s+)?stabili[sz]ed\b",
        r"\b(?:no|without|nor|not\s+shown|free\s+(?:of|from))\s+(?:any\s+)?(?:signs?\s+of\s+|evidence\s+of\s+)?"
        r"(?:further\s+|local\s+|disease\s+|tumou?r\s+|radiological\s+|radiographic\s+|clinical\s+|significant\s+"
        r"|interval\s+|lesion\s+|of\s+|(?:or|and)\s+){0,4}(?:progression|growth|change|enlargement)\b",
        r"\bprogression[\s-]free\b(?!\s+(?:survival|interval))",
        r"\b(?:local|tumou?r|disease)\s+control\s+(?:(?:was|has|is)\s+(?:been\s+)?(?:achieved|maintained|obtained"
        r"|preserved|sustained)|persists|persisted|continues)",
        r"\b(?:remain(?:s|ed)|was|is|been|well)\s+(?:well\s+|locally\s+)?controlled\b"
        r"|\b(?:disease|tumou?rs?|lesions?)\s+(?:[\w-]+\s+){1,2}?under\s+(?:\w+\s+)?control\b",
        r"\b(?:deficits?|\w*paresis|\w*plegia|weakness|numbness|symptoms?|incontinence)\s+(?:\w+ly\s+)?persist(?:s|ed)\b",
        rf"\bno\s+(?:[\w-]+\s+){{0,2}}?{_GAIN}|\b(?:recovery|improvement)\s+was\s+(?:nil|absent|none)\b",
        r"\b(?:never\s+|failed\s+to\s+)(?:regain|recover|improve)(?:ed|d)?\b|\bregain(?:ed|s)\s+no\b|\b(?:did|has|have|had)\s+not\s+(?:recover(?:ed)?|improve[d]?|return(?:ed)?)\b",
    ),
    "worse": (
        r"\bdeteriorat(?:ed|ion|ing)\b|\bworsen(?:ed|ing)\b|\bprogressive\s+disease\b",
        r"\b(?:disease|tumou?r|local|further|rapid|radiological|systemic|intracranial|spinal|distant|metastatic)\s+progression\b"
        r"|\b(?:showed|revealed|demonstrated|disclosed|detected|noted|found|with|was|experienced|had|developed)\s+(?:[\w-]+\s+){0,2}?progression\b",
        r"\b(?:lesion|tumou?r|deposit|remnant|residue|[ctls]-?\d{1,2})\s+(?:has|had)\s+(?:since\s+|now\s+)?(?:enlarged|grown|increased)\b"
        r"|\b(?:remnant|residue|residual\s+\w+)\s+(?:\w+\s+)?(?:grew|enlarged|increased)\b",
        r"\b(?:had\s+|has\s+)?progressed\b|\b(?:became|remained|remains|is)\s+paraplegic\b",
    ),
    "improved": (
        r"\bimprov(?:ed|ement|ing)\b(?!\s+survival)",
        rf"\b{_SYMPTOM}\b[^.;]{{0,40}}?\b{_LEFT}\b(?!\s+(?:\w+\s+)?(?:sens|strength|power|reflex|feeling|tone))",
        rf"\b(?:disappearance|resolution|regression|remission|relief|alleviation|abolition)\s+of\s+(?:the\s+|his\s+|her\s+|all\s+)*(?:\w+\s+)?{_SYMPTOM}",
        r"\bresolved\b|\bdisappeared\b|\brelieved\b|\brelief\b|\brecovered\b|\brecovery\b|\bregain(?:ed|s|ing)?\b",
        r"\basymptomatic\b|\b(?:symptom|pain|complaint)s?[\s-]free\b|\bsubsided\b|\balleviat(?:ed|ion)\b",
        r"\bfree\s+(?:of|from)\s+(?:all\s+|any\s+)?(?:symptoms?|pain|complaints?|neurologic\w*)",
        r"\bneurologic(?:al|ally)?\s+(?:\w+\s+)?(?:intact|normal)|\b(?:is|was|remain\w*)\s+intact\s+at\b"
        r"|\bneurologic\w*\s+(?:examination|status|function|findings?)\s+(?:has\s+|had\s+)?normali[sz]ed\b",
        r"\b(?:able|ability)\s+to\s+(?:walk|ambulate|stand|run)\b|\b(?:independent(?:ly)?|fully)\s+ambula\w+"
        r"|\bambula(?:tory|nt|tes|ted|ting)\b|\bback\s+on\s+(?:her|his)\s+feet\b",
        r"\bwalk(?:s|ed|ing)?\s+(?:again|normally|with|without|unaided|independently|out|unassisted|freely|alone)\b",
        r"\b(?:voids?|micturates?|urinates?)\s+(?:spontaneously|normally|freely)\b",
        r"\bshr[ua]nk\b|\bshrinkage\b|\bpartial\s+(?:\w+\s+)?(?:response|remission)\b|\bresolution\s+of\b",
        r"\b(?:mass|lesion|tumou?r|metastas[ie]s)\s+(?:had|has|have|was|were)\s+(?:\w+ly\s+)?(?:decreased|diminished"
        r"|regressed|reduced\s+in|smaller)\b",
        r"\b(?:alive|lives|living|is|was|remain(?:s|ed)|been|doing|does|feels|keeps|alive\s+and|and|patient)\s+"
        r"(?:alive\s+and\s+|still\s+|very\s+|clinically\s+|doing\s+|quite\s+|perfectly\s+)*well\b"
        r"(?!\s+(?:until|till|before|with|controlled|tolerated|circumscribed|defined|demarcated|known|differentiated"
        r"|delineated|encapsulated|described))",
        r"\bwell\s+with(?:out|\s+no)\b|\bwell\s+(?:at|after)\s+(?:\d|[a-z]+\s+(?:years?|months?)\b)"
        r"|\bwithout\s+(?:any\s+)?(?:complaints?|symptoms?|(?:neurologic\w*\s+)?deficits?)\b",
        r"\b(?:no|nor)\s+(?:(?!new\b|other\b|additional\b|further\b|post)\w+\s+)?(?:neurologic\w*\s+)?"
        r"(?:deficits?|complaints?|symptoms?)\b",
        r"\b(?:strength|power|function|gait|sensation|voiding|ambulation|neurology|continence|walking|deficits?|control)"
        r"\b[^.;]{0,30}?\b(?:normal(?:i[sz]ed)?|returned|regained|restored|recover\w+)\b",
        r"\breturn(?:ed|ing)?\s+to\s+(?:work|normal|full|his|her|daily)|\bback\s+at\s+work\b",
        r"\b(?:good|excellent|satisfactory)\s+(?:general\s+|clinical\s+|functional\s+|neurological\s+)?"
        r"(?:condition|health|recovery|outcome|result)\b|\bfavou?rable\s+(?:outcome|result)",
    ),
}
_PHRASES = tuple((name, Phrase(pattern)) for name, patterns in _WORDS.items() for pattern in patterns)


def told(reading: Reading, start: int, end: int, only: str = "") -> list[State]:
    """Every state that a part of the text names, whosoever it is of; of two that overlap, the one listed first."""
    taken: list[State] = []
    for name, phrase in _present(reading):
        if only and name != only:
            continue
        for found in phrase.finditer(reading, start, end):
            at = bisect(taken, (found.start(),))
            free = at == 0 or taken[at - 1].end <= found.start()
            if free and (at == len(taken) or found.end() <= taken[at].start):
                taken.insert(at, State(*found.span(), name))
    return taken


@remembered
def _present(reading: Reading) -> list[tuple[str, Phrase]]:
    return [(name, phrase) for name, phrase in _PHRASES if phrase.may_stand(reading, 0, len(reading.text))]
