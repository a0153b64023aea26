"""Findings about what a status can be asked for."""

from milepost.kernel.finding import Rule

NO_SUCH_ID = Rule(
    code="MP640",
    title="There is no such id",
    why="An id is `kind/slug` of the program, an event's id, or a digest that the record names.",
    fix="Use the near name; `milepost status` lists the ids.",
)
RULES = (NO_SUCH_ID,)
