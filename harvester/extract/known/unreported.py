"""Claims that nothing like it was reported before: `has never been described`, `no similar case could be found`."""

from __future__ import annotations

import re

from ..text.phrases import Phrase
from ..text.reading import Reading
from .claims import Claim, aim_of
from .countwords import ADVERB, TOLD

_THING = r"(?:[\w'’/()-]+,?\s+)"
_CASE = (
    r"(?:cases?|reports?|instances?|examples?|descriptions?|observations?|accounts?|patients?|precedents?|publications?"
    r"|articles?|mentions?|presentations?|documentations?|experiences?)"
)
_BEEN = (
    rf"(?:has|have|had)(?:,[^,.;]{{1,60}},)?\s+(?:{ADVERB}\s+)?(?:never"
    rf"|not)(?:,[^,.;]{{1,60}},)?\s+(?:{ADVERB}\s+)?(?:before\s+)?been\s+"
    rf"(?:{ADVERB}\s+|fully\s+)?"
)
_OTHER = (
    r"(?:other|similar|such|previous(?:ly)?|prior|comparable|identical|earlier|further|published|additional|like"
    r"|analogous"
    r"|reported|documented|known|described|preceding)"
)

_FIRST_TIME = Phrase(
    rf"\b(?:{TOLD}|report|describe|present|document)\s+(?:here(?:in)?\s+"
    rf"|now\s+)?(?:,\s*)?for\s+(?:what\s+is\s+\w+\s+)?the\s+first\s+time\b"
    rf"|\bfor\s+the\s+first\s+time,?\s+(?:in\s+the\s+literature|we\s+(?:report|describe|present|document)|(?:is|are"
    rf"|was|has\s+been)\s+(?:{TOLD}))"
    rf"|\bthe\s+first\s+time\s+(?:that\s+)?[^.;]{{1,120}}?\b(?:has|have|is|was)\s+(?:been\s+)?{TOLD}"
)
_NEVER = Phrase(
    rf"\b(?:{_BEEN}{TOLD}(?!\s+(?:to\s+(?:have|be)|as)\b)(?:\s+(?:before|previously|to\s+date"
    rf"|in\s+the\s+(?:\w+\s+){{0,3}}literature))?"
    rf"|(?:has|have)\s+(?:never|not)\s+(?:previously\s+|yet\s+)?appeared\s+in\s+the\s+literature"
    rf"|(?:(?:is|was|are|were)\s+)?(?:(?:never|not)|never)\s+(?:previously|hitherto|heretofore|before|yet)\s+{TOLD}"
    rf"|(?:previously|hitherto|heretofore|formerly)[\s-]+(?:un(?:reported|described|documented|published|recorded"
    rf"|recognised|recognized|mentioned)|not\s+{TOLD})"
    r"|(?:is|are|remains?|was|as\s+yet|yet|so\s+far)\s+(?:so\s+far\s+|as\s+yet\s+|hitherto\s+"
    r"|thus\s+far\s+)?un(?:reported|described|documented|published)"
    r"|un(?:reported|described|documented|published)\s+(?:in\s+the\s+literature|before|to\s+date|so\s+far|site"
    r"|location|presentation|complication|manifestation|association)"
    r"|neither\b[^.;]{1,120}\b(?:has|have)\s+(?:\w+\s+)?been\s+(?:\w+\s+)?(?:reported|described|published|documented)"
    r"|without\s+precedent|unique\s+in\s+the\s+(?:\w+\s+){0,3}literature|unprecedented|(?:no|without)\s+(?:known\s+)?precedents?)"
)
_NO_CASE = Phrase(
    rf"\bno\s+(?!(?:more|fewer|less|longer)\b)(?:{_THING}){{0,5}}?{_CASE}\b[^.;]{{0,130}}?\b(?:(?:has|have"
    rf"|had)\s+(?:{ADVERB}\s+)?been\s+(?:{ADVERB}\s+)?{TOLD}"
    rf"|(?:was|were|could\s+be|can\s+be|is|are)\s+(?:found|located|identified|traced|retrieved|available|reported"
    rf"|described|documented|published|known|discovered|encountered|on\s+record)|exists?\b|on\s+record"
    rf"|in\s+(?:the\s+)?(?:\w+\s+){{0,3}}literature|{TOLD}|appears?)"
)
_NO_REPORTS = Phrase(
    rf"\bthere\s+(?:is|are|was|were|has\s+been|have\s+been|exists?)\s+no\s+(?:{_OTHER}\s+|case\s+){{0,3}}(?:reports?"
    rf"|publications?)\b"
)
_NO_OTHER = Phrase(
    rf"\bno\s+(?:{_OTHER}\s+){{1,3}}{_THING}{{0,4}}?{_CASE}\b(?:[^.;]{{0,60}}?\b(?:literature|on\s+record|reported"
    rf"|published|described|found|located))?"
)
_NO_EVENT = Phrase(
    rf"\bno\s+(?!(?:more|fewer|less|longer)\b)[^.;,]{{3,130}}?\b(?:has"
    rf"|have)\s+(?:{ADVERB}\s+)?been\s+(?:{ADVERB}\s+)?(?:reported|described|published"
    rf"|documented)"
)
_NOT_FOUND = Phrase(
    r"\b(?:(?:have|has|had|could|did|do|were|was)\s+(?:not|never)(?:\s+able\s+to)?|unable\s+to|failed\s+to|cannot"
    r"|can\s+not|not)\s+(?:been\s+able\s+to\s+)?(?:find|found|identify|identified|locate|located|trace|traced|retrieve"
    r"|disclose|disclosed"
    rf"|reveal|revealed|yield|yielded|discover|uncover|aware\s+of|know\s+of|show"
    rf"|come\s+across)\s+(?:in\s+the\s+(?:\w+\s+){{0,3}}literature\s+)?(?:any|an?|another"
    rf"|a\s+single)\s+(?:{_THING}){{0,6}}?{_CASE}\b"
    rf"|\b(?:know\s+of|aware\s+of|found|could\s+find|identified)\s+no\s+(?:{_THING}){{0,4}}?{_CASE}\b"
)
_LITERATURE = re.compile(
    r"\b(?:literature|knowledge|pubmed|medline|embase|search|aware|previously|ever|to\s+date|so\s+far|before|world"
    r"|on\s+record|report\w*|describ\w*|publi\w*)\b"
)
_CITING = re.compile(
    r"\b(?:literature|knowledge|pubmed|medline|search|aware|previously|ever|to\s+date|so\s+far|disease"
    r"|tumou?r\s+type)\b"
)
_WAS = re.compile(r"there\s+(?:was|were)\b")
_NO_RECORD = re.compile(
    r"no\s+(?:earlier|previous|prior|similar|such|comparable|identical)\s+(?:[\w-]+\s+){0,3}?(?:descriptions?|reports?"
    r"|cases?|examples?|accounts?)\b(?!\s+(?:history|notes))"
)
_EFFECT = re.compile(
    r"\bno\s+(?:\w+\s+){0,3}(?:consensus|guidelines?|standard|effective|evidence|significant|difference|clear"
    r"|agreement|trials?|randomi[sz]ed|complications?|deaths?|side|adverse|chemotherap\w+|therap\w+|treatment|effect"
    r"|relapse|local\s+recurrence|recurrences?"
    r"|(?:further|new|other|additional)\s+(?:\w+\s+)?(?:metastas[ei]s|lesions?|recurrences?|disease|spread|symptoms?"
    r"|deposits?))\b"
)


def none_before(reading: Reading, start: int, end: int) -> Claim | None:
    """The claim that nothing like it was reported before, in a sentence."""
    sentence = reading.low[start:end]
    for pattern in (_NO_CASE, _NO_REPORTS, _NO_OTHER, _FIRST_TIME, _NEVER, _NOT_FOUND, _NO_EVENT):
        found = pattern.search(reading, start, end)
        if found and _DENIED.search(sentence[: found.start() - start]):
            continue
        if found and not _of_something_else(pattern, found.group(), sentence):
            return Claim(
                n=0,
                unit="reports" if _NO_PAPER.search(found.group()) else "patients",
                scope="never reported",
                own=False,
                start=found.start(),
                end=found.end(),
                aim=aim_of(sentence),
            )
    return None


_DENIED = re.compile(
    r"\b(?:(?:cannot|can\s+not|do\s+not|don['’]t)\s+(?:quite\s+|fully\s+)?(?:agree|concur|accept|share|support)|disagree|contrary\s+to|question\s+the|doubt|contradict\w*"
    r"|(?:their|the\s+authors['’]?)\s+(?:statement|claim|assertion|contention))\b[^.;]{0,80}$"
)
"""`We cannot agree with their statement that`: it is denied what follows."""
_NO_PAPER = re.compile(
    rf"\b(?:no|none|any|another)\s+(?:{_OTHER}\s+|case\s+|single\s+){{0,4}}(?:reports?|publications?|articles?)\b"
)


def _of_something_else(pattern: Phrase, words: str, sentence: str) -> bool:
    """Whether it is an own finding (`no other lesion was found`), or what medicine lacks (`no guidelines`)."""
    if _EFFECT.match(words):
        return True
    if pattern is _NO_EVENT or (pattern is _NO_REPORTS and _WAS.match(words)):
        return not _CITING.search(sentence)
    return pattern in (_NO_OTHER, _NO_CASE) and not (_LITERATURE.search(sentence) or _NO_RECORD.match(words))
