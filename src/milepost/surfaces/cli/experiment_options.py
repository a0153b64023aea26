"""The options of `experiment read` that explore and guard, and what a reading of aggregates may be told."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from milepost.surfaces.cli.values import Parsed, amount, day, flag

if TYPE_CHECKING:
    from milepost.experiments.design import Design, GuardrailSpec

F = TypeVar("F", bound=Callable[..., Any])
_GUARDRAIL_FORM = "COL[:KIND]=MARGIN[:down]"
_OF_AGGREGATES = frozenset({"alpha", "sequential", "planned", "currency", "split"})
_REQUIRED = {
    "arm": "the column that says which arm a row is in",
    "control": "the arm that got no treatment, as that column writes it",
    "metrics": "the column to compare, such as spend or bought:proportion",
}


def guardrail(text: str) -> "GuardrailSpec":
    """Read `COL[:proportion|ratio=DEN]=MARGIN[:down]`: the metric may not get worse by more than the margin.

    `:down` says that less is better. Raises ValueError with a sentence for people.
    """
    from milepost.experiments.design import GuardrailSpec
    from milepost.outcomes.metric import parse_metric

    plain = text.removesuffix(":down").removesuffix(":up")
    column, equals, margin = plain.rpartition("=")
    if not equals or not column:
        raise ValueError(f"{text!r} is not {_GUARDRAIL_FORM}: write unsubscribed:proportion=0.002:down")
    try:
        least = amount(margin)
    except ValueError as error:
        raise ValueError(f"the margin of {text!r}: {error}; write how much worse it may get, 0 or more") from None
    return GuardrailSpec(metric=parse_metric(column), margin=least, is_up=not text.endswith(":down"))


def exploring(function: F) -> F:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def explored(design: "Design", options: Mapping[str, Any]) -> "Design":
    """Put what the options ask for into the design: guardrails, segments, exposure. Raises click.UsageError."""
    from dataclasses import replace

    guards = options["guardrails"]
    metrics = {each.name: each for each in design.metrics}
    for metric in (each.metric for each in guards):
        if metrics.setdefault(metric.name, metric) != metric:
            raise click.UsageError(
                f"--guardrail {metric.name} is a {metric.kind}, --metric a {metrics[metric.name].kind}"
            )
    if options["started"] is not None and options["exposed_on"] is None:
        raise click.UsageError("--started is the first day of exposure; give --exposed-on too")
    return replace(
        design,
        guardrails=guards,
        segments=tuple(dict.fromkeys(options["segments"])),
        exposed_on=options["exposed_on"],
        started=options["started"],
    )


def only_of_aggregates(options: Mapping[str, Any]) -> None:
    """Refuse options that say nothing of a table of aggregates; raises click.UsageError."""
    for name, value in options.items():
        if value and name not in _OF_AGGREGATES:
            raise click.UsageError(
                f"{flag(name)} reads rows; --aggregates reads a table whose columns "
                "are fixed, with --alpha, --split, --sequential and --planned"
            )


def required(options: Mapping[str, Any]) -> None:
    """Ask for what a table of rows can't be read without; raises click.UsageError."""
    for name, what in _REQUIRED.items():
        if not options[name]:
            raise click.UsageError(f"Missing option '{flag(name)}': {what}.")


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--guardrail",
        "guardrails",
        multiple=True,
        type=Parsed(_GUARDRAIL_FORM, guardrail),
        metavar=_GUARDRAIL_FORM,
        help="May not get worse by more than MARGIN, in its own unit; with :down less is better. May be repeated.",
    ),
    click.option(
        "--segment", "segments", multiple=True, metavar="COL", help="Explore effects by this column; may be repeated."
    ),
    click.option("--exposed-on", metavar="COL", help="Column of the day of first exposure: does the effect fade?"),
    click.option("--started", type=Parsed("DAY", day), metavar="DAY", help="First day on which --exposed-on may lie."),
    click.option(
        "--aggregates", is_flag=True, help="TABLE holds counts, means and variances over time, not rows of units."
    ),
)
