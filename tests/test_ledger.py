"""A ledger of known cases goes in whole, or the error names the file, the line and the column."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.errors import HarvesterError
from harvester.ledger import Row, read_ledger

HEAD = "key,first_author,year,pmid,doi,n_patients,diagnosis,spinal_levels,metastatic_to_spine,notes\n"
KNOWN = Path(__file__).parents[1] / "data" / "known_cases.csv"


def written(folder: Path, text: str) -> Path:
    path = folder / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_is_a_report_with_the_facts_known_of_it(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEAD + 'one-1999,One B,1999,7,10.1/a,1,hemangiopericytoma,C6; T1,yes,"late, and doubtful"\n'
    )
    assert read_ledger(path, "metastatic_to_spine") == (
        Row(
            key="one-1999",
            first_author="One B",
            year=1999,
            pmid="7",
            doi="10.1/a",
            n_patients=1,
            facts={
                "n_patients": (1.0,),
                "diagnosis": ("hemangiopericytoma",),
                "spinal_levels": ("C6", "T1"),
                "metastatic_to_spine": ("yes",),
            },
        ),
    )


def test_what_is_not_known_is_none_and_no_fact(tmp_path: Path) -> None:
    (row,) = read_ledger(written(tmp_path, HEAD + "one,,,,,,,,unclear,\n"), "metastatic_to_spine")
    assert row == Row(key="one", facts={"metastatic_to_spine": ("unclear",)})


def test_the_ledger_that_travels_with_the_project() -> None:
    rows = {row.key: row for row in read_ledger(KNOWN, "metastatic_to_spine")}
    assert (rows["woitzik-2003"].year, rows["woitzik-2003"].pmid) == (2003, "12860507")
    assert rows["woitzik-2003"].facts["spinal_levels"] == ("C6", "C7", "T1", "T2")
    assert rows["kim-jh-2003"].n_patients == 31


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no column key, first_author, year, pmid, doi, n_patients, metastatic_to_spine"),
        (HEAD.replace("doi,", ""), "line 1: no column doi; the columns are in data/known_cases.md"),
        (HEAD + "one,One B,1999\n", "line 2: the row has not as many cells as the first line has columns"),
        (HEAD + "one,,,,,,,,yes,,,\n", "line 2: the row has not as many cells as the first line has columns"),
        (HEAD + ",,,,,,,,yes,\n", "line 2: column key: empty, expected a name of the row"),
        (HEAD + "one,,,,,,,,yes,\none,,,,,,,,yes,\n", "line 3: column key: 'one' stands there a second time"),
        (HEAD + "one,,about 1999,,,,,,yes,\n", "line 2: column year: found 'about 1999', expected a whole number"),
        (HEAD + "one,,,,,a few,,,yes,\n", "line 2: column n_patients: found 'a few', expected a whole number"),
        (HEAD + 'one,,,,,,,,yes,"\n', "line 2: unexpected end of data"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(HarvesterError) as caught:
        read_ledger(path, "metastatic_to_spine")
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(b"key,\xe9\n")
    with pytest.raises(HarvesterError, match=r"latin.csv: byte 4 is not UTF-8"):
        read_ledger(tmp_path / "latin.csv", "metastatic_to_spine")
    with pytest.raises(HarvesterError, match=r"none.csv: cannot be read \(No such file or directory\)"):
        read_ledger(tmp_path / "none.csv", "metastatic_to_spine")
