"""PubMed's bulk files in the mirror: in order, once, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bulkfiles import bulk
from harvester.errors import Refused
from harvester.mirror import build
from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.records import Record
from invented import article, found, refused, write


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
