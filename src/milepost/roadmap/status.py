"""status = f(programs accepted by as_of, facts recorded by as_of, as_of). Pure, and the only source of status words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.kernel.ids import Ref
from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.roadmap.capability import owner_in
from milepost.roadmap.facts import Facts, latest
from milepost.roadmap.history import History, Thing
from milepost.roadmap.holdout_needs import holdout_needs
from milepost.roadmap.judge import Bench
from milepost.roadmap.needs import Need, needs_of
from milepost.roadmap.outside import IntegrationLine, integration_lines
from milepost.roadmap.people import PersonLine, person_lines
from milepost.roadmap.program_total import TotalLine, TotalReversal, missing_because, total_lines, total_reversals
from milepost.roadmap.proposals import Proposal, proposals_of
from milepost.roadmap.registered import RegisteredLine, registered_lines
from milepost.roadmap.shrunk import with_shrunk
from milepost.roadmap.tier_needs import tier_needs
from milepost.roadmap.triggers import Standing, choice_needs, standing_of
from milepost.roadmap.value_lines import Reversal, ValueLine, reversals, value_lines
from milepost.roadmap.words import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source as last loaded: `loaded` None when it never was, `ok` None when it was never held to its contract."""

    source: str
    loaded: datetime | None
    rows: int | None
    ok: bool | None
    event: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapStatus:
    """Where the program stands at `as_of`. Everything a person sees is a view of this.

    `accepted` is the event of the program version in force, None in a draft of a program never accepted; `draft` tells
    that the files were judged, not the version in force. `removed` lists what an earlier accepted version held.
    """

    as_of: datetime
    program: CompiledProgram
    accepted: str | None
    accepted_at: datetime | None
    draft: bool
    simulated_from: datetime | None
    goals: tuple[Item[GoalWord], ...]
    milestones: tuple[Item[MilestoneWord], ...]
    capabilities: tuple[Item[CapabilityWord], ...]
    value: tuple[ValueLine, ...]
    reversals: tuple[Reversal, ...]
    sources: tuple[SourceLine, ...]
    needs: tuple[Need, ...]
    removed: tuple[str, ...] = ()
    totals: tuple[TotalLine, ...] = ()
    """What the whole program earned, by each of its holdouts, the latest first; empty without one that was read."""
    total_reversals: tuple[TotalReversal, ...] = ()
    no_total: str | None = None
    """Why a program with a holdout has no total; None where it has one, or no holdout."""
    registered: tuple[RegisteredLine, ...] = ()
    """How each experiment stands to its registration."""
    proposals: tuple[Proposal, ...] = ()
    integrations: tuple[IntegrationLine, ...] = ()
    """How the systems of others answered when last tried."""
    people: tuple[PersonLine, ...] = ()
    """Empty seats, training, adoption, and the steps that somebody owns."""
    approach: Standing | None = None
    """The chosen operating model and what puts it in question; None where none was ever chosen."""


def derive_status(
    facts: Facts,
    as_of: datetime,
    chances: Mapping[str, Decimal] | None = None,
    draft: CompiledProgram | None = None,
    *,
    with_spans: bool = False,
) -> RoadmapStatus | None:
    """Derive the status. `facts` must hold nothing recorded after `as_of`.

    `chances` is a planner's chance of making each milestone's date, in the place of the recorded one. With `draft` the
    files stand in for the program in force; `with_spans` tells the words over time too, for drawing. None when no
    program was accepted by then and no draft is given.
    """
    bench = Bench(facts=facts, chances=chances or {}, draft=draft, draft_at=as_of)
    program, accepted = bench.program_at(as_of), facts.program_at(as_of)
    if program is None:
        return None
    history = History(bench=bench, until=as_of)
    told = accepted[0] if accepted else None
    goals, milestones = _goals(history, program, as_of), _milestones(history, program, as_of, with_spans)
    capabilities = _capabilities(history, program, as_of, with_spans)
    value = with_shrunk(tuple(value_lines(bench, program, as_of)), facts)
    totals = total_lines(facts, program, as_of)
    proposals = proposals_of(bench, program, as_of, milestones, capabilities)
    integrations = tuple(integration_lines(program, facts, as_of))
    people = tuple(person_lines(program, facts, as_of))
    approach = standing_of(history, program, as_of) if latest(facts.choices, program.program.id, as_of) else None
    return RoadmapStatus(
        as_of=as_of,
        program=program,
        accepted=told.event.id if told else None,
        accepted_at=told.at if told else None,
        draft=draft is not None,
        simulated_from=facts.simulated_from,
        goals=goals,
        milestones=milestones,
        capabilities=capabilities,
        value=value,
        reversals=tuple(reversals(facts, as_of)),
        sources=tuple(_source(facts, name, as_of) for name in program.sources),
        needs=(
            *needs_of(program, facts, as_of, milestones, capabilities, proposals),
            *holdout_needs(program, facts, as_of),
            *tier_needs(program, integrations, people),
            *(choice_needs(approach, program) if approach else ()),
        ),
        proposals=proposals,
        approach=approach,
        removed=_removed(facts, program, as_of),
        totals=totals,
        total_reversals=tuple(total_reversals(facts, as_of)),
        no_total=None if totals else missing_because(program, facts, as_of),
        registered=tuple(registered_lines(facts, program)),
        integrations=integrations,
        people=people,
    )


def _goals(history: History, program: CompiledProgram, at: datetime) -> tuple[Item[GoalWord], ...]:
    items = []
    for slug, goal in sorted(program.goals.items(), key=lambda each: (each[1].priority, each[0])):
        judged = history.goal(slug, at)
        assert judged is not None
        items.append(
            Item(
                ref=f"goal/{slug}",
                title=goal.title,
                judged=judged,
                since=history.since(Thing.GOAL, slug, at),
                owner=owner_in(history.bench, Ref("goal", slug), at),
                due=str(goal.target.by),
                parts=tuple(f"milestone/{name}" for name, each in program.milestones.items() if each.goal == slug),
            )
        )
    return tuple(items)


def _milestones(
    history: History, program: CompiledProgram, at: datetime, with_spans: bool
) -> tuple[Item[MilestoneWord], ...]:
    items = []
    for slug, milestone in program.milestones.items():
        judged = history.milestone(slug, at)
        assert judged is not None
        found = history.bench.criteria_at(milestone, program, at)
        due = milestone.due_date(program.program.fiscal_year_starts)
        items.append(
            Item(
                ref=f"milestone/{slug}",
                title=milestone.title or slug,
                judged=judged,
                since=history.since(Thing.MILESTONE, slug, at),
                owner=owner_in(history.bench, Ref("milestone", slug), at),
                due=str(due) if due else None,
                criteria=tuple(found[each] for each in criteria(milestone.exit)),
                parts=tuple(f"capability/{name}" for name in milestone.capabilities),
                spans=history.spans(Thing.MILESTONE, slug) if with_spans else (),
            )
        )
    return tuple(sorted(items, key=lambda item: (item.due or "9999", item.ref)))


def _capabilities(
    history: History, program: CompiledProgram, at: datetime, with_spans: bool
) -> tuple[Item[CapabilityWord], ...]:
    earlier = [version.capabilities for told, version in history.bench.facts.programs if told.at <= at]
    known = {slug: each for version in [*earlier, program.capabilities] for slug, each in version.items()}
    items = []
    for slug, capability in known.items():
        judged = history.capability(slug, at)
        assert judged is not None
        items.append(
            Item(
                ref=f"capability/{slug}",
                title=capability.title,
                judged=judged,
                since=history.since(Thing.CAPABILITY, slug, at),
                owner=owner_in(history.bench, Ref("capability", slug), at),
                parts=tuple(f"goal/{name}" for name in capability.serves),
                spans=history.spans(Thing.CAPABILITY, slug) if with_spans else (),
            )
        )
    return tuple(sorted(items, key=lambda item: item.ref))


def _source(facts: Facts, name: str, at: datetime) -> SourceLine:
    loaded, checked = latest(facts.loads, name, at), latest(facts.checks, name, at)
    return SourceLine(
        source=name,
        loaded=loaded.at if loaded else None,
        rows=loaded.fact.rows if loaded else None,
        ok=checked.fact.ok if checked else None,
        event=loaded.event.id if loaded else None,
    )


def _removed(facts: Facts, program: CompiledProgram, at: datetime) -> tuple[str, ...]:
    earlier = {name for told, version in facts.programs if told.at <= at for name in _promised(version)}
    # What was registered was promised too: under another name it would be read as if nobody had said what was meant.
    earlier |= {f"experiment/{slug}" for slug in facts.registrations}
    return tuple(sorted(earlier - set(_promised(program)) - {f"experiment/{slug}" for slug in program.experiments}))


def _promised(program: CompiledProgram) -> Iterator[str]:
    """Name what may not vanish without being said: goals, milestones, and who was held out to prove the total."""
    yield from (f"goal/{slug}" for slug in program.goals)
    yield from (f"milestone/{slug}" for slug in program.milestones)
    yield from (f"holdout/{slug}" for slug in program.holdouts)
