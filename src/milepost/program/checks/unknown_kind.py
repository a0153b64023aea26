"""The kind is not known."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP104",
        title="The kind is not known",
        why="Each document's kind says how it is read.",
        fix="Use one of the kinds listed.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Roll\nid: notes\n",
)
