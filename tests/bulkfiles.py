"""Invented bulk files for the tests of the scan and of the mirror."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from invented import write


def bulk(folder: Path, name: str, *articles: str, deleted: str = "") -> Path:
    """A bulk file as NLM sends it, with its MD5 beside it."""
    path = folder / f"{name}.xml.gz"
    plain = write(folder / "plain.xml", *articles, deleted=deleted)
    path.write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    summed(path)
    return path


def summed(path: Path) -> None:
    """Write the MD5 beside a file, as it is now."""
    sum_ = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {sum_}\n", "ascii")
