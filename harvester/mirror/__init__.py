"""A local PubMed: a folder of records that answers E-utilities, in this process or over a socket.

It answers as NCBI does, with these differences, which its translations show: there is no automatic term mapping, so an
untagged word is searched in all fields as it stands; the MeSH tree is that of spinal and meningeal tumours only, until
NLM's own is built in; and a quoted phrase that no record holds finds nothing instead of being taken apart.

In reading order: record_fields (what each field of a record holds), columns, packing, rows and schema (how that lies in
the file), building with reading, intake and manifest (files in), mesh (headings), search (a strategy in, PMIDs out),
library (all of it behind one door), formats (records as NCBI prints them), eutils (the wire), serving (in process, or
on a socket).
A new field is named in syntax/fields.py and in record_fields.py; SCHEMA is raised, for a mirror to be built again.
"""

from .building import Built, build
from .eutils import FAULTS, HISTORY_SECONDS, Rates, create_app
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
