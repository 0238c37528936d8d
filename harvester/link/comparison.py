"""Two cases -> what speaks against one patient and what for it: veto before evidence, then a score."""

from __future__ import annotations

from .ages import age_fits, ages_in_words
from .facts import Facts
from .matches import Match
from .words import differ


def veto(earlier: Facts, later: Facts) -> str:
    """Why the two cannot be one patient, or nothing."""
    if differ(earlier.sex, later.sex):
        return f"sex {earlier.sex} and {later.sex}"
    if age_fits(earlier, later) is False:
        return f"{ages_in_words(earlier, later)} do not fit"
    if earlier.levels and later.levels and set(earlier.levels).isdisjoint(later.levels):
        return f"levels {'; '.join(earlier.levels)} and {'; '.join(later.levels)}"
    if differ(earlier.site, later.site):
        return f"primary site {earlier.site} and {later.site}"
    return ""


_ESSENTIAL = {"authors": 0.35, "sex": 0.15, "age": 0.2, "levels": 0.2}
_SUPPORTING = {"site": 0.03, "interval": 0.03, "affiliation": 0.02, "words": 0.02}
_FEW_AUTHORS = 0.15


def compare_cases(earlier: Facts, later: Facts) -> Match | None:
    """Veto, evidence, verdict; None where the two have too little in common to ask anybody."""
    if veto(earlier, later):
        return None
    shared = _shared_authors(earlier, later)
    evidence = _evidence(earlier, later, shared)
    agreeing = sum(name in evidence for name in ("sex", "age", "levels"))
    if agreeing < (2 if shared else 3) or not (shared or later.says):
        return None
    certain = evidence.keys() >= _ESSENTIAL.keys()
    weights = {**_ESSENTIAL, **_SUPPORTING, "few authors": _FEW_AUTHORS}
    score = round(sum(weights.get(name, 0.0) for name in evidence), 2)
    return Match("yes" if certain else "unsure", score, "; ".join(evidence.values()))


def _shared_authors(left: Facts, right: Facts) -> int:
    """How many authors the two have in common; `Brass S` and `Brass SD` are one, `Kim JH` and `Kim JS` are two."""
    return min(_found_among(left, right), _found_among(right, left))


def _found_among(facts: Facts, others: Facts) -> int:
    return sum(
        any(one.startswith(other) or other.startswith(one) for other in others.authors.get(name, ()))
        for name, written in facts.authors.items()
        for one in written
    )


def _evidence(earlier: Facts, later: Facts, shared: int) -> dict[str, str]:
    """What speaks for one patient: name of the evidence -> the words for the reason, in the order of reading."""
    levels = [level for level in earlier.levels if level in later.levels]
    few = not _many_authors(earlier, later, shared)
    said = {
        "sex": f"same sex {earlier.sex}" if earlier.sex and later.sex else "",
        "age": ages_in_words(earlier, later) if age_fits(earlier, later) else "",
        "levels": f"levels {'; '.join(levels)} shared" if levels else "",
        "site": f"same primary site {earlier.site}" if earlier.site and later.site else "",
        "interval": f"same interval of {later.interval:g} months" if _same_interval(earlier, later) else "",
        "few authors" if few else "authors": f"{shared} author{'s' if shared > 1 else ''} shared" if shared else "",
        "affiliation": "affiliation shared" if earlier.affiliations & later.affiliations else "",
        "words": f'the later report says "{later.says}"' if later.says else "",
    }
    return {name: words for name, words in said.items() if words}


def _same_interval(earlier: Facts, later: Facts) -> bool:
    """Within the three months that `about eight years` may be off."""
    return earlier.interval is not None and later.interval is not None and abs(earlier.interval - later.interval) <= 3


def _many_authors(earlier: Facts, later: Facts, shared: int) -> bool:
    """At least two, or half of the shorter list."""
    shorter = min(sum(map(len, one.authors.values())) for one in (earlier, later))
    return shared >= 2 or (shared > 0 and 2 * shared >= shorter)
