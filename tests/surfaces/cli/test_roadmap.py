"""`milepost roadmap` on the command line: before and after acceptance, as text, JSON, picture and page."""

from pathlib import Path

import pytest

from cli import NOON, Journey, Said
from surfaces.cli.small_program import capability, milestone, small_journey

LATE = "2026-12-20T12:00:00Z"
EFFORT = "effort: {team: crew, p10: 2 weeks, p50: 4 weeks, p90: 6 weeks}\n"


@pytest.fixture
def lived(tmp_path: Path) -> Journey:
    documents = (capability("records", more=EFFORT), milestone(capabilities="[mail, records]"))
    return small_journey(Journey(tmp_path), *documents)


def _drawn(of: Journey, *arguments: object, now: str = NOON) -> Said:
    return of.say("roadmap", *arguments, "-C", of.folder, now=now)


def test_before_acceptance_it_is_drawn_on_paper(lived: Journey) -> None:
    said = _drawn(lived)
    assert said.code == 0
    assert "Never accepted." in said.out
    assert "missed" not in said.out


def test_after_acceptance_it_tells_the_slip(lived: Journey) -> None:
    lived.accept("2026-09-15T12:00:00Z")
    found = _drawn(lived, "--json", now=LATE).ok().data
    records = next(each for each in found["capabilities"] if each["ref"] == "capability/records")
    assert found["is_accepted"]
    assert records["baseline"]["done"] < "2026-12-20" <= records["done"]
    assert records["slip_days"] > 0


def test_a_what_if_is_asked_by_name(lived: Journey) -> None:
    assert "If Spring records took 3 weeks longer" in _drawn(lived, "--slip", "capability/records=3w").out
    refused = _drawn(lived, "--slip", "record=3w")
    assert (refused.code, refused.codes) == (1, ["MP795"])
    assert "records" in refused.err
    assert _drawn(lived, "--slip", "records").code == 2


def test_a_picture_and_a_page_are_written_whole_and_over_nothing_else(lived: Journey) -> None:
    for kind in ("svg", "html"):
        path = lived.folder / f"drawn.{kind}"
        assert _drawn(lived, "--to", kind, "--out", path).code == 0
        assert _drawn(lived, "--to", kind, "--out", path).code == 0
        path.write_text("a table of somebody's")
        refused = _drawn(lived, "--to", kind, "--out", path)
        assert (refused.code, refused.codes) == (1, ["MP616"])
        assert path.read_text() == "a table of somebody's"
    assert _drawn(lived, "--out", "x.svg").code == 2


def test_ascii_is_asked_for(lived: Journey) -> None:
    assert _drawn(lived, "--ascii").out.isascii()
