"""Counts of known cases told as a number of things: `seven previously reported cases`, `in 37 patients`.

A number with its noun is looked up first; what stands inside, after and before it tells whether others counted it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..text.numbers import number
from ..text.phrases import Phrase
from ..text.reading import Reading
from .countwords import (
    ADVERB,
    AFTER_CITED,
    AFTER_SURE,
    BEFORE_CITED,
    BEFORE_SURE,
    BOUND,
    CITED,
    COMPARED,
    COUNTED,
    DENIED,
    FOUND_THERE,
    INSIDE,
    LEADS,
    LIMIT,
    NUMBER,
    OUR_SOURCE,
    OURS,
    OWN_BEFORE,
    OWN_NOT,
    OWN_TOO,
    PAPERS,
    SEARCHED,
    SEARCHER,
    SO_FEW,
    TAIL,
    TOLD,
)

Unit = Literal["patients", "reports"]


class Claim(NamedTuple):
    """A claim of how many cases were known, with its words; `aim` is the higher the more it is of this report."""

    n: int
    unit: Unit
    scope: str
    own: bool
    start: int
    end: int
    aim: int = 0


class _Proof(NamedTuple):
    """What the words around a number prove, and where they begin and end."""

    scope: str
    start: int
    end: int


def counted(reading: Reading, start: int, end: int, *, search: bool = False) -> Iterator[Claim]:
    """Claims with a number of cases in a sentence; `search` where a search of the literature was told before it."""
    found = list(COUNTED.finditer(reading, start, end))
    if not found:
        return
    said = _Said(reading.low, start, end, search=search)
    stops = [*(one.start() for one in found[1:]), end]
    for one, stop in zip(found, stops, strict=True):
        limit = LIMIT.search(reading.low[max(start, one.start() - 34) : one.start()])
        proof = None if _bounded(reading.low, start, one) and not limit else said.proof(one, stop)
        if proof:
            claim = _claim(said, one, proof)
            yield _limited(claim, limit, one.start() - len(limit.group())) if limit else claim
    yield from _part(reading, start, end, found[0], said)


def _limited(claim: Claim, limit: re.Match[str], start: int) -> Claim:
    """`fewer than 20 cases` states 20, says in its scope that it is a limit, and yields to an exact claim."""
    scope = f"{' '.join(limit['than'].split())}, {claim.scope}"
    return claim._replace(start=min(start, claim.start), scope=scope, aim=claim.aim - 1)


def _bounded(low: str, start: int, found: re.Match[str]) -> bool:
    return bool(BOUND.search(low[max(start, found.start() - 34) : found.start()])) or found["inside"].startswith(
        ("or ", "percent")
    )


class _Said:
    """A sentence, and whether it cites."""

    def __init__(self, low: str, start: int, end: int, *, search: bool) -> None:
        self.low, self.start, self.end = low, start, end
        self.text = low[start:end]
        self.ours = bool(OUR_SOURCE.search(self.text))
        self.cites = not self.ours and (search or self._cites())

    def _cites(self) -> bool:
        plain = TAIL.sub(" ", self.text)
        return bool(CITED.search(plain)) or (plain != self.text and bool(SEARCHED.search(self.text)))

    def proof(self, found: re.Match[str], stop: int) -> _Proof | None:
        """What proves that a number is of others' cases; `stop` is where the next number stands."""
        before = self.low[max(self.start, found.start() - 120) : found.start()]
        lead = LEADS.search(before)
        begin = found.start() - (len(lead.group()) if lead else 0)
        limit = LIMIT.search(before)
        before = before[: limit.start()] if limit else before
        at = found.start() - (len(limit.group()) if limit else 0)
        ours = bool(OURS.search(before))
        if INSIDE.search(found["inside"]) and not ours and not self._named_again(found, before):
            return _Proof("previously reported", begin, found.end())
        if _COUNTED_IN.match(self.text) and not ours and OWN_TOO.search(self.text[: found.start() - self.start]):
            return _Proof("reported", begin, found.end())
        told = self._before(found, before, begin, at, ours=ours)
        if told or ours:
            return told
        few = bool(limit and _FEWER.search(limit.group()))
        return self._only(found, before, begin, few=few) or self._after(found, begin, stop)

    def _named_again(self, found: re.Match[str], before: str) -> bool:
        """`the two reported cases` of a sentence that cites no one are the report's own."""
        return (
            not self.cites
            and not _PUBLISHED.search(found["inside"])
            and before.endswith(("the ", "both ", "these "))
            and not COMPARED.search(self.text)
        )

    def _before(self, found: re.Match[str], before: str, begin: int, at: int, *, ours: bool) -> _Proof | None:
        sure = BEFORE_SURE.search(before)
        if sure and not self.ours:
            return _Proof("reported", at - len(before) + sure.start(), found.end())
        told = BEFORE_CITED.search(before) if self.cites and not ours else None
        if told and (
            SEARCHER.search(before[: told.start() + 12])
            or FOUND_THERE.search(self.text)
            or told.group().startswith("there ")
        ):
            return _Proof("in the literature", begin, found.end())
        return None

    def _only(self, found: re.Match[str], before: str, begin: int, *, few: bool) -> _Proof | None:
        few = few or before.endswith(("only ", "just ", "but "))
        told = SO_FEW.match(self.low, found.end(), self.end) if few else None
        return _Proof("reported", begin, told.end()) if told else None

    def _after(self, found: re.Match[str], begin: int, stop: int) -> _Proof | None:
        rest = self.low[found.end() : min(self.end, found.end() + 170)]
        for pattern in (AFTER_SURE, AFTER_CITED) if self.cites else (AFTER_SURE,):
            told = pattern.match(rest)
            if told and not self._broken(found.end() + told.end(), told.group(), stop):
                scope = "in the literature" if "literature" in told.group() else "reported"
                return _Proof(scope, begin, found.end() + told.end())
        return None

    def _broken(self, at: int, words: str, stop: int) -> bool:
        """Whether something between a number and the words that prove it takes them for itself."""
        return bool(DENIED.search(words)) or at > stop + 25 or bool(_BY_US.search(self.low[at : self.end]))


_FEWER = re.compile(r"\b(?:fewer|less)\b")
_COUNTED_IN = re.compile(r"\s*(?:including|counting|adding)\b")
"""`Including the present one, 21 cases were found`: nobody counts his own patients so."""
_PUBLISHED = re.compile(r"\b(?:published|known|documented|recorded|previous|prior|earlier)")
_BY_US = re.compile(r"\bby\s+(?:us|the\s+authors)\b")


def _claim(said: _Said, found: re.Match[str], proof: _Proof) -> Claim:
    reports = bool(re.fullmatch(PAPERS, found["unit"])) or (
        found["unit"].startswith("occasion") and "published" in said.text
    )
    return Claim(
        n=quantity(found["n"]),
        unit="reports" if reports else "patients",
        own=_includes_own(said.text, found.start() - said.start),
        **proof._asdict(),
    )


def _includes_own(text: str, at: int) -> bool:
    """Whether a sentence counts the report's own case in with the number that stands at a place of it."""
    return bool(OWN_TOO.search(text) or OWN_BEFORE.search(text[:at])) and not OWN_NOT.search(text)


_NOUN_LEFT_OUT = Phrase(
    rf"(?<![\w.,/-])(?P<n>{NUMBER})\s+(?:(?:have|has|had)\s+(?:{ADVERB}\s+)?been\s+(?:{ADVERB}\s+)?{TOLD}|{TOLD}\s+(?:{ADVERB}|since\b)"
    r"|(?:are|were)\s+(?:known|on\s+record))\b"
)
_OF_THESE = re.compile(
    r"\b(?:of|among)\s+(?:whom|which|these|those|them|our|the\s+(?:\d|cases|patients|tumou?rs))\b[^.;]{0,40}$"
)
_JUST = re.compile(r"\b(?:only|just)\s+$")


def unnamed(reading: Reading, start: int, end: int) -> Iterator[Claim]:
    """`such tumors are uncommon, and fewer than 100 have been documented`: the noun is that of the clause before."""
    for found in _NOUN_LEFT_OUT.finditer(reading, start, end):
        before = reading.low[start : found.start()]
        limit = LIMIT.search(before[-34:])
        named = any(
            reading.has(kind, start, found.start()) for kind in ("diagnosis", "other_diagnosis", "tumour", "spread")
        )
        n = quantity(found["n"])
        told = named and (n > 1 or _JUST.search(before[-6:])) and not _OF_THESE.search(before[-60:])
        if told and (limit or not BOUND.search(before[-34:])):
            claim = Claim(n, "patients", "reported", own=False, start=found.start(), end=found.end())
            yield _limited(claim, limit, found.start() - len(limit.group())) if limit else claim


_PART = Phrase(
    rf"\b(?:of\s+(?:which|whom|these|them),?\s+(?:only\s+)?(?P<a>{NUMBER})|(?P<b>{NUMBER})\s+of\s+(?:which|whom|these"
    rf"|them)"
    rf"|only\s+(?P<c>{NUMBER})\s+(?:(?:of\s+(?:which|whom|these|them)\s+)|cases\s+|patients\s+)?(?=(?:were|was|had|has"
    rf"|have|involv|affect|concern|reach"
    r"|occur|metasta|spread|with|in|to)))\b"
)


_GATHERED = re.compile(r"\b(?:collected|gathered|culled|compiled|retrieved|traced|on\s+record)\b")


def _part(reading: Reading, start: int, end: int, first: re.Match[str], said: _Said) -> Iterator[Claim]:
    """`13 examples were found in the literature, four of which affected the spine`: the part at the target place."""
    for found in _PART.finditer(reading, first.end(), end):
        whole = (
            bool(AFTER_SURE.search(reading.low[first.end() : found.start()]))
            or said.cites
            or bool(_GATHERED.search(reading.low, first.end(), found.start()))
            or bool(INSIDE.search(first.group()))
        )
        near = reading.has("target", found.end(), min(end, found.end() + 70))
        if whole and near and not said.ours and not reading.has("target", first.start(), found.start()):
            n = next(words for words in (found["a"], found["b"], found["c"]) if words)
            yield Claim(
                quantity(n), "patients", "of the reported", own=False, start=found.start(), end=found.end(), aim=1
            )


def quantity(words: str) -> int:
    """The value of `NUMBER`: `a single` is 1, `a hundred and six` 106, `half a dozen` 6."""
    if "single" in words or "sole" in words:
        return 1
    if "dozen" in words:
        return {"two": 24, "thr": 36, "hal": 6}.get(words[:3], 12)
    if "hundred" in words:
        many, _, rest = words.partition("hundred")
        rest = rest.strip().removeprefix("and").strip()
        return 100 * (1 if many.strip() == "a" else int(number(many))) + (int(number(rest)) if rest else 0)
    return int(number(words))


_LESS = re.compile(
    r"\b(?:treat(?:ed|ment)|managed|successful\w*|using|resected|operated|underwent|surgical(?:ly)?|endoscop\w+"
    r"|technique"
    r"|diagnosed\s+(?:by|with|using|on)|therapy|radiosurgery|demonstrat\w+|longest|youngest|oldest|approach)\b"
)


def aim_of(sentence: str) -> int:
    """How near the subject a claim of being first or nth is: a first of its treatment is further off."""
    return 0 if _LESS.search(sentence) else 1
