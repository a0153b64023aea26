"""Findings about what a plan can be made of."""

from milepost.kernel.finding import Rule, Severity

NOTHING_TO_PLAN = Rule(
    code="MP740",
    title="There is nothing to plan",
    why="A plan's futures are those of its capabilities within the program's horizon; one of the two is empty.",
    fix="Describe a capability, and give the program a `horizon` of a month or more, such as `18 months`.",
)
NOBODY_BUILDS = Rule(
    code="MP741",
    title="A team that builds nothing has work",
    why="`parallel: 0` is a team that is not there: what it shall build never begins, nor what needs that.",
    fix="Give the team a `parallel` of one or more, or give the work to another team.",
    severity=Severity.WARNING,
)
FEWER_SCENARIOS = Rule(
    code="MP742",
    title="Fewer futures were drawn than asked for",
    why="Capabilities times scenarios are held in memory; beyond 2.5 million the scenarios give way.",
    fix="Read the errors beside the numbers; they are those of the scenarios that were drawn.",
    severity=Severity.WARNING,
)
TOO_LARGE = Rule(
    code="MP788",
    title="An amount is too large to be simulated",
    why="Money is drawn in single precision, which ends at 10 to the power of 38; what lies above is no amount.",
    fix="Look for a digit too many in what the capability moves, reaches or costs.",
)
RULES = (NOTHING_TO_PLAN, NOBODY_BUILDS, FEWER_SCENARIOS, TOO_LARGE)
