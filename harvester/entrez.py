"""The only door to NCBI: search and fetch, by the E-utilities esearch and efetch.

A local mirror speaks the same protocol, so it is reached by the same code: another base URL, or a session with the
mirror's adapter mounted. "The search failed" can never read as "no papers": an answer that is not whole, or that is an
error in disguise, raises. The sources of the rules are NCBI's "E-utilities in depth" (NBK25499) and its usage policy
(NBK25497).
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Literal, Self
from urllib.parse import quote, quote_plus

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from harvester.records import Busy, EntrezError, Limits, Query, Search, Slice

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
"""The base URL of the real thing."""

CEILING = 9_999
"""How many records of one search PubMed gives out (since November 2022); beyond it a search is cut into slices."""

TOP_PMID = 99_999_999
"""The end of the range that is bisected; a record above it would make the slices miss the count, which raises."""

ATTEMPTS = 5
PATIENCE = 600.0
TIMEOUT = (10.0, 90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one efetch brought: the PMIDs asked for, and the PubmedArticleSet as received.

    NCBI drops unknown PMIDs in silence and promises no order: compare `requested` with what is inside.
    """

    requested: tuple[str, ...]
    xml: bytes


@dataclass(slots=True)
class Traffic:
    """What went over the line so far: requests sent, bytes received, seconds spent waiting for answers."""

    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0


class Limiter:
    """At most so many requests a second, over all threads; a slot is reserved before the wait for it begins."""

    def __init__(
        self,
        per_second: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval = 1 / per_second if per_second else 0.0
        self._clock = clock
        self._sleep = sleep
        self._free = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when it is this caller's turn."""
        with self._lock:
            now = self._clock()
            slot = max(now, self._free)
            self._free = slot + self.interval
        if slot > now:
            self._sleep(slot - now)


class Entrez:
    """A polite client of the E-utilities; a context manager that closes its session.

    `platform` is the source's name in a Search. `per_second` is the rate: "by key" is 90 % of what NCBI allows, 3 a
    second without an API key and 10 with one; None is no limit, for a mirror in process. `batch` is how many PMIDs one
    efetch asks for. The key goes into the body of requests and nowhere else: not into a URL, a message or a repr.
    """

    def __init__(  # noqa: PLR0913 - the settings of a client, all by name and all with a default
        self,
        *,
        base_url: str = NCBI,
        platform: str = "",
        session: requests.Session | None = None,
        tool: str = "harvester",
        email: str = "",
        api_key: str = "",
        batch: int = 200,
        per_second: float | Literal["by key"] | None = "by key",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if batch < 1:
            raise ValueError(f"a batch of {batch} PMIDs cannot be fetched; ask for 1 or more")
        self.base_url = base_url.rstrip("/") + "/"
        self.platform = platform or ("PubMed" if self.base_url == NCBI else self.base_url)
        self.batch = batch
        self.traffic = Traffic()
        self.limiter = Limiter(_polite(api_key) if per_second == "by key" else per_second, sleep=sleep)
        self._session = session or requests.Session()
        self._identity = {"tool": tool, "email": email, "api_key": api_key}
        self._counting = threading.Lock()
        self._retrying = Retrying(
            retry=retry_if_exception(_worth_waiting),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_pause,
            sleep=sleep,
            reraise=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the session."""
        self._session.close()

    # ------------------------------------------------------------------------------------------------------ search

    def search(self, query: Query, *, ran_at: datetime) -> Search:
        """Run a query's strategy, exactly as the file has it, and bring every PMID it finds, the newest first.

        What PubMed changed or dropped is in `warnings`. Raises EntrezError when the search failed or is not complete.
        """
        whole = self._esearch(query, query.strategy)
        slices = tuple(self._slices(query, _Part(whole, 1, TOP_PMID))) if whole.count > CEILING else ()
        parts = slices or (_Part(whole),)
        _check_sum(whole.count, parts)
        return Search(
            query=query.name,
            query_digest=query.digest,
            platform=self.platform,
            strategy=query.strategy,
            limits=query.limits,
            translation=whole.translation,
            warnings=tuple(dict.fromkeys(said for part in (_Part(whole), *slices) for said in part.answer.warnings)),
            ran_at=ran_at,
            count=whole.count,
            pmids=tuple(dict.fromkeys(pmid for part in parts for pmid in part.answer.pmids)),
            slices=tuple(part.slice for part in parts),
        )

    def _slices(self, query: Query, part: _Part) -> Iterator[_Part]:
        """The part itself where it can be read whole, else the slices of its halves, the higher PMIDs first."""
        if part.answer.count <= CEILING:
            yield part
            return
        low, high = (self._part(query, *bounds) for bounds in _halves(part))
        _check_sum(part.answer.count, (low, high))
        yield from self._slices(query, high)
        yield from self._slices(query, low)

    def _part(self, query: Query, low: int, high: int) -> _Part:
        return _Part(self._esearch(query, f"({query.strategy}) AND {low}:{high}[UID]"), low, high)

    def _esearch(self, query: Query, term: str) -> _Answer:
        parameters = {
            "db": "pubmed",
            "term": term,
            "retmode": "xml",
            "retmax": str(CEILING),
            "sort": "pub_date",
            "usehistory": "y",
        }
        answer = _read_answer(self._post("esearch", parameters | _dates(query.limits)), self._redact)
        if answer.count <= CEILING:
            _check_whole(answer)
        return answer

    # ------------------------------------------------------------------------------------------------------- fetch

    def fetch(self, pmids: Sequence[str]) -> Iterator[Batch]:
        """Bring the records of these PMIDs, a batch at a time; each PMID is asked for once.

        A batch that is too large for NCBI (502) is halved. Raises EntrezError at once on what cannot be a PMID.
        """
        wanted = tuple(dict.fromkeys(pmids))
        for pmid in wanted:
            if not _PMID.fullmatch(pmid):
                raise EntrezError(f"efetch: {pmid!r} is no PMID; a PMID is a number above zero", utility="efetch")
        return self._batches(wanted)

    def _batches(self, pmids: tuple[str, ...]) -> Iterator[Batch]:
        for start in range(0, len(pmids), self.batch):
            yield from self._efetch(pmids[start : start + self.batch])

    def _efetch(self, pmids: tuple[str, ...]) -> Iterator[Batch]:
        try:
            body = self._post("efetch", {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml"})
        except Busy as busy:
            if busy.status != 502 or len(pmids) == 1:
                raise
        else:
            yield Batch(requested=pmids, xml=body)
            return
        middle = len(pmids) // 2
        yield from self._efetch(pmids[:middle])
        yield from self._efetch(pmids[middle:])

    # -------------------------------------------------------------------------------------------------------- wire

    def _post(self, utility: _Utility, parameters: Mapping[str, str]) -> bytes:
        """The whole, checked body of an answer; what is transient is tried again, and then raised as Busy."""
        filled = {name: value for name, value in {**parameters, **self._identity}.items() if value}
        return self._retrying(self._attempt, utility, filled)

    def _attempt(self, utility: _Utility, parameters: Mapping[str, str]) -> bytes:
        self.limiter.wait()
        reply = self._send(utility, parameters)
        if isinstance(reply, EntrezError):
            raise reply
        if fault := classify(reply, utility, self._redact):
            raise fault
        return reply.body

    def _send(self, utility: _Utility, parameters: Mapping[str, str]) -> Reply | EntrezError:
        """The reply, or the fault of the transport; it carries no cause, because that holds the request and its key."""
        started = time.monotonic()
        url = f"{self.base_url}{utility}.fcgi"
        try:
            response = self._session.post(url, data=parameters, timeout=TIMEOUT, allow_redirects=False)
            reply = Reply(response.status_code, response.content, response.headers.get("Retry-After", ""))
        except requests.RequestException as error:
            self._count(0, started)
            said = self._redact(f"{utility}: {url} could not be reached or read: {error}")
            kind = Busy if isinstance(error, _TRANSIENT_TRANSPORT) else EntrezError
            return kind(said, utility=utility)
        self._count(len(reply.body), started)
        return reply

    def _count(self, received: int, started: float) -> None:
        with self._counting:
            self.traffic.requests += 1
            self.traffic.bytes += received
            self.traffic.seconds += time.monotonic() - started

    def _redact(self, text: str) -> str:
        """The text without the API key, which NCBI echoes when it refuses it."""
        key = self._identity["api_key"]
        for spelling in {key, quote(key, safe=""), quote_plus(key)} if key else ():
            text = text.replace(spelling, "[API key]")
        return text


_Utility = Literal["esearch", "efetch"]
_PMID = re.compile(r"0*[1-9][0-9]*", re.ASCII)
_TRANSIENT_TRANSPORT = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


def _polite(api_key: str) -> float:
    """Requests a second: nine tenths of NCBI's limit, because 429 is also seen just below it."""
    return 0.9 * (10 if api_key else 3)


# --------------------------------------------------------------------------------------------------------- patience

_BACKOFF = wait_exponential_jitter(initial=1, max=60, jitter=1)


def _worth_waiting(error: BaseException) -> bool:
    return isinstance(error, Busy) and (error.after or 0) <= PATIENCE


def _pause(state: RetryCallState) -> float:
    """Seconds before the next try: growing, with jitter, and never less than NCBI asked for."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Busy) and error.after else 0.0
    return max(_BACKOFF(state), asked + random.random() if asked else 0.0)  # noqa: S311 - jitter, no secret


# ----------------------------------------------------------------------------------------------------------- slices


@dataclass(frozen=True, slots=True)
class _Part:
    """An answer and the PMID range it is about; no range means all."""

    answer: _Answer
    low: int | None = None
    high: int | None = None

    @property
    def slice(self) -> Slice:
        low, high = ("" if bound is None else str(bound) for bound in (self.low, self.high))
        return Slice(low=low, high=high, count=self.answer.count)


def _halves(part: _Part) -> tuple[tuple[int, int], tuple[int, int]]:
    low, high = part.low or 1, part.high or TOP_PMID
    if low == high:
        raise EntrezError(
            f"esearch: {part.answer.count} records within the one PMID {low}; this platform does not heed a range of "
            "PMIDs, so a search this large cannot be complete; narrow the strategy",
            utility="esearch",
        )
    middle = (low + high) // 2
    return (low, middle), (middle + 1, high)


def _check_whole(answer: _Answer) -> None:
    if (given := len(set(answer.pmids))) != answer.count:
        raise EntrezError(
            f"esearch: {answer.count} records counted but {given} PMIDs given out; "
            "the search is incomplete, run it again",
            utility="esearch",
        )


def _check_sum(count: int, parts: Sequence[_Part]) -> None:
    """Slices that do not add up: the index moved meanwhile, or a range was not heeded. Either way something is lost."""
    total = sum(part.answer.count for part in parts)
    distinct = {pmid for part in parts for pmid in part.answer.pmids}
    whole = all(part.answer.count <= CEILING for part in parts)
    if total != count or (whole and len(distinct) != count):
        raise EntrezError(
            f"esearch: {count} records counted but its slices hold {total}"
            + (f" with {len(distinct)} distinct PMIDs" if whole else "")
            + "; the search is incomplete, run it again",
            utility="esearch",
        )


def _dates(limits: Limits) -> dict[str, str]:
    """The date limits; NCBI ignores a lone bound in silence, so the open end is filled, and takes edat for none."""
    if not limits.mindate and not limits.maxdate:
        return {"datetype": limits.datetype}
    return {"datetype": limits.datetype, "mindate": limits.mindate or "1000", "maxdate": limits.maxdate or "3000"}


# ---------------------------------------------------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class _Answer:
    count: int
    pmids: tuple[str, ...]
    translation: str
    warnings: tuple[str, ...]


def _read_answer(body: bytes, redact: Callable[[str], str]) -> _Answer:
    """What esearch said, which must hold a count and a list of PMIDs; anything less is no answer."""
    root = _read_xml(body)
    count = root.findtext("Count", "").strip()
    listed = root.find("IdList")
    if listed is None or not count.isdecimal():
        raise EntrezError(f"esearch: an answer without Count and IdList: {_excerpt(body, redact)}", utility="esearch")
    return _Answer(
        count=int(count),
        pmids=tuple((found.text or "").strip() for found in listed.findall("Id")),
        translation=redact(root.findtext("QueryTranslation", "")),
        warnings=tuple(redact(said) for said in _warnings(root)),
    )


def _read_xml(body: bytes) -> ET.Element:
    try:
        return ET.fromstring(body)  # noqa: S314 - `_root` knows no document that declares entities
    except ET.ParseError as error:
        raise EntrezError(f"esearch: an answer that is no XML: {error}; run it again", utility="esearch") from error


_CONSEQUENCE = {
    "PhraseNotFound": "not found, and left out of the search",
    "FieldNotFound": "no such field; the tag was dropped and all fields were searched",
    "QuotedPhraseNotFound": "the quoted phrase was not found",
    "PhraseIgnored": "ignored",
}


def _warnings(root: ET.Element) -> Iterator[str]:
    """What PubMed changed or dropped; `No items found.` only marks zero hits."""
    for name, consequence in _CONSEQUENCE.items():
        for found in root.iter(name):
            yield f"{name}: {(found.text or '').strip()} ({consequence})"
    for found in root.iter("OutputMessage"):
        if (said := (found.text or "").strip()) and said != "No items found.":
            yield f"OutputMessage: {said}"


# ----------------------------------------------------------------------------------------------------------- faults


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came over the wire; `retry_after` is the header, empty where there is none."""

    status: int
    body: bytes
    retry_after: str = ""


_ROOTS = {"esearch": b"eSearchResult", "efetch": b"PubmedArticleSet"}
_BLOCKED = re.compile(r"Blocked Diagnostic|possible abuse|misuse\.ncbi\.nlm\.nih\.gov", re.IGNORECASE)
_LASTING = re.compile(
    r"'retstart' cannot be larger|out of acceptable range|Invalid db name|Unable to obtain query|ID list is empty"
    r"|OUT OF RANGE|API key invalid|Supplied id parameter is empty|Empty term|Mandatory parameter",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"API rate limit exceeded|Search Backend failed|Unable to open connection|Couldn't resolve #"
    r"|Database is not supported|NCBI C\+\+ Exception|error forwarding request|External viewer error|proxy_stream\(\)"
    r"|Failed to connect to PubOne|50[0234] (?:Bad Gateway|Internal|Service|Gateway)|Read failed|timed? ?out",
    re.IGNORECASE,
)


def classify(reply: Reply, utility: Literal["esearch", "efetch"], redact: Callable[[str], str]) -> EntrezError | None:
    """What is wrong with a reply: Busy where it is worth another try, EntrezError where it is not, None where nothing.

    The body decides before the status does: NCBI sends failures with 200 and transient ones with 400.
    """
    if reply.status == 200 and _root(reply.body) == _ROOTS[utility] and b"<ERROR>" not in reply.body[:2000]:
        return None if _is_closed(reply.body, utility) else _cut_short(reply, utility)
    words = redact(_words(reply.body))
    message = f"{utility}: HTTP {reply.status}: {_short(words) or 'an empty body'}"
    if _BLOCKED.search(words):
        way_out = "NCBI has blocked this address; stop, and write to eutilities@ncbi.nlm.nih.gov"
        return EntrezError(f"{message}; {way_out}", utility=utility, status=reply.status)
    if _is_lasting(reply, words):
        return EntrezError(message, utility=utility, status=reply.status)
    after = _seconds(reply.retry_after)
    return Busy(f"{message}; try again later", utility=utility, status=reply.status, after=after)


def _is_closed(body: bytes, utility: str) -> bool:
    """Whether the document's root is closed at the end of the body."""
    name = _ROOTS[utility]
    ending = body[-200:].rstrip()
    return ending.endswith(b"</" + name + b">") or bool(re.search(rb"<" + name + rb"\s*/>$", ending))


def _cut_short(reply: Reply, utility: str) -> Busy:
    said = f"{utility}: the answer is cut short after {len(reply.body)} bytes; try again later"
    return Busy(said, utility=utility, status=reply.status)


_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*", re.DOTALL)
_NAME = re.compile(rb"<([A-Za-z][\w.:-]*)")


def _root(body: bytes) -> bytes:
    """The name of the document's root element, empty where there is none, or a DOCTYPE that declares entities."""
    prolog = _PROLOG.match(body)
    found = _NAME.match(body, prolog.end() if prolog else 0)
    return found[1] if found else b""


def _is_lasting(reply: Reply, words: str) -> bool:
    if _LASTING.search(words):
        return True
    if reply.status in (408, 429) or reply.status >= 500 or _PASSING.search(words):
        return False
    return reply.status != 200 or _says_error(reply.body)


def _says_error(body: bytes) -> bool:
    """Whether NCBI itself says so; an HTML page, or a body that is empty or cut short, is an accident on the way."""
    return b"<ERROR>" in body or body.lstrip().startswith(b"{")


def _words(body: bytes) -> str:
    """NCBI's own words for a fault: the text of its ERROR elements, of its JSON, or of the page without mark-up."""
    text = body.decode("utf-8", errors="replace")
    if found := re.findall(r"<ERROR>(.*?)</ERROR>", text, re.DOTALL | re.IGNORECASE):
        return " ".join(" ".join(found).split())
    if text.lstrip().startswith("{"):
        return _json_words(text)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def _json_words(text: str) -> str:
    """The error of a JSON body; `strict=False` because NCBI sends raw newlines inside strings."""
    try:
        said = json.loads(text, strict=False)
    except json.JSONDecodeError:
        return " ".join(text.split())
    inner = said.get("esearchresult", said) if isinstance(said, dict) else said
    error = (inner.get("ERROR") or inner.get("error")) if isinstance(inner, dict) else None
    return " ".join(str(error or text).split())


def _short(words: str) -> str:
    return words if len(words) <= 300 else words[:297] + "..."


def _excerpt(body: bytes, redact: Callable[[str], str]) -> str:
    return _short(redact(_words(body))) or "nothing"


def _seconds(retry_after: str) -> float | None:
    """Retry-After as seconds from now: it may be a number or an HTTP date (RFC 9110, 10.2.3)."""
    if re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", retry_after):
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
