"""Columns that a kind of document can't do without, held against the contract of the source it names."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.program.documents.ledger import Columns
from milepost.program.documents.outline import Source
from milepost.program.draft import Draft


def column_faults(
    draft: Draft, ref: Ref, key: str, source: str | None, needed: Columns, rule: Rule
) -> Iterator[Finding]:
    """Find, at `key` of a document, each needed column that the contract lacks or gives another type.

    None where no source is named, or its contract is not there: that is another check's.
    """
    found = draft.get(Source, source) if source else None
    contract = draft.contracts.get(found.contract) if found else None
    table = contract.table(found.table) if contract and found else None
    if table is None:
        return
    names = [each.name for each in table.properties]
    for name, types in needed.items():
        column = table.column(name)
        if column is None:
            message = f"{ref} needs the column {name!r}, which the contract of source/{source} lacks"
            yield rule.at(draft.span(ref, key), message, hint(name, names, "column"))
        elif column.logical_type not in types:
            said = " or ".join(sorted(types))
            message = f"{ref} needs {name!r} as {said}; the contract of source/{source} has {column.logical_type}"
            yield rule.at(draft.span(ref, key), message, rule.fix)
