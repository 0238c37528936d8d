"""Record + criteria -> Decision, with the criterion that decided.

Screening is three-valued: what the abstract cannot settle waits for a person and is neither in nor out. A report is in
when one of its own patients meets every criterion; a case is asked the same questions with its own values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from .records import Criterion, Decision, Extraction, Query, Record, StatedCount, Value, Verdict

RULE = "rule:screen/1"

NO_ABSTRACT = "no abstract: the full text must be read"
FOREIGN = "the abstract is not in English: a person must read it"
OF_OTHERS = "a reply or comment without an abstract: it speaks of others' patients"

_WHY = {
    "origins.some-of-series": "only some patients of the series have it, and the abstract does not tell them apart",
    "origins.mixed-series": "several kinds of tumour are counted together, and the abstract does not tell them apart",
    "origins.multifocal": "several lesions appeared together, and none is called the primary",
    "origins.left-open": "the report asks whether it is a metastasis and does not answer",
    "origins.metastasis-or-growth": "it may be a metastasis or growth from beside, and the report does not decide",
    "origins.bone-not-named": "the metastasis is in bone, and the abstract does not name the bone",
}
"""What a person is told of an open question, by the rule that left it open."""

Facts = Mapping[str, tuple[str | float, ...]]
"""What is known of a record, a report and a case: field -> its values; a field that is not stated is absent."""


def screen(record: Record, extractions: Iterable[Extraction], query: Query, at: datetime) -> tuple[Decision, ...]:
    """The judgement of a report (subject: its PMID) and of each of its cases (subject: `PMID#number`)."""
    found = tuple(extractions)
    numbers = sorted({one.case for one in found if one.case})
    shared = {**facts_of(record, found)}
    shared |= _of_title(record, shared, query)
    cases = {number: judge(shared | _facts_of_case(found, number), query.criteria) for number in numbers}
    report = min(cases.values(), key=_rank) if cases else judge(shared, query.criteria)
    subjects = {record.pmid: report} | {f"{record.pmid}#{number}": cases[number] for number in numbers}
    return tuple(
        Decision(kind="screen", subject=subject, verdict=verdict, reason=reason, by=RULE, at=at)
        for subject, (verdict, reason) in ((subject, _read(record, judged)) for subject, judged in subjects.items())
    )


_ONE_CASE = re.compile(
    r"\bmetastasis\b|\b(?:a|one|1)\s+(?:\w+\s+)?case\b|\bcase\s+report|\bpatient\b|\byears?[\s-]old\b|\byears\s+(?:after|later|following)\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\breview\b|\bmeta-?analysis\b|\bmanagement of\b|\?", re.IGNORECASE)


def _of_title(record: Record, facts: Facts, query: Query) -> dict[str, tuple[str | float, ...]]:
    """A title alone that tells plainly of one metastasis at the target tells of one patient."""
    plain = not record.sections and "n_patients" not in facts and facts.get(query.target.field) == ("yes",)
    one = plain and _ONE_CASE.search(record.title) and not _REVIEW.search(record.title)
    return {"n_patients": (1.0,)} if one and not _REPLY.match(record.title) else {}


_REPLY = re.compile(
    r"\W*(?:re\s*:|in\s+reply|reply\s+to|response\s+to|authors?['’]?s?['’]?\s+(?:reply|response)|comment(?:ary)?\s+(?:on|to)\b"
    r"|letter\s+to\s+the\s+editor\s+(?:regarding|on|re)\b|erratum|corrigendum|correction\s*(?:to|:)|retract(?:ion|ed))",
    re.IGNORECASE,
)


def _read(record: Record, judged: tuple[Verdict, str]) -> tuple[Verdict, str]:
    """The judgement, unless the rules could not read the text: a no on an unread abstract would lose a report."""
    if judged[0] == "unsure" and not record.sections and _REPLY.match(record.title):
        return "no", OF_OTHERS
    return ("unsure", FOREIGN) if judged[0] != "yes" and _foreign(record) and not _notice(record) else judged


def _small(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ENGLISH = _small(
    "the of and in a an with was to for were is are by on that from at as this which had has he she his her or"
)
_OTHER_TONGUES = _small(
    "de la el los las en y un una con por que del se al para le les des et du une dans est pour au aux"
    " par sur der die das"
    " und mit ein eine einer bei nach von zu im den dem wurde e o os em com uma da do il che di per non"
    " een het van na w z i"
    " je bir ve ile och att med og af som"
)
"""The small words of English, of which its prose has one in three, and those of the other languages of medicine."""
_LETTERS = re.compile(r"[^\W\d_]+")
_USUAL, _ANY, _ENOUGH = 0.14, 0.03, 40


def _foreign(record: Record) -> bool:
    """Whether the abstract is written in another language than the rules read.

    Notes in the style of a chart have few small words, but none of another language.
    """
    words = _LETTERS.findall(" ".join(section.text for section in record.sections).lower())
    if sum(ord(max(word)) > _LATIN for word in words) * 2 > len(words):
        return True
    english = sum(word in _ENGLISH for word in words)
    if english >= _USUAL * len(words):
        return False
    foreign = sum(word in _OTHER_TONGUES for word in words)
    return foreign > max(english, 2) or (len(words) >= _ENOUGH and english < _ANY * len(words))


_LATIN = 0x24F
"""The last letter of Latin script; what lies behind is Greek, Cyrillic, Chinese and others."""


def _notice(record: Record) -> bool:
    return any(one in ("Published Erratum", "Retraction of Publication") for one in record.publication_types)


def judge(facts: Facts, criteria: Iterable[Criterion]) -> tuple[Verdict, str]:
    """The verdict on one set of facts and its reason: the first criterion that fails, else the first that is open."""
    waiting: str | None = None
    name = ""
    for criterion in criteria:
        name = criterion.name
        verdict = meets(facts, criterion)
        if verdict == "no":
            return "no", criterion.reason
        if verdict == "unsure":
            waiting = waiting or _open(facts, criterion)
    return ("unsure", waiting) if waiting else ("yes", name)


def _open(facts: Facts, criterion: Criterion) -> str:
    if criterion.field not in facts and _title_only(facts):
        return NO_ABSTRACT
    why = facts.get(f"rule of {criterion.field}", ("",))[0]
    said = _WHY.get(str(why))
    return f"not settled: {criterion.name}" + (f" ({said})" if said else "")


def meets(facts: Facts, criterion: Criterion) -> Verdict:
    """Whether the facts meet one criterion; `missing` answers where they are silent.

    The silence of a title proves nothing: without an abstract what is not stated is open, and never a no.
    """
    values = facts.get(criterion.field, ())
    if not values:
        return "unsure" if criterion.missing == "no" and _title_only(facts) else criterion.missing
    if any(value in criterion.none_of for value in values):
        return "no"
    if criterion.at_least is not None:
        return "yes" if any(_reaches(value, criterion.at_least) for value in values) else "no"
    if not criterion.one_of or any(value in criterion.one_of for value in values):
        return "yes"
    return "unsure" if any(value in criterion.unclear for value in values) else "no"


def _title_only(facts: Facts) -> bool:
    return facts.get("has_abstract") == ("no",)


def _reaches(value: str | float, least: float) -> bool:
    return not isinstance(value, str) and value >= least


def _rank(judged: tuple[Verdict, str]) -> int:
    return ("yes", "unsure", "no").index(judged[0])


def facts_of(record: Record, extractions: Iterable[Extraction], case: int = 0) -> Facts:
    """What is known of a case, of its report and of the record; of case 0 it is the last two alone."""
    found = tuple(extractions)
    return _facts_of_record(record) | _facts_of_case(found, 0) | _facts_of_case(found, case)


def _facts_of_record(record: Record) -> dict[str, tuple[str | float, ...]]:
    return {
        "publication_types": record.publication_types,
        "languages": record.languages,
        "has_abstract": ("yes" if record.sections else "no",),
    }


def _facts_of_case(extractions: Iterable[Extraction], number: int) -> dict[str, tuple[str | float, ...]]:
    found = [one for one in extractions if one.case == number]
    facts = {one.field: _values(one.value) for one in found}
    return facts | {f"rule of {one.field}": (one.rule,) for one in found}


def _values(value: Value) -> tuple[str | float, ...]:
    if isinstance(value, StatedCount):
        return (float(value.n),)
    return value if isinstance(value, tuple) else (value,)
