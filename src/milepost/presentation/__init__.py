"""Takes status and read-outs, gives what a reader sees as typed values: tables, stories, pages.

Must not know HTML, PPTX or a terminal's width.
"""
