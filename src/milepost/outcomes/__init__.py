"""Takes tables of what happened, gives outcome facts: metrics aggregated by arm, and what is wrong with their cells.

Expressions are written here and run in adapters/warehouse. Must not know designs, verdicts or money.
"""
