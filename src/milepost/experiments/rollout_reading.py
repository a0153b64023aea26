"""From moments by group and step to what a staggered start saved: effects, capacity, cash, one sentence."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from milepost.experiments.rollout import Capacity, CashSaved, Effort, RolloutDesign, RolloutReading
from milepost.experiments.rollout_rules import TOO_FEW_ORDERS
from milepost.experiments.rollout_steps import Cells, Steps, left_out, rollout_of
from milepost.experiments.strength import strength_said
from milepost.kernel.finding import Refused, Span
from milepost.outcomes.metric import MetricSpec
from milepost.statistics.adjust import benjamini_hochberg
from milepost.statistics.estimate import Estimate
from milepost.statistics.sensitivity import Sensitivity, sensitivity
from milepost.statistics.staggered import Reals, Rollout, rollout_effects, scaled

SEED = 2024
"""Of the orders that are drawn where there are too many to try them all: the same rows give the same reading."""


def rollout_reading(
    cells: Mapping[str, Cells], steps: Steps, design: RolloutDesign, source: str = ""
) -> RolloutReading:
    """Judge a roll-out from its cells by metric. Raises Refused where no started row can be compared."""
    efforts = _adjusted(_efforts(cells, steps, design, source))
    primary = cells[design.spec.metrics[0].name]
    waiting = rollout_of(primary, steps, 0)
    capacity = _capacity(efforts[0], design)
    bare = RolloutReading(
        groups=steps.groups,
        efforts=efforts,
        capacity=capacity,
        cash=_cash(efforts[0], capacity, design),
        grade=design.grade,
        alpha=design.alpha,
        waiting=round(float((waiting.rows * (1 - waiting.started)).sum())),
        until=steps.until,
        strength=None if design.randomised else _strength(efforts[0], steps),
        findings=left_out(primary, steps, source),
    )
    return replace(bare, sentence=sentence(bare))


def sentence(of: RolloutReading) -> str:
    """Say what was saved, in its own unit, what of it is cash, and how far it may be trusted."""
    told = " ".join((_saved(of.capacity), *([_cashed(of.cash)] if of.cash else [])))
    if of.strength is None:
        return f"S{told[1:]}"
    return f"{_caution(of)}{told} {strength_said(of.strength, 'who had started', of.capacity.unit)}"


def _efforts(cells: Mapping[str, Cells], steps: Steps, design: RolloutDesign, source: str) -> Iterator[Effort]:
    metrics = design.spec.metrics
    rollouts = [rollout_of(cells[each.name], steps, design.ramp_days) for each in metrics]
    try:
        effects = rollout_effects(rollouts, np.random.default_rng(SEED))
    except ValueError as error:
        raise _no_interval(metrics[0], source, str(error)) from None
    for metric, of, found in zip(metrics, rollouts, effects, strict=True):
        if not all(map(math.isfinite, (found.estimate.low, found.estimate.high))):
            raise _no_interval(metric, source, "its orders bound no effect")
        before, after = (_mean(of, rows) for rows in (of.rows * (1 - of.started), of.compared))
        yield Effort(metric=metric, found=found, before=before, after=after, p_adjusted=found.estimate.p_value)


def _strength(of: Effort, steps: Steps) -> Sensitivity:
    """Judge a hidden cause against the regression of cells on groups and steps."""
    groups = len(steps.groups)
    return sensitivity(of.effect, max(2, (groups - 1) * (steps.count - 1) - 1))


def _adjusted(efforts: Iterable[Effort]) -> tuple[Effort, ...]:
    primary, *others = efforts
    p_values = benjamini_hochberg([each.effect.p_value for each in others])
    return (primary, *(replace(each, p_adjusted=p) for each, p in zip(others, p_values, strict=True)))


def _no_interval(metric: MetricSpec, source: str, why: str) -> Refused:
    span = Span(path=source) if source else None
    return Refused(TOO_FEW_ORDERS.at(span, f"metric {metric.name!r} has no interval: {why}", TOO_FEW_ORDERS.fix))


def _mean(of: Rollout, rows: Reals) -> float:
    return float((rows * of.means).sum() / rows.sum())


def _capacity(of: Effort, design: RolloutDesign) -> Capacity:
    rows = of.found.rows
    return Capacity(metric=of.metric.name, unit=design.unit, rows=rows, saved=scaled(of.effect, -rows))


def _cash(of: Effort, capacity: Capacity, design: RolloutDesign) -> CashSaved | None:
    spec = design.cash
    if spec is None or not spec.share:
        return None
    return CashSaved(
        currency=spec.currency,
        share=spec.share,
        rows=capacity.rows,
        saved=scaled(capacity.saved, float(spec.per * spec.share)),
        probability_positive=1 - of.found.probability_positive,
    )


def _caution(of: RolloutReading) -> str:
    return f"Grade {of.grade}, nobody stated that the order was drawn: if the groups would have gone alike, "


def _saved(of: Capacity) -> str:
    per_row = scaled(of.saved, 1 / of.rows)
    estimate = f"estimate {_plain(of.saved.effect)}, 95% interval {_plain(of.saved.low)} to {_plain(of.saved.high)}"
    whole = f"over {of.rows:,} rows, {_plain(per_row.effect)} each"
    if of.saved.lower95 > 0:
        return f"starting saved at least {_plain(of.saved.lower95)} {of.unit} ({estimate}) {whole}: capacity, no money."
    if of.saved.upper95 < 0:
        return f"starting cost at least {_plain(-of.saved.upper95)} {of.unit} more ({_mirrored(of.saved)}) {whole}."
    return f"starting is not proven to save {of.unit} ({estimate}) {whole}."


def _mirrored(of: Estimate) -> str:
    turned = scaled(of, -1)
    return f"estimate {_plain(turned.effect)}, 95% interval {_plain(turned.low)} to {_plain(turned.high)}"


def _cashed(of: CashSaved) -> str:
    saved = of.saved
    interval = f"estimate {_plain(saved.effect)}, 95% interval {_plain(saved.low)} to {_plain(saved.high)}"
    left = f"{of.share:.0%} of it left the budget"
    if saved.lower95 > 0:
        return f"Cash: {left}, at least {of.currency} {_plain(saved.lower95)} ({interval})."
    return f"Cash: {left}, not proven above zero in {of.currency} ({interval})."


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
