"""Levels of no tumour: bones that are sound, old, osteoporotic, injured, of a haemangioma or only operated on."""

from __future__ import annotations

from ..text.assertion import uncertain
from ..text.phrases import Phrase
from ..text.reading import Reading
from .notation import Level, notations

_SPARED = Phrase(
    r"(?:[\s-]+(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|bod(?:y|ies)|levels?|joints?|discs?|disks?|facets?|endplates?)|\s*\)"
    r"|\s+and\s+(?:[ctdls]h?-?\d{1,2}|(?:the\s+)?(?:vertebral\s+)?(?:bod(?:y|ies)|vertebra[e]?|cord|discs?))){0,6}\s*,?\s*"
    r"(?:(?:(?:which\s+)?(?:was|were|is|are|remained|being|appeared|seemed|looked|had\s+been)\s+)(?:both\s+"
    r"|all\s+|\w+ly\s+){0,2}"
    r"(?:intact|normal|spared|uninvolved|unremarkable|unaffected|preserved|free\b|clear\b|disease-free|negative"
    r"|doubtful|equivocal|questionable|indeterminate|not\b)"
    r"|(?:\(|-|–)?\s*(?:osteoporo\w+|benign|degenerat\w+|uninvolved|unaffected|intact|spared|normal|traumatic|adjacent\s+(?:vertebral\s+|level\s+|segment\s+)?fractures?|junctional)\b)"
)
_IS_HARM = Phrase(
    r"\s*(?:level\s*)?,\s+(?:there\s+(?:was|were)\s+)?(?:an?\s+)?(?:(?:small|typical|incidental|benign|lumbar|cervical|old|degenerative)\s+){0,2}"
    r"(?:(?:disc|disk)\s+(?:hernia|protru|prolap|bulg|degenerat|disease)|ha?emangioma|spondylo|osteophyte|canal\s+stenosis|syrinx|tarlov)"
)
"""Behind a level, what is there instead of the tumour: `and, at C5-6, a disc herniation`."""
_DOWNWARDS = Phrase(
    r"\s*(?:levels?\s+)?(?:downwards?|down\b(?!\s+(?:to|through|as|until|till)\b)|and\s+below|and\s+downwards?|distally|dermatom|on\s*down)"
)
_OLD = Phrase(
    r"\b(?:broke|had\s+(?:broken|fractured))\s+$|"
    r"\b(?:intact|normal|healthy|uninvolved|unaffected|spared|uninfiltrated|preserved|unremarkable)\s+(?:vertebra[el]?\s+)?$"
    r"|\b(?:clear|normal|negative|unremarkable|free|intact|healthy|unaffected)\s+(?:from|between|down\s+to|up\s+to|at|in|on|above|below)"
    r"\s+(?:[\w-]+\s+){0,4}(?:to|through|and|down\s+to)?\s*(?:the\s+)?(?:levels?\s+of\s+)?$"
    r"|\b(?:old|healed|senile|stress|benign|traumatic|post-?traumatic|osteoporotic|insufficiency|degenerative|previous"
    r"|congenital|arthritic|spondylotic|(?:proximal|distal)\s+junctional|adjacent[\s-](?:segment|level))\s+(?:(?:compression|wedge|burst|vertebral|endplate|lumbar|spinal|canal"
    r"|foraminal|facet|joint|disc|disk|height|central|bony|thoracic|cervical)\s+){0,3}"
    r"(?:(?:fractures?|collapse|changes?|stenos[ie]s|disease|narrowing|loss|deformit(?:y|ies)|block|wedging|lesions?|uptake|activity)\s+)?"
    r"(?:(?:of|at|in|from)\s+(?:the\s+)?)?(?:levels?\s+(?:of\s+)?)?(?:the\s+)?$"
)
"""A sound vertebra, or a fracture that is not the tumour's."""
_HARMLESS = Phrase(
    r"\s+(?:(?:(?:vertebral|bod(?:y|ies)|small|tiny|other)\s+){0,2}(?:nodules?|lesions?|mass|focus|foci|one|abnormalit\w+|deposit|uptake|defect|(?:compression\s+)?fracture|collapse|deformity)\s+)?"
    r"(?:(?:was|were)\s+(?:biopsied|sampled|examined|imaged|unchanged|stable)\s+(?:[\w-]+\s+){0,4}?and\s+)?(?:turned\s+out\s+to\s+be|proved(?:\s+to\s+be)?|appeared(?:\s+to\s+be)?|seemed(?:\s+to\s+be)?|looked|was|were|is|represented|corresponded\s+to|being)\s+"
    r"(?:(?:an?|found|shown|to\s+be|diagnosed\s+as|consistent\s+with|considered|typical|benign|incidental|simple|known|only"
    r"|merely|vertebral|osseous|small)\s+){0,4}"
    r"(?:ha?emangiomas?\b|bone\s+islands?|enostos\w+|schmorl\w*|(?:\w+\s+)?cysts?\b|enchondroma|osteoma|lipoma|artefact"
    r"|artifact|degenerat\w+|old\b|traumatic|insufficiency|osteoporotic|stress\s+fracture)"
    r"|\s+(?:(?:vertebral|compression|wedge)\s+){0,2}(?:fractures?|collapse|deformity|wedging)\s+(?:was|were|is|appeared|seemed|looked|proved)\s+"
    r"(?:to\s+be\s+)?(?:\w+ly\s+)?(?:benign|old|osteoporotic|traumatic|unrelated|degenerative|of\s+benign)\b"
)
_HARMLESS_WORD = Phrase(
    r"\b(?:ha?emangiomas?|bone\s+island|enostos|schmorl|cyst|enchondroma|osteoma|lipoma|artefact|artifact"
    r"|degenerat|traumatic|insufficiency|osteoporotic|stress|benign|old\s+(?:compression|fracture|wedge|trauma|injury|lesion|infarct|scar))"
)


def harmless(reading: Reading, start: int, end: int) -> set[str]:
    """The levels whose lesion turned out to be another, harmless one: `the L2 nodule proved to be a haemangioma`."""
    found = notations(reading, start, end)
    return {name for one in found if _HARMLESS.match(reading, one.end, end) for name in one.names}


def was_harmless(reading: Reading, end: int) -> bool:
    """Whether what ends at a place goes on so: `the sacral focus was an insufficiency fracture`."""
    return _HARMLESS.match(reading, end) is not None


_GONE = Phrase(
    r"\b(?:absence|absent|loss|missing|non-?visuali[sz]ation|disappearance|not\s+(?:be\s+)?(?:seen|visible|visuali[sz]ed|outlined))"
    r"\s+(?:of\s+)?(?:(?:the|left|right|both|one|its|posterior|normal|outline|contour|shadow|of)\s+){0,5}"
    r"(?:pedicles?|lamina[e]?|spinous\s+process|body|bodies|(?:posterior|neural)\s+(?:arch|elements?)|cortex|endplate|vertebra)\s+"
    r"(?:of|at|on)\s+(?:the\s+)?(?:(?:vertebra|levels?|body)\s+(?:of\s+)?)?$"
)


def bone_is_gone(reading: Reading, start: int) -> bool:
    """Whether what is absent is the bone that the tumour destroyed: `absence of the left pedicle of Th4`."""
    return _GONE.search(reading, max(0, start - 90), start) is not None


_FREE = Phrase(
    r"\b(?:no|without|free\s+of)\s+(?:(?:evidence|signs?|sign|further|local|tumou?r|radiological|imaging|new)\s+(?:of\s+)?){0,4}"
    r"(?:recurren\w+|relapse|regrowth|residual(?:\s+(?:tumou?r|disease|lesion))?|progression)\s+(?:\w+\s+)?(?:at|in|of)\s+(?:the\s+)?"
    r"(?:levels?\s+of\s+)?(?:the\s+)?$"
)


def free_since(reading: Reading, start: int) -> bool:
    """Whether the tumour was at a level before: `no recurrence at T8`."""
    return _FREE.search(reading, max(0, start - 90), start) is not None


def may_be_harmless(reading: Reading, start: int, end: int) -> bool:
    """Whether a part of the text holds the words for that at all."""
    return _HARMLESS_WORD.search(reading, start, end) is not None


def of_no_tumour(reading: Reading, before: int, one: Level, end: int) -> bool:
    """Whether the words around say that the bone is sound, or is harmed by something else."""
    if any(phrase.match(reading, one.end, end) for phrase in (_SPARED, _DOWNWARDS, _IS_HARM)):
        return True
    if any(about(reading, before, one, end) for about in (_proved_harmless, _of_inner_organ, _of_deficit)):
        return True
    if _INJURED.match(reading, one.end, end) and not _PATHOLOGICAL.search(reading, before, one.start):
        return True
    if _ARCHES_OF.search(reading, before, one.start) and _TAKEN_AWAY.match(reading, one.end, end):
        return True
    if any(phrase.search(reading, before, one.start) for phrase in (_OLD, _CONUS_ENDS)):
        return True
    return _of_haemangioma(reading, before, one)


_HARM = (
    r"(?:osteopor\w+|degenerat\w+|osteochondr\w+|spondyl(?:osis|otic|itis|arthrosis|olisthesis)|ha?emangiomas?|bone\s+islands?|arthrosis"
    r"|osteoarthritis|traumatic|trauma|schmorl\w*|enostos\w+|enchondroma|paget\w*|insufficiency|senile|stenosis|(?:disc|disk)\s+\w+)\b"
)
_PROVED = Phrase(
    r"\b(?:considered|proved|proven|turned\s+out|shown|attributed|attributable|due|owing|because|deemed|judged|regarded|for|corresponding"
    r"|corresponded|represent\w+|compatible|consistent|explained|diagnosed)\s+(?:(?:to|be|as|of|with|by|an?|the|old|known|simple|typical|mere"
    r"|benign|incidental|asymptomatic|vertebral|lumbar|spinal|canal|merely|only|compression|severe|long-standing)\s+){0,5}"
    rf"{_HARM}"
)
_PROVED_NEAR = 90
_STILL_TUMOUR = Phrase(
    r"[;:]|\b(?:metasta\w+|tumou?rs?|malignan\w+|neoplas\w+|initially|first|but|however|although|mis\w+|ha?emangiopericytoma)\b"
)


def _proved_harmless(reading: Reading, _: int, one: Level, end: int) -> bool:
    """Whether the sentence goes on to say what it was: `uptake in L5, which proved degenerative`."""
    found = _PROVED.search(reading, one.end, min(end, one.end + _PROVED_NEAR))
    if found is None or _STILL_TUMOUR.search(reading, one.end, found.start()):
        return False
    return not any(one.end <= other.start < found.start() for other in notations(reading, one.end, found.start()))


_ORGAN = (
    r"(?:kidneys?|renal|aort\w+|cava\w*|caval|aneurysm\w*|(?:cross-?)?clamp\w*|filter|muscle\s+(?:mass|index|area)|sarcopeni\w+"
    r"|retroperitone\w+|mediastin\w+|ureter\w*|pancrea\w+)"
)
_ORGAN_BEFORE = Phrase(rf"\b{_ORGAN}\b[^.;,]{{0,40}}$")
_ORGAN_BEHIND = Phrase(
    r"(?:\s+(?:vertebra|level))?\s+(?:in\s+the\s+(?:retroperitone|abdom|mediastin)|was\s+used\s+to\s+(?:measure|assess|estimate))"
)
_ITS_MASS = Phrase(r"\s+(?:mass|tumou?r|lesion)\b")
_OF_THE_SPINE = Phrase(
    r"\b(?:vertebra\w*|spin(?:e|al)|epidural|extradural|intradural|canal|metasta\w+|bod(?:y|ies)|cord|bones?|bony|osseous|lytic|osteoly\w+"
    r"|foram\w+|invad\w+|invasion|destr\w+|erod\w+|erosion|embol\w+)\b"
)


def _of_inner_organ(reading: Reading, before: int, one: Level, end: int) -> bool:
    """Whether the level only tells the height of something in the trunk: `the aorta was clamped at T12`."""
    if _ORGAN_BEHIND.match(reading, one.end, end):
        return True
    organ = _ORGAN_BEFORE.search(reading, before, one.start)
    return (
        organ is not None
        and not _ITS_MASS.match(reading, one.end, end)
        and not _OF_THE_SPINE.search(reading, before, min(end, one.end + 40))
    )


_CONUS_ENDS = Phrase(
    r"\b(?:conus(?:\s+medullaris)?|spinal\s+cord|thecal\s+sac|dural\s+sac)\s+(?:tip\s+)?(?:which\s+)?(?:ended|ends|ending|terminat\w+|lay|lies|lying|was|is|being)\s+"
    r"(?:(?:located|situated|seen|normally|normal|in|a|position|low|lying)\s+){0,4}(?:at|opposite|behind|around)?\s*(?:the\s+)?"
    r"(?:levels?\s+of\s+)?(?:the\s+)?$"
)
_DEFICIT = Phrase(
    r"\b(?:syndrome|(?:para|tetra|quadri)(?:plegi|pares)\w*|\w*a?esthesi\w+|\w*algesi\w+|deficits?|(?:sensory|motor)\s+loss|weakness|numbness|sensory|sensitive"
    r"|sensitivity|sensation|neurologic\w*)\s+(?:(?!due|caus|from|metasta|tumou?r|mass|lesion|compress)[\w-]+\s+){0,4}?(?:with|at|below|under|from|of|to|up\s+to)\s+(?:an?\s+|the\s+)?$"
)
_LEVEL = Phrase(
    r"\s+(?:(?:sensory|motor|spinal|neurologic\w*|cord|metameric)\s+)?levels?(?:\s*[.,;)]|\s+(?:and|was|on)\b|$)"
)
"""Around the height of a deficit: `a Brown-Sequard syndrome with a D10 level`."""


def _of_deficit(reading: Reading, before: int, one: Level, end: int) -> bool:
    return _DEFICIT.search(reading, before, one.start) is not None and _LEVEL.match(reading, one.end, end) is not None


_INJURED = Phrase(
    r"(?:\s+(?:vertebra[el]?|bod(?:y|ies)|vertebral|level|compression|burst|wedge|fractures?|had|been|was|sustained|suffered|caused)){0,6}"
    r"\s+(?:in|after|from|following|by|due\s+to)\s+(?:an?|the|his|her)\s+(?:\w+\s+){0,2}(?:fall|accident|trauma|collision|crash|injury)\b"
)
"""Behind a bone that was broken in an accident."""
_PATHOLOGICAL = Phrase(r"\b(?:pathologic\w*|metasta\w+|tumou?r\w*|lytic|lesions?|mass)\b")
FIXED = Phrase(
    r"(?:\s+(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|bod(?:y|ies)|levels?|segments?))?\s+(?:was|were|being|had\s+been)\s+"
    r"(?:(?:then|also|subsequently|posteriorly|anteriorly|both|all)\s+){0,2}(?:fused|instrumented|fixed|stabili[sz]ed|plated|spanned"
    r"|bridged|immobili[sz]ed|exposed|laminectomi[sz]ed|screwed|cannulated)\b"
)
_ARCHES_OF = Phrase(
    r"\b(?:spinous\s+process(?:es)?|lamina[e]?|facets?|facet\s+joints?|arch(?:es)?)\s+(?:of|from|at)\s+(?:the\s+)?$"
)
_TAKEN_AWAY = Phrase(
    r"\s+(?:was|were)\s+(?:\w+ly\s+)?(?:removed|resected|opened|excised|drilled|cut|taken|detached|split|elevated)\b"
)
_HAEMANGIOMA = Phrase(
    r"\bha?emangiomas?\s+(?:(?:was|were|is|are|also|incidentally|seen|noted|found|present|located|identified|which|lying)\s+)"
    r"{0,4}(?:of|in|at|within|involving|affecting)\s+(?:the\s+)?(?:left|right|posterior|anterior)?\s*(?:part\s+of\s+)?(?:the\s+)?"
    r"(?:vertebra[el]?\s+|(?:vertebral\s+)?bod(?:y|ies)\s+(?:of\s+|at\s+)?|pedicle\s+of\s+|levels?\s+of\s+)?(?:the\s+)?"
    r"(?:[cdlst]h?-?\d{1,2}(?:\s*(?:,|and|-|,\s*and)\s*)?){0,3}$"
)
_HAEMANGIOMA_BEHIND = Phrase(
    r"\s+(?:vertebra[el]?\s+|bod(?:y|ies)\s+|vertebral\s+body\s+|intraosseous\s+|benign\s+|typical\s+|incidental\s+){0,3}"
    r"ha?emangiomas?\b"
)


def _of_haemangioma(reading: Reading, before: int, one: Level) -> bool:
    """`a typical haemangioma in T10`, unless it was only thought to be one."""
    found = _HAEMANGIOMA.search(reading, before, one.start) or _HAEMANGIOMA_BEHIND.match(reading, one.end, one.end + 60)
    return found is not None and not uncertain(reading, found.start(), found.end())
