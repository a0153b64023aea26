"""What the steps of one run share: ports, the program in force, the facts so far, results and findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from milepost.actions.ports import State, Warehouse
from milepost.actions.programs import accepted_program
from milepost.actions.steps import StepResult
from milepost.experiments.holdout_verdict import HoldoutVerdict
from milepost.experiments.verdict import Verdict
from milepost.kernel.finding import Finding
from milepost.kernel.time import format_instant
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import Json
from milepost.record.event import EventId, Fact
from milepost.roadmap.facts import Facts, Told
from milepost.tables.facts import ContractCheck, SourceLoad


@dataclass(kw_only=True)
class Run:
    """One run. `facts` grows with each recording; `failed` holds the sources that broke in this run."""

    state: State
    warehouse: Warehouse
    program: CompiledProgram
    accepted: str
    """The event that accepted the program in force."""
    actor: str
    now: datetime
    facts: Facts
    results: list[StepResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    until: datetime | None = None
    """When the last entry was recorded, by this run or before it; None before the first."""
    seen: set[str] = field(default_factory=set)
    """Sources whose table was held against its digest in this run."""

    def loaded(self, source: str) -> Told[SourceLoad] | None:
        """Return the last load of a source, or None."""
        return _last(self.facts.loads.get(source, ()))

    def checked(self, source: str) -> Told[ContractCheck] | None:
        """Return the last contract check of a source, or None."""
        return _last(self.facts.checks.get(source, ()))

    def read(self, experiment: str) -> Told[Verdict] | None:
        """Return the last verdict of an experiment, or None."""
        return _last(self.facts.verdicts.get(experiment, ()))

    def held(self, holdout: str) -> Told[HoldoutVerdict] | None:
        """Return the last reading of a holdout, or None."""
        return _last(self.facts.holdouts.get(holdout, ()))

    def usable(self, source: str) -> bool:
        """Tell whether the source's last load keeps its contract."""
        loaded, checked = self.loaded(source), self.checked(source)
        if loaded is None or checked is None or source in self.failed:
            return False
        return checked.fact.ok and checked.fact.logical_digest == loaded.fact.logical_digest

    def fact(
        self,
        type_: str,
        subject: str,
        key: str,
        data: dict[str, Json],
        causes: Sequence[str],
        occurred_at: datetime | None = None,
    ) -> Fact:
        """Make a fact of this run: said by its actor, under the program in force."""
        return Fact(
            type=type_,
            subject=subject,
            key=key,
            actor=self.actor,
            program=self.program.digest,
            data={**data, "run_id": f"run-{format_instant(self.now)}"},
            causes=tuple(EventId(each) for each in causes),
            occurred_at=occurred_at,
        )

    def record(self, *facts: Fact) -> None:
        """Record facts in one transaction, and know them."""
        events = self.state.record.append(facts)
        self.until = max((each.recorded_at for each in events), default=self.until)
        self.facts = self.facts.extended(events, lambda digest: accepted_program(self.state.record, digest))


T = TypeVar("T")


def _last(told: Sequence[Told[T]]) -> Told[T] | None:
    return told[-1] if told else None
