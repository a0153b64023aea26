"""Keeps the record in a database: SQLite, with tables that PostgreSQL can take over unchanged.

Takes facts, gives them back as stored. Must not know what any fact means.
"""
