"""RIS of any exporter -> entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import rispy
from rispy.config import TAG_KEY_MAPPING

from ..records import Refusal
from .entry import Entry, Stated, record_of
from .identifiers import identifiers_of
from .kinds import kind_of
from .people import author_of

Tags = Mapping[str, Sequence[str]]

_TAGS = {tag: tag for tag in TAG_KEY_MAPPING}
_START = re.compile(r"^TY {1,2}-", re.M)
_END = re.compile(r"^ER {1,2}-.*$", re.M)


def read_ris(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each TY; what stands before the first is a header. The last one is refused where no ER ends it."""
    starts = [found.start() for found in _START.finditer(text)]
    for position, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        written = text[start:end]
        ended = _END.search(written)
        if not ended and end == len(text):
            why = "the file ends in the middle of it (no ER); export it again"
            yield Refusal(source=source, why=why, position=position)
            continue
        yield _entry(written[: ended.end()] if ended else written, position, source)


def _entry(written: str, position: int, source: str) -> Entry | Refusal:
    closed = written if _END.search(written) else f"{written.rstrip()}\nER  - "
    try:
        (tags,) = rispy.loads(closed, mapping=_TAGS, list_tags=list(_TAGS), skip_unknown_tags=True)
    except (OSError, ValueError, KeyError) as error:
        return Refusal(source=source, why=f"no RIS: {error}", position=position)
    record = record_of(_stated(tags, written))
    if not (record.title or record.doi or record.pmid or record.authors):
        return Refusal(source=source, why="states neither title nor author nor identifier", position=position)
    given = _first(tags, "ID")
    return Entry(id=given or str(position), position=position, source=source, record=record, raw=written.encode())


def _stated(tags: Tags, written: str) -> Stated:
    article = _first(tags, "C7")
    first, last = _first(tags, "SP"), _first(tags, "EP")
    kind = kind_of(_first(tags, "TY"))
    types = (kind, *(kind_of(one) for one in tags.get("M3", ()) if not one.startswith("10.")))
    return Stated(
        raw=written.encode(),
        title=_first(tags, "TI", "T1", "CT"),
        vernacular_title=_first(tags, "OP", "TT"),
        authors=tuple(filter(None, map(author_of, (*tags.get("AU", ()), *tags.get("A1", ()))))),
        journal=_first(tags, "JF", "T2", "JO", "BT", "JA", "J2"),
        abbreviation=_first(tags, "J2", "JA", "JO"),
        issn=_first(tags, "SN"),
        volume=_first(tags, "VL"),
        issue=_first(tags, "IS", "CP"),
        pages=(f"{first}-{last}" if last and "-" not in first else first) or article,
        date=_first(tags, "PY", "Y1", "DA"),
        abstract=_first(tags, "AB", "N2"),
        languages=tuple(tags.get("LA", ())),
        types=types,
        keywords=tuple(tags.get("KW", ())),
        identifiers=identifiers_of(
            doi=_first(tags, "DO"),
            pmcid=_first(tags, "C2"),
            accession=_first(tags, "AN"),
            database=f"{_first(tags, 'DB')} {_first(tags, 'DP')}".strip(),
            anywhere=[one for tag in _NOTES for one in tags.get(tag, ())] + _OWN_TAG.findall(written),
        ),
    )


_NOTES = ("UR", "N1", "M1", "M3", "L1", "L2", "L3", "L4", "C1", "C2", "C5", "C6", "C7", "ID", "U1", "U2")
_OWN_TAG = re.compile(r"^(?:PMID|PMCID)\s*-\s*\S+", re.M)
"""Some exporters write a tag of four letters, which RIS does not have."""


def _first(tags: Tags, *names: str) -> str:
    return next((value.strip() for name in names for value in _all(tags, name) if value.strip()), "")


def _all(tags: Tags, name: str) -> Sequence[str]:
    """rispy gives the type of a reference as one string, whatever it is told of lists."""
    found = tags.get(name, ())
    return (found,) if isinstance(found, str) else found
