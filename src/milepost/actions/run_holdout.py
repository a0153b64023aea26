"""The steps of a holdout: hold every experiment against it, read it, post the program's total."""

from dataclasses import replace
from datetime import datetime

from milepost.actions.read_experiment import read_table
from milepost.actions.rules import UNREADABLE_HOLDOUT
from milepost.actions.run import Run
from milepost.actions.run_source import open_table
from milepost.actions.steps import POST, READ, Outcome, StepResult
from milepost.experiments.held_out_rows import census, census_findings, treated, treated_findings, type_findings
from milepost.experiments.holdout import failed_holdout, holdout_design, holdout_verdict, in_groups
from milepost.experiments.holdout_verdict import HELD, HoldoutVerdict, holdout_digest
from milepost.experiments.readout import ReadOut
from milepost.governance.attestation import RandomisationStatement
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.time import start_of_day
from milepost.kernel.words import Phase
from milepost.ledger.total import TOTAL_POSTED, TOTAL_REVERSED, ProgramTotal, total_of
from milepost.outcomes.faults import column_findings
from milepost.program.compiled import plain
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.record.canonical import Json, to_json
from milepost.record.event import Fact
from milepost.roadmap.criterion import still_stated
from milepost.roadmap.facts import Told, first_seen


def read_holdout_of(run: Run, slug: str) -> StepResult:
    """Read a holdout from its source's table; a reading that can't be made is recorded as one in Error."""
    holdout, subject, last = run.program.holdouts[slug], f"holdout/{slug}", run.held(slug)
    loaded, statement = run.loaded(holdout.source), _statement(run, slug)
    assert loaded is not None
    told_by, end = statement.event.id if statement else None, _end(run, holdout)
    seen = first_seen(run.facts, holdout.source, loaded.fact.logical_digest) or loaded.at
    is_whole = end is not None and seen >= end
    basis = READ.basis(
        load=loaded.event.id,
        design=holdout_digest(run.program, slug),
        statement=told_by,
        is_whole=is_whole,
        period=str(holdout.period) if holdout.period else None,
        experiments=_held_against(run, holdout),
    )
    if last is not None and last.fact.basis == basis:
        return _told(run, subject, last.fact, Outcome.UNCHANGED, ())
    verdict, findings = _verdict(run, slug, basis, loaded.fact.logical_digest, told_by)
    verdict = replace(verdict, is_whole=is_whole)
    checked = run.checked(holdout.source)
    causes = [loaded.event.id, *([checked.event.id] if checked else []), *([told_by] if told_by else []), run.accepted]
    key = f"{basis} after {last.event.id if last else None}"
    data = {"verdict": to_json(verdict)}
    run.record(run.fact(HELD, subject, key, data, causes, end if is_whole else None))
    return _told(run, subject, verdict, Outcome.DONE, findings)


def post_total(run: Run, slug: str) -> StepResult:
    """Post the total of a holdout's reading and reverse what it supersedes, in one transaction.

    A reading that says the same leaves the total as it stands. Readings of one table count once, whatever the holdout
    is called.
    """
    told, subject = run.held(slug), f"holdout/{slug}"
    assert told is not None
    if told.fact.design != holdout_digest(run.program, slug):
        return _result(subject, Outcome.SKIPPED, "not read yet as the program now describes it")
    total = total_of(run.program, told.fact, told.event.id)
    mine = [each for each in _standing(run) if each.fact.holdout == slug or _same_rows(each.fact, told.fact)]
    if total is not None and any(replace(each.fact, verdict=total.verdict) == total for each in mine):
        return _result(subject, Outcome.UNCHANGED, _said(total))
    if total is None and not told.fact.is_whole and told.fact.phase is not Phase.ERROR:
        return _result(subject, Outcome.SKIPPED, "the period is not over: no total yet")
    facts = [_reversal(run, each, told.event.id) for each in mine]
    if total is not None:
        data = {"total": to_json(total)}
        facts.append(run.fact(TOTAL_POSTED, subject, told.event.id, data, [told.event.id]))
    if facts:
        run.record(*facts)
    outcome = Outcome.DONE if facts else Outcome.SKIPPED
    return _result(subject, outcome, _said(total) if total else "no total to post")


def held_out_findings(run: Run, slug: str) -> tuple[Finding, ...]:
    """Find people whom some holdout of the program holds out in an experiment's treatment arm."""
    experiment = run.program.experiments[slug]
    holdouts = (each for each in run.program.holdouts.values() if _applies(experiment, each))
    return tuple(finding for each in holdouts for finding in _treated(run, experiment, each)[1])


def treated_by(run: Run, slug: str) -> dict[str, int]:
    """Return by holdout how many held-out people an experiment treated, by the holdouts' last readings."""
    told = {name: run.held(name) for name in run.program.holdouts}
    return {name: each.fact.treated[slug] for name, each in told.items() if each and slug in each.fact.treated}


def _verdict(
    run: Run, slug: str, basis: str, rows: str, statement: str | None
) -> tuple[HoldoutVerdict, tuple[Finding, ...]]:
    holdout = run.program.holdouts[slug]
    found = {each.id: _treated(run, each, holdout) for each in _beside(run, holdout)}
    treated_ = {name: count for name, (count, _) in found.items() if count}
    findings = tuple(each for _, several in found.values() for each in several)
    try:
        if not findings:
            read = _read(run, slug, is_stated=statement is not None)
            return holdout_verdict(run.program, slug, read, basis, rows, statement), read.findings
    except Refused as refused:
        findings = refused.findings
    because = "; ".join(each.message for each in findings)
    return failed_holdout(run.program, slug, basis, rows, because, treated_), findings


def _read(run: Run, slug: str, *, is_stated: bool) -> ReadOut:
    """Read the holdout's table; raises Refused with what is wrong with its columns, groups, places or cells."""
    holdout = run.program.holdouts[slug]
    design = holdout_design(run.program, slug, randomised=is_stated)
    table, name = open_table(run, holdout.source), f"source/{holdout.source}"
    if findings := (*column_findings(table, design.aggregates, name), *type_findings(table, holdout)):
        raise Refused(*findings)
    if findings := tuple(census_findings(run.warehouse.fetch(census(table, holdout))[0], holdout)):
        raise Refused(*findings)
    column = run.program.metrics[holdout.metric].column
    return read_table(run.warehouse, in_groups(table, holdout, column), name, design)


def _treated(run: Run, experiment: Experiment, holdout: Holdout) -> tuple[int, tuple[Finding, ...]]:
    """Count the rows of held-out people in the treatment arm, with the finding; nought where none can be told."""
    listed = open_table(run, holdout.source) if run.usable(holdout.source) else None
    query = treated(open_table(run, experiment.source), experiment, holdout, listed)
    if query is None:
        return 0, ()
    row = run.warehouse.fetch(query)[0]
    return int(str(row["treated"])), tuple(treated_findings(row, experiment, holdout))


def _applies(experiment: Experiment, holdout: Holdout) -> bool:
    period = experiment.period
    first, end = (period.start, period.end) if period else (None, None)
    return experiment.arms is not None and holdout.holds(first, end)


def _beside(run: Run, holdout: Holdout) -> list[Experiment]:
    """Return the experiments that ran while the holdout held and whose data is sound."""
    experiments = run.program.experiments.values()
    return [each for each in experiments if _applies(each, holdout) and run.usable(each.source)]


def _held_against(run: Run, holdout: Holdout) -> list[Json]:
    """Say which experiments' arms and rows a reading was held against."""
    told: list[Json] = []
    for each in _beside(run, holdout):
        loaded = run.loaded(each.source)
        told.append([each.id, loaded.event.id if loaded else None, plain(each.arms)])
    return told


def _statement(run: Run, slug: str) -> Told[RandomisationStatement] | None:
    design, holdout = holdout_digest(run.program, slug), run.program.holdouts[slug]
    told = reversed(run.facts.statements.get(slug, ()))
    return next((each for each in told if each.fact.design == design and still_stated(holdout, each.fact)), None)


def _end(run: Run, holdout: Holdout) -> datetime | None:
    return start_of_day(holdout.period.end, run.program.program.time_zone) if holdout.period else None


def _standing(run: Run) -> list[Told[ProgramTotal]]:
    told = (each for several in run.facts.totals.values() for each in several)
    return [each for each in told if each.event.id not in run.facts.reversed_at]


def _same_rows(total: ProgramTotal, verdict: HoldoutVerdict) -> bool:
    return (total.rows_digest, total.metric) == (verdict.rows_digest, verdict.metric)


def _reversal(run: Run, old: Told[ProgramTotal], because: str) -> Fact:
    data = {"total": to_json(old.fact), "reverses": old.event.id}
    return run.fact(TOTAL_REVERSED, old.event.subject, old.event.id, data, [old.event.id, because])


def _told(
    run: Run, subject: str, verdict: HoldoutVerdict, outcome: Outcome, findings: tuple[Finding, ...]
) -> StepResult:
    if verdict.phase is Phase.ERROR:
        message = f"{subject} can't be read: {verdict.because}"
        run.findings.extend(findings or (UNREADABLE_HOLDOUT.at(None, message, UNREADABLE_HOLDOUT.fix),))
        outcome = Outcome.FAILED
    said = f"{verdict.phase}, grade {verdict.grade}"
    return StepResult(
        step=READ.name, subject=subject, outcome=outcome, said=said, rows=verdict.held + verdict.others or None
    )


def _said(total: ProgramTotal) -> str:
    amount, cost = total.amount, total.opportunity_cost
    return (
        f"{total.column}: at least {amount.lower95:,.2f} {amount.currency}, estimate {amount.estimate:,.2f}; "
        f"held out at a cost of {cost.estimate:,.2f}"
    )


def _result(subject: str, outcome: Outcome, said: str) -> StepResult:
    return StepResult(step=POST.name, subject=subject, outcome=outcome, said=said)
