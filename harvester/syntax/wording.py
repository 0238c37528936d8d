"""Words that PubMed searches otherwise than they look: stop words, stars, lower-case operators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .fields import DATING, NAMING, READING
from .findings import Finding
from .parser import Placed
from .stopwords import STOPWORDS
from .tree import Term

_Place = tuple[str, int, int, str]
"""A finding's code, where it starts and ends within the term as written, and why."""


def in_words(strategy: str, placed: Placed) -> Iterator[Finding]:
    """What is wrong with the words of a term, tags aside."""
    term = placed.node
    if not isinstance(term, Term):
        return
    written = strategy[placed.start : placed.end]
    yield from (
        Finding(code, placed.start + start, placed.start + end, why)
        for code, start, end, why in _of(written, placed, term)
    )


def _of(written: str, placed: Placed, term: Term) -> Iterator[_Place]:
    if not any(character.isalnum() for character in term.text):
        yield "nothing-to-search", 0, len(written), f"{term.text} holds nothing that can be searched; leave it out"
        return
    found = [*_truncated(written, term)]
    if not term.quoted:
        found += [*_in_lower_case(written, placed, term), *_from_elsewhere(written, term)]
    yield from found or _stop_word(written, term)


def _truncated(written: str, term: Term) -> Iterator[_Place]:
    if term.field and term.field.tag in (*NAMING, *DATING, "uid", "filter"):
        return
    for found in _SHORT.finditer(written):
        why = f"{found[0]} has fewer than four characters before *; PubMed does not truncate it. Write the words out"
        if found[0] == "*":
            why = "PubMed has no truncation on the left; write the words out, joined by OR"
        yield "short-truncation", *found.span(), why
    for found in _inner_stars(written, term):
        why = f"{found[0]} is not the last word of its phrase; PubMed truncates only that one"
        yield "truncation-inside-phrase", *found.span(), why


_SHORT = re.compile(r"(?<![\w*\u0300-\u036f-])[\w\u0300-\u036f-]{0,3}\*")
"""A hyphen joins: whether `x-ray*` counts as three letters or as five characters is nowhere said."""


def _inner_stars(written: str, term: Term) -> Iterator[re.Match[str]]:
    """Starred words with another word of the same phrase behind them; quotes, a tag or a hyphen make a phrase."""
    for phrase in re.finditer(r"(?s:.+)" if term.quoted or term.tag else r"\S+", written):
        parts = [part for part in _PART.finditer(written, *phrase.span()) if re.search(r"\w", part[0])]
        yield from (part for part in parts[:-1] if "*" in part[0])


_PART = re.compile(r'[^\s"\u201c-\u201f\u2033-]+')


def _in_lower_case(written: str, placed: Placed, term: Term) -> Iterator[_Place]:
    words = [*re.finditer(r"\S+", written)]
    for index, word in enumerate(words):
        operator = word[0].upper()
        if operator not in ("AND", "OR", "NOT") or word[0] == operator:
            continue
        before, behind = index > 0 or placed.follows, index + 1 < len(words) or placed.leads
        inside = 0 < index < len(words) - 1
        # `AND not spine[tiab]`; three words may be a phrase: `not otherwise specified[tiab]`.
        doubled = operator == "NOT" and index == 0 and len(words) == 2
        if doubled or (before and behind and not (inside and _is_part_of_value(operator, term))):
            why = f"{word[0]} in lower case is no operator, PubMed takes it for a word"
            yield "lower-case-operator", *word.span(), f"{why}; write {operator}, or the whole phrase in quotes"


def _is_part_of_value(operator: str, term: Term) -> bool:
    """A tagged run of words is one phrase: `head and neck[tiab]`, `Wounds and Injuries[mh]`."""
    return bool(term.tag) and (operator == "AND" or term.field is None or term.field.tag not in READING)


def _from_elsewhere(written: str, term: Term) -> Iterator[_Place]:
    if not term.tag and (found := _OVID_HEADING.fullmatch(written)):
        why = f"{written} is Ovid's way to write a heading; write {(found['exploded'] or found['heading']).strip()}[mh]"
        yield "foreign-heading", 0, len(written), why
    if not term.tag and re.fullmatch(r"\d{1,3}", written):
        why = f"{written} alone is no line of a search here; write the line itself, or {written}[uid] for a PMID"
        yield "bare-number", 0, len(written), why
    for pattern, code, why in _ELSEWHERE:
        for found in pattern.finditer(written):
            yield code, *found.span(), f"{found[0]} {why}"


_OVID_HEADING = re.compile(r"exp\s+\*?(?P<exploded>[^/]+)/.*|(?P<heading>[^/]+)/\s*")
_ELSEWHERE = (
    (
        re.compile(r"(?<![\w/])(?:(?i:adj\d+|near/?\d+|next/\d+)|W/\d+|PRE/\d+)(?!\w)"),
        "foreign-operator",
        'is another database\'s operator; PubMed takes it for a word. Write "two words"[tiab:~3]',
    ),
    (
        re.compile(r"(?i)\.(?:ti|ab|mp|tw|kw|kf|sh|hw|fs|pt|jw)(?:,(?:ti|ab|tw|kw|kf|hw|sh|ot|rn|nm))*\.(?!\w)"),
        "foreign-tag",
        "is Ovid's way to name fields; PubMed takes it for words. Write a tag such as [tiab]",
    ),
    (
        re.compile(r":(?:ti|ab|kw)(?:,(?:ti|ab|kw|de))*(?!\w)"),
        "foreign-tag",
        "is Embase's way to name fields; PubMed takes it for words. Write a tag such as [tiab]",
    ),
    (
        re.compile(r"(?<!\S)/[A-Za-z]+"),
        "subheading-behind-tag",
        "stands behind the tag; a subheading stands before it, as in spine/surgery[mh]",
    ),
    (
        re.compile(r"(?<![a-z])(?:[a-z]{3,}\$|[a-z]{2,}\?[a-z]+)"),
        "foreign-wildcard",
        "holds another database's wildcard; PubMed takes it for a space. Write *, or every spelling joined by OR",
    ),
    (
        re.compile(r"(?<!\w)['\u2018\u2019](?=\w[^'\"\u2018\u2019\s]*\s)[^'\"\u2018\u2019]*['\u2019](?!\w)"),
        "single-quotes",
        'stands in single quotation marks, which make no phrase; write "',
    ),
)


def _stop_word(written: str, term: Term) -> Iterator[_Place]:
    if term.text.lower() not in STOPWORDS or (term.field and term.field.tag not in READING):
        return
    why = "finds nothing, and so does whatever is ANDed to it" if term.field else "is not searched"
    yield "stop-word", 0, len(written), f"{term.text} is a stop word; alone it {why}. Leave it out"
