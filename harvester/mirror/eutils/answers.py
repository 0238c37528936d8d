"""What every utility's answer is made of: NCBI's prologs, envelopes, content types and its two forms of an ERROR."""

from __future__ import annotations

import json as jsons
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from flask import Response


class Refusal(Exception):
    """NCBI's ERROR: its words, and the HTTP status they come with."""

    def __init__(self, words: str, status: int = 200) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" ?>\n'
_DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_ROOTS = {
    "einfo": ("eInfoResult", "einfo 20190110", f"{_DTD}/20190110/einfo.dtd"),
    "esearch": ("eSearchResult", "esearch 20060628", f"{_DTD}/20060628/esearch.dtd"),
    "efetch": ("eFetchResult", "efetch 20131226", f"{_DTD}/20131226/efetch.dtd"),
    "esummary": ("eSummaryResult", "esummary v1 20041029", f"{_DTD}/20041029/esummary-v1.dtd"),
    "esummary 2.0": ("eSummaryResult", "esummary pubmed 20160808", f"{_DTD}/20160808/esummary_pubmed.dtd"),
    "epost": ("ePostResult", "epost 20090526", f"{_DTD}/20090526/epost.dtd"),
    "elink": ("eLinkResult", "elink 20101123", f"{_DTD}/20101123/elink.dtd"),
    "espell": (
        "eSpellResult",
        "eSpellResult, 23 November 2004",
        "https://www.ncbi.nlm.nih.gov/entrez/query/DTD/eSpell.dtd",
    ),
}
_MISNAMED = {"efetch": "eEfetchResult"}
"""efetch's DOCTYPE names another root than its element; so it was recorded in 2024 to 2026, and so it is kept."""


def document(utility: str, content: str, status: int = 200) -> Response:
    """A whole XML document of a utility, `content` standing in its root element.

    What a client sent may be among the content; characters that XML forbids are left out.
    """
    return xml(f"{prolog(utility)}{_FORBIDDEN.sub('', content)}</{_ROOTS[utility][0]}>\n", status)


_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def prolog(utility: str) -> str:
    """Declaration, DOCTYPE and the root element's start tag."""
    root, name, path = _ROOTS[utility]
    doctype = f'<!DOCTYPE {_MISNAMED.get(utility, root)} PUBLIC "-//NLM//DTD {name}//EN" "{path}">\n'
    return f"{_DECLARATION}{doctype}<{root}>"


def xml(body: str | bytes | Iterable[bytes], status: int = 200) -> Response:
    """An answer in XML."""
    return Response(body, status, content_type="text/xml; charset=UTF-8")


def text(body: str | bytes, status: int = 200) -> Response:
    """An answer in plain text."""
    return Response(body, status, content_type="text/plain; charset=UTF-8")


def html(body: str, status: int) -> Response:
    """A page for people, which NCBI sends where a program expects data."""
    return Response(body, status, content_type="text/html; charset=UTF-8")


def enveloped(utility: str, content: Mapping[str, Any], status: int = 200) -> Response:
    """An answer in JSON: NCBI's header, then what the utility says."""
    return json({"header": {"type": utility, "version": "0.3"}, **content}, status)


def json(content: Mapping[str, Any], status: int = 200) -> Response:
    """An answer in JSON without NCBI's header, as its gateway sends errors."""
    body = jsons.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(body + "\n", status, content_type="application/json; charset=UTF-8")


def refused(utility: str, as_json: bool, refusal: Refusal) -> Response:
    """An ERROR in the form of the utility; in JSON a newline is left raw, which is no valid JSON (paperscraper#40)."""
    if not as_json or utility not in _JSON_ERRORS:
        return document(utility, f"\n\t<ERROR>{escape(refusal.words)}</ERROR>\n", refusal.status)
    answer = enveloped(utility, _JSON_ERRORS[utility](refusal.words.replace("\n", _NEWLINE)), refusal.status)
    answer.set_data(answer.get_data().replace(_NEWLINE.encode(), b"\n"))
    return answer


_NEWLINE = "\ue000"  # of the private use area: stands for a newline while JSON is written


_JSON_ERRORS: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
    "einfo": lambda words: {"einforesult": {"ERROR": words}},
    "esearch": lambda words: {"esearchresult": {"ERROR": words}},
    "esummary": lambda words: {"esummaryresult": [words]},
    "elink": lambda words: {"linksets": [], "ERROR": words},
}
