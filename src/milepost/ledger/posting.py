"""A verdict with money -> the entry that is posted, and what it supersedes."""

from datetime import date
from decimal import Decimal

from milepost.experiments.verdict import Evidence, Verdict
from milepost.kernel.money import posted
from milepost.kernel.time import Duration
from milepost.kernel.words import Phase
from milepost.ledger.entry import Amount, Effect, LedgerEntry, ValueKind, column_of
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.experiment import Experiment

ESTIMAND = "incremental contribution margin, net of contact costs, intention to treat"


def entry_of(
    program: CompiledProgram,
    verdict: Verdict,
    event: str,
    measure: str = "net_value",
    kind: ValueKind = ValueKind.MARGIN,
) -> LedgerEntry | None:
    """Return the entry for a measure of a verdict; None where it holds none or could not be read."""
    net = verdict.stats.get(measure)
    if net is None or verdict.phase is Phase.ERROR:
        return None
    experiment = program.experiments[verdict.experiment]
    times = program.metrics[experiment.primary].times
    return LedgerEntry(
        column=column_of(verdict.grade),
        kind=kind,
        capability=experiment.of,
        experiment=verdict.experiment,
        estimand=verdict.estimand or ESTIMAND,
        amount=amount_of(net),
        cost=posted(verdict.cost),
        population=verdict.population,
        unit_value=times.value if times else Decimal(1),
        signed_by=times.signed_by if times else None,
        grade=verdict.grade,
        period=str(experiment.period) if experiment.period else None,
        verdict=event,
        rows_digest=verdict.rows_digest,
        source=experiment.source,
        metric=verdict.metric,
        control=verdict.control,
        treatment=verdict.treatment,
        unit=experiment.unit,
        channel=experiment.channel,
        effect=effect_of(verdict.stats.get("effect")),
        valid_until=valid_until(experiment),
    )


def effect_of(found: Evidence | None) -> Effect | None:
    """Write an effect in decimals, as they stand in the record outside of `stats`."""
    if found is None:
        return None
    return Effect(
        estimate=_decimal(found.estimate),
        low=_decimal(found.low),
        high=_decimal(found.high),
        lower95=_decimal(found.lower95),
        upper95=_decimal(found.upper95),
        unit=found.unit,
    )


def valid_until(experiment: Experiment) -> date | None:
    """Return the last day on which the evidence counts: `valid_for` from the end of its data."""
    return Duration(days=-1).after(experiment.valid_for.after(experiment.period.end)) if experiment.period else None


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


def amount_of(net: Evidence) -> Amount:
    """Write a measured amount at the cent, with its bounds."""
    return Amount(
        estimate=posted(net.estimate),
        low=posted(net.low),
        high=posted(net.high),
        lower95=posted(net.lower95),
        upper95=posted(net.upper95),
        currency=net.unit,
    )
