"""How often NCBI may be asked: one budget for all threads and processes of a user that share a key or an address.

NCBI counts requests per API key, or per address without one (NBK25497): 3 a second, 10 with a key. Two rules keep to
it. Requests begin no closer together than 90 % of the limit allows, because 429 is also seen just below it. And each
holds its place from before it is sent until one second after its answer is here: it reached NCBI at some moment
between, so however long it was under way, never more than the limit can have arrived within one second.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from .ledger import Ledger

SHARE = 0.9
"""The part of NCBI's limit that is used."""

WITHOUT_KEY, WITH_KEY = 3, 10
"""What NCBI allows a second."""

LONGEST = 420.0
"""Seconds that no request lasts (to connect, the last piece, the whole): one that has not ended by then never will."""

SLOW = 60.0
"""Seconds for which requests are spaced twice as wide after NCBI has said that they were too many."""

PATIENCE = 600.0
"""Seconds of Retry-After beyond which nobody is kept waiting."""


class Limiter:
    """At most `allowed` requests a second over everything that names the same file; None or 0 is no limit at all.

    `file` is the budget's ledger, shared between processes; without one it is kept in memory, for this limiter alone.
    Raises EntrezError where the ledger cannot be kept.
    """

    def __init__(
        self,
        allowed: float | None,
        file: Path | None = None,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.allowed = allowed or 0.0
        self._clock = clock
        self._sleep = sleep
        self._queue = threading.Lock()  # one thread of a process waits in the ledger, the others wait for it
        self._ledger = Ledger(file) if self.allowed else None

    def close(self) -> None:
        """Close the ledger."""
        if self._ledger:
            self._ledger.close()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this caller's turn; the request is sent, and its whole answer read, inside."""
        if not self._ledger:
            yield
            return
        place = self._take(self._ledger)
        try:
            yield
        finally:
            with self._ledger.changing() as tables:
                tables.execute("UPDATE request SET ended = ? WHERE id = ?", (self._clock(), place))

    def hold(self, seconds: float) -> None:
        """NCBI said that requests were too many: nobody sends for so long, and for a minute all send half as often."""
        if self._ledger:
            until = self._clock() + min(seconds, PATIENCE)
            with self._ledger.changing() as tables:
                tables.execute("UPDATE said SET held_until = max(held_until, ?), slow_until = ?", (until, until + SLOW))

    def heed(self, limit: str, remaining: str) -> None:
        """What the headers X-RateLimit-Limit and X-RateLimit-Remaining say; a limit lower than ours becomes ours."""
        if not self._ledger or not limit + remaining:
            return
        with self._ledger.changing() as tables:
            now = self._clock()
            if re.fullmatch(r"[1-9]\d{0,5}", limit):
                tables.execute("UPDATE said SET allowed = ?", (float(limit),))
            (ours,) = tables.execute("SELECT count(*) FROM request WHERE began > ?", (now - 1,)).fetchone()
            if remaining == "0" and ours < self.allowed - 1:  # another machine spends the same budget
                tables.execute("UPDATE said SET held_until = max(held_until, ?)", (now + 1,))

    def _take(self, ledger: Ledger) -> int:
        with self._queue:
            while True:
                with ledger.changing() as tables:
                    now = self._clock()
                    pause = self._pause(tables, now)
                    if pause <= 0:
                        return _entered(tables, now)
                self._sleep(pause)

    def _pause(self, tables: sqlite3.Connection, now: float) -> float:
        """Seconds until it is worth asking again; zero or less when a request may be sent now."""
        _forget(tables, now)
        held, slow, said = tables.execute("SELECT held_until, slow_until, allowed FROM said").fetchone()
        allowed = min(self.allowed, said or self.allowed)
        return max(_until_apart(tables, now, allowed, slow), _until_free(tables, now, allowed), _until(held, now))


def _until_apart(tables: sqlite3.Connection, now: float, allowed: float, slow_until: float) -> float:
    """Until the last request began long enough ago."""
    apart = (2 if _until(slow_until, now) > 0 else 1) / (SHARE * allowed)
    (last,) = tables.execute("SELECT max(began) FROM request").fetchone()
    return 0.0 if last is None else float(last) + apart - now


def _until_free(tables: sqlite3.Connection, now: float, allowed: float) -> float:
    """Until one of the requests that may have arrived within the last second has surely not."""
    places = max(1, int(allowed))
    taken = [row[0] for row in tables.execute("SELECT ended FROM request ORDER BY ended IS NULL, ended")]
    if len(taken) < places:
        return 0.0
    ended = taken[len(taken) - places]
    return 0.02 if ended is None else float(ended) + 1 - now


def _until(moment: float, now: float) -> float:
    """Until a moment that was set; one further off than any that is ever set is of a clock since put back."""
    return moment - now if moment - now <= PATIENCE + SLOW else 0.0


def _entered(tables: sqlite3.Connection, now: float) -> int:
    me = psutil.Process(os.getpid())
    row = (me.pid, me.create_time(), now)
    return int(tables.execute("INSERT INTO request (pid, born, began) VALUES (?, ?, ?)", row).lastrowid or 0)


def _forget(tables: sqlite3.Connection, now: float) -> None:
    """Drop what ended over a second ago; a process that died in a request ended now, as far as anyone can tell."""
    tables.execute(
        "DELETE FROM request WHERE ended < ? OR began < ? OR max(began, ifnull(ended, 0)) > ?",
        (now - 1, now - LONGEST, now + 1),
    )
    for pid, born in tables.execute("SELECT DISTINCT pid, born FROM request WHERE ended IS NULL").fetchall():
        if not _lives(pid, born):
            tables.execute("UPDATE request SET ended = ? WHERE pid = ? AND ended IS NULL", (now, pid))


def _lives(pid: int, born: float) -> bool:
    """Whether that very process still runs: neither dead, nor dead and not yet buried, nor another with its number."""
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - born) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
