"""summary.md: every number worked out by hand from the small series, and the words that agree with it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from harvester import __version__
from harvester.export.described import described
from harvester.export.grammar import agreed, day, many
from harvester.export.summary import summary
from harvester.query import find_query, read_query
from harvester.records import CASE_FIELDS, Conflict, Decision, Flow, Patient, Query, Series, Value
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store
from manuscripts import AT, SERIES, case


def section(text: str, title: str) -> str:
    return text.partition(f"## {title}\n\n")[2].partition("\n\n## ")[0].strip()


def test_the_whole_of_a_small_series() -> None:
    assert (
        summary(SERIES)
        == """# Summary: Hemangiopericytoma metastatic to the spine

As of 5 March 2026 (UTC).

## Search and selection

The last search of PubMed (NCBI) was on 5 March 2026 (strategy: search.md). 9 records were identified. \
Removed before screening: 1 duplicate. 8 records were screened by title and abstract. \
1 record was excluded (all by rules): another tumour, 1. 1 record waits for a person's decision. \
6 reports of 5 studies were included. 1 of them is retracted.

## Patients

5 patients are described one by one. Left out below: 1 retracted and 1 under an expression of concern; \
what follows is about the other 3 patients. 1 patient is described in more than one record. \
1 included report tells its patients only together; those patients are not counted.

## Age and sex

Age was stated for 2 of 3 patients (not stated for 1): median 50.5 years (range 41 to 60). \
The event that the age belongs to was stated for 2 of 3 patients (not stated for 1): \
primary, 1 (50%); spinal lesion, 1 (50%). \
Sex was stated for 2 of 3 patients (not stated for 1): F, 1 (50%); M, 1 (50%).

## Tumour and primary

Diagnosis was stated for 2 of 3 patients (not stated for 1): HPC/SFT, 1 (50%); hemangiopericytoma, 1 (50%). \
Grade (as written) was stated for 1 of 3 patients (not stated for 2): WHO grade II, 1 (100%). \
Site of the primary was stated for 1 of 3 patients (not stated for 2): intracranial, 1 (100%). \
Interval from the primary to the metastasis was stated for 1 of 3 patients (not stated for 2): 132 months. \
Whether there were other metastases was not stated for any of 3 patients. \
Site of other metastases was not stated for any of 3 patients.

## Spine

Spinal level or region was stated for 2 of 3 patients (not stated for 1): cervical, 2 (100%); thoracic, 2 (100%); \
lumbar, 1 (50%). A patient counts once in each region, at a junction in both. \
A vertebra was named for 1 patient, more than one for 1. \
For 1 patient only a region was named, which is in the counts. \
Compartment was stated for 1 of 3 patients (not stated for 2): extradural, 1 (100%). \
Presentation was stated for 2 of 3 patients (not stated for 1): pain, 2 (100%); weakness, 1 (50%) \
(a patient may count in several).

## Treatment

Surgery was stated for 1 of 3 patients (not stated for 2): yes, 1 (100%). \
Extent of resection was stated for 1 of 3 patients (not stated for 2): gross total, 1 (100%). \
Radiotherapy was stated for 2 of 3 patients (not stated for 1): no, 1 (50%); yes, 1 (50%). \
Radiosurgery was not stated for any of 3 patients. \
Drug therapy was stated for 1 of 3 patients (not stated for 2): no, 1 (100%). \
Embolization was not stated for any of 3 patients.

## Course

Recurrence was stated for 1 of 3 patients (not stated for 2): no, 1 (100%). \
Site of recurrence was not stated for any of 3 patients. \
Outcome at last follow-up was stated for 1 of 3 patients (not stated for 2): no evidence of disease, 1 (100%). \
Follow-up was stated for 1 of 3 patients (not stated for 2): 48 months.

## What waits for a person

1 report is neither in nor out (no abstract, 1). `harvester status` names them, `harvester check` shows them.

## How to read this

Values were read from titles and abstracts by the rules of harvester 0.1.0; no full text was read. \
A person has checked values of 0 of 3 patients. \
Not stated means that no title or abstract of the patient states it, and never no; a `no` is a stated one. \
Shares are of the patients for whom a value is stated, who may differ from the others.
""".replace("harvester 0.1.0", f"harvester {__version__}")
    )


def test_only_what_the_query_asks_for_is_described() -> None:
    asked = replace(SERIES, query=replace(SERIES.query, fields=("sex", "followup_months")))
    told = summary(asked)
    assert section(told, "Age and sex") == (
        "Sex was stated for 2 of 3 patients (not stated for 1): F, 1 (50%); M, 1 (50%)."
    )
    assert section(told, "Course") == "Follow-up was stated for 1 of 3 patients (not stated for 2): 48 months."
    assert "## Treatment" not in told
    assert "## Spine" not in told
    assert "## Tumour" not in told


def test_every_field_but_the_criterion_and_the_words_as_written_is_described() -> None:
    full = dict.fromkeys(CASE_FIELDS, "x")
    sections = described(_asking(*CASE_FIELDS), [Patient(id="P", cases=(case("1", 1, **full),))])
    said = " ".join(sentence for _, sentences in sections for sentence in sentences)
    assert said.count("was stated for the only patient") == len(CASE_FIELDS) - 2


def _asking(*fields: str) -> Query:
    return replace(SERIES.query, fields=fields)


def _said(field: str, *values: Value | None) -> str:
    cases = [case("1", n, **({} if value is None else {field: value})) for n, value in enumerate(values, start=1)]
    patients = [Patient(id=f"P{one.number}", cases=(one,)) for one in cases]
    return " ".join(sentence for _, told in described(_asking(field), patients) for sentence in told)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((40,), "Age was stated for the only patient: 40 years."),
        ((None,), "Age was not stated for the only patient."),
        ((1, None), "Age was stated for 1 of 2 patients (not stated for 1): 1 year."),
        ((0.5, 40, 60.0), "Age was stated for all 3 patients: median 40 years (range 0.5 to 60)."),
        ((40, 41), "Age was stated for all 2 patients: median 40.5 years (range 40 to 41)."),
        ((None, None), "Age was not stated for any of 2 patients."),
        ((), ""),
    ],
)
def test_numbers(values: tuple[Value | None, ...], said: str) -> None:
    assert _said("age_years", *values) == said


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (("C6", "C7"), "cervical, 1 (100%)"),
        (("S2", "Co"), "coccyx, 1 (100%); sacral, 1 (100%)"),
        (("thoracolumbar junction",), "lumbar, 1 (100%); thoracic, 1 (100%)"),
        (("lumbosacral", "L5"), "lumbar, 1 (100%); sacral, 1 (100%)"),
        (("cauda equina",), "cauda equina, 1 (100%)"),
    ],
)
def test_regions(levels: tuple[str, ...], said: str) -> None:
    assert _said("spinal_levels", levels).startswith(
        f"Spinal level or region was stated for the only patient: {said}. "
    )


def test_the_words_agree_with_the_numbers() -> None:
    flow = Flow(
        sources={"PubMed": 3000, "file a.ris": 1},
        duplicates=2,
        refused=1,
        missing=3,
        deleted=1,
        screened=2994,
        excluded={"b|x": 1, "a": 1200},
        by_person=1,
        unsure=2,
        included_reports=1,
        included_patients=1,
    )
    told = section(summary(replace(SERIES, flow=flow)), "Search and selection")
    assert "3,001 records were identified." in told
    assert (
        "Removed before screening: 2 duplicates, 1 withdrawn by NLM, 1 unreadable, 3 never delivered by the platform."
        in told
    )
    assert "1,201 records were excluded (1 by a person and 1,200 by rules): a, 1,200; b\\|x, 1." in told
    assert "2 records wait for a person's decision. 1 report of 5 studies was included." in told


def test_files_are_named_and_no_search_is_said() -> None:
    (search,) = SERIES.searches
    files = [replace(search, platform=f"file {name}") for name in ("embase.ris", "a_b.csv")]
    told = section(summary(replace(SERIES, searches=(search, *files))), "Search and selection")
    assert "2 reference files were taken in: embase.ris, a\\_b.csv." in told
    later = replace(search, confirmed_at=AT + timedelta(days=30))
    assert "was on 4 April 2026" in summary(replace(SERIES, searches=(later,)))
    assert summary(replace(SERIES, searches=())).count("No search has been run yet.") == 1


def test_a_past_day_is_said() -> None:
    told = summary(replace(SERIES, published_by=date(2015, 6, 30)))
    assert "As of 5 March 2026 (UTC), of what had entered PubMed by 30 June 2015.\n" in told


def test_an_empty_series_claims_nothing() -> None:
    empty = Flow(
        sources={},
        duplicates=0,
        refused=0,
        missing=0,
        deleted=0,
        screened=0,
        excluded={},
        unsure=0,
        included_reports=0,
        included_patients=0,
    )
    told = summary(Series(query=SERIES.query, searches=(), reports=(), patients=(), decisions=(), flow=empty))
    assert "0 records were identified. None was removed before screening." in told
    assert "None was excluded. 0 reports of 0 studies were included." in told
    assert section(told, "Patients") == "0 patients are described one by one."
    assert section(told, "What waits for a person") == "Nothing."
    assert "median" not in told
    assert "## Age" not in told


def test_what_people_said_waits_too() -> None:
    said = Decision(kind="check", subject="101#1", verdict="no", reason="", by="Anna", at=AT, field="sex", value="M")
    series = replace(SERIES, stale=(said,), conflicts=(Conflict(earlier=said, later=replace(said, by="Ben")),))
    told = section(summary(series), "What waits for a person")
    assert "1 word of a person is about words that have changed since." in told
    assert "Two people differ on 1 value; the later word stands." in told
    checked = replace(SERIES.patients[0], checked_by="Anna")
    assert "A person has checked values of 1 of 3 patients." in summary(
        replace(SERIES, patients=(checked, *SERIES.patients[1:]))
    )


def test_a_number_and_its_words() -> None:
    assert [many(n, "study", "studies") for n in (0, 1, 2, 1200)] == [
        "0 studies",
        "1 study",
        "2 studies",
        "1,200 studies",
    ]
    assert (agreed(1, "is", "are"), agreed(0, "is", "are")) == ("is", "are")
    assert day(date(2026, 12, 1)) == "1 December 2026"


def test_the_demo_counts_each_patient_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Stated and not stated add up to the active patients for every field of the demo."""
    folder = tmp_path_factory.mktemp("summary")
    with open_source("demo") as entrez, Store.at(folder / "series.db") as store:
        review = Review(query=read_query(find_query("hpc-spine")), store=store, folder=folder)
        series = review.run(entrez, lambda *_: None).series
    active = series.flow.active_patients
    shares = re.findall(r"stated for ([\d,]+) of ([\d,]+) patients \(not stated for ([\d,]+)\)", summary(series))
    assert len(shares) > 15
    assert {(int(n) + int(missing), int(total)) for n, total, missing in shares} == {(active, active)}
