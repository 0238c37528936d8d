"""A Series -> summary.md: the numbers that a methods and a results section need, in sentences.

Each number stands with how many patients it is of and how many do not state it, and what the series does not hold is
not said. The numbers of patients are those of the active ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC

from .. import __version__
from ..records import FILE, Patient, Series, Standing
from ..series import open_links
from .bibliography import included
from .described import described
from .grammar import agreed, day, many
from .prisma import prisma
from .search_report import in_table as plain


def summary(series: Series) -> str:
    """The text of summary.md in Markdown; fields that the query does not ask for are left out."""
    active = [patient for patient in series.patients if patient.standing == "active"]
    sections = (
        ("Search and selection", [*_searched(series), *_selected(series)]),
        ("Patients", list(_counted(series, active))),
        *described(series.query, active),
        ("What waits for a person", list(_waiting(series))),
        ("How to read this", list(_limits(series, active))),
    )
    text = "\n\n".join(f"## {title}\n\n{' '.join(said)}" for title, said in sections)
    return f"# Summary: {plain(series.query.title)}\n\n{_as_of(series)}{text}\n"


def _as_of(series: Series) -> str:
    known = [f"as of {day(series.known_at.astimezone(UTC).date())} (UTC)"] if series.known_at else []
    until = [f"of what had entered PubMed by {day(series.published_by)}"] if series.published_by else []
    told = ", ".join((*known, *until))
    return f"{told[:1].upper()}{told[1:]}.\n\n" if told else ""


# ------------------------------------------------------------------------------------------------ search and selection


def _searched(series: Series) -> Iterator[str]:
    """When each platform was last asked, and which files were taken in."""
    if not series.searches:
        yield "No search has been run yet."
    last = {one.platform: one.confirmed_at or one.ran_at for one in series.searches if not one.of_file}
    for platform, at in last.items():
        yield f"The last search of {plain(platform)} was on {day(at.astimezone(UTC).date())} (strategy: search.md)."
    files = dict.fromkeys(one.platform.removeprefix(FILE) for one in series.searches if one.of_file)
    if files:
        n = len(files)
        yield f"{many(n, 'reference file')} {agreed(n, 'was', 'were')} taken in: {plain(', '.join(files))}."


def _selected(series: Series) -> Iterator[str]:
    """The flow from identified to included, in PRISMA's words."""
    flow = series.flow
    yield f"{many(flow.identified, 'record')} {_was(flow.identified)} identified."
    removed = {
        ("duplicate", "duplicates"): flow.duplicates,
        ("withdrawn by NLM", "withdrawn by NLM"): flow.deleted,
        ("unreadable", "unreadable"): flow.refused,
        ("never delivered by the platform", "never delivered by the platform"): flow.missing,
    }
    told = [f"{n:,} {agreed(n, *words)}" for words, n in removed.items() if n]
    yield f"Removed before screening: {', '.join(told)}." if told else "None was removed before screening."
    yield f"{many(flow.screened, 'record')} {_was(flow.screened)} screened by title and abstract."
    yield from _excluded(series)
    if flow.unsure:
        yield f"{many(flow.unsure, 'record')} {agreed(flow.unsure, 'waits', 'wait')} for a person's decision."
    studies = many(prisma(series).total.studies, "study", "studies")
    yield f"{many(flow.included_reports, 'report')} of {studies} {_was(flow.included_reports)} included."
    if flow.retracted_reports:
        n = flow.retracted_reports
        yield f"{n:,} of them {agreed(n, 'is', 'are')} retracted."


def _excluded(series: Series) -> Iterator[str]:
    flow = series.flow
    n = sum(flow.excluded.values())
    reasons = sorted(flow.excluded.items(), key=lambda one: (-one[1], one[0]))
    people = f"{flow.by_person:,} by a person and {n - flow.by_person:,} by rules" if flow.by_person else "all by rules"
    each = "; ".join(f"{plain(reason)}, {count:,}" for reason, count in reasons)
    yield f"{many(n, 'record')} {_was(n)} excluded ({people}): {each}." if n else "None was excluded."


def _was(n: int) -> str:
    return agreed(n, "was", "were")


# ------------------------------------------------------------------------------------------------------------ patients


def _counted(series: Series, active: Sequence[Patient]) -> Iterator[str]:
    """How many patients there are, how many the rest is about, and which reports tell none apart."""
    n, standing = len(series.patients), Counter(patient.standing for patient in series.patients)
    yield f"{many(n, 'patient')} {agreed(n, 'is', 'are')} described one by one."
    names: dict[Standing, str] = {"retracted": "retracted", "concern": "under an expression of concern"}
    out = [f"{standing[name]:,} {what}" for name, what in names.items() if standing[name]]
    if out:
        yield f"Left out below: {' and '.join(out)}; what follows is about the other {many(len(active), 'patient')}."
    several = sum(len({case.pmid for case in patient.cases}) > 1 for patient in active)
    if several:
        yield f"{many(several, 'patient')} {agreed(several, 'is', 'are')} described in more than one record."
    told = {case.pmid for patient in series.patients for case in patient.cases}
    together = sum(report.record.pmid not in told for report in included(series))
    if together:
        tells = agreed(together, "tells its patients", "tell their patients")
        yield f"{many(together, 'included report')} {tells} only together; those patients are not counted."


# ------------------------------------------------------------------------------------------------- waiting, and limits


def _waiting(series: Series) -> Iterator[str]:
    """Reports, pairs and words of people that somebody must look at."""
    unsure = Counter(box.reason for box in series.boxes.values() if box.name == "unsure")
    pairs = len(open_links(series))
    n, stale, differ = sum(unsure.values()), len(series.stale), len(series.conflicts)
    if n:
        each = "; ".join(f"{plain(reason)}, {count:,}" for reason, count in unsure.most_common())
        yield f"{many(n, 'report')} {agreed(n, 'is', 'are')} neither in nor out ({each})."
    if pairs:
        yield f"{many(pairs, 'pair')} of reports or patients may be one and the same."
    if stale:
        yield f"{many(stale, 'word')} of a person {agreed(stale, 'is', 'are')} about words that have changed since."
    if differ:
        yield f"Two people differ on {many(differ, 'value')}; the later word stands."
    if not (n or pairs or stale or differ):
        yield "Nothing."
    else:
        yield "`harvester status` names them, `harvester check` shows them."


def _limits(series: Series, active: Sequence[Patient]) -> Iterator[str]:
    """What the numbers rest on."""
    yield f"Values were read from titles and abstracts by the rules of harvester {__version__}; no full text was read."
    checked = sum(bool(patient.checked_by) for patient in active)
    yield f"A person has checked values of {checked:,} of {many(len(active), 'patient')}."
    yield "Not stated means that no title or abstract of the patient states it, and never no; a `no` is a stated one."
    yield "Shares are of the patients for whom a value is stated, who may differ from the others."
