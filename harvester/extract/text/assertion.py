"""What a report says about a mention: ConText's words with a direction, a scope and the words that end it.

After Harkema H, Dowling JN, Thornblade T, Chapman WW, J Biomed Inform 2009;42:839-51.
"""

from __future__ import annotations

from .phrases import Phrase
from .reading import Reading
from .vocabulary import Kinds, Mention, terms

CUES: Kinds = {
    "negated before": {
        "": terms(
            """
            no, not, nothing, without, never, neither, nor, denied, denies, absence of, free of, negative for, no
            evidence of, no signs of, ruled out, exclude, excluded, failed to, rather than, instead of,
            refused, declined, no longer, lack of, lacked, devoid of, unlike, free from, cannot, none
            """
        ),
    },
    "negated after": {
        "": terms(
            """
            was ruled out, were ruled out, was excluded, were excluded, was refused, was declined, absent,
            was not, were not, is not, are not, was denied, was negative, were negative, was normal, were
            normal, unremarkable, is excluded, has been excluded, not performed, not given, not detected,
            was never, were never, withheld, was omitted
            """
        ),
    },
    "uncertain before": {
        "": terms(
            """
            possible, possibly, probable, probably, suspected, suspicion of, suspicious for, suspicion,
            presumed, presumptive, suggestive of, suggesting, suggested, may, might, could, whether,
            differential diagnosis, differential diagnoses, mimicking, mimicked, mimic, resembling,
            simulating, misdiagnosed, mistaken for, misinterpreted as, thought to be, considered to be,
            compatible with, provisional diagnosis, preoperative diagnosis, tentative diagnosis, initially
            diagnosed, likely, susceptible, presumably, question of, distinguish, distinguished from,
            differentiated from, versus, first diagnosed as, initial diagnosis, originally diagnosed,
            previously diagnosed as, confused with, distinguishing, differentiate, differentiating,
            interpreted as, masquerading as, similar to
            """
        ),
    },
    "uncertain after": {
        "": terms(
            """
            was suspected, were suspected, was considered, were considered, is possible, was presumed, was
            initially suspected, was questioned, suspected, was assumed, cannot be excluded, was unclear
            """
        ),
    },
    "pseudo negation": {
        "": terms(
            """
            not only, no increase, no significant increase, not necessarily, no sooner, without difficulty,
            without delay,
            not uncommon, not unusual, not rare, not surprisingly, no doubt, not just, not merely, no less than,
            not until,
            no change, no significant change, no interval change, not certain, nor merely
            """
        ),
    },
    "historical before": {
        "": terms("history of, past history, previous history, known history of, treated for"),
    },
    "family before": {
        "": terms(
            """
            family history, mother, father, brother, sister, daughter, son, aunt, uncle, cousin,
            grandmother, grandfather, wife, husband, donor, sibling, parent
            """
        ),
    },
    "scope end": {
        "": terms(
            """
            but, however, although, though, except, who, which, because, therefore, while, whereas, apart
            from, other than, besides, presented, revealed, showed, demonstrated, disclosed, yet,
            in view of, owing to, due to, on account of
            """
        ),
    },
}
"""The triggers; `scope end` are the words at which a trigger stops to reach."""

BEFORE = 60
AFTER = 40
"""How many characters a trigger reaches forward and back; a sentence and a scope end may stop it earlier."""


def negated(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands between two places is said not to be so."""
    return negated_before(reading, start) or _after(reading, "negated after", end)


def negated_before(reading: Reading, start: int) -> bool:
    """Whether a negation before a place reaches it."""
    return _before(reading, "negated before", start)


def uncertain(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands between two places is only suspected, or is a look-alike."""
    return _before(reading, "uncertain before", start) or _after(reading, "uncertain after", end)


def historical(reading: Reading, start: int) -> bool:
    """Whether what begins at a place is told as past history."""
    return _before(reading, "historical before", start)


def of_family(reading: Reading, start: int) -> bool:
    """Whether what begins at a place is said of a relative or a donor."""
    return _before(reading, "family before", start)


def _before(reading: Reading, kind: str, start: int) -> bool:
    floor = max(reading.sentence_at(start).start, start - BEFORE)
    triggers = [one for one in reading.mentions(kind, floor, start) if _meant(reading, one)]
    return bool(triggers) and (
        bool(_NOBODY.match(reading, triggers[-1].start, start)) or not _stopped(reading, triggers[-1].end, start)
    )


_NOBODY = Phrase(
    r"(?:no|none|neither|nor)\s+(?:(?:of|the|these|our|them|patients?|cases?|one|ones|two|three|four|five|follow-?up|postoperative|subsequent|later|further|other"
    r"|MRI?|CT|PET|PET-CT|PET/CT|scans?|imaging|studies|examinations?|man|woman|men|women)\s+){0,5}"
    r"(?:has\s+|have\s+|had\s+)?(?:showed|shown|revealed|demonstrated|disclosed|presented|presented\s+with)\s+(?!that\b)[^,;]{0,40}$"
)
"""`Neither patient showed recurrence`: the verb is the one that is denied, and stops nothing."""


def _meant(reading: Reading, one: Mention) -> bool:
    """Whether a trigger is one here: not the month of May, and no part of `not only`."""
    pseudo = reading.mentions("pseudo negation", one.start, one.start + 25)
    if reading.text[one.start : one.end] == "May" or (pseudo and pseudo[0].start == one.start):
        return False
    return not (
        reading.low.endswith("diagnosis", one.start, one.end) and _SINCE.search(reading, one.start - 16, one.start)
    )


_SINCE = Phrase(r"\b(?:after|since|from|following|before|prior\s+to)\s+(?:the\s+|his\s+|her\s+)?$")
"""`5 years after the initial diagnosis`: a date, and no doubt."""


def _after(reading: Reading, kind: str, end: int) -> bool:
    ceiling = min(reading.sentence_at(end).end, end + AFTER)
    triggers = [one for one in reading.mentions(kind, end, ceiling) if _meant(reading, one)]
    return bool(triggers) and not _stopped(reading, end, triggers[0].start)


_NEW_CLAUSE = Phrase(
    r";|(?:,\s+)?\b(?:and|so|then)\s+(?:then\s+)?(?:(?:he|she|it|they|we|his|her)\b|(?:the|a"
    r"|an)\s+(?:patient|lesion|tumou?r|mass|pain)\b"
    r"|(?:was|were|is|remains?|remained|died|has|had|underwent|received|walk\w*)\b)"
)
"""Where another subject or verb begins: `treatment was refused, and he deteriorated`."""


def _stopped(reading: Reading, start: int, end: int) -> bool:
    if reading.has("scope end", start, end):
        return True
    # The verb that begins the clause may be the very word that is asked about: `declined and died`.
    begun = _NEW_CLAUSE.search(reading, start, end + 15)
    if begun is not None and begun.start() < end:
        return True
    return reading.low.endswith(" not", 0, start) and bool(_RESUMED.search(reading, start, end + 15))


_RESUMED = Phrase(r",\s+(?:was|were|is|are|has|had|have)\b")
"""The verb of the clause around: `the lesion, which was not adherent to the dura, was removed`."""
