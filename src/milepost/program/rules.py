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
HOLDOUT_MOVED = Rule(
    code="MP661",
    title="A holdout was moved",
    why="A holdout's unit, share, salt and start are fixed when the program is first accepted with it: whoever changes "
    "them later chooses, knowing the outcome, who is the program's control.",
    fix="Put it back; or end it by its period, and give another holdout another id.",
)
OTHER_FORM = Rule(
    code="MP624",
    title="The accepted program has a form of another version",
    why="What was accepted then must be judged as it was meant then.",
    fix="Use the version of Milepost that accepted it, or a newer one that migrates it.",
)
OTHER_PROGRAM = Rule(
    code="MP623",
    title="The state belongs to another program",
    why="One record tells the story of one program; two in one would answer for each other.",
    fix="Give this program a state of its own with `--state`, or keep the program's id.",
)
RULES = (ACCEPT_FIRST, BASELINE_MOVED, HOLDOUT_MOVED, OTHER_FORM, OTHER_PROGRAM)
