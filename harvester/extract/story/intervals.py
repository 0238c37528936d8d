"""`interval_months`: from the first diagnosis or treatment of the primary to the first metastasis at the target.

One figure that says it comes first, that of the text before that of the title; then what the story's steps, dates and
ages add up to (`timeline`).
"""

from __future__ import annotations

import re
from sys import maxsize

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.times import place_of, rounded
from . import timeline
from .episodes import Story
from .happenings import clause, free_until, happened
from .lists import dealt
from .steps import Step, anchor, organ_spread, placed, told


def find(
    reading: Reading, pieces: Pieces, story: Story, steps: tuple[Step, ...], share: tuple[int, int]
) -> Finding | None:
    """The interval of one patient, whose times are `steps`; `share` deals out a list of several patients'."""
    inside = [one for one in steps if not reading.sentence_at(one.one.start).title]
    titled = [one for one in steps if reading.sentence_at(one.one.start).title]
    plain = [one for one in titled if one.way != "later"]
    exact = [one for one in plain if not _DECADES.search(reading.text, one.begin, one.stop)]
    return (
        _one_figure(reading, story, inside, share)
        or _one_figure(reading, story, exact, share)
        or (timeline.interval(reading, pieces, story, tuple(inside)) if not story.opens_there_in_doubt() else None)
        or _one_figure(reading, story, titled, share)
    )


_DECADES = re.compile(r"\bdecades?\b", re.IGNORECASE)
"""A round number of a title, to which dates in the text are preferred."""


def _one_figure(reading: Reading, story: Story, steps: list[Step], share: tuple[int, int]) -> Finding | None:
    chosen = _stated(reading, story, steps)
    chosen = dealt(reading, chosen, steps, share) if chosen else None
    if chosen is None:
        return None
    chain = [chosen.one, *(other.one for other in steps if share[1] == 1 and _leads_to(reading, other, chosen))][:2]
    months = rounded(sum(one.months for one in chain))
    return Finding("interval_months", months, tuple(place_of(reading.text, one) for one in chain), "courses.interval")


_DEED_OF_BOTH = Phrase(
    r"\b(?:radiotherapy|radiosurgery|irradiation|\w+ectomy|\w+otomy|exenteration|re-?operation|recurrence|chemotherapy|gamma)\b"
)


def _same_deed(reading: Reading, one: Step, chosen: Step) -> bool:
    """`4 years after radiotherapy for a tumour resected 6 months before the radiotherapy`."""
    first = _DEED_OF_BOTH.search(reading, chosen.anchor, chosen.stop)
    second = _DEED_OF_BOTH.search(reading, one.anchor, one.stop)
    return first is not None and second is not None and first.group() == second.group()


_EARLIEST = Phrase(r"\b(?:first|initial\w*|original\w*|primary|diagnos\w+|started|began|beginning)\b")


def _leads_to(reading: Reading, one: Step, chosen: Step) -> bool:
    """`exenteration 3.5 years ago, and the first surgery 4 years before exenteration`: back from what was back."""
    if one == chosen or one.way != "ago":
        return False
    if chosen.way == "after":
        return _same_deed(reading, one, chosen)
    if (
        chosen.way != "ago"
        or chosen.anchor < chosen.stop
        or one.anchor >= one.stop
        or anchor(reading, one) not in ("primary", "last")
    ):
        return False
    start, end = _segment(reading, one)
    return bool(_EARLIEST.search(reading, start, end)) and _nearest(reading, start, one.begin) in ("primary", "other")


def _stated(reading: Reading, story: Story, steps: list[Step]) -> Step | None:
    """The one step that says it: an interval, else back from the metastasis, else on from the primary."""
    told_of = [one for one in steps if not _most(reading, one)]
    ends = {one: _ends(reading, one, steps) for one in told_of}
    for fits in (_span, _ago, _after):
        fit = [one for one in told_of if fits(reading, story, one, ends[one])]
        if fit and fits is _ago:
            sentence = reading.sentence_at(fit[0].begin)
            return max((one for one in fit if one.begin < sentence.end), key=lambda one: one.one.months)
        if fit:
            return fit[0]
    return None


def _ends(reading: Reading, one: Step, steps: list[Step]) -> tuple[int, Step]:
    """Where the next time of another event begins, and the last that is of this one.

    `9 years after one and 3 years after another` are of one event, which is told behind them.
    """
    last = one
    for other in sorted((other for other in steps if other.begin > one.begin), key=lambda other: other[2:]):
        if other.begin <= last.begin:
            continue
        joined = _AND.match(reading, last.stop, other.begin) if other.way == one.way == "after" else None
        if not joined or joined.end() != other.begin:
            return other.begin, last
        last = other
    return maxsize, last


_AND = Phrase(r"\s*,?\s*and\s+(?:about\s+|only\s+)?")
_MOST = re.compile(r"\b(?:up\s+to|even|sometimes|within)\s+$", re.IGNORECASE)


def _most(reading: Reading, one: Step) -> bool:
    """`up to 26 years`, `in the fourth year`: no length of time."""
    nth = one.one.nth and "year" in reading.text[one.one.start : one.one.end].lower()
    return nth or bool(_MOST.search(reading.text[max(0, one.begin - 14) : one.begin]))


# ---------------------------------------------------------------------------------------------------- an interval

_FREE = re.compile(r"\bfree\b", re.IGNORECASE)
_RELAPSE_TIME = Phrase(r"\b(?:local|intracranial|first)\s+(?:recurrence|relapse)|\bto\s+(?:recurrence|relapse)\b")
_EXTREME = Phrase(
    r"\b(?:longest|shortest|mean|median|average)\s+(?:[\w-]+\s+)?(?:interval|latency|delay|time|period|lapse|gap)\b"
)
_BETWEEN_DEEDS = Phrase(r"\b(?:treatments?|fractions?|cycles?|operations|courses|stages|sessions|scans|follow-?up)\b")


def _span(reading: Reading, story: Story, one: Step, _: tuple[int, Step]) -> bool:
    sentence = reading.sentence_at(one.begin)
    before = max(sentence.start, one.begin - 170)
    if one.way == "history":
        return _of_tumour(reading, one) and one.one.months >= 3
    if one.way == "later" and (sentence.title or _FREE.search(reading.text, one.begin, one.stop)):
        return one.stop == one.one.tail and happened(reading, one) == "target"
    if one.way == "later" and one.stop == one.one.tail:
        return _upon(reading, story, one)
    if one.way != "span" or one.one.months < 1:
        return False
    of_relapse = _RELAPSE_TIME.search(reading, before, one.begin) and not reading.has("spread", before, one.begin)
    elsewhere = organ_spread(reading, before, one.begin) and not placed(reading, before, one.begin)
    if of_relapse or elsewhere or _EXTREME.search(reading, before, one.begin):
        return False
    after = min(sentence.end, one.stop + 60)
    return not (_BETWEEN_DEEDS.search(reading, one.stop, after) and not told(reading, one.stop, after))


def _upon(reading: Reading, story: Story, one: Step) -> bool:
    """`He developed a vertebral metastasis at L3 after 8 years`: the first thing told of the target, with its time."""
    start, _ = clause(reading, one)
    spread = reading.mentions("spread", start, one.begin)
    if not spread or told(reading, start, one.begin) != "target" or OF_FOLLOWUP.search(reading, start, one.begin):
        return False
    if organ_spread(reading, start, one.begin) or not placed(reading, start, one.begin):
        return False
    return not _told_before(story, start) and not reading.has("treatment", start, one.begin)


_WHOLE = Phrase(
    r"\b(?:pain|ache|headache|weakness|numb|symptom|pares|lumbago|swelling|mass|lump|seizure|gait|(?:patient|case|wom[ae]n|m[ae]n|boy|girl)\b)"
)
"""The history of a complaint, and the course `of a patient with` a tumour, which is told as a whole."""


def _of_tumour(reading: Reading, one: Step) -> bool:
    """`an eight-year history of falcine hemangiopericytoma`, and not of back pain."""
    kinds = ("diagnosis", "primary_site", "other_diagnosis")
    names = any(reading.has(kind, one.anchor, one.stop) for kind in kinds) or _CURED.search(
        reading, one.anchor, one.stop
    )
    return bool(names) and not _WHOLE.search(reading, one.anchor, one.stop)


_CURED = Phrase(r"\b(?:recurren\w+|treated|resected|tumou?rs?|SFT|HPC)\b")


# -------------------------------------------------------------------------------- back from the metastasis

_DEED = Phrase(
    r"\b(?:operat\w+|remov\w+|resect\w+|excis\w+|extirpat\w+|diagnos\w+|treated|treatment|surger\w+|surgical\w*|\w+ectom(?:y|ies)|craniotom\w+"
    r"|undergone|underwent|radiotherapy|irradiat\w+|exenterat\w+|amputat\w+|debulk\w+|taken\s+(?:out|from)|shelled\s+out|enucleat\w+|curett\w+|dealt\s+with|laparotom\w+|exerese?is|ablat\w+|gamma|thoracotom\w+)\b"
)
_OTHER_CANCER = Phrase(
    r"\b(?:cancer|carcinoma|lymphoma|leuk[ae]+mia|melanoma|myeloma|hypertension|diabetes|infarct\w*|appendi\w+|cholecyst\w+)\b"
)
_AGAIN = Phrase(
    r"\b(?:recurren\w+|recurred|relapse\w*|re-?operat\w+|re-?resect\w+|regrowth|re-?irradiat\w+|second(?!\s+(?:patient|case|observation|wom[ae]n|m[ae]n|was\b)))\b"
)


def _ago(reading: Reading, story: Story, one: Step, _: tuple[int, Step]) -> bool:
    """`removed 8 years earlier`, `operated on 9 years before admission`."""
    if one.way != "ago" or one.one.months < 1:
        return False
    back = anchor(reading, one)
    if (
        back == "primary"
        or _DEED_OF_BOTH.search(reading, one.anchor, one.stop)
        or (one.anchor < one.stop and _AGAIN.search(reading, one.anchor, one.stop))
    ):
        return False
    start, end = _segment(reading, one)
    if any(not reading.has("diagnosis", ill.end(), one.begin) for ill in _OTHER_CANCER.finditer(reading, start, end)):
        return False
    near = _nearest(reading, start, one.begin) or _nearest(reading, one.stop, end)
    if not near:
        sentence = reading.sentence_at(one.begin)
        near = _nearest(reading, max(sentence.start, one.begin - 140), one.begin)
        near = near or _nearest(reading, one.stop, min(sentence.end, one.stop + 140))
    return near == "primary"


def _nearest(reading: Reading, start: int, end: int) -> str:
    """What the words between two places are of: `primary`, `target`, `other` or ``."""
    if start >= end:
        return ""
    deed = _DEED.search(reading, start, end)
    tumour = any(reading.has(kind, start, end) for kind in ("diagnosis", "primary_site", "elsewhere"))
    if tumour and (deed or not told(reading, start, end)):
        return "other" if _repeated(reading, start, end) else "primary"
    if not deed:
        return told(reading, start, end)
    return told(reading, start, end) or "primary"


def _repeated(reading: Reading, start: int, end: int) -> bool:
    """Whether the words tell of a recurrence and of nothing before it."""
    again = _AGAIN.search(reading, start, end)
    deed = _DEED.search(reading, start, end)
    first = deed and deed.start() < again.start() if again else False
    return again is not None and not again.group().startswith("recurren") and not first


def _segment(reading: Reading, one: Step) -> tuple[int, int]:
    """The words between the commas around a step."""
    sentence = reading.sentence_at(one.begin)
    start = max(sentence.start, *(reading.text.rfind(stop, sentence.start, one.begin) + 1 for stop in ",;"))
    stops = [at for stop in ",;" if (at := reading.text.find(stop, one.stop, sentence.end)) > 0]
    return start, min([sentence.end, *stops])


# ------------------------------------------------------------------------------------ on from the primary

OF_FOLLOWUP = Phrase(
    r"\bfollow(?!ing|ed\s+by)|\bno\s+(?:evidence|recurr|sign)|\balive\b|\b(?:is|was|remain\w*|disease|tumou?r|recurrence)[\s-]+free\b"
    r"|\bwithout\s+(?:recurrence|disease|evidence)|\bremains?\b|\bremained\b|\bdoing\b|\bwell\b"
)
_DIED = Phrase(r"\b(?:died|dead|expired|succumbed|death|deceased|autopsy|necropsy)\b")


def _after(reading: Reading, story: Story, one: Step, ends: tuple[int, Step]) -> bool:
    """`developed a vertebral metastasis 9 years after resection of a falcine tumor`; the next time begins another."""
    since = anchor(reading, one)
    if one.way != "after" or since in ("target", "last") or one.one.months < 1:
        return False
    sentence = reading.sentence_at(one.begin)
    if since == "" and not sentence.title and _treated_before(reading, story, one):
        return False
    start, end = clause(reading, one)
    fares = OF_FOLLOWUP.search(reading, start, one.begin) or OF_FOLLOWUP.search(reading, one.stop, end)
    if fares and not free_until(reading, one):
        return False
    died = _DIED.search(reading, max(sentence.start, one.begin - 200), one.begin)
    if died and since == "primary" and not _told_before(story, one.begin) and _told_before(story, len(reading.text)):
        return True
    if died and _told_before(story, sentence.start) and not reading.has("spread", died.end(), one.begin):
        return False
    following, last = ends
    return happened(reading, last, following=following) == "target"


def _treated_before(reading: Reading, story: Story, one: Step) -> bool:
    """Whether the lesion at the target was told of before: `surgery` is then that of the spine."""
    return _told_before(story, reading.sentence_at(one.begin).start)


def _told_before(story: Story, place: int) -> bool:
    return any(at < place for clause in story.clauses for at, there in clause.markers if there)
