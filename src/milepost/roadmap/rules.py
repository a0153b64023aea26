"""Findings about what a status can be asked for."""

from milepost.kernel.finding import Rule

NO_SUCH_ID = Rule(
    code="MP640",
    title="There is no such id",
    why="An id is `kind/slug` of the program, an event's id, or a digest that the record names.",
    fix="Use the near name; `milepost status` lists the ids.",
)
NO_RETURN = Rule(
    code="MP730",
    title="There is nothing of that name to reckon returns of",
    why="Returns are told by capability, milestone, channel, goal or quarter, or of the program.",
    fix="Use the near name, or say by what with `--by`.",
)
RULES = (
    NO_RETURN,
    NO_SUCH_ID,
)
