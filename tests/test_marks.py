"""The words of a value are marked where they stand, and no letter of the text is lost or moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.export.marks import Mark, Piece, lines
from harvester.records import Extraction, Span

TEXT = "A case\n\nAGE: A 48-year-old woman.\nEND: She died."


def found(field: str, value: str | int, *quotes: str, case: int = 1) -> Extraction:
    spans = tuple(Span.of(TEXT, TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in quotes)
    return Extraction(pmid="7", case=case, field=field, value=value, spans=spans, rule="r", rule_version="1")


def test_each_line_says_where_it_begins() -> None:
    assert [(line.start, "".join(piece.text for piece in line.pieces)) for line in lines(TEXT, ())] == [
        (0, "A case"),
        (8, "AGE: A 48-year-old woman."),
        (34, "END: She died."),
    ]


def test_words_within_words_are_marked_by_both_the_shorter_first() -> None:
    age, sex = found("age_years", 48, "48-year-old"), found("sex", "F", "48-year-old woman")
    of_age, of_sex = Mark(1, "age_years", "48"), Mark(1, "sex", "F")
    assert lines(TEXT, (sex, age))[1].pieces == (
        Piece("AGE: A "),
        Piece("48-year-old", (of_age, of_sex)),
        Piece(" woman", (of_sex,)),
        Piece("."),
    )


def test_a_value_from_two_places_is_marked_at_both() -> None:
    both = found("outcome", "died", "woman", "died")
    marked = [piece.text for line in lines(TEXT, (both,)) for piece in line.pieces if piece.marks]
    assert marked == ["woman", "died"]


spans = st.tuples(st.integers(0, 30), st.integers(1, 12))


@given(st.text(st.sampled_from("ab\n é😀"), max_size=40), st.lists(spans, max_size=6))
def test_the_pieces_are_the_text_and_each_span_is_marked_whole(text: str, places: list[tuple[int, int]]) -> None:
    held = [(start, min(start + length, len(text))) for start, length in places if start < len(text)]
    values = [
        Extraction(pmid="7", case=n, field="sex", value="F", spans=(Span.of(text, *place),), rule="r", rule_version="1")
        for n, place in enumerate(held)
    ]
    cut = lines(text, values)
    assert "".join(piece.text for line in cut for piece in line.pieces) == text.replace("\n", "")
    for n, (start, end) in enumerate(held):
        marked = "".join(
            piece.text for line in cut for piece in line.pieces if n in {mark.case for mark in piece.marks}
        )
        assert marked == text[start:end].replace("\n", "")
    for line in cut:
        words = "".join(piece.text for piece in line.pieces)
        assert text[line.start : line.start + len(words)] == words
