"""Findings of contracted tables."""

from milepost.kernel.finding import Rule

CONTRACT_FAILS = Rule(
    code="MP530",
    title="The data breaks its contract",
    why="Numbers drawn from data that breaks its contract are not evidence; what needs the source is blocked.",
    fix="Mend the rows at the source and load it again, or change the contract and have the program accepted.",
)
NO_COLUMN = Rule(
    code="MP531",
    title="A column of the contract is missing",
    why="The contract promises the column; metrics and arms read it.",
    fix="Use the near name in the file, or change the contract.",
)
RULES = (CONTRACT_FAILS, NO_COLUMN)
