"""Tags that PubMed drops, and what stands behind their colon in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .fields import EXPLODING, NEARING, Field, find_field
from .findings import Finding
from .parser import Placed, split_tag
from .tokens import Token
from .tree import Term


def in_brackets(placed: Placed) -> Iterator[Finding]:
    """An unknown tag; `~N`, `:noexp` or anything else behind the colon where the field does not heed it."""
    tag = placed.tag
    if tag is None:
        return
    name, modifier = split_tag(tag.text)
    found = find_field(name)
    if found is None:
        yield _unknown(tag, name)
    elif modifier:
        yield from (Finding(code, tag.start, tag.end, why) for code, why in _modifiers(placed, found, modifier))
    if isinstance(placed.node, Term):
        yield from _truncated_heading(placed, placed.node)


def _unknown(tag: Token, name: str) -> Finding:
    plain = name.translate(_DASHES)
    if plain != name and find_field(plain):
        why = f"the dash in [{tag.text}] is no hyphen, so PubMed knows no such tag; write [{plain}]"
        return Finding("typographic-dash", tag.start, tag.end, why)
    meant = find_field(_MEANT.get(" ".join(name.split()).casefold(), ""))
    instead = f"; write [{meant.tag}]" if meant else ""
    why = f"PubMed knows no tag [{tag.text}]; it drops the tag and searches all fields{instead}"
    return Finding("unknown-tag", tag.start, tag.end, why)


_MEANT = {
    **dict.fromkeys(("doi", "pii", "pmc", "pmcid"), "aid"),
    **dict.fromkeys(("ab", "abst", "abstract", "ti,ab", "ti/ab", "ti,ab,kw", "title abstract"), "tiab"),
    **dict.fromkeys(("kw", "keyword", "keywords", "author keywords"), "ot"),
    **dict.fromkeys(("issn", "journal title", "source"), "ta"),
    **dict.fromkeys(("pubdate", "date", "year", "py"), "dp"),
    "substance name": "nm",
    "date - entrez": "edat",
    "author identifier": "auid",
    "orcid": "auid",
}
"""Tags of other databases and of older days, and the one that PubMed has for it."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"))


def _modifiers(placed: Placed, found: Field, modifier: str) -> Iterator[tuple[str, str]]:
    if modifier.startswith("~"):
        if ignored := _unheeded(placed, found, modifier):
            yield "proximity-ignored", f"PubMed ignores {modifier}: {ignored}"
    elif modifier.casefold() != "noexp":
        yield "unknown-modifier", f"PubMed knows no :{modifier}; behind the colon stands noexp, or ~ and a number"
    elif found.tag not in (*EXPLODING, "pa"):  # whether [pa] explodes is nowhere said
        yield "noexp-ignored", f"[{found.tag}] does not explode, so :noexp says nothing; leave it out"


def _unheeded(placed: Placed, found: Field, modifier: str) -> str:
    """Why a proximity operator is not heeded; empty where it is."""
    node = placed.node
    if not re.fullmatch(r"~\d{1,9}", modifier):
        return "behind ~ stands a number, as in [tiab:~3]"
    if found.tag not in NEARING:
        return f"[{found.tag}] has no proximity; only [ti], [tiab] and [ad] have"
    if not isinstance(node, Term) or not node.quoted:
        return "the words must stand in quotation marks"
    if "*" in node.text:
        return "no * may stand between the quotation marks; write the words out, joined by OR"
    if len(re.findall(r"\w+", node.text)) < 2:
        return "there is only one word; leave it out, or write two or more"
    return ""


def _truncated_heading(placed: Placed, term: Term) -> Iterator[Finding]:
    if "*" in term.text and term.explodes:
        why = f"* switches explosion off in [{term.tag}]; write the heading out, or :noexp if this is meant"
        yield Finding("truncation-not-exploded", placed.start, placed.end, why)


def outside_brackets(strategy: str, placed: Placed) -> Iterator[Finding]:
    """A tag between quotation marks, and a `~N` anywhere but in a tag."""
    if not isinstance(placed.node, Term):
        return
    written = strategy[placed.start : placed.end]
    for found in _BRACKETS.finditer(written) if placed.node.quoted else ():
        if find_field(split_tag(found[1])[0]):
            why = f"{found[0]} stands between the quotation marks and is searched as words; write it behind them"
            yield Finding("tag-in-quotes", placed.start + found.start(), placed.start + found.end(), why)
    for found in (_NEAR_AT_END if placed.node.quoted else _NEAR).finditer(written):
        why = f"{found[0]} outside a tag is no proximity search; write it in the tag, as in [tiab:{found[0]}]"
        yield Finding("lone-proximity", placed.start + found.start(), placed.start + found.end(), why)


_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_NEAR = re.compile(r"~\d+(?!\w)")
_NEAR_AT_END = re.compile(r"(?<!\w)~\d+(?=\s*\W$)")
