"""Every row of the fault table, provoked over a real socket: what the client does, and that no record is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.faults.__main__ import drill
from benchmarks.faults.laboratory import Lab, Scenario, laboratory
from benchmarks.faults.rows import ROWS


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with laboratory() as made:
        yield made


@pytest.mark.parametrize(
    ("number", "scenario"), [pytest.param(number, scenario, id=f"{number}: {what}") for number, what, scenario in ROWS]
)
def test_a_fault_is_met_and_no_record_is_lost_or_doubled(lab: Lab, number: str, scenario: Scenario) -> None:
    line, right = drill(lab, scenario)
    assert right, f"row {number}: {line}"


def test_every_row_of_the_table_is_provoked() -> None:
    assert {int(number) for number, _, _ in ROWS} == set(range(1, 49))
