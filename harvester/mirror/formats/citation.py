"""Records -> citations with their abstracts, for reading: what efetch gives for rettype=abstract (NBK25499)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from harvester.records import Author, Correction, OtherAbstract, Record

from .bibliography import labelled, language, lines_of, linked_source, printed_date, source

_WIDTH = 80  # no recording shows it
_INDENT = "    "
_WORDS_OF_KIND = re.compile(r"[A-Z][a-z]*?(?=(?:and)?[A-Z]|$)|and(?=[A-Z])")


def abstract_text(records: Iterable[Record]) -> str:
    """The records as plain text, numbered from 1, two blank lines apart; nothing for no records.

    A record is made of blocks that are a blank line apart: citation, title, authors with the numbers of their places,
    those places, linked papers, abstract, copyright, identifiers, and conflict of interest.
    """
    entries = (_wrapped(f"{number}. {_entry(record)}\n") for number, record in enumerate(records, 1))
    return "\n\n".join(entries)


def _entry(record: Record) -> str:
    return "\n\n".join(filter(None, (block(record) for block in _BLOCKS[record.kind])))


def _wrapped(text: str) -> str:
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph))


def _lines(paragraph: str) -> Iterator[str]:
    indent = _INDENT if paragraph.startswith(_INDENT) else ""
    return (indent + line for line in lines_of(paragraph.removeprefix(indent), _WIDTH - len(indent)))


# ------------------------------------------------------------------------------------------------------------- blocks


def _title(record: Record) -> str:
    return record.title


def _book(record: Record) -> str:
    """The book that a chapter stands in, or the date of a whole book."""
    names = ", ".join(editor.name for editor in record.editors)
    parts = (f"{names}, editors" if names else "", record.journal.title, printed_date(record.dates.published))
    words = ". ".join(filter(None, parts))
    return f"In: {words}." if record.journal.title else f"{words}." if words else ""


def _languages(record: Record) -> str:
    if record.languages in ((), ("eng",)):
        return ""
    return f"[Article in {', '.join(map(language, record.languages))}]"


def _authors(record: Record) -> str:
    """`Woitzik J(1), Krauss JK(1)(2); A Group.`: a group is set off from the persons before it."""
    numbers = _numbers(record.authors)
    words = "".join(_separator(author) + _credited(author, numbers) for author in record.authors)
    rest = "" if record.authors_complete else ", et al"
    return f"{words[2:]}{rest}." if words else ""


def _numbers(authors: Iterable[Author]) -> dict[str, int]:
    """The affiliations with their numbers, in the order in which they first stand."""
    places = dict.fromkeys(place for author in authors for place in author.affiliations)
    return {place: number for number, place in enumerate(places, 1)}


def _separator(author: Author) -> str:
    return "; " if author.collective else ", "


def _credited(author: Author, numbers: dict[str, int]) -> str:
    return author.name + "".join(f"({numbers[place]})" for place in author.affiliations)


def _collaborators(record: Record) -> str:
    names = ", ".join(person.name for person in record.investigators)
    return f"Collaborators: {names}." if names else ""


def _affiliations(record: Record) -> str:
    places = [f"({number}){place}" for place, number in _numbers(record.authors).items()]
    return "\n".join(("Author information:", *places)) if places else ""


def _linked(record: Record) -> str:
    kinds = dict.fromkeys(linked.kind for linked in record.corrections)
    return "\n\n".join(_linked_by(kind, record.corrections) for kind in kinds)


def _linked_by(kind: str, corrections: Iterable[Correction]) -> str:
    """`Comment in`, and under it the papers that comment."""
    sources = (linked_source(linked) for linked in corrections if linked.kind == kind)
    return "\n".join((_words_of(kind), *(_INDENT + words for words in sources)))


def _words_of(kind: str) -> str:
    return " ".join(_WORDS_OF_KIND.findall(kind)).capitalize()


def _abstract(record: Record) -> str:
    return "\n".join(map(labelled, record.sections))


def _other_abstracts(record: Record) -> str:
    return "\n\n".join(map(_other_abstract, record.other_abstracts))


def _other_abstract(other: OtherAbstract) -> str:
    return ": ".join(filter(None, (other.kind, " ".join(map(labelled, other.sections)))))


def _copyright(record: Record) -> str:
    return record.copyright


def _identifiers(record: Record) -> str:
    indexed = " [Indexed for MEDLINE]" if record.status == "MEDLINE" else ""
    return "\n".join(_identifier_lines(record)) + indexed


def _identifier_lines(record: Record) -> Iterator[str]:
    """The PMID last, for it carries the word that the record is indexed."""
    if record.doi:
        yield f"DOI: {record.doi}"
    if record.pmcid:
        yield f"PMCID: {record.pmcid}"
    yield f"PMID: {record.pmid}"


def _conflict(record: Record) -> str:
    words = record.conflict_of_interest
    return f"Conflict of interest statement: {words}" if words else ""


Block = Callable[[Record], str]

_BODY: tuple[Block, ...] = (
    _collaborators,
    _affiliations,
    _linked,
    _abstract,
    _other_abstracts,
    _copyright,
    _identifiers,
    _conflict,
)

_BLOCKS: dict[str, tuple[Block, ...]] = {
    "article": (source, _title, _languages, _authors, *_BODY),
    "book": (_title, _languages, _authors, _book, *_BODY),
}
