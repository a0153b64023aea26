"""A review for a terminal: what is proposed, with its numbers, and what to type to decide it."""

from collections.abc import Iterator

from milepost.presentation.dates_view import dates_data, dates_section
from milepost.presentation.report.wording import Wording, counted
from milepost.presentation.returns_data import amount_data
from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.record.canonical import Json, to_json
from milepost.roadmap.money import headline, money
from milepost.roadmap.proposals import Proposal, Step
from milepost.roadmap.prospects import Prospect
from milepost.roadmap.review import Debt, Overdue, Review

MARKS = {Step.STOP: "■ stop", Step.SCALE: "▲ scale", Step.EXTEND: "◌ extend", Step.KEEP: "● keep"}
ONLY_PEOPLE = "Only people decide; nothing changes until a changed program is accepted."


def review_view(of: Review, place: str = "") -> StatusView:
    """Word a review: the message first, then each proposal with what it rests on.

    `place` is what a command needs to find the program, such as `-C FOLDER`.
    """
    words = Wording(of.status.program, {each.ref: each.title for each in of.status.capabilities})
    day = words.day(of.status.as_of)
    return StatusView(
        title=of.status.program.program.title,
        notes=(message(of), f"As of {day}, {words.zone}. {ONLY_PEOPLE}"),
        sections=(
            Section(
                heading="PROPOSED",
                entries=tuple(_proposal(each, of, words, place) for each in of.proposals),
                empty="none",
            ),
            Section(
                heading="SIGNATURES OVERDUE", entries=tuple(_overdue(each, place) for each in of.overdue), empty="none"
            ),
            Section(heading="WAIVERS", entries=tuple(map(_debt, of.waivers)), empty="none"),
            dates_section(of.dates),
        ),
    )


def message(of: Review) -> str:
    """Say in one sentence what waits for a decision."""
    counts = [
        f"{step} {number}" for step in Step if step is not Step.KEEP
        if (number := sum(each.step is step for each in of.proposals))
    ]  # fmt: skip
    late = len(of.overdue) + sum(each.is_expired for each in of.waivers)
    said = [", ".join(counts)] if counts else []
    said += [f"{counted(late, 'signature or waiver', 'signatures or waivers')} overdue"] if late else []
    if not said:
        return "Nothing waits for a decision."
    first = of.to_decide[0] if of.to_decide else None
    lead = f" First: {first.step} “{first.title}”: {first.because}." if first else ""
    return f"Waiting for a decision: {'; '.join(said)}.{lead}"


def _proposal(of: Proposal, review: Review, words: Wording, place: str) -> Entry:
    currency = review.status.program.program.currency
    because = f"{of.because[:1].upper()}{of.because[1:]}."
    lines = (because, *numbers(of.prospect, currency), *_todo(of, words, place))
    return Entry(mark=MARKS[of.step], title=f"{of.title} (capability/{of.capability})", lines=lines)


def numbers(of: Prospect, currency: str) -> Iterator[str]:
    """Say what the proposal rests on, a line a matter."""
    spent = money(of.spent, currency) + ("" if of.is_booked else " (some by the plan)")
    earned = f"realised {headline(of.realised)}" if of.realised else "no money realised"
    yield f"spent {spent} · {earned}"
    gate = of.gate or "the horizon"
    ends = f"stopping ends {money(of.salvage, currency)}"
    yield f"to {gate}, {of.gate_due}: costs {money(of.gate_cost, currency)} · {ends}"
    if of.by_gate is not None and of.going_on is not None and of.at_risk is not None:
        earns = (
            f"earns at least {money(of.by_gate.lower95, currency)} (estimate {money(of.by_gate.estimate, currency)})"
        )
        yield f"until then it {earns} · at risk {money(of.at_risk, currency)}"
        yield f"going on comes to {money(of.going_on, currency)} by the horizon, after its costs"
    if of.look_worth is not None:
        yield f"another look is worth {money(of.look_worth, currency)}"


def _todo(of: Proposal, words: Wording, place: str) -> Iterator[str]:
    if of.step is not Step.KEEP:
        yield f"{words.owner(of.decides)} decides. {todo_said(of.todo, place)}"


def todo_said(todo: str, place: str) -> str:
    """Write where the program lies into the command of a proposal."""
    return todo.replace("`milepost accept`", f"`{f'milepost accept {place}'.rstrip()}`")


def _overdue(of: Overdue, place: str) -> Entry:
    lines = [f"{of.milestone} was due on {of.due}, {counted(of.days, 'day')} ago: {of.because}"]
    if of.signer:
        lines.append(f"milepost attest {of.name} --signer {of.signer} --document FILE --expires DATE {place}".rstrip())
    return Entry(mark=of.signer or "somebody", title=f"sign {of.name}", lines=tuple(lines))


def _debt(of: Debt) -> Entry:
    waiver = of.waiver
    when = f"expired on {waiver.expires_at}" if of.is_expired else f"until {waiver.expires_at}"
    title = f"{waiver.title or waiver.id} (waiver/{waiver.id})"
    lines = (f"lets off {waiver.waives}, {when}, by {waiver.approved_by}: {waiver.because}",)
    return Entry(mark="■ expired" if of.is_expired else "▲ in force", title=title, lines=lines)


def review_data(of: Review) -> dict[str, Json]:
    """Give a review as JSON values; money is a decimal string in `currency`."""
    return {
        "message": message(of),
        "currency": of.status.program.program.currency,
        "proposals": [_proposal_data(each) for each in of.proposals],
        "overdue": to_json(of.overdue),
        "waivers": [
            {
                "id": each.waiver.id,
                "waives": each.waiver.waives,
                "because": each.waiver.because,
                "approved_by": each.waiver.approved_by,
                "expires_at": each.waiver.expires_at.isoformat(),
                "days_left": each.days_left,
                "is_expired": each.is_expired,
            }
            for each in of.waivers
        ],
        "promised": dates_data(of.dates),
    }


def _proposal_data(of: Proposal) -> dict[str, Json]:
    prospect = of.prospect
    return {
        "capability": of.capability,
        "step": of.step.value,
        "rule": of.rule,
        "because": of.because,
        "decides": of.decides,
        "todo": of.todo,
        "spent": str(prospect.spent),
        "is_booked": prospect.is_booked,
        "realised": amount_data(prospect.realised) if prospect.realised else None,
        "gate": prospect.gate,
        "gate_due": prospect.gate_due.isoformat(),
        "gate_cost": str(prospect.gate_cost),
        "by_gate": to_json(prospect.by_gate),
        "untreated": prospect.untreated,
        "rest": to_json(prospect.rest),
        "going_on": to_json(prospect.going_on),
        "at_risk": to_json(prospect.at_risk),
        "salvage": str(prospect.salvage),
        "look_worth": to_json(prospect.look_worth),
    }
