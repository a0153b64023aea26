"""What a roadmap's files add up to before anything is simulated: what is built, by when at best, for how much.

Each function is asked through `Draft.once`, so that however many checks look, it is reckoned once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.kernel.ids import Ref
from milepost.kernel.time import Duration
from milepost.program.documents.capability import Capability, CostKind, Per
from milepost.program.documents.outline import Milestone, Planning, Role
from milepost.program.draft import Draft

DAYS_A_MONTH = Decimal("30.4375")


def live(draft: Draft) -> Mapping[str, Capability]:
    """Return the capabilities that are not retired, by slug, in slug order."""
    return dict(sorted((ref.slug, each) for ref, each in draft.of(Capability) if each.retired is None))


def promising(draft: Draft) -> Mapping[str, Capability]:
    """Return the live capabilities that promise money: a reach is what a projected value hangs on."""
    return {slug: each for slug, each in draft.once(live).items() if each.moves is not None and each.moves.reach}


def build_order(draft: Draft) -> tuple[str, ...]:
    """Return the live capabilities, each after those it waits for; what is in a circle or behind one is left out."""
    found = draft.once(live)
    waits = {slug: {each for each in found[slug].needs.after if each in found} for slug in found}
    followers: dict[str, list[str]] = {}
    for slug, needed in waits.items():
        for each in needed:
            followers.setdefault(each, []).append(slug)
    order = [slug for slug, needed in waits.items() if not needed]
    for slug in order:
        for each in followers.get(slug, ()):
            waits[each].discard(slug)
            if not waits[each]:
                order.append(each)
    return tuple(order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The longest chain that ends in a capability: days as ordinals, the link before it, how many links there are.

    `earliest` takes every length at its p10, `likely` at its p50; teams and failures are left out, so that a real plan
    ends later. `before` is the link that `likely` waits for, None where it waits for nothing.
    """

    earliest: int
    likely: int
    before: str | None
    depth: int


def chains(draft: Draft) -> Mapping[str, Chain]:
    """Return the longest chain of each live capability; none where there is no program."""
    program = draft.program
    if program is None:
        return {}
    found: dict[str, Chain] = {}
    expected = {ref.slug: role.expected for ref, role in draft.of(Role) if not role.held_by and role.expected}
    capabilities = draft.once(live)
    for slug in draft.once(build_order):
        capability = capabilities[slug]
        links = [found[each] for each in capability.needs.after if each in found]
        begins = max(program.starts, capability.starts or program.starts)
        for role in (capability.owner, capability.approver, *capability.needs.roles) if expected else ():
            begins = max(begins, expected.get(role, begins))
        ready = begins.toordinal()
        shortest, middle = _lengths(capability, program.planning)
        found[slug] = Chain(
            earliest=max([ready, *[each.earliest for each in links]]) + shortest,
            likely=max([ready, *[each.likely for each in links]]) + middle,
            before=_latest(capability, found, ready),
            depth=1 + max((each.depth for each in links), default=0),
        )
    return found


def due_of(draft: Draft) -> Mapping[str, tuple[date, str]]:
    """Return for each capability the first day on which a milestone is due that lists it, and that milestone.

    A day before the program starts is another finding's.
    """
    found: dict[str, tuple[date, str]] = {}
    for ref, milestone in draft.of(Milestone):
        due, program = draft.due(milestone), draft.program
        if due is not None and program is not None and due >= program.starts:
            for slug in milestone.capabilities:
                found[slug] = min(found.get(slug, (due, ref.slug)), (due, ref.slug))
    return found


def costs(draft: Draft) -> Mapping[CostKind, Decimal]:
    """Return what the live capabilities cost over the horizon by kind, in the program's currency; empty where nothing.

    A monthly cost runs from the first day of work to the horizon's end; one of a contact counts `reach` times.
    """
    program, horizon = draft.program, draft.horizon
    found: dict[CostKind, Decimal] = {}
    if program is None or horizon is None:
        return found
    for capability in draft.once(live).values():
        first = max(program.starts, capability.starts or program.starts)
        reach = capability.moves.reach if capability.moves and capability.moves.reach else 0
        times = {Per.ONCE: Decimal(1), Per.CONTACT: Decimal(reach)}
        times[Per.MONTH] = max(Decimal(0), (horizon.end - first).days / DAYS_A_MONTH)
        for cost in capability.costs:
            if cost.amount.unit == program.currency:
                found[cost.kind] = found.get(cost.kind, Decimal(0)) + cost.amount.value * times[cost.per]
    return {kind: amount for kind, amount in found.items() if amount}


def day(ordinal: int) -> date:
    """Return the day of an ordinal, the last there is for what lies beyond."""
    return date.fromordinal(min(ordinal, date.max.toordinal()))


def days(length: Duration) -> int:
    """Return a length in days, a month as the twelfth part of a year, a part of a day as begun."""
    return length.days - (-length.months * 487 // 16)  # 487/16 is 365.25/12


def _lengths(capability: Capability, planning: Planning) -> tuple[int, int]:
    """Return how long approval and work take in days, at their p10 and at their p50."""
    approval, effort = capability.approval or planning.approval, capability.effort
    if effort is None:
        return days(approval.p10), days(approval.p50)
    return days(approval.p10) + days(effort.p10), days(approval.p50) + days(effort.p50)


def _latest(capability: Capability, found: Mapping[str, Chain], ready: int) -> str | None:
    ends = [(found[each].likely, each) for each in capability.needs.after if each in found]
    last = max(ends, default=None)
    return last[1] if last is not None and last[0] >= ready else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The ends of a range, in the unit it is written in; lengths in days."""

    p10: Decimal
    p90: Decimal


def ranges(draft: Draft) -> tuple[tuple[Ref, tuple[str, ...], Ends], ...]:
    """Return the ranges of value and of effort of the live capabilities, with where each stands."""
    found: list[tuple[Ref, tuple[str, ...], Ends]] = []
    for slug, capability in draft.once(live).items():
        ref = Ref("capability", slug)
        if (moves := capability.moves) is not None:
            found.append((ref, ("moves",), Ends(p10=moves.p10.value, p90=moves.p90.value)))
        if (effort := capability.effort) is not None:
            ends = Ends(p10=Decimal(days(effort.p10)), p90=Decimal(days(effort.p90)))
            found.append((ref, ("effort",), ends))
    return tuple(found)
