"""A phrase finds what its pattern finds, and is asked only where a word stands that every match must hold."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import harvester.extract
from harvester.extract.text.phrases import Phrase, lower
from harvester.extract.text.reading import Reading
from harvester.extract.text.stems import needed_stems
from harvester.extract.text.vocabulary import Matcher
from harvester.pubmed import read_pubmed
from harvester.records import Record, Section

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"


def reading(text: str) -> Reading:
    return Reading(Record(pmid="1", title="", sections=(Section(text=text),)), Matcher({}))


def test_a_match_is_caseless_and_its_span_is_that_of_the_text() -> None:
    told = reading("The tumour was TOTALLY Removed.")
    found = Phrase(r"\btotally\s+(?P<what>Removed)").search(told)
    assert found is not None
    assert told.text[slice(*found.span())] == "TOTALLY Removed"
    assert found["what"] == "removed"


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        (r"\b(?:died|death)\b", [{"died", "deat"}]),
        (r"\btumou?rs?\s+of\s+the\s+brain", [{"brai"}, {"of"}, {"the"}, {"tumo"}]),  # the rarest first
        (r"\d+\s+(?:years?|months?)\b", [{"year", "mont"}]),
        (r"\b\d+\s+(?:years?|months?)\b", [{"year", "mont"}, {"#"}]),
        (r"\b(?:\d{1,3}|two)\s+cases\b", [{"case"}, {"#", "two"}]),
        (r"\bno\b", [{"no"}]),
        (r"\bno\w*", []),  # a shorter beginning than the index holds, of a word that may be longer
        (r"\brul\w+\s+out\b", [{"out"}, {"rul*"}]),
        (r"metasta", []),  # not at the beginning of a word: `micrometastasis`
        (r"\b\w*plegia\s+(?:\w+ly\s+)?persists\b", [{"pers"}]),
        (r"\bfree\s+of\s+disease|\bd\.o\.d\.", [{"dise", "d"}, {"free", "d"}]),
        (r"(?:very\s+)?", []),
        (r"(?:very\s+|more\s+){0,3}ill\b", []),  # `still`
        (r"\b(?:very\s+|more\s+){0,3}ill\b", [{"ill"}, {"ill", "more", "very"}]),
        (r"(?<!not\s)\bwell\b", [{"well"}]),
        (r"[MF]\b", []),
    ],
)
def test_the_stems_of_which_every_match_holds_one(pattern: str, stems: list[set[str]]) -> None:
    assert [set(one) for one in needed_stems(pattern)] == stems


def test_a_letter_whose_lower_case_is_longer_moves_no_span() -> None:
    told = reading("İ died; İİ DIED")
    assert len(lower(told.text)) == len(told.text)
    assert [told.text[slice(*one.span())] for one in Phrase(r"\bdied\b").finditer(told)] == ["died", "DIED"]


# ---------------------------------------------------------------------------------- every phrase of every room


@cache
def phrases() -> dict[str, Phrase]:
    rooms = [importlib.import_module(one.name) for one in pkgutil.walk_packages(_PATH, "harvester.extract.")]
    return {
        f"{room.__name__}.{name}": one for room in rooms for name, value in vars(room).items() for one in _in(value)
    }


_PATH = harvester.extract.__path__


def _in(value: object) -> Iterator[Phrase]:
    if isinstance(value, Phrase):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _in(one)


plainly = cache(re.compile)


def _lost(text: str) -> list[str]:
    told = reading(text)
    return [
        f"{name}: {found.group()!r}"
        for name, phrase in phrases().items()
        for found in plainly(phrase.pattern).finditer(told.low)
        if not phrase.may_stand(told, *found.span())
    ]


def test_no_phrase_of_a_room_loses_a_match_in_the_demo() -> None:
    texts = [record.text for record in read_pubmed(DEMO) if isinstance(record, Record)]
    assert len(phrases()) > 100
    assert [one for text in texts for one in _lost(text)] == []


_WORDS = st.sampled_from(
    (
        *("no", "not", "never", "was", "Died", "well", "free", "of", "disease", "12", "T1", "C6-T2", "months", "first"),
        *("years-old", "patient's", "48-year-old", "one,", "case", "(one)", "and_the", "metastases/lesions", "tumour"),
        *("totally", "en", "bloc", "removed", "biopsy", "lost-to-follow_up", "5.5", "Gy", "½", "é", "İ"),
    )
)


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=40).map(" ".join), st.text(max_size=30))
def test_no_phrase_of_a_room_loses_a_match_in_any_words(words: str, more: str) -> None:
    assert _lost(words + more) == []
