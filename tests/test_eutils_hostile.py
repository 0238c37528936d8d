"""What a client or a record can do at its worst: the answers stay well-formed, and nothing is a traceback."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from harvester.mirror import build, create_app
from harvester.mirror.formats.docsums import docsum_v1
from harvester.records import Record
from harvester.syntax import lint
from invented import article, three, write


def ask(folder: Path, utility: str, **parameters: str | int) -> Any:
    client = create_app(folder).test_client()
    return client.post(f"/entrez/eutils/{utility}.fcgi", data={"db": "pubmed", **parameters})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three(tmp_path)


@pytest.mark.parametrize("utility", ["esearch", "espell", "elink", "epost", "esummary", "efetch", "einfo"])
@pytest.mark.parametrize("said", ["a\x01b", "(\x01", "foo\ufffe", "a\x00b", "]]>", "<!--", "&#1;"])
def test_every_answer_is_well_formed_whatever_is_asked(folder: Path, utility: str, said: str) -> None:
    answer = ask(folder, utility, term=said, id=said, cmd=said)
    assert answer.status_code < 500
    if answer.mimetype == "text/xml":
        ET.fromstring(answer.data)


def test_an_error_in_json_is_json_but_for_the_newline(folder: Path) -> None:
    answer = ask(folder, "esearch", term=r"(\note", retmode="json")
    assert "\\note" in json.loads(answer.data, strict=False)["esearchresult"]["ERROR"]


def test_a_hostile_kind_of_identifier_does_not_break_a_summary() -> None:
    shown = ET.fromstring(docsum_v1(Record(pmid="1", other_ids=(('a"<b>', "x"),))))
    assert [one.text for one in shown.iter("Item") if one.get("Name") == 'a"<b>'] == ["x"]


def test_a_stored_result_may_hold_pmids_that_the_mirror_does_not(folder: Path, tmp_path: Path) -> None:
    """They were posted, or deleted since; in any order they come last."""
    kept = ET.fromstring(ask(folder, "epost", id="101,99999999,103").data)
    build(folder, [write(tmp_path / "gone.xml", article("104", "Four."), deleted="101")])
    client = create_app(folder).test_client()
    posted = ET.fromstring(client.post("/entrez/eutils/epost.fcgi", data={"db": "pubmed", "id": "9,103"}).data)
    where = {"WebEnv": posted.findtext("WebEnv", ""), "usehistory": "y", "term": "#1", "sort": "pub_date"}
    answer = client.post("/entrez/eutils/esearch.fcgi", data={"db": "pubmed", **where})
    assert (kept.findtext("QueryKey"), answer.status_code) == ("1", 200)
    assert "<Id>103</Id>" in answer.text


def test_gzip_that_is_refused_is_not_sent_and_a_reldate_that_is_none_is_not_given(folder: Path) -> None:
    client = create_app(folder).test_client()
    asked = {"db": "pubmed", "term": "spine[ti]", "reldate": "abc"}
    answer = client.post("/entrez/eutils/esearch.fcgi", data=asked, headers={"Accept-Encoding": "gzip;q=0"})
    assert (answer.headers.get("Content-Encoding"), "<Count>1</Count>" in answer.text) == (None, True)


def test_past_the_ceiling_of_a_small_result_there_is_an_empty_page(folder: Path) -> None:
    page = ET.fromstring(ask(folder, "esearch", term="all[sb]", retstart=9_999).data)
    assert (page.findtext("Count"), page.findtext("RetMax"), len(page.findall("IdList/Id"))) == ("3", "0", 0)
    assert "Restrictions achieved" in (page.findtext("WarningList/OutputMessage") or "")


def test_500_summaries_are_given_in_json_and_no_more(folder: Path) -> None:
    ids = [str(pmid) for pmid in range(1, 502)]
    whole = ask(folder, "esummary", id=",".join(ids[:500]), retmode="json").json
    assert len(whole["result"]["uids"]) == 500
    assert "Maximum number of UIDs is 500" in str(ask(folder, "esummary", id=",".join(ids), retmode="json").json)


def test_a_strategy_of_one_endless_word_is_linted_at_once() -> None:
    assert lint("a" * 200_000 + "[ti]") == ()
