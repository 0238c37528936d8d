"""Claims -> Extractions: only what can be pointed at, and what was dropped on the way, counted by its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, takewhile

from harvester.extract.spine.levels import ORDER
from harvester.records import Extraction, Query, Record, Span, StatedCount, Value

from . import proof
from .answer import Claim
from .fields import YES_NO, Field, fields
from .names import Names, stands
from .question import RULES
from .quotes import place


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the values of all records so far: how many were kept, dropped by reason, kept with a note."""

    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        parts = [f"{self.kept:,} values kept, {self.dropped.total():,} dropped{_listed(self.dropped)}"]
        return "; ".join([*parts, *([f"noted{_listed(self.noted)}"] if self.noted else [])])


def _listed(counted: Counter[str]) -> str:
    most = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return ": " + ", ".join(f"{n:,} {reason}" for reason, n in most) if most else ""


class _Dropped(Exception):
    """Why a value is not kept; its words are a key of the tally."""


class Checker:
    """Believes nothing: a claim becomes an extraction when its shape, its case, its quotes and its proof hold."""

    def __init__(self, query: Query, model: str) -> None:
        self.fields: Mapping[str, Field] = fields(query)
        self._names = Names(query)
        self._model = model

    def check(self, record: Record, claims: Sequence[Claim | None], tally: Tally) -> tuple[Extraction, ...]:
        """The extractions of one record, by case and in the order of the fields; the tally grows."""
        top = _highest_case(claims)
        found: list[Extraction] = []
        for claim in claims:
            try:
                found.append(self._extraction(record, claim, top, tally))
            except _Dropped as why:
                tally.dropped[str(why)] += 1
        kept = _within_headcount(_said_once(found, tally), tally)
        tally.kept += len(kept)
        order = list(self.fields)
        return tuple(sorted(kept, key=lambda one: (one.case, order.index(one.field))))

    def _extraction(self, record: Record, claim: Claim | None, top: int, tally: Tally) -> Extraction:
        if claim is None:
            raise _Dropped("value not of the agreed shape")
        asked = self.fields.get(claim.field) if isinstance(claim.field, str) else None
        if asked is None:
            raise _Dropped("unknown field")
        case = _case(claim.case, asked, top)
        value = _value(claim.value, asked)
        spans = _spans(claim.quotes, record.text, tally)
        self._prove(asked.name, value, spans, record.text)
        if claim.loose:
            tally.noted["keys that were not asked for"] += 1
        return Extraction(
            pmid=record.pmid,
            case=case,
            field=asked.name,
            value=value,
            spans=spans,
            assertion="negated" if asked.shape == YES_NO and value == "no" else "present",
            rule=f"model:{self._model}",
            rule_version=RULES,
        )

    def _prove(self, name: str, value: Value, spans: tuple[Span, ...], text: str) -> None:
        """Raise _Dropped where the quotes, though they stand in the text, cannot carry the value."""
        if isinstance(value, StatedCount | int | float):
            _prove_number(name, value, spans, text)
        elif name == "spinal_levels":
            _demand(self._are_levels(value, spans), "levels not in the quotes")
        elif name in ("recurrence_sites", "other_metastases_sites"):
            _demand(all(self._is_site(one, spans) for one in _each(value)), "words not in the quotes")
        elif name in ("grade", "primary_site_text"):
            _demand(stands(str(value), spans), "words not in the quotes")
        elif name in ("diagnosis", "primary_site", "sex"):
            _demand(self._names.carry(name, str(value), spans), "quotes do not name the value")
        elif value == "yes":
            _demand(not proof.is_denied(text, spans), "quotes deny the value")
        elif value == "no" and self.fields[name].shape == YES_NO:
            _demand(proof.is_no(spans), "no in value, not in quotes")

    def _are_levels(self, value: Value, spans: tuple[Span, ...]) -> bool:
        vertebrae = tuple(name for name in _each(value) if name in ORDER)
        regions = [name.removesuffix(" junction") for name in _each(value) if name not in ORDER]
        known = self._names.named("spinal_levels", spans)
        return proof.are_levels(vertebrae, ORDER, spans) and known.issuperset(regions)

    def _is_site(self, name: str, spans: tuple[Span, ...]) -> bool:
        return name == "local" or stands(name, spans) or name.lower() in self._names.named("organ", spans)


def _highest_case(claims: Iterable[Claim | None]) -> int:
    """The last case before the first gap in the numbers the model gave; 0 where it does not begin with 1."""
    given = {claim.case for claim in claims if claim and isinstance(claim.case, int)}
    return sum(1 for _ in takewhile(given.__contains__, count(1)))


def _case(given: object, asked: Field, top: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not asked.allows(given):
        raise _Dropped("case number not of the field")
    _demand(given <= top, "case numbers with a gap")
    return given


def _value(given: object, asked: Field) -> Value:
    try:
        return asked.shape.read(given)
    except ValueError:
        raise _Dropped("value not of the field") from None


def _spans(quotes: tuple[str, ...], text: str, tally: Tally) -> tuple[Span, ...]:
    """The spans of all quotes in reading order, each once; one that does not stand takes the value with it."""
    _demand(bool(quotes), "no quote")
    try:
        places = [place(quote, text) for quote in quotes]
    except ValueError as why:
        raise _Dropped(str(why)) from None
    if any(one.others for one in places):
        tally.noted["values whose quote stands in several places, the first taken"] += 1
    return tuple(sorted({one.span for one in places}, key=lambda span: (span.start, span.end)))


def _prove_number(name: str, value: StatedCount | int | float, spans: tuple[Span, ...], text: str) -> None:
    if isinstance(value, StatedCount):
        carried = proof.is_count(value, spans)
    elif name == "n_patients":
        carried = proof.is_headcount(int(value), spans)
    else:
        _demand(not proof.is_average(text, spans), "a mean or a range, which is no one's")
        carried = proof.is_age(value, spans) if name == "age_years" else proof.is_time(value, spans)
    _demand(carried, "number not in the quotes")


def _each(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _demand(holds: bool, reason: str) -> None:
    if not holds:
        raise _Dropped(reason)


def _said_once(found: Iterable[Extraction], tally: Tally) -> list[Extraction]:
    """Of the values of one field of one case, one where all say the same, and none where they differ."""
    groups: dict[tuple[int, str], list[Extraction]] = {}
    for one in found:
        groups.setdefault((one.case, one.field), []).append(one)
    kept = []
    for same in groups.values():
        if all(one.value == same[0].value for one in same):
            kept.append(same[0])
            tally.dropped["said twice"] += len(same) - 1
        else:
            tally.dropped["field given twice, with different values"] += len(same)
    tally.dropped += Counter()  # a reason that was never met is none
    return kept


def _within_headcount(found: list[Extraction], tally: Tally) -> list[Extraction]:
    """Without the cases numbered above the patients that the same answer counts, and proves."""
    n = next((one.value for one in found if one.field == "n_patients"), None)
    if not isinstance(n, int):
        return found
    kept = [one for one in found if one.case <= n]
    if len(kept) < len(found):
        tally.dropped["more cases than patients"] += len(found) - len(kept)
    return kept
