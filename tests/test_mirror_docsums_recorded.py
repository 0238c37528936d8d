"""Document summaries against NCBI's own: the recorded answers, and Biopython as their reader."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from Bio import Entrez as Oracle

from harvester.errors import Refused
from harvester.mirror.formats.docsums import docsum_json, docsum_v1, docsum_v2
from harvester.pubmed import read_pubmed
from harvester.records import Author, Dates, Journal, PartialDate, Record, Section

DATA = Path(__file__).parents[1].parent / "shared" / "data"
EUTILS = DATA / "eutils_http"
recorded = pytest.mark.skipif(not EUTILS.exists(), reason="the recorded answers of NCBI are not in ../shared")
real = pytest.mark.skipif(not (DATA / "pubmed_xml").exists(), reason="the real PubMed XML is not in ../shared")


@recorded
def test_version_1_equals_the_recorded_text() -> None:
    """Records made of NCBI's summaries print NCBI's text; the hour and the second ISSN are what no record holds."""
    whole = (EUTILS / "biopython" / "esummary1.xml").read_text("utf-8")
    texts = re.findall(r"<DocSum>.*?</DocSum>", whole, re.DOTALL)
    assert len(texts) == 2
    for text in texts:
        expected = re.sub(r"\d\d:\d\d(?=<)", "00:00", re.sub(r'(Name="ESSN".*?>)[^<]*', r"\1", text))
        assert docsum_v1(_of_version_1(ET.fromstring(text))) == expected


def _of_version_1(summary: ET.Element) -> Record:
    items = {item.get("Name", ""): item for item in summary}
    words = {name: item.text or "" for name, item in items.items()}
    history = {item.get("Name"): _date(item.text or "") for item in items["History"]}
    return Record(
        pmid=summary.findtext("Id", ""),
        title=words["Title"],
        sections=(Section(text="Known to be there."),) if words["HasAbstract"] == "1" else (),
        authors=tuple(_author(item.text or "") for item in items["AuthorList"]),
        journal=Journal(
            title=words["FullJournalName"],
            abbreviation=words["Source"],
            issn=words["ISSN"],
            nlm_id=words["NlmUniqueID"],
        ),
        volume=words["Volume"],
        issue=words["Issue"],
        pages=words["Pages"],
        dates=Dates(print=_date(words["PubDate"]), pubmed=history.get("pubmed"), medline=history.get("medline")),
        languages=tuple({"English": "eng"}[item.text or ""] for item in items["LangList"]),
        publication_types=tuple(item.text or "" for item in items["PubTypeList"]),
        status={"PubMed - indexed for MEDLINE": "MEDLINE"}[words["RecordStatus"]],
        publication_status=words["PubStatus"],
    )


def _date(words: str) -> PartialDate | None:
    """`2012 Jan`, of which a test needs the words, or `1965/08/01 00:00`, of which it needs the numbers."""
    if "/" in words:
        year, month, day = (int(part) for part in words[:10].split("/"))
        return PartialDate(year=year, month=month, day=day)
    return PartialDate(year=int(words[:4]), month={"Jan": 1, "Aug": 8}.get(words[5:8]), raw=words) if words else None


def _author(name: str) -> Author:
    last, _, initials = name.partition(" ")
    return Author(last=last, initials=initials)


@recorded
def test_json_equals_the_recorded_one_where_a_record_holds_it() -> None:
    for expected in _recorded_json():
        ours = docsum_json(_of_json(expected))
        assert list(ours) == [key for key in expected if key != "viewcount"] + ["vernaculartitle"]
        assert {key: _shape(value) for key, value in ours.items() if key in expected} == {
            key: _shape(expected[key]) for key in ours if key in expected
        }
        held = set(expected) - {"viewcount", "authors", "essn", "articleids", "history", "pmcrefcount", "elocationid"}
        assert {key: ours[key] for key in held} == {key: expected[key] for key in held}
        assert [author["name"] for author in ours["authors"]] == [author["name"] for author in expected["authors"]]
        assert _sorted(ours["articleids"]) == _sorted(expected["articleids"])
        assert [step["pubstatus"] for step in ours["history"]] == ["entrez", "pubmed", "medline"]


def _recorded_json() -> list[dict[str, Any]]:
    """Without the line breaks around words, which NCBI's first converter left in."""
    text = (EUTILS / "Eutils-JSON" / "samples" / "esummary.pubmed.json").read_text("utf-8")
    result = json.loads(re.sub(r"(?:\\n|\\t)+", "", text))["result"]
    return [result[uid] for uid in result["uids"]]


def _of_json(summary: dict[str, Any]) -> Record:
    identifiers = {entry["idtype"]: entry["value"] for entry in summary["articleids"]}
    history = {step["pubstatus"]: _date(step["date"]) for step in summary["history"]}
    return Record(
        pmid=summary["uid"],
        title=summary["title"],
        sections=(Section(text="Known to be there."),) if summary["attributes"] else (),
        authors=tuple(_author(author["name"]) for author in summary["authors"]),
        journal=Journal(
            title=summary["fulljournalname"],
            abbreviation=summary["source"],
            issn=summary["issn"],
            nlm_id=summary["nlmuniqueid"],
        ),
        volume=summary["volume"],
        issue=summary["issue"],
        pages=summary["pages"],
        dates=Dates(
            print=_date(summary["pubdate"]),
            electronic=_date(summary["epubdate"]),
            entrez=history["entrez"],
            pubmed=history["pubmed"],
            medline=history["medline"],
        ),
        doi=identifiers["doi"],
        pmcid=identifiers.get("pmc", ""),
        other_ids=tuple((kind, identifiers[kind]) for kind in ("pii",) if kind in identifiers),
        languages=tuple(summary["lang"]),
        publication_types=tuple(summary["pubtype"]),
        status={"PubMed - indexed for MEDLINE": "MEDLINE"}[summary["recordstatus"]],
        publication_status="ppublish",
    )


def _shape(value: Any) -> Any:
    """The type of a value, and of an object in a list its keys; a count that may be empty is as good as a number."""
    if isinstance(value, list):
        return [sorted({key for part in value if isinstance(part, dict) for key in part})]
    return str if isinstance(value, int) else type(value)


def _sorted(entries: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(entry.values()) for entry in entries)


@recorded
def test_version_2_has_the_recorded_elements_in_their_order() -> None:
    whole = ET.parse(EUTILS / "Eutils-JSON" / "samples" / "esummary.pubmed.xml")
    expected = [_tags(summary) for summary in whole.iter("DocumentSummary")]
    ours = [_tags(ET.fromstring(docsum_v2(_of_json(summary)))) for summary in _recorded_json()]
    assert ours == [[tag for tag in tags if tag[0] != "ViewCount"] + [("VernacularTitle", [])] for tags in expected]


def _tags(summary: ET.Element) -> list[tuple[str, list[str]]]:
    """Each element with the names of all in it, each once."""
    return [(element.tag, list(dict.fromkeys(part.tag for part in element.iter()))[1:]) for element in summary]


@real
def test_biopython_reads_version_1_of_every_real_record() -> None:
    records = {record.pmid: record for record in _real_records()}
    assert len(records) > 200
    summaries = "\n".join(docsum_v1(record) for record in records.values())
    answer = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<!DOCTYPE eSummaryResult PUBLIC "-//NLM//DTD esummary v1 20041029//EN"'
        ' "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20041029/esummary-v1.dtd">\n'
        f"<eSummaryResult>\n{summaries}\n</eSummaryResult>\n"
    )
    for summary in Oracle.read(io.BytesIO(answer.encode())):  # type: ignore[no-untyped-call]
        record = records[str(summary["Id"])]
        assert _spaced(summary["Title"]) == _spaced(record.title)
        assert [str(name) for name in summary["AuthorList"]] == [author.name for author in record.authors]
        assert summary["PubTypeList"] == list(record.publication_types)
        assert summary.get("DOI", "") == record.doi
        assert summary["HasAbstract"] == int(bool(record.sections))


@real
def test_every_real_record_has_the_same_keys() -> None:
    keys = list(docsum_json(Record(pmid="1")))
    for record in _real_records():
        assert list(docsum_json(record)) == keys
        assert [element.tag.lower() for element in ET.fromstring(docsum_v2(record))] == keys[1:]


def _real_records() -> list[Record]:
    records = []
    for path in sorted((DATA / "pubmed_xml").rglob("*.xml")):
        try:
            records += [item for item in read_pubmed(path) if isinstance(item, Record)]
        except Refused:  # a page of HTML is among them
            continue
    return records


def _spaced(words: str) -> str:
    return " ".join(str(words).split())
