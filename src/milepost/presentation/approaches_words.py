"""How operating models and their differences are worded."""

from collections.abc import Iterable
from decimal import Decimal

from milepost.plan.approaches.compare import Comparison, Interval
from milepost.plan.approaches.judged import Difference
from milepost.presentation.numbers import fixed
from milepost.program.documents.choosing import Measure

MONEY = frozenset({Measure.NET, Measure.GROSS, Measure.GOVERNANCE_COST, Measure.REWORK_COST})
HOURS = frozenset({Measure.GOVERNANCE_HOURS, Measure.REWORK_HOURS})
SHARES = frozenset({Measure.VISIBILITY, Measure.GOALS_MISSED})
TITLES = {
    Measure.FIRST_VALUE: "First value",
    Measure.NET: "Net value",
    Measure.GROSS: "Gross value",
    Measure.GOVERNANCE_HOURS: "Governance",
    Measure.GOVERNANCE_COST: "Governance",
    Measure.REWORK_HOURS: "Rework",
    Measure.REWORK_COST: "Rework",
    Measure.VISIBILITY: "Visibility",
    Measure.GOALS_MISSED: "Goals missed",
}
_STEPS = ((1e6, "M"), (1e3, "k"), (1.0, ""))


class Scale:
    """In what money is shown: the currency, or thousands or millions of it, one for a whole comparison."""

    def __init__(self, comparison: Comparison) -> None:
        sizes = [abs(value) for each in MONEY for one in comparison.futures for value in _ends(comparison, one, each)]
        largest = max(sizes, default=0.0)
        self.factor, letter = next((step for step in _STEPS if largest >= 10 * step[0]), _STEPS[-1])
        self.money = f"{letter} {comparison.plan.currency}".strip()

    def unit(self, measure: Measure) -> str:
        """Return the unit in which a measure is shown."""
        if measure in MONEY:
            return self.money
        return "hours" if measure in HOURS else "%" if measure in SHARES else "months"

    def title(self, measure: Measure) -> str:
        """Return a measure's name with its unit."""
        return f"{TITLES[measure]}, {self.unit(measure)}"

    def number(self, measure: Measure, value: float) -> str:
        """Write a value of a measure, without its unit."""
        shown = value / self.factor if measure in MONEY else value * 100 if measure in SHARES else value
        return plain(shown)

    def range(self, measure: Measure, interval: Interval) -> str:
        """Write a distribution: its middle, and the 10th and 90th percentile."""
        low, middle, high = (self.number(measure, each) for each in (interval.low, interval.middle, interval.high))
        return f"{middle} ({low} to {high})"


def plain(value: float) -> str:
    """Write a number with as many digits as a forecast bears: about three."""
    size = abs(value)
    if size >= 1_000:
        return fixed(round(value, -2 if size >= 10_000 else -1), 0)
    return fixed(value, 0 if size >= 20 else 1)


def quantity(value: Decimal | float) -> str:
    """Write a prior's number, four significant digits at most."""
    return f"{float(value):.4g}"


def percent(chance: float) -> str:
    """Write a chance as whole percents that never round to certainty."""
    return "<1%" if 0 < chance < 0.005 else ">99%" if 0.995 < chance < 1 else f"{chance:.0%}"


def clear(found: Iterable[Difference]) -> list[Difference]:
    """Return the differences that can be told apart, the largest chance first."""
    return sorted((each for each in found if each.winner is not None), key=lambda each: -abs(each.chance - 0.5))


def sides(found: Difference) -> tuple[str, str, Interval]:
    """Return who is better, than whom, and by how much: the interval above zero."""
    assert found.winner is not None
    loser = found.other if found.winner is found.one else found.one
    of = found.interval
    if of.middle < 0:
        low, _, high = of.errors
        of = Interval(low=-of.high, middle=-of.middle, high=-of.low, errors=(high, of.errors[1], low))
    return found.winner.value, loser.value, of


def listed(names: Iterable[str]) -> str:
    """Write names as `a, b and c`."""
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


def _ends(comparison: Comparison, one: object, measure: Measure) -> tuple[float, float]:
    values = comparison.futures[one].values[measure]  # type: ignore[index]
    return float(values.min()), float(values.max())
