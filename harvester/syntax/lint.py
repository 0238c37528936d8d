"""Everything in a strategy that PubMed would silently ignore or misread."""

from __future__ import annotations

from collections.abc import Iterator

from .characters import in_ampersands, in_characters
from .dates import in_dates
from .findings import Finding, StrategyError
from .parser import Reader
from .tagging import in_brackets, outside_brackets
from .tree import Stored
from .wording import in_words


def lint(strategy: str) -> tuple[Finding, ...]:
    """Everything in a strategy that PubMed would not do as written, in reading order; nothing is ever corrected.

    What only PubMed's own indexes can tell (a heading or a phrase that does not exist) is not among it: that comes
    back as a warning of the search. The rules are those of PubMed's help page and of answers seen from E-utilities.
    """
    found = [*in_characters(strategy)]
    try:
        reader = Reader(strategy, found.append)
        reader.read()
    except StrategyError as fault:
        found.append(Finding(fault.code, fault.start, fault.end, fault.why))
    else:
        found += [*reader.notes, *_in_leaves(strategy, reader)]
    # An operator in lower case is read as a word, so what seems mixed is another strategy than the one that is meant.
    if any(finding.code == "lower-case-operator" for finding in found):
        found = [finding for finding in found if finding.code != "mixed-operators"]
    return tuple(sorted(set(found), key=lambda finding: (finding.start, finding.end, finding.code)))


def _in_leaves(strategy: str, reader: Reader) -> Iterator[Finding]:
    quoted = [(token.start, token.end) for token in reader.tokens if token.kind in ("phrase", "tag")]
    yield from in_ampersands(strategy, quoted)
    for placed in reader.placed:
        if isinstance(placed.node, Stored):
            why = f"{placed.node} is a search of a session, which a query file has not; write that search here"
            yield Finding("session-search", placed.start, placed.end, why)
        yield from in_brackets(placed)
        yield from outside_brackets(strategy, placed)
        yield from in_dates(placed)
        yield from in_words(strategy, placed)
