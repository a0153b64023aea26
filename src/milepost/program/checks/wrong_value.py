"""A value is not of the form asked for."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP103",
        title="A value is not of the form asked for",
        why="A value that is read otherwise than it was meant is worse than none.",
        fix="Write it as the message says.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: Notes Of Mine\ntitle: fine\n",
)
