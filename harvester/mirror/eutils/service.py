"""The WSGI application: the utilities at their addresses, and what every request meets before and after them."""

from __future__ import annotations

import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, Response, g, request

from ..eutils import answers, gateway
from ..library import Library
from .answers import Refusal
from .asked import Asked
from .efetch import Efetch
from .einfo import Einfo
from .elink import Elink
from .epost import Epost
from .esearch import Esearch
from .esummary import Esummary
from .faults import Faults
from .faults.table import FAULTS
from .history import CEILING, History
from .limits import Limiter, Rates
from .others import Ecitmatch, egquery, espell

HISTORY_SECONDS = 8 * 3600.0
"""How long a result set is kept after its last use: NCBI's staff call 8 hours a good rule of thumb (rentrez#110)."""

_LONGEST_URL = 4_096  # bytes; GETs of about 3,000 characters of term were answered with 414 (rentrez#45, #163)
_LARGEST_FORM = 16 << 20


def create_app(  # noqa: PLR0913 - each is a switch of its own, and all have NCBI's value
    folder: Path,
    *,
    ceiling: int = CEILING,
    today: Callable[[], date] | None = None,
    history_seconds: float = HISTORY_SECONDS,
    limits: Rates | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Flask:
    """A WSGI application that answers E-utilities requests from a mirror's folder, below /entrez/eutils/.

    A mirror that is extended while it serves is read again. `ceiling` is PubMed's limit of records of one search,
    `today` what relative dates count from, `limits` the requests a second (none where None), `clock` what a second and
    the history's hours are measured by. Raises StoreError where the folder holds no mirror.
    """
    library, history = Library(folder), History(history_seconds, clock)
    utilities: dict[str, Callable[[Asked], Response]] = {
        "einfo.fcgi": Einfo(library),
        "esearch.fcgi": Esearch(library, history, ceiling, today or _utc_today),
        "esummary.fcgi": Esummary(library, history, ceiling),
        "efetch.fcgi": Efetch(library, history, ceiling),
        "epost.fcgi": Epost(history),
        "elink.fcgi": Elink(library, history),
        "espell.fcgi": espell,
        "egquery.fcgi": egquery,
        "ecitmatch.cgi": Ecitmatch(library),
    }
    app = Flask(__name__)
    app.config["MAX_FORM_MEMORY_SIZE"] = _LARGEST_FORM
    for name, utility in utilities.items():
        view = _View(name.partition(".")[0], utility)
        app.add_url_rule(f"/entrez/eutils/{name}", view.name, view, methods=["GET", "POST"])
    door = _Door(Limiter(limits, clock) if limits else None)
    app.before_request(door.enter)
    app.after_request(door.leave)
    return app


def _utc_today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class _View:
    name: str
    utility: Callable[[Asked], Response]

    def __call__(self) -> Response:
        asked = Asked(request)
        try:
            return self.utility(asked)
        except Refusal as refusal:
            return answers.refused(self.name, asked.json, refusal)


@dataclass(frozen=True, slots=True)
class _Door:
    """What stands before every utility: NCBI's gateway with its limits, and the faults a test asks for."""

    limiter: Limiter | None
    faults: Faults = field(default_factory=lambda: Faults(FAULTS))

    def enter(self) -> Response | None:
        """An answer in place of the utility's, None where the request may go on."""
        if len(request.path) + len(request.query_string) > _LONGEST_URL:
            return gateway.failed(414)
        asked = Asked(request)
        if "api_key" in asked and not asked["api_key"]:
            return gateway.key_invalid("")
        return self._counted(asked["api_key"]) or self._disturbed()

    def _counted(self, key: str) -> Response | None:
        if self.limiter is None:
            return None
        g.counted = counted = self.limiter.count(request.remote_addr or "", key)
        return None if counted.allowed else gateway.rate_exceeded(counted.caller, counted.count, counted.limit)

    def _disturbed(self) -> Response | None:
        try:
            found = self.faults.of(request)
        except Refusal as refusal:
            return answers.text(f"{refusal.words}\n", refusal.status)
        if found is None:
            return None
        fault, disturbed = found
        g.fault = found
        return fault.instead(disturbed) if fault.instead else None

    def leave(self, answer: Response) -> Response:
        """The answer with NCBI's headers, spoiled where a fault says so, else streamed and packed as asked."""
        answer.headers.update(_HEADERS)
        answer.headers["NCBI-PHID"] = secrets.token_hex(16).upper()
        if counted := g.get("counted"):
            answer.headers["X-RateLimit-Limit"] = str(counted.limit)
            answer.headers["X-RateLimit-Remaining"] = str(counted.remaining)
        if found := g.get("fault"):
            fault, disturbed = found
            return fault.afterwards(disturbed, answer) if fault.afterwards else answer
        if request.method == "HEAD":
            answer.make_sequence()  # whose length is known: in chunks a body that is not sent would still have an end
            return answer
        return _streamed(answer)


_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-RateLimit-Limit,X-RateLimit-Remaining",
    "Cache-Control": "private",
}


def _streamed(answer: Response) -> Response:
    """Without a length, as NCBI's: chunked for HTTP/1.1, and to the end of the connection for 1.0."""
    pieces: Iterable[bytes] = answer.iter_encoded()
    if request.accept_encodings.quality("gzip") > 0:
        pieces = _packed(pieces)
        answer.headers["Content-Encoding"] = "gzip"
    answer.response = (piece for piece in pieces if piece)
    answer.headers.pop("Content-Length", None)
    return answer


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)  # 31: with gzip's header
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
