"""Metastases elsewhere: whether there are others than the one at the target, and in which organs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..origin.origins import Origin
from ..origin.spreads import of_several
from ..origin.workups import clear
from ..spine.levels import levels
from ..story.episodes import Story
from ..text.assertion import negated, uncertain
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Kinds, Mention, terms
from . import staging
from .staging import named, nodules, strewn
from .widespread import everywhere, sites_of

CUES: Kinds = {
    **staging.CUES,
    "new": {
        "": terms("new, other, further, additional, systemic, widespread, visceral, diffuse"),
    },
    "deposit": {
        "": terms("deposit, seedling, metastasectomy, carcinomatosis, sarcomatosis"),
    },
}


BONES = frozenset(terms("rib, pelvis, ilium, femur, humerus, skull, scapula, sternum, hip, pubis, ischium"))
"""Where one of these is named, `bone` names nothing more."""


def find(reading: Reading, pieces: Pieces, story: Story, origin: Origin) -> Iterator[Finding]:
    """`other_metastases` and `other_metastases_sites` of one patient."""
    sites: dict[str, tuple[int, int]] = {}
    general: list[tuple[int, int]] = []
    denied: list[tuple[int, int]] = []
    in_spine = _in_spine(reading, pieces)
    for start, end in pieces:
        for one in _spread(reading, start, end):
            if _denied(reading, one, start):
                denied += [] if _of_spine(reading, one) or _of_nodes(reading, one) else [(one.start, one.end)]
            elif not uncertain(reading, one.start, one.end):
                for organ in _sites(reading, one, in_spine=in_spine):
                    sites.setdefault(organ.name, (organ.start, organ.end))
                general += _unplaced(reading, one)
        for disease in everywhere(reading, start, end):
            general.append(disease)
            for organ in sites_of(reading, disease[1], end):
                sites.setdefault(organ.name, (organ.start, organ.end))
        for organ in _without_the_word(reading, start, end, story.first_target(), origin):
            sites.setdefault(organ.name, (organ.start, organ.end))
    if "bone" in sites and not BONES.isdisjoint(sites):
        del sites["bone"]
    if sites:
        yield Finding("other_metastases", "yes", tuple(sites.values()), "outcomes.metastases")
        yield Finding("other_metastases_sites", tuple(sites), tuple(sites.values()), "outcomes.metastases")
    elif general:
        yield Finding("other_metastases", "yes", (general[0],), "outcomes.metastases")
    elif nothing := denied[0] if denied and origin.verdict else clear(reading, pieces):
        yield Finding("other_metastases", "no", (nothing,), "outcomes.metastases", "negated")


def _denied(reading: Reading, one: Mention, start: int) -> bool:
    before = max(start, one.start - 40), one.start
    return negated(reading, one.start, one.end) or bool(_NOT_FOUND.search(reading, *before))


def _sites(reading: Reading, one: Mention, *, in_spine: bool) -> list[Mention]:
    """The organs of a metastasis; `bone` only where no bone is named, and it need not be the spine."""
    organs = _organs(reading, one)
    named_bone = not BONES.isdisjoint(organ.name for organ in organs)
    return [
        organ
        for organ in organs
        if organ.name != "bone" or not (named_bone or (in_spine and not _several(reading, organ)))
    ]


def _spread(reading: Reading, start: int, end: int) -> list[Mention]:
    """Metastases by any name that are told of somebody; a bare deposit only outside titles."""
    found = [one for one in reading.mentions("spread", start, end) if not _general(reading, one)]
    if reading.sentence_at(start).title:
        return found
    taken = {one.end for one in found}
    return [
        *found,
        *(
            one
            for one in reading.mentions("deposit", start, end)
            if one.end not in taken and not _general(reading, one)
        ),
    ]


_HEADS = ("brain", "skull", "skin", "soft tissue", "bone", "neck")
"""Organs beside the spine or beside a primary in the head, where a tumour that is named may be another one."""


def _without_the_word(reading: Reading, start: int, end: int, first: int, origin: Origin) -> Iterator[Mention]:
    """Organs that hold nodules, that are named in one breath with the target, or to which the tumour came later."""
    if not origin.verdict or reading.sentence_at(start).title:
        return
    yield from nodules(reading, start, end, first)
    for span in strewn(reading, start, end, first) if origin.verdict == "yes" else ():
        for organ in named(reading, *span):
            if organ.name not in _HEADS and not reading.has("target", organ.start, organ.end):
                yield organ


_NOT_FOUND = Phrase(
    r"\b(?:fail\w*|unable)\s+to\s+(?:detect|show|reveal|demonstrate|disclose|find|identify)\s+(?:\w+\s+){0,2}$"
)
_GENERAL = Phrase(
    r"\b(?:is|are)\s+(?:described|reported|known|seen|found|encountered|common|frequent|rare|exceptional|the\s+most)\b"
    r"|\b(?:of|in)\s+(?:\w+\s+){0,3}?(?:patients|cases)\b(?!\s+(?:1|2|3|4|a|b|c|d)\b)|\b(?:should|may|can|tend|tends|usually|typically|such\s+as)\b"
    r"|\b(?:occurs?|develops?|arises?)\s+in\s+(?:about|roughly|up\s+to|approximately|some|most|one|\d+)\b"
)


def _general(reading: Reading, one: Mention) -> bool:
    """`Spread to lung and liver is described in two thirds of patients` tells nothing of the patient."""
    sentence = reading.sentence_at(one.start)
    if sentence.title:
        return False
    if reading.low.startswith(_HABIT, one.start) and not reading.low.startswith(_HAPPENED, one.start):
        return not _DID.search(reading, max(sentence.start, one.start - 25), one.start)
    if of_several(reading, one):
        return True
    if _SUCH.search(reading, max(sentence.start, one.start - 45), one.start):
        return True
    return bool(_GENERAL.search(reading, one.start, min(sentence.end, one.end + _FAR)))


_FAR = 300
"""So far on in a sentence a word still says that all of it is told as a rule."""
_HABIT = ("metastasize", "metastasise")
_HAPPENED = ("metastasized", "metastasised")
_DID = Phrase(r"\b(?:did|had|has|have|to|not)\s+(?:\w+\s+)?$")
"""`it metastasizes above all to the lung` tells of the tumour, and of no patient."""
_SUCH = Phrase(
    r"\b(?:(?:risk|rates?|chance|likelihood|probability|incidence|potential|propensity|tendency)\s+(?:of|for|to)|such\s+as|including|diagnosis\s+of|suspicion\s+of|like)\s+"
    r"(?:an?\s+|the\s+|recurrence\s+(?:and|or)\s+(?:of\s+)?|distant\s+)*$"
)


def _in_spine(reading: Reading, pieces: Pieces) -> bool:
    """Whether a vertebra is named: then `bone metastasis` is most often the one in the spine."""
    return any(reading.has(kind, start, end) for start, end in pieces for kind in ("target", "region")) or any(
        levels(reading, start, end) for start, end in pieces
    )


_SEVERAL = Phrase(
    r"\b(?:multiple|other|further|additional|new|widespread|several|diffuse|disseminated|systemic|and|also"
    r"|extraspinal)\s+"
    r"(?:[\w-]+\s+){0,2}$"
)


def _several(reading: Reading, organ: Mention) -> bool:
    return bool(_SEVERAL.search(reading, max(0, organ.start - 40), organ.start))


def _of_spine(reading: Reading, one: Mention) -> bool:
    return any(reading.has(kind, max(0, one.start - 25), one.end) for kind in ("target", "region"))


_NODES = Phrase(r"\b(?:lymph\w*|nodal|(?:lymph\s+)?nodes?|skip)\s+$")


def _of_nodes(reading: Reading, one: Mention) -> bool:
    """`No lymph node metastases` were found with the primary: that speaks of no other organ."""
    return bool(_NODES.search(reading, max(0, one.start - 14), one.start))


_LINK = Phrase(
    r"(?:\s+(?:has|have|had|was|were|is|are|been|also|subsequently|later|then|recently|developed|appeared"
    r"|found|detected"
    r"|identified|noted|present|discovered|occurred|seen|diagnosed|confirmed|arose|occurring|located|spread))*"
    r"(?:\s+(?:lesions?|disease|tumou?rs?|deposits?|nodules?|foci))?"
    r"\s*(?:to|in|into|at|of|involving|within|on|including|affecting|throughout|:|\()[\s:]?"
)
_CUT = Phrase(
    r"[;]|\b(?:from|of\s+an?|was|were|after|resect\w*|underwent|primary|while|but|which|who|with|although"
    r"|years?|months?"
    r"|before|without|treated|by)\b"
)
_VERBAL = Phrase(r"metastatic|metastas[iy][sz](?:e|ing)|metastastic|disseminat(?:ed|ing)|spread|seed")


def _organs(reading: Reading, one: Mention) -> list[Mention]:
    """The organs a metastasis is put in: `lung and liver metastases`, `metastases to the ribs and both lungs`."""
    sentence = reading.sentence_at(one.start)
    called = _name_after(reading, one)
    link = _LINK.match(reading, called or one.end, sentence.end)
    if called and link and not _TO.search(reading, called, link.end()):
        link = None
    before = [
        organ
        for organ in named(reading, max(sentence.start, one.start - 60), one.start)
        if _leads(reading, organ, one.start)
    ]
    if link and _VERBAL.match(reading, one.start):
        before = []
    after: list[Mention] = []
    if link:
        cut = _CUT.search(reading, link.end(), min(sentence.end, link.end() + 160))
        after = named(reading, link.end(), cut.start() if cut else min(sentence.end, link.end() + 160))
    after += _described(reading, one)
    return [
        organ
        for organ in (*before, *after)
        if not reading.has("target", organ.start, organ.end)
        and not _source(reading, organ)
        and not _SPARED.match(reading, organ.end)
        and not _REPLACED.match(reading, organ.end)
    ]


_TO = Phrase(r"\b(?:to|in|into|involving|within|affecting)\b")
_METASTATIC = ("metastatic", "disseminated")
_ITS_SIGN = Phrase(
    r"\s+(?:nodules?|lesions?|deposits?|foc(?:us|i)|mass(?:es)?|tumou?rs?|disease|involvement|spread|implants?)\b"
)


def _name_after(reading: Reading, one: Mention) -> int:
    """Where the name of the tumour ends that follows: `metastatic hemangiopericytoma` to the liver; 0 without."""
    if not reading.low.startswith(_METASTATIC, one.start):
        return 0
    names = (
        found.end
        for kind in ("diagnosis", "other_diagnosis")
        for found in reading.mentions(kind, one.end, one.end + 45)
        if len(reading.low[one.end : found.start].split()) < 3
    )
    return max(names, default=0)


def _described(reading: Reading, one: Mention) -> list[Mention]:
    """`metastatic lung nodules`: the organ between the word and what was found."""
    if not reading.low.startswith(_METASTATIC, one.start):
        return []
    return [
        organ
        for organ in named(reading, one.end, one.end + 30)[:1]
        if reading.low[one.end : organ.start].isspace() and _ITS_SIGN.match(reading, organ.end)
    ]


_REPLACED = Phrase(r"\s*(?:replacement|arthroplasty|prosthes[ei]s|endoprosthe\w+)\b")
_SPARED = Phrase(
    r"\s+(?:and\s+(?:[\w-]+\s+){1,2})?(?:(?:was|were|is|are|remained)\s+)?(?:normal|clear|free|spared|uninvolved|unremarkable)\b"
)


def _leads(reading: Reading, organ: Mention, place: int) -> bool:
    between = reading.text[organ.end : place]
    return not _UNRELATED.search(between) and not reading.has("diagnosis", organ.end, place)


_UNRELATED = re.compile(
    r"[;:.]|,\s+and\s+an?\b|\b(?:but|while|whereas|with|to|of|in|from|was|were|that|had|presented|after|who|spinal|vertebral|revealed"
    r"|showed|pain|developed|ache|tumou?rs?|mass|cancer|neoplasms?|sarcoma|meningioma|primary|lesions?)\b",
    re.IGNORECASE,
)
_TUMOUR_OF = Phrase(
    r"\b(?:tumou?rs?|mass|neoplasms?|\w+omas?|SFTs?|HPCs?|primary|cancer)\s+(?:of|in|from|involving"
    r"|arising\s+(?:in|from))"
    r"\s+(?:[\w-]+\s+){0,3}$"
)


def _source(reading: Reading, organ: Mention) -> bool:
    """`metastasis of intracranial hemangiopericytoma`: the organ is where it came from."""
    if re.match(
        r"\s+(?:cell\s+)?(?:cancer|carcinoma|sarcoma|tumou?r|neoplasm|primary)s?\b", reading.text[organ.end :][:20]
    ):
        return True
    if _TUMOUR_OF.search(reading, max(0, organ.start - 60), organ.start):
        return True
    stop = organ.end + 35
    return any(
        one.start < stop and not _LISTED.search(reading.text[organ.end : one.start])
        for kind in ("diagnosis", "other_diagnosis")
        for one in reading.mentions(kind, organ.end, stop + 50)
    )


_LISTED = re.compile(r"[.;]|metasta|\b(?:after|from|of)\b", re.IGNORECASE)


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


_TREATED = Phrase(
    r"\b(?<!after\s)(?<!following\s)(?<!since\s)(?:resect|remov|excis|irradiat|treated|operated|radiosurg|radiother|ablat|embolis|emboliz)\w*"
)
_LATE = Phrase(
    r"\b(?:years?|months?|weeks?|later|subsequently|follow(?:ed)?[\s-]?up|recently|thereafter|currently|last)\b"
)


def late_spread(reading: Reading, pieces: Pieces, floor: int) -> list[tuple[int, int]]:
    """Other metastases that came after the treatment, some time later, and are not said to have been treated."""
    return [
        (one.start, one.end)
        for start, end in pieces
        if end > floor and not reading.sentence_at(start).title and _LATE.search(reading, start, end)
        for one in reading.mentions("spread", start, end)
        if one.start > floor
        and not negated(reading, one.start, one.end)
        and not uncertain(reading, one.start, one.end)
        and (_organs(reading, one) or _unplaced(reading, one))
        and not _TREATED.search(reading, one.start if one.start - start > 120 else start, end)
    ]
