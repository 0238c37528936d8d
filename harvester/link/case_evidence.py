"""Two cases -> what speaks for and against one patient, each with its weight in bits.

The weights, log2 of m / u: m, how often two reports of one patient agree so, allows for one slip in twenty in what an
abstract states; u, how often two patients of a topical series do, is counted from how such series are: half of each
sex, forty years of age in which nine of ten are, some twenty levels of which thoracic ones are the most frequent, and
reports by several hundred groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from .ages import age_agreement, ages_in_words
from .evidence import Evidence
from .facts import Facts

PRIOR = -10.0
"""log2 odds before anything is compared: a hundred patients are 5,000 pairs, of which a handful are one patient."""

_SEX = 1.0
"""u = 1/2."""
_AGES = {"restated": 4.0, "grown": 3.0, "possible": 1.0}
"""u = 3/40 for an age within a year of one that is expected, more for one of the years between."""
_ALL_LEVELS, _SEVERAL_LEVELS, _SOME_LEVELS = 4.0, 6.0, 3.5
"""u = 1/20 for the one level of both, 1/60 for the same several, 1/12 for one in common."""
_SITE, _COMMON_SITE = 3.0, 0.5
"""u = 2/3 for the site that most of a series have, 1/10 for another."""
_INTERVAL, _OTHER_INTERVAL = 3.0, -2.0
"""u = 1/10: intervals spread over thirty years, and three months are what `about eight years` may be off. Another one
is that to another lesion once in five times."""
SEVERAL_AUTHORS, _HALF_OF_THEM, _ONE_OF_MANY, _NO_AUTHOR = 8.0, 5.0, 2.0, -4.0
"""u = 1/300 for two authors; 1/30 for one who is half of the shorter list and 1/5 for one of more, as namesakes are
frequent. Once in twenty times it is another hospital that reports a patient again."""
_AFFILIATION = 1.0
"""Says little that the authors do not say."""
_CITED, _SAID = 2.0, 4.0
"""A report cites one that resembles it in one of five; it says in one of fifty that it returns to a patient."""


def compare_cases(earlier: Facts, later: Facts) -> tuple[Evidence, ...]:
    """Everything that both state, in the order of reading."""
    return tuple(one for one in _compared(earlier, later) if one is not None)


def _compared(earlier: Facts, later: Facts) -> Iterator[Evidence | None]:
    yield Evidence("sex", f"same sex {later.sex}", _SEX) if earlier.sex and earlier.sex == later.sex else None
    yield _age(earlier, later)
    yield _levels(earlier, later)
    yield _site(earlier, later)
    yield _interval(earlier, later)
    yield _authors(earlier, later)
    yield Evidence("affiliation", "affiliation shared", _AFFILIATION) if _one_clinic(earlier, later) else None
    yield Evidence("cited", "the later report cites the earlier", _CITED) if earlier.pmid in later.cites else None
    yield Evidence("said", f'the later report says "{later.says}"', _SAID) if later.says else None


def _age(earlier: Facts, later: Facts) -> Evidence | None:
    agreement = age_agreement(earlier, later)
    return Evidence("age", ages_in_words(earlier, later), _AGES[agreement]) if agreement else None


def _levels(earlier: Facts, later: Facts) -> Evidence | None:
    shared = [level for level in earlier.levels if level in later.levels]
    if not shared:
        return None
    words = f"levels {'; '.join(shared)} shared"
    if set(earlier.levels) != set(later.levels):
        return Evidence("levels", words, _SOME_LEVELS)
    return Evidence("levels", words, _SEVERAL_LEVELS if len(shared) > 1 else _ALL_LEVELS)


def _site(earlier: Facts, later: Facts) -> Evidence | None:
    if not earlier.site or earlier.site != later.site:
        return None
    return Evidence("site", f"same primary site {later.site}", _COMMON_SITE if later.site == "intracranial" else _SITE)


def _interval(earlier: Facts, later: Facts) -> Evidence | None:
    if earlier.interval is None or later.interval is None:
        return None
    apart = abs(earlier.interval - later.interval)
    if apart <= 3:
        return Evidence("interval", f"same interval of {later.interval:g} months", _INTERVAL)
    words = f"intervals of {earlier.interval:g} and {later.interval:g} months"
    return Evidence("interval", words, _OTHER_INTERVAL) if apart > 12 else None


def _authors(earlier: Facts, later: Facts) -> Evidence | None:
    if not earlier.authors or not later.authors:
        return None
    shared = shared_authors(earlier, later)
    if not shared:
        return Evidence("authors", "no author shared", _NO_AUTHOR)
    shorter = min(sum(map(len, one.authors.values())) for one in (earlier, later))
    if shared > 1:
        return Evidence("authors", f"{shared} authors shared", SEVERAL_AUTHORS)
    return Evidence("authors", "1 author shared", _HALF_OF_THEM if shorter <= 2 else _ONE_OF_MANY)


def shared_authors(left: Facts, right: Facts) -> int:
    """How many authors the two have in common; `Brass S` and `Brass SD` are one, `Kim JH` and `Kim JS` are two."""
    return min(_found_among(left, right), _found_among(right, left))


def _found_among(facts: Facts, others: Facts) -> int:
    return sum(
        any(one.startswith(other) or other.startswith(one) for other in others.authors.get(name, ()))
        for name, written in facts.authors.items()
        for one in written
    )


def _one_clinic(earlier: Facts, later: Facts) -> bool:
    return not earlier.affiliations.isdisjoint(later.affiliations)
