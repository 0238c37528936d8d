"""One bulk file -> the records in it that the strategies find, and what else a series must hear of it.

This is the work on one file, wherever it is done: all it is told comes in a Task and all it has found goes out in a
Sifted, both of which can be sent to another process or machine.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from io import BufferedIOBase
from itertools import chain
from pathlib import Path

import stringzilla

from harvester.errors import Refused
from harvester.mirror.search.found import Context
from harvester.pubmed import parse_stream, read_raw
from harvester.pubmed.bulk_files import BulkFile, DamagedFile, check_md5, check_xml
from harvester.pubmed.source import is_utf8
from harvester.records import Deletion, Record, Refusal

from .matching import finds
from .needs import Either, Need, meets, rarest
from .sieve import Sieve, cost_on, sieve_of
from .tears import plain
from .unpacking import unpacked

_BLOCK = 1 << 18
"""Bytes that are unpacked and searched at a time: they stay in the processor's cache in between."""

_BATCH = 2_000
"""Records that are asked at a time, so that a file in which every one may match is never held whole."""

_LONGEST = 1 << 26
_END = b"</PubmedArticle>"
_OPENING, _CLOSING = b"<PubmedArticleSet>", b"</PubmedArticleSet>"
_HEAD = re.compile(rb".*?(?=<PubmedArticle[\s>])", re.DOTALL)
_DELETIONS = re.compile(rb"<Delete(Citation|Document)\s*>.*?</Delete\1\s*>", re.DOTALL)
_PMID = re.compile(rb"<PubmedArticle[^>]*>\s*<MedlineCitation\b[^>]*>\s*<PMID\b[^>]*>\s*([0-9]{1,8})\s*</PMID>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A strategy that is asked of every record: the query's name, what a record must hold, dates and the like."""

    query: str
    strategy: str
    need: Need
    context: Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A file to be sifted, and what for. `stems` are words of which a record must hold one, None to look at every one.

    `torn` asks for words that mark-up or accents tear, too. `listed` asks for the PMIDs of all its articles: an update
    may replace what an earlier file gave.
    """

    file: BulkFile
    asked: tuple[Asked, ...]
    stems: frozenset[str] | None
    torn: bool = True
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that strategies find, with its canonical XML and the names of the queries."""

    record: Record
    xml: bytes
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What a file holds: how many articles, how many of them were looked at and parsed, and what was found.

    It was read for the `queries`. `damage` says why nothing of it may be applied. `pmids` are those of all its articles
    where they were asked for, `refusals` the articles that may be wanted and cannot be read.
    """

    file: BulkFile
    queries: frozenset[str]
    size: int = 0
    md5: str = ""
    articles: int = 0
    looked_at: int = 0
    parsed: int = 0
    hits: tuple[Hit, ...] = ()
    pmids: array[int] = field(default_factory=lambda: array("L"))
    deletions: tuple[Deletion, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    damage: str = ""


def sift(task: Task) -> Sifted:
    """Read a bulk file to its end and give what the strategies find in it; damage is told and never raised."""
    try:
        return _Sifting(task).sift()
    except Refused as error:
        return Sifted(file=task.file, queries=_queries(task), damage=error.why)


def _queries(task: Task) -> frozenset[str]:
    return frozenset(asked.query for asked in task.asked)


class _Sifting:
    """The sifting of one file."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.source = str(task.file.path)
        self.articles = self.looked_at = self.parsed = 0
        self.waiting: dict[str, tuple[Record, bytes]] = {}
        self.hits: dict[str, Hit] = {}
        self.pmids = array("L")
        self.deletions: list[Deletion] = []
        self.refusals: list[Refusal] = []

    def sift(self) -> Sifted:
        with unpacked(self.task.file.path) as (file, xml):
            if self.task.stems is None:
                self._read_all(iter(lambda: xml.read(_BLOCK), b""))
            else:
                self._search(xml, sieve_of(self.task.stems, self.task.torn))
        check_md5(self.task.file, file.md5)
        if self.refusals:
            check_xml(self.task.file)
        self._ask()
        if self.task.stems is not None and self._repeats():
            return _Sifting(replace(self.task, stems=None)).sift()
        return Sifted(
            file=self.task.file,
            queries=_queries(self.task),
            size=file.size,
            md5=file.md5,
            articles=self.articles,
            looked_at=self.looked_at,
            parsed=self.parsed,
            hits=tuple(self.hits.values()),
            pmids=self.pmids,
            deletions=tuple(self.deletions),
            refusals=tuple(self.refusals),
        )

    # ---------------------------------------------------------------------------------- records that may match

    def _take(self, item: Record | Deletion | Refusal, xml: bytes) -> None:
        match item:
            case Record() as record:
                self.parsed += 1
                self.waiting[record.pmid] = (record, xml)
                if len(self.waiting) >= _BATCH:
                    self._ask()
            case Deletion() as deletion:
                self.deletions.append(deletion)
            case Refusal() as refusal:
                self.refusals.append(refusal)

    def _ask(self) -> None:
        """Ask the strategies of the records that wait."""
        found: dict[str, list[str]] = {}
        for asked in self.task.asked:
            for pmid in finds(asked.strategy, self.waiting.values(), asked.context):
                found.setdefault(pmid, []).append(asked.query)
        self.hits |= {pmid: Hit(*self.waiting[pmid], tuple(queries)) for pmid, queries in found.items()}
        self.waiting.clear()

    def _repeats(self) -> bool:
        """Whether a record that was found stands in the file again, so that the last one has to be told from others."""
        times = Counter(self.pmids)
        return any(times[int(pmid)] > 1 for pmid in self.hits)

    # ---------------------------------------------------------------------------------------- all articles, one by one

    def _read_all(self, chunks: Iterator[bytes]) -> None:
        for parsed in parse_stream(chunks, self.source):
            if isinstance(parsed.item, Record):
                self.articles += 1
                self.looked_at += 1
                if self.task.listed:
                    self.pmids.append(int(parsed.item.pmid))
                self.hits.pop(parsed.item.pmid, None)  # a later one of the same file replaces it
                self.waiting.pop(parsed.item.pmid, None)
                if not self._may_meet(parsed.xml):
                    continue
            self._take(parsed.item, parsed.xml)

    def _may_meet(self, xml: bytes) -> bool:
        """Whether a record may be found by any of the strategies, by the words that it holds."""
        text = plain(xml)
        return any(meets(asked.need, text) for asked in self.task.asked)

    # -------------------------------------------------------------------------------------- those that hold a word only

    def _search(self, xml: BufferedIOBase, sieve: Sieve) -> None:
        """Unpack block by block, each to the end of its last article, and look at the articles that hold a word."""
        block = bytearray(_BLOCK)
        filled = xml.readinto(block)
        if not is_utf8(bytes(block[:filled])):
            self._read_all(chain((bytes(block[:filled]),), iter(lambda: xml.read(_BLOCK), b"")))
            return
        self._check_head(block, filled)
        view = memoryview(block)
        while True:
            end = block.rfind(_END, 0, filled) + len(_END)
            if end >= len(_END):
                self._look(view[:end], sieve)
                view[: filled - end] = view[end:filled]
                filled -= end
            elif filled == len(block):
                block = self._longer(block)
                view = memoryview(block)
            if not (count := xml.readinto(view[filled:])):
                break
            filled += count
        self._look(view[:filled], sieve)
        self._note_deletions(view[:filled])
        if not bytes(view[:filled]).rstrip().endswith(_CLOSING):
            raise DamagedFile(self.source, "it does not end with </PubmedArticleSet>: it is cut short; fetch it again")

    def _longer(self, block: bytearray) -> bytearray:
        if len(block) >= _LONGEST:
            raise DamagedFile(self.source, "something in it is longer than 64 MiB, as no record is; fetch it again")
        return block + bytes(len(block))

    def _check_head(self, block: bytearray, filled: int) -> None:
        """Raise Refused where what precedes the first article is no begin of a set, or declares entities."""
        head = _HEAD.match(block, 0, filled)
        list(parse_stream(iter((head[0] if head else bytes(block[:filled]), _CLOSING)), self.source))

    def _look(self, block: memoryview, sieve: Sieve) -> None:
        self.articles += stringzilla.count(block, _END)
        if self.task.listed:
            self._list(block)
        for article in sieve.articles(block):
            self.looked_at += 1
            if self._may_meet(article):
                self._parse(article)

    def _list(self, block: memoryview) -> None:
        """Note the PMID of each article."""
        self.pmids.extend(int(pmid) for pmid in _PMID.findall(block))

    def _note_deletions(self, tail: memoryview) -> None:
        """What is withdrawn: the list stands behind the last article, if there is one (NLM's DTD)."""
        for listed in _DELETIONS.finditer(tail):
            self._parse(listed[0])

    def _parse(self, piece: bytes) -> None:
        """Parse a piece by itself: it becomes what it becomes in its file."""
        for parsed in parse_stream(iter((_OPENING, piece, _CLOSING)), self.source):
            self._take(parsed.item, parsed.xml)


def read_again(file: BulkFile, pmids: Collection[str]) -> tuple[Hit, ...]:
    """The records of a file that have these PMIDs, the last of each, whatever they are found by."""
    if not pmids:
        return ()
    found = ((parsed.item, parsed.xml) for parsed in read_raw(file.path))
    last = {record.pmid: Hit(record, xml, ()) for record, xml in found if isinstance(record, Record)}
    return tuple(last[pmid] for pmid in sorted(pmids) if pmid in last)


_SAMPLE = 64 << 20


def words_to_search(needs: Collection[Need], path: Path) -> frozenset[str] | None:
    """The words to search files for, of which a record must hold one to meet any of the needs; None where none are.

    Of the sets that would do the one is taken that costs least in the begin of a file.
    """
    try:
        with unpacked(path) as (_, xml):
            sample = xml.read(_SAMPLE)
    except DamagedFile:
        sample = b""
    return rarest(Either(tuple(needs)), cost_on(sample))
