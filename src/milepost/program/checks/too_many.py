"""A file holds more than 100,000 values."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP005",
        title="A file holds more than 100,000 values",
        why="Reading must stay quick and small whatever the file.",
        fix="Split the file, or load the data as a source.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\ntitle: [" + "a," * 100_001 + "]\n",
)
