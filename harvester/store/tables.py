"""The tables. Rows are only ever added; the exceptions are a search that is still open, and when one was confirmed."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from ..records import FILE

SCHEMA = 6
"""The version of these tables; a database of a newer one is refused, one of an older one is migrated."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware datetime to what the database keeps."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database keeps to an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

queries = Table(
    "queries",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("query", Text, nullable=False),
    Column("query_digest", Text, ForeignKey("queries.digest"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("strategy", Text, nullable=False),
    Column("limits", Text, nullable=False),
    Column("translation", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("slices", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("ran_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("found_by", Text, nullable=False, server_default="database"),
    Index("searches_by_query", "query", "id"),
)

of_platform = searches.c.platform.not_like(f"{FILE}%")
"""Whether a search was run on a platform: what a reference file lists tells less, and gives nothing out again."""

hits = Table(
    "hits",
    metadata,
    Column("search_id", Integer, ForeignKey("searches.id"), primary_key=True),
    Column("pmid", Text, primary_key=True),
    Column("position", Integer, nullable=False),
)

raw = Table(
    "raw",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("xml", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pmid", Text, nullable=False),
    Column("digest", Text, ForeignKey("raw.digest"), nullable=False),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("versions_by_pmid", "pmid", "id"),
)

refused = Table(
    "refused",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False),
    Column("pmid", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("search_id", "pmid", "source", "why"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("pmid", Text, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("successor", Text, nullable=False, server_default=""),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("query", Text, nullable=False),
    Column("query_digest", Text, ForeignKey("queries.digest"), nullable=False),
    Column("digest", Text, ForeignKey("raw.digest"), nullable=False),
    Column("rules", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("readings_by_record", "digest", "query", "id"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", Integer, ForeignKey("readings.id"), nullable=False),
    Column("pmid", Text, nullable=False),
    Column("case_number", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("assertion", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("rule_version", Text, nullable=False),
    Index("extractions_by_reading", "reading_id", "id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("query", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("score", Float),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("field", Text, nullable=False, server_default=""),
    Column("value", Text, nullable=False, server_default="null"),
    Column("was", Text, nullable=False, server_default="null"),
    Column("quote", Text, nullable=False, server_default=""),
    Column("saw", Text, nullable=False, server_default=""),
    Index("decisions_by_subject", "query", "kind", "subject", "id"),
    Index("decisions_by_query", "query", "id"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Column("complete", Integer, nullable=False),
    Index("runs_by_search", "search_id", "id"),
)

announced = Table(
    "announced",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("query", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", LargeBinary, nullable=False),
    UniqueConstraint("query", "number"),
)

bulk_files = Table(
    "bulk_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("query", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("md5", Text, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("query", "asked", "year", "number"),
)

bulk_told = Table(
    "bulk_told",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer, ForeignKey("bulk_files.id"), nullable=False),
    Column("pmid", Text, nullable=False),
    Column("found", Integer, nullable=False),
    Index("bulk_told_by_file", "file_id", "pmid"),
)
