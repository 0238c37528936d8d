"""`harvester reproduce` on the demo and on the ledger of known cases: what is printed, JSON, and how it leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harvester.query import find_query, read_query, read_reviews, shipped
from harvester.records import CASE_FIELDS

ROOT = Path(__file__).parents[1]
LEDGER = ROOT / "data" / "known_cases.csv"
TOPIC = ROOT.parent / "shared" / "TOPIC.md"
QUERY = read_query(find_query("hpc-spine"))


def harvester(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("harvester")), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "series"
    assert harvester("run", "hpc-spine", "--offline", "--quiet", "--out", folder).returncode == 0
    return folder


def reproduce(*arguments: object) -> dict[str, Any]:
    done = harvester("reproduce", "hpc-spine", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def block(said: str, key: str) -> str:
    return next(part for part in said.split("\n\n") if part.startswith(f"{key}: "))


def test_a_count_of_the_demo_is_reproduced_with_its_list(demo: Path) -> None:
    done = harvester("reproduce", "hpc-spine", "hollis-warner-2023", "--out", demo, "--strict")
    assert done.returncode == 0
    assert done.stdout == (
        """series: 105 reports, 119 patients included
reviews: of data/demo/reviews.toml, since the series is the synthetic demo corpus

hollis-warner-2023: Hollis-Warner J 2023, Synthetic Archives of Neurosurgery
  scope       intramedullary metastasis of this tumour, the own patient the third
  cut-off     2023-06-23, its own record entered PubMed (basis: entrez)
  stated      3 patients, its own among them
  found       3 patients
  reproduced  yes: found are those listed and nobody else; up to 4 more may count
  list        3 of the 3 stated are known by name
  matched     3
              P90000015-1, PMID 90000015, Rosenthaler M 2014 = Rosenthaler M 2014
              P90000035-1, PMID 90000035, Hollis-Warner J 2023 = Hollis-Warner J 2023: the own patient
              P90000196-1, PMID 90000196, Valderrama L 1998 = Valderrama L 1998
  missing     0
  extra       0
  may count   4
              P90000085-1, PMID 90000085, Sandbrook LE 1975: no abstract: the full text must be read
              P90000175-1, PMID 90000175, Echeverri-Lazo T 2001: no abstract: the full text must be read
              PMID 90000156, Brüning K 1974: no abstract: the full text must be read
              PMID 90000177, Vogelsang-Rade H 1981: no abstract: the full text must be read
  recall      2 of 2 listed reports that PubMed holds were found by the strategy: 1.000 (95 % 0.342 to 1.000, Wilson)
"""
    )


def test_a_count_of_the_demo_differs_and_each_difference_has_its_reason(demo: Path) -> None:
    (review,) = reproduce("karabulut-2005", "--out", demo)["reviews"]
    assert (review["stated"], review["found"], review["reproduced"]) == (11, 24, "no")
    assert review["missing"] == {
        "not in PubMed": 1,
        "not found by the strategy": 1,
        "no abstract": 1,
        "excluded": 1,
        "out of its scope": 1,
        "after the cut-off": 1,
    }
    assert review["extra"] == {
        "not on its list": 20,
        "counted twice": 1,
        "retracted since": 1,
        "entered later": 37,
    }
    assert review["because"] == (
        "listed 11 = 4 matched + 1 counted twice + 6 missing; found 24 = 4 matched + 20 not on its list; "
        "up to 1 more may count"
    )
    assert (review["recall"]["found"], review["recall"]["listed"]) == (8, 9)
    said = harvester("reproduce", "hpc-spine", "karabulut-2005", "--out", demo).stdout
    assert "PMID 90000120: excluded: no spinal metastasis of a tumour elsewhere\n" in said
    assert "counted twice: P90000058-1, PMID 90000058, 90000059, Brathwaite CR 1992: on its list as" in said


def test_a_list_that_is_not_known_is_said_to_be_so(demo: Path) -> None:
    done = harvester("reproduce", "hpc-spine", "bettencourt-2020-reports", "--out", demo)
    said = block(done.stdout, "bettencourt-2020-reports")
    assert "  cut-off     2019-03-31, search date stated\n" in said
    assert "  stated      31 reports, its own not among them\n" in said
    assert "list not published here: none is matched\n" in said
    assert "  reproduced  cannot be told: its list is not known" in said
    assert "recall" not in said


def test_the_stated_counts_of_harvested_abstracts_are_offered_and_can_be_worked_through(demo: Path) -> None:
    answer = reproduce("--out", demo)
    counts = {one["review"]["pmid"]: one for one in answer["offered"]}
    assert counts["90000002"]["quote"] == "Only seven previously reported cases"
    assert not {"90000031", "90000035", "90000145"} & counts.keys()
    last = harvester("reproduce", "hpc-spine", "--out", demo).stdout.splitlines()[-len(counts) :]
    assert (
        '  90000002  7 patients, own not included, previously reported: "Only seven previously reported cases"' in last
    )
    again = reproduce("90000002", "--out", demo)
    (review,) = again["reviews"]
    assert (review["stated"], review["list_known"], review["reproduced"]) == (7, False, "cannot be told")
    assert review["cutoff"]["day"] == "2003-05-20"
    assert review["found_with_own"] == review["found"] + 1
    assert again["offered"] == []


def test_a_review_can_be_named_by_its_pmid_and_one_that_is_none_lists_those_there_are(demo: Path) -> None:
    named = reproduce("90000145", "--out", demo)["reviews"]
    assert [one["key"] for one in named] == ["bettencourt-2020-patients", "bettencourt-2020-reports"]
    done = harvester("reproduce", "hpc-spine", "woitzik-2003", "--out", demo)
    said = " ".join(done.stderr.split())
    assert done.returncode == 2
    assert "'woitzik-2003' is no review; known are hollis-warner-2023, karabulut-2005, bettencourt-2020" in said


def test_strict_leaves_with_4_where_a_count_is_not_reproduced_or_that_cannot_be_told(demo: Path) -> None:
    for key, status in (("hollis-warner-2023", 0), ("karabulut-2005", 4), ("bettencourt-2020-patients", 4)):
        assert harvester("reproduce", "hpc-spine", key, "--out", demo, "--strict").returncode == status
        assert harvester("reproduce", "hpc-spine", key, "--out", demo).returncode == 0


def test_reviews_of_ones_own_file_are_added_and_their_markup_is_printed_as_it_stands(
    demo: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[reviews]]\nkey = "mine"\ncitation = "[red]Mine[/] 2024"\nstated = 1\nunit = "patients"\nscope = "[b]"\n',
        encoding="utf-8",
    )
    done = harvester("reproduce", "hpc-spine", "mine", "karabulut-2005", "--reviews", path, "--out", demo)
    assert "mine: [red]Mine[/] 2024\n  scope       [b]\n" in done.stdout
    assert "karabulut-2005: " in done.stdout
    path.write_text("[[reviews]]\nkey = 1\n", encoding="utf-8")
    wrong = harvester("reproduce", "hpc-spine", "--reviews", path, "--out", demo)
    assert (wrong.returncode, "mine.toml: key reviews[0].key: expected str" in wrong.stderr) == (1, True)


def test_with_the_ledger_and_no_series_what_can_honestly_be_said(tmp_path: Path) -> None:
    done = harvester(
        "reproduce", "hpc-spine", "woitzik-2003", "brass-2004", "--ledger", LEDGER, "--out", tmp_path / "none"
    )
    assert done.returncode == 0
    assert done.stdout.startswith("series: empty, nothing was harvested yet\nledger: 41 rows beside it")
    assert "  stated      7 patients, its own not among them\n" in block(done.stdout, "woitzik-2003")
    assert "list        stated 7, found 0, list not published here" in done.stdout
    brass = block(done.stdout, "brass-2004")
    assert "median age 47 years" in brass
    assert "cannot be tested while its list is not known\n" in brass
    assert "found       1 patient (1 of them known by the ledger alone), 2 with its own (brass-2004" in brass
    assert "woitzik-2003, PMID 12860507, Woitzik J 2003: published 2003, by the ledger\n" in brass
    assert "cannot be told: nothing was harvested" in brass
    assert not (tmp_path / "none").exists()


def test_the_ledger_beside_the_demo(demo: Path) -> None:
    answer = reproduce("--ledger", LEDGER, "--out", demo)
    assert answer["ledger_rows"] == 41
    patients = next(one for one in answer["reviews"] if one["key"] == "bettencourt-2020-patients")
    assert {one["id"] for one in patients["who"]["found"] if one["ledger"]} >= {"woitzik-2003", "cole-2009"}


def test_without_series_and_ledger_and_with_a_wrong_ledger_it_is_an_error(tmp_path: Path) -> None:
    done = harvester("reproduce", "hpc-spine", "--out", tmp_path / "none")
    assert (done.returncode, "hpc-spine was never run here" in done.stderr) == (1, True)
    (tmp_path / "wrong.csv").write_text("key\n", encoding="utf-8")
    done = harvester("reproduce", "hpc-spine", "--ledger", tmp_path / "wrong.csv", "--out", tmp_path / "none")
    assert (done.returncode, "wrong.csv: line 1: no column first_author" in done.stderr) == (1, True)


def test_the_series_of_a_past_day(demo: Path) -> None:
    done = harvester("reproduce", "hpc-spine", "hollis-warner-2023", "--out", demo, "--as-of", "2999-01-01")
    assert done.stdout.startswith("series: 105 reports, 119 patients included, as known at the end of 2999-01-01\n")
    early = harvester("reproduce", "hpc-spine", "--out", demo, "--as-of", "2020-01-01")
    assert (early.returncode, "nothing was harvested by the end of 2020-01-01" in early.stderr) == (1, True)


def test_reproducing_changes_nothing_in_the_folder(demo: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in demo.iterdir() if path.suffix in {".csv", ".md", ".xlsx"}}
    assert harvester("reproduce", "hpc-spine", "--out", demo).returncode == 0
    assert before == {name: (demo / name).stat().st_mtime_ns for name in before}


def test_the_entries_that_travel_with_the_project_can_be_expressed() -> None:
    bare = read_query(find_query("hpc-spine"))
    demo_reviews = read_reviews(shipped("data/demo") / "reviews.toml", bare)
    assert len(bare.reviews) == 12
    for review in (*bare.reviews, *demo_reviews):
        assert review.scope, review.key
        assert all(one.field in CASE_FIELDS for one in review.criteria), review.key


@pytest.mark.skipif(not TOPIC.is_file(), reason="../shared/TOPIC.md is not here")
def test_no_identifier_of_a_review_was_made_up() -> None:
    topic = TOPIC.read_text(encoding="utf-8").lower()
    for review in QUERY.reviews:
        for name in (review.pmid, review.doi.lower()):
            assert name in topic, review.key


def test_the_demos_counts_are_as_its_abstracts_state_them() -> None:
    gold = shipped("data/demo") / "gold.jsonl"
    labels = {one["id"]: one for one in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
    for review in read_reviews(gold.parent / "reviews.toml", QUERY):
        if review.unit == "patients":
            said = labels[review.pmid]["report"]["stated_count"]["value"]
            assert (review.stated, review.includes_own) == (said["n"], said["includes_own"])
