"""A file is not UTF-8."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP002",
        title="A file is not UTF-8",
        why="Guessing an encoding turns names into other names, and digests with them.",
        fix="Save the file as UTF-8.",
    ),
    passes="kind: Role\nid: notes\ntitle: Menü\n".encode(),
    fails="kind: Role\nid: notes\ntitle: Menü\n".encode("latin-1"),
)
