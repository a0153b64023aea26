"""A document is not a mapping."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP010",
        title="A document is not a mapping",
        why="A document says what it is with `kind` and `id`.",
        fix="Start the document with `kind:` and `id:`.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="- kind\n- id\n",
)
