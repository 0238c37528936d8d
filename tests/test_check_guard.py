"""The checking page lets in who may look, hears who may speak, and loads nothing from elsewhere: over a real socket."""

from __future__ import annotations

import csv
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from checkpage import HARVESTER, served

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "series"
    command = [HARVESTER, "run", "hpc-spine", "--offline", "--quiet", "--out", str(home)]
    assert subprocess.run(command, check=False, capture_output=True, timeout=300).returncode == 0
    return home


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def form(session: requests.Session, address: str, path: str = "/") -> dict[str, str]:
    """The hidden fields of a page."""
    text = session.get(address + path).text
    return dict(re.findall(r'<input type="hidden" name="(token|seen|pmid|show|q)" value="([^"]*)"', text))


def words(folder: Path) -> list[dict[str, str]]:
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["by"].startswith("rule:")]


def test_every_answer_says_that_nothing_else_may_be_loaded(page: str) -> None:
    for path in ("/", "/list?show=all", "/evidence.css", "/static/check.js", "/nowhere"):
        answer = requests.get(page + path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
    cookie = requests.get(page + "/").history[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_no_page_names_anything_from_elsewhere_but_links(page: str) -> None:
    for path in ("/", "/list?show=all", "/name"):
        text = requests.get(page + path).text
        assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!/|data:,)", text)
        assert not re.search(r"\son\w+=|<script>|<style|style=", text)
    for asset in ("/evidence.css", "/static/check.css", "/static/check.js"):
        assert not re.search(r"https?://|//[a-z]|@import|url\(", requests.get(page + asset).text.replace("// ", ""))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("[::1]:{port}", 200),
        ("192.168.1.7", 200),
        (socket.gethostname(), 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:{port}", 421),
        ("localhost.evil.example", 421),
    ],
)
def test_a_foreign_name_that_leads_here_is_turned_away(page: str, host: str, status: int) -> None:
    port = page.rpartition(":")[2]
    assert requests.get(
        page + "/list?show=all", headers={"Host": host.format(port=port)}, allow_redirects=False
    ).status_code in (
        status,
        302 if status == 200 else status,
    )


def test_a_name_that_was_given_is_ours(folder: Path) -> None:
    with served(folder, "--name", "review.example") as address:
        assert requests.get(address + "/", headers={"Host": "review.example"}, allow_redirects=False).status_code == 302
        assert requests.get(address + "/", headers={"Host": "other.example"}, allow_redirects=False).status_code == 421


def test_only_a_page_of_ours_with_its_token_may_write(page: str, folder: Path) -> None:
    session = requests.Session()
    hidden = form(session, page)
    said = {**hidden, "do": f"screen|{hidden['pmid']}|yes"}
    before = words(folder)

    def status(said: dict[str, str], **headers: str) -> int:
        return session.post(page + "/say", data=said, headers=headers, allow_redirects=False).status_code

    assert status({**said, "token": ""}) == 403
    assert status({**said, "token": hidden["token"] + "x"}) == 403
    assert status(said, Origin="http://evil.example") == 403
    assert status(said, Origin="null") == 403
    assert status(said, Origin=page.replace("127.0.0.1", "127.0.0.1.evil.example")) == 403
    assert requests.post(page + "/say", data={**said, "token": ""}).status_code == 403
    assert requests.get(page + "/say", params=said).status_code == 405
    assert words(folder) == before
    assert status(said, Origin=page) == 302
    text = session.get(f"{page}/report/{hidden['pmid']}").text
    assert '<h2 id="verdict-title">Included</h2>' in text


@pytest.mark.parametrize(
    ("do", "why"),
    [
        ("screen|1|yes", "1 is not of this report"),
        ("screen|{pmid}|no", "Why is it excluded?"),
        ("screen|{pmid}|no|99", "nothing that can be said"),
        ("screen|{pmid}|maybe", "nothing that can be said"),
        ("screen|{pmid}", "nothing that can be said"),
        ("check|{pmid}#1|nonsense|right", "no value stands there"),
        ("pair|same case|1#1 = 2#1|yes", "nothing is known of this pair"),
        ("undo|screen|{pmid}|", "nothing that you said"),
        ("burn", "nothing that can be said"),
        ("", "nothing that can be said"),
    ],
)
def test_what_is_no_decision_is_refused_in_words(folder: Path, page: str, do: str, why: str) -> None:
    session = requests.Session()
    hidden = form(session, page, "/report/90000001")
    answer = session.post(page + "/say", data={**hidden, "do": do.format(pmid=hidden["pmid"])})
    assert answer.status_code == 422
    assert why in answer.text


@pytest.mark.parametrize(
    ("entered", "why"),
    [
        ({"field": "age_years", "value": "old"}, "no number"),
        ({"field": "age_years", "value": "480"}, "no number from 0 to 120"),
        ({"field": "sex", "value": "woman"}, "none of F, M"),
        ({"field": "nonsense", "value": "1"}, "no field of this query"),
        ({"field": "age_years", "value": ""}, "write the right value"),
        ({"field": "n_patients", "value": "2"}, "is a value of the report as a whole"),
        ({"subject": "90000001", "field": "age_years", "value": "48"}, "is a value of one patient"),
        ({"field": "age_years", "value": "48", "quote": "words that are not there"}, "do not read"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_what_was_typed_stays(
    page: str, entered: dict[str, str], why: str
) -> None:
    session = requests.Session()
    hidden = form(session, page, "/report/90000001")
    answer = session.post(page + "/say", data={**hidden, "do": "correct", "subject": "90000001#1", **entered})
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{entered["value"]}"' in answer.text


def test_a_page_that_is_not_there_says_so(page: str) -> None:
    assert requests.get(page + "/report/404").status_code == 404
    assert requests.get(page + "/report/..%2f..%2fetc%2fpasswd").status_code == 404


def test_beyond_this_machine_only_with_a_password(folder: Path) -> None:
    command = [HARVESTER, "check", "hpc-spine", "--out", str(folder), "--port", "0", "--host", "0.0.0.0"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "HARVESTER_PASSWORD" in done.stderr


def test_the_password_is_asked_for_and_guessing_is_slow(folder: Path) -> None:
    with served(folder, "--host", "0.0.0.0", HARVESTER_PASSWORD=PASSWORD) as announced:
        address = announced.replace("0.0.0.0", "127.0.0.1")
        session = requests.Session()
        assert session.get(address + "/report/90000001").url.endswith("/name")
        hidden = form(session, address, "/name")

        def enter(password: str) -> requests.Response:
            return session.post(address + "/name", data={**hidden, "by": "Ben", "password": password})

        assert enter("wrong").status_code == 422
        assert session.get(address + "/report/90000001").url.endswith("/name")
        assert enter(PASSWORD).status_code == 200
        assert "You are <strong>Ben</strong>" in session.get(address + "/report/90000001").text
        session.cookies.clear()
        hidden = form(session, address, "/name")
        statuses = [enter(f"guess {n}").status_code for n in range(12)]
        assert statuses == [422] * 9 + [429] * 3
        assert enter(PASSWORD).status_code == 429


def test_a_port_that_is_taken_is_named(folder: Path, page: str) -> None:
    port = page.rpartition(":")[2]
    command = [HARVESTER, "check", "hpc-spine", "--out", str(folder), "--port", port]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


def test_the_page_works_without_its_script_and_without_a_name_asks_for_one(folder: Path) -> None:
    with served(folder, by="") as address:
        session = requests.Session()
        assert session.get(address + "/").url.endswith("/name")
        hidden = form(session, address, "/name")
        assert session.post(address + "/name", data={**hidden, "by": "rule:x/1"}).status_code == 422
        assert "/report/" in session.post(address + "/name", data={**hidden, "by": "Cleo"}).url
        hidden = form(session, address, "/report/90000001")
        said = {**hidden, "do": "screen|90000001|no", "reason": "no own patient, says Cleo"}
        assert "Written: no: no own patient, says Cleo" in session.post(address + "/say", data=said).text
    assert ("90000001", "no", "Cleo") in {(row["subject"], row["verdict"], row["by"]) for row in words(folder)}
