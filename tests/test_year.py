"""A year of monthly refreshes, killed, doubled and in outages, of a source that changes; benchmarks/year.py has it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.year import YEAR, Life, live, looked_back
from databases import BACKENDS, database


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_year_ends_as_if_it_were_one_day_and_each_thing_was_told_once(backend: str, tmp_path: Path) -> None:
    folder = tmp_path / "review"
    folder.mkdir()
    with database(backend, folder) as url:
        life = Life(folder=folder, url=url, chance=random.Random(7))
        live(life)
        answers = looked_back(life)
    assert [line for line in answers if not line.startswith("yes: ")] == []
    assert len(answers) == 9
    fared = [told.how for told in life.diary]
    assert sum(how.count("killed") for how in fared) == sum(month.kills > 0 for month in YEAR)
    assert sum("failed" in how for how in fared) == 2
