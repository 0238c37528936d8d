"""Complaints told in a whole phrase: `lost the use of both legs`, `could not void`, `strength in both legs was 3/5`."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.phrases import Phrase
from ..text.reading import Reading, remembered
from ..text.vocabulary import Mention

_LIMB = (
    r"(?:legs?|arms?|foot|feet|hands?|limbs?|knees?|extremit(?:y|ies)|fingers?|thighs?|toes?|ankles?|hips?"
    r"|hip\s+flexors?|quadriceps|triceps|deltoid"
    r"|flexors?|extensors?|grip)"
)
_THE = (
    r"(?:the\s+|his\s+|her\s+|both\s+|either\s+|left\s+|right\s+|lower\s+|upper\s+|proximal\s+|distal\s+"
    r"|all\s+|four\s+)*"
)
_WITHIN = r"(?:[\w-]+\s+){0,4}?"

_COMPLAINTS = (
    (
        "weakness",
        rf"\b(?:difficult(?:y|ies)|trouble|problems?)\s+(?:in\s+|with\s+)?(?:moving|lifting|raising|grip\w*|grasp\w*|holding|writing|buttoning|using"
        rf"|dorsiflexing|opening)\b|\b(?:inability|unable|failure|could\s+(?:not|no\s+longer)|cannot)\s+(?:to\s+)?(?:raise|move|lift"
        rf"|flex|extend|use|dorsiflex|grip|elevate|abduct)\s+{_THE}{_LIMB}\b"
        rf"|\blo(?:st|ss\s+of)\s+(?:the\s+)?(?:use|power|strength|force|motor\s+\w+)\s+(?:of"
        rf"|in)\s+{_THE}{_LIMB}\b|\blost\s+the\s+use\s+of\b"
        rf"|\b{_LIMB}\s+(?:had\s+)?(?:became|become|turned|were|was|felt|getting"
        rf"|grew)\s+(?:\w+ly\s+)?(?:weak|weaker|powerless|paraly[sz]ed|heavy|limp)\b"
        rf"|\bweak(?:ness)?\s+(?:of\s+)?{_THE}{_LIMB}\b|\b(?:floppiness|heaviness|clumsiness|paralysis"
        rf"|giving\s+way|buckling)\s+(?:of|in)\s+{_THE}{_LIMB}\b"
        rf"|\b(?:hands?|legs?|arms?|foot)\s+(?:clumsiness|heaviness|paralysis)\b"
        rf"|\b(?:strength|power|muscle\s+\w+|{_LIMB})\s+{_WITHIN}(?:was|were|of|to|at"
        rf"|graded?)\s+(?:\w+\s+)?(?:grade\s+)?[0-4](?:[+-])?/5\b|\b[0-4]/5\s+(?:strength|power|weakness)"
        rf"|\b(?:strength|power)\s+{_WITHIN}(?:was|were|of|at)\s+(?:\w+\s+)?grade\s+(?:[0-4]|i{1, 3}|iv)\b"
        rf"|\bdragg(?:ed|ing)\s+(?:of\s+)?{_THE}{_LIMB}\b|\b(?:reduced|decreased|diminished|impaired)\s+(?:\w+\s+)?(?:muscle\s+|motor\s+)?(?:strength|power)\b"
        r"|\bparaly[sz]ed\b|\b(?:di|mono|hemi|para|tetra|quadri)pleg\w+|\bmotor\s+(?:weakness|deficits?"
        r"|symptoms?|dysfunction|impairment)",
    ),
    (
        "sphincter disturbance",
        r"\b(?:difficult(?:y|ies)|trouble|problems?)\s+(?:in\s+|with\s+|of\s+)?(?:emptying|controlling)\s+(?:of\s+)?(?:the\s+|his\s+|her\s+)?(?:bladder"
        r"|bowels?|urine)\b|\b(?:rectal|anal|sphincter)\s+(?:sphincter\s+)?ton(?:e|us)\s+(?:was|were)\s+(?:[\w-]+\s+)?(?:absent|lax|reduced|diminished|decreased"
        r"|lost|poor|weak|flaccid)\b|\b(?:absent|lax|reduced|diminished|decreased|poor|loss\s+of|lack\s+of|flaccid|hypotonic)\s+(?:rectal|anal|sphincter)"
        r"(?:\s+sphincter)?(?:\s+ton(?:e|us)\b)?"
        r"|\b(?:became|was|been|rendered|and|doubly)\s+incontinent\b|\b(?:could\s+not|cannot|unable\s+to"
        r"|inability\s+to|failure\s+to)\s+(?:void|urinate|micturate|pass\s+(?:urine|water)|defecate)"
        r"|\bdifficult(?:y|ies)\s+(?:to|in|with|of)\s+(?:empty(?:ing)?\s+(?:the\s+|his\s+|her\s+)?bladder|start(?:ing)?\s+|initiat(?:e|ing)\s+|pass(?:ing)?\s+)?(?:micturition|void(?:ing)?"
        r"|urinat(?:e|ion|ing)|urine|defecation)\b|\bdribbling\s+(?:of\s+urine)?|\b(?:sphincter\w*|bladder|bowel|urinary|micturition|vesico\w+"
        r"|genitourinary|anal)\s+(?:and\s+\w+\s+)?(?:troubles?|problems?|complaints?|involvement"
        r"|control\s+was\s+lost|paresis|weakness|incompetence|difficult(?:y|ies)|changes?|symptoms?"
        r"|disorders?|alterations?|loss|frequency)"
        r"|\b(?:lost|losing|loss\s+of)\s+(?:\w+\s+)?control\s+(?:of|over)\s+(?:the\s+|her\s+|his\s+)?(?:bladder|bowels?|sphincter)"
        r"|\bloss\s+of\s+(?:\w+\s+)?(?:bladder|bowel|sphincter|urinary|anal)\s+(?:(?:and"
        r"|or)\s+\w+\s+)?(?:control|function|tone|continence)|\bretention\s+(?:of\s+urine|supervened)",
    ),
    (
        "sensory loss",
        r"\b(?:loss|lack|absence|decrease|diminution|impairment|reduction)\s+(?:of"
        r"|in)\s+(?:[\w-]+\s+){0,2}?(?:sensation|pinprick|touch|sensibility|proprioception|feeling|vibration)"
        r"|\b(?:altered|disturbed|absent|abnormal|deranged|lost|hypoactive|diminished|decreased|reduced|impaired|blunted"
        r"|dulled)\s+(?:[\w-]+\s+)?(?:sensation|sensibility|sensory\s+\w+)\b|\bhyp(?:o)?algesia\b|\bhyp(?:o"
        r"|a)(?:a)?esthesia"
        r"|\b(?:position|vibration|touch|joint)\s+sense\s+(?:was|were)\s+(?:lost|impaired|absent|reduced|diminished)"
        r"|\bana?esthesia\s+(?:ascending|up\s+to|below|from|of|in)\b|\bperineal\s+(?:an|hyp)a?esthesia"
        r"|\bsensory\s+(?:complaints?|dysfunction|symptoms?|deficiency)|\bhemihypesthesia"
        r"|\bsensation\s+(?:was|were)\s+(?:\w+\s+)?(?:lost|diminished|decreased|reduced|impaired|absent)",
    ),
    (
        "gait disturbance",
        r"\b(?:inability|unable|could\s+(?:not|no\s+longer)|cannot|no\s+longer(?:\s+able)?)\s+(?:to\s+)?(?:walk|stand|ambulate"
        r"|get\s+up|climb|bear\s+weight)\b|\b(?:confined|bound)\s+to\s+(?:a\s+)?(?:wheel-?\s?chair|bed)\b"
        r"|\b(?:stiff|spastic|unsteady|wide|broad)(?:[\s-]\w+)?\s+gait\b|\b(?:walking|gait)\s+(?:had\s+)?(?:gradually\s+|progressively\s+)?(?:deteriorated|worsened)\b|\bstumbl(?:e|ed|ing)\b|\b(?:stiffness|spasticity|instability|impairment|unsteadiness|disturbances?|difficult(?:y|ies))\s+(?:of|in)\s+(?:the\s+|his\s+|her\s+)?(?:gait|walking)\b|\bneed(?:ed|ing)?\s+(?:\w+\s+)?(?:sticks?|canes?|crutch(?:es)?|a\s+walker)\s+to\s+walk\b"
        r"|\bwheel-?chair[\s-]bound\b|\bbed-?ridden\b|\bnon-?ambula(?:tory|nt)\b|\bdifficult(?:y"
        r"|ies)\s+(?:in\s+|with\s+|of\s+|on\s+)?(?:walking|gait|climbing|standing|ambulat\w+)"
        r"|\b(?:gait|walking|ambulation)\s+(?:problems?|troubles?|dysfunction|changes?|deterioration|became"
        r"|was\s+(?:unsteady|impaired|spastic|ataxic))|\bstagger\w*|\b(?:frequent|recurrent|repeated)\s+falls\b|\bimbalance\b",
    ),
    (
        "incidental",
        r"\b(?:discovered|detected|found|revealed|identified|diagnosed|seen|noted)\s+(?:[\w/-]+\s+){0,3}?(?:on|at|by|during|in|through)\s+(?:an?\s+|the\s+|her\s+|his\s+)?"
        r"(?:\w+\s+)?(?:surveillance|screening|routine|check-?\s?up)\b"
        r"|\b(?:surveillance|routine|screening)\s+(?:[\w-]+\s+){0,4}?(?:show(?:ed|s)|reveal(?:ed|s)|disclosed|demonstrated|detected)\b|\b(?:discovered|found|detected|noticed|seen)\s+by\s+(?:chance|accident)\b|\bby\s+chance\b"
        r"|\b(?:surveillance|screening|routine)\s+[^.;]{3,90}?\b(?:show(?:ed|s)|reveal(?:ed|s)|disclosed|demonstrated|detected)\b"
        r"|\b(?:none|neither)\s+of\s+(?:which|them|these)\s+(?:had\s+)?(?:caus\w+|produc\w+|gave)\s+(?:rise\s+to\s+)?(?:any\s+)?symptoms?\b"
        r"|\bwithout\s+(?:causing|producing)\s+(?:any\s+)?symptoms?\b"
        r"|\b(?:discovered|detected|found|identified|diagnosed|seen|noted)\s+incidentally\b"
        r"|\bincidental\s+(?:finding|discovery|detection)\b"
        r"|\bhad\s+not\s+been\s+(?:aware|suspected)\b|\bof\s+which\s+(?:he|she|the\s+patient)\s+(?:was"
        r"|had\s+(?:not\s+)?been)\s+(?:unaware|not\s+(?:\w+\s+)?aware|aware)"
        r"|\b(?:admitted\s+to|had|with|made)\s+no\s+complaints?\b",
    ),
    ("pain", r"\bpainful\b|\bsuffered\s+from\s+pain\b"),
)
_PATTERNS = tuple((name, Phrase(pattern)) for name, pattern in _COMPLAINTS)


_ALGIA = Phrase(r"\b\w*(?:algia|dynia)s?\b")
"""Pain by its Greek name, which begins with the name of any place; looked for where the ending stands."""


def complaints(reading: Reading, start: int, end: int) -> Iterator[Mention]:
    """The complaints of a part of the text that no word of a list names."""
    for name, phrase in _present(reading):
        for found in phrase.finditer(reading, start, end):
            yield Mention(found.start(), found.end(), "symptom", name)


@remembered
def _present(reading: Reading) -> list[tuple[str, Phrase]]:
    """The phrases of which a word stands in the text at all."""
    found = [(name, phrase) for name, phrase in _PATTERNS if phrase.may_stand(reading, 0, len(reading.text))]
    return [*found, ("pain", _ALGIA)] if "algia" in reading.low or "dynia" in reading.low else found
