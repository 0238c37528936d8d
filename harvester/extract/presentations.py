"""How the lesion showed itself (`presentation`) and in which compartments of the spine it lay (`compartment`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .assertion import negated
from .episodes import Story
from .levels import levels
from .reading import Finding, Reading
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "symptom": {
        "pain": terms(
            """
            pain, painful, back pain, neck pain, backache, lumbago, sciatica, radiculopathy, radicular pain,
            brachialgia, cervicobrachialgia, radiculalgia, neuralgia, low back pain, cervicalgia, dorsalgia,
            lumbalgia, ache, radicular symptom
            """
        ),
        "weakness": terms(
            """
            weakness, paraparesis, paraplegia, tetraparesis, quadriparesis, hemiparesis, monoparesis,
            paresis, paralysis, motor deficit, quadriplegia, tetraplegia, foot drop, motor weakness,
            paraplegic, paraparetic, motor loss, leg weakness
            """
        ),
        "sensory loss": terms(
            """
            numbness, sensory loss, sensory deficit, sensory disturbance, hypoesthesia, hypesthesia,
            paresthesia, paraesthesia, hypaesthesia, anesthesia of, sensory level, dysesthesia,
            dysaesthesia, sensory impairment, tingling, saddle anesthesia, hypoaesthesia, sensory change
            """
        ),
        "gait disturbance": terms(
            """
            gait disturbance, gait ataxia, ataxia, gait disorder, gait difficulty, difficulty walking,
            difficulty in walking, walking difficulty, gait instability, unsteady gait, gait impairment,
            unable to walk, gait imbalance, spastic gait, inability to walk, walking disturbance,
            unsteadiness, difficulties in walking
            """
        ),
        "sphincter disturbance": terms(
            """
            sphincter disturbance, incontinence, urinary retention, bladder dysfunction, bowel dysfunction,
            sphincter dysfunction, urinary incontinence, bladder disturbance, urinary disturbance, sphincter
            disorder, urinary dysfunction, urinary difficulty, bowel and bladder dysfunction, bladder and
            bowel dysfunction, cauda equina syndrome, constipation, sphincter paralysis
            """
        ),
        "myelopathy": terms("myelopathy, cord compression, spinal cord compression"),
        "incidental": terms("incidentally, incidental, asymptomatic"),
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
            discovered, found, detected, onset, reported, noticed
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
        "intradural": terms("intradural, subarachnoid, leptomeningeal, subdural, intrathecal, juxtamedullary"),
        "intramedullary": terms("intramedullary"),
        "dumbbell": terms("dumbbell, dumb bell, hourglass, dumbell"),
        "paraspinal": terms("paraspinal, paravertebral, extraspinal, paraspinous"),
    },
    "spinal place": {
        "": terms(
            """
            vertebra, vertebrae, vertebral, spine, spinal, sacrum, sacral, cervical, thoracic, lumbar
            """
        ),
    },
}

Pieces = tuple[tuple[int, int], ...]


def find(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """`presentation` and `compartment` of one patient."""
    yield from _presentation(reading, pieces, story)
    yield from _compartment(reading, pieces, story)


def _presentation(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    found: dict[str, tuple[int, int]] = {}
    for start, end in pieces:
        if not reading.has("presenting", start, end) or reading.sentence_at(start).title:
            continue
        stop = min((cue.start for cue in reading.mentions("afterwards", start, end)), default=end)
        for one in reading.mentions("symptom", start, stop):
            if not negated(reading, one.start, one.end) and _of_target(story, one.start, one.name):
                found.setdefault(one.name, (one.start, one.end))
    if len(found) > 1 and "pain" in found:
        found.pop("incidental", None)
    if found:
        yield Finding("presentation", tuple(found), tuple(found.values()), "presentations.terms")


HEAD_SYMPTOMS = ("headache", "visual disturbance", "seizure")
"""Symptoms of the head, which are told only of a lesion that the words around place at the target."""


def _of_target(story: Story, place: int, name: str) -> bool:
    return story.whole is not None or name not in HEAD_SYMPTOMS or story.at_target(place)


COMPARTMENTS = ("vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal")

_NOT_PLACE = re.compile(
    r"[\s-]*(?:arter|anesth|anaesth|analges|catheter|injection|metastases\s+in\s+general|level|column)", re.IGNORECASE
)
_EXTRA = re.compile(r"(?:metaphys|hematoma|haematoma|anaesth|anesth)", re.IGNORECASE)


def _compartment(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    found: dict[str, tuple[int, int]] = {}
    for start, end in pieces:
        for one in reading.mentions("compartment", start, end):
            if _NOT_PLACE.match(reading.text, one.end, end) or negated(reading, one.start, one.end):
                continue
            if not (story.at_target(one.start) or reading.sentence_at(start).title) or not _spinal(
                reading, one.start, one.end
            ):
                continue
            found.setdefault(one.name, (one.start, one.end))
    if found:
        names = sorted(found, key=COMPARTMENTS.index)
        yield Finding("compartment", tuple(names), tuple(found[name] for name in names), "presentations.compartment")


def _spinal(reading: Reading, start: int, end: int) -> bool:
    """`osseous` or `subdural` alone may be of the skull: a spinal word must stand in the sentence."""
    word = reading.text[start:end].lower()
    if word.startswith(("vertebra", "intramedullary", "para", "dumb", "intradural")):
        return True
    sentence = reading.sentence_at(start)
    return reading.has("spinal place", sentence.start, sentence.end) or bool(
        levels(reading, sentence.start, sentence.end)
    )
