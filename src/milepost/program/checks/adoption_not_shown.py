"""Nothing will show whether it is used."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP372",
    title="Nothing will show whether it is used",
    why="An adoption target that no KPI measures and no attestation vouches for can be neither met nor missed.",
    fix="Name the `kpi` that measures the share, or the attestation as `evidence`.",
    severity=Severity.WARNING,
)
_TRAINING = "[{team: CRM, of: sends}]"


def check(draft: Draft) -> Iterator[Finding]:
    """Find adoption targets without a KPI and without evidence."""
    for slug, capability in draft.once(live).items():
        for index, each in enumerate(capability.adoption):
            if each.kpi is None and each.evidence is None:
                message = f"capability/{slug}: nothing will show that {each.target:.0%} of {each.team} use it"
                yield RULE.at(draft.span(Ref("capability", slug), "adoption", index, "target"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(adoption="[{team: CRM, target: 80%, evidence: use-counted}]", training=_TRAINING),
    fails=example.mail(adoption="[{team: CRM, target: 80%}]", training=_TRAINING),
    run=check,
)
