"""decide: one judgement of a person, by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from ..checks import check
from ..edits import VERDICTS
from ..errors import HarvesterError
from ..link.subjects import pair
from ..query import find_query, read_query
from ..records import Decision, Series
from ..series import cases_of
from ..written import parse_value
from .opening import reopened
from .options import By, Db, Json, Out, QueryName, out, print_json


def decide(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A PMID, a case (12860507#1), or `A = B`.")],
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="yes, no or unsure; undone takes your last word back.")
    ],
    reason: Annotated[str, typer.Option(help="Why, in your words.", metavar="TEXT")],
    by: By,
    field: Annotated[str, typer.Option(help="The field of the case that this is about.", metavar="FIELD")] = "",
    value: Annotated[str, typer.Option(help="Its right value, as in cases.csv; none: not stated.", metavar="V")] = "",
    quote: Annotated[str, typer.Option(help="The words of the abstract that say so.", metavar="TEXT")] = "",
    out_dir: Out = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Record one judgement of a person: on a report, a case, a pair, or one value.

    Example: harvester decide hpc-spine 12860507#1 no --field age_years --value 49 --reason "table 1" --by Anna
    """
    if verdict not in VERDICTS:
        raise typer.BadParameter(f"{verdict!r} is none of yes, no, unsure, undone", param_hint="VERDICT")
    if not by.strip() or by.startswith("rule:"):
        raise typer.BadParameter("the name of a person is needed", param_hint="--by")
    with reopened(read_query(find_query(query)), out_dir, db) as review:
        series = review.series()
        said = Decision(
            kind="screen",
            subject=_subject(subject, series),
            verdict=VERDICTS[verdict],
            reason=reason,
            by=by,
            at=datetime.now(UTC),
        )
        said = _of_kind(said, field, value, quote, series)
        if verdict == "undone":
            _check_said_before(said, series)
        done = review.decide([said])
    if as_json:
        print_json({"before": _counts(done.before), "after": _counts(done.series)})
        return
    after = _counts(done.series)
    for name, before in _counts(done.before).items():
        out.print(f"{name}: {before}" + (f" -> {after[name]}" if after[name] != before else ""), markup=False)


def _subject(written: str, series: Series) -> str:
    """The subject as decisions name it; HarvesterError where the series does not hold it."""
    ends = re.split(r"\s*=\s*", written.strip())
    if len(ends) > 2 or len({("#" in end) for end in ends}) > 1 or len(set(ends)) < len(ends):
        raise HarvesterError(f"{written}: one subject, or two of a kind as `A = B`")
    known = {report.record.pmid for report in series.reports}
    known |= {case.key for report in series.reports for case in cases_of(report)}
    for end in ends:
        if end not in known:
            raise HarvesterError(f"{end}: no report or case of this series; reports.csv and evidence.csv name them")
    return pair(*ends) if len(ends) == 2 else ends[0]


def _of_kind(said: Decision, field: str, value: str, quote: str, series: Series) -> Decision:
    """The kind follows from the subject, and from whether a field is named."""
    if " = " in said.subject:
        return replace(said, kind="same case" if "#" in said.subject else "same report")
    return _check(said, field, value, quote, series) if field else said


def _check(said: Decision, field: str, value: str, quote: str, series: Series) -> Decision:
    """A word on a value, with the words that `--quote` gives for it."""
    pmid = said.subject.partition("#")[0]
    report = next(one for one in series.reports if one.record.pmid == pmid)
    if quote and quote not in report.record.text:
        raise HarvesterError(f"--quote: the abstract of {pmid} does not read {quote!r}; copy its words or leave it out")
    try:
        given = parse_value(value, field, series.query)
    except ValueError as error:
        raise HarvesterError(f"--value: {error}") from error
    return check(replace(said, quote=quote), report.record, report.extractions, field, given)


def _check_said_before(said: Decision, series: Series) -> None:
    """HarvesterError where there is no word of this person to take back."""
    about = (said.kind, said.subject, said.field, said.by)
    if about not in {(one.kind, one.subject, one.field, one.by) for one in (*series.standing, *series.stale)}:
        what = f"{said.subject} {said.field}".strip()
        raise HarvesterError(f"{what}: {said.by} has said nothing of it that stands; decisions.csv lists who said what")


def _counts(series: Series) -> dict[str, int]:
    """What a judgement changes first."""
    return {
        "included reports": series.flow.included_reports,
        "included patients": series.flow.included_patients,
        "unsure": series.flow.unsure,
        "duplicates": series.flow.duplicates,
    }
