"""What becomes of a report, told by the versions of its record and by what NLM withdraws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.lifecycle import EFFECTS, events_of, in_force, standing_of, successor
from harvester.records import Correction, Dates, Deletion, PartialDate, Record, Section, Version

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    return NOON + timedelta(days=number)


def history(*records: Record) -> tuple[Version, ...]:
    """The versions of a record, one a day."""
    return tuple(Version(record=record, seen_at=day(number)) for number, record in enumerate(records))


def told(*records: Record) -> list[tuple[int, str, str, str]]:
    """Day, state, date stated and the other PMID of each event."""
    return [
        ((event.seen_at - NOON).days, event.state, event.stated.iso if event.stated else "", event.other)
        for event in events_of(history(*records))
    ]


AHEAD = Record(
    pmid="7",
    title="A metastasis of an invented tumour.",
    status="Publisher",
    publication_status="aheadofprint",
    dates=Dates(electronic=PartialDate(year=2025, month=11, day=3)),
)
FINAL = replace(
    AHEAD,
    status="In-Process",
    publication_status="ppublish",
    dates=replace(AHEAD.dates, print=PartialDate(year=2026, month=2)),
)
INDEXED = replace(FINAL, status="MEDLINE", dates=replace(FINAL.dates, completed=PartialDate(year=2026, month=3, day=9)))
ERRATUM = Correction(kind="ErratumIn", source="J Invent (Basel 1976). 2026 Apr 2;5(3):99", pmid="8")
CONCERN = Correction(kind="ExpressionOfConcernIn", source="J Invent. 2026 May;5(4):100. doi: 10.1/x.", pmid="9")
RETRACTION = Correction(kind="RetractionIn", source="J Invent. 2027;6(1):1", pmid="10")
CORRECTED = replace(INDEXED, corrections=(ERRATUM,))
DOUBTED = replace(INDEXED, corrections=(ERRATUM, CONCERN))
RETRACTED = replace(
    INDEXED,
    corrections=(ERRATUM, CONCERN, RETRACTION),
    publication_types=("Case Reports", "Retracted Publication"),
)


def test_a_report_is_printed_indexed_corrected_doubted_and_retracted() -> None:
    assert told(AHEAD, FINAL, INDEXED, CORRECTED, DOUBTED, RETRACTED) == [
        (1, "final", "2026-02", ""),
        (2, "indexed", "2026-03-09", ""),
        (3, "corrected", "2026-04-02", "8"),
        (4, "under concern", "2026-05", "9"),
        (5, "retracted", "2027", "10"),
    ]


def test_what_the_first_version_says_is_seen_on_its_day() -> None:
    assert told(RETRACTED) == [
        (0, "corrected", "2026-04-02", "8"),
        (0, "under concern", "2026-05", "9"),
        (0, "retracted", "2027", "10"),
    ]
    assert told(INDEXED) == []


@pytest.mark.parametrize(
    ("record", "standing", "states"),
    [
        (CORRECTED, "active", ["corrected"]),
        (DOUBTED, "concern", ["corrected", "under concern"]),
        (RETRACTED, "retracted", ["corrected", "under concern", "retracted"]),
        (replace(AHEAD, publication_types=("Retracted Publication",)), "retracted", ["retracted"]),
        (replace(AHEAD, title="RETRACTED: A metastasis."), "retracted", ["retracted"]),
        (replace(AHEAD, title="WITHDRAWN ARTICLE. A metastasis."), "retracted", ["withdrawn"]),
        (replace(AHEAD, title="Withdrawn patients in trials of surgery."), "active", []),
        (replace(AHEAD, corrections=(Correction(kind="PartialRetractionIn"),)), "active", ["retracted in part"]),
        (
            replace(AHEAD, corrections=(Correction(kind="RetractedandRepublishedIn", pmid="11"),)),
            "retracted",
            ["retracted and republished"],
        ),
        (
            replace(
                AHEAD,
                corrections=(Correction(kind="RetractedandRepublishedIn", pmid="11"),),
                publication_types=("Retracted Publication",),
            ),
            "retracted",
            ["retracted and republished"],
        ),
        (
            replace(AHEAD, corrections=(Correction(kind="CorrectedandRepublishedIn"),)),
            "active",
            ["corrected and republished"],
        ),
        (replace(AHEAD, corrections=(Correction(kind="RepublishedIn"),)), "active", ["republished"]),
        (replace(AHEAD, corrections=(Correction(kind="UpdateIn"),)), "active", ["updated"]),
        (replace(AHEAD, corrections=(Correction(kind="ReprintIn"),)), "active", ["reprinted"]),
        (replace(AHEAD, corrections=(Correction(kind="CommentIn"),)), "active", []),
        (
            replace(
                AHEAD,
                publication_types=("Retraction of Publication",),
                corrections=(Correction(kind="RetractionOf", pmid="3"),),
            ),
            "active",
            ["notice of retraction"],
        ),
        (replace(AHEAD, publication_types=("Published Erratum",)), "active", ["notice of correction"]),
        (replace(AHEAD, publication_types=("Expression of Concern",)), "active", ["notice of concern"]),
    ],
)
def test_each_state_and_what_it_makes_of_the_report(record: Record, standing: str, states: list[str]) -> None:
    assert standing_of(record) == standing
    assert [state for _, state, _, _ in told(record)] == states


def test_two_errata_are_two_events_and_one_that_gets_its_pmid_later_is_none_anew() -> None:
    second = Correction(kind="ErratumIn", source="J Invent. 2026 Dec;5(9):300")
    both = replace(INDEXED, corrections=(ERRATUM, second))
    numbered = replace(INDEXED, corrections=(ERRATUM, replace(second, pmid="12")))
    assert told(CORRECTED, both, numbered)[1:] == [(1, "corrected", "2026-12", "")]


def test_two_errata_that_only_their_pmids_tell_apart_are_two() -> None:
    first, second = (Correction(kind="ErratumIn", pmid=pmid) for pmid in ("8", "9"))
    versions = (replace(INDEXED, corrections=(first,)), replace(INDEXED, corrections=(first, second)))
    assert [other for _, _, _, other in told(*versions)] == ["8", "9"]


def test_a_retraction_whose_notice_is_named_later_is_told_again_with_the_notice() -> None:
    unnamed = replace(INDEXED, publication_types=("Retracted Publication",))
    named = replace(unnamed, corrections=(RETRACTION,))
    assert told(unnamed, named) == [(0, "retracted", "", ""), (1, "retracted", "2027", "10")]
    assert [event.other for event in in_force(events_of(history(unnamed, named)))] == ["10"]


def test_a_retraction_that_is_taken_back_is_over() -> None:
    back = replace(INDEXED, corrections=(ERRATUM,))
    assert [(on, state) for on, state, _, _ in told(RETRACTED, back)][-2:] == [
        (1, "no longer under concern"),
        (1, "no longer retracted"),
    ]
    assert [event.state for event in in_force(events_of(history(RETRACTED, back)))] == ["corrected"]


def test_a_new_version_and_a_new_text_are_read_anew() -> None:
    second = replace(AHEAD, version=2, sections=(Section(text="She was 48."),))
    assert [state for _, state, _, _ in told(AHEAD, second)] == ["new version", "text changed"]


def test_a_record_of_a_reference_file_that_pubmed_then_tells_of_was_not_indexed_that_day() -> None:
    """Nor was its text changed, or a retraction taken back that a file does not tell of."""
    of_file = Version(record=replace(DOUBTED, title="A Metastasis", status=""), seen_at=day(0), of_file=True)
    told_then = [Version(record=RETRACTED, seen_at=day(1)), replace(of_file, seen_at=day(2))]
    events = events_of((of_file, *told_then))
    assert [((event.seen_at - NOON).days, event.state) for event in events] == [
        (0, "corrected"),
        (0, "under concern"),
        (1, "retracted"),
    ]


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        ("Spine (Phila Pa 1976). 2010 Mar 1;35(5):E1", "2010-03-01"),
        ("J Invent. 2010 Mar-Apr;3(2):5", "2010-03"),
        ("J Invent. 2010;3(2):5", "2010"),
        ("J Invent. 2010 Spring;3(2):5", "2010"),
        ("J Invent. 2010", "2010"),
        ("J Invent. 2010 Feb 40;3", "2010-02"),
        ("J Invent 1976", ""),
        ("J Invent. 20101;3", ""),
        ("", ""),
    ],
)
def test_the_date_of_a_notice_is_that_behind_the_journal(source: str, stated: str) -> None:
    record = replace(AHEAD, corrections=(Correction(kind="ErratumIn", source=source, pmid="8"),))
    assert told(record) == [(0, "corrected", stated, "8")]


def test_withdrawn_given_again_and_withdrawn_again() -> None:
    versions = (Version(record=INDEXED, seen_at=day(0)), Version(record=INDEXED, seen_at=day(4)))
    gone = [Deletion(pmid="7", at=day(2)), Deletion(pmid="7", at=day(6))]
    events = events_of(versions, gone)
    assert [(event.seen_at, event.state) for event in events] == [
        (day(2), "deleted"),
        (day(4), "given again"),
        (day(6), "deleted"),
    ]
    assert [(event.seen_at, event.state) for event in in_force(events)] == [(day(6), "deleted")]
    assert [event.state for event in in_force(events[:2])] == ["given again"]


def test_what_was_never_stored_can_be_deleted_and_then_be_known_to_lead_elsewhere() -> None:
    events = events_of((), [Deletion(pmid="7", at=day(1)), Deletion(pmid="7", successor="70", at=day(2))])
    assert [(event.state, event.other) for event in in_force(events)] == [("merged", "70")]


def test_a_chain_of_merges_leads_to_its_end_and_a_circle_does_not_hang() -> None:
    assert successor("1", {"1": "2", "2": "3"}) == "3"
    assert successor("1", {}) == "1"
    assert successor("1", {"1": "2", "2": "1"}) == "2"


VERSIONS = st.lists(st.sampled_from([AHEAD, FINAL, INDEXED, CORRECTED, DOUBTED, RETRACTED]), min_size=1, max_size=7)


@given(records=VERSIONS, at=st.integers(0, 8))
def test_what_was_known_on_a_day_stays_what_is_said_of_it(records: list[Record], at: int) -> None:
    """The events of the versions by a day are the first of all events: later ones rewrite nothing."""
    then = events_of(history(*records[: at + 1]))
    assert events_of(history(*records))[: len(then)] == then


@given(records=VERSIONS)
def test_what_is_in_force_says_what_the_last_version_is(records: list[Record]) -> None:
    states = {event.state for event in in_force(events_of(history(*records)))}
    assert ("retracted" in states) == (standing_of(records[-1]) == "retracted")
    assert {state for state in states if state not in EFFECTS} == set()
