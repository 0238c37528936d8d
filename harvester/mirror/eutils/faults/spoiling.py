"""What spoils an answer that a utility gave: its transfer, its records, its words."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator

from flask import Response

from .. import answers
from . import Afterwards, Disturbed, pieces


def truncate(_: Disturbed, answer: Response) -> Response:
    """Half of the bytes announced: the client sees an incomplete read."""
    body = answer.get_data()
    answer.set_data(body[: len(body) // 2])
    answer.automatically_set_content_length = False
    answer.headers["Content-Length"] = str(max(len(body), 1))
    return answer


def cut(_: Disturbed, answer: Response) -> Response:
    """Half of the bytes in a transfer that is in order."""
    body = answer.get_data()
    answer.set_data(body[: len(body) // 2])
    return answer


def prolog(_: Disturbed, answer: Response) -> Response:
    """The answer's declaration and DOCTYPE, and then nothing; of JSON nothing at all."""
    found = re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?", answer.get_data())
    answer.set_data(found.group() if found else b"")
    return answer


def slow(disturbed: Disturbed, answer: Response) -> Response:
    """The bytes in ten portions over the fault's seconds."""
    body = answer.get_data()
    answer.response = _dribble(body, disturbed.seconds)
    answer.headers.pop("Content-Length", None)
    return answer


def _dribble(body: bytes, seconds: float) -> Iterator[bytes]:
    size = -(-len(body) // 10) or 1
    for start in range(0, len(body), size):
        time.sleep(seconds / 10)
        yield body[start : start + size]


def pieces_changed(change: Callable[[list[bytes]], Iterable[bytes]]) -> Afterwards:
    """Change which records, ids or summaries an answer holds."""

    def spoil(_: Disturbed, answer: Response) -> Response:
        answer.set_data(pieces.changed(answer.get_data(), change))
        return answer

    return spoil


def replaced(old: bytes, new: bytes) -> Afterwards:
    """The first match of a pattern replaced; an answer without one stays as it is."""

    def spoil(_: Disturbed, answer: Response) -> Response:
        answer.set_data(re.sub(old, new, answer.get_data(), count=1))
        return answer

    return spoil


def plain(_: Disturbed, answer: Response) -> Response:
    """Text where XML was asked for."""
    return answers.text("1. J Invented Cases. 2003 Jul;3(3):1-2.\n\nA text where a program asked for XML.\n\nPMID: 1\n")


def without_middle(found: list[bytes]) -> list[bytes]:
    """All but the one in the middle."""
    return found[: len(found) // 2] + found[len(found) // 2 + 1 :]
