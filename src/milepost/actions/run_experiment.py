"""The steps of an experiment: read it, post its value."""

from dataclasses import replace
from datetime import datetime

from milepost.actions.read_ways import verdict_by_way
from milepost.actions.rules import UNREADABLE_EXPERIMENT
from milepost.actions.run import Run
from milepost.actions.steps import POST, READ, Outcome, StepResult
from milepost.experiments.verdict import READ as READ_EVENT
from milepost.experiments.verdict import Verdict, design_digest
from milepost.governance.attestation import RandomisationStatement
from milepost.kernel.finding import Finding, Severity
from milepost.kernel.time import start_of_day
from milepost.kernel.words import Phase
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry
from milepost.ledger.posting import entry_of
from milepost.record.canonical import to_json
from milepost.record.event import Fact
from milepost.roadmap.criterion import still_stated
from milepost.roadmap.facts import Told, first_seen


def read_experiment_of(run: Run, slug: str) -> StepResult:
    """Read an experiment from its source's table; a reading that can't be made is recorded as one in Error."""
    experiment, subject, last = run.program.experiments[slug], f"experiment/{slug}", run.read(slug)
    loaded, statement = run.loaded(experiment.source), standing_statement(run, slug)
    assert loaded is not None
    told_by = statement.event.id if statement else None
    end, period = _data_end(run, slug), experiment.period
    seen = first_seen(run.facts, experiment.source, loaded.fact.logical_digest) or loaded.at
    design, is_whole = design_digest(run.program, slug), end is None or seen >= end
    basis = READ.basis(
        load=loaded.event.id,
        design=design,
        statement=told_by,
        is_whole=is_whole,
        period=str(period) if period else None,
    )
    if last is not None and last.fact.basis == basis:
        return _told(run, slug, subject, last.fact, Outcome.UNCHANGED, ())
    verdict, findings = verdict_by_way(run, slug, basis, loaded.fact.logical_digest, told_by)
    verdict = replace(verdict, is_whole=is_whole)
    run.findings.extend(each for each in findings if each.severity is Severity.WARNING)
    checked = run.checked(experiment.source)
    causes = [loaded.event.id, *([checked.event.id] if checked else []), *([told_by] if told_by else []), run.accepted]
    key = f"{basis} after {last.event.id if last else None}"
    data = {"verdict": to_json(verdict)}
    run.record(run.fact(READ_EVENT, subject, key, data, causes, end if is_whole else None))
    return _told(run, slug, subject, verdict, Outcome.DONE, findings)


def standing_statement(run: Run, slug: str) -> Told[RandomisationStatement] | None:
    """Return the last statement of randomisation that holds for this design, or None."""
    design, experiment = design_digest(run.program, slug), run.program.experiments[slug]
    told = reversed(run.facts.statements.get(slug, ()))
    return next((each for each in told if each.fact.design == design and still_stated(experiment, each.fact)), None)


def post_value(run: Run, slug: str) -> StepResult:
    """Post the value of an experiment's verdict and reverse what it supersedes, in one transaction."""
    told, subject = run.read(slug), f"capability/{run.program.experiments[slug].of}"
    assert told is not None
    if not told.fact.is_whole:
        return _result(subject, Outcome.SKIPPED, "data is still collected")
    entry = entry_of(run.program, told.fact, told.event.id)
    standing = _standing(run, slug, told.fact)
    if any(each.fact.verdict == told.event.id for each in standing):
        return _result(subject, Outcome.UNCHANGED, _said(standing[-1].fact))
    facts = [_reversal(run, each, told.event.id) for each in standing]
    if entry is not None:
        data = {"entry": to_json(entry)}
        key = f"{told.event.id} {entry.treatment} {entry.metric}"
        facts.append(run.fact(POSTED, f"capability/{entry.capability}", key, data, [told.event.id]))
    if facts:
        run.record(*facts)
    outcome = Outcome.DONE if facts else Outcome.SKIPPED
    return _result(subject, outcome, _said(entry) if entry else "no value to post")


def _data_end(run: Run, slug: str) -> datetime | None:
    period = run.program.experiments[slug].period
    return start_of_day(period.end, run.program.program.time_zone) if period else None


def _standing(run: Run, slug: str, verdict: Verdict) -> list[Told[LedgerEntry]]:
    """Return the standing entries that this reading supersedes: the experiment's own, and those of the same people."""
    posted = (each for several in run.facts.postings.values() for each in several)
    found = [each for each in posted if each.event.id not in run.facts.reversed_at]
    return [each for each in found if each.fact.experiment == slug or _same_people(run, each.fact, verdict)]


def _same_people(run: Run, entry: LedgerEntry, verdict: Verdict) -> bool:
    one, other = (run.program.experiments.get(name) for name in (entry.experiment, verdict.experiment))
    if one is not None and other is not None and (one.imported or other.imported):
        # An export holds many tests, and the same one may come in several exports: its name tells, not its rows.
        pair = [each.imported.identity for each in (one, other) if each.imported]
        return len(pair) == 2 and pair[0] == pair[1]
    mine = (verdict.rows_digest, verdict.treatment, verdict.control, verdict.metric)
    return (entry.rows_digest, entry.treatment, entry.control, entry.metric) == mine


def _reversal(run: Run, old: Told[LedgerEntry], because: str) -> Fact:
    data = {"entry": to_json(old.fact), "reverses": old.event.id}
    return run.fact(REVERSED, old.event.subject, old.event.id, data, [old.event.id, because])


def _told(
    run: Run, slug: str, subject: str, verdict: Verdict, outcome: Outcome, findings: tuple[Finding, ...]
) -> StepResult:
    if verdict.phase is Phase.ERROR:
        message = f"experiment/{slug} can't be read: {verdict.because}"
        run.findings.extend(findings or (UNREADABLE_EXPERIMENT.at(None, message, UNREADABLE_EXPERIMENT.fix),))
        outcome = Outcome.FAILED
    said = f"{verdict.phase}, grade {verdict.grade}"
    return StepResult(step=READ.name, subject=subject, outcome=outcome, said=said, rows=sum(verdict.arms.values()))


def _said(entry: LedgerEntry) -> str:
    amount = entry.amount
    return f"{entry.column}: at least {amount.lower95:,.2f} {amount.currency}, estimate {amount.estimate:,.2f}"


def _result(subject: str, outcome: Outcome, said: str) -> StepResult:
    return StepResult(step=POST.name, subject=subject, outcome=outcome, said=said)
