"""What holds for every file: it is read, or an error says what it is; and no entry is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.errors import HarvesterError
from harvester.records import Refusal
from harvester.references import Entry, Written, read_references

PARTS = {
    "ris": (
        "TY  - JOUR\n",
        "ER  - \n",
        "TI  - A\n",
        "AU  - B, C\n",
        "words\n",
        "\n",
        "N1  - PMID: 1\n",
        "DO  - 10.1000/x\n",
    ),
    "nbib": ("PMID- 1\n", "TI  - A\n", "      more\n", "\n", "FAU - B, C\n", "AU  - B C\n", "words\n", "DP  - 2003\n"),
    "bib": (
        "@article{a,\n",
        "title = {A},\n",
        "}\n",
        "{",
        '"',
        "year = 2003,\n",
        "@string{x = {y}}\n",
        "\\frac",
        "@",
        "#",
    ),
    "csv": ("id,title\n", "1,A\n", '2,"B', '"\n', ",", "\n", "3,C,D\n", '"'),
    "xml": (
        "<xml><records>",
        "<record>",
        "</record>",
        "<titles><title>A</title></titles>",
        "<title>",
        "&x;",
        "</records></xml>",
    ),
}


@pytest.mark.parametrize("ending", PARTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_file_is_read_or_named(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    file = tmp_path / f"in.{ending}"
    file.write_text("".join(data.draw(st.lists(st.sampled_from(PARTS[ending]), max_size=25))), "utf-8")
    try:
        found, why = list(read_references(file)), ""
    except HarvesterError as error:
        found, why = [], str(error)
    assert [one.position for one in found] == list(range(1, len(found) + 1))
    assert not why or str(file) in why


WHOLE: dict[Written | str, str] = {
    "ris": "TY  - JOUR\nTI  - A title\nER  - \n",
    "nbib": "PMID- 1\nTI  - A title\n\n",
    "bib": "@article{a,\n  title = {A title},\n}\n",
    "csv": "1,A title\n",
}
BROKEN: dict[Written | str, str] = {
    "ris": "TI  - No begin\nER  - \n",
    "nbib": "PMID- 1\nTI  - A\nno tag\n\n",
    "bib": "@article{a,\n  title = {Never closed,\n\n",
    "csv": "1,A,B\n",
}


@pytest.mark.parametrize("ending", WHOLE)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(good=st.lists(st.booleans(), min_size=1, max_size=12))
def test_entries_and_refusals_are_all_there_is(tmp_path: Path, ending: str, good: list[bool]) -> None:
    file = tmp_path / f"in.{ending}"
    begin = {"csv": "id,title\n", "ris": WHOLE["ris"]}.get(ending, "")
    file.write_text(begin + "".join((WHOLE if one else BROKEN)[ending] for one in good), "utf-8")
    found = [isinstance(one, Entry) for one in read_references(file)]
    assert found == ([True, *good] if ending == "ris" else good)


def test_a_refusal_names_file_and_number(tmp_path: Path) -> None:
    file = tmp_path / "in.bib"
    file.write_text("@article{a, title = {A}}\n@article{b, title = {B}", "utf-8")
    *_, refusal = read_references(file)
    assert isinstance(refusal, Refusal)
    assert (refusal.source, refusal.position) == (str(file), 2)
