"""Help for tests, ours and those of adapters by others: fakes, builders, and a contract suite for each port.

Needs the extra `test`. Nothing outside tests imports it.
"""
