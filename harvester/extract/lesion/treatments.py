"""What was done to the lesion at the target: surgery and its extent, irradiation, drugs, embolization.

The primary's treatment, advice and plans are left out (`aims`, `withheld`); a treatment refused, or said not to have
been given, is `no`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from ..people.gaps import filled
from ..story.episodes import Story
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Kinds, Mention
from . import aims, extents, titles, treatmentwords
from .aims import Aims
from .seriestold import beside, counted, dealt, in_each, mine, of_one, of_some, without_others
from .withheld import advised, in_general, more_of_it, withheld

CUES: Kinds = {**treatmentwords.CUES, **aims.CUES}

FIELDS = ("surgery", "radiotherapy", "radiosurgery", "chemotherapy", "embolization")


def find(reading: Reading, pieces: Pieces, story: Story, share: tuple[int, int]) -> Iterator[Finding]:
    """The yes/no fields of treatment and `resection`, of one patient's lesion at the target.

    `share` deals out what is listed with `respectively`.
    """
    pieces = dealt(reading, mine(reading, pieces), share)
    told = beside(reading, without_others(reading, pieces, filled(reading, pieces)))
    yield from _read(reading, told, story, among=share[1])


def of_all(reading: Reading, pieces: Pieces, story: Story, size: int) -> Iterator[Finding]:
    """What `pieces`, the words that are said of all `size` patients of a series, say of the treatment of each."""
    given = set()
    # The sentence that counts the patients names their tumours as `biopsy-proven`, which tells no extent.
    for said in _read(reading, pieces, story, size) if story.whole is not False else ():
        start, end = said.places[0]
        extent = said.field == "resection" and (said.value == "biopsy" or not in_each(reading, start, end))
        elsewhere = bool(story.whole) and _places_elsewhere(reading, start)
        if not extent and not elsewhere and not of_some(reading, (start, end), size):
            given.add(said.field)
            yield said
    for said in titles.of_series(reading, pieces, story):
        if said.field not in given:
            yield said


def titled(reading: Reading) -> Pieces:
    """The title, where it names an operation that all patients of a series had."""
    return tuple(one[:2] for one in reading.sentences if one.title and titles.names_operation(reading, *one[:2]))


def _places_elsewhere(reading: Reading, start: int) -> bool:
    """Whether the sentence that counts the patients places tumours of theirs outside the target as well."""
    sentence = reading.sentence_at(start)
    return any(one.name != "spine" for one in reading.mentions("primary_site", *sentence[:2]))


def _of_nobody(reading: Reading, one: Mention, size: int, among: int) -> bool:
    """Whether a treatment is that of some of several patients, nobody knows of which."""
    return of_some(reading, one[:2], size) if size else of_one(reading, one[:2], among)


def _read(reading: Reading, pieces: Pieces, story: Story, size: int = 0, among: int = 1) -> Iterator[Finding]:
    """What the pieces tell: of all `size` patients of a series, or of one `among` several."""
    aim = Aims(reading, pieces, story, shared=bool(size))
    told = [one for start, end in pieces for one in _named(reading, start, end)]
    told = [one for one in told if not _of_nobody(reading, one, size, among)]
    found = _Found(reading, told, aim)
    given: dict[str, Finding] = {}
    for field in FIELDS if told else ():
        said = _given(reading, field, found.of(field)) or titles.treated(reading, field, told, story)
        if said:
            given[field] = said
    if given.get("radiosurgery", _NONE).value == "yes" and not _radiotherapy_named(reading, found.of("radiotherapy")):
        given.pop("radiotherapy", None)
    for said in _of_all_kinds(reading, pieces, aim, found):
        given.setdefault(said.field, said)
    removed = any(_REMOVAL.match(reading, one.start) and _was_done(reading, one) for one in found.of("surgery"))
    extent = next(extents.find(reading, pieces, aim, removed=removed), None)
    for said in (extent, None if size or extent else titles.taken_out(reading, pieces, story)):
        if said is None:
            continue
        yield said
        if said.value != "biopsy":
            given.setdefault("surgery", said._replace(field="surgery", value="yes"))
    yield from given.values()


_NONE = Finding("", "", (), "")
_REMOVAL = Phrase(
    r"(?:resect|remov|excis|extirpat|exeres|debulk|enucleat|curett|\w*(?:vertebrect|spondylect|sacrect|corpect)om)"
)


def _named(reading: Reading, start: int, end: int) -> Iterator[Mention]:
    """The treatments that are named; of `surgical decompression` the last word."""
    found = reading.mentions("treatment", start, end)
    for one, following in zip_longest(found, found[1:]):
        if not (following and following.name == one.name and reading.text[one.end : following.start] in (" ", "-")):
            yield one
            if one.name in _COMBINED and _BOTH.match(reading, one.start, one.end):
                yield one._replace(name=_COMBINED[one.name])


_COMBINED = {"radiotherapy": "chemotherapy", "chemotherapy": "radiotherapy"}
_BOTH = Phrase(r"(?:radio-?chemo|chemo-?radi|(?:radio|chemo)-?\s+(?:and|or)\s+(?:chemo|radi))")
"""`Chemoradiation` names two treatments in one word."""


class _Found:
    """The treatments of the lesion at the target among those that are told; each is looked at when it is asked for."""

    def __init__(self, reading: Reading, told: list[Mention], aim: Aims) -> None:
        self._reading, self._aim = reading, aim
        self._told = {field: [one for one in told if one.name == field] for field in FIELDS}
        self._of_lesion: dict[Mention, bool] = {}

    def of(self, field: str) -> Iterator[Mention]:
        """The mentions of one treatment, in reading order."""
        for one in self._told[field]:
            if one not in self._of_lesion:
                self._of_lesion[one] = _of_lesion(self._reading, one, self._aim)
            if self._of_lesion[one]:
                yield one


def _was_done(reading: Reading, one: Mention) -> bool:
    return not withheld(reading, one) and not advised(reading, one)


def _of_lesion(reading: Reading, one: Mention, aim: Aims) -> bool:
    sentence = reading.sentence_at(one.start)
    if (
        sentence.title
        or _CITED.match(reading, sentence.start, sentence.end)
        or _DATES.search(reading, max(sentence.start, one.start - 60), one.start)
        or _FOR_CANCER.match(reading, one.end, sentence.end)
        or _CANCER_BY.search(reading, max(sentence.start, one.start - 140), one.start)
    ):
        return False
    if _PART.match(reading, one.end) or counted(reading, one.end) or in_general(reading, one.start, one.end):
        return False
    if not _tells_one(reading, one):
        return False
    if one.name == "embolization" and not aim.nowhere and _preoperative(reading, one):
        return True
    return aim.at_target(one.start, one.end, systemic=one.name == "chemotherapy")


def _tells_one(reading: Reading, one: Mention) -> bool:
    """Whether the word tells a treatment: no pain that radiates, no vessel that is only named."""
    if one.name == "radiotherapy":
        return _irradiates(reading, one)
    if one.name == "surgery":
        return not _NO_OPERATION.search(reading, max(0, one.start - 5), one.start)
    if one.name != "embolization":
        return True
    if _IN_VAIN.search(reading, max(0, one.start - 40), one.start):
        return False
    return not _VESSEL.match(reading, one.start) or _occluded(reading, one)


_IN_VAIN = Phrase(
    r"\b(?:failed|unsuccessful|abortive|attempted)\s+(?:(?:preoperative|arterial|selective|endovascular)\s+)*$"
)
_BEFORE_SURGERY = Phrase(
    r"[^.;]{0,90}?\b(?:followed\s+by|before|prior\s+to|preceding|(?:and\s+)?(?:then|subsequently))\s+(?:(?!for\b|the\s+liver\b)[\w/-]+\s+){0,5}?$"
)


_PREOPERATIVE = Phrase(
    r"\b(?:pre-?\s?operative(?:ly)?|pre-?surgical|(?:before|prior\s+to)\s+(?:the\s+)?(?:spinal\s+|planned\s+)?(?:surgery|operation|resection|decompression))\b"
)


def _preoperative(reading: Reading, one: Mention) -> bool:
    """Whether vessels were closed before an operation on the target: `embolization followed by T7 corpectomy`."""
    sentence = reading.sentence_at(one.start)
    if _PREOPERATIVE.search(reading, max(sentence.start, one.start - 60), one.end + 60):
        last = reading.sentence_at(min(sentence.end + 2, len(reading.text) - 1)).end
        if reading.has("at target", sentence.start, min(last, one.end + 200)):
            return True
    return any(
        _BEFORE_SURGERY.match(reading, one.end, operation.start)
        for operation in reading.mentions("at target", one.end, min(sentence.end, one.end + 130))
    )


_CITED = Phrase(
    r"(?:of|in|among)\s+(?:the\s+|all\s+)?(?:\w+\s+){1,3}?(?:patients|cases|reports)\s+"
    r"(?:(?:so\s+far|previously|hitherto|already|to\s+date)\s+)?"
    r"(?:described|reported|published|recorded|in\s+the\s+literature)\b"
)
"""`Of nine patients so far described, all had surgery` is said of the literature."""

_PART = Phrase(
    r"\s+(?:margins?|specimens?|cavity|edges?|patholog\w+|wounds?|scars?|candidates?|departments?|ward"
    r"|teams?|risks?|sarcoma"
    r"|oncolog\w+|induced|necrosis|injury|blood|techniques?|options?|strateg\w+|myelopath\w+|monitoring"
    r"|neurophysiolog\w+|consultation|opinions?)\b|[\s-]*(?:PCR|qPCR|induced|shaped)\b"
)
"""`The resection margins were negative` speaks of no operation that was not done."""

_NO_OPERATION = Phrase(r"\bnon-?\s?$")
"""`a non-surgical approach`."""

_CANCER_BY = Phrase(
    r"\b(?:treated|operated|managed|treatment|therapy)\s+(?:\w+\s+)?(?:for|of)\s+(?:[\w-]+\s+){0,4}?(?:carcinoma|cancer|lymphoma|leuk[ae]+mia|melanoma|myeloma)\s+"
    r"(?:with|by|using)\s+(?:(?!underwent\b|received\b)[\w-]+[\s,]+){0,8}$"
)
_FOR_CANCER = Phrase(
    r"[^.;,]{0,30}?\bfor\s+(?:[\w-]+\s+){0,5}?(?:carcinoma|cancer|lymphoma|leuk[ae]+mia|melanoma|myeloma"
    r"|hernia|disc|disk|stenosis)\b"
)
"""What was done for another tumour: `irradiated in 2013 for a carcinoma of the larynx`."""

_DATES = Phrase(
    r"\b(?:years?|months?|weeks?|days)\s+(?:after|following|post|since|from)\s+"
    r"(?:(?!and\b|underwent\b|was\b|were\b|received\b|had\b|by\b|with\b)[\w-]+\s+){0,4}$"
    r"|\b(?:time|interval|period)\s+(?:from|since|between)\s+(?:[\w-]+\s+){0,3}$"
)
"""`Seven years after surgery` gives a date and tells no operation."""

_COURSE = 250
"""So near stand a course of irradiation and its dose."""

_DOSE = Phrase(r"(?:c?gy(?:e|rbe)?|cge|rads?|grays?)\b")
_COLOUR = Phrase(r"grays?\b")
_NUMBER = Phrase(
    r"(?:\d|\b(?:ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty)(?:[\s-](?:one|two|four|five|six))?)[\s-]*$"
)
"""A tumour is gray more often than a dose is spelled out, which has its number before it."""
_PAIN = Phrase(r"\b(?:pains?|\w+algia|sciatica|ache|numbness|paresthesias?)\b[^.;]{0,40}$")
_DOWN = Phrase(
    r"\s+(?:down|into|along|of\s+(?:the\s+)?pain|(?:to|towards?)\s+(?:[\w-]+\s+){0,3}(?:legs?|arms?|thighs?"
    r"|shoulders?|foot|feet|hips?|buttocks?|limbs?|groin|knees?|hands?|axilla|chest|abdomen|calf|flank"
    r"|extremit\w+))\b"
)
_BY_SURGERY = Phrase(
    r"[\w\s-]{0,25}?(?:\(|\b(?:with|using|by|via|in\s+the\s+form\s+of|means\s+of)\b)\s*(?:[\w-]+\s+){0,3}$"
)


def _irradiates(reading: Reading, one: Mention) -> bool:
    """Whether a word of irradiation tells one of its own: no pain that radiates, no dose of a course beside it."""
    sentence = reading.sentence_at(one.start)
    if _COLOUR.match(reading, one.start) and not _NUMBER.search(reading, max(0, one.start - 12), one.start):
        return False
    if _DOSE.match(reading, one.start):
        others = reading.mentions(
            "treatment", max(sentence.start, one.start - _COURSE), min(sentence.end, one.end + _COURSE)
        )
        return not any(_courses(reading, other) and not withheld(reading, other) for other in others)
    if _DOWN.match(reading, one.end) or (
        one.end - one.start < 10 and _PAIN.search(reading, max(sentence.start, one.start - 50), one.start)
    ):
        return False
    near = reading.mentions("treatment", one.end, min(sentence.end, one.end + 60))
    return not any(other.name == "radiosurgery" and _BY_SURGERY.match(reading, one.end, other.start) for other in near)


def _courses(reading: Reading, one: Mention) -> bool:
    """Whether a mention names irradiation by more than its dose."""
    return one.name in ("radiotherapy", "radiosurgery") and not _DOSE.match(reading, one.start)


def _radiotherapy_named(reading: Reading, found: Iterable[Mention]) -> bool:
    """Whether radiotherapy is told by more than a dose or `irradiated`, which radiosurgery is as well."""
    own = (one for one in found if not _DOSE.match(reading, one.start))
    return any(not reading.low.startswith("irradiated", one.start) for one in own)


_VESSEL = Phrase(r"(?:feed|intercostal|lumbar|segmental|sacral|vertebral)")
_OCCLUDED = Phrase(r"\b(?:occlu(?:ded|sion)|obliterat\w+|blocked|coiled|embolised|embolized)\b")


def _occluded(reading: Reading, one: Mention) -> bool:
    """A vessel is named with its occlusion: `occlusion of two feeding branches`."""
    sentence = reading.sentence_at(one.start)
    return bool(_OCCLUDED.search(reading, max(sentence.start, one.start - 45), min(sentence.end, one.end + 60)))


def _given(reading: Reading, field: str, found: Iterable[Mention]) -> Finding | None:
    denied: Mention | None = None
    for one in found:
        if withheld(reading, one):
            if denied is None and not more_of_it(reading, one):
                denied = one
        elif not advised(reading, one):
            return Finding(field, "yes", ((one.start, one.end),), f"treatments.{field}")
    return Finding(field, "no", ((denied.start, denied.end),), f"treatments.{field}", "negated") if denied else None


# -------------------------------------------------------------------------------------- what is said of several at once

_ALONE = Phrase(
    r"\b(?:treated|managed|received|receiving|given|treatment|underwent|had)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:radiotherapy|irradiation|radiation(?:\s+therapy)?|radiosurgery|chemotherapy|SBRT)\s+(?:alone|only"
    r"|exclusively)\b"
    r"|\b(?:radiotherapy|irradiation|radiosurgery|radiation|SBRT|SRS)\s+(?:alone|only)\s*[.;,(]"
    r"|\b(?:treated|managed)\s+(?:\w+\s+)?non-?(?:operative|surgical)ly\b"
    r"|\bnon-?(?:operative|surgical)\s+(?:\w+\s+)?(?:treatment|management|approach|therapy|measures)\b"
    r"|\b(?:surgery|surgical\s+\w+|(?:an\s+)?operation)\s+(?:was|were)\s+(?:\w+\s+)?not\s+(?:an\s+option|in\s+question)\b"
    r"|\b(?:inoperable|unresectable|(?:unfit|ineligible|unsuitable)\s+for\s+(?:\w+\s+){0,2}?(?:surgery|operation)|(?:not|poor)\s+(?:(?:considered|deemed|felt|thought|judged|regarded)\s+(?:to\s+be\s+|as\s+)?)?(?:an?\s+)?(?:suitable\s+"
    r"|good\s+|surgical\s+)*candidates?"
    r"(?:\s+for\s+(?:surgery|resection|operation))?"
    r"|not\s+(?:deemed\s+)?amenable\s+to\s+(?:\w+\s+)?(?:surg\w+|resection|excision))\b"
)
_NO_ADJUVANT = Phrase(
    r"\b(?:no|without|neither|nor|refus\w+|declin\w+|never\s+received|not\s+(?:receive|given"
    r"|undergo))\s+(?:any\s+|further\s+|all\s+|kind\s+of\s+)*"
    r"(?:adjuvant|complementary|postoperative\s+adjuvant)\s+(?:treatments?|therap(?:y|ies)|measures?"
    r"|oncological\s+\w+)\b"
    r"|\badjuvant\s+(?:treatment|therapy)\s+(?:was|were)\s+(?:\w+\s+and\s+|\w+\s+but\s+)?(?:not\s+\w+"
    r"|withheld|omitted|declined|refused|(?:(?:considered|deemed|judged|felt|thought)\s+(?:to\s+be\s+)?)?(?:unnecessary|superfluous|unwarranted))"
)
_NO_FURTHER = Phrase(
    r"\b(?:refus\w+|declin\w+|reject\w+)\s+(?:any\s+|all\s+|the\s+)?(?:further|other|additional|active"
    r"|oncologic\w*|adjuvant|such|proposed)?\s*"
    r"(?:treatments?|therap(?:y|ies))\b|\b(?:further|additional|all|any)\s+(?:treatment|therapy)\s+(?:was"
    r"|were)\s+(?:refused|declined)\b"
)


def _of_all_kinds(reading: Reading, pieces: Pieces, aim: Aims, found: _Found) -> Iterator[Finding]:
    """`Irradiated only` says that no one operated; `refused all treatment`, that what was planned was not done."""
    low, high = (pieces[0][0], pieces[-1][1]) if pieces else (0, 0)
    if not any(one.may_stand(reading, low, high) for one in (_ALONE, _NO_ADJUVANT, _NO_FURTHER)):
        return
    for start, end in pieces:
        if reading.sentence_at(start).title:
            continue
        for field, pattern in (("surgery", _ALONE), ("radiotherapy", _NO_ADJUVANT)):
            said = pattern.search(reading, start, end)
            if said and aim.at_target(*said.span()):
                yield Finding(field, "no", (said.span(),), "treatments.alone", "negated")
        refused = _NO_FURTHER.search(reading, start, end)
        if refused and aim.at_target(*refused.span()):
            planned = {field for field in FIELDS if any(advised(reading, one) for one in found.of(field))}
            for field in sorted(planned):
                yield Finding(field, "no", (refused.span(),), "treatments.refused", "negated")
