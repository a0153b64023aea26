"""Tables for any program: contracts hold, effects are those planted, and the same seed gives the same rows."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from milepost.program.compiled import CompiledProgram
from milepost.program.compiler import compile_program
from milepost.simulation.rehearsal.planted import Planted, plant
from milepost.simulation.rehearsal.tables import tables
from milepost.simulation.rehearsal.write import write
from milepost.wiring.local import example_folder

UNTIL = date(2027, 2, 1)
SEEDS = range(8)


@cache
def program(name: str) -> CompiledProgram:
    folder = example_folder("templates") / name
    texts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
    made = compile_program(texts).program
    assert made is not None
    return made


@cache
def made(name: str, seed: int) -> tuple[dict[str, Planted], dict[str, pa.Table]]:
    planted = plant(program(name), seed)
    return dict(planted), dict(tables(program(name), planted, seed, UNTIL))


def misses(name: str, *, told: float = 1.0) -> list[float]:
    """Give (found - told * planted) / standard error for each test with arms and each seed."""
    found = []
    for seed in SEEDS:
        planted, tables_ = made(name, seed)
        for slug, truth in planted.items():
            experiment = program(name).experiments[slug]
            if experiment.arms is None:
                continue
            rows = tables_[experiment.source]
            arm = np.array(rows[experiment.arms.column].to_pylist())
            value = rows[program(name).metrics[experiment.primary].column].to_numpy().astype(float)
            new, old = value[arm == experiment.arms.treatment], value[arm == experiment.arms.control]
            error = np.sqrt(new.var() / len(new) + old.var() / len(old))
            found.append((new.mean() - old.mean() - told * truth.effect) / error)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["retail", "financial-services"])
def test_what_is_planted_is_in_the_rows(name: str) -> None:
    """Standardised misses have mean 0 and variance 1; told twice the effect they do not (the negative control)."""
    found = np.array(misses(name))
    assert abs(found.mean()) < 3.5 / np.sqrt(len(found))
    assert 0.5 < found.std() < 1.5
    assert np.array(misses(name, told=2.0)).std() > 1.5


def test_who_is_held_out_is_in_no_test() -> None:
    _, found = made("subscription", 0)
    told = zip(found["holdout"]["member_id"].to_pylist(), found["holdout"]["held_out"].to_pylist(), strict=True)
    held = {unit for unit, out in told if out}
    assert 0.03 < len(held) / found["holdout"].num_rows < 0.07
    for source in ("home-trial", "mood-trial", "recovery-trial"):
        assert not held & set(found[source]["member_id"].to_pylist())


def test_a_sector_of_few_accounts_has_few_rows() -> None:
    _, found = made("b2b", 0)
    assert found["plays-trial"].num_rows == 640
    assert found["portal-trial"].num_rows == 420
    assert len(set(found["proposals-rollout"]["region"].to_pylist())) == 8


def test_the_same_seed_and_day_give_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert list(write(program("b2b"), tmp_path / name, 3, UNTIL))
    one, two = (sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_a_capability_that_does_not_work_changes_nothing() -> None:
    planted = [truth for seed in SEEDS for truth in plant(program("retail"), seed).values()]
    assert {truth.effect for truth in planted if not truth.works} == {0.0}
    assert 0.2 < sum(truth.works for truth in planted) / len(planted) < 0.9
