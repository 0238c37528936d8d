"""NLM's files of MeSH (descYYYY.xml, qualYYYY.xml; plain or .gz) -> names, other terms for them, and tree numbers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from harvester.errors import Refused
from harvester.pubmed.source import Damage, file_chunks

from ..record_fields import words
from .tree import HEADINGS, SUBHEADINGS

_ROOT = re.compile(rb"<(DescriptorRecordSet|QualifierRecordSet)[\s>]")
_HEAD = 4096
_TREES = {b"DescriptorRecordSet": HEADINGS, b"QualifierRecordSet": SUBHEADINGS}
_RECORDS = {HEADINGS: "DescriptorRecord", SUBHEADINGS: "QualifierRecord"}
_NAMES = {HEADINGS: "DescriptorName/String", SUBHEADINGS: "QualifierName/String"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshName:
    """A heading or subheading: its name, the tree numbers it stands at, and the other terms for it."""

    name: str
    numbers: tuple[str, ...]
    terms: tuple[str, ...]


def mesh_tree(path: Path) -> str:
    """Which tree a file holds: `heading`, `subheading`, or empty where it is no file of MeSH."""
    try:
        first = next(iter(file_chunks(path)), b"")
    except Damage:
        return ""
    root = _ROOT.search(first[:_HEAD])
    return _TREES[root[1]] if root else ""


def read_mesh(path: Path, tree: str) -> Iterator[MeshName]:
    """The names of a file, one in memory at a time; Refused where the file is damaged, or has no name in it."""
    name = _NAMES[tree]
    empty = True
    try:
        for element in _elements(path, _RECORDS[tree]):
            empty = False
            yield MeshName(
                name=(element.findtext(name) or "").strip(),
                numbers=tuple((one.text or "").strip() for one in element.iterfind("TreeNumberList/TreeNumber")),
                terms=tuple(_terms(element)),
            )
            element.clear()
    except (etree.XMLSyntaxError, Damage) as error:
        raise Refused(str(path), f"this file of MeSH is damaged ({error}); fetch it again") from error
    if empty:
        raise Refused(str(path), f"this file of MeSH holds no {_RECORDS[tree]}; fetch it again")


def _terms(element: _Element) -> Iterator[str]:
    """The entry terms of all concepts, and the two-letter codes of subheadings."""
    for path in ("String", "Abbreviation"):
        for term in element.iterfind(f"ConceptList/Concept/TermList/Term/{path}"):
            yield (term.text or "").strip()


def _elements(path: Path, tag: str) -> Iterator[_Element]:
    parser = etree.XMLPullParser(("end",), tag=tag, load_dtd=False, no_network=True, resolve_entities=False)
    for chunk in chain(file_chunks(path), (b"",)):
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
        for _, element in parser.read_events():
            yield element
            _forget_before(element)


def _forget_before(element: _Element) -> None:
    """Take what has been read out of the tree that the parser builds."""
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def store_mesh(connection: sqlite3.Connection, path: Path, tree: str) -> int:
    """Put a file's tree in the place of the one held, and give the number of its names; all of it or, Refused, none."""
    connection.execute("SAVEPOINT mesh")
    try:
        count = _store(connection, path, tree)
    except Refused:
        connection.execute("ROLLBACK TO mesh")
        raise
    finally:
        connection.execute("RELEASE mesh")
    return count


def _store(connection: sqlite3.Connection, path: Path, tree: str) -> int:
    connection.execute("DELETE FROM mesh_name WHERE tree = ?", (tree,))
    connection.execute("DELETE FROM mesh_place WHERE tree = ?", (tree,))
    count = 0
    for found in read_mesh(path, tree):
        count += 1
        _keep(connection, tree, found)
    return count


def _keep(connection: sqlite3.Connection, tree: str, found: MeshName) -> None:
    """A name outranks another's entry term of the same words, whichever comes first."""
    own = " ".join(words(found.name))
    others = {" ".join(words(term)) for term in found.terms} - {own, ""}
    connection.execute("INSERT OR REPLACE INTO mesh_name VALUES (?, ?, ?)", (tree, own, found.name))
    rows = [(tree, term, found.name) for term in sorted(others)]
    connection.executemany("INSERT OR IGNORE INTO mesh_name VALUES (?, ?, ?)", rows)
    places = [(tree, number, found.name) for number in found.numbers]
    connection.executemany("INSERT OR REPLACE INTO mesh_place VALUES (?, ?, ?)", places)
