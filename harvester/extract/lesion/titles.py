"""What the title tells of the treatment of the lesion at the target, of one patient or of a series."""

from __future__ import annotations

from collections.abc import Iterator

from ..spine.levels import levels
from ..story.episodes import Story
from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.vocabulary import Mention

_TITLE = "treatments.title"

_FOR = Phrase(
    r"(?:\s+[\w-]+){0,2}?\s+(?:of|for|to|in|on|at)\s+(?:(?!after\b|from\b|following\b|without\b)[\w/-]+\s+){0,6}$"
)
_NO_REPORT = Phrase(
    r"\W*(?:letter|reply|response|re\b|comment|in\s+reply|erratum|correction)|.*\b(?:review|role|survey)\b"
)
_AGAIN = Phrase(r"\b(?:after|following|years?|versus|or|without|before)\b")


def treated(reading: Reading, field: str, told: list[Mention], story: Story) -> Finding | None:
    """What the title alone tells: `Robotic radiosurgery for a spinal metastasis of`."""
    for one in told if story.whole is None else ():
        sentence = reading.sentence_at(one.start)
        if not sentence.title or one.name != field:
            continue
        places = [
            *reading.mentions("target", one.end, sentence.end),
            *reading.mentions("region", one.end, sentence.end),
        ]
        if any(_FOR.match(reading, one.end, place.start) for place in places) and not (
            _NO_REPORT.match(reading, sentence.start, one.start)
            or _AGAIN.search(reading, max(sentence.start, one.start - 25), one.start)
        ):
            return Finding(field, "yes", ((one.start, one.end),), _TITLE)
    return None


_SERIES = Phrase(
    r"\b(?:surgically|operatively)\s+(?:treated|managed|resected|removed)\b"
    r"|\b(?:surgical|operative)\s+(?:treatment|management|therapy|results?|outcomes?|experience|series|resection|removal|excision)\s+(?:and\s+[\w-]+\s+)?(?:of|in|with|for)\b"
)
_EN_BLOC = Phrase(
    r"\b(?:total\s+)?en[\s-]?bloc\s+(?:spondylectom\w+|vertebrectom\w+|sacrectom\w+|resections?|excisions?|removal)\s+(?:for|of|in)\b"
)


def taken_out(reading: Reading, pieces: Pieces, story: Story) -> Finding | None:
    """`En bloc resection of a C2 metastasis`, where the text names no extent."""
    title = next((one for one in pieces if reading.sentence_at(one[0]).title), None)
    found = _EN_BLOC.search(reading, *title) if title and story.whole is not False else None
    if not title or not found or not _names_target(reading, found.end() - 3, title[1]):
        return None
    if _NO_REPORT.match(reading, *title) or _AGAIN.search(reading, max(title[0], found.start() - 25), found.start()):
        return None
    return Finding("resection", "en bloc", (found.span(),), _TITLE)


def names_operation(reading: Reading, start: int, end: int) -> bool:
    """Whether a title names the operation that a series is of."""
    return bool(_SERIES.search(reading, start, end) or _EN_BLOC.search(reading, start, end))


def of_series(reading: Reading, pieces: Pieces, story: Story) -> Iterator[Finding]:
    """What a title says of all patients: `Surgically treated haemangiopericytomas of the spine: nine patients`."""
    title = next((one for one in pieces if reading.sentence_at(one[0]).title), None)
    if title is None or not _names_target(reading, *title) or _NO_REPORT.match(reading, *title):
        return
    en_bloc = _EN_BLOC.search(reading, *title)
    found = en_bloc or (_SERIES.search(reading, *title) if story.whole else None)
    if not found or _AGAIN.search(reading, max(title[0], found.start() - 25), found.start()):
        return
    yield Finding("surgery", "yes", (found.span(),), _TITLE)
    if en_bloc:
        yield Finding("resection", "en bloc", (found.span(),), _TITLE)


def _names_target(reading: Reading, start: int, end: int) -> bool:
    return any(reading.has(kind, start, end) for kind in ("target", "at target", "region", "spinal operation")) or bool(
        levels(reading, start, end)
    )
