"""What came after: recurrence of the lesion at the target, and metastases elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated, uncertain
from .episodes import Story
from .levels import levels
from .origins import Origin
from .phrases import Phrase
from .reading import Finding, Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "recurrence": {
        "": terms(
            """
            recurrence, recurred, recurrent, relapse, relapsed, recur, regrowth, regrew, reappeared, regrown,
            recurring, relapsing, recrudescence
            """
        ),
    },
    "new": {
        "": terms("new, other, further, additional, systemic, widespread, visceral, diffuse"),
    },
    "deposit": {
        "": terms("deposit, seedling"),
    },
}

Pieces = tuple[tuple[int, int], ...]


def find(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    """`recurrence`, `other_metastases` and their sites, of one patient."""
    yield from _recurrence(reading, pieces, story)
    yield from _other_metastases(reading, pieces, story, origin)


# ---------------------------------------------------------------------------------------------------- recurrence

_NO_RECURRENCE = Phrase(r"[\s-]*free\b")


def _recurrence(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    first = treated(reading, pieces, story)
    found = [
        one
        for start, end in pieces
        for one in reading.mentions("recurrence", start, end)
        if not reading.sentence_at(one.start).title and one.start > first and _of_lesion(reading, one, story)
    ]
    yes = [one for one in found if not _denied(reading, one) and not uncertain(reading, one.start, one.end)]
    denied = [one for one in found if _denied(reading, one)]
    yes = [one for one in yes if _happened(reading, one)]
    if yes:
        yield Finding("recurrence", "yes", ((yes[0].start, yes[0].end),), "outcomes.recurrence")
        yield from _recurrence_sites(reading, yes)
    elif denied and not yes:
        yield Finding("recurrence", "no", ((denied[-1].start, denied[-1].end),), "outcomes.recurrence", "negated")


_HEAD = re.compile(
    r"\b(?:intracranial\w*|cranial|skull|cerebral|brain|primary|intrathoracic|pleural|pelvic|abdominal)\b"
    r"(?!\s+(?:and|or)\s+spin)",
    re.IGNORECASE,
)
_THOUGHT = Phrase(
    r"\b(?:risk|prevent\w*|rates?|possibility|chance|likelihood|probability|tendency|monitor\w*|propensity|potential"
    r"|surveillance|before|until|time\s+to|detect)\b[^.;,]{0,30}$"
)
_SYMPTOM = re.compile(
    r"\b(?:pains?|symptoms?|weakness|\w+algia|headaches?|deficits?|\w*paresis)\s+(?:has\s+|had\s+)?$", re.I
)
_OF_SYMPTOM = Phrase(r"\s+(?:of\s+)?(?:his\s+|her\s+|the\s+)?(?:\w+\s+)?(?:pain|symptoms?|weakness|headache)\b")


def _of_lesion(reading: Reading, one: Mention, story: Story) -> bool:
    sentence = reading.sentence_at(one.start)
    near = reading.text[max(sentence.start, one.start - 30) : min(sentence.end, one.end + 30)]
    if _THOUGHT.search(reading, max(sentence.start, one.start - 50), one.start):
        return False
    if _SYMPTOM.search(reading.text, max(sentence.start, one.start - 40), one.start):
        return False
    if _OF_SYMPTOM.match(reading, one.end):
        return False
    return story.at_target(one.start) and not (_HEAD.search(near) and story.whole is None)


_SHOWN = Phrase(
    r"\b(?:show\w*|reveal\w*|developed|had|found|demonstrat\w*|detect\w*|disclosed|suffered|experienced|with)\b[^.;,]{0,30}$"
)


def _happened(reading: Reading, one: Mention) -> bool:
    """Whether it is told as an event: `recurred`, `MRI showed recurrent tumor`, and not `the recurrent tumor was`."""
    if not reading.text[one.start : one.end].lower().startswith("recurrent"):
        return True
    start = max(reading.sentence_at(one.start).start, one.start - 60)
    return bool(_SHOWN.search(reading, start, one.start))


def treated(reading: Reading, pieces: Pieces, story: Story) -> int:
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
    return negated(reading, one.start, one.end) or bool(_NO_RECURRENCE.match(reading, one.end))


_LOCAL = Phrase(
    r"\blocal(?:ly)?\b|\b(?:tumou?r|surgical|operative|operated|resection)\s+(?:bed|site|cavity|field|area)\b|\bin\s+situ\b"
    r"|\bsame\s+(?:\w+\s+)?(?:site|level|place|location|vertebra|segment)\b"
)


def _recurrence_sites(reading: Reading, yes: list[Mention]) -> Iterator[Finding]:
    one = yes[0]
    sentence = reading.sentence_at(one.start)
    near = (max(sentence.start, one.start - 30), min(sentence.end, one.end + 40))
    said = _LOCAL.search(reading, *near)
    if said:
        yield Finding("recurrence_sites", ("local",), (said.span(),), "outcomes.recurrence")
        return
    found = levels(reading, *near)
    names = [name for level in found for name in level.names]
    places = [(level.start, level.end) for level in found]
    if not found:
        regions = reading.mentions("region", *near)
        names, places = [site.name for site in regions], [(site.start, site.end) for site in regions]
    if places:
        sites = tuple(dict.fromkeys(name.lower() for name in names))
        yield Finding("recurrence_sites", sites, tuple(places), "outcomes.recurrence")


# ---------------------------------------------------------------------------------------------- other metastases


BONES = frozenset(terms("rib, pelvis, ilium, femur, humerus, skull, scapula, sternum, hip, pubis, ischium"))
"""Where one of these is named, `bone` names nothing more."""


def _other_metastases(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    sites: dict[str, tuple[int, int]] = {}
    general: list[tuple[int, int]] = []
    denied: list[tuple[int, int]] = []
    spine = _in_spine(reading, pieces)
    for start, end in pieces:
        for one in _spread(reading, start, end):
            if negated(reading, one.start, one.end):
                denied += [] if _of_spine(reading, one) else [(one.start, one.end)]
            elif not uncertain(reading, one.start, one.end):
                organs = _organs(reading, one)
                bones = {organ.name for organ in organs} & BONES
                for organ in organs:
                    if organ.name != "bone" or not (
                        bones or (spine and len(organs) < 2 and not _several(reading, organ))
                    ):
                        sites.setdefault(organ.name, (organ.start, organ.end))
                general += _unplaced(reading, one)
    if sites:
        yield Finding("other_metastases", "yes", tuple(sites.values()), "outcomes.metastases")
        yield Finding("other_metastases_sites", tuple(sites), tuple(sites.values()), "outcomes.metastases")
    elif general:
        yield Finding("other_metastases", "yes", (general[0],), "outcomes.metastases")
    elif denied and origin.verdict:
        yield Finding("other_metastases", "no", (denied[0],), "outcomes.metastases", "negated")


def _spread(reading: Reading, start: int, end: int) -> list[Mention]:
    """Metastases by any name; a bare deposit only outside titles."""
    found = reading.mentions("spread", start, end)
    if reading.sentence_at(start).title:
        return found
    taken = {one.end for one in found}
    return [*found, *(one for one in reading.mentions("deposit", start, end) if one.end not in taken)]


def _in_spine(reading: Reading, pieces: Pieces) -> bool:
    """Whether a vertebra is named: then `bone metastasis` is most often the one in the spine."""
    return any(reading.has(kind, start, end) for start, end in pieces for kind in ("target", "region")) or any(
        levels(reading, start, end) for start, end in pieces
    )


_SEVERAL = Phrase(
    r"\b(?:multiple|other|further|additional|new|widespread|several|diffuse|disseminated|systemic|and|also|extraspinal)\s+"
    r"(?:[\w-]+\s+){0,2}$"
)


def _several(reading: Reading, organ: Mention) -> bool:
    return bool(_SEVERAL.search(reading, max(0, organ.start - 40), organ.start))


def _of_spine(reading: Reading, one: Mention) -> bool:
    return any(reading.has(kind, max(0, one.start - 25), one.end) for kind in ("target", "region"))


_LINK = Phrase(
    r"(?:\s+(?:has|have|had|was|were|is|are|been|also|subsequently|later|then|recently|developed|appeared|found|detected"
    r"|identified|noted|present|discovered|occurred|seen|diagnosed|confirmed|arose|occurring|located|spread))*"
    r"(?:\s+(?:lesions?|disease|tumou?rs?|deposits?|nodules?|foci))?"
    r"\s*(?:to|in|into|at|of|involving|within|on|including|affecting|throughout|:|\()[\s:]?"
)
_CUT = Phrase(
    r"[;]|\b(?:from|of\s+an?|was|were|after|resect\w*|underwent|primary|while|but|which|who|with|although|years?|months?"
    r"|before|without|treated|by)\b"
)
_VERBAL = Phrase(r"metastatic|metastas[iy][sz](?:e|ing)|metastastic|disseminat(?:ed|ing)|spread|seed")


def _organs(reading: Reading, one: Mention) -> list[Mention]:
    """The organs a metastasis is put in: `lung and liver metastases`, `metastases to the ribs and both lungs`."""
    sentence = reading.sentence_at(one.start)
    link = _LINK.match(reading, one.end, sentence.end)
    before = [
        organ
        for organ in reading.mentions("organ", max(sentence.start, one.start - 60), one.start)
        if _leads(reading, organ, one.start)
    ]
    if link and _VERBAL.match(reading, one.start):
        before = []
    after: list[Mention] = []
    if link:
        cut = _CUT.search(reading, link.end(), min(sentence.end, link.end() + 160))
        after = reading.mentions("organ", link.end(), cut.start() if cut else min(sentence.end, link.end() + 160))
    return [
        organ
        for organ in (*before, *after)
        if not reading.has("target", organ.start, organ.end) and not _source(reading, organ)
    ]


def _leads(reading: Reading, organ: Mention, place: int) -> bool:
    between = reading.text[organ.end : place]
    return not _UNRELATED.search(between) and not reading.has("diagnosis", organ.end, place)


_UNRELATED = re.compile(
    r"[;:.]|\b(?:with|to|of|in|from|was|were|that|had|presented|after|who|spinal|vertebral|revealed"
    r"|showed|pain|developed|ache|tumou?rs?|mass|cancer|neoplasms?|sarcoma|meningioma|primary|lesions?)\b",
    re.IGNORECASE,
)
_TUMOUR_OF = Phrase(
    r"\b(?:tumou?rs?|mass|neoplasms?|\w+omas?|SFTs?|HPCs?|primary|cancer)\s+(?:of|in|from|involving|arising\s+(?:in|from))"
    r"\s+(?:[\w-]+\s+){0,3}$"
)


def _source(reading: Reading, organ: Mention) -> bool:
    """`metastasis of intracranial hemangiopericytoma`: the organ is where it came from."""
    if re.match(r"\s+(?:cancer|carcinoma|sarcoma|tumou?r|neoplasm|primary)", reading.text[organ.end :][:20]):
        return True
    if _TUMOUR_OF.search(reading, max(0, organ.start - 60), organ.start):
        return True
    stop = organ.end + 35
    return any(
        not _LISTED.search(reading.text[organ.end : one.start])
        for kind in ("diagnosis", "other_diagnosis")
        for one in reading.mentions(kind, organ.end, stop)
    )


_LISTED = re.compile(r"[.;]|metasta|\bafter\b", re.IGNORECASE)


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


_TREATED = Phrase(r"\b(?:resect|remov|excis|irradiat|treated|operated|radiosurg|radiother)\w*")
_LATE = Phrase(
    r"\b(?:years?|months?|weeks?|later|subsequently|follow(?:ed)?[\s-]?up|recently|thereafter|currently|last)\b"
)


def late_spread(reading: Reading, pieces: Pieces, floor: int) -> list[tuple[int, int]]:
    """Other metastases that came after the treatment, some time later, and are not said to have been treated."""
    return [
        (one.start, one.end)
        for start, end in pieces
        if start > floor and not reading.sentence_at(start).title and _LATE.search(reading, start, end)
        for one in reading.mentions("spread", start, end)
        if not negated(reading, one.start, one.end)
        and not uncertain(reading, one.start, one.end)
        and (_organs(reading, one) or _unplaced(reading, one))
        and not _TREATED.search(reading, start, end)
    ]
