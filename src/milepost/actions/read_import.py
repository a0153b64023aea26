"""Reads a finished test of another system from its export: a file, or a source of the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.ports import Warehouse
from milepost.experiments.imports.export import MOST_ROWS, Export, open_export
from milepost.experiments.imports.judge import judge_result
from milepost.experiments.imports.reading import ImportReading
from milepost.experiments.imports.result import Asked
from milepost.experiments.imports.rules import NOT_IN_EXPORT, SEVERAL_ROWS, UNKNOWN_FORM
from milepost.experiments.imports.vendors import FORMS
from milepost.experiments.rules import EMPTY_TABLE
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.near import hint
from milepost.program.documents.ways import Vendor
from milepost.tables.typed import ROW

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """What stands in an export: its form, its own columns, and each result, read or with what is wrong with it."""

    vendor: Vendor
    form: str
    seen: str
    columns: tuple[str, ...]
    value_column: str
    results: tuple[ImportReading, ...]
    findings: tuple[Finding, ...]


def read_imports(
    warehouse: Warehouse,
    path: Path,
    vendor: Vendor,
    *,
    test: str | None = None,
    metric: str | None = None,
    split: Mapping[str, Decimal] | None = None,
) -> Imports:
    """Read all results of an export, or those of one test or metric; nothing is written.

    Raises Refused with findings of the file (MP501-MP508) and of its form (MP590, MP591). A result that can't be read
    gives a finding in what is returned.
    """
    export = _opened(warehouse, warehouse.open_file(path), vendor, str(path))
    asked = _chosen(export, test, metric)
    results: list[ImportReading] = []
    findings: list[Finding] = []
    for each in asked:
        try:
            results.append(judge_result(export.form.read(export, each), str(path), split=split))
        except Refused as refused:
            findings.extend(refused.findings)
    return Imports(
        vendor=vendor,
        form=export.form.name,
        seen=export.form.seen,
        columns=tuple(export.names.values()),
        value_column=next((export.names[each] for each in ("mean", "value", "test mean") if export.has(each)), ""),
        results=tuple(results),
        findings=tuple(dict.fromkeys([*findings, *(found for each in results for found in each.findings)])),
    )


def read_import_table(
    warehouse: Warehouse,
    table: "ibis.Table",
    name: str,
    vendor: Vendor,
    asked: Asked,
    *,
    split: Mapping[str, Decimal],
    is_stated_random: bool,
) -> ImportReading:
    """Read one result of an open table; `name` stands for it in findings. Raises Refused with MP548, MP590-MP598."""
    export = _opened(warehouse, table, vendor, name)
    result = export.form.read(export, asked)
    return judge_result(result, name, split=split, is_stated_random=is_stated_random)


def _opened(warehouse: Warehouse, table: "ibis.Table", vendor: Vendor, source: str) -> Export:
    ordered = table.order_by(ROW) if ROW in table.columns else table
    rows = warehouse.fetch(ordered.limit(MOST_ROWS + 1))
    if not rows:
        raise Refused(EMPTY_TABLE.at(Span(path=source), "there are no rows to read", EMPTY_TABLE.fix))
    if len(rows) > MOST_ROWS:
        message = f"{source} has more than {MOST_ROWS:,} rows: is it raw data, and not results?"
        raise Refused(UNKNOWN_FORM.at(Span(path=source), message, UNKNOWN_FORM.fix))
    return open_export(rows, table.columns, FORMS[vendor], source)


def _chosen(export: Export, test: str | None, metric: str | None) -> list[Asked]:
    found = list(dict.fromkeys(export.form.listed(export)))
    if test is not None and any(each.test is not None for each in found):
        found = _named(export, "test", test, {each.test or "": each for each in found}, found)
    if metric is not None:
        found = _named(export, "metric", metric, {each.metric: each for each in found}, found)
    if not found:
        message = f"{export.source} has nothing to compare: one variant for each metric"
        raise Refused(SEVERAL_ROWS.at(Span(path=export.source), message, SEVERAL_ROWS.fix))
    return found


def _named(export: Export, noun: str, wanted: str, known: Mapping[str, Asked], of: list[Asked]) -> list[Asked]:
    if wanted not in known:
        message = f"{export.source} has no {noun} {wanted!r}"
        raise Refused(NOT_IN_EXPORT.at(Span(path=export.source), message, hint(wanted, known, noun)))
    return [each for each in of if getattr(each, noun) == wanted]
