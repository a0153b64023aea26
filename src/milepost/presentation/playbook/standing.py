"""What a playbook asks of a program and its record: who, by when, and whether evidence shows that it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from milepost.kernel.time import day_in
from milepost.kernel.words import Phase
from milepost.presentation.playbook.values import Line
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Action, Capability
from milepost.program.documents.outline import Milestone
from milepost.roadmap.facts import Facts
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import CriterionStatus

NO_DATE = "no date"
NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A program as its files tell it, and its record where there is one. `scope` are the capabilities looked at."""

    program: CompiledProgram
    today: date
    scope: tuple[str, ...]
    facts: Facts | None = None
    status: RoadmapStatus | None = None
    place: str = ""
    """What a command needs to find the program; empty where it lies here."""
    files: Mapping[str, str] = field(default_factory=dict)
    """In which file each document stands, by its id, such as `role/analyst`."""

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """Return the capabilities looked at, retired ones left out."""
        found = (self.program.capabilities[slug] for slug in self.scope)
        return tuple(each for each in found if each.retired is None)

    def command(self, words: str) -> str:
        """Write a command as it is typed."""
        return f"milepost {words} {self.place}".rstrip()

    def edit(self, ref: str, what: str) -> str:
        """Say which file is edited, where in it, and what."""
        return f"edit {self.files.get(ref, 'the files')}, {ref}: {what}"

    def who(self, role: str | None) -> str:
        """Name a role and its person; an open seat says so, with its day."""
        if role is None:
            return NOBODY
        found = self.program.roles.get(role)
        if found is None:
            return f"{role} (no such role)"
        title = found.title or role
        if found.held_by:
            return f"{title} ({found.held_by})"
        return f"{title} (OPEN SEAT, {f'expected {found.expected}' if found.expected else NO_DATE})"

    def by(self, day: date | None) -> str:
        """Write a date, or that there is none."""
        return NO_DATE if day is None else str(day)

    def due(self, milestone: Milestone) -> date | None:
        """Return a milestone's last day, None without one."""
        return milestone.due_date(self.program.program.fiscal_year_starts)

    def first_due(self, capability: str) -> date | None:
        """Return the earliest last day of the milestones that list a capability; None without one."""
        days = [self.due(each) for each in self.program.milestones.values() if capability in each.capabilities]
        return min((day for day in days if day is not None), default=None)

    def attested(self, name: str) -> bool:
        """Tell whether an attestation is signed and has not expired."""
        told = self.facts.attestations.get(name, ()) if self.facts else ()
        return bool(told) and told[-1].fact.expires >= self.today

    def keeps_contract(self, source: str) -> bool:
        """Tell whether the source's last load kept its contract."""
        lines = self.status.sources if self.status else ()
        return any(each.source == source and each.ok for each in lines)

    def is_read(self, experiment: str) -> bool:
        """Tell whether the experiment was read."""
        return bool(self.facts and self.facts.verdicts.get(experiment))

    def is_stated(self, experiment: str) -> bool:
        """Tell whether somebody answers for the draw, in the record."""
        return bool(self.facts and self.facts.statements.get(experiment))

    def is_registered(self, experiment: str) -> bool:
        """Tell whether the experiment's plan was registered."""
        return bool(self.facts and self.facts.registrations.get(experiment))

    @property
    def is_accepted(self) -> bool:
        """Tell whether these very files are in force."""
        return bool(self.facts and self.facts.programs and self.facts.programs[-1][1].digest == self.program.digest)

    def word(self, ref: str) -> str:
        """Return the status word of a goal, milestone or capability; "not accepted yet" without a status."""
        if self.status is None:
            return "not accepted yet"
        words = {each.ref: str(each.judged.word) for each in self.status.goals}
        words |= {each.ref: str(each.judged.word) for each in self.status.milestones}
        words |= {each.ref: str(each.judged.word) for each in self.status.capabilities}
        return words.get(ref, "not accepted yet")

    def criteria(self, milestone: str) -> tuple[CriterionStatus, ...]:
        """Return a milestone's criteria as they stand; none without a status."""
        items = self.status.milestones if self.status else ()
        return next((each.criteria for each in items if each.ref == f"milestone/{milestone}"), ())

    def measured(self, kpi: str) -> bool:
        """Tell whether the KPI was measured."""
        return bool(self.facts and self.facts.measurements.get(kpi))

    def last_run(self) -> date | None:
        """Return the day of the last load of any source, None where nothing was loaded."""
        loads = [each.loaded for each in self.status.sources if each.loaded] if self.status else []
        return day_in(max(loads), self.program.program.time_zone) if loads else None

    def signing(self, name: str, signer: str, what: str, by: date | None, doer: str | None = None) -> Line:
        """Give the line of something that a signature shows; `doer` does it where the signer does not."""
        signs = self.who(signer)
        return Line(
            what=what,
            who=signs if doer in {None, signer} else f"{self.who(doer)}; {signs} signs",
            by=self.by(by),
            do=self.command(f"attest {name} --signer {signer} --document FILE --expires DATE"),
            shows=f"attestation/{name}, signed and not expired",
            done=self.attested(name),
        )

    def step(self, capability: Capability, step: str | Action) -> Line:
        """Give the line of a step of governance or operations; without an owner or evidence it says what is missing."""
        path = f"capability/{capability.id}"
        if isinstance(step, str):
            return Line(
                what=step,
                who=NOBODY,
                by=NO_DATE,
                do=self.edit(path, "give the step an owner, a day and evidence"),
                shows="an attestation that the step names",
            )
        if step.evidence is None:
            return Line(
                what=step.step,
                who=self.who(step.owner),
                by=self.by(step.by),
                do=self.edit(path, "name the step's evidence"),
                shows="an attestation that the step names",
            )
        return self.signing(step.evidence, self.signer(capability, step.owner), step.step, step.by, step.owner)

    def signer(self, capability: Capability, role: str | None) -> str:
        """Return who may sign: the role itself, or the approver where it owns the capability."""
        return role if role is not None and role != capability.owner else capability.approver


def is_met(criterion: CriterionStatus) -> bool:
    """Tell whether a criterion's evidence meets it."""
    return criterion.phase is Phase.SUCCESSFUL
