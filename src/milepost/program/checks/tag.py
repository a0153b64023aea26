"""A YAML tag is used."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP007",
        title="A YAML tag is used",
        why="Tags ask the reader to build objects; a program is plain values.",
        fix="Remove the tag.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\ntitle: !!python/name:os.system x\n",
)
