"""The benchmark's own arithmetic, and one race of real processes."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from bench import cases
from bench.__main__ import table
from bench.cases.core_size import weigh
from bench.cases.read_64k import write_campaign
from bench.lab import CommandFailed, Cost, Costs, Lab, Row, python


def test_costs_are_medians_and_peaks():
    costs = Costs(runs=tuple(Cost(cpu=cpu, wall=2 * cpu, peak=peak) for cpu, peak in ((1.0, 5), (2.0, 9), (4.0, 7))))
    assert (costs.cpu, costs.wall, costs.peak, costs.spread) == (2.0, 4.0, 9, 1.5)


def test_a_row_over_its_limit_says_so():
    rows = [Row(name="slow", median="2 s", ratio=3.2, beside="floor", limit=3.0), Row(name="free", median="1 s")]
    assert [row.holds for row in rows] == [False, True]
    assert "OVER" in table(rows).splitlines()[1]


def test_a_race_measures_each_command_and_refuses_a_failing_one(tmp_path: Path):
    lab = Lab(folder=tmp_path, root=tmp_path, count=2)
    costs = lab.race({"nothing": python("pass"), "busy": python("sum(range(3_000_000))")})
    assert len(costs["busy"].runs) == 2
    assert costs["busy"].cpu > costs["nothing"].cpu > 0
    assert costs["nothing"].peak > 1_000_000
    with pytest.raises(CommandFailed, match="ended with 3: oh"):
        lab.race({"bad": python("print('oh'); raise SystemExit(3)")})


def test_every_case_has_its_form():
    names = [each.name for each in pkgutil.iter_modules(cases.__path__)]
    modules = [importlib.import_module(f"bench.cases.{name}") for name in names]
    assert [module.NAME for module in modules] == names
    assert all(module.SAYS and callable(module.rows) for module in modules)


def test_the_campaign_is_the_same_each_time(tmp_path: Path):
    for name in ("a", "b"):
        write_campaign(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_text().count("\n") == 64_001


def test_a_folder_is_weighed_without_following_links(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * 1000)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert 1000 < weigh(tmp_path) < 1200
