"""`milepost experiment read`: a plain table in, a priced verdict out."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from milepost.surfaces.cli.experiment_design import design
from milepost.surfaces.cli.experiment_looks import looks_answer
from milepost.surfaces.cli.experiment_options import explored, exploring, only_of_aggregates, required
from milepost.surfaces.cli.experiment_read import read_answer
from milepost.surfaces.cli.experiment_record import freeze, register
from milepost.surfaces.cli.imports import import_results
from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.series import refuse_series_only, series_answer, series_options
from milepost.surfaces.cli.staggered import STAGGERED, alone, staggered_answer, staggered_options
from milepost.surfaces.cli.values import AMOUNT, CURRENCY, METRIC, SHARE, SPLIT

if TYPE_CHECKING:
    from milepost.experiments.design import Design, MoneySpec
    from milepost.outcomes.metric import MetricSpec

PLANNED = 10_000
_PLANNED_HELP = (
    "Units in the compared arms at which --sequential intervals are tightest: your plan for the decision, made before "
    "looking. Ten times too few costs 7% of width, ten times too many 26%; neither voids them."
)


@click.group()
def experiment() -> None:
    """Design, register, read and freeze experiments: effects with intervals, and what they are worth."""


for _command in (design, register, freeze, import_results):
    experiment.add_command(_command)


@experiment.command()
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--arm", metavar="COL", help="Column that says which arm a row is in.")
@click.option("--control", metavar="VALUE", help="The arm that got no treatment.")
@series_options
@click.option(
    "--metric",
    "metrics",
    multiple=True,
    type=METRIC,
    metavar="COL[:mean|proportion|ratio=DEN|quantile=Q|winsorised=Q]",
    help="What to compare, a mean by default; may be repeated. The first one is the primary.",
)
@click.option(
    "--covariate",
    "covariates",
    multiple=True,
    metavar="COL",
    help="Column known before the treatment, to adjust by (CUPED); may be repeated.",
)
@click.option("--randomised", is_flag=True, help="You state that arms were assigned at random: grade A.")
@click.option("--unit", metavar="COL", help="Column of the unit that was randomised; its rows are summed.")
@click.option("--split", type=SPLIT, default="", help="Intended shares, such as A=1/3,B=2/3. Default: equal.")
@click.option(
    "--alpha", type=click.FloatRange(0, 0.5, min_open=True), default=0.05, show_default=True, help="Level of the tests."
)
@click.option(
    "--sequential", is_flag=True, help="Always-valid intervals: they hold however often you look while data comes in."
)
@click.option(
    "--planned", type=click.IntRange(min=1), metavar="N", help=f"{_PLANNED_HELP} Without a plan: {PLANNED:,}."
)
@click.option("--value-metric", metavar="COL", help="Column of revenue per unit, in --currency, to be priced.")
@click.option("--margin", type=SHARE, help="Share of revenue that is kept, such as 0.30.")
@click.option(
    "--cost-per-unit",
    type=AMOUNT,
    help="What treating one unit costs, in --currency, 0 where it is free; with --series, all of it.",
)
@click.option("--cost-metric", metavar="COL", help="Column of what each unit cost, in --currency, where that varies.")
@click.option("--currency-column", metavar="COL", help="Column that says which currency a row is in; all must be one.")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Of every resample; the default is fixed.")
@click.option("--currency", type=CURRENCY, default="USD", show_default=True, help="Of revenue and cost.")
@exploring
@staggered_options
@click.option(
    "--decides-for",
    type=click.IntRange(min=1),
    metavar="N",
    help="Units a week to decide for: prices waiting.",
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Also write the read-out as one page.")
@verb("experiment.read")
def read(
    table: Path,
    html: Path | None,
    series: str | None,
    starts: str | None,
    method: str | None,
    season: int | None,
    decides_for: int | None,
    **options: Any,
) -> Answer:
    """Read an experiment from TABLE (CSV, Parquet or Excel), one row per unit: name --arm, --control and --metric.

    Intervals are 95% always; --alpha moves the phases. Without --randomised the read-out is grade C, no proof.
    A table that is read again as it grows needs --sequential: else one null effect in four looks real some day.
    With --aggregates each look of a table over time is read, and of the other options only --alpha, --split c=1/2,t=1/2
    (arms that do not fit it give no number), --sequential, --planned and --html hold.

    \b
    milepost experiment read campaign.csv --arm segment --control "No E-Mail" \\
        --metric visit:proportion --metric spend --randomised \\
        --value-metric spend --margin 0.30 --cost-per-unit 0.05

    With --series the table has one row a period, and nobody was left alone: grade C at most. With --staggered its
    rows belong to groups that start one after the other, and what falls is saved.

    \b
    milepost experiment read weekly.csv --series week --starts 2026-03-02 --metric sales
    milepost experiment read briefs.csv --staggered team --time begun_on \\
        --starts automated_from --metric hours --randomised
    """
    if options.pop("aggregates"):
        only_of_aggregates(
            {
                **options,
                "series": series,
                "starts": starts,
                "method": method,
                "season": season,
                "decides_for": decides_for,
            }
        )
        told = {name: options[name] for name in ("alpha", "sequential", "planned", "split")}
        return looks_answer(table, html, **told)
    staggered = {name: options.pop(name) for name in STAGGERED}
    if series is not None:
        alone(staggered)
        return series_answer(
            table, series, starts, method, season, {**options, "decides_for": decides_for, "html": html}
        )
    if staggered["staggered"] is not None:
        refuse_series_only(method=method, season=season)
        return staggered_answer(table, html, starts=starts, decides_for=decides_for, **staggered, **options)
    alone(staggered)
    refuse_series_only(starts=starts, method=method, season=season)
    required(options)
    if decides_for is not None and options["value_metric"] is None:
        raise click.UsageError("--decides-for prices waiting; give --value-metric, --margin and --cost-per-unit too")
    asked = {name: options.pop(name) for name in ("guardrails", "segments", "exposed_on", "started")}
    return read_answer(table, html, explored(_design(**options), asked), decides_for)


def _design(
    *,
    arm: str,
    control: str,
    metrics: "tuple[MetricSpec, ...]",
    randomised: bool,
    unit: str | None,
    split: Mapping[str, Decimal],
    alpha: float,
    sequential: bool,
    planned: int | None,
    value_metric: str | None,
    margin: Decimal | None,
    cost_per_unit: Decimal | None,
    currency: str,
    covariates: tuple[str, ...],
    cost_metric: str | None,
    currency_column: str | None,
    seed: int | None,
) -> "Design":
    from milepost.experiments.design import SEED, Design

    names = [each.name for each in metrics]
    if twice := [name for name in names if names.count(name) > 1]:
        raise click.UsageError(f"--metric {twice[0]} is given twice")
    if planned is not None and not sequential:
        raise click.UsageError("--planned is where --sequential intervals are tightest; give both")
    if sequential and cost_metric is not None:
        raise click.UsageError("a cost that varies is resampled, which holds at one look only: leave out --sequential")
    _check_winsorised(metrics)
    return Design(
        arm_column=arm,
        control=control,
        metrics=metrics,
        split=split,
        alpha=alpha,
        money=money_of(value_metric, margin, cost_per_unit, currency, cost_metric, currency_column),
        unit=unit,
        randomised=randomised,
        planned=(planned or PLANNED) if sequential else None,
        covariates=tuple(dict.fromkeys(covariates)),
        seed=SEED if seed is None else seed,
    )


def _check_winsorised(metrics: "tuple[MetricSpec, ...]") -> None:
    """Let a winsorised mean stand only beside the mean that it tames: it answers another question."""
    from milepost.outcomes.metric import MetricKind

    seen: set[str] = set()
    for each in metrics:
        if each.kind is MetricKind.WINSORISED and each.column not in seen:
            raise click.UsageError(
                f"--metric {each.name} is a second estimand: give --metric {each.column}, the mean itself, before it"
            )
        if each.kind is MetricKind.MEAN:
            seen.add(each.column)


def money_of(
    metric: str | None,
    margin: Decimal | None,
    cost_per_unit: Decimal | None,
    currency: str,
    cost_metric: str | None = None,
    currency_column: str | None = None,
) -> "MoneySpec | None":
    """Return how a column becomes money, None without one; half of it is a usage error."""
    from milepost.experiments.design import MoneySpec

    if metric is None:
        if margin is not None or cost_per_unit is not None:
            raise click.UsageError("--margin and --cost-per-unit price a --value-metric; name its column")
        if cost_metric is not None or currency_column is not None:
            raise click.UsageError("--cost-metric and --currency-column belong to a --value-metric; name its column")
        return None
    if margin is None or (cost_per_unit is None and cost_metric is None):
        raise click.UsageError("--value-metric needs --margin and --cost-per-unit (0 where treating is free)")
    if metric == cost_metric:
        raise click.UsageError(f"--cost-metric {metric} is the --value-metric; name the column of what a unit cost")
    return MoneySpec(
        metric=metric,
        margin=margin,
        cost_per_unit=cost_per_unit if cost_per_unit is not None else Decimal(0),
        currency=currency,
        cost_metric=cost_metric,
        currency_column=currency_column,
    )
