"""The only door to NCBI: search and fetch, and beside them summaries and links, by the E-utilities.

A local mirror speaks the same protocol, so it is reached by the same code: another base URL, or a session with the
mirror's adapter mounted. "The search failed" can never read as "no papers": an answer that is not whole, or that is an
error in disguise, raises. The sources of the rules are NCBI's "E-utilities in depth" (NBK25499) and its usage policy
(NBK25497).
"""

from .answers import CEILING
from .client import NCBI, Batch, Entrez
from .faults import Outage, Reply, classify
from .ledger import ledger_of
from .limiter import Limiter
from .line import Timeouts, Traffic
from .links import Links
from .summaries import Summary

__all__ = [
    "CEILING",
    "NCBI",
    "Batch",
    "Entrez",
    "Limiter",
    "Links",
    "Outage",
    "Reply",
    "Summary",
    "Timeouts",
    "Traffic",
    "classify",
    "ledger_of",
]
