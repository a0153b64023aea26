"""Nobody closes the books."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.ledger import Ledger
from milepost.program.draft import Draft

RULE = Rule(
    code="MP333",
    title="Nobody closes the books",
    why="In a period that is never closed, past numbers change without a restatement.",
    fix="Name a role of finance as `closed_by`.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ledgers without `closed_by`."""
    for ref, ledger in draft.of(Ledger):
        if ledger.closed_by is None:
            yield RULE.at(draft.span(ref, "id"), f"{ref} names nobody who closes a quarter", RULE.fix)


_PASSES = """\
kind: Ledger
id: books
closed_by: finance
"""
_FAILS = """\
kind: Ledger
id: books
"""
CHECK = Check(rule=RULE, passes=_PASSES, fails=_FAILS, run=check)
