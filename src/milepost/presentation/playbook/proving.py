"""Pilot, gate review and weekly review: what is asked while evidence is made."""

from collections.abc import Iterator
from datetime import date, timedelta

from milepost.presentation.playbook.standing import Standing, is_met
from milepost.presentation.playbook.values import Line, Section
from milepost.program.documents.capability import Capability
from milepost.program.documents.condition import criteria
from milepost.program.documents.experiment import Experiment

_AHEAD = timedelta(days=100)
_WEEK = timedelta(days=7)
_MOST_NEEDS = 12


def pilot(at: Standing) -> Iterator[Section]:
    """Give each capability's way from a plan written before the data to a decision after it."""
    for capability in at.capabilities:
        yield Section(heading=f"{capability.title} (capability/{capability.id})", lines=tuple(_piloted(at, capability)))


def _piloted(at: Standing, capability: Capability) -> Iterator[Line]:
    for step in (*capability.needs.governance, *capability.needs.operations):
        yield at.step(capability, step)
    for training in capability.training:
        if training.evidence is not None:
            what = f"{training.team} learned {training.of}"
            yield at.signing(training.evidence, at.signer(capability, None), what, training.by, capability.owner)
    tests = [each for each in at.program.experiments.values() if each.of == capability.id]
    for test in tests:
        yield from _tested(at, capability, test)
    if not tests:
        yield Line(
            what="design a test: how many, how long, which difference would be seen",
            who=at.who(capability.owner),
            by=at.by(at.first_due(capability.id)),
            do="milepost experiment design --help",
            shows="an Experiment document in the accepted program",
        )


def _tested(at: Standing, capability: Capability, test: Experiment) -> Iterator[Line]:
    starts, ends = (test.period.start, test.period.end) if test.period else (None, None)
    yield Line(
        what=f"{test.title or test.id}: the plan is registered before the first row",
        who=at.who(capability.owner),
        by=at.by(starts),
        do=at.command(f"experiment register {test.id}"),
        shows=f"a registration of experiment/{test.id}",
        done=at.is_registered(test.id),
    )
    if test.may_be_stated:
        yield Line(
            what="somebody other than the owner answers for the draw",
            who=at.who(test.randomised.stated_by if test.randomised else None),
            by=at.by(starts),
            do=at.edit(f"experiment/{test.id}", "randomised"),
            shows="a statement of randomisation in the record",
            done=at.is_stated(test.id),
        )
    guards = ", ".join(each.metric for each in test.guardrails)
    yield Line(
        what=f"what must not get worse is named: {guards}"
        if guards
        else "no guardrail is named: what must not get worse?",
        who=at.who(capability.approver),
        by=at.by(starts),
        do=at.edit(f"experiment/{test.id}", "guardrails"),
        shows="guardrails in the accepted program",
        done=at.is_accepted and bool(test.guardrails),
    )
    yield Line(
        what="it is read once its period is over, and not before",
        who=at.who(capability.owner),
        by=at.by(ends),
        do=at.command("run"),
        shows=f"a reading of experiment/{test.id}",
        done=at.is_read(test.id),
    )
    yield Line(
        what=f"extend, change, scale or stop is decided; it now is: {at.word(f'capability/{capability.id}')}",
        who=at.who(capability.approver),
        by=at.by(ends + timedelta(days=14) if ends else None),
        do=at.command("review"),
        shows="the decision in an accepted version of the program",
    )


def gate_review(at: Standing) -> Iterator[Section]:
    """Give the milestones that are due soon or overdue, with each criterion as it stands."""
    soon = [
        (due, slug)
        for slug, each in at.program.milestones.items()
        if (due := at.due(each)) is not None
        and due <= at.today + _AHEAD
        and (not each.capabilities or set(each.capabilities) & set(at.scope))
    ]
    yield Section(heading="Before the meeting", lines=(*_before(at), *_outlook(at)))
    for due, slug in sorted(soon):
        lines = (*_criteria(at, slug, due), *_dependencies(at, slug, due))
        if lines:
            milestone = at.program.milestones[slug]
            yield Section(heading=f"{milestone.title or slug} (milestone/{slug})", lines=lines)
    yield Section(heading="After it", lines=tuple(_after(at)))


def _before(at: Standing) -> Iterator[Line]:
    yield Line(
        what="the record is whole",
        who=at.who(at.program.program.sponsor),
        by="the day before",
        do=at.command("record verify"),
        shows="no faults; printed for the minutes",
    )
    fresh = at.last_run()
    yield Line(
        what=f"evidence is fresh: last loaded {fresh or 'never'}",
        who=at.who(_analyst(at)),
        by="the day before",
        do=at.command("run"),
        shows="a load within the last seven days",
        done=fresh is not None and fresh >= at.today - _WEEK,
    )


def _outlook(at: Standing) -> Iterator[Line]:
    sponsor = at.who(at.program.program.sponsor)
    yield Line(
        what="what is late, and what that delays, is on the table",
        who=sponsor,
        by="the day before",
        do=at.command("roadmap"),
        shows="its first sentence, in the minutes",
    )
    yield Line(
        what="what is to come is simulated: dates, chances, money, which pilot to buy next",
        who=sponsor,
        by="the day before",
        do=at.command("simulate"),
        shows="its first sentence, in the minutes",
    )


def _criteria(at: Standing, slug: str, due: date) -> Iterator[Line]:
    stands = {each.evidence: each for each in at.criteria(slug)}
    milestone = at.program.milestones[slug]
    for asked in criteria(milestone.exit):
        found = stands.get(asked.evidence)
        if asked.ref.kind == "attestation":
            signer = asked.signed_by or at.program.program.sponsor
            yield at.signing(asked.ref.slug, signer, f"{asked.ref.slug} is signed", due)
            continue
        yield Line(
            what=f"{asked.evidence}: {found.judged.because if found else 'not read yet'}",
            who=at.who(milestone.owner or _owner(at, slug)),
            by=at.by(due),
            do=at.command(f"explain milestone/{slug}"),
            shows=f"asked {found.asked}" if found else "the criterion met, at its grade",
            done=found is not None and is_met(found),
        )


def _dependencies(at: Standing, slug: str, due: date) -> Iterator[Line]:
    for before in at.program.milestones[slug].after:
        yield Line(
            what=f"milestone/{before} came first; it is: {at.word(f'milestone/{before}')}",
            who=at.who(_owner(at, before)),
            by=at.by(due),
            do=at.command(f"status milestone/{before}"),
            shows="achieved",
            done=at.word(f"milestone/{before}") == "achieved",
        )


def _after(at: Standing) -> Iterator[Line]:
    sponsor = at.who(at.program.program.sponsor)
    yield Line(
        what="what the decisions do to dates, chances and money, and who must approve them, is read first",
        who=sponsor,
        by="the same week",
        do=at.command("plan"),
        shows="the plan's first sentence, in the minutes",
    )
    yield Line(
        what="each decision is a change of the files, with its reason in the message of the change",
        who=sponsor,
        by="the same week",
        do=at.command("accept"),
        shows="a new version in the record",
    )
    yield Line(
        what="owners, the teams of the channels and service are told what changes on which day",
        who=sponsor,
        by="the same week",
        do=at.command("report"),
        shows="the report that was sent",
    )


def weekly_review(at: Standing) -> Iterator[Section]:
    """Give half an hour's work: evidence, what waits for a person, what is overdue, what could go wrong."""
    yield Section(heading="Evidence", lines=tuple(_before(at))[1:])
    needs = at.status.needs[:_MOST_NEEDS] if at.status else ()
    waiting = tuple(
        Line(
            what=f"{each.what}: {each.why}",
            who=at.who(each.owner),
            by="this week",
            do=f"{each.command} {at.place}".rstrip() if each.command else at.command("status"),
            shows="gone from this list",
        )
        for each in needs
    )
    if waiting:
        yield Section(heading="What waits for a person", lines=waiting)
    late = tuple(_overdue(at))
    if late:
        yield Section(heading="Steps past their day", lines=late)
    yield Section(heading="What could go wrong", lines=tuple(_risks(at)))


def _overdue(at: Standing) -> Iterator[Line]:
    for capability in at.capabilities:
        for step in (*capability.needs.governance, *capability.needs.operations):
            line = at.step(capability, step)
            if not isinstance(step, str) and step.by is not None and step.by < at.today and not line.done:
                yield line


def _risks(at: Standing) -> Iterator[Line]:
    scoped = [
        each for each in at.program.risks.values() if not each.capabilities or set(each.capabilities) & set(at.scope)
    ]
    if not scoped:
        yield Line(
            what="no risk is written down: what would stop this, and who would see it first?",
            who=at.who(at.program.program.sponsor),
            by="this week",
            do="add a Risk document",
            shows="a risk in the accepted program",
        )
    for risk in sorted(scoped, key=lambda each: (-each.severity, each.id))[:3]:
        yield Line(
            what=f"{risk.title} (severity {risk.severity} of 9): is the answer kept? {risk.response}",
            who=at.who(risk.owner),
            by="this week",
            do=at.edit(f"risk/{risk.id}", "likelihood, impact, response"),
            shows="the risk as it is, in the accepted program",
        )


def _owner(at: Standing, milestone: str) -> str | None:
    found = at.program.milestones.get(milestone)
    if found is None or found.owner is not None:
        return found.owner if found else None
    goal = at.program.goals.get(found.goal)
    return at.program.kpis[goal.kpi].owner if goal else None


def _analyst(at: Standing) -> str | None:
    """Return who loads and reads: the owner of most sources; None without any."""
    owners = [each.owner for each in at.program.sources.values()]
    return max(sorted(set(owners)), key=owners.count, default=None)
