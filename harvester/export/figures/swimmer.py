"""One lane a patient: the interval up to the spinal lesion, the follow-up after it, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from ...records import Query
from ..cells import cell
from .people import People, Person, event, words_table

FIELDS = ("interval_months", "followup_months", "outcome")
MOST = 1000
"""The lanes of one sheet: 1.3 m of paper, and a PNG of 15,000 dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A patient's months before and after the spinal lesion, None where not stated, and the outcome, likewise empty."""

    id: str
    first_author: str
    year: int | None
    interval: float | None
    followup: float | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swimmer:
    """The lanes in the order drawn: by interval, the longest first, then by follow-up, and those without one last.

    `beyond` are lanes that the sheet has no room for, `missing` the ids of those with neither time.
    """

    name: ClassVar[str] = "swimmer"
    title: ClassVar[str] = "Course of each patient"
    event: str
    lanes: tuple[Lane, ...]
    beyond: tuple[Lane, ...]
    missing: tuple[str, ...]
    people: People

    @property
    def drawn(self) -> int:
        """The patients with a lane."""
        return len(self.lanes)

    @property
    def notes(self) -> Sequence[str]:
        """Who is drawn and who is not, and where times are lacking."""
        no_interval = sum(lane.interval is None for lane in self.lanes)
        no_followup = sum(lane.followup is None for lane in self.lanes)
        no_outcome = sum(not lane.outcome for lane in self.lanes)
        beyond = f"More than a sheet holds (n = {len(self.beyond)}); they are in the CSV." if self.beyond else ""
        return (
            f"Patients with a lane (n = {self.drawn}); of them without interval (n = {no_interval}), without follow-up "
            f"(n = {no_followup}), without outcome (n = {no_outcome}). An outcome whose time is not known "
            "is hollow, at the right.",
            f"Not drawn: neither interval nor follow-up stated (n = {len(self.missing)}). "
            + " ".join(filter(None, (beyond, self.people.left_out.note))),
        )

    def table(self) -> pd.DataFrame:
        """A row a patient, the lanes in the order drawn; then those not drawn, with the reason."""
        rows = [*_rows(self.lanes, "yes"), *_rows(self.beyond, "more than a sheet holds")]
        rows += [(one, "", "", "", "", "", "neither interval nor follow-up stated") for one in self.missing]
        rows += [(one, "", "", "", "", "", why) for one, why in self.people.rows()]
        return words_table(("patient_id", "first_author", "year", *FIELDS, "drawn"), rows)


def _rows(lanes: Sequence[Lane], drawn: str) -> Iterator[tuple[str, ...]]:
    for lane in lanes:
        times = (cell(lane.interval), cell(lane.followup))
        yield lane.id, lane.first_author, cell(lane.year), *times, lane.outcome, drawn


def swimmer(people: People, query: Query) -> Swimmer:
    """The numbers of the figure."""
    every = [_lane(person) for person in people.active]
    known = [lane for lane in every if lane.interval is not None or lane.followup is not None]
    in_order = sorted(known, key=lambda lane: (_rank(lane.interval), _rank(lane.followup)))
    return Swimmer(
        event=event(query),
        lanes=tuple(in_order[:MOST]),
        beyond=tuple(in_order[MOST:]),
        missing=tuple(lane.id for lane in every if lane.interval is None and lane.followup is None),
        people=people,
    )


def _rank(months: float | None) -> tuple[bool, float]:
    return months is None, -(months or 0)


def _lane(person: Person) -> Lane:
    return Lane(
        id=person.id,
        first_author=person.first_author,
        year=person.year,
        interval=person.number("interval_months"),
        followup=person.number("followup_months"),
        outcome=person.word("outcome"),
    )
