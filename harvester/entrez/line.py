"""The line to NCBI: one request at a time, politely, whole or not at all, tried again where that can help."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import quote, quote_plus

import requests
import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential_jitter

from harvester.errors import Busy, EntrezError

from .faults import Outage, Reply, TooOften, Unheard, Utility, classify
from .limiter import PATIENCE, Limiter

ATTEMPTS = 5
"""How often a request is sent before its fault is raised."""

ATTEMPTS_IN_AN_OUTAGE = 8
"""The same while NCBI's search service is down: about two minutes."""

ATTEMPTS_UNHEARD = 3
"""The same for words that nobody has reported."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to connect, between one piece of an answer and the next, and for the whole of its body.

    The last is for bodies that dribble, which would otherwise hold a run up for ever.
    """

    connect: float = 10.0
    read: float = 90.0
    whole: float = 300.0


USUAL = Timeouts()
"""What a busy NCBI has been seen to need, with room."""


Answer = TypeVar("Answer")
Parameters = Mapping[str, str | tuple[str, ...]]
"""What a request asks; a tuple is a parameter that is sent several times."""


@dataclass(slots=True)
class Traffic:
    """What went over the line so far: requests sent, bytes received, seconds spent on them.

    `retries` counts requests that were sent again, `refused` those that NCBI answered with 429.
    """

    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0
    retries: int = 0
    refused: int = 0


class Line:
    """Posts requests below a base URL. The key goes into their body and nowhere else: no URL, message or repr."""

    def __init__(  # noqa: PLR0913 - what a line is made of; the client alone makes one
        self,
        base_url: str,
        session: requests.Session,
        identity: Mapping[str, str],
        limiter: Limiter,
        *,
        sleep: Callable[[float], None] = time.sleep,
        timeouts: Timeouts = USUAL,
        say: Callable[[str], object] = lambda said: None,
    ) -> None:
        self.base_url = base_url
        self._shown = without_password(base_url)
        self.traffic = Traffic()
        self.limiter = limiter
        self._session = session
        self._identity = {name: value for name, value in identity.items() if value}
        self._timeouts = timeouts
        self._say = say
        self._counting = threading.Lock()
        self._retrying = Retrying(
            retry=retry_if_exception(_worth_waiting),
            wait=_pause,
            before_sleep=self._again,
            sleep=sleep,
            reraise=True,
        )

    def close(self) -> None:
        """Close the session and the count of requests."""
        self._session.close()
        self.limiter.close()

    def ask(
        self,
        utility: Utility,
        parameters: Parameters,
        read: Callable[[bytes], Answer],
        *,
        at_502: int = ATTEMPTS,
    ) -> Answer:
        """What `read` makes of the answer; Busy is tried again, also where `read` raises it, and raised at the end.

        `at_502` is how often a request is sent that NCBI answers with 502, which it does when too much is asked for.
        """
        retrying = self._retrying.copy(stop=partial(_enough, at_502=at_502))
        answer: Answer = retrying(self._attempt, utility, parameters, read)
        return answer

    def _attempt(self, utility: Utility, parameters: Parameters, read: Callable[[bytes], Answer]) -> Answer:
        with self.limiter.turn():
            reply = self._send(utility, parameters)
        fault = reply if isinstance(reply, EntrezError) else classify(reply, utility, self.redact)
        if fault is None:
            return read(reply.body)  # type: ignore[union-attr]  # a fault of the transport has been sorted out
        if isinstance(fault, TooOften):
            self.limiter.hold(fault.after or 1.0)
            with self._counting:
                self.traffic.refused += 1
        raise fault

    def _again(self, state: RetryCallState) -> None:
        with self._counting:
            self.traffic.retries += 1
        why = str(state.outcome.exception()).removesuffix("; try again later") if state.outcome else ""
        self._say(f"{why}; again in {state.upcoming_sleep:.0f} s (try {state.attempt_number + 1})")

    def _send(self, utility: Utility, parameters: Parameters) -> Reply | EntrezError:
        """The reply, or the fault of the transport; it carries no cause, because that holds the request and its key.

        By POST always: a long strategy in a URL is refused, and a key in a URL stands in every log on the way.
        """
        began = time.monotonic()
        url = f"{self.base_url}{utility}.fcgi"
        body = b""
        try:
            with self._session.post(
                url,
                data={**parameters, **self._identity},
                timeout=(self._timeouts.connect, self._timeouts.read),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = self._whole_body(response, began)
                limit, remaining = (response.headers.get(f"X-RateLimit-{name}", "") for name in ("Limit", "Remaining"))
                reply = Reply(response.status_code, body, response.headers.get("Retry-After", ""))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            said = self.redact(f"{utility}: {self._shown}{utility}.fcgi could not be reached or read: {_why(error)}")
            kind = EntrezError if isinstance(error, _LASTING) else Busy
            return kind(said, utility=utility)
        finally:
            self._count(len(body), began)
        self.limiter.heed(limit, remaining)
        return reply

    def _whole_body(self, response: requests.Response, began: float) -> bytes:
        """The body as it arrives, piece by piece, so that one that dribbles is noticed; requests itself would wait."""
        pieces = []
        while piece := response.raw.read1(1 << 16, decode_content=True):
            pieces.append(piece)
            if (seconds := time.monotonic() - began) > self._timeouts.whole:
                raise requests.Timeout(f"the answer is not whole after {seconds:.0f} seconds")
        return b"".join(pieces)

    def _count(self, received: int, began: float) -> None:
        with self._counting:
            self.traffic.requests += 1
            self.traffic.bytes += received
            self.traffic.seconds += time.monotonic() - began

    def redact(self, text: str) -> str:
        """The text without the API key, which NCBI echoes when it refuses it."""
        key = self._identity.get("api_key", "")
        spellings = "|".join(re.escape(one) for one in {key, quote(key, safe=""), quote_plus(key)} if one)
        return re.sub(spellings, "[API key]", text, flags=re.IGNORECASE) if spellings else text


_LASTING = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
    requests.exceptions.SSLError,
)
"""What no second try can mend: a base URL that is none, a certificate that is not trusted."""


def _why(error: Exception) -> str:
    """What went wrong on the line, without the names of the classes it went wrong in."""
    words = str(error)
    for told, plain in _PLAIN.items():
        if told in words:
            return plain
    return words


_PLAIN = {
    "NameResolutionError": "this name is not known; is there a network? (--offline needs none)",
    "Connection refused": "nobody answers at this address and port",
    "Network is unreachable": "there is no network (--offline needs none)",
    "timed out": "no answer in time",
    "Connection reset": "the connection was cut",
    "Remote end closed connection": "the connection was cut",
}


def without_password(url: str) -> str:
    """A URL without what stands before its host, which may be a name and a password."""
    return re.sub(r"//[^/@]*@", "//", url)


# --------------------------------------------------------------------------------------------------------- patience

_BACKOFF = wait_exponential_jitter(initial=1, max=60, jitter=1)


def _worth_waiting(error: BaseException) -> bool:
    return isinstance(error, Busy) and (error.after or 0) <= PATIENCE


def _enough(state: RetryCallState, *, at_502: int) -> bool:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Busy) and error.status == 502:
        return state.attempt_number >= at_502
    if isinstance(error, Unheard):
        return state.attempt_number >= ATTEMPTS_UNHEARD
    return state.attempt_number >= (ATTEMPTS_IN_AN_OUTAGE if isinstance(error, Outage) else ATTEMPTS)


def _pause(state: RetryCallState) -> float:
    """Seconds before the next try: growing, with jitter, and never less than NCBI asked for."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Busy) and error.after else 0.0
    return max(_BACKOFF(state), asked + random.random() if asked else 0.0)  # noqa: S311 - jitter, no secret
