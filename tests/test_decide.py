"""`harvester decide` and edited tables on the command line: a person's word goes in, and what it changed comes out."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest


def harvester(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("harvester")), *arguments, "--out", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "series"
    assert harvester("run", "hpc-spine", "--offline", "--quiet", folder=folder).returncode == 0
    return folder


@pytest.fixture
def folder(harvested: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(harvested, tmp_path / "series"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decide(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return harvester("decide", "hpc-spine", *arguments, "--reason", "full text", "--by", "Anna", folder=folder)


def test_a_report_is_taken_out_and_the_counts_say_so(folder: Path) -> None:
    before = rows(folder, "cases.csv")
    pmid = before[0]["pmids"]
    done = decide(folder, pmid, "no")
    assert done.returncode == 0
    assert f"included patients: {len(before)} -> {len(before) - 1}" in done.stdout
    assert pmid not in {row["pmids"] for row in rows(folder, "cases.csv")}
    report = next(row for row in rows(folder, "reports.csv") if row["pmid"] == pmid)
    assert (report["decision"], report["reason"], report["by"]) == ("no", "full text", "Anna")


def test_a_value_is_corrected_with_its_words(folder: Path) -> None:
    first = rows(folder, "cases.csv")[0]
    case = first["patient_id"].removeprefix("P").replace("-", "#")
    done = decide(folder, case, "no", "--field", "age_years", "--value", "99")
    assert done.returncode == 0
    corrected = rows(folder, "cases.csv")[0]
    assert (corrected["age_years"], corrected["checked_by"]) == ("99", "Anna")
    proof = [row for row in rows(folder, "evidence.csv") if row["by"] == "Anna"]
    assert [(row["field"], row["value"]) for row in proof] == [("age_years", "99")]
    assert proof[0]["quote"]
    said = next(row for row in rows(folder, "decisions.csv") if row["by"] == "Anna")
    assert (said["kind"], said["was"], said["value"]) == ("check", first["age_years"], "99")


def test_two_cases_are_told_apart_and_joined_again(folder: Path) -> None:
    joined = next(row for row in rows(folder, "cases.csv") if row["n_reports"] == "2")
    subject = next(
        row["subject"]
        for row in rows(folder, "decisions.csv")
        if row["kind"] == "same case" and row["verdict"] == "yes" and joined["pmids"].split("; ")[0] in row["subject"]
    )
    n = len(rows(folder, "cases.csv"))
    assert decide(folder, subject, "no").returncode == 0
    assert len(rows(folder, "cases.csv")) == n + 1
    assert decide(folder, subject, "yes").returncode == 0
    assert [row for row in rows(folder, "cases.csv") if row["patient_id"] == joined["patient_id"]] == [
        {**joined, "checked_by": "Anna"}
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("1", "no"), 1, "1: no report or case of this series"),
        (("90000001 = 90000001#1", "no"), 1, "one subject, or two of a kind as `A = B`"),
        (("90000001", "maybe"), 2, "'maybe' is none of yes, no, unsure"),
        (("90000001#1", "no", "--field", "age_years", "--value", "old"), 1, "--value: 'old' is no number"),
        (("90000001#1", "no", "--field", "colour", "--value", "red"), 1, "--value: 'colour' is no field"),
        (
            ("90000001#1", "yes", "--field", "sex", "--value", "F", "--quote", "not there"),
            1,
            "--quote: the abstract of 90000001 does not read 'not there'",
        ),
    ],
)
def test_what_is_no_judgement_is_named_and_nothing_is_stored(
    folder: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    before = rows(folder, "decisions.csv")
    done = decide(folder, *arguments)
    assert (done.returncode, said in " ".join(done.stderr.replace("│", " ").split())) == (status, True), done.stderr
    assert rows(folder, "decisions.csv") == before


def test_an_edited_workbook_goes_in_by_import_and_two_who_differ_are_named_by_status(folder: Path) -> None:
    for name, age in (("anna", "40"), ("ben", "50")):
        book = openpyxl.load_workbook(folder / "cases.xlsx")
        sheet = book["cases"]
        column = [cell.value for cell in sheet[1]].index("age_years") + 1
        sheet.cell(row=2, column=column).value = age
        book.save(folder / f"{name}.xlsx")
    for name in ("anna", "ben"):
        done = harvester("import", "hpc-spine", str(folder / f"{name}.xlsx"), "--by", name, "--json", folder=folder)
        assert (done.returncode, json.loads(done.stdout)["decisions"]) == (0, 1)
    assert rows(folder, "cases.csv")[0]["age_years"] == "50"
    status = harvester("status", "hpc-spine", folder=folder).stdout
    (line,) = [line for line in status.splitlines() if line.startswith("differ")]
    assert "40 (anna, " in line
    assert "50 (ben, " in line
    nameless = harvester("import", "hpc-spine", str(folder / "anna.xlsx"), folder=folder)
    assert nameless.returncode == 1
    assert "takes the name of a person" in nameless.stderr


def test_a_word_is_taken_back_by_its_author_alone(folder: Path) -> None:
    before = rows(folder, "cases.csv")
    pmid = before[0]["pmids"]
    assert decide(folder, pmid, "undone").returncode == 1
    decide(folder, pmid, "no")
    other = harvester("decide", "hpc-spine", pmid, "undone", "--reason", "no", "--by", "Ben", folder=folder)
    assert other.returncode == 1
    assert f"{pmid}: Ben has said nothing of it" in " ".join(other.stderr.split())
    assert decide(folder, pmid, "undone").returncode == 0
    assert rows(folder, "cases.csv") == before
