"""What a long command is doing, how far it is, how fast, and how long it still takes: one line on a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from .options import err


class Steps:
    """Shows the step that is at work; a harvester.watch.Watch. It knows how long the command has taken."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._began = time.monotonic()
        self._step = ""
        self._task = TaskID(-1)

    def __call__(self, step: str, done: int, total: int) -> None:
        """The step, how many are done and how many there are; 0 where nobody knows."""
        if step != self._step:
            if self._step:
                self._bars.remove_task(self._task)
            self._step, self._task = step, self._bars.add_task(step, total=total or None)
        self._bars.update(self._task, completed=done, total=total or None)

    @property
    def took(self) -> str:
        """The seconds since the command began, for its last line: `12.3 s`."""
        return f"{time.monotonic() - self._began:,.1f} s"


@contextmanager
def progress(silent: bool = False) -> Iterator[Steps]:
    """The line of the step at work on stderr; nothing at all where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), _Done(), _Rate(), _Left())
    with Progress(*columns, console=err, disable=silent or not err.is_terminal, transient=True) as bars:
        yield Steps(bars)


class _Done(ProgressColumn):
    """`1,200 of 5,000`; without a total what is done alone."""

    def render(self, task: Task) -> Text:
        """What is done."""
        done = f"{task.completed:,.0f}" if task.completed or task.total else ""
        return Text(f"{done} of {task.total:,.0f}" if task.total else done)


class _Rate(ProgressColumn):
    """`210/s`, of what was done since the step began and not before."""

    def render(self, task: Task) -> Text:
        """The rate."""
        speed = task.speed or 0
        return Text(f"{speed:,.0f}/s" if speed >= 10 else f"{speed:.1f}/s" if speed else "")


class _Left(ProgressColumn):
    """`1:05 left`, at the present rate; nothing where the end is not known."""

    def render(self, task: Task) -> Text:
        """The time left."""
        if not task.total or task.time_remaining is None:
            return Text("")
        minutes, seconds = divmod(int(task.time_remaining), 60)
        return Text(f"{minutes}:{seconds:02} left")
