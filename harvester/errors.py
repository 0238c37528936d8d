"""The errors that name what went wrong with a noun of `records`, for the people who read them."""

from __future__ import annotations


class HarvesterError(Exception):
    """The base of every error a user is meant to read: it names the thing, the fact and the way out."""


class QueryError(HarvesterError):
    """A query file is wrong; says which file, which key, what was found and what was expected."""


class EntrezError(HarvesterError):
    """NCBI refused; carries the utility, the HTTP status and NCBI's own words, and never the API key."""

    def __init__(self, message: str, *, utility: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.utility = utility
        self.status = status


class Busy(EntrezError):
    """NCBI asked to come back; the only error that is retried. `after` is in seconds, None where it did not say."""

    def __init__(
        self, message: str, *, utility: str = "", status: int | None = None, after: float | None = None
    ) -> None:
        super().__init__(message, utility=utility, status=status)
        self.after = after


class Refused(HarvesterError):
    """A source or an article that could not be read: where it stood, its PMID if known, and why."""

    def __init__(self, source: str, why: str, *, pmid: str | None = None) -> None:
        super().__init__(f"{source}: {f'PMID {pmid}: ' if pmid else ''}{why}")
        self.source = source
        self.why = why
        self.pmid = pmid


class StoreError(HarvesterError):
    """The database cannot be used as it is; says why and how to go on."""


class AtWork(HarvesterError):
    """Another process refreshes this review; says which, and nothing was done."""
