"""Who may read and write a mirror, and what is said when somebody may not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from harvester.errors import StoreError
from harvester.mirror import build
from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.mirror.library import Library
from harvester.records import Record
from invented import article, found, three, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three(tmp_path)


AS_NOBODY = """
import os, sys
from pathlib import Path
from harvester.mirror import build
from harvester.mirror.library import Library
from harvester.errors import StoreError

os.setgroups([])
os.setgid(65534)
os.setuid(65534)
for use in (lambda folder: Library(folder).count(), lambda folder: build(folder, []).records):
    try:
        print(use(Path(sys.argv[1])))
    except StoreError as error:
        print(error)
"""


@pytest.fixture
def public(folder: Path) -> Iterator[Path]:
    """A mirror in a folder that everybody can reach and only root can write to."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    outside = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    outside.chmod(0o755)
    place = outside / "public mirror?#"
    shutil.copytree(folder, place)
    place.chmod(0o555)
    (place / "mirror.db").chmod(0o444)
    yield place
    shutil.rmtree(outside)


def as_nobody(folder: Path) -> list[str]:
    """What another user gets who counts the records, and then builds."""
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(folder)], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.splitlines()


NOT_WRITABLE = "attempt to write a readonly database; check that you may read and, to build, write it and its folder"


def test_another_user_reads_a_mirror_and_cannot_build_it(public: Path) -> None:
    assert as_nobody(public) == ["3", f"{public}/mirror.db: {NOT_WRITABLE}"]
    assert [file.name for file in public.iterdir()] == ["mirror.db"]


def test_another_user_reads_what_stands_in_the_log_of_a_killed_build(public: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more.xml", article("104", "Four."))
    with closing(sqlite3.connect(public / "mirror.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM fact").fetchall()
        build(public, [more])
        assert (public / "mirror.db-wal").stat().st_size > 0
        assert as_nobody(public) == ["4", f"{public}/mirror.db: {NOT_WRITABLE}"]


def test_another_user_is_told_that_a_mirror_is_closed_to_them(public: Path) -> None:
    public.chmod(0o700)
    assert as_nobody(public) == [
        f"{public}/mirror.db: it cannot be read (Permission denied); check the folder's permissions",
        f"{public}/mirror.db: unable to open database file; "
        "check that you may read and, to build, write it and its folder",
    ]


def test_one_who_reads_leaves_nothing_beside_the_mirror(folder: Path) -> None:
    assert Library(folder).count() == 3
    assert [file.name for file in folder.iterdir()] == ["mirror.db"]


def test_of_two_builds_the_second_is_told_to_wait(folder: Path) -> None:
    with (
        open_build(folder),
        pytest.raises(
            StoreError,
            match=r"mirror\.db: database is locked; another build is going on; wait for its end and try again",
        ),
        open_build(folder, wait_seconds=0.01),
    ):
        pass


def test_a_full_disk_leaves_the_old_mirror_and_says_so(folder: Path) -> None:
    with pytest.raises(StoreError, match="disk is full; make room and build again"):
        add_many_without_room(folder)
    assert (Library(folder).count(), found(folder, "many[ti]")) == (3, [])


def test_what_sqlite_takes_back_by_itself_is_told_as_it_was(folder: Path) -> None:
    with pytest.raises(StoreError, match="UNIQUE constraint failed"), open_build(folder) as connection:
        connection.execute("INSERT OR ROLLBACK INTO fact VALUES ('records', 1)")


def add_many_without_room(folder: Path) -> None:
    with open_build(folder) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        intake = Intake(connection)
        for number in range(1, 500):
            intake.keep(Record(pmid=str(number), title="Many."), os.urandom(500))
        intake.flush()


@pytest.mark.parametrize("version", [0, 2, 9])
def test_another_program_s_database_is_left_as_it_is(tmp_path: Path, version: int) -> None:
    with closing(sqlite3.connect(tmp_path / "mirror.db")) as connection:
        connection.execute("CREATE TABLE recipe (name)")
        connection.execute(f"PRAGMA user_version = {version}")
    before = (tmp_path / "mirror.db").read_bytes()
    for use in (Library, lambda place: build(place, [])):
        with pytest.raises(StoreError, match="is no mirror but some other program's database; name another folder"):
            use(tmp_path)
    assert (tmp_path / "mirror.db").read_bytes() == before


def test_a_mirror_damaged_inside_is_told_to_who_reads(folder: Path) -> None:
    file = folder / "mirror.db"
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    with pytest.raises(StoreError, match="malformed; build the mirror anew in another folder"):
        found(folder, "meningioma[ti]")


def test_a_file_is_no_folder_for_a_mirror(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError, match=r"no folder can be made here \(.*\); name another"):
            build(place, [])
