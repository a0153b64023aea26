"""Takes a plain request, gives a ruling: allowed or denied, with reasons.

Must not know who asks over which surface, nor store anything.
"""
