"""The file is not YAML."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP003",
        title="The file is not YAML",
        why="What can't be read can't be judged.",
        fix="Check quotes, colons and indentation at the place shown.",
    ),
    passes='kind: Role\nid: notes\ntitle: "a: b"\n',
    fails="kind: Role\nid: notes\ntitle: a: b\n",
)
