"""Sentences on the patients of others that do not say so: what goes on about a review, and sums of many patients."""

from __future__ import annotations

from functools import partial

from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from .voices import Told

_CITED_NUMBER = Phrase(rf"(?<![\w.,-])(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,4}}?\b(?:patients|cases)\b")
_THE_NUMBER = Phrase(rf"\b(?:the|these|those|all|of|in)\s+(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,3}}?\b(?:patients|cases)\b")


def left_out(reading: Reading, told: tuple[Told, ...]) -> tuple[Told, ...]:
    """A sentence that goes on about `the nine patients` of a review speaks of the literature too."""
    cited = {
        number(found["n"])
        for sentence, spoken in told
        if spoken == "literature"
        for found in _CITED_NUMBER.finditer(reading, sentence.start, sentence.end)
    }
    if not cited:
        return told
    return tuple(Told(one.sentence, "literature") if _goes_on(reading, one, cited) else one for one in told)


def _goes_on(reading: Reading, one: Told, cited: set[float]) -> bool:
    if one.voice != "own" or one.sentence.title:
        return False
    found = _THE_NUMBER.search(reading, one.sentence.start, one.sentence.end)
    return found is not None and number(found["n"]) in cited


# ------------------------------------------------------------------------------------------ beside one own patient

_MANY_PEOPLE = Phrase(
    rf"(?<![\w.,/-])(?:{COUNT}|most|many|several|all|some|both|half|few|majority|minority|two[\s-]thirds)\s+(?:of\s+)?(?:the\s+|these\s+|them\b|all\s+)?"
    r"(?:(?!patient\b|case\b|and\b|or\b)[\w-]+\s+){0,3}?\b(?:patients|cases|men|women|males|females|individuals|subjects|reports|series|studies|publications"
    r"|instances|examples)\b"
)
_PERCENT = Phrase(
    r"%\s*\)?\s+(?:of\s+)?(?:the\s+|these\s+|all\s+|reported\s+)*(?:patients|cases|tumou?rs|series|them|survivors|those)\b"
    r"|\bin\s+(?:(?:up\s+to|about|approximately|only|over)\s+)?\d+(?:\.\d+)?\s?%(?!\s+of\s+(?:the\s+)?(?:[\w-]+\s+)?(?:cells|nuclei|specimen))"
)
_SUMS = Phrase(
    r"\b(?:mean|median|average)\s+(?:[\w-]+\s+){0,2}?(?:ages?|intervals?|survivals?|times?|latency|follow-?up|durations?|delay|period)\b"
    r"|\b(?:at|on|with|after)\s+(?:an?\s+)?\b(?:average|mean|median)\b"
    r"|\b(?:previous|earlier|largest|published|larger|other|recent|retrospective|these|those)\s+(?:series|studies|authors|reports|reviews|investigators|publications)\b"
    r"|\b(?:pooled|meta)[\s-]analys[ie]s\b|\b(?:several|many|most|some|various)\s+authors\b|\b(?:in|from)\s+(?:the|a)\s+series\s+of\s+(?:\d|patients|cases)"
    r"|\b(?:patients|survivors|men|women)\s+(?:with|who|treated|receiving|undergoing|in\s+whom|were|had)\b"
    r"|\b(?:fe)?male\s+(?:predominance|preponderance)\b|\bmost\s+(?:commonly|frequently|often|common|frequent)\b|\bcommonest\b"
    r"|\b(?:treatment\s+options?|gold\s+standard|limited\s+value|role\s+of)\b|\b(?:in|of|for)\s+(?:this|these)\s+\b(?:disease|tumou?r\s+type|tumou?rs|neoplasms?|entity)\b(?!\s+(?:was|were)\b)"
    r"|\bup\s+to\s+(?:two\s+thirds|half|a\s+third)\b|\b(?:reported|published|reviewed)\s+(?:patients|cases|series)\b"
    r"|\b(?:optimal|preferred|best|ideal|recommended)\s+(?:treatment|management|therapy|approach|strategy)\b|\bthe\s+rule\b"
    r"|\b(?:high|low|strong|marked|great|known)\s+(?:[\w-]+\s+){0,2}?(?:rate|tendency|propensity|incidence)\b"
    r"|\b(?:recurrences?|metastas[ie]s)\s+(?:is|are|was|were)\s+(?:very\s+|more\s+|quite\s+)?(?:frequent|common|rare|infrequent|uncommon|related|correlated|associated)\b"
    r"|\b(?:recurrence|survival|mortality|response|cure)\s+rates?\b|\breduc\w+\s+the\s+(?:risk|rate|incidence)\b|\beffect\s+on\s+(?:survival|outcome)\b"
    r"|\b(?:use|efficacy|benefit|usefulness)\s+of\s+(?:[\w-]+\s+)?\b(?:chemo|radio|embol)\w+|\bcontroversial\b|\beffective\s+(?:palliation|treatment)\b"
    r"|\b(?:limited|modest|little|some|promising)\s+(?:efficacy|activity|effectiveness)\b"
    r"|\bsuch\s+(?:patients|tumou?rs|cases|lesions|metastases)\b|\b(?:longest|shortest)\s+(?:[\w-]+\s+){0,2}?(?:interval|survival|latency|follow-?up)\b"
)
"""Words on more people than one, and on what is so in most of them."""

_SO_MANY = Phrase(
    rf"\s*(?:(?:of\s+(?:these|them|those|whom),?\s+)?(?:only\s+)?(?:{COUNT}|half|most|the\s+(?:others|remainder|rest)|others)(?!\s+(?:years?|months?|weeks?|days?|hours?|lesions|nodules|levels))"
    r"\s+(?:of\s+(?:these|them|those|the\s+(?!spin|cord|neur|vertebr|skelet|body|exam|tumou?r\b|lesion\b|mass\b|metastasis\b|canal|history)\w+)\s+)?(?:had|were|was|underwent|received|died|developed|showed|required|presented|survived|involved|affected|occurred|are)\b"
    r"|(?:(?:meningeal|intracranial|spinal|malignant|primary|metastatic|most|many|these|such|other|anaplastic|cranial)\s+){0,2}?(?:hemangiopericytomas|haemangiopericytomas|meningiomas|sarcomas|sfts|hpcs|solitary\s+fibrous\s+tumou?rs)\s)"
)
_IN_SO_MANY = Phrase(
    r"\b(?:accomplished|achieved|performed|given|obtained|noted|found|seen|observed|present|recurred|occurred)\s+in\s+"
    rf"(?:only\s+)?(?!one\b|1\b|(?:19|20)\d\d\b){COUNT}(?=\s*[,;.]\s*(?:{COUNT}|and\b)|\s+and\s+[^.;]{{0,40}}\bin\s+{COUNT}\b)"
    rf"|[,;]\s+(?:and\s+)?(?!one\b|1\b){COUNT}\s+(?:experienced|developed|died|underwent|received|recurred|required|survived)\b"
)
"""`Total resection was accomplished in 38, nine developed a recurrence`."""
_OWN = Phrase(
    r"\b(?:s?he|his|her|him|(?:the|our|this|present|index|current|reported|same|following)\s+(?:patient|case|man|woman|boy|girl|lady|gentleman)|year[\s-]old|years\s+old"
    r"|ours?|we\s+(?:report|describe|present|performed|treated|operated|removed|resected|encountered))\b"
)


def many_left_out(reading: Reading, told: tuple[Told, ...], count: int) -> tuple[Told, ...]:
    """In a report of one patient what is said of many is said of others: `Seven underwent total resection.`

    In one of a few, that is what is said of more than there are.
    """
    others = _of_many if count == 1 else partial(_of_more, count=count)
    return tuple(
        Told(one.sentence, "literature")
        if one.voice == "own"
        and not one.sentence.title
        and others(reading, one.sentence)
        and not _OWN.search(reading, *one.sentence[:2])
        else one
        for one in told
    )


def _of_many(reading: Reading, sentence: Sentence) -> bool:
    start, end = sentence.start, sentence.end
    if any(one.search(reading, start, end) for one in (_MANY_PEOPLE, _SUMS, _IN_SO_MANY)) or _SO_MANY.match(
        reading, start, end
    ):
        return True
    return reading.low.find("%", start, end) >= 0 and _PERCENT.search(reading, start, end) is not None


_PATIENTS = Phrase(
    rf"(?<![\w.,/-])(?P<n>{COUNT})\s+(?:of\s+(?:the\s+)?)?(?:(?!and\b|or\b|in\b|years?\b|months?\b|{COUNT}\b)[\w-]+\s+){{0,3}}?\b(?:patients|cases)\b"
)


def _of_more(reading: Reading, sentence: Sentence, count: int) -> bool:
    found = _PATIENTS.finditer(reading, *sentence[:2])
    return any(count < number(one["n"]) < _YEAR for one in found)


_YEAR = 1900
