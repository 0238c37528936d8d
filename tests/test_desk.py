"""The page's series in memory: after any words it says what a series built anew says, whoever said them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.checks import check
from harvester.query import find_query, read_query
from harvester.records import Decision, Report, Series
from harvester.review import Review
from harvester.series import cases_of
from harvester.sources import open_source
from harvester.store import Store
from harvester.web.catalogue import Catalogue
from harvester.web.desk import Desk
from harvester.web.entries import Entry, entries
from harvester.web.quotes import anchored
from harvester.web.sheet import sheet

QUERY = read_query(find_query("hpc-spine"))


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with open_source("demo", email="", api_key="") as entrez, Store.at(folder / "series.db") as store:
        Review(query=QUERY, store=store, folder=folder).run(entrez, lambda *_: None)
    return folder


@pytest.fixture
def review(harvested: Path, tmp_path: Path) -> Iterator[Review]:
    folder = Path(shutil.copytree(harvested, tmp_path / "series"))
    with Store.at(folder / "series.db") as store:
        yield Review(query=QUERY, store=store, folder=folder)


def word(subject: str, verdict: str, by: str = "Anna", kind: str = "screen") -> Decision:
    return Decision(kind=kind, subject=subject, verdict=verdict, reason="read", by=by, at=datetime.now(UTC))  # type: ignore[arg-type]


def any_word(choice: random.Random, desk: Desk, reports: list[Report]) -> Decision:
    """A word that a person might say of the demo: on a report, a case, a value, a pair, or taking one back."""
    report = choice.choice(reports)
    by = choice.choice(("Anna", "Ben"))
    looked = desk.look(report.record.pmid)
    now = next(one for one in looked.series.reports if one.record.pmid == report.record.pmid)
    pairs = [one for one in looked.series.standing if one.kind.startswith("same")]
    last = desk.last_said(by)
    what = choice.choice(("screen", "case", "check", "pair", "undo"))
    if what == "undo" and last:
        return replace(last, verdict="undone", value=None, at=datetime.now(UTC))
    if what == "pair" and pairs:
        pair = choice.choice(pairs)
        return word(pair.subject, choice.choice(("yes", "no", "unsure")), by, pair.kind)
    if what == "check" and now.extractions:
        found = choice.choice(now.extractions)
        subject = f"{report.record.pmid}#{found.case}" if found.case else report.record.pmid
        value = choice.choice((None, found.value))
        said = word(subject, choice.choice(("yes", "no", "unsure")), by)
        return check(said, now.record, now.extractions, found.field, value)
    cases = cases_of(now)
    if what == "case" and cases:
        return word(choice.choice(cases).key, choice.choice(("yes", "no", "unsure")), by)
    return word(report.record.pmid, choice.choice(("yes", "no", "unsure")), by)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_words_it_says_what_a_series_built_anew_says(review: Review, seed: int) -> None:
    choice = random.Random(seed)
    desk, beside = Desk(review), Desk(review)
    reports = list(review.series().reports)
    for step in range(60):
        desk.say(any_word(choice, desk, reports), desk.seen)
        if step % 20 == 19:
            desk.settle(datetime.now(UTC))
        if step % 10 == 9:
            beside.up_to_date()
            anew = entries(review.series())
            assert dict(desk.entries()) == anew
            assert dict(beside.entries()) == anew
            assert desk.counts() == Catalogue.of(anew).counts
    whole = Desk(review)
    for pmid in anew:
        assert sheet(pmid, desk.look(pmid)) == sheet(pmid, whole.look(pmid))


def test_the_files_follow_the_words(review: Review) -> None:
    desk = Desk(review)
    assert not desk.unsettled
    patients = (review.folder / "cases.csv").read_text().count("\nP")
    pmid = next(
        one.pmid for one in desk.entries().values() if len(one.patients) == 1 and one.patients[0][1:-2] == one.pmid
    )
    desk.say(word(pmid, "no"), desk.seen)
    assert desk.unsettled
    desk.settle(datetime.now(UTC))
    assert not desk.unsettled
    assert (review.folder / "cases.csv").read_text().count("\nP") == patients - 1


def test_the_files_are_written_while_a_refresh_is_at_work_and_once_more_after_it(review: Review) -> None:
    desk = Desk(review)
    pmid = next(iter(desk.entries()))
    desk.say(word(pmid, "no"), desk.seen)
    with review.store.turn(QUERY.name):
        desk.settle(datetime.now(UTC))
    assert not desk.unsettled
    desk.say(word(pmid, "yes"), desk.seen)
    with open_source("demo", email="", api_key="") as entrez:
        settle = review.settle

        class Overtaken(Review):
            """A refresh of another process ends between the linking and the writing."""

            def settle(self) -> tuple[Series, tuple[Path, ...]]:
                with Store.at(review.folder / "series.db") as store:
                    Review(query=QUERY, store=store, folder=review.folder).refresh(entrez, lambda *_: None)
                return settle()

        other = Desk(Overtaken(query=QUERY, store=review.store, folder=review.folder))
        other.say(word(pmid, "no"), other.seen)
        other.settle(datetime.now(UTC))
    assert other.unsettled


def test_what_another_process_harvested_is_taken_in(review: Review, tmp_path: Path) -> None:
    desk = Desk(review)
    file = tmp_path / "one.ris"
    file.write_text(
        "TY  - JOUR\nTI  - Hemangiopericytoma metastatic to the spine in a 70-year-old man\nPY  - 2020\nER  - \n"
    )
    with Store.at(review.folder / "series.db") as store:
        Review(query=QUERY, store=store, folder=review.folder).take_in([file], lambda *_: None)
    before = len(desk.entries())
    desk.up_to_date()
    assert len(desk.entries()) == before + 1


def test_who_speaks_without_having_seen_the_last_word_is_told(review: Review) -> None:
    desk = Desk(review)
    pmid = next(iter(desk.entries()))
    seen = desk.seen
    assert desk.say(word(pmid, "no"), seen) == ()
    (unseen,) = desk.say(word(pmid, "yes", "Ben"), seen)
    assert (unseen.by, unseen.verdict) == ("Anna", "no")
    assert desk.entries()[pmid].verdict == "no"


def chosen(known: dict[str, Entry], show: str, search: str) -> tuple[str, ...]:
    """The PMIDs of a choice."""
    catalogue = Catalogue.of(known)
    return tuple(catalogue.pmids[at] for at in catalogue.choice(show, search).places)


def entry(pmid: str, **fields: object) -> Entry:
    base = Entry(
        pmid=pmid, called="Doe J 2001", title="A case", verdict="yes", reason="", standing="active", patients=(),
        matters=(), people=(), cells={"sex": "F", "spinal_levels": "C6; C7"}, text="a case\ndoe j\nc6; c7",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ("1", "2")),
        ("doe c7", ("1", "2")),
        ("roe", ()),
        ("sex:f", ("1",)),
        ("sex:-", ("2",)),
        ("outcome:-", ("1", "2")),
        ("spinal_levels:c6 sex:m", ()),
    ],
)
def test_a_search_looks_at_all_its_words(search: str, found: tuple[str, ...]) -> None:
    known = {"1": entry("1"), "2": entry("2", cells={})}
    assert chosen(known, "all", search) == found


def test_a_choice_is_of_its_verdict_and_of_who_looked() -> None:
    known = {"1": entry("1"), "2": entry("2", people=("Anna",)), "3": entry("3", verdict="no", standing="retracted")}
    assert [chosen(known, show, "") for show in ("waiting", "included", "unchecked", "checked", "excluded")] == [
        (), ("1", "2"), ("1",), ("2",), ("3",),
    ]  # fmt: skip
    assert chosen(known, "retracted", "") == ("3",)
    assert chosen(known, "no such choice", "") == ("1", "2", "3")


@pytest.mark.parametrize("seed", range(20))
def test_choices_that_are_kept_up_with_are_those_made_anew_and_so_are_the_steps(seed: int) -> None:
    draw = random.Random(seed)

    def any_entry(pmid: str) -> Entry:
        people, verdict = draw.choice(((), ("Anna",))), draw.choice(("yes", "no", "unsure"))
        return entry(pmid, verdict=verdict, people=people, cells={"sex": draw.choice("FM")})

    pmids = [str(at) for at in range(1, 13)]
    catalogue = Catalogue.of({pmid: any_entry(pmid) for pmid in pmids})
    asked = [(show, search) for show in ("included", "unchecked", "excluded", "all") for search in ("", "sex:f", "roe")]
    for _ in range(30):
        catalogue.put(any_entry(draw.choice(pmids)))
        anew = Catalogue.of(catalogue.entries)
        show, search = draw.choice(asked)
        kept = catalogue.choice(show, search)
        assert (kept.places, catalogue.counts) == (anew.choice(show, search).places, anew.counts)
        here, handled = draw.choice([*pmids, "none"]), draw.sample(pmids, 2)
        found = [catalogue.pmids[at] for at in kept.places]
        at = int(here) if here != "none" else 0
        before = [int(one) for one in {*found, *handled} if int(one) < at]
        after = [int(one) for one in found if int(one) > at]
        assert catalogue.around(kept, here, handled) == (
            str(max(before)) if before else "",
            str(min(after)) if after else "",
            found.index(here) + 1 if here in found else 0,
        )


def test_words_that_stand_twice_are_widened_until_they_stand_once() -> None:
    text = "At 2 years\n\nShe was well at 2 years and died 2 years later."
    assert anchored(text, "2 years later", None) == "2 years later"
    second = text.index("2 years", 12)
    assert anchored(text, "2 years", second) == "at 2 years and"
    assert anchored(text, " 2 years", text.rindex("2 years")) == "died 2 years later."
    with pytest.raises(ValueError, match="do not read"):
        anchored(text, "3 years", None)


def test_words_that_stand_twice_with_all_around_them_are_left() -> None:
    assert anchored("same\n\nsame", "same", 6) == "same"
