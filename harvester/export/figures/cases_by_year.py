"""How the series grew: patients by the year of their first report, and the reports by theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

import pandas as pd

from ...flow import box_of
from ...link.standing import cluster
from ...records import Report, Series, Standing
from .people import LeftOut, People, words_table


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesByYear:
    """New patients and new reports of each year, from the first year to the last; those without a year apart."""

    name: ClassVar[str] = "cases-by-year"
    title: ClassVar[str] = "Patients and reports by year"
    years: tuple[int, ...]
    new_patients: tuple[int, ...]
    new_reports: tuple[int, ...]
    patients_without_year: int
    reports_without_year: int
    left_out: LeftOut
    reports_left_out: LeftOut

    @property
    def patients(self) -> tuple[int, ...]:
        """All patients up to each year."""
        return tuple(accumulate(self.new_patients))

    @property
    def reports(self) -> tuple[int, ...]:
        """All reports up to each year."""
        return tuple(accumulate(self.new_reports))

    @property
    def drawn(self) -> int:
        """The patients with a year."""
        return sum(self.new_patients)

    @property
    def notes(self) -> Sequence[str]:
        """Who is drawn and who is not."""
        missing = (
            f"Year not stated: patients (n = {self.patients_without_year}), reports (n = {self.reports_without_year})."
        )
        left_out = f"Patients {self.left_out.note.lower()}" if self.left_out.note else ""
        reports = f"Reports {self.reports_left_out.note.lower()}" if self.reports_left_out.note else ""
        return (
            f"Cumulative. Patients (n = {self.drawn}) by the year of their first report; included reports "
            f"(n = {sum(self.new_reports)}), also those that add no patient. {missing}",
            " ".join(filter(None, (left_out, reports))),
        )

    def table(self) -> pd.DataFrame:
        """A row a year; then, without a year, those of whom none is stated and those left out."""
        columns = zip(self.years, self.new_patients, self.patients, self.new_reports, self.reports, strict=True)
        rows = [("yes", *map(str, row)) for row in columns]
        rows.append(("year not stated", "", str(self.patients_without_year), "", str(self.reports_without_year), ""))
        both = zip(self.left_out.rows(), self.reports_left_out.rows(), strict=True)
        rows += [(why, "", str(patients), "", str(reports), "") for (why, patients), (_, reports) in both]
        return words_table(("drawn", "year", "new_patients", "patients", "new_reports", "reports"), rows)


def cases_by_year(people: People, series: Series) -> CasesByYear:
    """The numbers of the figure. Several records of one report count once, in the earliest of their years."""
    by_standing = list(_reports(series))
    reports = Counter(year for standing, year in by_standing if standing == "active")
    standings = Counter(standing for standing, _ in by_standing)
    patients = Counter(person.year for person in people.active)
    known = sorted(year for year in {*patients, *reports} if year is not None)
    years = tuple(range(known[0], known[-1] + 1)) if known else ()
    return CasesByYear(
        years=years,
        new_patients=tuple(patients[year] for year in years),
        new_reports=tuple(reports[year] for year in years),
        patients_without_year=patients[None],
        reports_without_year=reports[None],
        left_out=people.left_out,
        reports_left_out=LeftOut(retracted=standings["retracted"], concern=standings["concern"]),
    )


def _reports(series: Series) -> Iterator[tuple[Standing, int | None]]:
    """The included reports, as the flow diagram counts them: standing and year of each."""
    by_pmid = {report.record.pmid: report for report in series.reports}
    links = [one for one in series.standing if one.kind == "same report"]
    for group in cluster(by_pmid, links):
        records = [by_pmid[pmid] for pmid in group]
        if box_of(records).name == "included":
            years = [report.record.year for report in records if report.record.year is not None]
            yield _standing(records), min(years, default=None)


def _standing(records: Iterable[Report]) -> Standing:
    """A report is retracted when all its records are, as flow.csv counts it; one sound record makes it active."""
    standings = {report.standing for report in records}
    if standings == {"retracted"}:
        return "retracted"
    return "active" if "active" in standings else "concern"
