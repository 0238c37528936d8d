"""EndNote's XML."""

from __future__ import annotations

import hashlib
from pathlib import Path

from harvester.records import Author, Dates, Journal, PartialDate, Record, Refusal, Section
from harvester.references import Entry, format_and_text, read_references

ONE = """<record><database name="My.enl" path="My.enl">My.enl</database><rec-number>7</rec-number>
<foreign-keys><key app="EN" db-id="abc">7</key></foreign-keys><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default">Tanaka, J. M.</style></author>
<author>Oduya, P.</author><author>Bone Unit,</author></authors></contributors>
<titles><title><style face="normal">Spinal metastasis</style><style face="italic"> of a tumour</style></title>
<secondary-title>Spine Lett</secondary-title></titles>
<periodical><full-title>Spine Letters</full-title><abbr-1>Spine Lett</abbr-1></periodical>
<pages>213-8</pages><volume>28</volume><number>4</number><keywords><keyword>spine</keyword></keywords>
<dates><year>2003</year><pub-dates><date>Jul 14</date></pub-dates></dates><isbn>1234-5678 (Print)&#xD;1234-5679</isbn>
<accession-num>12345678</accession-num><abstract>Words &amp; more.</abstract>
<notes>Tanaka, J&#xD;Comment in: Spine Lett. 2004. PMID: 99</notes><custom2>PMC55</custom2>
<urls><related-urls><url>https://www.example.org/a</url></related-urls></urls>
<electronic-resource-num>doi: 10.1000/x.1</electronic-resource-num>
<remote-database-name>Medline</remote-database-name><language>eng</language></record>"""


def read(
    tmp_path: Path, *entries: str, prolog: str = '<?xml version="1.0" encoding="UTF-8" ?>'
) -> list[Entry | Refusal]:
    file = tmp_path / "in.xml"
    file.write_text(f"{prolog}<xml><records>{''.join(entries)}</records></xml>", "utf-8")
    assert format_and_text(file)[0] == "endnote"
    return list(read_references(file))


def test_an_entry_is_a_record(tmp_path: Path) -> None:
    (found,) = read(tmp_path, ONE)
    assert found == Entry(
        id="7",
        position=1,
        raw=ONE.encode(),
        record=Record(
            pmid="12345678",
            title="Spinal metastasis of a tumour",
            sections=(Section(text="Words & more."),),
            authors=(
                Author(last="Tanaka", fore="J M", initials="JM"),
                Author(last="Oduya", fore="P", initials="P"),
                Author(collective="Bone Unit"),
            ),
            journal=Journal(title="Spine Letters", abbreviation="Spine Lett", issn="1234-5678"),
            volume="28",
            issue="4",
            pages="213-8",
            dates=Dates(print=PartialDate(year=2003, month=7, day=14, raw="2003 Jul 14")),
            doi="10.1000/x.1",
            pmcid="PMC55",
            languages=("eng",),
            publication_types=("Journal Article",),
            keywords=("spine",),
            digest=hashlib.sha256(ONE.encode()).hexdigest(),
        ),
    )


def test_an_accession_number_of_another_database_is_no_pmid(tmp_path: Path) -> None:
    (found,) = read(tmp_path, ONE.replace("<remote-database-name>Medline", "<remote-database-name>Embase"))
    assert isinstance(found, Entry)
    assert (found.record.pmid, found.record.other_ids) == ("", (("Embase", "12345678"),))


def test_a_broken_entry_is_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    broken = "<record><titles><title>Two</titles></record>"
    cut = "<record><titles><title>Three</title>"
    found = read(tmp_path, ONE, broken, cut, "<record></record>", ONE.replace("12345678", "87654321"))
    assert [one.position for one in found if isinstance(one, Refusal)] == [2, 3, 4]
    assert [one.record.pmid for one in found if isinstance(one, Entry)] == ["12345678", "87654321"]


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("kept")
    prolog = f'<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY e SYSTEM "file://{secret}"><!ENTITY a "aaa">]>'
    (found,) = read(tmp_path, "<record><titles><title>A &e; &a;</title></titles></record>", prolog=prolog)
    assert isinstance(found, Refusal)
    assert "Entity 'e' not defined" in found.why


def test_a_control_character_costs_no_entry(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "<record><titles><title>A\x0b title\x1f</title></titles></record>")
    assert isinstance(found, Entry)
    assert found.record.title == "A title"
