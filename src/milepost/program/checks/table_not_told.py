"""Which table of the contract a source is cannot be told."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.documents.outline import Source
from milepost.program.draft import Draft

RULE = Rule(
    code="MP403",
    title="It cannot be told which table of the contract a source is",
    why="The contract of another table would be checked, or none.",
    fix="Name one of the tables of the contract as `table`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find sources whose contract has no such table, or several and the source names none."""
    for ref, source in draft.of(Source):
        contract = draft.contracts.get(source.contract)
        if contract is None or contract.table(source.table) is not None:
            continue
        names = [each.name for each in contract.tables]
        if source.table is None:
            message = f"{ref} names no table, and contract/{source.contract} has {len(names)}"
            yield RULE.at(draft.span(ref, "contract"), message, f"add `table:`; {hint('', names, 'table')}")
        else:
            message = f"{ref} is the table {source.table!r}, which contract/{source.contract} lacks"
            yield RULE.at(draft.span(ref, "table"), message, hint(source.table, names, "table"))


_FORM = """\
kind: Source
id: crm
owner: analyst
contract: crm-mail
table: {table}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(table="mail"), fails=_FORM.format(table="mails"), run=check)
