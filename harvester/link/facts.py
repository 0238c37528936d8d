"""A Case and its Record -> the facts by which it is compared with another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..records import Author, Case, Record
from .subjects import key_order
from .words import folded


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
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
    cites: frozenset[str]
    says: str

    @property
    def stated(self) -> tuple[str, float | None, bool, tuple[str, ...]]:
        """The facts by which a twin report's case is told from its neighbours."""
        return (self.sex, self.age, self.at_primary, self.levels)


def earlier_first(facts: Facts) -> tuple[int, tuple[bool, int, str, int, str]]:
    """Sorts by year of the report, without one first, then by key."""
    return (facts.year or 0, key_order(facts.key))


def facts_of(case: Case, record: Record) -> Facts:
    """What a case states of its patient, with what its record says of the people who report it."""
    return Facts(
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
        cites=frozenset(record.references) | {one.pmid for one in record.corrections if one.pmid},
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
            names[folded(author.last), initials[0]].add(initials)
    return {name: tuple(sorted(initials)) for name, initials in names.items()}


def _initials(author: Author) -> str:
    initials = author.initials or "".join(part[0] for part in re.split(r"[\s-]+", author.fore) if part)
    return folded(initials).replace(" ", "")


def _affiliations(authors: Iterable[Author]) -> frozenset[str]:
    """Affiliations for comparing: without the e-mail address, which belongs to one author."""
    written = (re.sub(r"\S+@\S+", "", text) for author in authors for text in author.affiliations)
    return frozenset(folded(text) for text in written) - {""}


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
