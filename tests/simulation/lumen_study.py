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
from milepost.actions.report_status import Reported, report_status
from milepost.adapters.clock.system import FixedClock
from milepost.experiments.program_reading import design_of, failed_verdict, verdict_of
from milepost.experiments.verdict import Verdict
from milepost.kernel.finding import Refused
from milepost.program.compiled import CompiledProgram
from milepost.simulation.lumen import expected, experiments, exports, life, write
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
    trials = json.loads(write.truth_json(lumen))["trials"]
    entries = [line.entry for line in status.value if line.entry is not None]
    value = {}
    for each in entries:
        name, amount = each.source.removesuffix("-trial"), each.amount
        true = trials[name]["net"] * each.population
        value[name] = (float(amount.estimate), float(amount.low), float(amount.high), true)
    items = [*status.goals, *status.milestones, *status.capabilities]
    return Lived(words={each.ref: each.judged.word.value for each in items}, value=value)


def program_of_lumen() -> CompiledProgram:
    """Compile the example."""
    made = compile_folder(Place(folder=example_folder("lumen")).program)
    assert made.program is not None, made.findings
    return made.program


def read(program: CompiledProgram, seed: int, folder: Path, effects: Effects | None = None) -> Iterator[Verdict]:
    """Read each experiment of one company as the program does, without the rest of the company."""
    for slug, experiment in program.experiments.items():
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


def studied(seed: int) -> Lived:
    """Read each experiment of a company and derive its words, without living it."""
    program = program_of_lumen()
    with TemporaryDirectory() as holder:
        verdicts = list(read(program, seed, Path(holder)))
    value = {}
    for verdict in verdicts:
        if (net := verdict.stats.get("net_value")) is not None:
            name = program.experiments[verdict.experiment].source.removesuffix("-trial")
            value[name] = (net.estimate, net.low, net.high, true_net(program, verdict, seed))
    return Lived(words=Words(program).of(verdicts), value=value)


def true_net(program: CompiledProgram, verdict: Verdict, seed: int, effects: Effects | None = None) -> float:
    """Return what the treated truly brought, in EUR net of contact costs."""
    name = program.experiments[verdict.experiment].source.removesuffix("-trial")
    return expected.effect(seed, name, effects=effects).net * verdict.population


def band(count: int, chance: float) -> tuple[int, int]:
    """Return the binomial 99.9% band of a count."""
    return int(binom.ppf((1 - BAND) / 2, count, chance)), int(binom.ppf((1 + BAND) / 2, count, chance))
