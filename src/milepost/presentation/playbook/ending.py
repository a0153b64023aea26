"""Incident and roll-back, scaling to a new channel, and retiring: what is asked when customers feel it."""

from collections.abc import Iterator

from milepost.presentation.playbook.standing import Standing
from milepost.presentation.playbook.values import Line, Section
from milepost.program.documents.capability import Action, Capability
from milepost.program.documents.integration import Channel


def incident_and_rollback(at: Standing) -> Iterator[Section]:
    """Give, for each capability, who stops it, to what, who is told, and what has to be true before it is on again."""
    for capability in at.capabilities:
        yield Section(
            heading=f"{capability.title} (capability/{capability.id})", lines=tuple(_incident(at, capability))
        )


def _incident(at: Standing, capability: Capability) -> Iterator[Line]:
    owner, approver = at.who(capability.owner), at.who(capability.approver)
    signs = "; ".join(capability.fails_when) or "nobody said how it fails"
    rehearsed = [each for each in capability.needs.operations if isinstance(each, Action) and _is_rehearsal(each)]
    for step in rehearsed:
        yield at.step(capability, step)
    if not rehearsed:
        yield Line(
            what=f"before it happens: going back is rehearsed, to {capability.fallback or 'what there was'}",
            who=owner,
            by=at.by(at.first_due(capability.id)),
            do=at.edit(f"capability/{capability.id}", "needs.operations, a rehearsal with evidence"),
            shows="an attestation of the rehearsal",
        )
    yield Line(
        what=f"it is seen: {signs}",
        who=owner,
        by="within the hour",
        do=at.command(f"status capability/{capability.id}"),
        shows="the alert, with its time",
    )
    yield Line(
        what=f"it is switched to its fallback: {capability.fallback or 'there is none'}",
        who=owner,
        by="within the hour",
        do=f"write documents/incident-{capability.id}.md: when, what was seen, who switched",
        shows="the document, begun before anybody explains",
    )
    told = ", ".join(_told(at, capability))
    yield Line(
        what=f"these are told: {told}",
        who=owner,
        by="the same day",
        do=f"write documents/incident-{capability.id}.md: who was told, when",
        shows="names and times in the document",
    )
    yield Line(
        what="customers who were harmed are found, counted and told; whatever they lost is made good",
        who=approver,
        by="within three days",
        do=f"write documents/incident-{capability.id}.md: how many, what was done",
        shows="the count in the document",
    )
    yield Line(
        what="what let it happen is a check, a guardrail or a risk now",
        who=owner,
        by="within two weeks",
        do=at.edit(f"capability/{capability.id}", "fails_when; add a guardrail or a Risk"),
        shows="an accepted version that holds it",
    )
    yield Line(
        what="it is on again only when the approver, not the owner, says so",
        who=approver,
        by="after the change is in force",
        do=at.command("accept"),
        shows="the version in the record, with its reason",
    )


def _is_rehearsal(step: Action) -> bool:
    return "rehears" in step.step.lower() or "rehears" in (step.evidence or "")


def _told(at: Standing, capability: Capability) -> Iterator[str]:
    roles = [capability.owner, capability.approver, at.program.program.sponsor]
    roles += [at.program.channels[each].owner for each in capability.channels if each in at.program.channels]
    roles += [each.owner for each in capability.needs.governance if isinstance(each, Action) and each.owner]
    yield from dict.fromkeys(at.who(each) for each in roles)


def scale_to_a_new_channel(at: Standing) -> Iterator[Section]:
    """Give, for each capability and each channel it is not on, what must hold there anew: evidence does not travel."""
    for capability in at.capabilities:
        for channel in at.program.channels.values():
            if channel.id not in capability.channels:
                heading = f"{capability.title} on {channel.title or channel.id} (channel/{channel.id})"
                yield Section(heading=heading, lines=tuple(_scaled(at, capability, channel)))


def _scaled(at: Standing, capability: Capability, channel: Channel) -> Iterator[Line]:
    ref = f"capability/{capability.id}"
    word = at.word(ref)
    yield Line(
        what=f"it is proven where it is now: it is {word}",
        who=at.who(capability.owner),
        by="before anything else",
        do=at.command(f"explain {ref}"),
        shows="proven, at grade A or B, not expired",
        done=word == "proven",
    )
    yield Line(
        what=f"there is consent for {channel.medium}, looked up at the moment of contact",
        who=at.who(_consent(capability) or capability.approver),
        by="before the first contact",
        do=at.edit(ref, f"needs.governance, a step for {channel.id}"),
        shows="an attestation that the step names",
    )
    for slug in channel.integrations:
        found = at.program.integrations.get(slug)
        yield Line(
            what=f"{found.title or slug if found else slug} carries it: the promise of its owner and a live test",
            who=at.who(found.owner if found else None),
            by="before the first contact",
            do=at.edit(f"integration/{slug}", "sla, test"),
            shows="both in the accepted program",
            done=bool(at.is_accepted and found and found.sla and found.test),
        )
    yield Line(
        what="a small test on this channel comes first, with its own guardrails and the holdout left alone",
        who=at.who(capability.owner),
        by="before it is scaled",
        do=f"add an Experiment of {capability.id} with channel: {channel.id}",
        shows=f"a reading on {channel.id} whose lower bound is above zero",
        done=any(each.of == capability.id and each.channel == channel.id and at.is_read(each.id)
                 for each in at.program.experiments.values()),
    )  # fmt: skip
    yield Line(
        what="its cost on this channel is in the capability and in the budget",
        who=at.who(at.program.budget.owner if at.program.budget else at.program.program.sponsor),
        by="before it is scaled",
        do=at.edit(ref, "costs, channels"),
        shows=f"{channel.id} among the channels of an accepted version",
    )
    yield Line(
        what="whoever answers for the channel knows how to stop it at night",
        who=at.who(channel.owner),
        by="before the first contact",
        do=at.edit(ref, "training"),
        shows="an attestation that the training names",
    )


def _consent(capability: Capability) -> str | None:
    owners = [each.owner for each in capability.needs.governance if isinstance(each, Action) and each.owner]
    return owners[0] if owners else None


def retire(at: Standing) -> Iterator[Section]:
    """Give, for each capability, how it ends: decided, told, switched off, its data gone, its books kept."""
    for capability in at.capabilities:
        yield Section(heading=f"{capability.title} (capability/{capability.id})", lines=tuple(_retired(at, capability)))


def _retired(at: Standing, capability: Capability) -> Iterator[Line]:
    ref, owner = f"capability/{capability.id}", at.who(capability.owner)
    yield Line(
        what=f"the reason is a number: it is {at.word(ref)}",
        who=at.who(capability.approver),
        by="the day of the decision",
        do=at.command(f"explain {ref}"),
        shows="the evidence named in `retired.because`",
    )
    waits = [each.id for each in at.program.capabilities.values() if capability.id in each.needs.after]
    if waits:
        yield Line(
            what=f"what stands on it has another way: {', '.join(waits)}",
            who=owner,
            by="before it is switched off",
            do="; ".join(at.edit(f"capability/{each}", "needs.after") for each in waits[:3]),
            shows="no capability after it, in the accepted program",
        )
    yield Line(
        what=f"{capability.adopted_by or 'whoever works with it'} and the channels are told what comes instead: "
        f"{capability.fallback or 'nothing'}",
        who=owner,
        by="two weeks before",
        do=at.command("report"),
        shows="the report that was sent",
    )
    yield Line(
        what="it is switched off, and its jobs and audiences with it",
        who=owner,
        by="on the day",
        do=at.edit(ref, "retired: {on: DATE, because: TEXT}"),
        shows="stopped, in the status",
        done=at.word(ref) == "stopped",
    )
    yield Line(
        what="personal data that only it needed is deleted, its exports too",
        who=at.who(_consent(capability) or capability.approver),
        by="within 30 days",
        do="write documents/retired-" + capability.id + ".md: what was deleted, from where, by whom",
        shows="the document, signed",
    )
    yield Line(
        what="contracts and charges end; what it earned and cost stays in the books",
        who=at.who(at.program.ledger.closed_by if at.program.ledger else at.program.program.sponsor),
        by="the end of the quarter",
        do=at.command("value show"),
        shows="no new charge of it in the next quarter",
    )
    listed = [slug for slug, each in at.program.milestones.items() if capability.id in each.capabilities]
    if listed:
        yield Line(
            what=f"milestones that count on it are moved or taken out: {', '.join(listed)}",
            who=at.who(at.program.program.sponsor),
            by="on the day",
            do=at.command("accept"),
            shows="a version in force without it",
        )
