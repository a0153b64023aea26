"""Findings about a series: its days, its gaps, its length, its change."""

from milepost.kernel.finding import Rule

NOT_A_DAY = Rule(
    code="MP580",
    title="A cell of the time column is not a date",
    why="A series is read in the order of its dates; a period without one has no place in it.",
    fix="Write dates as 2026-03-01, in every row.",
)
MIXED_ZONES = Rule(
    code="MP581",
    title="The dates of a series are of several time zones",
    why="A day in one zone is part of two in another, so that sums would be counted into the wrong period.",
    fix="Write plain dates (2026-03-01), all by the calendar of one place.",
)
TWICE = Rule(
    code="MP582",
    title="A period stands in a series twice",
    why="Two rows of a period are two parts of it, or the same one delivered twice; the two give different sums.",
    fix="Sum the rows of a period before, or take the repeated delivery out.",
)
GAP = Rule(
    code="MP583",
    title="A series has a gap",
    why="The interval rests on how neighbours hang together, and a missing period hides it. What is missing is seldom "
    "missing by chance.",
    fix="Give a row for every period: 0 where nothing happened, and the true value where the export lost it.",
)
TOO_FEW_PERIODS = Rule(
    code="MP584",
    title="A series is too short to be read",
    why="From few periods neither the trend nor the errors' memory can be told; in simulation the interval keeps its "
    "promise from 24 periods before and 4 after.",
    fix="Take finer periods (weeks for months), a longer history, or wait; better: leave a group alone by chance.",
)
CHANGE_OUTSIDE = Rule(
    code="MP585",
    title="The change lies outside the series",
    why="Without periods on both sides there is nothing to compare.",
    fix="Name the day on which the change began, inside the series.",
)
CHANGE_INSIDE_PERIOD = Rule(
    code="MP586",
    title="The change begins inside a period",
    why="Such a period is neither before nor after; counted as either, it waters the effect down.",
    fix="Name the first day of a period, or give the series in finer ones.",
)
STANDS_STILL = Rule(
    code="MP587",
    title="A series does not vary around its line",
    why="A metric that lies on a line to the last digit was computed, not observed, and has no error to learn from.",
    fix="Check that the column is what happened, and not a plan, a target or an interpolation.",
)
TOO_MANY_PERIODS = Rule(
    code="MP588",
    title="A series has too many periods",
    why="A series has one row a period; a table of units or events has many, and is summed up first.",
    fix="Sum the table up to one row a day, week or month.",
)
NO_PERIOD_VALUE = Rule(
    code="MP589",
    title="A metric can't be read by period",
    why="A row of a series stands for a period, not for a unit: zeros and ones, or a ratio over nothing, are no level.",
    fix="Read a share as COL:ratio=DEN with its counts, and leave out periods in which the denominator is zero.",
)
RULES = (
    NOT_A_DAY,
    MIXED_ZONES,
    TWICE,
    GAP,
    TOO_FEW_PERIODS,
    CHANGE_OUTSIDE,
    CHANGE_INSIDE_PERIOD,
    STANDS_STILL,
    TOO_MANY_PERIODS,
    NO_PERIOD_VALUE,
)
