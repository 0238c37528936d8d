"""epost: PMIDs into the history, unread; whether they exist is not asked (NBK25499)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response

from .answers import document
from .asked import Asked, check_database, pmids_of
from .history import History

_INVALID = "Some IDs have invalid value and were omitted. Maximum ID value 18446744073709551615"
_EMPTY = "Empty ID list; Nothing to store"
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Epost:
    """The utility."""

    history: History

    def __call__(self, asked: Asked) -> Response:
        """Store the ids, in the environment given or a new one; XML whatever retmode says.

        An answer may hold two ERROR elements, or one beside the key: ids that are no number are left out.
        """
        check_database(asked)
        good = tuple(one for one in asked.ids[:_MOST] if re.fullmatch(r"\d{1,19}", one, re.ASCII))
        pmids = pmids_of(good)
        errors = [_INVALID] * (len(good) < len(asked.ids[:_MOST])) + [_EMPTY] * (not pmids)
        told = "".join(f"\t<ERROR>{words}</ERROR>\n" for words in errors)
        if not pmids:
            return document("epost", f"\n{told}")
        environment, key = self.history.keep(asked["WebEnv"], pmids)
        return document("epost", f"\n\t<QueryKey>{key}</QueryKey>\n\t<WebEnv>{environment}</WebEnv>\n{told}")
