"""A published review's count against the series: what it states, what is found, and why the two differ.

Where the review's list is not known nothing is matched, and the same number is no proof of the same cases.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import NormalDist
from typing import Literal

from .counted import NOT_APART, Counted, Cutoff, Shelf, candidates, cutoff_of
from .flow import box_of
from .ledger import Row
from .lifecycle import in_force
from .records import Listed, Published, Report, Series, StatedCount
from .screen import NO_ABSTRACT
from .series import open_links

WhyMissing = Literal[
    "not in PubMed",
    "not found by the strategy",
    "not delivered",
    "after the cut-off",
    "excluded",
    "no abstract",
    "waits for a person",
    "out of its scope",
    "not told apart",
]
"""Why a patient on a review's list is none that was found for it."""

WhyExtra = Literal["not on its list", "entered later", "counted twice", "retracted since", "retracted before"]
"""What sets a patient of the series apart from the review's count, or that count from the patients there are."""


Reproduced = Literal["yes", "no", "cannot be told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One that was found, and where the review lists it; twice listed is counted twice."""

    counted: Counted
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One place of a review's list for which nobody was found, and why."""

    listed: Listed
    why: WhyMissing
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """One who makes a difference between the series and the review's count, and why."""

    counted: Counted
    why: WhyExtra
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Relative recall: of the listed reports that PubMed holds, those the strategy found; Wilson's 95 % interval."""

    found: int
    listed: int
    proportion: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """A published count worked through.

    Each place of the list is in one match or missing; each that was `found` is in one match or, where the list is
    known, an extra that is `not on its list`. `own` are the review's own patients that are not among the found;
    `may_count` are in time and wait for a person, or for a field that nobody states.
    """

    review: Published
    cutoff: Cutoff
    found: tuple[Counted, ...]
    own: tuple[Counted, ...]
    matched: tuple[Match, ...]
    missing: tuple[Missing, ...]
    extra: tuple[Extra, ...]
    may_count: tuple[Counted, ...]
    recall: Recall | None
    reproduced: Reproduced
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A count that an abstract of the series states, as a review that can be reproduced; `quote` are its words."""

    review: Published
    quote: str


def offered(series: Series) -> tuple[Offered, ...]:
    """The stated counts of the harvested abstracts, in the order of the reports."""
    return tuple(
        Offered(review=_review_of(report, found.value), quote=" … ".join(span.quote for span in found.spans))
        for report in series.reports
        for found in report.extractions
        if isinstance(found.value, StatedCount)
    )


def _review_of(report: Report, count: StatedCount) -> Published:
    record = report.record
    author = record.authors[0].name if record.authors else ""
    return Published(
        key=record.pmid,
        citation=" ".join(filter(None, (author, str(record.year or ""), record.journal.title))),
        stated=count.n,
        unit=count.unit,
        scope=count.scope,
        scope_not_expressed="what its sentence counts; here all that the query includes is counted",
        includes_own=count.includes_own,
        pmid=record.pmid,
        doi=record.doi,
        year=record.year,
    )


def reproduce(review: Published, series: Series, ledger: Sequence[Row] = ()) -> Reproduction:
    """A review's count against the series, and against the rows of a ledger that the series does not hold."""
    (only,) = reproductions((review,), series, ledger)
    return only


def reproductions(reviews: Iterable[Published], series: Series, ledger: Sequence[Row] = ()) -> tuple[Reproduction, ...]:
    """The counts of several reviews against one series, whose reports are put under their names once for all."""
    shelf = Shelf.of(series, ledger)
    return tuple(_reproduced(one, shelf, ledger) for one in reviews)


def _reproduced(review: Published, shelf: Shelf, ledger: Sequence[Row]) -> Reproduction:
    series = shelf.series
    cutoff = cutoff_of(review, shelf, ledger)
    known = candidates(shelf, review, cutoff, ledger)
    places = [one for one in review.listed for _ in range(one.patients if review.unit == "patients" else 1)]
    names = {one: _names(one, shelf) for one in review.listed}
    listed_names = frozenset[str]().union(*names.values())
    found = tuple(one for one in known if _counts(one, review, listed_names))
    matched, left = _match(places, names, found)
    missing = tuple(_missing(left, names, known, found, shelf))
    extra = (
        *_not_listed(review, found, matched, listed_names, series),
        *_twice(matched),
        *_retracted(found, cutoff, series),
        *_later(known, listed_names),
    )
    may_count = tuple(one for one in known if _may_count(one) and one.names.isdisjoint(listed_names))
    reproduced, because = _verdict(review, len(found), matched, missing, extra)
    if not series.searches:
        reproduced, because = "cannot be told", f"nothing was harvested, only the ledger speaks; {because}"
    return Reproduction(
        review=review,
        cutoff=cutoff,
        found=found,
        own=tuple(one for one in known if one.own and one.verdict != "no" and not _counts(one, review, listed_names)),
        matched=matched,
        missing=missing,
        extra=extra,
        may_count=may_count,
        recall=_recall(review, shelf, names),
        reproduced=reproduced,
        because=f"{because}; up to {_number(may_count)} more may count" if may_count else because,
    )


def _names(listed: Listed, shelf: Shelf) -> frozenset[str]:
    """All that a listed report goes by: as the list gives it, and as the series knows it."""
    held = shelf.find(listed.pmid, listed.doi, listed.ledger)
    given = {name for name in (listed.pmid, listed.doi.casefold(), listed.ledger, held) if name}
    return frozenset(given) | shelf.names([held])


def _counts(one: Counted, review: Published, listed: frozenset[str]) -> bool:
    """Whether a review would count it; its own only where it says so, or lists it without saying."""
    if one.own:
        says = review.includes_own if review.includes_own is not None else not one.names.isdisjoint(listed)
        return one.verdict == "yes" and says
    return one.verdict == "yes" and one.in_time


def _may_count(one: Counted) -> bool:
    return one.verdict == "unsure" and one.in_time and not one.own


def _number(people: Iterable[Counted]) -> int:
    return sum(one.patients for one in people)


Names = Mapping[Listed, frozenset[str]]


def _match(places: Sequence[Listed], names: Names, found: Sequence[Counted]) -> tuple[tuple[Match, ...], list[Listed]]:
    """Each place with one of those it names, as many as can be; then those who stand on the list twice.

    A place counts somebody twice when all whom its report tells of are matched, one of them by another entry of the
    list. What is left has nobody.
    """
    known_by: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        for name in one.names:
            known_by[name].append(at)
    choices = [sorted({at for name in names[place] for at in known_by.get(name, ())}) for place in places]
    holder = _pairs(choices)
    listed = {unit: [places[place]] for unit, place in holder.items()}
    left: list[Listed] = []
    for at in sorted(set(range(len(places))) - set(holder.values())):
        twice = [unit for unit in choices[at] if places[holder[unit]] is not places[at]]
        if twice:
            listed[min(twice, key=lambda unit: len(listed[unit]))].append(places[at])
        else:
            left.append(places[at])
    return tuple(Match(counted=found[unit], listed=tuple(listed[unit])) for unit in sorted(listed)), left


def _pairs(choices: Sequence[Sequence[int]]) -> dict[int, int]:
    """Unit -> its place, for as many places as can have a unit of their own (Kuhn 1955, by augmenting paths)."""
    holder: dict[int, int] = {}

    def seat(place: int, passed: set[int]) -> bool:
        for unit in sorted(choices[place], key=lambda unit: unit in holder):
            if unit not in passed:
                passed.add(unit)
                if unit not in holder or seat(holder[unit], passed):
                    holder[unit] = place
                    return True
        return False

    for place in range(len(choices)):
        seat(place, set())
    return holder


def _missing(
    left: Iterable[Listed], names: Names, known: Iterable[Counted], found: Sequence[Counted], shelf: Shelf
) -> Iterator[Missing]:
    """Why each place has nobody: by those of its report who do not count, each once, else by the report."""
    counted = {one.id for one in found}
    others = [one for one in known if one.id not in counted]
    passed: set[str] = set()
    for listed in left:
        told = [one for one in others if one.names & names[listed] and one.id not in passed]
        passed.update(one.id for one in told[:1] if one.patients == 1)
        if told:
            why, reason = _why_not(told[0])
        elif any(one.names & names[listed] for one in found):
            why, reason = "not told apart", f"fewer than {listed.patients} of its patients are told apart"
        else:
            why, reason = _why_nobody(listed, shelf)
        yield Missing(listed=listed, why=why, reason=reason)


def _why_not(one: Counted) -> tuple[WhyMissing, str]:
    if not one.in_time:
        return "after the cut-off", one.came
    if one.verdict == "yes":
        return "out of its scope", "the review's own, which it says it does not count"
    return _WHY.get(one.reason, "waits for a person" if one.verdict == "unsure" else "out of its scope"), one.reason


_WHY: Mapping[str, WhyMissing] = {NO_ABSTRACT: "no abstract", NOT_APART: "not told apart"}


def _why_nobody(listed: Listed, shelf: Shelf) -> tuple[WhyMissing, str]:
    """Why a report tells of nobody: it was not found, not read, or excluded, by which criterion."""
    held = shelf.find(listed.pmid, listed.doi, listed.ledger)
    if not held:
        return _why_not_found(listed, shelf)
    group = shelf.group(held)
    box = box_of(group) if group else shelf.series.boxes[held]
    return ("excluded", box.reason) if box.name == "excluded" else ("not delivered", f"identified, but {box.name}")


def _why_not_found(listed: Listed, shelf: Shelf) -> tuple[WhyMissing, str]:
    if listed.in_pubmed is False:
        return "not in PubMed", "its entry says so"
    if not shelf.series.searches:
        return "not found by the strategy", "the series is empty: nothing was searched"
    if listed.in_pubmed or listed.pmid:
        return "not found by the strategy", "PubMed holds it"
    return "not found by the strategy", "whether PubMed holds it is not known"


def _not_listed(
    review: Published,
    found: Iterable[Counted],
    matched: Iterable[Match],
    listed: frozenset[str],
    series: Series,
) -> Iterator[Extra]:
    """Those found whom a known list does not name."""
    if not review.list_known:
        return
    taken = {one.counted.id for one in matched}
    asked = dict(_perhaps_same(series))
    wider = (
        "; it need not be in its scope, which our fields do not wholly express" if review.scope_not_expressed else ""
    )
    for one in found:
        if one.id not in taken:
            named = not one.names.isdisjoint(listed)
            reason = "its list counts fewer patients of this report" if named else one.came
            doubts = "".join(asked.get(case, "") for case in one.cases)
            yield Extra(counted=one, why="not on its list", reason=f"{reason}{wider}{doubts}")


def _perhaps_same(series: Series) -> Iterator[tuple[str, str]]:
    """Case -> the open question whether it is the same patient as another."""
    for link in open_links(series):
        one, other = link.subject.split(" = ")
        for this, that in ((one, other), (other, one)):
            yield this, f"; may be the same patient as {that}, which waits for a person"


def _later(known: Iterable[Counted], listed: frozenset[str]) -> Iterator[Extra]:
    for one in known:
        if one.verdict == "yes" and not one.in_time and not one.own and one.names.isdisjoint(listed):
            yield Extra(counted=one, why="entered later", reason=one.came)


def _twice(matched: Iterable[Match]) -> Iterator[Extra]:
    for one in matched:
        for again in one.listed[1:]:
            reason = f"on its list as {one.listed[0].citation} and as {again.citation}"
            yield Extra(counted=one.counted, why="counted twice", reason=reason)


_VOID = frozenset({"retracted", "retracted and republished", "withdrawn"})


def _retracted(found: Iterable[Counted], cutoff: Cutoff, series: Series) -> Iterator[Extra]:
    """Those whose every report is retracted: what they counted for then, they do not count for now."""
    told = {event.pmid: event.stated for event in in_force(series.events) if event.state in _VOID}
    for one in found:
        if one.standing == "retracted":
            days = [day for pmid in one.pmids if (day := told.get(pmid))]
            before = days and cutoff.day and date(days[0].year, days[0].month or 12, days[0].day or 28) <= cutoff.day
            said = f"retracted {days[0].iso}" if days else "retracted; the source gives no date"
            yield Extra(counted=one, why="retracted before" if before else "retracted since", reason=said)


def _verdict(
    review: Published, found: int, matched: Sequence[Match], missing: Sequence[Missing], extra: Iterable[Extra]
) -> tuple[Reproduced, str]:
    """Whether the count is reproduced; it is where the same are counted, which a number alone does not show."""
    if not review.list_known:
        return "cannot be told", _unknown(review, found)
    whys = Counter(one.why for one in extra)
    more, twice = whys["not on its list"], whys["counted twice"]
    places = len(matched) + twice + len(missing)
    unknown = review.stated - places
    sums = f"listed {places} = {len(matched)} matched + {twice} counted twice + {len(missing)} missing"
    answers: tuple[tuple[object, Reproduced, str], ...] = (
        (missing or twice, "no", f"{sums}; found {found} = {len(matched)} matched + {more} not on its list"),
        (unknown < 0, "no", f"it states {review.stated} and lists {places}"),
        (review.scope_not_expressed, "cannot be told", "all listed are found, but its scope is not wholly expressed"),
        (unknown, "cannot be told", f"the {places} known of its list are found, {unknown} of it are not known"),
        (more, "no", f"all {places} listed are found, and {more} not on its list"),
    )
    exact = "found are those listed and nobody else" if places else "it counts nobody, and nobody is found"
    return next(((verdict, because) for holds, verdict, because in answers if holds), ("yes", exact))


def _unknown(review: Published, found: int) -> str:
    if review.stated == 0:
        return "it counts nobody, and our fields say less than its scope: whoever is found need not be in it"
    same = "the same number, but " if found == review.stated else ""
    return f"{same}its list is not known: whether the same cases are counted is not known"


def _recall(review: Published, shelf: Shelf, names: Names) -> Recall | None:
    """Of the listed reports, without the review itself and what PubMed does not hold, those that a search found."""
    searched = [search for search in shelf.series.searches if not search.of_file]
    own = {name for name in (review.pmid, review.doi.casefold(), review.key) if name}
    reports = {
        frozenset(goes_by)
        for listed, goes_by in names.items()
        if listed.in_pubmed is not False and own.isdisjoint(goes_by)
    }
    if not (searched and reports):
        return None
    given = {pmid for search in searched for pmid in search.pmids}
    given |= {shelf.find(pmid) for pmid in given}
    return wilson(sum(not goes_by.isdisjoint(given) for goes_by in reports), len(reports))


def wilson(found: int, listed: int) -> Recall:
    """The score interval of a proportion at 95 % (Wilson 1927), which holds for few and for none, unlike p ± 2 SE."""
    z = NormalDist().inv_cdf(0.975)
    p = found / listed
    centre = (p + z * z / (2 * listed)) / (1 + z * z / listed)
    half = z * sqrt(p * (1 - p) / listed + z * z / (4 * listed * listed)) / (1 + z * z / listed)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Recall(found=found, listed=listed, proportion=p, low=low, high=high)
