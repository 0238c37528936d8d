"""The places where a tumour is said to be that is not told to be a metastasis there, and the words that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .assertion import negated, of_family
from .phrases import Phrase
from .reading import Reading
from .vocabulary import Mention

Place = tuple[int, int]
Pieces = tuple[Place, ...]


class Site(NamedTuple):
    """A place that may be the primary's; the score says how plainly, 3 and more that a tumour is there."""

    score: int
    start: int
    end: int
    name: str


_SYMPTOM = Phrase(
    r"\s*(?:pain|ache|headache|weakness|numb|pares|paralys|swelling|stiff|dissection|symptom"
    r"|discomfort|x-ray|radiograph|function|lymph|artery|vein|sensation|cramp|mobility|edema)"
)
_METASTASIS_NEAR = Phrase(
    r"[\s,]*(?:(?:and|or|/)\s+[\w-]+\s+){0,2}(?:nodule|metasta|disseminat|secondar|deposit|spread)"
)
_TO = re.compile(
    r"(?:metasta\w+|disseminat\w+|spread\w*|seeding)\s+(?:(?!after|following|from|years|months"
    r"|ago)[\w-]+\s+){0,5}?(?P<link>to|in|at|into|of|involving|on)\s+(?:(?!after|following|from|years"
    r"|months|ago|patients?|cases?|with|due)[\w,-]+\s+){0,8}$",
    re.IGNORECASE,
)


def sites(reading: Reading, pieces: Pieces, *, spinal: bool) -> Iterator[Site]:
    """The places in the pieces where the tumour is said to be; those at the target only where it is at home there."""
    for start, end in pieces:
        for one in reading.mentions("primary_site", start, end):
            if not spinal and _spinal(reading, one):
                continue
            score = _score(reading, one, start, end)
            if score:
                yield Site(score, one.start, one.end, one.name)


def regions(reading: Reading, pieces: Pieces, name: str) -> Iterator[Site]:
    """The regions that a tumour is named by (`lumbar hemangiopericytoma`), under the name of the target's site."""
    for start, end in pieces:
        for one in reading.mentions("region", start, end):
            if _named_after(reading, one, end) and (score := _score(reading, one, start, end)) >= 3:
                yield Site(score, one.start, one.end, name)


def _spinal(reading: Reading, one: Mention) -> bool:
    return one.name == "spine" or reading.has("target", one.start, one.end)


def _score(reading: Reading, one: Mention, start: int, end: int) -> int:
    text = reading.text
    before = text[max(start, one.start - 100) : one.start]
    if _SYMPTOM.match(reading, one.end, end) or _METASTASIS_NEAR.match(reading, one.end, end):
        return 0
    metastatic = _TO.search(before)
    if metastatic and not _source_of(reading, one, start, end, metastatic["link"].lower()):
        return 0
    if negated(reading, one.start, one.end) or of_family(reading, one.start):
        return 0
    return _told(reading, one, start, end)


_PRIMARY_BEFORE = re.compile(r"\bprimary\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_PRIMARY_IN = re.compile(
    r"\bprimary\s+(?:(?:tumou?r|lesion|site|neoplasm|was|being|located|lay|situated)\s+){0,4}(?:in|of|at|from|on|to)"
    r"\s+(?:(?:the|his|her|a|an|left|right|upper|lower|distal|proximal)\s+){0,3}$",
    re.IGNORECASE,
)
_PRIMARY_AFTER = Phrase(r"(?:\s+[\w-]+){0,2}\s+(?:primary|origin)\b")
_PROVED = Phrase(
    r"[^.;]{0,60}\b(?:(?:proved|shown|found|considered|thought|turned\s+out|confirmed)\s+(?:to\s+be|as)|was|were)\s+the\s+primary\b"
)
_CRANIOTOMY_BEFORE = re.compile(r"craniotom\w+[^.;]{0,25}$", re.IGNORECASE)


def _told(reading: Reading, one: Mention, start: int, end: int) -> int:
    """How plainly the tumour is told to be there."""
    text = reading.text
    before = text[max(start, one.start - 100) : one.start]
    primary = any(
        (
            _PRIMARY_BEFORE.search(before),
            _PRIMARY_AFTER.match(reading, one.end, end),
            _PROVED.match(reading, one.end, end),
        )
    )
    score = 0
    if _named_after(reading, one, end) or _named_before(reading, one, start) or _PRIMARY_IN.search(before):
        score = 4
    elif _PRIMARY_AFTER.match(reading, one.end, end):
        score = 2
    elif reading.has("craniotomy", one.end, min(end, one.end + 30)) or _CRANIOTOMY_BEFORE.search(before):
        score = 3
    return score + 2 * primary + (score > 3 and bool(_SIDE.search(reading, max(start, one.start - 20), one.start)))


def _source_of(reading: Reading, one: Mention, start: int, end: int, link: str) -> bool:
    """`metastases of a tumour of the thigh`, `metastasis of meningeal hemangiopericytoma`: the place it came from."""
    return link == "of" and (_named_after(reading, one, end) or _named_before(reading, one, start))


_APART = Phrase(r"[,;.:]|\b(?:with|of|to|in|from|and\s+(?:a|the)|was|were|is|had|revealed|showed|after)\b")
NAMES = ("diagnosis", "other_diagnosis")
TUMOURS = (*NAMES, "tumour")


def named(reading: Reading, site: Site) -> bool:
    """Whether the tumour is called by its name at the site: `hemangiopericytoma of the sacrum`, and no `mass`."""
    sentence = reading.sentence_at(site.start)
    one = Mention(site.start, site.end, "primary_site", site.name)
    return _named_after(reading, one, sentence.end, NAMES) or _named_before(reading, one, sentence.start, NAMES)


def _named_after(reading: Reading, one: Mention, end: int, kinds: tuple[str, ...] = TUMOURS) -> bool:
    """`meningeal hemangiopericytoma`, `left occipital tumour`."""
    for kind in kinds:
        for found in reading.mentions(kind, one.end, min(end, one.end + 45))[:1]:
            if not _APART.search(reading, one.end, found.start):
                return not reading.text[found.start : found.end].lower().startswith("metasta")
    return False


_OF = Phrase(
    r"\s*(?:,\s*)?(?:\([\w\s/,-]{1,30}\)\s*)?(?:of|in|at|from|arising\s+(?:from|in)|involving|on"
    r"|within|located\s+(?:in|at|on)|originating\s+(?:from|in)|affecting|near|attached\s+to|over"
    r"|around)\s+(?:(?:the|his|her|a|an|left|right|bilateral|anterior|posterior|upper|lower|inferior"
    r"|superior|medial|lateral|middle|side|distal|proximal|greater|lesser|-|region|cervical|thoracic|lumbar|sacral|dorsal"
    r"|cervicothoracic|thoracolumbar|lumbosacral|inner|outer|surface|of|[CTDLS]\d{1,2})\s+){0,5}$"
)


def _named_before(reading: Reading, one: Mention, start: int, kinds: tuple[str, ...] = TUMOURS) -> bool:
    """`hemangiopericytoma of the left occipital lobe`."""
    for kind in kinds:
        found = reading.mentions(kind, max(start, one.start - 75), one.start)
        if found and (_OF.match(reading, found[-1].end, one.start) or _through(reading, found[-1].end, one.start)):
            return not reading.text[found[-1].start : found[-1].end].lower().startswith("metasta")
    return False


def _through(reading: Reading, start: int, end: int) -> bool:
    """Whether only places lie between: `tumour of the left parieto-occipital falx`."""
    between = reading.mentions("primary_site", start, end)
    return bool(between) and bool(_OF.match(reading, start, between[0].start)) and end - between[-1].end <= 6


GENERIC = frozenset(("brain", "cranial", "cerebral", "intracranial", "meningeal", "meninges", "spinal", "spine"))
"""Words that place a tumour less narrowly than the names of parts do."""


def best(reading: Reading, found: list[Site]) -> Site:
    """The site told most plainly; of those the one with most words, and the noun before the adjective."""
    return max(found, key=lambda one: _rank(reading, one))


def _rank(reading: Reading, site: Site) -> tuple[int, int, bool, int]:
    start, end = phrase(reading, site)
    words = reading.text[start:end].lower()
    told = min(site.score, 6) - 2 * (words in GENERIC)
    noun = reading.text[max(0, start - 4) : start].lower() in ("the ", " of ")
    return told, len(words.split()), noun, -site.start


_SIDE = Phrase(r"\b(?:left|right|bilateral)(?:[\s-]+(?:sided\s+)?)$")
_BEFORE = Phrase(
    r"(?:(?<=\s)(?:left|right|bilateral|distal|proximal|greater|lesser|cervical|thoracic|dorsal|lumbar|lower|upper"
    r"|thoracolumbar|cervicothoracic|lumbosacral|sacral|[CTDLS]\d{1,2})[\s-]+(?:sided\s+)?){1,3}$"
)
_AFTER = Phrase(
    r"\s+(?:apex|space|lobe|cord|canal|coverings|cavity|soft\s+tissues?|meninges|nerve\s+root|cerebri|wall)\b"
)


def phrase(reading: Reading, site: Site) -> Place:
    """The places named in one breath, with the side: `left parieto-occipital falx`, `lumbar epidural space`."""
    start, end = site.start, site.end
    for one in reading.mentions("primary_site", max(0, start - 60), min(len(reading.text), end + 60)):
        if one.start >= end and re.fullmatch(r"[\s-]{1,2}", reading.text[end : one.start]):
            end = one.end
    for one in reversed(reading.mentions("primary_site", max(0, start - 60), start)):
        if re.fullmatch(r"[\s-]{1,2}", reading.text[one.end : start]):
            start = one.start
    after = _AFTER.match(reading, end)
    before = _BEFORE.search(reading, max(0, start - 40), start)
    return (before.start() if before else start), (after.end() if after else end)
