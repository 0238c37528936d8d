"""Which format and which encoding a file is in, and what is said of one that is neither."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from harvester.errors import HarvesterError
from harvester.references import Entry, Format, format_and_text, read_references

RIS = "TY  - JOUR\nTI  - Métastases à l'étage lombaire: à propos d'un cas\nAU  - Müller, Jörg\nER  - \n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"],
)
def test_encodings_are_told(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "in.ris"
    file.write_bytes(RIS.encode(encoding))
    (found,) = read_references(file)
    assert isinstance(found, Entry)
    assert found.record.title == "Métastases à l'étage lombaire: à propos d'un cas"
    assert found.record.authors[0].last == "Müller"
    assert found.raw.decode().splitlines()[2] == "AU  - Müller, Jörg"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp1251", "Метастаз опухоли в позвоночник у женщины тридцати лет: описание случая"),
        ("gb18030", "一名三十岁女性的脊柱转移瘤一例报告"),
        ("cp1252", "Une métastase – “rachidienne” – d’une tumeur méningée"),
    ],
)
def test_older_encodings_are_told_by_what_they_say(tmp_path: Path, encoding: str, title: str) -> None:
    file = tmp_path / "in.ris"
    file.write_bytes(
        f"TY  - JOUR\nTI  - {title}\nAB  - Some English words, and more of them.\nER  - \n".encode(encoding)
    )
    (found,) = read_references(file)
    assert isinstance(found, Entry)
    assert found.record.title == title


def test_files_joined_with_their_marks(tmp_path: Path) -> None:
    file = tmp_path / "in.ris"
    file.write_bytes(RIS.encode("utf-8-sig") * 2)
    assert [type(one) for one in read_references(file)] == [Entry, Entry]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b" \r\n", "the file is empty"),
        (b"PK\x03\x04rest", "a spreadsheet, a document or a zip archive; export it as CSV"),
        (b"%PDF-1.7", "a PDF; export the references themselves"),
        (b"\xd0\xcf\x11\xe0rest", "an old Office file"),
        (gzip.compress(RIS.encode()), "compressed with gzip; unpack it first"),
        (b"TY  - JOUR\nTI  - A\0B\nER  - ", "line 2 holds a NUL byte"),
        (RIS.encode()[:-4] + b"\xff\nER  - \n", r"it is UTF-8 except at byte 94 \(line 4\)"),
        (RIS.encode("utf-16") + b"\x00", r"it is UTF-16 except at byte"),
        (b"Just some words.\n", "no format that is read here .* begins 'Just some words"),
        (b"<html><body>Sign in</body></html>", "this is XML, but neither EndNote's"),
        (b"<PubmedArticleSet></PubmedArticleSet>", "harvester.pubmed.read_pubmed reads it"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "in.ris.txt"
    file.write_bytes(content)
    with pytest.raises(HarvesterError, match=rf"in\.ris\.txt: .*{why}"):
        list(read_references(file))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("in.txt", "\n\nTY  - JOUR\nER  - ", "ris"),
        ("in.ris", "PMID- 1\nTI  - A", "nbib"),
        ("in.txt", "TI  - A\nVI  - 3\nAB  - B", "nbib"),
        ("in.ris", "TI  - A\nAU  - B", "ris"),
        ("in.csv", "@article{a, title = {B}}", "bib"),
        ("in.txt", "Scopus\nEXPORT DATE: 1 May 2020\n\n@ARTICLE{a, title = {B}}", "bib"),
        ("in.txt", "Title;Year\nA;2003", "csv"),
        ("in.ris", 'title,abstract\n"A","TY  - JOUR\nPMID- 5"', "csv"),
        ("in.xml", "<?xml version='1.0'?><xml><records><record/></records></xml>", "endnote"),
        ("in.xml", "<?xml version='1.0'?>\n<!DOCTYPE PubmedArticleSet>\n<PubmedArticleSet/>", "pubmed"),
        ("in.xml", "<PubmedArticle/>", "pubmed"),
    ],
)
def test_the_content_tells_the_format(tmp_path: Path, name: str, content: str, told: Format) -> None:
    file = tmp_path / name
    file.write_text(content)
    assert format_and_text(file)[0] == told


def test_pubmeds_bulk_files_are_told_though_packed(tmp_path: Path) -> None:
    file = tmp_path / "pubmed25n0001.xml.gz"
    file.write_bytes(gzip.compress(b'<?xml version="1.0"?><PubmedArticleSet></PubmedArticleSet>'))
    assert format_and_text(file)[0] == "pubmed"
