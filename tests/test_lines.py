"""JSON Lines in and out: one bad line is named with its number and the rest goes on."""

from __future__ import annotations

from datetime import UTC, datetime

from harvester.lines import line_of_reading, read_lines
from harvester.records import Dates, Decision, Extraction, PartialDate, Record, Refusal, Section, Span, StatedCount


def test_a_line_is_a_record() -> None:
    (found,) = read_lines([b'{"id": "5", "title": "A title.", "abstract": "Words.", "year": 2003}'], "stdin")
    assert found == Record(
        pmid="5",
        title="A title.",
        sections=(Section(text="Words."),),
        dates=Dates(print=PartialDate(year=2003)),
    )


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    lines = [b"{", b"\n", b'{"title": "no id"}', b'{"id": 1, "title": 5}', b"\xff\xfe", b'{"id": 6}']
    found = list(read_lines(lines, "in.jsonl"))
    assert [one.source for one in found if isinstance(one, Refusal)] == [
        "in.jsonl, line 1",
        "in.jsonl, line 3",
        "in.jsonl, line 4",
        "in.jsonl, line 5",
    ]
    assert found[-1] == Record(pmid="6")
    assert "missing required field `id`" in str(found[1])


def test_a_reading_has_its_values_with_their_words() -> None:
    record = Record(pmid="5", title="Seven cases.", sections=(Section(text="A woman of 48, then 3 years."),))
    text = record.text

    def words(*quotes: str) -> tuple[Span, ...]:
        return tuple(Span.of(text, text.index(quote), text.index(quote) + len(quote)) for quote in quotes)

    made = {"pmid": "5", "rule": "r", "rule_version": "1"}
    found = (
        Extraction(case=0, field="stated_count", value=StatedCount(n=7), spans=words("Seven cases"), **made),  # type: ignore[arg-type]
        Extraction(case=1, field="spinal_levels", value=("C6", "C7"), spans=words("woman", "48"), **made),  # type: ignore[arg-type]
    )
    judged = Decision(
        kind="screen", subject="5", verdict="unsure", reason="why", by="rule:x", at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert line_of_reading(record, found, judged) == {
        "id": "5",
        "text": "Seven cases.\n\nA woman of 48, then 3 years.",
        "included": "unsure",
        "reason": "why",
        "report": {
            "stated_count": {
                "value": {"n": 7, "unit": "patients", "scope": "", "includes_own": False},
                "start": 0,
                "end": 11,
                "quote": "Seven cases",
                "assertion": "present",
                "rule": "r",
            }
        },
        "cases": [
            {
                "spinal_levels": {
                    "value": ("C6", "C7"),
                    "start": 16,
                    "end": 21,
                    "quote": "woman",
                    "assertion": "present",
                    "rule": "r",
                    "parts": [
                        {"start": 16, "end": 21, "quote": "woman"},
                        {"start": 25, "end": 27, "quote": "48"},
                    ],
                }
            }
        ],
    }
