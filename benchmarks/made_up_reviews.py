"""A made-up review in a store: many records, one in so many of which tells of one patient, as a run leaves them.

The readings are made beside the records and not by the extractor, so that a million take minutes; they have the shape
of those that it makes of the same words (benchmarks/literature.py). The names of authors are shared as in PubMed: the
commonest name has one of three hundred places, most have a few. One case report in 25 tells of the patient of the one
before, by the same authors; one record in 50 is corrected, one in 1,000 retracted.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from benchmarks.literature import LEVELS, SITES
from benchmarks.made_up_records import records as made_up_records
from harvester.query import find_query, read_query
from harvester.records import (
    Author,
    Correction,
    Dates,
    Decision,
    Extraction,
    Journal,
    Limits,
    PartialDate,
    Reading,
    Record,
    Run,
    Search,
    Section,
    Span,
    Value,
)
from harvester.store import Fetched, Store

QUERY = replace(read_query(find_query("hpc-spine")), must_find=())
FOUND = datetime(2026, 11, 1, 12, tzinfo=UTC)
RULE = "rule:screen/1"
NAMES = 100_000
BATCH = 500


def fill(store: Store, count: int, share: int, rules: str) -> None:
    """Keep `count` records, every `share`th of which is a case report, under one search that came to its end."""
    pmids = tuple(str(pmid) for pmid in range(1, count + 1))
    number = store.begin(QUERY, _search(pmids))
    made = readings(count, share, rules)
    while batch := list(islice(made, BATCH)):
        store.keep(number, [Fetched(one.record.title.encode(), one.record) for one in batch], batch, FOUND)
    ended = FOUND + timedelta(hours=1)
    run = Run(
        kind="run", platform="PubMed", began_at=FOUND, finished_at=ended, complete=True, count=count, received=count
    )
    store.finish(number, run)


def _search(pmids: tuple[str, ...]) -> Search:
    return Search(
        query=QUERY.name,
        query_digest=QUERY.digest,
        platform="PubMed",
        strategy=QUERY.strategy,
        limits=Limits(),
        ran_at=FOUND,
        count=len(pmids),
        pmids=pmids,
    )


def readings(count: int, share: int, rules: str) -> Iterator[Reading]:
    """The made-up records and what is read of them, the same at every call."""
    draw = random.Random(20261123)
    others = [record for record, _ in made_up_records(min(count, 500))]
    words = sorted({word for record in others for word in record.sections[0].text.split()})
    state = draw.getstate()
    for pmid in range(1, count + 1):
        if pmid % share == 0:
            if pmid // share % 25:
                state = draw.getstate()
                yield _case(pmid, draw, rules)
            else:
                again = random.Random()
                again.setstate(state)
                yield _case(pmid, again, rules)
        else:
            yield _other(pmid, draw, draw.choice(others), " ".join(draw.choices(words, k=12)), rules)


def _other(pmid: int, draw: random.Random, like: Record, title: str, rules: str) -> Reading:
    """A record of something else, in the length and with the headings of PubMed's."""
    record = replace(like, pmid=str(pmid), title=title, authors=_authors(draw), corrections=_corrections(pmid))
    record = replace(record, digest=_digest(pmid))
    tumour = _value(record, 0, "diagnosis", "hemangioma", title[:9])
    reason = QUERY.criteria[pmid % len(QUERY.criteria)].reason
    return _reading(record, (tumour,), ("no", reason), rules)


def _case(pmid: int, draw: random.Random, rules: str) -> Reading:
    """A report of one patient with a spinal metastasis."""
    age, years, site, level = draw.randint(20, 80), draw.randint(1, 17), draw.choice(SITES), draw.choice(LEVELS)
    who, sex = draw.choice((("woman", "F"), ("man", "M")))
    told = (
        f"A {age}-year-old {who} had a {site} hemangiopericytoma removed {years} years earlier. "
        f"MRI showed a metastasis of the tumor in the vertebra {level}."
    )
    year = 1980 + pmid % 45
    record = Record(
        pmid=str(pmid),
        title=f"Metastatic hemangiopericytoma of the spine, number {pmid}.",
        sections=(Section(text=told),),
        authors=_authors(draw),
        journal=Journal(title=f"Journal {pmid % 5_000}", abbreviation=f"J {pmid % 5_000}", issn="1234-5678"),
        volume=str(pmid % 90),
        pages=f"{pmid % 997}-{pmid % 997 + 4}",
        dates=Dates(print=PartialDate(year=year), revised=PartialDate(year=year + 1, month=3, day=1)),
        doi=f"10.99999/inv.{pmid}",
        languages=("eng",),
        publication_types=("Case Reports", "Journal Article"),
        status="MEDLINE",
        corrections=_corrections(pmid),
        digest=_digest(pmid),
    )
    values: tuple[tuple[int, str, Value, str], ...] = (
        (0, "n_patients", 1, f"{age}-year-old {who}"),
        (1, "age_years", age, f"{age}-year-old"),
        (1, "age_at", "spinal lesion", f"{age}-year-old"),
        (1, "sex", sex, who),
        (1, "diagnosis", "hemangiopericytoma", "hemangiopericytoma"),
        (1, "metastatic_to_spine", "yes", "metastasis of the tumor in the vertebra"),
        (1, "primary_site", site, site),
        (1, "primary_site_text", site, site),
        (1, "spinal_levels", (level,), level),
        (1, "compartment", ("vertebral",), "vertebra"),
        (1, "interval_months", 12 * years, f"{years} years earlier"),
    )
    found = tuple(_value(record, *one) for one in values)
    return _reading(record, found, ("yes", QUERY.criteria[-1].name), rules)


def _authors(draw: random.Random) -> tuple[Author, ...]:
    ranks = (int(NAMES * draw.random() ** 2) for _ in range(4))
    return tuple(Author(last=f"Name{rank}", initials=draw.choice("ABCDEFGH")) for rank in ranks)


def _corrections(pmid: int) -> tuple[Correction, ...]:
    kind = "RetractionIn" if pmid % 1_000 == 0 else "ErratumIn" if pmid % 50 == 0 else ""
    notice = Correction(kind=kind, pmid=str(90_000_000 + pmid), source=f"J Invent. 2026 Mar 9;5:{pmid}")
    return (notice,) if kind else ()


def _digest(pmid: int) -> str:
    return hashlib.sha256(str(pmid).encode()).hexdigest()


def _value(record: Record, case: int, field: str, value: Value, quote: str) -> Extraction:
    text = record.text
    start = text.index(quote)
    spans = (Span.of(text, start, start + len(quote)),)
    return Extraction(
        pmid=record.pmid, case=case, field=field, value=value, spans=spans, rule="made.up", rule_version="1"
    )


def _reading(record: Record, found: tuple[Extraction, ...], judged: tuple[str, str], rules: str) -> Reading:
    cases = sorted({one.case for one in found if one.case})
    subjects = (record.pmid, *(f"{record.pmid}#{case}" for case in cases))
    verdict, reason = judged
    said = tuple(
        Decision(kind="screen", subject=one, verdict=verdict, reason=reason, by=RULE, at=FOUND)  # type: ignore[arg-type]
        for one in subjects
    )
    return Reading(query=QUERY, record=record, rules=rules, extractions=found, decisions=said)
