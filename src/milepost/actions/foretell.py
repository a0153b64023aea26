"""What is recorded of a plan: what it is held to when it is accepted, and its chances as data come in."""

from collections.abc import Iterator

from milepost.plan.forecast import FORETOLD, WON, PlanForecast
from milepost.plan.forecasting import forecast_of, foretold, frozen_of
from milepost.plan.progress import Progress
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import to_json
from milepost.record.event import EventId, Fact


def facts_of_plan(program: CompiledProgram, progress: Progress, actor: str, accepted: Fact) -> Iterator[Fact]:
    """Give the facts that go with an acceptance: the forecast that won, and the first of the chances.

    The fact of acceptance is their cause, so that accepting an old version again is another promise.
    """
    drawn = foretold(program, progress)
    for type_, told in ((WON, frozen_of(program, progress, drawn)), (FORETOLD, forecast_of(program, progress, drawn))):
        yield Fact(
            type=type_,
            subject=f"program/{program.program.id}",
            key=f"{told.basis} after {accepted.id}",
            actor=actor,
            program=program.digest,
            data={"forecast": to_json(told)},
            causes=(EventId(accepted.id),),
        )


def says_the_same(one: PlanForecast, other: PlanForecast) -> bool:
    """Tell whether two forecasts foretell the same, whatever they were made of."""
    return one.milestones == other.milestones
