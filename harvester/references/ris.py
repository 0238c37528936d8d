"""RIS, in the dialects of Scopus, Embase, Ovid, Web of Science, Zotero, EndNote and others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_uppercase, digits
from typing import ClassVar

import rispy

from ..records import Refusal
from .entry import Entry, Stated
from .people import complete, tagged_people
from .record import entry

TAGS = {first + second: first + second for first in ascii_uppercase for second in ascii_uppercase + digits}
_TAGGED = re.compile(r"[ \t]*([A-Z][A-Z0-9])(?: {1,2}- | {1,2}-$)")
_PMID_LINE = re.compile(r"[ \t]*PMID ?- ?([0-9]+)\s*$")
_BARE_PMID = re.compile(r"[1-9][0-9]{6,7}")
_LINKS = ("UR", "L1", "L2", "L3", "L4", "LK")
_NOTES = ("N1", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "M1", "M2", "U1", "U2", "U3", "U4", "U5", "RN", "ID")


class _Parser(rispy.RisParser):  # type: ignore[misc]
    """Every tag under its own name, and every value of it: which of several is meant is told by what it reads."""

    DEFAULT_MAPPING: ClassVar[dict[str, str]] = TAGS
    DEFAULT_LIST_TAGS: ClassVar[frozenset[str]] = frozenset(TAGS)
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}


def entries(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each TY; a refusal for tagged lines without one, and for a last entry without an ER (a cut file).

    Counted as an entry: what begins with a TY line, and the tagged lines between an ER and the next TY. Untagged lines
    there (comments, numbers) are none. Some exporters leave out the ER between two entries.
    """
    cut = list(_cut(text))
    for position, lines in enumerate(cut, start=1):
        why = _fault(lines, last=position == len(cut))
        stated = None if why else _stated(lines)
        if stated is None or not stated.says_something:
            yield Refusal(source=source, why=why or "it states nothing but its type", position=position)
        else:
            yield entry(stated, position, "".join(lines).strip().encode())


def _cut(text: str) -> Iterator[list[str]]:
    """The lines of each entry, with the line ends they came with."""
    lines: list[str] = []
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text):
        tag = _tag(line)
        if tag == "TY" and lines:
            yield lines
            lines = []
        if tag or lines:
            lines.append(line)
        if tag == "ER":
            if len(lines) > 1:
                yield lines
            lines = []
    if lines:
        yield lines


def _tag(line: str) -> str:
    found = _TAGGED.match(line.rstrip("\r\n"))
    return found[1] if found else ""


def _fault(lines: list[str], *, last: bool) -> str:
    if _tag(lines[0]) != "TY":
        return f"it does not begin with a TY line, but with {lines[0].strip()[:60]!r}"
    if last and _tag(lines[-1]) != "ER":
        return "it does not end with an ER line, so that it may have been cut off; add `ER  - ` where it ends"
    return ""


def _stated(lines: list[str]) -> Stated:
    """The tags as rispy reads them. A tag may come twice, and mean another thing in another dialect."""
    closed = lines if _tag(lines[-1]) == "ER" else [*lines, "ER  - "]
    (found,) = rispy.loads("\n".join(map(_plain, closed)), implementation=_Parser)
    types = [found.pop("TY"), *found.get("M3", [])]
    named = _many(found, "AU")
    named = (*named, *(name for name in _many(found, "A1") if name not in named))
    article_number = next((value for value in _many(found, "C7") if not _is_bare_pmid("C7", value)), "")
    return Stated(
        id=_one(found, "ID"),
        title=_one(found, "TI", "T1", "CT", "BT"),
        vernacular_title=_one(found, "OP", "TT"),
        abstract=_one(found, "AB", "N2"),
        authors=tagged_people(named),
        authors_complete=all(map(complete, named)),
        editors=tagged_people((*_many(found, "ED"), *_many(found, "A2"))),
        journal=_one(found, "JF", "T2", "JO", "BT", "T3"),
        abbreviation=_one(found, "JA", "J2", "J1", "JI", "JO"),
        issn=_one(found, "SN"),
        volume=_one(found, "VL", "VO"),
        issue=_one(found, "IS", "CP"),
        pages=_pages(_one(found, "SP"), _one(found, "EP")) or article_number,
        year=_one(found, "PY", "Y1"),
        date=_one(found, "DA", "Y1"),
        pmids=_pmids(found),
        dois=tuple(
            value for tag in ("DO", "DI", "M3", "ID") for value in _many(found, tag) if tag[0] == "D" or "10." in value
        ),
        pmcids=tuple(value for value in (*_many(found, "C2"), *_many(found, "C6")) if value.upper().startswith("PMC")),
        accessions=_accessions(found),
        database=_database(found),
        other_ids=tuple(("Embase", value) for value in _many(found, "U2") if re.fullmatch(r"L[0-9]+", value)),
        links=tuple(value for tag in _LINKS for value in _many(found, tag)),
        notes=tuple("\n".join(values) for tag in _NOTES if (values := _many(found, tag))),
        languages=_many(found, "LA"),
        types=tuple(kind for kind in types if "10." not in kind),
        keywords=tuple(word for value in _many(found, "KW") for word in value.split(";")),
    )


def _plain(line: str) -> str:
    """A tag as the standard has it, with two blanks; a line that calls itself PMID becomes the note that it is."""
    line = line.strip("\r\n")
    numbered = _PMID_LINE.match(line)
    if numbered:
        return f"N1  - PMID: {numbered[1]}"
    found = _TAGGED.match(line)
    return f"{found[1]}  - {line[found.end() :]}" if found else line


def _many(found: Mapping[str, list[str]], tag: str) -> tuple[str, ...]:
    return tuple(value for value in found.get(tag, ()) if value)


def _one(found: Mapping[str, list[str]], *tags: str) -> str:
    """The value of the first of these tags that has one; its further lines belong to it."""
    return next((" ".join(values) for tag in tags if (values := _many(found, tag))), "")


def _pages(first: str, last: str) -> str:
    """From first to last, unless the first is a range itself (`1535-41`) or all there is."""
    if not last or last == first or "-" in first or "–" in first:
        return first
    return f"{first}-{last}" if first else last


def _pmids(found: Mapping[str, list[str]]) -> tuple[str, ...]:
    """What stands bare in the fields where exporters put it; CENTRAL names the database before it (`PUBMED 123`)."""
    bare = [value for tag in ("C2", "C5", "C7", "PM") for value in _many(found, tag) if _is_bare_pmid(tag, value)]
    return (*bare, *(number for value in _many(found, "C3") for number in re.findall(r"\bPUBMED ([0-9]+)", value)))


def _is_bare_pmid(tag: str, value: str) -> bool:
    """Scopus writes the PMID into C2 and Embase into C5; in C7 there are article numbers of up to seven digits, too."""
    return bool(_BARE_PMID.fullmatch(value)) and (tag != "C7" or len(value) == 8)


def _database(found: Mapping[str, list[str]]) -> str:
    """The database by name (DB), else the provider (DP), which EndNote writes for PubMed (NLM)."""
    return _one(found, "DB") or _one(found, "DP")


def _accessions(found: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The accession number; ID is one where PubMed is named and it has a PMID's form (else it is a program's own)."""
    stated = _many(found, "AN")
    if stated or not re.search(r"pubmed|medline|nlm", _database(found), re.IGNORECASE):
        return stated
    return tuple(value for value in _many(found, "ID") if _BARE_PMID.fullmatch(value))
