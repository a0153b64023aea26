"""The roadmap's page in a real browser: every width, light and dark, nothing scrolls sideways, axe finds nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from milepost.presentation.roadmap_view import RoadmapView
from milepost.rendering.html.roadmap import render_roadmap
from presentation.roadmap_program import hostile_view, view

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def repeated(times: int) -> RoadmapView:
    """Lay out the rows of each group so many times; with 0 there is none, and no goal."""
    of = view()
    groups = tuple(replace(each, rows=each.rows * times) for each in of.timeline.groups * bool(times))
    return replace(of, timeline=replace(of.timeline, groups=groups), goals=of.goals * bool(times))


@pytest.mark.parametrize(
    ("width", "dark", "made"),
    [
        (1280, False, view),
        (1280, True, view),
        (390, False, view),
        (320, True, hostile_view),
        (1280, False, lambda: repeated(0)),
        (390, True, lambda: repeated(40)),
    ],
    ids=["wide", "dark", "narrow", "hostile", "none", "many"],
)
def test_it_fits_and_is_accessible(
    new_page, tmp_path: Path, width: int, dark: bool, made: Callable[[], RoadmapView]
) -> None:
    path = tmp_path / "roadmap.html"
    path.write_text(render_roadmap(made()), encoding="utf-8")
    page, told = new_page(width, dark=dark), []
    page.on("console", lambda message: told.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not told
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_upright_lines_run_through_a_row_and_not_beyond_it(new_page, tmp_path: Path) -> None:
    path = tmp_path / "roadmap.html"
    path.write_text(render_roadmap(view()), encoding="utf-8")
    page = new_page(1280)
    page.goto(path.as_uri())
    row = page.locator(".road .plot").first
    assert page.locator(".road .today").first.bounding_box()["height"] > row.bounding_box()["height"]
    assert row.evaluate("each => getComputedStyle(each).clipPath").startswith("inset(0")


def test_it_prints_in_light_colours_within_its_margins(new_page, tmp_path: Path) -> None:
    path = tmp_path / "roadmap.html"
    path.write_text(render_roadmap(view()), encoding="utf-8")
    page = new_page(718, dark=True)
    page.goto(path.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
