"""What is wrong with an answer of NCBI's, told by its body before its status.

NCBI sends failures with status 200 and transient ones with 400, HTML where XML was asked for, and bodies that end in
the middle. The faults are those that clients met between 2013 and 2026 and reported; each row below names one. A new
one is a row of FAULTS, a fault of the mirror's (mirror/eutils/faults/table.py), and a row of benchmarks/faults/rows.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from harvester.errors import Busy, EntrezError

Utility = Literal["esearch", "efetch", "esummary", "elink"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came over the wire; `retry_after` is the header, empty where there is none."""

    status: int
    body: bytes
    retry_after: str = ""


class TooOften(Busy):
    """NCBI counted more requests than it allows, whatever the status it says so with."""


class Outage(Busy):
    """NCBI's own machinery is down: worth minutes of patience, not seconds."""


class Unheard(Busy):
    """Words of NCBI's that nobody has reported yet: worth another try or two, as they may pass."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by the words that give it away: what it is, whether it passes, and what a person can do."""

    words: re.Pattern[str]
    kind: type[EntrezError]
    way_out: str
    on_a_page: bool = False
    """Whether it is only ever said on a page for people; an ERROR may quote a strategy on "possible abuse"."""


def _fault(words: str, kind: type[EntrezError], way_out: str, *, on_a_page: bool = False) -> Fault:
    return Fault(re.compile(words, re.IGNORECASE), kind, way_out, on_a_page)


FAULTS = (
    _fault(
        r"Blocked Diagnostic|possible abuse|misuse\.ncbi\.nlm\.nih\.gov",
        EntrezError,
        "NCBI has blocked this address; stop, and write to eutilities@ncbi.nlm.nih.gov",
        on_a_page=True,
    ),
    _fault(r"API key invalid", EntrezError, "check NCBI_API_KEY, or unset it to go on at 3 requests a second"),
    _fault(
        r"'retstart' cannot be larger|out of acceptable range|OUT OF RANGE",
        EntrezError,
        "no more than 9,999 records of one search can be read; this is a fault of harvester's, please report it",
    ),
    _fault(r"Invalid db name|Mandatory parameter", EntrezError, "is the base URL that of the E-utilities?"),
    _fault(r"ID list is empty|Supplied id parameter is empty", EntrezError, "no PMID was sent that NCBI can read"),
    _fault(r"Empty term", EntrezError, "the strategy is empty for NCBI; `harvester lint` shows how it is read"),
    _fault(r"API rate limit exceeded", TooOften, "try again later"),
    # No request of ours refers to the history server; so the same request, sent again, is the search run again.
    _fault(r"Unable to obtain query|Can(?:no|')t (?:retrieve|fetch) (?:history|uids)", Busy, "try again later"),
    _fault(
        r"Database is not supported|Couldn't resolve #|#PMQuerySrv|address table is empty",
        Outage,
        "NCBI's search service is down; try again in an hour",
    ),
    _fault(
        r"Search Backend failed|Unable to open connection|NCBI C\+\+ Exception|error forwarding request"
        r"|External viewer error|proxy_stream\(\)|Failed to connect to PubOne|DocSum Backend failed|Read failed"
        r"|\b50[0234] [A-Z]|timed? ?out",
        Busy,
        "try again later",
    ),
)
"""Read from the top: the first whose words are in the answer is the fault."""

_ROOTS = {"esearch": b"eSearchResult", "efetch": b"PubmedArticleSet", "elink": b"eLinkResult"}


def classify(reply: Reply, utility: Utility, redact: Callable[[str], str]) -> EntrezError | None:
    """What is wrong with a reply: Busy where it is worth another try, EntrezError where it is not, None where nothing.

    An answer is right when it has status 200 and is a whole document of the kind the utility gives, without an error
    in it; a word in an abstract is no error. `redact` takes the API key out of what is quoted.
    """
    if reply.status == 200 and _is_document(reply.body, utility):
        return None if _is_closed(reply.body, utility) else _cut_short(reply, utility)
    words = redact(_words(reply.body))
    said = f"{utility}: HTTP {reply.status}: {_short(words) or 'an empty body'}"
    says_error = b"<ERROR>" in reply.body or reply.body.lstrip().startswith(b"{")
    for fault in FAULTS:
        if fault.words.search(words) and not (fault.on_a_page and says_error):
            return _made(fault.kind, f"{said}; {fault.way_out}", utility, reply)
    kind = _kind(reply.status, says_error)
    return _made(kind, f"{said}; try again later" if issubclass(kind, Busy) else said, utility, reply)


def _made(kind: type[EntrezError], message: str, utility: Utility, reply: Reply) -> EntrezError:
    if issubclass(kind, Busy):
        return kind(message, utility=utility, status=reply.status, after=_seconds(reply.retry_after))
    return kind(message, utility=utility, status=reply.status)


def _kind(status: int, says_error: bool) -> type[EntrezError]:
    """What words that nobody has reported are; a page with 200, or half a body, is an accident on the way."""
    if status == 429:
        return TooOften
    if status == 408 or status >= 500:
        return Busy
    if says_error and status in {200, 400}:
        return Unheard
    return Busy if status == 200 else EntrezError


def _is_document(body: bytes, utility: Utility) -> bool:
    """Whether the body begins as the utility's document does, and says no error at its beginning."""
    if utility == "esummary":
        return body.lstrip()[:1] == b"{" and b'"result"' in body
    # The text of an article may hold anything; links are numbers only, and an error may stand among them anywhere.
    beginning = body if utility == "elink" else body[:2000]
    return _root(body) == _ROOTS[utility] and b"<ERROR>" not in beginning


def _is_closed(body: bytes, utility: Utility) -> bool:
    """Whether the document is closed at the end of the body."""
    ending = re.sub(rb"(?:\s*<!--(?:(?!-->).)*-->)*\s*$", b"", body[-1000:], flags=re.DOTALL)
    if utility == "esummary":
        return ending.endswith(b"}")
    name = _ROOTS[utility]
    return ending.endswith(b"</" + name + b">") or bool(re.search(rb"<" + name + rb"\s*/>$", ending))


def _cut_short(reply: Reply, utility: Utility) -> Busy:
    said = f"{utility}: the answer is cut short after {len(reply.body)} bytes; try again later"
    return Busy(said, utility=utility, status=reply.status)


_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*", re.DOTALL)
_NAME = re.compile(rb"<([A-Za-z][\w.:-]*)")


def _root(body: bytes) -> bytes:
    """The name of the document's root element, empty where there is none, or a DOCTYPE that declares entities."""
    prolog = _PROLOG.match(body)
    found = _NAME.match(body, prolog.end() if prolog else 0)
    return found[1] if found else b""


def _words(body: bytes) -> str:
    """NCBI's own words for a fault: the text of its ERROR elements, of its JSON, or of the page without mark-up."""
    text = body.decode("utf-8", errors="replace")
    if found := re.findall(r"<ERROR>(.*?)</ERROR>", text, re.DOTALL | re.IGNORECASE):
        return " ".join(" ".join(found).split())
    if text.lstrip().startswith("{"):
        return _json_words(text)
    return " ".join(re.sub(r"<!--(.*?)-->|<[^>]*>", r" \1 ", text).split())


def _json_words(text: str) -> str:
    """The error of a JSON body; `strict=False` because NCBI sends raw newlines inside strings."""
    try:
        said = json.loads(text, strict=False)
    except json.JSONDecodeError:
        return " ".join(text.split())
    for name in ("esearchresult", "esummaryresult"):
        said = said.get(name, said) if isinstance(said, dict) else said
    error = (said.get("ERROR") or said.get("error")) if isinstance(said, dict) else said
    return " ".join((" ".join(map(str, error)) if isinstance(error, list) else str(error or text)).split())


def _short(words: str) -> str:
    return words if len(words) <= 300 else words[:297] + "..."


def excerpt(body: bytes, redact: Callable[[str], str]) -> str:
    """The beginning of what an answer says, for a message."""
    return _short(redact(_words(body))) or "nothing"


def _seconds(retry_after: str) -> float | None:
    """Retry-After as seconds from now: it may be a number or an HTTP date (RFC 9110, 10.2.3)."""
    if re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", retry_after):
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
