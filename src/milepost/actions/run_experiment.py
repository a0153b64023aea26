"""The steps of an experiment: read it, post its value."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from milepost.actions.read_ways import verdict_by_way
from milepost.actions.rules import UNREADABLE_EXPERIMENT
from milepost.actions.run import Run
from milepost.actions.run_holdout import treated_by
from milepost.actions.steps import POST, READ, Outcome, StepResult
from milepost.experiments.verdict import READ as READ_EVENT
from milepost.experiments.verdict import Verdict, design_digest
from milepost.governance.attestation import RandomisationStatement
from milepost.kernel.finding import Finding, Severity
from milepost.kernel.time import day_in, start_of_day
from milepost.kernel.words import Phase
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry, ValueKind
from milepost.ledger.saved import entries_of
from milepost.record.canonical import Json, to_json
from milepost.record.event import Fact
from milepost.roadmap.criterion import still_stated
from milepost.roadmap.facts import Told, first_seen
from milepost.roadmap.registered import held_against, registered_verdict


def read_experiment_of(run: Run, slug: str) -> StepResult:
    """Read an experiment from its source's table; a reading that can't be made is recorded as one in Error."""
    experiment, subject, last = run.program.experiments[slug], f"experiment/{slug}", run.read(slug)
    loaded, statement = run.loaded(experiment.source), standing_statement(run, slug)
    held = held_against(run.facts, run.program, slug)
    assert loaded is not None
    told_by = statement.event.id if statement else None
    end, period = _data_end(run, slug), experiment.period
    seen = first_seen(run.facts, experiment.source, loaded.fact.logical_digest) or loaded.at
    design, is_whole = design_digest(run.program, slug), end is None or seen >= end
    inputs: dict[str, Json] = {
        "load": loaded.event.id,
        "design": design,
        "statement": told_by,
        "is_whole": is_whole,
        "period": str(period) if period else None,
    }
    if broken := treated_by(run, slug):
        inputs["held_out"] = dict(broken)  # a list that came later may show whom the arms should not have held
    if held is not None:
        inputs |= {"registration": held.event, "changes": to_json(held.changes)}
    basis = READ.basis(**inputs)
    if last is not None and last.fact.basis == basis:
        return _told(run, slug, subject, last.fact, Outcome.UNCHANGED, ())
    weeks = _weeks_until(run, slug, seen)
    verdict, findings = verdict_by_way(run, slug, basis, loaded.fact.logical_digest, told_by, weeks)
    verdict = registered_verdict(replace(verdict, is_whole=is_whole), held)
    checked = run.checked(experiment.source)
    told = (checked.event.id if checked else None, told_by, held.event if held else None)
    causes: list[str] = [loaded.event.id, *(each for each in told if each), run.accepted]
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
    entries = entries_of(run.program, told.fact, told.event.id)
    standing = _standing(run, slug, told.fact)
    if any(each.fact.verdict == told.event.id for each in standing):
        return _result(subject, Outcome.UNCHANGED, _said([each.fact for each in standing]))
    if (other := next((each.fact for each in standing if _speaks(run, slug, each.fact)), None)) is not None:
        return _result(subject, Outcome.SKIPPED, f"the same rows are counted by {other.subject}")
    facts = [_reversal(run, each, told.event.id) for each in standing]
    facts += [_posting(run, each, told.event.id) for each in entries]
    if facts:
        run.record(*facts)
    outcome = Outcome.DONE if facts else Outcome.SKIPPED
    return _result(subject, outcome, _said(entries) if entries else "no value to post")


def _posting(run: Run, entry: LedgerEntry, read: str) -> Fact:
    kind = "" if entry.kind is ValueKind.MARGIN else f" {entry.kind}"
    key = f"{read} {entry.treatment} {entry.metric}{kind}"
    posted = (each for several in run.facts.postings.values() for each in several if each.fact.verdict == read)
    alike = [each for each in posted if (each.fact.metric, each.fact.kind) == (entry.metric, entry.kind)]
    if alike:  # it was taken back in favour of another reading, and stands again
        key += f" again after {alike[-1].event.id}"
    return run.fact(POSTED, f"capability/{entry.capability}", key, {"entry": to_json(entry)}, [read])


def _weeks_until(run: Run, slug: str, seen: datetime) -> float | None:
    """Return how many weeks of its period the rows read took to come; None without a period, or before it began."""
    period = run.program.experiments[slug].period
    if period is None:
        return None
    until = min(period.end, day_in(seen, run.program.program.time_zone))
    days = (until - period.start).days
    return days / 7 if days > 0 else None


def _data_end(run: Run, slug: str) -> datetime | None:
    period = run.program.experiments[slug].period
    return start_of_day(period.end, run.program.program.time_zone) if period else None


def _standing(run: Run, slug: str, verdict: Verdict) -> list[Told[LedgerEntry]]:
    """Return the standing entries that this reading supersedes: the experiment's own, and those of the same people."""
    posted = (each for several in run.facts.postings.values() for each in several)
    found = [each for each in posted if each.event.id not in run.facts.reversed_at]
    return [each for each in found if each.fact.experiment == slug or _same_people(run, each.fact, verdict)]


def _speaks(run: Run, slug: str, entry: LedgerEntry) -> bool:
    """Tell whether an entry is the last word of another experiment of the program: two would else take turns."""
    told = run.read(entry.experiment)
    is_other = entry.experiment != slug and entry.experiment in run.program.experiments
    return is_other and told is not None and told.event.id == entry.verdict


def _same_people(run: Run, entry: LedgerEntry, verdict: Verdict) -> bool:
    one, other = (run.program.experiments.get(name) for name in (entry.experiment, verdict.experiment))
    if one is not None and other is not None and (one.imported or other.imported):
        # An export holds many tests, and the same one may come in several exports: its name tells, not its rows.
        pair = [each.imported.identity for each in (one, other) if each.imported]
        return len(pair) == 2 and pair[0] == pair[1]
    mine = (verdict.rows_digest, verdict.treatment, verdict.control)
    if (entry.rows_digest, entry.treatment, entry.control) != mine:
        return False
    metrics = [run.program.metrics.get(each) for each in (entry.metric, verdict.metric)]
    same = metrics[0] is not None and metrics[1] is not None and metrics[0].measured == metrics[1].measured
    return same or entry.metric == verdict.metric


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
    else:
        run.findings.extend(each for each in findings if each.severity is Severity.WARNING)
    said = f"{verdict.phase}, grade {verdict.grade}"
    return StepResult(step=READ.name, subject=subject, outcome=outcome, said=said, rows=sum(verdict.arms.values()))


def _said(entries: Sequence[LedgerEntry]) -> str:
    told = (
        f"{entry.column}: at least {entry.amount.lower95:,.2f} {entry.amount.currency}, "
        f"estimate {entry.amount.estimate:,.2f}"
        for entry in entries
    )
    return "; ".join(told)


def _result(subject: str, outcome: Outcome, said: str) -> StepResult:
    return StepResult(step=POST.name, subject=subject, outcome=outcome, said=said)
