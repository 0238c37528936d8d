"""A word taken back counts for nothing: the series is what it would be, had it never been said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from harvester.query import find_query, read_query
from harvester.records import Decision, Extraction, Record, Series, Span, Word
from harvester.series import Harvest, build_series
from harvester.undone import still_said

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
QUERY = read_query(find_query("hpc-spine"))
PMIDS = ("1", "2", "3")


def says(subject: str, verdict: Word, by: str = "Anna", hour: int = 0, *, field: str = "", value: int = 0) -> Decision:
    kind: Literal["screen", "same report", "same case", "check"] = "screen"
    if field:
        kind = "check"
    elif " = " in subject:
        kind = "same case" if "#" in subject else "same report"
    return Decision(
        kind=kind,
        subject=subject,
        verdict=verdict,
        reason=f"{by} at {hour}",
        by=by,
        at=AT + timedelta(hours=hour),
        field=field,
        value=value or None,
    )


def series(*decisions: Decision) -> Series:
    """Three reports of one patient each, all of whom the rules take in, the first two of them as one."""
    rules = [says(subject, "yes", "rule:r/1", -1) for pmid in PMIDS for subject in (pmid, f"{pmid}#1")]
    rules += [says("1#1 = 2#1", "yes", "rule:r/1", -1), says("2#1 = 3#1", "unsure", "rule:r/1", -1)]
    records = tuple(Record(pmid=pmid, title="Report") for pmid in PMIDS)
    return build_series(
        Harvest(
            query=QUERY,
            searches=(),
            records=records,
            extractions={pmid: (age(pmid),) for pmid in PMIDS},
            decisions=(*rules, *decisions),
        )
    )


def age(pmid: str) -> Extraction:
    span = Span.of("Report", 0, 6)
    return Extraction(pmid=pmid, case=1, field="age_years", value=40, spans=(span,), rule="r", rule_version="1")


def followed_from(built: Series) -> Series:
    """The series without its log, which keeps every word."""
    return replace(built, decisions=())


def test_the_rule_stands_again_and_the_log_has_both_words() -> None:
    out = says("1", "no")
    back = says("1", "undone", hour=1)
    assert series(out).reports[0].decision == out
    undone = series(out, back)
    assert undone.reports[0].decision is not None
    assert undone.reports[0].decision.by == "rule:r/1"
    assert followed_from(undone) == followed_from(series())
    assert undone.decisions[-2:] == (out, back)


def test_only_the_last_word_of_its_author_on_the_same_thing_is_taken_back() -> None:
    said = (says("1", "no"), says("1", "yes", "Ben", 1), says("1", "unsure", hour=2), says("2", "no", hour=3))
    assert still_said((*said, says("1", "undone", hour=4)), {}) == (said[0], said[1], said[3])
    twice = (*said, says("1", "undone", hour=4), says("1", "undone", hour=5))
    assert still_said(twice, {}) == (said[1], said[3])
    assert still_said((*twice, says("1", "undone", hour=6)), {}) == (said[1], said[3])


def test_what_is_said_after_it_was_taken_back_counts() -> None:
    said = (says("1", "no"), says("1", "undone", hour=1), says("1", "no", hour=2))
    assert still_said(said, {}) == (said[2],)


def test_the_hour_counts_and_not_the_order_of_arrival() -> None:
    late, back, early = says("1", "no", hour=2), says("1", "undone", hour=1), says("1", "unsure", hour=0)
    assert still_said((late, back, early), {}) == (late,)


def test_a_corrected_value_and_a_link_are_as_the_rules_had_them() -> None:
    corrected = says("1#1", "no", field="age_years", value=50)
    parted = says("1#1 = 2#1", "no", hour=1)
    built = series(corrected, parted)
    assert [found.value for report in built.reports for found in report.extractions] == [50, 40, 40]
    assert [len(one.cases) for one in series().patients] == [2, 1]
    assert {len(one.cases) for one in built.patients} == {1}
    back = (says("1#1", "undone", hour=2, field="age_years"), says("1#1 = 2#1", "undone", hour=3))
    assert followed_from(series(corrected, parted, *back)) == followed_from(series())


def test_a_word_is_found_under_the_number_that_its_case_has_now() -> None:
    said = says("1#2", "no", field="age_years", value=50)
    back = says("1#1", "undone", hour=1, field="age_years")
    assert still_said((said, back), {said: replace(said, subject="1#1"), back: back}) == ()
    assert still_said((said, back), {}) == (said,)


def test_a_word_whose_patient_is_gone_is_listed_until_it_is_taken_back() -> None:
    lost = says("1#5", "no", field="age_years", value=50)
    back = says("1#5", "undone", hour=1, field="age_years")
    harvest = Harvest(query=QUERY, searches=(), records=(), extractions={}, decisions=(lost,), followed={lost: None})
    assert build_series(harvest).stale == (lost,)
    gone = replace(harvest, decisions=(lost, back), followed={lost: None, back: None})
    assert build_series(gone).stale == ()


subjects = st.sampled_from(("1", "2", "3", "1#1", "2#1", "1#1 = 2#1", "2#1 = 3#1", "1 = 2"))
words = st.builds(
    lambda subject, verdict, by, checks, value: (
        says(subject, verdict, by, field="age_years", value=value)
        if checks and " = " not in subject
        else says(subject, verdict, by)
    ),
    subjects,
    st.sampled_from(("yes", "no", "unsure", "undone")),
    st.sampled_from(("Anna", "Ben")),
    st.booleans(),
    st.integers(30, 60),
)


@given(st.lists(words, max_size=8), words.filter(lambda one: one.verdict != "undone"))
def test_any_word_taken_back_leaves_the_series_as_it_was(history: list[Decision], last: Decision) -> None:
    told = [replace(one, at=AT + timedelta(hours=hour)) for hour, one in enumerate(history)]
    said = replace(last, at=AT + timedelta(hours=10))
    back = replace(said, verdict="undone", value=None, at=AT + timedelta(hours=11))
    assert followed_from(series(*told, said, back)) == followed_from(series(*told))
