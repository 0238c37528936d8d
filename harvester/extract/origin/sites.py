"""The places where a tumour is said to be that is not told to be a metastasis there, and the words that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..spine.levels import levels
from ..text.assertion import negated, of_family
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading
from ..text.vocabulary import Mention
from .sitephrases import GENERIC, WHERE, Site

__all__ = ["Site"]


_SYMPTOM = Phrase(
    r"\s*(?:pain|ache|headache|weakness|numb|pares|paralys|swelling|stiff|dissection|symptom"
    r"|discomfort|examination|palpation|x-ray|radiograph|function|lymph|artery|vein|sensation|cramp|mobility|edema)"
)
_METASTASIS_NEAR = Phrase(
    r"\s*(?:,?\s*(?:and|or|/)\s+(?!its\b|his\b|her\b|their\b|an?\b|the\b)[\w-]+\s+){0,2}"
    r"(?:nodule|metasta(?!tic\s+(?:to|in)\b|si[sz](?:e|ing))|disseminat(?!ed|ing)|secondar(?!y\s+to)|deposit|spread(?!ing))"
)
_PROVED_SPREAD = Phrase(
    r"\s+(?:lesions?|nodules?|mass(?:es)?|tumou?rs?|biops\w+)\s+(?:was|were|proved|proven|confirmed|showed|revealed|represented|turned\s+out)"
    r"\s+(?:(?:to|be|as|an?|the|confirmed|found|shown)\s+){0,4}(?:metasta(?!tic\s+(?:to|in)\b|si[sz](?:e|ing))|secondar(?!y\s+to))"
)
"""`a liver lesion proved to be a metastasis`."""
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
            if (not spinal and _spinal(reading, one)) or _led(reading, one):
                continue
            score = _score(reading, one, start, end)
            if score:
                yield Site(score, one.start, one.end, "spine" if _spinal(reading, one) else one.name)


def regions(reading: Reading, pieces: Pieces, name: str) -> Iterator[Site]:
    """The regions that a tumour is named by (`lumbar hemangiopericytoma`), under the name of the target's site."""
    for start, end in pieces:
        for one in reading.mentions("region", start, end):
            if _named_after(reading, one, end) and (score := _score(reading, one, start, end)) >= 3:
                yield Site(score, one.start, one.end, name)


def vertebrae(reading: Reading, pieces: Pieces, name: str) -> Iterator[Site]:
    """The levels that a tumour is named by (`hemangiopericytoma of the axis`), under the name of the target's site."""
    for start, end in pieces:
        for one in levels(reading, start, end):
            if _named_before(reading, Mention(one.start, one.end, "primary_site", name), start):
                yield Site(3, one.start, one.end, name)


def _spinal(reading: Reading, one: Mention) -> bool:
    """Whether a place is at the target: by its own word, or as a covering named for it (`thoracic dura`)."""
    if one.name == "spine" or reading.has("target", one.start, one.end):
        return True
    if reading.text[one.start : one.end].lower() not in GENERIC:
        return False
    near = max(0, one.start - 24)
    before = [*reading.mentions("target", near, one.start), *reading.mentions("region", near, one.start)]
    named = any(reading.text[found.end : one.start].isspace() for found in before)
    return named or bool(_AT_LEVEL.search(reading.text[near : one.start])) or _at_level_after(reading, one)


_LEVEL_NEXT = Phrase(
    r"[\s-]*(?:(?:based|attached|tumou?r|mass|lesion|neoplasm|\w+oma|solitary|fibrous|sft|hpc|growth)[\s-]+){1,4}(?:located\s+|situated\s+)?"
    r"(?:at|opposite|behind|between)\s+(?:the\s+)?(?:levels?\s+(?:of\s+)?)?"
)


def _at_level_after(reading: Reading, one: Mention) -> bool:
    """`a dural-based tumour at T5`, of which no metastasis is told in the sentence."""
    sentence = reading.sentence_at(one.start)
    found = _LEVEL_NEXT.match(reading, one.end, sentence.end)
    if not found or reading.has("spread", sentence.start, sentence.end):
        return False
    return any(level.start <= found.end() + 1 for level in levels(reading, found.end(), sentence.end)[:1])


_AT_LEVEL = re.compile(r"\b(?:C|T|Th|D|L|S)-?\d{1,2}\s$")


def _led(reading: Reading, one: Mention) -> bool:
    """Whether it only describes the next place, which is of another part of the body: `parietal pleura`."""
    following = reading.mentions("primary_site", one.end, one.end + 24)[:1]
    return any(
        found.name != one.name and reading.text[one.end : found.start] == " " and not _spinal(reading, one)
        for found in following
        if reading.text[found.start : found.end].lower() not in GENERIC
    )


def _score(reading: Reading, one: Mention, start: int, end: int) -> int:
    text = reading.text
    before = text[max(start, one.start - 100) : one.start]
    if any(phrase.match(reading, one.end, end) for phrase in (_SYMPTOM, _METASTASIS_NEAR, _PROVED_SPREAD)):
        return 0
    metastatic = _TO.search(before)
    if metastatic and not _source_of(reading, one, start, end, metastatic["link"].lower()):
        return 0
    if _SUPPOSED.search(reading, max(start, one.start - 140), one.start):
        return 0
    if negated(reading, one.start, one.end) or _of_relative(reading, one) or left_out(reading, one.end):
        return 0
    return _told(reading, one, start, end)


_METASTASIS_OF = Phrase(r"\bmetasta[sz][ei]s\s+(?:of|from)\s+(?:[\w'’-]+\s+){0,4}$")


def parents(reading: Reading, found: list[Site]) -> list[Site]:
    """Those of one name with the place that a metastasis is said to be of; all where none is."""
    names = {one.name for one in found if _METASTASIS_OF.search(reading, max(0, one.start - 60), one.start)}
    return [one for one in found if one.name in names] or found


_SUPPOSED = Phrase(
    r"\bdifferential\s+diagnos[ei]s\b[^.;]*\b(?:includ|consider|compris|encompass|were|was|is|are)\w*\b[^.;]*$"
)
"""What is only thought of: `the differential diagnosis included a metastasis from an occult renal tumour`."""
_A_PATIENT = re.compile(
    r"(?:[\s-]old|aged?|her|his)\s+(?:[\w-]+\s+){0,2}(?:grand)?(?:mother|father|wife|husband)\s+(?:whose|who|with)\b",
    re.IGNORECASE,
)
"""A patient who is called by family: `a 74-year-old grandmother whose occipital tumour`."""


def _of_relative(reading: Reading, one: Mention) -> bool:
    near = reading.text[max(0, one.start - 100) : one.start]
    return of_family(reading, one.start) and not _A_PATIENT.search(near)


_LEFT_OUT = Phrase(
    r"\b(?:ineligible|not\s+(?:be\s+)?(?:eligible|considered|included|analy[sz]ed|enrolled)|(?:were|was)\s+(?:thereby\s+|thus\s+)?excluded)\b"
)


def left_out(reading: Reading, end: int) -> bool:
    """`Tumours spread from the brain were not eligible`, `deposits of a cranial tumour were excluded`."""
    return bool(_LEFT_OUT.search(reading, end, min(end + 120, reading.sentence_at(end).end)))


_PRIMARY_BEFORE = re.compile(r"\bprimary\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_PRIMARY_IN = re.compile(
    r"\bprimary(?:\s+(?:tumou?r|site|lesion|location))?\s*[:=]\s*(?:(?:the|left|right|upper|lower)\s+){0,3}$|\bprimary\s+(?:(?:tumou?r|lesion|site|neoplasm|was|being|located|lay|situated)\s+){0,4}(?:in|of|at|from|on|to)"
    r"\s+(?:(?:the|his|her|a|an|left|right|upper|lower|distal|proximal)\s+){0,3}$",
    re.IGNORECASE,
)
_PRIMARY_WAS = re.compile(
    r"\bprimary\s+(?:(?:tumou?rs?|lesions?|sites?|neoplasms?)\s+)?(?:was|were|had\s+been|being)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PRIMARY_AFTER = Phrase(r"(?:\s+[\w-]+){0,2}\s+(?:primary|origin)\b")
_PROVED = Phrase(
    r"[^.;]{0,110}\b(?:(?:proved|shown|found|considered|thought|presumed|believed|turned\s+out|confirmed|regarded|taken|identified)"
    r"\s+(?:(?:to\s+be|as)\s+)?|was\s+|were\s+|i\.e\.,?\s+|representing\s+)the\s+(?:\w+\s+)?primary\b"
)
_TAKEN_FROM = re.compile(
    r"\b(?:removed|resected|excised|extirpated|shelled|scooped|peeled|cored|cut|enucleated|debulked|taken|dissected|evacuated|ar(?:ising|ose|isen|ises?)"
    r"|originat(?:ing|ed|es?)|born|sprang|sprung|stemm(?:ed|ing))\s+(?:(?!graft|biops)[\w-]+\s+){0,3}?(?:from|out\s+of)"
    r"\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""`had been removed from the right tentorium`, `the one resected from his thigh`."""
_GRAFT = re.compile(r"graft|flap|autolog|harvest|fascia|strut|metasta|nodule|biops|specimen", re.IGNORECASE)
_CRANIOTOMY_BEFORE = re.compile(r"craniotom\w+[^.;]{0,25}$", re.IGNORECASE)


CALLED = 7
"""The least score of a place that is called the primary's."""


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
    if _named_after(reading, one, end, NAMES) or _named_before(reading, one, start, NAMES):
        score = 6
    elif (
        _named_after(reading, one, end)
        or _named_before(reading, one, start)
        or _PRIMARY_IN.search(before)
        or _PRIMARY_WAS.search(before)
        or _operated_for(reading, one.end, end)
        or ((taken := _TAKEN_FROM.search(before)) and not _GRAFT.search(before[max(0, taken.start() - 50) :]))
    ):
        score = 4
    elif _PRIMARY_AFTER.match(reading, one.end, end):
        score = 2
    elif (
        _EXENTERATED.search(reading, max(start, one.start - 40), one.start)
        or _LUMP.search(reading, max(start, one.start - 60), one.start)
        or reading.has("craniotomy", one.end, min(end, one.end + 30))
        or _CRANIOTOMY_BEFORE.search(before)
    ):
        score = 3
    return score + 3 * primary


_OPERATED_FOR = Phrase(
    r"\s*(?:surgery|operations?|procedure|craniotomy|resection)?\s*(?:(?:was|were)\s+(?:performed|done|undertaken)\s+)?for\s+(?:[\w-]+\s+){0,3}?"
)


def _operated_for(reading: Reading, start: int, end: int) -> bool:
    """`intracranial surgery for hemangiopericytoma`, `craniotomy for a hemangiopericytoma`."""
    found = _OPERATED_FOR.match(reading, start, end)
    return found is not None and reading.has("diagnosis", found.end(), min(end, found.end() + 45))


def opened(reading: Reading, pieces: Pieces) -> Iterator[Site]:
    """The heads and chests that were opened for the tumour: `underwent craniotomy for hemangiopericytoma`."""
    for start, end in pieces:
        for one in reading.mentions("craniotomy", start, end):
            if _operated_for(reading, one.end, end):
                yield Site(6, one.start, one.end, "")


_EXENTERATED = Phrase(
    r"\b(?:exenteration|amputation|enucleation|lobectomy|pneumonectomy)\s+of\s+(?:the|his|her)\s+(?:(?:left|right)\s+)?$"
)
_LUMP = Phrase(r"\b(?:swelling|lump)\s+(?:of|in|on|over)\s+(?:[\w-]+\s+){0,5}$")


def _source_of(reading: Reading, one: Mention, start: int, end: int, link: str) -> bool:
    """`metastases of a tumour of the thigh`, `metastasis in intracranial hemangiopericytoma`: where it came from."""
    if link == "of" and (
        _named_after(reading, one, end)
        or _named_before(reading, one, start)
        or _PRIMARY_AFTER.match(reading, one.end, end)
    ):
        return True
    named = _named_after(reading, one, end, NAMES)
    return named and (link == "in" or _FROM_A.search(reading, max(start, one.start - 24), one.start) is not None)


_FROM_A = Phrase(r"\bof\s+(?:an?|his|her|the)\s+(?:(?:left|right|previous|known|primary)\s+)*$")
"""`a metastasis to T12 of a temporal hemangiopericytoma`."""


_APART = Phrase(
    r"[,;.:]|\b(?:with|of|to|in|from|on|by|for|at|and\s+(?:a|the)|was|were|is|are|had|has|have|did|does|not|no|which|that|after|without"
    r"|(?:reveal|show|demonstrat|disclos|display|detect|identif|confirm|depict|document|found|fill|develop|suggest)\w*)\b"
)
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
                return not _spread_word(reading, found)
    return False


_OF = Phrase(
    r"\)?\s*(?:,\s*)?(?:\([\w\s/,-]{1,30}\)\s*)?(?:of|in|at|from|arising\s+(?:from|in|within|out\s+of)|involving|on"
    r"|inside|beneath|under|along|occupying|filling|cent(?:red|ered)\s+(?:on|in)|based\s+(?:on|in)"
    r"|(?:that|which)\s+(?:had\s+)?(?:arose|arisen|originated|grew)\s+(?:from|in|within)"
    r"|(?:was|were|lay|being)\s+(?:located|situated|seated|found)?\s*(?:in|at|on|within)"
    r"|within|(?:located|situated|seated|lying)\s+(?:in|at|on|within)|originating\s+(?:from|in)|affecting|near|attached\s+to"
    r"|over|around)\s+"
    rf"(?:(?:the|his|her|their|its|a|an|side|region|compartment|surface|aspect|part|portion|dome|wall|floor|roof|of|-"
    rf"|lobes?|head|tail|pole|hilum|apex|half|third|shaft|root|bed|muscles?|neural|arch|body|bodies|laminae?|pedicles?|elements?|spinous|transverse|process|vertebra[el]?|level"
    rf"|[\w-]+[\s-]compartment|{WHERE})"
    r"[\s-]+){0,6}$"
)


def _named_before(reading: Reading, one: Mention, start: int, kinds: tuple[str, ...] = TUMOURS) -> bool:
    """`hemangiopericytoma of the left occipital lobe`."""
    for kind in kinds:
        found = reading.mentions(kind, max(start, one.start - 75), one.start)
        if found and (_OF.match(reading, found[-1].end, one.start) or _through(reading, found[-1].end, one.start)):
            return not _spread_word(reading, found[-1])
    return False


def _spread_word(reading: Reading, one: Mention) -> bool:
    """Whether a word for a tumour says that it has spread there: `deposits in the left femur`."""
    if reading.low.startswith(("metasta", "deposit"), one.start):
        return True
    plural = one.kind == "tumour" and reading.low[one.end - 1] == "s"
    return plural and _MORE.search(reading, max(0, one.start - 20), one.start) is not None


_MORE = Phrase(
    r"\b(?:new|additional|further|other|synchronous|metachronous|multiple|numerous|several|widespread|scattered|disseminated)\s+(?:[\w-]+\s+)?$"
    r"|\b(?:osteo)?lytic\s+(?:bone\s+|bony\s+)?$"
)


def _through(reading: Reading, start: int, end: int) -> bool:
    """Whether only places lie between: `tumour of the left parieto-occipital falx`."""
    between = reading.mentions("primary_site", start, end)
    return bool(between) and bool(_OF.match(reading, start, between[0].start)) and end - between[-1].end <= 6
