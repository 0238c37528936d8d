"""The time from the primary to the metastasis, among patients who had one: Kaplan and Meier's curve of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from ...records import Query
from ..cells import cell
from .people import People, event, words_table
from .survival import Median, Step, kaplan_meier, median

FIELD = "interval_months"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalToMetastasis:
    """The months of each patient drawn, the shortest first, by id; and the ids of those not drawn, by reason.

    `event` is what it is the time to, in words.
    """

    name: ClassVar[str] = "interval-to-metastasis"
    event: str
    months: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]
    no_event: tuple[str, ...]
    people: People

    @property
    def title(self) -> str:
        """The words above it."""
        return f"Time to {self.event}"

    @property
    def times(self) -> tuple[float, ...]:
        """The months alone."""
        return tuple(months for _, months in self.months)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The curve."""
        return kaplan_meier(self.times)

    @property
    def median(self) -> Median | None:
        """Its median, in months."""
        return median(self.steps)

    @property
    def drawn(self) -> int:
        """The patients who had the event and whose interval is known."""
        return len(self.months)

    @property
    def notes(self) -> Sequence[str]:
        """Who is drawn and who is not, and what the curve is not."""
        return (
            f"Kaplan-Meier curve of the time to {self.event} among patients who had one, with pointwise 95% CI. "
            "Nobody is censored. It says how long it took, not how likely it is: patients without metastasis are in no "
            "such series.",
            _middle(self.median),
            f"Patients with an interval (n = {self.drawn}). Interval not stated (n = {len(self.missing)}). "
            f"{self.event.capitalize()} not certain (n = {len(self.no_event)}). {self.people.left_out.note}".strip(),
        )

    def table(self) -> pd.DataFrame:
        """A row a patient, the drawn by interval, with the curve from their time on; then those not drawn."""
        at = {step.time: step for step in self.steps}
        rows = [(one, cell(months), "yes", *_on_curve(at[months])) for one, months in self.months]
        rows += [(one, "", why, "", "", "", "") for one, why in self._not_drawn()]
        columns = ("patient_id", FIELD, "drawn", "at_risk", "without_metastasis", "lower_95", "upper_95")
        return words_table(columns, rows)

    def _not_drawn(self) -> Iterator[tuple[str, str]]:
        yield from ((one, "interval not stated") for one in self.missing)
        yield from ((one, f"{self.event} not certain") for one in self.no_event)
        yield from self.people.rows()


def _middle(middle: Median | None) -> str:
    """`Median 108 months (9.0 years); 95% CI 96 to 120 months.`"""
    if not middle:
        return ""
    low, high = ("not reached" if one is None else cell(one) for one in (middle.lower, middle.upper))
    return f"Median {cell(middle.time)} months ({middle.time / 12:.1f} years); 95% CI {low} to {high} months."


def _on_curve(step: Step) -> tuple[str, str, str, str]:
    shares = ("" if share is None else f"{share:.6f}" for share in (step.without, step.lower, step.upper))
    return (str(step.at_risk), *shares)  # type: ignore[return-value]


def interval_to_metastasis(people: People, query: Query) -> IntervalToMetastasis:
    """The numbers of the figure: the patients whose metastasis at the target is a `yes`."""
    target = query.target.field
    sure = [person for person in people.active if person.word(target) == "yes"]
    known = [(person.id, months) for person in sure if (months := person.number(FIELD)) is not None]
    return IntervalToMetastasis(
        event=event(query),
        months=tuple(sorted(known, key=lambda one: one[1])),
        missing=tuple(person.id for person in sure if person.number(FIELD) is None),
        no_event=tuple(person.id for person in people.active if person.word(target) != "yes"),
        people=people,
    )
