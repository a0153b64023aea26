"""The whole roadmap is of one block."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP386",
    title="The whole roadmap is of one block",
    why="Experiences need data behind them and operations around them; a roadmap of one block leaves the rest "
    "to whoever has time.",
    fix="Add the capabilities of the other blocks (data, model, experience, operations) that these rest on.",
    severity=Severity.WARNING,
)
_A_ROADMAP = 5
_FORM = example.several([{}, {"owner": "analyst"}, {}, {"owner": "analyst"}])


def check(draft: Draft) -> Iterator[Finding]:
    """Find programs of five capabilities or more that are all of one block."""
    program, found = draft.program, draft.once(live)
    blocks = {each.block for each in found.values()}
    if program is not None and len(found) >= _A_ROADMAP and len(blocks) == 1:
        message = f"all {len(found):,} capabilities are of the block {blocks.pop().value}"
        yield RULE.at(draft.span(Ref("program", program.id), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM.replace("block: experience", "block: operations", 1),
    fails=_FORM,
    run=check,
)
