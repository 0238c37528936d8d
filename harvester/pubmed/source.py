"""A file or a reply -> chunks of UTF-8: gzip unpacked, encodings settled, and damage told from the end."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from isal import igzip, isal_zlib

_CHUNK = 1 << 20
BROKEN_GZIP: tuple[type[Exception], ...] = (EOFError, cast(type[Exception], isal_zlib.error), gzip.BadGzipFile)
"""What isal raises where gzip is cut short or damaged."""

_PROLOG = 200  # bytes that tell the encoding


class Damage(Exception):
    """The source cannot be read any further; the message says why and what to do."""


def file_chunks(path: Path) -> Iterator[bytes]:
    """The chunks of a file, unpacked; raises Damage where it cannot be read, or not to its end."""
    try:
        with path.open("rb") as file:
            yield from inflated(file)
    except FileNotFoundError as error:
        raise Damage("there is no such file; check the path") from error
    except OSError as error:
        raise Damage(f"it cannot be read ({error.strerror or error}); check the path and its permissions") from error


def inflated(file: BinaryIO) -> Iterator[bytes]:
    """The chunks of a file, unpacked where its first bytes say gzip, whatever its name says.

    Raises Damage where the gzip ends early or is broken.
    """
    magic = file.read(2)
    file.seek(0)
    if magic != b"\x1f\x8b":
        yield from iter(lambda: file.read(_CHUNK), b"")
        return
    given = 0
    try:
        with igzip.open(file) as unpacked:
            while chunk := unpacked.read(_CHUNK):
                yield chunk
                given += len(chunk)
    except BROKEN_GZIP:
        file.seek(0)
        yield from _up_to_damage(file, given)


def _up_to_damage(file: BinaryIO, given: int) -> Iterator[bytes]:
    """What can be unpacked after the bytes already given, then Damage.

    isal is quick and keeps what stands in a chunk before the damage to itself; zlib, read by read1, does not.
    """
    try:
        with gzip.open(file) as unpacked:
            while chunk := unpacked.read1(_CHUNK):
                yield chunk[given:]
                given = max(given - len(chunk), 0)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Damage(f"its gzip data are cut short or damaged ({error}); fetch it again") from error


def utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks in UTF-8, whatever a byte order mark or the first prolog says they are in.

    Raises Damage where that is no encoding that XML comes in, or not the one that the bytes are in.
    """
    stream = iter(chunks)
    first = b""
    while len(first) < _PROLOG and (chunk := next(stream, None)) is not None:
        first += chunk
    whole = chain((first,), stream)
    return whole if is_utf8(first) else _recoded(whole, _encoding(first))


def is_utf8(first: bytes) -> bool:
    """Whether the begin of a source says that it is in UTF-8 already; raises Damage as `utf8` does."""
    return _encoding(first) in ("utf-8", "ascii")


def _encoding(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = re.match(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)", first)
    name = declared[1].decode() if declared else "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = "unknown"
    if not re.fullmatch(r"utf-8|ascii|iso8859-[0-9]+|cp125[0-9]", encoding):  # Python knows rot13 and hex, too
        raise Damage(f"it says that it is encoded in {name}, which is not read here; convert it to UTF-8")
    return encoding


def _recoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    try:
        for text in codecs.iterdecode(chunks, encoding):
            yield text.encode()
    except UnicodeDecodeError as error:
        raise Damage(f"its bytes are not the {encoding} that it says they are; fetch it again") from error
