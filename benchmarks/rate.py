"""Many requests at once from several processes with one API key, counted at the server.

`python -m benchmarks.rate [PROCESSES] [REQUESTS_EACH]`, 4 and 50 when left out. Every request has a thread of its own
and they all start together; the server is a mirror that writes down when each request arrived, on its own clock. It
keeps NCBI's limit too, so that one request too many would be answered with 429. Exit status 1 when there was one, or
when more than 10 arrived within any one second.
"""

from __future__ import annotations

import multiprocessing
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import waitress  # type: ignore[import-untyped]

from harvester import mirror
from harvester.entrez import Entrez, ledger_of
from harvester.mirror import Rates, create_app
from harvester.query import find_query, read_query

ALLOWED = 10


class Witness:
    """A WSGI application that passes requests on and remembers when they came."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.came: list[float] = []

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        self.came.append(time.monotonic())
        return self.application(environ, start)


def ask(url: str, key: str, requests: int) -> int:
    """Send so many requests at once; how often one was told that it was too many."""
    query = read_query(find_query("hpc-spine"))
    with Entrez(base_url=url, api_key=key) as entrez, ThreadPoolExecutor(requests) as pool:
        list(pool.map(lambda _: entrez.search(query, ran_at=datetime.now(UTC)), range(requests)))
        return entrez.traffic.refused


def main() -> int:
    """Run it and say how it went."""
    processes, each = (int(word) for word in (*sys.argv[1:], *("4", "50")[len(sys.argv) - 1 :]))
    key = secrets.token_hex(18)
    with tempfile.TemporaryDirectory() as folder:
        mirror.build(Path(folder), sorted(Path("data/demo").glob("*.xml")))
        witness = Witness(create_app(Path(folder), limits=Rates()))
        server = waitress.create_server(witness, host="127.0.0.1", port=0, threads=16)
        threading.Thread(target=server.run, daemon=True).start()
        url = f"http://127.0.0.1:{server.effective_port}/entrez/eutils/"
        began = time.monotonic()
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            refused = sum(pool.starmap(ask, [(url, key, each)] * processes))
        seconds = time.monotonic() - began
        server.close()
        ledger_of(f"127.0.0.1:{server.effective_port}", key).unlink()
    most = most_in_a_second(witness.came)
    print(f"{len(witness.came)} requests from {processes} processes with one key in {seconds:.1f} s")
    print(f"most in any second: {most} (allowed {ALLOWED}); answered with 429: {refused}")
    return int(most > ALLOWED or bool(refused) or len(witness.came) != processes * each)


def most_in_a_second(came: Iterable[float]) -> int:
    """The most that arrived within any one second."""
    times = sorted(came)
    return max(sum(start <= other < start + 1 for other in times) for start in times)


if __name__ == "__main__":
    sys.exit(main())
