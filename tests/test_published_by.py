"""What had entered PubMed by a day: when a record entered, on what that rests, and a series of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.entered import Entered, entered
from harvester.errors import Refused
from harvester.pubmed import read_pubmed
from harvester.query import find_query, read_query
from harvester.records import Dates, Decision, PartialDate, Record, Refusal, Search, Series
from harvester.review import Review
from harvester.series import Harvest, build_series
from harvester.sources import open_source
from harvester.store import Store

QUERY = read_query(find_query("hpc-spine"))
REAL = Path(__file__).parents[1].parent / "shared" / "data" / "pubmed_xml"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def on(iso: str) -> PartialDate:
    year, month, day = (*map(int, iso.split("-")), None, None)[:3]
    assert year
    return PartialDate(year=year, month=month, day=day)


def record(pmid: str = "1", **dates: str) -> Record:
    return Record(pmid=pmid, title="A case.", dates=Dates(**{name: on(iso) for name, iso in dates.items()}))


@pytest.mark.parametrize(
    ("dates", "when", "basis"),
    [
        ({"entrez": "2015-04-02", "print": "2014-12"}, "2015-04-02", "entrez"),
        ({"entrez": "2015-04-02", "pubmed": "1962-01-01", "print": "1962-01"}, "2015-04-02", "entrez"),
        ({"entrez": "2008-12-15"}, "2008-12-15", "entrez"),
        ({"entrez": "2008-12-14"}, "2008-12-14", "entrez before 2008-12-15"),
        ({"entrez": "1997-09-01"}, "1997-09-01", "entrez before 2008-12-15"),
        ({"entrez": "1997-08-31"}, "1997-08-31", "entrez before 1997-09"),
        ({"entrez": "1965-08-01", "print": "1965-08"}, "1965-08-01", "entrez before 1997-09"),
        ({"pubmed": "2012-05-06", "print": "2012"}, "2012-05-06", "pubmed"),
        ({"electronic": "2011-11-20", "print": "2012-01"}, "2011-11-20", "publication"),
        ({"electronic": "2012-02-20", "print": "2012-01"}, "2012-01", "publication"),
        ({"print": "2012"}, "2012", "publication"),
    ],
)
def test_when_a_record_entered_and_how_that_is_known(dates: dict[str, str], when: str, basis: str) -> None:
    entry = entered(record(**dates))
    assert entry.on is not None
    assert (entry.on.iso, entry.basis) == (when, basis)


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data/pubmed_xml is not here")
def test_the_create_dates_of_real_records_follow_their_pmids_and_so_were_not_reset() -> None:
    """One page of NLM's says that the create date is set to that of publication for older volumes; these say not."""
    items = (item for path in REAL.rglob("*.xml") for item in read_leniently(path))
    records = {item.pmid: item for item in items if item.kind == "article" and item.dates.entrez}
    assert len(records) > 200
    trusted = {pmid for pmid, one in records.items() if entered(one).basis == "entrez"}
    assert max(int(pmid) for pmid in records.keys() - trusted) < min(map(int, trusted))


def read_leniently(path: Path) -> list[Record]:
    try:
        return [item for item in read_pubmed(path) if isinstance(item, Record)]
    except Refused:
        return []


def test_a_record_without_any_date_may_always_have_been_there() -> None:
    entry = entered(record())
    assert entry == Entered(on=None, basis="unknown")
    assert entry.by(date(1900, 1, 1))


@pytest.mark.parametrize(
    ("when", "day", "there"),
    [
        ("2003-07-14", date(2003, 7, 13), False),
        ("2003-07-14", date(2003, 7, 14), True),
        ("2003-07", date(2003, 6, 30), False),
        ("2003-07", date(2003, 7, 1), True),
        ("2003", date(2002, 12, 31), False),
        ("2003", date(2003, 1, 1), True),
    ],
)
def test_a_day_counts_to_its_end_and_a_year_or_month_from_its_first_day(when: str, day: date, there: bool) -> None:
    assert entered(record(print=when)).by(day) is there


def series(*records: Record, day: date | None, found: str = "", merged: dict[str, str] | None = None) -> Series:
    pmids = tuple(found.split()) or tuple(one.pmid for one in records)
    search = Search(
        query=QUERY.name, query_digest=QUERY.digest, platform="p", strategy="s", ran_at=NOON, count=9, pmids=pmids
    )
    return build_series(
        Harvest(
            query=QUERY,
            searches=(search,),
            records=records,
            extractions={},
            decisions=tuple(
                Decision(kind="screen", subject=one.pmid, verdict="yes", reason="r", by="rule:screen/1", at=NOON)
                for one in records
            ),
            refusals=(Refusal(source="efetch", why="no title", pmid="8"),),
            merged=merged or {},
            published_by=day,
        )
    )


def test_what_came_later_is_in_no_box() -> None:
    early, late = record("1", entrez="2010-01-05"), record("2", entrez="2016-01-05")
    then = series(early, late, day=date(2012, 1, 1))
    assert [one.record.pmid for one in then.reports] == ["1"]
    assert (then.flow.identified, then.flow.screened, then.flow.included_reports) == (1, 1, 1)
    assert then.published_by == date(2012, 1, 1)
    assert series(early, late, day=None).flow.identified == 2


def test_what_has_no_record_has_no_date_and_stays_a_gap() -> None:
    flow = series(record("1", entrez="2016-01-05"), day=date(2012, 1, 1), found="1 8 9").flow
    assert (flow.identified, flow.refused, flow.missing, flow.screened) == (2, 1, 1, 0)


def test_a_merged_pmid_had_entered_when_the_record_it_leads_to_had() -> None:
    target = record("70", entrez="2016-01-05")
    for day, identified in ((date(2016, 1, 4), 0), (date(2016, 1, 5), 1)):
        assert series(target, day=day, found="7", merged={"7": "70"}).flow.identified == identified


DATES = st.dates(date(1960, 1, 1), date(2030, 1, 1))


@given(entries=st.lists(DATES, max_size=6), first=DATES, second=DATES)
def test_a_later_day_only_ever_adds(entries: list[date], first: date, second: date) -> None:
    records = [record(str(at + 10), entrez=entry.isoformat()) for at, entry in enumerate(entries)]
    earlier, later = ({one.record.pmid for one in series(*records, day=day).reports} for day in sorted((first, second)))
    assert earlier <= later
    assert later == {str(at + 10) for at, entry in enumerate(entries) if entry <= max(first, second)}


def test_the_demo_as_it_was_published_by_a_day_and_known_on_another(tmp_path: Path) -> None:
    """Both days combine, and each combination has a folder of its own."""
    today = datetime.now(UTC).date()
    with open_source("demo") as entrez, Store.at(tmp_path / "series.db") as store:
        review = Review(query=QUERY, store=store, folder=tmp_path / "out")
        outcome = review.run(entrez, lambda *_: None, published_by=date(2010, 6, 30))
        then, now = outcome.series, review.series()
        assert 0 < then.flow.identified < now.flow.identified
        assert {one.record.pmid for one in then.reports} == {
            one.record.pmid for one in now.reports if entered(one.record).by(date(2010, 6, 30))
        }
        assert {path.parent.name for path in outcome.files if path.name == "cases.csv"} == {
            "out",
            "published-by-2010-06-30",
        }
        both = review.export(today, date(2010, 6, 30))
        assert {path.parent.name for path in both if path.name == "cases.csv"} == {
            f"as-of-{today}-published-by-2010-06-30"
        }
        assert review.series(today, date(2010, 6, 30)).flow == then.flow
        assert "had entered PubMed by 2010-06-30" in (both[0].parent / "search.md").read_text()
        assert review.series(published_by=date(1900, 1, 1)).flow == replace(
            then.flow, sources=dict.fromkeys(then.flow.sources, 0), duplicates=0, screened=0, excluded={}, unsure=0,
            included_reports=0, included_patients=0, retracted_reports=0, retracted_patients=0, concern_patients=0,
        )  # fmt: skip
