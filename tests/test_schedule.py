"""The examples of docs/schedule: what they say is run, by the shells and checkers of the schedulers they are for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema

from harvester import mirror

EXAMPLES = Path(__file__).parents[1] / "docs" / "schedule"
DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"

Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Folders as the examples name them, with a review that has run on a part of the demo."""
    reviews, programs = tmp_path / "reviews", tmp_path / "bin"
    reviews.mkdir()
    programs.mkdir()
    demo = DEMO.read_text()
    head, *articles = demo.split("<PubmedArticle>")
    (tmp_path / "some.xml").write_text("<PubmedArticle>".join([head, *articles[:60]]) + "</PubmedArticleSet>")
    mirror.build(tmp_path / "pubmed", [tmp_path / "some.xml"])
    program(
        programs / "harvester",
        f'exec {sys.executable} -c "from harvester.cli import main; main()" "$@" --source {tmp_path / "pubmed"}',
    )
    program(programs / "mail", f'echo "$@" >> {tmp_path / "mail"}; cat >> {tmp_path / "mail"}')
    program(programs / "gh", f'echo "$@" >> {tmp_path / "gh"}')
    done = shell_in(tmp_path)("harvester run hpc-spine --quiet")
    assert done.returncode == 0, done.stderr
    return tmp_path


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def shell_in(house: Path) -> Shell:
    def run(command: str, shell: str = "/bin/sh") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [shell, "-c", command],
            cwd=house / "reviews",
            env={**os.environ, "PATH": f"{house / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def here(house: Path, command: str) -> str:
    return command.replace("/opt/harvester/bin", str(house / "bin")).replace("/srv/reviews", str(house / "reviews"))


def something_new(house: Path) -> None:
    mirror.build(house / "pubmed", [DEMO])


def test_cron_mails_what_is_new_and_nothing_when_nothing_is(house: Path) -> None:
    lines = [line for line in (EXAMPLES / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    settings, (job,) = [line for line in lines if re.match(r"\w+=", line)], [one for one in lines if one[0].isdigit()]
    minute, hour, day, month, weekday, command = job.split(None, 5)
    assert ((minute, hour, day, month, weekday), len(settings)) == (("30", "6", "*", "*", "1"), 2)
    assert "%" not in command  # which cron would take for the end of the command
    shell = shell_in(house)
    quiet = shell(here(house, command))
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    something_new(house)
    news = shell(here(house, command))
    assert news.returncode == 0
    assert news.stdout.startswith("# Digest 1: Hemangiopericytoma")
    quiet = shell(here(house, command))
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def unit(name: str) -> dict[str, str]:
    text = (EXAMPLES / name).read_text().replace("\\\n", " ")
    return dict(line.split("=", 1) for line in text.splitlines() if re.match(r"[A-Z]\w+=", line))


def test_systemd_mails_the_digest_and_keeps_the_exit_status(house: Path) -> None:
    service = unit("harvester-refresh@.service")
    assert service["SuccessExitStatus"] == "5"
    start = service["ExecStart"].replace("$$", "$").replace("%%", "%").replace("%i", "hpc-spine")
    shell = shell_in(house)
    assert shell(here(house, start)).returncode == 0
    assert not (house / "mail").exists()
    something_new(house)
    assert shell(here(house, start)).returncode == 0
    assert (house / "mail").read_text().startswith("-s New in hpc-spine you@example.org\n# Digest 1: ")
    shutil.rmtree(house / "pubmed")
    failed = shell(here(house, start))
    assert (failed.returncode, "no mirror" in failed.stderr) == (1, True)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for name in ("harvester-refresh@.service", "harvester-refresh@.timer"):
        text = (EXAMPLES / name).read_text().replace("/opt/harvester/bin/harvester", "/bin/true")
        (tmp_path / name.replace("@.", "@hpc-spine.")).write_text(text.replace("/srv/reviews", "/"))
    units = [str(path) for path in tmp_path.iterdir()]
    read = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert "harvester" not in read.stderr.replace("Unit harvester-refresh@hpc-spine.service not found", ""), read.stderr
    calendar = unit("harvester-refresh@.timer")["OnCalendar"]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0


def test_github_actions_commits_what_changed_and_opens_an_issue_for_what_is_new(house: Path) -> None:
    workflow: Any = yaml.safe_load((EXAMPLES / "github-actions.yml").read_text())
    steps = {step["name"]: step["run"] for step in workflow["jobs"]["refresh"]["steps"] if "name" in step}
    shell = shell_in(house)
    for command in ("git init -q --bare ../origin", "git init -q -b master", "git remote add origin ../origin"):
        assert shell(command).returncode == 0
    assert shell("git config push.autoSetupRemote true").returncode == 0

    def week() -> list[int]:
        return [shell(steps[name], shell="bash").returncode for name in ("refresh", "keep", "tell")]

    assert week() == [0, 0, 0]
    assert not (house / "gh").exists()
    something_new(house)
    assert week() == [0, 0, 0]
    assert shell("git rev-list --count origin/master").stdout == "2\n"
    assert "hpc-spine/digests/0001.html" in shell("git show --stat HEAD --format=%s").stdout
    assert (house / "gh").read_text().startswith("issue create --title Digest 1: Hemangiopericytoma")


def test_the_workflow_is_one_by_the_schema_of_workflows() -> None:
    file = str(EXAMPLES / "github-actions.yml")
    with pytest.raises(SystemExit) as left:
        check_jsonschema(["--builtin-schema", "vendor.github-workflows", file])
    assert left.value.code == 0
