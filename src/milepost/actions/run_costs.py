"""The step of costs: what was charged becomes one fact of lines, which takes the place of the load before."""

from milepost.actions.run import Run
from milepost.actions.run_source import open_table
from milepost.actions.steps import COST, Outcome, StepResult
from milepost.experiments.verdict import contact_costs
from milepost.kernel.finding import Finding, Refused
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.charging import Rates, cost_lines, rates_by_day
from milepost.ledger.costs import COSTED, CostLoad
from milepost.program.documents.ledger import Ledger
from milepost.record.canonical import Json, to_json
from milepost.tables.charges import charges_of, charges_query, rates_of, rates_query


def post_costs(run: Run) -> StepResult:
    """Add up the ledger's source of costs by fiscal month, capability and kind, and record it where it changed."""
    ledger = run.program.ledger
    assert ledger is not None
    subject = f"ledger/{ledger.id}"
    if not _usable(run, ledger):
        return _result(subject, Outcome.SKIPPED, f"source/{ledger.costs} or its rates can't be used")
    basis = COST.basis(**_inputs(run, ledger))
    told = run.facts.costs.get(ledger.id, ())
    last = told[-1] if told else None
    if last is not None and last.fact.basis == basis:
        return _result(subject, Outcome.UNCHANGED, _said(last.fact), last.fact)
    try:
        load = _load(run, ledger, basis, last.event.id if last else None)
    except Refused as refused:
        run.findings.extend(refused.findings)
        return _result(subject, Outcome.FAILED, refused.findings[0].message)
    key = f"{basis} after {load.supersedes}"
    run.record(run.fact(COSTED, subject, key, {"costs": to_json(load)}, _causes(run, ledger)))
    return _result(subject, Outcome.DONE, _said(load), load)


def _usable(run: Run, ledger: Ledger) -> bool:
    return all(run.usable(name) for name in (ledger.costs, ledger.rates) if name is not None)


def _inputs(run: Run, ledger: Ledger) -> dict[str, Json]:
    """Return what the lines depend on: the rows of both sources, and what the program says of money and dates."""
    program = run.program
    loads = {name: loaded.event.id for name in (ledger.costs, ledger.rates) if name and (loaded := run.loaded(name))}
    return {
        "loads": dict(sorted(loads.items())),
        "currency": program.program.currency,
        "fiscal": program.program.fiscal_year_starts,
        "capabilities": list(program.capabilities),
        "netted": [slug for slug in program.experiments if contact_costs(program, slug)],
        "experiments": list(program.experiments),
    }


def _load(run: Run, ledger: Ledger, basis: str, previous: str | None) -> CostLoad:
    assert ledger.costs is not None
    name = f"source/{ledger.costs}"
    table, starts = open_table(run, ledger.costs), FiscalCalendar.of(run.program.program).first_day
    rates, faults = _rates(run, ledger)
    query = charges_query(table, open_table(run, ledger.rates) if ledger.rates else None, starts)
    charged = cost_lines(charges_of(run.warehouse.fetch(query)), rates, run.program, name, table.columns)
    if findings := (*faults, *charged.findings):
        raise Refused(*findings)
    months = [each.month for each in charged.lines]
    loaded, rated = run.loaded(ledger.costs), run.loaded(ledger.rates) if ledger.rates else None
    assert loaded is not None
    return CostLoad(
        basis=basis,
        source=ledger.costs,
        rows_digest=loaded.fact.logical_digest,
        rates_digest=rated.fact.logical_digest if rated else None,
        currency=run.program.program.currency,
        first=min(months),
        last=max(months),
        lines=charged.lines,
        supersedes=previous,
    )


def _rates(run: Run, ledger: Ledger) -> tuple[Rates, tuple[Finding, ...]]:
    if ledger.rates is None:
        return {}, ()
    rows = rates_of(run.warehouse.fetch(rates_query(open_table(run, ledger.rates))))
    return rates_by_day(rows, f"source/{ledger.rates}", run.program.program.currency)


def _causes(run: Run, ledger: Ledger) -> list[str]:
    found = []
    for name in (ledger.costs, ledger.rates):
        if name is not None:
            found += [told.event.id for told in (run.loaded(name), run.checked(name)) if told is not None]
    return [*found, run.accepted]


def _said(load: CostLoad) -> str:
    total = sum((each.effective for each in load.lines), start=load.lines[0].effective * 0)
    return f"{total:,.2f} {load.currency} charged from {load.first:%Y-%m} to {load.last:%Y-%m}"


def _result(subject: str, outcome: Outcome, said: str, load: CostLoad | None = None) -> StepResult:
    rows = sum(each.rows for each in load.lines) if load else None
    return StepResult(step=COST.name, subject=subject, outcome=outcome, said=said, rows=rows)
