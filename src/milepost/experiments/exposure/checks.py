"""Is exposure what it should be: in every arm, after the start, and in all arms alike?"""

from collections.abc import Iterator, Sequence
from datetime import date

from milepost.experiments.explored import Exposed
from milepost.experiments.exposure.rules import (
    EARLY_EXPOSURE,
    MIXED_EXPOSURE_ZONES,
    NO_DAY,
    NO_TRAFFIC,
    UNEVEN_EXPOSURE,
)
from milepost.kernel.finding import Finding, Rule, Span
from milepost.outcomes.exposure import NEVER
from milepost.outcomes.faults import Row
from milepost.outcomes.slices import Slices
from milepost.statistics.srm import same_share_p_value

EVEN_ALPHA = 0.001


def day_findings(row: Row, column: str, place: int, started: date | None, source: str) -> Iterator[Finding]:
    """Find cells that are no day, days before the start, several time zones.

    `row` is of `exposure_query`, `place` the column's number, from 1.
    """
    rules: tuple[tuple[str, Rule, str], ...] = (
        ("no_day", NO_DAY, "is not a day"),
        ("early", EARLY_EXPOSURE, f"is before the experiment began, on {started}"),
        ("zone", MIXED_EXPOSURE_ZONES, f"is of {row['zone_low']}, and other rows are of {row['zone_high']}"),
    )
    for name, rule, fault in rules:
        if count := int(str(row[name] or 0)):
            line = int(str(row[f"{name}_row"])) + 1
            more = f" ({count:,} such rows)" if count > 1 else ""
            span = Span(path=source, line=line + 1, column=place, end_column=place + 1)
            message = f"row {line}, column {column!r}: {str(row[f'{name}_cell'])[:40]!r} {fault}{more}"
            yield rule.at(span, message, rule.fix)


def exposed_of(slices: Slices, arms: Sequence[str]) -> tuple[Exposed, ...]:
    """Count the exposed units of each arm, from slices by week."""
    sizes = {arm: sum(of[arm].n for of in slices.values() if arm in of) for arm in arms}
    never = slices.get(NEVER, {})
    return tuple(Exposed(arm=arm, n=n, exposed=n - (never[arm].n if arm in never else 0)) for arm, n in sizes.items())


def traffic_findings(exposed: Sequence[Exposed], source: str) -> Iterator[Finding]:
    """Find arms of which no unit was exposed."""
    for each in exposed:
        if not each.exposed:
            message = f"no traffic: of the {each.n:,} units of arm {each.arm!r} none was exposed"
            yield NO_TRAFFIC.at(Span(path=source) if source else None, message, NO_TRAFFIC.fix)


def even_p_value(exposed: Sequence[Exposed]) -> float:
    """Return the p-value, in [0, 1], that all arms are exposed at one rate. Raises ValueError where an arm is empty."""
    return same_share_p_value([each.exposed for each in exposed], [each.n for each in exposed])


def uneven_finding(exposed: Sequence[Exposed], p_value: float, source: str) -> Finding:
    """Say that the arms were not exposed alike."""
    shares = ", ".join(f"{each.arm} {each.exposed / each.n:.2%} of {each.n:,}" for each in exposed)
    message = f"the arms were not exposed alike (p = {p_value:.2g}): {shares}"
    return UNEVEN_EXPOSURE.at(Span(path=source) if source else None, message, UNEVEN_EXPOSURE.fix)
