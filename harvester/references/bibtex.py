"""BibTeX and BibLaTeX, of Zotero, JabRef, Mendeley, Scopus, Web of Science, CoLRev and others."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.model import Block, ImplicitComment, ParsingFailedBlock
from bibtexparser.model import Entry as BibtexEntry
from bibtexparser.splitter import Splitter

from ..records import Author, Refusal
from .entry import Entry, Stated
from .latex import plain, verbatim
from .people import complete, people
from .record import entry

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what it logs is a refusal here

_LINKS = ("url", "link", "howpublished", "ee", "pubmedurl")
_NOTES = ("note", "annote", "annotation", "eprint", "extra", "comment")


def entries(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each block but @comment, @string and @preamble, or a refusal for one whose braces do not match.

    Counted as an entry: each `@word{` at the begin of a line but those three. Two entries under one key are two.
    """
    library = Splitter(text.replace("\r\n", "\n").replace("\r", "\n")).split()
    strings = {string.key.casefold(): string.value for string in library.strings}
    blocks = [_entry_of(block) for block in library.blocks]
    position = 0
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if not isinstance(block, BibtexEntry | ParsingFailedBlock):
            continue
        position += 1
        why = _fault(block, after)
        stated = _stated(block, strings) if isinstance(block, BibtexEntry) and not why else None
        if stated is None or not stated.says_something:
            why = why or "it states nothing but its key"
            yield Refusal(source=source, why=f"{_name(block)}: {why}", position=position)
        else:
            yield entry(stated, position, (block.raw or "").strip().encode())


def _entry_of(block: Block) -> Block:
    """The entry in what bibtexparser marks for a key or a field that came before; both are kept here."""
    return block.ignore_error_block or block if isinstance(block, ParsingFailedBlock) else block


def _fault(block: Block, after: Block | None) -> str:
    """Why an entry cannot be read: braces that stay open, or that close before the fields are at their end."""
    if isinstance(block, ParsingFailedBlock):
        reason = block.error.abort_reason if isinstance(block.error, BlockAbortedException) else str(block.error)
        return f"its braces or quotes do not match: {reason}"
    if isinstance(after, ImplicitComment) and re.match(r"\s*(?:,|\w+\s*=\s*[{\"])", after.comment):
        return f"it is closed before its fields end: {after.comment[:40]!r} stands behind it"
    return ""


def _name(block: Block) -> str:
    """The entry's first line, which has its type and key."""
    return (block.raw or "").strip().partition("\n")[0][:60]


def _stated(block: BibtexEntry, strings: Mapping[str, str]) -> Stated:
    found: dict[str, str] = {}
    for field in block.fields:
        found.setdefault(field.key.casefold().replace("-", "_"), _value(str(field.value), strings))

    def one(*keys: str) -> str:
        return next((plain(value) for key in keys if (value := found.get(key, ""))), "")

    def many(*keys: str) -> tuple[str, ...]:
        return tuple(plain(value) for key in keys if (value := found.get(key, "")))

    def exact(*keys: str) -> tuple[str, ...]:
        return tuple(verbatim(value) for key in keys if (value := found.get(key, "")))

    eprint_kind = one("eprinttype", "archiveprefix").casefold()
    named = _list_of_names(found.get("author", ""))
    return Stated(
        id=block.key,
        title=" ".join(filter(None, (one("title"), one("subtitle")))),
        abstract=one("abstract"),
        authors=_people(named),
        authors_complete=complete(named),
        editors=_people(_list_of_names(found.get("editor", ""))),
        journal=one("journal", "journaltitle", "booktitle", "fjournal", "eventtitle"),
        abbreviation=one("shortjournal", "abbrev_source_title", "journal_iso", "journalabbreviation"),
        issn=" ".join(many("issn", "eissn", "isbn")),
        volume=one("volume"),
        issue=one("number", "issue"),
        pages=one("pages", "article_number", "art_number", "eid"),
        year=one("year"),
        date=" ".join(many("date", "month", "day")[:2]),
        pmids=(*many("pmid", "pubmed_id", "pubmedid"), *(many("eprint") if eprint_kind in ("pmid", "pubmed") else ())),
        dois=exact("doi"),
        pmcids=(*many("pmcid", "pmc"), *(many("eprint") if eprint_kind in ("pmcid", "pmc") else ())),
        accessions=many("accession", "accession_number", "unique_id"),
        database=one("database", "source"),
        links=exact(*_LINKS),
        notes=many(*_NOTES),
        languages=many("language", "langid"),
        types=(block.entry_type, *many("type", "document_type")),
        keywords=tuple(
            word for cell in many("keywords", "author_keywords") for word in re.split(r"\s*[;\n]\s*|,\s+(?!.*;)", cell)
        ),
    )


def _value(value: str, strings: Mapping[str, str]) -> str:
    """The value without what encloses it, its `@string` words replaced, and parts joined by `#` as one."""
    if _is_enclosed(value):
        return value[1:-1]
    if "#" in value and value[:1] + value[-1:] != "{}":
        return "".join(_value(part.strip(), strings) for part in re.split(r"\s+#\s+", value))
    known = strings.get(value.casefold())
    return _value(known, {}) if known else value


def _is_enclosed(value: str) -> bool:
    return value[:1] + value[-1:] in ("{}", '""') and len(value) > 1 and not re.search(r"[}\"]\s+#\s+[{\"\w]", value)


def _list_of_names(value: str) -> str:
    """A list in one line, without the second braces that Web of Science puts around every value."""
    named = " ".join(value.split())
    inner = named[1:-1]
    twice = named[:1] + named[-1:] == "{}" and not re.search(r"[{}]", inner)
    return inner if twice and all("," in name for name in inner.split(" and ")) else named


def _people(named: str) -> tuple[Author, ...]:
    """The list is cut before LaTeX is read, because braces tell a group and an accent hides a letter."""
    return people(_ACCENTED.sub(lambda found: plain(found[0]), named))


_ACCENTED = re.compile(
    r"\{(?:\\[A-Za-z]+|\\[^A-Za-z\s])[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|"
    r"\\[vcukHrbdt](?:\{\\?[A-Za-z]\}| \\?[A-Za-z])|\\(?:ss|oe|OE|ae|AE|aa|AA|o|O|l|L|i|j)(?:\{\}|\b ?)|\\[&_%#$]|~"
)
