"""esummary: document summaries of PubMed, as items (version 1), as elements (version 2.0) and in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response

from harvester.records import Record

from ..formats.docsums import docsum_json, docsum_v1, docsum_v2
from ..library import Library
from .answers import Refusal, document, enveloped
from .asked import Asked, check_database, pmids_of
from .history import History, page

_MOST_IN_JSON = 500

Held = Mapping[str, Record]
"""The records of a request by their PMIDs; what is missing is not known."""


@dataclass(frozen=True, slots=True)
class Esummary:
    """The utility; `ceiling` is PubMed's limit of records of one result set."""

    library: Library
    history: History
    ceiling: int

    def __call__(self, asked: Asked) -> Response:
        """The summaries of `id`, or of a part of a stored result set; an unknown PMID has an error in its place."""
        check_database(asked)
        pmids = self._wanted(asked)
        if asked.json and len(pmids) > _MOST_IN_JSON:
            raise Refusal(
                f"Too many UIDs in request. Maximum number of UIDs is {_MOST_IN_JSON} for JSON format output."
            )
        held = {record.pmid: record for record in self.library.records(pmids)}
        if asked.json:
            return _in_json(pmids, held)
        return _in_version_2(pmids, held) if asked["version"] == "2.0" else in_version_1(pmids, held)

    def _wanted(self, asked: Asked) -> tuple[str, ...]:
        if asked["query_key"] or asked["WebEnv"]:
            return page(self.history, asked, self.ceiling)
        if not asked.ids:
            raise Refusal("Neither query_key nor id specified")
        if not (pmids := pmids_of(asked.ids)):
            raise Refusal("Empty id list - nothing todo")
        return pmids


_UNKNOWN = "cannot get document summary"


def in_version_1(pmids: tuple[str, ...], held: Held) -> Response:
    """DocSum elements of named items, an ERROR for each unknown PMID."""
    shown = (docsum_v1(held[one]) if one in held else f"<ERROR>UID={one}: {_UNKNOWN}</ERROR>" for one in pmids)
    return document("esummary", "\n" + "\n\n".join(shown) + "\n\n")


def _in_version_2(pmids: tuple[str, ...], held: Held) -> Response:
    shown = (docsum_v2(held[one]) if one in held else _unknown(one) for one in pmids)
    summaries = "\n\n".join(shown)
    return document("esummary 2.0", f'\n<DocumentSummarySet status="OK">\n{summaries}\n\n</DocumentSummarySet>\n')


def _unknown(pmid: str) -> str:
    return f'<DocumentSummary uid="{pmid}"><error>{_UNKNOWN}</error></DocumentSummary>'


def _in_json(pmids: tuple[str, ...], held: Held) -> Response:
    shown = {one: docsum_json(held[one]) if one in held else {"uid": one, "error": _UNKNOWN} for one in pmids}
    return enveloped("esummary", {"result": {"uids": list(pmids), **shown}})
