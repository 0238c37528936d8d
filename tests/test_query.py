"""A query file goes in whole, or the error names the file, the key, what was found and what was expected."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from harvester.errors import QueryError
from harvester.query import find_query, read_query, read_reviews, shipped
from harvester.records import CASE_FIELDS, Criterion, Limits, Listed, Published
from harvester.syntax import lint, parse

SMALL = """
title = "Ganglioglioma of anywhere"
must_find = ["123"]
[search]
strategy = '''
ganglioglioma*[tiab]
  AND  metasta*[tiab]
'''
[target]
field = "metastatic"
name = "anywhere"
[[criteria]]
name = "tumour"
field = "diagnosis"
one_of = ["ganglioglioma"]
reason = "another tumour"
[vocabulary.diagnosis]
ganglioglioma = ["ganglioglioma"]
"""

ASKED = (
    '{"title":"Ganglioglioma of anywhere","must_find":["123"],'
    '"search":{"strategy":"ganglioglioma*[tiab]\\n  AND  metasta*[tiab]\\n"},'
    '"target":{"field":"metastatic","name":"anywhere"},'
    '"criteria":[{"name":"tumour","field":"diagnosis","one_of":["ganglioglioma"],"reason":"another tumour"}],'
    '"vocabulary":{"diagnosis":{"ganglioglioma":["ganglioglioma"]}}}'
)
REVIEW = """
[[reviews]]
key = "first-2003"
citation = "First A, Journal 2003"
stated = 3
unit = "patients"
scope = "of the spine"
cutoff = "2002-11"
cutoff_basis = "received date"
listed = [
    {citation = "One B 1999", pmid = "7", year = 1999},
    {citation = "Two C 2001", patients = 2, in_pubmed = false},
]
criteria = [{name = "spine", field = "primary_site_text", one_of = ["spine"], reason = "elsewhere"}]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_query_file_is_read_whole(tmp_path: Path) -> None:
    query = read_query(written(tmp_path, SMALL))
    assert query.name == "small"
    assert query.strategy == "ganglioglioma*[tiab]\n  AND  metasta*[tiab]\n"
    assert query.criteria == (
        Criterion(name="tumour", field="diagnosis", one_of=("ganglioglioma",), reason="another tumour"),
    )
    assert query.limits == Limits()
    assert query.must_find == ("123",)
    assert query.digest == hashlib.sha256(ASKED.encode()).hexdigest()
    assert query.source == SMALL
    assert "metastatic" in query.fields
    assert "metastatic_to_spine" not in query.fields


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ganglioglioma*[tiab]\n  AND  metasta*[tiab]", "  ", "key search.strategy: found an empty strategy"),
        ('"anywhere"', "7", "key target.name: expected str, found int"),
        ("strategy =", "stratgy =", "key search: object contains unknown field stratgy"),
        ('title = "Ganglioglioma of anywhere"', "", "object missing required field title"),
        ('name = "anywhere"', 'name = "anywhere"\nplace = "x"', "key target.place: there is no such key"),
        ('reason = "another', 'reson = "x"\nreason = "another', "key criteria.reson: there is no such key"),
        ('["123"]', '["PMC1"]', "key must_find: found 'PMC1', expected a PMID"),
        ('["123"]', '"123"', "key must_find: expected array, found str"),
        ('field = "diagnosis"', 'field = "diagnose"', "key criteria[0].field: found 'diagnose', expected one of"),
        ('one_of = ["ganglioglioma"]\n', "", "key criteria[0]: found no test, expected one_of, none_of or at_least"),
        ('["ganglioglioma"]\n"""', '[]\n"""', ""),
        ("[target]", "[limits]\nmindate = '2000-01'\n[target]", "key limits.mindate: found '2000-01', expected a date"),
        ("[target]", "[limits]\nmindate = '2003/13'\n[target]", "key limits.mindate: found '2003/13', expected a date"),
        (
            "[target]",
            "[limits]\nmindate = '2020'\nmaxdate = '2010/05'\n[target]",
            "found mindate 2020 after maxdate 2010/05",
        ),
        (
            'one_of = ["ganglioglioma"]',
            'one_of = ["glioma"]',
            "found 'glioma', expected a value of diagnosis: ganglioglioma",
        ),
        ("[search]", "[search", "not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    if not said:
        old, new, said = 'ganglioglioma = ["ganglioglioma"]', "ganglioglioma = []", "key vocabulary.diagnosis: found no"
    assert old in SMALL
    with pytest.raises(QueryError) as caught:
        read_query(written(tmp_path, SMALL.replace(old, new)))
    assert "small.toml: " in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'title = "tumeur r\xe9cidivante"')
    with pytest.raises(QueryError, match=r"latin.toml: byte 17 is not UTF-8"):
        read_query(tmp_path / "latin.toml")
    with pytest.raises(QueryError, match=r"none.toml: cannot be read \(No such file or directory\)"):
        read_query(tmp_path / "none.toml")
    with pytest.raises(QueryError, match=r"'ganglioglioma': there is no such query; known are .*hpc-spine"):
        find_query("ganglioglioma")


@pytest.mark.parametrize("path", sorted(shipped("queries").glob("*.toml")), ids=lambda path: path.stem)
def test_a_query_that_travels_with_the_package_is_sound(path: Path) -> None:
    query = read_query(path)
    assert find_query(path.stem) == path
    assert lint(query.strategy) == ()
    parse(query.strategy)
    assert set(query.fields) <= {*CASE_FIELDS, query.target.field}
    named = {name for one in query.criteria if one.field == "diagnosis" for name in one.one_of}
    assert named == set(query.vocabulary.diagnosis)


def test_the_strategy_of_a_travelling_query_is_the_file_byte_for_byte() -> None:
    path = find_query("hpc-spine")
    between = path.read_bytes().split(b"strategy = '''\n")[1].split(b"'''")[0]
    assert read_query(path).strategy.encode() == between


def test_the_digest_is_of_what_is_asked_and_not_of_reviews_comments_or_line_breaks(tmp_path: Path) -> None:
    asked = read_query(written(tmp_path, SMALL)).digest
    assert read_query(written(tmp_path, SMALL + REVIEW)).digest == asked
    assert read_query(written(tmp_path, "# why\n" + SMALL)).digest == asked
    assert read_query(written(tmp_path, SMALL.replace("metasta*", "spread"))).digest != asked
    assert read_query(written(tmp_path, SMALL.replace('["123"]', '["124"]'))).digest != asked


def test_a_published_review_is_read_whole(tmp_path: Path) -> None:
    (review,) = read_query(written(tmp_path, SMALL + REVIEW)).reviews
    assert review == Published(
        key="first-2003",
        citation="First A, Journal 2003",
        stated=3,
        unit="patients",
        scope="of the spine",
        cutoff="2002-11",
        cutoff_basis="received date",
        listed=(
            Listed(citation="One B 1999", pmid="7", year=1999),
            Listed(citation="Two C 2001", patients=2, in_pubmed=False),
        ),
        criteria=(Criterion(name="spine", field="primary_site_text", one_of=("spine",), reason="elsewhere"),),
    )
    assert review.list_known


def test_reviews_of_a_file_of_their_own(tmp_path: Path) -> None:
    query = read_query(written(tmp_path, SMALL))
    path = tmp_path / "reviews.toml"
    path.write_text(REVIEW, encoding="utf-8")
    assert [one.key for one in read_reviews(path, query)] == ["first-2003"]
    with pytest.raises(QueryError, match=r"reviews.toml: key reviews\[0\].key: found 'first-2003' a second time"):
        read_reviews(path, read_query(written(tmp_path, SMALL + REVIEW)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("stated = 3", "stated = -1", "key reviews[0].stated: found -1, expected a count"),
        ('unit = "patients"', 'unit = "papers"', "key reviews[0].unit: invalid enum value 'papers'"),
        (
            '"first-2003"',
            '"2003"',
            "key reviews[0].key: found '2003', expected a name without spaces that is no number",
        ),
        ('"2002-11"', '"2002/11"', "key reviews[0].cutoff: found '2002/11', expected a date as YYYY, YYYY-MM or"),
        ('cutoff_basis = "received date"', "", "key reviews[0].cutoff_basis: expected cutoff and what that date is"),
        ("patients = 2", "patients = 0", "key reviews[0].listed[1].patients: found 0, expected 1 or more"),
        ('pmid = "7"', 'pmid = "PMC7"', "key reviews[0].listed[0].pmid: found 'PMC7', expected a PMID (digits only)"),
        ('pmid = "7"', 'doi = "doi:10.1/a"', "key reviews[0].listed[0].doi: found 'doi:10.1/a', expected a DOI"),
        ("pmid = ", "pmdi = ", "key reviews.listed.pmdi: there is no such key"),
        ("reason = ", "reson = ", "key reviews[0].criteria[0]: object missing required field reason"),
        ("one_of = ", "on_of = ", "key reviews.criteria.on_of: there is no such key"),
        ('field = "primary_site_text"', 'field = "place"', "key reviews[0].criteria[0].field: found 'place'"),
        ('field = "primary_site_text"', 'field = "diagnosis"', "found 'spine', expected a value of diagnosis"),
    ],
)
def test_what_is_wrong_in_a_review_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in REVIEW
    with pytest.raises(QueryError) as caught:
        read_query(written(tmp_path, SMALL + REVIEW.replace(old, new)))
    assert said in str(caught.value)
