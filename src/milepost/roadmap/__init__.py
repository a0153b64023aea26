"""Takes programs, recorded facts and an instant, gives the status: one pure function, and nothing sets a status.

Must not know where facts are kept, nor how a status is shown.
"""
