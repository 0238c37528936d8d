"""einfo: what the mirror holds, PubMed's fields with their flags, and the links it can follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from flask import Response

from ..library import Library
from .answers import Refusal, document, enveloped
from .asked import Asked
from .fields import FIELDS, LINKS


@dataclass(frozen=True, slots=True)
class Einfo:
    """The utility."""

    library: Library

    def __call__(self, asked: Asked) -> Response:
        """Without `db` the databases, of which this mirror has one; with `db=pubmed` its description."""
        if not asked["db"]:
            return _databases(asked)
        if asked["db"] != "pubmed":
            raise Refusal(f"Can not retrieve DbInfo for db={asked['db']}")
        described = self._described(asked["version"] == "2.0")
        if asked.json:
            return enveloped("einfo", {"einforesult": {"dbinfo": [described]}})
        return document("einfo", f"\n\t<DbInfo>{_in_xml(described)}\n\t</DbInfo>\n\n")

    def _described(self, flags_of_2: bool) -> dict[str, Any]:
        updated = self.library.updated_at()
        return {
            "dbname": "pubmed",
            "menuname": "PubMed",
            "description": "PubMed bibliographic record",
            "dbbuild": f"Build-{updated:%Y.%m.%d.%H.%M}",
            "count": str(self.library.count()),
            "lastupdate": f"{updated:%Y/%m/%d %H:%M}",
            "fieldlist": [field.described(flags_of_2) for field in FIELDS],
            "linklist": [dict(zip(_LINK, link, strict=True)) for link in LINKS],
        }


_LINK = ("name", "menu", "description", "dbto")


def _databases(asked: Asked) -> Response:
    if asked.json:
        return enveloped("einfo", {"einforesult": {"dblist": ["pubmed"], "dbinfo": []}})
    return document("einfo", "\n<DbList>\n\n\t<DbName>pubmed</DbName>\n</DbList>\n\n")


def _in_xml(described: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in described.items() if isinstance(value, str)}
    fields = "".join(f"\n\t\t<Field>{_elements(one, 3)}\n\t\t</Field>" for one in described["fieldlist"])
    links = "".join(f"\n\t\t\t<Link>{_elements(one, 4)}\n\t\t\t</Link>" for one in described["linklist"])
    return f"{_elements(plain, 1)}\n\t<FieldList>{fields}\n\t</FieldList>\n\t\t<LinkList>{links}\n\t\t</LinkList>"


def _elements(values: Mapping[str, str], depth: int) -> str:
    margin = "\n" + "\t" * depth
    return "".join(f"{margin}<{_ELEMENTS[key]}>{escape(value)}</{_ELEMENTS[key]}>" for key, value in values.items())


_NAMES = (
    "DbName",
    "MenuName",
    "Description",
    "DbBuild",
    "Count",
    "LastUpdate",
    "Name",
    "FullName",
    "TermCount",
    "IsDate",
    "IsNumerical",
    "SingleToken",
    "Hierarchy",
    "IsHidden",
    "IsTruncatable",
    "IsRangable",
    "Menu",
    "DbTo",
)
_ELEMENTS = {name.lower(): name for name in _NAMES}
