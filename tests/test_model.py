"""A model is asked and not believed: a stub endpoint on a real socket answers, lies, breaks off, and keeps silent."""

from __future__ import annotations

import json
import logging
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request, Response

from clock import Clock
from harvester.evaluate import read_gold, read_texts
from harvester.extract import Extractor
from harvester.model import Endpoint, EndpointError, ModelError, ModelExtractor, Tally
from harvester.model.answer import Claim
from harvester.model.checking import Checker
from harvester.model.fields import fields
from harvester.model.question import schema
from harvester.query import find_query, read_query
from harvester.records import (
    CASE_FIELDS,
    REPORT_FIELDS,
    Author,
    Extraction,
    Extracts,
    Record,
    Section,
    Span,
    StatedCount,
)
from sockets import listening

QUERY = read_query(find_query("hpc-spine"))
DEMO = Path(__file__).parents[1] / "data" / "demo"
KEY = "sk-00aa11bb22cc33dd44ee55ff66"

RECORD = Record(
    pmid="90000001",
    title="Spinal metastasis of an intracranial hemangiopericytoma",
    authors=(Author(last="Nobody", initials="N"),),
    sections=(
        Section(
            text="A 48-year-old woman had an intracranial hemangiopericytoma removed 8 years earlier. She had back "
            "pain. MRI showed an extradural metastasis from C6 to T2. Laminectomy was done; she refused radiotherapy. "
            "There was no recurrence after 24 months. Only seven previously reported cases are known, with a mean age "
            "of 47."
        ),
    ),
)


def value(field: str, value: object, *quotes: str, case: object = 1, **more: object) -> dict[str, object]:
    """One value as a model gives it."""
    return {"case": case, "field": field, "value": value, "quotes": list(quotes), **more}


def said(content: str | None, *, ended: str | None = "stop", refusal: str | None = None) -> Response:
    """A chat completion with this content."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body = {"id": "1", "object": "chat.completion", "choices": [{"message": message, "finish_reason": ended}]}
    return Response(json.dumps(body), content_type="application/json")


def answer(*values: object) -> Response:
    return said(json.dumps({"values": values}))


@dataclass
class Stub:
    """An OpenAI-compatible endpoint that gives the replies one after the other, the last one for ever."""

    replies: list[Response | Callable[[], Response]]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.asked.append(json.loads(request.get_data() or b"{}"))
        self.headers.append(dict(request.headers))
        self.paths.append(request.path)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return (reply() if callable(reply) and not isinstance(reply, Response) else reply)(environ, start_response)


@dataclass
class Asked:
    """An extractor, the stub behind it, the clock of its waits and what it said of them."""

    extractor: ModelExtractor
    stub: Stub
    clock: Clock
    told: list[str]


class Server:
    """One socket for all tests; which stub answers there changes from test to test."""

    url = ""
    stub: Stub

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.stub(environ, start_response)


SERVER = Server()


@pytest.fixture(scope="module", autouse=True)
def _served() -> Iterator[None]:
    with listening(SERVER) as SERVER.url:
        yield


@contextmanager
def model(*replies: Response | Callable[[], Response], key: str = KEY, timeout: float = 20) -> Iterator[Asked]:
    """A model that gives these replies."""
    stub, clock, told = Stub(list(replies)), Clock(), list[str]()
    SERVER.stub = stub
    endpoint = Endpoint(url=SERVER.url, key=key, timeout=timeout, sleep=clock.sleep, say=told.append)
    yield Asked(ModelExtractor(QUERY, "tiny-1", endpoint), stub, clock, told)
    endpoint.close()


def checked(*values: dict[str, object], record: Record = RECORD) -> tuple[tuple[Extraction, ...], Tally]:
    """What the checks leave of these values."""
    tally = Tally()
    claims = [Claim(one["case"], one["field"], one["value"], tuple(one["quotes"])) for one in values]  # type: ignore[arg-type]
    return Checker(QUERY, "tiny-1").check(record, claims, tally), tally


def text(abstract: str) -> Record:
    return Record(pmid="90000002", title="A case", sections=(Section(text=abstract),))


# ----------------------------------------------------------------------------------------------------- it is asked


def test_values_whose_words_stand_in_the_text_become_extractions() -> None:
    with model(answer(value("age_years", 48, "48-year-old"), value("sex", "F", "woman"))) as asked:
        found = asked.extractor.extract(RECORD)
    start = RECORD.text.index("48-year-old")
    assert found[0] == Extraction(
        pmid="90000001",
        case=1,
        field="age_years",
        value=48,
        spans=(Span.of(RECORD.text, start, start + 11),),
        rule="model:tiny-1",
        rule_version="1",
    )
    assert [(one.field, one.value) for one in found] == [("age_years", 48), ("sex", "F")]
    assert str(asked.extractor.tally) == "2 values kept, 0 dropped"


def test_a_whole_report() -> None:
    values = (
        value("followup_months", 24, "24 months"),
        value("n_patients", 1, "48-year-old woman", case=0),
        value("age_at", "spinal lesion", "48-year-old"),
        value("diagnosis", "Hemangiopericytoma", "intracranial hemangiopericytoma"),
        value("primary_site", "intracranial", "intracranial"),
        value("primary_site_text", "intracranial", "an intracranial hemangiopericytoma"),
        value("metastatic_to_spine", "yes", "Spinal metastasis"),
        value("spinal_levels", ["T1", "C6", "C7", "T2"], "C6 to T2"),
        value("compartment", ["extradural"], "extradural metastasis"),
        value("presentation", ["pain"], "back pain"),
        value("interval_months", 96.0, "8 years earlier"),
        value("surgery", "yes", "Laminectomy was done"),
        value("radiotherapy", "no", "refused radiotherapy"),
        value("recurrence", "no", "no recurrence"),
        value("outcome", "no evidence of disease", "no recurrence"),
        value(
            "stated_count",
            {"n": 7, "unit": "patients", "scope": "reported", "includes_own": False},
            "Only seven previously reported cases",
            case=0,
        ),
    )
    with model(answer(*values)) as asked:
        found = asked.extractor.extract(RECORD)
    assert [(one.case, one.field, one.value, one.assertion) for one in found] == [
        (0, "n_patients", 1, "present"),
        (0, "stated_count", StatedCount(n=7, scope="reported"), "present"),
        (1, "age_at", "spinal lesion", "present"),
        (1, "diagnosis", "hemangiopericytoma", "present"),
        (1, "primary_site", "intracranial", "present"),
        (1, "primary_site_text", "intracranial", "present"),
        (1, "metastatic_to_spine", "yes", "present"),
        (1, "spinal_levels", ("C6", "C7", "T1", "T2"), "present"),
        (1, "compartment", ("extradural",), "present"),
        (1, "presentation", ("pain",), "present"),
        (1, "interval_months", 96, "present"),
        (1, "surgery", "yes", "present"),
        (1, "radiotherapy", "no", "negated"),
        (1, "recurrence", "no", "negated"),
        (1, "outcome", "no evidence of disease", "present"),
        (1, "followup_months", 24, "present"),
    ]
    assert all(span.holds(RECORD.text) for one in found for span in one.spans)


def test_what_is_sent_is_the_text_and_nothing_else_of_the_record() -> None:
    with model(answer()) as asked:
        assert asked.extractor.extract(RECORD) == ()
    (question,) = asked.stub.asked
    assert question.keys() == {"model", "temperature", "messages", "response_format"}
    assert (question["model"], question["temperature"]) == ("tiny-1", 0)
    system, user = question["messages"]
    assert user == {"role": "user", "content": RECORD.text}
    assert system["role"] == "system"
    assert all(f"- {name} (case" in system["content"] for name in (*REPORT_FIELDS, *CASE_FIELDS))
    assert "'hemangiopericytoma' or 'solitary fibrous tumor'" in system["content"]
    assert "Nobody" not in json.dumps(question)
    assert "90000001" not in json.dumps(question)
    form = question["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    assert form["json_schema"]["schema"] == schema(fields(QUERY))
    assert asked.stub.paths == ["/entrez/eutils/chat/completions"]
    assert asked.stub.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_the_schema_says_the_shape_of_every_field_in_the_strict_subset() -> None:
    items = schema(fields(QUERY))["properties"]["values"]["items"]["anyOf"]
    shapes = {one["properties"]["field"]["enum"][0]: one["properties"]["value"] for one in items}
    assert shapes.keys() == {*REPORT_FIELDS, *CASE_FIELDS}
    assert shapes["sex"] == {"type": "string", "enum": ["F", "M"]}
    assert shapes["age_years"] == {"type": "number"}
    assert shapes["n_patients"] == {"type": "integer"}
    assert shapes["diagnosis"] == {"type": "string"}
    assert shapes["other_metastases_sites"] == {"type": "array", "items": {"type": "string"}}
    assert shapes["compartment"]["items"]["enum"][0] == "vertebral"
    assert shapes["spinal_levels"]["items"]["enum"][:2] == ["C1", "C2"]

    def objects(part: object) -> Iterator[dict[str, Any]]:
        if isinstance(part, dict):
            if part.get("type") == "object":
                yield part
            for inner in part.values():
                yield from objects(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from objects(inner)

    found = list(objects(schema(fields(QUERY))))
    assert len(found) == 2 + len(shapes)
    assert all(one["required"] == list(one["properties"]) and one["additionalProperties"] is False for one in found)


def test_another_query_asks_for_its_own_fields() -> None:
    chordoma = fields(read_query(find_query("chordoma-metastatic")))
    assert "metastatic" in chordoma
    assert "metastatic_to_spine" not in chordoma
    assert "embolization" not in chordoma
    assert "'chordoma'" in chordoma["diagnosis"].means


def test_what_decides_inclusion_is_asked_for_though_no_column_of_it_is_wanted() -> None:
    narrow = replace(QUERY, fields=("sex",))
    assert set(fields(narrow)) == {*REPORT_FIELDS, "sex", "metastatic_to_spine", "diagnosis"}
    assert set(fields(replace(narrow, criteria=()))) == {*REPORT_FIELDS, "sex", "metastatic_to_spine"}


def test_without_a_key_none_is_sent_not_even_one_that_lies_in_netrc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with model(answer(), key="") as asked:
        asked.extractor.extract(RECORD)
    assert "Authorization" not in asked.stub.headers[0]


def test_a_record_without_text_is_not_sent() -> None:
    with model(answer()) as asked:
        assert asked.extractor.extract(Record(pmid="1")) == ()
    assert asked.stub.asked == []


def test_rules_and_model_are_behind_one_protocol() -> None:
    both: tuple[Extracts, ...] = (
        Extractor(QUERY),
        ModelExtractor(QUERY, "tiny-1", Endpoint(url="http://localhost:1/v1")),
    )
    assert [callable(one.extract) for one in both] == [True, True]


# ---------------------------------------------------------------------------------------------------------- it lies


def count(n: int, own: bool = False, **more: object) -> dict[str, object]:
    return {"n": n, "unit": "patients", "scope": "", "includes_own": own, **more}


LIES = [
    # The quote does not stand in the text, or is none.
    (value("sex", "F", "female"), "quote not in the text"),
    (value("sex", "F", "Woman"), "quote not in the text"),
    (value("interval_months", 96, "8 years  earlier"), "quote not in the text"),
    (value("sex", "F", "woman", "female"), "quote not in the text"),
    (value("sex", "F"), "no quote"),
    (value("sex", "F", " "), "empty quote"),
    (value("outcome", "stable", RECORD.text[:301]), "quote too long"),
    (value("age_years", 8, "8-year-old"), "quote cuts a word or a number"),
    (value("interval_months", 8, "8 year"), "quote cuts a word or a number"),
    (value("sex", "M", "man"), "quote cuts a word or a number"),
    # The words are right and the value is not.
    (value("age_years", 84, "48-year-old"), "number not in the quotes"),
    (value("age_years", 48, "woman"), "number not in the quotes"),
    (value("age_years", 47, "mean age of 47"), "a mean or a range, which is no one's"),
    (value("age_years", 47, "47"), "a mean or a range, which is no one's"),
    (value("interval_months", 8, "8 years earlier"), "number not in the quotes"),
    (value("interval_months", 97, "8 years earlier"), "number not in the quotes"),
    (value("followup_months", 42, "24 months"), "number not in the quotes"),
    (value("n_patients", 2, "48-year-old woman", case=0), "number not in the quotes"),
    (value("n_patients", 1, "seven previously reported cases", case=0), "number not in the quotes"),
    (value("stated_count", count(8), "Only seven previously reported cases", case=0), "number not in the quotes"),
    (value("stated_count", count(0), "Only seven previously reported cases", case=0), "number not in the quotes"),
    (value("sex", "M", "woman"), "quotes do not name the value"),
    (value("sex", "F", "back pain"), "quotes do not name the value"),
    (value("diagnosis", "solitary fibrous tumor", "hemangiopericytoma"), "quotes do not name the value"),
    (value("diagnosis", "hemangiopericytoma", "extradural metastasis"), "quotes do not name the value"),
    (value("diagnosis", "gliosarcoma", "hemangiopericytoma"), "quotes do not name the value"),
    (value("primary_site", "limb", "intracranial"), "quotes do not name the value"),
    (value("primary_site_text", "falx", "intracranial"), "words not in the quotes"),
    (value("grade", "grade III", "hemangiopericytoma"), "words not in the quotes"),
    (value("other_metastases_sites", ["lung"], "metastasis"), "words not in the quotes"),
    (value("spinal_levels", ["C6", "C7", "T1", "T2", "T3"], "C6 to T2"), "levels not in the quotes"),
    (value("spinal_levels", ["L2"], "C6 to T2"), "levels not in the quotes"),
    (value("spinal_levels", ["T2"], "back pain"), "levels not in the quotes"),
    (value("spinal_levels", ["lumbar"], "Spinal metastasis"), "levels not in the quotes"),
    (value("surgery", "no", "Laminectomy was done"), "no in value, not in quotes"),
    (value("recurrence", "yes", "no recurrence"), "quotes deny the value"),
    (value("recurrence", "yes", "recurrence"), "quotes deny the value"),
    (value("radiotherapy", "yes", "radiotherapy"), "quotes deny the value"),
    # The value is none of the field's.
    (value("sex", "female", "woman"), "value not of the field"),
    (value("sex", ["F"], "woman"), "value not of the field"),
    (value("age_years", "48", "48-year-old"), "value not of the field"),
    (value("age_years", True, "48-year-old"), "value not of the field"),
    (value("age_years", None, "48-year-old"), "value not of the field"),
    (value("age_years", 480, "48-year-old"), "value not of the field"),
    (value("age_years", -48, "48-year-old"), "value not of the field"),
    (value("n_patients", 0, "48-year-old woman", case=0), "value not of the field"),
    (value("n_patients", 1.5, "48-year-old woman", case=0), "value not of the field"),
    (value("primary_site", "brain", "intracranial"), "value not of the field"),
    (value("compartment", "extradural", "extradural"), "value not of the field"),
    (value("compartment", [], "extradural"), "value not of the field"),
    (value("compartment", ["epidural"], "extradural"), "value not of the field"),
    (value("compartment", [1], "extradural"), "value not of the field"),
    (value("spinal_levels", ["C6-T2"], "C6 to T2"), "value not of the field"),
    (value("spinal_levels", ["C8"], "C6 to T2"), "value not of the field"),
    (value("diagnosis", " ", "hemangiopericytoma"), "value not of the field"),
    (value("radiotherapy", False, "refused radiotherapy"), "value not of the field"),
    (value("outcome", "cured", "no recurrence"), "value not of the field"),
    (value("stated_count", 7, "seven", case=0), "value not of the field"),
    (value("stated_count", {"n": 7}, "seven", case=0), "value not of the field"),
    (value("stated_count", count(7, sure=True), "seven", case=0), "value not of the field"),
    (value("stated_count", {**count(7), "unit": "mice"}, "seven", case=0), "value not of the field"),
    (value("stated_count", {**count(7), "scope": None}, "seven", case=0), "value not of the field"),
    (value("stated_count", {**count(7), "includes_own": "no"}, "seven", case=0), "value not of the field"),
    (value("stated_count", count(-7), "seven", case=0), "value not of the field"),
    # There is no such field, or not of this case.
    (value("shoe_size", 48, "48-year-old"), "unknown field"),
    (value(["sex"], "F", "woman"), "unknown field"),  # type: ignore[arg-type]
    (value("sex", "F", "woman", case=0), "case number not of the field"),
    (value("sex", "F", "woman", case=-1), "case number not of the field"),
    (value("sex", "F", "woman", case="1"), "case number not of the field"),
    (value("sex", "F", "woman", case=True), "case number not of the field"),
    (value("sex", "F", "woman", case=1.0), "case number not of the field"),
    (value("n_patients", 1, "woman", case=1), "case number not of the field"),
    (value("sex", "F", "woman", case=2), "case numbers with a gap"),
]


@pytest.mark.parametrize(("lie", "reason"), LIES)
def test_a_lie_is_dropped_and_counted_by_its_reason(lie: dict[str, object], reason: str) -> None:
    found, tally = checked(lie)
    assert (found, dict(tally.dropped), tally.kept) == ((), {reason: 1}, 0)


def test_a_lie_among_truths_takes_nothing_else_with_it() -> None:
    with model(answer(value("age_years", 84, "48-year-old"), value("sex", "F", "woman"), "no object")) as asked:
        found = asked.extractor.extract(RECORD)
    assert [(one.field, one.value) for one in found] == [("sex", "F")]
    assert str(asked.extractor.tally) == (
        "1 values kept, 2 dropped: 1 number not in the quotes, 1 value not of the agreed shape"
    )


@pytest.mark.parametrize(
    "bent",
    [
        {"case": 1, "field": "sex", "value": "F"},
        {"case": 1, "field": "sex", "value": "F", "quotes": "woman"},
        {"case": 1, "field": "sex", "value": "F", "quotes": [1]},
        ["sex", "F"],
        None,
    ],
)
def test_a_value_of_another_shape_is_dropped(bent: object) -> None:
    with model(answer(bent, value("sex", "F", "woman"))) as asked:
        assert len(asked.extractor.extract(RECORD)) == 1
    assert asked.extractor.tally.dropped == {"value not of the agreed shape": 1}


def test_keys_that_were_not_asked_for_are_noted_and_read_over() -> None:
    with model(answer(value("sex", "F", "woman", confidence=0.99))) as asked:
        assert len(asked.extractor.extract(RECORD)) == 1
    assert str(asked.extractor.tally) == "1 values kept, 0 dropped; noted: 1 keys that were not asked for"


def test_an_answer_of_which_nothing_holds_is_an_error_and_no_silence() -> None:
    with (
        model(answer(value("sex", "M", "woman"), value("age_years", 84, "48-year-old"))) as asked,
        pytest.raises(ModelError, match=r"^PMID 90000001: tiny-1 at http.*: none of the 2 values .* ask another"),
    ):
        asked.extractor.extract(RECORD)
    assert asked.extractor.tally.dropped.total() == 2


def test_a_quote_that_stands_twice_is_taken_at_its_first_place_in_whole_words_and_noted() -> None:
    record = text("A 48-year-old man. Years ago an 8-year-old tumour; an 8-year-old scar.")
    found, tally = checked(value("age_years", 8, "8-year-old"), record=record)
    assert found[0].spans == (Span.of(record.text, 40, 50),)
    assert dict(tally.noted) == {"values whose quote stands in several places, the first taken": 1}


def test_quotes_are_kept_in_reading_order_and_once_each() -> None:
    found, _ = checked(value("outcome", "stable", "24 months", "no recurrence", "24 months"))
    assert [span.quote for span in found[0].spans] == ["no recurrence", "24 months"]


def test_cases_after_a_gap_in_their_numbers_are_dropped() -> None:
    record = text("A 40-year-old man, a 50-year-old man, a 60-year-old man.")
    ages = [value("age_years", age, f"{age}-year-old", case=case) for age, case in ((40, 1), (50, 2), (60, 4))]
    found, tally = checked(*ages, record=record)
    assert [(one.case, one.value) for one in found] == [(1, 40), (2, 50)]
    assert dict(tally.dropped) == {"case numbers with a gap": 1}


def test_a_case_all_of_whose_values_are_lies_makes_no_gap() -> None:
    record = text("A 40-year-old man and a 60-year-old man.")
    found, _ = checked(
        value("age_years", 40, "40-year-old"),
        value("age_years", 50, "50-year-old", case=2),
        value("age_years", 60, "60-year-old", case=3),
        record=record,
    )
    assert [one.case for one in found] == [1, 3]


def test_cases_beyond_the_patients_that_the_answer_counts_are_dropped() -> None:
    found, tally = checked(
        value("n_patients", 1, "48-year-old woman", case=0),
        value("sex", "F", "woman"),
        value("sex", "F", "She", case=2),
    )
    assert [(one.case, one.field) for one in found] == [(0, "n_patients"), (1, "sex")]
    assert dict(tally.dropped) == {"more cases than patients": 1}
    assert tally.kept == 2


def test_a_field_given_twice_counts_once_or_not_at_all() -> None:
    found, tally = checked(value("sex", "F", "woman"), value("sex", "F", "She"))
    assert ([span.quote for one in found for span in one.spans], dict(tally.dropped)) == (["woman"], {"said twice": 1})
    found, tally = checked(value("followup_months", 24, "24 months"), value("followup_months", 96, "8 years"))
    assert (found, dict(tally.dropped)) == ((), {"field given twice, with different values": 2})


def test_sites_are_lists_in_lower_case_each_once() -> None:
    found, _ = checked(value("recurrence_sites", ["T12", "t12"], "T12"), record=text("It recurred at T12."))
    assert [one.value for one in found] == [("t12",)]


def test_a_no_that_is_an_origin_and_no_denial_is_present() -> None:
    found, _ = checked(value("metastatic_to_spine", "no", "Spinal metastasis"))
    assert [one.assertion for one in found] == ["present"]


def test_what_is_said_of_a_whole_series_may_stand_as_case_0() -> None:
    found, _ = checked(value("diagnosis", "hemangiopericytoma", "hemangiopericytoma", case=0))
    assert [(one.case, one.field) for one in found] == [(0, "diagnosis")]


# ------------------------------------------------------------------------------------------- true in other words


@pytest.mark.parametrize(
    ("name", "true", "quotes"),
    [
        ("age_years", 64, ["sixty-four-year-old"]),
        ("age_years", 1.5, ["18-month-old boy"]),
        ("age_years", 55, ["man of 55"]),
        ("age_years", 48, ["aged 48 years"]),
        ("interval_months", 204, ["14 years", "3 years later"]),
        ("interval_months", 17, ["In March 2008", "August 2009"]),
        ("interval_months", 60, ["in 1990", "in 1995"]),
        ("interval_months", 60, ["in March 1990", "in 1995"]),
        ("interval_months", 108, ["at the age of 40", "aged 49"]),
        ("interval_months", 22, ["1 year and 10 months"]),
        ("followup_months", 0.7, ["three weeks"]),
        ("followup_months", 18, ["eighteen-month"]),
        ("sex", "F", ["39-yr-old F"]),
        ("sex", "F", ["Mrs. X"]),
        ("diagnosis", "hemangiopericytoma", ["angioblastic meningioma"]),
        ("diagnosis", "gliosarcoma", ["Gliosarcoma"]),
        ("primary_site", "other", ["an unheard-of organ"]),
        ("grade", "WHO grade II", ["WHO grade\nII"]),
        ("spinal_levels", ["T6", "T7"], ["D6-D7"]),
        ("spinal_levels", ["L4", "L5"], ["L4/5"]),
        ("spinal_levels", ["T4", "T5"], ["fourth and fifth thoracic vertebrae"]),
        ("spinal_levels", ["C2"], ["odontoid process"]),
        ("spinal_levels", ["C1"], ["the atlas"]),
        ("spinal_levels", ["Co"], ["coccyx"]),
        ("spinal_levels", ["thoracolumbar junction"], ["thoracolumbar junction"]),
        ("spinal_levels", ["L3", "sacral"], ["L3", "sacrum"]),
        ("recurrence_sites", ["local"], ["recurred in situ"]),
        ("recurrence_sites", ["T12"], ["at T12"]),
        ("other_metastases_sites", ["Lung", "spleen"], ["pulmonary metastases", "the spleen"]),
        ("surgery", "no", ["declined an operation"]),
        ("metastatic_to_spine", "no", ["arose in the lumbar spine"]),
        ("metastatic_to_spine", "unclear", ["spinal lesion"]),
    ],
)
def test_a_truth_in_other_words_is_kept(name: str, true: object, quotes: list[str]) -> None:
    found, tally = checked(value(name, true, *quotes), record=text(". ".join(quotes)))
    assert (len(found), dict(tally.dropped)) == (1, {})


@pytest.mark.parametrize(
    ("name", "false", "quotes"),
    [
        ("age_years", 18, ["18-month-old boy"]),
        ("interval_months", 205, ["14 years", "3 years later"]),
        ("interval_months", 60, ["In March 1990", "August 1995"]),
        ("interval_months", 57, ["in March 1990", "in 1995"]),
        ("interval_months", 9, ["at the age of 40", "aged 49"]),
        ("followup_months", 60, ["median follow-up of 60 months"]),
        ("spinal_levels", ["T4", "T5", "T6", "T7", "T8"], ["T4 and T8"]),
        ("spinal_levels", ["T6"], ["the sixth patient"]),
        ("spinal_levels", ["C6", "sacral"], ["C6"]),
        ("diagnosis", "meningioma", ["angioblastic meningioma"]),
        ("sex", "M", ["39-yr-old F"]),
    ],
)
def test_its_lie_is_not(name: str, false: object, quotes: list[str]) -> None:
    found, tally = checked(value(name, false, *quotes), record=text(". ".join(quotes)))
    assert (found, tally.dropped.total()) == ((), 1)


@pytest.mark.parametrize(
    ("n", "quotes", "holds"),
    [
        (8, ["6 men and 2 women"], True),
        (7, ["6 men and 2 women"], False),
        (2, ["a 47-year-old woman", "a 52-year-old man"], True),
        (3, ["a 47-year-old woman", "a 52-year-old man"], False),
        (2, ["both patients"], True),
        (5, ["a series of five hemangiopericytomas"], True),
        (1, ["the patient"], True),
        (1, ["the patient", "she"], True),
        (1, ["a 45 yr old man"], True),
    ],
)
def test_patients_are_counted_added_up_or_quoted_one_by_one(n: int, quotes: list[str], holds: bool) -> None:
    found, _ = checked(value("n_patients", n, *quotes, case=0), record=text(". ".join(quotes)))
    assert bool(found) == holds


@pytest.mark.parametrize(
    ("n", "own", "quote", "holds"),
    [
        (0, False, "the first reported case", True),
        (0, False, "has never been reported", True),
        (0, True, "has never been reported", False),
        (1, True, "the first reported case", False),
        (9, True, "the ninth case", True),
        (9, False, "the ninth case", False),
        (8, False, "the ninth case", True),
        (8, True, "the ninth case", False),
        (1, False, "a single earlier description", True),
        (38, False, "31 articles describing 38 patients", True),
        (38, False, "few cases", False),
    ],
)
def test_a_count_of_known_cases_is_a_number_or_a_rank(n: int, own: bool, quote: str, holds: bool) -> None:
    found, _ = checked(value("stated_count", count(n, own), quote, case=0), record=text(f"This is {quote}."))
    assert bool(found) == holds


@pytest.mark.parametrize(
    ("sentence", "quote", "holds"),
    [
        ("An 18-year-old", "8-year-old", False),
        ("It was 1.2 cm", "2 cm", False),
        ("It was 1.2 cm", "It was 1", False),
        ("Of 1,200 cases", "200 cases", False),
        ("A forty-eight-year-old", "eight-year-old", False),
        ("Forty eight years", "Forty", False),
        ("Twenty patients", "Twenty", True),
        ("At C6-T2.", "C6", True),
        ("At C6-T2.", "T2", True),
        ("At C6-T2.", "-T2", True),
        ("In 2001. 24 months", "24 months", True),
        ("(pain)", "pain", True),
    ],
)
def test_a_quote_is_of_whole_words_and_numbers(sentence: str, quote: str, holds: bool) -> None:
    found, _ = checked(value("outcome", "stable", quote), record=text(sentence))
    assert bool(found) == holds


def test_a_truthful_model_loses_next_to_nothing_by_the_checks() -> None:
    """The values that people gave the demo corpus, as if a model had said them; the price of not believing it."""
    checker, tally = Checker(QUERY, "truthful"), Tally()
    texts = read_texts(sorted(DEMO.glob("*.xml")))
    total = 0
    for gold in read_gold(DEMO / "gold.jsonl"):
        cases = [(0, gold["report"]), (0, gold.get("group", {})), *enumerate(gold["cases"], start=1)]
        claims: list[Claim | None] = [
            Claim(
                number,
                name,
                {"scope": "", **one["value"]} if name == "stated_count" else one["value"],
                tuple(part["quote"] for part in one.get("parts", [one])),
            )
            for number, case in cases
            for name, one in case.items()
        ]
        total += len(claims)
        checker.check(texts[gold["id"]], claims, tally)
    assert tally.kept + tally.dropped.total() == total > 2500
    assert tally.dropped.total() / total < 0.01


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 100)
    | st.floats(allow_nan=False)
    | st.sampled_from(RECORD.text.split()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["n", "unit", "scope"]), inner),
    max_leaves=4,
)
PIECES = [RECORD.text[start : start + size] for start in range(0, 300, 7) for size in (4, 11, 30)]
CLAIMS = st.builds(
    Claim,
    st.integers(-1, 3) | ANY,
    st.sampled_from((*REPORT_FIELDS, *CASE_FIELDS)) | ANY,
    ANY | st.lists(st.sampled_from(["T1", "C6", "lumbar", "pain", "extradural", "lung"]), min_size=1, max_size=3),
    st.lists(st.sampled_from([RECORD.text[i : i + n] for i in range(0, 300, 7) for n in (4, 11, 30)]), max_size=3).map(
        tuple
    ),
)


@given(st.lists(CLAIMS | st.none(), max_size=8))
def test_whatever_a_model_says_every_claim_is_accounted_for_and_every_span_holds(claims: list[Claim | None]) -> None:
    tally = Tally()
    found = Checker(QUERY, "any").check(RECORD, claims, tally)
    assert tally.kept + tally.dropped.total() == len(claims)
    assert len(found) == tally.kept
    assert all(one.spans and all(span.holds(RECORD.text) for span in one.spans) for one in found)
    assert max(Counter((one.case, one.field) for one in found).values(), default=1) == 1


# --------------------------------------------------------------------------------------------------- half an answer

GOOD = json.dumps({"values": [value("sex", "F", "woman")]})


@pytest.mark.parametrize(
    "content",
    [
        f"Here is what I found:\n```json\n{GOOD}\n```\nI hope this helps!",
        f"```\n{GOOD}\n```",
        f"<think>The woman …</think>{GOOD}",
        f" {GOOD}\n",
    ],
)
def test_words_around_the_json_are_read_over(content: str) -> None:
    with model(said(content)) as asked:
        assert [one.value for one in asked.extractor.extract(RECORD)] == ["F"]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (said(GOOD[:-9]), "not the JSON that was asked for"),
        (said("I could not find anything."), "not the JSON that was asked for: 'I could not find anything.'"),
        (said("[]"), "not the JSON that was asked for"),
        (said('{"values": "none"}'), "not the JSON that was asked for"),
        (said('{"value": []}'), "not the JSON that was asked for"),
        (said("[" * 100_000), "not the JSON that was asked for"),
        (said(f"{GOOD} or else {GOOD}"), "not the JSON that was asked for"),
        (said(GOOD, ended="length"), "cut off at the length"),
        (said(GOOD, ended="content_filter"), "content filter"),
        (said(GOOD, ended="tool_calls"), "ended with 'tool_calls'"),
        (said(None, refusal="I cannot help with that"), "the model refused: I cannot help with that"),
        (said(GOOD, refusal="But no"), "the model refused: But no"),
        (said(None), "the answer is empty"),
        (said("  "), "the answer is empty"),
        (Response('{"choices": []}'), "no choice"),
        (Response('{"choices": [{"message": {"content": 3}}]}'), "no chat completion"),
        (Response('{"error": "busy"}'), "no chat completion"),
        (Response("<html>maintenance</html>"), "no chat completion"),
        (Response(b""), "no chat completion"),
        (Response(b" " * (4 << 20) + b" "), "longer than 4,194,304 bytes"),
    ],
)
def test_an_answer_that_is_not_whole_is_an_error_of_its_record(reply: Response, why: str) -> None:
    with model(reply) as asked, pytest.raises(ModelError) as error:
        asked.extractor.extract(RECORD)
    assert why in str(error.value)
    assert str(error.value).startswith("PMID 90000001: ")
    assert asked.extractor.endpoint.url in str(error.value)
    assert error.value.pmid == "90000001"
    assert len(asked.stub.asked) == 1


def test_a_server_that_gives_no_finish_reason_is_taken_at_its_word() -> None:
    with model(said(GOOD, ended=None)) as asked:
        assert len(asked.extractor.extract(RECORD)) == 1


def test_an_answer_without_values_says_that_nothing_is_stated() -> None:
    with model(answer()) as asked:
        assert asked.extractor.extract(RECORD) == ()


# --------------------------------------------------------------------------------------------------------- the line


def refused(status: int, message: str = "no", **headers: str) -> Response:
    return Response(json.dumps({"error": {"message": message}}), status, headers)


def test_too_many_requests_are_sent_again_after_the_time_asked_for() -> None:
    with model(refused(429, "slow down", **{"Retry-After": "17"}), said(GOOD)) as asked:
        assert len(asked.extractor.extract(RECORD)) == 1
    assert 17 <= asked.clock.now - 1000 < 18.1
    assert asked.told[0].startswith(f"PMID 90000001: {asked.extractor.endpoint.url}: HTTP 429: slow down; again in 1")
    assert asked.told[0].endswith("(try 2)")


def test_the_time_asked_for_may_be_a_date() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with model(refused(503, **{"Retry-After": until}), said(GOOD)) as asked:
        assert len(asked.extractor.extract(RECORD)) == 1
    assert 27 <= asked.clock.now - 1000 < 32


def test_no_wait_over_two_minutes_is_made() -> None:
    with (
        model(refused(429, **{"Retry-After": "3600"}), said(GOOD)) as asked,
        pytest.raises(ModelError, match=r"PMID 90000001: .*HTTP 429: no; it asks for a wait of 3600 s"),
    ):
        asked.extractor.extract(RECORD)
    assert (len(asked.stub.asked), asked.clock.now) == (1, 1000)


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_what_is_transient_is_tried_five_times_with_growing_waits(status: int) -> None:
    with (
        model(refused(status, **{"Retry-After": "soon"})) as asked,
        pytest.raises(ModelError, match=rf"PMID 90000001: .*HTTP {status}: no; try this record again later"),
    ):
        asked.extractor.extract(RECORD)
    assert len(asked.stub.asked) == 5
    assert 15 <= asked.clock.now - 1000 <= 20


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (401, "check HARVESTER_LLM_KEY"),
        (402, "paid for"),
        (403, "check HARVESTER_LLM_KEY"),
        (404, "has the model of --model"),
        (405, "check --endpoint"),
    ],
)
def test_an_endpoint_that_lets_nobody_in_stops_the_run(status: int, way_out: str) -> None:
    with (
        model(refused(status, "not you")) as asked,
        pytest.raises(EndpointError, match=rf"PMID 90000001: http.*: HTTP {status}: not you; .*{way_out}"),
    ):
        asked.extractor.extract(RECORD)
    assert len(asked.stub.asked) == 1


def test_a_quota_that_is_spent_stops_the_run_at_once() -> None:
    spent = Response('{"error": {"message": "You exceeded it", "code": "insufficient_quota"}}', 429)
    with model(spent) as asked, pytest.raises(EndpointError, match="You exceeded it; the account's quota is spent"):
        asked.extractor.extract(RECORD)
    assert len(asked.stub.asked) == 1


def test_a_request_that_is_refused_is_an_error_of_its_record() -> None:
    page = Response("<html><h1>Context too\nlong</h1></html>" + "x" * 999, 400)
    with (
        model(page) as asked,
        pytest.raises(ModelError, match=r"HTTP 400: Context too long x{10,190}; this record was"),
    ):
        asked.extractor.extract(RECORD)
    assert len(asked.stub.asked) == 1


def test_the_text_is_not_sent_on_to_another_address() -> None:
    elsewhere = Stub([said(GOOD)])
    with (
        listening(elsewhere) as other,
        model(Response(status=307, headers={"Location": other})) as asked,
        pytest.raises(EndpointError, match=f"not sent on to {other}: set --endpoint to it if you trust it"),
    ):
        asked.extractor.extract(RECORD)
    assert (elsewhere.asked, len(asked.stub.asked)) == ([], 1)


def test_silence_is_waited_for_twice_and_then_an_error_of_its_record() -> None:
    over = threading.Event()

    def silent() -> Response:
        over.wait(5)
        return said(GOOD)

    with model(silent, timeout=0.2) as asked:
        with pytest.raises(ModelError, match=r"PMID 90000001: http.*: no whole answer within 0 s; give it longer"):
            asked.extractor.extract(RECORD)
        over.set()
    assert len(asked.stub.asked) == 2


def test_an_answer_that_dribbles_is_not_waited_for_without_end() -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(100):
            yield b" "
            time.sleep(0.05)

    with model(lambda: Response(drops()), timeout=0.3) as asked:
        began = time.monotonic()
        with pytest.raises(ModelError, match="no whole answer within"):
            asked.extractor.extract(RECORD)
    assert time.monotonic() - began < 3


def test_a_connection_that_breaks_is_tried_again() -> None:
    half = said(GOOD)
    body = half.get_data()

    def cut() -> Response:
        return Response(iter([body[:30]]), headers={"Content-Length": str(len(body))})

    with model(cut, half) as asked:
        assert len(asked.extractor.extract(RECORD)) == 1
    assert "the connection broke before the answer was whole; again in" in asked.told[0]
    with model(cut) as asked, pytest.raises(ModelError, match=r"PMID 90000001: .* connection broke .* again later"):
        asked.extractor.extract(RECORD)
    assert len(asked.stub.asked) == 5


def test_an_address_where_nobody_answers_stops_the_run() -> None:
    with listening(Stub([answer()])) as url:
        pass
    clock = Clock()
    extractor = ModelExtractor(QUERY, "tiny-1", Endpoint(url=url, sleep=clock.sleep))
    with pytest.raises(EndpointError, match=r"PMID 90000001: http.*nobody answers there; is the server running"):
        extractor.extract(RECORD)
    assert clock.now > 1010


# ----------------------------------------------------------------------------------------------------- the address


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        (" https://example.org/v1/ ", "https://example.org/v1"),
        ("https://example.org/v1/chat/completions", "https://example.org/v1"),
    ],
)
def test_an_address_is_taken_with_or_without_its_end(url: str, base: str) -> None:
    assert Endpoint(url=url).url == base


@pytest.mark.parametrize(
    "url", ["", "localhost:11434/v1", "ftp://example.org", "https://", "https://a.org/v1?key=hush"]
)
def test_what_is_no_base_address_is_said_before_anything_is_sent(url: str) -> None:
    with pytest.raises(EndpointError, match="no base address; one looks like") as error:
        Endpoint(url=url)
    assert "hush" not in str(error.value)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(EndpointError, match="the key goes into HARVESTER_LLM_KEY") as error:
        Endpoint(url="https://me:hush@example.org/v1")
    assert "hush" not in str(error.value)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel"])
def test_a_key_that_is_none_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(EndpointError, match="HARVESTER_LLM_KEY holds characters") as error:
        Endpoint(url="http://localhost:1/v1", key=key)
    assert key not in str(error.value)


def test_a_model_without_a_name_is_refused() -> None:
    with pytest.raises(EndpointError, match="--model names no model"):
        ModelExtractor(QUERY, " ", Endpoint(url="http://localhost:1/v1"))


# ---------------------------------------------------------------------------------------------------------- the key


ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in KEY)


@pytest.mark.parametrize(
    "reply",
    [
        refused(401, f"Incorrect API key provided: {KEY}"),
        refused(500, f"x{KEY.upper()}"),
        refused(400, "x" * 190 + KEY),
        Response(f'{{"error": {{"message": "{ESCAPED}"}}}}', 400),
        Response(status=302, headers={"Location": f"https://example.org/?{KEY}"}),
        said(KEY),
        said("x" * 110 + KEY),
        said(None, refusal=KEY),
        said(GOOD, ended=KEY),
        Response(f'{{"choices": [{{"message": {{"refusal": "{ESCAPED}"}}}}]}}'),
        answer(value("sex", "M", KEY)),
    ],
)
def test_no_answer_brings_the_key_to_light(reply: Response, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with model(reply) as asked:
        with pytest.raises((ModelError, EndpointError)) as error:
            asked.extractor.extract(RECORD)
        shown = "".join(traceback.format_exception(error.value)) + repr(asked.extractor.endpoint) + repr(asked.told)
    assert asked.stub.headers[0]["Authorization"] == f"Bearer {KEY}"
    for part in (KEY, KEY[:8]):
        assert part.lower() not in (shown + caplog.text + str(asked.extractor.tally)).lower()
