"""A key is given twice."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP008",
        title="A key is given twice",
        why="Most readers keep the last one in silence, so one of the two would be ignored.",
        fix="Keep one of them.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\ntitle: fine\ntitle: finer\n",
)
