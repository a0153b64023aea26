"""A date is met only with luck."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import chains, day, due_of, live

RULE = Rule(
    code="MP366",
    title="A date is met only with luck",
    why="With each length of the longest chain at its median, and nothing waiting for a team, the work still "
    "ends after the milestone is due: its chance is under a half before the first delay.",
    fix="Move the milestone, shorten the chain, or plan it with `milepost simulate` to see the chance.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities whose longest chain ends after the due date at the median, though not at best."""
    due, ends = draft.once(due_of), draft.once(chains)
    for slug in draft.once(live):
        if slug not in due or slug not in ends:
            continue
        (on, milestone), end = due[slug], ends[slug]
        if end.earliest <= on.toordinal() < end.likely:
            behind = f", behind capability/{end.before}" if end.before else ""
            message = f"capability/{slug} is likely done {day(end.likely)}{behind}; milestone/{milestone} is due {on}"
            yield RULE.at(draft.span(Ref("capability", slug), "effort"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(effort="{team: crm, p10: 2 weeks, p50: 3 weeks, p90: 9 weeks}"),
    fails=example.mail(effort="{team: crm, p10: 5 weeks, p50: 30 weeks, p90: 60 weeks}"),
    run=check,
)
