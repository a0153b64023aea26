"""The books are closed by a role that is not of finance."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.ledger import Ledger
from milepost.program.documents.outline import Function, Role
from milepost.program.draft import Draft

RULE = Rule(
    code="MP331",
    title="The books are closed by a role that is not of finance",
    why="A closed period stands for ever; finance answers for the books.",
    fix="Name a role with `function: finance` as `closed_by`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ledgers whose `closed_by` has another function than finance."""
    for ref, ledger in draft.of(Ledger):
        role = draft.get(Role, ledger.closed_by) if ledger.closed_by else None
        if role is not None and role.function is not Function.FINANCE:
            message = f"{ref} is closed by {ledger.closed_by}, who is of {role.function}"
            yield RULE.at(draft.span(ref, "closed_by"), message, RULE.fix)


_FORM = """\
kind: Ledger
id: books
closed_by: {by}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="finance"), fails=_FORM.format(by="crm-lead"), run=check)
