"""How far a long command is: a line on a real terminal, nothing in a pipe, and an honest last line."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from harvester.cli.progress import Steps
from harvester.watch import watched

HARVESTER = str(Path(sys.executable).with_name("harvester"))


def on_terminal(*arguments: str) -> tuple[int, str]:
    """A command with a terminal for its stderr, and its stdout in a pipe; its exit status and what the terminal got."""
    ours, theirs = pty.openpty()
    # A terminal of the usual width: the line must fit into it.
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    with subprocess.Popen(
        [HARVESTER, *arguments], stdout=subprocess.DEVNULL, stderr=theirs, stdin=subprocess.DEVNULL, env=environment
    ) as process:
        os.close(theirs)
        got = bytearray()
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            got += piece
        os.close(ours)
        return process.wait(120), got.decode()


def piped(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HARVESTER, *arguments], capture_output=True, text=True, timeout=120, check=False)


def plain(terminal: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal).replace("\r", "\n")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "texts.jsonl"
    abstract = "A 48-year-old woman had a meningeal hemangiopericytoma. Nine years later a metastasis was found at T7. "
    lines = [json.dumps({"id": str(n), "title": "A case", "abstract": abstract * 8}) for n in range(400)]
    path.write_text("\n".join(lines) + "\n\nno JSON\n", "utf-8")
    return path


def test_a_terminal_sees_how_far_it_is_how_fast_and_how_long_it_still_takes(texts: Path) -> None:
    status, terminal = on_terminal("extract", "hpc-spine", str(texts))
    assert status == 3
    shown = plain(terminal)
    done = [int(n) for n in re.findall(r"extract .* (\d+) of 401\b", shown)]
    assert done == sorted(done)
    assert len(set(done)) > 2
    assert re.search(r"of 401 +[\d.,]+/s +\d+:\d\d left", shown)
    assert shown.rstrip().splitlines()[-1].startswith("harvester: 400 of 401 texts read in ")
    assert all(len(line) <= 100 for line in shown.splitlines() if " of 401 " in line and "texts" not in line)


def test_a_pipe_gets_the_last_line_and_no_bar(texts: Path) -> None:
    done = piped("extract", "hpc-spine", str(texts))
    assert "\x1b" not in done.stderr
    refusal, last = done.stderr.splitlines()
    assert refusal.startswith(f"harvester: {texts}, line 402")
    assert re.fullmatch(r"harvester: 400 of 401 texts read in [\d.,]+ s", last)


def test_a_run_shows_its_steps_and_quiet_shows_none(tmp_path: Path) -> None:
    _, terminal = on_terminal("run", "hpc-spine", "--offline", "--out", str(tmp_path / "series"))
    shown = plain(terminal)
    steps = list(dict.fromkeys(re.findall(r"^(search|fetch and read|read again|link|write the files)\b", shown, re.M)))
    assert steps == ["search", "fetch and read", "link", "write the files"]
    assert re.search(r"fetch and read .* 162 of 162|fetch and read .* 0 of 162", shown)
    assert "162 records found in" in shown
    assert "complete, nothing missing" in shown
    _, quiet = on_terminal("run", "hpc-spine", "--offline", "--quiet", "--out", str(tmp_path / "series"))
    assert "fetch and read" not in quiet
    assert "records found in" not in quiet


def test_a_run_that_goes_on_counts_what_is_left(tmp_path: Path) -> None:
    folder = str(tmp_path / "series")
    assert piped("run", "hpc-spine", "--offline", "--out", folder).returncode == 0
    again = piped("run", "hpc-spine", "--offline", "--out", folder)
    assert again.returncode == 0
    _, terminal = on_terminal("run", "hpc-spine", "--offline", "--out", folder)
    assert "fetch and read" not in plain(terminal)


def test_a_refresh_without_news_stays_silent_in_a_pipe(tmp_path: Path) -> None:
    folder = str(tmp_path / "series")
    piped("run", "hpc-spine", "--offline", "--out", folder)
    piped("refresh", "hpc-spine", "--offline", "--out", folder)
    again = piped("refresh", "hpc-spine", "--offline", "--out", folder)
    assert (again.returncode, again.stdout) == (0, "")
    assert "records found" not in again.stderr


def test_what_is_not_known_is_not_shown() -> None:
    """A step without a total has no share, no time left; one that has not moved has no rate."""
    written = io.StringIO()
    with Progress(console=Console(file=written, force_terminal=True, width=100), transient=False) as bars:
        steps = Steps(bars)
        steps("look", 0, 0)
        (task,) = bars.tasks
        assert (task.total, task.speed) == (None, None)
        steps("count", 3, 12)
        (task,) = bars.tasks
        assert (task.description, task.completed, task.total) == ("count", 3, 12)


def test_each_item_is_told_once_it_is_done() -> None:
    told: list[tuple[str, int, int]] = []
    items = watched("abcde", lambda *state: told.append(state), "read", 5, every=2)
    assert next(items) == "a"
    assert told == [("read", 0, 5)]
    assert "".join(items) == "bcde"
    assert told == [("read", 0, 5), ("read", 2, 5), ("read", 4, 5), ("read", 5, 5)]
