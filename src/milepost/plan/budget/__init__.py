"""Takes a plan's numbers and a Budget, gives a Choice: what is built when, what is left out and why, or what conflicts.

Must not know files, clocks or the record; scipy is imported only inside the functions that solve.
"""
