"""Findings about the choice of an operating model."""

from milepost.kernel.finding import Rule

OTHER_APPROACH = Rule(
    code="MP770",
    title="The accepted program says another operating model",
    why="A choice is of the program in force: files that say one thing and a record that says another mislead both.",
    fix="Change `approach` of the Program, run `milepost accept`, then choose.",
)
NOT_THE_SPONSOR = Rule(
    code="MP771",
    title="The operating model is the sponsor's to choose",
    why="How a program is run binds its budget and its steering; who answers for those answers for the choice.",
    fix="Let the role that the Program names as its `sponsor` sign.",
)
SEAT_UNFILLED = Rule(
    code="MP772",
    title="Nobody holds the role that signs",
    why="A signature must lead to a person.",
    fix="Fill the role (`held_by`), run `milepost accept`, then choose.",
)
NO_REASON = Rule(
    code="MP773",
    title="The choice has no reason",
    why="When a trigger trips, somebody has to judge whether the reason still holds.",
    fix="Give `--because TEXT`.",
)
RULES = (OTHER_APPROACH, NOT_THE_SPONSOR, SEAT_UNFILLED, NO_REASON)
