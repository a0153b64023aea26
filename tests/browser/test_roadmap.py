"""The roadmap's page in a real browser: every width, light and dark, nothing scrolls sideways, axe finds nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from milepost.rendering.html.roadmap import render_roadmap
from presentation.roadmap_program import hostile_view, view

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (320, True)])
def test_it_fits_and_is_accessible(new_page, tmp_path: Path, width: int, dark: bool) -> None:
    path = tmp_path / "roadmap.html"
    path.write_text(render_roadmap(hostile_view() if width == 320 else view()), encoding="utf-8")
    page, told = new_page(width, dark=dark), []
    page.on("console", lambda message: told.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not told
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_it_prints_in_light_colours_within_its_margins(new_page, tmp_path: Path) -> None:
    path = tmp_path / "roadmap.html"
    path.write_text(render_roadmap(view()), encoding="utf-8")
    page = new_page(718, dark=True)
    page.goto(path.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
