"""Net, return, present value and payback against a truth that is known: two arms of one control, and a third trial.

Units vary with a skew; estimates and errors are those of their rows' means. The cost is known but for one line.
"""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from ledger.flows import cost, entry, posted
from milepost.ledger.flows import CostFlow, PostedEntry, value_flows
from milepost.ledger.returns import Returns, Terms, returns_of
from milepost.statistics.portfolio import ONE_SIDED

RUNS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
TERMS = Terms(currency="USD", discount_rate=Decimal("0.1"), base=date(2026, 10, 1), last=date(2027, 9, 1), draws=4_000)
UNITS = {"None": 4_000, "Mail": 3_000, "Letter": 2_000}
UNSURE = 60.0
HALF = {"Mail": "2026-10-01/2027-04-01", "Letter": "2026-10-01/2027-04-01", "App": "2027-01-01/2027-07-01"}


@dataclass(frozen=True)
class World:
    """What each arm truly earns a unit, and the cost of the line that is not known."""

    gains: tuple[float, float, float]
    unsure: float = 600.0

    def truth(self) -> float:
        mail, letter, app = self.gains
        return 3_000 * mail + 2_000 * letter + 3_000 * app

    def spent(self) -> float:
        return 400.0 + self.unsure

    def read(self, rng: np.random.Generator) -> tuple[list[PostedEntry], list[CostFlow]]:
        """Draw the trials and read them, each arm against its own control."""
        mail, letter, app = self.gains
        control = sampled(rng, 4_000, 0.0)
        found = [
            priced(control, sampled(rng, 3_000, mail), "Mail", "sha256:00"),
            priced(control, sampled(rng, 2_000, letter), "Letter", "sha256:00"),
            priced(sampled(rng, 4_000, 0.0), sampled(rng, 3_000, app), "App", "sha256:01"),
        ]
        billed = rng.normal(self.unsure, UNSURE)
        return found, [cost("2026-10", "400"), cost("2026-12", f"{billed:.2f}", "people", UNSURE)]


def sampled(rng: np.random.Generator, n: int, gain: float) -> tuple[float, float, int]:
    """Draw the mean of n skewed units, exponential with mean 1, more by the gain; and its squared standard error."""
    rows = rng.exponential(1.0, n)
    return float(rows.mean()) + gain, float(rows.var(ddof=1)) / n, n


def priced(control, treatment, arm: str, rows: str) -> PostedEntry:
    error = treatment[2] * math.sqrt(control[1] + treatment[1])
    of = entry(treatment[2] * (treatment[0] - control[0]), error, rows=rows, treatment=arm, period=HALF[arm])
    return posted(of, f"ev_{arm}", {"None": control[2], arm: treatment[2]})


def returns(entries, costs, seed: int = 5) -> Returns:
    values, contact, _ = value_flows(entries, "USD")
    return returns_of(values, (*contact, *costs), TERMS, np.random.default_rng(seed))


def within(share: float, rate: float, runs: int) -> bool:
    """Tell whether a share lies in the two-sided binomial 99.9% band about a rate."""
    return abs(share - rate) <= 3.29 * math.sqrt(rate * (1 - rate) / runs) + 0.5 / runs


@RUNS
def test_what_is_claimed_covers_the_truth(runs, prove_figure):
    world, rng = World(gains=(0.25, 0.2, 0.3)), np.random.default_rng(51)
    true_net, true_roi = world.truth() - world.spent(), world.truth() / world.spent() - 1
    certain = returns([priced((0, 1e-18, UNITS["None"]), (gain, 1e-18, n), arm, arm) for arm, gain, n in (
        ("Mail", 0.25, 3_000), ("Letter", 0.2, 2_000), ("App", 0.3, 3_000)
    )], [cost("2026-10", "400"), cost("2026-12", "600")])  # fmt: skip
    true_npv, true_month = float(certain.npv.estimate), certain.payback.estimate
    seen = dict.fromkeys(("net", "net claimed", "roi", "roi claimed", "npv", "month", "month claimed"), 0)
    naive = dict.fromkeys(("sum of lower bounds", "ratio of bounds", "independent"), 0)
    for _ in range(runs):
        entries, costs = world.read(rng)
        found = returns(entries, costs)
        assert found.roi is not None
        assert true_month is not None
        payback = found.payback
        seen["net"] += float(found.net.low) <= true_net <= float(found.net.high)
        seen["net claimed"] += float(found.net.lower95) <= true_net
        seen["roi"] += found.roi.low <= true_roi <= found.roi.high
        seen["roi claimed"] += found.roi.lower95 <= true_roi
        seen["npv"] += float(found.npv.low) <= true_npv <= float(found.npv.high)
        seen["month"] += bool(payback.earliest and payback.earliest <= true_month <= (payback.latest or date.max))
        seen["month claimed"] += (payback.claimed or date.max) >= true_month
        lower = sum(float(each.entry.amount.lower95) for each in entries) - world.spent() - ONE_SIDED * UNSURE
        naive["sum of lower bounds"] += lower <= true_net
        low, high = float(found.gross.low), float(found.gross.high)
        naive["ratio of bounds"] += low / float(found.cost.high) <= true_roi + 1 <= high / float(found.cost.low)
        alone = math.hypot(UNSURE, *(float(each.entry.amount.high - each.entry.amount.low) / 3.92 for each in entries))
        naive["independent"] += abs(float(found.net.estimate) - true_net) <= 1.96 * alone
    shares = {name: count / runs for name, count in seen.items()}
    wrong = {name: count / runs for name, count in naive.items()}
    ok = all(within(share, 0.95, runs) for name, share in shares.items() if not name.startswith("month"))
    # A month is a whole one, so that an honest interval of months covers at least as often.
    ok = ok and all(shares[name] >= 0.95 or within(shares[name], 0.95, runs) for name in ("month", "month claimed"))
    told = ", ".join(f"{name} {share:.1%}" for name, share in shares.items())
    told += "; naive: " + ", ".join(f"{name} {share:.1%}" for name, share in wrong.items())
    prove_figure("returns: intervals and claims cover the truth", f"{told} of {runs:,}", "95%, 99.9% band", ok)
    assert ok, told
    assert wrong["sum of lower bounds"] > 0.95  # far too little is claimed
    assert wrong["independent"] < 0.95
    assert wrong["ratio of bounds"] > 0.95
    if runs > 1_000:  # a tenth of the runs tells no small difference
        assert not any(within(share, 0.95, runs) for share in wrong.values())


@RUNS
def test_no_payback_is_claimed_where_there_is_none(runs, prove_figure):
    """Every month ends a cent below zero, with trials of its own: the first that seems to pass is looked for."""
    rng, months, error = np.random.default_rng(52), range(1, 10), 100.0
    ours = naive = 0
    for _ in range(runs):
        noise = rng.normal(0, error, len(months))
        entries = [
            posted(
                entry(300 + each, error, rows=f"{month}", period=f"2027-0{month}-01/2027-0{month}-28"), f"ev_{month}"
            )
            for month, each in zip(months, noise, strict=True)
        ]
        costs = [cost(f"2027-0{month}", "300.01" if month == 1 else "300") for month in months]
        found = returns(entries, costs)
        ours += found.payback.claimed is not None
        running = np.cumsum(noise) - 0.01
        naive += bool((running - ONE_SIDED * error * np.sqrt(np.arange(1, len(months) + 1)) >= 0).any())
    ok = within(ours / runs, 0.05, runs)
    told = f"{ours / runs:.1%} of {runs:,} (each month's own bound: {naive / runs:.1%})"
    prove_figure("returns: payback claimed where there is none, nine months looked at", told, "5%, 99.9% band", ok)
    assert ok, told
    assert naive / runs > 0.05
    assert not within(naive / runs, 0.05, runs)


def test_the_sum_of_winners_overstates():
    """Forty trials of nothing: those that came out well are summed, as one would be tempted to."""
    rng, error, winners, all_ = np.random.default_rng(53), 100.0, [], []
    for _ in range(400):
        found = rng.normal(0, error, 40)
        winners.append(float(found[found - ONE_SIDED * error > 0].sum()))
        entries = [posted(entry(each, error, rows=f"{place}"), f"ev_{place}") for place, each in enumerate(found)]
        values, _, _ = value_flows(entries, "USD")
        all_.append(sum(each.part.estimate for each in values))
    by_theory = 40 * error * math.exp(-(ONE_SIDED**2) / 2) / math.sqrt(2 * math.pi)
    assert np.mean(winners) == pytest.approx(by_theory, rel=0.1)
    assert abs(np.mean(all_)) < 3.29 * error * math.sqrt(40 / 400)
