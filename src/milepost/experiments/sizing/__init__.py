"""Takes a metric's own history and what is asked of a test, gives its size: power, weeks, effect, cost, or why none will do.

Must not know files, engines or the record.
"""
