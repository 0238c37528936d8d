"""What is written as .nbib, .ris or .bib and read back is the same report."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.pubmed import read_pubmed
from harvester.records import Author, Dates, Journal, PartialDate, Record, Section
from harvester.references import Entry, Written, read_references, write_references
from harvester.references.latex import escaped, plain

KINDS: tuple[Written, ...] = ("nbib", "ris", "bib")
DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"


def told(record: Record) -> dict[str, Any]:
    """What a reference file has to keep."""
    return {
        **{"pmid": record.pmid, "doi": record.doi, "pmcid": record.pmcid},
        **{"title": " ".join(record.title.split()), "journal": record.journal.title, "year": record.year},
        **{"volume": record.volume, "issue": record.issue, "pages": record.pages},
        "abbreviation": record.journal.abbreviation,
        "authors": [(one.last, one.fore, one.initials, one.suffix, one.collective) for one in record.authors],
        "abstract": " ".join(
            " ".join(f"{one.label}: {one.text}" if one.label else one.text for one in record.sections).split()
        ),
    }


def back(folder: Path, records: list[Record], kind: Written) -> list[Record]:
    file = folder / f"written.{kind}"
    file.write_text(write_references(records, kind), "utf-8", newline="\n")
    found = list(read_references(file))
    return [one.record for one in found if isinstance(one, Entry)]


SIMPLE = Record(
    pmid="123",
    title="Spinal metastasis of a tumour: 50% & more.",
    sections=(Section(label="AIM", text="To see."), Section(label="RESULTS", text="Seen {twice}, p < 0.05.")),
    authors=(
        Author(last="van der Meer", fore="Jan W", initials="JW"),
        Author(last="King", fore="Martin L", initials="ML", suffix="Jr"),
        Author(collective="Bone Unit of Utopia"),
    ),
    journal=Journal(title="Spine Letters", abbreviation="Spine Lett", issn="1234-5678"),
    volume="28",
    issue="4",
    pages="213-8",
    dates=Dates(print=PartialDate(year=2003, month=7, day=14)),
    doi="10.1000/a_b--c",
    pmcid="PMC55",
    languages=("eng",),
    publication_types=("Case Reports", "Journal Article"),
    keywords=("spine", "metastasis"),
)


def test_a_record_as_medline() -> None:
    assert write_references([SIMPLE], "nbib").splitlines() == [
        "PMID- 123",
        "IS  - 1234-5678",
        "VI  - 28",
        "IP  - 4",
        "DP  - 2003 Jul 14",
        "TI  - Spinal metastasis of a tumour: 50% & more.",
        "PG  - 213-8",
        "LID - 10.1000/a_b--c [doi]",
        "AB  - AIM: To see. RESULTS: Seen {twice}, p < 0.05.",
        "FAU - van der Meer, Jan W",
        "AU  - van der Meer JW",
        "FAU - King, Martin L Jr",
        "AU  - King ML Jr",
        "CN  - Bone Unit of Utopia",
        "LA  - eng",
        "PT  - Case Reports",
        "PT  - Journal Article",
        "TA  - Spine Lett",
        "JT  - Spine Letters",
        "OT  - spine",
        "OT  - metastasis",
        "PMC - PMC55",
        "AID - 10.1000/a_b--c [doi]",
    ]


def test_a_record_as_ris() -> None:
    assert write_references([SIMPLE], "ris").splitlines() == [
        "TY  - JOUR",
        "TI  - Spinal metastasis of a tumour: 50% & more.",
        "AU  - van der Meer, Jan W",
        "AU  - King, Martin L, Jr",
        "AU  - Bone Unit of Utopia,",
        "T2  - Spine Letters",
        "J2  - Spine Lett",
        "PY  - 2003",
        "DA  - 2003/07/14/",
        "VL  - 28",
        "IS  - 4",
        "SP  - 213",
        "EP  - 8",
        "SN  - 1234-5678",
        "DO  - 10.1000/a_b--c",
        "AN  - 123",
        "DB  - PubMed",
        "C2  - PMC55",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/123/",
        "LA  - eng",
        "M3  - Case Reports",
        "KW  - spine",
        "KW  - metastasis",
        "AB  - AIM: To see. RESULTS: Seen {twice}, p < 0.05.",
        "ER  - ",
    ]


def test_a_record_as_bibtex() -> None:
    assert write_references([SIMPLE, SIMPLE], "bib").split("\n\n")[0].splitlines() == [
        "@article{vanderMeer2003,",
        "\ttitle = {Spinal metastasis of a tumour: 50\\% \\& more.},",
        "\tauthor = {van der Meer, Jan W and King, Jr, Martin L and {Bone Unit of Utopia}},",
        "\tjournal = {Spine Letters},",
        "\tshortjournal = {Spine Lett},",
        "\tyear = {2003},",
        "\tmonth = {7},",
        "\tvolume = {28},",
        "\tnumber = {4},",
        "\tpages = {213--8},",
        "\tissn = {1234-5678},",
        "\tdoi = {10.1000/a_b--c},",
        "\tpmid = {123},",
        "\tpmcid = {PMC55},",
        "\tlanguage = {eng},",
        "\tkeywords = {spine; metastasis},",
        "\tabstract = {AIM: To see. RESULTS: Seen \\{twice\\}, p < 0.05.}",
        "}",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_back(tmp_path: Path, kind: Written) -> None:
    (found,) = back(tmp_path, [SIMPLE], kind)
    assert told(found) == told(SIMPLE)
    assert (found.languages, found.keywords) == (SIMPLE.languages, SIMPLE.keywords)
    assert found.journal.issn == SIMPLE.journal.issn


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_reads_back(tmp_path: Path, kind: Written) -> None:
    records = [one for one in read_pubmed(DEMO) if isinstance(one, Record)]
    assert [told(one) for one in back(tmp_path, records, kind)] == [told(one) for one in records]


text = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" ", exclude_characters="�"),
    min_size=1,
    max_size=80,
).map(lambda made: " ".join(made.split()))
word = st.text(string.ascii_letters + "äéñøßčł", min_size=4, max_size=9).map(str.capitalize)
name = st.one_of(word, st.builds("{}-{}".format, word, word), st.builds("van der {}".format, word))
fore = st.lists(word | st.sampled_from(string.ascii_uppercase), min_size=1, max_size=3)
person = st.builds(
    lambda last, names, suffix: Author(
        last=last, fore=" ".join(names), initials="".join(one[0] for one in names), suffix=suffix
    ),
    name,
    fore,
    st.sampled_from(("", "", "Jr", "3rd")),
)
group = st.builds(lambda one, two: Author(collective=f"{one} {two} Study Group"), word, word)
number = st.integers(1, 99_999_999).map(str)
record = st.builds(
    lambda title, abstract, volume, first, year, **others: Record(
        title=title,
        sections=(Section(text=abstract),) if abstract else (),
        volume=volume,
        pages=f"{first}-{first}8",
        dates=Dates(print=PartialDate(year=year)),
        **others,
    ),
    title=text.filter(bool),
    abstract=text,
    volume=st.sampled_from(("", "12", "12 Suppl 1", "A-3")),
    first=st.sampled_from(("12", "e12", "S3")),
    year=st.integers(1900, 2099),
    pmid=st.just("") | number,
    doi=st.just("") | st.text(string.ascii_letters + string.digits + "-_()/.", max_size=20).map("10.1000/x{}x".format),
    pmcid=st.just("") | number.map("PMC{}".format),
    issue=st.sampled_from(("", "4", "3-4", "Pt 2")),
    authors=st.lists(person | group, max_size=4).map(tuple),
    journal=st.builds(Journal, title=st.just("") | word, abbreviation=st.just("") | word),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(records=st.lists(record, min_size=1, max_size=3))
def test_whatever_it_says_reads_back(tmp_path: Path, kind: Written, records: list[Record]) -> None:
    assert [told(one) for one in back(tmp_path, records, kind)] == [told(one) for one in records]


@pytest.mark.parametrize(
    "text", ["``", "''", "--", "---", "a -- b", "?`", "!`", "~", "{x}", "5 % of $3", "10^3", "`a'"]
)
def test_what_latex_would_draw_as_another_sign_reads_back(text: str) -> None:
    assert plain(escaped(text)) == text
