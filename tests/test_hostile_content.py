"""What a stranger wrote into a title, an abstract or a correction is shown as words, everywhere, and never run."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import openpyxl
import pytest
import requests
from playwright.sync_api import Browser, Dialog, Page

from checkpage import HARVESTER, launched, served

RUN = "window.pwned=1"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg onload='{RUN}'>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}></select>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>",
    f"<a href='javascript:{RUN}'>case</a>",
    f"<form action='javascript:{RUN}'><button autofocus>go</button></form>",
    f"<button formaction='javascript:{RUN}'>go</button>",
    f"<object data='javascript:{RUN}'></object>",
    f"<embed src='javascript:{RUN}'>",
    f"<math href='javascript:{RUN}'>x</math>",
    f"<style>@import 'javascript:{RUN}';</style>",
    f"<link rel=stylesheet href='data:text/css,body{{}}' onload={RUN}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<base href='http://evil.example/'>",
    "<img src='http://evil.example/seen.png'>",
    f"<!--><img src=x onerror={RUN}>-->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</mark></p></main><script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"{{{{ {RUN} }}}}",
    "{{ config.items() }}{% for x in range(9) %}pwned{% endfor %}",
    f"${{{RUN}}}",
    f"javascript:{RUN}",
    f"' onmouseover='{RUN}' x='",
    f'" onfocus="{RUN}" autofocus x="',
    f"` onclick={RUN} `",
    "=1+1",
    '=HYPERLINK("http://evil.example/","case")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1;2)",
    "\uff1d1+1",
    "$\\frac{1}{2}$ & <tspan>x</tspan>",
)
"""At least fifty ways to be run: by a browser, a template, a drawing or a spreadsheet."""


def xml(number: int, hostile: str) -> str:
    """A report whose title, abstract and author are hostile, and that the rules take in."""
    text = escape(hostile)
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{91000000 + number}</PMID>'
        "<Article><Journal><JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue>"
        f"<Title>{text}</Title></Journal>"
        f"<ArticleTitle>{text} spinal metastasis of a meningeal hemangiopericytoma</ArticleTitle>"
        f"<Abstract><AbstractText>{text} A 4{number % 10}-year-old woman {text} had a meningeal "
        f"hemangiopericytoma removed {number + 2} years earlier. {text} MRI showed a metastasis of it in the vertebra "
        "T7.</AbstractText></Abstract>"
        f"<AuthorList><Author><LastName>{text}</LastName><Initials>N{number}</Initials></Author></AuthorList>"
        "<Language>eng</Language></Article></MedlineCitation></PubmedArticle>"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of hostile reports, each checked by a hostile person in hostile words."""
    home = tmp_path_factory.mktemp("hostile") / "series"
    articles = "".join(xml(number, hostile) for number, hostile in enumerate(HOSTILE))
    source = home.parent / "hostile.xml"
    source.write_text(f'<?xml version="1.0"?><PubmedArticleSet>{articles}</PubmedArticleSet>', "utf-8")
    command = [HARVESTER, "import", "hpc-spine", str(source), "--out", str(home)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with served(home, by="") as address:
        for number, hostile in enumerate(HOSTILE):
            correct(address, f"{91000000 + number}", hostile)
    return home


def correct(address: str, pmid: str, hostile: str) -> None:
    session = requests.Session()

    def hidden(path: str) -> dict[str, str]:
        found = re.findall(
            r'<input type="hidden" name="(token|seen|pmid)" value="([^"]*)"', session.get(address + path).text
        )
        return dict(found)

    session.post(f"{address}/name", data={**hidden("/name"), "by": hostile})
    said = {"do": "correct", "subject": f"{pmid}#1", "field": "primary_site_text", "value": hostile, "reason": hostile}
    answer = session.post(f"{address}/say", data={**hidden(f"/report/{pmid}"), **said})
    assert answer.status_code == 200, answer.text
    said = {"do": f"screen|{pmid}|yes", "reason": hostile}
    assert session.post(f"{address}/say", data={**hidden(f"/report/{pmid}"), **said}).status_code == 200


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


def opened(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """A page, and what happened on it that must not: a dialog, a request to elsewhere."""
    page = browser.new_page()
    happened: list[str] = []
    own = address.split("/report", maxsplit=1)[0].split("/list", maxsplit=1)[0]

    def asked(url: str) -> None:
        if not url.startswith((own, "data:", "file:")):
            happened.append(url)

    def told(dialog: Dialog) -> None:
        happened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", told)
    page.on("request", lambda request: asked(request.url))
    page.goto(address)
    return page, happened


def harmless(page: Page, happened: list[str]) -> None:
    page.wait_for_timeout(50)
    assert page.evaluate("window.pwned === undefined")
    assert happened == []


def test_there_are_at_least_fifty() -> None:
    assert len(set(HOSTILE)) >= 50


def test_the_page_shows_them_as_words(folder: Path, browser: Browser) -> None:
    with served(folder) as address:
        page, happened = opened(browser, f"{address}/report/91000000?show=all")
        for number, hostile in enumerate(HOSTILE):
            page.goto(f"{address}/report/{91000000 + number}?show=all")
            assert " ".join(hostile.split()) in " ".join(page.locator("#text h1").inner_text().split())
            value = page.locator("#v-1-primary_site_text .value").inner_text()
            assert " ".join(value.split()) == " ".join(hostile.split())
            page.keyboard.press("n")
            page.keyboard.press("x")
            harmless(page, happened)
        page.goto(f"{address}/report/91000000?show=all")
        for _ in HOSTILE[1:]:
            before = page.url
            page.keyboard.press("j")
            page.wait_for_function("before => location.href !== before", arg=before)
            harmless(page, happened)
        page.goto(f"{address}/list?show=all")
        assert page.locator(".list tbody tr").count() == len(HOSTILE)
        harmless(page, happened)
        for hostile in HOSTILE:
            page.goto(f"{address}/list")
            page.locator("#q").fill(hostile)
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            harmless(page, happened)
        page.close()


def test_the_mailed_page_shows_them_as_words(folder: Path, browser: Browser) -> None:
    page, happened = opened(browser, (folder / "series.html").as_uri())
    assert page.locator("tbody tr").count() == len(HOSTILE)
    harmless(page, happened)
    for number, hostile in enumerate(HOSTILE):
        row = page.locator(f"#P{91000000 + number}-1")
        row.locator(".f-spinal_levels button").click()
        assert " ".join(hostile.split()) in " ".join(page.locator("#words #text").inner_text().split())
        row.locator(".f-primary_site_text button").click()
        harmless(page, happened)
    page.close()


def test_no_drawing_and_no_written_page_runs_them(folder: Path, browser: Browser) -> None:
    pages = [*folder.rglob("*.svg"), *folder.rglob("*.html")]
    assert len(pages) >= 2
    for path in pages:
        page, happened = opened(browser, path.as_uri())
        harmless(page, happened)
        page.close()
        if path.suffix == ".svg":
            names = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
            assert names.isdisjoint({"script", "foreignObject", "iframe", "a"})


def test_no_spreadsheet_runs_them(folder: Path) -> None:
    cells = 0
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    cells += 1
                    number = re.fullmatch(r"[+-]?[0-9.]+", cell)
                    assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d")), (path.name, cell)
    assert cells > 1000
    for path in folder.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        kinds = {
            cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        assert kinds <= {"s", "n"}
        assert "f" not in kinds
