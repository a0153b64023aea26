"""A program's sources as tables: the columns that its contracts ask for, and in them what was planted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from milepost.kernel.time import Period
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.outline import Aggregate, Metric
from milepost.simulation.rehearsal.charges import charges
from milepost.simulation.rehearsal.contracted import contracted
from milepost.simulation.rehearsal.planted import Planted, chance, is_share, level_of, moved

Reals = npt.NDArray[np.float64]
MOST_ROWS, LEAST_ROWS = 20_000, 120
_SPREAD, _OWN = 0.55, 0.45
"""Of the logarithm of an outcome: what a unit brings along (known before the test), and what is chance."""


@dataclass(slots=True, kw_only=True)
class _Source:
    """A table in the making: what a unit brings along, where and when it was, what was done to it."""

    slug: str
    rows: int
    dice: np.random.Generator
    period: Period
    lasting: Reals
    filled: dict[str, pa.Array] = field(default_factory=dict)


def tables(
    program: CompiledProgram, planted: Mapping[str, Planted], seed: int, until: date
) -> Iterator[tuple[str, pa.Table]]:
    """Give each contracted source's table; days lie before `until`. A source without a table in a contract is left out.

    Rows are as many as the capability reaches, or the KPI is taken over, between 120 and 20,000.
    """
    for slug in program.sources:
        schema = program.table_of(slug)
        if schema is None:
            continue
        if program.ledger is not None and program.ledger.costs == slug:
            yield slug, charges(program, schema, seed, until)
            continue
        made = _begun(program, slug, seed, until)
        _fill(program, made, planted, seed)
        names = {each.name: made.filled.get(each.name) for each in schema.properties}
        for each in schema.properties:
            if names[each.name] is None:
                names[each.name] = contracted(each, made.rows, made.period, made.dice)
        yield slug, pa.table(names)


def _begun(program: CompiledProgram, slug: str, seed: int, until: date) -> _Source:
    dice = chance(seed, f"table/{slug}")
    experiment = _experiment_on(program, slug)
    rows = max(LEAST_ROWS, min(MOST_ROWS, _reached(program, slug, experiment)))
    period = (experiment.period if experiment else None) or Period(until - timedelta(days=91), until)
    return _Source(slug=slug, rows=rows, dice=dice, period=period, lasting=np.exp(_centred(dice, rows, _SPREAD)))


def _experiment_on(program: CompiledProgram, slug: str) -> Experiment | None:
    return next((each for each in program.experiments.values() if each.source == slug), None)


def _reached(program: CompiledProgram, slug: str, experiment: Experiment | None) -> int:
    if experiment is not None:
        moves = program.capabilities[experiment.of].moves
        kpi = program.kpis.get(moves.kpi) if moves else None
        return (moves.reach if moves else None) or (kpi.population if kpi else None) or MOST_ROWS
    over = [each.population for each in program.kpis.values() if program.metrics[each.metric].source == slug]
    return next((each for each in over if each), MOST_ROWS)


def _fill(program: CompiledProgram, made: _Source, planted: Mapping[str, Planted], seed: int) -> None:
    experiment = _experiment_on(program, made.slug)
    holdout = next((each for each in program.holdouts.values() if each.source == made.slug), None)
    _number(program, made, seed, is_holdout=holdout is not None)
    treated, truth = np.zeros(made.rows), None
    if experiment is not None:
        treated = _treated(made, experiment)
        truth = planted.get(experiment.id)
        for name in experiment.covariates:
            made.filled[name] = pa.array(np.round(made.lasting * (truth.level if truth else 20.0), 2))
    lift = 0.0
    if holdout is not None:
        treated, lift = _let_in(made, holdout, seed), _whole(program, planted)
    for metric in program.metrics.values():
        if metric.source != made.slug:
            continue
        if truth is not None and truth.metric == metric.id:
            level, effect = truth.level, truth.effect
        else:
            level, effect = level_of(program, metric) + _moved(program, planted, metric), lift
        _outcome(made, metric, level + effect * treated, shares=is_share(program, metric))


def _treated(made: _Source, experiment: Experiment) -> Reals:
    """Draw the arms, or the groups and their starts; give for each row whether it was treated."""
    if experiment.staggered is not None:
        return _started(made, experiment)
    assert experiment.arms is not None
    shares = {arm: float(share) for arm, share in experiment.split.items()}
    shares = shares or {experiment.arms.control: 0.5, experiment.arms.treatment: 0.5}
    names = list(shares)
    weights = np.array(list(shares.values()))
    arm = made.dice.choice(len(names), size=made.rows, p=weights / weights.sum())
    made.filled[experiment.arms.column] = pa.array([names[each] for each in arm])
    return np.asarray(arm == names.index(experiment.arms.treatment), dtype=np.float64)


def _started(made: _Source, experiment: Experiment) -> Reals:
    """Groups start one after the other over the middle of the period; a row is treated from its group's start on."""
    form = experiment.staggered
    assert form is not None
    days = (made.period.end - made.period.start).days
    groups = 8
    # The last one starts when the period ends: rows of which nobody is left to compare with count for nothing.
    starts = [round(days * (0.15 + 0.85 * place / (groups - 1))) for place in range(groups)]
    group = made.dice.integers(0, groups, made.rows)
    day = made.dice.integers(0, days, made.rows)
    first = np.array(starts)[group]
    made.filled[form.group] = pa.array([f"group-{each + 1}" for each in group])
    made.filled[form.time] = pa.array([made.period.start + timedelta(days=int(each)) for each in day])
    made.filled[form.starts] = pa.array([made.period.start + timedelta(days=int(each)) for each in first])
    return (day >= first).astype(np.float64)


def _number(program: CompiledProgram, made: _Source, seed: int, *, is_holdout: bool) -> None:
    """Number the units that a holdout knows: in the tests stand only those whom it does not hold out."""
    table = program.table_of(made.slug)
    for holdout in program.holdouts.values():
        column = table.column(holdout.unit) if table else None
        if column is not None and column.unique and not is_holdout and _experiment_on(program, made.slug):
            free = np.flatnonzero(~_held(holdout, seed)) + 1
            made.filled[holdout.unit] = pa.array(free[: made.rows])


def _held(holdout: Holdout, seed: int) -> npt.NDArray[np.bool_]:
    """Draw who is held out, by number from 1 on; more numbers than any table has rows."""
    return chance(seed, f"held/{holdout.id}").random(2 * MOST_ROWS) < float(holdout.share)


def _let_in(made: _Source, holdout: Holdout, seed: int) -> Reals:
    held = _held(holdout, seed)[: made.rows]
    words = {True: holdout.held, False: "false" if holdout.held == "true" else "0"}
    is_truth = holdout.held in {"true", "false"}
    made.filled[holdout.column] = pa.array(
        held == (holdout.held == "true") if is_truth else [words[bool(e)] for e in held]
    )
    return (~held).astype(np.float64)


def _whole(program: CompiledProgram, planted: Mapping[str, Planted]) -> float:
    """Return what all of it does to whoever is not held out, in money: the effects of experiments that count money."""
    currency = program.program.currency
    money = [each.effect for each in planted.values() if program.metrics[each.metric].unit == currency]
    return sum(money)


def _moved(program: CompiledProgram, planted: Mapping[str, Planted], metric: Metric) -> float:
    kpi = next((slug for slug, each in program.kpis.items() if each.metric == metric.id), None)
    return moved(program, planted, kpi) if kpi else 0.0


def _outcome(made: _Source, metric: Metric, mean: Reals, *, shares: bool) -> None:
    if shares:
        made.filled[metric.column] = pa.array((made.dice.random(made.rows) < np.clip(mean, 0.0, 1.0)).astype(np.int64))
        return
    drawn = mean * made.lasting * np.exp(_centred(made.dice, made.rows, _OWN))
    if metric.aggregate is Aggregate.RATIO and metric.denominator is not None:
        below = np.maximum(1, np.round(10 * made.lasting))
        made.filled[metric.denominator] = pa.array(below)
        drawn = mean * below * np.exp(_centred(made.dice, made.rows, _OWN))
    made.filled[metric.column] = pa.array(np.round(drawn, 2))


def _centred(dice: np.random.Generator, rows: int, sigma: float) -> Reals:
    """Draw logarithms of factors of mean 1."""
    return sigma * dice.standard_normal(rows) - sigma * sigma / 2
