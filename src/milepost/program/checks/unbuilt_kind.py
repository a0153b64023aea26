"""The kind is not read yet."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP105",
        title="The kind is not read yet",
        why="Milepost names this kind, but this version does not act on it; accepting it would pretend otherwise.",
        fix="Remove the document until a version that reads it.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Audience\nid: buyers\n",
)
