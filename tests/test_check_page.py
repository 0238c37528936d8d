"""The checking page in a real browser: decisions by keyboard, correcting by selecting, undo, two people at once."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from checkpage import HARVESTER, launched, served, violations
from databases import database

expect.set_options(timeout=10_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1300, "height": 900}) as opened:
        yield opened


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "series"
    command = [HARVESTER, "run", "hpc-spine", "--offline", "--quiet", "--out", str(home)]
    assert subprocess.run(command, check=False, capture_output=True, timeout=300).returncode == 0
    return home


@pytest.fixture
def folder(harvested: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(harvested, tmp_path / "series"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(folder: Path) -> list[dict[str, str]]:
    return [row for row in rows(folder, "decisions.csv") if not row["by"].startswith("rule:")]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def say(page: Page, *keys: str, told: str = "Written:") -> str:
    """Press keys that make a decision, and return the words of the page about it."""
    seen = page.locator("#say [name=seen]").input_value()
    press(page, *keys)
    expect(page.locator("#told")).to_contain_text(told)
    page.wait_for_function("seen => document.querySelector('#say [name=seen]').value !== seen", arg=seen)
    return str(page.locator("#told").inner_text())


def step(page: Page, key: str) -> None:
    before = page.url
    press(page, key)
    page.wait_for_function("before => location.href !== before", arg=before)


def pmid(page: Page) -> str:
    return page.url.split("/report/")[1].split("?")[0]


def waiting(page: Page) -> int:
    return int(page.locator("#waiting").inner_text())


def test_a_run_of_twenty_decisions_by_keyboard(folder: Path, context: BrowserContext) -> None:
    with served(folder) as address:
        page = context.new_page()
        page.goto(address)
        before = waiting(page)
        decided: list[str] = []
        for n in range(4):
            decided.append(pmid(page))
            say(page, *(("i",), ("e", "1"), ("u",), ("e", "2"))[n])
            step(page, "j")
        expect(page.locator("#waiting")).to_have_text(str(before - 3))
        page.reload()
        expect(page.locator("#waiting")).to_have_text(str(before - 3))
        page.goto(f"{address}/report/90000001?show=included")
        for n in range(12):
            say(page, *("n",) * (n == 0), "d" if n == 5 else "c")
        step(page, "j")
        say(page, "i")
        for _ in range(10):
            press(page, "n")
            if page.locator('tr.here[data-field="age_years"]').count():
                break
        press(page, "x")
        page.keyboard.type("33")
        say(page, "Enter")
        step(page, "k")
        assert pmid(page) == "90000001"
        say(page, "i")
        say(page, "z", told="Undone:")
    said = words(folder)
    assert len(said) == 20
    screened = [(one["subject"], one["verdict"]) for one in said if one["kind"] == "screen"]
    for subject, verdict in zip(decided, ("yes", "no", "unsure", "no"), strict=True):
        assert (subject, verdict) in screened
    checks = [one for one in said if one["kind"] == "check"]
    assert len(checks) == 13
    assert [one["verdict"] for one in checks if one["subject"].startswith("90000001")].count("yes") == 11
    confirmed = [one["field"] for one in checks if one["subject"].startswith("90000001")]
    assert len(set(confirmed)) == 12
    assert {one["by"] for one in said} == {"Anna"}


def test_a_value_is_corrected_by_selecting_its_words(folder: Path, context: BrowserContext) -> None:
    case = next(row for row in rows(folder, "cases.csv") if row["age_years"] and row["n_reports"] == "1")
    proof = next(
        row for row in rows(folder, "evidence.csv") if row["patient_id"] == case["patient_id"] and row["field"] == "sex"
    )
    number = case["patient_id"].split("-")[1]
    with served(folder) as address:
        page = context.new_page()
        page.goto(f"{address}/report/{case['pmids']}?show=included")
        mark = page.locator(f'#text mark[data-keys~="{number}.sex"]').last
        box = mark.bounding_box()
        assert box
        page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=5)
        page.mouse.up()
        selected = page.evaluate("document.getSelection().toString()").strip()
        assert selected
        assert selected in proof["quote"]
        page.locator(f"#v-{number}-age_years a.correct").click()
        expect(page.locator("#quote")).to_have_value(selected)
        page.locator("#value").fill("52")
        page.locator("#why").fill("the table says so")
        say(page, "Enter")
        row = page.locator(f"#v-{number}-age_years")
        expect(row.locator(".value")).to_have_text("52")
        expect(row.locator("q")).to_have_text(selected)
        expect(row).to_contain_text("✓ Anna")
        row.locator("summary").click()
        expect(row).to_contain_text(f"age_years is 52, was {case['age_years']} (the table says so)")
        lit = page.locator(f'#text mark[data-keys~="{number}.age_years"]')
        assert "".join(lit.all_inner_texts()) == selected
    after = next(row for row in rows(folder, "cases.csv") if row["patient_id"] == case["patient_id"])
    assert (after["age_years"], after["checked_by"]) == ("52", "Anna")
    (proved,) = [row for row in rows(folder, "evidence.csv") if row["by"] == "Anna"]
    assert (proved["field"], proved["quote"]) == ("age_years", selected)


def test_undo_leaves_the_files_as_they_were(folder: Path, context: BrowserContext) -> None:
    before = {name: rows(folder, name) for name in ("cases.csv", "reports.csv", "evidence.csv", "flow.csv")}
    with served(folder) as address:
        page = context.new_page()
        page.goto(f"{address}/report/90000001?show=included")
        say(page, "e", "1")
        say(page, "n", "d")
        say(page, "z", told="Undone:")
        say(page, "z", told="Undone:")
        press(page, "z")
        expect(page.locator(".problem")).to_contain_text("nothing to undo")
    assert {name: rows(folder, name) for name in before} == before
    assert [one["verdict"] for one in words(folder)].count("undone") == 2


def test_a_pair_is_told_apart_and_linked_by_keyboard(folder: Path, context: BrowserContext) -> None:
    two = next(row for row in rows(folder, "cases.csv") if row["n_reports"] == "2")
    here, there = two["pmids"].split("; ")
    with served(folder) as address:
        page = context.new_page()
        page.goto(f"{address}/report/{here}?show=included")
        before = waiting(page)
        told = page.locator(".pair", has_text="One patient with")
        subject = str(told.locator("button.no").get_attribute("value")).split("|")[2]
        assert {end.partition("#")[0] for end in subject.split(" = ")} == {here, there}
        told.get_by_text("Cannot be told").focus()
        say(page, "Enter")
        expect(page.locator("#waiting")).to_have_text(str(before + 2))
        say(page, "f")
        expect(page.locator("#waiting")).to_have_text(str(before))
        expect(told).to_contain_text("Not the same: not the same, both read – Anna")
        page.get_by_text("Link with another report or patient").click()
        page.locator("#here").select_option(index=1)
        page.locator("#there").fill("90000001#1")
        page.locator("#link-why").fill("the same woman")
        say(page, "Enter")
    mine = next(end for end in subject.split(" = ") if end.startswith(here))
    assert {(one["subject"], one["verdict"]) for one in words(folder)} == {
        (subject, "unsure"), (subject, "no"), (f"90000001#1 = {mine}", "yes"),
    }  # fmt: skip
    apart = {row["patient_id"]: row["pmids"] for row in rows(folder, "cases.csv")}
    assert [pmids for pmids in apart.values() if there in pmids.split("; ")] == [there]
    assert [pmids for pmids in apart.values() if here in pmids.split("; ")] == [
        pmids for pmids in apart.values() if "90000001" in pmids.split("; ")
    ]


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_two_people_do_not_overwrite_each_other(folder: Path, tmp_path: Path, browser: Browser, backend: str) -> None:
    """Each has a program of their own, as on two machines, and one database."""
    home, db = folder, ""
    with database(backend, tmp_path) as url:
        if backend == "postgresql":
            home, db = tmp_path / "anna", url
            command = [HARVESTER, "run", "hpc-spine", "--offline", "--quiet", "--out", str(home), "--db", db]
            assert subprocess.run(command, check=False, timeout=300).returncode == 0
        other = Path(shutil.copytree(home, tmp_path / "ben")) if db else home
        with served(home, db=db) as anna, served(other, db=db, by="Ben") as ben:
            hers, his = browser.new_page(), browser.new_page()
            for page, address in ((hers, anna), (his, ben)):
                page.goto(f"{address}/report/90000001?show=included")
            say(hers, "e", "1")
            press(his, "i")
            expect(his.locator(".problem")).to_contain_text("Yours was not written")
            expect(his.locator(".problem")).to_contain_text("Anna at")
            expect(his.locator("#verdict-title")).to_have_text("Excluded")
            say(his, "n", "c")
            say(his, "i")
            hers.reload()
            expect(hers.locator("#verdict-title")).to_have_text("Included")
            expect(hers.locator(".log")).to_contain_text("Ben")
            hers.close()
            his.close()
    said = [(one["by"], one["kind"], one["verdict"]) for one in words(other)]
    assert sorted(said) == [("Anna", "screen", "no"), ("Ben", "check", "yes"), ("Ben", "screen", "yes")]


# ------------------------------------------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 360])
def test_axe_finds_no_violation(folder: Path, browser: Browser, scheme: str, width: int) -> None:
    with (
        served(folder) as address,
        browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context,  # type: ignore[arg-type]
    ):
        page = context.new_page()

        for path in (
            "/",
            "/report/90000001?show=included",
            "/report/90000053?show=all",
            "/list?show=all",
            "/list?q=nothing",
        ):
            page.goto(address + path)
            assert violations(page) == []
        page.goto(f"{address}/report/90000001?show=included")
        press(page, "n", "n")
        expect(page.locator("tr.here")).to_have_count(1)
        assert violations(page) == []
        page.locator("#exclude summary").click()
        press(page, "z")
        expect(page.locator(".problem")).to_be_visible()
        assert violations(page) == []
        press(page, "?")
        expect(page.locator("#keys")).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 650, 1300])
def test_nothing_is_cut_off_at_any_width(folder: Path, browser: Browser, width: int) -> None:
    """320 pixels are 1280 at 400 % (WCAG 1.4.10); 650 are 1300 at 200 %."""
    with served(folder) as address, browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in ("/", "/report/90000050?show=all", "/list?show=all"):
            page.goto(address + path)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_keys_can_be_turned_off_and_a_field_keeps_its_letters(folder: Path, context: BrowserContext) -> None:
    with served(folder) as address:
        page = context.new_page()
        page.goto(f"{address}/report/90000001?show=included")
        page.locator("#reason").fill("")
        page.locator("#reason").press("i")
        expect(page.locator("#reason")).to_have_value("i")
        press(page, "Escape", "?")
        page.locator("#keys-on").uncheck()
        press(page, "Escape")
        press(page, "i", "e", "z")
        expect(page.locator("#keys")).to_be_hidden()
        expect(page.locator("#exclude")).not_to_have_attribute("open", "")
    assert words(folder) == []


def test_without_script_a_word_can_be_said(folder: Path, browser: Browser) -> None:
    with served(folder) as address, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/report/90000001?show=included")
        page.get_by_role("button", name="Include", exact=True).click()
        expect(page.locator("#told")).to_contain_text("Written: yes")
        page.get_by_role("link", name=re.compile("Next")).click()
        assert pmid(page) != "90000001"
    assert [(one["subject"], one["verdict"]) for one in words(folder)] == [("90000001", "yes")]
