"""Matches and what belongs to them, kept in a database: SQLite embedded, PostgreSQL by URL."""
