"""BibTeX, and the LaTeX in it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.records import Author, Dates, Journal, PartialDate, Record, Refusal, Section
from harvester.references import Entry, read_references
from harvester.references.latex import escaped, plain

DATA = Path(__file__).parents[2] / "shared" / "data" / "import_formats"


def read(tmp_path: Path, text: str, name: str = "in.bib") -> list[Entry | Refusal]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return list(read_references(file))


def record(tmp_path: Path, fields: str) -> Record:
    (found,) = read(tmp_path, f"@article{{key,\n{fields}\n}}")
    assert isinstance(found, Entry)
    return found.record


ONE = """@article{tanaka_2003,
  title = {Spinal metastasis of {SFT}: 5\\% of \\'{e}tudes},
  author = {Tanaka, Jun and M{\\"u}ller, K. and {Bone and Spine Unit}},
  journal = "Spine Letters",
  year = 2003,
  month = jul,
  volume = {28},
  number = {4},
  pages = {213--218},
  issn = {1234-5678},
  doi = {10.1000/x\\_1},
  note = {PMID: 123},
  keywords = {spine, metastasis},
  abstract = {Words
   and more.},
}"""


def test_an_entry_is_a_record(tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"Made by hand.\n\n@comment{{nothing}}\n{ONE}\n")
    assert found == Entry(
        id="tanaka_2003",
        position=1,
        raw=ONE.encode(),
        record=Record(
            pmid="123",
            title="Spinal metastasis of SFT: 5% of études",
            sections=(Section(text="Words and more."),),
            authors=(
                Author(last="Tanaka", fore="Jun", initials="J"),
                Author(last="Müller", fore="K", initials="K"),
                Author(collective="Bone and Spine Unit"),
            ),
            journal=Journal(title="Spine Letters", issn="1234-5678"),
            volume="28",
            issue="4",
            pages="213-218",
            dates=Dates(print=PartialDate(year=2003, month=7, raw="2003 jul")),
            doi="10.1000/x_1",
            publication_types=("Journal Article",),
            keywords=("spine", "metastasis"),
            digest=hashlib.sha256(ONE.encode()).hexdigest(),
        ),
    )


@pytest.mark.parametrize(
    "field",
    [
        "pmid = {12345678}",
        "note = {PMID: 12345678}",
        "eprint = {12345678}, eprinttype = {pmid}",
        "url = {https://pubmed.ncbi.nlm.nih.gov/12345678/}",
        "annote = {Cited; PMID: 12345678}",
        "Pmid = 12345678",
    ],
)
def test_a_pmid_wherever_it_stands(tmp_path: Path, field: str) -> None:
    assert record(tmp_path, f"title = {{A}}, {field}").pmid == "12345678"


def test_both_exports_of_one_library_say_the_same() -> None:
    files = [DATA / f"zotero_export.{ending}" for ending in ("bib", "ris")]
    if not all(file.exists() for file in files):
        pytest.skip(f"{DATA} is not here")
    bib, ris = ([one.record for one in read_references(file) if isinstance(one, Entry)] for file in files)
    assert sorted(map(told, bib)) == sorted(map(told, ris))


def told(record: Record) -> tuple[str, ...]:
    first = record.authors[0].name if record.authors else ""
    where = (record.volume, record.issue, record.pages, record.journal.issn)
    return (record.title, record.doi, first, str(record.year), *where, *record.languages, *record.publication_types)


def test_a_list_of_names_runs_over_lines_and_stands_in_two_braces(tmp_path: Path) -> None:
    for value in ("{Tanaka, Jun and\n  Oduya, P. and others}", "{{Tanaka, Jun and\nOduya, P.}}"):
        found = record(tmp_path, f"title = {{A}}, author = {value}")
        assert [one.name for one in found.authors] == ["Tanaka J", "Oduya P"]
        assert found.authors_complete is ("others" not in value)


def test_web_of_science(tmp_path: Path) -> None:
    text = "@article{ WOS:000123,\nAuthor = {Tanaka, Jun},\nTitle = {{Spinal\n   metastasis}},\nYear = {{2003}},\n"
    text += "Journal-ISO = {{Spine Lett.}},\nUnique-ID = {{WOS:000123}},\nArticle-Number = {{12}},\n}\n"
    (found,) = read(tmp_path, text)
    assert isinstance(found, Entry)
    assert (found.id, found.record.title, found.record.year) == ("WOS:000123", "Spinal metastasis", 2003)
    assert (found.record.pages, found.record.journal.abbreviation) == ("12", "Spine Lett.")
    assert found.record.other_ids == (("Web of Science", "WOS:000123"),)


def test_words_defined_in_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, '@string{sl = "Spine Letters"}\n@article{a, title = {A}, journal = sl # {, New}}')
    assert [one.record.journal.title for one in found if isinstance(one, Entry)] == ["Spine Letters, New"]


def test_types_are_plain_words(tmp_path: Path) -> None:
    text = "".join(
        f"@{kind}{{{kind}, title = {{A}}}}\n" for kind in ("InProceedings", "phdthesis", "book", "unpublished")
    )
    found = [one.record for one in read(tmp_path, text) if isinstance(one, Entry)]
    assert [one.publication_types for one in found] == [("Conference Paper",), ("Thesis",), ("Book",), ("Unpublished",)]
    assert [one.kind for one in found] == ["article", "article", "book", "article"]


def test_one_key_for_two_entries_and_a_field_given_twice(tmp_path: Path) -> None:
    found = read(tmp_path, "@article{a, title = {One}, title = {Other}}\n@article{a, title = {Two}, year = {2003}}")
    assert [(one.id, one.record.title) for one in found if isinstance(one, Entry)] == [("a", "One"), ("a", "Two")]


def test_a_broken_entry_is_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = """@article{a, title = {One}}

@article{b, title = {Two, never closed, year = {2003}

@article{c, title = {Three}}, year = {2003}}

@article{d, title = {Four}}
@article{e}
@article{f, title = {Cut"""
    found = read(tmp_path, text)
    assert [(one.position, one.record.title) for one in found if isinstance(one, Entry)] == [(1, "One"), (4, "Four")]
    assert "its braces or quotes do not match: Unexpected block start: `@article`" in str(found[1])
    assert "it is closed before its fields end: ', year = {2003}}' stands behind it" in str(found[2])
    assert [(one.position, one.why[:12]) for one in found if isinstance(one, Refusal)] == [
        (2, "@article{b, "),
        (3, "@article{c, "),
        (5, "@article{e}:"),
        (6, "@article{f, "),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{HIV-1} --- a \\emph{case}", "HIV-1 — a case"),
        ("M{\\\"u}ller, \\O stergaard, \\'{\\i}, {\\ss}, \\c{c}", "Müller, Østergaard, í, ß, ç"),
        ("10$^{2}$ and $\\beta$-catenin, $p<0.05$", "10^2 and β-catenin, p<0.05"),
        ("from $5 to $10", "from $5 to $10"),
        ("5% of Science & Life, \\'e", "5% of Science & Life, é"),
        ("10\\textsuperscript{2}, 1\\textsuperscript{st}", "10^2, 1st"),
        ("a {\\textless} b, \\url{http://x.org/a%20b}", "a < b, http://x.org/a%20b"),
        ("broken \\frac", "broken "),
    ],
)
def test_latex_reads_as_text(value: str, text: str) -> None:
    assert plain(value) == text


@given(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" ")))
def test_text_as_latex_reads_as_it_was(text: str) -> None:
    assert " ".join(plain(escaped(text)).split()) == " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "dois"), [("records.bib", 17), ("records_expected.bib", 16), ("zotero_export.bib", 718)]
)
def test_real_exports_are_read_whole(name: str, dois: int) -> None:
    file = DATA / name
    if not file.exists():
        pytest.skip(f"{file} is not here")
    keys = re.findall(r"^@\w+\{(.*),$", file.read_text("utf-8"), re.MULTILINE)
    found = [one for one in read_references(file) if isinstance(one, Entry)]
    assert [one.id for one in found] == keys
    assert sum(bool(one.record.doi) for one in found) == dois
    assert all(one.record.title for one in found)
    assert all(bool(one.record.authors) is not (b"{{[Anonymous]}}" in one.raw) for one in found)
