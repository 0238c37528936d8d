"""The fields PubMed searches, every way to write their tags, and what a field can do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A searchable field: the tag it goes by here, einfo's name and full name, and every other way to write it."""

    tag: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()


FIELDS = (
    Field("all", "ALL", "All Fields"),
    Field("uid", "UID", "UID", ("pmid",)),
    Field("filter", "FILT", "Filter", ("sb", "subset")),
    Field("ti", "TITL", "Title"),
    Field("mh", "MESH", "MeSH Terms"),
    Field("majr", "MAJR", "MeSH Major Topic"),
    Field("ta", "JOUR", "Journal", ("jo",)),
    Field("ad", "AFFL", "Affiliation"),
    Field("rn", "ECNO", "EC/RN Number"),
    Field("nm", "SUBS", "Supplementary Concept"),
    Field("dp", "PDAT", "Date - Publication", ("publication date",)),
    Field("edat", "EDAT", "Date - Entry", ("entry date",)),
    Field("vi", "VOL", "Volume"),
    Field("pg", "PAGE", "Pagination", ("first page",)),
    Field("pt", "PTYP", "Publication Type"),
    Field("la", "LANG", "Language"),
    Field("ip", "ISS", "Issue"),
    Field("sh", "SUBH", "MeSH Subheading", ("mesh subheadings", "subheading")),
    Field("si", "SI", "Secondary Source ID"),
    Field("mhda", "MHDA", "Date - MeSH", ("mesh date",)),
    Field("tiab", "TIAB", "Title/Abstract"),
    Field("ot", "OTRM", "Other Term"),
    Field("cn", "COLN", "Author - Corporate", ("corporate author",)),
    Field("pl", "CNTY", "Place of Publication", ("place",)),
    Field("pa", "PAPX", "Pharmacological Action"),
    Field("gr", "GRNT", "Grants and Funding", ("grant number", "grants")),
    Field("lr", "MDAT", "Date - Modification", ("modification date", "last revision")),
    Field("dcom", "CDAT", "Date - Completion", ("completion date",)),
    Field("aid", "PID", "Publisher ID", ("article identifier", "article id")),
    Field("1au", "FAUT", "Author - First", ("first author", "first author name")),
    Field("fau", "FULL", "Full Author Name", ("full author",)),
    Field("fir", "FINV", "Full Investigator Name", ("full investigator",)),
    Field("ir", "INVR", "Investigator"),
    Field("tt", "TT", "Transliterated Title"),
    Field("lastau", "LAUT", "Author - Last", ("last author", "last author name")),
    Field("ppdat", "PPDT", "Print Publication Date"),
    Field("epdat", "EPDT", "Electronic Publication Date"),
    Field("lid", "LID", "Location ID"),
    Field("crdt", "CRDT", "Date - Create", ("create date",)),
    Field("book", "BOOK", "Book"),
    Field("ed", "ED", "Editor"),
    Field("isbn", "ISBN", "ISBN"),
    Field("pubn", "PUBN", "Publisher"),
    Field("auid", "AUID", "Author - Identifier"),
    Field("au", "AUTH", "Author", ("author name",)),
    Field("ps", "PS", "Subject - Personal Name", ("personal name as subject",)),
    Field("cois", "COIS", "Conflict of Interest Statements", ("conflict of interest statement",)),
    Field("tw", "WORD", "Text Word", ("text words",)),
    Field("jid", "JID", "NLM Unique ID"),
)
"""PubMed's help page names the tags, einfo the codes and the full names; both are understood in any case."""

_HIDDEN = (
    Field("aucl", "AUCL", "Author Cluster ID"),
    Field("eid", "EID", "Extended PMID"),
    Field("dso", "DSO", "DSO"),
    Field("p1dat", "P1DAT", "P1DAT"),
)
"""Fields of einfo that the help page does not tell of; they are understood, and nothing more is known of them."""

EXPLODING = ("mh", "majr", "sh", "pt")
"""Fields whose values stand in a tree; all below the value are searched too (einfo: Hierarchy)."""

NEARING = ("ti", "tiab", "ad")
"""Fields that heed `~N`."""

DATING = ("dp", "edat", "crdt", "mhda", "lr", "dcom", "ppdat", "epdat")
"""Fields that hold dates."""

NAMING = ("au", "1au", "lastau", "fau", "ir", "fir", "ed", "ps", "cn")
"""Fields that hold names; personal ones are open at the end anyway."""

READING = ("ti", "tiab", "tw", "all", "ot", "tt", "cois")
"""Fields of running words, in which a stop word is not indexed."""


def _by_spelling() -> dict[str, Field]:
    spellings: dict[str, Field] = {}
    for known in (*FIELDS, *_HIDDEN):
        for spelling in (known.tag, known.code, known.name, *known.aliases):
            spellings[spelling.casefold()] = known
    return spellings


_SPELLINGS = _by_spelling()


def find_field(tag: str) -> Field | None:
    """The field a tag names, in any case and with any spacing; None where PubMed knows no such tag."""
    return _SPELLINGS.get(" ".join(tag.split()).casefold())
