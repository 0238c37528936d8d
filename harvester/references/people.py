"""Authors, from every shape that a list of them is printed in.

A list is cut where its own separator stands (a line, `;`, `|`, ` and `, a comma, or nothing but the dot of an initial),
and each name is then read by where its initials or its comma stand. A name is kept in the letters it came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..records import Author

_UPPER = "".join(letter for letter in map(chr, range(0x590)) if letter.isupper())
_SUFFIXES = frozenset(("jr", "sr", "2nd", "3rd", "4th", "ii", "iii", "iv"))
_DOTTED = re.compile(rf"(?:[{_UPPER}][a-z]?\.-?)+[{_UPPER}]?")
_INITIAL = re.compile(rf"[{_UPPER}][a-z]?(?:\.?-[{_UPPER}])?")
_GLUED = re.compile(rf"(?<=[{_UPPER}]\.)\s*(?=(?:[^\W\d_]['’])?[^\W\d_][^\W\d_])")
_DOT_FOR_COMMA = re.compile(rf"([^\W\d_]{{2,}})\.((?:[{_UPPER}]\.?)+)")
_USUAL = re.compile(rf"([^\W\d_]+(?:['’ -][^\W\d_]+){{0,3}}), ((?:[{_UPPER}](?:\. ?| |$))+)")
"""`Last, F. M.`, the shape of most names in most exports, which is read without looking further."""
_CAMEL = re.compile(rf"([{_UPPER}][^\W\d_{_UPPER}]+)([{_UPPER}][^\W\d_{_UPPER}]+)")
_ET_AL = re.compile(r"[\s,;&]*(?:\band\s+)?(?:\bet\s+al\b\.?|\band\s+others\b|…|\.\.\.)[\s.;,]*$", re.IGNORECASE)
_NOBODY = re.compile(r"\s*(?:\[[^\]]*\]|no authors? listed|anonymous|anon|unknown)\.?\s*", re.IGNORECASE)
_PARTICLES = frozenset(
    (
        *("van", "von", "vom", "zu", "zum", "zur", "der", "den", "de", "del", "della", "dello", "di", "da", "dal"),
        *("dos", "das", "do", "du", "la", "las", "le", "los", "lo", "ter", "ten", "te", "tot", "af", "av", "el", "al"),
        *("ben", "bin", "ibn", "y", "e", "d'", "'t"),
    )
)
_GROUP = re.compile(
    r"\b(?:groups?|consorti\w+|collaborat\w+|committees?|investigators|society|societies|associations?|networks?|"
    r"stud(?:y|ies)|teams?|initiative|task force|working party|foundation|organi[sz]ation|university|institutes?|"
    r"department|registry|alliance|agency|commission|ministry|federation|gruppe|arbeitsgruppe|arbeitsgemeinschaft|"
    r"groupe|gruppo|grupo|cooperative|programme?|project|trialists)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|&)\s+(?![^{]*\})")
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_NUMBERED = re.compile(r"\s*\(\d+\)|(?<=[^\W\d_])\d+$")


def people(listed: str) -> tuple[Author, ...]:
    """The authors of a list in one string; whom `et al.` stands for is not among them (`complete`)."""
    if not listed or _NOBODY.fullmatch(listed.strip("{} ")):
        return ()
    if not complete(listed):
        listed = _ET_AL.sub("", listed)
    return tuple(author for part in _cut_at_marks(listed) for some in _cut_at_and(part) for author in _some(some))


def tagged_people(values: Iterable[str]) -> tuple[Author, ...]:
    """The authors of values that hold mostly one each; a comma behind it tells a group (EndNote's way)."""
    return tuple(
        author
        for value in values
        for author in ((Author(collective=value[:-1].strip()),) if value.endswith(",") else people(value))
    )


def complete(listed: str) -> bool:
    """Whether the list ends with its last author and not with `et al.`."""
    return not _ET_AL.search(listed, max(0, len(listed) - 20))


def _cut_at_marks(listed: str) -> list[str]:
    """Cut at the separators that stand in no name: a line's end, a semicolon, a bar."""
    return [part for part in (part.strip(" \t,&") for part in re.split(r"[\n\r;|]+", listed)) if part]


def _cut_at_and(listed: str) -> list[str]:
    """Cut at `and` and `&`, but not in braces, and not in the name of a group (`Group for Pain and Care`)."""
    if " and " not in listed and "&" not in listed:
        return [listed]
    if re.search(r",\s*(?:and\s|&)", listed):
        listed = re.sub(r",\s*(?:and\s+|&\s*)", ", ", listed)
    parts = [part.strip(" ,") for part in _AND.split(listed) if part.strip(" ,")]
    if len(parts) == 2 and _is_group(listed) and not all(map(_stands_alone, parts)):
        return [listed]
    return parts


def _stands_alone(part: str) -> bool:
    """Whether it can be a name beside a group's: a group, a name with initials, or one with a comma in it."""
    return "," in part or _is_group(part) or _is_whole(part)


@lru_cache(maxsize=1 << 16)
def _some(names: str) -> tuple[Author, ...]:
    """The authors of what is left, parted by commas or by nothing; the same names come again and again in a file."""
    usual = _USUAL.fullmatch(names)
    if usual and not _is_suffix(usual[1].rpartition(" ")[2]):
        letters = [letter for letter in usual[2] if letter.isalpha()]
        return (Author(last=usual[1], fore=" ".join(letters), initials="".join(letters)),)
    if _is_group(names):
        return tuple(map(person, _groups_and_people(names)))
    return tuple(map(_one_person, _cut_at_commas(names) if "," in names else _cut_at_dots(names)))


def _groups_and_people(names: str) -> list[str]:
    """A comma may stand in a group's name, unless there are people in the list and all else in it is a name, too."""
    parts = [part for part in (part.strip() for part in names.split(",")) if part]
    groups = [_is_group(part) for part in parts]
    named = all(group or _is_whole(part) for group, part in zip(groups, parts, strict=True))
    return parts if named and not all(groups) else [names]


def _is_group(name: str) -> bool:
    """Whether it is named by a group's word, which with initials behind it is a surname (`Gruppo, R. A.`)."""
    if name.startswith("{") or not _GROUP.search(name):
        return name.startswith("{")
    last, _, first = name.partition(",")
    return not (first.strip() and " " not in last and _shape(first) == "initials")


def _shape(name: str) -> str:
    """`initials` (F. M.), `last first` (Last FM), `first last` (F. M. Last), or `words`."""
    words = name.split()
    marks = [_is_initials(word) for word in words]
    if all(marks):
        return "initials"
    if marks[-1] or (_is_suffix(words[-1]) and len(words) > 2 and marks[-2]):
        return "last first"
    return "first last" if marks[0] else "words"


def _is_suffix(word: str) -> bool:
    return word.rstrip(".").lower() in _SUFFIXES


@lru_cache(maxsize=1 << 14)
def _is_initials(word: str) -> bool:
    """`F.`, `F.M.`, `J.-P.`, `FM`, `J-P`, `Yu.`; three capitals at most where no dot tells."""
    bare = word.rstrip(".").replace("-", "")
    if len(bare) <= 3 and bare.isalpha() and bare.isupper():
        return bare.lower() not in _SUFFIXES and not _HAN_OR_HANGUL.search(bare)
    return "." in word and bool(_DOTTED.fullmatch(word)) and not _is_suffix(word)


def _cut_at_commas(listed: str) -> list[str]:
    """A comma parts either two names or the two halves of one; the shapes of what it parts tell which."""
    parts = _joined_suffixes([part.strip() for part in listed.split(",") if part.strip()])
    if len(parts) == 2 and _shape(parts[0]) == "initials" and (names := _cut_at_dots(" ".join(reversed(parts)))):
        return names
    if len(parts) > 2 and all(map(_CAMEL.fullmatch, parts)):
        return [_CAMEL.sub(r"\1, \2", part) for part in parts]
    if _are_names(parts):
        return parts
    if len(parts) % 2 == 0 and (len(parts) > 2 or _shape(parts[1]) == "initials"):
        return [f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
    if len(parts) == 2 and _is_run_together(parts[1]):
        return [*_cut_at_dots(parts[1]), parts[0]]
    return [", ".join(parts)]


def _are_names(parts: list[str]) -> bool:
    """Whether each part is a whole name; two parts in full words are rather one name (`Sanchez Garcia, Maria Jose`)."""
    if len(parts) > 2 and all(" " in part and _shape(part) != "initials" for part in parts):
        return True
    return all(map(_is_whole, parts))


def _is_whole(name: str) -> bool:
    return _shape(name) in ("last first", "first last")


def _joined_suffixes(parts: list[str]) -> list[str]:
    """A Jr. or III between commas goes to the name before it."""
    joined: list[str] = []
    for part in parts:
        if _is_suffix(part) and joined:
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _is_run_together(listed: str) -> bool:
    return len(_cut_at_dots(listed)) > 1


def _cut_at_dots(listed: str) -> list[str]:
    """`Tan A.Schulze A.O'Donnell C. P.`: names that run into each other, each ending with its initials."""
    parts = [part for part in _GLUED.split(listed) if part]
    if len(parts) > 1 and all(_shape(part) == "last first" for part in parts):
        return parts
    return [listed] if listed else []


def person(name: str) -> Author:
    """One name in any shape: `Last, First`, `Last FM`, `F. M. Last`, `First van der Last`, a group, a name in Han."""
    name = " ".join(name.split())
    if name.startswith("{") and name.endswith("}"):
        return Author(collective=name.strip("{} "))
    if _is_group(name):
        return Author(collective=_uninverted(name.replace("{", "").replace("}", "").strip(" ,;")))
    return _one_person(name)


def _one_person(name: str) -> Author:
    name = _NUMBERED.sub("", name).replace("{", "").replace("}", "").strip(" ,;")
    return _inverted(name) if "," in name else _in_order(name)


def _uninverted(name: str) -> str:
    """`Group, ALTS` is what a program made of `ALTS Group` that took it for a person."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and _GROUP.fullmatch(last.rstrip(".")) else name


def _inverted(name: str) -> Author:
    """`Last, First`, `Last, Jr, First`, `Last Jr, First`, `Last, First Jr`, `Last, First van der`."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffix = next((part for part in parts[1:] if _is_suffix(part)), "")
    last, *rest = [part for part in parts if part != suffix] if suffix else parts
    last_words, first_words = last.split(), " ".join(rest).split()
    last_words, of_last = _without_suffix(last_words)
    first_words, of_first = _without_suffix(first_words)
    while len(first_words) > 1 and first_words[-1] in _PARTICLES:
        last_words.insert(0, first_words.pop())
    return _author(last_words, first_words, suffix or of_last or of_first)


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and _is_suffix(words[-1]):
        return words[:-1], words[-1]
    return words, ""


def _in_order(name: str) -> Author:
    """A name without a comma, by where its initials stand."""
    if _HAN_OR_HANGUL.fullmatch(name) and len(name) > 1:
        return Author(last=name[0], fore=name[1:], initials=name[1:])
    words, suffix = _without_suffix(name.split())
    if len(words) < 2:
        glued = _DOT_FOR_COMMA.fullmatch(name)
        return _author([glued[1]], [glued[2]], "") if glued else Author(last=name)
    if _HAN_OR_HANGUL.match(name):
        return _author(words[:1], words[1:], suffix)
    end = len(words)
    while end > 1 and _is_initials(words[end - 1]):
        end -= 1
    if end < len(words):
        return _author(words[:end], words[end:], suffix)
    begin = next((at for at, word in enumerate(words) if word in _PARTICLES), len(words) - 1)
    return _author(words[begin:], words[:begin], suffix)


def _author(last: list[str], first: list[str], suffix: str) -> Author:
    """Fore names and initials as PubMed has them: `Jean-Pierre A.` gives JPA, and particles give no initial."""
    return Author(
        last=" ".join(last),
        fore=" ".join([_first_name(word)[0] for word in first]),
        initials="".join([_first_name(word)[1] for word in first]),
        suffix=suffix.rstrip("."),
    )


@lru_cache(maxsize=1 << 14)
def _first_name(word: str) -> tuple[str, str]:
    """One fore name and its initials: `F.M.` and `FM` are F M and FM, `Jean-Pierre` stays and is JP."""
    if _HAN_OR_HANGUL.search(word):
        return word, word
    if _is_initials(word):
        return " ".join(_INITIAL.findall(word)).replace(".", ""), "".join(filter(str.isupper, word))
    if word in _PARTICLES:
        return word, ""
    return word, "".join(piece[0].upper() for piece in word.split("-") if piece and piece[0].isalpha())
