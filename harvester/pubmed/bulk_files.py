"""PubMed's bulk files (baseline and daily updates): what a name says, and whether a download is whole.

Names are `pubmed26n0001.xml.gz`: the year of the baseline, and a number that runs on from the baseline into the updates
and begins anew each year. Beside it NLM puts `pubmed26n0001.xml.gz.md5`, one line in OpenSSL's form, `MD5(name)= hex`,
which `md5sum -c` cannot read. Downloads that are cut short are common.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from ..errors import Refused
from .source import Damage, file_chunks, utf8

_NAME = re.compile(r"pubmed([0-9]{2})n([0-9]{4,})\.xml(?:\.gz)?")
_SUM = re.compile(r"MD5 ?\(([^()]+)\) ?= ?([0-9a-fA-F]{32})\s*")
_CLOSING = b"</PubmedArticleSet>"
_CONTROL = bytes(range(0x09)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20))
_TAIL = 200
_CHUNK = 1 << 20


class DamagedFile(Refused):
    """A bulk file that did not arrive as NLM sent it; it must be fetched again."""


class UnknownName(Refused):
    """A file whose name is not that of a bulk file."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class BulkFile:
    """A bulk file by its name; they sort in the order in which they are applied."""

    year: int
    number: int
    path: Path

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A bulk file that is whole: its size in bytes and its MD5 in hexadecimals."""

    file: BulkFile
    size: int
    md5: str


def is_bulk_file(path: Path) -> bool:
    """Whether the name is that of a bulk file."""
    return _NAME.fullmatch(path.name) is not None


def bulk_file(path: Path) -> BulkFile:
    """The bulk file that a path names; UnknownName where it names none."""
    found = _NAME.fullmatch(path.name)
    if not found:
        raise UnknownName(str(path), "this is no name of a bulk file; they are named like pubmed26n0001.xml.gz")
    return BulkFile(year=2000 + int(found[1]), number=int(found[2]), path=path)


def verify(file: BulkFile) -> Verified:
    """Read the file to its end, and compare it with the MD5 where one lies beside it.

    Raises DamagedFile where the sums differ, the .md5 cannot be read or is not in NLM's form, the gzip is cut short, or
    the set of articles is not closed; and where there is no such file.
    """
    found = Verified(file=file, size=_size(file), md5=_md5(file))
    check_md5(file, found.md5)
    _check_end(file)
    return found


def check_md5(file: BulkFile, md5: str) -> None:
    """Raise DamagedFile where an MD5 lies beside the file that is not its own, or that cannot be read."""
    beside = file.path.with_name(file.name + ".md5")
    if beside.exists() and (stated := stated_md5(beside, file.name)) != md5:
        raise DamagedFile(str(file.path), f"its MD5 is {md5}, NLM's is {stated}; fetch it again")


def stated_md5(path: Path, name: str) -> str:
    """The MD5 that a .md5 file states for the file of that name; DamagedFile where it states none."""
    try:
        line = path.read_text("ascii", errors="replace")
    except OSError as error:
        raise DamagedFile(str(path), f"it cannot be read ({error.strerror}); fetch it again") from error
    found = _SUM.fullmatch(line)
    if not found or Path(found[1]).name != name:
        raise DamagedFile(str(path), f"it should read `MD5({name})= ` and 32 hexadecimals; fetch it again")
    return found[2].lower()


def _size(file: BulkFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError as error:
        raise DamagedFile(str(file.path), f"it cannot be read ({error.strerror}); check the path") from error


def _md5(file: BulkFile) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    try:
        with file.path.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise DamagedFile(str(file.path), f"it cannot be read ({error.strerror}); check the path") from error
    return digest.hexdigest()


def _check_end(file: BulkFile) -> None:
    tail = b""
    try:
        for chunk in file_chunks(file.path):
            tail = (tail + chunk)[-_TAIL:]
    except Damage as damage:
        raise DamagedFile(str(file.path), str(damage)) from damage
    if not tail.rstrip().endswith(_CLOSING):
        raise DamagedFile(str(file.path), "it does not end with </PubmedArticleSet>: it is cut short; fetch it again")


def check_xml(file: BulkFile) -> None:
    """Raise DamagedFile where the file as a whole is no well-formed XML, so that it cannot be said what is lost of it.

    As lenient as the reading of an article is: names of characters without the DTD, prefixes that nobody declared, and
    control characters are let pass.
    """
    parser = expat.ParserCreate("utf-8")
    parser.UseForeignDTD(True)
    try:
        for chunk in utf8(file_chunks(file.path)):
            parser.Parse(chunk.translate(None, _CONTROL), False)
        parser.Parse(b"", True)
    except (expat.ExpatError, Damage) as error:
        raise DamagedFile(
            str(file.path), f"its XML is broken ({error}), so nothing of it is applied; fetch it again"
        ) from error
