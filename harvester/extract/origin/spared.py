"""The target that was looked at and found free of a tumour, or whose lesion turned out to be harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..spine.regions import apart
from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Pieces, Place, Reading, Sentence, remembered
from .primaries import places

_FREE = Phrase(
    r"(?:\s+(?:and|spine|spinal|vertebral|rest|of|column|cord|canal|MRI?|MR|CT|imaging|scans?|magnetic|resonance|the|survey"
    r"|radiographs?|films?|body|bodies|levels?))*"
    r"(?:,\s+(?:which|performed|obtained|done|carried\s+out|as)\s[^.;,]{1,90},)?"
    r"(?:,?\s+(?:together\s+with|along\s+with|as\s+well\s+as|and)\s+[^.;]{1,50}?,?)?"
    r"\s+(?:(?:was|were|is|are|remained|remains|proved|had\s+been)\s+(?:[^.;,]{1,80}?\s+and\s+was\s+)?(?:all\s+|both\s+|entirely\s+|also\s+)?(?:free"
    r"|normal|clear|negative|spared|uninvolved|unaffected|unremarkable|not\s+(?:involved|affected)|tumou?r-free)"
    r"|(?:showed|revealed|disclosed|demonstrated|yielded)\s+(?:nothing|only\b|(?:degenerative|post-?operative)\s+changes\s+only)"
    r"|(?:showed|revealed|disclosed|demonstrated|found|showing|detected|displayed)\s+no\s+(?:[\w-]+\s+){0,2}?(?:deposit|metasta|lesion|tumou?r"
    r"|dissemin|spread|seeding|abnormalit|evidence|uptake|involvement))"
)


def free(reading: Reading, pieces: Pieces) -> Iterator[Place]:
    """The target said to have been looked at and found without a tumour."""
    for start, end in pieces:
        for place in places(reading, start, end):
            if stop := found_free(reading, place, end):
                yield place[0], stop
            elif (
                (negated(reading, *place) and _spread_by(reading, place))
                or left_alone(reading, place, end)
                or _harmless(reading, place)
            ):
                yield place


_FRACTURE = Phrase(
    r"\b(?:osteoporo\w+|insufficiency|benign|traumatic|degenerative)\s+(?:[\w-]+\s+){0,3}?(?:fractures?|collapse|lesions?|changes?|process|spondylo\w+|stenosis|dis[ck]s?)\b"
    r"|\b(?:fractures?|collapse|lesions?|uptake)\b[^.;]{0,60}\b(?:was|were|be|proved|as|to)\s+(?:\w+\s+){0,2}?(?:osteoporo\w+|benign|traumatic|degenerative)\b"
)


def _harmless(reading: Reading, place: Place) -> bool:
    """`a T12 fracture turned out to be osteoporotic`, where no tumour is told in the sentence."""
    start, end = reading.sentence_at(place[0])[:2]
    return bool(_FRACTURE.search(reading, start, end)) and not reading.has("spread", start, end)


_NONE_IN = re.compile(
    r"\bno\s+(?:abnormal\s+|pathological\s+|increased\s+|evidence\s+of\s+)?(?:uptake|lesions?|involvement|metasta\w+|deposits?|disease|tumou?r)\b"
    r"(?:(?!\b(?:but|except|apart|other|outside|although)\b)[^.;]){0,80}$"
    r"|\b(?:clear|free|normal|unremarkable|negative)\s+(?:all\s+the\s+way\s+)?(?:from|down|between|as\s+far)\s[^.;,]{0,60}$",
    re.IGNORECASE,
)


def _none_in(reading: Reading, place: Place) -> bool:
    """`No abnormal uptake was observed in the skeleton, including the vertebral column`."""
    return bool(_NONE_IN.search(reading.text[max(reading.sentence_at(place[0]).start, place[0] - 130) : place[0]]))


_NO_TUMOUR = Phrase(
    r"\b(?:osteoporo\w+|insufficiency|traumatic|steroid-induced)\s+(?:[\w-]+\s+){0,2}?(?:fractures?|collapse)\b"
    r"|\bno\s+(?:evidence\s+of\s+)?(?:malignan\w+|tumou?r\s+cells?|neoplastic\s+cells?|tumou?r\s+tissue)\b"
)


_BROKEN = Phrase(r"\b(?:collapse[ds]?|fracture[ds]?|erosion|eroded|compression|wedging)\b")


@remembered
def _no_tumour(reading: Reading) -> bool:
    return _NO_TUMOUR.search(reading) is not None


def of_no_tumour(reading: Reading, place: Place, end: int) -> bool:
    """Whether a place is named for a break without a tumour, or as a part that the tumour left alone."""
    return harmless(reading, place) or left_alone(reading, place, end) or apart(reading.text, place[0])


def harmless(reading: Reading, place: Place) -> bool:
    """Whether it is a broken or eroded bone that is told of, which turned out to be no tumour."""
    if not _no_tumour(reading):
        return False
    start, end = reading.sentence_at(place[0])[:2]
    return bool(_BROKEN.search(reading, max(start, place[0] - 30), min(end, place[1] + 25)))


def found_free(reading: Reading, place: Place, end: int) -> int:
    """Where the words end that say of a place that nothing was found there, 0 where they do not."""
    found = _FREE.match(reading, place[1], end)
    return found.end() if found else 0


_SEEN = Phrase(
    r"\b(?:uptake|lesions?|involve\w*|affect\w*|abnormal\w*|metasta\w+|tumou?r|deposits?|disease|entering|invad\w+|invasion|spread\w*"
    r"|dissemin\w*|seeding)\b"
)


def _spread_by(reading: Reading, place: Place) -> bool:
    """Whether a word of tumour stands by, so that it is the tumour that is denied."""
    sentence = reading.sentence_at(place[0])
    return bool(_SEEN.search(reading, max(sentence.start, place[0] - 60), min(sentence.end, place[1] + 30)))


def left_alone(reading: Reading, place: Place, end: int) -> bool:
    """Whether what is said at a place of the target is that no tumour is there."""
    return (
        bool(found_free(reading, place, end))
        or _none_in(reading, place)
        or reading.sentence_at(place[0]).start in _clear_sentences(reading)
    )


@remembered
def _clear_sentences(reading: Reading) -> frozenset[int]:
    """Where the sentences begin that tell of the target's images, and of nothing there but wear."""
    if not _WORN.search(reading) and not _SHOWED.search(reading):
        return frozenset()
    return frozenset(one.start for one in reading.sentences if not one.title and _clears(reading, one))


_EXAMINED = Phrase(
    r"\b(?:MRI?s?|CT|PET\S*|imag\w+|scans?|scanning|scintigra\w+|radiogra\w+|films?|x-?rays?|roentgen\w*|tomogra\w+|resonance|survey|screening"
    r"|myelogra\w+|biops\w+|investigat\w+|examin\w+|work-?up|staging)\b"
)
_SHOWED = Phrase(
    r"\b(?:show|reveal|disclos|demonstrat|display|detect|depict|identif|confirm|found|contain|yield|exclud|rul|attribut|turn|prov|explain)\w*\b"
)
_WORN = Phrase(
    r"\b(?:degenerat\w+|spondylos\w+|spondylarthr\w+|osteoarthr\w+|spondylolisthesis|herniat\w+|hernia|disc\s+(?:bulge|protrusion|prolapse|disease)\w*|bulging|stenosis"
    r"|osteoporo\w+|osteophyt\w+|insufficiency\s+fractures?|h[a]?emangiomas?|schmorl\S*|modic|paget\S*|benign|arthropathy|scoliosis|bone\s+islands?)\b"
)
"""What is found in a spine and is no spread of a tumour."""
_GROWTH = Phrase(
    r"\b(?:mass(?:es)?|lesions?|tumou?rs?|metasta\w+|deposits?|destr\w+|lytic|osteoly\w+|nodul\w+|enhanc\w+|neoplas\w+|malignan\w+|infiltrat\w+|foc(?:us|i)"
    r"|involve\w*|spread|seeding|disseminat\w+|uptake|recurrence|abnormal\w*)\b"
)
_OTHER = Phrase(r"\b(?:other|another|further|additional|new|elsewhere|else|rest|remain\w+)\b")


def _clears(reading: Reading, one: Sentence) -> bool:
    """`MRI of the spine showed stenosis at L4 but no metastasis`: an image, and each growth it names is denied."""
    if not places(reading, one.start, one.end) or not _EXAMINED.search(reading, one.start, one.end):
        return False
    shown = _SHOWED.search(reading, one.start, one.end)
    if not shown or _OTHER.search(reading, one.start, one.end) or reading.has("diagnosis", shown.end(), one.end):
        return False
    growths = list(_GROWTH.finditer(reading, shown.start(), one.end))
    if not all(negated(reading, *found.span()) for found in growths):
        return False
    return bool(growths) or bool(_WORN.search(reading, shown.end(), one.end))
