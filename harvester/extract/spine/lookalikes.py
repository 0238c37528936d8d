"""What is written like a level and is none: T1 and T2 of magnetic resonance, stages, complement, drugs, segments."""

from __future__ import annotations

import re

from ..text.phrases import Phrase
from ..text.reading import Reading, remembered

_IMAGE_AFTER = Phrase(
    r"[\s,:-]*(?:(?:and|or|/|,|,\s*and)?[\s-]*(?:T-?[12])[\s-]*)?(?:weigh?t|wheight|hyper|hypo|iso-?|signal|imag"
    r"|sequence|relax|contrast|w\b|wi\b|wis\b|mr\b|gadolinium|fat\b|flair|post\b|enhanc|bright|dark|low\b|high\b"
    r"|intermediate|prolong|short"
    r"|stir\b|map|turbo|fse\b|tse\b|gre\b|tirm\b|c\+|\+\s?c\b|\+\s?gd|gd\b|value|inten|axial|sagittal|coronal"
    r"|and\s+(?:flair|stir|dwi)|(?:,|and|but|with)\s+(?:high|low|iso\w*|hyper\w*|hypo\w*|bright|dark|intermediate)\s+(?:on\s+)?t2)"
)
_IMAGE_BEFORE = Phrase(
    r"(?:\b(?:weigh?ted|\w*intens\w*|\w*signal|images?|sequences?|both|\w*enhanc\w*|bright|dark|flair|stir"
    r"|dwi)\b[^.;]{0,45}"
    r"|\bon\s+(?:the\s+|both\s+)?)$"
)
_NEAR = 45
_FAR = 300
_IMAGES = Phrase(r"\b(?:MRI?|magnetic|weighted|signal|\w*intens\w*|enhanc\w*|gadolinium|contrast)\b")
_PLACED = Phrase(
    r"\b(?:at|of|involving|levels?|vertebra[el]?|bod(?:y|ies)|from|between|below"
    r"|above)\s+(?:the\s+)?(?:levels?\s+(?:of\s+)?)?(?:the\s+)?$"
)


def before_images(reading: Reading, start: int, end: int) -> bool:
    """Whether the words behind T1 or T2 make it a sequence: `T1 isointense`; Th1 and D1 are none."""
    if reading.text[start : start + 2] in ("Th", "TH", "D1", "D2") or _said_again(reading, start, end):
        return False
    return _IMAGE_AFTER.match(reading, end, end + 40) is not None


_AGAIN = Phrase(r"\s*[,(;]\s*(?P<code>t-?[12])\b")


def _said_again(reading: Reading, start: int, end: int) -> bool:
    """Whether the same letter and number follow as the sequence, so that these are the vertebra: `at T2, T2-bright`."""
    again = _AGAIN.match(reading, end)
    return again is not None and again["code"] == reading.low[start:end]


def magnetic(reading: Reading, start: int, end: int, *, among: bool) -> bool:
    """Whether T1, T2 or both are sequences and no vertebrae; `among` where the sentence names other levels."""
    if before_images(reading, start, end):
        return True
    if reading.text[start] == "D" or reading.text[start : start + 2].lower() == "th":
        return False
    before = max(reading.sentence_at(start).start, start - 60)
    weighed = _WEIGHED.search(reading, end, end + 25) and not _said_again(reading, start, end)
    if _PLACED.search(reading, before, start) and not weighed:
        return False
    if _IMAGE_BEFORE.search(reading, before, start):
        return True
    near = reading.has("level word", max(before, start - _NEAR), min(len(reading.text), end + 25))
    return not near and not (among and _no_images(reading, start))


_WEIGHED = Phrase(r"\b(?:weigh?ted|images?|sequences?|\w*intens\w*)\b")


def _no_images(reading: Reading, at: int) -> bool:
    """Whether the words around speak of no images: then T1 among other levels is one of them."""
    sentence = reading.sentence_at(at)
    return not _IMAGES.search(reading, max(sentence.start, at - _FAR), min(sentence.end, at + _FAR))


_CODE_AFTER = Phrase(
    r"(?:\s*,?\s*(?:N[0-3x]|M[01x]|[VR][01])(?:[a-c]?\b|[NM])|\s*(?:stage\b|squamous|carcinoma|adenocarcinoma"
    r"|cancer|rectal|gastric)"
    r"|[\s,-]*(?:and\s+C[34]\s+)?(?:complement|esterase|inhibitor|deficien|antibod|cells?\b|cytokin|lympho"
    r"|helper|respons|receptor|agonist"
    r"|dissect|nodal|\w*\s?lymph|monotherap|chemotherap|plus\s+(?:cis|oxali|doce|pacli)|gene|protein|isoform"
    r"|segment\s+of\s+the\s+(?:internal|carotid|ica|liver|lung|left|right)"
    r"|hormone|toxin|locus|thyroxine|tsh\b|(?:pg|ng|mg|iu|u|mmol|pmol|nmol)/|loss|score|norm|phase|day))"
)
_CODE_BEFORE = Phrase(
    r"(?:\b[nmgv][0-3x],?\s*$|\bserosa\s*\($|\b(?:pd|pdl|complement|components?|stage[ds]?|staging|classified"
    r"|tnm|free|\w*vitamin|serum|ft|case|patient|group|grade|day|days"
    r"|couinaud|oral|tegafur|igg|interleukin|cytochrome|category"
    r"|class|type|esterase|subtype"
    r"|isoform|carotid|ica|hydrocarbons?|cyclin|criteria|arm|cohort)"
    r"(?:\s+(?:of|in|as|the|segments?|and|was|were|with|artery|[ctdls]-?\d))*[\s(:,-]*)$"
)
_ORGAN_BEFORE = Phrase(
    r"\b(?:hepatic|liver|lung|pulmonary|lobe|bronch\w+)(?:\s+(?:of|in|as|the|segments?|and|was|were|with|artery|s-?\d))*[\s(:,-]*$"
)
"""Before the number of a segment; `metastases to the liver and T8` has a vertebra."""
_ODD = re.compile(r"D2-40|S-?100|D1[\s,]+D8|S-1\b")
_CHEMISTRY = Phrase(
    r"\b(?:complement|oral|adjuvant|mg|\w*platin|cddp|\w*taxel|gemcitabine|regimen|cycles?|chemo\w*|tegafur"
    r"|gimeracil|gastric|immunotherap\w+)\b"
)
_SACRAL = Phrase(
    r"\b(?:sacr\w+|vertebra\w*|spin(?:e|al)|lumbosacral|l-?5|s-?[2-5]|level|lesion|metastas[ie]s|mass|tumou?r"
    r"|bod(?:y|ies))\b"
)
_ORGAN = Phrase(r"\b(?:liver|hepat\w+|lobe|lungs?|pulmonary|segments|portal|bile|\w*hepatic)\b")
_LIVER_CODE = Phrase(r"\bs-?(?:[6-9]|10)\b|\bsegments?\s+[1-9]\s*\(\s*s-?[1-9]")
_LIVER = Phrase(r"\b(?:liver|hepat\w+|lungs?|pulmonary)\b")
_SPINAL = Phrase(
    r"\b(?:sacr\w+|vertebra\w*|spin(?:e|al)|epidural|lumb\w+|canal|bod(?:y|ies)|bones?|bony|osseous|pelvi\w+"
    r"|l-?[1-5]|foramen|foramina)\b"
)
_THYROID = Phrase(r"\b(?:tsh|thyro(?:id|xine|tropin)\w*|triiodothyronine|ft[34])\b")
_PER_LITRE = Phrase(r"\b(?:[mµμnpk]?mol|[mµμnp]?g|m?iu|u|meq|cells)\s?[.·•*×]?\s?l\s?[-–−]1\b")
_DISSECTED = Phrase(
    r"\b(?:\w*gastrectom\w+|\w*colectom\w+|\w*dissection|lymph\w*|cyclin|\w*vitamin|myo|calciferol|serosa|receptor)\b"
)


def other_code(reading: Reading, start: int, end: int) -> bool:
    """Whether a letter and a number are a stage, a complement, a drug, a segment of an organ and no vertebra."""
    if _CODE_AFTER.match(reading, end, end + 40) or _CODE_BEFORE.search(reading, max(0, start - 45), start):
        return True
    window = max(0, start - 60), end + 60
    if _of_letter(reading, start, end, window):
        return True
    if not _ODD.match(reading.text, start):
        return False
    sentence = reading.sentence_at(start)
    near = max(sentence.start, start - 20), min(sentence.end, end + 20)
    return bool(_CHEMISTRY.search(reading, *window)) or not _SACRAL.search(reading, *near)


def _of_letter(reading: Reading, start: int, end: int, window: tuple[int, int]) -> bool:
    """What a letter may be of: D of a dissection, S of a segment, T of a hormone, L of a litre."""
    letter = reading.text[start]
    if letter == "L" and _PER_LITRE.search(reading, max(0, start - 8), end):
        return True
    if letter == "D":
        other = any(one.search(reading, *window) for one in (_DISSECTED, _CHEMISTRY))
    elif letter == "T":
        other = _THYROID.search(reading, *window) is not None
    elif letter == "S" and _ORGAN_BEFORE.search(reading, max(0, start - 45), start):
        return True
    elif letter == "S":
        other = _has_segments(reading) or _ORGAN.search(reading, *window) is not None
    else:
        return False
    return other and not _SPINAL.search(reading, *window)


@remembered
def _has_segments(reading: Reading) -> bool:
    """Whether the text numbers the segments of a liver or a lung."""
    return _LIVER_CODE.search(reading) is not None and _LIVER.search(reading) is not None
