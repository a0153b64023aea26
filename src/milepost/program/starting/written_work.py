"""The capabilities of the answers, and the milestones that show that they work."""

import json
from collections.abc import Iterator
from datetime import date

from milepost.kernel.time import Quarter
from milepost.program.documents.capability import CostKind
from milepost.program.starting.build import CapabilityAnswer
from milepost.program.starting.phrases import headed, quoted, slugs, text
from milepost.program.starting.question import slug_of
from milepost.program.starting.questions import Answers

SIGNED = "priorities-signed"


def capability_text(answers: Answers, each: CapabilityAnswer) -> str:
    """Write a capability; its approver owns the governance step, its owner the watching."""
    priority = next(one for one in answers.priorities if slug_of(one.title) == slug_of(each.priority))
    reach = f"  reach: {each.reach}\n" if each.reach else ""
    return (
        f"{headed('Capability', each.title)}block: {each.block}\nserves: {slug_of(each.priority)}\n"
        f"owner: {slug_of(each.owner)}\napprover: {slug_of(each.approver)}\n"
        f"moves:\n  kpi: {slug_of(priority.number)}\n  p10: {quoted(each.p10)}\n  p50: {quoted(each.p50)}\n"
        f"  p90: {quoted(each.p90)}\n  because: {text(each.because)}\n{reach}"
        f"needs:\n  data: {slugs(each.data)}\n  roles: {slugs((each.owner, *each.roles))}\n"
        + "".join(_further_needs(each))
        + f"effort: {{team: {slug_of(each.team)}, p10: {each.effort_p10}, p50: {each.effort_p50}, "
        f"p90: {each.effort_p90}}}\n"
        + "".join(_costs(each))
        + f"decision: {text(each.decision)}\ncustomer_outcome: {text(each.customer_outcome)}\n"
        + (f"channels: {slugs(each.channels)}\n" if each.channels else "")
        + f"adopted_by: {text(each.adopted_by)}\nfails_when: {text(each.fails_when)}\n"
        f"fallback: {text(each.fallback)}\nlimits: {text(each.limits)}\n"
    )


def _further_needs(each: CapabilityAnswer) -> Iterator[str]:
    if each.after:
        yield f"  after: {slugs(each.after)}\n"
    if each.integrations:
        yield f"  integrations: {slugs(each.integrations)}\n"
    if each.governance:
        yield f"  governance: [{{step: {quoted(each.governance)}, owner: {slug_of(each.approver)}}}]\n"
    if each.operations:
        yield f"  operations: [{{step: {quoted(each.operations)}, owner: {slug_of(each.owner)}}}]\n"


def _costs(each: CapabilityAnswer) -> Iterator[str]:
    told = {
        CostKind.DATA: each.cost_data,
        CostKind.COMPUTE: each.cost_compute,
        CostKind.PEOPLE: each.cost_people,
        CostKind.GOVERNANCE: each.cost_governance,
    }
    if any(told.values()):
        yield "costs:\n"
    for kind, amount in told.items():
        if amount is not None:
            yield f"  - {{kind: {kind}, amount: {quoted(amount)}, per: month}}\n"


def milestones(answers: Answers) -> Iterator[str]:
    """Give the signing of the list and, for each capability, the step that shows that it works."""
    sponsor = slug_of(answers.sponsor)
    keeper = next(slug_of(each.title) for each in answers.people if slug_of(each.title) != sponsor)
    yield (
        "# Tier two. The first step: the ranked list is signed by who gave the ranks, with date and digest.\n"
        f"kind: Milestone\nid: {SIGNED}\ntitle: The sponsor signed the ranked priorities\n"
        f"goal: {slug_of(answers.priorities[0].title)}\nquarter: {_quarter(answers, answers.starts)}\nowner: {keeper}\n"
        f"exit: {{evidence: attestation/{SIGNED}, signed_by: {sponsor}, max_age: 12 months}}\n"
    )
    for each in answers.capabilities:
        slug = slug_of(each.title)
        ready = each.effort_p90.after(answers.starts)
        after = [slug_of(name) for name in each.after]
        waits = f"after: {json.dumps([f'{name}-works' for name in after])}\n".replace('"', "") if after else ""
        yield (
            f"# An attestation is the weakest evidence: put an experiment in its place once one is designed.\n"
            f"kind: Milestone\nid: {slug}-works\ntitle: {text(f'{each.title}: shown to work')}\n"
            f"goal: {slug_of(each.priority)}\nquarter: {_quarter(answers, ready)}\ncapabilities: {slug}\n{waits}"
            f"exit: {{evidence: attestation/{slug}-works, signed_by: {_signer(answers, each)}, max_age: 6 months}}\n"
        )


def _signer(answers: Answers, each: CapabilityAnswer) -> str:
    """Return a role that answers neither for the capability nor for the goal's number: the approver where it may."""
    priority = next(one for one in answers.priorities if slug_of(one.title) == slug_of(each.priority))
    owners = {slug_of(each.owner), slug_of(priority.owner)}
    roles = [slug_of(each.approver), *(slug_of(one.title) for one in answers.people)]
    return next((role for role in roles if role not in owners), roles[0])


def _quarter(answers: Answers, day: date) -> Quarter:
    """Return the fiscal quarter in which a day lies, or the last one that ends inside the horizon."""
    month, first = (int(part) for part in answers.fiscal_year_starts.split("-"))
    end = answers.horizon.after(answers.starts)
    quarters = [
        Quarter(year, number) for year in range(answers.starts.year - 1, end.year + 1) for number in (1, 2, 3, 4)
    ]
    inside = [each for each in quarters if answers.starts < each.period(month, first).end <= end]
    return next((each for each in inside if day < each.period(month, first).end), inside[-1])
