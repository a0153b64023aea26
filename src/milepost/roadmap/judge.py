"""What every word is judged with: the facts, the accepted programs, and a planner's chance of making a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from milepost.kernel.words import Phase
from milepost.plan.forecast import DateForecast, PlanForecast
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import Criterion, criteria
from milepost.program.documents.outline import Milestone
from milepost.roadmap.criterion import judge_criterion, phase_of
from milepost.roadmap.facts import Facts, Told
from milepost.roadmap.words import CriterionStatus


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Facts and how they are read.

    `chances` gives a planner's chance of making a milestone's date, by slug; of a milestone that is not in it, the
    chance is the last that was recorded for the program of the instant.
    `draft` judges from `draft_at` on by a program that is not in force, to show what accepting it would do.
    """

    facts: Facts
    chances: Mapping[str, Decimal] = field(default_factory=dict)
    draft: CompiledProgram | None = None
    draft_at: datetime | None = None
    _held: dict[tuple[str, str, datetime], dict[Criterion, CriterionStatus]] = field(default_factory=dict)
    _judged: dict[tuple[str, Criterion, datetime], CriterionStatus] = field(default_factory=dict)

    def program_at(self, at: datetime) -> CompiledProgram | None:
        """Return the program that judges `at`: the version accepted by then, or the draft."""
        if self.draft is not None and (self.draft_at is None or at >= self.draft_at):
            return self.draft
        found = self.facts.program_at(at)
        return found[1] if found else None

    def foretold_at(self, at: datetime) -> Told[PlanForecast] | None:
        """Return the last forecast recorded by then of the program that judges then, or None."""
        program = self.program_at(at)
        told = self.facts.foretold.get(program.program.id, ()) if program else ()
        last = next((each for each in reversed(told) if each.at <= at), None)
        # A forecast of another version tells nothing of this one.
        return last if last is not None and program is not None and last.event.program == program.digest else None

    def chance(self, slug: str, at: datetime) -> tuple[Decimal, tuple[str, ...]] | None:
        """Return the chance that a milestone makes its date, and the events it rests on; None where none is known.

        Where the forecast of the program in force says none any more, the last one stands: who takes out an effort or
        a `succeeds` takes out no bad news. New numbers bring a new chance.
        """
        if slug in self.chances:
            return self.chances[slug], ()
        told = self.foretold_at(at)
        found = told.fact.milestones.get(slug) if told else None
        if told is not None and found is None:
            told, found = self._last_chance(slug, at)
        return (found.chance, (told.event.id,)) if told is not None and found is not None and found.due else None

    def _last_chance(self, slug: str, at: datetime) -> tuple[Told[PlanForecast] | None, DateForecast | None]:
        program = self.program_at(at)
        told = self.facts.foretold.get(program.program.id, ()) if program else ()
        named = ((each, each.fact.milestones.get(slug)) for each in reversed(told) if each.at <= at)
        return next((each for each in named if each[1] is not None), (None, None))

    def criteria_at(
        self, milestone: Milestone, program: CompiledProgram, at: datetime
    ) -> dict[Criterion, CriterionStatus]:
        """Judge every criterion of a milestone at an instant."""
        key = (program.digest, milestone.id, at)
        if key not in self._held:
            self._held[key] = {each: self._criterion(each, program, at) for each in criteria(milestone.exit)}
        return self._held[key]

    def achieved(self, slug: str, at: datetime) -> bool:
        """Tell whether every exit criterion was Successful then, by the program of that instant."""
        program = self.program_at(at)
        milestone = program.milestones.get(slug) if program else None
        if program is None or milestone is None or milestone.exit is None:
            return False
        return phase_of(milestone.exit, self.criteria_at(milestone, program, at)) is Phase.SUCCESSFUL

    def _criterion(self, criterion: Criterion, program: CompiledProgram, at: datetime) -> CriterionStatus:
        key = (program.digest, criterion, at)
        if key not in self._judged:
            self._judged[key] = judge_criterion(criterion, program, self.facts, at)
        return self._judged[key]

    @property
    def programs(self) -> tuple[CompiledProgram, ...]:
        """Return every program that judges some instant: the accepted versions in order, then the draft."""
        accepted = tuple(program for _, program in self.facts.programs)
        return accepted if self.draft is None else (*accepted, self.draft)
