"""A value as a person writes it in a cell -> the value of a field."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from .extract.spine.levels import ORDER
from .model.fields import fields
from .model.shapes import Levels, Number, Several, Words
from .records import Query, Value


def parse_value(written: str, field: str, query: Query) -> Value | None:
    """A cell as the value of a field, None where it is empty; ValueError names what is expected."""
    text = written.strip()
    if not text:
        return None
    known = fields(query)
    if field not in known:
        raise ValueError(f"{field!r} is no field of this query; its fields are {', '.join(known)}")
    shape = known[field].shape
    if isinstance(shape, Number):
        try:
            return shape.read(json.loads(text))
        except json.JSONDecodeError as error:
            raise ValueError(f"{text!r} is no number") from error
    if isinstance(shape, Several | Levels) or (isinstance(shape, Words) and shape.several):
        parts = [part for part in re.split(r"\s*;\s*", text) if part]
        return shape.read(_spelled(parts) if isinstance(shape, Levels) else parts)
    return shape.read(text)


def _spelled(levels: Sequence[str]) -> list[str]:
    """A range (`C6-T2`) level by level."""
    spelled: list[str] = []
    for one in levels:
        ends = re.split(r"\s*[-–]\s*", one)
        if len(ends) == 2 and all(end in ORDER for end in ends):
            low, high = (ORDER.index(end) for end in ends)
            spelled += ORDER[low : high + 1]
        else:
            spelled.append(one)
    return spelled
