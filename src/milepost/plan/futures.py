"""A program's futures, told whole: simulated, summarised, with what drives them and which pilot to buy first."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.kernel.finding import Finding, Refused
from milepost.plan.assumptions import Assumed, assumptions_of
from milepost.plan.drivers import Drivers, net_drivers
from milepost.plan.inputs import model_of
from milepost.plan.outlook import Outlook, outlook_of
from milepost.plan.pilots import Pilot, pilots_of
from milepost.plan.progress import NOTHING_KNOWN, Progress
from milepost.plan.rules import FEWER_SCENARIOS, NOBODY_BUILDS, NOTHING_TO_PLAN
from milepost.plan.simulate import SCENARIOS, Simulated, simulate
from milepost.program.compiled import CompiledProgram

MOST_CELLS = 2_500_000
LEAST = 100
MANY, CLOSELY = 1_000, 3
"""Up to how many capabilities a pilot's delay is reckoned, and for how many of the best pilots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which futures are asked for: how many, by which seed, with what is known of the program's progress."""

    scenarios: int = SCENARIOS
    seed: int = 1
    progress: Progress = NOTHING_KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """What a plan comes to. Everything in it is grade D: nobody measured it."""

    program: CompiledProgram
    simulated: Simulated
    outlook: Outlook
    drivers: Drivers
    pilots: tuple[Pilot, ...]
    assumptions: tuple[Assumed, ...]
    findings: tuple[Finding, ...]


def futures_of(program: CompiledProgram, asked: Asked) -> Futures:
    """Simulate a program and summarise it. Raises Refused with MP740 where there is nothing to plan."""
    if faults := tuple(_faults(program)):
        raise Refused(*faults)
    model = model_of(program, asked.progress)
    scenarios = min(asked.scenarios, max(LEAST, MOST_CELLS // len(model.capabilities)))
    simulated = simulate(model, asked.seed, scenarios)
    return Futures(
        program=program,
        simulated=simulated,
        outlook=outlook_of(simulated),
        drivers=net_drivers(simulated),
        pilots=pilots_of(simulated, closely=CLOSELY if len(model.capabilities) <= MANY else 0),
        assumptions=assumptions_of(program),
        findings=(*_warnings(program), *_fewer(asked.scenarios, scenarios, len(model.capabilities))),
    )


def _faults(program: CompiledProgram) -> Iterator[Finding]:
    head = program.program
    if not program.capabilities:
        yield NOTHING_TO_PLAN.at(None, "the program has no capability", NOTHING_TO_PLAN.fix)
    if head.period.end <= head.starts:
        yield NOTHING_TO_PLAN.at(None, f"the horizon of {head.horizon} is empty", NOTHING_TO_PLAN.fix)


def _warnings(program: CompiledProgram) -> Iterator[Finding]:
    for slug, team in program.teams.items():
        work = [each for each, told in program.capabilities.items() if told.effort and told.effort.team == slug]
        if not team.parallel and work:
            said = f"team/{slug} has `parallel: 0` and shall build {', '.join(work[:3])}"
            more = f" and {len(work) - 3} more" if len(work) > 3 else ""
            yield NOBODY_BUILDS.at(None, said + more, NOBODY_BUILDS.fix)


def _fewer(asked: int, drawn: int, capabilities: int) -> Iterator[Finding]:
    if drawn < asked:
        said = f"{drawn:,} futures were drawn instead of {asked:,}: there are {capabilities:,} capabilities"
        yield FEWER_SCENARIOS.at(None, said, FEWER_SCENARIOS.fix)
