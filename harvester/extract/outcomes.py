"""How it ended: recurrence of the lesion, other metastases, and the last status that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated, uncertain
from .episodes import Story
from .levels import levels
from .origins import Origin
from .reading import Finding, Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "outcome": {
        "died": terms("died, death, succumbed, passed away, expired, deceased, dead, fatal"),
        "no evidence of disease": terms(
            """
            no evidence of disease, no signs of disease, no sign of disease, no evidence of residual, no
            evidence of relapse, without signs of recurrence, without disease, disease free, tumor free, tumour
            free, no recurrence, free of disease,
            no evidence of recurrence, free of recurrence, free of tumor, free of tumour, recurrence free,
            without recurrence, no local recurrence, complete remission, without evidence of recurrence, no
            sign of recurrence, no signs of recurrence, without any recurrence, no tumor recurrence, no
            tumour recurrence, without evidence of disease, free from recurrence, free of local recurrence,
            no residual tumor, free from disease, not recurred, no evidence of tumor, no evidence of local
            recurrence, without local recurrence, no evidence of tumor recurrence, no evidence of tumour
            recurrence, no signs of tumor recurrence, did not recur, free of relapse, no evidence of
            recurrent, no recurrent, without tumor recurrence, no relapse, without relapse, without any
            evidence of recurrence
            """
        ),
        "alive with disease": terms(
            """
            alive with disease, alive with metastasis, alive with residual, lives with disease, living with
            disease, alive with tumor
            """
        ),
        "improved": terms(
            """
            improved, improvement, resolved, disappeared, relieved, relief, recovered, recovery, regained,
            asymptomatic, symptom free, pain free, neurologically intact, able to walk, ambulatory,
            subsided, resolution, alleviated, free of symptoms, alleviation, shrunk
            """
        ),
        "stable": terms("stable, unchanged, no progression, stable disease, without progression"),
        "worse": terms(
            """
            deteriorated, deterioration, worsened, worsening, disease progression, progressive disease,
            tumor progression, progressed
            """
        ),
    },
    "recurrence": {
        "": terms(
            """
            recurrence, recurred, recurrent, relapse, relapsed, recur, regrowth, regrew, reappeared
            """
        ),
    },
    "new": {
        "": terms(
            """
            new, other, further, additional, distant, multiple, systemic, widespread, visceral, extraneural,
            extracranial, diffuse
            """
        ),
    },
}

Pieces = tuple[tuple[int, int], ...]


def find(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    """`recurrence`, `other_metastases`, their sites, and `outcome` of one patient."""
    yield from _recurrence(reading, pieces, story)
    yield from _other_metastases(reading, pieces, story, origin)
    yield from _outcome(reading, pieces, story)


# ---------------------------------------------------------------------------------------------------- recurrence

_NO_RECURRENCE = re.compile(r"[\s-]*free\b", re.IGNORECASE)


def _recurrence(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    first = _treated(reading, pieces, story)
    found = [
        one
        for start, end in pieces
        for one in reading.mentions("recurrence", start, end)
        if not reading.sentence_at(one.start).title and one.start > first and story.at_target(one.start)
    ]
    yes = [one for one in found if not _denied(reading, one) and not uncertain(reading, one.start, one.end)]
    denied = [one for one in found if _denied(reading, one)]
    if yes and not reading.text[yes[0].start : yes[0].end].lower().startswith("recurrent"):
        yield Finding("recurrence", "yes", ((yes[0].start, yes[0].end),), "outcomes.recurrence")
        yield from _recurrence_sites(reading, yes)
    elif denied and not yes:
        yield Finding("recurrence", "no", ((denied[-1].start, denied[-1].end),), "outcomes.recurrence", "negated")


def _treated(reading: Reading, pieces: Pieces, story: Story) -> int:
    """Where the lesion at the target is first treated; a recurrence told before is of another one."""
    return next(
        (
            one.start
            for start, end in pieces
            for one in reading.mentions("treatment", start, end)
            if not reading.sentence_at(start).title and story.at_target(one.start)
        ),
        len(reading.text),
    )


def _denied(reading: Reading, one: Mention) -> bool:
    return negated(reading, one.start, one.end) or bool(_NO_RECURRENCE.match(reading.text, one.end))


def _recurrence_sites(reading: Reading, yes: list[Mention]) -> Iterator[Finding]:
    one = yes[0]
    sentence = reading.sentence_at(one.start)
    near = (max(sentence.start, one.start - 40), min(sentence.end, one.end + 60))
    places = [(level.start, level.end) for level in levels(reading, *near)] or [
        (site.start, site.end) for site in reading.mentions("primary_site", *near)
    ]
    if places:
        yield Finding(
            "recurrence_sites",
            tuple(dict.fromkeys(reading.text[a:b].lower() for a, b in places)),
            tuple(places),
            "outcomes.recurrence",
        )


# ---------------------------------------------------------------------------------------------- other metastases


def _other_metastases(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    sites: dict[str, tuple[int, int]] = {}
    general: list[tuple[int, int]] = []
    denied: list[tuple[int, int]] = []
    for start, end in pieces:
        for one in reading.mentions("spread", start, end):
            if negated(reading, one.start, one.end):
                denied.append((one.start, one.end))
            elif not uncertain(reading, one.start, one.end):
                for organ in _organs(reading, one):
                    sites.setdefault(organ.name, (organ.start, organ.end))
                general += _unplaced(reading, one)
    if sites:
        yield Finding("other_metastases", "yes", tuple(sites.values()), "outcomes.metastases")
        yield Finding("other_metastases_sites", tuple(sites), tuple(sites.values()), "outcomes.metastases")
    elif general:
        yield Finding("other_metastases", "yes", (general[0],), "outcomes.metastases")
    elif denied and origin.verdict == "yes":
        yield Finding("other_metastases", "no", (denied[0],), "outcomes.metastases", "negated")


_LINK = re.compile(
    r"\s*(?:(?:lesions?|disease|tumou?rs?|deposits?|nodules?)\s+)?(?:were\s+\w+\s+)?(?:to|in|into|at"
    r"|of|involving|within|on|including|affecting|throughout)[\s:]",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,]*(?:and|or|,|/|as\s+well\s+as|both|the|left|right|bilateral|a|-)?[\w\s,/-]{0,40}$")


def _organs(reading: Reading, one: Mention) -> list[Mention]:
    """The organs a metastasis is put in: `lung and liver metastases`, `metastases to the ribs and both lungs`."""
    sentence = reading.sentence_at(one.start)
    before = [
        organ
        for organ in reading.mentions("organ", max(sentence.start, one.start - 60), one.start)
        if _leads(reading, organ, one.start)
    ]
    stop = min(sentence.end, one.end + 160)
    after = reading.mentions("organ", one.end, stop) if _LINK.match(reading.text, one.end, stop) else []
    kept = [
        organ
        for organ in after
        if not re.search(
            r"[;]|\b(?:from|of\s+an?|was|were|after|resect\w*|underwent|primary)\b",
            reading.text[one.end + 4 : organ.start],
        )
    ]
    return [
        organ
        for organ in (*before, *kept)
        if not reading.has("target", organ.start, organ.end) and not _source(reading, organ)
    ]


def _leads(reading: Reading, organ: Mention, place: int) -> bool:
    between = reading.text[organ.end : place]
    return not re.search(
        r"[;:.]|\b(?:with|to|of|in|from|was|were|that|had|presented|after|who|spinal|vertebral|revealed"
        r"|showed|pain|developed|ache)\b",
        between,
    ) and not reading.has("diagnosis", organ.end, place)


def _source(reading: Reading, organ: Mention) -> bool:
    """`metastasis of intracranial hemangiopericytoma`: the organ is where it came from."""
    if re.match(r"\s+(?:cancer|carcinoma|sarcoma)", reading.text[organ.end :][:20]):
        return True
    return any(reading.has(kind, organ.end, organ.end + 35) for kind in ("diagnosis", "other_diagnosis"))


_ADJACENT = re.compile(r"\s+(?:[\w-]+\s+)?")


def _unplaced(reading: Reading, one: Mention) -> list[tuple[int, int]]:
    sentence = reading.sentence_at(one.start)
    cue = reading.mentions("new", max(sentence.start, one.start - 28), one.start)
    near = reading.text[one.end : one.end + 40]
    if (
        sentence.title
        or not cue
        or not _ADJACENT.fullmatch(reading.text[cue[-1].end : one.start])
        or re.match(r"\s+(?:to|in|of|at)\b", near)
        or _spinal_between(reading, cue[-1].start, one.start)
    ):
        return []
    return [(cue[-1].start, one.end)]


def _spinal_between(reading: Reading, start: int, end: int) -> bool:
    return reading.has("target", start, end) or reading.has("region", start, end)


# ------------------------------------------------------------------------------------------------------- outcome

ORDER = ("died", "no evidence of disease", "alive with disease", "worse", "stable", "improved")
"""Death outranks all; freedom from disease outranks how the symptoms went; otherwise the last status counts."""


def _outcome(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    if story.whole is False:
        return
    first = story.first_target() if story.whole is None else 0
    found = [
        one
        for start, end in pieces
        if not reading.sentence_at(start).title
        for one in reading.mentions("outcome", start, end)
        if one.start > first and _counts(reading, one) and not _of_the_past(story, one)
    ]
    if not found:
        return
    best = next((one for name in ORDER[:2] for one in reversed(found) if one.name == name), found[-1])
    yield Finding("outcome", best.name, ((best.start, best.end),), "outcomes.status")


def _of_the_past(story: Story, one: Mention) -> bool:
    """Whether the status is of the primary: told in a clause of the past that names no target."""
    clause = next((clause for clause in story.clauses if clause.start <= one.start < clause.end), None)
    return (
        one.name != "died"
        and clause is not None
        and (clause.past or bool(clause.markers))
        and not story.at_target(one.start)
    )


def _but_elsewhere(reading: Reading, one: Mention) -> bool:
    """`no local recurrence, but liver metastases were found` is no freedom from disease."""
    sentence = reading.sentence_at(one.start)
    spread = reading.mentions("spread", sentence.start, sentence.end)
    return "recurrence" in reading.text[one.start : one.end].lower() and any(
        not negated(reading, cue.start, cue.end) for cue in spread
    )


_SUBJECT_OF_TIME = re.compile(r"\b(?:stable|improved)\s+(?:angina|vital|hemodynamic|outcome|survival)", re.IGNORECASE)


def _counts(reading: Reading, one: Mention) -> bool:
    if one.name == "no evidence of disease":
        return not uncertain(reading, one.start, one.end) and not _but_elsewhere(reading, one)
    if one.name in ("improved", "worse") and re.search(
        r"\b(?:was|of)\s+(?:progressive\s+)?$", reading.text[max(0, one.start - 16) : one.start]
    ):
        return False
    return not negated(reading, one.start, one.end) and not _SUBJECT_OF_TIME.match(reading.text, one.start)
