"""NCBI's rate limit: so many requests in a second from an address, or more with a key."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Requests in any one second: from an address without a key, and by a key (NBK25497)."""

    per_address: int = 3
    per_key: int = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a caller stands: what it may do in a second, and the requests of the last one with this request."""

    caller: str
    limit: int
    count: int

    @property
    def allowed(self) -> bool:
        """Whether this request is within the limit."""
        return self.count <= self.limit

    @property
    def remaining(self) -> int:
        """How many more this second would take."""
        return max(0, self.limit - self.count)


class Limiter:
    """Counts the requests of each caller over a sliding second; a refused one does not count. Shared by threads."""

    def __init__(self, rates: Rates, clock: Callable[[], float]) -> None:
        self._rates = rates
        self._clock = clock
        self._lock = threading.Lock()
        self._served: dict[str, deque[float]] = {}

    def count(self, address: str, key: str) -> Counted:
        """Count a request, by its key where it has one and else by its address."""
        caller, limit = (key, self._rates.per_key) if key else (address, self._rates.per_address)
        with self._lock:
            now = self._clock()
            served = self._last_second(caller, now)
            counted = Counted(caller, limit, len(served) + 1)
            if counted.allowed:
                served.append(now)
            return counted

    def _last_second(self, caller: str, now: float) -> deque[float]:
        if len(self._served) > 1_000:
            self._served = {one: times for one, times in self._served.items() if times and times[-1] > now - 1}
        served = self._served.setdefault(caller, deque())
        while served and served[0] <= now - 1:
            served.popleft()
        return served
