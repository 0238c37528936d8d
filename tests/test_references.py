"""Reference files in, entries out, and back: formats, encodings, what is broken, and nothing lost in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.pubmed import read_pubmed
from harvester.records import Author, Dates, HarvesterError, Journal, PartialDate, Record, Refusal, Section
from harvester.references import Entry, read_references, write_references
from harvester.references.writing import Kind

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with third-party data is not there")

NBIB = """\
PMID- 90001234
STAT- MEDLINE
IS  - 0303-8467 (Print)
VI  - 105
IP  - 3
DP  - 2003 Jul 14
TI  - Solitary fibrous tumour of the meninges with late
      spread to the spine.
PG  - 159-66
LID - 10.1016/s0303-8467(02)00140-3 [doi]
AB  - Two lines of an
      abstract.
FAU - Berg, Anna B
AU  - Berg AB
FAU - Ito, Kenji
AU  - Ito K
LA  - eng
PT  - Case Reports
TA  - J Spinal Oncol
JT  - Journal of spinal oncology
CRDT- 2003/07/16 05:00
PST - ppublish
"""
RIS = """\
TY  - JOUR
AU  - Berg, Anna B
AU  - Ito, Kenji
TI  - Solitary fibrous tumour of the meninges with late spread to the spine.
T2  - Journal of spinal oncology
J2  - J Spinal Oncol
SN  - 0303-8467
VL  - 105
IS  - 3
SP  - 159
EP  - 66
PY  - 2003/07/14
DO  - 10.1016/s0303-8467(02)00140-3
AN  - 90001234
DB  - PubMed
AB  - Two lines of an abstract.
LA  - eng
M3  - Case Reports
ER  -
"""
BIB = r"""
@comment{not an entry}
@article{berg2003,
  author = {Berg, Anna B and Ito, Kenji},
  title = {{Solitary} fibrous tumour of the meninges with late spread to the spine.},
  journal = {Journal of spinal oncology}, shortjournal = {J Spinal Oncol}, issn = {0303-8467},
  volume = 105, number = {3}, pages = {159--66}, year = 2003, month = jul,
  doi = {10.1016/s0303-8467(02)00140-3}, note = {PMID: 90001234},
  abstract = {Two lines of an abstract.}, language = {eng},
}
"""
CSV = (
    "Record ID,Authors,Title,Source title,Abbreviated Source Title,Year,Volume,Issue,Page start,Page end,DOI,PubMed ID,"
    "Abstract,ISSN\n"
    '7,"Berg A.B.; Ito K.",Solitary fibrous tumour of the meninges with late spread to the spine.,'
    "Journal of spinal oncology,J Spinal Oncol,2003,105,3,159,66,10.1016/s0303-8467(02)00140-3,90001234,"
    "Two lines of an abstract.,03038467\n"
)
ENDNOTE = """\
<?xml version="1.0" encoding="UTF-8"?><xml><records><record><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Berg, Anna B</style></author><author>Ito, Kenji</author></authors></contributors>
<titles><title><style>Solitary fibrous tumour of the meninges with late </style>
<style>spread to the spine.</style></title>
<secondary-title>Journal of spinal oncology</secondary-title></titles>
<periodical><full-title>Journal of spinal oncology</full-title><abbr-1>J Spinal Oncol</abbr-1></periodical>
<pages>159-66</pages><volume>105</volume><number>3</number><dates><year>2003</year></dates>
<isbn>0303-8467 (Print)</isbn><accession-num>90001234</accession-num><abstract>Two lines of an abstract.</abstract>
<electronic-resource-num>10.1016/s0303-8467(02)00140-3</electronic-resource-num>
<remote-database-name>PubMed</remote-database-name></record></records></xml>
"""


def read(tmp_path: Path, text: str | bytes, name: str = "some.txt") -> list[Entry | Refusal]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_references(path))


def entries(found: list[Entry | Refusal]) -> list[Entry]:
    return [one for one in found if isinstance(one, Entry)]


@pytest.mark.parametrize(
    ("text", "given"), [(NBIB, "90001234"), (RIS, "1"), (BIB, "berg2003"), (CSV, "7"), (ENDNOTE, "7")]
)
def test_five_formats_state_one_record(tmp_path: Path, text: str, given: str) -> None:
    (entry,) = entries(read(tmp_path, text))
    record = entry.record
    assert (entry.id, entry.position, entry.source) == (given, 1, "some.txt")
    assert record.title == "Solitary fibrous tumour of the meninges with late spread to the spine."
    assert [author.name for author in record.authors] == ["Berg AB", "Ito K"]
    assert record.journal == Journal(
        title="Journal of spinal oncology", abbreviation="J Spinal Oncol", issn=record.journal.issn
    )
    assert record.journal.issn.replace("-", "") == "03038467"
    assert (record.volume, record.issue, record.pages, record.year) == ("105", "3", "159-66", 2003)
    assert (record.pmid, record.doi) == ("90001234", "10.1016/s0303-8467(02)00140-3")
    assert record.text.endswith("\n\nTwo lines of an abstract.")
    assert len(record.digest) == 64


def test_medline_text_gives_the_day_a_record_entered_pubmed(tmp_path: Path) -> None:
    (entry,) = entries(read(tmp_path, NBIB))
    assert entry.record.dates.entrez == PartialDate(year=2003, month=7, day=16, raw="2003/07/16 05:00")
    assert entry.record.dates.print == PartialDate(year=2003, month=7, day=14, raw="2003 Jul 14")
    assert (entry.record.status, entry.record.publication_types) == ("MEDLINE", ("Case Reports",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    text = RIS.replace("Berg, Anna B", "Çelik, Jörg").replace("late spread", "späte Ausbreitung à distance")
    (entry,) = entries(read(tmp_path, text.replace("\n", end).encode(encoding)))
    assert entry.record.authors[0].name == "Çelik J"
    assert "späte Ausbreitung à distance" in entry.record.title


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "a zip archive or a workbook; unpack it, or save the sheet as CSV"),
        (b"%PDF-1.7", "export the references"),
        (b"TY  - JOUR\nTI  - a\x00b\nER  - \n", "holds NUL characters"),
        ("TY  - JOUR\n".encode("utf-16") + b"\x00", "says that it is utf-16 and is not"),
        (b"just some words", "no references in a known format"),
        (b"<html><body>503</body></html>", "is XML, and neither EndNote's nor PubMed's"),
        (b"author,year\nBerg,2003\n", r"no column is the title \(columns found: author, year\)"),
    ],
)
def test_what_is_no_reference_file_is_an_error_with_a_way_out(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(HarvesterError, match=why) as caught:
        read(tmp_path, data, "refs.dat")
    assert "refs.dat" in str(caught.value)


def test_a_broken_entry_is_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    cases = {
        "cut.ris": RIS + RIS.replace("ER  -\n", ""),
        "nothing.ris": "TY  - JOUR\nVL  - 3\nER  - \n" + RIS,
        "brace.bib": BIB + "@article{cut, title = {No end\n@article{next, title = {Whole}}\n",
        "cells.csv": CSV + "8,one,two,three,four,5,6,7,8,9,10,11,12,13,14,15\n" + CSV.partition("\n")[2],
        "cut.xml": ENDNOTE.replace("</records></xml>", "<record><rec-number>8</rec-number><titles><title>Cu"),
        "none.nbib": "STAT- MEDLINE\nVI  - 3\n\n" + NBIB,
    }
    for name, text in cases.items():
        found = read(tmp_path, text, name)
        refused = [one for one in found if isinstance(one, Refusal)]
        assert len(refused) == 1, (name, found)
        assert refused[0].source == name
        assert refused[0].position in {1, 2}
        assert entries(found), name
        assert all(one.record.title for one in entries(found)), name


def test_a_reference_without_an_end_before_the_next_is_read(tmp_path: Path) -> None:
    assert len(entries(read(tmp_path, RIS.replace("ER  -\n", "") + RIS))) == 2


def test_a_key_given_twice_is_two_entries(tmp_path: Path) -> None:
    assert [one.id for one in entries(read(tmp_path, BIB + BIB))] == ["berg2003", "berg2003"]


def test_an_endnote_entity_is_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    found = read(tmp_path, ENDNOTE.replace('<?xml version="1.0" encoding="UTF-8"?>', bomb).replace("Two lines", "&e;"))
    assert "hidden" not in repr(found)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_marks_between_cells(tmp_path: Path, mark: str) -> None:
    (entry,) = entries(
        read(tmp_path, f"Title{mark}Author{mark}PMID\nA title, with a comma{mark}Berg, A{mark}90001234\n")
    )
    assert (entry.record.title, entry.record.pmid) == ("A title, with a comma", "90001234")


def test_a_number_that_a_spreadsheet_made_a_decimal_is_still_a_pmid(tmp_path: Path) -> None:
    (entry,) = entries(read(tmp_path, "title,pmid\nA title,90001234.0\n", "refs.csv"))
    assert entry.record.pmid == "90001234"


# -------- there and back


def stated(record: Record) -> dict[str, object]:
    """What must survive a round trip."""
    return {
        "pmid": record.pmid,
        "doi": record.doi,
        "pmcid": record.pmcid,
        "title": " ".join(record.title.split()),
        "authors": [(one.last, one.fore or one.initials, one.suffix, one.collective) for one in record.authors],
        "journal": record.journal.title,
        "year": record.year,
        "numbers": (record.volume, record.issue, record.pages),
        "abstract": " ".join(
            " ".join(f"{one.label}: {one.text}" if one.label else one.text for one in record.sections).split()
        ),
    }


def there_and_back(tmp_path: Path, records: list[Record], kind: Kind) -> list[Record]:
    return [one.record for one in entries(read(tmp_path, write_references(records, kind), f"back.{kind}"))]


KINDS: tuple[Kind, ...] = ("nbib", "ris", "bib")


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_survives_a_round_trip(tmp_path: Path, kind: Kind) -> None:
    demo = [one for one in read_pubmed(ROOT / "data/demo/pubmed_demo.xml") if isinstance(one, Record)]
    assert list(map(stated, there_and_back(tmp_path, demo, kind))) == list(map(stated, demo))


@needs_shared
@pytest.mark.parametrize("kind", KINDS)
def test_real_records_survive_a_round_trip(tmp_path: Path, kind: Kind) -> None:
    files = sorted((SHARED / "pubmed_xml/metapub/fixtures/pmid_xml").glob("*.xml"))
    real = [one for path in files for one in read_pubmed(path) if isinstance(one, Record)]
    assert len(real) > 200
    assert list(map(stated, there_and_back(tmp_path, real, kind))) == list(map(stated, real))


WORDS = st.lists(
    st.sampled_from(
        ["tumour", "of", "the", "spine:", "10^3", "{set}", "50%", "A&B", "C_2", "#1", "~7", "$5", "Ärzte", "naïve", "β"]
    ),
    min_size=1,
)
RECORDS = st.builds(
    Record,
    pmid=st.sampled_from(["", "1", "90001234"]),
    title=WORDS.map(" ".join),
    authors=st.lists(
        st.sampled_from(
            [
                Author(last="Berg", fore="Anna B"),
                Author(last="van der Ito", fore="K"),
                Author(collective="The Spine Group"),
            ]
        ),
        max_size=3,
    ).map(lambda authors: tuple(sorted(authors, key=lambda one: bool(one.collective)))),  # as MEDLINE text has them
    journal=st.sampled_from([Journal(), Journal(title="Acta Spinalia & Ossea")]),
    volume=st.sampled_from(["", "7", "Suppl 2"]),
    pages=st.sampled_from(["", "12-9", "e1234", "S12-S15"]),
    dates=st.sampled_from([Dates(), Dates(print=PartialDate(year=1998, month=12))]),
    doi=st.sampled_from(["", "10.1016/s0303-8467(02)00140-3"]),
    sections=WORDS.map(lambda words: (Section(text=" ".join(words)),)),
)


@given(st.lists(RECORDS, min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@pytest.mark.parametrize("kind", KINDS)
def test_any_record_survives_a_round_trip(tmp_path: Path, kind: Kind, records: list[Record]) -> None:
    assert list(map(stated, there_and_back(tmp_path, records, kind))) == list(map(stated, records))


@given(data=st.one_of(st.text(max_size=300), st.sampled_from([NBIB, RIS, BIB, CSV, ENDNOTE])), cut=st.integers(0, 900))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_entries_refusals_or_an_error_of_ours(tmp_path: Path, data: str, cut: int) -> None:
    try:
        found = read(tmp_path, data[:cut] + data[cut + 7 :])
    except HarvesterError:
        return
    assert all(isinstance(one, Entry | Refusal) for one in found)


# -------- files of other people's programs


def counted(pattern: str) -> Callable[[str], int]:
    return lambda text: len(re.findall(pattern, text, re.M))


@needs_shared
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("eric_nbib.nbib", counted(r"^TI  -")),
        ("nbib_data.nbib", counted(r"^TI  -")),
        ("pubmed-chatbot.csv", counted(r'^"\d+",')),
        ("records.bib", counted(r"^@")),
        ("records_expected.bib", counted(r"^@")),
        ("ris_data.ris", counted(r"^TY  -")),
        ("ris_export.txt", counted(r"^\ufeff?TY  -")),
        ("scopus.ris", counted(r"^\ufeff?TY  -")),
        ("wos_test.ris", counted(r"^\ufeff?TY  -")),
        ("zotero_export.bib", counted(r"^@")),
        ("zotero_export.ris", counted(r"^TY  -")),
    ],
)
def test_every_entry_of_a_real_export_is_read(name: str, count: Callable[[str], int]) -> None:
    path = SHARED / "import_formats" / name
    found = list(read_references(path))
    assert len(found) == len(entries(found)) == count(path.read_text("utf-8")) > 0
    assert all(one.record.title and one.record.authors for one in entries(found))


@needs_shared
def test_facts_of_real_exports() -> None:
    def of(name: str) -> list[Entry]:
        return entries(list(read_references(SHARED / "import_formats" / name)))

    assert [one.record.pmid for one in of("pubmed-chatbot.csv")][:2] == ["35227408", "34847056"]
    assert of("scopus.ris")[0].record.doi == "10.3390/ani15010003"
    assert of("scopus.ris")[0].record.pages == "3"
    assert of("ris_data.ris")[0].record.pmid == "12345678"
    both = [{one.record.doi for one in of(f"zotero_export.{kind}")} for kind in ("ris", "bib")]
    assert both[0] == both[1]
    assert len(both[0]) > 700


@needs_shared
def test_real_medline_text() -> None:
    folder = SHARED / "pubmed_xml/biopython/Medline"
    found = {
        path.name: [one.id for one in entries(list(read_references(path)))] for path in sorted(folder.glob("*.txt"))
    }
    assert {name: len(pmids) for name, pmids in found.items()} == {
        "pubmed_result1.txt": 1,
        "pubmed_result2.txt": 4,
        "pubmed_result3.txt": 1,
    }
    assert found["pubmed_result1.txt"] == ["12230038"]
