"""How it ended: the last state of the patient that is told; recurrence and other metastases come from `relapses`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..origin.origins import Origin
from ..people.gaps import filled
from ..story.episodes import Clause, Story, first_treated
from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Kinds
from . import metastases, relapses, widespread
from .residues import left_elsewhere
from .seriestold import in_each, mine, of_some, without_others
from .states import State, told

CUES: Kinds = {**relapses.CUES, **metastases.CUES}


def find(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    """`recurrence`, `other_metastases`, their sites, and `outcome` of one patient."""
    pieces = mine(reading, pieces)
    pieces = without_others(reading, pieces, filled(reading, pieces, alone=True))
    yield from relapses.find(reading, pieces, story)
    yield from metastases.find(reading, pieces, story, origin)
    yield from _outcome(reading, pieces, story)


def of_all(reading: Reading, pieces: Pieces, story: Story, size: int) -> Iterator[Finding]:
    """`recurrence` and `outcome` of each of the `size` patients of a series, from `pieces`, said of them all."""
    yield from widespread.of_all(reading, size)
    told = tuple(one for one in pieces if in_each(reading, *one))
    if not told or story.whole is False:
        return
    for said in relapses.find(reading, told, story):
        if said.value == "no" and not of_some(reading, said.places[0], size):
            yield said
    for said in _outcome(reading, told, story):
        if not of_some(reading, said.places[0], size):
            yield said


def _outcome(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    if story.whole is False:
        return
    floor = first_treated(reading, pieces, story)
    first = story.first_target() if story.whole is None else 0
    after = first if floor >= len(reading.text) else max(first, reading.sentence_at(floor).start)
    states = [
        one
        for start, end in pieces
        if not reading.sentence_at(start).title
        for one in _states(reading, start, end, early=end <= after and not _AFTERWARDS.search(reading, start, end))
        if (one.start > first or one.name == "died")
        and _after_treatment(reading, one, floor)
        and not _of_the_past(reading, story, one)
    ]
    spread = metastases.late_spread(reading, pieces, floor)
    states += [State(*place, "alive with disease") for place in spread if not _died_of(reading, *place)]
    best = _last(_without_local(reading, sorted(states)))
    if best:
        yield Finding("outcome", best.name, ((best.start, best.end),), "outcomes.status")


_LOCAL = Phrase(r"\b(?:local|locally|regional|spinal|site)\b")


def _without_local(reading: Reading, states: list[State]) -> list[State]:
    """`alive with liver metastases without local recurrence`: free in one place, and not of disease."""
    ill = {reading.sentence_at(one.start) for one in states if one.name == "alive with disease"}
    return [
        one
        for one in states
        if one.name != "no evidence of disease"
        or reading.sentence_at(one.start) not in ill
        or not _LOCAL.search(reading, one.start, one.end)
    ]


_DIED_OF = Phrase(r"\b(?:died|dead|death|succumbed|expired)\s+(?:of|from|with|due|because|to|by|owing)\b[^.;]{0,60}$")


def _died_of(reading: Reading, start: int, _: int) -> bool:
    """`one patient had died of pulmonary metastases`: no one lives with them."""
    return bool(_DIED_OF.search(reading, max(reading.sentence_at(start).start, start - 90), start))


def _last(states: list[State]) -> State | None:
    """Death outranks all; then the last state of the disease; then the last state of the patient."""
    for names in (("died",), ("no evidence of disease", "alive with disease"), ("improved", "stable", "worse")):
        told = [one for one in states if one.name in names]
        if told:
            return told[-1]
    return None


def _states(reading: Reading, start: int, end: int, *, early: bool) -> Iterator[State]:
    """The states of a part of the text; `early`: told before the treatment, where only a death can be the outcome."""
    states = told(reading, start, end, only="died" if early else "")
    if not states or _OF_ALL.search(reading, start, end):
        return
    for one in states:
        if not _of_some(reading, one) and (kept := _kept(reading, one, end)):
            yield kept


_OF_ALL = Phrase(r"\b(?:should|physicians|clinicians|surgeons|keep\s+in\s+mind|even\s+if|whenever)\b")
"""Advice tells no patient's state."""


_ATTRIBUTE = Phrase(
    r"\b(?:was|of|by|for|rapid|despite|(?:presented|presenting|admitted|seen|m[ae]n|patient|old)\s+with)\s+"
    r"(?:(?:a|an|the|progressive|gradual|rapid)\s+)*$"
)


_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|some|several|most)"
_SOME = Phrase(
    rf"\b{_NUMBER}\s+(?:of\s+(?:the|these|our)\s+)?(?:\w+\s+)?(?:patients?|cases?|of\s+them)\s+"
    r"(?:have\s+|had\s+|has\s+|was\s+|were\s+|are\s+|is\s+|remained\s+|who\s+)*$"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|(?:the\s+)?(?:others|rest|remaining\s+(?:two|three|four|five|six|seven|\d|patients?|cases?)))\s+"
    r"(?:have|had|has|was|were|are|is|remain(?:ed)?)\s+(?:(?:still|been|all|both|alive|living|well|and)\s+)*$"
)
_IN_SOME = Phrase(
    rf"(?:\s+[a-z]+){{0,3}}?\s+in\s+{_NUMBER}\b"
    r"(?:\s+(?:patients?|cases?|of\s+them)\b|\s*[.;,)]|\s+and\b|$)"
)


def _of_some(reading: Reading, one: State) -> bool:
    """`Two patients have died`, `a partial response in three`: which ones is not said."""
    return bool(
        _SOME.search(reading, max(0, one.start - 60), one.start)
        or _IN_SOME.match(reading, one.end, reading.sentence_at(one.start).end)
    )


_SPECIMEN = Phrase(r"\b(?:histolog\w+|patholog\w+|grad(?:e|ing)|specimens?|microscop\w+|phenotype)\b[^.;,]{0,40}$")
_NOBODY = re.compile(r"\b(?:no|not|never|none|nor|neither|without)\s+(?:(?!and\b|but\b)\w+\s+){0,2}$", re.IGNORECASE)


_ABLE = Phrase(
    r"\b(?:could|can|may)\s+(?:\w+\s+){0,2}?(?:walk|stand|move|ambulate|run|return|climb|void|be\s+(?:tapered|stopped|discharged|weaned))\b"
)
"""`She could walk again` doubts nothing."""
_NEW_SUBJECT = Phrase(r"(?:[,;]|\band)\s+(?:then\s+)?(?:the|his|her|all)\s+(?:[\w-]+\s+){0,2}$")
"""`refused an operation, the pain subsided`: what is denied before the comma is something else."""


def _doubted(reading: Reading, one: State) -> bool:
    low = max(reading.sentence_at(one.start).start, one.start - 60)
    return uncertain(reading, one.start, one.end) and not _ABLE.search(reading, low, one.end)


def _kept(reading: Reading, one: State, stop: int) -> State | None:
    """The state of the patient that the words tell, None where it is no one's; they end at `stop`."""
    if one.name != "no evidence of disease" or _doubted(reading, one):
        return one if _holds(reading, one) else None
    left = left_elsewhere(reading, one.end, min(reading.sentence_at(one.start).end, stop))
    if left:
        return State(*left, "alive with disease")
    return None if _but_elsewhere(reading, one, stop) else one


def _holds(reading: Reading, one: State) -> bool:
    """Whether a state is that of the patient."""
    near = max(reading.sentence_at(one.start).start, one.start - 60)
    if one.name == "died":
        return not _NOBODY.search(reading.text, near, one.start) and not reading.has("family before", near, one.start)
    if _doubted(reading, one):
        return False
    if one.name in _NO_STATE and _NO_STATE[one.name].search(reading, near, one.start):
        return False
    if one.name == "improved" and _NEW_SUBJECT.search(reading, near, one.start):
        return True
    return _negates_itself(reading, one) or not negated(reading, one.start, one.end)


def _negates_itself(reading: Reading, one: State) -> bool:
    """Whether the negation is a part of the state: `no progression`, `without complaints`."""
    return one.name == "stable" or reading.text[one.start : one.end].lower().startswith(
        ("no ", "nor ", "without", "free", "neither", "none")
    )


_ELSEWHERE = re.compile(r"\b(?:intracranial|cranial|brain|primary|lung|pulmonary|liver|hepatic)\b", re.IGNORECASE)
_CAME_BACK = Phrase(r"\b(?:tumou?r|lesion|disease|it)\s+(?:had\s+|has\s+)?(?:recurred|relapsed|progressed)\b")


_OTHER_LESIONS = Phrase(
    r"\b(?:pulmonary|lung|hepatic|liver|intracranial|cerebral|brain|pleural)\s+(?:\w+\s+)?(?:nodules?|metastas[ie]s|lesions?|deposits?|tumou?rs?)\s+"
    r"(?:(?:had|has|have|was|were|then|also|both|all)\s+)*$"
)
"""`the pulmonary nodules have shrunk` tells nothing of the lesion at the target."""


_NO_STATE = {"improved": _OTHER_LESIONS, "stable": _SPECIMEN, "worse": _ATTRIBUTE}
"""What, standing before a word of a state, makes it none of the patient's."""


def _but_elsewhere(reading: Reading, one: State, stop: int) -> bool:
    """`no local recurrence, but liver metastases were found` is no freedom from disease."""
    sentence = reading.sentence_at(one.start)
    words = reading.text[one.start : one.end]
    start, end = max(sentence.start, one.start - _NEAR), min(sentence.end, stop, one.end + _NEAR)
    if (_ELSEWHERE.search(words) and "spin" not in words.lower()) or _CAME_BACK.search(reading, start, end):
        return True
    return bool(
        _STILL.search(reading, start, one.start) or ("local" in words and _BUT_SPREAD.match(reading, one.end, end))
    )


_BUT_SPREAD = Phrase(r"[\s\w]{0,30},\s+(?:but|however|although|though)\s+(?!no\b|without\b)[^.;,]{0,50}\bmetasta")
"""`no local recurrence was seen, but a humeral metastasis was irradiated`: nobody says that he is free of disease."""


_NEAR = 400
"""How many characters from a state what else is said of the disease may stand."""


_STILL = Phrase(
    r"\b(?:intracranial|cranial|cerebral|hepatic|pulmonary|lung|liver|distant)\s+(?:\w+\s+)?(?:recurrences?|relapses?|metastas[ie]s)\b"
    r"[^.;]{0,90}\b(?:while|whereas|but|although)\b"
)
"""`He had two intracranial recurrences, whereas the spine remained free of tumour`."""


_AFTERWARDS = Phrase(r"\bpost-?\s?operative(?:ly)?\b|\bafter\s+(?:the\s+)?(?:surgery|operation)\b")


def _after_treatment(reading: Reading, one: State, floor: int) -> bool:
    """Whether a state can be that after the treatment; what got worse before it is why it was done."""
    if floor >= len(reading.text) or one.name == "died":
        return True
    sentence = reading.sentence_at(one.start)
    if _AFTERWARDS.search(reading, max(sentence.start, one.start - _NEAR), one.end):
        return True
    if one.name in ("worse", "stable"):
        return one.start > floor
    return one.start >= reading.sentence_at(floor).start


_THEN = Phrase(r";|\b(?:but|however|although|though|while|whereas|despite)\b")


def _apart(reading: Reading, clause: Clause, one: State) -> bool:
    """Whether what a clause names stands behind a `but`: `free of disease for 5 years, although lung metastases`."""
    return bool(clause.markers) and all(
        at > one.end and _THEN.search(reading, one.end, at) is not None for at, _ in clause.markers
    )


_AT_LAST = Phrase(
    r"\b(?:last|latest|final|most\s+recent)\s+(?:[\w-]+[\s-]+)?(?:follow|visit|control|examination|review|contact|evaluation|assessment|imaging|MRI|CT|check)"
    r"|\b(?:currently|at\s+present|to\s+date|still)\b"
)


def _of_the_past(reading: Reading, story: Story, one: State) -> bool:
    """Whether the status is of the primary: told in a clause of the past that names no target."""
    clause = next((clause for clause in story.clauses if clause.start <= one.start < clause.end), None)
    if one.name == "died" or clause is None or story.at_target(one.start):
        return False
    if any(there and one.start <= at < one.end for at, there in clause.markers):
        return False
    if not clause.past and (_AT_LAST.search(reading, clause.start, clause.end) or _apart(reading, clause, one)):
        return False
    return clause.past or (one.name not in ("improved", "alive with disease") and bool(clause.markers))
