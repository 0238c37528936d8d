"""Made-up records for measuring the mirror, the same ones at every call.

200,000 words of two to five invented syllables, drawn by Zipf's law with Mandelbrot's shift (rank + 2.7, exponent
1.05); titles of 6 to 20 words, abstracts log-normal about 190 words (80 % between 110 and 330), as PubMed's are; 12
whole values a record (headings, types) out of 30,000. The words and headings of queries/hpc-spine.toml are strewn in:
the tumour's in 1 record of 20,000 each, the place's and the spread's in 1 of 300.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from harvester.query import find_query, read_query
from harvester.records import Author, Dates, Journal, MeshHeading, PartialDate, Record, Section
from harvester.syntax import Boolean, Node, Term, parse

STRATEGY = read_query(find_query("hpc-spine")).strategy
SYLLABLES = [first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r", "s")]
BLOCK = 10_000

Document = tuple[int, str, str, tuple[str, ...]]
"""PMID, title, abstract, whole values."""


def documents(count: int) -> Iterator[Document]:
    """The made-up records, the same ones at every call."""
    draw = np.random.default_rng(20261122)
    words = invented_words()
    weights = 1 / (np.arange(len(words)) + 2.7) ** 1.05
    limits = np.cumsum(weights / weights.sum())
    planted = _planted()
    for begin in range(0, count, BLOCK):
        for at in range(begin, min(begin + BLOCK, count)):
            lengths = (int(draw.integers(6, 21)), min(int(draw.lognormal(np.log(190), 0.43)), 900))
            picked = words[np.searchsorted(limits, draw.random(sum(lengths)))].tolist()
            values = [f"v{number}" for number in draw.integers(0, 30_000, 12).tolist()]
            for chance, text, value in planted:
                if draw_rare(at, chance, text or value):
                    picked += text.split()
                    values += [value] if value else []
            yield 1_000 + at, " ".join(picked[: lengths[0]]), " ".join(picked[lengths[0] :]), tuple(values)


def draw_rare(at: int, chance: int, what: str) -> bool:
    """Whether record `at` is one of those that hold a planted word: one of `chance`, evenly and without a generator."""
    return (at * 2_654_435_761 + sum(what.encode()) * 40_503) % 4_294_967_291 % chance == 0


def invented_words() -> np.ndarray:
    """The words, the commonest first."""
    random.seed(7)
    found: dict[str, None] = {}
    while len(found) < 200_000:
        found["".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3, 4, 5))))] = None
    return np.array(list(found), dtype=object)


def _planted() -> list[tuple[int, str, str]]:
    """The strategy's words: the first block's rare, the others' common; a truncated word gets two endings."""
    tree = parse(STRATEGY)
    assert isinstance(tree, Boolean)
    found = []
    for block, chance in zip(tree.operands, (20_000, 300, 300), strict=True):
        for term in terms_of(block):
            if is_text(term):
                endings = ("a", "as") if term.text.endswith("*") else ("",)
                found += [(chance * len(endings), " ".join(words_of(term)) + end, "") for end in endings]
            else:
                found.append((chance, "", value_of(term)))
    return found


def terms_of(node: Node) -> Iterator[Term]:
    """The terms of a strategy, from left to right."""
    if isinstance(node, Boolean):
        for operand in node.operands:
            yield from terms_of(operand)
    elif isinstance(node, Term):
        yield node


def is_text(term: Term) -> bool:
    """Whether it is looked up in title or abstract."""
    return term.field is not None and term.field.tag in ("ti", "tiab")


def words_of(term: Term) -> list[str]:
    """Its words, the last one's star left out."""
    return term.text.lower().replace("/", " ").replace("*", "").split()


def value_of(term: Term) -> str:
    """The whole value that stands for a heading."""
    return "h" + "".join(letter for letter in term.text.lower() if letter.isalnum())


def records(count: int, *, revised: bool = False) -> Iterator[tuple[Record, bytes]]:
    """The made-up records as the mirror takes them."""
    for pmid, title, abstract, values in documents(count):
        date = PartialDate(year=1966 + pmid % 60, month=1 + pmid % 12, day=1 + pmid % 28)
        authors = tuple(Author(last=f"Name{pmid * step % 99_991}", initials="AB"[step % 2]) for step in (1, 3, 7, 11))
        named = tuple(_NAMES.get(value, value) for value in values)
        record = Record(
            pmid=str(pmid),
            title=f"{title}{' Revised' * revised}",
            sections=(Section(text=abstract),),
            authors=authors,
            journal=Journal(title=f"Journal {pmid % 5_000}", abbreviation=f"J {pmid % 5_000}", issn="1234-5678"),
            dates=Dates(print=date, entrez=date, pubmed=date, revised=date),
            languages=("eng",),
            publication_types=("Journal Article", *(("Case Reports",) if pmid % 20 == 0 else ())),
            mesh=tuple(MeshHeading(descriptor=name) for name in named),
            status="MEDLINE",
        )
        xml = _xml(record)
        yield replace(record, digest=hashlib.sha256(xml).hexdigest()), xml


def _xml(record: Record) -> bytes:
    date = record.dates.print
    assert date is not None
    when = f"<Year>{date.year}</Year><Month>{date.month}</Month><Day>{date.day}</Day>"
    authors = "".join(
        f"<Author><LastName>{one.last}</LastName><Initials>A</Initials></Author>" for one in record.authors
    )
    mesh = "".join(
        f'<MeshHeading><DescriptorName UI="D1">{one.descriptor}</DescriptorName></MeshHeading>' for one in record.mesh
    )
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{record.pmid}</PMID>
<DateRevised>{when}</DateRevised><Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5678</ISSN>
<JournalIssue CitedMedium="Print"><PubDate>{when}</PubDate></JournalIssue><Title>{record.journal.title}</Title>
</Journal><ArticleTitle>{record.title}</ArticleTitle><Abstract><AbstractText>{record.sections[0].text}</AbstractText>
</Abstract><AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language></Article>
<MeshHeadingList>{mesh}</MeshHeadingList></MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="entrez">{when}
</PubMedPubDate></History><PublicationStatus>ppublish</PublicationStatus></PubmedData></PubmedArticle>""".encode()


_NAMES = {value_of(term): term.text for term in terms_of(parse(STRATEGY)) if not is_text(term)}
