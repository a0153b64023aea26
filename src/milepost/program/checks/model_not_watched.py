"""Nobody watches a model."""

import re
from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.capability import Action, Block
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP396",
    title="Nobody watches a model",
    why="Models go wrong in silence: the data drifts, and the score goes on. Without a watch, and somebody "
    "who is called, it is learned from the sales.",
    fix="Under `needs.operations` add a step that says what is watched, with an owner who is called: `{step: "
    "drift is watched each day, owner: analyst}`.",
    severity=Severity.WARNING,
)
# The kinds Release and Model are not read yet; with them a monitor will be a document, and not a word.
_WATCH = re.compile(r"monitor|watch|alert|alarm|drift", re.IGNORECASE)


def check(draft: Draft) -> Iterator[Finding]:
    """Find models with no owned step of operations that monitors, watches, alerts or looks for drift."""
    for slug, capability in draft.once(live).items():
        if capability.block is Block.MODEL and not any(map(_watches, capability.needs.operations)):
            message = f"capability/{slug} is a model that no step of operations with an owner watches"
            yield RULE.at(draft.span(Ref("capability", slug), "needs", "operations"), message, RULE.fix)


def _watches(step: str | Action) -> bool:
    return isinstance(step, Action) and step.owner is not None and _WATCH.search(step.step) is not None


CHECK = Check(
    rule=RULE,
    passes=example.mail(block="model", needs="{data: crm, operations: {step: drift is watched, owner: analyst}}"),
    fails=example.mail(block="model", needs="{data: crm, operations: drift is watched}"),
    run=check,
)
