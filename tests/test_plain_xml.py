"""Plain XML gets the canonical form that a parser and C14N give it, or none; what is broken is never made whole."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import XML, ParseError

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.errors import Refused
from harvester.pubmed import canonical, read_raw
from harvester.pubmed.pieces import ARTICLES, pieces
from harvester.pubmed.plain_xml import plain_canonical
from harvester.pubmed.source import Damage, file_chunks, utf8
from harvester.pubmed.strict_xml import strict
from harvester.pubmed.window import Window

SHARED = Path(__file__).parents[2] / "shared" / "data" / "pubmed_xml"

PARTS = (
    *("<a>", "</a>", "<a/>", "<a />", "</a >", "<b1>", "</b1>", '<a b="1">', '<a z="1" b="2">', "<a z='1' b=\"2\">"),
    *('<a b="1" b="2">', '<a b = "1">', '<a  b="x"\n z="y" >', '<a b="x\ty">', '<a b="x\ny">', '<a b="it\'s">'),
    *(
        '<a b="&amp;">',
        '<a b="&gt;">',
        '<a b="1<2">',
        '<a b="2>1">',
        '<a b="">',
        "<a b>",
        "<a b=1>",
        '<a B="1" b="2"/>',
    ),
    *(
        '<a xmlns="urn:x">',
        '<a xml:lang="en">',
        '<n:a xmlns:n="urn:x">',
        "</n:a>",
        "<a-b>",
        "</a-b>",
        "<_a>",
        "<A>",
        "</A>",
    ),
    *("<!-- no -->", "<!-- <a> -->", "<!--<a>-->", "<![CDATA[<a>]]>", "<![CDATA[&]]>", "<?do this?>", "<?do <a>?>"),
    *(
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&#x9;",
        "&#60;",
        "&#233;",
        "&#xE9;",
        "&#xa0;",
        "&#160;",
        "&#133;",
        "&#xFFFE;",
        "&#xD800;",
        "&#13;",
        '<a b="&#233;&#10;">',
        "&nbsp;",
        "&amp",
        "&",
        "<",
        ">",
        "]]>",
        '"',
        "'",
    ),
    *("word", " ", "\n", "\n   ", "\t\n", "\r\n", "\r", "\v", "\f", "\x00", "é", "\u00a0", "\u2028", "😀", "\ufffe"),
)
"""What XML is made of, and what it may not be made of."""


@settings(max_examples=2_000)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
@example("<a></a>x")
@example('word<a b="1">\n</a>')
def test_plain_xml_reads_as_after_parsing_or_is_left_to_the_parser(inside: str) -> None:
    xml = f"<a>{inside}</a>".encode()
    plain = plain_canonical(xml)
    if plain is None or not well_formed(plain):
        return
    assert plain == canonical(strict(xml))


def well_formed(xml: bytes) -> bool:
    try:
        XML(xml)
    except ParseError:
        return False
    return True


@pytest.mark.parametrize("broken", ["<a><b></a></b>", "<a>&nbsp;</a>", "<a", "<a>\x01</a>", '<a b="1" b="2"></a>'])
def test_what_is_broken_stays_broken(broken: str) -> None:
    plain = plain_canonical(broken.encode())
    assert plain is None or not well_formed(plain)


@pytest.mark.parametrize("written", ['<a b="1" c="2"/>', '<a\n c="2"   b="1" />', '<a c="2" b="1"></a>'])
def test_equal_content_has_one_form(written: str) -> None:
    assert plain_canonical(written.encode()) == b'<a b="1" c="2"></a>'


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with third-party data is not there")
def test_each_real_article_gets_the_form_that_a_parser_gives_it_and_most_are_plain() -> None:
    plain = parsed = 0
    for xml in (xml for path in sorted(SHARED.rglob("*")) if path.is_file() for xml in articles(path)):
        try:
            by_parser = canonical(strict(xml))
        except (etree.XMLSyntaxError, Refused):
            continue
        of_text = plain_canonical(xml)
        assert of_text in (None, by_parser)
        plain += of_text is not None
        parsed += 1
    assert parsed > 250
    assert plain > 0.8 * parsed


def articles(path: Path) -> list[bytes]:
    found = []
    try:
        for piece in pieces(Window(utf8(file_chunks(path)))):
            if piece.kind in ARTICLES and not piece.why:
                found.append(piece.xml)
    except Damage:
        pass
    return found


def test_marks_nested_ten_thousand_deep_are_refused_as_the_parser_does(tmp_path: Path) -> None:
    deep = "<i>" * 10_000 + "deep" + "</i>" * 10_000
    path = tmp_path / "deep.xml"
    path.write_text(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>"
        f"{deep}</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    (parsed,) = read_raw(path)
    assert "its XML is broken" in getattr(parsed.item, "why", "")
