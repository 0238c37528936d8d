"""The line to an OpenAI-compatible endpoint: one question, its whole answer, tried again where that can help.

The text goes to the address that a person set and to no other: a redirect is not followed. The key goes into one header
and into no message.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
import requests
import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential_jitter

from .faults import EndpointError, ModelError

ATTEMPTS = 5
"""How often a question is sent before its fault is raised."""

ATTEMPTS_UNANSWERED = 2
"""The same where no answer came in time: the endpoint may have worked on it all the while, and been paid for it."""

PATIENCE = 120.0
"""Seconds that an endpoint may ask for before the next try; a longer wait is the user's to decide."""

LARGEST = 4 << 20
"""Bytes of an answer; more is no answer about one abstract."""


@dataclass(slots=True, kw_only=True)
class Endpoint:
    """An address ending before `/chat/completions`, such as `http://localhost:11434/v1`; EndpointError if it is none.

    `timeout` is seconds for a whole answer. `say` is told, before a question is sent again, why and after how long.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout: float = 300.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    say: Callable[[str], object] = field(default=lambda said: None, repr=False)
    _session: requests.Session = field(default_factory=requests.Session, repr=False)

    def __post_init__(self) -> None:
        self.url = _base(self.url)
        self.key = self.key.strip()
        if not re.fullmatch(r"[!-~]*", self.key):
            raise EndpointError("HARVESTER_LLM_KEY holds characters that no key has, such as a space; set it anew")

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def ask(self, question: dict[str, Any], pmid: str) -> bytes:
        """The body of the answer to a question about one record; ModelError or EndpointError where there is none."""
        retrying = Retrying(
            retry=retry_if_exception_type(_Again),
            stop=_enough,
            wait=_pause,
            sleep=self.sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            return retrying(self._attempt, msgspec.json.encode(question), pmid)
        except _Again as fault:
            raise fault.lasting from None

    def _tell(self, state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        self.say(f"{fault}; again in {state.upcoming_sleep:.0f} s (try {state.attempt_number + 1})")

    def _attempt(self, question: bytes, pmid: str) -> bytes:
        where = f"PMID {pmid}: {self.url}"
        reply = self._send(question, where, pmid)
        if reply.status == 200:
            return reply.body
        said = self.redact(f"{where}: HTTP {reply.status}: {_words(reply.body)}")
        if 300 <= reply.status < 400:
            raise EndpointError(
                f"{said}; the text is not sent on to {reply.location or 'another address'}: "
                "set --endpoint to it if you trust it"
            )
        raise _fault(reply, said, pmid)

    def _send(self, question: bytes, where: str, pmid: str) -> _Reply:
        try:
            with self._session.post(
                f"{self.url}/chat/completions",
                data=question,
                headers={"Content-Type": "application/json", "Accept": "application/json"},
                auth=self._sign,
                timeout=(min(10.0, self.timeout), self.timeout),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = self._whole_body(response, where, pmid)
                after, location = (response.headers.get(name, "") for name in ("Retry-After", "Location"))
                return _Reply(response.status_code, self._without_key(body), after, self.redact(location))
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            said = f"{where}: no whole answer within {self.timeout:.0f} s"
            raise _Again(
                said, ModelError(f"{said}; give it longer, or ask a faster model", pmid=pmid), tries=2
            ) from None
        except requests.exceptions.SSLError:
            raise EndpointError(f"{where}: its certificate is not trusted; mend it, or REQUESTS_CA_BUNDLE") from None
        except requests.ConnectionError as error:
            raise self._unreached(error, where, pmid) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            raise _cut(where, pmid) from None

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """The key as its header; being asked for a signature also keeps requests from looking for one in .netrc."""
        if self.key:
            request.headers["Authorization"] = f"Bearer {self.key}"
        return request

    def _whole_body(self, response: requests.Response, where: str, pmid: str) -> bytes:
        """The body, piece by piece, so that one that dribbles or does not end is noticed."""
        pieces, size, began = [], 0, time.monotonic()
        while piece := response.raw.read1(1 << 16, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise ModelError(f"{where}: the answer is longer than {LARGEST:,} bytes; ask another model", pmid=pmid)
            if time.monotonic() - began > self.timeout:
                raise requests.Timeout
        return b"".join(pieces)

    def _unreached(self, error: requests.ConnectionError, where: str, pmid: str) -> _Again:
        """Nobody there is a fault of the endpoint; a line that broke once it stood is one of this try."""
        if isinstance(error.args[0] if error.args else None, urllib3.exceptions.MaxRetryError):
            said = f"{where}: nobody answers there"
            return _Again(said, EndpointError(f"{said}; is the server running, and --endpoint right?"))
        return _cut(where, pmid)

    def _without_key(self, body: bytes) -> bytes:
        """The body as it may be quoted from: a cut through the key would hide it from `redact`."""
        return re.sub(re.escape(self.key.encode()), b"[key]", body, flags=re.IGNORECASE) if self.key else body

    def redact(self, text: str) -> str:
        """The text without the key, which an endpoint may echo."""
        return re.sub(re.escape(self.key), "[key]", text, flags=re.IGNORECASE) if self.key else text


def _base(url: str) -> str:
    """The address without `/chat/completions`; a name, a password or a query in it is refused and not repeated."""
    parts = urlsplit(url.strip())
    if "@" in parts.netloc:
        raise EndpointError("--endpoint: a name or password in the address; the key goes into HARVESTER_LLM_KEY")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        shown = url.split("?", maxsplit=1)[0]
        raise EndpointError(f"--endpoint {shown}: no base address; one looks like http://localhost:11434/v1")
    return url.strip().rstrip("/").removesuffix("/chat/completions").rstrip("/")


class _Reply(NamedTuple):
    status: int
    body: bytes
    retry_after: str
    location: str


class _Again(Exception):
    """A fault that a second try may mend; `lasting` is what it is when it does not, `after` seconds were asked for."""

    def __init__(self, said: str, lasting: Exception, *, after: float = 0.0, tries: int = ATTEMPTS) -> None:
        super().__init__(said)
        self.lasting = lasting
        self.after = after
        self.tries = tries


def _cut(where: str, pmid: str) -> _Again:
    said = f"{where}: the connection broke before the answer was whole"
    return _Again(said, ModelError(f"{said}; try this record again later", pmid=pmid))


_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_NOT_LET_IN = {
    401: "check HARVESTER_LLM_KEY",
    402: "the account has to be paid for",
    403: "check HARVESTER_LLM_KEY and what it may use",
    404: "check --endpoint, and that it has the model of --model",
    405: "check --endpoint: nothing can be asked at this address",
}
_SPENT = re.compile(rb"insufficient_quota|billing_hard_limit")
"""A 429 that no wait will mend."""


def _fault(reply: _Reply, said: str, pmid: str) -> Exception:
    if reply.status in _NOT_LET_IN:
        return EndpointError(f"{said}; {_NOT_LET_IN[reply.status]}")
    if reply.status == 429 and _SPENT.search(reply.body):
        return EndpointError(f"{said}; the account's quota is spent: raise it, or ask elsewhere")
    if reply.status not in _BUSY:
        return ModelError(f"{said}; this record was not read", pmid=pmid)
    after = _seconds(reply.retry_after)
    if after > PATIENCE:
        return ModelError(f"{said}; it asks for a wait of {after:.0f} s: try again after that", pmid=pmid)
    return _Again(said, ModelError(f"{said}; try this record again later", pmid=pmid), after=after)


def _words(body: bytes) -> str:
    """What the endpoint said, in one short line: the message of its error where it has one."""
    try:
        message = msgspec.json.decode(body)["error"]["message"]
    except (msgspec.DecodeError, KeyError, TypeError, RecursionError):
        message = re.sub(r"<[^>]*>", " ", body[:20_000].decode("utf-8", "replace"))
    return " ".join(str(message).split())[:200] or "no words"


def _seconds(retry_after: str) -> float:
    """Seconds of a Retry-After header, which may also be a date; 0 where it says nothing."""
    if re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", retry_after):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


_BACKOFF = wait_exponential_jitter(initial=1, max=60, jitter=1)


def _enough(state: RetryCallState) -> bool:
    fault = state.outcome.exception() if state.outcome else None
    return state.attempt_number >= (fault.tries if isinstance(fault, _Again) else ATTEMPTS)


def _pause(state: RetryCallState) -> float:
    """Seconds before the next try: growing, with jitter, and never less than was asked for."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.after if isinstance(fault, _Again) and fault.after else 0.0
    return max(_BACKOFF(state), asked + random.random() if asked else 0.0)  # noqa: S311 - jitter, no secret
