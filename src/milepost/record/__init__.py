"""Takes facts, gives an append-only, chained log of events and its verification.

Must not know where the log is stored, nor what any fact means.
"""
