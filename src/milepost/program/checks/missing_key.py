"""A key is missing."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP102",
        title="A key is missing",
        why="The document can't be understood without it.",
        fix="Add the key.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Source\nid: web\n",
)
