"""`milepost experiment read --staggered`: groups that start one after the other, and what they save."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from milepost.surfaces.cli.output import Answer, text_width
from milepost.surfaces.cli.values import AMOUNT, PART, flag

if TYPE_CHECKING:
    from milepost.experiments.rollout import CashSpec, RolloutDesign
    from milepost.outcomes.metric import MetricSpec

F = TypeVar("F", bound=Callable[..., object])
STAGGERED = ("staggered", "time", "ramp", "cost_per_hour", "cash_share")
_OPTIONS = (
    click.option("--staggered", metavar="COL", help="Column of groups (teams) that start one after the other."),
    click.option("--time", metavar="COL", help="Column of the row's day, with --staggered."),
    click.option(
        "--ramp", type=click.IntRange(min=0), metavar="DAYS", help="How many days a group learns, if you know it."
    ),
    click.option(
        "--cost-per-hour",
        type=AMOUNT,
        help="What one unit of the metric (an hour) costs, in --currency, for --cash-share.",
    ),
    click.option("--cash-share", type=PART, help="Share of what is saved that really left a budget, such as 20%."),
)


def staggered_options(verb: F) -> F:
    """Add the options of a staggered start to a verb."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def alone(given: Mapping[str, object]) -> None:
    """Refuse options of a staggered start that are given without one: a usage error."""
    for name, value in given.items():
        if value is not None:
            raise click.UsageError(f"{flag(name)} is for --staggered: name the column of the groups")


def staggered_answer(
    table: Path,
    html: Path | None,
    *,
    staggered: str,
    time: str | None,
    starts: str | None,
    ramp: int | None,
    cost_per_hour: Decimal | None,
    cash_share: Decimal | None,
    metrics: "tuple[MetricSpec, ...]",
    randomised: bool,
    alpha: float,
    currency: str,
    **others: object,
) -> Answer:
    """Read a roll-out from a plain table; --currency is that of the cost."""
    _unmixed(others)
    if time is None or starts is None:
        raise click.UsageError("--staggered needs --time (the row's day) and --starts (the day its group starts)")
    from milepost.actions.read_rollout import read_rollout
    from milepost.presentation.rollout_data import rollout_data
    from milepost.presentation.rollout_view import rollout_view
    from milepost.rendering.readout_text import readout_text
    from milepost.wiring.local import plain_warehouse

    cash = _cash(cost_per_hour, cash_share, currency)
    design = _design(staggered, time, starts, metrics, alpha, ramp or 0, cash, randomised=randomised)
    found = read_rollout(plain_warehouse(), table, design)
    view = rollout_view(found)
    if html is not None:
        from milepost.adapters.disk import write_page
        from milepost.rendering.readout_page import readout_page

        write_page(html, readout_page(view))
    return Answer(text=readout_text(view, text_width()), data=rollout_data(found), findings=found.findings)


def _design(
    group: str,
    time: str,
    starts: str,
    metrics: "tuple[MetricSpec, ...]",
    alpha: float,
    ramp: int,
    cash: "CashSpec | None",
    *,
    randomised: bool,
) -> "RolloutDesign":
    from milepost.experiments.rollout import RolloutDesign
    from milepost.outcomes.rollout import RolloutSpec

    names = [each.name for each in metrics]
    if twice := [name for name in names if names.count(name) > 1]:
        raise click.UsageError(f"--metric {twice[0]} is given twice")
    spec = RolloutSpec(group=group, time=time, starts=starts, metrics=metrics, effort=(metrics[0].column,))
    return RolloutDesign(
        spec=spec, unit=metrics[0].column, alpha=alpha, ramp_days=ramp, randomised=randomised, cash=cash
    )


def _cash(per: Decimal | None, share: Decimal | None, currency: str) -> "CashSpec | None":
    from milepost.experiments.rollout import CashSpec

    if (per is None) is not (share is None):
        raise click.UsageError("--cost-per-hour and --cash-share go together: a price alone makes no cash")
    return None if per is None or share is None else CashSpec(per=per, share=share, currency=currency)


def _unmixed(others: Mapping[str, object]) -> None:
    for name, value in others.items():
        if value is not None and value is not False and value not in ({}, ()):
            raise click.UsageError(f"{flag(name)} belongs to arms, and --staggered has none")
