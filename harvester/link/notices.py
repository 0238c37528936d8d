"""What kind of notice a title announces: a correction, a retraction, a concern, a reply."""

from __future__ import annotations

import re


def announced(title: str) -> str:
    """The kind of notice, or nothing: a paper on the correction of a deformity is none, nor a paper since RETRACTED."""
    return next((kind for kind, pattern in _NOTICES.items() if pattern.search(title)), "")


_BY = r"^\W*(?:(?:publisher|author|editor)s?'?s? |the authors?'? )?"
_WEB_OF_SCIENCE = r"\(vol(?:ume)?\.? ?\d+,? (?:pg|p|art)\b[^()]*\)\W*$"
"""What the notice is about: (vol 85, pg 553, 2010)."""
_EMBASE = r"\([^()]{3,80}\(\d{4}\) ?\d+(?::?\d+)? ?\(.{1,20}\)\)\W*$"
"""The same: (American Journal of Something (2010) 85 (553-559))."""
_NOTICES = {
    "correction": re.compile(
        rf"{_BY}(?:(?:erratum|errata|corrigend(?:um|a))\b|(?:correction|addendum)s?(?:\W*$|\s*[:.\]]| to\b))"
        rf"|{_WEB_OF_SCIENCE}|{_EMBASE}",
        re.I,
    ),
    "retraction": re.compile(
        rf"{_BY}(?:notice of retraction|retraction(?:\W*$|\s*[:.\]]| (?:notice|note|statement)))", re.I
    ),
    "concern": re.compile(rf"{_BY}(?:editorial )?expression of concern", re.I),
    "reply": re.compile(
        rf"{_BY}(?:in )?(?:reply|response|comments?|commentary|letter|invited commentary|editorial comment)"
        r"(?:\W*$| (?:to|on|by|regarding)\b|\s*:)"
        r"|[-:.–—\[(]\s*(?:the )?(?:(?:author|editor)s?'?s?'? )?(?:reply|response|comment|commentary)\W*$"
        r"|\b(?:reply|response) by the authors?\b|\beditorial comment\W*$",
        re.I,
    ),
}
