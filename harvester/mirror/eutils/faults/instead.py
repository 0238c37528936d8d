"""Answers in place of the utility's: what a disturbed request is told."""

from __future__ import annotations

import socket

from flask import Response

from .. import answers, gateway
from ..answers import Refusal
from . import Disturbed, Instead


def error(words: str, status: int = 200) -> Instead:
    """An ERROR in the form of the utility asked, in XML or JSON."""
    return lambda disturbed: disturbed.error(words, status)


def page(status: int, title: str, text: str) -> Instead:
    """A page for people where a program expects data."""
    return lambda _: gateway.page(status, title, text)


def failed(status: int) -> Instead:
    """The page of a gateway that could not pass the request on."""
    return lambda _: gateway.failed(status)


def too_many(status: int) -> Instead:
    """The words of the rate limit, whatever the limits really are."""

    def answer(disturbed: Disturbed) -> Response:
        key = disturbed.asked["api_key"]
        caller, count, limit = (key, 11, 10) if key else (disturbed.request.remote_addr or "", 4, 3)
        return gateway.rate_exceeded(caller, count, limit, status)

    return answer


def key_invalid(disturbed: Disturbed) -> Response:
    """The key of the request is unknown, and is echoed."""
    return gateway.key_invalid(disturbed.asked["api_key"])


def forwarding(_: Disturbed) -> Response:
    """The gateway's own error, with status 200."""
    return answers.json({"error": "error forwarding request"})


def json_error(words: str) -> Instead:
    """An ERROR in JSON, whatever retmode says; a newline in it stays raw."""
    return lambda disturbed: answers.refused(disturbed.utility, as_json=True, refusal=Refusal(words))


def empty(_: Disturbed) -> Response:
    """Status 200 and no byte."""
    return answers.xml("")


def no_summaries(disturbed: Disturbed) -> Response:
    """An error in place of each summary asked for."""
    uids, failure = disturbed.asked.ids, "cannot get document summary"
    if disturbed.asked.json:
        each = {one: {"uid": one, "error": failure} for one in uids}
        return answers.enveloped("esummary", {"result": {"uids": list(uids), **each}})
    return answers.document("esummary", "\n" + "".join(f"<ERROR>UID={one}: {failure}</ERROR>\n" for one in uids))


def no_links(disturbed: Disturbed) -> Response:
    """LinkSets without a link, as for a PMID that nobody has."""
    if disturbed.asked.json:
        return answers.enveloped("elink", {"linksets": [{"dbfrom": "pubmed", "ids": list(disturbed.asked.ids)}]})
    listed = "".join(f"<Id>{one}</Id>" for one in disturbed.asked.ids)
    return answers.document("elink", f"<LinkSet><DbFrom>pubmed</DbFrom><IdList>{listed}</IdList></LinkSet>")


def hang_up(disturbed: Disturbed) -> Response:
    """Close the connection before a byte is sent, where the server hands over its socket; else answer 500."""
    for name in ("harvester.socket", "werkzeug.socket"):
        if line := disturbed.request.environ.get(name):
            line.shutdown(socket.SHUT_RDWR)
            return answers.text("")
    return gateway.page(
        500, "No socket", "x-fault: reset needs a server that hands over its socket; mirror serve does."
    )
