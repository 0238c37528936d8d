"""The small utilities: espell, which here corrects nothing, egquery, which NCBI has let die, and ecitmatch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from flask import Response

from harvester.errors import QueryError
from harvester.records import Record

from ..eutils import answers, gateway
from ..library import Library
from ..search.found import Context
from .asked import Asked, check_database


def espell(asked: Asked) -> Response:
    """NCBI's form of `nothing to correct`: an empty correction and an empty ERROR, which means success."""
    check_database(asked)
    term = escape(asked["term"])
    return answers.document(
        "espell",
        f"\n\t<Database>pubmed</Database>\n\t<Query>{term}</Query>\n\t<CorrectedQuery></CorrectedQuery>\n"
        f"\t<SpelledQuery><Original>{term}</Original></SpelledQuery>\n\t<ERROR/>\n",
    )


def egquery(_: Asked) -> Response:
    """What a dead utility answers: 404 and a page for people (bioservices#272)."""
    return gateway.page(404, "404 Not Found", "There is no such service any more.")


@dataclass(frozen=True, slots=True)
class Ecitmatch:
    """Citations into PMIDs, one a line: `journal|year|volume|first page|author|key|`, lines split by a CR."""

    library: Library

    def __call__(self, asked: Asked) -> Response:
        """The lines with their PMIDs; text whatever retmode says, NOT_FOUND and AMBIGUOUS as NCBI writes them."""
        lines = (line.strip() for line in asked["bdata"].replace("\n", "\r").split("\r"))
        return answers.text("".join(f"{self._matched(line)}\n" for line in lines if line))

    def _matched(self, line: str) -> str:
        journal, year, volume, page, author, key = ([*line.split("|"), "", "", "", "", "", ""])[:6]
        found = [
            record.pmid
            for record in self._in_journal(journal)
            if _agrees(record, year=year, volume=volume, page=page, author=author)
        ]
        return "|".join((journal, year, volume, page, author, key, self._verdict(journal, found)))

    def _verdict(self, journal: str, found: list[str]) -> str:
        if len(found) == 1:
            return found[0]
        if found:
            return f"AMBIGUOUS {','.join(found)}" if len(found) < 4 else f"AMBIGUOUS ({len(found)} citations)"
        return "NOT_FOUND" if next(self._in_journal(journal), None) else "NOT_FOUND;INVALID_JOURNAL"

    def _in_journal(self, name: str) -> Iterator[Record]:
        cleaned = "".join(letter for letter in name if letter.isalnum() or letter in " .-&'()")
        try:
            found = self.library.search(f'"{cleaned}"[ta]', Context()).pmids
        except QueryError:  # what the language cannot read names no journal
            return iter(())
        return self.library.records(self.library.ordered(found, ""))


def _agrees(record: Record, *, year: str, volume: str, page: str, author: str) -> bool:
    """Whether a record has what the citation states; what is left empty agrees with any."""
    stated = (
        (year, str(record.year)),
        (volume, record.volume),
        (page, record.pages.partition("-")[0]),
    )
    authors = [one.name.casefold() for one in record.authors]
    return all(not wanted or wanted.strip() == held for wanted, held in stated) and (
        not author or any(one.startswith(author.strip().casefold()) for one in authors)
    )
