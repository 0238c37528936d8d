"""How long work tells of itself: the step, how much is done, and of how much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Watch = Callable[[str, int, int], None]
"""Told of progress: the step, how many are done in it and how many there are; 0 where nobody knows that yet."""

T = TypeVar("T")


def unwatched(step: str, done: int, total: int) -> None:
    """Nobody looks on."""


def watched(items: Iterable[T], watch: Watch, step: str, total: int = 0, every: int = 1) -> Iterator[T]:
    """The items as they are; what comes after one is told when it is done with, of `every` so many."""
    watch(step, 0, total)
    done = 0
    for done, item in enumerate(items, start=1):
        yield item
        if not done % every:
            watch(step, done, total)
    watch(step, done, total)
