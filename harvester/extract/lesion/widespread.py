"""Metastases without their organs, `disseminated disease`, and those of a whole series, `skeletal metastases of`."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Finding, Reading
from ..text.vocabulary import Mention
from .staging import named

_SKELETAL = Phrase(r"\b(?:skeletal|osseous|bony?)\s+metastas[ei]s\s+(?:of|from|in)\b")


def of_all(reading: Reading, size: int) -> Iterator[Finding]:
    """What the title says of the metastases of each of several patients: `Skeletal metastases of meningeal tumours`."""
    title = reading.sentences[0]
    found = _SKELETAL.search(reading, title.start, title.end) if title.title and size > 1 else None
    if found and not reading.has("target", title.start, title.end):
        yield Finding("other_metastases", "yes", (found.span(),), "outcomes.metastases")
        yield Finding("other_metastases_sites", ("bone",), (found.span(),), "outcomes.metastases")


_EVERYWHERE = Phrase(
    r"\b(?:disseminated|widespread|generali[sz]ed|systemic|diffuse)\s+(?:metastatic\s+|malignant\s+)?(?:disease|tumou?r|malignancy|dissemination|spread|sarcomatosis)\b"
    r"|(?<=\bof\s)(?:multiple|distant|visceral)\s+metastases\b|(?<=\bfrom\s)(?:multiple|distant|visceral)\s+metastases\b"
)
_FELL = Phrase(r"\b(?:died|death|succumb\w*|developed|with|because|progress\w*|expired|dead)\b")


def everywhere(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """`She died of disseminated disease`: metastases without their organs."""
    found = _EVERYWHERE.search(reading, start, end)
    if not found or reading.sentence_at(start).title or negated(reading, *found.span()):
        return []
    return [found.span()] if _FELL.search(reading, max(start, found.start() - 40), found.start()) else []


_LIST = Phrase(r",?\s*\(?(?:including|involving|in|affecting|to|with\s+involvement\s+of)\s+[^.;()]{1,80}")
_STOP = Phrase(r"\b(?:and\s+(?:was|were|died|had|s?he|the\s+patient)|who|which|after|without|but)\b")


def sites_of(reading: Reading, at: int, end: int) -> list[Mention]:
    """The organs that are named right behind: `widespread disease including the liver and both lungs`."""
    listed = _LIST.match(reading, at, end)
    if not listed:
        return []
    stop = _STOP.search(reading, at, listed.end())
    organs = named(reading, at, stop.start() if stop else listed.end())
    return [one for one in organs if one.name != "bone" and not reading.has("target", one.start, one.end)]
