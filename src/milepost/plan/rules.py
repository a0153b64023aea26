"""Findings of a plan."""

from milepost.kernel.finding import Rule

TOO_LARGE = Rule(
    code="MP788",
    title="An amount is too large to be simulated",
    why="Money is drawn in single precision, which ends at 10 to the power of 38; what lies above is no amount.",
    fix="Look for a digit too many in what the capability moves, reaches or costs.",
)
RULES = (TOO_LARGE,)
