"""The demo corpus: built by data/demo/build.py, valid PubMed XML, and labelled with words that stand in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import Bio.Entrez
import pytest
from lxml import etree

from harvester.pubmed import parse_pubmed
from harvester.records import CASE_FIELDS, REPORT_FIELDS, Record

DEMO = Path(__file__).parents[1] / "data" / "demo"
RECORDS = {
    item.pmid: item
    for item in parse_pubmed((DEMO / "pubmed_demo.xml").read_bytes(), "pubmed_demo.xml")
    if isinstance(item, Record)
}
GOLD: list[dict[str, Any]] = [json.loads(line) for line in (DEMO / "gold.jsonl").read_text("utf-8").splitlines()]


def _build(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEMO / "build.py"), "--source", str(source), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


PLAIN = """
[[record]]
pmid = 90000001
title = "Haemangiopericytoma of the thigh with a metastasis of L3."
abstract = "A woman of 39 had pain. L3 was removed."
journal = "Synthetic Journal"
date = "1975 Aug"
entrez = "1975-08-01"
authors = ["Brandvold R"]
[record.gold]
included = "yes"
n_patients = [1, "A woman of 39"]
[[record.gold.case]]
age_years = [39, "of 39"]
spinal_levels = [["L3"], "L3@2"]
interval_months = [48, "thigh", "removed"]
"""


def test_a_record_becomes_xml_and_a_line_of_gold_with_every_value_at_its_words(tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text(PLAIN)
    assert _build(tmp_path, tmp_path).returncode == 0
    (record,) = parse_pubmed((tmp_path / "pubmed_demo.xml").read_bytes(), "plain")
    assert isinstance(record, Record)
    assert record.text == (
        "Haemangiopericytoma of the thigh with a metastasis of L3.\n\nA woman of 39 had pain. L3 was removed."
    )
    assert json.loads((tmp_path / "gold.jsonl").read_text()) == {
        "id": "90000001",
        "included": "yes",
        "report": {"n_patients": {"value": 1, "start": 59, "end": 72, "quote": "A woman of 39"}},
        "cases": [
            {
                "age_years": {"value": 39, "start": 67, "end": 72, "quote": "of 39"},
                "spinal_levels": {"value": ["L3"], "start": 83, "end": 85, "quote": "L3"},
                "interval_months": {
                    "value": 48,
                    "start": 27,
                    "end": 32,
                    "quote": "thigh",
                    "parts": [
                        {"start": 27, "end": 32, "quote": "thigh"},
                        {"start": 90, "end": 97, "quote": "removed"},
                    ],
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('"of 39"', '"of 40"', "PMID 90000001: case 1: age_years: 'of 40' is not in the text"),
        ('"L3@2"', '"L3@3"', "spinal_levels: 'L3' is only 2 times in the text"),
        ('"of 39"', '"of 3"', "'of 3' is not in the text"),
        ("age_years =", "age =", "case 1: unknown fields age"),
        ('["L3"]', '["L6"]', "spinal_levels cannot be ['L6']"),
        ('included = "yes"', 'included = "maybe"', "included must be yes, no or unsure"),
        ('included = "yes"', 'included = "no"', "included = no wants a reason"),
        ('"Synthetic Journal"', '"Journal"', "the journal 'Journal' must say Synthetic"),
        ("authors =", "writers =", "unknown keys writers"),
        ("A woman", "A <em>woman</em>", "AbstractText has <em>"),
        ("A woman", "A & woman", "AbstractText is not XML inside"),
        ("[[record.gold.case]]", 'same_patient_as = {"1" = "90000002#1"}\n[[record.gold.case]]', "no case 90000002#1"),
        ("pmid = 90000001", "pmid = ", "plain.toml: this is not TOML"),
    ],
)
def test_a_wrong_source_is_named_and_nothing_is_written(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in PLAIN
    (tmp_path / "plain.toml").write_text(PLAIN.replace(right, wrong, 1))
    told = _build(tmp_path, tmp_path)
    assert (told.returncode, message in told.stderr) == (1, True), told.stderr
    assert not list(tmp_path.glob("*.xml")) + list(tmp_path.glob("*.jsonl"))


def test_a_repeated_pmid_is_named(tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text(PLAIN)
    (tmp_path / "second.toml").write_text(PLAIN)
    assert "second.toml, PMID 90000001: this PMID is also in plain.toml" in _build(tmp_path, tmp_path).stderr


def test_the_committed_files_are_what_the_builder_makes(tmp_path: Path) -> None:
    told = _build(DEMO / "source", tmp_path)
    assert told.returncode == 0, told.stderr
    for name in ("pubmed_demo.xml", "gold.jsonl"):
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes(), f"run data/demo/build.py: {name} is stale"


def test_the_xml_is_valid_by_the_dtd_it_names() -> None:
    dtd = etree.DTD(str(Path(Bio.Entrez.__file__).parent / "DTDs" / "pubmed_250101.dtd"))
    dtd.assertValid(etree.parse(DEMO / "pubmed_demo.xml"))


def test_every_record_is_read_and_every_record_is_labelled() -> None:
    assert [line["id"] for line in GOLD] == list(RECORDS)
    assert len(RECORDS) >= 150


def test_nothing_passes_for_real() -> None:
    assert min(int(pmid) for pmid in RECORDS) >= 90_000_001
    assert [record.pmid for record in RECORDS.values() if "Synthetic" not in record.journal.title] == []
    assert [r.doi for r in RECORDS.values() if r.doi and not r.doi.startswith("10.99999/synthetic.")] == []
    assert [one for r in RECORDS.values() for one in r.corrections if "Synth" not in one.source] == []


def test_every_heading_is_one_of_nlms() -> None:
    headings = [heading for record in RECORDS.values() for heading in record.mesh]
    assert [heading.descriptor for heading in headings if not heading.ui] == []
    assert [one.name for heading in headings for one in heading.qualifiers if not one.ui] == []


def test_every_quote_stands_where_it_says() -> None:
    false = [
        (line["id"], field, part["quote"])
        for line in GOLD
        for field, value in _values(line)
        for part in (value, *value.get("parts", []))
        if RECORDS[line["id"]].text[part["start"] : part["end"]] != part["quote"]
    ]
    assert false == []


def test_the_gold_knows_only_the_fields_there_are() -> None:
    assert {field for line in GOLD for field in line["report"]} == set(REPORT_FIELDS)
    assert {field for line in GOLD for case in line["cases"] for field in case} == set(CASE_FIELDS)


def test_an_included_report_has_a_patient_with_a_spinal_metastasis_and_no_other_has_one_of_this_tumour() -> None:
    for line in GOLD:
        positive = [case for case in line["cases"] if _is_positive(case)]
        unsplit = not line["cases"] and line["included"] == "yes"  # a series of positives with aggregates only
        assert bool(positive or unsplit) == (line["included"] == "yes"), line["id"]


def test_no_report_has_more_cases_than_patients() -> None:
    counted = [line for line in GOLD if "n_patients" in line["report"]]
    assert [line["id"] for line in counted if len(line["cases"]) > line["report"]["n_patients"]["value"]] == []


def test_what_depends_on_another_value_agrees_with_it() -> None:
    for line in GOLD:
        for case in line["cases"]:
            said = {field: value["value"] for field, value in case.items()}
            where = (line["id"], said)
            assert ("age_years" in said) == ("age_at" in said), where
            assert ("primary_site" in said) == ("primary_site_text" in said), where
            assert "recurrence_sites" not in said or said.get("recurrence") == "yes", where
            assert "other_metastases_sites" not in said or said.get("other_metastases") == "yes", where
            assert (said.get("primary_site") == "spine") <= (said.get("metastatic_to_spine") != "yes"), where


def test_patients_in_two_reports_agree_in_sex_and_in_age_within_the_years_between() -> None:
    lines = {line["id"]: line for line in GOLD}
    pairs = [(line["id"], own, other) for line in GOLD for own, other in line.get("same_patient_as", {}).items()]
    assert len(pairs) >= 8
    for pmid, own, other in pairs:
        earlier, number = other.split("#")
        one, two = lines[pmid]["cases"][int(own) - 1], lines[earlier]["cases"][int(number) - 1]
        years = abs((RECORDS[pmid].year or 0) - (RECORDS[earlier].year or 0))
        assert _agree(one, two, "sex"), (pmid, other)
        if "age_years" in one and "age_years" in two and one["age_at"]["value"] == two["age_at"]["value"]:
            assert abs(one["age_years"]["value"] - two["age_years"]["value"]) <= years + 1, (pmid, other)


@pytest.mark.parametrize(
    ("pattern", "at_least"),
    [
        (r"\bh[a]?emangiopericytoma", 80),
        (r"\bhaemangiopericytoma", 20),
        (r"\bsolitary fibrous tumou?r", 40),
        (r"HPC/SFT|SFT/HPC|hemangiopericytoma/solitary|tumou?r/hemangiopericytoma", 3),
        (r"\bangioblastic meningioma", 2),
        (r"\b\d+-year-old\b", 60),
        (r"\b(sixty-four|forty-five|thirty-nine|fifty-one|thirty-three)\b", 5),
        (r"\baged \d+|\b\d+ y/o\b|\b\d+-yr-old\b|\bof \d\d\b", 4),
        (r"\bTh\d", 4),
        (r"\bD\d+\b", 3),
        (r"\b(first|second|third|fourth|fifth|eighth|eleventh) (lumbar|thoracic|dorsal) vertebra", 6),
        (r"\b(axis|atlas|odontoid)\b", 3),
        (r"\bcauda equina\b", 3),
        (r"\bconus\b", 2),
        (r"\bT1\b.{0,40}\bT2\b.{0,12}(weighted|images|and STIR)|T2-weighted|hyperintense on T2", 3),
        (r"\bembolis|\bemboliz", 12),
        (r"refused|declined|rejected", 6),
        (r"family history", 3),
        (r"\d\^\d", 3),
        (r"\b(ninth|tenth|fifth|third|second) (case|instance|intramedullary|reported)", 4),
        (r"\b[Ff]ewer than|\bfew\b", 3),
    ],
)
def test_the_listed_difficulties_are_there(pattern: str, at_least: int) -> None:
    assert sum(bool(re.search(pattern, record.text, re.IGNORECASE)) for record in RECORDS.values()) >= at_least


def test_records_come_in_every_shape() -> None:
    records = list(RECORDS.values())
    assert sum(len(record.sections) > 1 for record in records) >= 25
    assert sum(not record.sections for record in records) >= 5
    assert sum(len(record.dates.print.raw if record.dates.print else "") > 0 for record in records) >= 3
    assert {"MEDLINE", "PubMed-not-MEDLINE", "Publisher"} <= {record.status for record in records}
    assert {"ErratumIn", "RetractionIn", "ExpressionOfConcernIn"} <= {c.kind for r in records for c in r.corrections}
    assert sum(bool(record.other_abstracts) for record in records) >= 3
    assert sum(bool(record.vernacular_title) for record in records) >= 4
    assert sum(any(author.collective for author in record.authors) for record in records) >= 2
    years = [record.year for record in records if record.year]
    assert (min(years) <= 1976, max(years) >= 2024) == (True, True)


def test_counts_stated_in_the_reports_are_of_every_kind() -> None:
    stated = [line["report"]["stated_count"]["value"] for line in GOLD if "stated_count" in line["report"]]
    assert len(stated) >= 25
    assert sum(count["n"] == 0 for count in stated) >= 4
    assert sum(count["includes_own"] for count in stated) >= 6
    assert {count["unit"] for count in stated} == {"patients", "reports"}


def test_all_verdicts_and_all_series_sizes_are_there() -> None:
    verdicts = [line["included"] for line in GOLD]
    assert {verdict: verdicts.count(verdict) >= 8 for verdict in verdicts} == dict.fromkeys(
        ("yes", "no", "unsure"), True
    )
    assert sum(len(line["cases"]) > 1 for line in GOLD) >= 12
    assert sum(line["included"] == "yes" and not line["cases"] for line in GOLD) >= 1


def _values(line: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [pair for part in (line["report"], *line["cases"]) for pair in part.items()]


def _is_positive(case: dict[str, Any]) -> bool:
    tumours = ("hemangiopericytoma", "solitary fibrous tumor", "HPC/SFT")
    metastatic = case.get("metastatic_to_spine", {}).get("value") == "yes"
    return metastatic and case.get("diagnosis", {}).get("value") in tumours


def _agree(one: dict[str, Any], other: dict[str, Any], field: str) -> bool:
    return field not in one or field not in other or one[field]["value"] == other[field]["value"]
