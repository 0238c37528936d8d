"""reproduce: published counts against the series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from ..counted import Counted
from ..ledger import Row, read_ledger
from ..query import find_query, read_query, read_reviews, shipped
from ..records import Published, Query, Series
from ..reproduce import Extra, Match, Missing, Offered, Recall, Reproduction, offered, reproductions
from ..series import Harvest, build_series
from ..sources import DEMO
from .opening import reopened, report_edit
from .options import AsOf, Db, Json, Out, QueryName, known_by, out, print_json
from .progress import progress

NOT_REPRODUCED = 4
"""The exit status with --strict where a count that was asked for is not reproduced, or where that cannot be told."""

Reviews = Annotated[
    list[str] | None,
    typer.Argument(metavar="REVIEW", help="Keys of reviews, or PMIDs whose stated count to work through [all]."),
]
ReviewsFile = Annotated[
    Path | None, typer.Option("--reviews", metavar="FILE", help="Further [[reviews]], in a TOML file of their own.")
]
Ledger = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FILE", help="Known cases beside the series': a CSV like data/known_cases.csv."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Leave with 4 unless every count that was asked for is reproduced.")
]


def reproduce_(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    review: Reviews = None,
    out_dir: Out = None,
    db: Db = None,
    as_of: AsOf = None,
    reviews: ReviewsFile = None,
    ledger: Ledger = None,
    strict: Strict = False,
    as_json: Json = False,
) -> None:
    """A published review's count against the series, each difference explained.

    What is stated, found, matched, missing and extra, and the relative recall of the strategy; without a list nothing
    is matched. It ends with the counts that harvested abstracts state and that have no entry yet.

    Example: harvester reproduce hpc-spine --out demo-series
    """
    asked = read_query(find_query(query))
    rows = read_ledger(ledger, asked.target.field) if ledger else ()
    if ledger and not (db or ((out_dir or Path(asked.name)) / "series.db").is_file()):
        series = build_series(Harvest(query=asked, searches=(), records=(), extractions={}, decisions=()))
    else:
        with reopened(asked, out_dir, db) as opened, progress(as_json) as watch:
            watch("build the series", 0, 0)
            series = opened.series(known_by(as_of))
        report_edit(series)
    shelf = _shelf(series, reviews)
    chosen = _chosen(review or (), shelf)
    answer = _Answer(
        series=series,
        as_of=known_by(as_of),
        shelf=shelf,
        ledger=rows,
        reproductions=reproductions(chosen, series, rows),
        offered=() if review else shelf.offered,
    )
    if as_json:
        print_json(_json(answer))
    else:
        for line in _lines(answer):
            out.print(line, markup=False)
    if strict and any(one.reproduced != "yes" for one in answer.reproductions):
        raise typer.Exit(NOT_REPRODUCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """The reviews that can be worked through, where they are from, and the stated counts that have no entry yet."""

    reviews: tuple[Published, ...]
    source: str
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    series: Series
    as_of: date | datetime | None
    shelf: _Shelf
    ledger: tuple[Row, ...]
    reproductions: tuple[Reproduction, ...]
    offered: tuple[Offered, ...]


def _shelf(series: Series, further: Path | None) -> _Shelf:
    """Those of the query, or of the demo where the series is synthetic; then those of the file that was named."""
    query, source = series.query, "the query file"
    if series.searches and {search.platform for search in series.searches} == {DEMO}:
        query, source = _of_the_demo(query), "data/demo/reviews.toml, since the series is the synthetic demo corpus"
    reviews = query.reviews
    if further:
        reviews += read_reviews(further, query)
        source += f", and {further}"
    named = {name for one in reviews for name in (one.pmid, one.doi.casefold()) if name}
    left = [one for one in offered(series) if named.isdisjoint({one.review.pmid, one.review.doi.casefold()})]
    return _Shelf(reviews=reviews, source=source, offered=tuple(left))


def _of_the_demo(query: Query) -> Query:
    bare = replace(query, reviews=())
    return replace(bare, reviews=read_reviews(shipped("data/demo") / "reviews.toml", bare))


def _chosen(names: Sequence[str], shelf: _Shelf) -> tuple[Published, ...]:
    """The reviews that were named, by key or by PMID; all entries where none was."""
    if not names:
        return shelf.reviews
    known = (*shelf.reviews, *(one.review for one in shelf.offered))
    for name in names:
        if not any(name in {one.key, one.pmid} for one in known):
            keys = ", ".join(one.key for one in shelf.reviews) or "none"
            pmids = ", ".join(one.review.key for one in shelf.offered) or "none"
            raise typer.BadParameter(
                f"{name!r} is no review; known are {keys}; abstracts of the series that state a count: {pmids}",
                param_hint="REVIEW",
            )
    return tuple(one for one in known if {one.key, one.pmid} & set(names))


def _json(answer: _Answer) -> dict[str, Any]:
    series = answer.series
    return {
        "query": series.query.name,
        "reviews_from": answer.shelf.source,
        "series": {
            "empty": not series.searches,
            "as_of": answer.as_of,
            "included_reports": series.flow.included_reports,
            "included_patients": series.flow.included_patients,
        },
        "ledger_rows": len(answer.ledger),
        "reviews": [_review_json(one) for one in answer.reproductions],
        "offered": [msgspec.to_builtins(one) for one in answer.offered],
    }


def _review_json(one: Reproduction) -> dict[str, Any]:
    """A reproduction with the counts that a script asks for first; the patients themselves under `who`."""
    who = msgspec.to_builtins(one, order="deterministic")
    return {
        **{name: who["review"][name] for name in ("key", "citation", "stated", "unit", "scope", "scope_not_expressed")},
        "includes_own": one.review.includes_own,
        "list_known": one.review.list_known,
        "listed": len(one.missing) + sum(len(match.listed) for match in one.matched),
        "cutoff": who["cutoff"],
        "found": len(one.found),
        "found_with_own": len(one.found) + len(one.own),
        "matched": len(one.matched),
        "missing": dict(Counter(missing.why for missing in one.missing)),
        "extra": dict(Counter(extra.why for extra in one.extra)),
        "may_count": sum(counted.patients for counted in one.may_count),
        "reproduced": one.reproduced,
        "because": one.because,
        "recall": who["recall"],
        "who": {name: who[name] for name in ("found", "own", "matched", "missing", "extra", "may_count")},
    }


def _by(moment: date | datetime) -> str:
    return f"at {moment.isoformat()}" if isinstance(moment, datetime) else f"at the end of {moment}"


def _lines(answer: _Answer) -> Iterator[str]:
    flow = answer.series.flow
    if answer.series.searches:
        known = f", as known {_by(answer.as_of)}" if answer.as_of else ""
        yield f"series: {flow.included_reports} reports, {flow.included_patients} patients included{known}"
    else:
        yield "series: empty, nothing was harvested yet"
    if answer.ledger:
        yield f"ledger: {len(answer.ledger)} rows beside it, of what the series does not hold"
    yield f"reviews: of {answer.shelf.source}"
    for one in answer.reproductions:
        yield ""
        yield from _block(one)
    if answer.offered:
        yield ""
        yield "stated in harvested abstracts, and no entry yet; `harvester reproduce QUERY PMID` works one through:"
        yield from (f"  {_offer(one)}" for one in answer.offered)


def _offer(one: Offered) -> str:
    review = one.review
    own = "own included" if review.includes_own else "own not included"
    return f'{review.pmid}  {_number(review.stated, review.unit)}, {own}, {review.scope or "no scope"}: "{one.quote}"'


_OWN = {True: "its own among them", False: "its own not among them", None: "its own among them or not is left open"}


def _block(one: Reproduction) -> Iterator[str]:
    """One review for people: the two counts, then who makes the difference."""
    review, unit = one.review, one.review.unit
    yield f"{review.key}: {review.citation}"
    yield _line("scope", review.scope or "as the query's")
    if review.scope_not_expressed:
        yield _line("", f"our fields cannot say: {review.scope_not_expressed}")
    until = f"{one.cutoff.day}, " if one.cutoff.day else ""
    yield _line("cut-off", f"{until}{one.cutoff.basis}")
    yield _line("stated", f"{_number(review.stated, unit)}, {_OWN[review.includes_own]}")
    if review.also_stated:
        listed = "not tested here" if review.listed else "cannot be tested while its list is not known"
        yield _line("", f"of them: {review.also_stated}; {listed}")
    yield _line("found", f"{_number(len(one.found), unit)}{_by_ledger(one.found)}{_with_own(one)}")
    yield _line("reproduced", f"{one.reproduced}: {one.because}")
    yield from _compared(one) if review.list_known else _unlisted(one)
    yield from _differences(one.extra)
    yield from _people("may count", one.may_count)
    if one.recall:
        yield _line("recall", _recall(one.recall))


def _number(n: int, unit: str) -> str:
    return f"{n} {unit.removesuffix('s') if n == 1 else unit}"


def _line(name: str, said: str) -> str:
    return f"  {name:<12}{said}"


def _by_ledger(found: Sequence[Counted]) -> str:
    alone = sum(one.ledger for one in found)
    return f" ({alone} of them known by the ledger alone)" if alone else ""


def _with_own(one: Reproduction) -> str:
    if not one.own:
        return ""
    own = "; ".join(f"{_who(each)}{_open(each)}" for each in one.own)
    return f", {len(one.found) + len(one.own)} with its own ({own})"


def _open(one: Counted) -> str:
    return f", which may count: {one.reason}" if one.verdict == "unsure" else ""


def _who(one: Counted) -> str:
    """A patient or report by its identifiers, its first author and its year."""
    pmids = f"PMID {', '.join(one.pmids)}" if one.pmids else ""
    name = "" if one.id in one.pmids else one.id
    by = " ".join(filter(None, (one.author, str(one.year or ""))))
    return ", ".join(filter(None, (name, pmids, by)))


def _unlisted(one: Reproduction) -> Iterator[str]:
    yield _line("list", f"stated {one.review.stated}, found {len(one.found)}, list not published here: none is matched")
    yield from (_line("", f"{_who(each)}: {each.came}") for each in one.found)


def _compared(one: Reproduction) -> Iterator[str]:
    places = len(one.missing) + sum(len(match.listed) for match in one.matched)
    yield _line("list", f"{places} of the {one.review.stated} stated are known by name" if places else "empty")
    yield from _matches(one.matched)
    yield from _gaps(one.missing)


def _matches(matched: Sequence[Match]) -> Iterator[str]:
    yield _line("matched", str(len(matched)))
    for one in matched:
        yield _line("", f"{_who(one.counted)} = {' = '.join(listed.citation for listed in one.listed)}")


def _gaps(missing: Sequence[Missing]) -> Iterator[str]:
    yield _line("missing", str(len(missing)))
    for one, times in Counter(missing).items():
        number = f"{times} of: " if times > 1 else ""
        pmid = f", PMID {one.listed.pmid}" if one.listed.pmid else ""
        why = one.reason if one.reason.startswith(one.why) else f"{one.why}: {one.reason}"
        yield _line("", f"{number}{one.listed.citation}{pmid}: {why}")


def _differences(extra: Sequence[Extra]) -> Iterator[str]:
    kinds = ", ".join(f"{n} {why}" for why, n in Counter(one.why for one in extra).items())
    yield _line("extra", f"{len(extra)}{f': {kinds}' if kinds else ''}")
    yield from (_line("", f"{one.why}: {_who(one.counted)}: {one.reason}") for one in extra)


def _people(name: str, people: Iterable[Counted]) -> Iterator[str]:
    waiting = tuple(people)
    if waiting:
        yield _line(name, str(sum(one.patients for one in waiting)))
        for one in waiting:
            number = f" ({one.patients} patients)" if one.patients > 1 else ""
            yield _line("", f"{_who(one)}{number}: {one.reason}")


def _recall(recall: Recall) -> str:
    interval = f"{recall.proportion:.3f} (95 % {recall.low:.3f} to {recall.high:.3f}, Wilson)"
    return f"{recall.found} of {recall.listed} listed reports that PubMed holds were found by the strategy: {interval}"
