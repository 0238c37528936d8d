"""Real PubMed records, by every step: a mirror of the files in ../shared/data, a small question, the series."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from harvester import mirror
from harvester.errors import Refused
from harvester.outcomes import Outcome
from harvester.pubmed import read_pubmed
from harvester.query import read_query
from harvester.records import Record
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store

REAL = Path(__file__).parents[1].parent / "shared" / "data" / "pubmed_xml"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data/pubmed_xml is not here")


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    folder = tmp_path_factory.mktemp("real")
    mirror.build(folder / "mirror", sorted((REAL / "metapub" / "fixtures" / "pmid_xml").glob("*.xml")))
    query = read_query(Path(__file__).parent / "case-reports.toml")
    with Store.at(folder / "series.db") as store, open_source(str(folder / "mirror")) as entrez:
        outcome = Review(query=query, store=store, folder=folder).run(entrez, lambda *_: None)
    return outcome, folder


def test_the_eight_case_reports_among_216_files_are_found_and_judged(harvested: tuple[Outcome, Path]) -> None:
    outcome, _ = harvested
    assert outcome.complete
    assert set(outcome.search.pmids) == {
        *("219391", "6789012", "25364329", "28139132", "34889398", "38762411", "38763967", "39731387")
    }
    assert outcome.series.flow.screened == 8
    assert all(report.decision for report in outcome.series.reports)


def test_a_patient_of_a_real_abstract_is_read(harvested: tuple[Outcome, Path]) -> None:
    _, folder = harvested
    with (folder / "cases.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["pmids"]: row for row in csv.DictReader(file)}
    row = rows["25364329"]
    assert (row["age_years"], row["sex"], row["diagnosis"]) == ("58", "F", "giant cell tumor")
    assert (row["spinal_levels"], row["surgery"], row["resection"]) == ("L4; L5", "yes", "en bloc")


def test_every_quote_stands_in_its_real_abstract(harvested: tuple[Outcome, Path]) -> None:
    outcome, folder = harvested
    texts = {report.record.pmid: report.record.text for report in outcome.series.reports}
    with (folder / "evidence.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert texts[row["pmid"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_every_article_in_every_real_file_becomes_a_record_or_a_refusal() -> None:
    articles = 0
    records = 0
    refused: list[str] = []
    for path in sorted(REAL.rglob("*.xml")):
        articles += len(re.findall(rb"<(?:PubmedArticle|PubmedBookArticle)[\s>]", path.read_bytes()))
        try:
            records += sum(isinstance(item, Record) for item in read_pubmed(path))
        except Refused:
            refused.append(path.name)
    assert (articles, records, refused) == (258, 258, ["sample_related_pmids_result.xml"])
