"""Companies lived or read many times over: how often an interval covers the truth, and what each thing is called."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from scipy.stats import binom

from milepost.actions.programs import compile_folder
from milepost.actions.read_experiment import read_table
from milepost.actions.read_rollout import read_rollout_table
from milepost.actions.report_status import Reported, report_status
from milepost.adapters.clock.system import FixedClock
from milepost.experiments.estimated import estimated_verdict
from milepost.experiments.program_reading import design_of, failed_verdict, verdict_of
from milepost.experiments.rollout_program import estimated_rollout, rollout_design_of
from milepost.experiments.verdict import Evidence, Verdict
from milepost.kernel.finding import Refused
from milepost.ledger.entry import ValueKind
from milepost.program.compiled import CompiledProgram
from milepost.simulation.lumen import expected, experiments, exports, life, timesheets, write
from milepost.simulation.lumen.truth import Effects, Lumen
from milepost.wiring.local import Place, example_folder, plain_warehouse
from simulation.lumen_words import Words

BAND = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """One company at its last day: words by ref, and by trial (estimate, low, high, truth) of the posted value."""

    words: dict[str, str]
    value: dict[str, tuple[float, float, float, float]]


def reported_of(lumen: Lumen) -> Reported:
    """Make a company, live its program and derive its status on its last day."""
    with TemporaryDirectory() as holder:
        root, program = Path(holder), Path(holder) / "program"
        shutil.copytree(example_folder("lumen"), program, ignore=shutil.ignore_patterns(".*"))
        handed = list(exports.write(lumen, root))
        for _ in life.live(handed, root, lambda at: Place(folder=program, clock=FixedClock(at))):
            pass
        place = Place(folder=program)
        return report_status(place.program, place.open_state().record, life.EVENING, life.AS_OF, with_spans=True)


def lived(seed: int, effects: Effects | None = None) -> Lived:
    """Tell how a company ends, and the truth beside what it posted."""
    lumen = Lumen(seed=seed, faults=life.FAULTS, effects=effects or Effects())
    status = reported_of(lumen).status
    known = json.loads(write.truth_json(lumen))
    entries = [line.entry for line in status.value if line.entry is not None]
    value = {}
    for each in entries:
        name, amount = each.source.removesuffix("-trial"), each.amount
        is_hours = each.kind is ValueKind.CAPACITY
        true = known["hours_saved_in_roll_out"] if is_hours else known["trials"][name]["net"] * each.population
        value[name] = (float(amount.estimate), float(amount.low), float(amount.high), true)
    items = [*status.goals, *status.milestones, *status.capabilities]
    return Lived(words={each.ref: each.judged.word.value for each in items}, value=value)


def program_of_lumen() -> CompiledProgram:
    """Compile the example."""
    made = compile_folder(Place(folder=example_folder("lumen")).program)
    assert made.program is not None, made.findings
    return made.program


def read(
    program: CompiledProgram, seed: int, folder: Path, effects: Effects | None = None, *, with_roll_out: bool = True
) -> Iterator[Verdict]:
    """Read each experiment of one company as the program does, without the rest of the company."""
    for slug, experiment in program.experiments.items():
        if experiment.staggered is not None:
            if with_roll_out:
                yield read_roll_out(program, slug, seed, folder, effects)
            continue
        name = experiment.source.removesuffix("-trial")
        path = folder / f"{slug}.parquet"
        pq.write_table(experiments.table(seed, name, effects=effects), path)
        warehouse = plain_warehouse()
        design = design_of(program, slug, randomised=True)
        try:
            found = read_table(warehouse, warehouse.open_file(path), slug, design)
        except Refused as refused:
            yield failed_verdict(program, slug, "", "", refused.findings[0].message)
            continue
        yield verdict_of(program, slug, found, "", "", "ev_stated")


def read_roll_out(
    program: CompiledProgram, slug: str, seed: int, folder: Path, effects: Effects | None = None
) -> Verdict:
    """Read the roll-out of a company's automatic briefs as the program does."""
    path, warehouse = folder / f"{slug}.parquet", plain_warehouse()
    pq.write_table(timesheets.rolled_out(Lumen(seed=seed, effects=effects or Effects())), path)
    design = rollout_design_of(program, slug, randomised=True)
    found = read_rollout_table(warehouse, warehouse.open_file(path), slug, design)
    return estimated_verdict(program, slug, estimated_rollout(program, slug, found), "", "", "ev_stated")


def studied(seed: int) -> Lived:
    """Read each experiment of a company and derive its words, without living it."""
    program = program_of_lumen()
    with TemporaryDirectory() as holder:
        verdicts = list(read(program, seed, Path(holder)))
    value = {}
    for verdict in verdicts:
        if (hours := verdict.stats.get("capacity")) is not None:
            value["briefs-rollout"] = (hours.estimate, hours.low, hours.high, true_value(program, verdict, seed))
        if (net := verdict.stats.get("net_value")) is not None:
            name = program.experiments[verdict.experiment].source.removesuffix("-trial")
            value[name] = (net.estimate, net.low, net.high, true_value(program, verdict, seed))
    return Lived(words=Words(program).of(verdicts), value=value)


def true_value(program: CompiledProgram, verdict: Verdict, seed: int, effects: Effects | None = None) -> float:
    """Return what the treated truly brought, in EUR net of contact costs; of the roll-out the hours truly saved."""
    if program.experiments[verdict.experiment].staggered is not None:
        return timesheets.hours_saved(Lumen(seed=seed, effects=effects or Effects()))
    name = program.experiments[verdict.experiment].source.removesuffix("-trial")
    return expected.effect(seed, name, effects=effects).net * verdict.population


def measure_of(verdict: Verdict) -> Evidence:
    """Return what a reading says was earned, or of the roll-out the hours saved."""
    return verdict.stats.get("net_value") or verdict.stats["capacity"]


def band(count: int, chance: float) -> tuple[int, int]:
    """Return the binomial 99.9% band of a count."""
    return int(binom.ppf((1 - BAND) / 2, count, chance)), int(binom.ppf((1 + BAND) / 2, count, chance))
