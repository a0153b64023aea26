"""The steps of a source: load it, hold it against its contract, measure the KPIs that rest on it."""

from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.rules import CHANGED_WHILE_READ, NOT_FITTING
from milepost.actions.run import Run
from milepost.actions.steps import CONTRACT, LOAD, MEASURE, Outcome, StepResult
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.near import hint
from milepost.outcomes.level import level_of, level_query
from milepost.outcomes.measurement import MEASURED, KpiMeasurement
from milepost.program.compiled import plain
from milepost.program.documents.contract import TableSchema
from milepost.record.canonical import canonical_digest, to_json
from milepost.tables.contract_check import ContractRule, contract_rules, failing_rows, judge, one_select
from milepost.tables.facts import (
    CHECKED,
    LOADED,
    ContractCheck,
    RuleResult,
    SourceLoad,
    contract_digest,
    table_file,
)
from milepost.tables.rules import CONTRACT_FAILS, NO_COLUMN
from milepost.tables.typed import ROW, typed

if TYPE_CHECKING:
    import ibis


def load_source(run: Run, name: str, path: Path) -> StepResult:
    """Load a source's file into a typed table, named by what it was made from; unchanged when it is there already."""
    subject, schema = f"source/{name}", _schema(run, name)
    try:
        source_digest = run.warehouse.file_digest(path)
        contract = contract_digest(run.program.contracts[run.program.sources[name].contract], schema)
        basis = LOAD.basis(source=source_digest, contract=contract, format=path.suffix.lower())
        relative = table_file(name, basis)
        table_path = run.state.table_path(relative)
        last = run.loaded(name)
        if last is not None and last.fact.basis == basis and _is_sound(run, relative):
            return _result(LOAD.name, subject, Outcome.UNCHANGED, f"{last.fact.rows:,} rows", last.fact.rows)
        raw = run.warehouse.open_file(path)
        # A delivery that breaks its contract is still the last one: the next run must not go back to an older file.
        run.state.remember_location(name, path)
        if missing := _missing_columns(raw, schema, path):
            _record_missing(run, name, missing, str(source_digest), str(contract))
            return _failed(run, LOAD.name, name, missing)
        rows = run.warehouse.write_parquet(typed(raw, schema), table_path)
        run.state.set_seal(relative, run.warehouse.file_digest(table_path))
        _unchanged_since(run, path, str(source_digest))
        table = run.warehouse.open_file(table_path)
        load = SourceLoad(
            basis=basis,
            source_digest=source_digest,
            logical_digest=run.warehouse.logical_digest(table.drop(ROW)),
            contract_digest=contract,
            rows=rows,
            format=path.suffix.lower().lstrip("."),
        )
    except Refused as refused:
        return _failed(run, LOAD.name, name, list(refused.findings))
    previous = last.event.id if last is not None and last.fact.basis != basis else None
    if last is None or previous is not None:
        key = f"{basis} after {previous}"
        run.record(run.fact(LOADED, subject, key, {"load": to_json(load)}, [run.accepted]))
    return _result(LOAD.name, subject, Outcome.DONE, f"{rows:,} rows", rows)


def _is_sound(run: Run, relative: str) -> bool:
    """Tell whether a table's file is as it was written; one that isn't is a spoilt cache, and is built again."""
    path, sealed = run.state.table_path(relative), run.state.seal(relative)
    return sealed is not None and path.is_file() and run.warehouse.file_digest(path) == sealed


def open_table(run: Run, name: str) -> "ibis.Table":
    """Open the loaded table of a source; raises Refused with MP641 when it no longer holds the rows recorded."""
    loaded = run.loaded(name)
    assert loaded is not None
    table = run.warehouse.open_file(run.state.table_path(table_file(name, loaded.fact.basis)))
    if name not in run.seen and run.warehouse.logical_digest(table.drop(ROW)) != loaded.fact.logical_digest:
        message = f"the loaded table of source/{name} was changed"
        raise Refused(NOT_FITTING.at(None, message, "run again with its file: `milepost run --source`"))
    run.seen.add(name)
    return table


def check_contract(run: Run, name: str) -> StepResult:
    """Hold the loaded table against its contract, in one SELECT."""
    loaded, schema, last = run.loaded(name), _schema(run, name), run.checked(name)
    assert loaded is not None
    contract = run.program.contracts[run.program.sources[name].contract]
    digest = contract_digest(contract, schema)
    basis = CONTRACT.basis(load=loaded.event.id, contract=digest)
    if last is not None and last.fact.basis == basis and last.fact.ok:
        said = f"{len(last.fact.results)} of {len(last.fact.results)} rules hold ({contract.id} {contract.version})"
        return _result(CONTRACT.name, f"source/{name}", Outcome.UNCHANGED, said, last.fact.rows)
    table = open_table(run, name)
    rules = contract_rules(table, schema)
    if last is not None and last.fact.basis == basis:
        results, rows, outcome = last.fact.results, last.fact.rows, Outcome.UNCHANGED
    else:
        row = run.warehouse.fetch(one_select(table, rules))[0]
        results, rows, outcome = judge(rules, row), loaded.fact.rows, Outcome.DONE
    findings = _broken(run, name, table, rules, results)
    if outcome is Outcome.DONE:
        check = ContractCheck(
            basis=basis,
            contract=f"{contract.id} {contract.version}",
            contract_digest=digest,
            source_digest=loaded.fact.source_digest,
            logical_digest=loaded.fact.logical_digest,
            rows=rows,
            ok=all(each.ok for each in results),
            results=results,
            because=tuple(each.message for each in findings),
        )
        _record_check(run, name, check, [loaded.event.id])
    if findings:
        return _failed(run, CONTRACT.name, name, findings)
    said = f"{len(results)} of {len(results)} rules hold ({contract.id} {contract.version})"
    return _result(CONTRACT.name, f"source/{name}", outcome, said, rows)


def measure_kpi(run: Run, name: str) -> StepResult:
    """Measure a KPI's level from its source's table."""
    kpi, subject = run.program.kpis[name], f"kpi/{name}"
    metric = run.program.metrics[kpi.metric]
    loaded = run.loaded(metric.source)
    assert loaded is not None
    basis = MEASURE.basis(load=loaded.event.id, metric=plain(metric))
    told = run.facts.measurements.get(name, ())
    last = told[-1] if told else None
    if last is not None and last.fact.basis == basis:
        return _result(MEASURE.name, subject, Outcome.UNCHANGED, f"{last.fact.value:.4g} {last.fact.unit}", last.fact.n)
    n, value = level_of(run.warehouse.fetch(level_query(open_table(run, metric.source), metric))[0], metric)
    if value is None:
        return _result(MEASURE.name, subject, Outcome.SKIPPED, "no row holds a value", n)
    unit = metric.unit_in(run.program.program.currency)
    digest = canonical_digest(plain(metric))
    measured = KpiMeasurement(
        basis=basis, metric=digest, value=value, unit=unit, n=n, rows_digest=loaded.fact.logical_digest
    )
    key = f"{basis} after {last.event.id if last else None}"
    data = {"measurement": to_json(measured)}
    run.record(run.fact(MEASURED, subject, key, data, [loaded.event.id]))
    return _result(MEASURE.name, subject, Outcome.DONE, f"{value:.4g} {unit}", n)


def _schema(run: Run, name: str) -> TableSchema:
    schema = run.program.table_of(name)
    assert schema is not None
    return schema


def _missing_columns(raw: "ibis.Table", schema: TableSchema, path: Path) -> list[Finding]:
    return [
        NO_COLUMN.at(
            Span(path=str(path)), f"{path.name} has no column {each.name}", hint(each.name, raw.columns, "column")
        )
        for each in schema.properties
        if each.name not in raw.columns
    ]


def _record_missing(run: Run, name: str, missing: list[Finding], source: str, digest: str) -> None:
    contract = run.program.contracts[run.program.sources[name].contract]
    basis = CONTRACT.basis(source=source, contract=digest)
    last = run.checked(name)
    if last is not None and last.fact.basis == basis:
        return
    check = ContractCheck(
        basis=basis,
        contract=f"{contract.id} {contract.version}",
        contract_digest=digest,
        source_digest=source,
        logical_digest=None,
        rows=0,
        ok=False,
        results=(),
        because=tuple(each.message for each in missing),
    )
    _record_check(run, name, check, [run.accepted])


def _record_check(run: Run, name: str, check: ContractCheck, causes: list[str]) -> None:
    last = run.checked(name)
    key = f"{check.basis} after {last.event.id if last else None}"
    run.record(run.fact(CHECKED, f"source/{name}", key, {"check": to_json(check)}, causes))


def _broken(
    run: Run, name: str, table: "ibis.Table", rules: tuple[ContractRule, ...], results: tuple[RuleResult, ...]
) -> list[Finding]:
    findings = []
    for rule, result in zip(rules, results, strict=True):
        if not result.ok:
            where = f"column {rule.column}" if rule.column else "the table"
            message = f"source/{name}: {where} breaks {rule.name} ({rule.expects}): {result.found:,} found"
            findings.append(CONTRACT_FAILS.at(None, message + _rows_said(run, table, rule), CONTRACT_FAILS.fix))
    return findings


def _rows_said(run: Run, table: "ibis.Table", rule: ContractRule) -> str:
    query = failing_rows(table, rule)
    rows = run.warehouse.fetch(query) if query is not None else ()
    said = ", ".join(f"row {each['row']} has {_shown(each['cell'])}" for each in rows)
    return f"; first {said}" if said else ""


def _shown(cell: object) -> str:
    return "nothing" if cell is None else repr(str(cell)[:60])


def _unchanged_since(run: Run, path: Path, digest: str) -> None:
    if run.warehouse.file_digest(path) != digest:
        raise Refused(CHANGED_WHILE_READ.at(Span(path=str(path)), f"{path} changed while it was read"))


def _failed(run: Run, step: str, name: str, findings: list[Finding]) -> StepResult:
    run.failed.add(name)
    run.findings.extend(findings)
    return _result(step, f"source/{name}", Outcome.FAILED, findings[0].message)


def _result(step: str, subject: str, outcome: Outcome, said: str, rows: int | None = None) -> StepResult:
    return StepResult(step=step, subject=subject, outcome=outcome, said=said, rows=rows)
