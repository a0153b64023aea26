"""A frozen reading in the browser, wide and narrow, light and dark: nothing runs out of the page."""

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.rendering.frozen_page import frozen_page
from rendering.test_frozen_page import READING


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_nothing_runs_out_of_the_page(new_page, tmp_path: Path, width: int, dark: bool) -> None:
    path = tmp_path / "frozen.html"
    path.write_text(frozen_page(replace(READING, query="SELECT " + "x" * 300)), encoding="utf-8")
    page = new_page(width, dark=dark)
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.inner_text("h1").startswith("Mail earns at least")
