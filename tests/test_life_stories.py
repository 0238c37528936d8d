"""A report's life as a database sees it day by day, and each day's counts asked for later: they are what they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from databases import BACKENDS, database, ended
from harvester.lifecycle import in_force
from harvester.linking import merge_links
from harvester.pubmed import parse_raw
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Decision, Deletion, Record, Refusal, Search, Series
from harvester.review import Review
from harvester.store import Fetched, Store

QUERY = read_query(find_query("hpc-spine"))
READER = Reader(QUERY)


def article(  # noqa: PLR0917
    pmid: int,
    status: str = "MEDLINE",
    published: str = "ppublish",
    links: str = "",
    types: str = "Case Reports",
    age: int = 48,
    dates: str = "<Year>2026</Year><Month>Mar</Month>",
) -> str:
    """An invented case report; `links` is a list of `RefType=PMID`."""
    said = "".join(
        f'<CommentsCorrections RefType="{kind}"><RefSource>J Invent. 2026 Mar 9;5:{other}</RefSource>'
        f"<PMID>{other}</PMID></CommentsCorrections>"
        for kind, _, other in (link.partition("=") for link in links.split())
    )
    kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in types.split("; "))
    return (
        f'<PubmedArticle><MedlineCitation Status="{status}" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f'<Article PubModel="Print-Electronic"><Journal><JournalIssue CitedMedium="Print"><PubDate>{dates}</PubDate>'
        "</JournalIssue><Title>Journal of inventions</Title></Journal><ArticleTitle>Metastatic hemangiopericytoma of "
        f"the spine, number {pmid}.</ArticleTitle><Abstract><AbstractText>A {age}-year-old woman had a meningeal "
        "hemangiopericytoma removed 8 years earlier. MRI showed a metastasis of the tumor from C6 to T2."
        f"</AbstractText></Abstract><Language>eng</Language><PublicationTypeList>{kinds}</PublicationTypeList></Article>"
        f"<CommentsCorrectionsList>{said}</CommentsCorrectionsList></MedlineCitation><PubmedData>"
        f"<PublicationStatus>{published}</PublicationStatus></PubmedData></PubmedArticle>"
    )


def on(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


class Diary:
    """A review that is told on which day it saw what."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.review = Review(query=QUERY, store=store, folder=Path("not-written"))
        self.searches = 0

    def finds(self, day: int, *pmids: int, platform: str = "a diary") -> None:
        found = Search(
            query=QUERY.name,
            query_digest=QUERY.digest,
            platform=platform,
            strategy=QUERY.strategy,
            ran_at=on(day),
            count=len(pmids),
            pmids=tuple(map(str, pmids)),
        )
        self.searches = self.store.begin(QUERY, found)
        self.store.finish(self.searches, ended(on(day)))

    def sees(self, day: int, *articles: str) -> None:
        xml = f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>".encode()
        fetched = [Fetched(one.xml, one.item) for one in parse_raw(xml, "diary") if isinstance(one.item, Record)]
        read = [READER.read(one.record) for one in fetched]
        judged = [replace(one, decisions=tuple(replace(said, at=on(day)) for said in one.decisions)) for one in read]
        self.store.keep(self.searches, fetched, judged, on(day))

    def hears(self, day: int, pmid: int, successor: str = "") -> None:
        self.store.delete([Deletion(pmid=str(pmid), successor=successor)], on(day))

    def known(self, day: int) -> Series:
        return self.review.series(date(2026, 3, day))


@pytest.fixture(params=BACKENDS)
def diary(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Diary]:
    with database(request.param, tmp_path) as url, Store(url) as store:
        yield Diary(store)


def told(series: Series) -> list[str]:
    return [f"{event.seen_at.day} {event.state}" for event in series.events]


def counts(series: Series) -> tuple[int, int, int, int]:
    """Included patients: all, active, under concern, retracted."""
    flow = series.flow
    return flow.included_patients, flow.active_patients, flow.concern_patients, flow.retracted_patients


def boxes(series: Series) -> tuple[int, int, int, int, int, int, int]:
    """Identified = duplicates + refused + missing + deleted + screened; and how many NLM merged."""
    flow = series.flow
    assert flow.identified == flow.duplicates + flow.refused + flow.missing + flow.deleted + flow.screened
    return flow.identified, flow.duplicates, flow.refused, flow.missing, flow.deleted, flow.screened, flow.merged


def test_from_the_publishers_record_to_the_retraction(diary: Diary) -> None:
    diary.finds(1, 7, 8)
    diary.sees(1, article(7, "Publisher", "aheadofprint"), article(8, age=61))
    diary.sees(3, article(7, "In-Process"))
    diary.sees(5, article(7))
    diary.sees(7, article(7, links="ErratumIn=90"))
    diary.sees(9, article(7, links="ErratumIn=90 ExpressionOfConcernIn=91"))
    diary.sees(
        11,
        article(
            7,
            links="ErratumIn=90 ExpressionOfConcernIn=91 RetractionIn=92",
            types="Case Reports; Retracted Publication",
        ),
    )
    assert told(diary.known(11)) == [
        "3 final",
        "5 indexed",
        "7 corrected",
        "9 under concern",
        "11 retracted",
    ]
    assert {day: counts(diary.known(day)) for day in (1, 3, 5, 7, 9, 10, 11)} == {
        1: (2, 2, 0, 0),
        3: (2, 2, 0, 0),
        5: (2, 2, 0, 0),
        7: (2, 2, 0, 0),
        9: (2, 1, 1, 0),
        10: (2, 1, 1, 0),
        11: (2, 1, 0, 1),
    }
    assert diary.known(11).flow.retracted_reports == 1
    assert [event.other for event in diary.known(11).events] == ["", "", "90", "91", "92"]
    assert told(diary.known(8)) == ["3 final", "5 indexed", "7 corrected"]
    assert [one.standing for one in diary.known(10).patients] == ["concern", "active"]


def test_deleted_given_again_and_deleted_again(diary: Diary) -> None:
    """The same words come back; the deletion heard twice is one."""
    diary.finds(1, 7)
    diary.sees(1, article(7))
    diary.hears(3, 7)
    diary.hears(4, 7)
    diary.sees(6, article(7))
    diary.hears(8, 7)
    assert told(diary.known(9)) == ["3 deleted", "6 given again", "8 deleted"]
    there, gone = (1, 0, 0, 0, 0, 1, 0), (1, 0, 0, 0, 1, 0, 0)
    assert [boxes(diary.known(day)) for day in (2, 3, 5, 6, 7, 8)] == [there, gone, gone, there, there, gone]
    assert [len(diary.known(day).patients) for day in (2, 3, 6, 8)] == [1, 0, 1, 0]


def test_a_reference_file_that_still_lists_what_was_deleted_gives_nothing_out_again(diary: Diary) -> None:
    diary.finds(1, 7)
    diary.sees(1, article(7))
    diary.hears(3, 7)
    diary.finds(5, 7, platform="file old.nbib")
    diary.sees(5, article(7))
    assert told(diary.known(5)) == ["3 deleted"]
    assert boxes(diary.known(5)) == (2, 1, 0, 0, 1, 0, 0)


def test_a_pmid_never_delivered_leads_to_another_that_no_strategy_found(diary: Diary) -> None:
    """It was refused at first, as an older harvester did; then the record it leads to counts in its place."""
    diary.finds(1, 7)
    diary.store.refuse(diary.searches, [Refusal(source="efetch", why="answered with PMID 70", pmid="7")], on(1))
    diary.sees(4, article(70))
    diary.hears(4, 7, successor="70")
    assert boxes(diary.known(1)) == (1, 0, 1, 0, 0, 0, 0)
    assert boxes(diary.known(4)) == (1, 0, 0, 0, 0, 1, 1)
    assert [one.id for one in diary.known(4).patients] == ["P70-1"]
    assert told(diary.known(4)) == ["4 merged"]


def test_two_stored_records_become_one_report_and_a_persons_word_on_the_old_one_stands(diary: Diary) -> None:
    diary.finds(1, 7, 70)
    diary.sees(1, article(7), article(70))
    person = Decision(kind="screen", subject="7", verdict="no", reason="read in full", by="AB", at=on(2))
    diary.store.decide(QUERY.name, [person])
    diary.hears(5, 7, successor="70")
    diary.store.decide(QUERY.name, merge_links(diary.store.withdrawn(["7", "70"]).values(), on(5)))
    assert boxes(diary.known(4)) == (2, 0, 0, 0, 0, 2, 0)
    assert boxes(diary.known(5)) == (2, 1, 0, 0, 0, 1, 1)
    assert diary.known(4).flow.included_reports == 1
    assert diary.known(5).flow.excluded == {"read in full": 1}


def test_what_a_merged_pmid_leads_to_is_no_report_of_the_series_while_it_has_a_record_of_its_own(diary: Diary) -> None:
    diary.finds(1, 7)
    diary.sees(1, article(7))
    diary.sees(5, article(70))
    diary.hears(5, 7, successor="70")
    assert boxes(diary.known(5)) == (1, 0, 0, 0, 0, 1, 1)
    assert [one.record.pmid for one in diary.known(5).reports] == ["7"]


def test_a_notice_is_a_report_without_patients(diary: Diary) -> None:
    diary.finds(1, 7, 92)
    retracting = article(92, types="Retraction of Publication", links="RetractionOf=7")
    diary.sees(1, article(7, links="RetractionIn=92"), retracting)
    series = diary.known(1)
    assert series.flow.excluded == {"a notice, not a report": 1}
    assert counts(series) == (1, 0, 0, 1)
    assert told(series) == ["1 retracted", "1 notice of retraction"]


def test_a_changed_abstract_is_counted_as_it_read_on_each_day(diary: Diary) -> None:
    diary.finds(1, 7)
    diary.sees(1, article(7, age=48))
    diary.sees(3, article(7, age=52))
    diary.sees(5, article(7, age=48))
    ages = [diary.known(day).patients[0].cases[0].value("age_years") for day in (1, 2, 3, 4, 5)]
    assert ages == [48, 48, 52, 52, 48]
    assert told(diary.known(5)) == ["3 text changed", "5 text changed"]


def test_searches_refusals_and_persons_words_of_later_days_are_not_known_earlier(diary: Diary) -> None:
    diary.finds(1, 7)
    diary.sees(1, article(7))
    diary.finds(3, 7, 8)
    diary.store.refuse(diary.searches, [Refusal(source="efetch", why="no title", pmid="8")], on(3))
    out = Decision(kind="screen", subject="7", verdict="no", reason="not hers", by="AB", at=on(5))
    diary.store.decide(QUERY.name, [out])
    diary.store.finish(1, ended(on(9)))
    assert [len(diary.known(day).searches) for day in (1, 3)] == [1, 2]
    assert [boxes(diary.known(day)) for day in (1, 3)] == [(1, 0, 0, 0, 0, 1, 0), (2, 0, 1, 0, 0, 1, 0)]
    assert [diary.known(day).flow.included_reports for day in (4, 5)] == [1, 0]
    assert [one.by for one in diary.known(4).decisions if one.by_person] == []
    assert diary.known(4).searches[0].confirmed_at is None
    assert diary.known(9).searches[0].confirmed_at == on(9)


def test_what_is_in_force_is_what_a_reader_must_know(diary: Diary) -> None:
    diary.finds(1, 7, 8)
    diary.sees(1, article(7, links="RetractionIn=92"), article(8))
    diary.hears(3, 8)
    diary.sees(4, article(8))
    assert [(event.pmid, event.state) for event in in_force(diary.known(9).events)] == [
        ("7", "retracted"),
        ("8", "given again"),
    ]
