"""The bytes of a reference file -> its text, or a clear refusal."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from ..records import HarvesterError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = {
    b"PK\x03\x04": "a zip archive or a workbook; unpack it, or save the sheet as CSV",
    b"%PDF": "a PDF; export the references from the database or reference manager instead",
    b"\x1f\x8b": "compressed; unpack it",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as CSV",
    b"{\\rtf": "rich text; export as RIS or plain text instead",
}


def decoded(data: bytes, source: str) -> str:
    """The text, its line ends as `\\n`: UTF-8 and what a byte order mark says first, then what the bytes look like.

    HarvesterError where it is no text, or in no encoding that can be told.
    """
    for start, what in _NO_TEXT.items():
        if data.startswith(start):
            raise HarvesterError(f"{source}: is {what}")
    text = _text(data, source)
    if "\x00" in text:
        raise HarvesterError(f"{source}: holds NUL characters and is no text; export it again, in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes, source: str) -> str:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "") or _without_mark(data)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            why = f"says that it is {encoding} and is not, from byte {error.start} on"
            raise HarvesterError(f"{source}: {why}; export it again, in UTF-8") from error
        return _guessed(data, source)


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = data[:2000]
    zeros = head[0::2].count(0), head[1::2].count(0)
    if max(zeros) > len(head) // 4:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return ""


def _guessed(data: bytes, source: str) -> str:
    """Latin-1 is read as Windows-1252, as browsers do (WHATWG Encoding 4.2); another one is told by its letters."""
    best = from_bytes(data[:200_000]).best()
    names = ["cp1252"] if best is None or best.encoding in _WESTERN else [best.encoding, "cp1252"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise HarvesterError(f"{source}: is in no encoding that can be told; save it as UTF-8")


_WESTERN = frozenset({"ascii", "latin_1", "cp1252", "cp1250", "cp1254", "cp1257", "iso8859_15", "iso8859_9", "cp437"})
