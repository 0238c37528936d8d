"""The words that a person selected -> words that stand in the text once, so that the mark is at the right place."""

from __future__ import annotations

import re


def anchored(text: str, quote: str, at: int | None) -> str:
    """The quote as it is, or where it stands several times widened by whole words until it stands once.

    `at` counts the code points before it. ValueError where the text does not read it.
    """
    words = quote.strip()
    if not words or words not in text:
        raise ValueError(f"the title and abstract do not read {quote!r}; copy the words as they stand")
    if at is None or text.count(words) == 1:
        return words
    start = text.find(words, max(0, at))
    if start < 0:
        return words
    line_start, line_end = text.rfind("\n", 0, start) + 1, (text.find("\n", start) + 1 or len(text) + 1) - 1
    end = start + len(words)
    while text.count(text[start:end]) > 1 and (start, end) != (line_start, line_end):
        before = re.search(r"\S+\s*$", text[line_start:start])
        after = re.match(r"\s*\S+", text[end:line_end])
        start = line_start + before.start() if before else line_start
        end += after.end() if after else 0
        if not before and not after:
            break
    return text[start:end]
