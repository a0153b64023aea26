"""Remembers the last answer of `check` for each program. Must not know what an answer says."""
