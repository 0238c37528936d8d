"""queries/NAME.toml -> Query; the strategy stays byte for byte as written."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from .errors import QueryError
from .records import CASE_FIELDS, REPORT_FIELDS, Criterion, Limits, Listed, Published, Query, Target, Vocabulary

RECORD_FIELDS = ("publication_types", "languages", "has_abstract")
"""What a criterion may ask of the record itself, beside the fields that are read from its text."""


def shipped(folder: str) -> Path:
    """A folder that travels with the package (`queries`, `data/demo`): in the wheel, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder


def find_query(name: str) -> Path:
    """The query file for a name (`hpc-spine`) or a path to one; QueryError lists the names there are."""
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        return path
    known = {found.stem: found for found in sorted(shipped("queries").glob("*.toml"))}
    if name not in known:
        raise QueryError(f"query {name!r}: there is no such query; known are {', '.join(known)}, or give a .toml file")
    return known[name]


def read_query(path: Path) -> Query:
    """Read and check a query file; every error names the file, the key, what was found and what was expected."""
    raw = _read_bytes(path)
    table = _table(path, raw)
    parsed = _parse(path, table, _File)
    _check(path, _complaints(parsed))
    return Query(
        name=path.stem,
        title=parsed.title,
        strategy=parsed.search.strategy,
        limits=parsed.limits,
        target=parsed.target,
        criteria=parsed.criteria,
        vocabulary=parsed.vocabulary,
        fields=parsed.fields or (*(name for name in CASE_FIELDS if name != "metastatic_to_spine"), parsed.target.field),
        must_find=parsed.must_find,
        reviews=parsed.reviews,
        digest=_digest(table),
        source=raw.decode(),
    )


def read_reviews(path: Path, query: Query) -> tuple[Published, ...]:
    """Read and check a file of further [[reviews]] for a query; the same errors as of a query file."""
    parsed = _parse(path, _table(path, _read_bytes(path)), _Reviews)
    _check(path, _review_complaints((*query.reviews, *parsed.reviews), len(query.reviews), query))
    return parsed.reviews


def _digest(table: Mapping[str, Any]) -> str:
    """The name of what is asked; a comment, a line break and a published review's count are no part of it."""
    asked = {key: value for key, value in table.items() if key != "reviews"}
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        raw.decode()
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    return raw


class _Search(msgspec.Struct, forbid_unknown_fields=True):
    strategy: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a query file; what the reader checks the TOML against."""

    title: str
    search: _Search
    target: Target
    vocabulary: Vocabulary
    criteria: tuple[Criterion, ...]
    limits: Limits = Limits()
    fields: tuple[str, ...] = ()
    must_find: tuple[str, ...] = ()
    reviews: tuple[Published, ...] = ()


class _Reviews(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a file of reviews."""

    reviews: tuple[Published, ...]


def _table(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode())
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{path}: not TOML: {error}") from error


_Shape = TypeVar("_Shape", _File, _Reviews)


def _parse(path: Path, table: Mapping[str, Any], shape: type[_Shape]) -> _Shape:
    try:
        parsed = msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        raise QueryError(f"{path}: {_readable(str(error))}") from error
    for key in _strays("", table, _TABLES):
        raise QueryError(f"{path}: key {key}: there is no such key; it may be misspelt")
    return parsed


_TABLES = {"target": Target, "vocabulary": Vocabulary, "limits": Limits, "criteria": Criterion, "reviews": Published}
_OF_REVIEWS = {"criteria": Criterion, "listed": Listed}


def _strays(under: str, table: Mapping[str, Any], nouns: Mapping[str, Any]) -> Iterable[str]:
    """Keys that no noun has: msgspec checks them for its own structures and passes over them in a dataclass."""
    for name, noun in nouns.items():
        found = table.get(name, {})
        for row in found if isinstance(found, list) else [found]:
            yield from (f"{under}{name}.{key}" for key in sorted(row.keys() - {field.name for field in fields(noun)}))
            yield from _strays(f"{name}.", row, _OF_REVIEWS) if noun is Published else ()


def _readable(complaint: str) -> str:
    """msgspec's `Expected X, got Y - at $.a.b` as `key a.b: expected X, found Y`."""
    what, _, where = complaint.replace("`", "").partition(" - at $")
    what = what[:1].lower() + what[1:].replace(", got ", ", found ")
    return f"key {where.lstrip('.')}: {what}" if where else what


def _check(path: Path, complaints: Iterable[tuple[str, str]]) -> None:
    """What a type cannot say: an empty strategy, a field nobody reads, a PMID that is none."""
    for key, complaint in complaints:
        raise QueryError(f"{path}: key {key}: {complaint}")


def _complaints(parsed: _File) -> Iterable[tuple[str, str]]:
    known = {*CASE_FIELDS, parsed.target.field}
    if not parsed.search.strategy.strip():
        yield "search.strategy", "found an empty strategy, expected a PubMed query"
    if not parsed.criteria:
        yield "criteria", "found none, expected at least one [[criteria]] that decides inclusion"
    if not any(parsed.vocabulary.diagnosis.values()):
        yield "vocabulary.diagnosis", "found no term, expected the names of the tumour"
    for name in parsed.fields:
        if name not in known:
            yield "fields", f"found {name!r}, expected one of {', '.join(sorted(known))}"
    for index, criterion in enumerate(parsed.criteria):
        yield from _criterion_complaints(f"criteria[{index}]", criterion, known)
        yield from _word_complaints(f"criteria[{index}]", criterion, parsed)
    for pmid in parsed.must_find:
        if not _PMID.fullmatch(pmid):
            yield "must_find", f"found {pmid!r}, expected a PMID (digits only)"
    yield from _limit_complaints(parsed.limits)
    yield from _review_complaints(parsed.reviews, 0, parsed)


_PMID = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def _criterion_complaints(key: str, criterion: Criterion, known: set[str]) -> Iterable[tuple[str, str]]:
    readable = {*known, *REPORT_FIELDS, *RECORD_FIELDS}
    if criterion.field not in readable:
        yield f"{key}.field", f"found {criterion.field!r}, expected one of {', '.join(sorted(readable))}"
    if not (criterion.one_of or criterion.none_of or criterion.at_least is not None):
        yield key, "found no test, expected one_of, none_of or at_least"


def _word_complaints(key: str, criterion: Criterion, parsed: _File | Query) -> Iterable[tuple[str, str]]:
    """A criterion on a field of a closed set of values can only be met by one of them."""
    names = {
        parsed.target.field: {"yes", "no", "unclear"},
        "diagnosis": {*parsed.vocabulary.diagnosis, *parsed.vocabulary.other_diagnosis},
        "primary_site": set(parsed.vocabulary.primary_site),
    }.get(criterion.field)
    for value in (*criterion.one_of, *criterion.none_of, *criterion.unclear):
        if names is not None and value not in names:
            yield key, f"found {value!r}, expected a value of {criterion.field}: {', '.join(sorted(names))}"


def _review_complaints(reviews: Sequence[Published], checked: int, parsed: _File | Query) -> Iterable[tuple[str, str]]:
    """What is wrong in the reviews behind the first `checked`."""
    known = {*CASE_FIELDS, parsed.target.field}
    for index, review in enumerate(reviews[checked:]):
        key = f"reviews[{index}]"
        if any(other.key == review.key for other in reviews[: checked + index]):
            yield f"{key}.key", f"found {review.key!r} a second time, expected a key of its own"
        if not review.key or re.search(r"\s", review.key) or re.fullmatch(r"\d+", review.key):
            yield f"{key}.key", f"found {review.key!r}, expected a name without spaces that is no number"
        if review.stated < 0:
            yield f"{key}.stated", f"found {review.stated}, expected a count"
        yield from _cutoff_complaints(key, review)
        yield from _identifier_complaints(key, review)
        for at, criterion in enumerate(review.criteria):
            yield from _criterion_complaints(f"{key}.criteria[{at}]", criterion, known)
            yield from _word_complaints(f"{key}.criteria[{at}]", criterion, parsed)
        for at, listed in enumerate(review.listed):
            if listed.patients < 1:
                yield f"{key}.listed[{at}].patients", f"found {listed.patients}, expected 1 or more"
            yield from _identifier_complaints(f"{key}.listed[{at}]", listed)


def _identifier_complaints(key: str, one: Published | Listed) -> Iterable[tuple[str, str]]:
    if one.pmid and not _PMID.fullmatch(one.pmid):
        yield f"{key}.pmid", f"found {one.pmid!r}, expected a PMID (digits only)"
    if one.doi and not one.doi.startswith("10."):
        yield f"{key}.doi", f"found {one.doi!r}, expected a DOI, which begins with 10."


def _cutoff_complaints(key: str, review: Published) -> Iterable[tuple[str, str]]:
    if review.cutoff and not ("/" not in review.cutoff and _is_date(review.cutoff.replace("-", "/"))):
        yield f"{key}.cutoff", f"found {review.cutoff!r}, expected a date as YYYY, YYYY-MM or YYYY-MM-DD"
    if bool(review.cutoff) != bool(review.cutoff_basis):
        yield f"{key}.cutoff_basis", "expected cutoff and what that date is, or neither"


def _limit_complaints(limits: Limits) -> Iterable[tuple[str, str]]:
    for bound in ("mindate", "maxdate"):
        written = getattr(limits, bound)
        if written and not _is_date(written):
            yield f"limits.{bound}", f"found {written!r}, expected a date as YYYY, YYYY/MM or YYYY/MM/DD"
    if limits.mindate and limits.maxdate and limits.mindate > limits.maxdate + "/99":
        yield "limits", f"found mindate {limits.mindate} after maxdate {limits.maxdate}, expected the earlier one first"


def _is_date(written: str) -> bool:
    padded = f"{written}/01/01"[:10]
    try:
        return bool(re.fullmatch(r"\d{4}(/\d{2}){0,2}", written)) and bool(date.fromisoformat(padded.replace("/", "-")))
    except ValueError:
        return False
