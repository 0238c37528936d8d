"""A list of authors as any exporter writes it -> Author."""

from __future__ import annotations

import re
from functools import lru_cache

from ..records import Author


def authors_of(written: str) -> tuple[Author, ...]:
    """Cut a list of authors into people and groups; `et al.` and placeholders are nobody.

    It knows `Last, First and Last, F.` (BibTeX), `Last F; Last G`, one a line, `Last FM, Last G` (PubMed), `Last, F.,
    Last, G.` (Scopus), `F. M. Last, G. Last`, and `Last A.Last B. C.` (EndNote, run together).
    """
    return tuple(author for name in _names(written) if (author := author_of(name)))


@lru_cache(maxsize=1 << 16)
def author_of(written: str) -> Author | None:
    """One name, or None for a placeholder; braces (BibTeX) or a comma at the end (EndNote) mark a group."""
    name = " ".join(written.replace("~", " ").split())
    bare = name.strip("{} .,;")
    if bare.casefold() in _NOBODY:
        return None
    marked = (name.startswith("{") and name.endswith("}")) or (name.endswith(",") and name.count(",") == 1)
    if marked or _COLLECTIVE.search(bare):
        return Author(collective=bare)
    return _person(bare if name.count("{") != 1 else bare.replace("{", "").replace("}", ""))


_NOBODY = frozenset({"", "et al", "others", "unknown", "anonymous", "anon", "no authors listed", "[no authors listed]"})
_COLLECTIVE = re.compile(
    r"\b(?:groups?|consortium|collaborat\w+|investigators|committee|network|societ\w+|association|inc|ltd|gmbh|team|trial"
    r"|trialists|organi[sz]ation|ministry|department|university|institute|centre|center|registry|pharmaceuticals)\b",
    re.I,
)


# ------------------------------------------------------------------------------------------------- a list into names

_RUN_TOGETHER = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_](?:[^\W\d_]|['’-]))")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.[ -]?)+\s*[^\W\d_]{2}")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}[.]?[ -]?){1,5}$")


def _names(written: str) -> list[str]:
    text = _ET_AL.sub("", written.strip())
    for mark in _MARKS:
        if len(parts := _split(mark, text)) > 1:
            return [piece for part in parts for piece in _run_together(part)]
    if len(parts := _run_together(text)) > 1:
        return parts
    return _between_commas(text)


_ET_AL = re.compile(r"[\s,;]*\bet\.? al\b\.?\s*$")
_MARKS = tuple(map(re.compile, (r"\s*;\s*", r"\s+and\s+", r"\s*[\r\n]+\s*", r"\s*//\s*")))


def _split(mark: re.Pattern[str], text: str) -> list[str]:
    """Cut at a mark, but not within the braces of a group's name."""
    if "{" not in text:
        return mark.split(text)
    pieces = re.split(r"(\{[^{}]*\})", text)
    hidden = "".join(f"\0{at}\0" if at % 2 else piece for at, piece in enumerate(pieces))
    return [re.sub(r"\0(\d+)\0", lambda found: pieces[int(found.group(1))], part) for part in mark.split(hidden)]


def _run_together(text: str) -> list[str]:
    """`Tan A.Schulze A.O'Donnell C. P.`: a full stop after an initial, and a name right behind it."""
    return _RUN_TOGETHER.split(text) if "," not in text else [text]


def _between_commas(text: str) -> list[str]:
    parts = [part for part in re.split(r"\s*,\s*(?:&\s*|and\s+)?|\s+&\s+", text) if part]
    if len(parts) < 2:
        return [text]
    if len(parts) % 2 == 0 and all(map(_is_initials, parts[1::2])) and not any(map(_is_initials, parts[::2])):
        return [f"{last}, {initials}" for last, initials in zip(parts[::2], parts[1::2], strict=True)]
    if len(parts) <= 3 and not any(" " in part.strip(". ") for part in parts):
        return [text]  # Last, First or Last, First, Jr
    if len(parts) == 2 and _is_last_name(parts[0]) and (" " not in parts[1] or " " not in parts[0]):
        return [text]
    return parts


def _is_initials(part: str) -> bool:
    return bool(_INITIALS.match(part)) and part == part.upper()


def _is_last_name(part: str) -> bool:
    return not _ends_in_initials(part) and not _begins_with_initials(part)


def _ends_in_initials(part: str) -> bool:
    words = [word for word in part.split() if not _SUFFIX.fullmatch(word)]
    return len(words) > 1 and _is_initials(words[-1])


def _begins_with_initials(part: str) -> bool:
    return bool(_INITIALS_FIRST.match(part))


# ------------------------------------------------------------------------------------------------ a name into its parts

_SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|II|III|IV)\.?$", re.I)
_SMALL = "al bin da das de dei del della den der des di do dos du el la le st ten ter van vom von zu zur"
_PARTICLES = frozenset(_SMALL.split())


def _person(name: str) -> Author:
    parts = [part.strip() for part in name.split(",")]
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
    parts = [part for at, part in enumerate(parts) if part and (at == 0 or part != suffix)]
    if len(parts) > 1:
        return _named(parts[0], " ".join(parts[1:]), suffix)
    words = name.split()
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]) and not suffix:
        suffix = words.pop()
    if _begins_with_initials(name):
        return _named(*_last_words(words), suffix)
    given = len(words)
    while given > 1 and _is_initials(words[given - 1]) and len(words[given - 1].strip(".")) <= 4:
        given -= 1
    if given < len(words):
        return _named(" ".join(words[:given]), " ".join(words[given:]), suffix)
    return _named(*_last_words(words), suffix)


def _last_words(words: list[str]) -> tuple[str, str]:
    """The last name with its particles, and what stands before it: `J. H. van der Berg`."""
    start = len(words) - 1
    while start > 0 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def _named(last: str, fore: str, suffix: str) -> Author:
    fore = fore.strip(" .,") if fore.endswith(",") else fore.strip(" ,")
    return Author(last=last, fore=fore, initials=_initials(fore), suffix=suffix.rstrip("."))


def _initials(fore: str) -> str:
    """`Anna B` and `A. B.` are AB, `AB` is AB."""
    words = [word for word in re.split(r"[\s.-]+", fore) if word]
    if len(words) == 1 and fore.isupper() and len(fore.strip(".")) <= 4:
        return fore.strip(".")
    return "".join(word[0].upper() for word in words)
