"""A program has more than one budget."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP354",
    title="A program has more than one budget",
    why="Two budgets give two answers to what may be spent, and a plan would be fitted to either.",
    fix="Keep one document of kind Budget.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find every budget after the first, in the order of their ids."""
    budgets = sorted(ref for ref, _ in draft.of(Budget))
    for ref in budgets[1:]:
        yield RULE.at(draft.span(ref, "id"), f"{ref} is a second budget beside {budgets[0]}", RULE.fix)


CHECK = Check(
    rule=RULE,
    passes="kind: Budget\nid: money\nowner: finance\n",
    fails="kind: Budget\nid: money\nowner: finance\n---\nkind: Budget\nid: more-money\nowner: finance\n",
    run=check,
)
