"""Files -> entries of the mirror: read in this process, or ahead of their turn by workers.

A worker leaves the entries of a file in a file of its own, in batches: so memory stays that of a batch in every
process, however many files there are, and the result that comes back through the executor is small.
"""

from __future__ import annotations

import pickle
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.errors import Refused, StoreError
from harvester.pubmed import Parsed, read_raw
from harvester.pubmed.bulk_files import Verified, bulk_file, check_xml, is_bulk_file, verify
from harvester.records import Deletion, Record, Refusal

from .mesh.files import mesh_tree
from .rows import Row, row_of

Entry = Row | Deletion | Refusal
"""What an article becomes on its way into the mirror."""

_LEFT = "read-ahead."
_BATCH = 500
"""Entries that a worker hands over together; some 10 MB of them."""


def entries(path: Path) -> Iterator[Entry]:
    """What a file holds, in its order; Refused where nothing of it can be read.

    For a bulk file DamagedFile is raised at the end where its XML as a whole is broken: nothing of it may be used then.
    """
    unreadable = False
    for parsed in read_raw(path):
        entry = _entry(parsed)
        unreadable = unreadable or isinstance(entry, Refusal)
        yield entry
    if unreadable and is_bulk_file(path):
        check_xml(bulk_file(path))


def _entry(parsed: Parsed) -> Entry:
    return row_of(parsed.item, parsed.xml) if isinstance(parsed.item, Record) else parsed.item


class Reading:
    """A file whose turn it is, read in this process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def verified(self) -> Verified:
        """The bulk file, whole; Refused where it is not."""
        return verify(bulk_file(self.path))

    def entries(self) -> Iterator[Entry]:
        """What the file holds; errors as of `entries`."""
        return entries(self.path)

    def cancel(self) -> None:
        """Nobody wants it any more."""


# --------------------------------------------------------------------------------------------------------- in a worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A file for a worker: where its entries are to be left, and the MD5 with which it need not be read again."""

    path: Path
    left_in: Path
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a worker says of a file: a bulk file as it was verified, and why the file is refused, if it is."""

    verified: Verified | None = None
    refused: Refusal | None = None


def read_ahead(task: Task) -> Done:
    """Verify and read a file, in whatever process; its entries are left in `task.left_in`.

    Raises OSError where they cannot be written there.
    """
    verified = None
    try:
        if is_bulk_file(task.path):
            verified = verify(bulk_file(task.path))
        if verified is None or verified.md5 != task.held:
            _leave(entries(task.path), task.left_in)
    except Refused as error:
        return Done(verified=verified, refused=Refusal.of(error))
    return Done(verified=verified)


def _leave(read: Iterator[Entry], file: Path) -> None:
    with file.open("wb") as opened:
        while batch := list(islice(read, _BATCH)):
            pickle.dump(batch, opened, pickle.HIGHEST_PROTOCOL)


def _left(file: Path) -> Iterator[Entry]:
    with file.open("rb") as opened:
        while opened.peek(1):
            yield from pickle.load(opened)  # noqa: S301 - a worker of this build has written it


# -------------------------------------------------------------------------------------------------- ahead of their turn


class _Ahead(Reading):
    """A file that a worker was given to read; where the worker died, it is read in this process after all."""

    def __init__(self, task: Task, future: Future[Done]) -> None:
        super().__init__(task.path)
        self.task = task
        self.future = future

    def verified(self) -> Verified:
        done = self._done
        if done and not done.verified:
            _check(done)
        return done.verified if done and done.verified else super().verified()

    def entries(self) -> Iterator[Entry]:
        if self._done:
            _check(self._done)
        read = self._done and self.task.left_in.exists()
        yield from _left(self.task.left_in) if read else super().entries()
        self.task.left_in.unlink(missing_ok=True)

    def cancel(self) -> None:
        self.future.cancel()

    @cached_property
    def _done(self) -> Done | None:
        """What the worker says, None where it died."""
        try:
            return self.future.result()
        except BrokenExecutor:
            return None
        except OSError as error:
            folder = self.task.left_in.parent.parent
            raise StoreError(f"{folder}: {error.strerror}; check the disk and its room, and try again") from error


def _check(done: Done) -> None:
    """Raise Refused where the file was."""
    if refused := done.refused:
        raise Refused(refused.source, refused.why, pmid=refused.pmid)


class Workers:
    """So many workers, who each read a file ahead of its turn; where one dies, others are begun for the files to come.

    `begin` makes the executor they work in: processes of this machine, or any other that works by `concurrent.futures`
    and sees the same folders.
    """

    def __init__(self, count: int, begin: Callable[[], Executor]) -> None:
        self.count = count
        self._begin = begin
        self._executor: Executor | None = None

    def read(self, paths: Iterable[Path], folder: Path, held: Callable[[Path], str]) -> Iterator[Reading]:
        """The files in their order; what the workers leave lies in the folder until it is used.

        `held` says the MD5 with which a file need not be read, empty for none.
        """
        waiting: deque[Reading] = deque()
        with _emptied(folder) as left, self._ended(waiting):
            for number, path in enumerate(paths):
                waiting.append(self._begun(Task(path=path, left_in=left / str(number), held=held(path))))
                if len(waiting) > self.count:
                    yield waiting.popleft()
            while waiting:
                yield waiting.popleft()

    def _begun(self, task: Task) -> Reading:
        if not is_bulk_file(task.path) and mesh_tree(task.path):
            return Reading(task.path)
        self._executor = self._executor or self._begin()
        try:
            return _Ahead(task, self._executor.submit(read_ahead, task))
        except BrokenExecutor:
            self._executor = None
            return Reading(task.path)

    @contextmanager
    def _ended(self, waiting: Iterable[Reading]) -> Iterator[None]:
        try:
            yield
        finally:
            for reading in waiting:
                reading.cancel()
            if self._executor:
                self._executor.shutdown()


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A folder for what workers leave; those of builds that were killed go, as there is but one build at a time."""
    for old in folder.glob(f"{_LEFT}*"):
        shutil.rmtree(old, ignore_errors=True)
    with TemporaryDirectory(prefix=_LEFT, dir=folder) as made:
        yield Path(made)
