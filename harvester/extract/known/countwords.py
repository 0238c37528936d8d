"""The words by which a number of cases is known for one of others: before it, inside it, after it, and in its sentence.

Patterns are for text in lower case; `claims`, `ranks` and `unreported` judge by them.
"""

from __future__ import annotations

import re

from ..text.numbers import COUNT, WRITTEN
from ..text.phrases import Phrase
from ..text.vocabulary import terms


def _any(listed: str) -> str:
    """A pattern for any of the terms of a list, in which a space is any white space."""
    return "(?:" + "|".join(term.replace(" ", r"\s+") for term in terms(listed)) + ")"


# ------------------------------------------------------------------------------------------------ a number of things

_LARGE = rf"(?:(?:a|one|two|three|four|five)\s+hundred(?:\s+(?:and\s+)?{WRITTEN})?|(?:two|three|half\s+a)\s+dozen)"
NUMBER = rf"(?:{_LARGE}|{COUNT}|(?:a|one)\s+(?:single|sole))"
"""A number as a count of cases is written."""

PAPERS = _any(r"(?:case )?reports?, articles?, papers?, publications?, studies, study, case series")
_PEOPLE = _any(
    r"""
    patients?, cases?, instances?, examples?, individuals?, subjects?, wom[ae]n, m[ae]n, child(?:ren)?, adults,
    observations?, occurrences?, occasions?, descriptions?, accounts?, ones
    """
)
_GROWTHS = (
    r"[\w-]*(?:omas?|omata|tumou?rs?|neoplasms?|metastas[ei]s|lesions?)|[b-df-hj-np-tv-z/]{2,8}s"
    r"|(?:sft|hpc)(?:[/-](?:sft|hpc))?"
)
"""Tumours by their names, and by abbreviations without a vowel (`SFTs`)."""

_NO_PART = _any(
    """
    of, in, at, from, to, for, with, by, on, per, after, before, were, was, are, is, has, have, had, and, or, who, whom,
    which, that, the, our, a, these, those, years?, months?, weeks?, days?, hours?, times?, levels?, fractions?, gy,
    cgy, cm, mm, ml, mg, more, fewer, less, out
    """
)
"""No words between a number and its noun."""

COUNTED = Phrase(
    rf"(?<![\w.,/~≥≤<>=+-])(?!(?:19|20)\d\d\s+(?!{_PEOPLE}\b))(?P<n>{NUMBER})\s+(?P<inside>(?:(?!{_NO_PART}\b)[\w'’/()-]+,?\s+){{0,6}}?)"
    rf"(?P<unit>{PAPERS}|{_PEOPLE}|{_GROWTHS})\b(?![-/]\w)"
)

BOUND = re.compile(
    r"(?:\b(?:(?:fewer|less|more|greater|other|later|longer|better)\s+than|over|under|below|above|up\s+to|at\s+least"
    rf"|at\s+most|exceed\w*|between|between\s+[\w-]+\s+and|than|(?:mini|maxi)mum\s+of|{NUMBER}\s+(?:to|or))"
    r"\s+(?:a\s+total\s+of\s+)?|[<>≤≥~–-]\s*)$"
)
"""Before a number that is no count, or only bounds one."""

LIMIT = re.compile(
    r"\b(?P<than>(?:no\s+|not\s+)?(?:fewer|less|more)\s+than|under|over|up\s+to|at\s+(?:least|most))\s+(?:a\s+total\s+of\s+)?$"
)
"""Before a number that is the limit of a count: `fewer than 20 cases`."""

LEADS = re.compile(
    r"(?:\b(?:only|just|about|approximately|around|roughly|nearly|almost|merely|another|a\s+further|a\s+total\s+of"
    r"|a\s+mere|including\s+the\s+present\s+(?:case|patient),)\s+){1,3}$"
)
"""Words before a number that belong to it: `only about`."""

# --------------------------------------------------------------------------------------------------- told by others

TOLD = _any(
    """
    reported, described, published, documented, recorded, communicated, mentioned, noticed, reviewed, catalogued,
    verified, presented
    """
)
_MET = _any(
    """
    identified, found, traced, located, retrieved, gathered, collected, culled, available, included, analy[sz]ed,
    observed, seen, noted, encountered, accepted, compiled, pooled, eligible, discovered, reported, described,
    published, documented, recorded, reviewed, presented
    """
)
ADVERB = _any(
    """
    (?:so|thus) far, to date, (?:up )?(?:to|until|till) now, previously, only, ever, yet, hitherto, already, formerly,
    also, just, well, actually, merely, now, adequately, convincingly, specifically
    """
)
_BEEN = rf"\b(?:have|has|had|having)\s+(?:{ADVERB}\s+){{0,2}}been\s+(?:{ADVERB}\s+){{0,2}}"
_LITERATURE = r"(?:\w+[\s-]+){0,4}?literature"
_FROM_LITERATURE = rf"\b(?:in|from|of|throughout|within|across)\s+(?:the\s+)?{_LITERATURE}\b"
_GAP = r"[^.;:]{0,130}?"
_NO_NOUN = (
    r"(?=\s*(?:[.,;:)]|$)|\s+"
    + _any(
        """
        in, to, by, with, as, and, so, since, from, at, but, which, that, while, until, had, were, was, have, all, on,
        for
        """
    )
    + r"\b)"
)
"""After `nine patients previously reported`, and not after `patients with previously reported metastases`."""

INSIDE = re.compile(
    rf"\b(?:(?:previously|formerly|already|hitherto)[\s-]+)?{TOLD}"
    r"|\b(?:known|prior|previous|earlier|existing|literature|historical|extant)\b"
)
"""Among the words between number and noun: `seven previously reported`, `one prior`."""

AFTER_SURE = re.compile(
    rf"{_GAP}(?:{_BEEN}{TOLD}\b|\b{ADVERB}\s+{TOLD}\b{_NO_NOUN}|\bon\s+record\b|{_FROM_LITERATURE}"
    rf"|\b(?:is|are|were|was)\s+(?:\w+\s+)?known\b(?!\s+to\b)|\b(?:is|are)\s+(?:{ADVERB}\s+)?(?:recorded|published)\b"
    rf"|\bknown\s+(?:{ADVERB}|in)\b|\bexist(?:s|ed)?\b|\bhave\s+(?:\w+\s+)?(?:appeared|accumulated|emerged"
    rf"|found\s+their\s+way)\b|\b(?:can|could|may)\s+be\s+(?:found|traced|identified|located"
    rf"|retrieved)\b"
    rf"|\b(?:from|in|across)\s+{NUMBER}\s+(?:[\w-]+\s+){{0,3}}?{PAPERS}\b"
    r"|\b(?:collected|gathered|culled|compiled|pooled|summari[sz]ed|reviewed|analy[sz]ed|drawn|taken|extracted)\s+(?:from|in|by)\s+"
    r"(?:(?!our\b|this\b)\w+\s+){0,4}?(?:journals|publications|reports|papers|articles|authors|reviews|(?:previous|recent|earlier)\s+(?:review|series)"
    r"|meta-?analys[ei]s|compilations?)\b"
    rf"|\b(?:{TOLD}|available|identified|found)\s+(?:{ADVERB}|since|worldwide|elsewhere|earlier|before|until|up\s+to"
    rf"|by\s+others"
    rf"|in\s+(?:the\s+)?(?:{_LITERATURE}|english|past)))"
)
"""After the noun, words that others' cases alone deserve: `have been reported`, `in the literature`, `on record`."""

AFTER_CITED = re.compile(
    rf"{_GAP}(?:(?:{_BEEN}|\b(?:were|was|are|is)\s+(?:{ADVERB}\s+|all\s+)?){_MET}\b|\bmet\s+(?:the|our|all)\b"
    rf"|\b{TOLD}\b{_NO_NOUN})"
)
"""After the noun, words that are said of own patients too: they count where the sentence cites."""

SO_FEW = re.compile(
    rf"\s+(?:(?!were|was|are|is|had|have)[\w-]+\s+){{0,8}}?{TOLD}(?=\s*[).,;]|\s+(?:in|to|so|thus|since|until|by"
    rf"|before)\b)"
)
"""After the noun of `only nine`: no one says `with only nine cases reported` of his own."""

_QUALIFIED = (
    r"(?:"
    + _any(
        """
        only, just, about, approximately, around, roughly, some, nearly, almost, merely, but, circa, ca\\.?, as few as,
        in all, altogether, the, these, those, all, another, a further, further, a mere, a total of, a sum of,
        an estimated, no other than, other, additional
        """
    )
    + r"\s+){0,3}$"
)
_HOLDING = _any(
    r"""
    describing, comprising, including, reporting(?: on)?, with, containing, encompassing, involving, yielding,
    detailing, totall?ing, representing, covering, describe, comprised, report, included, contributed,
    provided, yielded, gave, supplied, furnished, documented, detailed, identified
    """
)
BEFORE_SURE = re.compile(
    rf"(?:{_BEEN}(?:\w+\s+)?{TOLD}\s+(?:{ADVERB}\s+){{0,2}}(?:in|for|on|with|by)\s+"
    rf"|(?<!\bas )\b(?:previously|formerly)\s+{TOLD}\s+(?:in\s+)?|\b(?:know|aware|knowledge)\s+of\s+"
    rf"|\bthere\s+(?:have|has)\s+(?:{ADVERB}\s+)?been\s+|\bthere\s+exists?\s+|\bthere\s+(?:is|are)\s+(?:only|but|just"
    rf"|merely)\s+"
    r"|\b(?:articles|papers|publications|studies|reports|(?:published|available)\s+(?:data|figures|series)|literature)\s*,?\s*(?:(?:which|that|currently|so|far|to|date)\s+){0,3}"
    r"(?:concern\w*|cover\w*|deal\w*\s+with|relat\w+\s+to|bear\w*\s+on|amount\w*\s+to|bears?\s+upon)\s+"
    r"|\b(?:earlier|previous|prior|other)\s+(?:authors|reports|studies|investigators|workers|writers|reviews|series)\s+"
    rf"(?:\w+\s+)?(?:{TOLD}|collected|counted|found|gathered)\s+|\b(?:limited|confined|restricted)\s+to\s+"
    r"|(?<!our )\b(?:articles|papers|publications|studies|reports)\s+(?:(?:were|was)\s+\w+[,;]?\s+"
    rf"|(?:met|fulfil\w+)\s+[^.;,]{{0,30}},?\s+)?{_HOLDING}\s+(?:data\s+(?:on|of|from)\s+)?)" + _QUALIFIED
)
"""Before the number, words that others' cases alone deserve: `we know of`, `31 articles describing`."""

BEFORE_CITED = re.compile(
    r"\b(?:"
    r"reveal|disclos|yield|identif|found|find|show|retriev|return|uncover|produc|contain|includ|list|hold|held|locate"
    r"|trace"
    r"|collect|gather|cull|review|compil|discover|analy[sz]|discuss|report|describ|document|recover|detect"
    r"|bring\w*\s+up"
    r"|c[oa]me\s+across|turned\s+up|brought\s+up|add|there\s+(?:are|is|was|were))\w*\s+"
    r"(?:(?:data|records?|reports?|descriptions?|information)\s+(?:on|of|from)\s+|on\s+)?" + _QUALIFIED
)
"""Before the number, what a search of the literature does, and what is done to own patients too."""

# ---------------------------------------------------------------------------------------------------- who counted

CITED = re.compile(
    _FROM_LITERATURE + r"|\b(?:reviewing|searching)\s+(?:the\s+)?(?:\w+\s+){0,4}?literature\b|\bsearch\b"
    r"|\bliterature\s+(?:search|review|survey|contain|hold|show|reveal|yield|disclos|report|describ|include|list)"
    r"|\b(?:journals|pubmed|medline|embase|scopus|cochrane|cnki|previously(?!\s+(?:resected|treated|operated|irradiated|diagnosed|removed|excised|healthy"
    r"|un\w+|undergone))|hitherto|worldwide|knowledge)\b"
    r"|\bas\s+of\s+(?:\w+\s+)?\d{4}|\b(?:to|till)\s+date\b|\b(?:so|thus)\s+far\b|\b(?:until|up\s+to|till)\s+(?:now"
    r"|(?:the\s+)?(?:present|end)|\d{4})"
    r"|\bsince\s+(?:\d{4}|the\s+(?:first|original|initial))|\b(?:a|the|our|systematic|recent)\s+review\b"
    r"|\b(?:articles|papers|publications|studies)\b"
)
"""Words of a sentence that cites."""

TAIL = re.compile(
    r"\b(?:a\s+|the\s+|brief\s+|short\s+)*reviews?\s+of\s+(?:the\s+)?(?:\w+\s+){0,4}?literature"
    r"|\bliterature\s+(?:is|was|are|were)\s+(?:\w+\s+)?(?:reviewed|discussed)"
    r"|\breview(?:ed|s|ing)?\s+the\s+(?:\w+\s+){0,3}?literature"
)
"""`two cases are described, and the literature is reviewed` cites no one for the two."""

SEARCHED = re.compile(r"\b(?:reveal|disclos|yield|identif|found|show|retriev|return|uncover|produc)\w*")
SEARCHER = re.compile(
    r"\b(?:literature|journals|pubmed|medline|embase|search|survey|reviews?|look|studies|articles|papers|reports"
    r"|publications|records)\b"
)
FOUND_THERE = re.compile(_FROM_LITERATURE + r"|\b(?:articles|papers|publications|studies)\b")

OURS = re.compile(
    r"(?:\b(?:our|my|his|her)\s+(?:own\s+)?|\b(?:we|authors?|hereby|herein|here)\s+(?:\w+\s+){0,2}?"
    r"(?:report|describe|present|treated|add|operated|encountered|studied|managed|had|saw)\w*\s+(?:on\s+|of\s+)?"
    r"|\b(?:series|study|cohort|experience|management|treatment|outcomes?|report)\s+(?:of|on|with|in)\s+)" + _QUALIFIED
)
"""Before the number of the report's own patients."""

OUR_SOURCE = re.compile(
    r"\b(?:our|the\s+authors['’])\s+(?:own\s+)?(?:institution|hospital|department|clinic|series|files|database"
    r"|registry|archive"
    r"|cent(?:er|re)|practice|unit|experience|records)|\b(?:seer|registry|consecutive|retrospectively|underwent)\b"
    r"|\b(?:hospital|medical|clinical|pathology|radiology|institutional|departmental|surgical|cancer|tumou?r|patient"
    r"|case)"
    r"(?:\s+\w+){0,2}?\s+(?:records|charts|files|databases?|archives?|notes|slides)\b"
    r"|\bby\s+(?:us|the\s+(?:same|present)\s+authors?)\b"
)
"""Where own patients are found."""

DENIED = re.compile(
    r"\b(?:no|none|never|neither|(?<!that )we|ours?\s+is|reviewed\s+the"
    r"|(?<!who )(?:underwent|presented|developed|died|received|showed|suffered))\b"
    r"|,\s+and\s+(?:the|a)\s+(?:\w+\s+)?(?:literature|review)|\breview\s+of|\bas\s+(?:\w+\s+)?(?:reported|described"
    r"|published)"
    r"|\b(?:one|two|three|four|some|\d+)\s+of\s+(?:them|whom|these|which)\b"
)
"""Between a number and words that would prove it: the words are of something else."""

COMPARED = re.compile(r"\b(?:ours|(?:our|this|the\s+present|the\s+current)\s+(?:case|patient|one))\b")

# ---------------------------------------------------------------------------------------------- whose case is counted

OWN_TOO = re.compile(
    r"\b(?:includ(?:ing|es|ed)|inclusive\s+of|counting|adding)\s+(?:(?:the|our|this|that)\s+)?(?:present\b|current\b"
    r"|own\b|ours?\b"
    r"|this\b|(?:case|patient|one|two|three|four)s?\s+(?:presented|reported|described|here))"
    r"|\b(?:ours?|our\s+(?:own\s+)?(?:case|patient)s?|this\s+(?:case|one)|the\s+present\s+(?:case|one))\s+(?:\w+\s+)?"
    r"(?:included|counted|among\s+them)|^(?:of|among|amongst)\s+(?:(?:all|the)\s+)*\d[^.;]{0,100},\s+(?:ours|our\s+case"
    r"|our\s+patient|this\s+case)\b"
)
OWN_BEFORE = re.compile(
    r"(?:^|[,;]\s+|\b(?:that|now)\s+)(?:together\s+|along\s+|combined\s+)?with\s+"
    r"(?:ours|(?:our|this|the\s+present|the\s+current)\s+(?:own\s+)?(?:case|patient|one|report|two"
    r"|three)s?)\b[^.;]{0,60}$"
)
"""Before the number only: `together with ours, 18 cases` counts it in, `18 cases together with our own` does not."""

OWN_NOT = re.compile(
    r"\b(?:not|excluding|without|besides|apart\s+from|other\s+than|in\s+addition\s+to)\s+(?:\w+\s+){0,2}"
    r"(?:counted|included|ours?|present)\b|\bours?\s+not\b"
)
