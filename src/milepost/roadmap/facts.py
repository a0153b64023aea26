"""The facts that status is derived from, sorted by what they are about, as of any instant."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from milepost.experiments.verdict import READ, Verdict
from milepost.governance.attestation import RANDOMISED, SIGNED, Attestation, RandomisationStatement
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry
from milepost.outcomes.measurement import MEASURED, KpiMeasurement
from milepost.program.acceptance import ACCEPTED, RELAID, Acceptance, Layout
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import from_json
from milepost.record.event import PINNED, Event
from milepost.tables.facts import CHECKED, LOADED, ContractCheck, SourceLoad

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
    reversed_at: Mapping[str, datetime]
    """When each reversed entry was reversed, by the id of the event that posted it."""
    simulated_from: datetime | None = None
    """Since when dates were set by hand (a demo, a test, a simulation); None when they never were."""

    def program_at(self, at: datetime) -> tuple[Told[Acceptance], CompiledProgram] | None:
        """Return the version in force then, or None before the first."""
        found = [each for each in self.programs if each[0].at <= at]
        return found[-1] if found else None


def gather(events: Iterable[Event], compiled: Callable[[str], CompiledProgram]) -> Facts:
    """Sort events into facts; `compiled` gives the program of a digest. Events of other types are left out."""
    by_type: dict[str, dict[str, list[Told[Any]]]] = defaultdict(lambda: defaultdict(list))
    simulated, reversed_at = None, {}
    for event in events:
        if event.type == PINNED and simulated is None:
            simulated = event.recorded_at
        if event.type == REVERSED:
            reversed_at[str(event.data["reverses"])] = event.recorded_at
        elif event.type in FORMS:
            by_type[event.type][event.subject.partition("/")[2]].append(
                Told(event, from_json(event.data[FORMS[event.type][0]], FORMS[event.type][1]))
            )
    accepted = (each for told in by_type[ACCEPTED].values() for each in told)
    return Facts(
        programs=tuple((each, compiled(each.fact.digest)) for each in sorted(accepted, key=lambda told: told.at)),
        loads=by_type[LOADED],
        checks=by_type[CHECKED],
        verdicts=by_type[READ],
        measurements=by_type[MEASURED],
        attestations=by_type[SIGNED],
        statements=by_type[RANDOMISED],
        postings=by_type[POSTED],
        reversed_at=reversed_at,
        simulated_from=simulated,
    )


def latest(told: Mapping[str, Sequence[Told[T]]], slug: str, at: datetime) -> Told[T] | None:
    """Return the last fact about `slug` recorded by then, or None."""
    known = told.get(slug, ())
    upto = bisect_right(known, at, key=lambda each: each.at)
    return known[upto - 1] if upto else None


def first_seen(facts: Facts, source: str, rows_digest: str) -> datetime | None:
    """Return when these rows were first loaded: what was loaded then can hold nothing later."""
    return next((each.at for each in facts.loads.get(source, ()) if each.fact.logical_digest == rows_digest), None)


def data_until(facts: Facts, source: str, told: Told[Verdict] | Told[KpiMeasurement]) -> datetime:
    """Return the end of the data that a reading or level used: its period's end, or when its rows were first loaded.

    The earlier of the two. It is derived, not recorded: a clock's reading in a fact would make a rerun tell another.
    """
    seen = first_seen(facts, source, told.fact.rows_digest) or told.at
    return min(seen, told.event.occurred_at or seen)


def standing(facts: Facts, capability: str, at: datetime) -> tuple[Told[LedgerEntry], ...]:
    """Return the capability's entries posted by then and not reversed by then."""
    never = datetime.max.replace(tzinfo=at.tzinfo)
    posted = (each for each in facts.postings.get(capability, ()) if each.at <= at)
    return tuple(each for each in posted if facts.reversed_at.get(each.event.id, never) > at)
