"""series.html: the table and the words behind each value, in one file that opens anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.literature import Literature, report
from benchmarks.refresh import opened
from checkpage import launched, violations
from harvester.export.folder import write_exports
from harvester.export.series_page import series_html
from harvester.export.tables import cases
from harvester.query import find_query, read_query
from harvester.records import CASE_FIELDS, REPORT_FIELDS, Series
from harvester.review import Review
from harvester.sources import open_source
from harvester.store import Store

QUERY = read_query(find_query("hpc-spine"))


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Series:
    folder = tmp_path_factory.mktemp("demo")
    with open_source("demo", email="", api_key="") as entrez, Store.at(folder / "series.db") as store:
        review = Review(query=QUERY, store=store, folder=folder)
        review.run(entrez, lambda *_: None)
        return review.series()


@pytest.fixture(scope="module")
def page(series: Series, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mailed") / "series.html"
    path.write_bytes(series_html(series, cases(series)))
    return path


def data(page: Path) -> dict[str, dict[str, dict[str, list[list[object]]]]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_every_value_has_its_words_and_its_report(series: Series, page: Path) -> None:
    told = data(page)
    texts: list[dict[str, str]] = told["texts"]  # type: ignore[assignment]
    quotes = {
        (patient.id, found.field, texts_of, span.quote)
        for patient in series.patients
        for case in patient.cases
        for found in case.extractions
        if found.field in QUERY.fields
        for span in found.spans
        for texts_of in (case.pmid,)
    }
    shown = set()
    for patient, fields in told["words"].items():
        for field, proofs in fields.items():
            for place, _, _, *spans in proofs:
                of = texts[int(str(place))]
                for start, end in zip(spans[::2], spans[1::2], strict=True):
                    shown.add((patient, field, of["pmid"], of["text"][int(str(start)) : int(str(end))]))
    assert shown == quotes
    assert len(quotes) > 1000


def test_the_same_series_gives_the_same_bytes_and_names_nothing_elsewhere(series: Series, page: Path) -> None:
    written = page.read_bytes()
    assert series_html(series, cases(series)) == written
    outside = re.sub(r"https://pubmed\.ncbi\.nlm\.nih\.gov/", "", written.decode())
    assert not re.search(r"https?://", outside)


def test_there_is_a_colour_for_each_field() -> None:
    style = (Path(__file__).parents[1] / "harvester" / "export" / "assets" / "evidence.css").read_text("utf-8")
    coloured = re.findall(r"\.f-(\w+) \{ --hue: (\d+); \}", style)
    assert {name for name, _ in coloured} == {*CASE_FIELDS, *REPORT_FIELDS}
    assert len({hue for _, hue in coloured}) == len(coloured)


def test_it_is_under_two_megabytes_for_500_cases(tmp_path: Path) -> None:
    """Abstracts of 2,000 characters, longer than most in PubMed."""
    literature = Literature()
    literature.arrive(report(pmid, date(2026, 1, 31) - timedelta(days=pmid % 730)) for pmid in range(1, 501))
    folder = tmp_path / "review"
    folder.mkdir()
    with opened(folder, f"sqlite:///{tmp_path / 'series.db'}", literature) as (review, entrez):
        review.run(entrez, lambda *_: None)
        built = review.series()
    assert len(built.patients) == 500
    size = len(series_html(built, cases(built))) + sum(2000 - len(one.record.text) for one in built.reports)
    values = sum(len(case.extractions) for patient in built.patients for case in patient.cases)
    # These cases state fewer fields than the 18 or so of a well-told one: each further value costs its cell and place.
    assert size + (500 * 18 - values) * 60 < 2_000_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


def test_a_click_shows_the_words_and_columns_sort_and_rows_are_found(browser: Browser, page: Path) -> None:
    tab = browser.new_page(viewport={"width": 1500, "height": 900})
    asked: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(page.as_uri())
    row = tab.locator("#P90000001-1")
    row.get_by_role("button", name="41", exact=True).click()
    panel = tab.locator("#words")
    expect(panel.locator("h2")).to_have_text("age_years: 41")
    expect(panel.locator("mark")).to_have_text("41-year-old")
    expect(panel).to_contain_text("Ferris DW 1976, PMID 90000001")
    ages = tab.get_by_role("columnheader", name="age_years")
    ages.get_by_role("button").click()
    first = tab.locator("tbody tr").first.locator("td").nth(2)
    column = tab.evaluate("[...document.querySelectorAll('tbody tr')].map(row => row.cells[3].textContent)")
    numbers = [float(age) for age in column if age]
    assert numbers == sorted(numbers)
    assert column[-1] == ""
    ages.get_by_role("button").click()
    expect(first).to_have_text(f"{max(numbers):g}")
    tab.locator("#find").fill("ferris")
    expect(tab.locator("#count")).to_have_text("1 of 119 patients")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    tab.close()


def test_a_value_with_words_in_two_reports_shows_both(browser: Browser, series: Series, page: Path) -> None:
    two = next(one for one in series.patients if len(one.cases) == 2 and all(case.value("sex") for case in one.cases))
    tab = browser.new_page()
    tab.goto(page.as_uri())
    tab.locator(f"#{two.id} .f-sex button").click()
    for case in two.cases:
        expect(tab.locator("#words")).to_contain_text(f"PMID {case.pmid}")
    expect(tab.locator("#words mark")).to_have_count(2)
    tab.close()


def test_axe_finds_no_violation(browser: Browser, page: Path) -> None:
    for scheme in ("light", "dark"):
        tab = browser.new_page(color_scheme=scheme)
        tab.goto(page.as_uri())
        tab.locator("#P90000001-1 .f-sex button").click()
        assert violations(tab) == []
        tab.close()


def test_it_is_among_the_files_of_a_review(series: Series, tmp_path: Path) -> None:
    assert "series.html" in {path.name for path in write_exports(series, tmp_path)}
