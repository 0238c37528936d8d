"""The mirror's folder: one SQLite file with the raw XML of every record, the newest version of each PMID."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harvester.pubmed import Parsed, parse_raw, read_raw
from harvester.records import Deletion, Record, Refusal, Refused, StoreError

FILE = "mirror.db"
SCHEMA = 1
_TABLE = """
CREATE TABLE record (
  arrival INTEGER PRIMARY KEY AUTOINCREMENT,
  pmid TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  xml BLOB NOT NULL
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did: `records` the mirror now holds, and how the ones it was given fared.

    `superseded` came with a lower version than the one held, `unchanged` were held already; neither changes anything.
    """

    records: int
    added: int
    replaced: int
    deleted: int
    unchanged: int
    superseded: int
    refused: tuple[Refusal, ...]


def build(folder: Path, files: Iterable[Path]) -> Built:
    """Make a mirror of PubMed XML files, or extend the one in the folder, in the order of the files.

    A later version of a PMID replaces the earlier one and DeleteCitation removes it. All of it is one transaction:
    killed at any moment, the mirror is the old one. A file or an article that cannot be read is in `refused`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(_connect(folder)) as connection, _transaction(connection):
        if _schema(connection) == 0:
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        _check_schema(connection, folder)
        return _Builder(connection).build(files)


class _Builder:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.counts = {"added": 0, "replaced": 0, "deleted": 0, "unchanged": 0, "superseded": 0}
        self.refused: list[Refusal] = []

    def build(self, files: Iterable[Path]) -> Built:
        for path in files:
            for parsed in _read(path):
                self._take(parsed)
        (held,) = self.connection.execute("SELECT count(*) FROM record").fetchone()
        return Built(records=held, refused=tuple(self.refused), **self.counts)

    def _take(self, parsed: Parsed) -> None:
        match parsed.item:
            case Record() as record:
                self.counts[self._keep(record, parsed.xml)] += 1
            case Deletion(pmid=pmid):
                gone = self.connection.execute("DELETE FROM record WHERE pmid = ?", (pmid,))
                self.counts["deleted"] += gone.rowcount
            case Refusal() as refusal:
                self.refused.append(refusal)

    def _keep(self, record: Record, xml: bytes) -> str:
        """Keep a record unless a newer version of it is held; versions are never numbered anew."""
        held = self.connection.execute("SELECT version, xml FROM record WHERE pmid = ?", (record.pmid,)).fetchone()
        if held == (record.version, xml):
            return "unchanged"
        if held and held[0] > record.version:
            return "superseded"
        self.connection.execute("DELETE FROM record WHERE pmid = ?", (record.pmid,))
        row = (record.pmid, record.version, xml)
        self.connection.execute("INSERT INTO record (pmid, version, xml) VALUES (?, ?, ?)", row)
        return "replaced" if held else "added"


def _read(path: Path) -> Iterator[Parsed]:
    """A file's items; a file that cannot be read at all is one refusal and stops no other."""
    try:
        yield from read_raw(path)
    except Refused as error:
        yield Parsed(xml=b"", item=Refusal(source=error.source, why=error.why, pmid=error.pmid))


# ---------------------------------------------------------------------------------------------------------- reading


def read_records(folder: Path) -> Iterator[Record]:
    """Every record of a mirror, in the order of arrival."""
    with closing(_open(folder)) as connection:
        for pmid, xml in connection.execute("SELECT pmid, xml FROM record ORDER BY arrival"):
            yield from _records(folder, pmid, xml)


def _records(folder: Path, pmid: str, xml: bytes) -> Iterator[Record]:
    for parsed in parse_raw(xml, f"{folder / FILE}, PMID {pmid}"):
        if not isinstance(parsed.item, Record):
            raise StoreError(f"{folder / FILE}: PMID {pmid} cannot be read any more; build the mirror again")
        yield parsed.item


def read_xml(folder: Path, pmids: Sequence[str]) -> Iterator[bytes]:
    """The stored XML of these PMIDs, in their order; those that are not held are left out, as NCBI does."""
    with closing(_open(folder)) as connection:
        for pmid in pmids:
            row = connection.execute("SELECT xml FROM record WHERE pmid = ?", (pmid,)).fetchone()
            if row:
                yield row[0]


def state(folder: Path) -> tuple[int, int]:
    """What changes whenever a build has changed the mirror: the file's time and size."""
    try:
        found = (folder / FILE).stat()
    except OSError as error:
        raise StoreError(_no_mirror(folder)) from error
    return found.st_mtime_ns, found.st_size


def _open(folder: Path) -> sqlite3.Connection:
    if not (folder / FILE).is_file():
        raise StoreError(_no_mirror(folder))
    connection = _connect(folder)
    try:
        _check_schema(connection, folder)
    except StoreError:
        connection.close()
        raise
    return connection


def _no_mirror(folder: Path) -> str:
    return f"{folder}: there is no mirror here; make one with `harvester mirror build {folder} FILE...`"


def _connect(folder: Path) -> sqlite3.Connection:
    """A connection that begins no transaction by itself, and waits for another process's to end."""
    try:
        connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=60)
        with _closed_on_error(connection):
            _schema(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{folder / FILE}: {error}; if it is no mirror, remove it and build one") from error
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error:
        connection.close()
        raise


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _check_schema(connection: sqlite3.Connection, folder: Path) -> None:
    found = _schema(connection)
    if found == 0:
        raise StoreError(_no_mirror(folder))
    if found != SCHEMA:
        raise StoreError(f"{folder / FILE} has schema {found}, this version reads {SCHEMA}; build the mirror again")


def _schema(connection: sqlite3.Connection) -> int:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)
