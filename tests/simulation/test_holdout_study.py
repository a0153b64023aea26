"""Lumen's holdout against its truth: three initiatives that overlap, read as the program reads them."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq
import pytest

from milepost.actions.read_experiment import read_table
from milepost.experiments.holdout import holdout_design, holdout_verdict, in_groups
from milepost.kernel.words import Grade
from milepost.ledger.total import ProgramTotal, total_of
from milepost.program.compiled import CompiledProgram
from milepost.simulation.lumen import expected, experiments, naive
from milepost.simulation.lumen.truth import PLANTED, Effects, Initiative, Lumen
from milepost.wiring.local import plain_warehouse
from simulation.lumen_study import band, program_of_lumen

THREE = (Initiative.MENS_MAIL, Initiative.RECOMMENDATIONS, Initiative.DISCOUNT_POPUP)
"""All three are rolled out to everybody outside the holdout, one after the other, and multiply from then on."""
EFFECTS = Effects(initiatives={each: PLANTED[each] for each in THREE})
FIRST_SEED, SEEDS, PROVE_SEEDS = 40_000, 30, 500
HELD = "untouched"
Company = tuple[float, float, float, float, float, float]


def read(program: CompiledProgram, lumen: Lumen, folder: Path) -> ProgramTotal:
    """Read a company's holdout as a run does, of a table in a file."""
    path = folder / "holdout.parquet"
    pq.write_table(experiments.company_held(lumen), path)
    warehouse, design = plain_warehouse(), holdout_design(program, HELD, randomised=True)
    table = in_groups(warehouse.open_file(path), program.holdouts[HELD], "margin")
    found = read_table(warehouse, table, "holdout", design)
    total = total_of(program, holdout_verdict(program, HELD, found, "", "", "ev_stated"), "ev_read")
    assert total is not None, found.findings
    assert total.grade is Grade.A
    return total


program_read = cache(program_of_lumen)


def company(seed: int) -> Company:
    """Give truth, total, its interval, and the naive sum of winners with its standard error, in EUR."""
    program, lumen = program_read(), Lumen(seed=seed, effects=EFFECTS)
    with TemporaryDirectory() as folder:
        total = read(program, lumen, Path(folder))
    amount, true = total.amount, expected.held_effect(lumen)
    claimed, error = naive.sum_of_winners(lumen, THREE)
    return true.margin * total.others, float(amount.estimate), float(amount.low), float(amount.high), claimed, error


def studied(companies: list[Company], tell: Callable[[str, object, object, bool | str], None] | None = None) -> None:
    """Hold the totals against their truth, and the sum of winners beside it: the negative control."""
    true, estimate, low, high, claimed, error = np.array(companies).T
    covered, (least, most) = int(((low <= true) & (true <= high)).sum()), band(len(companies), 0.95)
    ok = least <= covered <= most
    naively = int((np.abs(claimed - true) <= 1.959964 * error).sum())
    over, off = claimed.mean() / true.mean() - 1, estimate.mean() / true.mean() - 1
    found = (
        f"{covered} of {len(companies)} (mean truth EUR {true.mean():,.0f}, ours {off:+.1%}; naive sum of winners "
        f"{over:+.0%}, its interval covers {naively})"
    )
    if tell is not None:
        tell(
            "Lumen: program totals from the holdout that cover the truth, three initiatives",
            found,
            f"{least} to {most}",
            ok,
        )
    assert ok
    assert naively < least
    assert over > 0.25


@pytest.mark.slow
def test_the_total_of_some_companies_covers_the_truth_and_the_sum_of_winners_overstates() -> None:
    studied([company(seed) for seed in range(FIRST_SEED, FIRST_SEED + SEEDS)])


@pytest.mark.slow
def test_with_nothing_planted_the_total_covers_nought(tmp_path: Path) -> None:
    program, covered = program_read(), 0
    for seed in range(FIRST_SEED, FIRST_SEED + SEEDS):
        amount = read(program, Lumen(seed=seed, effects=Effects.none()), tmp_path).amount
        covered += amount.low <= 0 <= amount.high
    least, most = band(SEEDS, 0.95)
    assert least <= covered <= most


@pytest.mark.prove
def test_the_totals_of_five_hundred_companies(prove_figure) -> None:
    seeds = range(FIRST_SEED, FIRST_SEED + PROVE_SEEDS)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(company, seeds, chunksize=5))
    studied(found, prove_figure)


def test_the_truth_is_nought_with_nothing_planted_and_above_it_otherwise() -> None:
    lumen = Lumen(seed=3, effects=Effects.none())
    assert expected.held_effect(lumen).margin == pytest.approx(0, abs=1e-9)
    assert expected.held_effect(Lumen(seed=3, effects=EFFECTS)).margin > 0
