"""docs/record.md names every event that is read, and none that is not."""

import re

from conftest import ROOT
from milepost.record.event import PINNED, UNPINNED
from milepost.roadmap.facts import FORMS

PAGE = (ROOT / "docs" / "record.md").read_text()


def test_every_event_is_named_and_no_other() -> None:
    table = PAGE.partition("## The events")[2].partition("## What is seen")[0]
    named = {
        each for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for each in re.findall(r"`([^`]+)`", row)
    }
    assert named == {*FORMS, PINNED, UNPINNED}
