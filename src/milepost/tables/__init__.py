"""Takes sources and contracts, gives contracted tables: typed columns, checked rules, digests, a manifest.

Lazy expressions only; must not run one, nor know where a file lies.
"""
