"""refresh and diff as commands: what they print, what they leave with, and what a scheduler can tell from it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester import mirror
from harvester.query import find_query
from harvester.store import Store

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"

Ended = subprocess.CompletedProcess[str]


class House:
    """A folder with a mirror of a part of the demo, a query of its own, and a review that was run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        head, *articles = DEMO.read_text().split("<PubmedArticle>")
        (folder / "some.xml").write_text("<PubmedArticle>".join([head, *articles[:40]]) + "</PubmedArticleSet>")
        mirror.build(folder / "pubmed", [folder / "some.xml"])
        self.query = folder / "mine.toml"
        self.edit('must_find = ["12860507", "15595265", "17482124", "30447454"]', 'must_find = ["90000001"]')
        assert self("run", "--quiet").returncode == 0

    def edit(self, old: str, new: str) -> None:
        text = self.query.read_text() if self.query.exists() else find_query("hpc-spine").read_text()
        assert old in text
        self.query.write_text(text.replace(old, new))

    def __call__(self, command: str, *words: str) -> Ended:
        line = [sys.executable, "-c", "from harvester.cli import main; main()", command, "mine.toml", *words]
        source = ["--source", "pubmed"] if command in ("run", "refresh", "diff") else []
        return subprocess.run(
            [*line, *source[:1], *(["./pubmed"] if source else [])],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def everything_arrives(self) -> None:
        mirror.build(self.folder / "pubmed", [DEMO])


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_digest_is_printed_once_and_nothing_when_nothing_is_new(house: House) -> None:
    quiet = house("refresh")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    house.everything_arrives()
    news = house("refresh")
    assert (news.returncode, news.stdout) == (0, (house.folder / "mine" / "digests" / "0001.md").read_text())
    assert "PhraseNotFound" in news.stderr  # the mirror now warns of other words than it did
    quiet = house("refresh")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    told = json.loads(house("refresh", "--json").stdout)
    assert (told["new"], told["complete"], told["traffic"]["requests"], told["digest"]["number"]) == (0, True, 3, 1)


def test_status_says_when_it_was_refreshed_and_an_instant_of_the_past_can_be_asked_for(house: House) -> None:
    before = datetime.now(UTC)
    house.everything_arrives()
    assert house("refresh", "--quiet").stdout == ""
    assert "last refreshed 20" in house("status").stdout
    now = json.loads(house("status", "--json").stdout)
    then = json.loads(house("status", "--json", "--as-of", before.isoformat(timespec="microseconds")).stdout)
    assert (then["flow"]["identified"], now["flow"]["identified"]) == (40, 162)
    missing = house("status", "--as-of", "2001-01-01T00:00:00Z")
    assert "nothing was harvested by 2001-01-01T00:00:00+00:00; `harvester status` says" in missing.stderr


def test_an_edit_is_shown_and_one_that_loses_a_must_find_report_is_refused(house: House) -> None:
    same = house("diff")
    assert (same.returncode, same.stdout.splitlines()[1]) == (0, "the query file asks what was last asked")
    house.edit("metasta*[tiab] OR ", "")
    shown = house("diff")
    assert shown.returncode == 0
    assert "0 gained and " in shown.stdout
    assert "- lost  PMID 900000" in shown.stdout
    house.edit("strategy = '''", "strategy = '''90000002[uid] AND ")
    refused = house("refresh")
    assert refused.returncode == 1
    assert "the edited strategy does not find 90000001, which must_find names" in " ".join(refused.stderr.split())
    shown = house("diff", "--json")
    assert (shown.returncode, json.loads(shown.stdout)["must_find_lost"]) == (1, ["90000001"])
    assert "loses must-find reports that the source holds: 90000001" in " ".join(shown.stderr.split())


def test_another_one_at_work_is_5_and_says_who(house: House) -> None:
    if not (child := os.fork()):
        with Store.at(house.folder / "mine" / "series.db") as store, store.turn("mine"):
            (house.folder / "ready").touch()
            signal.pause()
    while not (house.folder / "ready").exists():
        pass
    refused = house("refresh")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert refused.returncode == 5
    assert f"mine: another refresh is at work (process {child} on " in " ".join(refused.stderr.split())
    assert house("refresh").returncode == 0


def test_what_is_missing_is_3_and_named_again_each_time(house: House) -> None:
    """A must-find report that the source holds and the strategy, which nobody edited, does not find."""
    house.edit('must_find = ["90000001"]', 'must_find = ["90000001", "90000107"]')
    house.everything_arrives()
    said = "harvester: incomplete: must-find PMID 90000107 is in the source and the strategy does not find it\n"
    for _ in range(2):
        done = house("refresh")
        assert (done.returncode, done.stderr.endswith(said)) == (3, True)
    assert "incomplete: the next one asks again for what is missing" in house("status").stdout


def test_a_review_that_was_never_run_has_nothing_to_refresh(house: House) -> None:
    never = house("refresh", "--out", "elsewhere")
    assert (never.returncode, "was never run here" in never.stderr) == (1, True)
