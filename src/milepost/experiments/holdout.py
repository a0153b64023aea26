"""A program's holdout -> the design it is read by; a read-out -> the verdict that the record keeps.

The held out are the control, all others the treatment: what a person is worth to the program is their difference.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from milepost.experiments.design import Design, MoneySpec
from milepost.experiments.evidence import significant
from milepost.experiments.holdout_verdict import HoldoutVerdict, holdout_digest
from milepost.experiments.program_reading import metric_spec
from milepost.experiments.readout import ReadOut
from milepost.experiments.verdict import Evidence
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.cells import arm_of
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.holdout import Holdout
from milepost.statistics.estimate import Estimate, linear, probability_positive

if TYPE_CHECKING:
    import ibis

HELD_OUT, OTHERS = "held out", "not held out"


def holdout_design(program: CompiledProgram, slug: str, *, randomised: bool) -> Design:
    """Return the design a holdout is read by, over the table that `in_groups` gives."""
    holdout = program.holdouts[slug]
    metric = program.metrics[holdout.metric]
    return Design(
        arm_column=holdout.column,
        control=HELD_OUT,
        treatments=(OTHERS,),
        metrics=(metric_spec(metric),),
        split={HELD_OUT: holdout.share, OTHERS: 1 - holdout.share},
        alpha=float(holdout.alpha),
        money=MoneySpec(
            metric=metric.column,
            margin=metric.times.value if metric.times else Decimal(1),
            cost_per_unit=Decimal(0),
            currency=program.program.currency,
            is_contribution=metric.times is None,
        ),
        unit=holdout.unit,
        randomised=randomised,
    )


def in_groups(table: "ibis.Table", holdout: Holdout, column: str) -> "ibis.Table":
    """Give the table with the group in the holdout's column, and the metric's `column` zero outside the period.

    An empty group stays empty. Rows outside the period stay, for a person without outcomes inside is one all the same.
    """
    import ibis

    group = arm_of(table, holdout.column)
    named = ibis.cases((group.isnull(), ibis.null("string")), (group == holdout.held, HELD_OUT), else_=OTHERS)
    told = table.mutate(**{holdout.column: named})
    if (inside := in_period(table, holdout)) is None:
        return told
    nothing = ibis.literal(0).cast(table[column].type())
    return told.mutate(**{column: ibis.ifelse(inside, table[column], nothing)})


def in_period(table: "ibis.Table", holdout: Holdout) -> "ibis.expr.types.BooleanValue | None":
    """Tell of each row whether its day lies in the period; None where the holdout names no column of days."""
    if holdout.time is None or holdout.period is None:
        return None
    day = table[holdout.time].cast("date")
    return ((day >= holdout.period.start) & (day < holdout.period.end)).fill_null(False)  # noqa: FBT003  ibis's own


def failed_holdout(
    program: CompiledProgram, slug: str, basis: str, rows: str, because: str, treated: Mapping[str, int]
) -> HoldoutVerdict:
    """Return the verdict of a reading that could not be made."""
    holdout = program.holdouts[slug]
    return HoldoutVerdict(
        basis=basis,
        holdout=slug,
        design=holdout_digest(program, slug),
        rows_digest=rows,
        phase=Phase.ERROR,
        grade=Grade.C,
        because=because,
        metric=holdout.metric,
        share=holdout.share,
        held=0,
        others=0,
        stats={},
        treated=treated,
        period=str(holdout.period) if holdout.period else None,
    )


def holdout_verdict(
    program: CompiledProgram, slug: str, read: ReadOut, basis: str, rows: str, statement: str | None
) -> HoldoutVerdict:
    """Return the verdict of a read-out. Without a sound contrast its phase is Error and it holds no measures."""
    holdout, reading = program.holdouts[slug], read.metrics[0]
    if reading.estimate is None:
        because = "; ".join(each.message for each in read.findings)
        return failed_holdout(program, slug, basis, rows, because, {})
    sizes = {each.arm: each.n for each in read.arms}
    stats = dict(_stats(program, slug, reading.estimate, sizes, read.srm.p_value))
    return HoldoutVerdict(
        basis=basis,
        holdout=slug,
        design=holdout_digest(program, slug),
        rows_digest=rows,
        phase=reading.phase,
        grade=read.grade,
        because=_because(stats["per_person"], sizes, program.program.currency),
        metric=holdout.metric,
        share=holdout.share,
        held=sizes[HELD_OUT],
        others=sizes[OTHERS],
        stats=stats,
        treated={},
        statement=statement,
        period=str(holdout.period) if holdout.period else None,
    )


def _stats(
    program: CompiledProgram, slug: str, contrast: Estimate, sizes: Mapping[str, int], srm: float
) -> Iterator[tuple[str, Evidence]]:
    metric, currency = program.metrics[program.holdouts[slug].metric], program.program.currency
    person = linear(contrast, float(metric.times.value) if metric.times else 1.0, 0.0)
    yield "per_person", evidence(person, currency)
    yield "total", evidence(linear(person, sizes[OTHERS], 0.0), currency)
    yield "opportunity_cost", evidence(linear(person, sizes[HELD_OUT], 0.0), currency)
    yield "probability_positive", _exact(probability_positive(person))
    yield "srm_p", _exact(srm)


def _because(person: Evidence, sizes: Mapping[str, int], currency: str) -> str:
    return (
        f"{currency} {person.estimate:,.2f} a person more than the {sizes[HELD_OUT]:,} held out "
        f"(95% interval {person.low:,.2f} to {person.high:,.2f}), over {sizes[OTHERS]:,} not held out"
    )


def evidence(of: Estimate, unit: str) -> Evidence:
    """Return an estimate as the record keeps it."""
    return Evidence(
        estimate=significant(of.effect),
        low=significant(of.low),
        high=significant(of.high),
        lower95=significant(of.lower95),
        upper95=significant(of.upper95),
        unit=unit,
        standard_error=significant(of.standard_error),
    )


def _exact(value: float) -> Evidence:
    found = significant(value)
    return Evidence(estimate=found, low=found, high=found, lower95=found, upper95=found)
