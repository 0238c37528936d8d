"""The same report twice: what a librarian calls a duplicate, what only looks like one, and what has to be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.made_up_references import pairs, references
from harvester.link.reports import duplicates, link_reports
from harvester.records import Author, Correction, Dates, Decision, Journal, PartialDate, Record, Section

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MUELLER = Author(last="Müller", fore="Anna B", initials="AB")
TANAKA = Author(last="Tanaka", fore="Kenji", initials="K")
ROSSI = Author(last="Rossi", fore="Giulia", initials="G")
KIM = Author(last="Kim", fore="Jin Ho", initials="JH")


def in_year(year: int) -> Dates:
    return Dates(print=PartialDate(year=year))


PAPER = Record(
    pmid="12000001",
    title="Solitary fibrous tumour of the meninges spreading to the thoracic spine: late course after two operations",
    authors=(MUELLER, TANAKA, ROSSI),
    journal=Journal(title="Journal of Spinal Oncology", abbreviation="J Spinal Oncol", issn="0303-8467"),
    volume="105",
    issue="3",
    pages="159-166",
    dates=in_year(2003),
    doi="10.1016/s0303-8467(02)00140-3",
)
"""A report with everything that a database states of one."""

ELSEWHERE = replace(PAPER, pmid="embase-7")
"""The same, as another database names it."""


def verdict(one: Record, other: Record) -> str:
    """The verdict on two, whichever comes first: yes, unsure, or nothing."""
    found, turned = (duplicates(two).get("1 = 2") for two in ({"1": one, "2": other}, {"2": one, "1": other}))
    assert (found and found.verdict) == (turned and turned.verdict)
    return found.verdict if found else ""


def test_the_same_report_in_another_database_with_the_evidence_in_words() -> None:
    other = replace(
        PAPER, pmid="embase-7", doi="https://doi.org/10.1016/S0303-8467(02)00140-3.", issue="", pages="159-66"
    )
    assert link_reports([PAPER, other], AT) == (
        Decision(
            kind="same report",
            subject="12000001 = embase-7",
            verdict="yes",
            reason="same DOI 10.1016/s0303-8467(02)00140-3 +16; same title +16; 3 of 3 authors shared +7; "
            "same journal +3; same volume 105 +3; same pages 159-166 +13; year 2003 +3",
            score=1.0,
            by="rule:same-report/2",
            at=AT,
        ),
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(ELSEWHERE, doi=""), id="without its DOI"),
        pytest.param(replace(ELSEWHERE, doi="", title=PAPER.title.upper() + "."), id="in capitals"),
        pytest.param(
            replace(ELSEWHERE, doi="", title=f"{PAPER.title} [Review] [45 refs]"), id="with notes in brackets"
        ),
        pytest.param(replace(ELSEWHERE, doi="", title=f"[{PAPER.title}]. [German]"), id="a translated title"),
        pytest.param(replace(ELSEWHERE, doi="", title=PAPER.title.partition(":")[0]), id="without its subtitle"),
        pytest.param(replace(ELSEWHERE, doi="", title=PAPER.title.replace("tumour", "tumor")), id="American spelling"),
        pytest.param(replace(ELSEWHERE, doi="", title=PAPER.title.replace("thoracic", "thoracci")), id="mistyped"),
        pytest.param(
            replace(ELSEWHERE, doi="", title="Late spinal spread of a fibrous tumour", vernacular_title=PAPER.title),
            id="the original title beside another translation",
        ),
        pytest.param(
            replace(ELSEWHERE, doi="", title="Tumores fibrosos da coluna: evolução tardia de uma paciente"),
            id="the title in another language on the same eight pages",
        ),
        pytest.param(
            replace(ELSEWHERE, doi="", journal=Journal(title="J Spinaloncol")), id="words of the journal run together"
        ),
        pytest.param(replace(ELSEWHERE, doi="", authors=(Author(last="Müller A.B."),)), id="its list of authors cut"),
        pytest.param(
            replace(ELSEWHERE, doi="", authors=(Author(last="Muller"), Author(last="Tanaka"), Author(last="Rosi"))),
            id="an author mistyped",
        ),
        pytest.param(replace(ELSEWHERE, doi="", journal=Journal(title="J. Spin. Oncol.")), id="another abbreviation"),
        pytest.param(replace(ELSEWHERE, doi="", journal=Journal(title="Spine Onc J", issn="0303-8467")), id="an ISSN"),
        pytest.param(replace(ELSEWHERE, doi="", journal=Journal(), volume="", issue="", pages=""), id="no place"),
        pytest.param(
            replace(ELSEWHERE, doi="", volume="", issue="", pages="1-8", dates=in_year(2002)), id="ahead of print"
        ),
        pytest.param(replace(ELSEWHERE, doi="", volume="", issue="105", pages="3"), id="columns moved by one"),
        pytest.param(replace(PAPER, pmid="9", publication_status="aheadofprint", doi="", pages=""), id="two PMIDs"),
    ],
)
def test_what_databases_do_to_a_reference_does_not_hide_it(other: Record) -> None:
    assert verdict(PAPER, other) == "yes"


BARE = replace(ELSEWHERE, doi="")
NEXT_ISSUE = replace(BARE, issue="5", pages="301-309")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(NEXT_ISSUE, title=f"Erratum: {PAPER.title}"), id="an erratum"),
        pytest.param(replace(NEXT_ISSUE, title=f"{PAPER.title} (vol 105, pg 159, 2003)"), id="an erratum of WoS"),
        pytest.param(replace(NEXT_ISSUE, publication_types=("Published Erratum",)), id="an erratum by its type"),
        pytest.param(replace(BARE, publication_types=("Retraction of Publication",)), id="a retraction notice"),
        pytest.param(replace(BARE, title=f"Expression of concern: {PAPER.title}"), id="a concern"),
        pytest.param(replace(NEXT_ISSUE, title=f"{PAPER.title} - reply"), id="a reply"),
        pytest.param(replace(NEXT_ISSUE, title=f"Comment on: {PAPER.title}"), id="a comment"),
        pytest.param(replace(NEXT_ISSUE, title=f"{PAPER.title}. Part II"), id="its second part"),
        pytest.param(
            replace(PAPER, pmid="12000002", corrections=(Correction(kind="ErratumFor", pmid="12000001"),)),
            id="a notice by NLM's link alone",
        ),
        pytest.param(
            replace(NEXT_ISSUE, title="Chordoma of the sacrum in childhood: results of proton therapy"),
            id="another paper",
        ),
    ],
)
def test_another_report_is_not_even_a_question(other: Record) -> None:
    assert verdict(PAPER, other) == ""


@pytest.mark.parametrize(
    ("other", "why"),
    [
        pytest.param(NEXT_ISSUE, "printed in two places: 105(3):159 and 105(5):301", id="two issues"),
        pytest.param(
            replace(BARE, volume="88", issue="Suppl 1", pages="S12", dates=in_year(2002)),
            "printed in two places: 105(3):159 and 88(suppl 1):s12",
            id="a meeting's abstract",
        ),
        pytest.param(
            replace(BARE, journal=Journal(title="Acta Chirurgica"), pages="12-19"), "two places", id="two journals"
        ),
        pytest.param(
            replace(BARE, publication_types=("Conference Paper",), pages="", volume="", dates=in_year(2002)),
            "presented at a meeting and of different years",
            id="a conference paper",
        ),
        pytest.param(replace(ELSEWHERE, doi="10.1016/other", pages=""), "different DOIs", id="another DOI"),
        pytest.param(replace(BARE, title=f"{PAPER.title}: an update", pages=""), "an update", id="an update"),
        pytest.param(replace(BARE, title=""), "one has no title", id="no title"),
        pytest.param(
            replace(BARE, pmid="12000002", pages=""), "two records of PubMed, 12000001 and 12000002", id="two PMIDs"
        ),
        pytest.param(
            replace(BARE, title=PAPER.title.replace("thoracic", "cervical"), pages=""),
            "title with other words and no page to confirm it",
            id="a word changed and no page",
        ),
    ],
)
def test_what_a_person_has_to_look_at_says_why(other: Record, why: str) -> None:
    (match,) = duplicates({"1": PAPER, "2": other}).values()
    assert match.verdict == "unsure"
    assert why in match.reason.split("; ")[0]


def test_a_column_that_comes_in_each_issue_is_a_question() -> None:
    column = replace(PAPER, title="From the editors", doi="", pages="")
    assert verdict(column, replace(column, pmid="x", issue="4")) == "unsure"
    assert verdict(column, replace(column, pmid="x", volume="106", dates=in_year(2004))) != "yes"


def test_a_common_title_of_another_group_is_another_report() -> None:
    one = replace(PAPER, title="Hemangiopericytoma of the spine: a case report", doi="")
    other = replace(one, pmid="2", authors=(KIM,), journal=Journal(title="Acta Chirurgica"), volume="7", pages="33-35")
    assert verdict(one, other) == ""


def test_an_identifier_that_two_share_and_nothing_else_is_a_question() -> None:
    other = Record(pmid="embase-8", title="Chordoma of the sacrum", authors=(KIM,), dates=in_year(2010), doi=PAPER.doi)
    (match,) = duplicates({"1": PAPER, "2": other}).values()
    assert (match.verdict, match.score) == ("unsure", 0.0)


def test_versions_of_one_text_are_one_report_and_an_update_years_later_is_asked_about() -> None:
    first = replace(PAPER, doi="10.1002/14651858.CD002273.pub2", pages="CD002273", issue="")
    assert verdict(first, replace(first, pmid="x", doi="10.1002/14651858.cd002273.pub3", dates=in_year(2004))) == "yes"
    assert (
        verdict(first, replace(first, pmid="x", doi="10.1002/14651858.CD002273.pub4", dates=in_year(2008))) == "unsure"
    )
    preprint = replace(PAPER, doi="10.1101/2020.01.01.123456v1")
    assert verdict(preprint, replace(preprint, pmid="x", doi="10.1101/2020.01.01.123456v2")) == "yes"


@pytest.mark.parametrize(
    "title",
    [
        "Correction of thoracic kyphosis after two operations by a halo",
        "Retraction of the dura as a cause of late pain",
    ],
)
def test_a_paper_on_a_correction_or_a_retraction_is_no_notice(title: str) -> None:
    assert verdict(replace(PAPER, title=title), replace(BARE, title=title.upper())) == "yes"


def test_an_abstract_decides_where_the_place_is_not_given() -> None:
    bare = replace(PAPER, doi="", journal=Journal(), volume="", issue="", pages="", title="Spinal spread of tumours")
    text = (
        "We followed forty patients for ten years and report where their tumours came back, and when, and to what end."
    )
    other = (
        "Forty rabbits were given the drug for six weeks; the spines were then stained, cut and counted under the lens."
    )
    one = replace(bare, sections=(Section(text=text),))
    alike = replace(bare, pmid="x", sections=(Section(label="AIM", text=text + " Copyright 2003."),))
    unlike = replace(bare, pmid="x", sections=(Section(text=other),))
    assert duplicates({"1": one, "2": alike})["1 = 2"].verdict == "yes"
    assert duplicates({"1": one, "2": unlike})["1 = 2"].score < duplicates({"1": one, "2": alike})["1 = 2"].score


def test_a_title_without_spaces_counts_by_its_characters() -> None:
    one = replace(
        PAPER,
        title="脊柱血管外皮细胞瘤转移一例报告",
        doi="",
        journal=Journal(title="中华外科杂志"),
        authors=(Author(last="王"),),
    )
    assert verdict(one, replace(one, pmid="x", issue="")) == "yes"
    assert verdict(one, replace(one, pmid="x", title="骶骨脊索瘤手术治疗二十例分析", pages="301-9")) == ""


def test_versions_of_a_record_are_one_record() -> None:
    assert link_reports([PAPER, replace(PAPER, version=2)], AT) == ()


def test_a_title_that_is_not_available_is_no_title() -> None:
    one = replace(PAPER, doi="", title="[Not Available].", authors=(), pages="")
    assert duplicates({"1": one, "2": replace(one, pmid="x")}) == {}


@given(
    st.lists(
        st.builds(
            Record,
            pmid=st.integers(1, 12).map(str),
            doi=st.sampled_from(["", "10.1000/A", "10.1000/a", "10.1000/b"]),
            title=st.sampled_from(["", PAPER.title, PAPER.title.upper(), f"Erratum: {PAPER.title}", "Another matter"]),
            authors=st.sampled_from([(), (MUELLER,), (MUELLER, KIM), (KIM,)]),
            pages=st.sampled_from(["", "159-66", "159", "301-2"]),
            dates=st.sampled_from([Dates(), *map(in_year, (2001, 2002, 2004))]),
            publication_types=st.sampled_from([(), ("Comment",)]),
            publication_status=st.sampled_from(["ppublish", "aheadofprint"]),
        ),
        unique_by=lambda one: one.pmid,
    )
)
def test_the_order_of_arrival_does_not_matter(records: list[Record]) -> None:
    linked = link_reports(records, AT)
    assert link_reports(reversed(records), AT) == linked
    assert len({one.subject for one in linked}) == len(linked)


def test_a_pair_is_judged_the_same_in_any_company() -> None:
    planted = references(400).records
    alone = dict(list(planted.items())[:100])
    together = {
        subject: match for subject, match in duplicates(planted).items() if set(subject.split(" = ")) <= set(alone)
    }
    assert (
        together.items() >= {pair: match for pair, match in duplicates(alone).items() if match.verdict == "yes"}.items()
    )


def test_planted_twins_are_found_and_look_alikes_left_apart() -> None:
    """3,000 made-up references (benchmarks/made_up_references.py), of which 680 pairs are one report."""
    planted = references(3_000)
    found = duplicates(planted.records)
    certain = {subject for subject, match in found.items() if match.verdict == "yes"}
    same = set(pairs(planted))
    assert len(certain & same) / len(certain) >= 0.995
    assert len(certain & same) / len(same) >= 0.985


def test_shuffled_twins_are_the_same_twins() -> None:
    planted = references(500).records
    keys = list(planted)
    Random(1).shuffle(keys)
    assert duplicates({key: planted[key] for key in keys}) == duplicates(planted)
