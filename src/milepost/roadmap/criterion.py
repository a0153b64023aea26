"""A criterion held against the evidence recorded by an instant: one evaluator, six phases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache

from milepost.experiments.registration import changes_said
from milepost.experiments.verdict import Evidence, Verdict
from milepost.governance.attestation import Attestation, RandomisationStatement
from milepost.kernel.time import Duration, day_in, end_of_day, format_instant, start_of_day
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram, plain
from milepost.program.documents.condition import AllOf, Bound, Criterion, Measured, OneOf, Op
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.outline import Metric
from milepost.record.canonical import canonical_digest
from milepost.roadmap.facts import Facts, Told, data_until, design_in, latest
from milepost.roadmap.words import CriterionStatus, Judged, best, pending, worst

Conditions = Criterion | AllOf | OneOf


def judge_criterion(criterion: Criterion, program: CompiledProgram, facts: Facts, at: datetime) -> CriterionStatus:
    """Judge one criterion of `program` by the facts recorded at or before `at`."""
    match criterion.ref.kind:
        case "experiment":
            return _experiment(criterion, program, facts, at)
        case "kpi":
            return _kpi(criterion, program, facts, at)
        case _:
            return _attestation(criterion, program, facts, at)


def phase_of(condition: Conditions, by_criterion: dict[Criterion, CriterionStatus]) -> Phase:
    """Combine the phases of a condition's criteria: the worst of `all:`, the best of `any:`."""
    if isinstance(condition, Criterion):
        return by_criterion[condition].phase
    if isinstance(condition, AllOf):
        return worst([phase_of(each, by_criterion) for each in condition.all])
    return best([phase_of(each, by_criterion) for each in condition.any])


def asked(criterion: Criterion) -> str:
    """Say what the criterion asks for."""
    if criterion.value is None:
        by = f" by {criterion.signed_by}" if criterion.signed_by else ""
        return f"{criterion.ref.slug} attested{by}"
    measure = (criterion.measure or Measured.VALUE).value.replace("_", " ")
    bound = "" if criterion.ref.kind == "kpi" else f" {criterion.claimed.value}"
    return f"{measure}{bound} {criterion.op.value} {criterion.value}, grade {criterion.asked_grade}"


def valid_until(
    program: CompiledProgram, facts: Facts, slug: str, told: Told[Verdict], max_age: Duration | None
) -> datetime:
    """Return the last instant at which a reading counts: the shorter of `valid_for` and `max_age` after its data.

    Its data ends with the experiment's period, or when its rows were first loaded if that was earlier. An experiment
    taken out of the program is judged as it was declared when it was read.
    """
    experiment = program.experiments.get(slug) or _as_read(facts, slug, told)
    zone = program.program.time_zone
    if experiment is None:
        return told.at
    start = data_until(facts, experiment.source, told)
    return min(span.since(start, zone) for span in (experiment.valid_for, max_age) if span is not None)


def outdated(program: CompiledProgram, facts: Facts, slug: str, told: Told[Verdict], at: datetime) -> str | None:
    """Say why a reading no longer speaks for the program, or return None while it does.

    An experiment taken out of the program keeps what it was read to be.
    """
    experiment = program.experiments.get(slug)
    if experiment is None:
        return None
    if told.fact.design != design_in(facts, program, slug):
        return "the reading was made under an earlier design; run again"
    signed = next((each for each in facts.statements.get(slug, ()) if each.event.id == told.fact.statement), None)
    if signed is not None and not still_stated(experiment, signed.fact):
        return "the program no longer states the randomisation; run again"
    if told.fact.period != (str(experiment.period) if experiment.period else None):
        return "the experiment's period was changed; run again"
    if not told.fact.is_whole and collecting_until(experiment, program, at) is None:
        return "its rows were loaded before the period was over; load the whole export and run again"
    if signed is not None and signed.fact.signer == program.capabilities[experiment.of].owner:
        return "the randomisation was stated by who now owns the capability; let another role attest it"
    return None


def still_stated(experiment: Experiment | Holdout, statement: RandomisationStatement) -> bool:
    """Tell whether a statement holds: one told by a program's file does as long as the accepted program says so."""
    stated = experiment.randomised
    in_file = stated is not None and (stated.stated_by, stated.document) == (statement.signer, statement.document)
    return statement.told_by != "program" or in_file


def _as_read(facts: Facts, slug: str, told: Told[Verdict]) -> Experiment | None:
    versions = (version for accepted, version in facts.programs if accepted.fact.digest == told.event.program)
    return next((version.experiments[slug] for version in versions if slug in version.experiments), None)


def lapses(criterion: Criterion, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    """Give the instants at which evidence recorded so far lapses for this criterion."""
    slug, age = criterion.ref.slug, criterion.max_age
    for verdict in facts.verdicts.get(slug, ()) if criterion.ref.kind == "experiment" else ():
        yield valid_until(program, facts, slug, verdict, age)
    for level in facts.measurements.get(slug, ()) if criterion.ref.kind == "kpi" and age else ():
        start = data_until(facts, _source_of(program, slug), level)
        yield age.since(start, program.program.time_zone) if age else level.at
    for signed in facts.attestations.get(slug, ()) if criterion.ref.kind == "attestation" else ():
        yield _attested_until(criterion, signed, program.program.time_zone)


def _attested_until(criterion: Criterion, told: Told[Attestation], zone: str) -> datetime:
    until = end_of_day(told.fact.expires, zone)
    return min(until, criterion.max_age.since(told.holds_from, zone)) if criterion.max_age else until


def _experiment(criterion: Criterion, program: CompiledProgram, facts: Facts, at: datetime) -> CriterionStatus:
    slug = criterion.ref.slug
    experiment = program.experiments[slug]
    told = latest(facts.verdicts, slug, at)
    if told is None:
        return _unmeasured(criterion, experiment, program, facts, at)
    why = outdated(program, facts, slug, told, at)
    until = valid_until(program, facts, slug, told, criterion.max_age)
    judged = _read(criterion, told, until, program, at)
    # What no longer speaks for the program may still hurt it: a changed file is no way out of a failure.
    if why is not None and judged.word is not Phase.FAILED:
        judged = pending(why, grade=told.fact.grade, events=(told.event.id,))
        return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged)
    if told.fact.changes:
        judged = replace(judged, because=f"{judged.because}; {changes_said(told.fact.changes)}")
    if judged.word is not Phase.ERROR and (end := collecting_until(experiment, program, at)):
        judged = Judged(
            word=Phase.RUNNING, because=f"data is collected through {end}; an early reading decides nothing"
        )
    return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged, valid_until=until)


def _read(
    criterion: Criterion, told: Told[Verdict], until: datetime, program: CompiledProgram, at: datetime
) -> Judged[Phase]:
    verdict, events = told.fact, (told.event.id,)
    if verdict.phase is Phase.ERROR:
        return Judged(word=Phase.ERROR, because=verdict.because, grade=verdict.grade, events=events)
    if not verdict.grade.meets(criterion.asked_grade):
        because = f"the evidence has grade {verdict.grade}, {criterion.asked_grade} is asked"
        return pending(because, grade=verdict.grade, events=events)
    if at > until:
        because = f"the evidence expired on {day_in(until, program.program.time_zone)}"
        return pending(because, grade=verdict.grade, events=events)
    evidence = verdict.stats.get((criterion.measure or Measured.NET_VALUE).value)
    if evidence is None or criterion.value is None:
        return Judged(word=Phase.ERROR, because=f"the reading holds no {criterion.measure}", events=events)
    return compare(criterion, evidence, verdict.grade, events)


def compare(criterion: Criterion, evidence: Evidence, grade: Grade, events: tuple[str, ...]) -> Judged[Phase]:
    """Hold a measured quantity against the threshold.

    For `lower95 >= t`: Successful when lower95 >= t, Failed when upper95 < t, else Inconclusive; mirrored for `<=`.
    """
    assert criterion.value is not None
    threshold = criterion.value.value
    far = Bound.UPPER if criterion.op in {Op.AT_LEAST, Op.ABOVE} else Bound.LOWER
    found = Decimal(repr(evidence.bound(criterion.claimed)))
    other = found if criterion.claimed is Bound.ESTIMATE else Decimal(repr(evidence.bound(far)))
    met, could = _holds(found, criterion.op, threshold), _holds(other, criterion.op, threshold)
    word = Phase.SUCCESSFUL if met else Phase.INCONCLUSIVE if could else Phase.FAILED
    said = _number(found, criterion.value.unit)
    because = {
        Phase.SUCCESSFUL: f"{criterion.claimed.value} is {said}",
        Phase.FAILED: f"{far.value} is {_number(other, criterion.value.unit)}: the threshold is out of reach",
        Phase.INCONCLUSIVE: f"{criterion.claimed.value} is {said}, {far.value} {_number(other, criterion.value.unit)}",
    }[word]
    threshold_said = f"{criterion.op.value} {criterion.value}"
    return Judged(word=word, because=because, number=said, threshold=threshold_said, grade=grade, events=events)


def _unmeasured(
    criterion: Criterion,
    experiment: Experiment,
    program: CompiledProgram,
    facts: Facts,
    at: datetime,
) -> CriterionStatus:
    loaded, checked = latest(facts.loads, experiment.source, at), latest(facts.checks, experiment.source, at)
    will_come = True
    if checked is not None and not checked.fact.ok:
        broken = "; ".join(checked.fact.because) or "it breaks its contract"
        judged = Judged(word=Phase.ERROR, because=f"source/{experiment.source}: {broken}", events=(checked.event.id,))
    elif end := collecting_until(experiment, program, at):
        judged = Judged(word=Phase.RUNNING, because=f"data is collected through {end}")
    elif loaded is not None:
        judged = Judged(word=Phase.RUNNING, because="the data is loaded and not read yet", events=(loaded.event.id,))
    elif _before_start(experiment, program, at):
        judged = pending(f"the experiment starts on {experiment.period.start if experiment.period else ''}")
    else:
        judged, will_come = pending(f"nothing was ever loaded from source/{experiment.source}"), False
    return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged, will_come=will_come)


def collecting_until(experiment: Experiment, program: CompiledProgram, at: datetime) -> str | None:
    """Return the last day of a period that runs at `at`, else None."""
    if experiment.period is None:
        return None
    zone = program.program.time_zone
    runs = start_of_day(experiment.period.start, zone) <= at < start_of_day(experiment.period.end, zone)
    return str(Duration(days=-1).after(experiment.period.end)) if runs else None


def _before_start(experiment: Experiment, program: CompiledProgram, at: datetime) -> bool:
    zone = program.program.time_zone
    return experiment.period is not None and at < start_of_day(experiment.period.start, zone)


def metric_digest(program: CompiledProgram, kpi: str) -> str:
    """Digest the metric of a KPI: a level measured by another metric is not this KPI's."""
    return _digest_of(program.metrics[program.kpis[kpi].metric])


@cache
def _digest_of(metric: Metric) -> str:
    return canonical_digest(plain(metric))


def _source_of(program: CompiledProgram, kpi: str) -> str:
    return program.metrics[program.kpis[kpi].metric].source


def _kpi(criterion: Criterion, program: CompiledProgram, facts: Facts, at: datetime) -> CriterionStatus:
    told = latest(facts.measurements, criterion.ref.slug, at)
    source = _source_of(program, criterion.ref.slug)
    if told is None:
        loaded = latest(facts.loads, source, at) is not None
        judged = pending(f"kpi/{criterion.ref.slug} was not measured yet")
        return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged, will_come=loaded)
    start = data_until(facts, source, told)
    until = criterion.max_age.since(start, program.program.time_zone) if criterion.max_age else None
    measured, events = told.fact, (told.event.id,)
    if measured.metric != metric_digest(program, criterion.ref.slug):
        judged = pending("it was measured by an earlier metric; run again", events=events)
    elif until is not None and at > until:
        judged = pending(f"the measurement of {format_instant(start)[:10]} is too old", events=events)
    elif not measured.grade.meets(criterion.asked_grade):
        judged = pending(f"a level has grade {measured.grade}, {criterion.asked_grade} is asked", events=events)
    else:
        level = float(measured.value)
        evidence = Evidence(estimate=level, low=level, high=level, lower95=level, upper95=level)
        judged = compare(criterion, evidence, measured.grade, events)
    return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged, valid_until=until)


def _attestation(criterion: Criterion, program: CompiledProgram, facts: Facts, at: datetime) -> CriterionStatus:
    name, zone = criterion.ref.slug, program.program.time_zone
    signed = [each for each in facts.attestations.get(name, ()) if each.at <= at]
    fitting = [each for each in signed if criterion.signed_by in {None, each.fact.signer}]
    if not fitting:
        who = f"waits for the signature of {criterion.signed_by}" if criterion.signed_by else "nobody is asked to sign"
        judged = pending(f"{name} is not attested: {who}")
        will_come = criterion.signed_by is not None
        return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged, will_come=will_come)
    told = max(fitting, key=lambda each: _attested_until(criterion, each, zone))
    until, events = _attested_until(criterion, told, zone), (told.event.id,)
    if at > until:
        judged = pending(f"the attestation expired on {day_in(until, zone)}", grade=Grade.D, events=events)
    else:
        because = f"attested by {told.fact.signer}, good through {day_in(until, zone)}"
        judged = Judged(word=Phase.SUCCESSFUL, because=because, grade=Grade.D, events=events)
    return CriterionStatus(evidence=criterion.evidence, asked=asked(criterion), judged=judged, valid_until=until)


def _holds(found: Decimal, op: Op, threshold: Decimal) -> bool:
    match op:
        case Op.AT_LEAST:
            return found >= threshold
        case Op.ABOVE:
            return found > threshold
        case Op.AT_MOST:
            return found <= threshold
        case Op.BELOW:
            return found < threshold


def _number(value: Decimal, unit: str) -> str:
    if len(unit) == 3 and unit.isupper():
        return f"{'−' if value < 0 else ''}{unit} {abs(value):,.2f}"
    return f"{value:,.4g} {unit}".rstrip() if abs(value) < 1000 else f"{value:,.0f} {unit}".rstrip()
