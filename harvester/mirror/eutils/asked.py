"""A request as E-utilities read it: by GET and by POST alike, what is missing or empty is as if it were not given."""

from __future__ import annotations

import re

from flask import Request

from .answers import Refusal


class Asked:
    """The parameters of a request; unknown ones are never looked at."""

    def __init__(self, source: Request) -> None:
        self._values = source.values

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    @property
    def json(self) -> bool:
        """Whether the answer is to be JSON."""
        return self["retmode"] == "json"

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id as written, from lists and repeated parameters."""
        return tuple(one for group in self.id_groups for one in group)

    @property
    def id_groups(self) -> tuple[tuple[str, ...], ...]:
        """The ids of each `id=`, which elink keeps apart; a comma or, as Entrez Direct sends it, a space is between."""
        groups = (tuple(re.findall(r"[^,\s]+", one)) for one in self._values.getlist("id"))
        return tuple(group for group in groups if group)

    def number(self, name: str, otherwise: int) -> int:
        """A number of zero or more; anything else is as if it had not been given."""
        return int(self[name]) if re.fullmatch(r"\d{1,18}", self[name], re.ASCII) else otherwise


def check_database(asked: Asked, name: str = "db") -> None:
    """Refuse a request of another database than PubMed, or of none, in NCBI's words."""
    if not asked[name]:
        raise Refusal(f"Mandatory parameter: {name} - is omitted", 400)
    if asked[name] != "pubmed":
        raise Refusal(f"Invalid db name specified: {asked[name]}")


def pmids_of(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those ids that are PMIDs, once each, without leading zeros, which NCBI accepts."""
    numbers = (found[1] for one in ids if (found := re.fullmatch(r"0*([1-9]\d{0,18})", one, re.ASCII)))
    return tuple(dict.fromkeys(numbers))
