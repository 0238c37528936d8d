"""A published review's count against the series: who is matched, missing and extra, and why; nothing is ever forced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.counted import Cutoff
from harvester.ledger import Row
from harvester.query import find_query, read_query
from harvester.records import (
    Author,
    Criterion,
    Dates,
    Decision,
    Event,
    Extraction,
    Listed,
    PartialDate,
    Published,
    Record,
    Refusal,
    Search,
    Section,
    Series,
    Span,
    StatedCount,
    Value,
)
from harvester.reproduce import Reproduction, offered, reproduce, wilson
from harvester.series import Harvest, build_series

QUERY = read_query(find_query("hpc-spine"))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REVIEW = Published(
    key="review-2005",
    citation="Review A 2005",
    stated=2,
    unit="patients",
    scope="of the spine",
    includes_own=False,
    cutoff="2005",
    cutoff_basis="received date",
)
INTRADURAL = Criterion(name="intradural", field="compartment", one_of=("intradural",), missing="no", reason="not so")


def report(pmid: str, entered: str, **more: object) -> Record:
    year, month, day = (*map(int, entered.split("-")), None, None)[:3]
    assert year
    plain = Record(
        pmid=pmid,
        title="A case.",
        sections=(Section(text="Words."),),
        authors=(Author(last=f"Author{pmid}"),),
        dates=Dates(entrez=PartialDate(year=year, month=month, day=day), print=PartialDate(year=year)),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def value(pmid: str, case: int, field: str, what: Value) -> Extraction:
    span = Span.of("A case.", 2, 6)
    return Extraction(pmid=pmid, case=case, field=field, value=what, spans=(span,), rule="r", rule_version="1")


def said(subject: str, verdict: str = "yes", reason: str = "r", kind: str = "screen") -> Decision:
    return Decision(kind=kind, subject=subject, verdict=verdict, reason=reason, by="rule:r/1", at=NOON)  # type: ignore[arg-type]


def series(
    *records: Record,
    cases: dict[str, int] | None = None,
    values: Iterable[Extraction] = (),
    decisions: Iterable[Decision] = (),
    found: str = "",
    **more: object,
) -> Series:
    """A series in which each report has as many included patients as `cases` says, else one."""
    numbers = {one.pmid: (cases or {}).get(one.pmid, 1) for one in records}
    own = [value(pmid, at, "sex", "F") for pmid, n in numbers.items() for at in range(1, n + 1)]
    read: dict[str, tuple[Extraction, ...]] = {}
    for one in (*own, *values):
        read[one.pmid] = (*read.get(one.pmid, ()), one)
    subjects = [*numbers, *(f"{one.pmid}#{one.case}" for one in own)]
    search = Search(
        query=QUERY.name,
        query_digest=QUERY.digest,
        platform="p",
        strategy="s",
        ran_at=NOON,
        count=9,
        pmids=(*numbers, *found.split()),
    )
    return build_series(
        Harvest(
            query=QUERY,
            searches=(search,),
            records=records,
            extractions=read,
            decisions=(*map(said, subjects), *decisions),
            **more,  # type: ignore[arg-type]
        )
    )


def listed(*pmids: str) -> tuple[Listed, ...]:
    return tuple(Listed(citation=f"Listed {pmid}", pmid=pmid) for pmid in pmids)


def whom(reproduction: Reproduction) -> dict[str, list[str]]:
    """Everybody by identifier, under the name of what they are."""
    return {
        "matched": [one.counted.id for one in reproduction.matched],
        "missing": [f"{one.listed.pmid or one.listed.citation}: {one.why}" for one in reproduction.missing],
        "extra": [f"{one.counted.id}: {one.why}" for one in reproduction.extra],
        "may count": [one.id for one in reproduction.may_count],
    }


def test_a_count_is_reproduced_when_found_are_those_listed_and_nobody_else() -> None:
    answer = reproduce(
        replace(REVIEW, listed=listed("1", "2")), series(report("1", "1999-05-01"), report("2", "2003-01-01"))
    )
    assert (answer.reproduced, answer.because) == ("yes", "found are those listed and nobody else")
    assert answer.cutoff == Cutoff(day=date(2005, 12, 31), basis="received date")
    assert whom(answer) == {"matched": ["P1-1", "P2-1"], "missing": [], "extra": [], "may count": []}
    assert answer.recall == wilson(2, 2)


def test_the_same_number_without_a_list_is_no_proof() -> None:
    answer = reproduce(REVIEW, series(report("1", "1999"), report("2", "2003"), report("3", "2007")))
    assert answer.reproduced == "cannot be told"
    assert answer.because == (
        "the same number, but its list is not known: whether the same cases are counted is not known"
    )
    assert [one.id for one in answer.found] == ["P1-1", "P2-1"]
    assert whom(answer) == {"matched": [], "missing": [], "extra": ["P3-1: entered later"], "may count": []}
    assert answer.recall is None


def test_each_way_of_missing_is_named() -> None:
    held = series(
        report("1", "1999"),
        report("2", "2003"),
        report("3", "1970", sections=()),
        report("4", "2002"),
        report("5", "2009-03-01"),
        report("6", "2001"),
        decisions=(
            said("2", "no", "no own patient described"),
            said("2#1", "no", "no own patient described"),
            said("3", "unsure", "no abstract: the full text must be read"),
            said("3#1", "unsure"),
            said("4", "unsure", "not settled: spinal metastasis"),
            said("4#1", "unsure"),
        ),
        values=[value("1", 1, "compartment", ("intradural",)), value("5", 1, "compartment", ("intradural",))]
        + [value(pmid, 1, "compartment", ("intradural",)) for pmid in ("3", "4")],
        found="7 8",
        refusals=(Refusal(source="efetch", why="no title", pmid="7"),),
        deleted={"8"},
    )
    places = (
        *listed("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        Listed(citation="A thesis", in_pubmed=False),
        Listed(citation="Somewhere"),
        Listed(citation="Two patients", pmid="1", patients=2),
    )
    answer = reproduce(replace(REVIEW, stated=13, listed=places, criteria=(INTRADURAL,)), held)
    assert [(one.listed.pmid or one.listed.citation, one.why, one.reason) for one in answer.missing] == [
        ("2", "excluded", "no own patient described"),
        ("3", "no abstract", "no abstract: the full text must be read"),
        ("4", "waits for a person", "not settled: spinal metastasis"),
        ("5", "after the cut-off", "in PubMed since 2009-03-01 (basis: entrez)"),
        ("6", "out of its scope", "not so"),
        ("7", "not delivered", "identified, but refused"),
        ("8", "not delivered", "identified, but deleted"),
        ("9", "not found by the strategy", "PubMed holds it"),
        ("A thesis", "not in PubMed", "its entry says so"),
        ("Somewhere", "not found by the strategy", "whether PubMed holds it is not known"),
    ]
    assert [[one.citation for one in match.listed] for match in answer.matched] == [
        ["Listed 1", "Two patients", "Two patients"]
    ]
    assert answer.because == (
        "listed 13 = 1 matched + 2 counted twice + 10 missing; found 1 = 1 matched + 0 not on its list"
    )
    assert answer.recall
    assert (answer.recall.found, answer.recall.listed) == (8, 10)


def test_the_same_patient_in_two_listed_reports_is_counted_twice_and_found_once() -> None:
    held = series(report("1", "1999"), report("2", "2003"), decisions=[said("1#1 = 2#1", kind="same case")])
    answer = reproduce(replace(REVIEW, listed=listed("1", "2")), held)
    assert (answer.reproduced, len(answer.found)) == ("no", 1)
    assert whom(answer) == {"matched": ["P1-1"], "missing": [], "extra": ["P1-1: counted twice"], "may count": []}
    assert answer.extra[0].reason == "on its list as Listed 1 and as Listed 2"


def test_a_patient_of_two_reports_gives_way_so_that_as_many_as_can_be_are_matched() -> None:
    held = series(
        report("1", "1999"), report("2", "2003"), cases={"1": 2}, decisions=[said("1#1 = 2#1", kind="same case")]
    )
    for order in (("1", "2"), ("2", "1")):
        answer = reproduce(replace(REVIEW, listed=listed(*order)), held)
        assert (answer.reproduced, whom(answer)["matched"]) == ("yes", ["P1-1", "P1-2"])


def test_a_series_of_three_of_whom_two_are_told_apart() -> None:
    review = replace(REVIEW, stated=3, listed=(Listed(citation="Three", pmid="1", patients=3),))
    answer = reproduce(review, series(report("1", "1999"), cases={"1": 2}))
    assert whom(answer) == {
        "matched": ["P1-1", "P1-2"],
        "missing": ["1: not told apart"],
        "extra": [],
        "may count": [],
    }
    assert answer.missing[0].reason == "fewer than 3 of its patients are told apart"


def test_who_was_there_in_time_and_is_not_listed_and_who_waits() -> None:
    held = series(
        report("1", "1999"),
        report("2", "2003"),
        report("3", "2004"),
        report("4", "2009"),
        decisions=[
            said("3", "unsure", "not settled: spinal metastasis"),
            said("3#1", "unsure"),
            said("1#1 = 2#1", "unsure", kind="same case"),
        ],
    )
    answer = reproduce(replace(REVIEW, stated=1, listed=listed("1")), held)
    assert answer.reproduced == "no"
    assert answer.because == "all 1 listed are found, and 1 not on its list; up to 1 more may count"
    assert [(one.counted.id, one.why, one.reason) for one in answer.extra] == [
        (
            "P2-1",
            "not on its list",
            "in PubMed since 2003 (basis: entrez before 2008-12-15); may be the same patient as 1#1, which waits for a"
            " person",
        ),
        ("P4-1", "entered later", "in PubMed since 2009 (basis: entrez)"),
    ]
    assert whom(answer)["may count"] == ["3"]


@pytest.mark.parametrize(
    ("stated", "why"), [("2007-01", "retracted since"), ("2004-06-01", "retracted before"), ("", "retracted since")]
)
def test_a_retraction_is_named_with_its_side_of_the_cutoff(stated: str, why: str) -> None:
    year, month, _ = (*map(int, (stated or "1-1").split("-")), None)[:3]
    assert year
    told = PartialDate(year=year, month=month) if stated else None
    held = series(
        report("1", "1999", publication_types=("Retracted Publication",)),
        events=(Event(pmid="1", state="retracted", seen_at=NOON, stated=told, effect="e"),),
    )
    answer = reproduce(replace(REVIEW, stated=1, listed=listed("1")), held)
    assert (answer.reproduced, whom(answer)["extra"]) == ("yes", [f"P1-1: {why}"])


@pytest.mark.parametrize(
    ("includes_own", "names_own", "found", "own"),
    [
        (False, False, ["P1-1"], ["P5-1"]),
        (True, True, ["P1-1", "P5-1"], []),
        (None, False, ["P1-1"], ["P5-1"]),
        (None, True, ["P1-1", "P5-1"], []),
    ],
)
def test_a_reviews_own_patient_counts_as_it_says(
    includes_own: bool | None, names_own: bool, found: list[str], own: list[str]
) -> None:
    """Also though the own report came after the cut-off."""
    places = listed("1", "5") if names_own else listed("1")
    review = replace(REVIEW, pmid="5", stated=len(places), includes_own=includes_own, listed=places)
    answer = reproduce(review, series(report("1", "1999"), report("5", "2006")))
    assert ([one.id for one in answer.found], [one.id for one in answer.own]) == (found, own)
    assert (answer.reproduced, whom(answer)["extra"]) == ("yes", [])
    assert answer.recall
    assert answer.recall.listed == 1


def test_its_own_patient_on_the_list_of_a_review_that_says_it_leaves_it_out() -> None:
    review = replace(REVIEW, pmid="5", includes_own=False, stated=1, listed=listed("5"))
    (one,) = reproduce(review, series(report("5", "2005"))).missing
    assert (one.why, one.reason) == ("out of its scope", "the review's own, which it says it does not count")


@pytest.mark.parametrize(
    ("change", "day", "basis"),
    [
        ({}, date(2005, 12, 31), "received date"),
        ({"cutoff": "2004-02"}, date(2004, 2, 29), "received date"),
        ({"cutoff": "2004-02-03"}, date(2004, 2, 3), "received date"),
        ({"cutoff": ""}, date(2006, 7, 8), "its own record entered PubMed (basis: entrez before 2008-12-15)"),
        ({"cutoff": "", "pmid": "", "year": 2003}, date(2003, 12, 31), "the end of its year"),
        ({"cutoff": "", "pmid": "", "key": "in-ledger"}, date(2001, 12, 31), "the end of its year in the ledger"),
        ({"cutoff": "", "pmid": ""}, None, "no date is known: whatever is known today counts"),
    ],
)
def test_the_cutoff_says_what_it_rests_on(change: dict[str, object], day: date | None, basis: str) -> None:
    review = replace(REVIEW, **{"pmid": "5", **change})  # type: ignore[arg-type]
    answer = reproduce(review, series(report("5", "2006-07-08")), [Row(key="in-ledger", year=2001)])
    assert answer.cutoff == Cutoff(day=day, basis=basis)


def test_reports_are_counted_once_where_two_records_are_one_and_once_where_they_tell_of_three() -> None:
    held = series(
        report("1", "1999"),
        report("2", "2000"),
        report("3", "2003"),
        cases={"3": 3},
        decisions=[said("1 = 2", kind="same report"), said("1#1 = 2#1", kind="same case")],
    )
    answer = reproduce(replace(REVIEW, unit="reports", listed=listed("2", "3")), held)
    assert (answer.reproduced, whom(answer)["matched"]) == ("yes", ["1", "3"])


def test_a_series_of_aggregates_may_count_with_all_its_patients() -> None:
    held = series(report("1", "1999"), report("2", "2001"), cases={"2": 0}, values=[value("2", 0, "n_patients", 31)])
    answer = reproduce(replace(REVIEW, stated=1, listed=listed("1")), held)
    assert [(one.id, one.patients, one.reason) for one in answer.may_count] == [
        ("2", 31, "its abstract tells none of its patients apart")
    ]
    assert answer.because == "found are those listed and nobody else; up to 31 more may count"


def test_a_pmid_that_was_merged_is_the_report_it_leads_to() -> None:
    held = series(
        report("70", "1999"),
        found="7",
        merged={"7": "70"},
        events=(Event(pmid="7", state="merged", seen_at=NOON, other="70", effect="e"),),
    )
    answer = reproduce(replace(REVIEW, stated=1, listed=listed("7")), held)
    assert (answer.reproduced, whom(answer)["matched"]) == ("yes", ["P70-1"])


def test_a_count_of_nobody_has_an_empty_list_where_its_scope_can_be_said() -> None:
    first = replace(REVIEW, stated=0, criteria=(INTRADURAL,))
    held = series(report("1", "1999"))
    assert reproduce(first, held).reproduced == "yes"
    against = series(report("1", "1999"), values=[value("1", 1, "compartment", ("intradural",))])
    assert (reproduce(first, against).reproduced, whom(reproduce(first, against))["extra"]) == (
        "no",
        ["P1-1: not on its list"],
    )
    assert reproduce(replace(first, scope_not_expressed="the grade"), against).reproduced == "cannot be told"


@pytest.mark.parametrize(
    ("change", "verdict", "because"),
    [
        ({"stated": 3}, "cannot be told", "the 2 known of its list are found, 1 of it are not known"),
        ({"stated": 1}, "no", "it states 1 and lists 2"),
        (
            {"scope_not_expressed": "the grade"},
            "cannot be told",
            "all listed are found, but its scope is not wholly expressed",
        ),
    ],
)
def test_a_list_that_is_not_the_count_forces_nothing(change: dict[str, object], verdict: str, because: str) -> None:
    review = replace(REVIEW, listed=listed("1", "2"), **change)  # type: ignore[arg-type]
    answer = reproduce(review, series(report("1", "1999"), report("2", "2003")))
    assert (answer.reproduced, answer.because) == (verdict, because)


FACTS: dict[str, tuple[str | float, ...]] = {
    "diagnosis": ("hemangiopericytoma",),
    "n_patients": (1.0,),
    "metastatic_to_spine": ("yes",),
}
LEDGER = (
    Row(key="known", first_author="Known K", year=2001, pmid="1", facts=FACTS),
    Row(key="by-doi", year=2002, doi="10.1/A", facts=FACTS),
    Row(key="only-here", first_author="Only O", year=2003, n_patients=2, facts=FACTS | {"n_patients": (2.0,)}),
    Row(key="no-year", facts=FACTS),
    Row(key="unclear", year=2000, n_patients=31, facts=FACTS | {"metastatic_to_spine": ("unclear",)}),
    Row(key="silent", year=2000, facts={"metastatic_to_spine": ("yes",)}),
    Row(key="primary", year=2000, facts=FACTS | {"metastatic_to_spine": ("no",)}),
    Row(key="late", year=2006, facts=FACTS),
)


def test_the_ledger_stands_beside_the_series_and_gives_way_to_it() -> None:
    held = series(report("1", "2001"), report("2", "2002", doi="10.1/a"))
    answer = reproduce(REVIEW, held, LEDGER)
    assert [one.id for one in answer.found] == ["P1-1", "P2-1", "only-here#1", "only-here#2"]
    assert [one.ledger for one in answer.found] == [False, False, True, True]
    assert [(one.id, one.patients, one.reason) for one in answer.may_count] == [
        ("no-year", 1, "the ledger does not give its year"),
        ("unclear", 31, "the ledger leaves open: spinal metastasis"),
        ("silent", 1, "the ledger leaves open: tumour of the query, own patient"),
    ]
    assert whom(answer)["extra"] == ["late: entered later"]


def test_a_list_can_name_the_row_of_a_ledger() -> None:
    places = (
        Listed(citation="In the series", ledger="known"),
        Listed(citation="In the ledger", ledger="only-here", patients=2),
        Listed(citation="A primary", ledger="primary"),
    )
    answer = reproduce(replace(REVIEW, stated=4, listed=places), series(report("1", "2001")), LEDGER[:1] + LEDGER[2:])
    assert whom(answer)["matched"] == ["P1-1", "only-here#1", "only-here#2"]
    assert [(one.why, one.reason) for one in answer.missing] == [
        ("out of its scope", "no spinal metastasis of a tumour elsewhere (by the ledger)")
    ]


def test_with_an_empty_series_nothing_is_reproduced() -> None:
    empty = build_series(Harvest(query=QUERY, searches=(), records=(), extractions={}, decisions=()))
    for review in (REVIEW, replace(REVIEW, stated=0), replace(REVIEW, listed=listed("1"), stated=1)):
        answer = reproduce(review, empty, LEDGER[:1])
        assert answer.reproduced == "cannot be told"
        assert answer.because.startswith("nothing was harvested, only the ledger speaks; ")
        assert answer.recall is None


def test_a_stated_count_of_an_abstract_is_offered_as_a_review() -> None:
    count = StatedCount(n=7, scope="previously reported")
    held = series(report("1", "1999-05-02"), report("2", "1998"), values=[value("1", 0, "stated_count", count)])
    (one,) = offered(held)
    assert (one.review.key, one.review.citation, one.review.stated, one.quote) == ("1", "Author1 1999", 7, "case")
    answer = reproduce(one.review, held)
    assert (answer.reproduced, answer.cutoff.day) == ("cannot be told", date(1999, 5, 2))
    assert ([one.id for one in answer.found], [one.id for one in answer.own]) == (["P2-1"], ["P1-1"])


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(8, 9, 0.565, 0.980), (0, 5, 0.0, 0.434), (5, 5, 0.566, 1.0), (81, 263, 0.255, 0.366)],
)
def test_wilsons_interval_as_it_is_published(found: int, of: int, low: float, high: float) -> None:
    """81 of 263 is the worked example of Newcombe 1998, table I, method 3: 0.2553 to 0.3662."""
    recall = wilson(found, of)
    assert [recall.low, recall.high] == pytest.approx([low, high], abs=6e-4)


PMIDS = st.sampled_from([str(number) for number in range(1, 9)])
PLACES = st.lists(st.tuples(PMIDS, st.integers(1, 3)), max_size=8)
PAIRS = st.lists(st.tuples(PMIDS, PMIDS).filter(lambda pair: int(pair[0]) < int(pair[1])), max_size=4)


@given(
    entered=st.dictionaries(PMIDS, st.integers(1995, 2012), max_size=8),
    cases=st.dictionaries(PMIDS, st.integers(0, 3)),
    places=PLACES,
    pairs=PAIRS,
    unit=st.sampled_from(["patients", "reports"]),
)
def test_every_listed_and_every_found_one_has_exactly_one_place(
    entered: dict[str, int],
    cases: dict[str, int],
    places: list[tuple[str, int]],
    pairs: list[tuple[str, str]],
    unit: str,
) -> None:
    held = series(
        *(report(pmid, str(year)) for pmid, year in entered.items()),
        cases=cases,
        decisions=[said(f"{one}#1 = {other}#1", kind="same case") for one, other in pairs],
    )
    on_list = tuple(
        Listed(citation=f"Place {at}", pmid=pmid, patients=patients) for at, (pmid, patients) in enumerate(places)
    )
    review = replace(REVIEW, unit=unit, listed=on_list)  # type: ignore[arg-type]
    answer = reproduce(review, held)
    answered = Counter(one.listed.citation for one in answer.missing)
    answered.update(place.citation for one in answer.matched for place in one.listed)
    assert answered == Counter({one.citation: one.patients if unit == "patients" else 1 for one in on_list})
    others = [one.counted.id for one in answer.extra if one.why == "not on its list"]
    if review.list_known:
        assert Counter(one.id for one in answer.found) == Counter([*whom(answer)["matched"], *others])
    assert all(one.counted.names & {place.pmid} for one in answer.matched for place in one.listed)
    assert (answer.reproduced == "yes") <= (len(answer.found) == review.stated)
