"""What is true of a rehearsed program: which capabilities work, and what each experiment's treatment really changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Capability
from milepost.program.documents.contract import LogicalType
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Aggregate, Direction, Kpi, Metric

_PLAIN = {Aggregate.MEAN: 20.0, Aggregate.PROPORTION: 0.03, Aggregate.RATIO: 0.5}
"""The level of a metric of which the program tells no baseline, such as a guardrail's."""
_P90 = 1.2815515655446004


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """The truth of an experiment, in its primary metric's own unit a unit.

    `level` is the control's mean; `effect` is treatment minus control, 0 where the capability does not work.
    """

    capability: str
    metric: str
    works: bool
    level: float
    effect: float


def chance(seed: int, purpose: str) -> np.random.Generator:
    """Give the dice of one purpose: what is drawn for another never moves them."""
    digest = hashlib.blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))


def plant(program: CompiledProgram, seed: int) -> Mapping[str, Planted]:
    """Draw what is true of each experiment that compares arms or starts, by slug.

    A capability works with its chance to succeed; if so its effect comes from its `moves`, as a normal
    that is split at the median.
    """
    read = {name: each for name, each in program.experiments.items() if each.arms or each.staggered}
    return {name: _planted(program, name, each, seed) for name, each in read.items()}


def moved(program: CompiledProgram, planted: Mapping[str, Planted], kpi: str) -> float:
    """Return by how much a KPI was moved so far, in its own unit: the planted effects, over those reached."""
    total = 0.0
    for name, truth in planted.items():
        capability = program.capabilities[truth.capability]
        if capability.moves is not None and capability.moves.kpi == kpi:
            sign = -1.0 if _flips(program, program.kpis[kpi], program.experiments[name]) else 1.0
            whole = program.kpis[kpi].population or capability.moves.reach or 1
            total += sign * truth.effect * min(1.0, (capability.moves.reach or whole) / whole)
    return total


def level_of(program: CompiledProgram, metric: Metric) -> float:
    """Return where a metric stands by itself: its KPI's baseline, or a plain number of its kind."""
    for kpi in program.kpis.values():
        if kpi.metric == metric.id and kpi.baseline is not None:
            return float(kpi.baseline.value.value)
    return _PLAIN[Aggregate.PROPORTION if is_share(program, metric) else metric.aggregate]


def is_share(program: CompiledProgram, metric: Metric) -> bool:
    """Tell whether a row is a yes or a no: a proportion, or the mean of whole numbers from 0 to 1."""
    table = program.table_of(metric.source)
    column = table.column(metric.column) if table else None
    bounded = column is not None and column.logical_type is LogicalType.INTEGER and column.options.maximum == 1
    return metric.aggregate is Aggregate.PROPORTION or (metric.aggregate is Aggregate.MEAN and bounded)


def _planted(program: CompiledProgram, name: str, experiment: Experiment, seed: int) -> Planted:
    capability = program.capabilities[experiment.of]
    drawn = chance(seed, f"planted/{name}")
    works = bool(drawn.random() < _succeeds(program, capability))
    metric = program.metrics[experiment.primary]
    kpi = program.kpis.get(capability.moves.kpi) if capability.moves else None
    level, effect = level_of(program, metric), 0.0
    if kpi is not None and capability.moves is not None:
        flips = _flips(program, kpi, experiment)
        level = _level_beside(program, metric, kpi, flips=flips)
        low, mid, high = (
            float(each.value) for each in (capability.moves.p10, capability.moves.p50, capability.moves.p90)
        )
        effect = _split_normal(drawn.standard_normal(), low, mid, high) * (-1.0 if flips else 1.0)
    return Planted(
        capability=experiment.of, metric=metric.id, works=works, level=level, effect=effect if works else 0.0
    )


def _succeeds(program: CompiledProgram, capability: Capability) -> Decimal:
    return capability.succeeds if capability.succeeds is not None else program.program.planning.succeeds


def _flips(program: CompiledProgram, kpi: Kpi, experiment: Experiment) -> bool:
    """Tell whether more of the metric is less of the KPI: money is always good, a KPI may be better when it is low."""
    metric = program.metrics[experiment.primary]
    counts_money = metric.unit_in(program.program.currency) == program.program.currency
    return counts_money and kpi.direction is Direction.DOWN


def _level_beside(program: CompiledProgram, metric: Metric, kpi: Kpi, *, flips: bool) -> float:
    shares = is_share(program, metric)
    if kpi.baseline is None or is_share(program, program.metrics[kpi.metric]) is not shares:
        return level_of(program, metric)
    level = float(kpi.baseline.value.value)
    return 1.0 - level if flips and shares else level


def _split_normal(normal: float, low: float, mid: float, high: float) -> float:
    return mid + normal / _P90 * ((high - mid) if normal > 0 else (mid - low))
