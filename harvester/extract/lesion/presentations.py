"""How the lesion showed itself (`presentation`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..origin.primaries import places
from ..people.gaps import filled
from ..story.episodes import Story
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Mention
from .complaints import complaints
from .seriestold import mine, without_others
from .symptomwords import CUES

__all__ = ["CUES", "find"]


def find(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """`presentation` of one patient; none where no lesion at the target is told."""
    if story.whole is False:
        return
    pieces = mine(reading, pieces)
    own = without_others(reading, pieces, filled(reading, pieces, alone=True))
    yield from _presentation(reading, own, story)


def _presentation(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    found: dict[str, tuple[int, int]] = {}
    operated = False
    for start, end in pieces:
        for one in _told(reading, start, end, operated=operated):
            if _of_target(reading, story, one):
                found.setdefault(one.name, (one.start, one.end))
        operated = operated or (bool(_OPERATED.search(reading, start, end)) and not reading.sentence_at(start).title)
    found = _plainest(found) or _relieved(reading, pieces, story)
    if found:
        yield Finding("presentation", tuple(found), tuple(found.values()), "presentations.terms")


_PAIN_LEFT = Phrase(
    r"\b(?:back\s+|neck\s+|local\s+|radicular\s+|leg\s+)?pain\s+(?:relief|palliation|(?:was|had|has)\s+(?:been\s+)?(?:\w+ly\s+)?"
    r"(?:abolished|relieved|resolved|disappeared|controlled|palliated|subsided|ceased)|resolved|disappeared|subsided|abated|ceased)\b"
    r"|\b(?:relief|palliation|resolution|disappearance)\s+of\s+(?:the\s+|her\s+|his\s+|back\s+|neck\s+|local\s+)*pain\b"
)


def _relieved(reading: Reading, pieces: Pieces, story: Story) -> dict[str, tuple[int, int]]:
    """The pain that the treatment took away, where no complaint is told before: it was there."""
    for start, end in pieces:
        found = None if reading.sentence_at(start).title else _PAIN_LEFT.search(reading, start, end)
        if found and story.at_target(found.start()) and not negated(reading, *found.span()):
            return {"pain": found.span()}
    return {}


CORE = ("pain", "weakness", "sensory loss", "gait disturbance", "sphincter disturbance")
"""The complaints of a spinal lesion; the others say something only where none of these is told."""


def _plainest(found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    core = {name: place for name, place in found.items() if name in CORE}
    chance = {name: place for name, place in found.items() if name == "incidental"}
    return core or chance or found


_OPERATED = Phrase(
    r"\b(?:laminectom|laminoplast|corpectom|vertebrectom|spondylectom|hemilaminectom|decompressi|instrumentation)"
)
_PASSING = Phrase(
    r"\b(?:transient(?:ly)?|temporary|postoperative(?:ly)?|post-?surgical|iatrogenic|immediate)\s+(?:\w+\s+){0,2}$"
)
_SOON_AFTER = Phrase(
    r"\s+(?:(?!years?|months?|weeks?|\d)[\w-]+\s+){0,3}(?:post-?operatively|after\s+(?:the\s+|this\s+)?(?:surgery|operation|procedure"
    r"|decompression|resection|embolization))\b"
)


def _came_after(reading: Reading, one: Mention, start: int, end: int) -> bool:
    """Whether a symptom came with the operation that was told before: `transient paraparesis postoperatively`."""
    before = _PASSING.search(reading, max(start, one.start - 40), one.start)
    return before is not None or _SOON_AFTER.match(reading, one.end, end) is not None


_AFTER_SPINE = Phrase(
    r"\b(?<!years )(?<!months )(?<!weeks )(?:after|following)\s+(?:(?!of\b)[\w/-]+\s+){0,5}"
    r"(?:laminectom|laminoplast|corpectom|vertebrectom|spondylectom|hemilaminectom|decompressi|instrumentation)\w*[\w\s]{0,30},"
)
"""Before a symptom that came with the operation of the spine: `After T8 corpectomy, he developed weakness`."""
_INTRODUCED = Phrase(r"\b(?:(?:years?|yrs?|months?)[\s-]+old|aged|years\s+of\s+age|y/o)\b")
_TITLE_CUE = Phrase(r"\b(?:present(?:ing|ed|ation)|caus(?:e|ing)|manifest\w+|revealed)\b")


def _told(reading: Reading, start: int, end: int, *, operated: bool) -> Iterator[Mention]:
    """The symptoms of a part of the text that are told as the complaint, and not as the result of a treatment."""
    complaint = _complaint(reading, start, end, operated=operated)
    later = (cue.start for cue in reading.mentions("afterwards", start, end))
    stop = min((at for at in later if not _DATE.search(reading.text, max(start, at - 10), at)), default=end)
    for one in sorted([*reading.mentions("symptom", start, end), *complaints(reading, start, end)]):
        if _OF_SOME.search(reading, max(start, one.start - 60), one.start):
            continue
        if _CRANIAL.search(reading, max(start, one.start - 20), one.start) or (
            one.name == "pain" and _SENSE.match(reading, one.end)
        ):
            continue
        if one.name == "incidental":
            told = _found_by_chance(reading, one, end) and not operated
        else:
            told = complaint and one.start < stop and not _gone(reading.text, one, start, end)
        if told and operated and _came_after(reading, one, start, end):
            continue
        if told and (found := _AFTER_SPINE.search(reading, start, one.start)) and found.end() < one.start:
            continue
        if told and (one.name == "incidental" or not _denied(reading, one, start)):
            yield one


_BUT_WITH = Phrase(r"(?:,|;|\band|\bbut)\s+with\s+(?!no\b|out\b)(?:[\w-]+\s+){0,3}$")
"""`without trauma, with lumbar pain`: the denial ends before."""


def _denied(reading: Reading, one: Mention, start: int) -> bool:
    return negated(reading, one.start, one.end) and not _BUT_WITH.search(reading, max(start, one.start - 50), one.start)


def _complaint(reading: Reading, start: int, end: int, *, operated: bool) -> bool:
    if reading.sentence_at(start).title:
        return bool(_TITLE_CUE.search(reading, start, end))
    if reading.has("presenting", start, end) or _INTRODUCED.search(reading, start, end):
        return True
    if _IN_ALL.search(reading, start, end):
        return True
    if _CAME_WITH.search(reading, start, end):
        return not operated
    return not operated and reading.has("presenting first", start, end)


_IN_ALL = Phrase(
    r"\b(?:present|seen|observed|constant|predominant)\s+(?:symptom\s+)?in\s+(?:all|both|each|every)\b|\b(?:all|both|each)\s+(?:\w+\s+)?(?:had|were)\b"
)
_CAME_WITH = Phrase(
    r"\b(?:seen|came|brought|arrived|attended|transferred|taken)\b[^.;]{0,60}\bwith\b"
    r"|\b(?:s?he|patient|man|woman)\s+(?:then\s+|also\s+)?showed\b"
)
_OF_SOME = Phrase(
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|some|several|most|\d{1,2}(?=\s+(?:of|patients|others|were)))\s+"
    r"(?:of\s+(?:them|the\s+patients|these)\s+|(?:other\s+)?patients\s+|others\s+)?"
    r"(?:was|were|had|complained\s+of|presented\s+with|developed|experienced|suffered))\s+(?:[\w-]+\s+){0,4}$"
)
"""`and two were unable to walk`: of a series, and of which of them is not said."""
_CRANIAL = Phrase(
    r"(?:nerve|facial|orofacial|bell['’]?s|gaze|cord|cerebral|bulbar|abducens|oculomotor|trochlear"
    r"|recurrent|laryngeal|phrenic"
    r"|diaphragmatic|abdominal|epigastric|flank|knee|breast|scrotal|ear)[\s-]+$"
)
"""Words before a palsy or a pain that place it outside the spine's territory."""
_SENSE = Phrase(r"(?:\s+(?:and|or)\s+\w+)?\s+(?:sensations?|perception|sense|sensibility|scores?|relief|control)\b")
"""`Loss of pain sensation`, and the pain that a treatment took away."""
_DATE = re.compile(r"\b(?:lost\s+to|years?|months?|weeks?)\s+$")
"""`Thirty months after surgery she developed pain`: a date, not an aftermath."""
_RELIEVED = re.compile(
    r"(?!\s+and\s+(?:diminish|decreas|lessen)\w+\s+(?!in\b|after\b|over\b|to\b|with\b))(?:\s+(?:and|in|of|the|his|her|both|legs?|arms?|back|neck|[\w-]+))?\s*(?:had|has|have|was|were|scores?|is)?\s*"
    r"(?:(?:\w+ly|been|then|also)\s+)*(?:relieved|resol|improv|disappear|subsid|abat|ceas|ceded|recover"
    r"|regress|vanish|lessen"
    r"|diminish|decreas|fell|settled|control)",
    re.IGNORECASE,
)
_RELIEF_OF = re.compile(
    r"\b(?:relief|resolution|improvement|recovery|disappearance|regression|reduction|deteriorat\w+"
    r"|alleviat\w+|palliat\w+"
    r"|worsened|residual|remaining|postoperative)\s+(?:(?:of|from|in|to|with)\s+)?(?:(?!and\b)[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


def _gone(text: str, one: Mention, start: int, end: int) -> bool:
    """Whether a symptom is named because it left, or came with a treatment."""
    return bool(_RELIEVED.match(text, one.end, end) or _RELIEF_OF.search(text[max(start, one.start - 60) : one.start]))


_CHANCE = Phrase(
    r"(?:\s*,)?\s+(?:[\w–/-]+\s+){0,5}?(?:lesions?|mass|tumou?r|metastas[ie]s|nodules?|finding|discovery"
    r"|detection|found|discovered"
    r"|detected"
    r"|identified|noted|diagnosed|seen|revealed|recurrence|deposits?|involvement)\b"
)
_SURVEILLED = re.compile(r"\b(?:surveillance|screening|routine|check-?\s?up)\b")
_PERSON = Phrase(r"\s+(?:[\w-]+\s+){0,2}?(?:man|woman|patient|male|female|boy|girl|and\s+the\s+neurologic)")


def _found_by_chance(reading: Reading, one: Mention, end: int) -> bool:
    """`an asymptomatic lesion`, `incidentally found`: and not a patient who remained asymptomatic."""
    before = reading.text[max(0, one.start - 25) : one.start]
    word = reading.text[one.start : one.end].lower()
    if re.search(r"\b(?:remain\w*|became|been|still|stayed|is|now|not)\s+(?:\w+\s+)?$", before, re.IGNORECASE):
        return False
    if word.startswith(("no ", "without", "symptomless")) or word.endswith("complaints"):
        return bool(re.search(r"\b(?:had|with|reported|caused|,)?\s*$", before)) and _lesion_told(reading, one)
    if "aware" in word or _SURVEILLED.search(word) or (" " in word and word.endswith(("incidentally", "symptoms"))):
        return True
    return bool(_CHANCE.match(reading, one.end, end) or _PERSON.match(reading, one.end, end))


def _lesion_told(reading: Reading, one: Mention) -> bool:
    """Whether the sentence tells how the lesion was found, so that the missing symptoms are those before it."""
    sentence = reading.sentence_at(one.start)
    return bool(
        re.search(
            r"\b(?:detected|discovered|found|disclosed|revealed|noted|noticed)\b",
            reading.text[sentence.start : one.start],
        )
    )


HEAD_SYMPTOMS = ("headache", "visual disturbance", "seizure", "mass", "incidental", "hypoglycemia", "weight loss")
"""Symptoms of the head, which are told only of a lesion that the words around place at the target."""


_OF_HEAD = Phrase(
    r"\b(?:headaches?|vomiting|nausea|seizures?|diplopia|papill?edema|papilloedema|hydrocephalus|vertigo|dizziness)\b"
)
"""Complaints beside which an ataxia is that of the first tumour."""
_OTHER_LUMP = Phrase(r"\s+(?:[\w-]+\s+){0,2}(?:swelling|mass|lump)\b")


def _of_target(reading: Reading, story: Story, one: Mention) -> bool:
    if one.name == "mass" and _of_other_place(reading, one):
        return False
    if story.whole is None and one.name == "gait disturbance" and one.start < story.first_target():
        sentence = reading.sentence_at(one.start)
        if _OF_HEAD.search(reading, sentence.start, sentence.end):
            return False
    if story.whole:
        return not _OTHER_LUMP.match(reading, one.end)
    if one.name == "incidental" and places(reading, one.end, min(reading.sentence_at(one.start).end, one.end + 40)):
        return True
    return one.name not in HEAD_SYMPTOMS or story.at_target(one.start)


def _of_other_place(reading: Reading, one: Mention) -> bool:
    """`scalp swelling`: the lump of a place outside the spine."""
    near = reading.mentions("primary_site", max(0, one.start - 25), one.start)[-1:]
    if any(site.name != "spine" and reading.text[site.end : one.start].isspace() for site in near):
        return True
    behind = reading.mentions("primary_site", one.end, one.end + 40)[:1]
    return any(site.name != "spine" and _OF_PLACE.fullmatch(reading, one.end, site.start) for site in behind)


_OF_PLACE = Phrase(r"\s+(?:of|in|on|over|at|above|behind)\s+(?:(?:the|his|her|left|right|both)\s+){0,2}")
