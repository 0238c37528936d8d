"""The two engines that were weighed for the mirror's text index, each with the same three columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import tantivy

from harvester.syntax import Boolean, Node, Term

from .made_up_records import Document, is_text, value_of, words_of

# -------------------------------------------------------------------------------------------------------------- FTS5


class Fts5:
    """One SQLite file: a contentless FTS5 table with the columns that the mirror's text index has."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "fts5.db", isolation_level=None)

    def build(self, wanted: Iterator[Document]) -> None:
        """Index the documents in one transaction."""
        run = self.connection.execute
        run("PRAGMA page_size = 8192")
        run("PRAGMA cache_size = -200000")
        run("CREATE VIRTUAL TABLE t USING fts5(ti, ab, v, content='', columnsize=0, tokenize='ascii')")
        run("INSERT INTO t(t, rank) VALUES ('hashsize', 33554432)")
        run("BEGIN")
        self.connection.executemany(
            "INSERT INTO t(rowid, ti, ab, v) VALUES (?, ?, ?, ?)",
            ((pmid, title, abstract, " ".join(values)) for pmid, title, abstract, values in wanted),
        )
        run("COMMIT")
        run("CREATE VIRTUAL TABLE terms USING fts5vocab(t, 'row')")

    def find(self, node: Node) -> set[int]:
        """The PMIDs of a strategy, all joined inside FTS5."""
        return {
            pmid for (pmid,) in self.connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (self._match(node),))
        }

    def _match(self, node: Node) -> str:
        if isinstance(node, Boolean):
            return f" {node.operator} ".join(f"({self._match(operand)})" for operand in node.operands)
        assert isinstance(node, Term)
        if not is_text(node):
            return f'v : "{value_of(node)}"'
        if node.within is not None:
            return f"{{ti ab}} : NEAR({' '.join(words_of(node))}, {node.within})"
        columns = "ti" if node.field is not None and node.field.tag == "ti" else "{ti ab}"
        return f'{columns} : "{" ".join(words_of(node))}"{"*" if node.text.endswith("*") else ""}'

    def variants(self, stem: str) -> int:
        """How many words begin so, for the rule of 600."""
        asked = "SELECT count(*) FROM (SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT 601)"
        (count,) = self.connection.execute(asked, (stem, stem + "\U0010ffff")).fetchone()
        return int(count)


# ------------------------------------------------------------------------------------------------------------ tantivy


class Tantivy:
    """A tantivy index with the PMID as a fast field; segments as its own merge policy leaves them."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("pmid", stored=False, indexed=True, fast=True)
        for column in ("ti", "ab"):
            schema.add_text_field(column, stored=False, tokenizer_name="whitespace", index_option="position")
        schema.add_text_field("v", stored=False, tokenizer_name="whitespace", index_option="basic")
        self.schema = schema.build()
        (folder / "tantivy").mkdir()
        self.index = tantivy.Index(self.schema, str(folder / "tantivy"))
        cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("whitespace", cut)

    def build(self, wanted: Iterator[Document]) -> None:
        """Index the documents, with one commit."""
        writer = self.index.writer(heap_size=512_000_000, num_threads=2)
        for pmid, title, abstract, values in wanted:
            document = tantivy.Document()
            document.add_integer("pmid", pmid)
            document.add_text("ti", title)
            document.add_text("ab", abstract)
            document.add_text("v", " ".join(values))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def find(self, node: Node) -> set[int]:
        """The PMIDs of a strategy, all joined inside tantivy."""
        searcher = self.index.searcher()
        found = searcher.search(self._query(node), limit=searcher.num_docs, count=False, order_by_field="pmid")
        return {pmid for pmid, _ in found.hits}

    def _query(self, node: Node) -> tantivy.Query:
        if isinstance(node, Boolean):
            return self._boolean(node)
        assert isinstance(node, Term)
        if not is_text(node):
            return tantivy.Query.term_query(self.schema, "v", value_of(node), index_option="basic")
        columns = ("ti",) if node.field is not None and node.field.tag == "ti" else ("ti", "ab")
        return _any(query for column in columns for query in self._in_column(node, column))

    def _in_column(self, term: Term, column: str) -> Iterator[tantivy.Query]:
        words: list[str | tuple[int, str]] = [*words_of(term)]
        if term.within is not None:
            yield tantivy.Query.phrase_query(self.schema, column, words, slop=term.within)
            yield tantivy.Query.phrase_query(self.schema, column, words[::-1], slop=term.within)
        elif term.text.endswith("*"):
            yield tantivy.Query.regex_query(self.schema, column, f"{words[-1]}.*")
        elif len(words) > 1:
            yield tantivy.Query.phrase_query(self.schema, column, words)
        else:
            yield tantivy.Query.term_query(self.schema, column, str(words[0]))

    def _boolean(self, node: Boolean) -> tantivy.Query:
        first, *others = (self._query(operand) for operand in node.operands)
        if node.operator == "OR":
            return _any([first, *others])
        how = tantivy.Occur.Must if node.operator == "AND" else tantivy.Occur.MustNot
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, first), *((how, one) for one in others)])

    def variants(self, stem: str) -> int:
        """How many words begin so, for the rule of 600."""
        return len({*self.index.searcher().terms_with_prefix("ab", stem, limit=601)})


def _any(queries: Iterator[tantivy.Query] | list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])
