"""Findings of the state folder."""

from milepost.kernel.finding import Rule

LOCK_HELD = Rule(
    code="MP612",
    title="Another run holds the state",
    why="A program's state has one writer at a time. Two at once would plan from a state that the other changes.",
    fix="Wait for that run to end, or stop it; the lock is released when its process ends, even by a kill.",
)
RULES = (LOCK_HELD,)
