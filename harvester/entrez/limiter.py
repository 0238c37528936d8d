"""How often NCBI may be asked: one budget for all threads and processes of a machine that share a key or an address.

NCBI counts requests per API key, or per address without one (NBK25497): 3 a second, 10 with a key. Two rules keep to
it. Requests begin no closer together than 90 % of the limit allows, because 429 is also seen just below it. And each
holds its place from before it is sent until one second after its answer is here: it reached NCBI at some moment
between, so however long it was under way, never more than the limit can have arrived within one second.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from harvester.records import EntrezError

SHARE = 0.9
"""The part of NCBI's limit that is used."""

WITHOUT_KEY, WITH_KEY = 3, 10
"""What NCBI allows a second."""

LONGEST = 900.0
"""Seconds after which a request whose process has not said that it ended is taken for dead."""

SLOW = 60.0
"""Seconds for which requests are spaced twice as wide after NCBI has said 429."""

_TABLES = """
CREATE TABLE IF NOT EXISTS request (id INTEGER PRIMARY KEY, pid INTEGER NOT NULL, began REAL NOT NULL, ended REAL);
CREATE TABLE IF NOT EXISTS said (
  one INTEGER PRIMARY KEY CHECK (one = 1), held_until REAL NOT NULL, slow_until REAL NOT NULL, allowed REAL
);
INSERT OR IGNORE INTO said VALUES (1, 0, 0, NULL);
"""


class Limiter:
    """At most `allowed` requests a second over everything that names the same file; None or 0 is no limit at all.

    `file` is the budget's ledger, shared between processes; without one it is kept in memory, for this limiter alone.
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
        self._using = threading.Lock()
        self._ledger = _open(file) if self.allowed else None

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
        place = self._take()
        try:
            yield
        finally:
            with self._changing() as ledger:
                ledger.execute("UPDATE request SET ended = ? WHERE id = ?", (self._clock(), place))

    def hold(self, seconds: float) -> None:
        """NCBI said 429: nobody sends for so long, and for a minute all send half as often."""
        if self._ledger:
            now = self._clock()
            with self._changing() as ledger:
                ledger.execute(
                    "UPDATE said SET held_until = max(held_until, ?), slow_until = ?",
                    (now + seconds, now + seconds + SLOW),
                )

    def heed(self, limit: str, remaining: str) -> None:
        """What the headers X-RateLimit-Limit and X-RateLimit-Remaining say; a limit lower than ours becomes ours."""
        if not self._ledger:
            return
        with self._changing() as ledger:
            now = self._clock()
            if re.fullmatch(r"[1-9]\d{0,5}", limit):
                ledger.execute("UPDATE said SET allowed = ?", (float(limit),))
            (ours,) = ledger.execute("SELECT count(*) FROM request WHERE began > ?", (now - 1,)).fetchone()
            if remaining == "0" and ours < self.allowed - 1:  # another machine spends the same budget
                ledger.execute("UPDATE said SET held_until = max(held_until, ?)", (now + 1,))

    def _take(self) -> int:
        with self._queue:
            while True:
                with self._changing() as ledger:
                    now = self._clock()
                    pause = self._pause(ledger, now)
                    if pause <= 0:
                        row = (os.getpid(), now)
                        return int(ledger.execute("INSERT INTO request (pid, began) VALUES (?, ?)", row).lastrowid or 0)
                self._sleep(pause)

    def _pause(self, ledger: sqlite3.Connection, now: float) -> float:
        """Seconds until it is worth asking again; zero or less when a request may be sent now."""
        self._forget(ledger, now)
        held, slow, said = ledger.execute("SELECT held_until, slow_until, allowed FROM said").fetchone()
        allowed = min(self.allowed, said or self.allowed)
        apart = (2 if now < slow else 1) / (SHARE * allowed)
        (last,) = ledger.execute("SELECT max(began) FROM request").fetchone()
        waits = [last + apart - now if last is not None else 0.0]
        if held - now <= LONGEST:  # a machine's clock may have been set back
            waits.append(held - now)
        under_way = [row[0] for row in ledger.execute("SELECT ended FROM request ORDER BY ended IS NULL, ended")]
        if len(under_way) >= max(1, int(allowed)):
            first = under_way[len(under_way) - max(1, int(allowed))]
            waits.append(first + 1 - now if first is not None else 0.02)
        return float(max(waits))

    def _forget(self, ledger: sqlite3.Connection, now: float) -> None:
        """Drop what ended over a second ago; a process that died in a request ended now, as far as anyone can tell."""
        ledger.execute(
            "DELETE FROM request WHERE ended < ? OR began < ? OR began > ?", (now - 1, now - LONGEST, now + 1)
        )
        for pid in [row[0] for row in ledger.execute("SELECT DISTINCT pid FROM request WHERE ended IS NULL")]:
            if not _is_alive(pid):
                ledger.execute("UPDATE request SET ended = ? WHERE pid = ? AND ended IS NULL", (now, pid))

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """The ledger, for this caller alone among all threads and processes."""
        ledger = self._ledger
        assert ledger is not None  # noqa: S101 - every caller has asked
        with self._using:
            ledger.execute("BEGIN IMMEDIATE")
            try:
                yield ledger
            finally:
                ledger.execute("COMMIT")


def _is_alive(pid: int) -> bool:
    if os.name == "nt":  # signal 0 asks nothing there, it ends the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _open(file: Path | None) -> sqlite3.Connection:
    """The ledger; what it holds is worth a few seconds, so it is never waited for until it is on the disk."""
    try:
        if file:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ledger = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=LONGEST, check_same_thread=False)
        ledger.execute("PRAGMA synchronous = OFF")
        with closing(ledger.cursor()) as cursor:
            cursor.executescript(_TABLES)
    except (OSError, sqlite3.Error) as error:
        raise EntrezError(
            f"{file}: the count of requests to NCBI cannot be kept there ({error}); "
            "set TMPDIR to a folder that can be written to"
        ) from error
    return ledger


def ledger_of(host: str, api_key: str) -> Path:
    """The file in which all processes of this user count their requests to a host, by key or by address.

    The name holds a digest of the key and never the key.
    """
    home = Path(tempfile.gettempdir()) / f"harvester-requests-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    who = f"key-{hashlib.sha256(api_key.encode()).hexdigest()[:16]}" if api_key else "address"
    return home / f"{re.sub(r'[^A-Za-z0-9.-]', '_', host)}-{who}.db"
