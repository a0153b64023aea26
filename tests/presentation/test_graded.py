"""A grade is told with why it is so: a randomised test whose design was changed is no comparison that nobody drew."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import pytest

from milepost.kernel.words import Grade
from milepost.presentation.graded import grade_because
from milepost.program.documents.experiment import Way
from milepost.roadmap.registered import RegisteredLine


@dataclass(frozen=True)
class Entry:
    grade: Grade = Grade.B
    experiment: str = "spring"
    holdout: str | None = None


@dataclass(frozen=True)
class Status:
    way: Way | None = Way.ARMS
    is_stated: bool = False
    registered: tuple[RegisteredLine, ...] = ()
    program: SimpleNamespace = field(init=False)

    def __post_init__(self) -> None:
        stated = object() if self.is_stated else None
        experiments = {"spring": SimpleNamespace(way=self.way, randomised=stated)}
        object.__setattr__(self, "program", SimpleNamespace(experiments=experiments))


CHANGED = (RegisteredLine(experiment="spring", word="registered", changes=(object(),)),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(is_stated=True, registered=CHANGED), "randomised, but its registered design was changed"),
        (Status(way=Way.STAGGERED), "nobody states that the starts were drawn"),
        (Status(way=Way.IMPORTED), "imported, nobody states that its split was random"),
        (Status(is_stated=True), "compared, with a reservation"),
    ],
)
def test_grade_b_says_why(status: Status, said: str) -> None:
    assert grade_because(Entry(), status) == said  # type: ignore[arg-type]


def test_the_other_grades_and_what_is_gone_from_the_program_keep_their_words() -> None:
    assert grade_because(Entry(grade=Grade.A), Status(registered=CHANGED)) == "randomised"  # type: ignore[arg-type]
    series = grade_because(Entry(grade=Grade.C), Status(way=Way.SERIES, registered=CHANGED))  # type: ignore[arg-type]
    assert series == "a series, nobody was left alone, and its registered design was changed"
    gone = replace(Entry(), experiment="gone")
    assert grade_because(gone, Status()) == "compared, with a reservation"  # type: ignore[arg-type]
