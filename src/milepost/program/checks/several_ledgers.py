"""A program has more than one ledger."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.ledger import Ledger
from milepost.program.draft import Draft

RULE = Rule(
    code="MP332",
    title="A program has more than one ledger",
    why="Two sets of books would give two answers; costs booked in one would be missing in the other.",
    fix="Keep one document of kind Ledger.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find every ledger after the first, in the order of their ids."""
    ledgers = sorted(ref for ref, _ in draft.of(Ledger))
    for ref in ledgers[1:]:
        yield RULE.at(draft.span(ref, "id"), f"{ref} is a second set of books beside {ledgers[0]}", RULE.fix)


_PASSES = """\
kind: Ledger
id: books
closed_by: finance
"""
_FAILS = """\
kind: Ledger
id: more-books
closed_by: finance
"""
CHECK = Check(rule=RULE, passes=_PASSES, fails=f"{_PASSES}---\n{_FAILS}", run=check)
