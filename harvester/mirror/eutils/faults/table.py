"""Every fault by its name, with the rows of the fault table (docs/faults.md) that it stands for."""

from __future__ import annotations

from collections.abc import Mapping

from ..history import CEILING, too_far
from . import Fault
from .instead import (
    empty,
    error,
    failed,
    forwarding,
    hang_up,
    json_error,
    key_invalid,
    no_links,
    no_summaries,
    page,
    too_many,
)
from .pieces import stranger
from .spoiling import cut, pieces_changed, plain, prolog, replaced, slow, truncate, without_middle

_RETSTART = f"Search Backend failed: Exception:\n{too_far(CEILING)}"
_BACKEND = "Search Backend failed: Unable to open connection to #PMQuerySrv?dbaf=pubmed"
_VIEWER = "Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout"
_EXCEPTION = (
    'NCBI C++ Exception:\n    Error: EUTILSAPP(CException::eUnknown) "eutils.cpp", line 1: '
    "the search service does not answer"
)
_HISTORY = f"Can't fetch uids from history because of: {_EXCEPTION}"
_TXCLIENT = (
    'NCBI C++ Exception:\n    Error: TXCLIENT(CException::eUnknown) "txclient.cpp", line 1: '
    "readAll() --- Read failed: EOF (the other side has unexpectedly closed connection)"
)
_BLOCKED = "Access is blocked because of possible abuse; see misuse.ncbi.nlm.nih.gov."

FAULTS: Mapping[str, Fault] = {
    "429": Fault("1, 2", "rate limit with Retry-After: 2", too_many(429)),
    "429-ok": Fault("4", "the words of the rate limit with status 200", too_many(200)),
    "key-invalid": Fault("5, 6", "400 that echoes the key", key_invalid),
    "500": Fault("7", "HTML diagnostic", page(500, "NCBI/eutils202 - WWW Error 500 Diagnostic", "It went wrong.")),
    "502": Fault("8", "a batch too large for the gateway", failed(502)),
    "503": Fault("7", "unavailable", failed(503)),
    "504": Fault("7", "the gateway timed out", failed(504)),
    "viewer": Fault("9", "400 that is transient", error(_VIEWER, 400)),
    "proxy-stream": Fault("10", "400 that is transient", error("proxy_stream(): the stream has ended", 400)),
    "pubone": Fault("10", "400 that is transient", error("Failed to connect to PubOne service", 400)),
    "400-502": Fault("10", "400 around a page of 502", page(400, "502 Bad Gateway", "The gateway had no answer.")),
    "retstart": Fault("11, 16", "200 ERROR behind the ceiling", error(_RETSTART)),
    "retstart-400": Fault("11", "400 ERROR behind the ceiling", error(_RETSTART, 400)),
    "clamp": Fault(
        "12", "half of the page in silence", None, pieces_changed(lambda found: found[: -(-len(found) // 2)])
    ),
    "raw-newline": Fault("13", "JSON with a raw newline, which is no JSON", json_error(_RETSTART)),
    "backend": Fault("14, 16", "200 ERROR of the backend", error("Search Backend failed: Exception:\nno answer")),
    "pmquerysrv": Fault("14", "200 ERROR, no connection", error(_BACKEND)),
    "pmquerysrv-resolve": Fault(
        "14",
        "200 ERROR, no address",
        error("Couldn't resolve #PMQuerySrv_2_0?dbaf=pubmed, the address table is empty."),
    ),
    "unsupported": Fault("15", "an outage that sounds final", error("Database is not supported: pubmed")),
    "exception": Fault("14", "200 ERROR of the application", error(_EXCEPTION)),
    "forwarding": Fault("14", "JSON of the gateway", forwarding),
    "field": Fault(
        "18, 22",
        "a tag passed over",
        None,
        replaced(rb"</QueryTranslation>", rb"\g<0><ErrorList><FieldNotFound>foo</FieldNotFound></ErrorList>"),
    ),
    "phrase": Fault(
        "21",
        "a word dropped, so that the search is broader",
        None,
        replaced(rb"</QueryTranslation>", rb"\g<0><ErrorList><PhraseNotFound>abcxyz</PhraseNotFound></ErrorList>"),
    ),
    "quoted": Fault(
        "21",
        "a phrase dropped, so that the search is broader",
        None,
        replaced(
            rb"</QueryTranslation>",
            rb'\g<0><WarningList><QuotedPhraseNotFound>"no such phrase"</QuotedPhraseNotFound></WarningList>',
        ),
    ),
    "group-warning": Fault(
        "22",
        "a tag on a group passed over",
        None,
        replaced(
            rb"</QueryTranslation>",
            rb"\g<0><WarningList><PhraseIgnored>[tiab]</PhraseIgnored></WarningList>",
        ),
    ),
    "expired": Fault("24", "the environment has expired", error("Unable to obtain query #1")),
    "history": Fault(
        "24",
        "the environment cannot be read",
        error("Cannot retrieve history data. query_key: 1, WebEnv: MCID_1, retstart: 0, retmax: 500"),
    ),
    "history-fetch": Fault("24", "the history does not answer", error(_HISTORY)),
    "empty-result": Fault("24", "the environment has nothing", error("Empty result - nothing todo")),
    "out-of-range": Fault(
        "25",
        "400 behind the end of the history",
        error(
            "Cannot retrieve history data: OUT OF RANGE. Parameter retstart=1 + 1 is greater than number of records "
            "available in history. History includes 1 IDs.",
            400,
        ),
    ),
    "truncate": Fault("26", "the transfer breaks off half way", None, truncate),
    "cut": Fault("27", "half of the body in a clean transfer", None, cut),
    "prolog": Fault("27, 38", "a prolog and no root element", None, prolog),
    "empty": Fault("28", "200 and no byte", empty),
    "text": Fault("29", "text instead of XML", None, plain),
    "html": Fault("30", "200 and a page", page(200, "Maintenance", "The service is being maintained.")),
    "blocked": Fault("30", "403 and a page", page(403, "NCBI - WWW Error Blocked Diagnostic", _BLOCKED)),
    "blocked-ok": Fault("30", "200 and the page", page(200, "NCBI - WWW Error Blocked Diagnostic", _BLOCKED)),
    "414": Fault("31", "URL too long", failed(414)),
    "drop": Fault("32, 40", "one record absent in silence", None, pieces_changed(without_middle)),
    "no-ids": Fault("33", "400, no id", error("ID list is empty! Possibly it has no correct IDs.", 400)),
    "no-id-ok": Fault("33", "200, no id", error("Supplied id parameter is empty.")),
    "docsum-error": Fault("34", "an error in place of each summary", no_summaries),
    "too-many": Fault(
        "35",
        "more than 500 summaries in JSON",
        error("Too many UIDs in request. Maximum number of UIDs is 500 for JSON format output."),
    ),
    "envelope": Fault("36", "JSON without a result", json_error("Empty result - nothing todo")),
    "docsum-comment": Fault(
        "37",
        "an error in a comment after status OK",
        None,
        replaced(
            rb'(?s)(<DocumentSummarySet status="OK">).*(</DocumentSummarySet>)', rb"\1<!-- DocSum Backend failed -->\2"
        ),
    ),
    "exlinksrv": Fault("38", "no link service", error("Couldn't resolve #exLinkSrv2, the address table is empty.")),
    "txclient": Fault("38", "the link service hung up", error(_TXCLIENT)),
    "no-links": Fault("39", "no link, as for an unknown id", no_links),
    "dtd": Fault(
        "41",
        "a DTD that nobody has",
        None,
        replaced(rb'"https?://[^"]*\.dtd"', b'"http://dtd.invalid/pubmed_270101.dtd"'),
    ),
    "repeat": Fault("43", "one record twice", None, pieces_changed(lambda found: [*found[:1], *found])),
    "extra": Fault("43", "a record nobody asked for", None, pieces_changed(lambda found: [*found, *stranger(found)])),
    "count": Fault("43", "a count that has moved", None, replaced(rb"<Count>\d+</Count>", b"<Count>123456</Count>")),
    "reset": Fault("44", "the connection ends before an answer", hang_up),
    "slow": Fault("45", "the body dribbles over SECONDS", None, slow),
    "new-element": Fault(
        "46",
        "an element and an attribute of a later DTD",
        None,
        replaced(
            rb"<(MedlineCitation|eSearchResult|DocSum|DocumentSummary)\b([^>]*)>", rb'<\1\2 Novelty="1"><Novelty/>'
        ),
    ),
}
"""By name. A fault that has no place in an answer (a comment among summaries, asked of esearch) leaves it as it is.

The other rows are no fault of one answer: 3 are the limits, 17 and 48 the client's book-keeping, 19, 20 and 23 how the
mirror answers always, 42 and 47 are bulk files.
"""
