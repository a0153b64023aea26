"""Numbers as the record keeps them: under `stats`, rounded to the digits that a rerun gives again."""

from collections.abc import Iterator
from dataclasses import replace

from milepost.experiments.verdict import Evidence
from milepost.statistics.estimate import Estimate
from milepost.statistics.sensitivity import Sensitivity

# The last digits of a parallel sum depend on its order; twelve do not, and a rerun must give the same record.
_DIGITS = 12


def significant(value: float) -> float:
    """Round to the digits that do not depend on the order of summing."""
    return float(f"{value:.{_DIGITS}g}")


def evidence_of(of: Estimate, unit: str = "", times: float = 1.0) -> Evidence:
    """Return an estimate as the record keeps it, `times` a constant above zero, in `unit`."""
    numbers = {"estimate": of.effect, "low": of.low, "high": of.high, "lower95": of.lower95, "upper95": of.upper95}
    found = Evidence(**{name: significant(each * times) for name, each in numbers.items()}, unit=unit)
    return replace(found, standard_error=significant(of.standard_error * times))


def exact(value: float) -> Evidence:
    """Return a number that has no interval of its own."""
    told = significant(value)
    return Evidence(estimate=told, low=told, high=told, lower95=told, upper95=told)


def strength_evidence(of: Sensitivity) -> Iterator[tuple[str, Evidence]]:
    """Give a hidden cause's strength as measures: shares that explain the estimate away, and its interval."""
    yield "robustness", exact(of.estimate)
    yield "robustness_interval", exact(of.interval)
    if of.e_value is not None and of.e_value_interval is not None:
        yield "e_value", exact(of.e_value)
        yield "e_value_interval", exact(of.e_value_interval)
