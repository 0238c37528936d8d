"""Words that people took back: an `undone` and the word it is about count for nothing, and both stay in the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .records import Decision


def still_said(decisions: Iterable[Decision], followed: Mapping[Decision, Decision | None]) -> tuple[Decision, ...]:
    """The decisions that nobody took back, in the same order, without those that take back.

    An `undone` takes back the last word of the same person, kind and field on the same subject that was not taken back
    yet; one that finds none does nothing. `followed` leads from a word on a case to the same as its cases are numbered
    now, so that a word is found under its old number and under its new one.
    """
    told = tuple(decisions)
    spoken: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    gone: set[int] = set()
    for at in sorted(range(len(told)), key=lambda index: (told[index].at, index)):
        one = told[at]
        if not one.by_person:
            continue
        words = spoken[one.kind, one.field, one.by]
        if one.verdict != "undone":
            words.append(at)
            continue
        gone.add(at)
        about = _subjects(one, followed)
        last = next((word for word in reversed(words) if not about.isdisjoint(_subjects(told[word], followed))), None)
        if last is not None:
            words.remove(last)
            gone.add(last)
    return tuple(one for at, one in enumerate(told) if at not in gone)


def _subjects(one: Decision, followed: Mapping[Decision, Decision | None]) -> set[str]:
    """What a word was said of, and what that is called now."""
    now = followed.get(one)
    return {one.subject, now.subject} if now else {one.subject}
