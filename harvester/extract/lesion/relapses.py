"""What came back: recurrence of the lesion at the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..origin.growths import into_target
from ..spine.levels import levels
from ..story.episodes import Story, first_treated
from ..text.assertion import negated, negated_before, uncertain
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "recurrence": {
        "": terms(
            """
            recurrence, recurred, recurrent, relapse, relapsed, recur, regrowth, regrew, reappeared, regrown,
            recurring, relapsing, recrudescence, recurs, regrow, regrowing, reproduced, recidive, recidivism,
            reappearance, reappearing, reappear, tumor came back, tumour came back, lesion came back, mass came back,
            disease came back, metastasis came back, growth came back, tumor returned, tumour returned,
            lesion returned, mass returned, disease returned, metastasis returned, tumor had returned,
            tumour had returned, disease had returned, tumor has returned, tumour has returned, grew again,
            grown again, growing again, had grown back, grew back, grown back, recidivated, recurrency,
            local failure, locoregional failure
            """
        ),
    },
}


def find(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """`recurrence` and `recurrence_sites` of one patient: one that is told outranks one that is denied."""
    told = [one for one in _told(reading, pieces) if not _general(reading, one)]
    first = first_treated(reading, pieces, story)
    yes = [one for one in told if _counts(reading, one, story, first)]
    if yes:
        yield Finding("recurrence", "yes", ((yes[0].start, yes[0].end),), "outcomes.recurrence")
        yield from _recurrence_sites(reading, yes[0])
        return
    denied = _denied_places(reading, told, story, first) or _free(reading, pieces, story, first)
    if denied:
        yield Finding("recurrence", "no", (denied[-1],), "outcomes.recurrence", "negated")
        return
    yield from _new_in_the_spine(reading, pieces, story, first)


_NEW = Phrase(
    r"\b(?:new|further|additional)\s+(?:[\w-]+\s+){0,3}?(?:lesions?|metastas[ei]s|nodules?|deposits?)\s+(?:at|in|of|on|within)\s+(?:the\s+)?"
)


def _new_in_the_spine(reading: Reading, pieces: Pieces, story: Story, first: int) -> Iterator[Finding]:
    """`A new metastasis at L1` after the treatment: the disease came back there."""
    for start, end in pieces if story.whole is not False and first < len(reading.text) else ():
        for found in _NEW.finditer(reading, start, end) if start > first else ():
            place = next((one for one in levels(reading, found.end(), end) if one.start == found.end()), None)
            if place and not negated(reading, *found.span()) and not uncertain(reading, *found.span()):
                yield Finding("recurrence", "yes", (found.span(),), "outcomes.recurrence")
                yield from _recurrence_sites(reading, Mention(found.start(), found.end(), "recurrence", ""))
                return


def _told(reading: Reading, pieces: Pieces) -> list[Mention]:
    return [
        one
        for start, end in pieces
        for one in reading.mentions("recurrence", start, end)
        if not reading.sentence_at(one.start).title
    ]


_GENERAL = Phrase(
    r"\b(?:should|(?:is|are|remains?)\s+(?:\w+\s+)?(?:mandatory|recommended|advi[sz]ed|warranted|advocated|required|necessary"
    r"|common|frequent)|(?:recurrence|relapse)\s+rates?|rates?\s+of|risk|literature|of\s+\d+\s+(?:\w+\s+)?(?:patients|cases)"
    r"|prone)\b"
)


def _general(reading: Reading, one: Mention) -> bool:
    """Whether the sentence speaks of recurrences at large, or of those in the literature."""
    sentence = reading.sentence_at(one.start)
    return bool(_GENERAL.search(reading, max(sentence.start, one.start - _FAR), min(sentence.end, one.end + _FAR)))


_FAR = 300
"""So far back and on in a sentence a word still says that all of it is told as a rule."""


def _counts(reading: Reading, one: Mention, story: Story, first: int) -> bool:
    """Whether a recurrence of the lesion is told as an event, after its treatment."""
    if _denied(reading, one) or uncertain(reading, one.start, one.end) or not _of_lesion(reading, one, story):
        return False
    if _OF_ONE.search(reading, max(reading.sentence_at(one.start).start, one.start - 60), one.start):
        return False
    if one.start <= first and not (story.whole and _AGAIN.search(reading, max(0, one.start - 40), one.start)):
        return False
    return _happened(reading, one) and not into_target(reading, one.end)


_OF_ONE = Phrase(
    r"\b(?:one|two|three|four|five|six|\d{1,2}|some|another|the\s+other|several)\s+(?:of\s+(?:them|these|the(?:se)?\s+patients)\s+|(?:other\s+)?(?:patients?|cases?)\s+)"
    r"(?:(?:had|has|have|developed|experienced|suffered|showed|presented|was|were|found|seen|with|to|have|from|later|subsequently)\s+){1,4}(?:[\w-]+\s+){0,2}$"
)
"""`One patient had a local recurrence`: nobody knows which."""
_AGAIN = Phrase(r"\b(?:(?:second|third|fourth|fifth|first)\s+(?:local\s+)?|local\s+)$")
"""`presented with a third local recurrence` of a lesion that is the only one: it was treated before."""


def _denied_places(reading: Reading, told: list[Mention], story: Story, first: int) -> list[tuple[int, int]]:
    """`No recurrence at two years`, also where no treatment of the lesion is told before."""
    after = first if first < len(reading.text) else story.first_target()
    if after != first and not all(_denied(reading, one) for one in told):
        return []
    return [
        (one.start, one.end)
        for one in told
        if one.start > after
        and _denied(reading, one)
        and (_of_lesion(reading, one, story) or (story.whole is None and _only_of_lesion(reading, one, story)))
    ]


def _only_of_lesion(reading: Reading, one: Mention, story: Story) -> bool:
    """Whether a denial speaks of no other place, whatever the clause before spoke of: it ends the story."""
    clause = next((clause for clause in story.clauses if clause.start <= one.start < clause.end), None)
    elsewhere = clause is None or any(not there for at, there in clause.markers)
    return not elsewhere and _is_event(reading, one) and not _HEAD.search(_near(reading, one))


_CLEAN = Phrase(
    r"\b(?:spin(?:e|al\s+(?:cord|canal|axis|lesions?|sites?))|vertebra[el]?|sacrum|theca|operated\s+(?:site|level)s?"
    r"|[ctls]-?\d{1,2})\s+(?:(?:and|or)\s+[\w-]+\s+)?(?:(?:was|were|is|are|has|have|had|remain(?:s|ed)|stayed|been|still)\s+)+"
    r"(?:free\s+(?:of|from)\s+(?:any\s+)?(?:tumou?r|disease|recurrence|lesions?)|tumou?r[\s-]free|disease[\s-]free)\b"
    r"|\b(?:no|neither)\s+(?:[\w-]+\s+)?local\s+(?:or|nor)\s+(?:[\w-]+\s+)?(?:tumou?r|disease)\b"
    r"|\bno\s+(?:residual\s+|recurrent\s+|viable\s+)?tumou?r\s+(?:(?:was|could\s+be)\s+(?:found|seen|present|demonstrated)\s+)?(?:in|at|within)\s+the\s+(?:\w+\s+)?(?:vertebra\w*|spin\w+|sacr\w+|theca|(?:operated|operative"
    r"|surgical)\s+\w+)\b"
    r"|\b(?:there\s+(?:is|was)|with)\s+(?:good\s+|durable\s+|continued\s+|excellent\s+)?local\s+control\b(?!\s+rate)"
    r"|\blocal\s+(?:tumou?r\s+|disease\s+)?control\s+(?:(?:for|over|during)\s+(?:(?:more\s+than|at\s+least|over|up\s+to|the|a)\s+)?[\w.]+[\s-](?:months?|years?|weeks)\b|(?:was|has|is|had)\s+(?:been\s+)?(?:\w+ly\s+)?(?:achieved|maintained|obtained|preserved"
    r"|sustained)|persist(?:s|ed)|lasted)\b"
    r"|\bno\s+(?:abnormal|pathologic\w*|increased)\s+(?:tracer\s+|fdg\s+)?(?:uptake|enhancement|signal)\s+(?:in|at|of)\s+(?:the\s+)?(?:lumbar|thoracic|cervical"
    r"|dorsal|sacral|spin\w+|vertebra\w*|operat\w+|resection|surgical|[ctls]-?\d{1,2})\b"
    r"|\b(?:follow[\s-]?up|control|subsequent|serial|annual|yearly|neuroradiologic\w*)\s+(?:[\w-]+\s+){0,5}?"
    r"(?:was|were|is|are|has\s+been|have\s+been|remain(?:s|ed)?)\s+(?:\w+ly\s+|still\s+|all\s+)?(?:negative|clear)\b"
    r"|\b(?:lumbar|thoracic|cervical|dorsal|sacral|spinal)\s+(?:spine|region|cord|canal|site|lesion)\s+(?:is|was|remain(?:s|ed))\s+(?:clear|clean|negative)\b"
)


def _free(reading: Reading, pieces: Pieces, story: Story, first: int) -> list[tuple[int, int]]:
    """`the lumbar spine remained free of tumour`: the treated place is said to be clean at the end."""
    if story.whole is False:
        return []
    return [
        found.span()
        for start, end in pieces
        if end > first
        for found in _CLEAN.finditer(reading, max(start, first), end)
    ]


_HEAD = re.compile(
    r"\b(?:intracranial\w*|central\s+nervous|CNS|cranial|skull|cerebral|brain|primary|intrathoracic|pleural|pelvic|abdominal)\b"
    r"(?!\s+(?:and|or|nor)\s+spin)",
    re.IGNORECASE,
)
_THOUGHT = Phrase(
    r"\b(?:risk|delay\w*|reduc(?:e|es|ing)|decreas(?:e|es|ing)|avoid\w*|minimi[sz]\w*|prevent\w*|rates?|possibility|chance|likelihood|probability|tendency|monitor\w*|propensity|potential"
    r"|surveillance|before|until|time\s+to|detect)\b[^.;,]{0,30}$"
)
_SYMPTOM = re.compile(
    r"\b(?:pains?|symptoms?|weakness|\w+algia|headaches?|deficits?|\w*paresis|movements?|function|power|strength"
    r"|sensation|reflex(?:es)?|hypoglyc\w+|seizures?)\s+(?:has\s+|had\s+)?$",
    re.IGNORECASE,
)
_OF_SYMPTOM = Phrase(r"\s+(?:of\s+)?(?:his\s+|her\s+|the\s+)?(?:\w+\s+)?(?:pain|symptoms?|weakness|headache)\b")


def _of_lesion(reading: Reading, one: Mention, story: Story) -> bool:
    if not _is_event(reading, one) or (story.whole is None and _HEAD.search(_near(reading, one))):
        return False
    return story.at_target(one.start) or _goes_on(reading, one, story) or _is_local(reading, one, story)


_LOCAL_BEFORE = Phrase(r"\blocal\s+(?:tumou?r\s+|disease\s+)?$")


def _is_local(reading: Reading, one: Mention, story: Story) -> bool:
    """`Alive with liver metastases without local recurrence`: of the lesion that was treated, once it was."""
    clause = next((clause for clause in story.clauses if clause.start <= one.start < clause.end), None)
    if clause is None or clause.past or not clause.inherited:
        return False
    return bool(_LOCAL_BEFORE.search(reading, max(clause.start, one.start - 20), one.start))


_LOCALLY = Phrase(r"\s+(?:both\s+)?locally\b")


def _goes_on(reading: Reading, one: Mention, story: Story) -> bool:
    """`It recurred locally and in the liver`: the lesion spoken of before, whatever organ comes next."""
    clause = next((clause for clause in story.clauses if clause.start <= one.start < clause.end), None)
    return clause is not None and clause.inherited and not clause.past and bool(_LOCALLY.match(reading, one.end))


def _near(reading: Reading, one: Mention) -> str:
    sentence = reading.sentence_at(one.start)
    return reading.text[max(sentence.start, one.start - 30) : min(sentence.end, one.end + 30)]


def _is_event(reading: Reading, one: Mention) -> bool:
    """Whether the word is of a tumour that came back: no risk, no rate, no symptom."""
    floor = reading.sentence_at(one.start).start
    return not (
        _THOUGHT.search(reading, max(floor, one.start - 50), one.start)
        or _SYMPTOM.search(reading.text, max(floor, one.start - 40), one.start)
        or _OF_SYMPTOM.match(reading, one.end)
    )


_SHOWN = Phrase(
    r"\b(?:show\w*|reveal\w*|developed|had|found|demonstrat\w*|detect\w*|disclosed|suffered|experienced"
    r"|with)\b[^.;,]{0,30}$"
)


def _happened(reading: Reading, one: Mention) -> bool:
    """Whether it is told as an event: `recurred`, `MRI showed recurrent tumor`, and not `the recurrent tumor was`."""
    if not reading.text[one.start : one.end].lower().startswith("recurrent"):
        return True
    sentence = reading.sentence_at(one.start)
    shown = _SHOWN.search(reading, max(sentence.start, one.start - 60), one.start)
    return bool(shown or _WAS_SEEN.match(reading, one.end, sentence.end))


_WAS_SEEN = Phrase(
    r"\s+(?:[\w-]+\s+){0,3}?(?:was|were)\s+(?:\w+\s+)?(?:detected|found|noted|seen|diagnosed|observed|discovered|identified|confirmed|treated"
    r"|re-?operated|irradiated)\b"
)
"""`A recurrent mass was detected`."""


_NO_RECURRENCE = Phrase(r"[\s-]*free\b(?!\s+(?:interval|period))")


def _denied(reading: Reading, one: Mention) -> bool:
    if _NO_RECURRENCE.match(reading, one.end) or negated_before(reading, one.start):
        return True
    sentence = reading.sentence_at(one.end)
    comma = reading.text.find(",", one.end, sentence.end)
    return negated(reading, one.start, one.end) and not _NEXT_SUBJECT.match(reading, max(comma, one.end), sentence.end)


_NEXT_SUBJECT = Phrase(
    r",\s+(?:but\s+|and\s+)?(?:(?:the|a|an|his|her|further|another)\s+)?(?:[\w-]+\s+){1,2}(?:was|were)\s+(?:not|never|refused|declined)\b"
)
"""`regrowth of the mass, reoperation was not accepted`: another thing is denied."""


_LOCAL = Phrase(
    r"\blocal(?:ly)?\b|\b(?:tumou?r|surgical|operative|operated|resection)\s+(?:bed|site|cavity|field"
    r"|area)\b|\bin\s+situ\b"
    r"|\b(?:margins?|stump|edge)\s+of\s+the\s+(?:resection|operation)|\b(?:next|adjacent"
    r"|close)\s+to\s+the\s+(?:[\w-]+\s+){0,2}(?:stump|cage|implant|resection)\b|\bsame\s+(?:\w+\s+)?(?:site"
    r"|level|place|location|segment)\b"
)


def _recurrence_sites(reading: Reading, one: Mention) -> Iterator[Finding]:
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
