"""The rows of the fault table, each provoked as it was met."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import requests

from harvester import mirror
from harvester.entrez import Entrez, Timeouts
from harvester.errors import EntrezError, HarvesterError
from harvester.export.search_report import search_report
from harvester.pubmed import read_pubmed
from harvester.records import Limits, Record
from harvester.store import Store
from harvester.syntax import lint

from .laboratory import BATCH, KEY, PMIDS, QUERY, Disturbing, Harvested, Lab, N, Result, Scenario, article, held
from .relays import EMPTY_SET, ERROR_400, listening_socket, relay, without

ROWS: list[tuple[str, str, Scenario]] = []


def row(number: str, provoked: str) -> Callable[[Scenario], Scenario]:
    """Enter a scenario as a row of the drill."""

    def enter(scenario: Scenario) -> Scenario:
        ROWS.append((number, provoked, scenario))
        return scenario

    return enter


def passes(  # noqa: PLR0913 - a row of a table
    number: str, fault: str, utility: str, provoked: str, *, times: int = 1, least: float = 0
) -> None:
    """A row whose fault is transient: the client tries again, and one run has everything."""

    def scenario(lab: Lab) -> Result:
        home = lab.home()
        done = lab.harvest(home, f"{fault}*{times}/{number}{utility}", utility)
        whole = done.outcome is not None and done.outcome.complete and sum(done.slept) >= least
        return Result(done.did, held(home), right=whole and done.entrez.traffic.requests > 1 + -(-N // BATCH))

    ROWS.append((number, f"{utility}: {provoked}", scenario))


def stops(number: str, fault: str, utility: str, provoked: str, words: str) -> None:
    """A row whose fault is lasting: the client stops at once and says so; repeated, the run has everything."""

    def scenario(lab: Lab) -> Result:
        home = lab.home()
        first = lab.harvest(home, f"{fault}*1/{number}{utility}", utility, api_key=KEY)
        before = len(held(home))
        again = lab.harvest(home)
        right = bool(re.search(words, first.error)) and KEY not in first.error and again.outcome is not None
        return Result(f"{first.did}; {before} records kept; repeated: whole", held(home), right=right)

    ROWS.append((number, f"{utility}: {provoked}", scenario))


passes("1", "429", "efetch", "429 with Retry-After: 2, twice", times=2, least=4)
passes("2", "429", "esearch", "a spurious 429 below the limit", least=2)


@row("3", "three processes with one key, 60 requests, as fast as they can")
def three_processes(lab: Lab) -> Result:
    """The server counts; the limiter's own benchmark is benchmarks/rate.py."""
    command = [sys.executable, "-m", "benchmarks.rate", "3", "20"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    worst = re.search(r"most in any second: (\d+)", done.stdout)
    return Result(
        f"most in any second at the server: {worst[1] if worst else done.stderr[-200:]}", right=not done.returncode
    )


passes("4", "429-ok", "efetch", "the rate limit's words with status 200")
stops("5", "key-invalid", "esearch", "400 that echoes the key", r"API key invalid.*check NCBI_API_KEY")


@row("6", "an empty api_key=, which is refused with 400")
def empty_key(lab: Lab) -> Result:
    """A request with an empty key is refused; ours has none."""
    refused = requests.post(f"{lab.url}esearch.fcgi", data={"db": "pubmed", "term": "a", "api_key": ""}, timeout=9)
    home = lab.home()
    done = lab.harvest(home, api_key="")
    sent = any("api_key" in asked for _, asked in done.session.sent)
    return Result("the parameter is left out", held(home), right=refused.status_code == 400 and not sent)


passes("7", "500", "efetch", "500 with an HTML diagnostic")
passes("7", "503", "esearch", "503")


@row("8", "efetch: 502 for every batch of more than 3")
def too_large(lab: Lab) -> Result:
    """The gateway refuses large batches for as long as they are large."""
    home = lab.home()
    with relay(
        lab.url,
        lambda body: (
            b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" * (body.count(b"%2C") > 2)
        ),
    ) as url:
        done = lab.harvest(home, url=url)
    sizes = [len(asked["id"][0].split(",")) for name, asked in done.session.sent if name == "efetch"]
    right = sizes[:4] == [10, 10, 5, 5] and max(sizes[4:]) == 3
    return Result(f"batches of {', '.join(map(str, sizes))}", held(home), right=right)


passes("9", "viewer", "efetch", "400 External viewer error, which is transient")
passes("10", "proxy-stream", "efetch", "400 proxy_stream(), which is transient")
passes("10", "pubone", "efetch", "400 PubOne, which is transient")
passes("10", "400-502", "efetch", "400 around a page of 502")
stops(
    "11", "retstart", "esearch", "200 ERROR behind the ceiling (never asked for by us)", r"'retstart' cannot be larger"
)
passes("12", "clamp", "esearch", "a page cut to half in silence")


@row("12", "efetch: half of a batch withheld in silence")
def clamped(lab: Lab) -> Result:
    """What was asked for and not delivered is asked for again, one by one."""
    home = lab.home()
    done = lab.harvest(home, "clamp*1/12", "efetch")
    return Result(f"{done.did}; the {BATCH // 2} withheld fetched singly", held(home), right=done.outcome is not None)


@row("13", "esummary: JSON with a raw newline in an ERROR")
def raw_newline(lab: Lab) -> Result:
    """It is read all the same, and its words are lasting."""
    with lab.client("raw-newline*1/13", "esummary") as entrez:
        try:
            list(entrez.summaries(PMIDS[:3]))
        except EntrezError as error:
            return Result(f"read, and stopped: {error}"[:150], right="'retstart' cannot be larger" in str(error))
    return Result("took it for an answer", right=False)


passes("14", "backend", "esearch", "200 Search Backend failed", times=2)
passes("14", "pmquerysrv", "esearch", "200 no connection to #PMQuerySrv")
passes("14", "exception", "efetch", "200 NCBI C++ Exception")
passes("14", "forwarding", "esearch", "200 error forwarding request")
passes("15", "unsupported", "esearch", "Database is not supported, for two minutes", times=7, least=120)


@row("16", "esearch: ERROR every time, which is not zero hits")
def never_zero(lab: Lab) -> Result:
    """The search fails by name; nothing is stored as if there were no papers."""
    home = lab.home()
    first = lab.harvest(home, "backend", "esearch")
    with Store.at(home / "series.db") as store:
        searches = len(store.searches(QUERY.name))
    lab.harvest(home)
    return Result(
        f"{first.did}; {searches} searches stored", held(home), right="Search Backend" in first.error and not searches
    )


@row("17", "efetch: an ERROR after the second batch")
def no_watermark(lab: Lab) -> Result:
    """What is stored stays, nothing counts as harvested that is not there."""
    home = lab.home()
    with relay(lab.url, lambda body: ERROR_400 * (f"id={PMIDS[-21]}".encode() in body)) as url:
        first = lab.harvest(home, url=url)
    kept = len(held(home))
    again = lab.harvest(home)
    right = kept == 2 * BATCH and again.outcome is not None and again.outcome.complete
    return Result(
        f"{first.did[:90]}; {kept} records kept; repeated: the other {N - kept} fetched", held(home), right=right
    )


def _altered(lab: Lab, strategy: str) -> tuple[Harvested, Harvested, Path]:
    home = lab.home()
    query = replace(QUERY, strategy=strategy)
    return lab.harvest(home, query=query), lab.harvest(lab.home(), query=query, strict=True), home


@row("18", "a tag that PubMed does not know: drill[foo]")
def unknown_tag(lab: Lab) -> Result:
    """The linter names it, PubMed's answer names it, strict stops."""
    done, strict, home = _altered(lab, "drill[foo]")
    said = done.outcome.search.warnings if done.outcome else ()
    right = any("FieldNotFound" in one for one in said) and bool(lint("drill[foo]")) and "strict" in strict.error
    return Result("lint names it before, FieldNotFound after; --strict stops", held(home), right=right)


@row("19", "JSON that hides unknown fields")
def json_hides(lab: Lab) -> Result:
    """The mirror hides it in JSON as NCBI does; we ask for XML."""
    asked = {"db": "pubmed", "term": "drill[foo]", "retmode": "json"}
    hidden = "foo" not in str(
        requests.post(f"{lab.url}esearch.fcgi", data=asked, timeout=9).json().get("esearchresult", {}).get("errorlist")
    )
    home = lab.home()
    done = lab.harvest(home)
    modes = {mode for name, sent in done.session.sent if name == "esearch" for mode in sent["retmode"]}
    return Result(f"esearch asked with retmode {', '.join(modes)} only", held(home), right=hidden and modes == {"xml"})


@row("20", "rettype=count that hides every warning")
def count_hides(lab: Lab) -> Result:
    """It does in the mirror too; we never ask for it."""
    asked = {"db": "pubmed", "term": "drill[foo]", "rettype": "count"}
    hidden = "NotFound" not in requests.post(f"{lab.url}esearch.fcgi", data=asked, timeout=9).text
    home = lab.home()
    done = lab.harvest(home)
    never = not any("rettype" in sent for name, sent in done.session.sent if name == "esearch")
    return Result("rettype=count never sent", held(home), right=hidden and never)


@row("21", 'a word and a phrase that are nowhere: nowhere[ti], "no phrase"[ti]')
def dropped(lab: Lab) -> Result:
    """Dropped from an OR, each is a warning that is stored with the search; strict stops."""
    done, strict, home = _altered(lab, 'drill[ti] OR nowhere[ti] OR "no phrase"[ti]')
    said = " ".join(done.outcome.search.warnings) if done.outcome else ""
    right = (
        "PhraseNotFound: nowhere" in said and 'QuotedPhraseNotFound: "no phrase"' in said and "strict" in strict.error
    )
    return Result("both are warnings in the Search; --strict stops", held(home), right=right)


@row("22", "(a OR b)[tiab], a misplaced ~3, a typographic asterisk, &amp;")
def misread(lab: Lab) -> Result:
    """PubMed says nothing; the linter does, before anything is sent."""
    strategies = ("(drill OR spine)[tiab]", "drill[tiab:~3]", "drill∗[ti]", "drill &amp; spine")
    found = [len(lint(one)) for one in strategies]
    home = lab.home()
    lab.harvest(home)
    return Result(f"lint: {found} findings", held(home), right=all(found))


@row("23", "mindate without maxdate, which is ignored in silence")
def lone_date(lab: Lab) -> Result:
    """The other bound is filled, and the kind of date always named."""
    home = lab.home()
    done = lab.harvest(home, query=replace(QUERY, limits=Limits(datetype="pdat", mindate="2000")))
    sent = next(asked for name, asked in done.session.sent if name == "esearch")
    said = {name: sent[name][0] for name in ("datetype", "mindate", "maxdate")}
    return Result(str(said), held(home), right=said == {"datetype": "pdat", "mindate": "2000", "maxdate": "3000"})


passes("24", "expired", "efetch", "Unable to obtain query #1 (no request of ours needs the history)")
passes("24", "history", "esearch", "Cannot retrieve history data")
stops("25", "out-of-range", "efetch", "400 OUT OF RANGE (never asked for by us)", "OUT OF RANGE")
passes("26", "truncate", "efetch", "the transfer breaks off half way")
passes("26", "truncate", "esearch", "the transfer breaks off half way")
passes("27", "prolog", "efetch", "a prolog and no root")
passes("27", "cut", "efetch", "half a body in a clean transfer")
passes("28", "empty", "efetch", "200 with 0 bytes")
passes("29", "text", "efetch", "text instead of XML")
passes("30", "html", "esearch", "200 with a maintenance page")
stops("30", "blocked", "esearch", "403, blocked", "NCBI has blocked this address; stop, and write to")
stops(
    "30", "blocked-ok", "efetch", "200 with the page of the block", "NCBI has blocked this address; stop, and write to"
)


@row("31", "a strategy of 20,000 characters, for which a URL is refused with 414")
def long_strategy(lab: Lab) -> Result:
    """We send by POST always."""
    strategy = "drill[ti]" + "".join(f" OR drill{n}[ti]" for n in range(1_300))
    refused = requests.get(f"{lab.url}esearch.fcgi", {"db": "pubmed", "term": strategy}, timeout=30).status_code
    home = lab.home()
    done = lab.harvest(home, query=replace(QUERY, strategy=strategy))
    return Result(f"GET: {refused}; ours: {done.did}", held(home), right=refused == 414 and done.outcome is not None)


@row("32", "efetch: one PMID of a batch absent in silence")
def absent(lab: Lab) -> Result:
    """Fetched singly once."""
    home = lab.home()
    done = lab.harvest(home, "drop*1/32", "efetch")
    right = done.outcome is not None and done.outcome.complete and done.entrez.traffic.requests == 1 + 5 + 1
    return Result(f"{done.did}; the absent one fetched singly", held(home), right=right)


@row("32", "efetch: one PMID that never comes")
def never_comes(lab: Lab) -> Result:
    """It is listed as missing, the run ends with 3; when it is there again a repeated run has it."""
    home = lab.home()
    with relay(
        lab.url, lambda body: EMPTY_SET * (f"id={PMIDS[7]}&".encode() in body), lambda answer: without(answer, PMIDS[7])
    ) as url:
        done = lab.harvest(home, url=url)
    missing = done.outcome.missing if done.outcome else ()
    lab.harvest(home)
    return Result(f"missing by name: {', '.join(missing)}; repeated: whole", held(home), right=missing == (PMIDS[7],))


@row("33", "ids that are none: 'PMC12', ''")
def no_pmid(lab: Lab) -> Result:
    """They are refused before anything is sent."""
    with lab.client() as entrez:
        for wrong in ("PMC12", ""):
            with contextlib.suppress(EntrezError):
                entrez.fetch([PMIDS[0], wrong])
        sent = entrez.traffic.requests
    home = lab.home()
    lab.harvest(home)
    return Result(f"refused by name, {sent} requests sent", held(home), right=sent == 0)


stops("33", "no-ids", "efetch", "400 ID list is empty", "ID list is empty")


@row("34", "esummary: an id that does not exist")
def unknown_summary(lab: Lab) -> Result:
    """That summary says so itself, the others are there."""
    with lab.client() as entrez:
        some = list(entrez.summaries([PMIDS[0], "99999999", PMIDS[1]]))
    errors = [one.pmid for one in some if one.error]
    return Result(f"3 asked, 2 titles, {some[1].error!r} for {', '.join(errors)}", right=errors == ["99999999"])


@row("35", "esummary: 1,200 ids, of which JSON takes 500 at a time")
def many_summaries(lab: Lab) -> Result:
    """Asked for in chunks."""
    with lab.client() as entrez:
        got = list(entrez.summaries([str(n) for n in range(1, 1_201)]))
        requests_ = entrez.traffic.requests
    return Result(f"{len(got)} answers in {requests_} requests", right=(len(got), requests_) == (1_200, 3))


@row("36", "esummary: JSON without a result")
def envelope(lab: Lab) -> Result:
    """No key `result` is no answer: it is raised, never read as nothing."""
    with lab.client("envelope/36", "esummary") as entrez:
        try:
            list(entrez.summaries(PMIDS))
        except EntrezError as error:
            return Result(f"stopped: {error}", right=True)
    return Result("took it for an answer", right=False)


@row("37", "esummary: a backend failure in a comment, in the XML of version 2.0")
def comment(lab: Lab) -> Result:
    """Shown to be in the mirror's XML; we ask for JSON, which has no comments."""
    asked = {"db": "pubmed", "id": ",".join(PMIDS), "version": "2.0", "x": "1"}
    url = f"{lab.url}esummary.fcgi?x-fault=docsum-comment"
    failed = b"<!-- DocSum Backend failed" in requests.post(url, data=asked, timeout=9).content
    session = Disturbing("docsum-comment", "esummary")
    with Entrez(base_url=lab.url, session=session, per_second=None) as entrez:
        got = [one.pmid for one in entrez.summaries(PMIDS) if one.title]
    modes = {mode for _, sent in session.sent for mode in sent["retmode"]}
    return Result(
        f"asked with retmode {', '.join(modes)} only; {len(got)} titles", got, right=failed and modes == {"json"}
    )


def link_row(number: str, fault: str, provoked: str) -> None:
    """A row of elink whose fault passes."""

    def scenario(lab: Lab) -> Result:
        with lab.client(f"{fault}*1/{number}", "elink") as entrez:
            got = [one.pmid for one in entrez.links(PMIDS, "pubmed_pubmed_citedin") if one.known]
            traffic = entrez.traffic
            did = f"{traffic.requests} requests, {traffic.retries} tried again, {len(got)} PMIDs answered"
        return Result(did, got, right=traffic.retries == 1)

    ROWS.append((number, f"elink: {provoked}", scenario))


link_row("38", "exlinksrv", "no link service")
link_row("38", "txclient", "the link service hung up")
link_row("38", "prolog", "a prolog and no root")


@row("39", "elink: no links, and an id that does not exist, which look alike")
def no_links(lab: Lab) -> Result:
    """The ids without links are looked up by esearch."""
    with lab.client() as entrez:
        known = {one.pmid: one.known for one in entrez.links([PMIDS[0], "99999999"], "pubmed_pubmed_citedin")}
    return Result(f"told apart: {known}", right=known == {PMIDS[0]: True, "99999999": False})


@row("40", "ecitmatch drops lines")
def ecitmatch(lab: Lab) -> Result:
    """Not provoked at the client, which has no use for it: shown by what the whole drill has asked for."""
    source = "".join(path.read_text("utf-8") for path in (Path(mirror.__file__).parents[1] / "entrez").glob("*.py"))
    return Result(
        f"never asked; utilities asked so far: {', '.join(sorted(lab.asked))}", right="ecitmatch" not in source
    )


@row("41", "a DOCTYPE whose DTD lies on a server of ours")
def no_dtd(lab: Lab) -> Result:
    """The parser fetches nothing."""
    with listening_socket() as (port, connections):
        file = lab.home() / "one.xml"
        doctype = f'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD x//EN" "http://127.0.0.1:{port}/pubmed_270101.dtd">'
        file.write_text(f'<?xml version="1.0" ?>{doctype}<PubmedArticleSet>{article("1")}</PubmedArticleSet>', "utf-8")
        read = [item.pmid for item in read_pubmed(file) if isinstance(item, Record)]
        time.sleep(0.2)
    return Result(f"{len(connections)} connections to it", read, ["1"], right=not connections)


def _bulk(folder: Path, name: str, *pmids: str, damaged: bool = False) -> Path:
    body = gzip.compress(f"<PubmedArticleSet>{''.join(map(article, pmids))}</PubmedArticleSet>".encode())
    digest = hashlib.md5(body).hexdigest()
    (folder / f"{name}.md5").write_text(f"MD5({name})= {digest}\n", "utf-8")
    (folder / name).write_bytes(body[:-20] if damaged else body)
    return folder / name


@row("42", "bulk: a file that its md5 (in OpenSSL's form) does not fit")
def damaged_file(lab: Lab) -> Result:
    """Named and left out whole; fetched anew it is taken."""
    home = lab.home()
    good, bad = _bulk(home, "pubmed26n0001.xml.gz", "1", "2"), _bulk(home, "pubmed26n0002.xml.gz", "3", damaged=True)
    built = mirror.build(home / "m", [good, bad])
    refused = "; ".join(str(one)[-90:] for one in built.refused)
    again = mirror.build(home / "m", [good, _bulk(home, "pubmed26n0002.xml.gz", "3")])
    return Result(
        f"refused by name: …{refused}; fetched anew: taken",
        [str(n + 1) for n in range(again.records)],
        ["1", "2", "3"],
        right=len(built.refused) == 1,
    )


@row("43", "efetch: a record twice in one answer; esearch: an id twice in one page")
def doubled(lab: Lab) -> Result:
    """Each PMID is kept once."""
    home = lab.home()
    lab.harvest(home, "repeat", "")
    return Result("kept once", held(home))


@row("43", "efetch: a record that nobody asked for")
def stranger(lab: Lab) -> Result:
    """Left out: the strategy did not find it."""
    home = lab.home()
    lab.harvest(home, "extra*1/43", "efetch")
    with Store.at(home / "series.db") as store:
        searched = store.searches(QUERY.name)[-1].count
    return Result(f"left out; the search counts {searched}", held(home), right=searched == N)


@row("44", "connections reset before an answer, two of ten")
def resets(lab: Lab) -> Result:
    """Tried again."""
    home = lab.home()
    with relay(lab.url, reset_first=2) as url:
        done = lab.harvest(home, url=url)
    return Result(done.did, held(home), right=done.outcome is not None and len(done.slept) >= 2)


passes("44", "reset", "efetch", "the connection ends before an answer")


@row("45", "a server that takes a request and never answers")
def hangs(lab: Lab) -> Result:
    """The read times out (90 s; 1 s here) and is tried again; then the run stops with an error."""
    home = lab.home()
    with listening_socket() as (port, _):
        first = lab.harvest(home, url=f"http://127.0.0.1:{port}/", timeouts=Timeouts(read=0.3))
    lab.harvest(home)
    return Result(f"{first.did[:120]}; repeated: whole", held(home), right="no answer in time" in first.error)


@row("45", "a body that dribbles for longer than a whole answer may take")
def dribbles(lab: Lab) -> Result:
    """No piece is late, but the whole is (300 s; 0.5 s here)."""
    home = lab.home()
    done = lab.harvest(home, "slow:2*1/45", "efetch", timeouts=Timeouts(whole=0.5))
    return Result(done.did, held(home), right=done.outcome is not None and len(done.slept) == 1)


@row("46", "an element and an attribute of a later DTD")
def novelty(lab: Lab) -> Result:
    """Read as if they were not there."""
    home = lab.home()
    done = lab.harvest(home, "new-element", "")
    return Result(f"{done.did}; read, the unknown passed over", held(home), right=done.outcome is not None)


@row("47", "bulk: the year turns, numbering starts again at 0001")
def year_turns(lab: Lab) -> Result:
    """Refused by name: a new year is a new mirror."""
    home = lab.home()
    mirror.build(home / "m", [_bulk(home, "pubmed26n0001.xml.gz", "1")])
    try:
        built = mirror.build(home / "m", [_bulk(home, "pubmed27n0001.xml.gz", "2")])
        said = "; ".join(map(str, built.refused))
    except HarvesterError as error:
        said = str(error)
    return Result(f"said: {said[-140:]}", ["1"], ["1"], right="year" in said)


@row("48", "the website, the API and the bulk files count differently")
def sourced(lab: Lab) -> Result:
    """Every count is printed with its platform and its moment."""
    home = lab.home()
    done = lab.harvest(home)
    assert done.outcome is not None
    report = search_report(done.outcome.series)
    search = done.outcome.search
    said = f"{search.count} on {search.platform} at {search.ran_at:%Y-%m-%d %H:%M} UTC"
    right = all(word in report for word in ("drill", f"{search.ran_at:%Y-%m-%d}", f"{N} counted by the platform"))
    return Result(f"search.md: {said}", held(home), right=right)
