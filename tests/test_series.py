"""The series follows from records and decisions: one row a patient, and boxes that add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from harvester.lifecycle import standing_of
from harvester.query import find_query, read_query
from harvester.records import (
    Correction,
    Decision,
    Extraction,
    Flow,
    Limits,
    Patient,
    Record,
    Refusal,
    Search,
    Series,
    Span,
    Verdict,
)
from harvester.series import Harvest, build_series, identified, open_links

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
QUERY = read_query(find_query("hpc-spine"))


def decision(subject: str, verdict: Verdict, kind: str = "screen", by: str = "rule:x/1") -> Decision:
    return Decision(kind=kind, subject=subject, verdict=verdict, reason=f"reason {verdict}", by=by, at=NOON)  # type: ignore[arg-type]


def record(pmid: str, **fields: object) -> Record:
    return Record(pmid=pmid, title=f"Report {pmid}", **fields)  # type: ignore[arg-type]


def values(pmid: str, case: int, *fields: str) -> tuple[Extraction, ...]:
    span = Span.of("Report", 0, 6)
    return tuple(
        Extraction(pmid=pmid, case=case, field=name, value="yes", spans=(span,), rule="r", rule_version="1")
        for name in fields
    )


def series(
    *decisions: Decision, found: str = "1 2 3", stored: str = "1 2 3", refusals: str = "", deleted: str = ""
) -> Series:
    pmids = tuple(found.split())
    search = Search(
        query=QUERY.name,
        query_digest=QUERY.digest,
        platform="p",
        strategy="s",
        limits=Limits(),
        ran_at=NOON,
        count=len(pmids),
        pmids=pmids,
    )
    return build_series(
        Harvest(
            query=QUERY,
            searches=(search,),
            records=tuple(record(pmid) for pmid in stored.split()),
            extractions={pmid: values(pmid, 1, "sex") for pmid in stored.split()},
            decisions=decisions,
            refusals=tuple(Refusal(source="s", why="w", pmid=pmid) for pmid in refusals.split()),
            deleted=deleted.split(),
        )
    )


def patients(built: Series) -> dict[str, list[str]]:
    return {one.id: [case.key for case in one.cases] for one in built.patients}


def test_a_patient_in_two_reports_is_one_row() -> None:
    screened = [decision(subject, "yes") for subject in ("1", "1#1", "2", "2#1")]
    built = series(*screened, decision("3", "no"), decision("1#1 = 2#1", "yes", "same case"))
    assert patients(built) == {"P1-1": ["1#1", "2#1"]}
    assert built.flow == Flow(
        sources={"p": 3},
        duplicates=0,
        refused=0,
        missing=0,
        deleted=0,
        screened=3,
        excluded={"reason no": 1},
        unsure=0,
        included_reports=2,
        included_patients=1,
    )


def test_a_person_takes_the_link_back_and_there_are_two_again() -> None:
    made = [decision(subject, "yes") for subject in ("1", "1#1", "2", "2#1")]
    made += [decision("3", "no"), decision("1#1 = 2#1", "yes", "same case")]
    later = Decision(
        kind="same case", subject="1#1 = 2#1", verdict="no", reason="two", by="AB", at=NOON + timedelta(days=1)
    )
    built = series(*made, later)
    assert patients(built) == {"P1-1": ["1#1"], "P2-1": ["2#1"]}
    assert [one.checked_by for one in built.patients] == ["AB", "AB"]


def test_a_person_who_includes_a_report_includes_its_cases_and_who_excludes_one_case_is_heard() -> None:
    rule = [decision(subject, "no") for subject in ("1", "1#1", "2", "2#1", "3")]
    assert patients(series(*rule, decision("1", "yes", by="AB"))) == {"P1-1": ["1#1"]}
    assert patients(series(*rule, decision("1", "yes", by="AB"), decision("1#1", "no", by="CD"))) == {}


def test_a_person_on_a_case_decides_for_the_report_unless_a_person_spoke_on_the_report() -> None:
    rule = [decision(subject, "yes") for subject in ("1", "1#1", "2", "2#1")] + [decision("3", "no")]
    taken_out = series(*rule, decision("1#1", "no", by="AB"))
    assert patients(taken_out) == {"P2-1": ["2#1"]}
    assert taken_out.flow.included_reports == 1
    taken_in = series(*rule, decision("3#1", "no"), decision("3#1", "yes", by="AB"))
    assert (taken_in.flow.included_reports, taken_in.flow.excluded) == (3, {})
    assert series(*rule, decision("1#1", "no", by="AB"), decision("1", "unsure", by="CD")).flow.unsure == 1


def test_a_person_on_a_mixed_report_takes_in_what_the_rule_did_not_refuse() -> None:
    harvest = Harvest(
        query=QUERY,
        searches=(),
        records=(record("1"),),
        extractions={"1": (*values("1", 1, "sex"), *values("1", 2, "sex"), *values("1", 3, "sex"))},
        decisions=(
            *(decision(subject, verdict) for subject, verdict in (("1", "unsure"), ("1#1", "unsure"), ("1#2", "no"))),  # type: ignore[arg-type]
            decision("1#3", "yes"),
            decision("1", "yes", by="AB"),
        ),
    )
    assert patients(build_series(harvest)) == {"P1-1": ["1#1"], "P1-3": ["1#3"]}


def test_a_person_on_one_twin_outranks_the_rule_on_the_other() -> None:
    twins = decision("1 = 2", "yes", "same report")
    built = series(decision("1", "yes"), decision("2", "no", by="AB"), decision("3", "no"), twins)
    assert built.flow.included_reports == 0


def test_what_an_earlier_search_found_stays_identified() -> None:
    found = [
        Search(query="q", query_digest="d", platform="p", strategy="s", ran_at=NOON, count=len(pmids), pmids=pmids)
        for pmids in (("2", "1"), ("3", "1"), ())
    ]
    assert identified(found) == ("2", "1", "3")


def test_a_record_that_was_not_screened_yet_waits() -> None:
    assert series(decision("1", "yes"), decision("2", "yes")).flow.unsure == 1


def test_a_link_that_waits_is_listed_and_joins_nothing() -> None:
    screened = [decision(subject, "yes") for subject in ("1", "1#1", "2", "2#1")]
    waiting = decision("1#1 = 2#1", "unsure", "same case")
    built = series(*screened, decision("3", "unsure"), waiting)
    assert open_links(built) == (waiting,)
    assert patients(built) == {"P1-1": ["1#1"], "P2-1": ["2#1"]}
    assert built.flow.unsure == 1


def test_twins_are_one_report_and_count_as_the_better_of_the_two() -> None:
    built = series(
        decision("1", "no"), decision("2", "yes"), decision("3", "no"), decision("1 = 2", "yes", "same report")
    )
    flow = built.flow
    assert (flow.duplicates, flow.screened, flow.included_reports, flow.excluded) == (1, 2, 1, {"reason no": 1})


def test_patients_are_ordered_by_number_and_the_fuller_report_leads() -> None:
    screened = [decision(subject, "yes") for subject in ("2", "2#1", "10", "10#1")]
    harvest = Harvest(
        query=QUERY,
        searches=(),
        records=(record("10"), record("2")),
        extractions={"10": values("10", 1, "sex", "age_years"), "2": values("2", 1, "sex")},
        decisions=(*screened, decision("2#1 = 10#1", "yes", "same case")),
    )
    assert patients(build_series(harvest)) == {"P2-1": ["10#1", "2#1"]}


def test_the_standing_of_a_report() -> None:
    assert standing_of(record("1", corrections=(Correction(kind="ErratumIn"),))) == "active"
    assert standing_of(record("1", corrections=(Correction(kind="ExpressionOfConcernIn"),))) == "concern"
    assert standing_of(record("1", corrections=(Correction(kind="RetractionIn"),))) == "retracted"
    assert standing_of(record("1", publication_types=("Retracted Publication",))) == "retracted"


def test_a_patient_of_one_sound_report_counts_whatever_became_of_the_other() -> None:
    harvest = Harvest(
        query=QUERY,
        searches=(),
        records=(record("1", publication_types=("Retracted Publication",)), record("2")),
        extractions={"1": values("1", 1, "sex"), "2": values("2", 1, "sex")},
        decisions=(
            *(decision(subject, "yes") for subject in ("1", "1#1", "2", "2#1")),
            decision("1#1 = 2#1", "yes", "same case"),
        ),
    )
    (patient,) = build_series(harvest).patients
    assert isinstance(patient, Patient)
    assert patient.standing == "active"


PMIDS = st.sets(st.integers(1, 8).map(str))


@given(
    stored=PMIDS,
    refused=PMIDS,
    deleted=PMIDS,
    verdicts=st.lists(st.sampled_from(["yes", "no", "unsure"]), min_size=8, max_size=8),
    pairs=st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8))),
)
def test_the_boxes_add_up_whatever_happened(
    stored: set[str], refused: set[str], deleted: set[str], verdicts: list[Verdict], pairs: set[tuple[int, int]]
) -> None:
    screened = [decision(str(at + 1), verdict) for at, verdict in enumerate(verdicts)]
    twins = [decision(f"{low} = {high}", "yes", "same report") for low, high in pairs if low < high]
    flow = series(
        *screened,
        *twins,
        found="1 2 3 4 5 6 7 8",
        stored=" ".join(sorted(stored)),
        refusals=" ".join(sorted(refused)),
        deleted=" ".join(sorted(deleted)),
    ).flow
    assert flow.identified == flow.duplicates + flow.refused + flow.missing + flow.deleted + flow.screened == 8
    assert flow.screened == flow.included_reports + flow.unsure + sum(flow.excluded.values())
