from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.link.cases import link_cases
from harvester.link.standing import cluster, effective, questions
from harvester.link.subjects import key_order, pair
from harvester.records import (
    Author,
    Case,
    Dates,
    Decision,
    Extraction,
    PartialDate,
    Record,
    Section,
    Value,
    Verdict,
    Word,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MUELLER = Author(last="Müller", initials="AB")
TANAKA = Author(last="Tanaka", initials="K")
ROSSI = Author(last="Rossi", initials="G")
KIM = Author(last="Kim", initials="JH")


def record(pmid: str, year: int | None = 2003, authors: tuple[Author, ...] = (MUELLER, TANAKA, ROSSI)) -> Record:
    dates = Dates(print=PartialDate(year=year)) if year else Dates()
    return Record(pmid=pmid, title=f"Report {pmid}", authors=authors, dates=dates)


def case(key: str, **values: Value) -> Case:
    pmid, number = key.split("#")
    found = (
        Extraction(pmid=pmid, case=int(number), field=field, value=value, spans=(), rule="test", rule_version="1")
        for field, value in values.items()
    )
    return Case(pmid=pmid, number=int(number), extractions=tuple(found))


FIRST = (case("90000001#1", age_years=48, sex="F", spinal_levels=("C6", "C7", "T1")), record("90000001"))
LATER = (
    case("90000017#1", age_years=53, sex="F", spinal_levels=("C6", "C7", "T1", "T5")),
    record("90000017", year=2008, authors=(ROSSI, KIM, MUELLER, TANAKA)),
)


def said(
    subject: str, verdict: Verdict = "yes", by: str = "rule:same-case/1", day: int = 0, score: float | None = None
) -> Decision:
    kind: Literal["same case", "same report"] = "same case" if "#" in subject else "same report"
    at = AT + timedelta(days=day)
    return Decision(kind=kind, subject=subject, verdict=verdict, reason="", score=score, by=by, at=at)


# ------------------------------------------------------------------------------------------------------ same case


def test_a_patient_reported_again_five_years_later_is_one_patient() -> None:
    assert link_cases([FIRST, LATER], AT) == (
        Decision(
            kind="same case",
            subject="90000001#1 = 90000017#1",
            verdict="yes",
            reason="same sex F +1; age 48 in 2003 and 53 in 2008 +3; levels C6; C7; T1 shared +3.5; "
            "3 authors shared +8",
            score=0.978,
            by="rule:same-case/2",
            at=AT,
        ),
    )


def later(year: int = 2008, authors: tuple[Author, ...] = (MUELLER, TANAKA), **values: Value) -> tuple[Case, Record]:
    stated: dict[str, Value] = {"age_years": 53, "sex": "F", "spinal_levels": ("C7",), **values}
    return case("90000017#1", **stated), record("90000017", year, authors)


def verdicts(*cases: tuple[Case, Record]) -> list[Word]:
    return [one.verdict for one in link_cases(cases, AT)]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(later(), ["yes"], id="agrees in everything"),
        pytest.param(later(age_years=48), ["yes"], id="restates the age at the spinal lesion"),
        pytest.param(later(age_years=47), ["yes"], id="a year of rounding"),
        pytest.param(later(age_years=55), ["yes"], id="two years of delay in print"),
        pytest.param(later(age_years=56), [], id="too old for the years between"),
        pytest.param(later(age_years=46), [], id="younger"),
        pytest.param(later(year=2003, age_years=50), [], id="two years older in the same year"),
        pytest.param(later(sex="M"), [], id="another sex"),
        pytest.param(later(spinal_levels=("T5",)), [], id="no specific level in common"),
        pytest.param(later(spinal_levels=("thoracic",)), ["unsure"], id="only a region"),
        pytest.param(later(spinal_levels=()), ["unsure"], id="no level"),
        pytest.param(later(authors=(MUELLER, KIM)), ["unsure"], id="half of the shorter list"),
        pytest.param(later(authors=(MUELLER, KIM, Author(last="Berg", initials="L"))), ["unsure"], id="one of three"),
        pytest.param(later(authors=(KIM,)), [], id="no author"),
        pytest.param(
            later(authors=(Author(last="Muller", fore="Anna B"), TANAKA)), ["yes"], id="no umlaut, no initials"
        ),
        pytest.param(later(authors=(Author(last="Müller", initials="X"),)), [], id="a namesake"),
        pytest.param(later(authors=(Author(collective="Spine Study Group"),)), [], id="a group is no person"),
    ],
)
def test_verdicts(other: tuple[Case, Record], expected: list[Verdict]) -> None:
    assert verdicts(FIRST, other) == expected


def test_another_primary_site_is_a_veto_and_other_is_no_site() -> None:
    def at(site: str) -> tuple[Case, Record]:
        return case("90000001#1", age_years=48, sex="F", spinal_levels=("C7",), primary_site=site), FIRST[1]

    assert verdicts(at("intracranial"), later(primary_site="limb")) == []
    assert verdicts(at("other"), later(primary_site="limb")) == ["yes"]
    assert [one.reason for one in link_cases([at("limb"), later(primary_site="limb")], AT)] == [
        "same sex F +1; age 48 in 2003 and 53 in 2008 +3; levels C7 shared +4; same primary site limb +3; "
        "2 authors shared +8"
    ]


def test_sex_alone_asks_nobody() -> None:
    assert verdicts((case("90000001#1", sex="F"), record("90000001")), (case("90000017#1", sex="F"), LATER[1])) == []


def test_an_age_at_the_primary_is_brought_forward_by_the_interval() -> None:
    at_primary = (
        case("90000001#1", age_years=36, age_at="primary", interval_months=204, sex="F", spinal_levels=("C3",)),
        record("90000001"),
    )
    at_spine = (case("90000017#1", age_years=53, sex="F", spinal_levels=("C3",)), record("90000017", 2004))
    (linked,) = link_cases([at_primary, at_spine], AT)
    assert (linked.verdict, linked.reason) == (
        "yes",
        "same sex F +1; age 36 at the primary in 2003 and 53 in 2004 +4; levels C3 shared +4; 3 authors shared +8",
    )


@pytest.mark.parametrize(
    ("age_at_spine", "expected"),
    [
        pytest.param(53, ["unsure"], id="any time later is possible and nothing is proved"),
        pytest.param(30, [], id="not before the primary"),
    ],
)
def test_an_age_at_the_primary_without_an_interval_is_a_lower_bound(age_at_spine: int, expected: list[Verdict]) -> None:
    at_primary = case("90000001#1", age_years=36, age_at="primary", sex="F", spinal_levels=("C3",))
    at_spine = case("90000017#1", age_years=age_at_spine, sex="F", spinal_levels=("C3",))
    assert verdicts((at_primary, record("90000001")), (at_spine, record("90000017", 2004))) == expected


def test_a_later_age_at_the_primary_cannot_exceed_the_age_then() -> None:
    at_spine = case("90000001#1", age_years=48, sex="F", spinal_levels=("C3",))
    at_primary = case("90000017#1", age_years=60, age_at="primary", sex="F", spinal_levels=("C3",))
    assert verdicts((at_spine, record("90000001")), (at_primary, record("90000017", 2005))) == []


def test_the_age_at_the_primary_does_not_grow() -> None:
    def at(key: str, age: int, year: int) -> tuple[Case, Record]:
        stated = case(key, age_years=age, age_at="primary", sex="F", spinal_levels=("C3",))
        return stated, record(key.partition("#")[0], year)

    assert verdicts(at("90000001#1", 36, 2003), at("90000017#1", 36, 2010)) == ["yes"]
    assert verdicts(at("90000001#1", 36, 2003), at("90000017#1", 40, 2010)) == []


def test_without_a_year_only_equal_ages_speak_for_one_patient() -> None:
    undated = (FIRST[0], record("90000001", year=None))
    assert verdicts(undated, later(age_years=48)) == ["yes"]
    assert verdicts(undated, later(age_years=60)) == ["unsure"]


def test_two_cases_of_one_report_are_two_patients() -> None:
    again = case("90000001#2", age_years=48, sex="F", spinal_levels=("C6",))
    assert link_cases([FIRST, (again, FIRST[1])], AT) == ()


def test_a_case_that_fits_two_of_another_report_is_asked_about() -> None:
    second = case("90000017#2", age_years=52, sex="F", spinal_levels=("C6",))
    linked = link_cases([FIRST, LATER, (second, LATER[1])], AT)
    assert [(one.subject, one.verdict, one.reason.split("; ")[-1]) for one in linked] == [
        ("90000001#1 = 90000017#1", "unsure", "2 cases of one report fit"),
        ("90000001#1 = 90000017#2", "unsure", "2 cases of one report fit"),
    ]


def says(text: str, title: str = "") -> tuple[Case, Record]:
    stranger = record("90000017", 2008, (KIM,))
    return LATER[0], replace(stranger, title=title or stranger.title, sections=(Section(text=text),))


@pytest.mark.parametrize(
    "text",
    [
        "We previously described this woman.",
        "We have already reported the first operation.",
        "The previously reported patient came back.",
        "This patient had been previously reported.",
        "Long-term follow-up of the same patient is given.",
    ],
)
def test_without_a_shared_author_the_later_words_raise_a_question(text: str) -> None:
    (linked,) = link_cases([FIRST, says(text)], AT)
    assert linked.verdict == "unsure"
    assert 'the later report says "' in linked.reason


@pytest.mark.parametrize(
    "text",
    [
        "Only seven previously reported cases are known.",
        "The case previously reported in the literature was thoracic.",
        "Follow-up of the patient showed no recurrence.",
        "No patient like this has been reported.",
    ],
)
def test_words_about_other_peoples_patients_raise_none(text: str) -> None:
    assert link_cases([FIRST, says(text)], AT) == ()


def test_a_title_that_is_about_follow_up_returns_to_its_patient() -> None:
    assert verdicts(FIRST, says("She is well.", title="Ten-year follow-up of a patient with a tumour")) == ["unsure"]


def test_words_in_the_earlier_report_say_nothing_of_the_later() -> None:
    earlier = replace(says("We previously described this woman.")[1], pmid="90000001", dates=FIRST[1].dates)
    assert verdicts((FIRST[0], earlier), later(authors=(TANAKA,))) == []


def test_interval_affiliation_and_words_are_named_among_the_evidence() -> None:
    here = (Author(last="Müller", initials="AB", affiliations=("Clinic of Neurosurgery, Bern. a@example.org",)), TANAKA)
    there = (Author(last="Müller", initials="AB", affiliations=("Clinic of Neurosurgery, Bern.",)), TANAKA)
    first = case("90000001#1", age_years=48, sex="F", spinal_levels=("C6",), interval_months=96)
    second = case("90000017#1", age_years=48, sex="F", spinal_levels=("C6",), interval_months=97.5)
    text = (Section(text="We previously reported the operation."),)
    (linked,) = link_cases(
        [
            (first, record("90000001", 2003, here)),
            (second, replace(record("90000017", 2004, there), sections=text)),
        ],
        AT,
    )
    assert (linked.verdict, linked.score, linked.reason) == (
        "yes",
        1.0,
        "same sex F +1; age 48 in 2003 and 48 in 2004 +4; levels C6 shared +4; same interval of 97.5 months +3; "
        '2 authors shared +8; affiliation shared +1; the later report says "We previously reported" +4',
    )


# -------- the cases of reports that are the same

TWINS = [("90000017", "90000001")]


def test_the_only_case_of_a_report_is_the_only_case_of_its_twin() -> None:
    cases = [(case("90000001#1", sex="F"), FIRST[1]), (case("90000017#1", age_years=48), LATER[1])]
    (linked,) = link_cases(cases, AT, TWINS)
    assert (linked.subject, linked.verdict, linked.reason) == (
        "90000001#1 = 90000017#1",
        "yes",
        "same report; its only case",
    )


def test_twins_that_contradict_each_other_are_asked_about() -> None:
    (linked,) = link_cases(
        [(case("90000001#1", sex="F"), FIRST[1]), (case("90000017#1", sex="M"), LATER[1])], AT, TWINS
    )
    assert (linked.verdict, linked.reason) == ("unsure", "same report; its only case; yet sex F and M")


def test_several_cases_of_twins_are_aligned_by_facts_and_order() -> None:
    def series(pmid: str) -> list[tuple[Case, Record]]:
        sexes = enumerate(("M", "F", "M"), start=1)
        return [(case(f"{pmid}#{number}", sex=sex), record(pmid)) for number, sex in sexes]

    linked = link_cases([*series("90000017"), *series("90000001")], AT, TWINS)
    assert [(one.subject, one.verdict, one.reason) for one in linked] == [
        ("90000001#1 = 90000017#1", "yes", "same report; sex M"),
        ("90000001#2 = 90000017#2", "yes", "same report; sex F"),
        ("90000001#3 = 90000017#3", "yes", "same report; sex M"),
    ]
    assert [one.verdict for one in link_cases([*series("90000017")[:2], *series("90000001")], AT, TWINS)] == [
        "unsure",
        "yes",
    ]


def test_a_twin_without_cases_gives_nothing_to_align() -> None:
    assert link_cases([FIRST], AT, TWINS) == ()


# -------- properties

SOME_FACTS: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {},
    optional={
        "age_years": st.integers(45, 52),
        "age_at": st.sampled_from(["spinal lesion", "primary"]),
        "sex": st.sampled_from(["F", "M"]),
        "spinal_levels": st.sampled_from([("C6",), ("C6", "C7"), ("T5",), ("thoracic",)]),
        "primary_site": st.sampled_from(["intracranial", "limb"]),
        "interval_months": st.integers(0, 60),
    },
)


@st.composite
def some_cases(draw: st.DrawFn) -> list[tuple[Case, Record]]:
    authors = st.lists(st.sampled_from([MUELLER, TANAKA, ROSSI, KIM]), max_size=3, unique=True).map(tuple)
    years = st.none() | st.integers(2001, 2004)
    reports = [record(str(number), draw(years), draw(authors)) for number in range(8, 12)]
    return [
        (case(f"{report.pmid}#{number}", **draw(SOME_FACTS)), report)
        for report in reports
        for number in range(1, draw(st.integers(1, 3)))
    ]


@given(some_cases(), st.randoms(use_true_random=False))
def test_linking_cases_does_not_depend_on_the_order_of_arrival(
    cases: list[tuple[Case, Record]], random: Random
) -> None:
    shuffled = list(cases)
    random.shuffle(shuffled)
    assert link_cases(shuffled, AT, [("8", "9")]) == link_cases(cases, AT, [("9", "8")])


@given(some_cases())
def test_every_decision_is_about_two_reports_the_lower_first_with_a_score_in_bounds(
    cases: list[tuple[Case, Record]],
) -> None:
    for one in link_cases(cases, AT):
        left, right = one.subject.split(" = ")
        assert key_order(left) < key_order(right)
        assert left.split("#")[0] != right.split("#")[0]
        assert 0 <= (one.score or -1) <= 1
        assert one.verdict in ("yes", "unsure")


def test_a_case_that_two_fit_is_half_as_likely_either_of_them() -> None:
    (alone,) = link_cases([FIRST, LATER], AT)
    second = case("90000017#2", age_years=53, sex="F", spinal_levels=("C6",))
    rivals = link_cases([FIRST, LATER, (second, LATER[1])], AT)
    assert [one.verdict for one in rivals] == ["unsure", "unsure"]
    assert alone.score is not None
    assert rivals[0].score == pytest.approx(alone.score / 2, abs=0.001)


# ------------------------------------------------------------------------------------------------- what stands


def test_a_person_outranks_a_rule_and_then_the_latest_wins() -> None:
    rule, person, older = said("1 = 2", day=9), said("1 = 2", "no", by="Anna", day=3), said("1 = 2", by="Ben", day=1)
    assert effective([older, rule, person]) == {("same report", "1 = 2"): person}


def test_a_pair_is_one_subject_whichever_end_comes_first() -> None:
    assert pair("90000017#1", "9000001#10") == "9000001#10 = 90000017#1"
    assert effective([said("2 = 1"), said("1 = 2", "no", day=1)]) == {
        ("same report", "1 = 2"): said("1 = 2", "no", day=1)
    }


def test_numbers_are_compared_as_numbers() -> None:
    assert sorted(["10#1", "9#10", "9#2", "9", "import-3", "import-1"], key=key_order) == [
        "9",
        "9#2",
        "9#10",
        "10#1",
        "import-1",
        "import-3",
    ]


DECISIONS = st.lists(
    st.builds(
        said,
        st.tuples(st.integers(1, 7), st.integers(1, 7))
        .filter(lambda ends: ends[0] != ends[1])
        .map("{0[0]} = {0[1]}".format),
        st.sampled_from(["yes", "no", "unsure"]),
        by=st.sampled_from(["rule:same-report/1", "rule:same-report/2", "Anna", "Ben"]),
        day=st.integers(0, 3),
        score=st.sampled_from([None, 0.5, 0.9]),
    ),
    max_size=25,
)
KEYS = [str(number) for number in range(1, 8)]


@given(DECISIONS)
def test_a_rule_never_displaces_a_person(decisions: list[Decision]) -> None:
    by_persons = effective(one for one in decisions if one.by_person)
    standing = effective(decisions)
    assert {key: standing[key] for key in by_persons} == by_persons
    assert {key for key, one in standing.items() if not one.by_person}.isdisjoint(by_persons)


@given(DECISIONS)
def test_what_stands_does_not_depend_on_the_order_of_arrival(decisions: list[Decision]) -> None:
    assert effective(reversed(decisions)) == effective(decisions)


# ----------------------------------------------------------------------------------------------------- clusters


def test_what_is_the_same_as_the_same_is_the_same() -> None:
    assert cluster(["1", "2", "3", "4"], [said("3 = 4"), said("1 = 3"), said("1 = 2", "unsure")]) == (
        ("1", "3", "4"),
        ("2",),
    )


def test_a_persons_no_parts_two_that_others_connect_at_the_weakest_link() -> None:
    links = [said("1 = 2", score=0.9), said("2 = 3", score=0.8), said("1 = 3", "no", by="Anna")]
    assert cluster(["1", "2", "3"], links) == (("1", "2"), ("3",))
    assert cluster(["1", "2", "3"], [*links, said("2 = 3", by="Ben")]) == (("1",), ("2", "3"))


def test_among_persons_who_contradict_each_other_the_newer_yes_stays() -> None:
    links = [said("1 = 2", by="Anna", day=1), said("2 = 3", by="Ben", day=2), said("1 = 3", "no", by="Anna")]
    assert cluster(["1", "2", "3"], links) == (("1",), ("2", "3"))


def test_a_rule_cannot_make_one_patient_of_two_cases_of_a_report_and_a_person_can() -> None:
    links = [said("1#1 = 2#1", score=0.9), said("1#2 = 2#1", score=0.95)]
    keys = ["1#1", "1#2", "2#1"]
    assert cluster(keys, links) == (("1#1",), ("1#2", "2#1"))
    assert cluster(keys, [*links, said("1#1 = 2#1", by="Anna")]) == (("1#1", "2#1"), ("1#2",))
    assert cluster(keys, [*links, said("1#1 = 1#2", by="Anna")]) == (("1#1", "1#2", "2#1"),)


def test_a_pair_with_an_end_outside_the_keys_joins_nothing() -> None:
    assert cluster(["1", "3"], [said("1 = 2"), said("2 = 3")]) == (("1",), ("3",))


def test_screening_decisions_join_nothing() -> None:
    screened = Decision(kind="screen", subject="1", verdict="yes", reason="", by="rule:criteria/1", at=AT)
    assert cluster(["1", "2"], [screened]) == (("1",), ("2",))


@given(DECISIONS)
def test_clusters_do_not_depend_on_the_order_of_arrival_nor_on_the_order_in_a_pair(decisions: list[Decision]) -> None:
    turned = [replace(one, subject=" = ".join(reversed(one.subject.split(" = ")))) for one in reversed(decisions)]
    assert cluster(reversed(KEYS), turned) == cluster(KEYS, decisions)


@given(DECISIONS)
def test_every_key_is_in_exactly_one_cluster_and_no_persons_no_is_overruled(decisions: list[Decision]) -> None:
    clusters = cluster(KEYS, decisions)
    assert sorted(key for members in clusters for key in members) == KEYS
    together = {pair(*two) for members in clusters for two in combinations(members, 2)}
    parted = {subject for (_, subject), one in effective(decisions).items() if one.by_person and one.verdict == "no"}
    assert together.isdisjoint(parted)


@given(DECISIONS.map(lambda decisions: [one for one in decisions if not (one.by_person and one.verdict == "no")]))
def test_without_a_persons_no_clusters_are_the_connected_components(decisions: list[Decision]) -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for (_, subject), one in effective(decisions).items():
        left, right = subject.split(" = ")
        if one.verdict == "yes":
            edges[left].add(right)
            edges[right].add(left)
    expected = {key: _reachable(key, edges) for key in KEYS}
    assert {key: set(members) for members in cluster(KEYS, decisions) for key in members} == expected


def _reachable(start: str, edges: dict[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        new = edges[waiting.pop()] - seen
        seen |= new
        waiting.extend(new)
    return seen


# ---------------------------------------------------------------------------------------------------- questions


def test_twins_are_asked_about_once_by_their_likeliest_pair() -> None:
    twins = [said("1 = 2"), said("3 = 4")]
    likeliest = said("2 = 3", "unsure", score=0.9)
    doubts = [said("1 = 3", "unsure", score=0.6), likeliest, said("4 = 5", "unsure", score=0.7)]
    assert questions([*twins, *doubts]) == (likeliest, doubts[-1])


def test_what_is_one_by_other_ways_or_was_told_apart_is_no_question() -> None:
    twins = [said("1 = 2"), said("2 = 3"), said("4 = 5")]
    doubts = [said("1 = 3", "unsure"), said("3 = 4", "unsure"), said("2 = 5", "unsure")]
    assert questions([*twins, *doubts, said("1 = 5", "no", by="Anna")]) == ()
    assert questions([*twins, *doubts, said("1 = 5", "no")]) == (doubts[2],)


def test_reports_and_cases_are_asked_about_apart() -> None:
    doubts = [said("1 = 2", "unsure"), said("1#1 = 2#1", "unsure")]
    doubts[1] = replace(doubts[1], kind="same case")
    assert questions(doubts) == tuple(doubts)


@given(DECISIONS)
def test_every_doubt_of_a_rule_is_asked_settled_or_one_already(decisions: list[Decision]) -> None:
    group = {member: members[0] for members in cluster(KEYS, decisions) for member in members}

    def between(one: Decision) -> frozenset[str]:
        return frozenset(group[end] for end in one.subject.split(" = "))

    standing = effective(decisions).values()
    parted = {between(one) for one in standing if one.by_person and one.verdict == "no"}
    doubted = {between(one) for one in standing if one.verdict == "unsure" and len(between(one)) > 1}
    asked = [between(one) for one in questions(decisions)]
    assert len(asked) == len(set(asked))
    assert doubted - parted <= set(asked) <= doubted
