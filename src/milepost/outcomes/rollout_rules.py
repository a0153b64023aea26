"""Findings about the rows of a staggered start: who started when, and what was done on which day."""

from milepost.kernel.finding import Rule

NO_GROUP = Rule(
    code="MP650",
    title="A row names no group",
    why="Groups start one after the other. A row of nobody's can be put neither to those that started nor to the rest.",
    fix="Fill in the group, or leave out rows of people who were in none, before and after the starts alike.",
)
UNREADABLE_DAY = Rule(
    code="MP651",
    title="A row's day, or its group's start, is no day",
    why="Whether a row came before or after its group's start is the whole comparison.",
    fix="Write days as 2026-03-31; leave the start empty where the group never started.",
)
UNREADABLE_START = UNREADABLE_DAY
MIXED_ZONES = Rule(
    code="MP652",
    title="Days are told in different time zones",
    why="A row at midnight is before its group's start in one zone and after it in another.",
    fix="Write plain days of one place, or all instants with the same offset.",
)
STARTS_TWICE = Rule(
    code="MP653",
    title="A group starts twice",
    why="Whoever stops and starts again is no longer a group that waits, and the order of starts says nothing more.",
    fix="Give each group its first start in all its rows, or leave the group out and say so.",
)
NEGATIVE_EFFORT = Rule(
    code="MP654",
    title="Effort is below zero",
    why="Hours below zero were never worked, and a brief that is live before it was written has its days swapped. "
    "Either would be counted as saved.",
    fix="Book a correction in the row that it corrects; check which of two days came first.",
)
RULES = (NO_GROUP, UNREADABLE_DAY, MIXED_ZONES, STARTS_TWICE, NEGATIVE_EFFORT)
