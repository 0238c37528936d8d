"""A clock for tests in which nobody really waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
