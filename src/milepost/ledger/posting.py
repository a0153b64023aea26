"""A verdict with money -> the entry that is posted, and what it supersedes."""

from decimal import Decimal

from milepost.experiments.verdict import Evidence, Verdict
from milepost.kernel.money import posted
from milepost.kernel.words import Phase
from milepost.ledger.entry import Amount, LedgerEntry, ValueKind, column_of
from milepost.program.compiled import CompiledProgram

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
        amount=_amount(net),
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
    )


def _amount(net: Evidence) -> Amount:
    return Amount(
        estimate=posted(net.estimate),
        low=posted(net.low),
        high=posted(net.high),
        lower95=posted(net.lower95),
        upper95=posted(net.upper95),
        currency=net.unit,
    )
