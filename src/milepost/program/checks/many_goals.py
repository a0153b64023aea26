"""There are more goals than anybody can hold."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Goal
from milepost.program.draft import Draft

RULE = Rule(
    code="MP388",
    title="There are more goals than anybody can hold",
    why="With more than five goals each capability serves one, and none is given up for another: that is no strategy.",
    fix="Keep the five that the sponsor would defend, or join those that ask for the same thing.",
    severity=Severity.WARNING,
)
_MOST = 5


def check(draft: Draft) -> Iterator[Finding]:
    """Find the goals that come after the fifth, by priority and id; one finding for all of them."""
    goals = sorted((goal.priority, ref) for ref, goal in draft.of(Goal))
    if len(goals) > _MOST:
        message = f"there are {len(goals):,} goals; {goals[_MOST][1]} is the sixth"
        yield RULE.at(draft.span(goals[_MOST][1], "id"), message, RULE.fix)


def _goals(count: int) -> str:
    goal = "kind: Goal\nid: g{n}\ntitle: Goal {n}\npriority: {n}\nkpi: margin\n"
    goal += "target: {{value: 0.2{n} USD, by: 2027-12-1{n}}}\n"
    milestone = "kind: Milestone\nid: m{n}\ngoal: g{n}\nquarter: 2027Q1\ncapabilities: mail\n"
    milestone += "exit: {{evidence: attestation/a}}\n"
    numbers = range(2, count + 1)
    return "---\n".join(part.format(n=n) for n in numbers for part in (goal, milestone))


CHECK = Check(
    rule=RULE,
    passes=_goals(5),
    fails=_goals(6),
    run=check,
)
