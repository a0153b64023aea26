"""How operating models and their differences are worded."""

from collections.abc import Iterable
from decimal import Decimal

from milepost.plan.approaches.compare import Comparison, Interval
from milepost.plan.approaches.judged import Difference
from milepost.presentation.numbers import fixed, true_minus
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach
from milepost.roadmap.money import bare_foretold

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
FEW = 10
_STEPS = ((1e6, 1e6, "M"), (1e4, 1e3, "k"), (0.0, 1.0, ""))
"""From which size on what is divided by what: a table of three ranges has to fit into 80 columns."""


Step = tuple[float, str]


class Scale:
    """In what money and hours are shown: as they are, in thousands or in millions, one for a whole comparison."""

    def __init__(self, currency: str, money: Step, hours: Step) -> None:
        self._currency, self._money, self._hours = currency, money, hours

    @classmethod
    def of(cls, comparison: Comparison) -> "Scale":
        """Return the scale of all tables of a comparison."""
        shown = {one: [comparison.shown(each, one) for each in Approach] for one in MONEY | HOURS}
        money, hours = (_step([each for one in group for each in shown[one]]) for group in (MONEY, HOURS))
        return cls(comparison.plan.currency, money, hours)

    def alone(self, interval: Interval) -> "Scale":
        """Return the scale of one quantity that stands by itself."""
        step = _step([interval])
        return Scale(self._currency, step, step)

    def unit(self, measure: Measure) -> str:
        """Return the unit in which a measure is shown."""
        if measure in MONEY:
            return f"{self._money[1]} {self._currency}".strip()
        if measure in HOURS:
            return f"{self._hours[1]} hours".strip()
        return "%" if measure in SHARES else "months"

    def title(self, measure: Measure) -> str:
        """Return a measure's name with its unit."""
        return f"{TITLES[measure]}, {self.unit(measure)}"

    def number(self, measure: Measure, value: float) -> str:
        """Write a value of a measure, without its unit."""
        if measure in MONEY | HOURS:
            by, letter = self._money if measure in MONEY else self._hours
            # Of millions, tens of thousands are told apart.
            is_fine = letter == "M" and abs(value / by) < FEW
            return true_minus(fixed(value / by, 2)) if is_fine else plain(value / by)
        return plain(value * 100 if measure in SHARES else value)

    def range(self, measure: Measure, interval: Interval) -> str:
        """Write a distribution: its middle, and the 10th and 90th percentile."""
        low, middle, high = (self.number(measure, each) for each in (interval.low, interval.middle, interval.high))
        return f"{middle} ({low} to {high})"


def plain(value: float) -> str:
    """Write a number with as many digits as a forecast bears: about three."""
    size = abs(value)
    return bare_foretold(round(value, -1)) if size >= 1_000 else true_minus(fixed(value, 0 if size >= 20 else 1))


def quantity(value: Decimal | float) -> str:
    """Write a prior's number, four significant digits at most."""
    return true_minus(f"{float(value):.4g}")


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


def _step(shown: Iterable[Interval]) -> Step:
    largest = max(max(abs(each.low), abs(each.high)) for each in shown)
    return next((by, letter) for least, by, letter in _STEPS if largest >= least)
