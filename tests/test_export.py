from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import HarvesterError
from harvester.export.cells import cell, neutralised
from harvester.export.files import csv_bytes
from harvester.export.folder import Format, write_exports
from harvester.export.search_report import search_report
from harvester.export.tables import cases, head
from harvester.records import (
    Author,
    Case,
    Correction,
    Criterion,
    Dates,
    Decision,
    Event,
    Extraction,
    Flow,
    Journal,
    Limits,
    PartialDate,
    Patient,
    Query,
    Record,
    Report,
    Search,
    Section,
    Series,
    Slice,
    Span,
    StatedCount,
    Target,
    Value,
    Verdict,
    Vocabulary,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

QUERY = Query(
    name="hpc-spine",
    title="Hemangiopericytoma metastatic to the spine",
    strategy="hemangiopericytoma AND\nspine\n",
    vocabulary=Vocabulary(diagnosis={"hemangiopericytoma": ("hemangiopericytoma",)}),
    target=Target(field="metastatic_to_spine", name="spine"),
    criteria=(
        Criterion(name="tumour", field="diagnosis", reason="another tumour"),
        Criterion(name="own patient", field="n_patients", reason="no own patient"),
    ),
    fields=("age_years", "age_at", "sex", "spinal_levels", "interval_months"),
    digest="ab" * 32,
)

FULL = Record(
    pmid="90000017",
    title="A dumbbell tumour, seen again",
    sections=(Section(text="A 48-year-old woman had a tumour at C6 and C7. The interval was 5 years, then 3 years."),),
    authors=(Author(last="Müller", initials="AB"), Author(last="Tanaka", initials="K", suffix="Jr")),
    journal=Journal(title="Imaginary journal of spines", abbreviation="Imag J Spines"),
    dates=Dates(print=PartialDate(year=2008, month=7), entrez=PartialDate(year=2008, month=5, day=4)),
    doi="10.5555/full",
    pmcid="PMC9000017",
    publication_types=("Case Reports", "Journal Article"),
    corrections=(
        Correction(kind="ErratumIn", pmid="90000030"),
        Correction(kind="CommentIn", source="Imag J. 2009;1:2"),
    ),
)
FIRST = Record(
    pmid="90000001",
    title='A tumour, "benign"',
    sections=(Section(text="Aged 43, she was treated."),),
    authors=(Author(last="Tanaka", initials="K"),),
    journal=Journal(abbreviation="Imag J Spines"),
    dates=Dates(print=PartialDate(year=2003)),
    doi="10.5555/first",
)
REVIEW = Record(pmid="9000002", title="=A review", sections=(Section(text="Seven cases are known."),))


def read(record: Record, number: int, field: str, value: Value, *quotes: str) -> Extraction:
    spans = tuple(
        Span.of(record.text, record.text.index(quote), record.text.index(quote) + len(quote)) for quote in quotes
    )
    return Extraction(
        pmid=record.pmid, case=number, field=field, value=value, spans=spans, rule="demo", rule_version="2"
    )


FULL_CASE = Case(
    pmid="90000017",
    number=1,
    extractions=(
        read(FULL, 1, "age_years", 48.0, "48-year-old"),
        read(FULL, 1, "spinal_levels", ("C6", "C7"), "C6 and C7"),
        read(FULL, 1, "interval_months", 96, "5 years", "3 years"),
    ),
)
FIRST_CASE = Case(
    pmid="90000001",
    number=2,
    extractions=(
        read(FIRST, 2, "age_years", 43, "43"),
        read(FIRST, 2, "age_at", "primary", "Aged 43"),
        read(FIRST, 2, "sex", "F", "she"),
    ),
)


def decided(subject: str, verdict: Verdict, reason: str, by: str = "rule:criteria/1", minutes: int = 0) -> Decision:
    return Decision(
        kind="same case" if "#" in subject else "screen",
        subject=subject,
        verdict=verdict,
        reason=reason,
        score=0.9 if "#" in subject else None,
        by=by,
        at=(AT + timedelta(minutes=minutes)).astimezone(timezone(timedelta(hours=1))),
    )


INCLUDED, REFUSED = decided("90000017", "yes", "all criteria met"), decided("9000002", "no", "no own patient", "Anna")
LINK = decided("90000001#2 = 90000017#1", "yes", "same sex F; 1 author shared", "rule:same-case/1")
UNDONE = decided("90000017", "unsure", "read again", "Ben, MD", minutes=5)

SEARCH = Search(
    query="hpc-spine",
    query_digest="ab" * 32,
    platform="PubMed (NCBI E-utilities)",
    strategy=QUERY.strategy,
    translation='"hemangiopericytoma"[MeSH Terms] AND "spine"[MeSH Terms]',
    ran_at=AT,
    count=3,
    pmids=("9000002", "90000001", "90000017"),
)

SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

SERIES = Series(
    query=QUERY,
    searches=(SEARCH,),
    reports=(
        Report(record=FULL, decision=INCLUDED, extractions=FULL_CASE.extractions, standing="concern"),
        Report(
            record=REVIEW,
            decision=REFUSED,
            extractions=(read(REVIEW, 0, "stated_count", StatedCount(n=7), "Seven cases"),),
        ),
        Report(
            record=FIRST,
            extractions=(read(FIRST, 0, "n_patients", 1, "she"), *FIRST_CASE.extractions),
        ),
    ),
    patients=(Patient(id="P1", cases=(FULL_CASE, FIRST_CASE), standing="concern", checked_by="Anna"),),
    decisions=(UNDONE, LINK, REFUSED, INCLUDED),
    flow=Flow(
        sources={"PubMed": 5},
        duplicates=1,
        refused=1,
        missing=0,
        deleted=0,
        screened=3,
        excluded={"a person's own reason": 1, "no own patient": 2, "another tumour": 3},
        unsure=0,
        included_reports=2,
        included_patients=1,
        concern_patients=1,
    ),
    events=(
        Event(pmid="90000017", state="corrected", seen_at=SEEN, other="90000030", effect="none"),
        Event(pmid="90000017", state="indexed", seen_at=SEEN, stated=PartialDate(year=2008, month=6), effect="none"),
    ),
)


def exported(folder: Path, name: str, series: Series = SERIES) -> str:
    write_exports(series, folder)
    return (folder / name).read_bytes().decode()


def lines(*rows: str) -> str:
    return "".join(f"{row}\r\n" for row in rows)


def test_a_patient_is_a_row_of_the_case_table(tmp_path: Path) -> None:
    assert exported(tmp_path, "cases.csv") == lines(
        "patient_id,n_reports,pmids,dois,first_author,year,journal,title,"
        "age_years,age_at,sex,spinal_levels,interval_months,status,checked_by",
        "P1,2,90000001; 90000017,10.5555/first; 10.5555/full,Tanaka K,2003,Imag J Spines,"
        '"A tumour, ""benign""",48,,F,C6; C7,96,concern,Anna',
    )


FIGURES = tuple(
    f"figures/{name}.{kind}"
    for name in ("spinal-levels", "cases-by-year", "age-by-sex")
    for kind in ("csv", "svg", "png")
)
"""Those of the fields that the query asks for."""


def test_the_files_are_those_of_the_interface(tmp_path: Path) -> None:
    assert write_exports(SERIES, tmp_path / "hpc-spine") == tuple(
        tmp_path / "hpc-spine" / name
        for name in (
            "cases.csv",
            "reports.csv",
            "evidence.csv",
            "decisions.csv",
            "history.csv",
            "flow.csv",
            "search.md",
            "cases.xlsx",
            "cases.docx",
            "series.html",
            "references.ris",
            "references.bib",
            "references.nbib",
            "summary.md",
            "PRISMA.csv",
            "prisma.svg",
            "prisma.png",
            *FIGURES,
        )
    )
    files = [path for path in (tmp_path / "hpc-spine").rglob("*") if path.is_file()]
    assert len(files) == 17 + len(FIGURES)


def test_reports(tmp_path: Path) -> None:
    assert exported(tmp_path, "reports.csv") == lines(
        "pmid,doi,pmcid,title,authors,journal,year,entrez_date,publication_types,"
        "n_patients,decision,reason,by,status,corrections,history,entered,entered_basis",
        "9000002,,,'=A review,,,,,,,no,no own patient,Anna,active,,,,unknown",
        '90000001,10.5555/first,,"A tumour, ""benign""",Tanaka K,Imag J Spines,2003,,,1,,,,active,,,2003,publication',
        '90000017,10.5555/full,PMC9000017,"A dumbbell tumour, seen again",Müller AB; Tanaka K Jr,'
        "Imaginary journal of spines,2008,2008-05-04,Case Reports; Journal Article,,yes,all criteria met,"
        "rule:criteria/1,concern,ErratumIn 90000030; CommentIn Imag J. 2009;1:2,"
        "2026-01-02 corrected (PMID 90000030); 2026-01-02 indexed (2008-06),2008-05-04,entrez before 2008-12-15",
    )


def test_history(tmp_path: Path) -> None:
    assert exported(tmp_path, "history.csv") == lines(
        "pmid,state,seen_at,stated,other,effect",
        "90000017,corrected,2026-01-02T03:04:05+00:00,,90000030,none",
        "90000017,indexed,2026-01-02T03:04:05+00:00,2008-06,,none",
    )


def test_evidence_has_a_row_for_every_span(tmp_path: Path) -> None:
    assert exported(tmp_path, "evidence.csv") == lines(
        "patient_id,pmid,case_number,field,value,quote,start,end,assertion,by,part",
        "P1,90000017,1,age_years,48,48-year-old,33,44,present,rule:demo/2,1 of 1",
        "P1,90000017,1,spinal_levels,C6; C7,C6 and C7,67,76,present,rule:demo/2,1 of 1",
        "P1,90000017,1,interval_months,96,5 years,95,102,present,rule:demo/2,1 of 2",
        "P1,90000017,1,interval_months,96,3 years,109,116,present,rule:demo/2,2 of 2",
        "P1,90000001,2,age_years,43,43,25,27,present,rule:demo/2,1 of 1",
        "P1,90000001,2,age_at,primary,Aged 43,20,27,present,rule:demo/2,1 of 1",
        "P1,90000001,2,sex,F,she,29,32,present,rule:demo/2,1 of 1",
        ',9000002,0,stated_count,"7 patients, own case not included",Seven cases,11,22,present,rule:demo/2,1 of 1',
        ",90000001,0,n_patients,1,she,29,32,present,rule:demo/2,1 of 1",
    )


def test_the_evidence_points_into_the_text_it_quotes(tmp_path: Path) -> None:
    texts = {report.record.pmid: report.record.text for report in SERIES.reports}
    for row in csv.DictReader(io.StringIO(exported(tmp_path, "evidence.csv"), newline="")):
        assert texts[row["pmid"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_decisions_are_all_there_by_kind_subject_and_time_in_utc(tmp_path: Path) -> None:
    assert exported(tmp_path, "decisions.csv") == lines(
        "kind,subject,verdict,reason,score,by,at,field,value,was,quote,saw",
        "same case,90000001#2 = 90000017#1,yes,same sex F; 1 author shared,0.9,rule:same-case/1,"
        "2026-01-02T03:04:05+00:00,,,,,",
        "screen,90000017,yes,all criteria met,,rule:criteria/1,2026-01-02T03:04:05+00:00,,,,,",
        'screen,90000017,unsure,read again,,"Ben, MD",2026-01-02T03:09:05+00:00,,,,,',
        "screen,9000002,no,no own patient,,Anna,2026-01-02T03:04:05+00:00,,,,,",
    )


def test_the_flow_has_a_box_for_every_reason_in_the_order_of_the_criteria(tmp_path: Path) -> None:
    assert exported(tmp_path, "flow.csv") == lines(
        "box,count",
        "identified,5",
        "identified: PubMed,5",
        "duplicates,1",
        "refused,1",
        "missing,0",
        "deleted,0",
        "screened,3",
        "excluded: another tumour,3",
        "excluded: no own patient,2",
        "excluded: a person's own reason,1",
        "excluded by a person,0",
        "unsure,0",
        "included reports,2",
        "included patients,1",
        "included patients: active,0",
        "included patients: under concern,1",
        "included patients: retracted,0",
        "included reports: retracted,0",
        "identified: merged by NLM,0",
    )


def test_an_empty_series_has_every_file_and_every_column(tmp_path: Path) -> None:
    empty = replace(SERIES, searches=(), reports=(), patients=(), decisions=())
    assert exported(tmp_path, "cases.csv", empty).count("\r\n") == 1
    header = "kind,subject,verdict,reason,score,by,at,field,value,was,quote,saw\r\n"
    assert exported(tmp_path, "decisions.csv", empty) == header
    assert exported(tmp_path, "search.md", empty).endswith("No search has been run yet.\n")


def test_a_report_without_year_and_authors_comes_after_those_with_a_year(tmp_path: Path) -> None:
    bare = Report(record=Record(pmid="5", title="Bare"))
    patient = Patient(id="P2", cases=(Case(pmid="5", number=1), FIRST_CASE))
    both = replace(
        SERIES, reports=(*SERIES.reports, bare), patients=(patient, Patient(id="P3", cases=patient.cases[:1]))
    )
    rows = exported(tmp_path, "cases.csv", both).splitlines()[1:]
    assert [row.split(",")[:5] for row in rows] == [
        ["P2", "2", "90000001; 5", "10.5555/first", "Tanaka K"],
        ["P3", "1", "5", "", ""],
    ]


# ------------------------------------------------------------------------------------------------- the search


def test_the_search_is_reported_as_it_was_run(tmp_path: Path) -> None:
    assert (
        exported(tmp_path, "search.md")
        == """# Searches: Hemangiopericytoma metastatic to the spine

Query `hpc-spine`, 1 search.

## PRISMA-S

| item | | |
|---:|---|---|
| 1 | Database name | PubMed |
| 2 | Multi-database searching | none by this tool: each platform is searched by itself |
| 3 | Study registries | none taken in; others are not known to this tool |
| 4 | Online resources and browsing | none taken in; others are not known to this tool |
| 5 | Citation searching | none taken in; others are not known to this tool |
| 6 | Contacts | not known to this tool |
| 7 | Other methods | not known to this tool |
| 8 | Full search strategies | below, each as it was run, with the platform's translation |
| 9 | Limits and restrictions | none by date; any other stands in the strategy |
| 10 | Search filters | none of PubMed; whether a part of the strategy is a published filter is not known to this tool |
| 11 | Prior work | not known to this tool |
| 12 | Updates | none so far; an update runs the whole strategy again (harvester refresh) |
| 13 | Dates of searches | PubMed (NCBI E-utilities): 2026-01-02T03:04:05+00:00 |
| 14 | Peer review | by a person: not known to this tool; harvester lint: 0 findings; 0 reports that it must find |
| 15 | Total records | 5: PubMed 5 |
| 16 | Deduplication | harvester 0.1.0: no rule had a pair to judge (docs/duplicates.md); 1 duplicate |

## Run log

No run had come to its end when this was written.

## 2026-01-02T03:04:05+00:00, PubMed (NCBI E-utilities)

- Database and platform (1): PubMed (NCBI E-utilities)
- Date and time (13): 2026-01-02T03:04:05+00:00
- Limits (9): none
- Records (15): 3 counted by the platform, 3 PMIDs received
- Query: `hpc-spine`, SHA-256 of what it asks `abababababababababababababababababababababababababababababababab`

### Strategy as run (8)

```text
hemangiopericytoma AND
spine
```

### Translation by the platform

```text
"hemangiopericytoma"[MeSH Terms] AND "spine"[MeSH Terms]
```

### Warnings

None was given.

### Slices

The result was read in one piece.
"""
    )


def test_the_newest_search_comes_first_with_its_limits_warnings_and_slices() -> None:
    newer = replace(
        SEARCH,
        ran_at=AT + timedelta(days=30),
        limits=Limits(datetype="edat", mindate="1990", maxdate="2026/01"),
        translation="",
        warnings=("phrase not found: hemangiopericytom*", "field ignored: [foo]"),
        slices=(Slice(high="20000000", count=2), Slice(low="20000001", count=1)),
        pmids=("9000002",),
    )
    report = search_report(replace(SERIES, searches=(SEARCH, newer)))
    assert report.index("## 2026-02-01T03:04:05+00:00") < report.index("## 2026-01-02T03:04:05+00:00")
    assert "- Limits (9): date of entry into PubMed (edat) from 1990 to 2026/01\n" in report
    assert "- Records (15): 3 counted by the platform, 1 PMID received\n" in report
    assert "### Translation by the platform\n\nNone was given.\n" in report
    assert "```text\nphrase not found: hemangiopericytom*\nfield ignored: [foo]\n```\n" in report
    assert (
        "### Slices\n\n| PMID from | PMID to | records |\n|---|---|---|\n"
        "| the first | 20000000 | 2 |\n| 20000001 | the last | 1 |\n" in report
    )


@given(st.text(min_size=1))
def test_any_strategy_stands_in_the_report_byte_for_byte(strategy: str) -> None:
    report = search_report(replace(SERIES, searches=(replace(SEARCH, strategy=strategy),)))
    fence, _, rest = report.partition("### Strategy as run (8)\n\n")[2].partition("text\n")
    end = "" if strategy.endswith("\n") else "\n"
    assert rest.startswith(f"{strategy}{end}{fence}\n")
    assert fence not in strategy


# ------------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (48, "48"),
        (48.0, "48"),
        (0.5, "0.5"),
        (-3.25, "-3.25"),
        ("yes", "yes"),
        ((), ""),
        (("C6", "C7", "T1"), "C6; C7; T1"),
        (StatedCount(n=7), "7 patients, own case not included"),
        (StatedCount(n=0), "0 patients, own case not included"),
        (StatedCount(n=1, includes_own=True), "1 patient, own case included"),
        (StatedCount(n=71, unit="reports"), "71 reports, own case not included"),
    ],
)
def test_a_value_in_words(value: Value | None, words: str) -> None:
    assert cell(value) == words


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("-", "'-"),
        ("-5", "-5"),
        ("+0.5", "+0.5"),
        ("-1e-05", "-1e-05"),
        ("-5\n", "'-5\n"),
        (" =1", "' =1"),
        ("\xa0\u200b=1", "'\xa0\u200b=1"),
        ("words\n=1", "words\n'=1"),
        ("words\r\n @x\r\ny", "words\r\n' @x\r\ny"),
        ("words\n-5", "words\n'-5"),
        (" \n=1", " \n'=1"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_neutralised(text: str, safe: str) -> None:
    assert neutralised(text) == safe


TRICKY = st.text() | st.text(alphabet="=+-@\t\r\n\",;' 0.eNA\ufeff\x00é")


@given(st.lists(st.tuples(TRICKY, TRICKY)))
def test_any_text_survives_the_way_through_a_file_and_none_is_a_formula(rows: list[tuple[str, str]]) -> None:
    written = csv_bytes(pd.DataFrame(rows, columns=["one", "two"], dtype=object)).decode()
    back = [tuple(row) for row in csv.reader(io.StringIO(written, newline=""))]
    assert back == [("one", "two"), *(tuple(map(neutralised, row)) for row in rows)]
    for text, safe in ((text, neutralised(text)) for row in rows for text in row):
        assert safe.replace("'", "") == text.replace("'", "")
        assert not safe.startswith(("=", "@", "\t", "\r", "\n"))
        assert not safe.startswith(("+", "-")) or float(safe) is not None


# ------------------------------------------------------------------------------------------------------- files


def test_a_second_run_touches_no_file(tmp_path: Path) -> None:
    before = {path: path.stat() for path in write_exports(SERIES, tmp_path)}
    after = {path: path.stat() for path in write_exports(SERIES, tmp_path)}
    assert {path: (found.st_ino, found.st_mtime_ns) for path, found in after.items()} == {
        path: (found.st_ino, found.st_mtime_ns) for path, found in before.items()
    }


def test_what_changed_is_replaced_and_the_rest_left(tmp_path: Path) -> None:
    before = {path.name: path.stat().st_ino for path in write_exports(SERIES, tmp_path)}
    checked = replace(SERIES.patients[0], checked_by="Ben")
    after = {path.name: path.stat().st_ino for path in write_exports(replace(SERIES, patients=(checked,)), tmp_path)}
    assert [name for name in before if before[name] != after[name]] == ["cases.csv", "cases.xlsx", "series.html"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(before)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(
        HarvesterError, match=r"cases\.csv: cannot be written .*; close what has it open, or name another"
    ):
        write_exports(SERIES, tmp_path / "taken")


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").mkdir()
    with pytest.raises(HarvesterError, match=r"cases\.csv: cannot be written"):
        write_exports(SERIES, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["cases.csv"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ([Format.DOCX], ["cases.docx"]),
        ([Format.SUMMARY, Format.REFERENCES], ["references.bib", "references.nbib", "references.ris", "summary.md"]),
        ([Format.PRISMA], ["PRISMA.csv", "prisma.png", "prisma.svg"]),
        ([Format.XLSX, Format.HTML, Format.SEARCH], ["cases.xlsx", "search.md", "series.html"]),
        ([], []),
    ],
)
def test_only_what_is_asked_for_is_written(tmp_path: Path, asked: list[Format], names: list[str]) -> None:
    written = write_exports(SERIES, tmp_path, formats=asked)
    assert sorted(path.name for path in written) == sorted(path.name for path in tmp_path.iterdir()) == names


# -------------------------------------------------------------------------------------------------------- head


def test_the_head_of_the_case_table_is_what_the_query_asks_for() -> None:
    columns = ("patient_id", "pmids", "first_author", "year", "age_years", "sex", "spinal_levels", "interval_months")
    row = ("P1", "90000001; 90000017", "Tanaka K", "2003", "48", "F", "C6; C7", "96")
    assert head(SERIES) == (columns, row)
    assert head(SERIES, 0) == (columns,)


def test_a_pmid_that_was_merged_into_another_of_the_row_is_named_no_more() -> None:
    records = [Report(record=Record(pmid=pmid, title="One", doi="10.5555/one")) for pmid in ("7", "70")]
    both = Patient(id="P7-1", cases=(Case(pmid="7", number=1), Case(pmid="70", number=1)))

    def row(*merged: tuple[str, str]) -> list[str]:
        events = [Event(pmid=old, state="merged", seen_at=AT, other=new, effect="") for old, new in merged]
        table = cases(replace(SERIES, reports=tuple(records), patients=(both,), events=tuple(events)))
        return [str(cell) for cell in table.iloc[0, :4]]

    assert row() == ["P7-1", "2", "7; 70", "10.5555/one"]
    assert row(("7", "70")) == ["P7-1", "1", "70", "10.5555/one"]
    assert row(("7", "999")) == ["P7-1", "2", "7; 70", "10.5555/one"]
    assert row(("7", "70"), ("70", "7")) == ["P7-1", "2", "7; 70", "10.5555/one"]
