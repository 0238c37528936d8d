"""A record as PubMed indexes it: passages of running text, whole values, names and dates, each by the field's tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from harvester.records import Author, OtherAbstract, PartialDate, Record, Section

Words = tuple[str, ...]
Day = tuple[int, int, int]

_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def words(text: str) -> Words:
    """The words of a text as they are indexed: without case, without diacritics, punctuation as space."""
    return tuple(_WORD.findall(fold(text)))


def fold(text: str) -> str:
    """The text without case and diacritics, compatible characters as one (NFKD)."""
    return text.lower() if text.isascii() else _FOREIGN.sub(_folded, text).lower()


def _folded(run: re.Match[str]) -> str:
    return _fold_run(run[0])


@lru_cache(maxsize=100_000)
def _fold_run(run: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", run).casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))


# ----------------------------------------------------------------------------------------------- fields of running text


def _title(record: Record) -> Iterator[str]:
    yield record.title


def _abstracts(record: Record) -> Iterator[str]:
    yield _joined(record.sections)
    yield from (_joined(other.sections) for other in record.other_abstracts)


def _joined(sections: Iterable[Section]) -> str:
    return " ".join(f"{section.label} {section.text}" for section in sections)


def _keywords(record: Record) -> Iterator[str]:
    yield from record.keywords


def _beyond_abstract(record: Record) -> Iterator[str]:
    """What [tw] has besides title, abstracts and keywords (PubMed help)."""
    for heading in record.mesh:
        yield heading.descriptor
        yield from (qualifier.name for qualifier in heading.qualifiers)
    yield from record.publication_types
    yield from (substance.name for substance in record.substances)
    yield from _collectives(record)
    yield from _accessions(record)
    yield from (correction.note for correction in record.corrections)


def _beyond_text_words(record: Record) -> Iterator[str]:
    """What [all] has besides the other columns: not the place of publication and the dates of processing (help)."""
    for author in (*record.authors, *record.editors, *record.investigators):
        yield author.name
        yield f"{author.fore} {author.last}"
    yield from _journals(record)
    yield from (record.volume, record.issue, record.pages)
    for values in (_locations, _languages, _grants, _registries):
        yield from values(record)
    yield str(record.year or "")


def _affiliations(record: Record) -> Iterator[str]:
    for author in (*record.authors, *record.editors, *record.investigators):
        yield from author.affiliations


def _conflicts(record: Record) -> Iterator[str]:
    yield record.conflict_of_interest


def _vernacular(record: Record) -> Iterator[str]:
    yield record.vernacular_title


Reader = Callable[[Record], Iterator[str]]
PASSAGES: Mapping[str, Reader] = {
    "ti": _title,
    "ab": _abstracts,
    "ot": _keywords,
    "tw": _beyond_abstract,
    "ad": _affiliations,
    "co": _conflicts,
    "tt": _vernacular,
    "al": _beyond_text_words,
}
"""The columns of running text: what several fields share is in one of them only, so that nothing is indexed twice."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "ti": ("ti",),
    "tiab": ("ti", "ab", "ot"),
    "tw": ("ti", "ab", "ot", "tw"),
    "all": tuple(PASSAGES),
    "ad": ("ad",),
    "ot": ("ot",),
    "cois": ("co",),
    "tt": ("tt",),
}
"""Fields in which words and phrases are looked up anywhere, and the columns that each is made of."""


# ----------------------------------------------------------------------------------------------- fields of whole values


def _collectives(record: Record) -> Iterator[str]:
    yield from (author.collective for author in record.authors)


def _accessions(record: Record) -> Iterator[str]:
    for bank, number in record.accessions:
        yield f"{bank}/{number}"
        yield bank
        yield number


def _journals(record: Record) -> Iterator[str]:
    journal = record.journal
    yield from (journal.title, journal.abbreviation, journal.issn, journal.issn_linking)


def _languages(record: Record) -> Iterator[str]:
    for language in record.languages:
        yield language
        yield LANGUAGES.get(language.lower(), "")


def _publication_types(record: Record) -> Iterator[str]:
    yield from record.publication_types


def _substances(record: Record) -> Iterator[str]:
    yield from (substance.name for substance in record.substances)


def _registries(record: Record) -> Iterator[str]:
    yield from (substance.registry for substance in record.substances)


def _qualifiers(record: Record) -> Iterator[str]:
    yield from (qualifier.name for heading in record.mesh for qualifier in heading.qualifiers)


def _locations(record: Record) -> Iterator[str]:
    yield from (record.doi, record.pmcid)
    yield from (value for _, value in record.other_ids)


def _grants(record: Record) -> Iterator[str]:
    for grant in record.grants:
        yield from (grant.number, grant.acronym, grant.agency, f"{grant.number}/{grant.acronym}")


def _volume(record: Record) -> Iterator[str]:
    yield record.volume


def _issue(record: Record) -> Iterator[str]:
    yield record.issue


def _first_page(record: Record) -> Iterator[str]:
    yield record.pages
    yield record.pages.partition("-")[0]


def _journal_ids(record: Record) -> Iterator[str]:
    yield record.journal.nlm_id


def _country(record: Record) -> Iterator[str]:
    yield record.journal.country


def _author_ids(record: Record) -> Iterator[str]:
    yield from (author.orcid for author in record.authors)


def _isbns(record: Record) -> Iterator[str]:
    yield from (value.replace("-", "") for kind, value in record.other_ids if kind == "isbn")


def _book(record: Record) -> Iterator[str]:
    """The book's title; a record of the whole book has it as its own."""
    if record.kind == "book":
        yield record.journal.title or record.title


VALUES: Mapping[str, Reader] = {
    "ta": _journals,
    "la": _languages,
    "pt": _publication_types,
    "nm": _substances,
    "rn": _registries,
    "sh": _qualifiers,
    "si": _accessions,
    "aid": _locations,
    "lid": _locations,
    "gr": _grants,
    "vi": _volume,
    "ip": _issue,
    "pg": _first_page,
    "jid": _journal_ids,
    "pl": _country,
    "cn": _collectives,
    "auid": _author_ids,
    "isbn": _isbns,
    "book": _book,
}
"""Fields whose values are compared whole."""

_LANGUAGES = """
afr afrikaans; alb albanian; amh amharic; ara arabic; arm armenian; aze azerbaijani; ben bengali; bos bosnian;
bul bulgarian; cat catalan; chi chinese; cze czech; dan danish; dut dutch; eng english; epo esperanto; est estonian;
fin finnish; fre french; geo georgian; ger german; gla scottish gaelic; gre greek, modern; heb hebrew; hin hindi;
hrv croatian; hun hungarian; ice icelandic; ind indonesian; ita italian; jpn japanese; kin kinyarwanda; kor korean;
lat latin; lav latvian; lit lithuanian; mac macedonian; mal malayalam; mao maori; may malay; mul multiple languages;
nor norwegian; per persian; pol polish; por portuguese; pus pushto; rum romanian; rus russian; san sanskrit; slo slovak;
slv slovenian; spa spanish; srp serbian; swe swedish; tha thai; tur turkish; ukr ukrainian; und undetermined; urd urdu;
vie vietnamese; wel welsh
"""

LANGUAGES: Mapping[str, str] = {
    code: name for code, _, name in (entry.strip().partition(" ") for entry in _LANGUAGES.split(";"))
}
"""Language names by the three-letter codes of MARC, which NLM uses."""


# -------------------------------------------------------------------------------------------------------------- names


def _authors(record: Record) -> tuple[Author, ...]:
    return record.authors


NAMES: Mapping[str, Callable[[Record], tuple[Author, ...]]] = {
    "au": _authors,
    "fau": _authors,
    "1au": lambda record: record.authors[:1],
    "lastau": lambda record: record.authors[-1:],
    "ed": lambda record: record.editors,
    "ir": lambda record: record.investigators,
    "fir": lambda record: record.investigators,
}
"""Fields of persons' names."""


def indexed_names(tag: str, author: Author) -> Iterator[Words]:
    """The names by which a field of names finds an author: [fau] and [fir] the full one in both orders."""
    if tag in FULL_NAMES:
        yield name_words(f"{author.last} {author.fore}")
        yield name_words(f"{author.fore} {author.last}")
    else:
        yield name_words(author.collective or f"{author.last} {author.initials} {author.suffix}")


FULL_NAMES = ("fau", "fir")
"""Fields of names that want the first names in full."""


@lru_cache(maxsize=100_000)
def name_words(name: str) -> Words:
    """The words of a name; an apostrophe is part of it."""
    return words(name.replace("'", "").replace("’", ""))


# -------------------------------------------------------------------------------------------------------------- dates


DATES: Mapping[str, Callable[[Record], tuple[PartialDate | None, ...]]] = {
    "dp": lambda record: (record.dates.print, record.dates.electronic),
    "ppdat": lambda record: (record.dates.print,),
    "epdat": lambda record: (record.dates.electronic,),
    "edat": lambda record: (record.dates.pubmed,),
    "crdt": lambda record: (record.dates.entrez,),
    "mhda": lambda record: (record.dates.medline,),
    "dcom": lambda record: (record.dates.completed,),
    "lr": lambda record: (record.dates.revised,),
}
"""Fields of dates."""


def day(date: PartialDate) -> Day:
    """A date as the day it is indexed under: a missing month is January, a missing day the first."""
    return date.year, date.month or 1, date.day or 1


def published(record: Record) -> Day:
    """The day a record is sorted by, by its date of publication."""
    return day(record.dates.published) if record.dates.published else (0, 1, 1)


def holds_abstract(record: Record) -> bool:
    """Whether there is an abstract; one in another language only does not count here (NLM does not say)."""
    return bool(record.sections)


def holds_foreign_abstract(record: Record) -> bool:
    """Whether an abstract stands beside the main one in a language other than English."""
    return any(_foreign(other) for other in record.other_abstracts)


def _foreign(other: OtherAbstract) -> bool:
    return bool(other.language) and other.language.lower() not in ("eng", "en")
