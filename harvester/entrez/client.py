"""The client: what is asked of NCBI, in its own words; how an answer comes about is the line's matter."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

import requests

from harvester.errors import Busy, EntrezError
from harvester.records import Limits, Query, Search
from harvester.watch import Watch, unwatched

from .answers import CEILING, Found, read_found
from .ledger import ledger_of
from .limiter import WITH_KEY, WITHOUT_KEY, Limiter
from .line import ATTEMPTS, USUAL, Line, Timeouts, Traffic, without_password
from .links import Links, read_links
from .slices import Part, cut
from .summaries import Summary, read_summaries
from .translation import unsaid

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
"""The base URL of the real thing."""

SUMMARIES = 500
"""How many document summaries NCBI gives in one JSON answer."""

ROUNDS = 2
"""How often a search in slices is read when the index moves meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one efetch brought: the PMIDs asked for, and the PubmedArticleSet as received.

    NCBI drops unknown PMIDs in silence and promises no order: compare `requested` with what is inside.
    """

    requested: tuple[str, ...]
    xml: bytes


class Entrez:
    """A polite client of the E-utilities; a context manager that closes its session.

    `platform` is the source's name in a Search. `per_second` is the limit that is kept to, of which 90 % is used: "by
    key" is what NCBI allows, 3 a second without an API key and 10 with one, over all processes of this user together;
    a number is for this client alone; None is no limit, for a mirror in process. `batch` is how many PMIDs one efetch
    asks for; `say` is told, before a request is sent again, why and after how long. The key goes into the body of
    requests and nowhere else: not into a URL, a message or a repr.
    """

    def __init__(  # noqa: PLR0913 - the settings of a client, all by name and all with a default
        self,
        *,
        base_url: str = NCBI,
        platform: str = "",
        session: requests.Session | None = None,
        tool: str = "harvester",
        email: str = "",
        api_key: str = "",
        batch: int = 200,
        per_second: float | Literal["by key"] | None = "by key",
        sleep: Callable[[float], None] = time.sleep,
        timeouts: Timeouts = USUAL,
        say: Callable[[str], object] = lambda said: None,
    ) -> None:
        if batch < 1:
            raise ValueError(f"a batch of {batch} PMIDs cannot be fetched; ask for 1 or more")
        self.base_url = base_url.rstrip("/") + "/"
        self.platform = platform or ("PubMed" if self.base_url == NCBI else without_password(self.base_url))
        self.batch = batch
        api_key = api_key.strip()  # a file of settings may end in a line break
        self._line = Line(
            self.base_url,
            session or requests.Session(),
            {"tool": tool, "email": email, "api_key": api_key},
            _limiter(self.base_url, api_key, per_second),
            sleep=sleep,
            timeouts=timeouts,
            say=say,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the session."""
        self._line.close()

    @property
    def traffic(self) -> Traffic:
        """What went over the line so far."""
        return self._line.traffic

    # ------------------------------------------------------------------------------------------------------ search

    def search(self, query: Query, *, ran_at: datetime, watch: Watch = unwatched) -> Search:
        """Run a query's strategy, exactly as the file has it, and bring every PMID it finds, the newest first.

        What PubMed changed or dropped is in `warnings`, and whether its count moved while a search in slices was read.
        `count` is PubMed's count at the end: where it is not the number of `pmids`, the search is incomplete.
        Raises EntrezError when the search failed.
        """
        watch("search", 0, 0)
        whole = self._esearch(query, query.strategy)
        if whole.count <= CEILING:
            return self._searched(query, ran_at, whole, (Part(whole),))
        return self._in_slices(query, ran_at, whole, watch)

    def changed(self, query: Query, since: date, besides: Sequence[str] = ()) -> tuple[str, ...]:
        """What the strategy finds and NLM has revised on that day or later ([mdat], which is DateRevised).

        A record that states no DateRevised is never among them. Of `besides`, which the strategy does not find, those
        that the source holds are told too, in the same request where the query has no date limits: those would hide
        them.
        """
        term = f"({query.strategy}) AND {since.isoformat().replace('-', '/')}:3000[mdat]"
        if besides and _dates(query.limits).keys() == {"datetype"}:
            return self._revised(
                query, " OR ".join((f"({term})", *(f"{pmid}[uid]" for pmid in _checked(besides, "esearch"))))
            )
        return (*self._revised(query, term), *self.held(besides))

    def _revised(self, query: Query, term: str) -> tuple[str, ...]:
        whole = self._esearch(query, term)
        parts: tuple[Part, ...] = (Part(whole),)
        if whole.count > CEILING:
            parts = tuple(cut(whole, lambda low, high: self._esearch(query, f"({term}) AND {low}:{high}[UID]")))
        return tuple(dict.fromkeys(pmid for part in parts for pmid in part.found.pmids))

    def _in_slices(self, query: Query, ran_at: datetime, whole: Found, watch: Watch) -> Search:
        """A search past the ceiling, counted again at the end, and read once more where that count is another."""
        for number in range(ROUNDS):
            if number:
                whole = self._esearch(query, query.strategy)
            parts: list[Part] = []
            for part in cut(whole, lambda low, high: self._esearch(query, f"({query.strategy}) AND {low}:{high}[UID]")):
                parts.append(part)
                watch("search", sum(one.found.count for one in parts), whole.count)
            again = self._esearch(query, query.strategy, ids=False)
            found = self._searched(query, ran_at, whole, parts, again.count)
            if found.complete:
                break
        return found

    def _searched(
        self, query: Query, ran_at: datetime, whole: Found, parts: Sequence[Part], count: int | None = None
    ) -> Search:
        said = [*whole.warnings, *unsaid(query.strategy, whole.translation, whole.warnings)]
        said += [warning for part in parts for warning in part.found.warnings]
        if count not in (None, whole.count):
            said.append(f"Drift: PubMed counted {whole.count} at the beginning and {count} at the end")
        return Search(
            query=query.name,
            query_digest=query.digest,
            platform=self.platform,
            strategy=query.strategy,
            limits=query.limits,
            translation=whole.translation,
            warnings=tuple(dict.fromkeys(said)),
            ran_at=ran_at,
            count=whole.count if count is None else count,
            pmids=tuple(dict.fromkeys(pmid for part in parts for pmid in part.found.pmids)),
            slices=tuple(part.slice for part in parts),
        )

    def _esearch(self, query: Query, term: str, *, ids: bool = True) -> Found:
        """One esearch: in XML, because its JSON hides unknown fields; never a bare count, which hides all warnings."""
        parameters = {
            "db": "pubmed",
            "term": term,
            "retmode": "xml",
            "retmax": str(CEILING if ids else 0),
            "sort": "pub_date",
        }
        return self._line.ask(
            "esearch", parameters | _dates(query.limits), lambda body: read_found(body, self._line.redact, ids=ids)
        )

    # ------------------------------------------------------------------------------------------------------- fetch

    def fetch(self, pmids: Sequence[str]) -> Iterator[Batch]:
        """Bring the records of these PMIDs, a batch at a time; each PMID is asked for once.

        A batch that is too large for NCBI (502) is halved, and so are those after it. Raises EntrezError at once on
        what cannot be a PMID.
        """
        wanted = _checked(pmids, "efetch")
        return self._batches(wanted)

    def _batches(self, pmids: tuple[str, ...]) -> Iterator[Batch]:
        at = 0
        while at < len(pmids):
            for batch in self._efetch(pmids[at : at + self.batch]):
                at += len(batch.requested)
                yield batch

    def _efetch(self, pmids: tuple[str, ...]) -> Iterator[Batch]:
        """One batch, or, where NCBI cannot put so many records together, its halves."""
        asked = {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml"}
        try:
            body = self._line.ask("efetch", asked, bytes, at_502=2 if len(pmids) > 1 else ATTEMPTS)
        except Busy as busy:
            if busy.status != 502 or len(pmids) == 1:
                raise
            self.batch = (len(pmids) + 1) // 2
            for start in range(0, len(pmids), self.batch):
                yield from self._efetch(pmids[start : start + self.batch])
            return
        yield Batch(requested=pmids, xml=body)

    # --------------------------------------------------------------------------------------------- summaries, links

    def summaries(self, pmids: Sequence[str]) -> Iterator[Summary]:
        """Title, journal and date of these PMIDs, in their order; one that NCBI cannot summarise says why itself."""
        wanted = _checked(pmids, "esummary")
        for start in range(0, len(wanted), SUMMARIES):
            some = wanted[start : start + SUMMARIES]
            asked = {"db": "pubmed", "id": ",".join(some), "retmode": "json"}
            yield from self._line.ask("esummary", asked, partial(read_summaries, pmids=some, redact=self._line.redact))

    def links(self, pmids: Sequence[str], name: str) -> Iterator[Links]:
        """The records that NCBI links to each of these, by the name of a link: `pubmed_pubmed_citedin`, say.

        NCBI answers alike for a record without links and for a PMID that does not exist: `known` tells them apart, for
        which the PMIDs without links are looked up. The links are PMC's and undercount.
        """
        wanted = _checked(pmids, "elink")
        for start in range(0, len(wanted), self.batch):
            some = wanted[start : start + self.batch]
            asked = {"dbfrom": "pubmed", "db": "pubmed", "cmd": "neighbor", "linkname": name, "retmode": "xml"}
            linked = self._line.ask("elink", {**asked, "id": some}, partial(read_links, pmids=some))
            held = self.held([pmid for pmid in some if not linked[pmid]])
            for pmid in some:
                yield Links(pmid=pmid, linked=linked[pmid], known=bool(linked[pmid]) or pmid in held)

    def held(self, pmids: Sequence[str]) -> frozenset[str]:
        """Those of the PMIDs of which the source holds a record; up to 9,999 at a time."""
        if not pmids:
            return frozenset()
        term = " OR ".join(f"{pmid}[uid]" for pmid in pmids)
        asked = {"db": "pubmed", "term": term, "retmode": "xml", "retmax": str(CEILING)}
        return frozenset(self._line.ask("esearch", asked, lambda body: read_found(body, self._line.redact)).pmids)


_PMID = re.compile(r"0*([1-9][0-9]*)", re.ASCII)


def _checked(pmids: Sequence[str], utility: str) -> tuple[str, ...]:
    """The PMIDs without repetition or leading zeros; what is none is never sent: NCBI refuses a whole list for it."""
    wanted: dict[str, None] = {}
    for pmid in pmids:
        if not (found := _PMID.fullmatch(pmid)):
            raise EntrezError(f"{utility}: {pmid!r} is no PMID; a PMID is a number above zero", utility=utility)
        wanted[found[1]] = None
    return tuple(wanted)


def _limiter(base_url: str, api_key: str, per_second: float | Literal["by key"] | None) -> Limiter:
    if per_second != "by key":
        return Limiter(per_second)
    return Limiter(WITH_KEY if api_key else WITHOUT_KEY, ledger_of(urlsplit(base_url).netloc, api_key))


def _dates(limits: Limits) -> dict[str, str]:
    """The date limits; NCBI ignores a lone bound in silence, so the open end is filled, and takes edat for none."""
    if not limits.mindate and not limits.maxdate:
        return {"datetype": limits.datetype}
    return {"datetype": limits.datetype, "mindate": limits.mindate or "1000", "maxdate": limits.maxdate or "3000"}
