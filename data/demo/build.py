"""Builds the demo corpus from what people wrote: `python data/demo/build.py` (`--source DIR`, `--out DIR`).

In: source/*.toml, one [[record]] table a report with its labels under [record.gold]; mesh.csv, NLM's identifiers.
Out: pubmed_demo.xml, as efetch would send it, and gold.jsonl, one line a report in the shape of `harvester extract`.
The same source gives the same bytes. Nothing is written when a label is wrong: every quote must stand in the text
that `harvester.pubmed` reads from the XML made here, and every field and value must be one of records.py.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.etree import _Element

from harvester.errors import HarvesterError
from harvester.pubmed import parse_pubmed
from harvester.records import CASE_FIELDS, Record, Span

HERE = Path(__file__).parent

Table = Mapping[str, Any]


class DemoError(HarvesterError):
    """A source file says something that cannot be built; names the file, the PMID and what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One [[record]] and the file it stands in."""

    file: str
    table: Table

    @property
    def pmid(self) -> str:
        return str(self.table["pmid"])

    def wrong(self, why: str) -> DemoError:
        return DemoError(f"{self.file}, PMID {self.pmid}: {why}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and say how much; 1 with a message where the source is wrong."""
    options = argparse.ArgumentParser(description="Build the demo corpus.")
    options.add_argument("--source", type=Path, default=HERE / "source", help="folder of .toml files")
    options.add_argument("--out", type=Path, default=HERE, help="folder for pubmed_demo.xml and gold.jsonl")
    chosen = options.parse_args(arguments)
    try:
        count = build(chosen.source, chosen.out)
    except DemoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{count} records in {chosen.out}")
    return 0


def build(source: Path, out: Path) -> int:
    """Write both files into `out`; the number of records. Raises DemoError."""
    entries = read_source(source)
    xml = pubmed_xml(entries)
    records = {item.pmid: item for item in parse_pubmed(xml, "the demo corpus") if isinstance(item, Record)}
    keys = frozenset(key for entry in entries for key in _case_keys(entry))
    lines = [gold_line(entry, _record_of(entry, records), keys) for entry in entries]
    out.mkdir(parents=True, exist_ok=True)
    (out / "pubmed_demo.xml").write_bytes(xml)
    jsonl = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (out / "gold.jsonl").write_bytes(jsonl.encode())
    return len(entries)


def _case_keys(entry: Entry) -> Iterator[str]:
    cases = entry.table["gold"].get("case", [])
    return (f"{entry.pmid}#{number}" for number in range(1, len(cases) + 1))


def _record_of(entry: Entry, records: Mapping[str, Record]) -> Record:
    if entry.pmid not in records:
        raise entry.wrong("harvester.pubmed does not read its XML; look at what it refuses")
    return records[entry.pmid]


# ------------------------------------------------------------------------------------------------------------ source

_RECORD_KEYS = frozenset(
    [
        "pmid",
        "title",
        "abstract",
        "sections",
        "journal",
        "date",
        "medline_date",
        "electronic",
        "entrez",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmcid",
        "authors",
        "collective",
        "language",
        "vernacular_title",
        "other_abstract",
        "types",
        "mesh",
        "keywords",
        "status",
        "corrections",
        "gold",
    ]
)
_REQUIRED = ("title", "journal", "entrez", "gold")


def read_source(folder: Path) -> list[Entry]:
    """Every record of the folder's .toml files, by PMID. Raises DemoError."""
    entries = [entry for path in sorted(folder.glob("*.toml")) for entry in _read_file(path)]
    if not entries:
        raise DemoError(f"{folder}: no [[record]] in any .toml file there")
    by_pmid: dict[str, Entry] = {}
    for entry in entries:
        other = by_pmid.setdefault(entry.pmid, entry)
        if other is not entry:
            raise entry.wrong(f"this PMID is also in {other.file}; give one of them another")
    return sorted(entries, key=lambda entry: int(entry.pmid))


def _read_file(path: Path) -> list[Entry]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("record", [])
    except tomllib.TOMLDecodeError as error:
        raise DemoError(f"{path.name}: this is not TOML: {error}") from error
    entries = [Entry(file=path.name, table=table) for table in tables]
    for entry in entries:
        _check_keys(entry)
    return entries


def _check_keys(entry: Entry) -> None:
    if "pmid" not in entry.table:
        raise DemoError(f"{entry.file}: a [[record]] has no pmid (title {entry.table.get('title', 'none')!r})")
    if unknown := entry.table.keys() - _RECORD_KEYS:
        raise entry.wrong(f"unknown keys {', '.join(sorted(unknown))}")
    if missing := [key for key in _REQUIRED if key not in entry.table]:
        raise entry.wrong(f"{', '.join(missing)} missing")
    if "date" not in entry.table and "medline_date" not in entry.table:
        raise entry.wrong("date or medline_date missing")
    if "Synthetic" not in entry.table["journal"]:
        raise entry.wrong(f"the journal {entry.table['journal']!r} must say Synthetic")


# --------------------------------------------------------------------------------------------------------------- XML

_PROLOG = (
    b'<?xml version="1.0" ?>\n'
    b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)
_NOTICE = (
    " Every record here is synthetic: no such patient, author, journal, report or identifier exists. Made by build.py. "
)
_INLINE = {"b", "i", "sub", "sup", "u"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def pubmed_xml(entries: Iterable[Entry]) -> bytes:
    """A PubmedArticleSet of the records, elements in the order of NLM's DTD of 2025, in UTF-8."""
    articles = etree.Element("PubmedArticleSet")
    articles.append(etree.Comment(_NOTICE))
    for entry in entries:
        article = etree.SubElement(articles, "PubmedArticle")
        _citation(article, entry)
        _pubmed_data(article, entry)
    etree.indent(articles)
    return _PROLOG + etree.tostring(articles, encoding="utf-8", xml_declaration=False) + b"\n"


def _add(parent: _Element, tag: str, text: object = None, **attributes: str) -> _Element:
    element = etree.SubElement(parent, tag, attributes)
    if text is not None:
        element.text = str(text)
    return element


def _add_marked(parent: _Element, entry: Entry, tag: str, text: str) -> _Element:
    """An element whose text may hold PubMed's inline mark-up and XML's character references."""
    try:
        element = etree.fromstring(f"<{tag}>{text}</{tag}>")
    except etree.XMLSyntaxError as error:
        raise entry.wrong(f"{tag} is not XML inside ({error.msg}); write &lt; and &amp; for < and &") from error
    if foreign := {str(inner.tag) for inner in element.iterdescendants()} - _INLINE:
        raise entry.wrong(f"{tag} has <{'>, <'.join(sorted(foreign))}>; PubMed knows only {', '.join(sorted(_INLINE))}")
    parent.append(element)
    return element


def _citation(parent: _Element, entry: Entry) -> None:
    table, status = entry.table, _status(entry)
    citation = _add(parent, "MedlineCitation", Status=status, Owner="NLM")
    _add(citation, "PMID", entry.pmid, Version="1")
    if status == "MEDLINE":
        _add_date(citation, "DateCompleted", _indexed(entry))
    _add_date(citation, "DateRevised", _indexed(entry))
    _article(citation, entry)
    info = _add(citation, "MedlineJournalInfo")
    _add(info, "MedlineTA", _abbreviated(table["journal"]))
    _add(info, "NlmUniqueID", _nlm_id(table["journal"]))
    _corrections(citation, table.get("corrections", []))
    _mesh(citation, table.get("mesh", []))
    _other_abstract(citation, entry)
    if table.get("keywords"):
        keywords = _add(citation, "KeywordList", Owner="NOTNLM")
        for keyword in table["keywords"]:
            _add_marked(keywords, entry, "Keyword", keyword).set("MajorTopicYN", "N")


def _status(entry: Entry) -> str:
    return str(entry.table.get("status", "MEDLINE"))


def _indexed(entry: Entry) -> date:
    """When the record was last worked on: three months after it entered, or as it entered where never indexed."""
    return _entered(entry) + timedelta(days=90 if _status(entry) == "MEDLINE" else 0)


def _entered(entry: Entry) -> date:
    return date.fromisoformat(entry.table["entrez"])


def _add_date(parent: _Element, tag: str, day: date, **attributes: str) -> None:
    element = _add(parent, tag, **attributes)
    _add(element, "Year", day.year)
    _add(element, "Month", f"{day.month:02d}")
    _add(element, "Day", f"{day.day:02d}")


def _article(citation: _Element, entry: Entry) -> None:
    table = entry.table
    article = _add(citation, "Article", PubModel="Print-Electronic" if "electronic" in table else "Print")
    _journal(article, entry)
    _add_marked(article, entry, "ArticleTitle", table["title"])
    _pagination(article, table)
    _abstract(article, entry)
    _authors(article, table)
    _add(article, "Language", table.get("language", "eng"))
    types = _add(article, "PublicationTypeList")
    for name in table.get("types", ["Case Reports", "Journal Article"]):
        _add_named(types, "PublicationType", name)
    if "vernacular_title" in table:
        _add_marked(article, entry, "VernacularTitle", table["vernacular_title"])
    if "electronic" in table:
        _add_date(article, "ArticleDate", date.fromisoformat(table["electronic"]), DateType="Electronic")


def _journal(article: _Element, entry: Entry) -> None:
    table = entry.table
    journal = _add(article, "Journal")
    issue = _add(journal, "JournalIssue", CitedMedium="Internet" if "electronic" in table else "Print")
    for key, tag in (("volume", "Volume"), ("issue", "Issue")):
        if table.get(key):
            _add(issue, tag, table[key])
    _pub_date(_add(issue, "PubDate"), table)
    _add(journal, "Title", table["journal"])
    _add(journal, "ISOAbbreviation", _abbreviated(table["journal"]))


def _pub_date(element: _Element, table: Table) -> None:
    """`2003 Jul 14`, `2003 Jul` and `2003` as they are; `1994 Spring` and `2019 Jan-Feb` as a season; else MedlineDate.

    efetch shows a range of months as a Season, though NLM's own files call it a MedlineDate.
    """
    year, *rest = table.get("date", "- - - -").split()
    if "medline_date" in table:
        _add(element, "MedlineDate", table["medline_date"])
    elif len(rest) == 1 and rest[0] not in _MONTHS:
        _add(element, "Year", year)
        _add(element, "Season", rest[0])
    elif not rest or (rest[0] in _MONTHS and all(day.isdecimal() for day in rest[1:])):
        for tag, part in zip(("Year", "Month", "Day"), (year, *rest), strict=False):
            _add(element, tag, part.zfill(2) if tag == "Day" else part)
    else:
        _add(element, "MedlineDate", table["date"])


def _abbreviated(journal: str) -> str:
    words = (word for word in journal.split() if word not in ("and", "in", "of", "the"))
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


_ABBREVIATIONS = {
    "Annals": "Ann",
    "Archives": "Arch",
    "British": "Br",
    "Bulletin": "Bull",
    "Interventional": "Interv",
    "Journal": "J",
    "Letters": "Lett",
    "Neurological": "Neurol",
    "Neurology": "Neurol",
    "Neurosurgery": "Neurosurg",
    "Obstetric": "Obstet",
    "Oncology": "Oncol",
    "Ophthalmology": "Ophthalmol",
    "Orthopaedics": "Orthop",
    "Pathology": "Pathol",
    "Proceedings": "Proc",
    "Radiology": "Radiol",
    "Reports": "Rep",
    "Review": "Rev",
    "Revista": "Rev",
    "Surgery": "Surg",
    "Veterinary": "Vet",
}


def _nlm_id(journal: str) -> str:
    """An identifier that is no one's: a letter, and a number made from the name."""
    return f"X{zlib.crc32(journal.encode()):010d}"


def _pagination(article: _Element, table: Table) -> None:
    if pages := table.get("pages"):
        pagination = _add(article, "Pagination")
        start, _, end = pages.partition("-")
        _add(pagination, "StartPage", start)
        if end:
            _add(pagination, "EndPage", start[: max(0, len(start) - len(end))] + end)
        _add(pagination, "MedlinePgn", pages)
    if "doi" in table and ("electronic" in table or not pages):
        _add(article, "ELocationID", table["doi"], EIdType="doi", ValidYN="Y")


def _abstract(article: _Element, entry: Entry) -> None:
    sections = _sections(entry)
    if not sections:
        return
    abstract = _add(article, "Abstract")
    for label, text in sections:
        element = _add_marked(abstract, entry, "AbstractText", text)
        if label:
            element.set("Label", label)
            element.set("NlmCategory", _category(label))


def _sections(entry: Entry) -> list[tuple[str, str]]:
    """Label and text of each section; a plain abstract is one without a label, and there may be none."""
    if "sections" in entry.table:
        return [(label, text) for label, text in entry.table["sections"]]
    return [("", text)] if (text := entry.table.get("abstract")) else []


_CATEGORIES = {
    "BACKGROUND": ("background", "introduction", "summary"),
    "OBJECTIVE": ("object", "purpose", "aim"),
    "METHODS": ("method", "design", "patients"),
    "RESULTS": ("result", "observation", "outcome"),
    "CONCLUSIONS": ("conclusion", "comment", "lesson", "learning"),
}


def _category(label: str) -> str:
    words = label.lower()
    return next((name for name, stems in _CATEGORIES.items() if any(stem in words for stem in stems)), "UNASSIGNED")


def _authors(article: _Element, table: Table) -> None:
    if not table.get("authors") and "collective" not in table:
        return
    people = _add(article, "AuthorList", CompleteYN="Y")
    for name in table.get("authors", []):
        _author(people, name)
    if "collective" in table:
        _add(_add(people, "Author", ValidYN="Y"), "CollectiveName", table["collective"])


def _author(people: _Element, name: str) -> None:
    """`Lindqvist Anna B`, or with a comma where the last name has several words."""
    last, _, fore = name.partition(", ") if ", " in name else name.partition(" ")
    author = _add(people, "Author", ValidYN="Y")
    _add(author, "LastName", last)
    if fore:
        _add(author, "ForeName", fore)
        _add(author, "Initials", "".join(part[0] for part in re.split(r"[ -]", fore)))


def _corrections(citation: _Element, corrections: Sequence[Table]) -> None:
    if not corrections:
        return
    listed = _add(citation, "CommentsCorrectionsList")
    for correction in corrections:
        element = _add(listed, "CommentsCorrections", RefType=correction["kind"])
        _add(element, "RefSource", correction["source"])
        if "pmid" in correction:
            _add(element, "PMID", correction["pmid"], Version="1")


def _mesh(citation: _Element, mesh: Sequence[str]) -> None:
    if not mesh:
        return
    listed = _add(citation, "MeshHeadingList")
    for heading in mesh:
        descriptor, *qualifiers = heading.split("/")
        element = _add(listed, "MeshHeading")
        _add_topic(element, "DescriptorName", descriptor)
        for qualifier in qualifiers:
            _add_topic(element, "QualifierName", qualifier)


def _add_topic(heading: _Element, tag: str, name: str) -> None:
    _add_named(heading, tag, name.removeprefix("*")).set("MajorTopicYN", "Y" if name.startswith("*") else "N")


def _add_named(parent: _Element, tag: str, name: str) -> _Element:
    """A name of NLM's with its identifier; an empty one where we do not know it, for none may be invented."""
    return _add(parent, tag, name, UI=_IDENTIFIERS.get((tag, name), ""))


def _read_identifiers() -> dict[tuple[str, str], str]:
    with (HERE / "mesh.csv").open(encoding="utf-8", newline="") as file:
        return {(row["element"], row["name"]): row["ui"] for row in csv.DictReader(file)}


_IDENTIFIERS = _read_identifiers()


def _other_abstract(citation: _Element, entry: Entry) -> None:
    if other := entry.table.get("other_abstract"):
        element = _add(citation, "OtherAbstract", Type="Publisher", Language=other["language"])
        _add_marked(element, entry, "AbstractText", other["text"])


def _pubmed_data(parent: _Element, entry: Entry) -> None:
    data = _add(parent, "PubmedData")
    history = _add(data, "History")
    for status, day in _history(entry):
        moment = _add(history, "PubMedPubDate", PubStatus=status)
        for tag, number in (("Year", day.year), ("Month", day.month), ("Day", day.day), ("Hour", 0), ("Minute", 0)):
            _add(moment, tag, number)
    _add(data, "PublicationStatus", "aheadofprint" if _status(entry) == "Publisher" else "ppublish")
    _article_ids(data, entry)


def _history(entry: Entry) -> Iterator[tuple[str, date]]:
    yield "entrez", _entered(entry)
    yield "pubmed", _entered(entry)
    if _status(entry) == "MEDLINE":
        yield "medline", _indexed(entry)


def _article_ids(data: _Element, entry: Entry) -> None:
    ids = _add(data, "ArticleIdList")
    _add(ids, "ArticleId", entry.pmid, IdType="pubmed")
    for key, kind in (("pmcid", "pmc"), ("doi", "doi")):
        if key in entry.table:
            _add(ids, "ArticleId", entry.table[key], IdType=kind)


# -------------------------------------------------------------------------------------------------------------- gold

_YES_NO = frozenset(("yes", "no"))
_ONE_OF: Mapping[str, frozenset[str]] = {
    "age_at": frozenset(("spinal lesion", "primary", "report")),
    "sex": frozenset(("F", "M")),
    "primary_site": frozenset(
        ["intracranial", "spine", "head and neck", "lung or thorax", "abdomen or pelvis", "limb", "bone", "other"]
    ),
    "metastatic_to_spine": _YES_NO | {"unclear"},
    "resection": frozenset(("gross total", "subtotal", "en bloc", "biopsy")),
    "outcome": frozenset(["no evidence of disease", "alive with disease", "improved", "stable", "worse", "died"]),
    **dict.fromkeys(("surgery", "radiotherapy", "radiosurgery", "chemotherapy", "embolization"), _YES_NO),
    **dict.fromkeys(("recurrence", "other_metastases"), _YES_NO),
}
_LEVELS = tuple(
    f"{letter}{number}" for letter, last in zip("CTLS", (7, 12, 5, 5), strict=True) for number in range(1, last + 1)
)
_REGIONS = [
    "craniocervical junction",
    "cervical",
    "cervicothoracic junction",
    "thoracic",
    "thoracolumbar junction",
    "lumbar",
    "lumbosacral junction",
    "sacral",
    "conus medullaris",
    "cauda equina",
]
_SEVERAL_OF: Mapping[str, frozenset[str]] = {
    "spinal_levels": frozenset((*_LEVELS, "Co", *_REGIONS)),
    "compartment": frozenset(["vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal"]),
    "presentation": frozenset(
        [
            "pain",
            "weakness",
            "sensory loss",
            "gait disturbance",
            "sphincter disturbance",
            "incidental",
            "cauda equina syndrome",
        ]
    ),
}
_SITES = frozenset(("recurrence_sites", "other_metastases_sites"))
_NUMBERS = frozenset(("age_years", "interval_months", "followup_months"))
_WORDS = frozenset(("diagnosis", "grade", "primary_site_text"))


def gold_line(entry: Entry, record: Record, keys: frozenset[str]) -> dict[str, Any]:
    """What `harvester extract` should say of a report; `keys` are the cases there are. Raises DemoError."""
    gold = entry.table["gold"]
    _check_gold(entry, keys)
    cases = [_case(entry, record, number, case) for number, case in enumerate(gold.get("case", []), start=1)]
    line: dict[str, Any] = {"id": entry.pmid, "included": gold["included"]}
    if "reason" in gold:
        line["reason"] = gold["reason"]
    line |= {"report": _report(entry, record), "cases": cases}
    if "same_patient_as" in gold:
        line["same_patient_as"] = dict(gold["same_patient_as"])
    return line


_GOLD_KEYS = frozenset(("included", "reason", "n_patients", "stated_count", "same_patient_as", "case"))


def _check_gold(entry: Entry, keys: frozenset[str]) -> None:
    gold = entry.table["gold"]
    if unknown := gold.keys() - _GOLD_KEYS:
        raise entry.wrong(f"unknown keys {', '.join(sorted(unknown))} in gold")
    if gold.get("included") not in ("yes", "no", "unsure"):
        raise entry.wrong("included must be yes, no or unsure")
    if gold["included"] != "yes" and not gold.get("reason"):
        raise entry.wrong(f"included = {gold['included']} wants a reason")
    for own, other in gold.get("same_patient_as", {}).items():
        if f"{entry.pmid}#{own}" not in keys or other not in keys:
            raise entry.wrong(f"same_patient_as: there is no case {own} here or no case {other}")


def _report(entry: Entry, record: Record) -> dict[str, Any]:
    gold, report = entry.table["gold"], {}
    if "n_patients" in gold:
        count, *quotes = gold["n_patients"]
        if not isinstance(count, int):
            raise entry.wrong(f"n_patients is {count!r}, not a whole number")
        report["n_patients"] = _with_words(entry, record, "n_patients", count, quotes)
    if "stated_count" in gold:
        stated = dict(gold["stated_count"])
        quote = stated.pop("quote", "")
        _check_stated(entry, stated)
        report["stated_count"] = _with_words(entry, record, "stated_count", stated, [quote])
    return report


def _check_stated(entry: Entry, stated: Table) -> None:
    shape = {"n": int, "unit": str, "includes_own": bool}
    if any(not isinstance(stated.get(key), kind) for key, kind in shape.items()) or stated.keys() - {*shape, "scope"}:
        raise entry.wrong(f"stated_count is {dict(stated)}; it wants n, unit, includes_own and quote")
    if stated["unit"] not in ("patients", "reports"):
        raise entry.wrong(f"stated_count: unit {stated['unit']!r} is neither patients nor reports")


def _case(entry: Entry, record: Record, number: int, case: Table) -> dict[str, Any]:
    if unknown := case.keys() - set(CASE_FIELDS):
        raise entry.wrong(f"case {number}: unknown fields {', '.join(sorted(unknown))}")
    values = {}
    for field in (name for name in CASE_FIELDS if name in case):
        value, *quotes = case[field]
        if not _known(field, value):
            raise entry.wrong(f"case {number}: {field} cannot be {value!r}")
        values[field] = _with_words(entry, record, f"case {number}: {field}", value, quotes)
    return values


def _known(field: str, value: object) -> bool:
    if field in _ONE_OF:
        return value in _ONE_OF[field]
    if field in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if field in _WORDS:
        return isinstance(value, str) and bool(value)
    return isinstance(value, list) and bool(value) and all(_known_term(field, term) for term in value)


def _known_term(field: str, term: object) -> bool:
    if field in _SITES:
        return isinstance(term, str) and bool(term) and term == term.lower()
    return term in _SEVERAL_OF[field]


def _with_words(entry: Entry, record: Record, what: str, value: object, quotes: Sequence[str]) -> dict[str, Any]:
    """The value with the span of its first quote, and all spans under `parts` where there are several."""
    if not quotes:
        raise entry.wrong(f"{what} has no quote")
    spans = [_found(entry, record.text, what, quote) for quote in quotes]
    parts = [{"start": span.start, "end": span.end, "quote": span.quote} for span in spans]
    return {"value": value, **parts[0]} | ({"parts": parts} if len(parts) > 1 else {})


def _found(entry: Entry, text: str, what: str, quote: str) -> Span:
    """Where a quote stands as whole words: `man` is not in `woman`, nor `T1` in `T12`. `quote@2` is the second."""
    words, _, nth = quote.rpartition("@") if re.search(r"@\d+$", quote) else (quote, "", "1")
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not words or len(places) < int(nth):
        count = f"only {len(places)} times" if places else "not"
        raise entry.wrong(f"{what}: {words!r} is {count} in the text; quote it as it stands in\n{text}")
    start = places[int(nth) - 1]
    return Span.of(text, start, start + len(words))


if __name__ == "__main__":
    sys.exit(main())
