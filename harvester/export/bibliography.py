"""The included reports of a series as reference files, and as a table of references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from ..link.subjects import key_order
from ..records import Report, Series
from ..references import Written, vancouver, write_references
from .cells import cell, listed

WRITTEN: tuple[Written, ...] = ("ris", "bib", "nbib")


def included(series: Series) -> tuple[Report, ...]:
    """The reports that PRISMA's last box counts, in numerical order of PMIDs; those retracted are among them.

    A number that NLM merged into another record has no record of its own and is not here.
    """
    boxes = series.boxes
    found = (one for one in series.reports if (box := boxes.get(one.record.pmid)) and box.name == "included")
    return tuple(sorted(found, key=lambda one: key_order(one.record.pmid)))


def reference_files(series: Series) -> Mapping[str, bytes]:
    """File name -> content: references.ris, .bib and .nbib, each of the same reports in the same order."""
    records = [report.record for report in included(series)]
    return {f"references.{kind}": write_references(records, kind).encode() for kind in WRITTEN}


def references(series: Series) -> pd.DataFrame:
    """A row an included report: its reference in Vancouver style, and which rows of the case table rest on it."""
    rows_of: defaultdict[str, list[str]] = defaultdict(list)
    for patient in series.patients:
        for pmid in dict.fromkeys(case.pmid for case in patient.cases):
            rows_of[pmid].append(patient.id)
    rows = [
        (
            *(one.record.pmid, one.record.doi, one.record.pmcid, vancouver(one.record), cell(one.record.year)),
            *(one.standing, listed(rows_of[one.record.pmid])),
        )
        for one in included(series)
    ]
    columns = ["pmid", "doi", "pmcid", "reference", "year", "status", "patient_ids"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
