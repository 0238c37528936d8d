"""The mirror's index: built from files, extended, replaced, deleted from, and never left half built."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from harvester.mirror import Built, build, create_app, session
from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.mirror.library import Library
from harvester.mirror.search.evaluate import Context
from harvester.records import Author, Dates, Journal, PartialDate, Record, Refused, StoreError
from invented import article, three, write


def found(folder: Path, strategy: str) -> list[str]:
    library = Library(folder)
    return list(library.ordered(library.search(strategy, Context(today=date(2006, 1, 31))).pmids, ""))


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


# ----------------------------------------------------------------------------------------------------------- bulk files


def bulk(folder: Path, name: str, *articles: str, deleted: str = "") -> Path:
    """A bulk file as NLM sends it, with its MD5 beside it."""
    path = folder / f"{name}.xml.gz"
    plain = write(folder / "plain.xml", *articles, deleted=deleted)
    path.write_bytes(gzip.compress(plain.read_bytes()))
    sum_ = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {sum_}\n", "ascii")
    return path


def refused(built: Built) -> list[tuple[str, str]]:
    return [(Path(one.source).name, one.why) for one in built.refused]


def waiting(file: Path) -> str:
    return f"{file.name} comes before it and was refused; apply that one first"


def test_bulk_files_are_applied_by_their_numbers_and_once(tmp_path: Path) -> None:
    files = [
        bulk(tmp_path, "pubmed26n1336", article("1", "Newest.")),
        bulk(tmp_path, "pubmed26n0002", article("2", "Two.")),
        bulk(tmp_path, "pubmed26n1335", article("1", "Newer."), deleted="2"),
        bulk(tmp_path, "pubmed26n0001", article("1", "Old.")),
    ]
    mirror = tmp_path / "mirror"
    built = build(mirror, files)
    assert (built.records, built.added, built.replaced, built.deleted, built.refused) == (1, 2, 2, 1, ())
    assert found(mirror, "newest[ti]") == ["1"]
    again = build(mirror, files)
    names = tuple(f"pubmed26n{number}.xml.gz" for number in ("0001", "0002", "1335", "1336"))
    assert (again.skipped, again.added, again.replaced, again.deleted) == (names, 0, 0, 0)
    with closing(sqlite3.connect(mirror / "mirror.db")) as connection:
        rows = connection.execute("SELECT year, number, name, size, md5, applied_at FROM bulk_file").fetchall()
    assert [row[:3] for row in rows] == [(2026, int(name[9:13]), name) for name in names]
    assert [row[3] for row in rows] == [(tmp_path / name).stat().st_size for name in names]
    assert all(len(row[4]) == 32 and row[5].startswith("20") for row in rows)


def test_nothing_of_a_damaged_bulk_file_is_applied_and_what_builds_on_it_waits(tmp_path: Path) -> None:
    whole = bulk(tmp_path, "pubmed26n1335", article("1", "One."))
    damaged = bulk(tmp_path, "pubmed26n1336", article("1", "Damaged."), article("2", "Damaged."))
    kept = damaged.read_bytes()
    damaged.write_bytes(kept[:-9])
    later = bulk(tmp_path, "pubmed26n1337", article("3", "Three."))
    plain = write(tmp_path / "own.xml", article("4", "Four."))
    mirror = tmp_path / "mirror"
    built = build(mirror, [plain, later, damaged, whole])
    assert (found(mirror, "all[sb]"), found(mirror, "damaged[ti]")) == (["4", "1"], [])
    (first, why), second = refused(built)
    assert (first, why.startswith("its MD5 is "), why.endswith("; fetch it again")) == (damaged.name, True, True)
    assert second == (later.name, waiting(damaged))
    damaged.write_bytes(kept)
    assert build(mirror, [later, damaged]).refused == ()
    assert found(mirror, "all[sb]") == ["4", "3", "2", "1"]


def test_an_update_comes_neither_before_its_time_nor_after_it(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    gap = bulk(tmp_path, "pubmed26n1338", article("1", "Too soon."))
    assert refused(build(mirror, [gap])) == [
        (gap.name, "files 1335 to 1337 have not been applied; apply what is missing first")
    ]
    build(mirror, [bulk(tmp_path, "pubmed26n1335", article("1", "A.")), bulk(tmp_path, "pubmed26n1336")])
    late = bulk(tmp_path, "pubmed26n0007", article("1", "Late."))
    assert refused(build(mirror, [late])) == [
        (late.name, "file 1336 has been applied already, and this earlier one would undo it; build a new mirror")
    ]
    assert build(mirror, [bulk(tmp_path, "pubmed26n1336", article("1", "Sent anew."))]).replaced == 1
    turned = bulk(tmp_path, "pubmed27n0001", article("1", "New year."))
    older = bulk(tmp_path, "pubmed25n1275", article("1", "Old year."))
    assert refused(build(mirror, [turned, older])) == [
        (older.name, "the mirror was built of 2026's files, this one is of 2025; leave it out"),
        (turned.name, "the mirror was built of 2026's files: the year has turned; build a new mirror of 2027's"),
    ]
    assert found(mirror, "sent anew[ti]") == ["1"]


def test_where_a_year_s_baseline_ends_is_not_known_nothing_may_be_left_out(tmp_path: Path) -> None:
    first, second, third = (bulk(tmp_path, f"pubmed31n000{n}", article(str(n), f"N{n}.")) for n in (1, 2, 3))
    kept = first.read_bytes()
    first.write_bytes(kept[:-9])
    mirror = tmp_path / "mirror"
    assert refused(build(mirror, [third, second, first]))[1:] == [
        (second.name, waiting(first)),
        (third.name, waiting(first)),
    ]
    first.write_bytes(kept)
    assert refused(build(mirror, [first, third])) == [
        (third.name, "file 2 has not been applied; apply what is missing first")
    ]
    assert build(mirror, [second, third]).records == 3
    assert build(tmp_path / "begun later", [second, third]).records == 2


BROKEN = article("2", "Broken.").replace("</ArticleTitle>", "</Title>")
UNREADABLE = "<PubmedArticle><MedlineCitation/></PubmedArticle>"


def test_nothing_of_a_bulk_file_with_broken_xml_is_applied(tmp_path: Path) -> None:
    """Its MD5 is right, and what stands before the break was taken in already when the break shows."""
    mirror = tmp_path / "mirror"
    many = [article(str(number), "Above.") for number in range(100, 4200)]
    whole = bulk(tmp_path, "pubmed26n1335", article("1", "One."), article("9", "Nine."))
    broken = bulk(tmp_path, "pubmed26n1336", *many, article("1", "Above."), BROKEN, deleted="9")
    later = bulk(tmp_path, "pubmed26n1337", article("3", "Three."))
    built = build(mirror, [whole, broken, later])
    (name, why), second = refused(built)
    assert (name, why.startswith("its XML is broken (mismatched tag: line ")) == (broken.name, True)
    assert why.endswith("), so nothing of it is applied; fetch it again")
    assert second == (later.name, waiting(broken))
    assert (built.records, built.added, built.replaced, built.deleted) == (2, 2, 0, 0)
    assert (found(mirror, "all[sb]"), found(mirror, "above[ti]")) == (["9", "1"], [])
    bulk(tmp_path, "pubmed26n1336", article("1", "Mended."), article("2", "Two."), deleted="9")
    mended = build(mirror, [whole, broken, later])
    assert (mended.refused, mended.skipped, mended.deleted) == ((), (whole.name,), 1)
    assert (found(mirror, "all[sb]"), found(mirror, "mended[ti]")) == (["3", "2", "1"], ["1"])


def test_what_is_refused_takes_back_its_own_and_not_what_waited_before(tmp_path: Path) -> None:
    with open_build(tmp_path) as connection:
        intake = Intake(connection)
        intake.keep(Record(pmid="1", title="Before."), b"<x/>")
        with pytest.raises(Refused), intake.undone_if_refused():
            refused_after(intake, "2")
        intake.keep(Record(pmid="3", title="After."), b"<x/>")
        intake.flush()
        intake.note_change()
    assert (intake.counts["added"], found(tmp_path, "all[sb]")) == (2, ["3", "1"])


def refused_after(intake: Intake, pmid: str) -> None:
    intake.keep(Record(pmid=pmid, title="Broken."), b"<x/>")
    raise Refused("a file", "it is broken")


@pytest.mark.parametrize(
    "content",
    [
        article("1", "One.").replace("</PubmedArticle>", "") + article("2", "Two."),
        article("1", "One.") + "</PubmedArticleSet><PubmedArticle",
        article("1", "One.") + "<DeleteCitation><PMID>2</DeleteCitation>",
    ],
)
def test_whatever_is_broken_in_a_bulk_file_costs_all_of_it(tmp_path: Path, content: str) -> None:
    file = bulk(tmp_path, "pubmed26n1335", content)
    ((name, why),) = refused(built := build(tmp_path / "mirror", [file]))
    assert (name, why.partition(" (")[0], built.records, built.added) == (file.name, "its XML is broken", 0, 0)


def test_an_article_that_cannot_be_read_costs_itself_and_its_bulk_file_is_applied(tmp_path: Path) -> None:
    """What is put right on reading an article is not held against its file, either."""
    mendable = article("2", "Caf&eacute; \x01 <mml:math>x</mml:math>.")
    first = bulk(tmp_path, "pubmed26n1335", article("1", "One."), UNREADABLE, mendable)
    later = bulk(tmp_path, "pubmed26n1336", article("3", "Three."))
    mirror = tmp_path / "mirror"
    built = build(mirror, [first, later])
    assert [(Path(one.source).name, one.position) for one in built.refused] == [(first.name, 2)]
    assert found(mirror, "all[sb]") == ["3", "2", "1"]
    assert build(mirror, [first, later]).skipped == (first.name, later.name)


def test_updates_wait_for_a_baseline_file_that_was_refused_in_the_same_run(tmp_path: Path) -> None:
    one = bulk(tmp_path, "pubmed26n0001", article("1", "One."))
    two = bulk(tmp_path, "pubmed26n0002", article("2", "Two."), BROKEN)
    three_ = bulk(tmp_path, "pubmed26n0003", article("3", "Three."))
    updates = [bulk(tmp_path, f"pubmed26n133{n}", article(str(n), f"N{n}.")) for n in (5, 6)]
    mirror = tmp_path / "mirror"
    given = [*updates, one, two, three_]
    assert refused(build(mirror, given))[1:] == [(update.name, waiting(two)) for update in updates]
    assert found(mirror, "all[sb]") == ["3", "1"]
    bulk(tmp_path, "pubmed26n0002", article("2", "Two."))
    assert build(mirror, given).refused == ()
    assert found(mirror, "all[sb]") == ["6", "5", "3", "2", "1"]


def test_updates_wait_for_a_file_of_another_year_too(tmp_path: Path) -> None:
    old = bulk(tmp_path, "pubmed25n0007", BROKEN)
    update = bulk(tmp_path, "pubmed26n1335", article("1", "One."))
    assert refused(build(tmp_path / "mirror", [old, update]))[1:] == [(update.name, waiting(old))]


def test_nothing_waits_for_a_file_that_this_mirror_can_never_take(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    build(mirror, [bulk(tmp_path, "pubmed26n1335", article("1", "One."))])
    others = [bulk(tmp_path, "pubmed25n1275", BROKEN), bulk(tmp_path, "pubmed26n0007", article("1", "Late."))]
    built = build(mirror, [*others, bulk(tmp_path, "pubmed26n1336", article("3", "Three."))])
    assert [name for name, _ in refused(built)] == [one.name for one in others]
    assert found(mirror, "three[ti]") == ["3"]


def test_files_of_the_baseline_come_in_any_order_until_the_first_update_is_applied(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    last, early, late, first = (
        bulk(tmp_path, f"pubmed26n{number}", article(str(int(number)), "Any."))
        for number in ("1334", "0007", "0008", "1335")
    )
    assert [build(mirror, [file]).refused for file in (last, early, first)] == [(), (), ()]
    assert refused(build(mirror, [late])) == [
        (late.name, "file 1335 has been applied already, and this earlier one would undo it; build a new mirror")
    ]


# --------------------------------------------------------------------------------- who may read and write, and who not

AS_NOBODY = """
import os, sys
from pathlib import Path
from harvester.mirror import build
from harvester.mirror.library import Library
from harvester.records import StoreError

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


# ----------------------------------------------------------------------------------------------------------------- MeSH


def descriptor(name: str, *numbers: str, entries: tuple[str, ...] = ()) -> str:
    """A DescriptorRecord with what the mirror reads of it, and some of what it does not."""
    terms = "".join(f"<Term><TermUI>T1</TermUI><String>{term}</String></Term>" for term in (name, *entries))
    places = "".join(f"<TreeNumber>{number}</TreeNumber>" for number in numbers)
    return f"""<DescriptorRecord DescriptorClass="1"><DescriptorUI>D000001</DescriptorUI>
    <DescriptorName><String>{name}</String></DescriptorName><DateCreated><Year>1999</Year></DateCreated>
    <TreeNumberList>{places}</TreeNumberList><ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M1</ConceptUI>
    <ConceptName><String>{name}</String></ConceptName><TermList>{terms}</TermList></Concept></ConceptList>
    </DescriptorRecord>"""


DESCRIPTORS = f"""<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://example.invalid/nlmdescriptorrecordset.dtd">
<DescriptorRecordSet LanguageCode="eng">
{descriptor("Neoplasms", "C04", entries=("Tumors", "Cancers"))}
{descriptor("Bone Tumours (Invented)", "C04.100", "C05.100", entries=("Tumours of Bone",))}
{descriptor("Jaw Tumours", "C05.100.7", entries=("Neoplasms",))}
{descriptor("Not Below", "C041")}
{descriptor("Review", "V02.600")}
{descriptor("Scoping Look", "V02.600.500")}
</DescriptorRecordSet>"""

QUALIFIERS = """<?xml version="1.0"?>
<QualifierRecordSet LanguageCode="eng"><QualifierRecord><QualifierUI>Q1</QualifierUI>
<QualifierName><String>therapy</String></QualifierName><TreeNumberList><TreeNumber>E</TreeNumber></TreeNumberList>
<ConceptList><Concept><TermList><Term><String>treatment</String><Abbreviation>TH</Abbreviation></Term></TermList>
</Concept></ConceptList></QualifierRecord>
<QualifierRecord><QualifierUI>Q2</QualifierUI><QualifierName><String>laying on of hands</String></QualifierName>
<TreeNumberList><TreeNumber>E.05</TreeNumber></TreeNumberList></QualifierRecord></QualifierRecordSet>"""


def indexed(pmid: str, heading: str, subheading: str = "") -> str:
    qualifier = f'<QualifierName UI="Q1">{subheading}</QualifierName>' if subheading else ""
    name = f'<MeshHeading><DescriptorName UI="D1">{heading}</DescriptorName>{qualifier}</MeshHeading>'
    return article(pmid, "Any.", types=("Scoping Look",)).replace(
        "</Article></MedlineCitation>", f"</Article><MeshHeadingList>{name}</MeshHeadingList></MedlineCitation>"
    )


@pytest.fixture
def with_mesh(tmp_path: Path) -> Path:
    (tmp_path / "desc2026.gz").write_bytes(gzip.compress(DESCRIPTORS.encode()))
    (tmp_path / "qual2026.xml").write_text(QUALIFIERS, "utf-8")
    records = write(
        tmp_path / "records.xml",
        indexed("1", "Neoplasms"),
        indexed("2", "Bone Tumours (Invented)", "laying on of hands"),
        indexed("3", "Jaw Tumours", "therapy"),
        indexed("4", "Not Below"),
    )
    mirror = tmp_path / "mirror"
    built = build(mirror, [tmp_path / "desc2026.gz", records, tmp_path / "qual2026.xml"])
    assert (built.records, built.mesh_names, built.refused) == (4, 8, ())
    return mirror


@pytest.mark.parametrize(
    ("strategy", "pmids"),
    [
        ("Neoplasms[mh]", "2 1"),
        ("Neoplasms[mh:noexp]", "1"),
        ("cancers[mh]", "2 1"),
        ('"tumours of bone"[mh]', "3 2"),
        ("Not Below[mh]", "4"),
        ("bone tumours invented/th[mh]", "3 2"),
        ("Neoplasms/treatment[mh]", "2"),
        ("bone tumours invented/therapy[mh:noexp]", ""),
        ("therapy[sh]", "3 2"),
        ("review[pt]", "4 3 2 1"),
        ("review[pt:noexp]", ""),
        ("tumors", ""),
    ],
)
def test_mesh_files_give_the_tree_the_entry_terms_and_the_families(with_mesh: Path, strategy: str, pmids: str) -> None:
    assert " ".join(found(with_mesh, strategy)) == pmids


def test_with_a_tree_nothing_is_said_to_be_missing(with_mesh: Path) -> None:
    answer = Library(with_mesh).search("cancers[mh] OR Nowhere[mh] OR Neoplasms/treatment[majr]", Context())
    assert (answer.translation, answer.messages, answer.phrases_not_found) == (
        '"neoplasms"[MeSH Terms] OR "neoplasms/therapy"[MeSH Major Topic]',
        (),
        ("Nowhere",),
    )
    untagged = Library(with_mesh).search("cancers bone", Context())
    assert untagged.translation == 'cancers AND "bone"[All Fields]'


def test_a_damaged_file_of_mesh_leaves_the_tree_that_is_held(with_mesh: Path, tmp_path: Path) -> None:
    broken = tmp_path / "desc2027.xml"
    broken.write_text(DESCRIPTORS[:900], "utf-8")
    empty = tmp_path / "qual2027.xml"
    empty.write_text("<QualifierRecordSet></QualifierRecordSet>", "utf-8")
    built = build(with_mesh, [broken, empty])
    assert [(name, why.partition(" (")[0]) for name, why in refused(built)] == [
        ("desc2027.xml", "this file of MeSH is damaged"),
        ("qual2027.xml", "this file of MeSH holds no QualifierRecord; fetch it again"),
    ]
    assert (found(with_mesh, "cancers[mh]"), found(with_mesh, "therapy[sh]")) == (["2", "1"], ["3", "2"])
