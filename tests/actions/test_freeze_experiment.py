"""Freezing on a disk that fails leaves no event that names what is not there."""

from pathlib import Path

import pytest

from cli import Journey
from milepost.actions.freeze_experiment import freeze_experiment
from milepost.kernel.finding import Refused, Rule
from milepost.rendering.frozen_page import frozen_page
from milepost.wiring.local import Place, snapshot_folder
from surfaces.cli.small_program import WINS, small_journey

FULL = Rule(code="MP610", title="The disk refused", why="", fix="")
pytestmark = pytest.mark.slow


class FailingFolder:
    """Takes so many files, then refuses."""

    def __init__(self, folder: Path, takes: int) -> None:
        self.inside, self.takes = snapshot_folder(folder), takes

    def write(self, name: str, content: bytes) -> Path:
        if not self.takes:
            raise Refused(FULL.at(None, "the disk is full"))
        self.takes -= 1
        return self.inside.write(name, content)


@pytest.fixture
def journey(tmp_path: Path, monkeypatch) -> Journey:
    monkeypatch.setenv("MILEPOST_NOW", "2026-10-21T12:00:00Z")
    journey = small_journey(Journey(tmp_path))
    journey.accept("2026-10-02T12:00:00Z")
    journey.run("2026-10-20T12:00:00Z", crm=journey.table(WINS)).ok()
    return journey


@pytest.mark.parametrize("takes", [0, 1])
def test_a_full_disk_freezes_nothing(journey: Journey, takes: int) -> None:
    folder = journey.place / "frozen"
    state = Place(folder=journey.folder).open_state()
    with pytest.raises(Refused):
        freeze_experiment(state, FailingFolder(folder, takes), frozen_page, "spring-test", "person/tester")
    assert not journey.events("experiment.frozen")
    assert not journey.left_over()
    done = freeze_experiment(state, FailingFolder(folder, 2), frozen_page, "spring-test", "person/tester")
    assert done.is_new
    assert len(journey.events("experiment.frozen")) == 1
    assert all(path.is_file() for path in done.files.values())
