"""How an age is written: the patterns that `ages` tries, and the words that make a number no one's age."""

from __future__ import annotations

import re

from ..text.numbers import TENS, UNITS, WRITTEN
from ..text.phrases import Phrase
from ..text.vocabulary import Kinds, terms

CUES: Kinds = {
    "sex": {
        "F": terms(
            """
            woman, women, female, females, girl, girls, lady, ladies, housewife, schoolgirl, gentlewoman, seamstress,
            waitress, actress, nun, widow, primigravida, primipara, multigravida, multipara, nulligravida, nullipara,
            businesswoman, policewoman, saleswoman, sportswoman, servicewoman, schoolmistress, headmistress, midwife,
            homemaker, laundress, stewardess, governess, spinster
            """
        ),
        "M": terms(
            """
            man, men, male, males, boy, boys, gentleman, gentlemen, schoolboy, widower, businessman, policeman,
            salesman, fisherman, fireman, postman, sportsman, serviceman, craftsman, workman, tradesman, schoolmaster,
            headmaster, seaman, foreman, clergyman, lumberman, cameraman, repairman, handyman
            """
        ),
    },
    "sex sign": {
        "F": terms(
            """
            pregnant, gravid, gravida, nulliparous, multiparous, primiparous, parturient, postmenopausal, premenopausal,
            menopausal, lactating, grandmother, mother of
            """
        ),
        "M": terms("grandfather, father of"),
    },
    "occupation": {
        "": terms(
            """
            nurse, farmer, miner, teacher, bus driver, lorry driver, truck driver, taxi driver, soldier, shepherd,
            clerk, carpenter, mechanic, student, engineer, factory worker, construction worker, office worker,
            health care worker, steel worker, farm worker, manual worker, labourer, laborer, accountant, physician,
            lawyer, runner, athlete, police officer, army officer, electrician, plumber, baker, butcher, cook, chef,
            painter, bricklayer, welder, pensioner, retiree, veteran, secretary, hairdresser, gardener, sailor,
            librarian, musician, dentist, pharmacist, priest, shopkeeper, cyclist, footballer, schoolchild,
            adolescent, teenager, railway worker, blacksmith, tailor, weaver, mason, joiner, locksmith, printer,
            cashier, merchant, civil servant, bank employee, employee, worker, journalist, professor, pilot, driver
            """
        ),
    },
    "pronoun": {
        "F": terms("she, her, herself, hers"),
        "M": terms("he, him, his, himself"),
    },
    "age word": {
        "": terms("old, age, aged, ages, year, years, yr, yo, y o, y/o, yrs, y, month, months, week, weeks, day, days"),
    },
}
"""`sex sign` are words that tell a sex only of the one who is spoken of."""

N = rf"(?:\d{{1,3}}(?:\.\d)?|{WRITTEN})"
_AND = r"(?:,\s{0,3}(?:and\s+)?|\s+and\s+|\s{0,3}&\s{0,3})"
LIST = (
    rf"(?:{N}(?:[\s-]{{0,3}}(?:years?|yrs?|months?))?-?\s{{0,3}}{_AND}"
    rf"|(?<=\ba\s)[1-9]\d(?:[\s-](?:years?[\s-]old\s|years?\s)?)?\s?and\s+an?\s+)"
)
_DATE = r"[\s-]{1,3}(?:years?|months?|weeks?)\s+(?:after|later|before|earlier|following|since|from|prior|post\w*)"
_PEOPLE = (
    r"(?:wom[ae]n|m[ae]n|females?|males?|boys?|girls?|lady|ladies|gentlem[ae]n|patients?|cases?"
    r"|of\s+(?:them|whom|these))"
)
BARE_LIST = rf"(?:{N}\s{{0,3}}{_AND}(?!{N}(?:{_DATE}|\s+{_PEOPLE}\b)))"
"""Ages before the last of a list; `aged 17, 34 months after the diagnosis` is none, and `61 and one man` counts men."""
NOUN = (
    r"(?:wom[ae]n|m[ae]n|females?|males?|boys?|girls?|lady|ladies|gentlem[ae]n|patients?|child|infant|person|neonate"
    r"|newborn|baby|toddler|adult|teenager|individual)"
)
_UNIT = r"(?P<u>years?|yrs?|months?|weeks?|days?)\b"
_NOT_SINCE = (
    r"(?!\s+(?:ago|earlier|later|after|before|previously|prior|post|since|from|and\s+again|apart|of\s+(?!age)|follow"
    r"|history|survival|duration|interval))"
)
# What may stand between an age and its person (`45-year-old Japanese male patient`): nothing that begins a phrase anew.
_HUMAN = (
    r"(?:(?!(?:the|this|that|an?|our|all|no|both|his|her|these|those|of|in|on|for|with|and|or|but|later|ago|after|before"
    r"|when|as|who|follow-up)\b)[A-Za-zÀ-ÿ-]+\s+){0,3}"
)
OLD = Phrase(
    rf"(?<![\w.,/])(?P<before>{LIST}{{0,11}})(?P<n>{N})(?P<half>\s?1/2|\s?½|[\s-]+and[\s-]+(?:a|one)[\s-]+half)?[\s‐–-]{{0,3}}"
    r"(?P<u>years?|yrs?\.?|(?<=[\d\s-])(?:ys?|mos?)\b\.?|months?|weeks?|wks?|days?)"
    r"(?:[\s,-]{0,3}(?:and[\s-]{0,3})?(?P<n2>\d{1,2})[\s-]{0,3}(?P<u2>months?))?"
    rf"[\s‐–-]{{0,3}}(?:(?P<old>old\b|of\s+age\b|aged?\b(?=\s+{NOUN}))|(?=\s{{0,3}}{_HUMAN}{NOUN}\b))"
)
SHORT = Phrase(r"(?<![\w.])(?P<n>\d{1,3})[\s-]?(?:y/o|yo|y\.\s?o\b\.?)(?![\w/])")
NO_UNIT = Phrase(
    rf"\b(?:an?|this|our|young|elderly)\s+(?P<n>[1-9]\d)(?:[\s-]+(?:old|aged)\b|(?=\s+{_HUMAN}(?:wom[ae]n|m[ae]n|males?"
    r"|females?|boy|girl|lady|gentlem[ae]n)\b(?![-/:])(?!\s+(?:to|ratio|series)\b))"
    r"|(?=\s+[fm]\s+(?:present|with|who|was|had|underwent|complain|develop|admitted|known|came|referred)))"
)
"""`a 64 male Caucasian`, `a 73-old man`, `A 48 F presented`."""
AGED = Phrase(
    rf"\b(?P<word>aged|ages?)\b(?P<gap>\s+(?:at|on|when)\s+(?:[a-z]+\s+){{1,5}}?(?=was|were|is|of))?(?:\s{{0,3}}(?:of|was|were|is))?"
    rf"[\s:,]{{1,2}}(?P<before>(?:(?<!\bage\sof\s)(?<!\bage\s){BARE_LIST}){{0,11}})(?P<n>{N})\b"
    r"(?!\s{0,3}(?:[-–—]|to)\s{0,3}\d)(?!\s{0,3}[%.]\d|%)(?:[\s-]{0,3}(?P<u>years?|yrs?|months?|days?|weeks?)\b)?(?:\s+old\b)?"
    r"(?:\s+and\s+(?P<n2>\d{1,2})\s+(?P<u2>months?|mo)\b)?"
)
_TENS = "|".join(TENS)
_DIGIT = "|".join(UNITS[1:10])
_MEASURE = (
    r"(?!\s{0,3}(?:[-–—/%.]\s{0,3}\d|%|to\s+\d|kg|cm|mm|g\b|pounds|months?\s+of|cases|patients|consecutive|those))"
)
OF = re.compile(rf"\bof\s+(?:about\s+)?(?i:(?P<n>{N})\b{_MEASURE}(?:[\s-]{{0,3}}{_UNIT}(?:\s+(?:old|of\s+age)\b)?)?)")
"""`a man of 55`, `a woman of 45 years`, `a coal miner of 59`."""
TERSE = re.compile(
    rf"\b{NOUN}\s{{0,3}}[,(:]\s{{0,3}}(?P<n>{N})\s{{0,3}}(?:{_UNIT}{_NOT_SINCE}|(?=[,)]\s{{0,3}}(?:who|whose|with|had|was|presented)\b)|(?=\s+(?:years\s+)?at\s+(?:the\s+)?(?:(?:first|time\s+of)\s+)?(?:craniotom|diagnos|presentation|operation|surgery|resection|onset)))"
    r"|(?<=:\s)(?:fe)?male\s{0,3}[,:]\s{0,3}(?P<n2>\d{1,3})(?=\s{0,3}(?:[.;]|$))",
    re.IGNORECASE,
)
"""`Patient: female, 52 years.`, `a man, 45, who`, `Patient: Male, 56.`"""
SEX_FIRST = re.compile(
    rf"(?<=[(;,:]\s)(?P<s>(?:fe)?male|(?:wo)?man)\s+(?:aged\s+)?(?P<n>{N})[\s-]{{0,2}}(?P<u>years?|yrs?|y)\b(?!\s+(?:ago|later|after|before))"
    rf"|(?<=\()(?P<s2>(?:fe)?male|(?:wo)?man)\s+(?:aged\s+)?(?P<n2>{N})[\s-]{{0,2}}(?:years?|yrs?|y)\b(?!\s+(?:ago|later|after|before))",
    re.IGNORECASE,
)
"""`(male 45 years, female 61 years)`."""
TERSE_SEX = re.compile(
    r"(?<![\w.-])(?P<n>\d{1,3})[\s-]{0,3}(?P<u>years?|yrs?|y)\b\.?\s{0,3}[,(]\s{0,3}(?=(?:fe)?male\b|(?:wo)?man\b)",
    re.IGNORECASE,
)
THEN = re.compile(
    rf"(?:(?:,|\bwho\s+was|\bwho\s+is|\bs?he\s+was|\bs?he\s+is)\s+(?:then|now)"
    r"|\bwhen\s+(?:s?he|the\s+(?:patient|(?:wo)?man|girl|boy))\s+was(?:\s+(?:about|only))?|[,(]\s?when(?:\s+aged)?(?=\s+\d\d\s?[,)]))"
    rf"\s+(?P<n>{N})\b(?=\s{{0,3}}(?:[,.;)]|years?\b|yrs?\b|and\b|$))(?!\s+years?\s+(?:post|after|from))"
    rf"(?:[\s-]{{0,3}}{_UNIT}(?:\s+(?:old|of\s+age)\b)?)?",
    re.IGNORECASE,
)
"""`a farmer who was then thirty-nine`; `a man, then 62, had`; `in May 1985, when he was 55, he`."""
AT = re.compile(
    rf"\b[Aa]t\s+(?i:(?P<n>(?:{_TENS})(?:[\s-](?:{_DIGIT}))?(?=\s{{0,3}}[,.;])|[2-9]\d(?=,\s+(?:s?he|the\s+patient)\b)))"
    r"|(?<=[.;:]\s)[Aa]t\s+(?P<n2>[2-9]\d)(?=,?\s+(?:an?|the|his|her|s?he)\s+(?!time))"
    r"|\b(?:excised|removed|resected|operated(?:\s+on)?|treated|diagnosed|irradiated|craniotomy|presented|surgery|resection|metastas[ei]s|recurrence)\s+at\s+(?P<n3>[2-9]\d)"
    r"(?=\s{0,3}(?:[,.;)]|with\s|because\s|due\s|and\s(?!\d)))"
)
"""`presented at thirty-three, two years after`; `At 62, she returned`; `excised at 44, with`."""
AGES_WERE = Phrase(
    rf"\b(?P<word>ages)\b(?P<gap>[^.;:\d]{{0,60}}?)\b(?:were|was)\s+(?P<before>{BARE_LIST}{{1,11}})(?P<n>{N})\b"
    r"(?:[\s-]{0,3}(?P<u>years?|yrs?|months?)\b)?"
)
"""`the ages at the first metastasis were 41, 44 and 50 years`."""
NOUN_AGES = Phrase(
    r"\b(?:women|men|patients|females|males|girls|boys|adults|children|cases|individuals|sisters|brothers|siblings|twins)(?:\s{0,3}[(,:]\s{0,3}|\s+of\s+)"
    rf"(?P<before>{BARE_LIST}{{1,11}})(?P<n>{N})\s{{0,3}}(?P<u>years?|yrs?|y)\b(?!\s+(?:old|of\s+age)\b){_NOT_SINCE}"
)
"""`three women (31, 44 and 60 years)`."""
_LETTERED = (
    r"(?:\d{2}\s?(?:[/,-]\s?(?:y(?:ears?|rs?|o)?[,\s/]{0,3})?|y(?:ears?|rs?|o)?[,\s/]+)?[MF]|[MF]\s?[/,-]?\s?\d{2})"
)
LETTERED = re.compile(
    rf"\(\s{{0,3}}(?:(?:aged?|case\s+\d)[\s:,]+)?(?P<list>{_LETTERED}(?:(?:\s{{0,3}}[,;&]\s{{0,3}}|\s+and\s+|\s{{0,3}},\s+and\s+){_LETTERED}){{0,11}})\s{{0,3}}[),;]"
)
"""`(48 F and 53 M)`, `(48/F; 53/M)`."""
_WITH_NOUN = r"\d{1,3}(?:\s+years?)?\s?\((?:(?:fe)?male|(?:wo)?man|girl|boy|[FM])\)"
WITH_NOUNS = re.compile(rf"(?<![\w.,/-]){_WITH_NOUN}(?:{_AND}{_WITH_NOUN}){{1,11}}", re.IGNORECASE)
"""`34 (man), 45 (woman) and 52 (man) years of age`."""
LETTERED_ITEM = re.compile(_LETTERED)
SLASHED = re.compile(
    r"(?:(?<=\()|(?<![\w/]))(?:(?P<n>\d{2})\s?(?:[/,]\s?(?:y(?:ears?|rs?)?[,\s/]{0,3})?|y(?:ears?"
    r"|rs?)?[,\s/]+)(?P<s>[MF])|(?P<s2>[MF])\s?[/,]\s?(?P<n2>\d{2}))(?![\w/-])"
    r"|(?<![\w/.-])(?P<n3>[2-9]\d)[MF](?=\s(?:with|who|presented|presenting|had|was|[hs]/[op]|p/w)\b)"
)
NO_ONES = re.compile(
    r"(?:\b(?:(?:mean|median|average|range[ds]?|ranging|patients|adults|men|women|children|those|persons|people"
    r"|individuals|seniors|elderly|participants|subjects|volunteers|residents|adolescents|males|females|survivors|every|per|decades?|incidence|peak)\b"
    r"|from\s{0,3}$|from\s+(?:the\s+)?age)|[<>≥≤±~])[^.;]{0,24}$"
    r"|\b(?:between|older|younger|over|under|above|below|least|than|until|up\s+to)\b[^.;,]{0,24}$",
    re.IGNORECASE,
)
"""Words before a number that make it a bound, or the age of many."""
UNTIL = Phrase(r"\b(?:until|till|up\s+to)\s+(?:the\s+age\s+of|age|s?he\s+was|(?=\d+\s+years))\s?[^.;]{0,24},?\s+when\b")
"""`Lost to follow-up until the age of 52 years, when she`: one person's, and no bound."""
ONE_PERSON = re.compile(
    r"\b(?:an?|one|1|this|our)\s+(?:(?!mean|median|average|patients)[a-z]+\s+){0,2}$", re.IGNORECASE
)
"""The words before the age of one person, whatever stands before them: `removed from a 49-year-old woman`."""
RANGE = re.compile(r"\d\s{0,3}(?:years?\s{0,3})?(?:[-–—]|to|through)\s{0,3}$", re.IGNORECASE)
THING = Phrase(
    r"[\s-]{0,3}(?:(?!wom[ae]n|m[ae]n\b|(?:fe)?males?|boy|girl|lad(?:y|ies)|gentlem|patient|child|infant|person|neonate"
    r"|(?:an?|the|his|her|this|s?he|it|and|when|with|had|has|was|for|of|due|from|in|on|because)\b)"
    r"[a-z-]+\s+)?(?:history|lesion|tumou?r|mass\b|scar\b|fracture|injur|infarct|graft"
    r"|follow|surviv|brother|sister|donor|(?:mother|father)(?!\s+of\b)|wife|husband|aunt|uncle|cousin|relative|remission"
    r"|interval|period|prosthe|implant|infant\s+daughter|infant\s+son|dog\b|bitch|cat\b|mare\b|horse|cow\b|sheep|ewe\b"
    r"|goat|rat\b|rabbit|labrador|retriever|terrier|spaniel|shepherd\s+dog|rottweiler|dachshund|poodle|beagle|ferret"
    r"|(?:building|textbook|institution|experience|study)\b)"
)
OFFSPRING = Phrase(r"[\s-]{0,3}(?:[a-z-]+\s+)?(?:child|daughter|son)\b")
THEIRS = Phrase(r"\b(?:her|his|their|whose|and\s+an?|\w+['’]s)\s+$")
"""`her 5-year-old child` is not the patient, whom `a 5-year-old child` is."""
DATED = re.compile(
    r"\bat\s+(?:the\s+|an\s+)?$|\bas\s+an?\s+$|\bat\s+(?:the\s+)?age\s+of\s+$|when\s+(?:s?he|the\s+patient)\s+was\s+$|\bage\s+of\s+$"
    r"|\b(?:ago|earlier|before|previously|later|(?:19|20)\d\d)\s{0,3}\(\s{0,3}(?:at\s+)?$",
    re.IGNORECASE,
)
ITEM = re.compile(N, re.IGNORECASE)
NOUN_BEFORE = re.compile(rf"\b{NOUN}\s+$", re.IGNORECASE)
