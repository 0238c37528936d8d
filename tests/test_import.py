"""`harvester import`: reference files into a series, once however often, in whatever order, one report however many."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from harvester.outcomes import Taken
from harvester.pubmed import read_pubmed
from harvester.query import find_query, read_query
from harvester.records import Record
from harvester.references import write_references
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"
QUERY = read_query(find_query("hpc-spine"))
RECORDS = {one.pmid: one for one in read_pubmed(DEMO) if isinstance(one, Record)}
SOME = tuple(RECORDS.values())[:60]


def silent(*_: object) -> None:
    """Progress that nobody watches."""


def taken(folder: Path, *files: Path) -> Taken:
    with Store.at(folder / "series.db") as store:
        return Review(query=QUERY, store=store, folder=folder / "out").take_in(files, silent)


def run(folder: Path) -> None:
    with open_source("demo") as entrez, Store.at(folder / "series.db") as store:
        Review(query=QUERY, store=store, folder=folder / "out").run(entrez, silent)


def written(path: Path, *records: Record) -> Path:
    path.write_text(write_references(records, "nbib" if path.suffix == ".nbib" else "ris"), encoding="utf-8")
    return path


def rows(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "series.db") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables if name != "runs"
        }


def test_a_file_becomes_a_series(tmp_path: Path) -> None:
    done = taken(tmp_path, written(tmp_path / "pubmed.nbib", *SOME))
    assert (done.entries, done.new, done.refusals) == (60, 60, ())
    assert done.series.flow.identified == 60
    assert done.series.flow.included_patients > 0
    assert {path.name for path in done.files} >= {"cases.csv", "search.md"}
    report = (tmp_path / "out" / "search.md").read_text()
    assert "file pubmed.nbib" in report
    assert "take it from that database's history" in report


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "pubmed.nbib", *SOME)
    taken(tmp_path, path)
    before, cases = rows(tmp_path), (tmp_path / "out" / "cases.csv").read_bytes()
    assert taken(tmp_path, path).new == 0
    assert rows(tmp_path) == before
    assert (tmp_path / "out" / "cases.csv").read_bytes() == cases


def test_a_file_adds_nothing_to_what_pubmed_told(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    path = written(tmp_path / "pubmed.nbib", *SOME)
    run(first)
    taken(first, path)
    taken(second, path)
    run(second)
    for name in ("cases.csv", "reports.csv", "evidence.csv", "flow.csv"):
        assert (first / "out" / name).read_bytes() == (second / "out" / name).read_bytes(), name


def elsewhere(record: Record) -> Record:
    """The same report as a database prints it that knows no PMIDs."""
    return replace(
        record, pmid="", doi="", title=record.title.upper(), status="", publication_types=("Journal Article",)
    )


def test_a_report_of_another_database_is_one_report_and_one_patient(tmp_path: Path) -> None:
    run(tmp_path)
    alone = taken(tmp_path).series
    reported = {case.pmid for patient in alone.patients if len(patient.cases) == 1 for case in patient.cases}
    pmid = min(reported, key=int)
    done = taken(tmp_path, written(tmp_path / "embase.ris", elsewhere(RECORDS[pmid])))
    assert done.new == 1
    (twin,) = [one.record.pmid for one in done.series.reports if not one.record.pmid.isdigit()]
    assert twin.startswith("import-")
    assert done.series.flow.identified == alone.flow.identified + 1
    assert done.series.flow.duplicates == alone.flow.duplicates + 1
    assert done.series.flow.included_reports == alone.flow.included_reports
    assert done.series.flow.included_patients == alone.flow.included_patients
    assert any({pmid, twin} <= {case.pmid for case in patient.cases} for patient in done.series.patients)


def test_of_what_two_files_tell_of_a_record_the_fuller_counts_in_any_order(tmp_path: Path) -> None:
    full = SOME[0]
    poor = replace(full, sections=(), doi="")
    for name, order in (("a", (full, poor)), ("b", (poor, full))):
        folder = tmp_path / name
        folder.mkdir()
        for at, record in enumerate(order):
            taken(folder, written(folder / f"{at}.nbib", record))
        with Store.at(folder / "series.db") as store:
            (held,) = store.records([full.pmid])
        assert held.sections


def test_a_broken_entry_is_counted_and_the_rest_is_taken_in(tmp_path: Path) -> None:
    path = written(tmp_path / "cut.ris", *map(elsewhere, SOME[:3]))
    path.write_text(path.read_text("utf-8").rstrip().removesuffix("ER  -").rstrip(), encoding="utf-8")
    done = taken(tmp_path, path)
    assert (done.entries, done.new) == (2, 2)
    assert [(one.position, one.why[:31]) for one in done.refusals] == [(3, "it does not end with an ER line")]


def test_an_entry_that_a_file_states_twice_is_one_record(tmp_path: Path) -> None:
    done = taken(tmp_path, written(tmp_path / "twice.ris", *map(elsewhere, (SOME[0], SOME[0]))))
    assert (done.entries, done.new, done.series.flow.identified) == (2, 1, 1)
