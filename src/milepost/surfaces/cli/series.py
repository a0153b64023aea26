"""`milepost experiment read TABLE --series`: a series with a change, where nobody was left alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from milepost.surfaces.cli.output import Answer, text_width
from milepost.surfaces.cli.values import flag

if TYPE_CHECKING:
    from milepost.experiments.series.design import SeriesDesign, SeriesMoney

_DAY = click.DateTime(formats=["%Y-%m-%d"])
# What asks for arms: in a series there are none.
_OF_ARMS = (
    "arm", "control", "randomised", "unit", "split", "sequential", "planned", "covariates", "cost_metric",
    "currency_column", "guardrails", "segments", "exposed_on", "started", "decides_for",
)  # fmt: skip


def series_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that read a series in place of arms."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option("--series", metavar="COL", help="Column of dates, one row a period: read a series with a change."),
    click.option(
        "--starts",
        metavar="DAY|COL",
        help="With --series: the day on which the change began. With --staggered: the column of each group's day.",
    ),
    click.option(
        "--method",
        type=click.Choice(["interrupted", "before-after"]),
        help="With --series: against the trend before (the default), or the naive difference of means.",
    ),
    click.option(
        "--season",
        type=click.IntRange(min=2),
        metavar="N",
        help="With --series: the cycle in periods, such as 7 or 52.",
    ),
)


def series_answer(
    table: Path, series: str, starts: str | None, method: str | None, season: int | None, options: dict[str, Any]
) -> Answer:
    """Read a series; raises UsageError where options of arms are given with it, or the change's day is not."""
    if given := [name for name in _OF_ARMS if options.get(name)]:
        raise click.UsageError(f"{flag(given[0])} asks for arms; with --series nobody was left alone (grade C at most)")
    if options.get("html"):
        raise click.UsageError("--html draws arms; a series is told as text and with --json")
    if starts is None:
        raise click.UsageError("--series needs --starts, the day on which the change began")
    if season is not None and method == "before-after":
        raise click.UsageError("--season says nothing of a difference of means; leave it out, or --method interrupted")
    design = _design(series, _DAY.convert(starts, None, None).date(), method, season, options)
    from milepost.actions.read_series import read_series_file
    from milepost.presentation.series_view import series_data, series_story
    from milepost.rendering.text import story_text
    from milepost.wiring.local import plain_warehouse

    found = read_series_file(plain_warehouse(), table, design)
    return Answer(text=story_text(series_story(found), text_width()), data=series_data(found), findings=found.findings)


def refuse_series_only(**options: object) -> None:
    """Raise UsageError where an option of --series is given without it."""
    if given := [name for name, value in options.items() if value is not None]:
        raise click.UsageError(f"--{given[0]} belongs to --series; name the column of dates")


def _design(
    series: str, starts: date, method: str | None, season: int | None, options: dict[str, Any]
) -> "SeriesDesign":
    from milepost.experiments.series.design import SeriesDesign
    from milepost.program.documents.ways import SeriesMethod

    metrics = options["metrics"]
    names = [each.name for each in metrics]
    if twice := [name for name in names if names.count(name) > 1]:
        raise click.UsageError(f"--metric {twice[0]} is given twice")
    return SeriesDesign(
        time=series,
        starts=starts,
        metrics=metrics,
        method=SeriesMethod(method or "interrupted"),
        season=season,
        alpha=options["alpha"],
        money=_money(options["value_metric"], options["margin"], options["cost_per_unit"], options["currency"]),
    )


def _money(metric: str | None, margin: Decimal | None, cost: Decimal | None, currency: str) -> "SeriesMoney | None":
    from milepost.experiments.series.design import SeriesMoney

    if metric is None:
        if margin is not None or cost is not None:
            raise click.UsageError("--margin and --cost-per-unit price a --value-metric; name its column")
        return None
    if margin is None or cost is None:
        raise click.UsageError("--value-metric needs --margin and --cost-per-unit (with --series: the cost, once)")
    return SeriesMoney(metric=metric, margin=margin, cost=cost, currency=currency)
