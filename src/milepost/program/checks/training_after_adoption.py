"""A team learns it after it is to use it."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP367",
    title="A team learns it after it is to use it",
    why="A tool used before anybody was shown how is used wrongly, and then no more.",
    fix="Move the training before the adoption's day, or the adoption after it.",
    severity=Severity.WARNING,
)
_ADOPTION = "[{team: CRM, target: 80%, by: 2027-03-31, evidence: use-counted}]"


def check(draft: Draft) -> Iterator[Finding]:
    """Find trainings of a team that are due after the day by which that team is to have adopted it."""
    for slug, capability in draft.once(live).items():
        used = {each.team: each.by for each in capability.adoption if each.by is not None}
        for index, each in enumerate(capability.training):
            if each.by is not None and each.team in used and each.by > used[each.team]:
                message = (
                    f"capability/{slug}: {each.team} learn it by {each.by}, and are to use it by {used[each.team]}"
                )
                yield RULE.at(draft.span(Ref("capability", slug), "training", index, "by"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(training="[{team: CRM, of: sends, by: 2027-01-31}]", adoption=_ADOPTION),
    fails=example.mail(training="[{team: CRM, of: sends, by: 2027-04-30}]", adoption=_ADOPTION),
    run=check,
)
