"""Whose level it is: the tumour's, a treatment's (the tumour's where no other is told), or nothing of the tumour.

The head of the noun phrase behind a level decides (`T8 metastasis`, `T5-T7 laminectomy`, `L5 root`), else the nearest
word before it that governs it (`lesion at T8`, `screws were placed in T6 and T10`).
"""

from __future__ import annotations

import re

from ..text.phrases import Phrase
from ..text.reading import Reading
from .chains import ANOTHER
from .notation import Level
from .otherharm import FIXED, of_no_tumour
from .rolewords import CUES, Role

__all__ = ["CUES", "Role", "roles"]


_PHRASE_END = Phrase(
    r"[.,;:()\[\]]|\s(?:[-–—])\s|\b(?:of|in|at|with|and|or|to|from|by|for|on|was|were|is|are|had|has|have|which"
    r"|that|who|after|before|through"
    r"|without|using|via|followed|revealed|showed|underwent|as|but|because|during|where|extending|causing"
    r"|bulging|protruding|projecting|compressing|into|when|while|under"
    r"|appeared|demonstrated|presented|developed|became|the|an?|this|his|her|we|he|she|it|led|did|could|until|than|above|below|behind|beside"
    r"|adjacent|near|around|over|against|between|within|due|secondary|per|then)\b"
    r"|\s(?!instrument|guid|assist|augment|extend|limit|navigat|combin|stag|repeat|infiltrat|destroy|collaps"
    r"|involv|herniat|prolaps|isolat|fus|bas)"
    r"[a-z]{3,}ed\b"
    r"|\s(?!wir|enhanc|expand|bridg|feed|grow|plat|graft|brac|swell|wedg|exist|adjoin|drain|bleed|limit|remain|narrow|bulg|fus)"
    r"[a-z]{3,}ing\b"
)
_REACH = 60
_LISTED = Phrase(
    r"(?:\s+\d{1,2}(?:\s?(?:,|-|–|and|to)\s?\d{1,2}){0,4}(?!\d))?\s*(?:,|;|/|,?\s*(?:and|or|&))\s*(?:(?:the|left|right|a|at|of|in)\s+){0,2}"
)
_TUMOUR_OF_ROOT = Phrase(
    r"(?:\b(?:aris\w+|arose|originat\w+|stemm\w+|gr[eo]w\w*)\s+(?:from|in|within|on)|\b(?:tumou?r|mass|lesion|schwannoma"
    r"|neurofibroma|metastas[ie]s|\w*cytoma"
    r"|neoplasm)\s+(?:of|on|in|at|within|along))\s+(?:the\s+)?(?:(?:left|right|dorsal|ventral|posterior|anterior"
    r"|intradural)\s+){0,2}$"
)
_AT_ROOT = Phrase(
    r"\b(?:tumou?r|mass|lesion|metastas[ie]s|nodule|deposit)\b[^.;]{0,40}\b(?:adher\w+|attach\w+|stuck|fixed|connected)\s+to\s+"
    r"(?:the\s+)?(?:(?:left|right|dorsal|ventral|posterior|anterior)\s+){0,2}$"
)
_BESIDE_SPINE = Phrase(
    r"\b(?:paravertebral|paraspinal|epidural|extradural|intradural|intraspinal|dumb-?bell)\s+(?:(?:soft|tissue|hpc|sft|spinal)\s+){0,2}"
    r"(?:tumou?r|mass|lesion|metastas[ie]s|nodule|deposit|recurrence)\s+(?:\w+\s+){0,3}(?:adjacent|next|close)\s+to\s+(?:the\s+)?$"
)
"""Before a level that the tumour only lies at: it is told by that where it is told by nothing else."""
_BELOW = Phrase(
    r"\b(?:below|beneath|above|caudal\s+to|cranial\s+to|rostral\s+to|distal\s+to|inferior\s+to|proximal\s+to"
    r"|downwards?\s+from|under"
    r"|(?:abut\w*|displac\w+|adjacent\s+to|in\s+front\s+of|next\s+to|distinct\s+from"
    r"|separate\w*\s+from|contact\s+with|touch\w+|without\s+\w+ing|spar\w+)"
    r"(?:\s+(?:the|left|right|anterior|ventral|lateral|aspects?|surfaces?|borders?|parts?|sides?|of)){0,6})"
    r"\s+(?:the\s+)?(?:vertebra[el]?\s+|(?:vertebral\s+)?bod(?:y|ies)\s+(?:of\s+)?|levels?\s+(?:of\s+)?)?(?:the\s+)?$"
)
_BREAK = Phrase(
    r"[;:.]|\b(?:because|due|owing|caused|causing|secondary|which|who|whose|that|revealed|reveals|showed|shows"
    r"|demonstrated|disclosed|detected|confirmed"
    r"|found|identified|where|whereas|while|although|but|resulting|followed\s+by|later|attributed|attributable"
    r"|consistent|corresponding)\b"
    r"|,\s+(?:and\s+)?(?:a|an|the|mri|ct|he|she|we)\s|\band\s+(?:then\s+)?(?:was|were|had|mri|ct|he|she|we)\s"
)
"""What stands between a word and a level that it does not govern."""
_WINDOW = 110
_NAMES = ("diagnosis", "other_diagnosis")
_ASIDE = re.compile(r"[^()]*\)")
"""Behind a word in brackets, which governs nothing outside of them."""


def roles(reading: Reading, start: int, end: int, found: list[Level]) -> list[Role]:
    """What each level of a part of the text is of; a level listed with the next one shares the head behind that one."""
    given: list[Role] = []
    after: Role | None = None
    for index in range(len(found) - 1, -1, -1):
        one = found[index]
        behind = found[index + 1] if index + 1 < len(found) else None
        head = _head(reading, one, end)
        if head is None and behind and after and _listed(reading, one, behind):
            head = after
        after = head
        role = _role(reading, start, end, one, head)
        given.append(_of_sign(reading, one) if role is Role.SIGN else role)
    return given[::-1]


def _of_sign(reading: Reading, one: Level) -> Role:
    """What the level of a pain or a stenosis is of: of the tumour only where the sentence speaks of one."""
    sentence = reading.sentence_at(one.start)
    told = any(role is Role.TUMOUR for _, role in _told(reading, sentence.start, sentence.end))
    return Role.TREATED if told else Role.OTHER


def _listed(reading: Reading, one: Level, behind: Level) -> bool:
    glue = _LISTED.match(reading, one.end, behind.start)
    if glue is None or glue.end() != behind.start or ";" in glue.group():
        return False
    return ANOTHER.match(reading.text, one.end) is None


def _role(reading: Reading, start: int, end: int, one: Level, head: Role | None) -> Role:
    before = max(start, reading.sentence_at(one.start).start, one.start - _WINDOW)
    if of_no_tumour(reading, before, one, end) or _only_fixed(reading, before, one, end):
        return Role.OTHER
    if _INVOLVED.match(reading, one.end, end):
        return Role.TUMOUR
    role = _by_noun(reading, before, one, end, head) or _governor(reading, before, one.start)
    if role is None:
        return Role.TREATED if _OPENED.match(reading, one.end, end) else Role.TUMOUR
    if role is Role.TREATED or (role is Role.OTHER and _RESECTED.match(reading, one.end, end)):
        return _treated(reading, one, end)
    return role


def _by_noun(reading: Reading, before: int, one: Level, end: int, head: Role | None) -> Role | None:
    """What the head of the level's own phrase, or the place that the level only lies beside, makes of it."""
    if head is Role.OTHER and not (_AT_DISC.match(reading, one.end, end) and _AT.search(reading, before, one.start)):
        return Role.OTHER if _RIBS.match(reading, one.end) else _of_root(reading, before, one.start)
    if head in (Role.TREATED, Role.SIGN):
        return head
    if head is Role.TUMOUR or _BY_TUMOUR.match(reading, one.end, end):
        return Role.TUMOUR
    if _BELOW.search(reading, before, one.start):
        return Role.TREATED if _BESIDE_SPINE.search(reading, before, one.start) else Role.OTHER
    return None


_OPENED = Phrase(
    r"\s+(?:(?:vertebra[el]?|levels?|segments?)\s+)?(?:was|were|had\s+been)\s+(?:\w+ly\s+)?(?:decompressed|approached|explored)\b"
)
_RIBS = Phrase(r"\s+ribs?\b")


def _treated(reading: Reading, one: Level, end: int) -> Role:
    """A level of a treatment is the tumour's own where it is said that this was for the tumour."""
    return Role.TUMOUR if _FOR_TUMOUR.match(reading, one.end, end) else Role.TREATED


def _only_fixed(reading: Reading, before: int, one: Level, end: int) -> bool:
    """`C2 through T1 were fused`; a metastasis of T8 that was fixed is one."""
    return FIXED.match(reading, one.end, end) is not None and _governor(reading, before, one.start) is not Role.TUMOUR


_AT = Phrase(r"\b(?:at|to|from|behind|opposite)\s+(?:the\s+)?(?:levels?\s+of\s+)?(?:the\s+)?$")
_AT_DISC = Phrase(r"\s+(?:inter-?vertebral\s+)?(?:dis[ck]\s+(?:space|level|interspace|height)|dis[ck]$|inter-?space)")
"""Behind a level of which only the height is meant: `at the level of the L5-S1 disc space`."""


def _of_root(reading: Reading, before: int, at: int) -> Role:
    """What the level of a root or the like is of: of the tumour that grew from it or hangs on it."""
    if _TUMOUR_OF_ROOT.search(reading, before, at):
        return Role.TUMOUR
    return Role.TREATED if _AT_ROOT.search(reading, before, at) else Role.OTHER


def _head(reading: Reading, one: Level, end: int) -> Role | None:
    """The last word that tells in the noun phrase behind a level."""
    stop = min(end, one.end + _REACH)
    if _AND_VESSELS.match(reading, one.end, stop):
        return Role.OTHER
    begun = _TWO_SIDES.match(reading, one.end, stop)
    closed = _PHRASE_END.search(reading, begun.end() if begun else one.end, stop)
    told = _told(reading, one.end, closed.start() if closed else stop)
    return told[-1][1] if told else None


_TWO_SIDES = Phrase(
    r"\s+(?:combined\s+)?(?:anterior|posterior|lateral|ventral|dorsal|left|right|bilateral|lateral\s+mass|pedicle|front)\s*"
    r"(?:and/or|and|,|/|\+|&|plus|then)\s*"
)
"""Behind a level, an adjective that shares its head with the next: `C5-T1 anterior and posterior fusion`."""


_AND_VESSELS = Phrase(
    r"\s*(?:,|/|,?\s+and|,?\s+as\s+well\s+as)\s+(?:(?:the|left|right|both|bilateral|median|middle|lateral|internal|superior|first)\s+){0,3}"
    r"(?:ilio-?lumbar|subcostal|intercostal|lumbo-?sacral|sacral|iliac|cervical|lumbar|thoracic|vertebral|thyrocervical|costocervical|bronchial"
    r"|radicular|segmental)\s+(?:nerve\s+)?(?:arter|vessel|trunk|branch|nerve|roots?\b|plexus|feeder|pedicles?\s+were)"
)
"""Behind a level, another name of the same kind of thing: `the L4 and iliolumbar arteries`."""


def _told(reading: Reading, start: int, end: int) -> list[tuple[int, Role]]:
    """Where the words that tell end, and what they tell; the name of a tumour tells too."""
    told = [(one.end, Role(one.name)) for one in reading.mentions("level role", start, end) if one.name != "bone"]
    names = [(one.end, Role.TUMOUR) for kind in _NAMES for one in reading.mentions(kind, start, end)]
    return sorted([*told, *names], key=lambda one: one[0]) if names else told


def _governor(reading: Reading, start: int, at: int) -> Role | None:
    """The nearest word before a level that tells, unless another clause begins between."""
    told = [one for one in _told(reading, start, at) if not _ASIDE.match(reading.text, one[0], at)]
    if not told or (
        _BREAK.search(reading, told[-1][0], at)
        and not any(phrase.match(reading, told[-1][0], at) for phrase in (_FOUND_AT, _WHICH_REACHED))
    ):
        return None
    while len(told) > 1 and told[-1][1] is Role.OTHER and _next_in_list(reading, told[-1][0], at):
        told.pop()
    if len(told) > 1 and told[-1][1] is Role.OTHER and _reaches_on(reading, told[-1][0], at):
        return told[-2][1]
    if len(told) > 1 and told[-1][1] is Role.OTHER and _AMONG_ROOTS.search(reading, told[-2][0], at):
        return told[-2][1]
    if len(told) > 1 and told[-1][1] is not Role.TUMOUR and told[-2][1] is Role.TUMOUR:
        return Role.TUMOUR if _TREATED_THERE.match(reading, told[-2][0], at) else told[-1][1]
    return told[-1][1]


def _reaches_on(reading: Reading, told: int, at: int) -> bool:
    """Whether a tumour of a rib or the like grows on to the level: `involving the ribs extended into T6`."""
    return _ANATOMY.search(reading, told - 20, told) is not None and _REACHES.search(reading, told, at) is not None


_ANATOMY = Phrase(r"\b(?:ribs?|muscles?|dis[ck]s?|nerves?|nerve\s+roots?)$")
_REACHES = Phrase(
    r"\b(?:extend|extends|extended|extending|grew|growing|grown|invad\w+|infiltrat\w+|destroy\w+|erod\w+|reach\w+|involv\w+)\s"
)
_FOUND_AT = Phrase(
    r"(?:\s+levels?)?\s+(?:was|were)\s+(?:\w+ly\s+)?(?:found|identified|detected|disclosed|demonstrated|revealed|confirmed)\s+(?:at|over|on|in|below|from|of|around)"
    r"\s+(?:the\s+)?(?:levels?\s+of\s+)?(?:the\s+)?$"
)
"""Between a subject and its level: `tenderness was found over L3`."""
_WHICH_REACHED = Phrase(
    r"\s+(?:that|which)\s+(?:ascend\w*|extend\w*|reach\w*|stretch\w*|continued)\s+"
    r"(?:(?:up|down|upwards?|downwards?|cranially|caudally|rostrally|as|far|high|low|to|into|from)\s+){0,3}$"
)
"""`an edema that ascended to C2`."""
_FOR_TUMOUR = Phrase(
    r"[^.;,()]{0,60}\b(?:for|because\s+of)\s+(?:(?:an?|the|his|her|this|lytic|solitary|single|painful|symptomatic|spinal|vertebral|epidural)\s+){0,4}"
    r"(?:metastas[ie]s|metastatic\s+\w+|tumou?rs?|lesions?|recurrences?)\b(?!\s+(?:in|at|of)\s+(?:the\s+)?[cdlst]h?-?\d)"
)
"""Behind a level that was treated, what it was treated for."""
_BY_TUMOUR = Phrase(
    r"(?:\s+levels?)?\s+by\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:tumou?r|mass|lesion|metastas[ie]s|neoplasm|deposit)\b"
)
"""Behind a level at which the tumour presses on something: `the artery was encased from C3 to C5 by the tumor`."""
_TREATED_THERE = Phrase(
    r"\s+(?:was|were|had\s+been|has\s+been)\s+(?:(?:\w+ly|also|then|later)\s+){0,2}(?:operated(?:\s+(?:on|upon))?|treated|irradiated|resected|excised"
    r"|removed|embolized|embolised|biopsied|decompressed)\s+(?:at|in)\s+(?:the\s+)?(?:levels?\s+of\s+)?$"
)
"""Between a tumour and its level: `a second metastasis was operated on at L4`."""
_RESECTED = Phrase(
    r"(?:\s+(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|bod(?:y|ies)|levels?|lesions?))?\s+(?:was|were|had\s+been)\s+"
    r"(?:(?:then|also|subsequently|completely|totally|both|all)\s+){0,2}"
    r"(?:resected|excised|removed|replaced\s+(?:by|with)\s+an?|curett?ed|irradiated|biopsied|embolized|embolised|augmented|treated)\b"
)
"""Behind a bone that was treated, whatever went before: `screws were put in T9 and T11, and T10 was resected`."""
_INVOLVED = Phrase(
    r"(?:\s+(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|bod(?:y|ies)|levels?))?\s+(?:(?:was|were|is|are|became|being|had\s+been|has\s+been"
    r"|have\s+been|to\s+be)\s+)(?:(?:both|all|also|then|now|largely|completely|partially|partly|subsequently)\s+){0,2}"
    r"(?:involved|affected|infiltrated|invaded|destroyed|collapsed|eroded|replaced|metastatic|the\s+(?:site|seat))\b"
)
"""Behind a bone that the tumour is in, whatever went before."""


def _next_in_list(reading: Reading, at: int, level: int) -> bool:
    """Whether the level only follows a word in one list: `in the ribs, T9 and the pelvis`."""
    glue = _LISTED.match(reading, at, level)
    return glue is not None and glue.end() == level


_AMONG_ROOTS = Phrase(
    r"\b(?:among|amongst|amid|between|along|around|in|from|into|of|(?:adherent|attached|adhering|stuck|next|close)\s+to|on|within"
    r"|(?:compress|encas|displac|engulf|surround|involv|embrac|abut|infiltrat|envelop)\w+)\s+"
    r"(?:(?:the|left|right|several|some|nerve|lumbar|sacral|dorsal|ventral|exiting|traversing|cauda|equina|paraspinal|[ctdls]h?-?\d{1,2}"
    r"|paravertebral|erector|spinae|psoas|back|deep|thoracic|cervical|posterior)\s+){0,4}"
    r"(?:roots?|nerves?|rootlets?|muscles?|musculature)\s+(?:at|of|from|between)\s+(?:the\s+)?(?:levels?\s+of\s+)?$"
    r"|\b(?:encas|engulf|surround|infiltrat|embrac|envelop)\w*\s+(?:(?:the|left|right|both|vertebral|ipsilateral)\s+){0,4}"
    r"arter(?:y|ies)\s+(?:at|from|between)\s+(?:the\s+)?$"
)
"""Before a level at which a tumour lies among the roots."""
