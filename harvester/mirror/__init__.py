"""A local PubMed: a folder of records that answers E-utilities, in this process or over a socket.

It answers as NCBI does, with these differences, which its translations show: there is no automatic term mapping, so an
untagged word is searched in all fields as it stands; the MeSH tree is that of spinal and meningeal tumours only, until
NLM's own is built in; and a quoted phrase that no record holds finds nothing instead of being taken apart.
"""

from .eutils import FAULTS, HISTORY_SECONDS, Rates, create_app
from .index import Built, build
from .serving import BASE_URL, InProcess, serve, session

__all__ = [
    "BASE_URL",
    "FAULTS",
    "HISTORY_SECONDS",
    "Built",
    "InProcess",
    "Rates",
    "build",
    "create_app",
    "serve",
    "session",
]
