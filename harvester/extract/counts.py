"""How many cases a report says were known: `only seven previously reported`, `the first case`, `the ninth case`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.records import StatedCount

from .numbers import COUNT, ORDINAL, number, ordinal
from .phrases import Phrase
from .reading import Finding, Reading
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "known cases": {
        "": terms(
            """
            literature, reported, published, described, documented, known, first, recorded, knowledge,
            literature search, to date, previous, cases, reports, second, third, fourth, fifth, sixth,
            seventh, eighth, ninth, tenth, never, previously, on record, unreported, precedent, we know of,
            articles, studies, publications, eleventh, twelfth, thirteenth, fourteenth, fifteenth, only case, sole case
            """
        ),
    },
}

_UNIT = r"(?P<unit>patients?|cases?|reports?|instances?|examples?|articles?|papers?|publications?|studies)"
_N = rf"(?P<n>{COUNT})"
_MODIFIER = r"(?:[\w'’-]+\s+){0,5}?"

_BOUND = re.compile(
    r"\b(?:fewer|less|more|greater|no\s+(?:more|fewer|less))\s+than\s+$|\b(?:over|under|below|above|up\s+to|at\s+least|at\s+most|nearly|almost"
    r"|around|exceed\w*|between|some|several|many|to|or)\s+$|[<>≤≥~-]\s*$",
    re.IGNORECASE,
)
"""Before a number that only bounds a count: `fewer than 20 cases` counts none."""

_REPORTED = Phrase(
    rf"(?P<q>(?:\b(?:only|about|approximately|a\s+total\s+of|just|another"
    rf"|other|further)\s+)*(?<![\w.,-]){_N}\s+(?:other\s+|additional\s+|such\s+)?"
    rf"(?P<known>(?:previously[\s-]+|formerly\s+)?(?:reported|published|described|documented"
    rf"|known)\s+){_MODIFIER}{_UNIT}\b)"
)
_HAVE_BEEN = Phrase(
    rf"(?P<q>(?:\b(?:only|about|approximately|a\s+total\s+of|just)\s+)*(?<![\w.,-]){_N}\s+(?:other\s+"
    rf"|additional\s+|such\s+|similar\s+|prior\s+|previous\s+|earlier\s+)*{_MODIFIER}{_UNIT}"
    rf"(?P<between>[^.;:]{{0,110}}?)\b(?:ha(?:ve|s|d)\s+(?:so\s+far\s+|only\s+|ever\s+"
    rf"|previously\s+)?been\s+(?:so\s+far\s+)?|(?:were|was|are|is)\s+(?:previously\s+)?)"
    r"(?:previously\s+|so\s+far\s+)?(?:reported|published|described|documented|recorded|identified"
    r"|found|available|known|retrieved|on\s+record)\b)"
)
_IN_LITERATURE = Phrase(
    rf"(?P<q>(?:\b(?:only|about|a\s+total\s+of|just)\s+)*(?<![\w.,-]){_N}\s+(?:other\s+|additional\s+"
    rf"|such\s+|similar\s+|prior\s+|previous\s+|earlier\s+)*{_MODIFIER}{_UNIT}"
    r"(?P<between>[^.;:]{0,110}?)\b(?:in|from|of|throughout)\s+the\s+(?:[\w-]+\s+){0,2}literature)"
)
_PRIOR = Phrase(
    rf"(?P<q>(?:\b(?:only|just)\s+)?(?<![\w.,-]){_N}\s+(?P<known>prior|previous|earlier)\s+{_MODIFIER}{_UNIT}\b)"
)
_RETAINED = Phrase(
    r"(?P<q>\b(?:articles?|papers?|publications?|studies|reports)\s+(?:were\s+(?:included|retained|identified|found)[,;]?\s+)?"
    r"(?:describing|comprising|including|reporting(?:\s+on)?|with|containing|encompassing|involving|yielding|detailing)\s+"
    rf"(?:a\s+total\s+of\s+|data\s+(?:on|of)\s+)?{_N}\s+(?:[\w-]+\s+){{0,2}}?(?P<unit>patients|cases))"
)
_FROM_STUDIES = Phrase(
    rf"(?P<q>(?:\ba\s+total\s+of\s+)?(?<![\w.,-]){_N}\s+(?:[\w-]+\s+){{0,2}}?(?P<unit>patients|cases)\b[^.;\d]{{0,60}}?\b(?:from|in|across)\s+{COUNT}\s+(?:[\w-]+\s+){{0,2}}?"
    r"(?:articles|papers|publications|studies|reports)\b)"
)
"""`31 articles describing 38 patients`, `38 patients from 31 articles`: what a review of the literature counted."""
_REPORTED_IN = Phrase(
    rf"(?P<q>\b(?:has|have)\s+(?:only\s+|so\s+far\s+|previously\s+)?been\s+(?:previously\s+|only\s+)?(?:reported|described|documented|published)\s+"
    rf"(?:in\s+)?(?:only\s+)?{_N}\s+{_MODIFIER}{_UNIT}\b)"
)
_SEARCHED = Phrase(
    rf"(?P<q>\b(?:literature|pubmed|medline|embase)\b[^.;\d]{{0,60}}?\b(?:reveal|disclos|yield|identif|found|show|retriev|return)\w*\s+"
    rf"(?:only\s+|a\s+total\s+of\s+)?{_N}\s+{_MODIFIER}{_UNIT}\b)"
)
"""`a review of the literature disclosed 14 cases`."""
_FIRST = Phrase(
    r"(?P<q>\b(?:(?:is|was|be|being|as|represents?|constitutes?|describes?|report(?:s|ed)?|present(?:s"
    r"|ed)?|of|believe|we\s+(?:report|describe|present))\b[^.;,]{0,40}?\s+)??"
    r"the\s+(?:very\s+)?first\s+(?:[\w'’/-]+\s+){0,6}?(?:cases?|reports?|patients?|descriptions?"
    r"|instances?|examples?|documented|reported|known|published)\b)"
)
_NTH = Phrase(
    rf"(?P<q>\b(?:(?:this|our\s+case)\s+is\s+(?:only\s+)?(?:the|a)|the|a|our"
    rf"|this)\s+(?:only\s+)?(?P<o>{ORDINAL})\s+(?:[\w'’/-]+\s+){{0,5}}?(?P<unit>case|patient|report|instance"
    rf"|example|description|reported|documented|published|known|recorded)\b)"
)
_NTH_OF_ITS_KIND = Phrase(
    rf"(?P<q>\b(?:this|ours?|(?:our|(?:the\s+)?(?:present|current)|this)\s+(?:case|patient|report|one)|it)\s+(?:is|was|represents|constitutes)(?:\s*,[^,.;]{{0,40}},)?\s+(?:only\s+)?the\s+(?P<o>{ORDINAL})"
    r"\s+(?:[\w'’/-]+\s+){0,10}?(?:in\s+the\s+(?:[\w-]+\s+){0,2}literature|(?:to\s+be|ever|so\s+far|previously)\s+(?:reported|described"
    r"|published|documented)|worldwide|on\s+record))"
)
"""`this is, to our knowledge, the third intramedullary metastasis in the literature`: a rank without the word case."""
_NONE_FOUND = Phrase(
    r"(?P<q>\b(?:found|identified|revealed|disclosed|yielded|is|are|was|were|has|have)\s+(?:been\s+)?no\s+(?:other\s+|similar\s+|such\s+"
    r"|previous\s+|prior\s+|comparable\s+|identical\s+|earlier\s+|further\s+|published\s+|previously\s+reported\s+)+"
    r"(?:[\w-]+\s+){0,4}?(?:case|report|presentation|description|instance|example|patient|observation|account)s?\b"
    r"(?:[^.;]{0,60}?\b(?:literature|on\s+record|reported|published|described))?)"
)
_NEVER = Phrase(
    r"(?P<q>\b(?:no\s+(?:[\w-]+\s+){0,3}?(?:case|report|instance)s?\b[^.;]{0,110}?\b(?:has|have"
    r"|had)\s+(?:yet\s+|ever\s+|previously\s+)?been\s+(?:previously\s+)?(?:reported|described"
    r"|published|documented)|no\s+(?:previous(?:ly)?|prior|earlier|other|similar"
    r"|such)\s+(?:[\w-]+\s+){0,4}?(?:cases?|reports?)\b(?:[^.;]{0,60}?\b(?:reported|published"
    r"|described|found|documented))?"
    r"|(?:has|have|had)\s+(?:never|not)\s+(?:previously\s+"
    r"|yet\s+)?been\s+(?:previously\s+)?(?:reported|described|published|documented)(?:\s+(?:before"
    r"|previously))?))"
)
_OWN_TOO = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|with)\s+(?:the\s+|our(?:s)?\b|this\s+)?(?:present|own|current|one|case"
    r"|patient|this|our)?",
    re.IGNORECASE,
)
_INCLUDING = Phrase(
    r"\b(?:includ(?:ing|es)|counting)\s+(?:(?:the\s+)?(?:present|current|own)|our|ours|this|the\s+one)\b"
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
        found = _claim(reading, sentence.start, sentence.end)
        if found:
            yield found
            return


def _claim(reading: Reading, start: int, end: int) -> Finding | None:
    return _numbered(reading, start, end) or _ranked(reading, start, end) or _none_before(reading, start, end)


_NUMBER = Phrase(COUNT)


def _numbered(reading: Reading, start: int, end: int) -> Finding | None:
    if not _NUMBER.search(reading, start, end):
        return None
    for pattern, scope in (
        (_REPORTED, "previously reported"),
        (_HAVE_BEEN, "reported"),
        (_IN_LITERATURE, "in the literature"),
        (_PRIOR, "previous"),
        (_REPORTED_IN, "reported"),
        (_SEARCHED, "in the literature"),
        (_RETAINED, "reviewed"),
        (_FROM_STUDIES, "reviewed"),
    ):
        for found in pattern.finditer(reading, start, end):
            if not _own_series(reading, start, end, found) and not _bounded(reading.text, start, found):
                n, own = int(number(found["n"])), bool(_INCLUDING.search(reading, start, end))
                return _stated(found, n, scope, own=own, unit=found["unit"])
    return None


def _bounded(text: str, start: int, found: re.Match[str]) -> bool:
    return bool(_BOUND.search(text[max(start, found.start("n") - 20) : found.start("n")]))


_SAID_OF_US = re.compile(
    r"\b(?:we|authors)\s+(?:report|describe|present)|(?<!know\s)(?<!aware\s)\bof\s+$|[-–]\s*$|\bthese\s+$|\bour\s+$",
    re.IGNORECASE,
)
_OF_THE_LITERATURE = Phrase(
    r"\b(?:literature|previous\w*|prior|to\s+date|so\s+far|search|pubmed|medline|world|known|only|earlier|ever|on\s+record)\b"
)
_NOT_YET_SAID = re.compile(
    r"\b(?:are|is|were|was)\s+(?:reported|published|described|documented|recorded|identified|found|retrieved)$", re.I
)


def _own_series(reading: Reading, start: int, end: int, found: re.Match[str]) -> bool:
    """Whether the number is of the report's own patients, or a share of something (`2 of 7`)."""
    before = reading.text[max(start, found.start() - 50) : found.start()]
    cited = bool(_OF_THE_LITERATURE.search(reading, start, end))
    if _SAID_OF_US.search(before) or (not cited and re.search(r"\bthe\s+$", before, re.IGNORECASE)):
        return True
    if _NOT_YET_SAID.search(found.group()) and not cited:
        return True
    between = found.groupdict().get("between") or ""
    return bool(re.search(r"\b(?:treated|underwent|at\s+our|we\s)\b", between, re.IGNORECASE))


def _ranked(reading: Reading, start: int, end: int) -> Finding | None:
    for pattern in (_NTH, _NTH_OF_ITS_KIND):
        for found in pattern.finditer(reading, start, end):
            rank = ordinal(found["o"])
            if rank >= 2 and _is_told(reading, start, end, found) and _is_claim(reading.text, start, found):
                unit = found.groupdict().get("unit") or "case"
                return _stated(found, rank, "including the present case", own=True, unit=unit)
    return None


def _is_told(reading: Reading, start: int, end: int, found: re.Match[str]) -> bool:
    return bool(
        _THIS_IS.match(found.group())
        or _TOLD.search(reading.text[start : found.start()] + reading.text[found.start("o") : end])
    )


_THIS_IS = re.compile(
    r"(?:this|ours?|(?:our|(?:the\s+)?(?:present|current)|this)\s+(?:case|patient|report|one)|it)\s+(?:is|was|represents|constitutes)\b",
    re.IGNORECASE,
)


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


def _none_before(reading: Reading, start: int, end: int) -> Finding | None:
    for pattern, scope in ((_FIRST, "first case"), (_NEVER, "never reported"), (_NONE_FOUND, "never reported")):
        found = pattern.search(reading, start, end)
        if (
            found
            and (pattern is _NEVER or _TOLD.search(reading.text, start, end))
            and not _old(reading, start, end, found)
        ):
            return _stated(found, 0, scope, own=False, unit="case")
    return None


_BY_OTHERS = re.compile(r"\b(?:in|since|by)\s+(?:1[89]\d\d|(?-i:[A-Z])\w+\s+(?:et\b|and\b|in\s+\d))", re.IGNORECASE)
_OURS = Phrase(r"\b(?:we|our|ours|this|present|here|herein|knowledge|authors)\b")


def _old(reading: Reading, start: int, end: int, found: re.Match[str]) -> bool:
    """Whether `first` ranks something else, or is of long ago: `the first report, by Stout in 1942`."""
    if _RANKED.search(found.group()):
        return True
    return bool(_BY_OTHERS.search(reading.text, found.end(), end)) and not _OURS.search(reading, start, end)


def _stated(found: re.Match[str], n: int, scope: str, *, own: bool, unit: str) -> Finding:
    reports = unit.lower() in _REPORTS
    value = StatedCount(n=n, unit="reports" if reports and n else "patients", scope=scope, includes_own=own)
    return Finding("stated_count", value, ((found.start("q"), found.end("q")),), "counts." + scope.replace(" ", "-"))


_REPORTS = frozenset(
    terms("report, reports, article, articles, paper, papers, publication, publications, study, studies")
)
