"""Takes settings, gives ports filled by adapters. The one place that says which adapter it is.

Must not hold a rule of its own.
"""
