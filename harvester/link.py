"""Records and cases -> Decisions that two are the same, and the clusters that follow from them.

Nothing is merged and nothing deleted here: a link is a decision, and taking it back is one more decision. The method is
record linkage as usual: block, compare, veto before evidence, then a score. A `yes` is what the rule stands behind
without a reader; an `unsure` waits for a person. Scores order the pairs for that person, they are no probabilities.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Literal, TypeVar

from .records import Author, Case, Decision, Record, Verdict

SAME_REPORT_RULE = "rule:same-report/1"
SAME_CASE_RULE = "rule:same-case/1"

_T = TypeVar("_T", "Record", "_Facts")

# ------------------------------------------------------------------------------------------------------------ names


def pair(left: str, right: str) -> str:
    """The subject of a decision about two: `90000001#1 = 90000017#1`, the lower first."""
    return " = ".join(sorted((left, right), key=key_order))


def key_order(key: str) -> tuple[bool, int, str, int, str]:
    """Sorts PMIDs and case keys (`90000001#2`) as numbers: report first, then case; what is no PMID comes last."""
    report, _, number = key.partition("#")
    pmid = _natural(report)
    return (pmid is None, pmid or 0, "" if pmid is not None else report, _natural(number) or 0, key)


def _natural(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def effective(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The decision that stands for each (kind, subject): a person outranks a rule, then the latest wins.

    Pairs are keyed the lower first, however they were written. Two of the same rank and instant are settled for the
    more cautious verdict, so that the answer never depends on the order of arrival.
    """
    standing: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        key = (decision.kind, _canonical(decision.subject))
        if key not in standing or _rank(decision) > _rank(standing[key]):
            standing[key] = decision
    return standing


def _canonical(subject: str) -> str:
    ends = subject.split(" = ")
    return pair(*ends) if len(ends) == 2 else subject


_CAUTION: Mapping[Verdict, int] = {"yes": 0, "unsure": 1, "no": 2}


def _rank(decision: Decision) -> tuple[bool, datetime, int, str, str, float, str]:
    """The first two decide; the rest only makes a tie come out the same every time."""
    score = -1.0 if decision.score is None else decision.score
    caution = _CAUTION[decision.verdict]
    return (decision.by_person, decision.at, caution, decision.by, decision.reason, score, decision.subject)


# --------------------------------------------------------------------------------------------------------- clusters


@dataclass(slots=True)
class _Group:
    """The keys found to be the same so far, the reports they stand in, and the keys a person told them apart from."""

    members: set[str]
    reports: set[str]
    apart: set[str]


def cluster(keys: Iterable[str], decisions: Iterable[Decision]) -> tuple[tuple[str, ...], ...]:
    """The groups of keys that standing decisions of `same report` or `same case` join; every key is in exactly one.

    Groups and their members are in numerical order. Pairs with an end outside `keys` are left aside. Two things keep
    groups apart although a path of `yes` leads from one to the other:

    - a person's `no` on a pair: the weakest link of the path gives way, a rule's before a person's, the lower score
      before the higher, and among persons the older word before the newer;
    - two cases of one report are two patients: a rule's link that would make them one gives way, a person's does not.
    """
    standing = _standing_pairs(decisions)
    groups = {key: _Group({key}, {key.partition("#")[0]} if "#" in key else set(), set()) for key in keys}
    for left, right, decision in standing:
        if decision.by_person and decision.verdict == "no" and {left, right} <= groups.keys():
            groups[left].apart.add(right)
            groups[right].apart.add(left)
    for left, right, decision in standing:
        if decision.verdict == "yes" and {left, right} <= groups.keys():
            _join(groups, left, right, by_person=decision.by_person)
    distinct = {id(group): group.members for group in groups.values()}.values()
    in_order = (tuple(sorted(members, key=key_order)) for members in distinct)
    return tuple(sorted(in_order, key=lambda members: key_order(members[0])))


def _standing_pairs(decisions: Iterable[Decision]) -> list[tuple[str, str, Decision]]:
    """The decisions about pairs that stand, strongest first, each with its two ends.

    Taking the strongest first makes the link that gives way the weakest of its path (Kruskal's order).
    """
    standing = effective(one for one in decisions if one.kind in ("same report", "same case"))
    strongest_first = sorted(standing.items(), key=lambda item: (_strength(item[1]), item[0]))
    split = ((subject.split(" = "), decision) for (_, subject), decision in strongest_first)
    return [(ends[0], ends[1], decision) for ends, decision in split if len(ends) == 2]


def _strength(decision: Decision) -> tuple[bool, float, float]:
    newest_first = -decision.at.timestamp() if decision.by_person else 0.0
    return (not decision.by_person, newest_first, -(decision.score or 0.0))


def _join(groups: dict[str, _Group], left: str, right: str, *, by_person: bool) -> None:
    """Make one group of two, unless that would go against a person or, for a rule, make one patient of two cases."""
    small, large = sorted((groups[left], groups[right]), key=lambda group: len(group.members))
    if small is large or not small.apart.isdisjoint(large.members):
        return
    if not by_person and not small.reports.isdisjoint(large.reports):
        return
    large.members |= small.members
    large.reports |= small.reports
    large.apart |= small.apart
    groups.update(dict.fromkeys(small.members, large))


# ---------------------------------------------------------------------------------------------------- same report

_NOTICES = frozenset({"Published Erratum", "Retraction of Publication", "Expression of Concern", "Comment"})
_NOTICE_LINKS = ("Comment", "Erratum", "Retraction", "ExpressionOfConcern")


def link_reports(records: Iterable[Record], at: datetime) -> tuple[Decision, ...]:
    """Decisions `same report` about records that may report the same thing twice, in numerical order of PMIDs.

    The same DOI is a yes, unless both the title and the first author differ. The same title and first author within
    a year of each other is a yes when exactly one of them is ahead of print and no DOI speaks against it, else
    unsure. A notice (erratum, retraction, expression of concern, comment) and what it is about are never linked.
    Linear in the number of records.
    """
    latest = {record.pmid: record for record in sorted(records, key=lambda record: record.version)}
    in_order = sorted(latest.values(), key=lambda record: (record.year or 0, key_order(record.pmid)))
    found: dict[str, Decision] = {}
    for left, right in _report_candidates(in_order):
        subject = pair(left.pmid, right.pmid)
        match = None if subject in found or _notice(left, right) else _compare_reports(left, right)
        if match:
            found[subject] = _decision("same report", subject, match, at)
    return _sorted(found.values())


def _report_candidates(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Pairs with a DOI in common, then pairs with title and first author in common."""
    dois: dict[str, list[Record]] = defaultdict(list)
    titles: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.doi:
            dois[_doi(record)].append(record)
        title, author = _title(record), _first_author(record)
        if title and author:
            titles[title, author].append(record)
    for block in (*dois.values(), *titles.values()):
        yield from _neighbours(block)


_WINDOW = 200
"""How many of its block a member is compared with: those that follow it (sorted neighbourhood, Hernández 1995)."""


def _neighbours(block: Sequence[_T]) -> Iterator[tuple[_T, _T]]:
    """All pairs of a block of ordinary size; of a huge one each with those next to it, so that time stays linear.

    Two of one report are no pair and take up no room in the window.
    """
    for index, left in enumerate(block):
        others = (right for right in islice(block, index + 1, None) if right.pmid != left.pmid)
        yield from ((left, right) for right in islice(others, _WINDOW))


def _doi(record: Record) -> str:
    """The DOI for comparing: DOIs are case-insensitive (DOI Handbook 2.4), and some come as a URL."""
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", record.doi.strip().lower())


def _title(record: Record) -> str:
    """The title for comparing: NLM's placeholder for a missing one is none."""
    title = _folded(record.title)
    return _folded(record.vernacular_title) if title == "not available" else title


def _first_author(record: Record) -> str:
    return _folded(record.authors[0].last or record.authors[0].collective) if record.authors else ""


def _folded(text: str) -> str:
    """Letters and digits only, without case and accents, words divided by one space."""
    plain = (char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def _notice(left: Record, right: Record) -> bool:
    """Whether one is a notice about the other: by publication type, or by the link NLM keeps between the two."""
    if _NOTICES.intersection(left.publication_types) != _NOTICES.intersection(right.publication_types):
        return True
    return _linked(left, right) or _linked(right, left)


def _linked(record: Record, other: Record) -> bool:
    return any(one.pmid == other.pmid and one.kind.startswith(_NOTICE_LINKS) for one in record.corrections)


@dataclass(frozen=True, slots=True)
class _Match:
    """What a rule found about a pair."""

    verdict: Verdict
    score: float
    reason: str


def _compare_reports(left: Record, right: Record) -> _Match | None:
    if left.doi and _doi(left) == _doi(right):
        return _compare_with_doi(left, right)
    if left.year is None or right.year is None or abs(left.year - right.year) > 1:
        return None
    years = f"year {left.year}" if left.year == right.year else f"years {left.year} and {right.year}"
    reason = f"same title; same first author {left.authors[0].name}; {years}"
    if left.doi and right.doi:
        return _Match("unsure", 0.6, f"{reason}; different DOIs {_doi(left)} and {_doi(right)}")
    if _ahead(left) != _ahead(right):
        ahead = left if _ahead(left) else right
        return _Match("yes", 0.95, f"{reason}; PMID {ahead.pmid} is ahead of print")
    return _Match("unsure", 0.7, reason)


def _compare_with_doi(left: Record, right: Record) -> _Match:
    """A DOI shared by two that share nothing else is a supplement's or a typing error, and a question."""
    reason = f"same DOI {_doi(left)}"
    if _differ(_title(left), _title(right)) and _differ(_first_author(left), _first_author(right)):
        return _Match("unsure", 0.5, f"{reason}; title and first author differ")
    return _Match("yes", 1.0, reason)


def _differ(left: str, right: str) -> bool:
    """Whether both are stated and not the same."""
    return bool(left and right and left != right)


def _ahead(record: Record) -> bool:
    return record.publication_status == "aheadofprint" or record.status == "Publisher"


def _decision(kind: Literal["same report", "same case"], subject: str, match: _Match, at: datetime) -> Decision:
    return Decision(
        kind=kind,
        subject=subject,
        verdict=match.verdict,
        reason=match.reason,
        score=match.score,
        by=SAME_REPORT_RULE if kind == "same report" else SAME_CASE_RULE,
        at=at,
    )


def _sorted(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(decisions, key=lambda one: [key_order(end) for end in one.subject.split(" = ")]))


# ------------------------------------------------------------------------------------------------------ same case


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Facts:
    """What a case is compared by; itself and no other, also where another states the same.

    `authors` maps last name and first initial to all the initials that go with them.
    """

    key: str
    pmid: str
    year: int | None
    sex: str
    age: float | None
    at_primary: bool
    interval: float | None
    levels: tuple[str, ...]
    site: str
    authors: Mapping[tuple[str, str], tuple[str, ...]]
    affiliations: frozenset[str]
    says: str

    @property
    def stated(self) -> tuple[str, float | None, bool, tuple[str, ...]]:
        """The facts by which a twin report's case is told from its neighbours."""
        return (self.sex, self.age, self.at_primary, self.levels)


def link_cases(
    cases: Iterable[tuple[Case, Record]], at: datetime, same_reports: Collection[tuple[str, str]] = ()
) -> tuple[Decision, ...]:
    """Decisions `same case` about cases of different reports that may be one patient, in numerical order of keys.

    Each case comes once, with its record; `same_reports` are pairs of PMIDs judged the same report, whose cases are
    aligned. Vetoes come first: another sex, ages that do not fit the years between the reports, specific levels
    without one in common, another primary site, the same report. A yes takes shared authors (two, or half of the
    shorter list), sex, age and a specific level; two of the last three are unsure. Without a shared author a pair is
    only ever unsure, and only where the later report says that it returns to a patient and all three agree. When a
    case fits two cases of another report equally well, neither is a yes.
    """
    facts = sorted((_facts(case, record) for case, record in cases), key=_earlier_first)
    twins = {pair(*pmids) for pmids in same_reports if pmids[0] != pmids[1]}
    found = dict(_align_twins(facts, twins))
    for earlier, later in dict.fromkeys(_case_candidates(facts)):
        match = None if pair(earlier.pmid, later.pmid) in twins else _compare_cases(earlier, later)
        if match:
            found[pair(earlier.key, later.key)] = match
    return _sorted(_decision("same case", subject, match, at) for subject, match in _unequivocal(found).items())


def _earlier_first(facts: _Facts) -> tuple[int, tuple[bool, int, str, int, str]]:
    return (facts.year or 0, key_order(facts.key))


def _facts(case: Case, record: Record) -> _Facts:
    return _Facts(
        key=case.key,
        pmid=case.pmid,
        year=record.year,
        sex=_word(case, "sex"),
        age=_number(case, "age_years"),
        at_primary=case.value("age_at") == "primary",
        interval=_number(case, "interval_months"),
        levels=_specific_levels(case),
        site=_word(case, "primary_site"),
        authors=_names(record.authors),
        affiliations=_affiliations(record.authors),
        says=_returns_to_patient(record),
    )


def _word(case: Case, field: str) -> str:
    """A value for comparing; `other` is no place and agrees with nothing."""
    value = case.value(field)
    return value if isinstance(value, str) and value != "other" else ""


def _number(case: Case, field: str) -> float | None:
    value = case.value(field)
    return float(value) if isinstance(value, int | float) else None


def _specific_levels(case: Case) -> tuple[str, ...]:
    """The levels that name a vertebra; a region (`thoracic`) fits too many patients to say anything."""
    value = case.value("spinal_levels")
    stated = value if isinstance(value, tuple) else ()
    return tuple(level for level in stated if re.fullmatch(r"[CTLS][0-9]{1,2}|Co[0-9]?", level))


def _names(authors: Iterable[Author]) -> dict[tuple[str, str], tuple[str, ...]]:
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for author in authors:
        initials = _initials(author)
        if author.last and initials:
            names[_folded(author.last), initials[0]].add(initials)
    return {name: tuple(sorted(initials)) for name, initials in names.items()}


def _initials(author: Author) -> str:
    initials = author.initials or "".join(part[0] for part in re.split(r"[\s-]+", author.fore) if part)
    return _folded(initials).replace(" ", "")


def _affiliations(authors: Iterable[Author]) -> frozenset[str]:
    """Affiliations for comparing: without the e-mail address, which belongs to one author."""
    written = (re.sub(r"\S+@\S+", "", text) for author in authors for text in author.affiliations)
    return frozenset(_folded(text) for text in written) - {""}


_RETURNS = re.compile(
    r"""
      \b(?:we|our\ (?:group|team)|the\ authors)\ (?:have\ |had\ )?(?:previously|earlier|already)\ SAID
    | \b(?:the|this|our|same)\ (?:previously|earlier|already)\ SAID\ (?:patient|case)\b
    | \b(?:the|this|our|same)\ (?:patient|case)\ (?:(?:has|had)\ been\ |was\ )?previously\ SAID
      (?!\ in\ the\ (?:\w+\ )?literature)
    | \bfollow[ -]?up\ (?:report\ )?(?:of|on)\ (?:the|a|our|this)\ (?:same|index|previously\ SAID)\ (?:patient|case)\b
    """.replace("SAID", r"(?:reported|described|published)\b"),
    re.VERBOSE | re.IGNORECASE,
)
_RETURNS_IN_TITLE = re.compile(r"\bfollow[ -]?up (?:report )?(?:of|on) (?:the|a|our|this|one) (?:patient|case)\b", re.I)


def _returns_to_patient(record: Record) -> str:
    """The words by which a report says that its patient has been reported before, or nothing.

    `previously reported cases` counts other people's patients and `follow-up of the patient` in an abstract is any
    follow-up, so the first must be about the own patient and the second in the title.
    """
    found = _RETURNS.search(record.text) or _RETURNS_IN_TITLE.search(record.title)
    return found.group() if found else ""


# -------- the cases of two reports that are one


def _align_twins(facts: Iterable[_Facts], twins: Collection[str]) -> Iterator[tuple[str, _Match]]:
    """The cases of reports judged the same: a lone case with a lone case, several by their facts and their order."""
    by_report: dict[str, list[_Facts]] = defaultdict(list)
    for one in facts:
        by_report[one.pmid].append(one)
    for subject in sorted(twins):
        left, right = (by_report.get(pmid, []) for pmid in subject.split(" = "))
        align = _align_lone if len(left) == len(right) == 1 else _align_several
        yield from align(left, right)


def _align_lone(left: Sequence[_Facts], right: Sequence[_Facts]) -> Iterator[tuple[str, _Match]]:
    objection = _veto(*sorted((left[0], right[0]), key=_earlier_first))
    lone = "same report; its only case"
    match = _Match("unsure", 0.5, f"{lone}; yet {objection}") if objection else _Match("yes", 0.95, lone)
    yield pair(left[0].key, right[0].key), match


def _align_several(left: Iterable[_Facts], right: Iterable[_Facts]) -> Iterator[tuple[str, _Match]]:
    """Cases with the same facts, in the order both reports describe them; unsure where one has fewer of a kind."""
    others = _by_stated(right)
    for stated, ours in _by_stated(left).items():
        theirs = others.get(stated, [])
        reason = f"same report; {_stated_words(ours[0])}"
        match = _Match("yes", 0.95, reason) if len(ours) == len(theirs) else _Match("unsure", 0.7, reason)
        for one, other in zip(ours, theirs, strict=False):
            yield pair(one.key, other.key), match


def _by_stated(facts: Iterable[_Facts]) -> dict[tuple[str, float | None, bool, tuple[str, ...]], list[_Facts]]:
    groups: dict[tuple[str, float | None, bool, tuple[str, ...]], list[_Facts]] = defaultdict(list)
    for one in sorted(facts, key=lambda one: key_order(one.key)):
        groups[one.stated].append(one)
    return groups


def _stated_words(facts: _Facts) -> str:
    said = (
        f"sex {facts.sex}" if facts.sex else "",
        f"age {facts.age:g}" if facts.age is not None else "",
        f"levels {'; '.join(facts.levels)}" if facts.levels else "",
    )
    return "; ".join(filter(None, said)) or "no fact that tells its cases apart"


# -------- the cases of two reports by the same people


def _case_candidates(facts: Sequence[_Facts]) -> Iterator[tuple[_Facts, _Facts]]:
    """Pairs, the earlier first, that share an author and a sex or level, or of which one returns to a patient.

    Two of sex, age and level must agree for any decision, so a pair that shares neither sex nor level can be left out.
    """
    blocks: dict[tuple[tuple[str, str], str], list[_Facts]] = defaultdict(list)
    alike: dict[tuple[str, str], list[_Facts]] = defaultdict(list)
    for one in facts:
        for name in one.authors:
            for fact in filter(None, (one.sex, *one.levels)):
                blocks[name, fact].append(one)
        for level in filter(None, one.levels if one.sex else ()):
            if one.says:
                yield from ((earlier, one) for earlier in alike[one.sex, level])
            alike[one.sex, level].append(one)
    for block in blocks.values():
        yield from _neighbours(block)


_ESSENTIAL = {"authors": 0.35, "sex": 0.15, "age": 0.2, "levels": 0.2}
_SUPPORTING = {"site": 0.03, "interval": 0.03, "affiliation": 0.02, "words": 0.02}
_FEW_AUTHORS = 0.15


def _compare_cases(earlier: _Facts, later: _Facts) -> _Match | None:
    """Veto, evidence, verdict; None where the two have too little in common to ask anybody."""
    if _veto(earlier, later):
        return None
    shared = _shared_authors(earlier, later)
    evidence = _evidence(earlier, later, shared)
    agreeing = sum(name in evidence for name in ("sex", "age", "levels"))
    if agreeing < (2 if shared else 3) or not (shared or later.says):
        return None
    certain = evidence.keys() >= _ESSENTIAL.keys()
    weights = {**_ESSENTIAL, **_SUPPORTING, "few authors": _FEW_AUTHORS}
    score = round(sum(weights.get(name, 0.0) for name in evidence), 2)
    return _Match("yes" if certain else "unsure", score, "; ".join(evidence.values()))


def _veto(earlier: _Facts, later: _Facts) -> str:
    """Why the two cannot be one patient, or nothing."""
    if _differ(earlier.sex, later.sex):
        return f"sex {earlier.sex} and {later.sex}"
    if _age_fits(earlier, later) is False:
        return f"{_ages(earlier, later)} do not fit"
    if earlier.levels and later.levels and set(earlier.levels).isdisjoint(later.levels):
        return f"levels {'; '.join(earlier.levels)} and {'; '.join(later.levels)}"
    if _differ(earlier.site, later.site):
        return f"primary site {earlier.site} and {later.site}"
    return ""


_YEARS_YOUNGER = 1
"""Ages are rounded, so a later report may make the patient a year younger; not more."""
_YEARS_LATE = 2
"""A first report may come out so long after what it describes, which adds to the years between the two."""


def _age_fits(earlier: _Facts, later: _Facts) -> bool | None:
    """Whether the ages can be one patient's, None where that cannot be told.

    A later report restates the age of the earlier one or gives that of its own time, so at the spinal lesion the age
    stays or grows by up to the years between. The age at the primary is one event: it does not grow.
    """
    first, second = _age_at_spine(earlier, later), _age_at_spine(later, earlier)
    if first is None or second is None:
        return None
    if earlier.at_primary and later.at_primary:
        return abs(second - first) <= _YEARS_YOUNGER
    growth = second - first
    if earlier.year is None or later.year is None:
        return True if abs(growth) <= _YEARS_YOUNGER else None
    years = later.year - earlier.year
    most = years + _YEARS_LATE if years else _YEARS_YOUNGER
    return _growth_fits(growth, most, earlier_open=_open(earlier, later), later_open=_open(later, earlier))


def _age_at_spine(facts: _Facts, other: _Facts) -> float | None:
    """The age at the spinal lesion: that at the primary plus the interval, which the other report may have to give."""
    if facts.age is None or not facts.at_primary or other.at_primary:
        return facts.age
    interval = facts.interval if facts.interval is not None else other.interval
    return facts.age + (interval or 0.0) / 12


def _open(facts: _Facts, other: _Facts) -> bool:
    """Whether an age is only a lower bound: that at the primary, and nobody says how long it took to the spine."""
    return facts.at_primary and facts.interval is None and other.interval is None


def _growth_fits(growth: float, most: float, *, earlier_open: bool, later_open: bool) -> bool | None:
    """An open age can refute a fit from one side and never prove one."""
    if growth < -_YEARS_YOUNGER:
        return None if later_open else False
    if growth > most:
        return None if earlier_open else False
    return None if earlier_open or later_open else True


def _ages(earlier: _Facts, later: _Facts) -> str:
    """`age 48 in 2003 and 53 in 2008`."""
    return "age " + " and ".join(_age(one) for one in (earlier, later))


def _age(facts: _Facts) -> str:
    at_primary = " at the primary" if facts.at_primary else ""
    return f"{facts.age:g}{at_primary}" + (f" in {facts.year}" if facts.year is not None else "")


def _shared_authors(left: _Facts, right: _Facts) -> int:
    """How many authors the two have in common; `Brass S` and `Brass SD` are one, `Kim JH` and `Kim JS` are two."""
    return min(_found_among(left, right), _found_among(right, left))


def _found_among(facts: _Facts, others: _Facts) -> int:
    return sum(
        any(one.startswith(other) or other.startswith(one) for other in others.authors.get(name, ()))
        for name, written in facts.authors.items()
        for one in written
    )


def _evidence(earlier: _Facts, later: _Facts, shared: int) -> dict[str, str]:
    """What speaks for one patient: name of the evidence -> the words for the reason, in the order of reading."""
    levels = [level for level in earlier.levels if level in later.levels]
    few = not _many_authors(earlier, later, shared)
    said = {
        "sex": f"same sex {earlier.sex}" if earlier.sex and later.sex else "",
        "age": _ages(earlier, later) if _age_fits(earlier, later) else "",
        "levels": f"levels {'; '.join(levels)} shared" if levels else "",
        "site": f"same primary site {earlier.site}" if earlier.site and later.site else "",
        "interval": f"same interval of {later.interval:g} months" if _same_interval(earlier, later) else "",
        "few authors" if few else "authors": f"{shared} author{'s' if shared > 1 else ''} shared" if shared else "",
        "affiliation": "affiliation shared" if earlier.affiliations & later.affiliations else "",
        "words": f'the later report says "{later.says}"' if later.says else "",
    }
    return {name: words for name, words in said.items() if words}


def _same_interval(earlier: _Facts, later: _Facts) -> bool:
    """Within the three months that `about eight years` may be off."""
    return earlier.interval is not None and later.interval is not None and abs(earlier.interval - later.interval) <= 3


def _many_authors(earlier: _Facts, later: _Facts, shared: int) -> bool:
    """At least two, or half of the shorter list."""
    shorter = min(sum(map(len, one.authors.values())) for one in (earlier, later))
    return shared >= 2 or (shared > 0 and 2 * shared >= shorter)


def _unequivocal(found: Mapping[str, _Match]) -> dict[str, _Match]:
    """A yes stays one only where neither case fits a second case of the other report as well."""
    certain = [subject for subject, match in found.items() if match.verdict == "yes"]
    fits = Counter(side for subject in certain for side in _sides(subject))
    rivals = {subject: max(fits[side] for side in _sides(subject)) for subject in certain}
    return {
        subject: _doubted(match, rivals[subject]) if rivals.get(subject, 1) > 1 else match
        for subject, match in found.items()
    }


def _sides(subject: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Each case of a pair, with the report of the other."""
    left, right = subject.split(" = ")
    return (left, right.partition("#")[0]), (right, left.partition("#")[0])


def _doubted(match: _Match, rivals: int) -> _Match:
    return replace(match, verdict="unsure", reason=f"{match.reason}; {rivals} cases of one report fit equally")
