"""How a decision names the two it is about: reports by PMID, cases by key, in numerical order."""

from __future__ import annotations


def pair(left: str, right: str) -> str:
    """The subject of a decision about two: `90000001#1 = 90000017#1`, the lower first."""
    return " = ".join(sorted((left, right), key=key_order))


def key_order(key: str) -> tuple[bool, int, str, int, str]:
    """Sorts PMIDs and case keys (`90000001#2`) as numbers: report first, then case; what is no PMID comes last."""
    report, _, number = key.partition("#")
    pmid = _natural(report)
    return (pmid is None, pmid or 0, "" if pmid is not None else report, _natural(number) or 0, key)


def _natural(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
