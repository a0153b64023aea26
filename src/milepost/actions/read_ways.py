"""An experiment of a program is read in its way: by arms, a staggered start, a series, or an import."""

from typing import TYPE_CHECKING, assert_never

from milepost.actions.read_experiment import read_table
from milepost.actions.rules import UNREADABLE_EXPERIMENT
from milepost.actions.run import Run
from milepost.actions.run_source import open_table
from milepost.experiments.estimated import Estimated, estimated_verdict
from milepost.experiments.program_reading import design_of, failed_verdict, verdict_of
from milepost.experiments.verdict import Verdict
from milepost.kernel.finding import Finding, Refused
from milepost.program.documents.experiment import Way

if TYPE_CHECKING:
    import ibis


def verdict_by_way(
    run: Run, slug: str, basis: str, rows: str, statement: str | None
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Read an experiment from its source's table; a reading that can't be made gives a verdict in Error."""
    table = open_table(run, run.program.experiments[slug].source)
    try:
        return _read(run, slug, table, basis, rows, statement)
    except Refused as refused:
        because = "; ".join(each.message for each in refused.findings)
        return failed_verdict(run.program, slug, basis, rows, because), refused.findings


def _read(
    run: Run, slug: str, table: "ibis.Table", basis: str, rows: str, statement: str | None
) -> tuple[Verdict, tuple[Finding, ...]]:
    way = run.program.experiments[slug].way
    assert way is not None
    if way is Way.ARMS:
        design = design_of(run.program, slug, randomised=statement is not None)
        read = read_table(run.warehouse, table, f"source/{run.program.experiments[slug].source}", design)
        return verdict_of(run.program, slug, read, basis, rows, statement), read.findings
    found = _estimated(run, slug, table, way, statement)
    return estimated_verdict(run.program, slug, found, basis, rows, statement), found.findings


def _estimated(run: Run, slug: str, table: "ibis.Table", way: Way, statement: str | None) -> Estimated:
    match way:
        case Way.SERIES | Way.IMPORTED | Way.STAGGERED:
            del run, table, statement
            raise Refused(UNREADABLE_EXPERIMENT.at(None, f"experiment/{slug}: {way} can't be read by this version"))
        case Way.ARMS:
            raise AssertionError("arms are read by their own design")
        case _:
            assert_never(way)
