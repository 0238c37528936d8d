"""Chunks -> a window that slides over them, so that memory stays that of one article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .source import Damage

GLANCE = 10_000
"""Bytes; more than any tag or DOCTYPE has, and enough to tell what something unreadable is."""

_LONGEST = 1 << 26  # 64 MiB; the longest articles known (thousands of investigators) have a few
_LONGEST_NAME = 64  # bytes; more than the longest thing searched for
_BLANK = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*")  # joined files may each bring a byte order mark


class Window:
    """The part of a source that is read and not yet used; it grows as far as one article and slides on.

    Positions are those of `data`, and hold until the window reads on.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = filter(None, chunks)
        self.data = b""
        self.at = 0

    def at_markup(self) -> bool:
        """Move over blanks, and read as far ahead as tells what stands here; False at the end of the source."""
        while True:
            blank = _BLANK.match(self.data, self.at)
            self.at = blank.end() if blank else self.at
            if len(self.data) - self.at >= _LONGEST_NAME:
                return True
            if not self._more():
                return self.at < len(self.data)

    def match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The match of a tag's pattern at this place, read as far as a tag may take; None where it does not match."""
        while not (found := pattern.match(self.data, self.at, self.at + GLANCE)):
            if len(self.data) - self.at >= GLANCE or not self._more():
                return None
        return found

    def search(self, pattern: re.Pattern[bytes], offset: int) -> re.Match[bytes] | None:
        """The pattern's first match `offset` bytes or more after this place, read as far as it takes."""
        while not (found := pattern.search(self.data, self.at + offset)):
            offset = max(offset, len(self.data) - self.at - _LONGEST_NAME)  # a chunk may end within a match
            if not self._more():
                return None
        return found

    def take(self, end: int | None = None) -> bytes:
        """Use up to a position, or all."""
        end = len(self.data) if end is None else end
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def _more(self) -> bool:
        if len(self.data) - self.at > _LONGEST:
            raise Damage(f"something in it is longer than {_LONGEST >> 20} MiB, as no record is; fetch it again")
        chunk = next(self._chunks, b"")
        self.data = self.data[self.at :] + chunk
        self.at = 0
        return bool(chunk)
