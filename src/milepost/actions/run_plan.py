"""The step of the plan: what is known now changes the chances of what is still open, and a status reads them."""

from milepost.actions.foretell import says_the_same
from milepost.actions.run import Run
from milepost.actions.steps import PLAN, Outcome, StepResult
from milepost.kernel.finding import Refused
from milepost.kernel.ids import Ref
from milepost.plan.forecast import FORETOLD, PlanForecast
from milepost.plan.forecasting import basis_of, forecast_of, foretold
from milepost.record.canonical import to_json
from milepost.roadmap.progress import progress_of


def foretell_plan(run: Run) -> StepResult:
    """Simulate the plan by what the record knows now, and record it where it foretells something else than before."""
    program = run.program
    subject = f"program/{program.program.id}"
    # What this run recorded is known too, though it was recorded after the run's own hour.
    progress = progress_of(program, run.facts, max(run.now, run.until or run.now))
    told = [each for each in run.facts.foretold.get(program.program.id, ()) if each.event.program == program.digest]
    last = told[-1] if told else None
    if last is not None and last.fact.basis == basis_of(program, progress):
        return _result(subject, Outcome.UNCHANGED, last.fact)
    try:
        found = forecast_of(program, progress, foretold(program, progress))
    except Refused as refused:
        run.findings.extend(refused.findings)
        said = refused.findings[0].message
        return StepResult(step=PLAN.name, subject=subject, outcome=Outcome.FAILED, said=said)
    if last is not None and says_the_same(last.fact, found):
        return _result(subject, Outcome.UNCHANGED, last.fact)
    causes = [run.accepted, *([last.event.id] if last else [])]
    run.record(run.fact(FORETOLD, subject, f"{found.basis} after {causes[-1]}", {"forecast": to_json(found)}, causes))
    return _result(subject, Outcome.DONE, found)


def _result(subject: str, outcome: Outcome, of: PlanForecast) -> StepResult:
    dated = {slug: each for slug, each in of.milestones.items() if each.due is not None}
    if not dated:
        said = "no date is open"
    else:
        slug, worst = min(dated.items(), key=lambda each: (each[1].chance, each[0]))
        said = f"least likely in time: {Ref('milestone', slug)}, {worst.chance:.0%}"
    return StepResult(step=PLAN.name, subject=subject, outcome=outcome, said=said)
