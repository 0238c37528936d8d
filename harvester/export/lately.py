"""What was drawn lately in this process, by all that decides how it looks.

Drawing takes a second, and what is drawn of a past day, or after a word was taken back, is often what was drawn before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lately(Generic[T]):
    """The last so many things that were made, each by its key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, T] = {}

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of this key, made where it is not there any more."""
        found = self._made.pop(key) if key in self._made else make()
        self._made[key] = found  # the last of all
        if len(self._made) > self._most:
            del self._made[next(iter(self._made))]
        return found
