"""The table as a journal prints it, in words: its cells, notes and references worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from harvester import __version__
from harvester.export.manuscript import Manuscript, manuscript
from harvester.records import Box, Case, Dates, Patient, Report, Series, Value
from manuscripts import SERIES, case, record

DASH = "–"


def test_the_rows_of_the_small_series() -> None:
    told = manuscript(SERIES)
    assert told.title == "Table 1. Hemangiopericytoma metastatic to the spine: 3 patients from 3 reports"
    assert told.heads == (
        *("Authors, year [reference]", "Age (y)/sex", "Diagnosis", "Primary", "Spinal level", "Interval (mo)"),
        *("Treatment", "Outcome", "Follow-up (mo)"),
    )
    assert len(told.widths) == len(told.heads)
    assert told.rows == (
        (
            "Ferris and Okonjo, 1976 [1, 2]",
            "41/F",
            "hemangiopericytoma, WHO grade II",
            "intracranial (falx)",
            "C6–T2, L4 (extradural)",
            "132",
            "surgery (GTR), RT, no drug therapy",
            "NED, no recurrence",
            "48",
        ),
        (
            "Müller et al., 2003 [3], patient\u00a01",
            *("60†/–", "HPC/SFT", DASH, "cervicothoracic junction", DASH, "no RT", DASH, DASH),
        ),
        ("Müller et al., 2003 [3], patient\u00a02", "–/M", *(DASH,) * 7),
    )


def test_the_notes_of_the_small_series() -> None:
    assert manuscript(SERIES).notes == (
        "–, not stated in the title or abstract. Not stated, of 3 patients: age 1, sex 1, diagnosis 1, grade 2, "
        "primary 2, spinal level 1, compartment 2, interval 2, any treatment 1, outcome 2, recurrence 2, follow-up 2.",
        "†, age at the primary tumour and not at the lesion.",
        "F, female; GTR, gross total resection; HPC, hemangiopericytoma; M, male; mo, months; "
        "NED, no evidence of disease; RT, radiotherapy; SFT, solitary fibrous tumor; WHO, World Health Organization; "
        "y, years.",
        "Left out: 1 patient whose report is retracted (PMID 104); "
        "1 patient whose report is under an expression of concern (PMID 105).",
        "1 included report tells its patients only together and has no row: [4] (6 patients). "
        "1 report waits for a person's decision and may add patients.",
        f"Read from titles and abstracts by the rules of harvester {__version__}; no person has checked them, "
        "as of 2026-03-05. Full texts were not read.",
    )


def test_references_stand_in_the_order_of_their_first_appearance() -> None:
    assert [reference.rpartition("PMID: ")[2] for reference in manuscript(SERIES).references] == [
        "101.",
        "103.",
        "102.",
        "106.",
    ]
    assert manuscript(SERIES).references[0] == (
        "Ferris AB, Okonjo AB. A metastasis of T1. J Inv Spines. 1976;7(2):213-8. doi: 10.5555/a(1)<b>. PMID: 101."
    )


def test_neither_a_retracted_nor_a_duplicate_record_is_cited() -> None:
    told = " ".join(manuscript(SERIES).references)
    assert "Taken back" not in told
    assert "Doubted" not in told
    assert "PMID: 109" not in told


def test_a_record_is_cited_where_no_included_one_tells_of_the_patient() -> None:
    boxes = {**SERIES.boxes, "102": Box(name="duplicate")}
    assert "PMID: 102." in manuscript(replace(SERIES, boxes=boxes)).references[2]


def test_a_report_of_a_patient_that_is_active_says_what_became_of_it() -> None:
    cases = (*SERIES.patients[0].cases, case("104", 2))
    told = manuscript(replace(SERIES, patients=(Patient(id="P102-1", cases=cases),)))
    assert told.rows[0][0].startswith("Gone, 1990 [1, 2]")
    assert "Retraction in: J Inv Spines. 1991;8(1):2." in told.references[0]


@pytest.mark.parametrize(
    ("fields", "heads"),
    [
        (("age_years",), ("Age (y)",)),
        (("sex", "followup_months"), ("Sex", "Follow-up (mo)")),
        (("age_at", "presentation"), ()),
        (("embolization", "recurrence"), ("Treatment", "Outcome")),
    ],
)
def test_a_column_stands_only_for_what_the_query_asks_for(fields: tuple[str, ...], heads: tuple[str, ...]) -> None:
    told = manuscript(replace(SERIES, query=replace(SERIES.query, fields=fields)))
    assert told.heads[1:] == heads
    assert all(len(row) == len(told.heads) == len(told.widths) for row in told.rows)


def one(**values: Value) -> Manuscript:
    return manuscript(replace(SERIES, patients=(Patient(id="P", cases=(case("101", 1, **values),)),)))


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("Age (y)/sex", {"age_years": 1.25, "age_at": "report", "sex": "M"}, "1.25‡/M"),
        ("Age (y)/sex", {"age_at": "primary"}, DASH),
        ("Diagnosis", {"grade": "grade 3"}, "grade 3"),
        ("Primary", {"primary_site": "bone", "primary_site_text": "bone"}, "bone"),
        ("Primary", {"primary_site_text": "femur"}, "femur"),
        ("Spinal level", {"spinal_levels": ("C7", "T1")}, "C7, T1"),
        ("Spinal level", {"spinal_levels": ("L4", "L5", "S1", "thoracic")}, "L4–S1, thoracic"),
        ("Spinal level", {"spinal_levels": ("T1", "T3", "T4", "T5", "S5", "Co")}, "T1, T3–T5, S5, Co"),
        ("Spinal level", {"compartment": ("vertebral", "extradural")}, "vertebral, extradural"),
        ("Treatment", {"surgery": "no", "resection": "biopsy"}, "no surgery (biopsy)"),
        ("Treatment", {"resection": "subtotal"}, "STR"),
        ("Treatment", {"surgery": "yes", "resection": "en bloc", "radiosurgery": "yes"}, "surgery (en bloc), SRS"),
        ("Treatment", {"embolization": "yes", "chemotherapy": "yes"}, "embolization, drug therapy"),
        ("Outcome", {"outcome": "alive with disease"}, "AWD"),
        (
            "Outcome",
            {"outcome": "died", "recurrence": "yes", "recurrence_sites": ("local", "l2")},
            "died, recurrence (local, l2)",
        ),
        ("Outcome", {"recurrence": "no", "recurrence_sites": ("local",)}, "no recurrence"),
        ("Follow-up (mo)", {"followup_months": 0}, "0"),
    ],
)
def test_a_cell(column: str, values: dict[str, Any], said: str) -> None:
    told = one(**values)
    assert told.rows[0][told.heads.index(column)] == said


def test_an_abbreviation_is_explained_only_where_it_is_used() -> None:
    (used,) = [note for note in one(resection="subtotal").notes if "months" in note]
    assert used == "mo, months; STR, subtotal resection; y, years."


@pytest.mark.parametrize(
    ("names", "said"),
    [((), "No authors listed"), (("Aa",), "Aa"), (("Aa", "Bb"), "Aa and Bb"), (("Aa", "Bb", "Cc"), "Aa et al.")],
)
def test_authors(names: tuple[str, ...], said: str) -> None:
    series = _of(Patient(id="P", cases=(case("7", 1),)), record=record("7", 2001, "One.", *names))
    assert manuscript(series).rows[0][0] == f"{said}, 2001 [1]"


def _of(*patients: Patient, record: Any) -> Series:
    boxes = {record.pmid: Box(name="included")}
    return replace(SERIES, reports=(Report(record=record),), patients=patients, boxes=boxes)


def test_a_report_without_a_year_comes_last() -> None:
    undated = replace(record("7", 2001, "One.", "Aa"), dates=Dates())
    reports = (Report(record=undated), *SERIES.reports)
    patients = (Patient(id="P7-1", cases=(Case(pmid="7", number=1),)), *SERIES.patients)
    told = manuscript(replace(SERIES, reports=reports, patients=patients))
    assert told.rows[-1][0] == "Aa, no year [4]"


def test_the_notes_agree_with_their_numbers() -> None:
    patients = tuple(replace(one, standing="retracted") for one in SERIES.patients[:3])
    told = manuscript(replace(SERIES, patients=(*patients, *SERIES.patients[3:])))
    assert told.rows == ()
    assert told.title.endswith(": 0 patients from 0 reports")
    assert told.notes[0] == "No patient is active."
    assert (
        "Left out: 4 patients whose reports are retracted (PMID 101, 102, 103, 104, 109); "
        "1 patient whose report is under an expression of concern (PMID 105)." in told.notes
    )
    active = replace(SERIES, patients=SERIES.patients[:3])
    assert "No patient is retracted or under an expression of concern." in manuscript(active).notes


def test_one_patient_and_several_reports_agree_with_their_words() -> None:
    assert one(sex="F").notes[0].startswith("–, not stated in the title or abstract. Not stated, of 1 patient: age 1,")
    extra = Report(record=record("110", 1999, "Others.", "Others"))
    series = replace(SERIES, reports=(*SERIES.reports, extra), boxes={**SERIES.boxes, "110": Box(name="included")})
    told = manuscript(replace(series, flow=replace(SERIES.flow, unsure=2))).notes[-2]
    assert told == (
        "2 included reports tell their patients only together and have no row: [4] (6 patients), [5]. "
        "2 reports wait for a person's decision and may add patients."
    )


def test_who_checked_and_as_of_which_day() -> None:
    checked = replace(SERIES.patients[0], checked_by="Anna")
    series = replace(SERIES, patients=(checked, *SERIES.patients[1:]), published_by=date(2015, 6, 30))
    assert manuscript(series).notes[-1] == (
        f"Read from titles and abstracts by the rules of harvester {__version__}; "
        "a person has checked 1 of 3 patients, "
        "as of 2026-03-05, of what had entered PubMed by 2015-06-30. Full texts were not read."
    )
