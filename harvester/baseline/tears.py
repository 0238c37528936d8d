"""Where in a block of XML a word stands that is not written letter by letter: a tear, and the word around it.

A word may be torn by mark-up (`haemangio<i>pericytoma</i>`), by a reference (`h&#233;mangio`), by a letter with a
diacritic, a ligature or a letter of full width, by a comment. Tears are rare in what a strategy asks for and common in
names and affiliations, so each one found is first compared with the letters next to it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain

import stringzilla

from harvester.mirror.record_fields import fold, words

from .needles import Needles

_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20))
_TEARING = frozenset(b"<>&;" + _CONTROLS + bytes(range(0x80, 0x100)))
_XML_NAMES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")
_AROUND = 300  # bytes on either side of a tear in which the rest of the word stands
_UNUSUAL = (b"<!", b"<?")  # comments, CDATA and instructions, which NLM's files do not have
_LONGEST_TAG = 200
_LONGEST_NAME = 34
_LETTER, _CAPITAL, _OTHER = b"aA "


def _class(byte: int) -> int:
    """What a byte can begin: structural elements' names begin with a capital, those of mark-up in text do not."""
    if byte in b"</&":
        return byte
    if ord("A") <= byte <= ord("Z"):
        return _CAPITAL
    return _LETTER if byte in b"!?#" or byte >= ord("a") else _OTHER


_CLASSES = bytes(map(_class, range(256)))


_HIGHEST = 0x20000
"""Behind it there are no letters with diacritics and no marks, only ideographs and signs that select a variant."""


@cache
def folded_characters() -> dict[bytes, str]:
    """What a character that is no ASCII becomes without its diacritics, where that holds a letter or is nothing."""
    found: dict[bytes, str] = dict.fromkeys((bytes((control,)) for control in _CONTROLS), "")
    for character in map(chr, range(0x80, _HIGHEST)):
        becomes = fold(character) if _folds(character) else character
        if not becomes or any(letter.isascii() and letter.isalnum() for letter in becomes):
            found[character.encode()] = becomes
    return found


def _folds(character: str) -> bool:
    told = unicodedata.decomposition(character) or unicodedata.combining(character)
    return bool(told) or character.casefold() != character


@cache
def _leads() -> bytes:
    return bytes(sorted({character[0] for character in folded_characters()}))


_CLOSING = b"</a"
_OPENING = (b"a<a", b"A<a", b"/<a")
_REFERENCE = (b"a&a", b"A&a", b"/&a", b" &a")
"""Mark-up that may stand in a word, by the classes of its bytes and, but for what closes, of the byte before it: what
opens behind no letter begins a word. The byte before is no `<` or `&`, as a name stands behind these."""

_REMEMBERED = 1 << 17  # surroundings of tears, which come to some twenty megabytes


class Tears:
    """Looks for torn words in blocks of XML.

    It remembers the surroundings in which a tear is part of none of the words: two bytes before it, the tear, one
    behind. Most tears of a file stand in some that were seen before.
    """

    def __init__(self, stems: Collection[str]) -> None:
        self._stems = sorted(stems)
        self._joined = f" {'  '.join(self._stems)} "
        self._harmless: set[bytes] = set()
        self._begins = Needles((_CLOSING, *_OPENING, *_REFERENCE))

    def places(self, block: memoryview, lower: bytes) -> Iterator[int]:
        """Where a torn word stands in a block; `lower` is the same in lower case."""
        classes: bytes = stringzilla.translate(block, _CLASSES)
        for begin, stop in _parts(lower):
            part = lower[begin:stop]
            for at, end in chain(self._characters(part), self._mark_up(part, classes[begin:stop])):
                if self._may_fit(block, begin + at, begin + end) and self._is_word(block, begin + at):
                    yield begin + at

    def _characters(self, lower: bytes) -> Iterator[tuple[int, int]]:
        """Characters that may hide a letter: where they begin and end."""
        leads, folded, harmless, find = _leads(), folded_characters(), self._harmless, stringzilla.find_first_of
        at = find(lower, leads, 2)
        while at >= 0:
            near = lower[at - 2 : at + 3]
            if near not in harmless:
                end = at + _LENGTHS[lower[at]]
                if lower[at:end] not in folded:
                    if end - at <= 3:
                        self._remember(near)
                elif lower[at - 2 : end + 1] not in harmless:
                    yield at, end
            at = find(lower, leads, at + 1)

    def _mark_up(self, lower: bytes, classes: bytes) -> Iterator[tuple[int, int]]:
        """Mark-up that stands within a word, and references to characters, likewise."""
        for begins, found in self._begins.places(classes):
            at = found + 1 if begins else found
            if begins > len(_OPENING):
                if lower.startswith(_XML_NAMES, at):
                    continue
                end = lower.find(b";", at, at + _LONGEST_NAME) + 1 or at
            else:
                end = _end_of_tag(lower, at)
                if not begins and not classes.startswith(_GOING_ON, end):
                    continue
            if lower[max(at - 2, 0) : end + 1] not in self._harmless:
                yield at, end

    def _may_fit(self, block: memoryview, at: int, end: int) -> bool:
        """Whether a tear and its neighbours may be part of one of the words; what is seen is remembered."""
        if block[at : at + 2] in _UNUSUAL:
            return True
        fits = self._fits(_before(block, at), _becomes(block, at, end), _behind(block, end))
        if not fits and not _TEARING.intersection((block[at - 1], block[end])):
            self._remember(bytes(block[max(at - 2, 0) : end + 1]).lower())
        return fits

    def _remember(self, near: bytes) -> None:
        if len(self._harmless) >= _REMEMBERED:
            self._harmless.clear()
        self._harmless.add(near)

    def _fits(self, left: str, becomes: str | None, right: str) -> bool:
        """Whether what a tear becomes may stand between its neighbours in one of the words."""
        if becomes is None:
            return False
        if TEAR in (left, right):
            return f"{left}{becomes}{right}".replace(TEAR, "") in self._joined
        if not becomes and " " in (left, right):
            return False
        return f"{left}{becomes}{right}" in self._joined or (bool(becomes) and f"{left}{becomes} " in self._joined)

    def _is_word(self, block: memoryview, at: int) -> bool:
        text = plain(bytes(block[max(at - _AROUND, 0) : at + _AROUND]))
        return any(stem in text for stem in self._stems)


TEAR = "*"
"""Stands for a neighbour that is a tear itself."""


def _parts(lower: bytes) -> Iterator[tuple[int, int]]:
    """The parts of a block between its lists of references, which are long, full of tears and of no field."""
    begin = 0
    while (stop := stringzilla.find(lower, b"<referencelist", begin)) >= 0:
        yield begin, stop
        begin = stringzilla.find(lower, b"</referencelist", stop)
        if begin < 0:
            return
    yield begin, len(lower)


_GOING_ON = (b"a", b"A", b"&a", b"<a", b"</a")
"""What may stand behind the end of mark-up where a word goes on, by the classes of its bytes."""


def _end_of_tag(lower: bytes, at: int) -> int:
    return lower.find(b">", at, at + _LONGEST_TAG) + 1 or at


def _becomes(block: memoryview, at: int, end: int) -> str | None:
    """The letters that a tear becomes, without case and diacritics; None where it ends a word."""
    tear = bytes(block[at:end])
    if tear[:1] == b"<":
        return ""
    if tear[:1] == b"&":
        return None if tear.lower() in _XML_NAMES else "".join(words(html.unescape(tear.decode("ascii", "replace"))))
    return folded_characters().get(tear)


def _before(block: memoryview, at: int) -> str:
    """What stands before a place: a letter and what is before it, TEAR, or a blank for all that ends a word."""
    near = bytes(block[max(at - _LONGEST_TAG, 0) : at])
    last = near[-1:]
    if last.isalnum():
        two = "" if near[-2] in _TEARING else chr(near[-2]).lower() if near[-2:].isalnum() else " "
        return two + last.decode().lower()
    if last == b">":
        return TEAR if _MARK_UP.match(near, max(near.rfind(b"<"), 0)) else " "
    if last == b";":
        begin = near.rfind(b"&")
        return TEAR if begin >= 0 and near[begin:].lower() not in _XML_NAMES else " "
    begin = len(near) - 1
    while begin > 0 and near[begin] & 0xC0 == 0x80:
        begin -= 1
    return TEAR if near[begin:] in folded_characters() else " "


def _behind(block: memoryview, end: int) -> str:
    """What stands behind a place, likewise."""
    near = bytes(block[end : end + _LONGEST_NAME])
    first = near[:1]
    if first.isalnum():
        return first.decode().lower()
    if first == b"<":
        return TEAR if _MARK_UP.match(near) else " "
    if first == b"&":
        return " " if near.lower().startswith(_XML_NAMES) else TEAR
    return TEAR if first and near[: _LENGTHS[first[0]]] in folded_characters() else " "


_MARK_UP = re.compile(rb"</?[a-z!?]")


_LENGTHS = bytes(1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4 for lead in range(256))
"""How many bytes a character of UTF-8 has, by its first."""


_HIDDEN = re.compile(rb"<!\[CDATA\[|\]\]>|<!--.*?-->|<[^>]*>|[\x00-\x08\x0b\x0c\x0e-\x1f]", re.DOTALL)
_REFERENCES = re.compile(rb"<ReferenceList\b.*</ReferenceList\s*>", re.DOTALL)


def plain(xml: bytes) -> str:
    """The words of XML without mark-up, case and diacritics, and with what its references stand for.

    What is torn stands together then; so do words of elements that follow each other, which holds more and never less.
    The list of references is left out: no field holds a word of it.
    """
    text = _HIDDEN.sub(b"", _REFERENCES.sub(b"", xml))
    return fold(html.unescape(text.decode("utf-8", "replace")))
