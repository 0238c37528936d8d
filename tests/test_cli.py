"""What a user types and gets: the main job offline, its files, and one clear line for every bad input."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from werkzeug.wrappers import Request, Response

from harvester import cli
from harvester.cli import COMMANDS
from harvester.query import find_query
from harvester.store.tables import SCHEMA
from sockets import listening

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "data" / "demo" / "pubmed_demo.xml"
SHARED = ROOT.parent / "shared"

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year></PubDate></JournalIssue>
<Title>Synthetic Reports</Title></Journal><ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{abstract}
</AbstractText></Abstract><Language>eng</Language><PublicationTypeList><PublicationType UI="D002363">Case Reports
</PublicationType></PublicationTypeList></Article></MedlineCitation></PubmedArticle>"""

ABSTRACT = (
    "A 48-year-old woman had a meningeal hemangiopericytoma removed 8 years earlier. MRI showed a metastasis of the "
    "tumor from C6 to T2."
)


class Ended(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Command = Callable[..., Ended]

HPC_SPINE = find_query("hpc-spine").read_text("utf-8")


@pytest.fixture
def harvester(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """The command line, run in this process in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*words: object, given: bytes = b"") -> Ended:
        monkeypatch.setattr("sys.argv", ["harvester", *map(str, words)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return Ended(int(left.value.code or 0), said.out, said.err)

    return command


def pubmed_set(*articles: str) -> str:
    return f'<?xml version="1.0" ?>\n<PubmedArticleSet>{"".join(articles)}</PubmedArticleSet>'


def article(pmid: int, title: str = "Metastatic hemangiopericytoma of the spine.", abstract: str = ABSTRACT) -> str:
    return ARTICLE.format(pmid=pmid, title=title, abstract=abstract)


def mirrored(harvester: Command, folder: Path, *articles: str) -> None:
    """A mirror of these articles, or of PMID 2 alone, in `mine`."""
    (folder / "mine.xml").write_text(pubmed_set(*(articles or (article(2),))), "utf-8")
    assert harvester("mirror", "build", "mine", "mine.xml").status == 0


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# ------------------------------------------------------------------------------------------------------ the main job


def test_the_main_job_writes_a_case_series_and_a_second_run_changes_no_row(harvester: Command, tmp_path: Path) -> None:
    first = harvester("run", "hpc-spine", "--offline", "--out", "series")
    assert first.status == 0, first.err
    assert "identified" in first.out
    assert "patient_id" in first.out
    folder = tmp_path / "series"
    assert {path.name for path in folder.glob("*.*")} >= {
        *("cases.csv", "reports.csv", "evidence.csv", "decisions.csv", "flow.csv", "search.md", "series.db")
    }
    written = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert harvester("run", "hpc-spine", "--offline", "--out", "series").status == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == written


def test_the_boxes_of_the_demo_add_up_and_every_quote_stands_in_its_text(harvester: Command, tmp_path: Path) -> None:
    ended = harvester("run", "hpc-spine", "--offline", "--out", "series", "--json")
    summary = json.loads(ended.out)
    flow = summary["flow"]
    assert (ended.status, summary["complete"], summary["missing"], summary["refusals"]) == (0, True, [], [])
    assert flow["identified"] == flow["screened"] + flow["duplicates"] == summary["count"]
    assert flow["screened"] == flow["included_reports"] + flow["unsure"] + sum(flow["excluded"].values())
    cases = rows(tmp_path / "series" / "cases.csv")
    assert flow["included_patients"] == len(cases) > 40
    parsed = harvester("parse", DEMO)
    texts = {}
    for line in parsed.out.splitlines():
        record = json.loads(line)
        labelled = [f"{one['label']}: {one['text']}" if one["label"] else one["text"] for one in record["sections"]]
        texts[record["pmid"]] = "\n\n".join([record["title"], "\n".join(labelled)]) if labelled else record["title"]
    evidence = rows(tmp_path / "series" / "evidence.csv")
    assert evidence
    for row in evidence:
        assert texts[row["pmid"]][int(row["start"]) : int(row["end"])] == row["quote"].removeprefix("'")


def test_status_and_export_speak_of_the_same_series(harvester: Command, tmp_path: Path) -> None:
    for command in ("status", "export"):
        assert "hpc-spine was never run here" in one_line(harvester(command, "hpc-spine", "--out", "series"))
    assert not (tmp_path / "series").exists()
    harvester("run", "hpc-spine", "--offline", "--out", "series", "--quiet")
    cases = (tmp_path / "series" / "cases.csv").read_bytes()
    (tmp_path / "series" / "cases.csv").unlink()
    assert harvester("export", "hpc-spine", "--out", "series").status == 0
    assert (tmp_path / "series" / "cases.csv").read_bytes() == cases
    status = harvester("status", "hpc-spine", "--out", "series", "--json")
    assert json.loads(status.out)["flow"]["included_patients"] == len(rows(tmp_path / "series" / "cases.csv"))


def test_export_writes_only_the_files_that_are_asked_for(harvester: Command, tmp_path: Path) -> None:
    harvester("run", "hpc-spine", "--offline", "--out", "series", "--quiet")
    made = [path for path in (tmp_path / "series").rglob("*") if path.is_file() and path.suffix != ".db"]
    files = {path.name: path.read_bytes() for path in made}
    assert {"cases.docx", "summary.md", "references.ris", "references.bib", "references.nbib"} < files.keys()
    for path in made:
        path.unlink()
    ended = harvester("export", "hpc-spine", "--out", "series", "--format", "docx", "--format", "summary")
    assert (ended.status, ended.out.split()) == (0, ["series/cases.docx", "series/summary.md"])
    for name in ("cases.docx", "summary.md"):
        assert (tmp_path / "series" / name).read_bytes() == files[name]
    left = [path.name for path in (tmp_path / "series").rglob("*") if path.is_file()]
    assert sorted(left) == ["cases.docx", "series.db", "summary.md"]
    wrong = harvester("export", "hpc-spine", "--out", "series", "--format", "pdf")
    assert wrong.status == 2
    assert "'pdf' is not one of 'csv', 'search', 'xlsx', 'docx'" in " ".join(wrong.err.split())


def test_the_series_as_it_was_known_on_a_day(harvester: Command, tmp_path: Path) -> None:
    harvester("run", "hpc-spine", "--offline", "--out", "series", "--quiet")
    cases = (tmp_path / "series" / "cases.csv").read_bytes()
    before = one_line(harvester("export", "hpc-spine", "--out", "series", "--as-of", "2020-01-01"))
    assert "nothing was harvested by the end of 2020-01-01" in before
    assert harvester("export", "hpc-spine", "--out", "series", "--as-of", "2999-01-01").status == 0
    assert (tmp_path / "series" / "as-of-2999-01-01" / "cases.csv").read_bytes() == cases


def test_the_series_of_what_was_published_by_a_day(harvester: Command, tmp_path: Path) -> None:
    day = ("--published-by", "2010-06-30")
    ran = harvester("run", "hpc-spine", "--offline", "--out", "series", "--json", *day)
    then = json.loads(ran.out)["flow"]
    folder = tmp_path / "series" / "published-by-2010-06-30"
    assert len(rows(folder / "cases.csv")) == then["included_patients"]
    assert 0 < then["included_patients"] < len(rows(tmp_path / "series" / "cases.csv"))
    assert max(row["entered"] for row in rows(folder / "reports.csv")) <= "2010-06-30"
    status = harvester("status", "hpc-spine", "--out", "series", "--json", *day, "--as-of", "2999-01-01")
    assert json.loads(status.out)["flow"] == then
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert harvester("export", "hpc-spine", "--out", "series", *day).status == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == before


def test_status_names_what_was_retracted_and_counts_with_and_without_it(harvester: Command, tmp_path: Path) -> None:
    retracted = article(2).replace(
        "</MedlineCitation>",
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Invent. 2019 May;1:2'
        "</RefSource><PMID>99</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>",
    )
    mirrored(harvester, tmp_path, retracted)
    harvester("run", "hpc-spine", "--source", "mine", "--out", "series", "--quiet")
    said = harvester("status", "hpc-spine", "--out", "series").out
    assert "retracted  PMID 2 on 2019-05, PMID 99; seen " in said
    assert "     0  of them active\n     0  of them under concern\n     1  of them retracted\n" in said
    machine = json.loads(harvester("status", "hpc-spine", "--out", "series", "--json").out)
    assert (machine["flow"]["included_patients"], machine["active_patients"]) == (1, 0)
    assert [(one["pmid"], one["state"], one["other"]) for one in machine["history"]] == [("2", "retracted", "99")]
    assert [row["status"] for row in rows(tmp_path / "series" / "cases.csv")] == ["retracted"]


def test_a_mirror_of_own_files_is_a_source(harvester: Command, tmp_path: Path) -> None:
    (tmp_path / "own.xml").write_text(pubmed_set(article(41), article(42, "Chordoma.", "A chordoma metastasis.")))
    built = harvester("mirror", "build", "mine", "own.xml")
    assert (built.status, built.out) == (0, "2 records, 0 replaced, 0 deleted in mine\n")
    found = harvester("search", "hpc-spine", "--source", "mine", "--json")
    assert json.loads(found.out)["pmids"] == ["41"]
    assert harvester("run", "hpc-spine", "--source", "mine").status == 0
    (case,) = rows(tmp_path / "hpc-spine" / "cases.csv")
    assert (case["patient_id"], case["age_years"], case["sex"]) == ("P41-1", "48", "F")
    assert case["spinal_levels"] == "C6; C7; T1; T2"


def test_a_mirror_is_the_same_by_however_many_workers(harvester: Command, tmp_path: Path) -> None:
    for number in (41, 42):
        (tmp_path / f"{number}.xml").write_text(pubmed_set(article(number)))
    for workers in (1, 2):
        built = harvester("mirror", "build", f"by{workers}", "41.xml", "42.xml", "--workers", workers)
        assert (built.status, built.out) == (0, f"2 records, 0 replaced, 0 deleted in by{workers}\n")
    assert harvester("mirror", "build", "by0", "41.xml", "--workers", 0).status == 2


def test_a_dry_run_shows_titles_and_traffic_and_stores_nothing(harvester: Command, tmp_path: Path) -> None:
    mirrored(harvester, tmp_path)
    ended = harvester("search", "hpc-spine", "--source", "mine", "--titles", "1")
    assert (ended.status, ended.out.splitlines()[0]) == (0, "1 records on local mirror mine")
    assert "\n2  no author, 2003: Metastatic hemangiopericytoma of the spine.\n" in ended.out
    assert re.search(r"\n3 requests, [\d,]+ bytes, [\d.]+ s on the line\n$", ended.out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "mine.xml"]


def test_what_cites_a_must_find_report_and_is_not_found_is_named(harvester: Command, tmp_path: Path) -> None:
    linked = '<CommentsCorrectionsList><CommentsCorrections RefType="Cites"><RefSource>x</RefSource>' + (
        '<PMID Version="1">2</PMID></CommentsCorrections></CommentsCorrectionsList>'
    )
    citing = article(3, "A letter.", "On another matter.").replace("</MedlineCitation>", f"{linked}</MedlineCitation>")
    mirrored(harvester, tmp_path, article(2), citing)
    query = HPC_SPINE.replace("must_find = [", 'must_find = ["2", ', 1)
    (tmp_path / "mine.toml").write_text(query, "utf-8")
    ended = harvester("search", "mine.toml", "--source", "mine", "--citations", "--json")
    assert (ended.status, json.loads(ended.out)["unfound"]) == (0, {"2": ["3"]})


def test_strict_stores_nothing_when_the_strategy_would_be_altered(harvester: Command, tmp_path: Path) -> None:
    mirrored(harvester, tmp_path)
    text = HPC_SPINE.replace("strategy = '''", "strategy = '''nowhere[foo] OR ", 1)
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    ended = harvester("run", "mine.toml", "--source", "mine", "--out", "out", "--strict")
    assert (ended.status, ended.out) == (1, "")
    assert "mine: strict: PubMed would not do the strategy as written, so nothing was stored:\n" in ended.err
    assert "FieldNotFound: foo" in ended.err
    assert harvester("status", "mine.toml", "--out", "out").err.endswith("`harvester run` starts it\n")
    loose = harvester("run", "mine.toml", "--source", "mine", "--out", "out", "--quiet")
    assert (loose.status, "`harvester lint mine` shows them" in loose.err) == (0, True)


def test_a_search_that_is_not_whole_ends_with_3(harvester: Command, tmp_path: Path) -> None:
    """10,500 records behind the ceiling, one of which no range of PMIDs gives out."""

    @Request.application
    def leaking(request: Request) -> Response:
        held = list(range(1, 10_501))
        if bounds := re.search(r" AND (\d+):(\d+)\[UID\]$", request.form["term"]):
            held = [pmid for pmid in held if int(bounds[1]) <= pmid <= int(bounds[2]) and pmid != 77]
        ids = "".join(f"<Id>{pmid}</Id>" for pmid in held[: int(request.form["retmax"])])
        return Response(f"<eSearchResult><Count>{len(held)}</Count><IdList>{ids}</IdList></eSearchResult>")

    (tmp_path / "mine.toml").write_text(HPC_SPINE, "utf-8")
    with listening(leaking) as url:
        ended = harvester("search", "mine.toml", "--source", url)
    assert (ended.status, ended.out.splitlines()[0]) == (3, f"10500 records on {url}")
    assert "harvester: incomplete: 10500 counted, 10499 given out" in ended.err


def test_lint_points_at_what_pubmed_would_not_do(harvester: Command) -> None:
    clean = "nothing found; what only PubMed's indexes can tell (a heading or a phrase it lacks), `search` shows\n"
    assert harvester("lint", "hpc-spine") == (0, "", clean)
    ended = harvester("lint", "--strategy", "(asthma OR copd)[tiab]")
    assert (ended.status, ended.err) == (1, "1 finding\n")
    assert ended.out == (
        "strategy, line 1, column 17: PubMed ignores [tiab] on a group; tag every term in it\n"
        "(asthma OR copd)[tiab]\n"
        "                ^^^^^^\n"
    )
    (found,) = json.loads(harvester("lint", "--strategy", "(asthma OR copd)[tiab]", "--json").out)["findings"]
    assert (found["code"], found["start"], found["end"]) == ("tag-on-group", 16, 22)
    assert harvester("lint").status == harvester("lint", "hpc-spine", "--strategy", "a").status == 2


def test_a_second_topic_is_a_file_and_no_code(harvester: Command, tmp_path: Path) -> None:
    text = "A 61-year-old man had a sacral chordoma resected. Four years later it had metastasized to both lungs."
    (tmp_path / "own.xml").write_text(pubmed_set(article(43, "Chordoma metastatic to the lung.", text)))
    harvester("mirror", "build", "mine", "own.xml")
    assert harvester("run", "chordoma-metastatic", "--source", "mine").status == 0
    (case,) = rows(tmp_path / "chordoma-metastatic" / "cases.csv")
    assert (case["age_years"], case["diagnosis"], case["metastatic"]) == ("61", "chordoma", "yes")


# --------------------------------------------------------------------------------------------------- extract, parse


def test_extract_names_a_bad_line_and_goes_on(harvester: Command) -> None:
    good = json.dumps({"id": "7", "title": "A case.", "abstract": ABSTRACT}).encode()
    ended = harvester("extract", "hpc-spine", given=b"{not json\n" + good + b"\n")
    line = json.loads(ended.out)
    assert ended.status == 3
    assert ended.err.startswith("harvester: stdin, line 1: ")
    assert line["cases"][0]["age_years"]["quote"] == "48-year-old"
    assert line["text"] == f"A case.\n\n{ABSTRACT}"


def test_parse_writes_one_record_a_line_and_names_what_it_cannot_read(harvester: Command, tmp_path: Path) -> None:
    (tmp_path / "good.xml").write_text(pubmed_set(article(1)))
    (tmp_path / "page.xml").write_text("<!DOCTYPE html><html><body>Blocked</body></html>")
    ended = harvester("parse", "good.xml", "page.xml", "none.xml", "--out", "records.jsonl")
    assert ended.status == 3
    assert [json.loads(line)["pmid"] for line in (tmp_path / "records.jsonl").read_text().splitlines()] == ["1"]
    said = ended.err.splitlines()
    assert said[0].startswith("harvester: page.xml: ")
    assert said[1].startswith("harvester: none.xml: ")
    (summary,) = said[2:]
    assert summary.partition(" in ")[0] == "1 records, 0 deletions, 2 refused from 3 files"


def test_parse_by_several_processes_says_what_one_says(harvester: Command, tmp_path: Path) -> None:
    whole = pubmed_set(*(article(number) for number in range(1, 451))).encode()
    (tmp_path / "good.xml.gz").write_bytes(gzip.compress(whole, mtime=0))
    (tmp_path / "broken.xml").write_bytes(whole.replace(b"</ArticleTitle>", b"", 1)[:-600])
    (tmp_path / "page.xml").write_text("<!DOCTYPE html><html><body>Blocked</body></html>")
    ended = [
        harvester(
            *("parse", "good.xml.gz", "broken.xml", "page.xml"), *("--workers", workers, "--out", f"{workers}.jsonl")
        )
        for workers in ("1", "2")
    ]
    one, two = [(tmp_path / f"{workers}.jsonl").read_bytes() for workers in (1, 2)]
    assert one == two
    assert one.count(b"\n") == 450 + 448
    assert [(each.status, each.err.splitlines()[:-1]) for each in ended] == 2 * [(3, ended[0].err.splitlines()[:-1])]
    assert len(ended[0].err.splitlines()) == 4


# ----------------------------------------------------------------------------------------------------------- evaluate


def test_evaluate_prints_precision_and_recall_by_field(harvester: Command, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "7", "title": "A case.", "abstract": ABSTRACT}) + "\n")
    gold = {"id": "7", "included": True, "cases": [{"age_years": {"value": 48, "quote": "48-year-old"}, "sex": "M"}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n")
    ended = harvester("evaluate", "hpc-spine", "gold.jsonl", "--texts", "texts.jsonl", "--json")
    fields = {one["field"]: one for one in json.loads(ended.out)["fields"]}
    assert ended.status == 0
    assert (fields["age_years"]["precision"], fields["age_years"]["recall"]) == (1.0, 1.0)
    assert fields["sex"]["right"] == 0


# ---------------------------------------------------------------------------------------------------------- bad input


def one_line(ended: Ended) -> str:
    assert ended.status == 1, ended
    assert ended.err.startswith("harvester: error: ")
    assert ended.err.count("\n") == 1
    return ended.err


def test_an_unknown_query(harvester: Command) -> None:
    said = one_line(harvester("run", "hcp-spine", "--offline"))
    assert "query 'hcp-spine': there is no such query; known are chordoma-metastatic, hpc-spine" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[search", "mine.toml: not TOML: "),
        ("title = 7", "mine.toml: key title: expected str, found int"),
        ("", "mine.toml: object missing required field"),
    ],
)
def test_a_query_file_with_a_mistake(harvester: Command, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    assert said in one_line(harvester("run", "mine.toml", "--offline"))


def test_an_empty_strategy(harvester: Command, tmp_path: Path) -> None:
    whole = (ROOT / "queries" / "chordoma-metastatic.toml").read_text()
    before, after = whole.split("strategy = '''")
    (tmp_path / "mine.toml").write_text(f"{before}strategy = '''\n'''{after.split(chr(39) * 3, 1)[1]}")
    assert "mine.toml: key search.strategy: found an empty strategy" in one_line(harvester("search", "mine.toml"))


def test_an_unreadable_database_is_left_as_it_is(harvester: Command, tmp_path: Path) -> None:
    notes = b"my notes, no database " * 200
    (tmp_path / "series.db").write_bytes(notes)
    assert "series.db: file is not a database" in one_line(harvester("run", "hpc-spine", "--offline", "--out", "."))
    assert (tmp_path / "series.db").read_bytes() == notes


def test_a_database_of_a_newer_schema(harvester: Command, tmp_path: Path) -> None:
    harvester("run", "hpc-spine", "--offline", "--out", ".", "--quiet")
    with sqlite3.connect(tmp_path / "series.db") as database:
        database.execute("UPDATE schema_version SET version = 99")
    database.close()
    assert f"made by a newer harvester (schema 99, here {SCHEMA})" in one_line(
        harvester("run", "hpc-spine", "--offline", "--out", ".")
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><html><body>Down for maintenance</body></html>", "web page"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><PubmedArticleSet>&b;</PubmedArticleSet>', "entit"),
        (b"", "empty"),
        (gzip.compress(pubmed_set(article(1)).encode(), mtime=0)[:40], "cut short"),
    ],
)
def test_input_that_is_no_pubmed_xml(harvester: Command, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bad.xml").write_bytes(content)
    ended = harvester("parse", "bad.xml")
    assert ended.status == 1
    assert ended.out == ""
    first, summary = ended.err.splitlines()
    assert first.startswith("harvester: bad.xml: ")
    assert said in first
    assert summary.partition(" in ")[0] == "0 records, 0 deletions, 1 refused from 1 files"


def test_truncated_xml_keeps_what_came_before_and_says_so(harvester: Command, tmp_path: Path) -> None:
    whole = pubmed_set(article(1), article(2), article(3)).encode()
    (tmp_path / "short.xml").write_bytes(whole[:-600])
    ended = harvester("parse", "short.xml")
    assert ended.status == 3
    assert [json.loads(line)["pmid"] for line in ended.out.splitlines()] == ["1", "2"]
    assert ended.err.startswith("harvester: short.xml: ")


def test_an_output_folder_that_cannot_be_written(harvester: Command, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    assert "taken: cannot be the output folder (File exists)" in one_line(
        harvester("run", "hpc-spine", "--offline", "--out", "taken")
    )
    (tmp_path / "series" / "cases.csv").mkdir(parents=True)
    assert "cases.csv: cannot be written" in one_line(harvester("run", "hpc-spine", "--offline", "--out", "series"))


def test_a_folder_of_another_review_is_left_as_it_is(harvester: Command, tmp_path: Path) -> None:
    harvester("run", "hpc-spine", "--offline", "--out", "series", "--quiet")
    cases = (tmp_path / "series" / "cases.csv").read_bytes()
    said = one_line(harvester("run", "chordoma-metastatic", "--offline", "--out", "series"))
    assert "series: holds the review hpc-spine; name another folder" in said
    assert (tmp_path / "series" / "cases.csv").read_bytes() == cases


def test_a_source_that_is_not_there(harvester: Command) -> None:
    assert "nowhere" in one_line(harvester("run", "hpc-spine", "--source", "nowhere"))


def test_wrong_usage_is_exit_2(harvester: Command) -> None:
    assert harvester("run").status == 2
    assert harvester("run", "hpc-spine", "--ofline").status == 2
    assert harvester("export", "hpc-spine", "--as-of", "yesterday").status == 2


@pytest.mark.parametrize(
    "command",
    [
        *("run", "search", "lint", "extract", "parse", "reproduce", "export", "status", "evaluate"),
        *("mirror build", "mirror serve"),
    ],
)
def test_every_command_has_help_with_an_example(harvester: Command, command: str) -> None:
    ended = harvester(*command.split(), "--help")
    assert ended.status == 0
    assert "Example:" in ended.out


# ------------------------------------------------------------------------------------------------------------ the seed


def test_the_paper_the_project_grew_from(harvester: Command) -> None:
    seed = SHARED / "seed" / "000_bf639ee0369763f3.txt"
    if not seed.exists():
        pytest.skip("../shared/seed is not here")
    page = seed.read_text(encoding="utf-8")
    title = page.split("Affiliations\nCase Reports\n\n")[1].split("\n", 1)[0]
    abstract = page.split("\nAbstract\n\n")[1].split("\n", 1)[0]
    given = json.dumps({"id": "12860507", "title": title, "abstract": abstract, "year": 2003}).encode()
    line = json.loads(harvester("extract", "hpc-spine", given=given).out)
    (case,) = line["cases"]
    assert line["included"] is True
    assert line["report"]["n_patients"]["value"] == 1
    count = line["report"]["stated_count"]
    assert (count["value"]["n"], count["value"]["unit"], count["value"]["includes_own"]) == (7, "patients", False)
    assert {name: case[name]["value"] for name in case if name in _SEED} == _SEED
    assert "other_metastases_sites" not in case
    for found in [*line["report"].values(), *case.values()]:
        assert line["text"][found["start"] : found["end"]] == found["quote"]
    quotes = {name: case[name]["quote"] for name in ("age_years", "sex", "spinal_levels", "interval_months")}
    assert quotes == {
        "age_years": "48-year-old",
        "sex": "woman",
        "spinal_levels": "C6 to T2",
        "interval_months": "8 years earlier",
    }


_SEED = {
    "age_years": 48,
    "sex": "F",
    "spinal_levels": ["C6", "C7", "T1", "T2"],
    "compartment": ["dumbbell"],
    "primary_site": "intracranial",
    "metastatic_to_spine": "yes",
    "interval_months": 96,
    "surgery": "yes",
    "resection": "gross total",
    "radiotherapy": "yes",
    "followup_months": 12,
    "other_metastases": "yes",
}


def test_the_help_says_of_each_command_what_the_command_says_of_itself() -> None:
    for name, (place, line) in COMMANDS.items():
        module, _, attribute = place.partition(":")
        command = getattr(import_module(f"harvester.cli.{module}"), attribute)
        said = command.info.help if name == "mirror" else command.__doc__.splitlines()[0]
        assert said == line, name


def test_a_command_waits_for_no_other_commands_libraries() -> None:
    code = "import sys; from harvester.cli import texts; print({'pandas', 'sqlalchemy', 'flask'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


# ------------------------------------------------------------------------------------------------- asking a model


def test_a_model_is_asked_only_where_one_is_named_and_its_lies_are_counted(
    harvester: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARVESTER_LLM_KEY", "sk-hush")
    values = [
        {"field": "sex", "case": 1, "value": "F", "quotes": ["woman"]},
        {"field": "age_years", "case": 1, "value": 84, "quotes": ["48-year-old"]},
    ]
    asked: list[Request] = []

    def stub(request: Request) -> Response:
        asked.append(request)
        content = json.dumps({"values": values}) if len(asked) == 1 else "no"
        choice = {"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        return Response(json.dumps({"choices": [choice]}), mimetype="application/json")

    lines = b"".join(json.dumps({"id": key, "title": "T", "abstract": ABSTRACT}).encode() + b"\n" for key in "12")
    with listening(Request.application(stub)) as url:
        ended = harvester("extract", "hpc-spine", "--model", "m", "--endpoint", url, given=lines)
    assert [request.headers["Authorization"] for request in asked] == ["Bearer sk-hush"] * 2
    assert ended.status == 3
    (line,) = map(json.loads, ended.out.splitlines())
    assert line["cases"] == [
        {"sex": {"value": "F", "start": 17, "end": 22, "quote": "woman", "assertion": "present", "rule": "model:m"}}
    ]
    assert "PMID 2" in ended.err
    assert "1 values kept, 1 dropped" in ended.err
    assert "sk-hush" not in ended.out + ended.err


def test_a_model_without_its_endpoint_is_a_usage_error(harvester: Command) -> None:
    ended = harvester("extract", "hpc-spine", "--model", "m", given=b"")
    assert ended.status == 2
    assert "--endpoint" in ended.err
