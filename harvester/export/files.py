"""A table or a text -> a file on disk: whole or not at all, and untouched where nothing changed."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from ..errors import HarvesterError
from .cells import neutralised


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table of words as CSV: RFC 4180 (CRLF, quotes only where needed), UTF-8 without BOM, formulas neutralised."""
    return table.map(neutralised).to_csv(index=False, lineterminator="\r\n").encode()


def write(path: Path, content: bytes) -> Path:
    """Put the content at the path, making its folder; a crash leaves the old file or the new one whole."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.is_file() and path.read_bytes() == content):
            _replace(path, content)
    except OSError as error:
        why = error.strerror or error
        raise HarvesterError(
            f"{path}: cannot be written ({why}); close what has it open, or name another folder"
        ) from error
    return path


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file, to the disk and not only to its cache, then take its place (rename(2) is atomic)."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
