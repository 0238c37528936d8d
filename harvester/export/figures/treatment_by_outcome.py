"""How those who had each treatment of the spinal lesion fared; what is not stated is counted as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from .people import LeftOut, People, in_order, words_table

TREATMENTS = ("surgery", "radiotherapy", "radiosurgery", "chemotherapy", "embolization")
OUTCOMES = ("no evidence of disease", "improved", "stable", "alive with disease", "worse", "died")
GIVEN = ("yes", "no", "")
"""What is said of a treatment; empty is not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentByOutcome:
    """(treatment, what is said of it, outcome) -> patients, 0 too; each treatment's add up to `drawn`.

    `all` is outcome -> patients, whatever their treatment. An outcome not stated is the empty word, the last of them.
    """

    name: ClassVar[str] = "treatment-by-outcome"
    title: ClassVar[str] = "Treatment of the spinal lesion, and outcome"
    treatments: tuple[str, ...]
    all: Mapping[str, int]
    counts: Mapping[tuple[str, str, str], int]
    left_out: LeftOut

    @property
    def drawn(self) -> int:
        """All patients that are counted."""
        return sum(self.all.values())

    def given(self, treatment: str, said: str) -> int:
        """The patients of whom that is said of a treatment."""
        return sum(self.counts[treatment, said, outcome] for outcome in self.all)

    @property
    def notes(self) -> Sequence[str]:
        """Who is drawn, and what the counts are not."""
        return (
            f"Patients (n = {self.drawn}), of them outcome not stated (n = {self.all['']}). Those with several "
            f"treatments count in each row. {self.left_out.note}".strip(),
            "Shade: share of the row. Counts of published cases: no effect of a treatment can be read from them.",
        )

    def table(self) -> pd.DataFrame:
        """A row a treatment, what is said of it, and an outcome; first all patients, last those left out."""
        rows = [("all patients", "", _named(outcome), str(n)) for outcome, n in self.all.items()]
        rows += [(one, _named(said), _named(outcome), str(n)) for (one, said, outcome), n in self.counts.items()]
        rows += [(why, "", "", str(n)) for why, n in self.left_out.rows()]
        return words_table(("treatment", "given", "outcome", "patients"), rows)


def _named(word: str) -> str:
    return word or "not stated"


def treatment_by_outcome(people: People, fields: Sequence[str]) -> TreatmentByOutcome:
    """The numbers of the figure, for the treatments among the `fields` that the query asks for."""
    treatments = tuple(one for one in TREATMENTS if one in fields)
    told = Counter(person.word("outcome") for person in people.active)
    every = dict.fromkeys(OUTCOMES, 0) | in_order(told, OUTCOMES)
    every[""] = every.pop("", 0)
    found = Counter((one, person.word(one), person.word("outcome")) for person in people.active for one in treatments)
    counts = {
        (one, said, outcome): found[one, said, outcome] for one in treatments for said in GIVEN for outcome in every
    }
    return TreatmentByOutcome(treatments=treatments, all=every, counts=counts, left_out=people.left_out)
