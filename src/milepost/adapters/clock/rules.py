"""Findings of the clock."""

from milepost.kernel.finding import Rule

BAD_INSTANT = Rule(
    code="MP611",
    title="MILEPOST_NOW is not an instant",
    why="MILEPOST_NOW sets the clock by hand, for demos and tests. A date without time and zone could mean two days.",
    fix="Write an instant with its zone, such as MILEPOST_NOW=2026-11-22T09:10:00Z, or unset it.",
)
RULES = (BAD_INSTANT,)
