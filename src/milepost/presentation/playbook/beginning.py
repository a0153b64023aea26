"""Kick-off and data readiness: what has to be there before anybody builds."""

from collections.abc import Iterator

from milepost.presentation.playbook.standing import Standing
from milepost.presentation.playbook.values import Line, Section
from milepost.presentation.report.wording import measure_said
from milepost.program.documents.outline import Access


def kick_off(at: Standing) -> Iterator[Section]:
    """Give what the first two weeks have to settle."""
    head, budget = at.program.program, at.program.budget
    yield Section(heading="Who", lines=tuple(_seats(at)))
    yield Section(heading="What is agreed", lines=tuple(_agreed(at)))
    if budget is not None:
        first = budget.lines[0] if budget.lines else None
        said = f"the budget is agreed: {len(budget.lines)} lines" + (
            f", the first {measure_said(first.amount)} in {first.quarter}" if first else ""
        )
        yield Section(
            heading="What may be spent",
            lines=(
                Line(
                    what=said,
                    who=at.who(budget.owner),
                    by=at.by(head.starts),
                    do=at.command("accept"),
                    shows="the accepted program holds the budget",
                    done=at.is_accepted and bool(budget.lines),
                ),
            ),
        )
    yield Section(heading="What it promises", lines=tuple(_promised(at)))
    yield Section(heading="Before anything is live", lines=tuple(_guards(at)))


def _seats(at: Standing) -> Iterator[Line]:
    for role in at.program.roles.values():
        yield Line(
            what=f"{role.title or role.id} is filled" if role.held_by else f"{role.title or role.id} is open",
            who=at.who(role.id),
            by=at.by(role.expected or at.program.program.starts),
            do=at.edit(f"role/{role.id}", "held_by"),
            shows="a name in the accepted program",
            done=bool(role.held_by),
        )


def _agreed(at: Standing) -> Iterator[Line]:
    head = at.program.program
    goals = sorted(at.program.goals.values(), key=lambda each: each.priority)
    for goal in goals:
        kpi = at.program.kpis[goal.kpi]
        known = kpi.baseline is not None and kpi.owner is not None
        base = f"from {measure_said(kpi.baseline.value)} " if kpi.baseline else "from no baseline "
        yield Line(
            what=f"{goal.priority}. {goal.title}: {kpi.title or kpi.id} {base}"
            f"to {measure_said(goal.target.value)} by {goal.target.by}",
            who=at.who(kpi.owner),
            by=at.by(head.starts),
            do=at.command("accept"),
            shows="baseline, owner and target in the accepted program",
            done=at.is_accepted and known,
        )
    if any("attestation/priorities-signed" in str(each.exit) for each in at.program.milestones.values()):
        what = "the sponsor signs the ranked list"
        yield at.signing("priorities-signed", head.sponsor, what, head.starts)
    yield Line(
        what="the files have no errors, and are in force",
        who=at.who(head.sponsor),
        by=at.by(head.starts),
        do=at.command("accept"),
        shows="the digest of these files in the record",
        done=at.is_accepted,
    )


def _promised(at: Standing) -> Iterator[Line]:
    sponsor, starts = at.who(at.program.program.sponsor), at.by(at.program.program.starts)
    yield Line(
        what="the plan is simulated: dates, chances, money, what drives them, which pilot is worth its price",
        who=sponsor,
        by=starts,
        do=at.command("simulate"),
        shows="the forecast that is frozen when these files are accepted",
        done=at.is_accepted,
    )
    yield Line(
        what="the roadmap is seen by all owners, with the longest chain and what a slip delays",
        who=sponsor,
        by=starts,
        do=at.command("roadmap --to html --out roadmap.html"),
        shows="the page that was sent",
    )
    yield Line(
        what="what accepting changes, and who must approve what, is read before it is accepted",
        who=sponsor,
        by=starts,
        do=at.command("plan"),
        shows="nothing to change: these files are in force",
        done=at.is_accepted,
    )


def _guards(at: Standing) -> Iterator[Line]:
    head = at.program.program
    for holdout in at.program.holdouts.values():
        yield Line(
            what=f"{holdout.title or holdout.id}: {float(holdout.share):.0%} are left alone from {holdout.starts} on",
            who=at.who(holdout.randomised.stated_by if holdout.randomised else None),
            by=at.by(holdout.starts),
            do=at.edit(f"holdout/{holdout.id}", "randomised"),
            shows="who answers for the draw, in the accepted program",
            done=at.is_accepted and holdout.randomised is not None,
        )
    if not at.program.holdouts:
        yield Line(
            what="decide whether a global holdout is left alone: without one the parts are never added up",
            who=at.who(head.sponsor),
            by=at.by(head.starts),
            do="add a Holdout document",
            shows="a holdout in the accepted program",
        )
    for capability in at.capabilities:
        yield Line(
            what=f"{capability.title}: how it fails, the fallback and the way out are written down",
            who=at.who(capability.owner),
            by=at.by(at.first_due(capability.id)),
            do=at.edit(f"capability/{capability.id}", "fails_when, fallback, exit_when"),
            shows="all three in the accepted program",
            done=bool(at.is_accepted and capability.fails_when and capability.fallback and capability.exit_when),
        )


def data_readiness(at: Standing) -> Iterator[Section]:
    """Give what each source, KPI and consent needs before a model sees data."""
    used = {source for each in at.capabilities for source in each.needs.data}
    used |= {at.program.metrics[each.metric].source for each in at.program.kpis.values()}
    for slug in sorted(used & set(at.program.sources)):
        source = at.program.sources[slug]
        yield Section(heading=f"{source.title or slug} (source/{slug})", lines=tuple(_source(at, slug)))
    yield Section(heading="The numbers", lines=tuple(_numbers(at)))
    steps = [at.step(each, step) for each in at.capabilities for step in each.needs.governance]
    if steps:
        yield Section(heading="Consent and use", lines=tuple(steps))


def _source(at: Standing, slug: str) -> Iterator[Line]:
    source, start = at.program.sources[slug], at.by(at.program.program.starts)
    waits = f"access is {source.access}" + (f": {source.gap}" if source.gap else "")
    yield Line(
        what="it may be read" if source.access is Access.GRANTED else waits,
        who=at.who(source.owner),
        by=start,
        do=at.edit(f"source/{slug}", "access, gap"),
        shows="access granted and no gap, in the accepted program",
        done=at.is_accepted and source.access is Access.GRANTED and source.gap is None,
    )
    yield Line(
        what=f"its last load keeps the contract {source.contract}",
        who=at.who(source.owner),
        by=start,
        do=at.command(f"run --source {slug}=PATH"),
        shows="a contract check without a broken rule",
        done=at.keeps_contract(slug),
    )


def _numbers(at: Standing) -> Iterator[Line]:
    for kpi in at.program.kpis.values():
        yield Line(
            what=f"{kpi.title or kpi.id} is measured from {at.program.metrics[kpi.metric].source}",
            who=at.who(kpi.owner),
            by=at.by(at.program.program.starts),
            do=at.command("run --step measure"),
            shows=f"a measurement of kpi/{kpi.id}",
            done=at.measured(kpi.id),
        )
    ledger = at.program.ledger
    if ledger is not None and ledger.costs is not None:
        yield Line(
            what="costs come in as FOCUS rows, each with its capability and kind",
            who=at.who(at.program.sources[ledger.costs].owner),
            by=at.by(at.program.program.starts),
            do=at.command(f"run --source {ledger.costs}=PATH"),
            shows="charges in the books",
            done=at.keeps_contract(ledger.costs),
        )
