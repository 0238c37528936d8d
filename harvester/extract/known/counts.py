"""How many cases a report says were known: of the claims that it makes, the one about its own subject."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.records import StatedCount

from ..text.phrases import Phrase
from ..text.reading import Finding, Reading, Sentence
from ..text.vocabulary import Kinds, terms
from .claims import Claim, counted, unnamed
from .ranks import ranked, totals
from .unreported import none_before

CUES: Kinds = {
    "known cases": {
        "": terms(
            """
            literature, reported, published, described, documented, communicated, recorded, reviewed, known, mentioned,
            noticed, verified, catalogued, presented, first, second, third, fourth, fifth, sixth, seventh, eighth,
            ninth, tenth, eleventh, twelfth, thirteenth, fourteenth, fifteenth, sixteenth, seventeenth, eighteenth,
            nineteenth, twentieth, previous, prior, previously, earlier, existing, extant, knowledge, know of, aware of,
            to date, so far, never, on record, unreported, undescribed, unpublished, undocumented, precedent,
            unprecedented, reports, exist, articles, studies, publications, papers, journals, pubmed, medline, embase,
            total, cases, examples, instances, reviews, published data, gathered, collected, culled,
            retrieved, identified, eligible, included
            """
        ),
    },
    "none known": {
        "": terms(
            """
            no, never, not, neither, unreported, undescribed, unpublished, undocumented, unrecorded, unrecognised,
            unrecognized, unmentioned, precedent, unprecedented, unique, unable, failed, cannot, first time
            """
        ),
    },
}


def find(reading: Reading) -> Iterator[Finding]:
    """`stated_count`: the best aimed claim; empty where only `few` are told."""
    claims = [one for one in _claims(reading) if one.n <= _MOST]
    if claims:
        best = min(claims, key=lambda one: (-_aim(reading, one), _further(one), one.start))
        value = StatedCount(n=best.n, unit=best.unit, scope=best.scope, includes_own=best.own)
        rule = "counts." + best.scope.replace(",", "").replace(" ", "-")
        yield Finding("stated_count", value, ((best.start, best.end),), rule)


def _further(claim: Claim) -> tuple[bool, bool]:
    """Whether a claim is of reports, and whether of others' cases only: a place in the row is of the own."""
    return claim.unit == "reports" and claim.n > 0, claim.n > 0 and not claim.own


_MOST = 99_999
"""More cases than this are known of no disease whose single cases are still counted."""

_SEARCHED = Phrase(
    r"\b(?:pubmed|medline|embase|scopus|cochrane|prisma|systematic\s+(?:literature\s+)?review|literature\s+search"
    r"|pooled\s+analysis|meta-?analysis)\b"
)


def _claims(reading: Reading) -> Iterator[Claim]:
    search = False
    for sentence in reading.sentences:
        start, end = sentence.start, sentence.end
        if reading.has("known cases", start, end) or _digit_rank(reading, start, end):
            yield from _of_sentence(reading, sentence, search=search and not sentence.title)
        search = search or bool(_SEARCHED.search(reading, start, end))


_DIGIT_RANK = Phrase(r"\b\d{1,3}(?:st|nd|rd|th)\b")


def _digit_rank(reading: Reading, start: int, end: int) -> bool:
    return bool(_DIGIT_RANK.search(reading, start, end))


def _of_sentence(reading: Reading, sentence: Sentence, *, search: bool) -> Iterator[Claim]:
    start, end = sentence.start, sentence.end
    yield from ranked(reading, start, end, title=sentence.title)
    yield from totals(reading, start, end)
    none = none_before(reading, start, end) if reading.has("none known", start, end) else None
    if none:
        yield none
    told = list(counted(reading, start, end, search=search))
    yield from told or unnamed(reading, start, end)


def _aim(reading: Reading, claim: Claim) -> int:
    """The more the higher: a claim on the target place or on spread comes before one on the disease at large."""
    sentence = reading.sentence_at(claim.start)
    spread = reading.has("spread", sentence.start, sentence.end)
    target = reading.has("target", sentence.start, sentence.end)
    return 2 * (spread + target) + 2 * claim.aim
