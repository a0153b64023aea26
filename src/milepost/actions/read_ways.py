"""An experiment of a program is read in its way: by arms, a staggered start, a series, or an import."""

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from milepost.actions.read_experiment import read_table
from milepost.actions.read_import import read_import_table
from milepost.actions.read_rollout import read_rollout_table
from milepost.actions.read_series import read_series_table
from milepost.actions.run import Run
from milepost.actions.run_holdout import held_out_findings
from milepost.actions.run_source import open_table
from milepost.experiments.estimated import Estimated, estimated_verdict
from milepost.experiments.imports.program_import import asked_of, estimated_import
from milepost.experiments.program_reading import design_of, failed_verdict, verdict_of
from milepost.experiments.rollout_program import estimated_rollout, rollout_design_of
from milepost.experiments.series.program_series import estimated_series, series_design
from milepost.experiments.verdict import Verdict
from milepost.experiments.waiting import waiting_stats
from milepost.kernel.finding import Finding, Refused
from milepost.program.documents.experiment import Way

if TYPE_CHECKING:
    import ibis


def verdict_by_way(
    run: Run, slug: str, basis: str, rows: str, statement: str | None, weeks: float | None
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Read an experiment from its source's table; a reading that can't be made gives a verdict in Error.

    `weeks` is how long its rows took to come, by which waiting for more of them is priced; None where nobody can say.
    """
    if findings := held_out_findings(run, slug):
        because = "; ".join(each.message for each in findings)
        return failed_verdict(run.program, slug, basis, rows, because), findings
    table = open_table(run, run.program.experiments[slug].source)
    try:
        return _read(run, slug, table, basis, rows, statement, weeks)
    except Refused as refused:
        because = "; ".join(each.message for each in refused.findings)
        return failed_verdict(run.program, slug, basis, rows, because), refused.findings


def _read(
    run: Run, slug: str, table: "ibis.Table", basis: str, rows: str, statement: str | None, weeks: float | None
) -> tuple[Verdict, tuple[Finding, ...]]:
    way = run.program.experiments[slug].way
    assert way is not None
    if way is Way.ARMS:
        design = design_of(run.program, slug, randomised=statement is not None)
        read = read_table(run.warehouse, table, _name(run, slug), design)
        verdict = verdict_of(run.program, slug, read, basis, rows, statement)
        if weeks is not None and verdict.stats:
            verdict = replace(verdict, stats={**verdict.stats, **waiting_stats(read, weeks)})
        return verdict, read.findings
    found = _estimated(run, slug, table, way, statement)
    return estimated_verdict(run.program, slug, found, basis, rows, statement), found.findings


def _estimated(run: Run, slug: str, table: "ibis.Table", way: Way, statement: str | None) -> Estimated:
    match way:
        case Way.STAGGERED:
            design = rollout_design_of(run.program, slug, randomised=statement is not None)
            found = read_rollout_table(run.warehouse, table, _name(run, slug), design)
            return estimated_rollout(run.program, slug, found)
        case Way.SERIES:
            series = series_design(run.program, slug)
            return estimated_series(
                run.program, slug, read_series_table(run.warehouse, table, _name(run, slug), series)
            )
        case Way.IMPORTED:
            return _imported(run, slug, table, is_stated_random=statement is not None)
        case Way.ARMS:
            raise AssertionError("arms are read by their own design")
        case _:
            assert_never(way)


def _imported(run: Run, slug: str, table: "ibis.Table", *, is_stated_random: bool) -> Estimated:
    experiment = run.program.experiments[slug]
    assert experiment.imported is not None
    read = read_import_table(
        run.warehouse,
        table,
        _name(run, slug),
        experiment.imported.vendor,
        asked_of(run.program, slug),
        split=experiment.split,
        is_stated_random=is_stated_random,
    )
    return estimated_import(run.program, slug, read)


def _name(run: Run, slug: str) -> str:
    return f"source/{run.program.experiments[slug].source}"
