"""How many patients have the tumour at each spinal level; those of whom only a region is told stand apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from ...extract.spine.regions import REGIONS
from ...extract.spine.vertebrae import ORDER
from .people import LeftOut, People, in_order, words_table

FIELDS = ("spinal_levels",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpinalLevels:
    """Patients at each level (all levels, top down, 0 too), and at each region word of those with no level.

    A patient with several levels counts once at each, so that the levels add up to more than the patients. `beside`
    are those who have a region word beside their levels, which is not drawn.
    """

    name: ClassVar[str] = "spinal-levels"
    title: ClassVar[str] = "Spinal levels"
    levels: Mapping[str, int]
    regions: Mapping[str, int]
    with_levels: int
    region_only: int
    beside: int
    missing: int
    left_out: LeftOut

    @property
    def drawn(self) -> int:
        """The patients with a level or a region."""
        return self.with_levels + self.region_only

    @property
    def notes(self) -> Sequence[str]:
        """Who is drawn and who is not."""
        beside = f"A region beside levels, not drawn (n = {self.beside})." if self.beside else ""
        return (
            f"Patients with a level (n = {self.with_levels}), each counted once at each of their levels. Patients with "
            f"a region only (n = {self.region_only}), not spread over its levels. Not stated (n = {self.missing}).",
            " ".join(filter(None, (beside, self.left_out.note))),
        )

    def table(self) -> pd.DataFrame:
        """Rows of kind level, region and patients; `place` is the level, the region, or which patients."""
        patients = {
            "with a level": self.with_levels,
            "with a region only": self.region_only,
            "with a region beside levels": self.beside,
            "not stated": self.missing,
            **dict(self.left_out.rows()),
        }
        kinds = {"level": self.levels, "region": self.regions, "patients": patients}
        rows = [(kind, place, str(n)) for kind, counts in kinds.items() for place, n in counts.items()]
        return words_table(("kind", "place", "patients"), rows)


def spinal_levels(people: People) -> SpinalLevels:
    """The numbers of the figure; a word that is no level is a region."""
    levels: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for person in people.active:
        named = set(person.words("spinal_levels"))
        at, around = named.intersection(ORDER), named.difference(ORDER)
        levels.update(at)
        regions.update(() if at else around)
        kinds["level" if at else "region" if around else "missing"] += 1
        kinds["beside"] += bool(at and around)
    return SpinalLevels(
        levels={name: levels[name] for name in ORDER},
        regions=in_order(regions, REGIONS),
        with_levels=kinds["level"],
        region_only=kinds["region"],
        beside=kinds["beside"],
        missing=kinds["missing"],
        left_out=people.left_out,
    )
