"""Words of exporters, as PubMed words them."""

from __future__ import annotations

import pytest

from harvester.references.vocabulary import languages, publication_type, publication_types


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("JOUR", "Journal Article"),
        ("article", "Journal Article"),
        ("journalArticle", "Journal Article"),
        ("Article in Press", "Journal Article"),
        ("CPAPER", "Conference Paper"),
        ("inproceedings", "Conference Paper"),
        ("Conference Abstract", "Conference Abstract"),
        ("Meeting Abstract", "Conference Abstract"),
        ("CHAP", "Book Chapter"),
        ("bookSection", "Book Chapter"),
        ("mastersthesis", "Thesis"),
        ("preprint", "Preprint"),
        ("Case Reports", "Case Reports"),
        ("Randomized Controlled Trial", "Randomized Controlled Trial"),
    ],
)
def test_a_type_in_plain_words(word: str, plain: str) -> None:
    assert publication_type(word) == plain


def test_a_type_stands_once() -> None:
    assert publication_types(("JOUR", "Article", "", "Review")) == ("Journal Article", "Review")


def test_languages_are_nlms_three_letters() -> None:
    assert languages(("English; German", "en-US", "fra", "Klingon")) == ("eng", "ger", "fre", "Klingon")
