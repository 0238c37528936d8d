"""The event that an age belongs to (`age_at`): the lesion at the target, the primary, or none that is told."""

from __future__ import annotations

import re

from ..origin.origins import Origin
from ..people.ages import Age
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from ..text.times import moments
from .episodes import Clause, Story
from .happenings import Mark, happened
from .steps import CORD, told

_UNITS = r"(?:years?|yrs?|months?|weeks?|decades?)"
_PAST = Phrase(
    rf"\b(?:{_UNITS}\s+(?:after|following|since|post\w*|from|out\s+from|before(?!\s+(?:death|he\b|she\b))|prior|previously|earlier"
    rf"|back|ago)"
    r"|known\s+case\s+of|followed\s+(?:up\s+)?for|since\s+(?:19|20)\d\d|earlier|previously(?!\s+(?:healthy|well|fit|asymptomatic|unknown|un\w+|reported|described|published))"
    r"|ago|had\s+(?:already\s+)?(?:undergone|been\s+(?:operated|treated|diagnosed|resected|removed|excised|irradiated))"
    r"|(?:who|whose|in\s+whom)\s+(?:[\w-]+\s+){0,6}?had\s+(?:been|had|undergone)"
    r"|\b(?:prior|past|remote|previous|known|distant)\s+history|history\s+(?:was\s+)?(?:significant|notable|remarkable|positive|relevant)\s+for|status[\s-]post|s/p"
    r"|(?<!month\s)(?<!months\s)(?<!year\s)(?<!years\s)(?<!week\s)(?<!weeks\s)(?<!day\s)(?<!days\s)history\s+of"
    r"(?!\s+(?:an?|the|this|our|one)\s+(?:[\w-]+\s+){0,2}(?:patient|m[ae]n|wom[ae]n|boy|girl|male|female)\b)"
    r"(?!\s+(?:[\w-]+\s+){0,3}(?:pain|headaches?|weakness|numbness|hypertension|diabetes|paraparesis|seizures?|smoking))"
    r"|(?:previous|prior)(?=\s+(?:[\w-]+\s+){0,3}(?:surger|resect|operat|craniotom|tumou?r|excision|removal|treatment|diagnos|meningioma"
    r"|h(?:a)?emangiopericytoma|SFT|HPC|radiotherap|irradiation))\w*)\b"
)
"""The primary is dated back from the event that the age is said with."""

_LATER = Phrase(r"\b(?:later|afterwards?|thereafter|subsequent(?:ly)?|in\s+the\s+following\s+years?|eventually)\b")
_STILL = re.compile(
    r"\b(?:(?:is|are)\s+(?:now|currently|today|at\s+present)|now|currently|today)\s+(?:a\s+|an\s+|aged\s+)?$",
    re.IGNORECASE,
)
_VISIT = Phrase(
    r"(?:\s+years?(?:\s+old|\s+of\s+age)?)?,?\s+(?:who\s+)?(?:presented|sought|was\s+(?:re)?(?:admitted|referred)|returned|developed"
    r"|complained|notic\w+|experienc\w+|came|consulted|suffered)\b"
)
_EVENT = Phrase(r"\W*(?:old\s+)?(?:at|when|at\s+the\s+time\s+of)\b")


def event(reading: Reading, age: Age, story: Story, origin: Origin) -> str:
    """`spinal lesion`, `primary` or `report`: the event that an age is said with."""
    sentence = reading.sentence_at(age.start)
    if _STILL.search(reading.text[max(sentence.start, age.start - 25) : age.start]):
        visit = story.whole is None and _VISIT.match(reading, age.end, sentence.end)
        return _dated(reading, age, story) if visit else "report"
    if _listed(reading, age, sentence, whole=bool(story.whole)):
        return "report"
    if story.whole is not None:
        return _of_one_lesion(reading, age, origin)
    if sentence.title:
        there = told(reading, sentence.start, sentence.end) == "target"
        later = there and _SUBSEQUENT.search(reading, age.end, sentence.end)
        return "primary" if later else "spinal lesion" if there else "report"
    before = max(sentence.start, age.start - 80)
    if not age.introduced or _WHEN.search(reading, before, age.start) or _AHEAD.search(reading, before, age.start):
        return _dated(reading, age, story)
    when = _introduced(reading, age, story)
    return "report" if when == "primary" and _only_named(reading, age, sentence) else when


_SUBSEQUENT = Phrase(r"\b(?:with|and)\s+(?:[\w-]+\s+)?(?:subsequent|later|late|delayed|eventual)\b")
_WHEN = Phrase(r"\b(?:when|while|then)\s+(?:s?he\s+was\s+|only\s+|aged\s+|at\s+)*$")
_PEOPLE = Phrase(r"\b(?:patients|cases|men|women|males|females|children|adults)\b")
_AGES_AT = Phrase(
    r"\b(?:ages?\s+at|aged?\s+at|at\s+(?:the\s+)?(?:ages?|time|diagnosis|presentation|surgery|operation))\b"
)


def _listed(reading: Reading, age: Age, sentence: Sentence, *, whole: bool) -> bool:
    """`two patients aged 28 and 62 years`, `a 47-year-old woman and a 52-year-old man`: said with no event."""
    before = max(sentence.start, age.start - NEAR)
    if _AGES_AT.search(reading, before, age.start):
        return False
    if age.listed > 1:
        return not (whole and _TREATED.search(reading, before, min(sentence.end, age.end + NEAR)))
    if not _PEOPLE.search(reading, before, age.start):
        return False
    near = max(sentence.start, age.start - 30), min(sentence.end, age.end + 40)
    return bool(_NEXT_AGE.search(reading, age.end, near[1]) or _AGE_BEFORE.search(reading, near[0], age.start))


_TREATED = Phrase(r"\b(?:treated|operated|presented|underwent|admitted)\b")
_NEXT_AGE = Phrase(r"\s+\w+,?\s+and\s+an?\s+\d+[\s-]year")
_AGE_BEFORE = Phrase(r"\d+[\s-]years?[\s-]old\s+\w+,?\s+and\s+an?\s+$")
_ATTACHED = Phrase(
    r"(?:[\s-]+(?!(?:was|had|underwent|developed|presented|received)\b)[\w-]+){0,5}?,?\s"
    r"(?:with|who|whose|whom|had\s+been\s+followed|has\s+been\s+followed)\b"
)
_NAMED = Phrase(
    r"\b(?:is|are|was)\s+(?:here\s+)?(?:recorded|described|reported|presented|discussed|reviewed|documented)\b"
)


def _only_named(reading: Reading, age: Age, sentence: Sentence) -> bool:
    """Whether the age is only the patient's in the report: `a 55-year-old woman who in 2006 underwent removal`."""
    end = min(sentence.end, age.end + NEAR)
    if _NAMED.search(reading, age.end, end):
        return True
    return bool(_ATTACHED.match(reading, age.end, end)) and any(True for _ in moments(reading.text, age.end, end))


NEAR = 300
"""How many characters from an age words tell how it is said."""


def _of_one_lesion(reading: Reading, age: Age, origin: Origin) -> str:
    """Without a metastasis at the target there is one lesion, unless the age is said with a metastasis elsewhere."""
    sentence = reading.sentence_at(age.start)
    near = max(sentence.start, age.start - REACH), min(sentence.end, age.end + REACH)
    back = _PAST.search(reading, *near) or (age.introduced and _then_back(reading, sentence.end))
    late = back and _organ_metastasis(reading, 0, len(reading.text))
    if origin.lesion:
        return "report" if late and origin.verdict == "no" else "spinal lesion"
    if back or _late_by_title(reading, sentence) or _organ_metastasis(reading, *near):
        return "report"
    return "primary" if reading.has("diagnosis", 0, len(reading.text)) else "report"


def _late_by_title(reading: Reading, sentence: Sentence) -> bool:
    """Whether the title tells of a metastasis in an organ, and the next sentence of the primary as long ago."""
    title = reading.sentences[0]
    if not (title.title and _organ_metastasis(reading, title.start, title.end)):
        return False
    following = reading.sentence_at(min(sentence.end + 1, len(reading.text) - 1))
    return following.start >= sentence.end and bool(_PAST.search(reading, following.start, following.end))


def _organ_metastasis(reading: Reading, start: int, end: int) -> bool:
    """Whether a metastasis in an organ outside the head is named: `lung metastases`, `metastasis to the liver`."""
    organs = [one for one in reading.mentions("organ", start, end) if one.name not in ("brain", "skull", "bone")]
    spread = reading.mentions("spread", start, end)
    return any(
        0 <= one.start - organ.end <= 40 or 0 <= organ.start - one.end <= 45 for one in spread for organ in organs
    )


_BEHIND = Phrase(rf"[^;]{{0,45}}?\b{_UNITS}\s+(?:after|following|since|post\w*|from)\b")
_AHEAD = Phrase(
    rf"\b{_UNITS}\s+(?:later|afterwards|(?:after|following|from|since)\s+(?:[\w-]+\s+){{1,5}}?)(?:\s*,)?\s*(?:and\s+|then\s+|now\s+)*"
    r"(?:at|aged?|when)?\s*(?:s?he\s+was\s+|the\s+age\s+of\s+|age\s+)?$"
)
"""`15 months later and aged 60`, `18 years after the diagnosis and at`: the age of what came late."""


def _dated(reading: Reading, age: Age, story: Story) -> str:
    """Of an age that dates an event (`at the age of 60 she`): what the clause speaks of, else the story so far."""
    clause = _clause(story, age)
    if clause is None:
        return "primary"
    sentence = reading.sentence_at(age.start)
    kind = _HAPPENED.get(_happened(reading, age))
    if kind and _WHEN.search(reading, max(sentence.start, age.start - 30), age.start):
        return kind
    if _BEHIND.match(reading, age.end) or _AHEAD.search(reading, max(sentence.start, age.start - 80), age.start):
        return "spinal lesion"
    there = [there for at, there in clause.markers if at >= age.start] or [there for _, there in clause.markers]
    there = there or _rest(reading, age, story)
    if there:
        return "spinal lesion" if there[0] else "primary"
    kind = _HAPPENED.get(_happened(reading, age))
    if kind and not (kind == "primary" and clause.inherited and not clause.past and story.first_target() < age.start):
        return kind
    return "spinal lesion" if clause.inherited and not clause.past else "primary"


_HAPPENED = {"target": "spinal lesion", "primary": "primary", "other": "primary"}


def _happened(reading: Reading, age: Age) -> str:
    mark = Mark(age.start, age.end, "age", 12 * age.years, (age.start, age.end))
    return happened(reading, mark)


def _rest(reading: Reading, age: Age, story: Story) -> list[bool]:
    """What the rest of a sentence speaks of that begins with the age: `At the age of 45, she had`."""
    sentence = reading.sentence_at(age.start)
    clause = _clause(story, age)
    if age.start - sentence.start > FIRST and not (clause and _WITH.match(reading, clause.end)):
        return []
    return [there for one in story.clauses for at, there in one.markers if age.start <= at < sentence.end]


_WITH = Phrase(r"\s*with\b")
"""`presented in 1978, at the age of 25 years, with a temporal tumour`."""
FIRST = 16
"""Up to so many characters before it (`At the age of `) an age is the first thing in a sentence."""


def _clause(story: Story, age: Age) -> Clause | None:
    return next((one for one in story.clauses if one.start <= age.start < one.end), None)


def _introduced(reading: Reading, age: Age, story: Story) -> str:
    """Of an age that brings the patient on stage: with the metastasis, unless that is told to come later."""
    start, end = _part(reading, age, story)
    markers = [mark for clause in story.clauses for mark in clause.markers if start <= mark[0] < end]
    behind = [there for at, there in markers if at >= age.end]
    if _EVENT.match(reading, age.end) and (kind := _at_event(reading, age, behind)):
        return kind
    if not any(there for _, there in markers) and (kind := _elsewhere(reading, age, start, end)):
        return kind
    if _younger(reading, age, end) or _PAST.search(reading, start, end):
        return "spinal lesion"
    if behind and (_LATER.search(reading, age.end, end) or _dates_on(reading, age, markers)):
        return "spinal lesion" if behind[0] else "primary"
    if any(there for _, there in markers) or _of_the_cord(reading, start, end) or _then_back(reading, end):
        return "spinal lesion"
    return "primary" if markers or _told_first(story, age) else "spinal lesion"


_FROM = Phrase(
    r"\b(?:removed|resected|excised|operated|extirpated|enucleated|debulked|diagnosed|found|discovered)\b[^.;]{0,60}\b(?:from|in)\s+(?:an?|this|the|our)\s+(?:[\w-]+\s+){0,4}$"
)
"""`A cranial tumour had been removed in 1998 from a lady of 52`."""
_OSSEOUS = Phrase(r"\b(?:bones?|osseous|skeletal)\b[^.;]{0,40}\b(?:metasta\w+|secondar\w+|deposits?)\b")


_UNDERWENT = Phrase(
    r"(?:[\s-]+(?!who\b|with\b|whose\b)[\w-]+){1,3}?\s+(?:underwent|had(?!\s+(?:been|undergone|had))|was\s+(?:operated|diagnosed|treated|found)|received)\b"
)


def _dates_on(reading: Reading, age: Age, markers: list[tuple[int, bool]]) -> bool:
    """`A 40-year-old man had a first operation in 2000 and spinal metastases in 2013`: a date lies between."""
    there = min((at for at, target in markers if target and at > age.end), default=0)
    return bool(there and _UNDERWENT.match(reading, age.end, there) and any(moments(reading.text, age.end, there)))


def _elsewhere(reading: Reading, age: Age, start: int, end: int) -> str:
    """Of an age told with no place at the target: what else its words tell of; `` for nothing."""
    if _FROM.search(reading, max(start, age.start - 110), age.start):
        return "primary"
    if not _organ_metastasis(reading, start, end):
        return ""
    return "spinal lesion" if _OSSEOUS.search(reading, start, end) else "report"


def _at_event(reading: Reading, age: Age, behind: list[bool]) -> str:
    """Of an age with its event (`14 years old when he underwent`): what is spoken of behind it; `` for nothing."""
    if behind:
        return "spinal lesion" if behind[0] else "primary"
    return _HAPPENED.get(_happened(reading, age), "")


_YOUNGER = Phrase(
    r"\b(?:at|since|from)\s+(?:the\s+|an\s+)?age\s+(?:of\s+)?(?P<n>\d{1,2})\b|\bwhen\s+(?:s?he|the\s+patient)\s+was\s+(?P<n2>\d{1,2})\b"
)


def _younger(reading: Reading, age: Age, end: int) -> bool:
    """`a 55-year-old woman with a history of surgery at the age of 43`: the age said first is that of now."""
    found = _YOUNGER.search(reading, age.end, end)
    return found is not None and int(found["n"] or found["n2"]) < age.years


def _part(reading: Reading, age: Age, story: Story) -> tuple[int, int]:
    """The sentence of an age, or what of it tells of this patient."""
    sentence = reading.sentence_at(age.start)
    clauses = [one for one in story.clauses if sentence.start <= one.start < sentence.end]
    start, end = (clauses[0].start, clauses[-1].end) if clauses else sentence[:2]
    return max(start, age.start - REACH), min(end, age.end + REACH)


REACH = 500
"""How many characters from an age its event may stand; only a sentence of a list is longer."""


_BACK = Phrase(
    rf"(?:[^.;]{{0,110}}\b{_UNITS}\s+(?:ago|earlier|previously|before|prior)\b|(?:s?he|the\s+patient|(?:his|her)\b[^.;,]{{0,40}})\s+had\s+"
    r"(?:previously\s+|already\s+)?(?:undergone|been\s+(?:operated|treated|diagnosed)|had\s+a|a\s+history))"
)


def _then_back(reading: Reading, end: int) -> bool:
    """Whether the next sentence goes back in time: `Three years ago she had a tentorial tumour removed`."""
    following = reading.sentence_at(min(end + 1, len(reading.text) - 1))
    return following.start >= end and bool(_BACK.match(reading, following.start, following.end))


_HEAD = Phrase(
    r"\b(?:headaches?|seizures?|vomiting|diplopia|visual|vision|hemipar\w+|aphasia|papill\w+|dizziness|hearing|facial|tinnitus|proptosis)\b"
)


def _of_the_cord(reading: Reading, start: int, end: int) -> bool:
    """Whether the person comes with symptoms of the cord, and not of the head."""
    symptoms = reading.mentions("symptom", start, end)
    return any(one.name in CORD for one in symptoms) and not _HEAD.search(reading, start, end)


def _told_first(story: Story, age: Age) -> bool:
    """Whether the first marker from the age on speaks of the primary, and as of now."""
    for clause in story.clauses:
        for at, there in clause.markers:
            if at >= age.start:
                return not there and not clause.past
    return False
