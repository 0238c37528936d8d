"""What authors and indexers wrote, for comparing."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Letters and digits only, without case and accents, words divided by one space."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower()))
    plain = (char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


_ASCII_WORD = re.compile(r"[a-z0-9]+")


def differ(left: str, right: str) -> bool:
    """Whether both are stated and not the same."""
    return bool(left and right and left != right)
