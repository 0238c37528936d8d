"""How it ended: the last state of the patient that is told; recurrence and other metastases come from `relapses`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import relapses
from .assertion import negated, uncertain
from .episodes import Story
from .origins import Origin
from .phrases import Phrase
from .reading import Finding, Reading
from .vocabulary import Kinds

CUES: Kinds = relapses.CUES

Pieces = tuple[tuple[int, int], ...]


class State(NamedTuple):
    """A state told of the patient: its place, and its name."""

    start: int
    end: int
    name: str


def find(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    """`recurrence`, `other_metastases`, their sites, and `outcome` of one patient."""
    yield from relapses.find(reading, pieces, story, origin)
    yield from _outcome(reading, pieces, story)


_QUALITY = (
    r"(?:(?:any|clinical|clinically|radiological|radiologic|radiographic|radiographically|imaging|further|local|locally"
    r"|tumou?r|tumou?ral|regional|intracranial|cranial|brain|MRI|definite|obvious|apparent|residual|disease|or|and|detectable|visible|spinal|of|the"
    r"|distant|evident|metastatic|new|signs?|evidence|symptomatic|metastas[ei]s|active|either|systemic|neoplastic"
    r"|macroscopic|lumbar|thoracic|cervical|sacral|vertebral|epidural|both|overt|indication|hint|suggestion|recurrent"
    r"|primary|to|suggest|loco|at|site|other|additional|suspicious|imageable|remaining|identifiable|such|on"
    r"|progression|complications?|instability|subsequent|late|early|post)[\s,/-]+)"
)
_NO = (
    r"(?:no|without|nor|neither|free\s+(?:of|from)|absence\s+of|negative\s+for|never|not\s+shown|not\s+show|lack\s+of)"
)
_BACK = r"(?:recurrences?|recurrent\s+(?:disease|tumou?rs?|lesions?|mass)|relapses?|regrowth)"

_PATTERNS = (
    (
        "died",
        r"\b(?:died|death|succumbed|passed\s+away|expired|deceased|dead|fatal|autops(?:y|ied)|necropsy|post-?\s?mortem"
        r"|DOD)\b(?!\s+certificate)",
    ),
    (
        "no evidence of disease",
        rf"\b{_NO}\s+{_QUALITY}{{0,8}}?{_BACK}\b"
        rf"|\b{_NO}\s+(?:\w+\s+){{0,3}}?(?:evidence|signs?|indication|hint)\s+(?:of|for)\s+{_QUALITY}{{0,4}}?"
        r"(?:disease|tumou?r|malignancy|neoplasm|cancer)\b(?!\s+(?:progress|growth|elsewhere|enlarge))"
        r"|\b(?:free\s+(?:of|from)|without)\s+(?:any\s+|all\s+|detectable\s+|residual\s+)*(?:disease|tumou?r|malignancy)"
        r"\b(?!\s+(?:progress|growth|enlarge))"
        r"|\b(?:disease|tumou?r|recurrence|relapse|cancer)[\s-]free\b(?!\s+(?:interval|survival|period|margin))"
        r"|\b(?:MRI|CT|imaging|scans?)\s+(?:\w+\s+){0,3}?(?:shows?|showed|reveals?|revealed|demonstrated)\s+no\s+"
        r"(?:tumou?r|disease)\b(?!\s+(?:progress|growth))"
        r"|\bno\s+residual\s+(?:tumou?r|disease|lesion|mass)\b"
        rf"|\b{_BACK}\s+(?:or\s+(?:\w+\s+){{0,2}}?metastas[ie]s\s+)?(?:was|were|has|have|had)\s+(?:not|never)\s+(?:been\s+)?"
        r"(?:noted|detected|observed|seen|found|identified|evident|demonstrated|occur\w*|recogni[sz]ed|apparent|present)"
        r"|\b(?:not|never)\s+recur(?:red)?\b|\bcomplete\s+(?:\w+\s+)?(?:remission|response|regression)\b|\bin\s+remission\b"
        r"|\bNED\b|\b(?:MRI|scan|imaging|control)\b[^.;]{0,30}\b(?:was|were|remains?)\s+clean\b",
    ),
    (
        "alive with disease",
        r"\b(?:alive|living|lives|survives|surviving)\s+with\s+(?:a\s+|an\s+|his\s+|her\s+|the\s+|known\s+|persistent\s+|stable\s+"
        r"|progressive\s+|residual\s+|recurrent\s+|metastatic\s+|multiple\s+|slowly\s+|local\s+|active\s+|evidence\s+of\s+"
        r"|lung\s+|liver\s+|bone\s+|pulmonary\s+|hepatic\s+|systemic\s+|disseminated\s+|other\s+|further\s+|distant\s+"
        r"|widespread\s+|\w+\s+){0,4}?(?:disease|tumou?rs?|metastas[ei]s|recurrence|lesions?|residue)\b|\bAWD\b"
        r"|\b(?:persistent|residual)\s+disease\s+at\s+(?:the\s+)?(?:last|final|latest)",
    ),
    (
        "stable",
        r"\bstable\b(?!\s+(?:angina|vital|h[ae]+modynamic|construct|spine))|\bunchanged\b|\bstabili[sz]ed\s+(?:her|his|the\s+(?:disease|tumou?r"
        r"|lesion|condition))|\b(?:disease|tumou?r|lesion|condition|symptoms|residue)\s+(?:had\s+|has\s+)?stabili[sz]ed\b"
        r"|\b(?:no|without|nor|not\s+shown|free\s+(?:of|from))\s+(?:any\s+)?(?:signs?\s+of\s+|evidence\s+of\s+)?(?:further\s+|local\s+"
        r"|disease\s+|tumou?r\s+|radiological\s+|radiographic\s+|clinical\s+|significant\s+|interval\s+|lesion\s+|of\s+"
        r"|(?:or|and)\s+){0,4}(?:progression|growth|change|enlargement)\b|\bprogression[\s-]free\b(?!\s+(?:survival|interval))"
        r"|\b(?:local|tumou?r|disease)\s+control\s+(?:was|has|is)\s+(?:been\s+)?(?:achieved|maintained|obtained)"
        r"|\b(?:remain(?:s|ed)|was|is|been|well)\s+(?:well\s+|locally\s+)?controlled\b|\b(?:not|never)\s+(?:progressed|grown|changed)\b",
    ),
    (
        "worse",
        r"\bdeteriorat(?:ed|ion|ing)\b|\bworsen(?:ed|ing)\b|\b(?:disease|tumou?r|local|further|rapid|radiological)\s+progression\b"
        r"|\bprogressive\s+disease\b|\b(?:had\s+|has\s+)?progressed\b|\b(?:became|remained|remains|is)\s+paraplegic\b",
    ),
    (
        "improved",
        r"\bimprov(?:ed|ement|ing)\b(?!\s+survival)|\b(?:pains?|symptoms?|weakness|numbness|deficits?|paresis|paraparesis|headaches?"
        r"|ataxia|complaints?|paresthesias?|radiculopathy|incontinence|edema|\w+algia)\b[^.;]{0,40}?\b(?:resolved|disappeared|subsided"
        r"|abated|ceased|ceded|vanished|diminished|decreased|reduced|relieved|alleviated|eased|gone|reversed|settled|remitted|lessened"
        r"|fell|dropped|ameliorated|abolished|palliated|regressed)\b|\bresolved\b|\bdisappeared\b|\brelieved\b|\brelief\b|\brecovered\b"
        r"|\brecovery\b|\bregain(?:ed|s|ing)?\b|\basymptomatic\b|\b(?:symptom|pain|complaint)s?[\s-]free\b"
        r"|\bfree\s+(?:of|from)\s+(?:all\s+|any\s+)?(?:symptoms?|pain|complaints?|neurologic\w*)"
        r"|\bneurologic(?:al|ally)?\s+(?:\w+\s+)?(?:intact|normal)|\bneurologically\s+intact\b"
        r"|\b(?:able|ability)\s+to\s+(?:walk|ambulate|stand|run)\b|\bwalk(?:s|ed|ing)?\s+(?:again|normally|with|without|unaided"
        r"|independently|out|unassisted|freely|alone)\b|\b(?:independent(?:ly)?|fully)\s+ambula\w+|\bambula(?:tory|nt|tes|ted|ting)\b"
        r"|\bsubsided\b|\balleviat(?:ed|ion)\b|\bshr[ua]nk\b|\bshrinkage\b|\bpartial\s+(?:\w+\s+)?(?:response|remission)\b"
        r"|\bresolution\s+of\b|\b(?:alive|lives|living|is|was|remain(?:s|ed)|been|doing|does|feels|keeps|alive\s+and|and|patient)\s+"
        r"(?:alive\s+and\s+|still\s+|very\s+|clinically\s+|doing\s+|quite\s+|perfectly\s+)*well\b(?!\s+(?:until|till|before|with|controlled"
        r"|tolerated|circumscribed|defined|demarcated|known|differentiated|delineated|encapsulated|described))"
        r"|\bwell\s+with(?:out|\s+no)\b|\bwithout\s+(?:any\s+)?(?:complaints?|symptoms?|(?:neurologic\w*\s+)?deficits?)\b"
        r"|\b(?:no|nor)\s+(?:(?!new\b|other\b|additional\b|further\b|post)\w+\s+)?(?:neurologic\w*\s+)?(?:deficits?|complaints?|symptoms?)\b"
        r"|\b(?:strength|power|function|gait|sensation|voiding|ambulation|neurology|continence|walking|deficits?)\b[^.;]{0,30}?"
        r"\b(?:normal(?:i[sz]ed)?|returned|regained|restored|recover\w+)\b|\breturn(?:ed|ing)?\s+to\s+(?:work|normal|full|his|her|daily)"
        r"|\b(?:in\s+)?(?:good|excellent|satisfactory)\s+(?:general\s+|clinical\s+|functional\s+|neurological\s+)?(?:condition|health"
        r"|recovery|outcome|result)\b|\bfavou?rable\s+(?:outcome|result)",
    ),
)
_STATES = tuple((name, Phrase(pattern)) for name, pattern in _PATTERNS)


def _outcome(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    if story.whole is False:
        return
    floor = relapses.treated(reading, pieces, story)
    first = story.first_target() if story.whole is None else 0
    states = [
        one
        for start, end in pieces
        if end > first and not reading.sentence_at(start).title
        for one in _states(reading, start, end)
        if one.start > first and _after_treatment(reading, one, floor) and not _of_the_past(story, one)
    ]
    spread = relapses.late_spread(reading, pieces, floor)
    states += [State(*place, "alive with disease") for place in spread]
    best = _last(sorted(states))
    if best:
        yield Finding("outcome", best.name, ((best.start, best.end),), "outcomes.status")


def _last(states: list[State]) -> State | None:
    """Death outranks all; then the last state of the disease; then the last state of the patient."""
    for names in (("died",), ("no evidence of disease", "alive with disease"), ("improved", "stable", "worse")):
        told = [one for one in states if one.name in names]
        if told:
            return told[-1]
    return None


def _states(reading: Reading, start: int, end: int) -> Iterator[State]:
    taken: list[tuple[int, int]] = []
    for name, pattern in _STATES:
        for found in pattern.finditer(reading, start, end):
            place = found.span()
            if any(place[0] < stop and begin < place[1] for begin, stop in taken):
                continue
            some = _SOME.search(reading, max(0, place[0] - 60), place[0])
            if not some and _holds(reading, State(*place, name)):
                taken.append(place)
                yield State(*place, name)


_ATTRIBUTE = re.compile(
    r"\b(?:was|of|by|with|for|rapid|despite)\s+(?:(?:a|an|the|progressive|gradual|rapid)\s+)*$", re.IGNORECASE
)


_SOME = Phrase(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|several|most)\s+(?:of\s+(?:the|these|our)\s+)?(?:\w+\s+)?"
    r"(?:patients?|cases?|of\s+them)\s+(?:have\s+|had\s+|has\s+|was\s+|were\s+|are\s+|is\s+|remained\s+|who\s+)*$"
)
"""`Two patients have died` does not say which."""


def _holds(reading: Reading, one: State) -> bool:
    if one.name == "died":
        near = max(reading.sentence_at(one.start).start, one.start - 60)
        return not negated(reading, one.start, one.end) and not reading.has("family before", near, one.start)
    if uncertain(reading, one.start, one.end):
        return False
    if one.name == "no evidence of disease":
        return not _but_elsewhere(reading, one)
    if one.name == "worse" and _ATTRIBUTE.search(reading.text[max(0, one.start - 30) : one.start]):
        return False
    return _negates_itself(reading, one) or not negated(reading, one.start, one.end)


def _negates_itself(reading: Reading, one: State) -> bool:
    """Whether the negation is a part of the state: `no progression`, `without complaints`."""
    return one.name == "stable" or reading.text[one.start : one.end].lower().startswith(
        ("no ", "nor ", "without", "free")
    )


_ELSEWHERE = re.compile(r"\b(?:intracranial|cranial|brain|primary|lung|pulmonary|liver|hepatic)\b", re.IGNORECASE)
_CAME_BACK = Phrase(r"\b(?:tumou?r|lesion|disease|it)\s+(?:had\s+|has\s+)?(?:recurred|relapsed|progressed)\b")


def _but_elsewhere(reading: Reading, one: State) -> bool:
    """`no local recurrence, but liver metastases were found` is no freedom from disease."""
    sentence = reading.sentence_at(one.start)
    words = reading.text[one.start : one.end]
    if (_ELSEWHERE.search(words) and "spin" not in words.lower()) or _CAME_BACK.search(reading, *sentence[:2]):
        return True
    return any(
        not negated(reading, cue.start, cue.end) and not one.start <= cue.start < one.end
        for cue in reading.mentions("spread", one.end, sentence.end)
    )


_AFTERWARDS = Phrase(r"\bpost-?\s?operative(?:ly)?\b|\bafter\s+(?:the\s+)?(?:surgery|operation)\b")


def _after_treatment(reading: Reading, one: State, floor: int) -> bool:
    """Whether a state can be that after the treatment; what got worse before it is why it was done."""
    if floor >= len(reading.text) or one.name == "died":
        return True
    sentence = reading.sentence_at(one.start)
    if _AFTERWARDS.search(reading, sentence.start, one.end):
        return True
    if one.name in ("worse", "stable"):
        return one.start > floor
    return one.start >= reading.sentence_at(floor).start


def _of_the_past(story: Story, one: State) -> bool:
    """Whether the status is of the primary: told in a clause of the past that names no target."""
    clause = next((clause for clause in story.clauses if clause.start <= one.start < clause.end), None)
    if one.name == "died" or clause is None or story.at_target(one.start):
        return False
    return clause.past or (one.name != "improved" and bool(clause.markers))
