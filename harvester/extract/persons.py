"""Age, the lesion that the age belongs to, and sex of one own patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .ages import Age
from .episodes import Clause, Story
from .origins import Origin
from .patients import Person
from .phrases import Phrase
from .reading import Finding, Reading


def find(reading: Reading, person: Person, story: Story, origin: Origin) -> Iterator[Finding]:
    """`age_years`, `age_at` and `sex` of one patient."""
    age = _age(reading, person, story, origin)
    if age:
        when, chosen = age
        place = ((chosen.start, chosen.end),)
        yield Finding("age_years", chosen.years, place, "ages.stated")
        yield Finding("age_at", when, place, "ages.lesion")
    if person.sex:
        yield Finding("sex", person.sex[0], (person.sex[1:],), "ages.sex")


def _age(reading: Reading, person: Person, story: Story, origin: Origin) -> tuple[str, Age] | None:
    """The age at the lesion at the target where it is stated, else the first one stated; never that at death."""
    dated = [(_lesion(reading, age, story, origin), age) for age in person.ages if not _at_death(reading, age)]
    inside = [one for one in dated if not reading.sentence_at(one[1].start).title] or dated
    return next((one for one in inside if one[0] == "spinal lesion"), next(iter(inside), None))


_DIED = re.compile(r"\b(?:died|death|deceased|passed\s+away|succumbed)\b[^.;]{0,80}$", re.IGNORECASE)


def _at_death(reading: Reading, age: Age) -> bool:
    if age.sex:
        return False
    return bool(_DIED.search(reading.text[max(reading.sentence_at(age.start).start, age.start - 100) : age.start]))


_UNITS = r"(?:years?|yrs?|months?|weeks?|decades?)"
_PAST = Phrase(
    rf"\b(?:{_UNITS}\s+(?:after|following|since|post\w*|from|out\s+from|before(?!\s+(?:death|he\b|she\b))|prior|previously|earlier"
    rf"|back|ago)"
    r"|known\s+case\s+of|earlier|previously(?!\s+(?:healthy|well|fit|asymptomatic|unknown|un\w+|reported|described|published))"
    r"|ago|had\s+(?:already\s+)?(?:undergone|been\s+(?:operated|treated|diagnosed|resected|removed|excised|irradiated))"
    r"|(?:who|whose|in\s+whom)\s+(?:[\w-]+\s+){0,6}?had\s+(?:been|had|undergone)"
    r"|(?<!month\s)(?<!months\s)(?<!year\s)(?<!years\s)(?<!week\s)(?<!weeks\s)(?<!day\s)(?<!days\s)history\s+of"
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
_EVENT = Phrase(r"\W*(?:old\s+)?(?:at|when|at\s+the\s+time\s+of)\b")


def _lesion(reading: Reading, age: Age, story: Story, origin: Origin) -> str:
    """`spinal lesion`, `primary` or `report`: the event that an age is said with."""
    sentence = reading.sentence_at(age.start)
    if _STILL.search(reading.text[max(sentence.start, age.start - 25) : age.start]):
        return "report"
    if story.whole is not None:
        return _of_one_lesion(reading, age, origin)
    if sentence.title:
        return "report"
    return _introduced(reading, age, story) if age.introduced else _dated(reading, age, story)


def _of_one_lesion(reading: Reading, age: Age, origin: Origin) -> str:
    """Without a metastasis at the target there is one lesion, unless the age is said with a metastasis elsewhere."""
    sentence = reading.sentence_at(age.start)
    near = max(sentence.start, age.start - REACH), min(sentence.end, age.end + REACH)
    late = _PAST.search(reading, *near) and _organ_metastasis(reading, 0, len(reading.text))
    if origin.lesion:
        return "report" if late and origin.verdict == "no" else "spinal lesion"
    if late or _organ_metastasis(reading, *near):
        return "report"
    return "primary" if reading.has("diagnosis", 0, len(reading.text)) else "report"


def _organ_metastasis(reading: Reading, start: int, end: int) -> bool:
    """Whether a metastasis in an organ outside the head is named: `lung metastases`, `metastasis to the liver`."""
    organs = [one for one in reading.mentions("organ", start, end) if one.name not in ("brain", "skull", "bone")]
    spread = reading.mentions("spread", start, end)
    return any(
        0 <= one.start - organ.end <= 12 or 0 <= organ.start - one.end <= 20 for one in spread for organ in organs
    )


_BEHIND = Phrase(rf"[^;]{{0,45}}?\b{_UNITS}\s+(?:after|following|since|post\w*|from)\b")


def _dated(reading: Reading, age: Age, story: Story) -> str:
    """Of an age that dates an event (`at the age of 60 she`): what the clause speaks of, else the story so far."""
    clause = _clause(story, age)
    if clause is None:
        return "primary"
    if _BEHIND.match(reading, age.end):
        return "spinal lesion"
    there = [there for at, there in clause.markers if at >= age.start] or [there for _, there in clause.markers]
    there = there or _rest(reading, age, story)
    if there:
        return "spinal lesion" if there[0] else "primary"
    return "spinal lesion" if clause.inherited and not clause.past else "primary"


def _rest(reading: Reading, age: Age, story: Story) -> list[bool]:
    """What the rest of a sentence speaks of that begins with the age: `At the age of 45, she had`."""
    sentence = reading.sentence_at(age.start)
    if age.start - sentence.start > FIRST:
        return []
    return [there for one in story.clauses for at, there in one.markers if age.start <= at < sentence.end]


FIRST = 16
"""Up to so many characters before it (`At the age of `) an age is the first thing in a sentence."""


def _clause(story: Story, age: Age) -> Clause | None:
    return next((one for one in story.clauses if one.start <= age.start < one.end), None)


def _introduced(reading: Reading, age: Age, story: Story) -> str:
    """Of an age that brings the patient on stage: with the metastasis, unless that is told to come later."""
    start, end = _part(reading, age, story)
    markers = [mark for clause in story.clauses for mark in clause.markers if start <= mark[0] < end]
    behind = [there for at, there in markers if at >= age.end]
    if behind and _EVENT.match(reading, age.end):
        return "spinal lesion" if behind[0] else "primary"
    if not any(there for _, there in markers) and _organ_metastasis(reading, start, end):
        return "report"
    if _PAST.search(reading, start, end):
        return "spinal lesion"
    if behind and _LATER.search(reading, age.end, end):
        return "spinal lesion" if behind[0] else "primary"
    if any(there for _, there in markers) or _of_the_cord(reading, start, end) or _then_back(reading, end):
        return "spinal lesion"
    return "primary" if markers or _told_first(story, age) else "spinal lesion"


def _part(reading: Reading, age: Age, story: Story) -> tuple[int, int]:
    """The sentence of an age, or what of it tells of this patient."""
    sentence = reading.sentence_at(age.start)
    clauses = [one for one in story.clauses if sentence.start <= one.start < sentence.end]
    start, end = (clauses[0].start, clauses[-1].end) if clauses else sentence[:2]
    return max(start, age.start - REACH), min(end, age.end + REACH)


REACH = 500
"""How many characters from an age its event may stand; only a sentence of a list is longer."""


_BACK = Phrase(
    rf"(?:[^.;]{{0,60}}\b{_UNITS}\s+(?:ago|earlier|previously|before|prior)\b|(?:s?he|the\s+patient|(?:his|her)\b[^.;,]{{0,40}})\s+had\s+"
    r"(?:previously\s+|already\s+)?(?:undergone|been\s+(?:operated|treated|diagnosed)|had\s+a|a\s+history))"
)


def _then_back(reading: Reading, end: int) -> bool:
    """Whether the next sentence goes back in time: `Three years ago she had a tentorial tumour removed`."""
    following = reading.sentence_at(min(end + 1, len(reading.text) - 1))
    return following.start >= end and bool(_BACK.match(reading, following.start, following.end))


CORD = ("weakness", "sensory loss", "gait disturbance", "sphincter disturbance", "myelopathy")
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
