"""PubMed's bulk files: what a name says, and whether a download is whole."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from harvester.pubmed.bulk_files import (
    BulkFile,
    DamagedFile,
    UnknownName,
    Verified,
    bulk_file,
    check_xml,
    is_bulk_file,
    stated_md5,
    verify,
)

WHOLE = b"<?xml version='1.0'?><PubmedArticleSet></PubmedArticleSet>\n"
GZIPPED, CUT = (gzip.compress(content, mtime=0) for content in (WHOLE, WHOLE[:40]))


def test_a_name_says_the_year_and_the_number() -> None:
    path = Path("updates/pubmed26n1335.xml.gz")
    assert bulk_file(path) == BulkFile(year=2026, number=1335, path=path)
    assert [is_bulk_file(Path(name)) for name in ("pubmed26n0001.xml", "pubmed26n0001.xml.gz.md5", "records.xml")] == [
        True,
        False,
        False,
    ]
    with pytest.raises(UnknownName, match="they are named like pubmed26n0001"):
        bulk_file(Path("records.xml"))


def test_files_sort_as_they_are_applied() -> None:
    names = ("pubmed26n10000.xml.gz", "pubmed27n0001.xml.gz", "pubmed26n0002.xml.gz", "pubmed26n9999.xml.gz")
    assert [file.name for file in sorted(bulk_file(Path(name)) for name in names)] == [
        "pubmed26n0002.xml.gz",
        "pubmed26n9999.xml.gz",
        "pubmed26n10000.xml.gz",
        "pubmed27n0001.xml.gz",
    ]


def sent(folder: Path, content: bytes, stated: str = "") -> BulkFile:
    """A file as it arrived, and beside it the MD5 that was stated."""
    path = folder / "pubmed26n0001.xml.gz"
    path.write_bytes(content)
    if stated:
        path.with_name(f"{path.name}.md5").write_text(stated, "ascii")
    return bulk_file(path)


def test_a_whole_file_is_verified(tmp_path: Path) -> None:
    content = gzip.compress(WHOLE, mtime=0)
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    file = sent(tmp_path, content, f"MD5(pubmed26n0001.xml.gz)= {md5}\n")
    assert verify(file) == Verified(file=file, size=len(content), md5=md5)
    assert verify(sent(tmp_path / ".", content)).md5 == md5


@pytest.mark.parametrize(
    ("content", "stated", "why"),
    [
        (
            GZIPPED,
            f"MD5(pubmed26n0001.xml.gz)= {'0' * 32}\n",
            "NLM's is 000000000000000000000000",
        ),
        (GZIPPED, "d41d8cd98f00b204e9800998ecf8427e  pubmed26n0001.xml.gz\n", "it should read `MD5"),
        (GZIPPED, f"MD5(pubmed26n0002.xml.gz)= {'0' * 32}\n", "it should read `MD5"),
        (GZIPPED[:-9], "", "its gzip data are cut short or damaged"),
        (CUT, "", "it does not end with </PubmedArticleSet>: it is cut short; fetch it again"),
        (b"", "", "it does not end with </PubmedArticleSet>"),
    ],
)
def test_a_damaged_file_is_refused_and_says_why(tmp_path: Path, content: bytes, stated: str, why: str) -> None:
    file = sent(tmp_path, content, stated)
    with pytest.raises(DamagedFile) as error:
        verify(file)
    assert why in error.value.why
    assert file.name in error.value.source


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match=r"pubmed26n0009\.xml\.gz: it cannot be read \(No such file or directory\)"):
        verify(bulk_file(tmp_path / "pubmed26n0009.xml.gz"))


def test_an_md5_is_read_in_either_case_and_spacing(tmp_path: Path) -> None:
    path = tmp_path / "pubmed26n0001.xml.gz.md5"
    path.write_text(f"MD5 (pubmed26n0001.xml.gz) = {'AB' * 16}", "ascii")
    assert stated_md5(path, "pubmed26n0001.xml.gz") == "ab" * 16


def test_an_md5_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = sent(tmp_path, gzip.compress(WHOLE))
    beside = tmp_path / "pubmed26n0001.xml.gz.md5"
    beside.mkdir()
    with pytest.raises(DamagedFile) as error:
        verify(file)
    assert (error.value.source, error.value.why) == (
        str(beside),
        "it cannot be read (Is a directory); fetch it again",
    )


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>",
        "<?xml version='1.0' encoding='utf-16'?><a>é</a>".encode("utf-16"),
        b"<a>&eacute; &nowhere; \x01\x1f<p:q r:s='1'/></a>",
        b"<!DOCTYPE a PUBLIC 'x' 'https://example.invalid/x.dtd'><a>&eacute;</a>",
    ],
)
def test_xml_that_articles_can_be_read_from_is_well_formed(tmp_path: Path, content: bytes) -> None:
    check_xml(sent(tmp_path, gzip.compress(content)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<a><b></a>", "mismatched tag: line 1, column 8"),
        (b"<a>", "no element found: line 1, column 3"),
        (b"<a/><a/>", "junk after document element: line 1, column 4"),
        (b"<a>\xff</a>", "not well-formed (invalid token): line 1, column 3"),
    ],
)
def test_broken_xml_is_refused_and_says_where(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(DamagedFile) as error:
        check_xml(sent(tmp_path, gzip.compress(content)))
    assert error.value.why == f"its XML is broken ({why}), so nothing of it is applied; fetch it again"
