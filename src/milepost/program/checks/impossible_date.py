"""A date can't be met."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import chains, day, due_of, live

RULE = Rule(
    code="MP365",
    title="A date can't be met",
    why="Even if each step goes as fast as one time in ten, the work ends after the milestone is due; a date "
    "that nobody can meet is one that nobody believes.",
    fix="Move the milestone, start earlier, or promise less of the capability.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities whose own work ends too late at best; one that waits for another too long is that finding's."""
    due, ends = draft.once(due_of), draft.once(chains)
    for slug, capability in draft.once(live).items():
        if slug not in due or slug not in ends:
            continue
        on, milestone = due[slug]
        late = any(each in ends and ends[each].earliest > on.toordinal() for each in capability.needs.after)
        if ends[slug].earliest > on.toordinal() and not late:
            message = f"capability/{slug} is done {day(ends[slug].earliest)} at the earliest; "
            message += f"milestone/{milestone} is due {on}"
            yield RULE.at(draft.span(Ref("capability", slug), "effort"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(effort="{team: crm, p10: 2 weeks, p50: 3 weeks, p90: 9 weeks}"),
    fails=example.mail(effort="{team: crm, p10: 30 weeks, p50: 40 weeks, p90: 60 weeks}"),
    run=check,
)
