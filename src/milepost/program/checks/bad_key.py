"""A key is not text."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP009",
        title="A key is not text",
        why="Keys are names.",
        fix="Write a plain name as the key.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\n? [a, b]\n: c\n",
)
