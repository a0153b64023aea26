"""`milepost experiment design`: from a metric's history to the size of a test, or why none will do."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from milepost.surfaces.cli.design_values import EFFECT, MARGIN, PERCENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of
from milepost.surfaces.cli.values import AMOUNT, CURRENCY, METRIC, SHARE, SPLIT

if TYPE_CHECKING:
    from milepost.experiments.design import MoneySpec
    from milepost.experiments.sizing.asked import Asked
    from milepost.experiments.sizing.size import Sizing

_OF_PROGRAM = ("metrics", "alpha", "split", "sequential", "guardrails", "value_metric", "margin", "cost_per_unit")
_METRIC = "COL[:mean|proportion|ratio=DEN]"


@click.command()
@click.argument("what", metavar="TABLE|ID")
@about_program()
@click.option("--unit", metavar="COL", help="Column of the unit that will be randomised.")
@click.option("--time", metavar="COL", help="Column of the row's day or instant.")
@click.option("--metric", "metrics", multiple=True, type=METRIC, metavar=_METRIC, help="The first one is the primary.")
@click.option(
    "--mde", "effect", type=EFFECT, metavar="X|X%", help="The effect to find, in the metric's unit or in percent."
)
@click.option(
    "--power",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.8,
    show_default=True,
    help="The chance to find that effect.",
)
@click.option("--alpha", type=click.FloatRange(0, 0.5, min_open=True), help="Level of the test. Default: 0.05.")
@click.option(
    "--split", type=SPLIT, default="", help="Shares, the control first: A=1/2,B=1/2. Default: two equal arms."
)
@click.option("--traffic", type=AMOUNT, metavar="N", help="Units per day in a first week. Default: as in the history.")
@click.option("--max-weeks", type=click.IntRange(1, 104), default=12, show_default=True, help="How long it may take.")
@click.option("--covariate", metavar="pre|COL", help="Adjust by the metric's own past, or a column known before.")
@click.option("--sequential", is_flag=True, help="Sized for always-valid intervals, looked at each week.")
@click.option(
    "--guardrail",
    "guardrails",
    multiple=True,
    type=MARGIN,
    metavar="COL[:KIND]=MARGIN",
    help="May not fall by more than MARGIN, in its own unit.",
)
@click.option("--holdout", type=PERCENT, default=Decimal(0), metavar="5%", help="Share of units that no test touches.")
@click.option("--value-metric", metavar="COL", help="Column of revenue per unit, to be priced.")
@click.option("--margin", type=SHARE, help="Share of revenue that is kept, such as 0.30.")
@click.option("--cost-per-unit", type=AMOUNT, help="What treating one unit costs, in --currency; 0 where it is free.")
@click.option("--currency", type=CURRENCY, default="USD", show_default=True, help="Of revenue and cost.")
@verb("experiment.design")
def design(what: str, directory: Path | None, state: Path | None, **options: Any) -> Answer:
    """Size a test from the history of its metric: weeks, units, the effect each could find, what it costs.

    TABLE|ID is a table (CSV, Parquet, Excel) with a row per unit and time, or with -C an experiment of the program,
    sized from its source as loaded. A design that can't answer in time is refused with exit 1, and what could answer is
    named.

    \b
    milepost experiment design orders.csv --unit customer --time day --metric spend \\
        --mde 10% --covariate pre --value-metric spend --margin 0.30 --cost-per-unit 0.05
    """
    from milepost.presentation.design_data import design_data
    from milepost.presentation.design_view import design_story
    from milepost.rendering.text import story_text

    found = (
        _of_table(what, **options)
        if directory is None and state is None
        else _of_program(what, directory, state, **options)
    )
    return Answer(text=story_text(design_story(found), text_width()), data=design_data(found), findings=found.findings)


def _of_table(what: str, **options: Any) -> "Sizing":
    from milepost.actions.design_experiment import design_experiment
    from milepost.wiring.local import plain_warehouse

    return design_experiment(plain_warehouse(), Path(what), _asked(**options))


def _of_program(what: str, directory: Path | None, state: Path | None, **options: Any) -> "Sizing":
    from milepost.actions.design_program import Wanted, design_program
    from milepost.adapters.clock.system import clock_from_environment

    if told := [name for name in _OF_PROGRAM if options[name]]:
        raise click.UsageError(f"the program says what experiment/{what} is read by: leave out {', '.join(told)}")
    place = place_of(directory, state)
    wanted = Wanted(
        effect=options["effect"],
        unit=options["unit"],
        time=options["time"],
        power=options["power"],
        traffic=options["traffic"],
        most_weeks=options["max_weeks"],
        covariate=options["covariate"],
        held_out=options["holdout"],
    )
    slug = what.removeprefix("experiment/")
    return design_program(place.open_state(), place.open_warehouse(), slug, wanted, clock_from_environment().now())


def _asked(
    *,
    unit: str | None,
    time: str | None,
    metrics: tuple[Any, ...],
    effect: Any,
    power: float,
    alpha: float | None,
    split: Mapping[str, Decimal],
    traffic: Decimal | None,
    max_weeks: int,
    covariate: str | None,
    sequential: bool,
    guardrails: tuple[Any, ...],
    holdout: Decimal,
    **money: Any,
) -> "Asked":
    from milepost.experiments.sizing.asked import Asked

    named = {"--unit": unit, "--time": time, "--metric": metrics, "--mde": effect}
    if missing := [name for name, value in named.items() if not value]:
        raise click.UsageError(f"a table needs {', '.join(missing)} (an experiment of a program: -C DIR)")
    half = Decimal("0.5")
    return Asked(
        unit=unit or "",
        time=time or "",
        metrics=metrics,
        effect=effect,
        power=power,
        alpha=alpha or 0.05,
        split=split or {"control": half, "treatment": half},
        traffic=traffic,
        most_weeks=max_weeks,
        covariate=covariate,
        is_sequential=sequential,
        guardrails=guardrails,
        held_out=holdout,
        money=_money(**money),
    )


def _money(
    value_metric: str | None, margin: Decimal | None, cost_per_unit: Decimal | None, currency: str
) -> "MoneySpec | None":
    from milepost.surfaces.cli.experiment import money_of

    return money_of(value_metric, margin, cost_per_unit, currency)
