"""How often NCBI may be asked: never more than it allows in any second, over all threads and processes."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import Clock
from harvester.entrez import Limiter, ledger_of
from harvester.errors import EntrezError


def test_requests_begin_no_closer_than_nine_tenths_of_the_limit_allow() -> None:
    clock = Clock()
    limiter = Limiter(10, clock=clock, sleep=clock.sleep)
    began = []
    for _ in range(4):
        with limiter.turn():
            began.append(round(clock.now - 1000, 3))
    assert began == [0.0, 0.111, 0.222, 0.333]


def test_without_a_limit_nobody_waits() -> None:
    clock = Clock()
    limiter = Limiter(None, clock=clock, sleep=clock.sleep)
    for _ in range(100):
        with limiter.turn():
            limiter.hold(60)
            limiter.heed("3", "0")
    assert clock.now == 1000


@given(st.integers(1, 12), st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_never_more_than_the_limit_can_have_arrived_within_a_second(allowed: int, durations: list[float]) -> None:
    """Each request arrived at some moment while it was under way; even the worst such moments keep to the limit."""
    clock = Clock()
    limiter = Limiter(allowed, clock=clock, sleep=clock.sleep)
    spans = []
    for duration in durations:
        with limiter.turn():
            began = clock.now
            clock.now += duration
        spans.append((began, clock.now))
    for start in {moment for span in spans for moment in span}:
        may_have_arrived = [one for one in spans if one[0] <= start + 0.999 and one[1] >= start]
        assert len(may_have_arrived) <= allowed


def test_429_holds_everybody_back_and_slows_for_a_minute() -> None:
    clock = Clock()
    limiter = Limiter(10, clock=clock, sleep=clock.sleep)
    with limiter.turn():
        limiter.hold(7)
    began = []
    for _ in range(3):
        with limiter.turn():
            began.append(round(clock.now - 1000, 3))
    clock.now += 100
    for _ in range(2):
        with limiter.turn():
            began.append(round(clock.now - 1000, 3))
    assert began == [7.0, 7.222, 7.444, 107.444, 107.556]


def test_a_limit_that_ncbi_names_is_kept_to_when_it_is_lower() -> None:
    clock = Clock()
    limiter = Limiter(10, clock=clock, sleep=clock.sleep)
    apart = []
    for said in ("3", "100", "no number"):
        with limiter.turn():
            limiter.heed(said, "1")
        before = clock.now
        with limiter.turn():
            apart.append(round(clock.now - before, 3))
    assert apart == [0.37, 0.111, 0.111]


def test_a_budget_that_somebody_else_has_spent_is_waited_for() -> None:
    clock = Clock()
    limiter = Limiter(10, clock=clock, sleep=clock.sleep)
    with limiter.turn():
        limiter.heed("10", "0")
    with limiter.turn():
        assert clock.now == 1001


def test_processes_share_one_budget(tmp_path: Path) -> None:
    """Two limiters of one file are two processes as far as the ledger can tell."""
    clock = Clock()
    one, other = (Limiter(2, tmp_path / "budget.db", clock=clock, sleep=clock.sleep) for _ in range(2))
    began = []
    for limiter in (one, other, one, other):
        with limiter.turn():
            began.append(round(clock.now - 1000, 3))
    assert began == [0.0, 0.556, 1.111, 1.667]


def test_a_process_killed_in_a_request_gives_its_place_back(tmp_path: Path) -> None:
    file = tmp_path / "budget.db"
    dead = multiprocessing.get_context("spawn").Process(target=die_in_a_request, args=(file,))
    dead.start()
    dead.join()
    assert dead.exitcode == 9
    assert waits_less_than(30, file)


def die_in_a_request(file: Path) -> None:
    with Limiter(1, file).turn():
        os._exit(9)


def test_a_process_that_is_dead_and_not_buried_gives_its_place_back(tmp_path: Path) -> None:
    """A zombie, as children are in a container without an init."""
    file = tmp_path / "budget.db"
    script = f"from pathlib import Path; from tests.test_limiter import die_in_a_request as d; d(Path({str(file)!r}))"
    with subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[1]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert waits_less_than(30, file)


def waits_less_than(seconds: float, file: Path) -> bool:
    """Whether a turn comes, asked in a thread of its own, so that waiting for ever fails the test."""
    came = threading.Event()

    def ask() -> None:
        with Limiter(1, file).turn():
            came.set()

    threading.Thread(target=ask, daemon=True).start()
    return came.wait(seconds)


def test_a_request_that_never_ended_is_forgotten_in_the_end(tmp_path: Path) -> None:
    clock = Clock()
    limiter = Limiter(1, tmp_path / "budget.db", clock=clock, sleep=clock.sleep)
    stuck = limiter.turn()
    stuck.__enter__()
    with Limiter(1, tmp_path / "budget.db", clock=clock, sleep=clock.sleep).turn():
        assert 420 <= clock.now - 1000 < 422


def test_a_ledger_that_is_damaged_or_of_another_version_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "budget.db"
    file.write_bytes(b"no database" * 1000)
    for _ in range(2):
        with Limiter(10, file).turn():
            pass
        with sqlite3.connect(file) as other:
            other.execute("PRAGMA user_version = 99")
        other.close()


def test_a_ledger_that_somebody_tidied_away_is_shared_again(tmp_path: Path) -> None:
    clock = Clock()
    file = tmp_path / "budget.db"
    one = Limiter(1, file, clock=clock, sleep=clock.sleep)
    with one.turn():
        pass
    file.unlink()
    other = Limiter(1, file, clock=clock, sleep=clock.sleep)
    with other.turn():
        pass
    before = clock.now
    with one.turn():
        assert round(clock.now - before, 3) == 1.111


def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(EntrezError, match="is not a folder that only this user can write to"):
        Limiter(3, tmp_path / "open" / "budget.db")
    (tmp_path / "mine").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    with pytest.raises(EntrezError, match="is not a folder that only this user can write to"):
        Limiter(3, tmp_path / "link" / "budget.db")


def test_threads_share_one_budget(tmp_path: Path) -> None:
    limiter = Limiter(50, tmp_path / "budget.db")
    began: list[float] = []
    lock = threading.Lock()

    def ask(_: int) -> None:
        with limiter.turn(), lock:
            began.append(time.time())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(60)))
    began.sort()
    assert all(later - earlier >= 0.99 for earlier, later in zip(began, began[50:], strict=False))


def test_a_clock_set_back_does_not_stop_anything(tmp_path: Path) -> None:
    clock = Clock()
    limiter = Limiter(1, tmp_path / "budget.db", clock=clock, sleep=clock.sleep)
    with limiter.turn():
        pass
    clock.now -= 1_000_000
    before = clock.now
    with limiter.turn():
        assert clock.now - before < 2


def test_a_ledger_that_cannot_be_kept_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(EntrezError, match="set TMPDIR to a folder of yours"):
        Limiter(3, tmp_path / "file" / "budget.db")


def test_the_ledger_goes_by_the_key_and_does_not_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with_key, without = ledger_of("eutils.ncbi.nlm.nih.gov", "5ec2e7"), ledger_of("eutils.ncbi.nlm.nih.gov", "")
    with Limiter(10, with_key).turn():
        assert b"5ec2e7" not in with_key.read_bytes()
    assert (with_key == ledger_of("eutils.ncbi.nlm.nih.gov", "5ec2e7"), "5ec2e7" in str(with_key)) == (True, False)
    assert (without.name, with_key.parent.stat().st_mode & 0o777) == ("eutils.ncbi.nlm.nih.gov-address.db", 0o700)
    with sqlite3.connect(with_key) as ledger:
        assert ledger.execute("SELECT count(*) FROM request").fetchone() == (1,)
