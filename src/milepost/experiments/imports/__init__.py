"""Takes an export of finished tests, gives what it is worth as evidence: an estimate with the grade it deserves.

One file a vendor: which columns its export has, and what its rows say. Facts of a form stand there and in
docs/without-arms.md, with where they were seen.
"""
