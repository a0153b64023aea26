"""Findings about a staggered start: can anything be compared, and until when?"""

from milepost.kernel.finding import Rule, Severity

NOBODY_LEFT = Rule(
    code="MP655",
    title="Nobody is left who has not started",
    why="What a group would be without the start is told by groups that wait at that time. Where none waits, a season, "
    "a new tool or plain practice would be counted as saved.",
    fix="Start groups one after the other, or leave one out; read up to the day of the last start.",
)
ROWS_LEFT_OUT = Rule(
    code="MP656",
    title="Rows after the last start are not counted",
    why="From that day on nobody waits, so no effect can be told from the time itself. The rows stand for nothing.",
    fix="End the experiment's period with the last start; what is saved later is a forecast.",
    severity=Severity.WARNING,
)
NO_BEFORE = Rule(
    code="MP657",
    title="A group has no rows from before the first start",
    why="Groups differ without any start. Only its own earlier rows tell how a group compares with the others.",
    fix="Export rows from before the first start for every group, or leave the group out and say so.",
)
TOO_FEW_ORDERS = Rule(
    code="MP658",
    title="The groups could have started in too few orders",
    why="The order's chance is all that there is to judge by, and with fewer than 40 orders nothing is rarer than 1 in "
    "20. Four groups, or two halves of six, can show no effect however large.",
    fix="Start five groups or more on days of their own, or split groups before the draw.",
)
NO_SUM = Rule(
    code="MP659",
    title="A staggered start reads means and shares only",
    why="What is saved is summed over rows; a ratio of two sums has no sum over rows.",
    fix="Name a column with the hours, days or spend of each row.",
)
RULES = (NOBODY_LEFT, ROWS_LEFT_OUT, NO_BEFORE, TOO_FEW_ORDERS, NO_SUM)
