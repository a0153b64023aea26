"""A design written down before the first exposure: what was to be read, of whom, how, until when, and at what price.

Parts are words for people, exact enough to be compared: what differs between two of them is a change of the design.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.experiments.verdict import Change, contact_costs, direction_of
from milepost.kernel.digest import Digest
from milepost.kernel.money import normal
from milepost.kernel.words import Grade
from milepost.program.compiled import CompiledProgram, plain
from milepost.program.documents.experiment import Experiment
from milepost.record.canonical import canonical_bytes, canonical_digest

REGISTERED = "experiment.registered"
NOT_REGISTERED = "not registered"
_LOWER = {Grade.A: Grade.B, Grade.B: Grade.C, Grade.C: Grade.D, Grade.D: Grade.D}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registered design: its parts by name, their digest, and why it came too late, None where it came in time."""

    experiment: str
    digest: str
    parts: Mapping[str, str]
    late: str | None = None


def parts_of(program: CompiledProgram, slug: str) -> dict[str, str]:
    """Say the parts of an experiment's design that are registered.

    Titles, how long the evidence holds and who states the randomisation are none: they change no number.
    """
    experiment = program.experiments[slug]
    control, treatment = experiment.compared
    shares = ", ".join(f"{arm} {share:.6g}" for arm, share in experiment.split.items())
    guards = [
        f"{_metric(program, each.metric)} by at most {normal(each.margin)}"
        + (f" ({each.direction.value} is better)" if each.direction else "")
        for each in experiment.guardrails
    ]
    costs = [
        f"{normal(cost.amount.value)} {cost.amount.unit} per contact, {cost.kind.value}"
        for cost in contact_costs(program, slug)
    ]
    return {
        "primary metric": _metric(program, experiment.primary),
        "secondary metrics": "; ".join(_metric(program, each) for each in experiment.secondary) or "none",
        "population": f"source/{experiment.source}, each {experiment.unit or 'row'} a unit",
        "arms": f"{treatment} against {control}, {_way(experiment)}",
        "split": shares or "equal",
        "alpha": normal(experiment.alpha),
        "guardrails": "; ".join(guards) or "none",
        "period": str(experiment.period) if experiment.period else "none",
        "stopping rule": "may be looked at as it runs, always-valid intervals planned for "
        f"{experiment.sequential.planned:,} units"
        if experiment.sequential
        else "read once, at its end",
        "money": f"{program.program.currency}; {'; '.join(costs) or 'no cost per contact'}"
        + (f"; {canonical_bytes(plain(experiment.cash)).decode()}" if experiment.cash else ""),
        # Named where there are any: a design registered without them differs from one that has some.
        **({"covariates": ", ".join(experiment.covariates)} if experiment.covariates else {}),
        **({"exposure": f"on column {experiment.exposed.on}"} if experiment.exposed else {}),
    }


def registration_of(program: CompiledProgram, slug: str, late: str | None) -> Registration:
    """Return the registration of an experiment as the program has it."""
    parts = parts_of(program, slug)
    return Registration(experiment=slug, digest=parts_digest(parts), parts=parts, late=late)


def parts_digest(parts: Mapping[str, str]) -> Digest:
    """Digest the parts of a design."""
    return canonical_digest(dict(parts))


def changes(registered: Registration, program: CompiledProgram, slug: str) -> tuple[Change, ...]:
    """Return what the program has otherwise than it was registered, in the order of the parts; none for the same."""
    return tuple(_changes(registered.parts, parts_of(program, slug)))


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for part in dict.fromkeys((*before, *now)):
        old, new = before.get(part, "nothing"), now.get(part, "nothing")
        if old != new:
            yield Change(part=part, registered=old, now=new)


def lowered(grade: Grade) -> Grade:
    """Return the grade of a reading whose design is not the registered one: one lower."""
    return _LOWER[grade]


def changes_said(found: tuple[Change, ...]) -> str:
    """Say that a registered design was changed, and how; empty for no change."""
    if not found:
        return ""
    return "the registered design was changed: " + "; ".join(str(each) for each in found)


def _way(experiment: Experiment) -> str:
    if experiment.arms is not None:
        return f"by column {experiment.arms.column}"
    way = experiment.way
    return canonical_bytes(plain(getattr(experiment, way.value))).decode() if way else "read in no way"


def _metric(program: CompiledProgram, slug: str) -> str:
    metric = program.metrics[slug]
    over = f" over {metric.denominator}" if metric.denominator else ""
    times = f", times {normal(metric.times.value)}" if metric.times else ""
    unit = metric.unit_in(program.program.currency)
    return (
        f"{slug} ({metric.aggregate.value} of {metric.column}{over} per {metric.per} in source/{metric.source}{times}"
        f"{f' {unit}' if unit else ''}, {direction_of(program, slug).value} is better)"
    )
