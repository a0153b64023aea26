"""The facts that status is derived from, sorted by what they are about, as of any instant."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from milepost.experiments.holdout_verdict import HELD, HoldoutVerdict
from milepost.experiments.registration import REGISTERED, Registration
from milepost.experiments.snapshot import FROZEN, Snapshot
from milepost.experiments.verdict import READ, Verdict, design_digest
from milepost.governance.attestation import RANDOMISED, SIGNED, Attestation, RandomisationStatement
from milepost.ledger.closing import CLOSED, Closing
from milepost.ledger.costs import COSTED, CostLoad
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry
from milepost.ledger.total import TOTAL_POSTED, TOTAL_REVERSED, ProgramTotal
from milepost.outcomes.measurement import MEASURED, KpiMeasurement
from milepost.plan.approaches.choice import CHOSEN, ApproachChoice
from milepost.plan.forecast import FORETOLD, WON, FrozenForecast, PlanForecast
from milepost.program.acceptance import ACCEPTED, RELAID, Acceptance, Layout
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import from_json
from milepost.record.event import PINNED, Event
from milepost.tables.facts import CHECKED, LOADED, ContractCheck, SourceLoad
from milepost.tables.probe import TESTED, ProbeResult

T = TypeVar("T")
FORMS: dict[str, tuple[str, type[Any]]] = {
    ACCEPTED: ("acceptance", Acceptance),
    RELAID: ("layout", Layout),
    LOADED: ("load", SourceLoad),
    CHECKED: ("check", ContractCheck),
    READ: ("verdict", Verdict),
    MEASURED: ("measurement", KpiMeasurement),
    SIGNED: ("attestation", Attestation),
    RANDOMISED: ("statement", RandomisationStatement),
    POSTED: ("entry", LedgerEntry),
    REVERSED: ("entry", LedgerEntry),
    COSTED: ("costs", CostLoad),
    CLOSED: ("closing", Closing),
    HELD: ("verdict", HoldoutVerdict),
    TOTAL_POSTED: ("total", ProgramTotal),
    TOTAL_REVERSED: ("total", ProgramTotal),
    REGISTERED: ("registration", Registration),
    FROZEN: ("snapshot", Snapshot),
    TESTED: ("probe", ProbeResult),
    CHOSEN: ("choice", ApproachChoice),
    FORETOLD: ("forecast", PlanForecast),
    WON: ("forecast", FrozenForecast),
}
"""Under which name of an event's data the fact stands, and its form."""


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A fact with its event. `holds_from` is when it happened: the end of the data, where it has one."""

    event: Event
    fact: T

    @property
    def at(self) -> datetime:
        """Return when it was recorded: what an as-of cuts on."""
        return self.event.recorded_at

    @property
    def holds_from(self) -> datetime:
        """Return when it happened, or else when it was recorded."""
        return self.event.effective_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts in the order of their recording; those about one thing under its slug."""

    programs: tuple[tuple[Told[Acceptance], CompiledProgram], ...]
    loads: Mapping[str, Sequence[Told[SourceLoad]]]
    checks: Mapping[str, Sequence[Told[ContractCheck]]]
    verdicts: Mapping[str, Sequence[Told[Verdict]]]
    measurements: Mapping[str, Sequence[Told[KpiMeasurement]]]
    attestations: Mapping[str, Sequence[Told[Attestation]]]
    statements: Mapping[str, Sequence[Told[RandomisationStatement]]]
    postings: Mapping[str, Sequence[Told[LedgerEntry]]]
    registrations: Mapping[str, Sequence[Told[Registration]]]
    snapshots: Mapping[str, Sequence[Told[Snapshot]]]
    reversed_at: Mapping[str, datetime]
    """When each reversed entry or total was reversed, by the id of the event that posted it."""
    reversals: Mapping[str, Sequence[Told[LedgerEntry]]] = field(default_factory=dict)
    costs: Mapping[str, Sequence[Told[CostLoad]]] = field(default_factory=dict)
    """Loads of costs, by the slug of the ledger."""
    closings: Mapping[str, Sequence[Told[Closing]]] = field(default_factory=dict)
    """Closings, by the quarter in small letters, such as `2026q1`."""
    holdouts: Mapping[str, Sequence[Told[HoldoutVerdict]]] = field(default_factory=dict)
    totals: Mapping[str, Sequence[Told[ProgramTotal]]] = field(default_factory=dict)
    probes: Mapping[str, Sequence[Told[ProbeResult]]] = field(default_factory=dict)
    """Live tests, by integration."""
    choices: Mapping[str, Sequence[Told[ApproachChoice]]] = field(default_factory=dict)
    """Choices of an operating model, by the program's slug."""
    foretold: Mapping[str, Sequence[Told[PlanForecast]]] = field(default_factory=dict)
    """When milestones are reached, as the plan foretold it, by the slug of the program."""
    won: Mapping[str, Sequence[Told[FrozenForecast]]] = field(default_factory=dict)
    """What was foretold when a version was accepted, by the slug of the program."""
    simulated_from: datetime | None = None
    """Since when dates were set by hand (a demo, a test, a simulation); None when they never were."""
    _seen: dict[str, dict[str, datetime]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """When the rows of a source were first loaded, made when first asked for."""
    _stood: dict[str, list[tuple[datetime, datetime, Told[LedgerEntry]]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """From when to when each entry of a capability stands, made when first asked for."""
    _designs: dict[tuple[str, str], str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The digests of designs, by program and experiment, made when first asked for."""

    def program_at(self, at: datetime) -> tuple[Told[Acceptance], CompiledProgram] | None:
        """Return the version in force then, or None before the first."""
        return next((each for each in reversed(self.programs) if each[0].at <= at), None)

    def extended(self, events: Iterable[Event], compiled: Callable[[str], CompiledProgram]) -> "Facts":
        """Add events recorded since, in order: what `gather` gives of all. Those that are held already add nothing."""
        more = gather((each for each in events if not self._holds(each)), compiled)
        return Facts(
            programs=(*self.programs, *more.programs),
            loads=_joined(self.loads, more.loads),
            checks=_joined(self.checks, more.checks),
            verdicts=_joined(self.verdicts, more.verdicts),
            measurements=_joined(self.measurements, more.measurements),
            attestations=_joined(self.attestations, more.attestations),
            statements=_joined(self.statements, more.statements),
            postings=_joined(self.postings, more.postings),
            registrations=_joined(self.registrations, more.registrations),
            snapshots=_joined(self.snapshots, more.snapshots),
            reversed_at={**self.reversed_at, **more.reversed_at},
            reversals=_joined(self.reversals, more.reversals),
            costs=_joined(self.costs, more.costs),
            closings=_joined(self.closings, more.closings),
            holdouts=_joined(self.holdouts, more.holdouts),
            totals=_joined(self.totals, more.totals),
            probes=_joined(self.probes, more.probes),
            choices=_joined(self.choices, more.choices),
            foretold=_joined(self.foretold, more.foretold),
            won=_joined(self.won, more.won),
            simulated_from=self.simulated_from or more.simulated_from,
        )

    def _holds(self, event: Event) -> bool:
        name, slug = _GROUPS.get(event.type), event.subject.partition("/")[2]
        told = [each for each, _ in self.programs] if event.type == ACCEPTED else ()
        told = getattr(self, name).get(slug, ()) if name is not None else told
        since = bisect_left(told, event.recorded_at, key=lambda each: each.at)
        return any(each.event.id == event.id for each in told[since:])


_GROUPS = {
    LOADED: "loads",
    CHECKED: "checks",
    READ: "verdicts",
    MEASURED: "measurements",
    SIGNED: "attestations",
    RANDOMISED: "statements",
    POSTED: "postings",
    REVERSED: "reversals",
    COSTED: "costs",
    CLOSED: "closings",
    HELD: "holdouts",
    TOTAL_POSTED: "totals",
    REGISTERED: "registrations",
    FROZEN: "snapshots",
    TESTED: "probes",
    CHOSEN: "choices",
    FORETOLD: "foretold",
    WON: "won",
}
"""Under which name of the facts those of a type stand."""


def gather(events: Iterable[Event], compiled: Callable[[str], CompiledProgram]) -> Facts:
    """Sort events into facts; `compiled` gives the program of a digest. Events of other types are left out."""
    by_type: dict[str, dict[str, list[Told[Any]]]] = defaultdict(lambda: defaultdict(list))
    simulated, reversed_at = None, {}
    for event in events:
        if event.type == PINNED and simulated is None:
            simulated = event.recorded_at
        if event.type in {REVERSED, TOTAL_REVERSED}:
            reversed_at[str(event.data["reverses"])] = event.recorded_at
        if event.type in FORMS:
            by_type[event.type][event.subject.partition("/")[2]].append(
                Told(event, from_json(event.data[FORMS[event.type][0]], FORMS[event.type][1]))
            )
    accepted = (each for told in by_type[ACCEPTED].values() for each in told)
    groups = {name: {slug: tuple(told) for slug, told in by_type[type_].items()} for type_, name in _GROUPS.items()}
    return Facts(
        programs=tuple((each, compiled(each.fact.digest)) for each in sorted(accepted, key=lambda told: told.at)),
        reversed_at=reversed_at,
        simulated_from=simulated,
        **groups,
    )


def latest(told: Mapping[str, Sequence[Told[T]]], slug: str, at: datetime) -> Told[T] | None:
    """Return the last fact about `slug` recorded by then, or None."""
    known = told.get(slug, ())
    upto = bisect_right(known, at, key=lambda each: each.at)
    return known[upto - 1] if upto else None


def first_seen(facts: Facts, source: str, rows_digest: str) -> datetime | None:
    """Return when these rows were first loaded: what was loaded then can hold nothing later."""
    if source not in facts._seen:
        facts._seen[source] = {each.fact.logical_digest: each.at for each in reversed(facts.loads.get(source, ()))}
    return facts._seen[source].get(rows_digest)


def _joined(
    told: Mapping[str, Sequence[Told[T]]], more: Mapping[str, Sequence[Told[T]]]
) -> dict[str, Sequence[Told[T]]]:
    added = {slug: (*told.get(slug, ()), *several) for slug, several in more.items()}
    return {**told, **added}


def design_in(facts: Facts, program: CompiledProgram, slug: str) -> str:
    """Return `design_digest`, made once for all the instants that are judged with these facts."""
    key = (program.digest, slug)
    if key not in facts._designs:
        facts._designs[key] = design_digest(program, slug)
    return facts._designs[key]


def data_until(
    facts: Facts, source: str, told: Told[Verdict] | Told[KpiMeasurement] | Told[HoldoutVerdict]
) -> datetime:
    """Return the end of the data that a reading or level used: its period's end, or when its rows were first loaded.

    The earlier of the two. It is derived, not recorded: a clock's reading in a fact would make a rerun tell another.
    """
    seen = first_seen(facts, source, told.fact.rows_digest) or told.at
    return min(seen, told.event.occurred_at or seen)


def standing(facts: Facts, capability: str, at: datetime) -> tuple[Told[LedgerEntry], ...]:
    """Return the capability's entries posted by then and not reversed by then."""
    if capability not in facts._stood:
        never = datetime.max.replace(tzinfo=UTC)
        posted = facts.postings.get(capability, ())
        facts._stood[capability] = [(each.at, facts.reversed_at.get(each.event.id, never), each) for each in posted]
    return tuple(told for since, until, told in facts._stood[capability] if since <= at < until)
