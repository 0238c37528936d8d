"""Who does the work on the files: this process, a process for each core, or the workers of a Dask cluster.

All three are a `concurrent.futures.Executor`, which is all that is asked of them. What a worker had in hand when it
died is done again by another.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from .errors import HarvesterError

TRIES = 3
"""How often a piece of work is given out that loses its worker each time."""

_AHEAD = 2
"""Pieces given out for each worker: one at work, one that waits, so that memory does not grow with their number."""

T = TypeVar("T")
R = TypeVar("R")

Lost = tuple[type[BaseException], ...]


class Crew:
    """Workers, through an executor that `hire` opens; a context manager's end dismisses them."""

    def __init__(self, hire: Callable[[], Executor], size: int, lost: Lost = (BrokenExecutor, CancelledError)) -> None:
        self._hire = hire
        self._lost = lost
        self._executor = hire()
        self.size = size

    def in_order(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """What the work makes of each task, in the order of the tasks, whoever is done first.

        `work` is a function that can be sent (one of a module), as are tasks and results. Raises HarvesterError where a
        task loses its worker TRIES times, and whatever the work raises.
        """
        given: deque[tuple[T, Future[R]]] = deque()
        try:
            for task in tasks:
                given.append((task, self._give(work, task)))
                if len(given) >= self.size * _AHEAD:
                    yield self._first(work, given)
            while given:
                yield self._first(work, given)
        finally:
            for _, future in given:
                future.cancel()

    def _first(self, work: Callable[[T], R], given: deque[tuple[T, Future[R]]]) -> R:
        for _ in range(TRIES):
            try:
                result = given[0][1].result()
            except self._lost:
                self._give_again(work, given)
            else:
                given.popleft()
                return result
        raise HarvesterError(f"{given[0][0]}: {TRIES} workers were lost over it; run again with fewer --workers")

    def _give_again(self, work: Callable[[T], R], given: deque[tuple[T, Future[R]]]) -> None:
        """Hire anew where the executor is broken, and give out again what was lost with it."""
        try:
            self._executor.submit(_nothing).result()
        except self._lost:
            self.dismiss()
            self._executor = self._hire()
        for at, (task, future) in enumerate(given):
            if future.done() and (future.cancelled() or isinstance(future.exception(), self._lost)):
                given[at] = (task, self._give(work, task))

    def _give(self, work: Callable[[T], R], task: T) -> Future[R]:
        """Give a task out; to workers hired anew where those before were lost over what they had in hand."""
        try:
            return self._executor.submit(work, task)
        except self._lost:
            self.dismiss()
            self._executor = self._hire()
            return self._executor.submit(work, task)

    def dismiss(self) -> None:
        """Let the workers go."""
        self._executor.shutdown(wait=True)


def _nothing() -> None:
    """What is asked of an executor to hear whether it still works."""


class Alone(Executor):
    """Does the work in this process, at once."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Do it; the future is done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is raised again where the result is asked for
            future.set_exception(error)
        return future


@contextmanager
def open_crew(workers: int | None = None, scheduler: str = "") -> Iterator[Crew]:
    """So many processes (None for one a core; one is this process), or the workers of the Dask scheduler named.

    Raises HarvesterError where there is no such scheduler, or distributed is not installed.
    """
    if scheduler:
        with _dask(scheduler) as crew:
            yield crew
        return
    size = workers or len(os.sched_getaffinity(0))
    crew = Crew(Alone if size == 1 else lambda: processes(size), size)
    try:
        yield crew
    finally:
        crew.dismiss()


def processes(size: int) -> Executor:
    """Processes that begin afresh: what this one has open, a database among it, is not theirs."""
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker of a pool ends when its parent is stopped, or is killed: the pool itself would let it wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _dask(scheduler: str) -> Iterator[Crew]:
    try:
        from distributed import CancelledError as Cancelled  # noqa: PLC0415 - only who has a cluster needs it
        from distributed import Client, KilledWorker  # noqa: PLC0415
    except ImportError as error:
        raise HarvesterError(f"--scheduler {scheduler}: pip install 'harvester[dask]' brings Dask's client") from error
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise HarvesterError(f"--scheduler {scheduler}: no Dask scheduler answers there ({error})") from error
    with client:
        size = max(sum(client.nthreads().values()), 1)
        crew = Crew(lambda: client.get_executor(pure=False), size, (CancelledError, Cancelled, KilledWorker))
        try:
            yield crew
        finally:
            crew.dismiss()
