"""A capability waits for one that is done too late."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import chains, day, due_of, live

RULE = Rule(
    code="MP364",
    title="A capability waits for one that is done too late",
    why="Its milestone is due before what it waits for can be there, even if all goes as fast as one time in ten.",
    fix="Move the milestone, start the one it waits for earlier, or take the `after` away if it can do without.",
    severity=Severity.WARNING,
)
_MILESTONE = (
    "kind: Milestone\nid: proven\ngoal: grow\ndue: {due}\ncapabilities: mail\nexit: {{evidence: attestation/a}}\n"
)
_LIST = example.mail("list", title="One list", effort="{team: data, p10: 12 weeks, p50: 14 weeks, p90: 20 weeks}")
_BUILT = (
    "kind: Milestone\nid: listed\ngoal: grow\nquarter: 2027Q2\ncapabilities: list\nexit: {evidence: attestation/a}\n"
)
_FORM = f"{example.mail(needs='{data: [crm], after: list}')}---\n{_LIST}---\n{_BUILT}"


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities whose milestone is due before the earliest plan end of one that they wait for."""
    due, ends = draft.once(due_of), draft.once(chains)
    for slug, capability in draft.once(live).items():
        if slug not in due or slug not in ends:
            continue
        on, milestone = due[slug]
        for index, each in enumerate(capability.needs.after):
            if each in ends and ends[each].earliest > on.toordinal():
                message = f"capability/{slug} waits for capability/{each}, done {day(ends[each].earliest)} at the "
                message += f"earliest; milestone/{milestone} is due {on}"
                yield RULE.at(draft.span(Ref("capability", slug), "needs", "after", index), message, RULE.fix)
                break


CHECK = Check(
    rule=RULE,
    passes=f"{_FORM}---\n" + _MILESTONE.format(due="2027-06-30"),
    fails=f"{_FORM}---\n" + _MILESTONE.format(due="2026-12-20"),
    run=check,
)
