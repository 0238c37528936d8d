"""Reports that tell of no own patient: notices, letters about others' patients, animals, reviews."""

from __future__ import annotations

import re

from ..text.phrases import Phrase
from ..text.reading import Reading

_NOTICE = re.compile(
    r"\W*(?:retraction(?:\s+no(?:te|tice))?|notice\s+of\s+retraction|expression\s+of\s+concern|erratum|errata|corrigend(?:um|a)"
    r"|(?:author|publisher)(?:\s+|['’]s\s+)(?:correction|note)|correction)(?:\s+(?:to|for)|\s*[:.—–-])",
    re.IGNORECASE,
)
"""A title of a notice about a report, which tells of no patient itself; a retracted report says RETRACTED."""

_LETTER = re.compile(
    r"\W*(?:letter(?:s)?\s*(?:to\s+the\s+editors?\b|:|regarding|concerning)|comments?\s+on\b|commentary\b|editorial\b|re\s*:"
    r"|in\s+reference\s+to\b|regarding\b|concerning\s+the\s+article)",
    re.IGNORECASE,
)
_READ = Phrase(
    r"\b(?:read\s+(?:with\s+)?(?:[\w-]+\s+){0,3}interest|congratulated?\s+(?:the\s+authors|\w+\s+et\s+al|on)"
    r"|comment\s+on\s+the\s+(?:article|paper|report)|the\s+authors\s+(?:are\s+to\s+be|should\s+be)\s+(?:congratulated|commended))"
)
_OURS = Phrase(
    r"\b(?:we\s+(?:here(?:in)?\s+)?(?:(?:have\s+)?(?:recently|also)\s+)?(?:treated|encountered|saw|seen|report|present|describe|managed"
    r"|operated|reviewed\s+(?:the\s+)?(?:charts|records)|would\s+like\s+to\s+(?:report|add|present|describe))"
    r"|our\s+(?:own\s+)?(?:patients?|cases?|institution|hospital|department|centre|center|clinic|experience|series|unit)"
    r"|my\s+own|i\s+(?:have\s+)?(?:recently\s+)?(?:treated|saw|seen|report|present|had)|may\s+(?:i|we)\s+(?:add|report)"
    r"|this\s+hospital|following\s+(?:patient|case)|(?:illustrative|index)\s+(?:case|patient)|case\s+(?:presentation|description|report)"
    r"|(?:own|present|current)\s+(?:case|patient))\b"
)
_ANIMAL = Phrase(
    r"\b(?:canine|dogs?|feline|cats?|equine|horses?|mare|bovine|cows?|rats?|mice|mouse|murine|rabbits?|ferrets?|veterinary"
    r"|labrador|sheep|ovine|porcine|pigs?|zebrafish|xenografts?)\b"
)
_BREED = Phrase(
    r"\b(?:spayed|neutered|castrated\s+male|bitch|cross-?bred?|golden\s+retriever|labrador|german\s+shepherd\s+dog|terrier"
    r"|cocker\s+spaniel|domestic\s+(?:short|long)-?hair\w*|rottweiler|dachshund|veterinar\w+)\b"
)
_HUMAN = Phrase(r"\b(?:wom[ae]n|men|boys?|girls?|lady|gentleman|(?:a|an|the|this|old)\s+(?:[\w-]+\s+){0,2}man)\b")
_REVIEW = Phrase(
    r"\b(?:systematic(?:\s+literature)?\s+review|meta-?\s?analysis|scoping\s+review|pooled\s+analysis"
    r"|literature\s+review|individual\s+(?:patient|participant)\s+data)\b"
    r"(?![^.]{0,60}\b(?:case|patients?(?!\s+data|-level)|report|experience|institution\w*)\b)"
)
"""A title that announces a review and no case."""


_THIS_REVIEW = Phrase(
    r"\b(?:(?:this|the\s+present|our|a)\s+(?:[\w-]+\s+){0,3}review\s+(?:article\s+|paper\s+)?(?:cover|summari[sz]e|discuss|describe|address|outline"
    r"|focus|aim|provide|examine|explore|highlight|is\s+(?:about|devoted|intended)|deals|consider|present|give|trace|synthesi[sz]e|attempt)"
    r"|(?:this|the\s+present)\s+(?:article|paper|chapter|overview)\s+(?:reviews|surveys|summari[sz]es)"
    r"|in\s+(?:this|the\s+present)\s+(?:[\w-]+\s+){0,3}(?:review|overview),?\s+(?:article,?\s+|paper,?\s+)?(?:we|the\s+authors?)\s"
    r"|we\s+(?:review|summari[sz]e)\s+(?:here\s+)?(?:the\s+)?(?:current\s+|available\s+|recent\s+|published\s+)?(?:knowledge|evidence|literature|data))"
)
"""An abstract that announces a review."""


def tells_of_none(reading: Reading, title: str, *, introduced: bool) -> bool:
    """Whether a report has no own patient; `introduced`: it brings somebody on stage by age."""
    if _NOTICE.match(title) or _of_animals(reading, title):
        return True
    if _REVIEW.search(reading, 0, len(title)) and (not introduced or not _OURS.search(reading, len(title))):
        return not _WITH_CASE.search(title)
    if not introduced and not _OURS.search(reading) and _THIS_REVIEW.search(reading):
        return not _WITH_CASE.search(title)
    about = _LETTER.match(title) or _READ.search(reading)
    return bool(about) and not _OURS.search(reading, len(title))


_WITH_CASE = re.compile(
    r"\b(?:case\s+(?:report|presentation|illustration|series|study)|(?:original|multi-?cent(?:er|re|ric)|single-?\s?cent(?:er|re)|retrospective|institutional|surgical|clinical)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:series|cohort|experience)|cohort\s+study|(?:an?|our|one|own|illustrative)\s+(?:[\w-]+\s+){0,3}(?:cases?|experience)"
    r"|report\s+of|(?:cases|patients)\s*,?\s+(?:and|with|plus)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}"
    r"(?:review|analysis|meta-?analysis))\b",
    re.IGNORECASE,
)


def _of_animals(reading: Reading, title: str) -> bool:
    if not (_ANIMAL.search(reading, 0, len(title)) or _BREED.search(reading)):
        return False
    return not _HUMAN.search(reading)
