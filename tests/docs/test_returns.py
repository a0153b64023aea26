"""The document's table of proposals is the table that is used."""

import re

from conftest import ROOT
from milepost.roadmap.proposals import RULES


def test_the_table_of_proposals_is_the_one_that_is_used() -> None:
    text = (ROOT / "docs" / "returns.md").read_text().partition("| rule | proposes |")[2]
    rows = re.findall(r"^\| ([a-z ]+) \| (stop|scale|extend|keep) \|", text, re.MULTILINE)
    assert rows == [(each.name, each.step.value) for each in RULES]
