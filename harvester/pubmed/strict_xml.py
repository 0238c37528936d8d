"""The bytes of one article -> its element, parsed strictly; first mended where that loses no word.

libxml2's recovery is never used, because it drops what it cannot read and says nothing. No DTD is loaded, no entity
expanded.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree
from lxml.etree import _Element

from ..errors import Refused
from .elements import MATHML

_PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_NAMES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_PREFIX = re.compile(rb"</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_DECLARED = re.compile(rb"\sxmlns:([\w.-]+)\s*=")
_NAMESPACES = {b"mml": MATHML.encode()}


def element_of(xml: bytes, source: str) -> _Element:
    """The element, if need be after mending; Refused if that does not help."""
    try:
        return strict(xml)
    except etree.XMLSyntaxError:
        mended = _mended(xml)
    try:
        return strict(mended)
    except etree.XMLSyntaxError as error:
        raise Refused(source, f"its XML is broken ({' '.join(str(error.msg).split())}); fetch it again") from error


def strict(xml: bytes) -> _Element:
    """The element as it is written, without comments and instructions; raises lxml's XMLSyntaxError."""
    return etree.fromstring(xml, _PARSER)


def _mended(xml: bytes) -> bytes:
    """The XML with what can be put right without losing a word (seen, or fatal without the DTD).

    Named characters of HTML become the character, prefixes that nobody declared are declared, and the control
    characters that XML forbids are dropped. All else that is broken stays broken.
    """
    xml = _NAMED.sub(_character, _CONTROL.sub(b"", xml))
    head, bracket, rest = xml.partition(b">")
    missing = _prefixes(xml) - {b"xml", b"xmlns"} - set(_DECLARED.findall(head))
    names = b"".join(
        b' xmlns:%s="%s"' % (prefix, _NAMESPACES.get(prefix, b"urn:undeclared:" + prefix)) for prefix in sorted(missing)
    )
    end = b"/" if head.endswith(b"/") else b""
    return head.removesuffix(b"/") + names + end + bracket + rest


def _character(reference: re.Match[bytes]) -> bytes:
    """The character that HTML gives the name, as a reference; XML's own five and unknown names stay as they are."""
    characters = "" if reference[1] in _XML_NAMES else html5.get(reference[1].decode() + ";", "")
    return "".join(f"&#{ord(character)};" for character in characters).encode() or reference[0]


def _prefixes(xml: bytes) -> set[bytes]:
    return {name for pair in _PREFIX.findall(xml) for name in pair if name}
