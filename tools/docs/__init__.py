"""Takes the code and the README, gives the documents that are made of them.

One source per fact: what is generated is checked by `make check`, and written again by `make docs`.
"""
