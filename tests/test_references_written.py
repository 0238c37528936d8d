"""references.ris, .bib and .nbib: the included reports, which our own readers and other people's programs take."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from Bio import Medline
from lxml import etree
from pylatexenc.latex2text import LatexNodes2Text

from harvester.export.bibliography import included, reference_files
from harvester.export.folder import write_exports
from harvester.pubmed import read_pubmed
from harvester.records import Author, Box, Dates, Journal, PartialDate, Record, Report, Series
from harvester.references import Entry, read_references, write_references
from manuscripts import RECORDS, SERIES

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"
KINDS = ("ris", "bib", "nbib")

HARD = Record(
    pmid="301",
    title="β-catenin & CD34: 50% of {few} #tumours_in $Müller's ~ \\spine ^ HPC?",
    authors=(
        Author(last="Müller-Ångström", fore="Jörg", initials="J"),
        Author(last="O'Neill", fore="Seán P", initials="SP", suffix="Jr"),
        Author(collective="Ärzte & Co Study Group"),
    ),
    journal=Journal(title="Spine & Brain", abbreviation="Spine Brain", issn="1234-567X"),
    dates=Dates(print=PartialDate(year=2021, month=2)),
    volume="12 Suppl 1",
    issue="3-4",
    pages="e12-e15",
    doi="10.1002/1097-0142(19820101)49:1<145::aid_x>3.0.co;2-#",
    languages=("ger", "eng"),
    publication_types=("Case Reports", "Journal Article", "Retracted Publication"),
)
SAME = replace(HARD, pmid="302", title="Another.", doi="10.1000/other", publication_types=("Journal Article",))
OURS = replace(SAME, pmid="import-0123456789ab", title="From a file.", doi="")


def of(*records: Record) -> Series:
    reports = tuple(Report(record=one) for one in records)
    return replace(SERIES, reports=reports, boxes={one.pmid: Box(name="included") for one in records}, patients=())


def demo() -> list[Record]:
    return [one for one in read_pubmed(DEMO) if isinstance(one, Record)]


def told(record: Record) -> dict[str, Any]:
    """What a reference manager prints of a record."""
    return {
        **{"pmid": record.pmid, "doi": record.doi, "title": record.title, "journal": record.journal.title},
        **{"year": record.year, "volume": record.volume, "issue": record.issue, "pages": record.pages},
        "authors": [(one.last, one.fore, one.suffix, one.collective) for one in record.authors],
        "languages": record.languages,
    }


# ---------------------------------------------------------------------------------------------------- which reports


def test_the_included_reports_are_written_in_order_and_no_others(tmp_path: Path) -> None:
    write_exports(SERIES, tmp_path)
    for kind in KINDS:
        found = [one for one in read_references(tmp_path / f"references.{kind}") if isinstance(one, Entry)]
        assert [one.record.pmid for one in found] == ["101", "102", "103", "104", "105", "106"]


def test_a_number_without_a_record_of_its_own_is_no_reference() -> None:
    merged = replace(SERIES, boxes={**SERIES.boxes, "900": Box(name="included")})
    assert [one.record.pmid for one in included(merged)] == ["101", "102", "103", "104", "105", "106"]


@pytest.mark.parametrize("kind", KINDS)
def test_hard_signs_read_back(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"references.{kind}").write_bytes(reference_files(of(HARD, SAME))[f"references.{kind}"])
    found = [one for one in read_references(tmp_path / f"references.{kind}") if isinstance(one, Entry)]
    assert [told(one.record) for one in found] == [told(HARD), told(SAME)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_reads_back_with_its_languages(tmp_path: Path, kind: str) -> None:
    records = demo()
    (tmp_path / f"references.{kind}").write_text(write_references(records, kind), "utf-8", newline="")  # type: ignore[arg-type]
    found = [one.record for one in read_references(tmp_path / f"references.{kind}") if isinstance(one, Entry)]
    languages = ("fre", "spa", "chi", "jpn", "ger")
    assert [told(one) for one in found] == [{**told(one), "title": " ".join(one.title.split())} for one in records]
    assert {code for one in found for code in one.languages} & set(languages)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_of_ours_is_no_pmid(kind: str) -> None:
    assert b"import-" not in reference_files(of(OURS))[f"references.{kind}"]
    assert b"From a file" in reference_files(of(OURS))[f"references.{kind}"].replace(b"{", b"").replace(b"}", b"")


def test_no_report_is_no_reference() -> None:
    assert set(reference_files(of()).values()) == {b""}


# -------------------------------------------------------------------------------------------- the rules of each format


def test_ris_has_two_blanks_type_first_and_end_last_and_ends_lines_with_cr_lf() -> None:
    text = reference_files(of(HARD, SAME))["references.ris"].decode()
    assert text.count("\r\n") == text.count("\n") > 0
    entries = [one.strip().split("\r\n") for one in text.split("ER  - \r\n") if one.strip()]
    assert len(entries) == 2
    for lines in entries:
        assert lines[0] == "TY  - JOUR"
        assert all(re.match(r"[A-Z][A-Z0-9]  - \S", line) for line in lines)
    assert not text.startswith("\ufeff")


def test_bibtex_keys_are_ascii_and_each_its_own() -> None:
    text = reference_files(of(HARD, SAME, replace(HARD, pmid="303")))["references.bib"].decode()
    assert re.findall(r"@\w+\{([^,]*),", text) == ["MullerAngstrom2021", "MullerAngstrom2021b", "MullerAngstrom2021c"]


def test_bibtex_keeps_capitals_and_escapes_what_latex_would_read() -> None:
    text = reference_files(of(HARD))["references.bib"].decode()
    assert r"title = {β-catenin \& {CD34:} 50\% of \{few\} \#tumours\_in {\$Müller's} \textasciitilde{} " in text
    assert r"\textbackslash{}spine \textasciicircum{} {HPC?}}" in text
    assert "doi = {10.1002/1097-0142(19820101)49:1<145::aid_x>3.0.co;2-#}" in text
    assert "note = {Retracted publication}" in text
    assert "note" not in reference_files(of(SAME))["references.bib"].decode()


def test_medline_text_is_folded_and_says_what_was_retracted() -> None:
    text = reference_files(of(*RECORDS[:4]))["references.nbib"].decode()
    assert [line for line in text.splitlines() if line.startswith("PMID")] == [f"PMID- {n}" for n in range(101, 105)]
    assert all(len(line) <= 88 for line in text.splitlines())
    assert "RIN - J Inv Spines. 1991;8(1):2\n" in text


# ----------------------------------------------------------------------------------------------- other people's readers


def test_rispy_reads_the_same() -> None:
    records = [HARD, *demo()]
    found = rispy.loads(write_references(records, "ris"))
    assert len(found) == len(records)
    for one, record in zip(found, records, strict=True):
        assert one["type_of_reference"] == "JOUR"
        assert one["title"] == record.title
        assert one.get("doi", "") == record.doi
        assert (one.get("volume", ""), one.get("number", "")) == (record.volume, record.issue)
        assert int(one["year"]) == record.year
        assert one["accession_number"] == record.pmid
        assert len(one.get("authors", [])) == len(record.authors)


def test_bio_medline_reads_the_same() -> None:
    records = [HARD, *demo()]
    found = list(Medline.parse(write_references(records, "nbib").splitlines(keepends=True)))  # type: ignore[no-untyped-call]
    assert [one["PMID"] for one in found] == [one.pmid for one in records]
    for one, record in zip(found, records, strict=True):
        assert " ".join(one["TI"].split()) == record.title
        assert one["DP"].split()[0] == str(record.year)
        assert one.get("LA", []) == list(record.languages)
        assert one.get("AU", []) == [author.name for author in record.authors if not author.collective]


def test_bibtexparser_reads_the_same() -> None:
    records = [HARD, *demo()]
    library = parse_string(write_references(records, "bib"))
    assert not library.failed_blocks
    assert len(library.entries_dict) == len(records)
    for one, record in zip(library.entries, records, strict=True):
        assert one.fields_dict["pmid"].value == record.pmid
        assert _without_latex(one.fields_dict["title"].value) == record.title


def _without_latex(value: str) -> str:
    return str(LatexNodes2Text(strict_latex_spaces="macros").latex_to_text(value)).replace("ˆ", "^")


def test_pybtex_reads_the_same() -> None:
    database = pytest.importorskip("pybtex.database", reason="pybtex is not installed")
    records = [HARD, *demo()]
    found = database.parse_string(write_references(records, "bib"), "bibtex").entries
    assert len(found) == len(records)
    for one, record in zip(found.values(), records, strict=True):
        assert one.fields["pmid"] == record.pmid
        assert one.fields.get("doi", "") == record.doi
        assert int(one.fields["year"]) == record.year
        people = one.persons.get("author", [])
        assert len(people) == len(record.authors)
        lasts = [" ".join((*person.prelast_names, *person.last_names)) for person in people]
        assert lasts == [author.last or f"{{{author.collective}}}".replace("&", r"\&") for author in record.authors]


@pytest.mark.parametrize(("kind", "program"), [("ris", "ris2xml"), ("bib", "bib2xml")])
def test_bibutils_reads_the_same(tmp_path: Path, kind: str, program: str) -> None:
    command = shutil.which(program)
    if command is None:
        pytest.skip(f"{program} of Debian's bibutils is not installed")
    records = [one for one in demo() if one.volume]
    file = tmp_path / f"references.{kind}"
    file.write_text(write_references(records, kind), "utf-8", newline="")  # type: ignore[arg-type]
    ran = subprocess.run([command, str(file)], check=True, capture_output=True, timeout=60)
    names = {"m": "http://www.loc.gov/mods/v3"}
    found = etree.fromstring(ran.stdout.lstrip("\ufeff".encode())).findall("m:mods", names)
    assert len(found) == len(records)
    for one, record in zip(found, records, strict=True):
        title, rest = (one.findtext(f"m:titleInfo/m:{name}", "", names) for name in ("title", "subTitle"))
        assert _letters(f"{title}{rest}") == _letters(record.title)
        # bibutils takes T2, in which EndNote and Zotero write the journal, for its short name.
        assert record.journal.title in [name.text for name in one.findall("m:relatedItem/m:titleInfo/m:title", names)]
        assert one.findtext("m:part/m:detail[@type='volume']/m:number", "", names) == record.volume
        assert one.findtext("m:part/m:detail[@type='issue']/m:number", "", names) == record.issue
        family = [_letters(part.text or "") for part in one.findall("m:name/m:namePart[@type='family']", names)]
        if record.authors and record.authors[0].last:
            assert family[0] == _letters(record.authors[0].last)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
