"""A team that is not there has work."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Team
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP381",
    title="A team that is not there has work",
    why="A team with `parallel: 0` works on nothing, so what it is to build is never done, and neither is "
    "what waits for it.",
    fix="Write in `parallel` how many capabilities it works on at once, or give the work to another team.",
    severity=Severity.WARNING,
)
_TEAM = "kind: Team\nid: crm\nowner: crm-lead\nparallel: {parallel}\n---\n"


def check(draft: Draft) -> Iterator[Finding]:
    """Find teams with a capacity of zero that a live capability is built by."""
    empty = {ref.slug for ref, team in draft.of(Team) if not team.parallel}
    for slug, capability in draft.once(live).items() if empty else ():
        if capability.effort is not None and capability.effort.team in empty:
            message = f"capability/{slug} is built by team/{capability.effort.team}, which works on nothing"
            yield RULE.at(draft.span(Ref("capability", slug), "effort", "team"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_TEAM.format(parallel=1) + example.mail(effort=example.EFFORT),
    fails=_TEAM.format(parallel=0) + example.mail(effort=example.EFFORT),
    run=check,
)
