"""What is searched for in the bytes of a bulk file, and that no record is lost by it that parsing everything finds."""

from __future__ import annotations

import gzip
import sys
import tempfile
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulkfiles import bulk
from harvester.baseline import Asked, Task, needs_of, notes_of, sift, words_to_search
from harvester.baseline.matching import finds
from harvester.baseline.needles import Needles
from harvester.baseline.needs import Either, Every, Need, Word, meets, rarest
from harvester.baseline.sieve import pieces
from harvester.baseline.tears import folded_characters, plain
from harvester.mirror.mesh.tree import BUNDLED
from harvester.mirror.record_fields import fold
from harvester.mirror.search.found import Context
from harvester.pubmed import read_raw
from harvester.pubmed.bulk_files import bulk_file
from harvester.records import Record
from harvester.syntax import parse
from invented import article


def need(strategy: str) -> Need:
    return needs_of(parse(strategy), BUNDLED)


def test_a_strategy_needs_the_words_of_its_terms() -> None:
    asked = need('(hemangiopericytom*[tiab] OR "solitary fibrous"[tiab]) AND spine[tiab] NOT review[pt]')
    tumour = Either((Every((Word("hemangiopericytom"),)), Every((Word("solitary"), Word("fibrous")))))
    assert asked == Every((tumour, Every((Word("spine"),))))


def test_a_heading_needs_its_own_words_or_those_of_a_heading_below() -> None:
    asked = need('"Solitary Fibrous Tumors"[Mesh]')
    assert meets(asked, "solitary fibrous tumors")
    assert meets(asked, "solitary fibrous tumor, pleural"), "it stands below"
    assert not meets(asked, "fibrous dysplasia")


@pytest.mark.parametrize("open_", ["2003[dp]", "smith j[au]", "medline[sb]", "#1", "17482124[uid]", "english[la]"])
def test_what_no_word_decides_is_open(open_: str) -> None:
    assert meets(need(open_), "")
    assert rarest(need(open_), len) is None
    assert rarest(need(f"{open_} AND spine[tiab]"), len) == frozenset({"spine"})


def test_of_the_sets_that_would_do_the_cheapest_is_searched_for() -> None:
    asked = need("(tumor[tiab] OR hemangiopericytoma[tiab]) AND (spine[tiab] OR bone[tiab])")
    costs = {"tumor": 9.0, "hemangiopericytoma": 0.1, "spine": 3.0, "bone": 4.0}
    assert rarest(asked, lambda stems: sum(costs[one] for one in stems)) == frozenset({"spine", "bone"})


def test_words_that_share_a_piece_are_searched_for_by_it() -> None:
    assert pieces({"hemangiopericytoma", "haemangiopericytic", "solitary"}) == ["solitary", "emangiopericyt"]


@settings(max_examples=300)
@given(
    st.lists(st.text("abc<", min_size=3, max_size=5), min_size=1, max_size=20, unique=True),
    st.text("abc<", max_size=300),
)
def test_a_string_is_found_wherever_it_stands_but_behind_the_begin_of_another(drawn: list[str], text: str) -> None:
    wanted = [one for one in drawn if not any(one != other and one.startswith(other) for other in drawn)]
    told = {(wanted[number], at) for number, at in Needles([one.encode() for one in wanted]).places(text.encode())}
    standing = {(one, at) for one in wanted for at in range(len(text)) if text.startswith(one, at)}
    assert told <= standing
    assert all(any(at <= place < at + len(one) for one, at in told) for _, place in standing)


def test_what_a_scan_cannot_decide_is_said() -> None:
    asked = parse('"Spinal Cord"[Mesh] AND spine AND bone tumor[tiab] AND #3')
    told = "\n".join(notes_of(asked, BUNDLED))
    assert [what in told for what in ("Spinal Cord", "has no tag", "as a phrase", "earlier result")] == [True] * 4


def test_every_character_that_can_hide_a_letter_is_known() -> None:
    known = folded_characters()
    every = (chr(code) for code in range(0x80, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    hiding = {one.encode() for one in every if not fold(one) or any(x.isascii() and x.isalnum() for x in fold(one))}
    assert hiding <= known.keys()


def test_plain_words_have_no_mark_up_case_or_diacritics() -> None:
    assert plain("<b>H</b>&#233;m<i>an</i>gi<![CDATA[O]]>p<!-- x -->éri".encode()) == "hemangioperi"


# ------------------------------------------------------------------------------------------------ nothing may be lost

STRATEGIES = (
    "hemangiopericytom*[tiab]",
    '"solitary fibrous"[tiab] AND spine[tiab]',
    "(SFT[tiab] OR HPC[tiab]) AND (mening*[tiab] OR sarcoma*[tiab])",
    "hemangiopericytom*[tiab] NOT solitary[tiab]",
    '"solitary spine"[tiab:~3] OR sft[ti]',
    "spine[tiab] AND 2003[dp]",
    "sarcoma[tiab] OR 1999[dp]",
    '"Hemangiopericytoma"[Mesh] OR meningioma[ti]',
    "spine",
)
WORDS = (
    "Hemangiopericytoma",
    "solitary",
    "FIBROUS",
    "spine",
    "SFT",
    "HPC",
    "meningioma",
    "Sarcomatous",
    "of",
    "a",
    "L1",
)
ACCENTS = {
    "a": "àáâãäåā",
    "e": "èéêëē",
    "i": "ìíîïī",
    "o": "òóôõöō",
    "u": "ùúûü",
    "y": "ýÿ",
    "n": "ñ",
    "c": "ç",
    "s": "š",
}


@st.composite
def written(draw: st.DrawFn) -> str:
    """A word as it may stand in XML: some of its letters with accents, in mark-up, as references, of full width."""
    pieces_ = []
    for letter in draw(st.sampled_from(WORDS)):
        how = draw(st.integers(0, 30))
        accented = ACCENTS.get(letter.lower(), "")
        if how == 0 and accented:
            pieces_.append(draw(st.sampled_from(accented)))
        elif how == 1:
            pieces_.append(f"<{(tag := draw(st.sampled_from(('i', 'sub', 'b'))))}>{letter}</{tag}>")
        elif how == 2:
            pieces_.append(f"&#{ord(letter)};")
        elif how == 3:
            pieces_.append(f"{letter}\u0301")
        elif how == 4:
            pieces_.append(chr(ord(letter) + 0xFEE0))
        elif how == 5:
            pieces_.append(f"<!-- no -->{letter}")
        elif how == 6 and accented:
            pieces_.append(f"&#x{ord(draw(st.sampled_from(accented))):x};")
        else:
            pieces_.append(draw(st.sampled_from((letter, letter.swapcase(), letter))))
    return "".join(pieces_)


titles = st.lists(written(), min_size=1, max_size=5).map(" ".join)


def asked(strategy: str) -> Asked:
    return Asked(query="q", strategy=strategy, need=need(strategy), context=Context())


def sifted(path: Path, strategy: str) -> list[str]:
    """What a scan finds in a file."""
    one = asked(strategy)
    task = Task(file=bulk_file(path), asked=(one,), stems=words_to_search([one.need], path))
    result = sift(task)
    assert not result.damage
    return sorted(hit.record.pmid for hit in result.hits)


def parsed(path: Path, strategy: str) -> list[str]:
    """What the strategy finds among all records of the file, each of them parsed."""
    records = [(one.item, one.xml) for one in read_raw(path) if isinstance(one.item, Record)]
    return sorted(finds(strategy, records, Context()))


@settings(max_examples=150, deadline=None)
@given(st.lists(titles, min_size=1, max_size=6), st.sampled_from(STRATEGIES))
def test_a_scan_finds_what_parsing_every_record_finds(made: list[str], strategy: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        articles = [article(str(pmid), f"T {title}") for pmid, title in enumerate(made, start=1)]
        path = bulk(Path(folder), "pubmed26n0001", *articles)
        assert sifted(path, strategy) == parsed(path, strategy)


TORN = (
    "h&#233;mangiop&#233;ricytome et hemangiopericytoma",
    "H\u00c9MANGIOP\u00c9RICYTOMES, or hemangiopericytomas",
    "haemangio<i>x</i>, hemangio<i>pericytoma</i>",
    "<b>h</b>emangiopericytoma",
    "h<sub>\u00e9</sub>m\u00e2ng\u00ef\u00f4p\u00e8r\u00efc\u00fft\u00f6m\u00e0",
    "".join(chr(ord(letter) + 0xFEE0) for letter in "hemangiopericytoma"),
    "hemangiope<![CDATA[ricy]]>toma",
    "hemangio&eacute;, h&eacute;mangiopericytoma",
    "hemangio<mml:math xmlns:mml='http://www.w3.org/1998/Math/MathML'><mml:mi>pericytoma</mml:mi></mml:math>",
)


@pytest.mark.parametrize("title", TORN)
def test_a_torn_word_is_found(tmp_path: Path, title: str) -> None:
    path = bulk(tmp_path, "pubmed26n0001", article("1", "None."), article("2", f"An {title}."), article("3", "None."))
    assert sifted(path, "hemangiopericytom*[tiab]") == parsed(path, "hemangiopericytom*[tiab]") == ["2"]


def test_with_whole_words_alone_a_torn_one_is_not_found(tmp_path: Path) -> None:
    path = bulk(
        tmp_path, "pubmed26n0001", article("1", "A hemangio<i>pericytoma</i>."), article("2", "Hemangiopericytoma.")
    )
    one = asked("hemangiopericytom*[tiab]")
    task = Task(file=bulk_file(path), asked=(one,), stems=frozenset(("hemangiopericytom",)), torn=False)
    assert [hit.record.pmid for hit in sift(task).hits] == ["2"]
    assert sorted(hit.record.pmid for hit in sift(replace(task, torn=True)).hits) == ["1", "2"]


def test_articles_that_no_block_holds_whole_are_found(tmp_path: Path) -> None:
    """Blocks are of a quarter of a megabyte: words at every place of them, and an article that is longer than one."""
    filler = "x" * 1_000
    articles = [article(str(pmid), f"{filler} hemangio<i>pericytoma</i> {filler}") for pmid in range(1, 400)]
    articles.append(article("400", f"{'y ' * 400_000} hemangiopericytoma"))
    path = bulk(tmp_path, "pubmed26n0001", *articles)
    assert len(sifted(path, "hemangiopericytom*[tiab]")) == 400


def test_several_strategies_share_one_pass(tmp_path: Path) -> None:
    path = bulk(tmp_path, "pubmed26n0001", article("1", "Meningioma."), article("2", "Sarcoma of the spine."))
    both = (asked("meningioma[ti]"), replace(asked("spine[ti]"), query="spine"))
    stems = words_to_search([one.need for one in both], path)
    hits = sift(Task(file=bulk_file(path), asked=both, stems=stems)).hits
    assert [(hit.record.pmid, hit.queries) for hit in hits] == [("1", ("q",)), ("2", ("spine",))]


def test_a_file_in_another_encoding_is_read_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "pubmed26n0001.xml.gz"
    prolog = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    text = f"{prolog}<PubmedArticleSet>{article('7', 'Hémangiopericytoma')}</PubmedArticleSet>"
    path.write_bytes(gzip.compress(text.encode("iso-8859-1")))
    assert sifted(path, "hemangiopericytom*[tiab]") == ["7"]


def test_an_article_that_may_be_wanted_and_cannot_be_read_is_a_refusal(tmp_path: Path) -> None:
    broken = article("1", "Spine.").replace('Version="1">1<', 'Version="1">0x<')
    path = bulk(tmp_path, "pubmed26n0001", broken, article("2", "None."))
    one = asked("spine[ti]")
    result = sift(Task(file=bulk_file(path), asked=(one,), stems=frozenset(("spine",))))
    assert [refusal.why for refusal in result.refusals] == [
        "its PMID reads '0x', which is no number of up to eight digits"
    ]
    assert not result.damage


def test_a_record_that_stands_twice_in_a_file_counts_as_it_stands_last(tmp_path: Path) -> None:
    path = bulk(
        tmp_path, "pubmed26n1335", article("1", "Spine."), article("2", "Spine."), article("1", "Hip.", version=2)
    )
    one = asked("spine[ti]")
    task = Task(file=bulk_file(path), asked=(one,), stems=frozenset(("spine",)), listed=True)
    assert [hit.record.pmid for hit in sift(task).hits] == ["2"]
    assert list(sift(task).pmids) == [1, 2, 1]


@pytest.mark.parametrize("escaped", ["<", "&", ">"])
def test_what_only_looks_like_a_tear_is_none(tmp_path: Path, escaped: str) -> None:
    path = bulk(tmp_path, "pubmed26n0001", article("1", f"hemangio{escape(escaped)}pericytoma"))
    assert sifted(path, "hemangiopericytom*[tiab]") == parsed(path, "hemangiopericytom*[tiab]") == []
