"""A small series of which every number of a manuscript can be worked out by hand, and LibreOffice to open its files.

Active are three patients of three reports: A (PMID 101 and, later, 103), B and C (102). D is retracted (104), E under
concern (105). 106 tells its six patients only together, 107 waits for a person, 108 is excluded, 109 a duplicate.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harvester.records import (
    Author,
    Box,
    Case,
    Correction,
    Dates,
    Decision,
    Extraction,
    Flow,
    Journal,
    PartialDate,
    Patient,
    Query,
    Record,
    Report,
    Search,
    Series,
    Standing,
    Target,
    Value,
    Vocabulary,
)

AT = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)

QUERY = Query(
    name="hpc-spine",
    title="Hemangiopericytoma metastatic to the spine",
    strategy="hemangiopericytoma",
    vocabulary=Vocabulary(
        diagnosis={"HPC/SFT": ("HPC/SFT",), "hemangiopericytoma": ("HPC",), "solitary fibrous tumor": ("SFT",)}
    ),
    target=Target(field="metastatic_to_spine", name="spine"),
    criteria=(),
    digest="ab" * 32,
)


def record(pmid: str, year: int, title: str, *authors: str, **more: Any) -> Record:
    return Record(
        pmid=pmid,
        title=title,
        authors=tuple(Author(last=name, fore="Ann B", initials="AB") for name in authors),
        journal=Journal(title="Journal of invented spines", abbreviation="J Inv Spines"),
        dates=Dates(print=PartialDate(year=year)),
        volume="7",
        issue="2",
        pages="213-8",
        languages=("eng",),
        publication_types=("Case Reports", "Journal Article"),
        **more,
    )


RECORDS = (
    record("101", 1976, "A metastasis of T1.", "Ferris", "Okonjo", doi="10.5555/a(1)<b>"),
    record("102", 2003, "Two metastases.", "Müller", "Tanaka", "King", doi="10.5555/two"),
    record("103", 1980, "The same patient later.", "Ferris"),
    record(
        "104",
        1990,
        "Taken back.",
        "Gone",
        corrections=(Correction(kind="RetractionIn", source="J Inv Spines. 1991;8(1):2"),),
    ),
    record("105", 1991, "Doubted.", "Doubt"),
    record("106", 1999, "Six patients.", "Group"),
    record("107", 2000, "Unclear.", "Unclear"),
    record("108", 2001, "Out.", "Out"),
    record("109", 1976, "A metastasis of T1.", "Ferris", "Okonjo"),
)


def case(pmid: str, number: int, **values: Value) -> Case:
    return Case(
        pmid=pmid,
        number=number,
        extractions=tuple(
            Extraction(pmid=pmid, case=number, field=field, value=value, spans=(), rule="demo", rule_version="1")
            for field, value in values.items()
        ),
    )


A = case(
    "101",
    1,
    age_years=41,
    age_at="spinal lesion",
    sex="F",
    diagnosis="hemangiopericytoma",
    grade="WHO grade II",
    primary_site="intracranial",
    primary_site_text="falx",
    metastatic_to_spine="yes",
    spinal_levels=("C6", "C7", "T1", "T2", "L4"),
    compartment=("extradural",),
    presentation=("pain", "weakness"),
    interval_months=132,
    surgery="yes",
    resection="gross total",
    radiotherapy="yes",
    chemotherapy="no",
    recurrence="no",
    outcome="no evidence of disease",
)
A_LATER = case("103", 1, followup_months=48.0)
A_TWIN = case("109", 1, age_years=41)
B = case(
    "102",
    1,
    age_years=60,
    age_at="primary",
    diagnosis="HPC/SFT",
    metastatic_to_spine="yes",
    spinal_levels=("cervicothoracic junction",),
    presentation=("pain",),
    radiotherapy="no",
)
C = case("102", 2, sex="M", metastatic_to_spine="yes")
D = case("104", 1, age_years=99, sex="M")
E = case("105", 1, age_years=98, sex="M")


def screened(pmid: str, verdict: str) -> Decision:
    return Decision(kind="screen", subject=pmid, verdict=verdict, reason="told so", by="rule:criteria/1", at=AT)  # type: ignore[arg-type]


_VERDICTS = {"107": "unsure", "108": "no"}
_STANDING: dict[str, Standing] = {"104": "retracted", "105": "concern"}
_BOXES = {
    "107": Box(name="unsure", reason="no abstract"),
    "108": Box(name="excluded", reason="another tumour"),
    "109": Box(name="duplicate"),
}
TOGETHER = Extraction(pmid="106", case=0, field="n_patients", value=6, spans=(), rule="demo", rule_version="1")

SERIES = Series(
    query=QUERY,
    searches=(
        Search(
            query="hpc-spine",
            query_digest="ab" * 32,
            platform="PubMed (NCBI)",
            strategy=QUERY.strategy,
            ran_at=AT,
            count=9,
            pmids=tuple(one.pmid for one in RECORDS),
        ),
    ),
    reports=tuple(
        Report(
            record=one,
            decision=screened(one.pmid, _VERDICTS.get(one.pmid, "yes")),
            extractions=(TOGETHER,) if one.pmid == "106" else (),
            standing=_STANDING.get(one.pmid, "active"),
        )
        for one in RECORDS
    ),
    patients=(
        Patient(id="P102-1", cases=(B,)),
        Patient(id="P102-2", cases=(C,)),
        Patient(id="P101-1", cases=(A, A_LATER, A_TWIN)),
        Patient(id="P104-1", cases=(D,), standing="retracted"),
        Patient(id="P105-1", cases=(E,), standing="concern"),
    ),
    decisions=(),
    flow=Flow(
        sources={"PubMed (NCBI)": 9},
        duplicates=1,
        refused=0,
        missing=0,
        deleted=0,
        screened=8,
        excluded={"another tumour": 1},
        unsure=1,
        included_reports=6,
        included_patients=5,
        retracted_reports=1,
        retracted_patients=1,
        concern_patients=1,
    ),
    boxes={one.pmid: _BOXES.get(one.pmid, Box(name="included")) for one in RECORDS},
    known_at=AT,
)

Converted = Callable[..., Path]
"""A file, another format, and options -> the file that LibreOffice makes of it, in a folder of its own."""


def libreoffice(folder: Path) -> Converted:
    """LibreOffice without a screen; the test is skipped where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")

    def converted(file: Path, to: str, *options: str) -> Path:
        out = folder / "converted"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", *options, "--convert-to", to, "--outdir", str(out), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return out / f"{file.stem}.{to.partition(':')[0]}"

    return converted
