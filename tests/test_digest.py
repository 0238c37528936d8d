"""The digest: two states in, each piece of news once, with moves that add up; and how it reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from harvester.export.digest import KINDS, Digest, Item, news
from harvester.export.digest_page import digest_html, digest_markdown
from harvester.export.state import Note, PatientState, ReportState, State, packed, unpacked

SEVEN = ReportState(box="included", given=1, called="Woitzik J 2003, A case")
ROW = PatientState(standing="active", pmids=("7",), cells={"age_years": "48", "sex": "F"})


def test_a_first_report_is_a_new_case_and_a_new_report() -> None:
    assert news(State(), State(reports={"7": SEVEN}, patients={"P7-1": ROW})) == (
        Item(
            kind="new case",
            subject="P7-1",
            called="PMID 7, Woitzik J 2003, A case",
            said="age years: 48; sex: F",
            rows=("P7-1",),
            moves={"included patients": 1, "included patients: active": 1},
        ),
        Item(
            kind="new report",
            subject="7",
            called="Woitzik J 2003, A case",
            said="included",
            rows=("P7-1",),
            moves={"identified": 1, "included reports": 1, "screened": 1},
        ),
    )


def test_a_corrected_cell_says_what_it_was() -> None:
    corrected = replace(ROW, cells={"age_years": "49", "sex": "F"}, standing="concern", pmids=("7", "9"))
    (item,) = news(State(patients={"P7-1": ROW}), State(patients={"P7-1": corrected}))
    assert item.said == "age years: 48 → 49; pmids: 7 → 7, 9; status: active → concern"
    assert dict(item.moves) == {"included patients: active": -1, "included patients: under concern": 1}


def test_a_deletion_carries_the_move_of_its_report_and_is_told_once() -> None:
    before = State(reports={"7": SEVEN})
    note = Note(kind="deleted", key="7 deleted", subject="7", said="deleted: out of the series")
    after = State(reports={"7": replace(SEVEN, box="deleted")}, notes=(note,))
    (item,) = news(before, after)
    assert (item.kind, dict(item.moves)) == ("deleted", {"deleted": 1, "included reports": -1, "screened": -1})
    assert news(after, after) == ()


def test_a_record_that_a_second_source_gives_too_is_one_more_duplicate() -> None:
    (item,) = news(State(reports={"7": SEVEN}), State(reports={"7": replace(SEVEN, given=2)}))
    assert (item.kind, item.said, dict(item.moves)) == ("judged anew", "included", {"duplicates": 1, "identified": 1})


boxes = st.sampled_from(
    ("included", "unsure", "excluded: no own patient", "duplicate", "refused", "missing", "deleted")
)
names = st.sampled_from([str(pmid) for pmid in range(1, 7)])
states = st.builds(
    State,
    reports=st.dictionaries(names, st.builds(ReportState, box=boxes, given=st.integers(1, 3), called=st.just("x"))),
    patients=st.dictionaries(
        names.map("P{}-1".format),
        st.builds(
            PatientState,
            standing=st.sampled_from(("active", "concern", "retracted")),
            pmids=st.lists(names, min_size=1, max_size=2, unique=True).map(tuple),
            cells=st.dictionaries(st.sampled_from(("sex", "age_years")), st.sampled_from(("F", "48"))),
        ),
    ),
    notes=st.lists(
        st.builds(Note, kind=st.sampled_from(tuple(KINDS)[5:]), key=names, subject=names, said=names),
        unique_by=lambda note: (note.kind, note.key),
    ).map(tuple),
)


@given(states, states, states)
def test_the_moves_of_all_news_are_the_difference_of_the_counts(one: State, two: State, three: State) -> None:
    for before, after in ((one, two), (two, three)):
        moved = Counter(before.counts)
        for item in news(before, after):
            moved.update(item.moves)
        assert {box: n for box, n in moved.items() if n} == after.counts
        assert news(after, after) == ()
        assert unpacked(packed(after)) == after


@given(states, states)
def test_every_note_that_is_new_is_told_once_and_none_that_was_there(before: State, after: State) -> None:
    there = {(note.kind, note.key) for note in before.notes}
    new = Counter((note.kind, note.subject, note.said) for note in after.notes if (note.kind, note.key) not in there)
    told = Counter((item.kind, item.subject, item.said) for item in news(before, after))
    assert not new - told


HOSTILE = '<script>alert(1)</script> [x](javascript:y) `*_# | "q" & é'


def digest(*items: Item) -> Digest:
    return Digest(
        query="hpc-spine",
        title=f"Spine {HOSTILE}",
        number=7,
        since=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        items=items,
        before={"identified": 1},
        after={"identified": 3},
        waiting={"reports": 2, "pairs": 0},
    )


class Tags(HTMLParser):
    """Collects the tags and the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_shows_hostile_words_as_words_and_leads_only_to_pubmed() -> None:
    item = Item(kind="new report", subject="7", called=HOSTILE, said=f"PMID 12; {HOSTILE}", rows=("P7-1",))
    page = digest_html(digest(item, replace(item, kind="waits", subject="7#1 = 8#1")))
    seen = Tags()
    seen.feed(page)
    assert "script" not in seen.tags
    assert {link.split("/")[2] for link in seen.links} == {"pubmed.ncbi.nlm.nih.gov"}
    assert "https://pubmed.ncbi.nlm.nih.gov/12/" in seen.links
    words = html.fromstring(page).text_content()
    assert words.count(HOSTILE) == 6  # title and heading, and twice in each item
    assert "Waiting for a person now: 2 reports." in words
    assert "<style" not in page  # a mail program drops it


def test_markdown_takes_hostile_words_as_written() -> None:
    item = Item(kind="new report", subject="7", called=HOSTILE, said="included", moves={"identified": 1})
    text = digest_markdown(digest(item))
    assert "## New reports (1)" in text
    assert '\\<script\\>alert(1)\\</script\\> \\[x\\](javascript:y) \\`\\*\\_\\# \\| "q" \\& é' in text
    assert "| identified | 1 | 3 | +2 |" in text
    assert text.splitlines()[2] == "One thing is new since digest 6 of 2026-01-02 03:04 UTC. Query `hpc-spine`."
