"""What esummary says -> a Summary a PMID: enough to know a paper by, without its abstract."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvester.errors import Busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A paper in brief; `error` is NCBI's own word where it has no summary of a PMID, and then the rest is empty."""

    pmid: str
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    published: str = ""
    error: str = ""


def read_summaries(body: bytes, pmids: Sequence[str], redact: Callable[[str], str]) -> tuple[Summary, ...]:
    """One summary for each PMID that was asked for, in that order; a body that is no JSON is Busy."""
    try:
        result = {**json.loads(redact(body.decode()), strict=False)["result"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Busy(
            f"esummary: an answer that is no JSON with a result ({error}); run it again", utility="esummary"
        ) from error
    return tuple(_summary(pmid, result.get(pmid, {"error": "not in the answer"})) for pmid in pmids)


def _summary(pmid: str, said: Mapping[str, Any]) -> Summary:
    if "error" in said:
        return Summary(pmid=pmid, error=str(said["error"]))
    return Summary(
        pmid=pmid,
        title=_plain(str(said.get("title", ""))),
        authors=tuple(str(author.get("name", "")) for author in said.get("authors") or ()),
        journal=str(said.get("source", "")),
        published=str(said.get("pubdate", "")),
    )


def _plain(title: str) -> str:
    """A title without mark-up, which NCBI escapes once more inside the value."""
    return re.sub(r"</?(?:i|b|sub|sup|u)>", "", html.unescape(title))
