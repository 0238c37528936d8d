"""The ledger of known cases: what it says of Woitzik 2003, and that no value in it was made up."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

LEDGER = Path(__file__).parents[1] / "data" / "known_cases.csv"
EXPLANATION = LEDGER.with_suffix(".md")
TOPIC = Path(__file__).parents[1].parent / "shared" / "TOPIC.md"

COLUMNS = [
    "key",
    "first_author",
    "year",
    "journal",
    "title_short",
    "pmid",
    "doi",
    "pmcid",
    "n_patients",
    "age_years",
    "age_at",
    "sex",
    "diagnosis",
    "primary_site",
    "primary_site_text",
    "spinal_levels",
    "compartment",
    "interval_months",
    "surgery",
    "resection",
    "radiotherapy",
    "radiosurgery",
    "chemotherapy",
    "outcome",
    "followup_months",
    "other_metastases",
    "other_metastases_sites",
    "metastatic_to_spine",
    "read",
    "notes",
]
LEVELS = [
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
    "cervical",
    "thoracic",
    "lumbar",
    "sacral",
]
WORDS = {
    "age_at": {"spinal lesion", "primary", "report"},
    "sex": {"F", "M"},
    "diagnosis": {"hemangiopericytoma", "solitary fibrous tumor", "HPC/SFT"},
    "primary_site": {
        "intracranial",
        "spine",
        "head and neck",
        "lung or thorax",
        "abdomen or pelvis",
        "limb",
        "bone",
        "other",
    },
    "surgery": {"yes", "no"},
    "resection": {"gross total", "subtotal", "en bloc", "biopsy"},
    "radiotherapy": {"yes", "no"},
    "radiosurgery": {"yes", "no"},
    "chemotherapy": {"yes", "no"},
    "outcome": {"no evidence of disease", "alive with disease", "improved", "stable", "worse", "died"},
    "other_metastases": {"yes", "no"},
}
COMPARTMENTS = {"vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_woitzik_2003_is_the_48_year_old_woman_with_a_dumbbell_metastasis_from_c6_to_t2(
    rows: list[dict[str, str]],
) -> None:
    assert next(row for row in rows if row["key"] == "woitzik-2003") == {
        "key": "woitzik-2003",
        "first_author": "Woitzik J",
        "year": "2003",
        "journal": "Clin Neurol Neurosurg",
        "title_short": "late metastasis to the cervicothoracic spine",
        "pmid": "12860507",
        "doi": "10.1016/s0303-8467(02)00140-3",
        "pmcid": "",
        "n_patients": "1",
        "age_years": "48",
        "age_at": "spinal lesion",
        "sex": "F",
        "diagnosis": "hemangiopericytoma",
        "primary_site": "intracranial",
        "primary_site_text": "cranial meninges",
        "spinal_levels": "C6; C7; T1; T2",
        "compartment": "dumbbell",
        "interval_months": "96",
        "surgery": "yes",
        "resection": "gross total",
        "radiotherapy": "yes",
        "radiosurgery": "",
        "chemotherapy": "",
        "outcome": "alive with disease",
        "followup_months": "12",
        "other_metastases": "yes",
        "other_metastases_sites": "",
        "metastatic_to_spine": "yes",
        "read": "abstract",
        "notes": "removed in two stages with posterior stabilisation; symptoms went, new metastases at unnamed sites "
        "after one year; the DOI says 02 for a 2003 paper; states 7 earlier patients",
    }


def test_the_file_is_rfc_4180_in_the_columns_that_its_explanation_names(rows: list[dict[str, str]]) -> None:
    again = io.StringIO(newline="")
    writer = csv.DictWriter(again, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    assert again.getvalue().encode() == LEDGER.read_bytes()
    explanation = EXPLANATION.read_text(encoding="utf-8")
    between = COLUMNS[COLUMNS.index("surgery") + 1 : COLUMNS.index("chemotherapy")]
    assert [name for name in COLUMNS if name not in explanation and name not in between] == []


def test_every_key_is_there_once(rows: list[dict[str, str]]) -> None:
    keys = [row["key"] for row in rows]
    assert len(keys) == len(set(keys)) == 41


@pytest.mark.parametrize("column", sorted(WORDS))
def test_a_closed_column_holds_its_words_or_nothing(rows: list[dict[str, str]], column: str) -> None:
    assert {row[column] for row in rows} - {""} <= WORDS[column]


def test_whether_the_spine_was_the_target_and_what_was_read_are_always_said(rows: list[dict[str, str]]) -> None:
    assert {row["metastatic_to_spine"] for row in rows} == {"yes", "no", "unclear"}
    assert {row["read"] for row in rows} == {"abstract", "full text", "reference only"}


def test_levels_are_canonical_and_stand_top_down(rows: list[dict[str, str]]) -> None:
    for row in rows:
        levels = listed(row["spinal_levels"])
        assert levels == sorted(set(levels), key=LEVELS.index), row["key"]
        assert set(listed(row["compartment"])) <= COMPARTMENTS, row["key"]


def test_numbers_are_whole_and_possible(rows: list[dict[str, str]]) -> None:
    assert all(1958 <= int(row["year"]) <= 2026 for row in rows if row["year"])
    assert all(0 < int(row["age_years"]) < 100 for row in rows if row["age_years"])
    assert all(int(row[name]) > 0 for row in rows for name in ("n_patients", "interval_months") if row[name])


def test_an_age_belongs_to_a_single_patient_and_says_when(rows: list[dict[str, str]]) -> None:
    assert [row["key"] for row in rows if row["age_years"] and row["n_patients"] != "1"] == []
    assert [row["key"] for row in rows if bool(row["age_years"]) != bool(row["age_at"])] == []


def test_no_identifier_is_from_memory(rows: list[dict[str, str]]) -> None:
    if not TOPIC.exists():
        pytest.skip(f"{TOPIC} is not here: it is where the identifiers were seen")
    seen = TOPIC.read_text(encoding="utf-8").lower()
    written = {row[name].lower() for row in rows for name in ("pmid", "doi", "pmcid")} - {""}
    # As a whole: the first digits of a longer identifier are not the identifier.
    assert {one for one in written if not re.search(rf"(?<!\w){re.escape(one)}(?!\w)", seen)} == set()


def listed(cell: str) -> list[str]:
    return cell.split("; ") if cell else []
