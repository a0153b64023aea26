"""Findings about acceptance; those about the text are in checks/."""

from milepost.kernel.finding import Rule

ACCEPT_FIRST = Rule(
    code="MP620",
    title="The program was never accepted",
    why="A program counts from its acceptance; one never accepted can be checked, not run, and has no status.",
    fix="Run `milepost accept`; or look at it with `milepost status --draft`.",
)
BASELINE_MOVED = Rule(
    code="MP621",
    title="A frozen baseline was changed",
    why="A KPI's baseline is frozen when the program is first accepted; moving it moves every claim made against it.",
    fix="Put the frozen baseline back, or give the new one to a KPI of another id.",
)
RULES = (ACCEPT_FIRST, BASELINE_MOVED)
