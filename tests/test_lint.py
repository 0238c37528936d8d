"""What PubMed would silently ignore or misread: a code, a place and a way out; and nothing that it does as written."""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.syntax import FIELDS, STOPWORDS, Field, Finding, StrategyError, Term, lint, parse, pointed

ROOT = Path(__file__).parents[1]
OBSERVED = ROOT.parent / "shared" / "data" / "eutils_http" / "live_observed" / "pubmed-filters_responses.json"


def test_a_finding_says_what_and_where_and_the_way_out() -> None:
    assert lint("spine[foo]") == (
        Finding(
            code="unknown-tag",
            start=5,
            end=10,
            message="PubMed knows no tag [foo]; it drops the tag and searches all fields",
        ),
    )


def test_a_finding_is_shown_in_its_line() -> None:
    strategy = "spine[ti]\n  OR sacrum[foo]"
    (found,) = lint(strategy)
    assert pointed(strategy, found.start, found.end, found.message) == (
        "strategy, line 2, column 12: PubMed knows no tag [foo]; it drops the tag and searches all fields\n"
        "  OR sacrum[foo]\n"
        "           ^^^^^"
    )


# ---------------------------------------------------------------------------------------------------- what is no fault

CLEAN = [
    # Structures as Cochrane reviews and the filters of the field have them; the words are ours.
    """(randomized controlled trial[pt] OR controlled clinical trial[pt] OR randomized[tiab] OR placebo[tiab]
    OR "clinical trials as topic"[mesh:noexp] OR randomly[tiab] OR trial[ti])
    NOT (animals[mh] NOT humans[mh])""",
    """((randomized controlled trial[pt]) OR (controlled clinical trial[pt]) OR (placebo[tiab]) OR (drug therapy[sh])
    OR (randomly[tiab]) OR (groups[tiab])) NOT (animals [mh] NOT humans [mh])""",
    """("Spinal Neoplasms/secondary"[Mesh] OR "Spinal Neoplasms/radiotherapy"[MeSH Terms:noexp]
    OR spinal metasta*[tiab] OR "vertebral metastases"[tiab:~3]) AND (radiosurg*[tiab] OR SBRT[tiab])
    AND 2000/01/01:2024/12/31[dp] AND (english[la] OR german[la])""",
    """(systematic[sb] OR meta-analysis[pt] OR meta-analys*[ti] OR "systematic review"[ti]
    OR cochrane database syst rev[ta]) AND "Neck Pain"[majr] AND hasabstract""",
    """("head and neck"[tiab] OR head and neck neoplasm*[tiab] OR Head and Neck Neoplasms[mh])
    AND (chemoradi*[tiab] OR "Chemoradiotherapy"[Mesh:NoExp])
    AND ("2010"[Date - Publication] : "3000"[Date - Publication])""",
    """(behavio*r[ot] OR cognitiv*[tw] OR CBT[tiab]) AND (child*[tiab] OR adolescen*[tiab] OR "Child"[Mesh])
    AND ("last 5 years"[dp] OR 2019:2020[edat])""",
    """(stroke*[tiab] | "cerebral infarction"[tiab]) & (rehabilitation[sh] | physiotherap*[Title/Abstract])""",
    """("[18F]FDG"[tiab] OR "[68Ga]Ga-DOTATATE (PET)"[tiab]) AND ("x < 5"[tiab] OR Front Endocrinol (Lausanne)[ta]
    OR o'brien j[au] OR "An J"[au] OR an[au] OR "Bone & joint journal"[ta] OR 0303-8467[ta])""",
    """(“solitary fibrous tumour”[tiab] OR “solitary fibrous tumor”[tiab]) AND "case reports"[pt]
    AND 1:35000000[uid]""",
    """(Delphi[tiab] AND consens*[tiab]) OR (guideline*[ti] AND (spine[tiab] NOT cadaver*[tiab]))""",
    """"wounds, nonpenetrating"[mh] AND "Mayo Clinic"[ad:~1000] AND all[sb]
    AND (2020/02/29:2020[crdt] OR 2003/5[dp])""",
    "covid vaccine 2021[dp] AND tumor* outcome* AND x-ray*[tiab] AND analysis[sh] AND 10.1002/14651858[aid]",
    'spine[ti] OR sacrum[ti] NOT "Letter"[pt]',
]


@pytest.mark.parametrize("strategy", CLEAN)
def test_what_pubmed_does_as_written_is_no_finding(strategy: str) -> None:
    assert lint(strategy) == ()


@pytest.mark.parametrize("query", sorted((ROOT / "queries").glob("*.toml")), ids=lambda path: path.stem)
def test_the_strategies_of_the_project_have_no_findings(query: Path) -> None:
    assert lint(tomllib.loads(query.read_text(encoding="utf-8"))["search"]["strategy"]) == ()


# ---------------------------------------------------------------------------------------------------- what is a fault

FAULTS = [
    # tags
    ("spine[foo]", [("unknown-tag", "[foo]")]),
    ("smith[author identifier]", [("unknown-tag", "[author identifier]")]),
    ("spine[ti,ab]", [("unknown-tag", "[ti,ab]")]),
    ("2003:2004[Date – Publication]", [("typographic-dash", "[Date – Publication]")]),
    ("(spine OR sacrum)[tiab]", [("tag-on-group", "[tiab]")]),
    ("(spine[ti])[tiab]", [("tag-on-group", "[tiab]")]),
    ("(#1)[tiab]", [("session-search", "#1"), ("tag-on-group", "[tiab]")]),
    ('"spinal cord[tiab]"', [("tag-in-quotes", "[tiab]")]),
    ("[18F]FDG[tiab]", [("tag-without-term", "[18F]")]),
    ("spine[ti][tiab]", [("tag-without-term", "[tiab]")]),
    ("spine[ ]", [("empty-brackets", "[ ]")]),
    ("spine[:]", [("empty-brackets", "[:]")]),
    ("spine[tiab:noexp]", [("noexp-ignored", "[tiab:noexp]")]),
    ("2003:2004[dp:noexp]", [("noexp-ignored", "[dp:noexp]")]),
    ("Spine[mh:explode]", [("unknown-modifier", "[mh:explode]")]),
    # proximity
    ("asthma[mh:~3]", [("proximity-ignored", "[mh:~3]")]),
    ('"spinal tumor"[tw:~3]', [("proximity-ignored", "[tw:~3]")]),
    ("spinal tumor[tiab:~3]", [("proximity-ignored", "[tiab:~3]")]),
    ('"spinal tumor*"[tiab:~3]', [("proximity-ignored", "[tiab:~3]")]),
    ('"tumor"[tiab:~3]', [("proximity-ignored", "[tiab:~3]")]),
    ('"spinal tumor"[tiab:~]', [("proximity-ignored", "[tiab:~]")]),
    ('"spinal tumor"[tiab:3]', [("unknown-modifier", "[tiab:3]")]),
    ('"spinal tumor"[~3]', [("unknown-tag", "[~3]")]),
    ('"spinal tumor"[:~3]', [("unknown-tag", "[:~3]")]),
    ('"spinal tumor"~3[tiab]', [("lone-proximity", "~3")]),
    ('"spinal tumor"[tiab]~3', [("lone-proximity", "~3")]),
    ('"spinal tumor:~3"[tiab]', [("lone-proximity", "~3")]),
    ("spinal ~3 tumor", [("lone-proximity", "~3")]),
    # characters
    ("intervent∗[ti]", [("typographic-asterisk", "∗")]),
    ('"bone &amp; joint"[ta]', [("html-entity", "&amp;")]),
    ("spine &gt sacrum &#x27;x&#39;", [("html-entity", "&#x27;"), ("html-entity", "&#39;")]),
    ("„spinal cord“[ti]", [("typographic-quote", "„")]),
    ("'spinal cord'[ti]", [("single-quotes", "'spinal cord'")]),
    ("（spine", [("typographic-bracket", "（")]),
    ("spine\u00a0OR sacrum", [("invisible-character", "\u00a0")]),
    ("spi\u200bne[ti]", [("invisible-character", "\u200b")]),
    ("R&D[tiab]", [("ampersand-in-word", "&")]),
    # what never closes, what is empty
    ("(spine[ti]", [("unbalanced-parenthesis", "(")]),
    ("spine[ti])", [("unbalanced-parenthesis", ")")]),
    ('spine OR "sacrum', [("unbalanced-quote", '"')]),
    ("spine[ti", [("unbalanced-bracket", "[")]),
    ("spine]", [("unbalanced-bracket", "]")]),
    ("spine OR ()", [("operator-without-term", "OR"), ("empty-parentheses", "(")]),
    ('spine ""[ti]', [("empty-quotes", '""')]),
    ("", [("empty-strategy", "")]),
    # operators
    ("OR spine", [("operator-without-term", "OR")]),
    ("NOT spine", [("operator-without-term", "NOT")]),
    ("spine AND", [("operator-without-term", "AND")]),
    ("spine OR NOT sacrum", [("two-operators", "NOT")]),
    ("spine and sacrum", [("lower-case-operator", "and")]),
    ("spine or sacrum[tiab]", [("lower-case-operator", "or")]),
    ("pain[tiab] AND not spine[tiab]", [("lower-case-operator", "not")]),
    ("spine[ti] OR sacrum[ti] and pain[ti] OR tumor[ti]", [("lower-case-operator", "and")]),
    ("spine[ti] Or sacrum[ti]", [("lower-case-operator", "Or")]),
    ("(spine) not (sacrum)", [("lower-case-operator", "not")]),
    ('spine and "spinal cord"', [("lower-case-operator", "and")]),
    ("spine OR sacrum AND tumor", [("mixed-operators", "AND")]),
    ("spine[ti] OR sacrum[ti] coccyx[ti]", [("mixed-operators", "coccyx")]),
    ("x AND (spine | sacrum & tumor)", [("mixed-operators", "&")]),
    ("spinal adj3 tumor", [("foreign-operator", "adj3")]),
    ("spinal NEAR/3 tumor", [("foreign-operator", "NEAR/3")]),
    ("#1 AND #2", [("session-search", "#1"), ("session-search", "#2")]),
    ("1 AND 2", [("bare-number", "1"), ("bare-number", "2")]),
    ("exp asthma/ OR Spine/", [("foreign-heading", "exp asthma/"), ("foreign-heading", "Spine/")]),
    ("spine[mh]/surgery", [("subheading-behind-tag", "/surgery")]),
    ("abc[uid]", [("no-number", "abc")]),
    ("(spine OR sacrum).ti,ab.", [("foreign-tag", ".ti,ab.")]),
    ("spine:ti,ab", [("foreign-tag", ":ti,ab")]),
    ("tumo?r[ti] OR neoplasm$[ti]", [("foreign-wildcard", "tumo?r"), ("foreign-wildcard", "neoplasm$")]),
    # words
    ("the[tiab] AND asthma[tiab]", [("stop-word", "the")]),
    ('"About"[ti]', [("stop-word", '"About"')]),
    ("asthma OR again", [("stop-word", "again")]),
    ("spi*[ti]", [("short-truncation", "spi*")]),
    ("wom*n[ti]", [("short-truncation", "wom*")]),
    ("*itis[ti]", [("short-truncation", "*")]),
    ("x-r*[ti]", [("short-truncation", "x-r*")]),
    ('"lung ca*"[ti]', [("short-truncation", "ca*")]),
    ('"fibr* tumor"[tiab]', [("truncation-inside-phrase", "fibr*")]),
    ("fibr* tumor[tiab]", [("truncation-inside-phrase", "fibr*")]),
    ("tumor*-like", [("truncation-inside-phrase", "tumor*")]),
    ("Neoplas*[mh]", [("truncation-not-exploded", "Neoplas*")]),
    ("*[tiab]", [("nothing-to-search", "*")]),
    ("spine OR -", [("nothing-to-search", "-")]),
    # dates and ranges
    ("2020/13[dp]", [("no-date", "2020/13")]),
    ("2021/02/29[edat]", [("no-date", "2021/02/29")]),
    ("20200101:20201231[dp]", [("no-date", "20200101:20201231")]),
    ("2000-2003[dp]", [("no-date", "2000-2003")]),
    ("2000–2003[dp]", [("no-date", "2000–2003")]),
    ("2000:present[dp]", [("no-date", "2000:present")]),
    ("2003:2000[dp]", [("reversed-range", "2003:2000")]),
    ("2003/06:2003/05/31[dp]", [("reversed-range", "2003/06:2003/05/31")]),
    ("100:1[uid]", [("reversed-range", "100:1")]),
    ("2000/01:5[uid]", [("no-number", "2000/01:5")]),
    ("2000:2003", [("range-without-tag", "2000:2003")]),
    ("2000[dp]:2001[edat]", [("range-of-two-fields", "[dp]")]),
    ("1:5[vi]", [("range-ignored", "1:5")]),
]


@pytest.mark.parametrize(("strategy", "found"), FAULTS)
def test_what_pubmed_would_not_do_as_written(strategy: str, found: list[tuple[str, str]]) -> None:
    assert [(one.code, strategy[one.start : one.end]) for one in lint(strategy)] == found


@pytest.mark.parametrize(
    ("strategy", "reading"),
    [
        ("spine OR sacrum AND tumor", "(spine OR sacrum) AND tumor"),
        ("a1 OR b1 OR c1 OR d1 AND e1", "(a1 OR … OR d1) AND e1"),
        ("a1 AND (b1 OR c1) OR d1 AND e1", "((a1 AND (…)) OR d1) AND e1"),
        (
            "hemangiopericytoma[Title/Abstract] spine OR sacrum",
            "(hemangiopericytoma[Title/Abst… AND spine) OR sacrum",
        ),
    ],
)
def test_mixed_operators_are_shown_as_they_are_read(strategy: str, reading: str) -> None:
    (found,) = lint(strategy)
    assert found.message == (
        f"AND and OR without parentheses are read from left to right, here: {reading}; "
        "write the parentheses that you mean"
    )


def test_one_fault_does_not_hide_the_others() -> None:
    strategy = "(spi*[ti] OR spine[foo])[tiab] AND OR (sacrum AND the[ti] OR 2020/13[dp]"
    assert [(one.code, strategy[one.start : one.end]) for one in lint(strategy)] == [
        ("short-truncation", "spi*"),
        ("unknown-tag", "[foo]"),
        ("tag-on-group", "[tiab]"),
        ("two-operators", "OR"),
        ("unbalanced-parenthesis", "("),
        ("stop-word", "the"),
        ("mixed-operators", "OR"),
        ("no-date", "2020/13"),
    ]


def test_stop_words_are_pubmeds() -> None:
    assert {"the", "with", "pmid"} <= STOPWORDS
    assert not {"not", "spine", "The"} & STOPWORDS


# ---------------------------------------------------------------------------------------- what PubMed really answered


@pytest.mark.skipif(not OBSERVED.exists(), reason="../shared is absent")
def test_what_pubmed_was_seen_to_alter_is_found_and_nothing_else() -> None:
    answers = json.loads(OBSERVED.read_text(encoding="utf-8"))
    assert len(answers) == 14
    found = {name: [one.code for one in lint(answer["term"])] for name, answer in answers.items()}
    assert {name: codes for name, codes in found.items() if codes} == {
        "invalid-field-tag": ["unknown-tag"],
        "stopword-tagged": ["stop-word"],
        "amp-entity": ["html-entity"],
        "tag-on-group": ["tag-on-group"],
        "modifier-ignored": ["proximity-ignored"],
        "typographic-asterisk": ["typographic-asterisk"],
    }


@pytest.mark.skipif(not OBSERVED.exists(), reason="../shared is absent")
def test_what_no_reader_of_a_strategy_can_know_pubmed_says_itself() -> None:
    """A heading or phrase that its index lacks is dropped; the answer names it (unless only a count was asked for)."""
    answers = json.loads(OBSERVED.read_text(encoding="utf-8"))
    told = {
        name
        for name, answer in answers.items()
        if not lint(answer["term"])
        and answer.get("esearchresult", {}).get("warninglist", {}).get("quotedphrasesnotfound")
    }
    assert told == {"mesh-nonexistent", "term-dropped-with-results"}


# ------------------------------------------------------------------------------------------------------------- property

PIECES = st.sampled_from(
    [
        *(f"[{field.tag}]" for field in FIELDS[:12]),
        *"()[]\"&|:#*~/∗–“”\n\t\u00a0\u200b'$?",
        *("AND", "OR", "NOT", "and", "or", "not", "the", "spine", "spi*", "[foo]", "[tiab:~3]", "[mh:noexp]", "&amp;"),
        *("2003", "2020/13", "2000:2003", "last 5 years", "#1", "~3", "adj3", ".ti,ab.", " "),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES).map(" ".join))


@given(TEXTS)
def test_any_text_can_be_linted_and_every_finding_lies_in_it(text: str) -> None:
    for finding in lint(text):
        assert 0 <= finding.start < finding.end <= len(text) or (not text and finding.end == 0)
        assert pointed(text, finding.start, finding.end, finding.message).startswith("strategy, line ")


@given(TEXTS)
def test_a_printed_tree_writes_the_parentheses_that_were_missing(text: str) -> None:
    with suppress(StrategyError):
        assert "mixed-operators" not in {finding.code for finding in lint(str(parse(text)))}


@given(st.sampled_from(FIELDS), st.sampled_from(["spine", "spinal cord", "spinal-cord", "spinal cord*"]), st.booleans())
def test_a_proximity_is_reported_exactly_where_it_is_not_heeded(field: Field, words: str, quoted: bool) -> None:
    term = Term(words, field.tag, "~3", quoted)
    reported = "proximity-ignored" in {finding.code for finding in lint(str(term))}
    assert reported == (term.within is None)


@given(TEXTS)
def test_what_cannot_be_read_is_among_the_findings(text: str) -> None:
    assert _refused(text) <= set(lint(text))


def _refused(text: str) -> set[Finding]:
    try:
        parse(text)
    except StrategyError as fault:
        return {Finding(fault.code, fault.start, fault.end, fault.why)}
    return set()
