"""How the lesion showed itself (`presentation`) and in which compartments of the spine it lay (`compartment`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated, uncertain
from .episodes import Story
from .levels import levels
from .phrases import Phrase
from .primaries import places
from .reading import Finding, Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "symptom": {
        "pain": terms(
            """
            pain, painful, back pain, neck pain, backache, lumbago, sciatica, radiculopathy, radicular pain,
            brachialgia, cervicobrachialgia, radiculalgia, neuralgia, low back pain, cervicalgia, dorsalgia,
            lumbalgia, ache, aching, radicular symptom, cruralgia, cervicodynia, coccygodynia, coccydynia, rachialgia,
            dorsolumbalgia, lumbosciatica, lumbosciatalgia, lumbocruralgia
            """
        ),
        "weakness": terms(
            """
            weakness, paraparesis, paraplegia, tetraparesis, quadriparesis, hemiparesis, monoparesis,
            paresis, paralysis, motor deficit, quadriplegia, tetraplegia, foot drop, motor weakness,
            paraplegic, paraparetic, motor loss, leg weakness, quadriplegic, tetraplegic, quadriparetic, tetraparetic,
            hemiplegia, diparesis, dropped foot, footdrop, motor impairment, motor disturbance, motor weaknesses,
            loss of strength, loss of power, palsy
            """
        ),
        "sensory loss": terms(
            """
            numbness, sensory loss, sensory deficit, sensory disturbance, hypoesthesia, hypesthesia,
            hypaesthesia, anesthesia of, sensory level, sensory impairment, saddle anesthesia, hypoaesthesia,
            sensory change,
            numb,
            saddle anaesthesia, loss of sensation, sensory abnormality, sensory alteration, decreased sensation,
            diminished sensation, reduced sensation, impaired sensation
            """
        ),
        "gait disturbance": terms(
            """
            gait disturbance, gait ataxia, ataxia, gait disorder, gait difficulty, difficulty walking,
            difficulty in walking, walking difficulty, gait instability, unsteady gait, gait impairment,
            unable to walk, gait imbalance, spastic gait, inability to walk, walking disturbance,
            unsteadiness, difficulties in walking, abnormal gait, ataxic gait, gait abnormality, gait unsteadiness,
            difficulty with walking, difficulty in gait, impaired gait, walking impairment, unsteady on, could not walk,
            gait dysfunction, disturbed gait, trouble walking, difficulty ambulating, inability to ambulate,
            unable to ambulate, impaired walking, loss of ambulation, gait deterioration, ataxic
            """
        ),
        "sphincter disturbance": terms(
            """
            sphincter disturbance, incontinence, urinary retention, bladder dysfunction, bowel dysfunction,
            sphincter dysfunction, urinary incontinence, bladder disturbance, urinary disturbance, sphincter
            disorder, urinary dysfunction, urinary difficulty, bowel and bladder dysfunction, bladder and
            bowel dysfunction, constipation, sphincter paralysis,
            urinary hesitancy, hesitancy, urinary urgency, difficulty voiding, voiding difficulty, voiding dysfunction,
            difficulty in voiding, difficulty in urination, difficulty urinating, dysuria, micturition disturbance,
            micturition disorder, bladder and bowel disturbance, bowel and bladder disturbance, bowel disturbance,
            bladder incontinence, bowel incontinence, retention of urine, incontinence of urine, sphincter impairment,
            bladder symptom, loss of bladder control, loss of sphincter control, sphincteric disturbance,
            sphincteric dysfunction, bladder paralysis, neurogenic bladder, vesical dysfunction
            """
        ),
        "myelopathy": terms("myelopathy, myelopathic"),
        "incidental": terms("incidentally, incidental, asymptomatic, no symptom, without symptom, symptomless"),
        "mass": terms("palpable mass, swelling, lump"),
        "headache": terms("headache"),
        "fracture": terms("pathological fracture, pathologic fracture, compression fracture"),
        "weight loss": terms("weight loss"),
        "hypoglycemia": terms("hypoglycemia, hypoglycaemia"),
        "visual disturbance": terms("visual disturbance, visual loss, visual impairment, diplopia, blurred vision"),
        "seizure": terms("seizure, convulsion"),
    },
    "presenting": {
        "": terms(
            """
            presented, presenting, presents, complained, complaining, complaint, complaints, admitted,
            symptom, suffered, suffering, history of, causing, caused, developed, manifested, manifesting,
            because of, due to, experienced, referred, with a, chief complaint, readmitted, felt,
            discovered, found, detected, onset, reported, noticed, prompted, prompting, investigated for, evaluated for,
            examined for, hospitalized, hospitalised, seen for, consulted, attended, revealed by, sought
            """
        ),
    },
    "presenting first": {
        "": terms(
            """
            had, returned, led to, leading to, responsible for, brought, noted, rendered, rendering, stopped, lost,
            awoke,
            cause of, because, started, began, became
            """
        ),
    },
    "afterwards": {
        "": terms(
            """
            improved, resolved, relieved, relief, disappeared, recovered, postoperatively, postoperative,
            after surgery, follow up, improvement, recovery, pain free, after the operation, subsided,
            regained, complication, after treatment
            """
        ),
    },
    "compartment": {
        "vertebral": terms(
            """
            vertebral body, vertebral bodies, vertebra, vertebrae, vertebral, osseous, bony, intraosseous,
            pedicle, lamina, laminae, vertebral collapse
            """
        ),
        "extradural": terms("extradural, epidural, peridural"),
        "intradural": terms("intradural, subdural, intrathecal, juxtamedullary"),
        "intramedullary": terms("intramedullary"),
        "dumbbell": terms("dumbbell, dumb bell, hourglass, dumbell"),
        "paraspinal": terms("paraspinal, paravertebral, paraspinous"),
    },
    "spinal place": {
        "": terms(
            """
            vertebra, vertebrae, vertebral, spine, spinal, sacrum, sacral, cervical, thoracic, lumbar, cord,
            cauda equina,
            conus, coccyx
            """
        ),
    },
}

Pieces = tuple[tuple[int, int], ...]


def find(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """`presentation` and `compartment` of one patient; none where no lesion at the target is told."""
    if story.whole is False:
        return
    yield from _presentation(reading, pieces, story)
    yield from _compartment(reading, pieces, story)


def _presentation(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    found: dict[str, tuple[int, int]] = {}
    operated = False
    for start, end in pieces:
        for one in _told(reading, start, end, operated=operated):
            if _of_target(reading, story, one):
                found.setdefault(one.name, (one.start, one.end))
        operated = operated or (bool(_OPERATED.search(reading, start, end)) and not reading.sentence_at(start).title)
    if len(found) > 1:
        found.pop("incidental", None)
    if found:
        yield Finding("presentation", tuple(found), tuple(found.values()), "presentations.terms")


_OPERATED = Phrase(
    r"\b(?:laminectom|laminoplast|corpectom|vertebrectom|spondylectom|hemilaminectom|decompressi|instrumentation)"
)
_INTRODUCED = Phrase(r"\b(?:(?:years?|yrs?|months?)[\s-]+old|aged|years\s+of\s+age|y/o)\b")
_TITLE_CUE = Phrase(r"\b(?:present(?:ing|ed|ation)|caus(?:e|ing)|manifest\w+|revealed)\b")


def _told(reading: Reading, start: int, end: int, *, operated: bool) -> Iterator[Mention]:
    """The symptoms of a part of the text that are told as the complaint, and not as the result of a treatment."""
    complaint = _complaint(reading, start, end, operated=operated)
    later = (cue.start for cue in reading.mentions("afterwards", start, end))
    stop = min((at for at in later if not _LOST.search(reading.text, max(start, at - 10), at)), default=end)
    for one in reading.mentions("symptom", start, end):
        if _CRANIAL.search(reading, max(start, one.start - 20), one.start):
            continue
        if one.name == "incidental":
            told = _found_by_chance(reading, one, end) and not operated
        else:
            told = complaint and one.start < stop and not _gone(reading.text, one, start, end)
        if told and (one.name == "incidental" or not negated(reading, one.start, one.end)):
            yield one


def _complaint(reading: Reading, start: int, end: int, *, operated: bool) -> bool:
    if reading.sentence_at(start).title:
        return bool(_TITLE_CUE.search(reading, start, end))
    if reading.has("presenting", start, end) or _INTRODUCED.search(reading, start, end):
        return True
    return not operated and reading.has("presenting first", start, end)


_CRANIAL = Phrase(
    r"(?:nerve|facial|orofacial|bell['’]?s|gaze|cord|cerebral|bulbar|abducens|oculomotor|trochlear|recurrent|laryngeal|phrenic"
    r"|diaphragmatic|abdominal|epigastric|flank|knee|hip|shoulder|breast|pelvic|perineal|scrotal|ear|facial)[\s-]+$"
)
"""Words before a palsy or a pain that place it outside the spine's territory."""
_LOST = re.compile(r"\blost\s+to\s+$")
_RELIEVED = re.compile(
    r"(?:\s+(?:and|in|of|the|his|her|both|legs?|arms?|back|neck|[\w-]+))?\s*(?:had|has|have|was|were|scores?|is)?\s*"
    r"(?:(?:\w+ly|been|then|also)\s+)*(?:relieved|resol|improv|disappear|subsid|abat|ceas|ceded|recover|regress|vanish|lessen"
    r"|diminish|decreas|fell|settled|control)",
    re.IGNORECASE,
)
_RELIEF_OF = re.compile(
    r"\b(?:relief|resolution|improvement|recovery|disappearance|regression|reduction|deteriorat\w+|alleviat\w+|palliat\w+"
    r"|worsened|residual|remaining|postoperative)\s+(?:(?:of|from|in|to|with)\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


def _gone(text: str, one: Mention, start: int, end: int) -> bool:
    """Whether a symptom is named because it left, or came with a treatment."""
    return bool(_RELIEVED.match(text, one.end, end) or _RELIEF_OF.search(text[max(start, one.start - 60) : one.start]))


_CHANCE = Phrase(
    r"(?:\s*,)?\s+(?:[\w-]+\s+){0,5}?(?:lesions?|mass|tumou?r|metastas[ie]s|nodules?|finding|discovery|detection|found|discovered"
    r"|detected"
    r"|identified|noted|diagnosed|seen|revealed|recurrence|deposits?|involvement)\b"
)
_PERSON = Phrase(r"\s+(?:[\w-]+\s+){0,2}?(?:man|woman|patient|male|female|boy|girl|and\s+the\s+neurologic)")


def _found_by_chance(reading: Reading, one: Mention, end: int) -> bool:
    """`an asymptomatic lesion`, `incidentally found`: and not a patient who remained asymptomatic."""
    before = reading.text[max(0, one.start - 25) : one.start]
    word = reading.text[one.start : one.end].lower()
    if re.search(r"\b(?:remain\w*|became|been|still|stayed|is|now|not)\s+(?:\w+\s+)?$", before, re.IGNORECASE):
        return False
    if word.startswith(("no ", "without", "symptomless")):
        return bool(re.search(r"\b(?:had|with|reported|caused|,)?\s*$", before)) and _lesion_told(reading, one)
    return bool(_CHANCE.match(reading, one.end, end) or _PERSON.match(reading, one.end, end))


def _lesion_told(reading: Reading, one: Mention) -> bool:
    """Whether the sentence tells how the lesion was found, so that the missing symptoms are those before it."""
    sentence = reading.sentence_at(one.start)
    return bool(
        re.search(r"\b(?:detected|discovered|found|disclosed|revealed)\b", reading.text[sentence.start : one.start])
    )


HEAD_SYMPTOMS = ("headache", "visual disturbance", "seizure", "mass", "incidental")
"""Symptoms of the head, which are told only of a lesion that the words around place at the target."""


_OTHER_LUMP = Phrase(r"\s+(?:[\w-]+\s+){0,2}(?:swelling|mass|lump)\b")


def _of_target(reading: Reading, story: Story, one: Mention) -> bool:
    if one.name == "mass" and _of_other_place(reading, one):
        return False
    if story.whole:
        return not _OTHER_LUMP.match(reading, one.end)
    if one.name == "incidental" and places(reading, one.end, min(reading.sentence_at(one.start).end, one.end + 40)):
        return True
    return one.name not in HEAD_SYMPTOMS or story.at_target(one.start)


def _of_other_place(reading: Reading, one: Mention) -> bool:
    """`scalp swelling`: the lump of a place outside the spine."""
    near = reading.mentions("primary_site", max(0, one.start - 25), one.start)[-1:]
    return any(site.name != "spine" and reading.text[site.end : one.start].isspace() for site in near)


COMPARTMENTS = ("vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal")

_NOT_PLACE = Phrase(
    r"[\s-]*(?:arter|anesth|anaesth|analges|catheter|injection|metastases\s+in\s+general|level|column|canal|h[ae]+matoma|abscess"
    r"|fat\b|vein|plexus|bodies?\s+height|steroid|screw|fixation|fusion|reconstruction|replacement|augmentation|cement)"
)
_BESIDE = re.compile(
    r"\b(?:behind|opposite|posterior\s+to|anterior\s+to|ventral\s+to|dorsal\s+to|adjacent\s+to|lateral\s+to|near|beneath|below|above"
    r"|abutting|sparing|without|(?:at|to)\s+(?:the\s+)?(?:same\s+)?levels?\s+of)\s+(?:(?:the|a|an|left|right)\s+)?"
    r"(?:[CTDLS]h?-?\d{1,2}(?:\s*(?:,|and|to|-|–|/))*\s*)*$",
    re.IGNORECASE,
)
_JOINT = Phrase(
    r"\b(?:(?P<first>intra|extra)-?\s*(?:,|and|/|or|&)\s*(?:extra|intra)-?dural|intradural[-/\s]+(?:and\s+)?extradural"
    r"|(?:intra-?extra|extra-?intra)dural)"
)
_PART = Phrase(
    r"\s*(?:vertebra[el]?\s+)?(?:bod(?:y|ies)|vertebra[el]?\b(?!\s+(?:levels?|canal|column|arter|segment))|pedicles?|lamina[e]?\b"
    r"|spinous|transverse\s+process|facet"
    r"|posterior\s+(?:arch|elements?)|lateral\s+mass)"
)
_PART_OF = re.compile(
    r"\b(?:bod(?:y|ies)|vertebra[el]?|pedicles?|lamina[e]?|lateral\s+mass(?:es)?|arch|collapse|destruction|erosion|osteolysis|fracture"
    r"|replacement|infiltration)\s+(?:of|at|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _compartment(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    found: dict[str, tuple[int, int]] = {}
    for start, end in pieces:
        for name, place in (*_words(reading, start, end), *_bones(reading, start, end)):
            if (
                (_told_there(reading, story, place) or reading.sentence_at(place[0]).title)
                and not negated(reading, *place)
                and not (name == "dumbbell" and uncertain(reading, *place))
            ):
                found.setdefault(name, place)
    if found:
        names = sorted(found, key=COMPARTMENTS.index)
        yield Finding("compartment", tuple(names), tuple(found[name] for name in names), "presentations.compartment")


def _told_there(reading: Reading, story: Story, place: tuple[int, int]) -> bool:
    """Whether the words are of the lesion at the target: by the story, or by a level or a spinal word close behind."""
    if story.at_target(place[0]):
        return True
    stop = min(reading.sentence_at(place[1]).end, place[1] + 40)
    near = places(reading, max(place[0], place[1] - 11), stop)[:1]
    return story.whole is None and any(not re.search(r"[,;]", reading.text[place[1] : at]) for at, _ in near)


def _words(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The compartments that are named."""
    text = reading.text
    for joint in _JOINT.finditer(reading, start, end):
        yield from (("intradural", joint.span()), ("extradural", joint.span()))
    for one in reading.mentions("compartment", start, end):
        if _NOT_PLACE.match(reading, one.end, end) or _BESIDE.search(text[max(start, one.start - 45) : one.start]):
            continue
        if _spinal(reading, one.start, one.end):
            yield one.name, (one.start, one.end)


def _bones(reading: Reading, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """`the T8 body`, `collapse of C5`, `a lytic lesion of L3`: a level whose bone the tumour is in."""
    text = reading.text
    for level in levels(reading, start, end):
        before = text[max(start, level.start - 45) : level.start]
        damaged = reading.has("damage", max(start, level.start - 50), min(end, level.end + 40))
        if _BESIDE.search(before):
            continue
        if _PART.match(reading, level.end, end) or _PART_OF.search(before) or damaged:
            yield "vertebral", (level.start, level.end)


def _spinal(reading: Reading, start: int, end: int) -> bool:
    """`osseous` or `subdural` alone may be of the skull: a spinal word must stand in the sentence."""
    word = reading.text[start:end].lower()
    if word.startswith(("vertebra", "intramedullary", "para", "dumb", "intradural")):
        return True
    sentence = reading.sentence_at(start)
    if reading.has("spinal place", sentence.start, sentence.end) or levels(reading, sentence.start, sentence.end):
        return True
    return word.startswith(("extradural", "epidural")) and not any(
        one.name == "intracranial" for one in reading.mentions("primary_site", sentence.start, sentence.end)
    )
