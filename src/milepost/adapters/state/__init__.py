"""Keeps a program's state: the record, contracted tables, rendered pages, and the one writer's lock.

Must not know what a table or a page says.
"""
