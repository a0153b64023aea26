"""Takes verdicts and costs, gives ledger entries: realised, projected, reversed. Decimal, half-even at posting.

Must not know how a verdict was reached, nor where entries are kept.
"""
