"""From what a duration counts, and which way: `9 years after resection of a falcine tumor`, `8 years earlier`."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..spine.levels import levels
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Reading, remembered
from ..text.times import Duration
from ..text.vocabulary import Mention

WAYS = ("span", "history", "ago", "after", "later", "follow", "spell", "")
"""How a duration is told.

`span`: an interval; `history`: the history of something; `ago`: back from now; `after`: on from an anchor; `later`: on
from what was told last; `follow`: of follow-up; `spell`: how long a state lasted.
"""


class Step(NamedTuple):
    """A duration with its way; from `begin` to `stop` run its words with those it counts from, the anchor last."""

    one: Duration
    way: str
    begin: int
    anchor: int
    stop: int


_SPAN_BEHIND = Phrase(
    r"[\s-]*(?:(?:disease|tumou?r|recurrence|symptom|relapse|event)[\s-]free\s+|latent\s+|silent\s+|asymptomatic\s+|quiescent\s+|long\s+|time\s+)*"
    r"(?:interval|latency|delay|lapse|gap|hiatus|dormancy|latent\s+period|disease-free\s+(?:period|survival))\b"
    r"|\s+(?:(?:had|have)\s+)?(?:separated|elapsed|passed|intervened|went\s+by|lapsed)\b"
)
_SINCE = Phrase(
    r"\s+(?:(?:have|has)\s+(?:now\s+)?(?:passed|elapsed|gone\s+by)\s+(?:since|after|from)|(?:has|have)\s+it\s+been\s+since)\b"
)
"""`Twenty-two months have passed since surgery`: of now, and no interval."""
_PASSED = re.compile(r"elapsed|passed|intervened|went|lapsed")
_MORE = Phrase(r"\b(?:another|a\s+further|an\s+additional|a\s+second)\s+$")
"""`Another six years passed before`: on from what was told last."""
_SPAN_AHEAD = Phrase(
    r"\b(?:(?:intervals?|latency|latencies|delays?|lapse|gaps?|latent\s+period|disease[\s-]free\s+(?:period|survival)|"
    r"(?:time|period)(?=\s+(?:elapsed|lapse|from|between|to\b|that\s+elapsed|since)))\b"
    r"[^.;]{0,170}?(?:\bof|\bwas|\bwere|\bbeing|\bis|\bto|:|,|=|\bcomprised|\blasted|\breached|\bequal\w+)"
    r"|(?:intervals?(?:\s+(?:from|since|after)\s+(?:[\w-]+\s+){0,3}[\w-]+)?|latency|interval\s+period|\bit\s+took))\s*[,:(]?\s*(?:(?:about|approximately|almost|nearly|more\s+than|over|some|only|just|as\s+long\s+as|"
    r"roughly|around|an?|the|respectively,?)\s+)*$"
)
_HISTORY = Phrase(r"[\s-]*(?:(?:\w+|long)\s+)?(?:history|antecedents?|course|evolution)\s+(?:of|with)\b")
_DEEDS = (
    r"(?:operation|surgery|procedure|treatment|resection|recurrence|event|intervention|\w+tomy|radiotherapy|relapse|\w*ectomy"
    r"|excision|re-?operation|irradiation|radiosurgery)\b"
)
_AFTER = Phrase(
    r"[\s-]*(?:,?\s*respectively,?\s+)?(?:after(?:wards?\s+from)?|s/p|status[\s-]post|following|since|from|post|out\s+from|past|subsequent\s+to|beyond|out\s+of)\b(?!\s+(?:that|this|which|then)\b\s*(?:[,.;]|\w))"
    rf"|\s*(?:after|following|from)\s+(?=(?:that|this)\s+(?:[\w-]+\s+){{0,2}}{_DEEDS})"
)
_WENT = (
    r"(?:s?he|the\s+patient)\s+(?:(?:had|was|were|first|initially|originally|previously|already)\s+)*"
    r"(?:been|underwent|undergone|operated|treated|received|diagnosed|irradiated|completed|completing|having|finished|had)\b"
    r"|an?\s+(?:[\w/-]+\s+){0,4}(?:\w+ectomy|\w+otomy|resection|excision|removal|surgery|operation|h(?:a)?emangiopericytoma|HPC|SFT|SFT/HPC|tumou?r"
    r"|meningioma|diagnosis|radiotherapy)\b"
)
"""What a time counts from, told as a clause or with an article: `he had undergone excision`, `a right craniotomy`."""
_LATER = Phrase(
    rf"\s*(?:later|afterwards?|after(?:\s+(?:that|this|which))?(?=\s*[,.;]|\s+(?!{_WENT})(?:he|she|the\s+patient|in|with|by|an?)\s)|thereafter|subsequently"
    r"|hence|on(?=\s*[,.;]|\s+(?:s?he|there|a|an|his|her)\s)|down\s+the\s+line|after\s+(?:that|this|which)\b"
    rf"(?!\s+(?:\w+\s+){{0,2}}{_DEEDS}))"
)
_OPERATED = Phrase(
    r"[\s-]*(?:of\s+)?(?:post[\s-]?operative(?:ly)?|post[\s-]?op\b|post[\s-]?surg\w+|post[\s-]?(?:treatment|radiosurgery|radiation|procedure"
    r"|radiotherapy|resection|surgery|\w*ectomy|embolization|irradiation)|out\b(?!\s+(?:of|from)))"
)
_BEFORE = Phrase(
    r"\s*,?\s*(?:before|prior\s+to|preceding|ahead\s+of|in\s+advance\s+of)\s+(?=[\w-])(?!(?:and|for|at|by|because|due|in|on|elsewhere)\b)"
)
_AGO = Phrase(r"\s*(?:earlier|previously|ago|back\b|before|prior\b|beforehand|in\s+the\s+past|previous\b|in\s+advance)")
_FOLLOW_BEHIND = Phrase(
    r"[\s-]*(?:of\s+|'\s*|’\s*|'s\s+|’s\s+)?(?:(?:the|clinical|imaging|radiological|radiographic|further|regular|outpatient|postoperative|neurological"
    r"|uneventful|close|continuous|total|oncological)\s+){0,3}"
    r"(?:follow(?:ed|ing)?[\s-]?up|f/u\b|surveillance|control\b|visit|check[\s-]?up|examination|observation|review|evaluation|assessment|MRI?\b|CT\b"
    r"|PET|imaging|scans?\b|magnetic|clinic\b|mark\b|films?\b|radiographs?)"
)
_FOLLOW_AHEAD = Phrase(
    r"\b(?:(?:follow(?:ed|ing)?[\s-]?up|f/?u|followed|surveillance|observation|survival|survived|lived|alive|retreat|reviewed|post-?operative(?:ly)?|post-?op|monitored|controls?|hindsight|recoil)"
    r"(?:\s+(?:period|time|duration|interval|visit|regularly|clinically))?(?:\s+(?:from|after|following|since)\s+(?:[\w-]+\s+){0,3}[\w-]+(?=\s+(?:was|is|has|of|amounted|reached)\b))?(?:\s+(?:of|was|is|at|for|to|in|until|now|being|has|been|reached|amounted|"
    r"lasted|covers|over|conducted|at\s+the))*)\s*[,:(]?\s*(?:(?:about|approximately|almost|nearly|more\s+than|over|some|only|now|an?|the"
    r"|another|further|at\s+least|around|currently|last)\s+)*$"
)
_LATER_AHEAD = Phrase(
    r"\b(?:after|following|upon|at|with)\s+(?:(?:an?|the|another|further|additional|about|approximately|some|nearly|almost|around|only|over"
    r"|more\s+than|at\s+least|just|roughly|long|interval|latency|period|delay|lapse|gap|of|remission|disease-free|disease|free|symptom-free"
    r"|tumou?r-free|asymptomatic|silent|latent|quiescent)\s+)*$"
)
_SPELL_AHEAD = Phrase(
    r"\b(?:for|over|during|in|within|throughout|until|up\s+to|through|past|last|next|than|by)\s+(?:(?:about|approximately|almost|nearly|some|only|more\s+than|over"
    r"|an?|the|another|further|at|least|around|now|full|good|last|next|following|subsequent|ensuing|first|period|of|her|his|past|up|to|also|space|course)\s+){0,5}$"
)


_BEHIND = (
    ("history", _HISTORY, True),
    ("after", _OPERATED, False),
    ("later", _LATER, False),
    ("after", _AFTER, True),
    ("ago", _BEFORE, True),
    ("ago", _AGO, False),
    ("follow", _FOLLOW_BEHIND, False),
)
"""The words behind a duration: the way they tell, and whether an anchor comes after them; the first that fits."""


def step(reading: Reading, one: Duration, following: int) -> Step:
    """The way of a duration, read from the words behind it and, where these do not tell, from those before it.

    `following` is where the next duration begins.
    """
    sentence = reading.sentence_at(one.start)
    end = min(sentence.end, following, one.tail + 140)
    head = max(sentence.start, one.lead - 190)
    if since := _SINCE.match(reading, one.tail, end):
        return Step(one, "after", one.lead, since.end(), _anchor_end(reading, since.end(), end))
    if span := _SPAN_BEHIND.match(reading, one.tail, end):
        if _PASSED.search(span.group()) and _MORE.search(reading, head, one.lead):
            return Step(one, "later", one.lead, span.end(), span.end())
        return Step(one, "span", one.lead, one.tail, one.tail)
    for way, phrase, anchored in _BEHIND:
        if found := phrase.match(reading, one.tail, end):
            stop = _anchor_end(reading, found.end(), end) if anchored else found.end()
            return Step(one, way, one.lead, found.end(), stop)
        if way == "history" and _SPAN_AHEAD.search(reading, head, one.lead):
            return Step(one, "span", one.lead, one.tail, one.tail)
    return Step(one, _way_ahead(reading, one, max(sentence.start, one.lead - 70)), one.lead, one.tail, one.tail)


_AND = Phrase(
    r",?\s+and\s+(?:(?:again|then|the|a)\s+)?(?:(?:second|third|last|other|again)\s+)?(?:one\s+)?(?:about\s+|at\s+)?"
    r"(?:(?:[\w-]+\s+){0,3}(?:\w+ectomy|\w+tomy|resection|excision|surgery|re-?operation|operation|radiotherapy|irradiation|radiosurgery|knife|cyberknife"
    r"|treatment|embolization|chemotherapy|recurrence|removal)\s+(?:[\w-]+\s+){0,3})?"
)


def shared(reading: Reading, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, where `operated on 14 years, and again 6 years, before admission` counts both from the admission."""
    found = list(steps)
    for index in range(len(found) - 2, -1, -1):
        one, after = found[index], found[index + 1]
        joined = _AND.match(reading, one.stop, after.begin) if one.way == "" else None
        if joined and joined.end() == after.begin and after.way in ("ago", "after"):
            found[index] = one._replace(way=after.way, anchor=after.anchor, stop=after.stop)
    return tuple(found)


_OF_THERAPY = Phrase(
    r"\s+of\s+(?:[\w-]+\s+){0,2}(?:treatment|therapy|chemotherapy|radiotherapy|\w+inib|\w+mab|medication|rehabilitation|symptoms?|pain)\b"
)


def _way_ahead(reading: Reading, one: Duration, head: int) -> str:
    if _FOLLOW_AHEAD.search(reading, head, one.lead):
        return "follow"
    found = _LATER_AHEAD.search(reading, head, one.lead)
    if found and not _OF_THERAPY.match(reading, one.tail):
        return "later" if found.group().startswith(("after", "following", "upon")) else "follow"
    return "spell" if _SPELL_AHEAD.search(reading, head, one.lead) else ""


_ANCHOR_END = Phrase(
    r"[,;:()\[\]]|\.\s|\s(?:MRI|CT|PET|magnetic|computed|imaging|the\s+patient(?!['’])|and|but|gave|when|who|which|while|because|she|he|developed|presented|presents|showed|revealed|was|were|had|has|without|with\s+no|(?<!presentation\s)(?<!admission\s)with\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}(?:[ctls]-?\d{1,2}|metasta\w+|pain|weakness|numbness|para\w+"
    r"|myelopathy|sciatica|back|(?:spinal|cord)\s+(?:cord\s+)?compression)"
    r"|demonstrated|disclosed|there|remains?|is|that\s+(?:had|has|was|were|is|\w+ed)|appeared|noticed|returned|experienced|complained|suffered|became|died|in\s+(?:an?\s+\d+|(?:this|our|the)\s+(?:\d+|patient|case|wom[ae]n|m[ae]n|boy|girl))|admitted|due\s+to)\b"
)


def _anchor_end(reading: Reading, start: int, end: int) -> int:
    clause = _CLAUSE.match(reading, start, end)
    found = _ANCHOR_END.search(reading, clause.end() if clause else start, end)
    return found.start() if found else end


_CLAUSE = Phrase(rf"\s*{_WENT}")


# ------------------------------------------------------------------------------------------------------- the anchor

_FIRST = Phrase(
    r"\b(?:initial\w*|primary|original\w*|index|first(?=\s+(?:\w+\s+)?(?:surger|operat|resect|tumou?r|diagnos|craniotom|excis|treatment|presentation"
    r"|symptom|remov|intervention|manifest|procedure))|intracranial|brain|cranial|cerebral|craniotom\w*|craniectom\w*|head|skull)\b"
)
_SECOND = Phrase(
    r"\b(?:second|third|last|latter|latest|final|most\s+recent|re-?operation|re-?resection|recurrence|relapse|repeat\w*|that|this|these"
    r"|local\s+recurrence|regrowth|previous\s+recurrence|salvage|gamma\s+knife)\b"
)
_SPINE = Phrase(
    r"\b(?:spin\w+|vertebr\w+|laminect\w*|laminop\w*|corpectom\w*|spondylectom\w*|decompress\w*|fusion|stabili[sz]\w*|fixation|metasta\w+"
    r"|instrument\w*|kyphoplast\w*|sacr\w+|SBRT|cord|costotransvers\w*|lumbar|en\s+bloc(?=\s+(?:resection|excision|removal|spondyl|vertebr))|paraplegia|hospitali[sz]ation|discharge|admission|stereotactic\s+body)\b"
)


def anchor(reading: Reading, one: Step) -> str:
    """What a duration counts from: `primary`, `last` (what was told last), `target`, or `` where that is open."""
    start, end = one.anchor, one.stop
    if one.anchor >= one.stop:
        return ""
    if levels(reading, start, end) or _SPINE.search(reading, start, end) or reading.has("target", start, end):
        organ = organ_spread(reading, start, end) and not levels(reading, start, end)
        return "last" if organ else "target"
    if _SECOND.search(reading, start, end):
        return "last"
    if _FIRST.search(reading, start, end):
        return "primary"
    kinds = ("primary_site", "elsewhere", "diagnosis", "other_diagnosis", "organ")
    return (
        "primary" if any(reading.has(kind, start, end) for kind in kinds) or _BODY.search(reading, start, end) else ""
    )


_BODY = Phrase(
    r"\b(?!(?:corp|lamin|vertebr|spondyl|discect|pedicul|facet|foramin|sacr)\w*ectom)\w+ectom(?:y|ies)\b|\b(?:exenteration|amputation)\b"
)


def organ_spread(reading: Reading, start: int, end: int) -> bool:
    """Whether a metastasis in an organ is named: `lung metastases`, `metastasis to the liver`."""
    organs = [one for one in reading.mentions("organ", start, end) if one.name != "bone"]
    return any(_near(one, organ) for one in reading.mentions("spread", start, end) for organ in organs)


def _near(spread: Mention, organ: Mention) -> bool:
    return 0 <= spread.start - organ.end <= 20 or 0 <= organ.start - spread.end <= 35


# ---------------------------------------------------------------------------------------------------- what happened

_STRONG = ("target", "spinal operation")
_AGAIN = Phrase(
    r"\b(?:re-?operat\w*|re-?resect\w*|re-?excis\w*|re-?intervened|reproduced|regr[eo]w\w*|second\s+(?:craniotomy|operation|resection|surgery)"
    r"|third\s+(?:craniotomy|operation|resection|surgery)|came\s+back(?!\s+to\b)|(?:tumou?r|disease|lesion|residu\w+|remnant|mass)\s+(?:[\w-]+\s+){0,2}progressed|progression)\b"
)
CORD = ("weakness", "sensory loss", "gait disturbance", "sphincter disturbance", "myelopathy")


@remembered
def told(reading: Reading, start: int, end: int) -> str:
    """What a stretch of words tells of: `target` (the lesion there), `other`, `organ` (a metastasis in one), or ``."""
    if start >= end:
        return ""
    if placed(reading, start, end):
        return "target"
    again = [one for one in reading.mentions("recurrence", start, end) if not negated(reading, one.start, one.end)]
    if again or _AGAIN.search(reading, start, end):
        return "other"
    if organ_spread(reading, start, end):
        return "organ"
    spread = [one for one in reading.mentions("spread", start, end) if not negated(reading, one.start, one.end)]
    symptoms = [one for one in reading.mentions("symptom", start, end) if one.name in CORD]
    if spread or any(not reading.low.startswith(_OF_THE_HEAD, one.start) for one in symptoms):
        return "target"
    return ""


_OF_THE_HEAD = ("hemip", "facial", "left-sided", "right-sided")


def placed(reading: Reading, start: int, end: int) -> bool:
    """Whether the words name the target's place, an operation on it or its pain."""
    return any(not negated(reading, at, at + 1) for at in _places(reading, start, end))


def last_placed(reading: Reading, start: int, end: int) -> int:
    """Where the words last name the target's place; their start where they never do."""
    return max(_places(reading, start, end), default=start)


def _places(reading: Reading, start: int, end: int) -> list[int]:
    found = [one.start for kind in _STRONG for one in reading.mentions(kind, start, end)]
    return found + [one.start for one in levels(reading, start, end)]
