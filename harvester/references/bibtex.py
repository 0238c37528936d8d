"""BibTeX -> entries."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as Block
from pylatexenc.latex2text import LatexNodes2Text

from ..records import Refusal
from .entry import Entry, Stated, record_of
from .identifiers import identifiers_of
from .kinds import kind_of
from .people import authors_of


def read_bibtex(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each @type; comments, strings and preambles are none, and a key given twice is two entries."""
    logging.getLogger("bibtexparser").setLevel(logging.ERROR)
    library = parse_string(text)
    position = 0
    for block in library.blocks:
        known = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(known, Block):
            position += 1
            yield _entry(known, position, source)
        elif isinstance(known, ParsingFailedBlock):
            position += 1
            line = f"line {(known.start_line or 0) + 1}"
            yield Refusal(source=source, why=f"{line}: {_why(known)}; mend the entry", position=position)


def _why(block: ParsingFailedBlock) -> str:
    return " ".join(str(block.error).split())[:200]


def _entry(block: Block, position: int, source: str) -> Entry:
    raw = (block.raw or "").encode()
    fields = {field.key.casefold(): str(field.value) for field in block.fields}
    return Entry(
        id=block.key or str(position),
        position=position,
        source=source,
        record=record_of(_stated(fields, block.entry_type, raw)),
        raw=raw,
    )


def _stated(fields: Mapping[str, str], kind: str, raw: bytes) -> Stated:
    def plain(*names: str) -> str:
        return next((_plain(fields[name]) for name in names if fields.get(name, "").strip()), "")

    return Stated(
        raw=raw,
        title=plain("title"),
        authors=authors_of(_decoded(fields.get("author", ""))),
        journal=plain("journal", "journaltitle", "booktitle"),
        abbreviation=plain("shortjournal", "journal_abbreviation"),
        issn=plain("issn"),
        volume=plain("volume"),
        issue=plain("number", "issue"),
        pages=plain("pages", "eid", "article-number"),
        date=plain("date") or f"{plain('year')} {plain('month')}".strip(),
        abstract=plain("abstract"),
        languages=(plain("language", "langid"),),
        types=(kind_of(kind),),
        keywords=tuple(re.split(r"\s*[,;]\s*", plain("keywords"))),
        identifiers=identifiers_of(
            pmid=plain("pmid"),
            doi=fields.get("doi", ""),
            pmcid=plain("pmcid", "pmc"),
            accession=plain("eprint") if plain("eprinttype", "archiveprefix").casefold() == "pubmed" else "",
            database=plain("eprinttype", "archiveprefix"),
            anywhere=[fields.get(name, "") for name in ("note", "annote", "url", "howpublished", "extra")],
        ),
    )


_LATEX = LatexNodes2Text(keep_braced_groups=True, math_mode="verbatim")


def _plain(value: str) -> str:
    """The words without the braces that keep capitals; a brace that was escaped is a brace."""
    hidden = value.replace(r"\{", "\1").replace(r"\}", "\2")
    bare = _decoded(hidden).replace("{", "").replace("}", "")
    return bare.replace("\1", "{").replace("\2", "}")


def _decoded(value: str) -> str:
    """LaTeX's accents and signs as characters; braces stay."""
    if "\\" not in value:
        return value
    return str(_LATEX.latex_to_text(value.replace(r"\textasciicircum{}", "^")))  # it would make 10ˆ3 of 10^3
