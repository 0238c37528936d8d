"""The API key is in the body of requests and nowhere else, whatever goes wrong."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from benchmarks.faults.laboratory import Disturbing, laboratory
from harvester.entrez import Entrez
from harvester.errors import HarvesterError
from harvester.query import find_query, read_query
from harvester.review import Review
from harvester.store import Store

KEY = "00aa11bb22cc33dd44ee55ff66aa77bb88cc"
FAULTS = ("key-invalid*1", "429*1", "500", "blocked", "truncate*1", "html*1", "backend*1", "reset*1", "414", "")


def test_no_fault_brings_the_key_to_light(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Logs at their most talkative, errors with their chains, the database, the exports, the ledger and its name."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    query = read_query(find_query("hpc-spine"))
    said, urls, sent = [], [], 0
    with laboratory() as lab, Store.at(tmp_path / "series.db") as store:
        for number, fault in enumerate(FAULTS):
            session = Disturbing(f"{fault}/{number}" if fault else "")
            with Entrez(base_url=lab.url, session=session, api_key=KEY, sleep=lambda _: None) as entrez:
                try:
                    Review(query=query, store=store, folder=tmp_path / "out").run(entrez, lambda *_: None)
                except HarvesterError as error:
                    said.append("".join(traceback.format_exception(error)))
                said.append(repr(entrez) + repr(entrez.traffic))
            urls += session.urls
            sent += sum(KEY in asked.get("api_key", []) for _, asked in session.sent)
    assert sent > 20
    assert any("API key invalid" in one for one in said)
    assert [text for text in (*said, *urls, caplog.text) if KEY in text] == []
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".csv", ".md"}
    assert [path for path in files if KEY in path.name or KEY.encode() in path.read_bytes()] == []
