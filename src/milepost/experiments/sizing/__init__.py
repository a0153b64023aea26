"""Takes a metric's own history and what is asked of a test, gives its size: power, weeks, effect and cost.

Must not know files, engines or the record.
"""
