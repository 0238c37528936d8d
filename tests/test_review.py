"""The whole method against sources that behave: what changes between two runs, and every way a record can go astray."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests
from werkzeug import Request, Response

from harvester import mirror
from harvester.entrez import Entrez
from harvester.errors import HarvesterError, QueryError
from harvester.outcomes import Outcome
from harvester.query import find_query, read_query
from harvester.records import Criterion, Deletion, Limits, Query
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store
from sockets import listening

QUERY = read_query(find_query("hpc-spine"))

TEXT = (
    "A {age}-year-old woman had a meningeal hemangiopericytoma removed 8 years earlier. MRI showed a metastasis of the "
    "tumor from C6 to T2."
)


def article(pmid: int, text: str = "", types: str = "Case Reports") -> str:
    body = text or TEXT.format(age=30 + pmid)
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        '<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year></PubDate>'
        "</JournalIssue><Title>Synthetic Reports</Title></Journal><ArticleTitle>Metastatic hemangiopericytoma "
        f"of the spine, number {pmid}.</ArticleTitle><Abstract><AbstractText>{body}</AbstractText></Abstract>"
        f"<Language>eng</Language><PublicationTypeList><PublicationType>{types}</PublicationType></PublicationTypeList>"
        "</Article></MedlineCitation></PubmedArticle>"
    )


def mirror_of(folder: Path, *articles: str) -> Path:
    source = folder / "source.xml"
    source.write_text(f'<?xml version="1.0" ?><PubmedArticleSet>{"".join(articles)}</PubmedArticleSet>')
    made = folder / f"mirror{len(list(folder.glob('mirror*')))}"
    mirror.build(made, [source])
    return made


def silent(*_: object) -> None:
    """Progress that nobody watches."""


def run(folder: Path, source: Path, query: Query = QUERY, platform: str = "a mirror") -> Outcome:
    session = mirror.session(source)
    with (
        Store.at(folder / "series.db") as store,
        Entrez(base_url=mirror.BASE_URL, session=session, per_second=None, platform=platform) as entrez,
    ):
        return Review(query=query, store=store, folder=folder / "out").run(entrez, silent)


def patients(outcome: Outcome) -> list[str]:
    return [one.id for one in outcome.series.patients]


def test_a_run_finds_stores_reads_judges_and_writes(tmp_path: Path) -> None:
    outcome = run(tmp_path, mirror_of(tmp_path, article(1), article(2)))
    assert outcome.complete
    assert patients(outcome) == ["P1-1", "P2-1"]
    assert {path.name for path in outcome.files} >= {"cases.csv", "evidence.csv", "search.md"}


def test_a_run_that_finds_nothing_new_costs_two_requests_and_new_records_their_batches(tmp_path: Path) -> None:
    """A search, the look-up of the must-find PMIDs that were not found, and a fetch for each 200 new records."""
    first = mirror_of(tmp_path, *(article(pmid) for pmid in range(1, 4)))
    assert run(tmp_path, first).traffic.requests == 3
    assert run(tmp_path, first).traffic.requests == 2
    grown = mirror_of(tmp_path, *(article(pmid) for pmid in range(1, 405)))
    assert run(tmp_path, grown).traffic.requests == 2 + 3


def test_a_search_that_gave_out_less_than_it_counted_is_not_complete(tmp_path: Path) -> None:
    outcome = run(tmp_path, mirror_of(tmp_path, article(1)))
    assert outcome.complete
    assert not replace(outcome, search=replace(outcome.search, count=2)).complete


def test_strict_stops_for_what_pubmed_misreads_without_a_word(tmp_path: Path) -> None:
    """AND and OR mixed: PubMed reads them from left to right and says nothing."""
    mixed = replace(QUERY, strategy="spine[ti] OR number[ti] AND metastatic[ti]", must_find=())
    source = mirror_of(tmp_path, article(1))
    assert run(tmp_path, source, mixed).search.warnings == ()
    with (
        Store.at(tmp_path / "strict.db") as store,
        Entrez(base_url=mirror.BASE_URL, session=mirror.session(source), per_second=None) as entrez,
        pytest.raises(QueryError, match=r"(?s)strict: PubMed would not do the strategy as written.*left to right"),
    ):
        Review(query=mixed, store=store, folder=tmp_path).run(entrez, silent, strict=True)
    with Store.at(tmp_path / "strict.db") as store:
        assert store.reviews() == set()


def test_what_the_last_search_found_and_this_one_does_not_is_named_and_stays(tmp_path: Path) -> None:
    run(tmp_path, mirror_of(tmp_path, article(1), article(2)))
    outcome = run(tmp_path, mirror_of(tmp_path, article(2), article(3)))
    assert (outcome.gone, outcome.complete) == (("1",), False)
    assert patients(outcome) == ["P1-1", "P2-1", "P3-1"]


def withdraw(folder: Path, pmid: str) -> None:
    with Store.at(folder / "series.db") as store:
        store.delete([Deletion(pmid=pmid)], datetime.now(UTC))


def test_what_nlm_withdrew_is_no_gap_and_is_out(tmp_path: Path) -> None:
    run(tmp_path, mirror_of(tmp_path, article(1), article(2)))
    withdraw(tmp_path, "1")
    outcome = run(tmp_path, mirror_of(tmp_path, article(2)))
    assert (outcome.gone, outcome.complete, patients(outcome)) == ((), True, ["P2-1"])
    assert outcome.series.flow.deleted == 1


def test_what_was_withdrawn_and_is_found_again_is_fetched_again_once(tmp_path: Path) -> None:
    source = mirror_of(tmp_path, article(1), article(2))
    run(tmp_path, source)
    withdraw(tmp_path, "1")
    outcome = run(tmp_path, source)
    assert patients(outcome) == ["P1-1", "P2-1"]
    assert [event.state for event in outcome.series.events] == ["deleted", "given again"]
    assert (outcome.traffic.requests, run(tmp_path, source).traffic.requests) == (3, 2)


def test_no_hits_after_hits_empty_nothing(tmp_path: Path) -> None:
    run(tmp_path, mirror_of(tmp_path, article(1)))
    outcome = run(tmp_path, mirror_of(tmp_path, article(9, "Nothing of the kind.").replace("hemangiopericytoma", "x")))
    assert (outcome.search.count, outcome.gone, outcome.complete) == (0, ("1",), False)
    assert patients(outcome) == ["P1-1"]


def test_another_source_or_an_edited_strategy_is_no_loss(tmp_path: Path) -> None:
    run(tmp_path, mirror_of(tmp_path, article(1), article(2)))
    edited = replace(QUERY, strategy="1[uid]", digest="edited")
    assert run(tmp_path, mirror_of(tmp_path, article(1), article(2)), edited).gone == ()
    assert run(tmp_path, mirror_of(tmp_path, article(2)), platform="another").gone == ()


def test_an_edited_query_judges_anew_and_its_return_judges_as_before(tmp_path: Path) -> None:
    source = mirror_of(tmp_path, article(1), article(2))
    old = Criterion(name="old enough", field="age_years", at_least=32, reason="too young")
    narrow = replace(QUERY, criteria=(*QUERY.criteria, old), digest="narrow")
    assert patients(run(tmp_path, source)) == ["P1-1", "P2-1"]
    assert patients(run(tmp_path, source, narrow)) == ["P2-1"]
    assert patients(run(tmp_path, source)) == ["P1-1", "P2-1"]


def test_a_copied_query_in_the_same_database_is_a_review_of_its_own(tmp_path: Path) -> None:
    source = mirror_of(tmp_path, article(1))
    run(tmp_path, source)
    copied = run(tmp_path, source, replace(QUERY, name="copied"))
    assert patients(copied) == ["P1-1"]
    assert copied.series.flow.included_reports == 1


def test_must_find_is_lost_by_the_strategy_or_by_a_limit_and_absent_where_the_source_has_it_not(tmp_path: Path) -> None:
    source = mirror_of(tmp_path, article(1), article(2))
    lost = run(tmp_path, source, replace(QUERY, strategy="1[uid]", must_find=("1", "2", "7")))
    assert (lost.lost, lost.absent, lost.complete) == (("2",), ("7",), False)
    limited = replace(QUERY, must_find=("1",), limits=Limits(mindate="2015", maxdate="2020"))
    assert run(tmp_path, source, limited).lost == ("1",)


def test_the_past_is_written_beside_the_present_and_a_day_before_all_is_an_error(tmp_path: Path) -> None:
    run(tmp_path, mirror_of(tmp_path, article(1)))
    with Store.at(tmp_path / "series.db") as store:
        review = Review(query=QUERY, store=store, folder=tmp_path / "out")
        today = datetime.now(UTC).date()
        written = {path.relative_to(tmp_path / "out") for path in review.export(today)}
        assert Path(f"as-of-{today}") / "cases.csv" in written
        with pytest.raises(HarvesterError, match="hpc-spine: nothing was harvested by the end of 2001-01-01"):
            review.export(date(2001, 1, 1))


# -------------------------------------------------------------------------------------------- sources that misbehave


class Fake:
    """An E-utilities server that finds what it is told to and answers efetch as it is told to."""

    def __init__(self, found: list[int], answer: Callable[[list[str]], str]) -> None:
        self.found = found
        self.answer = answer
        self.asked: list[dict[str, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._respond(Request(environ))(environ, start_response)

    def _respond(self, request: Request) -> Response:
        self.asked.append(request.form.to_dict())
        if "esearch" in request.path:
            by_id = re.findall(r"(\d+)\[uid\]", request.form["term"])
            ids = "".join(f"<Id>{pmid}</Id>" for pmid in ([] if by_id else self.found))
            count = 0 if by_id else len(self.found)
            xml = (
                f"<eSearchResult><Count>{count}</Count><RetMax>{count}</RetMax><RetStart>0</RetStart>"
                f"<IdList>{ids}</IdList><TranslationSet/><QueryTranslation/></eSearchResult>"
            )
        else:
            xml = f"<PubmedArticleSet>{self.answer(request.form['id'].split(','))}</PubmedArticleSet>"
        return Response(f'<?xml version="1.0" ?>{xml}', content_type="text/xml")


def run_against(fake: Fake, folder: Path) -> Outcome:
    with (
        listening(fake) as url,
        Store.at(folder / "series.db") as store,
        Entrez(base_url=url, per_second=None, platform="a fake", sleep=silent) as entrez,
    ):
        return Review(query=QUERY, store=store, folder=folder / "out").run(entrez, silent)


def good(pmids: list[str], besides: str = "") -> str:
    return "".join(article(int(pmid)) for pmid in pmids if pmid not in besides.split())


def test_a_record_that_is_never_delivered_is_asked_for_alone_and_then_named(tmp_path: Path) -> None:
    fake = Fake([1, 2, 3], lambda pmids: good(pmids, besides="2"))
    outcome = run_against(fake, tmp_path)
    assert (outcome.missing, outcome.complete, outcome.series.flow.missing) == (("2",), False, 1)
    assert [one["id"] for one in fake.asked if "id" in one] == ["1,2,3", "2"]


def test_a_record_that_cannot_be_read_is_refused_by_name_and_only_once(tmp_path: Path) -> None:
    broken = article(2).replace("<PMID", "<PMID broken").replace("</ArticleTitle>", "")
    fake = Fake([1, 2], lambda pmids: good(pmids, "2") + (broken if "2" in pmids else ""))
    outcome = run_against(fake, tmp_path)
    assert [one.pmid for one in outcome.refusals] == ["2"]
    assert (outcome.complete, outcome.missing, outcome.series.flow.refused) == (False, (), 1)
    assert len(run_against(fake, tmp_path).refusals) == 1
    mended = run_against(Fake([1, 2], good), tmp_path)
    assert (mended.complete, mended.series.flow.refused, mended.series.flow.screened) == (True, 0, 2)


def test_what_nobody_asked_for_is_neither_stored_nor_a_gap(tmp_path: Path) -> None:
    outcome = run_against(
        Fake([1], lambda pmids: good(pmids) + article(55) + article(56).replace("Title>", "T>")), tmp_path
    )
    assert outcome.complete
    assert [one.record.pmid for one in outcome.series.reports] == ["1"]


def test_a_merged_record_counts_by_the_one_that_came_instead_twice(tmp_path: Path) -> None:
    """Asked for alone and again, PMID 2 brings PMID 88, which the strategy does not find."""
    fake = Fake([1, 2], lambda pmids: good([pmid.replace("2", "88") for pmid in pmids]))
    outcome = run_against(fake, tmp_path)
    assert [(one.pmid, one.successor) for one in outcome.merged] == [("2", "88")]
    assert (outcome.complete, outcome.missing, outcome.refusals) == (True, (), ())
    assert patients(outcome) == ["P1-1", "P88-1"]
    flow = outcome.series.flow
    assert (flow.identified, flow.duplicates, flow.merged, flow.screened) == (2, 0, 1, 2)
    asked = len(fake.asked)
    assert run_against(fake, tmp_path).series.flow == flow
    assert [one["id"] for one in fake.asked[asked:] if "id" in one] == []


def test_a_merged_record_is_a_duplicate_where_the_strategy_finds_both(tmp_path: Path) -> None:
    flow = run_against(Fake([2, 88], lambda pmids: good(["88"])), tmp_path).series.flow
    assert (flow.identified, flow.duplicates, flow.merged, flow.screened, flow.missing) == (2, 1, 1, 1, 0)


def test_a_wrong_record_that_came_once_merges_nothing(tmp_path: Path) -> None:
    """The first answer to PMID 2 is another's record, the second is its own."""
    answers = iter([["88"], ["2"]])
    outcome = run_against(Fake([2], lambda _: good(next(answers))), tmp_path)
    assert (outcome.merged, patients(outcome)) == ((), ["P2-1"])


def test_the_key_goes_to_ncbi_and_nobody_else(tmp_path: Path) -> None:
    fake = Fake([1], good)
    with (
        listening(fake) as url,
        open_source(url, email="me@example.org", api_key="SECRET") as entrez,
        Store.at(tmp_path / "series.db") as store,
    ):
        Review(query=QUERY, store=store, folder=tmp_path / "out").run(entrez, silent)
    assert fake.asked
    assert "SECRET" not in str(fake.asked)


def test_a_server_that_is_not_there_is_an_error_and_no_empty_series(tmp_path: Path) -> None:
    with (
        Store.at(tmp_path / "series.db") as store,
        Entrez(base_url="http://127.0.0.1:9/entrez/eutils/", per_second=None, sleep=silent) as entrez,
        pytest.raises(HarvesterError),
    ):
        Review(query=QUERY, store=store, folder=tmp_path / "out").run(entrez, silent)
    assert not (tmp_path / "out").exists()
    with sqlite3.connect(tmp_path / "series.db") as database:
        assert database.execute("SELECT count(*) FROM searches").fetchone() == (0,)
    database.close()


def test_the_session_of_a_mirror_reaches_nothing_else(tmp_path: Path) -> None:
    session = mirror.session(mirror_of(tmp_path, article(1)))
    with pytest.raises(requests.exceptions.InvalidSchema):
        session.get("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/einfo.fcgi", timeout=1)
