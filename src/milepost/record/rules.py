"""Findings of the log."""

from milepost.kernel.finding import Rule

BROKEN_LINK = Rule(
    code="MP601",
    title="The record's chain is broken",
    why="Each entry's digest covers the one before. A digest that does not fit means that an entry was changed, "
    "inserted, removed or moved after it was written, so no status may be drawn from this record.",
    fix="Restore .milepost/record.sqlite from a backup made before the change, then run `milepost record verify`.",
)
CONTRADICTION = Rule(
    code="MP602",
    title="The same fact was told with other content",
    why="An event's id is made of its type, subject and key. Telling it again with other data would rewrite history.",
    fix="Nothing was recorded. If the first telling was wrong, record a correction as a new fact that supersedes it.",
)
CLOCK_BEHIND = Rule(
    code="MP603",
    title="The clock is behind the record",
    why="Facts are ordered by when they were recorded; an entry dated before the last one would change past answers.",
    fix="Set the machine's clock right (or the pinned one, MILEPOST_NOW), then run the command again.",
)
CLOCK_MIXED = Rule(
    code="MP608",
    title="A clock set by hand would write into a real record",
    why="One entry dated in the future would shut the record until then, and no entry can be taken back.",
    fix="Unset MILEPOST_NOW; for a demonstration use another `--state`.",
)
CACHE_DIFFERS = Rule(
    code="MP604",
    title="A stored table differs from what the record gives",
    why="State tables are caches of the record. One that differs was edited, or belongs to another record.",
    fix="Run `milepost record rebuild`: it drops the caches and replays the record.",
)
RULES = (BROKEN_LINK, CONTRADICTION, CLOCK_BEHIND, CLOCK_MIXED, CACHE_DIFFERS)
