"""PubMed's fields as einfo lists them, in its order (recorded June 2025), and the links this mirror can follow.

Names and flags are NCBI's, as clients look them up; the descriptions are ours.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InfoField:
    """One field; `flags` holds D for a date, # for a number, 1 for a single token, > for a hierarchy, - for hidden."""

    code: str
    name: str
    flags: str
    description: str

    def described(self, flags_of_2: bool) -> dict[str, str]:
        """The field by einfo's JSON keys; with version 2.0 also whether it takes an asterisk and a range.

        For pubmed those two were never recorded: as for protein in 2024, dates take ranges, the rest but numbers an *.
        """
        described = {"name": self.code, "fullname": self.name, "description": self.description, "termcount": ""}
        described |= {key: "Y" if flag in self.flags else "N" for key, flag in _FLAGS}
        if flags_of_2:
            is_date = "D" in self.flags
            described["istruncatable"] = "N" if is_date or "#" in self.flags else "Y"
            described["israngable"] = "Y" if is_date else "N"
        return described


_FLAGS = (("isdate", "D"), ("isnumerical", "#"), ("singletoken", "1"), ("hierarchy", ">"), ("ishidden", "-"))

FIELDS = (
    InfoField("ALL", "All Fields", "", "Every searchable field"),
    InfoField("UID", "UID", "#1-", "The PMID"),
    InfoField("FILT", "Filter", "1", "Subsets of PubMed"),
    InfoField("TITL", "Title", "", "Words of the title"),
    InfoField("MESH", "MeSH Terms", "1>", "MeSH headings of the record"),
    InfoField("MAJR", "MeSH Major Topic", "1>", "MeSH headings marked as the main topic"),
    InfoField("JOUR", "Journal", "1", "The journal, by title, abbreviation or ISSN"),
    InfoField("AFFL", "Affiliation", "", "Where the authors work"),
    InfoField("ECNO", "EC/RN Number", "1", "Enzyme and registry numbers"),
    InfoField("SUBS", "Supplementary Concept", "1", "Substances and supplementary concepts"),
    InfoField("PDAT", "Date - Publication", "D1", "When it was published"),
    InfoField("EDAT", "Date - Entry", "D1", "When it was added to PubMed"),
    InfoField("VOL", "Volume", "1", "Volume of the journal"),
    InfoField("PAGE", "Pagination", "1", "Page numbers"),
    InfoField("PTYP", "Publication Type", "1>", "Kind of publication, such as a case report"),
    InfoField("LANG", "Language", "1", "Language of the text"),
    InfoField("ISS", "Issue", "1", "Issue of the journal"),
    InfoField("SUBH", "MeSH Subheading", "1>", "Qualifiers of MeSH headings"),
    InfoField("SI", "Secondary Source ID", "1", "Accessions in other databases"),
    InfoField("MHDA", "Date - MeSH", "D1", "When MeSH headings were given"),
    InfoField("TIAB", "Title/Abstract", "", "Words of title, abstract and keywords"),
    InfoField("OTRM", "Other Term", "", "Keywords"),
    InfoField("COLN", "Author - Corporate", "", "Groups as authors"),
    InfoField("CNTY", "Place of Publication", "-", "Country of the journal"),
    InfoField("PAPX", "Pharmacological Action", "1", "What a substance does"),
    InfoField("GRNT", "Grants and Funding", "1", "Numbers and agencies of grants"),
    InfoField("MDAT", "Date - Modification", "D1", "When the record was last changed"),
    InfoField("CDAT", "Date - Completion", "D1", "When indexing was completed"),
    InfoField("PID", "Publisher ID", "1-", "The publisher's identifier"),
    InfoField("FAUT", "Author - First", "1", "The first author"),
    InfoField("FULL", "Author", "1", "Authors by name"),
    InfoField("FINV", "Investigator", "1", "Investigators by name"),
    InfoField("TT", "Transliterated Title", "", "Words of the title in its own language"),
    InfoField("LAUT", "Author - Last", "1", "The last author"),
    InfoField("PPDT", "Print Publication Date", "D1-", "When the printed issue appeared"),
    InfoField("EPDT", "Electronic Publication Date", "D1-", "When the electronic version appeared"),
    InfoField("LID", "Location ID", "1", "DOI or PII of an electronic article"),
    InfoField("CRDT", "Date - Create", "D1", "When the record was created"),
    InfoField("BOOK", "Book", "1", "The book of a chapter"),
    InfoField("ED", "Editor", "1", "Editors of a book"),
    InfoField("ISBN", "ISBN", "1", "ISBN of a book"),
    InfoField("PUBN", "Publisher", "1", "Publisher of a book"),
    InfoField("AUCL", "Author Cluster ID", "1-", "Cluster of an author's papers"),
    InfoField("EID", "Extended PMID", "1-", "PMID with its version"),
    InfoField("DSO", "DSO", "-", "More text of the summary"),
    InfoField("AUID", "Author - Identifier", "1", "An author's identifier, such as an ORCID"),
    InfoField("PS", "Subject - Personal Name", "1", "A person the text is about"),
    InfoField("COIS", "Conflict of Interest Statements", "", "What the authors declare"),
    InfoField("WORD", "Text Word", "", "Words of title, abstract, keywords and headings"),
    InfoField("P1DAT", "P1DAT", "D1-", "An internal date"),
)

LINKS = (
    ("pubmed_pmc", "PMC Links", "The full text in PMC, as the record names it", "pmc"),
    ("pubmed_pubmed_citedin", "Cited in", "Records held here that cite this one", "pubmed"),
    ("pubmed_pubmed_refs", "References", "What the record cites, as its XML states", "pubmed"),
)
"""Name, menu, description, database. NCBI's einfo does not list citedin, but its elink follows it."""
