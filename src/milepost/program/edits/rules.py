"""Findings of edits."""

from milepost.kernel.finding import Rule

NO_PLACE = Rule(
    code="MP800",
    title="An edit has no place in the file",
    why="What should be changed is not there, or is there already; or the file can't be read, and what can't be read "
    "can't be changed without losing something. Nothing was written.",
    fix="Make the change by hand at the place shown, then check the program.",
)
NOT_AS_MEANT = Rule(
    code="MP801",
    title="An edit would not have read as it was meant",
    why="Each edit is read back before anything is written. This one would have changed another value or broken the "
    "file, because of the form in which that part is written. Nothing was written.",
    fix="Make the change by hand at the place shown, then check the program.",
)
RULES = (NO_PLACE, NOT_AS_MEANT)
