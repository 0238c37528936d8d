"""The mirror's index finds what a walk over all records finds, whatever the records and whatever the strategy."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st
from mirror_oracle import Oracle

from harvester.mirror.intake import Intake
from harvester.mirror.schema import create
from harvester.mirror.search.evaluate import Context, evaluate
from harvester.records import (
    Author,
    Correction,
    Dates,
    Grant,
    Journal,
    MeshHeading,
    OtherAbstract,
    PartialDate,
    Qualifier,
    Record,
    Section,
    Substance,
)
from harvester.syntax import STOPWORDS

TODAY = date(2006, 1, 31)


def mirror(*records: Record) -> sqlite3.Connection:
    """A mirror of these records, in memory; of several with one PMID the latest."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create(connection)
    for record in records:
        intake = Intake(connection)
        intake.keep(replace(record, digest=sha256(repr(record).encode()).hexdigest()), b"")
        intake.flush()
    return connection


def look(strategy: str, connection: sqlite3.Connection) -> set[str]:
    return set(evaluate(strategy, connection, Context(today=TODAY)).pmids)


WORDS = st.lists(st.sampled_from(["spine", "cord", "tumor", "the", "case"]), min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_a_quoted_phrase_finds_the_records_whose_title_holds_it(titles: list[list[str]], phrase: list[str]) -> None:
    wanted = f" {' '.join(phrase)} "
    alone = len(phrase) == 1 and phrase[0] in STOPWORDS
    holding = {str(at) for at, title in enumerate(titles, start=1) if wanted in f" {' '.join(title)} " and not alone}
    with closing(mirror(*(Record(pmid=str(at), title=" ".join(title)) for at, title in enumerate(titles, 1)))) as held:
        assert look(f'"{" ".join(phrase)}"[ti]', held) == holding


# ------------------------------------------------------------------------------------------------------------ records

WORD = st.sampled_from(
    (
        "spine", "spinal", "cord", "tumor", "tumors", "tumour", "tumeur", "the", "of", "case", "metastasis",
        "metastatic", "métastase", "L5", "β-catenin", "x-ray", "48",
    )
)  # fmt: skip
TEXT = st.lists(WORD, max_size=7).map(" ".join)
MONTH = st.sampled_from((None, 1, 2, 7, 12))
DATE = st.builds(PartialDate, year=st.integers(2003, 2006), month=MONTH, day=st.sampled_from((None, 1, 28)))
MAYBE = st.none() | DATE
QUALIFIER = st.builds(Qualifier, name=st.sampled_from(("secondary", "surgery", "complications")), major=st.booleans())
HEADING = st.builds(
    MeshHeading,
    descriptor=st.sampled_from(
        ("Spinal Neoplasms", "Epidural Neoplasms", "Spinal Cord Neoplasms", "Bone Neoplasms", "Adult", "Neoplasms, Foo")
    ),
    major=st.booleans(),
    qualifiers=st.lists(QUALIFIER, max_size=2).map(tuple),
)
AUTHOR = st.builds(
    Author,
    last=st.sampled_from(("O'Brien", "Müller", "Muller", "de Souza")),
    fore=st.sampled_from(("Jane", "John A", "K")),
    initials=st.sampled_from(("J", "JA", "K")),
    suffix=st.sampled_from(("", "Jr")),
    affiliations=st.lists(TEXT, max_size=2).map(tuple),
) | st.builds(Author, collective=st.sampled_from(("Spine Study Group", "Spine Group")))
OTHER = st.builds(
    OtherAbstract, sections=st.tuples(st.builds(Section, text=TEXT)), language=st.sampled_from(("spa", "eng"))
)
AUTHORS = st.lists(AUTHOR, max_size=2).map(tuple)
RECORD = st.builds(
    Record,
    pmid=st.sampled_from(("7", "12", "300")),
    title=TEXT,
    vernacular_title=TEXT,
    sections=st.lists(st.builds(Section, text=TEXT, label=st.sampled_from(("", "CASE"))), max_size=2).map(tuple),
    other_abstracts=st.lists(
        st.builds(
            OtherAbstract, sections=st.tuples(st.builds(Section, text=TEXT)), language=st.sampled_from(("spa", "eng"))
        ),
        max_size=1,
    ).map(tuple),
    authors=AUTHORS,
    investigators=AUTHORS,
    journal=st.builds(Journal, title=st.sampled_from(("Spine", "Spine Journal", "The spine"))),
    volume=st.sampled_from(("", "3", "48")),
    dates=st.builds(Dates, print=MAYBE, electronic=MAYBE, entrez=MAYBE, pubmed=MAYBE, revised=MAYBE),
    languages=st.sampled_from((("eng",), ("ger", "eng"), ())),
    publication_types=st.sampled_from((("Review",), ("Systematic Review", "Case Reports"), ())),
    mesh=st.lists(HEADING, max_size=3).map(tuple),
    substances=st.sampled_from(((), (Substance(name="Hemangiopericytoma, Malignant", registry="0"),))),
    keywords=st.lists(TEXT, max_size=3).map(tuple),
    grants=st.sampled_from(((), (Grant(number="R01 5", agency="NIH"),))),
    corrections=st.sampled_from(((), (Correction(kind="ErratumIn", note="case of the spine"),))),
    conflict_of_interest=TEXT,
    status=st.sampled_from(("MEDLINE", "Publisher")),
)


# --------------------------------------------------------------------------------------------------------- strategies

TAG = st.sampled_from(("ti", "tiab", "tw", "all", "ad", "ot", "cois", "tt"))
ASKED = WORD | st.sampled_from(
    ["tumo*", "metasta*", "tum*", "spin*l", "spin*", "meta*is", "tume*", "nowhere", "*", "the*", "m*", "L5*", "catenin"]
)
SEVERAL = st.lists(ASKED, min_size=1, max_size=3).map(" ".join)
DAY = st.sampled_from(("2003", "2004", "2005/02", "2005/7", "2004/12/28", "2005/02/01", "2006"))
VALUE = st.sampled_from(
    (
        "review[pt]", "review[pt:noexp]", "systematic review[pt]", "rev*[pt]", "english[la]", "ger[la]", "spine[ta]",
        "spi*[ta]", "spine j*[ta]", "the spine[ta]", "3[vi]", "secondary[sh]", "sc[sh]", "complications[sh]",
        "complications[sh:noexp]", "second*[sh]", '"hemangiopericytoma, malignant"[nm]', "hem*[nm]", "nih[gr]", "0[rn]",
        "spine study group[cn]", "spine*[cn]", "r01 5[gr]", "x*y[ta]", "*[vi]", "smith[ps]", "action[pa]", "isbn[isbn]",
    )
)  # fmt: skip
NAMED = st.builds(
    lambda name, tag, mark: f"{mark}{name}{mark}[{tag}]",
    st.sampled_from(
        ("o'brien", "o'brien j", "obrien ja", "muller", "mull*", "müller k", "de souza", "de", "de souza j*",
         "jane obrien", "obrien jane", "spine", "o* j", "spine study")
    ),
    st.sampled_from(("au", "1au", "lastau", "fau", "ir", "fir", "ed")),
    st.sampled_from(("", '"')),
)  # fmt: skip
MESH = st.builds(
    lambda name, qualifier, tag: f'"{name}{qualifier}"[{tag}]',
    st.sampled_from(
        (
            "Spinal Neoplasms",
            "spinal cord neoplasms",
            "Bone Neoplasms",
            "Central Nervous System Neoplasms",
            "Adult",
            "None",
        )
    ),
    st.sampled_from(("", "/secondary", "/sc", "/complications", "/therapy")),
    st.sampled_from(("mh", "majr", "mh:noexp", "majr:noexp")),
)  # fmt: skip
DATED = st.builds("{}[{}]".format, DAY, st.sampled_from(("dp", "edat", "crdt", "lr", "ppdat", "epdat")))
LEAF = st.one_of(
    st.builds("{}[{}]".format, SEVERAL, TAG),
    st.builds('"{}"[{}]'.format, SEVERAL, TAG),
    st.builds('"{}"[{}:~{}]'.format, SEVERAL, st.sampled_from(("ti", "tiab", "ad", "tw")), st.integers(0, 4)),
    SEVERAL,
    st.builds("{} {}".format, SEVERAL, st.sampled_from(("hasabstract", "the haskeyword", "x-ray HasAbstract"))),
    st.builds(
        "{} {}".format,
        WORD,
        st.sampled_from(
            ("2004[dp]", "2005/02[crdt]", "review[pt]", "case reports[pt]", "case letter[pt]", "spinal neoplasms[mh]",
             "of sacrum[mh:noexp]", "the spinal neoplasms/sc[majr]", "english[la]", "of spine[ta]", "nowhere[ta]",
             "secondary[sh]", "hasabstract 3[vi]", "last 900 days[edat]")
        ),
    ),
    st.builds('"{}"'.format, SEVERAL),
    VALUE,
    NAMED,
    MESH,
    DATED,
    st.builds("{}:{}[{}]".format, DAY, DAY, st.sampled_from(("dp", "edat", "crdt", "lr", "ppdat"))),
    st.builds('"last {} days"[{}]'.format, st.integers(1, 900), st.sampled_from(("edat", "crdt"))),
    st.sampled_from(
        ("7[uid]", "7[uid] OR 300[pmid]", "1:12[uid]", "12:99999999[uid]", "9:8[uid]", "hasabstract", "haskeyword",
         "all[sb]", "haserratumin", "medline[sb]", "publisher[filter]", "nothing[sb]", "7 12",
         "7, 300", "7[uid] AND 1:5[uid]",
         "hasnonenglishabstract[filter]")
    ),
)  # fmt: skip
STRATEGY = st.recursive(
    LEAF,
    lambda inner: st.builds(
        lambda parts, operator: f" {operator} ".join(f"({part})" for part in parts),
        st.lists(inner, min_size=2, max_size=3),
        st.sampled_from(("AND", "OR", "NOT")),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(RECORD, max_size=5), st.lists(STRATEGY, min_size=1, max_size=6))
def test_the_index_finds_what_a_walk_over_all_records_finds(given: Sequence[Record], strategies: Sequence[str]) -> None:
    latest = {record.pmid: record for record in given}
    oracle = Oracle(list(latest.values()), TODAY)
    with closing(mirror(*given)) as held:
        assert {one: look(one, held) for one in strategies} == {one: oracle.find(one) for one in strategies}


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(("AND", "OR", "NOT")), min_size=1, max_size=60), st.lists(RECORD, max_size=3))
def test_a_strategy_may_nest_deeper_than_fts5_does(operators: Sequence[str], given: Sequence[Record]) -> None:
    leaves = ("spine[ti]", "all[sb]", "tumo*[tiab]", "the[ti]", "1:12[uid]")
    strategy = "spinal[tw]"
    for at, operator in enumerate(operators):
        strategy = (
            f"{leaves[at % 5]} {operator} ({strategy})" if at % 2 else f"({strategy}) {operator} {leaves[at % 5]}"
        )
    oracle = Oracle(list({record.pmid: record for record in given}.values()), TODAY)
    with closing(mirror(*given)) as held:
        assert look(strategy, held) == oracle.find(strategy)
