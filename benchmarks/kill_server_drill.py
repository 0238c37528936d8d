"""Kills the mirror's server and the client (SIGKILL) at random moments, until a run ends, and compares.

`python -m benchmarks.kill_server_drill [TRIALS]`. The server is `harvester mirror serve` on the demo corpus, the client
`harvester run` against its socket. In each trial the one, the other or both are killed at a random moment and started
again; a client that gave up is started again as its message says. Then the rows of every table (but for the moments)
and the files are compared with those of an undisturbed run, and the database is checked, as in kill_drill.py;
1 if any differs.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.drill_checks import damage, outcome, state

HARVESTER = str(Path(sys.executable).with_name("harvester"))


class Server:
    """The mirror's server, always on the same port, so that what it is called never changes."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/entrez/eutils/"
        self._command = [HARVESTER, "mirror", "serve", str(folder), "--port", str(self.port), "--no-limits"]
        self.start()

    def start(self) -> None:
        """Start it and return at once, as a service manager does."""
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._process.wait()


def main() -> int:
    """Run the drill and say how it went."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    random.seed(20261122)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = sorted(Path("data/demo").glob("*.xml"))
        subprocess.run([HARVESTER, "mirror", "build", str(folder / "mirror"), *map(str, demo)], check=True)
        server = Server(folder / "mirror")
        try:
            return drill(server, folder, trials)
        finally:
            server.kill()


def drill(server: Server, folder: Path, trials: int) -> int:
    """All trials against one server that is killed and started again."""
    client(server, folder / "undisturbed").wait()
    seconds = -time.perf_counter()
    repeat(server, folder / "again")
    seconds += time.perf_counter()
    expected = outcome(database(folder / "undisturbed"), folder / "undisturbed")
    victims: Counter[str] = Counter()
    states: Counter[str] = Counter()
    starts = equal = 0
    for trial in range(trials):
        home = folder / str(trial)
        victim = random.choice(("client", "server", "both"))
        disturb(server, home, victim, random.uniform(0.2, seconds))
        victims[victim] += 1
        states[state(database(home))] += 1
        starts += repeat(server, home)
        equal += outcome(database(home), home) == expected and not damage(database(home))
    print(f"undisturbed run {seconds:.1f} s; {trials} trials, killed: {dict(victims)}")
    print(f"state after the kill: {dict(states)}; client started again {starts} times")
    print(f"equal to the undisturbed run: {equal} of {trials}")
    return int(equal != trials)


def database(home: Path) -> str:
    """The URL of a run's database."""
    return f"sqlite:///{home / 'series.db'}"


def client(server: Server, home: Path) -> subprocess.Popen[bytes]:
    """A run, started."""
    command = [HARVESTER, "run", "hpc-spine", "--quiet", "--source", server.url, "--out", str(home)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def disturb(server: Server, home: Path, victim: str, after: float) -> None:
    """One run, in which the victim is killed after so many seconds; a killed server is back a moment later."""
    running = client(server, home)
    time.sleep(after)
    if victim != "server":
        running.kill()
    if victim != "client":
        server.kill()
        time.sleep(random.uniform(0, 0.5))
        server.start()
    running.wait()


def repeat(server: Server, home: Path) -> int:
    """Start the client until it ends with 0; how often that was."""
    for starts in range(1, 11):
        if client(server, home).wait() == 0:
            return starts
    raise SystemExit(f"{home}: no run ended with 0")


if __name__ == "__main__":
    sys.exit(main())
