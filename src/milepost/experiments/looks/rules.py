"""Findings about a table of aggregates."""

from milepost.kernel.finding import Rule, Severity

NO_READING = Rule(
    code="MP560",
    title="A look at aggregates can't be read",
    why="An effect needs both arms' counts (two units at least), means and variances, and one of the arms must vary. "
    "Where one of them is missing, the look gives no number; the other looks do.",
    fix="Export the missing counts, means and variances, or leave these looks out.",
    severity=Severity.WARNING,
)
SHRINKING = Rule(
    code="MP561",
    title="A later look has fewer units than an earlier one",
    why="Aggregates over time are of an experiment that grows. A look with fewer units is of other data, or is not "
    "finished; an interval that holds at every look does not hold there, so it gives no number.",
    fix="Export it again, each look with all units since the start.",
    severity=Severity.WARNING,
)
SAME_LOOK = Rule(
    code="MP562",
    title="Two rows are of the same look",
    why="One experiment, variant, metric and time has one row. Which of two is meant can't be known.",
    fix="Leave one of them in.",
)
BROKEN_LOOK = Rule(
    code="MP563",
    title="A cell of a table of aggregates can't be used",
    why="A look is named by experiment, variant, metric and time, and its other cells are plain, finite numbers: "
    "counts whole and not negative, variances not negative. Text or an infinity there is a damaged export.",
    fix="Write plain numbers with a decimal point; leave a number that is not known empty.",
)
RULES = (NO_READING, SHRINKING, SAME_LOOK, BROKEN_LOOK)
