"""Findings of the record's file."""

from milepost.kernel.finding import Rule

UNREADABLE_RECORD = Rule(
    code="MP605",
    title="The record can't be read",
    why="The file is damaged, or it is not a record of Milepost's. Nothing may be derived from half a record.",
    fix="Restore .milepost/record.sqlite from a backup. Keep the damaged file: it may still tell what happened.",
)
NEWER_SCHEMA = Rule(
    code="MP606",
    title="The record was written by a newer Milepost",
    why="This version doesn't know what the newer one added, and would leave it out of every answer without a word.",
    fix="Install the newer version of Milepost, then run the command again.",
)
RECORD_BUSY = Rule(
    code="MP607",
    title="The record is held by another program",
    why="Only one writer at a time may append. Another one has held the record's file for longer than we wait.",
    fix="Wait for the other command to end, or close the tool that has record.sqlite open, then run it again.",
)
RULES = (UNREADABLE_RECORD, NEWER_SCHEMA, RECORD_BUSY)
