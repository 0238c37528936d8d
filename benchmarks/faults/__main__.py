"""Run the drill."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from .laboratory import Lab, Scenario, laboratory
from .rows import ROWS


def drill(lab: Lab, scenario: Scenario) -> tuple[str, bool]:
    """Run a row; the line that says how it went, and whether it went as written."""
    result = scenario(lab)
    lost = len(set(result.expected) - set(result.held))
    twice = len(result.held) - len(set(result.held) & set(result.expected))
    right = result.right and not lost and not twice
    counted = f"lost {lost} of {len(result.expected)}, doubled {twice}"
    return f"{result.did} | {counted}{'' if right else ' | WRONG'}", right


def main() -> int:
    """Run the rows, in order, and print a line for each."""
    began = datetime.now(UTC)
    wanted = set(sys.argv[1:])
    wrong = 0
    rows = sorted(ROWS, key=lambda one: int(one[0]))
    with laboratory() as lab:
        for number, provoked, scenario in rows:
            if not wanted or number in wanted:
                line, right = drill(lab, scenario)
                wrong += not right
                print(f"{number:>2} | {provoked} | {line}", flush=True)
    seconds = (datetime.now(UTC) - began).total_seconds()
    numbers = {number for number, _, _ in rows}
    print(f"{len(numbers)} rows of the table, {len(rows)} faults, {wrong} wrong, {seconds:.0f} s")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
