"""The mirror's index: built from files, extended, replaced, deleted from, and never left half built."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from harvester.mirror import Built, build, create_app, session
from harvester.mirror.evaluate import Context
from harvester.mirror.library import Library
from harvester.records import StoreError


def found(folder: Path, strategy: str) -> list[str]:
    library = Library(folder)
    return list(library.ordered(library.search(strategy, Context(today=date(2006, 1, 31))).pmids, ""))


def article(pmid: str, title: str, *, version: int = 1, types: tuple[str, ...] = ("Journal Article",)) -> str:
    kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in types)
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="{version}">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year><Month>Jul</Month>
    </PubDate></JournalIssue><Title>Journal of invented cases</Title></Journal><ArticleTitle>{title}</ArticleTitle>
    <Language>eng</Language><PublicationTypeList>{kinds}</PublicationTypeList></Article></MedlineCitation>
    <PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


def write(path: Path, *articles: str, deleted: str = "") -> Path:
    gone = f'<DeleteCitation><PMID Version="1">{deleted}</PMID></DeleteCitation>' if deleted else ""
    path.write_text(f'<?xml version="1.0"?>\n<PubmedArticleSet>{"".join(articles)}{gone}</PubmedArticleSet>', "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mirror of three records, the PMIDs 101, 102 and 103."""
    file = write(
        tmp_path / "three.xml",
        article("101", "Spinal metastasis of a hemangiopericytoma.", types=("Journal Article", "Case Reports")),
        article("102", "Solitary fibrous tumour of the pleura."),
        article("103", "Meningioma &amp; spine: β-catenin.", types=("Review",)),
    )
    build(tmp_path / "mirror", [file])
    return tmp_path / "mirror"


def test_a_build_extends_replaces_and_deletes(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    first = write(tmp_path / "1.xml", article("101", "One."), article("102", "Two."), article("103", "Three."))
    second = write(
        tmp_path / "2.xml",
        article("101", "One, revised."),
        article("102", "Two.", version=2),
        article("102", "Two."),
        article("104", "Four."),
        deleted="103",
    )
    assert build(mirror, [first]) == Built(
        records=3, added=3, replaced=0, deleted=0, unchanged=0, superseded=0, refused=()
    )
    assert build(mirror, [second]) == Built(
        records=3, added=1, replaced=2, deleted=1, unchanged=0, superseded=1, refused=()
    )
    assert build(mirror, [second]) == Built(
        records=3, added=0, replaced=0, deleted=0, unchanged=3, superseded=1, refused=()
    )
    assert found(mirror, "revised[ti] OR four[ti] OR three[ti]") == ["104", "101"]


def test_what_cannot_be_read_is_refused_by_name_and_stops_nothing_else(tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.xml", article("101", "One."), "<PubmedArticle><MedlineCitation/></PubmedArticle>")
    page = tmp_path / "page.xml"
    page.write_text("<html><body>maintenance</body></html>", "utf-8")
    built = build(tmp_path / "mirror", [broken, page, tmp_path / "absent.xml"])
    assert (built.records, [(Path(one.source).name, one.position) for one in built.refused]) == (
        1,
        [("broken.xml", 2), ("page.xml", None), ("absent.xml", None)],
    )


def test_a_build_that_is_killed_leaves_the_old_mirror(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    build(mirror, [write(tmp_path / "1.xml", article("101", "One."))])
    write(tmp_path / "2.xml", article("101", "One, revised."), article("102", "Two."))
    script = """
import os, signal, sys
from pathlib import Path
from harvester.mirror import build

def files(folder):
    yield folder / "2.xml"
    os.kill(os.getpid(), signal.SIGKILL)

build(Path(sys.argv[1]) / "mirror", files(Path(sys.argv[1])))
"""
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert found(mirror, "all[sb]") == ["101"]
    assert build(mirror, [tmp_path / "2.xml"]).replaced == 1


def test_a_first_build_that_fails_leaves_no_mirror(tmp_path: Path) -> None:
    def files() -> Iterator[Path]:
        yield write(tmp_path / "1.xml", article("101", "One."))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "mirror", files())
    with pytest.raises(StoreError, match="there is no mirror here; make one with"):
        create_app(tmp_path / "mirror")


def test_a_folder_without_a_mirror_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere: there is no mirror here"):
        session(tmp_path / "nowhere")
    (tmp_path / "mirror.db").write_text("this is no database, it only has the name of one " * 20, "utf-8")
    with pytest.raises(StoreError, match="if it is no mirror, remove it"):
        create_app(tmp_path)
    with pytest.raises(StoreError, match="if it is no mirror, remove it"):
        build(tmp_path, [])


def test_a_mirror_extended_while_it_serves_is_read_again(folder: Path, tmp_path: Path) -> None:
    library = Library(folder)
    assert held(library) == ["103", "102", "101"]
    build(folder, [write(tmp_path / "more.xml", article("104", "Four."), deleted="102")])
    assert held(library) == ["104", "103", "101"]


def held(library: Library) -> list[str]:
    return list(library.ordered(library.search("all[sb]", Context()).pmids, ""))
