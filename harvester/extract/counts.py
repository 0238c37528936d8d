"""How many cases a report says were known: `only seven previously reported`, `the first case`, `the ninth case`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.records import StatedCount

from .numbers import COUNT, ORDINAL, number, ordinal
from .reading import Finding, Reading
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "known cases": {
        "": terms(
            """
            literature, reported, published, described, documented, known, first, recorded, knowledge,
            literature search, to date, previous, cases, reports, second, third, fourth, fifth, sixth,
            seventh, eighth, ninth, tenth, never, previously
            """
        ),
    },
}

_UNIT = r"(?P<unit>patients?|cases?|reports?|instances?|examples?|articles?|papers?|publications?|studies)"
_N = rf"(?P<n>{COUNT})"
_MODIFIER = r"(?:[\w'’-]+\s+){0,5}?"

_REPORTED = re.compile(
    rf"(?P<q>(?:\b(?:only|about|approximately|fewer\s+than|less\s+than|a\s+total\s+of|just|another"
    rf"|other|further)\s+)*(?<![\w.,-]){_N}\s+(?:other\s+|additional\s+|such\s+)?"
    rf"(?P<known>(?:previously[\s-]+|formerly\s+)?(?:reported|published|described|documented"
    rf"|known)\s+){_MODIFIER}{_UNIT}\b)",
    re.IGNORECASE,
)
_HAVE_BEEN = re.compile(
    rf"(?P<q>(?:\b(?:only|about|approximately|a\s+total\s+of|just)\s+)*(?<![\w.,-]){_N}\s+(?:other\s+"
    rf"|additional\s+|such\s+|similar\s+|prior\s+|previous\s+|earlier\s+)*{_MODIFIER}{_UNIT}"
    rf"(?P<between>[^.;:]{{0,110}}?)\b(?:ha(?:ve|s|d)\s+(?:so\s+far\s+|only\s+|ever\s+"
    rf"|previously\s+)?been\s+(?:so\s+far\s+)?|(?:were|was|are|is)\s+(?:previously\s+)?)"
    r"(?:previously\s+|so\s+far\s+)?(?:reported|published|described|documented|recorded|identified"
    r"|found|available|known|retrieved)\b)",
    re.IGNORECASE,
)
_IN_LITERATURE = re.compile(
    rf"(?P<q>(?:\b(?:only|about|a\s+total\s+of|just)\s+)*(?<![\w.,-]){_N}\s+(?:other\s+|additional\s+"
    rf"|such\s+|similar\s+|prior\s+|previous\s+|earlier\s+)*{_MODIFIER}{_UNIT}"
    r"(?P<between>[^.;:]{0,110}?)\b(?:in|from|of|throughout)\s+the\s+(?:[\w-]+\s+){0,2}literature)",
    re.IGNORECASE,
)
_PRIOR = re.compile(
    rf"(?P<q>(?:\b(?:only|just)\s+)?(?<![\w.,-]){_N}\s+(?P<known>prior|previous|earlier)\s+{_MODIFIER}{_UNIT}\b)",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?P<q>\b(?:(?:is|was|be|being|as|represents?|constitutes?|describes?|report(?:s|ed)?|present(?:s"
    r"|ed)?|of|believe|we\s+(?:report|describe|present))\b[^.;,]{0,40}?\s+)??"
    r"the\s+(?:very\s+)?first\s+(?:[\w'’/-]+\s+){0,6}?(?:cases?|reports?|patients?|descriptions?"
    r"|instances?|examples?|documented|reported|known|published)\b)",
    re.IGNORECASE,
)
_NTH = re.compile(
    rf"(?P<q>\b(?:(?:this|our\s+case)\s+is\s+(?:only\s+)?(?:the|a)|the|a|our"
    rf"|this)\s+(?:only\s+)?(?P<o>{ORDINAL})\s+(?:[\w'’/-]+\s+){{0,5}}?(?:case|patient|report|instance"
    rf"|example)\b)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"(?P<q>\b(?:no\s+(?:[\w-]+\s+){0,3}?(?:case|report|instance)s?\b[^.;]{0,110}?\b(?:has|have"
    r"|had)\s+(?:yet\s+|ever\s+|previously\s+)?been\s+(?:previously\s+)?(?:reported|described"
    r"|published|documented)|no\s+(?:previous(?:ly)?|prior|earlier|other|similar"
    r"|such)\s+(?:[\w-]+\s+){0,4}?(?:cases?|reports?)\b(?:[^.;]{0,60}?\b(?:reported|published"
    r"|described|found|documented))?"
    r"|(?:has|have|had)\s+(?:never|not)\s+(?:previously\s+"
    r"|yet\s+)?been\s+(?:previously\s+)?(?:reported|described|published|documented)(?:\s+(?:before"
    r"|previously))?))",
    re.IGNORECASE,
)
_OWN_TOO = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|with)\s+(?:the\s+|our(?:s)?\b|this\s+)?(?:present|own|current|one|case"
    r"|patient|this|our)?",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r"\b(?:includ(?:ing|es)|counting)\s+(?:(?:the\s+)?(?:present|current|own)|our|ours|this|the\s+one)\b", re.IGNORECASE
)
_RANKED = re.compile(
    r"\b(?:largest|oldest|youngest|in\s+patients|decade|operation|surgery|recurrence|metastasis\s+was)\b", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:knowledge|literature|report(?:ed)?|describ\w+|documented|published|world|represent\w*|is"
    r"|to\s+date|believe)\b",
    re.IGNORECASE,
)


def find(reading: Reading) -> Iterator[Finding]:
    """`stated_count`: the first claim in the order of how plainly it is made; empty where only `few` are told."""
    for sentence in reading.sentences:
        if not reading.has("known cases", sentence.start, sentence.end):
            continue
        found = _claim(reading.text, sentence.start, sentence.end)
        if found:
            yield found
            return


def _claim(text: str, start: int, end: int) -> Finding | None:
    return _numbered(text, start, end) or _ranked(text, start, end) or _none_before(text, start, end)


def _numbered(text: str, start: int, end: int) -> Finding | None:
    for pattern, scope in (
        (_REPORTED, "previously reported"),
        (_HAVE_BEEN, "reported"),
        (_IN_LITERATURE, "in the literature"),
        (_PRIOR, "previous"),
    ):
        found = pattern.search(text, start, end)
        if found and not _own_series(text, start, found):
            return _stated(
                found, int(number(found["n"])), scope, own=bool(_INCLUDING.search(text, start, end)), unit=found["unit"]
            )
    return None


def _own_series(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the number is of the report's own patients, or a share of something (`2 of 7`)."""
    before = text[max(start, found.start() - 50) : found.start()]
    if re.search(
        r"\b(?:we|authors)\s+(?:report|describe|present)|\bof\s+$|[-–]\s*$|\bthese\s+$|\bour\s+$|\bthe\s+$",
        before,
        re.IGNORECASE,
    ):
        return True
    return bool(
        re.search(r"\b(?:treated|underwent|at\s+our|we\s)\b", found.groupdict().get("between") or "", re.IGNORECASE)
    )


def _ranked(text: str, start: int, end: int) -> Finding | None:
    for found in _NTH.finditer(text, start, end):
        rank = ordinal(found["o"])
        if (
            rank >= 2
            and (_THIS_IS.match(found.group()) or _TOLD.search(text[start : found.start()] + text[found.end() : end]))
            and _is_claim(text, start, found)
        ):
            return _stated(found, rank, "including the present case", own=True, unit="case")
    return None


_THIS_IS = re.compile(r"(?:this|our\s+case)\s+is\b", re.IGNORECASE)


def _is_claim(text: str, start: int, found: re.Match[str]) -> bool:
    if _THIS_IS.match(found.group()):
        return True
    before = text[max(start, found.start() - 60) : found.start()]
    return bool(
        re.search(
            r"\b(?:is|represents?|as|be|describe|report|present|constitutes?|only|knowledge,?)\b[^.;]{0,30}$",
            before,
            re.IGNORECASE,
        )
    )


def _none_before(text: str, start: int, end: int) -> Finding | None:
    for pattern, scope in ((_FIRST, "first case"), (_NEVER, "never reported")):
        found = pattern.search(text, start, end)
        if found and (pattern is _NEVER or _TOLD.search(text, start, end)) and not _RANKED.search(found.group()):
            return _stated(found, 0, scope, own=False, unit="case")
    return None


def _stated(found: re.Match[str], n: int, scope: str, *, own: bool, unit: str) -> Finding:
    reports = unit.lower().startswith(("report", "article", "paper", "publication", "stud"))
    value = StatedCount(n=n, unit="reports" if reports and n else "patients", scope=scope, includes_own=own)
    return Finding("stated_count", value, ((found.start("q"), found.end("q")),), "counts." + scope.replace(" ", "-"))
