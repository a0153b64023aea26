"""Roll-outs of known effect over few teams: how often the interval covers it, and what naive methods make of them.

Each count stands twice: small for every day, full for `make prove`. Teams differ, remember and drift; all share a time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import binom, t

from milepost.statistics.staggered import Rollout, _contrasts, _effect, _orders, imputed_effect, learnt

TEAMS, STEPS, DAYS = 7, 7, 35.0
STARTS = np.arange(1, TEAMS + 1)
ROWS = np.full((TEAMS, STEPS), 25.0)
ROWS[:, 0] = 150.0
STARTED = (np.arange(STEPS)[None, :] >= STARTS[:, None]).astype(float)
SINCE = (np.arange(STEPS)[None, :] - STARTS[:, None]) * DAYS
COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
HOURS = -3.0
Cells = np.ndarray


def white(rng) -> Cells:
    """Give teams that differ by two hours, and briefs by six."""
    return 16 + rng.normal(0, 2, (TEAMS, 1)) + rng.normal(0, 6, (TEAMS, STEPS)) / np.sqrt(ROWS)


def remembering(rng) -> Cells:
    """Let what a team is off by last: four fifths of it are there a step later."""
    return white(rng) + _memory(rng, 0.8, 1.5)


def drifting(rng) -> Cells:
    """Let each team go its own way and never come back."""
    return white(rng) + np.cumsum(rng.normal(0, 0.7, (TEAMS, STEPS)), axis=1)


def in_time(rng) -> Cells:
    """Let all teams get faster together, with a season."""
    return remembering(rng) - 0.8 * np.arange(STEPS) + 2 * np.sin(np.arange(STEPS) * np.pi / 3)


def at_once(rng) -> Cells:
    return STARTED


def learning(rng) -> Cells:
    """Let a team learn for a hundred days."""
    return learnt(np.where(STARTED > 0, SINCE, -1e6), SINCE + DAYS, 100.0) * STARTED


def differing(rng) -> Cells:
    """Let teams gain more or less: a third of the effect is their own."""
    return learning(rng) * (1 + rng.normal(0, 1 / 3, (TEAMS, 1)))


@dataclass(frozen=True)
class Family:
    noise: Callable[..., Cells]
    effect: Callable[..., Cells]
    is_declared: bool = False


FAMILIES = {
    "teams that differ": Family(white, at_once),
    "teams that remember": Family(remembering, at_once),
    "teams that drift": Family(drifting, at_once),
    "a trend and a season": Family(in_time, at_once),
    "a learning curve of 100 days, declared": Family(remembering, learning, is_declared=True),
}
WIDER = {
    "a learning curve of 100 days, unknown": Family(remembering, learning),
    "teams that gain differently": Family(white, differing),
}
OF, OF_WIDER = pytest.mark.parametrize("name", FAMILIES), pytest.mark.parametrize("name", WIDER)


def read(of: Family, hours: float, runs: int, seed: int):
    """Give each run's estimate, its true mean effect and its cells; all orders are tried once for all runs."""
    rng = np.random.default_rng([seed, [*FAMILIES.values(), *WIDER.values(), of].index(of)])
    effects = [hours * of.effect(rng) for _ in range(runs)]
    cells = [of.noise(rng) + effect for effect in effects]
    dose = learning(rng) if of.is_declared else STARTED
    shape = dose * (ROWS * STARTED).sum() / (ROWS * dose).sum()
    orders = _orders(STARTS, rng)
    for at in range(0, runs, 100):
        *found, known = _contrasts(ROWS, orders, np.stack([*cells[at : at + 100], shape]))
        for each, effect, cell in zip(found, effects[at:], cells[at:], strict=False):
            yield (
                _effect(each, known, 0, is_exact=True).estimate,
                float((effect * ROWS * STARTED).sum() / (ROWS * STARTED).sum()),
                cell,
            )


def band(runs: int, chance: float) -> tuple[int, int]:
    return int(binom.ppf(0.0005, runs, chance)), int(binom.ppf(0.9995, runs, chance))


@OF
@COUNTS
def test_the_interval_covers_what_was_planted(name, runs, prove_figure):
    covered = claimed = 0
    for found, truth, _ in read(FAMILIES[name], HOURS, runs, 51):
        covered += found.low <= truth <= found.high
        claimed += found.lower95 <= truth
    low, high = band(runs, 0.95)
    ok = low <= covered <= high and low <= claimed <= high
    said = f"{covered / runs:.2%} of {runs:,}, claims {claimed / runs:.2%}"
    prove_figure(f"staggered start: truth inside, {name}", said, f"{low / runs:.1%} to {high / runs:.1%}", ok)
    assert ok


@OF
@COUNTS
def test_no_effect_is_called_one_in_one_of_twenty(name, runs, prove_figure):
    called = sum(found.p_value <= 0.05 for found, _, _ in read(FAMILIES[name], 0.0, runs, 52))
    low, high = band(runs, 0.05)
    prove_figure(
        f"staggered start: false positives, {name}", f"{called / runs:.2%} of {runs:,}",
        f"{low / runs:.1%} to {high / runs:.1%}", low <= called <= high,
    )  # fmt: skip
    assert low <= called <= high


@OF_WIDER
@COUNTS
def test_effects_that_no_curve_tells_make_it_wide_and_not_wrong(name, runs, prove_figure):
    covered = sum(found.low <= truth <= found.high for found, truth, _ in read(WIDER[name], HOURS, runs, 53))
    low = band(runs, 0.95)[0]
    prove_figure(
        f"staggered start: truth inside, {name}", f"{covered / runs:.2%} of {runs:,}", f">= {low / runs:.1%}",
        covered >= low,
    )  # fmt: skip
    assert covered >= low


@COUNTS
def test_two_way_fixed_effects_of_an_effect_that_grows_are_wrong(runs, prove_figure):
    """The negative control: what has started earlier stands in as a control, with its effect still growing."""
    growing = Family(white, learning)
    naive = ours = 0
    for found, truth, cells in read(growing, -2 * abs(HOURS), runs, 54):
        effect, half = two_way(cells)
        naive += abs(effect - truth) <= half
        ours += found.low <= truth <= found.high
    said = f"covers {naive / runs:.1%} of {runs:,} (ours {ours / runs:.1%})"
    ok = naive < band(runs, 0.95)[0] <= ours
    prove_figure("staggered start, naive: two-way fixed effects, clustered t", said, "below 95%", ok)
    assert ok


@COUNTS
def test_errors_that_forget_call_nothing_something(runs, prove_figure):
    """The negative control of the chance used: cells of one team are no news to each other."""
    naive = (two_way(cells, clustered=False) for _, _, cells in read(_NOTHING, 0, runs, 55))
    called = sum(abs(effect) > half for effect, half in naive)
    high = band(runs, 0.05)[1]
    said = f"{called / runs:.1%} of {runs:,}"
    prove_figure("staggered start, naive: errors without memory, no effect", said, "above 5%", called > high)
    assert called > high


@COUNTS
def test_before_and_after_takes_the_time_for_the_effect(runs, prove_figure):
    inside = 0
    for _, truth, cells in read(FAMILIES["a trend and a season"], HOURS, runs, 56):
        waits, after = ROWS * (1 - STARTED), ROWS * STARTED
        step = (cells * after).sum() / after.sum() - (cells * waits).sum() / waits.sum()
        half = 1.96 * 6 * np.sqrt(1 / after.sum() + 1 / waits.sum())
        inside += abs(step - truth) <= half
    said = f"covers {inside / runs:.1%} of {runs:,}"
    prove_figure("staggered start, naive: before and after", said, "below 95%", inside < band(runs, 0.95)[0])
    assert inside < 0.5 * runs


def test_all_steps_before_a_start_tell_more_than_the_last_alone(prove_figure):
    """The estimator's choice: group-time effects by the last step before (Callaway & Sant'Anna) beside imputation."""
    ratios = []
    for noise in (white, remembering, drifting):
        rng = np.random.default_rng(57)
        errors = np.array([_errors(noise(rng)) for _ in range(400)])
        ratios.append(float(np.sqrt((errors**2).mean(axis=0))[0] / np.sqrt((errors**2).mean(axis=0))[1]))
    said = ", ".join(f"{each:.2f}" for each in ratios)
    name = "staggered start: error over that of the last step as baseline (differ, remember, drift)"
    prove_figure(name, said, "< 1.10 each", max(ratios) < 1.1)
    assert max(ratios) < 1.1


def two_way(cells: Cells, *, clustered: bool = True) -> tuple[float, float]:
    """Give the coefficient of one dummy in two-way fixed effects, and 1.96 of its errors, by team or by cell."""
    g, s = (each.ravel() for each in np.indices(cells.shape))
    design = np.column_stack([STARTED.ravel(), np.eye(TEAMS)[g], np.eye(STEPS)[s][:, 1:]])
    weights, y = ROWS.ravel(), cells.ravel()
    bread = np.linalg.inv(design.T @ (weights[:, None] * design))
    beta = bread @ (design.T @ (weights * y))
    scores = design * (weights * (y - design @ beta))[:, None]
    sums = np.array([scores[g == each].sum(axis=0) for each in range(TEAMS)]) if clustered else scores
    n, k = design.shape
    meat = sums.T @ sums * (n - 1) / (n - k)
    return float(beta[0]), float(t.ppf(0.975, 1_000) * np.sqrt((bread @ meat @ bread)[0, 0]))


def _errors(cells: Cells) -> tuple[float, float]:
    of = Rollout(rows=ROWS, means=cells, starts=STARTS)
    rows, total = of.compared, 0.0
    for team, step in zip(*np.nonzero(rows), strict=True):
        last = STARTS[team] - 1
        waits = step < STARTS
        change = cells[team, step] - cells[team, last]
        total += rows[team, step] * (change - (cells[waits, step] - cells[waits, last]).mean())
    return imputed_effect(of), total / rows.sum()


def _memory(rng, keep: float, size: float) -> Cells:
    out = np.zeros((TEAMS, STEPS))
    out[:, 0] = rng.normal(0, size, TEAMS)
    for step in range(1, STEPS):
        out[:, step] = keep * out[:, step - 1] + np.sqrt(1 - keep**2) * rng.normal(0, size, TEAMS)
    return out


_NOTHING = Family(lambda rng: white(rng) + _memory(rng, 0.9, 4), at_once)
