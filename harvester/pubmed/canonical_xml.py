"""An article's element -> the bytes that stand for it, whatever the channel it came through."""

from __future__ import annotations

import hashlib

from lxml import etree
from lxml.etree import _Element

from ..errors import Refused


def canonical(element: _Element, source: str = "PubMed XML") -> bytes:
    """An article as UTF-8 that can be parsed again and does not show the channel it came through.

    Exclusive C14N without comments (W3C 2002) settles quotes, references, namespaces and the order of attributes; lines
    lose their indents, as text collapses breaks anyway. Equal content gives equal bytes, and so one digest.

    Raises Refused where there is no such form (C14N knows no relative namespace).
    """
    try:
        whole = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError as error:
        raise Refused(source, f"its XML has no canonical form ({error}); fetch it again") from error
    return unindented(whole)


def unindented(xml: bytes) -> bytes:
    """The XML without the blanks at the ends of its lines, and without its empty lines."""
    return b"\n".join(filter(None, map(bytes.strip, xml.split(b"\n"))))


def digest(xml: bytes) -> str:
    """The SHA-256 of canonical XML, in hexadecimals: one digest, one content."""
    return hashlib.sha256(xml).hexdigest()
