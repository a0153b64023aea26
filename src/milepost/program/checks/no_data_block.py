"""Models are built, and no data."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.capability import Block
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP387",
    title="Models are built, and no data",
    why="Models and what rests on them fail on data that nobody was paid to bring in order; a model's first "
    "capability is its data.",
    fix="Add the capability of block data that the models rest on, with its owner, effort and cost.",
    severity=Severity.WARNING,
)
_A_ROADMAP = 3
_MODEL = {"block": "model", "needs": "{data: crm, operations: {step: drift is watched, owner: analyst}}"}


def check(draft: Draft) -> Iterator[Finding]:
    """Find programs of three capabilities or more with a model among them and no data."""
    program, found = draft.program, draft.once(live)
    blocks = {each.block for each in found.values()}
    if program is not None and len(found) >= _A_ROADMAP and Block.MODEL in blocks and Block.DATA not in blocks:
        first = next(slug for slug, each in found.items() if each.block is Block.MODEL)
        message = f"capability/{first} is a model, and no capability brings its data in order"
        yield RULE.at(draft.span(Ref("capability", first), "block"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.several([{"block": "data"}, _MODEL]),
    fails=example.several([{"block": "operations"}, _MODEL]),
    run=check,
)
