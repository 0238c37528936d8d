"""The parser against two others, Bio.Entrez and Bio.Medline, on every real file of ../shared/data/pubmed_xml.

Where it differs from Bio.Entrez on purpose, the difference is in EXPLAINED with its reason; an explanation that no file
needs fails the test like a difference that nothing explains.
"""

from __future__ import annotations

import importlib
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harvester.errors import Refused
from harvester.pubmed import read_pubmed
from harvester.records import Author, Correction, Deletion, PartialDate, Record, Refusal

SHARED = Path(__file__).parents[1].parent / "shared"
FOLDER = SHARED / "data" / "pubmed_xml"
FILES = sorted(FOLDER.rglob("*.xml"))

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/data/pubmed_xml with real PubMed XML is not here")

NOT_PUBMED = {"sample_related_pmids_result.xml": "an answer of elink"}
NOT_FOR_ENTREZ = {"pubmed2.xml": "an affiliation where the DTD of 2008 had it, which the later ones do not know"}
DTD_OF_2025 = (
    b'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)
ARTICLE_TAG = re.compile(r"<(?:PubmedArticle|PubmedBookArticle)(?=[\s>])")


@pytest.fixture(scope="module")
def entrez(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Bio.Entrez, which wants to write DTDs into the home directory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield importlib.import_module("Bio.Entrez")


# ---------------------------------------------------------------------------------------------------------- counting


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_article_of_a_real_file_is_a_record_or_a_refusal(path: Path) -> None:
    if path.name in NOT_PUBMED:
        with pytest.raises(Refused, match="where PubMed XML has <PubmedArticleSet> or an article"):
            list(read_pubmed(path))
        return
    items = list(read_pubmed(path))
    text = path.read_text("utf-8")
    root = ET.fromstring(text.encode())
    records = [item for item in items if isinstance(item, Record)]
    stated = [pmid.text for pmid in root.iterfind("./*/*/PMID")]
    assert [item for item in items if isinstance(item, Refusal)] == []
    assert [record.pmid for record in records] == stated
    assert len(records) == len(ARTICLE_TAG.findall(text))
    assert [item.pmid for item in items if isinstance(item, Deletion)] == [
        pmid.text for pmid in root.iterfind("./DeleteCitation/PMID")
    ]


# -------------------------------------------------------------------------------------------------------- Bio.Entrez


def test_bio_entrez_reads_the_same_in_every_field(entrez: Any) -> None:
    unexplained: list[tuple[str, str, object, object]] = []
    needed: set[tuple[str, str]] = set()
    compared = 0
    for path in FILES:
        if path.name in NOT_PUBMED or path.name in NOT_FOR_ENTREZ:
            continue
        records = [item for item in read_pubmed(path) if isinstance(item, Record)]
        for record, theirs in zip(records, told_by_entrez(entrez, path), strict=True):
            compared += 1
            for name, ours in facts(record).items():
                if name in theirs and not same(ours, theirs[name]):
                    reasons, amended = explained(name, theirs)
                    needed |= reasons
                    if not same(ours, amended):
                        unexplained.append((path.name, name, ours, amended))
    assert unexplained == []
    assert compared == 256
    assert needed == {(name, reason) for name, reasons in EXPLAINED.items() for reason in reasons}


@pytest.mark.parametrize("name", NOT_FOR_ENTREZ)
def test_bio_entrez_still_cannot_read(entrez: Any, name: str) -> None:
    (path,) = (path for path in FILES if path.name == name)
    with pytest.raises(ValueError, match="Affiliation"):
        list(told_by_entrez(entrez, path))


def explained(name: str, theirs: dict[str, Any]) -> tuple[set[tuple[str, str]], Any]:
    """Their value as the explained differences would have it, and those of them that changed it."""
    reasons, value = set(), theirs[name]
    for reason, amend in EXPLAINED.get(name, {}).items():
        amended = amend(value, theirs)
        reasons |= {(name, reason)} if amended != value else set()
        value = amended
    return reasons, value


def told_by_entrez(entrez: Any, path: Path) -> Iterator[dict[str, Any]]:
    """What Bio.Entrez makes of a file, under the names of `facts`.

    It reads nothing without a DTD, and only with the DTDs that it brings, so every file gets that of 2025.
    """
    xml = PROLOG.sub(b"", path.read_bytes())
    answer = entrez.read(io.BytesIO(DTD_OF_2025 + xml), validate=False)
    yield from (told_of_article(article) for article in answer["PubmedArticle"])
    yield from (told_of_book(book) for book in answer["PubmedBookArticle"])


PROLOG = re.compile(rb"^\s*(?:<\?xml[^>]*>)?\s*(?:<!DOCTYPE[^>]*>)?")


def told_of_article(bio: Any) -> dict[str, Any]:
    citation = bio["MedlineCitation"]
    article, data = citation["Article"], bio.get("PubmedData", {})
    journal = article.get("Journal", {})
    issue, info = journal.get("JournalIssue", {}), citation.get("MedlineJournalInfo", {})
    people = article.get("AuthorList", [])
    listed = [(ident.attributes["IdType"], ident) for ident in data.get("ArticleIdList", [])]
    stated = [(ident.attributes["EIdType"], ident) for ident in article.get("ELocationID", [])]
    links = citation.get("CommentsCorrectionsList", [])
    cites = [link["PMID"] for link in links if link.attributes["RefType"] == "Cites" and "PMID" in link]
    return {
        "pmid": citation["PMID"],
        "version": citation["PMID"].attributes.get("Version", "1"),
        "kind": "article",
        "title": article["ArticleTitle"],
        "vernacular_title": article.get("VernacularTitle", ""),
        "sections": sections(article.get("Abstract", {})),
        "copyright": article.get("Abstract", {}).get("CopyrightInformation", ""),
        "other_abstracts": [
            (other.attributes["Type"], other.attributes.get("Language", ""), sections(other))
            for other in citation.get("OtherAbstract", [])
        ],
        "authors": [person_told(person) for person in people],
        "authors_complete": getattr(people, "attributes", {}).get("CompleteYN", "Y") == "Y",
        "investigators": [person_told(person) for people in citation.get("InvestigatorList", []) for person in people],
        "journal": (
            journal.get("Title", ""),
            info.get("MedlineTA", ""),
            journal.get("ISSN", ""),
            info.get("ISSNLinking", ""),
            info.get("NlmUniqueID", ""),
            info.get("Country", ""),
        ),
        "volume": issue.get("Volume", ""),
        "issue": issue.get("Issue", ""),
        "pages": article.get("Pagination", {}).get("MedlinePgn", ""),
        "print": told_date(issue.get("PubDate", {})),
        "electronic": [told_date(date) for date in article.get("ArticleDate", [])],
        "completed": told_date(citation.get("DateCompleted", {})),
        "revised": told_date(citation.get("DateRevised", {})),
        **told_history(data),
        "doi": [value for kind, value in stated + listed if kind == "doi"][:1],
        "pmcid": [value for kind, value in listed if kind == "pmc"],
        "other_ids": {(kind, str(value)) for kind, value in stated + listed if kind not in ("pubmed", "doi", "pmc")},
        "languages": list(article["Language"]),
        "publication_types": list(article.get("PublicationTypeList", [])),
        "mesh": [mesh_told(heading) for heading in citation.get("MeshHeadingList", [])],
        "substances": [
            (name, name.attributes.get("UI", ""), chemical["RegistryNumber"], "")
            for chemical in citation.get("ChemicalList", [])
            for name in [chemical["NameOfSubstance"]]
        ]
        + [(name, name.attributes["UI"], "", name.attributes["Type"]) for name in citation.get("SupplMeshList", [])],
        "keywords": [keyword for keywords in citation.get("KeywordList", []) for keyword in keywords],
        "grants": [
            tuple(grant.get(part, "") for part in ("GrantID", "Acronym", "Agency", "Country"))
            for grant in article.get("GrantList", [])
        ],
        "accessions": [
            (bank["DataBankName"], number)
            for bank in article.get("DataBankList", [])
            for number in bank.get("AccessionNumberList", [""])
        ],
        "corrections": [
            (link.attributes["RefType"], link["RefSource"], link.get("PMID", ""), link.get("Note", ""))
            for link in links
            if link.attributes["RefType"] != "Cites"
        ],
        "references": cites + list(cited(data)),
        "conflict_of_interest": citation.get("CoiStatement", ""),
        "status": citation.attributes["Status"],
        "publication_status": data.get("PublicationStatus", ""),
        "publication_model": article.attributes["PubModel"],
    }


def told_of_book(bio: Any) -> dict[str, Any]:
    document, data = bio["BookDocument"], bio["PubmedBookData"]
    book = document["Book"]
    return {
        "pmid": document["PMID"],
        "version": document["PMID"].attributes["Version"],
        "kind": "book",
        "title": document["ArticleTitle"],
        "sections": sections(document["Abstract"]),
        "copyright": document["Abstract"]["CopyrightInformation"],
        "authors": [person_told(person) for people in document["AuthorList"] for person in people],
        "editors": [person_told(person) for people in book["AuthorList"] for person in people],
        "journal": (book["BookTitle"], "", "", "", "", ""),
        "print": told_date(book["PubDate"]),
        "electronic": [told_date(document["ContributionDate"])],
        "revised": told_date(document["DateRevised"]),
        **told_history(data),
        "other_ids": {(ident.attributes["IdType"], str(ident)) for ident in document["ArticleIdList"]},
        "languages": list(document["Language"]),
        "publication_types": list(document["PublicationType"]),
        "keywords": [keyword for keywords in document["KeywordList"] for keyword in keywords],
        "references": list(cited(document)),
        "publication_status": data["PublicationStatus"],
    }


def sections(abstract: Any) -> list[tuple[str, str, str]]:
    return [
        (text.attributes.get("Label", ""), text.attributes.get("NlmCategory", ""), text)
        for text in abstract.get("AbstractText", [])
    ]


def person_told(person: Any) -> tuple[Any, ...]:
    names = tuple(person.get(part, "") for part in ("LastName", "ForeName", "Initials", "Suffix", "CollectiveName"))
    infos = [info["Affiliation"] for info in person.get("AffiliationInfo", [])]
    orcid = [str(ident)[-19:] for ident in person.get("Identifier", []) if ident.attributes["Source"] == "ORCID"]
    return (*names, infos, "".join(orcid), person.attributes.get("ValidYN", "Y"))


def told_date(date: Any) -> str:
    parts = ("Year", "Month", "Day", "Season", "MedlineDate")
    return " ".join(date[part] for part in parts if part in date)


def told_history(data: Any) -> dict[str, Any]:
    dates = {date.attributes["PubStatus"]: told_date(date) for date in reversed(data.get("History", []))}
    return {status: dates.get(status, "") for status in ("entrez", "pubmed", "medline")}


def mesh_told(heading: Any) -> tuple[Any, ...]:
    names = [heading["DescriptorName"], *heading["QualifierName"]]
    return tuple((name, name.attributes.get("UI", ""), name.attributes["MajorTopicYN"] == "Y") for name in names)


def cited(data: Any) -> Iterator[str]:
    for references in data.get("ReferenceList", []):
        for reference in references["Reference"]:
            idents = reference.get("ArticleIdList", [])
            yield from (ident for ident in idents if ident.attributes["IdType"] == "pubmed")
        yield from cited(references)


def facts(record: Record) -> dict[str, Any]:
    """A record's fields as Bio.Entrez could tell them."""
    journal, dates = record.journal, record.dates
    return {
        "pmid": record.pmid,
        "version": str(record.version),
        "kind": record.kind,
        "title": record.title,
        "vernacular_title": record.vernacular_title,
        "sections": [(section.label, section.category, section.text) for section in record.sections],
        "copyright": record.copyright,
        "other_abstracts": [
            (other.kind, other.language, [(part.label, part.category, part.text) for part in other.sections])
            for other in record.other_abstracts
        ],
        "authors": [person(author) for author in record.authors],
        "authors_complete": record.authors_complete,
        "editors": [person(author) for author in record.editors],
        "investigators": [person(author) for author in record.investigators],
        "journal": (
            journal.title,
            journal.abbreviation,
            journal.issn,
            journal.issn_linking,
            journal.nlm_id,
            journal.country,
        ),
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "print": raw(dates.print),
        "electronic": [raw(dates.electronic)] if dates.electronic else [],
        "entrez": raw(dates.entrez),
        "pubmed": raw(dates.pubmed),
        "medline": raw(dates.medline),
        "completed": raw(dates.completed),
        "revised": raw(dates.revised),
        "doi": [record.doi] if record.doi else [],
        "pmcid": [record.pmcid] if record.pmcid else [],
        "other_ids": set(record.other_ids),
        "languages": list(record.languages),
        "publication_types": list(record.publication_types),
        "mesh": [
            (
                (heading.descriptor, heading.ui, heading.major),
                *((qualifier.name, qualifier.ui, qualifier.major) for qualifier in heading.qualifiers),
            )
            for heading in record.mesh
        ],
        "substances": [(item.name, item.ui, item.registry, item.kind) for item in record.substances],
        "keywords": list(record.keywords),
        "grants": [(grant.number, grant.acronym, grant.agency, grant.country) for grant in record.grants],
        "accessions": list(record.accessions),
        "corrections": [link(correction) for correction in record.corrections],
        "references": list(record.references),
        "conflict_of_interest": record.conflict_of_interest,
        "status": record.status,
        "publication_status": record.publication_status,
        "publication_model": record.publication_model,
    }


def person(author: Author) -> tuple[Any, ...]:
    names = (author.last, author.fore, author.initials, author.suffix, author.collective)
    return (*names, list(author.affiliations), author.orcid, "Y")


def raw(date: PartialDate | None) -> str:
    return date.raw if date else ""


def link(correction: Correction) -> tuple[str, str, str, str]:
    return (correction.kind, correction.source, correction.pmid, correction.note)


MARKUP = re.compile(r"</?(?:b|i|u|sup|sub|DispFormula|m[a-z]+|none)(?:\s[^<>]*)?/?>")


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same: exactly but for breaks, and where theirs has tags but for blanks, ^ and _."""
    if isinstance(theirs, list | tuple):
        return len(ours) == len(theirs) and all(same(*pair) for pair in zip(ours, theirs, strict=True))
    if not isinstance(theirs, str):
        return bool(ours == theirs)
    if MARKUP.search(theirs):
        return re.sub(r"[\s^_]", "", ours) == re.sub(r"[\s^_]", "", MARKUP.sub("", theirs))
    return bool(ours == re.sub(r"[ \t\r\n]+", " ", theirs).strip(" "))


def once(values: list[Any], theirs: dict[str, Any]) -> list[Any]:
    return list(dict.fromkeys(values))


EXPLAINED: dict[str, dict[str, Callable[[Any, dict[str, Any]], Any]]] = {
    "title": {
        "where NLM has no translation, the vernacular title is the title": lambda title, theirs: (
            theirs["vernacular_title"] if title == "[Not Available]." else title
        ),
    },
    "sections": {
        "UNLABELLED is no label": lambda parts, theirs: [
            ("" if label == "UNLABELLED" else label, category, text) for label, category, text in parts
        ],
    },
    "doi": {"is in lower case": lambda dois, theirs: [doi.lower() for doi in dois]},
    "grants": {"each once": once},
    "keywords": {"each once": once},
    "references": {
        "what is no PMID is left out": lambda pmids, theirs: [
            pmid for pmid in pmids if re.fullmatch("[1-9][0-9]{0,7}", pmid)
        ],
        "each once": once,
    },
}

# ------------------------------------------------------------------------------------------------------- Bio.Medline


def test_bio_medline_has_no_record_in_common_but_the_same_shapes() -> None:
    """None of the MEDLINE texts has its XML here, so values cannot be compared; the shapes of names and dates can."""
    medline = importlib.import_module("Bio.Medline")
    paths = sorted(FOLDER.rglob("Medline/*.txt"))
    texts = [entry for path in paths for entry in medline.parse(io.StringIO(path.read_text("utf-8")))]
    items = [item for path in FILES if path.name not in NOT_PUBMED for item in read_pubmed(path)]
    records = [item for item in items if isinstance(item, Record)]
    assert len(texts) == 6
    assert {entry["PMID"] for entry in texts}.isdisjoint({record.pmid for record in records})
    name = re.compile(r"[^,;]*[^,; ]( [A-Z]{1,5})?( (Jr|Sr|2nd|3rd|4th))?")
    assert all(name.fullmatch(author) for entry in texts for author in entry["AU"])
    assert all(name.fullmatch(author.name) for record in records for author in record.authors if author.last)
    date = re.compile(r"[0-9]{4}(-[0-9]{4})?( [A-Z][a-z]+([- ].*)?)?")
    assert all(date.fullmatch(entry["DP"]) for entry in texts)
    printed = [raw(record.dates.print) for record in records if record.dates.print]
    assert [day for day in printed if not date.fullmatch(day)] == [
        "2017 06",  # months as numbers, which occur beside names
        "2018 05 17",
        "2017 07 01",
        "2019 12",
        "2020 06",
    ]
