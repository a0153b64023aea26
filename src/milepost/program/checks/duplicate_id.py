"""An id is given twice."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP106",
        title="An id is given twice",
        why="Two things of one name can't be told apart.",
        fix="Rename one of them.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\n---\nkind: Role\nid: notes\n",
)
