"""A test is sized from its metric's own history; each figure is held against one worked out by hand from the rows."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from actions.histories import CYCLE, FIRST, WEEKS, rows, written
from milepost.actions.design_experiment import design_experiment
from milepost.experiments.design import MoneySpec
from milepost.experiments.sizing.asked import PRE, Asked, Effect, Margin
from milepost.experiments.sizing.size import Sizing
from milepost.kernel.finding import Refused
from milepost.outcomes.metric import parse_metric
from milepost.statistics.power import detectable, power
from milepost.wiring.local import plain_warehouse

SPEND, BOUGHT, CLICKS = map(parse_metric, ("spend", "bought:proportion", "clicks:ratio=views"))
ASKED = Asked(unit="customer", time="day", metrics=(SPEND, BOUGHT, CLICKS), effect=Effect(value=0.1, is_relative=True))

MONEY = MoneySpec(metric="spend", margin=Decimal("0.3"), cost_per_unit=Decimal("0.05"), currency="EUR")


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("history") / "history.csv", rows())


@pytest.fixture(scope="module")
def sized(table: Path) -> Sizing:
    return design(table, replace(ASKED, covariate=PRE, most_weeks=8))


def design(table: Path, asked: Asked) -> Sizing:
    return design_experiment(plain_warehouse(), table, asked)


def codes(table: Path, asked: Asked = ASKED) -> list[str]:
    with pytest.raises(Refused) as refused:
        design(table, asked)
    return [each.code for each in refused.value.findings]


def by_unit(weeks: int, before: int = 0) -> dict[str, np.ndarray]:
    """Sum each unit's columns over the last `weeks` weeks, `before` weeks back, by hand."""
    end = WEEKS * 7 - before * 7
    sums: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(4))
    for who, day, *cells in rows():
        if end - weeks * 7 <= (day - FIRST).days < end:
            sums[who] += np.array(cells[:4], dtype=float)
    return sums


@pytest.mark.parametrize("weeks", [1, 3, 8])
def test_units_level_and_variance_are_those_of_the_rows(sized: Sizing, weeks: int) -> None:
    line = next(each for each in sized.lines if each.weeks == weeks)
    spent = np.array([each[0] for each in by_unit(weeks).values()])
    assert line.units == len(spent)
    assert line.level == pytest.approx(spent.mean(), rel=1e-9)
    assert line.variance == pytest.approx(spent.var(ddof=1), rel=1e-9)


def test_variance_is_measured_and_grows_faster_than_time(sized: Sizing) -> None:
    first, last = sized.lines[0], sized.lines[-1]
    grown = last.variance / first.variance
    assert grown > 4.5
    # Negative controls: neither one week's variance nor eight times it is that of eight weeks, nor are the units.
    assert abs(grown - 1) > 1
    assert abs(grown - 8) > 0.4
    assert last.units < 3 * first.units


def test_the_powers_are_those_of_the_formulas(sized: Sizing) -> None:
    for line in sized.lines:
        spread = 4 * line.variance * (1 - line.gain)
        assert line.power == pytest.approx(power(line.effect, (spread / line.units) ** 0.5, 0.05), rel=1e-9)
        assert line.detectable == pytest.approx(detectable(0.8, 0.05) * (spread / line.units) ** 0.5, rel=1e-9)
        assert line.effect == pytest.approx(0.1 * line.level)


def test_the_gain_is_that_of_a_slope_fitted_on_other_units(sized: Sizing, table: Path) -> None:
    now, past = by_unit(4), by_unit(4, before=4)
    pairs = np.array([(each[0], past[who][0] if who in past else 0.0) for who, each in now.items()])
    correlation = np.corrcoef(pairs.T)[0, 1]
    line = next(each for each in sized.lines if each.weeks == 4)
    assert line.gain == pytest.approx(correlation**2, abs=0.03)
    assert line.gain > 0.1
    bare = design(table, replace(ASKED, effect=Effect(value=0.2, is_relative=True)))
    assert bare.planned.weeks <= 4
    assert bare.offered == pytest.approx(sized.lines[bare.planned.weeks - 1].gain)
    beyond = next(each for each in sized.lines if each.weeks == 5)
    assert beyond.gain == 0  # ten weeks of history were needed: it is not carried on


def test_a_past_that_tells_nothing_gives_no_gain(tmp_path: Path) -> None:
    """Few units and a skewed past: fitted and measured on the same units, any past explains something."""
    found = rows(seed=9, people=300, weeks=4, repeats=False)
    asked = replace(ASKED, metrics=(SPEND,), covariate=PRE, most_weeks=2)
    honest = design(written(tmp_path / "noise.csv", found), asked).lines[0]
    figures = defaultdict(lambda: [0.0, 0.0])
    for who, day, spend, *_ in found:
        week = (FIRST.toordinal() + 27 - day.toordinal()) // 7
        if week < 2:
            figures[who][week] += spend
    seen = {who for who, day, *_ in found if (FIRST.toordinal() + 27 - day.toordinal()) // 7 == 0}
    naive = np.corrcoef(np.array([figures[who] for who in seen]).T)[0, 1] ** 2
    assert naive > 0  # the negative control promises a gain
    assert honest.gain < 0.02


def test_a_column_known_before_is_a_covariate_and_one_that_moves_is_none(table: Path) -> None:
    found = design(table, replace(ASKED, metrics=(SPEND,), covariate="tier"))
    assert found.planned.gain < 0.02
    assert codes(table, replace(ASKED, metrics=(SPEND,), covariate="views")) == ["MP574"]


def test_the_weekly_cycle_is_that_of_the_days(sized: Sizing, table: Path) -> None:
    assert sized.history.weeks == WEEKS
    assert sized.history.cycle == pytest.approx(
        (1,) * 7, abs=0.2
    )  # spend per customer of a day: the cycle is in visits
    visits = design(table, replace(ASKED, metrics=(CLICKS, SPEND)))
    assert visits.history.cycle == pytest.approx((1,) * 7, abs=0.1)
    assert CYCLE.max() > 1.3
    assert sized.repeats is not None
    assert sized.repeats > 0.1


def test_a_design_that_can_answer_says_the_first_number_of_weeks(table: Path) -> None:
    found = design(table, replace(ASKED, effect=Effect(value=0.3, is_relative=True)))
    assert found.findings == ()
    assert found.weeks is not None
    assert found.planned.power >= 0.8
    before = [each for each in found.lines if each.weeks < found.weeks]
    assert all(each.power < 0.8 for each in before)


def test_a_design_that_cannot_answer_is_refused_with_what_could(table: Path) -> None:
    asked = replace(ASKED, effect=Effect(value=0.1, is_relative=True), split=shares("0.8", "0.2"), most_weeks=6)
    found = design(table, asked)
    assert found.weeks is None
    assert [each.code for each in found.findings] == ["MP570"]
    ways = {each.what: each for each in reversed(found.ways_out)}
    assert {"a larger effect", "another metric", "another split"} <= ways.keys()
    larger = replace(asked, effect=Effect(value=ways["a larger effect"].number, is_relative=True))
    assert design(table, larger).weeks is not None  # each way out is true
    assert design(table, replace(asked, metrics=(CLICKS,))).weeks == ways["another metric"].number
    equal = replace(asked, split=shares("0.5", "0.5"))
    assert min(each.relative for each in design(table, equal).lines) == pytest.approx(
        ways["another split"].number, 0.01
    )
    past = replace(asked, covariate=PRE)
    assert min(each.relative for each in design(table, past).lines) == pytest.approx(ways["a covariate"].number, 0.01)


def shares(*of: str) -> dict[str, Decimal]:
    return dict(zip("AB", map(Decimal, of), strict=True))


def test_looking_often_is_planned_for(table: Path) -> None:
    asked = replace(ASKED, effect=Effect(value=0.25, is_relative=True))
    fixed, often = design(table, asked), design(table, replace(asked, is_sequential=True))
    assert often.sequential is not None
    assert often.sequential.mean == pytest.approx(1.17, abs=0.01)
    assert often.planned.weeks >= fixed.planned.weeks
    assert often.lines[0].power < fixed.lines[0].power


def test_a_guardrail_must_be_clear_too(table: Path) -> None:
    asked = replace(ASKED, metrics=(SPEND,), effect=Effect(value=0.3, is_relative=True))
    wide = replace(asked, guardrails=(Margin(metric=BOUGHT, margin=Decimal("0.2")),))
    narrow = replace(asked, guardrails=(Margin(metric=BOUGHT, margin=Decimal("0.001")),))
    assert design(table, wide).weeks == design(table, asked).weeks
    held = design(table, narrow)
    assert held.weeks is None
    assert held.planned.power >= 0.8  # the primary alone would do
    assert "a wider margin" in {each.what for each in held.ways_out}
    clears = next(each.clears for each in held.guardrails)
    wider = replace(asked, guardrails=(Margin(metric=BOUGHT, margin=Decimal(f"{clears * 1.01:.6f}")),))
    assert design(table, wider).weeks is not None


def test_the_untreated_are_priced_at_the_effect(table: Path) -> None:
    asked = replace(ASKED, effect=Effect(value=0.3, is_relative=True), money=MONEY, held_out=Decimal("0.05"))
    found = design(table, asked)
    price, line = found.price, found.planned
    assert price is not None
    each = line.effect * 0.3 - 0.05
    assert price.value_per_unit == pytest.approx(each)
    assert float(price.forgone) == pytest.approx(each * price.untreated, abs=0.01)
    assert float(price.forgone_per_week) == pytest.approx(each * price.untreated / line.weeks, abs=0.01)
    assert price.treatment == Decimal("0.05") * price.treated
    assert 0 < price.held_out < price.forgone
    assert price.untreated + price.treated == pytest.approx(line.units / 0.95, abs=2)


def test_traffic_told_takes_the_place_of_traffic_measured(table: Path) -> None:
    first = design(table, ASKED).lines[0]
    double = design(table, replace(ASKED, traffic=Decimal(first.units) * 2 / 7)).lines
    assert double[0].units == pytest.approx(2 * first.units, abs=2)
    assert double[0].variance == pytest.approx(first.variance)


def edited(tmp_path: Path, change: Callable[[list[object]], list[object]], at: int = 4) -> Path:
    found = [list(row) for row in rows(people=200, weeks=3)]
    found[at] = change(found[at])
    return written(tmp_path / "history.csv", [tuple(row) for row in found])


def put(place: int, cell: object) -> Callable[[list[object]], list[object]]:
    return lambda row: [*row[:place], cell, *row[place + 1 :]]


@pytest.mark.parametrize(
    ("place", "cell", "code"),
    [
        (0, "", "MP528"),
        (1, "", "MP572"),
        (1, "tomorrow", "MP572"),
        (1, "2026-06-03T10:00:00+02:00", "MP573"),
        (2, "", "MP522"),
        (2, "much", "MP523"),
        (2, "inf", "MP524"),
        (2, "nan", "MP524"),
        (3, "2", "MP525"),
        (2, "-3", "MP526"),
    ],
)
def test_a_bad_cell_is_a_finding_at_its_row(tmp_path: Path, place: int, cell: str, code: str) -> None:
    table = edited(tmp_path, put(place, cell))
    with pytest.raises(Refused) as refused:
        design(table, replace(ASKED, money=MONEY))
    (finding,) = refused.value.findings
    assert finding.code == code
    if code != "MP573":
        assert finding.span is not None
        assert (finding.span.line, finding.span.column) == (6, place + 1)


def test_a_history_of_nothing_is_no_history(tmp_path: Path, table: Path) -> None:
    short = written(tmp_path / "short.csv", rows(people=200, weeks=1))
    assert codes(short) == ["MP571"]
    empty = written(tmp_path / "empty.csv", [])
    assert codes(empty) == ["MP571"]
    still = [(*row[:2], 1.0, 0, *row[4:]) for row in rows(people=50, weeks=2)]
    flat = written(tmp_path / "flat.csv", still)
    assert codes(flat, replace(ASKED, metrics=(BOUGHT,))) == ["MP575"]
    assert codes(table, replace(ASKED, unit="client")) == ["MP520"]


@pytest.mark.parametrize(
    "changed",
    [
        {"effect": Effect(value=0.0, is_relative=True)},
        {"split": shares("0.5", "0.4")},
        {"split": {"A": Decimal(1)}},
        {"guardrails": (Margin(metric=BOUGHT, margin=Decimal("-0.1")),)},
        {"held_out": Decimal(1)},
        {"traffic": Decimal(0)},
        {"metrics": (BOUGHT,), "effect": Effect(value=0.9, is_relative=False)},
        {"power": 0.01},
        {"money": MoneySpec(metric="spend", margin=Decimal("-0.3"), cost_per_unit=Decimal(0))},
    ],
)
def test_what_asks_for_nothing_is_no_design(table: Path, changed: dict[str, object]) -> None:
    assert codes(table, replace(ASKED, **changed)) == ["MP576"]
