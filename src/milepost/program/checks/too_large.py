"""A file is larger than 1 MiB."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP001",
        title="A file is larger than 1 MiB",
        why="A program is read by people; a huge file is an export, or an attack on the reader.",
        fix="Split it into several files; any number of files in the folder is read.",
    ),
    passes="kind: Role\nid: notes\ntitle: " + "x" * 100 + "\n",
    fails="kind: Role\nid: notes\ntitle: " + "x" * 1024 * 1024 + "\n",
)
