"""The picture by itself: well formed, the same bytes, all its words in the description, readable without variables."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from milepost.presentation.roadmap_view import RoadmapView
from milepost.rendering.html.roadmap import render_roadmap
from milepost.rendering.html.roadmap_svg import MARK, roadmap_svg
from presentation.roadmap_program import hostile_view, view

WHOLE = Path(__file__).with_name("roadmap.svg")
NAMESPACE = "{http://www.w3.org/2000/svg}"


def _drawn(of: RoadmapView) -> ET.Element:
    return ET.fromstring(roadmap_svg(of))  # noqa: S314  our own picture


def test_it_is_drawn_as_it_was() -> None:
    assert roadmap_svg(view()) == WHOLE.read_text(encoding="utf-8")


def test_it_is_well_formed_and_known_as_ours() -> None:
    assert roadmap_svg(view()).startswith(MARK)
    root = _drawn(view())
    assert root.tag == f"{NAMESPACE}svg"
    assert root.findtext(f"{NAMESPACE}title") == view().message


def test_its_description_tells_every_row() -> None:
    told = _drawn(view()).findtext(f"{NAMESPACE}desc") or ""
    assert all(row.told in told for row in view().timeline.rows)


def test_a_viewer_without_variables_finds_a_colour_before_each() -> None:
    style = _drawn(view()).findtext(f"{NAMESPACE}style") or ""
    rules = style[style.index(".ground") :]
    used = re.findall(r"(fill|stroke|color): (var\(--\w+\))", rules)
    assert used
    assert len(re.findall(r"(fill|stroke|color): #[0-9A-F]{6}; \1: var\(", rules)) == len(used)


def test_neither_page_nor_picture_fetches_or_runs_anything() -> None:
    for text in (render_roadmap(view()), roadmap_svg(view())):
        assert "<script" not in text
        assert not re.search(r"(?:href|src)=\"(?!#)", text)
        assert not re.search(r"url\((?!#)", text)


def test_a_page_has_a_heading_for_each_goal_and_the_gap_with_what_to_write() -> None:
    page = render_roadmap(view())
    assert page.count('class="chain"') == 4
    assert "Gap: " in page
    assert "<code>decision: what is decided with it</code>" in page
    assert page == render_roadmap(view())


def test_a_hostile_title_stays_text() -> None:
    of = hostile_view()
    assert "<script" not in roadmap_svg(of)
    assert "<script" not in render_roadmap(of)
    assert _drawn(of).findtext(f"{NAMESPACE}title") == of.message
