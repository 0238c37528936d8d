"""The ledger of requests: a small SQLite file in which all processes of a user count what they send.

What it holds is worth a few seconds. So it is never waited for until it is on the disk, and one that is damaged, or of
another version, is made anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from harvester.errors import EntrezError

VERSION = 1
_WAITING = 60.0  # seconds for which another process may be in the ledger; it needs less than a thousandth
_TABLES = """
CREATE TABLE request (
  id INTEGER PRIMARY KEY, pid INTEGER NOT NULL, born REAL NOT NULL, began REAL NOT NULL, ended REAL
);
CREATE TABLE said (
  one INTEGER PRIMARY KEY CHECK (one = 1), held_until REAL NOT NULL, slow_until REAL NOT NULL, allowed REAL
);
INSERT INTO said VALUES (1, 0, 0, NULL);
"""


def ledger_of(host: str, api_key: str) -> Path:
    """The file in which all processes of this user count their requests to a host, by key or by address.

    The name holds a digest of the key and never the key.
    """
    home = Path(tempfile.gettempdir()) / f"harvester-requests-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    who = f"key-{hashlib.sha256(api_key.encode()).hexdigest()[:16]}" if api_key else "address"
    return home / f"{re.sub(r'[^A-Za-z0-9.-]', '_', host)}-{who}.db"


class Ledger:
    """The file, opened; without one it is kept in memory. Safe to share between threads.

    Raises EntrezError where it cannot be kept.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._using = threading.Lock()
        with self._explained():
            self._connection, self._number = self._opened()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """The tables, for this caller alone among all threads and processes."""
        with self._using, self._explained():
            if self._number != self._found():  # somebody has tidied the folder; the others are in the new file
                self._connection.close()
                self._connection, self._number = self._opened()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            finally:
                self._connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise EntrezError(
                f"{self.file}: the count of requests to NCBI cannot be kept there ({error}); "
                "set TMPDIR to a folder of yours that can be written to"
            ) from error

    def _opened(self) -> tuple[sqlite3.Connection, int]:
        if self.file:
            _check_own(self.file.parent)
        try:
            connection = _connected(self.file)
        except sqlite3.DatabaseError as error:
            if self.file is None or isinstance(error, sqlite3.OperationalError):
                raise
            self.file.unlink(missing_ok=True)
            connection = _connected(self.file)
        return connection, self._found()

    def _found(self) -> int:
        """The number by which the system knows the file; 0 for none."""
        with suppress(OSError):
            return self.file.stat().st_ino if self.file else 0
        return 0


def _check_own(folder: Path) -> None:
    """Make the folder; nobody else may have put one in its place, in which they could lead our writes elsewhere."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or folder.is_symlink() or found.st_mode & 0o022):
        raise OSError(f"{folder} is not a folder that only this user can write to")


def _connected(file: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=_WAITING, check_same_thread=False)
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """The tables, made by the first who comes. Raises DatabaseError where there are others."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN IMMEDIATE")
    with closing(connection.cursor()) as cursor:
        (version,) = cursor.execute("PRAGMA user_version").fetchone()
        (tables,) = cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not version and not tables:
            for statement in _TABLES.split(";\n"):
                cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version = {VERSION}")
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"its version is {version}, not {VERSION}")
        cursor.execute("COMMIT")
