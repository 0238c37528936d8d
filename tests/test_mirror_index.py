"""The mirror's index: built from files, extended, replaced, deleted from, and never left half built."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import StoreError
from harvester.mirror import Built, build, create_app, session
from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.mirror.library import Library
from harvester.mirror.packing import pack, unpack
from harvester.mirror.search.evaluate import Context
from harvester.records import Author, Dates, Journal, PartialDate, Record
from invented import article, found, three, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three(tmp_path)


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


@pytest.mark.parametrize("seed", range(20))
def test_the_number_of_records_is_kept_and_is_what_counting_would_give(tmp_path: Path, seed: int) -> None:
    """Records come, come again, in other versions, and go, in any order, before and after what waits is written."""
    draw = random.Random(seed)
    for _ in range(2):
        with open_build(tmp_path) as connection:
            intake = Intake(connection)
            for _ in range(60):
                pmid, version = draw.randint(1, 12), draw.randint(1, 3)
                record = Record(pmid=str(pmid), version=version, title=draw.choice("ab"))
                keep = partial(intake.keep, record, b"<x/>")
                may_happen: list[Callable[[], None]] = [keep, keep, partial(intake.delete, pmid), intake.flush]
                draw.choice(may_happen)()
            intake.flush()
            intake.note_change()
            (counted,) = connection.execute("SELECT count(*) FROM record").fetchone()
            assert (intake.held(), _record_fact(connection)) == (counted, counted)


@given(st.binary(max_size=5_000), st.integers(1, 40))
def test_what_is_packed_is_zlib_s_so_older_mirrors_and_newer_programs_read_each_other(part: bytes, times: int) -> None:
    content = part * times
    assert zlib.decompress(pack(content)) == content
    assert unpack(zlib.compress(content, 1)) == content


def _record_fact(connection: sqlite3.Connection) -> int:
    (noted,) = connection.execute("SELECT value FROM fact WHERE name = 'records'").fetchone()
    return int(noted)


def test_what_cannot_be_read_is_refused_by_name_and_stops_nothing_else(tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.xml", article("101", "One."), "<PubmedArticle><MedlineCitation/></PubmedArticle>")
    page = tmp_path / "page.xml"
    page.write_text("<html><body>maintenance</body></html>", "utf-8")
    built = build(tmp_path / "mirror", [broken, page, tmp_path / "absent.xml"])
    assert (built.records, [(Path(one.source).name, one.position) for one in built.refused]) == (
        1,
        [("broken.xml", 2), ("page.xml", None), ("absent.xml", None)],
    )


KILLED = """
import os, signal, sys
from pathlib import Path
from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.records import Record

with open_build(Path(sys.argv[1])) as connection:
    connection.execute("PRAGMA cache_size = 5")  # so that most of what is written is in the file when the end comes
    intake = Intake(connection)
    for number in range(101, 1101):
        intake.keep(Record(pmid=str(number), title=f"Killed {number}."), b"<PubmedArticle/>" * 50)
    intake.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_build_that_is_killed_leaves_the_old_mirror(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    build(mirror, [write(tmp_path / "1.xml", article("101", "One."))])
    killed = subprocess.run([sys.executable, "-c", KILLED, str(mirror)], check=False)
    assert (killed.returncode, (mirror / "mirror.db-wal").stat().st_size > 100_000) == (-9, True)
    assert (found(mirror, "all[sb]"), found(mirror, "killed[ti]")) == (["101"], [])
    assert build(mirror, [write(tmp_path / "2.xml", article("101", "One, revised."), article("102", "Two."))]) == Built(
        records=2, added=1, replaced=1, deleted=0, unchanged=0, superseded=0, refused=()
    )


def test_a_first_build_that_is_killed_leaves_no_mirror_and_is_repeated(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    assert subprocess.run([sys.executable, "-c", KILLED, str(mirror)], check=False).returncode == -9
    assert (mirror / "mirror.db").stat().st_size > 100_000
    with pytest.raises(StoreError, match="there is no mirror here"):
        Library(mirror)
    assert build(mirror, [write(tmp_path / "1.xml", article("101", "One."))]).records == 1


def test_those_who_read_do_not_wait_for_a_build_and_see_all_of_it_or_nothing(folder: Path) -> None:
    library = Library(folder)
    with open_build(folder) as connection:
        connection.execute("PRAGMA cache_size = 5")
        intake = Intake(connection)
        for number in range(104, 704):
            intake.keep(Record(pmid=str(number), title="Six hundred."), b"<PubmedArticle/>")
        intake.flush()
        intake.note_change()
        assert (library.count(), found(folder, "hundred[ti]")) == (3, [])
    assert (library.count(), len(found(folder, "hundred[ti]"))) == (603, 600)


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
    with pytest.raises(StoreError, match="is not a database; it is no mirror: remove it, or name another folder"):
        create_app(tmp_path)
    with pytest.raises(StoreError, match="is not a database; it is no mirror: remove it, or name another folder"):
        build(tmp_path, [])


def test_a_mirror_extended_while_it_serves_is_read_again(folder: Path, tmp_path: Path) -> None:
    library = Library(folder)
    assert held(library) == ["103", "102", "101"]
    build(folder, [write(tmp_path / "more.xml", article("104", "Four."), deleted="102")])
    assert held(library) == ["104", "103", "101"]


def held(library: Library) -> list[str]:
    return list(library.ordered(library.search("all[sb]", Context()).pmids, ""))


def test_a_mirror_of_an_older_schema_is_to_be_built_again(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "mirror.db")) as connection:
        connection.execute("PRAGMA user_version = 1")
    for use in (Library, lambda place: build(place, [])):
        with pytest.raises(
            StoreError, match="has schema 1, this version reads 2; remove it and build the mirror again"
        ):
            use(folder)


def test_a_library_gives_out_what_is_held_in_the_order_asked_for(folder: Path) -> None:
    library = Library(folder)
    before = library.updated_at()
    assert library.count() == 3
    assert library.held(["0102", "103", "x", "999", "101"]) == ("103", "101")
    assert [record.title for record in library.records(["103", "999", "101"])] == [
        "Meningioma & spine: β-catenin.",
        "Spinal metastasis of a hemangiopericytoma.",
    ]
    assert [xml[:15] for xml in library.xml(["999", "102"])] == [b"<PubmedArticle>"]
    assert library.ordered({"101", "103", "102"}, "pub date") == ("103", "102", "101")
    assert library.ordered({"101", "103", "102"}, "Author") == ("103", "102", "101")
    assert build(folder, []).unchanged == 0
    assert library.updated_at() == before


def test_orders_of_esearch(tmp_path: Path) -> None:
    with open_build(tmp_path) as connection:
        intake = Intake(connection)
        for pmid, name, journal, year in (("1", "Zeta", "B", 2001), ("2", "alpha", "C", 2003), ("3", "", "a", 2002)):
            authors = (Author(last=name),) if name else ()
            date = Dates(print=PartialDate(year=year, month=5))
            intake.keep(Record(pmid=pmid, authors=authors, journal=Journal(title=journal), dates=date), b"<x/>")
        intake.flush()
        intake.note_change()
    library = Library(tmp_path)
    orders = ("", "relevance", "pub+date", "Author", "JournalName")
    assert [" ".join(library.ordered(["1", "2", "3"], order)) for order in orders] == [
        "3 2 1",
        "3 2 1",
        "2 3 1",
        "2 1 3",
        "3 1 2",
    ]
