"""PRISMA 2020: the numbers add up for any series and any version before it, and the diagram keeps its words apart."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from harvester.export.diagram import PADDING, Drawn, Layout, diagram_png, diagram_svg, layout, text_width
from harvester.export.files import csv_bytes
from harvester.export.prisma import Column, Included, Prisma, prisma, prisma_table
from harvester.query import find_query, read_query
from harvester.records import BOX_NAMES, Decision, Extraction, FoundBy, Record, Refusal, Search, Series, Span
from harvester.series import Harvest, build_series

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
QUERY = read_query(find_query("hpc-spine"))
OFFICIAL = Path(__file__).parents[1].parent / "shared" / "data" / "prisma" / "PRISMA.csv"


def search(platform: str, pmids: str, found_by: FoundBy = "database") -> Search:
    found = tuple(pmids.split())
    return Search(
        query=QUERY.name,
        query_digest=QUERY.digest,
        platform=platform,
        strategy="s",
        ran_at=NOON,
        count=len(found),
        pmids=found,
        found_by=found_by,
    )


def said(subject: str, verdict: str, kind: str = "screen", by: str = "rule:x/1", later: int = 0) -> Decision:
    at = NOON + timedelta(seconds=later)
    return Decision(kind=kind, subject=subject, verdict=verdict, reason=f"for {verdict}", by=by, at=at)  # type: ignore[arg-type]


def case(pmid: str) -> Extraction:
    span = Span.of("Report", 0, 6)
    return Extraction(pmid=pmid, case=1, field="surgery", value="yes", spans=(span,), rule="r", rule_version="1")


def series(
    searches: list[Search], *decisions: Decision, stored: str = "", deleted: str = "", refused: str = ""
) -> Series:
    pmids = stored.split() or list(dict.fromkeys(pmid for one in searches for pmid in one.pmids))
    return build_series(
        Harvest(
            query=QUERY,
            searches=tuple(searches),
            records=tuple(Record(pmid=pmid, title="Report") for pmid in pmids),
            extractions={pmid: (case(pmid),) for pmid in pmids},
            decisions=decisions,
            deleted=deleted.split(),
            refusals=tuple(Refusal(source="efetch", why="x", pmid=pmid) for pmid in refused.split()),
        )
    )


def test_the_plainest_review() -> None:
    """Four records: two included, one excluded by the rule, one that waits."""
    counts = prisma(series([search("PubMed", "1 2 3 4")], said("1", "yes"), said("2", "yes"), said("3", "no")))
    assert counts.databases == Column(
        sources={"database": {"PubMed": 4}},
        duplicates=0,
        boxes=dict.fromkeys(BOX_NAMES, 0) | {"included": 2, "unsure": 1, "excluded": 1},
        reasons={"for no": 1},
        by_person=0,
    )
    assert (counts.databases.identified, counts.databases.screened, counts.others.identified) == (4, 4, 0)
    assert (counts.new, counts.previous) == (Included(reports=2, studies=2, patients=0), None)


def test_a_study_is_the_reports_that_share_a_patient_and_a_report_all_its_records() -> None:
    counts = prisma(
        series(
            [search("PubMed", "1 2 3"), search("file embase.ris", "2 9")],
            *(said(pmid, "yes") for pmid in "1239"),
            *(said(f"{pmid}#1", "yes") for pmid in "1239"),
            said("1#1 = 2#1", "yes", "same case"),
            said("3 = 9", "yes", "same report"),
            said("3#1 = 9#1", "yes", "same case"),
        )
    )
    assert counts.total == Included(reports=3, studies=2, patients=2)
    assert (counts.databases.identified, counts.databases.duplicates, counts.databases.screened) == (5, 2, 3)


def test_other_methods_have_their_own_way_and_what_a_database_gave_too_is_their_duplicate() -> None:
    searches = [
        search("PubMed", "1 2"),
        search("file trials.ris", "2 3", "register"),
        search("file cited.nbib", "1 4 5", "citations"),
    ]
    counts = prisma(series(searches, said("4", "yes"), said("5", "no", by="Anna")))
    assert counts.databases.sources == {"database": {"PubMed": 2}, "register": {"file trials.ris": 2}}
    assert counts.others.sources == {"citations": {"file cited.nbib": 3}}
    assert (counts.others.duplicates, counts.others.screened, counts.others.by_person) == (1, 2, 1)
    assert (counts.databases.duplicates, counts.databases.screened) == (1, 3)


def test_an_updated_review_counts_what_is_new_and_names_what_changed_among_the_old() -> None:
    old = [said("1", "yes"), said("2", "yes"), said("3", "no")]
    before = series([search("PubMed", "1 2 3")], *old)
    judged = [
        said("2", "no", by="Anna", later=1),
        said("3", "yes", by="Anna", later=1),
        said("4", "yes"),
        said("5", "no"),
    ]
    counts = prisma(series([search("PubMed", "1 2 3"), search("PubMed", "1 2 3 4 5")], *old, *judged), before)
    assert (counts.previous, counts.new.reports, counts.total.reports) == (
        Included(reports=2, studies=2, patients=0),
        1,
        3,
    )
    assert (counts.no_longer, counts.only_now) == (1, 1)
    assert (counts.databases.identified, counts.databases.screened, counts.databases.boxes["excluded"]) == (2, 2, 1)


# -------------------------------------------------------------------------------------------------- adds up, always

names = st.lists(st.sampled_from("123456789"), unique=True, max_size=9).map(" ".join)
kinds = st.sampled_from(("database", "register", "website", "organisation", "citations"))
searches = st.lists(
    st.builds(search, st.sampled_from(("PubMed", "file a.ris", "file b.ris")), names, kinds), max_size=4
)
verdicts = st.sampled_from(("yes", "no", "unsure"))
judgements = st.lists(
    st.builds(said, st.sampled_from("123456789"), verdicts, by=st.sampled_from(("rule:x/1", "Anna"))), max_size=9
)
twins = st.lists(st.sampled_from([f"{one} = {other}" for one, other in combinations("123456789", 2)]), max_size=4)


known = st.fixed_dictionaries(
    {
        "searches": searches,
        "judgements": judgements,
        "twins": twins,
        "stored": names.map(lambda stored: stored or "1"),
        "deleted": names,
        "refused": names,
    }
)


def made_up(what: dict[str, Any], first: tuple[Search, ...] = ()) -> Series:
    return series(
        [*first, *what["searches"]],
        *what["judgements"],
        *(said(pair, "yes", "same report") for pair in what["twins"]),
        stored=what["stored"],
        deleted=what["deleted"],
        refused=what["refused"],
    )


def adds_up(column: Column) -> bool:
    boxes = column.boxes
    return column.identified == column.duplicates + sum(column.removed.values()) + column.screened and (
        column.screened == boxes["excluded"] + boxes["unsure"] + boxes["included"]
    )


@settings(max_examples=300)
@given(known, known)
def test_the_boxes_add_up_for_any_review_and_any_version_before_it(then: dict[str, Any], since: dict[str, Any]) -> None:
    before = made_up(then)
    now = made_up(since, before.searches)
    for counts in (prisma(now), prisma(now, before)):
        main, other = counts.databases, counts.others
        assert adds_up(main)
        assert adds_up(other)
        assert counts.new.reports == main.boxes["included"] + other.boxes["included"]
        assert sum(main.reasons.values()) == main.boxes["excluded"] >= main.by_person
        old = counts.previous or Included(reports=0, studies=0, patients=0)
        assert counts.total.reports == old.reports + counts.new.reports - counts.no_longer + counts.only_now
    whole, flow = prisma(now), now.flow
    columns = (whole.databases, whole.others)
    assert sum(column.identified for column in columns) == flow.identified
    assert sum(column.duplicates for column in columns) == flow.duplicates
    assert sum(column.screened for column in columns) == flow.screened
    assert (whole.total.reports, whole.total.patients) == (flow.included_reports, flow.included_patients)


# ------------------------------------------------------------------------------------------------------- PRISMA.csv


@pytest.mark.skipif(not OFFICIAL.exists(), reason="../shared/data is absent")
def test_the_keys_nodes_and_boxes_are_those_of_the_official_template_in_its_order() -> None:
    ours = list(csv.DictReader(io.StringIO(csv_bytes(prisma_table(COUNTS)).decode())))
    with OFFICIAL.open(newline="", encoding="utf-8-sig") as file:
        official = list(csv.DictReader(file))
    assert list(ours[0]) == list(official[0])
    keys = [[row[name] or "NA" for name in ("data", "node", "box")] for row in official]
    assert [[row[name] for name in ("data", "node", "box")] for row in ours[: len(keys)]] == keys
    assert all(row["data"].startswith("harvester_") for row in ours[len(keys) :])


def test_what_cannot_be_known_is_empty_and_what_is_nothing_is_0() -> None:
    told = {row["data"]: row["n"] for row in csv.DictReader(io.StringIO(csv_bytes(prisma_table(COUNTS)).decode()))}
    unknown = {key for key, n in told.items() if not n}
    assert unknown == {
        *(
            f"{way}_{key}"
            for way in ("dbr", "other")
            for key in ("sought_reports", "notretrieved_reports", "assessed", "excluded")
        ),
        *("previous_studies", "previous_reports", "total_studies_ma", "total_reports_ma", "register_specific_results"),
    }
    assert (told["register_results"], told["excluded_automatic"], told["excluded_other"]) == ("0", "0", "2")
    assert told["database_specific_results"] == "PubMed, 1234; file a b.ris, 7"


# ------------------------------------------------------------------------------------------------------ the diagram

HOSTILE = '<script>alert(1)</script> $x^2$ & "q" \\frac ' + "unbrokenword" * 9


def column(sources: dict[FoundBy, dict[str, int]], reasons: dict[str, int]) -> Column:
    boxes = dict.fromkeys(BOX_NAMES, 1) | {"excluded": sum(reasons.values()), "missing": 0}
    return Column(sources=sources, duplicates=3, boxes=boxes, reasons=reasons, by_person=1)


NOTHING = Column(sources={}, duplicates=0, boxes=dict.fromkeys(BOX_NAMES, 0), reasons={}, by_person=0)
REASONS = {f"reason number {n}, {HOSTILE}": n for n in range(1, 13)}
COUNTS = Prisma(
    databases=column({"database": {"PubMed": 1234, "file a, b.ris": 7}}, {"no own patient": 4}),
    others=NOTHING,
    new=Included(reports=5, studies=4, patients=6),
    total=Included(reports=5, studies=4, patients=6),
    active_patients=6,
)
UPDATED = Prisma(
    databases=column({"database": {HOSTILE: 1234}, "register": {"file trials.ris": 3}}, REASONS),
    others=column({"website": {HOSTILE: 5}, "citations": {"file b.ris": 9}}, REASONS),
    new=Included(reports=5, studies=4, patients=6),
    total=Included(reports=15, studies=14, patients=16),
    previous=Included(reports=11, studies=10, patients=10),
    no_longer=2,
    only_now=1,
    active_patients=14,
    retracted_patients=2,
)


@pytest.mark.parametrize("counts", [COUNTS, UPDATED], ids=["new", "updated"])
def test_no_words_leave_their_box_and_no_box_covers_another(counts: Prisma) -> None:
    sheet = layout(counts)
    for box in sheet.boxes:
        if box.colour != "stage":
            assert max(map(text_width, box.lines)) <= box.width - 2 * PADDING + 1e-6, box.name
            assert box.bottom <= sheet.height
            assert box.left + box.width <= sheet.width
    for one, other in combinations(sheet.boxes, 2):
        assert apart(one, other), (one.name, other.name)


def apart(one: Drawn, other: Drawn) -> bool:
    beside = one.left + one.width <= other.left or other.left + other.width <= one.left
    return beside or one.bottom <= other.top or other.bottom <= one.top


def words(sheet: Layout, name: str) -> list[str]:
    return next(list(box.lines) for box in sheet.boxes if box.name == name)


def test_the_boxes_say_what_is_known_and_that_the_rest_is_not() -> None:
    sheet = layout(COUNTS)
    assert words(sheet, "identified") == [
        "Records identified from:",
        "Databases (n = 1,241)",
        "  PubMed (n = 1,234)",
        "  file a, b.ris (n = 7)",
    ]
    assert words(sheet, "not retrieved") == ["Reports not retrieved", "(not known to this tool)"]
    assert words(sheet, "new")[:3] == ["Studies included in review", "(n = 4)", "Reports of included studies (n = 5)"]
    there = {box.name for box in sheet.boxes}
    assert not {"previous", "total", "other identified"} & there
    assert {"previous", "total", "other identified"} <= {box.name for box in layout(UPDATED).boxes}


def test_arrows_follow_the_template() -> None:
    assert set(layout(UPDATED).arrows) - set(layout(COUNTS).arrows) == {
        ("new", "total"),
        ("previous", "total"),
        ("other identified", "other sought"),
        ("other sought", "other assessed"),
        ("other assessed", "new"),
        ("other sought", "other not retrieved"),
        ("other assessed", "other excluded"),
    }


def test_the_drawing_is_the_same_each_time_and_hostile_words_are_words() -> None:
    svg = diagram_svg(UPDATED)
    assert svg == diagram_svg(UPDATED)
    root = etree.fromstring(svg)
    assert root.findall(".//{*}script") == []
    text = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "<script>alert(1)</script> $x^2$ &" in text
    assert root.get("href") is None


def test_the_picture_has_200_dots_an_inch() -> None:
    sheet = layout(UPDATED)
    with Image.open(io.BytesIO(diagram_png(UPDATED))) as picture:
        assert picture.size == pytest.approx((sheet.width * 200, sheet.height * 200), abs=1)
