"""A bulk file -> its unpacked bytes, at the speed of isal, with the MD5 and the size of what was read on the way."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from isal import igzip

from harvester.pubmed.bulk_files import DamagedFile
from harvester.pubmed.source import BROKEN_GZIP

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_GZIP = b"\x1f\x8b"


class Hashed(io.RawIOBase):
    """A file that knows the MD5 of what has been read of it, so that it is read once."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self._md5 = hashlib.md5(usedforsecurity=False)
        self.size = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill the buffer with the next bytes."""
        view = memoryview(buffer).cast("B")
        count = self._file.readinto(view)
        self._md5.update(view[:count])
        self.size += count
        return count

    def read_to_end(self) -> None:
        """Read what is left, as what was unpacked may end before the file does."""
        while self.read(1 << 16):
            pass

    @property
    def md5(self) -> str:
        """The MD5 of what was read, in hexadecimals."""
        return self._md5.hexdigest()


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Hashed, io.BufferedIOBase]]:
    """The file as it lies there, and as it reads unpacked; DamagedFile where either cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            hashed = Hashed(file)
            yield hashed, igzip.open(hashed) if packed else io.BufferedReader(hashed)
            hashed.read_to_end()
    except BROKEN_GZIP as error:
        raise DamagedFile(str(path), f"its gzip data are cut short or damaged ({error}); fetch it again") from error
    except OSError as error:
        raise DamagedFile(str(path), f"it cannot be read ({error.strerror or error}); check the path") from error
