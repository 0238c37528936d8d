"""Files -> the mirror: which is taken in and which is not, and all of it in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harvester.crew import processes
from harvester.errors import Refused, StoreError
from harvester.pubmed.bulk_files import BulkFile, bulk_file, is_bulk_file
from harvester.records import Deletion, Refusal
from harvester.watch import Watch, unwatched, watched

from .intake import Intake
from .manifest import Manifest
from .mesh.files import mesh_tree, store_mesh
from .reading import Reading, Workers
from .rows import Row
from .schema import FILE, check_schema, connect, create, explained, is_empty, prepare, transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did: `records` the mirror now holds, and how the ones it was given fared.

    `superseded` came with a lower version than the one held, `unchanged` were held already; neither changes anything.
    `skipped` names the bulk files that had been applied before, `mesh_names` counts headings and subheadings read.
    """

    records: int
    added: int
    replaced: int
    deleted: int
    unchanged: int
    superseded: int
    refused: tuple[Refusal, ...]
    skipped: tuple[str, ...] = ()
    mesh_names: int = 0


def build(folder: Path, files: Iterable[Path], watch: Watch = unwatched, *, workers: int = 1) -> Built:
    """Make a mirror of PubMed XML files, or extend the one in the folder.

    A later version of a PMID replaces the earlier one and DeleteCitation removes it. PubMed's bulk files come first, by
    their numbers and each verified; then the others, in the order they are given; NLM's files of MeSH may be among
    them. All of it is one transaction: killed at any moment, the mirror is the old one. A file or an article that
    cannot be read, or may not be applied, is in `refused` and stops no other, except the updates that come after such a
    bulk file. Raises StoreError where the mirror cannot be written.

    So many workers read the files ahead of their turn, in processes of their own; one is this process. The mirror is
    the same.
    """
    given = list(files)
    _make(folder)
    with open_build(folder) as connection:
        builder = _Builder(connection, watch)
        with closing(builder.readings(_in_order(given), folder, workers)) as readings:
            return builder.build(readings)


def _in_order(files: Sequence[Path]) -> list[Path]:
    """The bulk files by their numbers, then the others as they are given."""
    bulk = sorted(bulk_file(path) for path in files if is_bulk_file(path))
    return [*(file.path for file in bulk), *(path for path in files if not is_bulk_file(path))]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: no folder can be made here ({error.strerror}); name another") from error


@contextmanager
def open_build(folder: Path, wait_seconds: float = 60) -> Iterator[sqlite3.Connection]:
    """A connection to the folder's mirror, made where there is none; what is written is kept if all goes well.

    Raises StoreError where SQLite cannot write it, or another build goes on for longer than is waited.
    """
    with closing(connect(folder, wait_seconds)) as connection, explained(folder / FILE):
        prepare(connection)
        with transaction(connection):
            if is_empty(connection):
                create(connection)
            check_schema(connection, folder)
            yield connection
        _let_others_read(connection)


def _let_others_read(connection: sqlite3.Connection) -> None:
    """From the second build on, those who read do not wait: what is written stands in a log beside the file.

    The first build does without, which is quicker, as there is nobody to wait.
    """
    connection.execute("PRAGMA busy_timeout = 1000")  # the log is emptied if nobody reads just now, else the next time
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Builder:
    def __init__(self, connection: sqlite3.Connection, watch: Watch) -> None:
        self.connection = connection
        self.watch = watch
        self.manifest = Manifest(connection)
        self.intake = Intake(connection)
        self.refused: list[Refusal] = []
        self.skipped: list[str] = []
        self.mesh_names = 0

    def readings(self, files: Sequence[Path], folder: Path, workers: int) -> Generator[Reading]:
        """The files, each to be read or read already."""
        if min(workers, len(files)) > 1:
            count = min(workers, len(files))
            yield from Workers(count, lambda: processes(count)).read(files, folder, self.manifest.md5)
        else:
            yield from map(Reading, files)

    def build(self, readings: Iterable[Reading]) -> Built:
        for reading in readings:
            with self._refusing():
                self._take(reading)
        self.intake.flush()
        self.intake.note_change()
        return Built(
            records=self.intake.held(),
            refused=tuple(self.refused),
            skipped=tuple(self.skipped),
            mesh_names=self.mesh_names,
            **self.intake.counts,
        )

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """A file that cannot be taken in at all is one refusal and stops no other."""
        try:
            yield
        except Refused as error:
            self.refused.append(Refusal.of(error))

    def _take(self, reading: Reading) -> None:
        if is_bulk_file(reading.path):
            self._take_bulk(bulk_file(reading.path), reading)
        elif tree := mesh_tree(reading.path):
            self.mesh_names += store_mesh(self.connection, reading.path, tree)
        else:
            self.refused += self._unreadable(reading)

    def _take_bulk(self, file: BulkFile, reading: Reading) -> None:
        """Apply a bulk file unless that was done before: all of it, or nothing where it is damaged."""
        with self.manifest.turn(file):
            verified = reading.verified()
            if self.manifest.holds(verified):
                self.skipped.append(file.name)
                return
            self.manifest.check_turn(file)
            with self.intake.undone_if_refused():
                refused = list(self._unreadable(reading))
            self.refused += refused
            self.manifest.keep(verified)

    def _unreadable(self, reading: Reading) -> Iterator[Refusal]:
        """Take in what a file holds; given out is what of it cannot be."""
        for entry in watched(reading.entries(), self.watch, f"take in {reading.path.name}", every=100):
            match entry:
                case Row():
                    self.intake.take(entry)
                case Deletion(pmid=pmid):
                    self.intake.delete(int(pmid))
                case Refusal():
                    yield entry
