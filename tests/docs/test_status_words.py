"""docs/status.md names every word, with its symbol, in the order in which the words win."""

from pathlib import Path

import pytest

from milepost.kernel.words import SYMBOLS, CapabilityWord, GoalWord, MilestoneWord, Phase

PAGE = (Path(__file__).parents[2] / "docs" / "status.md").read_text()


@pytest.mark.parametrize("words", [MilestoneWord, CapabilityWord, GoalWord])
def test_every_word_stands_in_its_order(words) -> None:
    rows = [PAGE.index(f"| {SYMBOLS[word.value]} {word.value} |", _section(words)) for word in words]
    assert rows == sorted(rows)


def test_every_phase_stands() -> None:
    assert all(f"| {SYMBOLS[phase.value]} {phase.value} |" in PAGE for phase in Phase)


def _section(words) -> int:
    return PAGE.index(
        {MilestoneWord: "## A milestone", CapabilityWord: "## A capability", GoalWord: "## A goal"}[words]
    )
