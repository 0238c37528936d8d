"""esearch: a strategy, the page of PMIDs it finds, and what is said about it (NBK25499; layouts recorded 2025)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape

from flask import Response

from harvester.errors import QueryError
from harvester.syntax import Range

from ..library import Library
from ..search.found import Context, Found
from .answers import Refusal, document, enveloped
from .asked import Asked, check_database
from .history import History, too_far


@dataclass(frozen=True, slots=True)
class Esearch:
    """The utility; `ceiling` is PubMed's limit of records of one search, `today` what relative dates count from."""

    library: Library
    history: History
    ceiling: int
    today: Callable[[], date]

    def __call__(self, asked: Asked) -> Response:
        """Search, keep the result where usehistory=y, and answer with a page of it."""
        check_database(asked)
        try:
            found = self._found(asked)
        except QueryError as error:
            raise Refusal(str(error)) from error
        pmids = self.library.ordered(found.pmids, asked["sort"])
        if asked["rettype"] == "count":
            return _count(asked, len(pmids))
        start, size, notice = self._window(asked, len(pmids))
        key = self.history.keep(asked["WebEnv"], pmids) if asked["usehistory"] == "y" else None
        answer = _Answer(found, len(pmids), pmids[start : start + size], start, key, notice)
        return answer.json() if asked.json else answer.xml()

    def _found(self, asked: Asked) -> Found:
        term = _term(asked)
        stored = self._stored(asked) if "#" in term else {}
        context = Context(stored=stored, today=self.today(), tag=asked["field"], window=_dates(asked, self.today()))
        return self.library.search(term, context)

    def _stored(self, asked: Asked) -> dict[int, frozenset[str]]:
        return {key: frozenset(map(str, pmids)) for key, pmids in self.history.sets(asked["WebEnv"]).items()}

    def _window(self, asked: Asked, count: int) -> tuple[int, int, str]:
        """Where the page starts, how many it may hold, and what PubMed says when that is less than was asked."""
        start, size = asked.number("retstart", 0), asked.number("retmax", 20)
        if start >= self.ceiling and count > self.ceiling:
            raise Refusal(f"Search Backend failed: Exception:\n{too_far(self.ceiling)}")
        if start + size <= self.ceiling:
            return start, size, ""
        held = max(0, self.ceiling - start)
        return start, held, f"Restrictions achieved. start and count adjusted to {start}, {held}"


def _term(asked: Asked) -> str:
    """The strategy; a query_key is ANDed to it, which NCBI does only where usehistory=y stands beside it."""
    term = asked["term"].strip()
    if asked["query_key"] and asked["WebEnv"] and asked["usehistory"] == "y":
        term = f"({term}) AND #{asked['query_key']}" if term else f"#{asked['query_key']}"
    if not term:
        raise Refusal("Empty term and query_key - nothing todo")
    return term


_DATETYPES = {"mdat": "lr", "pdat": "dp", "edat": "edat"}


def _dates(asked: Asked, today: date) -> Range | None:
    """The dates of reldate, or of mindate and maxdate (a lone one is ignored), by edat unless it says otherwise."""
    tag = _DATETYPES.get(asked["datetype"], "edat")
    if re.fullmatch(r"\d+", asked["reldate"], re.ASCII):
        begin = today - timedelta(days=min(asked.number("reldate", 0), today.toordinal() - 1))
        return Range(f"{begin:%Y/%m/%d}", f"{today:%Y/%m/%d}", tag)
    low, high = asked["mindate"], asked["maxdate"]
    if not low or not high:
        return None
    for one in (low, high):
        if not re.fullmatch(r"\d{1,4}(?:/\d{1,2}){0,2}", one, re.ASCII):
            raise QueryError(f"mindate, maxdate: {one} is no date; write YYYY, YYYY/MM or YYYY/MM/DD")
    return Range(low, high, tag)


def _count(asked: Asked, count: int) -> Response:
    """rettype=count, which hides every warning as NCBI's does."""
    if asked.json:
        return enveloped("esearch", {"esearchresult": {"count": str(count)}})
    return document("esearch", f"\n\t<Count>{count}</Count>\n")


@dataclass(frozen=True, slots=True)
class _Answer:
    found: Found
    count: int
    page: tuple[str, ...]
    start: int
    key: tuple[str, int] | None
    notice: str

    @property
    def messages(self) -> tuple[str, ...]:
        nothing = ("No items found.",) if not self.count else ()
        return (*nothing, *((self.notice,) if self.notice else ()), *self.found.messages)

    def xml(self) -> Response:
        listed = "".join(f"<Id>{pmid}</Id>\n" for pmid in self.page)
        ids = f"<IdList>\n{listed}</IdList>" if self.page else "<IdList/>"
        key = f"<QueryKey>{self.key[1]}</QueryKey><WebEnv>{self.key[0]}</WebEnv>" if self.key else ""
        return document(
            "esearch",
            f"<Count>{self.count}</Count><RetMax>{len(self.page)}</RetMax><RetStart>{self.start}</RetStart>{key}{ids}"
            f"<TranslationSet/><QueryTranslation>{escape(self.found.translation)}</QueryTranslation>"
            + "".join(self._lists()),
        )

    def _lists(self) -> Iterator[str]:
        found = self.found
        yield _listed(
            "ErrorList", (("PhraseNotFound", found.phrases_not_found), ("FieldNotFound", found.fields_not_found))
        )
        yield _listed(
            "WarningList",
            (
                ("PhraseIgnored", found.phrases_ignored),
                ("QuotedPhraseNotFound", found.quoted_not_found),
                ("OutputMessage", self.messages),
            ),
        )

    def json(self) -> Response:
        """The same in JSON, where `fieldsnotfound` is always empty: NCBI's own conversion loses it."""
        found = self.found
        content: dict[str, Any] = {"count": str(self.count), "retmax": str(len(self.page)), "retstart": str(self.start)}
        if self.key:
            content |= {"querykey": str(self.key[1]), "webenv": self.key[0]}
        content |= {"idlist": list(self.page), "translationset": [], "querytranslation": found.translation}
        if found.phrases_not_found or found.fields_not_found:
            content["errorlist"] = {"phrasesnotfound": list(found.phrases_not_found), "fieldsnotfound": []}
        if found.phrases_ignored or found.quoted_not_found or self.messages:
            content["warninglist"] = {
                "phrasesignored": list(found.phrases_ignored),
                "quotedphrasesnotfound": list(found.quoted_not_found),
                "outputmessages": list(self.messages),
            }
        return enveloped("esearch", {"esearchresult": content})


def _listed(name: str, groups: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    inside = "".join(f"<{element}>{escape(text)}</{element}>" for element, texts in groups for text in texts)
    return f"<{name}>{inside}</{name}>" if inside else ""
