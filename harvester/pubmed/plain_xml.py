"""The bytes of one article -> its canonical form, where they are so plain that nothing needs parsing for it.

That is how NLM writes nearly all: no comments, CDATA or prefixes, and no references but `&amp;`, `&lt;`, `&gt;` and
those of letters (`&#233;`). Of what Exclusive C14N does (W3C 2002) little is left then: letters stand for themselves,
attributes go by name, and an empty element gets its end.
Whether the XML is well-formed is not asked here; whoever parses what comes out hears it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .canonical_xml import unindented

_MORE_THAN_NAMED = re.compile(rb"<(?!/?[A-Za-z0-9]+>)[^<>]*>?")  # of a comment, CDATA or instruction the begin
_TAG = re.compile(rb"<([A-Za-z0-9]+)((?:[ \n]+(?!xmlns)[A-Za-z0-9]+=\"[^\"&\t\n]*\")*)[ \n]*(/?)>")
_ATTRIBUTE = re.compile(rb"([A-Za-z0-9]+)=(\"[^\"]*\")")
_REFERENCE = re.compile(rb"&(?!amp;|lt;|gt;)")
_NUMBERED = re.compile(rb"&#(?:x([0-9A-Fa-f]{2,6})|([0-9]{3,7}));")
_BLANKS = (b"\r", b"\v", b"\f")  # which XML makes others of, or forbids


class _NotPlain(Exception):
    """A tag that takes a parser."""


def plain_canonical(xml: bytes) -> bytes | None:
    """What `canonical` makes of well-formed XML, or None where that takes a parser.

    As many `<` as `>` in XML that is well-formed and has neither comments nor CDATA: so none stands in a text or an
    attribute, and what lies between the two is a tag.
    """
    if b"&#" in xml:
        xml = _NUMBERED.sub(_letter, xml)
    if _REFERENCE.search(xml) or xml.count(b"<") != xml.count(b">") or any(blank in xml for blank in _BLANKS):
        return None
    try:
        return unindented(_MORE_THAN_NAMED.sub(_canonical_tag, xml))
    except _NotPlain:
        return None


def _letter(reference: re.Match[bytes]) -> bytes:
    """The letter of a numbered reference; that of what may be mark-up, a blank or no character stays as it is."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(number).encode() if 0xA0 <= number < 0xD800 or 0xE000 <= number < 0xFFFE else reference[0]


def _canonical_tag(found: re.Match[bytes]) -> bytes:
    return _tag(found[0])


@lru_cache(maxsize=1 << 14)
def _tag(written: bytes) -> bytes:
    """A tag with its attributes by name; the end of an element that has no content is written out."""
    tag = _TAG.fullmatch(written)
    if not tag:
        raise _NotPlain
    name, attributes, empty = tag.groups()
    inside = b"".join(b" %s=%s" % pair for pair in sorted(_ATTRIBUTE.findall(attributes)))
    return b"<%s%s>%s" % (name, inside, b"</%s>" % name if empty else b"")
