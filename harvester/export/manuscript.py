"""A Series -> the table of its active patients as a journal prints it, in words: title, cells, footnotes, references.

A cell is put together from the fields that the query asks for; a column none of whose fields is asked for is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..extract.spine.levels import ORDER
from ..link.subjects import key_order
from ..records import Patient, Record, Report, Series, Value
from ..references import vancouver
from .bibliography import included
from .cells import cell
from .footnotes import Counted, footnotes
from .grammar import many
from .tables import merged_into, records_of, value_of

NOT_STATED = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """The table: a title, a head and a width in cm for each column, rows of as many cells, notes, references."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A patient of the table: the reports to cite, the earliest first, and the values by field."""

    patient: Patient
    records: tuple[Record, ...]
    values: Mapping[str, Value | None]


def manuscript(series: Series) -> Manuscript:
    """The table of the patients that are neither retracted nor under concern, by year.

    References are numbered by their first appearance (ICMJE); behind them come those of the notes.
    """
    rows = _rows(series)
    together = _together(series)
    cited = dict.fromkeys(record.pmid for row in rows for record in row.records)
    n_reports = len(cited)
    cited.update(dict.fromkeys(pmid for pmid, _ in together))
    numbers = {pmid: number for number, pmid in enumerate(cited, start=1)}
    columns = [one for one in _COLUMNS if set(one.fields) & set(series.query.fields)]
    heads = ("Authors, year [reference]", *(one.head(series.query.fields) for one in columns))
    named = _named(rows, numbers)
    cells = tuple(
        (name, *(one.words(row.values) or NOT_STATED for one in columns)) for name, row in zip(named, rows, strict=True)
    )
    counted = Counted(values=tuple(row.values for row in rows), together=tuple((numbers[p], n) for p, n in together))
    records = {report.record.pmid: report.record for report in series.reports}
    patients, reports = many(len(rows), "patient"), many(n_reports, "report")
    return Manuscript(
        title=f"Table 1. {series.query.title}: {patients} from {reports}",
        heads=heads,
        widths=(5.2, *(one.width for one in columns)),
        rows=cells,
        notes=footnotes(series, counted, [*heads, *(word for row in cells for word in row)]),
        references=tuple(vancouver(records[pmid]) for pmid in cited),
    )


def _rows(series: Series) -> list[_Row]:
    """The active patients by year, PMID and number; of records that are one report the one that stands for it."""
    records, merged = {report.record.pmid: report.record for report in series.reports}, merged_into(series)
    counted = {report.record.pmid for report in included(series)}
    rows: list[_Row] = []
    for patient in series.patients:
        if patient.standing == "active":
            found = records_of(patient, records, merged)
            kept = [record for record in found if record.pmid in counted] or found
            values = {field: value_of(patient.cases, field) for field in series.query.fields}
            rows.append(_Row(patient=patient, records=tuple(kept), values=values))
    return sorted(rows, key=_chronological)


def _chronological(row: _Row) -> tuple[bool, int, tuple[bool, int, str, int, str], int]:
    first = row.records[0]
    return (first.year is None, first.year or 0, key_order(first.pmid), _number(row))


def _number(row: _Row) -> int:
    """Which patient of the first report cited it is, in the order of its abstract."""
    return next((case.number for case in row.patient.cases if case.pmid == row.records[0].pmid), 0)


def _together(series: Series) -> list[tuple[str, str]]:
    """Active reports that are included and tell no patient apart: PMID, and how many patients they state."""
    told = {case.pmid for patient in series.patients for case in patient.cases}
    found = (one for one in included(series) if one.record.pmid not in told and one.standing == "active")
    return [(report.record.pmid, _stated_patients(report)) for report in found]


def _stated_patients(report: Report) -> str:
    counts = (one.value for one in report.extractions if (one.case, one.field) == (0, "n_patients"))
    return cell(next(counts, None))


def _named(rows: Sequence[_Row], numbers: Mapping[str, int]) -> list[str]:
    """`Lindqvist et al., 2003 [2, 7]`, and `patient 2` behind it where several rows rest on the same reports."""
    cited = [tuple(numbers[record.pmid] for record in row.records) for row in rows]
    times, names = Counter(cited), []
    for row, references in zip(rows, cited, strict=True):
        listed = ", ".join(map(str, references))
        one_of = f", patient\u00a0{_number(row)}" if times[references] > 1 else ""
        names.append(f"{_authors(row.records[0])}, {row.records[0].year or 'no year'} [{listed}]{one_of}")
    return names


def _authors(record: Record) -> str:
    names = [author.last or author.collective for author in record.authors]
    if not names:
        return "No authors listed"
    if len(names) > 2 or not record.authors_complete:
        return f"{names[0]} et al."
    return " and ".join(names)


# ------------------------------------------------------------------------------------------------------------- columns

Values = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column of the table: how it is headed, its width in cm, the fields it shows, and the words of its cells."""

    title: str
    width: float
    fields: tuple[str, ...]
    words: Callable[[Values], str]

    def head(self, asked: Sequence[str]) -> str:
        """Its title; of age and sex only what is asked for."""
        if self.fields[0] != "age_years" or {"age_years", "sex"} <= set(asked):
            return self.title
        return "Age (y)" if "age_years" in asked else "Sex"


def _age_and_sex(values: Values) -> str:
    age = cell(values.get("age_years"))
    marked = f"{age}{MARKS.get(cell(values.get('age_at')), '')}" if age else NOT_STATED
    shown = [marked] if "age_years" in values else []
    shown += [cell(values["sex"]) or NOT_STATED] if "sex" in values else []
    return "" if set(shown) == {NOT_STATED} else "/".join(shown)


MARKS = {"primary": "†", "report": "‡"}
"""Behind an age that is not the one at the lesion asked for: what it is the age at."""


def _diagnosis(values: Values) -> str:
    return ", ".join(filter(None, (cell(values.get("diagnosis")), cell(values.get("grade")))))


def _primary(values: Values) -> str:
    """`intracranial (falx)`: the site, and the words of the text where they say more."""
    site, text = cell(values.get("primary_site")), cell(values.get("primary_site_text"))
    return f"{site} ({text})" if site and text and text != site else site or text


def _levels(values: Values) -> str:
    """`C6–T2, L4 (extradural)`; the compartments alone where no level is stated."""
    levels, places = values.get("spinal_levels"), values.get("compartment")
    where = ", ".join(_runs(levels)) if isinstance(levels, tuple) else ""
    within = ", ".join(places) if isinstance(places, tuple) else ""
    return f"{where} ({within})" if where and within else where or within


def _runs(levels: Sequence[str]) -> Iterator[str]:
    """Three vertebrae or more in a row as `C6–T2`, from the first to the last."""
    run: list[str] = []
    for level in (*levels, ""):
        if run and not (level in ORDER and run[-1] in ORDER and ORDER.index(level) == ORDER.index(run[-1]) + 1):
            yield from [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
            run = []
        run.append(level)


def _treatment(values: Values) -> str:
    """What was given or done and what was refused or not done; what is not stated is not said."""
    said = [_given(values, "embolization", "embolization"), _surgery(values)]
    said += [_given(values, "radiotherapy", "RT"), _given(values, "radiosurgery", "SRS")]
    return ", ".join(filter(None, (*said, _given(values, "chemotherapy", "drug therapy"))))


def _given(values: Values, field: str, name: str) -> str:
    return {"yes": name, "no": f"no {name}"}.get(cell(values.get(field)), "")


def _surgery(values: Values) -> str:
    said, extent = _given(values, "surgery", "surgery"), cell(values.get("resection"))
    short = {"gross total": "GTR", "subtotal": "STR"}.get(extent, extent)
    return f"{said} ({short})" if said and short else said or short


def _outcome(values: Values) -> str:
    state = cell(values.get("outcome"))
    short = {"no evidence of disease": "NED", "alive with disease": "AWD"}.get(state, state)
    sites = values.get("recurrence_sites")
    back = _given(values, "recurrence", "recurrence")
    place = f" ({', '.join(sites)})" if isinstance(sites, tuple) and back == "recurrence" else ""
    return ", ".join(filter(None, (short, f"{back}{place}")))


def _number_of(field: str) -> Callable[[Values], str]:
    return lambda values: cell(values.get(field))


_COLUMNS = (
    _Column(title="Age (y)/sex", width=1.9, fields=("age_years", "sex"), words=_age_and_sex),
    _Column(title="Diagnosis", width=3.0, fields=("diagnosis", "grade"), words=_diagnosis),
    _Column(title="Primary", width=3.9, fields=("primary_site", "primary_site_text"), words=_primary),
    _Column(title="Spinal level", width=3.2, fields=("spinal_levels", "compartment"), words=_levels),
    _Column(title="Interval (mo)", width=1.5, fields=("interval_months",), words=_number_of("interval_months")),
    _Column(
        title="Treatment",
        width=4.0,
        fields=("surgery", "resection", "radiotherapy", "radiosurgery", "chemotherapy", "embolization"),
        words=_treatment,
    ),
    _Column(title="Outcome", width=3.1, fields=("outcome", "recurrence", "recurrence_sites"), words=_outcome),
    _Column(title="Follow-up (mo)", width=1.8, fields=("followup_months",), words=_number_of("followup_months")),
)
