"""Lives of a holdout in any order: at most one total stands, reversals cancel, and no bad state claims a number."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli import Journey
from surfaces.cli.small_program import small_journey
from surfaces.cli.test_holdout import CONTRACT, SOURCES, everybody, holdout, made, people, run, trial

ACTS = (
    "gains",
    "loses",
    "a broken split",
    "a clean trial",
    "a trial of everybody",
    "taken out",
    "put back",
    "unstated",
)
TABLES = {"gains": people(), "loses": people(gain=-1.0), "a broken split": people(held=lambda number: number % 9 == 0)}
TRIALS = {"a clean trial": trial(), "a trial of everybody": trial(everybody)}
FILES = {"taken out": (), "put back": (holdout(),), "unstated": (holdout(stated=False),)}


class Life:
    """What was done, and what must follow from it."""

    def __init__(self, place: Path) -> None:
        self.journey: Journey = made(place)
        self.table = self.trial = self.file = ""
        self.day = 20

    def act(self, what: str) -> None:
        self.day += 1
        now = f"2026-{10 + self.day // 30}-{self.day % 30 + 1:02}T12:00:00Z"
        if what in FILES:
            self.file = what
            small_journey(self.journey, CONTRACT, SOURCES, *FILES[what])
            self.journey.accept(now)
        self.table, self.trial = (
            what if what in of else was for of, was in ((TABLES, self.table), (TRIALS, self.trial))
        )
        if self.table or self.trial:
            run(self.journey, now, TABLES.get(what), TRIALS.get(what))
        self.check(self.journey.status(now)["value"])

    @property
    def claims(self) -> bool:
        """Tell whether a total may be claimed now."""
        is_clean = self.trial != "a trial of everybody" and self.table in {"gains", "loses"}
        return is_clean and self.file not in {"taken out", "unstated"}

    def check(self, value: dict) -> None:
        assert (value["total"] is not None) == self.claims, value["total_because"]
        if value["total"] is not None:
            assert (Decimal(value["total"]["estimate"]) > 0) == (self.table == "gains")
        assert len(value["totals"]) <= 1
        posted, reversed_ = (self.journey.events(f"total.{each}") for each in ("posted", "reversed"))
        gone = [each["data"]["reverses"] for each in reversed_]
        assert len(gone) == len(set(gone))
        assert {each["id"] for each in posted} - set(gone) == {each["event"] for each in value["totals"]}


@pytest.mark.slow
@settings(max_examples=6, deadline=None, derandomize=True)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=4, max_size=7))
def test_one_total_stands_at_most_and_only_where_it_may(acts: list[str]) -> None:
    with TemporaryDirectory() as place:
        life = Life(Path(place))
        for what in ("gains", *acts):
            life.act(what)
