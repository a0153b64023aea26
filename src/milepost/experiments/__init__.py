"""Takes outcome facts by arm and a design, gives a read-out: effects, money, grade and one sentence.

Must not know files, engines or the ledger.
"""
