"""A program's import -> which result of its export is read; its reading -> the estimate that becomes a verdict."""

from decimal import Decimal

from milepost.experiments.estimated import Estimated
from milepost.experiments.imports.reading import ImportReading
from milepost.experiments.imports.result import Asked
from milepost.experiments.program_reading import money_spec
from milepost.experiments.strength import strength_said
from milepost.kernel.words import Grade
from milepost.program.compiled import CompiledProgram
from milepost.statistics.estimate import Estimate, linear

ESTIMAND = "incremental contribution margin, net of contact costs, from a finished test of another system"
REPORTED = "incremental contribution margin as a platform reports it of its own work"


def asked_of(program: CompiledProgram, slug: str) -> Asked:
    """Return which result of the export an experiment of the program names."""
    imported = program.experiments[slug].imported
    assert imported is not None
    return Asked(test=imported.test, metric=imported.metric, control=imported.control, treatment=imported.treatment)


def estimated_import(program: CompiledProgram, slug: str, read: ImportReading) -> Estimated:
    """Return what a finished test showed, priced by the program's own unit value and the export's own counts.

    There is no money where the export does not say how many were treated and a contact costs something.
    """
    net, cost = _net(program, slug, read)
    sizes = dict(read.result.sizes)
    because = read.sentence
    if read.strength is not None:
        because += " " + strength_said(read.strength, outcome=read.result.asked.metric)
    return Estimated(
        effect=read.effect,
        grade=read.grade,
        because=because,
        counts={name: sizes[name] for name in program.experiments[slug].compared if name in sizes},
        population=read.population or 0,
        net=net,
        cost=cost,
        srm_p=read.srm_p,
        strength=read.strength,
        estimand=REPORTED if read.grade is Grade.D else ESTIMAND,
        findings=read.findings,
    )


def _net(program: CompiledProgram, slug: str, read: ImportReading) -> tuple[Estimate | None, Decimal]:
    money, treated = money_spec(program, slug), read.population
    if money is None or (treated is None and (money.cost_per_unit or not read.is_total)):
        return None, Decimal(0)
    cost = money.cost_per_unit * (treated or 0)
    by = float(money.margin) * (1 if read.is_total else treated or 0)
    return linear(read.effect, by, -float(cost)), cost
