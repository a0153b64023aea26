"""The charges of a rehearsed program: FOCUS rows for what its capabilities cost, a month each, until today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
import pyarrow as pa

from milepost.kernel.time import Duration, Period, add_months
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Capability, Cost, Per
from milepost.program.documents.contract import TableSchema
from milepost.simulation.rehearsal.contracted import contracted
from milepost.simulation.rehearsal.planted import chance

_NOISE = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charge:
    capability: str
    cost: Cost
    begins: date
    ends: date


def charges(program: CompiledProgram, schema: TableSchema, seed: int, until: date) -> pa.Table:
    """Give a row for each month and monthly cost of a capability, from its first day on; one for what costs once.

    What a contact costs is in the experiments already and is not charged a second time.
    """
    dice = chance(seed, "charges")
    rows = [each for slug, what in program.capabilities.items() for each in _of(program, slug, what, until)]
    factor = np.exp(_NOISE * dice.standard_normal(len(rows)))
    billed = np.round([float(each.cost.amount.value) * by for each, by in zip(rows, factor, strict=True)], 2)
    moment = pa.timestamp("us", "UTC")
    known: dict[str, pa.Array] = {
        "BilledCost": pa.array(billed),
        "EffectiveCost": pa.array(billed),
        "BillingCurrency": pa.array([program.program.currency] * len(rows)),
        "ChargePeriodStart": pa.array([_midnight(each.begins) for each in rows], moment),
        "ChargePeriodEnd": pa.array([_midnight(each.ends) for each in rows], moment),
        "ChargeCategory": pa.array(["Usage"] * len(rows)),
        "ProviderName": pa.array(["simulated"] * len(rows)),
        "ServiceName": pa.array([f"{each.capability}, {each.cost.kind}" for each in rows]),
        "x_CapabilityId": pa.array([each.capability for each in rows]),
        "x_CostKind": pa.array([str(each.cost.kind) for each in rows]),
    }
    period = Period(program.program.starts, max(until, add_months(program.program.starts, 1)))
    named = {
        each.name: known[each.name] if each.name in known else contracted(each, len(rows), period, dice)
        for each in schema.properties
    }
    return pa.table(named)


def _of(program: CompiledProgram, slug: str, capability: Capability, until: date) -> Iterator[_Charge]:
    first = capability.starts or _first_day(program, slug)
    for cost in capability.costs:
        if cost.per is Per.CONTACT:
            continue
        begins = first.replace(day=1)
        while (ends := add_months(begins, 1)) <= until:
            yield _Charge(capability=slug, cost=cost, begins=begins, ends=ends)
            if cost.per is Per.ONCE:
                break
            begins = ends


def _first_day(program: CompiledProgram, slug: str) -> date:
    """Return the day two months before the capability's first experiment, or the program's first."""
    read = [each.period.start for each in program.experiments.values() if each.of == slug and each.period is not None]
    before = Duration(months=-2).after(min(read)) if read else program.program.starts
    return max(program.program.starts, before)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
