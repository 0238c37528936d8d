"""PubMed's query language: text -> tree; what PubMed would misread is in test_lint.py."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import QueryError
from harvester.syntax import (
    FIELDS,
    Boolean,
    Finding,
    Node,
    Range,
    Stored,
    StrategyError,
    Term,
    find_field,
    parse,
    pointed,
)


def test_a_strategy_becomes_a_tree() -> None:
    assert parse('hemangiopericytom*[tiab] AND "spinal cord"[mh:noexp]') == Boolean(
        "AND",
        (Term("hemangiopericytom*", "tiab"), Term("spinal cord", "mh", "noexp", quoted=True)),
    )


@pytest.mark.parametrize(
    ("strategy", "tree"),
    [
        ("spine", Term("spine")),
        ("child rearing", Term("child rearing")),
        ("solitary fibrous tumor[ti]", Term("solitary fibrous tumor", "ti")),
        ("spine [TIAB]", Term("spine", "TIAB")),
        ('"solitary\n  fibrous" [Title/Abstract]', Term("solitary fibrous", "Title/Abstract", quoted=True)),
        ("“solitary fibrous”[ti]", Term("solitary fibrous", "ti", quoted=True)),
        ('"fibrous tumor"[tiab:~3]', Term("fibrous tumor", "tiab", "~3", quoted=True)),
        ('"[18F]FDG (new)"[tiab]', Term("[18F]FDG (new)", "tiab", quoted=True)),
        ("Spinal Neoplasms/secondary[mh]", Term("Spinal Neoplasms/secondary", "mh")),
        ("Front Endocrinol (Lausanne)[ta]", Term("Front Endocrinol (Lausanne)", "ta")),
        ("2003[dp]", Term("2003", "dp")),
        ("2000/01/01:2003[dp]", Range("2000/01/01", "2003", "dp")),
        ('"2000/01/01"[edat] : "2003"[edat]', Range("2000/01/01", "2003", "edat")),
        ('"2000":"2003"[Date - Publication]', Range("2000", "2003", "Date - Publication")),
        ("spine 1:100[uid]", Boolean("AND", (Term("spine"), Range("1", "100", "uid")))),
        ("tumor: a case[ti]", Term("tumor: a case", "ti")),
        ("#1 NOT #2", Boolean("NOT", (Stored(1), Stored(2)))),
        ("spine[ti] review[pt]", Boolean("AND", (Term("spine", "ti"), Term("review", "pt")))),
        ("spine[ti] | sacrum[ti]", Boolean("OR", (Term("spine", "ti"), Term("sacrum", "ti")))),
        ("spine AND NOT review[pt]", Boolean("NOT", (Term("spine"), Term("review", "pt")))),
        ("spine and sacrum", Term("spine and sacrum")),
        ("(spine)[ti]", Term("spine", "ti")),
        ("((spine))", Term("spine")),
        ("(spine OR sacrum)[ti]", Boolean("OR", (Term("spine"), Term("sacrum")))),
        ("(2000 : 2003)[dp]", Range("2000", "2003", "dp")),
        ("(spine 2000:2003)[dp]", Term("spine 2000:2003")),
        ("spine[:~3]", Term("spine", "", "~3")),
        ("#1234567890123", Term("#1234567890123")),
    ],
)
def test_what_can_be_written(strategy: str, tree: Node) -> None:
    assert parse(strategy) == tree


def test_booleans_are_read_from_left_to_right_without_precedence() -> None:
    assert parse("a OR b AND c NOT d") == parse("(((a OR b) AND c) NOT d)")
    assert parse("a OR (b AND c)") == Boolean("OR", (Term("a"), Boolean("AND", (Term("b"), Term("c")))))


def test_white_space_only_separates() -> None:
    assert parse("\n(\n  spine[ti]\r\n\tOR sacrum[ti]\n)\nAND tumor\n") == parse("(spine[ti] OR sacrum[ti]) AND tumor")


@pytest.mark.parametrize(
    ("strategy", "start", "end", "why"),
    [
        ("(spine OR sacrum", 0, 1, "this parenthesis is never closed; close it with )"),
        ("spine)", 5, 6, "this parenthesis was never opened; open it with ( or leave it out"),
        ('spine AND "sacrum', 10, 11, 'this quotation mark is never closed; close it with another "'),
        ("spine[ti", 5, 6, "this bracket is never closed; close it with ]"),
        ("spine] x", 5, 6, "this bracket was never opened; open it with ["),
        ("OR spine", 0, 2, "nothing stands before OR; name what it joins, or leave it out"),
        ("spine AND", 6, 9, "nothing follows AND; name what it joins, or leave it out"),
        ("spine OR AND x", 9, 12, "AND follows OR; leave one of them out"),
        ("spine AND ()", 10, 11, "parentheses with nothing between them; fill them or leave them out"),
        ('spine ""', 6, 8, "quotation marks with nothing between them; write the phrase or leave them out"),
        ("spine[]", 5, 7, "brackets with nothing between them; write a field tag such as [tiab]"),
        ("[ti] spine", 0, 4, "a tag without a term before it; write the term first"),
        ("2000[dp]:2001[edat]", 4, 8, "a range from one field to another, [edat]; write one tag"),
        (" \n ", 0, 1, "the strategy is empty; write at least one term"),
    ],
)
def test_what_cannot_be_evaluated_is_shown_at_its_place(strategy: str, start: int, end: int, why: str) -> None:
    with pytest.raises(StrategyError) as caught:
        parse(strategy)
    assert (caught.value.start, caught.value.end, caught.value.why) == (start, end, why)
    assert isinstance(caught.value, QueryError)


def test_the_message_points_at_the_line_and_column() -> None:
    with pytest.raises(QueryError) as caught:
        parse("spine[ti]\n  OR (sacrum[ti]\n  OR coccyx[ti]")
    assert str(caught.value) == (
        "strategy, line 2, column 6: this parenthesis is never closed; close it with )\n  OR (sacrum[ti]\n     ^"
    )


@pytest.mark.parametrize(
    ("strategy", "start", "end", "shown"),
    [
        ("spine[foo]", 5, 10, "column 6: why\nspine[foo]\n     ^^^^^"),
        ("\tspine[foo]", 6, 11, "column 7: why\n\tspine[foo]\n\t     ^^^^^"),
        ("脊椎[foo]", 2, 7, "column 3: why\n脊椎[foo]\n    ^^^^^"),
        ("脊椎[foo]", 0, 2, "column 1: why\n脊椎[foo]\n^^^^"),
        ("re\u0301nal[foo]", 6, 11, "column 7: why\nre\u0301nal[foo]\n     ^^^^^"),
        ("spine[ti\r\n]", 5, 11, "column 6: why\nspine[ti\n     ^^^"),
        ("", 0, 0, "column 1: why\n\n^"),
    ],
)
def test_carets_stand_where_a_terminal_shows_the_fault(strategy: str, start: int, end: int, shown: str) -> None:
    assert pointed(strategy, start, end, "why") == f"strategy, line 1, {shown}"


def test_an_error_carries_the_code_of_its_finding() -> None:
    error = StrategyError("spine)", Finding("unbalanced-parenthesis", 5, 6, "never opened"))
    assert (error.code, error.start, error.end, error.why) == ("unbalanced-parenthesis", 5, 6, "never opened")


def test_a_strategy_deeper_than_any_real_one_is_refused_and_breaks_nothing() -> None:
    with pytest.raises(StrategyError, match="nested more than 200 deep"):
        parse("(" * 5_000 + "spine" + ")" * 5_000)
    with pytest.raises(StrategyError, match="nested more than 200 deep"):
        parse("spine" + " AND a OR b" * 5_000)
    assert parse(" OR ".join(["spine"] * 5_000)) == Boolean("OR", (Term("spine"),) * 5_000)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("tiab", "tiab"),
        ("Title/Abstract", "tiab"),
        ("MeSH  Terms", "mh"),
        ("Mesh", "mh"),
        ("MAJR", "majr"),
        ("sb", "filter"),
        ("PMID", "uid"),
        ("UID", "uid"),
        ("pdat", "dp"),
        ("Publication Date", "dp"),
        ("Journal", "ta"),
        ("jour", "ta"),
        ("Author", "au"),
        ("Subheading", "sh"),
        ("Supplementary Concept", "nm"),
        ("First Author Name", "1au"),
    ],
)
def test_a_tag_goes_by_many_names(written: str, tag: str) -> None:
    found = find_field(written)
    assert found is not None
    assert found.tag == tag


def test_a_term_says_how_it_is_searched() -> None:
    heading = Term("Spinal Neoplasms / secondary", "mh")
    assert (heading.heading, heading.explodes) == (("Spinal Neoplasms", "secondary"), True)
    assert (Term("Spine", "mh", "noexp").explodes, Term("spine", "tiab").explodes) == (False, False)
    assert Term("fibrous tumor", "tiab", "~3", quoted=True).within == 3
    assert Term("half-life", "tiab", "~0", quoted=True).within == 0
    ignored = (
        Term("fibrous tumor", "tiab", "~3"),
        Term("fibrous tum*", "tiab", "~3", quoted=True),
        Term("tumor", "tiab", "~3", quoted=True),
        Term("fibrous tumor", "mh", "~3", quoted=True),
    )
    assert [term.within for term in ignored] == [None] * 4


# ------------------------------------------------------------------------------------------------------------- property

WORD = st.from_regex(r"[a-z]{1,8}\*?", fullmatch=True)
TAGS = st.sampled_from([field.tag for field in FIELDS if field.tag != "uid"])


@st.composite
def terms(draw: st.DrawFn) -> Term:
    quoted = draw(st.booleans())
    text = " ".join(draw(st.lists(WORD, min_size=1, max_size=3)))
    tag = draw(st.one_of(st.just(""), TAGS))
    modifier = draw(st.sampled_from(["", "noexp", "~2"])) if tag else ""
    return Term(text, tag, modifier, quoted)


NUMBER = st.integers(1, 10**8).map(str)
LEAVES = st.one_of(terms(), st.builds(Range, NUMBER, NUMBER, TAGS), st.builds(Stored, st.integers(1, 99)))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Boolean, st.sampled_from(["AND", "OR", "NOT"]), st.lists(inner, min_size=2, max_size=4).map(tuple)
    ),
    max_leaves=20,
)


@given(TREES)
def test_a_tree_that_is_printed_and_parsed_is_the_same_tree(tree: Node) -> None:
    assert parse(str(tree)) == tree


@given(st.one_of(st.text(max_size=40), st.text(alphabet='ab12 *[]()"&|:#/~ANDORT\n', max_size=40)))
def test_any_text_is_a_tree_that_reads_as_printed_or_an_error(text: str) -> None:
    with suppress(StrategyError):
        assert parse(str(parse(text))) == parse(text)
