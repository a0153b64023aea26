"""Findings about the comparison of operating models."""

from milepost.kernel.finding import Rule, Severity

NOTHING_TO_COMPARE = Rule(
    code="MP767",
    title="There is nothing to compare",
    why="Operating models are compared by what the program's capabilities earn and cost, and it has none.",
    fix="Add a Capability with `moves`, `effort` and `costs`.",
)
HOUR_IN_OTHER_MONEY = Rule(
    code="MP768",
    title="What an hour costs was assumed in another currency",
    why="Milepost's prior of an hour is an amount of euro, dollar or pound; governance and rework are priced with it.",
    fix="Write documents of kind OperatingModel with a prior `hour` in the program's currency and its source.",
    severity=Severity.WARNING,
)
SOFT_VALUE = Rule(
    code="MP769",
    title="No capability says what it earns",
    why="Without `moves` in money and its `reach` no value is projected; the models then differ by time and cost only.",
    fix="Give the capabilities `moves` in the program's currency, with `reach`.",
    severity=Severity.WARNING,
)
RULES = (NOTHING_TO_COMPARE, HOUR_IN_OTHER_MONEY, SOFT_VALUE)
