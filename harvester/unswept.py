"""Building what is large and has no cycles, without Python's search for cycles.

A series is millions of small frozen objects, none of which leads back to itself; what is not needed any more goes by
its count of references. The search looks through all that is held each time it has grown by a quarter, and takes about
as long as the building itself.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Unswept:
    """How many threads are building, and whether the search was on before the first of them began."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._building = 0
        self._was_on = True

    def begin(self) -> None:
        with self._lock:
            if not self._building:
                self._was_on = gc.isenabled()
                gc.disable()
            self._building += 1

    def end(self) -> None:
        with self._lock:
            self._building -= 1
            if not self._building and self._was_on:
                gc.enable()


_STATE = _Unswept()


@contextmanager
def unswept() -> Iterator[None]:
    """Without the search for cycles while anybody is inside; as it was before when the last has left."""
    _STATE.begin()
    try:
        yield
    finally:
        _STATE.end()
