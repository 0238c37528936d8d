"""elink: what PubMed records say they cite, who cites them, and their full text in PMC.

The mirror links by what the XML of its records states. Similar articles (pubmed_pubmed) are NCBI's own computation and
LinkOut is its own catalogue: neither is known here, so nothing is answered for them, as NCBI does where there is none.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response

from ..library import Library
from ..search.found import Context
from .answers import Refusal, document, enveloped
from .asked import Asked, check_database, pmids_of
from .fields import LINKS
from .history import History, stored


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one LinkSet: its PMIDs, and by link name what they lead to."""

    pmids: tuple[str, ...]
    to: Mapping[str, tuple[str, ...]]


class Elink:
    """The utility."""

    def __init__(self, library: Library, history: History) -> None:
        self._history = history
        self._citations = _Citations(library)

    def __call__(self, asked: Asked) -> Response:
        """A LinkSet for each `id=`, or one for a stored result set, in the form that `cmd` names."""
        check_database(asked, "dbfrom")
        command = asked["cmd"] or "neighbor"
        if command not in _COMMANDS:
            raise Refusal(f"Unknown cmd: {command}")
        groups, names = self._groups(asked), _names(asked)
        if command in _CHECKS:
            return _checked(command, [[self._citations.links((one,), names) for one in pmids] for pmids in groups])
        sets = [self._citations.links(pmids, names) for pmids in groups]
        if command == "neighbor_history":
            return _as_history(asked, sets, self._history)
        if command in ("llinks", "llinkslib", "prlinks"):
            return _document(_linked_out(one) for one in sets)
        return _neighbours(asked, sets, scored=command == "neighbor_score")

    def _groups(self, asked: Asked) -> list[tuple[str, ...]]:
        if asked["query_key"] or asked["WebEnv"]:
            return [tuple(map(str, stored(self._history, asked)))]
        if not (groups := [pmids for ids in asked.id_groups if (pmids := pmids_of(ids))]):
            raise Refusal("Empty id list - nothing todo")
        return groups


_CHECKS = ("acheck", "ncheck", "lcheck")
_COMMANDS = ("neighbor", "neighbor_score", "neighbor_history", "llinks", "llinkslib", "prlinks", *_CHECKS)


def _names(asked: Asked) -> tuple[str, ...]:
    """The link names a request is about: all to its `db`, or the one that `linkname` names."""
    databases = asked["db"].split(",") if asked["db"] else ["pubmed"]
    if asked["cmd"] in _CHECKS:
        databases = [database for *_, database in LINKS]
    if unknown := [one for one in databases if one not in ("pubmed", "pmc", "all")]:
        raise Refusal(f"Invalid db name specified: {','.join(unknown)}")
    named = [name for name, _, _, database in LINKS if database in databases or "all" in databases]
    return tuple(name for name in named if asked["linkname"] in ("", name))


@dataclass(slots=True)
class _Citations:
    """Who cites whom among the records held, read when first asked and again when the mirror has changed.

    That reads every record once: some seconds for 100,000 of them, some minutes for a million.
    """

    library: Library
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _as_of: datetime | None = None
    _citing: dict[str, list[str]] = field(default_factory=dict)

    def links(self, pmids: tuple[str, ...], names: Sequence[str]) -> Links:
        """What these PMIDs lead to by each of the names; a name that leads nowhere is left out."""
        finders = {"pubmed_pmc": self._pmc, "pubmed_pubmed_citedin": self._cited_in, "pubmed_pubmed_refs": self._cites}
        found = {name: tuple(dict.fromkeys(finders[name](pmids))) for name in names}
        return Links(pmids, {name: to for name, to in found.items() if to})

    def _pmc(self, pmids: tuple[str, ...]) -> Iterator[str]:
        return (record.pmcid.removeprefix("PMC") for record in self.library.records(pmids) if record.pmcid)

    def _cites(self, pmids: tuple[str, ...]) -> Iterator[str]:
        return (cited for record in self.library.records(pmids) for cited in record.references)

    def _cited_in(self, pmids: tuple[str, ...]) -> Iterator[str]:
        citing = self._now()
        return (one for pmid in pmids for one in citing.get(pmid, ()))

    def _now(self) -> Mapping[str, Sequence[str]]:
        with self._lock:
            updated = self.library.updated_at()
            if updated != self._as_of:
                self._citing, self._as_of = self._read(), updated
            return self._citing

    def _read(self) -> dict[str, list[str]]:
        citing: dict[str, list[str]] = {}
        everything = self.library.ordered(self.library.search("all[sb]", Context()).pmids, "")
        stating = [pmid for pmid, xml in self.library.sources(everything) if _cites(xml)]
        for record in self.library.records(stating):
            for cited in record.references:
                citing.setdefault(cited, []).append(record.pmid)
        return citing


def _cites(xml: bytes) -> bool:
    """Whether there is a reference at all; to look for one is a hundred times faster than to parse the record."""
    return b"<ReferenceList" in xml or b'RefType="Cites"' in xml


# ----------------------------------------------------------------------------------------------------------- answers


def _document(sets: Iterator[str]) -> Response:
    return document(
        "elink", "\n\n" + "".join(f"  <LinkSet>\n    <DbFrom>pubmed</DbFrom>\n{one}  </LinkSet>\n" for one in sets)
    )


def _ids(pmids: tuple[str, ...]) -> str:
    return "    <IdList>\n" + "".join(f"      <Id>{pmid}</Id>\n" for pmid in pmids) + "    </IdList>\n"


def _neighbours(asked: Asked, sets: Sequence[Links], *, scored: bool) -> Response:
    if asked.json:
        return enveloped("elink", {"linksets": [_neighbour_json(one, scored) for one in sets]})
    return _document(_neighbour_xml(one, scored) for one in sets)


def _neighbour_xml(links: Links, scored: bool) -> str:
    return _ids(links.pmids) + "".join(_link_set_db(name, to, scored) for name, to in links.to.items()) + "    \n"


def _link_set_db(name: str, to: tuple[str, ...], scored: bool) -> str:
    score = "\n\t\t\t\t<Score>0</Score>" if scored else ""  # only similarity has a score
    links = "".join(f"        <Link>\n\t\t\t\t<Id>{one}</Id>{score}\n\t\t\t</Link>\n" for one in to)
    return (
        f"    <LinkSetDb>\n      <DbTo>{_database(name)}</DbTo>\n      <LinkName>{name}</LinkName>\n      \n"
        f"{links}      \n    </LinkSetDb>\n"
    )


def _neighbour_json(links: Links, scored: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"dbfrom": "pubmed", "ids": list(links.pmids)}
    if links.to:
        found["linksetdbs"] = [
            {
                "dbto": _database(name),
                "linkname": name,
                "links": [{"id": one, "score": 0} for one in to] if scored else list(to),
            }
            for name, to in links.to.items()
        ]
    return found


def _as_history(asked: Asked, sets: Sequence[Links], history: History) -> Response:
    environment = asked["WebEnv"]
    found = []
    for one in sets:
        keys = {}
        for name, to in one.to.items():
            environment, keys[name] = history.keep(environment, to)
        found.append((one, environment, keys))
    if asked.json:
        return enveloped("elink", {"linksets": [_history_json(*one) for one in found]})
    return _document(_history_xml(*one) for one in found)


def _history_xml(links: Links, environment: str, keys: Mapping[str, int]) -> str:
    sets = "".join(
        f"    <LinkSetDbHistory>\n      <DbTo>{_database(name)}</DbTo>\n      <LinkName>{name}</LinkName>\n"
        f"      <QueryKey>{key}</QueryKey>\n    </LinkSetDbHistory>\n"
        for name, key in keys.items()
    )
    return _ids(links.pmids) + sets + (f"    <WebEnv>{environment}</WebEnv>\n" if keys else "")


def _history_json(links: Links, environment: str, keys: Mapping[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {"dbfrom": "pubmed", "ids": list(links.pmids)}
    if keys:
        sets = [{"dbto": _database(name), "linkname": name, "querykey": str(key)} for name, key in keys.items()]
        found |= {"linksetdbhistories": sets, "webenv": environment}
    return found


def _checked(command: str, sets: Sequence[Sequence[Links]]) -> Response:
    """Which links each PMID has (acheck), whether any (ncheck), whether LinkOut has one: not known here (lcheck)."""
    write = {"acheck": _link_infos, "ncheck": _has_neighbour, "lcheck": _has_link_out}[command]
    return _document(f"    <IdCheckList>\n{''.join(write(one) for one in links)}    </IdCheckList>\n" for links in sets)


def _has_neighbour(links: Links) -> str:
    return f'      <Id HasNeighbor="{"Y" if links.to else "N"}">{links.pmids[0]}</Id>\n'


def _has_link_out(links: Links) -> str:
    return f'      <Id HasLinkOut="N">{links.pmids[0]}</Id>\n'


def _link_infos(links: Links) -> str:
    infos = "".join(_link_info(*link) for link in LINKS if link[0] in links.to)
    return f"      <IdLinkSet>\n        <Id>{links.pmids[0]}</Id>\n{infos}      </IdLinkSet>\n"


def _link_info(name: str, menu: str, _: str, database: str) -> str:
    elements = (("DbTo", database), ("LinkName", name), ("MenuTag", menu), ("HtmlTag", menu), ("Priority", "128"))
    inside = "".join(f"          <{element}>{value}</{element}>\n" for element, value in elements)
    return f"        <LinkInfo>\n{inside}        </LinkInfo>\n"


def _linked_out(links: Links) -> str:
    sets = "".join(
        f"      <IdUrlSet>\n        <Id>{pmid}</Id>\n        <Info>Empty result</Info>\n      </IdUrlSet>\n"
        for pmid in links.pmids
    )
    return f"    <IdUrlList>\n{sets}    </IdUrlList>\n"


def _database(linkname: str) -> str:
    return next(database for name, *_, database in LINKS if name == linkname)
