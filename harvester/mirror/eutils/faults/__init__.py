"""Faults on demand: a request that carries `x-fault: NAME[:SECONDS][*N][/LABEL]` is disturbed as NCBI has been seen to.

The value stands in the header or in the URL's query. The first N requests that carry exactly this value are disturbed
(all where there is no N), later ones are answered normally; a LABEL tells apart what several clients count. Without
the value nothing is ever disturbed.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Request, Response

from .. import answers
from ..answers import Refusal
from ..asked import Asked


@dataclass(frozen=True, slots=True)
class Disturbed:
    """A request under a fault: what was asked of which utility, and the seconds the fault names."""

    request: Request
    seconds: float = 1.0

    @property
    def utility(self) -> str:
        """The utility asked: `esearch`."""
        return self.request.path.rpartition("/")[2].partition(".")[0]

    @property
    def asked(self) -> Asked:
        """Its parameters."""
        return Asked(self.request)

    def error(self, words: str, status: int = 200) -> Response:
        """An ERROR in the form of this utility and retmode."""
        return answers.refused(self.utility, self.asked.json, Refusal(words, status))


Instead = Callable[[Disturbed], Response]
"""Answers in place of the utility."""

Afterwards = Callable[[Disturbed, Response], Response]
"""Spoils the answer that the utility gave."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its row of the table, what it does in a few words, and either an answer or what spoils one."""

    row: str
    does: str
    instead: Instead | None = None
    afterwards: Afterwards | None = None


@dataclass(slots=True)
class Faults:
    """The faults there are, and which requests are still to be disturbed. Shared by threads."""

    table: Mapping[str, Fault]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: Counter[str] = field(default_factory=Counter)

    def of(self, request: Request) -> tuple[Fault, Disturbed] | None:
        """The fault for this request, None where it asks for none or has had enough. Refuses a name that is none."""
        value = request.headers.get("X-Fault", "") or request.args.get("x-fault", "")
        if not value:
            return None
        found = re.fullmatch(r"([a-z0-9-]+)(?::(\d+(?:\.\d+)?))?(?:\*(\d+))?(?:/.*)?", value)
        if not found or found[1] not in self.table:
            raise Refusal(f"x-fault: {value} is no fault; there are: {', '.join(self.table)}", 400)
        if found[3] and self._count(value) > int(found[3]):
            return None
        return self.table[found[1]], Disturbed(request, float(found[2] or 1))

    def _count(self, value: str) -> int:
        with self._lock:
            self._seen[value] += 1
            return self._seen[value]
