"""The mirror's E-utilities: einfo, esearch and efetch of PubMed with NCBI's layouts, limits and literal errors.

The layouts and literals are those of NCBI's DTDs and of answers observed between 2022 and 2026.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flask import Flask, Request, Response, request

from harvester.records import QueryError
from harvester.syntax import FIELDS, Range

from .corpus import DATES
from .evaluate import Context, Found
from .library import Library

CEILING = 9_999
"""How many records of one search PubMed gives out."""

_KEPT = 1_000  # result sets of so many environments are kept; the oldest expire, as NCBI's do after some hours


def create_app(folder: Path, *, ceiling: int = CEILING, today: Callable[[], date] | None = None) -> Flask:
    """A WSGI application that answers E-utilities requests from a mirror's folder, below /entrez/eutils/.

    A mirror that is extended while it serves is read again. `ceiling` is PubMed's limit of records of one search,
    `today` what relative dates count from. Raises StoreError where the folder holds no mirror.
    """
    service = _Service(Library(folder), _History(), ceiling, today or _utc_today)
    app = Flask(__name__)
    app.config["MAX_FORM_MEMORY_SIZE"] = 16 << 20
    for utility, answer in (("einfo", service.einfo), ("esearch", service.esearch), ("efetch", service.efetch)):
        app.add_url_rule(f"/entrez/eutils/{utility}.fcgi", utility, answer, methods=["GET", "POST"])
    return app


def _utc_today() -> date:
    return datetime.now(UTC).date()


class _History:
    """NCBI's history server: result sets by environment and number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._environments: OrderedDict[str, list[tuple[str, ...]]] = OrderedDict()

    def keep(self, environment: str, pmids: tuple[str, ...]) -> tuple[str, int]:
        """Keep a result set, in a new environment where this one is unknown."""
        with self._lock:
            if environment not in self._environments:
                environment = f"MCID_{secrets.token_hex(12)}"
                self._environments[environment] = []
            self._environments[environment].append(pmids)
            while len(self._environments) > _KEPT:
                self._environments.popitem(last=False)
            return environment, len(self._environments[environment])

    def sets(self, environment: str) -> dict[int, tuple[str, ...]]:
        with self._lock:
            return dict(enumerate(self._environments.get(environment, ()), start=1))


class _Refusal(Exception):
    """NCBI's ERROR: its words, and the HTTP status they come with."""

    def __init__(self, words: str, status: int = 200) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


@dataclass(frozen=True, slots=True)
class _Service:
    library: Library
    history: _History
    ceiling: int
    today: Callable[[], date]

    def einfo(self) -> Response:
        asked = _Asked(request)
        if asked["db"] not in ("", "pubmed"):
            return _error("einfo", asked, f"Can not retrieve DbInfo for db={asked['db']}")
        return _databases(asked) if not asked["db"] else _database(asked, self.library.count())

    def esearch(self) -> Response:
        asked = _Asked(request)
        try:
            _check_database(asked)
            return self._search(asked)
        except QueryError as error:
            return _error("esearch", asked, str(error))
        except _Refusal as refusal:
            return _error("esearch", asked, refusal.words, refusal.status)

    def _search(self, asked: _Asked) -> Response:
        found = self._found(asked, self.history.sets(asked["WebEnv"]))
        pmids = self.library.ordered(found.pmids, asked["sort"])
        if asked["rettype"] == "count":
            return _count(asked, len(pmids))
        start, size, notice = self._window(asked, len(pmids))
        key = self.history.keep(asked["WebEnv"], pmids) if asked["usehistory"] == "y" else None
        answer = _SearchAnswer(found, len(pmids), pmids[start : start + size], start, key, notice)
        return answer.json() if asked.json else answer.xml()

    def _found(self, asked: _Asked, sets: Mapping[int, tuple[str, ...]]) -> Found:
        stored = {key: frozenset(pmids) for key, pmids in sets.items()}
        context = Context(stored=stored, today=self.today(), tag=asked["field"], window=_window(asked, self.today()))
        term = asked["term"].strip()
        if asked["query_key"]:
            term = f"({term}) AND #{asked['query_key']}" if term else f"#{asked['query_key']}"
        if not term:
            raise _Refusal("Empty term and query_key - nothing todo")
        return self.library.search(term, context)

    def _window(self, asked: _Asked, count: int) -> tuple[int, int, str]:
        """Where the page starts, how many it may hold, and what PubMed says when that is less than was asked."""
        start, size = asked.number("retstart", 0), asked.number("retmax", 20)
        if start >= self.ceiling and count > self.ceiling:
            raise _Refusal("Search Backend failed: Exception:\n" + _too_far(self.ceiling))
        if start + size <= self.ceiling:
            return start, size, ""
        held = max(0, self.ceiling - start)
        return start, held, f"Restrictions achieved. start and count adjusted to {start}, {held}"

    def efetch(self) -> Response:
        asked = _Asked(request)
        try:
            _check_database(asked)
            return self._fetched(asked)
        except _Refusal as refusal:
            return _error("efetch", asked, refusal.words, refusal.status)

    def _fetched(self, asked: _Asked) -> Response:
        pmids = self._asked_for(asked)
        form = _form(asked)
        if form == "nothing":
            return Response("", mimetype="text/plain")
        if form == "uilist text":
            return _text("".join(f"{pmid}\n" for pmid in self.library.held(pmids)))
        if form == "uilist xml":
            listed = "".join(f"<Id>{pmid}</Id>\n" for pmid in self.library.held(pmids))
            return _xml(f"<IdList>\n{listed}</IdList>")
        articles = b"\n".join(self.library.xml(pmids))
        return _xml(_PROLOG + b"<PubmedArticleSet>" + articles + b"</PubmedArticleSet>\n")

    def _asked_for(self, asked: _Asked) -> tuple[str, ...]:
        if asked["query_key"] or asked["WebEnv"]:
            return self._from_history(asked)
        if not asked.ids:
            raise _Refusal("Supplied id parameter is empty.")
        numbers = (found[1] for one in asked.ids if (found := re.fullmatch(r"0*([1-9]\d*)", one)))
        if not (pmids := tuple(dict.fromkeys(numbers))):
            raise _Refusal("ID list is empty! Possibly it has no correct IDs.", 400)
        return pmids

    def _from_history(self, asked: _Asked) -> tuple[str, ...]:
        key = asked.number("query_key", 1)
        pmids = self.history.sets(asked["WebEnv"]).get(key)
        if pmids is None:
            raise _Refusal(f"Unable to obtain query #{key}")
        start, size = asked.number("retstart", 0), asked.number("retmax", 20)
        if start >= self.ceiling and len(pmids) > self.ceiling:
            backend = "Search backend cannot retrieve history data. Reason: Exception:\n"
            raise _Refusal(backend + _too_far(self.ceiling), 400)
        if start >= len(pmids):
            raise _Refusal(
                f"Cannot retrieve history data: OUT OF RANGE. Parameter retstart={start} + 1 is greater than number of "
                f"records available in history. History includes {len(pmids)} IDs.",
                400,
            )
        return pmids[start : min(start + size, self.ceiling)]


def _too_far(ceiling: int) -> str:
    return (
        f"'retstart' cannot be larger than {ceiling - 1}. For PubMed, ESearch can only retrieve the first {ceiling:,} "
        "records matching the query. To obtain more than "
        f"{ceiling:,} PubMed records, consider using EDirect that contains additional logic to batch PubMed search "
        "results automatically so that an arbitrary number can be retrieved. For details see "
        "https://www.ncbi.nlm.nih.gov/books/NBK25499/"
    )


# ---------------------------------------------------------------------------------------------------------- requests


class _Asked:
    """The parameters of a request, the same by GET and by POST; what is missing or empty is an empty string."""

    def __init__(self, source: Request) -> None:
        self._values = source.values

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, "")

    @property
    def json(self) -> bool:
        return self["retmode"] == "json"

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, from comma lists and repeated parameters."""
        listed = ",".join(self._values.getlist("id"))
        return tuple(one.strip() for one in listed.split(",") if one.strip())

    def number(self, name: str, otherwise: int) -> int:
        """A number of zero or more; anything else is as if it had not been given."""
        return int(self[name]) if re.fullmatch(r"\d{1,18}", self[name], re.ASCII) else otherwise


def _check_database(asked: _Asked) -> None:
    if not asked["db"]:
        raise _Refusal("Mandatory parameter: db - is omitted", 400)
    if asked["db"] != "pubmed":
        raise _Refusal(f"Invalid db name specified: {asked['db']}")


_DATETYPES = {"mdat": "lr", "pdat": "dp", "edat": "edat"}


def _window(asked: _Asked, today: date) -> Range | None:
    """The dates of reldate, or of mindate and maxdate (a lone one is ignored), by edat unless it says otherwise."""
    tag = _DATETYPES.get(asked["datetype"], "edat")
    if asked["reldate"]:
        begin = today - timedelta(days=min(asked.number("reldate", 0), today.toordinal() - 1))
        return Range(f"{begin:%Y/%m/%d}", f"{today:%Y/%m/%d}", tag)
    low, high = asked["mindate"], asked["maxdate"]
    if not low or not high:
        return None
    for one in (low, high):
        if not re.fullmatch(r"\d{1,4}(?:/\d{1,2}){0,2}", one, re.ASCII):
            raise QueryError(f"mindate, maxdate: {one} is no date; write YYYY, YYYY/MM or YYYY/MM/DD")
    return Range(low, high, tag)


def _form(asked: _Asked) -> str:
    """What efetch is to print: `uilist text`, `uilist xml`, `xml`, or `nothing` where NCBI prints nothing."""
    kind, mode = asked["rettype"], asked["retmode"]
    if kind == "uilist":
        return "uilist xml" if mode == "xml" else "uilist text"
    if kind in ("", "xml") and mode in ("", "xml"):
        return "xml"
    if kind == "abstract" and mode == "xml":
        return "xml"
    if kind == "full":
        return "nothing"
    raise _Refusal(f"This mirror does not serve rettype={kind or 'none'} with retmode={mode or 'none'}", 400)


# ----------------------------------------------------------------------------------------------------------- answers

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" ?>\n'
_DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_PROLOG = (
    b'<?xml version="1.0" ?>\n'
    b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)
_ROOTS = {
    "einfo": ("eInfoResult", "einfo 20190110", "20190110/einfo.dtd"),
    "esearch": ("eSearchResult", "esearch 20060628", "20060628/esearch.dtd"),
    "efetch": ("eFetchResult", "efetch 20131226", "20131226/efetch.dtd"),
}


def _document(utility: str, content: str, status: int = 200) -> Response:
    root, name, path = _ROOTS[utility]
    doctype = f'<!DOCTYPE {root} PUBLIC "-//NLM//DTD {name}//EN" "{_DTD}/{path}">\n'
    return _xml(f"{_DECLARATION}{doctype}<{root}>{content}</{root}>\n", status)


def _xml(body: str | bytes, status: int = 200) -> Response:
    return Response(body, status, content_type="text/xml; charset=UTF-8")


def _text(body: str) -> Response:
    return Response(body, content_type="text/plain; charset=UTF-8")


def _json(utility: str, version: str, content: Mapping[str, Any], status: int = 200) -> Response:
    document = {"header": {"type": utility, "version": version}, f"{utility}result": content}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(body + "\n", status, content_type="application/json; charset=UTF-8")


def _error(utility: str, asked: _Asked, words: str, status: int = 200) -> Response:
    if utility == "efetch" or not asked.json:
        return _document(utility, f"<ERROR>{escape(words)}</ERROR>", status)
    answer = _json(utility, "0.3", {"ERROR": words}, status)
    answer.set_data(answer.get_data().replace(b"\\n", b"\n"))  # NCBI leaves the newline raw, which is no valid JSON
    return answer


def _count(asked: _Asked, count: int) -> Response:
    if asked.json:
        return _json("esearch", "0.3", {"count": str(count)})
    return _document("esearch", f"\n\t<Count>{count}</Count>\n")


@dataclass(frozen=True, slots=True)
class _SearchAnswer:
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
        return _document(
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
        return _json("esearch", "0.3", content)


def _listed(name: str, groups: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    inside = "".join(f"<{element}>{escape(text)}</{element}>" for element, texts in groups for text in texts)
    return f"<{name}>{inside}</{name}>" if inside else ""


# -------------------------------------------------------------------------------------------------------------- einfo


def _databases(asked: _Asked) -> Response:
    if asked.json:
        return _json("einfo", "0.3", {"dblist": ["pubmed"]})
    return _document("einfo", "<DbList>\n\t<DbName>pubmed</DbName>\n</DbList>")


def _database(asked: _Asked, count: int) -> Response:
    described = {
        "dbname": "pubmed",
        "menuname": "PubMed",
        "description": "PubMed bibliographic record",
        "dbbuild": "harvester mirror",
        "count": str(count),
    }
    fields = [_field(field.code, field.name, field.tag in DATES, field.tag) for field in FIELDS]
    if asked.json:
        return _json("einfo", "0.3", {"dbinfo": [{**described, "fieldlist": fields, "linklist": []}]})
    names = dict(zip(described, ("DbName", "MenuName", "Description", "DbBuild", "Count"), strict=True))
    content = "".join(f"<{names[key]}>{escape(value)}</{names[key]}>" for key, value in described.items())
    return _document("einfo", f"<DbInfo>{content}<FieldList>{_fields_xml(fields)}</FieldList><LinkList/></DbInfo>")


def _field(code: str, name: str, is_date: bool, tag: str) -> dict[str, str]:
    return {
        "name": code,
        "fullname": name,
        "description": "",
        "termcount": "",
        "isdate": "Y" if is_date else "N",
        "isnumerical": "Y" if tag == "uid" else "N",
        "singletoken": "N",
        "hierarchy": "Y" if tag in ("mh", "majr", "pt", "sh") else "N",
        "ishidden": "N",
    }


_FIELD_ELEMENTS = (
    ("Name", "name"),
    ("FullName", "fullname"),
    ("Description", "description"),
    ("TermCount", "termcount"),
    ("IsDate", "isdate"),
    ("IsNumerical", "isnumerical"),
    ("SingleToken", "singletoken"),
    ("Hierarchy", "hierarchy"),
    ("IsHidden", "ishidden"),
)


def _fields_xml(fields: Sequence[Mapping[str, str]]) -> str:
    return "".join(
        "<Field>" + "".join(f"<{name}>{escape(field[key])}</{name}>" for name, key in _FIELD_ELEMENTS) + "</Field>"
        for field in fields
    )
