"""What a strategy finds in a mirror, and what is said of it."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from harvester.errors import QueryError
from harvester.mirror.intake import Intake
from harvester.mirror.mesh.bundled import (
    BELOW,
    QUALIFIER_CODES,
    QUALIFIERS_BELOW,
)
from harvester.mirror.schema import create
from harvester.mirror.search.evaluate import Context, Found, evaluate
from harvester.records import (
    Author,
    Correction,
    Dates,
    Journal,
    MeshHeading,
    OtherAbstract,
    PartialDate,
    Qualifier,
    Record,
    Section,
    Substance,
)

SHARED = Path(__file__).parents[1].parent / "shared"


def on(year: int, month: int | None = None, of_month: int | None = None) -> PartialDate:
    return PartialDate(year=year, month=month, day=of_month)


WOMAN = Record(
    pmid="1",
    title="Hemangiopericytoma metastatic to the spine: a case of O'Brien's.",
    vernacular_title="Metástasis vertebral",
    sections=(
        Section(label="CASE", text="A 48-year-old woman had a spinal cord compression by solitary fibrous tumours."),
        Section(label="CONCLUSION", text="Asthma and cord were seen."),
    ),
    other_abstracts=(OtherAbstract(sections=(Section(text="Hemangiopericitoma."),), language="spa"),),
    authors=(
        Author(last="O'Brien", fore="Jane A", initials="JA", affiliations=("Charité, Berlin",)),
        Author(last="Müller", fore="K", initials="K"),
    ),
    journal=Journal(
        title="Frontiers in endocrinology",
        abbreviation="Front Endocrinol (Lausanne)",
        issn="1664-2392",
        nlm_id="101555782",
    ),
    volume="3",
    dates=Dates(
        print=on(2003, 7),
        electronic=on(2004, 2, 1),
        entrez=on(2003, 8, 2),
        pubmed=on(2003, 8, 3),
        medline=on(2003, 9, 1),
        revised=on(2019, 1, 5),
    ),
    doi="10.1000/x(02)1",
    languages=("eng",),
    publication_types=("Case Reports", "Journal Article"),
    mesh=(
        MeshHeading(descriptor="Hemangiopericytoma", qualifiers=(Qualifier(name="secondary", major=True),)),
        MeshHeading(descriptor="Epidural Neoplasms", qualifiers=(Qualifier(name="surgery"),)),
        MeshHeading(descriptor="Spinal Neoplasms", qualifiers=(Qualifier(name="pathology"),)),
    ),
    substances=(Substance(name="Hemangiopericytoma, Malignant", kind="Disease"),),
    keywords=("dumbbell tumor",),
    status="MEDLINE",
)
SERIES = Record(
    pmid="2",
    title="Spinal neoplasms in adults.",
    sections=(Section(text="We review compression of the spinal cord."),),
    authors=(Author(last="O'Brien", fore="John", initials="J"), Author(collective="Spine Study Group")),
    journal=Journal(title="Spine", abbreviation="Spine (Phila Pa 1976)"),
    dates=Dates(print=on(2005), entrez=on(2005, 1, 20)),
    languages=("ger",),
    publication_types=("Systematic Review",),
    mesh=(
        MeshHeading(descriptor="Spinal Neoplasms", qualifiers=(Qualifier(name="secondary"),)),
        MeshHeading(descriptor="Adult", major=True),
    ),
    corrections=(Correction(kind="ErratumIn", source="Spine 2006"),),
    status="PubMed-not-MEDLINE",
)
BARE = Record(
    pmid="30000003", title="Letter.", dates=Dates(electronic=on(2004, 6, 30)), languages=("eng",), status="Publisher"
)
TODAY = date(2006, 1, 31)


def mirror(*records: Record) -> sqlite3.Connection:
    """A mirror of these records, in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create(connection)
    intake = Intake(connection)
    for record in records:
        intake.keep(record, b"")
    intake.flush()
    return connection


@pytest.fixture(scope="module")
def three() -> Iterator[sqlite3.Connection]:
    with closing(mirror(WOMAN, SERIES, BARE)) as connection:
        yield connection


def look(strategy: str, connection: sqlite3.Connection) -> Found:
    return evaluate(strategy, connection, Context(today=TODAY))


@pytest.mark.parametrize(
    ("strategy", "pmids"),
    [
        # words, phrases, truncation
        ("hemangiopericytoma[ti]", "1"),
        ("HEMANGIOPERICYTOMA[Title]", "1"),
        ("hemangiopericyt*[tiab]", "1"),
        ("hemangiopericitoma[tiab]", "1"),
        ("dumbbell[tiab]", "1"),
        ("conclusion[tiab]", "1"),
        ("secondary[tiab]", ""),
        ("secondary[tw]", "1 2"),
        ("pathology[tw]", "1"),
        ('"spinal cord"[tiab]', "1 2"),
        ('"cord spinal"[tiab]', ""),
        ('"solitary fibrous tumo*"[tiab]', "1"),
        ('"48 year old"[tiab]', "1"),
        ('"spine a case"[tiab]', "1"),
        ("spinal cord[tiab]", "1 2"),
        ("neoplasms adults[ti]", "2"),
        ("muller[au]", "1"),
        ("berlin[ad]", "1"),
        ("charite[ad]", "1"),
        ("vertebral[tt]", "1"),
        ("vertebral[tw]", ""),
        ("vertebral", "1"),
        ("dumbbell[ot]", "1"),
        # proximity
        ('"cord spinal"[tiab:~0]', "1 2"),
        ('"compression cord"[tiab:~0]', "1"),
        ('"compression cord"[tiab:~3]', "1 2"),
        ('"spinal old"[tiab:~2]', ""),
        ('"spinal old"[tiab:~3]', "1"),
        # MeSH
        ("Spinal Cord Neoplasms[mh]", "1"),
        ("Spinal Cord Neoplasms[mh:noexp]", ""),
        ("Spinal Neoplasms/secondary[mh]", "2"),
        ("Spinal Neoplasms/sc[mh]", "2"),
        ('"Spinal Neoplasms/pathology"[Mesh]', "1"),
        ("Epidural Neoplasms/therapy[mh]", "1"),
        ("Epidural Neoplasms/therapy[mh:noexp]", ""),
        ("Hemangiopericytoma[majr]", "1"),
        ("Spinal Neoplasms[majr]", ""),
        ("Adult[majr]", "2"),
        ('"secondary"[Subheading]', "1 2"),
        ("complications[sh]", "1 2"),
        ('"Hemangiopericytoma, Malignant"[nm]', "1"),
        # values
        ("case reports[pt]", "1"),
        ("case[pt]", ""),
        ("review[pt]", "2"),
        ("german[la]", "2"),
        ("eng[la]", "1 30000003"),
        ("Front Endocrinol (Lausanne)[ta]", "1"),
        ("1664-2392[ta]", "1"),
        ('"spine"[journal]', "2"),
        ('"10.1000/x(02)1"[aid]', "1"),
        ("3[vi]", "1"),
        ("101555782[jid]", "1"),
        # names
        ("o'brien[au]", "1 2"),
        ("o'brien j[au]", "1 2"),
        ('"o\'brien j"[au]', "2"),
        ("o'brien ja[au]", "1"),
        ("o'brien[1au]", "1 2"),
        ("müller k[lastau]", "1"),
        ("müller[1au]", ""),
        ("obrien john[fau]", "2"),
        ("spine study group[cn]", "2"),
        # dates
        ("2003[dp]", "1"),
        ("2003/07[dp]", "1"),
        ("2003/08[dp]", ""),
        ("2004[dp]", "30000003"),
        ("2004:2004[dp]", "1 30000003"),
        ("2003/07/01:2003/07/01[dp]", "1"),
        ("2003/08/02[crdt]", "1"),
        ("2003/08/03[edat]", "1"),
        ('"2003/01/01"[crdt] : "2005"[crdt]', "1 2"),
        ("2019[lr]", "1"),
        ("2003:3000[mhda]", "1"),
        ('"last 13 months"[dp]', "2"),
        ('"last 2 years"[dp]', "1 2 30000003"),
        # PMIDs and filters
        ("1[uid] OR 0002[pmid]", "1 2"),
        ("1 30000003", "1 30000003"),
        ("1, 30000003,2", "1 2 30000003"),
        ("2 OR 30000003", ""),
        ("2[uid] AND 1:1[uid]", ""),
        ("2[uid] AND 2:2[uid]", "2"),
        ("2:30000003[uid]", "2 30000003"),
        ("all[sb]", "1 2 30000003"),
        ("medline[sb]", "1"),
        ("publisher[filter]", "30000003"),
        ("hasabstract", "1 2"),
        ("all[sb] NOT hasabstract", "30000003"),
        ("hasstructuredabstract", "1"),
        ("hasnonenglishabstract", "1"),
        ("haserratumin", "2"),
        ("spinal hasabstract", "1 2"),
        ("hasstructuredabstract cord", "1"),
        ("haserratumin hasstructuredabstract", ""),
        ("the hasabstract", "1 2"),
        ('"spinal hasabstract"', ""),
        # a value of several words is taken apart
        ("metastatic 2003[dp]", "1"),
        ("metastatic 2004[dp]", ""),
        ("metastatic last 3 years[dp]", "1"),
        ("metastatic case reports[pt]", "1"),
        ("spinal compression review[pt]", "2"),
        ('"spinal compression review"[pt]', ""),
        ("metastatic spinal neoplasms[mh]", "1"),
        ("metastatic spinal neoplasms/pathology[mh]", "1"),
        ("metastatic sacrum[mh]", ""),
        ("the review[pt]", "2"),
        # joining
        ("spine[ti] OR neoplasms[ti] AND review[pt]", "2"),
        ("spine[ti] OR (neoplasms[ti] AND review[pt])", "1 2"),
        ("all[sb] NOT review[pt] NOT letter[ti]", "1"),
        ("spinal AND cord", "1 2"),
        ("spinal adults", "2"),
        ("spine and adults", "2"),
    ],
)  # fmt: skip
def test_what_a_strategy_finds(three: sqlite3.Connection, strategy: str, pmids: str) -> None:
    assert " ".join(sorted(look(strategy, three).pmids, key=int)) == pmids


def test_a_translation_says_how_a_strategy_was_understood(three: sqlite3.Connection) -> None:
    strategy = '(spinal cord[tiab] OR metasta*[ti]) AND 2003[dp] AND "Spinal Neoplasms/sc"[mh] NOT nowhere[ti]'
    assert look(strategy, three) == Found(
        pmids=frozenset(),
        translation='(("spinal cord"[Title/Abstract] OR "metasta*"[Title]) AND '
        '2003/01/01:2003/12/31[Date - Publication] AND "spinal neoplasms/secondary"[MeSH Terms]) NOT nowhere[ti]',
        phrases_not_found=("nowhere",),
    )


def test_a_mirror_says_what_it_cannot_do_as_pubmed_does(three: sqlite3.Connection) -> None:
    """In the translation, without a warning: NCBI sends none for a clean search, and clients take any for a failure."""
    assert look("spinal cord", three).translation == '"spinal"[All Fields] AND "cord"[All Fields]'
    assert look("Adult[mh]", three).translation == '"adult"[MeSH Terms:noexp]'
    assert look("spinal cord OR Adult[mh]", three).messages == ()
    assert look("spi*[tiab]", three).messages == ("Truncation needs four characters; spi* was searched without it",)
    assert look("smith j[ps]", three).messages == (
        "This mirror holds no index of Subject - Personal Name; smith j[ps] finds nothing here",
    )
    assert look('"free full text"[sb]', three).messages == (
        "This mirror cannot tell which records are in the filter free full text",
    )
    assert look("spine and adults", three).phrases_ignored == ("and",)


def test_a_book_is_found_by_its_title_and_number(three: sqlite3.Connection) -> None:
    chapter = Record(
        pmid="5",
        kind="book",
        title="Spinal tumours",
        journal=Journal(title="Invented Reviews"),
        other_ids=(("isbn", "978-0-00-000000-2"),),
    )
    whole = Record(pmid="6", kind="book", title="Invented Handbook")
    with closing(mirror(chapter, whole)) as held:
        asked = ("invented reviews[book]", "978-0-00-0000002[isbn]", "9780000000002[isbn]", "invented handb*[book]")
        assert [" ".join(look(one, held).pmids) for one in asked] == ["5", "5", "5", "6"]
    assert look("spine[book] OR x[pubn] OR y[pa]", three).messages == (
        "This mirror holds no index of Publisher; x[pubn] finds nothing here",
        "This mirror holds no index of Pharmacological Action; y[pa] finds nothing here",
    )


def test_words_as_far_apart_as_can_be(three: sqlite3.Connection) -> None:
    assert look('"woman tumours"[tiab:~999999999]', three).pmids == frozenset({"1"})
    assert look('"- -"[tiab:~3]', three).pmids == frozenset()


def test_a_tagged_phrase_that_nothing_holds_is_taken_apart_but_a_quoted_one_is_not(three: sqlite3.Connection) -> None:
    apart = look("adults neoplasms[ti]", three)
    assert (apart.pmids, apart.translation) == (frozenset({"2"}), '("adults"[All Fields] AND "neoplasms"[Title])')
    quoted = look('"adults neoplasms"[ti]', three)
    assert (quoted.pmids, quoted.quoted_not_found) == (frozenset(), ('"adults neoplasms"[ti]',))


def test_a_known_heading_or_subheading_without_records_is_no_unknown_phrase(three: sqlite3.Connection) -> None:
    empty = look('Sacrum[mh] OR "mortality"[sh] OR 1804[dp]', three)
    assert (empty.pmids, empty.phrases_not_found, empty.quoted_not_found) == (frozenset(), (), ())
    assert look("Nosuchheading[mh]", three).phrases_not_found == ("Nosuchheading",)
    assert look("spine nowhere heading[mh]", three).phrases_not_found == ("heading", "nowhere")


def test_a_value_that_nothing_holds_is_taken_apart(three: sqlite3.Connection) -> None:
    apart = look("metastatic case reports[pt]", three)
    assert apart.translation == '("metastatic"[All Fields] AND "case reports"[Publication Type])'
    assert look("spinal 2005[dp]", three).translation == (
        '("spinal"[All Fields] AND 2005/01/01:2005/12/31[Date - Publication])'
    )
    assert look("spinal nowhere[la]", three).phrases_not_found == ("nowhere",)


def test_stop_words_of_a_phrase_taken_apart_are_not_looked_up(three: sqlite3.Connection) -> None:
    apart = look("the adults of neoplasms[ti]", three)
    assert (apart.pmids, apart.translation) == (frozenset({"2"}), '("adults"[All Fields] AND "neoplasms"[Title])')
    assert look("the of neoplasms[ti]", three).translation == '("neoplasms"[Title])'


def test_stop_words_alone_are_not_found_and_not_ignored(three: sqlite3.Connection) -> None:
    alone = look("the of", three)
    assert (alone.pmids, alone.phrases_not_found, alone.phrases_ignored) == (frozenset(), ("the of",), ())


def test_a_filter_among_words(three: sqlite3.Connection) -> None:
    found = look("the hasAbstract", three)
    assert (found.translation, found.phrases_ignored) == ("hasabstract", ("the",))
    assert look("spinal hasabstract", three).translation == '"spinal"[All Fields] AND hasabstract'


def test_only_the_last_word_of_a_phrase_is_truncated(three: sqlite3.Connection) -> None:
    found = look('"spin* cord*"[tiab]', three)
    assert (found.pmids, found.messages, found.quoted_not_found) == (
        frozenset(),
        ("Only the last word of a phrase can be truncated; spin* was searched without its star",),
        ('"spin* cord*"[tiab]',),
    )
    assert look('"spinal* cord*"[tiab]', three).translation == '"spinal cord*"[Title/Abstract]'
    assert look('"spinal cord*"[tiab]', three).messages == ()


@pytest.mark.parametrize(
    ("strategy", "shown"),
    [
        ("bone neoplasms[mh]", ""),
        ("spine[mh]", ""),
        ("spine[mh:noexp]", ":noexp"),
        ("brain neoplasms[mh]", ":noexp"),
        ("central nervous system neoplasms[majr]", ":noexp"),
        ("spinal neoplasms/therapy[mh]", ""),
        ("spinal neoplasms/methods[mh]", ":noexp"),
        ("therapy[sh]", ""),
        ("therapy[sh:noexp]", ":noexp"),
        ("methods[sh]", ":noexp"),
        ("case reports[pt]", ""),
        ("clinical trial[pt]", ":noexp"),
        ("review[pt]", ":noexp"),
    ],
)
def test_the_translation_says_where_it_is_not_known_what_stands_below(strategy: str, shown: str) -> None:
    with closing(mirror()) as held:
        translation = look(strategy, held).translation
    assert translation.partition("[")[2].partition(":")[1] + translation.partition(":")[2] == (
        f"{shown}]" if shown else ""
    )


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("diagnosis", "diagnostic imaging"),
        ("etiology", "secondary"),
        ("metabolism", "blood"),
        ("pharmacology", "toxicity"),
        ("statistics & numerical data", "mortality"),
        ("therapy", "transplantation"),
        ("complications", "secondary"),
    ],
)
def test_a_subheading_finds_its_family(asked: str, held: str) -> None:
    heading = MeshHeading(descriptor="Adult", qualifiers=(Qualifier(name=held),))
    with closing(mirror(Record(pmid="4", mesh=(heading,)))) as one:
        asking = (f'"{asked}"[sh]', f'"Adult/{asked}"[mh]', f'"{asked}"[sh:noexp]', f'"Adult/{asked}"[mh:noexp]')
        assert [" ".join(look(each, one).pmids) for each in asking] == ["4", "4", "", ""]


def test_a_heading_that_is_major_as_a_whole_is_so_with_its_subheadings() -> None:
    whole = MeshHeading(descriptor="Adult", major=True, qualifiers=(Qualifier(name="psychology"),))
    other = MeshHeading(
        descriptor="Adult", qualifiers=(Qualifier(name="psychology"), Qualifier(name="surgery", major=True))
    )
    with closing(mirror(Record(pmid="4", mesh=(whole,)), Record(pmid="5", mesh=(other,)))) as two:
        assert look("Adult/psychology[majr]", two).pmids == frozenset({"4"})
        assert look("Adult/surgery[majr]", two).pmids == frozenset({"5"})
        assert look("Adult[majr]", two).pmids == frozenset({"4", "5"})


@pytest.mark.parametrize(
    ("code", "name"),
    [("rum", "romanian"), ("gre", "greek, modern"), ("hrv", "croatian"), ("slv", "slovenian"), ("vie", "vietnamese")],
)
def test_a_language_is_found_by_its_code_and_its_name(code: str, name: str) -> None:
    with closing(mirror(Record(pmid="4", languages=(code,)))) as one:
        assert look(f"{code}[la]", one).pmids == look(f"{name}[la]", one).pmids == frozenset({"4"})


def test_a_truncation_may_stand_for_just_600_words() -> None:
    with closing(mirror(*(Record(pmid=str(n), title=f"word{n:04d}") for n in range(1, 601)))) as many:
        for strategy in ("word*[ti]", "word*", "wor*d*[ti]", "word*0*[ti]"):
            assert not any("only the first" in one for one in look(strategy, many).messages)
        assert len(look("word*[ti]", many).pmids) == 600
        assert len(look("word*[ti] OR nowhere[ti]", many).pmids) == 600


def test_a_truncation_stands_for_600_words_at_most() -> None:
    with closing(mirror(*(Record(pmid=str(n), title=f"word{n:04d}") for n in range(1, 702)))) as many:
        found = look("word*[ti]", many)
    assert found == Found(
        pmids=frozenset(str(number) for number in range(1, 601)),
        translation='"word*"[Title]',
        messages=("Wildcard search for 'word*' used only the first 600 variations",),
    )


def test_a_date_that_cannot_be_is_an_error(three: sqlite3.Connection) -> None:
    with pytest.raises(QueryError, match="there is no month 13"):
        look("2003/13[dp]", three)


def test_the_mesh_facts_are_names_of_mesh() -> None:
    names = SHARED / "data" / "lexicons" / "mesh_subject_headings_30533.csv"
    if not names.exists():
        pytest.skip("../shared/data/lexicons is not here")
    with names.open(encoding="utf-8", newline="") as file:
        known = {row["subject"] for row in csv.DictReader(file)}
    assert {name for parent, below in BELOW.items() for name in (parent, *below)} - known == set()
    assert {name for below in QUALIFIERS_BELOW.values() for name in below} <= set(QUALIFIER_CODES.values())
    assert len(QUALIFIER_CODES) == 76
