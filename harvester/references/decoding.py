"""A reference file's bytes -> its text, or an error that says what the file is and what to do about it."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from ..errors import HarvesterError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "a spreadsheet, a document or a zip archive; export it as CSV in UTF-8, or unpack it"),
    (b"%PDF", "a PDF; export the references themselves (.ris, .nbib, .bib or .csv)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; export it as CSV in UTF-8"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"SQLite format 3", "a database and no export of references"),
)
_LEGACY = ["cp1252", "cp1250", "cp1251", "mac_roman", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp949"]


def text_of(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16, UTF-32 or a legacy encoding that can be told; HarvesterError else."""
    data = path.read_bytes()
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            raise HarvesterError(f"{path}: this is {what}")
    if not data.strip():
        raise HarvesterError(f"{path}: the file is empty; export the references again")
    text = _decoded(data, path).replace("\ufeff", "")  # where files were joined one stands in the middle, too
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise HarvesterError(f"{path}: line {line} holds a NUL byte, which no text has; export the references again")
    return text


def _decoded(data: bytes, path: Path) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _utf_16_without_mark(data)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding or _is_mostly_utf_8(data):
            name = "UTF-8" if not encoding or encoding == "utf-8-sig" else encoding.upper()
            line = data.count(b"\n", 0, error.start) + 1
            why = f"it is {name} except at byte {error.start} (line {line}): {error.reason}"
            raise HarvesterError(f"{path}: {why}; export the references again as UTF-8") from None
    return _from_legacy(data, path)


def _utf_16_without_mark(data: bytes) -> str | None:
    """References are mostly Latin letters, of which UTF-16 makes every other byte a NUL."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or len(data) % 2:
        return None
    if odd > len(head) * 0.3 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and not odd else None


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether the letters beyond ASCII are UTF-8 but for a few: no other encoding looks like it by chance."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(1 for letter in text if letter > "\x7f") - broken
    return beyond > broken


def _from_legacy(data: bytes, path: Path) -> str:
    """Western (CP1252, of which Latin-1 is a part) wherever that is as likely as any other.

    Central Europe's letters (CP1250) can look as likely in CP1252 and are then read so: no byte tells them apart.
    """
    matches = from_bytes(data, cp_isolation=_LEGACY)
    best = matches.best()
    if best is None:
        raise HarvesterError(f"{path}: its encoding cannot be told; save it as UTF-8")
    western = next((match for match in matches if "cp1252" in (match.encoding, *match.could_be_from_charset)), None)
    return str(western if western and western.chaos <= best.chaos else best)
